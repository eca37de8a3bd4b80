import { verdictOf } from '../../src/gate/judge.ts'
import type { RosterEntry } from '../../src/gate/verdict.ts'
import type { Report, ReportStatement } from '../../src/report/report.ts'

const RUN = 'c'.repeat(64)

/** The reports that a run with all these statements would leave, had it been cut like this. */
export function cut(whole: Report, count: number, shardOf: (at: number) => number): readonly Report[] {
  return Array.from({ length: count }, (_, at) => {
    const index = at + 1
    const positions = whole.statements.flatMap((_, position) => (shardOf(position) === index ? [position] : []))
    const statements = positions.map(position => whole.statements[position]!)
    const names = new Set(statements.map(({ name }) => name))
    const { outcome, entries } = verdictOf(
      ranked(
        statements,
        whole.roster.filter(each => names.has(each.statement)),
      ),
    )
    return { ...whole, statements, verdict: outcome, roster: entries, shard: { index, count, run: RUN, positions } }
  })
}

export function ranked(statements: readonly ReportStatement[], entries: readonly RosterEntry[]) {
  return entries.map(each => {
    const found = statements.find(({ name }) => name === each.statement)
    return { entry: each, growth: (found?.head?.buffers ?? 0) - (found?.base?.buffers ?? 0) }
  })
}
