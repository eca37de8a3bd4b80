import type { RosterEntry } from '../gate/verdict.ts'
import type { SourcePlace } from '../migrate/migration.ts'
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
  const { cause, source } = statement ?? {}
  return cause?.side === 'head' && 'file' in cause ? { file: cause.file, line: cause.line } : source
}

/** Who did what stands in no file. */
export const MIGRATION_COMMAND = 'the migration command'

/** `db/migrations/0042.sql:3`, or who sent it. */
export function sourceText(place: SourcePlace | object): string {
  return 'file' in place ? `${place.file}:${place.line}` : MIGRATION_COMMAND
}
