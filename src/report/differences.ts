import type { Change } from '../compare/comparison.ts'
import { formatCount, formatMs, formatMsPair, formatRatio } from './format.ts'
import { bold, code, EMPTY, join, type Markdown, md } from './markdown.ts'
import type { Row } from './overview.ts'
import type { ReportSide, ReportStatement } from './report.ts'

/** A figure on both sides, in words for any surface. */
interface Difference {
  readonly base: string | undefined
  readonly head: string | undefined
  readonly ratio: string | undefined
  /** Whether it is what a reader should look at. */
  readonly grew: boolean
  /** Before the figures: nothing, or `cost ` where they are only the planner's. */
  readonly prefix: '' | 'cost '
}

const NO_DIFFERENCE: Difference = { base: undefined, head: undefined, ratio: undefined, grew: false, prefix: '' }

/** Pages read; for what was only planned, the planner's cost. */
export function workOf({ base, head, confidence }: ReportStatement): Difference {
  if (confidence === 'none') return NO_DIFFERENCE
  const measure = (side: ReportSide) => (confidence === 'plan' ? side.cost : side.buffers)
  const before = base && measure(base)
  const after = head && measure(head)
  const isPair = before !== undefined && after !== undefined
  const ratio = isPair ? formatRatio(before, after) : undefined
  return {
    base: before === undefined ? undefined : formatCount(before),
    head: after === undefined ? undefined : formatCount(after),
    ratio,
    grew: isPair && after > before && (ratio !== undefined || before === 0),
    prefix: confidence === 'plan' ? 'cost ' : '',
  }
}

/** A time counts as grown from here on; it is advisory, so this only decides what is printed strong. */
const NOTABLE_TIME_RATIO = 1.5

export function timeOf({ base, head, confidence }: ReportStatement): Difference {
  if (confidence !== 'executed') return NO_DIFFERENCE
  if (base && head) {
    const [before, after] = formatMsPair(base.durationMs, head.durationMs)
    if (after.startsWith(`${before} `)) return { ...NO_DIFFERENCE, head: after }
    return { ...NO_DIFFERENCE, base: before, head: after, grew: head.durationMs > base.durationMs * NOTABLE_TIME_RATIO }
  }
  const only = base ?? head
  return only === undefined ? NO_DIFFERENCE : { ...NO_DIFFERENCE, head: formatMs(only.durationMs) }
}

/** `12 → 8,334 (×695)`, the head's figure strong where it grew; one figure where both are the same or one side is missing. */
export function differenceCell({ base, head, ratio, grew, prefix }: Difference): Markdown {
  if (base === undefined || head === undefined || base === head) return md`${withPrefix(prefix, head ?? base)}`
  const after = grew ? bold(md`${head}`) : md`${head}`
  const steps = md`${prefix}${base} → ${after}${ratio === undefined || !grew ? EMPTY : md` (${ratio})`}`
  // One line: in a narrow column each figure would else get its own.
  return { source: steps.source.replaceAll(' ', '&nbsp;') }
}

export function differenceText({ base, head, ratio, grew, prefix }: Difference): string {
  if (base === undefined || head === undefined || base === head) return withPrefix(prefix, head ?? base)
  return ratio === undefined || !grew ? `${prefix}${base} → ${head}` : `${prefix}${base} → ${head} (${ratio})`
}

function withPrefix(prefix: string, figure: string | undefined): string {
  return figure === undefined ? '–' : `${prefix}${figure}`
}

/** The one change that says most: the first that is worse where the row is bad, else the first. */
function mainChange({ statement, standing }: Row): Change | undefined {
  const wanted = standing === 'improved' ? 'better' : 'worse'
  return statement.changes.find(change => change.direction === wanted) ?? statement.changes[0]
}

/** What happened to a statement in a table cell: the change of its plan, else the gate's or the comparison's sentence. */
export function changeCell(row: Row): Markdown {
  const change = mainChange(row)
  const { status } = row.statement
  if (change === undefined || status === 'broken' || status === 'unmeasured') return md`${clipped(sentenceOf(row))}`
  const [before, after] = withoutIndexes(change)
  const to = row.standing === 'improved' || after === '' ? md`${after}` : bold(md`${after}`)
  const steps = join([before === '' ? EMPTY : md`${before}`, to], ' → ')
  const where = change.node === '' || after.includes(change.node) ? EMPTY : md` on ${code(change.node, 60)}`
  const others = row.statement.changes.length - 1
  const more = others > 0 ? md`, ${others} more` : EMPTY
  return md`${steps}${where}${more}`
}

/** A change between two kinds of scan says enough without the names of their indexes. */
function withoutIndexes({ from, to }: Change): readonly [string, string] {
  const kinds = [from, to].map(step => step.replace(/ using .*$/s, '')) as [string, string]
  return kinds[0] === kinds[1] ? [from, to] : kinds
}

export function changeText(row: Row): string {
  const change = mainChange(row)
  const { status } = row.statement
  if (change === undefined || status === 'broken' || status === 'unmeasured') return sentenceOf(row)
  const steps = [change.from, change.to].filter(step => step !== '').join(' → ')
  return change.node === '' || change.to.includes(change.node) ? steps : `${steps} on ${change.node}`
}

function sentenceOf({ entries, statement }: Row): string {
  return statement.reason === '' ? (entries[0]?.text ?? statement.status) : statement.reason
}

function clipped(sentence: string): string {
  return sentence.length > 160 ? `${sentence.slice(0, 159)}…` : sentence
}
