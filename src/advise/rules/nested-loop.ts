import { findTable } from '../../capture/catalog/table.ts'
import { walk } from '../../plan/walk.ts'
import { counted, grouped } from '../../plan/words.ts'
import { inclusiveWork } from '../../plan/work.ts'
import { quoted } from '../design.ts'
import type { Rule } from '../draft.ts'
import { remark, unique } from '../remark.ts'
import { spotsOf } from '../spots.ts'

const MIN_LOOPS = 1000
const MIN_PAGES = 1000
/** How many times over the inner side reads its whole table. */
const MIN_PASSES = 3

/** An inner side that is searched once for each of many outer rows, for more pages than its table has. */
export const nestedLoop: Rule = {
  id: 'nested-loop',
  area: 'query',
  title: 'A nested loop over many outer rows',
  description:
    'The inner table is searched once for each outer row, and all these searches together read several times the pages that the table has: a hash join would read it once. The planner chooses this when it expects few outer rows, so the estimate is what to look at.',
  find: subject =>
    unique(
      spotsOf(subject).flatMap(({ item, within, node }) => {
        const [outer, inner] = node.children
        if (node.nodeType !== 'Nested Loop' || outer === undefined || inner === undefined) return []
        const scans = [...walk(inner)].flatMap(visit => (visit.node.relationName === undefined ? [] : visit.node))
        const [scan] = scans
        const loops = inner.actualLoops ?? 0
        const { buffers } = inclusiveWork(inner)
        if (scan === undefined || scans.length > 1 || loops < MIN_LOOPS || buffers < MIN_PAGES) return []
        const table = findTable(subject.head, scan.schema, scan.relationName!)
        if (table === undefined || table.isPartition || buffers < MIN_PASSES * table.pages) return []
        const name = quoted(table.name)
        const expected = Math.round(outer.planRows * (outer.actualLoops ?? 1))
        return [
          remark(nestedLoop, {
            item,
            within,
            at: `${table.schema}.${table.name}`,
            title: `${item.name} searches ${name} ${grouped(loops)} times, once for each outer row`,
            why: `The searches read ${counted(buffers, 'page')}; the whole table has ${grouped(table.pages)}, which a hash join reads once. The planner expected ${counted(expected, 'outer row')}${expected * 10 < loops ? ': that estimate is what misleads it' : ''}.`,
            yieldsToFix: true,
          }),
        ]
      }),
    ),
}
