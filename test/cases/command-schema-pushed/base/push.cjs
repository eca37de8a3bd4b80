const { Client } = require('pg')
const { columns, indexed } = require('./schema.json')

// Its session has a search path of its own, as those of some tools have.
async function main() {
  const client = new Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  await client.query('set search_path to pg_catalog')
  const { rows } = await client.query("select indexname from pg_indexes where indexname like '%_key_idx'")
  await client.query(`create table if not exists public.readings (id serial primary key, ${columns.join(', ')})`)
  const wanted = indexed.map(column => `${column}_key_idx`)
  for (const { indexname } of rows) if (!wanted.includes(indexname)) await client.query(`drop index public.${indexname}`)
  for (const column of indexed) {
    await client.query(`create index if not exists ${column}_key_idx on public.readings (${column})`)
  }
  await client.end()
}

main()
