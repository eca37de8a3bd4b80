alter table customers add column vip boolean;
update customers set vip = false where id <= 1000;
update customers set vip = false where id > 1000 and id <= 2000;
update customers set vip = false where id > 2000;
