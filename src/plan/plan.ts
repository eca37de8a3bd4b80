/** One node of EXPLAIN (FORMAT JSON), its keys camel-cased; counters are per loop or total exactly as EXPLAIN prints them. */
export interface PlanNode {
  readonly nodeType: string
  /** `Outer`, `Inner`, `Subquery`, `InitPlan`, `SubPlan`, `Member`; undefined at the root. */
  readonly parentRelationship?: string
  readonly subplanName?: string
  readonly joinType?: string
  readonly strategy?: string
  readonly partialMode?: string
  readonly parallelAware?: boolean
  /** Since 18: the planner had to use a node type that a setting disables. */
  readonly disabled?: boolean
  readonly operation?: string
  readonly command?: string
  readonly scanDirection?: string
  readonly schema?: string
  readonly relationName?: string
  readonly alias?: string
  readonly indexName?: string
  readonly functionName?: string
  readonly cteName?: string
  readonly indexCond?: string
  readonly recheckCond?: string
  readonly filter?: string
  readonly joinFilter?: string
  readonly hashCond?: string
  readonly mergeCond?: string
  readonly tidCond?: string
  readonly oneTimeFilter?: string
  readonly orderBy?: string
  readonly runCondition?: string
  readonly cacheKey?: string
  readonly sortKey?: readonly string[]
  readonly presortedKey?: readonly string[]
  readonly groupKey?: readonly string[]
  readonly sortMethod?: string
  readonly sortSpaceType?: string
  readonly sortSpaceUsed?: number
  readonly hashBatches?: number
  readonly hashAggBatches?: number
  readonly peakMemoryUsage?: number
  readonly diskUsage?: number
  readonly subplansRemoved?: number
  readonly heapFetches?: number
  /** Since 18: descents of the index. */
  readonly indexSearches?: number
  readonly workersPlanned?: number
  readonly exactHeapBlocks?: number
  readonly lossyHeapBlocks?: number
  readonly startupCost: number
  readonly totalCost: number
  readonly planRows: number
  readonly planWidth: number
  readonly actualRows?: number
  readonly actualLoops?: number
  readonly actualTotalTime?: number
  readonly rowsRemovedByFilter?: number
  readonly rowsRemovedByJoinFilter?: number
  readonly rowsRemovedByIndexRecheck?: number
  readonly sharedHitBlocks?: number
  readonly sharedReadBlocks?: number
  readonly localHitBlocks?: number
  readonly localReadBlocks?: number
  readonly tempReadBlocks?: number
  readonly tempWrittenBlocks?: number
  readonly walBytes?: number
  readonly children: readonly PlanNode[]
}

export interface TriggerWork {
  readonly name: string
  readonly relation: string | undefined
  readonly constraint: string | undefined
  readonly calls: number
  /** Milliseconds, foreign-key checks included. */
  readonly timeMs?: number
}

/** A whole plan, as one EXPLAIN printed it. */
export interface Plan {
  readonly root: PlanNode
  readonly triggers: readonly TriggerWork[]
  readonly planningTimeMs?: number
  readonly executionTimeMs?: number
  /** Settings that differ from the defaults (EXPLAIN's SETTINGS). */
  readonly settings: Readonly<Record<string, string>>
  /** Time spent in JIT, where it ran. */
  readonly jitMs?: number
}
