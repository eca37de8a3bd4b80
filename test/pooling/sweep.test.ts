import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MeasuredStatement } from '../../src/compare/comparison.ts'
import { pairStatements } from '../../src/compare/pair.ts'
import { configSchema } from '../../src/config/schema.ts'
import { sweepWhereWanted } from '../../src/pool-sweep.ts'
import type { SessionFigures } from '../../src/pooling/sessions.ts'
import { holdOfOne } from '../../src/pooling/sweep/hold-of-one.ts'
import { ticksOfServer } from '../../src/pooling/sweep/other-load.ts'
import { runClients } from '../../src/pooling/sweep/run-clients.ts'
import { kneeOf, sizesFor } from '../../src/pooling/sweep/sweep.ts'
import { sweepPools } from '../../src/pooling/sweep/sweep-pools.ts'
import { takeTurns, toSweepLoad } from '../../src/pooling/sweep/to-load.ts'
import { freeze } from '../../src/postgres/freeze.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { replay } from '../../src/replay/replay.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { HAS_PGBOUNCER } from '../support/pgbouncer.ts'
import { recordedProgress } from '../support/recorded-progress.ts'
import { toSnapshot } from '../trial/advised.ts'

const { signal } = new AbortController()

const points = (...rates: readonly number[]) =>
  rates.map((rate, step) => ({ connections: 2 ** step, rate, p50Ms: 1, p95Ms: 2 }))

test.each([
  ['flat from the first on', [100, 101, 99, 98], 1],
  ['it grows up to four', [100, 200, 390, 400, 395], 4],
  ['it never stops growing', [1, 2, 4, 8], 8],
  ['one lucky size makes no plateau', [100, 190, 200, 230, 200], 4],
  ['nothing came through', [0, 0], 1],
  ['no size at all', [], 1],
])('the knee where %s', (_, rates, knee) => {
  expect(kneeOf(points(...rates))).toBe(knee)
})

test.each([
  [1, 180, [1, 2, 4, 8, 16]],
  [16, 180, [1, 2, 4, 8, 16, 32, 64]],
  [1024, 180, [1, 2, 4, 8, 16, 32, 64, 128]],
  [1024, 30, [1, 2, 4, 8, 16]],
  [4, -5, [1]],
])('sizes for a knee expected at %d, with room for %d', (predicted, room, sizes) => {
  expect(sizesFor(predicted, room)).toEqual(sizes)
})

test('statements have turns by their calls, spread evenly', () => {
  const names = (...calls: readonly number[]) =>
    takeTurns(
      calls.map((each, at) => ({ calls: each, name: 'abc'[at] })),
      6,
    )
      .map(({ name }) => name)
      .join('')
  expect([names(1, 1), names(4, 2), names(60, 1), names(0, 0), names()]).toEqual([
    'ababab',
    'abaaba',
    'aaaaaa',
    'ab',
    '',
  ])
})

const LOAD = {
  'numbers.count': 'select count(*) from numbers',
  'numbers.one': 'select n from numbers where n = 7',
  'numbers.add': 'insert into numbers values (1000)',
}

let server: Server
let head: Database
let measured: readonly MeasuredStatement[]
beforeAll(async () => {
  // Room for four clients.
  server = await startServer({ ...LOCAL_SERVER, settings: { max_connections: '24' } })
  head = await server.createDatabase('head')
  {
    await using client = await head.connect('owner')
    await client.run('create table numbers (n int primary key); insert into numbers select generate_series(1, 100)')
  }
  await freeze(server, head)
  await loadParser()
  const snapshot = toSnapshot(LOAD, { 'numbers.count': 9, 'numbers.one': 1, 'numbers.add': 50 }, {})
  measured = await replay(server, { base: head, head }, pairStatements(snapshot, snapshot), {
    timeoutMs: 30_000,
    indexes: { base: new Map(), head: new Map() },
    progress: recordedProgress(),
    signal,
  })
})
afterAll(() => server?.[Symbol.asyncDispose]())

const sessions = (figures: Partial<SessionFigures>): SessionFigures => ({
  sessions: 4,
  transactions: 100,
  statements: 400,
  spanMs: 1000,
  heldMs: 1000,
  busyMs: 200,
  peak: 4,
  unfinished: 0,
  namedStatements: 0,
  longestIdleMs: 8,
  state: new Map(),
  ...figures,
})

describe('the load that is sent', () => {
  const shape = (figures: SessionFigures | undefined, of = measured) => {
    const load = toSweepLoad(of, figures)
    const [first] = load?.transactions ?? []
    return load && [first?.begin, first?.statements.length, load.pauseMs]
  }

  test('has the transactions of the load’s sessions, as often as they were sent and without writes', () => {
    expect(shape(undefined)).toEqual([undefined, 1, 0])
    expect(shape(sessions({ statements: 100 }))).toEqual([undefined, 1, 0])
    expect(shape(sessions({}))).toEqual(['begin read only', 2, 8])
    expect(shape(sessions({ busyMs: 990 }))).toEqual(['begin read only', 2, 0])
    const sent = toSweepLoad(measured, undefined)!.transactions.flatMap(({ statements }) => statements)
    expect(new Set(sent)).toEqual(new Set([LOAD['numbers.count'], LOAD['numbers.one']]))
    expect(sent.filter(sql => sql === LOAD['numbers.one'])).toHaveLength(10)
  })

  test('is none where nothing but writes could be measured', () => {
    const writes = measured.filter(({ pair }) => pair.head?.isWrite)
    expect([writes.length, shape(undefined, writes)]).toEqual([1, undefined])
  })
})

