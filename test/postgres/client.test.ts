import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, connectClient, SqlError } from '../../src/postgres/client.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { startServer } from './start.ts'

let server: Server
let database: Database
let client: Client

beforeAll(async () => {
  server = await startServer({ server: 'embedded', version: 17 })
  database = await server.createDatabase('client')
  client = await database.connect('owner')
})

afterAll(async () => {
  await client[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

describe('rows', () => {
  test('leaves as text what JavaScript cannot hold', async () => {
    const sql = `select 1::int2 as a, 2::int4 as b, 3::int8 as c, 4.50::numeric as d, 0.5::float8 as e, true as f, '{"g":1}'::jsonb as g,
      date '2024-01-01' as h, null as i, array[1,2] as j, '\\x00ff'::bytea as k`
    expect(await client.rows(sql)).toEqual([
      {
        a: 1,
        b: 2,
        c: '3',
        d: '4.50',
        e: 0.5,
        f: true,
        g: { g: 1 },
        h: '2024-01-01',
        i: null,
        j: '{1,2}',
        k: '\\x00ff',
      },
    ])
  })

  test('sends values over the extended protocol, also an empty list', async () => {
    expect(await client.rows('select $1::int + 1 as n', [41])).toEqual([{ n: 42 }])
    await expect(client.rows('select 1; select 2', [])).rejects.toThrow('multiple commands')
    expect(await client.rows('select 1 as n')).toEqual([{ n: 1 }])
  })

  test('fails with what the server said', async () => {
    await client.run('create table person (id int primary key)')
    await client.run('insert into person values (1)')
    const error = await client.rows('insert into person values (1)').catch(caught => caught)
    expect(error).toBeInstanceOf(SqlError)
    expect(error).toMatchObject({ code: '23505', detail: 'Key (id)=(1) already exists.' })
    const syntax = await client.rows('select * frm person').catch(caught => caught)
    expect(syntax).toMatchObject({ code: '42601', position: 10 })
  })
})

describe('run', () => {
  test('counts rows without keeping them', async () => {
    const before = process.memoryUsage().heapUsed
    expect(await client.run(`select repeat('x', 1000) from generate_series(1, 200000)`)).toBe(200_000)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000)
  })

  test('runs several statements and counts what they change', async () => {
    expect(await client.run('create table pair (n int); insert into pair values (1), (2); update pair set n = 3')).toBe(
      4,
    )
  })

  test('can be used again after an error', async () => {
    await expect(client.run('select 1/0')).rejects.toMatchObject({ code: '22012' })
    expect(await client.run('select 1')).toBe(1)
  })
})

test('copies from a stream', async () => {
  await client.run('create table copied (a int, b text)')
  await client.copyFrom('copy copied from stdin', Readable.from(['1\tone\n', '2\ttwo\n']))
  expect(await client.rows('select * from copied')).toEqual([
    { a: 1, b: 'one' },
    { a: 2, b: 'two' },
  ])
  await expect(client.copyFrom('copy copied from stdin', Readable.from(['x\tone\n']))).rejects.toMatchObject({
    code: '22P02',
  })
})

test('keeps a hundred notices', async () => {
  client.takeNotices()
  await client.run(`do $$ begin for i in 1..150 loop raise notice 'number %', i; end loop; end $$`)
  const notices = client.takeNotices()
  expect(notices).toHaveLength(100)
  expect(notices.at(-1)).toEqual({
    text: 'NOTICE: number 150',
    context: 'PL/pgSQL function inline_code_block line 1 at RAISE',
  })
  expect(client.takeNotices()).toEqual([])
})

test('sets the session as asked, the role last', async () => {
  await using admin = await database.connect('superuser', {
    role: 'pg_monitor',
    log_min_messages: 'error',
    search_path: 'app, public',
  })
  expect(
    await admin.rows(
      `select current_user, current_setting('log_min_messages') as level, current_setting('search_path') as path`,
    ),
  ).toEqual([{ current_user: 'pg_monitor', level: 'error', path: 'app, public' }])
  await expect(database.connect('owner', { nonsense: '1' })).rejects.toMatchObject({ code: '42704' })
})

test('survives the loss of its connection, and says so', async () => {
  await using victim = await database.connect('owner')
  const waiting = victim.run('select pg_sleep(60)').catch(caught => caught)
  await server.admin.rows('select pg_terminate_backend($1)', [victim.processId])
  expect(await waiting).toMatchObject({ name: 'SqlError', code: '57P01' })
  expect(await victim.rows('select 1').catch(caught => caught)).toMatchObject({ name: 'SqlError', code: '08006' })
})

test('a connection that cannot be made is an SqlError', async () => {
  await expect(connectClient({ url: 'postgresql://nobody@127.0.0.1:1/none' })).rejects.toMatchObject({
    name: 'SqlError',
    code: '08001',
  })
  const wrong = new URL(database.url)
  wrong.password = 'wrong'
  await expect(connectClient({ url: wrong.href })).rejects.toMatchObject({ code: '28P01' })
})
