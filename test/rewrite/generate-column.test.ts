import { beforeAll, expect, test } from 'vitest'
import { computesOfLongValue, generateColumn } from '../../src/rewrite/generate-column.ts'
import { loadParser, normalise } from '../../src/sql/fingerprint.ts'

beforeAll(loadParser)

const flat = (sql: string | undefined) => sql?.replace(/\s+/g, ' ')

test.each<readonly [sql: string, expression: string, query: string]>([
  [
    `select id from d where (d.data ->> 'size')::int > 5 order by (d.data ->> 'size')::int`,
    `CAST(data ->> 'size' AS int)`,
    'SELECT id FROM d WHERE d.data_size > 5 ORDER BY d.data_size',
  ],
  [
    `select data #>> '{a,b}' as ab, count(*) from d group by data #>> '{a,b}'`,
    `data #>> '{a,b}'`,
    'SELECT data_a_b AS ab, count(*) FROM d GROUP BY data_a_b',
  ],
  [
    'select u.id from d as u join e on e.id = u.id where length(u.body) > 5',
    'length(body)',
    'SELECT u.id FROM d AS u JOIN e ON e.id = u.id WHERE u.body_length > 5',
  ],
])('%s', (sql, expression, query) => {
  const generated = generateColumn(sql)
  expect([generated?.expression, flat(generated?.query)]).toEqual([expression, query])
  expect(computesOfLongValue(normalise(sql))).toBe(true)
})

test.each([
  ['a key that is data', `select id from d where data ->> 'bob@mail.example' = 'x'`],
  ['a key of the call', 'select id from d where data ->> $1 = $2'],
  ['a table that is not known', `select d.id from d join e on e.id = d.id where data ->> 'kind' = 'x'`],
  ['a cast that depends on settings', `select id from d where data::timestamptz > now()`],
  ['no long value', 'select id from d where a + 1 > 5'],
])('not of %s', (_, sql) => {
  expect(generateColumn(sql)).toBeUndefined()
})
