import { type Catalog, type ForeignKey, findTable, type Index, type Table } from '../../capture/catalog/table.ts'
import { walk } from '../../plan/walk.ts'
import { btree, plainKey, quoted } from '../design.ts'
import type { Draft, Rule } from '../draft.ts'
import type { Subject, WorkloadItem } from '../workload.ts'

/** A table of fewer blocks is searched as quickly without an index. */
const MIN_PAGES = 30

/** Deleting a parent, or changing its key, searches the whole referencing table. */
export const foreignKeyWithoutIndex: Rule = {
  id: 'foreign-key-without-index',
  area: 'index',
  title: 'A foreign key without an index',
  description:
    'When a referenced row is deleted or its key changes, PostgreSQL looks for the rows that refer to it. Without an index that leads with the columns of the foreign key it reads the whole table each time. A partial index on the rows that have the key, and a longer index that begins with its columns, do as well.',
  find: subject =>
    subject.head.tables
      .filter(({ kind, isPartition }) => kind === 'r' && !isPartition)
      .flatMap(table =>
        table.foreignKeys
          .filter(key => !table.indexes.some(index => supports(index, key)))
          .flatMap(key => toDraft(key, table, subject)),
      ),
}

/** The key's columns lead the index in any order; rows without the key need not be in it. */
export function supports({ isValid, method, keys, predicate }: Index, { columns }: ForeignKey): boolean {
  const lead = keys.slice(0, columns.length)
  return (
    isValid &&
    ['btree', 'hash'].includes(method) &&
    (predicate === undefined || /^\(?[\w"]+ IS NOT NULL\)?$/i.test(predicate)) &&
    lead.length === columns.length &&
    columns.every(column => lead.some(({ expression, isColumn }) => isColumn && expression === column))
  )
}

function toDraft(key: ForeignKey, table: Table, { workload, base }: Subject): readonly Draft[] {
  const statements = workload.filter(item => fires(item, key)).map(({ name }) => name)
  const isNew = !hasKey(base, table, key)
  const isWorthTrying = statements.length > 0 && table.pages >= MIN_PAGES
  if (!isWorthTrying && !isNew) return []
  const columns = key.columns.map(quoted).join(', ')
  const use = isWorthTrying
    ? `${statements[0]} then searches all of ${quoted(table.name)}.`
    : `This load does not delete from ${quoted(key.referencedTable)}, so nothing was measured.`
  return [
    {
      key: `foreign-key-without-index:${table.schema}.${table.name}:${key.columns.join(',')}`,
      rule: foreignKeyWithoutIndex.id,
      area: 'index',
      evidence: [],
      severity: !isWorthTrying ? 'info' : isNew ? 'warning' : 'advice',
      title: `${quoted(table.name)} (${columns}) has a foreign key and no index`,
      why: `PostgreSQL looks for the rows that refer to one of ${quoted(key.referencedTable)} when that is deleted or its key changes. ${use}`,
      statements,
      proposal: isWorthTrying
        ? {
            kind: 'index',
            design: btree(
              table,
              key.columns.map(column => plainKey(column)),
              key.columns.length,
            ),
          }
        : undefined,
    },
  ]
}

/** Whether the statement changes referenced rows, so that the key's trigger looks for those that refer to them. */
function fires({ runs }: WorkloadItem, key: ForeignKey): boolean {
  return runs.some(({ head: { plan } }) => {
    // Into a table that refers to itself a row is inserted without a search for those that refer to it.
    const targets = [...walk(plan.root)].filter(
      ({ node }) => node.nodeType === 'ModifyTable' && node.operation !== 'Insert',
    )
    return (
      targets.some(({ node }) => node.relationName === key.referencedTable && node.schema === key.referencedSchema) &&
      plan.triggers.some(({ constraint, calls }) => constraint === key.name && calls > 0)
    )
  })
}

function hasKey(base: Catalog, { schema, name }: Table, key: ForeignKey): boolean {
  return findTable(base, schema, name)?.foreignKeys.some(other => other.columns.join() === key.columns.join()) ?? false
}
