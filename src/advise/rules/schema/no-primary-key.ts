import { findTable } from '../../../capture/catalog/table.ts'
import type { SchemaTable } from '../../../capture/schema/schema.ts'
import type { Rule } from '../../draft.ts'
import { schemaRemark, tableName } from '../../schema-remark.ts'
import type { Subject } from '../../workload.ts'

export const noPrimaryKey: Rule = {
  id: 'no-primary-key',
  area: 'schema',
  title: 'A table without a primary key',
  description:
    'Nothing keeps a row from being stored twice, no foreign key can refer to it, and logical replication cannot update or delete its rows. Where some columns are unique already, they can become the key.',
  find(subject) {
    return subject.schema.head.tables
      .filter(({ primaryKey, columns }) => primaryKey.length === 0 && columns.length > 0)
      .map(table =>
        schemaRemark(noPrimaryKey, subject, {
          table,
          isUrgent: true,
          title: `${tableName(table)} has no primary key`,
          why: wayTo(table, subject),
        }),
      )
  },
}

/** How it gets one. A primary key holds no nulls, and takes over no index that a constraint stands on. */
function wayTo(table: SchemaTable, { head }: Subject): string {
  const columnOf = (name: string) => table.columns.find(column => column.name === name)
  const key =
    table.uniqueKeys.find(names => names.every(name => columnOf(name)?.notNull)) ??
    table.uniqueKeys.find(names => names.every(name => columnOf(name)?.notNull || columnOf(name)?.nullFrac === 0))
  if (key === undefined) return 'A row can be stored twice, and logical replication cannot update or delete its rows.'
  const indexes = findTable(head, table.schema, table.name)?.indexes ?? []
  const ofKey = indexes.filter(
    ({ isUnique, predicate, keys }) =>
      isUnique && predicate === undefined && keys.map(({ expression }) => expression).join() === key.join(),
  )
  const constraint = ofKey.every(index => index.constraint !== undefined) ? ofKey[0]?.constraint : undefined
  return constraint === undefined
    ? `A unique index on ${key.join(', ')} is there: make it the primary key (\`alter table … add primary key using index …\`).`
    : `${key.join(', ')} ${key.length === 1 ? 'is' : 'are'} unique by the constraint ${constraint}: build a unique index on the same, make it the primary key (\`alter table … add primary key using index …\`), and drop what nothing refers to any more.`
}
