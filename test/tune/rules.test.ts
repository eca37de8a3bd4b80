import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { configSchema } from '../../src/config/schema.ts'
import type { Migration } from '../../src/migrate/migration.ts'
import type { Server } from '../../src/postgres/server.ts'
import { splitSql } from '../../src/sql/split.ts'
import { chooseEffective } from '../../src/tune/effective.ts'
import { readParameters } from '../../src/tune/parameter.ts'
import { readConfiguration } from '../../src/tune/read/read-configuration.ts'
import { refusedSetting } from '../../src/tune/rules/refused-setting.ts'
import { statementStatisticsTooSmall } from '../../src/tune/rules/statement-statistics.ts'
import { callsOver } from '../../src/tune/subject.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { memoryTree } from '../support/memory-tree.ts'
import { tuned } from './tuned.ts'

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server?.[Symbol.asyncDispose]())

const SCHEMA = 'create table t (id int primary key, n int)'
const NO_MIGRATIONS = { kind: 'sql', tool: 'sql', migrations: [], transaction: 'each' } as const
const CONF = 'postgresql.conf'
/** Says enough that no rule has anything to remark. */
const FINE = `shared_preload_libraries = 'pg_stat_statements'
log_lock_waits = on
idle_in_transaction_session_timeout = 10min
`

interface Sample {
  readonly files?: Readonly<Record<string, string>>
  readonly config?: object
  readonly load?: Readonly<Record<string, string>>
  readonly sql?: string
}

async function remarksOn({ files = {}, config, load = {}, sql }: Sample): Promise<readonly string[]> {
  const migrations = {
    kind: 'sql',
    tool: 'sql',
    transaction: 'each',
    migrations: sql === undefined ? [] : [migrationOf(sql)],
  } as const
  const { findings } = await tuned(server, { schema: SCHEMA, load, files, migrations, ...(config && { config }) })
  const remarks = findings.filter(({ rule }) => rule !== 'setting-changed')
  return remarks.map(({ rule, severity, evidence }) => `${rule} (${severity}): ${evidence.join(' ')}`)
}

function migrationOf(sql: string): Migration {
  const pieces = splitSql(sql, 'db/1.sql')
  return { id: '1', file: 'db/1.sql', checksum: '1', pieces, transaction: 'none', repeatable: false }
}

