import type { PartitionAttempt } from '../../advise/attempt.ts'
import type { DraftOf } from '../../advise/draft.ts'
import type { Finding, StepwiseFix } from '../../advise/finding.ts'
import { percent } from '../../advise/shares.ts'
import { type Definition, readDefinition } from '../../partition/definition.ts'
import { chooseInterval, chooseModulus, type PartitionDesign } from '../../partition/design.ts'
import { explainPartitions } from '../../partition/explain.ts'
import { finishSql, partitionMigration } from '../../partition/migration.ts'
import { namesOf } from '../../partition/names.ts'
import { differencesOf } from '../../partition/proof.ts'
import { walk } from '../../plan/walk.ts'
import { grouped } from '../../plan/words.ts'
import { type Client, SqlError } from '../../postgres/client.ts'
import { quoteIdentifier } from '../../postgres/quote.ts'
import type { Database } from '../../postgres/server.ts'
import { createWorkMeter } from '../../replay/work.ts'
import { openBench } from '../bench.ts'
import { considered, toEffects, toWrites, withoutProposal } from '../conclude.ts'
import { type Effect, FAST_ENOUGH_BLOCKS, gainOf, harms, totalsOf } from '../effect.ts'
import type { Workshop } from './input.ts'

/** Of the work on the table that the load has to be spared. */
const MIN_SAVED = 0.2

export type PartitionDraft = DraftOf<PartitionAttempt>

/**
 * Runs the whole migration on a copy of head, compares what hangs on the table before and after, and replays the statements that touch
 * it. Told with the migration where the load does clearly less, else with what was found.
 */
export async function tryPartition(draft: PartitionDraft, workshop: Workshop): Promise<Finding | undefined> {
  const { server, head, options, statements } = workshop
  const database = await server.createDatabase('trial_partition', head)
  try {
    const built = await migrate(draft.proposal, database)
    if (typeof built === 'string') return considered(draft, built)
    const touching = statements.filter(({ tables }) => tables.has(draft.proposal.table))
    const effects: Effect[] = []
    {
      await using bench = await openBench(server, database, 'trial_partition_load', options.statementTimeoutMs)
      for (const statement of touching) effects.push(await bench.measure(statement))
    }
    const dropped = draft.proposal.retention.length === 0 ? undefined : await dropOldest(built, database, workshop)
    return conclude(draft, { ...built, effects, dropped }, workshop)
  } finally {
    await server.dropDatabase(database)
  }
}

interface Built {
  readonly design: PartitionDesign
  readonly definition: Definition
  /** Names of the partitions, the oldest first where they are by time. */
  readonly parts: readonly string[]
  readonly sizeBytes: number
  readonly buildMs: number
}

/** Runs it; the words for what stands in its way where it cannot be. */
async function migrate(attempt: PartitionAttempt, database: Database): Promise<Built | string> {
  const { schema, table: name, method, key, bytes } = attempt
  await using client = await database.connect('owner')
  const definition = await readDefinition(client, { schema, name })
  if (definition.obstacles.length > 0) return `In the way: ${definition.obstacles.join('; ')}.`
  const design: PartitionDesign = {
    schema,
    table: name,
    method,
    key,
    interval: method === 'range' ? chooseInterval(await spanOf(client, attempt), bytes) : 'month',
    modulus: chooseModulus(bytes),
    reach: 'now',
  }
  const { table } = namesOf(design)
  const sizeBefore = await sizeOf(client, table)
  const started = performance.now()
  try {
    for (const sql of partitionMigration({ ...design, reach: 'newest row' }, definition).flatMap(step => step.sql))
      await client.run(sql)
  } catch (error) {
    if (error instanceof SqlError) return `The migration failed on the copy: SQLSTATE ${error.code}.`
    throw error
  }
  const buildMs = performance.now() - started
  const differences = await differencesOf(client, design, definition)
  if (differences.length > 0) return `After the migration this was not as before: ${differences.join(', ')}.`
  for (const sql of finishSql(design)) await client.run(sql)
  await client.run(`vacuum (freeze, analyze) ${table}`)
  const parts = await client.rows<{ name: string }>(
    `select c.relname as name from pg_partition_tree($1::regclass) t join pg_class c on c.oid = t.relid where t.isleaf order by c.relname`,
    [table],
  )
  return {
    design,
    definition,
    parts: parts.map(part => part.name),
    sizeBytes: (await sizeOf(client, table)) - sizeBefore,
    buildMs,
  }
}

