// src/plan/walk.ts
/** Every node of a tree with the way to it, parents before their children. */
function* walk(node, parent, path = "") {
	yield {
		node,
		parent,
		path
	};
	for (const [position, child] of node.children.entries()) yield* walk(child, node, path === "" ? `${position}` : `${path}.${position}`);
}

// src/plan/literals.ts
const TYPE_NAME = String.raw`(?:"(?:[^"]|"")*"|[A-Za-z_][\w$]*)`;
/** A type as format_type writes it: `numeric(10,2)`, `character varying(20)[]`, `timestamp(3) with time zone`, `app."Kind"`. */
const TYPE = [
	String.raw`(?:character varying|double precision|bit varying|interval(?: (?:year|month|day|hour|minute|second)(?: to (?:month|hour|minute|second))?)?|${TYPE_NAME}(?:\.${TYPE_NAME})*)`,
	String.raw`(?:\([\d, -]+\))?`,
	"(?: with(?:out)? time zone)?",
	String.raw`(?:\[\d*\])*`
].join("");
const TOKENS = new RegExp([
	"(?<quoted>\"(?:[^\"]|\"\")*(?:\"|$))",
	String.raw`(?<text>(?:[eE]'(?:[^'\\]|\\[^]|'')*|(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*)(?:'|$))(?:::${TYPE})?`,
	`(?<cast>::${TYPE})`,
	String.raw`(?<subplan>\b(?:SubPlan|InitPlan) \d+\b)`,
	String.raw`(?<word>[A-Za-z_][\w$]*|\$\d+)`,
	String.raw`(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?:::${TYPE})?`
].join("|"), "gu");
/** A list of nothing but constants, however long: `ARRAY[?, ?, ?]`, `IN (?, ?)`. */
const CONSTANT_LIST = /(ARRAY\[|\b(?:ANY|ALL|IN) \()\?(?:, \?)+(?=[\])])/g;
/**
* Replaces every constant in an expression that EXPLAIN printed by `?`, together with the cast that only names its
* type. Identifiers, functions, casts of other expressions, parameters (`$1`), sub-plan numbers, booleans and NULL stay.
*/
function withoutLiterals(condition) {
	return condition.replace(TOKENS, (token, ...rest) => {
		const groups = rest.at(-1);
		return groups.text !== void 0 || groups.number !== void 0 ? "?" : token;
	}).replace(CONSTANT_LIST, "$1?");
}

// src/plan/conditions.ts
const CONDITIONS = [
	["Sort Key", "sortKey"],
	["Presorted Key", "presortedKey"],
	["Group Key", "groupKey"],
	["Cache Key", "cacheKey"],
	["Index Cond", "indexCond"],
	["Order By", "orderBy"],
	["Recheck Cond", "recheckCond"],
	["TID Cond", "tidCond"],
	["Hash Cond", "hashCond"],
	["Merge Cond", "mergeCond"],
	["Join Filter", "joinFilter"],
	["Run Condition", "runCondition"],
	["One-Time Filter", "oneTimeFilter"],
	["Filter", "filter"]
];
/** A node's keys and conditions in EXPLAIN's order, without literals. */
function conditionsOf(node) {
	return CONDITIONS.flatMap(([name, property]) => {
		const value = node[property];
		if (value === void 0) return [];
		return [{
			name,
			text: (typeof value === "string" ? [value] : value).map(withoutLiterals).join(", ")
		}];
	});
}
const READ_AS_TEXT = /\(((?:"(?:[^"]|"")+"|[\w$.])+)\)::text\b/g;
/** For comparing: a varchar column is read as text, which costs nothing, so that its type does not make another condition. */
const withoutTextCasts = (text) => text.replace(READ_AS_TEXT, "$1");
const COLUMN = String.raw`(?:(?:"(?:[^"]|"")+"|[\w$]+)\.)+(?:"(?:[^"]|"")+"|[\w$]+)`;
const EQUALITY = new RegExp(String.raw`\((${COLUMN}) = (${COLUMN})\)`, "g");
/** For comparing: without casts that cost nothing, and which of two equal columns comes first is chance. */
const toCompare = (text) => withoutTextCasts(text).replace(EQUALITY, (_, ...[a, b]) => `(${[a, b].toSorted().join(" = ")})`);
const PIECES = /"(?:[^"]|"")*"|[()]| AND /g;
/** The terms of a conjunction without literals: `((a = ?) AND (b > ?))` → `(a = ?)`, `(b > ?)`. */
function conjuncts(text) {
	if (!text.startsWith("((") || !text.endsWith(")")) return [text];
	const inner = text.slice(1, -1);
	const terms = [];
	let depth = 0;
	let start = 0;
	for (const { 0: piece, index } of inner.matchAll(PIECES)) {
		if (piece === "(") depth += 1;
		else if (piece === ")") depth -= 1;
		else if (piece === " AND " && depth === 0) {
			terms.push(inner.slice(start, index));
			start = index + piece.length;
		}
		if (depth < 0) return [text];
	}
	return terms.length === 0 ? [text] : [...terms, inner.slice(start)];
}

