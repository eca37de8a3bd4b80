import { type Client, SqlError } from '../postgres/client.ts'
import { quoteIdentifier } from '../postgres/quote.ts'
import type { Database, Server } from '../postgres/server.ts'
import { hasPgstattuple } from './room.ts'
import type { GrownIndex } from './storage.ts'

interface IndexFile {
  readonly oid: number
  readonly table: number
  readonly schema: string
  readonly name: string
  readonly pages: number
}

/** Of its pages before the load; and pages. */
const MIN_GROWTH = 1.3
const MIN_PAGES = 20
/** Larger ones take longer to build anew than they tell. */
const MAX_PAGES = 8192
const MOST_LOOKED_AT = 5
/** A B-tree’s default fillfactor. */
const LEAF_FILL = 0.9

/**
 * What the load made of indexes that grew a lot, by the table's oid: how full their leaves are once VACUUM has been there,
 * and how small REINDEX CONCURRENTLY makes them; both are done to them. `frozen` is what `loaded` was copied from.
 */
export async function readGrownIndexes(
  server: Server,
  frozen: Database,
  loaded: Database,
  tables: readonly { readonly oid: number }[],
): Promise<ReadonlyMap<number, readonly GrownIndex[]>> {
  if (tables.length === 0) return new Map()
  const before = new Map((await filesOf(frozen, tables)).map(({ oid, pages }) => [oid, pages]))
  const grown = (await filesOf(loaded, tables)).flatMap(file => {
    const pagesBefore = before.get(file.oid) ?? 0
    const isNotable = file.pages - pagesBefore >= MIN_PAGES && file.pages >= MIN_GROWTH * pagesBefore
    return isNotable && file.pages <= MAX_PAGES ? [{ ...file, pagesBefore }] : []
  })
  if (grown.length === 0) return new Map()
  await using client = await loaded.connect(server.hasSuperuser ? 'superuser' : 'owner')
  const isExact = await hasPgstattuple(client)
  const found: (GrownIndex & { readonly table: number })[] = []
  for (const { table, schema, name, pages, pagesBefore } of grown.slice(0, MOST_LOOKED_AT)) {
    const index = `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`
    // Entries of dead rows count as full until they are taken away.
    await client.run(`vacuum (index_cleanup on) ${await tableOf(client, table)}`)
    const density = isExact ? await densityOf(client, index) : undefined
    const rebuiltPages = await rebuild(client, index)
    if (rebuiltPages === undefined) continue
    const fullness =
      density === undefined
        ? { share: estimateFullness(rebuiltPages, pages), isExact: false }
        : { share: density, isExact: true }
    found.push({ table, name, pagesBefore, pagesAfter: pages, rebuiltPages, fullness })
  }
  return Map.groupBy(found, ({ table }) => table)
}

async function filesOf(database: Database, tables: readonly { readonly oid: number }[]): Promise<readonly IndexFile[]> {
  await using client = await database.connect('owner')
  return await client.rows<IndexFile>(
    `select c.oid, i.indrelid as "table", n.nspname as schema, c.relname as name,
       (pg_relation_size(c.oid) / current_setting('block_size')::int)::float8 as pages
     from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace join pg_am a on a.oid = c.relam
     where a.amname = 'btree' and i.indisvalid and i.indrelid = any($1) order by 5 desc, 4`,
    [tables.map(({ oid }) => oid)],
  )
}

async function tableOf(client: Client, oid: number): Promise<string> {
  const [row] = await client.rows<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = $1`,
    [oid],
  )
  return row?.name ?? ''
}

/** A rebuilt index fills its pages to the fillfactor; spread over more pages, the same entries fill them less. */
export function estimateFullness(rebuiltPages: number, pages: number): number {
  return (LEAF_FILL * rebuiltPages) / Math.max(1, pages)
}

async function densityOf(client: Client, index: string): Promise<number | undefined> {
  const [row] = await client.rows<{ density: number }>(
    'select avg_leaf_density / 100 as density from public.pgstatindex($1::regclass)',
    [index],
  )
  return row?.density
}

async function rebuild(client: Client, index: string): Promise<number | undefined> {
  try {
    await client.run(`reindex index concurrently ${index}`)
  } catch (error) {
    // The right to it may be somebody else's on a server that others use.
    if (error instanceof SqlError) return undefined
    throw error
  }
  const [row] = await client.rows<{ pages: number }>(
    `select (pg_relation_size($1::regclass) / current_setting('block_size')::int)::float8 as pages`,
    [index],
  )
  return row?.pages
}
