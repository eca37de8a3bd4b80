import { type IndexDesign, indexedText, tableText } from '../design.ts'

/** Wider than this, an index takes about as many pages as the table. */
const MAX_INCLUDED = 6

/**
 * Of designs that differ in nothing but the columns that are no keys, one that has the columns of all: two indexes with the same
 * keys side by side cost each write twice. `parts` are the items whose designs it is made of.
 */
export function unitedDesigns<T extends { readonly design: IndexDesign }>(
  items: readonly T[],
): readonly { readonly design: IndexDesign; readonly parts: readonly [T, ...T[]] }[] {
  const covering = items.filter(({ design }) => design.include.length > 0 && design.companion === undefined)
  const groups = Map.groupBy(
    covering,
    ({ design }) => `${tableText(design)} ${indexedText({ ...design, include: [] })} ${design.isUnique}`,
  )
  return [...groups.values()].flatMap(group => {
    const [first, ...others] = group
    const include = [...new Set(group.flatMap(({ design }) => design.include))]
    const isNew = group.every(({ design }) => design.include.length < include.length)
    return first !== undefined && isNew && include.length <= MAX_INCLUDED
      ? [{ design: { ...first.design, include }, parts: [first, ...others] }]
      : []
  })
}
