import { expect, test } from 'vitest'
import { changeReason } from '../../src/compare/reason.ts'
import { renderComment } from '../../src/report/comment.ts'
import { renderFailureComment, STAGES } from '../../src/report/failure.ts'
import { headline } from '../../src/report/headline.ts'
import { triedFixes } from '../../src/report/recommendations.ts'
import { digestOf, parseStickyState } from '../../src/report/sticky.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { renderGfm } from '../support/cmark-gfm.ts'
import { entry, REPORTS, report, slower, statement } from './fixtures.ts'
import { expectGolden } from './golden.ts'

const context = {
  repositoryUrl: 'https://github.com/acme/shop',
  runUrl: 'https://github.com/acme/shop/actions/runs/18234567890',
  runId: 18_234_567_890,
  attempt: 1,
  pullRequest: 7,
}

test.each(Object.entries(REPORTS))('the comment of a run: %s', (name, fixture) => {
  expectGolden(`comment-${name}.md`, renderComment(fixture, context))
})

test.each(['failing', 'passing', 'swept'])('the job summary of a run: %s', name => {
  expectGolden(`summary-${name}.md`, renderSummary(REPORTS[name]!, context))
})

test('every kind of run has a heading of its own', () => {
  const headings = Object.values(REPORTS).map(fixture => headline(fixture).text)
  const alike = [
    ['passing', 'policy-changed', 'fresh-path', 'databases-passing', 'swept'],
    ['failing', 'databases'],
  ]
  expect(new Set(headings).size).toBe(headings.length - alike.flat().length + alike.length)
})

test('the first two lines are the marker and the state', () => {
  const [marker, ...rest] = renderComment(REPORTS.failing!, { ...context, key: 'billing' }).split('\n')
  expect(marker).toBe('<!-- pgverdict:sticky key="billing" v=1 -->')
  expect(parseStickyState([marker, ...rest].join('\n'))).toEqual({
    head: '9c41d7e',
    base: '1f0b6aa',
    run: 18_234_567_890,
    attempt: 1,
    verdict: 'fail',
    digest: digestOf(REPORTS.failing!),
  })
})

test('the digest follows what was found, not the clock', () => {
  const digest = digestOf(REPORTS.failing!)
  const later = REPORTS.failing!.statements.map(item => ({
    ...item,
    head: item.head && { ...item.head, durationMs: 7 },
  }))
  expect(digestOf({ ...REPORTS.failing!, statements: later, timings: [] })).toBe(digest)
  expect(digestOf({ ...REPORTS.failing!, poolSweeps: REPORTS.swept!.poolSweeps })).toBe(digest)
  const other = REPORTS.failing!.statements.map(item => ({ ...item, head: item.head && { ...item.head, buffers: 7 } }))
  expect(digestOf({ ...REPORTS.failing!, statements: other })).not.toBe(digest)
})

const many = Array.from({ length: 1500 }, (_, index) => ({ ...slower, name: `orders.variant${index}` }))
const huge = report({
  verdict: 'fail',
  roster: many.map(({ name }) => entry({ statement: name })),
  statements: [...many, ...Array.from({ length: 5000 }, (_, index) => statement({ name: `unchanged ${index}` }))],
})

test.each([
  ['comment', renderComment(huge, context), 60_000],
  ['small comment', renderComment(huge, { ...context, maxBytes: 6000 }), 6000],
  ['summary', renderSummary(huge, context), 1_000_000],
])('a %s stays below its limit, whole and saying what it leaves out', (_, text, limit) => {
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit)
  expect(text).toContain('Left out here because of its length: ')
  expect(text).toContain('Plan check failed: 1,500 queries got slower plans')
  expect(text.match(/<details/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0)
  expect(text.trimEnd().endsWith('</sub>')).toBe(true)
})

test('the table shows the five worst and counts the rest', () => {
  const html = renderGfm(renderComment(huge, context))
  const [table = ''] = html.split('</table>')
  expect(table.match(/❌/g)).toHaveLength(5 + 1)
  expect(html).toContain('6,495 other queries: 1,495 also fail and 5,000 with the same plan on both sides.')
})

