import { findCommit, REMOTE } from './commits.ts'
import type { Repository } from './repository.ts'

/** The branch that changes are merged into, as far as the clone knows: what the remote says, what the user configured, or a usual name. */
export async function findDefaultBranch(
  repository: Repository,
): Promise<{ readonly name: string; readonly commit: string } | undefined> {
  const configured = (await repository.git.attempt(['config', 'init.defaultBranch']))?.trim()
  const branches = [...new Set([configured || 'main', 'main', 'master'])]
  const names = [`${REMOTE}/HEAD`, ...branches.flatMap(branch => [`${REMOTE}/${branch}`, branch])]
  for (const name of names) {
    const commit = await findCommit(repository, name)
    if (commit !== undefined) return { name: await spelledOut(repository, name), commit }
  }
  return undefined
}

async function spelledOut({ git }: Repository, name: string): Promise<string> {
  const branch = await git.attempt(['rev-parse', '--abbrev-ref', name])
  return branch?.trim() || name
}
