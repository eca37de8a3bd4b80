import { formatCount, formatRatio } from '../report/format.ts'
import type { Entry, Figures } from './entry.ts'
import { workOf } from './work.ts'

/** `2026-11-24`. */
export const dayOf = ({ at }: Entry): string => at.slice(0, 10)

export const shortCommit = ({ commit }: Entry): string => commit?.slice(0, 7) ?? 'no commit'

/** `#12` of a pull request's address; undefined where there is none. */
export const pullRequestNumber = ({ pullRequest }: Entry): string | undefined =>
  pullRequest === undefined ? undefined : `#${/\/(\d+)\/?$/.exec(pullRequest)?.[1] ?? '?'}`

/** `12 → 8,334 pages (×695)`. */
export function workText(from: Figures | number | undefined, to: Figures | number | undefined): string {
  const [before, after] = [pagesOf(from), pagesOf(to)]
  if (before === undefined || after === undefined) return after === undefined ? 'gone' : `${formatCount(after)} pages`
  const ratio = formatRatio(before, after)
  return `${formatCount(before)} → ${formatCount(after)} pages${ratio === undefined ? '' : ` (${ratio})`}`
}

const pagesOf = (work: Figures | number | undefined) => (typeof work === 'object' ? workOf(work) : work)
