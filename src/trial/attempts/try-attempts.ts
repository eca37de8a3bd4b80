import type { Attempt } from '../../advise/attempt.ts'
import type { IndexDesign } from '../../advise/design.ts'
import type { Draft, DraftOf } from '../../advise/draft.ts'
import type { Finding } from '../../advise/finding.ts'
import { totalBlocks } from '../../compare/thresholds.ts'
import type { Client } from '../../postgres/client.ts'
import type { Database } from '../../postgres/server.ts'
import { toFailure } from '../../replay/measure.ts'
import { createWorkMeter } from '../../replay/work.ts'
import { considered } from '../conclude.ts'
import { FAST_ENOUGH_BLOCKS } from '../effect.ts'
import type { Scratch } from '../scratch.ts'
import type { TrialStatement } from '../statement.ts'
import { tryFillfactor } from './fillfactor.ts'
import { type Furnished, furnish } from './furnish.ts'
import { tryGeneratedColumn } from './generated-column.ts'
import type { AttemptInput, Workshop } from './input.ts'
import { tryKeyset } from './keyset.ts'
import { tryPartition } from './partition.ts'
import { tryRewrite } from './rewrite.ts'
import { tryStatistics } from './statistics.ts'
import { trySummary } from './summary.ts'
import { tryWorkMemory } from './work-memory.ts'

/** What is tried of each kind; a number and not a time, so that every run tries the same. */
const MOST = {
  rewrite: 12,
  keyset: 3,
  'work-memory': 3,
  statistics: 3,
  fillfactor: 1,
  summary: 1,
  'generated-column': 1,
  partition: 2,
}

const isOf =
  <Kind extends Attempt['kind']>(kind: Kind) =>
  (draft: Draft): draft is DraftOf<Extract<Attempt, { kind: Kind }>> =>
    draft.proposal?.kind === kind

/** That the statements to rewrite read as they are, once each value set: some five executions of each are needed. */
const MAX_REWRITE_BLOCKS = 200_000
/** Another form that takes longer is none. */
const MAX_TIMEOUT_MS = 10_000

/** Tries what is no index, after the indexes that are `advised`. Rewrites and statistics are told where they proved themselves, the others with what was found. */
export async function tryAttempts(
  workshop: Workshop,
  drafts: readonly Draft[],
  scratch: Scratch,
  advised: readonly IndexDesign[],
): Promise<readonly Finding[]> {
  return [
    ...(await tryReads(workshop, drafts, scratch, advised)),
    ...(await tryEach(drafts.filter(isOf('statistics')).slice(0, MOST.statistics), tryStatistics, workshop)),
    ...(await tryEach(drafts.filter(isOf('fillfactor')).slice(0, MOST.fillfactor), tryFillfactor, workshop)),
    ...(await tryEach(drafts.filter(isOf('summary')).slice(0, MOST.summary), trySummary, workshop)),
    ...(await tryEach(
      drafts.filter(isOf('generated-column')).slice(0, MOST['generated-column']),
      tryGeneratedColumn,
      workshop,
    )),
    ...(await tryEach(drafts.filter(isOf('partition')).slice(0, MOST.partition), tryPartition, workshop)),
    ...drafts
      .filter(isOf('partition'))
      .slice(MOST.partition)
      .map(draft => considered(draft, `Not tried: ${MOST.partition} larger tables were.`)),
  ]
}

async function tryEach<D extends Draft>(
  drafts: readonly D[],
  attempt: (draft: D, workshop: Workshop) => Promise<Finding | undefined>,
  workshop: Workshop,
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const draft of drafts) {
    workshop.options.signal.throwIfAborted()
    workshop.options.progress.step(draft.title)
    const finding = await attempt(draft, workshop).catch(error => refused(draft, error))
    if (finding !== undefined) findings.push(finding)
  }
  return findings
}

function refused(draft: Draft, error: unknown): Finding {
  const failure = toFailure(error)
  return considered(
    draft,
    `PostgreSQL refuses to try it (SQLSTATE ${failure.kind === 'failed' ? failure.code : 'unknown'}).`,
  )
}

/** What is tried on single statements, all beside the same advised indexes. */
async function tryReads(
  workshop: Workshop,
  drafts: readonly Draft[],
  scratch: Scratch,
  advised: readonly IndexDesign[],
): Promise<readonly Finding[]> {
  const reads = drafts.filter(draft => isOf('rewrite')(draft) || isOf('keyset')(draft) || isOf('work-memory')(draft))
  const needsIndex =
    advised.length > 0 || reads.some(({ proposal }) => proposal !== undefined && 'index' in proposal && proposal.index)
  await using furnished = reads.length > 0 && needsIndex ? await furnish(scratch, advised) : undefined
  return [...(await tryForms(workshop, reads, furnished)), ...(await tryMemories(workshop, reads, furnished))]
}

