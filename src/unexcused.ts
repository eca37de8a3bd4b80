import { UserError } from './errors.ts'

/**
 * The same failure with the reason why it fails the check also where the workflow lets a broken base pass: that base's failure
 * may be the branch's doing. Without a reason, and for what has one, the error as it is.
 */
export function unexcused(error: unknown, reason: string | undefined): unknown {
  if (reason === undefined || !(error instanceof UserError) || error.unexcused !== undefined) return error
  const { message, hint, kind } = error
  return new UserError(message, { ...(hint === undefined ? {} : { hint }), kind, unexcused: reason, cause: error })
}
