import type { Plan } from '../plan/plan.ts'
import { walk } from '../plan/walk.ts'
import type { Measurement } from '../replay/measurement.ts'

/** Whether a plan reads an index of one of these names. */
export const readsIndex = ({ root }: Plan, names: ReadonlySet<string>): boolean =>
  [...walk(root)].some(({ node }) => names.has(node.indexName ?? ''))

/** Names of the indexes that measured plans read. */
export const indexesRead = (measured: readonly Measurement[]): readonly string[] =>
  measured.flatMap(each =>
    each.kind === 'measured' ? [...walk(each.plan.root)].flatMap(({ node }) => node.indexName ?? []) : [],
  )

/**
 * Whether a plan walks an index in its order until enough rows have passed a filter that turns most of them away: for a value that is
 * rarer than those of the load it walks all of it.
 */
export function reliesOnLuck({ root }: Plan, names: ReadonlySet<string>): boolean {
  const nodes = [...walk(root)].map(({ node }) => node)
  return (
    nodes.some(({ nodeType }) => nodeType === 'Limit') &&
    nodes.some(
      ({ indexName, indexCond, rowsRemovedByFilter = 0, actualRows = 0 }) =>
        names.has(indexName ?? '') && indexCond === undefined && rowsRemovedByFilter > actualRows,
    )
  )
}
