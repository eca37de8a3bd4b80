import type { FileEdit, Finding, Fix, Trial } from '../advise/finding.ts'
import type { Tree } from '../checkout/tree.ts'
import type { WorseThan } from '../compare/thresholds.ts'
import { UserError } from '../errors.ts'
import { type Effect, gainOf, harms, totalsOf } from '../trial/effect.ts'
import { type Addition, NAME, type Source, VALUE } from './configured.ts'
import type { TuneContext } from './context.ts'
import { type Replacement, toFileEdit } from './edit.ts'
import type { Effective } from './effective.ts'
import { formatNumber } from './format.ts'
import { formatValue, type Parameter, type Value } from './parameter.ts'
import type { Proposal } from './proposal.ts'
import type { TrialRule } from './rules.ts'
import { placeOf } from './subject.ts'

/** What a trial of a session's setting says: it helps, it harms, or nothing moved. */
export type Outcome =
  | { readonly kind: 'helps'; readonly winners: readonly Effect[]; readonly changed: readonly Effect[] }
  | { readonly kind: 'harms'; readonly loser: Effect }
  | { readonly kind: 'nothing' }

/** Judged by blocks alone: times would make two runs disagree. */
export function judgeEffects(effects: readonly Effect[], limits: WorseThan): Outcome {
  const loser = effects.find(effect => effect.after.length === 0 || harms(effect, limits))
  if (loser !== undefined) return { kind: 'harms', loser }
  const winners = effects.filter(effect => gainOf(effect) !== undefined)
  return winners.length === 0 ? { kind: 'nothing' } : { kind: 'helps', winners, changed: effects }
}

const shown = (parameter: Parameter, value: Value | undefined) =>
  value === undefined ? 'unknown' : formatValue(parameter, value)

/** Sentences on what a change of a session's setting moved. */
function effectEvidence(winners: readonly Effect[], changed: readonly Effect[], statements: number): readonly string[] {
  const lines = winners
    .toSorted((a, b) => savedBy(b) - savedBy(a))
    .slice(0, 5)
    .map(({ statement, before, after }) => {
      const [start, end] = [totalsOf(before)!, totalsOf(after)!]
      return `${statement.name}: ${formatNumber(start.blocks)} → ${formatNumber(end.blocks)} pages, temporary ones included.`
    })
  return [
    ...lines,
    `${formatNumber(changed.length)} of ${formatNumber(statements)} statements were run with both values; the rest keep their plans.`,
  ]
}

function savedBy(effect: Effect): number {
  const gain = gainOf(effect)
  return gain === undefined ? 0 : ((gain.before - gain.after) * effect.statement.calls) / effect.statement.runs.length
}

export function toTrial(winners: readonly Effect[], unaffected: number): Trial {
  const effects = winners
    .toSorted((a, b) => savedBy(b) - savedBy(a))
    .map(({ statement, before, after }) => {
      const [start, end] = [totalsOf(before)!, totalsOf(after)!]
      return {
        statement: statement.name,
        buffersBefore: start.blocks,
        buffersAfter: end.blocks,
        durationMsBefore: start.durationMs,
        durationMsAfter: end.durationMs,
      }
    })
  return { effects, writes: [], unaffected, sizeBytes: 0, buildMs: 0 }
}

/** Advice on a setting of the whole server, with the diff of the user's own file. */
export async function settingFinding(
  proposal: Proposal,
  parameter: Parameter,
  result: { readonly evidence: readonly string[]; readonly trial: Trial | undefined },
  where: { readonly tree: Tree; readonly effective: Effective },
): Promise<Finding> {
  const { name, from, value, why, origin } = proposal
  const fix = await fixOf(proposal, parameter, where)
  return {
    key: `setting:${name}`,
    rule: (origin === 'branch' ? 'setting-made-worse' : 'setting') satisfies TrialRule,
    area: 'configuration',
    severity: origin === 'branch' ? 'warning' : 'advice',
    title:
      origin === 'branch'
        ? `${name} was better at ${shown(parameter, value)}`
        : `Set ${name} to ${shown(parameter, value)}, from ${shown(parameter, from)}`,
    why,
    evidence: fix === undefined ? [...result.evidence, whereTo(name, where.effective)] : result.evidence,
    fix,
    statements: result.trial?.effects.map(({ statement }) => statement) ?? [],
    trial: result.trial,
  }
}

