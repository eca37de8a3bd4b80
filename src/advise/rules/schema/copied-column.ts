import type { Rule } from '../../draft.ts'
import { count, schemaRemark, tableName } from '../../schema-remark.ts'

const MIN_ROWS = 50
/** A few values agree by chance. */
const MIN_DISTINCT = 5
const MIN_SHARE = 0.95

export const copiedColumn: Rule = {
  id: 'copied-column',
  area: 'schema',
  title: 'A copy of a column of the table that a foreign key refers to',
  description:
    'The row refers to another one and holds the same value as it: a copy that no constraint keeps up to date. Where it is a snapshot of that moment on purpose (the price that was paid), ignore it; else read it by the join, or have a generated summary that one place maintains.',
  find(subject) {
    return subject.schema.profile.copies.flatMap(({ table, foreignKey, column, referencedColumn, ...facts }) => {
      const { rows, equal, distinct } = facts
      if (rows < MIN_ROWS || distinct < MIN_DISTINCT || equal < MIN_SHARE * rows) return []
      const there = tableName({ schema: foreignKey.referencedSchema, name: foreignKey.referencedTable })
      return schemaRemark(copiedColumn, subject, {
        table,
        columns: [column],
        title: `${tableName(table)}.${column} is a copy of ${there}.${referencedColumn}`,
        why:
          equal === rows
            ? 'Nothing keeps the two alike when one of them changes.'
            : `The two have drifted apart already: ${count(rows - equal)} of ${count(rows)} rows differ.`,
        evidence: [`${count(equal)} of ${count(rows)} rows that were looked at hold what the row they refer to holds.`],
      })
    })
  },
}
