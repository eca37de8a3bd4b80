import type { Rule } from './draft.ts'
import { partition } from './rules/partitioning/partition.ts'

/** What dividing a table would gain, and what it would cost. */
export const PARTITIONING_RULES: readonly Rule[] = [partition]
