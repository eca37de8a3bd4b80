import { type ApplicationPool, type Figure, known } from '../pool.ts'
import type { Call } from './expression.ts'
import { figure } from './expressions.ts'
import type { SourceCode } from './source-code.ts'

const DRIVERS = /^github\.com\/(?:lib\/pq|jackc\/pgx)/
const ORMS = /^(?:database\/sql|github\.com\/jmoiron\/sqlx|gorm\.io\/driver\/postgres|github\.com\/uptrace\/bun)/

/** database/sql's pool, which has no limit unless one is set, and pgx's own. */
export function readGoPools({ calls, assignments, imports }: SourceCode, file: string): readonly ApplicationPool[] {
  const modules = [...imports.values()]
  const limit = callOf(calls, 'SetMaxOpenConns')
  const isSql = modules.some(module => ORMS.test(module)) || limit !== undefined
  const open = calls.find(({ callee, arguments: [driver] }) => {
    const name = driver?.value.kind === 'literal' ? String(driver.value.value) : ''
    return /^(?:sql|sqlx)\.(?:Open|Connect|MustConnect)$/.test(callee) && /^(?:postgres|pgx)$/.test(name)
  })
  const isPostgres =
    open !== undefined || modules.some(module => DRIVERS.test(module) || module === 'gorm.io/driver/postgres')
  const pools: ApplicationPool[] = []
  if (isSql && (isPostgres || limit !== undefined) && (open !== undefined || limit !== undefined)) {
    const line = limit?.line ?? open?.line ?? 1
    pools.push({
      library: 'database/sql',
      file,
      line,
      size: noLimitAtZero(figure(limit?.arguments[0], Number.POSITIVE_INFINITY, 1)),
      acquireMs: undefined,
      connectMs: undefined,
      idleMs: figure(callOf(calls, 'SetConnMaxIdleTime')?.arguments[0], 0, 1),
      lifetimeMs: figure(callOf(calls, 'SetConnMaxLifetime')?.arguments[0], 0, 1),
      preparesByName: false,
      expectsProxy: false,
    })
  }
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
      size: max === undefined ? { kind: 'unknown', line: made.line, isEnvironment: false } : figure(max, 4, 1),
      acquireMs: undefined,
      connectMs: undefined,
      idleMs: time('MaxConnIdleTime', 1_800_000),
      lifetimeMs: time('MaxConnLifetime', 3_600_000),
      preparesByName: true,
      expectsProxy: false,
    })
  }
  return pools
}

function callOf(calls: readonly Call[], method: string): Call | undefined {
  return calls.find(({ callee }) => callee.endsWith(`.${method}`))
}

const noLimitAtZero = (size: Figure): Figure =>
  size.kind === 'known' && size.value <= 0 ? known(Number.POSITIVE_INFINITY, size.line) : size
