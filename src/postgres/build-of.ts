import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { release } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Installation } from './native.ts'

/**
 * The exact build of a server's binaries, a package's folder or an installation, with the system whose libraries sort its
 * text: data folders move between equal ones only.
 */
export async function buildOf(source: string | Installation): Promise<string> {
  const system = await readFile('/etc/os-release', 'utf8').catch(() => release())
  return `${await versionOf(source)} ${process.platform}-${process.arch} ${system}`
}

async function versionOf(source: string | Installation): Promise<string> {
  if (typeof source === 'string') return readFile(join(source, 'package.json'), 'utf8')
  return (await promisify(execFile)(join(source.bin, 'postgres'), ['--version'], { env: {} })).stdout
}
