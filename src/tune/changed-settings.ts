import type { Finding, SettingChange } from '../advise/finding.ts'
import { totalsOf } from '../trial/effect.ts'
import type { TrialStatement } from '../trial/statement.ts'
import type { TuneContext } from './context.ts'
import { type Effective, PLANNER_VISIBLE, settingValue } from './effective.ts'
import { formatNumber } from './format.ts'
import { formatValue, isPublic } from './parameter.ts'
import { SERVER } from './proposal.ts'
import type { TrialRule } from './rules.ts'
import { serverFigureText } from './server-figure.ts'
import { placeOf, remark, shownValue } from './subject.ts'
import type { ServerEffect } from './trial/server-effect.ts'
import type { Settings, SettingsBench } from './trial/settings-bench.ts'
import { usesMemory } from './trial/work-mem.ts'

/** More executions than these take longer than the rest of the review. */
const MAX_EXECUTED = 60
const MAX_NAMED = 5

/** What was, or can be, tried of a change. */
export interface ChangeTrial {
  readonly session: { readonly bench: SettingsBench; readonly settings: Settings } | { readonly why: string }
  /** Of settings that a server takes at its start, by name. */
  readonly servers: ReadonlyMap<string, ServerEffect>
}

type Measured = Pick<SettingChange, 'effects' | 'figure' | 'unmeasured'>

/**
 * Every setting of the server that the branch changes in its files, in alphabetical order, with what the statements, or a whole
 * server, do under the old and the new value where that was tried.
 */
export async function tellChanges(
  context: TuneContext,
  base: Effective,
  trial: ChangeTrial,
): Promise<readonly Finding[]> {
  const names = [...new Set([...base.settings.keys(), ...context.effective.settings.keys()])].sort()
  const findings: Finding[] = []
  for (const name of names) {
    const [from, to] = [textOf(base, context, name), textOf(context.effective, context, name)]
    if (from === to && !isHidden(base, context, name)) continue
    findings.push(findingOf(context, base, { name, from, to, ...(await measuredOf(context, base, trial, name)) }))
  }
  return findings
}

/** Whether both sides have a value that may not be shown, and not the same one. */
function isHidden(base: Effective, { effective, parameters }: TuneContext, name: string): boolean {
  const [before, after] = [base.settings.get(name), effective.settings.get(name)]
  const isShown = isPublic(parameters.get(name))
  return !isShown && before !== undefined && after !== undefined && before.value !== after.value
}

/** A setting's value for people; PostgreSQL's own where the files do not have it. */
function textOf(effective: Effective, { parameters }: TuneContext, name: string): string {
  const parameter = parameters.get(name)
  const configured = effective.settings.get(name)
  const value = settingValue(effective, parameters, name)
  if (configured !== undefined && (value === undefined || parameter?.type === 'string'))
    return shownValue(configured, parameters)
  return value === undefined || parameter === undefined ? 'default' : formatValue(parameter, value)
}

async function measuredOf(
  context: TuneContext,
  base: Effective,
  { session, servers }: ChangeTrial,
  name: string,
): Promise<Measured> {
  const { parameters, effective, statements } = context
  const server = servers.get(name)
  if (server !== undefined) return server.kind === 'measured' ? { figure: server.figure } : { unmeasured: server.why }
  const canBeTried = PLANNER_VISIBLE.has(name) || SERVER.includes(name)
  if (!canBeTried) return { unmeasured: WHEN.test(name) ? TIME_ALONE : NO_COUNT }
  if ('why' in session) return { unmeasured: session.why }
  const parameter = parameters.get(name)
  const [before, after] = [settingValue(base, parameters, name), settingValue(effective, parameters, name)]
  if (parameter === undefined || before === undefined || after === undefined)
    return { unmeasured: 'one of its values is not known' }
  const of = (value: typeof before) => ({ ...session.settings, [name]: formatValue(parameter, value) })
  const effects = await session.bench.compare(statements, of(before), of(after), memoryUsers(statements, name))
  return {
    effects: effects.flatMap(effect => {
      const start = totalsOf(effect.before)!
      const end = effect.after.length === 0 ? undefined : totalsOf(effect.after)
      if (end !== undefined && start.blocks === end.blocks) return []
      return { statement: effect.statement.name, before: start.blocks, ...(end && { after: end.blocks }) }
    }),
  }
}

/** Settings that change when work is done and not how much. */
const WHEN =
  /^(?:(?:min_|max_)?parallel_|max_worker_processes|(?:effective|maintenance)_io_concurrency|io_|checkpoint_|bgwriter_|autovacuum|vacuum_cost|commit_|synchronous_commit|wal_writer_|jit)/
const TIME_ALONE =
  'it changes when work is done and not how much, which only the clock of production’s own server shows'
const NO_COUNT = 'no plan and no number of pages depends on it'

/** Memory changes what a plan spills, and not the plan. */
function memoryUsers(statements: readonly TrialStatement[], name: string): ReadonlySet<TrialStatement> {
  if (name !== 'work_mem' && name !== 'hash_mem_multiplier') return new Set()
  const byWeight = statements.filter(usesMemory).toSorted((a, b) => b.calls - a.calls)
  return new Set(byWeight.slice(0, MAX_EXECUTED))
}

function findingOf(
  { effective }: TuneContext,
  base: Effective,
  { name, from, to, ...measured }: Pick<SettingChange, 'name' | 'from' | 'to'> & Measured,
): Finding {
  const configured = effective.settings.get(name) ?? base.settings.get(name)
  const place = configured === undefined ? '' : placeOf(configured)
  return {
    ...remark({
      rule: 'setting-changed' satisfies TrialRule,
      subject: name,
      severity: 'info',
      title: `This branch changes ${name} from ${from} to ${to}`,
      why: effective.settings.has(name) ? `It is set in ${place}.` : `${place} no longer has it.`,
      evidence: effectTexts(measured),
    }),
    statements: (measured.effects ?? []).map(({ statement }) => statement),
    setting: { name, from, to, place, ...measured },
  }
}

function effectTexts({ effects, figure, unmeasured }: Measured): readonly string[] {
  if (figure !== undefined) return [`In one pass of the load: ${serverFigureText(figure)}.`]
  if (effects === undefined) return [`What it moves was not measured: ${unmeasured}.`]
  if (effects.length === 0) return ['Every statement of the load reads as many pages with it as before.']
  const lines = effects
    .toSorted((a, b) => Math.abs((b.after ?? 0) - b.before) - Math.abs((a.after ?? 0) - a.before))
    .slice(0, MAX_NAMED)
    .map(({ statement, before, after }) =>
      after === undefined
        ? `${statement} fails with it.`
        : `${statement}: ${formatNumber(before)} → ${formatNumber(after)} pages, temporary ones included.`,
    )
  const more = effects.length - lines.length
  return more === 0 ? lines : [...lines, `${formatNumber(more)} more statements do other work with it.`]
}