/** Advice on a setting whose trial helped. */
export function helpfulFinding(
  context: TuneContext,
  proposal: Proposal,
  winners: readonly Effect[],
  changed: readonly Effect[],
): Promise<Finding> {
  const result = {
    evidence: effectEvidence(winners, changed, context.statements.length),
    trial: toTrial(winners, context.statements.length - winners.length),
  }
  return settingFinding(proposal, context.parameters.get(proposal.name)!, result, context)
}

/** What was tried and does more harm than good: told, so that nobody tries it again. */
export function rejectedFinding(proposal: Proposal, parameter: Parameter, loser: Effect): Finding {
  const { name, value, why } = proposal
  const [start, end] = [totalsOf(loser.before), totalsOf(loser.after)]
  const outcome =
    end === undefined ? 'it then fails' : `${formatNumber(start?.blocks ?? 0)} → ${formatNumber(end.blocks)} pages`
  return {
    key: `setting:${name}`,
    rule: 'setting-rejected' satisfies TrialRule,
    area: 'configuration',
    severity: 'info',
    title: `${name} = ${shown(parameter, value)} was tried and is no good here`,
    why: `${why} Run with it, ${loser.statement.name} gets worse.`,
    evidence: [`${loser.statement.name}: ${outcome}.`],
    fix: undefined,
    statements: [loser.statement.name],
    trial: undefined,
  }
}

/** The change of the user's own file, else a statement; neither where a statement would change nothing. */
async function fixOf(
  { name, value }: Proposal,
  parameter: Parameter,
  { tree, effective }: { readonly tree: Tree; readonly effective: Effective },
): Promise<Fix | undefined> {
  const edit = await editFor(name, parameter, value, tree, effective)
  if (edit !== undefined) return { sql: '', files: [edit] }
  if (!obeysAlterSystem(name, effective)) return undefined
  const apply =
    parameter.context === 'postmaster' ? '-- takes effect when the server is restarted' : 'select pg_reload_conf();'
  return { sql: `alter system set ${name} = '${formatValue(parameter, value)}';\n${apply}`, files: [] }
}

/** Where the value is to be written by hand, as the file says it in a way that is not rewritten. */
function whereTo(name: string, { source, settings }: Effective): string {
  const known = settings.get(name)
  return `It is to be written in ${known === undefined ? source?.file : placeOf(known)}, by hand.`
}

/** Managed services refuse ALTER SYSTEM, and what stands on the command line holds over it. */
function obeysAlterSystem(name: string, { source, settings }: Effective): boolean {
  const isStatement = settings.has(name) && !source?.settings.some(setting => setting === settings.get(name))
  return isStatement || !(source?.isBare === true || (source?.kind === 'flags' && settings.has(name)))
}

async function editFor(
  name: string,
  parameter: Parameter,
  value: Value,
  tree: Tree,
  { source, settings }: Effective,
): Promise<FileEdit | undefined> {
  if (source === undefined) return undefined
  const known = settings.get(name)
  const text = writtenValue(parameter, value, source)
  // A migration's ALTER SYSTEM would go on holding over the file.
  if (known !== undefined && known.range === undefined) return undefined
  const replacement = known?.range === undefined ? added(source.addition, parameter, text) : { ...known.range, text }
  const path = known?.file ?? source.addition?.file
  if (replacement === undefined || path === undefined) return undefined
  const content = await tree.read(path).catch((error: unknown) => {
    if (error instanceof UserError) return undefined
    throw error
  })
  return content === undefined ? undefined : toFileEdit(path, content, withQuotes(content, replacement))
}

function writtenValue(parameter: Parameter, value: Value, { isBare, switches }: Source): string {
  if (typeof value === 'boolean' && switches !== undefined) return switches[value ? 0 : 1]
  return formatValue(parameter, value, isBare)
}

function added(addition: Addition | undefined, parameter: Parameter, value: string): Replacement | undefined {
  if (addition === undefined) return undefined
  const { offset, text, restartText } = addition
  const put = parameter.context === 'postmaster' ? (restartText ?? text) : text
  return { start: offset, end: offset, text: put.replaceAll(NAME, parameter.name).replaceAll(VALUE, value) }
}

/** postgresql.conf's ranges hold the quotes: what was quoted stays so. */
function withQuotes(content: string, replacement: Replacement): Replacement {
  const isQuoted =
    replacement.end - replacement.start >= 2 &&
    content[replacement.start] === "'" &&
    content[replacement.end - 1] === "'"
  return isQuoted ? { ...replacement, text: `'${replacement.text}'` } : replacement
}
