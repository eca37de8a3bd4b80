import type { Finding } from '../../advise/finding.ts'
import type { Configured, Source } from '../configured.ts'
import { type Parameters, parseValue } from '../parameter.ts'
import { placeOf, type Rule, remark, shownValue } from '../subject.ts'

/** The same setting with different values: within one server's configuration, where the last one holds, or between files. */
export const contradiction: Rule = {
  id: 'contradicting-setting',
  description: 'One file says two values, or two files or a migration disagree.',
  find({ reading, parameters }) {
    const within = reading.sources.flatMap(source =>
      pairsOf(source.settings, parameters).map(([first, last]) =>
        remark({
          rule: contradiction.id,
          subject: `${last.name}:${source.file}`,
          severity: 'info',
          title: `${last.name} is set twice`,
          why: 'The last one holds.',
          evidence: [
            `${placeOf(first)} says ${shownValue(first, parameters)}, ${placeOf(last)} says ${shownValue(last, parameters)}.`,
          ],
        }),
      ),
    )
    const [first, ...others] = reading.sources.filter(({ kind }) => kind !== 'pgverdict.yml')
    const between = first === undefined ? [] : others.flatMap(other => between2(first, other, parameters))
    return [...within, ...between]
  },
}

function pairsOf(
  settings: readonly Configured[],
  parameters: Parameters,
): readonly (readonly [Configured, Configured])[] {
  const named = Map.groupBy(
    settings.filter(({ scope }) => scope === undefined),
    ({ name }) => name,
  )
  return [...named.values()].flatMap(all => {
    const last = all.at(-1)!
    const other = all.find(each => differs(each, last, parameters))
    return other === undefined ? [] : [[other, last] as const]
  })
}

/** Two files may be of two servers, so that a difference is only told where both are of the same kind or one is SQL. */
function between2(one: Source, other: Source, parameters: Parameters): readonly Finding[] {
  if (one.kind !== other.kind && other.kind !== 'statements') return []
  const theirs = new Map(other.settings.filter(({ scope }) => scope === undefined).map(each => [each.name, each]))
  const differing = one.settings.flatMap(setting => {
    const their = theirs.get(setting.name)
    return their !== undefined && differs(setting, their, parameters) ? [[setting, their] as const] : []
  })
  if (differing.length === 0) return []
  return [
    remark({
      rule: contradiction.id,
      subject: `${one.file}:${other.file}`,
      severity: 'info',
      title: `${one.file} and ${other.file} disagree`,
      why:
        other.kind === 'statements'
          ? 'What a migration sets with ALTER SYSTEM holds over the file.'
          : 'They may be meant for different servers; figures here are for the first.',
      evidence: differing.map(
        ([ours, their]) =>
          `${ours.name}: ${placeOf(ours)} says ${shownValue(ours, parameters)}, ${placeOf(their)} says ${shownValue(their, parameters)}.`,
      ),
    }),
  ]
}

function differs(one: Configured, other: Configured, parameters: Parameters): boolean {
  if (one.value === undefined || other.value === undefined) return false
  const parameter = parameters.get(one.name)
  if (parameter === undefined) return one.value !== other.value
  return parseValue(parameter, one.value) !== parseValue(parameter, other.value)
}
