import { sourceText } from '../../src/report/place.ts'
import type { Report, ReportStatement } from '../../src/report/report.ts'
import { run } from '../../src/run.ts'
import { CASE_ENVIRONMENT } from '../../test/corpus/case-environment.ts'
import { recordedProgress } from '../../test/support/recorded-progress.ts'

/** What the gate decided on a branch, by statement. */
export interface Decision {
  readonly isBlocked: boolean
  readonly statements: ReadonlyMap<string, Finding>
}

export interface Finding {
  readonly isBlocked: boolean
  /** Whether the report says anything at all of it. */
  readonly isReported: boolean
  /** The file and line of the migration that did it. */
  readonly cause: string | undefined
  /** What the report says, with both sides’ blocks. */
  readonly said: string
}

/** Runs the whole gate on two branches of a repository, with an embedded server. */
export async function runGate(
  directory: string,
  sides: { readonly base: string; readonly head: string },
  major: number,
): Promise<Report> {
  return run(
    { repo: directory, ...sides, server: 'embedded', postgresVersion: major },
    { progress: recordedProgress(), signal: new AbortController().signal, env: CASE_ENVIRONMENT },
  )
}

/** It has no plan on either side, which says nothing of the branch; whatever else could not be measured counts as reported. */
const isUtility = ({ status, reason }: ReportStatement) =>
  status === 'unmeasured' && reason.includes('utility statement')

export function toDecision(report: Report): Decision {
  const counting = report.roster.filter(({ accepted }) => accepted === undefined)
  const charged = new Set(counting.map(({ statement }) => statement))
  const blocked = new Set(counting.filter(({ level }) => level === 'fail').map(({ statement }) => statement))
  return {
    isBlocked: report.verdict === 'fail',
    statements: new Map(
      report.statements.map(statement => {
        const { name, status, cause, base, head } = statement
        return [
          name,
          {
            isBlocked: blocked.has(name),
            isReported: charged.has(name) || (status !== 'unchanged' && !isUtility(statement)),
            cause: cause && sourceText(cause),
            said: `${status}, ${base?.buffers ?? 'no'} → ${head?.buffers ?? 'no'} pages`,
          },
        ]
      }),
    ),
  }
}
