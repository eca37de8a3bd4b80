import type { Finding } from '../advise/finding.ts'
import { warnOfNew } from '../advise/warn-of-new.ts'
import { readCatalog } from '../capture/catalog/read-catalog.ts'
import type { Catalog } from '../capture/catalog/table.ts'
import type { Tree } from '../checkout/tree.ts'
import type { MeasuredStatement } from '../compare/comparison.ts'
import type { Config } from '../config/schema.ts'
import type { MigrationSet } from '../migrate/migration.ts'
import type { Database, Server } from '../postgres/server.ts'
import { toTrialStatements } from '../trial/statement.ts'
import { adviseForServer, tryChanges } from './advise-servers.ts'
import { tellChanges } from './changed-settings.ts'
import type { Reading } from './configured.ts'
import type { TuneContext } from './context.ts'
import { chooseEffective, type Effective, PLANNER_VISIBLE, sessionSettings } from './effective.ts'
import { type Parameters, parseValue, readParameters } from './parameter.ts'
import { hasTarget, type Proposal, proposeFromBranch, proposeFromHardware, SERVER } from './proposal.ts'
import { readConfiguration } from './read/read-configuration.ts'
import { leavesIdle } from './rules/no-timeouts.ts'
import { RULES } from './rules.ts'
import { adviseJit, adviseMaintenance, tryPlannerSetting } from './session-advice.ts'
import type { LoadFigures } from './subject.ts'
import type { OpenTrialServer } from './trial/hold-against.ts'
import type { ServerEffect } from './trial/server-effect.ts'
import { openSettingsBench } from './trial/settings-bench.ts'
import { unmeasuredSettings } from './unmeasured.ts'
import { adviseWorkMem } from './work-mem-advice.ts'

export interface ConfigurationInput {
  readonly server: Server
  readonly databases: { readonly base: Database; readonly head: Database }
  readonly trees: { readonly base: Tree; readonly head: Tree }
  readonly migrations: { readonly base: MigrationSet; readonly head: MigrationSet }
  readonly measured: readonly MeasuredStatement[]
  readonly config: Config
  /** Undefined where no second server can be started. */
  readonly openTrialServer: OpenTrialServer | undefined
  /** The longest that a transaction of head's load waited for its client; undefined where no log tells. Takes a while. */
  readonly longestIdle: () => Promise<number | undefined>
}

/**
 * Reviews the server's settings as head's files have them: what they say, what this branch changed of them, and what the load and
 * the target hardware would want. A value is advised when plans or executions with it did less; nothing is tried where there
 * is nothing to try. `databases` must have no connections.
 */
export async function adviseConfiguration(input: ConfigurationInput): Promise<readonly Finding[]> {
  const { server, trees, migrations, measured, config } = input
  const { settings } = config.postgres
  const readings = {
    base: await readConfiguration(trees.base, migrations.base, settings),
    head: await readConfiguration(trees.head, migrations.head, settings),
  }
  const before = chooseEffective(readings.base)
  const effective = chooseEffective(readings.head)
  const parameters = await readParameters(server.admin)
  const { target } = config
  const major = server.version.major
  const statements = toTrialStatements(measured, await catalogOf(input.databases.head))
  const longestIdleMs = leavesIdle(effective, parameters) ? await input.longestIdle() : undefined
  const load = figuresOf(measured, longestIdleMs)
  const remarksOn = (reading: Reading): readonly Finding[] => {
    const subject = {
      reading,
      effective: chooseEffective(reading),
      parameters,
      target,
      major,
      load,
    }
    return RULES.flatMap(rule => rule.find(subject))
  }
  const context: TuneContext = {
    tree: trees.head,
    effective,
    parameters,
    target,
    major,
    limits: config.gate.worse,
    statements,
    replayWorkMem: workMemOf(parameters, settings),
  }
  // What was changed is news, whoever wants advice.
  if (!config.advice.configuration)
    return await tellChanges(context, before, { session: { why: SWITCHED_OFF }, servers: new Map() })
  const hardware = proposeFromHardware(target, major, effective, parameters)
  const branch = proposeFromBranch(before, effective, parameters, PLANNER_VISIBLE)
  const undone = proposeFromBranch(before, effective, parameters, SERVER)
  const trial = input.openTrialServer && {
    server,
    base: input.databases.base,
    measured,
    effective,
    parameters,
    timeoutMs: config.replay.timeout,
    open: input.openTrialServer,
  }
  const servers = await tryChanges(trial, undone)
  const session = await adviseForSessions(input, context, [...branch, ...hardware.planner], before, servers)
  const wholeServer = await adviseForServer(trial, context, hardware.server, undone, servers)
  return [...session, ...wholeServer, ...warnOfNew(remarksOn(readings.head), remarksOn(readings.base))]
}

const SWITCHED_OFF = 'advice.configuration switches it off'

async function adviseForSessions(
  { server, databases, config }: ConfigurationInput,
  context: TuneContext,
  proposals: readonly Proposal[],
  base: Effective,
  servers: ReadonlyMap<string, ServerEffect>,
): Promise<readonly Finding[]> {
  const { effective, parameters, statements, target } = context
  const isSpilling = statements.some(({ runs }) => runs.some(({ before }) => before.work.tempBlocks > 0))
  const isConfigured = effective.settings.size > 0 || hasTarget(target)
  if (statements.length === 0)
    return await tellChanges(context, base, { session: { why: 'no statement of the load could be replayed' }, servers })
  if (!isConfigured && !isSpilling && proposals.length === 0 && base.settings.size === 0) return []
  await using bench = await openSettingsBench(server, databases.head, config.replay.timeout)
  let settings = sessionSettings(effective, parameters)
  const findings: Finding[] = [...(await tellChanges(context, base, { session: { bench, settings }, servers }))]
  for (const proposal of proposals) {
    const tried = await tryPlannerSetting(context, bench, settings, proposal)
    settings = tried.settings
    if (tried.finding !== undefined) findings.push(tried.finding)
  }
  findings.push(...(await adviseWorkMem(context, bench, settings)))
  findings.push(...(await adviseJit(context, bench, settings)))
  findings.push(...(await adviseMaintenance(context, bench)))
  findings.push(...(await unmeasuredSettings(context, bench, settings, base)))
  return findings
}

async function catalogOf(database: Database): Promise<Catalog> {
  await using client = await database.connect('owner')
  return await readCatalog(client)
}

function figuresOf(measured: readonly MeasuredStatement[], longestIdleMs: number | undefined): LoadFigures {
  const sent = measured.flatMap(({ pair }) => pair.head ?? [])
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)
  return {
    statements: sent.length,
    calls: sum(sent.map(({ stats }) => stats.calls)),
    deadRows: sum(
      sent.filter(({ text }) => /^\s*(?:update|delete|merge)\b/i.test(text)).map(({ stats }) => stats.rows),
    ),
    longestIdleMs,
    timed: sent.map(({ stats }) => ({
      calls: stats.calls,
      minMs: stats.minExecTime,
      maxMs: stats.maxExecTime,
      isSpilling: stats.tempBlksWritten > 0,
    })),
  }
}

/** What the run's own server works with: the user's choice of `postgres.settings`, else the default. */
function workMemOf(parameters: Parameters, settings: Readonly<Record<string, string>>): number | undefined {
  const parameter = parameters.get('work_mem')
  const text = settings.work_mem ?? parameter?.bootValue ?? undefined
  const value = parameter === undefined || text === undefined ? undefined : parseValue(parameter, text)
  return typeof value === 'number' ? value : undefined
}
