import { parseConf } from '../../tune/read/postgresql-conf.ts'
import { type Figure, known, type Pooler, type PoolMode } from '../pool.ts'

const UNKNOWN: Figure = { kind: 'unknown', line: 0, isEnvironment: false }

/** Pgpool-II: each child keeps `max_pool` connections, and always in session mode; its file is written like postgresql.conf. */
export function readPgpool(content: string, file: string): Pooler | undefined {
  const settings = new Map(
    parseConf(content, file).flatMap(entry =>
      entry.kind === 'setting' ? [[entry.setting.name, entry.setting] as const] : [],
    ),
  )
  const figure = (name: string, byDefault: number): Figure => {
    const setting = settings.get(name)
    if (setting === undefined) return known(byDefault)
    return /^\d+$/.test(setting.value ?? '')
      ? known(Number(setting.value), setting.line)
      : { ...UNKNOWN, line: setting.line }
  }
  if (settings.size === 0) return undefined
  const [children, pool] = [figure('num_init_children', 32), figure('max_pool', 4)]
  const size =
    children.kind === 'known' && pool.kind === 'known' ? known(children.value * pool.value, children.line) : UNKNOWN
  return {
    product: 'Pgpool-II',
    file,
    line: settings.get('num_init_children')?.line ?? 1,
    mode: 'session',
    poolSize: size,
    pools: 1,
    opens: size,
    maxClients: children,
    preparedStatements: UNKNOWN,
    version: undefined,
    overrides: [],
    written: undefined,
  }
}

/** Odyssey: words, quoted texts and braces; a user's block below a database's has the pool. */
export function readOdyssey(content: string, file: string): Pooler | undefined {
  const words = Array.from(
    content.replace(/#[^\n]*/g, comment => ' '.repeat(comment.length)).matchAll(/"(?:[^"\\]|\\.)*"|[{}]|[^\s{}"]+/g),
    ({ 0: word, index }) => ({ word, line: content.slice(0, index).split('\n').length }),
  )
  const after = (name: string) => {
    const at = words.findIndex(({ word }) => word === name)
    return at < 0 ? undefined : words[at + 1]
  }
  const mode = after('pool')
  if (mode === undefined) return undefined
  const figure = (name: string, byDefault: Figure): Figure => {
    const found = after(name)
    return found === undefined ? byDefault : /^\d+$/.test(found.word) ? known(Number(found.word), found.line) : UNKNOWN
  }
  const written = figure('pool_size', known(0))
  const size =
    written.kind === 'known' && written.value === 0 ? { ...written, value: Number.POSITIVE_INFINITY } : written
  const pools = Math.max(1, words.filter(({ word }, at) => word === 'user' && words[at + 2]?.word === '{').length)
  return {
    product: 'Odyssey',
    file,
    line: mode.line,
    mode: (mode.word.replaceAll('"', '') as PoolMode) === 'transaction' ? 'transaction' : 'session',
    poolSize: size,
    pools,
    opens: size.kind === 'known' ? { ...size, value: size.value * pools } : size,
    maxClients: figure('client_max', known(Number.POSITIVE_INFINITY)),
    preparedStatements: after('pool_reserve_prepared_statement')?.word === 'yes' ? known(1) : known(0),
    version: undefined,
    overrides: [],
    written: undefined,
  }
}
