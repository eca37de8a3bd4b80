import { beforeAll, describe, expect, test } from 'vitest'
import type { FileEdit, Finding } from '../../src/advise/finding.ts'
import { configSchema } from '../../src/config/schema.ts'
import { applyChanges } from '../../src/fix/edits.ts'
import { writeFixes } from '../../src/fix/write-fixes.ts'
import { readMigrations } from '../../src/migrate/detect.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { memoryTree } from '../support/memory-tree.ts'

beforeAll(loadParser)

const INIT = 'create table orders (id int primary key, tenant int not null, email text);\n'
const CREATE = 'create index concurrently orders_tenant_idx on orders (tenant);'

type Files = Readonly<Record<string, string>>

const findingOf = (sql: string): Finding => ({
  key: 'k',
  rule: 'missing-index',
  area: 'index',
  severity: 'advice',
  title: 't',
  why: 'w',
  evidence: [],
  statements: [],
  trial: undefined,
  fix: { sql, files: [] },
})

async function editsOf(files: Files, ...sqls: readonly string[]): Promise<readonly (readonly FileEdit[])[]> {
  const tree = memoryTree(files)
  const set = await readMigrations(tree, configSchema.parse({}).migrations)
  return (await writeFixes(sqls.map(findingOf), set, tree)).map(({ fix }) => fix!.files)
}

function applied(files: Files, edits: readonly FileEdit[]): Files {
  const byPath = Map.groupBy(edits, ({ path }) => path)
  const changed = [...byPath].map(([path, group]) => [
    path,
    applyChanges(
      files[path] ?? '',
      group.flatMap(({ changes }) => changes),
    ),
  ])
  return { ...files, ...Object.fromEntries(changed) }
}

const MARKS = {
  prisma: { 'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n' },
  sqlx: { 'Cargo.toml': '[dependencies]\nsqlx = "0.8"\n' },
  diesel: { 'diesel.toml': '' },
  hasura: { 'hasura/config.yaml': 'endpoint: http://localhost\n' },
}

