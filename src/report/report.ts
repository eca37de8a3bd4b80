import type { Finding } from '../advise/finding.ts'
import type { Cause, Change, Status } from '../compare/comparison.ts'
import type { Outcome, RosterEntry } from '../gate/verdict.ts'
import type { Lock, SourcePlace } from '../migrate/migration.ts'
import type { PoolSweep } from '../pooling/sweep/sweep.ts'
import type { StageTiming } from '../progress.ts'

/** A plan's node for publication: EXPLAIN's words with every literal replaced by `?`. */
export interface ReportNode {
  /** `Index Scan using orders_pkey on orders o`. */
  readonly label: string
  /** `Index Cond: (id = ?)` and the like, in EXPLAIN's order. */
  readonly details: readonly string[]
  readonly cost: number
  readonly estimatedRows: number
  readonly actualRows: number | undefined
  readonly loops: number | undefined
  /** Blocks of this node alone, its children's taken off, all loops. */
  readonly buffers: number | undefined
  readonly tempBlocks: number | undefined
  readonly timeMs: number | undefined
  readonly children: readonly ReportNode[]
}

export interface ReportSide {
  readonly buffers: number
  readonly rows: number
  readonly cost: number
  readonly durationMs: number
  readonly walBytes: number
  readonly tempBlocks: number
  readonly shape: string
  readonly calls: number
  readonly totalExecTime: number
  readonly plan: ReportNode
  readonly triggers: readonly string[]
  /** Statements that ran inside it, in functions and triggers, each text once with its heaviest plan. */
  readonly inner: readonly InnerStatement[]
}

export interface InnerStatement {
  /** Constants replaced by `$n`. */
  readonly text: string
  readonly calls: number
  readonly plan: ReportNode
}

/** What the planner says at production's size; nothing ran there. */
export interface ReportAtScale {
  readonly tendency: 'worse' | 'better' | 'same'
  readonly base: ReportPlanned
  readonly head: ReportPlanned
  readonly changes: readonly Change[]
}

interface ReportPlanned {
  readonly cost: number
  readonly shape: string
  readonly plan: ReportNode
}

export interface ReportStatement {
  readonly name: string
  readonly fingerprint: string
  readonly text: string
  readonly baseText: string | undefined
  readonly source: { readonly file: string; readonly line?: number } | undefined
  readonly status: Status
  readonly base: ReportSide | undefined
  readonly head: ReportSide | undefined
  readonly valueSets: readonly {
    readonly why: string
    readonly baseBuffers: number | undefined
    readonly headBuffers: number | undefined
  }[]
  readonly changes: readonly Change[]
  readonly cause: Cause | undefined
  readonly atScale: ReportAtScale | undefined
  readonly confidence: 'executed' | 'plan' | 'inferred' | 'none'
  readonly reason: string
  readonly isWrite: boolean
}

export interface ReportCommit {
  readonly label: string
  readonly commit: string | undefined
  /** How it was found, for example `the merge commit’s first parent`. */
  readonly foundBy: string
}

type ReportMigration = PlacedMigration | SentMigration

interface PlacedMigration extends SentMigration, SourcePlace {}

/** As a migration command sent it, where no file of the branch tells of it. */
interface SentMigration {
  readonly sql: string
  readonly durationMs: number
  readonly locks: readonly Lock[]
  readonly rewrites: readonly string[]
}

/** Which part of the statements a run has replayed. */
export interface ReportShard {
  /** From 1. */
  readonly index: number
  readonly count: number
  /** Equal for shards that were measured in one way: version, server, configuration. */
  readonly run: string
  /** Where each of the statements stands among those of all shards. */
  readonly positions: readonly number[]
}

/** One of several databases of a run; its statements are called `<name>/…`. */
export interface ReportDatabase {
  readonly name: string
  readonly version: string
  readonly seededRows: number
}

/** The values that a statement was replayed with, in the order of `$1`…; null is NULL. */
interface ShownValues {
  readonly statement: string
  readonly sets: readonly { readonly why: string; readonly values: readonly (string | null)[] }[]
}

/** Advisory: nothing of it is part of the verdict, the comment or the findings. */
export interface ReportPoolSweep extends PoolSweep {
  /** Undefined where the run had one database. */
  readonly database: string | undefined
}

/**
 * Everything that leaves the run; JSON, comment, summary and outputs are made from it alone. It has no field for values but
 * one, which is there only where the base's configuration says `show-values: true`.
 */
export interface Report {
  readonly schemaVersion: 1
  readonly tool: { readonly name: 'pgverdict'; readonly version: string }
  readonly verdict: Outcome
  readonly roster: readonly RosterEntry[]
  readonly base: ReportCommit
  readonly head: ReportCommit
  readonly server: {
    readonly kind: string
    readonly version: string
    readonly settings: Readonly<Record<string, string>>
    readonly limits: readonly string[]
  }
  readonly path: { readonly kind: 'upgrade' | 'fresh'; readonly reason: string }
  /** Rows in all tables of base after the seed. */
  readonly seededRows: number
  readonly statements: readonly ReportStatement[]
  /** The branch's own migration statements as they were applied on head. */
  readonly migrations: readonly ReportMigration[]
  readonly findings: readonly Finding[]
  readonly policy: {
    readonly ratio: number
    readonly blocks: number
    readonly floor: number
    readonly changed: readonly string[]
  }
  readonly notes: readonly string[]
  readonly timings: readonly StageTiming[]
  readonly shownValues?: readonly ShownValues[] | undefined
  /** Only where the configuration asks for it. */
  readonly poolSweeps?: readonly ReportPoolSweep[] | undefined
  /** Undefined where the run had one database. */
  readonly databases?: readonly ReportDatabase[] | undefined
  /** Undefined where the run has replayed all statements. */
  readonly shard?: ReportShard | undefined
}
