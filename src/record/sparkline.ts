import { formatCount } from '../report/format.ts'
import type { Trend } from './trends.ts'
import { workOf } from './work.ts'

const SIZE = { width: 160, height: 28, margin: 3 }

/** Pages over the entries as a line of an SVG, on a logarithmic scale; turns are dots. Entries stand at even distances. */
export function sparkline({ points, turns }: Trend): string {
  const heights = points.map(({ head }) => Math.log10(workOf(head) + 1))
  const [low, high] = [Math.min(...heights), Math.max(...heights)]
  const x = (at: number) => SIZE.margin + (at / Math.max(1, points.length - 1)) * (SIZE.width - 2 * SIZE.margin)
  const y = (height: number) =>
    SIZE.height - SIZE.margin - ((height - low) / Math.max(0.001, high - low)) * (SIZE.height - 2 * SIZE.margin)
  const places = heights.map((height, at) => `${x(at).toFixed(1)},${y(height).toFixed(1)}`)
  const dots = points.flatMap(({ entry }, at) =>
    turns.some(turn => turn.entry === entry)
      ? [`<circle cx="${x(at).toFixed(1)}" cy="${y(heights[at]!).toFixed(1)}" r="2.5"/>`]
      : [],
  )
  const works = points.map(({ head }) => formatCount(workOf(head)))
  const label = `${points.length === 1 ? '' : `from ${works[0]} to `}${works.at(-1)} pages`
  return `<svg width="${SIZE.width}" height="${SIZE.height}" role="img" aria-label="${label}"><polyline points="${places.join(' ')}"/>${dots.join('')}</svg>`
}
