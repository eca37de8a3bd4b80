import type { Finding } from '../advise/finding.ts'
import { warnOfNew } from '../advise/warn-of-new.ts'
import type { ValueSet } from '../capture/snapshot.ts'
import type { Tree } from '../checkout/tree.ts'
import type { MeasuredStatement } from '../compare/comparison.ts'
import type { Config } from '../config/schema.ts'
import type { MigrationSet } from '../migrate/migration.ts'
import type { Database, Server } from '../postgres/server.ts'
import { valueSetsOf } from '../replay/replay.ts'
import { chooseEffective, numberOf } from '../tune/effective.ts'
import { type Parameters, readParameters } from '../tune/parameter.ts'
import { readConfiguration } from '../tune/read/read-configuration.ts'
import { proposePgbouncer } from './propose/propose-pgbouncer.ts'
import { writePgbouncer } from './propose/write-pgbouncer.ts'
import { readPools } from './read/read-pools.ts'
import { keyOf } from './rules/pgbouncer-settings.ts'
import { POOL_RULES } from './rules.ts'
import { measureSessions, type SessionFigures, type StateKind, stateOf } from './sessions.ts'
import type { PoolSubject } from './subject.ts'
import { findPgbouncer } from './trial/pgbouncer.ts'
import { proveProposal } from './trial/prove-proposal.ts'

export interface PoolingInput {
  readonly server: Server
  readonly trees: { readonly base: Tree; readonly head: Tree }
  readonly migrations: { readonly base: MigrationSet; readonly head: MigrationSet }
  readonly config: Config
  /** Of head's workload files, each with how often it is sent. */
  readonly statements: readonly { readonly sql: string; readonly calls: number }[]
  /** What head's load did with its sessions, from the server's log; undefined where that does not tell. */
  readonly sessions: () => Promise<SessionFigures | undefined>
  /** Head's database, which must have no connections: proposals are tried on a copy. */
  readonly head: Database
  readonly measured: readonly MeasuredStatement[]
  readonly env: NodeJS.ProcessEnv
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
  const isDirect = head.serverless.length > 0 && head.clients.length > 0
  if (head.applications.length + head.proxies.length + head.notes.length === 0 && !isDirect) return []
  const parameters = await readParameters(server.admin)
  const sessions = await input.sessions()
  const state = sessions === undefined ? stateIn(input.statements) : sessions.state
  const subjectOn = async (side: 'base' | 'head'): Promise<PoolSubject> => ({
    reading: readings[side],
    target,
    server: await serverLimits(trees[side], migrations[side], config, parameters),
    sessions,
    state,
  })
  const subject = await subjectOn('head')
  const findings = warnOfNew(reviewPools(subject), reviewPools(await subjectOn('base')))
  return tryProposals(input, subject, findings)
}

const reviewPools = (subject: PoolSubject) => POOL_RULES.flatMap(rule => rule.find(subject))

/** What is proposed for PgBouncer, tried where the machine has it. */
async function tryProposals(
  { server, head, trees, measured, env }: PoolingInput,
  subject: PoolSubject,
  findings: readonly Finding[],
): Promise<readonly Finding[]> {
  const proposals = new Map(proposePgbouncer(subject).map(each => [keyOf(each), each] as const))
  if (proposals.size === 0) return findings
  const program = server.kind === 'external' ? undefined : await findPgbouncer(env)
  const isJdbc = subject.reading.applications.some(({ library }) => library === 'HikariCP')
  const keepsState = [...subject.state.keys()].some(kind => kind !== 'PREPARE')
  const tried: Finding[] = []
  for (const finding of findings) {
    const proposal = proposals.get(finding.key)
    if (proposal === undefined) tried.push(finding)
    else if (program === undefined) tried.push(untried(finding, server))
    else {
      const files = await writePgbouncer(proposal, { tree: trees.head, isJdbc })
      const database = await server.createDatabase('pooled', head)
      const trial = { server, database, reads: readsOf(measured), keepsState, env }
      tried.push(await proveProposal(finding, proposal, files, program, trial))
      await server.dropDatabase(database)
    }
  }
  return tried
}

const untried = (finding: Finding, { kind }: Server): Finding => ({
  ...finding,
  evidence: [
    ...finding.evidence,
    kind === 'external'
      ? 'Not tried: nothing is put before an external server.'
      : 'Not tried: this machine has no PgBouncer.',
  ],
})

/** Reads that a pooler is tried with; more would only take longer. */
const MOST_READS = 20

function readsOf(measured: readonly MeasuredStatement[]): readonly ValueSet[] {
  return measured
    .flatMap(({ pair, runs }) => {
      if (pair.head === undefined || pair.head.isWrite) return []
      const sets = new Map(valueSetsOf(pair).map(({ index, head }) => [index, head]))
      return runs
        .flatMap(({ valueSet, head }) => (head.kind === 'measured' ? (sets.get(valueSet) ?? []) : []))
        .slice(0, 1)
    })
    .filter(({ prepared, setup }) => prepared === undefined && setup === undefined)
    .slice(0, MOST_READS)
}

/** Reads the sessions of a load from the log, where a command or pgbench sent one into the database of that name. */
export async function sessionsOf(
  { log }: Server,
  loadDatabase: string | undefined,
): Promise<SessionFigures | undefined> {
  if (log === undefined || loadDatabase === undefined) return undefined
  const figures = await measureSessions(log, 0, await log.position(), loadDatabase)
  return figures.statements === 0 ? undefined : figures
}

/** Session state that statements make, with how often they make it. */
export function stateIn(statements: PoolingInput['statements']): ReadonlyMap<StateKind, number> {
  const made = statements.flatMap(({ sql, calls }) => {
    const kind = stateOf(sql)
    return kind === undefined ? [] : [{ kind, calls }]
  })
  const byKind = Map.groupBy(made, ({ kind }) => kind)
  return new Map([...byKind].map(([kind, all]) => [kind, all.reduce((sum, { calls }) => sum + calls, 0)]))
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
