import { wordsOf } from '../../../capture/schema/column-words.ts'
import { hasColumn, type SchemaTable } from '../../../capture/schema/schema.ts'
import type { Rule } from '../../draft.ts'
import { listed, schemaRemark, tableName } from '../../schema-remark.ts'
import type { Subject } from '../../workload.ts'

export const unusedColumn: Rule = {
  id: 'unused-column',
  area: 'schema',
  title: 'A column that the load does not name',
  description:
    'No statement of the load, no view, function, index or constraint names the column, and none reads all columns of its table. That says as much of the load as of the column, so it is a remark only. Columns that the branch adds are left out, as their code may come later, and so are those that say when and by whom a row was written.',
  find(subject) {
    const said = wordsSaid(subject)
    return subject.schema.head.tables
      .filter(table => isToldOf(table, subject))
      .flatMap(table => {
        const columns = table.columns
          .map(({ name }) => name)
          .filter(
            name =>
              !said.has(name.toLowerCase()) && !isHeld(name, table) && hasColumn(subject.schema.base, table, name),
          )
        if (columns.length === 0) return []
        return schemaRemark(unusedColumn, subject, {
          table,
          columns,
          title: `This load does not name ${listed(columns)} of ${tableName(table)}`,
          why: 'Neither does any view, function, index or constraint. Look for other users before you drop anything.',
        })
      })
  },
}

/** Every word of the load’s statements and of the schema’s code, in lower case. */
function wordsSaid({ workload, schema }: Subject): ReadonlySet<string> {
  const inner = workload.flatMap(({ runs }) => runs.flatMap(({ head }) => head.nested.map(({ text }) => text)))
  const texts = [schema.head.code, ...workload.map(({ text }) => text), ...inner]
  return new Set(texts.flatMap(text => text.toLowerCase().match(/[\p{L}_][\p{L}\d_$]*/gu) ?? []))
}

/** Whether the load reads the table, and no statement reads all columns of it or does what its text does not say. */
function isToldOf(table: SchemaTable, { workload, head }: Subject): boolean {
  const users = workload.filter(({ accesses }) =>
    accesses.some(access => access.table.schema === table.schema && access.table.name === table.name),
  )
  const isTriggered = head.tables.some(
    ({ schema, name, hasTriggers }) => schema === table.schema && name === table.name && hasTriggers,
  )
  return users.length > 0 && !isTriggered && !users.some(({ text }) => /[\s,.(]\*(?!\s*\))|returning\s+\*/i.test(text))
}

/** What people look at when something went wrong, and no load does. */
const AUDIT = /^(created|inserted|updated|modified)_(at|on|by)$/

function isHeld(column: string, { primaryKey, uniqueKeys, foreignKeys, dependedOn }: SchemaTable): boolean {
  return (
    primaryKey.includes(column) ||
    uniqueKeys.some(key => key.includes(column)) ||
    foreignKeys.some(({ columns }) => columns.includes(column)) ||
    dependedOn.includes(column) ||
    AUDIT.test(wordsOf(column).join('_')) ||
    wordsOf(column).join('_') === 'id'
  )
}
