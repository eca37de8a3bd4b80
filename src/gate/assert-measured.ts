import type { Comparison } from '../compare/comparison.ts'
import { UserError } from '../errors.ts'
import { counted } from '../plan/words.ts'

/** Throws a UserError where nothing was measured: such a run proves nothing, so it must not pass. */
export function assertMeasured(comparisons: readonly Pick<Comparison, 'name' | 'status' | 'reason'>[]): void {
  const [first] = comparisons
  if (first === undefined) {
    throw new UserError('The load sent no statement that could be compared', {
      hint: 'Does workload.command use DATABASE_URL, and do workload.files hold queries?',
    })
  }
  const told = comparisons.filter(({ status }) => status !== 'unmeasured')
  if (told.some(({ status }) => status !== 'removed')) return
  if (told.length > 0) {
    throw new UserError(
      `The load sent nothing on this branch that could be measured, and ${counted(told.length, 'statement')} on the base`,
      {
        hint: 'Does the branch’s load still reach the database of DATABASE_URL, and are its workload files all there?',
      },
    )
  }
  throw new UserError(`Not one statement of the load could be measured (${counted(comparisons.length, 'statement')})`, {
    hint: `${first.name}: ${first.reason}`,
  })
}
