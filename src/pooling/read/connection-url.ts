import { type ApplicationPool, type Figure, known } from '../pool.ts'

/** A variable of an `.env` file or of a Compose service that holds an address of PostgreSQL. */
export interface UrlVariable {
  readonly name: string
  /** Never published: it may hold a password. */
  readonly url: string
  readonly file: string
  readonly line: number
}

const LINE = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$/

/** The addresses in an `.env` file. */
export function readEnvFile(content: string, file: string): readonly UrlVariable[] {
  return content.split('\n').flatMap((source, at) => {
    const [, name = '', raw = ''] = LINE.exec(source) ?? []
    const url = raw.trim().replace(/^(["'])(.*)\1.*$/, '$2')
    return /^(?:postgres(?:ql)?|prisma\+postgres):\/\//.test(url) ? [{ name, url, file, line: at + 1 }] : []
  })
}

type Parameters = ReadonlyMap<string, string>

/** What an address says behind its `?`; read without the rest, which may be no URL at all (`$PASSWORD`). */
function parametersOf({ url }: UrlVariable): Parameters {
  const query = url.split('?')[1] ?? ''
  return new Map(new URLSearchParams(query.split('#')[0]))
}

export interface PrismaSource {
  readonly file: string
  readonly line: number
  /** Where the address is a variable. */
  readonly variable: string | undefined
  readonly url: string | undefined
  /** Whether a driver adapter connects, so that the address' parameters do not count. */
  readonly hasAdapter: boolean
}

/**
 * Prisma's own engine: `connection_limit`, twice the processors and one unless given, and `pool_timeout`, ten seconds unless given
 * (Prisma's documentation, “Connection pool”, up to 6).
 */
export function prismaPool(
  source: PrismaSource,
  variable: UrlVariable | undefined,
  cpus: number | undefined,
): ApplicationPool {
  const where = variable ?? source
  const parameters = parametersOf({
    url: variable?.url ?? source.url ?? '',
    name: '',
    file: where.file,
    line: where.line,
  })
  const isKnown = variable !== undefined || source.url !== undefined
  const unknown: Figure = { kind: 'unknown', line: where.line, isEnvironment: true }
  const read = (name: string, byDefault: Figure, unitMs: number): Figure => {
    const value = parameters.get(name)
    if (value === undefined) return isKnown ? byDefault : unknown
    return /^\d+$/.test(value) ? known(Number(value) * unitMs, where.line) : unknown
  }
  return {
    library: 'Prisma',
    file: where.file,
    line: where.line,
    size: read('connection_limit', cpus === undefined ? { ...unknown, isEnvironment: false } : known(2 * cpus + 1), 1),
    acquireMs: read('pool_timeout', known(10_000), 1000),
    connectMs: read('connect_timeout', known(5000), 1000),
    idleMs: undefined,
    lifetimeMs: undefined,
    preparesByName: parameters.get('pgbouncer') !== 'true',
    expectsProxy: parameters.get('pgbouncer') === 'true',
  }
}
