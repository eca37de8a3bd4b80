import type { Rule } from '../../draft.ts'
import { polymorphicPairs } from '../../polymorphic-pairs.ts'
import { schemaRemark, tableName } from '../../schema-remark.ts'

export const polymorphicReference: Rule = {
  id: 'polymorphic-reference',
  area: 'schema',
  title: 'A reference whose table stands in another column',
  description:
    '`commentable_type` and `commentable_id`: no foreign key can hold it, so that rows outlive what they refer to, and no join has statistics for it. Give each kind a column of its own with a foreign key and a check that one of them is set (an exclusive arc), or a table of its own.',
  find(subject) {
    return subject.schema.head.tables.flatMap(table =>
      polymorphicPairs(table).map(([type, { name }]) =>
        schemaRemark(polymorphicReference, subject, {
          table,
          columns: [type.name, name],
          title: `${tableName(table)} refers to several tables by ${type.name} and ${name}`,
          why: 'No foreign key can hold it: rows outlive what they refer to. Give each kind its own column with a foreign key.',
        }),
      ),
    )
  },
}
