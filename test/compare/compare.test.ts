import { describe, expect, it } from 'vitest'
import { unevenNotes } from '../../src/compare/calls.ts'
import { compareStatements } from '../../src/compare/compare.ts'
import type { MeasuredStatement } from '../../src/compare/comparison.ts'
import type { Measured } from '../../src/compare/runs.ts'
import type { Measurement } from '../../src/replay/measurement.ts'
import { mapNodes, planNames, readPlan } from '../plan/plans.ts'
import { both, failed, measured, NO_INDEXES, POLICY, statement } from './statements.ts'

const compare = (of: MeasuredStatement, policy = POLICY) => compareStatements([of], policy, NO_INDEXES)[0]!
const skipped: Measurement = { kind: 'skipped', reason: 'there is no counterpart' }
const index = () => measured('index-scan-plain')
const seq = (fields = {}) => measured('seq-scan', {}, fields)

describe('status', () => {
  it('regressed: more work, and the plan says why', () => {
    expect(compare(both([[index(), seq()]]))).toMatchObject({
      status: 'regressed',
      agrees: true,
      confidence: 'executed',
      reason:
        'reads 308 pages instead of 12 for the same 10 rows: on orders, Index Scan using orders_customer_id_idx became Seq Scan',
      base: { buffers: 12, durationMs: 2, calls: 10 },
      head: { buffers: 308 },
      changes: [{ kind: 'index-lost', direction: 'worse' }],
    })
  })

  it('improved: less work', () => {
    expect(compare(both([[seq(), index()]]))).toMatchObject({
      status: 'improved',
      agrees: false,
      reason: expect.stringMatching(/^reads 12 pages instead of 308 for the same 10 rows: on orders, Seq Scan became/),
    })
  })

  it('changed: another plan, the same work', () => {
    expect(compare(both([[measured('tiny-index'), measured('tiny-seq')]]))).toMatchObject({
      status: 'changed',
      agrees: false,
      reason: expect.stringMatching(
        /^another plan with [\d,]+ pages? instead of \d+, within the thresholds: on countries, Index Scan using countries_pkey became Seq Scan$/,
      ),
    })
  })

  it('changed: a spill below the thresholds', () => {
    const head = measured('hash-batches', { tempBlocks: 20 })
    expect(compare(both([[measured('hash-one-batch'), head]])).status).toBe('changed')
  })

  it('regressed: a spill, by temporary blocks alone', () => {
    expect(compare(both([[measured('sort-memory'), measured('sort-disk')]]))).toMatchObject({
      status: 'regressed',
      agrees: true,
      reason:
        'spills 1,035 pages to disk instead of 0 for the same 20,000 rows: on orders, sorted in memory became sorted with 2,048 kB on disk',
    })
  })

  it.each(planNames)('unchanged: %s against itself, to the last field', name => {
    const same = both([[measured(name), measured(name, {}, { durationsMs: [900] })]])
    const found = compare(same)
    expect(found).toMatchObject({ status: 'unchanged', changes: [], agrees: false, reason: 'same plan and same work' })
    expect(compare(same)).toEqual(found)
    expect(compare(same, { ...POLICY, 'critical-tables': ['orders', 'items'] }).status).toBe('unchanged')
  })

  it('added and removed', () => {
    const one = statement()
    const added = both([[skipped, index()]], { pair: { name: 'a', relation: 'added', base: undefined, head: one } })
    const removed = both([[index(), skipped]], { pair: { name: 'a', relation: 'removed', base: one, head: undefined } })
    expect(compare(added)).toMatchObject({ status: 'added', base: undefined, head: { buffers: 12 } })
    expect(compare(removed)).toMatchObject({ status: 'removed', base: { buffers: 12 }, head: undefined })
  })

  it('edited by the branch: compared with its former self, and never unchanged', () => {
    const pair = { name: 'a', relation: 'edited', base: statement({ text: 'before' }), head: statement() } as const
    expect(compare(both([[index(), seq()]], { pair }))).toMatchObject({ status: 'regressed', baseText: 'before' })
    expect(compare(both([[index(), index()]], { pair }))).toMatchObject({
      status: 'changed',
      reason: 'rewritten by the branch; same plan and same work',
    })
  })

  it.each([
    ['a missing column', failed('42703'), 'works on base and fails (a column is missing, SQLSTATE 42703) on head'],
    ['an unusual error', failed('XX000'), 'works on base and fails with SQLSTATE XX000 on head'],
    ['a timeout', failed('57014', true), 'works on base and runs into the statement timeout on head'],
  ])('broken by %s', (_, head, reason) => {
    expect(
      compare(
        both([
          [index(), index()],
          [index(), head],
        ]),
      ),
    ).toMatchObject({ status: 'broken', reason })
  })

  it.each(['removed', 'edited'] as const)(
    'broken: base’s text no longer works while the deploy runs (%s)',
    relation => {
      const head = relation === 'edited' ? statement() : undefined
      const pair = { name: 'a', relation, base: statement(), head }
      const found = compare(both([[index(), head ? index() : skipped]], { pair, compatibility: failed('42P01') }))
      expect(found).toMatchObject({ status: 'broken', reason: expect.stringContaining('a table is missing') })
      expect(JSON.stringify(found)).not.toContain('s3cret')
      const works = compare(both([[index(), head ? index() : skipped]], { pair, compatibility: index() }))
      expect(works.status).not.toBe('broken')
    },
  )

  it.each([
    ['fails on both', failed('42P01'), failed('42P01'), 'fails (a table is missing, SQLSTATE 42P01) on both sides'],
    ['was skipped', skipped, skipped, 'there is no counterpart'],
  ])('unmeasured: %s', (_, base, head, reason) => {
    expect(compare(both([[base, head]]))).toMatchObject({ status: 'unmeasured', reason, confidence: 'none' })
  })

  it('unmeasured: for a reason known from the load, or without values', () => {
    const one = statement({ unmeasured: 'it is a utility statement' })
    const pair = { name: 'a', relation: 'same', base: one, head: one } as const
    expect(compare(both([], { pair })).reason).toBe('it is a utility statement')
    expect(compare(both([]))).toMatchObject({ status: 'unmeasured', reason: 'no values of it were seen' })
  })

  it('mended by the branch', () => {
    expect(compare(both([[failed('57014', true), index()]])).status).toBe('improved')
    expect(compare(both([[failed('42703'), index()]]))).toMatchObject({ status: 'changed', base: undefined })
  })
})

