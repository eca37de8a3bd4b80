create table documents (id int primary key, owner int not null, summary text not null);
alter table documents alter summary set storage plain;
insert into documents select i, i % 40, repeat('s', 1900) from generate_series(1, 3000) i;

-- name: documents.owners
select owner, count(*) from documents group by owner;
