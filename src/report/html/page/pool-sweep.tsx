import { SWEEP_HEADS, SWEEP_TITLE, sweepRows, sweepSentences } from '../../pool-sweep.ts'
import type { ReportPoolSweep } from '../../report.ts'

/** What each number of connections did, with the knee marked. */
export function PoolSweep({ sweep }: { readonly sweep: ReportPoolSweep }) {
  const rows = sweepRows(sweep)
  const most = Math.max(...rows.map(({ rate }) => rate), Number.MIN_VALUE)
  return (
    <figure class="sweep">
      <figcaption>
        {SWEEP_TITLE}
        {sweep.database === undefined ? '' : ` on ${sweep.database}`}
      </figcaption>
      <table class="figures">
        <thead>
          <tr>
            {SWEEP_HEADS.map(head => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ cells: [label, rate, median, slow], rate: value, isKnee }) => (
            <tr key={label}>
              <th scope="row">
                {label}
                {isKnee ? ' (knee)' : ''}
              </th>
              <td class="number">
                <div class="bar" aria-hidden="true">
                  <div style={{ width: `${(100 * value) / most}%` }} />
                </div>
                {rate}
              </td>
              <td class="number">{median}</td>
              <td class="number">{slow}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {sweepSentences(sweep).map(sentence => (
        <p key={sentence} class="note">
          {sentence}
        </p>
      ))}
    </figure>
  )
}
