const { Client } = require('pg')

async function main() {
  const client = new Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  for (const kind of [0, 0, 5000]) {
    await client.query('select note from items where kind = $1 order by id limit 3', [kind])
  }
  await client.query('select note from items where id = $1', [7])
  await client.end()
}

main()