describe('value sets', () => {
  it('takes the worst, and says that another got better', () => {
    const worst = seq({ work: { buffers: 9000, tempBlocks: 0, walBytes: 0, rows: 10 } })
    const found = compare(
      both([
        [index(), seq()],
        [index(), worst],
        [seq(), index()],
      ]),
    )
    expect(found).toMatchObject({ status: 'regressed', head: { buffers: 9000 } })
    expect(found.reason).toMatch(/; 1 other value set gets better$/)
    expect(found.valueSets).toEqual([
      { why: 'lowest cost', baseBuffers: 12, headBuffers: 308 },
      { why: 'median cost', baseBuffers: 12, headBuffers: 9000 },
      { why: 'highest cost', baseBuffers: 308, headBuffers: 12 },
    ])
  })

  it('shows another plan of one value set, although the others kept theirs', () => {
    const found = compare(
      both([
        [index(), index()],
        [measured('tiny-index'), measured('tiny-seq')],
      ]),
    )
    expect(found.status).toBe('changed')
  })
})

describe('agreement', () => {
  const plan = readPlan('seq-scan')
  const times = (before: number, after: number) => [{ durationsMs: [before] }, { durationsMs: [after] }] as const
  const grown = (before: number, after: number, [base, head] = times(2, 2)): MeasuredStatement =>
    both([[measured(plan, { buffers: before }, base), measured(plan, { buffers: after }, head)]])
  const unexplained = (of: MeasuredStatement) =>
    mapNodesOfBoth(of, buffers => ({ sharedHitBlocks: buffers, sharedReadBlocks: 0 }))

  function mapNodesOfBoth(of: MeasuredStatement, counters: (buffers: number) => object): MeasuredStatement {
    const change = (side: Measurement): Measurement =>
      side.kind === 'measured'
        ? {
            ...side,
            plan: mapNodes(side.plan, node => ({
              ...node,
              ...counters(side.work.buffers),
              rowsRemovedByFilter: side.work.buffers,
            })),
          }
        : side
    return {
      ...of,
      runs: of.runs.map(({ valueSet, base, head }) => ({ valueSet, base: change(base), head: change(head) })),
    }
  }

  it.each([
    ['no witness', unexplained(grown(1000, 1300)), false],
    ['a clear margin', unexplained(grown(1000, 1600)), true],
    ['far more time', unexplained(grown(1000, 1300, times(10, 900))), false],
    ['far less time', unexplained(grown(1000, 1600, times(900, 10))), true],
    ['blocks beyond the plan', grown(1000, 1300), true],
  ])('%s', (_, of, expected) => {
    expect(compare(of)).toMatchObject({ status: 'regressed', agrees: expected })
    expect(compare(of).doubt).toBe(expected ? undefined : 'nothing but the amount speaks of a regression')
  })

  it('a tie of the two plans does not block, unless the work speaks for itself', () => {
    const twice = both([[measured('index-scan-plain', { buffers: 150 }), seq()]], { regret: 1.05 })
    expect(compare(twice)).toMatchObject({
      status: 'regressed',
      agrees: false,
      doubt: 'to the planner the old plan and the new one are a tie',
    })
    expect(compare({ ...twice, regret: 1.5 }).agrees).toBe(true)
    expect(compare(both([[index(), seq()]], { regret: 1.05 })).agrees).toBe(true)
  })

  it('new triggers that do little each time they fire do not block, and those that do much do', () => {
    const firing = (calls: number) => {
      const trigger = { name: 'keep', relation: 'orders', constraint: undefined, calls }
      return { ...readPlan('insert'), triggers: calls === 0 ? [] : [trigger] }
    }
    const growing = (calls: number) =>
      compare(both([[measured(firing(0), { buffers: 3700 }), measured(firing(calls), { buffers: 4800 })]]))
    expect(growing(100)).toMatchObject({
      status: 'regressed',
      agrees: false,
      doubt: 'the triggers and foreign keys that are new do little each time they fire',
    })
    expect(growing(40)).toMatchObject({ status: 'regressed', agrees: true })
    expect(growing(0)).toMatchObject({ status: 'regressed', agrees: true })
  })

  it('an index that is a level deeper does not block, and one that reads more does', () => {
    const looking = (indexName: string, sharedHitBlocks: number) =>
      measured(
        mapNodes(readPlan('index-scan-plain'), node => ({ ...node, indexName, sharedHitBlocks, actualLoops: 150 })),
      )
    const indexes = {
      base: new Map([['narrow', 'CREATE INDEX narrow ON public.orders USING btree (customer_id)']]),
      head: new Map([['wide', 'CREATE INDEX wide ON public.orders USING btree (customer_id, note)']]),
    }
    const judged = (buffers: number) =>
      compareStatements([both([[looking('narrow', 348), looking('wide', buffers)]])], POLICY, indexes)[0]!
    expect(judged(495)).toMatchObject({ status: 'regressed', agrees: false })
    expect(judged(495).doubt).toContain('one page more')
    expect(judged(700)).toMatchObject({ status: 'regressed', agrees: true })
  })

  it('another result with the same work is a change', () => {
    const found = compare(both([[measured('index-scan-plain'), measured('index-scan-plain', { rows: 3 })]]))
    expect(found).toMatchObject({ status: 'changed', agrees: false })
    expect(found.reason).toContain('same plan with the same work, and 3 rows instead of')
  })

  it('what an index contradicts is broken', () => {
    const contradiction = { index: 'people_key', function: 'key_of', rows: 0, rowsWithout: 5 }
    const found = compare(both([[measured('index-scan-plain'), measured('index-scan-plain')]], { contradiction }))
    expect(found).toMatchObject({ status: 'broken', confidence: 'executed' })
    expect(found.reason).toMatch(/^finds 0 rows on head by index people_key and 5 without it: .* key_of\(\) /)
  })

  it('a tie says nothing where the plan stayed', () => {
    expect(compare({ ...grown(1000, 3000), regret: 1 }).agrees).toBe(true)
  })

  it('far fewer rows to look at do not block, unless the work speaks for itself', () => {
    const looking = (of: Measured, rows: number): Measured => ({
      ...of,
      plan: mapNodes(of.plan, node => ({ ...node, rowsRemovedByFilter: rows })),
    })
    const slow = (buffers: number) => looking(measured('index-scan-plain', { buffers }), 50_000)
    expect(compare(both([[slow(150), looking(seq(), 500)]]))).toMatchObject({ status: 'regressed', agrees: false })
    expect(compare(both([[slow(150), looking(seq(), 40_000)]])).agrees).toBe(true)
    expect(compare(both([[slow(12), looking(seq(), 500)]])).agrees).toBe(true)
  })

  it('more work for as many more rows does not block', () => {
    const more = measured('index-scan-plain', { buffers: 1200, rows: 1000 })
    const found = compare(both([[index(), more]]))
    expect(found).toMatchObject({ status: 'regressed', agrees: false })
    expect(found.reason).toContain('for 1,000 rows instead of 10')
    expect(found.changes).toContainEqual(
      expect.objectContaining({ kind: 'rows-differ', from: '10 rows', to: '1,000 rows' }),
    )
    const none = measured('index-scan-plain', { buffers: 80, rows: 0 })
    const some = (rows: number) => compare(both([[none, measured('index-scan-plain', { buffers: 340, rows })]]))
    expect(some(270)).toMatchObject({ status: 'regressed', agrees: false })
    expect(some(200)).toMatchObject({ status: 'regressed', agrees: true })
  })
})

