import { type Figure, known, type Pooler, type PoolMode } from '../pool.ts'
import { type KeyValue, readKeyValues } from './key-values.ts'

/**
 * PgCat's pgcat.toml: each user of a pool has `pool_size` connections to a server. It takes any number of clients, and follows
 * prepared statements where it has a cache for them.
 */
export function readPgcat(content: string, file: string): Pooler | undefined {
  const lines = readKeyValues(content).map(each => ({ ...each, value: plainValue(each.value) }))
  const pools = Map.groupBy(
    lines.flatMap(each => {
      const [, name, rest = ''] = /^pools\.("[^"]*"|[^.]+)(?:\.(.+))?$/.exec(each.section) ?? []
      return name === undefined ? [] : [{ ...each, pool: name.replaceAll('"', ''), rest }]
    }),
    ({ pool }) => pool,
  )
  if (pools.size === 0) return undefined
  const modes = [...pools].map(([name, own]) => {
    const written = own.find(each => each.rest === '' && each.name === 'pool_mode')
    const mode: PoolMode = written?.value === 'session' ? 'session' : 'transaction'
    return { name, mode, line: written?.line ?? own[0]!.line }
  })
  const [first] = modes
  const sizes = [...pools.values()].flatMap(own =>
    [...Map.groupBy(own, ({ rest }) => rest)].flatMap(([rest, user]) =>
      rest.startsWith('users.') ? [sizeOf(user)] : [],
    ),
  )
  const caches = lines.flatMap(({ name, value }) =>
    name === 'prepared_statements_cache_size' && /^\d+$/.test(value) ? [Number(value)] : [],
  )
  return {
    product: 'PgCat',
    file,
    line: first!.line,
    mode: first!.mode,
    poolSize: sizes[0] ?? { kind: 'unknown', line: first!.line, isEnvironment: false },
    pools: Math.max(1, sizes.length),
    opens: sizes.reduce<Figure>((sum, size) => {
      if (sum.kind === 'unknown') return sum
      return size.kind === 'unknown' ? size : known(sum.value + size.value, sum.line)
    }, known(0)),
    maxClients: known(Number.POSITIVE_INFINITY),
    preparedStatements: known(Math.max(0, ...caches)),
    version: undefined,
    overrides: modes.slice(1).filter(({ mode }) => mode !== first!.mode),
    written: undefined,
  }
}

function sizeOf(user: readonly KeyValue[]): Figure {
  const size = user.find(({ name }) => name === 'pool_size')
  if (size === undefined) return { kind: 'unknown', line: user[0]!.line, isEnvironment: false }
  if (/^\d+$/.test(size.value)) return known(Number(size.value), size.line)
  return { kind: 'unknown', line: size.line, isEnvironment: size.value.includes('$') || size.value.includes('{{') }
}

/** TOML's value without quotes and without what `#` begins behind it. */
function plainValue(value: string): string {
  const quoted = /^(["'])(.*?)\1/.exec(value)?.[2]
  return quoted ?? value.replace(/\s*#.*$/, '').replaceAll('_', '')
}
