import { describe, expect, test } from 'vitest'
import { parseEvent } from '../../src/config/event.ts'

const a = 'a'.repeat(40)
const b = 'b'.repeat(40)
const json = JSON.stringify

function pullRequest(headRepository: { full_name: string } | null) {
  const base = { sha: b, ref: 'main', repo: { full_name: 'acme/shop' } }
  return json({
    action: 'opened',
    pull_request: { number: 7, head: { sha: a, ref: 'feature', repo: headRepository }, base },
  })
}

describe('parseEvent', () => {
  test.each([
    ['the same repository', { full_name: 'acme/shop' }, false],
    ['a fork', { full_name: 'someone/shop' }, true],
    ['a fork that is gone', null, true],
  ])('pull request of %s', (_what, repository, isFork) => {
    expect(parseEvent('pull_request', pullRequest(repository))).toEqual({
      kind: 'pull_request',
      number: 7,
      head: { sha: a, ref: 'feature' },
      base: { sha: b, ref: 'main' },
      isFork,
    })
  })

  test('a label that was set, and nothing of one that was taken away', () => {
    const labeled = (action: string) =>
      parseEvent(
        'pull_request',
        json({ ...JSON.parse(pullRequest(null)), action, label: { name: 'l' }, sender: { login: 'octocat' } }),
      )
    expect(labeled('labeled')).toMatchObject({ labeled: { label: 'l', login: 'octocat' } })
    expect(labeled('unlabeled')).not.toHaveProperty('labeled')
  })

  test.each([
    [
      'merge_group',
      { merge_group: { head_sha: a, base_sha: b, base_ref: 'refs/heads/main' } },
      { kind: 'merge_group', head: { sha: a }, base: { sha: b, ref: 'refs/heads/main' } },
    ],
    [
      'push',
      { before: b, after: a, ref: 'refs/heads/main' },
      { kind: 'push', before: b, after: a, ref: 'refs/heads/main', isDefaultBranch: false },
    ],
    ['schedule', { schedule: '* * * * *' }, { kind: 'other', name: 'schedule' }],
    ['constructor', {}, { kind: 'other', name: 'constructor' }],
  ])('%s', (name, payload, expected) => {
    expect(parseEvent(name, json(payload))).toEqual(expected)
  })

  test.each(['pull_request_target', 'workflow_run', 'issue_comment'])('%s is refused', name => {
    expect(() => parseEvent(name, pullRequest(null))).toThrow(`does not run on \`${name}\``)
  })

  test.each(['', '{}', json({ pull_request: { number: 7, head: { sha: '--upload-pack=x' } } })])(
    'the payload %j is refused',
    payload => {
      expect(() => parseEvent('pull_request', payload)).toThrow('is not as GitHub documents it')
    },
  )
})
