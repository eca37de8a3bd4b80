import { UserError } from '../errors.ts'

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
