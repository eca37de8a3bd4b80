import { wordsOf } from '../../../capture/schema/column-words.ts'
import { columnKey } from '../../../capture/schema/profile.ts'
import type { Rule } from '../../draft.ts'
import { count, schemaRemark, tableName } from '../../schema-remark.ts'

const MIN_SAMPLE = 50
/** Names of lists, whose rows may happen to have equally many items. */
const LISTS =
  /(^|_)(tags|labels|roles|permissions|scopes|categories|keywords|features|skills|languages|colou?rs|emails|phones|ids)$/

export const listInText: Rule = {
  id: 'list-in-text',
  area: 'schema',
  title: 'A list in a text column',
  description:
    'Values are words between commas, of different number from row to row. No foreign key can hold them to anything, no index finds one of them, and two writers overwrite each other’s additions: first normal form is broken. Make it a table of its own, or an array with a GIN index.',
  find(subject) {
    const { head, profile } = subject.schema
    return head.tables.flatMap(table =>
      table.columns.flatMap(({ name }) => {
        const facts = profile.texts.get(columnKey(table.schema, table.name, name))
        if (facts === undefined || facts.sampled < MIN_SAMPLE || facts.lists < facts.sampled) return []
        // Names as `last,first` and the like have always the same number of parts.
        const isOne = facts.shortest === facts.longest && !LISTS.test(wordsOf(name).join('_'))
        if (facts.longest < 3 || isOne) return []
        return schemaRemark(listInText, subject, {
          table,
          columns: [name],
          title: `${tableName(table)}.${name} keeps lists in text`,
          why: 'Nothing can refer to an item of it or find it by an index. Make it a table of its own, or an array.',
          evidence: [
            `All ${count(facts.sampled)} values that were looked at are lists of ${facts.shortest === facts.longest ? '' : `${facts.shortest} to `}${facts.longest} words.`,
          ],
        })
      }),
    )
  },
}
