import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database, Server } from '../../src/postgres/server.ts'
import { statistics } from '../../src/scale/statistics-command.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'

let server: Server
let database: Database
let folder: string

beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
  database = await server.createDatabase('shop')
  folder = await mkdtemp(join(tmpdir(), 'statistics-'))
  await using owner = await database.connect('owner')
  await owner.run(`
    create table person (id int primary key, name text not null, secret text);
    insert into person select n, case when n % 2 = 0 then 'Canary' else 'n' || n end, 'hidden' from generate_series(1, 500) n;
    create table part (id int, at date) partition by range (at);
    create table part_2026 partition of part for values from ('2026-01-01') to ('2027-01-01');
    create index part_at on part (at);
    analyze;
  `)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

test('writes names, sizes and shares, and none of the values', async () => {
  const output = join(folder, 'production.json')
  const said = await statistics({ url: '$SHOP', output, sql: false }, { SHOP: database.url })
  expect(said).toContain(output)
  const text = await readFile(output, 'utf8')
  expect(text).not.toMatch(/Canary|hidden|n499/)
  const written = JSON.parse(text) as { relations: unknown[]; columns: unknown[] }
  expect(written.relations).toContainEqual(
    expect.objectContaining({ schema: 'public', table: 'person', index: null, rows: 500 }),
  )
  expect(written.relations).toContainEqual(expect.objectContaining({ table: 'part_2026', index: 'part_2026_at_idx' }))
  expect(written.columns).toContainEqual(
    expect.objectContaining({
      table: 'person',
      column: 'name',
      distinct: expect.any(Number) as number,
      frequencies: [0.5],
    }),
  )
})

test('the printed query gives the same to psql', async () => {
  const sql = await statistics({ output: join(folder, 'unused.json'), sql: true }, {})
  await using owner = await database.connect('owner')
  const [row] = await owner.rows<{ statistics: string }>(sql)
  const written = JSON.parse(await readFile(join(folder, 'production.json'), 'utf8')) as unknown
  expect(JSON.parse(row!.statistics)).toEqual(written)
})

test.each([
  [{ output: 'x.json', sql: false }, '--url is not of the form'],
  [{ url: '$ABSENT', output: 'x.json', sql: false }, 'the environment variable ABSENT holds no'],
  [{ url: 'postgresql://127.0.0.1:1/x', output: 'x.json', sql: false }, 'could not be read'],
  [{ url: '$ABSENT', output: '/absent/x.json', sql: false }, 'the folder /absent is not there'],
])('%o', async (options, problem) => {
  await expect(statistics(options, {})).rejects.toThrow(problem)
})