/** Days between the first and the last key. */
async function spanOf(client: Client, { schema, table, key }: PartitionAttempt): Promise<number> {
  const column = quoteIdentifier(key)
  const [row] = await client.rows<{ days: number }>(
    `select coalesce(extract(epoch from max(${column})::timestamp - min(${column})::timestamp) / 86400, 0)::float8 as days
     from ${quoteIdentifier(schema)}.${quoteIdentifier(table)} where isfinite(${column})`,
  )
  return row?.days ?? 0
}

async function sizeOf(client: Client, table: string): Promise<number> {
  const [row] = await client.rows<{ bytes: number }>(
    `select coalesce(sum(pg_total_relation_size(relid)), 0)::float8 as bytes
     from (select relid from pg_partition_tree($1::regclass) union select $1::regclass) as t`,
    [table],
  )
  return row?.bytes ?? 0
}

/** Pages and WAL of dropping the oldest partition. */
async function dropOldest({ design, parts }: Built, database: Database, { server }: Workshop) {
  const [oldest] = parts
  if (oldest === undefined) return undefined
  await using client = await database.connect('owner')
  const meter = createWorkMeter(server, database)
  await meter.reset()
  await client.run(`drop table ${quoteIdentifier(design.schema)}.${quoteIdentifier(oldest)}`)
  return (await meter.read('top level'))?.work
}

interface Outcome extends Built {
  readonly effects: readonly Effect[]
  readonly dropped: { readonly buffers: number; readonly walBytes: number } | undefined
}

function conclude(draft: PartitionDraft, outcome: Outcome, { options }: Workshop): Finding {
  const { effects, design, definition, parts, dropped } = outcome
  const reads = effects.filter(({ statement }) => !statement.isWrite)
  const failed = effects.find(effect => totalsOf(effect.after) === undefined)
  // What reads a handful of pages gains from the next size of an index, if at all, and needs no help.
  const winners = effects.filter(effect => (gainOf(effect)?.before ?? 0) >= FAST_ENOUGH_BLOCKS * effect.after.length)
  const losers = effects.filter(effect => workOf(effect, 'after') > workOf(effect, 'before'))
  const before = sum(effects, 'before')
  const saved = before - sum(effects, 'after')
  const evidence = [...draft.evidence, ...balanceWords(outcome), ...retentionWords(outcome, draft.proposal.retention)]
  const told = { ...draft, evidence, statements: [...new Set([...draft.statements, ...winners.map(nameOf)])] }
  if (failed !== undefined) return considered(told, `Tried, ${nameOf(failed)} fails.`)
  const loser = effects.find(effect => harms(effect, options.limits))
  if (loser !== undefined) return considered(told, `Tried, it makes ${nameOf(loser)} worse.`)
  const deletes = effects.filter(({ statement }) => draft.proposal.retention.includes(statement.name))
  const savedByDropping = saved + sum(deletes, 'after') - (dropped?.buffers ?? 0) * deletes.length
  const isWorthIt =
    (winners.length > 0 && saved >= MIN_SAVED * before) || (dropped !== undefined && savedByDropping > 0)
  if (!isWorthIt)
    return considered(
      told,
      winners.length === 0
        ? 'Tried, the load does not do less with it: the indexes find the rows as well without.'
        : `Tried, it saves the load ${percent(saved / Math.max(1, before))} of this table’s work: too little for what it takes.`,
    )
  const shown = explainPartitions(design, definition)
  const steps = partitionMigration(design, definition)
  const statements = steps.flatMap(step => step.sql.map(sql => `${sql};`))
  const fix: StepwiseFix = { sql: [...statements, ...shown.comments].join('\n\n'), files: [], steps }
  return {
    ...withoutProposal(told),
    title: `${draft.title}${shown.title}`,
    evidence: [...evidence, ...shown.evidence],
    fix,
    trial: {
      effects: toEffects(winners),
      writes: toWrites(
        effects.filter(({ statement }) => statement.isWrite),
        (start, end) => end > start,
      ),
      unaffected: reads.length - reads.filter(effect => winners.includes(effect) || losers.includes(effect)).length,
      sizeBytes: outcome.sizeBytes,
      buildMs: outcome.buildMs,
    },
  }

  /** Who gains and who pays; which statements look into which share of the partitions. */
  function balanceWords({ effects: all }: Outcome): readonly string[] {
    const scans = all.flatMap(effect => {
      const looked = lookedInto(effect, new Set(parts))
      return looked === 0 ? [] : [{ name: nameOf(effect), looked }]
    })
    const pruned = scans.filter(({ looked }) => looked < parts.length)
    const whole = scans.filter(({ looked }) => looked === parts.length)
    const words = (list: typeof scans) =>
      list
        .slice(0, 5)
        .map(({ name, looked }) => `${name} (${looked})`)
        .join(', ')
    const dearer = losers
      .toSorted((a, b) => workOf(b, 'after') - workOf(b, 'before') - (workOf(a, 'after') - workOf(a, 'before')))
      .slice(0, 5)
      .map(effect => `${nameOf(effect)} ${pages(effect, 'before')} → ${pages(effect, 'after')} pages`)
    return [
      `Rows, constraints, indexes, triggers and rights were the same after the migration, which made ${parts.length} partitions.`,
      ...(pruned.length === 0 ? [] : [`Look into a part of the ${parts.length} partitions: ${words(pruned)}.`]),
      ...(whole.length === 0
        ? []
        : [
            `Look into all of them: ${whole
              .slice(0, 5)
              .map(({ name }) => name)
              .join(', ')}.`,
          ]),
      `Get dearer: ${dearer.length === 0 ? 'none' : dearer.join(', ')}.`,
      `All calls of the load together: ${grouped(Math.round(before))} → ${grouped(Math.round(before - saved))} pages.`,
    ]
  }
}

