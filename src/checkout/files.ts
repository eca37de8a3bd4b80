import { constants } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../errors.ts'
import { symlinkError } from './entries.ts'

/**
 * Opens a regular file below `root` without following a link on the way to it. Undefined for a missing file where `mayMiss`.
 * Throws a UserError for a link, for what is no regular file, and for a file that is gone.
 */
export async function openInside(
  root: string,
  path: string,
  label: string,
  mayMiss: boolean,
): Promise<FileHandle | undefined> {
  const parts = path.split('/')
  try {
    for (const [index] of parts.entries()) {
      const found = await lstat(join(root, ...parts.slice(0, index + 1)))
      if (found.isSymbolicLink()) throw symlinkError(path, label)
      if (index === parts.length - 1 && !found.isFile()) throw new UserError(`${path} in ${label} is no regular file`)
    }
    return await open(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW)
  } catch (error) {
    if (error instanceof UserError || !(error instanceof Error) || !('code' in error)) throw error
    if (mayMiss && error.code === 'ENOENT') return undefined
    throw new UserError(`${path} in ${label} could not be read: ${error.code}`, { cause: error })
  }
}
