import type { Client } from './client.ts'
import { haveEqualContent, type Order } from './column-content.ts'
import {
  type ColumnStatistics,
  readColumnStatistics,
  withCorrelation,
  writeColumnStatistics,
} from './column-statistics.ts'
import { quoteIdentifier } from './quote.ts'
import type { Relation } from './relations.ts'
import type { Touch } from './touched.ts'

/** What of a table ANALYZE has to look at. */
export interface Sample {
  readonly relation: Relation
  readonly columns: readonly string[]
  /** Columns that hold what they held, in rows that lie in another order: nothing but their correlation is new. */
  readonly reordered: readonly string[]
  /** Expressions of indexes and extended statistics too. */
  readonly isWhole: boolean
  /** Relations whose statistics ANALYZE would take anew although they hold: indexes, partitions. */
  readonly kept: readonly number[]
}

/** `base` and `head` are the owner's connections. */
export async function planSamples(
  relations: readonly Relation[],
  touched: readonly Touch[],
  base: Client,
  head: Client,
): Promise<Sample[]> {
  const samples: Sample[] = []
  for (const touch of touched) {
    const { relation, before, hasNewExpressions, hasManyChangedRows } = touch
    if (relation.kind === 'p') continue
    const { columns, reordered } = await changedColumns(touch, base, head)
    const isWhole = hasNewExpressions || (hasManyChangedRows && columns.length > 0)
    const oldIndexes = Object.keys(before?.expressionIndexes ?? {}).map(Number)
    const kept = hasManyChangedRows ? [] : oldIndexes.filter(oid => relation.expressionIndexes[oid] !== undefined)
    if (isWhole || columns.length > 0 || reordered.length > 0)
      samples.push({ relation, columns, reordered, isWhole, kept })
  }
  for (const relation of relations.filter(({ kind }) => kind === 'p')) {
    const partitions = descendantsOf(relation, relations)
    const own = touched.find(touch => touch.relation.oid === relation.oid)
    const below = samples.filter(each => partitions.includes(each.relation)).flatMap(each => each.columns)
    const columns = [...new Set([...below, ...(own?.newColumns ?? [])])].filter(name => relation.columns[name])
    if (columns.length === 0) continue
    const kept = partitions.flatMap(({ oid, expressionIndexes }) => [
      oid,
      ...Object.keys(expressionIndexes).map(Number),
    ])
    samples.push({ relation, columns, reordered: [], isWhole: false, kept })
  }
  return samples
}

/** Columns that have no statistics yet, or, where many rows changed, do not hold what they hold on base, or not in that order. */
async function changedColumns(
  touch: Touch,
  base: Client,
  head: Client,
): Promise<Pick<Sample, 'columns' | 'reordered'>> {
  const { relation, before, newColumns, hasManyChangedRows } = touch
  if (!before || !hasManyChangedRows) return { columns: newColumns, reordered: [] }
  const old = Object.keys(relation.columns).filter(name => !newColumns.includes(name))
  const names = new Map(Object.entries(before.columns).map(([name, { number }]) => [number, name]))
  const differing = async (columns: readonly string[], order: Order) => {
    const oldNames = columns.map(name => names.get(relation.columns[name]?.number ?? 0) ?? name)
    const isEqual = await haveEqualContent(
      { client: base, table: before.name, columns: oldNames },
      { client: head, table: relation.name, columns },
      order,
    )
    return columns.filter((_, index) => !isEqual[index])
  }
  const moved = await differing(old, 'ordered')
  const changed = await differing(moved, 'unordered')
  return { columns: [...newColumns, ...changed], reordered: moved.filter(name => !changed.includes(name)) }
}

function descendantsOf(parent: Relation, relations: readonly Relation[]): Relation[] {
  const children = relations.filter(relation => relation.parent === parent.oid)
  return children.flatMap(child => [child, ...descendantsOf(child, relations)])
}

/** Without a superuser, who can put statistics back, ANALYZE may sample more than is asked for. */
export async function sample(
  client: Client,
  hasSuperuser: boolean,
  { relation, columns, reordered, isWhole, kept }: Sample,
): Promise<void> {
  const list = isWhole ? '' : `(${[...columns, ...reordered].map(quoteIdentifier).join(', ')})`
  const oids = hasSuperuser ? [relation.oid, ...kept] : []
  const saved: (readonly ColumnStatistics[])[] = []
  for (const oid of oids) saved.push(await readColumnStatistics(client, oid))
  await client.run(`analyze ${relation.name} ${list}`)
  const fresh = reordered.length > 0 && hasSuperuser ? await readColumnStatistics(client, relation.oid) : []
  const restored = (row: ColumnStatistics) =>
    reordered.includes(row.column)
      ? withCorrelation(
          row,
          fresh.find(({ column, isInherited }) => column === row.column && isInherited === row.isInherited),
        )
      : row
  for (const [index, oid] of oids.entries()) {
    const rows = saved[index] ?? []
    const old = oid === relation.oid ? rows.filter(row => !columns.includes(row.column)).map(restored) : rows
    await writeColumnStatistics(client, oid, old)
  }
}
