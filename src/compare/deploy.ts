import { grouped } from '../plan/words.ts'
import type { MeasuredStatement } from './comparison.ts'
import { isMeasured } from './conclude.ts'
import { type ComparePolicy, compareWork, thresholdsFor, totalBlocks } from './thresholds.ts'

/**
 * A line for each read that the branch rewrote or no longer sends, and that does more work on head's schema than on base's: until the
 * new code is everywhere the old one still sends it. What fails there is judged; see `conclude.ts`.
 */
export function deployNotes(measured: readonly MeasuredStatement[], policy: ComparePolicy): readonly string[] {
  return measured.flatMap(({ pair, runs, compatibility }) => {
    const before = runs.find(({ valueSet }) => valueSet === 0)?.base
    if (pair.base?.isWrite !== false || compatibility === undefined || before === undefined) return []
    if (!isMeasured(before) || !isMeasured(compatibility)) return []
    const limits = thresholdsFor([before.plan, compatibility.plan], policy)
    if (compareWork(before.work, compatibility.work, limits) !== 'worse') return []
    const [old, now] = [totalBlocks(before.work), totalBlocks(compatibility.work)].map(grouped)
    return [
      `Code that still runs during the deploy sends ${pair.name} as base has it, which reads ${now} pages on head’s schema in place of ${old}.`,
    ]
  })
}
