import { findCommit, REMOTE } from './commits.ts'
import type { Repository } from './repository.ts'

/**
 * The branch that changes are merged into, as far as the clone knows: what the remote says, what the user configured, a usual
 * name, or the only branch that there is.
 */
export async function findDefaultBranch(
  repository: Repository,
): Promise<{ readonly name: string; readonly commit: string } | undefined> {
  const configured = (await repository.git.attempt(['config', 'init.defaultBranch']))?.trim()
  const branches = [...new Set([configured || 'main', 'main', 'master'])]
  const usual = branches.flatMap(branch => [`${REMOTE}/${branch}`, branch])
  const names = [`${REMOTE}/HEAD`, ...usual, ...(await onlyBranch(repository))]
  for (const name of names) {
    const commit = await findCommit(repository, name)
    if (commit !== undefined) return { name: await spelledOut(repository, name), commit }
  }
  return undefined
}

/** A shallow clone of one branch has that one only, too; but its remote has others. */
async function onlyBranch({ git }: Repository): Promise<readonly string[]> {
  const list = async (where: string) => (await git.text(['for-each-ref', '--format=%(refname)', where])).split('\n')
  const [local, remote] = [await list('refs/heads'), await list('refs/remotes')]
  const names = local.filter(name => name !== '')
  return names.length === 1 && remote.every(name => name === '') ? names : []
}

async function spelledOut({ git }: Repository, name: string): Promise<string> {
  const branch = await git.attempt(['rev-parse', '--abbrev-ref', name])
  return branch?.trim() || name
}
