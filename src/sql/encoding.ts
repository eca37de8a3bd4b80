import { UserError } from '../errors.ts'
import { scan } from './scan.ts'
import type { SqlPiece } from './split.ts'

/** SQL cannot hold the NUL that every second byte of UTF-16 is. Throws a UserError for a text that does. */
export function refuseUtf16(source: string, file: string): void {
  const at = source.indexOf('\0')
  if (at < 0) return
  const line = source.slice(0, at).split('\n').length
  throw new UserError(`${file}:${line}: the file holds a NUL character, as files in UTF-16 do`, {
    kind: 'usage',
    hint: 'Save it as UTF-8.',
  })
}

/** What stands in a decoded text for bytes that are no UTF-8. */
const BROKEN = '\ufffd'

/** Throws a UserError for the first piece that is not UTF-8 outside of comments, and would reach the server as something else. */
export function refuseBrokenUtf8(pieces: readonly SqlPiece[]): void {
  for (const piece of pieces) {
    const at = brokenAt(piece)
    if (at === undefined) continue
    const line = piece.line + piece.text.slice(0, at).split('\n').length - 1
    throw new UserError(`${piece.file}:${line}: the file is not UTF-8 here`, {
      kind: 'usage',
      hint: 'Save it as UTF-8. U+FFFD itself is written chr(65533).',
    })
  }
}

function brokenAt(piece: SqlPiece): number | undefined {
  if (piece.text.includes(BROKEN)) {
    for (const { kind, start, end } of scan(piece.text)) {
      if (kind !== 'comment' && piece.text.slice(start, end).includes(BROKEN)) return piece.text.indexOf(BROKEN, start)
    }
  }
  return piece.kind === 'copy' && piece.data.includes(BROKEN) ? 0 : undefined
}
