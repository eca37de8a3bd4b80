import { createIndexSql, type IndexDesign, membersOf, nameIndex, quoted } from '../advise/design.ts'
import { type Catalog, findTable, type Table } from '../capture/catalog/table.ts'
import { namesIn } from './names.ts'

/**
 * What builds the index in production without blocking writes. On a partitioned table PostgreSQL does so only in steps: the whole's
 * index first, of nothing, then one of each partition, attached to it (manual, "Table Partitioning").
 */
export function buildSql(design: IndexDesign, name: string, catalog: Catalog): readonly string[] {
  const members = membersOf(design, name)
  const extensions = new Set(members.flatMap(member => member.design.extension ?? []))
  const table = findTable(catalog, design.schema, design.table)
  const taken = new Set([...namesIn(catalog, design.schema), ...members.map(member => member.name)])
  return [
    ...[...extensions].map(extension => `create extension if not exists ${quoted(extension)};`),
    ...members.flatMap(member => stepsFor(member.design, member.name, table, catalog, taken)),
  ]
}

function stepsFor(
  design: IndexDesign,
  name: string,
  table: Table | undefined,
  catalog: Catalog,
  taken: Set<string>,
): readonly string[] {
  if (table?.kind !== 'p') return [`${createIndexSql(design, name, 'show')};`]
  const parts = catalog.tables.filter(({ parent }) => parent?.schema === table.schema && parent.name === table.name)
  const attached = parts.flatMap(part => {
    const own = { ...design, schema: part.schema, table: part.name, name: undefined }
    const partName = nameIndex(own, taken)
    taken.add(partName)
    return [
      ...stepsFor(own, partName, part, catalog, taken),
      `alter index ${qualified(design.schema, name)} attach partition ${qualified(part.schema, partName)};`,
    ]
  })
  return [`${createIndexSql(design, name, 'whole')};`, ...attached]
}

const qualified = (schema: string, name: string) =>
  schema === 'public' ? quoted(name) : `${quoted(schema)}.${quoted(name)}`
