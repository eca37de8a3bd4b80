import { counted, grouped } from '../plan/words.ts'
import type { Change, StatementPair } from './comparison.ts'

/** More calls of a statement for the same load than this are worth a word: an N+1 rather than a retry. */
const MORE_CALLS_RATIO = 1.5
const MORE_CALLS = 10
/** A new statement is sent in a loop where it is sent this many times as often as half of the others are at most. */
const LOOP_RATIO = 10

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

/** The median without one of the values that are equal to `own`, the lower of two; undefined where there is no other. */
function medianOfOthers(values: readonly number[], own: number): number | undefined {
  const middle = Math.floor((values.length - 2) / 2)
  if (middle < 0) return undefined
  const position = values.indexOf(own)
  return values[position !== -1 && position <= middle ? middle + 1 : middle]
}

/**
 * A statement that head's load sends more often than base's, as an N+1 query does. Where the others are sent more often
 * as well, as by a load that was made longer, only what is beyond that counts.
 */
export function callChanges({ base, head, relation }: StatementPair, counts: CallCounts): readonly Change[] {
  const [before, after] = [base?.stats.calls ?? 0, head?.stats.calls ?? 0]
  const change = (from: string, to: string): readonly Change[] => [
    { kind: 'more-calls', node: 'load', from, to, direction: 'worse' },
  ]
  if (relation === 'added') {
    const usual = medianOfOthers(counts.calls, after)
    const isLoop = usual !== undefined && after >= LOOP_RATIO * usual && after >= MORE_CALLS
    return isLoop ? change('no call', `${counted(after, 'call')}, where others are sent ${times(usual)}`) : []
  }
  if (before === 0) return []
  const expected = before * Math.max(1, medianOfOthers(counts.growths, after / before) ?? 1)
  const isMore = after >= MORE_CALLS_RATIO * expected && after - expected >= MORE_CALLS
  return isMore ? change(counted(before, 'call'), counted(after, 'call')) : []
}

const times = (count: number) => (count === 1 ? 'once' : `${grouped(count)} times`)
