const { Client } = require('pg')
const { columns, indexed } = require('./schema.json')

async function main() {
  const client = new Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  await client.query('set search_path to pg_catalog')
  const { rows } = await client.query("select indexname from pg_indexes where schemaname = 'public' and indexname like '%_key_idx'")
  await client.query('reset search_path')
  await client.query(`create table if not exists readings (id serial primary key, ${columns.join(', ')})`)
  const wanted = indexed.map(column => `${column}_key_idx`)
  for (const { indexname } of rows) if (!wanted.includes(indexname)) await client.query(`drop index ${indexname}`)
  for (const column of indexed) await client.query(`create index if not exists ${column}_key_idx on readings (${column})`)
  await client.end()
}

main()
