import { type IndexDesign, nameIndex } from '../advise/design.ts'
import type { Draft, DraftOf, IndexProposal } from '../advise/draft.ts'
import type { Finding } from '../advise/finding.ts'
import { missingIndex } from '../advise/rules/missing-index.ts'
import type { Catalog } from '../capture/catalog/table.ts'
import type { WorseThan } from '../compare/thresholds.ts'
import { asUnique } from './as-unique.ts'
import type { Workshop } from './attempts/input.ts'
import { openBench } from './bench.ts'
import { concludeTrial, considered, objectionTo, TOO_LITTLE, type Trialled } from './conclude.ts'
import { findHiddenWork, keepsPlans } from './drop-users.ts'
import { type Effect, gainOf, harms, isSolved, UNNOTICED } from './effect.ts'
import { namesIn } from './names.ts'
import type { TrialOptions } from './options.ts'
import { isLight, type Probed, type ProbeInput, probe, withoutLuck, writesOf } from './probe.ts'
import type { Scratch } from './scratch.ts'
import { overBudget, selectCandidates } from './select.ts'
import { openShelf } from './shelf.ts'
import { type Offered, shortlist } from './shortlist.ts'
import type { TrialStatement } from './statement.ts'
import { readsIndex } from './used.ts'
import { createWriteMeter, withIndex } from './writes.ts'

/** Calls of writes that take about as long as a copy of the database. */
const MAX_FORESEEN = 50
/** Building more than these takes longer than the rest of a run. */
const MAX_CANDIDATES = 20

/**
 * Builds the proposals on a copy of head, one at a time, and runs the statements that they are for; the best set is then held
 * against everything else that reads or writes its tables. Returns a finding for each index that proved itself, for what spoke
 * against others, and for what was tried in vain for a statement that nothing else helped; besides, the designs of what is advised.
 */
export async function tryIndexes(
  { server, head, catalog, statements, options }: Workshop,
  proposals: readonly DraftOf<IndexProposal>[],
  scratch: Scratch,
): Promise<{ readonly findings: readonly Finding[]; readonly designs: readonly IndexDesign[] }> {
  if (proposals.length === 0) return { findings: [], designs: [] }
  const open = (name: string) => openBench(server, head, name, options.statementTimeoutMs)
  const bench = await scratch.take()
  await using shelf = await openShelf(server, bench)
  const openNext = async () => {
    const copy = await open('trial_write')
    server.copyAhead(head)
    return copy
  }
  server.copyAhead(head)
  const writes = createWriteMeter(openNext, foresee(proposals, statements))
  const hidden = await findHiddenWork(bench.client)
  const input = { bench, shelf, writes, catalog, hidden, statements, limits: options.limits }
  const { probed, refused } = await probeAll(proposals, input, options)
  const { chosen: selected, declined } = await selectWithAll(probed, input, options)
  const chosen: Probed[] = []
  for (const candidate of withOwnNames(selected, catalog)) chosen.push(await asUnique(candidate, input))
  const tried = chosen.map(candidate => concludeTrial(trialledOf(withOwnGains(candidate, chosen)), catalog))
  const helped = new Set(tried.flatMap(({ statements: names }) => names))
  const inVain = probed
    .filter(
      ({ draft, effects }) => draft.severity === 'warning' && !effects.some(effect => gainOf(effect) !== undefined),
    )
    .map(({ draft }) => considered(draft, TOO_LITTLE))
  const unsolved = [...refused, ...inVain].filter(
    ({ statements: names, rule }) => rule !== 'missing-index' || !names.some(name => helped.has(name)),
  )
  return {
    findings: [...tried.toSorted(byUrgency), ...onePerStatement([...declined, ...unsolved])],
    designs: chosen.map(({ design }) => design),
  }
}

/** Without what another chosen index of the table does better: with both built, that is the one that is read. */
function withOwnGains(candidate: Probed, chosen: readonly Probed[]): Probed {
  const others = chosen.filter(other => other !== candidate && other.design.table === candidate.design.table)
  const isBetterServed = (effect: Effect) => {
    const own = gainOf(effect)
    return (
      own !== undefined &&
      others.some(({ effects }) =>
        effects.some(other => other.statement === effect.statement && (gainOf(other)?.after ?? Infinity) < own.after),
      )
    )
  }
  const effects = candidate.effects.filter(effect => !isBetterServed(effect))
  return effects.some(effect => gainOf(effect) !== undefined) ? { ...candidate, effects } : candidate
}

