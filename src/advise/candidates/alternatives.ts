import type { Access } from '../access.ts'
import type { Term } from '../condition.ts'
import { covers, isServedBy } from '../covered.ts'
import type { IndexDesign } from '../design.ts'
import { btreeCandidates } from './btree.ts'

/** More alternatives than these are a list that somebody unrolled. */
const MAX_ARMS = 3

/**
 * Indexes for the sides of an `or`, which PostgreSQL reads together as bitmaps. One that is there already needs no other, and
 * sides that compare the same columns share one; the rest are of use only together.
 */
export function alternativeCandidates(access: Access): readonly IndexDesign[] {
  return access.terms.flatMap(term => (term.kind === 'either' ? together(term, access) : []))
}

function together({ arms }: Extract<Term, { kind: 'either' }>, access: Access): readonly IndexDesign[] {
  if (arms.length > MAX_ARMS) return []
  const designs = arms.map(terms => btreeCandidates({ ...access, terms, order: [], isLimited: false }, () => 0)[0])
  if (designs.some(design => design === undefined)) return []
  const missing = designs
    .filter(design => design !== undefined)
    .filter(design => !access.table.indexes.some(index => isServedBy(design, index)))
  const distinct = missing.filter((design, at) => !missing.some((other, place) => isSpare(design, at, other, place)))
  return distinct.length === 0 ? [] : [distinct.reduceRight((companion, design) => ({ ...design, companion }))]
}

/** Whether one index answers both sides. Of two that are the same the first stays. */
const isSpare = (design: IndexDesign, at: number, other: IndexDesign, place: number): boolean =>
  at !== place && covers(other, design) && (place < at || !covers(design, other))
