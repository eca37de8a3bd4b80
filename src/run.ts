import packageJson from '../package.json' with { type: 'json' }
import { keepNextBase, openBase } from './base.ts'
import { readProduction } from './bloat/production.ts'
import type { BaseCache } from './cache/store.ts'
import { readIndexes, readPartitions } from './capture/catalog.ts'
import { tellingLog } from './capture/outline-log.ts'
import { attribute } from './cause/attribute.ts'
import { withCause } from './cause/because.ts'
import { withLostOrder } from './cause/lost-order.ts'
import { resolveSides, type Side, type Sides } from './checkout/refs.ts'
import { unevenNotes } from './compare/calls.ts'
import { compareStatements } from './compare/compare.ts'
import { deployNotes } from './compare/deploy.ts'
import { pairStatements } from './compare/pair.ts'
import { unreadNotes } from './compare/unread.ts'
import type { GitHubEvent } from './config/event.ts'
import { loadConfig } from './config/load.ts'
import type { Policy } from './config/policy.ts'
import type { ServerKind } from './config/schema.ts'
import { UserError } from './errors.ts'
import { assertMeasured } from './gate/assert-measured.ts'
import { expiredNotes, unfitNotes } from './gate/expired.ts'
import { judge } from './gate/judge.ts'
import { ACCEPT_LABEL, acceptByLabel } from './gate/label.ts'
import { loadBothSides } from './loads.ts'
import { collectGarbage } from './memory.ts'
import { inDatabase, mergeDatabases } from './merge/databases.ts'
import { SHARD_NOTE } from './merge/findings.ts'
import { describeShard, fingerprintRun, policyOf, type Shard, takeShard } from './merge/shard.ts'
import { readBothSides } from './migrate/both-sides.ts'
import { choosePath } from './migrate/path.ts'
import { withRolesOf } from './migrate/tool-roles.ts'
import { sweepWhereWanted } from './pool-sweep.ts'
import { SqlError } from './postgres/client.ts'
import type { OpenContext } from './postgres/open-context.ts'
import type { Database } from './postgres/server.ts'
import { isConnectionLoss } from './postgres/server-failure.ts'
import { replay } from './replay/replay.ts'
import { buildReport, shownValues } from './report/build.ts'
import type { ComparedCommits } from './report/failure.ts'
import type { Report, ReportCommit } from './report/report.ts'
import { readRig } from './rig.ts'
import { readStatistics, sizesOf } from './scale/production-statistics.ts'
import { planForProduction } from './scale.ts'
import { prepareTree, rebuildHead, type SideSource, upgradeHead, type Workbench } from './sides.ts'
import { loadParser } from './sql/fingerprint.ts'
import { listSent, readSent, tracePasses, UNTRACED_NOTE } from './trace.ts'
import { readAdviceMaterial } from './trial/material.ts'
import { unexcused } from './unexcused.ts'

export interface RunOptions {
  /** A folder in the repository. */
  readonly repo: string
  readonly base?: string | undefined
  readonly head?: string | undefined
  readonly configFile?: string | undefined
  readonly server?: ServerKind | 'auto' | undefined
  readonly postgresVersion?: number | undefined
  readonly event?: GitHubEvent | undefined
  readonly token?: string | undefined
  /** Where bases of other runs are kept, if anywhere. */
  readonly cache?: BaseCache | undefined
  /** The one of the configuration's databases to measure; all of them, one after the other, unless given. */
  readonly database?: string | undefined
  /** The part of the statements to replay; all of them unless given. */
  readonly shard?: Shard | undefined
}

export interface RunContext extends OpenContext {
  /** Told what is compared with what, as soon as that is known. */
  readonly onCommits?: ((commits: ComparedCommits) => void) | undefined
}

/**
 * The whole gate, from two commits to a report. Throws a UserError for what the user can mend; nothing that it starts
 * outlives it.
 */
export async function run(options: RunOptions, context: RunContext): Promise<Report> {
  await loadParser()
  await using found = await context.progress.stage('find commits', () => resolveSides({ ...options, ...context }))
  context.onCommits?.({ base: commitOf(found.base), head: commitOf(found.head) })
  const policy = await loadConfig(found, options)
  const names = Object.keys(policy.config.databases)
  try {
    return names.length > 0
      ? await mergeDatabases(names, database => run({ ...options, database }, context))
      : await measure(found, policy, options, context)
  } catch (error) {
    throw withPartOf(policy, asLost(firstOf(error)))
  }
}

/** What failed first, where putting away what it was done with failed as well. */
function firstOf(error: unknown): unknown {
  return error instanceof Error && 'suppressed' in error ? firstOf(error.suppressed) : error
}

