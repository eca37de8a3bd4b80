import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseEvent } from '../../src/config/event.ts'
import { repositoryCache } from '../../src/publish/base-cache.ts'
import { startFakeGitHub } from '../support/fake-github.ts'
import { runtimeVariables } from '../support/fake-results.ts'
import { temporaryDirectory } from '../support/git-repository.ts'

const sha = 'a'.repeat(40)
const push = parseEvent(
  'push',
  JSON.stringify({ before: sha, after: sha, ref: 'refs/heads/main', repository: { default_branch: 'main' } }),
)

test.each([false, true])(
  'whether a base is kept is asked without fetching it (enterprise server: %s)',
  async isEnterprise => {
    await using github = await startFakeGitHub({ isEnterprise })
    using temporary = temporaryDirectory()
    const { store } = repositoryCache(push, {
      runtime: runtimeVariables(github, 99, [{ Scope: 'refs/heads/main', Permission: 3 }]),
      temporary: temporary.directory,
      obeying: work => work(),
    })
    const folder = await store.keep('one', async at => writeFileSync(join(at, 'base.json'), 'kept'))
    writeFileSync(join(folder, 'base.json'), 'mine')
    const before = github.requests.length
    expect([await store.has('one'), await store.has('two')]).toEqual([true, false])
    const asked = github.requests.slice(before)
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.filter(line => line.includes('/blobs/'))).toEqual([])
    expect(readFileSync(join(folder, 'base.json'), 'utf8')).toBe('mine')
    expect(await store.fetch('one')).toBe(folder)
    expect(readFileSync(join(folder, 'base.json'), 'utf8')).toBe('kept')
    expect(await store.fetch('two')).toBeUndefined()
    expect(existsSync(folder)).toBe(false)
  },
)
