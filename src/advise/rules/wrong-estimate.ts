import type { Table } from '../../capture/catalog/table.ts'
import { qError } from '../../plan/estimate-changes.ts'
import { counted, grouped } from '../../plan/words.ts'
import { termsOf } from '../condition.ts'
import { quoted } from '../design.ts'
import type { Rule } from '../draft.ts'
import { remark, unique } from '../remark.ts'
import { rowsOf, type Spot, spotsOf } from '../spots.ts'
import { columnsIn, wrappedColumns } from '../wrapped.ts'

/** Ten times off is usual and seldom matters by itself. */
const MIN_Q_ERROR = 50
const MIN_ROWS = 500
const CUTS_SHORT = new Set(['Limit', 'Merge Join'])

/** Rows that the planner expected wrongly, and why. */
export const wrongEstimate: Rule = {
  id: 'wrong-estimate',
  area: 'query',
  title: 'An estimate that is far off, and where it comes from',
  description:
    'The planner chooses joins and their order by the rows that it expects. Conditions on columns that depend on each other are multiplied as if they did not; what a function or a calculation gives is guessed; statistics that are older than the data are simply wrong. Where better statistics made a statement do less work in this run, they are proposed with the figures instead.',
  find: subject =>
    unique(
      spotsOf(subject).flatMap(spot => {
        const { item, node, table, above } = spot
        const actual = rowsOf(node).kept / Math.max(1, node.actualLoops ?? 1)
        const error = qError(node.planRows, actual)
        const conditions = [node.filter, node.indexCond, node.recheckCond].filter(text => text !== undefined)
        if (table === undefined || error < MIN_Q_ERROR || Math.max(actual, node.planRows) < MIN_ROWS) return []
        if (above.some(({ nodeType }) => CUTS_SHORT.has(nodeType)) || (node.actualLoops ?? 0) > 1 || above.length === 0)
          return []
        return [
          remark(wrongEstimate, {
            item,
            at: `${table.schema}.${table.name}`,
            title: `${item.name}: the planner expects ${counted(node.planRows, 'row')} of ${quoted(table.name)} and meets ${grouped(actual)}`,
            why: `${originOf(spot, table, conditions)} What is joined and sorted above it was chosen for the wrong number.`,
            yieldsToFix: true,
          }),
        ]
      }),
    ),
}

function originOf({ node }: Spot, table: Table, conditions: readonly string[]): string {
  if (conditions.length === 0)
    return `Its statistics are older than its rows (${counted(Math.round(table.rows), 'row')}): run \`analyze\` after loading.`
  const terms = conditions.flatMap(termsOf)
  const columns = [...new Set(conditions.flatMap(columnsIn).map(({ column }) => column))]
  const names = columns.map(quoted).join(', ')
  if (terms.length === 0 || conditions.some(text => wrappedColumns(text).length > 0))
    return `PostgreSQL has no statistics of what is computed from ${names} and guesses.`
  const equal = new Set(terms.flatMap(({ kind, subject }) => (kind === 'range' ? [] : subject.expression)))
  if (columns.length > 1)
    return `The conditions on ${names} depend on each other, and the planner multiplies their shares as if they did not${equal.size > 1 ? ': `create statistics` on them tells it' : ''}.`
  return node.planRows > rowsOf(node).kept
    ? `The value of ${names} is rarer than the statistics can tell: a larger statistics target shows it.`
    : `The value of ${names} is commoner than the statistics can tell: a larger statistics target shows it.`
}
