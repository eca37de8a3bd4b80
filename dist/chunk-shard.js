import { createHash } from "node:crypto";

// package.json
var version = "0.1.0";
var engines = { "node": ">=22.15" };

// src/merge/shard.ts
/** Far beyond what a matrix may have. */
const MAX_SHARDS = 256;
/** Reads `2/4`; undefined for anything that is no part of a whole. */
function parseShard(text) {
	const [, index, count] = /^(\d{1,3})\/(\d{1,3})$/.exec(text) ?? [];
	const shard = {
		index: Number(index),
		count: Number(count)
	};
	return shard.index >= 1 && shard.index <= shard.count && shard.count <= MAX_SHARDS ? shard : void 0;
}
/**
* A shard's statements. Each is in exactly one shard, whatever else the loads of the jobs sent, because nothing but its own
* name, or what it is where it has none, decides.
*/
function takeShard(pairs, shard) {
	return pairs.filter((pair) => shardOf(pair, shard.count) === shard.index);
}
/** What a shard's report says of its part of all statements; `run` as `fingerprintRun` makes it. */
function describeShard(shard, all, run) {
	const own = new Set(takeShard(all, shard));
	return {
		...shard,
		run,
		positions: all.flatMap((pair, position) => own.has(pair) ? [position] : [])
	};
}
function shardOf({ name, base, head }, count) {
	const statement = head ?? base;
	const identity = statement === void 0 || statement.isNamed ? name : Object.values(statement.key).join(":");
	return 1 + createHash("sha256").update(identity).digest().readUInt32BE() % count;
}
/**
* The policy for a part of a run: without budgets of statements that other parts have. A budget that no statement answers to
* is told by the first shard of the database that its name begins with.
*/
function policyOf(config, all, { shard, database }) {
	if (shard === void 0 && database === void 0) return config;
	const names = new Set(all.map(({ name }) => name));
	const own = new Set((shard === void 0 ? all : takeShard(all, shard)).map(({ name }) => name));
	const isOurs = (name) => database === void 0 || name.startsWith(`${database}/`);
	const isFirst = shard === void 0 || shard.index === 1;
	const statements = Object.entries(config.gate.statements).filter(([name]) => own.has(name) || isFirst && isOurs(name) && !names.has(name));
	return {
		...config,
		gate: {
			...config.gate,
			statements: Object.fromEntries(statements)
		}
	};
}
/** What shards that may be merged have in common: they were measured in one way. */
function fingerprintRun(version, config, serverVersion) {
	const { postgres, ...rest } = config;
	const { url: _, ...server } = postgres;
	return createHash("sha256").update(JSON.stringify([
		version,
		serverVersion,
		server,
		rest
	])).digest("hex");
}

export { takeShard as a, policyOf as i, fingerprintRun as n, engines as o, parseShard as r, version as s, describeShard as t };