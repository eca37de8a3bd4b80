import type { SchemaTable } from '../../../capture/schema/schema.ts'
import { quoted } from '../../design.ts'
import type { Rule } from '../../draft.ts'
import { tableName } from '../../schema-remark.ts'
import { heaviest, percent, workOf } from '../../shares.ts'
import { childrenOf, type Family, familyOf, keysWithin, neighboursOf, placeOf } from './shard-family.ts'

const MIN_TABLES = 3
/** Of the rows, in tables that have the key; and of the work, by statements that name it. */
const MIN_ROWS_SHARE = 0.6
const MIN_WORK_SHARE = 0.8
/** Of the work: where writes do less, replicas and a larger server go further than anybody needs. */
const MIN_WRITE_SHARE = 0.05
/** Peaks beyond this leave no room for a burst. */
const BUSY = 0.7
/** Of all rows: a larger table is not copied to every server. */
const MAX_REFERENCE_SHARE = 0.05
const SHOWN = 5

export const shardKey: Rule = {
  id: 'shard-key',
  area: 'outlook',
  title: 'A key by which the data could be spread over several servers',
  description:
    'Most rows belong to one thing, a tenant or a customer, and say so in a column, and most of the work names it: by that column the tables could be spread over servers, with Citus by `create_distributed_table`, small tables without it copied to each by `create_reference_table`. Told are how many statements and foreign keys have the key, the statements that would ask every server, the joins that would cross servers, the foreign keys and unique constraints that lack the key, and the tables that would have to get it. It is worthwhile once the writes alone keep the largest server more than 70 % busy (`target.utilisation` tells how far that is): replicas, partitions and a larger server come before, and where writes do less than a twentieth of the work nothing is said.',
  find(subject) {
    const { tables } = subject.schema.head
    const { utilisation } = subject.target
    const allRows = rowsOf(tables)
    const work = workOf(subject.workload)
    return tables.flatMap(root => {
      const family = familyOf(root, subject)
      const members = [...family.keys.keys()]
      if (members.length < MIN_TABLES || rowsOf(members) < MIN_ROWS_SHARE * allRows) return []
      const places = Map.groupBy(subject.workload, item => placeOf(item, family))
      const [every, across] = [places.get('every') ?? [], places.get('across') ?? []]
      const covered = 1 - workOf([...every, ...across]) / Math.max(1, work)
      if (work === 0 || covered < MIN_WORK_SHARE) return []
      const writes = workOf(subject.workload.filter(({ isWrite }) => isWrite)) / work
      if (writes < MIN_WRITE_SHARE) return []
      const within = keysWithin(family)
      const lacking = within.filter(({ hasKey }) => !hasKey)
      const children = childrenOf(family, subject)
      const others = neighboursOf(family, subject).filter(table => !children.includes(table))
      const isSmall = ({ rows }: SchemaTable) => rows <= MAX_REFERENCE_SHARE * allRows
      const keyless = [...children, ...others.filter(table => !isSmall(table))]
      const named = places.get('one')?.length ?? 0
      const reading = named + every.length + across.length
      return [
        {
          key: `${shardKey.id}:${root.schema}.${root.name}`,
          rule: shardKey.id,
          area: shardKey.area,
          severity: 'info',
          title: `The data could be spread over servers by ${tableName(root)}: ${percent(covered)} of the work would need one server only`,
          why: `It becomes worthwhile once writes alone keep the largest server that you can have more than ${percent(BUSY)} busy, because a replica takes reads only. Writes are ${percent(writes)} of this load’s work${utilisation === undefined ? '' : ` and keep the processors ${percent(writes * utilisation)} busy at the peak now`}.`,
          evidence: [
            `${percent(rowsOf(members) / allRows)} of all rows are in ${members.length} tables that say whose each row is (the key); ${named} of ${reading} statements on these tables ask for one key, and ${within.length - lacking.length} of ${within.length} foreign keys between them hold it.`,
            `Statements that would have to ask every server: ${heaviest(every)}.`,
            `Joins that would need rows of several servers, because they are not by the key: ${heaviest(across)}.`,
            `Foreign keys that would need the key as well: ${some(lacking.map(({ table, foreignKey }) => `${tableName(table)} ${quoted(foreignKey.name)}`))}.`,
            `Primary keys and unique constraints that would need it as well: ${some(uniqueWithout(family))}.`,
            `Tables that do not have it and would need it: ${some(keyless.map(tableName))}.`,
            `With Citus: ${citusCalls(family, others.filter(isSmall))}`,
          ],
          statements: [...every, ...across].map(({ name }) => name),
          proposal: undefined,
        },
      ]
    })
  },
}

const rowsOf = (tables: readonly SchemaTable[]) => tables.reduce((sum, { rows }) => sum + rows, 0)

function some(names: readonly string[]): string {
  if (names.length === 0) return 'none'
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : ''
  return `${names.slice(0, SHOWN).join(', ')}${more}`
}

function uniqueWithout({ keys }: Family): readonly string[] {
  return [...keys].flatMap(([table, key]) =>
    [...new Set([table.primaryKey, ...table.uniqueKeys].map(columns => columns.map(quoted).join(', ')))]
      .filter(columns => columns !== '' && !columns.split(', ').includes(quoted(key)))
      .map(columns => `${tableName(table)} (${columns})`),
  )
}

/** Tables that are copied first: what is spread may refer to them, not the other way round. */
function citusCalls({ root, keys }: Family, references: readonly SchemaTable[]): string {
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`
  const calls = [
    ...references.map(table => `create_reference_table(${text(tableName(table))})`),
    ...[...keys].map(
      ([table, key]) =>
        `create_distributed_table(${text(tableName(table))}, ${text(key)}${table === root ? '' : `, colocate_with => ${text(tableName(root))}`})`,
    ),
  ]
  const more = calls.length > SHOWN ? ` and so on for ${calls.length - SHOWN} more` : ''
  return `${calls
    .slice(0, SHOWN)
    .map(call => `\`select ${call};\``)
    .join(' ')}${more}`
}
