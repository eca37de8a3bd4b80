import type { ProductionStatistics, ScaledRelation } from './production-statistics.ts'
import type { SeededRelation } from './seeded.ts'

/** What a relation is made to look like. */
interface Size {
  readonly blocks: number
  readonly pages: number
  readonly rows: number
  readonly visible: number
}

/** By oid; what is not in it stays as it was seeded. */
export type Sizes = ReadonlyMap<number, Size>

type Named = Pick<ScaledRelation, 'schema' | 'table' | 'index'>

const keyOf = ({ schema, table, index }: Named) => JSON.stringify([schema, table, index])

/**
 * Base at production's size: each table as production's of that name, each index too, or where production lacks it in
 * proportion to its table. What production has less of than the seed stays as it was seeded: a file cannot shrink without
 * losing rows.
 */
export function sizesOfBase(base: readonly SeededRelation[], { relations }: ProductionStatistics): Sizes {
  const known = new Map(relations.map(relation => [keyOf(relation), relation]))
  const sizes = new Map<number, Size>()
  for (const seeded of inOrder(base)) {
    const given = known.get(keyOf(seeded))
    const table = sizes.get(seeded.tableOid)
    if (seeded.index !== null && table === undefined) continue
    const size = given === undefined ? inProportion(seeded, base, table) : sizeOf(given)
    if (size !== undefined && size.rows >= seeded.rows) {
      sizes.set(seeded.oid, { ...size, blocks: Math.max(size.blocks, seeded.blocks) })
    }
  }
  return sizes
}

/**
 * Head at the size that production will have after the branch: what base's relation has, times what the branch's migrations
 * made of it with the seeded rows. `counterpartOf` finds base's relation.
 */
export function sizesOfHead(
  head: readonly SeededRelation[],
  counterpartOf: (relation: SeededRelation) => SeededRelation | undefined,
  ofBase: Sizes,
): Sizes {
  const sizes = new Map<number, Size>()
  for (const seeded of inOrder(head)) {
    const before = counterpartOf(seeded)
    const size = before && ofBase.get(before.oid)
    const scaled =
      size === undefined || before === undefined
        ? inProportion(seeded, head, sizes.get(seeded.tableOid))
        : asChanged(size, before, seeded)
    if (scaled !== undefined) sizes.set(seeded.oid, scaled)
  }
  return sizes
}

/** Tables first, since their indexes follow them. */
const inOrder = (relations: readonly SeededRelation[]) => [
  ...relations.filter(({ index }) => index === null),
  ...relations.filter(({ index }) => index !== null),
]

function sizeOf({ blocks, pages, rows, visible }: ScaledRelation): Size | undefined {
  return rows < 0 ? undefined : { blocks, pages: pages === 0 ? blocks : pages, rows, visible }
}

function inProportion(
  seeded: SeededRelation,
  all: readonly SeededRelation[],
  table: Size | undefined,
): Size | undefined {
  const own = all.find(({ oid }) => oid === seeded.tableOid)
  if (seeded.index === null || table === undefined || own === undefined || own.rows <= 0) return undefined
  const factor = table.rows / own.rows
  const blocks = Math.round(seeded.blocks * factor)
  return { blocks, pages: blocks, rows: Math.max(0, seeded.rows) * factor, visible: 0 }
}

function asChanged(size: Size, before: SeededRelation, after: SeededRelation): Size {
  const grown = before.blocks === 0 ? 1 : after.blocks / before.blocks
  const more = before.rows <= 0 ? 1 : after.rows / before.rows
  const pages = Math.round(size.pages * grown)
  return {
    blocks: Math.max(after.blocks, Math.round(size.blocks * grown)),
    pages,
    rows: size.rows * more,
    visible: Math.min(pages, Math.round(size.visible * grown)),
  }
}
