import { indexedText, tableText } from './design.ts'
import type { Draft, DraftOf, DropProposal, IndexProposal } from './draft.ts'
import { RULES } from './rules.ts'
import type { Subject } from './workload.ts'

/** All that the rules have to say: indexes for the statements that need help most come first. */
export function advise(subject: Subject): readonly Draft[] {
  const order = new Map(subject.workload.map(({ name }, at) => [name, at]))
  const drafts = RULES.flatMap(rule => rule.find(subject))
  const isIndex = (draft: Draft): draft is DraftOf<IndexProposal> => draft.proposal?.kind === 'index'
  const isDrop = (draft: Draft): draft is DraftOf<DropProposal> => draft.proposal?.kind === 'drop'
  const placeOf = ({ statements }: Draft) => Math.min(...statements.map(name => order.get(name) ?? order.size))
  return [
    ...inTurn(mergeAlike(drafts.filter(isIndex)), placeOf),
    ...firstOfEach(drafts.filter(isDrop)),
    ...drafts.filter(draft => !isIndex(draft) && !isDrop(draft)),
  ]
}

/**
 * Where the branch made nothing worse every statement's likeliest index comes before anybody's second, because only so many are
 * tried.
 */
function inTurn<D extends Draft>(drafts: readonly D[], placeOf: (draft: D) => number): readonly D[] {
  const taken = new Map<number, number>()
  return drafts
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .map(draft => {
      const place = placeOf(draft)
      const turn = taken.get(place) ?? 0
      taken.set(place, turn + 1)
      return { draft, turn: draft.severity === 'warning' ? -1 : turn }
    })
    .toSorted((a, b) => a.turn - b.turn)
    .map(({ draft }) => draft)
}

/** One draft for each design, for the statements of all. */
function mergeAlike(drafts: readonly DraftOf<IndexProposal>[]): readonly DraftOf<IndexProposal>[] {
  const groups = Map.groupBy(
    drafts,
    ({ proposal: { design } }) => `${tableText(design)} ${indexedText(design)} ${design.isUnique}`,
  )
  return [...groups.values()].map(group => ({
    ...group[0]!,
    proposal: { ...group[0]!.proposal, unique: group.find(({ proposal }) => proposal.unique)?.proposal.unique },
    statements: [...new Set(group.flatMap(({ statements }) => statements))],
    ...(group[0]!.reasons === undefined ? {} : { reasons: group.flatMap(({ reasons = [] }) => reasons) }),
  }))
}

/** One draft for each index: the first rule's. */
function firstOfEach(drafts: readonly DraftOf<DropProposal>[]): readonly Draft[] {
  const groups = Map.groupBy(drafts, ({ proposal: { index } }) => JSON.stringify([index.schema, index.name]))
  return [...groups.values()].map(([first]) => first!)
}
