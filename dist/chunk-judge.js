import { a as totalBlocks, c as estimateChanges, d as indexIdentity, f as indexedTable, h as isEmptyPartition, i as thresholdsFor, m as instancesOf, n as compareWork, o as canonicalText, p as indexesOn, r as isWorse, s as shapeOf, t as blocksBeyondPlan } from "./chunk-thresholds.js";
import { a as sumOfWork, c as toCompare, d as walk, i as rowsSeenBy, n as inclusiveWork, o as conditionsOf, r as rowsLookedAt, s as conjuncts, t as exclusiveWork, u as withoutLiterals } from "./chunk-work.js";
import { a as nodeLabel, i as methodOf, n as grouped, o as relationLabel, r as listed, t as counted } from "./chunk-words.js";

// src/plan/scans.ts
function wordsOf(nodes, indexNames, scanned) {
	const methods = [...new Set(nodes.map(methodOf))].join(" and ");
	if (nodes.length > 1) return `${methods} on ${counted(scanned.length, "partition")}`;
	return indexNames.length === 0 ? methods : `${methods} using ${listed(indexNames)}`;
}
/** How a plan reads each of its relation instances, by instance, in the order of the plan. */
function scansOf(plan, definitions, partitions = /* @__PURE__ */ new Map()) {
	const described = instancesOf(plan.root);
	const { of: instances, withParentAliases } = described;
	const work = exclusiveWork(plan.root);
	const groups = Map.groupBy(instances, ([, instance]) => instance.key);
	return new Map([...groups].map(([key, members]) => [key, readScan(key, members)]));
	function readScan(key, all) {
		const filled = all.filter(([node]) => !isEmptyPartition(node, described));
		const members = filled.length === 0 ? all : filled;
		const nodes = members.map(([node]) => node);
		const scans = nodes.filter((node) => node.alias !== void 0);
		const executed = scans.filter((node) => node.actualLoops !== 0);
		const withIndex = members.filter(([node]) => node.indexName !== void 0);
		const identities = withIndex.map(([node, { isPartition, schema, relation }]) => indexIdentity(definitions, {
			name: node.indexName,
			isPartition,
			...schema !== void 0 && { schema },
			...relation !== void 0 && { relation }
		}));
		const terms = (...names) => [...new Set(nodes.flatMap(conditionsOf).filter(({ name }) => names.includes(name)).flatMap(({ text }) => conjuncts(withParentAliases(text))))];
		const scanned = [...new Set(executed.map(({ relationName, alias }) => relationName ?? alias))];
		const isPartitioned = members.some(([, { isPartition }]) => isPartition);
		const parent = scans.map(({ schema, relationName }) => partitions.get(`${schema}.${relationName}`)).find((table) => table !== void 0);
		const siblings = [...partitions.values()].filter((table) => table === parent).length;
		const names = [...new Set(withIndex.map(([node]) => node.indexName))].sort();
		return {
			key,
			label: isPartitioned ? key : relationLabel(scans[0]),
			relation: isPartitioned ? void 0 : scans[0].relationName,
			words: wordsOf(scans, names, scanned),
			methods: [...new Set(scans.map(methodOf))].sort().join(" and "),
			indexNames: names,
			indexes: [...new Set(identities)].sort(),
			readsSequentially: scans.some(({ nodeType }) => nodeType === "Seq Scan"),
			isIndexOnly: scans.every(({ nodeType }) => nodeType === "Index Only Scan"),
			indexConditions: terms("Index Cond"),
			filters: terms("Filter"),
			scanned,
			isPartitioned,
			partitions: parent === void 0 ? void 0 : siblings,
			blocks: plan.root.actualLoops === void 0 ? void 0 : sumOfWork(nodes.map((node) => work.get(node))).buffers,
			heapFetches: nodes.reduce((sum, node) => sum + (node.heapFetches ?? 0), 0),
			width: Math.max(...scans.map(({ planWidth }) => planWidth)),
			rowsKept: scans.reduce((sum, { actualRows, actualLoops }) => sum + (actualRows ?? 0) * (actualLoops ?? 0), 0),
			rowsRead: scans.reduce((sum, node) => sum + rowsSeenBy(node), 0)
		};
	}
}

// src/plan/align.ts
const SEPARATOR = "\0";
/** Children that do not feed rows to their parent. */
const SIDE_PLANS$1 = /* @__PURE__ */ new Set(["InitPlan", "SubPlan"]);
/**
* Matches instances by alias, which a statement keeps whatever its plan, then what is left by relation, in order, and at last
* the only one that is left on both sides.
*/
function matchScans(base, head) {
	const matched = new Map([...head.keys()].filter((key) => base.has(key)).map((key) => [key, key]));
	const free = [...base.values()].filter(({ key }) => !head.has(key));
	for (const { key, relation } of head.values()) {
		const position = matched.has(key) ? -1 : free.findIndex((scan) => relation !== void 0 && scan.relation === relation);
		if (position >= 0) matched.set(key, free.splice(position, 1)[0].key);
	}
	const [rest, ...others] = [...head.keys()].filter((key) => !matched.has(key));
	if (rest !== void 0 && others.length === 0 && free.length === 1) matched.set(rest, free[0].key);
	return matched;
}
function readSide(plan, sharedKey) {
	const instances = instancesOf(plan.root).of;
	const leaves = /* @__PURE__ */ new Map();
	const topOver = /* @__PURE__ */ new Map();
	const collect = (node) => {
		const own = instances.get(node);
		const below = node.children.flatMap((child) => {
			const keys = collect(child);
			return SIDE_PLANS$1.has(child.parentRelationship ?? "") ? [] : keys;
		});
		const keys = [.../* @__PURE__ */ new Set([...own === void 0 ? [] : [sharedKey(own.key)], ...below])].sort();
		leaves.set(node, keys.join(SEPARATOR));
		return keys;
	};
	collect(plan.root);
	const nodes = [...walk(plan.root)].map(({ node }) => node);
	for (const node of nodes) {
		const set = leaves.get(node);
		if (!topOver.has(set)) topOver.set(set, node);
	}
	const blocksOver = (set) => {
		const node = topOver.get(set) ?? plan.root;
		const { buffers, tempBlocks } = inclusiveWork(node);
		return plan.root.actualLoops === void 0 ? void 0 : buffers + tempBlocks;
	};
	return {
		plan,
		nodes,
		leaves,
		topOver,
		blocksOver
	};
}
/** Aligns two plans of one statement by the relations that it names, not by the position in the tree. */
function alignPlans(base, head, indexes) {
	const baseScans = scansOf(base, indexes.base, indexes.partitions?.base);
	const headScans = scansOf(head, indexes.head, indexes.partitions?.head);
	const matched = matchScans(baseScans, headScans);
	const used = new Set(matched.values());
	const sharedKey = (key) => matched.get(key) ?? key;
	const labels = new Map([...headScans].map(([key, { label }]) => [sharedKey(key), label]));
	return {
		base: readSide(base, (key) => key),
		head: readSide(head, sharedKey),
		scans: [...[...headScans].map(([key, scan]) => ({
			base: baseScans.get(matched.get(key) ?? ""),
			head: scan
		})), ...[...baseScans.values()].filter(({ key }) => !used.has(key)).map((scan) => ({
			base: scan,
			head: void 0
		}))],
		labelOf: (leaves) => leaves.split(SEPARATOR).map((key) => labels.get(key) ?? baseScans.get(key)?.label ?? key).join(", ")
	};
}

// src/plan/direction.ts
/** Differences in blocks below both of these decide nothing: a page of an index more or less is no progress. */
const EQUAL_BLOCKS = 4;
const EQUAL_SHARE = .1;
/**
* Whether a change is for the worse: what was read decides where both plans were executed, because a Seq Scan on a
* small table is better than the index it replaces; else `usually`, which is what the kind of change means by experience.
*/
function judgeDirection(usually, before, after) {
	if (before === void 0 || after === void 0) return usually;
	if (Math.abs(after - before) <= Math.max(EQUAL_BLOCKS, before * EQUAL_SHARE)) return "neutral";
	return after > before ? "worse" : "better";
}

