import { createHash } from 'node:crypto'
import type { Suggestion } from '../report/suggestions.ts'
import { type Octokit, ownLogin, type PullRequest } from './comment.ts'
import { isDenied, isRequestFailure, withRetries } from './retry.ts'

/** `elsewhere`: GitHub takes comments on lines of the pull request's own changes only. */
type Reviewed = 'created' | 'kept' | 'elsewhere' | 'denied'

/** Comments on the lines of a pull request's migrations, each finding once whatever runs later. */
export async function publishSuggestions(
  octokit: Octokit,
  { owner, repo, number }: PullRequest,
  commit: string,
  suggestions: readonly Suggestion[],
  signal: AbortSignal,
): Promise<readonly Reviewed[]> {
  const reviewed: Reviewed[] = []
  for (const { key, file, firstLine, lastLine, body } of suggestions) {
    const marker = `<!-- pgverdict:suggestion ${createHash('sha256').update(key).digest('hex').slice(0, 16)} -->`
    const outcome = await withRetries(async limit => {
      const request = { signal: limit }
      const comments = await octokit.paginate(octokit.rest.pulls.listReviewComments, {
        owner,
        repo,
        pull_number: number,
        per_page: 100,
        request,
      })
      const login = await ownLogin(octokit, request)
      const isThere = comments.some(comment => comment.user?.login === login && comment.body.startsWith(marker))
      if (isThere) return 'kept' as const
      await octokit.rest.pulls.createReviewComment({
        owner,
        repo,
        pull_number: number,
        commit_id: commit,
        path: file,
        line: lastLine,
        side: 'RIGHT',
        ...(firstLine === lastLine ? {} : { start_line: firstLine, start_side: 'RIGHT' as const }),
        body: `${marker}\n${body.source}\n`,
        request,
      })
      return 'created' as const
    }, signal).catch(refusal)
    reviewed.push(outcome)
  }
  return reviewed
}

function refusal(error: unknown): 'elsewhere' | 'denied' {
  if (isRequestFailure(error) && error.status === 422) return 'elsewhere'
  if (isDenied(error)) return 'denied'
  throw error
}
