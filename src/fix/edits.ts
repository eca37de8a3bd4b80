import { createHash } from 'node:crypto'
import type { FileEdit } from '../advise/finding.ts'

export function newFile(path: string, text: string): FileEdit {
  return { path, sha256: undefined, changes: [{ line: 1, removes: 0, adds: text.replace(/\n$/, '').split('\n') }] }
}

export function changedFile(path: string, text: string, changes: FileEdit['changes']): FileEdit {
  return { path, sha256: sha256Of(text), changes }
}

export const sha256Of = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex')

/** The text after the changes, which all speak of the lines before; in a file with CRLF added lines end so as well. */
export function applyChanges(text: string, changes: FileEdit['changes']): string {
  const lines = text.split('\n')
  const end = lines.length > 1 && lines.slice(0, -1).every(line => line.endsWith('\r')) ? '\r' : ''
  // From the bottom up; of two at one line the later is put in first, so that it ends up below.
  for (const { line, removes, adds } of changes.toReversed().toSorted((a, b) => b.line - a.line)) {
    lines.splice(line - 1, removes, ...adds.map(added => (added.endsWith('\r') ? added : `${added}${end}`)))
  }
  return lines.join('\n')
}