describe('a migration in the project’s own tool and naming, that the tool’s next run applies outside of a transaction', () => {
  const cases: readonly (readonly [tool: string, files: Files, written: Files])[] = [
    [
      'sql',
      { 'migrations/001_init.sql': INIT, 'migrations/002_more.sql': 'select 1;' },
      { 'migrations/003_add_orders_tenant_idx.sql': `${CREATE}\n` },
    ],
    ['sql', { 'migrations/init.sql': INIT }, { 'migrations/init_add_orders_tenant_idx.sql': `${CREATE}\n` }],
    [
      'prisma',
      { ...MARKS.prisma, 'prisma/migrations/20261231235959_init/migration.sql': INIT },
      { 'prisma/migrations/20270101000000_add_orders_tenant_idx/migration.sql': `${CREATE}\n` },
    ],
    [
      'supabase',
      { 'supabase/migrations/20260101000000_init.sql': INIT },
      { 'supabase/migrations/20260101000001_add_orders_tenant_idx.sql': `${CREATE}\n` },
    ],
    [
      'flyway',
      {
        'sql/Migration-9--init.sql': INIT,
        'flyway.conf': 'flyway.sqlMigrationPrefix=Migration-\nflyway.sqlMigrationSeparator=--\n',
      },
      {
        'sql/Migration-10--add_orders_tenant_idx.sql': `-- Flyway holds a lock in a transaction while it migrates, which a concurrent build waits for: set\n-- flyway.postgresql.transactional.lock=false.\n${CREATE}\n`,
      },
    ],
    [
      'flyway',
      { 'db/migration/V1.9__init.sql': INIT, 'db/migration/R__views.sql': 'select 1;' },
      {
        'db/migration/V1.10__add_orders_tenant_idx.sql': `-- Flyway holds a lock in a transaction while it migrates, which a concurrent build waits for: set\n-- flyway.postgresql.transactional.lock=false.\n${CREATE}\n`,
      },
    ],
    [
      'golang-migrate',
      { 'migrations/000009_init.up.sql': INIT, 'migrations/000009_init.down.sql': 'drop table orders;' },
      {
        'migrations/000010_add_orders_tenant_idx.up.sql': `${CREATE}\n`,
        'migrations/000010_add_orders_tenant_idx.down.sql': 'drop index concurrently if exists orders_tenant_idx;\n',
      },
    ],
    [
      'goose',
      { 'migrations/00001_init.sql': `-- +goose Up\n${INIT}` },
      {
        'migrations/00002_add_orders_tenant_idx.sql': `-- +goose NO TRANSACTION\n-- +goose Up\n${CREATE}\n\n-- +goose Down\ndrop index concurrently if exists orders_tenant_idx;\n`,
      },
    ],
    [
      'dbmate',
      { 'db/migrations/20260101000000_init.sql': `-- migrate:up\n${INIT}` },
      {
        'db/migrations/20260101000001_add_orders_tenant_idx.sql': `-- migrate:up transaction:false\n${CREATE}\n\n-- migrate:down transaction:false\ndrop index concurrently if exists orders_tenant_idx;\n`,
      },
    ],
    [
      'sqlx',
      { ...MARKS.sqlx, 'migrations/20260101000000_init.sql': INIT },
      { 'migrations/20260101000001_add_orders_tenant_idx.sql': `-- no-transaction\n${CREATE}\n` },
    ],
    [
      'sqlx',
      { ...MARKS.sqlx, 'migrations/1_init.up.sql': INIT, 'migrations/1_init.down.sql': 'drop table orders;' },
      {
        'migrations/2_add_orders_tenant_idx.up.sql': `-- no-transaction\n${CREATE}\n`,
        'migrations/2_add_orders_tenant_idx.down.sql':
          '-- no-transaction\ndrop index concurrently if exists orders_tenant_idx;\n',
      },
    ],
    [
      'diesel',
      { ...MARKS.diesel, 'migrations/2026-01-01-000000_init/up.sql': INIT },
      {
        'migrations/2026-01-01-000001_add_orders_tenant_idx/up.sql': `${CREATE}\n`,
        'migrations/2026-01-01-000001_add_orders_tenant_idx/down.sql':
          'drop index concurrently if exists orders_tenant_idx;\n',
        'migrations/2026-01-01-000001_add_orders_tenant_idx/metadata.toml': 'run_in_transaction = false\n',
      },
    ],
    [
      'atlas',
      { 'migrations/atlas.sum': '', 'migrations/20260101000000_init.sql': INIT },
      { 'migrations/20260101000001_add_orders_tenant_idx.sql': `-- atlas:txmode none\n\n${CREATE}\n` },
    ],
  ]

  test.each(cases)('%s', async (tool, files, written) => {
    const [edits = []] = await editsOf(files, CREATE)
    const after = applied(files, edits)
    expect(after).toEqual({ ...files, ...written })
    const set = await readMigrations(memoryTree(after), configSchema.parse({}).migrations)
    const added = set.kind === 'sql' ? set.migrations.findLast(({ repeatable }) => !repeatable) : undefined
    expect([set.kind === 'sql' && set.tool, added?.file]).toEqual([tool, Object.keys(written)[0]])
    expect(added?.pieces.map(({ kind }) => kind)).toEqual(['statement'])
    // One statement sent by itself is in no transaction block either.
    const sendsFile = ['prisma', 'golang-migrate', 'dbmate', 'sqlx', 'diesel']
    expect(added?.transaction).toBe(sendsFile.includes(tool) ? 'query' : 'none')
  })
})

const JOURNAL = `{
  "version": "7",
  "dialect": "postgresql",
  "entries": [
    {
      "idx": 0,
      "version": "7",
      "when": 1700000000000,
      "tag": "0000_init",
      "breakpoints": true
    }
  ]
}`

