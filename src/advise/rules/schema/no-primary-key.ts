import type { Rule } from '../../draft.ts'
import { schemaRemark, tableName } from '../../schema-remark.ts'

export const noPrimaryKey: Rule = {
  id: 'no-primary-key',
  area: 'schema',
  title: 'A table without a primary key',
  description:
    'Nothing keeps a row from being stored twice, no foreign key can refer to it, and logical replication cannot update or delete its rows. Where some columns are unique already, they can become the key.',
  find(subject) {
    return subject.schema.head.tables
      .filter(({ primaryKey, columns }) => primaryKey.length === 0 && columns.length > 0)
      .map(table => {
        const [key] = table.uniqueKeys
        return schemaRemark(noPrimaryKey, subject, {
          table,
          isUrgent: true,
          title: `${tableName(table)} has no primary key`,
          why:
            key === undefined
              ? 'A row can be stored twice, and logical replication cannot update or delete its rows.'
              : `A unique index on ${key.join(', ')} is there: make it the primary key (\`alter table … add primary key using index …\`).`,
        })
      })
  },
}
