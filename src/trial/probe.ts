import { isServedBy } from '../advise/covered.ts'
import { type IndexDesign, nameIndex } from '../advise/design.ts'
import type { Draft } from '../advise/draft.ts'
import type { Finding } from '../advise/finding.ts'
import { readCatalog } from '../capture/catalog/read-catalog.ts'
import { type Catalog, findTable } from '../capture/catalog/table.ts'
import type { WorseThan } from '../compare/thresholds.ts'
import type { Built, TrialBench } from './bench.ts'
import { considered } from './conclude.ts'
import { type Effect, harms } from './effect.ts'
import type { Candidate } from './select.ts'
import type { TrialStatement } from './statement.ts'
import type { WriteMeter } from './writes.ts'

export type Proposal = Draft & { readonly design: IndexDesign }

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
export async function probe(proposal: Proposal, input: ProbeInput): Promise<Probed | Finding | undefined> {
  const { bench, catalog, statements } = input
  const name = nameIndex(proposal.design, namesIn(catalog, proposal.design.schema))
  const built = await bench.build(proposal.design, name)
  if ('refusal' in built) return considered(proposal, `PostgreSQL refuses to build it (SQLSTATE ${built.refusal}).`)
  try {
    const design = { ...proposal.design, name }
    if (await isThereAlready(design, input)) return undefined
    const targets = statements.filter(statement => proposal.statements.includes(statement.name))
    const effects: Effect[] = []
    for (const statement of targets.filter(({ isWrite }) => !isWrite)) {
      if (await bench.isChosen(name, statement)) effects.push(await bench.measure(statement))
    }
    const victim = effects.find(effect => harms(effect, input.limits))
    if (victim !== undefined) {
      return considered(proposal, `Built and re-run, it makes ${victim.statement.name} worse for some of its values.`)
    }
    if (targets.some(({ isWrite }) => isWrite)) {
      const measured = await input.writes.measureWith(design, name, targets)
      effects.push(...measured.filter(({ statement }) => targets.includes(statement)))
    }
    const isRestored = proposal.design.name !== undefined
    return { draft: proposal, design, isRestored, built, sizeBytes: built.sizeBytes, effects }
  } finally {
    await bench.drop(proposal.design, name)
  }
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

function namesIn({ tables }: Catalog, schema: string): ReadonlySet<string> {
  const inSchema = tables.filter(table => table.schema === schema)
  return new Set(inSchema.flatMap(({ name, indexes }) => [name, ...indexes.map(index => index.name)]))
}