it('what parallel workers read ahead of a Limit is chance where the plan stayed', () => {
  const limited = (buffers: number) => {
    const { root, ...plan } = readPlan('parallel')
    return measured({ ...plan, root: { ...root, nodeType: 'Limit', children: [root] } }, { buffers })
  }
  expect(compare(both([[limited(100), limited(900)]]))).toMatchObject({ status: 'unchanged' })
  expect(
    compare(both([[measured('parallel', { buffers: 100 }), measured('parallel', { buffers: 900 })]])),
  ).toMatchObject({
    status: 'regressed',
  })
})

describe('writes and what runs inside', () => {
  const cascade = (buffers: number) => measured('delete-cascade', { buffers })

  it('a foreign key without its index regresses by its trigger, under an equal plan', () => {
    const found = compare(both([[cascade(2012), cascade(10_034)]]))
    expect(found).toMatchObject({ status: 'regressed', agrees: true })
    expect(found.changes[0]).toEqual({
      kind: 'trigger-work',
      node: 'children_parent_id_fkey',
      from: '2,006 pages',
      to: '10,028 pages',
      direction: 'worse',
    })
    expect(found.reason).toBe(
      'reads 10,034 pages instead of 2,012 for the same write: children_parent_id_fkey: 2,006 pages became 10,028 pages',
    )
    expect(compare(both([[cascade(10_034), cascade(2012)]])).status).toBe('improved')
  })

  it.each([
    ['select from only children x where $1 = parent_id', 'inside a function or trigger'],
    ['DELETE FROM ONLY "public"."orders" WHERE $1 OPERATOR(pg_catalog.=) "parent_id"', 'searched for a foreign key'],
  ])('names what changed in %s', (text, where) => {
    const inside = (name: string, buffers: number) =>
      measured('delete-cascade', { buffers }, { nested: [{ text, plan: readPlan(name) }] })
    const found = compare(both([[inside('index-scan-plain', 20), inside('seq-scan', 320)]]))
    expect(found.status).toBe('regressed')
    expect(found.changes).toContainEqual({
      kind: 'nested-work',
      node: `orders, ${where}`,
      from: 'Index Scan using orders_customer_id_idx',
      to: 'Seq Scan',
      direction: 'worse',
    })
  })

  it('the price of indexes is reported and does not regress', () => {
    const found = compare(both([[measured('insert'), measured('insert-more-indexes')]]))
    expect(found).toMatchObject({ status: 'changed', agrees: false })
    expect(found.changes).toContainEqual(expect.objectContaining({ node: 'index upkeep', direction: 'neutral' }))
    expect(found.reason).toMatch(/as there are more indexes to keep$/)
  })

  it('is no price of indexes where there are no others on what is written to', () => {
    const definitions = (columns: string) =>
      new Map([['public.t_idx', `CREATE INDEX t_idx ON public.t USING btree (${columns})`]])
    const insert = (name: string) =>
      measured(mapNodes(readPlan(name), node => ({ ...node, schema: 'public', relationName: 't' })))
    const run = both([[insert('insert'), insert('insert-more-indexes')]])
    const judged = (head: string) =>
      compareStatements([run], POLICY, { base: definitions('a'), head: definitions(head) })[0]!
    expect(judged('a')).toMatchObject({ status: 'regressed' })
    expect(judged('a').reason).not.toContain('indexes')
    expect(judged('a, b')).toMatchObject({ status: 'changed' })
  })

  it('what is only written to the log is not called the price of indexes', () => {
    const found = compare(both([[measured('insert'), measured('insert', { walBytes: 5_000_000 })]]))
    expect(found).toMatchObject({ status: 'regressed', agrees: false })
    expect(found.reason).toMatch(/^writes 5,000,000 bytes of WAL instead of /)
  })

  it('a price three times as high is worth a warning', () => {
    const dear = mapNodes(readPlan('insert-more-indexes'), node => ({
      ...node,
      sharedHitBlocks: 4 * (node.sharedHitBlocks ?? 0),
    }))
    expect(compare(both([[measured('insert'), measured(dear)]]))).toMatchObject({ status: 'regressed', agrees: false })
  })

  it('a write that finds its rows the hard way regresses all the same', () => {
    const update = (scan: string) => {
      const { root } = readPlan(scan)
      const sharedHitBlocks = (root.sharedHitBlocks ?? 0) + 30
      return measured({
        ...readPlan('insert'),
        root: { ...readPlan('insert').root, operation: 'Update', sharedHitBlocks, children: [root] },
      })
    }
    expect(compare(both([[update('index-scan-plain'), update('seq-scan')]]))).toMatchObject({
      status: 'regressed',
      agrees: true,
    })
  })
})

