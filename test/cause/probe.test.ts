import { expect, test } from 'vitest'
import { look } from '../../src/cause/probe.ts'
import { createWorkMeter } from '../../src/replay/work.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'

const TABLES = ['a', 'b', 'c', 'd', 'e', 'f']

test('what a session reads of the catalog the first time is no work of the statement', async () => {
  await loadParser()
  await using server = await startServer(LOCAL_SERVER)
  const database = await server.createDatabase('probed')
  await using client = await database.connect('owner')
  for (const name of TABLES) await client.run(`create table ${name} (id int primary key, at timestamptz, note text)`)
  const joined = TABLES.slice(1).map(name => `left join ${name} on ${name}.id = a.id and ${name}.note like a.note`)
  await client.run(`create function found() returns setof text language plpgsql stable as $$ begin
    return query execute 'select a.note from a ${joined.join(' ')} where a.id = 1'; end $$`)
  await using fresh = await database.connect('owner')
  const valueSet = { why: 'only', sql: 'select * from found()', values: [], session: {} } as const
  const meter = createWorkMeter(server, database)
  const options = { meter, timeoutMs: 10_000, before: undefined, hasNewRows: false, ownSettings: [] }
  const seen = await look(fresh, { valueSet, isWrite: true, run: 'always' }, options)
  expect(seen).toMatchObject({ kind: 'seen' })
  expect(seen.kind === 'seen' && seen.work).toBeLessThan(20)
})
