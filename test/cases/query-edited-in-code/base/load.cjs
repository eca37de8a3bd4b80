const { Client } = require('pg')

const LATEST = `select id, title from notes where author_id = $1 order by created_at desc limit 20 /*route='%2Fnotes',framework='express'*/`
const FIND = `select * from notes where id = $1 /*route='%2Fnotes%2F%3Aid'*/`

async function main() {
  const client = new Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  for (const author of [45, 46, 47]) await client.query(LATEST, [author])
  await client.query(FIND, [45])
  await client.end()
}

main()