describe('calls', () => {
  const sent = (relation: 'same' | 'added', before: number, after: number): MeasuredStatement => ({
    ...both([[relation === 'added' ? skipped : index(), index()]]),
    pair: {
      name: 'a',
      relation,
      base: relation === 'added' ? undefined : statement({ calls: before }),
      head: statement({ calls: after }),
    },
  })
  const calls = (subject: MeasuredStatement, ...others: MeasuredStatement[]) =>
    compareStatements([subject, ...others], POLICY, NO_INDEXES)[0]!

  it('names more calls for the same load without calling the plan changed', () => {
    expect(calls(sent('same', 10, 1000))).toMatchObject({
      status: 'unchanged',
      changes: [{ kind: 'more-calls', from: '10 calls', to: '1,000 calls' }],
      reason: 'the same load makes 1,000 calls instead of 10 calls; same plan and same work',
    })
  })

  it.each([
    [1, 5],
    [1000, 1100],
    [1000, 1499],
    [1000, 10],
  ])('says nothing of %d → %d', (before, after) => {
    expect(calls(sent('same', before, after)).changes).toEqual([])
  })

  it('says nothing where the whole load grew as much, and names what grew more', () => {
    const load = [sent('same', 20, 60), sent('same', 5, 15), sent('same', 100, 290)]
    expect(calls(sent('same', 100, 300), ...load).changes).toEqual([])
    expect(calls(sent('same', 100, 3000), ...load).changes).toMatchObject([{ kind: 'more-calls' }])
  })

  it('says nothing that chance explains where the load is uneven, names what it does not explain, and says that it is uneven', () => {
    const load = [
      [300, 300],
      [300, 300],
      [300, 300],
      [90, 84],
      [150, 161],
      [31, 24],
    ].map(([before, after]) => sent('same', before!, after!))
    const notes = (...statements: MeasuredStatement[]) => unevenNotes(statements.map(({ pair }) => pair))
    expect(calls(sent('same', 3, 15), ...load).changes).toEqual([])
    expect(
      calls(sent('added', 0, 12), sent('same', 1, 1), sent('same', 1, 2), sent('same', 2, 1), sent('same', 3, 2))
        .changes,
    ).toEqual([])
    expect(calls(sent('same', 3, 60), ...load).changes).toMatchObject([{ kind: 'more-calls' }])
    expect(notes(...load)).toEqual([
      expect.stringMatching(/of 6 statements that both send, head’s sends 1 more often and 2 less often/),
    ])
    const even = [
      [300, 300],
      [300, 300],
      [2, 1],
      [1, 2],
    ].map(([before, after]) => sent('same', before!, after!))
    expect(calls(sent('same', 3, 15), ...even).changes).toMatchObject([{ kind: 'more-calls' }])
    expect(notes(...even)).toEqual([])
  })

  describe('of an uneven load', () => {
    const uneven = [
      [90, 84],
      [150, 161],
      [31, 24],
      [12, 13],
    ].map(([before, after]) => sent('same', before!, after!))
    const walked = (count: number, longest: number) => ({
      count,
      calls: count * longest,
      longest,
      squares: count * longest ** 2,
    })
    const look = (before: ReturnType<typeof walked>, after: ReturnType<typeof walked>): MeasuredStatement => ({
      ...both([[index(), index()]]),
      pair: {
        name: 'a',
        relation: 'same',
        base: statement({ calls: before.calls, walks: before }),
        head: statement({ calls: after.calls, walks: after }),
      },
    })
    const list = (before: number, after: number): MeasuredStatement => {
      const side = (rows: number) => statement({ stats: { ...statement().stats, calls: 1, rows } })
      return {
        ...both([[index(), index()]]),
        pair: { name: 'list', relation: 'same', base: side(before), head: side(after) },
      }
    }
    const named = (subject: MeasuredStatement, ...others: MeasuredStatement[]) =>
      calls(subject, ...others, ...uneven).changes.length > 0

    it('names a small loop that the branch makes over the rows of another statement', () => {
      expect(named(look(walked(3, 1), walked(1, 15)), list(15, 15))).toBe(true)
      expect(named(look(walked(3, 1), walked(1, 25)), list(15, 15))).toBe(false)
    })

    it('says nothing of a loop that base has as well, over more rows or more often', () => {
      expect(named(look(walked(1, 3), walked(1, 25)), list(3, 25))).toBe(false)
      expect(named(look(walked(2, 1), walked(1, 25)), list(2, 25))).toBe(false)
      expect(named(look(walked(1, 10), walked(4, 10)))).toBe(false)
      expect(named(look(walked(10, 1), walked(40, 1)))).toBe(true)
    })

    it('names a loop where base has sent the same often enough without one', () => {
      expect(named(look(walked(5, 1), walked(2, 30)))).toBe(true)
      expect(named(look(walked(2, 1), walked(1, 30)))).toBe(false)
    })
  })

  it('names a new statement that is sent in a loop, as others are not', () => {
    const load = [sent('same', 1, 1), sent('same', 2, 2)]
    expect(calls(sent('added', 0, 50), ...load).changes).toMatchObject([
      { kind: 'more-calls', from: 'no call', to: '50 calls, where others are sent once' },
    ])
    expect(calls(sent('added', 0, 9), ...load).changes).toEqual([])
    expect(calls(sent('added', 0, 50), sent('same', 30, 30), sent('same', 60, 60)).changes).toEqual([])
    expect(calls(sent('added', 0, 50)).changes).toEqual([])
  })

  it('says nothing of one in the place of another on the same tables that was sent as often', () => {
    const load = [sent('same', 1, 1), sent('same', 2, 2)]
    const removed = (text: string, count: number): MeasuredStatement => {
      const base = statement({ calls: count, text })
      return { ...both([[index(), skipped]]), pair: { name: 'b', relation: 'removed', base, head: undefined } }
    }
    const added = sent('added', 0, 50)
    expect(calls(added, removed('select id from orders where state = $1', 40), ...load).changes).toEqual([])
    expect(calls(added, removed('select id from orders where id = any($1)', 5), ...load).changes).toHaveLength(1)
    expect(calls(added, removed('select id from items where state = $1', 50), ...load).changes).toHaveLength(1)
  })
})

