import type { Attempt } from '../../advise/attempt.ts'
import type { DraftOf } from '../../advise/draft.ts'
import type { Finding, StepwiseFix } from '../../advise/finding.ts'
import { counted, grouped } from '../../plan/words.ts'
import { SqlError } from '../../postgres/client.ts'
import { quoteIdentifier } from '../../postgres/quote.ts'
import { inTransaction } from '../../replay/execution.ts'
import { measure } from '../../replay/measure.ts'
import { createWorkMeter } from '../../replay/work.ts'
import { type KeptSummary, keepSummary } from '../../rewrite/keep-summary.ts'
import type { Summary } from '../../rewrite/summarise.ts'
import { openBench, type TrialBench } from '../bench.ts'
import { costOf, toEffects, toWrites, withoutProposal } from '../conclude.ts'
import { type Effect, gainOf, harms, perLoad, totalsOf } from '../effect.ts'
import type { TrialStatement } from '../statement.ts'
import { createWriteMeter } from '../writes.ts'
import type { Workshop } from './input.ts'
import { inOtherForm, isVolatile, returnsTheSame } from './same-rows.ts'

/**
 * Builds the summary as a table with triggers on a copy of head, runs the statement on it with all the values of the load, and the
 * writes of its rows with the triggers in place. Told only where the rows are the same, the table is right after each write, and the
 * calls save more than the writes cost.
 */
export async function trySummaryTable(
  draft: DraftOf<Extract<Attempt, { kind: 'summary' }>>,
  statement: TrialStatement,
  summaries: readonly Summary[],
  { server, head, catalog, statements, options }: Workshop,
): Promise<Finding | undefined> {
  const [summary] = summaries
  const kept = summary && keepSummary(summary, catalog)
  if (summary === undefined || kept === undefined) return undefined
  const open = (name: string) => openBench(server, head, name, options.statementTimeoutMs)
  await using bench = await open('trial_summary_table')
  const started = performance.now()
  if (!(await build(kept, bench))) return undefined
  const buildMs = performance.now() - started
  await bench.client.run(`vacuum (analyze) public.${quoteIdentifier(summary.name)}`)
  const side = {
    client: bench.client,
    meter: createWorkMeter(server, bench.database),
    timeoutMs: options.statementTimeoutMs,
  }
  const after = []
  for (const [at, { valueSet }] of statement.runs.entries()) {
    const other = inOtherForm(valueSet, summaries[at]!.query)
    if ((await isVolatile(valueSet.sql, side)) || !(await returnsTheSame(valueSet, other, side))) return undefined
    after.push(await measure(side, other, false))
  }
  const effect: Effect = { statement, before: statement.runs.map(({ before }) => before), after }
  const gain = gainOf(effect)
  if (gain === undefined || harms(effect, options.limits)) return undefined
  const writers = statements.filter(({ isWrite, tables }) => isWrite && tables.has(kept.table.name))
  for (const writer of writers) if (!(await staysRight(writer, kept, bench))) return undefined
  const meter = createWriteMeter(() => open('trial_write'))
  const change = { key: kept.statements.join(';'), make: (copy: TrialBench) => build(kept, copy) }
  const writes = await meter.measure(writers, change)
  if (writes.some(write => totalsOf(write.after) === undefined)) return undefined
  const [saved, cost] = [perLoad(effect, gain.before - gain.after), costOf(writes)]
  if (cost >= saved) return undefined
  const [size] = await bench.client.rows<{ bytes: number }>(
    'select pg_total_relation_size($1::regclass)::float8 as bytes',
    [`public.${quoteIdentifier(summary.name)}`],
  )
  const fix: StepwiseFix = {
    sql: ['begin', ...kept.statements, 'commit'].map(sql => `${sql};`).join('\n') + statementNote(summary),
    files: [],
    steps: [{ slug: `add_${summary.name}`, sql: kept.statements, commits: false, undo: kept.undo }],
  }
  return {
    ...withoutProposal(draft),
    title: `A summary table for ${statement.name}, kept by triggers`,
    evidence: [
      'The statement returned the same rows from it for all values of the load.',
      `${counted(writers.length, 'write')} of the load ran with its triggers, and it was right after each.`,
      `All calls of the load save ${counted(Math.round(saved), 'page')}; its writes cost ${grouped(Math.round(cost))} more.`,
      'Writers of one group wait for each other until they commit. Writers of the table wait while it is filled.',
    ],
    fix,
    trial: {
      effects: toEffects([effect]),
      writes: toWrites(writes, (start, end) => end > start),
      unaffected: 0,
      sizeBytes: size?.bytes ?? 0,
      buildMs,
    },
  }
}

const statementNote = ({ published }: Summary) => `\n-- The statement then is:\n${published};`

async function build({ statements, immutability, table }: KeptSummary, { client }: TrialBench): Promise<boolean> {
  const like = `create temporary table pgverdict_like (like public.${quoteIdentifier(table.name)}) on commit drop`
  try {
    if (immutability !== '') await client.run(`begin; ${like}; ${immutability}; commit`)
    await client.run(['begin', ...statements, 'commit'].join(';\n'))
    return true
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    await client.run('rollback')
    return false
  }
}

/** Whether the table is what the query would compute anew once the write has run. */
async function staysRight({ runs }: TrialStatement, { difference }: KeptSummary, { client }: TrialBench) {
  for (const { valueSet } of runs) {
    const wrong = await inTransaction(client, valueSet, { isWrite: true, timeoutMs: 60_000 }, async ({ sql }) => {
      await client.run(sql)
      const [row] = await client.rows<{ rows: number }>(difference)
      return row?.rows
    }).catch(error => {
      if (error instanceof SqlError) return undefined
      throw error
    })
    if (wrong !== 0) return false
  }
  return true
}
