create table addresses (id int primary key, city int not null, postcode int not null, name text not null);
create table parcels (id int primary key, address_id int not null references addresses, weight int not null);
create index on parcels (address_id);
insert into addresses select i, i % 50, i % 50 + 1000, 'name' from generate_series(1, 20000) i;
insert into parcels select i, 1 + i % 20000, i % 90 from generate_series(1, 40000) i;

-- name: parcels.ofCity
select sum(p.weight) from addresses a join parcels p on p.address_id = a.id where a.city = 7 and a.postcode = 1007;
