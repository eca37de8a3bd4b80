import type { Catalog } from '../capture/catalog/table.ts'

/** Names of all tables and indexes of a schema, which a new index must not have. */
export function namesIn({ tables }: Catalog, schema: string): ReadonlySet<string> {
  const inSchema = tables.filter(table => table.schema === schema)
  return new Set(inSchema.flatMap(({ name, indexes }) => [name, ...indexes.map(index => index.name)]))
}
