import { o as __toESM } from "./chunk-rolldown-runtime.js";
import { d as object, h as string, p as record } from "./chunk-schemas.js";
import { a as tomlPairs, c as workingTree, f as findDefaultBranch, l as openObjects, o as proposeCommand, p as REMOTE, r as readMigrations, s as parseConfig, t as parseWorkload } from "./chunk-workload.js";
import { t as openRepository } from "./chunk-repository.js";
import { t as UserError } from "./chunk-errors.js";
import { r as loadParser } from "./chunk-fingerprint.js";
import { t as require_dist } from "./chunk-dist.js";
import { H as require_picomatch, S as expectedRoles, h as peek, m as isOurs } from "./chunk-files.js";
import { t as _usingCtx } from "./chunk-usingCtx.js";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { dirname as dirname$1 } from "node:path/posix";

// src/init/config-file.ts
var import_dist = require_dist();
/** The package's own script, or the migration tool's. */
function seedCommand({ migrations, scripts }) {
	return scripts?.seed ?? (migrations.kind === "command" ? migrations.seed : void 0);
}
const DEFAULT_VERSION = 17;
/** Images for extensions that the official one lacks. */
const IMAGES = {
	vector: (version) => `pgvector/pgvector:pg${version}`,
	postgis: (version) => `postgis/postgis:${version}-3.5`,
	timescaledb: (version) => `timescale/timescaledb:latest-pg${version}`
};
/** A pgverdict.yml with what was found, and the rest as comments to fill in. */
function configFile(found, toolVersion) {
	return [
		`# yaml-language-server: $schema=https://unpkg.com/pgverdict@${toolVersion}/schema.json`,
		"# What each key means: https://github.com/pgverdict/pgverdict#configuration",
		"",
		...postgresLines(found),
		"",
		...migrationLines(found),
		"",
		...seedLines(found),
		"",
		...workloadLines(found),
		"",
		"# What fails the run. A pull request is judged by the thresholds of its base, not by its own.",
		"gate:",
		"  worse:",
		"    ratio: 1.2 # at least 20 % more blocks read",
		"    blocks: 100 # and at least so many blocks of 8 kB",
		""
	].join("\n");
}
function postgresLines({ postgres, migrations }) {
	const version = postgres?.version ?? DEFAULT_VERSION;
	const special = (migrations.kind === "sql" ? migrations.extensions : []).flatMap((name) => IMAGES[name]?.(version) ?? [])[0];
	const roles = migrations.kind === "sql" ? migrations.roles : [];
	const image = postgres?.image ?? special;
	return [
		"postgres:",
		`  # The major version that production runs. ${postgres === void 0 ? "Nothing in the repository names a version; correct this one." : `As in ${oneLine(postgres.file)}.`}`,
		`  version: ${version}`,
		...image === void 0 ? [] : [`  image: ${scalar(image)}`],
		...roles.length === 0 ? [] : [
			"  # Named by the migrations, but not created there.",
			"  roles:",
			...roles.map((role) => `    - ${scalar(role)}`)
		],
		"  # Plans depend on the planner’s settings; copy those that production changes.",
		"  # settings:",
		"  #   random_page_cost: 1.1"
	];
}
function migrationLines({ migrations, scripts, sql }) {
	if (migrations.kind === "sql") {
		const needsInstall = sql.seeds.length === 0 && scripts?.seed !== void 0;
		return [
			`# The files in ${oneLine(migrations.folder)}, run statement by statement.`,
			"migrations:",
			`  tool: ${migrations.tool}`,
			...needsInstall ? ["  # Once in each side’s tree, for the seed command.", `  install: ${scalar(scripts.install)}`] : []
		];
	}
	if (migrations.kind === "command") {
		const { install = scripts?.install } = migrations;
		return [
			`# ${migrations.tool} runs its migrations itself; the command gets DATABASE_URL and PG*.`,
			"migrations:",
			`  command: ${scalar(migrations.command)}`,
			...install === void 0 ? [] : [`  install: ${scalar(install)}`],
			"  # All files that the outcome depends on; with them base’s database is kept for later runs.",
			"  # depends-on: [migrations/**]"
		];
	}
	return [
		`# ${oneLine(migrations.reason)}. Name a tool and its folder, or a command that gets DATABASE_URL and PG*.`,
		"migrations:",
		"  tool: auto",
		"  # path: db/migrations",
		"  # command: make migrate"
	];
}
function seedLines({ migrations, sql, scripts }) {
	const note = "# Data for both sides. Plans are only as telling as the number of rows: a hundred thousand per large table is good.";
	if (sql.seeds.length > 0) return [
		note,
		"seed:",
		"  files:",
		...sql.seeds.map((file) => `    - ${scalar(file)}`)
	];
	const command = seedCommand({
		migrations,
		scripts
	});
	if (command !== void 0) return [
		note,
		"seed:",
		`  command: ${scalar(command)}`
	];
	return [
		note,
		"# seed:",
		"#   files: db/seed.sql",
		"#   command: make seed"
	];
}
function workloadLines({ sql, scripts }) {
	const note = "# The statements to compare: SQL files with a `-- name:` line above each statement, or a command that sends them.";
	const command = scripts?.test ?? "make integration-test";
	if (sql.workloads.length > 0) return [
		note,
		"workload:",
		"  files:",
		...sql.workloads.map((file) => `    - ${scalar(file)}`),
		`  # command: ${scalar(command)}`
	];
	return [
		note,
		"# workload:",
		"#   files: db/workload.sql",
		`#   command: ${scalar(command)}`
	];
}
/** On one line, also for a file name with a newline in it. */
function scalar(value) {
	return (0, import_dist.stringify)(value, {
		lineWidth: 0,
		defaultStringType: /^[\x20-\x7e]*$/.test(value) ? "PLAIN" : "QUOTE_DOUBLE"
	}).trim();
}
function oneLine(text) {
	return text.replaceAll(/\s+/g, " ");
}

