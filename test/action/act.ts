import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { HAS_DEBIAN_POSTGRES } from '../support/debian-postgres.ts'
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
      apiUrl: forge.github.url,
      inputs: { ...SERVER, ...inputs },
      env: {
        GITHUB_SERVER_URL: serverUrl,
        PGVERDICT_DATA_DIR: join(root, 'data'),
        TMPDIR: join(root, 'tmp'),
        ...runtimeVariables(forge.github.url, options.runId ?? 99),
        DEPLOY_TOKEN: CANARIES.environment,
        ...env,
      },
      ...options,
    })
    expect(forge.github.violations).toEqual([])
    expect(processesIn([workspace, root])).toEqual([])
    expect([...readdirSync(join(root, 'data')), ...readdirSync(join(root, 'tmp'))]).toEqual([])
    return result
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** Everything that a run has shown or stored anywhere. */
export function published({ log, summary, outputs, annotations, report }: RunnerResult, { github }: Forge): string {
  const comments = github.comments.map(({ body }) => body)
  const artifacts = github.artifacts.map(({ content }) => content.toString('latin1'))
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
