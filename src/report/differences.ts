import type { Change } from '../compare/comparison.ts'
import { formatCount, formatMs, formatMsPair, formatRatio, plural } from './format.ts'
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

/** Work in a sentence: `12 → 8,334 pages (×695)`, `cost 40 → 900`; empty where nothing was measured. */
export function workText(statement: ReportStatement): string {
  const work = workOf(statement)
  if (work.base === undefined && work.head === undefined) return ''
  const text = differenceText(work)
  return work.prefix === '' ? text.replace(/(?= \(×|$)/, ' pages') : text
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
  const others = row.statement.changes.length - 1
  const more = others > 0 ? md` and ${plural(others, 'more change')}` : EMPTY
  return md`${changeWords(change, row.standing !== 'improved')}${more}`
}

/** One change, what it ends with strong where it is for the worse. */
function changeWords(change: Change, isBad: boolean): Markdown {
  const strong = (words: Markdown) => (isBad ? bold(words) : words)
  const { kind, node, from, to } = change
  if (kind === 'trigger-work' || kind === 'nested-work') {
    const pages = from.startsWith('0 ') ? strong(md`${to}`) : md`${from} → ${strong(md`${to}`)}`
    return kind === 'trigger-work' ? md`${code(node, 60)} reads ${pages}` : md`statements inside it read ${pages}`
  }
  if (kind === 'join-order') return md`the order of the joins: ${from} → ${strong(md`${to}`)}`
  const [before, after] = stepsOf(change)
  const isIndex = before.kind === 'index' && after.kind === 'index'
  const show = (step: Step) => (step.kind === 'index' ? code(step.words, 60) : md`${step.words}`)
  const steps = join([show(before), after.words === '' ? EMPTY : strong(show(after))], ' → ')
  const where =
    isIndex || node === '' || kind === 'more-calls' || after.words.includes(node) ? EMPTY : md` on ${code(node, 60)}`
  return md`${isIndex ? md`another index: ` : EMPTY}${steps}${where}`
}

interface Step {
  readonly kind: 'index' | 'words'
  readonly words: string
}

/** A change between two kinds of scan says enough without their indexes; one between two indexes without the kind. */
function stepsOf({ from, to }: Change): readonly [Step, Step] {
  const [before, after] = [from, to].map(step => /^(.*?)(?: using |(?<=^index) )(.*)$/s.exec(step) ?? [step, step, ''])
  const isSameKind = before?.[1] === after?.[1]
  const step = (match: readonly (string | undefined)[] | undefined, whole: string): Step => {
    const [, method = whole, index = ''] = match ?? []
    if (!isSameKind) return { kind: 'words', words: method }
    return index === '' ? { kind: 'words', words: whole } : { kind: 'index', words: index }
  }
  return [step(before, from), step(after, to)]
}

export function changeText(row: Row): string {
  const change = mainChange(row)
  const { status } = row.statement
  if (change === undefined || status === 'broken' || status === 'unmeasured') return sentenceOf(row)
  const steps = [change.from, change.to].filter(step => step !== '').join(' → ')
  if (change.kind === 'join-order') return `the order of the joins: ${steps}`
  return change.node === '' || change.kind === 'more-calls' || change.to.includes(change.node)
    ? steps
    : `${steps} on ${change.node}`
}

function sentenceOf({ entries, statement }: Row): string {
  const over = entries.find(({ rule, accepted }) => rule === 'budget' && accepted === undefined)
  if (over !== undefined && statement.changes.length === 0) return over.text
  return statement.reason === '' ? (entries[0]?.text ?? statement.status) : statement.reason
}

function clipped(sentence: string): string {
  return sentence.length > 160 ? `${sentence.slice(0, 159)}…` : sentence
}
