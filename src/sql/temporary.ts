import { quoteIdentifier } from '../postgres/quote.ts'
import { nameParts, parse, relationName, type TreeNode, walk } from './parse.ts'
import { scan } from './scan.ts'

/** What becomes of a temporary table, or of its rows, when the transaction ends. */
export type OnCommit = 'keep' | 'delete rows' | 'drop'

/** What a statement does to a session's temporary objects. */
export interface TemporaryEffect {
  readonly creates: ReadonlyMap<string, OnCommit>
  readonly drops: readonly string[]
  /** Whether it takes its rows from the client, so that the statement alone does not bring them back. */
  readonly isCopiedIn: boolean
  /** The statement as it can be sent again within a transaction. */
  readonly sql: string
}

const ON_COMMIT: Readonly<Record<string, OnCommit>> = {
  ONCOMMIT_DELETE_ROWS: 'delete rows',
  ONCOMMIT_DROP: 'drop',
}

/** Where the tree has the name of what a statement creates, by the statement's type. */
const CREATED: Readonly<Record<string, (node: TreeNode) => unknown>> = {
  CreateStmt: node => node.relation,
  CreateTableAsStmt: node => (node.into as TreeNode | undefined)?.rel,
  intoClause: node => node.rel,
  ViewStmt: node => node.view,
  CreateSeqStmt: node => node.sequence,
}

/**
 * What a statement does to temporary objects, `live` being the names of those that the session has; undefined where it
 * creates, changes and drops none. What functions do inside is not seen.
 */
export function temporaryEffect(sql: string, live: ReadonlySet<string>): TemporaryEffect | undefined {
  const statements = parse(sql) ?? []
  // Sent again, the one would end the transaction that keeps all traces out of the database; the other does nothing yet.
  if (statements.some(statement => 'TransactionStmt' in statement || 'PrepareStmt' in statement)) return undefined
  const creates = new Map<string, OnCommit>()
  const drops: string[] = []
  let isTouched = false
  let isCopiedIn = false
  let vacuumed: string | undefined
  walk(statements, (node, key) => {
    const created = CREATED[key]?.(node)
    // A view on a temporary table is temporary, whether it says so or not.
    const isTemporary =
      isTemporaryName(created) || (key === 'ViewStmt' && names(node.query).some(name => live.has(name)))
    if (isTemporary) creates.set(nameOf(created), onCommitOf(key, node))
    const isTarget = isLive(node.relation, live) && (key !== 'CopyStmt' || node.is_from === true)
    isTouched ||= isTarget || (key === 'TruncateStmt' && names(node).some(name => live.has(name)))
    isCopiedIn ||= isTarget && key === 'CopyStmt'
    if (isTarget && key === 'RenameStmt' && typeof node.newname === 'string') creates.set(node.newname, 'keep')
    if (key === 'VacuumStmt' && node.is_vacuumcmd === true) vacuumed = names(node).find(name => live.has(name))
    if (key === 'DropStmt') drops.push(...droppedNames(node).filter(name => live.has(name)))
  })
  if (creates.size === 0 && drops.length === 0 && !isTouched) return undefined
  return { creates, drops, isCopiedIn, sql: vacuumed === undefined ? sql : `analyze ${quoteIdentifier(vacuumed)}` }
}

/** Whether a text has one of the names in it, in code or in a string. */
export function mentions(sql: string, wanted: ReadonlySet<string>): boolean {
  for (const { kind, start, end } of scan(sql)) {
    const text = sql.slice(start, end)
    if (kind === 'word' && wanted.has(text.toLowerCase())) return true
    if (kind === 'quoted' && wanted.has(text.slice(1, -1).replaceAll('""', '"'))) return true
    if (kind === 'string' && [...wanted].some(name => text.includes(name))) return true
  }
  return false
}

function isTemporaryName(created: unknown): boolean {
  if (typeof created !== 'object' || created === null) return false
  const { relpersistence, schemaname } = created as TreeNode
  return relpersistence === 't' || (typeof schemaname === 'string' && schemaname.startsWith('pg_temp'))
}

const nameOf = (node: unknown): string => String((node as TreeNode).relname)

function isLive(node: unknown, live: ReadonlySet<string>): boolean {
  return typeof node === 'object' && node !== null && live.has(nameOf(node))
}

function onCommitOf(key: string, node: TreeNode): OnCommit {
  const into = key === 'CreateTableAsStmt' ? (node.into as TreeNode) : node
  return ON_COMMIT[String(into.oncommit ?? into.onCommit)] ?? 'keep'
}

function names(tree: unknown): readonly string[] {
  const found: string[] = []
  walk(tree, node => {
    if (relationName(node) !== undefined) found.push(nameOf(node))
  })
  return found
}

function droppedNames(node: TreeNode): readonly string[] {
  const objects = Array.isArray(node.objects) ? node.objects : []
  return objects.flatMap(object => nameParts((object as { List?: { items?: unknown } }).List?.items).at(-1) ?? [])
}
