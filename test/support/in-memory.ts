import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'

const MEMORY_FOLDER = '/dev/shm'
const ENOUGH_BYTES = 6 * 2 ** 30

/**
 * What tests write lies in memory where there is room. They make and remove files by the hundred thousand, and without a journal ext4
 * looks for a new one among all that were removed within minutes, which takes the processor longer the more there are.
 */
export function setup(): (() => void) | undefined {
  if (!isRoomy(MEMORY_FOLDER)) return undefined
  const folder = mkdtempSync(join(MEMORY_FOLDER, 'pgverdict-tests-'))
  // Servers have a user of their own.
  chmodSync(folder, 0o1777)
  process.env.TMPDIR = folder
  return () => rmSync(folder, { recursive: true, force: true })
}

function isRoomy(folder: string): boolean {
  if (!existsSync(folder)) return false
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize >= ENOUGH_BYTES
}