describe('a new statement', () => {
  const added = (head: Measurement): MeasuredStatement => ({
    ...both([[skipped, head]]),
    pair: { name: 'a', relation: 'added', base: undefined, head: statement() },
  })

  it('that reads much to throw it away says so, and which index there is not', () => {
    const found = compare(added(seq()))
    expect(found).toMatchObject({
      status: 'added',
      changes: [{ kind: 'rows-discarded', node: 'orders', direction: 'worse' }],
    })
    expect(found.reason).toBe(
      'only the branch sends it; reads 308 pages for 10 rows: on orders, 20,000 rows looked at for 10 kept, because no index answers (orders.customer_id = ?)',
    )
  })

  it.each([
    ['reads through an index', index()],
    ['keeps what it reads', measured(mapNodes(readPlan('seq-scan'), node => ({ ...node, rowsRemovedByFilter: 5 })))],
    ['reads a small table', measured(mapNodes(readPlan('seq-scan'), node => ({ ...node, sharedHitBlocks: 5 })))],
  ])('that %s is only named', (_, head) => {
    expect(compare(added(head))).toMatchObject({ status: 'added', changes: [] })
  })
})

describe('several values', () => {
  const sets = (['most frequent', 'highest cost', 'lowest cost'] as const).map(why => ({
    why,
    sql: '',
    values: [],
    session: {},
  }))
  const one = statement({ valueSets: sets })
  const pair = { name: one.name, relation: 'same', base: one, head: one } as const

  it('the worst and the most frequent are named', () => {
    expect(
      compare(
        both(
          [
            [index(), index()],
            [index(), seq()],
          ],
          { pair },
        ),
      ).reason,
    ).toContain('for the same 10 rows with its worst values, and 12 as before with its most frequent ones: on orders')
    expect(
      compare(
        both(
          [
            [index(), seq()],
            [index(), index()],
          ],
          { pair },
        ),
      ).reason,
    ).toContain('for the same 10 rows with its most frequent values: on orders')
  })

  it('what evidence speaks against does not hide what it speaks for', () => {
    const more = measured('seq-scan', { buffers: 90_000, rows: 100_000 })
    const found = compare(
      both(
        [
          [index(), more],
          [index(), seq()],
        ],
        { pair },
      ),
    )
    expect(found).toMatchObject({ status: 'regressed', agrees: true, head: { buffers: 308 } })
  })
})

