import { hasColumn, type SchemaColumn } from '../../../capture/schema/schema.ts'
import type { Rule } from '../../draft.ts'
import { schemaRemark, tableName } from '../../schema-remark.ts'

/** Rows begin at multiples of this. */
const ROW_ALIGNMENT = 8
const MIN_SAVED = 8

export const columnPadding: Rule = {
  id: 'column-padding',
  area: 'schema',
  title: 'Columns in an order that wastes room',
  description:
    'Each value begins at a multiple of its type’s alignment: a `bigint` after a `boolean` leaves seven bytes empty. The order of columns cannot be changed later without a rewrite, so it is told for tables that the branch adds, where wide types first would save eight bytes and more in each row.',
  find(subject) {
    const { base, head } = subject.schema
    return head.tables
      .filter(table => !hasColumn(base, table))
      .flatMap(table => {
        const saved = fixedBytes(table.columns) - fixedBytes(table.columns.toSorted(byAlignment))
        if (saved < MIN_SAVED) return []
        const order = table.columns.toSorted(byAlignment).map(({ name }) => name)
        const draft = schemaRemark(columnPadding, subject, {
          table,
          title: `${saved} bytes of each row of ${tableName(table)} are padding`,
          why: `The table is new, so its columns can still change places: ${order.join(', ')}.`,
        })
        return { ...draft, severity: 'info' as const }
      })
  },
}

/** Widest alignment first, those of varying length last; else as they are. */
function byAlignment(a: SchemaColumn, b: SchemaColumn): number {
  return Number(a.length < 0) - Number(b.length < 0) || b.alignment - a.alignment
}

/**
 * Bytes of a row’s columns up to the last one of fixed length, none of them null, rounded up as rows are (PostgreSQL
 * documentation, “Database Page Layout”). A value of varying length is short in most rows, and then needs no alignment: it counts
 * as its average, or as 8 bytes where nothing was sampled.
 */
function fixedBytes(columns: readonly SchemaColumn[]): number {
  const bytes = columns.reduce((offset, { length, alignment, avgWidth = 8 }) => {
    if (length < 0) return offset + avgWidth
    return Math.ceil(offset / alignment) * alignment + length
  }, 0)
  return Math.ceil(bytes / ROW_ALIGNMENT) * ROW_ALIGNMENT
}
