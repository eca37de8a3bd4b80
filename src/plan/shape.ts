import { createHash } from 'node:crypto'
import { conditionsOf, toCompare } from './conditions.ts'
import { type IndexDefinitions, indexIdentity } from './index-definitions.ts'
import { type Instances, instancesOf, isEmptyPartition } from './instances.ts'
import type { Plan, PlanNode } from './plan.ts'

const UNORDERED = new Set(['BitmapAnd', 'BitmapOr'])

/** What the names in a plan become in its canonical text. */
export interface Naming {
  readonly instance: (key: string) => string
  readonly relation: (schema: string, relation: string) => string
  readonly condition: (text: string) => string
}

/** What a node is, apart from its children: no costs, widths, rows, literals. */
function nodeFacts(
  node: PlanNode,
  instances: Instances,
  definitions: IndexDefinitions,
  naming: Naming,
): readonly unknown[] {
  const instance = instances.of.get(node)
  const relation = instance && [
    naming.instance(instance.key),
    ...(instance.isPartition || instance.relation === undefined
      ? []
      : [naming.relation(instance.schema ?? '', instance.relation)]),
  ]
  const target = node.nodeType === 'ModifyTable' ? node.relationName : undefined
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
    target && naming.relation(node.schema ?? '', target),
    relation,
    index,
    node.functionName,
    node.cteName,
    (node.subplansRemoved ?? 0) > 0,
    conditionsOf(node).map(({ name, text }) => [name, toCompare(naming.condition(text))]),
  ]
}

/**
 * The canonical text of a tree. An index's object identifier decides the order under BitmapAnd and BitmapOr, so that it is
 * sorted away; partitions that are scanned alike count once, so that one more of them, or
 * one without rows, is not another plan.
 */
function canonical(node: PlanNode, instances: Instances, definitions: IndexDefinitions, naming: Naming): string {
  const isPartitioned = node.children.some(child => hasPartition(child, instances))
  const isAppend = node.nodeType === 'Append' || node.nodeType === 'Merge Append'
  const filled = node.children.filter(child => !isAppend || !isEmptyPartition(child, instances))
  const members = filled.length === 0 ? node.children : filled
  const children = members.map(child => canonical(child, instances, definitions, naming))
  const distinct = isAppend && isPartitioned ? [...new Set(children)].sort() : children
  const ordered = UNORDERED.has(node.nodeType) ? children.toSorted() : distinct
  return `(${JSON.stringify(nodeFacts(node, instances, definitions, naming))}${ordered.join('')})`
}

const hasPartition = (node: PlanNode, instances: Instances): boolean =>
  instances.of.get(node)?.isPartition === true || node.children.some(child => hasPartition(child, instances))

/** The whole plan as one text, equal where two plans do the same with relations that are named the same. */
export function canonicalText(plan: Plan, indexes: IndexDefinitions, naming?: Naming): string {
  const instances = instancesOf(plan.root)
  const asWritten: Naming = {
    instance: key => key,
    relation: (schema, relation) => `${schema}.${relation}`,
    condition: instances.withParentAliases,
  }
  return canonical(plan.root, instances, indexes, naming ?? asWritten)
}

/**
 * Fingerprint of a plan: 12 hex digits that are equal where two plans do the same with the same relations, whatever
 * their costs, row counts and literals. `indexes` makes a renamed index the same one.
 */
export function shapeOf(plan: Plan, indexes: IndexDefinitions = new Map()): string {
  return createHash('sha256').update(canonicalText(plan, indexes)).digest('hex').slice(0, 12)
}
