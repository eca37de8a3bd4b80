import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { advised, type Case } from './advised.ts'
import { BOOKINGS, OTHER_CASES as cases, DOCUMENTS, EVENTS } from './index-cases.ts'

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server?.[Symbol.asyncDispose]())

const missing = async (given: Case) =>
  (await advised(server, given)).findings.filter(({ rule, fix }) => rule === 'missing-index' && fix !== undefined)

describe('an index for', () => {
  test.each(cases)('%s', async (_, base, sql, fix) => {
    const [finding, ...others] = await missing({ base, load: { search: sql } })
    expect(others).toEqual([])
    expect(finding?.fix?.sql).toBe(fix)
    expect(finding?.trial?.sizeBytes).toBeGreaterThan(0)
  })

  test.each([
    ['documents', DOCUMENTS],
    ['events', EVENTS],
    ['bookings', BOOKINGS],
  ])('%s: none that is there', async (_, tables) => {
    const own = cases.filter(([, base]) => base === tables)
    const fixes = new Set(own.flatMap(([, , , fix]) => fix.replaceAll(' concurrently', '').split('\n')))
    const load = Object.fromEntries(own.map(([name, , sql]) => [name, sql]))
    expect(await missing({ base: [tables, ...fixes].join(';\n'), load })).toEqual([])
  })
})

describe('a candidate that cannot be built', () => {
  test('because its rows are too long: told in one line, and another way is found', async () => {
    const long = `create table pages (id int primary key, body text not null);
      alter table pages alter body set storage plain;
      insert into pages select i, (select string_agg(md5(i::text || n), '') from generate_series(1, 90) n)
      from generate_series(1, 400) i`
    const sql = `select id from pages where body = 'x' and id > 0`
    const { findings } = await advised(server, { base: long, load: { search: sql } })
    const told = findings.filter(({ rule }) => rule === 'missing-index')
    expect(told.map(({ fix }) => fix?.sql)).toContain(
      'create index concurrently pages_body_idx on pages using hash (body);',
    )
    expect(told.flatMap(({ why }) => /SQLSTATE 54000/.exec(why) ?? []).length).toBeLessThanOrEqual(1)
  })
})

describe('what else a load asks for', () => {
  const ARTICLES = `
    create table articles (id int primary key, parent int, title varchar(99) not null, body text, data jsonb not null, seen int not null);
    insert into articles
    select i, null, 'title ' || md5(i::text), repeat('b ', 200), jsonb_build_object('tags', array['t' || i % 300], 'price', i), i
    from generate_series(1, 8000) i`

  test.each([
    [
      'text of several columns',
      `select id from articles where to_tsvector('english', title || ' ' || coalesce(body, '')) @@ to_tsquery('english', 'c4')`,
      `create index concurrently articles_to_tsvector_english_regconfig_title_COALESCE_body_idx on articles using gin (to_tsvector('english'::regconfig, (("title" || ' ') || coalesce("body", ''))));`,
    ],
    [
      'elements in a field of a document',
      `select id from articles where data -> 'tags' ? 't7'`,
      `create index concurrently articles_data_tags_idx on articles using gin (("data" -> 'tags'));`,
    ],
    ['both ends of a column', 'select min(seen), max(seen) from articles', 'on articles (seen);'],
    ['a column that is still empty', 'select count(*) from articles where parent = 5', 'on articles (parent);'],
  ])('%s', async (_, sql, fix) => {
    const [finding, ...others] = await missing({ base: ARTICLES, load: { search: sql } })
    expect(others).toEqual([])
    expect(finding?.fix?.sql.toLowerCase()).toContain(fix.toLowerCase())
  })

  test('no columns beside the keys where those leave little to read', async () => {
    const base = `create table notes (id int primary key, owner int not null, at int not null, title text not null);
      insert into notes select i, i % 40, i, 'title ' || i from generate_series(1, 20000) i`
    const load = { newest: 'select id, title from notes where owner = 7 order by at desc limit 15' }
    const [finding] = await missing({ base, load })
    expect(finding?.fix?.sql).toBe('create index concurrently notes_owner_at_idx on notes (owner, at);')
  })

  test('a cast that an index makes of every row is told', async () => {
    const load = { dear: `select id from articles where (data ->> 'price')::int = 77` }
    const [finding] = await missing({ base: ARTICLES, load })
    expect(finding?.evidence).toEqual([
      `A row whose data ->> 'price' is there and no int4 can no longer be written: the index casts it.`,
    ])
  })

  test('a state that nothing declares is no part of an index; that a check would help is said', async () => {
    const base = `create table jobs (id int primary key, status text not null, at int not null, note text not null);
      insert into jobs select i, case when i % 200 = 0 then 'failed' else 'done' end, i, repeat('n', 100) from generate_series(1, 8000) i`
    const load = { failed: `select note from jobs where status = 'failed' order by at limit 20` }
    const [finding] = await missing({ base, load })
    expect(finding?.fix?.sql).toBe('create index concurrently jobs_status_at_idx on jobs (status, at);')
    expect(finding?.evidence.join()).toMatch(/^status has few values, which no check and no enum names:/)
    expect(JSON.stringify(finding)).not.toContain("failed'")
    const declared = `${base}; alter table jobs add check (status in ('failed', 'done'))`
    const [better] = await missing({ base: declared, load })
    expect(better?.fix?.sql).toBe(`create index concurrently jobs_at_idx on jobs (at) where status = 'failed';`)
    expect(better?.evidence).toEqual([])
  })

  test('what a write looks for is among many candidates for reads', async () => {
    const base = `${ARTICLES}; alter table articles add code text; update articles set code = 'c' || id`
    const load = {
      seen: 'select title from articles where seen = 7',
      title: `select seen from articles where title = 'x'`,
      both: `select id from articles where seen > 7 and title > 'title ff'`,
      once: `insert into articles select 0, null, 't', 'b', '{}', 0, 'c1' where not exists (select from articles where code = 'c1')`,
    }
    const found = await missing({ base, load, candidates: 3, calls: { once: 50 } })
    expect(found.map(({ title }) => title)).toContain('An index on articles (code)')
  })

  test('an order is no answer to a filter that few rows pass', async () => {
    const base = `create table readings (id int primary key, device int not null, at int not null, note text not null);
      insert into readings select i, i % 100, i, repeat('n', 80) from generate_series(1, 20000) i`
    const load = {
      latest: 'select note from readings where device = 7 order by at desc limit 1',
      window: 'select count(note) from readings where at between 100 and 200',
    }
    const found = await missing({ base, load })
    expect(found.flatMap(({ fix }) => fix!.sql.split('\n')).toSorted()).toEqual([
      'create index concurrently readings_at_idx on readings (at);',
      'create index concurrently readings_device_at_idx on readings (device, at);',
    ])
  })

  test('no index on what an aggregate computes is tried', async () => {
    const load = { often: 'select parent, sum(seen) from articles group by parent having sum(seen) > 5' }
    const { findings } = await advised(server, { base: ARTICLES, load })
    expect(findings.filter(({ rule }) => rule === 'missing-index')).toEqual([])
  })
})

