import { describe, expect, test } from 'vitest'
import type { Client } from '../../src/postgres/client.ts'
import { freeze } from '../../src/postgres/freeze.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { carryStatistics } from '../../src/postgres/statistics.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { EMBEDDED_MAJORS, startServer } from './start.ts'

/** Over three times what ANALYZE looks at: two samples never agree. */
const ROWS = 100_000

const SCHEMA = `
  create schema "odd ""name""";
  create type mood as enum ('sad', 'ok', 'happy');
  create table "odd ""name"""."Thing" (
    id bigint primary key, owner int, mood mood, price numeric(10, 2), tags text[], email text collate "C", at timestamptz, doc jsonb, gone text
  );
  create index on "odd ""name"""."Thing" (lower(email));
  create index on "odd ""name"""."Thing" (owner, at);
  create table same (id int primary key, x int);
  create table grown (id int primary key, x int);
  create table part (id int, day date) partition by range (day);
  create table part_1 partition of part for values from ('2024-01-01') to ('2024-02-01');
  create table part_2 partition of part for values from ('2024-02-01') to ('2024-03-01')`

const SEED = `
  insert into "odd ""name"""."Thing" (id, owner, mood, price, tags, email, at, doc)
  select i, hashint4(i) % 5000, (array['sad', 'ok', 'happy'])[1 + abs(hashint4(i + 1)) % 3]::mood, abs(hashint4(i)) % 10000 / 100.0,
         array['t' || i % 7, 't' || abs(hashint4(i)) % 40], md5(i::text) || '@example.com', '2024-01-01'::timestamptz + abs(hashint4(i + 2)) % 1000000 * interval '1 s',
         jsonb_build_object('k', i % 10)
  from generate_series(1, ${ROWS}) i;
  insert into same select i, hashint4(i) % 100 from generate_series(1, 100) i;
  insert into part select i, '2024-01-01'::date + abs(hashint4(i)) % 60 from generate_series(1, ${ROWS}) i`

const QUERIES = [
  `select * from "Thing" where owner = 17`,
  `select * from "Thing" where owner between 100 and 140 and at > '2024-01-05'`,
  `select mood, count(*) from "Thing" where price < 5 group by mood`,
  `select * from "Thing" where tags @> '{t3}'`,
  `select * from "Thing" where lower(email) < '0f'`,
  `select * from "Thing" where email > 'ff'`,
  `select * from "Thing" t join same s on s.x = t.owner where doc = '{"k": 3}'`,
  `select count(*) from part where day > '2024-02-10' and id < 500`,
]

async function explain(database: Database): Promise<unknown[]> {
  await using client = await database.connect('owner', { search_path: '"odd ""name""", public' })
  const plans = []
  for (const query of QUERIES) plans.push(await client.rows(`explain (format json) ${query}`))
  return plans
}

async function build(server: Server, name: string, seed: string): Promise<Database> {
  const database = await server.createDatabase(name)
  {
    await using client = await database.connect('owner')
    await client.run(SCHEMA)
    await client.run(seed)
  }
  await freeze(server, database)
  return database
}

const statistics = async (client: Client, table: string) =>
  client.rows(
    `select attname, n_distinct, correlation, most_common_vals::text, histogram_bounds::text from pg_stats where tablename = $1 order by 1`,
    [table],
  )

describe.each(EMBEDDED_MAJORS)('PostgreSQL %i', version => {
  test('two builds of the same data get the same plans and costs', async () => {
    await using server = await startServer({ server: 'embedded', version })
    const base = await build(server, 'base', SEED)
    // Other oids of types, another number of a column.
    const head = await build(
      server,
      'head',
      `create table first (i int); alter table "odd ""name"""."Thing" drop gone, add gone text; ${SEED}`,
    )
    expect(await explain(head)).not.toEqual(await explain(base))
    expect(await carryStatistics(server, base, head)).toEqual([
      expect.stringMatching(/^Statistics of \d tables? with equal rows/),
    ])
    expect(await explain(head)).toEqual(await explain(base))
    expect(await carryStatistics(server, base, head)).toEqual([])
  })
})

test('columns that hold something else, in another order, or of another type keep their own statistics', async () => {
  await using server = await startServer(LOCAL_SERVER)
  const table = (x: string, order: string) =>
    `create table t (id int, x int, y ${x}); insert into t select i, hashint4(i) % 1000, i % 9 from generate_series(1, 100000) i order by ${order};`
  const make = async (name: string, x: string, order: string, extra = '') => {
    const database = await server.createDatabase(name)
    await using client = await database.connect('owner')
    await client.run(table(x, order) + extra)
    await freeze(server, database)
    return database
  }
  const base = await make('base', 'int', 'i')
  const read = async (database: Database) => {
    await using client = await database.connect('owner')
    return await statistics(client, 't')
  }
  const baseStatistics = await read(base)
  for (const [name, type, order, extra] of [
    ['values', 'int', 'i', 'update t set x = x + 1 where id % 2 = 0'],
    ['order', 'int', '-i', ''],
    ['types', 'bigint', 'i', ''],
  ] as const) {
    const head = await make(name, type, order, extra)
    const before = await read(head)
    await carryStatistics(server, base, head)
    const after = await read(head)
    const copied = after
      .filter((row, index) => JSON.stringify(row) !== JSON.stringify(before[index]))
      .map(row => (row as { attname: string }).attname)
    if (name === 'types') expect(copied).toEqual(['id', 'x'])
    else expect(copied).toEqual([])
    for (const row of after.filter(each => copied.includes((each as { attname: string }).attname)))
      expect(baseStatistics).toContainEqual(row)
  }
})
