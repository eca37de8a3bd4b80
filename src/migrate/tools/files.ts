import { posix } from 'node:path'
import type { Tree } from '../../checkout/tree.ts'
import { UserError } from '../../errors.ts'

/** Folders of other people's code, and of files that tests read. */
const NOT_OURS = /(?:^|\/)(?:node_modules|vendor|testdata|fixtures|__fixtures__)\//

export function isOurs(file: string): boolean {
  return !NOT_OURS.test(file)
}

/** The folder of a file, empty for the root. */
export function folderOf(file: string): string {
  const folder = posix.dirname(file)
  return folder === '.' ? '' : folder
}

export function isInside(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`)
}

/** The folder itself and all above it, the root last. */
export function foldersUpwards(folder: string): readonly string[] {
  const parts = folder === '' ? [] : folder.split('/')
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/')).concat('')
}

/** Folders in which files have such names, each once. */
export function foldersWith(files: readonly string[], name: RegExp): readonly string[] {
  return [...new Set(files.filter(file => name.test(posix.basename(file))).map(folderOf))]
}

/** Folders whose subfolders hold such a file, as `migrations` of `migrations/1_init/up.sql`. */
export function foldersOfFolders(files: readonly string[], child: RegExp): readonly string[] {
  const children = files.filter(file => child.test(file.slice(file.lastIndexOf('/', file.lastIndexOf('/') - 1) + 1)))
  return [...new Set(children.map(file => folderOf(folderOf(file))))]
}

/** Files that lie in the folder itself. */
export async function filesIn(tree: Tree, folder: string): Promise<readonly string[]> {
  return (await tree.list(folder)).filter(file => folderOf(file) === folder.replace(/\/+$/, ''))
}

/** A file's text for looking at marks; a file that may not be read has none, it is refused where it is used. */
export async function peek(tree: Tree, file: string): Promise<string> {
  try {
    return await tree.read(file)
  } catch (error) {
    if (error instanceof UserError) return ''
    throw error
  }
}

/** Folders of numbered SQL files whose first file has a line like `mark`. */
export async function foldersMarked(tree: Tree, files: readonly string[], mark: RegExp): Promise<readonly string[]> {
  const firsts = new Map<string, string>()
  for (const file of files.filter(each => NUMBERED_SQL.test(posix.basename(each)))) {
    const folder = folderOf(file)
    if (!firsts.has(folder)) firsts.set(folder, file)
  }
  const found: string[] = []
  for (const [folder, first] of firsts) if (mark.test(await peek(tree, first))) found.push(folder)
  return found
}

/** Whether a file of that name, in the folder or above it, has a line like `mark`. */
export async function isMarkedAbove(
  tree: Tree,
  files: readonly string[],
  place: { readonly folder: string; readonly name: string },
  mark: RegExp,
): Promise<boolean> {
  for (const above of foldersUpwards(place.folder)) {
    const file = posix.join(above, place.name)
    if (files.includes(file) && mark.test(await peek(tree, file))) return true
  }
  return false
}

const NUMBERED_SQL = /^\d[^/]*\.sql$/

/** Sorted by the number that names begin with, then by name; as long as the digits are equally many this is byte order. */
export function byNumber(files: readonly string[]): readonly string[] {
  return files.toSorted((a, b) => compareNumbers(numberOf(a), numberOf(b)) || compareText(a, b))
}

/** The digits that a file's name begins with, as they stand. */
export function digitsOf(file: string): string | undefined {
  return /^\d+/.exec(posix.basename(file))?.[0]
}

function numberOf(file: string): bigint {
  return BigInt(digitsOf(file) ?? 0)
}

export function compareNumbers(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** A text as a part of a regular expression that matches itself. */
export function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
