import { isServedBy } from '../advise/covered.ts'
import { type IndexDesign, nameIndex, tableText } from '../advise/design.ts'
import type { Draft } from '../advise/draft.ts'
import type { Finding } from '../advise/finding.ts'
import { readCatalog } from '../capture/catalog/read-catalog.ts'
import { type Catalog, findTable } from '../capture/catalog/table.ts'
import type { WorseThan } from '../compare/thresholds.ts'
import type { Database, Server } from '../postgres/server.ts'
import type { Progress } from '../progress.ts'
import { type Built, openBench, type TrialBench } from './bench.ts'
import { concludeTrial, considered, type Trialled, withoutDesign } from './conclude.ts'
import { type Effect, gainOf, harms } from './effect.ts'
import { type Candidate, selectCandidates } from './select.ts'
import type { TrialStatement } from './statement.ts'

/** Building more than these takes longer than the rest of a run. */
const MAX_CANDIDATES = 20

export interface TrialOptions {
  readonly limits: WorseThan
  readonly statementTimeoutMs: number
  /** No further candidate is tried once this much time has gone. */
  readonly budgetMs: number
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** A candidate that was built once and looked at with the statements that it is for. */
interface Probed extends Candidate {
  readonly draft: Draft
  readonly built: Built
}

type Proposal = Draft & { readonly design: IndexDesign }
type Probe = Probed | { readonly draft: Draft; readonly reason: string } | undefined

const isProposal = (draft: Draft): draft is Proposal => draft.design !== undefined

/**
 * Builds the proposals on a copy of head, one at a time, and runs the statements that they are for; the best set is then held
 * against everything else that reads or writes its tables. Returns a finding for each index that proved itself, for each
 * that was tried in vain where something got worse, and for each observation.
 */
export async function tryDrafts(
  server: Server,
  head: Database,
  catalog: Catalog,
  drafts: readonly Draft[],
  statements: readonly TrialStatement[],
  options: TrialOptions,
): Promise<readonly Finding[]> {
  const observations = drafts.filter(draft => !isProposal(draft)).map(toObservation)
  const proposals = drafts.filter(isProposal).slice(0, MAX_CANDIDATES)
  if (proposals.length === 0) return observations
  const trial = new TrialRun(server, head, catalog, statements, options)
  const { probed, rejected } = await trial.probeAll(proposals)
  const proven: Finding[] = []
  for (const candidate of selectCandidates(probed)) {
    const trialled = await trial.holdAgainstAll(candidate)
    proven.push(concludeTrial(trialled, catalog, options.limits))
  }
  const helped = new Set(proven.flatMap(({ fix, statements: names }) => (fix === undefined ? [] : names)))
  const unsolved = rejected.filter(({ statements: names }) => !names.some(name => helped.has(name)))
  return [...proven, ...unsolved, ...observations]
}
