import type { SqlError } from './client.ts'

/** Where the text that was sent begins: one-based `line` in `file`. */
export interface SqlSource {
  readonly file: string
  readonly line: number
  readonly text: string
}

const EXCERPT_WIDTH = 100
const MESSAGE_WIDTH = 300

/** The error with file and line of the failing character, an excerpt with a caret below it, SQLSTATE, detail and hint. */
export function describeSqlError(error: SqlError, where: SqlSource): string {
  const at = locate(where, error.position)
  const gutter = `${at.line}`.padStart(5)
  const lines = [
    `${where.file}:${at.line}: ${shortened(error.message)} (SQLSTATE ${error.code})`,
    `${gutter} | ${at.excerpt}`,
    ...(error.position === undefined ? [] : [`${' '.repeat(gutter.length)} | ${at.indent}^`]),
    ...(error.detail ? [`detail: ${error.detail}`] : []),
    ...(error.hint ? [`hint: ${error.hint}`] : []),
    ...(error.context ? [`in: ${error.context}`] : []),
  ]
  return lines.join('\n')
}

/** What is not terminated is quoted in the message to the end of the file. */
function shortened(message: string): string {
  const line = message.replaceAll(/\s*\n\s*/g, ' ')
  return line.length > MESSAGE_WIDTH ? `${line.slice(0, MESSAGE_WIDTH)}…` : line
}

interface Location {
  readonly line: number
  readonly excerpt: string
  /** White space as wide as what stands before the failing character. */
  readonly indent: string
}

function locate({ line, text }: SqlSource, position: number | undefined): Location {
  const offset = position === undefined ? text.length - text.trimStart().length : offsetOf(text, position)
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const newline = text.indexOf('\n', offset)
  const whole = text.slice(start, newline < 0 ? undefined : newline).trimEnd()
  const column = offset - start
  const from = Math.max(0, column - EXCERPT_WIDTH / 2)
  const to = from + EXCERPT_WIDTH
  const before = `${from > 0 ? '…' : ''}${whole.slice(from, column)}`
  return {
    line: line + countNewlines(text, start),
    excerpt: `${before}${whole.slice(column, to)}${to < whole.length ? '…' : ''}`,
    // Tabs stay, so that the caret stands right however wide they are shown.
    indent: [...before].map(character => (character === '\t' ? '\t' : ' ')).join(''),
  }
}

/** The server counts characters, JavaScript UTF-16 units. */
function offsetOf(text: string, position: number): number {
  let offset = 0
  for (let left = position - 1; left > 0 && offset < text.length; left--) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1
  }
  return offset
}

function countNewlines(text: string, end: number): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count++
  return count
}
