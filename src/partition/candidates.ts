import { quoted } from '../advise/design.ts'
import type { Subject, WorkloadItem } from '../advise/workload.ts'
import { findTable } from '../capture/catalog/table.ts'
import type { SchemaColumn, SchemaTable } from '../capture/schema/schema.ts'
import { parse, type TreeNode } from '../sql/parse.ts'
import type { PartitionMethod } from './design.ts'

/** A column by which a table might be divided. */
export interface KeyCandidate {
  readonly method: PartitionMethod
  readonly column: SchemaColumn
  /** Of the pages that the load reads of the table, those of statements that name the key; and of the calls. */
  readonly workShare: number
  readonly callShare: number
  /** Names of the statements that delete old rows by it. */
  readonly retention: readonly string[]
  /** What forbids it, each a clause. */
  readonly obstacles: readonly string[]
}

/** Of the work on the table: below that, more statements lose than gain. */
export const MIN_SHARE = 0.8
/** One heavy statement is no reason for all others to look into every partition: it may lack an index. */
const MIN_CALL_SHARE = 0.5
const TIMES = new Set(['date', 'timestamp', 'timestamptz'])
/** Values that each get a partition of their own. */
const MAX_LIST = 32
const MIN_HASHED = 64

type Kind = WorkloadItem['accesses'][number]['terms'][number]['kind']
const PRUNING: Readonly<Record<PartitionMethod, ReadonlySet<Kind>>> = {
  range: new Set<Kind>(['equality', 'list', 'range']),
  list: new Set<Kind>(['equality', 'list']),
  hash: new Set<Kind>(['equality', 'list']),
}

/** By which the rows are copied, or told from each other; PostgreSQL itself needs none. */
export const NO_PRIMARY_KEY = 'it has no primary key'

/** What the load does to a table. */
interface Use {
  readonly item: WorkloadItem
  /** Pages of all its calls that are of the table. */
  readonly work: number
  readonly carries: (column: string, kinds: ReadonlySet<Kind>) => boolean
}

/** The columns to divide a table by, the best first: retention, then time, then lists, then hashes. */
export function keyCandidates(subject: Subject, table: SchemaTable): readonly KeyCandidate[] {
  const uses = usesOf(subject, table)
  const updated = updatedColumns(subject, table)
  const candidates = table.columns.flatMap((column): readonly KeyCandidate[] => {
    const method = methodFor(column, table, updated)
    if (method === undefined || uses.length === 0) return []
    const carrying = uses.filter(use => use.carries(column.name, PRUNING[method]))
    const retention = method === 'range' ? carrying.filter(use => isRetention(use.item)).map(use => use.item.name) : []
    return [
      {
        method,
        column,
        workShare: share(carrying, uses, use => use.work),
        callShare: share(carrying, uses, use => use.item.calls),
        retention,
        obstacles: obstaclesTo(column, table, subject),
      },
    ]
  })
  return candidates.toSorted(
    (a, b) =>
      b.retention.length - a.retention.length ||
      Number(isEnough(b)) - Number(isEnough(a)) ||
      ORDER.indexOf(a.method) - ORDER.indexOf(b.method) ||
      b.workShare - a.workShare,
  )
}

const ORDER: readonly PartitionMethod[] = ['range', 'list', 'hash']

export const isEnough = ({ workShare, callShare, retention }: KeyCandidate): boolean =>
  (workShare >= MIN_SHARE && callShare >= MIN_CALL_SHARE) || retention.length > 0

const share = (part: readonly Use[], whole: readonly Use[], of: (use: Use) => number) => {
  const sum = (uses: readonly Use[]) => uses.reduce((total, use) => total + of(use), 0)
  return sum(part) / Math.max(1, sum(whole))
}

function usesOf({ workload }: Subject, { schema, name }: SchemaTable): readonly Use[] {
  return workload.flatMap((item): readonly Use[] => {
    const accesses = item.accesses.filter(({ table }) => table.schema === schema && table.name === name)
    if (accesses.length === 0) return []
    const blocks = accesses.reduce((sum, access) => sum + access.blocks, 0)
    return [
      {
        item,
        work: (blocks / item.runs.length) * item.calls,
        carries: (column, kinds) =>
          accesses.every(({ terms }) =>
            terms.some(({ kind, subject }) => kinds.has(kind) && subject.isColumn && subject.expression === column),
          ),
      },
    ]
  })
}

