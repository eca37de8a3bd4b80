-- name: customers.topSpenders
select id, customer_spent(id) from customer where tier = 'gold' order by 2 desc limit 10;
