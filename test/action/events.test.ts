import { beforeAll, expect, test } from 'vitest'
import { DROP_INDEX } from '../e2e/shop.ts'
import { built } from '../support/built.ts'
import { act } from './act.ts'
import { openForge } from './forge.ts'
import { SMALL_SHOP } from './small-shop.ts'

let action: string
beforeAll(async () => {
  action = (await built()).action
})

test('in a merge queue the exit code is all', async () => {
  await using forge = await openForge(SMALL_SHOP)
  const checkout = forge.mergeGroup(DROP_INDEX)
  const result = await act(action, forge, checkout)
  expect(result).toMatchObject({ code: 1, outputs: { verdict: 'fail', 'base-sha': checkout.sha.base } })
  expect(result.outputs).not.toHaveProperty('comment-url')
  expect(forge.github.requests.filter(line => line.includes('/repos/'))).toEqual([])
})

test('a push to main is compared with what was there before', async () => {
  await using forge = await openForge(SMALL_SHOP)
  const checkout = forge.push({ 'README.md': 'hello' })
  const result = await act(action, forge, checkout)
  const { base, head } = checkout.sha
  expect(result).toMatchObject({ code: 0, outputs: { verdict: 'pass', 'base-sha': base, 'head-sha': head } })
  expect(forge.github.requests.filter(line => line.includes('/repos/'))).toEqual([])
})

test('a schedule compares the refs that it names', async () => {
  await using forge = await openForge(SMALL_SHOP)
  const checkout = forge.schedule(DROP_INDEX)
  const inputs = { 'base-ref': 'main', 'head-ref': 'feature' }
  const result = await act(action, forge, checkout, { inputs })
  const { base, head } = checkout.sha
  expect(result).toMatchObject({ code: 1, outputs: { verdict: 'fail', 'base-sha': base, 'head-sha': head } })
})

test.each(['pull_request_target', 'workflow_run', 'issue_comment'])('no SQL runs on %s', async eventName => {
  await using forge = await openForge()
  const result = await act(action, forge, { ...forge.pullRequest(DROP_INDEX), eventName })
  expect(result).toMatchObject({ code: 1, postCode: 0, outputs: {} })
  expect(result.log.join('\n')).toContain(`pgverdict does not run on \`${eventName}\``)
  expect(result.log.join('\n')).not.toContain('start server')
})
