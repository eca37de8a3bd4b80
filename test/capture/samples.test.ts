import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSampler, type Sample } from '../../src/capture/samples.ts'

const call = (value: string, durationMs: number): Sample => ({
  sql: 'select * from t where id = $1',
  values: [value],
  session: {},
  durationMs,
})

/** What each value’s plan costs; all the same unless given. */
function choose(calls: readonly Sample[], costOf: (value: string | null | undefined) => number = () => 1, limit = 4) {
  const sampler = createSampler()
  for (const sample of calls) sampler.add(sample)
  const costs = [...sampler.candidates()].map(([key, { values }]) => [key, costOf(values[0])] as const)
  return sampler.choose(limit, new Map(costs))
}

const told = (sets: ReturnType<typeof choose>) => sets.map(({ why, values }) => [why, values[0]])

describe('choosing value sets', () => {
  it('keeps the most frequent call, and those whose plans cost most, least and in between', () => {
    const calls = [...'fedcba'].map((value, index) => call(value, 10 + index))
    const sets = choose([...calls, call('usual', 9), call('usual', 9)], value => value?.codePointAt(0) ?? 0)
    expect(told(sets)).toEqual([
      ['most frequent', 'usual'],
      ['highest cost', 'f'],
      ['lowest cost', 'a'],
      ['median cost', 'd'],
    ])
  })

  it('keeps every call where there are no more than wanted, whatever they took', () => {
    for (const durations of [
      [3, 2, 3],
      [1, 1, 1],
      [1, 9, 1],
    ]) {
      const sets = choose([0, 0, 5000].map((value, index) => call(String(value), durations[index]!)))
      expect(told(sets)).toEqual([
        ['most frequent', '0'],
        ['highest cost', '5000'],
      ])
    }
  })

  it('keeps the slowest where it is by far, and what is slow where its plan costs most', () => {
    const usual = Array.from({ length: 200 }, (_, index) => call(`v${index}`, 2))
    const [, slowest] = choose([...usual, call('far', 90)])
    expect([slowest?.why, slowest?.values]).toEqual(['slowest', ['far']])
    const [, dearest] = choose([...usual, call('large', 8)], value => (value === 'large' ? 5 : 1))
    expect([dearest?.why, dearest?.values]).toEqual(['highest cost', ['large']])
  })

  it('names a single way of calling the only one', () => {
    expect(choose([call('1', 3), call('1', 2)]).map(set => set.why)).toEqual(['only'])
  })

  it('tells NULL from an empty text and sessions from each other', () => {
    const other = { ...call('', 1), values: [null] }
    const elsewhere = { ...call('', 2), session: { search_path: 'tenant_2' } }
    expect(choose([call('', 3), other, elsewhere])).toHaveLength(3)
  })

  const streams = (values: number) =>
    fc.array(fc.record({ value: fc.nat(values), ms: fc.integer({ min: 10, max: 25 }) }), {
      minLength: 40,
      maxLength: 400,
    })

  it('chooses the same whatever the order and the times', () => {
    fc.assert(
      fc.property(streams(14), list => {
        const costOf = (value: string | null | undefined) => Number(value) % 5
        const stream = list.map(({ value, ms }) => call(String(value), ms))
        const again = stream.toReversed().map(each => ({ ...each, durationMs: 35 - each.durationMs }))
        expect(told(choose(again, costOf))).toEqual(told(choose(stream, costOf)))
      }),
      { numRuns: 50 },
    )
  })

  it('finds the heaviest value and the slowest by far however many distinct ones stream by', () => {
    fc.assert(
      fc.property(streams(500), list => {
        const stream = list.flatMap(({ value, ms }, index) => [
          call(`v${value}`, ms),
          ...(index % 2 === 0 ? [call('heavy', 20)] : []),
        ])
        const sets = choose([...stream, call('far', 300)])
        expect(told(sets).slice(0, 2)).toEqual([
          ['most frequent', 'heavy'],
          ['slowest', 'far'],
        ])
      }),
      { numRuns: 50 },
    )
  })
})
