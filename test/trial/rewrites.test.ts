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
  create table users (id int primary key, name text not null);
  create table logins (id int primary key, user_id int, seen_at timestamp not null, note text not null);
  create index on logins (user_id);
  create index on logins (seen_at);
  insert into users select i * 3000, 'user' from generate_series(1, 20) i;
  insert into logins
  select i, 1 + i % 30000, timestamp '2026-01-01' + i % 5000 * interval '10 minutes', repeat('n', 100)
  from generate_series(1, 30000) i;`

const REWRITES = ['not-in-to-not-exists', 'date-to-range', 'offset-to-keyset']

const told = async (schema: string, load: Readonly<Record<string, string | readonly string[]>>) => {
  const { findings } = await advised(server, { base: schema, load, candidates: 0, session: { work_mem: '64kB' } })
  return findings.filter(({ rule }) => REWRITES.includes(rule)).map(({ rule, statements }) => [rule, ...statements])
}

const NEVER_SEEN = 'select name from users where id not in (select user_id from logins)'
const OF_DAYS = [1, 2].map(day => `select id from logins where date(seen_at) = '2026-01-0${day}' order by id`)

test('another form is told with all its values', async () => {
  expect(
    await told(`${SCHEMA}; alter table logins alter user_id set not null`, { neverSeen: NEVER_SEEN, ofDay: OF_DAYS }),
  ).toEqual([
    ['not-in-to-not-exists', 'neverSeen'],
    ['date-to-range', 'ofDay'],
  ])
})

test('a form that needs an index is told with it, once, beside what is advised', async () => {
  const base = `${SCHEMA.replace('create index on logins (seen_at);', '')}
    alter table logins add tags text[], add at timestamptz;
    update logins set tags = array['t' || id % 900], at = seen_at;`
  const load = {
    ofDay: `select id from logins where at::date = '2026-01-05'`,
    ofOtherDay: `select user_id from logins where at::date = '2026-01-06'`,
    fresh: `select id from logins where seen_at + interval '30 days' > '2026-03-06 10:00'`,
    tagged: `select id from logins where 't7' = any(tags)`,
    add: `insert into logins select -1, 1, now(), 'n', '{}', now()`,
  }
  const { findings } = await advised(server, { base, load })
  const told = findings.filter(({ fix }) => fix?.sql.includes('SELECT'))
  const indexes = findings.flatMap(({ fix }) => fix?.sql.match(/^create index.*$/gm) ?? [])
  expect(told.map(({ rule, statements }) => [rule, ...statements]).toSorted()).toEqual([
    ['any-to-containment', 'tagged'],
    ['date-to-range', 'ofDay'],
    ['date-to-range', 'ofOtherDay'],
    ['hoist-expression', 'fresh'],
  ])
  expect(indexes.toSorted()).toEqual([
    'create index concurrently logins_at_idx on logins (at);',
    'create index concurrently logins_seen_at_idx on logins (seen_at);',
    'create index concurrently logins_tags_idx on logins using gin (tags);',
  ])
  for (const { trial } of told) {
    const [effect] = trial!.effects
    expect(effect!.buffersBefore).toBeGreaterThan(1.5 * effect!.buffersAfter)
  }
  const repaired = { base: [base, ...indexes].join(';').replaceAll(' concurrently', ''), load }
  const after = (await advised(server, repaired)).findings.filter(({ fix }) => fix !== undefined)
  expect(after.flatMap(({ fix }) => fix!.sql.match(/create index/g) ?? [])).toEqual([])
  expect(after.filter(({ rule }) => told.some(each => each.rule === rule))).toHaveLength(4)
})

test('a page by the last row seen is told for joined tables and mixed directions', async () => {
  const load = {
    joined: `select l.id, u.name from logins l left join users u on u.id = l.user_id order by l.seen_at, l.id limit 3 offset 20000`,
    mixed: `select id from logins order by seen_at desc, id limit 3 offset 20000`,
  }
  const { findings } = await advised(server, { base: SCHEMA, load, candidates: 0, session: { work_mem: '64kB' } })
  const pages = findings.filter(({ rule, fix }) => rule === 'offset-to-keyset' && fix !== undefined)
  expect(
    pages
      .map(({ statements, fix }) => [statements[0], fix!.sql.match(/WHERE[\s\S]*?ORDER/)?.[0].replace(/\s+/g, ' ')])
      .toSorted(),
  ).toEqual([
    ['joined', 'WHERE (l.seen_at, l.id) > ($1, $2) ORDER'],
    ['mixed', 'WHERE seen_at <= $1 AND (seen_at < $1 OR (seen_at = $1 AND id > $2)) ORDER'],
  ])
})

test('a form that could return other rows is not told, though on these it does not', async () => {
  const load = {
    // With a null among the logins, `not in` returns nothing and `not exists` returns users.
    neverSeen: NEVER_SEEN,
    // A row without a user would be on no page by the last row seen.
    page: 'select id, seen_at from logins order by user_id, id limit 3 offset 20000',
    // The hours of the first day that are past would come in.
    since: `select id from logins where date(seen_at) > timestamp '2026-02-03 22:00' - interval '1 day'`,
  }
  expect(await told(SCHEMA, load)).toEqual([])
})
