import { classify, normalise, type StatementKey, statementKey } from '../sql/fingerprint.ts'
import type { LogEvent } from './log.ts'
import type { LoadFailure, ValueSet } from './snapshot.ts'

type Failure = Extract<LogEvent, { kind: 'failure' }>

/** Counts the statements that fail while they stream by. */
export interface FailureCounter {
  add(failure: Failure, session: ValueSet['session']): void
  readonly found: readonly LoadFailure[]
}

/** Distinct statements that are told apart; a load that fails in more ways is told by the first of them. */
const DISTINCT = 500
/** `in_failed_sql_transaction`: what follows a failure in its transaction fails because of that. */
const FOLLOWS_ANOTHER = '25P02'

export function createFailureCounter(): FailureCounter {
  const counts = new Map<
    string,
    { readonly key: StatementKey; readonly first: Failure; readonly session: ValueSet['session']; count: number }
  >()
  return {
    add(failure, session) {
      if (failure.code === FOLLOWS_ANOTHER || failure.sql === '') return
      const key = statementKey(failure.sql)
      const known = counts.get(key.fingerprint + key.textHash)
      if (known !== undefined) known.count++
      else if (counts.size < DISTINCT)
        counts.set(key.fingerprint + key.textHash, { key, first: failure, session, count: 1 })
    },
    get found() {
      return [...counts.values()].map(({ key, first, session, count }) => ({
        key,
        text: normalise(first.sql),
        code: first.code,
        count,
        valueSet: valueSetOf(first, session),
      }))
    },
  }
}

function valueSetOf({ sql, values }: Failure, session: ValueSet['session']): ValueSet | undefined {
  const isComplete = values.length > 0 || !/\$\d/.test(sql)
  return classify(sql).isExplainable && isComplete ? { why: 'failed on head', sql, values, session } : undefined
}
