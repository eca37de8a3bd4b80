import { isServedBy } from '../advise/covered.ts'
import { type IndexDesign, nameIndex } from '../advise/design.ts'
import type { Draft, DraftOf, IndexProposal } from '../advise/draft.ts'
import type { Finding } from '../advise/finding.ts'
import { readCatalog } from '../capture/catalog/read-catalog.ts'
import { type Catalog, findTable } from '../capture/catalog/table.ts'
import type { WorseThan } from '../compare/thresholds.ts'
import { walk } from '../plan/walk.ts'
import type { Built, TrialBench } from './bench.ts'
import { considered } from './conclude.ts'
import { type Effect, harms } from './effect.ts'
import { namesIn } from './names.ts'
import type { Candidate } from './select.ts'
import type { TrialStatement } from './statement.ts'
import { type WriteMeter, withIndex } from './writes.ts'

/** A candidate that was built once and tried on the statements that it is for. */
export interface Probed extends Candidate {
  readonly draft: Draft
  readonly built: Built
}

export interface ProbeInput {
  readonly bench: TrialBench
  readonly writes: WriteMeter
  readonly catalog: Catalog
  readonly statements: readonly TrialStatement[]
  readonly limits: WorseThan
}

/**
 * Builds a proposal and runs the statements that it is for with all their values, where the planner takes it at all; then drops it
 * again. A finding where there is something to say against it; undefined where nothing comes of it.
 */
export async function probe(draft: DraftOf<IndexProposal>, input: ProbeInput): Promise<Probed | Finding | undefined> {
  const { bench, catalog, statements } = input
  const name = nameIndex(draft.proposal.design, namesIn(catalog, draft.proposal.design.schema))
  const built = await bench.build(draft.proposal.design, name)
  if ('refusal' in built) return considered(draft, `PostgreSQL refuses to build it (SQLSTATE ${built.refusal}).`)
  try {
    const design = { ...draft.proposal.design, name }
    if (await isThereAlready(design, input)) return undefined
    const targets = statements.filter(statement => draft.statements.includes(statement.name))
    const effects: Effect[] = []
    for (const statement of targets.filter(({ isWrite }) => !isWrite)) {
      if (await isChosen(built.names, statement, bench)) effects.push(await bench.measure(statement))
    }
    const victim = effects.find(effect => harms(effect, input.limits))
    if (victim !== undefined) {
      return considered(draft, `Built and re-run, it makes ${victim.statement.name} worse for some of its values.`)
    }
    if (targets.some(({ isWrite }) => isWrite)) {
      const measured = await input.writes.measure(writesOf(design, statements, targets), withIndex(design, name))
      effects.push(...measured.filter(({ statement }) => targets.includes(statement)))
    }
    const isRestored = draft.proposal.design.name !== undefined
    return { draft, design, isRestored, built, sizeBytes: built.sizeBytes, effects }
  } finally {
    await bench.drop(draft.proposal.design, name)
  }
}

/** Everything that writes the design's table, and those of `targets` that write others. */
export function writesOf(
  { table }: IndexDesign,
  statements: readonly TrialStatement[],
  targets: readonly TrialStatement[],
): readonly TrialStatement[] {
  return statements.filter(
    statement => statement.isWrite && (statement.tables.has(table) || targets.includes(statement)),
  )
}

/** Whether the planner takes the index for any of the statement's value sets. */
async function isChosen(names: ReadonlySet<string>, statement: TrialStatement, bench: TrialBench): Promise<boolean> {
  const plans = await bench.plan(statement)
  return plans.some(
    plan => plan !== undefined && [...walk(plan.root)].some(({ node }) => names.has(node.indexName ?? '')),
  )
}

/** Predicates and expressions compare only once the server has written them in its own way. */
async function isThereAlready(design: IndexDesign, { bench, catalog }: ProbeInput): Promise<boolean> {
  if (design.predicate === undefined && design.keys.every(({ isColumn }) => isColumn)) return false
  const built = findTable(await readCatalog(bench.client), design.schema, design.table)
  const index = built?.indexes.find(({ name }) => name === design.name)
  const existing = findTable(catalog, design.schema, design.table)?.indexes ?? []
  if (index === undefined) return false
  const keys = design.keys.map((key, at) => (key.isColumn ? key : { ...key, expression: index.keys[at]!.expression }))
  return existing.some(other => isServedBy({ ...design, keys, predicate: index.predicate }, other))
}
