import { posix } from 'node:path'
import { readMigration } from './migration-file.ts'
import type { SqlTool } from './tool.ts'

const NAME = 'structure.sql'

/** The whole schema in one file, as Rails and pg_dump write it, run as psql does. */
export const structureSql: SqlTool = {
  id: 'structure-sql',
  places: [`db/${NAME}`],
  transaction: 'each',
  detect: async (_tree, files) => files.filter(file => /(?:^|\/)db\/structure\.sql$/.test(file)),
  read: async (tree, path) => {
    const files = await tree.list(path)
    const file = files.find(each => each === path) ?? files.find(each => posix.basename(each) === NAME)
    return file === undefined
      ? []
      : [await readMigration(tree, { id: posix.basename(file), file, transaction: 'none', isPsql: true })]
  },
}
