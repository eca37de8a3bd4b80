import { BLOAT_RULES } from './bloat-rules.ts'
import type { Rule } from './draft.ts'
import { INDEX_RULES } from './index-rules.ts'
import { OUTLOOK_RULES } from './outlook-rules.ts'
import { PARTITIONING_RULES } from './partitioning-rules.ts'
import { countPolling } from './rules/count-polling.ts'
import { fillfactor } from './rules/fillfactor.ts'
import { generatedColumn } from './rules/generated-column.ts'
import { jitCost } from './rules/jit-cost.ts'
import { largeOffset, offsetToKeysetRule } from './rules/large-offset.ts'
import { lateFilter } from './rules/late-filter.ts'
import { lowCardinalityIndex } from './rules/low-cardinality-index.ts'
import { nPlusOne } from './rules/n-plus-one.ts'
import { nestedLoop } from './rules/nested-loop.ts'
import { notInNulls } from './rules/not-in-nulls.ts'
import { orderByLimit } from './rules/order-by-limit.ts'
import { REWRITE_RULES } from './rules/rewrites.ts'
import { selectStar } from './rules/select-star.ts'
import { sequentialScan } from './rules/sequential-scan.ts'
import { lossyBitmap, spill } from './rules/spill.ts'
import { correlatedColumns, statisticsTarget } from './rules/statistics.ts'
import { subqueryPerRow } from './rules/subquery-per-row.ts'
import { summary } from './rules/summary.ts'
import { triggerWork } from './rules/trigger-work.ts'
import { functionOnColumn, implicitCast } from './rules/wrapped-column.ts'
import { wrongEstimate } from './rules/wrong-estimate.ts'
import { SCHEMA_RULES } from './schema-rules.ts'

const QUERY_RULES: readonly Rule[] = [
  orderByLimit,
  lowCardinalityIndex,
  functionOnColumn,
  implicitCast,
  sequentialScan,
  subqueryPerRow,
  nestedLoop,
  lateFilter,
  offsetToKeysetRule,
  largeOffset,
  spill,
  lossyBitmap,
  correlatedColumns,
  statisticsTarget,
  wrongEstimate,
  selectStar,
  countPolling,
  nPlusOne,
  notInNulls,
  triggerWork,
  fillfactor,
  summary,
  generatedColumn,
  jitCost,
]

/** Every rule. Where two propose the same index, the first one's words are used. */
export const RULES: readonly Rule[] = [
  ...INDEX_RULES,
  ...QUERY_RULES,
  ...REWRITE_RULES,
  ...SCHEMA_RULES,
  ...BLOAT_RULES,
  ...PARTITIONING_RULES,
  ...OUTLOOK_RULES,
]
