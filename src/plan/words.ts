import type { PlanNode } from './plan.ts'

const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })

/** `11815` → `11,815`. */
export const grouped = (value: number): string => COUNT.format(value)

/** `1, 'page'` → `1 page`; `11815, 'page'` → `11,815 pages`. */
export const counted = (value: number, noun: string): string => `${grouped(value)} ${noun}${value === 1 ? '' : 's'}`

/** The first of a list, and how many there are besides: `a, b and 3 more`. */
export function listed(items: readonly string[], most = 3): string {
  const shown = items.slice(0, most).join(', ')
  return items.length > most ? `${shown} and ${items.length - most} more` : shown
}

const AGGREGATES: Readonly<Record<string, string>> = {
  Hashed: 'HashAggregate',
  Sorted: 'GroupAggregate',
  Mixed: 'MixedAggregate',
  Plain: 'Aggregate',
}
const JOINS = new Set(['Nested Loop', 'Hash Join', 'Merge Join'])

/** A join's type goes before its last word, as EXPLAIN's text format writes it: `Hash Left Join`, `Nested Loop Anti Join`. */
function joinWords({ nodeType, joinType }: PlanNode): string {
  if (joinType === undefined || joinType === 'Inner') return nodeType
  return nodeType === 'Nested Loop' ? `Nested Loop ${joinType} Join` : nodeType.replace(' Join', ` ${joinType} Join`)
}

/** What a node does, in the words of EXPLAIN's text format, without the relation or the index. */
export function methodOf(node: PlanNode): string {
  if (JOINS.has(node.nodeType)) return joinWords(node)
  if (node.nodeType === 'Aggregate') {
    const partial = node.partialMode === undefined || node.partialMode === 'Simple' ? '' : `${node.partialMode} `
    return `${partial}${AGGREGATES[node.strategy ?? 'Plain'] ?? 'Aggregate'}`
  }
  if (node.nodeType === 'SetOp')
    return `${node.strategy === 'Hashed' ? 'HashSetOp' : 'SetOp'} ${node.command ?? ''}`.trim()
  if (node.nodeType === 'ModifyTable') return node.operation ?? node.nodeType
  return node.scanDirection === 'Backward' ? `${node.nodeType} Backward` : node.nodeType
}

/** `orders o`, `billing.orders o`, `orders`; for a function or a CTE its name and alias. */
export function relationLabel(node: PlanNode): string {
  const name = node.relationName ?? node.cteName ?? node.functionName
  if (name === undefined) return node.alias ?? ''
  const isPublic = node.schema === undefined || node.schema === 'public' || node.schema.startsWith('pg_')
  const qualified = isPublic ? name : `${node.schema}.${name}`
  return node.alias === undefined || node.alias === name ? qualified : `${qualified} ${node.alias}`
}

/** `Index Scan using orders_pkey on orders o`, as EXPLAIN's text format begins a node. */
export function nodeLabel(node: PlanNode): string {
  const parallel = node.parallelAware === true ? 'Parallel ' : ''
  const on = relationLabel(node)
  if (node.nodeType === 'Bitmap Index Scan') return `${parallel}${methodOf(node)} on ${node.indexName}`
  const using = node.indexName === undefined ? '' : ` using ${node.indexName}`
  return `${parallel}${methodOf(node)}${using}${on === '' ? '' : ` on ${on}`}`
}
