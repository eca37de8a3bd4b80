import { expect, test } from 'vitest'
import { findStatements, renderStory } from '../../src/report/story.ts'
import { REPORTS } from './fixtures.ts'

const report = REPORTS.failing!

test('tells the plans, the figures, the cause and the gate’s decision', () => {
  const [statement] = findStatements(report, 'orders.byCustomer')
  const story = renderStory(report, statement!)
  expect(story).toContain('orders.byCustomer: regressed')
  expect(story).toMatch(/^\+ .*Seq Scan on orders/m)
  expect(story).toMatch(/^- .*Index Scan/m)
  expect(story).toContain('pages read: 12 → 8,334 (×695)')
  expect(story).toMatch(/Caused by .*0042_drop_idx\.sql:3, on head/)
  expect(story).toContain('The gate’s rule regression says fail')
  expect(story).toContain('Confidence: Proven by execution on both sides.')
  expect(story).toContain('Worse means more than 1.2 times the pages, at least 100 more, and at least 100 in all;')
})

test('finds statements by name and by the beginning of the fingerprint', () => {
  const { name, fingerprint } = report.statements[0]!
  expect(findStatements(report, fingerprint.slice(0, 6)).map(found => found.name)).toContain(name)
  expect(findStatements(report, 'nothing')).toEqual([])
})
