import type { Index, Table } from '../../capture/catalog/table.ts'
import { isPrefixOf } from '../covered.ts'
import { designOf, quoted } from '../design.ts'
import type { Rule } from '../draft.ts'
import { dropDraft, idleIndexes, isAddedInVain, isDroppable, isNewIndex, readersOf } from '../drop.ts'
import { bytesText } from '../production-size.ts'

/** An index whose keys another one begins with. Never one that a constraint or replication stands on. */
export const redundantIndex: Rule = {
  id: 'redundant-index',
  area: 'index',
  title: 'An index that another one makes superfluous',
  description:
    'The columns of the index are the first ones of another index in the same order, class and collation, over the same rows. Whatever it answers the other one answers, but each write keeps both up to date. It is dropped on a copy, and all that could use it is planned and run again: where the wider index makes a statement dearer, it stays, and the finding says whose. Indexes that are unique, that hold a constraint or the identity of replicated rows are never named.',
  find: subject => {
    const idle = new Set(idleIndexes(subject).map(({ index }) => index))
    return subject.head.tables
      .filter(table => !table.isPartition)
      .flatMap(table =>
        table.indexes.filter(isDroppable).flatMap(index => {
          const other = table.indexes.find(wide => isMadeRedundantBy(index, wide, table))
          if (other === undefined || isAddedInVain(other, index, table, idle, subject)) return []
          const isRead = readersOf(index, subject).length > 0
          return dropDraft(redundantIndex, table, index, {
            title: (name, on) => `${name} on ${on} adds nothing to ${quoted(other.name)}`,
            why: [
              'Its columns are the first ones of the other; each write keeps both up to date.',
              ...(isRead && idle.has(other) ? [choiceText(index, other)] : []),
            ].join(' '),
            severity: isNewIndex(subject, table, index) ? 'advice' : 'info',
          })
        }),
      )
  },
}

/** Which of the two stays where this load reads the narrow one only. */
function choiceText(index: Index, wide: Index): string {
  const [own, other] = [quoted(index.name), quoted(wide.name)]
  return `${other} stays, because it answers all that ${own} does and more, although this load reads ${own} alone: that has ${bytesText(index.sizeBytes)} where ${other} has ${bytesText(wide.sizeBytes)}. Where pg_stat_user_indexes shows that production does not read ${other} either, keep ${own} and drop ${other} in its place.`
}

/** Strictly wider: of two that are alike one is a duplicate. */
function isMadeRedundantBy(index: Index, wide: Index, table: Table): boolean {
  const [narrow, other] = [designOf(table, index), designOf(table, wide)]
  if (index === wide || !wide.isValid || index.method !== 'btree') return false
  return isPrefixOf(narrow, other) && !isPrefixOf(other, narrow)
}
