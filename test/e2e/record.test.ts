import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Server } from '../../src/postgres/server.ts'
import { parseHistory } from '../../src/record/history.ts'
import { startServer } from '../postgres/start.ts'
import { built } from '../support/built.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { type Files, type GateResult, openShop, runGate, type Shop, statementOf } from './gate.ts'
import { SHOP } from './shop.ts'

let server: Server
let serverUrl: string
// Ten runs on one server: starting it takes longer than all the rest of a run.
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
  await server.admin.run(`create role chief login superuser password 'secret'`)
  const database = await server.createDatabase('theirs')
  serverUrl = Object.assign(new URL(database.url), { username: 'chief', password: 'secret' }).href
})
afterAll(() => server?.[Symbol.asyncDispose]())

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
  const result = await runGate(shop, {
    args: ['--base', 'HEAD~1', '--head', 'HEAD'],
    server: [],
    env: { PGVERDICT_URL: serverUrl },
  })
  const file = join(shop.directory, '.git/report.json')
  await writeFile(file, JSON.stringify(result.report))
  expect(await record(shop, '--add', file, '--pull-request', pullRequest(number))).toContain('Recorded')
  return { ...result, commit: shop.git('rev-parse', 'HEAD') }
}

/** No more advice than the history needs. */
const CONFIGURATION = `${SHOP['pgverdict.yml']}advice: { candidates: 0, pooling: false }\n`
const withSettings = (settings = '') =>
  `${CONFIGURATION}postgres: { server: external, url: $PGVERDICT_URL${settings} }\n`
const INDEX = 'create index purchase_buyer_idx on purchase (customer_id);\n'

