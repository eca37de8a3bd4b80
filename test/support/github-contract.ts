import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'

type Json = Record<string, unknown>

interface Parameter {
  readonly name: string
  readonly in: string
}

/** One operation of GitHub's REST API as its OpenAPI description says it. */
export interface Operation {
  readonly id: string
  readonly method: string
  match(pathname: string): Readonly<Record<string, string>> | undefined
  /** Everything about a request that the description does not allow. */
  checkRequest(query: URLSearchParams, body: unknown): readonly string[]
  checkResponse(status: number, body: unknown): readonly string[]
  /** The least that an answer with this status must hold, or one item of it where it is a list. */
  example(status: number): unknown
}

/** Reads a pruned description next to this file: github.com's, or that of the oldest enterprise server with support. */
export function loadOperations(server: 'github' | 'enterprise'): readonly Operation[] {
  const spec = JSON.parse(readFileSync(new URL(`${server}.openapi.json`, import.meta.url), 'utf8')) as Json
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv)
  for (const format of ['repo.nwo', 'timestamp']) ajv.addFormat(format, true)
  const schemas = toJsonSchema(spec) as Json
  ajv.addSchema({ $id: 'github', ...schemas })
  const paths = Object.entries(schemas.paths as Record<string, Record<string, Json>>)
  return paths.flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => toOperation(ajv, schemas, path, method, operation)),
  )
}

function toOperation(ajv: Ajv, spec: Json, path: string, method: string, operation: Json): Operation {
  const id = String(operation.operationId)
  const pattern = new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`)
  const parameters = ((operation.parameters ?? []) as Json[]).map(item => resolve(spec, item) as unknown as Parameter)
  const queryNames = new Set(parameters.filter(parameter => parameter.in === 'query').map(({ name }) => name))
  const bodySchema = jsonContent(resolve(spec, operation.requestBody as Json | undefined))
  const bodyNames = new Set(Object.keys((resolve(spec, bodySchema)?.properties ?? {}) as Json))
  const checkBody = bodySchema && ajv.compile(bodySchema)
  const responses = operation.responses as Record<string, Json>
  const compiled = new Map<number, ValidateFunction>()
  return {
    id,
    method: method.toUpperCase(),
    match: pathname => pattern.exec(pathname)?.groups,
    checkRequest(query, body) {
      const problems: string[] = []
      for (const name of query.keys()) if (!queryNames.has(name)) problems.push(`${id}: no query parameter ${name}`)
      if (Number(query.get('per_page') ?? 0) > 100) problems.push(`${id}: per_page is over 100`)
      if (checkBody === undefined) return problems
      if (!checkBody(body)) problems.push(...errorsOf(id, checkBody))
      const unknown = Object.keys(body ?? {}).filter(name => !bodyNames.has(name))
      return [...problems, ...unknown.map(name => `${id}: no body field ${name}`)]
    },
    checkResponse(status, body) {
      const schema = jsonContent(resolve(spec, responses[status]))
      if (schema === undefined)
        return responses[status] === undefined ? [`${id}: status ${status} is not described`] : []
      const check = compiled.get(status) ?? ajv.compile(schema)
      compiled.set(status, check)
      return check(body) ? [] : errorsOf(`fake ${id} ${status}`, check)
    },
    example(status) {
      const schema = resolve(spec, jsonContent(resolve(spec, responses[status]))) ?? {}
      return exampleOf(spec, schema.type === 'array' ? (schema.items as Json) : schema)
    },
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  uri: 'https://github.com/octo/shop',
  'date-time': '2026-01-02T03:04:05Z',
  email: 'someone@example.org',
}

function exampleOf(spec: Json, schema: Json): unknown {
  const { type, properties, required, anyOf, oneOf, allOf, items, minItems, format, ...rest } = resolve(spec, schema)!
  const choices = (anyOf ?? oneOf) as Json[] | undefined
  if (choices?.some(choice => choice.type === 'null')) return null
  if (choices !== undefined && properties === undefined) return exampleOf(spec, choices[0]!)
  if (allOf !== undefined) return Object.assign({}, ...(allOf as Json[]).map(part => exampleOf(spec, part) as object))
  if (Array.isArray(rest.enum)) return rest.enum[0]
  if (type === 'array') return minItems === undefined ? [] : [exampleOf(spec, items as Json)]
  if (type === 'integer' || type === 'number') return 1
  if (type === 'boolean') return false
  if (type === 'string') return FORMATS[String(format)] ?? 'text'
  const names = (required ?? []) as string[]
  return Object.fromEntries(names.map(name => [name, exampleOf(spec, (properties as Record<string, Json>)[name]!)]))
}

function errorsOf(what: string, check: ValidateFunction): readonly string[] {
  return (check.errors ?? []).map(({ instancePath, message }) => `${what}: ${instancePath} ${message}`)
}

function jsonContent(holder: Json | undefined): Json | undefined {
  return (holder?.content as Record<string, { schema: Json }> | undefined)?.['application/json']?.schema
}

function resolve(spec: Json, value: Json | undefined): Json | undefined {
  if (typeof value?.$ref !== 'string') return value
  const [, pointer = ''] = value.$ref.split('#/')
  return pointer.split('/').reduce<Json>((at, key) => at[key] as Json, spec)
}

/** OpenAPI 3.0's `nullable` as JSON Schema says it, and references that name the schema's id. */
function toJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toJsonSchema)
  if (typeof value !== 'object' || value === null) return value
  const { nullable, ...rest } = value as Json
  const schema: Json = Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, toJsonSchema(item)]))
  if (typeof schema.$ref === 'string' && schema.$ref.startsWith('#/')) schema.$ref = `github${schema.$ref}`
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema
}
