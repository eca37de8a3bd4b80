import type { SchemaForeignKey, SchemaTable } from '../../../capture/schema/schema.ts'
import type { Subject, WorkloadItem } from '../../workload.ts'

/** A table that others belong to, with the column by which each of them says so. */
export interface Family {
  readonly root: SchemaTable
  readonly keys: ReadonlyMap<SchemaTable, string>
}

export function familyOf(root: SchemaTable, { schema }: Subject): Family {
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

const memberOf = (
  { keys }: Family,
  schema: string,
  name: string,
): { readonly table: SchemaTable; readonly key: string } | undefined => {
  const found = [...keys].find(([table]) => table.schema === schema && table.name === name)
  return found && { table: found[0], key: found[1] }
}

/**
 * Where a statement runs: on the server of one key, on all because none is named, or on all and between them, because tables of
 * the family are joined by something else than the key. `free` of what reads none of the family.
 */
export function placeOf({ accesses }: WorkloadItem, family: Family): 'free' | 'one' | 'every' | 'across' {
  const own = accesses.flatMap(access => {
    const member = memberOf(family, access.table.schema, access.table.name)
    return member === undefined ? [] : [{ ...member, terms: access.terms }]
  })
  if (own.length === 0) return 'free'
  const keyColumns = new Set(family.keys.values())
  const isNamed = own.map(({ key, terms }) =>
    terms.some(({ kind, subject }) => kind === 'equality' && subject.isColumn && subject.expression === key),
  )
  const isJoined = own.map(({ key, terms }) =>
    terms.some(
      term => term.kind === 'join' && term.subject.expression === key && keyColumns.has(term.other.expression),
    ),
  )
  const tables = new Set(own.map(({ table }) => table))
  const isTogether = tables.size < 2 || own.every((_, at) => isNamed[at] || isJoined[at])
  if (!isTogether) return 'across'
  return isNamed.includes(true) ? 'one' : 'every'
}

/** Foreign keys of the family to others of it, with whether both sides' key is in it. */
export function keysWithin(family: Family): readonly {
  readonly table: SchemaTable
  readonly foreignKey: SchemaForeignKey
  readonly hasKey: boolean
}[] {
  return [...family.keys].flatMap(([table, key]) =>
    table.foreignKeys.flatMap(foreignKey => {
      const { columns, referencedColumns, referencedSchema, referencedTable } = foreignKey
      const member = memberOf(family, referencedSchema, referencedTable)
      if (member === undefined) return []
      const at = columns.indexOf(key)
      return [{ table, foreignKey, hasKey: at >= 0 && referencedColumns[at] === member.key }]
    }),
  )
}

/** Tables without the key that those with it refer to or that statements read together with them. */
export function neighboursOf(family: Family, { schema, workload }: Subject): readonly SchemaTable[] {
  return schema.head.tables.filter(table => {
    if (family.keys.has(table)) return false
    const isReferenced = [...family.keys.keys()].some(({ foreignKeys }) =>
      foreignKeys.some(key => key.referencedSchema === table.schema && key.referencedTable === table.name),
    )
    const isRead = workload.some(
      ({ accesses }) =>
        accesses.some(each => each.table.schema === table.schema && each.table.name === table.name) &&
        accesses.some(each => memberOf(family, each.table.schema, each.table.name) !== undefined),
    )
    return isReferenced || isRead
  })
}

/** Tables without the key that refer to one with it: they would have to get it. */
export function childrenOf(family: Family, { schema }: Subject): readonly SchemaTable[] {
  return schema.head.tables.filter(
    table =>
      !family.keys.has(table) &&
      table.foreignKeys.some(key => memberOf(family, key.referencedSchema, key.referencedTable) !== undefined),
  )
}
