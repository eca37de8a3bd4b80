import { posix } from 'node:path'
import { type ApplicationPool, type Figure, known } from '../pool.ts'
import { type Entries, entriesOfLines, flatEntries } from './flat-entries.ts'
import type { KeyValue } from './key-values.ts'
import type { Document } from './yaml-document.ts'

/** Quarkus's pools: Agroal's for JDBC, Vert.x's for reactive clients. */
const QUARKUS_POOLS: ReadonlySet<string> = new Set(['Agroal', 'Vert.x'])

const POSTGRES_KIND = /^(?:postgresql|pgsql|pg)$/
const POSTGRES_URL = /^(?:vertx-reactive:)?(?:jdbc:(?:[\w-]+:)?)?postgres(?:ql)?:/
const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

export function quarkusOfProperties(lines: readonly KeyValue[], file: string): readonly ApplicationPool[] {
  return quarkusPools(entriesOfLines(lines), file)
}

export function quarkusOfYaml(document: Document): readonly ApplicationPool[] {
  return quarkusPools(flatEntries(document), document.file)
}

/** A pool for each data source; production's profile holds over the rest, those of development and tests are left out. */
function quarkusPools(all: Entries, file: string): readonly ApplicationPool[] {
  const entries = new Map<string, { readonly value: string; readonly line: number }>()
  const common = [...all].filter(([name]) => !name.startsWith('%'))
  const production = [...all].flatMap(([name, entry]) => {
    const own = /^"?%prod"?\.(.+)$/.exec(name)?.[1]
    return own === undefined ? [] : [[own, entry] as const]
  })
  for (const [name, entry] of [...common, ...production]) entries.set(name, entry)
  const bySource = Map.groupBy(
    [...entries].flatMap(([name, entry]) => {
      const [, source = '', option] =
        /^quarkus\.datasource\.(?:"?([\w.-]+?)"?\.)?((?:jdbc|reactive)\.[\w.-]+|db-kind|username)$/.exec(name) ?? []
      return option === undefined ? [] : [{ source, option, entry }]
    }),
    ({ source }) => source,
  )
  return [...bySource.values()].flatMap(found => {
    const options: Entries = new Map(found.map(({ option, entry }) => [option, entry]))
    if (!isPostgres(options)) return []
    const has = (kind: string) => [...options.keys()].some(option => option.startsWith(`${kind}.`))
    const line = found[0]!.entry.line
    return [
      ...(has('jdbc') || !has('reactive') ? [agroalPool(options, file, line)] : []),
      ...(has('reactive') ? [vertxPool(options, file, line)] : []),
    ]
  })
}

/** What names no database is one for the only driver that there is. */
function isPostgres(options: Entries): boolean {
  const kind = options.get('db-kind')?.value
  if (kind !== undefined && !isMade(kind)) return POSTGRES_KIND.test(kind)
  const url = (options.get('jdbc.url') ?? options.get('reactive.url'))?.value
  return url === undefined || isMade(url) || POSTGRES_URL.test(url)
}

const isMade = (value: string) => value.startsWith('${')

function agroalPool(options: Entries, file: string, line: number): ApplicationPool {
  return {
    library: 'Agroal',
    file,
    line: options.get('jdbc.max-size')?.line ?? line,
    size: sizeOf(options.get('jdbc.max-size'), line),
    acquireMs: timeOf(options.get('jdbc.acquisition-timeout'), 5000),
    connectMs: undefined,
    idleMs: timeOf(options.get('jdbc.idle-removal-interval'), 300_000),
    lifetimeMs: timeOf(options.get('jdbc.max-lifetime'), 0),
    // PostgreSQL's JDBC driver prepares what runs five times by name, unless its address says otherwise.
    preparesByName: !/[?&]prepareThreshold=0\b/.test(options.get('jdbc.url')?.value ?? ''),
    expectsProxy: false,
  }
}

function vertxPool(options: Entries, file: string, line: number): ApplicationPool {
  return {
    library: 'Vert.x',
    file,
    line: options.get('reactive.max-size')?.line ?? line,
    size: sizeOf(options.get('reactive.max-size'), line),
    acquireMs: undefined,
    connectMs: undefined,
    idleMs: timeOf(options.get('reactive.idle-timeout'), 0),
    lifetimeMs: timeOf(options.get('reactive.max-lifetime'), 0),
    preparesByName: options.get('reactive.cache-prepared-statements')?.value === 'true',
    expectsProxy: false,
  }
}

type Entry = { readonly value: string; readonly line: number } | undefined

/** Without a limit it is the version's own, which has changed. */
function sizeOf(entry: Entry, line: number): Figure {
  if (entry === undefined) return { kind: 'unknown', line, isEnvironment: false }
  return /^\d+$/.test(entry.value) ? known(Number(entry.value), entry.line) : fromOutside(entry.line)
}

/** Quarkus's durations: a number is seconds, `5M` and `PT5M` five minutes. */
function timeOf(entry: Entry, byDefault: number): Figure {
  if (entry === undefined) return known(byDefault)
  const [, amount, unit = 's'] = /^(?:PT?)?(\d+(?:\.\d+)?)(ms|[smhd])?$/i.exec(entry.value) ?? []
  const ms = UNITS_MS[unit.toLowerCase()]
  return amount === undefined || ms === undefined ? fromOutside(entry.line) : known(Number(amount) * ms, entry.line)
}

const fromOutside = (line: number): Figure => ({ kind: 'unknown', line, isEnvironment: true })

/** Of the files that configure one application the one for production counts, else the one for all profiles. */
export function chosenProfiles(pools: readonly ApplicationPool[]): readonly ApplicationPool[] {
  const rank = ({ file }: ApplicationPool) => {
    const profile = /^application-(.+)\.\w+$/.exec(posix.basename(file))?.[1]
    return profile === undefined ? 1 : /prod/.test(profile) ? 0 : 2
  }
  const groups = Map.groupBy(pools, ({ library, file }) => (QUARKUS_POOLS.has(library) ? posix.dirname(file) : ''))
  return [...groups].flatMap(([folder, group]) => {
    if (folder === '') return group
    const best = Math.min(...group.map(rank))
    return group.filter(pool => rank(pool) === best)
  })
}
