import { afterEach, beforeEach, expect, test } from 'vitest'
import { readDefinition } from '../../src/partition/definition.ts'
import { explainPartitions } from '../../src/partition/explain.ts'
import { partitionMigration } from '../../src/partition/migration.ts'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { all, DESIGN, rowsOf, runAll, SCHEMA } from './event.ts'

let server: Server
beforeEach(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterEach(() => server?.[Symbol.asyncDispose]())

/** What the fix tells to run later, as it stands there. */
const toldStatements = (comments: readonly string[], pattern: RegExp) =>
  comments
    .join('\n')
    .split('\n')
    .flatMap(line => /^-- {3}(.*;)$/.exec(line)?.[1] ?? [])
    .filter(sql => pattern.test(sql))

test.each(['copy', 'attach'] as const)('%s: partitions ahead, old rows that go, and the end', async move => {
  const database = await server.createDatabase('upkeep')
  await using client = await database.connect('superuser', { search_path: 'public' })
  await client.run(SCHEMA)
  const definition = await readDefinition(client, { schema: 'public', name: 'Event' })
  const design = { ...DESIGN, move, reach: 'now' } as const
  await client.run('set search_path to public')
  await runAll(client, partitionMigration(design, definition))
  const { comments } = explainPartitions(design, definition)
  const parts = () =>
    all(client, `select relid::regclass::text as x from pg_partition_tree('"Event"') where isleaf order by 1`)

  const [ahead] = toldStatements(comments, /_add_partitions/)
  const before = await parts()
  await client.run(ahead!)
  await client.run(ahead!)
  const after = await parts()
  expect(after.length).toBeGreaterThanOrEqual(before.length)
  await client.run(`insert into "Event" ("accountId", kind, "at") values (1, 'open', now() + interval '80 days')`)
  expect(await all(client, 'select count(*)::text as x from only "Event_default"')).toEqual(['0'])

  const oldest = (await all(client, `select tableoid::regclass::text as x from "Event" order by "at" limit 1`))[0]!
  const kept = await all(client, `select count(*)::text as x from "Event" where tableoid <> '${oldest}'::regclass`)
  const [retention] = toldStatements(comments, /detach partition/)
  await client.run(retention!.replaceAll('<partition>', oldest))
  expect(await parts()).not.toContain(oldest)
  expect(await all(client, 'select count(*)::text as x from "Event"')).toEqual(kept)

  const rows = await rowsOf(client, '"Event"')
  for (const sql of toldStatements(comments, /^drop (?:trigger|table|function)/)) await client.run(sql)
  expect(await rowsOf(client, '"Event"')).toBe(rows)
})
