import type { SelectStmt } from 'libpg-query'
import { deparseSync } from 'pgsql-deparser'
import { normalise } from '../sql/fingerprint.ts'
import { parse } from '../sql/parse.ts'
import { countToExists } from './count-to-exists.ts'
import { dateToRange } from './date-to-range.ts'
import { distinctToSemiJoin } from './distinct-to-semi-join.ts'
import { hoistExpression } from './hoist-expression.ts'
import { notInToNotExists } from './not-in-to-not-exists.ts'
import { orToUnion } from './or-to-union.ts'
import { subqueryToJoin } from './subquery-to-join.ts'
import { withConstants } from './tree.ts'

/** Another form of a query; undefined where it has no place for it. `values` are those of its parameters, where they are known. */
type Rewrite = (select: SelectStmt, values: readonly (string | null)[] | undefined) => SelectStmt | undefined

const REWRITES = {
  'or-to-union': orToUnion,
  'subquery-to-join': subqueryToJoin,
  'not-in-to-not-exists': notInToNotExists,
  'count-to-exists': countToExists,
  'date-to-range': dateToRange,
  'distinct-to-semi-join': distinctToSemiJoin,
  'hoist-expression': hoistExpression,
} satisfies Readonly<Record<string, Rewrite>>

export type RewriteName = keyof typeof REWRITES

/**
 * The statement in the other form, or undefined where the rewrite does not apply. Nothing is proved by that: nulls, duplicates
 * and types may make a difference, which only running both tells.
 */
export function rewriteSql(
  name: RewriteName,
  sql: string,
  values?: readonly (string | null)[],
): { readonly sql: string; /** Without the load's constants. */ readonly published: string } | undefined {
  const statements = parse(sql)
  const [statement] = statements ?? []
  if (statements?.length !== 1 || statement === undefined || !('SelectStmt' in statement)) return undefined
  const rewritten = REWRITES[name](statement.SelectStmt, values)
  if (rewritten === undefined) return undefined
  const text = deparseSync({ SelectStmt: rewritten })
  return { sql: withConstants(text), published: withConstants(prettily(normalise(text))) }
}

/** Broken into lines again, except where that would lose the mark of a shortened list. */
function prettily(sql: string): string {
  const [statement] = sql.includes('/*') ? [] : (parse(sql) ?? [])
  return statement === undefined ? sql : deparseSync(statement)
}

/** Whether the outermost query of a text is ordered. */
export function isOrdered(sql: string): boolean {
  const [statement] = parse(sql) ?? []
  return statement !== undefined && 'SelectStmt' in statement && statement.SelectStmt.sortClause !== undefined
}
