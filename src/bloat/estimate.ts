import type { Client } from '../postgres/client.ts'

interface ColumnSize {
  /** Bytes where they are fixed, else -1. */
  readonly length: number
  readonly alignment: number
  readonly width: number
  readonly nullFrac: number
}

/** Of a page: its header, and the pointer to each row. */
const PAGE_HEADER = 24
const POINTER = 4
const ROW_HEADER = 23
const MAX_ALIGN = 8
/** Values of varying length up to here have a header of one byte and are not aligned. */
const SHORT = 126

/**
 * The share of a table's pages that its rows would not need, from the planner's statistics: after ioguix's pgsql-bloat-estimation
 * (BSD licence), which check_postgres and others use, with the padding between columns counted as well. Undefined where nothing was
 * sampled.
 */
export async function estimateRoom(client: Client, table: string): Promise<number | undefined> {
  const [row] = await client.rows<{
    rows: number
    pages: number
    page: number
    fillfactor: number
    columns: ColumnSize[]
  }>(
    `select c.reltuples::float8 as rows, pg_relation_size(c.oid)::float8 / current_setting('block_size')::int as pages,
       current_setting('block_size')::int as page,
       coalesce((select split_part(option, '=', 2)::int from unnest(c.reloptions) as option where option like 'fillfactor=%'), 100) as fillfactor,
       (select json_agg(json_build_object('length', a.attlen, 'width', coalesce(s.avg_width, 1024), 'nullFrac', coalesce(s.null_frac, 0),
           'alignment', case a.attalign when 'd' then 8 when 'i' then 4 when 's' then 2 else 1 end) order by a.attnum)
         from pg_attribute a
         left join pg_stats s on s.schemaname = n.nspname and s.tablename = c.relname and s.attname = a.attname and not s.inherited
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.oid = $1::regclass and c.reltuples > 0 and pg_relation_size(c.oid) > 0`,
    [table],
  )
  if (row === undefined) return undefined
  const usable = ((row.page - PAGE_HEADER) * row.fillfactor) / 100
  const perPage = Math.max(1, Math.floor(usable / (POINTER + rowBytes(row.columns))))
  return Math.max(0, 1 - Math.ceil(row.rows / perPage) / row.pages)
}

/** Bytes of an average row. Behind a value whose length varies nobody knows the padding: half of the most is taken. */
function rowBytes(columns: readonly ColumnSize[]): number {
  const hasNulls = columns.some(({ nullFrac }) => nullFrac > 0)
  const bitmap = hasNulls ? Math.ceil(columns.length / 8) : 0
  let size = aligned(ROW_HEADER + bitmap, MAX_ALIGN)
  // What the place of the next column is surely a multiple of; while it is known exactly, `isExact`.
  let grain = MAX_ALIGN
  let isExact = true
  const pad = (alignment: number) =>
    isExact ? aligned(size, alignment) - size : grain >= alignment ? 0 : (alignment - grain) / 2
  for (const { length, alignment, width, nullFrac } of columns) {
    if (nullFrac >= 1) continue
    const isShort = length < 0 && width <= SHORT
    const unit = isShort ? 1 : alignment
    size += (1 - nullFrac) * (pad(unit) + width)
    const isSure: boolean = isExact && length > 0 && nullFrac === 0
    const after = length > 0 ? divisor(unit, length) : 1
    grain = isSure ? divisor(MAX_ALIGN, size) : nullFrac > 0 ? Math.min(grain, after) : after
    isExact = isSure
  }
  return size + pad(MAX_ALIGN)
}

const aligned = (bytes: number, alignment: number) => Math.ceil(bytes / alignment) * alignment

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))
