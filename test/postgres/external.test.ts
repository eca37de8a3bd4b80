import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import type { Server } from '../../src/postgres/server.ts'
import { measure } from '../../src/replay/measure.ts'
import { createWorkMeter } from '../../src/replay/work.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { recordProgress, startServer } from './start.ts'

const RESET =
  LOCAL_SERVER.version >= 17
    ? 'pg_stat_statements_reset(oid, oid, bigint, boolean)'
    : 'pg_stat_statements_reset(oid, oid, bigint)'

/** Plays the cluster that somebody else runs. */
let cluster: Server
let superuserUrl: string
let plainUrl: string

beforeAll(async () => {
  cluster = await startServer(LOCAL_SERVER)
  await cluster.admin.run(
    `create role creator login createdb createrole password 'secret'; create role stranger login password 'secret'`,
  )
  await cluster.admin.run(
    `create role chief login superuser password 'secret'; grant connect on database postgres to public`,
  )
  const database = await cluster.createDatabase('theirs')
  const url = new URL(database.url)
  url.pathname = '/postgres'
  url.password = 'secret'
  url.username = 'creator'
  plainUrl = url.href
  url.username = 'chief'
  superuserUrl = url.href
})

afterAll(() => cluster[Symbol.asyncDispose]())

async function leftovers(): Promise<unknown[]> {
  return cluster.admin.rows(
    `select datname as name from pg_database where datname like 'pgverdict\\_%'
     union all select rolname from pg_roles where rolname like 'pgverdict\\_________\\_owner' or rolname = 'app'`,
  )
}

test('works in databases of its own and drops them and its roles', async () => {
  {
    await using server = await startServer(
      {
        server: 'external',
        url: '$CLUSTER',
        version: LOCAL_SERVER.version,
        roles: ['app'],
        settings: { random_page_cost: '1.5' },
      },
      { env: { CLUSTER: plainUrl } },
    )
    expect(server).toMatchObject({
      kind: 'external',
      hasSuperuser: false,
      log: undefined,
      version: { major: LOCAL_SERVER.version },
    })
    expect(server.limits.join(' ')).toMatch(/log is out of reach.*no superuser/)
    const base = await server.createDatabase('base')
    expect(base.name).toMatch(/^pgverdict_[0-9a-f]{8}_base$/)
    {
      await using owner = await base.connect('owner')
      await owner.run(
        'create table t as select 1 as i; grant create on schema public to app; alter table t owner to app',
      )
      expect(
        await owner.rows(`select current_setting('jit') as jit, current_setting('random_page_cost') as cost`),
      ).toEqual([{ jit: 'off', cost: '1.5' }])
    }
    const head = await server.createDatabase('head', base)
    await using owner = await head.connect('owner')
    expect(await owner.rows('select i from t')).toEqual([{ i: 1 }])
    expect(await leftovers()).toHaveLength(4)
  }
  expect(await leftovers()).toEqual([])
})

test('counts statements of its own databases where it may, and says what to grant where it may not', async () => {
  const open = () => startServer({ server: 'external', url: plainUrl, version: LOCAL_SERVER.version })
  const measuredBuffers = async (server: Server) => {
    const database = await server.createDatabase('counted')
    await using owner = await database.connect('owner')
    await owner.run('create table t as select generate_series(1, 10000) as i')
    const side = { client: owner, meter: createWorkMeter(server, database), timeoutMs: 10_000 }
    const valueSet = {
      why: 'only',
      sql: 'select count(*) from t',
      values: [],
      session: {},
      prepared: undefined,
    } as const
    const result = await measure(side, valueSet, false)
    return result.kind === 'measured' ? result.work.buffers : undefined
  }
  {
    await using server = await open()
    expect(server.statementCounts).toBe('none')
    expect(server.limits.join(' ')).toMatch(/pg_stat_statements does not count for us.*grant/)
    expect(await measuredBuffers(server)).toBeGreaterThan(40)
  }
  await cluster.admin.run(
    `grant pg_read_all_stats to creator; grant execute on function ${RESET} to creator; set pg_stat_statements.track = 'top'; select 4711`,
  )
  {
    await using server = await open()
    expect(server.statementCounts).toBe('database')
    expect(await measuredBuffers(server)).toBeGreaterThan(40)
  }
  const [theirs] = await cluster.admin.rows<{ calls: number }>(
    `select count(*)::int as calls from pg_stat_statements where query = 'select $1' and calls > 0`,
  )
  expect(theirs?.calls).toBe(1)
})

test('uses a superuser where the URL is one', async () => {
  await using server = await startServer({ server: 'external', url: superuserUrl, version: LOCAL_SERVER.version })
  expect(server.hasSuperuser).toBe(true)
  expect(server.limits.join(' ')).not.toMatch(/no superuser|pg_stat_statements/)
})

test('cancelled: drops everything even in mid-statement', async () => {
  const controller = new AbortController()
  const server = await startServer(
    { server: 'external', url: plainUrl, version: LOCAL_SERVER.version },
    { signal: controller.signal },
  )
  const database = await server.createDatabase('base')
  await using client = await database.connect('owner')
  const waiting = client.run('select pg_sleep(60)').catch(caught => caught)
  controller.abort(new Error('cancelled'))
  expect((await waiting).message).toBe('cancelled')
  await server[Symbol.asyncDispose]()
  expect(await leftovers()).toEqual([])
})

test('warns of another major', async () => {
  const progress = recordProgress()
  await using _server = await startServer(
    { server: 'external', url: plainUrl, version: LOCAL_SERVER.version - 1 },
    { progress },
  )
  const { version } = LOCAL_SERVER
  expect(progress.warnings[0]).toMatch(new RegExp(`external server is PostgreSQL ${version}.*says ${version - 1}`))
})

describe('refuses', () => {
  test.each([
    ['no URL', { url: undefined }, /needs a URL/],
    ['a variable that is not set', { url: '$NOT_SET' }, /NOT_SET is not set/],
    ['what is no URL', { url: 'host=localhost' }, /not of the form/],
    ['a server that does not answer', { url: 'postgresql://a:b@127.0.0.1:1/x' }, /Cannot connect/],
    ['the superuser role', { url: 'postgresql://a:b@127.0.0.1:1/x', role: 'superuser' as const }, /role: superuser/],
  ])('%s', async (_, config, message) => {
    const error = await startServer(
      { server: 'external', version: LOCAL_SERVER.version, ...config },
      { env: {} },
    ).catch(caught => caught)
    expect(error).toBeInstanceOf(UserError)
    expect(error.message).toMatch(message)
    expect(error.message).not.toContain('a:b')
  })

  test('a role that may not create databases', async () => {
    const url = plainUrl.replace('creator', 'stranger')
    await expect(startServer({ server: 'external', url, version: LOCAL_SERVER.version })).rejects.toThrow(
      /may not create databases/,
    )
    expect(await leftovers()).toEqual([])
  })
})
