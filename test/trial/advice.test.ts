import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../../src/advise/finding.ts'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { advised, type Case } from './advised.ts'
import { ORDER_CASES, ORDERS } from './index-cases.ts'

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server?.[Symbol.asyncDispose]())

const found = ({ findings }: { findings: readonly Finding[] }, rule: string) =>
  findings.filter(finding => finding.rule === rule)

describe('missing-index', () => {
  test.each(ORDER_CASES)('%s: built and re-run, and nothing more once it is there', async (_, _base, sql, fix) => {
    const load = { search: sql, add: `insert into orders select -1, 1, now(), 'paid', 'x', '{}', now(), 'n'` }
    const [finding] = found(await advised(server, { base: ORDERS, load }), 'missing-index')
    expect(finding).toMatchObject({ severity: 'advice', statements: ['search'], fix: { sql: fix } })
    const [effect] = finding!.trial!.effects
    expect(effect!.buffersBefore).toBeGreaterThan(500)
    expect(effect!.buffersAfter).toBeLessThan(100)
    expect(finding!.trial!.sizeBytes).toBeGreaterThan(0)
    const repaired = await advised(server, { base: `${ORDERS}; ${fix.replace(' concurrently', '')}`, load })
    expect(found(repaired, 'missing-index')).toEqual([])
  })

  test('says what it costs the writes, exactly', async () => {
    const add = `insert into orders select -i, 1, now(), 'paid', 'x', '{}', now(), 'n' from generate_series(1, 10) i`
    const load = { search: 'select * from orders where tenant = 7 order by created desc limit 20', add }
    const advice = () => advised(server, { base: ORDERS, load })
    const costs = (await advice()).findings[0]!.trial!.writes
    expect(costs).toMatchObject([{ statement: 'add' }])
    expect(costs[0]!.walBytesAfter).toBeGreaterThan(costs[0]!.walBytesBefore)
    expect((await advice()).findings[0]!.trial!.writes).toEqual(costs)
  })

  test('serves several statements with one index', async () => {
    const load = {
      latest: 'select * from orders where tenant = 7 order by created desc limit 20',
      day: `select * from orders where tenant = 8 and created >= '2024-01-20' and created < '2024-01-21'`,
      oldest: 'select id from orders where tenant = 9 order by created limit 5',
    }
    const findings = found(await advised(server, { base: ORDERS, load }), 'missing-index')
    expect(findings.map(({ fix }) => fix?.sql)).toEqual([
      'create index concurrently orders_tenant_created_idx on orders (tenant, created);',
    ])
    expect(findings[0]?.statements.toSorted()).toEqual(['day', 'latest', 'oldest'])
  })

  test('is no trap for whom the other values belong to', async () => {
    // All rows of tenant 1 are old: an index on (created) is fast for the others and reads everything for this one.
    const schema = `create table events (id int primary key, tenant int not null, created timestamp not null, note text not null);
      insert into events select i, case when i <= 3000 then 1 else 2 + i % 5 end,
        timestamp '2024-01-01' + i * interval '1 minute', repeat('n', 80) from generate_series(1, 60000) i`
    const sql = (tenant: number) => `select * from events where tenant = ${tenant} order by created desc limit 100`
    const findings = found(await advised(server, { base: schema, load: { latest: [sql(3), sql(1)] } }), 'missing-index')
    expect(findings.map(({ fix }) => fix?.sql)).toEqual([
      'create index concurrently events_tenant_created_idx on events (tenant, created);',
    ])
  })

  test('leaves out what saves too little', async () => {
    const load = { all: 'select count(note) from orders where tenant >= 0' }
    expect(found(await advised(server, { base: ORDERS, load }), 'missing-index')).toEqual([])
  })

  test('holds no value of the load', async () => {
    const load = { search: `select * from orders where email = 'user1234@mail.example' and note <> 'hush'` }
    const { findings } = await advised(server, { base: ORDERS, load })
    expect(found({ findings }, 'missing-index')).toHaveLength(1)
    expect(JSON.stringify(findings)).not.toMatch(/1234|hush/)
  })
})

