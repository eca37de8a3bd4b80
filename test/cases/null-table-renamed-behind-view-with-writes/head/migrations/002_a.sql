alter table orders rename to purchase_orders;
create view orders as select * from purchase_orders;
