import type { SchemaTable } from '../../../capture/schema/schema.ts'
import type { Access } from '../../access.ts'
import { quoted } from '../../design.ts'
import type { Draft, Rule } from '../../draft.ts'
import { count, listed, qualified, schemaRemark, tableName } from '../../schema-remark.ts'
import type { Subject, WorkloadItem } from '../../workload.ts'

const MIN_ROWS = 1000

/** Ranges of one thing that the load keeps from overlapping by looking first. */
export const missingExclusion: Rule = {
  id: 'missing-exclusion',
  area: 'schema',
  title: 'Ranges that must not overlap, and no constraint says so',
  description:
    'The load asks whether a range of one room, one device, one person overlaps with others, and no two rows do. Two sessions that ask at the same time both find the place free. An exclusion constraint keeps them apart, and its index answers the question; what is compared for equality needs the extension `btree_gist`. The constraint is tried on the seeded rows.',
  find: subject => {
    const drafts = subject.workload
      .filter(({ isWrite }) => !isWrite)
      .flatMap(item => item.accesses.flatMap(access => draftsFor(item, access, subject)))
    return [...new Map(drafts.toReversed().map(draft => [draft.key, draft])).values()].toReversed()
  },
}

function draftsFor(item: WorkloadItem, access: Access, subject: Subject): readonly Draft[] {
  const { table } = access
  const declared = subject.schema.head.tables.find(({ schema, name }) => schema === table.schema && name === table.name)
  const isKept = table.indexes.some(({ method, constraint }) => method === 'gist' && constraint !== undefined)
  const equal = columnsOf(access, 'equality')
  if (declared === undefined || table.kind !== 'r' || table.rows < MIN_ROWS || isKept || equal.length === 0) return []
  const ranges = access.terms.filter(
    term =>
      term.kind === 'contains' &&
      term.operator === '&&' &&
      table.columns.some(({ name, type }) => name === term.subject.expression && /range$/.test(type)),
  )
  return ranges.map(({ subject: { expression } }) =>
    toDraft(item, access, declared, { equal, range: expression }, subject),
  )
}

function toDraft(
  { name: statement }: WorkloadItem,
  access: Access,
  table: SchemaTable,
  { equal, range }: { readonly equal: readonly string[]; readonly range: string },
  subject: Subject,
): Draft {
  const keys = [...equal.map(column => `${quoted(column)} with =`), `${quoted(range)} with &&`].join(', ')
  const conditions = conditionsOf(access)
  const where = conditions.length === 0 ? '' : ` where (${conditions.join(' and ')})`
  const name = quoted(`${table.name}_${[...equal, range].join('_')}_excl`.slice(0, 63))
  const sql = [
    'create extension if not exists btree_gist;',
    `alter table ${qualified(table)} add constraint ${name} exclude using gist (${keys})${where};`,
  ]
  return {
    ...schemaRemark(missingExclusion, subject, {
      table,
      columns: [...equal, range],
      title: `${tableName(table)}: no two rows of one ${listed(equal)} overlap in ${quoted(range)}, and nothing keeps it so`,
      why: `${statement} looks for such rows; two sessions that look at the same time both find none.`,
      evidence: [
        `Tried, the constraint holds for all ${count(table.rows)} seeded rows${where}.`,
        'Its index answers the question as well, so it takes the place of another one on these columns.',
        'Nobody writes to the table while it is added.',
      ],
      proposal: { kind: 'ddl', schema: table.schema, table: table.name, run: sql, show: sql },
    }),
    statements: [statement],
  }
}

const columnsOf = ({ terms, table }: Access, kind: 'equality'): readonly string[] => [
  ...new Set(
    terms.flatMap(term =>
      term.kind === kind && table.columns.some(({ name }) => name === term.subject.expression)
        ? term.subject.expression
        : [],
    ),
  ),
]

/** The rows that count: not those that are cancelled. */
const conditionsOf = ({ terms }: Access): readonly string[] =>
  terms.flatMap(term => {
    if (!term.subject.isColumn) return []
    const column = quoted(term.subject.expression)
    if (term.kind === 'null') return `${column} is ${term.isNull ? '' : 'not '}null`
    return term.kind === 'boolean' ? (term.isTrue ? column : `not ${column}`) : []
  })