describe('tools that run all that is pending in one transaction', () => {
  test('Drizzle: says so in the file, and the index may be built concurrently before', async () => {
    const files = { 'drizzle/meta/_journal.json': JOURNAL, 'drizzle/0000_init.sql': INIT }
    const [first = [], second = []] = await editsOf(files, CREATE, 'drop index concurrently orders_old;')
    const after = applied(files, [...first, ...second])
    expect(after['drizzle/0001_add_orders_tenant_idx.sql']).toBe(
      `-- Migrations run in one transaction here, where an index is not built or dropped concurrently: this blocks writes meanwhile.
-- On a large table run the following first, outside of it; this then finds nothing left to do.
--   create index concurrently orders_tenant_idx on orders (tenant);
create index if not exists orders_tenant_idx on orders (tenant);
`,
    )
    expect(JSON.parse(after['drizzle/meta/_journal.json']!).entries.slice(1)).toEqual([
      { idx: 1, version: '7', when: 1700000000001, tag: '0001_add_orders_tenant_idx', breakpoints: true },
      { idx: 2, version: '7', when: 1700000000002, tag: '0002_drop_orders_old', breakpoints: true },
    ])
    const set = await readMigrations(memoryTree(after), configSchema.parse({}).migrations)
    expect(set.kind === 'sql' && set.migrations.map(({ id }) => id)).toEqual([
      '0000_init',
      '0001_add_orders_tenant_idx',
      '0002_drop_orders_old',
    ])
  })

  test('Drizzle: nothing is written beside a journal whose layout nobody knows', async () => {
    const files = { 'drizzle/meta/_journal.json': '{"entries":[{"tag":"0000_init"}]}', 'drizzle/0000_init.sql': INIT }
    expect(await editsOf(files, CREATE)).toEqual([[]])
  })

  test('Hasura, for each file', async () => {
    const files = { ...MARKS.hasura, 'hasura/migrations/default/1700000000000_init/up.sql': INIT }
    const [edits = []] = await editsOf(files, CREATE)
    const after = applied(files, edits)
    const folder = 'hasura/migrations/default/1700000000001_add_orders_tenant_idx'
    expect(after[`${folder}/up.sql`]).toMatch(/\ncreate index if not exists orders_tenant_idx on orders \(tenant\);\n$/)
    expect(after[`${folder}/down.sql`]).toBe('drop index if exists orders_tenant_idx;\n')
  })

  test('node-pg-migrate', async () => {
    const files = {
      'package.json': '{ "dependencies": { "node-pg-migrate": "8" } }',
      'migrations/1700000000000_init.sql': INIT,
    }
    const [[edit] = []] = await editsOf(files, CREATE)
    const text = applied(files, [edit!])['migrations/1700000000001_add_orders_tenant_idx.sql']
    expect(text).toMatch(/^-- Up Migration\n-- Migrations run in one transaction here/)
    expect(text).toMatch(
      /\ncreate index if not exists orders_tenant_idx on orders \(tenant\);\n\n-- Down Migration\ndrop index if exists orders_tenant_idx;\n$/,
    )
  })
})

