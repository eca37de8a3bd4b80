import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Database, Server } from '../../src/postgres/server.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { startServer } from './start.ts'

let server: Server
let template: Database
let tests = 0

beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server?.[Symbol.asyncDispose]())

beforeEach(async () => {
  template = await server.createDatabase(`template_${++tests}`)
  await fill(template, 1)
})

async function fill(database: Database, value: number): Promise<void> {
  await using client = await database.connect('owner')
  await client.run(`create table t as select ${value} as i`)
}

async function read(database: Database): Promise<unknown> {
  await using client = await database.connect('owner')
  return await client.rows('select i, current_database()::text as name from t')
}

async function names(like: string): Promise<readonly string[]> {
  const rows = await server.admin.rows<{ name: string }>(
    'select datname::text as name from pg_database where datname like $1 order by 1',
    [like],
  )
  return rows.map(({ name }) => name)
}

/** Until so many databases of that name are there. */
async function reach(like: string, count: number): Promise<void> {
  await expect.poll(() => names(like), { timeout: 10_000 }).toHaveLength(count)
}

test('a copy that was made ahead is taken by who asks for it next, once', async () => {
  server.copyAhead(template)
  server.copyAhead(template)
  await reach('pgverdict\\_ahead\\_%', 1)
  const [first, second] = [
    await server.createDatabase('first', template),
    await server.createDatabase('second', template),
  ]
  expect(await names('pgverdict\\_ahead\\_%')).toEqual([])
  expect([await read(first), await read(second)]).toEqual([[{ i: 1, name: 'first' }], [{ i: 1, name: 'second' }]])
  const [row] = await server.admin.rows<{ oid: number }>(`select oid from pg_database where datname = 'first'`)
  expect(first.oid).toBe(row?.oid)
  await server.dropDatabase(first)
  await server.dropDatabase(second)
})

test('who connects to a database that is being copied waits for that', async () => {
  server.copyAhead(template)
  await using client = await template.connect('owner')
  expect(await names('pgverdict\\_ahead\\_%')).toHaveLength(1)
  await client.run('insert into t values (2)')
  const copy = await server.createDatabase('before', template)
  expect(await read(copy)).toEqual([{ i: 1, name: 'before' }])
  await server.dropDatabase(copy)
})

test('nothing is made ahead of a database with connections', async () => {
  {
    await using _client = await template.connect('owner')
    server.copyAhead(template)
  }
  server.copyAhead(template)
  await reach('pgverdict\\_ahead\\_%', 1)
  await server.dropDatabase(await server.createDatabase('after', template))
})

test('a copy waits until our own connections have ended', async () => {
  const client = await template.connect('owner')
  let isMade = false
  const making = server.createDatabase('patient', template).then(database => {
    isMade = true
    return database
  })
  await client.run(`insert into t values (3); select pg_sleep(0.2)`)
  expect(isMade).toBe(false)
  await client[Symbol.asyncDispose]()
  await client[Symbol.asyncDispose]()
  await using reader = await (await making).connect('owner')
  expect(await reader.rows('select i from t order by i')).toEqual([{ i: 1 }, { i: 3 }])
})

test('the name of what was dropped can be used at once, and its copy goes with it', async () => {
  const other = await server.createDatabase('other')
  await fill(other, 5)
  const again = await server.createDatabase('again', template)
  server.copyAhead(again)
  await server.dropDatabase(again)
  const now = await server.createDatabase('again', other)
  expect(await read(now)).toEqual([{ i: 5, name: 'again' }])
  expect(await read(await server.createDatabase('of_again', now))).toEqual([{ i: 5, name: 'of_again' }])
  await reach('pgverdict\\_ahead\\_%', 0)
})

test('where it cannot be made ahead, it is made when it is asked for', async () => {
  await server.admin.run(`create database pgverdict_ahead_${(await lastAhead()) + 1}`)
  server.copyAhead(template)
  const copy = await server.createDatabase('in_time', template)
  expect(await read(copy)).toEqual([{ i: 1, name: 'in_time' }])
})

/** The number of the last one that was made, by making one. */
async function lastAhead(): Promise<number> {
  server.copyAhead(template)
  await reach('pgverdict\\_ahead\\_%', 1)
  const [name] = await names('pgverdict\\_ahead\\_%')
  await server.dropDatabase(await server.createDatabase('probe', template))
  return Number(name?.split('_').at(-1))
}
