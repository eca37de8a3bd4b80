import { configSchema } from '../../src/config/schema.ts'
import { readDefinition } from '../../src/partition/definition.ts'
import { partitionMigration } from '../../src/partition/migration.ts'
import { openServer } from '../../src/postgres/open.ts'

/** How long the migration of a table with a million rows takes, step by step: `node scripts/bench/partition.ts [rows]`. */
const rows = Number(process.argv[2] ?? 1_000_000)
const progress = {
  stage: <T>(_: string, work: () => Promise<T>) => work(),
  step: () => undefined,
  warn: () => undefined,
  timings: [],
}
await using server = await openServer(configSchema.parse({}).postgres, {
  signal: new AbortController().signal,
  env: process.env,
  progress,
})
const database = await server.createDatabase('bench')
await using client = await database.connect('owner')
await client.run(`
  create table account (id int primary key);
  insert into account select generate_series(1, 1000);
  create table event (id bigserial primary key, account int not null references account, kind text not null, at timestamptz not null, data jsonb);
  insert into event (account, kind, at, data)
    select 1 + i % 1000, 'kind ' || i % 7, timestamptz '2024-01-01' + i * interval '1 minute', '{"a": 1}' from generate_series(1, ${rows}) i;
  create index on event (account, at)`)
await client.run('vacuum (freeze, analyze) event')
const definition = await readDefinition(client, { schema: 'public', name: 'event' })
const design = {
  schema: 'public',
  table: 'event',
  method: 'range',
  key: 'at',
  interval: 'month',
  modulus: 8,
  reach: 'newest row',
} as const
let total = 0
for (const { slug, sql } of partitionMigration(design, definition)) {
  const started = performance.now()
  for (const statement of sql) await client.run(statement)
  const seconds = (performance.now() - started) / 1000
  total += seconds
  console.log(`${slug}: ${seconds.toFixed(1)} s`)
}
console.log(`${rows.toLocaleString('en')} rows: ${total.toFixed(1)} s`)
