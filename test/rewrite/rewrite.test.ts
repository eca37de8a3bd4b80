import { beforeAll, describe, expect, test } from 'vitest'
import { offsetToKeyset } from '../../src/rewrite/offset-to-keyset.ts'
import { type RewriteName, rewriteSql } from '../../src/rewrite/rewrite.ts'
import { summarise } from '../../src/rewrite/summarise.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'

beforeAll(loadParser)

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
    ['not-in-to-not-exists', 'select * from users where id in (select user_id from bans)', undefined],
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
  ]

  test.each(cases)('%s of %s', (name, sql, published) => {
    expect(oneLine(rewriteSql(name, sql)?.published)).toBe(published)
  })

  test('of the normalised text applies where one of the statement itself may', () => {
    expect(
      rewriteSql('count-to-exists', 'select * from c where (select count(*) from o where o.c = c.id) > $1'),
    ).toBeDefined()
    expect(rewriteSql('hoist-expression', 'select * from t where a + $1::interval > now()')).toBeDefined()
    expect(
      rewriteSql('hoist-expression', 'select * from t where a + $1::interval > now()', { values: ['1 month'] }),
    ).toBeUndefined()
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
    )
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

  test.each([
    'select id from posts order by written_at, id desc limit 20 offset 100',
    'select id from posts order by lower(title) limit 20 offset 100',
    'select kind, count(*) from posts group by kind order by kind limit 20 offset 100',
    'select id from posts order by id nulls first limit 20 offset 100',
  ])('is not to be had for %s', sql => {
    expect(offsetToKeyset(sql)).toBeUndefined()
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