// src/plan/join-changes.ts
const isJoin = ({ nodeType }) => nodeType === "Nested Loop" || nodeType === "Hash Join" || nodeType === "Merge Join";
/** Joins by the instances that they join. */
const joinsOf = (side) => new Map(side.nodes.filter(isJoin).map((node) => [side.leaves.get(node), node]));
const outerOf = (side, join) => side.leaves.get(join.children[0] ?? join) ?? "";
const SIDE_PLANS = /* @__PURE__ */ new Set(["InitPlan", "SubPlan"]);
/** `orders o, items i, (customers c, countries n)`: relations in the order in which they are joined, outermost first. */
function orderOf(side, labelOf, node = side.plan.root) {
	const inputs = node.children.filter((child) => !SIDE_PLANS.has(child.parentRelationship ?? ""));
	if (inputs.length === 0 || node.alias !== void 0 && node.nodeType !== "ModifyTable") return labelOf(side.leaves.get(node));
	const [outer, ...inner] = inputs.map((child) => orderOf(side, labelOf, child));
	return [outer, ...inner.map((text) => text.includes(", ") ? `(${text})` : text)].join(", ");
}
/** Other methods for the same joins, and another order of them. */
function joinChanges({ base, head, labelOf }) {
	const before = joinsOf(base);
	const after = joinsOf(head);
	const shared = [...after].filter(([leaves]) => before.has(leaves));
	const methods = shared.flatMap(([leaves, node]) => {
		const [from, to] = [methodOf(before.get(leaves)), methodOf(node)];
		if (from === to) return [];
		const direction = judgeDirection("neutral", base.blocksOver(leaves), head.blocksOver(leaves));
		return [{
			kind: "join-method",
			node: labelOf(leaves),
			from,
			to,
			direction
		}];
	});
	if (before.size === 0 || after.size === 0) return methods;
	if (!([...before.keys()].some((leaves) => !after.has(leaves)) || [...after.keys()].some((leaves) => !before.has(leaves)) || shared.some(([leaves, node]) => outerOf(head, node) !== outerOf(base, before.get(leaves))))) return methods;
	const all = head.leaves.get(head.plan.root) ?? "";
	const direction = judgeDirection("neutral", base.blocksOver(all), head.blocksOver(all));
	const [from, to] = [orderOf(base, labelOf), orderOf(head, labelOf)];
	return from === to ? methods : [...methods, {
		kind: "join-order",
		node: labelOf(all),
		from,
		to,
		direction
	}];
}

// src/plan/node-changes.ts
const isSort = ({ nodeType }) => nodeType === "Sort" || nodeType === "Incremental Sort";
const isAggregate = ({ nodeType }) => nodeType === "Aggregate" || nodeType === "Group" || nodeType === "Unique";
const groupsOf = (side, isWanted) => Map.groupBy(side.nodes.filter(isWanted), (node) => side.leaves.get(node));
function sortWords(node) {
	const key = conditionsOf(node).find(({ name }) => name === "Sort Key")?.text;
	return key === void 0 ? node.nodeType : `${node.nodeType} by ${key}`;
}
/** Sorts that came or went, over the same relations. */
function sortChanges({ base, head, labelOf }) {
	const before = groupsOf(base, isSort);
	const after = groupsOf(head, isSort);
	return [.../* @__PURE__ */ new Set([...before.keys(), ...after.keys()])].flatMap((leaves) => {
		const [old, now] = [before.get(leaves) ?? [], after.get(leaves) ?? []];
		const node = labelOf(leaves);
		const judge = (usually) => judgeDirection(usually, base.blocksOver(leaves), head.blocksOver(leaves));
		const words = (nodes) => listed(nodes.map(sortWords));
		if (now.length > old.length) return [{
			kind: "sort-added",
			node,
			from: words(old) || "no sort",
			to: words(now),
			direction: judge("worse")
		}];
		if (now.length < old.length) return [{
			kind: "sort-removed",
			node,
			from: words(old),
			to: words(now) || "no sort",
			direction: judge("better")
		}];
		if (toCompare(words(old)) === toCompare(words(now))) return [];
		return [{
			kind: "other",
			node,
			from: words(old),
			to: words(now),
			direction: judge("neutral")
		}];
	});
}
/** Parallel plans aggregate in two steps, by the same method. */
const aggregateWords = (nodes) => [...new Set(nodes.map((node) => methodOf({
	...node,
	partialMode: "Simple"
})))].join(", ");
/** Another way to group or to make distinct. */
function aggregateChanges({ base, head, labelOf }) {
	const before = groupsOf(base, isAggregate);
	return [...groupsOf(head, isAggregate)].flatMap(([leaves, nodes]) => {
		const from = aggregateWords(before.get(leaves) ?? []);
		const to = aggregateWords(nodes);
		if (from === to || from === "") return [];
		const direction = judgeDirection("neutral", base.blocksOver(leaves), head.blocksOver(leaves));
		return [{
			kind: "aggregate-method",
			node: labelOf(leaves),
			from,
			to,
			direction
		}];
	});
}
/** A sub-plan that runs for each row on one side, and once, or as a join, on the other. */
function subplanChanges({ base, head, labelOf }) {
	const loopsOver = (side, leaves) => side.topOver.get(leaves)?.actualLoops;
	const perRow = (side, other) => side.nodes.flatMap((node) => {
		const leaves = side.leaves.get(node);
		const [loops, otherLoops] = [node.actualLoops ?? 1, loopsOver(other, leaves)];
		return node.parentRelationship === "SubPlan" && leaves !== "" && loops > 1 && otherLoops !== void 0 && loops >= 2 * otherLoops ? [{
			leaves,
			loops,
			otherLoops
		}] : [];
	});
	const times = (loops) => loops === 1 ? "once" : counted(loops, "time");
	return [...perRow(head, base).map((found) => {
		const direction = judgeDirection("worse", base.blocksOver(found.leaves), head.blocksOver(found.leaves));
		const [from, to] = [times(found.otherLoops), `as a sub-plan, ${times(found.loops)}`];
		return {
			kind: "subplan-per-row",
			node: labelOf(found.leaves),
			from,
			to,
			direction
		};
	}), ...perRow(base, head).map((found) => {
		const direction = judgeDirection("better", base.blocksOver(found.leaves), head.blocksOver(found.leaves));
		const [from, to] = [`as a sub-plan, ${times(found.loops)}`, times(found.otherLoops)];
		return {
			kind: "subplan-per-row",
			node: labelOf(found.leaves),
			from,
			to,
			direction
		};
	})];
}
/** Parallel workers that came or went. */
function parallelChanges({ base, head, labelOf }) {
	const words = ({ nodes }) => nodes.filter(({ nodeType }) => nodeType === "Gather" || nodeType === "Gather Merge").map(({ nodeType }) => nodeType).join(", ") || "not parallel";
	const [from, to] = [words(base), words(head)];
	const node = labelOf(head.leaves.get(head.plan.root));
	return from === to ? [] : [{
		kind: "parallel",
		node,
		from,
		to,
		direction: "neutral"
	}];
}

