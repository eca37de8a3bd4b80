import { afterAll, beforeAll, expect, test } from 'vitest'
import { captureSent } from '../../src/capture/sent.ts'
import { configSchema } from '../../src/config/schema.ts'
import { applySent } from '../../src/migrate/apply-sent.ts'
import { runMigrationCommand } from '../../src/migrate/command.ts'
import type { AppliedStatement } from '../../src/migrate/migration.ts'
import { openServer } from '../../src/postgres/open.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { memoryTree } from '../support/memory-tree.ts'
import { recordedProgress } from '../support/recorded-progress.ts'

let server: Server
const { signal } = new AbortController()

beforeAll(async () => {
  await loadParser()
  const { postgres } = configSchema.parse({ postgres: LOCAL_SERVER })
  server = await openServer(postgres, { signal, progress: recordedProgress(), env: process.env })
})
afterAll(() => server?.[Symbol.asyncDispose]())

const MIGRATE = `
import pg from '${new URL('../../node_modules/pg/esm/index.mjs', import.meta.url).href}'
const client = new pg.Client(process.env.DATABASE_URL)
await client.connect()
await client.query('create table ' + process.argv[2] + ' (x int)')
await client.end()
console.log('made ' + process.argv[2])
`

test('migrates in the side’s own files', async () => {
  const database = await server.createDatabase('command')
  const progress = recordedProgress()
  const set = { kind: 'command', command: 'node migrate.mjs orders' } as const
  const env = { PATH: process.env.PATH ?? '' }
  await runMigrationCommand(database, memoryTree({ 'migrate.mjs': MIGRATE }), set, {
    side: 'base',
    env,
    progress,
    signal,
  })
  expect(progress.steps).toContain('made orders')
  await using client = await database.connect('owner')
  expect(await client.rows('select * from orders')).toEqual([])
})

test('says whose command failed', async () => {
  const database = await server.createDatabase('failing')
  const set = { kind: 'command', command: 'echo no; exit 4' } as const
  const options = { side: 'head', env: {}, progress: recordedProgress(), signal } as const
  await expect(runMigrationCommand(database, memoryTree({}), set, options)).rejects.toThrow(
    /migration command of head .* exit code 4[\s\S]*no/,
  )
})

/** What a program with `client` and, for what may fail, `attempt` sends to the database. */
const sentBy = (database: Database, body: string) => {
  const program = `
import pg from '${new URL('../../node_modules/pg/esm/index.mjs', import.meta.url).href}'
const client = new pg.Client(process.env.DATABASE_URL)
await client.connect()
const attempt = sql => client.query(sql).catch(() => undefined)
${body}
await client.end()`
  const options = { side: 'head', env: { PATH: process.env.PATH ?? '' }, progress: recordedProgress(), signal } as const
  const set = { kind: 'command', command: 'node migrate.mjs' } as const
  return captureSent(server, database, () =>
    runMigrationCommand(database, memoryTree({ 'migrate.mjs': program }), set, options),
  )
}

test('what the command sends can be sent again to a copy, statement by statement', async () => {
  const base = await server.createDatabase('sent_base')
  await using admin = await base.connect('owner')
  await admin.run("create table item (id integer primary key, code text); insert into item values (1, 'a'), (2, 'a')")
  await admin[Symbol.asyncDispose]()
  const head = await server.createDatabase('sent_head', base)
  const sent = await sentBy(
    head,
    `
await client.query('begin')
await client.query('create index item_code on item (code)')
await client.query('rollback')
await client.query('begin; alter table item alter column code type varchar(9); set local lock_timeout = 500; commit')
await attempt('create unique index concurrently item_code on item (code)')
await attempt('drop table nowhere')
for (const id of [3, 4]) await client.query('insert into item values ($1, $2)', [id, "it's " + id])
await client.query('alter database ' + process.env.PGDATABASE + " set work_mem = '8MB'")
await client.query('select count(*) from item')`,
  )
  if (sent === undefined || sent === 'too much') throw new Error('Nothing was captured')
  expect(sent.units.map(({ isTransaction, steps }) => [isTransaction, steps.map(({ texts }) => texts)])).toEqual([
    [true, [['alter table item alter column code type varchar(9)']]],
    [false, [['create unique index concurrently item_code on item (code)']]],
    [false, [["insert into item values ('3', 'it''s 3')", "insert into item values ('4', 'it''s 4')"]]],
    [false, [["alter database sent_head set work_mem = '8MB'"]]],
  ])
  const settings = `select d.datname::text as name, s.setconfig as settings
    from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase where d.datname ~ '^sent_' order by 1`
  expect(await server.admin.rows(settings)).toEqual([{ name: 'sent_head', settings: '{work_mem=8MB}' }])

  const copy = await server.createDatabase('sent_copy', base)
  const applied: AppliedStatement[] = []
  const afterStatement = async (_: unknown, statement: AppliedStatement) => void applied.push(statement)
  await applySent(copy, sent.units, { sentTo: sent.to, signal, afterStatement })
  expect(applied.map(({ locks, rewrites }) => [locks[0]?.mode, rewrites])).toEqual([
    ['AccessExclusiveLock', ['item']],
    [undefined, []],
    ['RowExclusiveLock', []],
    [undefined, []],
  ])
  const indexes = `select c.relname::text as name, indisvalid from pg_index join pg_class c on c.oid = indexrelid
    where indrelid = 'item'::regclass order by 1`
  for (const database of [head, copy]) {
    await using client = await database.connect('owner')
    expect(await client.rows('select count(*)::int from item')).toEqual([{ count: 4 }])
    expect(await client.rows(indexes)).toEqual([
      { name: 'item_code', indisvalid: false },
      { name: 'item_pkey', indisvalid: true },
    ])
  }
  expect(await server.admin.rows(settings)).toMatchObject([{ name: 'sent_copy' }, { name: 'sent_head' }])
})

test('of what is too much to go through nothing is kept', async () => {
  const database = await server.createDatabase('much')
  const many = "for (let at = 0; at < 1001; at++) await client.query('set a.b = ' + at)"
  expect(await sentBy(database, many)).toBe('too much')
  expect(await sentBy(database, "await client.query('select 1')")).toMatchObject({ units: [] })
})
