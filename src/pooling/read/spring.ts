import { posix } from 'node:path'
import { isScalar } from 'yaml'
import { type ApplicationPool, type Figure, known } from '../pool.ts'
import type { KeyValue } from './key-values.ts'
import type { Document } from './yaml-document.ts'

type Entries = ReadonlyMap<string, { readonly value: string; readonly line: number }>

const SOURCE = 'spring.datasource.'

/** HikariCP's pools of an application.properties, which may be none: its names are the ways of a YAML file. */
export function springOfProperties(lines: readonly KeyValue[], file: string): readonly ApplicationPool[] {
  return springPools(new Map(lines.map(({ name, value, line }) => [name, { value, line }])), file)
}

/** The same, of an application.yml, whose names may be nested or not. */
export function springOfYaml(document: Document): readonly ApplicationPool[] {
  const entries = new Map<string, { value: string; line: number }>()
  for (const { path, map } of document.nodes)
    for (const { key, value } of map.items) {
      const name = isScalar(key) ? String(key.value) : ''
      if (isScalar(value))
        entries.set([...path, name].join('.'), { value: String(value.value), line: document.lineOf(map, name) })
    }
  return springPools(entries, document.file)
}

/** Names are compared without dashes and capitals, as Spring does; a source without a pool of its own has HikariCP's defaults. */
function springPools(entries: Entries, file: string): readonly ApplicationPool[] {
  const own = [...entries].filter(([name]) => name.startsWith(SOURCE))
  const url = own.find(([name]) => /^spring\.datasource\.(?:url|jdbc-?url)$/i.test(name))?.[1]
  const isOther = url !== undefined && /^jdbc:/.test(url.value) && !/^jdbc:(?:\w+:)?postgresql:/.test(url.value)
  const hikari = new Map(
    own.flatMap(([name, entry]) => {
      const found = /^spring\.datasource\.(?:[\w-]+\.)?hikari\.(.+)$/.exec(name)?.[1]
      return found === undefined ? [] : [[plain(found), entry] as const]
    }),
  )
  const first = [...hikari.values()][0] ?? (/^jdbc:(?:\w+:)?postgresql:/.test(url?.value ?? '') ? url : undefined)
  return isOther || first === undefined ? [] : [hikariPool(file, hikari, first.line)]
}

const plain = (name: string) => name.replace(/[-_]/g, '').toLowerCase()

function hikariPool(file: string, entries: Entries, line: number): ApplicationPool {
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
    preparesByName: true,
    expectsProxy: false,
  }
}

/** Of the files that configure one Spring application the one for production counts, else the one for all profiles. */
export function chosenProfiles(pools: readonly ApplicationPool[]): readonly ApplicationPool[] {
  const rank = ({ file }: ApplicationPool) => {
    const profile = /^application-(.+)\.\w+$/.exec(posix.basename(file))?.[1]
    return profile === undefined ? 1 : /prod/.test(profile) ? 0 : 2
  }
  const groups = Map.groupBy(pools, ({ library, file }) => (library === 'HikariCP' ? posix.dirname(file) : ''))
  return [...groups].flatMap(([folder, group]) => {
    if (folder === '') return group
    const best = Math.min(...group.map(rank))
    return group.filter(pool => rank(pool) === best)
  })
}
