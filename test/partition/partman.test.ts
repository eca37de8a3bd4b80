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

  /** What the words call, as 5 declares it, on a table that another version divided; what they gave is kept. */
  const STUB = `
    create schema elsewhere;
    create extension pg_partman schema elsewhere;
    create schema partman;
    create table partman.part_config (parent_table text, retention text, retention_keep_table boolean);
    create table partman.given (type text, interval text, start text, template text);
    create function partman.create_parent(p_parent_table text, p_control text, p_interval text, p_type text default 'range',
      p_epoch text default 'none', p_premake int default 4, p_start_partition text default null,
      p_default_table boolean default true, p_automatic_maintenance text default 'on', p_constraint_cols text[] default null,
      p_template_table text default null, p_jobmon boolean default true, p_date_trunc_interval text default null,
      p_control_not_null boolean default true)
    returns boolean language sql begin atomic;
      insert into partman.given values (p_type, p_interval, p_start_partition, p_template_table);
      select true;
    end;
    create procedure partman.run_maintenance_proc() language sql begin atomic; select 1; end`

  test('the call of each version, by its number and not by its text', async () => {
    const database = await server.createDatabase('partman_versions')
    await using client = await database.connect('superuser', { search_path: 'public' })
    await client.run(SCHEMA.replace(/create role .*;|grant .*;|create policy .*;/g, ''))
    await client.run(STUB)
    const definition = await readDefinition(client, { schema: 'public', name: 'Event' })
    const design = { ...DESIGN, interval: 'month', reach: 'now' } as const
    await client.run('set search_path to public')
    await runAll(client, partitionMigration(design, definition))
    const [takeOver] = partmanSql(explainPartitions(design, definition).comments)
    const called = async (version: string) => {
      await client.run('begin; set local allow_system_table_mods = on')
      await client.run(`update pg_extension set extversion = '${version}' where extname = 'pg_partman'`)
      await client.run(takeOver.replace('<how long>', '1 year'))
      const [given] = await all(client, 'select type as x from partman.given')
      const [first] = await all(
        client,
        `select c.relname as x from pg_class c join pg_inherits on inhrelid = c.oid where inhparent = '"Event"'::regclass order by 1 limit 1`,
      )
      await client.run('rollback')
      return [given, first]
    }
    for (const version of ['4.7.2', '4.8.0']) expect(await called(version)).toEqual(['native', 'Event_p2024_01'])
    for (const version of ['5.0.1', '5.4.3', '10.1.0'])
      expect(await called(version)).toEqual(['range', 'Event_p20240101'])

    await client.run(`begin; insert into "Event_default" ("accountId", kind, "at") values (1, 'open', '1990-01-01')`)
    await expect(client.run(takeOver)).rejects.toThrow('the default partition has rows')
    await client.run('rollback')
  })
})
