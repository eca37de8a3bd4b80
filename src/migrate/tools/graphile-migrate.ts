import { posix } from 'node:path'
import { byNumber, digitsOf, filesIn, foldersWith } from './files.ts'
import { readGraphileSettings, replaceGraphilePlaceholders } from './graphile-settings.ts'
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
  settings: async (tree, path) => ({ session: (await readGraphileSettings(tree, path)).pgSettings }),
  read: async (tree, path) => {
    const settings = await readGraphileSettings(tree, path)
    return Promise.all(
      byNumber((await filesIn(tree, path)).filter(file => COMMITTED.test(posix.basename(file)))).map(file =>
        readMigration(tree, {
          id: digitsOf(file)!,
          file,
          upPart: source => replaceGraphilePlaceholders(source, file, settings),
          transaction: unlessMarked(/^--!\s*no-transaction\b/m, 'query'),
        }),
      ),
    )
  },
}
