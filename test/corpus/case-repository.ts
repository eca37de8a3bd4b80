import { existsSync } from 'node:fs'
import { cp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createRepository, type TestRepository } from '../support/git-repository.ts'

/** Where a case has no `pgverdict.yml` of its own. */
const CONFIG = 'seed:\n  files: seed.sql\nworkload:\n  files: workload.sql\n'
const SHARED = ['seed.sql', 'workload.sql', 'pgverdict.yml']
/** In `head/`: paths, one a line, that the branch removes. */
const REMOVED = '.removed'

/** The case as a repository: `main` is what both sides share with `base/` laid over it, `branch` lays `head/` on top of that. */
export async function createCaseRepository(directory: string): Promise<TestRepository> {
  const repository = createRepository()
  try {
    repository.write({ 'pgverdict.yml': CONFIG })
    for (const file of SHARED) await copyInto(repository, join(directory, file), file)
    await copyInto(repository, join(directory, 'base'), '.')
    repository.commit({}, 'base')
    repository.git('switch', '--quiet', '--create', 'branch')
    await copyInto(repository, join(directory, 'head'), '.')
    await removeListed(repository)
    repository.commit({}, 'head')
  } catch (error) {
    repository[Symbol.dispose]()
    throw error
  }
  return repository
}

async function copyInto(repository: TestRepository, from: string, to: string): Promise<void> {
  if (existsSync(from)) await cp(from, join(repository.directory, to), { recursive: true })
}

async function removeListed({ directory }: TestRepository): Promise<void> {
  const list = join(directory, REMOVED)
  if (!existsSync(list)) return
  const paths = (await readFile(list, 'utf8')).split('\n').filter(path => path !== '')
  for (const path of [...paths, REMOVED]) await rm(join(directory, path), { recursive: true })
}
