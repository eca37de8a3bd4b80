import type { Rule } from './draft.ts'
import { archive } from './rules/outlook/archive.ts'
import { cacheableQuery } from './rules/outlook/cacheable-query.ts'
import { readReplica } from './rules/outlook/read-replica.ts'
import { shardKey } from './rules/outlook/shard-key.ts'
import { verticalGrowth } from './rules/outlook/vertical-growth.ts'
import { workingSet } from './rules/outlook/working-set.ts'

/** What may become worthwhile, and from which figure on. */
export const OUTLOOK_RULES: readonly Rule[] = [
  workingSet,
  verticalGrowth,
  readReplica,
  cacheableQuery,
  archive,
  shardKey,
]
