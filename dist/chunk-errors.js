import { _ as _isoDate, a as boolean, c as number, d as record, f as strictObject, i as array, m as union, p as string, r as _enum, t as ZodISODate } from "./chunk-schemas.js";

// node_modules/zod/v4/classic/iso.js
function date(params) {
	return _isoDate(ZodISODate, params);
}

// src/environment.ts
/** What any program may need to start, find its home, speak the user's language and reach the network. */
const ALLOWED = /* @__PURE__ */ new Set([
	"PATH",
	"HOME",
	"SHELL",
	"USER",
	"LOGNAME",
	"LANG",
	"LANGUAGE",
	"TZ",
	"TERM",
	"TMPDIR",
	"TMP",
	"TEMP",
	"CI",
	"NODE_ENV",
	"HTTP_PROXY",
	"HTTPS_PROXY",
	"ALL_PROXY",
	"NO_PROXY",
	"SSL_CERT_FILE",
	"SSL_CERT_DIR",
	"NODE_EXTRA_CA_CERTS"
]);
/**
* Credentials of the runner, and the files by which a step changes the environment of the next one. The branch writes the
* configuration, so naming them there must not help.
*/
const FORBIDDEN = /^(INPUT_.*|ACTIONS_.*|(GITHUB|GH)_TOKEN|GITHUB_(ENV|OUTPUT|PATH|STATE|STEP_SUMMARY))$/i;
function isForbiddenVariable(name) {
	return FORBIDDEN.test(name);
}
/**
* The whole environment of a child process: the allow-list, what the configuration names in `allow`, and `extra`, which wins.
* Nothing else of `source` passes, so that no token reaches code of the pull request.
*/
function childEnvironment(source, allow, extra) {
	const named = new Set(allow);
	const passes = (name) => !isForbiddenVariable(name) && (ALLOWED.has(name.toUpperCase()) || name.startsWith("LC_") || named.has(name));
	const inherited = Object.entries(source).filter((entry) => entry[1] !== void 0 && passes(entry[0]));
	return {
		...Object.fromEntries(inherited),
		...extra
	};
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
	roles: array(string()).default([]).describe("Roles that the migrations expect; created beforehand, without login"),
	settings: record(string(), setting).default({}).describe("Production's planner settings, such as random_page_cost")
});
const migrations = strictObject({
	tool: _enum(["auto", ...MIGRATION_TOOLS]).default("auto").describe("Whose files these are; `auto` looks at the repository"),
	path: string().optional().describe("The folder or file, where it is not the usual one of the tool"),
	command: string().optional().describe("Runs the migrations of any other tool, with DATABASE_URL and PG* set"),
	install: string().optional().describe("Runs once in each side’s tree before its commands, for example `npm ci`")
});
const seed = strictObject({
	files: pathList.default([]).describe("SQL files or globs, in order"),
	command: string().optional().describe("Runs after the files, with DATABASE_URL and PG* set"),
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
	ratio: number().min(1).default(1.2).describe("Relative growth: 1.2 is 20 % more blocks"),
	blocks: number().int().min(0).default(100).describe("Absolute growth in blocks of 8 kB"),
	floor: number().int().min(0).default(100).describe("Statements that read fewer blocks than this on both sides are never worse")
});
/** The rules of the gate; `docs/how-it-decides.md` has a section for each. */
const gateRules = strictObject({
	regression: level.default("fail").describe("A statement does clearly more work, and its plan or the margin says why"),
	"work-only": level.default("warn").describe("More work than the thresholds allow, but nothing else agrees"),
	broken: level.default("fail").describe("A statement works on one side and fails on the other"),
	unmeasured: level.default("warn").describe("A statement could not be measured"),
	"call-count": level.default("warn").describe("The same load calls a statement more often than before"),
	"estimate-only": level.default("off").describe("Only the planner’s estimate got worse"),
	budget: level.default("fail").describe("A statement is over its own max-buffers")
});
const budget = strictObject({ "max-buffers": number().int().positive().describe("Blocks that the statement may read on head") });
const advice = strictObject({ candidates: number().int().min(0).max(20).default(2).describe("Indexes to build and try for statements that this branch did not make worse") });
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
const configSchema = strictObject({
	postgres: postgres.prefault({}).describe("The server that both sides get"),
	migrations: migrations.prefault({}).describe("How the schema comes about"),
	seed: seed.prefault({}).describe("The data that both sides get"),
	workload: workload.prefault({}).describe("The statements that are compared"),
	session: record(string(), setting).default({}).describe("Settings of the application’s sessions, such as search_path or role"),
	replay: replay.prefault({}).describe("How the statements are measured"),
	gate: gate.prefault({}).describe("What fails the run; the base branch’s file counts"),
	advice: advice.prefault({}).describe("How much advice is tried"),
	accept: array(acceptance).default([]).describe("Plans that were looked at and accepted"),
	environment: array(string().refine((name) => !isForbiddenVariable(name), "must not be a credential or a command file of the runner")).default([]).describe("Environment variables that commands may see, on top of PATH, HOME and the like")
});

// src/errors.ts
/** Something that the user can fix. Everything else that is thrown is a bug and keeps its stack. */
var UserError = class extends Error {
	name = "UserError";
	hint;
	kind;
	constructor(message, options = {}) {
		super(message, options.cause === void 0 ? void 0 : { cause: options.cause });
		this.hint = options.hint;
		this.kind = options.kind ?? "measurement";
	}
};

export { childEnvironment as a, gateRules as i, SERVER_KINDS as n, isForbiddenVariable as o, configSchema as r, UserError as t };