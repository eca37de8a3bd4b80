import type { GitHubEvent } from '../config/event.ts'
import type { Progress } from '../progress.ts'
import { findBase } from './base.ts'
import { findCommit } from './commits.ts'
import { gitTree } from './git-tree.ts'
import { findGiven } from './given.ts'
import { type Objects, openObjects } from './objects.ts'
import { openRepository, type Repository } from './repository.ts'
import type { Tree } from './tree.ts'
import { noCommitsError, unknownRefError } from './unknown-ref.ts'
import { workingTree } from './working-tree.ts'

export interface Side {
  readonly tree: Tree
  /** For people: `the merge commit’s other parent`. */
  readonly foundBy: string
}

/** Both sides; disposing ends the process that reads their files. */
export interface Sides extends AsyncDisposable {
  readonly base: Side
  readonly head: Side
}

export interface SidesOptions {
  /** A folder in the repository. */
  readonly repo: string
  readonly base?: string | undefined
  readonly head?: string | undefined
  readonly event?: GitHubEvent | undefined
  readonly token?: string | undefined
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  readonly progress: Progress
}

/**
 * Finds what is compared with what. Head is the given ref, the event's checked-out commit, or the working tree; base is the
 * given ref, what the event was made against, or the merge base with the default branch. The same commit on both sides is
 * allowed. Throws a UserError for what cannot be found.
 */
export async function resolveSides(options: SidesOptions): Promise<Sides> {
  const repository = await openRepository(options.repo, options)
  const checkedOut = await findCommit(repository, 'HEAD')
  if (checkedOut === undefined) throw noCommitsError(repository)
  const commit = options.head === undefined ? checkedOut : await givenCommit(repository, options.head, options.progress)
  const objects = openObjects(repository)
  const head = headSide(repository, objects, commit, options)
  const base = await findBase(repository, { ...options, headCommit: commit })
  return {
    head,
    base: { tree: gitTree(repository, objects, base.commit, label(base.name, base.commit)), foundBy: base.foundBy },
    [Symbol.asyncDispose]: () => objects[Symbol.asyncDispose](),
  }
}

async function givenCommit(repository: Repository, ref: string, progress: Progress): Promise<string> {
  const given = await findGiven(repository, ref, progress)
  if (given === undefined) throw await unknownRefError(repository, ref, '--head')
  return given.commit
}

function headSide(repository: Repository, objects: Objects, commit: string, { head, event }: SidesOptions): Side {
  const at = (name: string, foundBy: string) => ({
    tree: gitTree(repository, objects, commit, label(name, commit)),
    foundBy,
  })
  if (head !== undefined) return at(head, 'the given head')
  if (event === undefined) {
    return { tree: workingTree(repository, objects), foundBy: 'the working tree with its uncommitted changes' }
  }
  const name = event.kind === 'pull_request' ? event.head.ref : 'HEAD'
  return at(name, 'the commit that is checked out')
}

function label(name: string, commit: string): string {
  const short = commit.slice(0, 7)
  return commit.startsWith(name) ? short : `${name}@${short}`
}
