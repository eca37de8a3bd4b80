import { counted, grouped } from '../../plan/words.ts'
import { quoted } from '../design.ts'
import type { Rule } from '../draft.ts'
import { remark, unique } from '../remark.ts'
import { rowsOf, spotsOf } from '../spots.ts'
import { columnsIn } from '../wrapped.ts'

const MIN_REMOVED = 10_000
const MIN_RATIO = 20
/** Columns with no more values than these tell rows apart badly. */
const FEW_VALUES = 50

/** An index that is read for a column of few values, so that most of what it finds is thrown away. */
export const lowCardinalityIndex: Rule = {
  id: 'low-cardinality-index',
  area: 'query',
  title: 'An index on a column of few values',
  description:
    'The index narrows the search down by a column that has few different values only, a state or a kind. Most of the rows that it finds are fetched from the table and thrown away by the other conditions. These belong into the index too, or into its `where`.',
  find: subject =>
    unique(
      spotsOf(subject).flatMap(({ item, within, node, table, own }) => {
        const { kept, removed } = rowsOf(node)
        const bitmap = node.nodeType === 'Bitmap Heap Scan' ? node.children[0] : undefined
        const { indexName, indexCond } = bitmap ?? node
        if (table === undefined || indexName === undefined || indexCond === undefined) return []
        if (node.filter === undefined || removed < MIN_REMOVED || removed < MIN_RATIO * kept) return []
        const columns = columnsIn(indexCond).map(({ column }) => column)
        const distinct = columns.map(column => distinctOf(table.columns.find(({ name }) => name === column)?.nDistinct))
        if (distinct.length === 0 || distinct.some(values => values > FEW_VALUES)) return []
        const others = columnsIn(node.filter).map(({ column }) => quoted(column))
        return [
          remark(lowCardinalityIndex, {
            item,
            within,
            at: indexName,
            title: `${quoted(indexName)} hardly narrows ${item.name} down: ${grouped(removed + kept)} rows fetched, ${grouped(kept)} kept`,
            why: `${columns.map(quoted).join(', ')} of ${quoted(table.name)} has ${counted(Math.max(...distinct), 'value')}; ${counted(own.buffers, 'page')} were read to test ${others.join(', ')} row by row. An index that holds both finds the rows directly.`,
            yieldsToFix: true,
          }),
        ]
      }),
    ),
}

/** Shares of the rows grow with the table. */
const distinctOf = (value: number | undefined) => (value === undefined || value < 0 ? Number.POSITIVE_INFINITY : value)
