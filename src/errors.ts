/** What went wrong decides the exit code: `usage` is 2 (wrong command line or configuration), `measurement` is 3. */
export type FailureKind = 'usage' | 'measurement'

export interface UserErrorOptions {
  /** What to do about it, one sentence. */
  readonly hint?: string
  readonly cause?: unknown
  readonly kind?: FailureKind
  /** Why it fails the check even where the workflow lets a broken base pass: one sentence. */
  readonly unexcused?: string | undefined
}

/** Something that the user can fix. Everything else that is thrown is a bug and keeps its stack. */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly hint: string | undefined
  readonly kind: FailureKind
  readonly unexcused: string | undefined

  constructor(message: string, options: UserErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.hint = options.hint
    this.kind = options.kind ?? 'measurement'
    this.unexcused = options.unexcused
  }
}
