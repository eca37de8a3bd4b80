/** Tables with their rows, a statement, and the index that answers it. */
type IndexCase = readonly [name: string, base: string, sql: string, fix: string]

/** Forty tenants of the same size, in turn. */
export const ORDERS = `
  create type state as enum ('open', 'paid', 'void');
  create table orders (id int primary key, tenant int not null, created timestamp not null, state state not null,
    email text not null, tags jsonb not null, paid_at timestamp, note text not null);
  insert into orders
  select i, i % 40, timestamp '2024-01-01' + i * interval '1 minute',
    (case when i / 40 % 100 = 0 then 'open' else 'paid' end)::state, 'user' || i || '@mail.example',
    jsonb_build_object('k', i), case when i / 40 % 50 > 0 then now() end, repeat('n', 80)
  from generate_series(1, 40000) i`

/** What one table of orders is asked. */
export const ORDER_CASES: readonly IndexCase[] = [
  [
    'equality, then the order',
    ORDERS,
    'select * from orders where tenant = 7 order by created desc limit 20',
    'create index concurrently orders_tenant_created_idx on orders (tenant, created);',
  ],
  [
    'mixed directions and nulls',
    ORDERS,
    'select * from orders where tenant = 7 order by paid_at desc nulls last, created limit 20',
    'create index concurrently orders_tenant_paid_at_created_idx on orders (tenant, paid_at nulls first, created desc);',
  ],
  [
    'a range',
    ORDERS,
    `select * from orders where tenant = 7 and created >= '2024-01-20' and created < '2024-01-21'`,
    'create index concurrently orders_tenant_created_idx on orders (tenant, created);',
  ],
  [
    'the few rows that are null',
    ORDERS,
    'select * from orders where tenant = 10 and paid_at is null order by created limit 20',
    'create index concurrently orders_tenant_created_idx on orders (tenant, created) where paid_at is null;',
  ],
  [
    'a rare state',
    ORDERS,
    `select * from orders where state = 'open' order by created limit 20`,
    `create index concurrently orders_created_idx on orders (created) where state = 'open';`,
  ],
  [
    'an expression',
    ORDERS,
    `select * from orders where lower(email) = 'user77@mail.example'`,
    'create index concurrently orders_lower_email_idx on orders (lower("email"));',
  ],
  [
    'an infix search',
    ORDERS,
    `select * from orders where email like '%r3999@%'`,
    `create extension if not exists pg_trgm;\ncreate index concurrently orders_email_idx on orders using gin (email gin_trgm_ops);`,
  ],
  [
    'containment',
    ORDERS,
    `select * from orders where tags @> '{"k": 77}'`,
    'create index concurrently orders_tags_idx on orders using gin (tags jsonb_path_ops);',
  ],
]

/** As many questions about the orders as a small application has, no two alike. */
export function hundredStatements(): Readonly<Record<string, string>> {
  const filters = [
    'tenant = 7',
    `state = 'open'`,
    `email = 'user77@mail.example'`,
    'paid_at is null',
    `lower(email) = 'x'`,
  ]
  const ends = ['created', 'created desc', 'paid_at', 'email', 'id desc']
  const shapes = filters.flatMap((filter, at) =>
    ends.flatMap(end =>
      [`created > '2024-01-20'`, `note <> 'x'`, 'id > 100', `email like 'user1%'`].map(
        more => `select * from orders where ${filter} and ${more} order by ${end} limit ${at + 10}`,
      ),
    ),
  )
  return Object.fromEntries(shapes.map((sql, at) => [`orders.${at + 1}`, sql]))
}

export const DOCUMENTS = `
  create table documents (id int primary key, owner int not null, editor int not null, created timestamp not null,
    data jsonb not null, tags text[] not null, during tsrange not null, place point not null, body text not null,
    digest text not null);
  insert into documents
  select i, i % 2000, (i * 7) % 3000, timestamp '2024-01-01' + i * interval '1 hour',
    jsonb_build_object('kind', 'k' || i % 2000, 'size', i % 3000, 'k' || i % 1500, true), array['t' || i % 2000],
    tsrange(timestamp '2024-01-01' + i * interval '1 hour', timestamp '2024-01-01' + (i + 2) * interval '1 hour'),
    point(i % 200, i / 200), 'word' || i % 1000 || ' and words', repeat(md5(i::text), 3)
  from generate_series(1, 20000) i`
export const EVENTS = `
  create table events (id int not null, at date not null, kind int not null, note text not null) partition by range (at);
  create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');
  create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
  insert into events select i, date '2025-01-01' + i % 700, i % 900, repeat('n', 80) from generate_series(1, 30000) i`

/** Rooms that are booked for a day each, few of them by a state that the table declares. */
export const BOOKINGS = `
  create table bookings (id int primary key, room int not null, during tstzrange not null, state text not null default 'new',
    parts text[] not null, done boolean not null, at timestamptz not null, note text not null);
  insert into bookings
  select i, 1 + i % 400, tstzrange(timestamptz '2024-01-01' + i / 400 * interval '1 day', timestamptz '2024-01-01' + (1 + i / 400) * interval '1 day'),
    case when i % 97 = 0 then 'new' else 'held' end, array['p' || i % 900], i % 50 <> 0, timestamptz '2024-01-01' + i * interval '1 minute',
    repeat('n', 80)
  from generate_series(1, 20000) i`

