import type { Octokit, PullRequest } from '../comment.ts'
import { withRetries } from '../retry.ts'
import type { FinishedRun } from './finished-run.ts'

/**
 * The open pull request whose head is the commit of a finished run, asked from GitHub: what the run itself says about it may
 * be a fork's. Undefined where the branch has moved on, and for runs of no pull request.
 */
export async function findPullRequest(
  octokit: Octokit,
  { owner, repo }: { readonly owner: string; readonly repo: string },
  { head, event }: FinishedRun,
  signal: AbortSignal,
): Promise<PullRequest | undefined> {
  if (event !== 'pull_request' || head.branch === null || head.repository === undefined) return undefined
  const [headOwner] = head.repository.split('/')
  const { data } = await withRetries(
    limit =>
      octokit.rest.pulls.list({
        owner,
        repo,
        state: 'open',
        head: `${headOwner}:${head.branch}`,
        per_page: 100,
        request: { signal: limit },
      }),
    signal,
  )
  const found = data.find(pull => pull.head.sha === head.sha && pull.head.repo?.full_name === head.repository)
  return found && { owner, repo, number: found.number }
}