/**
 * Other forms of statements, on head itself or, where indexes are advised or needed, on a copy with them. Nobody is connected to head
 * while copies of it are made.
 */
async function tryForms(
  workshop: Workshop,
  drafts: readonly Draft[],
  furnished: Furnished | undefined,
): Promise<readonly Finding[]> {
  const { head, statements, options } = workshop
  const rewrites = drafts.filter(isOf('rewrite')).slice(0, MOST.rewrite)
  const keysets = drafts.filter(isOf('keyset')).slice(0, MOST.keyset)
  if (rewrites.length + keysets.length === 0) return []
  await using resources = new AsyncDisposableStack()
  const client = furnished?.bench.client ?? resources.use(await head.connect('owner'))
  const reader = readerOf(client, furnished?.bench.database ?? head, workshop)
  const statementOf = (name: string) => statements.find(statement => statement.name === name)!
  /** Undefined where the advised indexes leave nothing to gain. */
  const inputOf = async (name: string): Promise<AttemptInput | undefined> => {
    const statement = statementOf(name)
    const unaided = statement.runs.map(run => run.before)
    const before = (await furnished?.workOf(statement)) ?? unaided
    const isAided = before.some((each, at) => each !== unaided[at])
    const isFast = isAided && before.every(({ work }) => totalBlocks(work) < FAST_ENOUGH_BLOCKS)
    return isFast ? undefined : { statement, before, reader }
  }
  const findings: Finding[] = []
  const rewritten = new Set<string>()
  let budget = MAX_REWRITE_BLOCKS
  for (const draft of rewrites) {
    options.signal.throwIfAborted()
    const cost = blocksOf(statementOf(draft.proposal.statement))
    if (rewritten.has(draft.proposal.statement) || cost > budget) continue
    budget -= cost
    options.progress.step(draft.title)
    const input = await inputOf(draft.proposal.statement)
    const finding = input && (await tryRewrite(draft, input, workshop, furnished))
    if (finding === undefined) continue
    findings.push(finding)
    if (finding.fix !== undefined) rewritten.add(draft.proposal.statement)
  }
  for (const draft of keysets) {
    options.signal.throwIfAborted()
    options.progress.step(draft.title)
    const input = await inputOf(draft.proposal.statement)
    const finding = input && (await tryKeyset(draft, input, workshop, furnished))
    if (finding !== undefined) findings.push(finding)
  }
  return findings
}

/** Memory changes nothing in the database: it is tried on head itself, where no advised index makes it needless. */
async function tryMemories(
  workshop: Workshop,
  drafts: readonly Draft[],
  furnished: Furnished | undefined,
): Promise<readonly Finding[]> {
  const { head, statements, options } = workshop
  const memories: DraftOf<Extract<Attempt, { kind: 'work-memory' }>>[] = []
  for (const draft of drafts.filter(isOf('work-memory'))) {
    const statement = statements.find(({ name }) => name === draft.proposal.statement)!
    const work = await furnished?.workOf(statement)
    if (work === undefined || work.some(each => each.work.tempBlocks > 0)) memories.push(draft)
  }
  if (memories.length === 0) return []
  await using client = await head.connect('owner')
  const reader = readerOf(client, head, workshop)
  const findings: Finding[] = []
  for (const [at, draft] of memories.entries()) {
    options.signal.throwIfAborted()
    options.progress.step(draft.title)
    const statement = statements.find(({ name }) => name === draft.proposal.statement)!
    const before = statement.runs.map(run => run.before)
    findings.push(
      at < MOST['work-memory']
        ? await tryWorkMemory(draft, { statement, before, reader }).catch(error => refused(draft, error))
        : considered(draft, 'How much memory would hold it was not tried: others do more work.'),
    )
  }
  return findings
}

const readerOf = (client: Client, database: Database, { server, options }: Workshop) => ({
  client,
  meter: createWorkMeter(server, database),
  timeoutMs: Math.min(MAX_TIMEOUT_MS, options.statementTimeoutMs),
})

const blocksOf = ({ runs }: TrialStatement) => runs.reduce((sum, { before }) => sum + totalBlocks(before.work), 0)
