import type { Change, ChangeKind } from '../compare/comparison.ts'
import { type Alignment, alignPlans } from './align.ts'
import { conditionsOf } from './conditions.ts'
import { judgeDirection } from './direction.ts'
import { estimateChanges } from './estimate-changes.ts'
import type { IndexDefinitionPair } from './index-definitions.ts'
import { joinChanges } from './join-changes.ts'
import { aggregateChanges, parallelChanges, sortChanges, subplanChanges } from './node-changes.ts'
import type { Plan, PlanNode } from './plan.ts'
import { isSamePlan } from './same-plan.ts'
import { scanChanges } from './scan-changes.ts'
import { spillChanges } from './spill-changes.ts'
import { triggerChanges } from './trigger-changes.ts'
import { nodeLabel } from './words.ts'

const NO_INDEXES: IndexDefinitionPair = { base: new Map(), head: new Map() }

/** Changes that are about amounts: a plan may have them and still be the same plan. */
const AMOUNTS: ReadonlySet<ChangeKind> = new Set<ChangeKind>([
  'estimate-worse',
  'generic-plan',
  'heap-fetches',
  'more-calls',
  'rows-differ',
  'rows-discarded',
  'wider-rows',
])

/** Whether a change means that the plan itself is another one, or behaves as another. */
export const isPlanChange = ({ kind }: Change): boolean => !AMOUNTS.has(kind)

const DIRECTIONS = ['worse', 'better', 'neutral'] as const
/** What tells most about a difference comes first; kinds that are not named follow in the order found. */
const TELLING: readonly ChangeKind[] = [
  'index-lost',
  'pruning-lost',
  'index-only-lost',
  'index-changed',
  'condition-became-filter',
  'sort-spill',
  'hash-spill',
  'subplan-per-row',
  'scan-type',
  'index-gained',
  'pruning-gained',
  'filter-became-condition',
  'join-method',
  'join-order',
  'heap-fetches',
  'wider-rows',
]

const rank = (kind: ChangeKind) => (TELLING.includes(kind) ? TELLING.indexOf(kind) : TELLING.length)

/** Where nothing that has a name changed: the first node that differs, in the words of EXPLAIN. */
function otherChange({ base, head }: Alignment): Change {
  const words = (node: PlanNode | undefined) =>
    node === undefined ? [] : [nodeLabel(node), ...conditionsOf(node).map(({ name, text }) => `${name}: ${text}`)]
  const positions = Array.from({ length: Math.max(base.nodes.length, head.nodes.length) }, (_, position) => position)
  const position = positions.find(at => words(base.nodes[at]).join('\n') !== words(head.nodes[at]).join('\n')) ?? 0
  const [before, after] = [words(base.nodes[position]), words(head.nodes[position])]
  const line = before.findIndex((text, at) => text !== after[at])
  const differing = line === -1 ? before.length : line
  const node = head.nodes[position] ?? base.nodes[position]
  const all = head.leaves.get(head.plan.root) ?? ''
  return {
    kind: 'other',
    node: node === undefined ? 'plan' : nodeLabel(node),
    from: before[differing] ?? (before.length > 0 ? 'no such condition' : 'no such node'),
    to: after[differing] ?? (after.length > 0 ? 'no such condition' : 'no such node'),
    direction: judgeDirection('neutral', base.blocksOver(all), head.blocksOver(all)),
  }
}

/**
 * What differs between base's and head's plan of one statement, worst and most telling first; empty for equal plans.
 * Holds names, methods and counts, never a literal. `indexes` tells a renamed index from another one.
 */
export function diffPlans(base: Plan, head: Plan, indexes: IndexDefinitionPair = NO_INDEXES): readonly Change[] {
  const alignment = alignPlans(base, head, indexes)
  const isOtherPlan = !isSamePlan(base, head, indexes)
  const found = [
    ...scanChanges(alignment),
    ...joinChanges(alignment),
    ...(isOtherPlan ? sortChanges(alignment) : []),
    ...spillChanges(alignment),
    ...aggregateChanges(alignment),
    ...subplanChanges(alignment),
    ...parallelChanges(alignment),
    ...estimateChanges(alignment),
    ...triggerChanges(base, head),
  ]
  const isExplained = found.some(change => isPlanChange(change) && change.kind !== 'trigger-work')
  const changes = isOtherPlan && !isExplained ? [...found, otherChange(alignment)] : found
  return changes.toSorted(
    (a, b) => DIRECTIONS.indexOf(a.direction) - DIRECTIONS.indexOf(b.direction) || rank(a.kind) - rank(b.kind),
  )
}