// src/plan/same-plan.ts
/**
* Whether two plans do the same: with the same relations, or with relations that were renamed in between. Aliases count for
* nothing. A relation counts as renamed where neither side's catalog has the other's name.
*/
function isSamePlan(base, head, indexes) {
	const before = namingOf(base);
	const after = namingOf(head);
	if (canonicalText(base, indexes.base, before) !== canonicalText(head, indexes.head, after)) return false;
	const [old, now] = [[...before.relations.keys()], [...after.relations.keys()]];
	return old.every((name, position) => name === now[position] || isRenamed(name, now[position] ?? "", indexes));
}
function isRenamed(from, to, { base, head }) {
	const [before, after] = [tablesOf(base), tablesOf(head)];
	return before.has(from) && !after.has(from) && after.has(to) && !before.has(to);
}
/** `schema.table` of every table that has an index. */
const tablesOf = (indexes) => new Set([...indexes.values()].flatMap((definition) => indexedTable(definition) ?? []));
/** Names by the position at which a plan first mentions them. */
function namingOf(plan) {
	const instances = instancesOf(plan.root);
	const keys = new Set([...instances.of.values()].map(({ key }) => key));
	const aliases = /* @__PURE__ */ new Map();
	const relations = /* @__PURE__ */ new Map();
	const numbered = (names, name) => {
		const known = names.get(name) ?? `${names.size + 1}`;
		names.set(name, known);
		return known;
	};
	return {
		relations,
		instance: (key) => numbered(aliases, key),
		relation: (schema, relation) => numbered(relations, `${schema}.${relation}`),
		condition: (text) => instances.withAliases(text, (alias) => keys.has(alias) ? numbered(aliases, alias) : void 0)
	};
}

// src/plan/scan-changes.ts
/** Heap fetches below this say nothing about the visibility map. */
const FEW_HEAP_FETCHES = 10;
/** How much more a scan reads for the same rows before rows count as wider. */
const WIDER = 1.2;
/** A function, which may read pages of its own. */
const CALL = /[\w"]\(/;
const equal = (a, b) => a.length === b.length && a.every((item) => b.includes(item));
function changeOf(kind, usually, base, head) {
	const direction = judgeDirection(usually, base.blocks, head.blocks);
	const isIndexAlone = kind === "index-changed" && base.methods === head.methods;
	const isSameName = base.indexNames.join() === head.indexNames.join();
	const words = ({ words, indexNames, indexes }) => isIndexAlone && indexNames.length > 0 ? `${indexNames.length === 1 ? "index" : "indexes"} ${listed(indexNames)}${isSameName ? ` ${listed(indexes.map(indexed))}` : ""}` : words;
	return {
		kind,
		node: head.label,
		from: words(base),
		to: words(head),
		direction
	};
}
/** What an index covers where its name does not tell, without the usual access method. */
const indexed = (identity) => withoutLiterals(identity.replace(/^btree /, ""));
function accessChanges(base, head) {
	const usedIndex = base.indexes.length > 0;
	const usesIndex = head.indexes.length > 0;
	const lost = usedIndex && (!usesIndex || !base.readsSequentially && head.readsSequentially);
	const gained = usesIndex && (!usedIndex || base.readsSequentially && !head.readsSequentially);
	if (lost) return [changeOf("index-lost", "worse", base, head)];
	if (gained) return [changeOf("index-gained", "better", base, head)];
	const isIndexOnlyLost = usedIndex && base.isIndexOnly && !head.isIndexOnly;
	return [
		...equal(base.indexes, head.indexes) ? [] : [changeOf("index-changed", "neutral", base, head)],
		...isIndexOnlyLost ? [changeOf("index-only-lost", "worse", base, head)] : [],
		...equal(base.indexes, head.indexes) && !isIndexOnlyLost && base.methods !== head.methods ? [changeOf("scan-type", "neutral", base, head)] : []
	];
}
/** Terms that one side's index answers and the other side tests row by row; a lost index says so already. */
function conditionChanges(base, head) {
	if (base.indexes.length === 0 || head.indexes.length === 0) return [];
	const moved = (from, to) => from.indexConditions.filter((term) => !to.indexConditions.includes(term) && to.filters.includes(term));
	const change = (kind, terms, from, to, usually) => ({
		kind,
		node: head.label,
		from: `${from}: ${terms.join(" AND ")}`,
		to: `${to}: ${terms.join(" AND ")}`,
		direction: judgeDirection(usually, base.blocks, head.blocks)
	});
	const lost = moved(base, head);
	const won = moved(head, base);
	return [...lost.length > 0 ? [change("condition-became-filter", lost, "Index Cond", "Filter", "worse")] : [], ...won.length > 0 ? [change("filter-became-condition", won, "Filter", "Index Cond", "better")] : []];
}
/** Whether two instances read the same partitioned table, as far as plans tell: what one scans is among what the other does. */
function isSamePartitionedTable(base, head) {
	const [few, many] = base.scanned.length < head.scanned.length ? [base, head] : [head, base];
	return many.isPartitioned && (few.isPartitioned || few.scanned.every((relation) => many.scanned.includes(relation)));
}
/** `1 of 12 partitions`, or that there are none. */
const partsOf = ({ partitions, scanned }) => partitions === void 0 ? "the whole table" : `${grouped(scanned.length)} of ${counted(partitions, "partition")}`;
const isPruned = ({ partitions, scanned }) => partitions !== void 0 && scanned.length < partitions;
/**
* A table that was partitioned, or no longer is, or by another key: what pruning leaves of it, where the catalogs are known.
* A partition more that is pruned like the others is growth of the table.
*/
function partitioningChanges(base, head, direction) {
	const [from, to] = [partsOf(base), partsOf(head)];
	if (base.partitions !== void 0 && head.partitions !== void 0 && equal(base.scanned, head.scanned) && isPruned(base) === isPruned(head)) return [];
	const kind = isPruned(base) === isPruned(head) ? "other" : isPruned(head) ? "pruning-gained" : "pruning-lost";
	const node = base.partitions === void 0 ? base.label : head.label;
	return from === to ? [] : [{
		kind,
		node,
		from,
		to,
		direction
	}];
}
function pruningChanges(base, head) {
	const isKnown = base.partitions !== void 0 || head.partitions !== void 0;
	if (!isKnown && !base.isPartitioned && !head.isPartitioned) return [];
	const [before, after] = [base.scanned.length, head.scanned.length];
	const node = head.isPartitioned ? head.label : base.label;
	const direction = judgeDirection("neutral", base.blocks, head.blocks);
	if (!isSamePartitionedTable(base, head)) {
		if (isKnown) return partitioningChanges(base, head, direction);
		const [from, to] = [`${base.words} of ${base.label}`, `${head.words} of ${head.label}`];
		return before === after ? [] : [{
			kind: "other",
			node,
			from,
			to,
			direction
		}];
	}
	if (!(Math.abs(after - before) >= 2 && Math.max(before, after) >= 1.5 * Math.min(before, after))) return [];
	return [{
		kind: after > before ? "pruning-lost" : "pruning-gained",
		node,
		from: counted(before, "partition"),
		to: counted(after, "partition"),
		direction
	}];
}
const SAME_ROWS = " for the same rows";
/** How the pages of a scan end that reads more of them for nothing else that its plan shows. */
const LESS_DENSELY = `${SAME_ROWS}, which lie less densely`;
/** The pages that a scan reads for the same rows, without why; undefined of other words. */
function pagesForSameRows(text) {
	const end = [LESS_DENSELY, SAME_ROWS].find((each) => text.endsWith(each));
	return end === void 0 ? void 0 : text.slice(0, -end.length);
}
function volumeChanges(base, head) {
	if (base.blocks === void 0 || head.blocks === void 0) return [];
	const fetched = (scan) => counted(scan.heapFetches, "heap fetch").replace("fetchs", "fetches");
	const isFetching = base.isIndexOnly && head.isIndexOnly && head.heapFetches >= FEW_HEAP_FETCHES && head.heapFetches >= 2 * base.heapFetches;
	const direction = judgeDirection("worse", base.blocks, head.blocks);
	if (isFetching) return [{
		kind: "heap-fetches",
		node: head.label,
		from: fetched(base),
		to: fetched(head),
		direction
	}];
	const isSameAccess = base.methods === head.methods && equal(base.indexes, head.indexes) && !head.isPartitioned;
	const hasGrown = direction === "worse" && head.blocks >= WIDER * base.blocks;
	const isSameRows = head.readsSequentially && head.rowsRead <= 1.05 * base.rowsRead;
	if (!isSameAccess || !hasGrown || !(isSameRows || head.width > base.width && head.rowsRead <= base.rowsRead)) return [];
	if (head.width === base.width) {
		if (!equal(base.filters, head.filters)) return [];
		const end = head.filters.some((term) => CALL.test(term)) ? SAME_ROWS : LESS_DENSELY;
		const [from, to] = [counted(base.blocks, "page"), `${counted(head.blocks, "page")}${end}`];
		return [{
			kind: "wider-rows",
			node: head.label,
			from,
			to,
			direction
		}];
	}
	const size = (scan) => `${counted(scan.blocks ?? 0, "page")} for ${counted(Math.round(scan.rowsRead), "row")}, ${counted(scan.width, "byte")} wide`;
	return [{
		kind: "wider-rows",
		node: head.label,
		from: size(base),
		to: size(head),
		direction
	}];
}
/** A table that only one of the plans reads, as where a join, a partition or the whole table could be left out. */
function readByOne(base, head) {
	const scan = head ?? base;
	if (scan?.relation === void 0) return [];
	const direction = judgeDirection(head === void 0 ? "better" : "worse", base?.blocks ?? 0, head?.blocks ?? 0);
	const [from, to] = [base?.words ?? "not read", head?.words ?? "not read"];
	return [{
		kind: "other",
		node: scan.label,
		from,
		to,
		direction
	}];
}
/** How the reading of each relation instance changed. */
function scanChanges({ scans }) {
	return scans.flatMap(({ base, head }) => {
		if (base === void 0 || head === void 0) return readByOne(base, head);
		return [
			...accessChanges(base, head),
			...conditionChanges(base, head),
			...pruningChanges(base, head),
			...volumeChanges(base, head)
		];
	});
}

// src/plan/spill-changes.ts
const onDisk = (kiloBytes) => `${grouped(kiloBytes)} kB on disk`;
/** What a node that may spill did; undefined for the others. `temp` are its own temporary blocks of 8 kB. */
function spillOf(node, temp) {
	if (node.nodeType === "Sort" || node.nodeType === "Incremental Sort") {
		const amount = node.sortSpaceType === "Disk" ? node.sortSpaceUsed ?? 1 : temp * 8;
		return {
			kind: "sort-spill",
			family: "Sort",
			amount,
			words: amount > 0 ? `sorted with ${onDisk(amount)}` : "sorted in memory"
		};
	}
	if (node.nodeType === "Hash") {
		const batches = node.hashBatches ?? 1;
		return {
			kind: "hash-spill",
			family: "Hash",
			amount: batches - 1,
			words: `hash in ${counted(batches, "batch").replace("batchs", "batches")}`
		};
	}
	if (node.nodeType === "Aggregate" && node.strategy !== "Plain" && node.strategy !== "Sorted") {
		const amount = node.diskUsage ?? temp * 8;
		return {
			kind: "hash-spill",
			family: "Aggregate",
			amount,
			words: amount > 0 ? `grouped with ${onDisk(amount)}` : "grouped in memory"
		};
	}
	if (node.nodeType === "Materialize" || node.nodeType === "CTE Scan" || node.nodeType === "WindowAgg") return {
		kind: "other",
		family: node.nodeType,
		amount: temp * 8,
		words: `${node.nodeType} ${temp > 0 ? `with ${onDisk(temp * 8)}` : "in memory"}`
	};
}
/** The worst spill of each family over the same relations. */
function spillsOf(side) {
	const work = exclusiveWork(side.plan.root);
	const worst = /* @__PURE__ */ new Map();
	for (const node of side.nodes) {
		const spill = spillOf(node, work.get(node).tempBlocks);
		if (spill === void 0 || node.actualLoops === void 0) continue;
		const leaves = side.leaves.get(node);
		const key = `${spill.family}\u0000${leaves}`;
		if (spill.amount >= (worst.get(key)?.amount ?? 0)) worst.set(key, {
			...spill,
			leaves
		});
	}
	return worst;
}
/** Growth by which a spill that was there before counts as another. */
const GROWTH = 1.5;
/** Sorts, hashes and the like that no longer fit `work_mem`, or fit it now. */
function spillChanges({ base, head, labelOf }) {
	const before = spillsOf(base);
	const after = spillsOf(head);
	return [.../* @__PURE__ */ new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
		const [old, now] = [before.get(key), after.get(key)];
		const [from, to] = [old?.amount ?? 0, now?.amount ?? 0];
		const isWorse = to > 0 && to >= GROWTH * from;
		const isBetter = from > 0 && from >= GROWTH * to;
		if (!isWorse && !isBetter) return [];
		const { kind, leaves, family } = now ?? old;
		const none = `no ${family}`;
		return [{
			kind,
			node: labelOf(leaves),
			from: old?.words ?? none,
			to: now?.words ?? none,
			direction: isWorse ? "worse" : "better"
		}];
	});
}

