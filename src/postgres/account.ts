import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { UserError } from '../errors.ts'

/** The operating system's user that a server runs as. */
export interface Account {
  readonly uid: number
  readonly gid: number
}

/** PostgreSQL refuses to run as root: then it gets the least powerful user of the machine. Undefined where we are not root. */
export async function serverAccount(env: NodeJS.ProcessEnv): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    const found = await lookUp(name)
    if (found) return found
  }
  const uid = Number(env.SUDO_UID)
  if (uid > 0) return { uid, gid: Number(env.SUDO_GID) || uid }
  throw new UserError('PostgreSQL does not run as root, and this machine has neither a user “postgres” nor “nobody”', {
    hint: 'Run as another user, or create one of them.',
  })
}

async function lookUp(name: string): Promise<Account | undefined> {
  try {
    const { stdout } = await promisify(execFile)('id', [name])
    const [, uid, gid] = /^uid=(\d+)\S* gid=(\d+)/.exec(stdout)?.map(Number) ?? []
    return uid && gid ? { uid, gid } : undefined
  } catch {
    return undefined
  }
}
