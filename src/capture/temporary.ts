import { quoteIdentifier } from '../postgres/quote.ts'
import { substituteParameters } from '../sql/parameters.ts'
import { preparedName, preparedQuery } from '../sql/prepared.ts'
import { mentions, type OnCommit, temporaryEffect } from '../sql/temporary.ts'

/** A session's temporary objects at one moment. Never changed, so that many samples can hold the same one. */
export interface TemporaryObjects {
  readonly onCommit: ReadonlyMap<string, OnCommit>
  /** What made and filled them, in order. */
  readonly steps: readonly string[]
  /** Why they cannot be had again. */
  readonly lost: string | undefined
}

/** What a statement was sent as. */
interface Sent {
  readonly sql: string
  readonly values: readonly (string | null)[]
  readonly prepared?: string | undefined
}

/** Follows the temporary objects of all sessions along a load. */
export interface TemporaryTracker {
  /** Takes a statement that succeeded into account. */
  follow(session: string, sent: Sent): void
  /** What the session has now; undefined where it has none. */
  objectsOf(session: string): TemporaryObjects | undefined
}

/** What a session may need to be set up again: beyond these a replay would be mostly setting up. */
const MAX_STEPS = 500
const MAX_CHARACTERS = 1_000_000

const MAY_CREATE = /\btemp(?:orary)?\b|\bpg_temp\b/i
const CONTROL =
  /^\s*(?:begin|start\s+transaction|commit|end|rollback|abort|savepoint|discard\s+(?:all|temp|temporary))\b/i

interface Transaction {
  readonly before: TemporaryObjects | undefined
  readonly savepoints: Map<string, TemporaryObjects | undefined>
}

export function createTemporaryTracker(): TemporaryTracker {
  const current = new Map<string, TemporaryObjects>()
  const open = new Map<string, Transaction>()

  function keep(session: string, objects: TemporaryObjects | undefined): void {
    if (objects === undefined || objects.onCommit.size === 0) current.delete(session)
    else current.set(session, objects)
  }

  function control(session: string, sql: string): void {
    const words: readonly string[] = sql.toLowerCase().match(/[\w$]+|"[^"]*"/g) ?? []
    const [verb] = words
    const transaction = open.get(session)
    if (verb === 'discard') current.delete(session)
    else if (verb === 'begin' || verb === 'start') {
      open.set(session, { before: current.get(session), savepoints: new Map() })
    } else if (verb === 'savepoint') transaction?.savepoints.set(words[1] ?? '', current.get(session))
    else if (words.includes('to')) keep(session, transaction?.savepoints.get(words.at(-1) ?? ''))
    else if (words[1] !== 'prepared') {
      const isUndone = verb === 'rollback' || verb === 'abort'
      keep(session, isUndone ? transaction?.before : afterCommit(current.get(session)))
      const isChained = words.includes('chain') && !words.includes('no')
      if (isChained) open.set(session, { before: current.get(session), savepoints: new Map() })
      else open.delete(session)
    }
  }

  return {
    follow(session, sent) {
      if (CONTROL.test(sent.sql)) return control(session, sent.sql)
      const objects = current.get(session)
      const query = sent.prepared === undefined ? sent.sql : preparedQuery(sent.prepared)
      if (objects === undefined ? !MAY_CREATE.test(query) : !MAY_CREATE.test(query) && !mentionsAny(query, objects))
        return
      const effect = temporaryEffect(query, new Set(objects?.onCommit.keys()))
      if (effect === undefined) return
      const onCommit = new Map([...(objects?.onCommit ?? []), ...effect.creates])
      for (const name of effect.drops) onCommit.delete(name)
      const steps = [...(objects?.steps ?? []), ...stepsOf(sent, effect.sql)]
      const lost = objects?.lost ?? (effect.isCopiedIn ? COPIED : tooMuch(steps))
      const after = { onCommit, steps: lost === undefined ? steps : [], lost }
      keep(session, open.has(session) ? after : afterCommit(after))
    },
    objectsOf: session => current.get(session),
  }
}

const COPIED = 'it needs a temporary table that was filled by COPY, whose rows are not in the log'

function tooMuch(steps: readonly string[]): string | undefined {
  const characters = steps.reduce((sum, step) => sum + step.length, 0)
  return steps.length <= MAX_STEPS && characters <= MAX_CHARACTERS
    ? undefined
    : 'it needs a temporary table that took too many statements to fill'
}

/** What is left of the objects when the transaction commits. */
function afterCommit(objects: TemporaryObjects | undefined): TemporaryObjects | undefined {
  if (objects === undefined) return undefined
  const ending = [...objects.onCommit].filter(([, onCommit]) => onCommit !== 'keep')
  if (ending.length === 0) return objects
  const steps = ending.map(
    ([name, onCommit]) => `${onCommit === 'drop' ? 'drop table if exists' : 'delete from'} ${quoteIdentifier(name)}`,
  )
  return {
    onCommit: new Map([...objects.onCommit].filter(([, onCommit]) => onCommit !== 'drop')),
    steps: objects.lost === undefined && steps.length > 0 ? [...objects.steps, ...steps] : [],
    lost: objects.lost,
  }
}

function stepsOf({ sql, values, prepared }: Sent, repeatable: string): readonly string[] {
  if (prepared === undefined) return [substituteParameters(repeatable, values)]
  const name = preparedName(prepared)?.name ?? ''
  return [prepared, sql, `deallocate ${quoteIdentifier(name)}`]
}

function mentionsAny(sql: string, { onCommit }: TemporaryObjects): boolean {
  return mentions(sql, new Set(onCommit.keys()))
}

/** Whether a statement depends on a session's temporary objects, and what makes them. */
export function setupFor(
  sql: string,
  objects: TemporaryObjects | undefined,
): { readonly steps: readonly string[]; readonly lost: string | undefined } {
  if (objects === undefined || !mentionsAny(sql, objects)) return { steps: [], lost: undefined }
  return objects
}
