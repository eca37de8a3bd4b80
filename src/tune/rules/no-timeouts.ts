import { numberOf } from '../effective.ts'
import { type Rule, remark } from '../subject.ts'

/** A session that was forgotten in a transaction holds its locks and keeps VACUUM from removing anything newer. */
export const timeouts: Rule = {
  id: 'no-timeouts',
  description: 'Neither `idle_in_transaction_session_timeout` nor `transaction_timeout` ends a forgotten transaction.',
  find({ effective, parameters }) {
    const { source } = effective
    if (source === undefined || source.kind === 'pgverdict.yml') return []
    const missing = ['idle_in_transaction_session_timeout', 'statement_timeout', 'transaction_timeout'].filter(
      name => numberOf(effective, parameters, name) === 0,
    )
    if (
      !missing.includes('idle_in_transaction_session_timeout') ||
      (parameters.has('transaction_timeout') && !missing.includes('transaction_timeout'))
    )
      return []
    return [
      remark({
        rule: timeouts.id,
        subject: source.file,
        severity: 'info',
        title: 'A forgotten transaction stays open for ever',
        why: 'Its locks stay, and VACUUM cannot remove what was deleted since. idle_in_transaction_session_timeout ends it.',
        evidence: [`${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} off in ${source.file}.`],
      }),
    ]
  },
}
