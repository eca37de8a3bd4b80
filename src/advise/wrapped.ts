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

/** Casts that EXPLAIN shows and that an index on the column serves all the same. */
const HARMLESS_CASTS = new Set(['text', 'bpchar', 'varchar'])
const COMPARISONS = new Set(['=', '<', '<=', '>', '>=', '~~'])

/** The columns that are wrapped in a term of a condition that EXPLAIN printed, where the term has no other column. */
export function wrappedColumns(condition: string): readonly Wrapped[] {
  return conjunctsIn(condition).flatMap((term): readonly Wrapped[] => {
    const expression = term.A_Expr as TreeNode | undefined
    if (expression === undefined || !COMPARISONS.has(nameParts(expression.name).at(-1) ?? '')) return []
    const columns = columnsOf(term)
    const [column] = columns
    if (column === undefined || columns.length > 1) return []
    const side = [expression.lexpr, expression.rexpr].find(each => columnsOf(each).length === 1)
    const wrap = wrapOf(side as TreeNode | undefined)
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

function wrapOf(node: TreeNode | undefined): Pick<Wrapped, 'by' | 'what'> | undefined {
  if (node === undefined) return undefined
  const cast = node.TypeCast as TreeNode | undefined
  if (cast !== undefined) {
    const type = nameParts((cast.typeName as TreeNode | undefined)?.names).at(-1) ?? ''
    if (HARMLESS_CASTS.has(type)) return wrapOf(cast.arg as TreeNode | undefined)
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
