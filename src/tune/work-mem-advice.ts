import type { Finding } from '../advise/finding.ts'
import type { Target } from '../config/schema.ts'
import { counted } from '../plan/words.ts'
import { totalsOf } from '../trial/effect.ts'
import { helpfulFinding, judgeEffects, rejectedFinding, toTrial } from './conclude.ts'
import type { TuneContext } from './context.ts'
import { numberOf } from './effective.ts'
import { formatBytes, formatNumber } from './format.ts'
import { formatValue } from './parameter.ts'
import { pgtune } from './pgtune.ts'
import type { Proposal } from './proposal.ts'
import type { TrialRule } from './rules.ts'
import type { Settings, SettingsBench } from './trial/settings-bench.ts'
import { type Need, searchWorkMem, withWorkMem } from './trial/work-mem.ts'

const MB = 2 ** 20
/** Where the memory is not known nothing larger is looked into. */
const UNKNOWN_LIMIT = 64 * MB
/** So few statements are given their own work_mem rather than everybody a larger one. */
const FEW = 2
const SORTS_PER_STATEMENT = 3

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
    if (outcome.kind === 'helps') return [await helpfulFinding(context, proposal, outcome.winners, outcome.changed)]
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
      rule: 'work-mem-for-statement' satisfies TrialRule,
      area: 'configuration',
      severity: isBounded ? 'advice' : 'info',
      title: `${statement.name} needs work_mem = ${size} to stay in memory`,
      why: isBounded
        ? `It writes what does not fit to disk. As few others do, it alone should get more; the memory given allows a statement up to ${formatBytes(ceiling)}.`
        : 'It writes what does not fit to disk. Whether there is memory for more is not known: `target.memory` says so.',
      evidence: [
        `With ${formatValue(context.parameters.get('work_mem')!, from)}: ${formatNumber(start.blocks)} pages, temporary ones included; with ${size}: ${formatNumber(end.blocks)}.`,
        `${counted(statement.calls, 'call')} in the load.`,
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
    rule: 'spills-beyond-memory' satisfies TrialRule,
    area: 'configuration',
    severity: 'info',
    title: `${counted(needs.length, 'statement')} ${needs.length === 1 ? 'spills' : 'spill'} with all that work_mem may have`,
    why: `Up to ${formatBytes(limit)} does not hold what they sort or hash: they need another plan, or fewer rows.`,
    evidence: needs.map(
      ({ statement, tempBlocks }) => `${statement.name}: ${formatNumber(tempBlocks)} temporary pages.`,
    ),
    fix: undefined,
    statements: needs.map(({ statement }) => statement.name),
    trial: undefined,
  }
}
