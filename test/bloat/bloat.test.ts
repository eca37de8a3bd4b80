import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { estimateRoom } from '../../src/bloat/estimate.ts'
import { estimateFullness } from '../../src/bloat/grown-indexes.ts'
import { leftoversOf, readFiles } from '../../src/bloat/leftovers.ts'
import { readProduction } from '../../src/bloat/production.ts'
import { readWrites } from '../../src/bloat/read-writes.ts'
import type { Client } from '../../src/postgres/client.ts'
import { freeze } from '../../src/postgres/freeze.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { markDatabase, settle } from '../../src/postgres/settle.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { memoryTree } from '../support/memory-tree.ts'

const ROWS = 20_000
const SCHEMA = `
  create table orders (id int primary key, customer int, note text, at timestamptz not null, total numeric(12, 2), flag boolean);
  insert into orders select i, nullif(i % 7, 0), repeat('x', i % 60), '2026-01-01', i, i % 2 = 0 from generate_series(1, ${ROWS}) i;
  create index on orders (customer);
  create table untouched (id int primary key);
  insert into untouched select generate_series(1, 1000)`

let server: Server
let frozen: Database
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
  frozen = await server.createDatabase('frozen')
  await using client = await frozen.connect('owner')
  await client.run(SCHEMA)
  await freeze(server, frozen)
})
afterAll(() => server?.[Symbol.asyncDispose]())

async function onCopy<T>(work: (copy: Database) => Promise<T>): Promise<T> {
  const copy = await server.createDatabase('copy', frozen)
  try {
    return await work(copy)
  } finally {
    await server.dropDatabase(copy)
  }
}

async function run(database: Database, ...statements: readonly string[]): Promise<void> {
  await using client = await database.connect('superuser', { search_path: 'public' })
  for (const sql of statements) await client.run(sql)
}

async function onClient<T>(database: Database, work: (client: Client) => Promise<T>): Promise<T> {
  await using client = await database.connect('superuser', { search_path: 'public' })
  return await work(client)
}

const numberOf = async (client: Client, sql: string) => (await client.rows<{ x: number }>(sql))[0]!.x

describe('the estimate, against what pgstattuple counts and what the rows take in a new table', () => {
  test.each([
    ['as it was made', []],
    ['half deleted', ['delete from orders where id % 2 = 0']],
    ['updated twice', ['update orders set total = total + 1', 'update orders set total = total + 1']],
    ['vacuumed', ['delete from orders where id % 4 < 3', 'vacuum orders']],
  ] as const)('%s', (_, changes) =>
    onCopy(async copy => {
      await run(
        copy,
        ...changes,
        'analyze orders',
        'create table fresh as select * from orders',
        'vacuum full fresh',
        'create extension pgstattuple',
      )
      await using client = await copy.connect('superuser', { search_path: 'public' })
      const estimate = (await estimateRoom(client, 'orders'))!
      const truth = await numberOf(
        client,
        `select (1 - pg_relation_size('fresh') / pg_relation_size('orders')::float8)::float8 as x`,
      )
      const counted = await numberOf(
        client,
        `select ((dead_tuple_len + free_space) / table_len::float8)::float8 as x from pgstattuple('orders')`,
      )
      expect(Math.abs(estimate - truth)).toBeLessThan(0.03)
      expect(Math.abs(counted - truth)).toBeLessThan(0.05)
      if (changes.length === 0) expect(estimate).toBeLessThan(0.03)
    }),
  )
})

test('what a load wrote is counted exactly, table by table', () =>
  onCopy(async copy => {
    await run(
      copy,
      'insert into orders select i, 1, null, now(), 1, true from generate_series(30001, 30050) i',
      'update orders set customer = 3 where id <= 400',
      'delete from orders where id between 1000 and 1019',
    )
    const writes = await readWrites(server, frozen, copy)
    expect(writes.map(({ table }) => table)).toEqual(['orders'])
    const [orders] = writes
    expect(orders).toMatchObject({ inserted: 50, updated: 400, hot: 0, deleted: 20, parameters: [] })
    expect(orders!.pagesAfter).toBeGreaterThan(orders!.pagesBefore)
    expect(orders!.indexPagesAfter).toBeGreaterThanOrEqual(orders!.indexPagesBefore)
    expect(orders!.room?.isExact).toBe(true)
    expect(orders!.room?.share).toBeGreaterThan(0)
    expect(orders!.room?.share).toBeLessThan(0.05)
  }))

