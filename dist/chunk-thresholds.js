import { c as toCompare, d as walk, l as withoutTextCasts, n as inclusiveWork, o as conditionsOf } from "./chunk-work.js";
import { n as grouped } from "./chunk-words.js";
import { createHash } from "node:crypto";

// src/plan/instances.ts
const APPENDS = /* @__PURE__ */ new Set(["Append", "Merge Append"]);
const isScan = (node) => node.alias !== void 0 && node.nodeType !== "ModifyTable";
/**
* Aliases of partitions with that of their parent. Under an Append, EXPLAIN names the partitions of `orders o`
* `o_1`, `o_2`, … in the order of what is left after pruning, so that the numbers say nothing.
*/
function partitionAliases(root) {
	const parents = /* @__PURE__ */ new Map();
	for (const { node } of walk(root)) {
		if (!APPENDS.has(node.nodeType)) continue;
		const scans = node.children.filter((child) => child.parentRelationship === "Member").flatMap((member) => [...walk(member)].map((visit) => visit.node)).filter(isScan);
		const families = Map.groupBy(scans, ({ alias }) => /^(.+)_\d+$/s.exec(alias)?.[1] ?? "");
		for (const [parent, family] of families) {
			const relations = new Set(family.map(({ relationName }) => relationName));
			const aliases = new Set(family.map(({ alias }) => alias));
			const isPruned = (node.subplansRemoved ?? 0) > 0;
			if (parent === "" || relations.size < aliases.size || aliases.size < 2 && !isPruned) continue;
			for (const alias of aliases) parents.set(alias, parent);
		}
	}
	return parents;
}
/** A partition that was just attached: nothing to read, however the planner means to read it. */
const isEmptyPartition = (node, { of }) => of.get(node)?.isPartition === true && (node.actualLoops ?? 0) > 0 && node.actualRows === 0 && (node.rowsRemovedByFilter ?? 0) === 0 && (node.sharedHitBlocks ?? 0) + (node.sharedReadBlocks ?? 0) === 0;
const QUALIFIER = /("(?:[^"]|"")+"|[A-Za-z_][\w$]*)\./g;
const unquoted$1 = (identifier) => identifier.startsWith("\"") ? identifier.slice(1, -1).replaceAll("\"\"", "\"") : identifier;
/** Finds the relation instances of a plan. */
function instancesOf(root) {
	const parents = partitionAliases(root);
	const found = /* @__PURE__ */ new Map();
	for (const { node, parent } of walk(root)) if (isScan(node)) found.set(node, {
		key: parents.get(node.alias) ?? node.alias,
		schema: node.schema,
		relation: node.relationName,
		isPartition: parents.has(node.alias)
	});
	else if (node.nodeType.startsWith("Bitmap") && parent !== void 0 && found.has(parent)) found.set(node, found.get(parent));
	const withAliases = (condition, nameOf) => condition.replace(QUALIFIER, (text, identifier) => {
		const name = nameOf(parents.get(unquoted$1(identifier)) ?? unquoted$1(identifier));
		return name === void 0 ? text : `${name}.`;
	});
	const isParent = new Set(parents.values());
	const withParentAliases = (condition) => parents.size === 0 ? condition : withAliases(condition, (alias) => isParent.has(alias) ? alias : void 0);
	return {
		of: found,
		withParentAliases,
		withAliases
	};
}

// src/plan/index-definitions.ts
const TYPED_LITERAL = /('(?:[^']|'')*')(?:::(?:"(?:[^"]|"")+"|\w+)(?:\.(?:"(?:[^"]|"")+"|\w+))?(?: varying| precision| with(?:out)? time zone)?(?:\(\d+(?:,\d+)?\))?(?:\[\])?)?/g;
/** `state = 'ready'::text` and `state = 'ready'::job_state` are the same condition, of a column whose type changed. */
const withoutLiteralTypes = (text) => text.replaceAll(TYPED_LITERAL, (_, literal) => /^'-?\d+(?:\.\d+)?'$/.test(literal) ? literal.slice(1, -1) : literal);
const WHAT_IT_INDEXES = /^create (?:unique )?index .*? using (.*)$/is;
/**
* What makes two indexes the same for a plan: access method, columns, operator classes, predicate; not the name, nor the
* table, which the scan says. The name where the definition is not known; of a partition's index, the name after the partition's.
*/
function indexIdentity(definitions, index) {
	const definition = definitions.get(`${index.schema}.${index.name}`) ?? definitions.get(index.name);
	const [, indexed] = WHAT_IT_INDEXES.exec(definition ?? "") ?? [];
	if (indexed !== void 0) return withoutTextCasts(withoutLiteralTypes(indexed));
	return index.isPartition && index.relation !== void 0 && index.name.startsWith(index.relation) ? index.name.slice(index.relation.length) : index.name;
}
const TABLE = /^create (?:unique )?index .*? on (?:only )?((?:"(?:[^"]|"")+"|[^\s."]+)(?:\.(?:"(?:[^"]|"")+"|[^\s."]+))?) using /is;
const unquoted = (name) => name.replaceAll(/"((?:[^"]|"")+)"/g, (_, inner) => inner.replaceAll("\"\"", "\""));
/** `schema.table` out of `pg_get_indexdef`. */
function indexedTable(definition) {
	const [, table] = TABLE.exec(definition) ?? [];
	return table === void 0 ? void 0 : unquoted(table);
}
/** What the indexes of some tables index, names left out; sorted. */
function indexesOn(definitions, tables) {
	return [...definitions.values()].filter((definition) => tables.has(indexedTable(definition) ?? "")).map((definition) => WHAT_IT_INDEXES.exec(definition)?.[1] ?? definition).sort();
}
/** By `schema.index` or by bare name. */
function definitionOf(name, definitions) {
	return definitions.get(name) ?? [...definitions].find(([key]) => key.slice(key.indexOf(".") + 1) === name)?.[1];
}

