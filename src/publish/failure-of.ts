import { UserError } from '../errors.ts'
import { SqlError } from '../postgres/client.ts'
import { type Failure, isAboutBase } from '../report/failure.ts'
import { holdsSecret } from './secrets.ts'

/** What every surface tells of an error that ended the run. Only a base that fails by itself may be neutral, where the workflow wants it. */
export function failureOf(
  error: unknown,
  { stage, commits }: Pick<Failure, 'stage' | 'commits'>,
  { failOnBaseError }: { readonly failOnBaseError: boolean },
): Failure {
  if (error instanceof UserError) {
    const { message, hint, kind, unexcused } = error
    const failure = { stage, message, hint, kind, unexcused, commits }
    return { ...failure, isNeutral: !failOnBaseError && isAboutBase(failure) && unexcused === undefined }
  }
  return { stage, message: messageOf(error), hint: 'Please report it with the log of this run.', kind: 'bug', commits }
}

/** With the SQLSTATE of an unforeseen failure of the server, by which its values are found. */
export function messageOf(error: unknown): string {
  if (error instanceof SqlError) return `${error.message} (SQLSTATE ${error.code})`
  return error instanceof Error ? error.message : String(error)
}

const NOT_SHOWN = 'The message would hold a secret of this run, and is not shown.'

/** The failure with words of ours where its own would tell a secret: it must be told all the same, or an old comment stays green. */
export function hidingSecrets(failure: Failure, secrets: readonly string[]): Failure {
  if (!holdsSecret([failure.message, failure.hint ?? ''].join('\n'), secrets)) return failure
  return { ...failure, message: NOT_SHOWN, hint: undefined }
}

/** The same for the log. */
export function hidingText(text: string, secrets: readonly string[]): string {
  return holdsSecret(text, secrets) ? NOT_SHOWN : text
}
