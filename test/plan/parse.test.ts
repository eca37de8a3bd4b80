import { describe, expect, it } from 'vitest'
import { parsePlan } from '../../src/plan/parse.ts'
import { walk } from '../../src/plan/walk.ts'
import { planNames, readExplain, readPlan } from './plans.ts'

describe('parsePlan', () => {
  it('reads a node of each kind of key', () => {
    expect(readPlan('condition-became-filter').root).toMatchObject({
      nodeType: 'Index Scan',
      indexName: 'orders_status_idx',
      schema: 'public',
      relationName: 'orders',
      alias: 'orders',
      scanDirection: 'Forward',
      indexCond: "(orders.status = 'open'::text)",
      rowsRemovedByFilter: 4641,
      parallelAware: false,
      actualLoops: 1,
      children: [],
    })
  })

  it.each([
    ['sort-disk', { sortMethod: 'external merge', sortSpaceType: 'Disk', sortKey: ['orders.note', 'orders.id'] }],
    ['hashagg-disk', { strategy: 'Hashed', hashAggBatches: 5, diskUsage: 680 }],
    ['temporary-table', { schema: 'pg_temp', localReadBlocks: 2 }],
    ['insert', { nodeType: 'ModifyTable', operation: 'Insert', walBytes: expect.any(Number) }],
  ])('reads the counters of %s', (name, fields) => {
    expect(readPlan(name).root).toMatchObject(fields)
  })

  it('reads triggers, settings, times and JIT', () => {
    expect(readPlan('delete-cascade').triggers).toEqual([
      {
        name: expect.stringMatching(/^RI_ConstraintTrigger/),
        relation: 'parents',
        constraint: 'children_parent_id_fkey',
        calls: 1,
        timeMs: expect.any(Number),
      },
    ])
    expect(readPlan('sort-disk').settings).toMatchObject({ work_mem: '256kB' })
    expect(readPlan('parallel')).toMatchObject({ jitMs: expect.any(Number), planningTimeMs: expect.any(Number) })
  })

  it('reads PostgreSQL 18: fractional rows, index searches, disabled nodes', () => {
    const nodes = [...walk(readPlan('18/merge-join').root)].map(({ node }) => node)
    expect(nodes.map(({ actualRows }) => actualRows)).toContain(0.33)
    expect(nodes.some(({ indexSearches }) => (indexSearches ?? 0) > 0)).toBe(true)
    expect(nodes.every(({ disabled }) => typeof disabled === 'boolean')).toBe(true)
  })

  it('reads what auto_explain logs, and drops what VERBOSE adds', () => {
    const [{ Plan }] = readExplain('index-scan-plain') as [{ Plan: object }]
    const logged = { 'Query Text': 'select', Plan: { ...Plan, Output: ['secret'], Workers: [{}], 'Plan Rows': 1 } }
    expect(JSON.stringify(parsePlan(logged))).not.toMatch(/secret|[wW]orkers|Query Text/)
    expect(parsePlan(logged).root.nodeType).toBe('Index Scan')
  })

  it.each([['Utility Statement'], [[]], [[{ 'Utility Statement': 'x' }]], [null], [{ Plan: [] }]])(
    'refuses %j',
    json => {
      expect(() => parsePlan(json)).toThrow('EXPLAIN printed no plan')
    },
  )

  it('reads every recorded plan', () => {
    expect(planNames.length).toBeGreaterThan(40)
    for (const name of planNames) expect(readPlan(name).root.totalCost, name).toBeGreaterThan(0)
  })
})

describe('walk', () => {
  it('visits parents first and says the way', () => {
    const visits = [...walk(readPlan('hash-join').root)].map(({ node, path }) => `${path} ${node.nodeType}`)
    expect(visits.slice(0, 4)).toEqual([' Aggregate', '0 Hash Join', '0.0 Seq Scan', '0.1 Hash'])
  })
})
