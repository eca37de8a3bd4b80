import { describe, expect, it } from 'vitest'
import { compareStatements } from '../../src/compare/compare.ts'
import type { Comparison } from '../../src/compare/comparison.ts'
import { type Config, configSchema } from '../../src/config/schema.ts'
import { expiredNotes, unfitNotes } from '../../src/gate/expired.ts'
import { judge } from '../../src/gate/judge.ts'
import { both, measured, NO_INDEXES, POLICY } from '../compare/statements.ts'

const config = (given: object = {}): Config => configSchema.parse(given)
const [REGRESSED] = compareStatements(
  [both([[measured('index-scan-plain'), measured('seq-scan')]])],
  POLICY,
  NO_INDEXES,
)
const comparison = (fields: Partial<Comparison> = {}): Comparison => ({ ...REGRESSED!, ...fields })
const unchanged = (fields: Partial<Comparison> = {}) =>
  comparison({ status: 'unchanged', agrees: false, changes: [], ...fields })
const TODAY = '2026-03-15'
const rules = (comparisons: readonly Comparison[], given: object = {}) =>
  judge(comparisons, config(given), TODAY).entries.map(({ rule, level, statement }) => `${level} ${rule} ${statement}`)

const change = (kind: 'more-calls' | 'estimate-worse' | 'rows-discarded') =>
  ({ kind, node: 'orders', from: '1', to: '9', direction: 'worse' }) as const

describe('judge', () => {
  it.each([
    ['a regression that agrees', comparison({ agrees: true }), 'fail', ['fail regression orders.byCustomer']],
    ['more work alone', comparison({ agrees: false }), 'warn', ['warn work-only orders.byCustomer']],
    ['a broken statement', comparison({ status: 'broken' }), 'fail', ['fail broken orders.byCustomer']],
    ['an unmeasured one', comparison({ status: 'unmeasured' }), 'warn', ['warn unmeasured orders.byCustomer']],
    ['one that neither side can measure', comparison({ status: 'unmeasured', isUnmeasuredAlike: true }), 'pass', []],
    ['more calls', unchanged({ changes: [change('more-calls')] }), 'warn', ['warn call-count orders.byCustomer']],
    ['a worse estimate', unchanged({ changes: [change('estimate-worse')] }), 'pass', []],
    ['an unchanged one', unchanged(), 'pass', []],
    ['an improved one', comparison({ status: 'improved' }), 'pass', []],
    ['a changed one', comparison({ status: 'changed' }), 'pass', []],
    ['an added one', comparison({ status: 'added', base: undefined }), 'pass', []],
    [
      'an added one that throws rows away',
      comparison({ status: 'added', base: undefined, changes: [change('rows-discarded')] }),
      'warn',
      ['warn new-query orders.byCustomer'],
    ],
    ['a removed one', comparison({ status: 'removed', head: undefined }), 'pass', []],
  ])('%s', (_, of, outcome, entries) => {
    expect(judge([of], config(), TODAY).outcome).toBe(outcome)
    expect(rules([of])).toEqual(entries)
  })

  it('says the comparison’s reason', () => {
    expect(judge([comparison()], config(), TODAY).entries[0]?.text).toBe(REGRESSED?.reason)
  })

  it('says why more work only warns', () => {
    const tie = comparison({ agrees: false, doubt: 'a tie' })
    expect(judge([tie], config(), TODAY).entries[0]?.text).toBe(
      `${REGRESSED?.reason}; it only counts as more work: a tie`,
    )
  })

  it('names an acceptance for a plan that its statement does not have', () => {
    const until = '2026-12-31'
    const { name, fingerprint, head } = REGRESSED!
    const entries = [
      { query: name, plan: head!.shape },
      { query: fingerprint.slice(0, 6), plan: 'ffffffffffff' },
      { query: 'not.sent', plan: 'ffffffffffff' },
    ].map(entry => ({ ...entry, reason: 'a reason', until }))
    expect(unfitNotes(entries, [REGRESSED!], TODAY)).toEqual([
      `The acceptance of plan ffffffffffff of ${fingerprint.slice(0, 6)} fits no plan that it has in this run, and excuses nothing.`,
    ])
    expect(unfitNotes(entries, [REGRESSED!], '2027-01-01')).toEqual([])
  })

  it('goes by the levels of the configuration', () => {
    expect(judge([comparison()], config({ gate: { rules: { regression: 'warn' } } }), TODAY).outcome).toBe('warn')
    expect(judge([comparison()], config({ gate: { rules: { regression: 'off' } } }), TODAY)).toEqual({
      outcome: 'pass',
      entries: [],
    })
    const estimate = unchanged({ changes: [change('estimate-worse')] })
    expect(rules([estimate], { gate: { rules: { 'estimate-only': 'fail' } } })).toEqual([
      'fail estimate-only orders.byCustomer',
    ])
  })

  it('lists the worst first', () => {
    const grown = (name: string, buffers: number) => comparison({ name, head: { ...REGRESSED!.head!, buffers } })
    const all = [
      comparison({ name: 'e', status: 'unmeasured' }),
      comparison({ name: 'd', agrees: false }),
      grown('b', 500),
      grown('a', 9000),
      grown('c', 500),
      comparison({ name: 'z', status: 'broken' }),
    ]
    const expected = ['z', 'a', 'b', 'c', 'd', 'e']
    expect(judge(all, config(), TODAY).entries.map(({ statement }) => statement)).toEqual(expected)
    expect(judge(all.toReversed(), config(), TODAY).entries.map(({ statement }) => statement)).toEqual(expected)
  })
})

