import type { Table } from '../../capture/catalog/table.ts'
import { walk } from '../../plan/walk.ts'
import type { Rule } from '../draft.ts'
import { dropDraft, idleIndexes, isNewIndex } from '../drop.ts'
import type { Subject, WorkloadItem } from '../workload.ts'

/** How many writes there are to a read, in calls of the load, on a table that lives to be written. */
const MIN_WRITES_PER_READ = 2

/** An index without a reader on a table that is written more than it is read. */
export const writeHeavyIndex: Rule = {
  id: 'write-heavy-index',
  area: 'index',
  title: 'An index that is only written',
  description:
    'The load writes the table at least twice as often as it reads it, and reads the index never. What each write saves without it is measured on a copy, in WAL and pages. It rests on the load that you have given: ask `pg_stat_user_indexes` in production as well.',
  find: subject =>
    idleIndexes(subject)
      .map(idle => ({ ...idle, ...countCalls(idle.table, subject) }))
      .filter(({ writes, reads }) => writes > 0 && writes >= MIN_WRITES_PER_READ * reads)
      .map(({ table, index, writes, reads }) =>
        dropDraft(writeHeavyIndex, table, index, {
          title: (name, on) => `${name} on ${on} is written and unused by this load`,
          why: `This load writes the table ${timesText(writes)} and reads it ${timesText(reads)}, never by this index. Look at pg_stat_user_indexes in production before you drop it.`,
          severity: isNewIndex(subject, table, index) ? 'advice' : 'info',
          isGuess: true,
        }),
      ),
}

const timesText = (count: number) => (count === 1 ? 'once' : `${count.toLocaleString('en')} times`)

function countCalls(table: Table, { workload }: Subject): { readonly writes: number; readonly reads: number } {
  const sum = (items: readonly WorkloadItem[]) => items.reduce((total, { calls }) => total + calls, 0)
  const touching = workload.filter(item => touches(item, table))
  return {
    writes: sum(touching.filter(item => writesTo(item, table))),
    reads: sum(touching.filter(item => !writesTo(item, table))),
  }
}

function touches(item: WorkloadItem, table: Table): boolean {
  return item.accesses.some(access => access.table === table) || writesTo(item, table)
}

function writesTo({ runs }: WorkloadItem, { schema, name }: Table): boolean {
  return runs.some(({ head }) =>
    [...walk(head.plan.root)].some(
      ({ node }) => node.nodeType === 'ModifyTable' && node.relationName === name && node.schema === schema,
    ),
  )
}