// src/init/find-migrations.ts
const EXTENSION = /\bcreate\s+extension\s+(?:if\s+not\s+exists\s+)?"?([\w-]+)/gi;
/** The repository's migrations: files that pgverdict runs itself, or the command of a tool that must run them. */
async function findMigrations(tree) {
	try {
		const set = await readMigrations(tree, parseConfig(void 0).migrations, { mayBeEmpty: true });
		if (set.kind === "sql" && set.migrations.length > 0) {
			const extensions = set.migrations.flatMap(({ pieces }) => pieces.map(({ text }) => text)).flatMap((text) => [...text.matchAll(EXTENSION)].map(([, name = ""]) => name.toLowerCase()));
			const files = set.migrations.map(({ file }) => file);
			return {
				kind: "sql",
				tool: set.tool,
				files,
				folder: commonFolder(files),
				extensions: [...new Set(extensions)],
				roles: expectedRoles(set.migrations).filter((role) => !set.settings?.roles?.includes(role))
			};
		}
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		return {
			kind: "none",
			reason: error.message
		};
	}
	const proposal = await proposeCommand(tree);
	if (proposal === void 0) return {
		kind: "none",
		reason: `No migrations found in ${tree.label}`
	};
	const { tool, command, install, seed } = proposal;
	return {
		kind: "command",
		tool,
		command,
		install,
		seed
	};
}
/** Prisma, Diesel and Hasura have a folder for each. */
const OF_ITS_OWN_FOLDER = /\/(?:migration|up)\.sql$/;
function commonFolder(files) {
	let folder = dirname$1(files[0] ?? ".");
	if (OF_ITS_OWN_FOLDER.test(files[0] ?? "")) folder = dirname$1(folder);
	while (folder !== "." && !files.every((file) => file.startsWith(`${folder}/`))) folder = dirname$1(folder);
	return folder;
}

