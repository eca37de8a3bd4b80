import { buffer } from 'node:stream/consumers'
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { UserError } from '../../errors.ts'

const MAX_PACKED_BYTES = 5 * 1024 * 1024
/** Reports are repetitive text. More than this is a bomb. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024

/** Collects a body that must not be larger than a packed report. */
export async function takePacked(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > MAX_PACKED_BYTES) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The one JSON file of an archive, read in memory. Throws a UserError for archives that hold anything else. */
export async function unpackReport(archive: Buffer): Promise<string> {
  // Sizes are checked against the directory, so that no entry is longer than it says.
  const zip = await fromBufferPromise(archive, { lazyEntries: true, validateEntrySizes: true }).catch(damaged)
  try {
    const entry = await onlyEntry(zip)
    if (entry.uncompressedSize > MAX_UNPACKED_BYTES) throw tooLarge()
    return (await buffer(await zip.openReadStreamPromise(entry)).catch(damaged)).toString('utf8')
  } finally {
    zip.close()
  }
}

function onlyEntry(zip: ZipFile): Promise<Entry> {
  return new Promise((resolve, reject) => {
    const refuse = () => reject(new UserError('The artifact is not one report: it must hold a single .json file'))
    if (zip.entryCount !== 1) return refuse()
    zip.once('error', reject)
    zip.once('entry', (entry: Entry) => (/^[\w.-]+\.json$/.test(entry.fileName) ? resolve(entry) : refuse()))
    zip.readEntry()
  })
}

function damaged(cause: unknown): never {
  throw new UserError('The artifact is not a zip archive, or a damaged one', { cause })
}

function tooLarge(): UserError {
  return new UserError('The artifact is larger than any report')
}
