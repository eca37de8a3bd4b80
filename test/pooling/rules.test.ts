import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { configSchema } from '../../src/config/schema.ts'
import { advisePooling, sessionsOf } from '../../src/pooling/advise-pooling.ts'
import { measureSessions } from '../../src/pooling/sessions.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { captureLog } from '../../src/postgres/settings.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { memoryTree } from '../support/memory-tree.ts'

let server: Server
let head: Database
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
  head = await server.createDatabase('head')
})
afterAll(() => server?.[Symbol.asyncDispose]())

const NO_MIGRATIONS = { kind: 'sql', tool: 'sql', migrations: [], transaction: 'each' } as const
const pool = (options: string) => `import { Pool } from 'pg'\nnew Pool({ connectionTimeoutMillis: 1000, ${options} })\n`

interface Sample {
  readonly statements?: readonly string[]
  /** Where a load ran that the server logged. */
  readonly loadDatabase?: string
  readonly files: Readonly<Record<string, string>>
  readonly baseFiles?: Readonly<Record<string, string>>
  readonly config?: object
}

async function remarksOn({
  files,
  baseFiles,
  config,
  statements = [],
  loadDatabase,
}: Sample): Promise<readonly string[]> {
  const findings = await advisePooling({
    server,
    trees: { base: memoryTree(baseFiles ?? files), head: memoryTree(files) },
    migrations: { base: NO_MIGRATIONS, head: NO_MIGRATIONS },
    config: configSchema.parse(config ?? {}),
    statements: statements.map(sql => ({ sql, calls: 1 })),
    sessions: () => sessionsOf(server, loadDatabase),
    head,
    measured: [],
    env: {},
  })
  // What is proposed for PgBouncer depends on what the machine has, and has tests of its own.
  return findings
    .filter(({ rule }) => rule !== 'pgbouncer-settings')
    .map(({ rule, severity, evidence }) => `${rule} (${severity}): ${evidence.join(' ')}`)
}

const PGBOUNCER = '[databases]\napp = host=db\n[pgbouncer]\npool_mode = transaction\nmax_prepared_statements = 100\n'

