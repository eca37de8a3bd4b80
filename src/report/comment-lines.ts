import { differenceText, timeOf, workOf } from './differences.ts'
import { enumerate, formatCount, formatRows, plural } from './format.ts'
import { groupBy } from './group-by.ts'
import { hasNoBaseline, headline } from './headline.ts'
import { commitLink, type ReportContext } from './links.ts'
import { code, EMPTY, join, link, type Markdown, md } from './markdown.ts'
import type { Row, Standing } from './overview.ts'
import type { Report } from './report.ts'

/** The verdict in words. Level three: GitHub draws a line under the first two, and mails show the first line. */
export function heading(report: Report): Markdown {
  const { icon, text } = headline(report)
  return { source: `### ${icon} ${text}` }
}

/** What was compared with what, on what, in one line. */
export function compared(report: Report, rows: readonly Row[], context: ReportContext): Markdown {
  const base = commitLink(report.base, context)
  const shared = rows.filter(({ standing }) => standing === 'unchanged' || standing === 'improved').length
  const isPraise = shared > 0 && rows.every(({ standing }) => UNWORRYING.has(standing))
  const queries = plural(report.statements.length, 'query', 'queries')
  const subject = hasNoBaseline(report)
    ? [
        md`${base} sends none of these queries: from the merge on, they are what the next pull requests are compared with`,
      ]
    : isPraise
      ? [
          md`${shared < rows.length ? md`${formatCount(shared)} of ` : md``}${queries}, same plans as ${base} or better${improvements(rows)}`,
        ]
      : [md`Comparing ${base} with ${commitLink(report.head, context)}`]
  return join(
    [
      ...subject,
      md`PostgreSQL ${report.server.version}`,
      isPraise ? EMPTY : md`${queries}`,
      md`${formatRows(report.seededRows)} seeded rows`,
      context.reportUrl === undefined ? EMPTY : link(md`full report`, context.reportUrl),
      context.runUrl === undefined ? EMPTY : link(md`run`, context.runUrl),
    ],
    ' · ',
  )
}

const UNWORRYING: ReadonlySet<Standing> = new Set<Standing>(['unchanged', 'improved', 'added', 'removed'])

function improvements(rows: readonly Row[]): Markdown {
  const improved = rows.filter(row => row.standing === 'improved')
  const [first] = improved
  if (first === undefined) return EMPTY
  const time = timeOf(first.statement)
  const figure = differenceText(time.head === undefined ? workOf(first.statement) : time)
  return md` (${improved.length} improved: ${code(first.statement.name, 60)}, ${figure}${improved.length > 1 ? ', …' : ''})`
}

/** The statements that the table does not show, counted by how they stand. */
export function othersLine(rows: readonly Row[], shown: readonly Row[]): Markdown {
  const others = rows.filter(row => !shown.includes(row))
  if (others.length === 0) return EMPTY
  const noun = shown.length === 0 ? 'queries' : 'other queries'
  const count =
    others.length === 1 ? `1 ${shown.length === 0 ? 'query' : 'other query'}` : `${formatCount(others.length)} ${noun}`
  const groups = groupBy(others, row => row.standing)
  const kinds = [...groups].map(([standing, { length }]) => [WORDS[standing], length] as const)
  const [only] = kinds
  if (kinds.length === 1 && only !== undefined) return md`${count}: ${only[0].replace(/^with the /, '')}.`
  return md`${count}: ${enumerate(kinds.map(([words, length]) => `${formatCount(length)} ${words}`))}.`
}

const WORDS = {
  fail: 'also fail',
  warn: 'with a warning',
  accepted: 'accepted',
  improved: 'improved',
  added: 'new',
  removed: 'removed',
  unmeasured: 'not measured',
  changed: 'with another plan',
  unchanged: 'with the same plan on both sides',
} as const
