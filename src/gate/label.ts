import type { Comparison } from '../compare/comparison.ts'
import type { Config } from '../config/schema.ts'

/** Set on a pull request by somebody who may, it accepts the plans of the commit that it was set on. */
export const ACCEPT_LABEL = 'plan-regression-accepted'

/**
 * The policy under which the plans that a run has found are accepted, because the run was started by setting the label:
 * the next push starts one that was not.
 */
export function acceptByLabel<T extends Pick<Config, 'accept'>>(
  policy: T,
  comparisons: readonly Comparison[],
  login: string | undefined,
  today: string,
): T {
  if (login === undefined) return policy
  const accept = comparisons.flatMap(({ name, head, atScale }) =>
    [head, atScale?.head]
      .filter(side => side !== undefined)
      .map(({ shape }) => ({
        query: name,
        plan: shape,
        reason: `label ${ACCEPT_LABEL}, set by ${login}`,
        until: today,
      })),
  )
  return { ...policy, accept: [...policy.accept, ...accept] }
}
