import { findTable, type Index, type Table } from '../../capture/catalog/table.ts'
import { isPrefixOf } from '../covered.ts'
import { designOf, quoted, tableText } from '../design.ts'
import type { Draft, Rule } from '../draft.ts'

/** An index whose keys another one begins with. Never one that a constraint or replication stands on. */
export const redundantIndex: Rule = {
  id: 'redundant-index',
  find: ({ base, head }) =>
    head.tables.flatMap(table =>
      table.indexes.filter(isDroppable).flatMap((index): readonly Draft[] => {
        const other = table.indexes.find(wide => isMadeRedundantBy(index, wide, table))
        if (other === undefined) return []
        const isNew = !findTable(base, table.schema, table.name)?.indexes.some(({ name }) => name === index.name)
        const isSame = other.keys.length === index.keys.length && other.include.length === index.include.length
        return [
          {
            key: `redundant-index:${table.schema}.${index.name}`,
            rule: redundantIndex.id,
            area: 'index',
            evidence: [],
            severity: isNew ? 'advice' : 'info',
            title: `${quoted(index.name)} on ${tableText(designOf(table, index))} adds nothing to ${quoted(other.name)}`,
            why: isSame
              ? 'Both have the same columns; each write keeps both up to date.'
              : 'Its columns are the first ones of the other; each write keeps both up to date.',
            statements: [],
            design: undefined,
          },
        ]
      }),
    ),
}

export function isDroppable({ isUnique, constraint, isReplicaIdentity, isValid }: Index): boolean {
  return !isUnique && constraint === undefined && !isReplicaIdentity && isValid
}

/** Of two that are alike, the one with the later name goes. */
function isMadeRedundantBy(index: Index, wide: Index, table: Table): boolean {
  const [narrow, other] = [designOf(table, index), designOf(table, wide)]
  if (index === wide || !wide.isValid || index.method !== 'btree' || !isPrefixOf(narrow, other)) return false
  return !isPrefixOf(other, narrow) || !isDroppable(wide) || wide.name < index.name
}
