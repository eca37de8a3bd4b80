import { type Client, SqlError } from '../../postgres/client.ts'
import { quoteIdentifier } from '../../postgres/quote.ts'

/** A table with the column that says how old a row is, and what the load's statements compare it with at the least. */
export interface AgeQuestion {
  readonly schema: string
  readonly table: string
  readonly column: string
  /** SQL of constants as PostgreSQL printed it; values of the load, which no report may hold. */
  readonly bounds: readonly string[]
}

/** How much of a table is older than all of these bounds. */
export interface Age extends Omit<AgeQuestion, 'bounds'> {
  readonly rows: number
  readonly oldRows: number
  /** Of the bytes of all rows. */
  readonly oldShare: number
}

/** Counts the rows; only counts leave the server. A question that it refuses has no answer. */
export async function readAges(client: Client, questions: readonly AgeQuestion[]): Promise<readonly Age[]> {
  const ages: Age[] = []
  for (const { bounds, ...question } of questions) {
    const facts = await count(client, question, bounds)
    if (facts !== undefined && facts.rows > 0) ages.push({ ...question, ...facts })
  }
  return ages
}

async function count(
  client: Client,
  { schema, table, column }: Omit<AgeQuestion, 'bounds'>,
  bounds: readonly string[],
) {
  const isOld = bounds.map(bound => `t.${quoteIdentifier(column)} < ${bound}`).join(' and ')
  try {
    const [facts] = await client.rows<Pick<Age, 'rows' | 'oldRows' | 'oldShare'>>(`
      select count(*)::float8 as rows, (count(*) filter (where ${isOld}))::float8 as "oldRows",
        coalesce(sum(pg_column_size(t.*)) filter (where ${isOld}) / nullif(sum(pg_column_size(t.*)), 0)::float8, 0)::float8 as "oldShare"
      from ${quoteIdentifier(schema)}.${quoteIdentifier(table)} as t`)
    return facts
  } catch (error) {
    if (error instanceof SqlError) return undefined
    throw error
  }
}