const FAILURES = Object.keys(STAGES).map(stage =>
  renderFailureComment({ stage, message: 'x', hint: 'y', kind: 'measurement' }, context),
)

test.each([
  ...Object.entries(REPORTS).map(([name, fixture]) => [name, renderComment(fixture, context)] as const),
  ...FAILURES.map((text, at) => [`failure ${at}`, text] as const),
])('the form that mails, phones and the dark keep: %s', (_, text) => {
  const [, , first] = text.split('\n')
  // GitHub draws a rule under the first two levels, and mails show the first line: it must be enough alone.
  expect(first).toMatch(/^### \p{Emoji}\ufe0f? Plan check.*: \w/u)
  const html = renderGfm(text)
  expect(html).not.toMatch(/<h[12]|<svg|<img|href="#|language-mermaid/)
  expect(html.match(/<h3/g)).toHaveLength(1)
  // On a phone a table scrolls: what happened to which query stands first, exact work before time.
  for (const header of text.matchAll(/^\| +\| Query .*$/gm)) {
    expect(header[0]).toMatch(/Query *\| What changed *\| Pages read *\| Time/)
  }
})

test('of what nobody can try, what the branch brought in comes first, then what fails connections', () => {
  const remark = (title: string, over: object) => ({
    ...REPORTS.failing!.findings[0]!,
    key: title,
    title,
    severity: 'advice' as const,
    trial: undefined,
    fix: undefined,
    ...over,
  })
  const findings = [
    remark('A table without a key', { area: 'schema' }),
    remark('Too many connections', { area: 'pooling' }),
    remark('A new table without a key', { area: 'schema', severity: 'warning' }),
  ]
  const comment = renderComment({ ...REPORTS.passing!, findings }, context)
  const places = ['A new table without a key', 'Too many connections', 'A table without a key'].map(title =>
    comment.indexOf(title),
  )
  expect(places.every(place => place > 0)).toBe(true)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

test('another number of rows is told before the figures, unless the branch rewrote the query', () => {
  const rows = (from: string, to: string) =>
    [{ kind: 'rows-differ', node: 'result', from, to, direction: 'neutral' }] as const
  const told = (...fields: Parameters<typeof statement>[0][]) =>
    renderComment(report({ statements: fields.map(each => statement(each)), roster: [] }), context)
  const search = { name: 'docs.search', status: 'changed', changes: rows('10 rows', '0 rows') } as const
  expect(told(search)).toContain(
    '<strong>Other results:</strong> with the same values, <code>docs&#46;search</code> (10 → 0 rows) returns another number of rows on this branch.',
  )
  const more = ['a', 'b', 'c'].map(name => ({ ...search, name }))
  expect(told(search, ...more)).toContain('and 1 more return another number')
  expect(told({ ...search, baseText: 'select 1' })).not.toContain('Other results')
})

test('what undoes the branch’s own step is the first fix, whatever gains more', () => {
  const [dearer] = REPORTS.failing!.findings
  const restored = { ...dearer!, key: 'index-dropped:orders', rule: 'index-dropped', statements: [] }
  const findings = [dearer!, restored]
  expect(triedFixes({ ...REPORTS.failing!, findings }).map(({ rule }) => rule)).toEqual([
    'index-dropped',
    'missing-index',
  ])
})

test('what only runs into the timeout is not said to break for running code alone', () => {
  const breaksBy = (reason: string) => {
    const broken = statement({ status: 'broken', reason })
    const { name, fingerprint } = broken
    const roster = [entry({ rule: 'broken', statement: name, fingerprint })]
    return renderComment(report({ verdict: 'fail', roster, statements: [broken] }), context)
  }
  expect(breaksBy('works on base and fails (a column is missing, SQLSTATE 42703) on head')).toContain(
    'Running code breaks',
  )
  expect(breaksBy('works on base and runs into the statement timeout on head')).not.toContain('Running code breaks')
})

test('another order of the joins is told as one', () => {
  const change = { kind: 'join-order', node: '', from: 'a, b', to: 'b, a', direction: 'neutral' } as const
  expect(changeReason(change)).toBe('the order of the joins, a, b, became b, a')
})
