import { type Effective, numberOf } from '../effective.ts'
import { formatNumber } from '../format.ts'
import type { Parameters } from '../parameter.ts'
import { callsOver, type LoadFigures, type Rule, remark } from '../subject.ts'

/** A session that was forgotten in a transaction holds its locks and keeps VACUUM from removing anything newer. */
export const timeouts: Rule = {
  id: 'no-timeouts',
  description:
    'Neither `idle_in_transaction_session_timeout` nor `transaction_timeout` ends a forgotten transaction; with the calls of the load that a `statement_timeout` of 30 s would cut.',
  find({ effective, parameters, load }) {
    const { source } = effective
    if (source === undefined || !leavesIdle(effective, parameters)) return []
    const missing = ['idle_in_transaction_session_timeout', 'statement_timeout', 'transaction_timeout'].filter(
      name => numberOf(effective, parameters, name) === 0,
    )
    return [
      remark({
        rule: timeouts.id,
        subject: source.file,
        severity: 'info',
        title: 'A forgotten transaction stays open for ever',
        why: 'Its locks stay, and VACUUM cannot remove what was deleted since. idle_in_transaction_session_timeout ends it.',
        evidence: [
          `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} off in ${source.file}.`,
          ...(missing.includes('statement_timeout') && load.calls > 0 ? [cutBy(load)] : []),
          ...(load.longestIdleMs === undefined ? [] : [endedBy(load.longestIdleMs)]),
        ],
      }),
    ]
  },
}

/** Longer than a client waits for an answer in most applications. */
const STATEMENT_TIMEOUT_S = 30

function cutBy(load: LoadFigures): string {
  return `A statement_timeout of ${STATEMENT_TIMEOUT_S}s would cut ${callsOver(load, STATEMENT_TIMEOUT_S * 1000)} of this load’s ${formatNumber(load.calls)} calls.`
}

const IDLE_TIMEOUT_S = 60

/** Rounded to a step that two runs agree on. */
function endedBy(longestIdleMs: number): string {
  const step = [1, 10, IDLE_TIMEOUT_S].find(seconds => longestIdleMs < seconds * 1000)
  return step === undefined
    ? `A transaction of this load waited for its client for longer than ${IDLE_TIMEOUT_S} s, which an idle_in_transaction_session_timeout of ${IDLE_TIMEOUT_S}s would end.`
    : `An idle_in_transaction_session_timeout of ${IDLE_TIMEOUT_S}s would end none of this load’s transactions: each waits for its client for less than ${step} s at a time.`
}

/** Whether nothing of what is configured ends a session that is idle in its transaction. */
export function leavesIdle(effective: Effective, parameters: Parameters): boolean {
  const { source } = effective
  const isOff = (name: string) => numberOf(effective, parameters, name) === 0
  return (
    source !== undefined &&
    source.kind !== 'pgverdict.yml' &&
    isOff('idle_in_transaction_session_timeout') &&
    (!parameters.has('transaction_timeout') || isOff('transaction_timeout'))
  )
}
