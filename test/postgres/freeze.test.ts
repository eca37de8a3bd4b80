import { afterAll, beforeAll, expect, test } from 'vitest'
import { freeze } from '../../src/postgres/freeze.ts'
import type { Server } from '../../src/postgres/server.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { startServer } from './start.ts'

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server[Symbol.asyncDispose]())

test('makes every page all-visible and analyses every table', async () => {
  const database = await server.createDatabase('frozen')
  await using client = await database.connect('owner')
  await client.run(
    'create table t as select i, i % 10 as x from generate_series(1, 50000) as i; delete from t where i % 3 = 0',
  )
  await client.run('create materialized view m as select * from t; create table empty (i int)')
  await freeze(server, database)
  const [row] = await client.rows(
    `select bool_and(relallvisible = relpages) as visible, sum(relpages) > 200 as has_pages, (select count(*) from pg_stats where tablename in ('t', 'm')) as columns
     from pg_class where relname in ('t', 'm', 'empty')`,
  )
  expect(row).toEqual({ visible: true, has_pages: true, columns: '4' })
})

test('names the tables that a transaction keeps from it', async () => {
  const database = await server.createDatabase('held')
  await using holder = await database.connect('owner')
  await using client = await database.connect('owner')
  await client.run('create table t as select 1 as i')
  await holder.run('begin isolation level repeatable read; select * from t')
  await client.run('update t set i = 2; create table busy as select 1 as i')
  await expect(freeze(server, database)).rejects.toThrow(/visible to all: .*busy/)
  await holder.run('commit')
  await freeze(server, database)
})