describe('remarks on what is configured', () => {
  const cases: readonly (readonly [name: string, sample: Sample, found: readonly unknown[]])[] = [
    ['nothing to remark', { files: { [CONF]: FINE } }, []],
    [
      'settings that the server refuses',
      {
        files: {
          [CONF]: `${FINE}wrok_mem = 4MB\nwork_mem = 4XB\nwal_level = fast\nmax_connections = 0\nmy.setting = 1\n`,
        },
      },
      [
        expect.stringMatching(
          /^refused-setting \(advice\): postgresql\.conf:4 sets wrok_mem, which PostgreSQL \d+ does not have\.$/,
        ),
        'refused-setting (advice): postgresql.conf:5 sets work_mem to 4XB; it takes 64 to 2147483647 (kB).',
        'refused-setting (advice): postgresql.conf:6 sets wal_level to fast; it takes minimal, replica, logical.',
        expect.stringMatching(
          /^refused-setting \(advice\): postgresql\.conf:7 sets max_connections to 0; it takes 1 to \d+\.$/,
        ),
      ],
    ],
    [
      'as many reserved connections as there are',
      { files: { [CONF]: `${FINE}max_connections = 10\nsuperuser_reserved_connections = 50\n` } },
      ['refused-setting (advice): postgresql.conf:4: 10 connections, 50 of them reserved.'],
    ],
    [
      'two values in one file, equal ones aside',
      { files: { [CONF]: `${FINE}work_mem = 4MB\njit = on\njit = true\nwork_mem = 8MB\n` } },
      ['contradicting-setting (info): postgresql.conf:4 says 4MB, postgresql.conf:7 says 8MB.'],
    ],
    [
      'a secret is not shown',
      { files: { [CONF]: `${FINE}primary_conninfo = 'password=one'\nprimary_conninfo = 'password=two'\n` } },
      ['contradicting-setting (info): postgresql.conf:4 says another value, postgresql.conf:5 says another value.'],
    ],
    [
      'a migration’s ALTER SYSTEM over the file',
      {
        files: { [CONF]: `${FINE}work_mem = 4MB` },
        sql: "alter system set work_mem = '8MB'; alter role app set work_mem = '1MB'",
      },
      ['contradicting-setting (info): work_mem: postgresql.conf:4 says 4MB, db/1.sql:1 says 8MB.'],
    ],
    [
      'more memory than there is',
      {
        files: { [CONF]: `${FINE}max_connections = 500\nwork_mem = 16MB\nshared_buffers = 1GB` },
        config: { target: { memory: '4GB' } },
      },
      [
        'memory-overcommit (advice): shared_buffers 1 GB + 500 connections × work_mem 16 MB + autovacuum 192 MB = 9 GB of 4 GB.',
      ],
    ],
    [
      'memory that suffices',
      {
        files: { [CONF]: `${FINE}max_connections = 100\nshared_buffers = 1GB` },
        config: { target: { memory: '4GB' } },
      },
      [],
    ],
    [
      'what trades the data for speed',
      { files: { [CONF]: `${FINE}fsync = off\nfull_page_writes = on` } },
      ['unsafe-setting (advice): postgresql.conf:4 switches it off.'],
    ],
    [
      'nothing that removes dead rows',
      { files: { [CONF]: `${FINE}autovacuum = off` }, load: { touch: 'update t set n = 1' } },
      ['autovacuum-off (advice): postgresql.conf:4 switches it off. One pass of this load leaves 10 dead rows.'],
    ],
    [
      'a server that cannot be watched',
      { files: { [CONF]: 'idle_in_transaction_session_timeout = 1min\nlog_lock_waits = off' } },
      [
        'no-statement-statistics (info): postgresql.conf sets no shared_preload_libraries.',
        'logs-nothing (info): log_lock_waits, log_temp_files, log_min_duration_statement are off.',
      ],
    ],
    [
      'a log of all statements',
      {
        files: { [CONF]: `${FINE}log_min_duration_statement = 0` },
        load: { a: 'table t', b: 'select 1 from t' },
      },
      ['logs-everything (info): postgresql.conf:4: one pass of this load would write 20 lines.'],
    ],
    [
      'a managed server’s log of all statements',
      {
        files: {
          'sql.tf':
            'resource "google_sql_database_instance" "main" {\n  database_version = "POSTGRES_17"\n  settings {\n    database_flags {\n      name  = "log_min_duration_statement"\n      value = "0"\n    }\n    database_flags {\n      name  = "idle_in_transaction_session_timeout"\n      value = "60000"\n    }\n  }\n}\n',
        },
        load: { a: 'table t' },
      },
      ['logs-everything (info): sql.tf:6: one pass of this load would write 10 lines.'],
    ],
    [
      'values that only some builds have, as this server has not',
      { files: { [CONF]: `${FINE}default_toast_compression = lz4\nwal_sync_method = fsync_writethrough\n` } },
      [],
    ],
    [
      'a chart’s own values, which do not name the program',
      {
        files: {
          'values.yaml': `primary:\n  extendedConfiguration: |-\n    ${FINE.replaceAll('\n', '\n    ')}fsync = off\n`,
        },
      },
      ['unsafe-setting (advice): values.yaml:6 switches it off.'],
    ],
    [
      'no timeouts',
      { files: { [CONF]: FINE.replace(/idle.*\n/, '') } },
      [
        expect.stringMatching(
          /^no-timeouts \(info\): idle_in_transaction_session_timeout, statement_timeout(?:, transaction_timeout)? are off in postgresql\.conf\.$/,
        ),
      ],
    ],
    [
      'with what of the load timeouts and traces would meet',
      {
        files: { [CONF]: "shared_preload_libraries = 'pg_stat_statements'\nlog_lock_waits = off\n" },
        load: { a: 'table t', b: 'select 1 from t' },
      },
      [
        'logs-nothing (info): log_lock_waits, log_temp_files, log_min_duration_statement are off. Of this load’s 20 calls, log_min_duration_statement = 1s would log none, log_temp_files = 0 none.',
        expect.stringContaining('A statement_timeout of 30s would cut none of this load’s 20 calls.'),
      ],
    ],
    [
      'variables and files that cannot be read',
      {
        files: {
          'compose.yml': `services:\n  db:\n    image: postgres\n    command: postgres -c "work_mem=\${WORK_MEM}" -c jit=off\n`,
          'pg.tf': 'resource "aws_db_parameter_group" "postgres" {',
        },
      },
      expect.arrayContaining([
        'unread-configuration (info): pg.tf:1 is no HCL that can be read. compose.yml:4 makes work_mem of variables: its value is not known.',
      ]) as unknown as readonly unknown[],
    ],
  ]
  test.each(cases)('%s', async (_, sample, found) => {
    expect(await remarksOn(sample)).toEqual(found)
  })
})

