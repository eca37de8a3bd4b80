import { type ApplicationPool, type Figure, known, type Pooler } from '../pool.ts'

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
function parametersOf(url: string): Parameters {
  const query = url.split('?')[1] ?? ''
  return new Map(new URLSearchParams(query.split('#')[0]))
}

export interface PrismaSource {
  readonly file: string
  readonly line: number
  /** Where the address is a variable. */
  readonly variable: string | undefined
  readonly url: string | undefined
  /** Whether its version connects by driver adapters alone, which take nothing from the address but where to connect. */
  readonly needsAdapter: boolean
}

/**
 * Prisma's own engine: `connection_limit`, twice the processors and one unless given, and `pool_timeout`, ten seconds unless given
 * (Prisma's documentation, “Connection pool”, up to 6).
 */
export function prismaPool(
  source: PrismaSource,
  variable: UrlVariable | undefined,
  cpus: number | undefined,
  inCode?: { readonly written: string; readonly file: string; readonly line: number },
): ApplicationPool {
  if (source.needsAdapter) return adapterAt(source)
  const where = inCode ?? variable ?? source
  const parameters = new Map([
    ...parametersOf(variable?.url ?? source.url ?? ''),
    // What the code appends holds over the address that it appends to.
    ...parametersOf(
      inCode === undefined || inCode.written.includes('?') ? (inCode?.written ?? '') : `?${inCode.written}`,
    ),
  ])
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

/** One that is made where nobody sees it. */
function adapterAt({ file, line }: PrismaSource): ApplicationPool {
  const unknown: Figure = { kind: 'unknown', line, isEnvironment: false }
  return {
    library: 'Prisma’s driver adapter',
    file,
    line,
    size: unknown,
    acquireMs: unknown,
    connectMs: unknown,
    idleMs: undefined,
    lifetimeMs: undefined,
    preparesByName: false,
    expectsProxy: false,
  }
}

/** Poolers of hosting services that an address names; a connection for migrations goes past them. */
export function poolersOf(urls: readonly UrlVariable[]): readonly Pooler[] {
  return urls.flatMap(({ name, url, file, line }) => {
    if (/DIRECT|UNPOOLED|NON_POOLING|MIGRAT|SHADOW|ADMIN/i.test(name)) return []
    const host = /^[\w+]+:\/\/(?:[^@/]*@)?([^/?]*)/.exec(url)?.[1] ?? ''
    const isSupabase = /\.pooler\.supabase\.com(?::\d+)?$|\.supabase\.co:6543$/.test(host)
    const isNeon = /-pooler\.[\w.-]*neon\.tech(?::\d+)?$/.test(host)
    if (!isSupabase && !isNeon) return []
    const unknown: Figure = { kind: 'unknown', line, isEnvironment: false }
    return [
      {
        product: isSupabase ? 'Supabase’s pooler' : 'Neon’s pooler',
        file,
        line,
        // Supabase's port 6543 shares connections between transactions, 5432 does not (its documentation, “Connect to your database”).
        mode: isNeon || host.endsWith(':6543') ? 'transaction' : 'session',
        poolSize: unknown,
        pools: 1,
        opens: unknown,
        maxClients: known(Number.POSITIVE_INFINITY),
        // Neon's follows prepared statements of the protocol (its documentation, “Connection pooling”).
        preparedStatements: known(isNeon ? 1000 : 0),
        version: undefined,
        overrides: [],
        written: undefined,
      } as const,
    ]
  })
}
