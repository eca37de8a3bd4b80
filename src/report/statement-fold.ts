import { renderPlan, renderPlanDiff } from '../plan/render.ts'
import { cleanText, cutLines } from './clean.ts'
import { differenceText, timeOf, workOf } from './differences.ts'
import { formatCount, plural } from './format.ts'
import { fileLink, type ReportContext } from './links.ts'
import { code, EMPTY, fenced, fold, join, type Markdown, md, paragraphs, table } from './markdown.ts'
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
  const figure = differenceText(time.head === undefined ? workOf(statement) : time)
  const isPair = statement.base !== undefined && statement.head !== undefined
  const summary = isPair
    ? md`<strong>${code(statement.name, 80)}</strong> &nbsp;${figure} · plan diff, SQL, cause`
    : md`<strong>${code(statement.name, 80)}</strong> &nbsp;SQL, cause`
  return fold(
    summary,
    paragraphs([
      origin(report, statement, context),
      sqlBlock(statement),
      planBlock(statement),
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
  const share = total > 0 && time > 0 ? md` (${Math.round((100 * time) / total)}% of the load’s database time)` : EMPTY
  const calls = side === undefined ? EMPTY : md`${plural(side.calls, 'call')} in the load${share}`
  return join([where, calls], ' · ')
}

function sqlBlock({ text, baseText }: ReportStatement): Markdown {
  if (baseText === undefined) return fenced('sql', cutLines(text, 40, 4000))
  const mark = (sign: string, sql: string) =>
    cutLines(sql, 40, 4000)
      .split('\n')
      .map(line => `${sign} ${line}`)
  return fenced('diff', [...mark('-', baseText), ...mark('+', text)].join('\n'))
}

function planBlock({ base, head }: ReportStatement): Markdown {
  const lines = base && head ? [...renderPlanDiff(base.plan, head.plan), ...innerLines(base, head)] : []
  // A line of a plan is one line of the diff, whatever characters an identifier has.
  const diff = lines.map(line => cleanText(line).replaceAll('\n', ' ')).join('\n')
  return diff === '' ? EMPTY : fenced('diff', cutLines(diff, PLAN_LINES, PLAN_CHARACTERS))
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

function why(report: Report, row: Row, context: ReportContext): Markdown {
  const { cause, reason } = row.statement
  const link = causeLink(report, row, context)
  if (cause === undefined) return reason === '' ? EMPTY : md`Why: ${reason}.`
  const whose = cause.side === 'base' ? md`only the base has ${link}` : md`${link} changed the plan`
  return md`Why: ${whose}: it ${reason}.`
}
