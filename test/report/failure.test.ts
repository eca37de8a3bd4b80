import { expect, test } from 'vitest'
import {
  type ComparedCommits,
  type Failure,
  renderFailureComment,
  renderFailureSummary,
} from '../../src/report/failure.ts'
import { parseStickyState } from '../../src/report/sticky.ts'
import { expectGolden } from './golden.ts'

const commits: ComparedCommits = {
  base: {
    label: 'main@1f0b6aa',
    commit: '1f0b6aa0c2d3e4f5061728394a5b6c7d8e9f0a1b',
    foundBy: 'the merge commit’s other parent',
  },
  head: {
    label: 'feature@9c41d7e',
    commit: '9c41d7e1b2c3d4e5f60718293a4b5c6d7e8f9a0b',
    foundBy: 'the commit that is checked out',
  },
}
const repositoryUrl = 'https://github.com/acme/shop'
const runUrl = 'https://github.com/acme/shop/actions/runs/1'
const migration: Failure = {
  stage: 'migrate base',
  message: [
    'db/migrations/0007_unique.sql:3: could not create unique index "customers_email_key" (23505)',
    '  3 | create unique index on customers (email);',
    '    | ^',
    'Key (email)=(alice@corp.example) is duplicated.',
    'invalid input syntax for type integer: "secret"; default was \'bob\'',
  ].join('\n'),
  hint: 'Correct the migration on the base branch.',
  kind: 'measurement',
  commits,
}

test.each<[string, Failure]>([
  ['migrate-base', migration],
  ['migrate-head', { ...migration, stage: 'migrate head' }],
  ['load-head', { ...migration, stage: 'load head', message: '`npm test` exited with 1', hint: undefined }],
  ['replay', { ...migration, stage: 'replay', message: 'The server went away', hint: undefined }],
  [
    'usage',
    {
      ...migration,
      stage: undefined,
      kind: 'usage',
      commits: undefined,
      message: 'pgverdict.yml:3: unknown key `seeds`',
    },
  ],
  ['bug', { ...migration, kind: 'bug', hint: undefined, message: 'x is undefined' }],
])('a run that could not measure: %s', (name, failure) => {
  expectGolden(`failure-${name}.md`, renderFailureComment(failure, { repositoryUrl, runUrl, runId: 7 }))
})

test('it is never green, and says so to the next run', () => {
  const comment = renderFailureComment(migration, { runId: 7, attempt: 2 })
  expect(parseStickyState(comment)).toMatchObject({
    verdict: 'error',
    run: 7,
    attempt: 2,
    base: '1f0b6aa',
    head: '9c41d7e',
  })
  expect(comment + renderFailureSummary(migration)).not.toMatch(/✅|passed/)
})

test('the next commit’s failure is told anew, the same one’s is not', () => {
  const digest = (failure: Failure) => parseStickyState(renderFailureComment(failure))?.digest
  const next = { ...commits, head: { ...commits.head, commit: commits.base.commit } }
  expect(digest({ ...migration, commits: next })).not.toBe(digest(migration))
  expect(digest({ ...migration })).toBe(digest(migration))
})

test('PostgreSQL’s messages lose the data that they quote', () => {
  const summary = renderFailureSummary(migration)
  expect(summary).toContain('Key (email)=(?) is duplicated.')
  expect(summary).not.toMatch(/alice|secret|bob/)
})
