import type { Draft, DraftOf, IndexProposal } from '../advise/draft.ts'
import type { Finding } from '../advise/finding.ts'
import { missingIndex } from '../advise/rules/missing-index.ts'
import type { Catalog } from '../capture/catalog/table.ts'
import type { Database, Server } from '../postgres/server.ts'
import { openBench } from './bench.ts'
import { concludeTrial, considered, TOO_LITTLE } from './conclude.ts'
import { type Effect, gainOf, isSolved } from './effect.ts'
import type { TrialOptions } from './options.ts'
import { type Probed, type ProbeInput, probe, writesOf } from './probe.ts'
import { selectCandidates } from './select.ts'
import { openShelf } from './shelf.ts'
import { type Offered, shortlist } from './shortlist.ts'
import type { TrialStatement } from './statement.ts'
import { createWriteMeter, withIndex } from './writes.ts'

/** Building more than these takes longer than the rest of a run. */
const MAX_CANDIDATES = 20

/**
 * Builds the proposals on a copy of head, one at a time, and runs the statements that they are for; the best set is then held
 * against everything else that reads or writes its tables. Returns a finding for each index that proved itself, for what
 * was tried in vain for a statement that nothing else helped.
 */
export async function tryIndexes(
  server: Server,
  head: Database,
  catalog: Catalog,
  proposals: readonly DraftOf<IndexProposal>[],
  statements: readonly TrialStatement[],
  options: TrialOptions,
): Promise<readonly Finding[]> {
  if (proposals.length === 0) return []
  const open = (name: string) => openBench(server, head, name, options.statementTimeoutMs)
  await using bench = await open('trial')
  await using shelf = await openShelf(server, bench)
  const writes = createWriteMeter(() => open('trial_write'))
  const input = { bench, shelf, writes, catalog, statements, limits: options.limits }
  const { probed, refused } = await probeAll(proposals, input, options)
  const tried: Finding[] = []
  for (const candidate of await selectWithAll(probed, input, options.signal))
    tried.push(await conclude(candidate, input))
  const helped = new Set(tried.flatMap(({ fix, statements: names }) => (fix === undefined ? [] : names)))
  const inVain = probed
    .filter(
      ({ draft, effects }) => draft.severity === 'warning' && !effects.some(effect => gainOf(effect) !== undefined),
    )
    .map(({ draft }) => considered(draft, TOO_LITTLE))
  const unsolved = [...refused, ...inVain].filter(
    ({ statements: names, rule }) => rule !== 'missing-index' || !names.some(name => helped.has(name)),
  )
  return [...tried.toSorted(byUrgency), ...onePerStatement(unsolved)]
}

const SEVERITIES: readonly Finding['severity'][] = ['warning', 'advice', 'info']

const byUrgency = (a: Finding, b: Finding) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)

async function probeAll(
  proposals: readonly DraftOf<IndexProposal>[],
  input: ProbeInput,
  { adviceCandidates, progress, signal }: TrialOptions,
): Promise<{ readonly probed: readonly Probed[]; readonly refused: readonly Finding[] }> {
  const probed: Probed[] = []
  const refused: Finding[] = []
  const solved = new Set<string>()
  let [built, builtForAdvice] = [0, 0]
  const isCharged = ({ severity }: Draft) => severity === 'warning'
  // Only reads can be planned with what is not there; the others are few.
  const choice = proposals.filter(draft => !isCharged(draft) && draft.rule === missingIndex.id)
  const isLong = choice.length > adviceCandidates && adviceCandidates > 0
  const likely = isLong ? await shortlist(choice, adviceCandidates, input) : []
  const given = isLong ? proposals.filter(draft => !choice.includes(draft)) : proposals
  const queue: readonly (Offered | { readonly draft: DraftOf<IndexProposal>; readonly index: undefined })[] = [
    ...given.map(draft => ({ draft, index: undefined })),
    ...likely,
  ]
  for (const { draft, index } of queue) {
    signal.throwIfAborted()
    if (built === MAX_CANDIDATES) break
    if (draft.statements.every(name => solved.has(name))) continue
    if (!isCharged(draft) && ++builtForAdvice > adviceCandidates) continue
    built += 1
    progress.step(draft.title)
    const result = await probe({ draft, index: index ?? (await input.shelf.add(draft.proposal.design)) }, input)
    if (result !== undefined && 'draft' in result) {
      probed.push(result)
      const helped = result.effects.filter(effect => isSolved(effect, result.isRestored))
      for (const { statement } of helped) solved.add(statement.name)
    } else if (result !== undefined) refused.push(result)
  }
  return { probed, refused }
}

/**
 * The best set, each of which has run with every statement of its table: what it does for those that it was not meant for may
 * make another choice the better one.
 */
async function selectWithAll(
  probed: readonly Probed[],
  input: ProbeInput,
  signal: AbortSignal,
): Promise<readonly Probed[]> {
  let candidates = probed
  const whole = new Set<Probed>()
  for (;;) {
    const chosen = selectCandidates(candidates)
    const partial = chosen.find(candidate => !whole.has(candidate))
    if (partial === undefined) return chosen
    signal.throwIfAborted()
    const full = { ...partial, effects: [...partial.effects, ...(await holdAgainstOthers(partial, input))] }
    whole.add(full)
    candidates = candidates.map(candidate => (candidate === partial ? full : candidate))
  }
}

/** Runs the reads of the design's table that have not run with the index. */
async function holdAgainstOthers(
  { design, index, effects }: Probed,
  { bench, shelf, statements }: ProbeInput,
): Promise<readonly Effect[]> {
  const others = statements.filter(
    statement =>
      !statement.isWrite &&
      statement.tables.has(design.table) &&
      !effects.some(effect => effect.statement === statement),
  )
  const prepare = await shelf.show([index])
  const more: Effect[] = []
  for (const statement of others) more.push(await bench.measure(statement, prepare))
  return more
}

async function conclude(
  { draft, design, built, effects }: Probed,
  { writes, catalog, statements, limits }: ProbeInput,
): Promise<Finding> {
  const targets = statements.filter(({ name }) => draft.statements.includes(name))
  const reads = effects.filter(({ statement }) => !statement.isWrite)
  const measured = await writes.measure(writesOf(design, statements, targets), withIndex(design, built.name))
  return concludeTrial({ draft, design, built, reads, writes: measured }, catalog, limits)
}

/** What was tried in vain is told once for each statement. */
function onePerStatement(findings: readonly Finding[]): readonly Finding[] {
  const told = new Set<string>()
  return findings.filter(({ statements }) => {
    const isNew = statements.some(name => !told.has(name))
    for (const name of statements) told.add(name)
    return isNew
  })
}
