import { type Ranked, verdictOf } from '../gate/judge.ts'
import type { StageTiming } from '../progress.ts'
import type { Report } from '../report/report.ts'

/** What several reports come to: one roster with the worst first, and with it one verdict. */
export function joinReports(
  reports: readonly Report[],
): Pick<Report, 'verdict' | 'roster' | 'notes' | 'server' | 'policy' | 'timings' | 'shownValues' | 'poolSweeps'> {
  const first = reports[0]!
  const { outcome, entries } = verdictOf(reports.flatMap(rankedEntries))
  const shown = reports.flatMap(({ shownValues = [] }) => shownValues)
  const sweeps = reports.flatMap(({ poolSweeps = [] }) => poolSweeps)
  return {
    verdict: outcome,
    roster: withoutRepeated(entries),
    notes: withoutRepeated(reports.flatMap(({ notes }) => notes)),
    server: { ...first.server, limits: withoutRepeated(reports.flatMap(({ server }) => server.limits)) },
    policy: { ...first.policy, changed: withoutRepeated(reports.flatMap(({ policy }) => policy.changed)) },
    timings: longest(reports.flatMap(({ timings }) => timings)),
    ...(first.shownValues === undefined ? {} : { shownValues: shown }),
    ...(sweeps.length === 0 ? {} : { poolSweeps: sweeps }),
  }
}

function rankedEntries({ roster, statements }: Report): readonly Ranked[] {
  const growths = new Map(
    statements.map(({ name, base, head }) => [name, (head?.buffers ?? 0) - (base?.buffers ?? 0)] as const),
  )
  return roster.map(entry => ({ entry, growth: growths.get(entry.statement) ?? 0 }))
}

/** Equal ones say one thing that all parts have seen. */
function withoutRepeated<T>(list: readonly T[]): readonly T[] {
  return [...new Map(list.map(each => [JSON.stringify(each), each])).values()]
}

/** Parts run side by side: the slowest is what people wait for. */
function longest(timings: readonly StageTiming[]): readonly StageTiming[] {
  const byStage = Map.groupBy(timings, ({ stage }) => stage)
  return [...byStage].map(([stage, all]) => ({ stage, seconds: Math.max(...all.map(({ seconds }) => seconds)) }))
}
