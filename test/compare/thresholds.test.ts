import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareWork, isWorse, thresholdsFor } from '../../src/compare/thresholds.ts'
import { readPlan } from '../plan/plans.ts'
import { POLICY } from './statements.ts'

const work = (buffers: number, tempBlocks = 0, walBytes = 0) => ({ buffers, tempBlocks, walBytes, rows: 1 })

describe('isWorse', () => {
  it.each([
    [100, 219, true],
    [100, 199, false],
    [1000, 1199, false],
    [1000, 1201, true],
    [4, 103, false],
    [4, 104, true],
    [0, 100, true],
    [500, 100, false],
  ])('%d → %d blocks: %s', (before, after, expected) => {
    expect(isWorse(before, after, POLICY.worse)).toBe(expected)
  })

  it('needs the floor', () => {
    expect(isWorse(10, 400, { ratio: 1.2, blocks: 100, floor: 500 })).toBe(false)
    expect(isWorse(10, 500, { ratio: 1.2, blocks: 100, floor: 500 })).toBe(true)
  })

  it('is never so both ways, and never for equals', () => {
    const limits = fc.record({ ratio: fc.double({ min: 1, max: 10, noNaN: true }), blocks: fc.nat(), floor: fc.nat() })
    fc.assert(
      fc.property(fc.nat(), fc.nat(), limits, (a, b, policy) => {
        expect(isWorse(a, b, policy) && isWorse(b, a, policy)).toBe(false)
        expect(isWorse(a, a, policy)).toBe(false)
      }),
    )
  })
})

describe('compareWork', () => {
  it.each([
    ['more buffers', work(100), work(1000), 'worse'],
    ['fewer buffers', work(1000), work(100), 'better'],
    ['a spill', work(5000, 0), work(5000, 300), 'worse'],
    ['more WAL', work(100, 0, 8192), work(100, 0, 8192 * 400), 'worse'],
    ['fewer buffers for a small spill', work(10_000), work(1000, 200), 'better'],
    ['fewer buffers for a large spill', work(5000), work(1000, 50_000), 'worse'],
    ['as many blocks, spilled', work(1000), work(500, 500), 'same'],
    ['little', work(100), work(150), 'same'],
  ])('%s', (_, before, after, expected) => {
    expect(compareWork(before, after, POLICY.worse)).toBe(expected)
  })
})

describe('thresholdsFor', () => {
  it.each([
    ['orders', { ratio: 1.2, blocks: 0, floor: 0 }],
    ['public.orders', { ratio: 1.2, blocks: 0, floor: 0 }],
    ['billing.orders', POLICY.worse],
    ['customers', POLICY.worse],
  ])('with %s critical', (table, expected) => {
    expect(thresholdsFor([readPlan('seq-scan')], { ...POLICY, 'critical-tables': [table] })).toEqual(expected)
  })

  it.each([
    ['what is written', 'insert', 'items', new Map<string, string>()],
    ['a partition of it', 'partitions-one', 'events', new Map([['public.events_3', 'public.events']])],
  ])('counts %s', (_, plan, table, partitions) => {
    const limits = thresholdsFor([readPlan(plan)], { ...POLICY, 'critical-tables': [table] }, partitions)
    expect(limits).toMatchObject({ blocks: 0, floor: 0 })
  })
})
