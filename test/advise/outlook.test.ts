import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { advised, type Case } from '../trial/advised.ts'

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server?.[Symbol.asyncDispose]())

const told = async (input: Case, prefix: string) => {
  const { findings } = await advised(server, { ...input, candidates: 0 })
  return findings.filter(({ key }) => key.startsWith(prefix))
}

describe('archive', () => {
  const base = `create table log (id int primary key, at timestamptz not null, body text not null);
    insert into log select i, now() - i * interval '1 hour', repeat('b', 100) from generate_series(1, 2000) i;
    create index on log (at)`

  test('bounds may be made of the time of day, and no value of the load is told', async () => {
    const [finding, ...others] = await told(
      { base, load: { recent: `select body from log where now() - interval '123 hours' < at` } },
      'archive',
    )
    expect(others).toEqual([])
    expect(finding?.title).toBe('This load never asks for the oldest 94% of log (by at)')
    expect(JSON.stringify(finding)).not.toContain('123')
  })

  test.each([
    ['an upper bound', `select count(*) from log where at < '2020-01-01'`],
    ['no bound', 'select max(length(body)) from log'],
    ['the oldest first', 'select body from log order by at limit 5'],
    ['a bound that keeps most rows', `select count(*) from log where at > now() - interval '1900 hours'`],
    ['a delete of old rows', `delete from log where at < now() - interval '1900 hours'`],
  ])('%s beside it: nothing is said', async (_, sql) => {
    const recent = `select body from log where at > now() - interval '1 day'`
    expect(await told({ base, load: { recent, sql } }, 'archive')).toEqual([])
  })
})

test('serial columns are no remark where Prisma makes them', async () => {
  const base = 'create table t (id serial primary key, note text)'
  const load = { one: 'select note from t where id = 1' }
  expect(await told({ base, load }, 'discouraged-type:serial')).toHaveLength(1)
  expect(await told({ base, load, tool: 'prisma' }, 'discouraged-type:serial')).toEqual([])
})

describe('what would not be worth it is not proposed', () => {
  const base = `create table accounts (id int primary key);
    create table orders (id int primary key, account_id int not null references accounts, note text not null);
    create table lines (id int primary key, account_id int not null references accounts, note text not null);
    create index on orders (account_id);
    create index on lines (account_id);
    insert into accounts select i from generate_series(1, 20) i;
    insert into orders select i, 1 + i % 20, repeat('n', 100) from generate_series(1, 10000) i;
    insert into lines select i, 1 + i % 20, repeat('n', 100) from generate_series(1, 10000) i`
  const read = 'select count(*) from orders where account_id = 7 and length(note) > 5'
  const write = `update lines set note = 'x' where account_id = 7`

  test('shards where the load hardly writes', async () => {
    expect(await told({ base, load: { read, write }, calls: { read: 10, write: 10 } }, 'shard-key')).toHaveLength(1)
    expect(await told({ base, load: { read }, calls: { read: 100 } }, 'shard-key')).toEqual([])
  })

  test('a replica that could take next to nothing', async () => {
    const own = `select count(*) from lines where account_id = 7 and length(note) > 5`
    const load = { own, touch: `update lines set note = 'x' where account_id = 7 and id = 6` }
    const calls = { own: 500, touch: 1 }
    expect(await told({ base, load: { read, ...load }, calls: { ...calls, read: 500 } }, 'read-replica')).toHaveLength(
      1,
    )
    expect(await told({ base, load, calls }, 'read-replica')).toEqual([])
  })

  test('a cache for what the time of day changes', async () => {
    const same = 'select count(*) from orders where length(note) > 5'
    const timed = `select count(*) from orders where length(note) > extract(hour from now())`
    const calls = { same: 100, timed: 100 }
    expect(await told({ base, load: { same }, calls }, 'cacheable-query')).toHaveLength(1)
    expect(await told({ base, load: { timed }, calls }, 'cacheable-query')).toEqual([])
  })
})
