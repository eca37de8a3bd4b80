import type { Progress } from '../progress.ts'
import { ensureCommit, findCommit, findRemoteCommit, REMOTE } from './commits.ts'
import type { Repository } from './repository.ts'

export interface GivenCommit {
  readonly commit: string
  /** As the clone knows it. */
  readonly name: string
  readonly isFetched: boolean
}

/** The commit that a ref of the user means: here, at the remote as the clone last saw it, or fetched into a shallow clone. */
export async function findGiven(
  repository: Repository,
  ref: string,
  progress: Progress,
): Promise<GivenCommit | undefined> {
  for (const name of [ref, `${REMOTE}/${ref}`]) {
    const commit = await findCommit(repository, name)
    if (commit !== undefined) return { commit, name, isFetched: false }
  }
  if (!repository.isShallow) return undefined
  const commit = /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(ref) ? ref : await findRemoteCommit(repository, ref)
  if (commit === undefined || !(await ensureCommit(repository, commit, progress))) return undefined
  return { commit, name: ref, isFetched: true }
}