test('the room that a fillfactor leaves on purpose is none that anybody gets back', () =>
  onCopy(async copy => {
    await run(
      copy,
      'alter table orders set (fillfactor = 60)',
      'vacuum full orders',
      'update orders set total = 1 where id <= 200',
    )
    const [orders] = await readWrites(server, frozen, copy)
    expect(orders?.room?.isExact).toBe(true)
    expect(orders!.room!.share).toBeLessThan(0.05)
  }))

test('an index that updates bloat is measured as pgstatindex and REINDEX have it, one that grows with its rows is not', () =>
  onCopy(async copy => {
    await run(copy, 'create index orders_total on orders (total)')
    const before = await server.createDatabase('before_load', copy)
    await run(copy, 'update orders set total = total + 1000000', 'update orders set total = total + 1000000')
    const counting = await server.createDatabase('counted', copy)
    await run(counting, 'create extension pgstattuple schema public', 'vacuum (index_cleanup on) orders')
    const counted = await onClient(counting, client =>
      client.rows<{ density: number; pages: number; fullness: number }>(
        `select avg_leaf_density / 100 as density, (pg_relation_size('orders_total') / 8192)::float8 as pages,
           avg_leaf_density / 100 * leaf_pages / (pg_relation_size('orders_total') / 8192) as fullness from pgstatindex('orders_total')`,
      ),
    )
    const [orders] = await readWrites(server, before, copy)
    await server.dropDatabase(before)
    await server.dropDatabase(counting)
    const total = orders!.grown.find(({ name }) => name === 'orders_total')
    expect(total?.pagesAfter).toBe(counted[0]!.pages)
    expect(total?.fullness).toEqual({ share: expect.closeTo(counted[0]!.density, 2), isExact: true })
    expect(total?.fullness.share).toBeLessThan(0.95)
    // What is said where the server does not have pgstatindex.
    expect(Math.abs(estimateFullness(total!.rebuiltPages, total!.pagesAfter) - counted[0]!.fullness)).toBeLessThan(0.03)
    expect(total!.pagesAfter).toBeGreaterThan(2 * total!.pagesBefore)
    const [rebuilt] = await onClient(copy, client =>
      client.rows<{ pages: number; density: number }>(
        `select (pg_relation_size('orders_total') / 8192)::float8 as pages, avg_leaf_density as density from pgstatindex('orders_total')`,
      ),
    )
    expect(total!.rebuiltPages).toBe(rebuilt!.pages)
    expect(total!.rebuiltPages).toBeCloseTo(total!.pagesBefore, -1)
    expect(rebuilt!.density).toBeGreaterThan(85)
  }))

test('a migration that updates every row leaves twice the pages, one that adds a constant leaves none', async () => {
  const leftBy = (migration: string) =>
    onCopy(async base => {
      const head = await server.createDatabase('left_head', base)
      const mark = await markDatabase(head)
      await run(head, migration)
      const files = await readFiles(head)
      const rewriteMs = new Map<number, number>()
      await settle(server, base, head, mark, (oid, durationMs) => rewriteMs.set(oid, durationMs))
      const left = leftoversOf(files, await readFiles(head), rewriteMs)
      await server.dropDatabase(head)
      return left
    })
  const [orders, ...others] = await leftBy('update orders set flag = true')
  expect(others).toEqual([])
  expect(orders).toMatchObject({ table: 'orders', deadRows: ROWS })
  expect(orders!.rewriteMs).toBeGreaterThan(0)
  expect(orders!.pages / orders!.rewrittenPages).toBeCloseTo(2, 1)
  expect(orders!.indexPages).toBeGreaterThan(orders!.rewrittenIndexPages)
  expect(await leftBy(`alter table orders add column currency text not null default 'EUR'`)).toEqual([])
})

test('production’s sizes are read from the query’s CSV', async () => {
  const tree = memoryTree({
    'sizes.csv': 'schema,table,index,pages,rows\npublic,orders,,2000,10000\npublic,orders,orders_pkey,300,10000\n',
    'wrong.csv': 'a,b\n1,2\n',
  })
  expect(await readProduction(tree, 'sizes.csv')).toEqual([
    { schema: 'public', table: 'orders', index: undefined, pages: 2000, rows: 10_000 },
    { schema: 'public', table: 'orders', index: 'orders_pkey', pages: 300, rows: 10_000 },
  ])
  expect(await readProduction(tree, undefined)).toEqual([])
  await expect(readProduction(tree, 'wrong.csv')).rejects.toThrow('target.tables: wrong.csv is no list of tables')
  await expect(readProduction(tree, 'missing.csv')).rejects.toThrow('missing.csv')
})
