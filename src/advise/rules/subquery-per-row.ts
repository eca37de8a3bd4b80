import { counted, grouped } from '../../plan/words.ts'
import { inclusiveWork } from '../../plan/work.ts'
import type { Rule } from '../draft.ts'
import { remark, unique } from '../remark.ts'
import { spotsOf } from '../spots.ts'

const MIN_LOOPS = 500
const MIN_PAGES = 500
/** Of the statement's pages. */
const MIN_SHARE = 0.3

/** A sub-query that runs once for each row. */
export const subqueryPerRow: Rule = {
  id: 'subquery-per-row',
  area: 'query',
  title: 'A correlated sub-query that runs once for each row',
  description:
    'A sub-query that names columns of the outer query runs anew for each of its rows. As a join with a grouped sub-query, or as a lateral join, the same answer often takes one pass. Where such a rewrite proved itself in this run, that is told instead.',
  find: subject =>
    unique(
      spotsOf(subject).flatMap(({ item, within, node }) => {
        const loops = node.actualLoops ?? 0
        const { buffers } = inclusiveWork(node)
        if (node.parentRelationship !== 'SubPlan' || loops < MIN_LOOPS || buffers < MIN_PAGES) return []
        if (buffers < MIN_SHARE * item.buffers) return []
        return [
          remark(subqueryPerRow, {
            item,
            within,
            title: `${item.name} runs a sub-query ${grouped(loops)} times`,
            why: `It is run once for each row of the query around it, ${counted(buffers, 'page')} of ${grouped(item.buffers)}. Compute it for all rows at once: join a sub-query that is grouped by what they are compared by.`,
            yieldsToFix: true,
          }),
        ]
      }),
    ),
}
