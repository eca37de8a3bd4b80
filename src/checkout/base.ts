import type { GitHubEvent } from '../config/event.ts'
import { UserError } from '../errors.ts'
import type { Progress } from '../progress.ts'
import { ensureCommit, mergeBase, parentsOf, REMOTE } from './commits.ts'
import { findDefaultBranch } from './default-branch.ts'
import { findGiven } from './given.ts'
import type { Repository } from './repository.ts'
import { unknownRefError } from './unknown-ref.ts'

export interface FoundCommit {
  readonly commit: string
  /** What people call it: a branch or a ref. */
  readonly name: string
  readonly foundBy: string
}

export interface BaseOptions {
  readonly base?: string | undefined
  readonly head?: string | undefined
  readonly headCommit: string
  readonly event?: GitHubEvent | undefined
  readonly progress: Progress
}

/** The commit that head is compared with. A given ref wins; then what the event says; then the default branch. */
export async function findBase(repository: Repository, options: BaseOptions): Promise<FoundCommit> {
  const { base, event, head } = options
  if (base !== undefined) return givenBase(repository, base, options)
  if (event === undefined || event.kind === 'other' || head !== undefined) return defaultBase(repository, options)
  if (event.kind === 'pull_request') return pullRequestBase(repository, event, options)
  if (event.kind === 'merge_group') {
    await fetchOrThrow(repository, event.base.sha, options)
    return { commit: event.base.sha, name: branchName(event.base.ref), foundBy: 'the merge queue’s base' }
  }
  return pushBase(repository, event, options)
}

async function givenBase(repository: Repository, ref: string, options: BaseOptions): Promise<FoundCommit> {
  const given = await findGiven(repository, ref, options.progress)
  if (given !== undefined) {
    return { commit: given.commit, name: given.name, foundBy: `the given base${given.isFetched ? ', fetched' : ''}` }
  }
  throw await unknownRefError(repository, ref, '--base')
}

/**
 * The merge commit that GitHub made has the very commit of the base branch as its other parent; `base.sha` of the payload is
 * older as soon as the base branch moves on. Where the branch itself was checked out, the merge base is what is left.
 */
async function pullRequestBase(
  repository: Repository,
  event: Extract<GitHubEvent, { kind: 'pull_request' }>,
  options: BaseOptions,
): Promise<FoundCommit> {
  const parents = await parentsOf(repository, options.headCommit)
  const [other, ...more] = parents.filter(parent => parent !== event.head.sha)
  if (other !== undefined && more.length === 0 && parents.length === 2) {
    await fetchOrThrow(repository, other, options)
    return { commit: other, name: event.base.ref, foundBy: 'the merge commit’s other parent' }
  }
  await fetchOrThrow(repository, event.base.sha, options)
  return sharedBase(repository, event.base.sha, event.base.ref, options)
}

/** What the branch was at before the push; its parent for a branch that is new or was pushed over. */
async function pushBase(
  repository: Repository,
  event: Extract<GitHubEvent, { kind: 'push' }>,
  options: BaseOptions,
): Promise<FoundCommit> {
  const name = branchName(event.ref)
  const isNewBranch = /^0+$/.test(event.before)
  if (!isNewBranch) {
    if (await ensureCommit(repository, event.before, options.progress)) {
      return { commit: event.before, name, foundBy: 'the branch before the push' }
    }
  }
  const [parent] = await parentsOf(repository, options.headCommit)
  if (parent === undefined) {
    throw new UserError('This push has nothing before it to compare with', { kind: 'usage', hint: 'Give a base ref.' })
  }
  await fetchOrThrow(repository, parent, options)
  return { commit: parent, name, foundBy: 'the parent of the pushed commit' }
}

async function defaultBase(repository: Repository, options: BaseOptions): Promise<FoundCommit> {
  const branch = await findDefaultBranch(repository)
  if (branch === undefined) {
    throw new UserError('No default branch was found to compare with', {
      kind: 'usage',
      hint: 'Give one with `--base`, for example `--base main`, or run `git remote set-head origin --auto`.',
    })
  }
  return sharedBase(repository, branch.commit, branch.name, options)
}

async function sharedBase(
  repository: Repository,
  commit: string,
  name: string,
  { headCommit }: BaseOptions,
): Promise<FoundCommit> {
  const shared = await mergeBase(repository, headCommit, commit)
  if (shared !== undefined) return { commit: shared, name, foundBy: `the merge base with ${name}` }
  throw new UserError(`${name} and ${headCommit.slice(0, 7)} have no common commit`, {
    kind: 'usage',
    hint: repository.isShallow
      ? 'The clone is shallow: set `fetch-depth: 0` on actions/checkout, or name the base with `--base`.'
      : 'Name the commit to compare with by `--base`.',
  })
}

async function fetchOrThrow(repository: Repository, commit: string, { progress }: BaseOptions): Promise<void> {
  if (await ensureCommit(repository, commit, progress)) return
  throw new UserError(`The base commit ${commit} is not in this clone and could not be fetched from ${REMOTE}`, {
    kind: 'usage',
    hint: 'Give the step a token that may read the repository (`github-token`), or set `fetch-depth: 0` on actions/checkout.',
  })
}

function branchName(ref: string): string {
  return ref.replace(/^refs\/(heads|tags)\//, '')
}
