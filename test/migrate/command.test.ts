import { afterAll, beforeAll, expect, test } from 'vitest'
import { configSchema } from '../../src/config/schema.ts'
import { runMigrationCommand } from '../../src/migrate/command.ts'
import { openServer } from '../../src/postgres/open.ts'
import type { Server } from '../../src/postgres/server.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { memoryTree } from '../support/memory-tree.ts'
import { recordedProgress } from '../support/recorded-progress.ts'

let server: Server
const { signal } = new AbortController()

beforeAll(async () => {
  const { postgres } = configSchema.parse({ postgres: LOCAL_SERVER })
  server = await openServer(postgres, { signal, progress: recordedProgress(), env: process.env })
})
afterAll(() => server?.[Symbol.asyncDispose]())

const MIGRATE = `
import pg from '${new URL('../../node_modules/pg/esm/index.mjs', import.meta.url).href}'
const client = new pg.Client(process.env.DATABASE_URL)
await client.connect()
await client.query('create table ' + process.argv[2] + ' (x int)')
await client.end()
console.log('made ' + process.argv[2])
`

test('migrates in the side’s own files', async () => {
  const database = await server.createDatabase('command')
  const progress = recordedProgress()
  const set = { kind: 'command', command: 'node migrate.mjs orders' } as const
  const env = { PATH: process.env.PATH ?? '' }
  await runMigrationCommand(database, memoryTree({ 'migrate.mjs': MIGRATE }), set, {
    side: 'base',
    env,
    progress,
    signal,
  })
  expect(progress.steps).toContain('made orders')
  await using client = await database.connect('owner')
  expect(await client.rows('select * from orders')).toEqual([])
})

test('says whose command failed', async () => {
  const database = await server.createDatabase('failing')
  const set = { kind: 'command', command: 'echo no; exit 4' } as const
  const options = { side: 'head', env: {}, progress: recordedProgress(), signal } as const
  await expect(runMigrationCommand(database, memoryTree({}), set, options)).rejects.toThrow(
    /migration command of head .* exit code 4[\s\S]*no/,
  )
})
