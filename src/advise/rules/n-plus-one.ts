import type { Schema } from '../../capture/schema/schema.ts'
import { grouped } from '../../plan/words.ts'
import { quoted } from '../design.ts'
import type { Draft, Rule } from '../draft.ts'
import { remark } from '../remark.ts'
import type { Subject, WorkloadItem } from '../workload.ts'

const MIN_CALLS = 20
/** Rows of the list that the look-ups follow. */
const MIN_ROWS = 5
/** How far the number of look-ups may be from the number of rows. */
const TOLERANCE = 0.1

/** A list, then one look-up for each of its rows. */
export const nPlusOne: Rule = {
  id: 'n-plus-one',
  area: 'query',
  title: 'One query for a list and one more for each of its rows',
  description:
    'A statement returns a list, and another one that finds rows by one key is sent as often as the list has rows, between tables that a foreign key connects: the mark of lazy loading in an ORM. Each look-up is fast, the round trips are not. Load them together: a join, `where id = any($1)`, `include` or `preload`.',
  find: subject => subject.workload.flatMap(item => findList(item, subject)),
}

function findList(item: WorkloadItem, { workload, schema }: Subject): readonly Draft[] {
  const key = lookupOf(item)
  // With the same values each time it is no walk along a list.
  if (key === undefined || item.calls < MIN_CALLS || item.runs.length < 2) return []
  const list = workload.find(other => {
    const rows = other.calls * other.rows
    const isAsMany = Math.abs(item.calls - rows) <= TOLERANCE * rows
    return (
      other !== item && !other.isWrite && other.rows >= MIN_ROWS && isAsMany && isConnected(other, key, schema.head)
    )
  })
  if (list === undefined) return []
  return [
    remark(nPlusOne, {
      item,
      at: list.name,
      title: `${item.name} is sent once for each row of ${list.name}`,
      why: `${list.name} was sent ${times(list.calls)} and returned ${grouped(Math.round(list.rows))} rows each time; ${item.name}, which looks up ${quoted(key.table.name)} by ${quoted(key.column)}, was sent ${times(item.calls)}. Load the rows together, with a join or \`${quoted(key.column)} = any(…)\`.`,
    }),
  ]
}

const times = (count: number) => (count === 1 ? 'once' : `${grouped(count)} times`)

interface Lookup {
  readonly table: WorkloadItem['accesses'][number]['table']
  readonly column: string
}

/** The one column by which a statement of one table looks rows up. */
function lookupOf({ accesses, isWrite }: WorkloadItem): Lookup | undefined {
  const [first] = accesses
  if (isWrite || first === undefined || accesses.some(({ table }) => table !== first.table)) return undefined
  const equal = new Set(
    accesses.flatMap(({ terms }) =>
      terms.map(term => (term.kind === 'equality' && term.subject.isColumn ? term.subject.expression : '')),
    ),
  )
  const [column] = equal
  return equal.size === 1 && column !== undefined && column !== '' ? { table: first.table, column } : undefined
}

/** Whether a foreign key leads from the looked-up column to a table of the list, or from the list to that column. */
function isConnected({ accesses }: WorkloadItem, { table, column }: Lookup, { tables }: Schema): boolean {
  const keysOf = ({ schema, name }: Lookup['table']) =>
    tables.find(each => each.schema === schema && each.name === name)?.foreignKeys ?? []
  return accesses.some(
    ({ table: other }) =>
      keysOf(table).some(
        ({ columns, referencedTable }) => columns.join() === column && referencedTable === other.name,
      ) || keysOf(other).some(key => key.referencedTable === table.name && key.referencedColumns.join() === column),
  )
}
