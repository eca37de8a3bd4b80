import type { Node, SelectStmt } from 'libpg-query'
import { deparseSync } from 'pgsql-deparser'
import { nameParts, parse, type TreeNode, walk } from '../sql/parse.ts'
import { deparseFaithfully } from './deparse.ts'
import { publishedSql } from './published.ts'
import { column, columnNames } from './tree.ts'

/** A value that a statement computes from one column of a table for each row, and the statement with a column in its place. */
export interface GeneratedColumn {
  /** As the statement names the table. */
  readonly schema: string | undefined
  readonly table: string
  readonly name: string
  /** SQL over the table's columns, unqualified. */
  readonly expression: string
  readonly query: string
  /** Without the load's constants. */
  readonly published: string
}

/** Operators on documents, whose right side is a word such as code has it. */
const FIELDS = new Set(['->', '->>', '#>', '#>>'])
const WORD = /^[A-Za-z_]\w{0,62}$|^\{[A-Za-z_][\w,]{0,62}\}$/
/** Casts of text that do not depend on settings. */
const FIXED_TYPES = new Set(['int4', 'int8', 'numeric', 'float8', 'bool', 'uuid'])
/** Functions of one long value. */
const FUNCTIONS = new Set(['length', 'octet_length', 'md5', 'jsonb_array_length', 'cardinality'])

/** Whether a statement, its constants being there or not, computes something of a document or of a long value. */
export function computesOfLongValue(sql: string): boolean {
  return first(selectOf(sql), true) !== undefined
}

/** Undefined where nothing is to be kept in a column. */
export function generateColumn(sql: string): GeneratedColumn | undefined {
  const select = selectOf(sql)
  const found = first(select, false)
  if (select === undefined || found === undefined) return undefined
  const tables = relationsOf(select)
  const [qualifier, ...others] = found.names
  const relation =
    others.length === 0 ? (tables.length === 1 ? tables[0] : undefined) : tables.find(each => each.alias === qualifier)
  if (relation === undefined) return undefined
  const text = deparseSync(found.node)
  const place = others.length === 0 ? column(found.name) : column(qualifier!, found.name)
  const query = withPlace(select, text, place) as SelectStmt
  const written = deparseFaithfully(query)
  if (written === undefined) return undefined
  return {
    schema: relation.schema,
    table: relation.table,
    name: found.name,
    expression: deparseSync(unqualified(found.node) as Node),
    query: written,
    published: publishedSql({ SelectStmt: query }),
  }
}

function selectOf(sql: string): SelectStmt | undefined {
  const statements = parse(sql)
  const [statement] = statements ?? []
  return statements?.length === 1 && statement !== undefined && 'SelectStmt' in statement
    ? statement.SelectStmt
    : undefined
}

interface Computed {
  readonly node: Node
  /** Of the column that it is computed of. */
  readonly names: readonly string[]
  /** What the column may be called. */
  readonly name: string
}

function first(tree: unknown, isNormalised: boolean): Computed | undefined {
  if (typeof tree !== 'object' || tree === null) return undefined
  const found = Array.isArray(tree) ? undefined : computedOf(tree as Node, isNormalised)
  if (found !== undefined) return found
  for (const child of Object.values(tree)) {
    const inner = first(child, isNormalised)
    if (inner !== undefined) return inner
  }
  return undefined
}

function computedOf(node: Node, isNormalised: boolean): Computed | undefined {
  if ('TypeCast' in node) {
    const type = nameParts(node.TypeCast.typeName?.names).at(-1) ?? ''
    const inner = node.TypeCast.arg && computedOf(node.TypeCast.arg, isNormalised)
    return FIXED_TYPES.has(type) && inner !== undefined ? { ...inner, node } : undefined
  }
  if ('A_Expr' in node && node.A_Expr.kind === 'AEXPR_OP') {
    const { name, lexpr, rexpr } = node.A_Expr
    if (!FIELDS.has(nameParts(name).at(-1) ?? '') || lexpr === undefined || rexpr === undefined) return undefined
    const key = 'A_Const' in rexpr ? rexpr.A_Const.sval?.sval : undefined
    if (key === undefined ? !(isNormalised && 'ParamRef' in rexpr) : !WORD.test(key)) return undefined
    const inner = columnOf(lexpr) ?? computedOf(lexpr, isNormalised)
    return inner && { ...inner, node, name: [inner.name, ...(key?.match(/\w+/g) ?? [])].join('_').toLowerCase() }
  }
  if (!('FuncCall' in node)) return undefined
  const [argument, ...others] = node.FuncCall.args ?? []
  const name = nameParts(node.FuncCall.funcname).at(-1) ?? ''
  const inner = argument && columnOf(argument)
  if (inner === undefined || others.length > 0 || !FUNCTIONS.has(name)) return undefined
  return { ...inner, node, name: `${inner.name}_${name}` }
}

function columnOf(node: Node): Computed | undefined {
  const names = columnNames(node)
  return names === undefined || names.length > 2 ? undefined : { node, names, name: names.at(-1)! }
}

function relationsOf(select: SelectStmt) {
  const found: { readonly alias: string; readonly schema: string | undefined; readonly table: string }[] = []
  walk(select, (node, key) => {
    if (key !== 'RangeVar') return
    const { schemaname, relname, alias } = node as {
      schemaname?: string
      relname?: string
      alias?: { aliasname: string }
    }
    found.push({
      alias: alias?.aliasname ?? relname ?? '',
      schema: schemaname,
      table: relname ?? '',
    })
  })
  return found
}

/** With `place` wherever that expression is computed. */
function withPlace(value: unknown, text: string, place: Node): unknown {
  if (Array.isArray(value)) return value.map(each => withPlace(each, text, place))
  if (typeof value !== 'object' || value === null) return value
  const node = value as TreeNode
  if (['TypeCast', 'A_Expr', 'FuncCall'].some(kind => kind in node) && deparseSync(node as unknown as Node) === text)
    return place
  return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, withPlace(child, text, place)]))
}

function unqualified(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unqualified)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) =>
      key === 'ColumnRef'
        ? [key, { ...child, fields: (child as { fields: readonly unknown[] }).fields.slice(-1) }]
        : [key, unqualified(child)],
    ),
  )
}
