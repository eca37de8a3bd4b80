import { verdictOf } from '../gate/judge.ts'
import { othersLine } from './comment-lines.ts'
import { formatRows, plural } from './format.ts'
import { headline } from './headline.ts'
import type { Section } from './ladder.ts'
import type { ReportContext } from './links.ts'
import { code, EMPTY, join, type Markdown, md } from './markdown.ts'
import { looseEntries, type Row, rankStatements } from './overview.ts'
import type { Report, ReportDatabase } from './report.ts'
import { statementTable } from './statement-table.ts'

/** What a report says of one of its databases. */
interface DatabasePart {
  readonly database: ReportDatabase
  readonly report: Report
}

/** A report for each database; none where the run had only one. */
function partsOf(report: Report): readonly DatabasePart[] {
  return (report.databases ?? []).map(database => {
    const isOwn = (name: string) => name.startsWith(`${database.name}/`)
    const roster = report.roster.filter(({ statement }) => isOwn(statement))
    const verdict = verdictOf(roster.map(entry => ({ entry, growth: 0 }))).outcome
    const statements = report.statements.filter(({ name }) => isOwn(name))
    return { database, report: { ...report, roster, statements, verdict } }
  })
}

/**
 * A section for each database with its own verdict, its worst `most` statements and the count of the rest. `isTold` says which
 * of the rows a table has at all.
 */
export function databaseSections(
  report: Report,
  context: ReportContext,
  { most, isTold }: { readonly most: number; readonly isTold: (row: Row) => boolean },
): readonly Section[] {
  return partsOf(report).flatMap(part => {
    const rows = rankStatements(part.report)
    const shown = rows.filter(isTold).slice(0, most)
    const loose = looseEntries(part.report).slice(0, most)
    const list = loose.map(({ statement, text }) => md`- ${code(statement, 60)}: ${text}`)
    const what = `section of the database ${part.database.name}`
    return [
      { body: title(part), rank: 1, what },
      { body: shown.length === 0 ? EMPTY : statementTable(report, shown, context), rank: 1, what: 'table' },
      { body: join(list, '\n'), rank: 1, what: 'other problems' },
      { body: othersLine(rows, shown), rank: 1, what: 'count of other queries' },
    ]
  })
}

/** One line for each database. */
export function databaseList(report: Report): Markdown {
  return join(
    partsOf(report).map(part => {
      const { icon, said } = headline(part.report)
      return md`- ${icon} ${code(part.database.name, 60)}: ${said} · ${figures(part)}`
    }),
    '\n',
  )
}

function title(part: DatabasePart): Markdown {
  const { icon, said } = headline(part.report)
  return md`#### ${icon} ${code(part.database.name, 60)}: ${said}\n\n${figures(part)}`
}

function figures({ database: { version, seededRows }, report }: DatabasePart): Markdown {
  const queries = plural(report.statements.length, 'query', 'queries')
  return md`PostgreSQL ${version} · ${queries} · ${formatRows(seededRows)} seeded rows`
}
