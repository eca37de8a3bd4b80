import { existsSync, readFileSync, rmSync } from 'node:fs'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { UserError } from '../errors.ts'
import { guardFiles } from '../guard.ts'
import { markOwned, removeAbandonedWorktrees } from './abandoned.ts'
import { GitError } from './git.ts'
import type { Repository } from './repository.ts'
import type { Checkout } from './tree.ts'

/**
 * A commit's files in a temporary folder outside of the user's checkout: whole, also where that one is sparse. Disposing
 * removes it, also after the run was aborted; where this process is killed a guard does, or the next run.
 */
export async function addWorktree(repository: Repository, commit: string): Promise<Checkout> {
  await removeAbandonedWorktrees(repository)
  const parent = await mkdtemp(join(await realpath(tmpdir()), 'pgverdict-tree-'))
  const directory = join(parent, 'tree')
  const whole = repository.gitWith({ config: [['core.sparseCheckout', 'false']] })
  const guard = guardFiles(parent)
  const lastResort = () => {
    dropWorktree(parent, directory)
    guard.dismiss()
  }
  process.once('exit', lastResort)
  const remove = async () => {
    await removeWorktree(repository, parent, directory)
    guard.dismiss()
    process.off('exit', lastResort)
  }
  try {
    await whole.text(['worktree', 'add', '--quiet', '--detach', '--force', directory, commit], repository.objectAccess)
    const kept = keptByGit(directory)
    if (kept !== undefined) {
      guard.tell(kept)
      await markOwned(kept)
    }
  } catch (error) {
    await remove()
    if (!(error instanceof GitError)) throw error
    throw new UserError(`The files of ${commit} could not be checked out for commands: ${error.message}`, {
      hint: 'Is there room in the temporary folder? A partial clone also needs its remote for this.',
      cause: error,
    })
  }
  return { directory: join(directory, repository.prefix), [Symbol.asyncDispose]: remove }
}

async function removeWorktree(repository: Repository, parent: string, directory: string): Promise<void> {
  const git = repository.gitWith({ signal: new AbortController().signal })
  const removed = await git.attempt(['worktree', 'remove', '--force', '--force', directory])
  await rm(parent, { recursive: true, force: true })
  if (removed === undefined) await git.attempt(['worktree', 'prune'])
}

/** Takes away what a process that was killed has left of a checkout, `directory` being that one's. False where all was gone. */
export function removeLeftWorktree(directory: string): boolean {
  const [, parent] = /^(.*\/pgverdict-tree-[^/]+)\/tree(?:\/|$)/.exec(directory) ?? []
  if (parent === undefined || !existsSync(parent)) return false
  dropWorktree(parent, join(parent, 'tree'))
  return true
}

/** For exit handlers, which cannot wait for git: the folder, and what its `.git` file says git keeps of it. */
function dropWorktree(parent: string, directory: string): void {
  const kept = keptByGit(directory)
  for (const folder of [parent, ...(kept === undefined ? [] : [kept])]) rmSync(folder, { recursive: true, force: true })
}

/** The folder in which git keeps what it knows of a worktree. */
function keptByGit(directory: string): string | undefined {
  const pointer = join(directory, '.git')
  return existsSync(pointer) ? /^gitdir: (.+)$/m.exec(readFileSync(pointer, 'utf8'))?.[1] : undefined
}
