import { createHash } from 'node:crypto'
import type { ValueSet } from './snapshot.ts'
import { setupFor, type TemporaryObjects } from './temporary.ts'

/** One execution with what is needed to send it again. */
export interface Sample {
  readonly sql: string
  readonly values: readonly (string | null)[]
  readonly prepared?: string | undefined
  readonly session: Readonly<Record<string, string>>
  /** What the session had when it sent it. */
  readonly temporary?: TemporaryObjects | undefined
  readonly durationMs: number
}

/** Distinct calls of which the count is kept exactly; beyond it new ones take the place of the rarest (space-saving). */
const COUNTED = 16
/** Executions kept for the median; every second one is dropped, and every second one from then on skipped, when it is full. */
const RESERVOIR = 16

/** Chooses a few of a statement's executions while they stream by, in memory that does not grow with their number. */
export interface Sampler {
  add(sample: Sample): void
  readonly seen: number
  /** At most `limit` distinct calls: the most frequent one, then slowest, fastest, median. */
  choose(limit: number): readonly ValueSet[]
  /** Why the calls that it would choose cannot be repeated. */
  readonly lost: string | undefined
}

export function createSampler(): Sampler {
  const counts = new Map<string, { count: number; sample: Sample }>()
  let reservoir: Sample[] = []
  let stride = 1
  let seen = 0
  let fastest: Sample | undefined
  let slowest: Sample | undefined
  let text: string | undefined

  function count(sample: Sample): void {
    const key = identify(sample)
    const entry = counts.get(key)
    if (entry !== undefined) entry.count++
    else if (counts.size < COUNTED) counts.set(key, { count: 1, sample })
    else {
      const [rarest, { count: inherited }] = [...counts].reduce((a, b) => (b[1].count < a[1].count ? b : a))
      counts.delete(rarest)
      counts.set(key, { count: inherited + 1, sample })
    }
  }

  return {
    get seen() {
      return seen
    },
    get lost() {
      return fastest && setupFor(fastest.prepared ?? fastest.sql, fastest.temporary).lost
    },
    add(execution) {
      // One copy of the text for all executions with parameters, however many log lines it came from.
      text ??= execution.sql
      const sample = execution.sql === text ? { ...execution, sql: text } : execution
      if (seen++ % stride === 0) reservoir.push(sample)
      if (reservoir.length === RESERVOIR) {
        reservoir = reservoir.filter((_, index) => index % 2 === 0)
        stride *= 2
      }
      if (fastest === undefined || sample.durationMs < fastest.durationMs) fastest = sample
      if (slowest === undefined || sample.durationMs > slowest.durationMs) slowest = sample
      count(sample)
    },
    choose(limit) {
      const [frequent] = [...counts.values()].sort(
        (a, b) => b.count - a.count || compareText(identify(a.sample), identify(b.sample)),
      )
      const sorted = reservoir.toSorted((a, b) => a.durationMs - b.durationMs)
      const candidates: [ValueSet['why'], Sample | undefined][] = [
        ['most frequent', frequent?.sample],
        ['slowest', slowest],
        ['fastest', fastest],
        ['median', sorted[Math.floor(sorted.length / 2)]],
      ]
      const chosen = new Map<string, ValueSet>()
      for (const [why, sample] of candidates) {
        if (sample === undefined || chosen.size >= limit || chosen.has(identify(sample))) continue
        const set = valueSetOf(sample)
        if (set !== undefined) chosen.set(identify(sample), { ...set, why })
      }
      const sets = [...chosen.values()]
      return sets.length === 1 ? sets.map(set => ({ ...set, why: 'only' as const })) : sets
    },
  }
}

/** Undefined where its temporary objects cannot be had again. */
function valueSetOf({ sql, values, session, prepared, temporary }: Sample): Omit<ValueSet, 'why'> | undefined {
  const { steps, lost } = setupFor(prepared ?? sql, temporary)
  if (lost !== undefined) return undefined
  return {
    sql,
    values,
    session,
    ...(prepared !== undefined && { prepared }),
    ...(steps.length > 0 && { setup: steps }),
  }
}

function identify(sample: Sample): string {
  const hash = createHash('sha1').update(sample.sql)
  for (const value of sample.values) hash.update(value === null ? '\0N' : `\0V${value}`)
  return hash.update(JSON.stringify(sample.session)).digest('base64')
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