describe('index-dropped', () => {
  const index = 'create index orders_tenant_created_idx on orders (tenant, created)'
  const load = { latest: 'select * from orders where tenant = 7 order by created desc limit 20' }
  const base = `${ORDERS}; ${index}`

  test('keeps what served a statement', async () => {
    const head = 'drop index orders_tenant_created_idx; create index on orders (tenant, state, created)'
    const { findings } = await advised(server, { base, head, load })
    expect(found({ findings }, 'index-dropped')).toMatchObject([
      {
        key: 'index-dropped:public.orders_tenant_created_idx',
        severity: 'warning',
        statements: ['latest'],
        fix: { sql: 'create index concurrently orders_tenant_created_idx on orders (tenant, created);' },
      },
    ])
    expect(found({ findings }, 'missing-index')).toEqual([])
  })

  test('keeps each of those that a cascade read', async () => {
    const cascade = `create table posts (id int primary key);
      create table likes (id int primary key, post_id int not null references posts on delete cascade, note text not null);
      create table answers (id int primary key, post_id int not null references posts on delete cascade, note text not null);
      create index likes_post_id_idx on likes (post_id);
      create index answers_post_id_idx on answers (post_id);
      insert into posts select generate_series(1, 1000);
      insert into likes select i, 1 + i % 1000, repeat('n', 80) from generate_series(1, 20000) i;
      insert into answers select i, 1 + i % 1000, repeat('n', 80) from generate_series(1, 12000) i`
    const { findings } = await advised(server, {
      base: cascade,
      head: 'drop index likes_post_id_idx, answers_post_id_idx',
      load: { purge: 'delete from posts where id between 5 and 9' },
    })
    expect(found({ findings }, 'index-dropped').map(({ fix }) => fix?.sql)).toEqual([
      'create index concurrently likes_post_id_idx on likes (post_id);',
      'create index concurrently answers_post_id_idx on answers (post_id);',
    ])
    expect(findings.filter(({ rule, fix }) => rule === 'missing-index' && fix !== undefined)).toEqual([])
  })

  test('keeps a partial index where one over all rows has the same keys', async () => {
    const unread = 'create index messages_unread on messages (reader, id) where flags & 1 = 0'
    const { findings } = await advised(server, {
      base: `create table messages (id int primary key, reader int not null, flags int not null, note text not null, unique (reader, id));
        insert into messages select i, i % 20, case when i % 500 = 7 then 0 else 1 end, repeat('n', 80) from generate_series(1, 40000) i; ${unread}`,
      head: 'drop index messages_unread; create index messages_unread on messages (reader, id) where flags % 2 = 0',
      load: { unread: 'select id from messages where reader = 7 and flags & 1 = 0 order by id' },
    })
    expect(found({ findings }, 'index-dropped')).toMatchObject([
      {
        key: 'index-dropped:public.messages_unread',
        fix: { sql: expect.stringMatching(/ on messages \(reader, id\) where \(\(flags & 1\) = 0\);$/) },
      },
    ])
  })

  test('says what an index of an exclusion constraint does not bring back', async () => {
    const { findings } = await advised(server, {
      base: `create table bookings (id int primary key, during int4range not null, note text not null,
          constraint bookings_apart exclude using gist (during with &&));
        insert into bookings select i, int4range(i, i + 1), repeat('n', 80) from generate_series(1, 20000) i`,
      head: 'alter table bookings drop constraint bookings_apart',
      load: { clashes: `select id from bookings where during && int4range(77, 79)` },
    })
    expect(found({ findings }, 'index-dropped')).toMatchObject([
      {
        why: 'This branch drops the constraint bookings_apart, whose index served clashes on the base: leave it in. The index alone, built again, serves as well but excludes no row.',
        fix: { sql: 'create index concurrently bookings_apart on bookings using gist (during);' },
      },
    ])
  })

  test.each([
    ['renamed', 'alter index orders_tenant_created_idx rename to other'],
    [
      'replaced by a wider one',
      'drop index orders_tenant_created_idx; create index on orders (tenant, created, state)',
    ],
  ])('not where it was %s', async (_, head) => {
    expect(found(await advised(server, { base, head, load }), 'index-dropped')).toEqual([])
  })
})

