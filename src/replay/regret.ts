import type { ValueSet } from '../capture/snapshot.ts'
import { parsePlan } from '../plan/parse.ts'
import type { Plan, PlanNode } from '../plan/plan.ts'
import { shapeOf } from '../plan/shape.ts'
import { walk } from '../plan/walk.ts'
import { SqlError } from '../postgres/client.ts'
import { quoteLiteral } from '../postgres/quote.ts'
import { inTransaction } from './execution.ts'
import type { ReplaySide } from './measure.ts'

/** The planner's switch for each node type (PostgreSQL manual, “Planner Method Configuration”). */
const SWITCHES: Readonly<Record<string, string>> = {
  'Seq Scan': 'enable_seqscan',
  'Index Scan': 'enable_indexscan',
  'Index Only Scan': 'enable_indexonlyscan',
  'Bitmap Heap Scan': 'enable_bitmapscan',
  'Tid Scan': 'enable_tidscan',
  'Nested Loop': 'enable_nestloop',
  'Hash Join': 'enable_hashjoin',
  'Merge Join': 'enable_mergejoin',
  'Incremental Sort': 'enable_incremental_sort',
  Sort: 'enable_sort',
  Materialize: 'enable_material',
  Memoize: 'enable_memoize',
}

/**
 * What the planner believes to have gained by leaving base's plan: the cost of that plan forced on head, divided by the
 * cost of the plan it chose. Forced by switching off the node types, then by hiding the indexes, that only the new plan
 * has. Undefined where base's plan cannot be had on head.
 */
export async function measureRegret(
  side: ReplaySide,
  valueSet: ValueSet,
  plans: { readonly base: Plan; readonly head: Plan },
  indexes: { readonly base: ReadonlyMap<string, string>; readonly head: ReadonlyMap<string, string> },
): Promise<number | undefined> {
  const wanted = shapeOf(plans.base, indexes.base)
  const off = onlyIn(plans.head, plans.base, node => SWITCHES[node.nodeType])
  const hidden = onlyIn(plans.head, plans.base, node => node.indexName)
  const attempts = [
    { off, hidden: [] },
    { off: [], hidden },
    { off, hidden },
  ].filter(attempt => attempt.off.length + attempt.hidden.length > 0)
  for (const attempt of attempts) {
    const forced = await planWith(side, valueSet, attempt)
    if (forced !== undefined && shapeOf(forced, indexes.head) === wanted) {
      return forced.root.totalCost / plans.head.root.totalCost
    }
  }
  return undefined
}

function onlyIn(plan: Plan, other: Plan, of: (node: PlanNode) => string | undefined): readonly string[] {
  const collect = (from: Plan) =>
    new Set([...walk(from.root)].map(({ node }) => of(node)).filter(value => value !== undefined))
  return [...collect(plan).difference(collect(other))]
}

async function planWith(
  side: ReplaySide,
  valueSet: ValueSet,
  without: { readonly off: readonly string[]; readonly hidden: readonly string[] },
): Promise<Plan | undefined> {
  const settings = Object.fromEntries(without.off.map(name => [name, 'off']))
  try {
    const prepare = without.hidden.length > 0 ? hideIndexes(without.hidden) : undefined
    return await inTransaction(
      side.client,
      valueSet,
      { ...side, isWrite: true, settings, prepare },
      async statement => {
        const [row] = await side.client.rows<{ 'QUERY PLAN': unknown }>(statement.explain(['verbose', 'format json']))
        return parsePlan(row?.['QUERY PLAN'])
      },
    )
  } catch (error) {
    if (error instanceof SqlError) return undefined
    throw error
  }
}

/** Makes the planner overlook indexes until the transaction ends; needs the superuser. */
export function hideIndexes(names: readonly string[]): string {
  return `update pg_index set indisvalid = false
    where indexrelid in (select oid from pg_class where relkind in ('i', 'I') and relname in (${names.map(quoteLiteral).join(', ')}))`
}
