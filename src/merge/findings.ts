import type { Finding } from '../advise/finding.ts'

/** About the whole load: seen from a part of it an index looks unused, or a query the worst. */
const OF_THE_LOAD: ReadonlySet<Finding['area']> = new Set(['index', 'query', 'pooling'])

/** The advice that a shard can give: on statements that it has replayed, or on what has nothing to do with the load. */
export function findingsOfShard(findings: readonly Finding[], names: ReadonlySet<string>): readonly Finding[] {
  return findings.filter(({ area, statements }) => {
    // Whether a table is better divided depends on all that touches it.
    if (area === 'partitioning') return false
    return statements.length === 0 ? !OF_THE_LOAD.has(area) : statements.every(name => names.has(name))
  })
}

export const SHARD_NOTE =
  'The statements were replayed in parts: advice was tried on the statements of its own part, so that what it costs the others’ writes is not in it, and advice that needs the whole load is left out.'

/** Each once: parts of one run see the same schema. The one that gains most statements stays. */
export function mergeFindings(findings: readonly Finding[]): readonly Finding[] {
  const byKey = Map.groupBy(findings, ({ key }) => key)
  const gain = ({ trial }: Finding) => trial?.effects.length ?? 0
  return [...byKey.values()].map(alike => alike.reduce((best, each) => (gain(each) > gain(best) ? each : best)))
}
