import { counted, grouped } from '../../plan/words.ts'
import { parse, walk } from '../../sql/parse.ts'
import { quoted } from '../design.ts'
import type { Draft, Rule } from '../draft.ts'
import { remark, unique } from '../remark.ts'
import { rowsOf, type Spot, spotsOf } from '../spots.ts'
import type { Subject } from '../workload.ts'
import { indexOn, type Wrapped, wrappedColumns } from '../wrapped.ts'

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
    'The value that a column is compared with has another type, so PostgreSQL converts the column, row by row, and cannot use its index. A `bigint` column that is compared with `numeric` is the usual case: a driver or a calculation made the number one. Cast the value to the type of the column.',
  find: subject =>
    findWrapped(
      implicitCast,
      subject,
      (spot, { by }) => by === 'cast' && !isWrittenAsCast(spot),
      ({ what }) => `has PostgreSQL cast it to ${what}, the type of what it is compared with`,
    ),
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
      return wrappedColumns(node.filter)
        .filter(wrapped => indexOn(table, wrapped.column) !== undefined && isMeant(spot, wrapped))
        .map(wrapped => {
          const column = `${quoted(table.name)}.${quoted(wrapped.column)}`
          return remark(rule, {
            item,
            within,
            at: `${table.schema}.${table.name}.${wrapped.column}`,
            title: `${item.name} cannot use the index on ${column}: it ${wordsOf(wrapped)}`,
            why: `${counted(own.buffers, 'page')} were read and ${grouped(removed)} of ${counted(kept + removed, 'row')} thrown away. ${quoted(indexOn(table, wrapped.column)!)} holds the column as it is: leave the column bare and change the other side.`,
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
