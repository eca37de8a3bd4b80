import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parsePlan } from '../../src/plan/parse.ts'
import { shapeOf } from '../../src/plan/shape.ts'
import { freeze } from '../../src/postgres/freeze.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { exportStatistics } from '../../src/scale/export.ts'
import type { ProductionStatistics } from '../../src/scale/production-statistics.ts'
import { openScaleModel } from '../../src/scale/scale-model.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'

const SCHEMA = `
  create table customer (id bigint primary key, email text not null, country text not null);
  create table purchase (id bigint primary key, customer_id bigint not null, status text not null, at timestamptz not null);
  create index purchase_customer_idx on purchase (customer_id, at);
  create index purchase_open_idx on purchase (at) where status = 'open';
  create index "purchase At" on purchase (at);
`
/** The same business a thousand times over: as many purchases per customer, the same shares of countries and states. */
const rows = (customers: number) => `
  insert into customer select n, 'c' || n || '@example.org', case when n % 10 < 6 then 'DE' when n % 10 < 9 then 'FR' else 'IS' end
  from generate_series(1, ${customers}) n;
  insert into purchase select n, 1 + n % ${customers}, case when n % 50 = 0 then 'open' else 'paid' end,
    '2026-01-01 00:00Z'::timestamptz + n * interval '1 year' / ${customers * 20} from generate_series(1, ${customers * 20}) n;
`
const QUERIES = [
  'select * from purchase where id = 4711',
  'select * from purchase where customer_id = 17 order by at desc limit 10',
  `select * from purchase where status = 'open' order by at limit 20`,
  `select count(*) from purchase where at between '2026-03-01' and '2026-03-02'`,
  `select country, count(*) from customer join purchase on customer_id = customer.id group by country`,
  `select purchase.id from customer join purchase on customer_id = customer.id where country = 'IS' and at > '2026-12-30'`,
  'select count(distinct customer_id) from purchase',
  'select * from customer where not exists (select from purchase where customer_id = customer.id)',
]

let server: Server
let production: Database
let seeded: Database
let statistics: ProductionStatistics

async function make(name: string, customers: number): Promise<Database> {
  const database = await server.createDatabase(name)
  {
    await using owner = await database.connect('owner')
    await owner.run(SCHEMA)
    await owner.run(rows(customers))
  }
  await freeze(server, database)
  return database
}

async function planOn(database: Database, sql: string) {
  await using client = await database.connect('owner')
  const [row] = await client.rows<{ 'QUERY PLAN': unknown }>(`explain (verbose, format json) ${sql}`)
  const plan = parsePlan(row?.['QUERY PLAN'])
  return { shape: shapeOf(plan, new Map()), cost: plan.root.totalCost }
}

beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
  production = await make('production', 20_000)
  seeded = await make('seeded', 20)
  await using client = await production.connect('owner')
  statistics = JSON.parse(await exportStatistics(client)) as ProductionStatistics
})
afterAll(() => server[Symbol.asyncDispose]())

test('the export names tables and sizes, and holds no value', async () => {
  const text = JSON.stringify(statistics)
  expect(statistics.relations.find(({ table, index }) => table === 'purchase' && index === null)?.rows).toBe(400_000)
  expect(text).not.toMatch(/DE|open"|example\.org|2026-/)
})

test('twenty customers plan as twenty thousand do', async () => {
  await using model = await openScaleModel(server, { base: seeded, head: seeded }, { statistics, isCopy: true })
  for (const sql of QUERIES) {
    const [real, modelled] = [await planOn(production, sql), await planOn(model.base, sql)]
    expect.soft(modelled.shape, sql).toBe(real.shape)
    expect.soft(Math.abs(Math.log(modelled.cost / real.cost)), sql).toBeLessThan(Math.log(2))
    expect.soft(await planOn(model.head, sql), sql).toEqual(modelled)
  }
  const withoutModel = await Promise.all(QUERIES.map(async sql => (await planOn(seeded, sql)).shape))
  const real = await Promise.all(QUERIES.map(async sql => (await planOn(production, sql)).shape))
  expect(withoutModel).not.toEqual(real)
})

describe('head', () => {
  test('what the branch renames keeps its size, and a new index follows its table', async () => {
    const head = await server.createDatabase('renamed', seeded)
    {
      await using owner = await head.connect('owner')
      await owner.run(`
        alter table purchase rename to "Purchase";
        alter table "Purchase" rename column customer_id to "customerId";
        create index fresh on "Purchase" (status, at);
      `)
    }
    await freeze(server, head)
    await using model = await openScaleModel(server, { base: seeded, head }, { statistics, isCopy: true })
    await using client = await model.head.connect('superuser')
    const sizes = await client.rows<{ name: string; rows: number; blocks: number }>(
      `select relname as name, reltuples as rows, (pg_relation_size(oid) / 8192)::int as blocks from pg_class
       where relname in ('Purchase', 'fresh', 'purchase_customer_idx') order by relname collate "C"`,
    )
    const given = (index: string | null) =>
      statistics.relations.find(each => each.table === 'purchase' && each.index === index)
    expect(sizes).toEqual([
      { name: 'Purchase', rows: 400_000, blocks: given(null)?.blocks },
      { name: 'fresh', rows: 400_000, blocks: expect.any(Number) as number },
      { name: 'purchase_customer_idx', rows: 400_000, blocks: given('purchase_customer_idx')?.blocks },
    ])
    // Its five seeded pages say little about how full many would be.
    const ratio = sizes[1]!.blocks / given('purchase_customer_idx')!.blocks
    expect(Math.abs(Math.log(ratio))).toBeLessThan(Math.log(3))
    const [spread] = await client.rows<{ distinct: number }>(
      `select n_distinct as "distinct" from pg_stats where tablename = 'Purchase' and attname = 'customerId'`,
    )
    const column = statistics.columns.find(each => each.column === 'customer_id')
    expect(spread?.distinct).toBe(column?.distinct)
  })

  test('leaves nothing behind, and the databases it was made of as they were', async () => {
    const before = await planOn(seeded, QUERIES[4]!)
    await (await openScaleModel(server, { base: seeded, head: seeded }, { statistics, isCopy: true }))[
      Symbol.asyncDispose
    ]()
    const left = () => server.admin.rows(`select datname from pg_database where datname like '%scale%'`)
    await expect.poll(left).toEqual([])
    expect(await planOn(seeded, QUERIES[4]!)).toEqual(before)
  })
})
