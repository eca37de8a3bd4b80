import type { Client } from '../postgres/client.ts'
import type { Database, Server } from '../postgres/server.ts'
import { whenCounted } from '../postgres/when-counted.ts'
import { readGrownIndexes } from './grown-indexes.ts'
import { readRoom } from './room.ts'
import type { TableWrites } from './storage.ts'

/** A table with its counters since the database was made, and its pages. */
interface Counters {
  readonly oid: number
  readonly schema: string
  readonly table: string
  readonly inserted: number
  readonly updated: number
  readonly hot: number
  readonly deleted: number
  readonly pages: number
  readonly indexPages: number
  readonly parameters: readonly string[]
}

/** Rows that a load has to leave dead before it is worth a look at the pages themselves. */
const NOTABLE_DEAD = 100
const MOST_LOOKED_AT = 5

/**
 * What a load wrote, from the copy that it ran on and the frozen database that this is a copy of; tables it left alone are not in it.
 * Indexes of the copy that grew a lot are built anew.
 */
export async function readWrites(server: Server, frozen: Database, loaded: Database): Promise<readonly TableWrites[]> {
  const before = new Map((await countersOf(frozen, server)).map(each => [each.oid, each]))
  const written = (await countersOf(loaded, server)).filter(each => each.inserted + each.updated + each.deleted > 0)
  const dead = written.filter(({ updated, deleted }) => updated + deleted >= NOTABLE_DEAD)
  const looked = dead.toSorted((a, b) => b.updated + b.deleted - a.updated - a.deleted).slice(0, MOST_LOOKED_AT)
  const rooms = await readRoom(server, loaded, looked)
  const grown = await readGrownIndexes(server, frozen, loaded, written)
  return written.map(({ oid, pages, indexPages, ...counters }) => ({
    ...counters,
    pagesBefore: before.get(oid)?.pages ?? 0,
    pagesAfter: pages,
    indexPagesBefore: before.get(oid)?.indexPages ?? 0,
    indexPagesAfter: indexPages,
    room: rooms.get(oid),
    grown: grown.get(oid) ?? [],
  }))
}

async function countersOf(database: Database, server: Server): Promise<readonly Counters[]> {
  await using client = await database.connect('owner')
  await whenCounted(client, server.version.major)
  return await readCounters(client)
}

/** The user's own tables; partitions by themselves. */
function readCounters(client: Client): Promise<Counters[]> {
  return client.rows<Counters>(`
    select c.oid, n.nspname as schema, c.relname as table, pg_stat_get_tuples_inserted(c.oid)::float8 as inserted,
      pg_stat_get_tuples_updated(c.oid)::float8 as updated, pg_stat_get_tuples_hot_updated(c.oid)::float8 as hot,
      pg_stat_get_tuples_deleted(c.oid)::float8 as deleted,
      (pg_relation_size(c.oid) / current_setting('block_size')::int)::float8 as pages,
      (pg_indexes_size(c.oid) / current_setting('block_size')::int)::float8 as "indexPages",
      array_to_json(coalesce(c.reloptions, '{}')) as parameters
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and c.relpersistence <> 't' and n.nspname not in ('pg_catalog', 'information_schema')
    order by n.nspname, c.relname`)
}
