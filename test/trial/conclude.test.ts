import { expect, test } from 'vitest'
import { btree, plainKey } from '../../src/advise/design.ts'
import type { DraftOf, IndexProposal } from '../../src/advise/draft.ts'
import { concludeTrial } from '../../src/trial/conclude.ts'
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
const built = { name: 'orders_tenant_idx', names: new Set(['orders_tenant_idx']), sizeBytes: 8192, buildMs: 1 }
const catalog = { tables: [], extensions: [] }
const conclude = (reads: readonly Effect[], writes: readonly Effect[]) =>
  concludeTrial({ draft, design, built, reads, writes }, catalog, LIMITS)

test('what costs the writes of the load more than it saves is only considered', () => {
  const read = effect('read', [[1000, 100]], 10)
  expect(conclude([read], [effect('add', [[10, 15]], 1000, true)]).fix).toBeDefined()
  const dear = conclude([read], [effect('add', [[10, 15]], 2000, true)])
  expect(dear).toMatchObject({ severity: 'info', fix: undefined, trial: undefined })
  expect(dear.why).toBe('Because. Built and re-run, it costs the writes more than it saves.')
})

test('what makes another statement worse is only considered', () => {
  const dear = conclude([effect('read', [[1000, 100]]), effect('other', [[500, 900]])], [])
  expect(dear.why).toBe('Because. Built and re-run, it makes other worse.')
})