test('an index is advised for what no other one does better, and a foreign key leads where it has none', async () => {
  const base = `create table people (id int primary key);
    insert into people select generate_series(1, 1000);
    create table tickets (id int primary key, account int not null, assignee int references people, status text not null, at int not null, note text not null);
    insert into tickets select i, i % 50, 1 + i % 1000, (array['open', 'done', 'done', 'done'])[1 + i % 4], i, repeat('n', 200) from generate_series(1, 20000) i`
  const load = {
    list: `select id from tickets where account = 7 and status = 'open' order by at desc limit 20`,
    open: `select account, (select count(*) from tickets t where t.account = a and t.status = 'open') from generate_series(1, 30) a cross join (select 1 as account) one`,
    mine: `select count(*) from tickets where assignee = 41 and status = 'open'`,
  }
  const findings = found(await advised(server, { base, load }), 'missing-index').filter(({ fix }) => fix !== undefined)
  expect(
    findings.map(({ fix, why, trial }) => [
      fix?.sql,
      why.split(' ')[0],
      trial?.effects.map(effect => effect.statement).toSorted(),
    ]),
  ).toEqual([
    ['create index concurrently tickets_status_account_idx on tickets (status, account);', 'open', ['list', 'open']],
    ['create index concurrently tickets_assignee_status_idx on tickets (assignee, status);', 'mine', ['mine']],
  ])
})

test('a dropped index is kept for what the gate calls worse, and where its writes pay more that is told', async () => {
  const base = `create table readings (id int primary key, at int not null, device int not null, note text not null);
    insert into readings select i, i, i % 400, repeat('n', 50) from generate_series(1, 60000) i;
    create index readings_at_idx on readings (at)`
  const purge = 'delete from readings where at <= 2000'
  const add = `insert into readings values (-1, 70000, 3, 'n')`
  const head = 'drop index readings_at_idx'
  const dropped = async (calls: Readonly<Record<string, number>>) =>
    found(await advised(server, { base, head, load: { purge, add }, calls }), 'index-dropped')
  expect(await dropped({ purge: 1, add: 1 })).toMatchObject([
    {
      severity: 'warning',
      statements: ['purge'],
      fix: { sql: 'create index concurrently readings_at_idx on readings (at);' },
    },
  ])
  expect(await dropped({ purge: 1, add: 5000 })).toMatchObject([
    { why: expect.stringMatching(/it costs the writes more than it saves\.$/), fix: undefined },
  ])
})

test('what a foreign key reads its rows by is kept as it was, and the foreign key is told by what it is on', async () => {
  const base = `create table posts (id int primary key, author int not null, reply_to int, body text not null);
    insert into posts select i, i, case when i % 5 = 0 then i - 1 end, repeat('n', 80) from generate_series(1, 60000) i;
    create index posts_reply_to on posts (reply_to) where reply_to is not null;
    create table likes (id int primary key, post int);
    create index on likes (post);
    alter table likes add constraint fk_0b1 foreign key (post) references posts on delete cascade;
    alter table posts add constraint fk_9f2 foreign key (reply_to) references posts on delete set null`
  const head = 'drop index posts_reply_to; create index posts_author_reply_to on posts (author, reply_to)'
  const load = { replies: 'select body from posts where reply_to = 1004', remove: 'delete from posts where id = 29991' }
  const { findings, comparisons } = await advised(server, { base, head, load })
  expect(findings.filter(({ fix, area }) => area === 'index' && fix !== undefined)).toMatchObject([
    {
      rule: 'index-dropped',
      severity: 'warning',
      statements: expect.arrayContaining(['replies', 'remove']),
      fix: { sql: 'create index concurrently posts_reply_to on posts (reply_to) where (reply_to IS NOT NULL);' },
    },
  ])
  const removed = comparisons.find(({ name }) => name === 'remove')
  expect(removed?.changes).toContainEqual(
    expect.objectContaining({ kind: 'trigger-work', node: 'foreign key of posts (reply_to)', direction: 'worse' }),
  )
  // Nothing reads by it but the foreign key.
  const alone = await advised(server, { base, head, load: { remove: load.remove } })
  expect(found(alone, 'index-dropped')).toMatchObject([{ severity: 'warning', statements: ['remove'] }])
})