describe('remarks on pools', () => {
  const cases: readonly (readonly [name: string, sample: Sample, found: readonly unknown[]])[] = [
    ['no pool', { files: { 'compose.yml': 'services: {}\n' } }, []],
    ['one that fits', { files: { 'db.ts': pool('max: 20') } }, []],
    [
      'more than the server takes, by the instances given and its configuration',
      {
        files: { 'db.ts': pool('max: 20'), 'postgresql.conf': 'max_connections = 60\n' },
        config: { target: { instances: 3 } },
      },
      [
        'too-many-connections (advice): db.ts:2: node-postgres, 20 connections. 3 × 20 = 60 connections. postgresql.conf:1: max_connections 60 less 3 reserved leaves 57.',
      ],
    ],
    [
      'more than the server takes, whatever the pools of unknown size open',
      {
        files: { 'db.ts': pool('max: 20'), 'report.ts': pool('max: Number(process.env.REPORTS)') },
        config: { target: { instances: 5 } },
      },
      [
        'too-many-connections (advice): db.ts:2: node-postgres, 20 connections. report.ts:2: node-postgres, taken from the environment connections. 5 × 20 = 100 connections at least. PostgreSQL’s default: max_connections 100 less 3 reserved leaves 97.',
        expect.stringContaining('unknown-pool'),
      ],
    ],
    [
      'a pooler that takes fewer clients than those whose number is known',
      {
        files: {
          'pgbouncer.ini': `${PGBOUNCER}max_client_conn = 50\n`,
          'db.ts': pool('max: 20'),
          'report.ts': pool('max: Number(process.env.REPORTS)'),
        },
        config: { target: { instances: 3 } },
      },
      [
        'proxy-clients (advice): pgbouncer.ini:4: 50 clients. 3 × 20 = 60 connections of the application at least; with room for reconnects 72.',
        expect.stringContaining('unknown-pool'),
      ],
    ],
    [
      'prepared statements behind poolers of other makers',
      {
        files: {
          'odyssey.conf': 'database default {\n  user default {\n    pool "transaction"\n    pool_size 5\n  }\n}\n',
          'db.ts': "import postgres from 'postgres'\npostgres({ max: 5 })\n",
        },
      },
      [expect.stringContaining('prepared-behind-pooler (advice)'), expect.anything()],
    ],
    [
      'brought in by this branch',
      {
        files: { 'db.ts': pool('max: 200') },
        baseFiles: { 'db.ts': pool('max: 20') },
      },
      [expect.stringMatching(/^too-many-connections \(warning\): .*PostgreSQL’s default: max_connections 100 less 3/)],
    ],
    [
      'a pool without a limit',
      { files: { 'main.go': 'package main\nimport "database/sql"\nfunc f() { sql.Open("postgres", u) }\n' } },
      [
        expect.stringMatching(
          /^too-many-connections \(advice\): main\.go:3: database\/sql, without limit connections\./,
        ),
      ],
    ],
    [
      'a size from the environment',
      { files: { 'db.ts': pool('max: Number(process.env.POOL)') } },
      ['unknown-pool (info): db.ts:2: node-postgres takes its size from the environment.'],
    ],
    [
      'a wait without an end, and idle connections that outlive their life',
      {
        files: {
          'db.ts': "import { Pool } from 'pg'\nnew Pool({ idleTimeoutMillis: 90_000, maxLifetimeSeconds: 60 })\n",
        },
      },
      [
        'no-acquire-timeout (info): db.ts:2 sets no limit to the wait for a connection.',
        'idle-beyond-lifetime (info): db.ts:2: idle 90000 ms, lifetime 60000 ms.',
      ],
    ],
    [
      'connecting without an end',
      {
        files: {
          '.env': 'DATABASE_URL=postgres://u@h/d?connect_timeout=0&connection_limit=5\n',
          'schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n',
        },
      },
      ['no-connect-timeout (info): .env:1 switches the limit to the time of connecting off.'],
    ],
    [
      'a pooler that opens too many, and one that takes too few',
      {
        files: {
          'pgbouncer.ini': `${PGBOUNCER}default_pool_size = 150\nmax_client_conn = 50\n`,
          'db.ts': pool('max: 20'),
        },
        config: { target: { instances: 4 } },
      },
      [
        'too-many-connections (advice): pgbouncer.ini:4: 1 pool of 150 connections, 150 in all. PostgreSQL’s default: max_connections 100 less 3 reserved leaves 97.',
        'proxy-clients (advice): pgbouncer.ini:4: 50 clients. 4 × 20 = 80 connections of the application; with room for reconnects 96.',
      ],
    ],
    [
      'session state behind a pooler that shares connections',
      {
        files: { 'pgbouncer.ini': PGBOUNCER },
        statements: [
          'set search_path to app',
          'set local lock_timeout = 5',
          "set session application_name = 'x'",
          "set time zone 'utc'",
          "set names 'utf8'",
          "select set_config('timezone', 'utc', false)",
          "select set_config('app.tenant', '7', true)",
          'select pg_advisory_lock(1)',
          'select pg_advisory_xact_lock(1)',
          'create temp table t (n int)',
          'create temp table u (n int) on commit drop',
          'select 1 as n into temp v',
          'listen news',
          'declare c cursor with hold for select 1',
        ],
      },
      [
        'session-state-behind-pooler (advice): pgbouncer.ini:4 shares connections between transactions. The load makes SET 1 time. The load makes advisory lock 1 time. The load makes temporary table 2 times. The load makes LISTEN 1 time. The load makes cursor WITH HOLD 1 time.',
      ],
    ],
    [
      'the same in session mode',
      {
        files: { 'pgbouncer.ini': PGBOUNCER.replace('transaction', 'session') },
        statements: ['set search_path to app'],
      },
      [],
    ],
    [
      'an address that announces a pooler',
      {
        files: {
          'schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n',
          '.env.example': 'DATABASE_URL=postgres://user:hunter2@pool/app?pgbouncer=true&connection_limit=5\n',
        },
        statements: ['listen news'],
      },
      [
        'session-state-behind-pooler (advice): .env.example:1 shares connections between transactions. The load makes LISTEN 1 time.',
      ],
    ],
    [
      'statements prepared by name behind a pooler that follows none',
      {
        files: {
          'pgbouncer.ini': PGBOUNCER.replace('100', '0'),
          'db.ts':
            "import postgres from 'postgres'\npostgres(process.env.URL)\npostgres(process.env.URL, { prepare: false })\n",
        },
      },
      [
        'prepared-behind-pooler (advice): pgbouncer.ini:4 shares connections between transactions and follows no prepared statements. db.ts:2: postgres.js prepares statements by name.',
        'no-acquire-timeout (info): db.ts:2 sets no limit to the wait for a connection.',
        'no-acquire-timeout (info): db.ts:3 sets no limit to the wait for a connection.',
      ],
    ],
    [
      'a PgBouncer that is too old to follow them',
      {
        files: {
          'pgbouncer.ini': PGBOUNCER.replace('max_prepared_statements = 100\n', ''),
          'compose.yml': 'services:\n  pool:\n    image: edoburu/pgbouncer:1.18.0\n',
          'main.go':
            'package main\nimport "github.com/jackc/pgx/v5/pgxpool"\nfunc f() { pgxpool.New(ctx, "postgres://h/d?pool_max_conns=5") }\n',
        },
      },
      [
        'prepared-behind-pooler (advice): pgbouncer.ini:4 shares connections between transactions and follows no prepared statements. PgBouncer 1.18 is in use: 1.21 is the first that can follow them. main.go:3: pgxpool prepares statements by name.',
      ],
    ],
    [
      'functions without a pooler',
      { files: { 'vercel.json': '{}', 'db.ts': pool('max: 1') } },
      [
        'serverless-without-pooler (advice): vercel.json says that the application runs as functions. db.ts:2: node-postgres, 1 connections in each. The server takes 97.',
      ],
    ],
    [
      'functions that connect without a pool',
      {
        files: {
          'serverless.yml': 'service: shop\n',
          'src/handler.ts': "import { Client } from 'pg'\nexport const handler = () => new Client().connect()\n",
        },
      },
      [
        'serverless-without-pooler (advice): serverless.yml says that the application runs as functions. src/handler.ts:2: a connection of its own for each call. The server takes 97.',
      ],
    ],
    [
      'functions behind a hosted pooler',
      {
        files: {
          'vercel.json': '{}',
          'db.ts': pool('max: 1'),
          '.env.example': 'DATABASE_URL=postgres://u:hunter2@aws-0-eu.pooler.supabase.com:6543/postgres\n',
        },
      },
      ['unknown-pool (info): .env.example:1: Supabase’s pooler has a size that only a run knows.'],
    ],
    [
      'a file that cannot be read hides nothing else',
      {
        files: {
          'schema.prisma': 'datasource db { provider = "postgresql" url = env("',
          'compose.yml': 'services: [\n environment: {',
          'pgbouncer.ini': '[pgbouncer]\npool_mode = shared\n%include /etc/more.ini\n',
          'db.ts': pool('max: 200'),
        },
      },
      [
        'proxy-clients (advice): pgbouncer.ini:2: 100 clients. 1 × 200 = 200 connections of the application; with room for reconnects 240.',
        'contradicting-pool (info): pgbouncer.ini:2: PgBouncer knows no such pool_mode and does not start.',
        'unknown-pool (info): compose.yml is no YAML that can be read. pgbouncer.ini:3 includes a file that is not in the repository. schema.prisma is no Prisma schema that can be read.',
      ],
    ],
    [
      'functions behind one',
      { files: { 'vercel.json': '{}', 'db.ts': pool('max: 1'), 'pgbouncer.ini': PGBOUNCER } },
      [],
    ],
    ['switched off', { files: { 'db.ts': pool('max: 500') }, config: { advice: { pooling: false } } }, []],
  ]
  test.each(cases)('%s', async (_, sample, found) => {
    const remarks = await remarksOn(sample)
    expect(remarks).toEqual(found)
    expect(JSON.stringify(remarks)).not.toContain('hunter2')
  })
})

