import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { UserError } from '../errors.ts'

/** Server binaries of this machine. */
export interface Installation {
  readonly bin: string
  readonly major: number
}

/** Folders in which Debian, the PGDG's RPMs and Homebrew keep one subfolder for each major. */
const HOMES = ['/usr/lib/postgresql', '/usr', '/opt/homebrew/opt', '/usr/local/opt']

/** Throws a UserError that names what was found where the wanted major is not there. */
export async function findInstallation(major: number, env: NodeJS.ProcessEnv): Promise<Installation> {
  const installations = await listInstallations(env)
  const found = installations.find(installation => installation.major === major)
  if (found) return found
  const others = installations.map(({ bin, major: other }) => `${other} in ${bin}`).join(', ')
  throw new UserError(`No server binaries of PostgreSQL ${major} on this machine: found ${others || 'none'}`, {
    hint: 'Install that major, let PGBIN name its folder, or choose `postgres.server: embedded`.',
  })
}

async function listInstallations(env: NodeJS.ProcessEnv): Promise<Installation[]> {
  const named = [env.PGBIN, ...(env.PATH ?? '').split(delimiter)].filter(folder => folder?.startsWith('/'))
  const folders = new Set([...(named as string[]), ...(await Promise.all(HOMES.map(majorsOf))).flat()])
  const found = await Promise.all([...folders].map(async bin => ({ bin, major: await readMajor(bin) })))
  return found.filter((installation): installation is Installation => installation.major !== undefined)
}

async function majorsOf(home: string): Promise<string[]> {
  const names = await readdir(home).catch(() => [])
  return names.filter(name => /^(pgsql-|postgresql@)?\d+$/.test(name)).map(name => join(home, name, 'bin'))
}

/** Undefined where there is no server. */
async function readMajor(bin: string): Promise<number | undefined> {
  try {
    const { stdout } = await promisify(execFile)(join(bin, 'postgres'), ['--version'], { env: {} })
    await promisify(execFile)(join(bin, 'initdb'), ['--version'], { env: {} })
    return Number(/\d+/.exec(stdout)?.[0])
  } catch {
    return undefined
  }
}