const nameOf = ({ statement }: Effect) => statement.name

/** Blocks of all calls. */
function workOf({ statement, ...sides }: Effect, side: 'before' | 'after'): number {
  return ((totalsOf(sides[side])?.blocks ?? 0) * statement.calls) / statement.runs.length
}

const sum = (effects: readonly Effect[], side: 'before' | 'after') =>
  effects.reduce((total, effect) => total + workOf(effect, side), 0)

const pages = (effect: Effect, side: 'before' | 'after') =>
  grouped(Math.round((totalsOf(effect[side])?.blocks ?? 0) / effect.statement.runs.length))

/** The most partitions that an execution really read. */
function lookedInto({ after }: Effect, parts: ReadonlySet<string>): number {
  const counts = after.map(measured => {
    if (measured.kind !== 'measured') return 0
    const nodes = [...walk(measured.plan.root)].map(({ node }) => node)
    return new Set(
      nodes.flatMap(({ relationName, actualLoops = 0, nodeType }) =>
        relationName !== undefined && actualLoops > 0 && nodeType !== 'ModifyTable' && parts.has(relationName)
          ? [relationName]
          : [],
      ),
    ).size
  })
  return Math.max(0, ...counts)
}

function retentionWords({ effects, dropped }: Outcome, retention: readonly string[]): readonly string[] {
  const deletes = effects.filter(({ statement }) => retention.includes(statement.name))
  if (dropped === undefined) return []
  return deletes.map(({ statement, before }) => {
    const start = totalsOf(before)
    return `${statement.name} reads ${grouped(start?.buffers ?? 0)} pages and writes ${kilobytes(start?.walBytes ?? 0)} of WAL; dropping the oldest partition reads ${grouped(dropped.buffers)} and writes ${kilobytes(dropped.walBytes)}.`
  })
}

const kilobytes = (bytes: number) => `${grouped(Math.round(bytes / 1024))} kB`
