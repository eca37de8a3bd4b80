import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { SHOP } from '../e2e/shop.ts'
import { type FakeGitHub, type FakeGitHubOptions, startFakeGitHub } from '../support/fake-github.ts'
import { createRepository, type TestRepository, temporaryDirectory } from '../support/git-repository.ts'
import { serveRepositories } from '../support/git-server.ts'

export type Files = Readonly<Record<string, string>>

/** A commit as actions/checkout leaves it, and the payload of the event that it was checked out for. */
export interface Checkout {
  readonly workspace: string
  readonly eventName: string
  readonly event: unknown
  /** Where the repository was cloned from. */
  readonly serverUrl: string
  readonly sha: { readonly base: string; readonly head: string; readonly merge: string }
}

/** GitHub for one repository: its API, and its git server, which both want the token. */
export interface Forge extends AsyncDisposable {
  readonly github: FakeGitHub
  /** Pull request 7 with these files on top of `main`, as the merge commit that GitHub makes. */
  pullRequest(files: Files, options?: { readonly isFork?: boolean }): Checkout
  mergeGroup(files: Files): Checkout
  /** A push of these files to `main`. */
  push(files: Files): Checkout
  /** `main` with these files, and a branch `production` that does not have them yet. */
  nightly(files: Files): Checkout
  /** `main` with a branch `feature` next to it. */
  schedule(files: Files): Checkout
}

const TOKEN = 'ghs_fake_token'
const AUTHORIZATION = `basic ${Buffer.from(`x-access-token:${TOKEN}`).toString('base64')}`

/** The shop with these files more; `isAlone`: these files and nothing else. */
export async function openForge(
  base: Files = {},
  options: FakeGitHubOptions & { readonly isAlone?: boolean } = {},
): Promise<Forge> {
  const stack = new AsyncDisposableStack()
  const root = stack.use(temporaryDirectory()).directory
  const bare = join(root, 'octo/shop.git')
  const developer = stack.use(createRepository(options.isAlone ? base : { ...SHOP, ...base }))
  mkdirSync(join(root, 'octo'))
  execFileSync('git', ['clone', '--quiet', '--bare', developer.directory, bare])
  const server = stack.use(await serveRepositories(root, AUTHORIZATION))
  // This name counts as github.com's own, the address does not.
  const serverUrl = options.isEnterprise ? server.url : server.url.replace('127.0.0.1', 'github.localhost')
  const github = stack.use(await startFakeGitHub({ ...options, serverUrl }))
  const main = developer.git('rev-parse', 'main')
  const commitBranch = (files: Files) => {
    developer.git('switch', '--quiet', '--force-create', 'feature', 'main')
    return developer.commit(files)
  }
  const push = (commit: string, ref: string) => developer.git('push', '--quiet', '--force', bare, `${commit}:${ref}`)
  const merge = (head: string) => {
    developer.git('switch', '--quiet', '--detach', 'main')
    developer.git('merge', '--quiet', '--no-ff', '--message=merge', head)
    return developer.git('rev-parse', 'HEAD')
  }
  const checkOut = (ref: string) => {
    const clone = stack.use(createRepository())
    fetchShallow(clone, bare, `${serverUrl}/octo/shop.git`, ref)
    return clone.directory
  }
  const forge = {
    github,
    pullRequest(files: Files, { isFork = false } = {}): Checkout {
      const head = commitBranch(files)
      push(head, 'refs/pull/7/head')
      const sha = { base: main, head, merge: merge(head) }
      push(sha.merge, 'refs/pull/7/merge')
      const owner = isFork ? 'mallory' : 'octo'
      const event = {
        pull_request: {
          number: 7,
          head: { sha: head, ref: 'feature', repo: { full_name: `${owner}/shop` } },
          // Older than the merge commit's parent, as soon as the base branch has moved on.
          base: { sha: main, ref: 'main', repo: { full_name: 'octo/shop' } },
        },
      }
      return { workspace: checkOut('refs/pull/7/merge'), eventName: 'pull_request', event, serverUrl, sha }
    },
    mergeGroup(files: Files): Checkout {
      const head = commitBranch(files)
      const sha = { base: main, head, merge: merge(head) }
      const ref = `refs/heads/gh-readonly-queue/main/pr-7-${main}`
      push(sha.merge, ref)
      const event = { merge_group: { head_sha: sha.merge, base_sha: main, base_ref: 'refs/heads/main' } }
      return { workspace: checkOut(ref), eventName: 'merge_group', event, serverUrl, sha }
    },
    push(files: Files): Checkout {
      const head = commitBranch(files)
      push(head, 'refs/heads/main')
      const repository = { default_branch: 'main' }
      const event = { before: main, after: head, ref: 'refs/heads/main', repository }
      const sha = { base: main, head, merge: head }
      return { workspace: checkOut('refs/heads/main'), eventName: 'push', event, serverUrl, sha }
    },
    nightly(files: Files): Checkout {
      push(main, 'refs/heads/production')
      return { ...forge.push(files), eventName: 'schedule', event: { schedule: '17 2 * * *' } }
    },
    schedule(files: Files): Checkout {
      const head = commitBranch(files)
      push(head, 'refs/heads/feature')
      const sha = { base: main, head, merge: head }
      const event = { schedule: '0 4 * * *' }
      return { workspace: checkOut('refs/heads/main'), eventName: 'schedule', event, serverUrl, sha }
    },
  }
  return { ...forge, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

/** What actions/checkout leaves with `fetch-depth: 1` and `persist-credentials: false`. */
function fetchShallow(clone: TestRepository, bare: string, url: string, ref: string): void {
  const target = ref.replace(/^refs\/(heads\/)?/, 'refs/remotes/origin/')
  // Not from our own server: git is waited for here, and the server runs in this process.
  clone.git('fetch', '--quiet', '--no-tags', '--depth=1', `file://${bare}`, `+${ref}:${target}`)
  clone.git('remote', 'add', 'origin', url)
  clone.git('checkout', '--quiet', '--force', target)
}
