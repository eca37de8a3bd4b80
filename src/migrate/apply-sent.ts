import { type Client, SqlError } from '../postgres/client.ts'
import { quoteIdentifier } from '../postgres/quote.ts'
import type { Database } from '../postgres/server.ts'
import { isConnectionLoss } from '../postgres/server-failure.ts'
import { needsNoTransaction } from '../sql/transaction.ts'
import { measure } from './apply.ts'
import { type LockSampler, watchLocks } from './locks.ts'
import { type AppliedStatement, placeOf, type SourcePlace } from './migration.ts'
import { begin, commit, type Session } from './run-pieces.ts'
import type { SentStep, SentUnit } from './sent.ts'

export type PlacedStep = SentStep | (SentStep & SourcePlace)

export interface ApplySentOptions {
  /** The name of the database that the command migrated: what it said of that is said of the copy. */
  readonly sentTo: string
  readonly signal: AbortSignal
  /** Called with how long it took when the command sent it, after each step that had an effect, on the same connection, inside the step's transaction where it has one. */
  readonly afterStatement: (client: Client, statement: AppliedStatement) => Promise<void>
}

/**
 * Sends again, to a copy, what a migration command sent: for each of its sessions over a connection of its own, one after
 * the other in the order of the commits. What fails is passed over; only a lost connection throws.
 */
export async function applySent(
  copy: Database,
  units: readonly SentUnit<PlacedStep>[],
  options: ApplySentOptions,
): Promise<void> {
  await using connections = new AsyncDisposableStack()
  const sessions = new Map<string, Session>()
  for (const unit of units) {
    const known = sessions.get(unit.session)
    const session = known ?? { client: connections.use(await copy.connect('owner')), isInTransaction: false }
    sessions.set(unit.session, session)
    await applyUnit(session, copy, unit, options)
  }
}

async function applyUnit(
  session: Session,
  copy: Database,
  { isTransaction, steps }: SentUnit<PlacedStep>,
  { sentTo, signal, afterStatement }: ApplySentOptions,
): Promise<void> {
  const { client } = session
  const locks = await watchLocks(client)
  if (isTransaction) {
    locks.forget()
    await begin(session)
  }
  for (const step of steps) {
    signal.throwIfAborted()
    const texts = step.texts.map(text => text.replaceAll(databaseNamed(sentTo), `$1${quoteIdentifier(copy.name)}`))
    const measured = await sendStep(session, texts, locks)
    if (measured === undefined) continue
    await afterStatement(client, { ...placeOf(step), ...measured, durationMs: step.durationMs })
    // What was looked at or analysed meanwhile is none of the command's.
    if (session.isInTransaction) await locks.sample()
  }
  // What was deferred may fail here.
  if (isTransaction && (await attempt(() => commit(session))) === 'failed') await rollBack(session)
}

/** Undefined where it failed and left nothing behind. */
async function sendStep(session: Session, texts: readonly string[], locks: LockSampler) {
  const { client, isInTransaction: isInside } = session
  const [text = ''] = texts
  const send = async () => {
    for (const each of texts) await client.run(each)
  }
  if (isInside) await client.run('savepoint pgverdict_sent')
  const measured = await attempt(() => measure(session, { kind: 'statement', text }, send, locks))
  if (isInside) {
    const undo = measured === 'failed' ? 'rollback to savepoint pgverdict_sent; ' : ''
    // After a commit inside there is no savepoint left.
    await attempt(() => client.run(`${undo}release savepoint pgverdict_sent`))
  } else if (session.isInTransaction) await rollBack(session)
  if (measured !== 'failed') return measured
  return needsNoTransaction(text) ? { text, locks: [], rewrites: [] } : undefined
}

async function rollBack(session: Session): Promise<void> {
  await session.client.run('rollback')
  session.isInTransaction = false
}

async function attempt<T>(work: () => Promise<T>): Promise<T | 'failed'> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SqlError) || isConnectionLoss(error)) throw error
    return 'failed'
  }
}

const databaseNamed = (name: string) => new RegExp(`(\\bdatabase\\s+)(?:${name}\\b|"${name}")`, 'gi')
