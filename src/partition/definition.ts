import type { Client } from '../postgres/client.ts'
import { quoteIdentifier, quoteLiteral } from '../postgres/quote.ts'

/** All that a table is besides its rows; every piece of SQL in it is the server's own, with qualified names. */
export interface Definition {
  readonly columns: readonly { readonly name: string; readonly type: string; readonly isGenerated: boolean }[]
  /** Columns of the primary key, and its name. */
  readonly primaryKey: { readonly name: string; readonly columns: readonly string[] } | undefined
  /** All but the primary key's. `tail` is what follows the table's name in `create index`. */
  readonly indexes: readonly {
    readonly name: string
    readonly isUnique: boolean
    /** Whether a constraint stands on it. */
    readonly isConstraint: boolean
    readonly tail: string
  }[]
  readonly foreignKeys: readonly { readonly name: string; readonly definition: string }[]
  readonly triggers: readonly { readonly name: string; readonly definition: string }[]
  /** Statements that make its policies, grants, comment and switches, to be run when the name is that of the new table. */
  readonly rights: readonly string[]
  /** Sequences that its columns own; identities have their own. */
  readonly sequences: readonly { readonly name: string; readonly column: string }[]
  readonly identities: readonly {
    readonly column: string
    readonly sequence: string
    readonly generation: 'always' | 'by default'
  }[]
  readonly views: readonly { readonly name: string; readonly definition: string }[]
  /** Storage parameters: `fillfactor='90'`. */
  readonly parameters: readonly string[]
  /** What depends on the table itself and cannot be carried over, as PostgreSQL names it. */
  readonly obstacles: readonly string[]
}

/** Reads a table of the connection's database. */
export async function readDefinition(
  client: Client,
  table: { readonly schema: string; readonly name: string },
): Promise<Definition> {
  const name = `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`
  // Names that are cast to text, and those inside of definitions, are qualified then.
  await client.run(`set search_path to ''`)
  try {
    const [row] = await client.rows<{ definition: Definition }>(
      definitionSql(`${quoteLiteral(name)}::pg_catalog.regclass`),
    )
    const { definition } = row!
    return { ...definition, primaryKey: definition.primaryKey ?? undefined }
  } finally {
    await client.run('reset search_path')
  }
}

const definitionSql = (table: string) => `
  select json_build_object(
    'columns', (select json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod),
        'isGenerated', attgenerated <> '') order by attnum)
      from pg_attribute where attrelid = ${table} and attnum > 0 and not attisdropped),
    'primaryKey', (select json_build_object('name', k.conname, 'columns', (select json_agg(a.attname order by u.place)
        from unnest(k.conkey) with ordinality as u (number, place)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number))
      from pg_constraint k where k.conrelid = ${table} and k.contype = 'p'),
    'indexes', (select coalesce(json_agg(json_build_object('name', c.relname, 'isUnique', i.indisunique,
        'isConstraint', exists (select from pg_constraint k where k.conindid = c.oid and k.conrelid = i.indrelid),
        'tail', substr(pg_get_indexdef(i.indexrelid), length(format('CREATE %sINDEX %I ON %s ',
          case when i.indisunique then 'UNIQUE ' else '' end, c.relname, i.indrelid::regclass)) + 1)) order by c.relname), '[]')
      from pg_index i join pg_class c on c.oid = i.indexrelid
      where i.indrelid = ${table} and not i.indisprimary and i.indisvalid),
    'foreignKeys', (select coalesce(json_agg(json_build_object('name', conname, 'definition',
        regexp_replace(pg_get_constraintdef(oid), ' NOT VALID$', '')) order by conname), '[]')
      from pg_constraint where conrelid = ${table} and contype = 'f'),
    'triggers', (select coalesce(json_agg(json_build_object('name', tgname, 'definition', pg_get_triggerdef(oid))
        order by tgname), '[]') from pg_trigger where tgrelid = ${table} and not tgisinternal),
    'rights', (select coalesce(json_agg(sql order by place, sql), '[]') from (${rightsSql(table)}) as r (place, sql)),
    'sequences', (select coalesce(json_agg(json_build_object('name', d.objid::regclass, 'column', a.attname)), '[]')
      ${sequencesSql(table, 'a')}),
    'identities', (select coalesce(json_agg(json_build_object('column', a.attname, 'sequence', d.objid::regclass,
        'generation', case a.attidentity when 'a' then 'always' else 'by default' end)), '[]')
      ${sequencesSql(table, 'i')}),
    'views', (select coalesce(json_agg(json_build_object('name', v.oid::regclass, 'definition', pg_get_viewdef(v.oid))
        order by v.oid), '[]')
      from pg_class v where v.relkind = 'v' and v.oid in (select r.ev_class ${readersSql(table)})),
    'parameters', (select coalesce(json_agg(split_part(option, '=', 1) || '=' || quote_literal(split_part(option, '=', 2))), '[]')
      from pg_class c, unnest(c.reloptions) as option where c.oid = ${table}),
    'obstacles', (select coalesce(json_agg(distinct what), '[]') from (${obstaclesSql(table)}) as o (what))
  ) as definition`

