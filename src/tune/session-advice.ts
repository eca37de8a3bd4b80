import type { Finding } from '../advise/finding.ts'
import type { TrialStatement } from '../trial/statement.ts'
import { helpfulFinding, judgeEffects, rejectedFinding, settingFinding } from './conclude.ts'
import type { TuneContext } from './context.ts'
import { numberOf, settingValue } from './effective.ts'
import { formatBytes, formatNumber } from './format.ts'
import { formatValue } from './parameter.ts'
import { pgtune } from './pgtune.ts'
import type { Proposal } from './proposal.ts'
import { tryIndexBuild } from './trial/index-build.ts'
import { findWastedJit } from './trial/jit.ts'
import type { Settings, SettingsBench } from './trial/settings-bench.ts'

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
  return { settings: wanted, finding: await helpfulFinding(context, proposal, outcome.winners, outcome.changed) }
}

/** Memory changes what a plan spills, and not the plan. */
function spillers({ statements }: TuneContext, { name }: Proposal): ReadonlySet<TrialStatement> {
  if (name !== 'work_mem' && name !== 'hash_mem_multiplier') return new Set()
  return new Set(statements.filter(({ runs }) => runs.some(({ before }) => before.work.tempBlocks > 0)))
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
