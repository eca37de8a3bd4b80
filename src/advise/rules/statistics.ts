import type { Table } from '../../capture/catalog/table.ts'
import { qError } from '../../plan/estimate-changes.ts'
import { counted, grouped } from '../../plan/words.ts'
import { termsOf } from '../condition.ts'
import { quoted } from '../design.ts'
import type { Draft, Rule } from '../draft.ts'
import { rowsOf, type Spot, spotsOf } from '../spots.ts'
import type { Subject } from '../workload.ts'

/** How far an estimate is off before better statistics are tried. */
const MIN_Q_ERROR = 5
/** More columns than these make statistics large and seldom better. */
const MAX_COLUMNS = 4
const CUTS_SHORT = new Set(['Limit', 'Merge Join'])

/** Columns that depend on each other, compared together. */
export const correlatedColumns: Rule = {
  id: 'correlated-columns',
  area: 'query',
  title: 'Columns that depend on each other',
  description:
    'The planner multiplies the shares of conditions as if the columns had nothing to do with each other: city and postal code, product and category. It then expects far fewer rows than there are and joins one by one. `create statistics` tells it how the columns hang together; it is tried on a copy and told where a statement does clearly less work.',
  find: subject => propose(correlatedColumns, 'together', subject),
}

/** One column whose values are too unevenly spread for the default statistics. */
export const statisticsTarget: Rule = {
  id: 'statistics-target',
  area: 'query',
  title: 'A column that needs finer statistics',
  description:
    'ANALYZE keeps the hundred commonest values of a column and a hundred slices of the rest. In a column with thousands of uneven values it knows nothing of most of them. A larger statistics target for that column is tried on a copy and told where a statement does clearly less work.',
  find: subject => propose(statisticsTarget, 'target', subject),
}

function propose(rule: Pick<Rule, 'id' | 'area'>, by: 'together' | 'target', subject: Subject): readonly Draft[] {
  const found = spotsOf(subject).flatMap(spot => {
    const { table, node } = spot
    const actual = rowsOf(node).kept / Math.max(1, node.actualLoops ?? 1)
    const columns = comparedColumns(spot)
    const isMeant = by === 'together' ? columns.length > 1 && columns.length <= MAX_COLUMNS : columns.length === 1
    if (table === undefined || !isMeant || spot.item.isWrite || isCutShort(spot)) return []
    return qError(node.planRows, actual) < MIN_Q_ERROR ? [] : [{ spot, table, columns, actual }]
  })
  const groups = Map.groupBy(
    found,
    ({ table, columns }) => `${rule.id}:${table.schema}.${table.name}:${columns.join(',')}`,
  )
  return [...groups].map(([key, places]): Draft => {
    const [{ spot, table, columns, actual }] = places as [(typeof places)[number]]
    const names = columns.map(quoted).join(', ')
    return {
      key,
      rule: rule.id,
      area: rule.area,
      severity: spot.item.isRegressed ? 'warning' : 'advice',
      title:
        by === 'together'
          ? `Statistics of ${quoted(table.name)} (${names}) together`
          : `Finer statistics of ${quoted(table.name)}.${names}`,
      why: `${spot.item.name} compares ${by === 'together' ? 'them' : 'it'}; the planner expects ${counted(spot.node.planRows, 'row')} and meets ${grouped(actual)}.`,
      evidence: [],
      statements: [...new Set(places.map(place => place.spot.item.name))],
      proposal: { kind: 'statistics', schema: table.schema, table: table.name, columns, by },
    }
  })
}

/** Below a limit, rows are what was asked for and not what there is. */
const isCutShort = ({ above }: Spot) => above.length === 0 || above.some(({ nodeType }) => CUTS_SHORT.has(nodeType))

/** Columns that a scan compares with one value each; none where it asks for anything else besides. */
function comparedColumns({ node, table }: Spot): readonly string[] {
  const conditions = [node.filter, node.indexCond, node.recheckCond].filter(text => text !== undefined)
  const terms = conditions.flatMap(termsOf)
  const isPlain = terms.every(
    ({ kind, subject }) => subject.isColumn && kind !== 'join' && isColumnOf(table, subject.expression),
  )
  return isPlain ? [...new Set(terms.map(({ subject }) => subject.expression))].sort() : []
}

const isColumnOf = (table: Table | undefined, name: string) =>
  table?.columns.some(column => column.name === name) === true
