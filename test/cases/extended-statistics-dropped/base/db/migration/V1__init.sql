create table addresses (id integer primary key, city text not null, postcode text not null, person_id integer not null);
create table persons (id integer primary key, name text not null);
create statistics addresses_place on city, postcode from addresses;
