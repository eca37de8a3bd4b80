import { expect, test } from 'vitest'
import { btree, plainKey } from '../../src/advise/design.ts'
import type { DraftOf, IndexProposal } from '../../src/advise/draft.ts'
import { type AdviceBudget, configSchema } from '../../src/config/schema.ts'
import { objectionTo } from '../../src/trial/conclude.ts'
import { type Effect, harms } from '../../src/trial/effect.ts'
import type { Measured, TrialStatement } from '../../src/trial/statement.ts'

const LIMITS = { ratio: 1.2, blocks: 100, floor: 100 }

const measured = (buffers: number): Measured => ({
  kind: 'measured',
  plan: {
    root: { nodeType: 'Result', totalCost: 1, planRows: 1, planWidth: 1, children: [] },
  } as unknown as Measured['plan'],
  work: { buffers, tempBlocks: 0, walBytes: buffers, rows: 1 },
  durationsMs: [1],
  nested: [],
})

/** Blocks of each value set before and after. */
function effect(name: string, pairs: readonly (readonly [number, number])[], calls = 1, isWrite = false): Effect {
  const runs = pairs.map(([before]) => ({
    valueSet: { why: 'only', sql: '', values: [], session: {} } as const,
    before: measured(before),
  }))
  const statement: TrialStatement = { name, isWrite, calls, runs, tables: new Set(['orders']) }
  return { statement, before: runs.map(run => run.before), after: pairs.map(([, after]) => measured(after)) }
}

test.each<readonly [what: string, pairs: readonly (readonly [number, number])[], harmed: boolean]>([
  ['all better', [[900, 10]], false],
  [
    'a second set of values worse',
    [
      [900, 10],
      [300, 1200],
    ],
    true,
  ],
  [
    'a second set of values a tenth worse, and no more',
    [
      [900, 10],
      [3000, 3300],
    ],
    false,
  ],
  [
    'a second set of values more than a tenth worse',
    [
      [900, 10],
      [3000, 3310],
    ],
    true,
  ],
  [
    'worse by what nobody notices',
    [
      [900, 10],
      [20, 60],
    ],
    false,
  ],
])('%s', (_, pairs, harmed) => {
  expect(harms(effect('s', pairs), LIMITS)).toBe(harmed)
})

const design = btree({ schema: 'public', name: 'orders' }, [plainKey('tenant')], 1)
const draft: DraftOf<IndexProposal> = {
  key: 'k',
  rule: 'missing-index',
  area: 'index',
  severity: 'advice',
  title: 't',
  why: 'Because.',
  evidence: [],
  statements: ['read'],
  proposal: { kind: 'index', design },
}
const built = {
  name: 'orders_tenant_idx',
  names: new Set(['orders_tenant_idx']),
  sizeBytes: 8192,
  tableBytes: 81_920,
  buildMs: 1,
}
const budget = configSchema.parse({}).advice
const objection = (reads: readonly Effect[], writes: readonly Effect[], less: Partial<AdviceBudget> = {}) =>
  objectionTo({ draft, design, built, reads, writes }, { ...budget, ...less })

test('what costs the writes of the load more than it saves is only considered', () => {
  const read = effect('read', [[1000, 100]], 10)
  expect(objection([read], [effect('add', [[10, 15]], 1000, true)])).toBeUndefined()
  expect(objection([read], [effect('add', [[10, 15]], 2000, true)])).toBe(
    'Built and re-run, it costs the writes more than it saves.',
  )
})

test.each<readonly [what: string, before: number, after: number, isWorse: boolean]>([
  ['a tenth more', 500, 550, false],
  ['more than a tenth', 500, 560, true],
  ['three times a few pages', 4, 12, false],
  ['three times some more pages', 10, 30, true],
])('what makes another statement worse is only considered: %s', (_, before, after, isWorse) => {
  const reason = objection([effect('read', [[1000, 100]]), effect('other', [[before, after]])], [])
  expect(reason).toBe(isWorse ? 'Built and re-run, it makes other worse.' : undefined)
})

test('what is over the budget is only considered', () => {
  const read = effect('read', [[1000, 100]], 10)
  const write = effect('add', [[10, 21]], 10, true)
  expect(objection([read], [write])).toBeUndefined()
  expect(objection([read], [write], { 'write-cost': 2 })).toBe(
    'Built and re-run, it takes 2.1 times the work of the load’s writes, over the budget of 2.',
  )
  expect(objection([read], [write], { 'index-size': 0.05 })).toBe(
    'Built and re-run, it takes 0.1 times the size of the table, over the budget of 0.05.',
  )
})
