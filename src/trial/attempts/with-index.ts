import { covers } from '../../advise/covered.ts'
import { type IndexDesign, indexedText, nameIndex, quoted, tableText } from '../../advise/design.ts'
import type { Finding, FixStep, StepwiseFix } from '../../advise/finding.ts'
import { openBench } from '../bench.ts'
import { buildSql } from '../build-sql.ts'
import { concludeTrial, considered, objectionTo } from '../conclude.ts'
import { type Effect, gainOf } from '../effect.ts'
import { namesIn } from '../names.ts'
import { writesOf } from '../probe.ts'
import type { TrialStatement } from '../statement.ts'
import { indexesRead } from '../used.ts'
import { createWriteMeter, withIndex } from '../writes.ts'
import type { Furnished } from './furnish.ts'
import type { Workshop } from './input.ts'
import type { OtherForm } from './other-form.ts'

/**
 * Builds the index and runs the other form, every other read of the table and every write with it. What proves itself stays there,
 * so that a later statement takes it as given.
 */
export async function tryWithIndex(
  { draft: tried, statement, before, others, published, evidence, index }: OtherForm & { readonly index: IndexDesign },
  { server, head, catalog, statements, options, wanted }: Workshop,
  furnished: Furnished,
): Promise<Finding | undefined> {
  const { bench } = furnished
  if (furnished.designs().some(design => covers(design, index))) return undefined
  const taken = new Set([...namesIn(catalog, index.schema), ...furnished.designs().flatMap(({ name }) => name ?? [])])
  const name = nameIndex(index, taken)
  const design = { ...index, name }
  const draft = { ...tried, title: `${tried.title}, and an index on ${tableText(design)} ${indexedText(design)}` }
  if (furnished.designs().length >= options.budget.indexes)
    return considered(draft, `With the others it takes more indexes than the budget of ${options.budget.indexes}.`)
  const built = await bench.build(design, name)
  if ('refusal' in built) return considered(draft, `PostgreSQL refuses to build the index (SQLSTATE ${built.refusal}).`)
  const drop = () => bench.drop(design, name)
  const own = await bench.measure({
    ...statement,
    runs: before.map((each, at) => ({ before: each, valueSet: others[at]! })),
  })
  if (gainOf(own) === undefined) {
    await drop()
    return undefined
  }
  const reads: Effect[] = [{ ...own, statement }]
  const isOther = (each: TrialStatement) => each !== statement && !each.isWrite && each.tables.has(index.table)
  for (const other of statements.filter(isOther)) reads.push(await bench.measure(other))
  const meter = createWriteMeter(() => openBench(server, head, 'trial_write', options.statementTimeoutMs))
  const writes = await meter.measure(writesOf(design, statements, []), withIndex(design, name))
  // Others may gain by the indexes that are there besides; what is told is what the new form gains.
  const trialled = { draft, design, built, reads, writes }
  const objection = objectionTo(trialled, options.budget)
  if (objection !== undefined) {
    await drop()
    return considered(draft, objection)
  }
  furnished.keep(design)
  for (const each of indexesRead(own.after)) wanted.add(each)
  const finding = concludeTrial({ ...trialled, reads: reads.slice(0, 1) }, catalog)
  const sql = buildSql(design, name, catalog)
  const fix: StepwiseFix = {
    sql: `${sql.join('\n')}\n-- The statement then is:\n${published};`,
    files: [],
    steps: stepsOf(sql, design, name),
  }
  return { ...finding, evidence, fix, trial: { ...finding.trial!, unaffected: reads.length - 1 } }
}

/** Each builds concurrently, by itself. */
function stepsOf(statements: readonly string[], { schema }: IndexDesign, name: string): readonly FixStep[] {
  const place = schema === 'public' ? quoted(name) : `${quoted(schema)}.${quoted(name)}`
  return statements.map((sql, at) => ({
    slug: at === 0 ? `add_${name}` : `add_${name}_${at + 1}`,
    sql: [sql.replace(/;$/, '')],
    commits: true,
    undo: at === 0 ? [`drop index if exists ${place}`] : [],
  }))
}
