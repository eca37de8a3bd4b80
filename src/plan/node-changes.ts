import type { Change } from '../compare/comparison.ts'
import type { Alignment, PlanSide } from './align.ts'
import { conditionsOf, toCompare } from './conditions.ts'
import { judgeDirection } from './direction.ts'
import type { PlanNode } from './plan.ts'
import { counted, listed, methodOf } from './words.ts'

const isSort = ({ nodeType }: PlanNode) => nodeType === 'Sort' || nodeType === 'Incremental Sort'
const isAggregate = ({ nodeType }: PlanNode) =>
  nodeType === 'Aggregate' || nodeType === 'Group' || nodeType === 'Unique'

const groupsOf = (side: PlanSide, isWanted: (node: PlanNode) => boolean): ReadonlyMap<string, PlanNode[]> =>
  Map.groupBy(side.nodes.filter(isWanted), node => side.leaves.get(node)!)

function sortWords(node: PlanNode): string {
  const key = conditionsOf(node).find(({ name }) => name === 'Sort Key')?.text
  return key === undefined ? node.nodeType : `${node.nodeType} by ${key}`
}

/** Sorts that came or went, over the same relations. */
export function sortChanges({ base, head, labelOf }: Alignment): readonly Change[] {
  const before = groupsOf(base, isSort)
  const after = groupsOf(head, isSort)
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((leaves): Change[] => {
    const [old, now] = [before.get(leaves) ?? [], after.get(leaves) ?? []]
    const node = labelOf(leaves)
    const judge = (usually: Change['direction']) =>
      judgeDirection(usually, base.blocksOver(leaves), head.blocksOver(leaves))
    const words = (nodes: readonly PlanNode[]) => listed(nodes.map(sortWords))
    if (now.length > old.length) {
      return [{ kind: 'sort-added', node, from: words(old) || 'no sort', to: words(now), direction: judge('worse') }]
    }
    if (now.length < old.length) {
      return [{ kind: 'sort-removed', node, from: words(old), to: words(now) || 'no sort', direction: judge('better') }]
    }
    if (toCompare(words(old)) === toCompare(words(now))) return []
    return [{ kind: 'other', node, from: words(old), to: words(now), direction: judge('neutral') }]
  })
}

/** Parallel plans aggregate in two steps, by the same method. */
const aggregateWords = (nodes: readonly PlanNode[]) =>
  [...new Set(nodes.map(node => methodOf({ ...node, partialMode: 'Simple' })))].join(', ')

/** Another way to group or to make distinct. */
export function aggregateChanges({ base, head, labelOf }: Alignment): readonly Change[] {
  const before = groupsOf(base, isAggregate)
  const after = groupsOf(head, isAggregate)
  return [...after].flatMap(([leaves, nodes]): Change[] => {
    const from = aggregateWords(before.get(leaves) ?? [])
    const to = aggregateWords(nodes)
    if (from === to || from === '') return []
    const direction = judgeDirection('neutral', base.blocksOver(leaves), head.blocksOver(leaves))
    return [{ kind: 'aggregate-method', node: labelOf(leaves), from, to, direction }]
  })
}

/** A sub-plan that runs for each row on one side, and once, or as a join, on the other. */
export function subplanChanges({ base, head, labelOf }: Alignment): readonly Change[] {
  const loopsOver = (side: PlanSide, leaves: string) => side.topOver.get(leaves)?.actualLoops
  const perRow = (side: PlanSide, other: PlanSide) =>
    side.nodes.flatMap(node => {
      const leaves = side.leaves.get(node)!
      const [loops, otherLoops] = [node.actualLoops ?? 1, loopsOver(other, leaves)]
      const isPerRow = node.parentRelationship === 'SubPlan' && leaves !== '' && loops > 1
      return isPerRow && otherLoops !== undefined && loops >= 2 * otherLoops ? [{ leaves, loops, otherLoops }] : []
    })
  const times = (loops: number) => (loops === 1 ? 'once' : counted(loops, 'time'))
  return [
    ...perRow(head, base).map((found): Change => {
      const direction = judgeDirection('worse', base.blocksOver(found.leaves), head.blocksOver(found.leaves))
      const [from, to] = [times(found.otherLoops), `as a sub-plan, ${times(found.loops)}`]
      return { kind: 'subplan-per-row', node: labelOf(found.leaves), from, to, direction }
    }),
    ...perRow(base, head).map((found): Change => {
      const direction = judgeDirection('better', base.blocksOver(found.leaves), head.blocksOver(found.leaves))
      const [from, to] = [`as a sub-plan, ${times(found.loops)}`, times(found.otherLoops)]
      return { kind: 'subplan-per-row', node: labelOf(found.leaves), from, to, direction }
    }),
  ]
}

/** Parallel workers that came or went. */
export function parallelChanges({ base, head, labelOf }: Alignment): readonly Change[] {
  const words = ({ nodes }: PlanSide) =>
    nodes
      .filter(({ nodeType }) => nodeType === 'Gather' || nodeType === 'Gather Merge')
      .map(({ nodeType }) => nodeType)
      .join(', ') || 'not parallel'
  const [from, to] = [words(base), words(head)]
  const node = labelOf(head.leaves.get(head.plan.root)!)
  return from === to ? [] : [{ kind: 'parallel', node, from, to, direction: 'neutral' }]
}
