import type { SchemaTable } from '../../../capture/schema/schema.ts'
import type { Rule } from '../../draft.ts'
import { listed, schemaRemark, tableName } from '../../schema-remark.ts'

/** Lines of an address are one thing on several lines. */
const LINES = /(^|_)(line|address|street|addr)_?$/i

export const numberedColumns: Rule = {
  id: 'numbered-columns',
  area: 'schema',
  title: 'Columns with a number in their name',
  description:
    '`phone1`, `phone2`: a repeated group. A third one takes a migration, a search has to name them all, and each needs an index of its own. Make it a table with one row for each.',
  find(subject) {
    return subject.schema.head.tables.flatMap(table =>
      groupsOf(table).map(columns =>
        schemaRemark(numberedColumns, subject, {
          table,
          columns,
          title: `${listed(columns)} of ${tableName(table)} are a repeated group`,
          why: 'One more takes a migration, and a search has to name them all. Keep them in a table with a row for each.',
        }),
      ),
    )
  },
}

/** Columns that differ in one number only, which counts up from 0 or 1; groups of the same numbers are one. */
function groupsOf({ columns }: SchemaTable): readonly (readonly string[])[] {
  const numbered = columns.flatMap(({ name, type }) => {
    const [, before = '', digits, after = ''] = /^(.*?[\p{L}_])(\d{1,2})(|_?\p{L}[^\d]*)$/u.exec(name) ?? []
    return digits === undefined || LINES.test(before)
      ? []
      : [{ name, number: Number(digits), stem: `${before}#${after} ${type}`, group: before }]
  })
  const alike = [...Map.groupBy(numbered, ({ stem }) => stem).values()].filter(isCounting)
  const groups = Map.groupBy(alike.flat(), ({ group }) => group)
  return [...groups.values()].map(group => group.map(({ name }) => name))
}

function isCounting(group: readonly { readonly number: number }[]): boolean {
  const numbers = group.map(({ number }) => number).sort((a, b) => a - b)
  const [first = 0] = numbers
  return numbers.length > 1 && first <= 1 && numbers.every((number, at) => number === first + at)
}
