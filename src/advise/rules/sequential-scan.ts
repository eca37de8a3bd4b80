import { counted, grouped } from '../../plan/words.ts'
import { quoted } from '../design.ts'
import type { Rule } from '../draft.ts'
import { remark, unique } from '../remark.ts'
import { rowsOf, spotsOf } from '../spots.ts'
import { columnsIn, indexOn, wrappedColumns } from '../wrapped.ts'

const MIN_ROWS = 10_000
/** An index pays where it leaves out nearly all rows. */
const MAX_KEPT = 0.05
/** Of the statement's pages. */
const MIN_SHARE = 0.3

/** A whole table read for a few of its rows. */
export const sequentialScan: Rule = {
  id: 'sequential-scan',
  area: 'query',
  title: 'A sequential scan of a large table that returns few rows',
  description:
    'The statement reads every page of a table and throws nearly all rows away. Where an index that answers its conditions proved itself in this run, that is told instead.',
  find: subject =>
    unique(
      spotsOf(subject).flatMap(({ item, within, node, own, table }) => {
        const { kept, removed } = rowsOf(node)
        if (node.nodeType !== 'Seq Scan' || table === undefined || node.filter === undefined) return []
        if (removed + kept < MIN_ROWS || kept > MAX_KEPT * (kept + removed)) return []
        if (own.buffers < MIN_SHARE * item.buffers) return []
        // An index that is there and cannot be used has a remark of its own.
        if (wrappedColumns(node.filter, table).some(({ column }) => indexOn(table, column) !== undefined)) return []
        const columns = columnsIn(node.filter).map(({ column }) => quoted(column))
        const name = quoted(table.name)
        return [
          remark(sequentialScan, {
            item,
            within,
            at: `${table.schema}.${table.name}`,
            title: `${item.name} reads all of ${name} to keep ${counted(kept, 'row')} of ${grouped(kept + removed)}`,
            why: `A sequential scan read ${counted(own.buffers, 'page')} and threw ${counted(removed, 'row')} away${columns.length === 0 ? '' : ` by what it asks of ${columns.join(', ')}`}. An index that answers that finds the rows directly.`,
            yieldsToFix: true,
          }),
        ]
      }),
    ),
}
