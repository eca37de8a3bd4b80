import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createInSituReader, type InSituReader } from '../../src/capture/in-situ.ts'
import { readLog } from '../../src/capture/log.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { captureLog, logPlans } from '../../src/postgres/settings.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { sendBound } from './send-bound.ts'

const { builtins } = pg.types

let server: Server
let database: Database
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
  database = await server.createDatabase('shop')
  await using client = await database.connect('owner')
  await client.run(`
    create table item (id int primary key, code varchar(20), made timestamp);
    insert into item select g, g, '2024-01-01' from generate_series(1, 5000) g;
    create index on item (code);
    analyze item`)
  await captureLog(server, database, true)
  await logPlans(server, database)
})
afterAll(() => server[Symbol.asyncDispose]())

/** What the plans of everything that is sent say, for the last statement. */
async function readBack(send: (client: pg.Client) => Promise<unknown>): Promise<ReturnType<InSituReader['of']>> {
  const from = (await server.log?.position()) ?? 0
  const client = new pg.Client(database.url)
  await client.connect()
  await send(client)
  await client.end()
  const reader = createInSituReader()
  let last = ''
  for await (const event of readLog(server.log!, from, await server.log!.position(), database.name)) {
    if (event.kind === 'plan') reader.addPlan(event.session, event.queryid, event.json)
    if (event.kind === 'execution') {
      reader.addExecution(event.session, event.queryid, event.values)
      last = event.queryid
    }
  }
  return reader.of(last)
}

describe('the types that a driver bound', () => {
  test.each([
    ['select * from item where id = $1', ['5'], [builtins.NUMERIC], [[0, 'numeric']]],
    ['select * from item where id = $1', ['5'], [0], [[0, null]]],
    ['select * from item where id = $1', ['5'], [builtins.INT8], [[0, null]]],
    [
      'select * from item where code = $1 and id = $2',
      ['a', '7'],
      [builtins.VARCHAR, builtins.FLOAT8],
      [
        [0, 'text'],
        [1, 'double precision'],
      ],
    ],
    ['select * from item where id = any($1)', ['{1,2}'], [1231], [[0, 'numeric[]']]],
    [
      'select * from item where made > $1',
      ['2024-01-01T00:00:00Z'],
      [builtins.TIMESTAMPTZ],
      [[0, 'timestamp with time zone']],
    ],
    ['select * from item where id = $1 and code <> $2', ['5', '5'], [builtins.NUMERIC, 0], []],
  ] as const)('%s with %j as %j', async (text, values, types, expected) => {
    const found = await readBack(client => sendBound(client, { text, values, types }))
    expect([...(found?.types ?? [])].sort()).toEqual(expected)
  })
})

test('generic plans are counted from the sixth execution on', async () => {
  const found = await readBack(async client => {
    for (let id = 1; id <= 8; id++) {
      await client.query({ name: 'by id', text: 'select code from item where id = $1', values: [id] })
    }
  })
  expect(found).toMatchObject({ seen: 8, generic: 3 })
})
