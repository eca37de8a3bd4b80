import { counted, grouped } from '../plan/words.ts'
import { classify } from '../sql/fingerprint.ts'
import type { Change, StatementPair } from './comparison.ts'

/** More calls of a statement for the same load than this are worth a word: an N+1 rather than a retry. */
const MORE_CALLS_RATIO = 1.5
const MORE_CALLS = 10
/** A new statement is sent in a loop where it is sent this many times as often as half of the others are at most. */
const LOOP_RATIO = 10

/** From this many statements on that are sent more often or less often, and both, the load itself is taken to be uneven. */
const UNEVEN = 3
/** Of an uneven load: how many standard deviations beyond chance a growth must be. */
const BEYOND_CHANCE = 4
/** From this many walks on base is taken to have shown how long they are. */
const TELLING_WALKS = 5
/** Calls in a row that are a loop, and those that are none yet. */
const LOOP_CALLS = 5
const NO_LOOP_CALLS = 2
/** A list has so many rows at least; look-ups may miss some of them, which were looked up before. */
const LIST_ROWS = 3
const FOLLOWING = 0.1

const NO_CALL = 'no call'

/** How often the statements of the two loads are sent, for telling one that is sent more often from a load that grew. */
export interface CallCounts {
  /** Head's calls for each of base's, of the statements that both loads send; sorted. */
  readonly growths: readonly number[]
  /** Calls of each of head's statements; sorted. */
  readonly calls: readonly number[]
  /** What the branch no longer sends. */
  readonly removed: readonly { readonly text: string; readonly calls: number }[]
  /** The rows that reads returned in all, of those that return several at a time. */
  readonly lists: readonly { readonly base: number; readonly head: number }[]
}

export function countCalls(pairs: readonly StatementPair[]): CallCounts {
  const sorted = (values: readonly number[]) => values.filter(value => value > 0).toSorted((a, b) => a - b)
  return {
    growths: sorted(
      pairs.map(({ base, head }) => (base?.stats.calls ? (head?.stats.calls ?? 0) / base.stats.calls : 0)),
    ),
    calls: sorted(pairs.map(({ head }) => head?.stats.calls ?? 0)),
    removed: pairs.flatMap(({ base, head }) =>
      base === undefined || head !== undefined ? [] : [{ text: base.text, calls: base.stats.calls }],
    ),
    lists: pairs.flatMap(({ base, head }) =>
      head === undefined || head.isWrite || head.stats.rows < LIST_ROWS * head.stats.calls
        ? []
        : [{ base: base?.stats.rows ?? 0, head: head.stats.rows }],
    ),
  }
}

/**
 * Whether the load does another number of things each time, as one with random numbers does: other statements are sent more
 * often than is usual, and others again less often.
 */
function isUneven(growths: readonly number[], own: number | undefined): boolean {
  const usual = own === undefined ? growths[Math.floor((growths.length - 1) / 2)] : medianOfOthers(growths, own)
  if (usual === undefined) return false
  const others = own === undefined ? growths : growths.toSpliced(growths.indexOf(own), 1)
  const rose = others.filter(growth => growth > usual).length
  const fell = others.filter(growth => growth < usual).length
  return rose > 0 && fell > 0 && rose + fell >= UNEVEN
}

/**
 * How many calls come together on average where one comes: 1 where each is sent for itself. Head's are left out where base
 * has shown enough of its own, so that a loop that the branch makes is no excuse for itself.
 */
function callsTogether({ base, head }: StatementPair): number {
  const walked = [base, head].flatMap(side => side?.walks ?? [])
  const telling = (base?.walks?.count ?? 0) >= TELLING_WALKS ? walked.slice(0, 1) : walked
  const total = (of: 'calls' | 'squares') => telling.reduce((sum, walks) => sum + walks[of], 0)
  return telling.length === 0 ? 1 : total('squares') / total('calls')
}

/** Whether chance alone hardly ever makes `after` calls where `expected` are usual, as in a compound Poisson process. */
const isBeyondChance = (pair: StatementPair, expected: number, after: number): boolean =>
  after - expected >= BEYOND_CHANCE * Math.sqrt(callsTogether(pair) * (expected + after))

/**
 * Whether the branch sends a statement in a loop that base does not have, once for each row that another one returns: that
 * is an N+1 however uneven the load is.
 */
function followsList({ base, head }: StatementPair, { lists }: CallCounts): boolean {
  const [before, after] = [base?.stats.calls ?? 0, head?.stats.calls ?? 0]
  const isNewLoop = (head?.walks?.longest ?? 0) >= LOOP_CALLS && (base?.walks?.longest ?? 0) <= NO_LOOP_CALLS
  const isAsMany = (rows: number) => [after, after - before].some(calls => Math.abs(calls - rows) <= FOLLOWING * rows)
  return isNewLoop && lists.some(rows => isAsMany(rows.head) && rows.base > 0 && before <= rows.base / 2)
}

/** Whether the branch no longer sends another statement on the same tables that was sent about as often. */
function replacesAnother(text: string, calls: number, { removed }: CallCounts): boolean {
  const often = removed.filter(each => calls < MORE_CALLS_RATIO * each.calls)
  if (often.length === 0) return false
  const { tables } = classify(text)
  return often.some(each => tables.length > 0 && classify(each.text).tables.every(table => tables.includes(table)))
}

/** Says of a load that it is uneven, which makes a comparison of its calls a coarse one. */
export function unevenNotes(pairs: readonly StatementPair[]): readonly string[] {
  const { growths } = countCalls(pairs)
  if (!isUneven(growths, undefined)) return []
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
export function callChanges(pair: StatementPair, counts: CallCounts): readonly Change[] {
  const { base, head, relation } = pair
  const [before, after] = [base?.stats.calls ?? 0, head?.stats.calls ?? 0]
  const change = (from: string, to: string): readonly Change[] => [
    { kind: 'more-calls', node: 'load', from, to, direction: 'worse' },
  ]
  const isChance = (own: number | undefined, expected: number) =>
    isUneven(counts.growths, own) && !isBeyondChance(pair, expected, after) && !followsList(pair, counts)
  if (relation === 'added') {
    const usual = medianOfOthers(counts.calls, after)
    const isLoop = usual !== undefined && after >= LOOP_RATIO * usual && after >= MORE_CALLS
    return isLoop && !replacesAnother(head?.text ?? '', after, counts) && !isChance(undefined, 0)
      ? change(NO_CALL, `${counted(after, 'call')}, where others are sent ${times(usual)}`)
      : []
  }
  if (before === 0) return []
  const expected = before * Math.max(1, medianOfOthers(counts.growths, after / before) ?? 1)
  const isMore = after >= MORE_CALLS_RATIO * expected && after - expected >= MORE_CALLS
  return isMore && !isChance(after / before, expected) ? change(counted(before, 'call'), counted(after, 'call')) : []
}

/** The number of calls as the beginning of a sentence. */
export function callsReason([calls]: readonly Change[]): string {
  if (calls === undefined) return ''
  return calls.from === NO_CALL ? `${calls.to}; ` : `the same load makes ${calls.to} instead of ${calls.from}; `
}

const times = (count: number) => (count === 1 ? 'once' : `${grouped(count)} times`)
