import { counted, grouped } from '../../plan/words.ts'
import type { Rule } from '../draft.ts'
import { remark } from '../remark.ts'
import { dearestOf } from '../spots.ts'

/** Default of `jit_above_cost`. */
const JIT_ABOVE = 100_000
/** A statement that reads no more than this has done before its code is compiled. */
const MAX_BLOCKS = 1000

/** A plan so dear by estimate that PostgreSQL compiles it, for work that is done in no time. */
export const jitCost: Rule = {
  id: 'jit-cost',
  area: 'query',
  title: 'Compiled for little work',
  description:
    'From an estimated cost of 100,000 on (`jit_above_cost`) PostgreSQL compiles the plan on servers with JIT, which takes tens to hundreds of milliseconds, each time. That pays for long reports. Where the estimate is far off and the statement reads little, the compilation is nearly all of its time. JIT is off while pgverdict measures, so the estimate decides here.',
  find: ({ workload }) =>
    workload.flatMap(item => {
      const { plan, work } = dearestOf(item)
      if (plan.root.totalCost < JIT_ABOVE || work.buffers + work.tempBlocks > MAX_BLOCKS) return []
      const [expected, actual] = [Math.round(plan.root.planRows), work.rows]
      return [
        remark(jitCost, {
          item,
          title: `${item.name} is compiled by JIT for ${counted(work.buffers, 'page')} of work`,
          why: `The planner puts its cost at ${grouped(Math.round(plan.root.totalCost))} and expects ${counted(expected, 'row')}; it returns ${grouped(actual)}. Correct the estimate (statistics, \`rows\` of a function), raise \`jit_above_cost\`, or turn \`jit\` off for the role that sends it.`,
        }),
      ]
    }),
}
