import { renderPlan, renderPlanDiff } from '../plan/render.ts'
import { cleanText } from './clean.ts'
import { confidenceWords } from './confidence.ts'
import { differenceText, timeOf, workOf } from './differences.ts'
import { formatCount, plural } from './format.ts'
import { sourceText } from './place.ts'
import type { Report, ReportSide, ReportStatement } from './report.ts'

/**
 * Everything that a report knows about one statement, as plain text: what it is, both plans aligned, work, values,
 * thresholds, and why the gate decided as it did.
 */
export function renderStory(report: Report, statement: ReportStatement): string {
  const blocks = [
    [`${statement.name}: ${statement.status}`, `fingerprint ${statement.fingerprint}`, ...sourceLines(statement)],
    statement.baseText === undefined ? [statement.text] : ['On base:', statement.baseText, 'On head:', statement.text],
    planLines(statement),
    scaleLines(statement),
    figureLines(statement),
    valueLines(report, statement),
    reasonLines(statement),
    gateLines(report, statement),
    report.findings
      .filter(({ statements }) => statements.includes(statement.name))
      .flatMap(({ title, why, fix }) => [`Advice: ${title}`, why, ...(fix === undefined ? [] : [fix.sql])]),
  ]
  const text = blocks.filter(lines => lines.length > 0).map(lines => lines.join('\n'))
  return `${cleanText(text.join('\n\n'))}\n`
}

/** The statements that a reader may mean: by name, or by the beginning of the fingerprint. */
export function findStatements(report: Report, wanted: string): readonly ReportStatement[] {
  const named = report.statements.filter(({ name }) => name === wanted)
  return named.length > 0 ? named : report.statements.filter(({ fingerprint }) => fingerprint.startsWith(wanted))
}

function sourceLines({ source }: ReportStatement): readonly string[] {
  if (source === undefined) return []
  return [source.line === undefined ? source.file : `${source.file}:${source.line}`]
}

function planLines({ base, head }: ReportStatement): readonly string[] {
  if (base !== undefined && head !== undefined) {
    return [
      'Plans (- base, + head; pages of each node alone):',
      ...renderPlanDiff(base.plan, head.plan),
      ...innerLines(head),
    ]
  }
  const side = head ?? base
  if (side === undefined) return []
  return [`Plan on ${head === undefined ? 'base' : 'head'}:`, ...renderPlan(side.plan), ...innerLines(side)]
}

function scaleLines({ atScale }: ReportStatement): readonly string[] {
  if (atScale === undefined) return []
  const { base, head } = atScale
  return [
    `At production’s size (planned, not run): cost ${base.cost.toFixed(2)} → ${head.cost.toFixed(2)}, plan ${base.shape} → ${head.shape}`,
    ...renderPlanDiff(base.plan, head.plan),
  ]
}

function innerLines({ inner, triggers }: ReportSide): readonly string[] {
  return [
    ...triggers.map(trigger => `Trigger ${trigger}`),
    ...inner.flatMap(({ text, calls, plan }) => [
      `Inside it, ${plural(calls, 'time')}: ${text}`,
      ...renderPlan(plan).map(line => `  ${line}`),
    ]),
  ]
}

function figureLines(statement: ReportStatement): readonly string[] {
  const { base, head } = statement
  const rows: readonly (readonly [string, (side: ReportSide) => string])[] = [
    ['rows', side => formatCount(side.rows)],
    ['WAL bytes', side => formatCount(side.walBytes)],
    ['temporary blocks', side => formatCount(side.tempBlocks)],
    ['planner’s cost', side => side.cost.toFixed(2)],
    ['plan', side => side.shape],
    ['calls in the load', side => formatCount(side.calls)],
  ]
  const show = (of: (side: ReportSide) => string) =>
    [base, head].map(side => (side === undefined ? '–' : of(side))).join(' → ')
  if (base === undefined && head === undefined) return []
  return [
    `pages read: ${differenceText(workOf(statement))}`,
    `time: ${differenceText(timeOf(statement))} (advisory)`,
    ...rows.map(([label, of]) => `${label}: ${show(of)}`),
  ]
}

function valueLines({ shownValues }: Report, { name, valueSets }: ReportStatement): readonly string[] {
  const shown = shownValues?.find(({ statement }) => statement === name)?.sets
  if (valueSets.length < 2 && shown === undefined) return []
  const pages = (blocks: number | undefined) => (blocks === undefined ? '–' : formatCount(blocks))
  return [
    'Values it was called with:',
    ...valueSets.map(set => {
      const values = shown?.find(({ why }) => why === set.why)?.values.map(value => value ?? 'NULL')
      const told = values === undefined ? '' : `: ${values.join(', ')}`
      return `  ${set.why}: ${pages(set.baseBuffers)} → ${pages(set.headBuffers)} pages${told}`
    }),
  ]
}

function reasonLines(statement: ReportStatement): readonly string[] {
  const { reason, changes, cause } = statement
  return [
    `Why: ${reason}.`,
    ...changes.map(({ kind, node, from, to, direction }) => `  ${kind} (${direction}) on ${node}: ${from} → ${to}`),
    ...(cause === undefined ? [] : [`Caused by ${sourceText(cause)}, on ${cause.side}: ${cause.sql}`]),
    `Confidence: ${confidenceWords(statement)}.`,
  ]
}

function gateLines({ roster, policy }: Report, { name }: ReportStatement): readonly string[] {
  const entries = roster.filter(({ statement }) => statement === name)
  const { ratio, blocks, floor } = policy
  const thresholds = `Worse means more than ${ratio} times the pages, at least ${formatCount(blocks)} more, and at least ${formatCount(floor)} in all; on a critical table more than ${ratio} times is enough.`
  if (entries.length === 0) return ['The gate has no objection.', thresholds]
  return [
    ...entries.map(({ rule, level, text, accepted }) => {
      const waived = accepted === undefined ? '' : `, accepted until ${accepted.until}: ${accepted.reason}`
      return `The gate’s rule ${rule} says ${level}: ${text}${waived}`
    }),
    thresholds,
  ]
}
