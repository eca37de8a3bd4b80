import { posix } from 'node:path'
import { parse } from 'yaml'
import type { Tree } from '../../checkout/tree.ts'
import { UserError } from '../../errors.ts'
import { escapePattern, foldersUpwards, peek } from './files.ts'
import { gradlePairs, pomPairs } from './flyway-builds.ts'
import { locationPatterns, projectOf, unreadLocations } from './flyway-locations.ts'
import { type FlywayNaming, flywayNaming } from './flyway-naming.ts'
import { tomlPairs } from './toml.ts'

/** What Flyway's configuration says about the files, as far as the repository knows it. */
export interface FlywaySettings {
  readonly placeholders: ReadonlyMap<string, string>
  readonly replaces: boolean
  readonly prefix: string
  readonly suffix: string
  readonly separator: string
  /** Where objects without a schema go. */
  readonly schema: string | undefined
  readonly table: string
  /** Folders to scan, as patterns from the root of the repository; none where Flyway's defaults hold. */
  readonly locations: readonly string[]
  /** Locations that name no folder of the repository, as they are written in `file`. */
  readonly unread: readonly string[]
  readonly file: string
  readonly naming: FlywayNaming
}

/** The value of a setting, or what Flyway would take from elsewhere. */
type Values = ReadonlyMap<string, string>

const FILES = [
  ...['flyway.toml', 'flyway.conf', 'conf/flyway.toml', 'conf/flyway.conf'],
  ...['pom.xml', 'build.gradle', 'build.gradle.kts'],
]
const SPRING = ['application.properties', 'application.yml', 'application.yaml']
const RESOURCES = 'src/main/resources'

/** Flyway's own files above the migrations win over builds, and those over Spring's beside them. */
export async function readFlywaySettings(tree: Tree, path: string): Promise<FlywaySettings> {
  const { values, file } = await findValues(tree, path)
  const settingOf = (name: string) => values.get(name.toLowerCase())
  const placeholders = [...values].flatMap(([key, value]) =>
    key.startsWith(PLACEHOLDERS) ? [[key.slice(PLACEHOLDERS.length), value] as const] : [],
  )
  return {
    placeholders: new Map(placeholders),
    replaces: settingOf('placeholderReplacement') !== 'false',
    prefix: settingOf('placeholderPrefix') ?? '${',
    suffix: settingOf('placeholderSuffix') ?? '}',
    separator: settingOf('placeholderSeparator') ?? ':',
    schema: settingOf('defaultSchema') ?? settingOf('schemas')?.split(',')[0]?.trim(),
    table: settingOf('table') ?? 'flyway_schema_history',
    locations: locationPatterns(settingOf('locations'), file),
    unread: unreadLocations(settingOf('locations'), file),
    file,
    naming: flywayNaming(settingOf),
  }
}

const PLACEHOLDERS = 'placeholders.'

/** A project whose configuration says where its migrations are, or how they are named. */
interface FlywayProject {
  readonly folder: string
  readonly locations: readonly string[]
  readonly naming: FlywayNaming
}

/** Every project whose configuration of Flyway's, the build's or Spring's names locations, prefixes, separators or suffixes. */
export async function flywayProjects(tree: Tree, files: readonly string[]): Promise<readonly FlywayProject[]> {
  const projects: FlywayProject[] = []
  for (const file of files.filter(each => CONFIGURATION.test(each))) {
    const values = valuesOf(await peek(tree, file), file)
    const locations = locationPatterns(values.get('locations'), file)
    const isNamedApart = [...values.keys()].some(key => /migration(?:prefix|separator|suffix(?:es)?)$/.test(key))
    const naming = flywayNaming(name => values.get(name.toLowerCase()))
    if (locations.length > 0 || isNamedApart) projects.push({ folder: projectOf(file), locations, naming })
  }
  return projects
}

const CONFIGURATION =
  /(?:^|\/)(?:flyway\.(?:toml|conf)|pom\.xml|build\.gradle(?:\.kts)?|src\/main\/resources\/application\.(?:properties|ya?ml))$/

async function findValues(tree: Tree, path: string): Promise<{ readonly values: Values; readonly file: string }> {
  const folders = foldersUpwards(path)
  const resources = folders.filter(folder => folder.endsWith(RESOURCES))
  const candidates = [
    ...folders.flatMap(folder => FILES.map(name => posix.join(folder, name))),
    ...resources.flatMap(folder => SPRING.map(name => posix.join(folder, name))),
  ]
  for (const file of candidates) {
    if (!(await tree.list(file)).includes(file)) continue
    const values = valuesOf(await peek(tree, file), file)
    if (values.size > 0) return { values, file }
  }
  return { values: new Map(), file: '' }
}

