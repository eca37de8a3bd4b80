const { Client } = require('pg')

async function main() {
  const client = new Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  for (const queue of ['main', 'main', 'main', 'rare']) {
    await client.query('select id from jobs where queue = $1 order by run_at desc limit 10', [queue])
  }
  await client.query('select payload from jobs where id = $1', [7])
  await client.end()
}

main()
