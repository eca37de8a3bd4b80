import { posix } from 'node:path'
import type { Tree } from '../checkout/tree.ts'
import type { Config, MigrationTool } from '../config/schema.ts'
import { emptyError, nothingError, pathError, sameVersionError, severalError } from './detection-errors.ts'
import type { Migration, MigrationSet } from './migration.ts'
import { isInside, isOurs } from './tools/files.ts'
import { UP_IN_FOLDER } from './tools/folders.ts'
import { SQL_TOOLS } from './tools/sql-tools.ts'
import type { Found, SqlTool } from './tools/tool.ts'

type MigrationConfig = Config['migrations']

/**
 * One side's migrations, in the order in which their tool applies them. With `mayBeEmpty` a tree without migrations is an
 * empty set. Throws a UserError where none are found, those of several tools, or several of one version.
 */
export async function readMigrations(
  tree: Tree,
  config: MigrationConfig,
  options: { readonly mayBeEmpty?: boolean } = {},
): Promise<MigrationSet> {
  if (config.command !== undefined) return { kind: 'command', command: config.command }
  const found =
    config.path === undefined ? await detect(tree, config.tool) : await detectIn(tree, config.path, config.tool)
  const migrations = found ? await found.tool.read(tree, found.path) : []
  if (migrations.length === 0 && !options.mayBeEmpty) {
    if (found) throw emptyError(tree, found)
    throw config.path === undefined ? await nothingError(tree, config.tool) : await pathError(tree, config.path)
  }
  refuseSameVersions(migrations)
  const settings = await found?.tool.settings?.(tree, found.path)
  // Who names a place knows better than the tool's configuration.
  const ofTool = config.path === undefined ? await found?.tool.notes?.(tree, found.path) : undefined
  const notes = [...(ofTool ?? []), ...((await found?.tool.unread?.(tree, found.path)) ?? [])]
  return {
    kind: 'sql',
    tool: found?.tool.id ?? 'sql',
    migrations,
    transaction: found?.tool.transaction ?? 'each',
    ...(settings !== undefined && { settings }),
    ...(notes.length > 0 && { notes }),
  }
}

/** Folders that a project with several database systems keeps for one that is not PostgreSQL. */
const OTHER_SYSTEM = /(?:^|\/)(?:mysql|mariadb|sqlite3?|mssql|sqlserver|oracle|clickhouse|cockroach(?:db)?|h2)(?:\/|$)/i

/** The one tool whose marks the tree bears. */
async function detect(tree: Tree, wanted: MigrationConfig['tool']): Promise<Found | undefined> {
  const all = await findAll(tree, (await tree.list('')).filter(isOurs), wanted)
  const ours = all.filter(({ path }) => !OTHER_SYSTEM.test(path))
  const found = ours.length > 0 ? ours : all
  if (found.length > 1) throw severalError(tree, found)
  return found[0] ?? findUsual(tree, wanted)
}

/** The tool of the folder that the configuration names; where it bears no marks, what its files look like. */
async function detectIn(tree: Tree, wantedPath: string, wanted: MigrationConfig['tool']): Promise<Found | undefined> {
  const path = tidy(wantedPath)
  const files = await tree.list(path)
  if (files.length === 0) return undefined
  const inside = (await findAll(tree, await tree.list(''), wanted)).filter(found => isInside(found.path, path))
  const exact = inside.filter(found => found.path === path)
  const found = exact.length > 0 ? exact : inside
  if (found.length > 1) throw severalError(tree, found)
  return found[0] ?? { tool: toolOf(wanted === 'auto' ? inferTool(files, path) : wanted), path }
}

function inferTool(files: readonly string[], path: string): MigrationTool {
  if (files.includes(path)) return 'structure-sql'
  const names = files.map(file => posix.relative(path, file))
  const folder = names.find(name => UP_IN_FOLDER.test(name))
  if (folder !== undefined) return /^\d{13}_/.test(folder) ? 'hasura' : 'diesel'
  return names.some(name => /^[^/]+\/migration\.sql$/.test(name)) ? 'prisma' : 'sql'
}

function toolOf(id: MigrationTool): SqlTool {
  return SQL_TOOLS.find(tool => tool.id === id)!
}

/**
 * What each tool finds. A folder is the first tool's that finds it: Atlas keeps other tools' files, for example. Plain SQL
 * gives way to all that is above or below it.
 */
async function findAll(
  tree: Tree,
  files: readonly string[],
  wanted: MigrationConfig['tool'],
): Promise<readonly Found[]> {
  const found: Found[] = []
  for (const tool of SQL_TOOLS.filter(({ id }) => wanted === 'auto' || wanted === id)) {
    for (const path of await tool.detect(tree, files)) {
      const isNested = found.some(other => isInside(other.path, path) || isInside(path, other.path))
      const isTaken = tool.id === 'sql' ? isNested && wanted === 'auto' : found.some(other => other.path === path)
      if (!isTaken) found.push({ tool, path })
    }
  }
  return found
}

/** A tool that the configuration names needs no marks in its usual places. */
async function findUsual(tree: Tree, wanted: MigrationConfig['tool']): Promise<Found | undefined> {
  if (wanted === 'auto') return undefined
  const tool = toolOf(wanted)
  for (const path of tool.places) if ((await tree.list(path)).length > 0) return { tool, path }
  return undefined
}

/** As git spells it; empty for the root. */
function tidy(path: string): string {
  const normal = posix.normalize(path).replace(/\/+$/, '')
  return normal === '.' ? '' : normal
}

/** Two branches that took the same number: no tool runs both. */
function refuseSameVersions(migrations: readonly Migration[]): void {
  const files = new Map<string, string>()
  for (const { id, file } of migrations) {
    const other = files.get(id)
    if (other !== undefined) throw sameVersionError(id, other, file)
    files.set(id, file)
  }
}
