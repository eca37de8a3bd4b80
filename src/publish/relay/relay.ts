import { notice } from '@actions/core'
import { renderComment } from '../../report/comment.ts'
import { type Failure, renderFailureComment } from '../../report/failure.ts'
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

/** An older comment of ours must not stay green over it. */
const NO_REPORT: Failure = {
  stage: undefined,
  message: 'The run failed and has left no report.',
  hint: undefined,
  kind: 'measurement',
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
    const runUrl = `${repositoryUrl}/actions/runs/${run.id}`
    const context = {
      repositoryUrl,
      runUrl,
      runId: run.id,
      attempt: run.attempt,
      pullRequest: pullRequest.number,
      key,
      isClaim: run.isFork,
    }
    const target = { comment: { octokit, pullRequest, policy, isReadOnly: false }, secrets, signal }
    const fetched = await fetchReport(octokit, { owner, repo, runId: run.id, name: artifactName(key) }, signal)
    if (fetched === undefined) {
      notice(`No comment was written: the run has left no artifact ${artifactName(key)}.`)
      if (run.hasFailed) await writeComment(renderFailureComment(NO_REPORT, context), policy === 'always', target)
      return
    }
    const reportUrl = `${runUrl}/artifacts/${fetched.artifactId}`
    const body = renderComment(fetched.report, { ...context, reportUrl })
    await writeComment(body, isWorthComment(fetched.report, policy), target)
  })
}
