import { type Figure, known, type Pooler, type PoolMode } from '../pool.ts'
import { type KeyValue, readKeyValues } from './key-values.ts'

const MODES: readonly PoolMode[] = ['session', 'transaction', 'statement']

/** A pgbouncer.ini; its defaults are those of the manual. */
export function readPgbouncer(content: string, file: string): Pooler | undefined {
  const lines = readKeyValues(content)
  const settings = new Map(lines.filter(({ section }) => section === 'pgbouncer').map(each => [each.name, each]))
  const databases = lines.filter(({ section }) => section === 'databases')
  if (settings.size === 0 && databases.length === 0) return undefined
  const mode = modeOf(settings.get('pool_mode')?.value) ?? 'session'
  return {
    product: 'PgBouncer',
    file,
    line: settings.get('pool_mode')?.line ?? 1,
    mode,
    poolSize: number(settings.get('default_pool_size'), known(20)),
    pools: Math.max(1, databases.length),
    maxDatabaseConnections: unlimitedAtZero(number(settings.get('max_db_connections'), known(0))),
    maxClients: number(settings.get('max_client_conn'), known(100)),
    preparedStatements: number(settings.get('max_prepared_statements'), preparedByDefault(undefined)),
    overrides: databases.flatMap(({ name, value, line }) => {
      const own = modeOf(/\bpool_mode\s*=\s*'?(\w+)/.exec(value)?.[1])
      return own === undefined || own === mode ? [] : [{ name, mode: own, line }]
    }),
  }
}

/** Followed since 1.21, and by default since 1.24 (PgBouncer's changelog). */
export function preparedByDefault(version: number | undefined): Figure {
  if (version === undefined) return { kind: 'unknown', line: 0, isEnvironment: false }
  return known(version >= 1.24 ? 200 : 0)
}

function number(entry: KeyValue | undefined, byDefault: Figure): Figure {
  if (entry === undefined) return byDefault
  if (/^\d+$/.test(entry.value.trim())) return known(Number(entry.value), entry.line)
  return { kind: 'unknown', line: entry.line, isEnvironment: /\$|%|\{\{/.test(entry.value) }
}

const unlimitedAtZero = (figure: Figure): Figure =>
  figure.kind === 'known' && figure.value === 0 ? { ...figure, value: Number.POSITIVE_INFINITY } : figure

function modeOf(value: string | undefined): PoolMode | undefined {
  return MODES.find(mode => mode === value?.trim())
}

/** `1.21` of an image's tag such as `edoburu/pgbouncer:v1.21.0-p2`. */
export function pgbouncerVersion(text: string): number | undefined {
  const [, major, minor] = /pgbouncer[\w./-]*:v?(\d+)\.(\d+)/.exec(text) ?? []
  return major === undefined || minor === undefined ? undefined : Number(`${major}.${minor.padStart(2, '0')}`)
}
