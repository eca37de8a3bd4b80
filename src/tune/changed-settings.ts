import type { Finding, SettingChange } from '../advise/finding.ts'
import { totalsOf } from '../trial/effect.ts'
import type { TrialStatement } from '../trial/statement.ts'
import type { TuneContext } from './context.ts'
import { type Effective, PLANNER_VISIBLE, settingValue } from './effective.ts'
import { formatNumber } from './format.ts'
import { formatValue, isPublic } from './parameter.ts'
import type { TrialRule } from './rules.ts'
import { placeOf, remark, shownValue } from './subject.ts'
import type { Settings, SettingsBench } from './trial/settings-bench.ts'
import { usesMemory } from './trial/work-mem.ts'

/** More executions than these take longer than the rest of the review. */
const MAX_EXECUTED = 60
const MAX_NAMED = 5

/**
 * Every setting of the server that the branch changes in its files, in alphabetical order, with what the statements do under the
 * old and the new value where plans and executions depend on it. Without a bench nothing is executed.
 */
export async function tellChanges(
  context: TuneContext,
  base: Effective,
  trial: { readonly bench: SettingsBench; readonly settings: Settings } | undefined,
): Promise<readonly Finding[]> {
  const names = [...new Set([...base.settings.keys(), ...context.effective.settings.keys()])].sort()
  const findings: Finding[] = []
  for (const name of names) {
    const [from, to] = [textOf(base, context, name), textOf(context.effective, context, name)]
    if (from === to && !isHidden(base, context, name)) continue
    const effects = trial === undefined ? undefined : await effectsOf(context, base, trial, name)
    findings.push(findingOf(context, base, { name, from, to, effects }))
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

/** Undefined where the setting moves no plan and no count. */
async function effectsOf(
  context: TuneContext,
  base: Effective,
  { bench, settings }: { readonly bench: SettingsBench; readonly settings: Settings },
  name: string,
): Promise<SettingChange['effects']> {
  const { parameters, effective, statements } = context
  const parameter = parameters.get(name)
  const [before, after] = [settingValue(base, parameters, name), settingValue(effective, parameters, name)]
  if (!PLANNER_VISIBLE.has(name) || parameter === undefined || before === undefined || after === undefined)
    return undefined
  const of = (value: typeof before) => ({ ...settings, [name]: formatValue(parameter, value) })
  const effects = await bench.compare(statements, of(before), of(after), memoryUsers(statements, name))
  return effects.flatMap(effect => {
    const start = totalsOf(effect.before)!
    const end = effect.after.length === 0 ? undefined : totalsOf(effect.after)
    if (end !== undefined && start.blocks === end.blocks) return []
    return { statement: effect.statement.name, before: start.blocks, ...(end && { after: end.blocks }) }
  })
}

/** Memory changes what a plan spills, and not the plan. */
function memoryUsers(statements: readonly TrialStatement[], name: string): ReadonlySet<TrialStatement> {
  if (name !== 'work_mem' && name !== 'hash_mem_multiplier') return new Set()
  const byWeight = statements.filter(usesMemory).toSorted((a, b) => b.calls - a.calls)
  return new Set(byWeight.slice(0, MAX_EXECUTED))
}

function findingOf(
  { effective }: TuneContext,
  base: Effective,
  { name, from, to, effects }: Pick<SettingChange, 'name' | 'from' | 'to' | 'effects'>,
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
      evidence: effectTexts(effects),
    }),
    statements: (effects ?? []).map(({ statement }) => statement),
    setting: { name, from, to, place, ...(effects !== undefined && { effects }) },
  }
}

function effectTexts(effects: SettingChange['effects']): readonly string[] {
  if (effects === undefined) return ['What it moves was not measured: no plan and no number of pages depends on it.']
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
