import { posix } from 'node:path'
import type { Tree } from '../checkout/tree.ts'
import { UserError } from '../errors.ts'
import { type SqlPiece, splitSql } from '../sql/split.ts'

export type RunnablePiece = Exclude<SqlPiece, { readonly kind: 'meta' }>

/** Meta-commands that only change how psql shows things, or what pg_dump writes around its output. */
const HARMLESS = new Set(
  'restrict unrestrict set unset echo qecho warn timing pset encoding x a t f H C T r p g gx errverbose prompt'.split(
    ' ',
  ),
)
const MAX_INCLUDES = 16
const COPY_FILE = /^\\copy\s+([\s\S]+?\sfrom)\s+(?:'((?:[^']|'')*)'|([^\s']\S*))([\s\S]*)$/i

/**
 * Does what psql's meta-commands ask for: included files and the rows of `\copy … from 'file'` are read from the tree, harmless
 * commands are left out. Throws a UserError for those that reach outside of it.
 */
export async function resolvePsql(
  tree: Tree,
  pieces: readonly SqlPiece[],
  includedFrom: readonly string[] = [],
): Promise<readonly RunnablePiece[]> {
  const resolved: RunnablePiece[] = []
  for (const piece of pieces) {
    if (piece.kind !== 'meta') {
      resolved.push(piece)
      continue
    }
    const command = /^\\([a-z!?_]+)/i.exec(piece.text)?.[1] ?? ''
    if (piece.text.includes('`')) throw refusal(piece, 'a command of the shell')
    if (command === 'q') break
    if (command === 'copy') resolved.push(await copyFromFile(tree, piece))
    else if (/^(?:i|ir|include|include_relative)$/.test(command)) {
      resolved.push(...(await include(tree, piece, command, includedFrom)))
    } else if (!HARMLESS.has(command) || /^\\gx?\s+\S/.test(piece.text)) throw refusal(piece, `psql’s \\${command}`)
  }
  return resolved
}

async function include(
  tree: Tree,
  piece: SqlPiece,
  command: string,
  includedFrom: readonly string[],
): Promise<readonly RunnablePiece[]> {
  if (includedFrom.length === MAX_INCLUDES) throw refusal(piece, `more than ${MAX_INCLUDES} nested files`)
  const name = piece.text.replace(/^\\\w+\s+/, '').replace(/^'(.*)'$/s, '$1')
  const isRelative = command === 'ir' || command === 'include_relative'
  const file = await findFile(tree, piece, name, isRelative)
  return resolvePsql(tree, splitSql(await tree.read(file), file), [...includedFrom, piece.file])
}

async function copyFromFile(tree: Tree, piece: SqlPiece): Promise<RunnablePiece> {
  const [, target, quoted, bare, options] = COPY_FILE.exec(piece.text) ?? []
  const name = quoted?.replaceAll("''", "'") ?? bare
  if (name === undefined || /^program$/i.test(bare ?? '')) throw refusal(piece, 'a \\copy that does not read a file')
  const file = await findFile(tree, piece, name, false)
  return { ...piece, kind: 'copy', text: `copy ${target} stdin${options}`, data: await tree.read(file) }
}

/** Paths are from the root of the tree, as where psql is started there, or else from the file that names them. */
async function findFile(tree: Tree, piece: SqlPiece, name: string, isRelative: boolean): Promise<string> {
  const beside = posix.join(posix.dirname(piece.file), name)
  const candidates = isRelative ? [beside] : [posix.normalize(name), beside]
  for (const candidate of candidates) {
    if (posix.isAbsolute(name) || candidate.startsWith('..')) continue
    if ((await tree.list(candidate)).includes(candidate)) return candidate
  }
  throw new UserError(`${piece.file}:${piece.line}: the repository has no file “${name}”`, {
    hint: 'Name it relative to the root of the repository, or to the file that includes it.',
    kind: 'usage',
  })
}

function refusal({ file, line }: SqlPiece, what: string): UserError {
  return new UserError(`${file}:${line}: ${what} cannot be run here`, {
    hint: 'SQL, `copy … from stdin`, `\\copy … from` a file, `\\i` and `\\ir` can; a command of your own can do the rest.',
    kind: 'usage',
  })
}
