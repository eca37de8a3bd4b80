import { isServedBy } from '../advise/covered.ts'
import { type IndexDesign, nameIndex } from '../advise/design.ts'
import type { Draft } from '../advise/draft.ts'
import type { Finding } from '../advise/finding.ts'
import { readCatalog } from '../capture/catalog/read-catalog.ts'
import { type Catalog, findTable } from '../capture/catalog/table.ts'
import type { WorseThan } from '../compare/thresholds.ts'
import type { Built, TrialBench } from './bench.ts'
import { considered } from './conclude.ts'
import type { HiddenWork } from './drop-users.ts'
import { type Effect, gainOf, harms, UNNOTICED } from './effect.ts'
import { namesIn } from './names.ts'
import type { Candidate } from './select.ts'
import type { Shelf, Shelved } from './shelf.ts'
import type { Offered } from './shortlist.ts'
import type { TrialStatement } from './statement.ts'
import { readsIndex, reliesOnLuck } from './used.ts'
import { type WriteMeter, withIndex } from './writes.ts'

/** A candidate that was built once and tried on the statements that it is for. */
export interface Probed extends Candidate {
  readonly draft: Draft
  readonly index: Shelved
  readonly built: Built
}

export interface ProbeInput {
  readonly bench: TrialBench
  readonly shelf: Shelf
  readonly writes: WriteMeter
  readonly catalog: Catalog
  readonly hidden: HiddenWork
  readonly statements: readonly TrialStatement[]
  /** From which on the gate calls a statement worse. */
  readonly limits: WorseThan
}

/** Statements that read more pages are planned before they are run; for others a run costs hardly more, and its plan comes with it. */
const RUN_AT_ONCE = 10_000

/**
 * Runs the statements that a proposal is for with all their values and its index in sight. A finding where there is something to
 * say against it; undefined where nothing comes of it.
 */
export async function probe({ draft, index }: Offered, input: ProbeInput): Promise<Probed | Finding | undefined> {
  const { bench, shelf, catalog, statements } = input
  if ('refusal' in index) return considered(draft, `PostgreSQL refuses to build it (SQLSTATE ${index.refusal}).`)
  const { built } = index
  const name = nameIndex(draft.proposal.design, namesIn(catalog, draft.proposal.design.schema))
  const design = { ...draft.proposal.design, name }
  const isRestored = draft.proposal.design.name !== undefined
  if (await isThereAlready({ ...design, name: built.name }, isRestored, input)) return undefined
  const prepare = await shelf.show([index])
  const targets = statements.filter(statement => draft.statements.includes(statement.name))
  const effects: Effect[] = []
  for (const statement of targets.filter(({ isWrite }) => !isWrite)) {
    const mayReadInside = input.hidden.isIn(statement)
    if (!mayReadInside && !isLight(statement) && !(await isChosen(built.names, statement, bench, prepare))) continue
    const effect = await bench.measure(statement, prepare)
    if (mayReadInside || effect.after.some(after => after.kind !== 'measured' || readsIndex(after.plan, built.names)))
      effects.push(isRestored ? effect : withoutLuck(effect, built.names))
  }
  const victim = effects.find(effect => harms(effect, UNNOTICED))
  if (victim !== undefined) {
    return considered(draft, `Built and re-run, it makes ${victim.statement.name} worse for some of its values.`)
  }
  if (targets.some(({ isWrite }) => isWrite)) {
    const measured = await input.writes.measure(writesOf(design, statements, targets), withIndex(design, name))
    effects.push(...measured.filter(({ statement }) => targets.includes(statement)))
  }
  return {
    draft,
    design,
    index,
    isRestored,
    built: { ...built, name },
    sizeBytes: built.sizeBytes,
    tableBytes: built.tableBytes,
    effects: isRestored ? effects.map(effect => ({ ...effect, restoring: input.limits })) : effects,
    writes: [],
  }
}

/** The effect as none, where it gains by luck only. */
export function withoutLuck(effect: Effect, names: ReadonlySet<string>): Effect {
  const isLuck = effect.after.some(after => after.kind === 'measured' && reliesOnLuck(after.plan, names))
  return isLuck && gainOf(effect) !== undefined ? { ...effect, after: effect.before } : effect
}

/** Whether a run costs hardly more than asking for the plan. */
export const isLight = ({ runs }: TrialStatement): boolean =>
  runs.every(({ before }) => before.work.buffers < RUN_AT_ONCE)

/** Everything that writes the design's table, then those of `targets` that write others. */
export function writesOf(
  { table }: Pick<IndexDesign, 'table'>,
  statements: readonly TrialStatement[],
  targets: readonly TrialStatement[],
): readonly TrialStatement[] {
  const writes = statements.filter(({ isWrite }) => isWrite)
  const own = writes.filter(({ tables }) => tables.has(table))
  return [...own, ...writes.filter(write => !own.includes(write) && targets.includes(write))]
}

/** Whether the planner takes the index for any of the statement's value sets. */
async function isChosen(
  names: ReadonlySet<string>,
  statement: TrialStatement,
  bench: TrialBench,
  prepare: string | undefined,
): Promise<boolean> {
  return (await bench.plan(statement, prepare)).some(plan => plan !== undefined && readsIndex(plan, names))
}

/**
 * Predicates and expressions compare only once the server has written them in its own way. One of more rows does not stand for one
 * that base had: it finds by its keys alone what the other one found by its predicate.
 */
async function isThereAlready(
  design: IndexDesign,
  isRestored: boolean,
  { bench, catalog }: ProbeInput,
): Promise<boolean> {
  if (design.predicate === undefined && design.keys.every(({ isColumn }) => isColumn)) return false
  const built = findTable(await readCatalog(bench.client), design.schema, design.table)
  const index = built?.indexes.find(({ name }) => name === design.name)
  const existing = findTable(catalog, design.schema, design.table)?.indexes ?? []
  if (index === undefined) return false
  const keys = design.keys.map((key, at) => (key.isColumn ? key : { ...key, expression: index.keys[at]!.expression }))
  const served = { ...design, keys, predicate: index.predicate }
  return existing.some(other => (!isRestored || other.predicate === index.predicate) && isServedBy(served, other))
}
