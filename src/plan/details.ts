import { conditionsOf } from './conditions.ts'
import type { PlanNode } from './plan.ts'
import { counted, grouped } from './words.ts'

/** Counters that EXPLAIN prints only where they are not zero. */
const COUNTERS = [
  ['Rows Removed by Join Filter', 'rowsRemovedByJoinFilter'],
  ['Rows Removed by Filter', 'rowsRemovedByFilter'],
  ['Rows Removed by Index Recheck', 'rowsRemovedByIndexRecheck'],
  ['Heap Fetches', 'heapFetches'],
  ['Lossy Heap Blocks', 'lossyHeapBlocks'],
  ['Subplans Removed', 'subplansRemoved'],
] as const

function memoryDetails(node: PlanNode): readonly string[] {
  const kiloBytes = (value: number | undefined) => `${grouped(value ?? 0)} kB`
  const batches = node.hashBatches ?? node.hashAggBatches
  const peak = node.peakMemoryUsage === undefined ? '' : `  Memory: ${kiloBytes(node.peakMemoryUsage)}`
  const disk = (node.diskUsage ?? 0) === 0 ? '' : `  Disk: ${kiloBytes(node.diskUsage)}`
  return [
    ...(node.sortMethod === undefined
      ? []
      : [`Sort Method: ${node.sortMethod}  ${node.sortSpaceType ?? 'Memory'}: ${kiloBytes(node.sortSpaceUsed)}`]),
    ...(batches === undefined ? [] : [`Batches: ${grouped(batches)}${peak}${disk}`]),
  ]
}

/** What EXPLAIN prints below a node, without literals: keys, conditions, counters, memory. */
export function detailsOf(node: PlanNode): readonly string[] {
  return [
    ...conditionsOf(node).map(({ name, text }) => `${name}: ${text}`),
    ...COUNTERS.flatMap(([name, property]) => (node[property] ? [`${name}: ${grouped(node[property])}`] : [])),
    ...memoryDetails(node),
    ...(node.workersPlanned === undefined ? [] : [counted(node.workersPlanned, 'worker')]),
  ]
}
