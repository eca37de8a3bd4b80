import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database, Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { replayed } from './replayed.ts'

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server[Symbol.asyncDispose]())

const SCHEMA = `
  create table reading (id int primary key, device int not null, note text);
  insert into reading select g, g % 500, repeat('r', 60) from generate_series(1, 20000) g;
  create index reading_device_idx on reading (device);`
const DROPPED = 'drop index reading_device_idx'

const byClient = (work: (send: (sql: string, values?: readonly unknown[]) => Promise<unknown>) => Promise<void>) => {
  return async (database: Database) => {
    await using client = await database.connect('owner')
    await work((sql, values) => (values === undefined ? client.run(sql) : client.rows(sql, values)))
  }
}

const statuses = ({ comparisons }: Awaited<ReturnType<typeof replayed>>) =>
  Object.fromEntries(comparisons.map(({ name, text, isNamed, status }) => [isNamed ? name : text, status]))

const FILE = `
create temporary table picked (device int) on commit preserve rows;
-- name: fill
insert into picked values (3);
analyze picked;
create temp view chosen as select device from picked;
-- name: copied
create temp table kept as select id from reading where device = 7;
-- name: join
select r.note from chosen p join reading r using (device);
-- name: kept
select count(*) from kept;
-- name: plain
select note from reading where id = 8;
`

describe('temporary tables of a workload file', () => {
  test('are made again, and what uses them is measured alike', async () => {
    const result = await replayed(server, { base: SCHEMA, load: FILE })
    expect(statuses(result)).toEqual({
      fill: 'unchanged',
      copied: 'unchanged',
      join: 'unchanged',
      kept: 'unchanged',
      plain: 'unchanged',
    })
    const rows = Object.fromEntries(result.comparisons.map(({ name, base }) => [name, base?.rows]))
    expect(rows).toEqual({ fill: 1, copied: 40, join: 40, kept: 1, plain: 1 })
  })

  test('show what the branch makes worse', async () => {
    const result = await replayed(server, { base: SCHEMA, head: DROPPED, load: FILE })
    expect(statuses(result)).toMatchObject({ fill: 'unchanged', join: 'regressed', copied: 'regressed' })
  })

  test('that no longer can be made break what uses them', async () => {
    const load = 'create temp table t as select device from reading;\n-- name: use\nselect count(*) from t;'
    const head = 'alter table reading rename device to gadget'
    const { comparisons } = await replayed(server, { base: SCHEMA, head, load, headLoad: load.replace('device', '1') })
    expect(comparisons.find(({ name }) => name === 'use')).toMatchObject({ status: 'broken' })
  })

  test('leave nothing in the databases', async () => {
    const oids: string[] = []
    await replayed(server, { base: SCHEMA, load: FILE }, async ({ base, head }) => {
      for (const database of [base, head]) {
        await using client = await database.connect('owner')
        const [row] = await client.rows<{ pages: number }>(
          `select count(*)::int as pages from pg_class where relpersistence = 't' or relname in ('picked', 'kept')`,
        )
        oids.push(String(row?.pages))
      }
    })
    expect(oids).toEqual(['0', '0'])
  })
})

describe('temporary tables of a command', () => {
  test.each([
    [
      'filled with parameters',
      async send => {
        await send('create temp table picked (device int, label text)')
        await send('insert into picked values ($1, $2)', ['3', "it's"])
        await send('select r.note from picked p join reading r on r.device = p.device and p.label = $1', ["it's"])
      },
      40,
    ],
    [
      'that last as long as a transaction',
      async send => {
        await send('begin')
        await send('create temp table picked (device int) on commit drop')
        await send('insert into picked values (3), (4), (5)')
        await send('savepoint before')
        await send('delete from picked')
        await send('rollback to savepoint before')
        await send('select r.note from picked p join reading r on r.device = p.device')
        await send('commit')
      },
      120,
    ],
    [
      'emptied by a commit and filled again',
      async send => {
        await send('create temp table picked (device int) on commit delete rows')
        await send('insert into picked values (1), (2)')
        await send('begin')
        await send('insert into picked values (3)')
        await send('select r.note from picked p join reading r on r.device = p.device')
        await send('commit')
      },
      40,
    ],
    [
      'made by select into, then analysed',
      async send => {
        await send('select distinct device into temp picked from reading where device < 3')
        await send('vacuum analyze picked')
        await send('select r.note from picked p join reading r on r.device = p.device')
      },
      120,
    ],
    [
      'made anew under the same name',
      async send => {
        await send('create temp table picked (device text)')
        await send('drop table picked')
        await send('begin')
        await send('create temp table picked (device text, more text)')
        await send('rollback')
        await send('create temp table picked as select 9 as device')
        await send('select r.note from picked p join reading r on r.device = p.device')
      },
      40,
    ],
    [
      'filled by a prepared statement of SQL',
      async send => {
        await send('create temp table picked (device int)')
        await send('prepare fill (int) as insert into picked values ($1)')
        await send('execute fill(6)')
        await send('select r.note from picked p join reading r on r.device = p.device')
      },
      40,
    ],
  ] as [string, Parameters<typeof byClient>[0], number][])('%s', async (_, work, rows) => {
    const { comparisons } = await replayed(server, { base: SCHEMA, load: byClient(work) })
    const join = comparisons.find(({ text }) => text.startsWith('select r.note'))
    expect(join).toMatchObject({ status: 'unchanged', base: { rows }, head: { rows } })
    expect(comparisons.map(({ status }) => status)).not.toContain('unmeasured')
  })
})

test('rows that came by COPY are not in the log: what uses them is no one’s fault', async () => {
  const load = async (database: Database) => {
    await using client = await database.connect('owner')
    await client.run('create temp table picked (device int)')
    await client.copyFrom('copy picked from stdin', Readable.from(['3\n4\n']))
    await client.run('select r.note from picked p join reading r on r.device = p.device')
  }
  const { comparisons } = await replayed(server, { base: SCHEMA, load })
  expect(comparisons.find(({ text }) => text.startsWith('select'))).toMatchObject({
    status: 'unmeasured',
    isUnmeasuredAlike: true,
    reason: 'it needs a temporary table that was filled by COPY, whose rows are not in the log',
  })
})
