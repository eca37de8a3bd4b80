import type { Tree } from '../checkout/tree.ts'
import type { Config } from '../config/schema.ts'
import { UserError } from '../errors.ts'
import type { MigrationSet } from './migration.ts'
import { proposeCommand } from './propose.ts'
import { isInside, isOurs } from './tools/files.ts'
import { SQL_TOOLS } from './tools/sql-tools.ts'
import type { SqlTool } from './tools/tool.ts'

interface Found {
  readonly tool: SqlTool
  readonly path: string
}

/**
 * One side's migrations, in the order in which their tool applies them. With `mayBeEmpty` a tree without migrations is an
 * empty set. Throws a UserError where none are found, or those of several tools.
 */
export async function readMigrations(
  tree: Tree,
  config: Config['migrations'],
  options: { readonly mayBeEmpty?: boolean } = {},
): Promise<MigrationSet> {
  if (config.command !== undefined) return { kind: 'command', command: config.command, install: config.install }
  const mayBeEmpty = options.mayBeEmpty ?? false
  const found = config.path === undefined ? await detect(tree, config.tool, mayBeEmpty) : await detectIn(tree, config)
  const migrations = found ? await found.tool.read(tree, found.path) : []
  if (migrations.length === 0 && !mayBeEmpty) throw emptyError(tree, config, found)
  return {
    kind: 'sql',
    tool: found?.tool.id ?? 'sql',
    migrations,
    transaction: found?.tool.transaction ?? 'each',
  }
}

/** The one tool whose marks the tree bears. */
async function detect(
  tree: Tree,
  wanted: Config['migrations']['tool'],
  mayBeEmpty: boolean,
): Promise<Found | undefined> {
  const files = await tree.list('')
  const found = await findAll(tree, files.filter(isOurs), wanted)
  if (found.length > 1) throw severalError(tree, found)
  if (found[0]) return found[0]
  const usual = await findUsual(tree, wanted)
  if (usual || mayBeEmpty) return usual
  throw await nothingError(tree, wanted)
}

/** The tool of the folder that the configuration names; plain SQL unless it bears another's marks. */
async function detectIn(tree: Tree, config: Config['migrations']): Promise<Found | undefined> {
  const path = tidy(config.path!)
  if ((await tree.list(path)).length === 0) return undefined
  const inside = (await findAll(tree, await tree.list(''), config.tool)).filter(found => isInside(found.path, path))
  const exact = inside.filter(found => found.path === path)
  const found = exact.length > 0 ? exact : inside
  if (found.length > 1) throw severalError(tree, found)
  return found[0] ?? { tool: toolFor(config.tool, path), path }
}

function toolFor(wanted: Config['migrations']['tool'], path: string): SqlTool {
  const id = wanted !== 'auto' ? wanted : path.endsWith('.sql') ? 'structure-sql' : 'sql'
  return SQL_TOOLS.find(tool => tool.id === id)!
}

/** What each tool finds, without what a tool before it has found: Atlas keeps other tools' files, plain SQL is in many folders. */
async function findAll(
  tree: Tree,
  files: readonly string[],
  wanted: Config['migrations']['tool'],
): Promise<readonly Found[]> {
  const found: Found[] = []
  for (const tool of SQL_TOOLS) {
    if (wanted !== 'auto' && wanted !== tool.id) continue
    for (const path of await tool.detect(tree, files)) {
      const isTaken = found.some(other => isInside(other.path, path) || isInside(path, other.path))
      if (!isTaken) found.push({ tool, path })
    }
  }
  return found
}

/** A tool that the configuration names needs no marks in its usual places. */
async function findUsual(tree: Tree, wanted: Config['migrations']['tool']): Promise<Found | undefined> {
  const tool = SQL_TOOLS.find(({ id }) => id === wanted)
  for (const path of tool?.places ?? []) {
    if ((await tree.list(path)).length > 0) return { tool: tool!, path }
  }
  return undefined
}

function tidy(path: string): string {
  return path.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '')
}

function severalError(tree: Tree, found: readonly Found[]): UserError {
  const isOneTool = found.every(({ tool }) => tool === found[0]!.tool)
  const list = found.map(({ tool, path }) => `${tool.id} in ${path}`).join(', ')
  return new UserError(`${tree.label} has migrations in several places: ${list}`, {
    kind: 'usage',
    hint: isOneTool
      ? `Choose one in pgverdict.yml: \`migrations: { path: ${found[0]!.path} }\`.`
      : `Choose one in pgverdict.yml: \`migrations: { tool: ${found[0]!.tool.id} }\`, with \`path\` where the tool has several.`,
  })
}

async function nothingError(tree: Tree, wanted: Config['migrations']['tool']): Promise<UserError> {
  const code = await proposeCommand(tree)
  if (code) {
    return new UserError(
      `${tree.label} has migrations of ${code.tool} (${code.mark}), which pgverdict does not run itself`,
      {
        kind: 'usage',
        hint: `Set \`migrations.command\` in pgverdict.yml, for example \`${code.command}\`${installHint(code.install)}.`,
      },
    )
  }
  const tools = SQL_TOOLS.filter(({ id }) => wanted === 'auto' || wanted === id)
  const looked = tools.map(({ id, places }) => `${id} (${places.join(', ')})`).join('; ')
  return new UserError(`No migrations found in ${tree.label}; looked for ${looked}`, {
    kind: 'usage',
    hint: 'Set `migrations.path` in pgverdict.yml to their folder, or `migrations.command` to what runs them.',
  })
}

function installHint(install: string | undefined): string {
  return install === undefined ? '' : `, and \`migrations.install\`, for example \`${install}\``
}

function emptyError(tree: Tree, config: Config['migrations'], found: Found | undefined): UserError {
  if (!found) {
    return new UserError(`migrations.path: ${tree.label} has no files in ${config.path}`, {
      kind: 'usage',
      hint: 'The path is relative to the root of the repository; files that git ignores are not seen.',
    })
  }
  return new UserError(`There are no ${found.tool.id} migrations in ${found.path} of ${tree.label}`, {
    kind: 'usage',
    hint: 'Set `migrations.tool` and `migrations.path` in pgverdict.yml to what the repository has.',
  })
}
