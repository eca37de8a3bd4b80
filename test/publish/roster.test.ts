import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gateRules } from '../../src/config/schema.ts'
import { UserError } from '../../src/errors.ts'
import { ACCEPTABLE, verdictOf } from '../../src/gate/judge.ts'
import { mergeShards } from '../../src/merge/merge-shards.ts'
import { annotationsOf } from '../../src/publish/annotations.ts'
import { failureOf } from '../../src/publish/failure-of.ts'
import { exitCodeOf, exitCodeOfFailure, outputsOf } from '../../src/publish/outputs.ts'
import { renderComment } from '../../src/report/comment.ts'
import { failureHeadline, renderFailureComment, renderFailureSummary, STAGES } from '../../src/report/failure.ts'
import { headline } from '../../src/report/headline.ts'
import { renderHtml } from '../../src/report/html/render.ts'
import type { Report } from '../../src/report/report.ts'
import { renderSarif } from '../../src/report/sarif.ts'
import { parseStickyState } from '../../src/report/sticky.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { cut } from '../merge/cut.ts'
import { entry, REPORTS, report, slower, statement } from '../report/fixtures.ts'

const terms = { reason: 'known', until: '2030-01-01' }
const STATUSES = ['unchanged', 'changed', 'improved', 'regressed', 'broken', 'unmeasured', 'added', 'removed'] as const
const charge = fc.record({
  rule: fc.constantFrom(...gateRules.keyof().options),
  level: fc.constantFrom('fail' as const, 'warn' as const),
  isAccepted: fc.boolean(),
})
const judged = fc
  .record({
    statements: fc.array(
      fc.record({
        status: fc.constantFrom(...STATUSES),
        charges: fc.oneof(
          { weight: 3, arbitrary: fc.array(charge, { maxLength: 0 }) },
          { weight: 1, arbitrary: fc.array(charge, { maxLength: 3 }) },
        ),
      }),
      { maxLength: 40 },
    ),
    /** Budgets of statements that no load sends. */
    idle: fc.nat(3),
    databases: fc.boolean(),
  })
  .map(({ statements: drawn, idle, databases }) => {
    const nameOf = (at: number) => (databases ? `${at % 2 === 0 ? 'billing' : 'orders'}/s${at}` : `s${at}`)
    const statements = drawn.map(({ status }, at) => ({
      ...(status === 'regressed' ? slower : statement()),
      status,
      name: nameOf(at),
      ...(status === 'added' || status === 'unmeasured' ? { base: undefined } : {}),
      ...(status === 'removed' || status === 'broken' || status === 'unmeasured' ? { head: undefined } : {}),
    }))
    const charges = drawn.flatMap(({ charges: own }, at) =>
      own.map(({ isAccepted, ...told }) =>
        entry({
          ...told,
          statement: statements[at]!.name,
          fingerprint: statements[at]!.fingerprint,
          accepted: isAccepted && ACCEPTABLE.has(told.rule) ? terms : undefined,
        }),
      ),
    )
    const idleBudgets = Array.from({ length: idle }, (_, at) =>
      entry({ statement: nameOf(1000 + at), fingerprint: '', rule: 'budget', level: 'warn', text: 'no load sends it' }),
    )
    const { outcome, entries } = verdictOf([...charges, ...idleBudgets].map(line => ({ entry: line, growth: 0 })))
    const names = ['billing', 'orders'].map(name => ({ name, version: '17.6', seededRows: 1 }))
    return report({ verdict: outcome, roster: entries, statements, ...(databases ? { databases: names } : {}) })
  })

const isAnyMeasured = (statements: Report['statements']) =>
  statements.some(({ status }) => status !== 'unmeasured' && status !== 'removed')
const ICONS = { fail: ['❌'], warn: ['⚠️'], pass: ['✅', '⚪'] } as const
/** How the heading counts a rule, for those that outputs count too. */
const told = (text: string, words: RegExp) => Number(words.exec(text)?.[1] ?? 0)

