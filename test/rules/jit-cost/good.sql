create table tags (id int primary key, name text not null);
insert into tags select i, 'tag' from generate_series(1, 100) i;
create function wanted() returns setof int stable rows 10 language plpgsql as $$
begin
  return query select 7;
end $$;

-- name: tags.wanted
select t.name from wanted() w join tags t on t.id = w;
