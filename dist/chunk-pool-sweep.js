import { i as formatMs, l as plural, r as formatCount, t as enumerate } from "./chunk-format.js";
import { t as renderPlan } from "./chunk-render.js";

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

// src/report/pool-sweep.ts
const SWEEP_TITLE = "Throughput by number of connections";
const SWEEP_HEADS = [
	"Connections",
	"Transactions/s",
	"Median",
	"95 %"
];
function sweepRows({ points, knee, pooler }) {
	const direct = points.map((point) => ({
		label: String(point.connections),
		point,
		isKnee: point.connections === knee
	}));
	const pooled = pooler === void 0 ? [] : [{
		label: `${pooler.point.connections}, ${pooler.clients} clients through PgBouncer ${pooler.version}`,
		point: pooler.point,
		isKnee: false
	}];
	return [...direct, ...pooled].map(({ label, point, isKnee }) => ({
		cells: [
			label,
			formatCount(Math.round(point.rate)),
			formatMs(point.p50Ms),
			formatMs(point.p95Ms)
		],
		rate: point.rate,
		isKnee
	}));
}
/** A machine on which others had this much shows the knee too high. */
const NOTABLE_OTHERS = .05;
/** What the sweep says in words; it is advisory on every surface. */
function sweepSentences(sweep) {
	const { processors, hold, knee, predicted, target, failed, others } = sweep;
	return [
		`Throughput stops growing at ${plural(knee, "connection")}; ${predicted} ${predicted === 1 ? "was" : "were"} predicted for the ${plural(processors, "processor")} of this machine and a transaction that takes ${enumerate([`${formatMs(hold.heldMs)} of its connection`, `${formatMs(hold.busyMs)} of the server`])}.`,
		...target === void 0 ? [] : [`The ${plural(target.cpus, "processor")} of the target can use about ${plural(target.useful, "connection")}.`],
		...failed === 0 ? [] : [`${plural(failed, "transaction")} failed, as a statement did or took too long.`],
		...others !== void 0 && others > NOTABLE_OTHERS ? [`Other programs had ${Math.round(100 * others)} % of the processors meanwhile: the knee may lie lower.`] : [],
		"Times differ between runs: this decides nothing."
	];
}

export { heaviestStatements as a, statementsOf as c, sweepSentences as i, SWEEP_TITLE as n, meanTimeOf as o, sweepRows as r, planLines as s, SWEEP_HEADS as t };