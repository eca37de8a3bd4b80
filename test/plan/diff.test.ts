import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Change } from '../../src/compare/comparison.ts'
import { diffPlans } from '../../src/plan/diff.ts'
import { qError } from '../../src/plan/estimate-changes.ts'
import type { Partitions } from '../../src/plan/index-definitions.ts'
import { parsePlan } from '../../src/plan/parse.ts'
import type { Plan, PlanNode } from '../../src/plan/plan.ts'
import { shapeOf } from '../../src/plan/shape.ts'
import { mapNodes, planNames, readExplain, readPlan } from './plans.ts'

const written = ({ direction, kind, node, from, to }: Change) => `${direction} ${kind}, ${node}: ${from} → ${to}`
const diff = (base: string, head: string) => diffPlans(readPlan(base), readPlan(head)).map(written)

describe('diffPlans', () => {
  it.each([
    ['index-scan-plain', 'seq-scan', 'worse index-lost, orders: Index Scan using orders_customer_id_idx → Seq Scan'],
    ['seq-scan', 'index-scan-plain', 'better index-gained, orders: Seq Scan → Index Scan using orders_customer_id_idx'],
    ['tiny-index', 'tiny-seq', 'neutral index-lost, countries: Index Scan using countries_pkey → Seq Scan'],
    ['tiny-seq', 'tiny-index', 'neutral index-gained, countries: Seq Scan → Index Scan using countries_pkey'],
    [
      'composite-index',
      'condition-became-filter',
      'worse condition-became-filter, orders: Index Cond: (orders.created_at < ?) → Filter: (orders.created_at < ?)',
    ],
    [
      'condition-became-filter',
      'composite-index',
      'better filter-became-condition, orders: Filter: (orders.created_at < ?) → Index Cond: (orders.created_at < ?)',
    ],
    [
      'composite-index',
      'condition-became-filter',
      'worse index-changed, orders: index orders_status_created_at_idx → index orders_status_idx',
    ],
    ['index-only', 'index-only-heap-fetches', /^worse heap-fetches, orders: 0 heap fetches → [\d,]+ heap fetches$/],
    ['hash-join', 'nested-loop', 'worse join-method, customers c, items i, orders o: Hash Join → Nested Loop'],
    ['nested-loop', 'hash-join', 'better join-method, customers c, items i, orders o: Nested Loop → Hash Join'],
    [
      'hash-join',
      'join-order',
      'neutral join-order, customers c, items i, orders o: items i, (orders o, customers c) → items i, orders o, customers c',
    ],
    ['hash-join', 'nested-loop', /^worse sort-added, .*: no sort → Incremental Sort by c\.email, o\.status$/],
    ['nested-loop', 'hash-join', /^better sort-removed, .*: Incremental Sort by c\.email, o\.status → no sort$/],
    ['hash-join', 'nested-loop', /^worse aggregate-method, .*: HashAggregate → GroupAggregate$/],
    ['sort-memory', 'sort-disk', 'worse sort-spill, orders: sorted in memory → sorted with 2,048 kB on disk'],
    ['sort-disk', 'sort-memory', 'better sort-spill, orders: sorted with 2,048 kB on disk → sorted in memory'],
    ['hash-one-batch', 'hash-batches', 'worse hash-spill, orders o: hash in 1 batch → hash in 2 batches'],
    ['hashagg-memory', 'hashagg-disk', 'worse hash-spill, orders: grouped in memory → grouped with 680 kB on disk'],
    ['partitions-one', 'partitions-six', 'worse pruning-lost, e: 1 partition → 6 partitions'],
    ['partitions-six', 'partitions-two', 'better pruning-gained, e: 6 partitions → 2 partitions'],
    ['join-instead-of-subplan', 'subplan-per-row', /subplan-per-row, orders o: once → as a sub-plan, 50 times$/],
    ['subplan-per-row', 'join-instead-of-subplan', /subplan-per-row, orders o: as a sub-plan, 50 times → once$/],
    ['serial', 'parallel', 'neutral parallel, items: not parallel → Gather'],
  ])('%s → %s', (base, head, expected) => {
    const found = diff(base, head)
    const matching = found.filter(text => (typeof expected === 'string' ? text === expected : expected.test(text)))
    expect(matching, found.join('\n')).toHaveLength(1)
  })

  it('matches a self-join by alias, not by table or position', () => {
    const base = readPlan('self-join')
    const head = mapNodes(base, node => ({
      ...node,
      children: node.nodeType === 'Nested Loop' ? node.children.toReversed() : node.children,
    }))
    const changes = diffPlans(base, head)
    expect(changes.map(({ kind }) => kind)).toEqual(['join-order'])
    const seq = mapNodes(base, node =>
      node.alias === 'b' ? { ...node, nodeType: 'Seq Scan', children: [], sharedHitBlocks: 5000 } : node,
    )
    expect(diffPlans(base, seq).map(written)).toEqual([
      'worse index-lost, orders b: Bitmap Heap Scan using orders_customer_id_idx → Seq Scan',
    ])
  })

  it('names a lost index-only scan and another way to use the same index', () => {
    const base = readPlan('index-only')
    const onHeap = mapNodes(base, node =>
      node.nodeType === 'Index Only Scan' ? { ...node, nodeType: 'Index Scan', sharedHitBlocks: 6000 } : node,
    )
    expect(diffPlans(base, onHeap).map(({ kind, direction }) => [kind, direction])).toEqual([
      ['index-only-lost', 'worse'],
    ])
    const bitmap = mapNodes(readPlan('index-scan-plain'), node => ({ ...node, nodeType: 'Bitmap Heap Scan' }))
    expect(diffPlans(readPlan('index-scan-plain'), bitmap).map(({ kind }) => kind)).toEqual(['scan-type'])
  })

  it('names the condition that one side alone has', () => {
    const base = readPlan('index-scan-plain')
    const head = mapNodes(base, node => ({ ...node, filter: '(orders.status = 3)' }))
    const label = 'Index Scan using orders_customer_id_idx on orders'
    expect(diffPlans(base, head).map(written)).toEqual([
      `neutral other, ${label}: no such condition → Filter: (orders.status = ?)`,
    ])
    expect(diffPlans(head, base).map(written)).toEqual([
      `neutral other, ${label}: Filter: (orders.status = ?) → no such condition`,
    ])
  })

  it('names rows that got wider where the plan stayed', () => {
    const base = readPlan('seq-scan')
    const head = mapNodes(base, node => ({ ...node, planWidth: 480, sharedHitBlocks: 1250 }))
    expect(shapeOf(head)).toBe(shapeOf(base))
    expect(diffPlans(base, head).map(written)).toEqual([
      'worse wider-rows, orders: 308 pages for 20,000 rows, 90 bytes wide → 1,250 pages for 20,000 rows, 480 bytes wide',
    ])
  })

  it('names rows that lie less densely where they are as wide as before', () => {
    const base = readPlan('seq-scan')
    const head = mapNodes(base, node => ({ ...node, sharedHitBlocks: 1250 }))
    expect(diffPlans(base, head).map(written)).toEqual([
      'worse wider-rows, orders: 308 pages → 1,250 pages for the same rows, which lie less densely',
    ])
  })

  it('says nothing of the rows where the filter may read pages of its own', () => {
    const filtered = (filter: string, sharedHitBlocks: number) =>
      mapNodes(readPlan('seq-scan'), node => ({ ...node, filter, sharedHitBlocks }))
    expect(diffPlans(filtered('is_own(id)', 308), filtered('is_own(id)', 1250)).map(written)).toEqual([
      'worse wider-rows, orders: 308 pages → 1,250 pages for the same rows',
    ])
    const changes = diffPlans(filtered('(id > 7)', 308), filtered('is_own(id)', 1250)).map(written)
    expect(changes).toHaveLength(1)
    expect(changes[0]).toMatch(/^worse other, .*Filter: \(id > \?\) → Filter: is_own\(id\)$/)
  })

  it('tells two indexes of the same name by what they cover, without literals', () => {
    const plan = readPlan('index-scan-plain')
    const defined = (what: string) =>
      new Map([['orders_customer_id_idx', `CREATE INDEX orders_customer_id_idx ON public.orders USING btree ${what}`]])
    const indexes = {
      base: defined('(customer_id, id)'),
      head: defined("(customer_id) WHERE (status = 'secret'::text)"),
    }
    expect(diffPlans(plan, plan, indexes).map(written)).toEqual([
      'neutral index-changed, orders: index orders_customer_id_idx (customer_id, id) → index orders_customer_id_idx (customer_id) WHERE (status = ?)',
    ])
  })

  it('names a table that only one of the plans reads', () => {
    const join = readPlan('hash-join')
    const removed = (node: PlanNode): PlanNode =>
      node.nodeType === 'Hash Join' && node.children.some(({ relationName }) => relationName === 'orders')
        ? removed(node.children.find(({ relationName }) => relationName === 'orders')!)
        : { ...node, children: node.children.map(removed) }
    const alone = { ...join, root: removed(join.root) }
    expect(diffPlans(alone, join).map(written)).toContainEqual(
      expect.stringMatching(/^\w+ other, customers c: not read → Seq Scan$/),
    )
    expect(diffPlans(join, alone).map(written)).toContainEqual(
      expect.stringMatching(/^\w+ other, customers c: Seq Scan → not read$/),
    )
  })

  it('names the estimate that got worse, but not below a Limit', () => {
    const base = readPlan('seq-scan')
    const head = mapNodes(base, node => ({ ...node, planRows: 5000 }))
    expect(diffPlans(base, head).map(written)).toEqual([
      'worse estimate-worse, orders: rows estimated ×1 off → rows estimated ×500 off',
    ])
    const limited = (plan: typeof base) => ({
      ...plan,
      root: { ...plan.root, nodeType: 'Limit', planRows: 10, children: [plan.root] } satisfies PlanNode,
    })
    expect(diffPlans(limited(base), limited(head))).toEqual([])
  })

  it('names triggers by their constraint, whose own names hold object identifiers', () => {
    const base = readPlan('delete-cascade')
    const renamed = {
      ...base,
      triggers: base.triggers.map(trigger => ({ ...trigger, name: 'RI_ConstraintTrigger_a_1' })),
    }
    expect(diffPlans(base, renamed)).toEqual([])
    const elsewhere = (change: { constraint?: string; relation?: string }) => ({
      ...base,
      triggers: base.triggers.map(trigger => ({ ...trigger, ...change })),
    })
    expect(diffPlans(base, elsewhere({ constraint: 'children_parent_fk' }))).toEqual([])
    expect(diffPlans(base, elsewhere({ relation: 'former_parents' }))).toEqual([])
    expect(diffPlans({ ...base, triggers: [] }, base).map(written)).toEqual([
      'neutral trigger-work, children_parent_id_fkey on parents: does not fire → fires 1 time',
    ])
  })

  describe('of a table that was partitioned', () => {
    const whole = parsePlan(
      JSON.parse(
        JSON.stringify(readExplain('partitions-one'))
          .replaceAll(/events_\d/g, 'events')
          .replaceAll('"e_1"', '"e"'),
      ),
    )
    const parts = new Map(Array.from({ length: 7 }, (_, number) => [`public.events_${number + 1}`, 'public.events']))
    const between = (base: Plan, head: Plan, partitions: { base: Partitions; head: Partitions }) =>
      diffPlans(base, head, { base: new Map(), head: new Map(), partitions }).map(({ kind, from, to }) => [
        kind,
        from,
        to,
      ])

    it('names the pruning that this brings, and that its end takes away', () => {
      const one = readPlan('partitions-one')
      expect(between(whole, one, { base: new Map(), head: parts })).toContainEqual([
        'pruning-gained',
        'the whole table',
        '1 of 7 partitions',
      ])
      expect(between(one, whole, { base: parts, head: new Map() })).toContainEqual([
        'pruning-lost',
        '1 of 7 partitions',
        'the whole table',
      ])
    })

    it('calls it by no such name where every partition is read', () => {
      const seven = readPlan('partitions-seven')
      expect(between(whole, seven, { base: new Map(), head: parts })).toContainEqual([
        'other',
        'the whole table',
        '7 of 7 partitions',
      ])
      expect(diffPlans(whole, seven).map(({ kind }) => kind)).not.toContain('pruning-lost')
    })
  })

  it('falls back to the words of the first node that differs', () => {
    const base = readPlan('seq-scan')
    const head = mapNodes(base, node => ({ ...node, filter: "(orders.note = 'secret'::text)" }))
    expect(diffPlans(base, head).map(written)).toEqual([
      'neutral other, Seq Scan on orders: Filter: (orders.customer_id = ?) → Filter: (orders.note = ?)',
    ])
  })

  it('goes by what is usual where nothing was executed', () => {
    const planned = (name: string) => mapNodes(readPlan(name), ({ actualLoops: _, ...node }) => node)
    expect(diffPlans(planned('index-scan-plain'), planned('seq-scan'))[0]).toMatchObject({ direction: 'worse' })
    expect(diffPlans(planned('tiny-index'), planned('tiny-seq'))[0]).toMatchObject({ direction: 'worse' })
  })

  it.each(planNames)('finds nothing between %s and itself', name => {
    expect(diffPlans(readPlan(name), readPlan(name))).toEqual([])
  })

  it('finds something between plans of other shapes, holds no literal, and is repeatable', () => {
    const literal = /'(?!s )|\b(?:42|de|open|2026)\b/
    fc.assert(
      fc.property(fc.constantFrom(...planNames), fc.constantFrom(...planNames), (a, b) => {
        const [base, head] = [readPlan(a), readPlan(b)]
        const changes = diffPlans(base, head)
        if (shapeOf(base) !== shapeOf(head)) expect(changes).not.toEqual([])
        expect(changes.map(written).join('\n')).not.toMatch(literal)
        expect(diffPlans(base, head)).toEqual(changes)
      }),
      { numRuns: 400 },
    )
  })
})

describe('qError', () => {
  it.each([
    [10, 10, 1],
    [1, 500, 500],
    [500, 1, 500],
    [0, 0, 1],
    [1, 0.25, 1],
  ])('%d estimated, %d seen: %d', (estimated, actual, error) => {
    expect(qError(estimated, actual)).toBe(error)
  })
})
