import { describe, expect, it } from 'vitest'
import type { Plan, PlanNode } from '../../src/plan/plan.ts'
import { renderPlanDiff, toReportNode } from '../../src/plan/render.ts'
import type { ReportNode } from '../../src/report/report.ts'
import { mapNodes, planNames, readPlan } from './plans.ts'

const untimed = (plan: Plan) => mapNodes(plan, ({ actualTotalTime: _, ...node }: PlanNode) => node)
const render = (base: string, head: string) =>
  renderPlanDiff(toReportNode(untimed(readPlan(base))), toReportNode(untimed(readPlan(head))))

describe('renderPlanDiff', () => {
  it('shows what base did and what head does, with each node’s own pages', () => {
    expect(render('index-scan-plain', 'seq-scan').join('\n')).toMatchInlineSnapshot(`
      "- Index Scan using orders_customer_id_idx on orders  rows 10   12 pages
      -   Index Cond: (orders.customer_id = ?)
      + Seq Scan on orders                                 rows 10  308 pages
      +   Filter: (orders.customer_id = ?)
      +   Rows Removed by Filter: 19,990"
    `)
  })

  it('shows an unchanged subtree once, whatever was put above it', () => {
    expect(render('hash-join', 'join-order').join('\n')).toMatchInlineSnapshot(`
      "  HashAggregate                      rows 666
          Group Key: c.email, o.status
          Batches: 1  Memory: 241 kB
      -   Hash Join                        rows 13,320
      -     Hash Cond: (i.order_id = o.id)
      +   Hash Join                        rows 13,320
      +     Hash Cond: (o.customer_id = c.id)
      +     Hash Join                      rows 40,000
      +       Hash Cond: (i.order_id = o.id)
              Seq Scan on items i          rows 40,000  217 pages
      +       Hash                         rows 20,000
      +         Batches: 1  Memory: 1,350 kB
      +         Seq Scan on orders o       rows 20,000  308 pages
      -     Hash                           rows 6,660
      -       Batches: 1  Memory: 533 kB
      -       Hash Join                    rows 6,660
      -         Hash Cond: (o.customer_id = c.id)
      -         Seq Scan on orders o       rows 20,000  308 pages
                Hash                       rows 666
                  Batches: 1  Memory: 50 kB
                  Seq Scan on customers c  rows 666      16 pages
                    Filter: (c.country = ?)
                    Rows Removed by Filter: 1,334"
    `)
  })

  it('leaves out long unchanged parts', () => {
    expect(render('partitions-six', 'partitions-seven').join('\n')).toMatchInlineSnapshot(`
      "  Aggregate                     rows 1
          Append                      rows 15
            Seq Scan on events_1 e_1  rows 0   15 pages
              Filter: ((e_1.kind = ?) AND (date_trunc(?, e_1.created_at) = ?))
              Rows Removed by Filter: 2,231
            … 5 nodes beside, unchanged
      +     Seq Scan on events_7 e_7  rows 0   13 pages
      +       Filter: ((e_7.kind = ?) AND (date_trunc(?, e_7.created_at) = ?))
      +       Rows Removed by Filter: 2,000"
    `)
    expect(render('hash-join', 'hash-join').join('\n')).toMatchInlineSnapshot(`
      "  HashAggregate  rows 666
          Group Key: c.email, o.status
          Batches: 1  Memory: 241 kB
          … 7 nodes below, unchanged"
    `)
  })

  it('shows what spills', () => {
    expect(render('sort-memory', 'sort-disk').join('\n')).toMatchInlineSnapshot(`
      "- Sort                  rows 20,000
      -   Sort Method: quicksort  Memory: 3,271 kB
      + Sort                  rows 20,000
      +   Sort Method: external merge  Disk: 2,048 kB
          Sort Key: orders.note, orders.id
          Seq Scan on orders  rows 20,000  308 pages"
    `)
  })

  it.each(planNames)('marks nothing between %s and itself', name => {
    expect(render(name, name).filter(line => !line.startsWith('  '))).toEqual([])
  })

  it('aligns a thousand partitions in reasonable time of the processor', () => {
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
    const started = process.cpuUsage()
    const lines = renderPlanDiff(toReportNode(wide(1000)), toReportNode(wide(1001)))
    expect(lines.filter(line => line.startsWith('+ '))).toHaveLength(3)
    const grown = mapNodes(wide(1001), node => ({ ...node, sharedHitBlocks: 2 * (node.sharedHitBlocks ?? 0) }))
    renderPlanDiff(toReportNode(wide(1000)), toReportNode(grown))
    const { user, system } = process.cpuUsage(started)
    expect(user + system).toBeLessThan(10_000_000)
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
    const words = ({ label, details, children }: ReportNode): string =>
      [label, ...details, ...children.map(words)].join('\n')
    expect(words(toReportNode(readPlan(name)))).not.toMatch(/'|= \d|< \d|\b2026\b/)
  })
})
