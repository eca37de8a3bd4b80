import { getOctokit } from '@actions/github'
import { expect, test } from 'vitest'
import { isWorthComment, publishComment } from '../../src/publish/comment.ts'
import { retryWaitMs } from '../../src/publish/retry.ts'
import { renderComment } from '../../src/report/comment.ts'
import { renderFailureComment } from '../../src/report/failure.ts'
import { parseStickyState } from '../../src/report/sticky.ts'
import { REPORTS } from '../report/fixtures.ts'
import { type FakeGitHub, type FakeGitHubOptions, startFakeGitHub } from '../support/fake-github.ts'

const BOT = 'github-actions[bot]'
const pullRequest = { owner: 'octo', repo: 'shop', number: 7 }
const body = (name: string, runId: number, key = 'default') => renderComment(REPORTS[name]!, { runId, key })

function client(github: FakeGitHub) {
  return getOctokit('ghs_test', { baseUrl: github.apiUrl, request: { fetch } })
}

async function withGitHub(
  options: FakeGitHubOptions,
  scenario: (github: FakeGitHub, publish: Publish) => Promise<void>,
) {
  await using github = await startFakeGitHub(options)
  const octokit = client(github)
  await scenario(github, (text, mayCreate = true) => publishComment(octokit, pullRequest, text, mayCreate))
  expect(github.violations).toEqual([])
}

type Publish = (text: string, mayCreate?: boolean) => ReturnType<typeof publishComment>

const writes = (github: FakeGitHub) => github.requests.filter(line => /^(POST|PATCH) \/repos/.test(line))

test('first run creates, the next one updates in place, an equal one writes nothing', () =>
  withGitHub({}, async (github, publish) => {
    expect(await publish(body('failing', 1))).toMatchObject({ kind: 'created' })
    expect(await publish(body('passing', 2))).toMatchObject({ kind: 'updated' })
    expect(await publish(body('passing', 3))).toMatchObject({ kind: 'kept' })
    expect(github.comments).toHaveLength(1)
    expect(github.comments[0]!.body).toContain('✅ Plan check passed')
    expect(writes(github)).toHaveLength(2)
  }))

test('nothing to say creates nothing, but turns an old red comment green', () =>
  withGitHub({}, async (github, publish) => {
    expect(await publish(body('passing', 1), false)).toEqual({ kind: 'quiet' })
    expect(github.comments).toHaveLength(0)
    await publish(body('failing', 2))
    expect(await publish(body('passing', 3), false)).toMatchObject({ kind: 'updated' })
    expect(github.comments[0]!.body).toContain('✅')
  }))

test('a run that could not measure takes the green away', () =>
  withGitHub({}, async (github, publish) => {
    await publish(body('passing', 1))
    await publish(
      renderFailureComment({ stage: 'seed', message: 'x', hint: undefined, kind: 'measurement' }, { runId: 2 }),
      false,
    )
    expect(github.comments[0]!.body).toContain('could not measure')
  }))

test('an older run never overwrites a newer one, nor an older attempt', () =>
  withGitHub({}, async (github, publish) => {
    await publish(renderComment(REPORTS.failing!, { runId: 9, attempt: 2 }))
    expect(await publish(body('passing', 8))).toMatchObject({ kind: 'outdated' })
    expect(await publish(renderComment(REPORTS.passing!, { runId: 9, attempt: 1 }))).toMatchObject({ kind: 'outdated' })
    expect(github.comments[0]!.body).toContain('❌')
  }))

test('a marker that somebody else pasted is not ours', () =>
  withGitHub({}, async (github, publish) => {
    github.addComment(7, 'mallory', body('passing', 99))
    github.addComment(7, 'github-actions', body('passing', 99))
    github.addComment(7, 'other-app[bot]', body('passing', 99))
    github.addComment(7, BOT, `quoted:\n${body('passing', 99)}`)
    expect(await publish(body('failing', 1))).toMatchObject({ kind: 'created' })
    expect(await publish(body('warn-only', 2))).toMatchObject({ kind: 'updated' })
    expect(github.comments.map(({ login, body: text }) => [login, parseStickyState(text)?.verdict])).toEqual([
      ['mallory', 'pass'],
      ['github-actions', 'pass'],
      ['other-app[bot]', 'pass'],
      [BOT, undefined],
      [BOT, 'warn'],
    ])
  }))

