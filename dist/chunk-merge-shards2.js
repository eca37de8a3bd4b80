import { t as UserError } from "./chunk-errors.js";
import { n as assertMeasured, t as joinReports } from "./chunk-join-reports.js";
import { r as mergeFindings } from "./chunk-findings.js";

// src/merge/merge-shards.ts
/**
* One report of all shards' reports, as if there had been no shards. Throws a UserError where one is missing or given twice,
* where they are not of one run, and where none of them could measure anything: that would be no verdict.
*/
function mergeShards(reports) {
	const shards = reports.map(asShard).toSorted((a, b) => a.shard.index - b.shard.index);
	const [first] = shards;
	if (first === void 0) throw new UserError("There is no report to merge", { kind: "usage" });
	for (const other of shards) assertSameRun(first, other);
	assertWhole(shards, first.shard.count);
	const statements = shards.flatMap((report) => report.statements.map((statement, at) => ({
		statement,
		position: report.shard.positions[at] ?? 0
	}))).toSorted((a, b) => a.position - b.position).map(({ statement }) => statement);
	const { databases = [] } = first;
	if (databases.length === 0) assertMeasured(statements);
	for (const { name } of databases) assertMeasured(statements.filter((statement) => statement.name.startsWith(`${name}/`)));
	const { shard: _, ...whole } = first;
	const findings = mergeFindings(shards.flatMap(({ findings: own }) => own));
	return {
		...whole,
		...joinReports(shards),
		statements,
		findings
	};
}
function asShard(report) {
	const { shard } = report;
	if (shard !== void 0) return {
		...report,
		shard
	};
	throw new UserError("One of the reports is of a run without `shard`, which is whole by itself", { hint: "Give the reports of all jobs that ran with `shard: 1/n` to `n/n`, and no other." });
}
function assertWhole(shards, count) {
	const there = shards.map(({ shard }) => shard.index);
	const missing = Array.from({ length: count }, (_, at) => at + 1).filter((index) => !there.includes(index));
	if (missing.length > 0) throw new UserError(`The report of shard ${missing.map((index) => `${index}/${count}`).join(", ")} is missing`, { hint: "Did its job fail? A verdict needs every part of the statements." });
	const twice = there.find((index, at) => there.indexOf(index) !== at);
	if (twice !== void 0) throw new UserError(`There are two reports of shard ${twice}/${count}`);
}
/** Figures of different runs are not of one comparison. */
function assertSameRun(first, other) {
	const [, , what] = [
		[
			first.shard.count,
			other.shard.count,
			"number of shards"
		],
		[
			first.tool.version,
			other.tool.version,
			"version of pgverdict"
		],
		[
			first.base.commit,
			other.base.commit,
			"base commit"
		],
		[
			first.head.commit,
			other.head.commit,
			"head commit"
		],
		[
			first.server.version,
			other.server.version,
			"version of PostgreSQL"
		],
		[
			first.path.kind,
			other.path.kind,
			"way to head’s database"
		],
		[
			first.shard.run,
			other.shard.run,
			"configuration"
		]
	].find(([one, another]) => one !== another) ?? [];
	if (what === void 0) return;
	const [a, b] = [first, other].map(({ shard }) => `${shard.index}/${shard.count}`);
	throw new UserError(`The shards ${a} and ${b} are not of one run: their ${what} differs`, { hint: "Run all shards again, on the same commits and with the same configuration." });
}

export { mergeShards as t };