it('judges a small statement on a critical table by the ratio alone', () => {
  const pair = both([[index(), measured('index-scan-plain', { buffers: 20 })]])
  expect(compare(pair).status).toBe('unchanged')
  expect(compare(pair, { ...POLICY, 'critical-tables': ['orders'] }).status).toBe('regressed')
})

it('knows a renamed index on both sides', () => {
  const renamed = mapNodes(readPlan('index-scan-plain'), node => ({ ...node, indexName: 'renamed' }))
  const define = (name: string) =>
    new Map([[`public.${name}`, `CREATE INDEX ${name} ON public.orders USING btree (customer_id)`]])
  const [found] = compareStatements([both([[index(), measured(renamed)]])], POLICY, {
    base: define('orders_customer_id_idx'),
    head: define('renamed'),
  })
  expect(found).toMatchObject({ status: 'unchanged', changes: [] })
  expect(found?.base?.shape).toBe(found?.head?.shape)
})

describe('a statement that fails in head’s load', () => {
  const head = statement({ failure: { code: '42703' } })
  const onHead = (measurement: Measurement): MeasuredStatement => ({
    ...both([[skipped, measurement]]),
    pair: { name: head.name, relation: 'added', base: undefined, head },
  })

  it('is broken, also where only the branch sends it', () => {
    expect(compare(onHead(failed('42703')))).toMatchObject({
      status: 'broken',
      reason: 'only the branch sends it, and it fails (a column is missing, SQLSTATE 42703) on head',
    })
  })

  it('is broken where no side can replay it alone', () => {
    const pair = { name: head.name, relation: 'same', base: statement(), head } as const
    expect(compare(both([[failed('23503'), failed('42703')]], { pair }))).toMatchObject({
      status: 'broken',
      confidence: 'inferred',
      reason: 'works on base and fails (a column is missing, SQLSTATE 42703) on head',
    })
  })

  it('does not claim that only the branch sends what base’s load would not show', () => {
    const copy = statement({ text: 'copy orders (id) from stdin', failure: { code: '42P10' } })
    const pair = { name: copy.name, relation: 'added', base: undefined, head: copy } as const
    expect(compare(both([[skipped, skipped]], { pair })).reason).toBe(
      'fails (no unique constraint matches ON CONFLICT, SQLSTATE 42P10) on head, and in base’s load it did not',
    )
  })

  it('says of a concurrent refresh what it lacks', () => {
    const text = 'REFRESH MATERIALIZED VIEW CONCURRENTLY sales'
    const pair = {
      name: 'refresh',
      relation: 'same',
      base: statement({ text }),
      head: statement({ text, failure: { code: '55000' } }),
    } as const
    expect(compare(both([[skipped, skipped]], { pair })).reason).toBe(
      'works on base and fails (no unique index covers all rows of the view, SQLSTATE 55000) on head',
    )
  })

  it('counts as measured where the replay can run it', () => {
    expect(compare(onHead(index()))).toMatchObject({ status: 'added' })
  })

  it('is unmeasured where only the replay fails', () => {
    const one = statement()
    const pair = { name: one.name, relation: 'added', base: undefined, head: one } as const
    expect(compare({ ...onHead(failed('23503')), pair }).status).toBe('unmeasured')
  })
})
