import { readFileSync, realpathSync } from 'node:fs'
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
  const number = event.kind === 'pull_request' ? event.number : undefined
  const comment = commentTarget(inputs, event)
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
    comment,
    review:
      comment === undefined || event.kind !== 'pull_request' || !inputs.suggests
        ? undefined
        : { target: comment, commit: event.head.sha, readMigration: fileReader(process.env.GITHUB_WORKSPACE ?? '.') },
    folder: inputs.workingDirectory,
    signal,
  }
}

function commentTarget(inputs: Inputs, event: GitHubEvent): Surfaces['comment'] {
  if (event.kind !== 'pull_request' || inputs.token === undefined) return undefined
  return {
    octokit: getOctokit(inputs.token),
    pullRequest: { ...github.repo, number: event.number },
    policy: inputs.comment,
    isReadOnly: event.isFork || github.actor === 'dependabot[bot]',
  }
}

/** Reads files below `root`; a link, which may lead anywhere, is none. */
function fileReader(root: string): (file: string) => string | undefined {
  return file => {
    const path = resolve(root, file)
    try {
      return realpathSync(path) === join(realpathSync(root), file) ? readFileSync(path, 'utf8') : undefined
    } catch {
      return undefined
    }
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
