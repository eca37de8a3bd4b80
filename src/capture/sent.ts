import type { Sent, SentUnit } from '../migrate/sent.ts'
import type { Database, Server, ServerLog } from '../postgres/server.ts'
import { captureLog } from '../postgres/settings.ts'
import { canChangePlans } from '../sql/can-change-plans.ts'
import { classify } from '../sql/fingerprint.ts'
import { substituteParameters } from '../sql/parameters.ts'
import { preparedQuery } from '../sql/prepared.ts'
import { scan } from '../sql/scan.ts'
import { splitSql } from '../sql/split.ts'
import { leadingWords, needsNoTransaction, transactionEffect } from '../sql/transaction.ts'
import { type LogEvent, readLog } from './log.ts'

/** They are kept until the causes are found; a migration that sends more moves its rows through the program. */
const MAX_LOG_BYTES = 32 * 2 ** 20
/** After each of them every statement that got worse is looked at, in milliseconds. */
const MAX_STEPS = 1000

/**
 * What `work` made other programs send to the database and commit, by the server's log; undefined where the server does not let
 * us have that. Of what can change no plan nothing is kept. The log is as quiet afterwards as it was.
 */
export async function captureSent(
  server: Server,
  database: Database,
  work: () => Promise<void>,
): Promise<Sent | undefined> {
  if (server.log === undefined) {
    await work()
    return undefined
  }
  await captureLog(server, database, true)
  const from = await server.log.position()
  await work()
  await captureLog(server, database, false)
  return readSent(server.log, from, database)
}

async function readSent(log: ServerLog, from: number, database: Database): Promise<Sent> {
  const to = await log.position()
  if (to - from > MAX_LOG_BYTES) return 'too much'
  const functions = await readServerFunctions(database)
  const reader = createUnitReader(text => canChangePlans(text, name => functions.has(name)))
  for await (const event of readLog(log, from, to, database.name)) {
    reader.follow(event)
    if (reader.steps() > MAX_STEPS) return 'too much'
  }
  return { to: database.name, units: reader.units }
}

async function readServerFunctions(database: Database): Promise<ReadonlySet<string>> {
  await using client = await database.connect('owner')
  const rows = await client.rows<{ name: string }>(
    `select distinct proname::text as name from pg_catalog.pg_proc where pronamespace = 'pg_catalog'::regnamespace`,
  )
  return new Set(rows.map(({ name }) => name))
}

/** Follows sessions along the log. */
export interface UnitReader {
  follow(event: LogEvent): void
  /** What was committed so far, in that order. */
  readonly units: readonly SentUnit[]
  /** How many steps there are in all, committed or not. */
  steps(): number
}

/** A step to which a loop may add. */
interface OpenStep {
  readonly step: { readonly source: string; readonly texts: [string, ...string[]]; durationMs: number }
  /** Equal for what a loop sends; undefined for what is no write. */
  readonly loop: string | undefined
}

interface OpenTransaction {
  readonly steps: OpenStep[]
  readonly savepoints: { readonly name: string; readonly at: number }[]
  /** Whether a statement of it failed, so that its commit undoes it. */
  isAborted: boolean
}

/**
 * Puts what sessions sent together to what they committed. What failed or was rolled back is left out, but for what fails
 * outside of a transaction and leaves something behind, as a concurrent build of an index does.
 */
