import { describe, expect, it, vi } from 'vitest'
import { readCases } from './case.ts'
import { deviations } from './deviations.ts'
import { POSTGRES_MAJOR, runCase } from './run-case.ts'

vi.setConfig({ maxConcurrency: 2, testTimeout: 600_000 })

/** Every thirteenth case: a mix of statements, whatever is added to the corpus. */
const STRIDE = 13

const cases = (await readCases())
  .filter(({ expected }) => expected.since <= POSTGRES_MAJOR)
  .filter((_, position) => position % STRIDE === 0)

describe.concurrent('nothing is reported when a base is compared with itself:', () => {
  it.each(cases)('$name', async each => {
    const report = await runCase(each, 'base')
    // Utility statements have no plan on either side.
    const utilities = report.statements.filter(
      ({ status, reason }) => status === 'unmeasured' && reason.includes('utility statement'),
    )
    const statements = Object.fromEntries(
      utilities.map(({ name }) => [name, { status: 'unmeasured' as const, changes: [] }]),
    )
    expect(deviations(report, { verdict: 'pass', path: 'upgrade', since: 0, statements })).toEqual([])
  })
})