test('what a session does counts as ours while it is there, and when it has ended', async () => {
  const before = await ticksOfServer(server)
  {
    await using client = await head.connect('owner')
    await client.run(
      "do $$ declare until timestamptz := clock_timestamp() + '400 ms'; begin while clock_timestamp() < until loop end loop; end $$",
    )
    expect(await ticksOfServer(server)).toBeGreaterThan(before)
  }
  await expect.poll(() => ticksOfServer(server)).toBeGreaterThan(before)
})

test('a client that thinks within its transactions leaves room for others', async () => {
  const load = { transactions: [{ begin: 'begin', statements: ['select 1'] }], pauseMs: 40 }
  await using one = await head.connect('owner')
  await using two = await head.connect('owner')
  await using three = await head.connect('owner')
  await using four = await head.connect('owner')
  const alone = await runClients([one], load, { ms: 400, signal })
  const together = await runClients([one, two, three, four], load, { ms: 400, signal })
  expect(alone.rate).toBeLessThan(25)
  expect(alone.p50Ms).toBeGreaterThan(39)
  // Little’s law: as many transactions at once as there are clients, however busy the machine is.
  expect((together.rate * together.p50Ms) / 1000).toBeGreaterThan(2)
  const hold = await holdOfOne(server, server.log!, head, load, { ms: 200, signal })
  expect(hold.heldMs - hold.busyMs).toBeGreaterThan(35)
})

test('transactions that fail are counted and no part of the rate', async () => {
  await using client = await head.connect('owner')
  const statements = ['select 1 / (random() * 0)::int', 'select 1']
  const load = { transactions: [{ begin: 'begin', statements }], pauseMs: 0 }
  const run = await runClients([client], load, { ms: 20, signal })
  expect(run).toMatchObject({ rate: 0, p50Ms: 0 })
  expect(run.failed).toBeGreaterThan(0)
})

const bench = (advice: object) => ({
  server,
  config: configSchema.parse({ advice, target: { cpus: 8 } }),
  env: process.env,
  progress: recordedProgress(),
  signal,
})

test('the sweep shows each size beside what was predicted, and leaves nothing behind', async () => {
  const { poolSweeps = [], notes } = await sweepWhereWanted(bench({ 'pool-sweep': true }), head, measured)
  expect(notes).toEqual([])
  const [sweep, ...others] = poolSweeps
  expect(others).toEqual([])
  expect(sweep).toMatchObject({ failed: 0, target: { cpus: 8 }, database: undefined })
  expect(sweep!.points.map(({ connections }) => connections)).toEqual([1, 2, 4])
  for (const { rate, p50Ms, p95Ms } of sweep!.points) {
    expect(rate).toBeGreaterThan(0)
    expect(p50Ms).toBeGreaterThan(0)
    expect(p95Ms).toBeGreaterThanOrEqual(p50Ms)
  }
  expect([1, 2, 4]).toContain(sweep!.knee)
  expect(Math.log2(sweep!.predicted) % 1).toBe(0)
  if (HAS_PGBOUNCER) {
    expect(sweep!.pooler).toMatchObject({ clients: 4, point: { connections: sweep!.knee } })
    expect(sweep!.pooler!.point.rate).toBeGreaterThan(0)
  }
  const left = () => server.admin.rows("select datname from pg_database where datname like '%swept%'")
  await expect.poll(left).toEqual([])
})

test('nothing is swept that is not asked for', async () => {
  expect(await sweepWhereWanted(bench({}), head, measured)).toEqual({ poolSweeps: undefined, notes: [] })
})

test('what cannot be swept is a sentence', async () => {
  const input = { head, measured, sessions: undefined, target: configSchema.parse({}).target, env: {}, signal }
  const why = async (changes: object) => {
    const outcome = await sweepPools({ ...input, server, ...changes })
    return outcome.kind === 'skipped' ? outcome.why : outcome.kind
  }
  expect(await why({ measured: [] })).toBe('none of the load’s reads could be sent')
  expect(await why({ server: { ...server, log: undefined } })).toBe('the server has no log to measure a transaction by')
  expect(await why({ server: { ...server, kind: 'external' } })).toBe(
    'an external server is not loaded with many clients',
  )
  // Every statement fails, with a message that holds a value.
  const [{ pair, ...rest }] = measured as [MeasuredStatement]
  const sql = "select 'canary'::int"
  const failing = { ...pair.head!, valueSets: pair.head!.valueSets.map(set => ({ ...set, sql })) }
  expect(await why({ measured: [{ ...rest, pair: { ...pair, base: failing, head: failing } }] })).toBe(
    'no transaction of the load came to its end',
  )
})
