import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' }
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { expect, test } from 'vitest'
import { renderSarif } from '../../src/report/sarif.ts'
import { entry, REPORTS, report, slower } from './fixtures.ts'

const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
addFormats.default(ajv)
// OASIS writes it in draft 4; the keywords that it uses mean the same in draft 7.
const { $schema: _, id: __, ...schema } = sarifSchema
const isSarif = ajv.compile(schema)

function resultsOf(text: string) {
  const log = JSON.parse(text)
  expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true)
  return log.runs[0].results
}

test.each(Object.keys(REPORTS))('%s follows the schema, with one result for each line that has a place', name => {
  const results = resultsOf(renderSarif(REPORTS[name]!))
  expect(results.length).toBeLessThanOrEqual(REPORTS[name]!.roster.length)
})

test('a regression stands on the line of the migration', () => {
  expect(resultsOf(renderSarif(REPORTS.failing!))).toMatchObject([
    {
      ruleId: 'regression',
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'db/migrations/0042_drop_idx.sql' },
            region: { startLine: 3 },
          },
        },
      ],
    },
  ])
})

test('what is accepted is suppressed, with its reason', () => {
  const [result] = resultsOf(renderSarif(REPORTS.accepted!))
  expect(result.suppressions).toEqual([
    { kind: 'external', justification: REPORTS.accepted!.roster[0]!.accepted!.reason },
  ])
})

test('hostile names stay text, and no file is outside of the repository', () => {
  const name = '[x](https://evil.example)\u202e\n'
  const file = 'https://evil.example/%2e%2e/a b.sql'
  const hostile = report({
    roster: [entry({ statement: name })],
    statements: [{ ...slower, name, cause: undefined, source: { file, line: 0 } }],
  })
  const [result] = resultsOf(renderSarif(hostile))
  expect(result.message.text).toMatch(/^\\\[x\\\]\(https:\/\/evil\.example\)/)
  const { artifactLocation, region } = result.locations[0].physicalLocation
  expect(artifactLocation.uri).toBe('https%3A//evil.example/%252e%252e/a%20b.sql')
  expect(region.startLine).toBe(1)
})
