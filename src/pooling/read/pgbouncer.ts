import { type Figure, figureValue, known, type PgbouncerFile, type Pooler, type PoolMode } from '../pool.ts'
import { type KeyValue, readKeyValues } from './key-values.ts'

const MODES: readonly PoolMode[] = ['session', 'transaction', 'statement']

/** A line of a pgbouncer.ini or of what it includes. */
export interface PgbouncerLine extends KeyValue {
  readonly file: string
}

export interface PgbouncerReading {
  readonly pooler: Pooler | undefined
  readonly contradictions: readonly string[]
}

/** The file's lines with those of included files in their place; `include` gives a file's text, undefined where there is none. */
export async function pgbouncerLines(
  content: string,
  file: string,
  include: (name: string) => Promise<{ readonly file: string; readonly content: string } | undefined>,
  open: readonly string[] = [],
): Promise<{ readonly lines: readonly PgbouncerLine[]; readonly missing: readonly string[] }> {
  const lines: PgbouncerLine[] = []
  const missing: string[] = []
  for (const entry of readKeyValues(content, INCLUDE)) {
    if (entry.name !== INCLUDE) {
      lines.push({ ...entry, file })
      continue
    }
    const included = await include(entry.value)
    if (included !== undefined && [...open, file].includes(included.file)) {
      missing.push(`${file}:${entry.line} includes a file that includes it.`)
      continue
    }
    // PgBouncer itself stops at ten.
    if (included === undefined || open.length >= 10) {
      missing.push(`${file}:${entry.line} includes a file that is not in the repository.`)
      continue
    }
    const inner = await pgbouncerLines(included.content, included.file, include, [...open, file])
    // What stands before the first section of an included file belongs to the section that it is included in.
    lines.push(...inner.lines.map(line => (line.section === '' ? { ...line, section: entry.section } : line)))
    missing.push(...inner.missing)
  }
  return { lines, missing }
}

const INCLUDE = '%include'
/** What stands for a value that something else puts in. */
const MADE = /\$|%|\{\{/

/** A pgbouncer.ini; its defaults are those of the manual. Of a setting that stands twice the last one holds. */
export function readPgbouncer(content: string, file: string, lines: readonly PgbouncerLine[]): PgbouncerReading {
  const entries = lines.filter(({ section }) => section === 'pgbouncer')
  const settings = new Map(entries.map(each => [each.name, each]))
  const databases = lines.filter(({ section }) => section === 'databases')
  if (settings.size === 0 && databases.length === 0) return { pooler: undefined, contradictions: [] }
  const placeOf = (each: PgbouncerLine) => `${each.file}:${each.line}`
  const twice = [...Map.groupBy(entries, ({ name }) => name).values()].flatMap(([first, ...others]) => {
    const last = others.at(-1)
    return first === undefined || last === undefined || last.value === first.value
      ? []
      : [`${placeOf(last)}: ${last.name} is set before, in ${placeOf(first)}; PgBouncer takes the last one.`]
  })
  const written = settings.get('pool_mode')
  const mode = modeOf(written?.value) ?? 'session'
  const wrong =
    written !== undefined && modeOf(written.value) === undefined && !MADE.test(written.value)
      ? [`${placeOf(written)}: PgBouncer knows no such pool_mode and does not start.`]
      : []
  const poolSize = number(settings.get('default_pool_size'), known(20))
  const limit = unlimitedAtZero(number(settings.get('max_db_connections'), known(0)))
  const reserve = number(settings.get('reserve_pool_size'), known(0))
  const own = (value: string, name: string, byDefault: Figure): Figure => {
    const found = new RegExp(`\\b${name}\\s*=\\s*'?(\\d+)`).exec(value)?.[1]
    return found === undefined ? byDefault : known(Number(found))
  }
  const parts = databases.map(({ value }) => ({
    size: own(value, 'pool_size', poolSize),
    reserve: own(value, 'reserve_pool(?:_size)?', reserve),
    limit: unlimitedAtZero(own(value, 'max_db_connections', limit)),
  }))
  const usual = { size: poolSize, reserve, limit }
  return {
    pooler: {
      product: 'PgBouncer',
      file,
      line: written?.file === file ? written.line : 1,
      mode,
      poolSize,
      pools: Math.max(1, databases.length),
      opens: totalOf(parts.length === 0 ? [usual] : parts),
      maxClients: number(settings.get('max_client_conn'), known(100)),
      preparedStatements: number(settings.get('max_prepared_statements'), preparedByDefault(undefined)),
      version: undefined,
      overrides: databases.flatMap(({ name, value, line }) => {
        const other = modeOf(/\bpool_mode\s*=\s*'?(\w+)/.exec(value)?.[1])
        return other === undefined || other === mode ? [] : [{ name, mode: other, line }]
      }),
      written: {
        settings: new Map(entries.map(({ name, file: at, line }) => [name, { file: at, line }])),
        head: headOf(content, file),
        reserve: (reserve.kind === 'known' ? reserve.value : 0) * Math.max(1, databases.length),
        isUniform: parts.every(part => part.size === poolSize && part.reserve === reserve),
      },
    },
    contradictions: [...twice, ...wrong],
  }
}

interface Part {
  readonly size: Figure
  readonly reserve: Figure
  readonly limit: Figure
}

/** Each database with one user: its pool and what it has in reserve, as far as its own limit lets it. */
function totalOf(parts: readonly Part[]): Figure {
  return parts.reduce<Figure>((sum, { size, reserve, limit }) => {
    for (const figure of [sum, size, reserve, limit]) if (figure.kind === 'unknown') return figure
    const [all = 0, one = 0, spare = 0, most = 0] = [sum, size, reserve, limit].map(figureValue)
    return known(all + Math.min(one + spare, most))
  }, known(0))
}

function headOf(content: string, file: string): PgbouncerFile['head'] {
  const at = content.split('\n').findIndex(line => /^\s*\[pgbouncer\]/.test(line))
  return at < 0 ? undefined : { file, line: at + 1 }
}

/** Followed since 1.21, and by default since 1.24 (PgBouncer's changelog). */
export function preparedByDefault(version: number | undefined): Figure {
  if (version === undefined) return { kind: 'unknown', line: 0, isEnvironment: false }
  return known(version >= 1.24 ? 200 : 0)
}

function number(entry: KeyValue | undefined, byDefault: Figure): Figure {
  if (entry === undefined) return byDefault
  if (/^\d+$/.test(entry.value.trim())) return known(Number(entry.value), entry.line)
  return { kind: 'unknown', line: entry.line, isEnvironment: MADE.test(entry.value) }
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
