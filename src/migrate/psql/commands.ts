import type { SqlPiece } from '../../sql/split.ts'
import { refusal } from './refusal.ts'
import { isVariableName, type Variables } from './variables.ts'

/** A meta-command, its arguments not read yet: a branch that is not taken reads none. */
export interface Command {
  /** Without its backslash. */
  readonly name: string
  readonly source: string
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b', r: '\r', f: '\f' }
/** `'` with its escapes, `"`, or a backslash outside of both. */
const QUOTED_OR_BACKSLASH = /'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|\\/gs

/** The meta-commands of one line: `\if :new \i new.sql \endif` is three. */
export function commandsOf({ text }: SqlPiece): readonly Command[] {
  if (/^\\copy\b/.test(text)) return [commandOf(text)]
  const starts = [...text.matchAll(QUOTED_OR_BACKSLASH)].filter(([match]) => match === '\\').map(({ index }) => index)
  return starts
    .map((start, at) => text.slice(start, starts[at + 1]))
    .filter(each => each.trim() !== '\\')
    .map(commandOf)
}

/** The pieces with each meta-command by itself, also where a line holds several. */
export function withSingleCommands(pieces: readonly SqlPiece[]): readonly SqlPiece[] {
  return pieces.flatMap((piece): readonly SqlPiece[] =>
    piece.kind === 'meta' ? commandsOf(piece).map(command => ({ ...piece, text: textOf(command) })) : [piece],
  )
}

export function textOf({ name, source }: Command): string {
  return `\\${name} ${source}`.trimEnd()
}

export function isQuit({ name }: Command): boolean {
  return name === 'q' || name === 'quit'
}

function commandOf(text: string): Command {
  const [, name = '', source = ''] = /^\\(\S*)\s*([\s\S]*)$/.exec(text) ?? []
  return { name, source }
}

/** The arguments as psql reads them: quotes, escapes and variables resolved. Throws a UserError for a backquote. */
export function argumentsOf(piece: SqlPiece, { source }: Command, variables: Variables): readonly string[] {
  const found: string[] = []
  let current: string | undefined
  for (let at = 0; at < source.length; ) {
    if (/\s/.test(source[at]!)) {
      if (current !== undefined) found.push(current)
      current = undefined
      at++
      continue
    }
    const { text, end } = readPart(piece, source, at, variables)
    current = (current ?? '') + text
    at = end
  }
  return current === undefined ? found : [...found, current]
}

interface Part {
  readonly text: string
  readonly end: number
}

function readPart(piece: SqlPiece, source: string, at: number, variables: Variables): Part {
  const here = source[at]!
  if (here === '`') throw refusal(piece, 'a command of the shell')
  if (here === "'") return readQuoted(piece, source, at)
  if (here === '"') {
    const end = source.indexOf('"', at + 1)
    return end < 0 ? { text: source.slice(at), end: source.length } : { text: source.slice(at, end + 1), end: end + 1 }
  }
  const variable = here === ':' ? variables.at(source, at) : undefined
  return variable ?? { text: here, end: at + 1 }
}

function readQuoted(piece: SqlPiece, source: string, start: number): Part {
  let text = ''
  for (let at = start + 1; at < source.length; at++) {
    const here = source[at]!
    if (here === "'" && source[at + 1] !== "'") return { text, end: at + 1 }
    if (here === "'") at++
    if (here !== '\\') {
      text += here
      continue
    }
    const [code = '', octal, hex] = /^(?:([0-7]{1,3})|x([\da-fA-F]{1,2}))/.exec(source.slice(at + 1)) ?? []
    if (code === '') text += ESCAPES[source[at + 1] ?? ''] ?? source[at + 1] ?? ''
    else text += String.fromCodePoint(octal === undefined ? Number.parseInt(hex!, 16) : Number.parseInt(octal, 8))
    at += Math.max(1, code.length)
  }
  throw refusal(piece, 'a quoted argument without its end')
}

/** The name that `\set` and `\gset` may give a value. */
export function variableName(piece: SqlPiece, name: string): string {
  if (isVariableName(name)) return name
  throw refusal(piece, `the variable name “${name}”`)
}
