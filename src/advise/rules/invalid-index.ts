import type { Index, Table } from '../../capture/catalog/table.ts'
import type { Draft, Rule } from '../draft.ts'
import { dropDraft, isNewIndex } from '../drop.ts'
import type { Subject } from '../workload.ts'

/** What a failed `create index concurrently` leaves behind, and `create index on only` that nobody completed. */
export const invalidIndex: Rule = {
  id: 'invalid-index',
  area: 'index',
  title: 'An index that is not valid',
  description:
    'When `create index concurrently` fails, it leaves an index that no query reads and that every write may still have to keep up to date. It is dropped on a copy, and the load that touches the table is run again. Find out why it failed (often rows that are not unique) before you build it again. The index of a partitioned table is not valid until every partition has it and `alter index … attach partition` has said so.',
  find: subject =>
    subject.head.tables
      .filter(({ isPartition }) => !isPartition)
      .flatMap(table =>
        table.indexes
          .filter(({ isValid, constraint }) => !isValid && constraint === undefined)
          .map(index => toDraft(table, index, subject)),
      ),
}

function toDraft(table: Table, index: Index, subject: Subject): Draft {
  const isParent = table.kind === 'p'
  const draft = dropDraft(invalidIndex, table, index, {
    title: (name, on) => `${name} on ${on} is not valid`,
    why: isParent
      ? 'Not every partition has an index attached to it: build and attach those that are missing.'
      : 'Its concurrent build failed: no query reads it, and writes may still keep it up to date.',
    severity: isNewIndex(subject, table, index) ? 'warning' : 'advice',
  })
  return isParent ? { ...draft, proposal: undefined } : draft
}
