import type { FixStep, PrimaryKeyChange } from '../advise/finding.ts'
import { nameParts, parse, type TreeNode } from '../sql/parse.ts'
import { splitSql } from '../sql/split.ts'
import { needsNoTransaction } from '../sql/transaction.ts'

/** One statement of a fix. */
export interface SchemaChange {
  /** Without its semicolon. */
  readonly sql: string
  /** Whether PostgreSQL refuses it inside a transaction. */
  readonly isAlone: boolean
  /** What undoes it; undefined where nobody can say. */
  readonly undo: string | undefined
  /** `add_orders_tenant_idx`: what a migration with it may be called. */
  readonly slug: string
  readonly index: IndexChange | undefined
  readonly primaryKey?: PrimaryKeyChange | undefined
}

/** An index that a statement makes or drops, as the parser sees it. */
export type IndexChange =
  | { readonly kind: 'create'; readonly name: string; readonly tree: TreeNode }
  | { readonly kind: 'drop'; readonly name: string; readonly schema: string | undefined }

/** What belongs into a migration; settings and queries do not. */
const DEFINITIONS = new Set([
  'IndexStmt',
  'DropStmt',
  'CreateStatsStmt',
  'AlterStatsStmt',
  'AlterTableStmt',
  'CreateExtensionStmt',
  'CreateTableAsStmt',
  'CreateStmt',
  'ViewStmt',
  'CommentStmt',
  'RenameStmt',
])

/** The statements of a fix; empty where one of them is no change of the schema. */
export function schemaChanges(sql: string): readonly SchemaChange[] {
  const texts = splitSql(sql, 'fix').flatMap(piece => (piece.kind === 'statement' ? [piece.text] : []))
  const changes = texts.map(toChange)
  return changes.every(change => change !== undefined) ? changes : []
}

/** A step whose statements belong together. */
export function stepChange({ slug, sql, commits, undo, primaryKey }: FixStep): SchemaChange {
  const [only, ...more] = sql
  const index = more.length === 0 && only !== undefined ? toChange(only)?.index : undefined
  // What a table needs on its way to partitions is no part of the schema that is declared.
  const isDeclared = index?.kind === 'create' && index.tree.unique !== true && primaryKey === undefined
  return {
    sql: sql.join(';\n\n'),
    isAlone: commits,
    undo: undo.length === 0 ? undefined : undo.join(';\n\n'),
    slug,
    index: isDeclared ? index : undefined,
    primaryKey,
  }
}

function toChange(text: string): SchemaChange | undefined {
  const [node] = parse(text) ?? []
  const [kind, tree] = Object.entries(node ?? {})[0] ?? []
  if (kind === undefined || !DEFINITIONS.has(kind)) return undefined
  const sql = text.trim().replace(/;$/, '')
  const change = { sql, isAlone: needsNoTransaction(sql), undo: undefined, index: undefined }
  if (kind === 'IndexStmt') return { ...change, ...createOf(tree as TreeNode) }
  if (kind === 'DropStmt') return { ...change, ...dropOf(tree as TreeNode, sql) }
  const words = sql
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .toLowerCase()
    .split('_')
    .slice(0, 6)
  return { ...change, slug: words.join('_') }
}

function createOf(tree: TreeNode): Pick<SchemaChange, 'slug' | 'index' | 'undo'> {
  const name = String(tree.idxname)
  const { schemaname } = tree.relation as TreeNode
  const place = typeof schemaname === 'string' ? `${quoted(schemaname)}.` : ''
  return {
    slug: `add_${name}`,
    index: { kind: 'create', name, tree },
    undo: `drop index ${tree.concurrent === true ? 'concurrently ' : ''}if exists ${place}${quoted(name)}`,
  }
}

function dropOf(tree: TreeNode, sql: string): Pick<SchemaChange, 'slug' | 'index'> {
  const [object] = Array.isArray(tree.objects) ? tree.objects : []
  const names = nameParts((object as { List?: { items?: unknown } } | undefined)?.List?.items)
  const name = names.at(-1) ?? ''
  const isIndex = /^drop\s+index\b/i.test(sql)
  return {
    slug: `drop_${name}`,
    index: isIndex ? { kind: 'drop', name, schema: names.length > 1 ? names[0] : undefined } : undefined,
  }
}

const quoted = (name: string) => (/^[a-z_][a-z0-9_$]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`)
