import { counted, grouped } from '../plan/words.ts'
import type { Change, StatementPair } from './comparison.ts'

/** More calls of a statement for the same load than this are worth a word: an N+1 rather than a retry. */
const MORE_CALLS_RATIO = 1.5
const MORE_CALLS = 10
/** A new statement is sent in a loop where it is sent this many times as often as half of the others are at most. */
const LOOP_RATIO = 10

/** From this many statements on that are sent more often or less often, and both, the load itself is taken to be uneven. */
const UNEVEN = 3
/** Of an uneven load: how many standard deviations beyond chance a growth must be, calls being counted as independent. */
const BEYOND_CHANCE = 4

const NO_CALL = 'no call'

/** How often the statements of the two loads are sent, for telling one that is sent more often from a load that grew. */
export interface CallCounts {
  /** Head's calls for each of base's, of the statements that both loads send; sorted. */
  readonly growths: readonly number[]
  /** Calls of each of head's statements; sorted. */
  readonly calls: readonly number[]
}

export function countCalls(pairs: readonly StatementPair[]): CallCounts {
  const sorted = (values: readonly number[]) => values.filter(value => value > 0).toSorted((a, b) => a - b)
  return {
    growths: sorted(
      pairs.map(({ base, head }) => (base?.stats.calls ? (head?.stats.calls ?? 0) / base.stats.calls : 0)),
    ),
    calls: sorted(pairs.map(({ head }) => head?.stats.calls ?? 0)),
  }
}

/**
 * Whether the load does another number of things each time, as one with random numbers does: other statements are sent more
 * often than is usual, and others again less often.
 */
function isUneven({ growths }: CallCounts, own: number | undefined): boolean {
  const usual = own === undefined ? growths[Math.floor((growths.length - 1) / 2)] : medianOfOthers(growths, own)
  if (usual === undefined) return false
  const others = own === undefined ? growths : growths.toSpliced(growths.indexOf(own), 1)
  const rose = others.filter(growth => growth > usual).length
  const fell = others.filter(growth => growth < usual).length
  return rose > 0 && fell > 0 && rose + fell >= UNEVEN
}

/** Whether chance alone hardly ever makes `after` calls where `expected` are usual. */
const isBeyondChance = (expected: number, after: number): boolean =>
  after - expected >= BEYOND_CHANCE * Math.sqrt(expected + after)

/** Says of a load that it is uneven, which makes a comparison of its calls a coarse one. */
export function unevenNotes(pairs: readonly StatementPair[]): readonly string[] {
  const { growths } = countCalls(pairs)
  if (!isUneven({ growths, calls: [] }, undefined)) return []
  const more = growths.filter(growth => growth > 1).length
  const fewer = growths.filter(growth => growth < 1).length
  return [
    `The two loads are uneven: of ${counted(growths.length, 'statement')} that both send, head’s sends ${grouped(more)} more often and ${grouped(fewer)} less often. Only a number of calls that chance hardly explains is reported. A load that draws the same random numbers each time is compared more sharply.`,
  ]
}

/** The median without one of the values that are equal to `own`, the lower of two; undefined where there is no other. */
function medianOfOthers(values: readonly number[], own: number): number | undefined {
  const middle = Math.floor((values.length - 2) / 2)
  if (middle < 0) return undefined
  const position = values.indexOf(own)
  return values[position !== -1 && position <= middle ? middle + 1 : middle]
}

/**
 * A statement that head's load sends more often than base's, as an N+1 query does. Where the others are sent more often
 * as well, as by a load that was made longer, only what is beyond that counts; of an uneven load only what is beyond chance.
 */
export function callChanges({ base, head, relation }: StatementPair, counts: CallCounts): readonly Change[] {
  const [before, after] = [base?.stats.calls ?? 0, head?.stats.calls ?? 0]
  const change = (from: string, to: string): readonly Change[] => [
    { kind: 'more-calls', node: 'load', from, to, direction: 'worse' },
  ]
  if (relation === 'added') {
    const usual = medianOfOthers(counts.calls, after)
    const isChance = isUneven(counts, undefined) && !isBeyondChance(0, after)
    const isLoop = usual !== undefined && after >= LOOP_RATIO * usual && after >= MORE_CALLS && !isChance
    return isLoop ? change(NO_CALL, `${counted(after, 'call')}, where others are sent ${times(usual)}`) : []
  }
  if (before === 0) return []
  const expected = before * Math.max(1, medianOfOthers(counts.growths, after / before) ?? 1)
  const isMore = after >= MORE_CALLS_RATIO * expected && after - expected >= MORE_CALLS
  const isChance = isUneven(counts, after / before) && !isBeyondChance(expected, after)
  return isMore && !isChance ? change(counted(before, 'call'), counted(after, 'call')) : []
}

/** The number of calls as the beginning of a sentence. */
export function callsReason([calls]: readonly Change[]): string {
  if (calls === undefined) return ''
  return calls.from === NO_CALL ? `${calls.to}; ` : `the same load makes ${calls.to} instead of ${calls.from}; `
}

const times = (count: number) => (count === 1 ? 'once' : `${grouped(count)} times`)
