import { afterEach, describe, expect, test } from 'vitest'
import { resolveSides, type Sides, type SidesOptions } from '../../src/checkout/refs.ts'
import { UserError } from '../../src/errors.ts'
import {
  cloneRepository,
  createRepository,
  type TestRepository,
  temporaryDirectory,
} from '../support/git-repository.ts'
import { serveRepositories } from '../support/git-server.ts'
import { recordedProgress } from '../support/recorded-progress.ts'

let stack = new AsyncDisposableStack()
afterEach(async () => {
  await stack.disposeAsync()
  stack = new AsyncDisposableStack()
})

async function sides(repo: string, options: Partial<SidesOptions> = {}): Promise<Sides> {
  const { env = { PATH: process.env.PATH, HOME: '/nonexistent' }, ...rest } = options
  return stack.use(
    await resolveSides({ repo, env, signal: new AbortController().signal, progress: recordedProgress(), ...rest }),
  )
}

async function refusal(repo: string, options: Partial<SidesOptions> = {}): Promise<UserError> {
  const error = await sides(repo, options).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(UserError)
  expect((error as UserError).kind).toBe('usage')
  return error as UserError
}

interface History {
  readonly origin: TestRepository
  readonly start: string
  readonly main: string
  readonly feature: string
  readonly merge: string
}

/** main moved on after the branch began, and GitHub merged both for a trial, as `refs/pull/7/merge`. */
function pullRequestHistory(): History {
  const origin = stack.use(createRepository())
  const start = origin.commit({ 'm/1.sql': 'select 1;' })
  origin.git('checkout', '--quiet', '-b', 'feature')
  const feature = origin.commit({ 'm/2.sql': 'select 2;' })
  origin.git('checkout', '--quiet', 'main')
  const main = origin.commit({ 'm/0.sql': 'select 0;' })
  origin.git('checkout', '--quiet', '--detach')
  origin.git('merge', '--quiet', '--no-ff', '-m', 'merge', 'feature')
  const merge = origin.git('rev-parse', 'HEAD')
  origin.git('update-ref', 'refs/pull/7/merge', merge)
  origin.git('checkout', '--quiet', 'main')
  origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true')
  return { origin, start, main, feature, merge }
}

/** As actions/checkout leaves it: one commit deep, HEAD detached. */
function shallowCheckout(origin: string, commit: string): TestRepository {
  const clone = stack.use(createRepository())
  clone.git('remote', 'add', 'origin', origin)
  clone.git('fetch', '--quiet', '--depth=1', 'origin', commit)
  clone.git('checkout', '--quiet', '--detach', commit)
  return clone
}

function pullRequest({ feature, start }: History) {
  return {
    kind: 'pull_request' as const,
    number: 7,
    head: { sha: feature, ref: 'feature' },
    base: { sha: start, ref: 'main' },
    isFork: false,
  }
}

