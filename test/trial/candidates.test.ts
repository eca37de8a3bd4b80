import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Server } from '../../src/postgres/server.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'
import { advised, type Case } from './advised.ts'

let server: Server
beforeAll(async () => {
  server = await startServer(LOCAL_SERVER)
})
afterAll(() => server?.[Symbol.asyncDispose]())

const DOCUMENTS = `
  create table documents (id int primary key, owner int not null, editor int not null, created timestamp not null,
    data jsonb not null, tags text[] not null, during tsrange not null, place point not null, body text not null,
    digest text not null);
  insert into documents
  select i, i % 2000, (i * 7) % 3000, timestamp '2024-01-01' + i * interval '1 hour',
    jsonb_build_object('kind', 'k' || i % 2000, 'size', i % 3000, 'k' || i % 1500, true), array['t' || i % 2000],
    tsrange(timestamp '2024-01-01' + i * interval '1 hour', timestamp '2024-01-01' + (i + 2) * interval '1 hour'),
    point(i % 200, i / 200), 'word' || i % 1000 || ' and words', repeat(md5(i::text), 3)
  from generate_series(1, 20000) i`
const EVENTS = `
  create table events (id int not null, at date not null, kind int not null, note text not null) partition by range (at);
  create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');
  create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
  insert into events select i, date '2025-01-01' + i % 700, i % 900, repeat('n', 80) from generate_series(1, 30000) i`

const cases: readonly (readonly [name: string, base: string, sql: string, fix: string, repaired?: string])[] = [
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
    'the side of an or that has none',
    `${DOCUMENTS}; create index on documents (editor)`,
    'select id from documents where owner = 7 or editor = 8',
    'create index concurrently documents_owner_idx on documents (owner);',
  ],
  [
    'a partitioned table, partition by partition',
    EVENTS,
    'select id from events where kind = 7',
    `create index events_kind_idx on only events (kind);
create index concurrently events_2025_kind_idx on events_2025 (kind);
alter index events_kind_idx attach partition events_2025_kind_idx;
create index concurrently events_2026_kind_idx on events_2026 (kind);
alter index events_kind_idx attach partition events_2026_kind_idx;`,
  ],
  [
    'through a view',
    `${DOCUMENTS}; create view recent as select * from documents where created > '2024-02-01'`,
    'select id from recent where owner = 7',
    'create index concurrently documents_owner_created_idx on documents (owner, created);',
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

describe('an index for', () => {
  test.each(cases)('%s: found, and not once it is there', async (_, base, sql, fix) => {
    const missing = async (given: Case) =>
      (await advised(server, given)).findings.filter(
        ({ rule, fix: found }) => rule === 'missing-index' && found !== undefined,
      )
    const [finding, ...others] = await missing({ base, load: { search: sql } })
    expect(others).toEqual([])
    expect(finding?.fix?.sql).toBe(fix)
    expect(finding?.trial?.sizeBytes).toBeGreaterThan(0)
    expect(await missing({ base: `${base}; ${fix.replaceAll(' concurrently', '')}`, load: { search: sql } })).toEqual(
      [],
    )
  })
})
