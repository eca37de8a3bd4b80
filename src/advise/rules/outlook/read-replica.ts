import type { Rule } from '../../draft.ts'
import { heaviest, percent, tablesWritten, workOf } from '../../shares.ts'

/** Loads that do less say nothing of production. */
const MIN_WORK = 10_000
const MIN_SHARE = 0.8
/** Peaks beyond this leave no room for a burst. */
const BUSY = 0.7

export const readReplica: Rule = {
  id: 'read-replica',
  area: 'outlook',
  title: 'Reads that a replica could answer',
  description:
    'Most of the load’s work is done by reads. Those of tables that the load does not write can go to a replica as they are; those of tables that it writes may miss what the same user wrote a moment ago, and have to ask the primary then, or wait for its position in the WAL. It is worthwhile once the primary is more than 70 % busy at its peak (`target.utilisation`), and not before its queries are in order.',
  find(subject) {
    const { workload, target } = subject
    const work = workOf(workload)
    const reads = workload.filter(({ isWrite }) => !isWrite)
    const share = workOf(reads) / work
    if (work < MIN_WORK || share < MIN_SHARE) return []
    const written = tablesWritten(subject)
    const fresh = reads.filter(({ accesses }) => accesses.some(({ table }) => written.has(table.name)))
    const free = reads.filter(read => !fresh.includes(read))
    const isBusy = (target.utilisation ?? 0) >= BUSY
    return [
      {
        key: readReplica.id,
        rule: readReplica.id,
        area: readReplica.area,
        severity: isBusy ? 'advice' : 'info',
        title: `A replica could take up to ${percent(share)} of this load’s work`,
        why: isBusy
          ? `The primary is ${percent(target.utilisation ?? 0)} busy at its peak; without these reads it would keep ${percent(1 - share)} of that work.`
          : `It becomes worthwhile once the primary is more than ${percent(BUSY)} busy at its peak.`,
        evidence: [
          `${percent(workOf(free) / work)} of all pages are read from tables that this load does not write: ${heaviest(free)}.`,
          `${percent(workOf(fresh) / work)} are read from tables that it writes as well; right after a write these must see it: ${heaviest(fresh)}.`,
        ],
        statements: reads.map(({ name }) => name),
        proposal: undefined,
      },
    ]
  },
}
