import { hasColumn, type SchemaTable } from '../capture/schema/schema.ts'
import { quoted } from './design.ts'
import type { Draft, Proposal, Rule } from './draft.ts'
import type { Subject } from './workload.ts'

interface Words {
  readonly table: SchemaTable
  /** What it is about, where that is not the whole table. */
  readonly columns?: readonly string[]
  readonly title: string
  readonly why: string
  readonly evidence?: readonly string[]
  readonly proposal?: Proposal
  readonly together?: Draft['together']
  /** Where it is more than a matter of taste. */
  readonly isUrgent?: boolean
}

/** What a rule says of a table of head: advice where the branch brings it in, a remark where base has it as well. */
export function schemaRemark(
  { id, area }: Pick<Rule, 'id' | 'area'>,
  { schema }: Subject,
  { table, columns = [], isUrgent = false, ...words }: Words,
): Draft {
  const isNew =
    !hasColumn(schema.base, table) || (columns.length > 0 && columns.some(name => !hasColumn(schema.base, table, name)))
  return {
    key: [id, `${table.schema}.${table.name}`, ...(columns.length > 0 ? [columns.join(',')] : [])].join(':'),
    rule: id,
    area,
    severity: isNew || isUrgent ? 'advice' : 'info',
    statements: [],
    evidence: [],
    proposal: undefined,
    ...words,
  }
}

/** `orders`, or `billing.orders` outside of `public`. */
export function tableName({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return schema === 'public' ? quoted(name) : `${quoted(schema)}.${quoted(name)}`
}

/** For SQL. */
export function qualified({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return `${quoted(schema)}.${quoted(name)}`
}

/** `a`, `a and b`, `a, b and c`; the ones beyond eight are counted. */
export function listed(names: readonly string[]): string {
  const shown = names.length > 8 ? [...names.slice(0, 7).map(quoted), `${names.length - 7} more`] : names.map(quoted)
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

export const count = (amount: number): string => Math.round(amount).toLocaleString('en')
