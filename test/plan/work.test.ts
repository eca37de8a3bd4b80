import { describe, expect, it } from 'vitest'
import { parsePlan } from '../../src/plan/parse.ts'
import { walk } from '../../src/plan/walk.ts'
import { nodeLabel } from '../../src/plan/words.ts'
import { exclusiveWork, inclusiveWork, sumOfWork } from '../../src/plan/work.ts'
import { planNames, readPlan } from './plans.ts'

function ownBuffers(name: string): Record<string, number> {
  const { root } = readPlan(name)
  const work = exclusiveWork(root)
  return Object.fromEntries([...walk(root)].map(({ node }) => [nodeLabel(node), work.get(node)!.buffers]))
}

describe('exclusiveWork', () => {
  it('takes children off their parents, all loops counted', () => {
    expect(ownBuffers('nested-loop')).toMatchObject({
      'Nested Loop': 0,
      'Index Scan using customers_email_key on customers c': 398,
      'Index Scan using orders_customer_id_idx on orders o': 7992,
      'Index Scan using items_order_id_idx on items i': 26640,
    })
  })

  it('counts a CTE once, although it hangs at the top and runs below', () => {
    expect(ownBuffers('cte-twice')).toMatchObject({
      'Index Scan using orders_created_at_idx on orders': 26,
      'CTE Scan on recent a': 0,
      'CTE Scan on recent b': 0,
      Aggregate: 0,
    })
  })

  it.each(['init-plan', '18/init-plan'])('takes an InitPlan off the node that asked for it: %s', name => {
    const own = ownBuffers(name)
    expect(own['Index Scan using orders_created_at_idx on orders o']).toBe(3)
    expect(own['Index Only Scan Backward using orders_created_at_idx on orders']).toBe(3)
  })

  it('takes an InitPlan of an UPDATE off the rows that ask for it', () => {
    const leaf = { 'Plan Rows': 1, 'Plan Width': 8, 'Startup Cost': 0, 'Total Cost': 1, 'Actual Loops': 1 }
    const scan = { ...leaf, 'Node Type': 'Index Scan', 'Relation Name': 'accounts', Alias: 'accounts' }
    const sum = { ...leaf, 'Node Type': 'Seq Scan', 'Relation Name': 'bookings', Alias: 'bookings' }
    const { root } = parsePlan({
      Plan: {
        ...leaf,
        'Node Type': 'ModifyTable',
        'Shared Hit Blocks': 613,
        Plans: [
          { ...sum, 'Parent Relationship': 'InitPlan', 'Subplan Name': 'InitPlan 1', 'Shared Hit Blocks': 607 },
          { ...scan, 'Parent Relationship': 'Outer', 'Shared Hit Blocks': 610 },
        ],
      },
    })
    const work = exclusiveWork(root)
    expect([root, ...root.children].map(node => work.get(node)!.buffers)).toEqual([3, 607, 3])
  })

  it('multiplies times, which are averages of one loop', () => {
    const { root } = readPlan('subplan-per-row')
    const subplan = root.children[0]!
    expect(subplan.actualLoops).toBe(50)
    expect(inclusiveWork(subplan).timeMs).toBeCloseTo(subplan.actualTotalTime! * 50)
  })

  it.each(planNames)('shares out all blocks of %s, none twice and none below zero', name => {
    const { root } = readPlan(name)
    const own = [...exclusiveWork(root).values()]
    expect(sumOfWork(own).buffers).toBe(inclusiveWork(root).buffers)
    expect(own.every(({ buffers, tempBlocks, timeMs }) => Math.min(buffers, tempBlocks, timeMs) >= 0)).toBe(true)
  })
})
