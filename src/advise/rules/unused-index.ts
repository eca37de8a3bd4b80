import { findTable, type Index, type Table } from '../../capture/catalog/table.ts'
import { walk } from '../../plan/walk.ts'
import { designOf, quoted, tableText } from '../design.ts'
import type { Rule } from '../draft.ts'
import type { Subject } from '../workload.ts'
import { supports } from './foreign-key-without-index.ts'
import { isDroppable } from './redundant-index.ts'

/** An index that no statement of the load reads. That says something of the load as well: never more than a remark. */
export const unusedIndex: Rule = {
  id: 'unused-index',
  find(subject) {
    const read = indexesRead(subject)
    return subject.head.tables
      .filter(table => !table.isPartition && isTold(table, subject))
      .flatMap(table => table.indexes.filter(index => isIdle(index, table, read)).map(index => ({ table, index })))
      .map(({ table, index }) => {
        const isNew = !findTable(subject.base, table.schema, table.name)?.indexes.some(
          ({ name }) => name === index.name,
        )
        return {
          key: `unused-index:${table.schema}.${index.name}`,
          rule: unusedIndex.id,
          area: 'index',
          evidence: [],
          severity: 'info',
          title: `${quoted(index.name)} on ${tableText(designOf(table, index))} is not read by this load`,
          why: `${isNew ? 'This branch adds it; each' : 'Each'} write keeps it up to date. Look at pg_stat_user_indexes in production before you drop it.`,
          statements: [],
          design: undefined,
        }
      })
  },
}

function isIdle(index: Index, table: Table, read: ReadonlySet<string>): boolean {
  return (
    isDroppable(index) &&
    index.scans === 0 &&
    !read.has(index.name) &&
    !table.foreignKeys.some(key => supports(index, key))
  )
}

/** Whether the load touches the table at all, and no trigger of it reads what no plan shows. */
function isTold(table: Table, { workload }: Subject): boolean {
  return !table.hasTriggers && workload.some(({ accesses }) => accesses.some(access => access.table === table))
}

/** Names without schema: a Bitmap Index Scan does not say it, and one name too many only costs a remark. */
function indexesRead({ workload }: Subject): ReadonlySet<string> {
  const plans = workload.flatMap(({ runs }) =>
    runs.flatMap(({ head }) => [head.plan, ...head.nested.map(({ plan }) => plan)]),
  )
  return new Set(plans.flatMap(({ root }) => [...walk(root)].flatMap(({ node }) => node.indexName ?? [])))
}
