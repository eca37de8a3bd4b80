import { hasColumn, type SchemaColumn } from '../capture/schema/schema.ts'
import type { Draft, Rule } from './draft.ts'
import { listed, schemaRemark, tableName } from './schema-remark.ts'
import type { Subject } from './workload.ts'

interface Habit {
  /** What follows the rule in the key, where it tells several. */
  readonly at?: string
  readonly is: (column: SchemaColumn) => boolean
  /** What the columns are: `timestamp without time zone`. */
  readonly what: string
  readonly why: string
}

/** A habit of a whole schema: told for each table where the branch follows it, once for all that base has already. */
export function schemaHabit(
  rule: Pick<Rule, 'id' | 'area'>,
  subject: Subject,
  { at, is, what, why }: Habit,
): readonly Draft[] {
  const { base, head } = subject.schema
  const kept = head.tables.flatMap(table => {
    const columns = table.columns.filter(is).map(({ name }) => name)
    return columns.length === 0 ? [] : [{ table, columns, isOld: columns.every(name => hasColumn(base, table, name)) }]
  })
  const added = kept
    .filter(({ isOld }) => !isOld)
    .map(({ table, columns }) =>
      schemaRemark(rule, subject, {
        table,
        columns: columns.filter(name => !hasColumn(base, table, name)),
        title: `${listed(columns)} of ${tableName(table)} ${columns.length > 1 ? 'are' : 'is'} ${what}`,
        why,
      }),
    )
  const old = kept.filter(({ isOld }) => isOld)
  if (old.length === 0) return added
  const amount = old.reduce((sum, { columns }) => sum + columns.length, 0)
  return [
    ...added,
    {
      key: at === undefined ? rule.id : `${rule.id}:${at}`,
      rule: rule.id,
      area: rule.area,
      severity: 'info',
      title: `${amount === 1 ? '1 column is' : `${amount} columns of ${old.length === 1 ? '1 table' : `${old.length} tables`} are`} ${what}`,
      why,
      evidence: old.map(({ table, columns }) => `${tableName(table)}: ${listed(columns)}.`),
      statements: [],
      proposal: undefined,
    },
  ]
}
