import { posix } from 'node:path'
import type { Tree } from '../../checkout/tree.ts'
import type { Migration } from '../migration.ts'
import { compareNumbers, compareText, folderOf, isInside } from './files.ts'
import { commonFolder, inLocations } from './flyway-locations.ts'
import { type FlywaySettings, flywayProjects, readFlywaySettings, replacePlaceholders } from './flyway-settings.ts'
import { readMigration, unlessRefused } from './migration-file.ts'
import { codeMigrationError } from './refusal.ts'
import type { SqlTool } from './tool.ts'

const VERSIONED = /^([VB])([\d._]*\d)__.*\.sql$/
const REPEATABLE = /^R__(.*)\.sql$/
const CODE = /^(?:V[\d._]*\d|R)__.*\.(?:java|kt|scala|groovy)$/
/** Flyway's `{vendor}` folders. */
const OTHER_VENDOR = /\/(?:mysql|mariadb|h2|hsqldb|oracle|sqlserver|mssql|sqlite|db2|derby|redshift|snowflake)\//i
const RESOURCES = /^(.*?)src\/main\/resources\//

/** Flyway: versions as numbers, baselines and undo scripts left out, repeatable scripts last. */
export const flyway: SqlTool = {
  id: 'flyway',
  places: ['src/main/resources/db/migration', 'db/migration', 'flyway/sql', 'sql', 'migrations'],
  transaction: 'each',
  detect: async (tree, files) => {
    const own = files.filter(file => !OTHER_VENDOR.test(file))
    const scripts = own.filter(file => VERSIONED.test(posix.basename(file)) || REPEATABLE.test(posix.basename(file)))
    const projects = (await flywayProjects(tree, files))
      .map(({ folder, locations }) => ({ folder, chosen: inLocations(scripts, locations) }))
      .filter(({ chosen }) => chosen.length > 0)
    const configured = projects.map(({ chosen }) => commonFolder(chosen.map(file => locationOf(folderOf(file)))))
    const others = scripts.filter(file => !projects.some(({ folder }) => isInside(file, folder)))
    const folders = [...new Set([...configured, ...others.map(file => locationOf(folderOf(file)))])]
    return folders.filter(folder => !folders.some(other => other !== folder && isInside(folder, other)))
  },
  settings: async (tree, path) => {
    const { schema } = await readFlywaySettings(tree, path)
    return schema === undefined ? {} : { session: { search_path: quoteName(schema) }, schema }
  },
  read: async (tree, path) => {
    const settings = await readFlywaySettings(tree, path)
    const listed = (await tree.list(path)).filter(
      file => !OTHER_VENDOR.test(posix.join('/', posix.relative(path, file))),
    )
    const located = inLocations(listed, settings.locations)
    const files = located.length > 0 ? located : listed
    await refuseCode(tree, path)
    const versioned = withoutBaselines(files.flatMap(parseVersion)).toSorted((a, b) =>
      compareVersions(a.parts, b.parts),
    )
    const repeatable = files
      .flatMap(file => REPEATABLE.exec(posix.basename(file))?.[1] ?? [])
      .toSorted(compareText)
      .flatMap(name => files.filter(file => posix.basename(file) === `R__${name}.sql`).map(file => ({ name, file })))
    return Promise.all([
      ...versioned.map(({ id, file }) => read(tree, files, settings, { id, file, repeatable: false })),
      ...repeatable.map(({ name, file }) => read(tree, files, settings, { id: `R__${name}`, file, repeatable: true })),
    ])
  },
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Subfolders belong to the location that Flyway names by default. */
function locationOf(folder: string): string {
  return /^(?:.*\/)?db\/migrations?(?=\/|$)/.exec(folder)?.[0] ?? folder
}

interface Version {
  readonly id: string
  readonly file: string
  readonly isBaseline: boolean
  readonly parts: readonly bigint[]
}

function parseVersion(file: string): Version[] {
  const [, prefix, version] = VERSIONED.exec(posix.basename(file)) ?? []
  if (version === undefined) return []
  const parts = version.split(/[._]/).filter(part => part !== '')
  return [{ id: parts.join('.'), file, isBaseline: prefix === 'B', parts: parts.map(BigInt) }]
}

function compareVersions(a: readonly bigint[], b: readonly bigint[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const order = compareNumbers(a[at] ?? 0n, b[at] ?? 0n)
    if (order !== 0) return order
  }
  return 0
}

/** A baseline repeats the versions up to its own: the last one counts where those are gone, and none where they are kept. */
function withoutBaselines(all: readonly Version[]): readonly Version[] {
  const versions = all.filter(({ isBaseline }) => !isBaseline)
  const last = all
    .filter(({ isBaseline }) => isBaseline)
    .toSorted((a, b) => compareVersions(a.parts, b.parts))
    .at(-1)
  if (!last || versions.some(({ parts }) => compareVersions(parts, last.parts) <= 0)) return versions
  return [last, ...versions]
}

/** Beside a script may lie its `.conf`; without it Flyway looks at the statements (manual, "Transactions"). */
async function read(
  tree: Tree,
  files: readonly string[],
  settings: FlywaySettings,
  script: { readonly id: string; readonly file: string; readonly repeatable: boolean },
): Promise<Migration> {
  const config = files.includes(`${script.file}.conf`) ? await tree.read(`${script.file}.conf`) : ''
  const replaces = !/^\s*placeholderReplacement\s*=\s*false\s*$/im.test(config) && settings.replaces
  const upPart = (source: string) => replacePlaceholders(source, script.file, { ...settings, replaces })
  const isOutside = /^\s*executeInTransaction\s*=\s*false\s*$/im.test(config)
  return readMigration(tree, { ...script, upPart, transaction: isOutside ? 'none' : unlessRefused })
}

/** Code lies in the same folder, or in the module's sources where SQL lies in its resources. */
async function refuseCode(tree: Tree, path: string): Promise<void> {
  const module = RESOURCES.exec(`${path}/`)?.[1]?.replace(/\/$/, '')
  const files = await tree.list(module === undefined ? path : posix.join(module, 'src/main'))
  const code = files.find(file => CODE.test(posix.basename(file)))
  if (code === undefined) return
  throw codeMigrationError('flyway', code, `cd ${folderOf(code)} && flyway migrate`)
}
