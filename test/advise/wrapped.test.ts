import { beforeAll, expect, test } from 'vitest'
import { columnsIn, wrappedColumns } from '../../src/advise/wrapped.ts'
import { loadParser } from '../../src/sql/fingerprint.ts'

beforeAll(loadParser)

test.each([
  [`(date(v.seen_at) = '2026-01-01'::date)`, [{ alias: 'v', column: 'seen_at', by: 'function', what: 'date' }]],
  [`((v.id)::numeric = 4711.0)`, [{ alias: 'v', column: 'id', by: 'cast', what: 'numeric' }]],
  [`((v.made_at + '7 days'::interval) > now())`, [{ alias: 'v', column: 'made_at', by: 'arithmetic', what: '+' }]],
  [
    `((v.id = 7) AND (lower((v.email)::text) = 'x'::text))`,
    [{ alias: 'v', column: 'email', by: 'function', what: 'lower' }],
  ],
  [`((v.code)::text = 'x'::text)`, []],
  [`(v.a = (v.b + 1))`, []],
  [`(v.id = 7)`, []],
])('what %s wraps', (condition, expected) => {
  expect(wrappedColumns(condition)).toEqual(expected)
})

test('every column of a condition is named once', () => {
  expect(columnsIn(`((v.a = 1) AND ((v.b + v.a) > 2) AND (NOT (hashed SubPlan 1)))`)).toEqual([
    { alias: 'v', column: 'a' },
    { alias: 'v', column: 'b' },
  ])
})
