import { formatMs } from '../../format.ts'
import type { Report } from '../../report.ts'

/** The branch's own migration statements: how long each took on the seeded data, and what it locked meanwhile. */
export function Migrations({ report: { migrations } }: { readonly report: Report }) {
  if (migrations.length === 0) return null
  return (
    <section id="migrations" aria-labelledby="migrations-title">
      <h2 id="migrations-title">Migrations of this branch</h2>
      <ol class="migrations">
        {migrations.map(({ sql, durationMs, locks, rewrites, ...place }, at) => (
          <li key={at}>
            <p>
              {'file' in place ? (
                <code>
                  {place.file}:{place.line}
                </code>
              ) : (
                'sent by the migration command'
              )}{' '}
              · {formatMs(durationMs)}
            </p>
            <pre>
              <code>{sql}</code>
            </pre>
            {locks.length === 0 && rewrites.length === 0 ? null : (
              <ul>
                {locks.map(({ relation, mode }) => (
                  <li key={relation + mode}>
                    locks <code>{relation}</code>: {mode}
                  </li>
                ))}
                {rewrites.map(relation => (
                  <li key={relation}>
                    rewrites <code>{relation}</code>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
