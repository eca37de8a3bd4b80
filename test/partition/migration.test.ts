import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readDefinition } from '../../src/partition/definition.ts'
import { finishSql, partitionMigration } from '../../src/partition/migration.ts'
import { probeWrites } from '../../src/partition/write-probe.ts'
import { type Client, SqlError } from '../../src/postgres/client.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { all, DESIGN, describeTable, ROWS, rowsOf, runAll, SCHEMA } from './event.ts'

let server: Server
let template: Database
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
  template = await server.createDatabase('template_event')
  await using client = await template.connect('superuser')
  await client.run('set search_path to public')
  await client.run(SCHEMA)
})
afterAll(() => server?.[Symbol.asyncDispose]())

async function withCopy(work: (client: Client, database: Database) => Promise<void>): Promise<void> {
  const database = await server.createDatabase('copy', template)
  try {
    await using client = await database.connect('superuser', { search_path: 'public' })
    await work(client, database)
  } finally {
    await server.dropDatabase(database)
  }
}

describe('the migration of a table with all that may hang on one', () => {
  test.each([
    ['range', 'at'],
    ['hash', 'accountId'],
    ['list', 'kind'],
  ] as const)('by %s keeps rows, constraints, triggers, rights and views', (method, key) =>
    withCopy(async client => {
      const steps = partitionMigration(
        { ...DESIGN, method, key },
        await readDefinition(client, { schema: 'public', name: 'Event' }),
      )
      await client.run('set search_path to public')
      const [rows, before] = [await rowsOf(client, '"Event"'), await describeTable(client)]
      await runAll(client, steps)
      expect(await rowsOf(client, '"Event"')).toBe(rows)
      expect(await describeTable(client)).toEqual(before)
      const parts = await all(
        client,
        `select relid::regclass::text as x from pg_partition_tree('"Event"') where isleaf`,
      )
      expect(parts.length).toBeGreaterThan(method === 'list' ? 2 : 7)
      if (method !== 'hash')
        expect(await all(client, `select count(*)::text as x from only "Event_default"`)).toEqual(['0'])
      expect(await all(client, 'select count(*)::text as x from open_events')).toEqual(['20000'])

      // Both tables take every write, so that the way back loses none.
      await client.run(`insert into "Event" ("accountId", kind, amount) values (7, 'open', 1)`)
      await client.run(`update "Event" set data = '{}' where "accountId" = 3`)
      await client.run(`delete from "Event" where "accountId" = 4`)
      expect(await all(client, 'select count(*)::text as x from journal')).toEqual(['300'])
      await client.run(`update "Event" set "at" = "at" + interval '40 days' where "accountId" = 5`)
      await expect(client.run(`insert into "Event" ("accountId", kind) values (999, 'open')`)).rejects.toThrow(SqlError)
      const written = await rowsOf(client, '"Event"')
      expect(await rowsOf(client, '"Event_unpartitioned"')).toBe(written)
      await client.run(steps.at(-1)!.undo.join(';'))
      expect(await describeTable(client)).toEqual(before)
      expect(await rowsOf(client, '"Event"')).toBe(written)
      await client.run(`insert into "Event" ("accountId", kind) values (8, 'open')`)
    }),
  )

  test('goes on where it was killed, and loses nothing that was written meanwhile', () =>
    withCopy(async (client, database) => {
      const steps = partitionMigration(DESIGN, await readDefinition(client, { schema: 'public', name: 'Event' }))
      await client.run('set search_path to public')
      const statements = steps.flatMap(({ sql }) => sql)
      for (const statement of statements) {
        // A second batch is held up by a row that somebody else has locked, so that every step is killed in its middle.
        await using blocker = await database.connect('superuser', { search_path: 'public' })
        await blocker.run('begin')
        const isCopy = statement.includes('for share')
        await blocker.run(
          isCopy
            ? 'select from "Event" where id = 15000 for update'
            : 'lock table "Event", "Account" in exclusive mode',
        )
        {
          await using victim = await database.connect('superuser', { search_path: 'public' })
          const done = victim.run(statement).then(
            () => true,
            () => false,
          )
          const waits = async () =>
            (await client.rows(`select from pg_locks where pid = ${victim.processId} and not granted`)).length > 0
          let isOver = false
          void done.then(() => {
            isOver = true
          })
          while (!isOver && !(await waits())) await client.run('select pg_sleep(0.01)')
          await client.rows('select pg_terminate_backend($1)', [victim.processId])
          await done
        }
        await blocker.run('rollback')
        if (isCopy) {
          expect(await all(client, 'select id::text as x from "Event_copied" order by id')).toEqual(['10000'])
          await client.run('delete from "Event" where id in (5, 20000)')
          await client.run(`update "Event" set amount = amount + 1 where id in (6, 20001)`)
          await client.run(`insert into "Event" ("accountId", kind, amount) values (9, 'close', 5)`)
        }
        await client.run(statement)
        await client.run(statement)
      }
      const rows = await rowsOf(client, '"Event"')
      expect(rows).toBe(await rowsOf(client, '"Event_unpartitioned"'))
      expect(rows.split(' ')[0]).toBe(String(ROWS - 1))
      await runAll(client, steps)
      for (const statement of finishSql(DESIGN)) await client.run(statement)
      expect(await rowsOf(client, '"Event"')).toBe(rows)
    }))

  test('writes between its steps go to both tables where the key is always generated', () =>
    withCopy(async client => {
      await client.run(`alter table "Event" alter id drop default; drop sequence "Event_id_seq";
        alter table "Event" alter id add generated always as identity (start ${ROWS + 1})`)
      const steps = partitionMigration(DESIGN, await readDefinition(client, { schema: 'public', name: 'Event' }))
      await client.run('set search_path to public')
      const before = await describeTable(client)
      const write = async (round: number) => {
        await client.run(
          `update "Event" set amount = amount + 1, "at" = "at" + interval '40 days' where id = ${round + 5}`,
        )
        await client.run(`delete from "Event" where id = ${round + 15_000}`)
        await client.run(`insert into "Event" ("accountId", kind, amount) values (7, 'open', ${round})`)
      }
      const definition = await readDefinition(client, { schema: 'public', name: 'Event' })
      await client.run('set search_path to public')
      for (const [round, step] of steps.entries()) {
        await runAll(client, [step])
        expect(await probeWrites(client, '"Event"', definition)).toBe(undefined)
        await write(round)
      }
      const written = await rowsOf(client, '"Event"')
      expect(await rowsOf(client, '"Event_unpartitioned"')).toBe(written)
      expect(written.split(' ')[0]).toBe(String(ROWS))
      await client.run(steps.at(-1)!.undo.join(';'))
      expect(await rowsOf(client, '"Event"')).toBe(written)
      await write(100)
      // What a writer would meet is seen before it is advised.
      await client.run(`create function refuse() returns trigger language plpgsql as 'begin raise division_by_zero; end';
        create trigger refuse after insert on "Event" for each row execute function refuse()`)
      expect(await probeWrites(client, '"Event"', definition)).toBe('22012')
      await client.run('drop trigger refuse on "Event"; drop function refuse')
      expect({ ...((await describeTable(client)) as object), identities: undefined }).toEqual({
        ...(before as object),
        identities: undefined,
      })
    }))

  test('copies while others write', () =>
    withCopy(async (client, database) => {
      const steps = partitionMigration(DESIGN, await readDefinition(client, { schema: 'public', name: 'Event' }))
      await client.run('set search_path to public')
      await using writer = await database.connect('superuser', { search_path: 'public' })
      let isDone = false
      let writes = 0
      await client.run(steps[0]!.sql.join(';'))
      const writing = (async () => {
        while (!isDone) {
          const id = 1 + ((writes * 7919) % ROWS)
          await writer.run(`update "Event" set amount = amount + 1, "at" = "at" + interval '1 hour' where id = ${id}`)
          await writer.run(`delete from "Event" where id = ${1 + ((writes * 104729) % ROWS)}`)
          await writer.run(
            `insert into "Event" ("accountId", kind, "at") values (${1 + (writes % 100)}, 'open', '2024-03-01')`,
          )
          writes++
        }
      })()
      await runAll(client, steps.slice(1))
      isDone = true
      await writing
      expect(writes).toBeGreaterThan(0)
      expect(await rowsOf(client, '"Event"')).toBe(await rowsOf(client, '"Event_unpartitioned"'))
    }))
})
