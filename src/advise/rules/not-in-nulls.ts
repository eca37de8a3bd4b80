import { type Catalog, findTable } from '../../capture/catalog/table.ts'
import { nameParts, parse, type TreeNode, walk } from '../../sql/parse.ts'
import { quoted } from '../design.ts'
import type { Rule } from '../draft.ts'
import { remark } from '../remark.ts'

interface NullableColumn {
  readonly table: string
  readonly column: string
}

/** `not in` over a column that may be null. */
export const notInNulls: Rule = {
  id: 'not-in-nulls',
  area: 'query',
  title: 'NOT IN over a column that may be null',
  description:
    'A single null among the values makes `not in` unknown for every row, so that the statement returns nothing, and because of that PostgreSQL cannot make an anti-join of it. `not exists` is right in both cases. Where it does less work too, the rewrite is measured and told as one.',
  find: ({ workload, head }) =>
    workload.flatMap(item =>
      nullableColumns(item.text, head)
        .slice(0, 1)
        .map(({ table, column }) =>
          remark(notInNulls, {
            item,
            at: `${table}.${column}`,
            title: `${item.name} returns nothing as soon as one ${quoted(column)} is null`,
            why: `It asks for what is \`not in\` a sub-query on ${quoted(table)}.${quoted(column)}, which may be null: one null makes the condition unknown for every row. Use \`not exists\`, or declare the column \`not null\`.`,
          }),
        ),
    ),
}

/** Columns that may be null which `not in` compares with, in sub-queries of one table that do not leave nulls out. */
function nullableColumns(text: string, catalog: Catalog): readonly NullableColumn[] {
  if (!/\bnot\b/i.test(text)) return []
  const found: NullableColumn[] = []
  walk(parse(text), (node, key) => {
    if (key !== 'BoolExpr' || node.boolop !== 'NOT_EXPR') return
    const [argument] = Array.isArray(node.args) ? (node.args as readonly TreeNode[]) : []
    const link = argument?.SubLink as TreeNode | undefined
    if (link?.subLinkType !== 'ANY_SUBLINK') return
    found.push(...nullableTarget((link.subselect as TreeNode | undefined)?.SelectStmt as TreeNode | undefined, catalog))
  })
  return found
}

function nullableTarget(select: TreeNode | undefined, catalog: Catalog): readonly NullableColumn[] {
  const [from, ...others] = listOf(select?.fromClause)
  const [target] = listOf(select?.targetList)
  const range = from?.RangeVar as TreeNode | undefined
  const reference = ((target?.ResTarget as TreeNode | undefined)?.val as TreeNode | undefined)?.ColumnRef
  const name = nameParts((reference as TreeNode | undefined)?.fields).at(-1)
  if (range === undefined || others.length > 0 || name === undefined) return []
  const schema = typeof range.schemaname === 'string' ? range.schemaname : undefined
  const table = findTable(catalog, schema, String(range.relname))
  const column = table?.columns.find(each => each.name === name)
  if (table === undefined || column === undefined || column.notNull || leavesNullsOut(select?.whereClause, name))
    return []
  return [{ table: table.name, column: name }]
}

function leavesNullsOut(where: unknown, column: string): boolean {
  let isTested = false
  walk(where, (node, key) => {
    if (key !== 'NullTest' || node.nulltesttype !== 'IS_NOT_NULL') return
    const reference = (node.arg as { ColumnRef?: TreeNode } | undefined)?.ColumnRef
    isTested ||= nameParts(reference?.fields).at(-1) === column
  })
  return isTested
}

const listOf = (value: unknown) => (Array.isArray(value) ? (value as readonly TreeNode[]) : [])
