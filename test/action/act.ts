import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { unpackReport } from '../../src/publish/relay/unpack.ts'
import { HAS_DEBIAN_POSTGRES } from '../support/debian-postgres.ts'
import type { CacheScope } from '../support/fake-cache.ts'
import { runtimeVariables } from '../support/fake-results.ts'
import { type RunnerOptions, type RunnerResult, runAction } from '../support/mini-runner.ts'
import { processesIn } from '../support/processes-in.ts'
import type { Checkout, Forge } from './forge.ts'

/** The bundle lies alone in its folder: what is not on the machine is fetched for every run. */
const SERVER = HAS_DEBIAN_POSTGRES
  ? { server: 'native', 'postgres-version': '15' }
  : { server: 'embedded', 'postgres-version': '17' }

/** Values that must not be found in anything that leaves a run. */
export const CANARIES = {
  seed: 'canary-seed-4b1e',
  literal: 'canary-literal-77aa',
  comment: 'canary-comment-c0de',
  notice: 'canary-notice-9f9f',
  environment: 'canary-environment-1234',
} as const

const GUARDS = { timeout: 20_000 }

/** Runs the action on a checkout as a job would, and checks that nothing is left of it. */
export async function act(
  action: string,
  forge: Forge,
  { workspace, eventName, event, serverUrl }: Checkout,
  { inputs, env, ...options }: Partial<RunnerOptions> = {},
): Promise<RunnerResult> {
  const root = mkdtempSync(join(tmpdir(), 'pgverdict-job-'))
  // The server has a user of its own, who must be able to enter.
  for (const folder of [root, join(root, 'data'), join(root, 'tmp')]) {
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, 0o777)
  }
  try {
    const result = await runAction({
      action,
      workspace,
      eventName,
      event,
      apiUrl: forge.github.apiUrl,
      inputs: { ...SERVER, ...inputs },
      env: {
        GITHUB_SERVER_URL: serverUrl,
        PGVERDICT_DATA_DIR: join(root, 'data'),
        ...keptClusters(),
        TMPDIR: join(root, 'tmp'),
        ...runtimeVariables(forge.github, options.runId ?? 99, scopesOf(eventName)),
        DEPLOY_TOKEN: CANARIES.environment,
        ...env,
      },
      ...options,
    })
    expect(forge.github.violations).toEqual([])
    // What puts away after a killed step takes a few seconds.
    if (options.killAt !== undefined) await expect.poll(() => processesIn([workspace, root]), GUARDS).toEqual([])
    expect(processesIn([workspace, root])).toEqual([])
    expect([...readdirSync(join(root, 'data')), ...readdirSync(join(root, 'tmp'))]).toEqual([])
    return result
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

const keptClusters = ({ PGVERDICT_EMPTY_CLUSTERS: folder } = process.env): Record<string, string> =>
  folder === undefined ? {} : { PGVERDICT_EMPTY_CLUSTERS: folder }

/** Pushes write the cache of their branch; everything else has one of its own and may read the branch's. */
function scopesOf(eventName: string): readonly CacheScope[] {
  const main = 'refs/heads/main'
  if (eventName === 'push') return [{ Scope: main, Permission: 3 }]
  return [
    { Scope: 'refs/pull/7/merge', Permission: 3 },
    { Scope: main, Permission: 1 },
  ]
}

/** Everything that a run has shown or stored anywhere, archives unpacked. */
export async function published(
  { log, summary, outputs, annotations, report }: RunnerResult,
  { github }: Forge,
): Promise<string> {
  const comments = github.comments.map(({ body }) => body)
  const artifacts = await Promise.all(github.artifacts.map(({ content }) => textOf(content)))
  return [
    ...log,
    summary,
    JSON.stringify(outputs),
    JSON.stringify(annotations),
    report,
    ...comments,
    ...artifacts,
  ].join('\n')
}

/** What an artifact holds: a file as it is, or the one of an archive. */
export async function textOf(content: Buffer): Promise<string> {
  return content.subarray(0, 2).toString() === 'PK' ? await unpackReport(content) : content.toString()
}
