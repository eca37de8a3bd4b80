import { counted, grouped } from '../../plan/words.ts'
import { nameParts, parse, type TreeNode } from '../../sql/parse.ts'
import type { Rule } from '../draft.ts'
import { remark } from '../remark.ts'

const MIN_CALLS = 10
/** Of each call. */
const MIN_PAGES = 100
/** Of all calls of the load: 80 MB. */
const MIN_WEIGHT = 10_000

/** The same rows counted again and again. */
export const countPolling: Rule = {
  id: 'count-polling',
  area: 'query',
  title: 'The same rows counted again and again',
  description:
    '`count(*)` visits every row that it counts, each time. For a badge or a pager an estimate (`reltuples` of `pg_class`), a count that stops (`select count(*) from (select … limit 1000) t`) or a counter that is kept by the writes costs next to nothing.',
  find: ({ workload }) =>
    workload
      .filter(
        ({ calls, weight, text, isWrite }) =>
          !isWrite && calls >= MIN_CALLS && weight >= MIN_WEIGHT && weight >= MIN_PAGES * calls && isCount(text),
      )
      .map(item =>
        remark(countPolling, {
          item,
          title: `${item.name} counts the same rows ${grouped(item.calls)} times`,
          why: `Each call reads ${counted(Math.round(item.weight / item.calls), 'page')} to return one number. Estimate it, stop counting at a limit, or keep a counter.`,
          yieldsToFix: true,
        }),
      ),
}

/** `select count(*) from …` and nothing beside it. */
function isCount(text: string): boolean {
  const [statement, ...others] = (parse(text) ?? []) as readonly TreeNode[]
  const select = statement?.SelectStmt as TreeNode | undefined
  const targets = Array.isArray(select?.targetList) ? (select.targetList as readonly TreeNode[]) : []
  const value = (targets[0]?.ResTarget as TreeNode | undefined)?.val as TreeNode | undefined
  const call = value?.FuncCall as TreeNode | undefined
  return (
    others.length === 0 &&
    targets.length === 1 &&
    select?.groupClause === undefined &&
    call?.agg_star === true &&
    nameParts(call.funcname).at(-1) === 'count'
  )
}
