import { join, resolve } from 'node:path'
import { notice } from '@actions/core'
import { getOctokit, context as github } from '@actions/github'
import type { GitHubEvent } from '../config/event.ts'
import { type ArtifactStore, hasArtifacts, runArtifacts } from './artifact.ts'
import type { Inputs } from './inputs.ts'
import type { Surfaces } from './publish.ts'

export interface Access {
  readonly secrets: readonly string[]
  /** For the service that stores artifacts. */
  readonly runtime: Readonly<Record<string, string>> | undefined
  readonly signal: AbortSignal
}

/** Where this workflow run publishes, as the inputs, the event and the server allow. */
export function surfacesOf(inputs: Inputs, event: GitHubEvent, { secrets, runtime, signal }: Access): Surfaces {
  const { owner, repo } = github.repo
  const number = event.kind === 'pull_request' ? event.number : undefined
  return {
    context: {
      repositoryUrl: repositoryUrl(),
      runUrl: `${repositoryUrl()}/actions/runs/${github.runId}`,
      runId: github.runId,
      attempt: github.runAttempt,
      key: inputs.key,
      ...(number === undefined ? {} : { pullRequest: number }),
    },
    secrets,
    reportPath: resolve(inputs.reportPath ?? join(process.env.RUNNER_TEMP ?? '.', 'pgverdict', 'report.json')),
    sarifPath: inputs.sarifPath === undefined ? undefined : resolve(inputs.sarifPath),
    artifacts: inputs.uploadReport ? artifactStore(runtime) : undefined,
    comment:
      event.kind !== 'pull_request' || inputs.token === undefined
        ? undefined
        : {
            octokit: getOctokit(inputs.token),
            pullRequest: { owner, repo, number: event.number },
            policy: inputs.comment,
            isFork: event.isFork,
          },
    signal,
  }
}

export function repositoryUrl(): string {
  return `${github.serverUrl}/${github.repo.owner}/${github.repo.repo}`
}

function artifactStore(runtime: Access['runtime']): ArtifactStore | undefined {
  if (runtime === undefined) return undefined
  if (hasArtifacts(github.serverUrl)) return runArtifacts(runtime)
  notice(
    'The report was not uploaded: GitHub Enterprise Server needs actions/upload-artifact@v3 for the file of `report-path`.',
  )
  return undefined
}
