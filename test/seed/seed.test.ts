import { afterAll, beforeAll, expect, test } from 'vitest'
import { configSchema } from '../../src/config/schema.ts'
import { openServer } from '../../src/postgres/open.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { type SeedOptions, seed } from '../../src/seed/seed.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { memoryTree } from '../support/memory-tree.ts'
import { recordedProgress } from '../support/recorded-progress.ts'

let server: Server
let made = 0
const { signal } = new AbortController()

beforeAll(async () => {
  const { postgres } = configSchema.parse({ postgres: LOCAL_SERVER })
  server = await openServer(postgres, { signal, progress: recordedProgress(), env: process.env })
})
afterAll(() => server?.[Symbol.asyncDispose]())

async function tableDatabase(): Promise<Database> {
  const database = await server.createDatabase(`seed_${++made}`)
  await using client = await database.connect('owner')
  await client.run('create table t (id int primary key, name text not null)')
  return database
}

function fill(
  database: Database,
  files: Readonly<Record<string, string>>,
  config: { readonly files?: string[]; readonly command?: string; readonly timeout?: number },
  options: Partial<SeedOptions> = {},
) {
  const parsed = configSchema.parse({ seed: config }).seed
  const environment = { PATH: process.env.PATH ?? '' }
  return seed(database, memoryTree(files), parsed, {
    env: environment,
    progress: recordedProgress(),
    signal,
    ...options,
  })
}

async function names(database: Database): Promise<readonly string[]> {
  await using client = await database.connect('owner')
  const rows = await client.rows<{ name: string }>('select name from t order by id')
  return rows.map(row => row.name)
}

test('runs files in the order given, with rows from copy and \\copy, then the command', async () => {
  const database = await tableDatabase()
  const progress = recordedProgress()
  const files = {
    'seed/b.sql': "insert into t values (1, 'b');",
    'seed/a.sql': 'copy t from stdin;\n2\ta\n3\tfä\n\\.\n',
    'late.sql': "\\set ON_ERROR_STOP on\n\\copy t from 'rows.csv' csv\nvacuum t;",
    'rows.csv': '4,"x, y"\n',
    'add.sh': `test -f rows.csv && test "$DATABASE_URL" != "" && test "$SECRET" = "" && echo "seeding $PGDATABASE"`,
  }
  await fill(database, files, { files: ['seed/*.sql', 'late.sql'], command: 'sh add.sh' }, { progress })
  expect(await names(database)).toEqual(['b', 'a', 'fä', 'x, y'])
  expect(progress.steps).toContain('seed/a.sql: 1 of 1 statements')
  expect(progress.steps).toContain(`seeding ${database.name}`)
})

test('takes a file back whose statement fails, and shows the place and the row', async () => {
  const database = await tableDatabase()
  const file = "insert into t values (1, 'a');\ninsert into t values (2, 'b'),\n  (1, 'c');\n"
  await expect(fill(database, { 'seed.sql': file }, { files: ['seed.sql'] })).rejects.toMatchObject({
    name: 'UserError',
    kind: 'measurement',
    message: expect.stringMatching(
      /^The seed failed:\nseed\.sql:2: duplicate key[\s\S]*23505[\s\S]*detail: Key \(id\)=\(1\)/,
    ),
  })
  expect(await names(database)).toEqual([])
})

test('shows the line of copied rows that fails', async () => {
  const database = await tableDatabase()
  const file = '\ncopy t from stdin;\n1\ta\n2\n\\.\n'
  await expect(fill(database, { 'seed.sql': file }, { files: ['seed.sql'] })).rejects.toThrow(
    /seed\.sql:2: missing data for column "name"[\s\S]*COPY t, line 2/,
  )
})

test('does not carry one file’s session into the next', async () => {
  const database = await tableDatabase()
  const files = {
    '1.sql': "select set_config('search_path', '', false); insert into public.t values (1, 'a')",
    '2.sql': "insert into t values (2, 'b')",
  }
  await fill(database, files, { files: ['*.sql'] })
  expect(await names(database)).toEqual(['a', 'b'])
})

test.each([
  ['a command that fails', { command: 'echo oh; exit 3' }, /seed command .* exit code 3[\s\S]*oh/],
  ['a command that never ends', { command: 'sleep 60', timeout: 300 }, /took longer than 0.3 s/],
  ['a pattern without files', { files: ['none/*.sql'] }, /none\/\*\.sql/],
])('refuses %s', async (_name, config, message) => {
  const database = await tableDatabase()
  await expect(fill(database, {}, config)).rejects.toThrow(message)
})
