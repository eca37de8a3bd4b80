import type { RosterEntry } from '../../src/gate/verdict.ts'
import type { Report, ReportNode, ReportSide, ReportStatement } from '../../src/report/report.ts'

const BASE = '1f0b6aa0c2d3e4f5061728394a5b6c7d8e9f0a1b'
const HEAD = '9c41d7e1b2c3d4e5f60718293a4b5c6d7e8f9a0b'

function node(label: string, over: Partial<ReportNode> = {}): ReportNode {
  return {
    label,
    details: [],
    cost: 10,
    estimatedRows: 20,
    actualRows: 20,
    loops: 1,
    buffers: 0,
    tempBlocks: 0,
    timeMs: 0.1,
    children: [],
    ...over,
  }
}

function side(over: Partial<ReportSide> = {}): ReportSide {
  return {
    buffers: 12,
    rows: 20,
    cost: 40,
    durationMs: 0.3,
    walBytes: 0,
    tempBlocks: 0,
    shape: '0a1b2c3d4e5f',
    calls: 1240,
    totalExecTime: 400,
    plan: node('Index Scan using orders_pkey on orders'),
    triggers: [],
    inner: [],
    ...over,
  }
}

export function statement(over: Partial<ReportStatement> = {}): ReportStatement {
  return {
    name: 'orders.byId',
    fingerprint: 'a1b2c3d4e5f60718',
    text: 'select * from orders where id = $1',
    baseText: undefined,
    source: { file: 'src/orders/repo.sql', line: 8 },
    status: 'unchanged',
    base: side(),
    head: side(),
    valueSets: [],
    changes: [],
    cause: undefined,
    atScale: undefined,
    confidence: 'executed',
    reason: 'The plans are equal.',
    isWrite: false,
    ...over,
  }
}

export const slower = statement({
  name: 'orders.byCustomer',
  fingerprint: '3f9a2c77d0e1aa01',
  text: 'select id, total, created_at from orders where customer_id = $1 order by created_at desc limit $2',
  source: { file: 'src/orders/repo.sql', line: 88 },
  status: 'regressed',
  base: side({
    buffers: 12,
    durationMs: 0.3,
    shape: '11aa22bb33cc',
    plan: node('Limit', {
      children: [
        node('Index Scan Backward using orders_customer_id_idx on orders', {
          details: ['Index Cond: (customer_id = $1)'],
          buffers: 12,
          actualRows: 23,
        }),
      ],
    }),
  }),
  head: side({
    buffers: 8334,
    durationMs: 61.8,
    totalExecTime: 76_632,
    shape: '77d0e1f2a3b4',
    plan: node('Limit', {
      children: [
        node('Sort', {
          details: ['Sort Key: created_at DESC'],
          children: [
            node('Seq Scan on orders', {
              details: ['Filter: (customer_id = $1)'],
              buffers: 8334,
              actualRows: 23,
              timeMs: 61.6,
            }),
          ],
        }),
      ],
    }),
  }),
  valueSets: [
    { why: 'fastest', baseBuffers: 4, headBuffers: 8334 },
    { why: 'slowest', baseBuffers: 12, headBuffers: 8334 },
  ],
  changes: [
    { kind: 'index-lost', node: 'orders', from: 'Index Scan', to: 'Seq Scan', direction: 'worse' },
    { kind: 'sort-added', node: '', from: '', to: 'Sort', direction: 'worse' },
  ],
  cause: {
    file: 'db/migrations/0042_drop_idx.sql',
    line: 3,
    sql: 'drop index orders_customer_id_idx',
    side: 'head',
  },
  reason: 'It reads 695 times as many pages, and the index that served it is gone.',
})

const faster = statement({
  name: 'customers.search',
  fingerprint: '5c5c5c5c5c5c5c5c',
  text: 'select id, name from customers where name like $1',
  status: 'improved',
  base: side({ buffers: 5402, durationMs: 39 }),
  head: side({ buffers: 88, durationMs: 1.1 }),
  changes: [{ kind: 'scan-type', node: 'customers', from: 'Seq Scan', to: 'Bitmap Heap Scan', direction: 'better' }],
  cause: { file: 'db/migrations/0044_trgm.sql', line: 2, sql: 'create index', side: 'head' },
  reason: 'It reads a sixtieth of the pages.',
})

const added = statement({
  name: 'invoices.open',
  fingerprint: '7e7e7e7e7e7e7e7e',
  status: 'added',
  base: undefined,
  head: side({ buffers: 14, durationMs: 0.4 }),
  reason: 'Only the head’s load sends it.',
})

const broken = statement({
  name: 'orders.export',
  fingerprint: 'b0b0b0b0b0b0b0b0',
  text: 'select id, note from orders',
  status: 'broken',
  head: undefined,
  confidence: 'executed',
  reason: 'Base’s statement fails on this branch’s schema: column "note" does not exist (42703).',
  cause: { file: 'db/migrations/0045_drop_note.sql', line: 1, sql: 'alter table', side: 'head' },
})

