import type { Access } from '../access.ts'
import type { Term } from '../condition.ts'
import { isServedBy } from '../covered.ts'
import type { IndexDesign } from '../design.ts'
import { btreeCandidates } from './btree.ts'

/** More alternatives than these are a list that somebody unrolled. */
const MAX_ARMS = 3

/**
 * Indexes for the sides of an `or`, which PostgreSQL reads together as bitmaps. One that is there already needs no other; the
 * rest are of use only together.
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
  return missing.length === 0 ? [] : [missing.reduceRight((companion, design) => ({ ...design, companion }))]
}
