import { spawn } from 'node:child_process'
import { once } from 'node:events'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pairStatements } from '../../src/compare/pair.ts'
import { configSchema } from '../../src/config/schema.ts'
import { applyChanges } from '../../src/fix/edits.ts'
import { advisePooling, sessionsOf } from '../../src/pooling/advise-pooling.ts'
import { readPools } from '../../src/pooling/read/read-pools.ts'
import { remark } from '../../src/pooling/subject.ts'
import { findPgbouncer } from '../../src/pooling/trial/pgbouncer.ts'
import { proveProposal } from '../../src/pooling/trial/prove-proposal.ts'
import { freeze } from '../../src/postgres/freeze.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { captureLog } from '../../src/postgres/settings.ts'
import { replay } from '../../src/replay/replay.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { memoryTree } from '../support/memory-tree.ts'
import { accepts, HAS_PGBOUNCER, type Pooler, startPgbouncer } from '../support/pgbouncer.ts'
import { recordedProgress } from '../support/recorded-progress.ts'
import { toSnapshot } from '../trial/advised.ts'

const NO_MIGRATIONS = { kind: 'sql', tool: 'sql', migrations: [], transaction: 'each' } as const

const LOAD = toSnapshot({ 'numbers.count': 'select count(*) from numbers' }, { 'numbers.count': 10 }, {})

let server: Server
let database: Database
let base: Database
let head: Database
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
  database = await server.createDatabase('app_load')
  await captureLog(server, database, true)
  base = await server.createDatabase('base')
  {
    await using client = await base.connect('owner')
    await client.run('create table numbers (n int primary key); insert into numbers select generate_series(1, 100)')
  }
  await freeze(server, base)
  head = await server.createDatabase('head', base)
  await loadParser()
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
    sessions: () => sessionsOf(server, database.name),
    head,
    measured: [],
    env: process.env,
  })
  return Object.fromEntries(findings.map(({ rule, evidence }) => [rule, evidence.join(' ')]))
}

/** Proposals for files, each with the change of the file carried out. */
async function proposals(
  files: Readonly<Record<string, string>>,
  config: object = {},
  statements: readonly string[] = [],
) {
  const tree = memoryTree(files)
  const measured = await replay(server, { base, head }, pairStatements(LOAD, LOAD), {
    timeoutMs: 30_000,
    indexes: { base: new Map(), head: new Map() },
    progress: recordedProgress(),
    signal: new AbortController().signal,
  })
  const findings = await advisePooling({
    server,
    trees: { base: tree, head: tree },
    migrations: { base: NO_MIGRATIONS, head: NO_MIGRATIONS },
    config: configSchema.parse(config),
    statements: statements.map(sql => ({ sql, calls: 1 })),
    sessions: async () => undefined,
    head,
    measured,
    env: {},
  })
  return findings
    .filter(({ rule }) => rule === 'pgbouncer-settings')
    .map(finding => ({
      finding,
      files: Object.fromEntries(
        (finding.fix?.files ?? []).map(({ path, changes }) => [path, applyChanges(files[path] ?? '', changes)]),
      ),
    }))
}