// src/plan/estimate-changes.ts
/** From here on a wrong estimate is known to lead to wrong joins (Leis et al., How Good Are Query Optimizers, Really?, 2015). */
const HIGH = 10;
/** Growth below this is what another sample of ANALYZE gives. */
const GROWTH = 2;
/**
* How far the planner's rows were off: the larger of estimate ÷ actual and actual ÷ estimate, both at least one row
* (Moerkotte et al., Preventing Bad Plans by Bounding the Impact of Cardinality Estimation Errors, 2009).
*/
function qError(estimated, actual) {
	const [a, b] = [Math.max(1, estimated), Math.max(1, actual)];
	return Math.max(a / b, b / a);
}
const CUTS_SHORT = /* @__PURE__ */ new Set(["Limit", "Merge Join"]);
/** Nodes that ran to their end; below a Limit or a Merge Join, actual rows are what was asked for, not what there is. */
function* complete(node) {
	yield node;
	if (CUTS_SHORT.has(node.nodeType)) return;
	const isSemi = node.joinType === "Semi" || node.joinType === "Anti";
	for (const child of node.children) if (!isSemi || child.parentRelationship === "Outer") yield* complete(child);
}
/** The worst error over each set of relations. */
function errorsOf(side) {
	const errors = /* @__PURE__ */ new Map();
	for (const node of complete(side.plan.root)) {
		const leaves = side.leaves.get(node);
		const isRead = leaves !== "" && node.actualRows !== void 0 && (node.actualLoops ?? 0) > 0;
		const isCombined = node.nodeType.startsWith("Bitmap") && node.nodeType !== "Bitmap Heap Scan";
		if (!isRead || isCombined || node.parallelAware === true || node.nodeType === "ModifyTable") continue;
		errors.set(leaves, Math.max(errors.get(leaves) ?? 1, qError(node.planRows, node.actualRows ?? 0)));
	}
	return errors;
}
/** The estimate that got worst, if one did. */
function estimateChanges({ base, head, labelOf }) {
	const before = errorsOf(base);
	return [...errorsOf(head)].filter(([leaves, error]) => before.has(leaves) && error >= HIGH && error >= GROWTH * before.get(leaves)).toSorted(([, a], [, b]) => b - a).slice(0, 1).map(([leaves, error]) => {
		const [from, to] = [before.get(leaves), error].map((value) => `rows estimated ×${grouped(value)} off`);
		return {
			kind: "estimate-worse",
			node: labelOf(leaves),
			from,
			to,
			direction: "worse"
		};
	});
}

