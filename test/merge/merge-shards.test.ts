import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verdictOf } from '../../src/gate/judge.ts'
import type { RosterEntry } from '../../src/gate/verdict.ts'
import { mergeShards } from '../../src/merge/merge-shards.ts'
import { parseShard } from '../../src/merge/shard.ts'
import { renderJson } from '../../src/report/json.ts'
import type { Report } from '../../src/report/report.ts'
import { parseReport } from '../../src/report/schema.ts'
import { entry, report, statement } from '../report/fixtures.ts'
import { cut, ranked } from './cut.ts'

const random = fc
  .array(
    fc.record({
      rule: fc.option(fc.constantFrom('broken', 'regression', 'work-only', 'budget', 'unmeasured'), { nil: undefined }),
      level: fc.constantFrom('fail', 'warn'),
      isAccepted: fc.boolean(),
      buffers: fc.nat(10_000),
      shard: fc.nat(3),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map(drawn => {
    const plain = statement()
    const statements = drawn.map(({ buffers }, at) =>
      statement({ name: `query ${at}`, fingerprint: `f${at}`, head: { ...plain.head!, buffers } }),
    )
    const entries = drawn.flatMap(({ rule, level, isAccepted }, at): RosterEntry[] => {
      const accepted = isAccepted ? { reason: 'known', until: '2027-01-01' } : undefined
      const { name, fingerprint } = statements[at]!
      return rule === undefined
        ? []
        : [entry({ statement: name, fingerprint, rule, level, accepted } as Partial<RosterEntry>)]
    })
    const { outcome, entries: roster } = verdictOf(ranked(statements, entries))
    return { whole: report({ statements, roster, verdict: outcome }), shards: drawn.map(({ shard }) => shard + 1) }
  })

test('however a run is cut, its verdict, its roster and its statements are those of the whole', () => {
  fc.assert(
    fc.property(random, fc.boolean(), ({ whole, shards }, isReversed) => {
      const parts = cut(whole, 4, at => shards[at]!)
      const merged = mergeShards(isReversed ? parts.toReversed() : parts)
      expect(merged.verdict).toBe(whole.verdict)
      expect(merged.roster).toEqual(whole.roster)
      expect(merged.statements).toEqual(whole.statements)
      expect(merged).not.toHaveProperty('shard')
    }),
    { numRuns: 200 },
  )
})

const whole = report({ statements: [statement({ name: 'a' }), statement({ name: 'b' }), statement({ name: 'c' })] })
const [one, two] = cut(whole, 2, at => 1 + (at % 2)) as [Report, Report]
const with2 = (change: Partial<Report>): readonly Report[] => [one, { ...two, ...change }]

describe('it refuses', () => {
  test.each<readonly [string, readonly Report[], RegExp]>([
    ['nothing', [], /no report/],
    ['a missing shard', [two], /shard 1\/2 is missing/],
    ['the same shard twice', [one, two, two], /two reports of shard 2\/2/],
    ['a whole run', [one, whole], /without `shard`/],
    ['another base', with2({ base: { ...two.base, commit: 'a'.repeat(40) } }), /base commit/],
    ['another head', with2({ head: { ...two.head, commit: 'a'.repeat(40) } }), /head commit/],
    ['another version', with2({ tool: { ...two.tool, version: '0.0.9' } }), /version of pgverdict/],
    ['another server', with2({ server: { ...two.server, version: '14.1' } }), /version of PostgreSQL/],
    ['another way to head', with2({ path: { kind: 'fresh', reason: '' } }), /way to head/],
    ['another configuration', with2({ shard: { ...two.shard!, run: 'd'.repeat(64) } }), /configuration/],
    ['another cut', with2({ shard: { ...two.shard!, count: 3 } }), /number of shards/],
    [
      'parts that measured nothing',
      [one, two].map(part => ({
        ...part,
        statements: part.statements.map(each => ({ ...each, status: 'unmeasured' as const })),
      })),
      /Not one statement/,
    ],
  ])('%s', (_, reports, message) => {
    expect(() => mergeShards(reports)).toThrow(message)
  })
})

test('advice is told once, an idle part is no fault, and the report stays within its schema', () => {
  const [, second] = cut(whole, 2, () => 1)
  expect(second!.statements).toEqual([])
  const merged = mergeShards(cut(whole, 2, () => 1))
  expect(merged.findings.length).toBe(whole.findings.length)
  expect(parseReport(renderJson(merged)).statements).toHaveLength(3)
  expect(parseReport(renderJson(one)).shard).toEqual(one.shard)
})

test.each([
  ['1/1', { index: 1, count: 1 }],
  ['2/4', { index: 2, count: 4 }],
  ['0/4', undefined],
  ['5/4', undefined],
  ['1/999', undefined],
  ['1', undefined],
  ['a/b', undefined],
])('%s', (text, shard) => {
  expect(parseShard(text)).toEqual(shard)
})
