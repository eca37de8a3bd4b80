create table places (zip text primary key, city text not null);
create table people (id int primary key, full_name text not null, zip text not null references places);
create index on people (zip);
insert into places select 'z' || to_char(10000 + i, 'FM00000'), 'city ' || i / 2 from generate_series(0, 49) i;
insert into people
select i, 'person ' || i, 'z' || to_char(10000 + i % 50, 'FM00000') from generate_series(1, 2000) i;
create table remarks (id int primary key, subject_id int, subject_id_convert_to_bigint bigint, body text not null);
insert into remarks select i, i % 100, i % 100, 'remark ' || i from generate_series(1, 2000) i;

-- name: people.byId
select full_name from people where id = 7;
