const { readdirSync, readFileSync } = require('node:fs')
const { Client } = require('pg')

// As many home-made runners do: what fails is printed, and the next statement follows.
async function main() {
  const client = new Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  for (const file of readdirSync('migrations').toSorted()) {
    for (const statement of readFileSync(`migrations/${file}`, 'utf8').split(';\n')) {
      await client.query(statement).catch(error => console.error(`${file}: ${error.message}`))
    }
  }
  await client.end()
}

main()
