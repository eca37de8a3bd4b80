import { type ApplicationPool, known } from '../pool.ts'
import type { Call, Located } from './expression.ts'
import { entriesOf, figure, text, written } from './expressions.ts'
import type { SourceCode } from './source-code.ts'

type Settings = Pick<SourceCode, 'calls' | 'assignments' | 'imports'>

const OTHER_DATABASE = /^(?:sqlite|mysql|mariadb|oracle|mssql)/
export const POOLED_DJANGO = 'Django with psycopg’s pool'
const ENTRY = /^DATABASES\[["'](\w+)["']\]/

/**
 * Django has no pool unless told so: each thread has one connection, kept for CONN_MAX_AGE seconds. Of what settings give a database
 * more than once, as by what the environment has, the last that is for PostgreSQL holds.
 */
export function djangoPools(source: Settings, file: string): readonly ApplicationPool[] {
  const { assignments, calls } = source
  const found = [
    ...assignments.flatMap(({ name, value, line }) => {
      if (name === 'DATABASES') return [...(entriesOf(value) ?? [])]
      const alias = ENTRY.exec(name)
      return alias !== null && alias[0] === name ? [[alias[1]!, { value, line }] as const] : []
    }),
    // `DATABASES['default'].update(dj_database_url.config())`
    ...calls.flatMap(({ callee, arguments: [given] }) => {
      const alias = ENTRY.exec(callee)
      return alias !== null && callee === `${alias[0]}.update` && given !== undefined
        ? [[alias[1]!, given] as const]
        : []
    }),
  ]
  const ages = new Map(
    assignments.flatMap(({ name, ...age }) => {
      const alias = ENTRY.exec(name)
      return alias !== null && /^\[["']CONN_MAX_AGE["']\]$/.test(name.slice(alias[0].length)) ? [[alias[1]!, age]] : []
    }),
  )
  const pools = new Map<string, ApplicationPool>()
  for (const [alias, located] of found) {
    const pool = poolOf(located, ages.get(alias), source, file)
    if (pool !== undefined) pools.set(alias, pool)
  }
  return [...pools.values()]
}

function poolOf(
  { value, line }: Located,
  setAge: Located | undefined,
  source: Settings,
  file: string,
): ApplicationPool | undefined {
  if (value.kind === 'call')
    return isAddressReader(value.call, source)
      ? withoutPool(setAge ?? value.call.keywords.get('conn_max_age'), { file, line })
      : undefined
  const options = entriesOf(value)
  const engine = text(options?.get('ENGINE')?.value)
  if (options === undefined || engine === undefined || !/postgres|postgis/.test(engine)) return undefined
  const pool = entriesOf(options.get('OPTIONS')?.value)?.get('pool')
  const age = setAge ?? options.get('CONN_MAX_AGE')
  const without = withoutPool(age, { file, line })
  if (pool === undefined) return without
  const details = entriesOf(pool.value)
  return {
    ...without,
    library: POOLED_DJANGO,
    line: pool.line,
    size: figure(details?.get('max_size'), 4, 1),
    acquireMs: figure(details?.get('timeout'), 30_000, 1000),
  }
}

/** None is for ever; without it, and with 0, a connection lives as long as a request. */
function withoutPool(age: Located | undefined, { file, line }: { file: string; line: number }): ApplicationPool {
  const isForEver = age?.value.kind === 'unknown' && !age.value.isEnvironment
  return {
    library: 'Django, a connection for each thread',
    file,
    line: age?.line ?? line,
    size: known(1),
    acquireMs: undefined,
    connectMs: undefined,
    idleMs: undefined,
    lifetimeMs: isForEver ? known(0, age.line) : age === undefined ? undefined : figure(age, 0, 1000),
    preparesByName: false,
    expectsProxy: false,
  }
}

/** `dj_database_url.config(…)`, `parse(address)` and django-environ's `env.db()`; an address that stands there may be another database's. */
function isAddressReader({ callee, arguments: [first] }: Call, { imports }: Settings): boolean {
  const [root = '', ...rest] = callee.split('.')
  const module = imports.get(root)
  const method = rest.at(-1) ?? root
  if (module === 'dj_database_url')
    return method === 'config' || (method === 'parse' && !OTHER_DATABASE.test(written(first?.value) ?? ''))
  return [...imports.values()].includes('environ') && /^(?:db|db_url|dj_db_url)$/.test(method)
}