describe('on the command line', () => {
  test('head is the working tree, base the merge base with the default branch', async () => {
    const { origin, start } = pullRequestHistory()
    const clone = stack.use(cloneRepository(origin.directory, '--branch=feature'))
    clone.write({ 'm/3.sql': 'select 3;' })
    const { base, head } = await sides(clone.directory)
    expect(head.tree).toMatchObject({ label: 'working tree', commit: undefined })
    expect(await head.tree.list('m')).toEqual(['m/1.sql', 'm/2.sql', 'm/3.sql'])
    expect(base.tree).toMatchObject({ label: `origin/main@${start.slice(0, 7)}`, commit: start })
    expect(base.foundBy).toBe('the merge base with origin/main')
    expect(await base.tree.list('')).toEqual(['m/1.sql'])
  })

  test.each(['main', 'master'])('without a remote the branch %s is the default', async name => {
    const repository = stack.use(createRepository({ a: '1' }))
    repository.git('branch', '--move', name)
    repository.git('checkout', '--quiet', '-b', 'feature')
    repository.commit({ b: '1' })
    expect((await sides(repository.directory)).base.foundBy).toBe(`the merge base with ${name}`)
  })

  test('without a remote the only branch is the default, whatever its name', async () => {
    const repository = stack.use(createRepository({ a: '1' }))
    repository.git('branch', '--move', 'trunk')
    expect((await sides(repository.directory)).base.foundBy).toBe('the merge base with trunk')
    repository.git('checkout', '--quiet', '-b', 'feature')
    await expect(sides(repository.directory)).rejects.toThrow('No default branch was found')
  })

  test('given refs are taken as they are, and the given folder is the root', async () => {
    const { origin, main, feature } = pullRequestHistory()
    const { base, head } = await sides(`${origin.directory}/m`, { base: 'main', head: 'feature' })
    expect([base.tree.commit, head.tree.commit]).toEqual([main, feature])
    expect([base.tree.label, head.tree.label]).toEqual([`main@${main.slice(0, 7)}`, `feature@${feature.slice(0, 7)}`])
    expect(await head.tree.list('')).toEqual(['1.sql', '2.sql'])
  })

  test('the same commit on both sides is allowed', async () => {
    const { origin, main } = pullRequestHistory()
    const { base, head } = await sides(origin.directory, { base: 'HEAD', head: main.slice(0, 10) })
    expect(base.tree.commit).toBe(head.tree.commit)
    expect(head.tree.label).toBe(main.slice(0, 7))
  })

  // Only root may give a folder away.
  test.runIf(process.getuid?.() === 0)('a repository of another user is read', async () => {
    const { origin } = pullRequestHistory()
    const { chownSync } = await import('node:fs')
    chownSync(origin.directory, 65534, 65534)
    expect(await (await sides(origin.directory)).base.tree.read('m/1.sql')).toBe('select 1;')
  })
})

describe('in a pull request, one commit deep', () => {
  test('base is the merge commit’s other parent, fetched, not the older commit of the payload', async () => {
    const history = pullRequestHistory()
    const clone = shallowCheckout(`file://${history.origin.directory}`, history.merge)
    const progress = recordedProgress()
    const { base, head } = await sides(clone.directory, { event: pullRequest(history), progress })
    expect(base.tree).toMatchObject({ commit: history.main, label: `main@${history.main.slice(0, 7)}` })
    expect(base.foundBy).toBe('the merge commit’s other parent')
    expect(head.tree).toMatchObject({ commit: history.merge, label: `feature@${history.merge.slice(0, 7)}` })
    expect(await base.tree.list('m')).toEqual(['m/0.sql', 'm/1.sql'])
    expect(await head.tree.read('m/2.sql')).toBe('select 2;')
    expect(progress.steps).toEqual([`fetching ${history.main}`])
    expect(clone.git('rev-parse', '--is-shallow-repository')).toBe('true')
  })

  test('a sparse checkout does not hide files', async () => {
    const history = pullRequestHistory()
    const clone = shallowCheckout(`file://${history.origin.directory}`, history.merge)
    clone.git('sparse-checkout', 'set', 'elsewhere')
    const { head } = await sides(clone.directory, { event: pullRequest(history) })
    expect(await head.tree.read('m/2.sql')).toBe('select 2;')
  })

  test('a checked-out branch without history has no merge base, and the hint says what to set', async () => {
    const history = pullRequestHistory()
    const clone = shallowCheckout(`file://${history.origin.directory}`, history.feature)
    const error = await refusal(clone.directory, { event: pullRequest(history) })
    expect(error.message).toBe(`main and ${history.feature.slice(0, 7)} have no common commit`)
    expect(error.hint).toContain('fetch-depth: 0')
  })

  test('a checked-out branch with history is compared with its merge base', async () => {
    const history = pullRequestHistory()
    const clone = stack.use(cloneRepository(history.origin.directory, '--branch=feature'))
    const event = { ...pullRequest(history), base: { sha: history.main, ref: 'main' } }
    const { base } = await sides(clone.directory, { event })
    expect(base).toMatchObject({ tree: { commit: history.start }, foundBy: 'the merge base with main' })
  })

  test('a given base that the clone does not know is fetched', async () => {
    const history = pullRequestHistory()
    const clone = shallowCheckout(`file://${history.origin.directory}`, history.merge)
    const { base } = await sides(clone.directory, { event: pullRequest(history), base: 'feature' })
    expect(base.tree.commit).toBe(history.feature)
  })

  test('without kept credentials the token is sent, in place of a stale header', async () => {
    const history = pullRequestHistory()
    const authorization = `basic ${Buffer.from('x-access-token:secret').toString('base64')}`
    const server = stack.use(await serveRepositories(history.origin.directory, authorization))
    const clone = shallowCheckout(`file://${history.origin.directory}`, history.merge)
    clone.git('remote', 'set-url', 'origin', `${server.url}/.git`)
    clone.git('config', `http.${server.url}/.extraheader`, 'AUTHORIZATION: basic c3RhbGU=')
    const env = { PATH: process.env.PATH, HOME: '/nonexistent', GITHUB_SERVER_URL: server.url }
    const event = pullRequest(history)
    const refused = await refusal(clone.directory, { event, env })
    expect(refused.message).toContain(`The base commit ${history.main} is not in this clone`)
    expect(refused.hint).toContain('github-token')
    expect((await sides(clone.directory, { event, env, token: 'secret' })).base.tree.commit).toBe(history.main)
    expect(clone.git('config', '--list')).not.toContain(authorization)
  })
})

