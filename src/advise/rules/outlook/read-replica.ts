import type { Rule } from '../../draft.ts'
import { heaviest, percent, workOf } from '../../shares.ts'
import type { WorkloadItem } from '../../workload.ts'
import { replicaClasses } from './replica-classes.ts'

/** Loads that do less say nothing of production. */
const MIN_WORK = 10_000
const MIN_SHARE = 0.8
/** Of the work: a replica that takes less is not worth keeping. */
const MIN_MOVABLE = 0.2
/** Peaks beyond this leave no room for a burst. */
const BUSY = 0.7

export const readReplica: Rule = {
  id: 'read-replica',
  area: 'outlook',
  title: 'Reads that a replica could answer',
  description:
    'Most of the load’s work is done by reads, and a replica could answer those that bear its lag. Told are five kinds, each with its share of the work and its statements: of tables that the load does not write; of tables that it writes, but by no key by which it writes them, which are a moment late; by such a key, where whoever just wrote would miss it, so that they stay on the primary or wait for its position in the WAL; in a transaction that has written before; and selects that lock rows or may write, which a replica refuses. Nothing is said where a replica could take less than a fifth of the work. It is worthwhile once the primary is more than 70 % busy at its peak (`target.utilisation`), and not before its queries are in order.',
  find(subject) {
    const { workload, target } = subject
    const work = workOf(workload)
    const { free, late, own, within, refused } = replicaClasses(subject)
    const reads = [...free, ...late, ...own, ...within]
    if (work < MIN_WORK || workOf(reads) < MIN_SHARE * work) return []
    const movable = [...free, ...late]
    const share = workOf(movable) / work
    if (share < MIN_MOVABLE) return []
    const isBusy = (target.utilisation ?? 0) >= BUSY
    const line = (items: readonly WorkloadItem[], what: string) =>
      items.length === 0 ? [] : [`${percent(workOf(items) / work)} ${what}: ${heaviest(items)}.`]
    return [
      {
        key: readReplica.id,
        rule: readReplica.id,
        area: readReplica.area,
        severity: isBusy ? 'advice' : 'info',
        title: `A replica could take ${percent(share)} of this load’s work, of the ${percent(workOf(reads) / work)} that reads do`,
        why: isBusy
          ? `The primary is ${percent(target.utilisation ?? 0)} busy at its peak; without these reads it would keep ${percent(1 - share)} of that work.`
          : `It becomes worthwhile once the primary is more than ${percent(BUSY)} busy at its peak${target.utilisation === undefined ? '' : `; it is ${percent(target.utilisation)} now`}.`,
        evidence: [
          ...line(free, 'could move as it is, from tables that this load does not write'),
          ...line(late, 'could move where an answer may be a moment late, by no key by which this load writes'),
          ...line(own, 'stays, or waits for the replica, because this load writes the table by the same key'),
          ...line(within, 'stays, because its transaction has written before'),
          ...line(refused, 'stays, because it locks rows or may write'),
        ],
        statements: movable.map(({ name }) => name),
        proposal: undefined,
      },
    ]
  },
}
