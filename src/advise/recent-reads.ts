import type { AgeQuestion } from '../capture/schema/read-ages.ts'
import type { SchemaTable } from '../capture/schema/schema.ts'
import type { Access } from './access.ts'
import type { Subject, WorkloadItem } from './workload.ts'

/** How the load reads a table of which it wants the newest rows, by a column that says how old a row is. */
export interface RecentReads extends AgeQuestion {
  /** Statements that name the column with a lower bound. */
  readonly bounded: readonly WorkloadItem[]
  /** Those that read the newest rows first and stop. */
  readonly newest: readonly WorkloadItem[]
  /** Those that look up one row by a key, at whatever age. */
  readonly byKey: readonly WorkloadItem[]
}

const TIMES = new Set(['date', 'timestamp', 'timestamptz'])
const MIN_ROWS = 1000

type Reads = Omit<Subject, 'ages'>

/** Tables with a time that every statement of the load keeps to, one column each. */
export function recentReads(subject: Reads): readonly RecentReads[] {
  return subject.schema.head.tables
    .filter(({ rows }) => rows >= MIN_ROWS)
    .flatMap(table => {
      const times = table.columns.filter(({ baseType }) => TIMES.has(baseType))
      return times.flatMap(({ name }) => readsBy(subject, table, name) ?? []).slice(0, 1)
    })
}

function readsBy({ workload }: Reads, table: SchemaTable, column: string): RecentReads | undefined {
  const bounds = new Set<string>()
  const kinds = Map.groupBy(workload, item => {
    const accesses = item.accesses.filter(each => each.table.schema === table.schema && each.table.name === table.name)
    if (accesses.length === 0) return 'none'
    const found = accesses.map(access => kindOf(access, table, column))
    for (const kind of found) if (Array.isArray(kind)) for (const bound of kind) bounds.add(bound)
    if (found.includes('any')) return 'any'
    if (found.every(Array.isArray)) return 'bounded'
    return found.includes('newest') ? 'newest' : 'key'
  })
  const bounded = kinds.get('bounded') ?? []
  if (kinds.has('any') || bounded.length === 0) return undefined
  return {
    schema: table.schema,
    table: table.name,
    column,
    bounds: [...bounds],
    bounded,
    newest: kinds.get('newest') ?? [],
    byKey: kinds.get('key') ?? [],
  }
}

/** The lower bounds of the column; or how else an access finds its rows. */
function kindOf({ terms, order, isLimited }: Access, { primaryKey, uniqueKeys }: SchemaTable, column: string) {
  const bounds = terms.flatMap(term =>
    term.kind === 'range' && term.subject.isColumn && term.subject.expression === column ? (term.from ?? []) : [],
  )
  if (bounds.length > 0) return bounds
  const fixed = new Set(terms.flatMap(({ kind, subject }) => (kind === 'equality' ? [subject.expression] : [])))
  const isKey = (key: readonly string[]) => key.length > 0 && key.every(name => fixed.has(name))
  if ([primaryKey, ...uniqueKeys].some(isKey)) return 'key'
  const [first] = order
  return isLimited && first?.isDescending === true && first.subject.expression === column ? 'newest' : 'any'
}
