import { conditionsOf, conjuncts } from './conditions.ts'
import { type IndexDefinitions, indexIdentity, type Partitions } from './index-definitions.ts'
import { type Instance, instancesOf, isEmptyPartition } from './instances.ts'
import type { Plan, PlanNode } from './plan.ts'
import { counted, listed, methodOf, relationLabel } from './words.ts'
import { exclusiveWork, rowsSeenBy, sumOfWork } from './work.ts'

/** All that a plan does to read one relation instance: its scan, the bitmaps below it, and every partition of it. */
export interface Scan {
  readonly key: string
  /** `orders o`. */
  readonly label: string
  readonly relation: string | undefined
  /** `Index Scan using orders_pkey`. */
  readonly words: string
  /** The same without names of indexes, each way once. */
  readonly methods: string
  /** Sorted; of partitions the names of their own. */
  readonly indexNames: readonly string[]
  /** By identity, see `indexIdentity`; sorted. */
  readonly indexes: readonly string[]
  readonly readsSequentially: boolean
  readonly isIndexOnly: boolean
  /** Terms of conditions that an index answers, and of those that each row is tested against. */
  readonly indexConditions: readonly string[]
  readonly filters: readonly string[]
  /** Relations that were really scanned: one, or the partitions that pruning left. */
  readonly scanned: readonly string[]
  readonly isPartitioned: boolean
  /** How many partitions the table has, where the catalog is known; undefined for a plain table. */
  readonly partitions: number | undefined
  /** Own blocks over all loops, undefined where the plan was not executed. */
  readonly blocks: number | undefined
  readonly heapFetches: number
  readonly width: number
  /** Rows that were looked at, those that a filter removed included. */
  readonly rowsRead: number
  /** Rows that passed. */
  readonly rowsKept: number
}

function wordsOf(nodes: readonly PlanNode[], indexNames: readonly string[], scanned: readonly string[]): string {
  const methods = [...new Set(nodes.map(methodOf))].join(' and ')
  if (nodes.length > 1) return `${methods} on ${counted(scanned.length, 'partition')}`
  return indexNames.length === 0 ? methods : `${methods} using ${listed(indexNames)}`
}

/** How a plan reads each of its relation instances, by instance, in the order of the plan. */
export function scansOf(
  plan: Plan,
  definitions: IndexDefinitions,
  partitions: Partitions = new Map(),
): ReadonlyMap<string, Scan> {
  const described = instancesOf(plan.root)
  const { of: instances, withParentAliases } = described
  const work = exclusiveWork(plan.root)
  const groups = Map.groupBy(instances, ([, instance]) => instance.key)
  return new Map([...groups].map(([key, members]) => [key, readScan(key, members)]))

  function readScan(key: string, all: readonly (readonly [PlanNode, Instance])[]): Scan {
    const filled = all.filter(([node]) => !isEmptyPartition(node, described))
    const members = filled.length === 0 ? all : filled
    const nodes = members.map(([node]) => node)
    const scans = nodes.filter(node => node.alias !== undefined)
    const executed = scans.filter(node => node.actualLoops !== 0)
    const withIndex = members.filter(([node]) => node.indexName !== undefined)
    const identities = withIndex.map(([node, { isPartition, schema, relation }]) =>
      indexIdentity(definitions, {
        name: node.indexName!,
        isPartition,
        ...(schema !== undefined && { schema }),
        ...(relation !== undefined && { relation }),
      }),
    )
    const terms = (...names: readonly string[]) => [
      ...new Set(
        nodes
          .flatMap(conditionsOf)
          .filter(({ name }) => names.includes(name))
          .flatMap(({ text }) => conjuncts(withParentAliases(text))),
      ),
    ]
    const scanned = [...new Set(executed.map(({ relationName, alias }) => relationName ?? alias!))]
    const isPartitioned = members.some(([, { isPartition }]) => isPartition)
    const parent = scans
      .map(({ schema, relationName }) => partitions.get(`${schema}.${relationName}`))
      .find(table => table !== undefined)
    const siblings = [...partitions.values()].filter(table => table === parent).length
    const names = [...new Set(withIndex.map(([node]) => node.indexName!))].sort()
    return {
      key,
      label: isPartitioned ? key : relationLabel(scans[0]!),
      relation: isPartitioned ? undefined : scans[0]!.relationName,
      words: wordsOf(scans, names, scanned),
      methods: [...new Set(scans.map(methodOf))].sort().join(' and '),
      indexNames: names,
      indexes: [...new Set(identities)].sort(),
      readsSequentially: scans.some(({ nodeType }) => nodeType === 'Seq Scan'),
      isIndexOnly: scans.every(({ nodeType }) => nodeType === 'Index Only Scan'),
      indexConditions: terms('Index Cond'),
      filters: terms('Filter'),
      scanned,
      isPartitioned,
      partitions: parent === undefined ? undefined : siblings,
      blocks: plan.root.actualLoops === undefined ? undefined : sumOfWork(nodes.map(node => work.get(node)!)).buffers,
      heapFetches: nodes.reduce((sum, node) => sum + (node.heapFetches ?? 0), 0),
      width: Math.max(...scans.map(({ planWidth }) => planWidth)),
      rowsKept: scans.reduce((sum, { actualRows, actualLoops }) => sum + (actualRows ?? 0) * (actualLoops ?? 0), 0),
      rowsRead: scans.reduce((sum, node) => sum + rowsSeenBy(node), 0),
    }
  }
}
