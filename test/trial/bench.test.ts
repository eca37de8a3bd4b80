import { expect, test } from 'vitest'
import { btree, plainKey } from '../../src/advise/design.ts'
import { openBench } from '../../src/trial/bench.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'

test('of two indexes that are of use together none is left where one cannot be built', async () => {
  await using server = await startServer(LOCAL_SERVER)
  const head = await server.createDatabase('head')
  {
    await using client = await head.connect('owner')
    await client.run('create table orders (id int primary key, tenant int, note text)')
  }
  await using bench = await openBench(server, head, 'trial', 10_000)
  const table = { schema: 'public', name: 'orders' }
  const broken = btree(table, [plainKey('random()', false)], 1)
  const together = { ...btree(table, [plainKey('tenant')], 1), companion: broken }
  expect(await bench.build(together, 'a')).toEqual({ refusal: '42P17' })
  const rows = await bench.client.rows<{ name: string }>(
    `select indexname as name from pg_indexes where schemaname = 'public'`,
  )
  expect(rows).toEqual([{ name: 'orders_pkey' }])
})
