import type { Node, SelectStmt } from 'libpg-query'
import { nameParts, parse, walk } from '../sql/parse.ts'
import { anyToContainment } from './any-to-containment.ts'
import { countToExists } from './count-to-exists.ts'
import { dateToRange } from './date-to-range.ts'
import { deparseFaithfully } from './deparse.ts'
import { distinctToSemiJoin } from './distinct-to-semi-join.ts'
import { hoistExpression } from './hoist-expression.ts'
import type { Known } from './known.ts'
import { commonTables } from './never-null.ts'
import { notInToNotExists } from './not-in-to-not-exists.ts'
import { orToUnion } from './or-to-union.ts'
import { highestParameter, publishedSql } from './published.ts'
import { subqueryToJoin } from './subquery-to-join.ts'
import { withConstants } from './tree.ts'

/** Another form of a query; undefined where it has no place for it. */
type Rewrite = (select: SelectStmt, known: Known) => SelectStmt | undefined

const REWRITES = {
  'or-to-union': orToUnion,
  'subquery-to-join': subqueryToJoin,
  'not-in-to-not-exists': notInToNotExists,
  'count-to-exists': countToExists,
  'date-to-range': dateToRange,
  'distinct-to-semi-join': distinctToSemiJoin,
  'hoist-expression': hoistExpression,
  'any-to-containment': anyToContainment,
} satisfies Readonly<Record<string, Rewrite>>

export type RewriteName = keyof typeof REWRITES

/**
 * The statement in the other form, or undefined where the rewrite does not apply: only forms that return the same whatever the data
 * and the values are, as far as what is known says. That both do is seen when they are run.
 */
export function rewriteSql(
  name: RewriteName,
  sql: string,
  known: Known = {},
): { readonly sql: string /** Without the load's constants. */; readonly published: string } | undefined {
  const statements = parse(sql)
  const [statement] = statements ?? []
  if (statements?.length !== 1 || statement === undefined || !('SelectStmt' in statement)) return undefined
  const rewritten = REWRITES[name](statement.SelectStmt, withoutHidden(known, statement))
  if (rewritten === undefined) return undefined
  const text = deparseFaithfully(rewritten)
  if (text === undefined) return undefined
  return { sql: withConstants(text), published: withConstants(publishedSql({ SelectStmt: rewritten })) }
}

/** What is known of a table says nothing of a common table expression that is called the same. */
function withoutHidden({ tables = [], ...known }: Known, statement: Node): Known {
  const hidden = commonTables(statement)
  return { ...known, tables: tables.filter(table => !hidden.has(table.name)) }
}

/** Whether the outermost query of a text is ordered. */
export function isOrdered(sql: string): boolean {
  const [statement] = parse(sql) ?? []
  return statement !== undefined && 'SelectStmt' in statement && statement.SelectStmt.sortClause !== undefined
}

/** Names, without schema, of the functions that a text calls. */
export function functionsIn(sql: string): readonly string[] {
  const names = new Set<string>()
  walk(parse(sql), (node, key) => {
    if (key === 'FuncCall') names.add(nameParts(node.funcname).at(-1) ?? '')
  })
  return [...names]
}

/** How many values a text takes: a form that has lost its last parameter takes one less. */
export const countParameters = (sql: string): number => highestParameter(parse(sql))
