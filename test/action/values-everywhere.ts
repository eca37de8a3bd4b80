import type { Files } from './forge.ts'

const canary = (where: string) => `canary-${where}`

/** Files of a base and a branch that hold values wherever SQL can: none of them may leave a run. */
export const VALUES_EVERYWHERE: { readonly base: Files; readonly branch: Files } = {
  base: {
    'migrations/003b_values.sql': `create type mood as enum ('${canary('label')}', 'calm');
create table person (id bigint primary key, email text not null unique, city text not null default '${canary('default')}',
  note text, mood mood not null default 'calm', at timestamptz not null default now(),
  constraint sane check (note <> '${canary('check')}'));
create index person_partial on person (id) where city = '${canary('partial')}';
create view vip as select * from person where city = '${canary('view')}';
create table event (id bigint, kind text not null) partition by list (kind);
create table event_1 partition of event for values in ('${canary('bound')}');
create table event_2 partition of event default;
create function found(wanted text) returns setof person language sql stable as
  $$ select * from person where city = wanted and note is distinct from '${canary('function')}' $$;
`,
    'seed-values.sql': `insert into person
select i, '${canary('email')}' || i, case when i % 3 = 0 then '${canary('rare')}' else '${canary('common')}' end,
  case when i % 20 = 0 then '${canary('note')}' end, case when i % 100 = 0 then '${canary('label')}'::mood else 'calm' end
from generate_series(1, 3000) as i;
insert into event select i, case when i % 2 = 0 then '${canary('bound')}' else '${canary('other')}' end
from generate_series(1, 3000) as i;
`,
    'values.sql': `-- name: byEmail
select id from person where email = '${canary('email')}17' and note is distinct from '${canary('filter')}';
-- name: byMood
select id from person where mood = '${canary('label')}' and city in ('${canary('rare')}', '${canary('in-list')}');
-- name: byPattern
select id, case when city = '${canary('case')}' then 1 end from person
where lower(city) = '${canary('lower')}' or city ~ '${canary('pattern')}' order by city <> '${canary('order')}' limit 5;
-- name: vip
select * from vip where email = '${canary('email')}5';
-- name: found
select * from found('${canary('rare')}');
-- name: partition
select count(*) from event where kind = '${canary('other')}';
-- name: lists
select * from (values ('${canary('values')}')) as v (x) join person on city = v.x or city = any (array['${canary('array')}']);
-- name: setting
select set_config('app.user', '${canary('setting')}', false);
-- name: add
insert into person (id, email, city, note) values (9001, '${canary('insert')}', '${canary('insert')}', '${canary('head-check')}');
-- name: edit
update person set note = '${canary('update')}' where id = 5;
`,
    'load.sh': `psql -Xq > /dev/null 2>&1 <<'SQL'
create role reporting password '${canary('password')}';
alter user nobody password '${canary('password')}';
set application_name = '${canary('application')}';
prepare p (text) as select * from person where email = $1 and city <> '${canary('prepare')}';
execute p('${canary('execute')}');
begin; declare c cursor for select * from person where city = '${canary('cursor')}'; fetch all from c; commit;
copy (select * from person where email = '${canary('copy')}') to stdout;
do $$ begin perform * from person where email = '${canary('do')}'; raise notice '${canary('notice')}'; end $$;
notify c, '${canary('notify')}';
create temp table t as select '${canary('temporary')}' as x, * from person where city = '${canary('temporary')}';
select * from t where x = '${canary('temporary')}';
insert into person (id, email) values (1, '${canary('duplicate')}');
insert into person (id, email, note) values (9002, '${canary('violating')}', '${canary('check')}');
select city::int from person where email = '${canary('email')}17';
comment on table person is '${canary('remark')}';
SQL
true
`,
  },
  branch: {
    'migrations/005_values.sql': `-- ${canary('comment')}
alter table person add constraint other check (note is distinct from '${canary('head-check')}');
alter table person add column extra text not null default '${canary('head-default')}';
create index on person (id) where city = '${canary('head-partial')}';
create view late as select * from person where city = '${canary('head-view')}';
set app.tenant = '${canary('head-setting')}';
update person set note = '${canary('head-update')}' where id % 2 = 0;
alter table person enable row level security;
create policy own on person using (city <> '${canary('policy')}');
`,
  },
}
