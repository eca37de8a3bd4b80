import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readEntry, writeEntry } from '../../src/cache/entry.ts'
import { packTar, unpackData } from '../../src/postgres/data-archive.ts'
import { temporaryDirectory } from '../support/git-repository.ts'

const KEY = 'a'.repeat(64)
const FACTS = { server: '17.10', seededRows: 3, contents: 'c' }

async function writeSome(folder: string): Promise<void> {
  await writeEntry(folder, KEY, FACTS, file => packTar(Readable.from([Buffer.alloc(100_000, 'data')]), file))
}

function edit(folder: string, change: (manifest: Record<string, unknown>) => object): void {
  const file = join(folder, 'base.json')
  writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')))))
}

test('what was written is read', async () => {
  using folder = temporaryDirectory()
  await writeSome(folder.directory)
  const archive = join(folder.directory, 'base.tar.zst')
  expect(await readEntry(folder.directory, KEY)).toEqual({ archive, facts: FACTS })
})

test.each<readonly [string, (folder: string, archive: string) => void]>([
  ['another key', folder => edit(folder, manifest => ({ ...manifest, key: 'b'.repeat(64) }))],
  ['more in the manifest', folder => edit(folder, manifest => ({ ...manifest, run: 'id' }))],
  ['less in it', folder => edit(folder, ({ facts: _, ...manifest }) => manifest)],
  ['no JSON', folder => writeFileSync(join(folder, 'base.json'), 'x')],
  ['a huge manifest', folder => writeFileSync(join(folder, 'base.json'), ' '.repeat(20_000))],
  ['half an archive', (_, archive) => truncateSync(archive, 10)],
  ['one byte other', (_, archive) => writeFileSync(archive, readFileSync(archive).with(20, 1))],
])('%s: it is not read', async (_, damage) => {
  using folder = temporaryDirectory()
  await writeSome(folder.directory)
  damage(folder.directory, join(folder.directory, 'base.tar.zst'))
  await expect(readEntry(folder.directory, KEY)).rejects.toThrow()
})

test('an entry without its archive is none', async () => {
  using folder = temporaryDirectory()
  await expect(readEntry(folder.directory, KEY)).rejects.toThrow()
})

/** One entry of a tar archive, in the form of POSIX.1-1988. */
function tarEntry(name: string, type: string, content = '', link = ''): Buffer {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write('0000777\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write('00000000000\0', 136)
  header.write('        ', 148)
  header.write(type, 156)
  header.write(link, 157)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512)
  body.write(content)
  return Buffer.concat([header, body])
}

const CONF = tarEntry(
  'postgresql.conf',
  '0',
  "archive_command = 'id > /tmp/x'\nlc_messages = 'C'\t# locale\ndatestyle = 'iso, mdy'\nsession_preload_libraries = 'evil'\n",
)

async function unpackEntries(folder: string, entries: readonly Buffer[]): Promise<string> {
  const archive = join(folder, 'a.tar.zst')
  await packTar(Readable.from([Buffer.concat([...entries, Buffer.alloc(1024)])]), archive)
  const data = join(folder, 'data')
  await unpackData(archive, data, undefined)
  return data
}

test('a data folder brings no configuration that could do more than say how text looks', async () => {
  using folder = temporaryDirectory()
  const trust = tarEntry('pg_hba.conf', '0', 'host all all 0.0.0.0/0 trust\n')
  const data = await unpackEntries(folder.directory, [CONF, trust, tarEntry('PG_VERSION', '0', '17\n')])
  expect(readFileSync(join(data, 'postgresql.conf'), 'utf8')).toBe("lc_messages = 'C'\ndatestyle = 'iso, mdy'\n")
  expect(readFileSync(join(data, 'pg_hba.conf'), 'utf8')).toBe('host all all 127.0.0.1/32 scram-sha-256\n')
  expect(readFileSync(join(data, 'PG_VERSION'), 'utf8')).toBe('17\n')
})

test.each([
  ['a link out of it', tarEntry('pg_wal', '2', '', '/etc')],
  ['a hard link', tarEntry('passwd', '1', '', '/etc/passwd')],
  ['a pipe', tarEntry('pipe', '6')],
])('%s is refused', async (_, entry) => {
  using folder = temporaryDirectory()
  await expect(unpackEntries(folder.directory, [CONF, entry])).rejects.toThrow()
})

test('a path out of it stays in it', async () => {
  using folder = temporaryDirectory()
  const data = await unpackEntries(folder.directory, [CONF, tarEntry('../../escaped', '0', 'x')])
  expect(existsSync(join(folder.directory, '..', 'escaped'))).toBe(false)
  expect(readFileSync(join(data, 'escaped'), 'utf8')).toBe('x')
})
