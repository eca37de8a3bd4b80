import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setSecret } from '@actions/core'
import { getOctokit, context as github } from '@actions/github'
import { type GitHubEvent, parseEvent } from './config/event.ts'
import { isForbiddenVariable } from './environment.ts'
import { UserError } from './errors.ts'
import { type Inputs, readInputs } from './publish/inputs.ts'
import { createActionsProgress, logUntrusted } from './publish/log.ts'
import { publishFailure, publishReport, type Surfaces } from './publish/publish.ts'
import { collectSecrets } from './publish/secrets.ts'
import type { Failure } from './report/failure.ts'
import { run } from './run.ts'

/** The step's credentials, which nothing but this file needs; the runner's command files stay for the outputs. */
function takeCredentials(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(environment)) {
    if (/^(INPUT_|ACTIONS_)|^(GITHUB|GH)_TOKEN$/i.test(name)) delete environment[name]
  }
}

function surfacesOf(inputs: Inputs, event: GitHubEvent, secrets: readonly string[], signal: AbortSignal): Surfaces {
  const { owner, repo } = github.repo
  const repositoryUrl = `${github.serverUrl}/${owner}/${repo}`
  const number = event.kind === 'pull_request' ? event.number : undefined
  const isDefaultFolder = inputs.workingDirectory === '.'
  return {
    context: {
      repositoryUrl,
      runUrl: `${repositoryUrl}/actions/runs/${github.runId}`,
      runId: github.runId,
      attempt: github.runAttempt,
      key: inputs.commentKey ?? (isDefaultFolder ? 'default' : inputs.workingDirectory),
      ...(number === undefined ? {} : { pullRequest: number }),
    },
    secrets,
    reportPath: resolve(inputs.reportPath ?? join(process.env.RUNNER_TEMP ?? '.', 'pgverdict', 'report.json')),
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

function failureOf(error: unknown, stage: string | undefined): Failure {
  if (error instanceof UserError) return { stage, message: error.message, hint: error.hint, kind: error.kind }
  const message = error instanceof Error ? error.message : String(error)
  return { stage, message, hint: 'Please report it with the log of this run.', kind: 'bug' }
}

function describe(error: unknown): string {
  if (error instanceof UserError) return [error.message, ...(error.hint === undefined ? [] : [error.hint])].join('\n')
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

async function main(signal: AbortSignal): Promise<void> {
  const progress = createActionsProgress(() => performance.now())
  let surfaces: Surfaces | undefined
  try {
    const inputs = readInputs()
    const secrets = collectSecrets(process.env, inputs.token === undefined ? [] : [inputs.token])
    secrets.forEach(setSecret)
    takeCredentials(process.env)
    const payload = await readFile(process.env.GITHUB_EVENT_PATH ?? '', 'utf8')
    const event = parseEvent(github.eventName, payload)
    surfaces = surfacesOf(inputs, event, secrets, signal)
    const { configFile, base, head, server, postgresVersion, token } = inputs
    const repo = resolve(process.env.GITHUB_WORKSPACE ?? '.', inputs.workingDirectory)
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !isForbiddenVariable(name)))
    const report = await run(
      { repo, base, head, configFile, server, postgresVersion, event, token },
      { progress, signal, env },
    )
    await publishReport(report, surfaces)
    process.exitCode = report.verdict === 'fail' ? 1 : 0
  } catch (error) {
    process.exitCode = 1
    logUntrusted(describe(error))
    if (surfaces !== undefined && !signal.aborted) await publishFailure(failureOf(error, progress.stageName), surfaces)
  }
}

const cancellation = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => cancellation.abort(new UserError(`The run was cancelled (${name})`)))
}
await main(cancellation.signal)
