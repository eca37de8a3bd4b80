create table sales (id int generated always as identity primary key, amount int not null);
create table totals (amount bigint not null);
insert into totals values (0);
