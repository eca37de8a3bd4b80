import { enumerate, formatCount, formatMs, plural } from './format.ts'
import type { ReportPoolSweep } from './report.ts'

export const SWEEP_TITLE = 'Throughput by number of connections'

export const SWEEP_HEADS = ['Connections', 'Transactions/s', 'Median', '95 %'] as const

interface SweepRow {
  /** In the order of `SWEEP_HEADS`. */
  readonly cells: readonly [string, string, string, string]
  readonly rate: number
  readonly isKnee: boolean
}

export function sweepRows({ points, knee, pooler }: ReportPoolSweep): readonly SweepRow[] {
  const direct = points.map(point => ({ label: String(point.connections), point, isKnee: point.connections === knee }))
  const pooled =
    pooler === undefined
      ? []
      : [
          {
            label: `${pooler.point.connections}, ${pooler.clients} clients through PgBouncer ${pooler.version}`,
            point: pooler.point,
            isKnee: false,
          },
        ]
  return [...direct, ...pooled].map(({ label, point, isKnee }) => ({
    cells: [label, formatCount(Math.round(point.rate)), formatMs(point.p50Ms), formatMs(point.p95Ms)],
    rate: point.rate,
    isKnee,
  }))
}

/** A machine on which others had this much shows the knee too high. */
const NOTABLE_OTHERS = 0.05

/** What the sweep says in words; it is advisory on every surface. */
export function sweepSentences(sweep: ReportPoolSweep): readonly string[] {
  const { processors, hold, knee, predicted, target, failed, others } = sweep
  return [
    `Throughput stops growing at ${plural(knee, 'connection')}; ${predicted} ${predicted === 1 ? 'was' : 'were'} predicted for the ${plural(processors, 'processor')} of this machine and a transaction that takes ${enumerate([`${formatMs(hold.heldMs)} of its connection`, `${formatMs(hold.busyMs)} of the server`])}.`,
    ...(target === undefined
      ? []
      : [
          `The ${plural(target.cpus, 'processor')} of the target can use about ${plural(target.useful, 'connection')}.`,
        ]),
    ...(failed === 0 ? [] : [`${plural(failed, 'transaction')} failed, as a statement did or took too long.`]),
    ...(others !== undefined && others > NOTABLE_OTHERS
      ? [`Other programs had ${Math.round(100 * others)} % of the processors meanwhile: the knee may lie lower.`]
      : []),
    'Times differ between runs: this decides nothing.',
  ]
}
