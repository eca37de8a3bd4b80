import { o as conditionsOf, t as exclusiveWork } from "./chunk-work.js";
import { a as nodeLabel, n as grouped, t as counted } from "./chunk-words.js";

// src/plan/details.ts
/** Counters that EXPLAIN prints only where they are not zero. */
const COUNTERS = [
	["Rows Removed by Join Filter", "rowsRemovedByJoinFilter"],
	["Rows Removed by Filter", "rowsRemovedByFilter"],
	["Rows Removed by Index Recheck", "rowsRemovedByIndexRecheck"],
	["Heap Fetches", "heapFetches"],
	["Lossy Heap Blocks", "lossyHeapBlocks"],
	["Subplans Removed", "subplansRemoved"]
];
function memoryDetails(node) {
	const kiloBytes = (value) => `${grouped(value ?? 0)} kB`;
	const batches = node.hashBatches ?? node.hashAggBatches;
	const peak = node.peakMemoryUsage === void 0 ? "" : `  Memory: ${kiloBytes(node.peakMemoryUsage)}`;
	const disk = (node.diskUsage ?? 0) === 0 ? "" : `  Disk: ${kiloBytes(node.diskUsage)}`;
	return [...node.sortMethod === void 0 ? [] : [`Sort Method: ${node.sortMethod}  ${node.sortSpaceType ?? "Memory"}: ${kiloBytes(node.sortSpaceUsed)}`], ...batches === void 0 ? [] : [`Batches: ${grouped(batches)}${peak}${disk}`]];
}
/** What EXPLAIN prints below a node, without literals: keys, conditions, counters, memory. */
function detailsOf(node) {
	return [
		...conditionsOf(node).map(({ name, text }) => `${name}: ${text}`),
		...COUNTERS.flatMap(([name, property]) => node[property] ? [`${name}: ${grouped(node[property])}`] : []),
		...memoryDetails(node),
		...node.workersPlanned === void 0 ? [] : [counted(node.workersPlanned, "worker")]
	];
}

// src/plan/edit.ts
/** Beyond this, as under an Append over hundreds of partitions that all differ, children are paired by position. */
const MOST_PAIRS = 4e4;
/** Beyond this, none of a node's children is looked at for the one that took its place. */
const MOST_CHILDREN = 100;
/**
* The cheapest way to make head's tree from base's by pairing, removing and adding nodes in order, a removed or added
* node costing 1. A node may be removed from above one of its children or put above one; that is all that planners do, and
* keeps this below the general tree edit distance (Zhang and Shasha, 1989). `costOf` is 0 for equal nodes, 2 for unlike ones.
*/
function editTree(base, head, costOf) {
	const sizes = /* @__PURE__ */ new Map();
	const known = /* @__PURE__ */ new Map();
	return pair(base, head).edits;
	function sizeOf(node) {
		const size = sizes.get(node) ?? 1 + node.children.reduce((sum, child) => sum + sizeOf(child), 0);
		sizes.set(node, size);
		return size;
	}
	function whole(kind, node) {
		return {
			kind,
			node,
			children: node.children.map((child) => whole(kind, child))
		};
	}
	function pair(before, after) {
		const row = known.get(before) ?? /* @__PURE__ */ new Map();
		known.set(before, row);
		const scored = row.get(after) ?? unwrapped(before, after, wrapped(before, after, inPlace(before, after)));
		row.set(after, scored);
		return scored;
	}
	function inPlace(before, after) {
		const below = sequence(before.children, after.children);
		return {
			cost: costOf(before, after) + below.cost,
			edits: [{
				kind: "paired",
				base: before,
				head: after,
				children: below.edits
			}]
		};
	}
	/** Head put `after` above what base had. Skipped where the nodes that it adds alone cost as much as the best so far. */
	function wrapped(before, after, found) {
		if (after.children.length > MOST_CHILDREN) return found;
		return after.children.reduce((least, kept) => {
			const own = sizeOf(after) - sizeOf(kept);
			const inner = own < least.cost ? pair(before, kept) : void 0;
			if (inner === void 0 || own + inner.cost >= least.cost) return least;
			const children = after.children.flatMap((child) => child === kept ? inner.edits : [whole("added", child)]);
			return {
				cost: own + inner.cost,
				edits: [{
					kind: "added",
					node: after,
					children
				}]
			};
		}, found);
	}
	function unwrapped(before, after, found) {
		if (before.children.length > MOST_CHILDREN) return found;
		return before.children.reduce((least, kept) => {
			const own = sizeOf(before) - sizeOf(kept);
			const inner = own < least.cost ? pair(kept, after) : void 0;
			if (inner === void 0 || own + inner.cost >= least.cost) return least;
			const children = before.children.flatMap((child) => child === kept ? inner.edits : [whole("removed", child)]);
			return {
				cost: own + inner.cost,
				edits: [{
					kind: "removed",
					node: before,
					children
				}]
			};
		}, found);
	}
	/** Children are aligned in order, as two texts are by their longest common lines; an equal beginning needs no search. */
	function sequence(before, after) {
		const shared = before.findIndex((old, at) => after[at] === void 0 || pair(old, after[at]).cost > 0);
		const start = shared < 0 ? before.length : shared;
		const first = before.slice(0, start).flatMap((old, at) => pair(old, after[at]).edits);
		const rest = search(before.slice(start), after.slice(start));
		return {
			cost: rest.cost,
			edits: [...first, ...rest.edits]
		};
	}
	function search(before, after) {
		if (before.length * after.length > MOST_PAIRS) return byPosition(before, after);
		let row = [{
			cost: 0,
			edits: [],
			previous: void 0
		}];
		for (const node of after) row.push(append(row.at(-1), sizeOf(node), [whole("added", node)]));
		for (const old of before) {
			const next = [append(row[0], sizeOf(old), [whole("removed", old)])];
			for (const [position, now] of after.entries()) {
				const paired = pair(old, now);
				next.push(best([
					append(row[position], paired.cost, paired.edits),
					append(row[position + 1], sizeOf(old), [whole("removed", old)]),
					append(next[position], sizeOf(now), [whole("added", now)])
				]));
			}
			row = next;
		}
		return followed(row.at(-1));
	}
	function byPosition(before, after) {
		const shared = Math.min(before.length, after.length);
		const pairs = before.slice(0, shared).map((old, at) => pair(old, after[at]));
		const removed = before.slice(shared).map((node) => whole("removed", node));
		const added = after.slice(shared).map((node) => whole("added", node));
		return {
			cost: pairs.reduce((sum, { cost }) => sum + cost, removed.length + added.length),
			edits: [
				...pairs.flatMap(({ edits }) => edits),
				...removed,
				...added
			]
		};
	}
}
function append(previous, cost, edits) {
	return {
		cost: previous.cost + cost,
		edits,
		previous
	};
}
function followed(path) {
	const parts = [];
	for (let step = path; step !== void 0; step = step.previous) parts.push(step.edits);
	return {
		cost: path.cost,
		edits: parts.reverse().flat()
	};
}
/** The first of the cheapest. */
function best(candidates) {
	return candidates.reduce((least, candidate) => candidate.cost < least.cost ? candidate : least);
}

