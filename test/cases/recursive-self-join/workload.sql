-- name: nodes.below
with recursive tree as (select id from nodes where id = 40 union all select n.id from nodes n join tree t on n.parent_id = t.id) select count(*) from tree;
-- name: nodes.siblings
select b.id from nodes a join nodes b on b.parent_id = a.parent_id and b.id <> a.id where a.id = 77;
