import type { StageTiming } from '../../../progress.ts'
import { formatSeconds } from '../../format.ts'

/** What the run took, stage by stage in the order in which they began. */
export function StageBars({ timings }: { readonly timings: readonly StageTiming[] }) {
  if (timings.length === 0) return null
  const most = Math.max(...timings.map(({ seconds }) => seconds), Number.MIN_VALUE)
  const total = timings.reduce((sum, { seconds }) => sum + seconds, 0)
  return (
    <figure>
      <figcaption>Time of the run: {formatSeconds(total)}</figcaption>
      <ol class="bars">
        {timings.map(({ stage, seconds }) => (
          <li key={stage}>
            {stage}
            <div class="bar-line stage">
              <div class="bar" aria-hidden="true">
                <div style={{ width: `${(100 * seconds) / most}%` }} />
              </div>
              <span class="amount">{formatSeconds(seconds)}</span>
            </div>
          </li>
        ))}
      </ol>
    </figure>
  )
}