describe('foreign-key-without-index', () => {
  const tables = `create table documents (id int primary key);
    create table messages (id int primary key, document int references documents (id) on delete set null, body text not null);
    insert into documents select generate_series(1, 2000);
    insert into messages select i, i % 1000 + 1, repeat('n', 100) from generate_series(1, 20000) i`
  const load = { remove: 'delete from documents where id = 1500' }

  test('is measured with the delete that pays for it', async () => {
    const findings = found(await advised(server, { base: tables, load }), 'foreign-key-without-index')
    expect(findings).toMatchObject([
      {
        severity: 'advice',
        statements: ['remove'],
        fix: { sql: 'create index concurrently messages_document_idx on messages (document);' },
      },
    ])
    const [effect] = findings[0]!.trial!.effects
    expect(effect!.buffersBefore).toBeGreaterThan(200)
    expect(effect!.buffersAfter).toBeLessThan(20)
  })

  test.each([['(document)'], ['(document, id)'], ['(document) where document is not null']])(
    'not with an index on %s',
    async keys => {
      const base = `${tables}; create index on messages ${keys}`
      expect(found(await advised(server, { base, load }), 'foreign-key-without-index')).toEqual([])
    },
  )

  test('of this branch is told even where the load deletes nothing', async () => {
    const findings = found(
      await advised(server, {
        base: tables,
        head: 'alter table messages add parent int references messages (id)',
        load: { read: 'select * from documents where id = 1' },
      }),
      'foreign-key-without-index',
    )
    expect(findings).toMatchObject([
      { severity: 'info', key: 'foreign-key-without-index:public.messages:parent', fix: undefined },
    ])
  })
})

describe('redundant-index', () => {
  const load = { latest: 'select id from orders where tenant = 7 order by created desc limit 1' }
  const redundant = async (indexes: string) =>
    found(await advised(server, { base: ORDERS, head: indexes, load }), 'redundant-index').map(({ key, severity }) => [
      key,
      severity,
    ])

  test('a prefix, and not a duplicate', async () => {
    expect(await redundant('create index a on orders (tenant, created); create index b on orders (tenant)')).toEqual([
      ['redundant-index:public.b', 'advice'],
    ])
    expect(
      await redundant('create index a on orders (tenant, created); create index b on orders (tenant, created)'),
    ).toEqual([])
  })

  test.each([
    ['unique', 'create index a on orders (tenant, created); create unique index b on orders (id, tenant)'],
    ['another order', 'create index a on orders (tenant, created); create index b on orders (tenant desc)'],
    ['another class', 'create index a on orders (email, created); create index b on orders (email text_pattern_ops)'],
    [
      'a predicate',
      'create index a on orders (tenant, created); create index b on orders (tenant) where paid_at is null',
    ],
    ['not a prefix', 'create index a on orders (tenant, created); create index b on orders (created)'],
  ])('not: %s', async (_, indexes) => {
    expect(await redundant(indexes)).toEqual([])
  })
})

describe('a narrow index that is read, and a wide one that is not', () => {
  const load = { own: 'select count(*) from orders where tenant between 7 and 11' }
  const narrow = `${ORDERS}; create index narrow on orders (tenant)`
  const wide = 'create index wide on orders (tenant, note, email)'
  const told = async (test: Partial<Case>) =>
    (await advised(server, { base: narrow, load, ...test })).findings.filter(({ key }) =>
      /^(?:redundant|unused|over-wide)-index:/.test(key),
    )

  test('says which one stays and why, and when the other should', async () => {
    const findings = await told({ base: `${narrow}; ${wide}` })
    expect(findings).toMatchObject([{ key: 'redundant-index:public.narrow' }])
    expect(findings[0]!.why).toMatch(
      /wide stays, because it answers all that narrow does and more, although this load reads narrow alone: that has \S+ \wB where wide has \S+ \wB\. .* keep narrow and drop wide in its place\./,
    )
  })

  test('is the one to keep where the branch adds the other', async () => {
    expect(await told({ head: wide })).toMatchObject([
      { key: 'unused-index:public.wide', fix: { sql: 'drop index concurrently wide;' } },
    ])
  })
})

describe('unused-index', () => {
  const load = { one: 'select * from orders where id = 7', latest: 'select * from orders where tenant = 7' }
  const unused = async (test: Partial<Case>) =>
    found(await advised(server, { base: ORDERS, load, ...test }), 'unused-index')

  test('is a remark in these words', async () => {
    expect(await unused({ head: 'create index spare on orders (created)' })).toMatchObject([
      {
        key: 'unused-index:public.spare',
        severity: 'info',
        title: 'spare on orders is unused by this load',
        fix: { sql: 'drop index concurrently spare;' },
      },
    ])
  })

  test('not of one that is read, is unique, or is on a table that the load leaves alone', async () => {
    expect(await unused({ head: 'create index on orders (tenant)' })).toEqual([])
    expect(await unused({ head: 'create unique index on orders (created, id)' })).toEqual([])
    expect(await unused({ head: 'create table idle (id int); create index on idle (id)' })).toEqual([])
  })
})