test.each([
  [
    'pg_stat_statements.max = 100',
    101,
    ['statement-statistics-too-small: This load alone has 101 statements; there is room for 100.'],
  ],
  ['pg_stat_statements.max = 100', 100, []],
  ['', 5000, []],
  ['', 5001, ['statement-statistics-too-small: This load alone has 5,001 statements; there is room for 5,000.']],
])('room for statements: %s', async (line, statements, found) => {
  const reading = await readConfiguration(memoryTree({ [CONF]: FINE + line }), NO_MIGRATIONS, {})
  const load = { statements, calls: statements, deadRows: 0, longestIdleMs: undefined, timed: [] }
  const parameters = await readParameters(server.admin)
  const target = configSchema.parse({}).target
  const effective = chooseEffective(reading)
  const findings = statementStatisticsTooSmall.find({ reading, effective, parameters, target, major: 17, load })
  expect(findings.map(({ rule, evidence }) => `${rule}: ${evidence.join(' ')}`)).toEqual(found)
})

test('a role that may not read all settings takes none of them for unknown to the server', async () => {
  const files = { [CONF]: `${FINE}dynamic_library_path = '$libdir'\nwork_mem = banana\n` }
  const reading = await readConfiguration(memoryTree(files), NO_MIGRATIONS, {})
  const database = await server.createDatabase('unprivileged')
  await using client = await database.connect('superuser')
  await client.run('begin; create role nobody_special; set local role nobody_special')
  const parameters = await readParameters(client)
  await client.run('rollback')
  expect(parameters.has('shared_preload_libraries')).toBe(false)
  const load = { statements: 0, calls: 0, deadRows: 0, longestIdleMs: undefined, timed: [] }
  const target = configSchema.parse({}).target
  const effective = chooseEffective(reading)
  const findings = refusedSetting.find({ reading, effective, parameters, target, major: 17, load })
  expect(findings.map(({ key }) => key)).toEqual(['refused-setting:work_mem'])
})

test.each([
  [300, 'would end none of this load’s transactions: each waits for its client for less than 1 s at a time.'],
  [9000, 'for less than 10 s at a time.'],
  [
    61_000,
    'waited for its client for longer than 60 s, which an idle_in_transaction_session_timeout of 60s would end.',
  ],
])('what a timeout of idle transactions would meet, where one waits %d ms', async (longestIdleMs, told) => {
  const files = { [CONF]: FINE.replace(/idle.*\n/, '') }
  const { findings } = await tuned(server, { schema: SCHEMA, load: {}, files, longestIdleMs })
  expect(findings.map(({ rule, evidence }) => `${rule} ${evidence.at(-1)}`)).toEqual([
    expect.stringMatching(new RegExp(`^no-timeouts .*${told.replaceAll('.', '\\.')}$`)),
  ])
})

test.each([
  [[], 'none'],
  [[{ calls: 5, minMs: 1, maxMs: 900, isSpilling: false }], 'none'],
  [[{ calls: 1, minMs: 1500, maxMs: 1500, isSpilling: false }], '1'],
  [[{ calls: 4000, minMs: 1200, maxMs: 1500, isSpilling: false }], '4,000'],
  [
    [
      { calls: 1, minMs: 1500, maxMs: 1500, isSpilling: false },
      { calls: 9, minMs: 3, maxMs: 1500, isSpilling: false },
    ],
    'up to 10',
  ],
])('calls of more than a second: %j', (timed, over) => {
  expect(callsOver({ statements: 1, calls: 1, deadRows: 0, longestIdleMs: undefined, timed }, 1000)).toBe(over)
})

test('what this branch brings in is a warning', async () => {
  const { findings } = await tuned(server, {
    schema: SCHEMA,
    load: {},
    baseFiles: { [CONF]: FINE },
    files: { [CONF]: `${FINE}fsync = off` },
  })
  expect(findings).toMatchObject([
    { rule: 'setting-changed', title: 'This branch changes fsync from on to off' },
    { rule: 'unsafe-setting', severity: 'warning' },
  ])
})
