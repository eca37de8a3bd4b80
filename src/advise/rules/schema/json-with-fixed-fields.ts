import { columnKey } from '../../../capture/schema/profile.ts'
import type { Draft, Rule } from '../../draft.ts'
import { count, schemaRemark, tableName } from '../../schema-remark.ts'

const MIN_SAMPLE = 100
const MAX_FIELDS = 30

export const jsonWithFixedFields: Rule = {
  id: 'json-with-fixed-fields',
  area: 'schema',
  title: 'JSON that always holds the same fields',
  description:
    'Every object of the column has the same fields: they are columns in disguise. As JSON they carry their names in each row, have no types and no constraints, and the planner knows nothing of their values, so that it guesses how many rows a condition keeps. Make them columns, or generated columns where the JSON has to stay.',
  find(subject) {
    const { head, profile } = subject.schema
    const drafts = head.tables.flatMap(table =>
      table.columns.flatMap(({ name }) => {
        const facts = profile.json.get(columnKey(table.schema, table.name, name))
        if (facts === undefined || facts.objects < MIN_SAMPLE) return []
        if (facts.common !== facts.fields || facts.common < 2 || facts.common > MAX_FIELDS) return []
        return schemaRemark(jsonWithFixedFields, subject, {
          table,
          columns: [name],
          title: `${tableName(table)}.${name} holds the same ${facts.common} fields in every row`,
          why: 'They are columns in disguise: without types, constraints or statistics, and with their names in each row.',
          evidence: [`${count(facts.objects)} objects were looked at; none has any other field.`],
        })
      }),
    )
    const old = drafts.filter(({ severity }) => severity === 'info')
    return old.length < 2 ? drafts : [...drafts.filter(draft => !old.includes(draft)), together(old)]
  },
}

/** One remark for all that base has already: rows that one statement seeded are alike wherever there is JSON. */
function together(drafts: readonly Draft[]): Draft {
  return {
    ...drafts[0]!,
    key: jsonWithFixedFields.id,
    title: `${drafts.length} JSON columns hold the same fields in every row`,
    why: 'If production’s rows do too, they are columns in disguise: without types, constraints or statistics, and with their names in each row.',
    evidence: drafts.map(({ title, evidence }) => `${title}: ${evidence.join(' ')}`),
  }
}
