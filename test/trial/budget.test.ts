import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { advised, type Case } from './advised.ts'
import { ORDERS } from './index-cases.ts'

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server?.[Symbol.asyncDispose]())

/** What is said of indexes that are missing: the fix, or why there is none. */
async function missing(test: Case): Promise<readonly string[]> {
  const { findings } = await advised(server, test)
  return findings.filter(({ rule }) => rule === 'missing-index').map(({ fix, why }) => fix?.sql ?? why)
}

const LATEST = 'select * from orders where tenant = 7 order by created desc limit 20'
const ONE = `select * from orders where email = 'user77@mail.example'`
const INDEX = 'create index concurrently orders_tenant_created_idx on orders (tenant, created);'

test('no more indexes than the budget has, those first that save most', async () => {
  const load = { latest: LATEST, one: ONE }
  const said = await missing({ base: ORDERS, load, calls: { latest: 1000, one: 1 }, budget: { indexes: 1 } })
  expect(said).toEqual([INDEX, expect.stringMatching(/With the others it takes more indexes than the budget of 1\.$/)])
})

test('no larger indexes than the budget has', async () => {
  const load = { latest: LATEST }
  expect(await missing({ base: ORDERS, load, budget: { 'index-size': 0.2 } })).toEqual([INDEX])
  expect(await missing({ base: ORDERS, load, budget: { 'index-size': 0.01 } })).toEqual([
    expect.stringMatching(/^latest .* it takes 0\.\d times the size of the table, over the budget of 0\.01\.$/),
  ])
})

test('no dearer writes than the budget has', async () => {
  const load = { latest: LATEST, touch: `update orders set created = now() where id = 77` }
  expect(await missing({ base: ORDERS, load })).toEqual([INDEX])
  expect(await missing({ base: ORDERS, load, budget: { 'write-cost': 1.1 } })).toEqual([
    expect.stringMatching(/^latest .* it takes \d\.\d times the work of the load’s writes, over the budget of 1\.1\.$/),
  ])
})

/** The rows of kind 7 are the last; by the order of time the planner expects to meet one soon. */
const EVENTS = `
  create table events (id int primary key, kind int not null, at timestamp not null, size int not null, note text not null);
  insert into events
  select i, case when i > 49500 then 7 else i % 7 end, timestamp '2026-01-01' + i * interval '1 minute', i % 900,
    repeat('n', 200)
  from generate_series(1, 50000) i where i > 49500 or i % 7 < 6;
  create index on events (kind)`

test('what makes another statement worse makes room for the next best', async () => {
  const load = {
    day: `select sum(size) from events where at >= '2026-01-10' and at < '2026-01-12'`,
    first: 'select * from events where kind = 7 order by at limit 1',
  }
  const said = await missing({ base: EVENTS, load })
  expect(said).toEqual([
    'create index concurrently events_at_idx on events using brin (at);',
    expect.stringMatching(/Built and re-run, it makes first worse\.$/),
  ])
})
