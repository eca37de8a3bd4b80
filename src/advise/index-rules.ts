import type { Rule } from './draft.ts'
import { duplicateIndex } from './rules/duplicate-index.ts'
import { foreignKeyWithoutIndex } from './rules/foreign-key-without-index.ts'
import { indexDropped } from './rules/index-dropped.ts'
import { invalidIndex } from './rules/invalid-index.ts'
import { lowSelectivityIndex } from './rules/low-selectivity-index.ts'
import { missingIndex } from './rules/missing-index.ts'
import { overWideIndex } from './rules/over-wide-index.ts'
import { redundantIndex } from './rules/redundant-index.ts'
import { unusedIndex } from './rules/unused-index.ts'
import { writeHeavyIndex } from './rules/write-heavy-index.ts'

/** Indexes to build, and indexes to drop. Where two rules would build or drop the same one, the first one's words are used. */
export const INDEX_RULES: readonly Rule[] = [
  indexDropped,
  foreignKeyWithoutIndex,
  missingIndex,
  duplicateIndex,
  redundantIndex,
  invalidIndex,
  lowSelectivityIndex,
  writeHeavyIndex,
  overWideIndex,
  unusedIndex,
]
