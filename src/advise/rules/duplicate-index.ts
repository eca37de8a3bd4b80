import type { Index } from '../../capture/catalog/table.ts'
import { quoted } from '../design.ts'
import type { Rule } from '../draft.ts'
import { dropDraft, isNewIndex } from '../drop.ts'
import type { Subject } from '../workload.ts'

/** Two indexes of which each could stand for the other. */
export const duplicateIndex: Rule = {
  id: 'duplicate-index',
  area: 'index',
  title: 'An index that is there twice',
  description:
    'Two indexes of one table have the same method, keys, classes, options and predicate. Every write keeps both up to date, and the planner reads one. The one that no constraint, uniqueness or replication stands on goes, else the later one; it is dropped on a copy first, and all that could use it is planned and run again.',
  find: subject =>
    subject.head.tables
      .filter(table => !table.isPartition)
      .flatMap(table => {
        const groups = Map.groupBy(
          table.indexes.filter(({ isValid }) => isValid),
          bodyOf,
        )
        return [...groups.values()].flatMap(group => {
          const [kept, ...others] = group.toSorted(
            (a, b) =>
              worthOf(b) - worthOf(a) || Number(isNewIndex(subject, table, a)) - Number(isNewIndex(subject, table, b)),
          )
          return others
            .filter(index => kept !== undefined && replaces(kept, index))
            .map(index =>
              dropDraft(duplicateIndex, table, index, {
                title: (name, on) => `${name} on ${on} is ${quoted(kept!.name)} again`,
                why: 'Both have the same keys over the same rows; each write keeps both up to date.',
                severity: severityOf(subject, [kept!, index]),
              }),
            )
        })
      }),
}

/** All of the definition after the name and the table, which for one table is all that can differ. */
function bodyOf({ definition }: Index): string {
  return definition.slice(definition.indexOf(' USING '))
}

/** The more stands on an index the rather it is kept. */
function worthOf({ constraint, isReplicaIdentity, isUnique }: Index): number {
  return (constraint === undefined ? 0 : 4) + (isReplicaIdentity ? 2 : 0) + (isUnique ? 1 : 0)
}

function replaces(kept: Index, index: Index): boolean {
  if (index.constraint !== undefined || index.isReplicaIdentity) return false
  return !index.isUnique || (kept.isUnique && kept.isImmediate)
}

function severityOf(subject: Subject, indexes: readonly Index[]): 'advice' | 'info' {
  const known = new Set(subject.base.tables.flatMap(table => table.indexes.map(({ name }) => name)))
  return indexes.some(({ name }) => !known.has(name)) ? 'advice' : 'info'
}
