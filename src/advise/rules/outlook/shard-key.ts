import type { SchemaTable } from '../../../capture/schema/schema.ts'
import type { Rule } from '../../draft.ts'
import { tableName } from '../../schema-remark.ts'
import { heaviest, percent, workOf } from '../../shares.ts'
import type { Subject, WorkloadItem } from '../../workload.ts'

const MIN_TABLES = 3
/** Of the rows, in tables that have the key; and of the work, by statements that name it. */
const MIN_ROWS_SHARE = 0.6
const MIN_WORK_SHARE = 0.8

/** A table that others belong to, with the column by which each of them says so. */
interface Family {
  readonly root: SchemaTable
  readonly keys: ReadonlyMap<SchemaTable, string>
}

export const shardKey: Rule = {
  id: 'shard-key',
  area: 'outlook',
  title: 'A key by which the data could be spread over several servers',
  description:
    'Most rows belong to one thing, a tenant or a customer, and say so in a column, and most of the work names it: by that column the tables could be spread over servers, as with Citus. Told are the statements that name no such value and would have to ask every server, and the foreign keys that would cross. It is worthwhile once the writes alone are more than the largest server bears: replicas, partitions and a larger server come before.',
  find(subject) {
    return subject.schema.head.tables.flatMap(root => {
      const family = familyOf(root, subject)
      const rows = [...family.keys.keys()].reduce((sum, table) => sum + table.rows, 0)
      const allRows = subject.schema.head.tables.reduce((sum, table) => sum + table.rows, 0)
      if (family.keys.size < MIN_TABLES || rows < MIN_ROWS_SHARE * allRows) return []
      const scattered = subject.workload.filter(item => isScattered(item, family))
      const work = workOf(subject.workload)
      const covered = 1 - workOf(scattered) / Math.max(1, work)
      if (work === 0 || covered < MIN_WORK_SHARE) return []
      const writes = workOf(subject.workload.filter(({ isWrite }) => isWrite)) / work
      const crossing = crossingKeys(family)
      return [
        {
          key: `${shardKey.id}:${root.schema}.${root.name}`,
          rule: shardKey.id,
          area: shardKey.area,
          severity: 'info',
          title: `The data could be spread by ${tableName(root)}: ${percent(covered)} of the work stays on one server`,
          why: `It becomes worthwhile once writes alone, ${percent(writes)} of this load’s work, are more than the largest server bears; a replica takes none of those.`,
          evidence: [
            `${percent(rows / allRows)} of all rows are in ${family.keys.size} tables that have the key.`,
            `Would ask every server: ${heaviest(scattered)}.`,
            `Foreign keys between these tables that leave the key out: ${crossing.length === 0 ? 'none' : crossing.slice(0, 5).join(', ')}.`,
          ],
          statements: scattered.map(({ name }) => name),
          proposal: undefined,
        },
      ]
    })
  },
}

function familyOf(root: SchemaTable, { schema }: Subject): Family {
  const keys = new Map<SchemaTable, string>()
  const [own, ...others] = root.primaryKey
  if (own !== undefined && others.length === 0) keys.set(root, own)
  for (const table of schema.head.tables) {
    const key = table.foreignKeys.find(
      ({ columns, referencedSchema, referencedTable }) =>
        columns.length === 1 && referencedSchema === root.schema && referencedTable === root.name,
    )
    if (key !== undefined && table !== root) keys.set(table, key.columns[0]!)
  }
  return { root, keys }
}

/** Whether it reads tables of the family and no condition on any of them names the key. */
function isScattered({ accesses }: WorkloadItem, { keys }: Family): boolean {
  const inFamily = accesses.flatMap(access => {
    const [found] = [...keys].filter(
      ([table]) => table.schema === access.table.schema && table.name === access.table.name,
    )
    return found === undefined ? [] : [{ access, key: found[1] }]
  })
  return (
    inFamily.length > 0 &&
    !inFamily.some(({ access, key }) =>
      access.terms.some(({ kind, subject }) => kind === 'equality' && subject.isColumn && subject.expression === key),
    )
  )
}

function crossingKeys({ root, keys }: Family): readonly string[] {
  return [...keys].flatMap(([table, key]) =>
    table.foreignKeys
      .filter(({ columns, referencedTable, referencedSchema }) => {
        const isOther = ![root, table].some(
          ({ schema, name }) => schema === referencedSchema && name === referencedTable,
        )
        const isMember = [...keys.keys()].some(
          ({ schema, name }) => schema === referencedSchema && name === referencedTable,
        )
        return isOther && isMember && !columns.includes(key)
      })
      .map(({ name }) => `${tableName(table)} ${name}`),
  )
}
