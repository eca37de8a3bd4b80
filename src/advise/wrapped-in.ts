import { type Catalog, findTable, type Table } from '../capture/catalog/table.ts'
import { walk } from '../plan/walk.ts'
import type { WorkloadItem } from './workload.ts'
import { wrappedColumns } from './wrapped.ts'

/** The columns that the statement's filters compare only after something was done to them. */
export function wrappedIn(
  { runs }: WorkloadItem,
  head: Catalog,
): readonly { readonly table: Table; readonly alias: string; readonly column: string }[] {
  const nodes = runs.flatMap(({ head: { plan } }) => [...walk(plan.root)].map(({ node }) => node))
  return nodes.flatMap(({ filter, relationName, schema }) => {
    const table = relationName === undefined ? undefined : findTable(head, schema, relationName)
    if (table === undefined || filter === undefined) return []
    return wrappedColumns(filter, table).map(({ alias, column }) => ({ table, alias, column }))
  })
}
