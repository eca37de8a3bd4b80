import { notice } from '@actions/core'
import { renderComment } from '../../report/comment.ts'
import { artifactName } from '../artifact.ts'
import type { CommentPolicy, Octokit } from '../comment.ts'
import { isWorthComment } from '../comment.ts'
import { attempt, writeComment } from '../publish.ts'
import { fetchReport } from './fetch-report.ts'
import { findPullRequest } from './find-pull-request.ts'
import type { FinishedRun } from './finished-run.ts'

export interface RelayOptions {
  readonly octokit: Octokit
  readonly owner: string
  readonly repo: string
  readonly repositoryUrl: string
  readonly key: string
  readonly policy: CommentPolicy
  readonly secrets: readonly string[]
  readonly signal: AbortSignal
}

/**
 * Writes the comment for a run that could not, because it belongs to a fork. Nothing of the fork is executed, and no text of
 * it is taken as Markdown; its figures are its own claim, so this decides nothing and never fails for what it finds.
 */
export async function relayReport(run: FinishedRun, options: RelayOptions): Promise<void> {
  const { octokit, owner, repo, repositoryUrl, key, policy, secrets, signal } = options
  await attempt('comment', async () => {
    const pullRequest = await findPullRequest(octokit, { owner, repo }, run, signal)
    if (pullRequest === undefined) {
      notice('No comment was written: the run’s commit is not the newest of an open pull request.')
      return
    }
    const fetched = await fetchReport(octokit, { owner, repo, runId: run.id, name: artifactName(key) }, signal)
    if (fetched === undefined) {
      notice(`No comment was written: the run has left no artifact ${artifactName(key)}.`)
      return
    }
    const runUrl = `${repositoryUrl}/actions/runs/${run.id}`
    const context = {
      repositoryUrl,
      runUrl,
      runId: run.id,
      attempt: run.attempt,
      pullRequest: pullRequest.number,
      key,
      reportUrl: `${runUrl}/artifacts/${fetched.artifactId}`,
      isClaim: run.isFork,
    }
    const body = renderComment(fetched.report, context)
    const target = { octokit, pullRequest, policy, isReadOnly: false }
    await writeComment(body, isWorthComment(fetched.report, policy), { comment: target, secrets, signal })
  })
}
