import type { Node } from 'libpg-query'
import { deparseSync } from 'pgsql-deparser'
import { nameParts, type TreeNode, walk } from '../sql/parse.ts'

/** What gives the same for a whole statement, and changes nothing. */
const FUNCTIONS = new Set(['now', 'date_trunc', 'timezone', 'make_interval', 'to_timestamp'])
const NODES = new Set(['A_Const', 'A_Expr', 'TypeCast', 'FuncCall', 'SQLValueFunction'])

/** SQL of an expression without columns and parameters; undefined where it may be something else. */
export function constantSql(node: TreeNode | undefined): string | undefined {
  if (node === undefined || !isConstant(node)) return undefined
  try {
    return `(${deparseSync(node as unknown as Node)})`
  } catch {
    return undefined
  }
}

function isConstant(tree: TreeNode): boolean {
  let isSafe = NODES.has(Object.keys(tree)[0] ?? '')
  walk(tree, (node, key) => {
    if (/^[A-Z]/.test(key) && !NODES.has(key) && !PARTS.has(key)) isSafe = false
    if (key === 'FuncCall' && !FUNCTIONS.has(nameParts(node.funcname).at(-1) ?? '')) isSafe = false
  })
  return isSafe
}

/** Of names, types and constants. */
const PARTS = new Set(['String', 'Integer', 'Float', 'TypeName'])
