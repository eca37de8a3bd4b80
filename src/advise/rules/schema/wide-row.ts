import type { SchemaTable } from '../../../capture/schema/schema.ts'
import type { Rule } from '../../draft.ts'
import { count, schemaRemark, tableName } from '../../schema-remark.ts'

const MIN_ROWS = 1000
/** Fewer rows than these on a page of 8 kB make every scan of the table a scan of its widest column. */
const FEW_ON_PAGE = 5
const PAGE_BYTES = 8192
/** What PostgreSQL leaves in the row before it moves values out of it. */
const INLINE_BYTES = 400

export const wideRow: Rule = {
  id: 'wide-row',
  area: 'schema',
  title: 'Rows so wide that few fit on a page',
  description:
    'PostgreSQL moves a value out of its row (TOAST) only once the row is over some 2 kB: below that a wide column is read by each scan, whether the statement wants it or not. Move it to a table of its own with the same key, or lower `toast_tuple_target`. Told for tables of which the load reads more than an index look-up.',
  find(subject) {
    return subject.schema.head.tables.filter(isCrowded).flatMap(table => {
      const widest = table.columns.reduce((a, b) => ((b.avgWidth ?? 0) > (a.avgWidth ?? 0) ? b : a))
      const scanning = subject.workload.filter(({ accesses }) =>
        accesses.some(access => {
          const isHere = access.table.schema === table.schema && access.table.name === table.name
          return isHere && access.rowsRead >= MIN_ROWS
        }),
      )
      if (scanning.length === 0 || (widest.avgWidth ?? 0) < INLINE_BYTES) return []
      const draft = schemaRemark(wideRow, subject, {
        table,
        columns: [widest.name],
        title: `Only ${(table.rows / table.pages).toFixed(1)} rows of ${tableName(table)} fit on a page`,
        why: `${widest.name} is most of each row, and every scan reads it. Move it to a table of its own, or lower toast_tuple_target.`,
        evidence: [
          `${count(table.rows)} rows on ${count(table.pages)} pages; ${widest.name} takes ${widest.avgWidth} bytes.`,
        ],
      })
      return { ...draft, statements: scanning.map(({ name }) => name) }
    })
  },
}

function isCrowded({ rows, pages, columns }: SchemaTable): boolean {
  const width = columns.reduce((sum, { avgWidth = 0 }) => sum + avgWidth, 0)
  return rows >= MIN_ROWS && rows / pages < FEW_ON_PAGE && width * FEW_ON_PAGE > PAGE_BYTES / 2
}
