import { wordsOf } from '../../../capture/schema/column-words.ts'
import type { SchemaColumn, SchemaTable } from '../../../capture/schema/schema.ts'
import { quoted } from '../../design.ts'
import type { Rule } from '../../draft.ts'
import { count, qualified, schemaRemark, tableName } from '../../schema-remark.ts'

const MIN_ROWS = 1000
/** Amounts that are never below zero. */
const NEVER_NEGATIVE = /(^|_)(price|quantity|qty|stock|weight|width|height|length|age|duration|capacity|rent|hours)$/
/** Beginnings and ends by the words that tell them apart. */
const BEGIN_AND_END = [
  ['start', 'end'],
  ['starts', 'ends'],
  ['started', 'ended'],
  ['start', 'finish'],
  ['started', 'finished'],
  ['begin', 'end'],
  ['from', 'to'],
  ['from', 'until'],
  ['min', 'max'],
  ['opens', 'closes'],
  ['opened', 'closed'],
  ['admitted', 'discharged'],
  ['arrival', 'departure'],
] as const

interface Check {
  readonly columns: readonly string[]
  readonly condition: string
}

export const missingCheck: Rule = {
  id: 'missing-check',
  area: 'schema',
  title: 'A rule that all rows keep and no constraint says',
  description:
    'A price or a quantity that is never below zero, an end that never comes before its beginning: a `check` keeps it so, for whatever writes to the table. The constraints are tried on the seeded rows; those of one table that hold are told together.',
  find(subject) {
    return subject.schema.head.tables
      .filter(({ rows }) => rows >= MIN_ROWS)
      .flatMap(table =>
        checksFor(table).map(({ columns, condition }) => {
          const target = qualified(table)
          const name = quoted(`${table.name}_${columns[0]}_check`)
          const add = `alter table ${target} add constraint ${name} check (${condition})`
          const words = condition.replaceAll('"', '')
          return schemaRemark(missingCheck, subject, {
            table,
            columns,
            title: `${tableName(table)}: all rows keep to ${words}`,
            why: 'No constraint says so: a check would keep wrong rows out, whoever writes them.',
            evidence: [`${words}: true of all ${count(table.rows)} seeded rows.`],
            together: {
              key: `${missingCheck.id}:${table.schema}.${table.name}`,
              title: `${tableName(table)}: all rows keep to rules that no constraint states`,
            },
            proposal: {
              kind: 'ddl',
              schema: table.schema,
              table: table.name,
              run: [`${add};`],
              show: [`${add} not valid;`, `alter table ${target} validate constraint ${name};`],
            },
          })
        }),
      )
  },
}

function checksFor({ columns, checks }: SchemaTable): readonly Check[] {
  const isFree = (name: string) => !checks.some(check => check.columns.includes(name))
  const amounts = columns
    .filter(({ name, category }) => category === 'N' && NEVER_NEGATIVE.test(wordsOf(name).join('_')))
    .map(({ name }) => ({ columns: [name], condition: `${quoted(name)} >= 0` }))
  const spans = columns.flatMap(begin => {
    const end = endOf(begin, columns)
    return end === undefined
      ? []
      : [
          {
            columns: [begin.name, end.name],
            condition: `${quoted(begin.name)} <= ${quoted(end.name)}`,
          },
        ]
  })
  return [...amounts, ...spans].filter(check => check.columns.every(isFree))
}

function endOf(begin: SchemaColumn, columns: readonly SchemaColumn[]): SchemaColumn | undefined {
  if (begin.category !== 'D' && begin.category !== 'N') return undefined
  const words = wordsOf(begin.name)
  for (const [first, last] of BEGIN_AND_END) {
    if (!words.includes(first)) continue
    const wanted = words.map(word => (word === first ? last : word)).join('_')
    const end = columns.find(({ name }) => wordsOf(name).join('_') === wanted)
    if (end?.type === begin.type) return end
  }
  return undefined
}
