import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { renderComment } from '../../src/report/comment.ts'
import { DROP_INDEX, SHOP } from '../e2e/shop.ts'
import { report } from '../report/fixtures.ts'
import { built } from '../support/built.ts'
import { isContainerWanted } from '../support/container-wanted.ts'
import { temporaryDirectory } from '../support/git-repository.ts'
import { processesIn } from '../support/processes-in.ts'
import { act, CANARIES, published } from './act.ts'
import { openForge } from './forge.ts'
import { SMALL_SHOP } from './small-shop.ts'

let action: string
beforeAll(async () => {
  action = (await built()).action
})

const BOT = 'github-actions[bot]'
const green = renderComment(report(), { runId: 1 })

test('base’s own migrations fail: a text of its own, red unless the workflow says otherwise', async () => {
  await using forge = await openForge({ 'migrations/004_broken.sql': `select '${CANARIES.literal}'::int;\n` })
  const comment = forge.github.addComment(7, BOT, green)
  const checkout = forge.pullRequest({ 'README.md': 'hello' })
  const red = await act(action, forge, checkout)
  expect(red).toMatchObject({ code: 1, outputs: { verdict: 'error' }, annotations: [{ level: 'error' }] })
  expect(comment.body).toContain('### ⛔ Plan check could not measure: the base’s migrations fail')
  expect(comment.body).toContain('The problem is on the base branch, not in this pull request')
  expect(comment.body).toContain('The check fails all the same')
  expect(comment.body).toContain(`/octo/shop/commit/${checkout.sha.base}) with [`)
  expect(comment.body).toContain(`/octo/shop/commit/${checkout.sha.merge})`)
  expect(await published(red, forge)).not.toContain(CANARIES.literal)

  const inputs = { 'fail-on-base-error': 'false' }
  const neutral = await act(action, forge, checkout, { inputs, runId: 100 })
  expect(neutral).toMatchObject({ code: 0, outputs: { verdict: 'error' }, annotations: [{ level: 'warning' }] })
  expect(neutral.summary).toContain('The check does not fail for it')
  expect(comment.body).toContain('The check does not fail for it')
})

test('the first pull request with a configuration: a baseline, no verdict on plans', async () => {
  await using forge = await openForge({ 'README.md': 'a shop' }, { isAlone: true })
  const inputs = { comment: 'always' }
  const result = await act(action, forge, forge.pullRequest({ ...SHOP, ...SMALL_SHOP }), { inputs })
  expect(result).toMatchObject({ code: 0, outputs: { verdict: 'pass' }, annotations: [] })
  const [comment] = forge.github.comments
  expect(comment!.body).toContain('### ✅ Plan check passed: no baseline yet, 1 query recorded')
  expect(comment!.body).toContain('Nothing on the base yet:')
})

test('the branch’s migrations fail: red, whatever is said about base', async () => {
  await using forge = await openForge(SMALL_SHOP)
  const comment = forge.github.addComment(7, BOT, green)
  const checkout = forge.pullRequest({ 'migrations/004_broken.sql': 'alter table nobody add column x int;\n' })
  const result = await act(action, forge, checkout, { inputs: { 'fail-on-base-error': 'false' } })
  expect(result).toMatchObject({ code: 1, outputs: { verdict: 'error' } })
  for (const text of [result.summary, comment.body]) {
    expect(text).toContain('### ⛔ Plan check could not measure: this branch’s migrations fail')
    expect(text).toContain('migrations/004_broken.sql:1')
  }
})

test('a token that may not read the repository', async () => {
  await using forge = await openForge()
  const result = await act(action, forge, forge.pullRequest(DROP_INDEX), { token: 'ghs_another_token' })
  expect(result).toMatchObject({ code: 1, outputs: { verdict: 'error' } })
  expect(result.summary).toContain('is not in this clone and could not be fetched from origin')
  expect(result.summary).toContain('Give the step a token that may read the repository')
})

const endless = { 'workload.sql': '-- name: wait\nselect pg_sleep(60);\n' }

test('cancelled in mid-load: gone within the runner’s seven seconds, the comment untouched', async () => {
  await using forge = await openForge({ ...SMALL_SHOP, ...endless })
  const comment = forge.github.addComment(7, BOT, green)
  const result = await act(action, forge, forge.pullRequest(DROP_INDEX), { cancelAt: /\]?load base/ })
  expect(result.lingeredMs).toBeLessThan(7000)
  expect(result).toMatchObject({ code: 1, postCode: 0 })
  expect(result.log.join('\n')).toContain('The run was cancelled (SIGINT)')
  expect(comment.body).toBe(green)
})

test('killed in mid-load: the post step takes the server away', async () => {
  await using forge = await openForge({ ...SMALL_SHOP, ...endless })
  const result = await act(action, forge, forge.pullRequest(DROP_INDEX), { killAt: /load base/ })
  expect(result).toMatchObject({ code: null, postCode: 0 })
  expect(result.log.at(-1)).toMatch(/^Removed the server’s folder .*\/pgverdict-/)
})

test('killed in mid-load by a command in a tree of its own, which saw no credential: both are gone', async () => {
  using outside = temporaryDirectory()
  const seen = join(outside.directory, 'environ')
  const slow = `migrations: { path: migrations }
seed: { files: seed.sql }
workload: { command: 'tr "\\0" "\\n" < /proc/$PPID/environ > ${seen}; echo at the load; sleep 608' }
`
  await using forge = await openForge({ ...SMALL_SHOP, 'pgverdict.yml': slow })
  const checkout = forge.pullRequest(DROP_INDEX)
  const result = await act(action, forge, checkout, { killAt: /at the load/ })
  expect(result).toMatchObject({ code: null, postCode: 0 })
  expect(result.log.join('\n')).toMatch(/Removed the server’s folder/)
  // The post step does that too, where it comes before the guard.
  const worktrees = join(checkout.workspace, '.git/worktrees')
  await expect.poll(() => [...readdirSync(worktrees), ...processesIn(['sleep 608'])], { timeout: 20_000 }).toEqual([])
  const environment = readFileSync(seen, 'utf8')
  expect(environment).toMatch(/^GITHUB_RUN_ID=99$/m)
  expect(environment).not.toMatch(/ghs_fake_token|^(INPUT_|ACTIONS_|GITHUB_(ENV|OUTPUT|PATH|STATE|STEP_SUMMARY)=)/m)
})

test.runIf(isContainerWanted)('killed in mid-load with the server in a container', async () => {
  await using forge = await openForge({ ...SMALL_SHOP, ...endless })
  const inputs = { server: 'container' }
  const { DOCKER_HOST = 'unix:///var/run/docker.sock', TESTCONTAINERS_HOST_OVERRIDE = 'localhost' } = process.env
  const env = { DOCKER_HOST, TESTCONTAINERS_HOST_OVERRIDE, TESTCONTAINERS_RYUK_DISABLED: 'true' }
  const options = { inputs, env, killAt: /load base/ }
  const result = await act(action, forge, forge.pullRequest(DROP_INDEX), options)
  expect(result).toMatchObject({ code: null, postCode: 0 })
  expect(result.log.at(-1)).toMatch(/^Removed the server’s container [0-9a-f]{12}/)
})
