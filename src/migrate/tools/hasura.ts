import { posix } from 'node:path'
import { byNumber, folderOf, foldersOfFolders, foldersUpwards, isMarkedAbove } from './files.ts'
import { UP_IN_FOLDER, upFolders } from './folders.ts'
import { readMigration } from './migration-file.ts'
import type { SqlTool } from './tool.ts'

/** Nobody else's folder. */
const ITS_OWN = /(?:^|\/)hasura\/migrations(?:\/[^/]+)?$/

/** Hasura: `migrations/<database>/<timestamp>_<name>/up.sql`, each in a transaction, as its `run_sql` is. */
export const hasura: SqlTool = {
  id: 'hasura',
  places: ['hasura/migrations/default', 'migrations/default', 'hasura/migrations'],
  transaction: 'each',
  detect: async (tree, files) => {
    const found: string[] = []
    for (const folder of foldersOfFolders(files, UP_IN_FOLDER)) {
      const hasMetadata = foldersUpwards(folder).some(above =>
        files.includes(posix.join(above, 'metadata/version.yaml')),
      )
      const project = { folder, name: 'config.yaml' }
      if (
        ITS_OWN.test(folder) ||
        hasMetadata ||
        (await isMarkedAbove(tree, files, project, /^(?:metadata_directory|endpoint|admin_secret)\s*:/m))
      )
        found.push(folder)
    }
    return found
  },
  read: async (tree, path) => {
    const folders = await upFolders(tree, path)
    const ordered = byNumber(folders.map(({ file }) => folderOf(file)))
    return Promise.all(
      ordered.map(folder =>
        readMigration(tree, { id: posix.basename(folder), file: `${folder}/up.sql`, transaction: 'file' }),
      ),
    )
  },
}
