import { isAlias, isMap, isScalar, LineCounter, parseAllDocuments, YAMLMap, type Document as YamlDocument } from 'yaml'
import { type ApplicationPool, type Figure, known, type Pooler } from '../pool.ts'
import type { UrlVariable } from './connection-url.ts'

interface Node {
  readonly path: readonly string[]
  readonly map: YAMLMap
}

interface Document {
  readonly file: string
  readonly nodes: readonly Node[]
  lineOf(map: YAMLMap, key: string): number
}

/** Every map of a YAML or JSON file with the way to it; undefined where it cannot be read. */
export function readDocument(content: string, file: string): Document | undefined {
  const lines = new LineCounter()
  // Rails' files are templates: what is made by Ruby stands for a value that is not known.
  const text = content.replace(/<%=?[\s\S]*?%>/g, made => made.replace(/[^\n]/g, '~'))
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' })
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return undefined
  const nodes: Node[] = []
  const visit = (document: YamlDocument, value: unknown, path: readonly string[]): void => {
    if (!isMap(value)) return
    const map = withMerged(value, document)
    nodes.push({ path, map })
    for (const pair of map.items) visit(document, pair.value, [...path, keyOf(pair.key)])
  }
  for (const document of documents) visit(document, document.contents, [])
  return {
    file,
    nodes,
    lineOf: (map, key) => {
      const node = map.get(key, true) ?? map
      const offset = isScalar(node) || isMap(node) ? (node.range?.[0] ?? 0) : 0
      return lines.linePos(offset).line
    },
  }
}

const keyOf = (key: unknown) => (isScalar(key) ? String(key.value) : '')

/** The map with what `<<: *other` takes over. */
function withMerged(map: YAMLMap, document: YamlDocument): YAMLMap {
  const merged = map.items.flatMap(({ key, value }) => {
    const source = keyOf(key) === '<<' && isAlias(value) ? value.resolve(document) : undefined
    return isMap(source) ? source.items : []
  })
  if (merged.length === 0) return map
  const own = new Set(map.items.map(({ key }) => keyOf(key)))
  const whole = new YAMLMap()
  whole.items = [...map.items, ...merged.filter(({ key }) => !own.has(keyOf(key)))]
  if (map.range) whole.range = map.range
  return whole
}

/** Spring's `spring.datasource.hikari`, in YAML; names are compared without dashes and capitals, as Spring does. */
export function readHikariYaml(document: Document): readonly ApplicationPool[] {
  return document.nodes
    .filter(({ path }) => path.at(-1)?.toLowerCase() === 'hikari')
    .map(({ map }) => hikariPool(document.file, name => entryOf(document, map, name), document.lineOf(map, '')))
}

/** The same, in application.properties. */
export function hikariPool(
  file: string,
  get: (name: string) => { readonly value: string; readonly line: number } | undefined,
  line: number,
): ApplicationPool {
  const figure = (name: string, byDefault: number): Figure => toFigure(get(name), byDefault)
  const size = get('maximumpoolsize')
  return {
    library: 'HikariCP',
    file,
    line: size?.line ?? line,
    size: figure('maximumpoolsize', 10),
    acquireMs: figure('connectiontimeout', 30_000),
    connectMs: undefined,
    idleMs: figure('idletimeout', 600_000),
    lifetimeMs: figure('maxlifetime', 1_800_000),
    preparesByName: true,
    expectsProxy: false,
  }
}

function toFigure(
  entry: { readonly value: string; readonly line: number } | undefined,
  byDefault: number,
  unitMs = 1,
): Figure {
  if (entry === undefined) return known(byDefault)
  const number = Number(entry.value)
  if (entry.value !== '' && !Number.isNaN(number)) return known(number * unitMs, entry.line)
  return { kind: 'unknown', line: entry.line, isEnvironment: true }
}

const plain = (name: string) => name.replace(/[-_]/g, '').toLowerCase()

function entryOf(document: Document, map: YAMLMap, name: string) {
  const key = map.items.map(({ key }) => keyOf(key)).find(each => plain(each) === name)
  if (key === undefined) return undefined
  const value = map.get(key)
  return { value: typeof value === 'object' ? '' : String(value), line: document.lineOf(map, key) }
}

/** Rails' database.yml: production's pool, or each that there is. */
export function readRails(document: Document): readonly ApplicationPool[] {
  const pools = document.nodes.filter(
    ({ map, path }) => path.length > 0 && /postg/.test(String(map.get('adapter') ?? '')),
  )
  const production = pools.filter(({ path }) => path[0] === 'production')
  return (production.length > 0 ? production : pools.slice(0, 1)).map(({ map }) => ({
    library: 'Active Record',
    file: document.file,
    line: document.lineOf(map, 'pool'),
    size: toFigure(entryOf(document, map, 'pool') ?? entryOf(document, map, 'maxconnections'), 5),
    acquireMs: toFigure(entryOf(document, map, 'checkouttimeout'), 5000, 1000),
    connectMs: undefined,
    idleMs: toFigure(entryOf(document, map, 'idletimeout'), 300_000, 1000),
    lifetimeMs: undefined,
    preparesByName: String(map.get('prepared_statements') ?? 'true') !== 'false',
    expectsProxy: false,
  }))
}

/** CloudFormation's AWS::RDS::DBProxyTargetGroup. It shares connections between transactions, and pins sessions that have state. */
export function readRdsProxies(document: Document): readonly Pooler[] {
  return document.nodes.flatMap(({ map }) => {
    if (map.get('Type') !== 'AWS::RDS::DBProxyTargetGroup') return []
    return [
      {
        product: 'RDS Proxy',
        file: document.file,
        line: document.lineOf(map, 'Type'),
        mode: 'transaction',
        poolSize: { kind: 'unknown', line: document.lineOf(map, 'Properties'), isEnvironment: false },
        pools: 1,
        opens: { kind: 'unknown', line: document.lineOf(map, 'Properties'), isEnvironment: false },
        maxClients: known(Number.POSITIVE_INFINITY),
        preparedStatements: known(0),
        overrides: [],
        written: undefined,
      } as const,
    ]
  })
}

const FUNCTION_TYPES = /^AWS::(?:Serverless|Lambda)::Function$/

/** Whether the file says that the application runs as functions, which come and go by the hundred. */
export function isServerless(document: Document): boolean {
  const isFramework = /(?:^|\/)serverless\.ya?ml$/.test(document.file)
  return isFramework || document.nodes.some(({ map }) => FUNCTION_TYPES.test(String(map.get('Type') ?? '')))
}

/** Addresses in the environment of a container. */
export function readUrls(document: Document): readonly UrlVariable[] {
  return document.nodes
    .filter(({ path }) => path.at(-1) === 'environment')
    .flatMap(({ map }) =>
      map.items.flatMap(({ key, value }) => {
        const name = keyOf(key)
        const url = isScalar(value) ? String(value.value) : ''
        return /^postgres(?:ql)?:\/\//.test(url)
          ? [{ name, url, file: document.file, line: document.lineOf(map, name) }]
          : []
      }),
    )
}