/** Keys in lower case without their `flyway.`, dashes left out as Spring does. */
function valuesOf(text: string, file: string): Values {
  if (/\.ya?ml$/.test(file)) return normalized(flatten(parseYaml(text)).map(withDefault), 'spring.flyway.')
  if (file.endsWith('.xml')) return normalized(pomPairs(text), 'flyway.')
  if (/\.gradle(?:\.kts)?$/.test(file)) return normalized(gradlePairs(text), 'flyway.')
  if (file.endsWith('.toml')) return normalized(tomlPairs(text), 'flyway.')
  if (file.endsWith('.properties')) return normalized(propertyPairs(text).map(withDefault), 'spring.flyway.')
  return normalized(propertyPairs(text), 'flyway.')
}

/** Spring's `${NAME:default}` is its default where the environment has no such name. */
function withDefault([key, value]: readonly [string, string]): readonly [string, string] {
  return [key, value.replaceAll(/\$\{[\w.-]+:([^{}]*)\}/g, '$1')]
}

function normalized(pairs: readonly (readonly [string, string])[], prefix: string): Values {
  const own = pairs.flatMap(([key, value]) =>
    key.startsWith(prefix) ? [[key.slice(prefix.length), value] as const] : [],
  )
  return new Map(
    own.map(([key, value]) => [
      key.startsWith(PLACEHOLDERS) ? key.toLowerCase() : key.toLowerCase().replaceAll('-', ''),
      value,
    ]),
  )
}

function propertyPairs(text: string): readonly (readonly [string, string])[] {
  const lines = text.split(/\r?\n/).filter(line => !/^\s*[#!]/.test(line))
  return lines.flatMap(line => {
    const [, key, value] = /^\s*([^=:\s]+)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? []
    return key === undefined ? [] : [[key, value ?? ''] as const]
  })
}

function parseYaml(text: string): unknown {
  try {
    return parse(text.split(/^---\s*$/m)[0]!)
  } catch {
    return undefined
  }
}

function flatten(value: unknown, prefix = ''): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) {
    return prefix === '' || value === undefined ? [] : [[prefix.slice(0, -1), String(value ?? '')]]
  }
  if (Array.isArray(value)) return flatten(value.join(','), prefix)
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, `${prefix}${key}.`))
}

/** Replaces as Flyway does: names in any case, in quotes and bodies too, but not in comments. Throws a UserError for a name without a value. */
export function replacePlaceholders(source: string, file: string, settings: FlywaySettings): string {
  const { prefix, suffix, replaces } = settings
  if (!replaces || !source.includes(prefix)) return source
  const pattern = new RegExp(`--[^\\n]*|${escapePattern(prefix)}([^\\n]*?)${escapePattern(suffix)}`, 'g')
  return source.replaceAll(pattern, (whole: string, name: string | undefined, at: number) => {
    if (name === undefined) return whole
    const value = resolvePlaceholder(name.trim().toLowerCase(), file, settings)
    if (value !== undefined && !/\$\{|^env\./.test(value.replace(/^\$\{flyway:(?:user|database)\}$/, ''))) return value
    const line = source.slice(0, at).split('\n').length
    const why = value === undefined ? 'no configuration file gives a value to' : 'the environment gives the value to'
    throw new UserError(`${file}:${line}: ${why} Flyway’s placeholder ${whole}`, {
      kind: 'usage',
      hint: 'Write it into flyway.toml or flyway.conf, or set `placeholderReplacement` to false there; `migrations.command` lets Flyway itself run.',
    })
  })
}

/** The built-in ones of Flyway's manual, "Migration placeholders"; the database's and the user's name are put in by the run. */
function resolvePlaceholder(name: string, file: string, settings: FlywaySettings): string | undefined {
  const [group, ...rest] = name.split(settings.separator)
  if (group === 'flyway' && rest.length > 0) {
    const builtIn = rest.join(settings.separator)
    if (builtIn === 'database' || builtIn === 'user') return `\${flyway:${builtIn}}`
    if (builtIn === 'defaultschema') return settings.schema ?? 'public'
    if (builtIn === 'table') return settings.table
    if (builtIn === 'filename') return posix.basename(file)
  }
  return settings.placeholders.get(name)
}
