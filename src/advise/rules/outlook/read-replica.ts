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
      items.length === 0 ? [] : [`${percent(workOf(items) / work)} of the work ${what}: ${heaviest(items)}.`]
    const readShare = `Reads do ${percent(workOf(reads) / work)} of the work (pages read and written).`
    return [
      {
        key: readReplica.id,
        rule: readReplica.id,
        area: readReplica.area,
        severity: isBusy ? 'advice' : 'info',
        title: `A read replica could take ${percent(share)} of this load’s work`,
        why: isBusy
          ? `It is worthwhile: the primary’s processors are ${percent(target.utilisation ?? 0)} busy at the peak, more than ${percent(BUSY)}; without these reads ${percent(1 - share)} of the work stays with them.`
          : `It becomes worthwhile once the primary’s processors are more than ${percent(BUSY)} busy at the peak${target.utilisation === undefined ? ' (`target.utilisation` says how busy they are)' : `; they are ${percent(target.utilisation)} busy now`}.`,
        evidence: [
          readShare,
          ...line(free, 'could run on a replica as it is, because this load never writes the tables that it reads'),
          ...line(
            late,
            'could run there where the answer may be a moment old: lists and reports of tables that this load writes',
          ),
          ...line(
            own,
            'stays on the primary: it finds rows by a column that the load also writes them by, so that whoever just saved a row might not see it (a replica could answer after it has caught up)',
          ),
          ...line(within, 'stays on the primary: its transaction has written something before'),
          ...line(refused, 'stays on the primary: it locks rows or may write, which a replica refuses'),
        ],
        statements: movable.map(({ name }) => name),
        proposal: undefined,
      },
    ]
  },
}