describe.runIf(HAS_PGBOUNCER)('a proposed pgbouncer.ini is tried with PgBouncer before a copy of head', () => {
  const APPLICATION = "import { Pool } from 'pg'\nnew Pool({ max: 20, connectionTimeoutMillis: 1000 })\n"
  const INI =
    '; ours\n[databases]\napp = host=db password=hunter2\n[pgbouncer]\npool_mode = transaction\nmax_client_conn=50\n; large\n  default_pool_size = 150\n'

  test('a change of the user’s own file, with which a PgBouncer of its own serves everybody', async () => {
    const [proposal, ...others] = await proposals(
      { 'ops/pgbouncer.ini': INI, 'db.ts': APPLICATION },
      { target: { instances: 4, cpus: 4 } },
    )
    expect(others).toEqual([])
    const text = proposal!.files['ops/pgbouncer.ini']!
    expect(text).toBe(
      INI.replace('max_client_conn=50', 'max_client_conn=96').replace(
        '  default_pool_size = 150',
        '  default_pool_size = 9',
      ),
    )
    expect(proposal!.finding.evidence.at(-1)).toMatch(
      /^Tried with PgBouncer [\d.]+ before a copy of head’s database, 80 clients at once with the load’s reads: 30 refused as the file is, none refused with the change\.$/,
    )
    expect(JSON.stringify(proposal)).not.toMatch(/hunter2.*hunter2/)
    expect(JSON.stringify(proposal!.finding)).not.toContain('hunter2')
    // The file itself, with nothing but the address put in its place.
    await using pooler = await startPgbouncer(head, text.slice(text.indexOf('pool_mode')))
    const clients = await Promise.all(Array.from({ length: 80 }, () => connect(pooler)))
    const answers = await Promise.all(clients.map(client => client.query('select count(*)::int as n from numbers')))
    expect(new Set(answers.map(({ rows }) => rows[0].n))).toEqual(new Set([100]))
    await Promise.all(clients.map(client => client.end()))
    // Mended, nothing is proposed any more.
    expect(await proposals({ 'ops/pgbouncer.ini': text, 'db.ts': APPLICATION }, { target: { instances: 4 } })).toEqual(
      [],
    )
  })

  test('a setting goes where it stands, also into an included file, or below the section’s head', async () => {
    const [proposal] = await proposals(
      {
        'ops/pgbouncer.ini': '[databases]\napp = host=db\n[pgbouncer]\n%include limits.ini\npool_mode = transaction\n',
        'ops/limits.ini': 'default_pool_size = 120\n',
        'db.ts': APPLICATION,
      },
      { target: { instances: 6 } },
    )
    expect(proposal?.files).toEqual({
      'ops/limits.ini': 'default_pool_size = 97\n',
      'ops/pgbouncer.ini':
        '[databases]\napp = host=db\n[pgbouncer]\nmax_client_conn = 144\n%include limits.ini\npool_mode = transaction\n',
    })
  })

  test('session mode where the load keeps state, and no client meets another’s', async () => {
    const ini = '[databases]\napp = host=db\n[pgbouncer]\npool_mode = transaction\ndefault_pool_size = 20\n'
    const [proposal] = await proposals({ 'pgbouncer.ini': ini, 'db.ts': APPLICATION }, {}, ['set search_path to app'])
    expect(proposal?.files).toEqual({ 'pgbouncer.ini': ini.replace('transaction', 'session') })
    expect(proposal!.finding.evidence.at(-1)).toBe(
      'Clients met another’s settings as the file is, none but their own with the change.',
    )
    // With fewer connections than clients it would only move the wait.
    const few = ini.replace('20', '5')
    expect(await proposals({ 'pgbouncer.ini': few, 'db.ts': APPLICATION }, {}, ['set search_path to app'])).toEqual([])
  })

  test('a new file where nothing stands between, which PgBouncer takes', async () => {
    const [proposal] = await proposals({ 'db.ts': APPLICATION }, { target: { instances: 8, cpus: 2 } })
    expect(proposal!.finding.fix?.files.map(({ path, sha256 }) => [path, sha256])).toEqual([
      ['pgbouncer.ini', undefined],
    ])
    const text = proposal!.files['pgbouncer.ini']!
    expect(text).toContain('pool_mode = transaction\ndefault_pool_size = 5\nmax_client_conn = 192')
    const read = await readPools(memoryTree(proposal!.files), 2)
    expect(read.proxies).toMatchObject([{ mode: 'transaction', poolSize: { value: 5 }, maxClients: { value: 192 } }])
    await using pooler = await startPgbouncer(head, text.slice(text.indexOf('pool_mode')))
    const client = await connect(pooler)
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    await client.end()
    expect(await proposals({ 'db.ts': APPLICATION }, { target: { instances: 8 } }, ['listen news'])).toEqual([])
  })

  test('a setting that an old PgBouncer does not start with is not proposed for it', async () => {
    const files = {
      'pgbouncer.ini': '[databases]\napp = host=db\n[pgbouncer]\npool_mode = transaction\n',
      'db.ts': "import postgres from 'postgres'\npostgres(process.env.URL, { max: 5 })\n",
    }
    const image = (tag: string) => ({ 'compose.yml': `services:\n  p:\n    image: edoburu/pgbouncer:${tag}\n` })
    expect(await proposals({ ...files, ...image('1.18.0') })).toEqual([])
    const [proposal] = await proposals({ ...files, ...image('1.22.1') })
    expect(proposal?.finding.title).toBe('pgbouncer.ini with max_prepared_statements = 200')
  })

  test('a run that is killed leaves no PgBouncer', async () => {
    const module = new URL('../../src/pooling/trial/pgbouncer.ts', import.meta.url).href
    const script = `
      const { findPgbouncer, startPgbouncer } = await import(${JSON.stringify(module)})
      const env = { PGHOST: '127.0.0.1', PGPORT: '1', PGUSER: 'u', PGPASSWORD: 'p', PGDATABASE: 'd' }
      const { url } = await startPgbouncer(await findPgbouncer({}), { env }, { pool_mode: 'transaction' }, {})
      process.stdout.write(url)
      await new Promise(() => setInterval(() => {}, 1000))`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [url] = (await once(child.stdout, 'data')) as [Buffer]
    const port = Number(new URL(url.toString()).port)
    expect(await accepts(port)).toBe(true)
    child.kill('SIGKILL')
    await expect.poll(() => accepts(port)).toBe(false)
  })

  test('what does not prove itself is no fix', async () => {
    const program = await findPgbouncer({})
    const copy = await server.createDatabase('refused', head)
    const finding = remark({
      rule: 'pgbouncer-settings',
      subject: 'new',
      severity: 'advice',
      title: '',
      why: '',
      evidence: [],
    })
    const settings = [{ name: 'max_client_conn', value: '3', why: '' } as const]
    const proved = await proveProposal(finding, { pooler: undefined, settings, clients: 5 }, [], program!, {
      server,
      database: copy,
      reads: [],
      env: {},
      keepsState: false,
    })
    await server.dropDatabase(copy)
    expect([proved.severity, proved.fix]).toEqual(['info', undefined])
    expect(proved.evidence.join(' ')).toMatch(/did not prove itself.* 2 refused with the change/)
  })
})

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
