import type { Attempt } from '../../advise/attempt.ts'
import { quoted } from '../../advise/design.ts'
import type { DraftOf } from '../../advise/draft.ts'
import type { Finding, StepwiseFix } from '../../advise/finding.ts'
import { type Catalog, findTable, type Table } from '../../capture/catalog/table.ts'
import { counted, grouped } from '../../plan/words.ts'
import { quoteIdentifier } from '../../postgres/quote.ts'
import { measure, type ReplaySide } from '../../replay/measure.ts'
import { createWorkMeter } from '../../replay/work.ts'
import { type GeneratedColumn, generateColumn } from '../../rewrite/generate-column.ts'
import { openBench, type TrialBench } from '../bench.ts'
import { considered, costOf, toEffects, toWrites, withoutProposal } from '../conclude.ts'
import { type Effect, gainOf, harms, perLoad, totalsOf, UNNOTICED } from '../effect.ts'
import type { TrialStatement } from '../statement.ts'
import { createWriteMeter } from '../writes.ts'
import type { Workshop } from './input.ts'
import { inOtherForm, isVolatile, returnsTheSame } from './same-rows.ts'

/** 400 MB: rewriting more takes longer than the rest of a run. */
const MAX_PAGES = 50_000

/**
 * Adds the column on a copy of head, which rewrites the table, and runs the statement with it, every other read of the table and
 * every write. Told only where the rows are the same and the reads are clearly cheaper; what another statement or the writes pay
 * for it is said.
 */
export async function tryGeneratedColumn(
  draft: DraftOf<Extract<Attempt, { kind: 'generated-column' }>>,
  { server, head, catalog, statements, options }: Workshop,
): Promise<Finding | undefined> {
  const statement = statements.find(({ name }) => name === draft.proposal.statement)!
  const forms = formsOf(statement)
  const [form] = forms
  const table = form && tableOf(form, catalog)
  if (form === undefined || table === undefined) return undefined
  const open = (name: string) => openBench(server, head, name, options.statementTimeoutMs)
  await using bench = await open('trial_generated')
  const place = `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`
  const [value] = await bench.client.rows<{ type: string }>(
    `select pg_typeof((${form.expression}))::text as type from ${place} limit 1`,
  )
  if (value === undefined) return undefined
  const addColumn = (to: string, name: string) =>
    `alter table ${to} add column ${name} ${value.type} generated always as (${form.expression}) stored`
  const change = {
    key: form.expression,
    make: async (copy: TrialBench) => {
      await copy.client.run(addColumn(place, quoteIdentifier(form.name)))
      await copy.client.run(`vacuum (freeze, analyze) ${place}`)
    },
  }
  const sizeBefore = await sizeOf(place, bench)
  const started = performance.now()
  await change.make(bench)
  const buildMs = performance.now() - started
  const side = {
    client: bench.client,
    meter: createWorkMeter(server, bench.database),
    timeoutMs: options.statementTimeoutMs,
  }
  const effect = await measureForms(statement, forms, side)
  const gain = effect && gainOf(effect)
  if (effect === undefined || gain === undefined || harms(effect, options.limits)) return undefined
  const others = statements.filter(each => each !== statement && each.tables.has(table.name))
  for (const other of others) {
    if (!other.isWrite && harms(await bench.measure(other), UNNOTICED))
      return considered(draft, `Tried as a generated column, it makes ${other.name} worse.`)
  }
  const meter = createWriteMeter(() => open('trial_write'))
  const writes = await meter.measure(
    others.filter(({ isWrite }) => isWrite),
    change,
  )
  const saved = perLoad(effect, gain.before - gain.after)
  if (writes.some(({ after }) => totalsOf(after) === undefined) || costOf(writes) >= saved) {
    return considered(draft, 'Tried as a generated column, it costs the writes more than it saves.')
  }
  const shown = table.schema === 'public' ? quoted(table.name) : `${quoted(table.schema)}.${quoted(table.name)}`
  const sql = addColumn(shown, quoted(form.name))
  const fix: StepwiseFix = {
    sql: `${sql};\n-- The statement then is:\n${form.published};`,
    files: [],
    steps: [
      {
        slug: `add_${form.name}_to_${table.name}`,
        sql: [sql],
        commits: false,
        undo: [`alter table ${shown} drop column ${quoted(form.name)}`],
      },
    ],
  }
  return {
    ...withoutProposal(draft),
    title: `A generated column of ${shown} for ${statement.name}`,
    evidence: [
      'The statement returned the same rows with it for all values of the load.',
      `All calls of the load save ${counted(Math.round(saved), 'page')}; its writes cost ${grouped(Math.round(costOf(writes)))} more.`,
      'Adding it rewrites the table under a lock that keeps everybody out.',
      ...(/\bCAST\(|::|jsonb_array_length/i.test(form.expression)
        ? ['A row of which it cannot be computed can no longer be written.']
        : []),
    ],
    fix,
    trial: {
      effects: toEffects([effect]),
      writes: toWrites(writes, (start, end) => end > start),
      unaffected: others.filter(({ isWrite }) => !isWrite).length,
      sizeBytes: (await sizeOf(place, bench)) - sizeBefore,
      buildMs,
    },
  }
}

/** One for each value set; none where they do not agree on the column. */
function formsOf({ runs }: TrialStatement): readonly GeneratedColumn[] {
  const forms = runs.map(({ valueSet }) => (valueSet.prepared === undefined ? generateColumn(valueSet.sql) : undefined))
  const [first] = forms
  const isOne = forms.every(form => form !== undefined && form.expression === first?.expression)
  return isOne ? forms.filter(form => form !== undefined) : []
}

/** Undefined where it is no plain table, has a column of that name, or is too large to be rewritten here. */
function tableOf({ schema, table: name, name: column }: GeneratedColumn, catalog: Catalog): Table | undefined {
  const table = findTable(catalog, schema ?? 'public', name)
  const isPlain = table?.kind === 'r' && table.parent === undefined && table.pages <= MAX_PAGES
  return isPlain && table.columns.every(each => each.name !== column) ? table : undefined
}

/** Undefined where a form returns other rows. */
async function measureForms(
  statement: TrialStatement,
  forms: readonly GeneratedColumn[],
  side: ReplaySide,
): Promise<Effect | undefined> {
  const after = []
  for (const [at, { valueSet }] of statement.runs.entries()) {
    const other = inOtherForm(valueSet, forms[at]!.query)
    if ((await isVolatile(valueSet.sql, side)) || !(await returnsTheSame(valueSet, other, side))) return undefined
    after.push(await measure(side, other, false))
  }
  return { statement, before: statement.runs.map(({ before }) => before), after }
}

async function sizeOf(place: string, { client }: TrialBench): Promise<number> {
  const [size] = await client.rows<{ bytes: number }>('select pg_table_size($1::regclass)::float8 as bytes', [place])
  return size?.bytes ?? 0
}
