import { posix } from 'node:path'
import { z } from 'zod'
import type { Tree } from '../../checkout/tree.ts'
import { UserError } from '../../errors.ts'
import { folderOf, foldersOfFolders, peek } from './files.ts'
import { readMigration } from './migration-file.ts'
import type { SqlTool } from './tool.ts'

const JOURNAL = 'meta/_journal.json'
const OTHER_DIALECT = /"dialect"\s*:\s*"(?!p(?:g|ostgresql)")/
const FOLDER_MIGRATION = /^\d[^/]*\/migration\.sql$/

const journal = z.object({ entries: z.array(z.object({ tag: z.string() })) })

/**
 * Drizzle Kit: in the order of its journal, or folders with a snapshot each in byte order; its migrator runs all that is
 * pending in one transaction.
 */
export const drizzle: SqlTool = {
  id: 'drizzle',
  places: ['drizzle', 'src/db/migrations'],
  transaction: 'all',
  detect: async (tree, files) => {
    const found: string[] = []
    for (const file of files.filter(each => each.endsWith(JOURNAL))) {
      if (!OTHER_DIALECT.test(await peek(tree, file))) found.push(folderOf(folderOf(file)))
    }
    const withSnapshots = foldersOfFolders(files, /^\d[^/]*\/snapshot\.json$/)
    return [...found, ...foldersOfFolders(files, FOLDER_MIGRATION).filter(folder => withSnapshots.includes(folder))]
  },
  read: async (tree, path) =>
    Promise.all((await orderedFiles(tree, path)).map(rules => readMigration(tree, { ...rules, transaction: 'file' }))),
}

async function orderedFiles(tree: Tree, path: string): Promise<readonly { id: string; file: string }[]> {
  const files = await tree.list(path)
  const journalFile = posix.join(path, JOURNAL)
  if (!files.includes(journalFile)) {
    const migrations = files.filter(file => FOLDER_MIGRATION.test(posix.relative(path, file)))
    return migrations.map(file => ({ id: posix.basename(folderOf(file)), file }))
  }
  const { entries } = parseJournal(await tree.read(journalFile), journalFile)
  return entries.map(({ tag }) => ({ id: tag, file: posix.join(path, `${tag}.sql`) }))
}

function parseJournal(text: string, file: string): z.output<typeof journal> {
  try {
    return journal.parse(JSON.parse(text))
  } catch (cause) {
    throw new UserError(`${file} is no journal of Drizzle Kit`, {
      kind: 'usage',
      hint: 'Resolve conflicts in it, or generate it again with `drizzle-kit generate`.',
      cause,
    })
  }
}
