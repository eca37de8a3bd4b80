import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test, vi } from 'vitest'
import { openShop, runGate, statementOf } from '../e2e/gate.ts'
import { DROP_INDEX, SHOP } from '../e2e/shop.ts'

const CLI = join(import.meta.dirname, '../../src/cli.ts')
const withPolicy = (text: string) => ({ 'pgverdict.yml': `${SHOP['pgverdict.yml']}${text}` })
const BASE = `gate:
  rules: { budget: warn, work-only: fail }
  worse: { ratio: 1.3, blocks: 50, floor: 60 }
  critical-tables: [customer]
  statements:
    customer.byEmail: { max-buffers: 1 }
    purchase.gone: { max-buffers: 1 }
`
/** What a pull request might do to get through. */
const LOOSER = BASE.replace('budget: warn', 'budget: off, regression: off').replace('ratio: 1.3', 'ratio: 1000')

vi.setConfig({ testTimeout: 600_000 })

test('a pull request is judged by base’s policy, and may accept one plan with a reason and a last day', async () => {
  const shop = openShop(withPolicy(BASE))
  shop.write({ ...DROP_INDEX, ...withPolicy(LOOSER) })
  const blocked = await runGate(shop)
  expect(blocked).toMatchObject({ code: 1, report: { policy: { ratio: 1.3, blocks: 50, floor: 60 } } })
  const entries = blocked.report?.roster.map(({ level, rule, statement }) => `${level} ${rule} ${statement}`)
  expect(entries).toEqual([
    'fail regression purchase.byCustomer',
    'warn budget customer.byEmail',
    'warn budget purchase.gone',
  ])
  expect(blocked.report?.policy.changed).toEqual(['gate.rules.regression', 'gate.rules.budget', 'gate.worse.ratio'])
  expect(blocked.comment).toContain('changes the gate itself')
  const { fingerprint, reason, head } = statementOf(blocked, 'purchase.byCustomer')
  expect(reason).toMatch(
    /^reads \d+ pages instead of \d+ for the same 20 rows: on purchase, .* became Seq Scan, because migrations\/004_tidy\.sql line 2 dropped purchase_customer_idx, the only index that begins with customer_id$/,
  )

  const file = join(shop.rooms.output, 'explained.json')
  await writeFile(file, JSON.stringify(blocked.report))
  const story = await promisify(execFile)(process.execPath, [CLI, 'explain', fingerprint.slice(0, 8), '--json', file])
  await rm(file)
  for (const part of [
    reason,
    'purchase_customer_idx',
    'Caused by migrations/004_tidy.sql:2',
    'rule regression',
    '1.3 times the pages',
  ])
    expect(story.stdout).toContain(part)

  const accept = (query: string, plan: string, until: string) =>
    `  - { query: ${query}, plan: ${plan}, reason: The report moved, until: ${until} }\n`
  const plan = head!.shape
  const accepted = `accept:\n${accept(fingerprint, plan, '2999-01-31')}${accept('gone', '0123456789ab', '2020-01-31')}`
  shop.write({ ...DROP_INDEX, ...withPolicy(`${BASE}${accepted}`) })
  const passed = await runGate(shop)
  expect(passed).toMatchObject({ code: 0, report: { verdict: 'warn' } })
  expect(passed.report?.roster.at(-1)).toMatchObject({
    rule: 'regression',
    accepted: { reason: 'The report moved', until: '2999-01-31' },
  })
  expect(passed.report?.notes).toContain(
    'The acceptance of plan 0123456789ab of gone ended on 2020-01-31 and excuses nothing.',
  )
  expect(passed.comment).toContain('2999')
})
