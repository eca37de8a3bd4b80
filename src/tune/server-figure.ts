import type { ServerFigure } from '../advise/finding.ts'
import { formatBytes, formatNumber } from './format.ts'

/** `pages read from outside shared_buffers: 900 → 12`. */
export function serverFigureText({ what, unit, before, after, isMoved }: ServerFigure): string {
  const shown = unit === 'bytes' ? formatBytes : formatNumber
  return `${what}: ${shown(before)} → ${shown(after)}${isMoved ? '' : ', which is no difference'}`
}
