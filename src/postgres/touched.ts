import type { Relation } from './relations.ts'

/** What the migrations did to a table. */
export interface Touch {
  readonly relation: Relation
  /** As it was before; undefined for a new table. */
  readonly before: Relation | undefined
  /** Its pages changed: there is something to vacuum. */
  readonly hasChangedRows: boolean
  /** So many that production would analyse it by itself. */
  readonly hasManyChangedRows: boolean
  /** Rows were updated or deleted, whose old versions still take room. */
  readonly hasDeadRows: boolean
  /** Added columns, and those of another type. */
  readonly newColumns: readonly string[]
  /** There are new indexes on expressions or new extended statistics, which only a sample of the table fills. */
  readonly hasNewExpressions: boolean
}

/** The defaults of autovacuum_analyze_threshold and autovacuum_analyze_scale_factor. */
const ANALYSE_ROWS = 50
const ANALYSE_FRACTION = 0.1

/** `mark` and `relations` are of the same database, before and after. Tables that nothing happened to are left out. */
export function findTouched(mark: ReadonlyMap<number, Relation>, relations: readonly Relation[]): Touch[] {
  return relations
    .map(relation => compare(mark.get(relation.oid), relation))
    .filter(touch => !touch.before || touch.hasChangedRows || touch.newColumns.length > 0 || touch.hasNewExpressions)
}

function compare(before: Relation | undefined, relation: Relation): Touch {
  const inserted = relation.inserted - (before?.inserted ?? 0)
  const dead = relation.updated + relation.deleted - (before ? before.updated + before.deleted : 0)
  const isRewritten = before?.filenode !== relation.filenode
  const limit = ANALYSE_ROWS + ANALYSE_FRACTION * Math.max(0, before?.rowEstimate ?? 0)
  const types = new Map(Object.values(before?.columns ?? {}).map(column => [column.number, column.type]))
  return {
    relation,
    before,
    hasChangedRows: isRewritten || inserted + dead > 0,
    hasManyChangedRows: isRewritten || inserted + dead > limit,
    hasDeadRows: dead > 0,
    newColumns: Object.entries(relation.columns)
      .filter(([, { number, type }]) => types.get(number) !== type)
      .map(([name]) => name),
    hasNewExpressions:
      hasNew(before?.expressionIndexes, relation.expressionIndexes) ||
      hasNew(before?.statisticsObjects, relation.statisticsObjects),
  }
}

function hasNew(before: Readonly<Record<string, string>> = {}, after: Readonly<Record<string, string>>): boolean {
  return Object.keys(after).some(oid => before[oid] === undefined)
}
