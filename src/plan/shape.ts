import { createHash } from 'node:crypto'
import { conditionsOf, withoutTextCasts } from './conditions.ts'
import { type IndexDefinitions, indexIdentity } from './index-definitions.ts'
import { type Instances, instancesOf } from './instances.ts'
import type { Plan, PlanNode } from './plan.ts'

const UNORDERED = new Set(['BitmapAnd', 'BitmapOr'])

/** What a node is, apart from its children: no costs, widths, rows, literals. */
function nodeFacts(node: PlanNode, instances: Instances, definitions: IndexDefinitions): readonly unknown[] {
  const instance = instances.of.get(node)
  const relation = instance && [
    instance.key,
    ...(instance.isPartition ? [] : [instance.schema ?? '', instance.relation ?? '']),
  ]
  const index =
    node.indexName === undefined
      ? undefined
      : indexIdentity(definitions, {
          name: node.indexName,
          isPartition: instance?.isPartition ?? false,
          ...(instance?.schema !== undefined && { schema: instance.schema }),
          ...(instance?.relation !== undefined && { relation: instance.relation }),
        })
  return [
    node.nodeType,
    node.parentRelationship,
    node.subplanName,
    node.joinType,
    node.strategy,
    node.partialMode,
    node.operation,
    node.command,
    node.scanDirection === 'Backward',
    node.parallelAware === true,
    node.nodeType === 'ModifyTable' && node.relationName,
    relation,
    index,
    node.functionName,
    node.cteName,
    (node.subplansRemoved ?? 0) > 0,
    conditionsOf(node).map(({ name, text }) => [name, withoutTextCasts(instances.withParentAliases(text))]),
  ]
}

/**
 * The canonical text of a tree. An index's object identifier decides the order under BitmapAnd and BitmapOr, so that it is
 * sorted away; partitions that are scanned alike count once, so that one more of them is not another plan.
 */
function canonical(node: PlanNode, instances: Instances, definitions: IndexDefinitions): string {
  const children = node.children.map(child => canonical(child, instances, definitions))
  const isPartitioned = node.children.some(child => hasPartition(child, instances))
  const isAppend = node.nodeType === 'Append' || node.nodeType === 'Merge Append'
  const distinct = isAppend && isPartitioned ? [...new Set(children)].sort() : children
  const ordered = UNORDERED.has(node.nodeType) ? children.toSorted() : distinct
  return `(${JSON.stringify(nodeFacts(node, instances, definitions))}${ordered.join('')})`
}

const hasPartition = (node: PlanNode, instances: Instances): boolean =>
  instances.of.get(node)?.isPartition === true || node.children.some(child => hasPartition(child, instances))

/**
 * Fingerprint of a plan: 12 hex digits that are equal where two plans do the same with the same relations, whatever
 * their costs, row counts and literals. `indexes` makes a renamed index the same one.
 */
export function shapeOf(plan: Plan, indexes: IndexDefinitions = new Map()): string {
  const text = canonical(plan.root, instancesOf(plan.root), indexes)
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
