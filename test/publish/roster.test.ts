import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gateRules } from '../../src/config/schema.ts'
import { annotationsOf } from '../../src/publish/annotations.ts'
import { outputsOf } from '../../src/publish/outputs.ts'
import { renderComment } from '../../src/report/comment.ts'
import { headline } from '../../src/report/headline.ts'
import { entry, REPORTS, report, slower, statement } from '../report/fixtures.ts'

const terms = { reason: 'known', until: '2030-01-01' }
const judged = fc
  .array(
    fc.record({
      rule: fc.constantFrom(...gateRules.keyof().options),
      level: fc.constantFrom('fail' as const, 'warn' as const),
      accepted: fc.constantFrom(undefined, terms),
    }),
    { maxLength: 30 },
  )
  .map(lines => {
    const roster = lines.map((line, index) => entry({ ...line, statement: `s${index}` }))
    const counting = roster.filter(({ accepted }) => accepted === undefined)
    const isFail = counting.some(({ level }) => level === 'fail')
    return report({
      verdict: isFail ? 'fail' : counting.length > 0 ? 'warn' : 'pass',
      roster: roster.toSorted((a, b) => a.level.localeCompare(b.level)),
      statements: [...roster.map(line => ({ ...slower, name: line.statement })), statement()],
    })
  })

test('comment, annotations and outputs never disagree', () => {
  fc.assert(
    fc.property(judged, run => {
      const counting = run.roster.filter(({ accepted }) => accepted === undefined)
      const { icon, text } = headline(run)
      expect(icon).toBe({ fail: '❌', warn: '⚠️', pass: '✅' }[run.verdict])
      expect(renderComment(run)).toContain(`### ${icon} ${text}\n`)
      expect(outputsOf(run).verdict).toBe(run.verdict)
      expect(Number(outputsOf(run).regressions)).toBe(counting.filter(({ rule }) => rule === 'regression').length)
      const annotations = annotationsOf(run)
      expect(annotations).toHaveLength(Math.min(10, counting.length))
      expect(annotations.some(({ level }) => level === 'fail')).toBe(run.verdict === 'fail')
    }),
    { numRuns: 200 },
  )
})

test('annotations stand on the line of the migration, the ones beyond ten are counted', () => {
  expect(annotationsOf(REPORTS.failing!)).toEqual([
    {
      level: 'fail',
      message: 'orders.byCustomer: 8,334 pages instead of 12',
      properties: { title: 'pgverdict: regression', file: 'db/migrations/0042_drop_idx.sql', startLine: 3 },
    },
  ])
  const many = report({ verdict: 'fail', roster: Array.from({ length: 25 }, () => entry()), statements: [slower] })
  expect(annotationsOf(many)).toHaveLength(10)
  expect(annotationsOf(many)[9]!.message).toBe('16 more problems: see the job summary')
})

test('outputs hold enums, counts and commits only', () => {
  const values = Object.values(outputsOf(report({ base: { label: '$(id)', commit: undefined, foundBy: '' } })))
  for (const value of values) expect(value).toMatch(/^(pass|\d+|[0-9a-f]{40}|)$/)
})
