import type { Rule } from '../../draft.ts'
import { percent, workOf } from '../../shares.ts'

/** Peaks beyond this leave no room for a burst. */
const BUSY = 0.7
/** Years that are worth a word. */
const SOON = 3

export const verticalGrowth: Rule = {
  id: 'vertical-growth',
  area: 'outlook',
  title: 'Processors that will be too few',
  description:
    'How busy production’s processors are at the peak (`target.utilisation`, `target.cpus`), and how long that lasts at `target.growth`, as if work grew as the data does. Above 70 % a burst finds no room. A larger server is the next step where the work is the load’s writes, which no replica takes; before it come the queries that this report names.',
  find({ target, workload }) {
    const { utilisation, cpus, growth } = target
    const work = workOf(workload)
    if (utilisation === undefined || utilisation === 0 || cpus === undefined || work === 0) return []
    const years = growth === undefined || growth <= 1 ? undefined : Math.log(BUSY / utilisation) / Math.log(growth)
    const isBusy = utilisation >= BUSY
    if (!isBusy && (years === undefined || years > SOON)) return []
    const needed = Math.ceil((cpus * utilisation * Math.max(1, growth ?? 1)) / BUSY)
    const writes = workOf(workload.filter(({ isWrite }) => isWrite)) / work
    return [
      {
        key: verticalGrowth.id,
        rule: verticalGrowth.id,
        area: verticalGrowth.area,
        severity: isBusy || (years ?? SOON) < 1 ? 'advice' : 'info',
        title: `${cpus} processors are ${percent(utilisation)} busy at the peak`,
        why: isBusy
          ? `More than ${percent(BUSY)} leaves no room for a burst: the same work wants ${needed} processors${(growth ?? 1) > 1 ? ' in a year' : ''}.`
          : `A larger server becomes worthwhile at ${percent(BUSY)}, in ${years!.toFixed(1)} years at this growth; in a year ${needed} processors are enough.`,
        evidence: [
          writes === 0
            ? 'This load only reads: a replica could take a part of it as well.'
            : `Writes are ${percent(writes)} of this load’s work: that part needs the larger server, of the rest a replica could take some.`,
        ],
        statements: [],
        proposal: undefined,
      },
    ]
  },
}
