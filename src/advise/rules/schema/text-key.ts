import { columnKey } from '../../../capture/schema/profile.ts'
import type { Rule } from '../../draft.ts'
import { count, schemaRemark, tableName } from '../../schema-remark.ts'

const MIN_SAMPLE = 100

export const textKey: Rule = {
  id: 'text-key',
  area: 'schema',
  title: 'A key that is stored as text and is none',
  description:
    'Every value of a key column is a UUID or a whole number, but the column is text: a UUID takes 37 bytes in place of 16, in the table, in each index, and in everything that refers to it, and comparing it follows the collation. Store it as `uuid` or `bigint`.',
  find(subject) {
    const { head, profile } = subject.schema
    return head.tables.flatMap(table =>
      table.columns.flatMap(({ name }) => {
        const facts = profile.texts.get(columnKey(table.schema, table.name, name))
        const isKey = table.primaryKey.includes(name) || table.foreignKeys.some(({ columns }) => columns.includes(name))
        if (!isKey || facts === undefined || facts.sampled < MIN_SAMPLE) return []
        const [type, words] =
          facts.uuids === facts.sampled
            ? ['uuid', 'UUIDs']
            : facts.integers === facts.sampled
              ? ['bigint', 'numbers']
              : []
        if (type === undefined) return []
        return schemaRemark(textKey, subject, {
          table,
          columns: [name],
          title: `${tableName(table)}.${name} keeps ${words} as text`,
          why: `Each costs twice the room and more, here and wherever it is referred to. Store it as ${type}.`,
          evidence: [`All ${count(facts.sampled)} values that were looked at are ${words}.`],
        })
      }),
    )
  },
}
