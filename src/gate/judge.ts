import { atScaleReason } from '../compare/at-scale.ts'
import type { Change, Comparison } from '../compare/comparison.ts'
import type { Config, GateRule } from '../config/schema.ts'
import { counted, grouped } from '../plan/words.ts'
import type { RosterEntry, Verdict } from './verdict.ts'

type Policy = Pick<Config, 'gate' | 'accept'>

/** Worst first. */
const RULES: readonly GateRule[] = [
  'broken',
  'regression',
  'budget',
  'work-only',
  'production-plan',
  'unmeasured',
  'call-count',
  'new-query',
  'estimate-only',
]
/** What a plan that was looked at and accepted excuses; a budget is a promise of its own. */
export const ACCEPTABLE: ReadonlySet<GateRule> = new Set<GateRule>([
  'regression',
  'work-only',
  'production-plan',
  'new-query',
  'estimate-only',
])

interface Charge {
  readonly rule: GateRule
  readonly text: string
}

const BY_STATUS: Partial<Record<Comparison['status'], GateRule>> = { broken: 'broken', unmeasured: 'unmeasured' }

/** What neither side could measure is counted in the report; only what the branch has a part in is charged. */
function ruleOf({ status, agrees, isUnmeasuredAlike }: Comparison): GateRule | undefined {
  if (status === 'regressed') return agrees ? 'regression' : 'work-only'
  return isUnmeasuredAlike === true ? undefined : BY_STATUS[status]
}

/** The most pages that any value set read on head. */
const mostBuffers = ({ head, valueSets }: Comparison): number =>
  Math.max(head?.buffers ?? 0, ...valueSets.map(({ headBuffers }) => headBuffers ?? 0))

/** An N+1 in words. */
const callsText = (status: Comparison['status'], { from, to }: Change): string =>
  status === 'added' ? `only the branch sends it: ${to}` : `the same load makes ${to} instead of ${from}`

function chargesOf(comparison: Comparison, { statements }: Policy['gate']): readonly Charge[] {
  const { status, reason, changes, atScale, doubt } = comparison
  const ofStatus = ruleOf(comparison)
  const budget = Object.hasOwn(statements, comparison.name) ? statements[comparison.name]!['max-buffers'] : undefined
  const isOver = budget !== undefined && mostBuffers(comparison) > budget
  const calls = changes.find(({ kind }) => kind === 'more-calls')
  const estimate = changes.find(({ kind }) => kind === 'estimate-worse')
  const isWasteful = status === 'added' && changes.some(({ kind }) => kind === 'rows-discarded')
  return [
    ...(ofStatus === undefined
      ? []
      : [{ rule: ofStatus, text: doubt === undefined ? reason : `${reason}; it only counts as more work: ${doubt}` }]),
    ...(isOver
      ? [
          {
            rule: 'budget' as const,
            text: `reads ${counted(mostBuffers(comparison), 'page')}, its budget is ${grouped(budget)}`,
          },
        ]
      : []),
    ...(atScale?.tendency === 'worse' && status !== 'regressed'
      ? [{ rule: 'production-plan' as const, text: atScaleReason(atScale) }]
      : []),
    ...(calls === undefined ? [] : [{ rule: 'call-count' as const, text: callsText(status, calls) }]),
    ...(isWasteful ? [{ rule: 'new-query' as const, text: reason }] : []),
    ...(estimate === undefined || status === 'regressed'
      ? []
      : [{ rule: 'estimate-only' as const, text: `${estimate.node}: ${estimate.from} became ${estimate.to}` }]),
  ]
}

/** Whether an acceptance names the statement, by its name or the beginning of its fingerprint. */
export const isAbout = (
  { query }: Config['accept'][number],
  { name, fingerprint }: Pick<Comparison, 'name' | 'fingerprint'>,
): boolean => query === name || fingerprint.startsWith(query)

/** The entry of the configuration that accepts this plan of this statement, and whether its time is over. */
function acceptanceOf(
  { name, fingerprint, head, atScale }: Comparison,
  rule: GateRule,
  accept: Policy['accept'],
  today: string,
) {
  const shape = rule === 'production-plan' ? atScale?.head.shape : head?.shape
  const matching = accept.filter(
    entry => isAbout(entry, { name, fingerprint }) && shape?.startsWith(entry.plan) === true,
  )
  const current = matching.find(({ until }) => today <= until)
  return { current, expired: current === undefined ? matching.at(-1) : undefined }
}

/** An entry with what tells it from others of its rule. */
export interface Ranked {
  readonly entry: RosterEntry
  /** Pages that the statement reads more. */
  readonly growth: number
}

function entriesOf(comparison: Comparison, config: Policy, today: string): readonly Ranked[] {
  const growth = (comparison.head?.buffers ?? 0) - (comparison.base?.buffers ?? 0)
  return chargesOf(comparison, config.gate).flatMap(({ rule, text }) => {
    const level = config.gate.rules[rule]
    if (level === 'off') return []
    const isAcceptable = ACCEPTABLE.has(rule)
    const { current, expired } = acceptanceOf(comparison, rule, config.accept, today)
    const accepted =
      isAcceptable && current !== undefined ? { reason: current.reason, until: current.until } : undefined
    const note = isAcceptable && expired !== undefined ? ` (accepted until ${expired.until}, which is over)` : ''
    const { name: statement, fingerprint } = comparison
    return [{ entry: { statement, fingerprint, rule, level, text: `${text}${note}`, accepted }, growth }]
  })
}

/** Budgets of statements that the load does not send: they would never fail and nobody would notice. */
function idleBudgets(comparisons: readonly Comparison[], { statements, rules }: Policy['gate']): readonly Ranked[] {
  const names = new Set(comparisons.map(({ name }) => name))
  if (rules.budget === 'off') return []
  return Object.keys(statements)
    .filter(name => !names.has(name))
    .map(statement => ({
      entry: {
        statement,
        fingerprint: '',
        rule: 'budget',
        level: 'warn',
        text: 'has a budget, but no load sends it',
        accepted: undefined,
      },
      growth: 0,
    }))
}

const severity = ({ entry }: Ranked) => (entry.accepted !== undefined ? 2 : entry.level === 'fail' ? 0 : 1)

function byWeight(a: Ranked, b: Ranked): number {
  return (
    severity(a) - severity(b) ||
    RULES.indexOf(a.entry.rule) - RULES.indexOf(b.entry.rule) ||
    b.growth - a.growth ||
    (a.entry.statement < b.entry.statement ? -1 : a.entry.statement > b.entry.statement ? 1 : 0)
  )
}

/**
 * Applies the policy to what was found. `today` is YYYY-MM-DD; an acceptance holds to the end of its `until`, for the
 * statement and the plan that it names alone. Accepted entries stay in the roster and do not count.
 */
export function judge(comparisons: readonly Comparison[], config: Policy, today: string): Verdict {
  const ranked = [
    ...comparisons.flatMap(comparison => entriesOf(comparison, config, today)),
    ...idleBudgets(comparisons, config.gate),
  ]
  return verdictOf(ranked)
}

/** The roster in its order, and what it comes to. */
export function verdictOf(ranked: readonly Ranked[]): Verdict {
  const entries = ranked.toSorted(byWeight).map(({ entry }) => entry)
  const counting = entries.filter(({ accepted }) => accepted === undefined)
  const outcome = counting.some(({ level }) => level === 'fail') ? 'fail' : counting.length > 0 ? 'warn' : 'pass'
  return { outcome, entries }
}
