import type { Finding } from '../advise/finding.ts'
import { FAST_ENOUGH_BLOCKS } from './effect.ts'

/** Pages that the other way may read more and still do as well. */
const AS_GOOD = 2

/** Partitions and generated columns that gain nothing but what an index of this run gains as well are no advice: the index leaves tables and statements as they are. */
export function preferIndexes(findings: readonly Finding[]): readonly Finding[] {
  const indexes = findings.filter(({ area, fix }) => area === 'index' && fix !== undefined)
  return findings.map(finding => {
    const { area, rule, fix, trial, statements } = finding
    const isDearer = area === 'partitioning' || rule === 'generated-column'
    if (!isDearer || fix === undefined || trial === undefined) return finding
    const served = indexes.filter(index =>
      index.trial?.effects.some(effect => trial.effects.some(({ statement }) => statement === effect.statement)),
    )
    const isServed = (name: string) => {
      const divided = trial.effects.find(({ statement }) => statement === name)
      const found = served.flatMap(index => index.trial?.effects.filter(({ statement }) => statement === name) ?? [])
      return (
        divided !== undefined &&
        found.some(({ buffersAfter }) => buffersAfter <= Math.max(FAST_ENOUGH_BLOCKS, AS_GOOD * divided.buffersAfter))
      )
    }
    if (served.length === 0 || !statements.every(isServed)) return finding
    const titles = served.map(({ title }) => `“${title}”`).join(' and ')
    return {
      ...finding,
      severity: 'info',
      why: `${finding.why} Tried, ${titles} does as much for the same statements.`,
      fix: undefined,
      trial: undefined,
    }
  })
}