test('a built history: when did a statement get slow, which change did it, and what came of the advice', {
  timeout: 600_000,
}, async () => {
  const shop = openShop({ 'pgverdict.yml': withSettings() })
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
    'pgverdict.yml': `${withSettings()}accept:\n  - query: purchase.byCustomer\n    plan: ${shape}\n    reason: Reports only, once a night\n    until: 2099-12-31\n`,
  })
  expect(followed.statuses['purchase.byCustomer']).toBe('improved')
  const accepted = await merge(shop, 14, { 'migrations/007_tidy.sql': 'drop index purchase_buyer_idx;\n' })
  expect(accepted.report?.verdict).not.toBe('fail')
  const set = await merge(shop, 15, {
    'pgverdict.yml': withSettings(", settings: { random_page_cost: '1.1' }"),
    'migrations/008_status.sql':
      'drop index purchase_state_idx;\ncreate index purchase_again_idx on purchase (customer_id);\n',
  })
  expect(set.statuses['purchase.open']).toBe('unchanged')
  // Nothing but words; then the user's own configuration alone, which makes a query slow, and back as it is then advised.
  await merge(shop, 16, { 'README.md': 'A shop.\n' })
  const costly = await merge(shop, 17, {
    'ops/postgresql.conf': 'random_page_cost = 200\nlog_min_duration_statement = 1s\n',
  })
  expect(costly.statuses['purchase.byCustomer']).toBe('unchanged')
  const [warned] = costly.report!.findings.filter(({ rule }) => rule === 'setting-made-worse')
  expect(warned?.title).toBe('random_page_cost was better at 1.1')
  const cheap = await merge(shop, 18, {
    'ops/postgresql.conf': 'random_page_cost = 1.1\nlog_min_duration_statement = 1s\n',
  })
  const queries = SHOP['workload.sql'].replace(
    '-- name: purchase.pay',
    '-- name: purchase.count\nselect count(*) from customer;\n$&',
  )
  await merge(shop, 19, { 'workload.sql': queries })
  await merge(shop, 20, {
    'migrations/009_note.sql': 'drop index purchase_status_idx;\n',
    'workload.sql': queries.replace(/-- name: customer\.byEmail\n.*\n/, ''),
  })

  const folder = join(shop.directory, 'docs/record')
  const [lines, page, html] = await Promise.all(
    ['history.jsonl', 'README.md', 'index.html'].map(name => readFile(join(folder, name), 'utf8')),
  )
  const history = parseHistory(lines!, 'history.jsonl')
  expect(history.map(({ pullRequest: address }) => address)).toEqual(
    [11, 12, 13, 14, 15, 16, 17, 18, 19, 20].map(pullRequest),
  )
  // Figures are kept once: the first entry has all statements, a later one what is news.
  expect(Object.keys(history[0]!.statements)).toHaveLength(4)
  expect(Object.keys(history[2]!.statements)).toContain('purchase.byCustomer')
  expect(Object.keys(history[2]!.statements)).not.toContain('customer.byEmail')

  expect(history[6]!.settingChanges).toEqual([
    {
      name: 'log_min_duration_statement',
      from: '-1',
      to: '1s',
      place: 'ops/postgresql.conf:2',
      unmeasured: 'no plan and no number of pages depends on it',
    },
    {
      name: 'random_page_cost',
      from: '1.1',
      to: '200',
      place: 'ops/postgresql.conf:1',
      effects: expect.arrayContaining([
        { statement: 'purchase.byCustomer', before: expect.any(Number), after: expect.any(Number) },
      ]),
    },
  ])
  expect(history[9]!.statements['customer.byEmail']).toBe(null)

  const answer = await record(shop, '--since', slower.commit.slice(0, 12), '--statement', 'purchase.byCustomer')
  const [undone, done, again, third, second, first, ...others] = answer.trimEnd().split(/\n(?=\S)/)
  expect(others).toEqual([])
  expect(first).toMatch(
    new RegExp(`^[-\\d]+ ${slower.commit.slice(0, 7)} purchase\\.byCustomer: \\d+ → \\d+ pages \\(×`),
  )
  expect(first).toContain('migrations/005_tidy.sql:2 drop index purchase_customer_idx')
  expect(first).toContain(`#12 ${pullRequest(12)}`)
  expect(second).toContain(followed.commit.slice(0, 7))
  expect(second).toMatch(/advised \S+ \S+: .*; (\d+) pages predicted, \1 came true/)
  expect(third).toContain('migrations/007_tidy.sql:1 drop index purchase_buyer_idx')

  expect(again).toContain(set.commit.slice(0, 7))
  // A setting did it and undid it, as was advised.
  expect(done).toMatch(new RegExp(`^\\S+ ${costly.commit.slice(0, 7)} purchase\\.byCustomer: \\d+ → \\d+ pages \\(×`))
  expect(done).toContain('setting random_page_cost: 1.1 → 200 (ops/postgresql.conf:1)')
  expect(done).toContain(`#17 ${pullRequest(17)}`)
  expect(undone).toContain(cheap.commit.slice(0, 7))
  expect(undone).toMatch(/advised \S+ \S+: random_page_cost was better at 1\.1; (\d+) pages predicted, \1 came true/)
  expect(await record(shop, '--since', cheap.commit, '--statement', 'purchase.pay')).toContain(
    'has turned in that time',
  )

  const plain = page!.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
  for (const told of [plain, html!]) {
    expect(told).toContain('Advice that was taken')
    expect(told).toMatch(/Accepted until 2099.*Reports only/)
    expect(told).toMatch(
      /Setting <code>random_page_cost: 1\.1 → 200 \(ops\/postgresql\.conf:1\)<\/code>: .*purchase\.byCustomer: \d+ → \d+ pages/,
    )
    expect(told).toContain(
      'log_min_duration_statement: -1 → 1s (ops/postgresql.conf:2)</code>: its effect was not measured: no plan and no number of pages depends on it',
    )
    expect(told).toContain('Setting <code>random_page_cost: default → 1.1</code>')
    expect(told).toContain('drop index purchase_state_idx')
    expect(told).toContain('Every query does what it did before.')
    for (let number = 11; number <= 20; number++) expect(told).toContain(pullRequest(number))
  }
  const trend = /<tr><th scope="row"><code>purchase\.byCustomer<\/code><\/th><td><svg[\s\S]*?<\/svg>/.exec(html!)?.[0]
  expect(trend?.match(/<circle/g)).toHaveLength(4)
  expect(html).not.toMatch(/<script/)
})
