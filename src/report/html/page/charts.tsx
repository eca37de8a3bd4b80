import type { Report } from '../../report.ts'
import { PoolSweep } from './pool-sweep.tsx'
import type { RankedRow } from './ranked.ts'
import { Scatter } from './scatter.tsx'
import { StageBars } from './stage-bars.tsx'
import { WorkBars } from './work-bars.tsx'

interface Props {
  readonly report: Report
  readonly rows: readonly RankedRow[]
  readonly show: (position: number) => void
}

export function Charts({ report, rows, show }: Props) {
  return (
    <section id="charts" aria-labelledby="charts-title">
      <h2 id="charts-title">Charts</h2>
      <div class="charts">
        <WorkBars rows={rows} />
        <Scatter rows={rows} policy={report.policy} show={show} />
        {(report.poolSweeps ?? []).map(sweep => (
          <PoolSweep key={sweep.database} sweep={sweep} />
        ))}
        <StageBars timings={report.timings} />
      </div>
    </section>
  )
}
