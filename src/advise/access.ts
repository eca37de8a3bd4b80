import { type Catalog, findTable, type Index, type Table } from '../capture/catalog/table.ts'
import { instancesOf } from '../plan/instances.ts'
import type { Plan, PlanNode } from '../plan/plan.ts'
import { walk } from '../plan/walk.ts'
import { exclusiveWork } from '../plan/work.ts'
import { nearestOf, type SortTerm, sortTermOf, type Term, type TermReader, termsOf } from './condition.ts'

/** How one plan reads one instance of a table, and what of it an index could answer. */
export interface Access {
  readonly table: Table
  /** What the statement calls it. */
  readonly alias: string
  readonly terms: readonly Term[]
  /** The order in which the rows are wanted; empty where none is, or where an index of one table cannot give it. */
  readonly order: readonly SortTerm[]
  /** Whether only the first rows of that order are wanted. */
  readonly isLimited: boolean
  /** Blocks of its own scans, all loops. */
  readonly blocks: number
  /** Rows that its scans looked at, and that they kept. */
  readonly rowsRead: number
  readonly rowsKept: number
  /** Names of the indexes that it reads. */
  readonly indexes: readonly string[]
  /** Whether one of them answers without the table. */
  readonly isIndexOnly: boolean
  /** Where it is of an inner statement, the function that runs it, with the line. */
  readonly within?: string | undefined
}

const CONDITIONS = ['filter', 'indexCond', 'recheckCond', 'joinFilter', 'hashCond', 'mergeCond'] as const

/** Nodes whose conditions are about what they computed, which is in no index. */
const COMPUTING = /Aggregate|^Group$|WindowAgg/

/**
 * The accesses of a plan that was executed, by relation instance. PostgreSQL itself has resolved names, views and
 * sub-queries there. Partitions stand for the table that they are parts of. `read` is shared by all plans of a load.
 */
export function accessesOf({ root }: Plan, catalog: Catalog, read: TermReader): readonly Access[] {
  const work = exclusiveWork(root)
  const nodes = [...walk(root)].map(({ node }) => node)
  const { of, withParentAliases } = instancesOf(root)
  const terms = unique([
    ...nodes
      .filter(({ nodeType }) => !COMPUTING.test(nodeType))
      .flatMap(node => CONDITIONS.flatMap(name => node[name] ?? []))
      .flatMap(text => read(withParentAliases(text))),
    ...nodes.flatMap(({ sortKey = [] }) => sortKey.flatMap(key => nearestTerms(withParentAliases(key)))),
  ])
  const sorts = sortsOf(root, withParentAliases)
  const instances = Map.groupBy(of, ([, instance]) => instance.key)
  return [...instances].flatMap(([alias, members]): readonly Access[] => {
    const [, instance] = members[0]!
    const found = instance.relation === undefined ? undefined : findTable(catalog, instance.schema, instance.relation)
    const table = found && wholeOf(found, catalog)
    if (table === undefined) return []
    const scans = members.map(([node]) => node)
    const heaps = scans.filter(node => node.alias !== undefined)
    const indexes = [...new Set(scans.flatMap(({ indexName }) => indexName ?? []))]
    const sort = sorts.find(({ keys }) => keys.every(({ subject }) => subject.alias === alias))
    return [
      {
        table,
        alias,
        terms: terms.filter(({ subject }) => subject.alias === alias),
        order: sort?.keys ?? orderOfIndex(heaps, alias, table),
        isLimited: sort?.isLimited ?? nodes.some(({ nodeType }) => nodeType === 'Limit'),
        blocks: scans.reduce((sum, node) => sum + (work.get(node)?.buffers ?? 0), 0),
        rowsRead: heaps.reduce((sum, node) => sum + rowsOf(node, true), 0),
        rowsKept: heaps.reduce((sum, node) => sum + rowsOf(node, false), 0),
        indexes,
        isIndexOnly: heaps.some(({ nodeType }) => nodeType === 'Index Only Scan'),
      },
    ]
  })
}

/** Each partition repeats the conditions. */
const unique = (terms: readonly Term[]): readonly Term[] => [
  ...new Map(terms.map(term => [JSON.stringify(term), term])).values(),
]

function nearestTerms(key: string): readonly Term[] {
  const subject = nearestOf(key)
  return subject === undefined ? [] : [{ kind: 'nearest', subject }]
}

/** The partitioned table at the top. */
function wholeOf(table: Table, catalog: Catalog): Table | undefined {
  if (table.parent === undefined) return table.isPartition ? undefined : table
  const parent = findTable(catalog, table.parent.schema, table.parent.name)
  return parent && wholeOf(parent, catalog)
}

function rowsOf(node: PlanNode, withRemoved: boolean): number {
  const removed = withRemoved ? (node.rowsRemovedByFilter ?? 0) + (node.rowsRemovedByIndexRecheck ?? 0) : 0
  return ((node.actualRows ?? 0) + removed) * (node.actualLoops ?? 0)
}

interface Sort {
  readonly keys: readonly SortTerm[]
  readonly isLimited: boolean
}

/** Orders that a plan makes by sorting. */
function sortsOf(root: PlanNode, rename: (key: string) => string): readonly Sort[] {
  return [...walk(root)].flatMap(({ node, parent }): readonly Sort[] => {
    if (node.sortKey === undefined || !['Sort', 'Incremental Sort', 'Gather Merge'].includes(node.nodeType)) return []
    const keys = node.sortKey.map(key => sortTermOf(rename(key)))
    if (keys.some(key => key === undefined)) return []
    // What an aggregate or a window computed is in no index.
    const isComputed = [...walk(node)].some(({ node: { nodeType } }) => COMPUTING.test(nodeType))
    if (isComputed && keys.some(key => key?.subject.isColumn === false)) return []
    const isLimited = parent?.nodeType === 'Limit' || (parent?.nodeType === 'Gather Merge' && hasLimit(root))
    return [{ keys: keys.filter(key => key !== undefined), isLimited }]
  })
}

const hasLimit = (root: PlanNode) => [...walk(root)].some(({ node }) => node.nodeType === 'Limit')

/** The order that a plan takes from an index, perhaps the wrong one: it filters most rows away, then stops early. */
function orderOfIndex(scans: readonly PlanNode[], alias: string, table: Table): readonly SortTerm[] {
  const scan = scans.find(
    ({ nodeType, indexName }) => indexName !== undefined && /^Index (?:Only )?Scan/.test(nodeType),
  )
  const index = table.indexes.find(({ name }) => name === scan?.indexName)
  if (scan === undefined || index?.method !== 'btree') return []
  const isTurned = scan.scanDirection === 'Backward'
  const fixed = new Set(
    termsOf(scan.indexCond ?? '').flatMap(term => (term.kind === 'equality' ? term.subject.expression : [])),
  )
  return keysOf(index)
    .filter(key => !fixed.has(key.expression))
    .map(key => ({
      subject: { alias, expression: key.expression, isColumn: true },
      isDescending: key.isDescending !== isTurned,
      isNullsFirst: key.isNullsFirst !== isTurned,
    }))
}

/** Keys up to the first expression. */
function keysOf({ keys }: Index): Index['keys'] {
  const end = keys.findIndex(({ isColumn }) => !isColumn)
  return end < 0 ? keys : keys.slice(0, end)
}
