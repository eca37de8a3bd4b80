import { z } from 'zod'
import { gateRules } from '../config/schema.ts'
import { UserError } from '../errors.ts'
import type { Report, ReportNode } from './report.ts'

/** A report may come from another job, so lengths are capped: far above what a run makes, far below what would exhaust memory. */
const MAX_REPORT_LENGTH = 64 * 1024 * 1024
const words = z.string().max(20_000)
const sql = z.string().max(8 * 1024 * 1024)
const amount = z.number()
const count = z.number().int().nonnegative()

function list<T extends z.ZodType>(item: T) {
  return z.array(item).max(100_000)
}

/** A key that JSON leaves out when there is nothing to say; reading puts it back as undefined. */
function maybe<T extends z.ZodType>(schema: T) {
  return schema.optional().transform(value => value)
}

const status = z.enum(['unchanged', 'improved', 'regressed', 'changed', 'added', 'removed', 'broken', 'unmeasured'])

const changeKind = z.enum([
  'index-lost',
  'index-gained',
  'index-changed',
  'index-only-lost',
  'scan-type',
  'join-method',
  'join-order',
  'sort-added',
  'sort-removed',
  'sort-spill',
  'hash-spill',
  'pruning-lost',
  'pruning-gained',
  'condition-became-filter',
  'filter-became-condition',
  'subplan-per-row',
  'parallel',
  'estimate-worse',
  'trigger-work',
  'nested-work',
  'heap-fetches',
  'wider-rows',
  'rows-differ',
  'more-calls',
  'generic-plan',
  'rows-discarded',
  'aggregate-method',
  'other',
])

const node = z
  .strictObject({
    label: words.describe('The node in EXPLAIN’s words, such as `Index Scan using orders_pkey on orders o`'),
    details: list(words).describe('Conditions and the like in EXPLAIN’s order, literals replaced by `?`'),
    cost: amount,
    estimatedRows: amount,
    actualRows: maybe(amount),
    loops: maybe(amount),
    buffers: maybe(amount).describe('Blocks of this node alone, all loops'),
    tempBlocks: maybe(amount),
    timeMs: maybe(amount),
    get children(): z.ZodType<readonly ReportNode[]> {
      return list(node)
    },
  })
  .meta({ id: 'PlanNode' })

const side = z
  .strictObject({
    buffers: amount.describe('Shared and local blocks, hit and read'),
    rows: amount,
    cost: amount,
    durationMs: amount.describe('Fastest execution'),
    walBytes: amount,
    tempBlocks: amount,
    shape: words.describe('Fingerprint of the plan without costs, counts and literals'),
    calls: amount.describe('Executions in the load'),
    totalExecTime: amount.describe('Milliseconds of all executions in the load'),
    plan: node,
    triggers: list(words),
    inner: list(z.strictObject({ text: sql, calls: count, plan: node })).describe(
      'Statements that ran inside it, in functions and triggers, each with its heaviest plan',
    ),
  })
  .meta({ id: 'Side' })

const planned = z.strictObject({ cost: amount, shape: words, plan: node }).meta({ id: 'PlannedSide' })

const changes = list(
  z.strictObject({
    kind: changeKind,
    node: words,
    from: words,
    to: words,
    direction: z.enum(['worse', 'better', 'neutral']),
  }),
)

const place = { file: words, line: z.number().int() }

/** With its place, or without, as of what a migration command sent that no file tells of. */
const perhapsPlaced = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.union([z.strictObject({ ...place, ...shape }), z.strictObject(shape)])

const statement = z
  .strictObject({
    name: words,
    fingerprint: words,
    text: sql.describe('Normalised: constants are `$n`'),
    baseText: maybe(sql).describe('Base’s text, where the branch edited it'),
    source: maybe(z.strictObject({ file: words, line: z.number().int().optional() })),
    status,
    base: maybe(side),
    head: maybe(side),
    valueSets: list(z.strictObject({ why: words, baseBuffers: maybe(amount), headBuffers: maybe(amount) })),
    changes,
    cause: maybe(
      perhapsPlaced({
        sql,
        side: z.enum(['base', 'head']),
        earlier: list(perhapsPlaced({ sql }))
          .optional()
          .describe('What had taken away indexes that did the same: without them the cause would have done no harm'),
      }),
    ).describe(
      'The migration statement that flipped the plan; without a place where only the migration command told of it',
    ),
    atScale: maybe(
      z.strictObject({ tendency: z.enum(['worse', 'better', 'same']), base: planned, head: planned, changes }),
    ).describe('The planner’s word at production’s size, where `target.statistics` was given; nothing ran there'),
    confidence: z.enum(['executed', 'plan', 'inferred', 'none']),
    reason: words.describe('Why it has this status'),
    isWrite: z.boolean(),
  })
  .meta({ id: 'Statement' })

const rosterEntry = z
  .strictObject({
    statement: words,
    fingerprint: words,
    rule: gateRules.keyof(),
    level: z.enum(['fail', 'warn']),
    text: words,
    accepted: maybe(z.strictObject({ reason: words, until: words })),
  })
  .meta({ id: 'RosterEntry' })

const commit = z
  .strictObject({
    label: words,
    commit: maybe(z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/)),
    foundBy: words,
  })
  .meta({ id: 'Commit' })

const migration = perhapsPlaced({
  sql,
  durationMs: amount,
  locks: list(z.strictObject({ relation: words, mode: words })).describe(
    'Of what a migration command sent only where a cause was looked for',
  ),
  rewrites: list(words),
}).meta({ id: 'Migration' })

