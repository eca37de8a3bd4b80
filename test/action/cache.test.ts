import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseReport } from '../../src/report/schema.ts'
import { DROP_INDEX } from '../e2e/shop.ts'
import { built } from '../support/built.ts'
import { SIGNATURE } from '../support/fake-cache.ts'
import { runtimeVariables } from '../support/fake-results.ts'
import { temporaryDirectory } from '../support/git-repository.ts'
import type { RunnerResult } from '../support/mini-runner.ts'
import { act, CANARIES } from './act.ts'
import { openForge } from './forge.ts'
import { SMALL_SHOP } from './small-shop.ts'

let action: string
beforeAll(async () => {
  action = (await built()).action
})

/** A runner's folder is the same for each job, and part of what an entry is found by. */
const runner = temporaryDirectory()
afterAll(() => runner[Symbol.dispose]())
const env = { RUNNER_TEMP: runner.directory }

const stagesOf = ({ report }: RunnerResult) => parseReport(report ?? '').timings.map(({ stage }) => stage)

test.each([
  ['github.com', false],
  ['an enterprise server', true],
])(
  'on %s a push to main keeps the base that pull requests then read; what they do, nobody reads',
  async (_, isEnterprise) => {
    await using forge = await openForge(SMALL_SHOP, { isEnterprise })
    const { github } = forge
    const cold = await act(action, forge, forge.pullRequest(DROP_INDEX), { env })
    expect(cold).toMatchObject({ code: 1, outputs: { verdict: 'fail', regressions: '1' } })
    expect(stagesOf(cold)).toContain('seed base')
    expect(github.caches).toEqual([])

    const pushed = await act(action, forge, forge.push({ 'README.md': 'hello' }), { env })
    expect(pushed.code).toBe(0)
    expect(github.caches).toMatchObject([{ ref: 'refs/heads/main', isWhole: true }])
    // Whoever reads the log in time could else write what later runs restore.
    expect(pushed.log.join('\n')).not.toMatch(new RegExp(`${SIGNATURE}|add-mask`))
    expect(github.caches[0]!.key).toMatch(/^pgverdict-base-[0-9a-f]{64}$/)
    const bytes = github.caches[0]!.content.toString('latin1')
    for (const secret of [CANARIES.environment, 'ghs_fake_token', 'ACTIONS_RUNTIME_TOKEN']) {
      expect(bytes).not.toContain(secret)
    }

    const warm = await act(action, forge, forge.pullRequest(DROP_INDEX), { runId: 100, env })
    expect(warm).toMatchObject({ code: 1, outputs: { verdict: 'fail', regressions: '1' } })
    expect(stagesOf(warm)).toContain('restore base')
    expect(warm.log.join('\n')).not.toMatch(new RegExp(`${SIGNATURE}|add-mask`))
    expect(stagesOf(warm)).not.toContain('seed base')
    expect(github.caches).toHaveLength(1)

    const off = await act(action, forge, forge.pullRequest(DROP_INDEX), {
      runId: 101,
      env,
      inputs: { cache: 'false' },
    })
    expect(stagesOf(off)).toContain('seed base')
  },
  300_000,
)

test('a push that changes the schema keeps what it will be from now on', async () => {
  await using forge = await openForge(SMALL_SHOP)
  const migrated = forge.push({ 'migrations/004_note.sql': 'alter table customer add column note text;\n' })
  const pushed = await act(action, forge, migrated, { env })
  expect(pushed.code).toBe(0)
  expect(forge.github.caches).toHaveLength(1)
  expect(pushed.log.join('\n')).toContain('keep base')
  expect(stagesOf(pushed).filter(stage => stage === 'seed base')).toHaveLength(2)
})

test('a cache that takes nothing is a warning', async () => {
  await using forge = await openForge(SMALL_SHOP)
  const readOnly = runtimeVariables(forge.github, 99, [{ Scope: 'refs/heads/main', Permission: 1 }])
  const pushed = await act(action, forge, forge.push({ 'README.md': 'hello' }), { env: { ...env, ...readOnly } })
  expect(pushed).toMatchObject({ code: 0, outputs: { verdict: 'pass' } })
  expect(pushed.annotations).toMatchObject([
    { level: 'warning', message: 'The base could not be kept for later runs: GitHub’s cache did not take it' },
  ])
})
