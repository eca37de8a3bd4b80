import { cp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createRepository } from './git-repository.ts'

const EXAMPLE = join(import.meta.dirname, '../../examples/property-management')
const PATCH = 'changes.patch'

export const EXAMPLE_BRANCHES = ['regress', 'break', 'improve', 'neutral'] as const
export type ExampleBranch = (typeof EXAMPLE_BRANCHES)[number]

export interface ExampleRepository extends AsyncDisposable {
  readonly directory: string
  readonly base: string
  readonly head: string
}

/** The example as a repository of its own, `branch` checked out on top of `main`; for `main`, head is base itself. */
export async function createExampleRepository(branch: ExampleBranch | 'main'): Promise<ExampleRepository> {
  const repository = createRepository()
  try {
    await copyTree(EXAMPLE, repository.directory, 'branches')
    repository.git('add', '--all')
    repository.git('commit', '--quiet', '--message=The property platform')
    if (branch !== 'main') {
      const overlay = join(EXAMPLE, 'branches', branch)
      repository.git('switch', '--quiet', '--create', branch)
      await copyTree(overlay, repository.directory, PATCH)
      repository.git('apply', join(overlay, PATCH))
      repository.git('add', '--all')
      repository.git('commit', '--quiet', `--message=${branch}`)
    }
  } catch (error) {
    repository[Symbol.dispose]()
    throw error
  }
  return {
    directory: repository.directory,
    base: 'main',
    head: branch,
    [Symbol.asyncDispose]: async () => repository[Symbol.dispose](),
  }
}

async function copyTree(from: string, to: string, except: string): Promise<void> {
  for (const entry of await readdir(from)) {
    if (entry !== except) await cp(join(from, entry), join(to, entry), { recursive: true })
  }
}
