// src/merge/findings.ts
/** About the whole load: seen from a part of it an index looks unused, or a query the worst. */
const OF_THE_LOAD = /* @__PURE__ */ new Set([
	"index",
	"query",
	"pooling"
]);
/** The advice that a shard can give: on statements that it has replayed, or on what has nothing to do with the load. */
function findingsOfShard(findings, names) {
	return findings.filter(({ area, statements }) => {
		if (area === "partitioning") return false;
		return statements.length === 0 ? !OF_THE_LOAD.has(area) : statements.every((name) => names.has(name));
	});
}
const SHARD_NOTE = "The statements were replayed in parts: advice was tried on the statements of its own part, so that what it costs the others’ writes is not in it, and advice that needs the whole load is left out.";
/** Each once: parts of one run see the same schema. The one that gains most statements stays. */
function mergeFindings(findings) {
	const byKey = Map.groupBy(findings, ({ key }) => key);
	const gain = ({ trial }) => trial?.effects.length ?? 0;
	return [...byKey.values()].map((alike) => alike.reduce((best, each) => gain(each) > gain(best) ? each : best));
}

export { findingsOfShard as n, mergeFindings as r, SHARD_NOTE as t };