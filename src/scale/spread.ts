import type { ColumnStatistics } from '../postgres/column-statistics.ts'
import type { ScaledColumn } from './production-statistics.ts'

/** `stakind` of the common values and of the correlation (pg_statistic.h). */
const COMMON_VALUES = 1
const CORRELATION = 3

/**
 * A seeded column spread as production's: as many different values and nulls, and its common values as common as
 * production's of the same rank. The values stay the seed's, because those are what the load asks for.
 */
export function spreadLike(seeded: ColumnStatistics, production: ScaledColumn, keepsWidth: boolean): ColumnStatistics {
  return {
    ...seeded,
    nullFraction: String(production.nulls),
    width: keepsWidth ? seeded.width : String(production.width),
    distinct: String(production.distinct),
    slots: seeded.slots.map(slot => {
      if (slot.kind === COMMON_VALUES && slot.numbers !== null)
        return { ...slot, numbers: arrayOf(frequencies(numbersOf(slot.numbers).length, production)) }
      if (slot.kind === CORRELATION && production.correlation !== null)
        return { ...slot, numbers: arrayOf([production.correlation]) }
      return slot
    }),
  }
}

/** Of a column whose table holds no rows: nothing but what production says of it. */
export function spreadOfEmpty({ column, inherited, nulls, width, distinct }: ScaledColumn): ColumnStatistics {
  const nothing = { kind: 0, operator: null, collation: null, numbers: null, values: null, type: null }
  return {
    column,
    isInherited: inherited,
    nullFraction: String(nulls),
    width: String(width),
    distinct: String(distinct),
    slots: Array.from({ length: 5 }, () => nothing),
  }
}

/** Production's frequencies from the most common on; beyond them what PostgreSQL takes for a value that is not common. */
function frequencies(count: number, { frequencies: known, nulls, distinct }: ScaledColumn): readonly number[] {
  const rest = Math.max(0, 1 - nulls - known.reduce((sum, share) => sum + share, 0))
  const others = distinct > known.length ? distinct - known.length : Number.POSITIVE_INFINITY
  const last = known.at(-1) ?? 1
  return Array.from({ length: count }, (_, at) => known[at] ?? Math.min(last, rest / others))
}

const numbersOf = (array: string) =>
  array
    .replace(/^\{|\}$/g, '')
    .split(',')
    .map(Number)
const arrayOf = (numbers: readonly number[]) => `{${numbers.join(',')}}`
