create table documents (id int primary key, folder int not null, data jsonb not null);
insert into documents
select i, i % 300, jsonb_build_object('kind', 'k' || i % 7, 'size', i % 90, 'body', (select string_agg(md5((i * 1000 + j)::text), ' ') from generate_series(1, 120) j))
from generate_series(1, 3000) i;

-- name: documents.bySize
-- calls: 100
select d.id, d.folder from documents d where (d.data ->> 'size')::int > 80 order by d.id;

-- name: documents.move
-- calls: 20
update documents set folder = folder + 1 where id = 7;
