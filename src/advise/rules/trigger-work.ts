import { counted, grouped, listed } from '../../plan/words.ts'
import { inclusiveWork } from '../../plan/work.ts'
import { quoted } from '../design.ts'
import type { Rule } from '../draft.ts'
import { remark } from '../remark.ts'
import { dearestOf } from '../spots.ts'

const MIN_PAGES = 500
/** Of the statement's pages. */
const MIN_SHARE = 0.5

/** Most of a write's work is done by its triggers. */
export const triggerWork: Rule = {
  id: 'trigger-work',
  area: 'query',
  title: 'Triggers that do most of the work',
  description:
    'The statement itself is cheap; what its triggers run is not, and no plan shows that. Look at what they read: a statement-level trigger with a transition table does at once what a row-level trigger does row by row, and `when (old.x is distinct from new.x)` keeps it from running at all.',
  find: ({ workload }) =>
    workload.flatMap(item => {
      const { plan, work } = dearestOf(item)
      const triggers = plan.triggers.filter(({ constraint, calls }) => constraint === undefined && calls > 0)
      const pages = work.buffers - inclusiveWork(plan.root).buffers
      if (triggers.length === 0 || pages < MIN_PAGES || pages < MIN_SHARE * work.buffers) return []
      const names = listed(triggers.map(({ name }) => quoted(name)))
      const calls = triggers.reduce((sum, trigger) => sum + trigger.calls, 0)
      return [
        remark(triggerWork, {
          item,
          title: `${item.name} spends ${grouped(pages)} of ${counted(work.buffers, 'page')} in triggers`,
          why: `${names} ran ${counted(calls, 'time')}. The statement's own plan reads ${counted(work.buffers - pages, 'page')}: look at what the triggers read.`,
          yieldsToFix: true,
        }),
      ]
    }),
}
