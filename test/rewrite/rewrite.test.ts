import { beforeAll, describe, expect, test } from 'vitest'
import type { Known } from '../../src/rewrite/known.ts'
import { offsetToKeyset } from '../../src/rewrite/offset-to-keyset.ts'
import { type RewriteName, rewriteSql } from '../../src/rewrite/rewrite.ts'
import { summarise } from '../../src/rewrite/summarise.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'
import { keyOf } from '../support/catalog.ts'

beforeAll(loadParser)

const table = (
  name: string,
  unique: readonly string[],
  notNull: readonly string[],
  nullable: readonly string[] = [],
) => ({
  schema: 'public',
  name,
  columns: [
    ...notNull.map(column => ({ name: column, notNull: true })),
    ...nullable.map(column => ({ name: column, notNull: false })),
  ],
  indexes: [
    {
      isUnique: true,
      isImmediate: true,
      isValid: true,
      predicate: undefined,
      constraint: `${name}_pkey`,
      keys: unique.map(keyOf),
    },
  ],
})

const KNOWN: Known = {
  values: [],
  types: new Map([
    ['created', 'timestamptz'],
    ['created_at', 'timestamp'],
    ['b', 'int4'],
    ['ratio', 'float8'],
    ['opens', 'time'],
  ]),
  tables: [
    table('users', ['id'], ['id', 'manager_id'], ['boss_id']),
    table('bans', ['id'], ['id', 'user_id']),
    table('teams', ['id'], ['id']),
    table('posts', ['id'], ['id', 'written_at', 'kind'], ['read_at', 'title']),
    table('slots', ['room', 'number'], ['room', 'number', 'starts_at']),
  ],
}

const oneLine = (sql: string | undefined) => sql?.replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/ \)/g, ')')

