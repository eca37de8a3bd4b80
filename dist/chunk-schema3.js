import { S as prettifyError, a as array, c as literal, g as union, h as string, i as _enum, m as strictObject, o as boolean, p as record, u as number } from "./chunk-schemas.js";
import { r as gateRules } from "./chunk-schema.js";
import { t as UserError } from "./chunk-errors.js";

// src/report/schema.ts
/** A report may come from another job, so lengths are capped: far above what a run makes, far below what would exhaust memory. */
const MAX_REPORT_LENGTH = 67108864;
const words = string().max(2e4);
const sql = string().max(8388608);
const amount = number();
const count = number().int().nonnegative();
function list(item) {
	return array(item).max(1e5);
}
/** A key that JSON leaves out when there is nothing to say; reading puts it back as undefined. */
function maybe(schema) {
	return schema.optional().transform((value) => value);
}
const status = _enum([
	"unchanged",
	"improved",
	"regressed",
	"changed",
	"added",
	"removed",
	"broken",
	"unmeasured"
]);
const changeKind = _enum([
	"index-lost",
	"index-gained",
	"index-changed",
	"index-only-lost",
	"scan-type",
	"join-method",
	"join-order",
	"sort-added",
	"sort-removed",
	"sort-spill",
	"hash-spill",
	"pruning-lost",
	"pruning-gained",
	"condition-became-filter",
	"filter-became-condition",
	"subplan-per-row",
	"parallel",
	"estimate-worse",
	"trigger-work",
	"nested-work",
	"heap-fetches",
	"wider-rows",
	"rows-differ",
	"more-calls",
	"generic-plan",
	"rows-discarded",
	"aggregate-method",
	"other"
]);
const node = strictObject({
	label: words.describe("The node in EXPLAIN’s words, such as `Index Scan using orders_pkey on orders o`"),
	details: list(words).describe("Conditions and the like in EXPLAIN’s order, literals replaced by `?`"),
	cost: amount,
	estimatedRows: amount,
	actualRows: maybe(amount),
	loops: maybe(amount),
	buffers: maybe(amount).describe("Blocks of this node alone, all loops"),
	tempBlocks: maybe(amount),
	timeMs: maybe(amount),
	get children() {
		return list(node);
	}
}).meta({ id: "PlanNode" });
const side = strictObject({
	buffers: amount.describe("Shared and local blocks, hit and read"),
	rows: amount,
	cost: amount,
	durationMs: amount.describe("Fastest execution"),
	walBytes: amount,
	tempBlocks: amount,
	shape: words.describe("Fingerprint of the plan without costs, counts and literals"),
	calls: amount.describe("Executions in the load"),
	totalExecTime: amount.describe("Milliseconds of all executions in the load"),
	plan: node,
	triggers: list(words),
	inner: list(strictObject({
		text: sql,
		calls: count,
		plan: node
	})).describe("Statements that ran inside it, in functions and triggers, each with its heaviest plan")
}).meta({ id: "Side" });
const planned = strictObject({
	cost: amount,
	shape: words,
	plan: node
}).meta({ id: "PlannedSide" });
const changes = list(strictObject({
	kind: changeKind,
	node: words,
	from: words,
	to: words,
	direction: _enum([
		"worse",
		"better",
		"neutral"
	])
}));
const place = {
	file: words,
	line: number().int()
};
/** With its place, or without, as of what a migration command sent that no file tells of. */
const perhapsPlaced = (shape) => union([strictObject({
	...place,
	...shape
}), strictObject(shape)]);
const statement = strictObject({
	name: words,
	fingerprint: words,
	text: sql.describe("Normalised: constants are `$n`"),
	baseText: maybe(sql).describe("Base’s text, where the branch edited it"),
	source: maybe(strictObject({
		file: words,
		line: number().int().optional()
	})),
	status,
	base: maybe(side),
	head: maybe(side),
	valueSets: list(strictObject({
		why: words,
		baseBuffers: maybe(amount),
		headBuffers: maybe(amount)
	})),
	changes,
	cause: maybe(perhapsPlaced({
		sql,
		side: _enum(["base", "head"]),
		earlier: list(perhapsPlaced({ sql })).optional().describe("What had taken away indexes that did the same: without them the cause would have done no harm")
	})).describe("The migration statement that flipped the plan; without a place where only the migration command told of it"),
	atScale: maybe(strictObject({
		tendency: _enum([
			"worse",
			"better",
			"same"
		]),
		base: planned,
		head: planned,
		changes
	})).describe("The planner’s word at production’s size, where `target.statistics` was given; nothing ran there"),
	confidence: _enum([
		"executed",
		"plan",
		"inferred",
		"none"
	]),
	reason: words.describe("Why it has this status"),
	isWrite: boolean()
}).meta({ id: "Statement" });
const rosterEntry = strictObject({
	statement: words,
	fingerprint: words,
	rule: gateRules.keyof(),
	level: _enum(["fail", "warn"]),
	text: words,
	accepted: maybe(strictObject({
		reason: words,
		until: words
	}))
}).meta({ id: "RosterEntry" });
const commit = strictObject({
	label: words,
	commit: maybe(string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/)),
	foundBy: words
}).meta({ id: "Commit" });
const migration = perhapsPlaced({
	sql,
	durationMs: amount,
	locks: list(strictObject({
		relation: words,
		mode: words
	})).describe("Of what a migration command sent only where a cause was looked for"),
	rewrites: list(words)
}).meta({ id: "Migration" });
const effect = strictObject({
	statement: words,
	buffersBefore: amount,
	buffersAfter: amount,
	durationMsBefore: amount,
	durationMsAfter: amount
});
const writeCost = strictObject({
	statement: words,
	buffersBefore: amount,
	buffersAfter: amount,
	walBytesBefore: amount,
	walBytesAfter: amount
});
const fileEdit = strictObject({
	path: words,
	sha256: maybe(string().regex(/^[0-9a-f]{64}$/)),
	changes: list(strictObject({
		line: count,
		removes: count,
		adds: list(string())
	}))
}).meta({ id: "FileEdit" });
const finding = strictObject({
	key: words,
	rule: words,
	area: _enum([
		"index",
		"query",
		"schema",
		"bloat",
		"configuration",
		"partitioning",
		"pooling",
		"outlook"
	]),
	severity: _enum([
		"info",
		"advice",
		"warning"
	]),
	title: words,
	why: words,
	evidence: list(words).describe("Figures and facts that it rests on"),
	fix: maybe(strictObject({
		sql,
		files: list(fileEdit)
	})),
	statements: list(words),
	trial: maybe(strictObject({
		effects: list(effect),
		writes: list(writeCost),
		unaffected: amount,
		sizeBytes: amount,
		buildMs: amount
	})).describe("What the fix gained and cost when it was built and the load replayed"),
	setting: strictObject({
		name: words,
		from: words,
		to: words,
		place: words,
		effects: list(strictObject({
			statement: words,
			before: amount,
			after: amount.optional()
		})).optional().describe("Statements that do other work with it, in pages; without `after` it fails; left out where it was not measured"),
		figure: strictObject({
			what: words,
			unit: _enum([
				"pages",
				"bytes",
				"times"
			]),
			before: amount,
			after: amount,
			isMoved: boolean().describe("Whether it differs by more than noise")
		}).optional().describe("What the whole server did in one pass of the load, of a setting that it takes at its start"),
		unmeasured: words.optional().describe("Why neither was measured")
	}).optional().describe("A setting that the branch changes in its files")
}).meta({ id: "Finding" });
const sweepPoint = strictObject({
	connections: count,
	rate: amount.describe("Transactions a second"),
	p50Ms: amount,
	p95Ms: amount
}).meta({ id: "SweepPoint" });
const poolSweep = strictObject({
	database: maybe(words),
	processors: count,
	hold: strictObject({
		heldMs: amount,
		busyMs: amount
	}).describe("Of one connection’s transactions, on average"),
	points: list(sweepPoint),
	knee: count.describe("The fewest connections that do as much as more of them"),
	predicted: count,
	pooler: maybe(strictObject({
		version: words,
		clients: count,
		point: sweepPoint
	})).describe("As many clients through PgBouncer with as many connections as the knee has"),
	target: maybe(strictObject({
		cpus: count,
		useful: count
	})),
	failed: count.describe("Transactions in which a statement failed"),
	others: maybe(amount).describe("The share of the machine’s processors that others had meanwhile")
}).meta({ id: "PoolSweep" });
const reportSchema = strictObject({
	schemaVersion: literal(1),
	tool: strictObject({
		name: literal("pgverdict"),
		version: words
	}),
	verdict: _enum([
		"pass",
		"warn",
		"fail"
	]),
	roster: list(rosterEntry).describe("What the gate found, worst first"),
	base: commit,
	head: commit,
	server: strictObject({
		kind: words,
		version: words,
		settings: record(words, words),
		limits: list(words)
	}),
	path: strictObject({
		kind: _enum(["upgrade", "fresh"]),
		reason: words
	}),
	seededRows: count,
	statements: list(statement),
	migrations: list(migration),
	findings: list(finding),
	policy: strictObject({
		ratio: amount,
		blocks: amount,
		floor: amount,
		changed: list(words)
	}),
	notes: list(words),
	timings: list(strictObject({
		stage: words,
		seconds: amount
	})),
	shownValues: list(strictObject({
		statement: words,
		sets: list(strictObject({
			why: words,
			values: list(words.nullable())
		}))
	})).optional().describe("What the load sent, only where the base’s configuration says `show-values: true`"),
	poolSweeps: list(poolSweep).optional().describe("Throughput and latency of the load by number of connections, where `advice.pool-sweep` asks for it"),
	databases: list(strictObject({
		name: words,
		version: words,
		seededRows: count
	})).optional().describe("The databases of a run that had several; their statements are called `<database>/<name>`"),
	shard: strictObject({
		index: number().int().min(1),
		count: number().int().min(1),
		run: string().regex(/^[0-9a-f]{64}$/),
		positions: list(count)
	}).optional().describe("Which part of the statements was replayed, where it was not all of them")
}).describe("What one run of pgverdict found. It holds no values of the data, and those of the load only in `shownValues`.");
/** Reads a report that was written by `renderJson`, here or in another job. Throws a UserError that names what is wrong. */
function parseReport(json) {
	if (json.length > MAX_REPORT_LENGTH) throw new UserError("The report is larger than any run makes");
	let value;
	try {
		value = JSON.parse(json);
	} catch (cause) {
		throw new UserError("The report is not JSON", { cause });
	}
	const parsed = reportSchema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw new UserError(`The report does not follow its schema:\n${prettifyError(parsed.error)}`, { hint: "Write and read it with the same version of pgverdict." });
}

export { reportSchema as n, parseReport as t };