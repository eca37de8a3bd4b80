import type { Finding } from '../advise/finding.ts'
import type { Target } from '../config/schema.ts'
import { type Effect, totalsOf } from '../trial/effect.ts'
import type { TrialStatement } from '../trial/statement.ts'
import { effectEvidence, judgeEffects, rejectedFinding, settingFinding, toTrial } from './conclude.ts'
import type { TuneContext } from './context.ts'
import { numberOf, settingValue } from './effective.ts'
import { formatBytes, formatNumber } from './format.ts'
import { formatValue } from './parameter.ts'
import { pgtune } from './pgtune.ts'
import type { Proposal } from './proposal.ts'
import { tryIndexBuild } from './trial/index-build.ts'
import { findWastedJit } from './trial/jit.ts'
import type { Settings, SettingsBench } from './trial/settings-bench.ts'
import { type Need, searchWorkMem, withWorkMem } from './trial/work-mem.ts'

const MB = 2 ** 20
/** Where the memory is not known nothing larger is looked into. */
const UNKNOWN_LIMIT = 64 * MB
/** So few statements are given their own work_mem rather than everybody a larger one. */
const FEW = 2
const SORTS_PER_STATEMENT = 3

/** Tries one proposal for all statements; returns the settings to go on with. */
export async function tryPlannerSetting(
  context: TuneContext,
  bench: SettingsBench,
  settings: Settings,
  proposal: Proposal,
): Promise<{ readonly settings: Settings; readonly finding: Finding | undefined }> {
  const parameter = context.parameters.get(proposal.name)!
  const wanted = { ...settings, [proposal.name]: formatValue(parameter, proposal.value) }
  const effects = await bench.compare(context.statements, settings, wanted, spillers(context, proposal))
  const outcome = judgeEffects(effects, context.limits)
  if (outcome.kind === 'nothing') return { settings, finding: undefined }
  if (outcome.kind === 'harms') {
    // That base's value is no better is what one hopes for, and nothing to tell.
    const finding = proposal.origin === 'branch' ? undefined : rejectedFinding(proposal, parameter, outcome.loser)
    return { settings, finding }
  }
  return { settings: wanted, finding: await helpful(context, proposal, outcome.winners, outcome.changed) }
}

/** Memory changes what a plan spills, and not the plan. */
function spillers({ statements }: TuneContext, { name }: Proposal): ReadonlySet<TrialStatement> {
  if (name !== 'work_mem' && name !== 'hash_mem_multiplier') return new Set()
  return new Set(statements.filter(({ runs }) => runs.some(({ before }) => before.work.tempBlocks > 0)))
}

function helpful(
  context: TuneContext,
  proposal: Proposal,
  winners: readonly Effect[],
  changed: readonly Effect[],
): Promise<Finding> {
  const result = {
    evidence: effectEvidence(winners, changed, context.statements.length),
    trial: toTrial(winners, context.statements.length - winners.length),
  }
  return settingFinding(proposal, context.parameters.get(proposal.name)!, result, context)
}

/** work_mem from what really spills: for the whole server where its memory allows, else for single statements. */
export async function adviseWorkMem(
  context: TuneContext,
  bench: SettingsBench,
  settings: Settings,
): Promise<readonly Finding[]> {
  const { effective, parameters, target, statements } = context
  const current = numberOf(effective, parameters, 'work_mem')
  const replays = parameters.get('work_mem')
  if (current === undefined || replays === undefined) return []
  const ceilings = workMemCeilings(target, context)
  const limit = ceilings?.perStatement ?? UNKNOWN_LIMIT
  const isReplays = current === context.replayWorkMem
  const needs = await searchWorkMem(bench, statements, settings, { workMemBytes: current, isReplays }, limit)
  if (needs.length === 0) return []
  const met = needs.filter(({ sizeBytes }) => sizeBytes !== undefined)
  const findings: Finding[] = []
  const server = Math.max(0, ...met.map(({ sizeBytes }) => sizeBytes ?? 0))
  let rest: readonly Need[] = met
  if (ceilings !== undefined && met.length > FEW && server <= ceilings.global) {
    const why = `${formatNumber(met.length)} statements write what does not fit in memory to disk. The memory given allows up to ${formatBytes(ceilings.global)} each, by pgtune’s rules.`
    const proposal: Proposal = { name: 'work_mem', from: current, value: server, why, origin: 'load' }
    const effects = await bench.compare(
      statements,
      settings,
      withWorkMem(settings, server),
      new Set(met.map(({ statement }) => statement)),
    )
    const outcome = judgeEffects(effects, context.limits)
    if (outcome.kind === 'helps') return [await helpful(context, proposal, outcome.winners, outcome.changed)]
    if (outcome.kind === 'harms') findings.push(rejectedFinding(proposal, replays, outcome.loser))
    rest = outcome.kind === 'harms' ? met : []
  }
  const own = rest.flatMap(need => ownWorkMem(need, current, ceilings?.perStatement, context))
  const unmet = needs.filter(({ sizeBytes }) => sizeBytes === undefined)
  return [...findings, ...own, ...(unmet.length === 0 ? [] : [tooLarge(unmet, limit)])]
}

/**
 * For everybody pgtune's rule; for a single statement what is left beside shared_buffers, divided by the sessions that run at
 * once, of which there are hardly more than processors, and by the sorts and hashes that one plan may hold.
 */
