import type { FixStep } from '../../src/advise/finding.ts'
import { readDefinition } from '../../src/partition/definition.ts'
import type { PartitionDesign } from '../../src/partition/design.ts'
import type { Client } from '../../src/postgres/client.ts'

export const ROWS = 30_000

/** A table with all that may hang on one. */
export const SCHEMA = `
  create table "Account" (id int primary key, name text);
  insert into "Account" select i, 'a' || i from generate_series(1, 100) i;
  create table "Event" (
    id bigserial primary key,
    "accountId" int not null references "Account" on delete cascade,
    kind text not null check (kind in ('open', 'close')),
    amount numeric(12, 2) not null default 0,
    doubled numeric generated always as (amount * 2) stored,
    "at" timestamp(3) not null default now(),
    data jsonb not null default '{}'
  ) with (fillfactor = 90);
  create index "Event_accountId_at_idx" on "Event" ("accountId", "at" desc);
  create index on "Event" (lower(kind)) where kind = 'open';
  create unique index on "Event" ("accountId", "at", kind, id);
  comment on table "Event" is 'it''s what happened';
  comment on column "Event".kind is 'what';
  create role event_reader nologin;
  grant select on "Event" to event_reader;
  grant update (data) on "Event" to event_reader;
  alter table "Event" enable row level security;
  create policy own on "Event" for select to event_reader using ("accountId" < 50);
  create table journal (n int);
  create function touch() returns trigger language plpgsql as $$ begin insert into journal values (1); return new; end $$;
  insert into "Event" ("accountId", kind, amount, "at", data)
    select 1 + i % 100, case i % 3 when 0 then 'close' else 'open' end, i, '2024-01-15'::timestamp + i * interval '20 minutes', '{"a": 1}'
    from generate_series(1, ${ROWS}) i;
  create trigger touched after update on "Event" for each row execute function touch();
  create view open_events as select id, "accountId" from "Event" where kind = 'open';`

export const DESIGN: PartitionDesign = {
  schema: 'public',
  table: 'Event',
  method: 'range',
  key: 'at',
  interval: 'month',
  modulus: 8,
  reach: 'newest row',
  move: 'copy',
}

export async function runAll(client: Client, steps: readonly FixStep[]): Promise<void> {
  for (const statement of steps.flatMap(({ sql }) => sql)) await client.run(statement)
}

export const rowsOf = async (client: Client, table: string) =>
  (
    await client.rows<{ digest: string }>(
      `select count(*) || ' ' || sum(hashtextextended(row(id, "accountId", kind, amount, doubled, "at", data)::text, 0)) as digest from ${table}`,
    )
  )[0]!.digest

export const all = async (client: Client, sql: string) => (await client.rows<{ x: string }>(sql)).map(({ x }) => x)

/** Everything about the table that a query or a writer may notice. */
export async function describeTable(client: Client): Promise<unknown> {
  const { identities, ...definition } = await readDefinition(client, { schema: 'public', name: 'Event' })
  await client.run('set search_path to public')
  return {
    ...definition,
    primaryKey: undefined,
    parameters: [],
    obstacles: [],
    triggers: definition.triggers.filter(({ name }) => !name.startsWith('Event_mirror')),
    indexes: definition.indexes.map(index => ({ ...index, tail: index.tail.replace(/^.*?USING/, 'USING') })),
    checks: await all(
      client,
      `select pg_get_constraintdef(oid) as x from pg_constraint where conrelid = '"Event"'::regclass and contype = 'c' order by 1`,
    ),
    defaults: await all(
      client,
      `select adnum || pg_get_expr(adbin, adrelid) as x from pg_attrdef where adrelid = '"Event"'::regclass order by adnum`,
    ),
    notNull: await all(
      client,
      `select attname as x from pg_attribute where attrelid = '"Event"'::regclass and attnotnull and attnum > 0 order by 1`,
    ),
    comments: await all(
      client,
      `select description as x from pg_description where objoid = '"Event"'::regclass order by objsubid`,
    ),
  }
}
