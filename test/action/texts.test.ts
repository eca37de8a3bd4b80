import { beforeAll, describe, expect, test } from 'vitest'
import { built } from '../support/built.ts'
import { HAS_DEBIAN_POSTGRES } from '../support/debian-postgres.ts'
import { act } from './act.ts'
import { type Files, openForge } from './forge.ts'
import { SMALL_SHOP } from './small-shop.ts'

let action: string
beforeAll(async () => {
  action = (await built()).action
})

/** A pull request with these files, on the shop with those: what the reviewer reads, and whether the check is red. */
async function reviewed(base: Files, branch: Files, inputs: Readonly<Record<string, string>> = {}) {
  await using forge = await openForge({ ...SMALL_SHOP, ...base })
  const result = await act(action, forge, forge.pullRequest(branch), {
    inputs: { comment: 'always', ...inputs },
  })
  const text = forge.github.comments.map(({ body }) => body.split('\n').slice(2).join('\n')).join()
  // One roster, all surfaces.
  expect(result.summary.split('\n')[0]).toBe(text.split('\n')[0])
  expect(result.log.join('\n')).toContain(text.split('\n')[0]!.replace(/^### \S+ /, ''))
  return { code: result.code, verdict: result.outputs.verdict, text }
}

const BY_COMMAND = (gate = '') => `migrations: { path: migrations }
seed: { files: seed.sql }
workload: { command: sh load.sh }
${gate}`
const LOAD = `psql -Xqt -c "select status from purchase where customer_id = 17" > /dev/null\n`

describe.runIf(HAS_DEBIAN_POSTGRES)('a load that is a command', () => {
  const base = { 'pgverdict.yml': BY_COMMAND(), 'load.sh': LOAD }

  test('fails on the branch: a text of its own, and red', async () => {
    const { code, verdict, text } = await reviewed(base, { 'load.sh': 'echo broken; exit 3\n' })
    expect({ code, verdict }).toEqual({ code: 1, verdict: 'error' })
    expect(text).toContain('### ⛔ Plan check could not measure: the load fails on this branch')
  })

  test('no longer reaches the database on the branch, and ends well: red, for nothing was compared', async () => {
    const { code, verdict, text } = await reviewed(base, { 'load.sh': 'true\n' })
    expect({ code, verdict }).toEqual({ code: 1, verdict: 'error' })
    expect(text).toContain('### ⛔ Plan check could not measure: nothing could be compared')
    expect(text).toContain('The load sent nothing on this branch that could be measured, and 1 statement on the base')
  })

  test('fails on the base because the branch names another one: red, whatever is said about base', async () => {
    const branch = { 'pgverdict.yml': BY_COMMAND().replace('load.sh', 'new-load.sh'), 'new-load.sh': LOAD }
    const { code, verdict, text } = await reviewed(base, branch, { 'fail-on-base-error': 'false' })
    expect({ code, verdict }).toEqual({ code: 1, verdict: 'error' })
    expect(text).toContain('### ⛔ Plan check could not measure: the load fails on the base')
    expect(text).toContain(
      'This pull request changes the configuration that the base is measured with: <code>workload</code>',
    )
  })
})

test('the seed is edited: both sides have data of their own, and the reviewer is told', async () => {
  const { code, text } = await reviewed({}, { 'seed.sql': SMALL_SHOP['seed.sql'].replace('12000', '12400') })
  expect(code).toBe(0)
  expect(text).toContain('<strong>The data differs:</strong> the seed was edited on this branch')
})

test('the branch loosens the gate and accepts a plan: the first waits, the second counts, both are told', async () => {
  const gate = `migrations: { path: migrations }
seed: { files: seed.sql }
workload: { files: workload.sql }
gate: { worse: { ratio: 50 } }
accept: [{ query: purchase.byCustomer, plan: abcabcabcabc, reason: a trial, until: 2099-01-01 }]
`
  const { code, verdict, text } = await reviewed({}, { 'pgverdict.yml': gate })
  expect({ code, verdict }).toEqual({ code: 0, verdict: 'pass' })
  expect(text).toMatch(/⚠️ This pull request changes the gate itself<.*gate&#46;worse&#46;ratio.*base’s policy decided/)
  expect(text).toMatch(/⚠️ This pull request itself accepts plans<.*purchase&#46;byCustomer.*counts at once/)
})

test('no query is sent on both sides: neither red nor a green heart', async () => {
  const other = '-- name: customer.count\nselect count(*) from customer;\n'
  const { code, verdict, text } = await reviewed({}, { 'workload.sql': other })
  expect({ code, verdict }).toEqual({ code: 0, verdict: 'pass' })
  expect(text).toContain('### ⚪ Plan check: nothing to compare, no query is sent on both sides (1 removed and 1 new)')
})
