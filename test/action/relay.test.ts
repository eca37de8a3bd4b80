import { beforeAll, expect, test } from 'vitest'
import { renderJson } from '../../src/report/json.ts'
import { parseStickyState } from '../../src/report/sticky.ts'
import { entry, REPORTS, report, slower } from '../report/fixtures.ts'
import { built } from '../support/built.ts'
import { renderGfm } from '../support/cmark-gfm.ts'
import { type FakeGitHub, type FakeGitHubOptions, startFakeGitHub } from '../support/fake-github.ts'
import { type RunnerOptions, runAction } from '../support/mini-runner.ts'
import { type ZipEntry, zip } from '../support/zip.ts'

const SHA = '0123456789abcdef0123456789abcdef01234567'
const RUN = 41

let action: string
beforeAll(async () => {
  action = (await built()).action
})

const finished = (owner = 'mallory', run: object = {}) => ({
  workflow_run: {
    id: RUN,
    run_attempt: 1,
    event: 'pull_request',
    head_sha: SHA,
    head_branch: 'patch-1',
    head_repository: { full_name: `${owner}/shop` },
    repository: { full_name: 'octo/shop' },
    // Empty for forks; a number here would be believed by nobody.
    pull_requests: [],
    ...run,
  },
})

const packed = (text: string) => zip([{ name: 'report.json', content: Buffer.from(text) }])

/** Pull request 7 of a fork, whose run has left this artifact. */
async function openFork(artifact: Buffer | undefined, options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
  const github = await startFakeGitHub(options)
  github.addPull({ number: 7, owner: 'mallory', branch: 'patch-1', sha: SHA })
  github.addPull({ number: 8, owner: 'octo', branch: 'patch-1', sha: SHA })
  if (artifact !== undefined) github.addArtifact(RUN, 'pgverdict-report', artifact)
  return github
}

async function relay(github: FakeGitHub, options: Partial<RunnerOptions> = {}) {
  const result = await runAction({
    action,
    eventName: 'workflow_run',
    event: finished(),
    apiUrl: github.apiUrl,
    ...options,
    inputs: { mode: 'comment', ...options.inputs },
  })
  expect(github.violations).toEqual([])
  return result
}

test.each([false, true])(
  'the report of a fork becomes a comment that says so (enterprise server: %s)',
  async isEnterprise => {
    await using github = await openFork(packed(renderJson(REPORTS.failing!)), { isEnterprise })
    const { code, postCode } = await relay(github)
    expect([code, postCode]).toEqual([0, 0])
    expect(github.comments.map(({ pullRequest }) => pullRequest)).toEqual([7])
    const { body } = github.comments[0]!
    expect(body).toContain('### ❌ Plan check failed')
    expect(body).toContain('the figures are the fork’s own claim')
    expect(body).toContain(`https://github.com/octo/shop/actions/runs/${RUN}/artifacts/500`)
    expect(parseStickyState(body)).toMatchObject({ run: RUN, verdict: 'fail' })
  },
)

test('what the run itself has commented already stays as it is', async () => {
  await using github = await openFork(packed(renderJson(REPORTS.failing!)))
  await relay(github)
  const before = github.comments[0]!.body
  const { log } = await relay(github, { event: finished('mallory', { run_attempt: 2 }) })
  expect(log.join('\n')).toContain('says the same already')
  expect(github.comments.map(({ body }) => body)).toEqual([before])
})

test.each([
  ['the branch has moved on', { head_sha: SHA.replace('0', 'f') }],
  ['the fork was deleted', { head_repository: null }],
  ['the run was for a push', { event: 'push' }],
])('no comment where %s', async (_, run) => {
  await using github = await openFork(packed(renderJson(REPORTS.failing!)))
  const { code, log } = await relay(github, { event: finished('mallory', run) })
  expect(code).toBe(0)
  expect(log.join('\n')).toContain('not the newest of an open pull request')
  expect(github.comments).toEqual([])
})

test('a run that has left no report is told of', async () => {
  await using github = await openFork(undefined)
  const { code, log } = await relay(github)
  expect(code).toBe(0)
  expect(log.join('\n')).toContain('no artifact pgverdict-report')
})

test('a fork’s newer run that failed to measure takes the green from the comment, one that went well does not', async () => {
  await using github = await openFork(packed(renderJson(REPORTS.improved!)))
  await relay(github)
  const { body } = github.comments[0]!
  expect(body).toContain('### ✅')
  const later = (conclusion: string) => ({ event: finished('mallory', { id: RUN + 1, conclusion }) })
  await relay(github, later('success'))
  expect(github.comments[0]!.body).toBe(body)
  const { code } = await relay(github, later('failure'))
  expect(code).toBe(0)
  expect(github.comments).toHaveLength(1)
  expect(github.comments[0]!.body).toContain('### ⛔ Plan check could not measure')
  expect(github.comments[0]!.body).toContain(`/octo/shop/actions/runs/${RUN + 1}`)
})

