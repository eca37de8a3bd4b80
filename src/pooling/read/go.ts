import { type ApplicationPool, type Figure, known } from '../pool.ts'
import type { Call } from './expression.ts'
import { figure, text } from './expressions.ts'
import { goPackage, type SourceCode } from './source-code.ts'

const DRIVERS = /^github\.com\/(?:lib\/pq|jackc\/pgx)/
const PGX = /^github\.com\/jackc\/pgx\/v\d+\/stdlib$/
const OTHER_DRIVERS = /mysql|sqlite|mssql|sqlserver|oracle|clickhouse|duckdb/i

export interface GoReading {
  readonly pools: readonly ApplicationPool[]
  /** A limit that is set on a pool which another file opens. */
  readonly limit: { readonly size: Figure; readonly line: number } | undefined
}

/** database/sql's pool, which has no limit unless one is set, and pgx's own. */
export function readGo(source: SourceCode, file: string): GoReading {
  const { assignments, imports } = source
  const calls = source.calls.map(call => ({ ...call, callee: unaliased(call.callee, imports) }))
  const modules = [...imports.values()]
  const limit = callOf(calls, 'SetMaxOpenConns')
  const opens = calls.filter(({ callee }) => /^(?:sql|sqlx)\.(?:Open|Connect|MustConnect)$/.test(callee))
  const open = opens.find(({ arguments: [driver] }) => /^(?:postgres|pgx)$/.test(text(driver?.value) ?? ''))
  const gorm = modules.includes('gorm.io/driver/postgres')
    ? calls.find(({ callee }) => /^postgres\.(?:Open|New)$/.test(callee))
    : undefined
  const isPostgres = open !== undefined || gorm !== undefined || modules.some(module => DRIVERS.test(module))
  const isOther = !isPostgres && (opens.length > 0 || modules.some(module => OTHER_DRIVERS.test(module)))
  const size = noLimitAtZero(figure(limit?.arguments[0], Number.POSITIVE_INFINITY, 1))
  const made = open ?? gorm
  const pools: ApplicationPool[] = []
  if (isPostgres && (made !== undefined || limit !== undefined)) {
    pools.push({
      library: 'database/sql',
      file,
      line: limit?.line ?? made?.line ?? 1,
      size,
      acquireMs: undefined,
      connectMs: undefined,
      idleMs: figure(callOf(calls, 'SetConnMaxIdleTime')?.arguments[0], 0, 1),
      lifetimeMs: figure(callOf(calls, 'SetConnMaxLifetime')?.arguments[0], 0, 1),
      preparesByName:
        (gorm?.callee === 'postgres.Open' || modules.some(module => PGX.test(module))) &&
        preparesByPgx({ calls, assignments }),
      expectsProxy: false,
    })
  }
  const isLoose = pools.length === 0 && !isOther && limit !== undefined
  return {
    pools: [...pools, ...pgxPools({ calls, assignments, modules }, file)],
    limit: isLoose ? { size, line: limit.line } : undefined,
  }
}

function pgxPools(
  { calls, assignments, modules }: Pick<SourceCode, 'calls' | 'assignments'> & { readonly modules: readonly string[] },
  file: string,
): readonly ApplicationPool[] {
  const pools: ApplicationPool[] = []
  const max = assignments.find(({ name }) => name.endsWith('.MaxConns'))
  const made = calls.find(({ callee }) => /^pgxpool\.(?:New|NewWithConfig|Connect|ConnectConfig)$/.test(callee))
  if (modules.some(module => module.includes('/pgxpool')) && made !== undefined) {
    const time = (field: string, byDefault: number) =>
      figure(
        assignments.find(({ name }) => name.endsWith(`.${field}`)),
        byDefault,
        1,
      )
    pools.push({
      library: 'pgxpool',
      file,
      line: max?.line ?? made.line,
      // Without a limit it is four, or the processors where there are more.
      size: max === undefined ? sizeInAddress(calls, made.line) : figure(max, 4, 1),
      acquireMs: undefined,
      connectMs: undefined,
      idleMs: time('MaxConnIdleTime', 1_800_000),
      lifetimeMs: time('MaxConnLifetime', 3_600_000),
      preparesByName: preparesByPgx({ calls, assignments }),
      expectsProxy: false,
    })
  }
  return pools
}

/** pgx prepares every statement by name unless it is told another mode, in its configuration or in the address. */
function preparesByPgx({ calls, assignments }: Pick<SourceCode, 'calls' | 'assignments'>): boolean {
  const isAssigned = assignments.some(({ name }) => name.endsWith('.DefaultQueryExecMode'))
  const addresses = calls.flatMap(call => call.arguments.flatMap(({ value }) => text(value) ?? []))
  return !isAssigned && !addresses.some(each => /default_query_exec_mode=(?!cache_statement)/.test(each))
}

/** `pool_max_conns` of an address that stands in the code. */
function sizeInAddress(calls: readonly Call[], line: number): Figure {
  const addresses = calls
    .filter(({ callee }) => callee.startsWith('pgxpool.'))
    .flatMap(call => call.arguments.flatMap(({ value }) => text(value) ?? []))
  const size = /[?&\s]pool_max_conns=(\d+)/.exec(addresses.join(' '))?.[1]
  return size === undefined ? { kind: 'unknown', line, isEnvironment: false } : known(Number(size), line)
}

/** `pool.New` of `import pool ".../pgxpool"` is `pgxpool.New`. */
function unaliased(callee: string, imports: ReadonlyMap<string, string>): string {
  const [root = '', ...rest] = callee.split('.')
  const module = imports.get(root)
  return module === undefined ? callee : [goPackage(module), ...rest].join('.')
}

function callOf(calls: readonly Call[], method: string): Call | undefined {
  return calls.find(({ callee }) => callee.endsWith(`.${method}`))
}

const noLimitAtZero = (size: Figure): Figure =>
  size.kind === 'known' && size.value <= 0 ? known(Number.POSITIVE_INFINITY, size.line) : size
