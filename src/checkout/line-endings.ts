import type { Git } from './git.ts'

const CARRIAGE_RETURN = 13

/**
 * Whether git would store this file of the working tree with LF where it has CRLF (gitattributes(5), “End-of-line conversion”;
 * `core.autocrlf`).
 */
export async function storesLf(git: Git, path: string): Promise<boolean> {
  const listed = await git.text(['ls-files', '-z', '--eol', '--cached', '--others', '--', path])
  const [, stored, onDisk, attribute = ''] = /^i\/(\S*) +w\/(\S*) +attr\/(\S*)/.exec(listed) ?? []
  if (attribute === '-text') return false
  if (attribute === 'text') return true
  if (attribute === '' && !(await convertsUnasked(git))) return false
  // What git decides by itself leaves binary files alone, and those that were stored with CRLF.
  return onDisk !== '-text' && stored !== 'crlf' && stored !== 'mixed'
}

async function convertsUnasked(git: Git): Promise<boolean> {
  const setting = (await git.attempt(['config', '--get', 'core.autocrlf']))?.trim().toLowerCase()
  return setting === 'input' || /^(?:true|yes|on|1)$/.test(setting ?? '')
}

/** The same bytes with LF in place of CRLF. */
export async function* withLf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const bytes = held.length > 0 ? Buffer.concat([held, chunk]) : chunk
    const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length
    held = bytes.subarray(end)
    yield replaceCrLf(bytes.subarray(0, end))
  }
  yield held
}

export function replaceCrLf(bytes: Buffer): Buffer {
  return bytes.includes('\r\n') ? Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1') : bytes
}
