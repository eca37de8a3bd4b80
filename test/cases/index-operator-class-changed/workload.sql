-- name: products.withKey
select id, name from products where attributes ? 'k17';
-- name: products.bySize
select count(*) from products where attributes @> '{"size": 7, "k7": 1}';
