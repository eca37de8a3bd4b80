import { a as array, b as _isoDate, g as union, h as string, i as _enum, m as strictObject, n as ZodISODateTime, o as boolean, p as record, t as ZodISODate, u as number, x as _isoDateTime } from "./chunk-schemas.js";
import { r as isForbiddenVariable } from "./chunk-environment.js";

// node_modules/zod/v4/classic/iso.js
function datetime(params) {
	return _isoDateTime(ZodISODateTime, params);
}
function date(params) {
	return _isoDate(ZodISODate, params);
}

// src/config/schema.ts
const UNIT_MS = {
	ms: 1,
	s: 1e3,
	min: 6e4,
	h: 36e5
};
const DURATION_PROBLEM = "must be a duration such as 500ms, 30s, 2min or 1h, or a number of milliseconds";
/** What people write; it becomes milliseconds. */
const duration = union([number().int().positive(), string().regex(/^\d+(\.\d+)?\s*(ms|s|min|h)$/, DURATION_PROBLEM)], DURATION_PROBLEM).transform(toMilliseconds).pipe(number().min(1, DURATION_PROBLEM));
function toMilliseconds(written) {
	if (typeof written === "number") return written;
	const [, amount, unit] = /^([\d.]+)\s*(ms|s|min|h)$/.exec(written) ?? [];
	return Math.round(Number(amount) * UNIT_MS[unit]);
}
const pathList = union([string().min(1), array(string().min(1))]).transform((value) => [value].flat());
const setting = union([
	string(),
	number(),
	boolean()
]).transform(String);
const level = _enum([
	"fail",
	"warn",
	"off"
]);
const SERVER_KINDS = [
	"auto",
	"embedded",
	"native",
	"container",
	"external"
];
const MIGRATION_TOOLS = [
	"sql",
	"prisma",
	"drizzle",
	"flyway",
	"golang-migrate",
	"dbmate",
	"goose",
	"sqlx",
	"diesel",
	"node-pg-migrate",
	"supabase",
	"atlas",
	"hasura",
	"graphile-migrate",
	"structure-sql"
];
const postgres = strictObject({
	server: _enum(SERVER_KINDS).default("auto").describe("Where PostgreSQL comes from"),
	version: number().int().min(12).max(18).default(17).describe("The major version that production runs"),
	image: string().optional().describe("Container image; `postgres:<version>` unless given"),
	url: string().optional().describe("External server: a URL, or `$NAME` to take it from the environment variable NAME"),
	role: _enum(["owner", "superuser"]).default("owner").describe("Who runs migrations, seed and load"),
	extensions: array(string()).default([]).describe("Untrusted extensions that migrations may create, on top of the built-in list"),
	roles: array(string()).default([]).describe("Roles that the migrations expect or create; created beforehand, without login"),
	settings: record(string(), setting).default({}).describe("Production's planner settings, such as random_page_cost")
});
const migrations = strictObject({
	tool: _enum(["auto", ...MIGRATION_TOOLS]).default("auto").describe("Whose files these are; `auto` looks at the repository"),
	path: string().optional().describe("The folder or file, where it is not the usual one of the tool"),
	command: string().optional().describe("Runs the migrations of any other tool, with DATABASE_URL and PG* set"),
	install: string().optional().describe("Runs once in each side’s tree before its commands, for example `npm ci`"),
	"depends-on": pathList.optional().describe("All files that the commands’ outcome depends on; without it base is not cached where a command makes it")
});
const seed = strictObject({
	files: pathList.default([]).describe("SQL files or globs, in order"),
	command: string().optional().describe("Runs after the files, with DATABASE_URL and PG* set"),
	"depends-on": pathList.optional().describe("All files that the command’s outcome depends on; without it base is not cached where a command fills it"),
	timeout: duration.default(18e5).describe("How long the command may take")
});
const pgbench = strictObject({
	file: string().describe("The script"),
	transactions: number().int().positive().default(100).describe("How often it runs"),
	name: string().optional().describe("Its name in the report; the file’s unless given")
});
const workload = strictObject({
	files: pathList.default([]).describe("SQL files or globs with `-- name:` lines"),
	pgbench: array(pgbench).default([]).describe("pgbench scripts; one client, fixed seed"),
	command: string().optional().describe("A test suite or load generator, run with DATABASE_URL and PG* set"),
	timeout: duration.default(18e5).describe("How long the command may take")
});
const replay = strictObject({
	timeout: duration.default(3e4).describe("Statement timeout of the load and of the replay"),
	values: number().int().min(1).max(5).default(4).describe("Value sets replayed for each statement")
});
/** A statement counts as worse when all three hold: relative growth, absolute growth, and the total being above the floor. */
const worse = strictObject({
	ratio: number().min(1).default(1.2).describe("Relative growth: 1.2 is 20 % more pages"),
	blocks: number().int().min(0).default(100).describe("Absolute growth in pages of 8 kB"),
	floor: number().int().min(0).default(100).describe("Statements that read fewer pages than this on both sides are never worse")
});
/** The rules of the gate; `docs/how-it-decides.md` has a section for each. */
const gateRules = strictObject({
	regression: level.default("fail").describe("A statement does clearly more work, and its plan or the margin says why"),
	"work-only": level.default("warn").describe("More work than the thresholds allow, but nothing else agrees"),
	broken: level.default("fail").describe("A statement works on one side and fails on the other"),
	unmeasured: level.default("warn").describe("A statement of the branch could not be measured"),
	"call-count": level.default("warn").describe("The same load calls a statement more often than before"),
	"production-plan": level.default("warn").describe("At production’s size (`target.statistics`) the planner takes another plan that costs twice as much"),
	"new-query": level.default("warn").describe("A new statement reads far more than it returns, and no index answers its filter"),
	"estimate-only": level.default("off").describe("Only the planner’s estimate got worse"),
	budget: level.default("fail").describe("A statement is over its own max-buffers")
});
const budget = strictObject({ "max-buffers": number().int().positive().describe("Pages that the statement may read on head, with any of its values") });
const SIZE_PROBLEM = "must be a size such as 512MB, 16GB or 1TB";
const SIZE_UNITS = {
	MB: 2 ** 20,
	GB: 2 ** 30,
	TB: 2 ** 40
};
/** What people write; it becomes bytes. */
const size = string().regex(/^\d+(\.\d+)?\s*(MB|GB|TB)$/, SIZE_PROBLEM).transform((written) => {
	const [, amount, unit] = /^([\d.]+)\s*(\w+)$/.exec(written) ?? [];
	return Math.round(Number(amount) * SIZE_UNITS[unit]);
});
const target = strictObject({
	memory: size.optional().describe("Memory of the server that production runs on, such as 16GB"),
	cpus: number().int().positive().optional().describe("Its processors"),
	storage: _enum([
		"hdd",
		"ssd",
		"san",
		"nvme"
	]).optional().describe("What its data lie on"),
	connections: number().int().positive().optional().describe("Connections that it has to bear"),
	workload: _enum([
		"web",
		"oltp",
		"dw",
		"desktop",
		"mixed"
	]).default("web").describe("What it mostly does, in pgtune’s words; `dw` is a data warehouse"),
	instances: number().int().positive().optional().describe("Processes of the application, each with its own pools"),
	size: size.optional().describe("How large the database is in production, such as 200GB"),
	growth: number().positive().optional().describe("How many times as large it is after a year; 1.5 is 50 % more"),
	tables: string().optional().describe("CSV file with the sizes of production’s tables and indexes; docs/partitioning.md has the query"),
	statistics: string().optional().describe("JSON file that `pgverdict statistics` wrote on production: plans are then compared at its size, too"),
	utilisation: number().min(0).max(1).optional().describe("How busy its processors are at the peak, 0 to 1")
});
const advice = strictObject({
	candidates: number().int().min(0).max(20).default(2).describe("Indexes to build and try for statements that this branch did not make worse"),
	indexes: number().int().min(0).max(20).default(5).describe("The most indexes to advise in one run"),
	"index-size": number().positive().default(2).describe("How large the advised indexes of a table may be together: 2 is twice the table"),
	"write-cost": number().min(1).default(5).describe("How many times the pages, or the WAL, the load’s writes of a table may take with all its advised indexes: 1.2 is 20 % more"),
	configuration: boolean().default(true).describe("Whether the server’s settings are reviewed and tried"),
	pooling: boolean().default(true).describe("Whether connection pools are reviewed"),
	"pool-sweep": boolean().default(false).describe("Whether the load is sent through 1, 2, 4, 8… connections to see where throughput stops growing. It decides nothing, as times differ between runs, and takes some ten seconds")
});
const acceptance = strictObject({
	query: string().min(4).describe("The statement’s fingerprint, or its beginning, or its name"),
	plan: string().min(4).describe("The accepted plan’s fingerprint, or its beginning"),
	reason: string().min(3).describe("Why this plan is fine; the report shows it"),
	until: date("must be a date, YYYY-MM-DD").describe("The last day on which this holds, YYYY-MM-DD")
});
const gate = strictObject({
	rules: gateRules.prefault({}).describe("What each kind of finding does to the run"),
	worse: worse.prefault({}).describe("When a statement counts as doing more work"),
	statements: record(string(), budget).default({}).describe("Budgets by statement name"),
	"critical-tables": array(string()).default([]).describe("Tables for which the floor and the absolute growth do not apply")
});
/** The sections that a database of its own may say otherwise. */
const database = strictObject({
	postgres: postgres.partial().optional().describe("Its server"),
	migrations: migrations.partial().optional().describe("How its schema comes about"),
	seed: seed.partial().optional().describe("Its data"),
	workload: workload.partial().optional().describe("The statements that it gets"),
	session: record(string(), setting).optional().describe("Settings of its sessions")
});
const configSchema = strictObject({
	postgres: postgres.prefault({}).describe("The server that both sides get"),
	migrations: migrations.prefault({}).describe("How the schema comes about"),
	seed: seed.prefault({}).describe("The data that both sides get"),
	workload: workload.prefault({}).describe("The statements that are compared"),
	databases: record(string().regex(/^[\w.-]{1,60}$/, "must be a name of letters, digits, `.`, `_` and `-`"), database).default({}).describe("Several databases in one run, by name: what they say goes before the sections of the same name out here. Statements are then called `<database>/<name>`"),
	session: record(string(), setting).default({}).describe("Settings of the application’s sessions, such as search_path or role"),
	replay: replay.prefault({}).describe("How the statements are measured"),
	gate: gate.prefault({}).describe("What fails the run; the base branch’s file counts"),
	advice: advice.prefault({}).describe("How much advice is tried"),
	target: target.prefault({}).describe("The hardware that production runs on; advice on settings and pools needs it"),
	"show-values": boolean().default(false).describe("Whether the report’s page, its JSON and `pgverdict explain` hold the values that the load sent; never the comment. The base branch’s file counts"),
	accept: array(acceptance).default([]).describe("Plans that were looked at and accepted"),
	environment: array(string().refine((name) => !isForbiddenVariable(name), "must not be a credential or a command file of the runner")).default([]).describe("Environment variables that commands may see, on top of PATH, HOME and the like")
});

export { datetime as i, configSchema as n, gateRules as r, SERVER_KINDS as t };