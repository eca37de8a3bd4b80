import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { UserError } from '../errors.ts'

const ARCHIVE = 'base.tar.zst'
const MANIFEST = 'base.json'
/** GitHub keeps 10 GB for a whole repository. */
const MAX_PACKED_BYTES = 2 * 2 ** 30
const MAX_MANIFEST_BYTES = 10_000
const READ_BYTES = 2 ** 20

const hex = z.string().regex(/^[0-9a-f]{64}$/)
const facts = z.strictObject({
  /** `server_version`. */
  server: z.string(),
  seededRows: z.number(),
  /** Of names, pages, rows and visibility of all relations. */
  contents: z.string(),
})
const manifest = z.strictObject({ key: hex, sha256: hex, sizeBytes: z.number().int(), facts })

/** What must be found again in a base that was kept. */
export type BaseFacts = z.output<typeof facts>

/** Writes an entry: `pack` makes its archive. Throws a UserError where that is larger than any cache should hold. */
export async function writeEntry(
  folder: string,
  key: string,
  found: BaseFacts,
  pack: (file: string) => Promise<void>,
): Promise<void> {
  const file = join(folder, ARCHIVE)
  await pack(file)
  const { size: sizeBytes } = await stat(file)
  if (sizeBytes > MAX_PACKED_BYTES) throw new UserError('it takes more than 2 GiB, packed')
  const written: z.input<typeof manifest> = { key, sha256: await checksumOf(file), sizeBytes, facts: found }
  await writeFile(join(folder, MANIFEST), JSON.stringify(written))
}

/** Reads an entry that was written under this key. Throws where there is any doubt. */
export async function readEntry(folder: string, key: string): Promise<{ archive: string; facts: BaseFacts }> {
  const path = join(folder, MANIFEST)
  if ((await stat(path)).size > MAX_MANIFEST_BYTES) throw new UserError('its manifest is not one of ours')
  const parsed = manifest.safeParse(JSON.parse(await readFile(path, 'utf8')))
  if (!parsed.success || parsed.data.key !== key) throw new UserError('its manifest is not the one of this base')
  const archive = join(folder, ARCHIVE)
  const { sha256, sizeBytes, facts: expected } = parsed.data
  // The size first: what is far too large is not even read.
  if (
    (await stat(archive)).size !== sizeBytes ||
    sizeBytes > MAX_PACKED_BYTES ||
    (await checksumOf(archive)) !== sha256
  ) {
    throw new UserError('its archive is not the one that was written')
  }
  return { archive, facts: expected }
}

async function checksumOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: READ_BYTES }), hash)
  return hash.digest('hex')
}
