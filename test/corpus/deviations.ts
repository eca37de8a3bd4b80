import type { Cause } from '../../src/compare/comparison.ts'
import type { SourcePlace } from '../../src/migrate/migration.ts'
import { sourceText } from '../../src/report/place.ts'
import type { Report, ReportStatement } from '../../src/report/report.ts'
import type { Expectation } from './case.ts'

/** What a report says that a case does not expect, a line each; empty where all is as expected. */
export function deviations(report: Report, expected: Expectation): readonly string[] {
  const names = new Set(report.statements.map(({ name }) => name))
  const missing = Object.keys(expected.statements).filter(name => !names.has(name))
  return [
    ...differ('verdict', report.verdict, expected.verdict),
    ...differ('path', report.path.kind, expected.path),
    ...missing.map(name => `${name}: expected, but no load sends it`),
    ...report.statements.flatMap(statement => statementDeviations(report, statement, expected)),
  ]
}

function statementDeviations(
  report: Report,
  statement: ReportStatement,
  { statements }: Expectation,
): readonly string[] {
  const { name, status, changes, cause, reason } = statement
  const expected = statements[name]
  const kinds = changes.map(({ kind }) => kind)
  const rules = report.roster.filter(entry => entry.statement === name).map(({ rule }) => rule)
  const found = [
    ...differ('status', status, expected?.status ?? 'unchanged'),
    ...differ('rule', rules.join(', ') || 'none', expected?.rule ?? 'none'),
    ...(expected?.changes ?? [])
      .filter(kind => !kinds.some(found => found === kind))
      .map(kind => `no change ${kind} among ${kinds.join(', ') || 'none'}`),
    ...(expected?.cause === undefined ? [] : differ('cause', place(cause), place(expected.cause))),
  ]
  return found.length === 0 ? [] : [`${name}: ${found.join('; ')} (${work(statement)}; ${reason})`]
}

function differ(what: string, found: string, expected: string): readonly string[] {
  return found === expected ? [] : [`${what} is ${found}, expected ${expected}`]
}

function place(cause: Cause | SourcePlace | string | null | undefined): string {
  return typeof cause === 'object' && cause !== null ? sourceText(cause) : (cause ?? 'none')
}

function work({ base, head }: ReportStatement): string {
  return `${base?.buffers ?? 'no'} → ${head?.buffers ?? 'no'} pages`
}
