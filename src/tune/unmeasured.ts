import type { Finding } from '../advise/finding.ts'
import { walk } from '../plan/walk.ts'
import type { TrialStatement } from '../trial/statement.ts'
import type { TuneContext } from './context.ts'
import { type Effective, settingValue } from './effective.ts'
import { formatNumber } from './format.ts'
import { formatValue } from './parameter.ts'
import { pgtune } from './pgtune.ts'
import { hasTarget, proposeFromBranch } from './proposal.ts'
import type { TrialRule } from './rules.ts'
import { remark } from './subject.ts'
import type { Settings, SettingsBench } from './trial/settings-bench.ts'

const WORKERS = 'max_parallel_workers_per_gather'
/** What decides how many workers a plan gets. */
const PARALLEL = new Set([
  WORKERS,
  'parallel_setup_cost',
  'parallel_tuple_cost',
  'min_parallel_table_scan_size',
  'min_parallel_index_scan_size',
])
/** Whether there are workers to be had when such a plan runs. */
const WORKER_POOLS = ['max_worker_processes', 'max_parallel_workers']
const MAX_NAMED = 5

/**
 * What no count that comes out the same twice can judge: workers do the same work sooner, prefetching reads the same pages, and
 * autovacuum and checkpoints run beside the load. Told where the load uses it, with the plans that would change, and advised nowhere.
 */
export async function unmeasuredSettings(
  context: TuneContext,
  bench: SettingsBench,
  settings: Settings,
  base: Effective,
): Promise<readonly Finding[]> {
  const evidence = [
    ...(await parallelism(context, bench, settings)),
    ...(await parallelismOfBranch(context, bench, settings, base)),
    ...prefetching(context),
    ...background(context),
  ]
  if (evidence.length === 0) return []
  return [
    remark({
      rule: 'settings-not-measured' satisfies TrialRule,
      subject: 'server',
      severity: 'info',
      title: 'Settings whose effect was not measured',
      why: 'They change when work is done and not how much, which only the clock of production’s own server shows. Values are pgtune’s for the target given, and no advice.',
      evidence,
    }),
  ]
}

/** `from → value` of a setting that pgtune has another value for; undefined where it is the same or not known. */
function differenceOf({ target, major, effective, parameters }: TuneContext, name: string): string | undefined {
  const value = hasTarget(target) ? pgtune({ ...target, major }).get(name) : undefined
  const from = settingValue(effective, parameters, name)
  const parameter = parameters.get(name)
  if (value === undefined || from === undefined || parameter === undefined || value === from) return undefined
  return `${name} ${formatValue(parameter, from)} → ${formatValue(parameter, value)}`
}

async function parallelism(context: TuneContext, bench: SettingsBench, settings: Settings): Promise<readonly string[]> {
  const difference = differenceOf(context, WORKERS)
  if (difference === undefined) return []
  const { target, major, effective, parameters } = context
  const parallel = parallelSettings(effective, context)
  const workers = String(pgtune({ ...target, major }).get(WORKERS))
  const changed = await replanned(
    context,
    bench,
    { ...settings, ...parallel },
    { ...settings, ...parallel, [WORKERS]: workers },
  )
  if (changed.length === 0) return []
  const pools = WORKER_POOLS.flatMap(name => {
    const value = pgtune({ ...target, major }).get(name)
    const from = settingValue(effective, parameters, name)
    return typeof value === 'number' && typeof from === 'number' && value > from
      ? (differenceOf(context, name) ?? [])
      : []
  })
  return [`${difference}: ${changed}.`, ...(pools.length === 0 ? [] : [`${pools.join(', ')}: workers for them.`])]
}

/** The plans that other workers come to by what this branch changed. */
async function parallelismOfBranch(
  context: TuneContext,
  bench: SettingsBench,
  settings: Settings,
  base: Effective,
): Promise<readonly string[]> {
  const changes = proposeFromBranch(base, context.effective, context.parameters, PARALLEL)
  if (changes.length === 0) return []
  const [before, after] = [parallelSettings(base, context), parallelSettings(context.effective, context)]
  const changed = await replanned(context, bench, { ...settings, ...before }, { ...settings, ...after })
  if (changed.length === 0) return []
  const words = changes.map(({ name, from, value }) => {
    const parameter = context.parameters.get(name)!
    return `${name} ${formatValue(parameter, value)} → ${formatValue(parameter, from!)}`
  })
  return [`This branch changes ${words.join(', ')}: ${changed}.`]
}

/** As production has them; the run itself plans without workers. */
function parallelSettings(effective: Effective, { parameters }: TuneContext): Settings {
  const entries = [...PARALLEL].flatMap(name => {
    const value = settingValue(effective, parameters, name)
    return value === undefined ? [] : [[name, formatValue(parameters.get(name)!, value)] as const]
  })
  return Object.fromEntries(entries)
}

/** `reports.all is planned with 4 workers in place of 2`; empty where no plan has other workers. */
async function replanned(
  { statements }: TuneContext,
  bench: SettingsBench,
  before: Settings,
  after: Settings,
): Promise<string> {
  const changed: string[] = []
  for (const statement of statements) {
    const [start, end] = [await workersOf(statement, bench, before), await workersOf(statement, bench, after)]
    if (start === undefined || end === undefined || start === end) continue
    const words = end === 1 ? '1 worker' : `${end === 0 ? 'no' : end} workers`
    changed.push(`${statement.name} is planned with ${words} in place of ${start === 0 ? 'none' : start}`)
  }
  const more = changed.length > MAX_NAMED ? `, and ${formatNumber(changed.length - MAX_NAMED)} more statements` : ''
  return `${changed.slice(0, MAX_NAMED).join(', ')}${more}`
}

async function workersOf(
  statement: TrialStatement,
  bench: SettingsBench,
  settings: Settings,
): Promise<number | undefined> {
  const planned = await bench.plan(statement, settings)
  if (planned === undefined) return undefined
  const workers = planned.flatMap(({ plan }) => [...walk(plan.root)].map(({ node }) => node.workersPlanned ?? 0))
  return Math.max(0, ...workers)
}

/** Up to 17 only bitmap scans of a heap prefetch. */
function prefetching(context: TuneContext): readonly string[] {
  const difference = differenceOf(context, 'effective_io_concurrency')
  const prefetches = context.statements.filter(({ runs }) =>
    runs.some(({ before }) => [...walk(before.plan.root)].some(({ node }) => node.nodeType === 'Bitmap Heap Scan')),
  )
  if (difference === undefined || prefetches.length === 0) return []
  const names = prefetches.slice(0, MAX_NAMED).map(({ name }) => name)
  return [
    `${difference}: bitmap scans read ahead in ${formatNumber(prefetches.length)} ${prefetches.length === 1 ? 'statement' : 'statements'} (${names.join(', ')}).`,
  ]
}

/** What runs beside a load that writes. */
function background(context: TuneContext): readonly string[] {
  if (!context.statements.some(({ isWrite }) => isWrite)) return []
  return ['autovacuum_max_workers', 'autovacuum_work_mem', 'min_wal_size', 'checkpoint_completion_target'].flatMap(
    name => {
      const difference = differenceOf(context, name)
      return difference === undefined ? [] : [`${difference}.`]
    },
  )
}
