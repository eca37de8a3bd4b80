import { formatCount } from '../../format.ts'
import type { Report } from '../../report.ts'

/** How it was measured: method, way of building head, notes, policy, settings. */
export function RunDetails({ report }: { readonly report: Report }) {
  const { server, policy, path, notes } = report
  const remarks = [...server.limits, ...notes]
  return (
    <section id="run" aria-labelledby="run-title">
      <h2 id="run-title">The run</h2>
      <p>
        Both databases are in one PostgreSQL {server.version} ({server.kind}) with the same settings and the same data.
        Each statement ran on both with the values that the load sent; pages read are exact counters. Time alone never
        fails the check.
      </p>
      <p>
        Head’s database was{' '}
        {path.kind === 'upgrade' ? 'copied from the base and upgraded by this branch’s migrations' : 'built afresh'}:{' '}
        {path.reason}
      </p>
      <p>
        Policy: worse is more than ×{policy.ratio} and more than {formatCount(policy.blocks)} pages more, to more than{' '}
        {formatCount(policy.floor)} pages.
      </p>
      {remarks.length === 0 ? null : (
        <>
          <h3>Notes</h3>
          <ul>
            {remarks.map(remark => (
              <li key={remark}>{remark}</li>
            ))}
          </ul>
        </>
      )}
      <details>
        <summary>Settings of the server</summary>
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">Setting</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(server.settings).map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  )
}
