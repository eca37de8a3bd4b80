import type { PartitionAttempt } from '../../advise/attempt.ts'
import { type Definition, readDefinition } from '../../partition/definition.ts'
import { chooseInterval, chooseModulus, type Move, type PartitionDesign } from '../../partition/design.ts'
import { finishSql, partitionMigration } from '../../partition/migration.ts'
import { namesOf } from '../../partition/names.ts'
import { differencesOf, readContent } from '../../partition/proof.ts'
import { probeWrites } from '../../partition/write-probe.ts'
import { type Client, SqlError } from '../../postgres/client.ts'
import { quoteIdentifier } from '../../postgres/quote.ts'
import type { Database } from '../../postgres/server.ts'
import { createWorkMeter } from '../../replay/work.ts'
import type { Workshop } from './input.ts'

/** A table that was divided on a copy. */
export interface Built {
  readonly design: PartitionDesign
  readonly definition: Definition
  /** Names of the partitions, the oldest first where they are by time. */
  readonly parts: readonly string[]
  readonly sizeBytes: number
  readonly buildMs: number
}

/** Runs the whole migration; the words for what stands in its way where it cannot be. */
export async function divide(attempt: PartitionAttempt, database: Database, move: Move): Promise<Built | string> {
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
    move,
  }
  const { table } = namesOf(design)
  const sizeBefore = await sizeOf(client, table)
  const content = await readContent(client, design, definition)
  const started = performance.now()
  const refused = await probeWrites(client, table, definition)
  try {
    for (const step of partitionMigration({ ...design, reach: 'newest row' }, definition)) {
      for (const sql of step.sql) await client.run(sql)
      const failed = await probeWrites(client, table, definition)
      if (failed !== undefined && failed !== refused)
        return `While the table is divided a write of it failed on the copy: SQLSTATE ${failed}.`
    }
  } catch (error) {
    if (error instanceof SqlError) return `The migration failed on the copy: SQLSTATE ${error.code}.`
    throw error
  }
  const buildMs = performance.now() - started
  const differences = await differencesOf(client, design, definition, content)
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
export async function dropOldest({ design, parts }: Built, database: Database, { server }: Workshop) {
  const [oldest] = parts
  if (oldest === undefined) return undefined
  await using client = await database.connect('owner')
  const meter = createWorkMeter(server, database)
  await meter.reset()
  await client.run(`drop table ${quoteIdentifier(design.schema)}.${quoteIdentifier(oldest)}`)
  return (await meter.read('top level'))?.work
}
