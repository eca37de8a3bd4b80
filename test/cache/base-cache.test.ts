import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import type { Report } from '../../src/report/report.ts'
import { SMALL_SHOP } from '../action/small-shop.ts'
import { type GateResult, openShop, runGate, type Shop } from '../e2e/gate.ts'
import { DROP_INDEX, SHOP } from '../e2e/shop.ts'
import { temporaryDirectory } from '../support/git-repository.ts'

const CANARY = 'canary-environment-5e1f'
/** Everything but how long it took. */
const evidenceOf = ({ report }: GateResult) =>
  JSON.parse(
    JSON.stringify({ ...report, timings: [] } satisfies Partial<Report>, (name, value) =>
      /duration|totalExecTime|timeMs|buildMs/i.test(name) ? undefined : value,
    ),
  )
const stagesOf = ({ report }: GateResult) => report?.timings.map(({ stage }) => stage) ?? []

function openCache() {
  const { directory, [Symbol.dispose]: dispose } = temporaryDirectory()
  const gate = (shop: Shop) =>
    runGate(shop, { args: ['--base', 'main', '--cache', directory], env: { DEPLOY_TOKEN: CANARY } })
  const entry = (name: string) => join(directory, readdirSync(directory)[0]!, name)
  return { directory, gate, entry, [Symbol.dispose]: dispose }
}

test('a base that was kept gives the evidence of a new one, and nothing of it in doubt is used', async () => {
  using cache = openCache()
  const shop = openShop({ ...SMALL_SHOP, 'README.md': 'hello' })
  shop.git('switch', '--quiet', '--create', 'feature')
  shop.commit(DROP_INDEX)
  const cold = await runGate(shop, { args: ['--base', 'main'] })
  expect(cold.code).toBe(1)

  const first = await cache.gate(shop)
  expect(stagesOf(first)).toEqual(expect.arrayContaining(['seed base', 'keep base', 'restore base']))
  expect(evidenceOf(first)).toEqual(evidenceOf(cold))

  const second = await cache.gate(shop)
  expect(stagesOf(second)).toContain('restore base')
  for (const stage of ['start server', 'migrate base', 'seed base', 'freeze base']) {
    expect(stagesOf(second)).not.toContain(stage)
  }
  expect(evidenceOf(second)).toEqual(evidenceOf(cold))
  expect(readdirSync(cache.directory)).toHaveLength(1)
  const manifest = readFileSync(cache.entry('base.json'), 'utf8')
  expect(manifest).not.toContain(CANARY)
  expect(manifest).not.toContain(shop.directory)

  const file = cache.entry('base.json')
  const { facts, ...rest } = JSON.parse(manifest)
  writeFileSync(file, JSON.stringify({ ...rest, facts: { ...facts, contents: 'other' } }))
  const doubted = await cache.gate(shop)
  expect(doubted.stderr.match(/The base that was kept is not used: it is not as it was/g)).toHaveLength(1)
  expect(stagesOf(doubted)).toContain('seed base')
  expect(evidenceOf(doubted)).toEqual(evidenceOf(cold))
}, 400_000)

test('another seed is another base, and a command that names nothing is never kept', async () => {
  using cache = openCache()
  const shop = openShop(SMALL_SHOP)
  shop.git('switch', '--quiet', '--create', 'feature')
  const unchanged = await cache.gate(shop)
  expect(unchanged.report).toMatchObject({ verdict: 'pass', roster: [] })
  shop.git('switch', '--quiet', 'main')
  shop.commit({ 'seed.sql': `${SMALL_SHOP['seed.sql']}delete from purchase where id = 1;\n` })
  shop.git('switch', '--quiet', '--force-create', 'feature')
  expect(stagesOf(await cache.gate(shop))).toContain('seed base')
  expect(readdirSync(cache.directory)).toHaveLength(2)

  const config = readFileSync(join(shop.directory, 'pgverdict.yml'), 'utf8')
  shop.commit({ 'pgverdict.yml': `${config.replace(/seed:.*\n/, '')}seed: { files: seed.sql, command: 'true' }\n` })
  const commanded = await cache.gate(shop)
  expect(commanded.report?.notes).toContain(
    'Base is not cached: `seed.depends-on` does not name what its command depends on.',
  )
  expect(readdirSync(cache.directory)).toHaveLength(2)
}, 400_000)

const MIGRATE = `import pg from '${pathToFileURL(createRequire(import.meta.url).resolve('pg')).href}'
import { readdirSync, readFileSync } from 'node:fs'
const client = new pg.Client(process.env.DATABASE_URL)
await client.connect()
await client.query('create table if not exists ran (file text primary key)')
const { rows } = await client.query('select file from ran')
for (const file of readdirSync('migrations').sort()) {
  if (rows.some(row => row.file === file)) continue
  await client.query('begin;' + readFileSync('migrations/' + file, 'utf8') + 'commit;')
  await client.query('insert into ran values ($1)', [file])
}
await client.end()
`

test('where a command migrates, a kept base serves, and what the command sends to head still has its line', async () => {
  using cache = openCache()
  const command = `migrations: { command: "'${process.execPath}' migrate.mjs", depends-on: [migrations, migrate.mjs] }`
  const shop = openShop({
    'migrate.mjs': MIGRATE,
    'pgverdict.yml': SHOP['pgverdict.yml'].replace(/^migrations: .*$/m, command),
  })
  shop.git('switch', '--quiet', '--create', 'feature')
  shop.commit(DROP_INDEX)
  const { report, ...result } = await cache.gate(shop)
  expect(stagesOf({ report, ...result })).toContain('restore base')
  expect(report?.statements.find(({ name }) => name === 'purchase.byCustomer')).toMatchObject({
    status: 'regressed',
    cause: { file: 'migrations/004_tidy.sql', line: 2, sql: 'drop index purchase_customer_idx' },
  })
  expect(report?.migrations).toMatchObject([{ line: 2, locks: [{ mode: 'AccessExclusiveLock' }] }])
}, 400_000)