const unmeasured = statement({
  name: 'lock tables',
  fingerprint: 'd0d0d0d0d0d0d0d0',
  status: 'unmeasured',
  base: undefined,
  head: undefined,
  confidence: 'none',
  reason: 'A utility statement has no plan.',
})

export function entry(over: Partial<RosterEntry> = {}): RosterEntry {
  return {
    statement: slower.name,
    fingerprint: slower.fingerprint,
    rule: 'regression',
    level: 'fail',
    text: '8,334 pages instead of 12',
    accepted: undefined,
    ...over,
  }
}

function about({ name, fingerprint }: ReportStatement, over: Partial<RosterEntry>): RosterEntry {
  return entry({ statement: name, fingerprint, ...over })
}

/** A passing run of two statements that did not change; every other fixture differs from it in what its name says. */
export function report(over: Partial<Report> = {}): Report {
  return {
    schemaVersion: 1,
    tool: { name: 'pgverdict', version: '0.1.0' },
    verdict: 'pass',
    roster: [],
    base: { label: 'main@1f0b6aa', commit: BASE, foundBy: 'the merge commit’s first parent' },
    head: { label: 'merge of #7', commit: HEAD, foundBy: 'what was checked out' },
    server: { kind: 'embedded', version: '17.6', settings: { work_mem: '4MB', jit: 'off' }, limits: [] },
    path: { kind: 'upgrade', reason: 'Base’s migrations and the seed are unchanged.' },
    seededRows: 1_300_000,
    statements: [statement(), statement({ name: 'orders.count', fingerprint: 'c0c0c0c0c0c0c0c0' })],
    migrations: [],
    findings: [],
    policy: { ratio: 1.2, blocks: 100, floor: 100, changed: [] },
    notes: [],
    timings: [
      { stage: 'base', seconds: 41.2 },
      { stage: 'replay', seconds: 119.8 },
    ],
    ...over,
  }
}

const usual = report().statements

