import { SqlError } from '../../postgres/client.ts'
import { quoteIdentifier } from '../../postgres/quote.ts'
import { createWorkMeter } from '../../replay/work.ts'
import type { SettingsBench } from './settings-bench.ts'

/** An index that was built anew with two sizes of maintenance_work_mem. */
export interface IndexBuild {
  readonly index: string
  readonly sizeBytes: number
  readonly tempBlocksBefore: number
  readonly tempBlocksAfter: number
}

/** Larger indexes take longer to build than the rest of a run. */
const MAX_INDEX_BYTES = 512 * 2 ** 20

/**
 * Builds the largest B-tree index on the copy with both sizes. Only a sort that does not fit in memory spills, and an index is
 * never larger than what is sorted for it: a small one is not tried.
 */
export async function tryIndexBuild(
  bench: SettingsBench,
  beforeBytes: number,
  afterBytes: number,
): Promise<IndexBuild | undefined> {
  await using client = await bench.database.connect('owner')
  const [largest] = await client.rows<{ schema: string; index: string; size: number }>(
    `select n.nspname as schema, c.relname as index, pg_relation_size(c.oid)::float8 as size
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_am a on a.oid = c.relam
     where c.relkind = 'i' and a.amname = 'btree' and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
       and pg_relation_size(c.oid) between ${beforeBytes / 2} and ${MAX_INDEX_BYTES}
     order by 3 desc, 1, 2 limit 1`,
  )
  if (largest === undefined) return undefined
  const meter = createWorkMeter(bench.server, bench.database)
  const build = async (bytes: number) => {
    await client.run(`set maintenance_work_mem = '${Math.floor(bytes / 1024)}kB'`)
    await meter.reset()
    await client.run(`reindex index ${quoteIdentifier(largest.schema)}.${quoteIdentifier(largest.index)}`)
    return (await meter.read('top level'))?.work.tempBlocks ?? 0
  }
  try {
    const tempBlocksBefore = await build(beforeBytes)
    if (tempBlocksBefore === 0) return undefined
    return { index: largest.index, sizeBytes: largest.size, tempBlocksBefore, tempBlocksAfter: await build(afterBytes) }
  } catch (error) {
    // An index of another owner, for example of an extension.
    if (error instanceof SqlError) return undefined
    throw error
  }
}
