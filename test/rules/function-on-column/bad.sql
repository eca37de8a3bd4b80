create table visits (id int primary key, seen_at timestamp not null, page text not null);
create index visits_seen_at_idx on visits (seen_at);
insert into visits select i, timestamp '2026-01-01' + i * interval '10 minutes', repeat('p', 200) from generate_series(1, 20000) i;
create table keys (id uuid primary key, note text not null);
insert into keys select md5(i::text)::uuid, repeat('n', 200) from generate_series(1, 20000) i;

-- name: visits.ofDay
select * from visits where extract(doy from seen_at) = 41 and page like 'p%';

-- name: keys.byId
select note from keys where id::text = 'c4ca4238-a0b9-2382-0dcc-509a6f75849b';
