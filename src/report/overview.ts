import type { RosterEntry } from '../gate/verdict.ts'
import { groupBy } from './group-by.ts'
import type { Report, ReportStatement } from './report.ts'

/** How a statement stands in the verdict: the strongest of its roster entries, else what the comparison found. */
export type Standing =
  | 'fail'
  | 'warn'
  | 'accepted'
  | 'improved'
  | 'added'
  | 'removed'
  | 'unmeasured'
  | 'changed'
  | 'unchanged'

export interface Row {
  readonly statement: ReportStatement
  readonly standing: Standing
  /** Its lines of the roster, worst first. */
  readonly entries: readonly RosterEntry[]
}

const ORDER: readonly Standing[] = [
  'fail',
  'warn',
  'accepted',
  'improved',
  'added',
  'removed',
  'unmeasured',
  'changed',
  'unchanged',
]

/**
 * Every statement once, worst first: as the roster orders them, then those that got better (most work saved first), then
 * the rest in the order of the load. Nothing is judged here; the gate has done that.
 */
export function rankStatements(report: Report): readonly Row[] {
  const entries = groupBy(report.roster, entry => keyOf(entry.statement, entry.fingerprint))
  const position = new Map([...entries.keys()].map((key, index) => [key, index]))
  const rows = report.statements.map(statement => {
    const key = keyOf(statement.name, statement.fingerprint)
    const own = entries.get(key) ?? []
    return { statement, entries: own, standing: standingOf(statement, own), position: position.get(key) ?? 0 }
  })
  return rows.toSorted(
    (a, b) =>
      ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing) ||
      a.position - b.position ||
      buffersSaved(b.statement) - buffersSaved(a.statement),
  )
}

/** Roster entries that are about no statement of the report. */
export function looseEntries(report: Report): readonly RosterEntry[] {
  const known = new Set(report.statements.map(({ name, fingerprint }) => keyOf(name, fingerprint)))
  return report.roster.filter(entry => !known.has(keyOf(entry.statement, entry.fingerprint)))
}

export function countStanding(rows: readonly Row[], standing: Standing): number {
  return rows.filter(row => row.standing === standing).length
}

function keyOf(name: string, fingerprint: string): string {
  return JSON.stringify([name, fingerprint])
}

function standingOf(statement: ReportStatement, entries: readonly RosterEntry[]): Standing {
  const counting = entries.filter(entry => entry.accepted === undefined)
  if (counting.some(entry => entry.level === 'fail')) return 'fail'
  if (counting.length > 0) return 'warn'
  if (entries.length > 0) return 'accepted'
  switch (statement.status) {
    case 'improved':
    case 'added':
    case 'removed':
    case 'unmeasured':
    case 'unchanged':
      return statement.status
    default:
      return 'changed'
  }
}

function buffersSaved({ status, base, head }: ReportStatement): number {
  return status === 'improved' && base && head ? base.buffers - head.buffers : 0
}
