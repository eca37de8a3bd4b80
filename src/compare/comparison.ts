import type { Statement } from '../capture/snapshot.ts'
import type { SourcePlace } from '../migrate/migration.ts'
import type { Plan } from '../plan/plan.ts'
import type { GenericPlan } from '../replay/generic-plan.ts'
import type { MeasuredPair, Measurement } from '../replay/measurement.ts'
import type { Contradiction } from '../replay/stale-indexes.ts'

/** A statement of either load with its counterpart. `edited`: the same name, another text. */
export interface StatementPair {
  readonly name: string
  readonly relation: 'same' | 'edited' | 'added' | 'removed'
  readonly base: Statement | undefined
  readonly head: Statement | undefined
}

/** What the replay found for a pair. */
export interface MeasuredStatement {
  readonly pair: StatementPair
  /** Each value set: base's text on base against head's text on head; for `added` and `removed` one side is skipped. */
  readonly runs: readonly MeasuredPair[]
  /** Base's text on head's schema, where head's load does not send it: what running code meets during the deploy. */
  readonly compatibility: Measurement | undefined
  /**
   * Cost of the old plan forced on head divided by the cost of the plan that head chose; undefined where the old plan
   * cannot be had there. Below 1.1 the two are a tie.
   */
  readonly regret: number | undefined
  /** Found where head uses an index that a function made which the branch replaced. */
  readonly contradiction?: Contradiction | undefined
  /** Of a prepared read that PostgreSQL would run by a plan for any value on head: what that makes of its worst call. */
  readonly genericPlans?: { readonly base: GenericPlan | undefined; readonly head: GenericPlan } | undefined
  /** What the planner would do at production's size, where its statistics were given. */
  readonly atScale?: readonly PlannedPair[] | undefined
}

/** One value set, planned on both sides and run on neither. */
export interface PlannedPair {
  readonly valueSet: number
  readonly base: Plan
  readonly head: Plan
}

/** The planner's word at production's size, of the value set whose cost changed most. */
export interface AtScale {
  readonly tendency: 'worse' | 'better' | 'same'
  readonly base: PlannedSide
  readonly head: PlannedSide
  /** Of the plan, in words without literals. */
  readonly changes: readonly Change[]
}

interface PlannedSide {
  readonly cost: number
  readonly shape: string
  readonly plan: Plan
}

export type Status = 'unchanged' | 'improved' | 'regressed' | 'changed' | 'added' | 'removed' | 'broken' | 'unmeasured'

export type ChangeKind =
  | 'index-lost'
  | 'index-gained'
  | 'index-changed'
  | 'index-only-lost'
  | 'scan-type'
  | 'join-method'
  | 'join-order'
  | 'sort-added'
  | 'sort-removed'
  | 'sort-spill'
  | 'hash-spill'
  | 'pruning-lost'
  | 'pruning-gained'
  | 'condition-became-filter'
  | 'filter-became-condition'
  | 'subplan-per-row'
  | 'parallel'
  | 'estimate-worse'
  | 'trigger-work'
  | 'nested-work'
  | 'heap-fetches'
  | 'wider-rows'
  | 'rows-differ'
  | 'more-calls'
  | 'generic-plan'
  | 'rows-discarded'
  | 'aggregate-method'
  | 'other'

/** One difference between two plans, in words that hold no literal. */
export interface Change {
  readonly kind: ChangeKind
  /** The relation instance or node it happened at, for example `orders o`. */
  readonly node: string
  readonly from: string
  readonly to: string
  readonly direction: 'worse' | 'better' | 'neutral'
}

/** One side of a comparison, of the value set that decides. */
export interface SideResult {
  readonly buffers: number
  readonly rows: number
  readonly cost: number
  /** Fastest execution. */
  readonly durationMs: number
  readonly walBytes: number
  readonly tempBlocks: number
  /** Fingerprint of the plan without costs, counts and literals, 12 hex digits. */
  readonly shape: string
  readonly calls: number
  readonly totalExecTime: number
  readonly plan: Plan
  /** Plans of statements that ran inside it, in functions and triggers. */
  readonly nested: readonly { readonly text: string; readonly plan: Plan }[]
}

/** A statement of a migration, without literals. */
export type Deed = PlacedDeed | SentDeed

interface PlacedDeed extends SourcePlace {
  readonly sql: string
}

/** Sent by a migration command, and no file of the branch tells of it. */
interface SentDeed {
  readonly sql: string
}

export type Cause = PlacedCause | SentCause

interface SentCause extends SentDeed {
  /** `base`: a statement that only base has, so that its absence is the cause. */
  readonly side: 'base' | 'head'
  /** What had taken away indexes that did the same, in order: without them the cause would have done no harm. */
  readonly earlier?: readonly Deed[]
}

interface PlacedCause extends SentCause, SourcePlace {}

export interface Comparison {
  readonly name: string
  readonly isNamed: boolean
  readonly fingerprint: string
  /** Normalised text; head's where there is one. */
  readonly text: string
  /** Base's text, where the branch edited it. */
  readonly baseText: string | undefined
  readonly source: Statement['source']
  readonly status: Status
  readonly base: SideResult | undefined
  readonly head: SideResult | undefined
  /** Every value set: how it was called and what it cost. */
  readonly valueSets: readonly {
    readonly why: string
    readonly baseBuffers: number | undefined
    readonly headBuffers: number | undefined
  }[]
  /** The position in `valueSets` of the one that stands for the statement, where both sides ran it. */
  readonly decidingSet?: number
  readonly changes: readonly Change[]
  readonly cause: Cause | undefined
  /** `executed`: exact counters of real executions. `plan`: planner only. `inferred`: it failed in the load alone. `none`: nothing could be measured. */
  readonly confidence: 'executed' | 'plan' | 'inferred' | 'none'
  /** Why it has this status, one sentence without literals. */
  readonly reason: string
  readonly atScale?: AtScale | undefined
  /** Whether evidence beyond the amount of work agrees (shape, spill, margin, production's size); only then may a regression block. */
  readonly agrees: boolean
  /** Of a regression without agreement: what speaks against it, in words. */
  readonly doubt?: string
  readonly isWrite: boolean
  /** Of an unmeasured one: both sides send it and neither can measure it, for the same reason, so that the branch has no part in it. */
  readonly isUnmeasuredAlike?: boolean
}
