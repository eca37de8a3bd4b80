import { posix } from 'node:path'
import { type ApplicationPool, known } from '../pool.ts'
import { containerEnvironments } from './container-environments.ts'
import { entriesOfLines, flatEntries } from './flat-entries.ts'
import { hikariPool, isOtherJdbc, POSTGRES_JDBC, plainName, preparesByUrl, propertyFigure } from './hikari.ts'
import { readKeyValues } from './key-values.ts'
import type { Document } from './yaml-document.ts'

const SPRING = 'spring.datasource'

/** The properties of a file, or of one of its documents, with the profile that they are for; undefined where for all. */
export interface SpringProperties {
  readonly file: string
  readonly profile: string | undefined
  readonly entries: ReadonlyMap<string, Entry>
}

/** What a container of an application is given, which holds over its files. */
export interface SpringContainer extends SpringProperties {
  readonly name: string
  readonly context: string | undefined
}

interface Entry {
  readonly value: string
  readonly line: number
  readonly file: string
}

/** Of an application.properties, whose documents are divided by `#---`. */
export function springOfProperties(content: string, file: string): readonly SpringProperties[] {
  const found: SpringProperties[] = []
  let line = 0
  for (const part of content.split(/^[#!]---[ \t]*\r?\n/m)) {
    const entries = entriesOfLines(readKeyValues(`${'\n'.repeat(line)}${part}`))
    found.push(propertiesOf(file, entries))
    line += part.split('\n').length
  }
  return found
}

/** The same, of an application.yml, whose names may be nested or not. */
export function springOfYaml(document: Document): readonly SpringProperties[] {
  const parts = Map.groupBy(document.nodes, ({ part }) => part)
  return [...parts.values()].map(nodes => propertiesOf(document.file, flatEntries({ ...document, nodes })))
}

const VARIABLE = /^SPRING_DATASOURCE_(?:(\w+)_)?(HIKARI_\w+|URL|JDBC_?URL)$/

/** What variables of containers say of Spring's sources: `SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE`. */
export function springOfContainers(document: Document): readonly SpringContainer[] {
  return containerEnvironments(document).flatMap(({ file, name, context, entries: variables }) => {
    const entries = [...variables].flatMap(([variable, { value, line }]) => {
      const [, source, option] = VARIABLE.exec(variable) ?? []
      if (option === undefined) return []
      const path = [SPRING, source, option.replace('HIKARI_', 'HIKARI.')].filter(part => part !== undefined)
      return [[path.join('.').toLowerCase(), { value, line, file }] as const]
    })
    return entries.length === 0 ? [] : [{ file, profile: undefined, name, context, entries: new Map(entries) }]
  })
}

function propertiesOf(file: string, entries: ReadonlyMap<string, Omit<Entry, 'file'>>): SpringProperties {
  const named = /^application-(.+)\.\w+$/.exec(posix.basename(file))?.[1]
  const chosen = entries.get('spring.config.activate.on-profile') ?? entries.get('spring.profiles')
  return {
    file,
    profile: named ?? chosen?.value,
    entries: new Map([...entries].map(([name, entry]) => [name, { ...entry, file }])),
  }
}

/**
 * HikariCP's pools of applications, each of which has its files in one folder: what holds for all profiles, and over it what does for
 * production; where there is neither, the first that there is. What a container of it is given holds over all of them.
 */
export function springPools(
  all: readonly SpringProperties[],
  containers: readonly SpringContainer[] = [],
): readonly ApplicationPool[] {
  const applications = Map.groupBy(all, ({ file }) => posix.dirname(file))
  const chosen = chosenContainers(containers)
  const ofContainers = chosen.map(container => ({ container, folder: folderOf(container, [...applications.keys()]) }))
  const running = ofContainers.flatMap(({ container, folder }) =>
    poolsOf([...holdingOf(folder === undefined ? [] : applications.get(folder)!), container]),
  )
  const covered = new Set(ofContainers.map(({ folder }) => folder))
  const others = [...applications].flatMap(([folder, parts]) => (covered.has(folder) ? [] : poolsOfFiles(parts)))
  return [...others, ...running]
}

/** Of a container that several files have, what the one for production says. */
function chosenContainers(containers: readonly SpringContainer[]): readonly SpringContainer[] {
  return [...Map.groupBy(containers, ({ name }) => name).values()].map(
    same => same.find(({ file }) => /prod/.test(file)) ?? same[0]!,
  )
}

/** The files of its application: those below the folder that it is built from, or the only ones that there are. */
function folderOf({ context }: SpringContainer, folders: readonly string[]): string | undefined {
  const below = folders.filter(folder => context !== undefined && context !== '' && folder.startsWith(`${context}/`))
  if (below.length === 1) return below[0]
  return folders.length === 1 ? folders[0] : undefined
}

/** What holds for all profiles, and over it what does for production. */
function holdingOf(parts: readonly SpringProperties[]): readonly SpringProperties[] {
  const general = parts.filter(({ profile }) => profile === undefined)
  const production = parts.filter(({ profile }) => profile !== undefined && /^(?!!).*prod/.test(profile))
  return [...general, ...production]
}

function poolsOfFiles(parts: readonly SpringProperties[]): readonly ApplicationPool[] {
  const holding = holdingOf(parts)
  const chosen = poolsOf(holding)
  if (chosen.length > 0) return chosen
  const other = parts.find(part => !holding.includes(part) && poolsOf([...holding, part]).length > 0)
  return other === undefined ? [] : poolsOf([...holding, other])
}

/**
 * A pool for each source that has HikariCP's options, wherever its properties stand, and Spring's own source with the defaults where
 * it has none. Names are compared without dashes and capitals, as Spring does.
 */
function poolsOf(parts: readonly SpringProperties[]): readonly ApplicationPool[] {
  const entries = new Map(parts.flatMap(part => [...part.entries]))
  const urlOf = (source: string) =>
    [...entries].findLast(
      ([name]) => name.startsWith(`${source}.`) && /^(?:url|jdbcurl)$/.test(plainName(name.slice(source.length + 1))),
    )?.[1]
  const bySource = Map.groupBy(
    [...entries].flatMap(([name, entry]) => {
      const [, source, option] = /^(?:(.+)\.)?hikari\.([\w-]+)$/i.exec(name) ?? []
      return option === undefined ? [] : [{ source: source ?? '', option: plainName(option), entry }]
    }),
    ({ source }) => source,
  )
  const own = urlOf(SPRING)
  if (!bySource.has(SPRING) && own !== undefined && POSTGRES_JDBC.test(own.value) && bySource.size === 0)
    return [hikariPool(own, (_, byDefault) => known(byDefault), preparesByUrl(own.value))]
  return [...bySource].flatMap(([source, options]) => {
    const byOption = new Map(options.map(({ option, entry }) => [option, entry]))
    const url = (urlOf(source) ?? byOption.get('jdbcurl'))?.value ?? ''
    if (isOtherJdbc(url)) return []
    const place = byOption.get('maximumpoolsize') ?? options[0]!.entry
    return [hikariPool(place, (name, byDefault) => propertyFigure(byOption.get(name), byDefault), preparesByUrl(url))]
  })
}
