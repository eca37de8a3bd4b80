import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ValueSet } from '../../src/capture/snapshot.ts'
import type { Server } from '../../src/postgres/server.ts'
import type { ReplaySide } from '../../src/replay/measure.ts'
import { createWorkMeter } from '../../src/replay/work.ts'
import { typesOf } from '../../src/rewrite/known.ts'
import { type RewriteName, rewriteSql } from '../../src/rewrite/rewrite.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { isVolatile, returnsTheSame } from '../../src/trial/attempts/same-rows.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'

/** Rows that are alike, nulls, moments around a day's ends, and a night in which the clocks changed. */
const SCHEMA = `
  create table a (x int, y int, d timestamp, t timestamptz, s text);
  create table b (x int, y int);
  create table c (id int, tags varchar(4)[], n numeric(6, 1)[], f float8[], fixed char(3)[], due date, small smallint);
  insert into a values
    (1, 2, '2026-03-01 00:00', '2026-03-08 00:30-05', '2026-03-01'), (1, 2, '2026-03-01 00:00', '2026-03-08 00:30-05', null),
    (1, null, '2026-03-01 23:59:59.999999', '2026-03-08 23:59-04', ''), (2, 2, '2026-03-02 00:00', '2026-03-09 00:00-04', 'x'),
    (3, 1, '2025-12-31 23:59:59', '2026-03-07 23:59-05', 'x'), (null, 2, null, null, 'x'), (null, null, '2026-01-01', null, 'x'),
    (4, 4, '2026-03-01 12:00', '2026-03-08 12:00-04', 'x'), (5, 5, null, '2026-03-07 02:30-05', 'x');
  insert into b values (1, 1), (1, 1), (1, null), (2, 5), (null, 3), (7, null);
  insert into c values (1, '{a,b}', '{1.5,2}', '{NaN,0}', '{a,b}', '2026-03-01', 7), (1, '{a,a}', '{1.50}', '{-0}', '{"a  "}', '2026-03-31', null),
    (2, '{}', null, '{1}', '{ab}', null, 32000), (3, '{null,a}', '{null}', '{null}', '{null}', '-infinity', -3), (4, null, '{}', null, null, 'infinity', 0);
  create function noise() returns int language sql volatile as 'select 1'`

const SAME: readonly (readonly [RewriteName, string])[] = [
  ['or-to-union', 'select x, y from a where x = 1 or y = 2'],
  ['or-to-union', 'select * from a where x = 1 or y is null'],
  ['or-to-union', 'select x, y from a where (x = 1 or y = 2) and d is not null order by y desc nulls last, x limit 4'],
  ['subquery-to-join', 'select x, (select count(*) from b where b.x = a.x) from a'],
  ['subquery-to-join', 'select x, (select sum(b.y) from b where b.x = a.x) as total from a order by x, y, d'],
  ['not-in-to-not-exists', 'select x from a where x not in (select x from b where x is not null) and x is not null'],
  ['count-to-exists', 'select x from a where (select count(*) from b where b.x = a.x) > 0'],
  ['count-to-exists', 'select x from a where (select count(*) from b where b.x = a.x) = 0'],
  ['count-to-exists', 'select count(*) > 0 from a where x = 99'],
  ['date-to-range', `select x from a where date(d) = '2026-03-01'`],
  ['date-to-range', `select x from a where t::date = '2026-03-08'`],
  ['date-to-range', 'select x from a where extract(year from d) = 2026'],
  ['distinct-to-semi-join', 'select distinct a.x, a.y from a join b on b.x = a.x order by a.y'],
  ['hoist-expression', `select x from a where d + interval '1 day' > timestamp '2026-03-02'`],
  ['hoist-expression', 'select x from a where x + 1 > 2'],
  ['hoist-expression', `select x from a where d + interval '1 day' > '2026-03-02'`],
  ['hoist-expression', `select x from a where t - interval '90 minutes' <= '2026-03-08 10:00'`],
  ['hoist-expression', `select id from c where due + interval '36 hours' > '2026-03-02 12:00'`],
  ['hoist-expression', `select id from c where due + 3 >= '2026-03-04'`],
  ['hoist-expression', 'select id from c where small + 1000 > 32767'],
  ['date-to-range', `select x from a where date(d) between '2026-02-28' and '2026-03-01'`],
  ['date-to-range', `select x from a where t::date < '2026-03-08'`],
  ['date-to-range', `select x from a where t::date <= '2026-03-08'`],
  ['date-to-range', `select x from a where '2026-03-01' < date(d)`],
  ['any-to-containment', `select id from c where 'a' = any(tags)`],
  ['any-to-containment', `select id from c where 'ab  ' = any(fixed)`],
  ['any-to-containment', `select id from c where 'a' = any(fixed)`],
  ['any-to-containment', 'select id from c where 1.5 = any(n)'],
  ['any-to-containment', `select id from c where 'NaN' = any(f)`],
  ['any-to-containment', 'select id from c where 0 = any(f)'],
  ['any-to-containment', 'select id from c where null = any(tags)'],
  ['any-to-containment', `select id from c where 'longer than four' = any(tags)`],
]

