import { findTable } from '../../../capture/catalog/table.ts'
import { parse, type TreeNode } from '../../../sql/parse.ts'
import { tablesWritten } from '../../shares.ts'
import type { Subject, WorkloadItem } from '../../workload.ts'

/** What a statement that changes no row bears of a replica's lag. */
export interface ReplicaClasses {
  /** Of tables that the load does not write: the same answer on a replica. */
  readonly free: readonly WorkloadItem[]
  /** Of tables that it writes, but by no key by which it writes: a moment late, like any list or report. */
  readonly late: readonly WorkloadItem[]
  /** By a key by which the load writes the table too: whoever just wrote misses it. */
  readonly own: readonly WorkloadItem[]
  /** In a transaction that has written before. */
  readonly within: readonly WorkloadItem[]
  /** Selects that lock rows, or call what may write: a replica refuses them. */
  readonly refused: readonly WorkloadItem[]
}

export function replicaClasses(subject: Subject): ReplicaClasses {
  const tables = tablesWritten(subject)
  const keys = keysWritten(subject)
  const classes = Map.groupBy(subject.workload, item => classOf(item, tables, keys))
  const of = (name: keyof ReplicaClasses) => classes.get(name) ?? []
  return { free: of('free'), late: of('late'), own: of('own'), within: of('within'), refused: of('refused') }
}

function classOf(
  { isWrite, text, callsAfterWrite, accesses }: WorkloadItem,
  tables: ReadonlySet<string>,
  keys: ReadonlySet<string>,
): keyof ReplicaClasses | 'write' {
  if (isWrite) return isSelect(text) ? 'refused' : 'write'
  if (callsAfterWrite > 0) return 'within'
  if (!accesses.some(({ table }) => tables.has(table.name))) return 'free'
  const isOwn = accesses.some(({ table, terms }) =>
    terms.some(
      ({ kind, subject }) =>
        (kind === 'equality' || kind === 'list') && keys.has(nameOf(table.schema, table.name, subject.expression)),
    ),
  )
  return isOwn ? 'own' : 'late'
}

const nameOf = (schema: string, table: string, column: string) => JSON.stringify([schema, table, column])

const statementOf = (text: string) => (parse(text) ?? [])[0] as TreeNode | undefined

const isSelect = (text: string) => statementOf(text)?.SelectStmt !== undefined

/**
 * Columns by which the load writes rows: those that an update or a delete compares, and of a table that it inserts into those of
 * its unique and foreign keys, which every insert fills.
 */
function keysWritten({ workload, schema, head }: Subject): ReadonlySet<string> {
  const compared = workload
    .filter(({ isWrite, text }) => isWrite && !isSelect(text))
    .flatMap(({ accesses }) =>
      accesses.flatMap(({ table, terms }) =>
        terms.flatMap(({ kind, subject }) =>
          kind === 'equality' || kind === 'list' ? [nameOf(table.schema, table.name, subject.expression)] : [],
        ),
      ),
    )
  const inserted = workload.flatMap(({ text }) => {
    const into = (statementOf(text)?.InsertStmt as TreeNode | undefined)?.relation as TreeNode | undefined
    const space = typeof into?.schemaname === 'string' ? into.schemaname : undefined
    const found = typeof into?.relname === 'string' ? findTable(head, space, into.relname) : undefined
    const declared = schema.head.tables.find(each => each.schema === found?.schema && each.name === found.name)
    if (declared === undefined) return []
    const { primaryKey, uniqueKeys, foreignKeys } = declared
    return [primaryKey, ...uniqueKeys, ...foreignKeys.map(({ columns }) => columns)]
      .flat()
      .map(column => nameOf(declared.schema, declared.name, column))
  })
  return new Set([...compared, ...inserted])
}
