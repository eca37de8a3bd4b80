import { formatCount, formatMs, formatMsPair } from '../../format.ts'
import { meanTimeOf } from '../../heaviest.ts'
import type { ReportSide } from '../../report.ts'
import type { RankedRow } from './ranked.ts'

interface Column {
  readonly key: string
  readonly title: string
  readonly isNumber: boolean
  /** What it is sorted by; undefined goes last in both directions. */
  readonly valueOf: (row: RankedRow) => number | string | undefined
  readonly textOf: (row: RankedRow) => string
}

/** Pages read; for what was only planned, the planner's cost. */
function workOn(side: ReportSide | undefined, { statement }: RankedRow): number | undefined {
  if (side === undefined || statement.confidence === 'none') return undefined
  return statement.confidence === 'plan' ? side.cost : side.buffers
}

const sideOf = ({ statement }: RankedRow): ReportSide | undefined => statement.head ?? statement.base

function workText(side: ReportSide | undefined, row: RankedRow): string {
  const work = workOn(side, row)
  if (work === undefined) return '–'
  return row.statement.confidence === 'plan' ? `cost ${formatCount(work)}` : formatCount(work)
}

/** Head's work by base's; 1 where both read nothing. */
function growthOf(row: RankedRow): number | undefined {
  const before = workOn(row.statement.base, row)
  const after = workOn(row.statement.head, row)
  if (before === undefined || after === undefined) return undefined
  return before === after ? 1 : after / before
}

/** `×695`, `÷61`, `new` where base read nothing. */
export function growthText(growth: number | undefined): string {
  if (growth === undefined) return '–'
  if (growth === Number.POSITIVE_INFINITY) return 'from 0'
  if (growth === 0) return 'to 0'
  const factor = growth < 1 ? 1 / growth : growth
  if (factor < 1.005) return '='
  const digits = factor >= 10 ? formatCount(factor) : factor.toFixed(2).replace(/\.?0+$/, '')
  return `${growth < 1 ? '÷' : '×'}${digits}`
}

const timeOn = (side: ReportSide | undefined, { statement }: RankedRow) =>
  statement.confidence === 'executed' ? side?.durationMs : undefined

/** `0.1 → 21.8 ms`; once where both say the same or one side is missing. */
function timeText(row: RankedRow): string {
  const before = timeOn(row.statement.base, row)
  const after = timeOn(row.statement.head, row)
  if (before === undefined || after === undefined) return orDash(before ?? after, formatMs)
  const [base, head] = formatMsPair(before, after)
  return head.startsWith(`${base} `) ? head : `${base} → ${head}`
}

const orDash = (value: number | undefined, format: (value: number) => string) =>
  value === undefined ? '–' : format(value)

export const COLUMNS: readonly Column[] = [
  { key: 'standing', title: 'Status', isNumber: false, valueOf: row => row.position, textOf: () => '' },
  {
    key: 'name',
    title: 'Query',
    isNumber: false,
    valueOf: row => row.statement.name,
    textOf: row => row.statement.name,
  },
  {
    key: 'base-pages',
    title: 'Pages on base',
    isNumber: true,
    valueOf: row => workOn(row.statement.base, row),
    textOf: row => workText(row.statement.base, row),
  },
  {
    key: 'head-pages',
    title: 'on head',
    isNumber: true,
    valueOf: row => workOn(row.statement.head, row),
    textOf: row => workText(row.statement.head, row),
  },
  { key: 'growth', title: 'Growth', isNumber: true, valueOf: growthOf, textOf: row => growthText(growthOf(row)) },
  {
    key: 'time',
    title: 'Time',
    isNumber: true,
    valueOf: row => timeOn(sideOf(row), row),
    textOf: timeText,
  },
  {
    key: 'calls',
    title: 'Calls',
    isNumber: true,
    valueOf: row => sideOf(row)?.calls,
    textOf: row => orDash(sideOf(row)?.calls, formatCount),
  },
  {
    key: 'total-time',
    title: 'Total time',
    isNumber: true,
    valueOf: row => sideOf(row)?.totalExecTime,
    textOf: row => orDash(sideOf(row)?.totalExecTime, formatMs),
  },
  {
    key: 'mean-time',
    title: 'Mean time',
    isNumber: true,
    valueOf: row => meanOf(sideOf(row)),
    textOf: row => orDash(meanOf(sideOf(row)), formatMs),
  },
]

const meanOf = (side: ReportSide | undefined) => (side === undefined ? undefined : meanTimeOf(side))

export interface Order {
  readonly key: string
  readonly isDescending: boolean
}

/** Rows by a column; equal ones stay in the verdict's order, those without a value go last. */
export function sortRows(rows: readonly RankedRow[], { key, isDescending }: Order): readonly RankedRow[] {
  const column = COLUMNS.find(candidate => candidate.key === key)
  if (column === undefined) return rows
  const sign = isDescending ? -1 : 1
  return rows.toSorted((a, b) => {
    const [x, y] = [column.valueOf(a), column.valueOf(b)]
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined)
    return x < y ? -sign : x > y ? sign : 0
  })
}

/** Rows of the chosen standings whose name, SQL, file or cause holds every word. */
export function filterRows(
  rows: readonly RankedRow[],
  words: readonly string[],
  standings: ReadonlySet<string>,
): readonly RankedRow[] {
  return rows.filter(({ standing, statement: { name, text, baseText, fingerprint, source, cause } }) => {
    if (standings.size > 0 && !standings.has(standing)) return false
    const haystack = [name, text, baseText, fingerprint, source?.file, cause && 'file' in cause && cause.file]
      .join('\n')
      .toLowerCase()
    return words.every(word => haystack.includes(word))
  })
}