/** Another form that the trial must not tell: none is made, or it is seen to return other rows. */
const OTHER: readonly (readonly [why: string, RewriteName, string])[] = [
  ['copies would be lost', 'or-to-union', 'select distinct x from a where x = 1 or y = 2'],
  ['each branch would count', 'or-to-union', 'select count(*) from a where x = 1 or y = 2'],
  ['a function is volatile', 'or-to-union', 'select x from a where x = noise() or y = 2'],
  ['the clock goes on', 'or-to-union', 'select x from a where d < clock_timestamp() or y = 2'],
  ['any row of several', 'subquery-to-join', 'select x, (select b.y from b where b.x = a.x limit 1) from a'],
  ['a null among what is excluded', 'not-in-to-not-exists', 'select x from a where x not in (select x from b)'],
  ['a null that is looked for', 'not-in-to-not-exists', 'select y from a where x not in (select y from b where y > 2)'],
  ['more than one', 'count-to-exists', 'select x from a where (select count(*) from b where b.x = a.x) > 1'],
  ['values, not rows', 'count-to-exists', 'select x from a where (select count(b.y) from b where b.x = a.x) > 0'],
  ['a moment, not a day', 'date-to-range', `select x from a where date(d) = timestamp '2026-03-01 12:00'`],
  ['half a year', 'date-to-range', 'select x from a where extract(year from d) = 2026.4'],
  ['text', 'date-to-range', `select x from a where s <> '' and s <> 'x' and s::date = '2026-03-01'`],
  ['rows without a partner', 'distinct-to-semi-join', 'select distinct a.x from a left join b on b.x = a.x'],
  ['columns of both', 'distinct-to-semi-join', 'select distinct a.x, b.y from a join b on b.x = a.x'],
  ['a month', 'hoist-expression', `select x from a where d + interval '1 month' > '2026-03-31'`],
  ['the clocks change', 'hoist-expression', `select x from a where t + interval '1 day' > '2026-03-08 03:15-04'`],
]

const TYPES = typesOf([
  { name: 'd', type: 'timestamp without time zone' },
  { name: 't', type: 'timestamp with time zone' },
  { name: 'tags', type: 'character varying(4)[]' },
  { name: 'n', type: 'numeric(6,1)[]' },
  { name: 'f', type: 'double precision[]' },
  { name: 'fixed', type: 'character(3)[]' },
  { name: 'due', type: 'date' },
  { name: 'small', type: 'smallint' },
])

let server: Server
let reader: ReplaySide
const resources = new AsyncDisposableStack()
beforeAll(async () => {
  await loadParser()
  server = await startServer(LOCAL_SERVER)
  resources.use(server)
  const database = await server.createDatabase('traps')
  const client = resources.use(await database.connect('owner'))
  await client.run(SCHEMA)
  reader = { client, meter: createWorkMeter(server, database), timeoutMs: 10_000 }
})
afterAll(() => resources.disposeAsync())

async function isTold(name: RewriteName, sql: string): Promise<boolean> {
  const call = (text: string): ValueSet => {
    return { why: 'only', sql: text, values: [], session: { timezone: 'America/New_York' } }
  }
  const form = rewriteSql(name, sql, { types: TYPES })
  if (form === undefined || (await isVolatile(sql, reader))) return false
  return returnsTheSame(call(sql), call(form.sql), reader)
}

test.each(SAME)('%s: %s', async (name, sql) => {
  expect(await isTold(name, sql)).toBe(true)
})

test.each(OTHER)('not where %s: %s: %s', async (_, name, sql) => {
  expect(await isTold(name, sql)).toBe(false)
})
