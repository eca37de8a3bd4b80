import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseHistory } from '../../src/record/history.ts'
import { DROP_INDEX } from '../e2e/shop.ts'
import { act } from './act.ts'
import { buildAction } from './built-action.ts'
import { openForge } from './forge.ts'
import { SMALL_SHOP } from './small-shop.ts'

let action: Awaited<ReturnType<typeof buildAction>>
beforeAll(async () => {
  action = await buildAction()
})
afterAll(() => action[Symbol.dispose]())

test('in a merge queue the exit code is all', async () => {
  await using forge = await openForge(SMALL_SHOP)
  const checkout = forge.mergeGroup(DROP_INDEX)
  const result = await act(action.folder, forge, checkout)
  expect(result).toMatchObject({ code: 1, outputs: { verdict: 'fail', 'base-sha': checkout.sha.base } })
  expect(result.outputs).not.toHaveProperty('comment-url')
  expect(forge.github.requests.filter(line => line.includes('/repos/'))).toEqual([])
})

test('a push to main is compared with what was there before', async () => {
  await using forge = await openForge(SMALL_SHOP)
  const checkout = forge.push({ 'README.md': 'hello' })
  const result = await act(action.folder, forge, checkout)
  const { base, head } = checkout.sha
  expect(result).toMatchObject({ code: 0, outputs: { verdict: 'pass', 'base-sha': base, 'head-sha': head } })
  expect(forge.github.requests.filter(line => line.includes('/repos/'))).toEqual([])
})

test('a push to main is appended to the record, with the pull request that it came from', async () => {
  await using forge = await openForge(SMALL_SHOP)
  const checkout = forge.push(DROP_INDEX)
  forge.github.addPull({ owner: 'octo', branch: 'feature', sha: checkout.sha.head, number: 12 })
  const folder = join(checkout.workspace, 'record')
  const result = await act(action.folder, forge, checkout, { inputs: { 'record-dir': folder } })
  expect(result).toMatchObject({ code: 1, outputs: { verdict: 'fail' } })
  const [entry] = parseHistory(await readFile(join(folder, 'history.jsonl'), 'utf8'), 'history.jsonl')
  expect(entry).toMatchObject({ commit: checkout.sha.head, parent: checkout.sha.base, verdict: 'fail' })
  expect(entry!.pullRequest).toMatch(/\/12$/)
  expect(entry!.changes).toContainEqual(expect.objectContaining({ status: 'regressed' }))
  expect(await readFile(join(folder, 'README.md'), 'utf8')).toContain('regressed')
})

test('a schedule compares the refs that it names', async () => {
  await using forge = await openForge(SMALL_SHOP)
  const checkout = forge.schedule(DROP_INDEX)
  const inputs = { 'base-ref': 'main', 'head-ref': 'feature' }
  const result = await act(action.folder, forge, checkout, { inputs })
  const { base, head } = checkout.sha
  expect(result).toMatchObject({ code: 1, outputs: { verdict: 'fail', 'base-sha': base, 'head-sha': head } })
})

test.each(['pull_request_target', 'workflow_run', 'issue_comment'])('no SQL runs on %s', async eventName => {
  await using forge = await openForge()
  const result = await act(action.folder, forge, { ...forge.pullRequest(DROP_INDEX), eventName })
  expect(result).toMatchObject({ code: 1, postCode: 0, outputs: {} })
  expect(result.log.join('\n')).toContain(`pgverdict does not run on \`${eventName}\``)
  expect(result.log.join('\n')).not.toContain('start server')
})
