import type { Client } from '../postgres/client.ts'
import { type ColumnStatistics, readColumnStatistics, writeColumnStatistics } from '../postgres/column-statistics.ts'
import type { Database, Server } from '../postgres/server.ts'
import type { ProductionStatistics, ScaledColumn } from './production-statistics.ts'
import { readSeeded, type SeededRelation } from './seeded.ts'
import { type Sizes, sizesOfBase, sizesOfHead } from './sizes.ts'
import { spreadLike, spreadOfEmpty } from './spread.ts'
import { stretch } from './stretch.ts'

/** Copies of both databases that the planner takes for production. Nothing but EXPLAIN may run in them. */
export interface ScaleModel extends AsyncDisposable {
  readonly base: Database
  readonly head: Database
  /** Tables of base that production's statistics do not name, or that hold fewer rows there. */
  readonly asSeeded: readonly string[]
}

export interface ScaleModelOptions {
  readonly statistics: ProductionStatistics
  /** Whether head's database is a copy of base's, so that what was renamed is known by its number. */
  readonly isCopy: boolean
}

/** Makes the model; takes a server with superuser rights. Disposing drops it. */
export async function openScaleModel(
  server: Server,
  databases: { readonly base: Database; readonly head: Database },
  { statistics, isCopy }: ScaleModelOptions,
): Promise<ScaleModel> {
  await using made = new AsyncDisposableStack()
  const copy = async (side: 'base' | 'head') => {
    const database = await server.createDatabase(`${side}_scale`, databases[side])
    made.defer(() => server.dropDatabase(database))
    return database
  }
  const [base, head] = [await copy('base'), await copy('head')]
  const columns = Map.groupBy(statistics.columns, ({ schema, table }) => tableKey(schema, table))
  await using baseAdmin = await base.connect('superuser')
  await using headAdmin = await head.connect('superuser')
  const [ours, theirs] = [await readSeeded(baseAdmin), await readSeeded(headAdmin)]
  const find = finderOf(ours, isCopy)
  const sizes = sizesOfBase(ours, statistics)
  await scale(baseAdmin, ours, sizes, relation => ({ relation, known: columnsOf(columns, relation) }))
  await scale(headAdmin, theirs, sizesOfHead(theirs, find, sizes), relation => {
    const before = find(relation)
    return before && { relation: before, known: columnsOf(columns, before) }
  })
  const kept = made.move()
  return {
    base,
    head,
    asSeeded: ours
      .filter(({ index, oid }) => index === null && !sizes.has(oid))
      .map(({ schema, table }) => `${schema}.${table}`),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

const tableKey = (schema: string, table: string) => JSON.stringify([schema, table])
const columnsOf = (columns: ReadonlyMap<string, readonly ScaledColumn[]>, { schema, table }: SeededRelation) =>
  columns.get(tableKey(schema, table)) ?? []

/** Base's relation that one of head was: the same one in a copy, else the one of that name. */
function finderOf(base: readonly SeededRelation[], isCopy: boolean) {
  const byOid = new Map(base.map(relation => [relation.oid, relation]))
  const key = ({ schema, table, index }: SeededRelation) => JSON.stringify([schema, table, index])
  const byName = new Map(base.map(relation => [key(relation), relation]))
  return (relation: SeededRelation) => (isCopy ? byOid.get(relation.oid) : undefined) ?? byName.get(key(relation))
}

interface Before {
  /** Base's. */
  readonly relation: SeededRelation
  /** What production says of its columns. */
  readonly known: readonly ScaledColumn[]
}

async function scale(
  admin: Client,
  relations: readonly SeededRelation[],
  sizes: Sizes,
  beforeOf: (relation: SeededRelation) => Before | undefined,
): Promise<void> {
  await stretch(admin, relations, sizes)
  for (const relation of relations) {
    const before = relation.index === null && sizes.has(relation.oid) ? beforeOf(relation) : undefined
    if (before === undefined || before.known.length === 0) continue
    const seeded = await readColumnStatistics(admin, relation.oid)
    await writeColumnStatistics(admin, relation.oid, spreadTable(relation, before, seeded))
  }
}

/** A column is base's of the same number in a copy of the table, else the one of its name. */
function spreadTable(
  relation: SeededRelation,
  { relation: before, known }: Before,
  seeded: readonly ColumnStatistics[],
): readonly ColumnStatistics[] {
  const isSame = relation.oid === before.oid
  const names = new Map(Object.entries(before.columns).map(([name, { number }]) => [number, name]))
  return Object.entries(relation.columns).flatMap(([column, { number, type }]) => {
    const name = isSame ? names.get(number) : column
    const keepsWidth = name === undefined || before.columns[name]?.type !== type
    return known
      .filter(each => each.column === name)
      .map(each => {
        const own = seeded.find(row => row.column === column && row.isInherited === each.inherited)
        return own === undefined ? spreadOfEmpty({ ...each, column }) : spreadLike(own, each, keepsWidth)
      })
  })
}
