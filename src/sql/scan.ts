/** What PostgreSQL's lexer would see, coarsely: operators are single characters and keywords are words. */
type TokenKind =
  | 'space'
  | 'comment'
  | 'string'
  | 'number'
  | 'parameter'
  | 'word'
  | 'quoted'
  | 'backslash'
  | 'punctuation'

export interface Token {
  readonly kind: TokenKind
  readonly start: number
  readonly end: number
}

const SPACE = /[ \t\n\r\f\v]+/y
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y
const NUMBER =
  /0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*(?:\.(?!\.)[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/y
const PARAMETER = /\$\d+/y
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y
const LINE_COMMENT = /--[^\n\r]*/y
const STRING_PREFIX = /(?:[eEbBxXnN]|[uU]&)?'/y
const QUOTED_PREFIX = /(?:[uU]&)?"/y
/**
 * The token that begins at `start`, with `standard_conforming_strings` on. Never fails: what is not terminated reaches to
 * the end. Reading a whole text token by token takes time linear in its length.
 */
export function scanToken(source: string, start: number): Token {
  const here = source.charCodeAt(start)
  if (here === 0x27) return { kind: 'string', start, end: stringEnd(source, start + 1, false) }
  if (here === 0x22) return { kind: 'quoted', start, end: closing(source, start + 1, '"') }
  if (here === 0x2d && source.charCodeAt(start + 1) === 0x2d) return take('comment', LINE_COMMENT, source, start)!
  if (here === 0x2f && source.charCodeAt(start + 1) === 0x2a)
    return { kind: 'comment', start, end: blockEnd(source, start) }
  if (here === 0x5c) return { kind: 'backslash', start, end: start + 1 }
  if (here === 0x24) return take('parameter', PARAMETER, source, start) ?? dollarQuoted(source, start)
  return (
    take('space', SPACE, source, start) ??
    prefixed(source, start) ??
    take('word', WORD, source, start) ??
    take('number', NUMBER, source, start) ?? { kind: 'punctuation', start, end: start + 1 }
  )
}

/** All tokens of a text, white space and comments too. */
export function* scan(source: string): Generator<Token> {
  for (let at = 0; at < source.length; ) {
    const token = scanToken(source, at)
    yield token
    at = token.end
  }
}

function take(kind: TokenKind, pattern: RegExp, source: string, start: number): Token | undefined {
  pattern.lastIndex = start
  return pattern.test(source) ? { kind, start, end: pattern.lastIndex } : undefined
}

function prefixed(source: string, start: number): Token | undefined {
  const string = take('string', STRING_PREFIX, source, start)
  if (string) return { kind: 'string', start, end: stringEnd(source, string.end, /e/i.test(source[start]!)) }
  const quoted = take('quoted', QUOTED_PREFIX, source, start)
  return quoted && { kind: 'quoted', start, end: closing(source, quoted.end, '"') }
}

function dollarQuoted(source: string, start: number): Token {
  const tag = take('string', DOLLAR_TAG, source, start)
  if (!tag) return { kind: 'punctuation', start, end: start + 1 }
  const end = source.indexOf(source.slice(start, tag.end), tag.end)
  return { kind: 'string', start, end: end < 0 ? source.length : end + tag.end - start }
}

function stringEnd(source: string, from: number, hasEscapes: boolean): number {
  for (let at = from; ; ) {
    const end = hasEscapes ? closingEscaped(source, at) : closing(source, at, "'")
    const next = continuation(source, end)
    if (next === undefined) return end
    at = next
  }
}

/** A string goes on after white space and line comments that hold a newline (PostgreSQL manual, section 4.1.2.1). */
function continuation(source: string, end: number): number | undefined {
  let at = end
  for (let gap: Token | undefined; ; at = gap.end) {
    gap = take('space', SPACE, source, at) ?? take('comment', LINE_COMMENT, source, at)
    if (!gap) break
  }
  return source[at] === "'" && /[\n\r]/.test(source.slice(end, at)) ? at + 1 : undefined
}

/** The end of a quoted text in which a doubled quote stands for one. */
function closing(source: string, from: number, quote: string): number {
  for (let at = from; ; at += 2) {
    at = source.indexOf(quote, at)
    if (at < 0) return source.length
    if (source[at + 1] !== quote) return at + 1
  }
}

function closingEscaped(source: string, from: number): number {
  for (let at = from; at < source.length; at++) {
    const here = source.charCodeAt(at)
    if (here === 0x5c) at++
    else if (here === 0x27 && source.charCodeAt(at + 1) === 0x27) at++
    else if (here === 0x27) return at + 1
  }
  return source.length
}

function blockEnd(source: string, start: number): number {
  const mark = /\/\*|\*\//g
  mark.lastIndex = start
  for (let depth = 0; ; ) {
    const found = mark.exec(source)
    if (!found) return source.length
    depth += found[0] === '/*' ? 1 : -1
    if (depth === 0) return mark.lastIndex
  }
}
