// src/plan/words.ts
const COUNT = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
/** `11815` → `11,815`. */
const grouped = (value) => COUNT.format(value);
/** `1, 'page'` → `1 page`; `11815, 'page'` → `11,815 pages`. */
const counted = (value, noun) => `${grouped(value)} ${noun}${value === 1 ? "" : "s"}`;
/** The first of a list, and how many there are besides: `a, b and 3 more`. */
function listed(items, most = 3) {
	const shown = items.slice(0, most).join(", ");
	return items.length > most ? `${shown} and ${items.length - most} more` : shown;
}
const AGGREGATES = {
	Hashed: "HashAggregate",
	Sorted: "GroupAggregate",
	Mixed: "MixedAggregate",
	Plain: "Aggregate"
};
const JOINS = /* @__PURE__ */ new Set([
	"Nested Loop",
	"Hash Join",
	"Merge Join"
]);
/** A join's type goes before its last word, as EXPLAIN's text format writes it: `Hash Left Join`, `Nested Loop Anti Join`. */
function joinWords({ nodeType, joinType }) {
	if (joinType === void 0 || joinType === "Inner") return nodeType;
	return nodeType === "Nested Loop" ? `Nested Loop ${joinType} Join` : nodeType.replace(" Join", ` ${joinType} Join`);
}
/** What a node does, in the words of EXPLAIN's text format, without the relation or the index. */
function methodOf(node) {
	if (JOINS.has(node.nodeType)) return joinWords(node);
	if (node.nodeType === "Aggregate") return `${node.partialMode === void 0 || node.partialMode === "Simple" ? "" : `${node.partialMode} `}${AGGREGATES[node.strategy ?? "Plain"] ?? "Aggregate"}`;
	if (node.nodeType === "SetOp") return `${node.strategy === "Hashed" ? "HashSetOp" : "SetOp"} ${node.command ?? ""}`.trim();
	if (node.nodeType === "ModifyTable") return node.operation ?? node.nodeType;
	return node.scanDirection === "Backward" ? `${node.nodeType} Backward` : node.nodeType;
}
/** `orders o`, `billing.orders o`, `orders`; for a function or a CTE its name and alias. */
function relationLabel(node) {
	const name = node.relationName ?? node.cteName ?? node.functionName;
	if (name === void 0) return node.alias ?? "";
	const qualified = node.schema === void 0 || node.schema === "public" || node.schema.startsWith("pg_") ? name : `${node.schema}.${name}`;
	return node.alias === void 0 || node.alias === name ? qualified : `${qualified} ${node.alias}`;
}
/** `Index Scan using orders_pkey on orders o`, as EXPLAIN's text format begins a node. */
function nodeLabel(node) {
	const parallel = node.parallelAware === true ? "Parallel " : "";
	const on = relationLabel(node);
	if (node.nodeType === "Bitmap Index Scan") return `${parallel}${methodOf(node)} on ${node.indexName}`;
	const using = node.indexName === void 0 ? "" : ` using ${node.indexName}`;
	return `${parallel}${methodOf(node)}${using}${on === "" ? "" : ` on ${on}`}`;
}

export { nodeLabel as a, methodOf as i, grouped as n, relationLabel as o, listed as r, counted as t };