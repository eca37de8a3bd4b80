import { t as renderPlan } from "./chunk-render.js";
import { i as formatMs, r as formatCount } from "./chunk-format.js";

// src/report/heaviest.ts
const meanTimeOf = ({ calls, totalExecTime }) => calls === 0 ? 0 : totalExecTime / calls;
/** Head's statements by total time, mean time and calls in the load, so many of each. */
function heaviestStatements({ statements }, count) {
	const present = statements.flatMap((statement) => statement.head === void 0 ? [] : [{
		statement,
		side: statement.head
	}]);
	const rank = (title, measure, format) => ({
		title,
		rows: present.toSorted((a, b) => measure(b.side) - measure(a.side)).slice(0, count),
		textOf: (side) => format(measure(side))
	});
	return present.length === 0 ? [] : [
		rank("Total time", ({ totalExecTime }) => totalExecTime, formatMs),
		rank("Mean time", meanTimeOf, formatMs),
		rank("Calls", ({ calls }) => calls, formatCount)
	];
}
/** Every statement of the rankings once, in their order. */
function statementsOf(rankings) {
	const all = rankings.flatMap(({ rows }) => rows);
	return [...new Map(all.map((ranked) => [ranked.statement, ranked])).values()];
}
/** What EXPLAIN ANALYZE said; a line of the plan is one line here, whatever characters an identifier has. */
const planLines = ({ plan }) => renderPlan(plan).map((line) => line.replaceAll("\n", " "));

export { statementsOf as i, meanTimeOf as n, planLines as r, heaviestStatements as t };