import { type Catalog, findTable } from '../capture/catalog/table.ts'
import type { Comparison } from '../compare/comparison.ts'
import { walk } from '../plan/walk.ts'
import { listed } from '../plan/words.ts'

/** How well rows lie in the order of a column (`pg_stats.correlation`, without its sign): from here on they do, up to there they do not. */
const IN_ORDER = 0.9
const OUT_OF_ORDER = 0.5

const UPDATED = /^\s*update\s+(?:only\s+)?(?:(?:"((?:[^"]|"")+)"|([\w$]+))\.)?(?:"((?:[^"]|"")+)"|([\w$]+))/i

/**
 * The reason, which goes on with what an update did to the order of the rows: an index scan of a range then meets each page
 * again and again. Only of columns of the index by which head's plan finds them.
 */
export function withLostOrder(
  comparison: Comparison,
  catalogs: { readonly base: Catalog; readonly head: Catalog },
): Comparison {
  const { cause, head, status } = comparison
  if (status !== 'regressed' || cause?.side !== 'head' || head === undefined) return comparison
  const [, quotedSchema, schema = quotedSchema, quotedName, name = quotedName] = UPDATED.exec(cause.sql) ?? []
  const table = name === undefined ? undefined : findTable(catalogs.head, schema, name)
  const before = table && findTable(catalogs.base, table.schema, table.name)
  if (table === undefined || before === undefined) return comparison
  const read = new Set([...walk(head.plan.root)].flatMap(({ node }) => node.indexName ?? []))
  const keys = table.indexes
    .filter(index => read.has(index.name))
    .flatMap(index => index.keys.flatMap(({ expression, isColumn }) => (isColumn ? expression : [])))
  const orderOf = ({ columns }: typeof table, key: string) =>
    Math.abs(columns.find(column => column.name === key)?.correlation ?? Number.NaN)
  const lost = [...new Set(keys)].filter(key => orderOf(before, key) >= IN_ORDER && orderOf(table, key) <= OUT_OF_ORDER)
  return lost.length === 0
    ? comparison
    : { ...comparison, reason: `${comparison.reason}, which no longer lie in the order of ${listed(lost)}` }
}
