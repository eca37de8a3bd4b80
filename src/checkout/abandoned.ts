import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Repository } from './repository.ts'

/** In the folder that git keeps of a worktree: whose it is, as `gc.pid` says it. */
const OWNER = 'pgverdict-owner'

/** Notes that this process made the worktree, `kept` being the folder that git keeps of it. */
export async function markOwned(kept: string): Promise<void> {
  await writeFile(join(kept, OWNER), `${process.pid} ${hostname()}\n`)
}

/**
 * Takes away the worktrees of runs that were killed together with what guarded them: those that a process of this machine made
 * which is no more. A number that another process has by now keeps its worktree.
 */
export async function removeAbandonedWorktrees({ git }: Repository): Promise<void> {
  const common = (await git.attempt(['rev-parse', '--git-common-dir']))?.trim()
  if (common === undefined) return
  const all = resolve(git.directory, common, 'worktrees')
  for (const name of await readdir(all).catch(() => [])) {
    const kept = join(all, name)
    const parent = await folderOf(kept)
    if (parent === undefined || !(await isAbandoned(kept))) continue
    for (const folder of [parent, kept]) await rm(folder, { recursive: true, force: true })
  }
}

/** The temporary folder around the worktree's files; undefined where those are not where ours are. */
async function folderOf(kept: string): Promise<string | undefined> {
  const pointer = (await readFile(join(kept, 'gitdir'), 'utf8').catch(() => '')).trim()
  return /\/pgverdict-tree-[^/]+\/tree\/\.git$/.test(pointer) ? dirname(dirname(pointer)) : undefined
}

async function isAbandoned(kept: string): Promise<boolean> {
  const owner = await readFile(join(kept, OWNER), 'utf8').catch(() => '')
  const [, pid, host] = /^(\d+) (.*)\n$/.exec(owner) ?? []
  return pid !== undefined && host === hostname() && !isRunning(Number(pid))
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
