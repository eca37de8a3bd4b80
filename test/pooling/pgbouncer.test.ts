import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { configSchema } from '../../src/config/schema.ts'
import { advisePooling } from '../../src/pooling/advise-pooling.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { captureLog } from '../../src/postgres/settings.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { memoryTree } from '../support/memory-tree.ts'
import { HAS_PGBOUNCER, type Pooler, startPgbouncer } from '../support/pgbouncer.ts'

const NO_MIGRATIONS = { kind: 'sql', tool: 'sql', migrations: [], transaction: 'each' } as const

let server: Server
let database: Database
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
  database = await server.createDatabase('app_load')
  await captureLog(server, database, true)
})
afterAll(() => server?.[Symbol.asyncDispose]())

async function connect({ url }: Pooler): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** What is said of a pgbouncer.ini, with the load that went through it. */
async function remarksOn(settings: string, source = ''): Promise<Readonly<Record<string, string>>> {
  const tree = memoryTree({ 'pgbouncer.ini': `[databases]\napp = host=db\n[pgbouncer]\n${settings}`, 'db.ts': source })
  const findings = await advisePooling({
    server,
    trees: { base: tree, head: tree },
    migrations: { base: NO_MIGRATIONS, head: NO_MIGRATIONS },
    config: configSchema.parse({}),
    statements: [],
    loadDatabase: database.name,
  })
  return Object.fromEntries(findings.map(({ rule, evidence }) => [rule, evidence.join(' ')]))
}

describe.runIf(HAS_PGBOUNCER)('what is said of a pgbouncer.ini holds for a PgBouncer that runs with it', () => {
  const ONE = 'pool_mode = transaction\ndefault_pool_size = 1\nmax_prepared_statements = 0\n'

  test('state of one client meets another, and named statements are not found', async () => {
    // Those that know prepared statements are told to follow none; older ones know no such setting.
    await using pooler = await startPgbouncer(database, ONE.replace('max_prepared_statements = 0\n', ''))
    const [one, other] = [await connect(pooler), await connect(pooler)]
    await one.query('set statement_timeout = 12345')
    const { rows } = await other.query('show statement_timeout')
    expect(rows).toEqual([{ statement_timeout: '12345ms' }])
    await one.query({ name: 'same', text: 'select 1' })
    await expect(other.query({ name: 'same', text: 'select 2' })).rejects.toMatchObject({ code: '42P05' })
    await Promise.all([one.end(), other.end()])
    const remarks = await remarksOn(ONE)
    expect(remarks['session-state-behind-pooler']).toContain('The load makes SET 1 time.')
    expect(remarks['prepared-behind-pooler']).toMatch(/follows no prepared statements\..* executes [1-9]\d* statements/)
  })

  test('clients beyond its limit are refused, and none with the limit that is proposed', async () => {
    const few = 'pool_mode = transaction\ndefault_pool_size = 2\nmax_client_conn = 5\n'
    const source = "import { Pool } from 'pg'\nnew Pool({ max: 8, connectionTimeoutMillis: 1 })\n"
    const proposed = /with room for reconnects (\d+)/.exec((await remarksOn(few, source))['proxy-clients'] ?? '')?.[1]
    expect(proposed).toBe('10')
    const connectAll = async (settings: string) => {
      await using pooler = await startPgbouncer(database, settings)
      const clients = await Promise.allSettled(Array.from({ length: 8 }, () => connect(pooler)))
      const connected = clients.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []))
      await Promise.all(connected.map(client => client.query('select pg_sleep(0.01)')))
      const [row] = await server.admin.rows<{ backends: number }>(
        'select count(*)::int4 as backends from pg_stat_activity where datname = $1',
        [database.name],
      )
      await Promise.all(connected.map(client => client.end()))
      return { clients: connected.length, backends: row?.backends }
    }
    expect((await connectAll(few)).clients).toBeLessThan(8)
    const enough = few.replace('max_client_conn = 5', `max_client_conn = ${proposed}`)
    const { clients, backends } = await connectAll(enough)
    expect(clients).toBe(8)
    // However many clients there are, the server has no more sessions than the pool.
    expect(backends).toBeLessThanOrEqual(2)
    expect(await remarksOn(enough, source)).not.toHaveProperty('proxy-clients')
  })
})
