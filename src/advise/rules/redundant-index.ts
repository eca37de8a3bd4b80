import type { Index, Table } from '../../capture/catalog/table.ts'
import { isPrefixOf } from '../covered.ts'
import { designOf, quoted } from '../design.ts'
import type { Rule } from '../draft.ts'
import { dropDraft, isDroppable, isNewIndex } from '../drop.ts'

/** An index whose keys another one begins with. Never one that a constraint or replication stands on. */
export const redundantIndex: Rule = {
  id: 'redundant-index',
  area: 'index',
  title: 'An index that another one makes superfluous',
  description:
    'The columns of the index are the first ones of another index in the same order, class and collation, over the same rows. Whatever it answers the other one answers, but each write keeps both up to date. It is dropped on a copy, and all that could use it is planned and run again: where the wider index makes a statement dearer, it stays, and the finding says whose. Indexes that are unique, that hold a constraint or the identity of replicated rows are never named.',
  find: subject =>
    subject.head.tables
      .filter(table => !table.isPartition)
      .flatMap(table =>
        table.indexes.filter(isDroppable).flatMap(index => {
          const other = table.indexes.find(wide => isMadeRedundantBy(index, wide, table))
          if (other === undefined) return []
          return dropDraft(redundantIndex, table, index, {
            title: (name, on) => `${name} on ${on} adds nothing to ${quoted(other.name)}`,
            why: 'Its columns are the first ones of the other; each write keeps both up to date.',
            severity: isNewIndex(subject, table, index) ? 'advice' : 'info',
          })
        }),
      ),
}

/** Strictly wider: of two that are alike one is a duplicate. */
function isMadeRedundantBy(index: Index, wide: Index, table: Table): boolean {
  const [narrow, other] = [designOf(table, index), designOf(table, wide)]
  if (index === wide || !wide.isValid || index.method !== 'btree') return false
  return isPrefixOf(narrow, other) && !isPrefixOf(other, narrow)
}
