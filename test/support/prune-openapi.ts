// Cuts GitHub's OpenAPI description (MIT, the npm package @octokit/openapi, 13 MB) to the operations that the fake serves:
//   node test/support/prune-openapi.ts node_modules/@octokit/openapi/generated/api.github.com.json github
//   node test/support/prune-openapi.ts node_modules/@octokit/openapi/generated/ghes-3.17.json enterprise
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

type Json = Record<string, unknown>

const OPERATIONS = [
  'actions/download-artifact',
  'actions/list-workflow-run-artifacts',
  'checks/create',
  'checks/update',
  'code-scanning/upload-sarif',
  'issues/create-comment',
  'issues/delete-comment',
  'issues/get-comment',
  'issues/list-comments',
  'issues/list-labels-on-issue',
  'issues/update-comment',
  'pulls/create-review',
  'pulls/create-review-comment',
  'pulls/get',
  'pulls/list',
  'pulls/list-files',
  'pulls/list-review-comments',
  'repos/compare-commits-with-basehead',
  'repos/list-pull-requests-associated-with-commit',
]
const PROSE = ['description', 'summary', 'example', 'examples', 'externalDocs', 'x-github', 'tags', 'headers']

const [, , source = '', target = 'github'] = process.argv
const spec = JSON.parse(readFileSync(source, 'utf8')) as Json & { paths: Record<string, Json> }
const references = new Map<string, unknown>()
const paths: Record<string, Json> = {}

for (const [path, methods] of Object.entries(spec.paths)) {
  const kept = Object.entries(methods).filter(([, operation]) =>
    OPERATIONS.includes(String((operation as Json).operationId)),
  )
  if (kept.length > 0) paths[path] = Object.fromEntries(kept.map(([method, operation]) => [method, trim(operation)]))
}
collect(paths)

const components: Record<string, Json> = {}
for (const [reference, value] of references) {
  const [, , kind = '', ...name] = reference.split('/')
  components[kind] = { ...components[kind], [name.join('/')]: value }
}
const file = fileURLToPath(new URL(`${target}.openapi.json`, import.meta.url))
writeFileSync(file, `${JSON.stringify({ openapi: spec.openapi, info: spec.info, paths, components })}\n`)

/** Takes prose away, but not properties of a schema that happen to have such a name. */
function trim(value: unknown, isPropertyMap = false): unknown {
  if (Array.isArray(value)) return value.map(item => trim(item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isPropertyMap || !PROSE.includes(key))
      .map(([key, item]) => [key, trim(item, key === 'properties' && !isPropertyMap)]),
  )
}

function collect(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const reference = (value as Json).$ref
  if (typeof reference === 'string' && !references.has(reference)) {
    const found = reference
      .slice(2)
      .split('/')
      .reduce<unknown>((at, key) => (at as Json)[key], spec)
    const trimmed = trim(found)
    references.set(reference, trimmed)
    collect(trimmed)
  }
  Object.values(value).forEach(collect)
}
