create table offers (id int primary key, price numeric(10, 2) not null check (price >= 0), weight int not null check (weight >= 0), valid_from date not null,
  valid_to date not null, check (valid_from <= valid_to));
insert into offers select i, i % 90, i % 7, date '2026-01-01' + i % 50, date '2026-03-01' + i % 60 from generate_series(1, 1000) i;

-- name: offers.byId
select price from offers where id = 7;
