import type { Report } from './report.ts'

/** A report whose files are named from the root of the repository, the project being in `folder` of it. */
export function rootPaths(report: Report, folder: string): Report {
  const prefix = folder.replace(/^(?:\.\/)+|\/+$/g, '')
  if (prefix === '' || prefix === '.') return report
  const rooted = <T extends object>(place: T): T =>
    'file' in place ? { ...place, file: `${prefix}/${place.file}` } : place
  return {
    ...report,
    statements: report.statements.map(statement => ({
      ...statement,
      source: statement.source && rooted(statement.source),
      cause: statement.cause && {
        ...rooted(statement.cause),
        ...(statement.cause.earlier && { earlier: statement.cause.earlier.map(rooted) }),
      },
    })),
    migrations: report.migrations.map(rooted),
    findings: report.findings.map(finding => ({
      ...finding,
      fix: finding.fix && {
        ...finding.fix,
        files: finding.fix.files.map(edit => ({ ...edit, path: `${prefix}/${edit.path}` })),
      },
    })),
  }
}