const effect = z.strictObject({
  statement: words,
  buffersBefore: amount,
  buffersAfter: amount,
  durationMsBefore: amount,
  durationMsAfter: amount,
})

const writeCost = z.strictObject({
  statement: words,
  buffersBefore: amount,
  buffersAfter: amount,
  walBytesBefore: amount,
  walBytesAfter: amount,
})

const fileEdit = z
  .strictObject({
    path: words,
    sha256: maybe(z.string().regex(/^[0-9a-f]{64}$/)),
    changes: list(z.strictObject({ line: count, removes: count, adds: list(z.string()) })),
  })
  .meta({ id: 'FileEdit' })

const finding = z
  .strictObject({
    key: words,
    rule: words,
    area: z.enum(['index', 'query', 'schema', 'bloat', 'configuration', 'partitioning', 'pooling', 'outlook']),
    severity: z.enum(['info', 'advice', 'warning']),
    title: words,
    why: words,
    evidence: list(words).describe('Figures and facts that it rests on'),
    fix: maybe(z.strictObject({ sql, files: list(fileEdit) })),
    statements: list(words),
    trial: maybe(
      z.strictObject({
        effects: list(effect),
        writes: list(writeCost),
        unaffected: amount,
        sizeBytes: amount,
        buildMs: amount,
      }),
    ).describe('What the fix gained and cost when it was built and the load replayed'),
    setting: z
      .strictObject({
        name: words,
        from: words,
        to: words,
        place: words,
        effects: list(z.strictObject({ statement: words, before: amount, after: amount.optional() }))
          .optional()
          .describe(
            'Statements that do other work with it, in pages; without `after` it fails; left out where it was not measured',
          ),
        figure: z
          .strictObject({
            what: words,
            unit: z.enum(['pages', 'bytes', 'times']),
            before: amount,
            after: amount,
            isMoved: z.boolean().describe('Whether it differs by more than noise'),
          })
          .optional()
          .describe('What the whole server did in one pass of the load, of a setting that it takes at its start'),
        unmeasured: words.optional().describe('Why neither was measured'),
      })
      .optional()
      .describe('A setting that the branch changes in its files'),
  })
  .meta({ id: 'Finding' })

const sweepPoint = z
  .strictObject({ connections: count, rate: amount.describe('Transactions a second'), p50Ms: amount, p95Ms: amount })
  .meta({ id: 'SweepPoint' })

const poolSweep = z
  .strictObject({
    database: maybe(words),
    processors: count,
    hold: z.strictObject({ heldMs: amount, busyMs: amount }).describe('Of one connection’s transactions, on average'),
    points: list(sweepPoint),
    knee: count.describe('The fewest connections that do as much as more of them'),
    predicted: count,
    pooler: maybe(z.strictObject({ version: words, clients: count, point: sweepPoint })).describe(
      'As many clients through PgBouncer with as many connections as the knee has',
    ),
    target: maybe(z.strictObject({ cpus: count, useful: count })),
    failed: count.describe('Transactions in which a statement failed'),
    others: maybe(amount).describe('The share of the machine’s processors that others had meanwhile'),
  })
  .meta({ id: 'PoolSweep' })

export const reportSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    tool: z.strictObject({ name: z.literal('pgverdict'), version: words }),
    verdict: z.enum(['pass', 'warn', 'fail']),
    roster: list(rosterEntry).describe('What the gate found, worst first'),
    base: commit,
    head: commit,
    server: z.strictObject({
      kind: words,
      version: words,
      settings: z.record(words, words),
      limits: list(words),
    }),
    path: z.strictObject({ kind: z.enum(['upgrade', 'fresh']), reason: words }),
    seededRows: count,
    statements: list(statement),
    migrations: list(migration),
    findings: list(finding),
    policy: z.strictObject({ ratio: amount, blocks: amount, floor: amount, changed: list(words) }),
    notes: list(words),
    timings: list(z.strictObject({ stage: words, seconds: amount })),
    shownValues: list(
      z.strictObject({
        statement: words,
        sets: list(z.strictObject({ why: words, values: list(words.nullable()) })),
      }),
    )
      .optional()
      .describe('What the load sent, only where the base’s configuration says `show-values: true`'),
    poolSweeps: list(poolSweep)
      .optional()
      .describe('Throughput and latency of the load by number of connections, where `advice.pool-sweep` asks for it'),
    databases: list(z.strictObject({ name: words, version: words, seededRows: count }))
      .optional()
      .describe('The databases of a run that had several; their statements are called `<database>/<name>`'),
    shard: z
      .strictObject({
        index: z.number().int().min(1),
        count: z.number().int().min(1),
        run: z.string().regex(/^[0-9a-f]{64}$/),
        positions: list(count),
      })
      .optional()
      .describe('Which part of the statements was replayed, where it was not all of them'),
  })
  .describe(
    'What one run of pgverdict found. It holds no values of the data, and those of the load only in `shownValues`.',
  )

/** Reads a report that was written by `renderJson`, here or in another job. Throws a UserError that names what is wrong. */
export function parseReport(json: string): Report {
  if (json.length > MAX_REPORT_LENGTH) throw new UserError('The report is larger than any run makes')
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (cause) {
    throw new UserError('The report is not JSON', { cause })
  }
  const parsed = reportSchema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new UserError(`The report does not follow its schema:\n${z.prettifyError(parsed.error)}`, {
    hint: 'Write and read it with the same version of pgverdict.',
  })
}

/** JSON Schema of the report, draft 2020-12, for other tools. */
export function reportJsonSchema(): object {
  return z.toJSONSchema(reportSchema, { io: 'input' })
}
