import type { Comparison } from '../compare/comparison.ts'
import { UserError } from '../errors.ts'
import { counted } from '../plan/words.ts'

/** Throws a UserError where nothing was measured: such a run proves nothing, so it must not pass. */
export function assertMeasured(comparisons: readonly Comparison[]): void {
  const [first] = comparisons
  if (first === undefined) {
    throw new UserError('The load sent no statement that could be compared', {
      hint: 'Does workload.command use DATABASE_URL, and do workload.files hold queries?',
    })
  }
  if (comparisons.some(({ status }) => status !== 'unmeasured')) return
  throw new UserError(`Not one statement of the load could be measured (${counted(comparisons.length, 'statement')})`, {
    hint: `${first.name}: ${first.reason}`,
  })
}
