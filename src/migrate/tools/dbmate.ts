import { posix } from 'node:path'
import type { SqlPiece } from '../../sql/split.ts'
import { digitsOf, filesIn, foldersMarked } from './files.ts'
import { linesBetween, readMigration, unlessMarked } from './migration-file.ts'
import type { SqlTool } from './tool.ts'

const UP = /^--\s*migrate:up(?:\s|$)/
const DOWN = /^--\s*migrate:down(?:\s|$)/

/** dbmate: files in byte order, the part after `-- migrate:up`. */
export const dbmate: SqlTool = {
  id: 'dbmate',
  places: ['db/migrations'],
  transaction: 'each',
  detect: (tree, files) => foldersMarked(tree, files, /^--[ \t]*migrate:up(?:\s|$)/m),
  read: async (tree, path) =>
    Promise.all(
      (await filesIn(tree, path))
        .filter(file => /^\d+.*\.sql$/.test(posix.basename(file)))
        .map(file =>
          readMigration(tree, {
            id: digitsOf(file)!,
            file,
            upPart: source => linesBetween(source, UP, DOWN, file),
            transaction: transactionOf,
          }),
        ),
    ),
}

/** Each up part of a file is one query; of several, which a file has for statements that must be alone, each is taken to be one statement. */
function transactionOf(pieces: readonly SqlPiece[], source: string) {
  const isOne = source.split('\n').filter(line => UP.test(line)).length === 1
  return unlessMarked(/^--[ \t]*migrate:up[ \t].*\btransaction:false\b/m, isOne ? 'query' : 'none')(pieces, source)
}
