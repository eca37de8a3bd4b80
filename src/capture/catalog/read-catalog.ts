import type { Client } from '../../postgres/client.ts'
import type { Catalog, Column, ForeignKey, Index, Table } from './table.ts'

interface OfTable {
  readonly table: number
}

/** Reads what index advice rests on. Statistics of tables that the connection may not read are left out. */
export async function readCatalog(client: Client): Promise<Catalog> {
  const tables = await readTables(client)
  const columns = Map.groupBy(await readColumns(client), ({ table }) => table)
  const indexes = Map.groupBy(await readIndexKeys(client), ({ table }) => table)
  const foreignKeys = Map.groupBy(await readForeignKeys(client), ({ table }) => table)
  const extensions = await client.rows<{ name: string }>('select extname as name from pg_extension order by extname')
  return {
    tables: tables.map(({ table, parent, ...own }) => ({
      ...own,
      parent: parent ?? undefined,
      columns: (columns.get(table) ?? []).map(withoutTable),
      indexes: (indexes.get(table) ?? []).map(withoutTable),
      foreignKeys: (foreignKeys.get(table) ?? []).map(withoutTable),
    })),
    extensions: extensions.map(({ name }) => name),
  }
}

/** JSON of the server says `null` where our types say `undefined`. */
function withoutTable<Row extends OfTable>({ table: _, ...row }: Row): Omit<Row, 'table'> {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value ?? undefined])) as Omit<Row, 'table'>
}

type TableRow = Omit<Table, 'columns' | 'indexes' | 'foreignKeys'> & OfTable

function readTables(client: Client): Promise<TableRow[]> {
  return client.rows<TableRow>(`
    select c.oid as table, n.nspname as schema, c.relname as name, c.relkind as kind, c.relispartition as "isPartition",
      (select json_build_object('schema', pn.nspname, 'name', p.relname) from pg_inherits h
        join pg_class p on p.oid = h.inhparent join pg_namespace pn on pn.oid = p.relnamespace
        where h.inhrelid = c.oid and c.relispartition) as parent,
      greatest(c.reltuples, 0)::float8 as rows,
      case when c.relkind = 'p' then (select coalesce(sum(greatest(l.relpages, 0)), 0)::float8
        from pg_partition_tree(c.oid) t join pg_class l on l.oid = t.relid where t.isleaf)
        else greatest(c.relpages, 0) end as pages,
      exists (select from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) as "hasTriggers"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm', 'p') and c.relpersistence <> 't'
      and n.nspname not in ('pg_catalog', 'information_schema')
    order by n.nspname, c.relname`)
}

/** What the declaration of a table says in its own words: literals in it are nobody's data. */
const SCHEMA_WORDS = `select string_agg(text, ' ') as words from (
      select pg_get_constraintdef(k.oid) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'
      union all select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d where d.adrelid = c.oid
      union all select pg_get_expr(x.indpred, x.indrelid) from pg_index x where x.indrelid = c.oid and x.indpred is not null
    ) as declared (text)`

function readColumns(client: Client): Promise<(Column & OfTable)[]> {
  return client.rows<Column & OfTable>(`
    select a.attrelid as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, t.typcategory as category,
      a.attnotnull as "notNull",
      coalesce(l.collprovider <> 'd' and l.collcollate in ('C', 'POSIX'), false) as "isByteOrdered",
      s.n_distinct as "nDistinct", s.null_frac as "nullFrac", s.correlation, s.avg_width as "avgWidth",
      coalesce((select json_object_agg(v.value, v.frequency)
        from unnest(case when t.typcategory in ('B', 'E', 'S') then s.most_common_vals::text::text[] end, s.most_common_freqs)
          as v (value, frequency)
        where v.value is not null and (t.typcategory <> 'S' or strpos(w.words, quote_literal(v.value)) > 0)), '{}') as "commonValues"
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    left join lateral (${SCHEMA_WORDS}) w on true
    join pg_type t on t.oid = a.atttypid
    left join pg_collation l on l.oid = a.attcollation
    left join pg_stats s on s.schemaname = n.nspname and s.tablename = c.relname and s.attname = a.attname
      and s.inherited = (c.relkind = 'p')
    where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'm', 'p')
      and n.nspname not in ('pg_catalog', 'information_schema')
    order by a.attrelid, a.attnum`)
}

function readIndexKeys(client: Client): Promise<(Index & OfTable)[]> {
  return client.rows<Index & OfTable>(`
    select i.indrelid as table, n.nspname as schema, c.relname as name, pg_get_indexdef(i.indexrelid) as definition,
      m.amname as method,
      (select json_agg(json_strip_nulls(json_build_object(
          'expression', case when i.indkey[k] = 0 then pg_get_indexdef(i.indexrelid, k + 1, true) else a.attname end,
          'isColumn', i.indkey[k] <> 0, 'opclass', o.opcname, 'isDefaultOpclass', o.opcdefault,
          'collation', case when i.indcollation[k] not in (0, coalesce(a.attcollation, 0), 100) then l.collname end,
          'isDescending', i.indoption[k] & 1 = 1, 'isNullsFirst', i.indoption[k] & 2 = 2)) order by k)
        from generate_series(0, i.indnkeyatts - 1) as k
        join pg_opclass o on o.oid = i.indclass[k]
        left join pg_collation l on l.oid = i.indcollation[k]
        left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[k] and i.indkey[k] <> 0) as keys,
      (select coalesce(json_agg(a.attname order by k), '[]')
        from generate_series(i.indnkeyatts, i.indnatts - 1) as k
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[k]) as include,
      pg_get_expr(i.indpred, i.indrelid) as predicate, i.indisunique as "isUnique",
      i.indisvalid and i.indisready as "isValid", i.indisreplident as "isReplicaIdentity",
      i.indimmediate as "isImmediate",
      (select min(k.conname) from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')) as constraint,
      case when c.relkind = 'I' then (select sum(pg_relation_size(t.relid)) from pg_partition_tree(i.indexrelid) t)
        else pg_relation_size(i.indexrelid) end::float8 as "sizeBytes"
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_am m on m.oid = c.relam
    where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
    order by i.indrelid, i.indexrelid`)
}

function readForeignKeys(client: Client): Promise<(ForeignKey & OfTable)[]> {
  return client.rows<ForeignKey & OfTable>(`
    select k.conrelid as table, k.conname as name, n.nspname as "referencedSchema", c.relname as "referencedTable",
      (select json_agg(a.attname order by u.position)
        from unnest(k.conkey) with ordinality as u (number, position)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number) as columns
    from pg_constraint k join pg_class c on c.oid = k.confrelid join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and k.conparentid = 0
    order by k.conrelid, k.conname`)
}
