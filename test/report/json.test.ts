import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { renderJson } from '../../src/report/json.ts'
import { parseReport, reportJsonSchema } from '../../src/report/schema.ts'
import { REPORTS } from './fixtures.ts'

const check = new Ajv2020({ strict: false }).compile(reportJsonSchema())

test.each(Object.entries(REPORTS))(
  'a written report reads back as it was and follows the published schema: %s',
  (_, fixture) => {
    const json = renderJson(fixture)
    expect(json).toBe(`${JSON.stringify(fixture, undefined, 2)}\n`)
    expect(parseReport(json)).toEqual(fixture)
    expect([check(JSON.parse(json)), check.errors]).toEqual([true, null])
  },
)

const failing = JSON.parse(renderJson(REPORTS.failing!))

test.each([
  ['no JSON', '{', 'is not JSON'],
  ['another version', JSON.stringify({ ...failing, schemaVersion: 2 }), 'schemaVersion'],
  ['an unknown key', JSON.stringify({ ...failing, extra: 1 }), 'extra'],
  ['a made-up commit', JSON.stringify({ ...failing, base: { ...failing.base, commit: '-- x' } }), 'base.commit'],
  ['a string that is too long', JSON.stringify({ ...failing, notes: ['x'.repeat(20_001)] }), 'notes[0]'],
  [
    'a wrong level',
    JSON.stringify({ ...failing, roster: [{ ...failing.roster[0], level: 'off' }] }),
    'roster[0].level',
  ],
])('a report with %s is refused with the place', (_, json, place) => {
  expect(() => parseReport(json)).toThrow(place)
})
