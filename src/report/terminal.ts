import { styleText } from 'node:util'
import type { Cause } from '../compare/comparison.ts'
import { cleanLine, cutLines } from './clean.ts'
import { changeText, differenceText, timeOf, workOf } from './differences.ts'
import { totalSeconds } from './explanations.ts'
import { formatRows, formatSeconds, plural } from './format.ts'
import { headline } from './headline.ts'
import { heaviestStatements, planLines } from './heaviest.ts'
import { looseEntries, type Row, rankStatements, type Standing } from './overview.ts'
import { sourceText } from './place.ts'
import { SWEEP_HEADS, SWEEP_TITLE, sweepRows, sweepSentences } from './pool-sweep.ts'
import { triedFixes } from './recommendations.ts'
import type { Report, ReportPoolSweep } from './report.ts'

interface TerminalOptions {
  readonly color: boolean
  /** Columns of the terminal. */
  readonly width: number
  /** What was written where, for the last lines. */
  readonly files?: readonly { readonly what: string; readonly path: string }[]
}

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

/** One column wide in every terminal, unlike emoji. */
const MARKS: Readonly<Record<Standing, readonly [mark: string, style: Style]>> = {
  fail: ['✗', 'red'],
  warn: ['!', 'yellow'],
  accepted: ['~', 'yellow'],
  improved: ['✓', 'green'],
  added: ['+', 'cyan'],
  removed: ['-', 'dim'],
  unmeasured: ['?', 'dim'],
  changed: ['±', 'dim'],
  unchanged: ['=', 'dim'],
}

/** The report for a terminal: verdict first, then what changed and why, advice, files and times. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const paint = (style: Style, text: string) =>
    options.color ? styleText(style, text, { validateStream: false }) : text
  const rows = rankStatements(report)
  const telling = rows.filter(row => row.standing !== 'unchanged')
  const style = { pass: 'green', warn: 'yellow', fail: 'red' } as const
  const blocks = [
    [
      paint('bold', paint(style[report.verdict], headline(report).text)),
      paint('dim', cleanLine(comparedText(report), options.width)),
    ],
    telling.flatMap(row => rowLines(row, options.width, paint)),
    looseEntries(report).map(entry => cleanLine(entry.text, options.width)),
    rows.length > telling.length && telling.length > 0
      ? [`${plural(rows.length - telling.length, 'other query has', 'other queries have')} the same plan on both sides`]
      : [],
    triedFixes(report).flatMap(({ title, fix }) => [
      paint('bold', `Tried: ${cleanLine(title, options.width - 7)}`),
      ...(fix?.sql ?? '').split('\n').map(line => `  ${cleanLine(line)}`),
    ]),
    heaviestLines(report, options.width, paint),
    ...(report.poolSweeps ?? []).map(sweep => sweepLines(sweep, paint)),
    (options.files ?? []).map(({ what, path }) => `${what}: ${cleanLine(path)}`),
    report.timings.length === 0
      ? []
      : [
          paint(
            'dim',
            report.timings.map(({ stage, seconds }) => `${cleanLine(stage)} ${formatSeconds(seconds)}`).join(' · '),
          ),
          paint('dim', `total ${formatSeconds(totalSeconds(report))}`),
        ],
  ]
  return `${blocks
    .filter(lines => lines.length > 0)
    .map(lines => lines.join('\n'))
    .join('\n\n')}\n`
}

/** Of each ranking, and plans of those that take most of the time: enough to know where to look. */
const TOP = 3
const PLAN_LINES = 8
const PLAN_CHARACTERS = 5000

/** What of the load takes time, by all three counts, and how the first ones are executed. */
function heaviestLines(
  report: Report,
  width: number,
  paint: (style: Style, text: string) => string,
): readonly string[] {
  const rankings = heaviestStatements(report, TOP)
  const [byTotal] = rankings
  if (byTotal === undefined) return []
  return [
    paint('bold', 'Heaviest queries of head’s load'),
    ...rankings.map(({ title, rows, textOf }) => {
      const figures = rows.map(({ statement, side }) => `${cleanLine(statement.name, 40)} ${textOf(side)}`)
      return `  ${title.padEnd(12)}${figures.join(' · ')}`
    }),
    ...byTotal.rows.flatMap(({ statement, side }) => {
      const lines = cutLines(planLines(side).join('\n'), PLAN_LINES, PLAN_CHARACTERS).split('\n')
      return [
        `  ${cleanLine(statement.name, width - 2)}`,
        ...lines.map(line => paint('dim', `    ${line.slice(0, Math.max(20, width - 4)).trimEnd()}`)),
      ]
    }),
  ]
}

/** Advisory, so that it comes after all that is not. */
function sweepLines(sweep: ReportPoolSweep, paint: (style: Style, text: string) => string): readonly string[] {
  const rows = [SWEEP_HEADS, ...sweepRows(sweep).map(({ cells }) => cells)]
  const widths = SWEEP_HEADS.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  return [
    paint('bold', sweep.database === undefined ? SWEEP_TITLE : `${SWEEP_TITLE} on ${sweep.database}`),
    ...rows.map(row => `  ${row.map((cell, column) => cell.padStart(widths[column]!)).join('  ')}`),
    ...sweepSentences(sweep).map(sentence => paint('dim', `  ${sentence}`)),
  ]
}

function comparedText({ base, head, server, statements, seededRows, path }: Report): string {
  const queries = plural(statements.length, 'query', 'queries')
  return `${base.label} → ${head.label} · PostgreSQL ${server.version} (${server.kind}) · ${queries} · ${formatRows(seededRows)} ${seededRows === 1 ? 'row' : 'rows'} · ${path.kind} path`
}

function rowLines(row: Row, width: number, paint: (style: Style, text: string) => string): readonly string[] {
  const { statement, standing } = row
  const [mark, style] = MARKS[standing]
  const work = workOf(statement)
  const time = timeOf(statement)
  const figures = [
    ...((work.head ?? work.base) ? [`${differenceText(work)}${work.prefix === '' ? ' pages' : ''}`] : []),
    ...(time.head === undefined ? [] : [differenceText(time)]),
  ].join(' · ')
  const { cause } = statement
  return [
    `${paint(style, mark)} ${paint('bold', cleanLine(statement.name, Math.max(20, width - figures.length - 4)))}  ${figures}`.trimEnd(),
    `    ${cleanLine(changeText(row), width - 4)}`,
    ...(cause === undefined ? [] : [paint('dim', `    caused by ${cleanLine(causeText(cause), width - 14)}`)]),
  ]
}

/** What stands in no file is told itself. */
function causeText(cause: Cause): string {
  return 'file' in cause ? sourceText(cause) : `${sourceText(cause)}: ${cause.sql}`
}
