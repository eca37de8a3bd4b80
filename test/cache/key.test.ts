import { expect, test } from 'vitest'
import { baseKey, type KeyInputs } from '../../src/cache/key.ts'
import { parseConfig } from '../../src/config/parse.ts'
import { readMigrations } from '../../src/migrate/detect.ts'
import { memoryTree } from '../support/memory-tree.ts'

const FILES = {
  'migrations/1.sql': 'create table item (id int primary key);',
  'seed.sql': '\\i rows.sql\ninsert into item values (1);',
  'rows.sql': 'insert into item values (2);',
  'workload.sql': '-- name: item\nselect * from item;',
  'app/fill.ts': 'fill()',
}
const CONFIG = `migrations: { path: migrations }
seed: { files: seed.sql }
`

interface Change {
  readonly files?: Readonly<Record<string, string>>
  readonly config?: string
  readonly build?: string
  readonly version?: string
  readonly today?: string
}

async function keyOf({ files = {}, config: text = CONFIG, ...rest }: Change = {}) {
  const tree = memoryTree({ ...FILES, ...files })
  const config = parseConfig({ name: 'pgverdict.yml', text })
  const migrations = await readMigrations(tree, config.migrations)
  const inputs: KeyInputs = {
    tree,
    seed: tree,
    migrations,
    config,
    build: 'a',
    version: '1',
    today: '2026-01-01',
    ...rest,
  }
  return baseKey(inputs)
}

test.each<readonly [string, Change]>([
  ['a migration', { files: { 'migrations/1.sql': 'create table item (id bigint primary key);' } }],
  ['one more migration', { files: { 'migrations/2.sql': 'create index on item (id);' } }],
  ['the seed', { files: { 'seed.sql': '\\i rows.sql\ninsert into item values (3);' } }],
  ['a file that the seed includes', { files: { 'rows.sql': 'insert into item values (4);' } }],
  ['another seed file', { config: CONFIG.replace('seed.sql', '[seed.sql, rows.sql]') }],
  ['a setting of the server', { config: `${CONFIG}postgres: { settings: { work_mem: 1MB } }` }],
  ['a role', { config: `${CONFIG}postgres: { roles: [app] }` }],
  ['the server’s build', { build: 'b' }],
  ['our version', { version: '2' }],
])('another base for %s', async (_, change) => {
  expect(await keyOf(change)).not.toEqual(await keyOf())
})

test.each<readonly [string, Change]>([
  ['the load', { files: { 'workload.sql': '-- name: other\nselect 1;' } }],
  ['the gate', { config: `${CONFIG}gate: { worse: { ratio: 2 } }` }],
  ['a file that nothing reads', { files: { 'README.md': 'hello' } }],
  ['the day', { today: '2026-01-02' }],
])('the same base for %s', async (_, change) => {
  expect(await keyOf(change)).toEqual(await keyOf())
})

test('SQL that asks for the time makes a base for one day', async () => {
  const files = { 'rows.sql': `insert into item select extract(epoch from now() - interval '1 day')::int;` }
  expect(await keyOf({ files, today: '2026-01-02' })).not.toEqual(await keyOf({ files }))
})

const command = (more: string, environment = '') => `migrations: { path: migrations }
seed: { command: node app/fill.ts${more} }
${environment}`

test('a command counts with the files that it is said to depend on, and else makes every base uncertain', async () => {
  expect(await keyOf({ config: command('') })).toEqual({ uncertain: expect.stringContaining('`seed.depends-on`') })
  const config = command(', depends-on: app')
  const key = await keyOf({ config })
  expect(key).toEqual({ key: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(await keyOf({ config, files: { 'app/fill.ts': 'fill(2)' } })).not.toEqual(key)
  expect(await keyOf({ config, files: { 'rows.sql': '' } })).toEqual(key)
  expect(await keyOf({ config: command(', depends-on: "app/*.ts"', 'environment: [SIZE]') })).toEqual({
    uncertain: expect.stringContaining('`environment`'),
  })
})
