import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { HAS_DEBIAN_POSTGRES } from '../support/debian-postgres.ts'
import { type Files, openShop, runGate, statementOf } from './gate.ts'
import { FEW_ROWS, SHOP } from './shop.ts'

const CONFIG = SHOP['pgverdict.yml']
const SLOW = 'select pg_sleep(60)'

const PG = pathToFileURL(createRequire(import.meta.url).resolve('pg')).href

describe('what cannot begin', () => {
  test('no git repository', async () => {
    const shop = openShop()
    rmSync(join(shop.directory, '.git'), { recursive: true })
    expect(await runGate(shop)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /is not in the working tree of a git repository\nRun it where the repository/,
      ) as string,
    })
  })

  test.each([
    ['--base', 'mian', /--base: the repository .* knows no commit, branch or tag `mian`\nDid you mean `main`\?/],
    ['--head', 'featrue', /--head: the repository .* knows no commit, branch or tag `featrue`/],
  ])('unknown ref: %s %s', async (option, ref, message) => {
    const { code, stderr } = await runGate(openShop(), { args: [option, ref] })
    expect(stderr).toMatch(message)
    expect(code).toBe(2)
  })

  test.each<[string, Readonly<Record<string, string | undefined>>, string]>([
    [
      'no migrations',
      Object.fromEntries([
        ...Object.keys(SHOP)
          .filter(file => file.startsWith('migrations/'))
          .map(file => [file, undefined]),
        ['pgverdict.yml', CONFIG.replace('migrations: { path: migrations }\n', '')],
      ]),
      'No migrations found in working tree; looked for',
    ],
    [
      'two tools',
      {
        'pgverdict.yml': CONFIG.replace('migrations: { path: migrations }\n', ''),
        'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
        'prisma/migrations/20260101000000_init/migration.sql': 'create table t (id int);\n',
      },
      ' has migrations in several places: prisma in prisma/migrations, sql in migrations\nChoose one in pgverdict.yml',
    ],
    [
      'an unknown key',
      { 'pgverdict.yml': `${CONFIG}sed: {}\n` },
      'pgverdict.yml:4:1 sed: unknown key; did you mean `seed`?',
    ],
    ['no load', { 'pgverdict.yml': CONFIG.replace(/^workload.*\n/m, '') }, 'There is no load'],
    [
      'a seed that is not there',
      { 'pgverdict.yml': CONFIG.replace('seed.sql', 'seeds/*.sql') },
      'seed.files: nothing in working tree matches `seeds/*.sql`',
    ],
    [
      'a command of psql that cannot be obeyed',
      { 'migrations/004_other.sql': 'create table a (x int);\n\\connect other\n' },
      'migrations/004_other.sql:2: \\connect to “other” cannot be run here\nEverything runs in one database',
    ],
    [
      'a placeholder of Flyway without a value',
      {
        'pgverdict.yml': CONFIG.replace('path: migrations', 'tool: flyway, path: sql'),
        'sql/V1__a.sql': '\ncreate table $' + '{name} (x int);\n',
      },
      'sql/V1__a.sql:2: no configuration file gives a value to Flyway’s placeholder $' + '{name}\nWrite it into',
    ],
    [
      'a migration in UTF-16',
      { 'migrations/004_wide.sql': '\n'.concat(Buffer.from('select 1;', 'utf16le').toString('latin1')) },
      'migrations/004_wide.sql:2: the file holds a NUL character, as files in UTF-16 do\nSave it as UTF-8.',
    ],
    [
      'a workload in UTF-16',
      { 'workload.sql': Buffer.from('select 1;', 'utf16le').toString('latin1') },
      'workload.sql:1: the file holds a NUL character',
    ],
    [
      'a seed in UTF-16',
      { 'seed.sql': Buffer.from('select 1;', 'utf16le').toString('latin1') },
      'seed.sql:1: the file holds a NUL character',
    ],
    ...['$1', ':id', '@id', 'sqlc.arg'].map((parameter): [string, Files, string] => [
      `a workload with the parameter ${parameter} in place of a value`,
      {
        'workload.sql': `-- name: byId :one\nselect * from customer where id = ${parameter}${parameter.includes('.') ? "('id')" : ''};\n`,
      },
      `workload.sql:2: the parameter ${parameter} has no value\nA workload file holds values, not parameters: write a typical value`,
    ]),
    [
      'a name that is taken twice',
      { 'workload.sql': '-- name: a\nselect 1;\n-- name: a\nselect 2;\n' },
      'workload.sql:4: the name a is taken by workload.sql:2',
    ],
  ])('%s', async (_what, files, message) => {
    const { code, stderr } = await runGate(openShop(files))
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('This is a bug')
    expect(code).toBe(2)
  })

  test.each(['migrations/004_latin.sql', 'seed.sql', 'workload.sql'] as const)(
    'Latin-1 outside of a comment in %s',
    async file => {
      const shop = openShop(FEW_ROWS)
      const source = `-- caf\xe9\nselect 1;\nselect\n  'caf\xe9';\n`
      writeFileSync(join(shop.directory, file), Buffer.from(source, 'latin1'))
      const { code, stderr } = await runGate(shop)
      expect(stderr).toContain(`${file}:4: the file is not UTF-8 here\nSave it as UTF-8.`)
      expect(code).toBe(2)
    },
  )

  test('a role of the session that nobody created', async () => {
    const shop = openShop({ ...FEW_ROWS, 'pgverdict.yml': `${CONFIG}session: { role: keeper }\n` })
    const { code, stderr } = await runGate(shop)
    expect(stderr).toContain(
      '`session` in pgverdict.yml cannot be set: role "keeper" does not exist (SQLSTATE 22023)\nLet a migration create the role',
    )
    expect(code).toBe(2)
  })

  test('a migration that is in Git LFS', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n'
    const { code, stderr } = await runGate(openShop({ 'migrations/004_big.sql': pointer }))
    expect(stderr).toContain(
      'migrations/004_big.sql in working tree is a Git LFS pointer, not the file itself\nKeep SQL',
    )
    expect(code).toBe(3)
  })

  test('a migration that is a link out of the repository', async () => {
    const shop = openShop()
    symlinkSync('/etc/passwd', join(shop.directory, 'migrations/004_link.sql'))
    const { code, stderr } = await runGate(shop)
    expect(stderr).toContain('migrations/004_link.sql in working tree is, or lies behind, a symbolic link')
    expect(code).toBe(3)
  })

  test.runIf(HAS_DEBIAN_POSTGRES)('a major that is not installed', async () => {
    const { code, stderr } = await runGate(openShop(), {
      server: ['--server', 'native'],
      args: ['--postgres-version', '12'],
    })
    expect(stderr).toMatch(/No server binaries of PostgreSQL 12 on this machine: found .*15 in /)
    expect(code).toBe(3)
  })

  test.each([
    ['on the command line', '', ['--postgres-version', '99'], '`postgres-version`'],
    [
      'in the configuration',
      'postgres: { version: 11 }\n',
      [],
      'pgverdict.yml:4:22 postgres.version: must be at least 12',
    ],
  ])('an unsupported major %s', async (_where, line, args, message) => {
    const shop = openShop({ 'pgverdict.yml': CONFIG + line })
    const { code, stderr } = await runGate(shop, { server: ['--server', 'native'], args })
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })
})