const NO_SUCH_DATABASE = '3D000'

/** A session of ours that somebody else ended, or a database that somebody else dropped, on a server that goes on. */
function asLost(error: unknown): unknown {
  if (error instanceof SqlError && error.code === NO_SUCH_DATABASE) {
    return new UserError(`A database of this run is gone: ${error.message}`, {
      hint: 'Does a command, a migration or the load drop or rename databases? Each has one, which is there already: the one that DATABASE_URL names.',
      cause: error,
    })
  }
  if (!(error instanceof SqlError && isConnectionLoss(error))) return error
  return new UserError(`A connection to the server was lost: ${error.message}`, {
    hint: 'Does the load, a migration or somebody else end sessions or restart the server?',
    cause: error,
  })
}

/** A base that fails while the branch changes what it is measured with is not the base's own fault for certain. */
function withPartOf({ reworked }: Policy, error: unknown): unknown {
  if (reworked.length === 0) return error
  const names = reworked.map(name => `\`${name}\``).join(', ')
  return unexcused(error, `This pull request changes the configuration that the base is measured with: ${names}.`)
}

async function measure(
  resolved: Sides,
  { config: configured, changed, notes: policyNotes, isFirst }: Policy,
  options: RunOptions,
  context: RunContext,
): Promise<Report> {
  const { progress, signal, env } = context
  await using baseTree = prepareTree(resolved.base.tree, configured, context)
  await using headTree = prepareTree(resolved.head.tree, configured, context)
  const sides = { base: { ...resolved.base, tree: baseTree }, head: { ...resolved.head, tree: headTree } }
  const rig = await readRig(sides, configured, isFirst)
  const schemas = await progress.stage('read migrations', () =>
    readBothSides({ base: baseTree, head: headTree }, configured.migrations),
  )
  const config = withRolesOf(schemas.head.migrations, configured)
  const path = choosePath(schemas.base.migrations, schemas.head.migrations, rig.isSeedChanged)
  const source = {
    base: {
      side: 'base',
      seed: rig.seeds.base,
      isSeedBorrowed: rig.isSeedBorrowed,
      isHeadSeededToo: path.kind === 'fresh',
      spareSeed: rig.spareSeed,
      ...schemas.base,
    },
    head: { side: 'head', seed: rig.seeds.head, ...schemas.head },
  } as const
  const statistics = await readStatistics(headTree, config.target.statistics)
  const production = [...(await readProduction(headTree, config.target.tables)), ...sizesOf(statistics)]
  const baseOptions = { config, context, cache: options.cache }
  // Its many modules load while the server works.
  const advice = import('./advice.ts')
  const isFilledByBranch = rig.isSeedBorrowed || rig.spareSeed !== undefined
  await using opened = await openBase(source, baseOptions).catch(error => {
    throw unexcused(error, isFilledByBranch ? 'The base is filled with this pull request’s own seed.' : undefined)
  })
  const { server, base } = opened
  await using _log = tellingLog(server.log, context.onLog)
  const bench: Workbench = { server, config, env, progress, signal }

  const pending = path.kind === 'upgrade' ? path.pending : []
  const head =
    path.kind === 'upgrade'
      ? await upgradeHead(bench, source.head, base.database, pending, rig.isSeedBorrowed)
      : await rebuildHead(bench, source.head, base.database)
  const databases = { base: base.database, head: head.database }

  const migrationFiles = new Set([...filesOf(source.base), ...filesOf(source.head)])
  const isLoadOfBranch = rig.loads.base.isBorrowed || rig.loads.base.spare !== undefined
  const hasRunBranch = source.head.migrations.kind === 'command' || isLoadOfBranch
  const snapshots = await loadBothSides(bench, sides, databases, rig.loads, migrationFiles).catch(error => {
    throw unexcused(error, hasRunBranch ? 'Programs or files of this pull request had a part in it.' : undefined)
  })
  const all = inDatabase(pairStatements(snapshots.base, snapshots.head), options.database)
  const { shard } = options
  const pairs = shard === undefined ? all : takeShard(all, shard)
  const [ofBase, ofHead] = [await lookUp(databases.base), await lookUp(databases.head)]
  const indexes = {
    base: ofBase.indexes,
    head: ofHead.indexes,
    partitions: { base: ofBase.partitions, head: ofHead.partitions },
  }
  // A function of its own, so that what was measured with every value is gone before the report is made.
  const weigh = async () => {
    const replayed = await progress.stage('replay', () =>
      replay(server, databases, pairs, { timeoutMs: config.replay.timeout, indexes, progress, signal }),
    )
    const { measured, notes: scaleNotes } = await planForProduction(bench, databases, replayed, {
      statistics,
      isCopy: path.kind === 'upgrade',
    })
    const compared = await progress.stage('compare', async () => {
      const found = compareStatements(measured, config.gate, indexes)
      // A part may be empty or hold nothing that can be measured; whether the whole does is seen when they are merged.
      if (shard === undefined || all.length === 0) assertMeasured(found)
      return found
    })
    const { adviseAll } = await advice
    // Causes are looked for on copies, while what advice rests on is read from the two themselves.
    const isWorse = compared.some(({ status }) => status === 'regressed' || status === 'broken')
    const [{ causes, applied }, material] = await progress.stage('find causes', async () => {
      const options = { sent: head.sent, path, isWorse, indexes: indexes.base }
      const sent = await readSent(bench, source, databases.base, options)
      return Promise.all([
        attribute({
          server,
          passes: tracePasses(bench, source, databases, path, sent),
          comparisons: compared,
          measured,
          indexes,
          timeoutMs: config.replay.timeout,
        }).then(({ causes, applied }) => ({
          causes,
          applied: sent === undefined ? head.applied : listSent(sent, applied),
        })),
        readAdviceMaterial(databases.base, databases.head),
      ])
    })
    collectGarbage()
    const storage = {
      production,
      writes: { base: snapshots.base.writes ?? [], head: snapshots.head.writes ?? [] },
      left: head.left,
    }
    const findings = await adviseAll(
      bench,
      { source, trees: { base: baseTree, head: headTree }, rig, context },
      { databases, material, measured, comparisons: compared, storage, isShard: shard !== undefined },
    )
    const swept =
      shard === undefined
        ? await sweepWhereWanted(bench, head.database, measured)
        : { poolSweeps: undefined, notes: [] }
    const notes = [
      ...scaleNotes,
      ...deployNotes(measured, config.gate),
      ...swept.notes,
      ...(head.sent === 'too much' && isWorse ? [UNTRACED_NOTE] : []),
    ]
    return { compared, causes, applied, catalogs: material.catalogs, findings, poolSweeps: swept.poolSweeps, notes }
  }
  const { compared, causes, applied, catalogs, findings, poolSweeps, notes } = await weigh()
  collectGarbage()
  await keepNextBase(source, baseOptions)
  const comparisons = compared
    .map(comparison => withCause(comparison, causes.get(comparison.name), indexes))
    .map(comparison => withLostOrder(comparison, catalogs))
  const today = new Date().toISOString().slice(0, 10)
  return buildReport({
    version: packageJson.version,
    verdict: judge(
      comparisons,
      acceptByLabel(policyOf(config, all, options), comparisons, labelledBy(options.event), today),
      today,
    ),
    base: commitOf(sides.base),
    head: commitOf(sides.head),
    server: {
      kind: server.kind,
      version: server.version.full,
      settings: await server.settings(),
      limits: server.limits,
    },
    path: { kind: path.kind, reason: path.reason },
    ...(config['show-values'] ? { shownValues: shownValues(pairs) } : {}),
    seededRows: base.seededRows,
    comparisons,
    applied,
    findings,
    gate: config.gate,
    policyChanged: changed,
    notes: [
      ...policyNotes,
      ...expiredNotes(config.accept, today),
      ...unfitNotes(config.accept, comparisons, today),
      ...schemas.notes,
      ...rig.notes,
      ...opened.notes,
      ...head.notes,
      ...snapshots.notes,
      ...unevenNotes(all),
      ...unreadNotes(all),
      ...notes,
      ...(shard === undefined ? [] : [SHARD_NOTE]),
    ],
    poolSweeps,
    timings: progress.timings,
    shard: shard && describeShard(shard, all, fingerprintRun(packageJson.version, config, server.version.full)),
  })
}

/** Who started this run by accepting the plans of its commit. */
function labelledBy(event: GitHubEvent | undefined): string | undefined {
  const labeled = event?.kind === 'pull_request' ? event.labeled : undefined
  return labeled?.label === ACCEPT_LABEL ? labeled.login : undefined
}

function filesOf({ migrations }: SideSource): readonly string[] {
  return migrations.kind === 'sql' ? migrations.migrations.map(({ file }) => file) : []
}

async function lookUp(database: Database) {
  await using client = await database.connect('owner')
  return { indexes: await readIndexes(client), partitions: await readPartitions(client) }
}

function commitOf({ tree, foundBy }: Side): ReportCommit {
  return { label: tree.label, commit: tree.commit, foundBy }
}
