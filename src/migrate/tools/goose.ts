import { posix } from 'node:path'
import { UserError } from '../../errors.ts'
import { byNumber, digitsOf, filesIn, foldersMarked } from './files.ts'
import { linesBetween, readMigration, unlessMarked } from './migration-file.ts'
import { codeMigrationError } from './refusal.ts'
import type { SqlTool } from './tool.ts'

const UP = /^\s*--\s*\+goose\s+up\s*$/i
const DOWN = /^\s*--\s*\+goose\s+down\s*$/i
const ENVSUB = /^[ \t]*--[ \t]*\+goose[ \t]+envsub[ \t]+on\b/im
const CODE = /^\d+_.*(?<!_test)\.go$/

/** goose: by version, the part after `-- +goose Up`; its annotations are read in any case. */
export const goose: SqlTool = {
  id: 'goose',
  places: ['migrations', 'db/migrations', 'sql/schema'],
  transaction: 'each',
  detect: (tree, files) => foldersMarked(tree, files, /^[ \t]*--[ \t]*\+goose[ \t]+up[ \t\r]*$/im),
  read: async (tree, path) => {
    const files = await filesIn(tree, path)
    const code = files.find(file => CODE.test(posix.basename(file)))
    if (code !== undefined) throw codeMigrationError('goose', code, 'go run ./cmd/migrate up')
    return Promise.all(
      byNumber(files.filter(file => /^\d+_.*\.sql$/.test(posix.basename(file)))).map(file =>
        readMigration(tree, {
          id: digitsOf(file)!,
          file,
          upPart: source => linesBetween(withoutEnvironment(source, file), UP, DOWN, file),
          transaction: unlessMarked(/^[ \t]*--[ \t]*\+goose[ \t]+no[ \t]+transaction[ \t\r]*$/im, 'none'),
        }),
      ),
    )
  },
}

/** Throws a UserError where goose would put in values of its environment, which nobody else knows. */
function withoutEnvironment(source: string, file: string): string {
  const at = source.search(ENVSUB)
  if (at < 0) return source
  throw new UserError(
    `${file}:${source.slice(0, at).split('\n').length}: goose puts values of its environment in here`,
    {
      kind: 'usage',
      hint: 'Let goose run its migrations by `migrations.command`, with the variables under `environment`.',
    },
  )
}
