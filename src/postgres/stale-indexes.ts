import type { Client } from './client.ts'

/** An index that is not rebuilt though the branch replaced a function in it. */
export interface StaleIndex {
  readonly name: string
  /** The function’s name. */
  readonly function: string
  /** The table, by oid. */
  readonly table: number
}

/**
 * Indexes of head whose entries were made by functions that the branch has replaced since: PostgreSQL neither rebuilds nor
 * refuses (manual, CREATE INDEX, “immutable”). Head has to be a copy of base, so that what was not rebuilt is in the same file.
 */
export async function findStaleIndexes(base: Client, head: Client): Promise<readonly StaleIndex[]> {
  const before = new Map(
    (await readFunctionsOfIndexes(base)).map(row => [`${row.file} ${row.name} ${row.signature}`, row]),
  )
  return (await readFunctionsOfIndexes(head)).filter(({ file, name, signature, source }) => {
    const old = before.get(`${file} ${name} ${signature}`)
    return old !== undefined && old.source !== source
  })
}

async function readFunctionsOfIndexes(client: Client) {
  return await client.rows<StaleIndex & { file: string; signature: string; source: string }>(`
    select c.relname::text as name, c.relfilenode::text as file, p.proname::text as function, i.indrelid as table,
      p.oid::regprocedure::text as signature, md5(pg_get_functiondef(p.oid)) as source
    from pg_depend d join pg_class c on c.oid = d.objid and c.relkind = 'i' join pg_index i on i.indexrelid = c.oid
      join pg_proc p on p.oid = d.refobjid
    where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_proc'::regclass
      and p.prokind = 'f' and p.pronamespace <> 'pg_catalog'::regnamespace`)
}
