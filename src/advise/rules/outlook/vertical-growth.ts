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
          ? `Above ${percent(BUSY)} there is no room for a burst, so that a larger server is worthwhile now: to stay below it the work needs ${needed} processors${(growth ?? 1) > 1 ? ' a year from now' : ''}.`
          : `A larger server becomes worthwhile once they are more than ${percent(BUSY)} busy, in ${years!.toFixed(1)} years at this growth; the work of a year from now needs ${needed} processors.`,
        evidence: [
          writes === 0
            ? 'This load only reads: a read replica could take a part of it instead.'
            : `Writes are ${percent(writes)} of this load’s work: only a larger server helps those; of the reads a replica could take some.`,
        ],
        statements: [],
        proposal: undefined,
      },
    ]
  },
}
