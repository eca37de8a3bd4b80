import { posix } from 'node:path'
import type { Tree } from '../../checkout/tree.ts'
import { counted } from '../../plan/words.ts'
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
  unread: async (tree, path) => {
    const [first, ...others] = await passedOver(tree, path)
    if (first === undefined) return []
    const more = others.length === 0 ? '' : ` and ${counted(others.length, 'other folder')} in it`
    return [`SQL files of ${path} are read, those of ${first}${more} are not: one folder alone is read.`]
  },
}

/** Folders of what a migration undoes or fills, which nobody takes for migrations. */
const OTHER_FOLDER = /(?:^|\/)(?:down|rollbacks?|reverts?|undo|seeds?|tests?|old|archived?|manual)(?:\/|$)/i

async function passedOver(tree: Tree, path: string): Promise<readonly string[]> {
  const read = await filesOf(tree, path)
  const others = (await tree.list(path)).filter(file => UP_FILE.test(file) && !read.includes(file)).map(folderOf)
  return [...new Set(others)].filter(folder => !OTHER_FOLDER.test(posix.relative(path, folder)))
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
