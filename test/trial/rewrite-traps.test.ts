import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCatalog } from '../../src/capture/catalog/read-catalog.ts'
import type { ValueSet } from '../../src/capture/snapshot.ts'
import type { Server } from '../../src/postgres/server.ts'
import type { ReplaySide } from '../../src/replay/measure.ts'
import { createWorkMeter } from '../../src/replay/work.ts'
import { type KnownTable, typesOf } from '../../src/rewrite/known.ts'
import { type RewriteName, rewriteSql } from '../../src/rewrite/rewrite.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { isVolatile, returnsTheSame } from '../../src/trial/attempts/same-rows.ts'
import { startServer } from '../postgres/start.ts'
import { LOCAL_SERVER } from '../support/local-server.ts'

/** Rows that are alike, nulls, moments around a day's ends, and a night in which the clocks changed. */
const SCHEMA = `
  create table a (x int, y int, d timestamp, t timestamptz, s text);
  create table b (x int, y int);
  create table k (id int primary key, ref int not null, f float8, o time, at timestamp, t timestamptz);
  create table c (id int, tags varchar(4)[], n numeric(6, 1)[], f float8[], fixed char(3)[], due date, small smallint);
  insert into a values
    (1, 2, '2026-03-01 00:00', '2026-03-08 00:30-05', '2026-03-01'), (1, 2, '2026-03-01 00:00', '2026-03-08 00:30-05', null),
    (1, null, '2026-03-01 23:59:59.999999', '2026-03-08 23:59-04', ''), (2, 2, '2026-03-02 00:00', '2026-03-09 00:00-04', 'x'),
    (3, 1, '2025-12-31 23:59:59', '2026-03-07 23:59-05', 'x'), (null, 2, null, null, 'x'), (null, null, '2026-01-01', null, 'x'),
    (4, 4, '2026-03-01 12:00', '2026-03-08 12:00-04', 'x'), (5, 5, null, '2026-03-07 02:30-05', 'x');
  insert into b values (1, 1), (1, 1), (1, null), (2, 5), (null, 3), (7, null);
  insert into c values (1, '{a,b}', '{1.5,2}', '{NaN,0}', '{a,b}', '2026-03-01', 7), (1, '{a,a}', '{1.50}', '{-0}', '{"a  "}', '2026-03-31', null),
    (2, '{}', null, '{1}', '{ab}', null, 32000), (3, '{null,a}', '{null}', '{null}', '{null}', '-infinity', -3), (4, null, '{}', null, null, 'infinity', 0);
  insert into k
    select i, i % 3, i / 10.0, time '23:00' + i * interval '20 minutes', d, d at time zone 'America/New_York'
    from (select row_number() over ()::int as i, d from (
      select generate_series(timestamp '2026-02-26 11:00', '2026-03-10 13:00', '1 hour') as d
      union all select unnest('{2025-12-31 23:59:59.999999,2026-01-01,2025-01-01,2026-03-08 02:30,2026-11-01 01:30,infinity,-infinity,0900-02-01}'::timestamp[])
    ) as moments) as numbered;
  create function noise() returns int language sql volatile as 'select 1'`

