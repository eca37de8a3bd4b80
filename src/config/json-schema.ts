import { z } from 'zod'
import { configSchema } from './schema.ts'

/** What people may write in the configuration file, as editors and `schema.json` know it. */
export function configJsonSchema(): z.core.JSONSchema.JSONSchema {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, { io: 'input' })
  return {
    $schema,
    $id: 'https://unpkg.com/pgverdict/schema.json',
    title: 'Configuration of pgverdict',
    ...schema,
  } as z.core.JSONSchema.JSONSchema
}

/** The keys that are allowed at a path. */
export function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  let schema: z.core.JSONSchema._JSONSchema | undefined = configJsonSchema()
  for (const key of path) schema = below(schema, key)
  return typeof schema === 'object' ? Object.keys(schema.properties ?? {}) : []
}

function below(schema: z.core.JSONSchema._JSONSchema | undefined, key: PropertyKey) {
  if (typeof schema !== 'object') return undefined
  if (typeof key === 'number') return schema.items as z.core.JSONSchema._JSONSchema | undefined
  return schema.properties?.[String(key)] ?? schema.additionalProperties
}
