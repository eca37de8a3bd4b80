import { wordsOf } from '../../../capture/schema/column-words.ts'
import type { Rule } from '../../draft.ts'
import { polymorphicPairs } from '../../polymorphic-pairs.ts'
import { count, schemaRemark, tableName } from '../../schema-remark.ts'

const MIN_ROWS = 500
const MAX_VALUES = 12
const KINDS =
  /(^|_)(status|state|type|kind|role|level|category|priority|stage|phase|severity|mode|channel|method|plan|tier)$/
/** Lists that somebody else keeps. */
const OPEN_ENDED = /(^|_)(mime|content|media|event|file)_type$/

export const enumLikeText: Rule = {
  id: 'enum-like-text',
  area: 'schema',
  title: 'A handful of words in a text column that takes any',
  description:
    'The column’s name and its few values say that it is one of a fixed list, but it takes any text: a misspelt one is stored and never found again. A `check`, an enum or a small table with a foreign key keeps it to the list.',
  find(subject) {
    return subject.schema.head.tables
      .filter(({ rows }) => rows >= MIN_ROWS)
      .flatMap(table =>
        table.columns.flatMap(({ name, category, nDistinct }) => {
          const isBound =
            table.checks.some(({ columns }) => columns.includes(name)) ||
            table.foreignKeys.some(({ columns }) => columns.includes(name))
          if (category !== 'S' || isBound || nDistinct === undefined || !KINDS.test(wordsOf(name).join('_'))) return []
          if (polymorphicPairs(table).some(([type]) => type.name === name)) return []
          if (OPEN_ENDED.test(wordsOf(name).join('_'))) return []
          if (nDistinct < 2 || nDistinct > MAX_VALUES) return []
          return schemaRemark(enumLikeText, subject, {
            table,
            columns: [name],
            title: `${tableName(table)}.${name} takes any text and holds ${nDistinct} different words`,
            why: 'A misspelt one is stored and never found again. Hold it to the list by a check, an enum or a foreign key.',
            evidence: [`${nDistinct} different values in ${count(table.rows)} rows.`],
          })
        }),
      )
  },
}
