import { formatCount } from '../../format.ts'
import type { ReportStatement } from '../../report.ts'

interface Props {
  readonly sets: ReportStatement['valueSets']
  /** Only where the configuration lets them be shown. */
  readonly shown: readonly { readonly why: string; readonly values: readonly (string | null)[] }[] | undefined
}

/** How each set of values fared; which values they were is in few reports. */
export function ValueSets({ sets, shown }: Props) {
  if (sets.length < 2 && shown === undefined) return null
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
            {shown === undefined ? null : <th scope="col">Values, $1 …</th>}
          </tr>
        </thead>
        <tbody>
          {sets.map(({ why, baseBuffers, headBuffers }, at) => (
            <tr key={at}>
              <th scope="row">{why}</th>
              {cell('base', baseBuffers)}
              {cell('head', headBuffers)}
              {shown === undefined ? null : (
                <td>
                  <code>
                    {shown
                      .find(set => set.why === why)
                      ?.values.map(value => value ?? 'NULL')
                      .join(', ')}
                  </code>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
