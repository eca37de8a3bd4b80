import { scansOf } from '../plan/scans.ts'
import { counted, grouped, listed } from '../plan/words.ts'
import type { Change } from './comparison.ts'
import type { Measured } from './runs.ts'
import type { WorseThan } from './thresholds.ts'

/** A scan that looks at this many rows for each that passes its filter is one that an index would shorten. */
const DISCARDING_RATIO = 10

/**
 * Scans of a new statement that read many pages to throw nearly all rows away, as one without a fitting index does; the one
 * that reads most comes first. There is nothing to compare a new statement with, so it is held against its own result.
 */
export function discardedRows({ plan }: Measured, { blocks }: WorseThan): readonly Change[] {
  const scans = [...scansOf(plan, new Map()).values()].filter(
    ({ filters, rowsRead, rowsKept, blocks: read }) =>
      filters.length > 0 && (read ?? 0) >= Math.max(1, blocks) && rowsRead >= DISCARDING_RATIO * Math.max(1, rowsKept),
  )
  return scans
    .toSorted((a, b) => (b.blocks ?? 0) - (a.blocks ?? 0))
    .map(({ label, rowsRead, rowsKept, filters }) => ({
      kind: 'rows-discarded',
      node: label,
      from: `${counted(Math.round(rowsRead), 'row')} looked at`,
      to: `${grouped(Math.round(rowsKept))} kept, because no index answers ${listed(filters, 2)}`,
      direction: 'worse',
    }))
}
