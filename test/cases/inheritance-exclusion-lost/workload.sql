-- name: sales.ofFirstYear
select sum(amount) from sales where year = 1;
-- name: sales.ofSecondYear
select sum(amount) from sales where year = 2;
