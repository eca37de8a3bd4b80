import type { Table } from '../capture/catalog/table.ts'
import { nameParts, type TreeNode, walk } from '../sql/parse.ts'
import { conjunctsIn } from './condition.ts'

/** A column that a condition compares only after something was done to it, so that no index on the column answers. */
export interface Wrapped {
  readonly alias: string
  readonly column: string
  readonly by: 'function' | 'cast' | 'arithmetic'
  /** The function, the type that it is cast to, or the operator. */
  readonly what: string
}

/** Casts that EXPLAIN shows and that an index on a column of strings serves all the same. */
const HARMLESS_CASTS = new Set(['text', 'bpchar', 'varchar'])
/** Strings whose own comparison is another one than that of texts. */
const OTHER_STRINGS = /^(?:character(?:\(|$)|bpchar|citext|"char"|.*\.citext)/
const COMPARISONS = new Set(['=', '<', '<=', '>', '>=', '~~'])

/** The columns that are wrapped in a term of a condition that EXPLAIN printed, where the term has no other column. `table` is theirs. */
export function wrappedColumns(condition: string, table?: Pick<Table, 'columns'>): readonly Wrapped[] {
  return conjunctsIn(condition).flatMap((term): readonly Wrapped[] => {
    const expression = term.A_Expr as TreeNode | undefined
    if (expression === undefined || !COMPARISONS.has(nameParts(expression.name).at(-1) ?? '')) return []
    const columns = columnsOf(term)
    const [column] = columns
    if (column === undefined || columns.length > 1) return []
    const side = [expression.lexpr, expression.rexpr].find(each => columnsOf(each).length === 1)
    const wrap = wrapOf(side as TreeNode | undefined, isOfTexts(table, column.column))
    return wrap === undefined ? [] : [{ ...column, ...wrap }]
  })
}

/** Every column that a condition names, each once. */
export function columnsIn(condition: string): readonly { readonly alias: string; readonly column: string }[] {
  return columnsOf(conjunctsIn(condition))
}

function columnsOf(tree: unknown): readonly { readonly alias: string; readonly column: string }[] {
  const found = new Map<string, { alias: string; column: string }>()
  walk(tree, (node, key) => {
    if (key !== 'ColumnRef') return
    const [alias, column] = nameParts(node.fields)
    if (alias !== undefined && column !== undefined) found.set(`${alias}.${column}`, { alias, column })
  })
  return [...found.values()]
}

/** A cast column of an equality between two relation instances, with the column that it is joined to. */
export interface JoinedCast extends Wrapped {
  readonly by: 'cast'
  readonly other: { readonly alias: string; readonly column: string }
}

/** The columns that a join compares only after a cast. `tableOf` gives the table of an alias. */
export function joinedCasts(
  condition: string,
  tableOf: (alias: string) => Pick<Table, 'columns'> | undefined,
): readonly JoinedCast[] {
  return conjunctsIn(condition).flatMap((term): readonly JoinedCast[] => {
    const { name, lexpr, rexpr } = (term.A_Expr ?? {}) as TreeNode
    const [[left, ...lefts], [right, ...rights]] = [columnsOf(lexpr), columnsOf(rexpr)]
    if (nameParts(name).at(-1) !== '=' || left === undefined || right === undefined) return []
    if (lefts.length + rights.length > 0 || left.alias === right.alias) return []
    const castOf = (column: typeof left, other: typeof left, side: unknown): readonly JoinedCast[] => {
      const wrap = wrapOf(side as TreeNode, isOfTexts(tableOf(column.alias), column.column))
      return wrap?.by === 'cast' ? [{ ...column, by: wrap.by, what: wrap.what, other }] : []
    }
    return [...castOf(left, right, lexpr), ...castOf(right, left, rexpr)]
  })
}

/** Whether the column holds texts; so it is taken where its table is not known. */
function isOfTexts(table: Pick<Table, 'columns'> | undefined, name: string): boolean {
  const column = table?.columns.find(each => each.name === name)
  return column === undefined || (column.category === 'S' && !OTHER_STRINGS.test(column.type))
}

function wrapOf(node: TreeNode | undefined, isText: boolean): Pick<Wrapped, 'by' | 'what'> | undefined {
  if (node === undefined) return undefined
  const cast = node.TypeCast as TreeNode | undefined
  if (cast !== undefined) {
    const type = nameParts((cast.typeName as TreeNode | undefined)?.names).at(-1) ?? ''
    const inner = cast.arg as TreeNode | undefined
    if (HARMLESS_CASTS.has(type) && (isText || inner?.ColumnRef === undefined)) return wrapOf(inner, isText)
    return { by: 'cast', what: type }
  }
  const call = node.FuncCall as TreeNode | undefined
  if (call !== undefined) return { by: 'function', what: nameParts(call.funcname).at(-1) ?? '' }
  const operation = node.A_Expr as TreeNode | undefined
  if (operation !== undefined) return { by: 'arithmetic', what: nameParts(operation.name).at(-1) ?? '' }
  return undefined
}

/** The name of an index that leads with the column as it is, over all rows. */
export function indexOn(table: Table, column: string): string | undefined {
  return table.indexes.find(
    ({ isValid, predicate, keys: [first] }) =>
      isValid && predicate === undefined && first?.isColumn === true && first.expression === column,
  )?.name
}