/** How a column would divide; a key that rows change is none for lists and hashes, because they would move with each change. */
function methodFor(
  { name, baseType, category, nDistinct, isGenerated }: SchemaColumn,
  { rows, primaryKey }: SchemaTable,
  updated: ReadonlySet<string>,
): PartitionMethod | undefined {
  if (isGenerated || nDistinct === undefined) return undefined
  if (TIMES.has(baseType)) return 'range'
  if (updated.has(name) || (primaryKey.length === 1 && primaryKey[0] === name)) return undefined
  const distinct = nDistinct < 0 ? -nDistinct * rows : nDistinct
  if (distinct >= 2 && distinct <= MAX_LIST && ['B', 'E', 'S'].includes(category)) return 'list'
  return distinct >= MIN_HASHED && ['N', 'S', 'U'].includes(category) ? 'hash' : undefined
}

function obstaclesTo(column: SchemaColumn, table: SchemaTable, subject: Subject): readonly string[] {
  const { primaryKey } = table
  const indexes = findTable(subject.head, table.schema, table.name)?.indexes ?? []
  const pointing = subject.schema.head.tables.flatMap(other =>
    other.foreignKeys
      .filter(
        ({ referencedSchema, referencedTable }) => referencedSchema === table.schema && referencedTable === table.name,
      )
      .map(
        ({ name }) =>
          `foreign key ${quoted(name)} of ${quoted(other.name)} points at it without ${quoted(column.name)}`,
      ),
  )
  const unique = indexes
    .filter(({ isUnique, keys, constraint }) => {
      const isPrimary =
        constraint !== undefined &&
        keys.length === primaryKey.length &&
        keys.every(({ expression }, at) => primaryKey[at] === expression)
      return isUnique && !isPrimary && !keys.some(({ expression, isColumn }) => isColumn && expression === column.name)
    })
    .map(({ name }) => `${quoted(name)} could not be unique any more, because it lacks ${quoted(column.name)}`)
  const key = table.columns.filter(({ name }) => primaryKey.includes(name))
  const isMade = key.some(({ sequence, baseType }) => sequence !== undefined || baseType === 'uuid')
  return [
    ...(primaryKey.length === 0 ? [NO_PRIMARY_KEY] : []),
    ...(column.notNull ? [] : [`${quoted(column.name)} may be null`]),
    ...(primaryKey.length > 0 && !isMade && !primaryKey.includes(column.name)
      ? ['nothing but its primary key makes its rows unique, which would no longer do so']
      : []),
    ...unique,
    ...pointing,
  ]
}

function statementOf({ text, isWrite }: WorkloadItem, kind: 'DeleteStmt' | 'UpdateStmt'): TreeNode | undefined {
  if (!isWrite) return undefined
  const [statement] = (parse(text) ?? []) as readonly TreeNode[]
  return statement?.[kind] as TreeNode | undefined
}

/** A delete that names nothing but a time, or hardly more, takes rows away because they are old. */
const isRetention = (item: WorkloadItem): boolean =>
  statementOf(item, 'DeleteStmt') !== undefined &&
  item.accesses.every(({ terms }) => terms.every(({ kind }) => kind === 'range'))

/** Columns that some update of the load sets. */
export function updatedColumns({ workload }: Subject, table: { readonly name: string }): ReadonlySet<string> {
  const users = workload.filter(({ accesses }) => accesses.some(access => access.table.name === table.name))
  return new Set(
    users.flatMap(item => {
      const update = statementOf(item, 'UpdateStmt')
      if ((update?.relation as { relname?: string } | undefined)?.relname !== table.name) return []
      const targets = Array.isArray(update?.targetList) ? (update.targetList as readonly TreeNode[]) : []
      return targets.flatMap(target => (target.ResTarget as { name?: string } | undefined)?.name ?? [])
    }),
  )
}
