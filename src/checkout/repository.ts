import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { UserError } from '../errors.ts'
import { type Access, type Git, GitError, type GitOptions, openGit } from './git.ts'

export interface Repository {
  /** The working tree's topmost folder. */
  readonly root: string
  /** The folder below it that the run is about, with a `/` at its end; empty for the root itself. */
  readonly prefix: string
  /** git, started in that folder. */
  readonly git: Git
  readonly isShallow: boolean
  readonly hash: 'sha1' | 'sha256'
  /** Reading an object of a partial clone may have to fetch it. */
  readonly objectAccess: Access
  /** git in the same repository, but with settings of its own, or for the clean-up after the run was aborted. */
  gitWith(options: Pick<GitOptions, 'config'> | Pick<GitOptions, 'signal'>): Git
}

/** Opens the repository that `directory` lies in. Throws a UserError when there is none. */
export async function openRepository(directory: string, options: GitOptions): Promise<Repository> {
  const start = resolve(directory)
  const isFolder = await stat(start).then(
    found => found.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new UserError(`There is no folder ${start}`, { kind: 'usage', hint: 'Check `--repo`.' })
  const described = await describe(openGit(start, options), start)
  const [isShallow, hash, prefix = '', ...rest] = described.split('\n')
  const root = rest.join('\n').replace(/\n$/, '')
  const folder = join(root, prefix)
  const git = openGit(folder, options)
  const partial = await git.attempt(['config', '--get-regexp', '^remote\\..*\\.promisor$'])
  return {
    root,
    prefix,
    git,
    isShallow: isShallow === 'true',
    hash: hash === 'sha256' ? 'sha256' : 'sha1',
    objectAccess: partial === undefined ? 'local' : 'network',
    gitWith: own => openGit(folder, { ...options, ...own }),
  }
}

async function describe(git: Git, start: string): Promise<string> {
  try {
    return await git.text([
      'rev-parse',
      '--is-shallow-repository',
      '--show-object-format',
      '--show-prefix',
      '--show-toplevel',
    ])
  } catch (error) {
    if (!(error instanceof GitError)) throw error
    throw new UserError(`${start} is not in the working tree of a git repository`, {
      kind: 'usage',
      hint: 'Run it where the repository is checked out, or point `--repo` there.',
      cause: error,
    })
  }
}
