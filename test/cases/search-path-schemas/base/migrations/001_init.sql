create schema north;
create schema south;
create table north.bills (id serial primary key, customer integer not null, text text not null);
create table south.bills (id serial primary key, customer integer not null, text text not null);
create index bills_customer_idx on north.bills (customer);
create index bills_customer_idx on south.bills (customer);
