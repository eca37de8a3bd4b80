-- target: cpus = 8
-- target: utilisation = 0.2
-- target: growth = 1.4
create table readings (id int primary key, celsius int not null);
insert into readings select i, i % 40 from generate_series(1, 20000) i;

-- name: readings.average
select avg(celsius) from readings;
