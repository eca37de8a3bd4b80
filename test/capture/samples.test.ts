import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSampler, type Sample } from '../../src/capture/samples.ts'

const call = (value: string, durationMs: number): Sample => ({
  sql: 'select * from t where id = $1',
  values: [value],
  session: {},
  durationMs,
})

function choose(calls: readonly Sample[], limit = 4) {
  const sampler = createSampler()
  for (const sample of calls) sampler.add(sample)
  return sampler.choose(limit)
}

describe('choosing value sets', () => {
  it('keeps the most frequent, the slowest, the fastest and the median call', () => {
    const calls = [
      call('slow', 90),
      call('quick', 1),
      ...Array.from({ length: 9 }, () => call('usual', 20)),
      call('a', 10),
      call('b', 30),
    ]
    const sets = choose(calls)
    expect(sets.map(({ why, values }) => [why, values[0]])).toEqual([
      ['most frequent', 'usual'],
      ['slowest', 'slow'],
      ['fastest', 'quick'],
    ])
  })

  it('names a single way of calling the only one', () => {
    expect(choose([call('1', 3), call('1', 2)]).map(set => set.why)).toEqual(['only'])
  })

  it('tells NULL from an empty text and sessions from each other', () => {
    const other = { ...call('', 1), values: [null] }
    const elsewhere = { ...call('', 2), session: { search_path: 'tenant_2' } }
    expect(choose([call('', 3), other, elsewhere])).toHaveLength(3)
  })

  it('finds extremes and the heaviest value however many distinct ones stream by', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ value: fc.nat(500), ms: fc.integer({ min: 2, max: 99 }) }), {
          minLength: 40,
          maxLength: 400,
        }),
        list => {
          const stream = list.flatMap(({ value, ms }, index) => [
            call(`v${value}`, ms),
            ...(index % 2 === 0 ? [call('heavy', 50)] : []),
          ])
          const sets = choose([...stream, call('max', 100), call('min', 1)])
          const byWhy = new Map(sets.map(set => [set.why, set.values[0]]))
          expect(byWhy.get('most frequent')).toBe('heavy')
          expect(byWhy.get('slowest')).toBe('max')
          expect(byWhy.get('fastest')).toBe('min')
        },
      ),
      { numRuns: 50 },
    )
  })
})
