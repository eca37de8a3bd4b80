import { formatCount, formatMs } from '../../format.ts'
import type { ReportNode } from '../../report.ts'
import { type PlanLine, planLines } from './plan-lines.ts'

interface Props {
  readonly base: ReportNode | undefined
  readonly head: ReportNode | undefined
}

const MARKS = {
  same: { sign: '', word: '' },
  changed: { sign: '~', word: 'changed: ' },
  removed: { sign: '−', word: 'only on base: ' },
  added: { sign: '+', word: 'only on head: ' },
} as const

/** Both plans side by side, changed nodes marked, each node with a bar of the pages that it read itself. */
export function PlanPair({ base, head }: Props) {
  const lines = planLines(base, head)
  const most = Math.max(1, ...lines.flatMap(line => [line.base?.node.buffers ?? 0, line.head?.node.buffers ?? 0]))
  const hasBoth = base !== undefined && head !== undefined
  return (
    <table class={`plans ${hasBoth ? 'pair' : 'sole'}`}>
      <thead>
        <tr>
          {base === undefined ? null : <th scope="col">Base</th>}
          {head === undefined ? null : <th scope="col">Head</th>}
        </tr>
      </thead>
      <tbody>
        {lines.map((line, at) => (
          <tr key={at} class={line.mark}>
            {base === undefined ? null : <NodeCell line={line} side="base" most={most} />}
            {head === undefined ? null : <NodeCell line={line} side="head" most={most} />}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function NodeCell({
  line,
  side,
  most,
}: {
  readonly line: PlanLine
  readonly side: 'base' | 'head'
  readonly most: number
}) {
  const placed = line[side]
  if (placed === undefined) return <td class={`${side} empty`} />
  const { node, depth } = placed
  const other = line[side === 'base' ? 'head' : 'base']?.node
  const { sign, word } = MARKS[line.mark]
  return (
    <td class={side}>
      <div class="node" style={{ paddingInlineStart: `${depth * 0.9}rem` }}>
        <p class="label">
          <span class="mark" aria-hidden="true">
            {sign}
          </span>
          <span class="hidden">{word}</span>
          <b>{node.label}</b>
        </p>
        {node.details.map((detail, at) => (
          <p key={at} class={`detail ${other !== undefined && !other.details.includes(detail) ? 'differs' : ''}`}>
            {detail}
          </p>
        ))}
        <p class="work">{workText(node)}</p>
        {node.buffers === undefined ? null : (
          <div class="bar" aria-hidden="true">
            <div style={{ width: `${(100 * node.buffers) / most}%` }} />
          </div>
        )}
      </div>
    </td>
  )
}

function workText({ estimatedRows, actualRows, loops, buffers, tempBlocks, timeMs, cost }: ReportNode): string {
  if (loops === 0) return 'never executed'
  const rows =
    actualRows === undefined
      ? `rows ${formatCount(estimatedRows)} estimated`
      : `rows ${formatCount(actualRows)}${loops !== undefined && loops > 1 ? ` ×${formatCount(loops)}` : ''} (estimated ${formatCount(estimatedRows)})`
  return [
    rows,
    buffers === undefined ? `cost ${formatCount(cost)}` : `${formatCount(buffers)} pages`,
    tempBlocks ? `${formatCount(tempBlocks)} temporary` : '',
    timeMs === undefined ? '' : formatMs(timeMs),
  ]
    .filter(part => part !== '')
    .join(' · ')
}
