import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { Tree } from '../checkout/tree.ts'
import { UserError } from '../errors.ts'
import type { ProductionRelation } from './storage.ts'

const rows = z.array(
  z.object({
    schema: z.string().min(1),
    table: z.string().min(1),
    index: z.string(),
    pages: z.coerce.number().int().min(0),
    rows: z.coerce.number().min(-1),
  }),
)

/** Reads what docs/partitioning.md's query says of production. Throws a UserError where the file is missing or something else. */
export async function readProduction(tree: Tree, path: string | undefined): Promise<readonly ProductionRelation[]> {
  if (path === undefined) return []
  try {
    const found = rows.parse(parse(await tree.read(path), { columns: true, skip_empty_lines: true, trim: true }))
    return found.map(({ index, ...row }) => ({ ...row, index: index === '' ? undefined : index }))
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`target.tables: ${path} is no list of tables with schema, table, index, pages and rows`, {
      kind: 'usage',
      hint: 'docs/partitioning.md has the query that makes it, to be saved as CSV with its header.',
      cause: error,
    })
  }
}
