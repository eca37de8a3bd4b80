import { l as plural, r as formatCount } from "./chunk-format.js";

// src/report/group-by.ts
/** Items by key, keys in order of their first item: Map.groupBy, which Node 20 does not have. */
function groupBy(items, keyOf) {
	const groups = /* @__PURE__ */ new Map();
	for (const item of items) {
		const key = keyOf(item);
		const group = groups.get(key);
		if (group === void 0) groups.set(key, [item]);
		else group.push(item);
	}
	return groups;
}

// src/report/overview.ts
const ORDER = [
	"fail",
	"warn",
	"accepted",
	"improved",
	"added",
	"removed",
	"unmeasured",
	"changed",
	"unchanged"
];
/**
* Every statement once, worst first: as the roster orders them, then those that got better (most work saved first), then
* the rest in the order of the load. Nothing is judged here; the gate has done that.
*/
function rankStatements(report) {
	const entries = groupBy(report.roster, (entry) => keyOf(entry.statement, entry.fingerprint));
	const position = new Map([...entries.keys()].map((key, index) => [key, index]));
	return report.statements.map((statement) => {
		const key = keyOf(statement.name, statement.fingerprint);
		const own = entries.get(key) ?? [];
		return {
			statement,
			entries: own,
			standing: standingOf(statement, own),
			position: position.get(key) ?? 0
		};
	}).toSorted((a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing) || a.position - b.position || buffersSaved(b.statement) - buffersSaved(a.statement));
}
/** Roster entries that are about no statement of the report. */
function looseEntries(report) {
	const known = new Set(report.statements.map(({ name, fingerprint }) => keyOf(name, fingerprint)));
	return report.roster.filter((entry) => !known.has(keyOf(entry.statement, entry.fingerprint)));
}
function countStanding(rows, standing) {
	return rows.filter((row) => row.standing === standing).length;
}
function keyOf(name, fingerprint) {
	return JSON.stringify([name, fingerprint]);
}
function standingOf(statement, entries) {
	const counting = entries.filter((entry) => entry.accepted === void 0);
	if (counting.some((entry) => entry.level === "fail")) return "fail";
	if (counting.length > 0) return "warn";
	if (entries.length > 0) return "accepted";
	switch (statement.status) {
		case "improved":
		case "added":
		case "removed":
		case "unmeasured":
		case "unchanged": return statement.status;
		default: return "changed";
	}
}
function buffersSaved({ status, base, head }) {
	return status === "improved" && base && head ? base.buffers - head.buffers : 0;
}

// src/report/headline.ts
/** What a number of queries did, for each rule of the gate, in the order in which they are told. */
const PHRASES = {
	broken: (n) => `the deploy breaks ${plural(n, "query", "queries")} of running code`,
	regression: (n) => `${plural(n, "query", "queries")} got ${n === 1 ? "a slower plan" : "slower plans"}`,
	budget: (n) => `${plural(n, "query is", "queries are")} over budget`,
	"work-only": (n) => `${plural(n, "query does", "queries do")} more work`,
	"production-plan": (n) => `${plural(n, "query gets", "queries get")} ${n === 1 ? "a dearer plan" : "dearer plans"} at production’s size`,
	"call-count": (n) => `${plural(n, "query is", "queries are")} called more often`,
	"new-query": (n) => `${plural(n, "new query reads", "new queries read")} far more than ${n === 1 ? "it returns" : "they return"}`,
	"estimate-only": (n) => `${plural(n, "query", "queries")} got worse estimates`,
	unmeasured: (n) => `${plural(n, "query", "queries")} could not be measured`
};
/** The verdict as one line; every surface of a run begins with it. */
function headline(report) {
	const problems = phrases(report, report.verdict === "fail" ? "fail" : "warn");
	const rows = rankStatements(report);
	const improved = countStanding(rows, "improved");
	const better = improved > 0 ? [`${improved} got ${improved === 1 ? "a better one" : "better ones"}`] : [];
	const gaps = unmeasuredWords(report);
	switch (report.verdict) {
		case "fail": return told("❌", "Plan check failed", [...problems, ...better]);
		case "warn": return told("⚠️", "Plan check passed with warnings", [...problems, ...better]);
	}
	if (report.statements.length === 0) return told("⚪", "Plan check", ["nothing to compare", "the load sent no query"]);
	if (report.statements.every((statement) => statement.status === "unmeasured")) return told("⚪", "Plan check", ["nothing to compare", "no query could be measured"]);
	if (hasNoBaseline(report)) return told("✅", "Plan check passed", [
		"no baseline yet",
		`${plural(rows.length, "query", "queries")} recorded`,
		...gaps
	]);
	if (report.statements.every(({ status }) => ONE_SIDED.has(status))) {
		const sides = ["removed", "added"].map((standing) => countStanding(rows, standing));
		return told("⚪", "Plan check", [
			"nothing to compare",
			`no query is sent on both sides (${sides[0]} removed and ${sides[1]} new)`,
			...gaps
		]);
	}
	const accepted = countStanding(rows, "accepted");
	return told("✅", "Plan check passed", [
		accepted > 0 ? `${plural(accepted, "worse plan is", "worse plans are")} accepted` : "no query got a worse plan",
		...better,
		...gaps
	]);
}
const ONE_SIDED = /* @__PURE__ */ new Set([
	"added",
	"removed",
	"unmeasured"
]);
function told(icon, state, sentences) {
	const said = sentences.join(", ");
	return {
		icon,
		text: `${state}: ${said}`,
		said
	};
}
/** What neither side could measure is not charged, but a green line that hid it would be a lie. */
function unmeasuredWords({ statements }) {
	const count = statements.filter(({ status }) => status === "unmeasured").length;
	return count === 0 ? [] : [`${formatCount(count)} could not be measured`];
}
/** Whether the base has nothing of its own that could be compared, as on the pull request that brings the first configuration. */
function hasNoBaseline({ statements, notes }) {
	const isNew = statements.every(({ status }) => status === "added");
	return statements.length > 0 && (isNew || notes.some((note) => note.startsWith("Base has no migrations yet")));
}
function phrases(report, level) {
	const counting = report.roster.filter((entry) => entry.accepted === void 0 && entry.level === level);
	const byRule = groupBy(counting, (entry) => entry.rule);
	return Object.entries(PHRASES).flatMap(([rule, phrase]) => {
		const entries = byRule.get(rule) ?? [];
		const idle = entries.filter(({ fingerprint }) => fingerprint === "").length;
		const sent = entries.length - idle;
		return [...sent > 0 ? [phrase(sent)] : [], ...idle > 0 ? [`${plural(idle, "budget is", "budgets are")} of no query that the load sends`] : []];
	});
}

export { rankStatements as a, looseEntries as i, headline as n, groupBy as o, countStanding as r, hasNoBaseline as t };