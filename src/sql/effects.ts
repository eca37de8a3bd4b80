import { nameParts, relationName, type TreeNode, walk } from './parse.ts'
import { READ_ONLY_FUNCTIONS } from './read-only-functions.ts'

export interface Effects {
  readonly kind: 'read' | 'write' | 'utility'
  /** Tables as written, `schema.table` or `table`, without the names of CTEs; each once, in the order of the text. */
  readonly tables: readonly string[]
}

const QUERIES = new Set(['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'])

/** Whether a statement is one that the planner plans: SELECT, VALUES, INSERT, UPDATE, DELETE, MERGE. */
export function isQuery(statement: object): boolean {
  return QUERIES.has(Object.keys(statement)[0] ?? '')
}

/**
 * What a statement does. A SELECT writes when it locks rows, holds a data-modifying CTE, makes a table, or calls a
 * function that is not known to only read.
 */
export function effectsOf(statement: object): Effects {
  const tables = new Set<string>()
  const ctes = new Set<unknown>()
  let writes = false
  walk(statement, (node, key) => {
    const relation = relationName(node)
    if (relation !== undefined) tables.add(relation)
    if (key === 'CommonTableExpr') ctes.add(node.ctename)
    writes ||= isModifying(node, key)
  })
  const kind = isQuery(statement) ? (writes ? 'write' : 'read') : 'utility'
  return { kind, tables: [...tables].filter(table => !ctes.has(table)) }
}

function isModifying(node: TreeNode, key: string): boolean {
  if (key === 'FuncCall') return !isReadOnly(nameParts(node.funcname))
  return key === 'LockingClause' || key === 'intoClause' || (QUERIES.has(key) && key !== 'SelectStmt')
}

function isReadOnly(name: readonly string[]): boolean {
  const schema = name.at(-2)
  return (schema === undefined || schema === 'pg_catalog') && READ_ONLY_FUNCTIONS.has(name.at(-1) ?? '')
}
