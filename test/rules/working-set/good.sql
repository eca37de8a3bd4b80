-- target: memory = 128GB
-- target: size = 40GB
-- target: growth = 1.2
create table readings (id int primary key, celsius int not null);
create table archive (id int primary key, celsius int not null);
insert into readings select i, i % 40 from generate_series(1, 20000) i;
insert into archive select i, i % 40 from generate_series(1, 20000) i;

-- name: readings.average
select avg(celsius) from readings;
