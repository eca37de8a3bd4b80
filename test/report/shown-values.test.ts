import { expect, test } from 'vitest'
import { renderComment } from '../../src/report/comment.ts'
import { renderJson } from '../../src/report/json.ts'
import { renderSarif } from '../../src/report/sarif.ts'
import { parseReport } from '../../src/report/schema.ts'
import { renderStory } from '../../src/report/story.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { REPORTS } from './fixtures.ts'

const failing = REPORTS.failing!
const showing = {
  ...failing,
  shownValues: [{ statement: 'orders.byCustomer', sets: [{ why: 'slowest', values: ['canary-17', null] }] }],
}

test('JSON and explain hold the values that a report may show', () => {
  expect(parseReport(renderJson(showing)).shownValues).toEqual(showing.shownValues)
  const slower = showing.statements.find(({ name }) => name === 'orders.byCustomer')!
  expect(renderStory(showing, slower)).toContain('slowest: 12 → 8,334 pages: canary-17, NULL')
  expect(renderStory(failing, slower)).not.toContain('canary')
})

test.each([renderComment, renderSummary, renderSarif])('$name never does', render => {
  expect(render(showing)).toBe(
    render(failing).replace(/sha256:[0-9a-f]{64}/, digest => digestIn(render(showing)) ?? digest),
  )
})

const digestIn = (text: string) => /sha256:[0-9a-f]{64}/.exec(text)?.[0]
