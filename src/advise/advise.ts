import { indexedText, tableText } from './design.ts'
import type { Draft, Rule } from './draft.ts'
import { foreignKeyWithoutIndex } from './rules/foreign-key-without-index.ts'
import { indexDropped } from './rules/index-dropped.ts'
import { missingIndex } from './rules/missing-index.ts'
import { redundantIndex } from './rules/redundant-index.ts'
import { unusedIndex } from './rules/unused-index.ts'
import type { Subject } from './workload.ts'

/** Where two rules propose the same index, the first one's words are used. */
const RULES: readonly Rule[] = [indexDropped, foreignKeyWithoutIndex, missingIndex, redundantIndex, unusedIndex]

/** All that the rules have to say: proposals for the statements that need help most come first, observations last. */
export function advise(subject: Subject): readonly Draft[] {
  const order = new Map(subject.workload.map(({ name }, at) => [name, at]))
  const drafts = RULES.flatMap(rule => rule.find(subject))
  const proposals = mergeAlike(drafts.filter(({ design }) => design !== undefined))
  const placeOf = ({ statements }: Draft) => Math.min(...statements.map(name => order.get(name) ?? order.size))
  return [
    ...proposals.toSorted((a, b) => placeOf(a) - placeOf(b)),
    ...drafts.filter(({ design }) => design === undefined),
  ]
}

/** One draft for each design, for the statements of all. */
function mergeAlike(drafts: readonly Draft[]): readonly Draft[] {
  const groups = Map.groupBy(drafts, ({ design }) => `${tableText(design!)} ${indexedText(design!)}`)
  return [...groups.values()].map(group => ({
    ...group[0]!,
    statements: [...new Set(group.flatMap(({ statements }) => statements))],
  }))
}
