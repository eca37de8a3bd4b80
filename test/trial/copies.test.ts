import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { advised } from './advised.ts'

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server?.[Symbol.asyncDispose]())

const SCHEMA = `
  create table orders (id int primary key, tenant int not null, note text not null);
  create table visits (id int primary key, page int not null, note text not null);
  insert into orders select i, i % 2000, repeat('n', 80) from generate_series(1, 20000) i;
  insert into visits select i, i % 3000, repeat('n', 80) from generate_series(1, 20000) i`
const ORDERS = {
  'orders.find': 'select * from orders where tenant = 7',
  'orders.add': `insert into orders values (-1, 7, 'n')`,
  'orders.move': 'update orders set tenant = tenant + 1 where id = 77',
}
const VISITS = {
  'visits.find': 'select * from visits where page = 7',
  'visits.add': `insert into visits values (-1, 7, 'n')`,
  'visits.move': 'update visits set page = page + 1 where id = 77',
}

/** Names of the copies that were made, and what the writes of each table pay for its index. */
async function ask(load: Readonly<Record<string, string>>) {
  const copies: string[] = []
  const counting: Server = {
    ...server,
    createDatabase(name, template) {
      if (name.startsWith('trial')) copies.push(name)
      return server.createDatabase(name, template)
    },
  }
  const { findings } = await advised(counting, { base: SCHEMA, load })
  const given = findings.filter(({ rule, fix }) => rule === 'missing-index' && fix !== undefined)
  return { copies, writes: given.flatMap(({ trial }) => trial!.writes) }
}

test('writes of different tables share copies, and cost what they cost by themselves', async () => {
  const [orders, visits, both] = [await ask(ORDERS), await ask(VISITS), await ask({ ...ORDERS, ...VISITS })]
  expect(orders.copies).toEqual(['trial_indexes', 'trial_write', 'trial_write'])
  expect(both.copies).toEqual(orders.copies)
  expect(both.writes).toHaveLength(4)
  const byName = (writes: typeof both.writes) => writes.toSorted((a, b) => (a.statement < b.statement ? -1 : 1))
  expect(byName(both.writes)).toEqual(byName([...orders.writes, ...visits.writes]))
})
