import type { Progress } from '../progress.ts'
import type { Repository } from './repository.ts'

export const REMOTE = 'origin'

/** The full id of the commit that a ref, an abbreviated id or an expression such as `HEAD~2` names; undefined where there is none. */
export async function findCommit({ git }: Repository, ref: string): Promise<string | undefined> {
  const id = await git.attempt(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`])
  return id?.trim()
}

/** Parents as the commit itself names them, because in a shallow clone `HEAD^1` does not resolve. */
export async function parentsOf({ git }: Repository, commit: string): Promise<readonly string[]> {
  const [header = ''] = (await git.text(['cat-file', '-p', commit])).split('\n\n', 1)
  return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].flatMap(match => match[1] ?? [])
}

export async function mergeBase({ git }: Repository, one: string, other: string): Promise<string | undefined> {
  return (await git.attempt(['merge-base', one, other]))?.trim() || undefined
}

/** Fetches a commit that the clone does not have, alone and without tags. False when the remote does not give it. */
export async function ensureCommit(repository: Repository, commit: string, progress: Progress): Promise<boolean> {
  if ((await findCommit(repository, commit)) !== undefined) return true
  progress.step(`fetching ${commit}`)
  // A depth would turn a full clone into a shallow one.
  const depth = repository.isShallow ? ['--depth=1'] : []
  const options = ['--quiet', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head', ...depth]
  await repository.git.attempt(['fetch', ...options, REMOTE, commit], 'network')
  return (await findCommit(repository, commit)) !== undefined
}

/** The commit that the remote has for a branch or tag that this clone does not know. */
export async function findRemoteCommit({ git }: Repository, ref: string): Promise<string | undefined> {
  const listing = await git.attempt(
    ['ls-remote', '--quiet', REMOTE, `refs/heads/${ref}`, `refs/tags/${ref}`],
    'network',
  )
  return /^[0-9a-f]+/.exec(listing ?? '')?.[0]
}
