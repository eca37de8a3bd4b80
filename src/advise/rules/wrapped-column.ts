import { findTable, type Table } from '../../capture/catalog/table.ts'
import { walk as walkPlan } from '../../plan/walk.ts'
import { counted, grouped } from '../../plan/words.ts'
import { parse, walk } from '../../sql/parse.ts'
import { quoted } from '../design.ts'
import type { Draft, Rule } from '../draft.ts'
import { remark, unique } from '../remark.ts'
import { rowsOf, type Spot, spotsOf } from '../spots.ts'
import type { Subject } from '../workload.ts'
import { indexOn, joinedCasts, type Wrapped, wrappedColumns } from '../wrapped.ts'

const MIN_REMOVED = 5000
const MIN_RATIO = 10

/** A function around a column that has an index. */
export const functionOnColumn: Rule = {
  id: 'function-on-column',
  area: 'query',
  title: 'A function in the way of an index',
  description:
    'The column has an index, but the condition compares what a function, a cast or a calculation makes of it, which the index does not hold. Bring what is done to the other side of the comparison (a range in place of `date(created_at) =`, `created_at > now() - …` in place of `created_at + …`), or index the expression.',
  find: subject =>
    findWrapped(
      functionOnColumn,
      subject,
      (spot, { by }) => by !== 'cast' || isWrittenAsCast(spot),
      ({ what, by }) =>
        by === 'function'
          ? `calls ${what}() on it`
          : by === 'cast'
            ? `casts it to ${what}`
            : `calculates with it (${what})`,
    ),
}

/** A cast of an indexed column that nobody wrote. */
export const implicitCast: Rule = {
  id: 'implicit-cast',
  area: 'query',
  title: 'An implicit cast in the way of an index',
  description:
    'The value or the column that a column is compared with has another type, so PostgreSQL converts the column, row by row, and cannot use its index. A `bigint` column that is compared with `numeric` is the usual case, and a `char(n)` column that is compared with `text`: a driver or a calculation made the value one. Cast the value to the type of the column; give columns that are joined the same type.',
  find: subject => [
    ...findWrapped(
      implicitCast,
      subject,
      (spot, { by }) => by === 'cast' && !isWrittenAsCast(spot),
      ({ what }) => `has PostgreSQL cast it to ${what}, the type of what it is compared with`,
    ),
    ...findJoined(subject),
  ],
}

function findWrapped(
  rule: Rule,
  subject: Subject,
  isMeant: (spot: Spot, wrapped: Wrapped) => boolean,
  wordsOf: (wrapped: Wrapped) => string,
): readonly Draft[] {
  return unique(
    spotsOf(subject).flatMap(spot => {
      const { item, within, node, table, own } = spot
      const { kept, removed } = rowsOf(node)
      if (table === undefined || node.filter === undefined || removed < MIN_REMOVED || removed < MIN_RATIO * kept)
        return []
      return wrappedColumns(node.filter, table)
        .filter(wrapped => indexOn(table, wrapped.column) !== undefined && isMeant(spot, wrapped))
        .map(wrapped => {
          const column = `${quoted(table.name)}.${quoted(wrapped.column)}`
          return remark(rule, {
            item,
            within,
            at: `${table.schema}.${table.name}.${wrapped.column}`,
            title: `${item.name} cannot use the index on ${column}: it ${wordsOf(wrapped)}`,
            why: `${counted(own.buffers, 'page')} were read and ${grouped(removed)} of ${counted(kept + removed, 'row')} thrown away. ${quoted(indexOn(table, wrapped.column)!)} holds the column as it is: leave the column bare and ${remedyOf(wrapped, table)}.`,
            yieldsToFix: true,
          })
        })
    }),
  )
}

function remedyOf({ by, column }: Wrapped, table: Table): string {
  const type = table.columns.find(({ name }) => name === column)?.type
  return by === 'cast' && type !== undefined
    ? `send or cast what it is compared with as ${type}`
    : 'change the other side'
}

/** Columns of a join whose types differ, so that the index of one is of no use to the other. */
function findJoined(subject: Subject): readonly Draft[] {
  return unique(
    spotsOf(subject).flatMap(spot => {
      const { item, within, node } = spot
      const condition = node.hashCond ?? node.mergeCond ?? node.joinFilter
      if (condition === undefined || isWrittenAsCast(spot)) return []
      const scans = [...walkPlan(node)].map(({ node: scan }) => scan)
      const scanOf = (alias: string) => scans.find(scan => scan.alias === alias && scan.relationName !== undefined)
      const tableOf = (alias: string) => {
        const { schema, relationName } = scanOf(alias) ?? {}
        return relationName === undefined ? undefined : findTable(subject.head, schema, relationName)
      }
      return joinedCasts(condition, tableOf).flatMap(({ alias, column, what, other }) => {
        const [scan, table, joined] = [scanOf(alias), tableOf(alias), tableOf(other.alias)]
        const index = table && indexOn(table, column)
        if (scan?.nodeType !== 'Seq Scan' || table === undefined || joined === undefined || index === undefined)
          return []
        const read = rowsOf(scan)
        const rows = read.kept + read.removed
        if (rows < MIN_REMOVED || rows < MIN_RATIO * rowsOf(node).kept) return []
        const typeOf = (of: Table, name: string) => of.columns.find(each => each.name === name)?.type ?? 'another type'
        const [own, partner] = [
          `${quoted(table.name)}.${quoted(column)}`,
          `${quoted(joined.name)}.${quoted(other.column)}`,
        ]
        return remark(implicitCast, {
          item,
          within,
          at: `${table.schema}.${table.name}.${column}`,
          title: `${item.name} cannot use the index on ${own}: it is joined to ${partner}, and PostgreSQL casts it to ${what}`,
          why: `${counted(rows, 'row')} of ${quoted(table.name)} were read for ${counted(rowsOf(node).kept, 'row')} of the join. ${own} is ${typeOf(table, column)} and ${partner} is ${typeOf(joined, other.column)}: give both the same type, so that ${quoted(index)} serves it.`,
          yieldsToFix: true,
        })
      })
    }),
  )
}

/** Whether the statement itself casts a column, or leaves open what it does: a text that does not parse. */
function isWrittenAsCast({ text }: Spot): boolean {
  const statements = parse(text)
  let isWritten = statements === undefined
  walk(statements, (node, key) => {
    if (key !== 'TypeCast') return
    isWritten ||= (node.arg as { ColumnRef?: unknown } | undefined)?.ColumnRef !== undefined
  })
  return isWritten
}
