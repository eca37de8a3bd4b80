import { formatCount } from '../../format.ts'
import type { ReportSide } from '../../report.ts'
import { addressOf, type RankedRow } from './ranked.ts'

const TOP = 15

const workOf = (side: ReportSide | undefined) => (side === undefined ? 0 : side.buffers * side.calls)

/** The statements that make the database work most: pages of one execution times calls in the load, base above head. */
export function WorkBars({ rows }: { readonly rows: readonly RankedRow[] }) {
  const bars = rows
    .map(row => ({ row, base: workOf(row.statement.base), head: workOf(row.statement.head) }))
    .filter(({ base, head }) => base + head > 0)
    .toSorted((a, b) => Math.max(b.base, b.head) - Math.max(a.base, a.head))
    .slice(0, TOP)
  if (bars.length === 0) return null
  const most = Math.max(...bars.flatMap(({ base, head }) => [base, head]))
  return (
    <figure>
      <figcaption>
        Work by statement: pages × calls, the heaviest {bars.length} <span class="key base">base</span>{' '}
        <span class="key head">head</span>
      </figcaption>
      <ol class="bars">
        {bars.map(({ row, base, head }) => (
          <li key={row.position}>
            <a href={addressOf(row)}>{row.statement.name}</a>
            <Bar side="base" value={base} most={most} />
            <Bar side="head" value={head} most={most} />
          </li>
        ))}
      </ol>
    </figure>
  )
}

function Bar({ side, value, most }: { readonly side: 'base' | 'head'; readonly value: number; readonly most: number }) {
  return (
    <div class={`bar-line ${side}`}>
      <div class="bar" aria-hidden="true">
        <div style={{ width: `${(100 * value) / most}%` }} />
      </div>
      <span class="amount">
        <span class="hidden">{side} </span>
        {formatCount(value)}
      </span>
    </div>
  )
}
