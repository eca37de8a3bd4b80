import { findTable, type Index, type Table } from '../capture/catalog/table.ts'
import { walk } from '../plan/walk.ts'
import { designOf, type IndexDesign, quoted, tableText } from './design.ts'
import type { DraftOf, DropProposal, Rule } from './draft.ts'
import type { Finding } from './finding.ts'
import { supports } from './rules/foreign-key-without-index.ts'
import type { Subject, WorkloadItem } from './workload.ts'
import { wrappedIn } from './wrapped-in.ts'

/** Whether nothing but speed stands on the index: no constraint, no uniqueness, no replication. */
export function isDroppable({ isUnique, constraint, isReplicaIdentity, isValid }: Index): boolean {
  return !isUnique && constraint === undefined && !isReplicaIdentity && isValid
}

interface DropWords {
  readonly title: (name: string, table: string) => string
  readonly why: string
  readonly severity: Finding['severity']
  readonly instead?: IndexDesign
  readonly isGuess?: boolean
}

/** A rule's proposal to drop an index. */
export function dropDraft(
  { id, area }: Pick<Rule, 'id' | 'area'>,
  table: Table,
  index: Index,
  { title, why, severity, instead, isGuess = false }: DropWords,
): DraftOf<DropProposal> {
  const place = { schema: index.schema, table: table.name, name: index.name }
  return {
    key: `${id}:${table.schema}.${index.name}`,
    rule: id,
    area,
    evidence: [],
    severity,
    title: title(quoted(index.name), tableText(designOf(table, index))),
    why,
    statements: [],
    proposal: { kind: 'drop', index: place, instead, isGuess },
  }
}

export function isNewIndex({ base }: Subject, table: Table, index: Index): boolean {
  return !findTable(base, table.schema, table.name)?.indexes.some(({ name }) => name === index.name)
}

/** The load's statements whose plans read the index. */
export function readersOf(index: Index, { workload }: Subject): readonly WorkloadItem[] {
  return workload.filter(({ runs }) =>
    runs.some(({ head }) =>
      [head.plan, ...head.nested.map(({ plan }) => plan)].some(({ root }) =>
        [...walk(root)].some(({ node }) => node.indexName === index.name),
      ),
    ),
  )
}

/** Indexes that no plan of the load reads and no check of a foreign key. What functions read shows when they are dropped. */
export function idleIndexes(subject: Subject): readonly { readonly table: Table; readonly index: Index }[] {
  // Once the statement leaves the column as it is, it reads the index.
  const wrapped = subject.workload.flatMap(item => wrappedIn(item, subject.head))
  return subject.head.tables
    .filter(table => !table.isPartition && isTold(table, subject))
    .flatMap(table =>
      table.indexes
        .filter(
          index =>
            isDroppable(index) &&
            !table.foreignKeys.some(key => supports(index, key)) &&
            readersOf(index, subject).length === 0 &&
            !wrapped.some(each => each.table === table && each.column === index.keys[0]?.expression),
        )
        .map(index => ({ table, index })),
    )
}

/** Whether the branch adds an index that the load leaves alone beside a narrower one that it reads: then the narrow one stays. */
export function isAddedInVain(
  wide: Index,
  narrow: Index,
  table: Table,
  idle: ReadonlySet<Index>,
  subject: Subject,
): boolean {
  return (
    idle.has(wide) &&
    isNewIndex(subject, table, wide) &&
    !isNewIndex(subject, table, narrow) &&
    readersOf(narrow, subject).length > 0
  )
}

/** Whether the load touches the table at all, and no trigger of it reads what no plan shows. */
function isTold(table: Table, { workload }: Subject): boolean {
  return !table.hasTriggers && workload.some(({ accesses }) => accesses.some(access => access.table === table))
}
