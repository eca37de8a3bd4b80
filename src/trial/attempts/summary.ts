import type { Attempt } from '../../advise/attempt.ts'
import { quoted } from '../../advise/design.ts'
import type { DraftOf } from '../../advise/draft.ts'
import type { Finding } from '../../advise/finding.ts'
import type { Catalog } from '../../capture/catalog/table.ts'
import { counted, grouped } from '../../plan/words.ts'
import { SqlError } from '../../postgres/client.ts'
import { quoteIdentifier } from '../../postgres/quote.ts'
import { measure, type ReplaySide } from '../../replay/measure.ts'
import type { Work } from '../../replay/measurement.ts'
import { createWorkMeter } from '../../replay/work.ts'
import { type Summary, summarise } from '../../rewrite/summarise.ts'
import { toEffects, withoutProposal } from '../conclude.ts'
import { type Effect, gainOf, harms } from '../effect.ts'
import { knownOf, type TrialStatement } from '../statement.ts'
import type { Workshop } from './input.ts'
import { inOtherForm, isVolatile, returnsTheSame } from './same-rows.ts'
import { trySummaryTable } from './summary-table.ts'

/** For each call. */
const MAX_WRITES = 0.1

/**
 * Builds the materialised view with a unique index on a copy of head, runs the statement on it with all the values of the load, then
 * refreshes it. Told only where the rows are the same, the reads are clearly cheaper, and all calls of the load together save more
 * than one refresh costs.
 */
export async function trySummary(
  draft: DraftOf<Extract<Attempt, { kind: 'summary' }>>,
  workshop: Workshop,
): Promise<Finding | undefined> {
  const { server, head, statements, options } = workshop
  const statement = statements.find(({ name }) => name === draft.proposal.statement)!
  const summaries = summariesOf(statement)
  const [summary] = summaries
  if (summary === undefined) return undefined
  const { writes } = draft.proposal
  const kept = writes > 0 ? await trySummaryTable(draft, statement, summaries, workshop) : undefined
  // What is written that often would have to be computed anew all the time.
  if (kept !== undefined || writes > MAX_WRITES * statement.calls) return kept
  await using resources = new AsyncDisposableStack()
  const database = await server.createDatabase('trial_summary', head)
  resources.defer(() => server.dropDatabase(database))
  const client = resources.use(await database.connect('owner'))
  const side = { client, meter: createWorkMeter(server, database), timeoutMs: options.statementTimeoutMs }
  const built = await build(summary, side)
  if (built === undefined) return undefined
  const after = []
  for (const [at, { valueSet }] of statement.runs.entries()) {
    const other = inOtherForm(valueSet, summaries[at]!.query)
    if ((await isVolatile(valueSet.sql, side)) || !(await returnsTheSame(valueSet, other, side))) return undefined
    after.push(await measure(side, other, false))
  }
  const effect: Effect = { statement, before: statement.runs.map(({ before }) => before), after }
  const gain = gainOf(effect)
  if (gain === undefined || harms(effect, options.limits)) return undefined
  const saved = (gain.before - gain.after) / statement.runs.length
  const refresh = await refreshOf(summary, side)
  const pays = Math.ceil((refresh.buffers + refresh.tempBlocks) / saved)
  if (pays > statement.calls) return undefined
  return {
    ...withoutProposal(draft),
    title: `A materialised view for ${statement.name}`,
    evidence: [
      'The statement returned the same rows from it for all values of the load.',
      `A refresh reads ${counted(refresh.buffers, 'page')} and writes ${grouped(Math.round(refresh.walBytes / 1024))} kB of WAL: it pays from ${counted(pays, 'call')} between two refreshes on. The load has ${grouped(statement.calls)}.`,
      'What it returns is as old as the last refresh.',
      ...(isOfZone(summary, statement, workshop.catalog)
        ? ['Its days are those of the time zone in which it is refreshed, whoever asks.']
        : []),
    ],
    fix: { sql: fixSql(summary), files: [] },
    trial: { effects: toEffects([effect]), writes: [], unaffected: 0, ...built },
  }
}

/** Whether it cuts points in time into days or the like. */
const isOfZone = ({ definition }: Summary, statement: TrialStatement, catalog: Catalog) =>
  /\b(?:date_trunc|date|extract|date_part|to_char)\b|::date\b/i.test(definition) &&
  [...(knownOf(statement, catalog).types?.values() ?? [])].includes('timestamptz')

/** One for each value set; none where they do not agree on what to compute beforehand. */
function summariesOf({ runs }: TrialStatement): readonly Summary[] {
  const summaries = runs.map(({ valueSet }) => (valueSet.prepared === undefined ? summarise(valueSet.sql) : undefined))
  const [first] = summaries
  const isOne = summaries.every(summary => summary !== undefined && summary.definition === first?.definition)
  return isOne ? summaries.filter(summary => summary !== undefined) : []
}

async function build(
  { name, definition, keys }: Summary,
  { client }: ReplaySide,
): Promise<{ readonly sizeBytes: number; readonly buildMs: number } | undefined> {
  const view = quoteIdentifier(name)
  try {
    const started = performance.now()
    await client.run(`create materialized view ${view} as ${definition}`)
    await client.run(`create unique index on ${view} (${keys.map(quoteIdentifier).join(', ')})`)
    await client.run(`vacuum (analyze) ${view}`)
    const buildMs = performance.now() - started
    const [row] = await client.rows<{ bytes: number }>('select pg_total_relation_size($1::regclass)::float8 as bytes', [
      view,
    ])
    return { sizeBytes: row?.bytes ?? 0, buildMs }
  } catch (error) {
    if (error instanceof SqlError) return undefined
    throw error
  }
}

async function refreshOf({ name }: Summary, { client, meter }: ReplaySide): Promise<Work> {
  await meter.reset()
  await client.run(`refresh materialized view ${quoteIdentifier(name)}`)
  const read = await meter.read('top level')
  return read?.work ?? { buffers: 0, tempBlocks: 0, walBytes: 0, rows: 0 }
}

function fixSql({ name, definition, keys, published }: Summary): string {
  const view = quoted(name)
  return [
    `create materialized view ${view} as\n${definition};`,
    `create unique index on ${view} (${keys.map(quoted).join(', ')});`,
    `-- After the writes, or at intervals: refresh materialized view concurrently ${view};`,
    `-- The statement then is:\n${published};`,
  ].join('\n')
}
