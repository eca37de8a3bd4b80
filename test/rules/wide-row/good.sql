create table documents (id int primary key, owner int not null);
create table summaries (document_id int primary key references documents, summary text not null);
insert into documents select i, i % 40 from generate_series(1, 3000) i;
insert into summaries select i, repeat('s', 1900) from generate_series(1, 3000) i;

-- name: documents.owners
select owner, count(*) from documents group by owner;
