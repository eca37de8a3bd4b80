import { posix } from 'node:path'
import { byNumber, filesIn, foldersMarked } from './files.ts'
import { linesBetween, readMigration } from './migration-file.ts'
import { codeMigrationError } from './refusal.ts'
import type { SqlTool } from './tool.ts'

const UP = /^\s*--[\s-]*up\s+migration/i
const DOWN = /^\s*--[\s-]*down\s+migration/i
const CODE = /^\d.*(?<!\.d)\.[cm]?[jt]s$/

/** node-pg-migrate's SQL files: by timestamp, the part after `-- Up Migration`; all that is pending in one transaction. */
export const nodePgMigrate: SqlTool = {
  id: 'node-pg-migrate',
  places: ['migrations'],
  transaction: 'all',
  detect: (tree, files) => foldersMarked(tree, files, /^\s*--[\s-]*up\s+migration/im),
  read: async (tree, path) => {
    const files = await filesIn(tree, path)
    const code = files.find(file => CODE.test(posix.basename(file)))
    if (code !== undefined) throw codeMigrationError('node-pg-migrate', code, 'npx node-pg-migrate up')
    return Promise.all(
      byNumber(files.filter(file => /^\d.*(?<!\.down)\.sql$/.test(posix.basename(file)))).map(file =>
        readMigration(tree, {
          id: posix.basename(file).replace(/(?:\.up)?\.sql$/, ''),
          file,
          upPart: source => (file.endsWith('.up.sql') ? source : linesBetween(source, UP, DOWN, file)),
          transaction: 'file',
        }),
      ),
    )
  },
}
