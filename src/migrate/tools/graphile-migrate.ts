import { posix } from 'node:path'
import { byNumber, digitsOf, filesIn, foldersWith } from './files.ts'
import { readMigration, unlessMarked } from './migration-file.ts'
import type { SqlTool } from './tool.ts'

const COMMITTED = /^\d+.*\.sql$/

/** graphile-migrate: what is committed, by number; `current.sql` is nobody's yet. */
export const graphileMigrate: SqlTool = {
  id: 'graphile-migrate',
  places: ['migrations/committed'],
  transaction: 'each',
  detect: async (_tree, files) =>
    foldersWith(files, COMMITTED).filter(folder => /(?:^|\/)migrations\/committed$/.test(folder)),
  read: async (tree, path) =>
    Promise.all(
      byNumber((await filesIn(tree, path)).filter(file => COMMITTED.test(posix.basename(file)))).map(file =>
        readMigration(tree, { id: digitsOf(file)!, file, transaction: unlessMarked(/^--!\s*no-transaction\b/m) }),
      ),
    ),
}
