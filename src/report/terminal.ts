import { styleText } from 'node:util'
import { cleanLine } from './clean.ts'
import { changeText, differenceText, timeOf, workOf } from './differences.ts'
import { totalSeconds } from './explanations.ts'
import { formatRows, formatSeconds, plural } from './format.ts'
import { headline } from './headline.ts'
import { looseEntries, type Row, rankStatements, type Standing } from './overview.ts'
import { triedFixes } from './recommendations.ts'
import type { Report } from './report.ts'

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
    ...(cause === undefined
      ? []
      : [paint('dim', `    caused by ${cleanLine(`${cause.file}:${cause.line}`, width - 14)}`)]),
  ]
}
