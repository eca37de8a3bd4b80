import { n as grouped, t as counted } from "./chunk-words.js";

// src/gate/judge.ts
/** Worst first. */
const RULES = [
	"broken",
	"regression",
	"budget",
	"work-only",
	"unmeasured",
	"call-count",
	"new-query",
	"estimate-only"
];
/** What a plan that was looked at and accepted excuses; a budget is a promise of its own. */
const ACCEPTABLE = /* @__PURE__ */ new Set([
	"regression",
	"work-only",
	"new-query",
	"estimate-only"
]);
const BY_STATUS = {
	broken: "broken",
	unmeasured: "unmeasured"
};
/** What neither side could measure is counted in the report; only what the branch has a part in is charged. */
function ruleOf({ status, agrees, isUnmeasuredAlike }) {
	if (status === "regressed") return agrees ? "regression" : "work-only";
	return isUnmeasuredAlike === true ? void 0 : BY_STATUS[status];
}
/** The most pages that any value set read on head. */
const mostBuffers = ({ head, valueSets }) => Math.max(head?.buffers ?? 0, ...valueSets.map(({ headBuffers }) => headBuffers ?? 0));
/** An N+1 in words. */
const callsText = (status, { from, to }) => status === "added" ? `only the branch sends it: ${to}` : `the same load makes ${to} instead of ${from}`;
function chargesOf(comparison, { statements }) {
	const { status, reason, changes } = comparison;
	const ofStatus = ruleOf(comparison);
	const budget = Object.hasOwn(statements, comparison.name) ? statements[comparison.name]["max-buffers"] : void 0;
	const isOver = budget !== void 0 && mostBuffers(comparison) > budget;
	const calls = changes.find(({ kind }) => kind === "more-calls");
	const estimate = changes.find(({ kind }) => kind === "estimate-worse");
	const isWasteful = status === "added" && changes.some(({ kind }) => kind === "rows-discarded");
	return [
		...ofStatus === void 0 ? [] : [{
			rule: ofStatus,
			text: reason
		}],
		...isOver ? [{
			rule: "budget",
			text: `reads ${counted(mostBuffers(comparison), "page")}, its budget is ${grouped(budget)}`
		}] : [],
		...calls === void 0 ? [] : [{
			rule: "call-count",
			text: callsText(status, calls)
		}],
		...isWasteful ? [{
			rule: "new-query",
			text: reason
		}] : [],
		...estimate === void 0 || status === "regressed" ? [] : [{
			rule: "estimate-only",
			text: `${estimate.node}: ${estimate.from} became ${estimate.to}`
		}]
	];
}
/** The entry of the configuration that accepts this plan of this statement, and whether its time is over. */
function acceptanceOf({ name, fingerprint, head }, accept, today) {
	const matching = accept.filter(({ query, plan }) => (query === name || fingerprint.startsWith(query)) && head?.shape.startsWith(plan) === true);
	const current = matching.find(({ until }) => today <= until);
	return {
		current,
		expired: current === void 0 ? matching.at(-1) : void 0
	};
}
function entriesOf(comparison, config, today) {
	const { current, expired } = acceptanceOf(comparison, config.accept, today);
	const growth = (comparison.head?.buffers ?? 0) - (comparison.base?.buffers ?? 0);
	return chargesOf(comparison, config.gate).flatMap(({ rule, text }) => {
		const level = config.gate.rules[rule];
		if (level === "off") return [];
		const isAcceptable = ACCEPTABLE.has(rule);
		const accepted = isAcceptable && current !== void 0 ? {
			reason: current.reason,
			until: current.until
		} : void 0;
		const note = isAcceptable && expired !== void 0 ? ` (accepted until ${expired.until}, which is over)` : "";
		const { name: statement, fingerprint } = comparison;
		return [{
			entry: {
				statement,
				fingerprint,
				rule,
				level,
				text: `${text}${note}`,
				accepted
			},
			growth
		}];
	});
}
/** Budgets of statements that the load does not send: they would never fail and nobody would notice. */
function idleBudgets(comparisons, { statements, rules }) {
	const names = new Set(comparisons.map(({ name }) => name));
	if (rules.budget === "off") return [];
	return Object.keys(statements).filter((name) => !names.has(name)).map((statement) => ({
		entry: {
			statement,
			fingerprint: "",
			rule: "budget",
			level: "warn",
			text: "has a budget, but no load sends it",
			accepted: void 0
		},
		growth: 0
	}));
}
const severity = ({ entry }) => entry.accepted !== void 0 ? 2 : entry.level === "fail" ? 0 : 1;
function byWeight(a, b) {
	return severity(a) - severity(b) || RULES.indexOf(a.entry.rule) - RULES.indexOf(b.entry.rule) || b.growth - a.growth || (a.entry.statement < b.entry.statement ? -1 : a.entry.statement > b.entry.statement ? 1 : 0);
}
/**
* Applies the policy to what was found. `today` is YYYY-MM-DD; an acceptance holds to the end of its `until`, for the
* statement and the plan that it names alone. Accepted entries stay in the roster and do not count.
*/
function judge(comparisons, config, today) {
	return verdictOf([...comparisons.flatMap((comparison) => entriesOf(comparison, config, today)), ...idleBudgets(comparisons, config.gate)]);
}
/** The roster in its order, and what it comes to. */
function verdictOf(ranked) {
	const entries = ranked.toSorted(byWeight).map(({ entry }) => entry);
	const counting = entries.filter(({ accepted }) => accepted === void 0);
	return {
		outcome: counting.some(({ level }) => level === "fail") ? "fail" : counting.length > 0 ? "warn" : "pass",
		entries
	};
}

export { judge as n, verdictOf as r, ACCEPTABLE as t };