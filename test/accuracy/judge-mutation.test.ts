import { describe, expect, it } from 'vitest'
import type { Decision } from '../../scripts/accuracy/gate.ts'
import { judgeMutation } from '../../scripts/accuracy/judge-mutation.ts'
import type { Reading } from '../../scripts/accuracy/truth.ts'

const LINE = 'migrations/999_mutation.sql:2'

function judge(before: Reading, after: Reading, isBlocked: boolean, cause?: string) {
  const finding = { isBlocked, isReported: isBlocked, cause, said: 'something' }
  const decision: Decision = { isBlocked, statements: new Map([['orders.byId', finding]]) }
  const [base, head] = [new Map([['orders.byId', before]]), new Map([['orders.byId', after]])]
  return judgeMutation({ name: 'a mutation', base, head, decision, lines: [LINE] })
}

const blocks = (count: number): Reading => ({ blocks: count })
const FAILS: Reading = { error: '42883' }

describe('a mutation is held against the truth', () => {
  it.each([
    ['a true regression that is blocked', blocks(4), blocks(500), true, { regressions: 1, blocked: 1, attributed: 1 }],
    ['a true regression that passes', blocks(4), blocks(500), false, { regressions: 1, blocked: 0 }],
    ['a statement that fails', blocks(4), FAILS, true, { regressions: 1, blocked: 1 }],
    ['growth of fewer blocks', blocks(4), blocks(60), true, { regressions: 0, harmless: 1 }],
    ['the same work', blocks(4), blocks(4), false, { regressions: 0, harmless: 1 }],
    ['growth between the thresholds', blocks(1000), blocks(1300), true, { regressions: 0, harmless: 0 }],
    ['a statement that fails on both sides', FAILS, FAILS, true, { regressions: 0, harmless: 0 }],
  ])('%s', (_, before, after, isBlocked, expected) => {
    expect(judge(before, after, isBlocked, LINE)).toMatchObject({ runs: 1, ...expected })
  })

  it('names what went wrong, with what was measured and what was reported', () => {
    const what = 'a mutation: orders.byId'
    expect(judge(blocks(4), blocks(500), false).misses).toEqual([`${what} (measured 4 → 500; reported something)`])
    expect(judge(blocks(4), blocks(4), true).falseBlocks).toEqual([`${what} (measured 4 → 4; reported something)`])
    expect(judge(blocks(1000), blocks(1300), true).smaller).toHaveLength(1)
  })

  it.each([
    ['the line before', 'migrations/999_mutation.sql:1'],
    ['no line', undefined],
  ])('a regression that is laid to %s is not attributed', (_, cause) => {
    const judged = judge(blocks(4), blocks(500), true, cause)
    expect(judged).toMatchObject({ attributable: 1, attributed: 0 })
    expect(judged.misattributions).toHaveLength(1)
  })

  it('a statement that the report lacks is a failure, not a pass', () => {
    const decision: Decision = { isBlocked: false, statements: new Map() }
    const readings = new Map([['orders.byId', blocks(4)]])
    const judged = judgeMutation({ name: 'a mutation', base: readings, head: readings, decision, lines: [] })
    expect(judged.failures).toEqual(['a mutation: orders.byId is not in the report'])
  })
})