// src/plan/work.ts
/**
* A node's work with that of its children. EXPLAIN's block counters are totals over the loops already, its times are
* averages of one loop (PostgreSQL manual, 14.1.2).
*/
function inclusiveWork(node) {
	return {
		buffers: (node.sharedHitBlocks ?? 0) + (node.sharedReadBlocks ?? 0) + (node.localHitBlocks ?? 0) + (node.localReadBlocks ?? 0),
		tempBlocks: (node.tempReadBlocks ?? 0) + (node.tempWrittenBlocks ?? 0),
		timeMs: (node.actualTotalTime ?? 0) * (node.actualLoops ?? 0)
	};
}
/** Rows that a node looked at over all its loops, those that its filter removed included. */
const rowsSeenBy = (node) => ((node.actualRows ?? 0) + (node.rowsRemovedByFilter ?? 0) + (node.rowsRemovedByIndexRecheck ?? 0)) * (node.actualLoops ?? 0);
/** Rows that a plan's scans looked at, each as often as it did. */
const rowsLookedAt = (plan) => [...walk(plan.root)].reduce((sum, { node }) => sum + (node.alias === void 0 ? 0 : rowsSeenBy(node)), 0);
const plus = (a, b, sign) => ({
	buffers: a.buffers + sign * b.buffers,
	tempBlocks: a.tempBlocks + sign * b.tempBlocks,
	timeMs: a.timeMs + sign * b.timeMs
});
const smaller = (a, b) => ({
	buffers: Math.max(0, Math.min(a.buffers, b.buffers)),
	tempBlocks: Math.max(0, Math.min(a.tempBlocks, b.tempBlocks)),
	timeMs: Math.max(0, Math.min(a.timeMs, b.timeMs))
});
const sumOfWork = (works) => works.reduce((sum, work) => plus(sum, work, 1), {
	buffers: 0,
	tempBlocks: 0,
	timeMs: 0
});
/**
* CTEs and InitPlans hang at the top of their query level but run when the first node asks for them, so that their work
* is inside that node's counters.
*/
function callersOf(subplan, nodes) {
	const [, cte] = /^CTE (.*)$/s.exec(subplan.subplanName ?? "") ?? [];
	if (cte !== void 0) return nodes.filter((node) => node.nodeType === "CTE Scan" && node.cteName === cte);
	const [, number, returned] = /^InitPlan (\S+)(?: \(returns (.*)\))?$/.exec(subplan.subplanName ?? "") ?? [];
	if (number === void 0) return [];
	const names = returned === void 0 ? [`InitPlan ${number})`] : returned.split(",");
	const mentions = (text) => names.some((name) => name.startsWith("$") ? new RegExp(`\\${name}(?!\\d)`).test(text) : text.includes(name));
	return nodes.filter((node) => conditionsOf(node).some(({ text }) => mentions(text)));
}
/** Each node's own work, its children's taken off; never below zero. */
function exclusiveWork(root) {
	const visits = [...walk(root)];
	const nodes = visits.map(({ node }) => node);
	const own = new Map(nodes.map((node) => [node, inclusiveWork(node)]));
	const take = (node, work) => {
		const taken = smaller(own.get(node), work);
		own.set(node, plus(own.get(node), taken, -1));
		return plus(work, taken, -1);
	};
	const isLate = (node) => node.parentRelationship === "InitPlan";
	for (const { node, parent } of visits) if (parent !== void 0 && !isLate(node)) take(parent, inclusiveWork(node));
	for (const { node, parent } of visits) {
		if (parent === void 0 || !isLate(node)) continue;
		let rest = inclusiveWork(node);
		const rows = parent.nodeType === "ModifyTable" ? parent.children.filter((child) => !isLate(child)) : [];
		for (const caller of [
			...callersOf(node, nodes),
			...rows,
			parent
		]) rest = take(caller, rest);
	}
	return own;
}

export { sumOfWork as a, toCompare as c, walk as d, rowsSeenBy as i, withoutTextCasts as l, inclusiveWork as n, conditionsOf as o, rowsLookedAt as r, conjuncts as s, exclusiveWork as t, withoutLiterals as u };