describe('a rewrite', () => {
  const cases: readonly (readonly [name: RewriteName, sql: string, published: string | undefined])[] = [
    [
      'or-to-union',
      `select * from t where (a = 1 and c = 2) or b = 'x' order by a desc limit 10`,
      'SELECT * FROM t WHERE a = $1 AND c = $2 UNION ALL SELECT * FROM t WHERE b = $3 AND (a = $1 AND c = $2) IS NOT TRUE ORDER BY a DESC LIMIT $4',
    ],
    ['or-to-union', 'select id from t where a = 1 or a = 2', undefined],
    ['or-to-union', 'select count(*) from t where a = 1 or b = 2', undefined],
    ['or-to-union', 'select id from t where a = 1 or b = 2 order by c', undefined],
    [
      'subquery-to-join',
      'select c.id, (select count(*) from o where o.k = c.id and o.x > $1) from c',
      'SELECT c.id, COALESCE(grouped_1.value, 0) AS count FROM c LEFT JOIN (SELECT o.k AS key, count(*) AS value FROM o WHERE o.x > $1 GROUP BY o.k) AS grouped_1 ON grouped_1.key = c.id',
    ],
    ['subquery-to-join', 'select c.id, (select o.x from o where o.k = c.id) from c', undefined],
    ['subquery-to-join', 'select c.id, (select sum(o.x) from o where o.k < c.id) from c', undefined],
    [
      'not-in-to-not-exists',
      'select * from users where id not in (select manager_id from users where x = 1)',
      'SELECT * FROM users WHERE NOT (EXISTS (SELECT FROM users AS users_1 WHERE x = $1 AND users_1.manager_id = users.id))',
    ],
    ['not-in-to-not-exists', 'select * from users u, teams t where id not in (select user_id from bans)', undefined],
    ['not-in-to-not-exists', 'select * from users where id not in (select boss_id from users)', undefined],
    ['not-in-to-not-exists', 'select * from users where boss_id not in (select user_id from bans)', undefined],
    ['not-in-to-not-exists', 'select * from users where id not in (select user_id from somewhere)', undefined],
    [
      'not-in-to-not-exists',
      'with bans as (select null::int as user_id) select * from users where id not in (select user_id from bans)',
      undefined,
    ],
    [
      'not-in-to-not-exists',
      'select * from teams t left join users u on u.id = t.id where u.id not in (select user_id from bans)',
      undefined,
    ],
    [
      'not-in-to-not-exists',
      'select * from users where id not in (select boss_id from users where boss_id is not null)',
      'SELECT * FROM users WHERE NOT (EXISTS (SELECT FROM users AS users_1 WHERE boss_id IS NOT NULL AND users_1.boss_id = users.id))',
    ],
    ['not-in-to-not-exists', 'select * from users where id in (select user_id from bans)', undefined],
    ['subquery-to-join', 'select c.id, (select abs(count(*)) from o where o.k = c.id) from c', undefined],
    ['subquery-to-join', `select c.id, (select concat('n', max(o.x)) from o where o.k = c.id) from c`, undefined],
    ['subquery-to-join', 'select c.id, (select count(*) over () from o where o.k = c.id) from c', undefined],
    ['or-to-union', 'select a.x from a, b where a.y = 1 or b.z = 2 order by b.x', undefined],
    ['or-to-union', 'select a.* from a, b where a.y = 1 or b.z = 2 order by b.x', undefined],
    [
      'or-to-union',
      'select b.x as other, a.x from a, b where a.y = 1 or b.z = 2 order by b.x',
      'SELECT b.x AS other, a.x FROM a, b WHERE a.y = $1 UNION ALL SELECT b.x AS other, a.x FROM a, b WHERE b.z = $2 AND a.y = $1 IS NOT TRUE ORDER BY other',
    ],
    ['or-to-union', 'select x from a tablesample system (10) where y = 1 or z = 2', undefined],
    ['count-to-exists', 'select * from c where (select count(*) from o where o.c = c.id) > $1', undefined],
    [
      'count-to-exists',
      'select count(*) > 0 as found from t where a = 1',
      'SELECT EXISTS (SELECT FROM t WHERE a = $1) AS found',
    ],
    [
      'count-to-exists',
      'select * from c where (select count(*) from o where o.c = c.id) = 0',
      'SELECT * FROM c WHERE NOT (EXISTS (SELECT FROM o WHERE o.c = c.id))',
    ],
    ['count-to-exists', 'select * from c where (select count(*) from o where o.c = c.id) > 1', undefined],
    ['count-to-exists', 'select * from c where (select count(o.x) from o where o.c = c.id) > 0', undefined],
    [
      'date-to-range',
      `select * from t where created_at::date = '2026-01-01' and extract(year from t.due) = 2026`,
      'SELECT * FROM t WHERE created_at >= CAST($1 AS date) AND created_at < (CAST($1 AS date) + 1) AND t.due >= make_date(CAST($2 AS int), 1, 1) AND t.due < make_date(CAST($2 AS int) + 1, 1, 1)',
    ],
    ['date-to-range', 'select * from t where date(a) = b', undefined],
    ['date-to-range', `select * from t where date(created) >= now() - interval '7 days'`, undefined],
    ['date-to-range', `select * from t where date(created) = timestamp '2026-01-01 10:00'`, undefined],
    [
      'date-to-range',
      'select * from t where date(created) >= current_date - 7',
      'SELECT * FROM t WHERE created >= CAST(CURRENT_DATE - $1 AS date)',
    ],
    [
      'date-to-range',
      'select * from t where extract(year from created_at) > 2024',
      'SELECT * FROM t WHERE created_at >= make_date(CAST($1 AS int) + 1, 1, 1)',
    ],
    ['date-to-range', 'select * from t where extract(year from created_at) = 2024.5', undefined],
    [
      'date-to-range',
      `select * from t where date_trunc('month', created_at) = '2026-02-01'`,
      `SELECT * FROM t WHERE created_at >= CAST($1 AS timestamp) AND created_at < (CAST($1 AS timestamp) + interval '1 month') AND date_trunc('month', CAST($1 AS timestamp)) = CAST($1 AS timestamp)`,
    ],
    [
      'date-to-range',
      `select * from t where date_trunc('day', created) >= date_trunc('month', now())`,
      'SELECT * FROM t WHERE created >= date_trunc($1, now())',
    ],
    [
      'date-to-range',
      `select * from t where date_trunc('week', created) < $1`,
      `SELECT * FROM t WHERE created < date_trunc('week', (CAST($1 AS timestamptz) + interval '7 days') - interval '1 microsecond')`,
    ],
    ['date-to-range', `select * from t where date_trunc('month', unknown) = '2026-02-01'`, undefined],
    ['date-to-range', `select * from t where date_trunc($1, created) = '2026-02-01'`, undefined],
    [
      'date-to-range',
      `select * from t where to_char(created, 'YYYY-MM') = '2026-02'`,
      `SELECT * FROM t WHERE created >= to_date($1, 'YYYY-MM') AND created < (to_date($1, 'YYYY-MM') + interval '1 month') AND to_char(to_date($1, 'YYYY-MM'), 'YYYY-MM') = $1`,
    ],
    ['date-to-range', `select * from t where to_char(created, 'MM-DD') = '02-01'`, undefined],
    ['date-to-range', `select * from t where to_char(created, 'YYYY-MM') > '2026-02'`, undefined],
    [
      'distinct-to-semi-join',
      `select distinct a.x from a join b on b.a_id = a.id where b.n = 'v' and a.z > 3 order by a.x`,
      'SELECT DISTINCT a.x FROM a WHERE a.z > $1 AND EXISTS (SELECT FROM b WHERE (b.a_id = a.id AND b.n = $2)) ORDER BY a.x',
    ],
    ['distinct-to-semi-join', 'select distinct a.x, b.y from a join b on b.a_id = a.id', undefined],
    ['distinct-to-semi-join', 'select distinct a.x from a left join b on b.a_id = a.id', undefined],
    [
      'hoist-expression',
      `select * from t where created + interval '7 days' > now() and b - 5 < 10`,
      'SELECT * FROM t WHERE created > (now() - CAST($1 AS interval)) AND b < ($2 + $3)',
    ],
    ['hoist-expression', `select * from t where created + interval '1 month' > now()`, undefined],
    ['hoist-expression', 'select * from t where a + b > 5', undefined],
    ['hoist-expression', 'select * from t where a + 5 > 7', undefined],
    ['hoist-expression', 'select * from t where ratio + 0.1 = 0.3', undefined],
    ['hoist-expression', `select * from t where opens + interval '1 hour' > '12:00'`, undefined],
    ['hoist-expression', `select * from t where created + interval '1' month > now()`, undefined],
    ['hoist-expression', `select * from t where created + interval '1-2' > now()`, undefined],
    ['hoist-expression', 'select * from t where created + $1::interval > now()', undefined],
  ]

  test.each(cases)('%s of %s', (name, sql, published) => {
    expect(oneLine(rewriteSql(name, sql, KNOWN)?.published)).toBe(published)
  })

  test('of the normalised text applies where one of the statement itself may', () => {
    const { values: _, ...normalised } = KNOWN
    for (const [name, sql] of [
      ['count-to-exists', 'select * from c where (select count(*) from o where o.c = c.id) > $1'],
      ['hoist-expression', 'select * from t where created + $1::interval > now()'],
      ['date-to-range', 'select * from t where date_trunc($1, created) = $2'],
      ['date-to-range', 'select * from t where to_char(created, $1) = $2'],
    ] as const)
      expect([sql, rewriteSql(name, sql, normalised)]).toEqual([sql, expect.anything()])
  })

  test('keeps values in what is run and no value in what is published', () => {
    const { sql, published } = rewriteSql('date-to-range', `select 'O''Brien' from t where date(a) = '2026-02-03'`)!
    expect(sql).toContain(`'O''Brien'`)
    expect(sql.match(/2026-02-03/g)).toHaveLength(2)
    expect(published).not.toMatch(/Brien|2026/)
  })
})

