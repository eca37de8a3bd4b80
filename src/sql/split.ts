import { scanToken, type Token } from './scan.ts'

/** One executable piece of an SQL file. `text` is exact source without the terminating semicolon; `line` is one-based in `file`. */
export type SqlPiece =
  | {
      readonly kind: 'statement'
      readonly text: string
      readonly file: string
      readonly line: number
      readonly offset: number
    }
  /** `copy … from stdin;` with the rows that follow it, up to `\.`; `data` is their text. */
  | {
      readonly kind: 'copy'
      readonly text: string
      readonly data: string
      readonly file: string
      readonly line: number
      readonly offset: number
    }
  /** A psql meta-command, `text` with its backslash. */
  | {
      readonly kind: 'meta'
      readonly text: string
      readonly file: string
      readonly line: number
      readonly offset: number
    }

/** What psql remembers of a statement to know whether a semicolon ends it. */
interface Pending {
  readonly offset: number
  end: number
  readonly words: string[]
  parentheses: number
  blocks: number
  copiesFromStdin: boolean
  lastWord: string
}

const END_OF_DATA = /^\\\.[ \t]*\r?$/m
const META_COPY_FROM_STDIN = /^\\copy\b[\s\S]*\sfrom\s+p?stdin\b/i

/**
 * Cuts a file as psql would: at semicolons outside quotes, comments, parentheses and `begin atomic` bodies, at
 * meta-commands, and after the rows of `copy … from stdin`. Needs time linear in the file's length and never fails.
 */
export function splitSql(source: string, file: string): SqlPiece[] {
  const pieces: SqlPiece[] = []
  const lineOf = lineCounter(source)
  let pending: Pending | undefined
  let at = source.startsWith('\ufeff') ? 1 : 0

  const finish = (): Pending | undefined => {
    const done = pending
    pending = undefined
    if (!done || done.end === done.offset) return undefined
    const text = source.slice(done.offset, done.end)
    const place = { text, file, line: lineOf(done.offset), offset: done.offset }
    if (!done.copiesFromStdin) {
      pieces.push({ kind: 'statement', ...place })
      return done
    }
    const rows = inlineRows(source, at)
    at = rows.end
    pieces.push({ kind: 'copy', ...place, data: rows.data })
    return done
  }

  while (at < source.length) {
    const token = scanToken(source, at)
    at = token.end
    if (token.kind === 'space' || token.kind === 'comment') continue
    if (token.kind === 'backslash') {
      if (source[at] === ';') at++
      finish()
      if (source[at - 1] === ';') continue
      at = metaEnd(source, token.start)
      const text = source.slice(token.start, at).trimEnd()
      const place = { text, file, line: lineOf(token.start), offset: token.start }
      if (META_COPY_FROM_STDIN.test(text)) {
        const rows = inlineRows(source, at)
        at = rows.end
        pieces.push({ kind: 'copy', ...place, text: text.slice(1).replace(/\bpstdin\b/i, 'stdin'), data: rows.data })
      } else pieces.push({ kind: 'meta', ...place })
    } else if (source[token.start] === ';' && token.kind === 'punctuation' && !isInside(pending)) finish()
    else {
      pending ??= begin(token.start)
      follow(pending, source, token)
    }
  }
  finish()
  return pieces
}

function begin(offset: number): Pending {
  return { offset, end: offset, words: [], parentheses: 0, blocks: 0, copiesFromStdin: false, lastWord: '' }
}

function isInside(pending: Pending | undefined): boolean {
  return pending !== undefined && (pending.parentheses > 0 || pending.blocks > 0)
}

function follow(pending: Pending, source: string, token: Token): void {
  pending.end = token.end
  if (token.kind === 'punctuation') {
    const character = source[token.start]
    if (character === '(') pending.parentheses++
    else if (character === ')' && pending.parentheses > 0) pending.parentheses--
    pending.lastWord = ''
    return
  }
  const word = token.kind === 'word' ? source.slice(token.start, token.end).toLowerCase() : ''
  if (pending.words.length < 4) pending.words.push(word)
  if (word && pending.parentheses === 0) followWord(pending, word)
  pending.lastWord = word
}

/** `begin atomic` bodies nest with `case`, as in psql's own scanner (psqlscan.l). */
function followWord(pending: Pending, word: string): void {
  if (word === 'stdin' && pending.lastWord === 'from' && pending.words[0] === 'copy') pending.copiesFromStdin = true
  if (word === 'atomic' && pending.lastWord === 'begin' && createsRoutine(pending.words)) pending.blocks++
  else if (pending.blocks > 0 && word === 'case') pending.blocks++
  else if (pending.blocks > 0 && word === 'end') pending.blocks--
}

function createsRoutine(words: readonly string[]): boolean {
  const kind = words[1] === 'or' ? words[3] : words[1]
  return words[0] === 'create' && (kind === 'function' || kind === 'procedure')
}

/** A meta-command reaches to the end of its line, or to `\\\\`. */
function metaEnd(source: string, start: number): number {
  const meta = /\\[^\n\\]*(?:\\[^\n\\]+)*(?:\\\\)?/y
  meta.lastIndex = start
  meta.test(source)
  return meta.lastIndex
}

/** The lines after the current one up to `\.`, or to the end. */
function inlineRows(source: string, from: number): { data: string; end: number } {
  const newline = source.indexOf('\n', from)
  if (newline < 0) return { data: '', end: source.length }
  const mark = new RegExp(END_OF_DATA, 'gm')
  mark.lastIndex = newline + 1
  const found = mark.exec(source)
  if (!found) return { data: source.slice(newline + 1), end: source.length }
  return { data: source.slice(newline + 1, found.index), end: mark.lastIndex }
}

/** Counts on from the last place asked for: callers ask in rising order. */
function lineCounter(source: string): (offset: number) => number {
  let line = 1
  let newline = source.indexOf('\n')
  return offset => {
    while (newline >= 0 && newline < offset) {
      line++
      newline = source.indexOf('\n', newline + 1)
    }
    return line
  }
}
