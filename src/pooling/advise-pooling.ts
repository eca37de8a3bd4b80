import type { Finding } from '../advise/finding.ts'
import { warnOfNew } from '../advise/warn-of-new.ts'
import type { Tree } from '../checkout/tree.ts'
import type { Config } from '../config/schema.ts'
import type { MigrationSet } from '../migrate/migration.ts'
import type { Server } from '../postgres/server.ts'
import { chooseEffective, numberOf } from '../tune/effective.ts'
import { type Parameters, readParameters } from '../tune/parameter.ts'
import { readConfiguration } from '../tune/read/read-configuration.ts'
import { readPools } from './read/read-pools.ts'
import { leakedConnections } from './rules/leaks.ts'
import { unknownPools } from './rules/notes.ts'
import { poolSize } from './rules/pool-size.ts'
import { proxyClients } from './rules/proxy-clients.ts'
import { serverlessWithoutPooler } from './rules/serverless.ts'
import { sessionState } from './rules/session-state.ts'
import { tooManyConnections } from './rules/too-many-connections.ts'
import { connectsForEver, idleLongerThanAllowed, waitsForEver } from './rules/waits-for-ever.ts'
import { measureSessions, type SessionFigures, type StateKind, stateOf } from './sessions.ts'
import type { PoolRule, PoolSubject } from './subject.ts'

const RULES: readonly PoolRule[] = [
  tooManyConnections,
  proxyClients,
  sessionState,
  serverlessWithoutPooler,
  leakedConnections,
  waitsForEver,
  connectsForEver,
  idleLongerThanAllowed,
  poolSize,
  unknownPools,
]

export interface PoolingInput {
  readonly server: Server
  readonly trees: { readonly base: Tree; readonly head: Tree }
  readonly migrations: { readonly base: MigrationSet; readonly head: MigrationSet }
  readonly config: Config
  /** SQL of head's workload files. */
  readonly statements: readonly string[]
  /** The database that head's load ran in, where a command or pgbench sent one: its sessions are in the server's log. */
  readonly loadDatabase: string | undefined
}

/**
 * Reviews the connection pools that head's files configure, against what the server takes, what the load does with its sessions,
 * and the pools of base. Nothing is said where no pool is configured.
 */
export async function advisePooling(input: PoolingInput): Promise<readonly Finding[]> {
  const { server, trees, migrations, config } = input
  if (!config.advice.pooling) return []
  const { target } = config
  const readings = { base: await readPools(trees.base, target.cpus), head: await readPools(trees.head, target.cpus) }
  const { head } = readings
  if (head.applications.length + head.proxies.length === 0) return []
  const parameters = await readParameters(server.admin)
  const sessions = await sessionsOf(input)
  const state = sessions === undefined ? stateIn(input.statements) : sessions.state
  const remarksOn = async (side: 'base' | 'head'): Promise<readonly Finding[]> => {
    const limits = await serverLimits(trees[side], migrations[side], config, parameters)
    const subject: PoolSubject = { reading: readings[side], target, server: limits, sessions, state }
    return RULES.flatMap(rule => rule(subject))
  }
  return warnOfNew(await remarksOn('head'), await remarksOn('base'))
}

async function sessionsOf({ server, loadDatabase }: PoolingInput): Promise<SessionFigures | undefined> {
  if (server.log === undefined || loadDatabase === undefined) return undefined
  const figures = await measureSessions(server.log, 0, await server.log.position(), loadDatabase)
  return figures.statements === 0 ? undefined : figures
}

function stateIn(statements: readonly string[]): ReadonlyMap<StateKind, number> {
  const kinds = statements.map(stateOf).filter(kind => kind !== undefined)
  return new Map([...Map.groupBy(kinds, kind => kind)].map(([kind, all]) => [kind, all.length]))
}

async function serverLimits(
  tree: Tree,
  migrations: MigrationSet,
  { postgres, target }: Config,
  parameters: Parameters,
): Promise<PoolSubject['server']> {
  const effective = chooseEffective(await readConfiguration(tree, migrations, postgres.settings))
  const configured = effective.settings.get('max_connections')
  const maxConnections = numberOf(effective, parameters, 'max_connections')
  const reserved =
    (numberOf(effective, parameters, 'superuser_reserved_connections') ?? 3) +
    (numberOf(effective, parameters, 'reserved_connections') ?? 0)
  if (configured !== undefined && maxConnections !== undefined)
    return {
      maxConnections,
      reserved,
      from: configured.line === 0 ? configured.file : `${configured.file}:${configured.line}`,
    }
  if (target.connections !== undefined)
    return { maxConnections: target.connections, reserved, from: 'target.connections' }
  return { maxConnections: maxConnections ?? 100, reserved, from: 'PostgreSQL’s default' }
}
