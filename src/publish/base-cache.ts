import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BaseCache, BaseStore } from '../cache/store.ts'
import type { GitHubEvent } from '../config/event.ts'
import { UserError } from '../errors.ts'

/** What the runner tells an action about the services that keep things for it; which of them it sets depends on the server. */
export const CACHE_VARIABLES = [
  'ACTIONS_RUNTIME_TOKEN',
  'ACTIONS_RESULTS_URL',
  'ACTIONS_CACHE_URL',
  'ACTIONS_CACHE_SERVICE_V2',
  'ACTIONS_CACHE_MODE',
] as const

const PREFIX = 'pgverdict-base-'

interface CacheAccess {
  readonly runtime: Readonly<Record<string, string>>
  /** A folder of the runner's. */
  readonly temporary: string
  /** Around what talks to the service. */
  readonly obeying: <T>(work: () => Promise<T>) => Promise<T>
}

/** Pushes to the default branch keep what pull requests then read. */
export function repositoryCache(event: GitHubEvent, access: CacheAccess): BaseCache {
  const isNextBase = event.kind === 'push' && event.isDefaultBranch
  return { store: repositoryStore(access), keeps: isNextBase ? 'head' : 'nothing' }
}

/**
 * The repository's cache. GitHub keeps what a run writes to its own ref, and shows a run what its own and the base branch's
 * runs wrote: a pull request can never write what others read. `runtime` is in the environment only while it is asked. The
 * client is given addresses that whoever knows them may write to, and asks the runner to hide them.
 */
function repositoryStore({ runtime, temporary, obeying }: CacheAccess): BaseStore {
  // The path is part of what GitHub finds an entry by.
  const folder = join(temporary, 'pgverdict-base')
  const withCache = async <T>(use: (cache: typeof import('@actions/cache')) => Promise<T>): Promise<T> => {
    // Large, and needed by nobody who has turned it off.
    const cache = await import('@actions/cache')
    Object.assign(process.env, runtime)
    try {
      return await obeying(() => use(cache))
    } finally {
      for (const name of CACHE_VARIABLES) delete process.env[name]
    }
  }
  return {
    has: key =>
      withCache(async ({ restoreCache }) => {
        const kept = await restoreCache([folder], PREFIX + key, [], { lookupOnly: true })
        return kept !== undefined
      }),
    fetch: key =>
      withCache(async ({ restoreCache }) => {
        await rm(folder, { recursive: true, force: true })
        return (await restoreCache([folder], PREFIX + key)) === undefined ? undefined : folder
      }),
    async keep(key, write) {
      await rm(folder, { recursive: true, force: true })
      await mkdir(folder, { recursive: true })
      await write(folder)
      // The client throws for wrong arguments only, and logs what the service says.
      const id = await withCache(({ saveCache }) => saveCache([folder], PREFIX + key))
      if (id === -1) throw new UserError('GitHub’s cache did not take it')
      return folder
    },
  }
}
