import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffPlans } from '../../src/plan/diff.ts'
import { parsePlan } from '../../src/plan/parse.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { shapeOf } from '../../src/plan/shape.ts'
import { mapNodes, planNames, readExplain, readPlan } from './plans.ts'

const rewritten = (name: string, from: RegExp, to: string): Plan =>
  parsePlan(JSON.parse(JSON.stringify(readExplain(name)).replaceAll(from, to)))

describe('shapeOf', () => {
  it('is 12 hex digits and tells recorded plans apart', () => {
    const shapes = new Map(planNames.map(name => [name, shapeOf(readPlan(name))]))
    for (const shape of shapes.values()) expect(shape).toMatch(/^[0-9a-f]{12}$/)
    expect(new Set(shapes.values()).size).toBeGreaterThan(25)
  })

  it.each([
    ['literals', 'index-scan-plain', /= 42\b/g, '= 99'],
    ['that a column is varchar', 'sort-memory', /"orders\.note"/g, '"(orders.note)::text"'],
    ['lists', 'bitmap-and', /\{7,8,9\}/g, '{1,2,3,4,5,6}'],
    ['the number of a temporary schema', 'temporary-table', /"pg_temp"/g, '"pg_temp_3"'],
  ])('ignores %s', (_, name, from, to) => {
    const other = rewritten(name, from, to)
    expect(shapeOf(other)).toBe(shapeOf(readPlan(name)))
    expect(diffPlans(readPlan(name), other)).toEqual([])
  })

  it.each([
    ['another relation', 'index-scan-plain', /"orders"/g, '"invoices"'],
    ['another instance', 'self-join', /"Alias":"b"/g, '"Alias":"c"'],
    ['another column', 'index-scan-plain', /orders\.customer_id/g, 'orders.id'],
    ['another direction', 'index-scan-plain', /Forward/g, 'Backward'],
    ['another join type', 'hash-join', /"Join Type":"Inner"/g, '"Join Type":"Left"'],
    ['another sort key', 'sort-memory', /orders\.note/g, 'orders.status'],
    ['parallel awareness', 'seq-scan', /"Parallel Aware":false/g, '"Parallel Aware":true'],
    ['another schema', 'seq-scan', /"Schema":"public"/g, '"Schema":"archive"'],
  ])('tells %s', (_, name, from, to) => {
    const other = rewritten(name, from, to)
    expect(shapeOf(other)).not.toBe(shapeOf(readPlan(name)))
    expect(diffPlans(readPlan(name), other)).not.toEqual([])
  })

  it('ignores costs, rows, widths and counters', () => {
    fc.assert(
      fc.property(fc.constantFrom(...planNames), fc.nat(), (name, noise) => {
        const plan = readPlan(name)
        const noisy = mapNodes(plan, node => ({
          ...node,
          startupCost: noise,
          totalCost: noise,
          planRows: noise,
          planWidth: noise,
          sharedHitBlocks: noise,
          actualRows: noise,
          workersPlanned: noise,
        }))
        expect(shapeOf(noisy)).toBe(shapeOf(plan))
      }),
    )
  })

  it('ignores the order of bitmaps, which is that of object identifiers', () => {
    const plan = readPlan('bitmap-and')
    const reversed = mapNodes(plan, node => ({ ...node, children: node.children.toReversed() }))
    expect(reversed).not.toEqual(plan)
    expect(shapeOf(reversed)).toBe(shapeOf(plan))
    expect(diffPlans(plan, reversed)).toEqual([])
  })

  it('tells a renamed index from another one by its definition', () => {
    const base = readPlan('index-scan-plain')
    const head = rewritten('index-scan-plain', /orders_customer_id_idx/g, 'ix_orders_customer')
    const define = (name: string, columns: string) =>
      new Map([[`public.${name}`, `CREATE INDEX ${name} ON public.orders USING btree (${columns})`]])
    const before = define('orders_customer_id_idx', 'customer_id')
    const renamed = define('ix_orders_customer', 'customer_id')
    const other = define('ix_orders_customer', 'customer_id, created_at')
    expect(shapeOf(head, renamed)).toBe(shapeOf(base, before))
    expect(diffPlans(base, head, { base: before, head: renamed })).toEqual([])
    expect(shapeOf(head, other)).not.toBe(shapeOf(base, before))
    expect(diffPlans(base, head, { base: before, head: other })).toMatchObject([{ kind: 'index-changed' }])
    expect(shapeOf(head)).not.toBe(shapeOf(base))
  })

  it('does not count partitions that are scanned alike, but tells pruning', () => {
    expect(shapeOf(readPlan('partitions-seven'))).toBe(shapeOf(readPlan('partitions-six')))
    expect(shapeOf(readPlan('partitions-one'))).not.toBe(shapeOf(readPlan('partitions-six')))
    expect(shapeOf(readPlan('partitions-two'))).not.toBe(shapeOf(readPlan('partitions-six')))
    expect(shapeOf(readPlan('partitions-subplans-removed'))).not.toBe(shapeOf(readPlan('partitions-never-executed')))
  })

  it('does not take a union of one table with itself for partitions', () => {
    const twice = rewritten('partitions-two', /"events_\d"/g, '"orders"')
    const once = mapNodes(twice, node => ({ ...node, children: node.children.slice(0, 1) }))
    expect(shapeOf(twice)).not.toBe(shapeOf(once))
  })
})
