import { setOutput } from '@actions/core'
import type { Failure } from '../report/failure.ts'
import { countStanding, rankStatements } from '../report/overview.ts'
import type { Report } from '../report/report.ts'

/** Enums, counts, commits, paths and URLs: nothing that the pull request can word, as workflows paste outputs into scripts. */
export function outputsOf(report: Report): Readonly<Record<string, string>> {
  const counting = report.roster.filter(entry => entry.accepted === undefined)
  const count = (rule: string) => String(counting.filter(entry => entry.rule === rule).length)
  return {
    verdict: report.verdict,
    regressions: count('regression'),
    broken: count('broken'),
    improvements: String(countStanding(rankStatements(report), 'improved')),
    'base-sha': commitOf(report.base.commit),
    'head-sha': commitOf(report.head.commit),
  }
}

/** The step's exit code, which is the gate. */
export function exitCodeOf({ verdict }: Report): 0 | 1 {
  return verdict === 'fail' ? 1 : 0
}

/** Red, but for a base that is broken by itself where the workflow lets that pass. */
export function exitCodeOfFailure({ isNeutral = false }: Failure): 0 | 1 {
  return isNeutral ? 0 : 1
}

export function publishOutputs(outputs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value)
}

function commitOf(commit: string | undefined): string {
  return commit !== undefined && /^[0-9a-f]{40,64}$/.test(commit) ? commit : ''
}
