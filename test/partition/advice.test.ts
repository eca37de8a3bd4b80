import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Finding } from '../../src/advise/finding.ts'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { advised } from '../trial/advised.ts'

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server?.[Symbol.asyncDispose]())

const ROWS = `insert into event (tenant, kind, at, amount)
  select 1 + i % 100, i % 4, timestamp '2025-01-01' + i * interval '30 minutes', i % 50 from generate_series(1, 15000) i;`
const TABLE =
  'create table event (id bigserial primary key, tenant int not null, kind int not null, at timestamp not null, amount int not null);'
const MONTH = `select sum(amount) from event where at >= '2025-05-01' and at < '2025-06-01'`
const LARGE = { size: 800 * 2 ** 30 }

async function told(
  base: string,
  load: Readonly<Record<string, string>>,
  target: object = LARGE,
  candidates = 0,
): Promise<Finding | undefined> {
  const { findings } = await advised(server, { base, load, candidates, target })
  return findings.find(({ key }) => key === 'partition:public.event')
}

test('a tenant of which each statement reads all: parts by hash', async () => {
  const found = await told(TABLE + ROWS, { total: 'select count(*), sum(amount) from event where tenant = 7' })
  expect(found).toMatchObject({ severity: 'advice', title: 'Partition event by hash of tenant, in 128 parts' })
  expect(found?.trial?.effects[0]?.statement).toBe('total')
  expect(found?.evidence.join('\n')).toMatch(/These read only some of the 128 partitions: total \(1\)/)
})

test('a table without a primary key: once it has one', async () => {
  const without = TABLE.replace('bigserial primary key', 'bigserial')
  expect(
    await told(without + ROWS, { month: MONTH, purge: `delete from event where at < '2025-01-02'` }),
  ).toMatchObject({
    severity: 'info',
    title: 'Partition event by range of at, once it has a primary key',
    why: expect.stringMatching(/^purge deletes old rows one by one/),
    fix: undefined,
  })
})

test.each([
  [
    'an index finds the rows as well',
    `${TABLE} ${ROWS} create index on event (at);`,
    { day: `select sum(amount) from event where at >= '2025-05-01' and at < '2025-05-02'` },
    /Tried, the load does not do less with it/,
  ],
  [
    'a key that half of the calls lack',
    TABLE + ROWS,
    { month: MONTH, a: 'select * from event where id = 1', b: 'select * from event where id = 2 and kind = 1' },
    /^No column is named by statements that do 80% of the reading of it, in half of the calls/,
  ],
  [
    'a foreign key that points at it',
    `${TABLE} ${ROWS} create table note (event bigint references event);`,
    { month: MONTH },
    /foreign key note_event_fkey of note points at it without at/,
  ],
  [
    'a unique index without the key',
    `${TABLE} ${ROWS} create unique index event_once on event (tenant, id);`,
    { month: MONTH },
    /event_once could not be unique any more, because it lacks at/,
  ],
  [
    'no primary key',
    `${TABLE} ${ROWS} alter table event drop constraint event_pkey;`,
    { month: MONTH },
    /as soon as the table has a primary key/,
  ],
  [
    'a key that may be null',
    `${TABLE} ${ROWS} alter table event alter at drop not null;`,
    { month: MONTH },
    /at may be null/,
  ],
  [
    'a materialised view',
    `${TABLE} ${ROWS} create materialized view kinds as select kind from event;`,
    { month: MONTH },
    /In the way: materialized view public\.kinds/,
  ],
])('%s: no, and why', async (_, base, load, why) => {
  const found = await told(base, load)
  expect(found).toMatchObject({ severity: 'info', fix: undefined })
  expect(found?.why).toMatch(why)
})

test('growth makes a candidate, and a small table is none', async () => {
  expect(await told(TABLE + ROWS, { month: MONTH }, { size: 8 * 2 ** 30 })).toBeUndefined()
  const grown = await told(TABLE + ROWS, { month: MONTH }, { size: 8 * 2 ** 30, growth: 2 })
  expect(grown).toMatchObject({ severity: 'advice', title: 'Partition event by range of at, one for each week' })
})

test('an index that does as much for the same statements is preferred', async () => {
  const day = { day: `select sum(amount) from event where at >= '2025-05-01' and at < '2025-05-02'` }
  expect(await told(TABLE + ROWS, day)).toMatchObject({ severity: 'advice' })
  const found = await told(TABLE + ROWS, day, LARGE, 20)
  expect(found).toMatchObject({ severity: 'info', fix: undefined })
  expect(found?.why).toMatch(/Tried, “An index on event \(at\).*” does as much for the same statements/)
})
