import type { LoadFailure, Snapshot, Statement } from '../capture/snapshot.ts'
import { NO_CALLS } from '../capture/stat-statements.ts'
import { classify } from '../sql/fingerprint.ts'
import { refreshedView } from '../sql/refreshed-view.ts'

/** Both loads with what failed on head alone as statements to replay, and what else is to be said. */
export interface Reconciled {
  readonly base: Snapshot
  readonly head: Snapshot
  readonly notes: readonly string[]
}

/**
 * Deals with statements that failed in a load whose command ended well. What fails on both sides is noted: a test of an
 * error, say. What failed on head alone is replayed with the values that failed, where base sends it too; where only head
 * sends it, it counts as broken if the schema does not fit it (SQLSTATE class 42), because a violated constraint may be wanted.
 */
export function reconcileFailures(base: Snapshot, head: Snapshot): Reconciled {
  const onBase = base.failures ?? []
  const known = new Set(onBase.map(idOf))
  const onHeadOnly = (head.failures ?? []).filter(failure => !known.has(idOf(failure)))
  const sentByBase = new Map(
    base.statements.filter(({ isNamed }) => !isNamed).map(statement => [idOf(statement), statement]),
  )
  const works = new Set(head.statements.map(idOf))
  const shared = onHeadOnly.filter(failure => sentByBase.has(idOf(failure)))
  const own = onHeadOnly.filter(failure => !sentByBase.has(idOf(failure)))
  const broken = own.filter(failure => failure.code.startsWith('42') && !works.has(idOf(failure)))
  const failed = [...shared.filter(failure => !works.has(idOf(failure))), ...broken]
  const others = own.filter(failure => !broken.includes(failure))
  const replayed = new Map(
    shared.flatMap(failure => (failure.valueSet ? [[idOf(failure), failure.valueSet] as const] : [])),
  )
  return {
    base: {
      ...base,
      statements: base.statements.map(statement => {
        const valueSet = statement.isNamed ? undefined : replayed.get(idOf(statement))
        return valueSet === undefined ? statement : { ...statement, valueSets: [...statement.valueSets, valueSet] }
      }),
    },
    head: { ...head, statements: [...head.statements, ...failed.map(failure => toStatement(failure, sentByBase))] },
    notes: [...noteOf('base’s load', onBase), ...noteOf('the branch’s load, and not in base’s', others)],
  }
}

/** Head's statements with those of base's that head's load did not come to: the same programs would have sent them. */
export function withUnsent({ base, head }: Pick<Reconciled, 'base' | 'head'>): Snapshot {
  const sent = new Set(head.statements.map(idOf))
  const unsent = base.statements.filter(statement => !statement.isNamed && !sent.has(idOf(statement)))
  return { ...head, statements: [...head.statements, ...unsent] }
}

const idOf = ({ key }: Pick<LoadFailure, 'key'>) => `${key.fingerprint}:${key.textHash}`

function noteOf(where: string, failures: readonly LoadFailure[]): readonly string[] {
  const [first] = failures
  if (first === undefined) return []
  const count = failures.reduce((sum, failure) => sum + failure.count, 0)
  const what = count === 1 ? 'One statement' : `${count} statements`
  return [`${what} failed in ${where}, whose command ended well; the first: ${first.text} (SQLSTATE ${first.code}).`]
}

/** A statement of head's load that never worked there. */
function toStatement(failure: LoadFailure, sentByBase: ReadonlyMap<string, Statement>): Statement {
  const { key, text, code, valueSet } = failure
  const twin = sentByBase.get(idOf(failure))
  const verb = /[a-z]+/i.exec(text)?.[0]?.toLowerCase() ?? 'statement'
  return {
    name: twin?.name ?? `${verb} ${key.fingerprint.slice(0, 4)}${key.textHash.slice(0, 4)}`,
    isNamed: false,
    key,
    text,
    source: twin?.source,
    isWrite: twin?.isWrite ?? classify(valueSet?.sql ?? text).kind !== 'read',
    stats: NO_CALLS,
    valueSets: valueSet === undefined ? [] : [valueSet],
    unmeasured: refreshedView(text) === undefined ? undefined : 'it fails in the load',
    failure: { code },
  }
}