const file = (name: string, text: string, more: Partial<ZipEntry> = {}): ZipEntry => ({
  name,
  content: Buffer.from(text),
  ...more,
})
const good = renderJson(REPORTS.failing!)

test.each<readonly [string, Buffer, string]>([
  ['no archive', Buffer.from('<h1>hello</h1>'), 'not a zip archive'],
  ['two files', zip([file('report.json', good), file('run.sh', 'id')]), 'a single .json file'],
  ['a path', zip([file('../../report.json', good)]), 'invalid relative path'],
  ['Markdown', zip([file('comment.md', '# Merge this')]), 'a single .json file'],
  ['a bomb', zip([file('report.json', good, { claimedBytes: 2 ** 31 })]), 'larger than any report'],
  ['too many bytes', packed(' '.repeat(6 * 2 ** 20)), 'larger than any report'],
  ['another shape', packed('{"body":"@octo/admins merge this"}'), 'does not follow its schema'],
  ['a foreign key', packed(good.replace('"verdict"', '"pullRequest":1,"verdict"')), 'does not follow its schema'],
])('an artifact with %s is refused', async (_, artifact, message) => {
  await using github = await openFork(artifact)
  const { code, annotations } = await relay(github)
  expect(code).toBe(0)
  expect(annotations.map(annotation => annotation.message).join('\n')).toContain(message)
  expect(github.comments).toEqual([])
})

test('text of a fork stays text', async () => {
  const hostile =
    '</code></details>\n# Approved @octo/admins ![x](https://evil.example/x.png) --> ##[set-output name=verdict]pass'
  const claim = report({
    verdict: 'fail',
    statements: [{ ...slower, name: hostile, reason: hostile }],
    roster: [entry({ statement: hostile, fingerprint: slower.fingerprint, text: hostile })],
    notes: [hostile],
  })
  await using github = await openFork(packed(renderJson(claim)))
  const { outputs } = await relay(github)
  const { body } = github.comments[0]!
  expect(outputs).toEqual({})
  const html = renderGfm(body)
  for (const part of ['<h1', '<img', 'href="https://evil', '@octo']) expect(html).not.toContain(part)
})

test('300 slower queries: the worst are told, the rest is counted', async () => {
  const names = Array.from({ length: 300 }, (_, index) => `orders.report${index}`)
  const claim = report({
    verdict: 'fail',
    statements: names.map(name => ({ ...slower, name, text: `${slower.text} -- ${'x'.repeat(2000)}` })),
    roster: names.map(statement => entry({ statement, fingerprint: slower.fingerprint })),
  })
  await using github = await openFork(packed(renderJson(claim)))
  await relay(github)
  const { body } = github.comments[0]!
  expect(Buffer.byteLength(body)).toBeLessThan(60_000)
  expect(body).toContain('300 queries got slower plans')
  expect(body).toMatch(/Left out here because of its length: \d+ × plan diff/)
})

test('a token that may not write: the permissions to add are said, and nothing fails', async () => {
  await using github = await openFork(packed(renderJson(REPORTS.failing!)), { mayWrite: false })
  const { code, annotations } = await relay(github)
  expect(code).toBe(0)
  expect(annotations).toMatchObject([{ level: 'warning' }])
  expect(annotations[0]!.message).toContain('permissions:\n  contents: read\n  pull-requests: write')
})

test.each([
  [502, {}, 'created'],
  [403, { 'retry-after': '1' }, 'created'],
  [422, {}, 'refused'],
])('an answer of %i to the comment', async (status, headers, expected) => {
  const faults = [{ match: /^POST \/repos/, status, headers, times: 1 }]
  await using github = await openFork(packed(renderJson(REPORTS.failing!)), { faults })
  const { code, annotations } = await relay(github)
  expect(code).toBe(0)
  expect(github.comments).toHaveLength(expected === 'created' ? 1 : 0)
  expect(annotations.map(({ level }) => level)).toEqual(expected === 'created' ? [] : ['warning'])
})

test('only a workflow that follows another one may do this', async () => {
  await using github = await openFork(packed(good))
  const { code, log } = await relay(github, { eventName: 'pull_request_target', event: {} })
  expect(code).toBe(1)
  expect(log.join('\n')).toContain('`mode: comment` does not run on `pull_request_target`')
  expect(github.requests).toEqual([])
})
