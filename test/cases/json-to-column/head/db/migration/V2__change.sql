alter table carts add column customer text;
update carts set customer = data ->> 'customer';
