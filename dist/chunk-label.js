// src/gate/label.ts
/** Set on a pull request by somebody who may, it accepts the plans of the commit that it was set on. */
const ACCEPT_LABEL = "plan-regression-accepted";
/**
* The policy under which the plans that a run has found are accepted, because the run was started by setting the label:
* the next push starts one that was not.
*/
function acceptByLabel(policy, comparisons, login, today) {
	if (login === void 0) return policy;
	const accept = comparisons.flatMap(({ name, head, atScale }) => [head, atScale?.head].filter((side) => side !== void 0).map(({ shape }) => ({
		query: name,
		plan: shape,
		reason: `label ${ACCEPT_LABEL}, set by ${login}`,
		until: today
	})));
	return {
		...policy,
		accept: [...policy.accept, ...accept]
	};
}

export { acceptByLabel as n, ACCEPT_LABEL as t };