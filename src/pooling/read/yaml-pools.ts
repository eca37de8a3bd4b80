import { isMap, isScalar, type YAMLMap } from 'yaml'
import { type ApplicationPool, type Figure, known, type Pooler } from '../pool.ts'
import type { UrlVariable } from './connection-url.ts'
import { containerEnvironments } from './container-environments.ts'
import { type KeyValue, readKeyValues } from './key-values.ts'
import { rdsProxy } from './rds-proxy.ts'
import { type Document, keyOf } from './yaml-document.ts'

const plain = (name: string) => name.replace(/[-_]/g, '').toLowerCase()

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

function entryOf(document: Document, map: YAMLMap, name: string) {
  const key = map.items.map(({ key }) => keyOf(key)).find(each => plain(each) === name)
  if (key === undefined) return undefined
  const value = map.get(key)
  return { value: typeof value === 'object' ? '' : String(value), line: document.lineOf(map, key) }
}

/** Rails' database.yml: production's pools, one for each of its databases, or the first that there is. */
export function readRails(document: Document): readonly ApplicationPool[] {
  const pools = document.nodes.filter(
    // A replica is another server.
    ({ map, path }) => path.length > 0 && /postg/.test(String(map.get('adapter') ?? '')) && map.get('replica') !== true,
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

/** sequelize-cli's config.json: production's options, or the first that are for PostgreSQL; `pool` as Sequelize names it. */
export function readSequelizeJson(document: Document): readonly ApplicationPool[] {
  const sets = document.nodes.filter(
    ({ map, path }) => path.length <= 1 && /^postgres/.test(String(map.get('dialect') ?? '')),
  )
  const { map, path } = sets.find(({ path }) => path[0] === 'production') ?? sets[0] ?? {}
  if (map === undefined || path === undefined) return []
  const given = map.get('pool')
  const pool = isMap(given) ? given : undefined
  const figure = (name: string, byDefault: number) => toFigure(pool && entryOf(document, pool, name), byDefault)
  return [
    {
      library: 'Sequelize',
      file: document.file,
      line: document.lineOf(map, pool === undefined ? 'dialect' : 'pool'),
      size: figure('max', 5),
      acquireMs: figure('acquire', 60_000),
      connectMs: undefined,
      idleMs: figure('idle', 10_000),
      lifetimeMs: undefined,
      preparesByName: false,
      expectsProxy: false,
    },
  ]
}

/** CloudFormation's AWS::RDS::DBProxy. It shares connections between transactions, and pins sessions that have state. */
export function readRdsProxies(document: Document): readonly Pooler[] {
  return document.nodes.flatMap(({ map }) => {
    const properties = map.get('Properties')
    const family = isMap(properties) ? String(properties.get('EngineFamily') ?? '') : ''
    if (map.get('Type') !== 'AWS::RDS::DBProxy' || !/postgres/i.test(family)) return []
    return [rdsProxy({ file: document.file, line: document.lineOf(map, 'Type') })]
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
  return containerEnvironments(document).flatMap(({ entries }) =>
    [...entries].flatMap(([name, { value, line }]) =>
      /^postgres(?:ql)?:\/\//.test(value) ? [{ name, url: value, file: document.file, line }] : [],
    ),
  )
}

const POOLER_SETTINGS =
  /^(?:PGBOUNCER_)?(POOL_MODE|MAX_CLIENT_CONN|DEFAULT_POOL_SIZE|MAX_PREPARED_STATEMENTS|MAX_DB_CONNECTIONS|RESERVE_POOL_SIZE)$/

/**
 * PgBouncers whose settings are variables of a container (edoburu's and Bitnami's images), parameters of CloudNativePG's `Pooler`, or
 * the text of a ConfigMap.
 */
export function readYamlPgbouncers(document: Document): readonly PgbouncerText[] {
  const inContainers = containerEnvironments(document).flatMap(({ name: container, image, entries }) => {
    if (!/pgbouncer/i.test(`${container} ${image}`)) return []
    const own = [...entries].flatMap(([name, { value, line }]) => {
      const setting = POOLER_SETTINGS.exec(name)?.[1]
      return setting === undefined ? [] : [{ name: setting.toLowerCase(), value, line }]
    })
    return own.length === 0 ? [] : [{ lines: own.map(each => ({ ...each, section: 'pgbouncer' })) }]
  })
  const inResources = document.nodes.flatMap(({ path, map }) => {
    if (path.at(-1) !== 'pgbouncer' || !/^\w+$/.test(String(map.get('poolMode') ?? ''))) return []
    const parameters = document.nodes.find(each => each.path.join('\0') === [...path, 'parameters'].join('\0'))?.map
    const own = (parameters?.items ?? []).flatMap(({ key, value }) =>
      isScalar(value)
        ? [{ name: keyOf(key), value: String(value.value), line: document.lineOf(parameters!, keyOf(key)) }]
        : [],
    )
    const mode = { name: 'pool_mode', value: String(map.get('poolMode')), line: document.lineOf(map, 'poolMode') }
    return [{ lines: [mode, ...own].map(each => ({ ...each, section: 'pgbouncer' })) }]
  })
  const inTexts = document.nodes.flatMap(({ map }) =>
    map.items.flatMap(({ key, value }) => {
      if (!/^pgbouncer[\w.-]*\.ini$/.test(keyOf(key)) || !isScalar(value) || typeof value.value !== 'string') return []
      const first = document.lineAt(value)
      return [{ lines: readKeyValues(value.value).map(each => ({ ...each, line: first + each.line })) }]
    }),
  )
  return [...inContainers, ...inResources, ...inTexts]
}

/** Lines of a pgbouncer.ini that stands in another file. */
interface PgbouncerText {
  readonly lines: readonly KeyValue[]
}
