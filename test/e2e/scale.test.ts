import { expect, test } from 'vitest'
import { openShop, runGate, statementOf } from './gate.ts'
import { DROP_INDEX } from './shop.ts'

/** Too few rows for an index to matter. */
const FEW_ROWS = {
  'seed.sql': `insert into customer select i, 'c' || i || '@example.org', 'city ' || i % 20 from generate_series(1, 100) as i;
insert into purchase select i, 1 + i % 100, case when i % 50 = 0 then 'open' else 'paid' end, 'n'
from generate_series(1, 300) as i;
`,
}
const CONFIG = (rules = '') => `migrations: { path: migrations }
seed: { files: seed.sql }
workload: { files: workload.sql }
target: { statistics: production.json }
${rules}`

const column = (table: string, name: string, distinct: number, frequencies: readonly number[] = []) => ({
  schema: 'public',
  table,
  column: name,
  inherited: false,
  nulls: 0,
  width: 8,
  distinct,
  frequencies,
  correlation: null,
})
const relation = (table: string, index: string | null, rows: number, blocks: number) => ({
  schema: 'public',
  table,
  index,
  blocks,
  pages: blocks,
  rows,
  visible: blocks,
})
const PRODUCTION = JSON.stringify({
  pgverdict: 'statistics',
  version: 1,
  server: '17.5',
  relations: [
    relation('customer', null, 2_000_000, 20_000),
    relation('purchase', null, 40_000_000, 800_000),
    relation('purchase', 'purchase_customer_idx', 40_000_000, 110_000),
  ],
  columns: [column('purchase', 'id', -1), column('purchase', 'customer_id', 1_900_000)],
})

test('a dropped index that a small seed does not miss is missed at production’s size', async () => {
  const shop = openShop({ ...FEW_ROWS, 'pgverdict.yml': CONFIG(), 'production.json': PRODUCTION })
  const same = await runGate(shop, { args: ['--base', 'main', '--head', 'main'] })
  expect(same).toMatchObject({ code: 0, report: { verdict: 'pass', roster: [] } })

  shop.write(DROP_INDEX)
  const result = await runGate(shop)
  expect(result).toMatchObject({ code: 0, report: { verdict: 'warn' } })
  expect(result.report?.roster).toMatchObject([{ statement: 'purchase.byCustomer', rule: 'production-plan' }])
  const { atScale, status } = statementOf(result, 'purchase.byCustomer')
  expect(status).toBe('unchanged')
  expect(atScale).toMatchObject({ tendency: 'worse', base: { plan: { label: expect.any(String) as string } } })
  expect(JSON.stringify(atScale?.base.plan)).toContain('purchase_customer_idx')
  expect(JSON.stringify(atScale?.head.plan)).toContain('Seq Scan on purchase')
  expect(result.comment).toContain('production’s size')
  expect(statementOf(result, 'customer.byEmail').atScale?.tendency).toBe('same')
})

test('the rule may fail the gate, and its plan may be accepted', async () => {
  const shop = openShop({
    ...FEW_ROWS,
    'pgverdict.yml': CONFIG('gate: { rules: { production-plan: fail } }\n'),
    'production.json': PRODUCTION,
  })
  shop.write(DROP_INDEX)
  const failed = await runGate(shop)
  expect(failed).toMatchObject({ code: 1, report: { verdict: 'fail' } })
  const { head } = statementOf(failed, 'purchase.byCustomer').atScale!
  const accept = `accept:\n  - { query: purchase.byCustomer, plan: ${head.shape}, reason: gone soon, until: 2999-01-01 }\n`
  expect(failed.comment).toContain(head.shape)
  shop.write({ 'pgverdict.yml': CONFIG(`gate: { rules: { production-plan: fail } }\n${accept}`) })
  expect(await runGate(shop)).toMatchObject({ code: 0, report: { verdict: 'pass' } })
})

test.each([
  ['nothing.json', 'could not be read'],
  ['seed.sql', 'is not JSON'],
  ['package.json', 'holds no statistics of production'],
])('%s: %s', async (file, problem) => {
  const config = CONFIG().replace('production.json', file)
  const shop = openShop({ 'pgverdict.yml': config, 'package.json': '{"name": "shop"}' })
  const result = await runGate(shop)
  expect(result.code).toBe(2)
  expect(result.stderr).toContain(problem)
})
