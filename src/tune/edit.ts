import { createHash } from 'node:crypto'
import type { FileEdit } from '../advise/finding.ts'
import { lineAt, type Range } from './configured.ts'

/** Text that takes a range's place; an empty range is a place to insert at. */
export interface Replacement extends Range {
  readonly text: string
}

/** A line is written anew as a whole, and so everything on it would be shown. */
const MAY_HOLD_SECRET = /passw|secret|token|conninfo|:\/\/|credential|api[_-]?key/i

/** A file's change as whole lines; undefined where the changed line may hold a secret, or the file is not UTF-8. */
export function toFileEdit(path: string, text: string, replacement: Replacement): FileEdit | undefined {
  if (text.includes('\ufffd')) return undefined
  const change = changeOf(text, replacement)
  if (change.removes > 0 && change.adds.some(line => MAY_HOLD_SECRET.test(line))) return undefined
  return { path, sha256: createHash('sha256').update(text).digest('hex'), changes: [change] }
}

type Change = FileEdit['changes'][number]

function changeOf(text: string, { start, end, text: put }: Replacement): Change {
  const line = lineAt(text, start)
  const isLineEnd = text[start] === '\n' || start === text.length
  if (start === end && isLineEnd && put.startsWith('\n'))
    return { line: line + 1, removes: 0, adds: put.slice(1).split('\n') }
  const from = text.lastIndexOf('\n', start - 1) + 1
  const to = text.indexOf('\n', end) < 0 ? text.length : text.indexOf('\n', end)
  const removes = text.slice(from, to).split('\n').length
  return { line, removes, adds: (text.slice(from, start) + put + text.slice(end, to)).split('\n') }
}
