import { posix } from 'node:path'
import type { Tree } from '../../checkout/tree.ts'
import { folderOf } from './files.ts'

/** A migration that is a folder with its up part in one file. */
export interface UpFolder {
  readonly name: string
  readonly file: string
}

/** Path of an up part from the folder of all migrations. */
export const UP_IN_FOLDER = /^\d[^/]*\/up\.sql$/

export async function upFolders(tree: Tree, path: string): Promise<readonly UpFolder[]> {
  const files = (await tree.list(path)).filter(file => UP_IN_FOLDER.test(posix.relative(path, file)))
  return files.map(file => ({ name: posix.basename(folderOf(file)), file }))
}
