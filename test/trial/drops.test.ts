import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../../src/advise/finding.ts'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { advised, type Case } from './advised.ts'

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server?.[Symbol.asyncDispose]())

const ORDERS = `create table orders (id int primary key, tenant int not null, created timestamp not null, note text not null);
  insert into orders select i, i % 40, timestamp '2024-01-01' + i * interval '1 minute', repeat('n', 80)
  from generate_series(1, 20000) i`
const ADD = `insert into orders select -i, 1, now(), 'n' from generate_series(1, 10) i`

async function drops(rule: string, given: Case): Promise<readonly Finding[]> {
  const { findings } = await advised(server, given)
  return findings.filter(finding => finding.rule === rule)
}

describe('an index is dropped on a copy', () => {
  test('and what the writes gain is told, exactly', async () => {
    const given = {
      base: ORDERS,
      head: 'create index a on orders (tenant, created); create index b on orders (tenant)',
      load: { latest: 'select note from orders where tenant = 7 order by created desc limit 5', add: ADD },
    }
    const [finding, ...others] = await drops('redundant-index', given)
    expect(others).toEqual([])
    expect(finding).toMatchObject({ severity: 'advice', fix: { sql: 'drop index concurrently b;', files: [] } })
    expect(finding?.evidence).toEqual([
      'Without it, 2 statements that could use it were planned again and 1 of them run again; none does more work.',
    ])
    const { sizeBytes, writes } = finding!.trial!
    expect(sizeBytes).toBeLessThan(0)
    expect(writes).toMatchObject([{ statement: 'add' }])
    expect(writes[0]!.walBytesAfter).toBeLessThan(writes[0]!.walBytesBefore)
    expect((await drops('redundant-index', given))[0]?.trial?.writes).toEqual(writes)
  })

  test('as unused, but not where a statement would read it once it leaves the column as it is', async () => {
    const findings = await drops('unused-index', {
      base: `${ORDERS}; create index a on orders (created); create index b on orders (tenant)`,
      load: { ofDay: `select note from orders where date_trunc('day', created) = '2024-01-03'` },
    })
    expect(findings.map(({ fix }) => fix?.sql)).toEqual(['drop index concurrently b;'])
  })

  test('as unused, but not where the form that is told for a statement reads it', async () => {
    const base = `${ORDERS}; alter table orders add tags text[], add code int; update orders set tags = array['t' || id % 900], code = id;
      create index a on orders using gin (tags); create index b on orders (code); create index c on orders (note, id)`
    const load = { tagged: `select note from orders where 't7' = any(tags)` }
    const { findings } = await advised(server, { base, load })
    const told = findings.filter(({ fix }) => fix !== undefined).map(({ rule, fix }) => [rule, fix!.sql.slice(0, 26)])
    expect(told.map(([rule]) => rule)).toContain('any-to-containment')
    expect(told.filter(([rule]) => rule === 'unused-index').map(([, sql]) => sql)).toEqual([
      'drop index concurrently b;',
      'drop index concurrently c;',
    ])
  })

  test('and stays where a statement would suffer, which is named', async () => {
    const [finding, ...others] = await drops('redundant-index', {
      base: `${ORDERS}; create index a on orders (created, note); create index b on orders (created)`,
      load: { count: `select count(*) from orders where created > '2024-01-02'`, add: ADD },
    })
    expect(others).toEqual([])
    expect(finding).toMatchObject({ severity: 'info', fix: undefined, trial: undefined, statements: ['count'] })
    expect(finding?.why).toMatch(/It was dropped on a copy, and it stays: count goes from \d+ to \d+ pages\.$/)
  })

  test('and stays where a function needs it, which shows in no plan', async () => {
    const count = `create function of_tenant(int) returns bigint language plpgsql stable as
      'begin return (select count(*) from orders where tenant < $1); end'`
    const findings = await drops('redundant-index', {
      base: `${ORDERS}; create index a on orders (tenant, created, note); create index b on orders (tenant); ${count}`,
      load: { called: 'select of_tenant(8)', one: 'select * from orders where id = 7' },
    })
    expect(findings).toMatchObject([{ fix: undefined, statements: ['called'] }])
  })

  test('and those after it are tried without it', async () => {
    // Each of the two is superfluous, but not both of them.
    const { findings } = await advised(server, {
      base: `${ORDERS}; create index a on orders (tenant, created); create index b on orders (tenant)`,
      load: { ofTenant: 'select count(*) from orders where tenant = 7' },
    })
    const told = findings.filter(({ key }) => /^(?:redundant|unused|write-heavy)-index/.test(key))
    expect(told.map(({ key, fix }) => [key, fix !== undefined])).toEqual([['redundant-index:public.b', true]])
  })

  test('unless the server refuses', async () => {
    const keys =
      'create unique index orders_key on orders (id, tenant); create unique index orders_again on orders (id, tenant)'
    const lines = `create table lines (id int primary key, o int, t int, foreign key (o, t) references orders (id, tenant));
      create index on lines (o, t)`
    const findings = await drops('duplicate-index', {
      base: `${ORDERS}; ${keys}; ${lines}`,
      // What the foreign key stands on is the younger one then.
      head: 'reindex index concurrently orders_key',
      load: { one: 'select * from orders where id = 7' },
    })
    expect(findings).toMatchObject([{ fix: undefined }])
    expect(findings[0]?.why).toMatch(/PostgreSQL refuses it \(SQLSTATE 2BP01\)\.$/)
  })
})

describe('duplicate-index', () => {
  const pairs: readonly (readonly [indexes: string, dropped: readonly string[]])[] = [
    ['create index a on orders (tenant); create index b on orders (tenant)', ['b']],
    ['create index b on orders (id)', ['b']],
    ['create unique index b on orders (id)', ['b']],
    ['create index a on orders using hash (tenant); create index b on orders using hash (tenant)', ['b']],
    ['create unique index a on orders (id, tenant); create index b on orders (id, tenant)', ['b']],
    ['create index a on orders (tenant); create index b on orders (tenant desc)', []],
    ['create index a on orders (note); create index b on orders (note text_pattern_ops)', []],
    ['create index a on orders (note); create index b on orders (note collate "C")', []],
    ['create index a on orders (tenant); create index b on orders (tenant) where id > 5', []],
    ['create index a on orders (tenant) include (id); create index b on orders (tenant) include (created)', []],
    ['alter table orders add constraint a unique (tenant, id), add constraint b unique (tenant, id)', []],
    [
      'alter table orders add constraint a unique (tenant, id) deferrable; create unique index b on orders (tenant, id)',
      [],
    ],
  ]

  test.each(pairs)('%s', async (head, dropped) => {
    const findings = await drops('duplicate-index', {
      base: ORDERS,
      head,
      load: { one: 'select 1 from orders limit 1' },
    })
    expect(findings.map(({ fix }) => fix?.sql)).toEqual(dropped.map(name => `drop index concurrently ${name};`))
  })
})

test('an index that a concurrent build left invalid', async () => {
  const given = { base: ORDERS, load: { one: 'select * from orders where id = 7', add: ADD } }
  const [finding] = await drops('invalid-index', {
    ...given,
    asSuperuser: `create index broken on public.orders (created); update pg_index set indisvalid = false where indexrelid = 'public.broken'::regclass`,
  })
  expect(finding).toMatchObject({ severity: 'warning', fix: { sql: 'drop index concurrently broken;' } })
  expect(finding?.trial?.writes).toMatchObject([{ statement: 'add' }])
  expect(await drops('invalid-index', given)).toEqual([])
})
