import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { getInput, isDebug, setSecret } from '@actions/core'
import { getOctokit, context as github } from '@actions/github'
import { parseEvent } from './config/event.ts'
import { isForbiddenVariable } from './environment.ts'
import { UserError } from './errors.ts'
import { keepHeapSmall } from './memory.ts'
import { repositoryCache } from './publish/base-cache.ts'
import { type Credentials, takeCredentials } from './publish/credentials.ts'
import { publishDebugBundle } from './publish/debug-bundle.ts'
import { failureOf, hidingText, messageOf } from './publish/failure-of.ts'
import { type Inputs, readInputs } from './publish/inputs.ts'
import { createActionsProgress, logUntrusted } from './publish/log.ts'
import { exitCodeOf, exitCodeOfFailure } from './publish/outputs.ts'
import { isPostStep, noteRemains, sweep } from './publish/post.ts'
import { attempt, publishFailure, publishReport, type Surfaces } from './publish/publish.ts'
import { appendToRecord } from './publish/record.ts'
import { parseFinishedRun } from './publish/relay/finished-run.ts'
import { relayReport } from './publish/relay/relay.ts'
import { sealEnvironment } from './publish/seal.ts'
import { collectSecrets } from './publish/secrets.ts'
import { mergeArtifacts, mergeFolder, publishShard, type ShardSource } from './publish/shards.ts'
import { type Access, repositoryUrl, surfacesOf } from './publish/surfaces.ts'
import type { Failure } from './report/failure.ts'
import type { Report } from './report/report.ts'
import { withoutValues } from './report/without-values.ts'
import { run } from './run.ts'

/** For the log, which on public repositories everybody can read. */
function describe(error: unknown): string {
  if (error instanceof UserError) return withoutValues([error.message, error.hint ?? ''].join('\n').trim())
  const calls = error instanceof Error ? /\n {4}at [\s\S]*/.exec(error.stack ?? '')?.[0] : undefined
  return withoutValues(`${messageOf(error)}${calls ?? ''}`)
}

/** Reads the inputs and hides what is secret, then does what the mode says. Returns the exit code. */
async function main(signal: AbortSignal): Promise<number> {
  try {
    const inputs = readInputs()
    const secrets = collectSecrets(process.env, inputs.token === undefined ? [] : [inputs.token])
    secrets.forEach(setSecret)
    const credentials = takeCredentials(process.env)
    const access = { secrets, runtime: credentials.artifacts, signal }
    const payload = await readFile(process.env.GITHUB_EVENT_PATH ?? '', 'utf8')
    switch (inputs.mode) {
      case 'comment':
        return await relay(inputs, payload, access)
      case 'merge':
        return await merge(inputs, payload, access)
      case 'run':
        return await measure(inputs, payload, access, credentials.cache)
    }
  } catch (error) {
    logUntrusted(describe(error))
    return 1
  }
}

async function measure(
  inputs: Inputs,
  payload: string,
  access: Access,
  runtime: Credentials['cache'],
): Promise<number> {
  const event = parseEvent(github.eventName, payload)
  const { signal } = access
  const progress = createActionsProgress(() => performance.now())
  const surfaces: Surfaces = surfacesOf(inputs, event, access)
  const log: string[] = []
  let commits: Failure['commits']
  const debug = async (report: Report | undefined) => {
    const { timings } = progress
    if (isDebug()) await attempt('debug bundle', () => publishDebugBundle({ report, log, timings }, surfaces))
  }
  try {
    keepHeapSmall()
    const { configFile, base, head, server, postgresVersion, token, shard } = inputs
    const repo = resolve(process.env.GITHUB_WORKSPACE ?? '.', inputs.workingDirectory)
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !isForbiddenVariable(name)))
    const temporary = process.env.RUNNER_TEMP
    const isCached = inputs.usesCache && runtime !== undefined && temporary !== undefined
    const { obeying } = progress
    const cache = isCached ? repositoryCache(event, { runtime, temporary, obeying }) : undefined
    const report = await run(
      { repo, base, head, configFile, server, postgresVersion, event, token, cache, shard },
      {
        progress,
        signal,
        env,
        onCommits: found => {
          commits = found
        },
        onRemains: noteRemains(),
        ...(isDebug() ? { onLog: lines => log.push(...lines) } : {}),
      },
    )
    if (report.shard === undefined) await publishReport(report, surfaces)
    else await publishShard(report, report.shard, surfaces)
    if (inputs.recordDir !== undefined && event.kind === 'push' && event.isDefaultBranch) {
      const octokit = token === undefined ? undefined : getOctokit(token)
      const { secrets } = access
      await appendToRecord(report, { folder: inputs.recordDir, octokit, ...github.repo, secrets, signal })
    }
    await debug(report)
    // A part is no verdict, and one that ends its job badly would cancel the others of its matrix.
    if (report.shard !== undefined) return 0
    return exitCodeOf(report)
  } catch (error) {
    logUntrusted(hidingText(describe(error), access.secrets))
    if (signal.aborted) return 1
    await debug(undefined)
    const failure = failureOf(error, { stage: progress.stageName, commits }, inputs)
    await publishFailure(failure, surfaces)
    return exitCodeOfFailure(failure)
  }
}

/** One verdict of all shards; nothing is measured. */
async function merge(inputs: Inputs, payload: string, access: Access): Promise<number> {
  const { key, reports, token } = inputs
  const surfaces = surfacesOf(inputs, parseEvent(github.eventName, payload), access)
  try {
    const report =
      reports === undefined
        ? await mergeArtifacts(shardSource(token, key, access))
        : await mergeFolder(resolve(reports))
    await publishReport(report, surfaces)
    return exitCodeOf(report)
  } catch (error) {
    logUntrusted(hidingText(describe(error), access.secrets))
    if (!access.signal.aborted) await publishFailure(failureOf(error, { stage: undefined }, inputs), surfaces)
    return 1
  }
}

function shardSource(token: string | undefined, key: string, { signal }: Access): ShardSource {
  if (token === undefined) throw new UserError('`mode: merge` needs `github-token` or `reports`', { kind: 'usage' })
  return { octokit: getOctokit(token), ...github.repo, runId: github.runId, key, signal }
}

/** Comments for a run of a fork that has ended; the exit code is no gate. */
async function relay(inputs: Inputs, payload: string, { secrets, signal }: Access): Promise<number> {
  const finished = parseFinishedRun(github.eventName, payload)
  if (inputs.token === undefined) throw new UserError('`mode: comment` needs `github-token`', { kind: 'usage' })
  await relayReport(finished, {
    octokit: getOctokit(inputs.token),
    ...github.repo,
    repositoryUrl: repositoryUrl(),
    key: inputs.key,
    policy: inputs.comment,
    secrets,
    signal,
  })
  return 0
}

if (isPostStep()) {
  await sweep()
} else {
  // The other modes start nothing.
  if (!['comment', 'merge'].includes(getInput('mode'))) sealEnvironment(process.env)
  const cancellation = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => cancellation.abort(new UserError(`The run was cancelled (${name})`)))
  }
  process.exitCode = await main(cancellation.signal)
}