// src/plan/trigger-changes.ts
/** A constraint's triggers are named after object identifiers, which differ between databases. */
const nameOf = ({ constraint, name, relation }) => `${constraint ?? name} on ${relation ?? "the table"}`;
/** What stays of a trigger or foreign key when only its name changes. */
const kindOf = ({ constraint, relation }) => `${constraint === void 0 ? "trigger" : "constraint"} on ${relation ?? "the table"}`;
function firings(triggers) {
	const byName = /* @__PURE__ */ new Map();
	for (const trigger of triggers) {
		const name = nameOf(trigger);
		byName.set(name, {
			kind: kindOf(trigger),
			label: trigger.constraint ?? trigger.name,
			calls: (byName.get(name)?.calls ?? 0) + trigger.calls
		});
	}
	return byName;
}
/** Which triggers and foreign-key checks a plan fired, as a text that is equal where the same ones fired. */
const triggersOf = ({ triggers }) => [...firings(triggers).keys()].toSorted().join(", ");
/**
* Triggers and foreign-key checks that fired on one side only, or at least twice as often; one that only has another name
* is none. Neutral: EXPLAIN does not count their blocks.
*/
function triggerChanges(base, head) {
	const before = firings(base.triggers);
	const after = firings(head.triggers);
	const names = withoutRenamed([.../* @__PURE__ */ new Set([...before.keys(), ...after.keys()])], before, after);
	const times = (firing) => firing === void 0 ? "does not fire" : `fires ${counted(firing.calls, "time")}`;
	return names.flatMap((name) => {
		const [old, now] = [before.get(name), after.get(name)];
		if (old !== void 0 && now !== void 0 && now.calls < 2 * old.calls && old.calls < 2 * now.calls) return [];
		return [{
			kind: "trigger-work",
			node: name,
			from: times(old),
			to: times(now),
			direction: "neutral"
		}];
	});
}
/** Leaves out in pairs what is gone and what is new and fires as often, on the same table or under the same name. */
function withoutRenamed(names, before, after) {
	const gone = names.filter((name) => !after.has(name));
	const renamed = /* @__PURE__ */ new Set();
	for (const name of names.filter((each) => !before.has(each))) {
		const { kind, label, calls } = after.get(name);
		const former = gone.find((each) => {
			const firing = before.get(each);
			return !renamed.has(each) && firing.calls === calls && (firing.kind === kind || firing.label === label);
		});
		if (former !== void 0) renamed.add(former).add(name);
	}
	return names.filter((name) => !renamed.has(name));
}

