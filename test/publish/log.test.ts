import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runAction } from '../support/mini-runner.ts'

const action = fileURLToPath(new URL('fixtures', import.meta.url))

test('nothing that a pull request says becomes a command of the runner', async () => {
  const { outputs, log, annotations, code } = await runAction({ action })
  expect(code).toBe(0)
  expect(outputs).toEqual({})
  // Of all masks, the one that a client of GitHub's own has set.
  expect(log.filter(line => line.includes('***'))).toEqual(['the ***'])
  // The lines of the fixture that go past the log's functions.
  expect(log.filter(line => line.includes('\u001b'))).toHaveLength(2)
  expect(annotations.map(({ level }) => level)).toEqual(['warning', 'warning'])
})

test('a stage is a group with its seconds, and steps are told now and then', async () => {
  const { log } = await runAction({ action })
  const groups = log.filter(line => /^\[(end)?group\]/.test(line))
  expect(groups.map(line => line.slice(0, 12))).toEqual(['[group]seed ', '[endgroup]', '[group]repla', '[endgroup]'])
  expect(log).toContain('took 2 min 41 s')
  expect(log).toContain('later')
  expect(log).not.toContain('too soon after the last')
  expect(log.at(-1)).toBe('replay 161,0')
})
