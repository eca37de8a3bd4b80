import { configJsonSchema } from '../../src/config/json-schema.ts'
import { configSchema } from '../../src/config/schema.ts'
import { docTable, inlineCode } from './doc-table.ts'

/** The parts of a JSON Schema that the reference shows. */
interface Schema {
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly string[]
  readonly format?: string
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | boolean
}

type Row = readonly string[]

/** The reference of `pgverdict.yml`: a section for each top-level key, a row for each setting. */
export function configReference(): string {
  const keys = Object.entries((configJsonSchema() as Schema).properties ?? {})
  const defaults = configSchema.parse({}) as Readonly<Record<string, unknown>>
  return keys.map(([key, schema]) => section(key, schema, defaults[key])).join('\n\n')
}

function section(key: string, schema: Schema, value: unknown): string {
  const table = docTable(['Key', 'Value', 'Default', 'Meaning'], rowsOf(key, schema, value))
  return [`## \`${key}\``, `${schema.description}.`, table].join('\n\n')
}

function rowsOf(path: string, schema: Schema, value: unknown): readonly Row[] {
  const { properties, items, additionalProperties, description = '' } = schema
  if (properties !== undefined) {
    const values = value as Readonly<Record<string, unknown>> | undefined
    return Object.entries(properties).flatMap(([key, below]) => rowsOf(`${path}.${key}`, below, values?.[key]))
  }
  const row = [inlineCode(path), typeOf(schema), defaultOf(schema, value), description]
  const entry = items ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined)
  if (entry?.properties === undefined) return [row]
  return [row, ...rowsOf(`${path}${items === undefined ? '.<name>' : '[]'}`, entry, undefined)]
}

function typeOf(schema: Schema): string {
  const { type, enum: values, format, anyOf, items, additionalProperties } = schema
  if (values !== undefined) return values.map(inlineCode).join(', ')
  if (isDuration(schema)) return 'duration'
  if (anyOf !== undefined) return anyOf.map(typeOf).join(' or ')
  if (items !== undefined) return items.type === 'object' ? 'list' : `list of ${typeOf(items)}s`
  if (typeof additionalProperties === 'object') return 'mapping'
  return format ?? [type ?? ''].flat().join(' or ')
}

/** What people write for it is a number of milliseconds or a text with a unit. */
function isDuration({ anyOf }: Schema): boolean {
  return anyOf?.[0]?.type === 'integer' && anyOf[1]?.type === 'string'
}

function defaultOf(schema: Schema, value: unknown): string {
  if (value === undefined || (typeof value === 'object' && Object.keys(value ?? {}).length === 0)) return ''
  if (!isDuration(schema)) return inlineCode(String(value))
  const seconds = Number(value) / 1000
  return inlineCode(seconds % 60 === 0 ? `${seconds / 60}min` : `${seconds}s`)
}
