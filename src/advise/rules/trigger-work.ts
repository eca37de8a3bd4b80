import { counted, grouped, listed } from '../../plan/words.ts'
import { exclusiveWork, inclusiveWork } from '../../plan/work.ts'
import type { InnerPlan } from '../../replay/measurement.ts'
import { quoted } from '../design.ts'
import type { Rule } from '../draft.ts'
import { remark } from '../remark.ts'
import { dearestOf } from '../spots.ts'

const MIN_PAGES = 500
/** Of the statement's pages. */
const MIN_SHARE = 0.5
/** What is named of the functions that run inside. */
const MIN_TOLD_PAGES = 100
const MAX_TOLD = 3

/** Most of a write's work is done by its triggers. */
export const triggerWork: Rule = {
  id: 'trigger-work',
  area: 'query',
  title: 'Triggers that do most of the work',
  description:
    'The statement itself is cheap; what its triggers run is not, and no plan shows that. Look at what they read: a statement-level trigger with a transition table does at once what a row-level trigger does row by row, and `when (old.x is distinct from new.x)` keeps it from running at all.',
  find: ({ workload }) =>
    workload.flatMap(item => {
      const { plan, nested, work } = dearestOf(item)
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
          evidence: placesOf(nested),
          yieldsToFix: true,
        }),
      ]
    }),
}

/** Which lines of which functions read most, and of which tables. */
function placesOf(nested: readonly InnerPlan[]): readonly string[] {
  const scans = nested.flatMap(({ within, plan }) =>
    within === undefined
      ? []
      : [...exclusiveWork(plan.root)].flatMap(([{ nodeType, relationName }, { buffers }]) =>
          relationName === undefined || nodeType === 'ModifyTable' ? [] : [{ within, relationName, plan, buffers }],
        ),
  )
  const places = [...Map.groupBy(scans, ({ within, relationName }) => JSON.stringify([within, relationName])).values()]
  return places
    .map(each => ({
      ...each[0]!,
      pages: each.reduce((sum, { buffers }) => sum + buffers, 0),
      times: new Set(each.map(({ plan }) => plan)).size,
    }))
    .filter(({ pages }) => pages >= MIN_TOLD_PAGES)
    .toSorted((a, b) => b.pages - a.pages)
    .slice(0, MAX_TOLD)
    .map(
      ({ within, relationName, pages, times }) =>
        `${within} reads ${counted(pages, 'page')} of ${quoted(relationName)} in ${counted(times, 'execution')}.`,
    )
}
