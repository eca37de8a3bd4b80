import { isPrefixOf } from '../covered.ts'
import { designOf } from '../design.ts'
import type { Rule } from '../draft.ts'
import { dropDraft, idleIndexes, isAddedInVain, isDroppable, isNewIndex } from '../drop.ts'

/** An index that no statement of the load reads. That says something of the load as well: never more than a remark. */
export const unusedIndex: Rule = {
  id: 'unused-index',
  area: 'index',
  title: 'An index that is unused by the load',
  description:
    'No statement of the load, and no check of a foreign key, reads the index. That says as much of the load as of the index, so it is a remark only, though the drop was tried: ask `pg_stat_user_indexes` in production before you drop it.',
  find: subject => {
    const found = idleIndexes(subject)
    const idle = new Set(found.map(({ index }) => index))
    return found
      .filter(
        ({ table, index }) =>
          // What another one's reads go over to once that is dropped is not idle.
          !table.indexes.some(
            other =>
              other !== index &&
              isDroppable(other) &&
              isPrefixOf(designOf(table, other), designOf(table, index)) &&
              !isAddedInVain(index, other, table, idle, subject),
          ),
      )
      .map(({ table, index }) =>
        dropDraft(unusedIndex, table, index, {
          title: (name, on) => `${name} on ${on} is unused by this load`,
          why: `${isNewIndex(subject, table, index) ? 'This branch adds it; each' : 'Each'} write keeps it up to date. Look at pg_stat_user_indexes in production before you drop it.`,
          severity: 'info',
          isGuess: true,
        }),
      )
      .toSorted((a, b) => Number(b.why.startsWith('This')) - Number(a.why.startsWith('This')))
  },
}
