import { posix } from 'node:path'
import type { Tree } from '../../checkout/tree.ts'
import { byNumber, digitsOf, filesIn, folderOf, foldersWith } from './files.ts'
import { readGraphileSettings, replaceGraphilePlaceholders } from './graphile-settings.ts'
import { type FileRules, readMigration, unlessMarked } from './migration-file.ts'
import type { SqlTool } from './tool.ts'

const COMMITTED = /^\d+.*\.sql$/

const COMMITTED_FOLDER = /(?:^|\/)committed$/
const CURRENT = /^\d+.*\.sql$/
/** The line becomes psql's own: that knows how to keep each statement's place. */
const INCLUDE = /^--! ?include[ \t]+(.*?)[ \t]*$/gm

/** graphile-migrate: what is committed, by number, then what is being written in `current.sql` or `current/`. */
export const graphileMigrate: SqlTool = {
  id: 'graphile-migrate',
  places: ['migrations/committed'],
  transaction: 'each',
  detect: async (_tree, files) =>
    foldersWith(files, COMMITTED).filter(folder => /(?:^|\/)migrations\/committed$/.test(folder)),
  settings: async (tree, path) => ({ session: (await readGraphileSettings(tree, path)).pgSettings }),
  read: async (tree, path) => {
    const settings = await readGraphileSettings(tree, path)
    const readFile = (id: string, file: string, rules: Partial<FileRules> = {}) =>
      readMigration(tree, {
        id,
        file,
        upPart: source => replaceGraphilePlaceholders(source, file, settings),
        transaction: unlessMarked(/^--!\s*no-transaction\b/m, 'query'),
        ...rules,
      })
    const committed = byNumber((await filesIn(tree, path)).filter(file => COMMITTED.test(posix.basename(file))))
    const current = await Promise.all(
      (await currentFiles(tree, path)).map(file =>
        readFile(posix.relative(folderOf(path), file), file, {
          upPart: source => withIncludes(replaceGraphilePlaceholders(source, file, settings), file, folderOf(path)),
          isPsql: true,
          repeatable: true,
        }),
      ),
    )
    return [
      ...(await Promise.all(committed.map(file => readFile(digitsOf(file)!, file)))),
      ...current.filter(({ pieces }) => pieces.length > 0).map(each => ({ ...each, isUncommitted: true })),
    ]
  },
}

/** `current.sql`, or the numbered files of `current/`, beside the folder of what is committed. */
async function currentFiles(tree: Tree, path: string): Promise<readonly string[]> {
  if (!COMMITTED_FOLDER.test(path)) return []
  const single = posix.join(folderOf(path), 'current.sql')
  if ((await tree.list(single)).includes(single)) return [single]
  const parts = await filesIn(tree, posix.join(folderOf(path), 'current'))
  return byNumber(parts.filter(file => CURRENT.test(posix.basename(file))))
}

/** `--!include` names a file of the folder `fixtures`. */
function withIncludes(source: string, file: string, folder: string): string {
  const fixtures = posix.relative(folderOf(file), posix.join(folder, 'fixtures'))
  return source.replaceAll(INCLUDE, (_line, name: string) => `\\ir ${posix.join(fixtures, name)}`)
}
