import { z } from 'zod'
import type { ProductionRelation } from '../bloat/storage.ts'
import type { Tree } from '../checkout/tree.ts'
import { UserError } from '../errors.ts'

const name = z.string().min(1).max(200)
/** PostgreSQL's own limit of a relation (MaxBlockNumber). */
const MAX_BLOCKS = 4_294_967_294
const share = z.number().min(0).max(1)

const relation = z.strictObject({
  schema: name,
  table: name,
  index: name.nullable().describe('Null for the table itself'),
  blocks: z.number().int().nonnegative().max(MAX_BLOCKS).describe('Length of the main file, in blocks of 8 kB'),
  pages: z.number().int().nonnegative().describe('`relpages`: the same, when it was last vacuumed or analysed'),
  rows: z.number().min(-1).describe('`reltuples`; -1 where nobody has counted'),
  visible: z.number().int().nonnegative().describe('`relallvisible`'),
})

const column = z.strictObject({
  schema: name,
  table: name,
  column: name,
  inherited: z.boolean().describe('Whether it speaks of the table with its partitions'),
  nulls: share,
  width: z.number().int().nonnegative().describe('Average, in bytes'),
  distinct: z.number().describe('Of pg_stats: a number of values, or minus a share of the rows'),
  frequencies: z.array(share).describe('Of the most common values, which themselves are left out'),
  correlation: z.number().min(-1).max(1).nullable(),
})

const schema = z.strictObject({
  pgverdict: z.literal('statistics'),
  version: z.literal(1),
  server: z.string().max(200),
  relations: z.array(relation),
  columns: z.array(column),
})

/** How large production is and how its columns are spread, without a single value of it. */
export type ProductionStatistics = z.output<typeof schema>
export type ScaledRelation = z.output<typeof relation>
export type ScaledColumn = z.output<typeof column>

const HINT = '`pgverdict statistics` writes it on production.'

/** Reads what `pgverdict statistics` wrote. Throws a UserError where the file is missing or something else. */
export async function readStatistics(tree: Tree, path: string | undefined): Promise<ProductionStatistics | undefined> {
  if (path === undefined) return undefined
  const what = `target.statistics: ${path}`
  const usage = { kind: 'usage', hint: HINT } as const
  const text = await tree.read(path).catch(cause => {
    throw new UserError(`${what} could not be read`, { ...usage, cause })
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new UserError(`${what} is not JSON`, { ...usage, cause })
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues
  const problem = first === undefined ? '' : `: ${first.path.join('.')}: ${first.message}`
  throw new UserError(`${what} holds no statistics of production${problem}`, usage)
}

/** What advice on sizes asks of production. */
export function sizesOf(statistics: ProductionStatistics | undefined): readonly ProductionRelation[] {
  return (statistics?.relations ?? []).map(({ schema, table, index, blocks, rows }) => ({
    schema,
    table,
    index: index ?? undefined,
    pages: blocks,
    rows,
  }))
}