const sequencesSql = (table: string, kind: 'a' | 'i') => `from pg_depend d
      join pg_class q on q.oid = d.objid and q.relkind = 'S'
      join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = ${table} and d.deptype = '${kind}'`

const readersSql = (table: string) => `from pg_depend d join pg_rewrite r on r.oid = d.objid
      where d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = ${table}
        and r.ev_class <> ${table}`

/** Statements with `public` for the role 0; the owner's own rights come with owning the new table. */
const rightsSql = (table: string) => `
  select 1, format('alter table %s enable row level security', c.oid::regclass) from pg_class c where c.oid = ${table} and c.relrowsecurity
  union all
  select 2, format('alter table %s force row level security', c.oid::regclass) from pg_class c where c.oid = ${table} and c.relforcerowsecurity
  union all
  select 3, concat_ws(' ', format('create policy %I on %s as %s for %s to %s', p.polname, p.polrelid::regclass,
      case when p.polpermissive then 'permissive' else 'restrictive' end,
      case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
      (select string_agg(case when role = 0 then 'public' else quote_ident(pg_get_userbyid(role)) end, ', ')
        from unnest(p.polroles) as role)),
    'using (' || pg_get_expr(p.polqual, p.polrelid) || ')', 'with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
  from pg_policy p where p.polrelid = ${table}
  union all
  select 4, format('grant %s on %s to %s%s', string_agg(lower(g.privilege_type), ', ' order by g.privilege_type), c.oid::regclass,
    case when g.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(g.grantee)) end,
    case when g.is_grantable then ' with grant option' else '' end)
  from pg_class c, aclexplode(c.relacl) as g where c.oid = ${table} and g.grantee <> c.relowner
  group by c.oid, g.grantee, g.is_grantable
  union all
  select 5, format('grant %s (%I) on %s to %s%s', lower(g.privilege_type), a.attname, a.attrelid::regclass,
    case when g.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(g.grantee)) end,
    case when g.is_grantable then ' with grant option' else '' end)
  from pg_attribute a, aclexplode(a.attacl) as g where a.attrelid = ${table}
  union all
  select 6, format('comment on table %s is %L', ${table}, obj_description(${table}, 'pg_class'))
  where obj_description(${table}, 'pg_class') is not null`

/**
 * Foreign keys that point at it, and what holds on to the table by its number and not by its name. Its own parts, and views,
 * which are made anew, are none.
 */
const obstaclesSql = (table: string) => `
  select format('foreign key %s of %s', k.conname, k.conrelid::regclass) from pg_constraint k
  where k.confrelid = ${table} and k.contype = 'f'
  union all
  select pg_describe_object('pg_class'::regclass, m.oid, 0) from pg_class m
  where m.relkind = 'm' and m.oid in (select r.ev_class ${readersSql(table)})
  union all
  select pg_describe_object(d.classid, d.objid, 0) from pg_depend d
  where d.refclassid = 'pg_class'::regclass and d.refobjid = ${table} and (
    d.classid in ('pg_proc'::regclass, 'pg_publication_rel'::regclass)
    or d.classid = 'pg_policy'::regclass and d.objid not in (select oid from pg_policy where polrelid = ${table})
    or d.classid = 'pg_rewrite'::regclass and d.objid in (select oid from pg_rewrite where ev_class = ${table}))
  union all
  select format('the table inherits from %s', inhparent::regclass) from pg_inherits where inhrelid = ${table}
  union all
  select format('%s inherits from it', inhrelid::regclass) from pg_inherits where inhparent = ${table}
  union all
  select 'row-level security that is forced on the owner, who copies the rows' from pg_class where oid = ${table} and relforcerowsecurity
  union all
  select format('exclusion constraint %s', conname) from pg_constraint where conrelid = ${table} and contype = 'x'`
