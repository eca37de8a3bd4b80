import { formatCount, formatRatio } from '../report/format.ts'
import type { Entry, Figures } from './entry.ts'
import { workOf } from './trends.ts'

/** `2026-11-24`. */
export const dayOf = ({ at }: Entry): string => at.slice(0, 10)

export const shortCommit = ({ commit }: Entry): string => commit?.slice(0, 7) ?? 'no commit'

/** `#12` of a pull request's address; undefined where there is none. */
export const pullRequestNumber = ({ pullRequest }: Entry): string | undefined =>
  pullRequest === undefined ? undefined : `#${/\/(\d+)\/?$/.exec(pullRequest)?.[1] ?? '?'}`

/** `12 → 8,334 pages (×695)`. */
export function workText(from: Figures | undefined, to: Figures | undefined): string {
  if (from === undefined || to === undefined) return to === undefined ? 'gone' : `${formatCount(workOf(to))} pages`
  const ratio = formatRatio(workOf(from), workOf(to))
  return `${formatCount(workOf(from))} → ${formatCount(workOf(to))} pages${ratio === undefined ? '' : ` (${ratio})`}`
}

/** `db/migrations/0042.sql:3`. */
export const placeText = ({ file, line }: { readonly file: string; readonly line: number }): string => `${file}:${line}`

/** Settings that an entry changed: `work_mem: 4MB → 64MB`. */
export function settingChanges(before: Readonly<Record<string, string>>, after: Entry['settings']): readonly string[] {
  if (after === undefined) return []
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names
    .filter(name => before[name] !== after[name])
    .map(name => `${name}: ${before[name] ?? 'default'} → ${after[name] ?? 'default'}`)
}
