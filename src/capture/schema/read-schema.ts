import type { Client } from '../../postgres/client.ts'
import { STAND_IN } from '../../postgres/stand-in.ts'
import type { Schema, SchemaTable } from './schema.ts'

/** Nor what stands in for a platform's. */
const OWN_SCHEMAS = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
      and obj_description(n.oid, 'pg_namespace') is distinct from '${STAND_IN}'`

/** No table of an extension: what it is made of is nobody's choice here. */
const OWN_TABLES = `c.relkind in ('r', 'p') and c.relpersistence <> 't' and not c.relispartition and ${OWN_SCHEMAS}
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`

/** Reads how tables were declared, with the planner's statistics of their columns. */
export async function readSchema(client: Client): Promise<Schema> {
  const rows = await client.rows<{ table: SchemaTable }>(`
    select json_build_object(
      'schema', n.nspname, 'name', c.relname, 'rows', greatest(c.reltuples, 0), 'pages', case when c.relkind = 'p' then (select coalesce(sum(greatest(l.relpages, 0)), 0)
          from pg_partition_tree(c.oid) t join pg_class l on l.oid = t.relid where t.isleaf) else greatest(c.relpages, 0) end,
      'toastPages', coalesce((select sum(greatest(t.relpages, 0)) from pg_class t where t.oid in (select l.reltoastrelid
          from pg_class l where l.oid = c.oid or (c.relkind = 'p' and l.oid in (select relid from pg_partition_tree(c.oid))))), 0),
      'columns', (${COLUMNS}),
      'primaryKey', coalesce((${keyColumns('k.conkey')} from pg_constraint k where k.conrelid = c.oid and k.contype = 'p'), '[]'),
      'uniqueKeys', coalesce((select json_agg((${keyColumns('(i.indkey::int2[])[0:i.indnkeyatts - 1]')}) order by i.indexrelid)
        from pg_index i where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null), '[]'),
      'foreignKeys', coalesce((${FOREIGN_KEYS}), '[]'),
      'checks', coalesce((select json_agg(json_build_object('name', k.conname,
          'columns', coalesce((${keyColumns('k.conkey')}), '[]')) order by k.conname)
        from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'), '[]'),
      'notValid', coalesce((select json_agg(k.conname order by k.conname)
        from pg_constraint k where k.conrelid = c.oid and not k.convalidated), '[]'),
      'dependedOn', coalesce((select json_agg(distinct a.attname)
        from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid and d.refobjsubid > 0
          and d.classid <> 'pg_attrdef'::regclass and not (d.classid = 'pg_class'::regclass and d.deptype = 'i')
          and not exists (select from pg_constraint k
            where d.classid = 'pg_constraint'::regclass and k.oid = d.objid and k.contype = 'n')), '[]')
      ) as table
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${OWN_TABLES}
    order by n.nspname, c.relname`)
  const [code] = await client.rows<{ text: string | null }>(`
    select string_agg(text, ' ') as text from (
      select pg_get_viewdef(c.oid) as text from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('v', 'm') and ${OWN_SCHEMAS}
      union all
      select p.prosrc from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      join pg_language l on l.oid = p.prolang where l.lanname not in ('c', 'internal') and ${OWN_SCHEMAS}) as all_code`)
  return { tables: rows.map(({ table }) => withoutNulls(table)), code: code?.text ?? '' }
}

const COLUMNS = `select coalesce(json_agg(json_build_object(
    'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'baseType', t.typname, 'category', t.typcategory,
    'length', a.attlen, 'alignment', case a.attalign when 'd' then 8 when 'i' then 4 when 's' then 2 else 1 end,
    'notNull', a.attnotnull, 'isGenerated', a.attgenerated <> '',
    'sequence', (select json_build_object('isIdentity', a.attidentity <> '',
        'used', coalesce(s.last_value, 0)::float8 / least(s.max_value,
          case t.typname when 'int2' then 32767 when 'int4' then 2147483647 else 9223372036854775807 end))
      from pg_depend d join pg_class q on q.oid = d.objid and q.relkind = 'S'
      join pg_namespace m on m.oid = q.relnamespace
      join pg_sequences s on s.schemaname = m.nspname and s.sequencename = q.relname
      where d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid and d.refobjsubid = a.attnum
        and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i') order by q.oid limit 1),
    'nDistinct', s.n_distinct, 'nullFrac', s.null_frac, 'avgWidth', s.avg_width) order by a.attnum), '[]')
  from pg_attribute a join pg_type own on own.oid = a.atttypid
  join pg_type t on t.oid = case when own.typtype = 'd' then own.typbasetype else own.oid end
  left join pg_stats s on s.schemaname = n.nspname and s.tablename = c.relname and s.attname = a.attname
    and s.inherited = (c.relkind = 'p')
  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped`

/** A select list that turns an array of column numbers of `c` into their names, in its order. */
function keyColumns(numbers: string): string {
  return `select (select json_agg(a.attname order by u.place) from unnest(${numbers}) with ordinality as u (number, place)
    join pg_attribute a on a.attrelid = c.oid and a.attnum = u.number)`
}

const FOREIGN_KEYS = `select json_agg(json_build_object(
    'name', k.conname, 'referencedSchema', rn.nspname, 'referencedTable', r.relname,
    'columns', x.columns, 'types', x.types, 'referencedColumns', x.referenced, 'referencedTypes', x."referencedTypes") order by k.conname)
  from pg_constraint k join pg_class r on r.oid = k.confrelid join pg_namespace rn on rn.oid = r.relnamespace,
  lateral (select json_agg(a.attname order by u.place) as columns, json_agg(format_type(a.atttypid, null) order by u.place) as types,
      json_agg(b.attname order by u.place) as referenced, json_agg(format_type(b.atttypid, null) order by u.place) as "referencedTypes"
    from unnest(k.conkey, k.confkey) with ordinality as u (own, other, place)
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.own
    join pg_attribute b on b.attrelid = k.confrelid and b.attnum = u.other) as x
  where k.conrelid = c.oid and k.contype = 'f'`

/** JSON of the server says `null` where our types say `undefined`. */
function withoutNulls(table: SchemaTable): SchemaTable {
  return {
    ...table,
    columns: table.columns.map(column => ({
      ...column,
      sequence: column.sequence ?? undefined,
      nDistinct: column.nDistinct ?? undefined,
      nullFrac: column.nullFrac ?? undefined,
      avgWidth: column.avgWidth ?? undefined,
    })),
  }
}