const SAME: readonly (readonly [RewriteName, string])[] = [
  ['or-to-union', 'select x, y from a where x = 1 or y = 2'],
  ['or-to-union', 'select * from a where x = 1 or y is null'],
  ['or-to-union', 'select x, y from a where (x = 1 or y = 2) and d is not null order by y desc nulls last, x limit 4'],
  ['subquery-to-join', 'select x, (select count(*) from b where b.x = a.x) from a'],
  ['subquery-to-join', 'select x, (select sum(b.y) from b where b.x = a.x) as total from a order by x, y, d'],
  ['not-in-to-not-exists', 'select x from a where x not in (select x from b where x is not null) and x is not null'],
  ['not-in-to-not-exists', 'select id from k where id not in (select ref from k where ref > 1)'],
  ['not-in-to-not-exists', 'select y from a where y not in (select y from b where y > 2) and x > 1 and y <> 9'],
  ['or-to-union', 'select a.x as first, b.x from a, b where a.y = 2 or b.y = 1 order by b.x, a.x'],
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
  ['date-to-range', `select id from k where at::date >= date '2026-03-08'`],
  ['date-to-range', `select id from k where t::date > current_date - 100000`],
  ['date-to-range', 'select id from k where extract(year from at) <= 2025'],
  ['date-to-range', "select id from k where date_part('year', t) between 2025 and 2026"],
  ...(['at', 't'] as const).flatMap(column =>
    ['hour', 'day', 'week', 'month', 'year'].flatMap(unit =>
      ['=', '<', '<=', '>', '>='].flatMap(operator =>
        ['2026-03-01', '2026-03-08 02:00', '2026-03-02 10:20:30'].map(
          value =>
            [
              'date-to-range',
              `select id from k where date_trunc('${unit}', ${column}) ${operator} '${value}'`,
            ] as const,
        ),
      ),
    ),
  ),
  ['date-to-range', `select id from k where date_trunc('day', t) between '2026-03-07' and '2026-03-08 05:00'`],
  ['date-to-range', `select id from k where date_trunc('day', at) >= date_trunc('week', timestamp '2026-03-05 10:00')`],
  ['date-to-range', `select id from k where date_trunc('day', at) = date '2026-03-08'`],
  ['date-to-range', `select id from c where date_trunc('month', due) = '2026-03-01'`],
  ...(
    [
      ['YYYY-MM', ['2026-03', '2026-3', '2026-03-08', '']],
      ['YYYY-MM-DD', ['2026-03-08', '2026-3-8', '2026-03']],
      ['YYYYMMDD', ['20260308', '2026-03-08']],
      ['YYYY', ['2026', '2026-03', '0900']],
    ] as const
  ).flatMap(([format, values]) =>
    values.flatMap(value =>
      ['at', 't'].map(
        column => ['date-to-range', `select id from k where to_char(${column}, '${format}') = '${value}'`] as const,
      ),
    ),
  ),
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
  ['a null that may come', 'not-in-to-not-exists', 'select id from k where id not in (select x from b where y = 5)'],
  ['a number that is rounded', 'hoist-expression', 'select id from k where f + 0.2 = 0.3'],
  ['midnight', 'hoist-expression', `select id from k where o + interval '1 hour' < '12:00'`],
  ['another month by other words', 'hoist-expression', `select id from k where at + interval '0-1' > '2026-03-29'`],
  ['a function of a count', 'subquery-to-join', 'select x, (select abs(count(*)) from b where b.x = a.x) from a'],
  ['an order by what is not returned', 'or-to-union', 'select a.x from a, b where a.y = 2 or b.y = 1 order by b.x'],
  ['a null that is looked for', 'not-in-to-not-exists', 'select y from a where x not in (select y from b where y > 2)'],
  ['more than one', 'count-to-exists', 'select x from a where (select count(*) from b where b.x = a.x) > 1'],
  ['values, not rows', 'count-to-exists', 'select x from a where (select count(b.y) from b where b.x = a.x) > 0'],
  ['a moment, not a day', 'date-to-range', `select x from a where date(d) = timestamp '2026-03-01 12:00'`],
  ['a part of a day that is past', 'date-to-range', `select id from k where at::date >= timestamp '2026-03-08 12:00'`],
  ['half a year', 'date-to-range', 'select x from a where extract(year from d) = 2026.4'],
  ['text', 'date-to-range', `select x from a where s <> '' and s <> 'x' and s::date = '2026-03-01'`],
  ['rows without a partner', 'distinct-to-semi-join', 'select distinct a.x from a left join b on b.x = a.x'],
  ['columns of both', 'distinct-to-semi-join', 'select distinct a.x, b.y from a join b on b.x = a.x'],
  ['a month', 'hoist-expression', `select x from a where d + interval '1 month' > '2026-03-31'`],
  ['the clocks change', 'hoist-expression', `select x from a where t + interval '1 day' > '2026-03-08 03:15-04'`],
]

const TYPES = typesOf([
  { name: 'x', type: 'integer' },
  { name: 'at', type: 'timestamp without time zone' },
  { name: 'o', type: 'time without time zone' },
  { name: 'd', type: 'timestamp without time zone' },
  { name: 't', type: 'timestamp with time zone' },
  { name: 'tags', type: 'character varying(4)[]' },
  { name: 'n', type: 'numeric(6,1)[]' },
  { name: 'f', type: 'double precision[]' },
  { name: 'fixed', type: 'character(3)[]' },
  { name: 'due', type: 'date' },
  { name: 'small', type: 'smallint' },
])

let tables: readonly KnownTable[] = []
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
  tables = (await readCatalog(client)).tables
  reader = { client, meter: createWorkMeter(server, database), timeoutMs: 10_000 }
})
afterAll(() => resources.disposeAsync())

async function isTold(name: RewriteName, sql: string): Promise<boolean> {
  const call = (text: string): ValueSet => {
    return { why: 'only', sql: text, values: [], session: { timezone: 'America/New_York' } }
  }
  const form = rewriteSql(name, sql, { values: [], types: TYPES, tables })
  if (form === undefined || (await isVolatile(sql, reader))) return false
  return returnsTheSame(call(sql), call(form.sql), reader)
}

test.each(SAME)('%s: %s', async (name, sql) => {
  expect(await isTold(name, sql)).toBe(true)
})

test.each(OTHER)('not where %s: %s: %s', async (_, name, sql) => {
  expect(await isTold(name, sql)).toBe(false)
})