describe('what functions and triggers run', () => {
  const base = `
    create table accounts (id int primary key, balance int not null default 0);
    create table bookings (id int primary key, account_id int not null, amount int not null, note text not null);
    insert into accounts select i, 0 from generate_series(1, 2000) i;
    insert into bookings select i, 1 + i % 2000, 5, repeat('n', 200) from generate_series(1, 20000) i;
    create function sum_up() returns trigger language plpgsql as $$
    begin
      update accounts set balance = (select sum(amount) from bookings where account_id = new.account_id)
      where id = new.account_id;
      return null;
    end $$;
    create trigger sum_up after insert on bookings for each row execute function sum_up();
    create function total_of(account int) returns bigint language plpgsql stable as $$
    declare total bigint;
    begin
      select sum(amount) into total from bookings b where b.account_id = account and note is not null;
      return total;
    end $$`
  const load = {
    book: `insert into bookings select -i, i, 5, 'n' from generate_series(1, 15) i`,
    total: 'select total_of(7)',
  }

  test('asks for the index as what a statement runs itself does, with the function and its line', async () => {
    const findings = found(await advised(server, { base, load }), 'missing-index')
    expect(findings).toMatchObject([
      {
        severity: 'advice',
        why: expect.stringMatching(/^book, in sum_up\(\) line 3, reads 9,\d{3} pages of it/),
        fix: { sql: 'create index concurrently bookings_account_id_idx on bookings (account_id);' },
      },
    ])
    const effects = findings[0]!.trial!.effects.map(({ statement, buffersBefore, buffersAfter }) => [
      statement,
      buffersBefore > 10 * buffersAfter,
    ])
    expect(effects.toSorted()).toEqual([
      ['book', true],
      ['total', true],
    ])
    const repaired = await advised(server, { base: `${base}; create index on bookings (account_id)`, load })
    expect(found(repaired, 'missing-index')).toEqual([])
  })

  test('is planned for with the rest where more ask for an index than are built', async () => {
    const others = Array.from({ length: 3 }, (_, at) => [
      `note${at}`,
      `select id from bookings where note = '${at}' and amount < ${at}`,
    ])
    const crowd = { ...load, ...Object.fromEntries(others) }
    const calls = { book: 100, total: 100 }
    const findings = found(await advised(server, { base, load: crowd, candidates: 2, calls }), 'missing-index')
    expect(findings[0]?.fix?.sql).toBe('create index concurrently bookings_account_id_idx on bookings (account_id);')
  })

  test('is named with the function and its line where no index helps', async () => {
    const { findings } = await advised(server, { base, load, candidates: 0 })
    expect(found({ findings }, 'trigger-work')).toMatchObject([
      { evidence: [expect.stringMatching(/^sum_up\(\) line 3 reads 9,\d{3} pages of bookings in 15 executions\.$/)] },
    ])
    expect(found({ findings }, 'sequential-scan')).toMatchObject([
      { statements: ['total'], evidence: ['It is run in total_of(integer) line 4.'] },
    ])
  })
})

test('a candidate that cannot be built is told in one line and costs the others nothing', async () => {
  const base = `${ORDERS}; create function label(text) returns text language plpgsql volatile as 'begin return $1; end'`
  const load = {
    labelled: `select * from orders where label(email) = 'x'`,
    latest: 'select * from orders where tenant = 7 order by created desc limit 20',
  }
  const findings = found(await advised(server, { base, load }), 'missing-index')
  expect(findings.map(({ severity, statements, fix }) => [severity, statements, fix !== undefined])).toEqual([
    ['advice', ['latest'], true],
    ['info', ['labelled'], false],
  ])
  expect(findings[1]?.why).toMatch(/PostgreSQL refuses to build it \(SQLSTATE 42P17\)\.$/)
})

test('a value that is too long for a b-tree is told in one line and costs the others nothing', async () => {
  const base = `${ORDERS}; create table texts (id int primary key, body text not null);
    alter table texts alter column body set storage external;
    insert into texts select i, repeat(md5(i::text), 100) from generate_series(1, 2000) i`
  const load = {
    texts: `select count(*) from texts where body > 'ff'`,
    latest: 'select * from orders where tenant = 7 order by created desc limit 20',
  }
  const findings = found(await advised(server, { base, load }), 'missing-index')
  expect(findings.map(({ statements, fix }) => [statements, fix !== undefined])).toEqual([
    [['latest'], true],
    [['texts'], false],
  ])
  expect(findings[1]?.why).toMatch(/PostgreSQL refuses to build it \(SQLSTATE 54000\)\.$/)
})