function expectAgreement(run: Report): void {
  const counting = run.roster.filter(({ accepted }) => accepted === undefined)
  const { icon, text } = headline(run)
  const outputs = outputsOf(run)
  expect(ICONS[run.verdict]).toContain(icon)
  const surfaces = [renderComment(run).split('\n')[2], renderSummary(run).split('\n')[0]]
  expect(surfaces).toEqual([`### ${icon} ${text}`, `### ${icon} ${text}`])
  expect(renderHtml(run)).toContain(`<h1>${text}</h1>`)
  expect(outputs.verdict).toBe(run.verdict)
  expect(exitCodeOf(run)).toBe(run.verdict === 'fail' ? 1 : 0)
  const annotations = annotationsOf(run)
  expect(annotations).toHaveLength(Math.min(10, counting.length))
  expect(annotations.some(({ level }) => level === 'fail')).toBe(run.verdict === 'fail')
  expect(annotations.length > 0).toBe(run.verdict !== 'pass')
  const { results } = JSON.parse(renderSarif(run)).runs[0]
  const open = results.filter(({ suppressions }: { suppressions?: unknown }) => suppressions === undefined)
  expect(open).toHaveLength(counting.filter(({ fingerprint }) => fingerprint !== '').length)
  for (const [rule, output, words] of [
    ['regression', outputs.regressions, /(\d+) (?:query|queries) got (?:a )?slower plans?/],
    ['broken', outputs.broken, /the deploy breaks (\d+) quer/],
  ] as const) {
    expect(Number(output)).toBe(counting.filter(entry => entry.rule === rule).length)
    const level = run.verdict === 'fail' ? 'fail' : 'warn'
    expect(told(text, words)).toBe(counting.filter(entry => entry.rule === rule && entry.level === level).length)
  }
  const better = told(text, /(\d+) got (?:a )?better ones?/)
  if (icon !== '⚪' && !text.includes('no baseline')) expect(better).toBe(Number(outputs.improvements))
}

test('comment, summary, annotations, outputs, SARIF and exit code never disagree', () => {
  fc.assert(fc.property(judged, expectAgreement), { numRuns: 300 })
})

test('nor do they after shards were merged, and what proves nothing is no verdict', () => {
  const shards = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 40, maxLength: 40 })
  fc.assert(
    fc.property(judged, shards, (run, shardOf) => {
      const parts = cut(run, 3, at => shardOf[at]!)
      const names = run.databases?.map(({ name }) => `${name}/`) ?? ['']
      const isMeasured = names.every(name => isAnyMeasured(run.statements.filter(each => each.name.startsWith(name))))
      if (isMeasured) expectAgreement(mergeShards(parts))
      else expect(() => mergeShards(parts)).toThrow(UserError)
    }),
    { numRuns: 150 },
  )
})

test('a run that could not measure says the same everywhere, and is green only for a base that fails by itself', () => {
  const words = fc.option(fc.string(), { nil: undefined })
  const thrown = fc.oneof(
    fc
      .record({
        message: fc.string(),
        hint: words,
        kind: fc.constantFrom('usage', 'measurement'),
        unexcused: fc.option(fc.constant('The branch changes it.'), { nil: undefined }),
      })
      .map(
        ({ message, hint, ...options }) =>
          new UserError(message, { ...options, ...(hint === undefined ? {} : { hint }) }),
      ),
    fc.string().map(message => new Error(message)),
  )
  const stage = fc.constantFrom(undefined, 'something new', ...Object.keys(STAGES))
  fc.assert(
    fc.property(thrown, stage, fc.boolean(), (error, at, failOnBaseError) => {
      const failure = failureOf(error, { stage: at }, { failOnBaseError })
      const heading = `### ⛔ ${failureHeadline(failure)}`
      const surfaces = [renderFailureComment(failure), renderFailureSummary(failure)]
      expect([surfaces[0]!.split('\n')[2], surfaces[1]!.split('\n')[0]]).toEqual([heading, heading])
      expect(parseStickyState(surfaces[0]!)).toMatchObject({ verdict: 'error' })
      const isGreen = exitCodeOfFailure(failure) === 0
      for (const text of surfaces) expect(text.includes('The check does not fail for it, as')).toBe(isGreen)
      if (!isGreen) return
      expect(failOnBaseError).toBe(false)
      expect(error).toMatchObject({ kind: 'measurement', unexcused: undefined })
      expect(at).toMatch(/ base$/)
    }),
    { numRuns: 500 },
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
