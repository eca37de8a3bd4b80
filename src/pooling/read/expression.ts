/** What an expression says without being run. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, Located> }
  | { readonly kind: 'call'; readonly call: Call }
  /** Made of environment variables, or of anything else that only a run knows. */
  | { readonly kind: 'unknown'; readonly isEnvironment: boolean }

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
}
