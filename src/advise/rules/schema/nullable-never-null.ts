import { quoted } from '../../design.ts'
import type { Rule } from '../../draft.ts'
import { count, listed, qualified, schemaRemark, tableName } from '../../schema-remark.ts'

const MIN_ROWS = 1000
/** Names of what is empty until something happens, even where a seed fills it. */
const FOR_LATER =
  /(_at|_on|At|On|deleted|archived|closed|ended|end_date|endDate|parent.*|note.*|comment.*|description)$/

export const nullableNeverNull: Rule = {
  id: 'nullable-never-null',
  area: 'schema',
  title: 'A column that may be null and never is',
  description:
    'No seeded row has a null in it. `not null` says what the code relies on, spares it a case, and lets the planner turn an outer join or a `not in` into something better. The constraint is tried on the seeded rows; whether it is meant to hold, only you know.',
  find(subject) {
    return subject.schema.head.tables.flatMap(table => {
      if (table.rows < MIN_ROWS) return []
      const columns = table.columns
        .filter(({ name, notNull, nullFrac, isGenerated }) => {
          return !notNull && nullFrac === 0 && !isGenerated && !FOR_LATER.test(name)
        })
        .map(({ name }) => name)
      if (columns.length === 0) return []
      const target = qualified(table)
      return schemaRemark(nullableNeverNull, subject, {
        table,
        columns,
        title: `${listed(columns)} of ${tableName(table)} may be null and never ${columns.length > 1 ? 'are' : 'is'}`,
        why: `None of ${count(table.rows)} seeded rows has a null there.`,
        proposal: {
          kind: 'ddl',
          schema: table.schema,
          table: table.name,
          run: columns.map(name => `alter table ${target} alter column ${quoted(name)} set not null;`),
          show: columns.flatMap(name => safely(target, table.name, name)),
        },
      })
    })
  },
}

/** Without a lock that waits for a scan of the table: PostgreSQL takes the checked constraint's word for it. */
function safely(target: string, table: string, column: string): readonly string[] {
  const [name, constraint] = [quoted(column), quoted(`${table}_${column}_not_null`)]
  return [
    `alter table ${target} add constraint ${constraint} check (${name} is not null) not valid;`,
    `alter table ${target} validate constraint ${constraint};`,
    `alter table ${target} alter column ${name} set not null, drop constraint ${constraint};`,
  ]
}
