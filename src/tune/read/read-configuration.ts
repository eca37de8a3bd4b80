import type { Tree } from '../../checkout/tree.ts'
import { UserError } from '../../errors.ts'
import type { MigrationSet } from '../../migrate/migration.ts'
import { isOurs } from '../../migrate/tools/files.ts'
import type { Reading, Source } from '../configured.ts'
import { readConfFiles } from './conf-files.ts'
import { isNestedTooDeeply } from './nesting.ts'
import { readStatements } from './statements.ts'
import { readTerraform } from './terraform.ts'
import { readYamlFile } from './yaml/yaml-files.ts'

const YAML_FILE = /\.(?:ya?ml|json)$/
/** What is generated, or describes something else: reading them costs time and finds nothing. */
const NOT_CONFIGURATION =
  /(?:^|\/)(?:package(?:-lock)?|tsconfig[\w.-]*|composer|pnpm-lock|yarn|openapi|swagger)\.(?:ya?ml|json|lock)$|^\.github\//
const TERRAFORM = /\.tf$/
const NAMES_SETTINGS = /max_connections|shared_buffers|work_mem|parameter_group|database_flags/
/** A chart's own values do not name the program. */
const MAY_CONFIGURE = /postgres|^\s*extendedConfiguration:/im
/** A repository with more such files than these is read in part, in the order of names. */
const MAX_FILES = 400
const MAX_CHARACTERS = 500_000

/** All that the repository says of its server's settings. `settings` are those of `postgres.settings`. */
export async function readConfiguration(
  tree: Tree,
  migrations: MigrationSet,
  settings: Readonly<Record<string, string>>,
): Promise<Reading> {
  const files = (await tree.list('')).filter(isOurs)
  const conf = await readConfFiles(tree, files)
  const notes = [...conf.notes]
  const sources: Source[] = [...conf.sources]
  const candidates = files.filter(
    file => (YAML_FILE.test(file) && !NOT_CONFIGURATION.test(file)) || TERRAFORM.test(file),
  )
  if (candidates.length > MAX_FILES)
    notes.push(
      `Only the first ${MAX_FILES} of ${candidates.length} YAML, JSON and Terraform files were searched for settings.`,
    )
  for (const file of candidates.slice(0, MAX_FILES)) {
    const text = await textOf(tree, file)
    if (text === undefined || text.length > MAX_CHARACTERS || !MAY_CONFIGURE.test(text)) continue
    if (isNestedTooDeeply(text)) {
      if (NAMES_SETTINGS.test(text)) notes.push(`${file} is nested too deeply to be read.`)
      continue
    }
    const read = TERRAFORM.test(file) ? readTerraform(file, text) : readYamlFile(file, text)
    sources.push(...read.sources)
    // Files that name PostgreSQL in passing are no configuration of it.
    if (read.notes.length > 0 && NAMES_SETTINGS.test(text)) notes.push(...read.notes)
  }
  const statements = readStatements(migrations)
  if (statements !== undefined) sources.push(statements)
  const given = Object.entries(settings)
  if (given.length > 0) sources.push(fromUser(given))
  return { sources, notes: [...new Set(notes)] }
}

function fromUser(given: readonly (readonly [string, string])[]): Source {
  const settings = given.map(([name, value]) => ({
    name: name.toLowerCase(),
    value,
    file: 'postgres.settings',
    line: 0,
    range: undefined,
    scope: undefined,
  }))
  return { kind: 'pgverdict.yml', file: 'postgres.settings', settings, addition: undefined, isBare: false }
}

/** Undefined where it may not be read, as a link. */
async function textOf(tree: Tree, file: string): Promise<string | undefined> {
  return tree.read(file).catch((error: unknown) => {
    if (error instanceof UserError) return undefined
    throw error
  })
}
