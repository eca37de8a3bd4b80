const { readdirSync } = require('node:fs')
const { Client } = require('pg')

const definition = client => ({
  createTable: (table, columns) => client.query(`CREATE TABLE "${table}" ("id" bigserial primary key, ${columns})`),
  addIndex: (table, column) => client.query(`CREATE INDEX "index_${table}_on_${column}" ON "${table}" ("${column}")`),
  removeIndex: (table, column) => client.query(`DROP INDEX "index_${table}_on_${column}"`),
  addColumn: (table, column, type) => client.query(`ALTER TABLE "${table}" ADD "${column}" ${type}`),
})

async function main() {
  const client = new Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  await client.query('CREATE TABLE IF NOT EXISTS "schema_migrations" ("version" character varying NOT NULL PRIMARY KEY)')
  await client.query('SELECT pg_try_advisory_lock(4242)')
  const { rows } = await client.query('SELECT "version" FROM "schema_migrations"')
  for (const file of readdirSync('migrations').toSorted()) {
    const version = file.split('_')[0]
    if (rows.some(row => row.version === version)) continue
    await client.query('BEGIN')
    await require(`./migrations/${file}`).change(definition(client))
    await client.query('INSERT INTO "schema_migrations" ("version") VALUES ($1) RETURNING "version"', [version])
    await client.query('COMMIT')
  }
  await client.query('SELECT pg_advisory_unlock(4242)')
  await client.end()
}

main()
