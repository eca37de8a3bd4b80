import { readIndexes } from '../capture/catalog.ts'
import type { ValueSet } from '../capture/snapshot.ts'
import { parsePlan } from '../plan/parse.ts'
import { shapeOf } from '../plan/shape.ts'
import { type Client, SqlError } from '../postgres/client.ts'
import { quoteLiteral } from '../postgres/quote.ts'
import type { WorkMeter } from '../replay/work.ts'
import { substituteParameters } from '../sql/parameters.ts'

/** What a statement looks like at one point of a migration: comparable by equality. */
export interface Probe {
  /** `plan` compares shapes; `work` runs the statement, for causes that no plan shows (triggers, wider rows). */
  readonly by: 'plan' | 'work'
  readonly valueSet: ValueSet
}

/**
 * Looks at a statement on the connection that migrates, also in the middle of its transaction, and leaves no trace there.
 * The result is a plan's shape, a number of buffers, or the SQLSTATE of the error.
 */
export async function look(client: Client, probe: Probe, meter: WorkMeter): Promise<string> {
  return apart(client, async () => {
    const settings = Object.entries(probe.valueSet.session)
    if (settings.length > 0) {
      const configured = settings.map(
        ([name, value]) => `set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true)`,
      )
      await client.run(`select ${configured.join(', ')}`)
    }
    const sql = substituteParameters(probe.valueSet.sql, probe.valueSet.values)
    if (probe.by === 'plan') {
      const indexes = await readIndexes(client)
      const [row] = await client.rows<{ 'QUERY PLAN': unknown }>(`explain (verbose, format json) ${sql}`)
      return shapeOf(parsePlan(row?.['QUERY PLAN']), indexes)
    }
    await client.run(`explain ${sql}`)
    await meter.reset()
    await client.run(`explain (analyze, buffers, timing off) ${sql}`)
    return String((await meter.read('explain'))?.work.buffers)
  })
}

/** Runs in a savepoint of the open transaction, or in a transaction of its own, and rolls back. */
async function apart(client: Client, work: () => Promise<string>): Promise<string> {
  const isOpen = await client.run('savepoint pgverdict_probe').then(
    () => true,
    error => {
      if (error instanceof SqlError && error.code === '25P01') return false
      throw error
    },
  )
  if (!isOpen) await client.run('begin')
  try {
    return await work()
  } catch (error) {
    if (error instanceof SqlError) return `error ${error.code}`
    throw error
  } finally {
    await client.run(isOpen ? 'rollback to savepoint pgverdict_probe; release savepoint pgverdict_probe' : 'rollback')
  }
}
