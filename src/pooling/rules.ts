import { contradictingPool } from './rules/contradiction.ts'
import { idleInTransaction } from './rules/idle-in-transaction.ts'
import { leakedConnections } from './rules/leaks.ts'
import { unknownPools } from './rules/notes.ts'
import { pgbouncerSettings } from './rules/pgbouncer-settings.ts'
import { poolSize } from './rules/pool-size.ts'
import { proxyClients } from './rules/proxy-clients.ts'
import { serverlessWithoutPooler } from './rules/serverless.ts'
import { preparedStatements, sessionState } from './rules/session-state.ts'
import { tooManyConnections } from './rules/too-many-connections.ts'
import { connectsForEver, idleLongerThanAllowed, waitsForEver } from './rules/waits-for-ever.ts'
import type { PoolRule } from './subject.ts'

/** Every rule on pools, in the order in which their findings are told. */
export const POOL_RULES: readonly PoolRule[] = [
  tooManyConnections,
  proxyClients,
  sessionState,
  preparedStatements,
  serverlessWithoutPooler,
  pgbouncerSettings,
  leakedConnections,
  idleInTransaction,
  waitsForEver,
  connectsForEver,
  idleLongerThanAllowed,
  contradictingPool,
  poolSize,
  unknownPools,
]
