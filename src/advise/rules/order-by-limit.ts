import { counted, grouped } from '../../plan/words.ts'
import { quoted } from '../design.ts'
import type { Rule } from '../draft.ts'
import { remark, unique } from '../remark.ts'
import { rowsOf, spotsOf } from '../spots.ts'
import { columnsIn } from '../wrapped.ts'

const MIN_REMOVED = 5000
const MIN_RATIO = 50

/** Nodes that keep the order of their input and stop as soon as the limit is reached. */
const STREAMS = new Set([
  'Limit',
  'Nested Loop',
  'Result',
  'ProjectSet',
  'LockRows',
  'Merge Append',
  'Append',
  'Memoize',
])

/** An index that is walked in the wanted order, past rows that do not match. */
export const orderByLimit: Rule = {
  id: 'order-by-limit',
  area: 'query',
  title: 'The wrong index for ORDER BY … LIMIT',
  description:
    'The planner walks an index in the wanted order and expects to come upon the first matching rows soon. Where matching rows are rare, or far from that end, it passes thousands of others. An index that leads with the columns of the condition and ends with those of the order has the rows side by side.',
  find: subject =>
    unique(
      spotsOf(subject).flatMap(({ item, within, node, above, table }) => {
        const { kept, removed } = rowsOf(node)
        const isWalk = node.indexName !== undefined && /^Index (?:Only )?Scan$/.test(node.nodeType)
        const isLimited = above.some(({ nodeType }) => nodeType === 'Limit')
        if (!isWalk || table === undefined || !isLimited || removed < MIN_REMOVED || removed < MIN_RATIO * kept)
          return []
        const between = above.slice(
          0,
          above.findIndex(({ nodeType }) => nodeType === 'Limit'),
        )
        if (!between.every(({ nodeType }) => STREAMS.has(nodeType))) return []
        const columns = columnsIn(node.filter ?? '').map(({ column }) => quoted(column))
        return [
          remark(orderByLimit, {
            item,
            within,
            at: node.indexName!,
            title: `${item.name} walks ${quoted(node.indexName!)} past ${counted(removed, 'row')} to find ${grouped(kept)}`,
            why: `The index on ${quoted(table.name)} gives the order, but nothing of what is asked of ${columns.join(', ')}: that was tested row by row. An index that begins with these columns and ends with the order has the rows side by side.`,
            yieldsToFix: true,
          }),
        ]
      }),
    ),
}
