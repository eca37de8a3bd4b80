/** What an expression says without being run. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, Located> }
  | { readonly kind: 'call'; readonly call: Call }
  /** Made of environment variables, or of anything else that only a run knows. */
  | {
      readonly kind: 'unknown'
      readonly isEnvironment: boolean
      /** A name that stands for it: `NullPool`, `pool.NullPool`. */
      readonly name?: string
      /** Of a text that is put together: the parts that stand in the code. */
      readonly written?: string
    }

/** The entry of an object for all that it takes over from something that is not known. */
export const REST = '...'

export interface Located {
  readonly value: Expression
  /** From 1. */
  readonly line: number
}

/** A call or a construction: `new Pool(…)`, `create_engine(…)`, `db.SetMaxOpenConns(…)`. */
export interface Call {
  /** With dots, as written: `pg.Pool`. */
  readonly callee: string
  readonly arguments: readonly Located[]
  /** Python's. */
  readonly keywords: ReadonlyMap<string, Located>
  readonly line: number
  /** Whether the environment is named in it: `Number(process.env.POOL)`. */
  readonly isEnvironment: boolean
}