/** What a server refuses for other reasons than the index itself; a private copy has nobody else who could hold a lock. */
const refusing = (tag: string, sqlstate: string, when = 'true') => `
  create function public.refuse() returns event_trigger language plpgsql as $$ begin
    if ${when} then raise exception using errcode = '${sqlstate}', message = 'refused'; end if;
  end $$;
  create event trigger refuse on ddl_command_start when tag in ('${tag}') execute function public.refuse()`

test.each([
  ['a lock is not to be had in time', refusing('CREATE INDEX', '55P03', `current_query() like '%email%'`), '55P03'],
  ['an extension may not be created', refusing('CREATE EXTENSION', '42501'), '42501'],
])('a candidate for which %s is told in one line and costs the others nothing', async (_, asSuperuser, sqlstate) => {
  const load = {
    search: `select * from orders where email like '%r3999@%'`,
    latest: 'select * from orders where tenant = 7 order by created desc limit 20',
  }
  const findings = found(await advised(server, { base: ORDERS, asSuperuser, load }), 'missing-index')
  expect(findings.map(({ statements, fix }) => [statements, fix !== undefined])).toEqual([
    [['latest'], true],
    [['search'], false],
  ])
  expect(findings[1]?.why).toMatch(new RegExp(`PostgreSQL refuses to build it \\(SQLSTATE ${sqlstate}\\)\\.$`))
})

test('a candidate without an operator class gives way to another one', async () => {
  const base = `create table rooms (id int primary key, plan jsonb not null, during int4range not null, note text not null);
    insert into rooms select i, to_jsonb(i % 4), int4range(i, i + 2), repeat('n', 100) from generate_series(1, 20000) i`
  const load = { hit: `select id from rooms where plan = '3' and during && int4range(70, 80)` }
  const findings = found(await advised(server, { base, load }), 'missing-index')
  expect(findings.map(({ fix }) => fix?.sql)).toEqual([
    'create index concurrently rooms_during_idx on rooms using gist (during);',
  ])
})

test('a statement that is too long for the parser gets indexes as well, and costs the others nothing', async () => {
  const alias = 'a'.repeat(60)
  const endless = Array.from({ length: 16_000 }, () => `${alias}.note = ${alias}.note`).join(' and ')
  const load = {
    endless: `select id from orders as ${alias} where email = 'user77@mail.example' and (true or (${endless}))`,
    latest: 'select * from orders where tenant = 7 order by created desc limit 20',
  }
  const findings = found(await advised(server, { base: ORDERS, load }), 'missing-index')
  expect(findings.map(({ statements, fix }) => [...statements, fix?.sql]).toSorted()).toEqual([
    ['endless', 'create index concurrently orders_email_idx on orders (email);'],
    ['latest', 'create index concurrently orders_tenant_created_idx on orders (tenant, created);'],
  ])
})

test('nothing is said of memory for a sort that an advised index spares, and a page by its last row is held against that index', async () => {
  const load = { page: 'select id, note from orders order by created desc, id desc limit 20 offset 6000' }
  const session = { work_mem: '64kB' }
  const { findings } = await advised(server, { base: ORDERS, load, session })
  expect(found({ findings }, 'missing-index')).toMatchObject([
    { fix: { sql: expect.stringContaining('(created, id)') } },
  ])
  expect(found({ findings }, 'spill')).toEqual([])
  const [page] = found({ findings }, 'offset-to-keyset')
  const [indexed] = found({ findings }, 'missing-index')
  expect(page?.trial?.effects[0]?.buffersBefore).toBe(indexed?.trial?.effects[0]?.buffersAfter)
  expect(found(await advised(server, { base: ORDERS, load, session, candidates: 0 }), 'spill')).toHaveLength(1)
})

test('the only row with a value is said to be so', async () => {
  const load = { one: `select * from orders where email = 'user77@mail.example'` }
  const [only] = found(await advised(server, { base: ORDERS, load }), 'missing-index')
  expect(only?.fix?.sql).toBe('create index concurrently orders_email_idx on orders (email);')
  expect(only?.evidence).toEqual([expect.stringMatching(/no two rows have the same email: .* unique index/)])
  const tenant = { one: 'select * from orders where tenant = 7' }
  const [other] = found(await advised(server, { base: ORDERS, load: tenant }), 'missing-index')
  expect(other?.evidence ?? []).toEqual([])
})
