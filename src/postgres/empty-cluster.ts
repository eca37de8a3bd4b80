import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { BARE_ENVIRONMENT } from '../environment.ts'
import { UserError } from '../errors.ts'
import type { Account } from './account.ts'
import { randomPassword } from './database.ts'
import { diskFullError } from './server-failure.ts'

/** What initdb depends on, and where it works. */
export interface EmptyCluster {
  /** The folder with `initdb`. */
  readonly bin: string
  readonly major: number
  /** Belongs to `account`. */
  readonly folder: string
  readonly account: Account | undefined
  readonly signal: AbortSignal
  /** The exact build of the binaries. */
  readonly build: string
  /** A folder where an empty cluster of each build is kept, so that later ones are copies of it. */
  readonly keptIn: string | undefined
}

export const SUPERUSER = 'pgverdict'

const ARCHIVE = 'data.tar'

/** Makes an empty cluster in the folder's `data`; returns the superuser's password. */
export async function makeEmptyCluster(cluster: EmptyCluster): Promise<string> {
  const { keptIn, build, account, folder } = cluster
  if (keptIn === undefined) return initialise(cluster)
  await openPrivately(keptIn)
  const key = createHash('sha256').update(`${build} ${account?.uid} ${ARCHIVE}`).digest('hex')
  const kept = join(keptIn, key.slice(0, 32))
  const data = join(folder, 'data')
  const known = await readFile(join(kept, 'password'), 'utf8').catch(() => undefined)
  if (known !== undefined) {
    await mkdir(data)
    await tar(data, '-xpf', join(kept, ARCHIVE))
    return known
  }
  const password = await initialise(cluster)
  await keep(data, password, kept)
  return password
}

/** Who may write there decides what our servers are, and who may read there has their password. */
async function openPrivately(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = await stat(folder)
  if (uid === process.getuid?.() && (mode & 0o077) === 0) return
  throw new UserError(`PGVERDICT_EMPTY_CLUSTERS: ${folder} must belong to you and be closed to others (mode 700)`, {
    kind: 'usage',
  })
}

/** Two runs may do so at once: the first one's is kept. */
async function keep(data: string, password: string, kept: string): Promise<void> {
  const unfinished = `${kept}.${randomUUID()}`
  try {
    await mkdir(unfinished, { mode: 0o700 })
    await tar(data, '-cf', join(unfinished, ARCHIVE), '.')
    await writeFile(join(unfinished, 'password'), password, { mode: 0o600 })
    await rename(unfinished, kept)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    const isThere = ['EEXIST', 'ENOTEMPTY'].includes((error as NodeJS.ErrnoException).code ?? '')
    if (!isThere) throw error
  }
}

/** With owners and modes as they are; a thousand files are faster written from one than from as many. */
async function tar(data: string, ...options: readonly string[]): Promise<void> {
  await promisify(execFile)('tar', ['-C', data, ...options], { env: BARE_ENVIRONMENT }).catch((error: Error) => {
    if (/No space left on device/.test(error.message)) throw diskFullError(data, error)
    throw new UserError(`The kept cluster could not be copied: ${error.message}`, { cause: error })
  })
}

async function initialise({ bin, major, folder, account, signal }: EmptyCluster): Promise<string> {
  const password = randomPassword()
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (account) await chown(passwordFile, account.uid, account.gid)
  const flags = ['--no-sync', '--locale=C', '--encoding=UTF8', '--auth=scram-sha-256', `--username=${SUPERUSER}`]
  // Segments of the log are made in full, of zeros, which is most of what a small database writes.
  flags.push('--wal-segsize=1')
  if (major >= 18) flags.push('--no-data-checksums')
  await promisify(execFile)(join(bin, 'initdb'), [...flags, `--pwfile=${passwordFile}`, '-D', join(folder, 'data')], {
    env: BARE_ENVIRONMENT,
    cwd: folder,
    signal,
    ...account,
  }).catch((error: Error & { stderr?: string }) => {
    const said = error.stderr?.trim() || error.message
    if (/No space left on device/.test(said)) throw diskFullError(folder, error)
    throw new UserError(`initdb failed\n${said}`, { cause: error })
  })
  await rm(passwordFile)
  return password
}
