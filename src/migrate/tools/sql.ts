import { posix } from 'node:path'
import type { Tree } from '../../checkout/tree.ts'
import { byNumber, filesIn, folderOf, foldersWith, isInside } from './files.ts'
import { readMigration, unlessRefused } from './migration-file.ts'
import type { SqlTool } from './tool.ts'

const PLACES = ['migrations', 'db/migrations', 'db/migrate', 'database/migrations', 'sql/migrations']
const UP_FILE = /(?<!(?:^|[./_-])(?:down|rollback|undo))\.sql$/i
/** Numbered code beside the SQL: the SQL is then read by that code. */
const CODE = /^(?:\d|V\d).*\.(?:js|cjs|mjs|ts|cts|mts|py|rb|exs|go|java|kt|php)$/

/** Plain SQL files: by their leading number where all have one, else in byte order. */
export const sql: SqlTool = {
  id: 'sql',
  places: PLACES,
  transaction: 'each',
  detect: async (_tree, files) => {
    const withCode = new Set(foldersWith(files, CODE))
    const folders = foldersWith(files, UP_FILE)
    return PLACES.filter(place => folders.includes(place) && !withCode.has(place))
  },
  read: async (tree, path) =>
    Promise.all(
      (await filesOf(tree, path)).map(file =>
        readMigration(tree, { id: idOf(file, path), file, transaction: unlessRefused, isPsql: true }),
      ),
    ),
}

/** The folder's own files; where it has none, those of its subfolders. */
async function filesOf(tree: Tree, path: string): Promise<readonly string[]> {
  const all = (await tree.list(path)).filter(file => UP_FILE.test(file))
  const own = (await filesIn(tree, path)).filter(file => UP_FILE.test(file))
  const files = own.length > 0 ? own : all
  const areNumbered = files.every(file => /^\d/.test(posix.basename(file)) && folderOf(file) === folderOf(files[0]!))
  return areNumbered ? byNumber(files) : files
}

function idOf(file: string, path: string): string {
  return file !== path && isInside(file, path) ? posix.relative(path, file) : posix.basename(file)
}
