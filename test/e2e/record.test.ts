import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parseHistory } from '../../src/record/history.ts'
import { built } from '../support/built.ts'
import { type Files, type GateResult, openShop, runGate, type Shop, statementOf } from './gate.ts'
import { SHOP } from './shop.ts'

const pullRequest = (number: number) => `https://github.com/acme/shop/pull/${number}`

async function record(shop: Shop, ...args: readonly string[]): Promise<string> {
  const dir = join(shop.directory, 'docs/record')
  const { cli } = await built()
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'record', '--dir', dir, ...args], {
    env: { PATH: process.env.PATH },
  })
  return stdout
}

/** Merges a branch with these files into main, judges the merge as a push to main is, and records it. */
async function merge(shop: Shop, number: number, files: Files): Promise<GateResult & { readonly commit: string }> {
  shop.git('switch', '--quiet', '--create', `pr-${number}`)
  shop.commit(files)
  shop.git('switch', '--quiet', 'main')
  shop.git('merge', '--quiet', '--no-ff', '--message', `Merge pull request #${number}`, `pr-${number}`)
  const result = await runGate(shop, { args: ['--base', 'HEAD~1', '--head', 'HEAD'] })
  const file = join(shop.directory, '.git/report.json')
  await writeFile(file, JSON.stringify(result.report))
  expect(await record(shop, '--add', file, '--pull-request', pullRequest(number))).toContain('Recorded')
  return { ...result, commit: shop.git('rev-parse', 'HEAD') }
}

/** No more advice than the history needs. */
const CONFIGURATION = `${SHOP['pgverdict.yml']}advice: { candidates: 0, configuration: false, pooling: false }\n`
const INDEX = 'create index purchase_buyer_idx on purchase (customer_id);\n'

test('a built history: when did a statement get slow, which change did it, and what came of the advice', {
  timeout: 300_000,
}, async () => {
  const shop = openShop({ 'pgverdict.yml': CONFIGURATION })
  const faster = await merge(shop, 11, {
    'migrations/004_status.sql':
      'create index purchase_status_idx on purchase (status);\ncreate index purchase_state_idx on purchase (status);\n',
  })
  expect(faster.statuses['purchase.open']).toBe('improved')
  const slower = await merge(shop, 12, {
    'migrations/005_tidy.sql': '-- Nobody needs it.\ndrop index purchase_customer_idx;\n',
  })
  expect(slower.statuses['purchase.byCustomer']).toBe('regressed')
  const { shape } = statementOf(slower, 'purchase.byCustomer').head!
  // The advised index under a name of its own, and leave to drop it once more.
  const followed = await merge(shop, 13, {
    'migrations/006_buyer.sql': INDEX,
    'pgverdict.yml': `${CONFIGURATION}accept:\n  - query: purchase.byCustomer\n    plan: ${shape}\n    reason: Reports only, once a night\n    until: 2099-12-31\n`,
  })
  expect(followed.statuses['purchase.byCustomer']).toBe('improved')
  const accepted = await merge(shop, 14, { 'migrations/007_tidy.sql': 'drop index purchase_buyer_idx;\n' })
  expect(accepted.report?.verdict).not.toBe('fail')
  const set = await merge(shop, 15, {
    'pgverdict.yml': `${CONFIGURATION}postgres: { settings: { random_page_cost: '1.1' } }\n`,
    'migrations/008_status.sql': 'drop index purchase_state_idx;\n',
  })
  expect(set.statuses['purchase.open']).toBe('unchanged')

  const folder = join(shop.directory, 'docs/record')
  const [lines, page, html] = await Promise.all(
    ['history.jsonl', 'README.md', 'index.html'].map(name => readFile(join(folder, name), 'utf8')),
  )
  const history = parseHistory(lines!, 'history.jsonl')
  expect(history.map(({ pullRequest: address }) => address)).toEqual([11, 12, 13, 14, 15].map(pullRequest))
  // Figures are kept once: the first entry has all statements, a later one what is news.
  expect(Object.keys(history[0]!.statements)).toHaveLength(4)
  expect(Object.keys(history[2]!.statements)).toContain('purchase.byCustomer')
  expect(Object.keys(history[2]!.statements)).not.toContain('customer.byEmail')

  const answer = await record(shop, '--since', slower.commit.slice(0, 12), '--statement', 'purchase.byCustomer')
  const [third, second, first, ...others] = answer.trimEnd().split(/\n(?=\S)/)
  expect(others).toEqual([])
  expect(first).toMatch(
    new RegExp(`^[-\\d]+ ${slower.commit.slice(0, 7)} purchase\\.byCustomer: \\d+ → \\d+ pages \\(×`),
  )
  expect(first).toContain('migrations/005_tidy.sql:2 drop index purchase_customer_idx')
  expect(first).toContain(`#12 ${pullRequest(12)}`)
  expect(second).toContain(followed.commit.slice(0, 7))
  expect(second).toMatch(/advised \S+ \S+: .*; (\d+) pages predicted, \1 came true/)
  expect(third).toContain('migrations/007_tidy.sql:1 drop index purchase_buyer_idx')
  expect(await record(shop, '--since', set.commit)).toContain('No query’s plan or work has turned')

  expect(page).toContain('## Advice that was taken')
  expect(page).toMatch(/Accepted until 2099.*Reports only/)
  expect(page).toContain('Setting <code>random&#95;page&#95;cost&#58; default → 1&#46;1</code>')
  expect(page).toContain('drop index purchase&#95;state&#95;idx')
  const trend = /<tr><th scope="row"><code>purchase\.byCustomer<\/code><\/th><td><svg[\s\S]*?<\/svg>/.exec(html!)?.[0]
  expect(trend?.match(/<circle/g)).toHaveLength(3)
  expect(html).not.toMatch(/<script/)
})
