import { type ApplicationPool, type Figure, known, type Place } from '../pool.ts'
import { readKeyValues } from './key-values.ts'

/** A setting's value by its name without dashes and capitals, or what HikariCP does without it. */
export type HikariFigure = (name: string, byDefault: number) => Figure

/** PostgreSQL's JDBC driver prepares what runs five times by name, unless it is told otherwise. */
export function hikariPool(place: Place, figure: HikariFigure, preparesByName: boolean): ApplicationPool {
  const size = figure('maximumpoolsize', 10)
  return {
    library: 'HikariCP',
    file: place.file,
    line: size.line ?? place.line,
    size,
    acquireMs: figure('connectiontimeout', 30_000),
    connectMs: undefined,
    idleMs: figure('idletimeout', 600_000),
    lifetimeMs: figure('maxlifetime', 1_800_000),
    preparesByName,
    expectsProxy: false,
  }
}

/** A number of a file of properties; anything else is a placeholder for one. */
export function propertyFigure(
  entry: { readonly value: string; readonly line: number } | undefined,
  byDefault: number,
): Figure {
  if (entry === undefined) return known(byDefault)
  const number = Number(entry.value)
  if (entry.value !== '' && !Number.isNaN(number)) return known(number, entry.line)
  return { kind: 'unknown', line: entry.line, isEnvironment: true }
}

export const plainName = (name: string) => name.replace(/[-_]/g, '').toLowerCase()

/** Whether JDBC's address is of another database than PostgreSQL. */
export const isOtherJdbc = (url: string) => url.startsWith('jdbc:') && !POSTGRES_JDBC.test(url)

export const POSTGRES_JDBC = /^jdbc:(?:[\w-]+:)?postgresql:/

export const preparesByUrl = (url: string) => !/[?&]prepareThreshold=0\b/.test(url)

/** A hikari.properties, whose names stand alone; undefined where it is of another database. */
export function readHikariProperties(content: string, file: string): ApplicationPool | undefined {
  const options = new Map(readKeyValues(content).map(({ name, value, line }) => [plainName(name), { value, line }]))
  const [url = '', driver = ''] = ['jdbcurl', 'datasourceclassname'].map(name => options.get(name)?.value)
  if (isOtherJdbc(url) || (url === '' && driver !== '' && !/postgresql|pgjdbc|\bPG/.test(driver))) return undefined
  return hikariPool(
    { file, line: 1 },
    (name, byDefault) => propertyFigure(options.get(name), byDefault),
    preparesByUrl(url),
  )
}
