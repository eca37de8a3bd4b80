import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CaptureOptions, capture } from '../../src/capture/capture.ts'
import type { Snapshot } from '../../src/capture/snapshot.ts'
import { runWorkload } from '../../src/load/run-workload.ts'
import { parseWorkload } from '../../src/load/workload.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { captureLog } from '../../src/postgres/settings.ts'
import { resetStatements } from '../../src/postgres/statement-counts.ts'
import { measure } from '../../src/replay/measure.ts'
import { createWorkMeter } from '../../src/replay/work.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { recordProgress, startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'

let server: Server
let database: Database
const progress = recordProgress()
const { signal } = new AbortController()

beforeAll(async () => {
  await loadParser()
  server = await startServer(LOCAL_SERVER)
  database = await server.createDatabase('shop')
  await using client = await database.connect('owner')
  await client.run(`
    create table item (id int primary key, kind text not null, note text);
    insert into item select g, 'k' || g % 7, 'n' || g from generate_series(1, 5000) g;
    create function kinds(wanted text) returns bigint language plpgsql stable as $$
      begin return (select count(*) from item where kind = wanted); end $$`)
  await captureLog(server, database, true)
})

afterAll(() => server[Symbol.asyncDispose]())

async function captured(load: () => Promise<CaptureOptions['sent']>): Promise<Snapshot> {
  await resetStatements(server, database)
  const logFrom = (await server.log?.position()) ?? 0
  const sent = await load()
  return capture(server, database, {
    sent,
    failedTexts: new Set<string>(),
    places: new Map(),
    logFrom,
    session: {},
    valueSets: 4,
    progress,
  })
}

const send = (sql: string) => async () =>
  runWorkload(database, await parseWorkload(sql, 'w.sql'), { session: {}, statementTimeoutMs: 5000, progress, signal })

test('two names that share a fingerprint have their own calls, times and values', async () => {
  const { statements } = await captured(
    send(`-- name: one\n-- calls: 3\nselect * from item where id = 1;\n-- name: two\nselect * from item where id = 2;`),
  )
  expect(statements.map(({ name, stats }) => [name, stats.calls])).toEqual([
    ['one', 3],
    ['two', 1],
  ])
  const [one, two] = statements
  expect(one?.key).toEqual(two?.key)
  expect(one?.valueSets[0]?.sql).toBe('select * from item where id = 1')
  expect(one?.text).toBe('select * from item where id = $1')
  expect(one!.stats.totalExecTime + two!.stats.totalExecTime).toBeGreaterThan(0)
})

test('an EXECUTE is replayed with its PREPARE, under the prepared query’s text', async () => {
  const { statements } = await captured(
    send(
      `prepare "by kind" (text) as select count(*) from item where kind = $1;\n-- name: kinds\nexecute "by kind"('k3');`,
    ),
  )
  expect(statements.map(({ name, text, isWrite }) => ({ name, text, isWrite }))).toEqual([
    { name: 'kinds', text: 'select count(*) from item where kind = $1', isWrite: false },
  ])
  await using client = await database.connect('owner')
  const side = { client, meter: createWorkMeter(server, database), timeoutMs: 5000 }
  expect(await measure(side, statements[0]!.valueSets[0]!, false)).toMatchObject({
    kind: 'measured',
    work: { rows: 1, buffers: expect.any(Number) },
  })
})

test('settings hold for the statements after them, in that file only', async () => {
  const { statements } = await captured(
    send(`-- name: before\nselect 1;\nset work_mem = '12MB';\n-- name: after\nselect kind from item order by note;`),
  )
  expect(statements.map(({ name, valueSets }) => [name, valueSets[0]?.session.work_mem])).toEqual([
    ['before', undefined],
    ['after', '12MB'],
  ])
})

test('statements of a command are found in the log, with their values', async () => {
  const { statements } = await captured(async () => {
    await using client = await database.connect('owner')
    for (const kind of ['k1', 'k2', 'k2', "it's"]) await client.rows('select * from item where kind = $1', [kind])
    await client.rows('update item set note = $2 where id = $1', [7, null])
    await client.run(`select kinds('k4')`)
    await client.run('begin')
    await client.run('commit')
    return []
  })
  const byText = new Map(statements.map(statement => [statement.text, statement]))
  expect([...byText.keys()].sort()).toEqual([
    'select * from item where kind = $1',
    'select kinds($1)',
    'update item set note = $2 where id = $1',
  ])
  const read = byText.get('select * from item where kind = $1')!
  expect(read).toMatchObject({ isNamed: false, isWrite: false, stats: { calls: 4 } })
  expect(read.valueSets[0]).toMatchObject({ why: 'most frequent', values: ['k2'] })
  expect(new Set(read.valueSets.flatMap(({ values }) => values))).toContain("it's")
  expect(byText.get('update item set note = $2 where id = $1')).toMatchObject({
    isWrite: true,
    valueSets: [{ values: ['7', null] }],
  })
})

test('what a command sends with other values is listed beside the same statement of a file', async () => {
  const { statements } = await captured(async () => {
    const sent = await send(`-- name: one\n-- calls: 3\nselect * from item where kind = 'k1';`)()
    await using client = await database.connect('owner')
    await client.run(`select * from item where kind = 'k1'`)
    for (const kind of ['k2', 'k3']) await client.run(`select * from item where kind = '${kind}'`)
    return sent
  })
  expect(statements.map(({ name, stats, valueSets }) => [name, stats.calls, valueSets.length])).toEqual([
    ['one', 3, 1],
    [expect.stringMatching(/^select item /), 2, 2],
  ])
})

test('calls in a row are counted, with other statements and transactions between them', async () => {
  const { statements } = await captured(async () => {
    await using client = await database.connect('owner')
    await client.run('select id from item')
    for (const id of [1, 2, 3, 4]) {
      await client.run('begin')
      await client.run(`select note from item where id = ${id}`)
      await client.run('commit')
      await client.run(`select kind from item where id = ${id}`)
    }
    for (const length of [1, 2, 3]) await client.run(`select count(*), ${length} from item`)
    await client.run('select note from item where id = 5')
    return []
  })
  expect(Object.fromEntries(statements.map(({ text, walks }) => [text, walks] as const))).toEqual({
    'select id from item': { count: 1, calls: 1, longest: 1, squares: 1 },
    'select note from item where id = $1': { count: 2, calls: 5, longest: 4, squares: 17 },
    'select kind from item where id = $1': { count: 1, calls: 4, longest: 4, squares: 16 },
    'select count(*), $1 from item': { count: 1, calls: 3, longest: 3, squares: 9 },
  })
})

test('reads are counted that run in a transaction which has written before', async () => {
  const { statements } = await captured(async () => {
    await using client = await database.connect('owner')
    for (const sql of [
      'begin',
      'select count(*) from item',
      `update item set note = 'x' where id = 1`,
      'select note from item where id = 1',
      'commit',
      'select note from item where id = 2',
      'select kind from item where id = 3',
    ])
      await client.run(sql)
    return []
  })
  const counted = statements.map(({ text, callsAfterWrite }) => [text, callsAfterWrite] as const)
  expect(Object.fromEntries(counted)).toEqual({
    'select count(*) from item': undefined,
    'update item set note = $1 where id = $2': undefined,
    'select note from item where id = $1': 1,
    'select kind from item where id = $1': undefined,
  })
})
