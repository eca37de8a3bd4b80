import { figureValue, type Pooler } from '../pool.ts'
import { neededConnections, priorConnections, usefulConnections } from '../sizing.ts'
import { instancesOf, openedAtLeast, openedByAll, type PoolSubject, roomOf } from '../subject.ts'

export interface ProposedSetting {
  readonly name: 'pool_mode' | 'default_pool_size' | 'max_client_conn' | 'max_prepared_statements'
  readonly value: string
  readonly why: string
}

/** What a pgbouncer.ini should say, before it was tried. */
export interface PgbouncerProposal {
  /** The pooler that is there; undefined where a file would be new. */
  readonly pooler: Pooler | undefined
  readonly settings: readonly ProposedSetting[]
  /** Connections that the application opens to it. */
  readonly clients: number
}

/** PgBouncer's default pool (its manual, `default_pool_size`), where nothing says how many the server can use. */
const USUAL_POOL = 20
/** AWS Lambda's default limit to executions at once (its quotas), where nothing says how many functions there are. */
const FUNCTIONS = 1000
/** The version from which on PgBouncer knows `max_prepared_statements` (its changelog). */
export const FOLLOWS_PREPARED = 1.21
/** PgBouncer's default since 1.24. */
const PREPARED_STATEMENTS = 200
/** Poolers keep some room for reconnects beside what the application's pools open. */
export const CLIENT_ROOM = 1.2
/** Fewer transactions than these say nothing about how long one takes. */
export const MIN_TRANSACTIONS = 20

/** Changes of each pgbouncer.ini, or a new one where the application needs a pooler and has none. */
export function proposePgbouncer(subject: PoolSubject): readonly PgbouncerProposal[] {
  const { proxies } = subject.reading
  const proposals =
    proxies.length === 0
      ? [newPooler(subject)]
      : proxies.filter(({ product }) => product === 'PgBouncer').map(pooler => changeOf(pooler, subject))
  return proposals.filter(proposal => proposal !== undefined && proposal.settings.length > 0) as PgbouncerProposal[]
}

function changeOf(pooler: Pooler, subject: PoolSubject): PgbouncerProposal {
  const clients = openedByAll(subject)
  const settings: ProposedSetting[] = []
  const most = figureValue(pooler.maxClients)
  const known = openedAtLeast(subject.reading.applications) * instancesOf(subject.target)
  if (most !== undefined && known > most && Number.isFinite(known))
    settings.push({
      name: 'max_client_conn',
      value: String(Math.ceil(known * CLIENT_ROOM)),
      why: `the application opens ${clients === undefined ? 'at least ' : ''}${known} connections, and 20 % more are room for reconnects`,
    })
  const size = smallerPool(pooler, subject)
  if (size !== undefined) settings.push(size)
  const opens = size === undefined ? figureValue(pooler.opens) : Number(size.value) * pooler.pools
  const isShared = pooler.mode !== 'session'
  const keepsState = [...subject.state.keys()].some(kind => kind !== 'PREPARE')
  if (isShared && keepsState && clients !== undefined && clients > 0 && opens !== undefined && clients <= opens)
    settings.push({
      name: 'pool_mode',
      value: 'session',
      why: `the load keeps state in its sessions, and ${opens} connections are enough for all ${clients} clients`,
    })
  else if (isShared && preparesByName(subject) && figureValue(pooler.preparedStatements) === 0 && canFollow(pooler))
    settings.push(preparedSetting())
  return { pooler, settings, clients: clients ?? (Number.isFinite(known) ? known : 0) }
}

/** A pool that the server has room for. */
function smallerPool(pooler: Pooler, subject: PoolSubject): ProposedSetting | undefined {
  const { written, pools } = pooler
  const opens = figureValue(pooler.opens)
  const room = roomOf(subject)
  if (written === undefined || !written.isUniform || opens === undefined || opens <= room) return undefined
  const fitting = Math.floor((room - written.reserve) / pools)
  if (fitting < 1) return undefined
  const useful = usefulPool(subject)
  return {
    name: 'default_pool_size',
    value: String(Math.min(fitting, useful?.size ?? fitting)),
    why: `the server has room for ${room}${useful === undefined || useful.size > fitting ? '' : `, and ${useful.why}`}`,
  }
}

/** Where the application opens more than the server takes, or runs as functions that come and go, and nothing stands between. */
function newPooler(subject: PoolSubject): PgbouncerProposal | undefined {
  const { applications, serverless } = subject.reading
  const isByFunctions = serverless.length > 0 && subject.target.instances === undefined
  const opened = openedByAll(subject)
  const clients = opened === undefined || !isByFunctions ? opened : opened * FUNCTIONS
  const room = roomOf(subject)
  const isDirect = applications.every(({ expectsProxy }) => !expectsProxy)
  // Where sessions hold state, transactions cannot share connections, and no other mode would need fewer.
  if (clients === undefined || clients === 0 || !isDirect || subject.state.size > 0) return undefined
  if (clients <= room && serverless.length === 0) return undefined
  const useful = usefulPool(subject)
  const size = Math.max(1, Math.min(room, useful?.size ?? USUAL_POOL))
  return {
    pooler: undefined,
    clients,
    settings: [
      { name: 'pool_mode', value: 'transaction', why: 'this load keeps no state in its sessions' },
      {
        name: 'default_pool_size',
        value: String(size),
        why: useful === undefined ? `the server has room for ${room}` : useful.why,
      },
      {
        name: 'max_client_conn',
        value: String(Math.ceil(clients * CLIENT_ROOM)),
        why: `${isByFunctions ? `${FUNCTIONS} functions at once open` : 'the application opens'} ${clients} connections, and 20 % more are room for reconnects`,
      },
      ...(preparesByName(subject) ? [preparedSetting()] : []),
    ],
  }
}

function preparesByName({ reading, sessions, state }: PoolSubject): boolean {
  const byDriver = reading.applications.some(({ preparesByName, expectsProxy }) => preparesByName && !expectsProxy)
  return byDriver || (sessions?.namedStatements ?? 0) > 0 || state.has('PREPARE')
}

/** Older ones do not start with the setting. */
const canFollow = ({ version }: Pooler) => version === undefined || version >= FOLLOWS_PREPARED

const preparedSetting = (): ProposedSetting => ({
  name: 'max_prepared_statements',
  value: String(PREPARED_STATEMENTS),
  why: 'statements are prepared by name, which PgBouncer follows since 1.21',
})

/** Connections that the server can use, from the load's own transactions or else from its processors. */
function usefulPool({ sessions, target }: PoolSubject): { readonly size: number; readonly why: string } | undefined {
  const { cpus } = target
  if (cpus === undefined) return undefined
  if (sessions === undefined || sessions.transactions < MIN_TRANSACTIONS)
    return { size: priorConnections(cpus), why: `with ${cpus} processors it can use about ${priorConnections(cpus)}` }
  const { transactions, heldMs, busyMs, spanMs } = sessions
  const hold = { heldMs: heldMs / transactions, busyMs: busyMs / transactions }
  const rate = spanMs === 0 ? 0 : (1000 * transactions) / spanMs
  const size = Math.max(usefulConnections(cpus, hold), neededConnections(rate, hold))
  return { size, why: `with ${cpus} processors and the transactions of this load it can use about ${size}` }
}
