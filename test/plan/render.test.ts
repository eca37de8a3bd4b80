import { describe, expect, it } from 'vitest'
import type { Plan, PlanNode } from '../../src/plan/plan.ts'
import { renderPlanDiff, toReportNode } from '../../src/plan/render.ts'
import { mapNodes, planNames, readPlan } from './plans.ts'

const untimed = (plan: Plan) => mapNodes(plan, ({ actualTotalTime: _, ...node }: PlanNode) => node)
const render = (base: string, head: string) =>
  renderPlanDiff(toReportNode(untimed(readPlan(base))), toReportNode(untimed(readPlan(head))))

describe('renderPlanDiff', () => {
  it('shows what base did and what head does, with each node’s own pages', () => {
    expect(render('index-scan-plain', 'seq-scan').join('\n')).toMatchInlineSnapshot()
  })

  it('shows an unchanged subtree once, whatever was put above it', () => {
    expect(render('hash-join', 'join-order').join('\n')).toMatchInlineSnapshot()
  })

  it('leaves out long unchanged parts', () => {
    expect(render('partitions-six', 'partitions-seven').join('\n')).toMatchInlineSnapshot()
    expect(render('hash-join', 'hash-join').join('\n')).toMatchInlineSnapshot()
  })

  it('shows what spills', () => {
    expect(render('sort-memory', 'sort-disk').join('\n')).toMatchInlineSnapshot()
  })

  it.each(planNames)('marks nothing between %s and itself', name => {
    expect(render(name, name).filter(line => !line.startsWith('  '))).toEqual([])
  })

  it('aligns a thousand partitions in reasonable time', () => {
    const plan = readPlan('partitions-six')
    const wide = (count: number) =>
      mapNodes(plan, node =>
        node.nodeType === 'Append'
          ? {
              ...node,
              children: Array.from({ length: count }, (_, at) => ({
                ...node.children[0]!,
                relationName: `events_${at}`,
                alias: `e_${at}`,
              })),
            }
          : node,
      )
    const started = performance.now()
    const lines = renderPlanDiff(toReportNode(wide(1000)), toReportNode(wide(1001)))
    expect(performance.now() - started).toBeLessThan(10_000)
    expect(lines.filter(line => line.startsWith('+ '))).toHaveLength(3)
  })
})

describe('toReportNode', () => {
  it('speaks EXPLAIN’s words, without literals', () => {
    expect(toReportNode(readPlan('condition-became-filter'))).toMatchObject({
      label: 'Index Scan using orders_status_idx on orders',
      details: ['Index Cond: (orders.status = ?)', 'Filter: (orders.created_at < ?)', 'Rows Removed by Filter: 4,641'],
      actualRows: 359,
      loops: 1,
    })
    expect(toReportNode(readPlan('hashed-subplan')).children[0]?.label).toBe('SubPlan 1: Seq Scan on orders')
    expect(toReportNode(readPlan('parallel')).children[0]?.children[0]?.children[0]?.label).toBe(
      'Parallel Seq Scan on items',
    )
  })

  it.each(planNames)('publishes no literal of %s', name => {
    expect(JSON.stringify(toReportNode(readPlan(name)))).not.toMatch(/'|\b42\b|"open"|2026/)
  })
})