describe('what cannot be measured', () => {
  test.each<[string, { base?: Files; head?: Files }, string | RegExp]>([
    [
      'a syntax error in base’s migrations',
      { base: { 'migrations/004_typo.sql': 'create table a (id int);\ncreate tabel b (id int);\n' } },
      'The migrations of base failed:\nmigrations/004_typo.sql:2: syntax error at or near "tabel" (SQLSTATE 42601)\n    2 | create tabel b (id int)\n      |        ^',
    ],
    [
      'a syntax error in head’s migrations',
      { head: { 'migrations/004_typo.sql': '\n\nalter table purchase add colum x int;\n' } },
      /The migrations of head failed:\nmigrations\/004_typo\.sql:3: .*\(SQLSTATE 42\w{3}\)\n {4}3 \| alter table purchase add colum x int\n.*\^/,
    ],
    [
      'a migration that real rows refuse',
      { head: { 'migrations/004_unique.sql': 'create unique index on purchase (customer_id);\n' } },
      /migrations\/004_unique\.sql:1: could not create unique index .*\(SQLSTATE 23505\)/,
    ],
    [
      'a seed that violates a constraint',
      { base: { 'seed.sql': "insert into purchase values (1, 4711, 'open', '');\n" } },
      /The seed failed:\nseed\.sql:1: insert or update on table "purchase" violates foreign key constraint .*\(SQLSTATE 23503\)/,
    ],
    [
      'roles that nobody created, all of them named',
      {
        head: {
          'migrations/004_rights.sql':
            'grant select on customer to anon;\nalter table purchase owner to "the app";\ngrant select on customer to postgres;\n',
        },
      },
      'migrations/004_rights.sql:1: role "anon" does not exist (SQLSTATE 42704)\n    1 | grant select on customer to anon\nName the roles that must exist in pgverdict.yml: `postgres: { roles: [ anon, the app ] }`.',
    ],
    [
      'a role to act as that nobody created',
      { head: { 'migrations/004_role.sql': 'set role keeper;\n' } },
      /role "keeper" does not exist[\s\S]*Name the roles that must exist/,
    ],
    [
      'a schema of Supabase’s own',
      { head: { 'migrations/004_own.sql': 'alter table customer add owner uuid default auth.uid();\n' } },
      /schema "auth" does not exist \(SQLSTATE 3F000\)[\s\S]*Supabase’s own schemas are not on this server/,
    ],
    [
      'a seed that changes the password of the role that it runs as',
      { base: { 'seed.sql': "alter user current_user password 'hunter2';\n" } },
      'The role “pgverdict_owner” that this run works with can no longer log in\nA migration, the seed or the load',
    ],
    [
      'a database that a dump creates',
      { base: { 'seed.sql': 'create database other;\n' } },
      'Everything runs in one database, which is there already: leave the statement out.',
    ],
    [
      'a database that a branch drops',
      { head: { 'migrations/004_drop.sql': '\ndrop database base;\n' } },
      'The migrations of head failed:\nmigrations/004_drop.sql:2: no database can be dropped here\nEverything runs in one database',
    ],
    [
      'a database that a load command drops',
      {
        base: {
          'pgverdict.yml': CONFIG.replace('files: workload.sql', 'command: node drop.mjs'),
          'drop.mjs': `import pg from '${PG}'
const client = new pg.Client(process.env.DATABASE_URL)
await client.connect()
await client.query('drop database if exists base')
await client.end()
`,
        },
      },
      /A database of this run is gone: .*"base".*\nDoes a command/,
    ],
    [
      'a setting of the whole server',
      { head: { 'migrations/004_system.sql': "alter system set work_mem = '1GB';\n" } },
      'Write settings of the server under `postgres.settings`.',
    ],
    [
      'a missing extension',
      { head: { 'migrations/004_geo.sql': 'create extension postgis;\n' } },
      'The migrations create the extension “postgis”, which this server does not have\nThe embedded server has contrib only',
    ],
    [
      'a load command that fails',
      { base: { 'pgverdict.yml': CONFIG.replace('files: workload.sql', 'command: "echo no such user; exit 1"') } },
      /The workload command `echo no such user; exit 1` failed with exit code 1 after [\d.]+ s:\n {2}no such user/,
    ],
    [
      'a load command that never ends',
      {
        base: { 'pgverdict.yml': CONFIG.replace('files: workload.sql', 'command: "sleep 600 & wait", timeout: 300ms') },
      },
      'The workload command `sleep 600 & wait` took longer than 0.3 s and was stopped',
    ],
    [
      'a seed command that never ends',
      { base: { 'pgverdict.yml': CONFIG.replace('files: seed.sql', 'command: "sleep 600", timeout: 300ms') } },
      'The seed command `sleep 600` took longer than 0.3 s and was stopped',
    ],
    [
      'a statement that fails on base',
      { base: { 'workload.sql': '-- name: gone\nselect * from gone;\n' } },
      'The load fails on base: gone, workload.sql:2\nrelation "gone" does not exist (SQLSTATE 42P01)\nMend it or take it out of the workload',
    ],
    [
      'a statement that misses a row where nothing is seeded',
      {
        base: {
          'pgverdict.yml': CONFIG.replace(/^.*seed\.sql.*$/m, ''),
          'workload.sql': "-- name: new\ninsert into purchase values (1, 1, 'paid', '');\n",
        },
      },
      /\(SQLSTATE 23503\)\nThe database holds no rows but the migrations’: name the files that fill it under `seed\.files`\./,
    ],
    [
      'a statement that takes too long on both sides',
      {
        base: { 'pgverdict.yml': `${CONFIG}replay: { timeout: 200ms }\n`, 'workload.sql': `-- name: slow\n${SLOW};\n` },
      },
      'The load fails on base: slow, workload.sql:2\nIt took longer than `replay.timeout`',
    ],
  ])('%s', async (_what, { base = {}, head = {} }, message) => {
    const shop = openShop({ ...FEW_ROWS, ...base })
    shop.write(head)
    const { code, stderr } = await runGate(shop)
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain('This is a bug')
    expect(code).toBe(3)
  })

  test('what is large is no trouble: an insert of 100,000 rows, a statement of two megabytes', async () => {
    const rows = Array.from({ length: 100_000 }, (_, row) => `(${row}, 'x''${row}')`).join(',\n')
    const shop = openShop()
    shop.write({
      'migrations/004_large.sql': `create table large (id int, note text);\ninsert into large values ${rows};\n`,
      'workload.sql': `${SHOP['workload.sql']}-- name: long\nselect length('${'y'.repeat(2_000_000)}');\n`,
    })
    const { code, stderr, statuses } = await runGate(shop)
    expect(stderr).not.toContain('This is a bug')
    expect(statuses).toMatchObject({ 'purchase.byCustomer': 'unchanged', long: 'added' })
    expect(code).toBe(0)
  })

  test('a statement that takes too long on head alone is broken', async () => {
    const shop = openShop({
      'pgverdict.yml': `${CONFIG}replay: { timeout: 500ms }\n`,
      'migrations/004_rate.sql': "create function rate() returns int language sql as 'select 1';\n",
      'workload.sql': '-- name: rate\nselect rate();\n-- name: email\nselect email from customer where id = 1;\n',
    })
    shop.write({
      'migrations/005_rate.sql': `create or replace function rate() returns int language sql as '${SLOW}; select 1';\n`,
    })
    const result = await runGate(shop)
    expect(result).toMatchObject({ code: 1, statuses: { rate: 'broken', email: 'unchanged' } })
    expect(statementOf(result, 'rate').reason).toBe(
      'works on base and runs into the statement timeout on head, because migrations/005_rate.sql line 1 replaced the function rate',
    )
  })
})

