import { findTable, type Index, type Table } from '../../capture/catalog/table.ts'
import { walk } from '../../plan/walk.ts'
import { counted } from '../../plan/words.ts'
import { covers } from '../covered.ts'
import { designOf, indexedText, quoted, tableText } from '../design.ts'
import type { Draft, Rule } from '../draft.ts'
import type { Subject, WorkloadItem } from '../workload.ts'

/** The branch drops, or replaces by another, the index that served a statement on base. */
export const indexDropped: Rule = {
  id: 'index-dropped',
  area: 'index',
  title: 'An index that the branch takes away',
  description:
    'A statement read an index on the base, the branch drops it or puts another in its place that does not serve, and the statement got worse. The index is built again on a copy and the load replayed.',
  find(subject) {
    const used = subject.workload
      .filter(({ isRegressed }) => isRegressed)
      .flatMap(item => indexesOfBase(item, subject).map(lost => ({ ...lost, name: item.name })))
    const byIndex = Map.groupBy(used, ({ index }) => index)
    return [...byIndex].map(([index, users]) =>
      toDraft(index, users[0]!.table, [...new Set(users.map(({ name }) => name))]),
    )
  },
}

/** Indexes that the statement read on base, also in its triggers, foreign keys and functions, and that head has nothing for. */
function indexesOfBase({ runs }: WorkloadItem, { base, head }: Subject): readonly { table: Table; index: Index }[] {
  const plans = runs.flatMap(run =>
    run.base === undefined ? [] : [run.base.plan, ...run.base.nested.map(({ plan }) => plan)],
  )
  const names = new Set(plans.flatMap(({ root }) => [...walk(root)].flatMap(({ node }) => node.indexName ?? [])))
  return base.tables.flatMap(table => {
    const after = findTable(head, table.schema, table.name)
    if (after === undefined) return []
    // An index of more rows finds them all, but not by the predicate alone.
    const isLost = (index: Index) =>
      !after.indexes.some(
        other =>
          other.isValid &&
          other.predicate === index.predicate &&
          covers(designOf(after, other), designOf(table, index)),
      )
    return table.indexes.filter(index => names.has(index.name) && isLost(index)).map(index => ({ table, index }))
  })
}

/** What of a constraint is more than its index no index brings back, unless that is unique. */
function wayBack({ name, constraint, isUnique }: Index, served: string): string {
  return constraint === undefined || isUnique
    ? `${quoted(name)}, which served ${served} on the base: leave it in, or build it again.`
    : `the constraint ${quoted(constraint)}, whose index served ${served} on the base: leave it in. The index alone, built again, serves as well but excludes no row.`
}

function toDraft(index: Index, table: Table, statements: readonly string[]): Draft {
  const design = designOf(table, index)
  const served =
    statements.length === 1
      ? statements[0]!
      : `${statements[0]} and ${counted(statements.length - 1, 'other statement')}`
  return {
    key: `index-dropped:${table.schema}.${index.name}`,
    rule: indexDropped.id,
    area: 'index',
    evidence: [],
    severity: 'warning',
    title: `Keep the index on ${tableText(design)} ${indexedText(design)}`,
    why: `This branch drops ${wayBack(index, served)}`,
    statements,
    proposal: { kind: 'index', design },
  }
}