// src/plan/diff.ts
const NO_INDEXES = {
	base: /* @__PURE__ */ new Map(),
	head: /* @__PURE__ */ new Map()
};
/** Changes that are about amounts: a plan may have them and still be the same plan. */
const AMOUNTS = /* @__PURE__ */ new Set([
	"estimate-worse",
	"generic-plan",
	"heap-fetches",
	"more-calls",
	"rows-differ",
	"rows-discarded",
	"wider-rows"
]);
/** Whether a change means that the plan itself is another one, or behaves as another. */
const isPlanChange = ({ kind }) => !AMOUNTS.has(kind);
const DIRECTIONS = [
	"worse",
	"better",
	"neutral"
];
/** What tells most about a difference comes first; kinds that are not named follow in the order found. */
const TELLING = [
	"index-lost",
	"pruning-lost",
	"index-only-lost",
	"index-changed",
	"condition-became-filter",
	"sort-spill",
	"hash-spill",
	"subplan-per-row",
	"scan-type",
	"index-gained",
	"pruning-gained",
	"filter-became-condition",
	"join-method",
	"join-order",
	"heap-fetches",
	"wider-rows"
];
const rank = (kind) => TELLING.includes(kind) ? TELLING.indexOf(kind) : TELLING.length;
/** Where nothing that has a name changed: the first node that differs, in the words of EXPLAIN. */
function otherChange({ base, head }) {
	const words = (node) => node === void 0 ? [] : [nodeLabel(node), ...conditionsOf(node).map(({ name, text }) => `${name}: ${text}`)];
	const position = Array.from({ length: Math.max(base.nodes.length, head.nodes.length) }, (_, position) => position).find((at) => words(base.nodes[at]).join("\n") !== words(head.nodes[at]).join("\n")) ?? 0;
	const [before, after] = [words(base.nodes[position]), words(head.nodes[position])];
	const line = before.findIndex((text, at) => text !== after[at]);
	const differing = line === -1 ? before.length : line;
	const node = head.nodes[position] ?? base.nodes[position];
	const all = head.leaves.get(head.plan.root) ?? "";
	return {
		kind: "other",
		node: node === void 0 ? "plan" : nodeLabel(node),
		from: before[differing] ?? (before.length > 0 ? "no such condition" : "no such node"),
		to: after[differing] ?? (after.length > 0 ? "no such condition" : "no such node"),
		direction: judgeDirection("neutral", base.blocksOver(all), head.blocksOver(all))
	};
}
/**
* What differs between base's and head's plan of one statement, worst and most telling first; empty for equal plans.
* Holds names, methods and counts, never a literal. `indexes` tells a renamed index from another one.
*/
function diffPlans(base, head, indexes = NO_INDEXES) {
	const alignment = alignPlans(base, head, indexes);
	const isOtherPlan = !isSamePlan(base, head, indexes);
	const found = [
		...scanChanges(alignment),
		...joinChanges(alignment),
		...isOtherPlan ? sortChanges(alignment) : [],
		...spillChanges(alignment),
		...aggregateChanges(alignment),
		...subplanChanges(alignment),
		...parallelChanges(alignment),
		...estimateChanges(alignment),
		...triggerChanges(base, head)
	];
	const isExplained = found.some((change) => isPlanChange(change) && change.kind !== "trigger-work");
	return (isOtherPlan && !isExplained ? [...found, otherChange(alignment)] : found).toSorted((a, b) => DIRECTIONS.indexOf(a.direction) - DIRECTIONS.indexOf(b.direction) || rank(a.kind) - rank(b.kind));
}

// src/compare/agreement.ts
/** A plan that looks at this few of the rows saves the processor what it costs in pages, which it reads again and again. */
const FEWER_ROWS_RATIO = 3;
/** More work by this margin needs no other witness. */
const CLEAR_WORK_RATIO = 1.5;
const CLEAR_WORK_BLOCKS = 100;
/** Beyond this margin neither the planner's indifference nor fewer rows are an excuse. */
const OVERWHELMING_RATIO = 3;
/** The old plan forced on head costs less than this times the new one: the planner has tossed a coin. */
const TIE_REGRET = 1.1;
/** A row that a trigger writes elsewhere, or a foreign key looks up, with the indexes that are read or kept for it. */
const PAGES_OF_A_FIRING = 16;
const fastest = ({ durationsMs, plan }) => durationsMs.length === 0 ? plan.executionTimeMs ?? 0 : Math.min(...durationsMs);
/** Wider rows and heap fetches keep the plan, and yet say why it reads more. */
const explainsWork = (change) => change.direction === "worse" && (isPlanChange(change) || change.kind === "wider-rows" || change.kind === "heap-fetches");
/**
* Whether evidence beyond the amount of work agrees that a statement got worse; only then may it block. Witnesses: a change of
* the plan for the worse, a spill, work of triggers, a clear margin, or the planner's cost at production's size. Against them stand: a tie of the two plans, and another
* plan that looks at far fewer rows, both only while the margin is not overwhelming; a result that grew as much as the work; that
* only indexes have to be kept; that triggers or foreign keys came that do little each time they fire; and that each look-up in
* another index reads one page more. Times say nothing here, so that the same work has the same verdict on every machine.
* Returns what speaks against it, undefined where all agrees.
*/
function doubtOf(run, regret, isWorseAtScale) {
	const { base, head, limits, changes } = run;
	const [before, after] = [totalBlocks(base.work), totalBlocks(head.work)];
	const beyondPlan = isWorse(blocksBeyondPlan(base.plan, base.work), blocksBeyondPlan(head.plan, head.work), limits);
	const hasMargin = after >= CLEAR_WORK_RATIO * before && after - before >= CLEAR_WORK_BLOCKS;
	const isSupported = beyondPlan || hasMargin || isWorseAtScale || changes.some(explainsWork);
	const isOverwhelming = hasMargin && after >= OVERWHELMING_RATIO * before;
	const hasFewerRows = run.isOtherPlan && rowsLookedAt(base.plan) >= FEWER_ROWS_RATIO * rowsLookedAt(head.plan);
	const isTie = run.isOtherPlan && regret !== void 0 && regret < TIE_REGRET;
	const moreRows = head.work.rows - base.work.rows;
	const isMoreResult = moreRows > 0 && (base.work.rows > 0 ? head.work.rows / base.work.rows >= after / Math.max(1, before) : moreRows >= after - before);
	const isExcusable = !beyondPlan && !isOverwhelming;
	if (run.writeGrowth !== "more") return "indexes";
	if (beyondPlan && isPriceOfTriggers(run)) return "triggers";
	if (isDeeperIndex(run)) return "deeper";
	if (isMoreResult) return "more result";
	if (isTie && isExcusable) return "tie";
	if (hasFewerRows && isExcusable) return "fewer rows";
	return isSupported ? void 0 : "no witness";
}
/** Whether all that grew is work of triggers and foreign-key checks that base does not fire, and each firing does little. */
function isPriceOfTriggers({ base, head, limits }) {
	const within = ({ plan, work }) => ({
		...work,
		buffers: inclusiveWork(plan.root).buffers,
		walBytes: 0
	});
	if (compareWork(within(base), within(head), limits) === "worse") return false;
	const firings = ({ plan }) => plan.triggers.reduce((sum, { calls }) => sum + calls, 0);
	const more = firings(head) - firings(base);
	const growth = blocksBeyondPlan(head.plan, head.work) - blocksBeyondPlan(base.plan, base.work);
	return more > 0 && growth <= PAGES_OF_A_FIRING * more;
}
/** Whether all that differs is which indexes are read, and that they are a level deeper. */
function isDeeperIndex({ base, head, changes, isOtherPlan }) {
	if (!isOtherPlan || changes.some((change) => isPlanChange(change) && change.kind !== "index-changed")) return false;
	const lookUps = [...walk(head.plan.root)].map(({ node }) => node.indexName === void 0 ? 0 : node.actualLoops ?? 0);
	return totalBlocks(head.work) - totalBlocks(base.work) <= lookUps.reduce((sum, loops) => sum + loops, 0);
}
const DOUBTS = {
	"no witness": "nothing but the amount speaks of a regression",
	tie: "to the planner the old plan and the new one are a tie",
	"fewer rows": "the new plan looks at far fewer rows",
	"more result": "the result grew as much",
	indexes: "the price of an index is no regression",
	deeper: "each look-up reads one page more, because the index is larger",
	triggers: "the triggers and foreign keys that are new do little each time they fire"
};
/** Why it only warns, in words. */
const doubtWords = (doubt) => DOUBTS[doubt];

