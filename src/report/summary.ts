import { cutLines } from './clean.ts'
import { commentSections } from './comment.ts'
import { totalSeconds } from './explanations.ts'
import { formatCount, formatMs, formatSeconds, plural } from './format.ts'
import { heaviestStatements, meanTimeOf, planLines, statementsOf } from './heaviest.ts'
import { fitSections, type Section } from './ladder.ts'
import { fileLink, type ReportContext } from './links.ts'
import { type Alignment, code, EMPTY, fenced, fold, join, type Markdown, md, paragraphs, table } from './markdown.ts'
import { rankStatements } from './overview.ts'
import { MIGRATION_COMMAND } from './place.ts'
import { SWEEP_HEADS, SWEEP_TITLE, sweepRows, sweepSentences } from './pool-sweep.ts'
import type { Report } from './report.ts'
import { statementTable } from './statement-table.ts'

/** GitHub drops a whole job summary that is over 1 MiB. */
const SUMMARY_BYTES = 1_000_000
const TOP = 10
const PLAN_LINES = 40
const PLAN_CHARACTERS = 5000

/** The job summary: the comment’s text, then every statement, the heaviest ones, migrations and times. */
export function renderSummary(report: Report, context: ReportContext = {}): string {
  const sections = commentSections(report, context)
  const more: readonly Section[] = [
    { body: allStatements(report, context), rank: 9, what: 'the table of all queries' },
    { body: topStatements(report), rank: 8, what: 'the heaviest queries' },
    { body: migrations(report, context), rank: 8, what: 'migrations' },
    { body: poolSweeps(report), rank: 8, what: 'the sweep of pool sizes' },
    { body: timings(report), rank: 8, what: 'times' },
  ]
  const order = [...sections.slice(0, -1), ...more, ...sections.slice(-1)]
  return `${fitSections(order, context.maxBytes ?? SUMMARY_BYTES, EMPTY).source}\n`
}

/** As many rows as leave room for the rest; GitHub's limit is for the whole. */
const TABLE_ROWS = 1000

function allStatements(report: Report, context: ReportContext): Markdown {
  const rows = rankStatements(report)
  if (rows.length === 0) return EMPTY
  const cut = rows.length - TABLE_ROWS
  return fold(
    md`📋 <strong>All queries</strong> (${formatCount(rows.length)})`,
    paragraphs([
      statementTable(report, rows.slice(0, TABLE_ROWS), context),
      cut > 0 ? md`${formatCount(cut)} more are in the report.` : EMPTY,
    ]),
  )
}

/** By total time, mean time and calls, and the executed plan of each, which for most of them is in nobody's fold above. */
function topStatements(report: Report): Markdown {
  const rankings = heaviestStatements(report, TOP)
  if (rankings.length === 0) return EMPTY
  const tables = rankings.map(({ title, rows, textOf }) =>
    table(
      ['Query', title],
      ['l', 'r'],
      rows.map(({ statement, side }) => [code(statement.name, 60), md`${textOf(side)}`]),
    ),
  )
  const plans = statementsOf(rankings).map(({ statement, side }) => {
    const figures = `${plural(side.calls, 'call')}, ${formatMs(meanTimeOf(side))} each`
    const plan = cutLines(planLines(side).join('\n'), PLAN_LINES, PLAN_CHARACTERS)
    return fold(md`<strong>${code(statement.name, 80)}</strong> &nbsp;${figures}`, fenced('text', plan))
  })
  return fold(
    md`📊 <strong>Heaviest queries</strong> of the head’s load, with their plans`,
    paragraphs([...tables, ...plans]),
  )
}

function migrations(report: Report, context: ReportContext): Markdown {
  if (report.migrations.length === 0) return EMPTY
  const shown = report.migrations.slice(0, TABLE_ROWS)
  // Nobody watches a migration command’s own sessions.
  const isWatched = shown.some(({ locks, rewrites }) => locks.length + rewrites.length > 0)
  const rows = shown.map(({ sql, durationMs, locks, rewrites, ...place }) => [
    'file' in place ? fileLink(place.file, place.line, report.head.commit, context) : md`${MIGRATION_COMMAND}`,
    code(sql, 80),
    md`${formatMs(durationMs)}`,
    ...(isWatched
      ? [
          join(
            locks.map(({ relation, mode }) => md`${mode} on ${code(relation, 60)}`),
            ', ',
          ),
          join(
            rewrites.map(relation => code(relation, 60)),
            ', ',
          ),
        ]
      : []),
  ])
  const header = ['Migration', 'Statement', 'Duration', ...(isWatched ? ['Locks', 'Rewrites'] : [])]
  const align = ['l', 'l', 'r', ...(isWatched ? ['l', 'l'] : [])] as readonly Alignment[]
  return fold(
    md`🧱 <strong>Migrations of this branch</strong> (${formatCount(report.migrations.length)})`,
    table(header, align, rows),
  )
}

function poolSweeps({ poolSweeps = [] }: Report): Markdown {
  const folds = poolSweeps.map(sweep =>
    fold(
      md`🔌 <strong>${SWEEP_TITLE}</strong>${sweep.database === undefined ? EMPTY : md` on ${code(sweep.database, 60)}`}`,
      paragraphs([
        table(
          [...SWEEP_HEADS],
          ['r', 'r', 'r', 'r'],
          sweepRows(sweep).map(({ cells, isKnee }) =>
            cells.map(cell => (isKnee ? md`<strong>${cell}</strong>` : md`${cell}`)),
          ),
        ),
        join(
          sweepSentences(sweep).map(sentence => md`${sentence}`),
          ' ',
        ),
      ]),
    ),
  )
  return folds.length === 0 ? EMPTY : paragraphs(folds)
}

function timings(report: Report): Markdown {
  if (report.timings.length === 0) return EMPTY
  const rows = report.timings.map(({ stage, seconds }) => [md`${stage}`, md`${formatSeconds(seconds)}`])
  return fold(
    md`⏱️ <strong>Time of this run</strong>: ${formatSeconds(totalSeconds(report))}`,
    table(['Stage', 'Time'], ['l', 'r'], rows),
  )
}
