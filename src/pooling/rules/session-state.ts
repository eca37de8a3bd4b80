import type { Finding } from '../../advise/finding.ts'
import { formatVersion } from '../format-version.ts'
import { type ApplicationPool, figureValue } from '../pool.ts'
import { FOLLOWS_PREPARED } from '../propose/propose-pgbouncer.ts'
import { type PoolRule, type PoolSubject, placeOf, remark } from '../subject.ts'

interface Shared {
  readonly file: string
  readonly line: number
  readonly product: string
}

export const sessionState: PoolRule = {
  id: 'session-state-behind-pooler',
  title: 'Session state where transactions share connections',
  description:
    'The load makes state that stays in its session (`SET`, session-level advisory locks, `LISTEN`, temporary tables, cursors `WITH HOLD`, `LOAD`), and a pooler in transaction or statement mode gives each transaction whatever connection is free.',
  find: subject =>
    sharedBy(subject)
      .slice(0, 1)
      .flatMap(shared => stateFindings(subject, shared)),
}

export const preparedStatements: PoolRule = {
  id: 'prepared-behind-pooler',
  title: 'Prepared statements that the pooler does not follow',
  description:
    'Statements are prepared by name, by the driver or with `PREPARE`, and a pooler in transaction mode does not follow them: PgBouncer does since 1.21 with `max_prepared_statements` above 0, which is the default since 1.24. What SQL’s own `PREPARE` makes none follows.',
  find: subject =>
    sharedBy(subject)
      .slice(0, 1)
      .flatMap(shared => preparedFindings(subject, shared)),
}

function sharedBy({ reading }: PoolSubject): readonly Shared[] {
  const proxies = reading.proxies.flatMap(proxy => {
    const override = proxy.overrides.find(({ mode }) => mode !== 'session')
    if (proxy.mode === 'session' && override === undefined) return []
    return [{ file: proxy.file, line: override?.line ?? proxy.line, product: proxy.product }]
  })
  const expected = reading.applications
    .filter(({ expectsProxy }) => expectsProxy)
    .map(({ file, line }) => ({ file, line, product: 'a pooler that the address announces' }))
  return [...proxies, ...expected]
}

function stateFindings({ state }: PoolSubject, shared: Shared): readonly Finding[] {
  // What is prepared has a rule of its own below.
  const kinds = [...state].filter(([kind]) => kind !== 'PREPARE')
  if (kinds.length === 0) return []
  return [
    remark({
      rule: 'session-state-behind-pooler',
      subject: kinds.map(([kind]) => kind).join(','),
      severity: 'advice',
      title: 'The load keeps state in sessions that it does not have to itself',
      why: `${shared.product} gives each transaction whatever connection is free: settings, locks and temporary tables stay behind on one and meet another client.`,
      evidence: [
        `${placeOf(shared)} shares connections between transactions.`,
        ...kinds.map(([kind, count]) => `The load makes ${kind} ${count} ${count === 1 ? 'time' : 'times'}.`),
      ],
    }),
  ]
}

const BY_PGBOUNCER =
  'PgBouncer follows them since 1.21, with max_prepared_statements above 0, which is the default since 1.24'
/** What other poolers do about them. */
const FOLLOWING: Readonly<Record<string, string>> = {
  Odyssey: 'Odyssey follows them with pool_reserve_prepared_statement yes',
  PgCat: 'PgCat follows them with prepared_statements_cache_size above 0',
  'RDS Proxy': 'RDS Proxy then keeps the connection for that client, and shares it no more',
  'Supabase’s pooler': 'Supabase’s pooler follows none, so that the driver has to be told to prepare none',
}

function preparedFindings({ reading, sessions, state }: PoolSubject, shared: Shared): readonly Finding[] {
  const followed = reading.proxies.map(({ preparedStatements }) => preparedStatements)
  if (followed.length > 0 && followed.every(figure => (figureValue(figure) ?? 0) > 0)) return []
  const named = sessions?.namedStatements ?? 0
  const byText = state.get('PREPARE') ?? 0
  const drivers = reading.applications.filter(preparesBehind)
  if (named === 0 && byText === 0 && drivers.length === 0) return []
  const old = reading.proxies.filter(({ version }) => version !== undefined && version < FOLLOWS_PREPARED)
  const isOpen = followed.some(({ kind }) => kind === 'unknown')
  return [
    remark({
      rule: 'prepared-behind-pooler',
      subject: shared.file,
      severity: isOpen && named === 0 ? 'info' : 'advice',
      title: 'Prepared statements behind a pooler that may not know them',
      why: `A statement that was prepared on one connection does not exist on the next: ${FOLLOWING[shared.product] ?? BY_PGBOUNCER}.`,
      evidence: [
        `${placeOf(shared)} shares connections between transactions and ${isOpen ? 'does not say how many prepared statements it follows' : 'follows no prepared statements'}.`,
        ...old.map(
          pooler => `PgBouncer ${formatVersion(pooler.version!)} is in use: 1.21 is the first that can follow them.`,
        ),
        ...drivers.map(pool => `${placeOf(pool)}: ${pool.library} prepares statements by name.`),
        ...(named > 0 ? [`The load executes ${named} statements that its driver prepared by name.`] : []),
        ...(byText > 0 ? [`The load sends PREPARE ${byText} times.`] : []),
      ],
    }),
  ]
}

const preparesBehind = ({ preparesByName }: ApplicationPool) => preparesByName
