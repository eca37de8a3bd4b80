import { posix } from 'node:path'
import type { Tree } from '../checkout/tree.ts'
import { CODE_TOOLS, type CodeTool } from './tools/code-tools.ts'
import { folderOf, foldersUpwards, isInside, isOurs, peek } from './tools/files.ts'
import { type Manager, managersOf } from './tools/package-managers.ts'

/** The command of a tool whose migrations are code. */
export interface ProposedCommand {
  readonly tool: string
  /** The file by which the tool was known. */
  readonly mark: string
  readonly command: string
  /** What puts the command's packages in place. */
  readonly install?: string
  /** What the tool itself fills a database with, where there is something. */
  readonly seed?: string
}

/** Knows a tool by its own files and proposes what runs its migrations from the repository's root. */
export async function proposeCommand(tree: Tree): Promise<ProposedCommand | undefined> {
  const files = (await tree.list('')).filter(isOurs).toSorted((a, b) => depthOf(a) - depthOf(b))
  for (const tool of CODE_TOOLS) {
    const mark = await findMark(tree, files, tool)
    if (mark === undefined) continue
    const home = homeOf(tool, mark, files)
    const manager = findManager(files, home, tool)
    const description = await peek(tree, posix.join(home, PACKAGE))
    const run = tool.run(quoted(posix.relative(home, mark)), IS_MODULE.test(description))
    const script = tool.prefersScript ? MIGRATING_SCRIPT.exec(description)?.[1] : undefined
    const itself = manager ? `${manager.run} ${run}`.trimStart() : run
    const command = inFolder(home, script === undefined ? itself : `npm run ${script}`)
    const ownFiles = files.filter(each => isInside(each, home)).map(each => posix.relative(home, each))
    const fill = tool.seed && ownFiles.some(each => tool.seed?.file.test(each)) ? tool.seed.run : undefined
    const seed = fill && inFolder(home, `${manager?.run ?? ''} ${fill}`.trimStart())
    return {
      tool: tool.name,
      mark,
      command,
      ...(manager && { install: inFolder(manager.folder, manager.install) }),
      ...(seed && { seed }),
    }
  }
  return undefined
}

async function findMark(
  tree: Tree,
  files: readonly string[],
  { file, content }: CodeTool,
): Promise<string | undefined> {
  for (const candidate of files.filter(each => file.test(each))) {
    if (content === undefined || content.test(await peek(tree, candidate))) return candidate
  }
  return undefined
}

const PACKAGE = 'package.json'
const MIGRATING_SCRIPT = /"((?:db:)?migrat(?:e|ions?)(?::(?:latest|up|run|deploy))?)"\s*:\s*"/
const IS_MODULE = /"type"\s*:\s*"module"/

/** Where the tool is run: what its pattern calls `home`, else the package around its file, else its folder. */
function homeOf({ file, runtime }: CodeTool, mark: string, files: readonly string[]): string {
  const named = file.exec(mark)?.groups?.home?.replace(/\/$/, '')
  if (named !== undefined || runtime !== 'node') return named ?? folderOf(mark)
  return foldersUpwards(folderOf(mark)).find(folder => files.includes(posix.join(folder, PACKAGE))) ?? folderOf(mark)
}

/** Lock files lie beside the mark or, in a workspace, above it. */
function findManager(
  files: readonly string[],
  home: string,
  { runtime }: CodeTool,
): (Manager & { readonly folder: string }) | undefined {
  const managers = managersOf(runtime)
  for (const folder of foldersUpwards(home)) {
    const manager = managers.find(({ lock }) => files.includes(posix.join(folder, lock)))
    if (manager) return { ...manager, folder }
  }
  return undefined
}

function inFolder(folder: string, command: string): string {
  return folder === '' ? command : `cd ${quoted(folder)} && ${command}`
}

/** For the shell; names come from the repository. */
function quoted(name: string): string {
  return /^[\w./@-]+$/.test(name) && !name.startsWith('-') ? name : `'${name.replaceAll("'", "'\\''")}'`
}

function depthOf(file: string): number {
  return file.split('/').length
}
