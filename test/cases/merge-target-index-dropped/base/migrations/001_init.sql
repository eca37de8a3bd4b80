create table stock (id serial primary key, sku text not null, quantity integer not null, place text not null);
create index stock_sku_idx on stock (sku);
