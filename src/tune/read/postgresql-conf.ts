import { type Configured, lineAt } from '../configured.ts'

/** What a configuration file asks to be read in its place. */
interface Include {
  readonly kind: 'include' | 'include_if_exists' | 'include_dir'
  readonly path: string
  readonly line: number
}

export type ConfEntry =
  | { readonly kind: 'setting'; readonly setting: Configured }
  | ({ readonly kind: 'include'; readonly include: Include['kind'] } & Omit<Include, 'kind'>)
  | { readonly kind: 'error'; readonly line: number }

const LETTER = 'A-Za-z_\\u0080-\\uffff'
const IDENTIFIER = `[${LETTER}][${LETTER}0-9$]*`
const QUOTED = `'(?:[^'\\\\\\n]|\\\\.|'')*'`
const NUMBER = '[-+]?(?:0x[\\da-fA-F]+|\\d*\\.?\\d+(?:[eE][-+]?\\d+)?)[a-zA-Z]*'
const UNQUOTED = `[${LETTER}][${LETTER}0-9\\-._:/$]*`

/** The grammar of one line (PostgreSQL's `guc-file.l`): a name, an optional equals sign, one value, a comment. */
const LINE = new RegExp(
  `^[ \\t]*(?:(?<name>${IDENTIFIER}(?:\\.${IDENTIFIER})?)(?:[ \\t]*=[ \\t]*|[ \\t]+|(?='))(?<value>${QUOTED}|${NUMBER}|${UNQUOTED}))?[ \\t]*(?:#.*)?\\r?$`,
  'd',
)

/**
 * The entries of a postgresql.conf in their order. `start` and `end` name the part of `text` to read, where it stands inside
 * another file; lines and ranges are those of the whole text.
 */
export function parseConf(text: string, file: string, start = 0, end = text.length): readonly ConfEntry[] {
  const entries: ConfEntry[] = []
  let line = lineAt(text, start)
  for (let at = start; at < end; line++) {
    const newline = text.indexOf('\n', at)
    const stop = newline < 0 || newline > end ? end : newline
    const entry = parseLine(text.slice(at, stop), at, file, line)
    if (entry !== undefined) entries.push(entry)
    at = stop + 1
  }
  return entries
}

function parseLine(source: string, at: number, file: string, line: number): ConfEntry | undefined {
  const found = LINE.exec(source)
  if (found === null) return { kind: 'error', line }
  const { name, value } = found.groups ?? {}
  const place = found.indices?.groups?.value
  if (name === undefined || value === undefined || place === undefined) return undefined
  const key = name.toLowerCase()
  if (key === 'include' || key === 'include_if_exists' || key === 'include_dir')
    return { kind: 'include', include: key, path: unquote(value), line }
  const range = { start: at + place[0], end: at + place[1] }
  return { kind: 'setting', setting: { name: key, value: unquote(value), file, line, range, scope: undefined } }
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

function unquote(value: string): string {
  if (!value.startsWith("'")) return value
  return value
    .slice(1, -1)
    .replace(/''|\\([0-7]{1,3})|\\(.)/g, (_, octal: string | undefined, other: string | undefined) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
      return other === undefined ? "'" : (ESCAPES[other] ?? other)
    })
}