describe('a unique index', () => {
  const users = (columns: string, values: string, table = 'users') => `
    create table ${table} (id int primary key, ${columns}, note text not null);
    insert into ${table} select i, ${values}, repeat('n', 300) from generate_series(1, 6000) i`
  const byName = (table = 'users', column = 'username') => `select * from ${table} where ${column} = 'u5999' limit 1`

  test.each([
    [
      'a name',
      users('username text', `'u' || i`),
      byName(),
      'unique index concurrently users_username_idx on users (username)',
    ],
    ['what is sold', users('sku text', `'u' || i`, 'products'), byName('products', 'sku'), 'unique index'],
    ['the address of a person', users('email text', `'u' || i`), byName('users', 'email'), 'unique index'],
    [
      'a number of its own, in place of a hash',
      users('ticket_number text', `repeat('n', 60) || i`, 'tickets'),
      `select * from tickets where ticket_number = repeat('n', 60) || '5999' limit 1`,
      'unique index concurrently tickets_ticket_number_idx on tickets (ticket_number)',
    ],
  ])('for %s', async (_, base, sql, fix) => {
    const load = { one: sql, join: `insert into ${/from (\w+)/.exec(sql)![1]} values (0, 'new', 'n')` }
    const [finding, ...others] = await missing({ base, load })
    expect(others).toEqual([])
    expect(finding?.fix?.sql).toContain(fix)
    expect(finding?.title).toMatch(/^A unique index on /)
    const repaired = await missing({ base: `${base}; ${finding!.fix!.sql.replace(' concurrently', '')}`, load })
    expect(repaired).toEqual([])
  })

  test('but a plain one where it could be right that two rows are alike', async () => {
    /** Tables with the column that is looked for, more columns, and what follows the look-up. */
    const tables: readonly (readonly [why: string, table: string, column: string, more?: string, end?: string])[] = [
      ['two of its rows are alike', 'customers', 'username'],
      ['it is no name', 'members', 'phone'],
      ['no single row is asked for', 'people', 'handle', '', ''],
      ['the newest is asked for', 'admins', 'user_name', '', 'order by id limit 1'],
      ['orders have the address of who made them', 'orders', 'email'],
      ['each tenant gives its own', 'pages', 'slug', 'tenant_id int,'],
      ['each place has its own stock of it', 'stock', 'sku'],
      ['each language has its own', 'posts', 'slug', 'lang text,'],
      ['rows stay when they are deleted', 'subscribers', 'email', 'deleted_at date,'],
      ['rows are versions of one thing', 'page_versions', 'iban'],
      ['another table has it as well', 'devices', 'serial_number'],
      ['a write of the load would fail', 'cards', 'card_number'],
    ]
    const base = [
      ...tables.map(
        ([, table, column, more = '']) => `
          create table ${table} (id int primary key, ${column} text, ${more} note text);
          insert into ${table} (id, ${column}, note) select i, 'u' || i, repeat('n', 700) from generate_series(1, 1500) i`,
      ),
      `insert into customers values (0, 'u1499')`,
      'create table repairs (serial_number text)',
    ].join(';')
    const reads = tables.map(([, table, column, , end = 'limit 1']): readonly [string, string] => [
      table,
      `select * from ${table} where ${column} = 'u1499' ${end}`,
    ])
    const load = { ...Object.fromEntries(reads), write: `insert into cards values (0, 'u7')` }
    const found = await missing({ base, load, budget: { indexes: 20 } })
    expect(found.flatMap(({ fix }) => fix!.sql.split('\n')).toSorted()).toEqual(
      tables
        .map(([, table, column]) => `create index concurrently ${table}_${column}_idx on ${table} (${column});`)
        .toSorted(),
    )
  })

  test('nor among few rows', async () => {
    const base = users('username text', `'u' || i`).replace('6000', '900').replace('300', '1500')
    const [finding] = await missing({ base, load: { one: byName().replace('5999', '899') } })
    expect(finding?.fix?.sql).toBe('create index concurrently users_username_idx on users (username);')
  })
})
