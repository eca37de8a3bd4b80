import type { Rule } from '../../draft.ts'
import { schemaRemark, tableName } from '../../schema-remark.ts'

/** From here on there is time to change the type, but none to lose. */
const USED = 0.5

export const sequenceOverflow: Rule = {
  id: 'sequence-overflow',
  area: 'schema',
  title: 'A sequence that is running out',
  description:
    'More than half of the numbers that the column or its sequence can hold are used. The insert after the last one fails. Add a `bigint` column, fill it in batches, and swap the two.',
  find(subject) {
    return subject.schema.head.tables.flatMap(table =>
      table.columns.flatMap(({ name, type, sequence }) => {
        if (sequence === undefined || sequence.used < USED) return []
        return schemaRemark(sequenceOverflow, subject, {
          table,
          columns: [name],
          isUrgent: true,
          title: `${tableName(table)}.${name} has used ${Math.floor(100 * sequence.used)}% of its numbers`,
          why: `It is ${type}: the insert after the last number fails. Change it to bigint while there is time.`,
        })
      }),
    )
  },
}
