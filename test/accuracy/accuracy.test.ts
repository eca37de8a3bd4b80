import { describe, expect, it, vi } from 'vitest'
import type { Part } from '../../scripts/accuracy/figures.ts'
import { measurePart } from '../../scripts/accuracy/measure-part.ts'

vi.setConfig({ testTimeout: 600_000 })

const MAJOR = 17
/** Small and always the same, for less than a minute on an idle machine. */
const SAMPLES: readonly (readonly [Part, number])[] = [
  ['aa', 3],
  ['null', 3],
  ['mutations', 10],
]
/** A figure below these fails the build; they are raised when the figures are. */
const THRESHOLDS = { detection: 1, falseBlocks: 0, attribution: 1 }

describe('a fixed sample of', () => {
  it.each(SAMPLES)('%s meets the thresholds', async (part, size) => {
    const figures = await measurePart(part, MAJOR, { size, seed: 'continuous' }, () => {})
    expect(figures.failures).toEqual([])
    // PostgreSQL refuses a few of the mutations.
    expect(figures.runs).toBeGreaterThanOrEqual(0.75 * size)
    expect(figures.falseBlocks.length, figures.falseBlocks.join('\n')).toBeLessThanOrEqual(THRESHOLDS.falseBlocks)
    if (part !== 'mutations') return
    expect(figures.regressions).toBeGreaterThan(0)
    expect(figures.blocked / figures.regressions, figures.misses.join('\n')).toBeGreaterThanOrEqual(
      THRESHOLDS.detection,
    )
    const attribution = figures.attributed / figures.attributable
    expect(attribution, figures.misattributions.join('\n')).toBeGreaterThanOrEqual(THRESHOLDS.attribution)
  })
})
