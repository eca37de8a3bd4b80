import type { PlanNode } from './plan.ts'
import { walk } from './walk.ts'

/** A relation as one statement names it once: in a self-join the two sides are two instances of one table. */
export interface Instance {
  /** The alias, which EXPLAIN makes unique in a plan; for partitions that of their parent. */
  readonly key: string
  readonly schema: string | undefined
  readonly relation: string | undefined
  /** Whether it stands for one of several partitions under an Append. */
  readonly isPartition: boolean
}

const APPENDS = new Set(['Append', 'Merge Append'])

const isScan = (node: PlanNode) => node.alias !== undefined && node.nodeType !== 'ModifyTable'

/**
 * Aliases of partitions with that of their parent. Under an Append, EXPLAIN names the partitions of `orders o`
 * `o_1`, `o_2`, … in the order of what is left after pruning, so that the numbers say nothing.
 */
function partitionAliases(root: PlanNode): ReadonlyMap<string, string> {
  const parents = new Map<string, string>()
  for (const { node } of walk(root)) {
    if (!APPENDS.has(node.nodeType)) continue
    const members = node.children.filter(child => child.parentRelationship === 'Member')
    const scans = members.flatMap(member => [...walk(member)].map(visit => visit.node)).filter(isScan)
    const families = Map.groupBy(scans, ({ alias }) => /^(.+)_\d+$/s.exec(alias!)?.[1] ?? '')
    for (const [parent, family] of families) {
      const relations = new Set(family.map(({ relationName }) => relationName))
      const aliases = new Set(family.map(({ alias }) => alias))
      const isPruned = (node.subplansRemoved ?? 0) > 0
      if (parent === '' || relations.size < aliases.size || (aliases.size < 2 && !isPruned)) continue
      for (const alias of aliases) parents.set(alias!, parent)
    }
  }
  return parents
}

/** A partition that was just attached: nothing to read, however the planner means to read it. */
export const isEmptyPartition = (node: PlanNode, { of }: Instances): boolean =>
  of.get(node)?.isPartition === true &&
  (node.actualLoops ?? 0) > 0 &&
  node.actualRows === 0 &&
  (node.rowsRemovedByFilter ?? 0) === 0 &&
  (node.sharedHitBlocks ?? 0) + (node.sharedReadBlocks ?? 0) === 0

export interface Instances {
  /** The instance that a node scans; for a Bitmap Index Scan that of its Bitmap Heap Scan. */
  readonly of: ReadonlyMap<PlanNode, Instance>
  /** Puts parents' aliases for those of partitions in a condition without literals. */
  readonly withParentAliases: (condition: string) => string
  /** The same, and then other names for those that have one. */
  readonly withAliases: (condition: string, nameOf: (alias: string) => string | undefined) => string
}

const QUALIFIER = /("(?:[^"]|"")+"|[A-Za-z_][\w$]*)\./g

const unquoted = (identifier: string) =>
  identifier.startsWith('"') ? identifier.slice(1, -1).replaceAll('""', '"') : identifier

/** Finds the relation instances of a plan. */
export function instancesOf(root: PlanNode): Instances {
  const parents = partitionAliases(root)
  const found = new Map<PlanNode, Instance>()
  for (const { node, parent } of walk(root)) {
    if (isScan(node)) {
      found.set(node, {
        key: parents.get(node.alias!) ?? node.alias!,
        schema: node.schema,
        relation: node.relationName,
        isPartition: parents.has(node.alias!),
      })
    } else if (node.nodeType.startsWith('Bitmap') && parent !== undefined && found.has(parent)) {
      found.set(node, found.get(parent)!)
    }
  }
  const withAliases = (condition: string, nameOf: (alias: string) => string | undefined) =>
    condition.replace(QUALIFIER, (text, identifier: string) => {
      const alias = parents.get(unquoted(identifier)) ?? unquoted(identifier)
      const name = nameOf(alias)
      return name === undefined ? text : `${name}.`
    })
  const isParent = new Set(parents.values())
  const withParentAliases = (condition: string) =>
    parents.size === 0 ? condition : withAliases(condition, alias => (isParent.has(alias) ? alias : undefined))
  return { of: found, withParentAliases, withAliases }
}
