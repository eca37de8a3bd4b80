import { submoduleOf, submodulesOf } from '../checkout/submodules.ts'
import type { Tree } from '../checkout/tree.ts'
import type { Config } from '../config/schema.ts'
import { UserError } from '../errors.ts'
import { proposeCommand } from './propose.ts'
import { foldersOfFolders, foldersWith, isInside, isOurs } from './tools/files.ts'
import { UP_IN_FOLDER } from './tools/folders.ts'
import { SQL_TOOLS } from './tools/sql-tools.ts'
import type { Found } from './tools/tool.ts'

/** A dump of the whole schema, as people call it. */
const DUMP = /(?:^|\/)(?:schema|structure|dump)\.sql$/i
const MOST_PLACES = 3

export function severalError(tree: Tree, found: readonly Found[]): UserError {
  const isOneTool = found.every(({ tool }) => tool === found[0]!.tool)
  const list = found.map(({ tool, path }) => `${tool.id} in ${shown(path)}`).join(', ')
  const choices = found.map(({ tool, path }) => (isOneTool ? `path: ${shown(path)}` : `tool: ${tool.id}`))
  return new UserError(`${tree.label} has migrations in several places: ${list}`, {
    kind: 'usage',
    hint: `Choose one in pgverdict.yml: ${[...new Set(choices)].map(choice => `\`migrations: { ${choice} }\``).join(' or ')}.`,
  })
}

/** Nothing that is SQL: says which tool's code there is, or what was looked for. */
export async function nothingError(tree: Tree, wanted: Config['migrations']['tool']): Promise<UserError> {
  const code = wanted === 'auto' ? await proposeCommand(tree) : undefined
  if (code) {
    const install = code.install === undefined ? '' : `, and \`migrations.install\`, for example \`${code.install}\``
    return new UserError(
      `${tree.label} has migrations of ${code.tool} (${code.mark}), which pgverdict does not run itself`,
      {
        kind: 'usage',
        hint: `Set \`migrations.command\` in pgverdict.yml, for example \`${code.command}\`${install}.`,
      },
    )
  }
  const tools = SQL_TOOLS.filter(({ id }) => wanted === 'auto' || wanted === id)
  const looked = tools.map(({ id, places }) => `${id} (${places.join(', ')})`).join('; ')
  const likely = await likelyPlaces(tree)
  const named = likely.map(({ path, tool }) => `\`migrations: { tool: ${tool}, path: ${path} }\``).join(' or ')
  const hint = named === '' ? '' : `Is it ${named}? `
  const submodules = await submodulesOf(tree)
  const unread = submodules.length === 0 ? '' : ` Submodules are not read (${submodules.join(', ')}).`
  return new UserError(`No migrations found in ${tree.label}; looked for ${looked}`, {
    kind: 'usage',
    hint: `${hint}Set \`migrations.path\` in pgverdict.yml to their folder, or \`migrations.command\` to what runs them.${unread}`,
  })
}

/** Places of SQL that no tool bears marks of: folders that are called after migrations, and dumps of a schema. */
async function likelyPlaces(tree: Tree): Promise<readonly { readonly path: string; readonly tool: string }[]> {
  const files = (await tree.list('')).filter(isOurs)
  const ups = foldersOfFolders(files, UP_IN_FOLDER).map(path => ({ path, tool: 'diesel' }))
  const plain = foldersWith(files, /\.sql$/i).filter(path => /(?:^|\/)migrat\w*(?:\/|$)/i.test(path))
  const folders = plain
    .filter(path => !plain.some(other => other !== path && isInside(path, other)))
    .filter(path => !ups.some(up => isInside(path, up.path)))
    .map(path => ({ path, tool: 'sql' }))
  const dumps = files.filter(file => DUMP.test(file)).map(path => ({ path, tool: 'structure-sql' }))
  return [...ups, ...folders, ...dumps].filter(({ path }) => path !== '').slice(0, MOST_PLACES)
}

export async function pathError(tree: Tree, path: string): Promise<UserError> {
  const submodule = await submoduleOf(tree, path)
  if (submodule !== undefined) {
    return new UserError(`migrations.path: ${path} lies in the submodule ${submodule}, which is another repository`, {
      kind: 'usage',
      hint: 'Submodules are not read: keep the migrations in the repository itself, or let `migrations.command` fetch and run them.',
    })
  }
  return new UserError(`migrations.path: ${tree.label} has no files in ${path}`, {
    kind: 'usage',
    hint: 'The path is relative to the root of the repository; files that git ignores are not seen.',
  })
}

export function emptyError(tree: Tree, { tool, path }: Found): UserError {
  return new UserError(`There are no ${tool.id} migrations in ${shown(path)} of ${tree.label}`, {
    kind: 'usage',
    hint: 'Set `migrations.tool` and `migrations.path` in pgverdict.yml to what the repository has.',
  })
}

export function sameVersionError(id: string, first: string, second: string): UserError {
  return new UserError(`${first} and ${second} have the same version, ${id}`, {
    hint: 'Give the newer of them the next version.',
  })
}

function shown(path: string): string {
  return path === '' ? '.' : path
}
