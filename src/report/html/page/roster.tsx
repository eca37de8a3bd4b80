import { looseEntries } from '../../overview.ts'
import type { Report } from '../../report.ts'
import { GateEntry } from './gate-entry.tsx'
import { addressOf, type RankedRow } from './ranked.ts'

/** All that the gate had to say, worst first, and what a reader must know before the figures. */
export function Roster({ report, rows }: { readonly report: Report; readonly rows: readonly RankedRow[] }) {
  const objected = rows.filter(({ entries }) => entries.length > 0)
  const loose = looseEntries(report)
  const { changed } = report.policy
  if (objected.length === 0 && loose.length === 0 && changed.length === 0) return null
  return (
    <section id="verdict" aria-labelledby="verdict-title">
      <h2 id="verdict-title">What the gate says</h2>
      {changed.length > 0 ? (
        <p class="caveat">
          This change edits the gate itself ({changed.join(', ')}). The base’s policy decided here; the new one holds
          after the merge.
        </p>
      ) : null}
      <ul class="roster">
        {objected.map(row => (
          <li key={row.position}>
            <a href={addressOf(row)}>{row.statement.name}</a>
            <ul>
              {row.entries.map(entry => (
                <GateEntry key={entry.rule} entry={entry} />
              ))}
            </ul>
          </li>
        ))}
        {loose.map(entry => (
          <li key={entry.statement + entry.rule}>
            <b>{entry.statement}</b>
            <ul>
              <GateEntry entry={entry} />
            </ul>
          </li>
        ))}
      </ul>
    </section>
  )
}
