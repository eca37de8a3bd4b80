import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Server } from '../../src/postgres/server.ts'
import { summarise } from '../../src/rewrite/summarise.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { advised } from './advised.ts'

let server: Server
beforeAll(async () => {
  await loadParser()
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server?.[Symbol.asyncDispose]())

const SCHEMA = `
  create table sales (id int primary key, shop int not null, sold_at timestamp not null, amount int not null, tip int);
  insert into sales
  select i, i % 20, timestamp '2026-01-01' + i % 40 * interval '6 hours', i % 90, nullif(i % 7, 0)
  from generate_series(1, 30000) i;`

const PER_DAY = `select date_trunc('day', s.sold_at) as day, count(*) as sales, sum(s.amount) as amount
  from sales s where s.shop = 3 and s.amount is not null group by 1 order by day`
const WRITES = {
  sell: "insert into sales select i, 3, timestamp '2027-01-01', 5 from generate_series(40001, 40003) i",
  move: 'update sales set shop = 3, amount = amount + 1 where id between 1 and 50',
  cancel: "delete from sales where shop = 3 and sold_at < '2026-01-02'",
}

const found = async (base: string, load: Readonly<Record<string, string>>, calls: Readonly<Record<string, number>>) => {
  const { findings } = await advised(server, { base, load, calls: { read: 200, ...calls }, candidates: 0 })
  return findings.filter(({ rule }) => rule === 'summary')
}

test('a summary of written rows is a table that triggers keep right, with what reads gain and writes cost', async () => {
  const calls = { sell: 20, move: 5, cancel: 1 }
  const [finding, ...others] = await found(SCHEMA, { read: PER_DAY, ...WRITES }, calls)
  expect(others).toEqual([])
  expect(finding?.title).toBe('A summary table for read, kept by triggers')
  const { effects, writes } = finding!.trial!
  expect(effects[0]!.buffersBefore).toBeGreaterThan(1.5 * effects[0]!.buffersAfter)
  expect(writes.map(({ statement }) => statement).toSorted()).toEqual(['cancel', 'move', 'sell'])
  expect(finding!.evidence.join(' ')).toContain(
    '3 writes of the load ran with its triggers, and it was right after each.',
  )

  const database = await server.createDatabase('summary_applied')
  {
    await using client = await database.connect('owner')
    await client.run(SCHEMA)
    await client.run(finding!.fix!.sql.split('-- The statement then is')[0]!)
    for (const write of Object.values(WRITES)) await client.run(write)
    const wanted = await client.rows(PER_DAY)
    const kept = await client.rows('select day, sales, amount from sales_summary where shop = 3 order by day')
    expect(wanted.length).toBeGreaterThan(5)
    expect(kept).toEqual(wanted)
    await client.run('truncate sales')
    expect(await client.rows('select 1 from sales_summary')).toEqual([])
  }
  await server.dropDatabase(database)
})

test.each([
  ['sums of a column that may be null', PER_DAY.replaceAll('s.amount', 's.tip'), { move: WRITES.move }, { move: 100 }],
  [
    'groups that depend on the time zone',
    PER_DAY.replaceAll('s.sold_at', 's.sold_at::timestamptz'),
    { move: WRITES.move },
    { move: 100 },
  ],
  ['writes that cost more than the reads save', PER_DAY, { all: 'update sales set amount = amount + 1' }, { all: 200 }],
])('nothing is told of %s', async (_, read, writes, calls) => {
  expect(await found(SCHEMA, { read, ...writes }, calls)).toEqual([])
})

test('what is another value with each call is not computed beforehand', () => {
  const of = (where: string) => summarise(`select shop, count(*) from sales where ${where} group by shop`)
  expect(of('sold_at < now()')).toBeUndefined()
  expect(of('sold_at < current_date')).toBeUndefined()
  expect(of('amount is not null')).toBeDefined()
})
