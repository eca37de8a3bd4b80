import type { RosterEntry } from '../gate/verdict.ts'
import type { Report, ReportStatement } from './report.ts'

export interface Place {
  readonly file: string
  readonly line?: number
}

/** The statement that a line of the roster is about; undefined where it is about none. */
export function statementOf({ statements }: Report, entry: RosterEntry): ReportStatement | undefined {
  return statements.find(({ name, fingerprint }) => name === entry.statement && fingerprint === entry.fingerprint)
}

/** Where a reviewer should look: the branch's migration that is the cause, else the statement itself. */
export function placeOf(statement: ReportStatement | undefined): Place | undefined {
  return statement?.cause?.side === 'head' ? statement.cause : statement?.source
}
