import { posix } from 'node:path'
import { type ApplicationPool, type Figure, known } from '../pool.ts'
import { type Entries, flatEntries } from './flat-entries.ts'
import type { KeyValue } from './key-values.ts'
import { QUARKUS_POOLS } from './quarkus.ts'
import type { Document } from './yaml-document.ts'

const SPRING = 'spring.datasource'
const POSTGRES = /^jdbc:(?:[\w-]+:)?postgresql:/

/** HikariCP's pools of an application.properties, which may be none: its names are the ways of a YAML file. */
export function springOfProperties(lines: readonly KeyValue[], file: string): readonly ApplicationPool[] {
  return springPools(new Map(lines.map(({ name, value, line }) => [name, { value, line }])), file)
}

/** The same, of an application.yml, whose names may be nested or not. */
export function springOfYaml(document: Document): readonly ApplicationPool[] {
  return springPools(flatEntries(document), document.file)
}

/**
 * A pool for each source that has HikariCP's options, wherever its properties stand, and Spring's own source with the defaults where
 * it has none. Names are compared without dashes and capitals, as Spring does.
 */
function springPools(entries: Entries, file: string): readonly ApplicationPool[] {
  const urlOf = (source: string) =>
    [...entries].find(
      ([name]) => name.startsWith(`${source}.`) && /^(?:url|jdbcurl)$/.test(plain(name.slice(source.length + 1))),
    )?.[1]
  const bySource = Map.groupBy(
    [...entries].flatMap(([name, entry]) => {
      const [, source, option] = /^(?:(.+)\.)?hikari\.([\w-]+)$/i.exec(name) ?? []
      return option === undefined ? [] : [{ source: source ?? '', option: plain(option), entry }]
    }),
    ({ source }) => source,
  )
  const own = urlOf(SPRING)
  if (!bySource.has(SPRING) && own !== undefined && POSTGRES.test(own.value) && bySource.size === 0)
    return [hikariPool(file, new Map(), own.line, own.value)]
  return [...bySource].flatMap(([source, options]) => {
    const url = urlOf(source)?.value ?? ''
    if (url.startsWith('jdbc:') && !POSTGRES.test(url)) return []
    return [hikariPool(file, new Map(options.map(({ option, entry }) => [option, entry])), options[0]!.entry.line, url)]
  })
}

const plain = (name: string) => name.replace(/[-_]/g, '').toLowerCase()

/** PostgreSQL's JDBC driver prepares what runs five times by name, unless its address says otherwise. */
function hikariPool(file: string, entries: Entries, line: number, url: string): ApplicationPool {
  const figure = (name: string, byDefault: number): Figure => {
    const entry = entries.get(name)
    if (entry === undefined) return known(byDefault)
    const number = Number(entry.value)
    if (entry.value !== '' && !Number.isNaN(number)) return known(number, entry.line)
    return { kind: 'unknown', line: entry.line, isEnvironment: true }
  }
  return {
    library: 'HikariCP',
    file,
    line: entries.get('maximumpoolsize')?.line ?? line,
    size: figure('maximumpoolsize', 10),
    acquireMs: figure('connectiontimeout', 30_000),
    connectMs: undefined,
    idleMs: figure('idletimeout', 600_000),
    lifetimeMs: figure('maxlifetime', 1_800_000),
    preparesByName: !/[?&]prepareThreshold=0\b/.test(url),
    expectsProxy: false,
  }
}

/** Libraries whose files have one for each profile. */
const PROFILED = new Set(['HikariCP', ...QUARKUS_POOLS])

/** Of the files that configure one application the one for production counts, else the one for all profiles. */
export function chosenProfiles(pools: readonly ApplicationPool[]): readonly ApplicationPool[] {
  const rank = ({ file }: ApplicationPool) => {
    const profile = /^application-(.+)\.\w+$/.exec(posix.basename(file))?.[1]
    return profile === undefined ? 1 : /prod/.test(profile) ? 0 : 2
  }
  const groups = Map.groupBy(pools, ({ library, file }) => (PROFILED.has(library) ? posix.dirname(file) : ''))
  return [...groups].flatMap(([folder, group]) => {
    if (folder === '') return group
    const best = Math.min(...group.map(rank))
    return group.filter(pool => rank(pool) === best)
  })
}
