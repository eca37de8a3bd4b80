import { type ApplicationPool, type Figure, known } from '../pool.ts'
import { djangoPools } from './django.ts'
import type { Call, Located } from './expression.ts'
import { entriesOf, figure, optionOf, written } from './expressions.ts'
import type { SourceCode } from './source-code.ts'

type Options = ReadonlyMap<string, Located>

const OTHER_DATABASE = /^(?:sqlite|mysql|mariadb|oracle|mssql)/

/** The pools that a Python file makes: SQLAlchemy's, psycopg's, asyncpg's, Django's. */
export function readPythonPools({ calls, assignments, imports }: SourceCode, file: string): readonly ApplicationPool[] {
  const modules = [...imports.values()]
  const has = (name: string) => modules.some(module => module === name || module.startsWith(`${name}.`))
  return [
    ...(has('sqlalchemy') || has('sqlmodel') ? calls.flatMap(call => engineOf(call, file)) : []),
    ...calls.flatMap(call => driverPoolOf(call, file, has)),
    ...djangoPools({ calls, assignments, imports }, file),
    ...assignments.flatMap(({ name, value, line }) => {
      const options = name === 'SQLALCHEMY_ENGINE_OPTIONS' ? entriesOf(value) : undefined
      return options === undefined ? [] : [alchemyPool(options, file, line)]
    }),
  ]
}

function engineOf(call: Call, file: string): readonly ApplicationPool[] {
  if (!/(?:^|\.)create_(?:async_)?engine$/.test(call.callee)) return []
  const url = written((call.arguments[0] ?? call.keywords.get('url'))?.value)
  if (url !== undefined && OTHER_DATABASE.test(url)) return []
  // asyncpg prepares every statement by name, unless its cache is off, and psycopg 3 those that come again.
  const prepares = /^postgresql\+(?:asyncpg|psycopg|psycopg_async):/.test(url ?? '')
  const isOff = /prepared_statement_cache_size=0/.test(url ?? '')
  return [{ ...alchemyPool(call.keywords, file, call.line), preparesByName: prepares && !isOff }]
}

/** QueuePool's defaults: five connections that stay, ten more in need, thirty seconds to wait for one. */
function alchemyPool(options: Options, file: string, line: number): ApplicationPool {
  const poolClass = options.get('poolclass')?.value
  const isQueue = poolClass?.kind === 'unknown' && /(?:^|\.)(?:AsyncAdapted)?QueuePool$/.test(poolClass.name ?? '')
  const isUnpooled = poolClass !== undefined && !isQueue
  const overflow = figure(optionOf(options, 'max_overflow'), 10, 1)
  return {
    library: 'SQLAlchemy',
    file,
    line,
    size: isUnpooled
      ? { kind: 'unknown', line, isEnvironment: false }
      : sum(figure(optionOf(options, 'pool_size'), 5, 1), overflow, line),
    acquireMs: figure(optionOf(options, 'pool_timeout'), 30_000, 1000),
    connectMs: undefined,
    idleMs: undefined,
    lifetimeMs: atLeastZero(figure(optionOf(options, 'pool_recycle'), 0, 1000)),
    preparesByName: false,
    expectsProxy: false,
  }
}

/** An overflow of -1 has no limit. */
function sum(size: Figure, overflow: Figure, line: number): Figure {
  if (size.kind === 'unknown') return size
  if (overflow.kind === 'unknown') return overflow
  if (size.value === 0 || overflow.value < 0) return known(Number.POSITIVE_INFINITY, line)
  return known(size.value + overflow.value, size.line ?? overflow.line)
}

const atLeastZero = (value: Figure): Figure =>
  value.kind === 'known' && value.value < 0 ? { ...value, value: 0 } : value

function driverPoolOf(call: Call, file: string, has: (module: string) => boolean): readonly ApplicationPool[] {
  const { keywords, line } = call
  const common = { file, line, connectMs: undefined, expectsProxy: false }
  if (has('psycopg_pool') && /(?:^|\.)(?:Async)?ConnectionPool$/.test(call.callee)) {
    const least = figure(optionOf(keywords, 'min_size'), 4, 1)
    return [
      {
        ...common,
        library: 'psycopg',
        size: keywords.has('max_size') ? figure(optionOf(keywords, 'max_size'), 4, 1) : least,
        acquireMs: figure(optionOf(keywords, 'timeout'), 30_000, 1000),
        idleMs: figure(optionOf(keywords, 'max_idle'), 600_000, 1000),
        lifetimeMs: figure(optionOf(keywords, 'max_lifetime'), 3_600_000, 1000),
        preparesByName: true,
      },
    ]
  }
  if (has('asyncpg') && /(?:^|\.)create_pool$/.test(call.callee)) {
    return [
      {
        ...common,
        library: 'asyncpg',
        size: figure(optionOf(keywords, 'max_size'), 10, 1),
        acquireMs: known(0),
        idleMs: figure(optionOf(keywords, 'max_inactive_connection_lifetime'), 300_000, 1000),
        lifetimeMs: undefined,
        preparesByName: !(keywords.get('statement_cache_size')?.value.kind === 'literal'),
      },
    ]
  }
  return []
}
