import { posix } from 'node:path'
import { byNumber, digitsOf, filesIn, foldersWith, isMarkedAbove } from './files.ts'
import { readMigration, unlessMarked } from './migration-file.ts'
import type { SqlTool } from './tool.ts'

const UP_FILE = /^\d+_.*(?<!\.down)\.sql$/

/** sqlx: `*.sql` or `*.up.sql` by version; a file that begins with `-- no-transaction` runs outside of one. */
export const sqlx: SqlTool = {
  id: 'sqlx',
  places: ['migrations'],
  transaction: 'each',
  detect: async (tree, files) => {
    const found: string[] = []
    for (const folder of foldersWith(files, UP_FILE)) {
      const isUsual = posix.basename(folder) === 'migrations'
      if (
        isUsual &&
        (await isMarkedAbove(tree, files, { folder, name: 'Cargo.toml' }, /^\s*sqlx\b|dependencies\.sqlx\b/m))
      )
        found.push(folder)
    }
    return found
  },
  read: async (tree, path) =>
    Promise.all(
      byNumber((await filesIn(tree, path)).filter(file => UP_FILE.test(posix.basename(file)))).map(file =>
        readMigration(tree, { id: digitsOf(file)!, file, transaction: unlessMarked(/^-- no-transaction/, 'query') }),
      ),
    ),
}
