import { renderPlan, renderPlanDiff } from '../plan/render.ts'
import { cleanText, cutLines } from './clean.ts'
import { confidenceWords } from './confidence.ts'
import { differenceText, timeOf, workText } from './differences.ts'
import { formatCount, plural } from './format.ts'
import { layOutSql } from './lay-out-sql.ts'
import { fileLink, type ReportContext } from './links.ts'
import { code, EMPTY, fenced, fold, join, type Markdown, md, paragraphs, prose, table } from './markdown.ts'
import type { Row } from './overview.ts'
import type { Report, ReportSide, ReportStatement } from './report.ts'
import { causeLink } from './statement-table.ts'

/** Enough for any plan that a person reads in a comment. */
const PLAN_LINES = 60
const PLAN_CHARACTERS = 8000

/** One statement in full: call site, SQL, plans as a diff, and why. */
export function statementFold(report: Report, row: Row, context: ReportContext, isOpen: boolean): Markdown {
  const { statement } = row
  const time = timeOf(statement)
  const figures = [workText(statement), time.head === undefined ? '' : differenceText(time)].filter(
    figure => figure !== '',
  )
  const plans = planBlock(statement)
  const contents = [plans.source === '' ? '' : 'plan diff', 'SQL', statement.cause === undefined ? '' : 'cause']
  const summary = md`<strong>${code(statement.name, 80)}</strong> &nbsp;${[...figures, contents.filter(part => part !== '').join(', ')].join(' · ')}`
  return fold(
    summary,
    paragraphs([
      origin(report, statement, context),
      sqlBlock(statement),
      plans,
      scaleBlock(statement),
      valueSets(statement),
      why(report, row, context),
    ]),
    isOpen,
  )
}

function origin(report: Report, statement: ReportStatement, context: ReportContext): Markdown {
  const { source } = statement
  const side = statement.head ?? statement.base
  const where = source === undefined ? EMPTY : fileLink(source.file, source.line, report.head.commit, context)
  const total = report.statements.reduce((sum, { head }) => sum + (head?.totalExecTime ?? 0), 0)
  const time = statement.head?.totalExecTime ?? 0
  const percent = Math.round((100 * time) / Math.max(total, Number.MIN_VALUE))
  const share = percent > 0 ? md` (${percent}% of the load’s database time)` : EMPTY
  const calls = side === undefined ? EMPTY : md`${plural(side.calls, 'call')} in the load${share}`
  return join([where, calls], ' · ')
}

function sqlBlock({ text, baseText }: ReportStatement): Markdown {
  if (baseText === undefined) return fenced('sql', cutLines(layOutSql(text), 40, 4000))
  const [before, after] = [baseText, text].map(sql => cutLines(layOutSql(sql), 40, 4000).split('\n')) as [
    string[],
    string[],
  ]
  const differs = (line: string, at: number) => line !== after[at]
  const first = before.findIndex(differs)
  const start = first < 0 ? before.length : first
  const rest = Math.min(before.length, after.length) - start
  const differsBack = before.toReversed().findIndex((line, at) => at >= rest || line !== after.at(-1 - at))
  const end = differsBack < 0 ? rest : differsBack
  const marked = (sign: string, lines: readonly string[]) => lines.map(line => `${sign} ${line}`)
  return fenced(
    'diff',
    [
      ...marked(' ', before.slice(0, start)),
      ...marked('-', before.slice(start, before.length - end)),
      ...marked('+', after.slice(start, after.length - end)),
      ...marked(' ', before.slice(before.length - end)),
    ].join('\n'),
  )
}

function planBlock({ status, base, head }: ReportStatement): Markdown {
  // What fails on one side has nothing to set against the other's plan.
  if (status === 'broken' || status === 'unmeasured') return EMPTY
  const lines = base && head ? [...renderPlanDiff(base.plan, head.plan), ...innerLines(base, head)] : []
  // A line of a plan is one line of the diff, whatever characters an identifier has.
  const diff = lines.map(line => cleanText(line).replaceAll('\n', ' ')).join('\n')
  return diff === '' ? EMPTY : fenced('diff', cutLines(diff, PLAN_LINES, PLAN_CHARACTERS))
}

/** The planner's word at production's size, where it is another than that of the seeded data. */
function scaleBlock({ atScale }: ReportStatement): Markdown {
  if (atScale === undefined || atScale.tendency === 'same') return EMPTY
  const { base, head } = atScale
  const diff = renderPlanDiff(base.plan, head.plan).map(line => cleanText(line).replaceAll('\n', ' '))
  return paragraphs([
    md`At production’s size, planned and not run, cost ${formatCount(Math.round(base.cost))} → ${formatCount(Math.round(head.cost))}:`,
    fenced('diff', cutLines(diff.join('\n'), PLAN_LINES, PLAN_CHARACTERS)),
  ])
}

/** Statements in functions and triggers whose plan is another one, or that only one side runs: there the work may be. */
function innerLines(base: ReportSide, head: ReportSide): readonly string[] {
  const before = new Map(base.inner.map(inner => [inner.text, inner]))
  return head.inner.flatMap(({ text, calls, plan }) => {
    const known = before.get(text)
    const diff = known === undefined ? renderPlan(plan).map(line => `+ ${line}`) : renderPlanDiff(known.plan, plan)
    if (!diff.some(line => /^[-+]/.test(line))) return []
    const sign = known === undefined ? '+' : ' '
    const times = calls === 1 ? '' : ` (${plural(calls, 'time')})`
    return [`${sign} inside it${times}: ${text}`, ...diff.map(line => `${line.slice(0, 2)}  ${line.slice(2)}`)]
  })
}

/** How each set of values fared, where there are several that differ. */
function valueSets({ valueSets: sets }: ReportStatement): Markdown {
  const pages = (blocks: number | undefined) => md`${blocks === undefined ? '–' : formatCount(blocks)}`
  const isTold = sets.length > 1 && new Set(sets.map(set => `${set.baseBuffers} ${set.headBuffers}`)).size > 1
  if (!isTold) return EMPTY
  const rows = sets.map(set => [md`${set.why}`, pages(set.baseBuffers), pages(set.headBuffers)])
  return table(['Values', 'Pages read on base', 'on head'], ['l', 'r', 'r'], rows)
}

/** One sentence that names the migration's line and what it does, one that says what came of it, one how sure that is. */
function why(report: Report, row: Row, context: ReportContext): Markdown {
  const { cause } = row.statement
  const sure = `${confidenceWords(row.statement)}.`
  const reason = row.entries.find(({ rule }) => rule === 'work-only')?.text ?? row.statement.reason
  const came = prose(reason === '' ? sure : `${sentence(reason)}. ${sure}`)
  if (cause === undefined) return md`Why: ${came}`
  const line = causeLink(report, row, context)
  const whose = cause.side === 'base' ? md`only the base has ${line}` : line
  return 'file' in cause
    ? md`Why: ${whose}, ${code(cause.sql, 160)}. ${came}`
    : md`Why: ${whose} sent ${code(cause.sql, 160)}. ${came}`
}

const sentence = (words: string) => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`.replace(/\.$/, '')
