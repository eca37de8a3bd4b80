import type { ValueSet } from '../capture/snapshot.ts'
import { parsePlan } from '../plan/parse.ts'
import type { Plan } from '../plan/plan.ts'
import type { Client } from '../postgres/client.ts'
import { inTransaction } from './execution.ts'
import type { Measurement } from './measurement.ts'

/** The first version whose EXPLAIN plans a text with `$1` as it stands. */
const EXPLAINS_GENERICALLY = 160_000
/** SQLSTATEs of what the statement is about, not of how it is written: those of missing columns, tables, functions, rights. */
const MISSING = ['42703', '42P01', '42883', '42704', '42501']

/** Plans a statement whose values nobody has seen, for any value. The work is not known and is 0. */
export async function planForAnyValue(
  side: { readonly client: Client; readonly timeoutMs: number; readonly as?: string | undefined },
  valueSet: ValueSet,
): Promise<Measurement> {
  const plan = await inTransaction(side.client, { ...valueSet, isGeneric: true }, { ...side, isWrite: true }, () =>
    planGeneric(side.client, valueSet.sql),
  )
  return {
    kind: 'measured',
    plan,
    work: { buffers: 0, tempBlocks: 0, walBytes: 0, rows: 0 },
    durationsMs: [],
    nested: [],
  }
}

/** The text of pg_stat_statements has `$1` for every constant, which the grammar does not allow everywhere. */
export function orUnplannable(failure: Measurement): Measurement {
  const isOurs = failure.kind === 'failed' && failure.code.startsWith('42') && !MISSING.includes(failure.code)
  return isOurs
    ? { kind: 'skipped', reason: 'no values of it were seen, and without them it cannot be planned' }
    : failure
}

async function planGeneric(client: Client, sql: string): Promise<Plan> {
  const [version] = await client.rows<{ number: number }>(`select current_setting('server_version_num')::int as number`)
  if ((version?.number ?? 0) >= EXPLAINS_GENERICALLY) {
    const [row] = await client.rows<{ 'QUERY PLAN': unknown }>(
      `explain (generic_plan, verbose, settings, format json) ${sql}`,
    )
    return parsePlan(row?.['QUERY PLAN'])
  }
  const count = Math.max(0, ...Array.from(sql.matchAll(/\$(\d+)/g), match => Number(match[1])))
  await client.run(`prepare pgverdict_generic as ${sql}`)
  const values = Array.from({ length: count }, () => 'null')
  const call = count === 0 ? 'pgverdict_generic' : `pgverdict_generic(${values.join(', ')})`
  const [row] = await client.rows<{ 'QUERY PLAN': unknown }>(`explain (verbose, settings, format json) execute ${call}`)
  return parsePlan(row?.['QUERY PLAN'])
}