describe('a load’s sessions, from the log of a server', () => {
  /** Three clients at once; one of them never commits. */
  async function sendLoad(): Promise<string> {
    const database = await server.createDatabase('sessions_load')
    await captureLog(server, database, true)
    const clients = await Promise.all(
      [1, 2, 3].map(async () => {
        const client = new pg.Client({ connectionString: database.url })
        await client.connect()
        return client
      }),
    )
    for (const client of clients) await client.query('begin')
    for (const client of clients) await client.query({ name: 'seven', text: 'select 7 + $1::int', values: [1] })
    // The others wait for their clients meanwhile.
    await clients[1]!.query('select pg_sleep(0.05)')
    await clients[0]!.query('set statement_timeout = 5000')
    for (const client of clients.slice(1)) await client.query('commit')
    for (let at = 0; at < 20; at++) await clients[1]!.query('select 1')
    await Promise.all(clients.map(client => client.end()))
    return database.name
  }

  test('count transactions, concurrency, state, and what was never finished', async () => {
    const database = await sendLoad()
    const { spanMs, heldMs, busyMs, longestIdleMs, ...counts } = await measureSessions(
      server.log!,
      0,
      await server.log!.position(),
      database,
    )
    expect(counts).toEqual({
      sessions: 3,
      transactions: 22,
      statements: 30,
      peak: 3,
      unfinished: 1,
      namedStatements: 3,
      state: new Map([['SET', 1]]),
    })
    expect(Math.min(spanMs, heldMs, busyMs)).toBeGreaterThan(0)
    expect(longestIdleMs).toBeGreaterThan(40)
    expect(longestIdleMs).toBeLessThan(spanMs)
    const remarks = await remarksOn({
      files: { 'pgbouncer.ini': PGBOUNCER },
      config: { target: { cpus: 2 } },
      loadDatabase: database,
    })
    // On a busy machine the clients of this load are slow, which is told as well.
    expect(remarks.filter(each => !each.startsWith('idle-in-transaction'))).toEqual([
      expect.stringContaining('The load makes SET 1 time.'),
      'unfinished-transactions (advice): 1 of 3 sessions ended, or were left, in a transaction.',
      expect.stringMatching(
        /^pool-size \(info\): PgBouncer opens up to 20 connections\. A transaction of this load holds its connection for [\d.]+ ms.* With 2 processors the server can use about \d+ connections\./,
      ),
    ])
  })
})
