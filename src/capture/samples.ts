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
/** Of these the most frequent ones are candidates. */
const FREQUENT = 4
/** Distinct calls that are candidates because their hashes are the smallest: the same ones whatever the order and the times. */
const SPREAD = 8
/** The slowest calls kept, which are candidates where they are out of the ordinary. */
const SLOW = 4
/** Durations kept for the median; every second one is dropped, and every second one from then on skipped, when it is full. */
const RESERVOIR = 16
/** A call is slow by so many times the median and so many milliseconds more; chance does that to many, and the plan's cost decides. */
const OUT_OF_THE_ORDINARY = { ratio: 3, ms: 1 }
/** A call is chosen for its time alone by so much: no plan's cost shows it, and no pause of a busy machine is as long. */
const FAR_OUT = { ratio: 10, ms: 20 }

/** Chooses a few of a statement's executions while they stream by, in memory that does not grow with their number. */
export interface Sampler {
  add(sample: Sample): void
  readonly seen: number
  /** The distinct calls that `choose` chooses from, by what tells them apart. */
  candidates(): ReadonlyMap<string, ValueSet>
  /**
   * At most `limit` distinct calls: the most frequent one, the slowest where it is so by far, then those whose plans cost
   * most, least and in between. `costs` has the planner's cost of each candidate that could be planned. The same load gives
   * the same ones: times of a shared machine decide as little as can be.
   */
  choose(limit: number, costs: ReadonlyMap<string, number>): readonly ValueSet[]
  /** Why the calls that it would choose cannot be repeated. */
  readonly lost: string | undefined
}

export function createSampler(): Sampler {
  const counts = new Map<string, { count: number; sample: Sample }>()
  const spread = new Map<string, Sample>()
  /** The slowest execution of each of the slowest calls, the slowest first. */
  let slow: readonly (readonly [string, Sample])[] = []
  let durations: number[] = []
  let stride = 1
  let seen = 0
  let first: Sample | undefined

  function count(key: string, sample: Sample): void {
    const entry = counts.get(key)
    if (entry !== undefined) entry.count++
    else if (counts.size < COUNTED) counts.set(key, { count: 1, sample })
    else {
      const [rarest, { count: inherited }] = [...counts].reduce((a, b) => (b[1].count < a[1].count ? b : a))
      counts.delete(rarest)
      counts.set(key, { count: inherited + 1, sample })
    }
  }

  function spreadOut(key: string, sample: Sample): void {
    if (spread.has(key)) return
    const last = spread.size < SPREAD ? undefined : [...spread.keys()].reduce((a, b) => (a > b ? a : b))
    if (last !== undefined && key > last) return
    if (last !== undefined) spread.delete(last)
    spread.set(key, sample)
  }

  const isSlow = ({ durationMs }: Sample, { ratio, ms }: typeof FAR_OUT) => {
    const median = durations.toSorted((a, b) => a - b)[Math.floor(durations.length / 2)] ?? 0
    return durationMs >= ratio * median && durationMs - median >= ms
  }

  function slowDown(key: string, sample: Sample): void {
    if (slow.length === SLOW && sample.durationMs <= slow.at(-1)![1].durationMs) return
    const all = [...slow, [key, sample] as const].toSorted(([, a], [, b]) => b.durationMs - a.durationMs)
    slow = [...new Map(all.toReversed())].toReversed().slice(0, SLOW)
  }

  const byFrequency = () =>
    [...counts].toSorted(([a, one], [b, other]) => other.count - one.count || compareText(a, b)).slice(0, FREQUENT)

  function candidates(): ReadonlyMap<string, ValueSet> {
    const frequent = byFrequency().map(([key, { sample }]) => [key, sample] as const)
    const unusual = slow.filter(([, each]) => isSlow(each, OUT_OF_THE_ORDINARY))
    const all = new Map([...frequent, ...spread, ...unusual].toSorted(([a], [b]) => compareText(a, b)))
    return new Map(
      [...all].flatMap(([key, sample]) => {
        const set = valueSetOf(sample)
        return set === undefined ? [] : [[key, set] as const]
      }),
    )
  }

  return {
    get seen() {
      return seen
    },
    get lost() {
      return first && setupFor(first.prepared ?? first.sql, first.temporary).lost
    },
    add(execution) {
      // One copy of the text for all executions with parameters, however many log lines it came from.
      const sample = execution.sql === first?.sql ? { ...execution, sql: first.sql } : execution
      first ??= sample
      if (seen++ % stride === 0) durations.push(sample.durationMs)
      if (durations.length === RESERVOIR) {
        durations = durations.filter((_, index) => index % 2 === 0)
        stride *= 2
      }
      const key = identify(sample)
      slowDown(key, sample)
      count(key, sample)
      spreadOut(key, sample)
    },
    candidates,
    choose(limit, costs) {
      const all = candidates()
      if (all.size < 2) return [...all.values()]
      const chosen: ValueSet[] = []
      // Stable, so that equal costs leave the order of the keys.
      const ranked = [...all.keys()].toSorted((a, b) => (costs.get(a) ?? 0) - (costs.get(b) ?? 0))
      const take = (why: ValueSet['why'], at: number) => {
        const [key] = at < 0 ? [] : ranked.splice(at, 1)
        if (key !== undefined && chosen.length < limit) chosen.push({ ...all.get(key)!, why })
      }
      take('most frequent', ranked.indexOf(byFrequency()[0]?.[0] ?? ''))
      const [slowest] = slow
      if (slowest !== undefined && isSlow(slowest[1], FAR_OUT)) take('slowest', ranked.indexOf(slowest[0]))
      take('highest cost', ranked.length - 1)
      take('lowest cost', 0)
      take('median cost', Math.floor(ranked.length / 2))
      return chosen
    },
  }
}

/** Undefined where its temporary objects cannot be had again. */
function valueSetOf({ sql, values, session, prepared, temporary }: Sample): ValueSet | undefined {
  const { steps, lost } = setupFor(prepared ?? sql, temporary)
  if (lost !== undefined) return undefined
  return {
    why: 'only',
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
