import { quoted } from '../advise/design.ts'
import type { Subject } from '../advise/workload.ts'
import { findTable } from '../capture/catalog/table.ts'

/** Whether pg_repack and pg_squeeze can rewrite a table while it is in use: both have to tell its rows apart. */
export function requirementWords(
  { schema, head }: Subject,
  { schema: space, name }: { readonly schema: string; readonly name: string },
): string {
  const declared = schema.head.tables.find(table => table.schema === space && table.name === name)
  const required = new Set(declared?.columns.filter(({ notNull }) => notNull).map(column => column.name))
  const key = findTable(head, space, name)?.indexes.find(
    ({ isUnique, isValid, isImmediate, predicate, keys }) =>
      isUnique &&
      isValid &&
      isImmediate &&
      predicate === undefined &&
      keys.every(({ expression, isColumn }) => isColumn && required.has(expression)),
  )
  return key === undefined
    ? 'pg_repack and pg_squeeze cannot rewrite it while it is in use: it has neither a primary key nor a unique index on columns that are not null.'
    : `pg_repack, by way of ${quoted(key.name)}, and pg_squeeze rewrite it while it is in use; they need the same room, and lock it for an instant at the end. pg_squeeze needs \`wal_level = logical\`.`
}
