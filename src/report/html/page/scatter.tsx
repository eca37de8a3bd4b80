import { formatCount } from '../../format.ts'
import type { Report } from '../../report.ts'
import type { RankedRow } from './ranked.ts'

interface Props {
  readonly rows: readonly RankedRow[]
  readonly policy: Report['policy']
  readonly show: (position: number) => void
}

const SIZE = 360
const MARGIN = { left: 56, bottom: 40, top: 8, right: 18 } as const

/** Every measured statement by its pages on base and on head, both axes logarithmic; above the diagonal head reads more. */
export function Scatter({ rows, policy, show }: Props) {
  const points = rows.flatMap(row => {
    const { base, head, confidence } = row.statement
    return base && head && confidence === 'executed' ? [{ row, x: base.buffers, y: head.buffers }] : []
  })
  if (points.length === 0) return null
  const decades = Math.max(2, Math.ceil(Math.log10(Math.max(...points.flatMap(({ x, y }) => [x, y])) + 1)))
  // Zero has no logarithm: one page more on both axes.
  const along = (pages: number) => Math.log10(pages + 1) / decades
  const x = (pages: number) => MARGIN.left + along(pages) * (SIZE - MARGIN.left - MARGIN.right)
  const y = (pages: number) => SIZE - MARGIN.bottom - along(pages) * (SIZE - MARGIN.bottom - MARGIN.top)
  const end = 10 ** decades - 1
  const ticks = Array.from({ length: decades + 1 }, (_, power) => (power === 0 ? 0 : 10 ** power))
  // Where the policy begins to object: the largest of its three limits, at each point of the axis.
  const worse = Array.from({ length: 61 }, (_, step) => 10 ** ((step / 60) * decades) - 1)
    .map(before => ({ before, after: Math.max(before * policy.ratio, before + policy.blocks, policy.floor) }))
    .filter(({ after }) => after <= end)
  const grown = points.filter(({ row }) => row.standing === 'fail' || row.standing === 'warn').length
  return (
    <figure>
      <figcaption>
        Pages on base against head: above the diagonal head reads more, above the dashed line the gate looks at it
      </figcaption>
      <svg
        viewBox={`0 0 ${SIZE} ${SIZE}`}
        role="img"
        aria-label={`${points.length} statements by pages on base and head; the gate objects to ${grown}. The table of statements has the figures.`}
      >
        {ticks.map(tick => (
          <g key={tick} class="tick">
            <line x1={x(tick)} x2={x(tick)} y1={y(0)} y2={y(end)} />
            <line x1={x(0)} x2={x(end)} y1={y(tick)} y2={y(tick)} />
            <text x={x(tick)} y={SIZE - MARGIN.bottom + 14} text-anchor="middle">
              {shortCount(tick)}
            </text>
            <text x={MARGIN.left - 6} y={y(tick) + 4} text-anchor="end">
              {shortCount(tick)}
            </text>
          </g>
        ))}
        <text class="axis" x={x(end)} y={SIZE - 6} text-anchor="end">
          pages on base
        </text>
        <text class="axis" transform={`translate(12 ${y(end)}) rotate(-90)`} text-anchor="end">
          pages on head
        </text>
        <line class="diagonal" x1={x(0)} y1={y(0)} x2={x(end)} y2={y(end)} />
        <polyline class="limit" points={worse.map(({ before, after }) => `${x(before)},${y(after)}`).join(' ')} />
        {points.toReversed().map(point => (
          // biome-ignore lint/a11y/noStaticElementInteractions: a short cut for the mouse; the table has the same for keys.
          <circle
            key={point.row.position}
            class={`point ${point.row.standing}`}
            cx={x(point.x)}
            cy={y(point.y)}
            r={5}
            onClick={() => show(point.row.position)}
          >
            <title>
              {point.row.statement.name}: {formatCount(point.x)} → {formatCount(point.y)}
            </title>
          </circle>
        ))}
      </svg>
    </figure>
  )
}

function shortCount(value: number): string {
  if (value >= 1_000_000) return `${value / 1_000_000} M`
  return value >= 1000 ? `${value / 1000} k` : String(value)
}
