import { renderPlan } from '../plan/render.ts'
import { formatCount, formatMs } from './format.ts'
import type { Report, ReportSide, ReportStatement } from './report.ts'

export interface Ranked {
  readonly statement: ReportStatement
  readonly side: ReportSide
}

export interface Ranking {
  readonly title: string
  /** The greatest first. */
  readonly rows: readonly Ranked[]
  readonly textOf: (side: ReportSide) => string
}

export const meanTimeOf = ({ calls, totalExecTime }: ReportSide): number => (calls === 0 ? 0 : totalExecTime / calls)

/** Head's statements by total time, mean time and calls in the load, so many of each. */
export function heaviestStatements({ statements }: Report, count: number): readonly Ranking[] {
  const present = statements.flatMap((statement): readonly Ranked[] =>
    statement.head === undefined ? [] : [{ statement, side: statement.head }],
  )
  const rank = (title: string, measure: (side: ReportSide) => number, format: (value: number) => string): Ranking => ({
    title,
    rows: present.toSorted((a, b) => measure(b.side) - measure(a.side)).slice(0, count),
    textOf: side => format(measure(side)),
  })
  return present.length === 0
    ? []
    : [
        rank('Total time', ({ totalExecTime }) => totalExecTime, formatMs),
        rank('Mean time', meanTimeOf, formatMs),
        rank('Calls', ({ calls }) => calls, formatCount),
      ]
}

/** Every statement of the rankings once, in their order. */
export function statementsOf(rankings: readonly Ranking[]): readonly Ranked[] {
  const all = rankings.flatMap(({ rows }) => rows)
  return [...new Map(all.map(ranked => [ranked.statement, ranked])).values()]
}

/** What EXPLAIN ANALYZE said; a line of the plan is one line here, whatever characters an identifier has. */
export const planLines = ({ plan }: ReportSide): readonly string[] =>
  renderPlan(plan).map(line => line.replaceAll('\n', ' '))