describe('budgets', () => {
  const budget = (blocks: number, name = 'orders.byCustomer') => ({
    gate: { statements: { [name]: { 'max-buffers': blocks } } },
  })

  it('fails what reads more than its own budget, whichever value set does, and passes what keeps it', () => {
    const over = unchanged({ valueSets: [{ why: 'only', baseBuffers: 400, headBuffers: 400 }] })
    expect(rules([over], budget(399))).toEqual(['fail budget orders.byCustomer'])
    expect(rules([over], budget(400))).toEqual([])
    expect(judge([over], config(budget(50)), TODAY).entries[0]?.text).toBe('reads 400 pages, its budget is 50')
  })

  it('names a budget that no statement has', () => {
    expect(rules([unchanged()], budget(5, 'typo'))).toEqual(['warn budget typo'])
    expect(rules([unchanged()], budget(5, 'constructor'))).toEqual(['warn budget constructor'])
  })
})

describe('accept', () => {
  const { shape } = REGRESSED!.head!
  const { fingerprint } = REGRESSED!
  const accept = (fields: object = {}) => ({
    accept: [
      { query: fingerprint.slice(0, 6), plan: shape.slice(0, 6), reason: 'archived', until: '2026-03-31', ...fields },
    ],
  })
  const verdict = (fields: object, of = comparison()) => judge([of], config(accept(fields)), TODAY)

  it('passes the plan that was accepted, and shows it', () => {
    expect(verdict({})).toMatchObject({
      outcome: 'pass',
      entries: [{ rule: 'regression', accepted: { reason: 'archived', until: '2026-03-31' } }],
    })
  })

  it.each([
    ['by name', { query: 'orders.byCustomer' }, 'pass'],
    ['on its last day', { until: TODAY }, 'pass'],
    ['the day after', { until: '2026-03-14' }, 'fail'],
    ['another statement', { query: 'ffff' }, 'fail'],
    ['part of a name', { query: 'orders.by' }, 'fail'],
    ['another plan', { plan: '0000' }, 'fail'],
  ])('%s', (_, fields, outcome) => {
    expect(verdict(fields).outcome).toBe(outcome)
  })

  it('says that an acceptance is over', () => {
    expect(verdict({ until: '2026-03-14' }).entries[0]).toMatchObject({
      accepted: undefined,
      text: expect.stringMatching(/\(accepted until 2026-03-14, which is over\)$/),
    })
  })

  it('names those that are over, whether anything would match them or not', () => {
    const { accept: entries } = config(accept({ query: 'gone', plan: 'abcd', until: '2026-03-14' }))
    expect(expiredNotes(entries, TODAY)).toEqual([
      'The acceptance of plan abcd of gone ended on 2026-03-14 and excuses nothing.',
    ])
    expect(expiredNotes(config(accept({ until: TODAY })).accept, TODAY)).toEqual([])
  })

  it('prefers one that holds to one that is over', () => {
    const [entry] = accept().accept
    const both = { accept: [{ ...entry, until: '2026-01-01' }, entry] }
    expect(judge([comparison()], config(both), TODAY).outcome).toBe('pass')
  })

  it('excuses no broken statement and no budget', () => {
    expect(verdict({}, comparison({ status: 'broken' })).outcome).toBe('fail')
    const withBudget = config({ ...accept(), gate: { statements: { 'orders.byCustomer': { 'max-buffers': 10 } } } })
    expect(
      judge([comparison()], withBudget, TODAY).entries.map(({ rule, accepted }) => [rule, accepted !== undefined]),
    ).toEqual([
      ['budget', false],
      ['regression', true],
    ])
  })
})
