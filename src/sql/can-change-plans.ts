import { isQuery } from './effects.ts'
import { endsSessions } from './ends-sessions.ts'
import { nameParts, parse, type TreeNode, walk } from './parse.ts'

/** What controls transactions, only tells or locks, is about other databases or the server, or has rows that are nowhere. */
const WITHOUT_EFFECT = new Set([
  'TransactionStmt',
  'VariableShowStmt',
  'ExplainStmt',
  'LockStmt',
  'DeclareCursorStmt',
  'FetchStmt',
  'ClosePortalStmt',
  'ListenStmt',
  'UnlistenStmt',
  'NotifyStmt',
  'CheckPointStmt',
  'CommentStmt',
  'LoadStmt',
  'CreatedbStmt',
  'DropdbStmt',
  'AlterDatabaseStmt',
  'AlterDatabaseRefreshCollStmt',
  'AlterSystemStmt',
  'CreateTableSpaceStmt',
  'DropTableSpaceStmt',
  'CreateSubscriptionStmt',
  'AlterSubscriptionStmt',
  'DropSubscriptionStmt',
])

/** Settings of a session that no plan depends on, and what `set transaction` sets. */
const SETTINGS_WITHOUT_EFFECT =
  /^(?:(?:statement|lock|transaction|idle_\w+)_timeout|client_min_messages|application_name|client_encoding|extra_float_digits|transaction|session characteristics)$/i

/** Functions of the server's own that change a session's settings or the planner's statistics. */
const WITH_EFFECT = /^(?:set_config|pg_(?:restore|clear)_\w+_stats)$/

/**
 * Whether a statement of a migration may make a later statement another one to the planner: DDL, writes, settings, and functions
 * that are not the server's own, which `isOfServer` knows by their bare names. What the parser does not know may.
 */
export function canChangePlans(text: string, isOfServer: (name: string) => boolean): boolean {
  if (endsSessions(text)) return false
  return (parse(text) ?? [{ unknown: {} }]).some(statement => {
    const [kind, body] = Object.entries(statement)[0] as [string, TreeNode]
    if (WITHOUT_EFFECT.has(kind)) return false
    if (kind === 'VariableSetStmt') return !SETTINGS_WITHOUT_EFFECT.test(String(body.name))
    if (kind === 'CopyStmt') return body.is_from === true && body.filename !== undefined
    if (kind === 'RenameStmt') return body.renameType !== 'OBJECT_DATABASE'
    if (kind === 'PrepareStmt') return hasEffect(body.query as TreeNode, isOfServer)
    return !isQuery(statement) || hasEffect(statement as TreeNode, isOfServer)
  })
}

/** Of a query: whether it writes, makes a table, or calls a function that may. */
function hasEffect(query: TreeNode, isOfServer: (name: string) => boolean): boolean {
  let found = false
  walk(query, (node, key) => {
    if (key === 'FuncCall') {
      const name = nameParts(node.funcname)
      const bare = name.at(-1) ?? ''
      const schema = name.at(-2)
      const isOwn = schema === undefined ? isOfServer(bare) : schema === 'pg_catalog' || schema === 'information_schema'
      found ||= !isOwn || WITH_EFFECT.test(bare)
    } else found ||= key === 'intoClause' || (key !== 'SelectStmt' && isQuery({ [key]: node }))
  })
  return found
}
