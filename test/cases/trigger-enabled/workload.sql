-- name: cards.update
update cards set code = -code where id in (3, 4);
-- name: cards.byId
select code from cards where id = 3;