// src/plan/shape.ts
const UNORDERED = /* @__PURE__ */ new Set(["BitmapAnd", "BitmapOr"]);
/** What a node is, apart from its children: no costs, widths, rows, literals. */
function nodeFacts(node, instances, definitions, naming) {
	const instance = instances.of.get(node);
	const relation = instance && [naming.instance(instance.key), ...instance.isPartition || instance.relation === void 0 ? [] : [naming.relation(instance.schema ?? "", instance.relation)]];
	const target = node.nodeType === "ModifyTable" ? node.relationName : void 0;
	const index = node.indexName === void 0 ? void 0 : indexIdentity(definitions, {
		name: node.indexName,
		isPartition: instance?.isPartition ?? false,
		...instance?.schema !== void 0 && { schema: instance.schema },
		...instance?.relation !== void 0 && { relation: instance.relation }
	});
	return [
		node.nodeType,
		node.parentRelationship,
		node.subplanName,
		node.joinType,
		node.strategy,
		node.partialMode,
		node.operation,
		node.command,
		node.scanDirection === "Backward",
		node.parallelAware === true,
		target && naming.relation(node.schema ?? "", target),
		relation,
		index,
		node.functionName,
		node.cteName,
		(node.subplansRemoved ?? 0) > 0,
		conditionsOf(node).map(({ name, text }) => [name, toCompare(naming.condition(text))])
	];
}
/**
* The canonical text of a tree. An index's object identifier decides the order under BitmapAnd and BitmapOr, so that it is
* sorted away; partitions that are scanned alike count once, so that one more of them, or
* one without rows, is not another plan.
*/
function canonical(node, instances, definitions, naming) {
	const isPartitioned = node.children.some((child) => hasPartition(child, instances));
	const isAppend = node.nodeType === "Append" || node.nodeType === "Merge Append";
	const filled = node.children.filter((child) => !isAppend || !isEmptyPartition(child, instances));
	const children = (filled.length === 0 ? node.children : filled).map((child) => canonical(child, instances, definitions, naming));
	const distinct = isAppend && isPartitioned ? [...new Set(children)].sort() : children;
	const ordered = UNORDERED.has(node.nodeType) ? children.toSorted() : distinct;
	return `(${JSON.stringify(nodeFacts(node, instances, definitions, naming))}${ordered.join("")})`;
}
const hasPartition = (node, instances) => instances.of.get(node)?.isPartition === true || node.children.some((child) => hasPartition(child, instances));
/** The whole plan as one text, equal where two plans do the same with relations that are named the same. */
function canonicalText(plan, indexes, naming) {
	const instances = instancesOf(plan.root);
	const asWritten = {
		instance: (key) => key,
		relation: (schema, relation) => `${schema}.${relation}`,
		condition: instances.withParentAliases
	};
	return canonical(plan.root, instances, indexes, naming ?? asWritten);
}
/**
* Fingerprint of a plan: 12 hex digits that are equal where two plans do the same with the same relations, whatever
* their costs, row counts and literals. `indexes` makes a renamed index the same one.
*/
function shapeOf(plan, indexes = /* @__PURE__ */ new Map()) {
	return createHash("sha256").update(canonicalText(plan, indexes)).digest("hex").slice(0, 12);
}

// src/compare/thresholds.ts
/** PostgreSQL's block, in bytes: WAL is held against the thresholds in blocks. */
const BLOCK_BYTES = 8192;
/** Whether `after` blocks are more than `before` beyond all thresholds. */
function isWorse(before, after, { ratio, blocks, floor }) {
	return after > before * ratio && after - before >= blocks && Math.max(before, after) >= floor;
}
/**
* The thresholds that hold for a statement: where it reads or writes a critical table (`orders` or `billing.orders`), or a
* partition of one, only the relative growth counts.
*/
function thresholdsFor(plans, { worse, "critical-tables": criticalTables }, partitions = /* @__PURE__ */ new Map()) {
	if (criticalTables.length === 0) return worse;
	return plans.flatMap(({ root }) => [...walk(root)]).flatMap(({ node: { schema = "public", relationName } }) => {
		if (relationName === void 0) return [];
		const name = `${schema}.${relationName}`;
		return [name, partitions.get(name) ?? name];
	}).some((name) => criticalTables.includes(name) || criticalTables.includes(name.slice(name.indexOf(".") + 1))) ? {
		...worse,
		blocks: 0,
		floor: 0
	} : worse;
}
/** Blocks that decide: buffers and spilled blocks together. */
const totalBlocks = ({ buffers, tempBlocks }) => buffers + tempBlocks;
/**
* Compares two works: buffers, temporary blocks and WAL each against the thresholds. Where one of them grew and another
* fell, buffers and temporary blocks together decide.
*/
function compareWork(before, after, limits) {
	const metrics = [
		[before.buffers, after.buffers],
		[before.tempBlocks, after.tempBlocks],
		[before.walBytes / BLOCK_BYTES, after.walBytes / BLOCK_BYTES]
	];
	const grew = metrics.some(([a, b]) => isWorse(a, b, limits));
	const fell = metrics.some(([a, b]) => isWorse(b, a, limits));
	if (grew && fell) {
		if (isWorse(totalBlocks(before), totalBlocks(after), limits)) return "worse";
		return isWorse(totalBlocks(after), totalBlocks(before), limits) ? "better" : "same";
	}
	if (grew) return "worse";
	return fell ? "better" : "same";
}
/** Blocks of triggers and foreign-key checks: what the statement caused and its plan's top node does not count. */
const blocksBeyondPlan = (plan, work) => Math.max(0, work.buffers - inclusiveWork(plan.root).buffers);

export { totalBlocks as a, estimateChanges as c, indexIdentity as d, indexedTable as f, isEmptyPartition as h, thresholdsFor as i, qError as l, instancesOf as m, compareWork as n, canonicalText as o, indexesOn as p, isWorse as r, shapeOf as s, blocksBeyondPlan as t, definitionOf as u };