import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FixStep } from '../../src/advise/finding.ts'
import { readDefinition } from '../../src/partition/definition.ts'
import { partitionMigration } from '../../src/partition/migration.ts'
import { type Client, connectClient } from '../../src/postgres/client.ts'
import { HAS_DEBIAN_POSTGRES } from '../support/debian-postgres.ts'
import { type PlainCluster, startPlainCluster } from '../support/plain-cluster.ts'
import { all, DESIGN, rowsOf, SCHEMA } from './event.ts'

/** With crash recovery, which a throw-away server of the tests does without. */
describe.runIf(HAS_DEBIAN_POSTGRES)('the migration, the server of which is killed in the middle', () => {
  let cluster: PlainCluster
  beforeEach(async () => {
    cluster = await startPlainCluster()
  })
  afterEach(() => cluster?.[Symbol.asyncDispose]())

  const connect = () =>
    connectClient({ url: cluster.url, settings: { search_path: 'public' }, explain: async error => error })

  /** After a process was killed the server starts all others anew. */
  async function reconnect(): Promise<Client> {
    for (const deadline = Date.now() + 30_000; ; await wait(50)) {
      try {
        return await connect()
      } catch (error) {
        if (Date.now() > deadline) throw error
      }
    }
  }

  test.each(['copy', 'attach'] as const)(
    '%s: nothing is lost',
    async move => {
      const { steps, rows } = await prepared(move)
      let kills = 0
      for (const statement of steps.flatMap(({ sql }) => sql)) {
        for (const point of [0, 1, 2]) if (await isKilled(statement, point)) kills++
        await using client = await reconnect()
        await client.run(statement).catch(async (error: { readonly hint?: string }) => {
          const command = /again: (reindex .+)$/.exec(error.hint ?? '')?.[1]
          if (command === undefined) throw error
          await client.run(command)
          await client.run(statement)
        })
      }
      expect(kills).toBeGreaterThan(3)
      await using client = await reconnect()
      expect(await rowsOf(client, '"Event"')).toBe(rows)
      expect(await all(client, `select relkind as x from pg_class where relname = 'Event'`)).toEqual(['p'])
      expect(await all(client, 'select count(*)::text as x from pg_constraint where not convalidated')).toEqual(['0'])
    },
    180_000,
  )

  async function prepared(
    move: 'copy' | 'attach',
  ): Promise<{ readonly steps: readonly FixStep[]; readonly rows: string }> {
    await using client = await connect()
    await client.run(SCHEMA)
    const definition = await readDefinition(client, { schema: 'public', name: 'Event' })
    const design = { ...DESIGN, move, reach: move === 'copy' ? 'newest row' : 'now' } as const
    await client.run('set search_path to public')
    return { steps: partitionMigration(design, definition), rows: await rowsOf(client, '"Event"') }
  }

  /** Kills the process that runs the statement once it is `point` batches further, or soon after it began. */
  async function isKilled(statement: string, point: number): Promise<boolean> {
    const victim = await reconnect()
    const watcher = await reconnect()
    const isCopy = statement.includes('for share')
    const copied = async () =>
      isCopy ? ((await all(watcher, 'select coalesce(max(id), 0)::text as x from "Event_copied"'))[0] ?? '0') : '0'
    const start = await copied()
    let isOver = false
    const done = victim.run(statement).then(
      () => {
        isOver = true
      },
      () => undefined,
    )
    if (isCopy) for (let at = 0; !isOver && at < 200 && (await copied()) === start; at++) await wait(2)
    else await wait(point * 4)
    const hasKilled = !isOver && kill(victim.processId)
    await done
    if (hasKilled) await isGone(watcher)
    await Promise.allSettled([victim[Symbol.asyncDispose](), watcher[Symbol.asyncDispose]()])
    return hasKilled
  }
})

/** Before the server has noticed it takes new connections, only to end them with all others. */
async function isGone(watcher: Client): Promise<void> {
  for (let isThere = true; isThere; await wait(2)) {
    isThere = await watcher.run('select 1').then(
      () => true,
      () => false,
    )
  }
}

/** Whether there was such a process. */
function kill(processId: number): boolean {
  try {
    return process.kill(processId, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}