test('a personal token finds what its owner wrote', () =>
  withGitHub({ login: 'release-robot' }, async (github, publish) => {
    github.addComment(7, BOT, body('failing', 1))
    await publish(body('failing', 2))
    expect(await publish(body('passing', 3))).toMatchObject({ kind: 'updated' })
    expect(github.comments.map(({ login }) => login)).toEqual([BOT, 'release-robot'])
  }))

test('ours is found behind 120 comments of others', () =>
  withGitHub({}, async (github, publish) => {
    for (let count = 0; count < 120; count += 1) github.addComment(7, 'alice', `noise ${count}`)
    github.addComment(7, BOT, body('failing', 1))
    expect(await publish(body('passing', 2))).toMatchObject({ kind: 'updated' })
    expect(github.comments).toHaveLength(121)
    expect(github.requests.filter(line => line.startsWith('GET'))).toHaveLength(2)
  }))

test('each key has a comment of its own', () =>
  withGitHub({}, async (github, publish) => {
    await publish(body('failing', 1, 'billing'))
    await publish(body('failing', 1, 'orders'))
    await publish(body('passing', 2, 'billing'))
    expect(github.comments.map(({ body: text }) => parseStickyState(text)?.verdict)).toEqual(['pass', 'fail'])
  }))

test('a token that may not write is an answer, not an error', () =>
  withGitHub({ mayWrite: false }, async (github, publish) => {
    expect(await publish(body('failing', 1))).toEqual({ kind: 'denied' })
    expect(github.comments).toHaveLength(0)
  }))

test.each([
  [502, {}],
  [503, { 'retry-after': '1' }],
  [429, { 'retry-after': '1' }],
  [403, { 'retry-after': '1' }],
])('after a %i it waits as long as GitHub asks and tries again', async (status, headers) => {
  const faults = [{ match: /^POST \/repos/, status, headers, times: 1 }]
  await withGitHub({ faults }, async (github, publish) => {
    const start = performance.now()
    expect(await publish(body('failing', 1))).toMatchObject({ kind: 'created' })
    expect(performance.now() - start).toBeGreaterThan(900)
    expect(github.comments).toHaveLength(1)
  })
})

test('a limit that stays is no missing permission', async () => {
  const faults = [{ match: /^POST \/repos/, status: 403, headers: { 'retry-after': '0' }, times: 9 }]
  await withGitHub({ faults }, async (github, publish) => {
    await expect(publish(body('failing', 1))).rejects.toMatchObject({ status: 403 })
    expect(writes(github)).toHaveLength(4)
  })
})

const failure = (status: number, headers: Record<string, string> = {}, message = 'Forbidden') =>
  Object.assign(new Error(message), { status, response: { headers } })

test.each([
  ['a failure of the server, the third time', failure(502), 4000],
  ['a limit with a time', failure(429, { 'retry-after': '7' }), 7000],
  ['a limit with a date', failure(429, { 'retry-after': 'Sun, 29 Nov 2026 04:00:00 GMT' }), 60_000],
  ['a longer one than anybody waits', failure(403, { 'retry-after': '3600' }), 60_000],
  ['a limit that is used up', failure(403, { 'x-ratelimit-remaining': '0' }), 60_000],
  ['a secondary limit without headers', failure(403, {}, 'You have exceeded a secondary rate limit'), 60_000],
  ['a token that may not', failure(403, {}, 'Resource not accessible by integration'), undefined],
  ['a body that is refused', failure(422), undefined],
  ['anything else', new Error('bug'), undefined],
])('after %s it waits %s ms', (_, error, expected) => {
  expect(retryWaitMs(error, 3)).toBe(expected)
})

test('a write that was carried out although GitHub answered 502 is not made twice', () =>
  withGitHub(
    { faults: [{ match: /^POST \/repos/, status: 502, carriedOut: true, times: 1 }] },
    async (github, publish) => {
      expect(await publish(body('failing', 1))).toMatchObject({ kind: 'kept' })
      expect(github.comments).toHaveLength(1)
    },
  ))

test.each([
  ['changes', 'failing', true],
  ['changes', 'improved', true],
  ['changes', 'unmeasured', true],
  ['changes', 'passing', false],
  ['failures', 'failing', true],
  ['failures', 'warn-only', false],
  ['always', 'passing', true],
  ['never', 'failing', false],
] as const)('with `comment: %s` a run that is %s makes a comment: %s', (policy, name, expected) => {
  expect(isWorthComment(REPORTS[name]!, policy)).toBe(expected)
})