/** Shapes that are no plain equality, each with what is to come of it. */
export const OTHER_CASES: readonly IndexCase[] = [
  [
    'a field of a document',
    DOCUMENTS,
    `select id from documents where data ->> 'kind' = 'k7'`,
    `create index concurrently documents_data_kind_idx on documents (("data" ->> 'kind'));`,
  ],
  [
    'a field of a document as a number',
    DOCUMENTS,
    `select id from documents where (data ->> 'size')::int = 7`,
    `create index concurrently documents_data_size_int4_idx on documents ((("data" ->> 'size')::int4));`,
  ],
  [
    'a truncated date',
    DOCUMENTS,
    `select id from documents where date_trunc('day', created) = '2024-03-01'`,
    `create index concurrently documents_date_trunc_day_created_idx on documents (date_trunc('day', "created"));`,
  ],
  [
    'a key of a document',
    DOCUMENTS,
    `select id from documents where data ? 'k7'`,
    'create index concurrently documents_data_idx on documents using gin (data);',
  ],
  [
    'elements of an array',
    DOCUMENTS,
    `select id from documents where tags @> array['t7']`,
    'create index concurrently documents_tags_idx on documents using gin (tags);',
  ],
  [
    'a range',
    DOCUMENTS,
    `select id from documents where during && tsrange('2024-03-01', '2024-03-02')`,
    'create index concurrently documents_during_idx on documents using gist (during);',
  ],
  [
    'a range of one room',
    BOOKINGS,
    `select id from bookings where room = 7 and during && tstzrange('2024-01-05', '2024-01-09')`,
    'create extension if not exists btree_gist;\ncreate index concurrently bookings_room_during_idx on bookings using gist (room, during);',
  ],
  [
    'a state that the table declares',
    BOOKINGS,
    `select * from bookings where state = 'new' order by at limit 50`,
    `create index concurrently bookings_at_idx on bookings (at) where state = 'new';`,
  ],
  [
    'a truth that nearly all rows have is no key',
    BOOKINGS,
    'select * from bookings where room = 7 and done order by at desc limit 20',
    'create index concurrently bookings_room_at_idx on bookings (room, at);',
  ],
  [
    'one row, whatever else is asked of it',
    ORDERS,
    `select * from orders where email = 'user77@mail.example' and state = 'paid' and tenant = 37`,
    'create index concurrently orders_email_idx on orders (email);',
  ],
  [
    'the nearest',
    DOCUMENTS,
    `select id from documents order by place <-> point(7, 7) limit 5`,
    'create index concurrently documents_place_idx on documents using gist (place);',
  ],
  [
    'full text',
    DOCUMENTS,
    `select id from documents where to_tsvector('english', body) @@ to_tsquery('english', 'word7')`,
    `create index concurrently documents_to_tsvector_english_regconfig_body_idx on documents using gin (to_tsvector('english'::regconfig, "body"));`,
  ],
  [
    'a long text by its hash',
    DOCUMENTS,
    `select id from documents where digest = repeat(md5('7'), 3)`,
    'create index concurrently documents_digest_idx on documents using hash (digest);',
  ],
  [
    'both sides of an or',
    DOCUMENTS,
    'select id from documents where owner = 7 or editor = 8',
    'create index concurrently documents_owner_idx on documents (owner);\ncreate index concurrently documents_editor_idx on documents (editor);',
  ],
  [
    'an or whose sides compare the same column',
    DOCUMENTS,
    'select id from documents where owner = 7 or (owner = 8 and editor <> 3)',
    'create index concurrently documents_owner_idx on documents (owner);',
  ],
  [
    'the side of an or that has none',
    `${DOCUMENTS}; create index on documents (editor)`,
    'select id from documents where owner = 7 or editor = 8',
    'create index concurrently documents_owner_idx on documents (owner);',
  ],
  [
    'a partitioned table, partition by partition',
    EVENTS,
    'select id from events where kind = 7',
    `create index events_kind_idx on only events (kind) include (id);
create index concurrently events_2025_kind_idx on events_2025 (kind) include (id);
alter index events_kind_idx attach partition events_2025_kind_idx;
create index concurrently events_2026_kind_idx on events_2026 (kind) include (id);
alter index events_kind_idx attach partition events_2026_kind_idx;`,
  ],
  [
    'through a view',
    `${DOCUMENTS}; create view recent as select * from documents where created > '2024-02-01'`,
    'select id from recent where owner = 7',
    'create index concurrently documents_owner_idx on documents (owner);',
  ],
  [
    'in a common table expression',
    DOCUMENTS,
    'with mine as (select * from documents where owner = 7) select count(*) from mine where editor > 5',
    'create index concurrently documents_owner_editor_idx on documents (owner, editor);',
  ],
  [
    'in a sub-query',
    DOCUMENTS,
    'select d.id from documents d where d.id in (select e.id + 1 from documents e where e.owner = 7)',
    'create index concurrently documents_owner_idx on documents (owner);',
  ],
]
