import { describe, expect, it } from 'vitest'
import { toExplainJson } from '../../../src/report/html/explain-json.ts'
import type { ReportNode } from '../../../src/report/report.ts'
import { slower } from '../fixtures.ts'

const leaf: ReportNode = { ...slower.base!.plan, children: [] }
const rootOf = (plan: ReportNode) => JSON.parse(toExplainJson({ plan }))[0].Plan

describe('toExplainJson', () => {
  it.each([
    ['Limit', { 'Node Type': 'Limit' }],
    ['Seq Scan on orders o', { 'Node Type': 'Seq Scan', 'Relation Name': 'orders o' }],
    [
      'Index Scan Backward using orders_pkey on billing.orders',
      { 'Node Type': 'Index Scan Backward', 'Index Name': 'orders_pkey', 'Relation Name': 'billing.orders' },
    ],
    ['Bitmap Index Scan on orders_idx', { 'Node Type': 'Bitmap Index Scan', 'Index Name': 'orders_idx' }],
    [
      'CTE recent: Seq Scan on orders',
      { 'Node Type': 'Seq Scan', 'Subplan Name': 'CTE recent', 'Parent Relationship': 'InitPlan' },
    ],
    ['SubPlan 1: Aggregate', { 'Node Type': 'Aggregate', 'Parent Relationship': 'SubPlan' }],
  ])('takes %s apart', (label, properties) => {
    expect(rootOf({ ...leaf, label })).toMatchObject(properties)
  })

  it('makes properties of details', () => {
    const details = ['Filter: (a = ?)', 'Rows Removed by Filter: 1,234', 'Sort Key: a, b DESC', '2 workers']
    expect(rootOf({ ...leaf, details })).toMatchObject({
      Filter: '(a = ?)',
      'Rows Removed by Filter': 1234,
      'Sort Key': ['a, b DESC'],
    })
  })

  it('sums pages and times up, times as EXPLAIN averages them over the loops', () => {
    const child = { ...leaf, buffers: 30, timeMs: 9, loops: 3 }
    const plan = rootOf({ ...leaf, buffers: 2, timeMs: 1, loops: 1, children: [child, child] })
    expect(plan).toMatchObject({ 'Shared Hit Blocks': 62, 'Actual Total Time': 19 })
    expect(plan.Plans[0]).toMatchObject({ 'Shared Hit Blocks': 30, 'Actual Total Time': 3, 'Actual Loops': 3 })
  })

  it('has no actual figures of a plan that was never executed', () => {
    const plan = { ...leaf, loops: undefined, actualRows: undefined, buffers: undefined, timeMs: undefined }
    expect(Object.keys(rootOf(plan)).filter(name => name.startsWith('Actual') || name.endsWith('Blocks'))).toEqual([])
  })
})
