import type { Tree } from '../../checkout/tree.ts'
import { compareText, folderOf, foldersOfFolders, isMarkedAbove } from './files.ts'
import { UP_IN_FOLDER, type UpFolder, upFolders } from './folders.ts'
import { readMigration } from './migration-file.ts'
import type { SqlTool } from './tool.ts'

/** Diesel: folders by version, which is their name up to the first `_` without its dashes. */
export const diesel: SqlTool = {
  id: 'diesel',
  places: ['migrations'],
  transaction: 'each',
  detect: async (tree, files) => {
    const found: string[] = []
    for (const folder of foldersOfFolders(files, UP_IN_FOLDER)) {
      const isConfigured = await isMarkedAbove(tree, files, { folder, name: 'diesel.toml' }, /^/)
      if (isConfigured || (await isMarkedAbove(tree, files, { folder, name: 'Cargo.toml' }, /\bdiesel\b/)))
        found.push(folder)
    }
    return found
  },
  read: async (tree, path) => {
    const folders = (await upFolders(tree, path)).toSorted((a, b) => compareText(versionOf(a), versionOf(b)))
    return Promise.all(
      folders.map(async folder =>
        readMigration(tree, {
          id: versionOf(folder),
          file: folder.file,
          transaction: await transactionOf(tree, folder),
        }),
      ),
    )
  },
}

function versionOf({ name }: UpFolder): string {
  return name.split('_')[0]!.replaceAll('-', '')
}

async function transactionOf(tree: Tree, { file }: UpFolder): Promise<'file' | 'query'> {
  const metadata = `${folderOf(file)}/metadata.toml`
  if ((await tree.list(metadata)).length === 0) return 'file'
  return /^\s*run_in_transaction\s*=\s*false\b/m.test(await tree.read(metadata)) ? 'query' : 'file'
}
