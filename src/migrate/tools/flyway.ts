import { posix } from 'node:path'
import type { Tree } from '../../checkout/tree.ts'
import type { Migration } from '../migration.ts'
import { compareNumbers, compareText, folderOf, isInside } from './files.ts'
import { commonFolder, inLocations } from './flyway-locations.ts'
import { type FlywayNaming, isFlywayScript, USUAL_NAMING } from './flyway-naming.ts'
import { type FlywaySettings, flywayProjects, readFlywaySettings, replacePlaceholders } from './flyway-settings.ts'
import { readMigration, unlessRefused } from './migration-file.ts'
import { codeMigrationError } from './refusal.ts'
import type { SqlTool } from './tool.ts'

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
    const projects = (await flywayProjects(tree, files))
      .map(({ folder, locations, naming }) => {
        const scripts = own.filter(file => isFlywayScript(file, naming))
        const isHere = (file: string) => isInside(file, folder)
        return { folder, chosen: locations.length > 0 ? inLocations(scripts, locations) : scripts.filter(isHere) }
      })
      .filter(({ chosen }) => chosen.length > 0)
    const configured = projects.map(({ chosen }) => commonFolder(chosen.map(file => locationOf(folderOf(file)))))
    const others = own.filter(
      file => isFlywayScript(file, USUAL_NAMING) && !projects.some(({ folder }) => isInside(file, folder)),
    )
    const folders = [...new Set([...configured, ...others.map(file => locationOf(folderOf(file)))])]
    return folders.filter(folder => !folders.some(other => other !== folder && isInside(folder, other)))
  },
  settings: async (tree, path) => {
    const { schema } = await readFlywaySettings(tree, path)
    return schema === undefined ? {} : { session: { search_path: quoteName(schema) }, schema }
  },
  notes: async (tree, path) => {
    const { unread, file } = await readFlywaySettings(tree, path)
    if (unread.length === 0) return []
    const named = unread.map(location => `\`${location}\``).join(', ')
    return [
      `Flyway’s locations in ${file} cannot all be read from the repository (${named}): the migrations were taken from ${path === '' ? 'its root' : path}. Set \`migrations.path\` where they lie elsewhere.`,
    ]
  },
  read: async (tree, path) => {
    const settings = await readFlywaySettings(tree, path)
    const listed = (await tree.list(path)).filter(
      file => !OTHER_VENDOR.test(posix.join('/', posix.relative(path, file))),
    )
    const located = inLocations(listed, settings.locations)
    const files = located.length > 0 ? located : listed
    await refuseCode(tree, path)
    const { naming } = settings
    const versioned = withoutBaselines(files.flatMap(file => parseVersion(file, naming))).toSorted((a, b) =>
      compareVersions(a.parts, b.parts),
    )
    const repeatable = files
      .flatMap(file => {
        const name = naming.repeatable.exec(posix.basename(file))?.[1]
        return name === undefined ? [] : [{ name, file }]
      })
      .toSorted((a, b) => compareText(a.name, b.name))
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

function parseVersion(file: string, { versioned, baseline }: FlywayNaming): Version[] {
  const name = posix.basename(file)
  const own = versioned.exec(name)?.[1]
  const version = own ?? baseline.exec(name)?.[1]
  if (version === undefined) return []
  const parts = version.split(/[._]/).filter(part => part !== '')
  return [{ id: parts.join('.'), file, isBaseline: own === undefined, parts: parts.map(BigInt) }]
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
