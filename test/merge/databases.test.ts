import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../src/config/parse.ts'
import { mergeDatabases } from '../../src/merge/databases.ts'
import { mergeShards } from '../../src/merge/merge-shards.ts'
import type { Report } from '../../src/report/report.ts'
import { SMALL_SHOP } from '../action/small-shop.ts'
import { openShop, runGate } from '../e2e/gate.ts'
import { DROP_INDEX, SHOP } from '../e2e/shop.ts'
import { REPORTS, report, statement } from '../report/fixtures.ts'

const CONFIG = `seed: { files: seed.sql }
workload: { files: workload.sql }
databases:
  billing:
    migrations: { path: billing }
  orders:
    migrations: { path: orders }
    seed: { files: orders.sql }
    workload: { files: orders.load.sql }
gate:
  statements:
    orders/nobody.sends: { max-buffers: 10 }
`

const moved = (from: string, to: string) =>
  Object.fromEntries(
    Object.entries(SHOP).flatMap(([path, text]) =>
      path.startsWith(`${from}/`) ? [[path.replace(from, to), text] as const] : [],
    ),
  )

const FILES = {
  ...Object.fromEntries(Object.keys(SHOP).map(path => [path, undefined])),
  ...moved('migrations', 'billing'),
  ...moved('migrations', 'orders'),
  'seed.sql': SMALL_SHOP['seed.sql'],
  'orders.sql': SMALL_SHOP['seed.sql'].replace('12000', '11000'),
  'workload.sql': SMALL_SHOP['workload.sql'],
  'orders.load.sql': SMALL_SHOP['workload.sql'],
  'pgverdict.yml': CONFIG,
}

test('two databases in one run: one report, in which the worse one decides', async () => {
  const shop = openShop(FILES)
  shop.git('switch', '--quiet', '--create', 'feature')
  shop.commit({ 'orders/004_tidy.sql': Object.values(DROP_INDEX)[0]! })
  const args = ['--base', 'main']
  const whole = await runGate(shop, { args })
  expect(whole.code).toBe(1)
  expect(whole.statuses).toMatchObject({
    'billing/purchase.byCustomer': 'unchanged',
    'orders/purchase.byCustomer': 'regressed',
  })
  expect(whole.report?.roster.map(({ statement, rule }) => [statement, rule])).toEqual([
    ['orders/purchase.byCustomer', 'regression'],
    ['orders/nobody.sends', 'budget'],
  ])
  expect(whole.report?.seededRows).toBe(400 + 12_000 + 400 + 11_000)
  expect(whole.report?.migrations).toMatchObject([{ file: 'orders/004_tidy.sql' }])
  expect(whole.comment).toContain('orders/purchase.byCustomer')

  shop.commit({ 'pgverdict.yml': CONFIG.replace('orders.sql', 'missing.sql') })
  const broken = await runGate(shop, { args })
  expect(broken).toMatchObject({ code: 2, stderr: expect.stringContaining('orders: seed.files: nothing in') })
}, 400_000)

describe('the configuration of a database', () => {
  const source = {
    name: 'pgverdict.yml',
    text: `postgres: { version: 16, settings: { work_mem: 1MB } }
workload: { files: [a.sql, b.sql] }
databases:
  one: { postgres: { version: 15 }, workload: { files: c.sql } }
  two: {}
`,
  }

  test('goes before the common one, key by key, and behind the command line', () => {
    const one = parseConfig(source, [], 'one')
    expect(one.postgres).toMatchObject({ version: 15, settings: { work_mem: '1MB' } })
    expect(one.workload.files).toEqual(['c.sql'])
    const override = { path: ['postgres', 'version'], value: 14, option: '`postgres-version`' } as const
    expect(parseConfig(source, [override], 'one').postgres.version).toBe(14)
    expect(parseConfig(source, [], 'two').postgres.version).toBe(16)
    expect(Object.keys(parseConfig(source).databases)).toEqual(['one', 'two'])
  })

  test.each([
    ['databases: { one: { seeds: x } }', 'databases.one.seeds'],
    ['databases: { one: { seed: { file: x } } }', 'databases.one.seed.file'],
    ['databases: { "a b": {} }', 'databases.a b'],
  ])('%s is refused with its place', (text, place) => {
    expect(() => parseConfig({ name: 'pgverdict.yml', text })).toThrow(place)
  })
})

test('sweeps of pool sizes say of which database they are', async () => {
  const { poolSweeps } = await mergeDatabases(['x', 'y'], async name => (name === 'x' ? REPORTS.swept! : report()))
  expect(poolSweeps).toEqual(REPORTS.swept!.poolSweeps!.map(sweep => ({ ...sweep, database: 'x' })))
})

test('what fails says which database it was of', async () => {
  const failing = mergeDatabases(['one'], async () => {
    throw new Error('a bug')
  })
  await expect(failing).rejects.toThrow(/^a bug$/)
})

test('shards of several databases come to the whole, a database after the other', async () => {
  const reportOf = (database: string, shard: number | undefined): Report => {
    const statements = ['a', 'b', 'c'].map(name => statement({ name: `${database}/${name}` }))
    if (shard === undefined) return report({ statements })
    const positions = [0, 1, 2].filter(at => 1 + (at % 2) === shard)
    const own = positions.map(at => statements[at]!)
    return report({ statements: own, shard: { index: shard, count: 2, run: 'c'.repeat(64), positions } })
  }
  const names = ['x', 'y']
  const whole = await mergeDatabases(names, async name => reportOf(name, undefined))
  const parts = await Promise.all([2, 1].map(part => mergeDatabases(names, async name => reportOf(name, part))))
  expect(mergeShards(parts).statements).toEqual(whole.statements)
})