describe('a page by the last row seen', () => {
  test('compares all columns of the order', () => {
    const keyset = offsetToKeyset(
      'select id from posts where kind = $1 order by written_at desc, id desc limit 20 offset $2',
      KNOWN,
    )
    expect(keyset?.completed).toEqual([])
    expect(oneLine(keyset?.lastSeen)).toBe(
      'SELECT written_at::text AS key_1, id::text AS key_2 FROM posts WHERE kind = $1 ORDER BY written_at DESC, id DESC LIMIT 1 OFFSET $2 - 1',
    )
    const page = keyset?.after(['2026-01-01', '7'])
    expect(oneLine(page?.sql)).toBe(
      `SELECT id FROM posts WHERE kind = $1 AND (written_at, id) < ('2026-01-01', '7') ORDER BY written_at DESC, id DESC LIMIT 20`,
    )
    expect(oneLine(page?.published)).toBe(
      'SELECT id FROM posts WHERE kind = $1 AND (written_at, id) < ($2, $3) ORDER BY written_at DESC, id DESC LIMIT $4',
    )
  })

  test('completes an order that two rows may share with what is left of a key', () => {
    const posts = offsetToKeyset('select p.id from posts p order by p.written_at desc limit 20 offset 100', KNOWN)
    expect(posts?.completed).toEqual(['id'])
    expect(oneLine(posts?.ordered)).toBe(
      'SELECT p.id FROM posts AS p ORDER BY p.written_at DESC, p.id DESC LIMIT 20 OFFSET 100',
    )
    const slots = offsetToKeyset('select * from slots where room = 3 order by starts_at limit 20 offset 100', KNOWN)
    expect([slots?.completed, slots?.order.map(({ name }) => name)]).toEqual([['number'], ['starts_at', 'number']])
  })

  test.each([
    ['a team', 'join teams t on t.id = p.kind'],
    ['a team, if there is one', 'left join teams t on p.kind = t.id and t.id > 0'],
    ['a slot by its whole key', 'join slots s on s.room = p.kind and s.number = 7'],
    ['one of one', 'join teams t on t.id = p.kind left join users u on u.id = t.id'],
  ])('of rows that are joined to one each at most: %s', (_, join) => {
    const keyset = offsetToKeyset(
      `select p.id from posts p ${join} order by p.written_at, p.id limit 20 offset 100`,
      KNOWN,
    )
    expect(keyset?.table).toBe('posts')
    expect(oneLine(keyset?.after(['2026-01-01', '7'])?.sql)).toContain(
      `WHERE (p.written_at, p.id) > ('2026-01-01', '7') ORDER BY p.written_at, p.id LIMIT 20`,
    )
  })

  test.each([
    ['a part of the key', 'join slots s on s.room = p.kind'],
    ['something else than a key', 'join teams t on t.id > p.kind'],
    ['a column of its own', 'join slots s on s.room = s.number and s.number = 7'],
    ['the other side of an outer join', 'right join teams t on t.id = p.kind'],
    ['every row', 'cross join teams t'],
    ['a name of a query', 'join lateral (select 1 as id) t on t.id = p.kind'],
  ])('not of rows that may come several times: %s', (_, join) => {
    const sql = `select p.id from posts p ${join} order by p.written_at, p.id limit 20 offset 100`
    expect(offsetToKeyset(sql, KNOWN)).toBeUndefined()
  })

  test('not by columns of what is joined', () => {
    const sql = 'select p.id from posts p join teams t on t.id = p.kind order by t.id, p.id limit 20 offset 100'
    expect(offsetToKeyset(sql, KNOWN)).toBeUndefined()
  })

  test('compares column by column where the directions differ, and completes as the last one goes', () => {
    const keyset = offsetToKeyset('select id from posts order by written_at desc, kind limit 20 offset 100', KNOWN)
    expect(keyset?.order).toEqual([
      { name: 'written_at', isDescending: true },
      { name: 'kind', isDescending: false },
      { name: 'id', isDescending: false },
    ])
    const page = keyset?.after(['2026-01-01', 'note', '7'])
    expect(oneLine(page?.sql)).toBe(
      `SELECT id FROM posts WHERE written_at <= '2026-01-01' AND (written_at < '2026-01-01' OR (written_at = '2026-01-01' AND (kind > 'note' OR (kind = 'note' AND id > '7')))) ORDER BY written_at DESC, kind, id LIMIT 20`,
    )
    expect(oneLine(page?.published)).toBe(
      'SELECT id FROM posts WHERE written_at <= $1 AND (written_at < $1 OR (written_at = $1 AND (kind > $2 OR (kind = $2 AND id > $3)))) ORDER BY written_at DESC, kind, id LIMIT $4',
    )
  })

  test.each([
    ['something computed', 'select id from posts order by lower(title) limit 20 offset 100'],
    ['groups', 'select kind, count(*) from posts group by kind order by kind limit 20 offset 100'],
    ['nulls in another place', 'select id from posts order by id nulls first limit 20 offset 100'],
    ['what may be null', 'select id from posts order by read_at, id limit 20 offset 100'],
    ['several rows of one', 'select p.id from posts p join bans b on b.user_id = p.id order by p.id limit 9 offset 99'],
    ['what is no table', 'select id from somewhere order by id limit 20 offset 100'],
  ])('is not to be had for %s: %s', (_, sql) => {
    expect(offsetToKeyset(sql, KNOWN)).toBeUndefined()
  })
})

