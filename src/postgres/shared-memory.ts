import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { BARE_ENVIRONMENT } from '../environment.ts'

/** A `postmaster.pid` names the server's segment of System V shared memory on its seventh line, by key and identifier. */
const SEGMENT_LINE = 6

/**
 * Removes the segment by which PostgreSQL locks a data folder. A server removes it and its pid file by itself, unless it was
 * killed; then the segment would outlive the folder. As the server's own user, who can remove nobody else's.
 */
export async function removeSharedMemory(data: string): Promise<void> {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const id = lines[SEGMENT_LINE]?.trim().split(/\s+/)[1]
  if (id === undefined || !/^\d+$/.test(id)) return
  const { uid, gid } = await stat(data)
  const owner = process.getuid?.() === 0 ? { uid, gid } : {}
  await promisify(execFile)('ipcrm', ['-m', id], { env: BARE_ENVIRONMENT, ...owner }).catch(() => undefined)
}
