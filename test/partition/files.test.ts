import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Finding, StepwiseFix } from '../../src/advise/finding.ts'
import { configSchema } from '../../src/config/schema.ts'
import { applyChanges } from '../../src/fix/edits.ts'
import { writeFixes } from '../../src/fix/write-fixes.ts'
import { applyMigrations } from '../../src/migrate/apply.ts'
import { readMigrations } from '../../src/migrate/detect.ts'
import { readDefinition } from '../../src/partition/definition.ts'
import { partitionMigration } from '../../src/partition/migration.ts'
import type { Server } from '../../src/postgres/server.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { memoryTree } from '../support/memory-tree.ts'
import { recordedProgress } from '../support/recorded-progress.ts'

const INIT = `create table account (id int primary key);
insert into account values (1);
create table event (id bigserial primary key, account int not null references account, at date not null);
insert into event (account, at) select 1, date '2025-01-01' + i % 300 from generate_series(1, 25000) i;
`

const PRISMA_SCHEMA = `model Account {
  id     Int     @id
  events Event[]

  @@map("account")
}

model Event {
  number  BigInt   @id @default(autoincrement()) @map("id")
  at      DateTime @db.Date
  owner   Account  @relation(fields: [account], references: [id])
  account Int // @id of its own

  @@map("event")
}
`

/** They are there before Supabase’s migrations, as a run sees to. */
const SUPABASE_ROLES = ['anon', 'authenticated', 'service_role']

let server: Server
beforeAll(async () => {
  await loadParser()
  server = await startServer({ ...LOCAL_SERVER, roles: SUPABASE_ROLES })
})
afterAll(() => server?.[Symbol.asyncDispose]())

const FILES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sql: { 'migrations/001_init.sql': INIT },
  prisma: {
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    'prisma/migrations/20260101000000_init/migration.sql': INIT,
    'prisma/schema.prisma': PRISMA_SCHEMA,
  },
  flyway: { 'db/migration/V1__init.sql': INIT },
  'golang-migrate': { 'migrations/000001_init.up.sql': INIT, 'migrations/000001_init.down.sql': 'drop table event;' },
  goose: { 'migrations/00001_init.sql': `-- +goose Up\n${INIT}` },
  dbmate: { 'db/migrations/20260101000000_init.sql': `-- migrate:up\n${INIT}` },
  supabase: { 'supabase/migrations/20260101000000_init.sql': INIT },
  drizzle: {
    'drizzle/0000_init.sql': INIT,
    'drizzle/meta/_journal.json': JSON.stringify(
      {
        version: '7',
        dialect: 'postgresql',
        entries: [{ idx: 0, version: '7', when: 1, tag: '0000_init', breakpoints: true }],
      },
      null,
      2,
    ),
  },
}

const WAYS = Object.keys(FILES).flatMap(tool => [[tool, 'copy'] as const, [tool, 'attach'] as const])

test.each(WAYS)('the migration in %s’s files divides the table by %s', async (tool, move) => {
  const database = await server.createDatabase('files')
  const files = FILES[tool]!
  const options = {
    side: 'head',
    progress: recordedProgress(),
    signal: new AbortController().signal,
    superuserExtensions: [],
    roles: new Set<string>(),
    sampleLocks: false,
    settings: {},
  } as const
  const read = (of: Readonly<Record<string, string>>) =>
    readMigrations(memoryTree(of), configSchema.parse({}).migrations)
  const set = await read(files)
  if (set.kind !== 'sql') throw new Error('The tool was not found')
  expect(set.tool).toBe(tool)
  await applyMigrations(database, set, set.migrations, options)
  {
    await using client = await database.connect('owner')
    const definition = await readDefinition(client, { schema: 'public', name: 'event' })
    const steps = partitionMigration(
      {
        schema: 'public',
        table: 'event',
        method: 'range',
        key: 'at',
        interval: 'month',
        modulus: 8,
        reach: 'newest row',
        move,
      },
      definition,
    )
    const fix: StepwiseFix = { sql: '', files: [], steps }
    const finding: Finding = {
      key: 'k',
      rule: 'partition',
      area: 'partitioning',
      severity: 'advice',
      title: 't',
      why: 'w',
      evidence: [],
      statements: [],
      trial: undefined,
      fix,
    }
    const [written] = await writeFixes([finding], set, memoryTree(files))
    expect(Object.keys(written!.fix!)).toEqual(['sql', 'files'])
    const byPath = Map.groupBy(written!.fix!.files, ({ path }) => path)
    const after = [...byPath].map(([path, edits]) => [
      path,
      applyChanges(
        files[path] ?? '',
        edits.flatMap(edit => edit.changes),
      ),
    ])
    const both = await read({ ...files, ...Object.fromEntries(after) })
    if (both.kind !== 'sql') throw new Error('The tool was not found')
    const added = both.migrations.slice(set.migrations.length)
    expect(added.length).toBeGreaterThan(1)
    await applyMigrations(database, both, added, options)
    const [row] = await client.rows<{ kind: string; rows: number; parts: number }>(
      `select relkind as kind, (select count(*) from event)::int as rows,
         (select count(*) from pg_inherits where inhparent = oid)::int as parts from pg_class where relname = 'event'`,
    )
    expect(row).toMatchObject({ kind: 'p', rows: 25_000 })
    if (tool === 'prisma')
      expect(Object.fromEntries(after)['prisma/schema.prisma']).toBe(
        PRISMA_SCHEMA.replace('@id @default', '@default').replace(
          '@@map("event")',
          '@@map("event")\n  @@id([number, at])',
        ),
      )
    expect(row!.parts).toBeGreaterThan(move === 'copy' ? 10 : 3)
  }
  await server.dropDatabase(database)
})
