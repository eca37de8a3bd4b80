import type { Rule } from '../../draft.ts'
import { schemaRemark, tableName } from '../../schema-remark.ts'

export const foreignKeyTypeMismatch: Rule = {
  id: 'foreign-key-type-mismatch',
  area: 'schema',
  title: 'A foreign key of another type than what it refers to',
  description:
    'Each check and each join converts one side, which can keep an index from being used; and where the referring column is the narrower one, it overflows before the key does. Give both the same type.',
  find(subject) {
    return subject.schema.head.tables.flatMap(table =>
      table.foreignKeys.flatMap(({ columns, types, referencedTypes, referencedColumns, ...key }) =>
        columns.flatMap((column, at) => {
          if (types[at] === referencedTypes[at]) return []
          const there = `${tableName({ schema: key.referencedSchema, name: key.referencedTable })}.${referencedColumns[at]}`
          return schemaRemark(foreignKeyTypeMismatch, subject, {
            table,
            columns: [column],
            isUrgent: true,
            title: `${tableName(table)}.${column} is ${types[at]}, but refers to ${there}, which is ${referencedTypes[at]}`,
            why: 'Joins and checks convert one of the two for each row. Change the referring column to the type of the key.',
          })
        }),
      ),
    )
  },
}
