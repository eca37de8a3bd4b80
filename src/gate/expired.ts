import type { Comparison } from '../compare/comparison.ts'
import type { Config } from '../config/schema.ts'
import { isAbout } from './judge.ts'

/** A line for each acceptance whose time is over on `today`, YYYY-MM-DD: it excuses nothing and can go. */
export const expiredNotes = (accept: Config['accept'], today: string): readonly string[] =>
  accept
    .filter(({ until }) => until < today)
    .map(
      ({ query, plan, until }) => `The acceptance of plan ${plan} of ${query} ended on ${until} and excuses nothing.`,
    )

/**
 * A line for each acceptance in force that names a statement of this run and none of its plans: another plan has taken the
 * place of the accepted one, or the fingerprint is wrong.
 */
export const unfitNotes = (
  accept: Config['accept'],
  comparisons: readonly Comparison[],
  today: string,
): readonly string[] =>
  accept.flatMap(entry => {
    const statements = comparisons.filter(comparison => isAbout(entry, comparison))
    const shapes = statements.flatMap(({ head, atScale }) => [head?.shape, atScale?.head.shape])
    const isUnfit = statements.length > 0 && !shapes.some(shape => shape?.startsWith(entry.plan))
    const { query, plan, until } = entry
    return isUnfit && today <= until
      ? [`The acceptance of plan ${plan} of ${query} fits no plan that it has in this run, and excuses nothing.`]
      : []
  })
