create table coupons (id serial primary key, code varchar(40) not null, note varchar(200) not null);
create unique index coupons_code_key on coupons (code);
