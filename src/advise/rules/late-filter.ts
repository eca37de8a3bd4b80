import { counted, grouped, methodOf } from '../../plan/words.ts'
import { quoted } from '../design.ts'
import type { Rule } from '../draft.ts'
import { remark, unique } from '../remark.ts'
import { rowsOf, spotsOf } from '../spots.ts'
import { columnsIn } from '../wrapped.ts'

const MIN_REMOVED = 10_000
const MIN_RATIO = 20

/** What to do where the filter stands above such a node. */
const REMEDIES: Readonly<Record<string, string>> = {
  'CTE Scan':
    'The CTE is computed whole before: put the condition into it, or write `not materialized` so that PostgreSQL does.',
  'Subquery Scan':
    'PostgreSQL cannot push it below a window function, `limit` or `distinct on`: put the condition into the sub-query as well.',
  'Nested Loop': 'All pairs are made before: an equality to join by lets PostgreSQL leave them out.',
  'Hash Join': 'The pairs are made before: a condition on one table alone, or an equality more, leaves them out early.',
  'Merge Join':
    'The pairs are made before: a condition on one table alone, or an equality more, leaves them out early.',
}

/** Rows that are computed, then thrown away. */
export const lateFilter: Rule = {
  id: 'late-filter',
  area: 'query',
  title: 'A filter that comes late',
  description:
    'Rows are joined, sorted or computed first, and nearly all of them are thrown away by a condition that is applied above: on the result of a CTE, of a sub-query or of a join. The earlier a condition is applied, the less there is to do.',
  find: subject =>
    unique(
      spotsOf(subject).flatMap(({ item, within, node }) => {
        const remedy = REMEDIES[node.nodeType]
        const { kept, removed } = rowsOf(node)
        if (remedy === undefined || removed < MIN_REMOVED || removed < MIN_RATIO * kept) return []
        const columns = columnsIn(node.filter ?? node.joinFilter ?? '').map(({ column }) => quoted(column))
        const on = columns.length === 0 ? '' : ` by what it asks of ${columns.join(', ')}`
        return [
          remark(lateFilter, {
            item,
            within,
            at: node.cteName ?? node.alias ?? node.nodeType,
            title: `${item.name} throws ${grouped(removed)} of ${grouped(kept + removed)} computed rows away`,
            why: `A ${methodOf(node)} keeps ${counted(kept, 'row')}${on}. ${remedy}`,
          }),
        ]
      }),
    ),
}
