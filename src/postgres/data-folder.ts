import { chown, mkdtemp, statfs } from 'node:fs/promises'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account } from './account.ts'

const GIB = 2 ** 30
const MEMORY_FOLDER = '/dev/shm'

/**
 * A new folder that only the server's user can enter. In memory where there is plenty, because all the server's files are thrown away:
 * two copies of a seeded database of a few hundred megabytes fit four times over. `PGVERDICT_DATA_DIR` chooses another place.
 */
export async function makeDataFolder(env: NodeJS.ProcessEnv, account: Account | undefined): Promise<string> {
  const parent = env.PGVERDICT_DATA_DIR ?? ((await isRoomy(MEMORY_FOLDER)) ? MEMORY_FOLDER : tmpdir())
  const folder = await mkdtemp(join(parent, 'pgverdict-'))
  if (account) await chown(folder, account.uid, account.gid)
  return folder
}

async function isRoomy(folder: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize >= 4 * GIB && freemem() >= 6 * GIB
  } catch {
    return false
  }
}
