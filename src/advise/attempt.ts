import type { PartitionMethod } from '../partition/design.ts'
import type { RewriteName } from '../rewrite/rewrite.ts'
import type { IndexDesign } from './design.ts'

/** What a rule wants tried on a copy of head, where it is no index. */
export type Attempt =
  | RewriteAttempt
  | KeysetAttempt
  /** More memory for one statement. */
  | { readonly kind: 'work-memory'; readonly statement: string }
  /** Better statistics of some columns of a table: of all together, or of each with a larger target. */
  | {
      readonly kind: 'statistics'
      readonly schema: string
      readonly table: string
      readonly columns: readonly string[]
      readonly by: 'together' | 'target'
    }
  /** Room on the pages of a table, so that updated rows stay where they are. */
  | { readonly kind: 'fillfactor'; readonly schema: string; readonly table: string; readonly column: string }
  /** What a statement aggregates, kept ready: in a table where the load writes the rows so often, else in a materialised view. */
  | { readonly kind: 'summary'; readonly statement: string; readonly writes: number }
  /** What a statement computes of a long value, kept in a column. */
  | { readonly kind: 'generated-column'; readonly statement: string }
  | PartitionAttempt
  | DdlAttempt

/** The statement in another form, which a rewrite of `src/rewrite` makes. */
export interface RewriteAttempt {
  readonly kind: 'rewrite'
  readonly statement: string
  readonly rewrite: RewriteName
  /** What head lacks for the other form to be any faster. */
  readonly index: IndexDesign | undefined
}

/** A page of a list by the last row before it. */
interface KeysetAttempt {
  readonly kind: 'keyset'
  readonly statement: string
  /** What head lacks for the first row of a page to be found at once. */
  readonly index: IndexDesign | undefined
}

/** A constraint or the like of a table. */
export interface DdlAttempt {
  readonly kind: 'ddl'
  readonly schema: string
  readonly table: string
  /** Statements to try, in one transaction. */
  readonly run: readonly string[]
  /** What does the same in production without long locks. */
  readonly show: readonly string[]
}

/** A table in partitions; interval and number follow from its data. */
export interface PartitionAttempt {
  readonly kind: 'partition'
  readonly schema: string
  readonly table: string
  readonly method: PartitionMethod
  /** The column, unquoted. */
  readonly key: string
  /** What it takes in production. */
  readonly bytes: number
  /** Names of the statements that delete old rows by the key. */
  readonly retention: readonly string[]
}
