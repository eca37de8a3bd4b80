-- name: stock.receive
merge into stock s using (values ('sku-5', 3), ('sku-77', 4)) as d (sku, n) on s.sku = d.sku
when matched then update set quantity = s.quantity + d.n;
-- name: stock.byId
select sku from stock where id = 3;