// src/plan/plan-edit.ts
const relationOf = (label) => / on (.*)$/s.exec(label)?.[1];
const sameDetails = (base, head) => base.details.length === head.details.length && base.details.every((detail, at) => detail === head.details[at]);
/** Times are left out: they differ between any two executions. */
const isEqualNode = (base, head) => base.label === head.label && sameDetails(base, head) && base.buffers === head.buffers && base.tempBlocks === head.tempBlocks && base.actualRows === head.actualRows && base.loops === head.loops;
/** Scans of one relation, and nodes without one, may take each other's place; scans of two relations may not. */
function costOf(base, head) {
	if (isEqualNode(base, head)) return 0;
	if (base.label === head.label) return .5;
	return relationOf(base.label) === relationOf(head.label) ? 1 : 2.5;
}
/** What head's plan removed from, kept of and added to base's, node by node. */
function editPlans(base, head) {
	return editTree(base, head, costOf);
}

// src/plan/render.ts
/** Sub-plans and CTEs are told by their name: `CTE recent: Seq Scan on orders`. */
const labelOf = (node) => node.subplanName === void 0 ? nodeLabel(node) : `${node.subplanName}: ${nodeLabel(node)}`;
function toNode(node, work) {
	const isExecuted = node.actualLoops !== void 0;
	const { buffers, tempBlocks, timeMs } = work.get(node);
	return {
		label: labelOf(node),
		details: detailsOf(node),
		cost: node.totalCost,
		estimatedRows: node.planRows,
		actualRows: node.actualRows,
		loops: node.actualLoops,
		buffers: isExecuted ? buffers : void 0,
		tempBlocks: isExecuted ? tempBlocks : void 0,
		timeMs: isExecuted && node.actualTotalTime !== void 0 ? timeMs : void 0,
		children: node.children.map((child) => toNode(child, work))
	};
}
/** A plan in the words of EXPLAIN's text format, without literals and with each node's own work, to be published. */
function toReportNode(plan) {
	return toNode(plan.root, exclusiveWork(plan.root));
}
/** Unchanged subtrees of more nodes than this are shown by their first. */
const SHOWN_UNCHANGED = 3;
/** Labels longer than this have their figures on the next line, so that the columns fit a comment. */
const WIDEST_LABEL = 68;
function figuresOf({ actualRows, loops, buffers, timeMs }) {
	const times = loops === void 0 || loops === 1 ? "" : ` ×${grouped(loops)}`;
	return [
		actualRows === void 0 ? "" : loops === 0 ? "never executed" : `rows ${grouped(actualRows)}${times}`,
		buffers === void 0 || buffers === 0 ? "" : counted(buffers, "page"),
		timeMs === void 0 || timeMs < .05 ? "" : `${timeMs.toFixed(1)} ms`
	];
}
const indent = (depth) => "  ".repeat(depth);
const nodeLine = (sign, depth, node) => ({
	sign,
	text: `${indent(depth)}${node.label}`,
	figures: figuresOf(node)
});
const detailLines = (sign, depth, details) => details.map((detail) => ({
	sign,
	text: `${indent(depth + 1)}${detail}`,
	figures: []
}));
function pairedLines(base, head, depth) {
	if (isEqualNode(base, head)) return [nodeLine(" ", depth, head), ...detailLines(" ", depth, head.details)];
	const removed = base.details.filter((detail) => !head.details.includes(detail));
	const kept = base.details.filter((detail) => head.details.includes(detail));
	const added = head.details.filter((detail) => !base.details.includes(detail));
	return [
		nodeLine("-", depth, base),
		...detailLines("-", depth, removed),
		nodeLine("+", depth, head),
		...detailLines("+", depth, added),
		...detailLines(" ", depth, kept)
	];
}
const isUnchanged = (edit) => edit.kind === "paired" && isEqualNode(edit.base, edit.head) && edit.children.every(isUnchanged);
const sizeOf = (edit) => 1 + edit.children.reduce((sum, child) => sum + sizeOf(child), 0);
function linesOf(edit, depth) {
	if (edit.kind === "paired") {
		const lines = pairedLines(edit.base, edit.head, depth);
		if (sizeOf(edit) > SHOWN_UNCHANGED && isUnchanged(edit)) {
			const text = `${indent(depth + 1)}… ${counted(sizeOf(edit) - 1, "node")} below, unchanged`;
			return [...lines, {
				sign: " ",
				text,
				figures: []
			}];
		}
		return [...lines, ...childLines(edit.children, depth + 1)];
	}
	const sign = edit.kind === "removed" ? "-" : "+";
	return [
		nodeLine(sign, depth, edit.node),
		...detailLines(sign, depth, edit.node.details),
		...edit.children.flatMap((child) => linesOf(child, depth + 1))
	];
}
/** Long runs of unchanged siblings, as partitions are, are shown by their first. */
function childLines(edits, depth) {
	const lines = [];
	for (let at = 0; at < edits.length; at += 1) {
		lines.push(...linesOf(edits[at], depth));
		const next = edits.findIndex((edit, position) => position >= at && !isUnchanged(edit));
		const run = (next < 0 ? edits.length : next) - at;
		if (run <= SHOWN_UNCHANGED) continue;
		const hidden = edits.slice(at + 1, at + run).reduce((sum, edit) => sum + sizeOf(edit), 0);
		lines.push({
			sign: " ",
			text: `${indent(depth)}… ${counted(hidden, "node")} beside, unchanged`,
			figures: []
		});
		at += run - 1;
	}
	return lines;
}
/**
* Two plans as the lines of a ```diff block: what base did with `-`, what head does with `+`, what both do once; each node's own
* pages and milliseconds in columns on the right.
*/
function renderPlanDiff(base, head) {
	return layOut(editPlans(base, head).flatMap((edit) => linesOf(edit, 0)));
}
/** One plan in the same manner, without signs. */
function renderPlan(plan) {
	return layOut(treeLines(plan, 0)).map((line) => line.slice(2));
}
function treeLines(node, depth) {
	return [
		nodeLine(" ", depth, node),
		...detailLines(" ", depth, node.details),
		...node.children.flatMap((child) => treeLines(child, depth + 1))
	];
}
function layOut(lines) {
	const measured = lines.filter(({ figures }) => figures.some((figure) => figure !== ""));
	const labelWidth = Math.min(WIDEST_LABEL, Math.max(0, ...measured.map(({ text }) => text.length)));
	const widths = [
		0,
		1,
		2
	].map((column) => Math.max(0, ...measured.map(({ figures }) => figures[column]?.length ?? 0)));
	return lines.flatMap(({ sign, text, figures }) => {
		const columns = figures.map((figure, at) => at === 0 ? figure.padEnd(widths[at]) : figure.padStart(widths[at]));
		const inColumns = (label) => `${sign} ${label.padEnd(labelWidth)}  ${columns.join("  ")}`.trimEnd();
		return text.length > labelWidth && figures.some((figure) => figure !== "") ? [`${sign} ${text}`, inColumns("")] : [inColumns(text)];
	});
}

export { renderPlanDiff as n, toReportNode as r, renderPlan as t };