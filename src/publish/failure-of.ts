import { UserError } from '../errors.ts'
import { SqlError } from '../postgres/client.ts'
import { type Failure, isAboutBase } from '../report/failure.ts'

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