test('configuration files that nobody can read change nothing, and a sweep of pool sizes beside them decides nothing', async () => {
  const shop = openShop({
    ...FEW_ROWS,
    'pgverdict.yml': `${CONFIG}advice: { pool-sweep: true }\n`,
    'ops/postgresql.conf': "include 'a.conf'\nwork_mem = lots\n",
    'ops/a.conf': "include 'a.conf'\n\u0000\n",
    'ops/pgbouncer.ini': '%include pgbouncer.ini\n[pgbouncer]\npool_mode = fast\n',
    'application.yml': `spring: { datasource: ${'['.repeat(20_000)}`,
    'config/database.yml': 'production:\n\tadapter: postgresql\n',
    'src/db.ts': "import { Pool } from 'pg'\nnew Pool({ max: -5 })\nnew Pool({ max: Number(process.env.N) })\n",
  })
  const { code, report, stdout, comment } = await runGate(shop)
  expect(code).toBe(0)
  const told = (report?.findings ?? []).map(({ rule, evidence }) => `${rule}: ${evidence.join(' ')}`).join('\n')
  expect(told).toMatch(/^unread-configuration: .*a\.conf:1 includes a file that includes it\./m)
  expect(told).toMatch(/^refused-setting: .*work_mem to lots/m)
  expect(told).toMatch(/^contradicting-pool: .*no such pool_mode.*size that no pool can have\./m)
  expect(told).toMatch(/^unknown-pool: .*nested too deeply.*database\.yml is no YAML/m)
  const [sweep] = report?.poolSweeps ?? []
  expect(sweep?.points.map(({ connections }) => connections).slice(0, 4)).toEqual([1, 2, 4, 8])
  expect(sweep?.points.every(({ rate }) => rate > 0)).toBe(true)
  expect(stdout).toContain('Throughput by number of connections')
  expect(comment).not.toContain('connections')
}, 200_000)
