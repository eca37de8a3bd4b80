import { type Enum, type Field, getSchema, type Model } from '@mrleebo/prisma-ast'
import type { Client } from '../../src/postgres/client.ts'

/** A schema as sorted lines, so that a difference reads like a diff. */
export interface CatalogLines {
  readonly columns: readonly string[]
  readonly enums: readonly string[]
  readonly indexes: readonly string[]
}

const TYPES: Readonly<Record<string, string>> = {
  Int: 'int4',
  BigInt: 'int8',
  String: 'text',
  Boolean: 'bool',
  DateTime: 'timestamp',
  Decimal: 'numeric',
  Json: 'jsonb',
}

/** What a Prisma schema says the database has; indexes that Prisma cannot express are those that a `///` comment quotes. */
export function readPrismaCatalog(source: string): CatalogLines {
  const blocks = getSchema(source).list
  const enums = blocks.filter((block): block is Enum => block.type === 'enum')
  const models = blocks.filter((block): block is Model => block.type === 'model')
  const types = { ...TYPES, ...Object.fromEntries(enums.map(({ name }) => [name, name])) }
  return {
    columns: models.flatMap(model => fieldsOf(model).flatMap(field => columnLine(model, field, types))).sort(),
    enums: enums.map(({ name, enumerators }) => `${name}: ${namesOf(enumerators)}`).sort(),
    indexes: [...models.flatMap(indexNames), ...commentedIndexes(source)].sort(),
  }
}

/** What the database has. */
export async function readDatabaseCatalog(client: Client): Promise<CatalogLines> {
  const read = async (sql: string) => (await client.rows<{ line: string }>(sql)).map(({ line }) => line).sort()
  return {
    columns: await read(`
      select table_name || '.' || column_name || ' ' || udt_name || case is_nullable when 'YES' then '?' else '' end as line
      from information_schema.columns where table_schema = 'public'`),
    enums: await read(`
      select t.typname || ': ' || string_agg(e.enumlabel, ' ' order by e.enumsortorder) as line
      from pg_type as t join pg_enum as e on e.enumtypid = t.oid group by t.typname`),
    indexes: await read(`
      select indexname as line from pg_indexes where schemaname = 'public' and indexname not like '%\\_pkey'`),
  }
}

function fieldsOf(model: Model): Field[] {
  return model.properties.filter((property): property is Field => property.type === 'field')
}

function columnLine(model: Model, field: Field, types: Readonly<Record<string, string>>): string[] {
  const type = typeof field.fieldType === 'string' ? types[field.fieldType] : undefined
  if (type === undefined) return []
  const isDate = field.attributes?.some(({ group, name }) => group === 'db' && name === 'Date')
  return [`${model.name}.${field.name} ${isDate ? 'date' : type}${field.optional ? '?' : ''}`]
}

function indexNames(model: Model): string[] {
  const unique = fieldsOf(model)
    .filter(field => field.attributes?.some(({ name }) => name === 'unique'))
    .map(field => `${model.name}_${field.name}_key`)
  const declared = model.properties
    .filter(property => property.type === 'attribute')
    .map(
      ({ name, args }) =>
        `${model.name}_${indexedColumns(args[0]?.value).join('_')}_${name === 'unique' ? 'key' : 'idx'}`,
    )
  return [...unique, ...declared]
}

function indexedColumns(value: unknown): string[] {
  const list = value as { readonly args: readonly (string | { readonly name: string })[] }
  return list.args.map(column => (typeof column === 'string' ? column : column.name))
}

function commentedIndexes(source: string): string[] {
  return [...source.matchAll(/^\/\/\/.*?"(\w+_idx)"/gm)].map(match => match[1] as string)
}

function namesOf(enumerators: Enum['enumerators']): string {
  return enumerators.flatMap(entry => (entry.type === 'enumerator' ? [entry.name] : [])).join(' ')
}