describe('the Prisma schema', () => {
  const SCHEMA = `datasource db {
  provider = "postgresql"
}

model Order {
  id        Int     @id
  tenantId  Int     @map("tenant")
  email     String?
  createdAt DateTime

  @@index([createdAt]) // by day
  @@index([email], map: "by_email")
  @@map("orders")
}

model Plain {
  id Int @id
}
`
  const files = { ...MARKS.prisma, 'prisma/migrations/1_init/migration.sql': INIT, 'prisma/schema.prisma': SCHEMA }
  const added = (line: string, after = '@@map("orders")') => SCHEMA.replace(`  ${after}\n`, `  ${after}\n  ${line}\n`)
  const removed = (line: string) => SCHEMA.replace(`  ${line}\n`, '')

  test.each<readonly [sql: string, schema: string]>([
    [CREATE, added('@@index([tenantId])')],
    [
      'create index concurrently other on orders (tenant, "createdAt" desc)',
      added('@@index([tenantId, createdAt(sort: Desc)], map: "other")'),
    ],
    [
      'create index concurrently orders_email_idx on orders using gin (email gin_trgm_ops)',
      added('@@index([email(ops: raw("gin_trgm_ops"))], type: Gin)'),
    ],
    [
      'create index concurrently "Plain_id_idx" on "Plain" using brin (id)',
      added('\n  @@index([id], type: BRIN)'.slice(3), 'id Int @id').replace('  id Int @id\n  ', '  id Int @id\n\n  '),
    ],
    [
      'create unique index concurrently orders_email_idx on orders (email)',
      added('@@unique([email], map: "orders_email_idx")'),
    ],
    ['create index concurrently a on orders (lower(email))', SCHEMA],
    ['create index concurrently a on orders (email) where email is null', SCHEMA],
    ['drop index concurrently "orders_createdAt_idx"', removed('@@index([createdAt]) // by day')],
    ['drop index concurrently by_email', removed('@@index([email], map: "by_email")')],
    ['drop index concurrently made_by_hand', SCHEMA],
  ])('%s', async (sql, schema) => {
    const [edits = []] = await editsOf(files, sql)
    expect(edits[0]?.path).toMatch(/^prisma\/migrations\/2_\w+\/migration\.sql$/)
    expect(applied(files, edits)['prisma/schema.prisma']).toBe(schema)
  })
})

test('a Prisma schema that cannot be read keeps no fix from being written', async () => {
  const files = {
    ...MARKS.prisma,
    'prisma/migrations/1_init/migration.sql': INIT,
    'prisma/schema.prisma': 'model orders { id Int @id }\n',
  }
  const [edits = []] = await editsOf(files, CREATE)
  expect(edits.map(({ path }) => path)).toEqual(['prisma/migrations/2_add_orders_tenant_idx/migration.sql'])
})

test('an index that comes with another form of a statement is declared as well', async () => {
  const schema = 'model orders {\n  id Int @id\n  tenant Int\n}\n'
  const files = { ...MARKS.prisma, 'prisma/migrations/1_init/migration.sql': INIT, 'prisma/schema.prisma': schema }
  const tree = memoryTree(files)
  const set = await readMigrations(tree, configSchema.parse({}).migrations)
  const sql = [CREATE.replace(';', '')]
  const steps = [{ slug: 'add_orders_tenant_idx', sql, commits: true, undo: ['drop index orders_tenant_idx'] }]
  const fix = { sql: `${CREATE}\n-- The statement then is:\nSELECT 1;`, files: [], steps }
  const [finding] = await writeFixes([{ ...findingOf(CREATE), fix }], set, tree)
  const written = applied(files, finding!.fix!.files)
  expect(written['prisma/schema.prisma']).toContain('@@index([tenant])')
  expect(written['prisma/migrations/2_add_orders_tenant_idx/migration.sql']).toContain(CREATE)
})

test('an extension has a migration of its own, before the index that needs it', async () => {
  const files = { 'migrations/1_init.sql': INIT }
  const [edits = []] = await editsOf(files, `create extension if not exists pg_trgm;\n${CREATE}`)
  expect(edits.map(({ path }) => path)).toEqual([
    'migrations/2_create_extension_if_not_exists_pg.sql',
    'migrations/3_add_orders_tenant_idx.sql',
  ])
})

test('what is no change of the schema gets no migration', async () => {
  const files = { 'migrations/1_init.sql': INIT }
  expect(
    await editsOf(files, 'select 1;', 'alter system set work_mem = 1;', `${CREATE} update orders set id = 1;`),
  ).toEqual([[], [], []])
})

test('a project whose migrations are code gets none', async () => {
  const tree = memoryTree({})
  const [finding] = await writeFixes([findingOf(CREATE)], { kind: 'command', command: 'migrate' }, tree)
  expect(finding?.fix).toEqual({ sql: CREATE, files: [] })
})
