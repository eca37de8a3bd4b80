import { createReadStream, createWriteStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { extract, pack } from 'tar-fs'
import { UserError } from '../errors.ts'
import type { Account } from './account.ts'

/** What a restored server may be told by its old configuration file: how text and dates look, as initdb chose it. */
const KEPT_SETTING =
  /^(?:datestyle|default_text_search_config|dynamic_shared_memory_type|lc_\w+) = (?:'[\w., -]*'|\w+)(?=\s*(?:#.*)?$)/gm
/** By which the data folder's own file could run programs, load libraries or let somebody in. */
const CONFIGURATION = {
  'postgresql.auto.conf': '',
  'pg_ident.conf': '',
  'pg_hba.conf': 'host all all 127.0.0.1/32 scram-sha-256\n',
}
const MAX_UNPACKED_BYTES = 64 * 2 ** 30
/** Node's own default for streams that pack is a sixty-fourth of it, and each chunk costs a turn of the loop. */
const CHUNK_BYTES = 2 ** 20

/** The packed form of a tar stream; the fastest level, because the data is read back about as often as written. */
export async function packTar(tar: AsyncIterable<unknown>, file: string): Promise<void> {
  const params = { [constants.ZSTD_c_compressionLevel]: 1 }
  await pipeline(tar, createZstdCompress({ params, chunkSize: CHUNK_BYTES }), createWriteStream(file, { mode: 0o600 }))
}

export function openTar(file: string): Readable {
  const plain = createZstdDecompress({ chunkSize: CHUNK_BYTES })
  // Errors of the file reach whoever reads what comes out of it.
  pipeline(createReadStream(file, { highWaterMark: CHUNK_BYTES }), plain).catch((error: Error) => plain.destroy(error))
  return plain
}

/** Packs a stopped server's data folder, without its log. */
export async function packData(data: string, file: string): Promise<void> {
  const ignore = (name: string) => name.startsWith(join(data, 'log/')) || name === join(data, 'postmaster.opts')
  await packTar(pack(data, { ignore }), file)
}

/**
 * Unpacks a data folder for the account that the server runs as. Nothing but files and folders comes out, and none of the
 * configuration that could make a server do more than serve. Throws a UserError where the archive is not as it was written.
 */
export async function unpackData(archive: string, data: string, account: Account | undefined): Promise<void> {
  let bytes = 0
  let isClean = true
  await pipeline(
    openTar(archive),
    extract(data, {
      strict: true,
      dmode: 0o700,
      fmode: 0o600,
      ignore: (_, header) => {
        bytes += header?.size ?? 0
        const isPlain = header?.type === 'file' || header?.type === 'directory'
        isClean &&= isPlain && bytes <= MAX_UNPACKED_BYTES
        return !isClean
      },
      map: header => ({ ...header, ...account }),
    }),
  )
  if (!isClean) throw new UserError('The archive of the base holds what no data folder holds')
  const settings = (await readFile(join(data, 'postgresql.conf'), 'utf8')).matchAll(KEPT_SETTING)
  const kept = [...settings].map(([setting]) => `${setting}\n`)
  const configuration = { ...CONFIGURATION, 'postgresql.conf': kept.join('') }
  for (const [name, text] of Object.entries(configuration)) await writeFile(join(data, name), text)
}
