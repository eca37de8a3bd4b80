-- name: stock.ofSkus
select sku, quantity from stock where sku = any('{sku-1,sku-77,sku-9000,sku-29999}');
-- name: stock.inList
select sku, quantity from stock where sku in ('sku-5', 'sku-6');
