import type { ValueSet } from '../capture/snapshot.ts'
import type { Plan } from '../plan/plan.ts'
import { walk } from '../plan/walk.ts'
import type { Client } from '../postgres/client.ts'
import { measure, type ReplaySide } from './measure.ts'
import type { Measurement } from './measurement.ts'
import { hideIndexes } from './regret.ts'

/** By the name of an index that is not rebuilt though the branch replaced a function in it: that function’s name. */
export type StaleIndexes = ReadonlyMap<string, string>

/** A statement that finds by an index what the table does not say. */
export interface Contradiction {
  readonly index: string
  readonly function: string
  /** Rows found or written on head by the index, and without it. */
  readonly rows: number
  readonly rowsWithout: number
}

/**
 * Indexes of head whose entries were made by functions that the branch has replaced since: PostgreSQL neither rebuilds nor
 * refuses (manual, CREATE INDEX, “immutable”). Head has to be a copy of base, so that what was not rebuilt is in the same file.
 */
export async function findStaleIndexes(base: Client, head: Client): Promise<StaleIndexes> {
  const before = new Map(
    (await readFunctionsOfIndexes(base)).map(row => [`${row.file} ${row.name} ${row.signature}`, row]),
  )
  return new Map(
    (await readFunctionsOfIndexes(head)).flatMap(({ file, name, signature, function: called, source }) => {
      const old = before.get(`${file} ${name} ${signature}`)
      return old !== undefined && old.source !== source ? [[name, called] as const] : []
    }),
  )
}

async function readFunctionsOfIndexes(client: Client) {
  return await client.rows<{ name: string; file: string; function: string; signature: string; source: string }>(`
    select c.relname::text as name, c.relfilenode::text as file, p.proname::text as function,
      p.oid::regprocedure::text as signature, md5(pg_get_functiondef(p.oid)) as source
    from pg_depend d join pg_class c on c.oid = d.objid and c.relkind = 'i' join pg_proc p on p.oid = d.refobjid
    where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_proc'::regclass
      and p.prokind = 'f' and p.pronamespace <> 'pg_catalog'::regnamespace`)
}

/** Runs once more without the stale indexes of the plan; undefined where that finds the same rows, or cannot be told. */
export async function contradictionOf(
  head: ReplaySide,
  valueSet: ValueSet,
  measured: Measurement,
  stale: StaleIndexes,
  isWrite: boolean,
): Promise<Contradiction | undefined> {
  const [index] = measured.kind === 'measured' ? staleIn(measured.plan, stale) : []
  if (index === undefined || measured.kind !== 'measured' || head.as === undefined) return undefined
  const prepare = hideIndexes([...stale.keys()])
  const without = await measure({ ...head, prepare }, valueSet, isWrite)
  if (without.kind !== 'measured' || without.work.rows === measured.work.rows) return undefined
  return { index, function: stale.get(index)!, rows: measured.work.rows, rowsWithout: without.work.rows }
}

/** The stale indexes that a plan uses. */
export const staleIn = ({ root }: Plan, stale: StaleIndexes): readonly string[] =>
  stale.size === 0
    ? []
    : [...walk(root)].flatMap(({ node: { indexName } }) =>
        indexName !== undefined && stale.has(indexName) ? indexName : [],
      )