// src/compare/inner-work.ts
/**
* Adds to what the plans say how the blocks outside them changed, and whether that was for the worse: triggers and
* foreign-key checks run after the top node has been counted.
*/
function withWorkBeyondPlan(base, head, limits, listed, nested) {
	const before = blocksBeyondPlan(base.plan, base.work);
	const after = blocksBeyondPlan(head.plan, head.work);
	const isMore = isWorse(before, after, limits);
	if (!isMore && !isWorse(after, before, limits)) return listed;
	const direction = isMore ? "worse" : "better";
	const hasTriggers = base.plan.triggers.length + head.plan.triggers.length > 0;
	return [{
		kind: hasTriggers ? "trigger-work" : "nested-work",
		node: hasTriggers ? tellingTriggers(base, head, nested).join(", ") : "outside the plan",
		from: counted(before, "page"),
		to: counted(after, "page"),
		direction
	}, ...listed.map((other) => other.kind === "trigger-work" ? {
		...other,
		direction
	} : other)];
}
/**
* EXPLAIN charges a scan with what the functions read that it calls. Where these run other statements, or the same ones by
* another plan, more pages for the same rows are theirs and do not mean that the table is larger.
*/
function withFunctionsNamed(base, head, listed, nested) {
	const texts = new Set(base.nested.map(({ text }) => text));
	if (!(nested.length > 0 || head.nested.some(({ text }) => !texts.has(text))) || base.plan.triggers.length + head.plan.triggers.length > 0) return listed;
	return listed.map((change) => {
		const pages = change.kind === "wider-rows" ? pagesForSameRows(change.to) : void 0;
		if (pages === void 0) return change;
		return {
			...change,
			kind: "nested-work",
			node: `${change.node}, with the functions that it calls`,
			to: pages
		};
	});
}
/**
* The triggers and constraints that the work outside the plan belongs to, as far as is known: those that fire otherwise than
* on the other side, those that are named after a table whose inner statements have another plan, the foreign keys whose own
* statements changed most, or all.
*/
function tellingTriggers(base, head, nested) {
	const labels = ({ plan }) => new Set(plan.triggers.map(({ constraint, name }) => constraint ?? name));
	const [before, after] = [labels(base), labels(head)];
	const onOneSide = [...after.symmetricDifference(before)];
	if (onOneSide.length > 0) return onOneSide;
	const tables = nested.map(({ node }) => node.split(/[\s,]/, 1)[0]);
	const named = [...after].filter((label) => tables.some((table) => label.startsWith(`${table}_`)));
	if (named.length > 0) return named;
	const searched = searchedForeignKeys(base, head);
	return searched.length > 0 ? searched : [...after];
}
/** What PostgreSQL sends of a foreign key when a row that it refers to goes or changes: the referring table, and the columns compared. */
const REFERRING = /^(?:DELETE FROM|UPDATE|SELECT 1 FROM) ONLY (?:"(?:[^"]|"")*"\.)?"((?:[^"]|"")*)"/;
const COMPARED = /OPERATOR\([^)]*\) "((?:[^"]|"")*)"/g;
/** What a foreign key has to have of the growth to be called its cause. */
const TELLING_SHARE = .5;
/** The foreign key that most of the growth comes from, by table and columns: its name, often made of a hash, does not say what it is. */
function searchedForeignKeys(base, head) {
	const before = new Map(base.nested.map(({ text, plan }) => [text, inclusiveWork(plan.root).buffers]));
	const grown = Math.abs(blocksBeyondPlan(head.plan, head.work) - blocksBeyondPlan(base.plan, base.work));
	return head.nested.flatMap(({ text, plan }) => {
		const table = REFERRING.exec(text)?.[1];
		const columns = [...text.matchAll(COMPARED)].map(([, column]) => column);
		const own = Math.abs(inclusiveWork(plan.root).buffers - (before.get(text) ?? 0));
		return table === void 0 || columns.length === 0 || own < TELLING_SHARE * grown ? [] : [`foreign key of ${table} (${columns.join(", ")})`];
	});
}
/** What changed in the statements that ran inside: of functions, triggers and foreign keys. */
function nestedChanges(base, head, indexes) {
	const plans = new Map(base.nested.map(({ text, plan }) => [text, plan]));
	return [...new Map(head.nested.map(({ text, plan }) => [text, plan]))].flatMap(([text, plan]) => {
		const before = plans.get(text);
		if (before === void 0) return [];
		const where = REFERRING.test(text) ? "searched for a foreign key" : "inside a function or trigger";
		return diffPlans(before, plan, indexes).filter(isPlanChange).map((change) => ({
			...change,
			kind: "nested-work",
			node: `${change.node}, ${where}`
		}));
	});
}

// src/compare/upkeep.ts
/** Two more indexes cost +74 % buffers; three times the work is many of them, or one that does not suit the writes. */
const HEAVY = 3;
/** Own blocks of a write, heap and indexes, apart from finding its rows and from triggers. */
function upkeepOf(plan) {
	return [...exclusiveWork(plan.root)].reduce((sum, [node, { buffers }]) => node.nodeType === "ModifyTable" ? sum + buffers : sum, 0);
}
/** The tables that a plan writes to, and those that are partitions of them. */
function written({ root }, partitions = /* @__PURE__ */ new Map()) {
	const targets = new Set([...walk(root)].flatMap(({ node: { nodeType, schema = "public", relationName } }) => nodeType === "ModifyTable" && relationName !== void 0 ? [`${schema}.${relationName}`] : []));
	const parts = [...partitions].flatMap(([part, parent]) => targets.has(parent) ? [part] : []);
	return /* @__PURE__ */ new Set([...targets, ...parts]);
}
/** Whether both sides' catalogs are known and have the same indexes on what is written to: then they cost no more to keep. */
function hasSameIndexes(base, head, { partitions, ...indexes }) {
	if (indexes.base.size === 0 || indexes.head.size === 0) return false;
	const before = indexesOn(indexes.base, written(base.plan, partitions?.base));
	const after = indexesOn(indexes.head, written(head.plan, partitions?.head));
	return before.join("\n") === after.join("\n");
}
/**
* Explains the growth of a write's work by which part of it grew. What the top node itself does is more than indexes: it tests
* constraints and policies as well, and those call functions.
*/
function explainWrite(base, head, changes, limits, indexes) {
	const [before, after] = [upkeepOf(base.plan), upkeepOf(head.plan)];
	const rest = ({ plan, work }, upkeep) => ({
		...work,
		buffers: Math.max(work.buffers, inclusiveWork(plan.root).buffers) - upkeep,
		walBytes: 0
	});
	const isRestWorse = compareWork(rest(base, before), rest(head, after), limits) === "worse";
	const firesMore = changes.some(({ kind }) => kind === "trigger-work" || kind === "nested-work");
	if (after <= before || isRestWorse || firesMore || hasSameIndexes(base, head, indexes)) return "more";
	return after > HEAVY * before ? "indexes, heavily" : "indexes";
}
/** The price of indexes as a change. */
const upkeepChange = (base, head) => ({
	kind: "other",
	node: "index upkeep",
	from: counted(upkeepOf(base.plan), "page"),
	to: counted(upkeepOf(head.plan), "page"),
	direction: "neutral"
});

