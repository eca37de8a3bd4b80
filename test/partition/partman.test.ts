import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readDefinition } from '../../src/partition/definition.ts'
import { explainPartitions } from '../../src/partition/explain.ts'
import { partitionMigration } from '../../src/partition/migration.ts'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { HAS_PARTMAN } from '../support/debian-postgres.ts'
import { all, DESIGN, runAll, SCHEMA } from './event.ts'

/** What the fix tells to run with pg_partman: at first, and from then on. */
function partmanSql(comments: readonly string[]): readonly [takeOver: string, maintain: string] {
  const [, told = ''] = /^-- With pg_partman .*$([\s\S]*?)^-- Once nobody/m.exec(comments.join('\n')) ?? []
  const sql = [...told.matchAll(/^--( {3}.*)$/gm)].map(([, line]) => line).join('\n')
  const [, takeOver, maintain] = /^([\s\S]*;)\s*(call [^;]*;)$/.exec(sql) ?? []
  if (takeOver === undefined || maintain === undefined)
    throw new Error(`no words on pg_partman in\n${comments.join('\n')}`)
  return [takeOver, maintain]
}

describe.runIf(HAS_PARTMAN)('pg_partman takes over the table that the migration divided', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer({ server: 'native', version: 15 })
  })
  afterAll(() => server?.[Symbol.asyncDispose]())

  test.each(['week', 'month', 'quarter'] as const)(
    'by the %s: partitions ahead, and old rows that go, as the fix has it',
    async interval => {
      const database = await server.createDatabase(`partman_${interval}`)
      await using client = await database.connect('superuser', { search_path: 'public' })
      await client.run(SCHEMA.replace(/create role .*;|grant .*;|create policy .*;/g, ''))
      const definition = await readDefinition(client, { schema: 'public', name: 'Event' })
      const design = { ...DESIGN, interval, reach: 'now' } as const
      await client.run('set search_path to public')
      await runAll(client, partitionMigration(design, definition))
      const rows = () =>
        all(client, `select count(*)::text || ' ' || min("at")::date as x from "Event" where "at" >= '2024-10-01'`)
      const before = await rows()

      // Rows end in March 2025: what is kept is counted from today.
      const kept = `(now() - timestamp '2024-10-01')::text`
      const [takeOver, maintain] = partmanSql(explainPartitions(design, definition).comments)
      await client.run(takeOver.replace("'<how long>'", kept))
      await client.run(maintain)
      expect(await rows()).toEqual(before)
      expect((await all(client, `select min("at")::date::text as x from "Event"`))[0]! > '2024-06-01').toBe(true)
      // Partitions are there for what comes: by default four of them.
      await client.run(`insert into "Event" ("accountId", kind, "at")
        select 1, 'open', now() + n * interval '1 ${interval === 'quarter' ? 'month' : interval}' from generate_series(0, 3) n`)
      const [inDefault] = await all(
        client,
        `select count(*)::text as x from "Event" where tableoid::regclass::text like '%default%'`,
      )
      expect(inDefault).toBe('0')
      const newest = `select array_to_string(reloptions, ',') as x from pg_class c join pg_inherits i on i.inhrelid = c.oid
        where i.inhparent = '"Event"'::regclass and c.relname not like '%default%' order by c.oid desc limit 1`
      expect(await all(client, newest)).toEqual(['fillfactor=90'])
    },
  )
})
