import { configSchema } from '../../src/config/schema.ts'
import { readDefinition } from '../../src/partition/definition.ts'
import type { Move } from '../../src/partition/design.ts'
import { partitionMigration } from '../../src/partition/migration.ts'
import { openServer } from '../../src/postgres/open.ts'
import type { Database, Server } from '../../src/postgres/server.ts'
import { SILENT } from './floor.ts'
import { printTable, seconds } from './table.ts'

const ROWS = 1_000_000
const MOST_SECONDS = 60

const SCHEMA = `
  create table account (id int primary key);
  insert into account select generate_series(1, 1000);
  create table event (id bigserial primary key, account int not null references account, kind text not null,
    at timestamptz not null, data jsonb);
  insert into event (account, kind, at, data)
    select 1 + i % 1000, 'kind ' || i % 7, timestamptz '2024-01-01 00:00+00' + i * interval '1 minute', '{"a": 1}'
    from generate_series(1, ${ROWS}) i;
  create index on event (account, at)`

/** How long each step of a partition migration takes on a million rows, by each way. */
export async function benchPartition(): Promise<boolean> {
  const context = { progress: SILENT, signal: new AbortController().signal, env: process.env }
  const config = configSchema.parse({ postgres: { server: 'embedded' } }).postgres
  await using server = await openServer(config, context)
  const template = await server.createDatabase('partition')
  await fill(template)
  let isFast = true
  for (const move of ['copy', 'attach'] as const) isFast = (await divide(server, template, move)) && isFast
  return isFast
}

async function fill(database: Database): Promise<void> {
  await using client = await database.connect('owner')
  await client.run(SCHEMA)
  await client.run('vacuum (freeze, analyze) event')
}

async function divide(server: Server, template: Database, move: Move): Promise<boolean> {
  const database = await server.createDatabase(`partition_${move}`, template)
  await using client = await database.connect('owner')
  const definition = await readDefinition(client, { schema: 'public', name: 'event' })
  const design = {
    schema: 'public',
    table: 'event',
    method: 'range',
    key: 'at',
    interval: 'month',
    modulus: 8,
    reach: 'newest row',
    move,
  } as const
  const steps: [slug: string, seconds: number][] = []
  for (const { slug, sql } of partitionMigration(design, definition)) {
    const started = performance.now()
    for (const statement of sql) await client.run(statement)
    steps.push([slug, (performance.now() - started) / 1000])
  }
  const total = steps.reduce((sum, [, took]) => sum + took, 0)
  printTable(
    [`${ROWS.toLocaleString('en')} rows, ${move}`, 'Took'],
    [...steps, ['all steps', total] as const].map(([slug, took]) => [slug, seconds(took)]),
  )
  return total < MOST_SECONDS
}