// src/compare/runs.ts
const rowsChange = (base, head) => ({
	kind: "rows-differ",
	node: "result",
	from: counted(base.work.rows, "row"),
	to: counted(head.work.rows, "row"),
	direction: "neutral"
});
/** Both sides' partitions: a table may be one on either side. */
const partitionsOf = ({ partitions }) => new Map([...partitions?.base ?? [], ...partitions?.head ?? []]);
/** Whether parallel workers fill a queue that a Limit stops reading: how many pages they read until then is chance. */
const readsAhead = ({ root }) => [...walk(root)].some(({ node }) => node.nodeType === "Limit" && [...walk(node)].some(({ node: below }) => below.nodeType.startsWith("Gather")));
/** Compares what one value set did on the two sides. */
function compareRun({ valueSet, base, head, isUnsteady = false }, policy, indexes) {
	const limits = thresholdsFor([base.plan, head.plan], policy, partitionsOf(indexes));
	const isOtherPlan = !isSamePlan(base.plan, head.plan, indexes);
	const isChance = !isOtherPlan && readsAhead(head.plan);
	const tendency = isChance ? "same" : compareWork(base.work, head.work, limits);
	const isNoise = isChance || isUnsteady && !isOtherPlan && tendency === "same";
	const nested = isNoise ? [] : nestedChanges(base, head, indexes);
	const listed = isNoise ? [] : withFunctionsNamed(base, head, diffPlans(base.plan, head.plan, indexes), nested);
	const changes = isNoise ? [] : [...withWorkBeyondPlan(base, head, limits, listed, nested), ...nested];
	const writeGrowth = tendency === "worse" ? explainWrite(base, head, changes, limits, indexes) : "more";
	return {
		valueSet,
		base,
		head,
		limits,
		tendency: writeGrowth === "indexes" ? "same" : tendency,
		isOtherPlan,
		changes: [
			...changes,
			...writeGrowth === "more" ? [] : [upkeepChange(base, head)],
			...isUnsteady || base.work.rows === head.work.rows ? [] : [rowsChange(base, head)]
		],
		writeGrowth
	};
}
/** Whether the two sides returned another number of rows. */
const hasOtherRows = ({ changes }) => changes.some(({ kind }) => kind === "rows-differ");
const growth = ({ base, head }) => totalBlocks(head.work) - totalBlocks(base.work);
/** The runs that were measured on both sides. */
function measuredRuns({ runs, regret }, policy, indexes, isWorseAtScale = false) {
	return runs.flatMap(({ base, head, ...rest }) => {
		if (base.kind !== "measured" || head.kind !== "measured") return [];
		const run = compareRun({
			...rest,
			base,
			head
		}, policy, indexes);
		return [{
			...run,
			doubt: run.tendency === "worse" ? doubtOf(run, regret, isWorseAtScale) : void 0
		}];
	});
}
/**
* The run that stands for the statement: the one that grew most among those that evidence agrees got worse, else among those
* that got worse, else the one that fell most among the better ones, else the first with another plan, else the first with
* another result, else the first.
*/
function decisiveRun(runs) {
	const most = (tendency, sign, isWanted = (_) => true) => runs.filter((run) => run.tendency === tendency && isWanted(run)).toSorted((a, b) => sign * (growth(b) - growth(a)))[0];
	return most("worse", 1, (run) => run.doubt === void 0) ?? most("worse", 1) ?? most("better", -1) ?? runs.find((run) => run.isOtherPlan || run.writeGrowth !== "more") ?? runs.find((run) => run.changes.some(isPlanChange)) ?? runs.find(hasOtherRows) ?? runs[0];
}

// src/compare/reason.ts
/** SQLSTATEs that a schema change brings, in words (PostgreSQL manual, appendix A). */
const SQLSTATES = {
	"0A000": "something that it needs is not supported here",
	"42703": "a column is missing",
	"42P01": "a table is missing",
	"42883": "a function or operator for these types is missing",
	"42704": "an object is missing",
	"42501": "a privilege is missing",
	"42804": "types do not match",
	"22001": "a value is too long for its column",
	"22003": "a number is out of the range of its type",
	"22P02": "a value does not fit its type",
	"23502": "a column may no longer be empty",
	"23503": "a foreign key is violated",
	"23505": "a unique constraint is violated",
	"23P01": "an exclusion constraint is violated",
	"23514": "a check constraint is violated or no partition takes the row",
	"428C9": "a generated column cannot be given a value",
	"42702": "a column name is ambiguous",
	"42725": "several functions or operators fit the call",
	"42803": "a column is neither grouped nor aggregated",
	"42809": "an object is of another kind",
	"55000": "an object is not in the state that it needs",
	"44000": "a row is none of the view that it is written to",
	P0001: "a function raised an error",
	"42P10": "no unique constraint matches ON CONFLICT"
};
const REFRESH_CONCURRENTLY = /^\s*refresh\s+materialized\s+view\s+concurrently\b/i;
const TIMED_OUT = "runs into the statement timeout";
/** Why a measurement failed; the server's message is left out because it may quote values. `text` is the statement. */
function failureReason(failure, text = "") {
	if (failure.timedOut) return TIMED_OUT;
	const words = failure.code === "55000" && REFRESH_CONCURRENTLY.test(text) ? "no unique index covers all rows of the view" : SQLSTATES[failure.code];
	return words === void 0 ? `fails with SQLSTATE ${failure.code}` : `fails (${words}, SQLSTATE ${failure.code})`;
}
function changeReason({ kind, node, from, to }) {
	if (kind === "condition-became-filter") return `on ${node}, the index no longer answers ${from.replace(/^Index Cond: /, "")}`;
	if (kind === "sort-added") return `${node}: a sort was added`;
	if (kind === "join-order") return `the order of the joins, ${from}, became ${to}`;
	if (kind === "trigger-work" || kind === "nested-work") return `${node}: ${from} became ${to}`;
	return node === to ? `${from} became ${to}` : `on ${node}, ${from} became ${to}`;
}
/** The change that explains most: the first for the worse (or the better), or the first of the plan. */
function because(changes, direction) {
	const change = changes.find((change) => change.direction === direction && change.kind !== "estimate-worse") ?? changes.find(isPlanChange);
	return change === void 0 ? "" : `: ${changeReason(change)}`;
}
/** What the work is for; EXPLAIN counts no rows of a write that returns none. */
function resultReason(before, after, isWrite) {
	if (before !== after) return `for ${counted(after, "row")} instead of ${grouped(before)}`;
	if (after === 0) return isWrite ? "for the same write" : "to find nothing";
	return after === 1 ? "for the same row" : `for the same ${grouped(after)} rows`;
}
/** `reads 11,815 pages instead of 4 for the same 20 rows`. */
function workReason({ base, head, limits }) {
	const [before, after] = [base.work, head.work];
	const result = resultReason(before.rows, after.rows, head.plan.root.nodeType === "ModifyTable");
	const differs = (a, b) => isWorse(a, b, limits) || isWorse(b, a, limits);
	if (differs(before.buffers, after.buffers)) return `reads ${counted(after.buffers, "page")} instead of ${grouped(before.buffers)} ${result}`;
	if (differs(before.tempBlocks, after.tempBlocks)) return `spills ${counted(after.tempBlocks, "page")} to disk instead of ${grouped(before.tempBlocks)} ${result}`;
	return `writes ${counted(after.walBytes, "byte")} of WAL instead of ${grouped(before.walBytes)} ${result}`;
}
/** Of a statement whose values nobody has seen: what the planner alone says of it. */
function plannedReason({ base, head, isOtherPlan, changes }, tendency) {
	const unseen = "no values of it were seen; planned for any value,";
	if (!isOtherPlan) return `${unseen} it has the same plan`;
	const [before, after] = [base, head].map(({ plan }) => grouped(Math.round(plan.root.totalCost)));
	return `${unseen} it costs ${after} instead of ${before}${because(changes, tendency === "better" ? "better" : "worse")}`;
}
/** `another plan with the same work`, or how much more or less it is without passing the thresholds. */
function sameWork(run) {
	const { base, head, isOtherPlan } = run;
	const [before, after] = [base.work.buffers, head.work.buffers];
	const plan = isOtherPlan ? "another plan" : "same plan";
	const result = hasOtherRows(run) ? `, and ${counted(head.work.rows, "row")} instead of ${grouped(base.work.rows)}` : "";
	if (before === after) return `${plan} with the same work${result}`;
	return `${plan} with ${counted(after, "page")} instead of ${grouped(before)}, within the thresholds${result}`;
}
/** With which of several values the decisive run is, and what the most frequent ones do where those are others. */
function valuesReason(run, runs, valuesOf) {
	if (runs.length < 2) return "";
	const frequent = runs.find((each) => valuesOf(each) === "most frequent");
	if (frequent === run) return " with its most frequent values";
	const chosen = ` with its ${run.tendency === "worse" ? "worst" : "best"} values`;
	if (frequent === void 0) return chosen;
	const [before, after] = [frequent.base.work.buffers, frequent.head.work.buffers];
	return `${chosen}, and ${before === after ? `${grouped(after)} as before` : `${grouped(after)} instead of ${grouped(before)}`} with its most frequent ones`;
}
/** Why a statement has its status, one sentence without literals; `runs` are those of all its values. */
function runReason(run, runs, relation, valuesOf) {
	const edited = relation === "edited" ? "rewritten by the branch; " : "";
	if (run.writeGrowth !== "more") {
		const [before, after] = [run.base.work.buffers, run.head.work.buffers];
		return `${edited}${counted(after, "page")} instead of ${grouped(before)} for the same write, as there are more indexes to keep`;
	}
	if (run.tendency === "same") {
		const changed = because(run.changes.filter(isPlanChange), "worse");
		return changed === "" && !hasOtherRows(run) ? `${edited}same plan and same work` : `${edited}${sameWork(run)}${changed}`;
	}
	const opposite = run.tendency === "worse" ? "better" : "worse";
	const others = runs.filter(({ tendency }) => tendency === opposite).length;
	const mixed = others === 0 ? "" : `; ${counted(others, "other value set")} ${others === 1 ? "gets" : "get"} ${opposite}`;
	return `${edited}${workReason(run)}${valuesReason(run, runs, valuesOf)}${because(run.changes, run.tendency)}${mixed}`;
}

