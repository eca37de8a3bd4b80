import { posix } from 'node:path'
import type { Tree } from '../../checkout/tree.ts'
import { type SqlPiece, splitSql } from '../../sql/split.ts'
import { type Command, commandsOf, isQuit, textOf } from './commands.ts'
import { refusal } from './refusal.ts'

const MAX_INCLUDES = 16
const INCLUDES = new Set(['i', 'ir', 'include', 'include_relative'])
const COPY_FILE = /^([\s\S]+?\sfrom)\s+(?:'((?:[^']|'')*)'|([^\s']\S*))([\s\S]*)$/i
const READS_FILES = /\\(?:i|ir|include|include_relative|copy)\b/

/**
 * The pieces of a psql script with those of the files that it includes, and the rows of the files that `\copy` reads, in
 * place. Meta-commands that wait for the run stay; so does the name of a file that is not there, for a branch that is never
 * taken. Throws a UserError for files that include each other without end.
 */
export async function readScript(
  tree: Tree,
  source: string,
  file: string,
  includedFrom: readonly string[] = [],
): Promise<readonly SqlPiece[]> {
  const pieces: SqlPiece[] = []
  let depth = 0
  for (const piece of splitSql(source, file)) {
    if (piece.kind !== 'meta') pieces.push(piece)
    for (const command of piece.kind === 'meta' ? commandsOf(piece) : []) {
      if (command.name === 'if') depth++
      if (command.name === 'endif') depth--
      if (isQuit(command) && depth === 0) return pieces
      if (isQuit(command) && includedFrom.length > 0)
        throw refusal(piece, '\\q in an included file, under a condition,')
      const path = await fileOf(tree, piece, command)
      if (path === undefined) pieces.push({ ...piece, text: textOf(command) })
      else if (command.name === 'copy') pieces.push(copyOf(piece, command, await tree.read(path)))
      else {
        if (includedFrom.length === MAX_INCLUDES) throw refusal(piece, `more than ${MAX_INCLUDES} nested files`)
        pieces.push(...(await readScript(tree, await tree.read(path), path, [...includedFrom, file])))
      }
    }
  }
  return pieces
}

/** The file and all that it reads when psql runs it, each once. */
export async function filesOfScript(tree: Tree, file: string, seen = new Set<string>()): Promise<ReadonlySet<string>> {
  if (seen.has(file)) return seen
  seen.add(file)
  const source = await tree.read(file)
  if (!READS_FILES.test(source)) return seen
  for (const piece of splitSql(source, file)) {
    for (const command of piece.kind === 'meta' ? commandsOf(piece) : []) {
      const path = await fileOf(tree, piece, command)
      if (path !== undefined && command.name === 'copy') seen.add(path)
      else if (path !== undefined) await filesOfScript(tree, path, seen)
    }
  }
  return seen
}

/** The file that a meta-command reads; undefined for one that reads none, and for a file that is not there. */
async function fileOf(tree: Tree, piece: SqlPiece, { name, source }: Command): Promise<string | undefined> {
  const isInclude = INCLUDES.has(name)
  if (!isInclude && name !== 'copy') return undefined
  const [, , quoted, bare] = isInclude ? [] : (COPY_FILE.exec(source) ?? [])
  const written = isInclude ? source.trim().replace(/^'(.*)'$/s, '$1') : (quoted ?? bare ?? '')
  const path = written.replaceAll("''", "'")
  if (path === '' || posix.isAbsolute(path)) return undefined
  // psql looks from where it was started, which is the root as a rule; `\ir` from the file itself.
  const beside = posix.join(posix.dirname(piece.file), path)
  const isRelative = name === 'ir' || name === 'include_relative'
  for (const candidate of isRelative ? [beside] : [posix.normalize(path), beside]) {
    if (!candidate.startsWith('..') && (await tree.list(candidate)).includes(candidate)) return candidate
  }
  return undefined
}

function copyOf(piece: SqlPiece, { source }: Command, data: string): SqlPiece {
  const [, target, , , options] = COPY_FILE.exec(source)!
  return { ...piece, kind: 'copy', text: `copy ${target} stdin${options}`, data }
}
