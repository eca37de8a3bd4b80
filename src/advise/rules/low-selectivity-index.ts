import type { Column, Index, Table } from '../../capture/catalog/table.ts'
import type { Rule } from '../draft.ts'
import { dropDraft, isDroppable, isNewIndex } from '../drop.ts'
import { supports } from './foreign-key-without-index.ts'

/** With fewer rows any index is as good as none. */
const MIN_ROWS = 1000
/** With no more values than this an average one is every fourth row, for which the table is read as quickly. */
const MAX_DISTINCT = 4
/** A value that fewer rows have is worth looking up. */
const RARE = 0.1

/** An index on a column that hardly tells rows apart. */
export const lowSelectivityIndex: Rule = {
  id: 'low-selectivity-index',
  area: 'index',
  title: 'An index on a column of few values',
  description:
    'The column has at most four different values, and none of them is known to be rare: looking one up finds so many rows that reading the table is as quick. The index is dropped on a copy; where a statement then does more work nothing is said. For one rare value a partial index is the better one. Of dates and times nothing is said: a seed writes them in one go, production day by day.',
  find: subject =>
    subject.head.tables
      .filter(({ isPartition, rows }) => !isPartition && rows >= MIN_ROWS)
      .flatMap(table =>
        table.indexes
          .filter(index => isDroppable(index) && hardlySelects(index, table))
          .filter(index => !table.foreignKeys.some(key => supports(index, key)))
          .map(index =>
            dropDraft(lowSelectivityIndex, table, index, {
              title: (name, on) => `${name} on ${on} hardly tells rows apart`,
              why: 'Its column has so few values that reading the table is as quick as looking one up.',
              severity: isNewIndex(subject, table, index) ? 'advice' : 'info',
              isGuess: true,
            }),
          ),
      ),
}

function hardlySelects({ keys, method, predicate, include }: Index, { columns }: Table): boolean {
  const [key, ...others] = keys
  if (key === undefined || others.length + include.length > 0 || predicate !== undefined) return false
  const column = columns.find(({ name }) => key.isColumn && name === key.expression)
  return ['btree', 'hash'].includes(method) && column !== undefined && hasFewValues(column)
}

function hasFewValues({ category, nDistinct, nullFrac, commonValues }: Column): boolean {
  // Of the clock there are as many values as the seed has transactions; in production there are more every day.
  if (category === 'D') return false
  if (nDistinct === undefined || nDistinct <= 0 || nDistinct > MAX_DISTINCT) return false
  const frequencies = Object.values(commonValues)
  const isEven = frequencies.length === 0 || Math.min(...frequencies) >= RARE
  return isEven && (nullFrac === 0 || (nullFrac ?? 0) >= RARE)
}