// src/init/find-postgres.ts
/** Compose files say what people develop against, so they come before what the CI runs. */
const FILES = [
	/(^|\/)(docker-)?compose[^/]*\.ya?ml$/,
	/^\.github\/workflows\/[^/]+\.ya?ml$/,
	/^(\.gitlab-ci\.yml|\.circleci\/config\.yml|bitbucket-pipelines\.yml)$/,
	/(^|\/)Dockerfile[^/]*$/
];
const IMAGE = /(?:image:|FROM)\s*["']?([\w./-]*(?:postgres|postgis|pgvector|timescaledb|pgautoupgrade)[\w./-]*):(?:\$\{\w+:?-)?([\w.-]+)/g;
/** `16`, `16.2-alpine`, `pg16`, `2.14-pg16`. */
const MAJOR = /(?:^|pg|-)(1[2-8])(?=[.-]|$)/;
/** Images that start as the official one does. */
const COMPATIBLE = /^(postgis\/postgis|pgvector\/pgvector|timescale\/timescaledb)$/;
/** The PostgreSQL that the repository's containers run, as a hint at what production runs. */
async function findPostgres(tree) {
	const files = await tree.list("");
	for (const file of FILES.flatMap((pattern) => files.filter((name) => pattern.test(name)))) for (const [, image = "", tag = ""] of (await tree.read(file)).matchAll(IMAGE)) {
		const version = Number(MAJOR.exec(tag)?.[1]);
		if (version) return {
			version,
			image: COMPATIBLE.test(image) ? `${image}:${tag}` : void 0,
			file
		};
	}
	return findNamedVersion(tree, files);
}
/** What says the version without a container. */
const NAMED$1 = [
	{
		file: /(^|\/)supabase\/config\.toml$/,
		version: /^\s*major_version\s*=\s*(\d+)/m
	},
	{
		file: /(^|\/)\.tool-versions$/,
		version: /^postgres(?:ql)?\s+(\d+)/m
	},
	{
		file: /(^|\/)(?:structure|schema)\.sql$/,
		version: /^-- Dumped from database version (\d+)/m
	}
];
async function findNamedVersion(tree, files) {
	for (const { file: pattern, version } of NAMED$1) for (const file of files.filter((name) => isOurs(name) && pattern.test(name))) {
		const major = Number(version.exec((await peek(tree, file)).slice(0, HEAD_CHARACTERS))?.[1]);
		if (major >= OLDEST && major <= NEWEST) return {
			version: major,
			image: void 0,
			file
		};
	}
}
const HEAD_CHARACTERS = 1e5;
const [OLDEST, NEWEST] = [12, 18];

// src/init/find-scripts.ts
const manifest = object({
	scripts: record(string(), string()).default({}),
	prisma: object({ seed: string().optional() }).optional()
});
const MANAGERS = [
	{
		lockfile: "pnpm-lock.yaml",
		run: "pnpm run",
		execute: "pnpm exec",
		install: "pnpm install --frozen-lockfile"
	},
	{
		lockfile: "yarn.lock",
		run: "yarn run",
		execute: "yarn",
		install: "yarn install --frozen-lockfile"
	},
	{
		lockfile: "package-lock.json",
		run: "npm run",
		execute: "npx",
		install: "npm ci"
	}
];
/** What the package.json of a Node project offers for seed and load. */
async function findScripts(tree) {
	if (!(await tree.list("package.json")).includes("package.json")) return void 0;
	const parsed = manifest.safeParse(parseJson(await tree.read("package.json")));
	if (!parsed.success) return void 0;
	const { scripts, prisma } = parsed.data;
	const lists = await Promise.all(MANAGERS.map(({ lockfile }) => tree.list(lockfile)));
	const manager = MANAGERS.find((_, index) => lists[index]?.length) ?? MANAGERS[2];
	const script = (...names) => {
		const found = names.find((name) => Object.hasOwn(scripts, name) && !NO_TEST.test(scripts[name]));
		return found && `${manager.run} ${found}`;
	};
	return {
		install: manager.install,
		seed: prisma?.seed || await hasSeed(tree) ? `${manager.execute} prisma db seed` : script("db:seed", "seed"),
		test: script("test:integration", "test:e2e", "test:api", "test")
	};
}
/** What `npm init` writes. */
const NO_TEST = /\bno test specified\b/;
/** From Prisma 7 on its own configuration file names the seed. */
async function hasSeed(tree) {
	for (const folder of ["", ".config"]) {
		const file = (await tree.list(folder)).find((name) => /^(?:prisma\.config|\.config\/prisma)\.[cm]?[jt]s$/.test(name));
		if (file !== void 0 && /^[^/\n]*\bseed\s*:/m.test(await tree.read(file))) return true;
	}
	return false;
}
function parseJson(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}

// src/init/find-sql.ts
var import_picomatch = /* @__PURE__ */ __toESM(require_picomatch(), 1);
const SEED = /(^|\/)(seeds?|fixtures)\/[^/]+\.sql$|(^|\/)seed[^/]*\.sql$/i;
const NAMED = /^--\s*name:|@name\s+\w/m;
const MAX_FILES = 500;
/** Seeds and workloads among the SQL files that are no migrations. */
async function findSql(tree, migrationFiles) {
	const candidates = (await tree.list("")).filter((file) => file.endsWith(".sql") && !migrationFiles.has(file));
	const seeds = await withSupabaseSeeds(tree, candidates, candidates.filter((file) => SEED.test(file)));
	const workloads = [];
	for (const file of candidates.filter((name) => !SEED.test(name)).slice(0, MAX_FILES)) {
		const text = await tree.read(file);
		if (NAMED.test(text) && await isWorkload(text, file)) workloads.push(file);
	}
	return {
		seeds,
		workloads
	};
}
/** Whether every statement holds its values. */
async function isWorkload(text, file) {
	try {
		await parseWorkload(text, file);
		return true;
	} catch (error) {
		if (error instanceof UserError) return false;
		throw error;
	}
}
const SUPABASE = /(?:^|\/)supabase\/config\.toml$/;
/** Where Supabase's configuration names seeds (`[db.seed]` of config.toml), those in the order of its patterns count in its folder. */
async function withSupabaseSeeds(tree, files, seeds) {
	const configuration = (await tree.list("")).find((file) => SUPABASE.test(file));
	if (configuration === void 0) return seeds;
	const values = new Map(tomlPairs(await peek(tree, configuration)));
	const folder = posix.dirname(configuration);
	const others = seeds.filter((file) => !file.startsWith(`${folder}/`));
	if (values.get("db.seed.enabled") === "false") return others;
	const named = (values.get("db.seed.sql_paths")?.split(",") ?? ["seed.sql"]).flatMap((pattern) => {
		const matches = (0, import_picomatch.default)(posix.join(folder, pattern));
		return files.filter((file) => matches(file));
	});
	return [.../* @__PURE__ */ new Set([...named, ...others])];
}

// src/init/init-report.ts
/** What was found, what was written, and what is left to do. */
function initReport(found, written) {
	return `${[
		"Found",
		`  migrations  ${migrationsText(found)}`,
		`  PostgreSQL  ${found.postgres ? `${found.postgres.version}, in ${found.postgres.file}` : "no version is named anywhere"}`,
		`  seed        ${seedText(found)}`,
		`  workload    ${found.sql.workloads.join(", ") || "no SQL file with named statements and their values"}`,
		"",
		"Wrote",
		...written.map((file) => `  ${file}`),
		"",
		"Next",
		...nextSteps(found).map((step, index) => `  ${index + 1}. ${step}`)
	].join("\n")}\n`;
}
function migrationsText({ migrations }) {
	if (migrations.kind === "sql") return `${migrations.tool}, ${migrations.files.length} in ${migrations.folder}`;
	if (migrations.kind === "command") return `${migrations.tool}, by its own command: ${migrations.command}`;
	return migrations.reason;
}
function seedText(found) {
	return found.sql.seeds.join(", ") || seedCommand(found) || "nothing that looks like one";
}
function nextSteps(found) {
	const { migrations, sql, postgres } = found;
	const hasSeedCommand = seedCommand(found) !== void 0;
	const steps = [];
	if (migrations.kind === "none") steps.push("Say under `migrations` in pgverdict.yml how the schema comes about.");
	if (postgres === void 0) steps.push("Set `postgres.version` to what production runs.");
	if (sql.seeds.length === 0 && !hasSeedCommand) steps.push("Write a seed: generate_series makes a hundred thousand rows in a second.");
	if (sql.workloads.length === 0) steps.push("Put the statements that matter into a file, each under a line `-- name: orders.by_customer`, and name it under `workload`.");
	if (migrations.kind === "command" || hasSeedCommand) steps.push("Where the runner lacks what the commands need, set it up in the workflow before the step of pgverdict.");
	steps.push("Try it: `npx pgverdict run`", "Commit both files and open a pull request.");
	return steps;
}

// src/init/workflow-file.ts
/** The workflow that runs the gate on every pull request, and on the default branch for the base of the next ones. */
function workflowFile({ folder, defaultBranch }, toolVersion) {
	const directory = folder === "" ? "" : `          working-directory: ${(0, import_dist.stringify)(folder.replace(/\/$/, "")).trim()}\n`;
	const inputs = directory === "" ? "" : `        with:\n${directory}`;
	return `name: pgverdict
on:
  pull_request:
  merge_group:
  push: # keeps the database that the next pull requests start from
    branches: [${branchPattern(defaultBranch)}]
permissions: {}
concurrency: # a newer push to the same pull request makes the older run pointless
  group: \${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}
jobs:
  plans:
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    permissions:
      contents: read # check out the code, fetch the base commit
      pull-requests: write # the one comment with the verdict
    steps:
      - uses: actions/checkout@9c091bb21b7c1c1d1991bb908d89e4e9dddfe3e0 # v7.0.0
        with:
          persist-credentials: false # nothing of the pull request can find the token
      - uses: pgverdict/pgverdict@v${toolVersion}
${inputs}`;
}
/** As GitHub's filters spell a name: characters of patterns are escaped. */
function branchPattern(name) {
	return (0, import_dist.stringify)(name.replaceAll(/[*?+[\]!\\]/g, "\\$&"), { defaultStringType: /^[\w./-]+$/.test(name) ? "PLAIN" : "QUOTE_DOUBLE" }).trim();
}

// src/init/init.ts
/** Writes configuration and workflow for what is in the repository; returns what to tell the user. Throws a UserError where a file is there and `force` is not given. */
async function init({ repo, force }, context) {
	await loadParser();
	const repository = await openRepository(repo, context);
	const found = await inspect(repository);
	const files = [{
		name: "pgverdict.yml",
		folder: repository.git.directory,
		text: configFile(found, context.version)
	}, {
		name: ".github/workflows/pgverdict.yml",
		folder: repository.root,
		text: workflowFile({
			folder: repository.prefix,
			defaultBranch: await branchOf(repository)
		}, context.version)
	}];
	if (!force) await refuseExisting(files.map(({ folder, name }) => join(folder, name)));
	for (const { folder, name, text } of files) {
		await mkdir(dirname(join(folder, name)), { recursive: true });
		await writeFile(join(folder, name), text, { flag: force ? "w" : "wx" });
	}
	return initReport(found, files.map(({ name }) => name));
}
/** A name as the remote knows it; the usual one where nothing is committed yet. */
async function branchOf(repository) {
	return (await findDefaultBranch(repository))?.name.replace(new RegExp(`^${"origin"}/`), "") ?? "main";
}
async function inspect(repository) {
	try {
		var _usingCtx$1 = _usingCtx();
		const objects = _usingCtx$1.a(openObjects(repository));
		const tree = workingTree(repository, objects);
		const migrations = await findMigrations(tree);
		return {
			migrations,
			postgres: await findPostgres(tree),
			scripts: await findScripts(tree),
			sql: await findSql(tree, new Set(migrations.kind === "sql" ? migrations.files : []))
		};
	} catch (_) {
		_usingCtx$1.e = _;
	} finally {
		await _usingCtx$1.d();
	}
}
async function refuseExisting(files) {
	const exists = await Promise.all(files.map((file) => stat(file).then(() => true, () => false)));
	const there = files.filter((_, index) => exists[index]);
	if (there.length === 0) return;
	throw new UserError(`Nothing was written, because there is already ${there.join(" and ")}`, {
		kind: "usage",
		hint: "With `--force` it is replaced."
	});
}

export { init };