import { afterAll, beforeAll, expect, test } from 'vitest'
import { SqlError } from '../../src/postgres/client.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { describeSqlError } from '../../src/postgres/sql-error.ts'
import { withoutValues } from '../../src/report/without-values.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'

/** In rows only, never in the SQL that fails. */
const CANARY = 'canary-row'

let server: Server
let database: Database
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
  database = await server.createDatabase('values')
  await using client = await database.connect('owner')
  await client.run(`
    create type mood as enum ('good');
    create table person (id int primary key, email text, more text);
    insert into person values (1, '${CANARY}', E'${CANARY}\\n) ${CANARY}'), (2, '${CANARY}', '${CANARY}(1)=(2)');
    create table child (id int, email text primary key);
    create table part (k text) partition by list (k);
    create table span (email text, exclude using btree (email with =));
    insert into span select email from person where id = 1;
    create table checked (id int, email text check (email = ''), more text);
    create function fails() returns int language plpgsql as $$
      declare found text; begin
        select more into found from person where id = 1;
        execute format('select %L::int', found); return found::int;
      end $$`)
})
afterAll(() => server?.[Symbol.asyncDispose]())

const FAILING = [
  'create unique index on person (email)',
  'create unique index on person (lower(email), more) where id < 3; insert into person select 3, email, more from person',
  'alter table person add foreign key (email) references child',
  'insert into checked select * from person',
  'insert into part select email from person',
  'insert into span select email from person',
  'alter table person alter email type int using email::int',
  'select email::date from person',
  'select email::timestamptz at time zone email from person',
  'select now() at time zone email from person',
  'select email::mood from person',
  'select more::json from person',
  'select email::uuid, email::inet from person',
  'select email::bytea, email::int[] from person',
  'select more::jsonb from person where id = 2',
  'select to_date(email, more) from person',
  "select to_timestamp(email, 'YYYY') from person",
  "select set_config('work_mem', email, false) from person",
  'select fails()',
  "do $$ begin execute (select 'select ''' || more from person where id = 2); end $$",
  "do $$ begin execute (select format('insert into person values (1, %L)', more) from person where id = 1); end $$",
  `copy person from program 'printf "1\\\\tx\\\\n${CANARY}\\\\ty\\\\tz\\\\n"'`,
]

async function failureOf(sql: string): Promise<string> {
  await using client = await database.connect(sql.startsWith('copy') ? 'superuser' : 'owner')
  const failure = await client.run(sql).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(SqlError)
  return describeSqlError(failure as SqlError, { file: 'migrations/1.sql', line: 1, text: sql })
}

test.each(FAILING)('no value of a row is left in the error of: %s', async sql => {
  const told = withoutValues(await failureOf(sql))
  expect(told).not.toContain(CANARY)
  expect(told).toMatch(/^migrations\/1\.sql:1: .+ \(SQLSTATE \w{5}\)\n/)
})

test('what says where and why stays', async () => {
  expect(
    withoutValues(await failureOf(FAILING[0]!)),
  ).toBe(`migrations/1.sql:1: could not create unique index "person_email_idx" (SQLSTATE 23505)
    1 | create unique index on person (email)
detail: Key (email)=(?) is duplicated.`)
  expect(withoutValues(await failureOf('drop table missing'))).toContain(
    'table "missing" does not exist (SQLSTATE 42P01)',
  )
  expect(withoutValues(await failureOf(FAILING[4]!))).toContain('Partition key of the failing row contains (k) = (?).')
  expect(
    withoutValues(await failureOf('create view v as select * from person; alter table person drop email')),
  ).toContain('detail: view v depends on column email of table person')
})

test('a detail in another language is not known, so it goes', () => {
  const german = `x.sql:1: doppelter Schlüsselwert verletzt Unique-Constraint »a« (SQLSTATE 23505)
    1 | insert into a
detail: Schlüssel »(email)=(${CANARY})« existiert bereits.
hint: Nimm einen anderen.`
  expect(withoutValues(german)).toMatch(/\ndetail: \?\nhint: Nimm einen anderen\.$/)
})