export const REPORTS: Readonly<Record<string, Report>> = {
  failing: report({
    verdict: 'fail',
    roster: [entry()],
    statements: [...usual, faster, slower],
    migrations: [
      {
        file: 'db/migrations/0042_drop_idx.sql',
        line: 3,
        sql: 'drop index orders_customer_id_idx',
        durationMs: 2.4,
        locks: [{ relation: 'orders', mode: 'AccessExclusiveLock' }],
        rewrites: [],
      },
    ],
    findings: [
      {
        key: 'missing-index:orders:customer_id,created_at',
        rule: 'missing-index',
        area: 'index',
        evidence: ['orders has 1,200,000 rows; 23 of them match.'],
        severity: 'warning',
        title: 'An index on orders (customer_id, created_at) serves the filter and the sort',
        why: 'The migration drops the only index on customer_id.',
        fix: {
          sql: 'create index concurrently orders_customer_id_created_at_idx on orders (customer_id, created_at desc);',
          files: [
            {
              path: 'db/migrations/0043_orders_customer_id_created_at_idx.sql',
              sha256: undefined,
              changes: [
                {
                  line: 1,
                  removes: 0,
                  adds: [
                    'create index concurrently orders_customer_id_created_at_idx on orders (customer_id, created_at desc);',
                  ],
                },
              ],
            },
          ],
        },
        statements: [slower.name],
        trial: {
          effects: [
            {
              statement: slower.name,
              buffersBefore: 8334,
              buffersAfter: 9,
              durationMsBefore: 61.8,
              durationMsAfter: 0.2,
            },
          ],
          writes: [
            {
              statement: 'orders.add',
              buffersBefore: 21,
              buffersAfter: 24,
              walBytesBefore: 1520,
              walBytesAfter: 1581,
            },
          ],
          unaffected: 3,
          sizeBytes: 32_505_856,
          buildMs: 800,
        },
      },
      {
        key: 'missing-index:orders:status',
        rule: 'missing-index',
        area: 'index',
        evidence: [],
        severity: 'advice',
        title: 'An index on orders (created_at) where status is null',
        why: 'orders.stuck reads 8,334 pages of it, looks at 1,200,000 rows and keeps 12.',
        fix: {
          sql: 'create index concurrently orders_created_at_idx on orders (created_at) where status is null;',
          files: [],
        },
        statements: ['orders.stuck'],
        trial: {
          effects: [
            {
              statement: 'orders.stuck',
              buffersBefore: 8334,
              buffersAfter: 15,
              durationMsBefore: 60.1,
              durationMsAfter: 0.1,
            },
          ],
          writes: [],
          unaffected: 4,
          sizeBytes: 16_384,
          buildMs: 90,
        },
      },
      {
        key: 'work-memory:reporting',
        rule: 'work-memory',
        area: 'configuration',
        evidence: ['The hash join of orders.count writes 61 MB to disk.'],
        severity: 'advice',
        title: 'More memory for the role `reporting`',
        why: 'With 32 MB its hash join stays in memory.',
        fix: {
          sql: "alter role reporting set work_mem = '32MB';",
          files: [
            {
              path: 'config/postgresql.conf',
              sha256: '0'.repeat(64),
              changes: [{ line: 12, removes: 1, adds: ['work_mem = 32MB'] }],
            },
          ],
        },
        statements: ['orders.count'],
        trial: {
          effects: [
            {
              statement: 'orders.count',
              buffersBefore: 9870,
              buffersAfter: 2110,
              durationMsBefore: 212,
              durationMsAfter: 51,
            },
          ],
          writes: [],
          unaffected: 4,
          sizeBytes: 0,
          buildMs: 0,
        },
      },
      {
        key: 'unused-index:orders_status_idx',
        rule: 'unused-index',
        area: 'index',
        evidence: [],
        severity: 'info',
        title: 'No statement of the load reads orders_status_idx',
        why: 'It costs writes; check pg_stat_user_indexes in production before you drop it.',
        fix: undefined,
        statements: [],
        trial: undefined,
      },
    ],
  }),
  passing: report(),
  improved: report({ statements: [...usual, faster, added] }),
  broken: report({
    verdict: 'fail',
    roster: [about(broken, { rule: 'broken', text: 'fails on this branch’s schema' })],
    statements: [...usual, broken],
  }),
  unmeasured: report({
    verdict: 'warn',
    roster: [about(unmeasured, { rule: 'unmeasured', level: 'warn', text: 'no plan' })],
    statements: [...usual, unmeasured],
  }),
  'warn-only': report({
    verdict: 'warn',
    roster: [entry({ rule: 'work-only', level: 'warn' })],
    statements: [...usual, slower],
  }),
  accepted: report({
    roster: [entry({ accepted: { reason: 'the table is archived next week', until: '2026-12-15' } })],
    statements: [...usual, slower],
  }),
  gaps: report({ statements: [...usual, unmeasured, { ...unmeasured, name: 'lock more tables' }] }),
  'nothing-in-common': report({
    statements: [added, { ...usual[0]!, status: 'removed' as const, head: undefined, reason: 'only base sends it' }],
  }),
  'idle-budget': report({
    verdict: 'warn',
    roster: [
      entry({
        statement: 'orders.gone',
        fingerprint: '',
        rule: 'budget',
        level: 'warn',
        text: 'has a budget, but no load sends it',
      }),
    ],
  }),
  databases: report({
    verdict: 'fail',
    roster: [
      entry({ statement: `orders/${slower.name}` }),
      entry({
        statement: 'billing/nobody',
        fingerprint: '',
        rule: 'budget',
        level: 'warn',
        text: 'has a budget, but no load sends it',
      }),
    ],
    statements: [
      ...usual.map(each => ({ ...each, name: `billing/${each.name}` })),
      ...[...usual, faster, slower].map(each => ({ ...each, name: `orders/${each.name}` })),
    ],
    server: { kind: 'embedded', version: '16.10, 17.6', settings: {}, limits: [] },
    databases: [
      { name: 'billing', version: '16.10', seededRows: 300_000 },
      { name: 'orders', version: '17.6', seededRows: 1_000_000 },
    ],
  }),
  'databases-passing': report({
    statements: ['billing', 'orders'].flatMap(name => usual.map(each => ({ ...each, name: `${name}/${each.name}` }))),
    databases: [
      { name: 'billing', version: '16.10', seededRows: 300_000 },
      { name: 'orders', version: '17.6', seededRows: 1_000_000 },
    ],
  }),
  'no-baseline': report({ statements: [added, { ...added, name: 'invoices.total' }] }),
  'nothing-to-compare': report({ statements: [] }),
  'nothing-measured': report({ statements: [unmeasured] }),
  'policy-changed': report({
    policy: { ratio: 1.2, blocks: 100, floor: 100, changed: ['gate.worse.ratio', 'accept orders.byCustomer'] },
  }),
  swept: report({
    poolSweeps: [
      {
        database: undefined,
        processors: 2,
        hold: { heldMs: 4.2, busyMs: 2.1 },
        points: [
          { connections: 1, rate: 412.4, p50Ms: 2.31, p95Ms: 3.9 },
          { connections: 2, rate: 790, p50Ms: 2.4, p95Ms: 4.4 },
          { connections: 4, rate: 1231.8, p50Ms: 3.1, p95Ms: 6.2 },
          { connections: 8, rate: 1240, p50Ms: 6.3, p95Ms: 13.7 },
        ],
        knee: 4,
        predicted: 4,
        pooler: { version: '1.18', clients: 8, point: { connections: 4, rate: 1190, p50Ms: 6.6, p95Ms: 12.1 } },
        target: { cpus: 8, useful: 16 },
        failed: 1,
        others: 0.12,
      },
    ],
  }),
  'fresh-path': report({
    path: { kind: 'fresh', reason: 'The seed was edited on this branch.' },
    server: { kind: 'external', version: '16.4', settings: {}, limits: ['An external server’s log cannot be read.'] },
    notes: ['2 statements were sent once only.'],
  }),
}