function workMemCeilings(
  target: Target,
  { effective, parameters, major }: TuneContext,
): { readonly global: number; readonly perStatement: number } | undefined {
  const { memory } = target
  const prior = pgtune({
    ...target,
    major,
    connections: target.connections ?? numberOf(effective, parameters, 'max_connections'),
  })
  const global = prior.get('work_mem')
  if (memory === undefined || typeof global !== 'number') return undefined
  const shared = numberOf(effective, parameters, 'shared_buffers') ?? 0
  const left = Math.max(0, memory - shared)
  return { global, perStatement: Math.max(global, left / ((target.cpus ?? 4) * SORTS_PER_STATEMENT)) }
}

function ownWorkMem(
  { statement, sizeBytes, effect }: Need,
  from: number,
  ceiling: number | undefined,
  context: TuneContext,
): readonly Finding[] {
  if (sizeBytes === undefined || effect === undefined) return []
  const outcome = judgeEffects([effect], context.limits)
  if (outcome.kind !== 'helps') return []
  const size = formatValue(context.parameters.get('work_mem')!, sizeBytes)
  const [start, end] = [totalsOf(effect.before)!, totalsOf(effect.after)!]
  const isBounded = ceiling !== undefined
  return [
    {
      key: `work-mem:${statement.name}`,
      rule: 'work-mem-for-statement',
      area: 'configuration',
      severity: isBounded ? 'advice' : 'info',
      title: `${statement.name} needs work_mem = ${size} to stay in memory`,
      why: isBounded
        ? `It writes what does not fit to disk. As few others do, it alone should get more; the memory given allows a statement up to ${formatBytes(ceiling)}.`
        : 'It writes what does not fit to disk. Whether there is memory for more is not known: `target.memory` says so.',
      evidence: [
        `With ${formatValue(context.parameters.get('work_mem')!, from)}: ${formatNumber(start.blocks)} pages, temporary ones included; with ${size}: ${formatNumber(end.blocks)}.`,
        `${formatNumber(statement.calls)} calls in the load.`,
      ],
      fix: isBounded
        ? {
            sql: `-- in the transaction that runs it; a role that runs nothing else can have it with ALTER ROLE … SET\nset local work_mem = '${size}';`,
            files: [],
          }
        : undefined,
      statements: [statement.name],
      trial: isBounded ? toTrial([effect], 0) : undefined,
    },
  ]
}

function tooLarge(needs: readonly Need[], limit: number): Finding {
  return {
    key: 'work-mem:too-large',
    rule: 'spills-beyond-memory',
    area: 'configuration',
    severity: 'info',
    title: `${formatNumber(needs.length)} statements spill whatever work_mem allows`,
    why: `Up to ${formatBytes(limit)} does not hold what they sort or hash: they need another plan, or fewer rows.`,
    evidence: needs.map(
      ({ statement, tempBlocks }) => `${statement.name}: ${formatNumber(tempBlocks)} temporary pages.`,
    ),
    fix: undefined,
    statements: needs.map(({ statement }) => statement.name),
    trial: undefined,
  }
}

/** JIT that compiles for rows too few to pay for it. */
export async function adviseJit(
  context: TuneContext,
  bench: SettingsBench,
  settings: Settings,
): Promise<readonly Finding[]> {
  const { effective, parameters, target, statements } = context
  const isKnown = effective.source !== undefined || target.memory !== undefined || target.cpus !== undefined
  if (!isKnown || settingValue(effective, parameters, 'jit') !== true || target.workload === 'dw') return []
  const wasted = await findWastedJit(bench, statements, settings)
  if (wasted === undefined) return []
  const proposal: Proposal = {
    name: 'jit',
    from: true,
    value: false,
    why: 'The planner’s cost makes the server compile statements that handle too few rows to pay for it.',
    origin: 'load',
  }
  const evidence = wasted
    .slice(0, 5)
    .map(
      ({ statement, functions, rows }) =>
        `${statement.name}: ${functions} functions compiled for ${formatNumber(rows)} rows.`,
    )
  const finding = await settingFinding(proposal, parameters.get('jit')!, { evidence, trial: undefined }, context)
  return [{ ...finding, statements: wasted.map(({ statement }) => statement.name) }]
}

/** maintenance_work_mem from an index build that spills. */
export async function adviseMaintenance(context: TuneContext, bench: SettingsBench): Promise<readonly Finding[]> {
  const { effective, parameters, target, major } = context
  const from = numberOf(effective, parameters, 'maintenance_work_mem')
  const value = pgtune({ ...target, major }).get('maintenance_work_mem')
  if (from === undefined || typeof value !== 'number' || value <= from) return []
  const build = await tryIndexBuild(bench, from, value)
  if (build === undefined || build.tempBlocksAfter * 1.5 > build.tempBlocksBefore) return []
  const proposal: Proposal = {
    name: 'maintenance_work_mem',
    from,
    value,
    why: 'Building an index writes what does not fit to disk; a sixteenth of the memory given is there for it, by pgtune’s rules.',
    origin: 'hardware',
  }
  const evidence = [
    `Building ${build.index} (${formatBytes(build.sizeBytes)}) anew: ${formatNumber(build.tempBlocksBefore)} → ${formatNumber(build.tempBlocksAfter)} temporary pages.`,
  ]
  return [
    await settingFinding(proposal, parameters.get('maintenance_work_mem')!, { evidence, trial: undefined }, context),
  ]
}
