import type { Finding } from '../advise/finding.ts'
import { UserError } from '../errors.ts'
import { settingFinding } from './conclude.ts'
import type { TuneContext } from './context.ts'
import type { Proposal } from './proposal.ts'
import type { TrialRule } from './rules.ts'
import { serverFigureText } from './server-figure.ts'
import { remark } from './subject.ts'
import type { ServerTrial } from './trial/hold-against.ts'
import { measureServerSettings, type ServerEffect } from './trial/server-effect.ts'
import { tryServerSettings } from './trial/server-settings.ts'

const BESIDE_EXTERNAL = 'Beside an external server none of our own is started; the other kinds of server try them.'
const NOT_STARTED = 'A further server with base’s data did not start or could not be filled.'

/** What the branch's values do, held against base's, which `undone` would set again; without a trial there is no server to be had. */
export async function tryChanges(
  trial: ServerTrial | undefined,
  undone: readonly Proposal[],
): Promise<ReadonlyMap<string, ServerEffect>> {
  const changes = undone.flatMap(({ from, value, ...rest }) =>
    from === undefined ? [] : [{ ...rest, from: value, value: from }],
  )
  const none = (why: string) => new Map(changes.map(({ name }) => [name, { kind: 'unmeasured' as const, why }]))
  if (changes.length === 0) return new Map()
  if (trial === undefined) return none('beside an external server none of our own is started')
  try {
    return await measureServerSettings(trial, changes)
  } catch (error) {
    if (error instanceof UserError) return none('no further server could be started and filled')
    throw error
  }
}

/** Base's values where the branch's make a server do more, and proposals for the rest that did what they are for. */
export async function adviseForServer(
  trial: ServerTrial | undefined,
  context: TuneContext,
  proposals: readonly Proposal[],
  undone: readonly Proposal[],
  effects: ReadonlyMap<string, ServerEffect>,
): Promise<readonly Finding[]> {
  const { parameters } = context
  const finding = (proposal: Proposal, evidence: readonly string[]) =>
    settingFinding(proposal, parameters.get(proposal.name)!, { evidence, trial: undefined }, context)
  const back = undone.flatMap(proposal => {
    const effect = effects.get(proposal.name)
    return effect?.kind === 'measured' && effect.isWorse ? [{ proposal, figure: effect.figure }] : []
  })
  const others = proposals.filter(({ name }) => back.every(({ proposal }) => proposal.name !== name))
  const findings = await Promise.all(
    back.map(({ proposal, figure }) => finding(proposal, [`In one pass of the load: ${serverFigureText(figure)}.`])),
  )
  if (others.length === 0) return findings
  if (trial === undefined) return [...findings, untried(others, BESIDE_EXTERNAL)]
  try {
    const moved = await tryServerSettings(trial, others)
    return [...findings, ...(await Promise.all(moved.map(({ proposal, evidence }) => finding(proposal, evidence))))]
  } catch (error) {
    // This machine may have no room for two more servers; nothing else of the run depends on them.
    if (error instanceof UserError) return [...findings, untried(others, NOT_STARTED)]
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
