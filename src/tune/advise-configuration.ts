import type { Finding } from '../advise/finding.ts'
import { warnOfNew } from '../advise/warn-of-new.ts'
import { readCatalog } from '../capture/catalog/read-catalog.ts'
import type { Catalog } from '../capture/catalog/table.ts'
import type { Tree } from '../checkout/tree.ts'
import type { MeasuredStatement } from '../compare/comparison.ts'
import type { Config } from '../config/schema.ts'
import { UserError } from '../errors.ts'
import type { MigrationSet } from '../migrate/migration.ts'
import type { Database, Server } from '../postgres/server.ts'
import { toTrialStatements } from '../trial/statement.ts'
import { tellChanges } from './changed-settings.ts'
import { settingFinding } from './conclude.ts'
import type { Reading } from './configured.ts'
import type { TuneContext } from './context.ts'
import { chooseEffective, type Effective, PLANNER_VISIBLE, sessionSettings } from './effective.ts'
import { type Parameters, parseValue, readParameters } from './parameter.ts'
import { hasTarget, type Proposal, proposeFromBranch, proposeFromHardware } from './proposal.ts'
import { readConfiguration } from './read/read-configuration.ts'
import { leavesIdle } from './rules/no-timeouts.ts'
import { RULES, type TrialRule } from './rules.ts'
import { adviseJit, adviseMaintenance, tryPlannerSetting } from './session-advice.ts'
import { type LoadFigures, remark } from './subject.ts'
import { type OpenTrialServer, tryServerSettings } from './trial/server-settings.ts'
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
  if (!config.advice.configuration) return await tellChanges(context, before, undefined)
  const hardware = proposeFromHardware(target, major, effective, parameters)
  const branch = proposeFromBranch(before, effective, parameters, PLANNER_VISIBLE)
  const session = await adviseForSessions(input, context, [...branch, ...hardware.planner], before)
  const wholeServer = await adviseForServer(input, context, hardware.server)
  return [...session, ...wholeServer, ...warnOfNew(remarksOn(readings.head), remarksOn(readings.base))]
}

async function adviseForSessions(
  { server, databases, config }: ConfigurationInput,
  context: TuneContext,
  proposals: readonly Proposal[],
  base: Effective,
): Promise<readonly Finding[]> {
  const { effective, parameters, statements, target } = context
  const isSpilling = statements.some(({ runs }) => runs.some(({ before }) => before.work.tempBlocks > 0))
  const isConfigured = effective.settings.size > 0 || hasTarget(target)
  if (statements.length === 0) return await tellChanges(context, base, undefined)
  if (!isConfigured && !isSpilling && proposals.length === 0 && base.settings.size === 0) return []
  await using bench = await openSettingsBench(server, databases.head, config.replay.timeout)
  let settings = sessionSettings(effective, parameters)
  const findings: Finding[] = [...(await tellChanges(context, base, { bench, settings }))]
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

async function adviseForServer(
  { server, databases, measured, config, openTrialServer }: ConfigurationInput,
  context: TuneContext,
  proposals: readonly Proposal[],
): Promise<readonly Finding[]> {
  if (proposals.length === 0) return []
  if (openTrialServer === undefined)
    return [
      untried(proposals, 'Beside an external server none of our own is started; the other kinds of server try them.'),
    ]
  const { effective, parameters } = context
  try {
    const moved = await tryServerSettings({
      server,
      base: databases.base,
      measured,
      proposals,
      effective,
      parameters,
      timeoutMs: config.replay.timeout,
      open: openTrialServer,
    })
    return await Promise.all(
      moved.map(({ proposal, evidence }) =>
        settingFinding(proposal, parameters.get(proposal.name)!, { evidence, trial: undefined }, context),
      ),
    )
  } catch (error) {
    // This machine may have no room for two more servers; nothing else of the run depends on them.
    if (error instanceof UserError)
      return [untried(proposals, 'A further server with base’s data did not start or could not be filled.')]
    throw error
  }
}

function untried(proposals: readonly Proposal[], why: string): Finding {
  return remark({
    rule: 'settings-not-tried' satisfies TrialRule,
    subject: 'server',
    severity: 'info',
    title: 'Settings that need a start could not be tried',
    why,
    evidence: [`pgtune’s rules have other values for ${proposals.map(({ name }) => name).join(', ')}.`],
  })
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
