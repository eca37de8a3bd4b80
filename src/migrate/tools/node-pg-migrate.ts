import { posix } from 'node:path'
import { byNumber, filesIn, foldersMarked, foldersWith, isMarkedAbove } from './files.ts'
import { linesBetween, readMigration } from './migration-file.ts'
import { codeMigrationError } from './refusal.ts'
import type { SqlTool } from './tool.ts'

const UP = /^\s*--[\s-]*up\s+migration/i
const DOWN = /^\s*--[\s-]*down\s+migration/i
/** A file without it is an up part as a whole. */
const HAS_UP = /^[ \t]*--[ \t-]*up[ \t]+migration/im
const MIGRATION = /^\d.*(?<!\.down)\.sql$/
const CODE = /^\d.*(?<!\.d)\.[cm]?[jt]s$/

/** node-pg-migrate's SQL files: by timestamp, the part after `-- Up Migration`; all that is pending in one transaction. */
export const nodePgMigrate: SqlTool = {
  id: 'node-pg-migrate',
  places: ['migrations'],
  transaction: 'all',
  detect: async (tree, files) => {
    const found = new Set(await foldersMarked(tree, files, HAS_UP))
    for (const folder of foldersWith(files, MIGRATION)) {
      const isUsual = posix.basename(folder) === 'migrations'
      const project = { folder, name: 'package.json' }
      if (isUsual && (await isMarkedAbove(tree, files, project, /"node-pg-migrate"\s*:/))) found.add(folder)
    }
    return [...found]
  },
  read: async (tree, path) => {
    const files = await filesIn(tree, path)
    const code = files.find(file => CODE.test(posix.basename(file)))
    if (code !== undefined) throw codeMigrationError('node-pg-migrate', code, 'npx node-pg-migrate up')
    return Promise.all(
      byNumber(files.filter(file => MIGRATION.test(posix.basename(file)))).map(file =>
        readMigration(tree, {
          id: posix.basename(file).replace(/(?:\.up)?\.sql$/, ''),
          file,
          upPart: source => (HAS_UP.test(source) ? linesBetween(source, UP, DOWN, file) : source),
          transaction: 'file',
        }),
      ),
    )
  },
}
