import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import { childEnvironment } from '../environment.ts'
import { UserError } from '../errors.ts'

/** Where git may go with a command: `network` may ask the remote and carries the token. */
export type Access = 'local' | 'network'

export interface Git {
  readonly directory: string
  /** Standard output. Throws GitError when git exits with another code than 0, or the signal's reason. */
  text(args: readonly string[], access?: Access): Promise<string>
  /** As `text`, but undefined when git says no. */
  attempt(args: readonly string[], access?: Access): Promise<string | undefined>
  start(args: readonly string[], access?: Access): ChildProcessWithoutNullStreams
}

export interface GitOptions {
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  /** Used for the GitHub server that `env` names, when the checkout kept no credentials. */
  readonly token?: string | undefined
  readonly config?: Settings
}

/** In git's order: a later value wins or is added, an empty one clears what came before. */
type Settings = readonly (readonly [key: string, value: string])[]

export class GitError extends Error {
  override readonly name = 'GitError'
}

const INHERITED = ['XDG_CONFIG_HOME', 'SSH_AUTH_SOCK', 'GIT_SSH_COMMAND']

const CONFIG: Settings = [
  // Commands of the repository run later anyway, as the same user; refusing a foreign owner here would protect nobody.
  ['safe.directory', '*'],
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
]

const MAX_OUTPUT_BYTES = 512 * 1024 * 1024
const execute = promisify(execFile)

/** git in a folder: without hooks, prompts and optional locks, and with an environment of its own. */
export function openGit(directory: string, options: GitOptions): Git {
  const config = [...CONFIG, ...(options.config ?? [])]
  const local = gitEnvironment(options.env, config)
  const network = gitEnvironment(options.env, [...config, ...authorization(options)])
  const environment = (access: Access) => (access === 'network' ? network : local)

  const text = async (args: readonly string[], access: Access = 'local') => {
    options.signal.throwIfAborted()
    try {
      const { signal } = options
      const result = await execute('git', args, {
        cwd: directory,
        env: environment(access),
        signal,
        maxBuffer: MAX_OUTPUT_BYTES,
      })
      return result.stdout
    } catch (error) {
      options.signal.throwIfAborted()
      throw explain(error, args)
    }
  }
  return {
    directory,
    text,
    attempt: async (args, access) => {
      try {
        return await text(args, access)
      } catch (error) {
        if (error instanceof GitError) return undefined
        throw error
      }
    },
    start: (args, access = 'local') => spawn('git', args, { cwd: directory, env: environment(access) }),
  }
}

function gitEnvironment(source: NodeJS.ProcessEnv, config: Settings): Record<string, string> {
  const variables = config.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ])
  return childEnvironment(source, INHERITED, {
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_LFS_SKIP_SMUDGE: '1',
    GIT_CONFIG_COUNT: String(config.length),
    ...Object.fromEntries(variables),
  })
}

/**
 * The header that actions/checkout sets, for that server alone; never in an argument, where every process could see it. One
 * that the checkout kept is cleared first: with two of them GitHub answers 400.
 */
function authorization({ env, token }: GitOptions): Settings {
  if (!token) return []
  const server = new URL(env.GITHUB_SERVER_URL ?? 'https://github.com').origin
  const credentials = Buffer.from(`x-access-token:${token}`).toString('base64')
  const key = `http.${server}/.extraheader`
  return [
    [key, ''],
    [key, `AUTHORIZATION: basic ${credentials}`],
  ]
}

function explain(error: unknown, args: readonly string[]): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  if (error.code === 'ENOENT') {
    return new UserError('git was not found', {
      kind: 'usage',
      hint: 'Install git, or put it on the PATH.',
      cause: error,
    })
  }
  if (typeof error.code !== 'number') return error
  const stderr = 'stderr' in error ? String(error.stderr) : ''
  return new GitError(`git ${args[0]}: ${stderr.trim().replaceAll(/\/\/[^/@\s]*@/g, '//***@')}`, { cause: error })
}