export function createUnitReader(isOfUse: (text: string) => boolean): UnitReader {
  const units: SentUnit[] = []
  const open = new Map<string, OpenTransaction>()
  const kinds = new Map<string, { readonly isKept: boolean; readonly isWrite: boolean }>()
  /** The one step of the last unit, as long as a loop may go on with it. */
  let last: (OpenStep & { readonly session: string }) | undefined
  let steps = 0

  const kindOf = (id: string, text: string) => {
    const known = kinds.get(id)
    if (known !== undefined) return known
    const isKept = isOfUse(text)
    const kind = { isKept, isWrite: isKept && classify(text).kind === 'write' }
    kinds.set(id, kind)
    return kind
  }

  /** A loop may be one of transactions. */
  const commit = (session: string, isTransaction: boolean, made: readonly OpenStep[]) => {
    const [next] = made
    if (next === undefined) return
    if (made.length === 1 && last?.session === session && isLoop(last, next)) {
      join(last, next)
      steps--
      return
    }
    units.push({ session, isTransaction, steps: made.map(({ step }) => step) })
    last = made.length === 1 ? { session, ...next } : undefined
  }

  /** Adds to the steps, or to the last of them; what a savepoint stands after is not added to. */
  const addTo = ({ steps: made, savepoints }: OpenTransaction, next: OpenStep) => {
    const before = made.length > (savepoints.at(-1)?.at ?? 0) ? made.at(-1) : undefined
    if (before !== undefined && isLoop(before, next)) join(before, next)
    else {
      made.push(next)
      steps++
    }
  }

  const commitAlone = (session: string, next: OpenStep) => {
    steps++
    commit(session, false, [next])
  }

  const control = (session: string, text: string): boolean => {
    const effect = transactionEffect(text)
    const transaction = open.get(session)
    if (effect === 'begins') {
      if (transaction === undefined) open.set(session, newTransaction())
      return true
    }
    if (effect === 'ends') {
      open.delete(session)
      if (!/^(?:rollback|abort)$/.test(leadingWords(text)[0] ?? '') && transaction?.isAborted === false) {
        commit(session, true, transaction.steps)
      }
      return true
    }
    const told = savepointOf(text)
    if (told === undefined) return false
    if (transaction === undefined) return true
    const { verb, name } = told
    const { savepoints } = transaction
    const at = savepoints.findLastIndex(savepoint => savepoint.name === name)
    if (verb === 'savepoint') savepoints.push({ name, at: transaction.steps.length })
    else if (verb === 'release') savepoints.length = Math.max(at, 0)
    else if (at !== -1) {
      transaction.steps.length = savepoints[at]!.at
      savepoints.length = at + 1
      transaction.isAborted = false
    }
    return true
  }

  const fail = (session: string, texts: readonly string[]) => {
    const transaction = open.get(session)
    const [text] = texts
    if (transaction !== undefined) {
      // A commit that fails has ended its transaction all the same.
      if (text !== undefined && transactionEffect(text) === 'ends') open.delete(session)
      else transaction.isAborted = true
    } else if (texts.length > 1 && texts.map(transactionEffect).findLast(effect => effect !== undefined) === 'begins') {
      open.set(session, { ...newTransaction(), isAborted: true })
    } else if (text !== undefined && texts.length === 1 && needsNoTransaction(text) && isOfUse(text)) {
      commitAlone(session, { step: { source: text, texts: [text], durationMs: 0 }, loop: undefined })
    }
  }

  return {
    units,
    steps: () => steps,
    follow(event) {
      if (event.kind === 'plan') return
      const { session, sql, values } = event
      const texts = values.length > 0 ? [sql] : statementsOf(sql)
      if (event.kind === 'failure') {
        fail(session, texts)
        return
      }
      const isOne = texts.length === 1
      // PostgreSQL runs several statements in one simple query as one transaction.
      const isGroup = !isOne && !open.has(session) && !texts.some(isControl)
      if (isGroup) open.set(session, newTransaction())
      for (const text of texts) {
        if (control(session, text)) continue
        const isById = isOne && event.queryid !== '0' && event.queryid !== ''
        const told = event.prepared === undefined ? text : preparedQuery(event.prepared)
        const id = isById && event.prepared === undefined ? event.queryid : told
        const { isKept, isWrite } = kindOf(id, told)
        if (!isKept) continue
        const step: OpenStep['step'] = {
          source: text,
          texts: [substituteParameters(text, values)],
          durationMs: event.durationMs / texts.length,
        }
        const transaction = open.get(session)
        const next = { step, loop: isWrite ? id : undefined }
        if (transaction !== undefined) addTo(transaction, next)
        else commitAlone(session, next)
      }
      if (isGroup) control(session, 'commit')
    },
  }
}

const newTransaction = (): OpenTransaction => ({ steps: [], savepoints: [], isAborted: false })

const isControl = (text: string) => transactionEffect(text) !== undefined || savepointOf(text) !== undefined

/** What is done to which savepoint; undefined where the statement is about none. */
function savepointOf(text: string): { readonly verb: string; readonly name: string } | undefined {
  const [verb = ''] = leadingWords(text)
  if (!/^(?:savepoint|release|rollback)$/.test(verb)) return undefined
  const last = [...scan(text)].findLast(({ kind }) => kind === 'word' || kind === 'quoted')!
  return { verb, name: text.slice(last.start, last.end) }
}

const isLoop = (before: OpenStep, next: OpenStep) => next.loop !== undefined && before.loop === next.loop

function join({ step }: OpenStep, next: OpenStep): void {
  for (const text of next.step.texts) step.texts.push(text)
  step.durationMs += next.step.durationMs
}

function statementsOf(sql: string): readonly string[] {
  if (!sql.includes(';')) return sql.trim() === '' ? [] : [sql]
  return splitSql(sql, '').flatMap(({ kind, text }) => (kind === 'meta' ? [] : [text]))
}
