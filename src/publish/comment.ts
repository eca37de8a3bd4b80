import type { getOctokit } from '@actions/github'
import type { Report } from '../report/report.ts'
import { parseStickyState, type StickyState } from '../report/sticky.ts'
import { isDenied, isRequestFailure, withRetries } from './retry.ts'

export type Octokit = ReturnType<typeof getOctokit>

export const COMMENT_POLICIES = ['changes', 'always', 'failures', 'never'] as const
export type CommentPolicy = (typeof COMMENT_POLICIES)[number]

export interface PullRequest {
  readonly owner: string
  readonly repo: string
  readonly number: number
}

/** `kept`: ours says the same already. `outdated`: a newer run has written meanwhile. `quiet`: there is nothing to say. `denied`: the token may not. */
export type Published =
  | { readonly kind: 'created' | 'updated' | 'kept' | 'outdated'; readonly url: string }
  | { readonly kind: 'quiet' | 'denied' }

/** Whether a run that finds no comment of ours makes one. One that exists is always kept up to date, so a red one turns green. */
export function isWorthComment(report: Report, policy: CommentPolicy): boolean {
  switch (policy) {
    case 'never':
      return false
    case 'always':
      return true
    case 'failures':
      return report.verdict === 'fail'
    case 'changes':
      return (
        report.roster.length > 0 ||
        report.policy.changed.length > 0 ||
        report.findings.some(({ severity }) => severity === 'warning') ||
        report.statements.some(({ status }) => NEWS.has(status))
      )
  }
}

/** What a reviewer wants to know although nobody objects; of queries that are gone, that nobody compares them any more. */
const NEWS: ReadonlySet<string> = new Set(['improved', 'added', 'removed'])

/**
 * Brings the pull request's sticky comment up to date. It is found by its first line and its author, whatever others paste.
 * A refused token is an answer, not an error; other failures of GitHub throw after some retries.
 */
export async function publishComment(
  octokit: Octokit,
  pullRequest: PullRequest,
  body: string,
  mayCreate: boolean,
  signal?: AbortSignal,
): Promise<Published> {
  try {
    // Each try looks again: a request that GitHub answered with an error may have been carried out.
    return await withRetries(limit => upsert(octokit, pullRequest, body, mayCreate, limit), signal)
  } catch (error) {
    if (isDenied(error)) return { kind: 'denied' }
    throw error
  }
}

async function upsert(
  octokit: Octokit,
  { owner, repo, number }: PullRequest,
  body: string,
  mayCreate: boolean,
  signal: AbortSignal,
): Promise<Published> {
  const request = { signal }
  const marker = body.slice(0, body.indexOf('\n'))
  const existing = await findOwn(octokit, { owner, repo, number }, marker, request)
  if (existing === undefined) {
    if (!mayCreate) return { kind: 'quiet' }
    const { data } = await octokit.rest.issues.createComment({ owner, repo, issue_number: number, body, request })
    return { kind: 'created', url: data.html_url }
  }
  const url = existing.html_url
  const before = parseStickyState(existing.body ?? '')
  const after = parseStickyState(body)
  if (before !== undefined && after !== undefined) {
    if (isNewer(before, after)) return { kind: 'outdated', url }
    if (before.digest === after.digest) return { kind: 'kept', url }
  }
  await octokit.rest.issues.updateComment({ owner, repo, comment_id: existing.id, body, request })
  return { kind: 'updated', url }
}

function isNewer(one: StickyState, other: StickyState): boolean {
  return one.run > other.run || (one.run === other.run && one.attempt > other.attempt)
}

async function findOwn(
  octokit: Octokit,
  { owner, repo, number }: PullRequest,
  marker: string,
  request: { readonly signal: AbortSignal },
) {
  const comments = await octokit.paginate(octokit.rest.issues.listComments, {
    owner,
    repo,
    issue_number: number,
    per_page: 100,
    request,
  })
  const marked = comments.filter(comment => comment.body?.startsWith(marker))
  if (marked.length === 0) return undefined
  const login = await ownLogin(octokit, request)
  return marked.find(({ user }) => user?.login === login && (user.type === 'Bot') === login.endsWith('[bot]'))
}

/** The name under which the token writes. `GET /user` is closed to the tokens of apps and workflows, GraphQL is not. */
export async function ownLogin(octokit: Octokit, request: { readonly signal: AbortSignal }): Promise<string> {
  try {
    const { viewer } = await octokit.graphql<{ viewer: { login: string } }>('query { viewer { login } }', { request })
    return viewer.login
  } catch (error) {
    if (isRequestFailure(error) && error.status >= 500) throw error
    return 'github-actions[bot]'
  }
}
