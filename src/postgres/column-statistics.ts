import type { Client } from './client.ts'

/** One row of pg_statistic with everything that is numbered by database written as names: it can be put into another database. */
export interface ColumnStatistics {
  readonly column: string
  readonly isInherited: boolean
  readonly nullFraction: string
  readonly width: string
  readonly distinct: string
  readonly slots: readonly Slot[]
}

interface Slot {
  readonly kind: number
  readonly operator: string | null
  readonly collation: string | null
  readonly numbers: string | null
  readonly values: string | null
  /** Element type of `values`. */
  readonly type: string | null
}

const SLOTS = [1, 2, 3, 4, 5]
/** STATISTIC_KIND_CORRELATION (pg_statistic.h). */
const CORRELATION = 3

/**
 * `relation` is an oid of a table, or of an index on expressions. An anyarray does not tell its element type; the bytes 8 to 11 of
 * its binary form do (array_send).
 */
export async function readColumnStatistics(client: Client, relation: number): Promise<ColumnStatistics[]> {
  const slots = SLOTS.map(
    n => `json_build_object(
      'kind', s.stakind${n},
      'operator', nullif(s.staop${n}, 0)::regoperator::text,
      'collation', nullif(s.stacoll${n}, 0)::regcollation::text,
      'numbers', s.stanumbers${n}::text,
      'values', s.stavalues${n}::text,
      'type', (select format_type(((get_byte(b, 8)::bigint << 24) | (get_byte(b, 9) << 16) | (get_byte(b, 10) << 8) | get_byte(b, 11))::oid, null)
               from (select array_send(s.stavalues${n}) as b) as sent where b is not null))`,
  )
  return client.rows<ColumnStatistics>(
    `select a.attname as "column", s.stainherit as "isInherited", s.stanullfrac::text as "nullFraction",
            s.stawidth::text as width, s.stadistinct::text as "distinct", json_build_array(${slots.join(', ')}) as slots
     from pg_statistic s join pg_attribute a on a.attrelid = s.starelid and a.attnum = s.staattnum
     where s.starelid = $1 order by a.attnum, s.stainherit`,
    [relation],
  )
}

/** The statistics, with the order of the rows as another sample of the same values has it. */
export function withCorrelation(statistics: ColumnStatistics, other: ColumnStatistics | undefined): ColumnStatistics {
  const correlation = other?.slots.find(({ kind }) => kind === CORRELATION)
  if (correlation === undefined) return statistics
  return { ...statistics, slots: statistics.slots.map(slot => (slot.kind === CORRELATION ? correlation : slot)) }
}

/** Replaces what is there for the same columns. Takes a superuser; works on 12 to 18. */
export async function writeColumnStatistics(
  client: Client,
  relation: number,
  statistics: readonly ColumnStatistics[],
): Promise<void> {
  const slot = (n: number) => `
    coalesce((slots -> ${n - 1} ->> 'kind')::int2, 0),
    coalesce((slots -> ${n - 1} ->> 'operator')::regoperator::oid, 0),
    coalesce((slots -> ${n - 1} ->> 'collation')::regcollation::oid, 0),
    (slots -> ${n - 1} ->> 'numbers')::float4[],
    case when slots -> ${n - 1} ->> 'values' is not null
      then array_in((slots -> ${n - 1} ->> 'values')::cstring, (slots -> ${n - 1} ->> 'type')::regtype, -1) end`
  const columns = (n: number) => `stakind${n}, staop${n}, stacoll${n}, stanumbers${n}, stavalues${n}`
  for (const { column, isInherited, nullFraction, width, distinct, slots } of statistics) {
    const where = [relation, column, isInherited]
    await client.rows(
      `delete from pg_statistic where starelid = $1 and stainherit = $3
         and staattnum = (select attnum from pg_attribute where attrelid = $1 and attname = $2)`,
      where,
    )
    await client.rows(
      `insert into pg_statistic (starelid, staattnum, stainherit, stanullfrac, stawidth, stadistinct, ${SLOTS.map(columns)})
       select a.attrelid, a.attnum, $3, $4::float4, $5::int4, $6::float4, ${SLOTS.map(slot)}
       from pg_attribute a cross join (select $7::json as slots) as sent where a.attrelid = $1 and a.attname = $2`,
      [...where, nullFraction, width, distinct, JSON.stringify(slots)],
    )
  }
}
