import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeDocument } from '../../scripts/accuracy/document.ts'
import { addUp, type Figures, tally } from '../../scripts/accuracy/figures.ts'
import { choose } from '../../scripts/accuracy/sample.ts'

const FIGURES = JSON.parse(await readFile(join(import.meta.dirname, 'figures.json'), 'utf8')) as readonly Figures[]
const DOCUMENT = join(import.meta.dirname, '../../docs/accuracy.md')

/** Of true regressions that are blocked, and of those that are laid to the right line. */
const PROMISED_SHARE = 0.99

describe('the page about accuracy', () => {
  it('says what was measured', async () => {
    expect(await readFile(DOCUMENT, 'utf8')).toBe(writeDocument(FIGURES))
  })

  it.each(FIGURES.map(figures => [`${figures.part} on ${figures.major}`, figures] as const))(
    'promises nothing that %s does not hold',
    (_, { falseBlocks, regressions, blocked, attributable, attributed }) => {
      expect(falseBlocks).toEqual([])
      expect(blocked).toBeGreaterThanOrEqual(PROMISED_SHARE * regressions)
      expect(attributed).toBeGreaterThanOrEqual(PROMISED_SHARE * attributable)
    },
  )

  it('lists what went wrong by name, once for all versions', () => {
    const figures = [17, 16].map(major => ({
      part: 'mutations' as const,
      major,
      sample: major === 16 ? '5/a' : undefined,
      ...tally({ runs: 9, regressions: 3, blocked: 2, harmless: 7, misses: ['orders, drop index a|b'] }),
    }))
    const text = writeDocument(figures)
    expect(text).toContain('- orders, drop index a\\|b — PostgreSQL 16, 17')
    expect(text).toContain('2 of 3 (66.7 %)')
    expect(text).toMatch(/16 \(sample\)[\s\S]*17 /)
    expect(text).toContain('npm run accuracy -- --major 16 --part mutations --sample 5/a')
  })
})

describe('figures', () => {
  it('add up, names in order', () => {
    const sum = addUp([tally({ runs: 1, misses: ['b'] }), tally({ runs: 2, misses: ['a'] })])
    expect(sum).toEqual(tally({ runs: 3, misses: ['a', 'b'] }))
  })

  it('of a sample are of the same runs each time', () => {
    const all = Array.from({ length: 50 }, (_, index) => `run ${index}`)
    const chosen = choose(all, name => name, { size: 5, seed: 'a' })
    expect(chosen).toHaveLength(5)
    expect(choose(all.toReversed(), name => name, { size: 5, seed: 'a' }).toSorted()).toEqual(chosen.toSorted())
    expect(choose(all, name => name, { size: 5, seed: 'b' })).not.toEqual(chosen)
  })
})
