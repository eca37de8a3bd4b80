import { type Client, SqlError } from './client.ts'
import { quoteIdentifier } from './quote.ts'

/** `ordered`: the rows must also lie in the same order, on which the correlation statistic and the plans depend. */
export type Order = 'ordered' | 'unordered'

export interface Columns {
  /** The owner's: casts to text can be functions of the migrations. */
  readonly client: Client
  /** Qualified and quoted. */
  readonly table: string
  readonly columns: readonly string[]
}

const INSUFFICIENT_PRIVILEGE = '42501'

/** Tells for each pair of columns whether they hold the same values, up to collisions of 64-bit hashes. */
export async function haveEqualContent(base: Columns, head: Columns, order: Order): Promise<readonly boolean[]> {
  if (base.columns.length === 0) return []
  const [ours, theirs] = await Promise.all([hashColumns(base, order), hashColumns(head, order)])
  return base.columns.map((_, index) => ours[index] !== undefined && ours[index] === theirs[index])
}

/** One checksum a column; none of a table that the owner may not read. The order is that of a sequential scan. */
async function hashColumns({ client, table, columns }: Columns, order: Order): Promise<readonly string[]> {
  const seed = order === 'ordered' ? 'ordinal' : '0'
  const source = order === 'ordered' ? `(select *, row_number() over () as ordinal from ${table}) as numbered` : table
  const sums = columns.map(
    column => `coalesce(sum(hashtextextended(coalesce(${quoteIdentifier(column)}::text, E'\\x01'), ${seed})), 0)::text`,
  )
  try {
    const [row] = await client.rows<{ sums: string[] }>(
      `select json_build_array(${sums.join(', ')}) as sums from ${source}`,
    )
    return row?.sums ?? []
  } catch (error) {
    if (error instanceof SqlError && error.code === INSUFFICIENT_PRIVILEGE) return []
    throw error
  }
}
