import type { DropProposal } from '../advise/draft.ts'
import type { Catalog, Table } from '../capture/catalog/table.ts'
import { blocksBeyondPlan } from '../compare/thresholds.ts'
import type { Plan } from '../plan/plan.ts'
import { shapeOf } from '../plan/shape.ts'
import type { Client } from '../postgres/client.ts'
import { quoteIdentifier } from '../postgres/quote.ts'
import type { TrialStatement } from './statement.ts'

export const dropSql = ({ schema, name }: DropProposal['index']): string =>
  `drop index ${quoteIdentifier(schema)}.${quoteIdentifier(name)}`

/** What statements do beside what their plans show. */
export interface HiddenWork {
  /** Whether the statement calls a function of this database, or fires triggers or checks. */
  isIn(statement: TrialStatement): boolean
}

/** Functions that belong to no extension; what they run shows in no plan of who calls them. */
export async function findHiddenWork(client: Client): Promise<HiddenWork> {
  const rows = await client.rows<{ name: string }>(`
    select distinct p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname not in ('pg_catalog', 'information_schema')
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`)
  const names = new Set(rows.map(({ name }) => name))
  const calls = (text: string) =>
    names.size > 0 && (text.match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []).some(word => names.has(word))
  return {
    isIn: ({ runs }) =>
      runs.some(
        ({ valueSet, before }) =>
          blocksBeyondPlan(before.plan, before.work) > 0 ||
          calls(valueSet.sql) ||
          calls(JSON.stringify(before.plan.root)),
      ),
  }
}

/**
 * Whether a statement could read the index or keep it up to date: it names the table, or writes one that a foreign key ties to
 * it. So could any function or trigger.
 */
export function mayUse(
  statement: TrialStatement,
  table: Table,
  { catalog, hidden }: { readonly catalog: Catalog; readonly hidden: HiddenWork },
): boolean {
  const named = statement.isWrite ? [table.name, ...tiedTo(table, catalog)] : [table.name]
  return named.some(name => statement.tables.has(name)) || hidden.isIn(statement)
}

/** Tables that refer to it, and that it refers to. */
function tiedTo(table: Table, { tables }: Catalog): readonly string[] {
  const referring = tables.filter(({ foreignKeys }) =>
    foreignKeys.some(key => key.referencedSchema === table.schema && key.referencedTable === table.name),
  )
  return [...referring.map(({ name }) => name), ...table.foreignKeys.map(({ referencedTable }) => referencedTable)]
}

/** Whether the plans are the same as before. */
export function keepsPlans({ runs }: TrialStatement, plans: readonly (Plan | undefined)[]): boolean {
  return runs.every(({ before }, at) => {
    const plan = plans[at]
    return plan !== undefined && shapeOf(plan) === shapeOf(before.plan)
  })
}