/** Each was named as if it were the only new one. */
function withOwnNames(chosen: readonly Probed[], catalog: Catalog): readonly Probed[] {
  const used = new Set<string>()
  return chosen.map(candidate => {
    const { design, built } = candidate
    const name = nameIndex(design, used.has(built.name) ? new Set([...namesIn(catalog, design.schema), ...used]) : used)
    used.add(name)
    return { ...candidate, design: { ...design, name }, built: { ...built, name } }
  })
}

/** The writes of each table that may get an index, as long as running them all takes less than a copy for each. */
function foresee(
  proposals: readonly DraftOf<IndexProposal>[],
  statements: readonly TrialStatement[],
): readonly (readonly TrialStatement[])[] {
  const byTable = Map.groupBy(proposals, ({ proposal: { design } }) => design.table)
  const lists = [...byTable].map(([table, drafts]) => {
    const names = new Set(drafts.flatMap(draft => draft.statements))
    return writesOf(
      { table },
      statements,
      statements.filter(({ name }) => names.has(name)),
    )
  })
  let left = MAX_FORESEEN
  return lists.filter(writes => {
    left -= writes.reduce((sum, { runs }) => sum + runs.length, 0)
    return left >= 0
  })
}

const SEVERITIES: readonly Finding['severity'][] = ['warning', 'advice', 'info']

const byUrgency = (a: Finding, b: Finding) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)

