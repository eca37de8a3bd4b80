import { t as UserError } from "./chunk-errors.js";
import { t as counted } from "./chunk-words.js";
import { i as verdictOf } from "./chunk-judge.js";

// src/gate/assert-measured.ts
/** Throws a UserError where nothing was measured: such a run proves nothing, so it must not pass. */
function assertMeasured(comparisons) {
	const [first] = comparisons;
	if (first === void 0) throw new UserError("The load sent no statement that could be compared", { hint: "Does workload.command use DATABASE_URL, and do workload.files hold queries?" });
	const told = comparisons.filter(({ status }) => status !== "unmeasured");
	if (told.some(({ status }) => status !== "removed")) return;
	if (told.length > 0) throw new UserError(`The load sent nothing on this branch that could be measured, and ${counted(told.length, "statement")} on the base`, { hint: "Does the branch’s load still reach the database of DATABASE_URL, and are its workload files all there?" });
	throw new UserError(`Not one statement of the load could be measured (${counted(comparisons.length, "statement")})`, { hint: `${first.name}: ${first.reason}` });
}

// src/merge/join-reports.ts
/** What several reports come to: one roster with the worst first, and with it one verdict. */
function joinReports(reports) {
	const first = reports[0];
	const { outcome, entries } = verdictOf(reports.flatMap(rankedEntries));
	const shown = reports.flatMap(({ shownValues = [] }) => shownValues);
	const sweeps = reports.flatMap(({ poolSweeps = [] }) => poolSweeps);
	return {
		verdict: outcome,
		roster: withoutRepeated(entries),
		notes: withoutRepeated(reports.flatMap(({ notes }) => notes)),
		server: {
			...first.server,
			limits: withoutRepeated(reports.flatMap(({ server }) => server.limits))
		},
		policy: {
			...first.policy,
			changed: withoutRepeated(reports.flatMap(({ policy }) => policy.changed))
		},
		timings: longest(reports.flatMap(({ timings }) => timings)),
		...first.shownValues === void 0 ? {} : { shownValues: shown },
		...sweeps.length === 0 ? {} : { poolSweeps: sweeps }
	};
}
function rankedEntries({ roster, statements }) {
	const growths = new Map(statements.map(({ name, base, head }) => [name, (head?.buffers ?? 0) - (base?.buffers ?? 0)]));
	return roster.map((entry) => ({
		entry,
		growth: growths.get(entry.statement) ?? 0
	}));
}
/** Equal ones say one thing that all parts have seen. */
function withoutRepeated(list) {
	return [...new Map(list.map((each) => [JSON.stringify(each), each])).values()];
}
/** Parts run side by side: the slowest is what people wait for. */
function longest(timings) {
	return [...Map.groupBy(timings, ({ stage }) => stage)].map(([stage, all]) => ({
		stage,
		seconds: Math.max(...all.map(({ seconds }) => seconds))
	}));
}

export { assertMeasured as n, joinReports as t };