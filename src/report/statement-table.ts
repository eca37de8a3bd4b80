import { changeCell, differenceCell, timeOf, workOf } from './differences.ts'
import { fileLink, type ReportContext } from './links.ts'
import { type Alignment, breakable, code, EMPTY, type Markdown, md, table } from './markdown.ts'
import type { Row, Standing } from './overview.ts'
import { MIGRATION_COMMAND } from './place.ts'
import type { Report } from './report.ts'

const ICONS: Readonly<Record<Standing, string>> = {
  fail: '❌',
  warn: '⚠️',
  accepted: '☑️',
  improved: '✅',
  added: '🆕',
  removed: '🗑️',
  unmeasured: '❔',
  changed: '🔀',
  unchanged: '▫️',
}

/** Statements with what changed, work before time. The column of causes is there only where one is known. */
export function statementTable(report: Report, rows: readonly Row[], context: ReportContext): Markdown {
  const hasCauses = rows.some(row => row.statement.cause !== undefined)
  const header = ['', 'Query', 'What changed', 'Pages read', 'Time', ...(hasCauses ? ['Caused by'] : [])]
  const align: readonly Alignment[] = ['c', 'l', 'l', 'r', 'r', ...(hasCauses ? (['l'] as const) : [])]
  const cells = rows.map(row => [
    md`${ICONS[row.standing]}`,
    code(row.statement.name, 60),
    breakable(changeCell(row)),
    differenceCell(workOf(row.statement)),
    differenceCell(timeOf(row.statement)),
    ...(hasCauses ? [breakable(causeLink(report, row, context, 'brief'))] : []),
  ])
  return table(header, align, cells)
}

/** The migration line that flipped the plan, on the side that has it. */
export function causeLink(
  report: Report,
  { statement: { cause } }: Row,
  context: ReportContext,
  form: 'short' | 'brief' = 'short',
): Markdown {
  if (cause === undefined) return EMPTY
  return 'file' in cause
    ? fileLink(cause.file, cause.line, report[cause.side].commit, context, form)
    : md`${MIGRATION_COMMAND}`
}
