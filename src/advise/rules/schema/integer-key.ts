import { hasColumn } from '../../../capture/schema/schema.ts'
import type { Rule } from '../../draft.ts'
import { schemaRemark, tableName } from '../../schema-remark.ts'

export const integerKey: Rule = {
  id: 'integer-key',
  area: 'schema',
  title: 'A new table that can number two billion rows and no more',
  description:
    'A key of 4 bytes ends at 2,147,483,647. Changing it later rewrites the table and all that refers to it under a lock; `bigint` now costs 4 bytes a row, often none, because of alignment. Only tables that the branch adds are told.',
  find(subject) {
    const { base, head } = subject.schema
    return head.tables
      .filter(table => !hasColumn(base, table))
      .flatMap(table =>
        table.columns.flatMap(({ name, baseType, sequence }) => {
          const isKey = table.primaryKey.length === 1 && table.primaryKey[0] === name
          if (!isKey || sequence === undefined || (baseType !== 'int4' && baseType !== 'int2')) return []
          const draft = schemaRemark(integerKey, subject, {
            table,
            columns: [name],
            title: `${tableName(table)}.${name} is a key of ${baseType === 'int4' ? 4 : 2} bytes`,
            why: 'The table is new: bigint costs next to nothing now, and a rewrite under a lock later.',
          })
          return { ...draft, severity: 'info' as const }
        }),
      )
  },
}