async function probeAll(
  proposals: readonly DraftOf<IndexProposal>[],
  input: ProbeInput,
  { budget: { candidates: adviceCandidates }, progress, signal }: TrialOptions,
): Promise<{ readonly probed: readonly Probed[]; readonly refused: readonly Finding[] }> {
  const probed: Probed[] = []
  const refused: Finding[] = []
  const solved = new Set<string>()
  let [built, builtForAdvice] = [0, 0]
  const isCharged = ({ severity }: Draft) => severity === 'warning'
  // Only reads can be planned with what is not there; the others are few.
  const choice = proposals.filter(draft => !isCharged(draft) && draft.rule === missingIndex.id)
  const isLong = choice.length > adviceCandidates && adviceCandidates > 0
  // The one builds and plans, the other counts what statements do: they do not disturb each other.
  const [likely] = isLong
    ? await Promise.all([shortlist(choice, adviceCandidates, input), input.writes.measureForeseen()])
    : [[]]
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
 * The best set, each of which has run with every statement of its table: what it does for those that it was not meant for, and to
 * the writes, may make another choice the better one. What something speaks against makes room for the next best.
 */
async function selectWithAll(
  probed: readonly Probed[],
  input: ProbeInput,
  { budget, signal }: TrialOptions,
): Promise<{ readonly chosen: readonly Probed[]; readonly declined: readonly Finding[] }> {
  let candidates = probed
  const declined: Finding[] = []
  const [read, written] = [new Set<Probed>(), new Set<Probed>()]
  for (;;) {
    const chosen = selectCandidates(candidates, budget)
    const partial = chosen.find(candidate => !read.has(candidate))
    const unwritten = chosen.filter(candidate => !written.has(candidate))
    if (partial === undefined && unwritten.length === 0) {
      const clash = await findClash(chosen, input)
      if (clash === undefined) {
        const left = overBudget(candidates, chosen, budget)
        const told = left.map(({ candidate: { draft }, overrun }) =>
          considered(draft, `With the others it takes ${overrun}.`),
        )
        return { chosen, declined: [...declined, ...told] }
      }
      declined.push(considered(clash.candidate.draft, `With the others it makes ${clash.victim} worse.`))
      candidates = candidates.filter(candidate => candidate !== clash.candidate)
      continue
    }
    signal.throwIfAborted()
    const whole =
      partial === undefined ? await withWrites(unwritten, input) : new Map([[partial, await withReads(partial, input)]])
    for (const full of whole.values()) {
      read.add(full)
      if (partial === undefined) written.add(full)
    }
    candidates = candidates.flatMap(candidate => {
      const full = whole.get(candidate)
      const objection = full && objectionTo(trialledOf(full), budget)
      if (objection !== undefined) declined.push(considered(candidate.draft, objection))
      return objection === undefined ? (full ?? candidate) : []
    })
  }
}

const trialledOf = ({ draft, design, built, effects, writes }: Probed): Trialled => ({
  draft,
  design,
  built,
  reads: effects.filter(({ statement }) => !statement.isWrite),
  writes: writes.length > 0 ? writes : effects.filter(({ statement }) => statement.isWrite),
})

/**
 * Runs what reads a table that gets several indexes with all of them in sight: what each does alone says nothing of what the planner
 * makes of the choice. The one to leave out is that of the harmful plan that was chosen last.
 */
async function findClash(
  chosen: readonly Probed[],
  input: ProbeInput,
): Promise<{ readonly candidate: Probed; readonly victim: string } | undefined> {
  const { bench, shelf, statements } = input
  const byTable = Map.groupBy(chosen, ({ design }) => design.table)
  const crowded = [...byTable].flatMap(([table, { length }]) => (length > 1 ? table : []))
  if (crowded.length === 0) return undefined
  const prepare = await shelf.show(chosen.map(({ index }) => index))
  for (const statement of statements) {
    if (statement.isWrite || !crowded.some(table => statement.tables.has(table))) continue
    if (await isUntouched(statement, prepare, input)) continue
    const effect = await bench.measure(statement, prepare)
    const plans = effect.after.flatMap(after => (after.kind === 'measured' ? after.plan : []))
    const used = chosen.filter(({ index }) => plans.some(plan => readsIndex(plan, index.built.names)))
    const candidate = used.at(-1) ?? chosen.at(-1)
    if (harms(effect, UNNOTICED) && candidate !== undefined) return { candidate, victim: statement.name }
  }
  return undefined
}

async function withWrites(
  candidates: readonly Probed[],
  { writes, statements, limits }: ProbeInput,
): Promise<ReadonlyMap<Probed, Probed>> {
  const tasks = candidates.map(({ draft, design, built }) => {
    const targets = statements.filter(({ name }) => draft.statements.includes(name))
    return { writes: writesOf(design, statements, targets), after: withIndex(design, built.name) }
  })
  const measured = await writes.measureEach(tasks)
  return new Map(
    candidates.map((candidate, at) => [
      candidate,
      { ...candidate, writes: asRestoring(measured[at]!, candidate, limits) },
    ]),
  )
}

/** What a restored index is for is measured by what the branch took away. */
const asRestoring = (
  effects: readonly Effect[],
  { draft, isRestored }: Probed,
  restoring: WorseThan,
): readonly Effect[] =>
  effects.map(effect =>
    isRestored && draft.statements.includes(effect.statement.name) ? { ...effect, restoring } : effect,
  )

/** With the reads of the design's table that have not run with the index; where their plan stays as it was, so does their work. */
async function withReads(candidate: Probed, input: ProbeInput): Promise<Probed> {
  const { bench, shelf, statements } = input
  const { design, index, effects } = candidate
  const others = statements.filter(
    statement =>
      !statement.isWrite &&
      statement.tables.has(design.table) &&
      !effects.some(effect => effect.statement === statement),
  )
  const prepare = await shelf.show([index])
  const more: Effect[] = []
  for (const statement of others) {
    const effect = (await isUntouched(statement, prepare, input))
      ? unchanged(statement)
      : await bench.measure(statement, prepare)
    more.push(candidate.isRestored ? effect : withoutLuck(effect, index.built.names))
  }
  return { ...candidate, effects: [...effects, ...more] }
}

/** Whether a heavy statement need not run, because its plan is what it was. */
async function isUntouched(
  statement: TrialStatement,
  prepare: string | undefined,
  { bench, hidden }: ProbeInput,
): Promise<boolean> {
  if (isLight(statement) || hidden.isIn(statement)) return false
  return keepsPlans(statement, await bench.plan(statement, prepare))
}

function unchanged(statement: TrialStatement): Effect {
  const before = statement.runs.map(run => run.before)
  return { statement, before, after: before }
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
