import { quoted } from '../../design.ts'
import type { Rule } from '../../draft.ts'
import { listed, qualified, schemaRemark, tableName } from '../../schema-remark.ts'

export const constraintNotValid: Rule = {
  id: 'constraint-not-valid',
  area: 'schema',
  title: 'A constraint that was never checked against the rows there are',
  description:
    'A constraint that was added with `not valid` holds for new rows only, and the planner does not rely on it. `validate constraint` checks the others under a lock that lets reads and writes pass. It is tried on the seeded rows.',
  find(subject) {
    return subject.schema.head.tables
      .filter(({ notValid }) => notValid.length > 0)
      .map(table => {
        const target = qualified(table)
        const sql = table.notValid.map(name => `alter table ${target} validate constraint ${quoted(name)};`)
        return schemaRemark(constraintNotValid, subject, {
          table,
          isUrgent: true,
          title: `${listed(table.notValid)} of ${tableName(table)} ${table.notValid.length > 1 ? 'are' : 'is'} not valid`,
          why: 'Rows from before may break what it says, and the planner does not rely on it. Validate it in a later migration.',
          proposal: { kind: 'ddl', schema: table.schema, table: table.name, run: sql, show: sql },
        })
      })
  },
}
