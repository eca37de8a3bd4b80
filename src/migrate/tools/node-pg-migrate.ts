import { posix } from 'node:path'
import { byNumber, filesIn, foldersMarked, foldersWith, isMarkedAbove } from './files.ts'
import { linesBetween, readMigration } from './migration-file.ts'
import { codeMigrationError } from './refusal.ts'
import type { SqlTool } from './tool.ts'

const UP = /^\s*--[\s-]*up\s+migration/i
const DOWN = /^\s*--[\s-]*down\s+migration/i
const HAS_UP = /^[ \t]*--[ \t-]*up[ \t]+migration/im
const HAS_DOWN = /^[ \t]*--[ \t-]*down[ \t]+migration/im
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
          upPart: source => upPartOf(source, file),
          transaction: 'file',
        }),
      ),
    )
  },
}

/** Without a mark of its own the up part begins with the file. */
function upPartOf(source: string, file: string): string {
  if (HAS_UP.test(source)) return linesBetween(source, UP, DOWN, file)
  const down = source.search(HAS_DOWN)
  return down < 0 ? source : source.slice(0, down)
}
