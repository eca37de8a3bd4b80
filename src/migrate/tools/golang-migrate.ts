import { posix } from 'node:path'
import { byNumber, digitsOf, filesIn, foldersWith } from './files.ts'
import { readMigration } from './migration-file.ts'
import type { SqlTool } from './tool.ts'

const UP_FILE = /^\d+_.*\.up\.sql$/

/** golang-migrate: `*.up.sql` by version, each file sent as one query. */
export const golangMigrate: SqlTool = {
  id: 'golang-migrate',
  places: ['migrations', 'db/migrations', 'db/migration', 'database/migrations'],
  transaction: 'each',
  detect: async (_tree, files) => foldersWith(files, UP_FILE),
  read: async (tree, path) =>
    Promise.all(
      byNumber((await filesIn(tree, path)).filter(file => UP_FILE.test(posix.basename(file)))).map(file =>
        readMigration(tree, { id: digitsOf(file)!, file, transaction: 'query' }),
      ),
    ),
}
