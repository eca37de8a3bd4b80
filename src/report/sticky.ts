import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Report } from './report.ts'

/** What a sticky comment knows about itself; it stands in a hidden second line. */
export interface StickyState {
  readonly head: string | null
  readonly base: string | null
  readonly run: number
  readonly attempt: number
  readonly verdict: 'pass' | 'warn' | 'fail' | 'error'
  /** Of the content without times: an equal one is not written again. */
  readonly digest: string
}

const sha = z.string().regex(/^[0-9a-f]{7,64}$/)

const stateSchema = z.object({
  head: sha.nullable(),
  base: sha.nullable(),
  run: z.number().int().nonnegative(),
  attempt: z.number().int().nonnegative(),
  verdict: z.enum(['pass', 'warn', 'fail', 'error']),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
})

/** The comment's first line; one comment for each key. */
function stickyMarker(key: string): string {
  return `<!-- pgverdict:sticky key="${key.replace(/[^\w./ -]/g, '-').slice(0, 100)}" v=1 -->`
}

/** Marker and state, the two lines before the text. */
export function stickyHead(key: string, state: StickyState): string {
  return `${stickyMarker(key)}\n<!-- pgverdict:state ${JSON.stringify(state)} -->`
}

/** The state of a comment of ours; undefined where its second line is none. */
export function parseStickyState(body: string): StickyState | undefined {
  const [, json] = /^[^\n]*\r?\n<!-- pgverdict:state (\{[^\n]*\}) -->/.exec(body) ?? []
  if (json === undefined) return undefined
  try {
    return stateSchema.safeParse(JSON.parse(json)).data
  } catch {
    return undefined
  }
}

/** Figures that move from run to run although nothing changed. */
const MOVING = new Set([
  'timings',
  'durationMs',
  'totalExecTime',
  'timeMs',
  'durationMsBefore',
  'durationMsAfter',
  'buildMs',
  'poolSweeps',
])

/** Equal for two runs that found the same, whatever the clock said. */
export function digestOf(content: Report | Readonly<Record<string, unknown>>): string {
  const steady = JSON.stringify(content, (key, value) => (MOVING.has(key) ? undefined : value))
  return `sha256:${createHash('sha256').update(steady).digest('hex')}`
}
