import { posix } from 'node:path'
import type { Tree } from '../../checkout/tree.ts'
import type { Migration } from '../migration.ts'
import { dbmate } from './dbmate.ts'
import { filesIn, foldersWith, peek } from './files.ts'
import { flyway } from './flyway.ts'
import { golangMigrate } from './golang-migrate.ts'
import { goose } from './goose.ts'
import { readMigration } from './migration-file.ts'
import type { SqlTool } from './tool.ts'

const TRANSACTION_MODE = /^--\s*atlas:txmode\s+none\b/m
const CHECKPOINT = /^--\s*atlas:checkpoint\b/m

/** Atlas: a folder with `atlas.sum`, of its own files or of another tool's, each in a transaction unless its head says no. */
export const atlas: SqlTool = {
  id: 'atlas',
  places: ['migrations'],
  transaction: 'each',
  detect: async (_tree, files) => foldersWith(files, /^atlas\.sum$/),
  read: async (tree, path) => {
    const format = await formatOf(tree, path)
    if (!format) return readOwn(tree, path)
    const migrations = await format.read(tree, path)
    return Promise.all(
      migrations.map(async migration => ({ ...migration, transaction: await transactionOf(tree, migration) })),
    )
  },
}

/** The tool whose format the folder is kept in; undefined for Atlas's own. */
async function formatOf(tree: Tree, path: string): Promise<SqlTool | undefined> {
  const files = await filesIn(tree, path)
  for (const tool of [golangMigrate, flyway, goose, dbmate]) {
    if ((await tool.detect(tree, files)).length > 0) return tool
  }
  return undefined
}

async function readOwn(tree: Tree, path: string): Promise<readonly Migration[]> {
  const files = (await filesIn(tree, path)).filter(file => file.endsWith('.sql'))
  return Promise.all(
    (await withoutCheckpoints(tree, files)).map(file =>
      readMigration(tree, {
        id: posix.basename(file, '.sql').split('_')[0]!,
        file,
        transaction: (_pieces, source) => modeOf(source),
      }),
    ),
  )
}

/** A checkpoint repeats the files before it; it counts where those are gone. */
async function withoutCheckpoints(tree: Tree, files: readonly string[]): Promise<readonly string[]> {
  const kept: string[] = []
  for (const file of files) {
    if (kept.length === 0 || !CHECKPOINT.test(headOf(await peek(tree, file)))) kept.push(file)
  }
  return kept
}

async function transactionOf(tree: Tree, { file, transaction }: Migration): Promise<Migration['transaction']> {
  return transaction === 'none' ? 'none' : modeOf(await tree.read(file))
}

function modeOf(source: string): 'file' | 'none' {
  return TRANSACTION_MODE.test(headOf(source)) ? 'none' : 'file'
}

/** File directives stand before the first statement, set off by an empty line. */
function headOf(source: string): string {
  return /^(?:\s*--.*\n?|\s*\n)*/.exec(source)?.[0] ?? ''
}
