import { expect, test } from 'vitest'
import { suggestionsOf } from '../../src/report/suggestions.ts'
import { REPORTS } from './fixtures.ts'

const failing = REPORTS.failing!
const [fix] = failing.findings
const report = (over: object) => ({ ...failing, findings: [{ ...fix!, ...over }] })
const at = (text: string) => (file: string) => (file === 'db/migrations/0042_drop_idx.sql' ? text : undefined)
const DROP = '-- Tidy up.\n\ndrop index orders_customer_id_idx;\nselect 1;\n'

test('a dropped index is kept: the lines go', () => {
  const [suggestion] = suggestionsOf(report({ rule: 'index-dropped' }), at(DROP))
  expect(suggestion).toMatchObject({ file: 'db/migrations/0042_drop_idx.sql', firstLine: 3, lastLine: 3 })
  expect(suggestion!.body.source).toContain('```suggestion\n\n```')
  expect(suggestion!.body.source).toContain('-- orders.byCustomer: 8,334 → 9 pages')
})

test('a missing index goes behind the statement that needs it, several lines of it', () => {
  const text = '\n\nalter table orders\n  add column a int;\n'
  const [suggestion] = suggestionsOf(report({}), at(text))
  expect(suggestion).toMatchObject({ firstLine: 3, lastLine: 4 })
  expect(suggestion!.body.source).toContain(
    '```suggestion\nalter table orders\n  add column a int;\ncreate index orders_customer_id_created_at_idx on orders (customer_id, created_at desc);\n```',
  )
})

test.each([
  ['what shares its lines', '\n\ndrop index a; drop index b;\n'],
  ['another statement’s line', '\n\n\n-- nothing\n'],
  ['several indexes in one statement', '\n\ndrop index a, b\n'],
])('nothing is suggested for %s', (_, text) => {
  expect(suggestionsOf(report({ rule: 'index-dropped' }), at(text))).toEqual([])
})

test('what could not be committed as it is shown is only SQL', () => {
  const [suggestion] = suggestionsOf(report({}), at("\n\nalter table a add b text default '\u202e @team';\n"))
  expect(suggestion!.body.source).not.toContain('```suggestion')
  expect(suggestion!.body.source).toContain('create index concurrently')
})

test('nothing for what cannot be read, nor for a fix that is no index', () => {
  expect(suggestionsOf(report({}), () => undefined)).toEqual([])
  expect(suggestionsOf(report({ fix: { sql: 'alter role a set b = 1;', files: [] } }), at(DROP))).toEqual([])
})
