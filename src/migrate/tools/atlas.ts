import { posix } from 'node:path'
import type { Tree } from '../../checkout/tree.ts'
import { scanToken } from '../../sql/scan.ts'
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
const DELIMITER = /^--[ \t]*atlas:delimiter[ \t]+([^\n]*?)[ \t\r]*$/m
const ESCAPES: Readonly<Record<string, string>> = { '\\n': '\n', '\\r': '\r', '\\t': '\t' }

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
        upPart: withSemicolons,
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

/**
 * A file whose head says `-- atlas:delimiter` (manual, "Custom statements delimiter") with semicolons in its delimiters' place,
 * line for line. As Atlas does, it looks for them outside of quotes, parentheses and dollar-quoted bodies, before comments.
 */
function withSemicolons(source: string): string {
  const head = headOf(source)
  const directive = DELIMITER.exec(head)
  if (directive === null) return source
  const delimiter = directive[1]!.replaceAll(/\\[nrt]/g, escaped => ESCAPES[escaped]!)
  const start = directive.index + directive[0].length
  let text = source.slice(0, start)
  let depth = 0
  let found = -1
  for (let at = start; at < source.length; ) {
    if (found < at) found = nextIndex(source, delimiter, at)
    if (depth === 0 && found === at) {
      text += `;${delimiter.replaceAll(/[^\n]/g, ' ')}`
      at += delimiter.length
      continue
    }
    const { kind, end } = scanToken(source, at)
    if (kind === 'punctuation' && source[at] === '(') depth++
    else if (kind === 'punctuation' && source[at] === ')') depth--
    const next = LOOKED_INTO.has(kind) && found > at ? Math.min(end, found) : end
    text += source.slice(at, next)
    at = next
  }
  return text
}

const LOOKED_INTO: ReadonlySet<string> = new Set(['space', 'word', 'number'])

function nextIndex(source: string, text: string, from: number): number {
  const found = source.indexOf(text, from)
  return found < 0 ? source.length : found
}
