import { counted } from '../../plan/words.ts'
import { quoted } from '../design.ts'
import type { Rule } from '../draft.ts'
import { remark, unique } from '../remark.ts'
import { dearestOf, rowsOf, spotsOf } from '../spots.ts'

/** Temporary pages, written and read. */
const MIN_TEMP = 200
const MIN_LOSSY = 200
const MIN_RECHECKED = 5000

/** A sort or a hash that does not fit its memory. */
export const spill: Rule = {
  id: 'spill',
  area: 'query',
  title: 'A sort or hash that spills to disk',
  description:
    'What does not fit `work_mem` is written to temporary files and read again. The smallest power of two that keeps all in memory is found by running the statement with more and more. Set it for the transaction that needs it (`set local work_mem`) or the role, not for the server: every sort and hash of every connection may take that much.',
  find: ({ workload }) =>
    workload.flatMap(item => {
      const { work } = dearestOf(item)
      if (item.isWrite || work.tempBlocks < MIN_TEMP) return []
      return [
        remark(spill, {
          item,
          title: `${item.name} spills to disk`,
          why: `It writes and reads ${counted(work.tempBlocks, 'temporary page')} besides ${counted(work.buffers, 'page')} of tables.`,
          proposal: { kind: 'work-memory', statement: item.name },
        }),
      ]
    }),
}

/** A bitmap that does not fit its memory. */
export const lossyBitmap: Rule = {
  id: 'lossy-bitmap',
  area: 'query',
  title: 'A bitmap that became lossy',
  description:
    'A bitmap of rows that does not fit `work_mem` remembers pages only, and every row of such a page is tested again. The smallest power of two that holds it is found by running the statement with more and more; a narrower index does as well.',
  find: subject =>
    unique(
      spotsOf(subject).flatMap(({ item, within, node, table }) => {
        const lossy = (node.lossyHeapBlocks ?? 0) * (node.actualLoops ?? 1)
        const rechecked = (node.rowsRemovedByIndexRecheck ?? 0) * (node.actualLoops ?? 1)
        if (table === undefined || item.isWrite || lossy < MIN_LOSSY || rechecked < MIN_RECHECKED) return []
        return [
          remark(lossyBitmap, {
            item,
            within,
            at: `${table.schema}.${table.name}`,
            title: `${item.name} reads ${quoted(table.name)} by a lossy bitmap`,
            why: `For ${counted(lossy, 'page')} the bitmap did not say which rows match: ${counted(rechecked, 'row')} were tested for nothing, ${counted(rowsOf(node).kept, 'row')} kept.`,
            proposal: { kind: 'work-memory', statement: item.name },
          }),
        ]
      }),
    ),
}
