import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { renderComment } from '../../src/report/comment.ts'
import { report } from '../report/fixtures.ts'
import { startFakeGitHub } from '../support/fake-github.ts'
import { createRepository } from '../support/git-repository.ts'
import { type RunnerOptions, runAction } from '../support/mini-runner.ts'

const action = fileURLToPath(new URL('../..', import.meta.url))
const SHA = '0123456789abcdef0123456789abcdef01234567'
const repository = { full_name: 'octo/shop' }
const event = {
  pull_request: {
    number: 7,
    head: { sha: SHA, ref: 'feature', repo: repository },
    base: { sha: SHA, ref: 'main', repo: repository },
  },
}

const act = (options: Partial<RunnerOptions>) => runAction({ action, main: 'src/action.ts', event, ...options })

test.each(['pull_request_target', 'workflow_run'])('it refuses to run on %s', async eventName => {
  const { code, log, outputs } = await act({ eventName })
  expect(code).toBe(1)
  expect(log.join('\n')).toContain(`pgverdict does not run on \`${eventName}\``)
  expect(outputs).toEqual({})
})

test('every wrong input is named at once', async () => {
  const { code, log } = await act({ inputs: { comment: 'sometimes', server: 'cloud', 'postgres-version': 'new' } })
  expect(code).toBe(1)
  for (const name of ['comment', 'server', 'postgres-version']) expect(log.join('\n')).toContain(`\`${name}\``)
})

test('what could not be measured fails the step and takes the green from the comment', async () => {
  await using github = await startFakeGitHub()
  github.addComment(7, 'github-actions[bot]', renderComment(report(), { runId: 1 }))
  using project = createRepository({ 'pgverdict.yml': 'seeds: x.sql\n' })
  const { code, summary, annotations } = await act({ workspace: project.directory, apiUrl: github.apiUrl })
  expect(code).toBe(1)
  expect(summary).toContain('### ⛔')
  expect(annotations.map(({ level }) => level)).toEqual(['error'])
  expect(github.comments[0]!.body).toContain('### ⛔')
  expect(github.violations).toEqual([])
})

test.each([
  ['dependabot[bot]', 'notice', 'a run of a fork or of Dependabot has a token that can only read'],
  ['octocat', 'warning', 'permissions:\n  contents: read\n  pull-requests: write'],
])('the token of %s’s run may not write: a %s says why', async (actor, level, words) => {
  await using github = await startFakeGitHub({ mayWrite: false })
  github.addComment(7, 'github-actions[bot]', renderComment(report(), { runId: 1 }))
  using project = createRepository({ 'pgverdict.yml': 'seeds: x.sql\n' })
  const env = { GITHUB_ACTOR: actor }
  const { annotations } = await act({ workspace: project.directory, apiUrl: github.apiUrl, env })
  expect(annotations).toContainEqual(expect.objectContaining({ level, message: expect.stringContaining(words) }))
})

test('action.yml names every input that is read, and the outputs that are written', () => {
  const file = parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8'))
  const source = readFileSync(new URL('../../src/publish/inputs.ts', import.meta.url), 'utf8')
  for (const name of Object.keys(file.inputs)) expect(source).toMatch(new RegExp(`^    '?${name}'?: `, 'm'))
  expect(file.runs).toEqual({
    using: 'node24',
    main: 'dist/action.js',
    post: 'dist/action.js',
    'post-if': 'always()',
  })
})