describe('in other events', () => {
  test('a merge group names its base', async () => {
    const { origin, main, merge } = pullRequestHistory()
    const clone = shallowCheckout(`file://${origin.directory}`, merge)
    const event = { kind: 'merge_group' as const, head: { sha: merge }, base: { sha: main, ref: 'refs/heads/main' } }
    const { base } = await sides(clone.directory, { event })
    expect(base.tree).toMatchObject({ commit: main, label: `main@${main.slice(0, 7)}` })
  })

  const push = (before: string, after: string) => ({
    kind: 'push' as const,
    before,
    after,
    ref: 'refs/heads/main',
    isDefaultBranch: true,
  })

  test('a push is compared with what was there before', async () => {
    const { origin, start, main } = pullRequestHistory()
    const clone = shallowCheckout(`file://${origin.directory}`, main)
    expect((await sides(clone.directory, { event: push(start, main) })).base.tree.commit).toBe(start)
  })

  test.each(['0'.repeat(40), 'ab'.repeat(20)])('a push over %s is compared with the parent', async before => {
    const { origin, start, main } = pullRequestHistory()
    const clone = shallowCheckout(`file://${origin.directory}`, main)
    expect((await sides(clone.directory, { event: push(before, main) })).base).toMatchObject({
      tree: { commit: start },
      foundBy: 'the parent of the pushed commit',
    })
  })
})

describe('refusals', () => {
  test('no repository', async () => {
    const { directory } = stack.use(temporaryDirectory())
    expect((await refusal(directory)).message).toBe(`${directory} is not in the working tree of a git repository`)
    expect((await refusal(`${directory}/none`)).message).toBe(`There is no folder ${directory}/none`)
  })

  test('no commits', async () => {
    const { directory } = stack.use(createRepository())
    expect((await refusal(directory)).message).toBe(`The repository ${directory} has no commits yet`)
  })

  test.each(['base', 'head'] as const)('unknown %s, with the nearest name', async option => {
    const { origin } = pullRequestHistory()
    const error = await refusal(origin.directory, { [option]: 'featrue' })
    expect(error.message).toBe(
      `--${option}: the repository ${origin.directory} knows no commit, branch or tag \`featrue\``,
    )
    expect(error.hint).toBe('Did you mean `feature`?')
  })

  test('a ref that looks like an option is only a ref', async () => {
    const { origin } = pullRequestHistory()
    expect((await refusal(origin.directory, { base: '--output=/tmp/x' })).message).toContain('knows no commit')
  })

  test('no default branch', async () => {
    const repository = stack.use(createRepository({ a: '1' }))
    repository.git('branch', '--move', 'trunk')
    repository.git('branch', 'other')
    expect((await refusal(repository.directory)).hint).toContain('--base')
  })

  test('unrelated histories', async () => {
    const repository = stack.use(createRepository({ a: '1' }))
    repository.git('checkout', '--quiet', '--orphan', 'other')
    repository.commit({ b: '1' })
    expect((await refusal(repository.directory)).message).toMatch(/^main and [0-9a-f]{7} have no common commit$/)
  })

  test('an aborted run keeps its reason', async () => {
    const { origin } = pullRequestHistory()
    const reason = new UserError('Interrupted')
    await expect(sides(origin.directory, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})
