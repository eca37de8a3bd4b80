import { formatCount } from '../../format.ts'
import type { ReportStatement } from '../../report.ts'

/** How each set of values fared; which values they were is not in the report. */
export function ValueSets({ sets }: { readonly sets: ReportStatement['valueSets'] }) {
  if (sets.length < 2) return null
  const most = Math.max(1, ...sets.flatMap(({ baseBuffers, headBuffers }) => [baseBuffers ?? 0, headBuffers ?? 0]))
  const cell = (side: 'base' | 'head', pages: number | undefined) => (
    <td class={`number ${side}`}>
      {pages === undefined ? '–' : formatCount(pages)}
      <div class="bar" aria-hidden="true">
        <div style={{ width: `${(100 * (pages ?? 0)) / most}%` }} />
      </div>
    </td>
  )
  return (
    <>
      <h3>Sets of values</h3>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">Values of the call that was</th>
            <th scope="col">Pages on base</th>
            <th scope="col">on head</th>
          </tr>
        </thead>
        <tbody>
          {sets.map(({ why, baseBuffers, headBuffers }, at) => (
            <tr key={at}>
              <th scope="row">{why}</th>
              {cell('base', baseBuffers)}
              {cell('head', headBuffers)}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
