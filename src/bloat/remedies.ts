import { quoted } from '../advise/design.ts'
import { bytesText } from '../advise/production-size.ts'
import type { Subject } from '../advise/workload.ts'
import { findTable } from '../capture/catalog/table.ts'

/**
 * Whether pg_repack and pg_squeeze can rewrite a table while it is in use, as both have to tell its rows apart, and what they need.
 * Bytes are of the table with its indexes: as it is and as it will be.
 */
export function requirementWords(
  { schema, head }: Subject,
  { schema: space, name }: { readonly schema: string; readonly name: string },
  bytes: { readonly before: number; readonly after: number },
): readonly string[] {
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
  if (key === undefined)
    return [
      'pg_repack and pg_squeeze cannot rewrite it while it is in use: it has neither a primary key nor a unique index on columns that are not null.',
    ]
  return [
    `pg_repack rewrites it while it is in use, by way of ${quoted(key.name)}: it needs up to ${bytesText(2 * bytes.before)} of free disk (twice table and indexes, says its manual), its extension on the server, and locks the table for an instant at the start and at the end.`,
    `pg_squeeze does so too: it needs ${bytesText(bytes.after)} of free disk and the log of its run, its library in \`shared_preload_libraries\`, \`wal_level = logical\` and a free replication slot, and locks the table for an instant at the end.`,
  ]
}