describe('a summary', () => {
  test('is grouped by what the query compares as well', () => {
    const found = summarise(
      `select date_trunc('month', o.created) as month, count(*), sum(i.price * i.quantity) as revenue
       from orders o join items i on i.order_id = o.id
       where o.tenant_id = 7 group by 1 order by month desc limit 12`,
    )
    expect(found?.keys).toEqual(['tenant_id', 'month'])
    expect(oneLine(found?.definition)).toBe(
      `SELECT o.tenant_id AS tenant_id, date_trunc('month', o.created) AS month, count(*) AS count, sum(i.price * i.quantity) AS revenue FROM orders AS o JOIN items AS i ON i.order_id = o.id GROUP BY o.tenant_id, date_trunc('month', o.created)`,
    )
    expect(oneLine(found?.published)).toBe(
      'SELECT month, count, revenue FROM orders_summary WHERE tenant_id = $1 ORDER BY month DESC LIMIT $2',
    )
  })

  test.each([
    ['a range over what is aggregated', 'select day, sum(v) from m where t > 5 group by day'],
    ['a value inside what is aggregated', `select day, sum(v * 37) from m group by day`],
    ['groups that are filtered', 'select day, sum(v) from m group by day having sum(v) > 0'],
    ['no groups', 'select count(*) from m where tenant_id = 7'],
  ])('is not made of %s', (_, sql) => {
    expect(summarise(sql)).toBeUndefined()
  })
})
