const { Client } = require('pg')

async function main() {
  const client = new Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  for (let i = 0; i < 3; i++) {
    await client.query({ name: 'of state', text: 'select note from tickets where state = $1 order by id limit 20', values: ['failed'] })
  }
  await client.query('select note from tickets where id = $1', [7])
  await client.end()
}

main()
