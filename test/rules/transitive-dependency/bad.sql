create table people (id int primary key, full_name text not null, zip text not null, city text not null);
insert into people
select i, 'person ' || i, to_char(10000 + i % 50, 'FM00000'), 'city ' || (i % 50) / 2 from generate_series(1, 2000) i;

-- name: people.byId
select full_name from people where id = 7;