// src/compare/at-scale.ts
/**
* A plan of production's size counts as dearer from twice the cost on, and only where it is another plan: what the planner
* reckons says little about amounts, and much about which of two plans it takes for the dearer one.
*/
const DEARER_RATIO = 2;
const DEARER_COST = 100;
const costOf = (plan) => plan.root.totalCost;
const isDearer = (before, after) => after >= DEARER_RATIO * before && after - before >= DEARER_COST;
/** What the planner says of a statement at production's size: the values whose plan got dearest, else those whose got cheapest. */
function compareAtScale(pairs, indexes) {
	const looked = (pairs ?? []).map(({ base, head }) => ({
		base,
		head,
		growth: costOf(head) - costOf(base),
		isOther: !isSamePlan(base, head, indexes)
	}));
	const others = looked.filter(({ isOther }) => isOther).toSorted((a, b) => b.growth - a.growth);
	const worst = others.find(({ base, head }) => isDearer(costOf(base), costOf(head)));
	const best = others.findLast(({ base, head }) => isDearer(costOf(head), costOf(base)));
	const told = worst ?? best ?? others[0] ?? looked[0];
	if (told === void 0) return void 0;
	const side = (plan, definitions) => ({
		cost: costOf(plan),
		shape: shapeOf(plan, definitions),
		plan
	});
	return {
		tendency: worst !== void 0 ? "worse" : best !== void 0 ? "better" : "same",
		base: side(told.base, indexes.base),
		head: side(told.head, indexes.head),
		changes: told.isOther ? diffPlans(told.base, told.head, indexes).filter(isPlanChange) : []
	};
}
/** `at production’s size the planner’s cost is 43,000 instead of 12: on orders, Index Scan became Seq Scan`. */
function atScaleReason({ base, head, changes, tendency }) {
	const change = changes.find(({ direction }) => direction === tendency) ?? changes[0];
	const why = change === void 0 ? "" : `: ${changeReason(change)}`;
	return `at production’s size the planner’s cost is ${grouped(Math.round(head.cost))} instead of ${grouped(Math.round(base.cost))}${why}`;
}

// src/gate/judge.ts
/** Worst first. */
const RULES = [
	"broken",
	"regression",
	"budget",
	"work-only",
	"production-plan",
	"unmeasured",
	"call-count",
	"new-query",
	"estimate-only"
];
/** What a plan that was looked at and accepted excuses; a budget is a promise of its own. */
const ACCEPTABLE = /* @__PURE__ */ new Set([
	"regression",
	"work-only",
	"production-plan",
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
	const { status, reason, changes, atScale, doubt } = comparison;
	const ofStatus = ruleOf(comparison);
	const budget = Object.hasOwn(statements, comparison.name) ? statements[comparison.name]["max-buffers"] : void 0;
	const isOver = budget !== void 0 && mostBuffers(comparison) > budget;
	const calls = changes.find(({ kind }) => kind === "more-calls");
	const estimate = changes.find(({ kind }) => kind === "estimate-worse");
	const isWasteful = status === "added" && changes.some(({ kind }) => kind === "rows-discarded");
	return [
		...ofStatus === void 0 ? [] : [{
			rule: ofStatus,
			text: doubt === void 0 ? reason : `${reason}; it only counts as more work: ${doubt}`
		}],
		...isOver ? [{
			rule: "budget",
			text: `reads ${counted(mostBuffers(comparison), "page")}, its budget is ${grouped(budget)}`
		}] : [],
		...atScale?.tendency === "worse" && status !== "regressed" ? [{
			rule: "production-plan",
			text: atScaleReason(atScale)
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
/** Whether an acceptance names the statement, by its name or the beginning of its fingerprint. */
const isAbout = ({ query }, { name, fingerprint }) => query === name || fingerprint.startsWith(query);
/** The entry of the configuration that accepts this plan of this statement, and whether its time is over. */
function acceptanceOf({ name, fingerprint, head, atScale }, rule, accept, today) {
	const shape = rule === "production-plan" ? atScale?.head.shape : head?.shape;
	const matching = accept.filter((entry) => isAbout(entry, {
		name,
		fingerprint
	}) && shape?.startsWith(entry.plan) === true);
	const current = matching.find(({ until }) => today <= until);
	return {
		current,
		expired: current === void 0 ? matching.at(-1) : void 0
	};
}
function entriesOf(comparison, config, today) {
	const growth = (comparison.head?.buffers ?? 0) - (comparison.base?.buffers ?? 0);
	return chargesOf(comparison, config.gate).flatMap(({ rule, text }) => {
		const level = config.gate.rules[rule];
		if (level === "off") return [];
		const isAcceptable = ACCEPTABLE.has(rule);
		const { current, expired } = acceptanceOf(comparison, rule, config.accept, today);
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

export { isPlanChange as _, atScaleReason as a, changeReason as c, runReason as d, decisiveRun as f, fastest as g, doubtWords as h, verdictOf as i, failureReason as l, measuredRuns as m, isAbout as n, compareAtScale as o, hasOtherRows as p, judge as r, TIMED_OUT as s, ACCEPTABLE as t, plannedReason as u, triggersOf as v, scansOf as y };