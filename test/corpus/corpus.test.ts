import { describe, expect, it, vi } from 'vitest'
import { readCases } from './case.ts'
import { deviations } from './deviations.ts'
import { POSTGRES_MAJOR, runCase } from './run-case.ts'

vi.setConfig({ maxConcurrency: 2, testTimeout: 600_000 })

const cases = (await readCases()).filter(({ expected }) => expected.since <= POSTGRES_MAJOR)

describe.concurrent('the verdict on', () => {
  it.each(cases)('$name: $about', async each => {
    expect(deviations(await runCase(each), each.expected)).toEqual([])
  })
})
