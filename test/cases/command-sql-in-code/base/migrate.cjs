const { readdirSync } = require('node:fs')
const { Client } = require('pg')

// What it ran it only counts, and its session has a search path of its own.
async function main() {
  const client = new Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  await client.query('set search_path to pg_catalog')
  await client.query('create table if not exists public.ran (number integer)')
  const { rows } = await client.query('select count(*)::int as number from public.ran')
  const files = readdirSync('migrations').toSorted()
  for (const [at, file] of files.entries()) {
    if (at < rows[0].number) continue
    await client.query('begin')
    await require(`./migrations/${file}`).up(sql => client.query(sql))
    await client.query('insert into public.ran values ($1)', [at])
    await client.query('commit')
  }
  await client.end()
}

main()
