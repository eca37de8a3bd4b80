import { a as takeShard, i as policyOf, n as fingerprintRun, s as version, t as describeShard } from "./chunk-shard.js";
import { a as array, c as literal, d as object, h as string, m as strictObject, o as boolean, r as ZodNumber, u as number$1, y as _coercedNumber } from "./chunk-schemas.js";
import { t as UserError } from "./chunk-errors.js";
import { t as collectGarbage } from "./chunk-memory.js";
import { t as cleanLine } from "./chunk-clean.js";
import { t as _usingCtx } from "./chunk-usingCtx.js";
import { d as walk, n as inclusiveWork } from "./chunk-work.js";
import { a as totalBlocks, i as thresholdsFor, n as compareWork, r as isWorse, s as shapeOf, u as definitionOf } from "./chunk-thresholds.js";
import { n as grouped, r as listed, t as counted } from "./chunk-words.js";
import { _ as isPlanChange, a as atScaleReason, c as changeReason, d as runReason, f as decisiveRun, g as fastest, h as doubtWords, l as failureReason, m as measuredRuns, n as isAbout, o as compareAtScale, p as hasOtherRows, r as judge, u as plannedReason, v as triggersOf, y as scansOf } from "./chunk-judge.js";
import { i as acceptByLabel, n as choosePath, r as ACCEPT_LABEL } from "./chunk-path.js";
import { r as toReportNode } from "./chunk-render.js";
import { t as scan } from "./chunk-scan.js";
import { C as expectsFirstRole, F as filesOfScript, I as readScript, M as substituteParameters, N as quoteIdentifier, O as needsNoTransaction, P as quoteLiteral, U as splitSql, b as FIRST_ROLE, w as readReferences, z as matchFiles } from "./chunk-files.js";
import { $ as endsSessions, A as buildBase, B as runInTree, C as findTable, D as parsePlan, E as toExecutable, F as sendToCopy, G as watchLocks, H as measure$1, I as upgradeHead, J as readLog, K as connectSession, L as whenCounted, M as migrate, N as prepareTree, O as createWorkMeter, P as rebuildHead, Q as preparedQuery, R as readColumnStatistics, S as planForAnyValue, T as inTransaction, U as begin, V as endSessions, W as commit, X as transform, Y as parse$1, Z as preparedName, _ as formatVersion, a as columnKey, at as samplePlans, b as replay, c as isChanging, ct as readIndexes, d as tells, dt as guardFiles, et as findServer, f as wordsOf$1, g as measureSessions, h as startPgbouncer, i as MAX_EXCEPTIONS, it as logPlans, j as commandEnvironment, k as resetStatements, l as nameThere, lt as readPartitions, m as findPgbouncer, n as loadDatabaseOf, nt as isConnectionLoss, o as escaped, ot as withRoleSettings, p as sessionsOf, q as runCommand, r as readCatalog, rt as captureLog, s as wholeWord, st as countRows, tt as openServer, u as speaksOfSame, v as predictKnee, w as PREPARED, x as valueSetsOf, y as usefulConnections, z as writeColumnStatistics } from "./chunk-advice.js";
import { n as connectClient, t as SqlError } from "./chunk-client.js";
import { n as GitError, t as openRepository } from "./chunk-repository.js";
import { t as placeOf$1 } from "./chunk-migration.js";
import { a as sqlcommenterTags, d as parse$2, f as relationName, i as normalise, m as fold, n as identityOf, o as statementKey, p as walk$1, r as loadParser, s as effectsOf, t as classify, u as nameParts } from "./chunk-fingerprint.js";
import { n as assertMeasured, t as joinReports } from "./chunk-join-reports.js";
import { t as SHARD_NOTE } from "./chunk-findings.js";
import { _ as mergeBase, c as workingTree, d as require_fastest_levenshtein, f as findDefaultBranch, g as findRemoteCommit, h as findCommit, i as STAND_IN, l as openObjects, m as ensureCommit, n as readWorkload, p as REMOTE, r as readMigrations, s as parseConfig, u as treeOf, v as parentsOf } from "./chunk-workload.js";
import { access, mkdtemp, readFile, readdir, realpath, rm, stat, writeFile } from "node:fs/promises";
import { delimiter, dirname, join, relative, resolve, sep } from "node:path";
import { constants as constants$1, createReadStream, existsSync, readFileSync, rmSync } from "node:fs";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { isDeepStrictEqual } from "node:util";
import { setTimeout } from "node:timers/promises";
import { pipeline } from "node:stream/promises";
import { availableParallelism, hostname, tmpdir } from "node:os";

// node_modules/zod/v4/classic/coerce.js
function number(params) {
	return _coercedNumber(ZodNumber, params);
}

// src/sql/literals.ts
/** DDL and other statements to publish: every string (dollar-quoted bodies too) and number is `?`, comments are cut. */
function withoutLiterals(sql) {
	let published = "";
	for (const { kind, start, end } of scan(sql)) if (kind === "string" || kind === "number") published += "?";
	else if (kind !== "comment") published += sql.slice(start, end);
	return published.replace(/[ \t]+$/gm, "").trim();
}
/** Longer statements are rows, one like the other. */
const MAX_CHARACTERS$2 = 1e5;
/** The same, cut where it is longer than anybody reads. */
function cutWithoutLiterals(sql) {
	const published = withoutLiterals(sql);
	return published.length > MAX_CHARACTERS$2 ? `${published.slice(0, MAX_CHARACTERS$2)} …` : published;
}

// src/checkout/abandoned.ts
/** In the folder that git keeps of a worktree: whose it is, as `gc.pid` says it. */
const OWNER = "pgverdict-owner";
/** Notes that this process made the worktree, `kept` being the folder that git keeps of it. */
async function markOwned(kept) {
	await writeFile(join(kept, OWNER), `${process.pid} ${hostname()}\n`);
}
/**
* Takes away the worktrees of runs that were killed together with what guarded them: those that a process of this machine made
* which is no more. A number that another process has by now keeps its worktree.
*/
async function removeAbandonedWorktrees({ git }) {
	const common = (await git.attempt(["rev-parse", "--git-common-dir"]))?.trim();
	if (common === void 0) return;
	const all = resolve(git.directory, common, "worktrees");
	for (const name of await readdir(all).catch(() => [])) {
		const kept = join(all, name);
		const parent = await folderOf(kept);
		if (parent === void 0 || !await isAbandoned(kept)) continue;
		for (const folder of [parent, kept]) await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
/** The temporary folder around the worktree's files; undefined where those are not where ours are. */
async function folderOf(kept) {
	const pointer = (await readFile(join(kept, "gitdir"), "utf8").catch(() => "")).trim();
	return /\/pgverdict-tree-[^/]+\/tree\/\.git$/.test(pointer) ? dirname(dirname(pointer)) : void 0;
}
async function isAbandoned(kept) {
	const owner = await readFile(join(kept, OWNER), "utf8").catch(() => "");
	const [, pid, host] = /^(\d+) (.*)\n$/.exec(owner) ?? [];
	return pid !== void 0 && host === hostname() && !isRunning(Number(pid));
}
function isRunning(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code !== "ESRCH";
	}
}

// src/checkout/worktree.ts
/**
* A commit's files in a temporary folder outside of the user's checkout: whole, also where that one is sparse. Disposing
* removes it, also after the run was aborted; where this process is killed a guard does, or the next run.
*/
async function addWorktree(repository, commit) {
	await removeAbandonedWorktrees(repository);
	const parent = await mkdtemp(join(await realpath(tmpdir()), "pgverdict-tree-"));
	const directory = join(parent, "tree");
	const whole = repository.gitWith({ config: [["core.sparseCheckout", "false"]] });
	const guard = guardFiles(parent);
	const lastResort = () => {
		dropWorktree(parent, directory);
		guard.dismiss();
	};
	process.once("exit", lastResort);
	const remove = async () => {
		await removeWorktree(repository, parent, directory);
		guard.dismiss();
		process.off("exit", lastResort);
	};
	try {
		await whole.text([
			"worktree",
			"add",
			"--quiet",
			"--detach",
			"--force",
			directory,
			commit
		], repository.objectAccess);
		const kept = keptByGit(directory);
		if (kept !== void 0) {
			guard.tell(kept);
			await markOwned(kept);
		}
	} catch (error) {
		await remove();
		if (!(error instanceof GitError)) throw error;
		throw new UserError(`The files of ${commit} could not be checked out for commands: ${error.message}`, {
			hint: "Is there room in the temporary folder? A partial clone also needs its remote for this.",
			cause: error
		});
	}
	return {
		directory: join(directory, repository.prefix),
		[Symbol.asyncDispose]: remove
	};
}
async function removeWorktree(repository, parent, directory) {
	const git = repository.gitWith({ signal: new AbortController().signal });
	const removed = await git.attempt([
		"worktree",
		"remove",
		"--force",
		"--force",
		directory
	]);
	await rm(parent, {
		recursive: true,
		force: true
	});
	if (removed === void 0) await git.attempt(["worktree", "prune"]);
}
/** Takes away what a process that was killed has left of a checkout, `directory` being that one's. False where all was gone. */
function removeLeftWorktree(directory) {
	const [, parent] = /^(.*\/pgverdict-tree-[^/]+)\/tree(?:\/|$)/.exec(directory) ?? [];
	if (parent === void 0 || !existsSync(parent)) return false;
	dropWorktree(parent, join(parent, "tree"));
	return true;
}
/** For exit handlers, which cannot wait for git: the folder, and what its `.git` file says git keeps of it. */
function dropWorktree(parent, directory) {
	const kept = keptByGit(directory);
	for (const folder of [parent, ...kept === void 0 ? [] : [kept]]) rmSync(folder, {
		recursive: true,
		force: true
	});
}
/** The folder in which git keeps what it knows of a worktree. */
function keptByGit(directory) {
	const pointer = join(directory, ".git");
	return existsSync(pointer) ? /^gitdir: (.+)$/m.exec(readFileSync(pointer, "utf8"))?.[1] : void 0;
}

// src/cache/contents.ts
/** A fingerprint of all relations of a frozen database: what they are called, how large they are, whether every page is visible to all. */
async function fingerprintContents(database) {
	try {
		var _usingCtx$16 = _usingCtx();
		const [row] = await _usingCtx$16.a(await database.connect("owner")).rows(`
    select md5(string_agg(concat_ws(' ', n.nspname, c.relname, c.relkind, c.relfilenode, c.relpages, c.reltuples,
      c.relallvisible, pg_relation_size(c.oid)), ',' order by n.nspname, c.relname, c.oid)) as contents
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname not in ('pg_catalog', 'information_schema')`);
		return row?.contents ?? "";
	} catch (_) {
		_usingCtx$16.e = _;
	} finally {
		await _usingCtx$16.d();
	}
}

// src/cache/entry.ts
const ARCHIVE = "base.tar.zst";
const MANIFEST = "base.json";
/** GitHub keeps 10 GB for a whole repository. */
const MAX_PACKED_BYTES = 2 * 2 ** 30;
const MAX_MANIFEST_BYTES = 1e4;
const READ_BYTES = 2 ** 20;
const hex = string().regex(/^[0-9a-f]{64}$/);
const facts = strictObject({
	/** `server_version`. */
	server: string(),
	seededRows: number$1(),
	/** Of names, pages, rows and visibility of all relations. */
	contents: string()
});
const manifest = strictObject({
	key: hex,
	sha256: hex,
	sizeBytes: number$1().int(),
	facts
});
/** Writes an entry: `pack` makes its archive. Throws a UserError where that is larger than any cache should hold. */
async function writeEntry(folder, key, found, pack) {
	const file = join(folder, ARCHIVE);
	await pack(file);
	const { size: sizeBytes } = await stat(file);
	if (sizeBytes > MAX_PACKED_BYTES) throw new UserError("it takes more than 2 GiB, packed");
	const written = {
		key,
		sha256: await checksumOf(file),
		sizeBytes,
		facts: found
	};
	await writeFile(join(folder, MANIFEST), JSON.stringify(written));
}
/** Reads an entry that was written under this key. Throws where there is any doubt. */
async function readEntry(folder, key) {
	const path = join(folder, MANIFEST);
	if ((await stat(path)).size > MAX_MANIFEST_BYTES) throw new UserError("its manifest is not one of ours");
	const parsed = manifest.safeParse(JSON.parse(await readFile(path, "utf8")));
	if (!parsed.success || parsed.data.key !== key) throw new UserError("its manifest is not the one of this base");
	const archive = join(folder, ARCHIVE);
	const { sha256, sizeBytes, facts: expected } = parsed.data;
	if ((await stat(archive)).size !== sizeBytes || sizeBytes > MAX_PACKED_BYTES || await checksumOf(archive) !== sha256) throw new UserError("its archive is not the one that was written");
	return {
		archive,
		facts: expected
	};
}
async function checksumOf(file) {
	const hash = createHash("sha256");
	await pipeline(createReadStream(file, { highWaterMark: READ_BYTES }), hash);
	return hash.digest("hex");
}

// src/cache/key.ts
/** Changes with the way in which bases are built or kept. */
const FORMAT = 1;
/** SQL that asks for the time makes another base tomorrow. */
const ASKS_FOR_TIME = /\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|\b(?:current_(?:date|time|timestamp)|localtime(?:stamp)?)\b|'(?:now|today|tomorrow|yesterday)'/i;
/**
* The name of the base that these inputs make: equal exactly when all of them are, so that a kept one is as good as a new one.
* Load, gate and session come after it and are no part of it. No value of the environment is either. Throws a UserError
* where a file that the SQL includes is missing.
*/
async function baseKey(inputs) {
	const { tree, migrations, seed, config, build, version, today } = inputs;
	const uncertain = uncertaintyOf(inputs);
	if (uncertain !== void 0) return { uncertain };
	const hash = createHash("sha256");
	const { url: _, ...postgres } = config.postgres;
	add(hash, JSON.stringify([
		FORMAT,
		version,
		build,
		postgres,
		config.migrations,
		config.seed
	]));
	let isDated = false;
	const addPieces = (pieces) => {
		for (const piece of pieces) {
			isDated ||= ASKS_FOR_TIME.test(piece.text);
			add(hash, piece.text);
			if (piece.kind === "copy") add(hash, piece.data);
		}
	};
	if (migrations.kind === "sql") {
		add(hash, JSON.stringify([
			migrations.tool,
			migrations.transaction,
			migrations.settings
		]));
		for (const { id, transaction, pieces } of migrations.migrations) {
			add(hash, JSON.stringify([id, transaction]));
			addPieces(pieces);
		}
	} else await addFiles(hash, tree, config.migrations["depends-on"] ?? []);
	for (const file of await matchFiles(seed, config.seed.files, "seed.files")) {
		add(hash, file);
		addPieces(await readScript(seed, await seed.read(file), file));
	}
	if (config.seed.command !== void 0) await addFiles(hash, seed, config.seed["depends-on"] ?? []);
	if (isDated) add(hash, today);
	return { key: hash.digest("hex") };
}
function uncertaintyOf({ migrations, config }) {
	const commands = [...migrations.kind === "command" ? [["migrations", config.migrations["depends-on"]]] : [], ...config.seed.command === void 0 ? [] : [["seed", config.seed["depends-on"]]]];
	const open = commands.find(([, files]) => files === void 0);
	if (open !== void 0) return `\`${open[0]}.depends-on\` does not name what its command depends on`;
	if (commands.length === 0 || config.environment.length === 0) return void 0;
	return "commands that make it see variables of the `environment`, whose values are not kept";
}
/** Whole folders, files, and globs as everywhere. */
async function addFiles(hash, tree, patterns) {
	for (const pattern of patterns) {
		const below = await tree.list(pattern.replace(/^\.\//, "").replace(/\/$/, ""));
		const files = below.length > 0 ? below : await matchFiles(tree, [pattern], "depends-on");
		for (const file of files) add(hash, `${file}\0${await tree.checksum(file)}`);
	}
}
/** With its length, so that no two lists of parts look alike. */
function add(hash, part) {
	hash.update(`${part.length}\0`).update(part);
}

// src/base.ts
const NAME$2 = "base";
/**
* Starts a server and brings base into it: as it was kept by an earlier run, or built. What was kept is used only where
* nothing about it is in doubt.
*/
async function openBase(source, options) {
	const { config, context, cache } = options;
	const { progress } = context;
	if (cache === void 0 || source.base.isSeedBorrowed || source.base.spareSeed !== void 0) return build(() => openServer(config.postgres, context), source.base, options);
	const found = await progress.stage("find server", () => findServer(config.postgres, context));
	const name = await nameOf$3(found, source.base, options);
	if (!("key" in name)) return build(found.open, source.base, options, [`Base is not cached: ${name.uncertain}.`]);
	const { key } = name;
	const kept = await progress.stage("restore base", () => restore(found, key, cache, context));
	if (kept !== void 0) return kept;
	if ((cache.keeps === "base" || cache.keeps === "head" && isDeepStrictEqual(name, await nameOf$3(found, asBase(source.head), options))) && await keep(found, key, source.base, cache, options)) {
		const again = await progress.stage("restore base", () => restore(found, key, cache, context));
		if (again !== void 0) return again;
	}
	return build(found.open, source.base, options);
}
/** After a push to the base branch: keeps what will be the base of later runs. Its failure is told and changes nothing. */
async function keepNextBase(source, options) {
	const { config, context, cache } = options;
	if (cache?.keeps !== "head") return;
	const next = asBase(source.head);
	try {
		const found = await findServer(config.postgres, context);
		const name = await nameOf$3(found, next, options);
		if (!("key" in name) || isDeepStrictEqual(name, await nameOf$3(found, source.base, options))) return;
		if (!await cache.store.has(name.key)) await keep(found, name.key, next, cache, options);
	} catch (error) {
		context.signal.throwIfAborted();
		context.progress.warn(`The base of later runs could not be kept: ${messageOf(error)}`);
	}
}
function asBase(head) {
	return {
		...head,
		side: "base"
	};
}
async function build(open, source, { config, context }, notes = []) {
	const server = await context.progress.stage("start server", open);
	try {
		const base = await buildBase({
			server,
			config,
			...context
		}, source);
		return opened(server, base, [...notes, ...base.notes]);
	} catch (error) {
		await server[Symbol.asyncDispose]();
		throw error;
	}
}
function opened(server, base, notes = []) {
	return {
		server,
		base,
		notes,
		[Symbol.asyncDispose]: () => server[Symbol.asyncDispose]()
	};
}
async function nameOf$3({ build }, { tree, migrations, seed }, { config }) {
	if (build === void 0) return { uncertain: "the data of an external server is not ours to take" };
	const today = (/* @__PURE__ */ new Date()).toISOString().slice(0, 10);
	const inputs = {
		tree,
		migrations,
		seed,
		config,
		build,
		version,
		today
	};
	return baseKey(inputs).catch((error) => {
		if (error instanceof UserError) return { uncertain: "its SQL cannot be read" };
		throw error;
	});
}
async function restore(found, key, { store }, { progress, signal }) {
	let server;
	try {
		const folder = await store.fetch(key);
		if (folder === void 0) return void 0;
		const { archive, facts } = await readEntry(folder, key);
		server = await found.open({ archive });
		const database = await server.openDatabase(NAME$2);
		const base = {
			database,
			seededRows: await countRows(database)
		};
		if (!isDeepStrictEqual(facts, await factsOf(server, base))) throw new UserError("it is not as it was");
		return opened(server, base);
	} catch (error) {
		await server?.[Symbol.asyncDispose]();
		signal.throwIfAborted();
		progress.warn(`The base that was kept is not used: ${messageOf(error)}`);
		return;
	}
}
async function factsOf(server, { database, seededRows }) {
	return {
		server: server.version.full,
		seededRows,
		contents: await fingerprintContents(database)
	};
}
/** Builds base in a server of its own, which ends with its data in the store. Returns whether it does. */
async function keep(found, key, source, { store }, { config, context }) {
	try {
		var _usingCtx$15 = _usingCtx();
		const { progress, signal } = context;
		const server = _usingCtx$15.a(await progress.stage("start server", () => found.open({ isPacked: true })));
		const base = await buildBase({
			server,
			config,
			...context
		}, source);
		const { pack } = server;
		try {
			if (pack === void 0) throw new UserError("its server’s data is not ours to take");
			await progress.stage("keep base", () => store.keep(key, async (folder) => writeEntry(folder, key, await factsOf(server, base), pack)).then(() => void 0));
			return true;
		} catch (error) {
			signal.throwIfAborted();
			progress.warn(`The base could not be kept for later runs: ${messageOf(error)}`);
			return false;
		}
	} catch (_) {
		_usingCtx$15.e = _;
	} finally {
		await _usingCtx$15.d();
	}
}
function messageOf(error) {
	return error instanceof Error ? error.message : String(error);
}

// node_modules/csv-parse/lib/sync.js
const parse = function(data, opts = {}) {
	if (typeof data === "string") data = Buffer.from(data);
	const records = opts && opts.objname ? Object.create(null) : [];
	const parser = transform(opts);
	const push = (record) => {
		if (parser.options.objname === void 0) records.push(record);
		else records[record[0]] = record[1];
	};
	const close = () => {};
	const error = parser.parse(data, true, push, close);
	if (error !== void 0) throw error;
	return records;
};

// src/bloat/production.ts
const rows = array(object({
	schema: string().min(1),
	table: string().min(1),
	index: string(),
	pages: number().int().min(0),
	rows: number().min(-1)
}));
/** Reads what docs/partitioning.md's query says of production. Throws a UserError where the file is missing or something else. */
async function readProduction(tree, path) {
	if (path === void 0) return [];
	try {
		return rows.parse(parse(await tree.read(path), {
			columns: true,
			skip_empty_lines: true,
			trim: true
		})).map(({ index, ...row }) => ({
			...row,
			index: index === "" ? void 0 : index
		}));
	} catch (error) {
		if (error instanceof UserError) throw error;
		throw new UserError(`target.tables: ${path} is no list of tables with schema, table, index, pages and rows`, {
			kind: "usage",
			hint: "docs/partitioning.md has the query that makes it, to be saved as CSV with its header.",
			cause: error
		});
	}
}

// src/capture/outline-log.ts
/** csvlog's columns that are read here (PostgreSQL manual, “Using CSV-Format Log Output”). */
const COLUMN = {
	time: 0,
	pid: 3,
	tag: 7,
	severity: 11,
	code: 12,
	message: 13,
	backend: 23
};
/** Processes whose messages are the server's own: what a session says may quote statements and values. */
const OF_SERVER = /* @__PURE__ */ new Set([
	"postmaster",
	"startup",
	"logger",
	"checkpointer",
	"background writer",
	"walwriter"
]);
const LINES = 2e4;
/** What happened when in the server, the newest last: of statements only what kind they were and how long they took. */
async function outlineLog(log) {
	const lines = [];
	const rows = Readable.from(log.read(0, await log.position())).compose(parse$1({ relax_column_count: true }));
	for await (const row of rows) {
		lines.push(outline(row));
		if (lines.length > 2 * LINES) lines.splice(0, LINES);
	}
	return lines.slice(-2e4);
}
function outline(row) {
	const backend = row[COLUMN.backend] ?? "";
	const message = row[COLUMN.message] ?? "";
	const duration = /^duration: [\d.]+ ms/.exec(message)?.[0];
	return [
		row[COLUMN.time],
		`[${row[COLUMN.pid]}]`,
		backend,
		row[COLUMN.severity],
		row[COLUMN.code],
		row[COLUMN.tag],
		OF_SERVER.has(backend) ? message.replaceAll(/\s+/g, " ") : duration
	].filter((part) => part !== void 0 && part !== "").join(" ");
}
/** Tells the outline of a server's log at the end of its work, however that ended. */
function tellingLog(log, tell) {
	return { async [Symbol.asyncDispose]() {
		if (log === void 0 || tell === void 0) return;
		const lines = await outlineLog(log).catch(() => void 0);
		if (lines !== void 0) tell(lines);
	} };
}

// src/cause/because.ts
/** The comparison with its cause, which ends the reason as `…, because 002_change.sql line 3 dropped orders_customer_idx`. */
function withCause(comparison, cause, indexes) {
	if (cause === void 0) return comparison;
	const { side, earlier = [] } = cause;
	const place = placeOf(cause);
	const done = deedOf(cause, indexes, usedIndexes(comparison));
	const before = earlier.map((each) => {
		const where = "file" in each && "file" in cause && each.file === cause.file ? `line ${each.line}` : placeOf(each);
		const names = droppedBy(each).map(({ name }) => name);
		return names.length === 0 ? where : `${where} had dropped ${listed(names)}`;
	});
	const deed = done === void 0 || before.length === 0 ? done : `${done}, after ${listed(before)}`;
	const because = side === "base" ? `because the branch lacks ${place}${deed === void 0 ? "" : `, which ${deed}`}` : deed === void 0 ? `because of ${place}` : `because ${place} ${deed}`;
	return {
		...comparison,
		cause,
		reason: `${reasonBy(cause, comparison)}, ${because}`
	};
}
/**
* The comparison's reason with a change that the cause explains. Where several indexes of a plan changed, the comparison names the
* first of them, and the cause may have dropped or created another one.
*/
function reasonBy(cause, { reason, changes }) {
	const { dropped, created } = referencesOf(cause);
	const indexes = [...dropped, ...created].filter(({ kind }) => kind === "index").map(({ name }) => bareName$1(name));
	const told = changes.find((change) => reason.includes(`: ${changeReason(change)}`));
	const names = ({ from, to }) => indexes.some((index) => `${from} ${to}`.split(/[ ,]+/).includes(index));
	if (told === void 0 || names(told)) return reason;
	const explained = changes.find((change) => change.direction === told.direction && names(change));
	return explained === void 0 ? reason : reason.replace(changeReason(told), () => changeReason(explained));
}
const placeOf = (deed) => "file" in deed ? `${deed.file.split("/").slice(-2).join("/")} line ${deed.line}` : "the migration command";
/** The names of the indexes that base's plan reads. */
function usedIndexes({ base }) {
	const plans = base === void 0 ? [] : [base.plan, ...base.nested.map(({ plan }) => plan)];
	return new Set(plans.flatMap(({ root }) => [...walk(root)].flatMap(({ node }) => node.indexName ?? [])));
}
const NAME$1 = String.raw`("(?:[^"]|"")+"|[\w$]+)`;
const DROPPED_CONSTRAINT$1 = "dropped the constraint";
/** What ALTER TABLE did, by the part that says so; the first name in it is what it was done to. */
const ALTERATIONS = [
	[new RegExp(String.raw`\balter\s+(?:column\s+)?${NAME$1}\s+(?:set\s+data\s+)?type\b`, "i"), "changed the type of"],
	[new RegExp(String.raw`\balter\s+(?:column\s+)?${NAME$1}\s+set\s+statistics\b`, "i"), "changed the statistics target of"],
	[new RegExp(String.raw`\balter\s+(?:column\s+)?${NAME$1}\s+(?:re)?set\s*\(\s*n_distinct`, "i"), "changed n_distinct of"],
	[new RegExp(String.raw`\balter\s+(?:column\s+)?${NAME$1}\s+drop\s+not\s+null\b`, "i"), "allowed NULL in"],
	[new RegExp(String.raw`\balter\s+(?:column\s+)?${NAME$1}\s+set\s+not\s+null\b`, "i"), "forbade NULL in"],
	[new RegExp(String.raw`\balter\s+(?:column\s+)?${NAME$1}\s+set\s+default\b`, "i"), "changed the default of"],
	[new RegExp(String.raw`\balter\s+(?:column\s+)?${NAME$1}\s+set\s+generated\s+always\b`, "i"), "forbade values of one’s own in"],
	[new RegExp(String.raw`\benable\s+(?:always\s+|replica\s+)?trigger\s+${NAME$1}`, "i"), "enabled trigger"],
	[new RegExp(String.raw`\bdisable\s+trigger\s+${NAME$1}`, "i"), "disabled trigger"],
	[new RegExp(String.raw`\brename\s+(?:column\s+)?${NAME$1}\s+to\b`, "i"), "renamed"],
	[new RegExp(String.raw`\btable\s+(?:if\s+exists\s+)?(?:only\s+)?((?:${NAME$1}\.)?${NAME$1})\s+rename\s+to\b`, "i"), "renamed"],
	[new RegExp(String.raw`\badd\s+constraint\s+${NAME$1}`, "i"), "added the constraint"],
	[new RegExp(String.raw`\bdrop\s+constraint\s+(?:if\s+exists\s+)?${NAME$1}`, "i"), DROPPED_CONSTRAINT$1],
	[new RegExp(String.raw`\bdetach\s+partition\s+((?:${NAME$1}\.)?${NAME$1})`, "i"), "detached the partition"],
	[new RegExp(String.raw`\battach\s+partition\s+((?:${NAME$1}\.)?${NAME$1})`, "i"), "attached the partition"],
	[new RegExp(String.raw`\badd\s+foreign\s+key\s*\(\s*${NAME$1}`, "i"), "added a foreign key from"],
	[new RegExp(String.raw`\btable\s+(?:only\s+)?((?:${NAME$1}\.)?${NAME$1})\s+(?:enable|force)\s+row\s+level\b`, "i"), "set row-level security on"],
	[new RegExp(String.raw`\balter\s+(?:column\s+)?${NAME$1}\s+set\s+expression\b`, "i"), "changed the expression of"],
	[new RegExp(String.raw`\btable\s+(?:if\s+exists\s+)?((?:${NAME$1}\.)?${NAME$1})\s+set\s+schema\b`, "i"), "changed the schema of"],
	[new RegExp(String.raw`\btable\s+(?:if\s+exists\s+)?((?:${NAME$1}\.)?${NAME$1})\s+no\s+inherit\b`, "i"), "ended the inheritance of"],
	[new RegExp(String.raw`\badd\s+column\s+(?:if\s+not\s+exists\s+)?${NAME$1}`, "i"), "added"]
];
const REPLACED_CONSTRAINT = new RegExp(String.raw`\bdrop\s+constraint\s+(?:if\s+exists\s+)?${NAME$1}(?=[\s,]).*\badd\s+constraint\s+\1(?=\s)`, "is");
const CREATIONS = new RegExp(String.raw`^\s*create\s+(?:or\s+replace\s+)?(?:constraint\s+|unlogged\s+)?(trigger|policy|rule|materialized\s+view|table)\s+(?:if\s+not\s+exists\s+)?((?:${NAME$1}\.)?${NAME$1})`, "i");
/** The same of other statements. */
const OTHERS = [
	[new RegExp(String.raw`^\s*cluster\s+(?:verbose\s+)?((?:${NAME$1}\.)?${NAME$1})`, "i"), "put the rows in another order in"],
	[new RegExp(String.raw`^\s*alter\s+(?:function|procedure|routine)\s+((?:${NAME$1}\.)?${NAME$1})`, "i"), "changed the function"],
	[new RegExp(String.raw`^\s*create\s+or\s+replace\s+(?:function|procedure)\s+((?:${NAME$1}\.)?${NAME$1})`, "i"), "replaced the function"],
	[new RegExp(String.raw`^\s*create\s+(?:function|procedure)\s+((?:${NAME$1}\.)?${NAME$1})`, "i"), "created the function"],
	[new RegExp(String.raw`^\s*alter\s+type\s+((?:${NAME$1}\.)?${NAME$1})\s+rename\s+value\b`, "i"), "renamed a value of type"],
	[new RegExp(String.raw`^\s*alter\s+type\s+((?:${NAME$1}\.)?${NAME$1})`, "i"), "changed the type"],
	[new RegExp(String.raw`^\s*alter\s+sequence\s+(?:if\s+exists\s+)?((?:${NAME$1}\.)?${NAME$1})`, "i"), "changed the sequence"],
	[new RegExp(String.raw`^\s*alter\s+domain\s+((?:${NAME$1}\.)?${NAME$1})`, "i"), "changed the domain"],
	[new RegExp(String.raw`^\s*alter\s+(?:materialized\s+)?view\s+(?:if\s+exists\s+)?((?:${NAME$1}\.)?${NAME$1})`, "i"), "changed the view"],
	[new RegExp(String.raw`^\s*revoke\s+(?:(?!\bfrom\b).)+?\son\s+(?:(?:table|function|schema|sequence)\s+)?((?:${NAME$1}\.)?${NAME$1})`, "is"), "revoked privileges on"],
	[new RegExp(String.raw`^\s*alter\s+policy\s+${NAME$1}`, "i"), "changed the policy"],
	[new RegExp(String.raw`^\s*insert\s+into\s+((?:${NAME$1}\.)?${NAME$1})`, "i"), "added rows to"],
	[new RegExp(String.raw`^\s*update\s+(?:only\s+)?((?:${NAME$1}\.)?${NAME$1})`, "i"), "wrote rows of"],
	[new RegExp(String.raw`^\s*delete\s+from\s+(?:only\s+)?((?:${NAME$1}\.)?${NAME$1})`, "i"), "deleted rows of"],
	[/^\s*alter\s+(?:role|user|database)\s.*?\sreset\s+(?!all\b)([\w.]+)/is, "reset the setting"],
	[/^\s*alter\s+(?:role|user|database)\s.*?\sset\s+([\w.]+)/is, "changed the setting"],
	[/^\s*alter\s+(?:role|user|database)\s.*?\sreset\s+(all)\b/is, "reset the settings of the role or database:"]
];
/** Where literals were, the parser needs some expression. */
const referencesOf = ({ sql }) => readReferences(sql.replaceAll("?", "null"));
const droppedBy = (deed) => referencesOf(deed).dropped;
/** What a migration statement did, in words; undefined where it is none of the usual things. */
function deedOf(deed, indexes, used) {
	const { sql } = deed;
	const { dropped, created } = referencesOf(deed);
	const [gone] = dropped;
	if (gone?.kind === "index") return `dropped ${droppedIndexes(dropped.map(({ name }) => name), indexes, used)}`;
	const taken = [...used].filter((name) => isGone(name, indexes));
	if (gone?.kind === "column" || gone?.kind === "extension") return `dropped ${gone.kind} ${gone.name}${taken.length === 0 ? "" : ` and with it ${listed(taken)}`}`;
	if (gone?.kind === "policy" || gone?.kind === "trigger" || gone?.kind === "rule") {
		const at = gone.name.lastIndexOf(".");
		return `dropped ${gone.kind} ${gone.name.slice(at + 1)} on ${gone.name.slice(0, at)}`;
	}
	if (gone !== void 0) return `dropped ${gone.kind === "matview" ? "materialized view" : gone.kind} ${gone.name}`;
	const [, kind, name] = CREATIONS.exec(sql) ?? [];
	if (kind !== void 0) return `created ${kind.toLowerCase()} ${name}`;
	const [made] = created;
	const isReplacing = /^\s*create\s+or\s+replace\b/i.test(sql);
	if (made !== void 0) {
		const isOther = made.kind === "index" && used.has(made.name) && definitionOf(made.name, indexes.head) !== void 0;
		const words = `${isReplacing ? "replaced" : "created"} ${made.kind} ${made.name}`;
		return isOther ? `${words}, which is another one on base` : words;
	}
	const done = (/^\s*alter\s+table\b/i.test(sql) ? ALTERATIONS : OTHERS).map(([form, deed]) => [deed, form.exec(sql)?.[1]]).find(([, name]) => name);
	const [, removed] = REPLACED_CONSTRAINT.exec(sql) ?? [];
	if (removed !== void 0) return `replaced the constraint ${removed}`;
	if (done?.[0] === DROPPED_CONSTRAINT$1 && done[1] !== void 0 && definitionOf(done[1], indexes.head) !== void 0) return `${done.join(" ")}, which was added anew${otherness([done[1]], indexes)} after that`;
	return done?.join(" ") ?? (/^\s*do\b/i.test(sql) ? blockDeed(taken) : void 0);
}
const blockDeed = (taken) => taken.length === 0 ? "ran a DO block" : `ran a DO block, which dropped ${listed(taken)}`;
const UNIQUE = /^create unique /i;
const predicateOf = (definition) => / where (.*)$/is.exec(definition)?.[1];
/** What an index that was dropped and created anew is no longer; empty where it is what it was. */
function otherness(names, { base, head }) {
	const pairs = names.map((name) => [definitionOf(name, base) ?? "", definitionOf(name, head) ?? ""]);
	if (pairs.every(([before, after]) => before === after)) return "";
	if (pairs.some(([before, after]) => UNIQUE.test(before) && !UNIQUE.test(after))) return ", no longer unique,";
	if (pairs.some(([before, after]) => predicateOf(before) !== predicateOf(after))) return " with another predicate";
	return " as another index";
}
const isGone = (name, { base, head }) => definitionOf(name, base) !== void 0 && definitionOf(name, head) === void 0;
const TABLE_AND_KEYS = new RegExp(String.raw`\bon (?:only )?((?:${NAME$1}\.)?${NAME$1}) using \w+ \(`, "i");
/** The table of an index and what it begins with, as `pg_get_indexdef` writes them, without literals. */
function beginningOf(definition) {
	const head = TABLE_AND_KEYS.exec(definition);
	if (head === null) return void 0;
	const first = firstKey(definition.slice(head.index + head[0].length));
	return first === "" ? void 0 : {
		table: head[1],
		first: withoutLiterals(first)
	};
}
/** Up to the first comma or space outside of parentheses and quotes, or to the end of the list. */
function firstKey(keys) {
	let depth = 0;
	for (const { 0: token, index } of keys.matchAll(/"(?:[^"]|"")*"|'(?:[^']|'')*'|[(),\s]/g)) if (token === "(") depth++;
	else if (depth === 0 && /^[),\s]$/.test(token)) return keys.slice(0, index);
	else if (token === ")") depth--;
	return "";
}
/**
* `orders_customer_idx, the only index that begins with customer_id`. Of several that one statement drops: those that base's
* plan used, with those that begin alike.
*/
function droppedIndexes(names, { base, head }, used) {
	const beginnings = new Map(names.map((name) => [name, keyOf$3(beginningOf(definitionOf(name, base) ?? ""))]));
	const isUsed = (name) => used.has(bareName$1(name));
	const wanted = names.filter((name) => isUsed(name) || names.some((other) => isUsed(other) && beginnings.get(other) === beginnings.get(name)));
	const shown = wanted.length > 0 ? wanted : names;
	const keys = new Set(shown.map((name) => beginnings.get(name)));
	const [key] = keys;
	if (key === void 0 || keys.size > 1) return listed(shown);
	const alike = (definitions) => [...definitions].filter(([, definition]) => keyOf$3(beginningOf(definition)) === key).map(([name]) => bareName$1(name));
	if (shown.some((name) => definitionOf(name, head) !== void 0)) return `${listed(shown)}, which was created anew${otherness(shown, {
		base,
		head
	})} after that`;
	if (alike(head).length > 0) return listed(shown);
	const which = alike(base).some((name) => !shown.map(bareName$1).includes(name)) ? "last" : "only";
	const [, first] = JSON.parse(key);
	return `${listed(shown)}, the ${which} ${shown.length === 1 ? "index that begins" : "indexes that begin"} with ${first}`;
}
const keyOf$3 = (beginning) => beginning === void 0 ? void 0 : JSON.stringify([beginning.table, beginning.first]);
const bareName$1 = (name) => name.slice(name.indexOf(".") + 1);

// src/cause/by-definition.ts
/**
* Where going through the statements told nothing, as with a dump of the whole schema, of which the other side has the tables
* already: the statement that makes an index which base's plan reads another one on head, else the one by which base has it.
*/
function causeByDefinition(comparison, own, indexes) {
	if (comparison.status !== "regressed" && comparison.status !== "changed") return void 0;
	const lost = [...usedIndexes(comparison)].filter((name) => definitionOf(name, indexes.base) !== definitionOf(name, indexes.head));
	for (const { side, statements } of own) {
		const maker = statements.find(({ text }) => lost.some((name) => makes(text, name)));
		if (maker !== void 0) return {
			...placeOf$1(maker),
			sql: cutWithoutLiterals(maker.text),
			side
		};
	}
}
const makes = (text, name) => /\bcreate\b[^;]*\bindex\b/i.test(text) && text.includes(name) && readReferences(text).created.some((made) => made.kind === "index" && made.name === name);

// src/cause/culprit.ts
/** Buffers differ by this little for what catalog look-ups cost. */
const SAME_BLOCKS = 8;
const SAME_RATIO = .05;
const AIMS = {
	regressed: "worse",
	improved: "better",
	changed: "changed",
	broken: "broken"
};
const BACKWARDS = {
	worse: "better",
	better: "worse",
	changed: "changed",
	broken: "mended",
	mended: "broken"
};
/** What to look for when the statements that only one side has are gone through; undefined where there is nothing. */
function aimOf(status, side) {
	const aim = AIMS[status];
	return aim !== void 0 && side === "base" ? BACKWARDS[aim] : aim;
}
/**
* The position of the migration statement to blame, of those after which a statement was looked at; `looks` has one more
* at its beginning. `fills` says which of them only write rows.
*/
function findCulprit(aim, looks, fills) {
	if (aim === "broken") return failureOf(looks);
	if (aim === "mended") return lastBefore(looks, (look) => !works(look));
	if (aim === "changed") return changeOf(looks, fills);
	return largestJump(aim, looks, fills) ?? lastBefore(looks, (look) => isAlike(look, looks[0]));
}
/**
* The positions before the culprit's at which the plan lost an index and went on with another that does the same: without
* them the culprit would have done no harm.
*/
function earlierLosses(aim, looks, culprit) {
	if (aim !== "worse" && aim !== "changed") return [];
	return looks.slice(0, culprit).flatMap((before, at) => {
		const after = looks[at + 1];
		return before.kind === "seen" && after?.kind === "seen" && before.shape === after.shape && before.indexes.some((name) => !after.indexes.includes(name)) ? [at] : [];
	});
}
/**
* What made a statement another one with about the same work. The plan tells, or the triggers that fire, or the rows that
* are found; where all are as they were, as where only indexes are to be kept or a function inside is planned otherwise, the work does.
*/
function changeOf(looks, fills) {
	const [first, last] = [looks[0], looks.at(-1)];
	if (last?.kind !== "seen") return lastBefore(looks, (look) => isAlike(look, first));
	if (first?.kind !== "seen") return lastBefore(looks, (look) => look.kind === "failed" || look.shape !== last.shape);
	if (first.shape !== last.shape) return lastBefore(looks, (look) => look.kind === "seen" && look.shape === first.shape);
	if (first.triggers !== last.triggers) return lastBefore(looks, (look) => look.kind === "seen" && look.triggers === first.triggers);
	if (first.rows !== last.rows) return lastBefore(looks, (look) => look.kind === "seen" && look.rows === first.rows);
	return largestJump((last.work ?? 0) >= (first.work ?? 0) ? "worse" : "better", looks, fills);
}
/** SQLSTATEs of what is not there: a table, function, object, schema, or the constraint of an ON CONFLICT. */
const ABSENT = /* @__PURE__ */ new Set([
	"42P01",
	"42883",
	"42704",
	"3F000",
	"42P10"
]);
const NO_COLUMN = "42703";
const works = (look) => look.kind === "seen" && look.work !== Number.POSITIVE_INFINITY;
/**
* The statement after which it never again worked, or never again in time. While something is being replaced it is not there: where that is not how it
* fails in the end, what was put in its place is to blame.
*/
function failureOf(looks) {
	const first = lastBefore(looks, works);
	const last = looks.at(-1);
	if (first === void 0 || last?.kind !== "failed") return first;
	const isForNow = (code) => ABSENT.has(code) || code === NO_COLUMN && !ABSENT.has(last.code);
	const isTelling = (look) => look.kind === "failed" && (look.code === last.code || !isForNow(look.code));
	return looks.findIndex((look, at) => at > first && isTelling(look)) - 1;
}
/** The statement after the last look that answers the description; undefined where the migration ends so, or never was so. */
function lastBefore(looks, isSo) {
	const last = looks.findLastIndex(isSo);
	return last === -1 || last === looks.length - 1 ? void 0 : last;
}
/**
* The statement after which the work changed most. While a table or view is being replaced there is nothing to run: that
* counts for the statement that puts the new one in its place, and so does filling it with rows.
*/
function largestJump(aim, looks, fills) {
	const jumps = /* @__PURE__ */ new Map();
	let before;
	let blamed = -1;
	let isMissing = false;
	let isReplacement = false;
	for (const [at, look] of looks.entries()) {
		if (look.kind === "failed") {
			isMissing = true;
			continue;
		}
		if (look.work === void 0) return void 0;
		const isFilled = isReplacement && (fills[at - 1] === true || look.work === before);
		isReplacement = isMissing || isFilled;
		if (!isFilled) blamed = at - 1;
		if (before !== void 0 && look.work !== before) jumps.set(blamed, (jumps.get(blamed) ?? 0) + look.work - before);
		before = look.work;
		isMissing = false;
	}
	const sign = aim === "worse" ? 1 : -1;
	const [most] = [...jumps].toSorted((a, b) => sign * (b[1] - a[1]) || a[0] - b[0]);
	if (most === void 0 || sign * most[1] <= SAME_BLOCKS) return void 0;
	return most[0];
}
function isAlike(look, start) {
	if (start === void 0) return true;
	if (look.kind === "failed" || start.kind === "failed") return look.kind === "failed" && start.kind === "failed" && look.code === start.code;
	const [a, b] = [look.work ?? 0, start.work ?? 0];
	return look.shape === start.shape && (a === b || Math.abs(a - b) <= Math.max(SAME_BLOCKS, SAME_RATIO * b));
}

// src/cause/refresh.ts
/**
* Brings the planner's statistics up to date after a migration statement that changed what they describe: rows, a
* column's type or statistics target, an expression index, extended statistics. Others leave them alone, so that nothing is sampled twice.
*/
async function refreshStatistics(client, applied) {
	for (const table of tablesToAnalyze(applied)) await runQuietly(client, `execute format('analyze %s', ${quoteLiteral(table)}::regclass);`);
}
/**
* Sessions get the settings of their database and role when they begin; one that migrates has begun before the statements that
* change them. What was reset is as the server has it, unless database or role give it another value. `admin` has the server's.
*/
function createSettingsRefresh(admin) {
	const resetOfRole = [];
	return async (client, { text }) => {
		if (!/\balter\s+(?:database|role|user)\b/i.test(text)) return;
		const names = await namesOfReset(client, text);
		if (!/\bdatabase\b/i.test(text)) resetOfRole.push(...names);
		for (const name of names) {
			const [row] = await admin.rows("select reset_val as value from pg_settings where lower(name) = lower($1)", [name]);
			await runQuietly(client, `perform set_config(${quoteLiteral(name)}, ${quoteLiteral(row?.value ?? "")}, false);`);
		}
		await runQuietly(client, `perform set_config(c.name, c.value, false)
      from (
        select split_part(setting, '=', 1) as name, substr(setting, strpos(setting, '=') + 1) as value, inside, own
        from (
          select unnest(setconfig) as setting, setdatabase <> 0 as inside, setrole <> 0 as own from pg_db_role_setting
          where setdatabase in (0, (select oid from pg_database where datname = current_database()))
            and setrole in (0, current_user::regrole)
        ) as s
      ) as c
      where not (inside and own and lower(name) = any (${`array[${resetOfRole.map((name) => quoteLiteral(name.toLowerCase())).join(", ")}]::text[]`}))
      order by inside and own, own, inside;`);
	};
}
async function namesOfReset(client, text) {
	const name = RESET.exec(text)?.[1]?.replaceAll("\"", "");
	if (name === void 0) return [];
	return name.toLowerCase() === "all" ? await settingsOfBegin(client) : [name];
}
const RESET = /\breset\s+("?[\w.]+"?)/i;
/** The names of what the session got from its database or role. */
async function settingsOfBegin(client) {
	return (await client.rows(`select name from pg_settings where source in ('database', 'user', 'database user')`)).map(({ name }) => name);
}
/** Runs PL/pgSQL that may fail for want of a right, in the middle of a migration's transaction. */
async function runQuietly(client, statements) {
	await client.run(`do $pgverdict$ begin ${statements}
  exception when others then null;
  end $pgverdict$`);
}
const ALTERED_TARGET = /^\s*alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?((?:"(?:[^"]|"")+"|[\w.])+)[^;]*\b(?:set\s+statistics\b|(?:re)?set\s*\(\s*n_distinct)/i;
function tablesToAnalyze({ text, rewrites }) {
	const table = /\bon\s+(?:only\s+)?((?:"(?:[^"]|"")+"|[\w.])+)/i.exec(text)?.[1];
	if (/^\s*create\s+(?:unique\s+)?index\b/i.test(text)) return table !== void 0 && /\bon\b[^(]*\([^)]*\(/i.test(text) ? [table] : [];
	if (/^\s*create\s+statistics\b/i.test(text)) {
		const from = /\bfrom\s+((?:"(?:[^"]|"")+"|[\w.])+)\s*$/i.exec(text)?.[1];
		return from === void 0 ? [] : [from];
	}
	const target = ALTERED_TARGET.exec(text)?.[1];
	if (target !== void 0) return [target];
	const { kind, tables } = classify(text);
	return [.../* @__PURE__ */ new Set([...rewrites, ...kind === "write" ? tables : []])];
}

// src/capture/session.ts
/**
* Follows `set`, `set local`, `reset`, `set role` and `set_config` (with literals or parameters), which row-level security
* and multi-tenant applications depend on. What a driver sends in its start-up packet is not in the log.
*/
function createSessionTracker(initial) {
	const states = /* @__PURE__ */ new Map();
	const snapshots = /* @__PURE__ */ new Map();
	function stateOf(id) {
		const known = states.get(id);
		if (known !== void 0) return known;
		const state = {
			session: { ...initial },
			local: {}
		};
		states.set(id, state);
		return state;
	}
	function change(id, apply) {
		apply(stateOf(id));
		snapshots.delete(id);
		return true;
	}
	return {
		follow(id, sql, values) {
			const set = /^\s*set\s+(?:(session|local)\s+)?(?!session\b|transaction\b|constraints\b)(time\s+zone|[\w.]+)\s*(?:=|to\b|\s)\s*([\s\S]+?)\s*;?\s*$/i.exec(sql);
			if (set !== null) {
				const [, scope, name, value] = set;
				const key = /^time\s/i.test(name) ? "timezone" : name.toLowerCase();
				return change(id, (state) => {
					const settings = scope?.toLowerCase() === "local" ? state.local : state.session;
					if (/^default$/i.test(value)) delete settings[key];
					else settings[key] = unquote(value);
				});
			}
			const reset = /^\s*(?:reset\s+([\w.]+)|(discard)\s+all)/i.exec(sql);
			if (reset !== null) return change(id, (state) => {
				const names = reset[2] !== void 0 || reset[1]?.toLowerCase() === "all" ? Object.keys(state.session) : [reset[1]];
				for (const name of names) delete state.session[name.toLowerCase()];
			});
			if (/^\s*(?:commit|rollback(?!\s+to)|end|abort)\b/i.test(sql) && states.get(id) !== void 0) return change(id, (state) => {
				state.local = {};
			});
			const config = /^\s*select\s+(?:pg_catalog\.)?set_config\s*\(\s*([^,]+?)\s*,\s*([^,]+?)\s*,\s*(true|false|\$\d+)\s*\)/i.exec(sql);
			if (config === null) return false;
			const [name, value, isLocal] = config.slice(1).map((argument) => resolve$1(argument, values));
			return change(id, (state) => {
				(/^t/i.test(isLocal ?? "") ? state.local : state.session)[(name ?? "").toLowerCase()] = value ?? "";
			});
		},
		settingsOf(id) {
			const known = snapshots.get(id);
			if (known !== void 0) return known;
			const { session, local } = stateOf(id);
			const settings = {
				...session,
				...local
			};
			snapshots.set(id, settings);
			return settings;
		}
	};
}
function resolve$1(argument, values) {
	const parameter = /^\$(\d+)/.exec(argument);
	return parameter === null ? unquote(argument.replace(/::\w+$/, "")) : values[Number(parameter[1]) - 1] ?? "";
}
/** `'a'` → `a`, `a, 'b'` → `a, b` as set_config takes a search_path. */
function unquote(value) {
	return value.replace(/'((?:[^']|'')*)'/g, (_, text) => text.replaceAll("''", "'"));
}

// src/sql/temporary.ts
const ON_COMMIT = {
	ONCOMMIT_DELETE_ROWS: "delete rows",
	ONCOMMIT_DROP: "drop"
};
/** Where the tree has the name of what a statement creates, by the statement's type. */
const CREATED = {
	CreateStmt: (node) => node.relation,
	CreateTableAsStmt: (node) => node.into?.rel,
	intoClause: (node) => node.rel,
	ViewStmt: (node) => node.view,
	CreateSeqStmt: (node) => node.sequence
};
/**
* What a statement does to temporary objects, `live` being the names of those that the session has; undefined where it
* creates, changes and drops none. What functions do inside is not seen.
*/
function temporaryEffect(sql, live) {
	const statements = parse$2(sql) ?? [];
	if (statements.some((statement) => "TransactionStmt" in statement || "PrepareStmt" in statement)) return void 0;
	const creates = /* @__PURE__ */ new Map();
	const drops = [];
	let isTouched = false;
	let isCopiedIn = false;
	let vacuumed;
	walk$1(statements, (node, key) => {
		const created = CREATED[key]?.(node);
		if (isTemporaryName(created) || key === "ViewStmt" && names(node.query).some((name) => live.has(name))) creates.set(nameOf$2(created), onCommitOf(key, node));
		const isTarget = isLive(node.relation, live) && (key !== "CopyStmt" || node.is_from === true);
		isTouched ||= isTarget || key === "TruncateStmt" && names(node).some((name) => live.has(name));
		isCopiedIn ||= isTarget && key === "CopyStmt";
		if (isTarget && key === "RenameStmt" && typeof node.newname === "string") creates.set(node.newname, "keep");
		if (key === "VacuumStmt" && node.is_vacuumcmd === true) vacuumed = names(node).find((name) => live.has(name));
		if (key === "DropStmt") drops.push(...droppedNames(node).filter((name) => live.has(name)));
	});
	if (creates.size === 0 && drops.length === 0 && !isTouched) return void 0;
	return {
		creates,
		drops,
		isCopiedIn,
		sql: vacuumed === void 0 ? sql : `analyze ${quoteIdentifier(vacuumed)}`
	};
}
/** Whether a text has one of the names in it, in code or in a string. */
function mentions(sql, wanted) {
	for (const { kind, start, end } of scan(sql)) {
		const text = sql.slice(start, end);
		if (kind === "word" && wanted.has(text.toLowerCase())) return true;
		if (kind === "quoted" && wanted.has(text.slice(1, -1).replaceAll("\"\"", "\""))) return true;
		if (kind === "string" && [...wanted].some((name) => text.includes(name))) return true;
	}
	return false;
}
function isTemporaryName(created) {
	if (typeof created !== "object" || created === null) return false;
	const { relpersistence, schemaname } = created;
	return relpersistence === "t" || typeof schemaname === "string" && schemaname.startsWith("pg_temp");
}
const nameOf$2 = (node) => String(node.relname);
function isLive(node, live) {
	return typeof node === "object" && node !== null && live.has(nameOf$2(node));
}
function onCommitOf(key, node) {
	const into = key === "CreateTableAsStmt" ? node.into : node;
	return ON_COMMIT[String(into.oncommit ?? into.onCommit)] ?? "keep";
}
function names(tree) {
	const found = [];
	walk$1(tree, (node) => {
		if (relationName(node) !== void 0) found.push(nameOf$2(node));
	});
	return found;
}
function droppedNames(node) {
	return (Array.isArray(node.objects) ? node.objects : []).flatMap((object) => nameParts(object.List?.items).at(-1) ?? []);
}

// src/capture/temporary.ts
/** What a session may need to be set up again: beyond these a replay would be mostly setting up. */
const MAX_STEPS = 500;
const MAX_CHARACTERS$1 = 1e6;
const MAY_CREATE = /\btemp(?:orary)?\b|\bpg_temp\b/i;
const CONTROL = /^\s*(?:begin|start\s+transaction|commit|end|rollback|abort|savepoint|discard\s+(?:all|temp|temporary))\b/i;
function createTemporaryTracker() {
	const current = /* @__PURE__ */ new Map();
	const open = /* @__PURE__ */ new Map();
	function keep(session, objects) {
		if (objects === void 0 || objects.onCommit.size === 0) current.delete(session);
		else current.set(session, objects);
	}
	function control(session, sql) {
		const words = sql.toLowerCase().match(/[\w$]+|"[^"]*"/g) ?? [];
		const [verb] = words;
		const transaction = open.get(session);
		if (verb === "discard") current.delete(session);
		else if (verb === "begin" || verb === "start") open.set(session, {
			before: current.get(session),
			savepoints: /* @__PURE__ */ new Map()
		});
		else if (verb === "savepoint") transaction?.savepoints.set(words[1] ?? "", current.get(session));
		else if (words.includes("to")) keep(session, transaction?.savepoints.get(words.at(-1) ?? ""));
		else if (words[1] !== "prepared") {
			keep(session, verb === "rollback" || verb === "abort" ? transaction?.before : afterCommit(current.get(session)));
			if (words.includes("chain") && !words.includes("no")) open.set(session, {
				before: current.get(session),
				savepoints: /* @__PURE__ */ new Map()
			});
			else open.delete(session);
		}
	}
	return {
		follow(session, sent) {
			if (CONTROL.test(sent.sql)) return control(session, sent.sql);
			const objects = current.get(session);
			const query = sent.prepared === void 0 ? sent.sql : preparedQuery(sent.prepared);
			if (objects === void 0 ? !MAY_CREATE.test(query) : !MAY_CREATE.test(query) && !mentionsAny(query, objects)) return;
			const effect = temporaryEffect(query, new Set(objects?.onCommit.keys()));
			if (effect === void 0) return;
			const onCommit = new Map([...objects?.onCommit ?? [], ...effect.creates]);
			for (const name of effect.drops) onCommit.delete(name);
			const steps = [...objects?.steps ?? [], ...stepsOf$1(sent, effect.sql)];
			const lost = objects?.lost ?? (effect.isCopiedIn ? COPIED : tooMuch(steps));
			const after = {
				onCommit,
				steps: lost === void 0 ? steps : [],
				lost
			};
			keep(session, open.has(session) ? after : afterCommit(after));
		},
		objectsOf: (session) => current.get(session)
	};
}
const COPIED = "it needs a temporary table that was filled by COPY, whose rows are not in the log";
function tooMuch(steps) {
	const characters = steps.reduce((sum, step) => sum + step.length, 0);
	return steps.length <= MAX_STEPS && characters <= MAX_CHARACTERS$1 ? void 0 : "it needs a temporary table that took too many statements to fill";
}
/** What is left of the objects when the transaction commits. */
function afterCommit(objects) {
	if (objects === void 0) return void 0;
	const ending = [...objects.onCommit].filter(([, onCommit]) => onCommit !== "keep");
	if (ending.length === 0) return objects;
	const steps = ending.map(([name, onCommit]) => `${onCommit === "drop" ? "drop table if exists" : "delete from"} ${quoteIdentifier(name)}`);
	return {
		onCommit: new Map([...objects.onCommit].filter(([, onCommit]) => onCommit !== "drop")),
		steps: objects.lost === void 0 && steps.length > 0 ? [...objects.steps, ...steps] : [],
		lost: objects.lost
	};
}
function stepsOf$1({ sql, values, prepared }, repeatable) {
	if (prepared === void 0) return [substituteParameters(repeatable, values)];
	const name = preparedName(prepared)?.name ?? "";
	return [
		prepared,
		sql,
		`deallocate ${quoteIdentifier(name)}`
	];
}
function mentionsAny(sql, { onCommit }) {
	return mentions(sql, new Set(onCommit.keys()));
}
/** Whether a statement depends on a session's temporary objects, and what makes them. */
function setupFor(sql, objects) {
	if (objects === void 0 || !mentionsAny(sql, objects)) return {
		steps: [],
		lost: void 0
	};
	return objects;
}

// src/load/run-workload.ts
/**
* Sends the statements of the workload files one after the other over one connection a file, each by the simple protocol.
* A statement that fails is noted and the load goes on; only a lost connection throws.
*/
async function runWorkload(database, statements, options) {
	const sent = [];
	let done = 0;
	for (const [file, group] of Map.groupBy(statements, (statement) => statement.file)) try {
		var _usingCtx$14 = _usingCtx();
		const settings = {
			statement_timeout: String(options.statementTimeoutMs),
			...options.session
		};
		const client = _usingCtx$14.a(await connectSession(database, settings, "`session` in pgverdict.yml"));
		const session = createSessionTracker(options.session);
		const temporary = createTemporaryTracker();
		const prepared = /* @__PURE__ */ new Map();
		for (const statement of group) {
			options.signal.throwIfAborted();
			options.progress.step(`${file}: ${++done} of ${statements.length} statements`);
			const use = preparedName(statement.sql);
			const ofExecute = use?.kind === "execute" ? prepared.get(use.name) : void 0;
			const { steps: setup, lost } = setupFor(ofExecute ?? statement.sql, temporary.objectsOf(file));
			const failure = await send$1(client, statement);
			if (failure === void 0) {
				session.follow(file, statement.sql, []);
				for (let call = 0; call < statement.calls; call++) temporary.follow(file, {
					sql: statement.sql,
					values: [],
					prepared: ofExecute
				});
			}
			if (use?.kind === "prepare") prepared.set(use.name, statement.sql);
			sent.push({
				statement,
				session: session.settingsOf(file),
				failure,
				prepared: ofExecute,
				setup,
				lost
			});
		}
	} catch (_) {
		_usingCtx$14.e = _;
	} finally {
		await _usingCtx$14.d();
	}
	return sent;
}
async function send$1(client, statement) {
	try {
		for (let call = 0; call < statement.calls; call++) await client.run(statement.sql);
		return;
	} catch (error) {
		if (!(error instanceof SqlError)) throw error;
		if (error.code.startsWith("08") || error.code.startsWith("57P")) throw new UserError(`${statement.file}:${statement.line}: the server went away while ${statement.name} ran`, {
			cause: error,
			hint: error.message
		});
		return {
			code: error.code,
			message: error.message
		};
	}
}
/** Whether a statement only changes the session. */
function isSetting(sql) {
	return /^(?:set|reset)\b/i.test(sql) || /^select\s+(?:pg_catalog\.)?set_config\s*\([^;]*\)\s*$/i.test(sql);
}

// src/cause/blame.ts
/**
* The position to blame in place of the one that the looks tell, by what the statements of the migration say; undefined where
* none is to blame. `looks` has one more at its beginning than `texts`; `indexes` are those of before.
*/
function blamedPosition(aim, position, looks, texts, indexes) {
	const blamed = passedOn(aim, position, looks, texts);
	if (blamed === void 0) return void 0;
	return retypingBehind(blamed, texts) ?? unindexingBehind(blamed, texts, indexes) ?? blamed;
}
function passedOn(aim, position, looks, texts) {
	if (aim === "broken" || aim === "mended") return position;
	if (looks[position]?.kind === "seen") {
		const made = creationOf(texts[position], texts.slice(0, position));
		if (made !== -1) return checkingBetween(made, position, looks, texts) ?? made;
		if (aim !== "changed") return position;
		const back = looks[position + 1]?.kind === "failed" && !dropsColumn(texts[position]) ? looks.findIndex((look, at) => at > position && look.kind === "seen") : -1;
		return back === -1 ? replacementOf(position, texts) : back - 1;
	}
	const lost = looks.findLastIndex((look, at) => at < position && look.kind === "seen");
	if (lost === -1) return addsColumn(texts[position]) ? void 0 : position;
	return dropsColumn(texts[lost]) ? lost : position;
}
/**
* Of a view that is made again: the statement that changed the type of a column of its tables since it was dropped, which cannot
* be done while there is a view on it.
*/
function retypingBehind(position, texts) {
	const { created, tables } = readReferences(texts[position]);
	const view = created.find(({ kind }) => kind === "view" || kind === "table")?.name;
	if (view === void 0) return void 0;
	const gone = texts.findLastIndex((text, at) => at < position && readReferences(text).dropped.some(({ kind, name }) => /view$/.test(kind) && name === view));
	if (gone === -1) return void 0;
	const changesType = (text) => CHANGED_TYPE.test(text) && readReferences(text).tables.some((table) => table !== view && tables.includes(table));
	const at = texts.slice(gone, position).findLastIndex(changesType);
	return at === -1 ? void 0 : gone + at;
}
/** Of a table that is made and filled: the statement in between by which its rows came to be looked for when others are written. */
function checkingBetween(made, position, looks, texts) {
	const triggersAt = (at) => {
		const look = looks[at];
		return look?.kind === "seen" ? look.triggers : void 0;
	};
	const at = texts.findLastIndex((text, index) => index > made && index < position && FOREIGN_KEY.test(text) && triggersAt(index) !== void 0 && triggersAt(index) !== triggersAt(index + 1));
	return at === -1 ? void 0 : at;
}
/**
* Of a foreign key that is dropped and made again, as Prisma does around other changes: the statement that took the index of its
* columns away before. The key was there all the time.
*/
function unindexingBehind(position, texts, indexes) {
	const [, table, name, columns] = FOREIGN_KEY.exec(texts[position]) ?? [];
	if (table === void 0 || name === void 0 || columns === void 0) return void 0;
	const before = texts.slice(0, position);
	if (!before.some((text) => isSameName(DROPPED_CONSTRAINT.exec(text)?.[1], name))) return void 0;
	const [first] = columns.split(",");
	const served = (index) => {
		const beginning = beginningOf(definitionOf(index, indexes) ?? "");
		return beginning !== void 0 && isSameName(beginning.table, table) && isSameName(beginning.first, first);
	};
	const at = before.findLastIndex((text) => readReferences(text).dropped.some(({ kind, name: index }) => kind === "index" && served(index)));
	return at === -1 ? void 0 : at;
}
const isSameName = (a, b) => a !== void 0 && b !== void 0 && bareName(a) === bareName(b);
/** Without its schema and quotes. */
const bareName = (name) => name.trim().replace(/^.*\.(?=[^.]+$)/, "").replace(/^"(.*)"$/, "$1");
const CHANGED_TYPE = /^\s*alter\s+table\b[^;]*\balter\s+(?:column\s+)?(?:"(?:[^"]|"")+"|[\w$]+)\s+(?:set\s+data\s+)?type\b/i;
const dropsColumn = (text) => readReferences(text).dropped.some(({ kind }) => kind === "column");
/** Of a statement that fills a table: the one among those before it that made the table, which is what is new. */
function creationOf(text, before) {
	const { kind, tables } = classify(text);
	const table = kind === "write" ? tables[0] : void 0;
	return before.findLastIndex((each) => table !== void 0 && readReferences(each).created.some((made) => made.kind === "table" && made.name === table));
}
const addsColumn = (text) => /^\s*alter\s+table\b[^;]*\badd\s+(?:column\b|(?!constraint|primary|foreign|unique|check|exclude))/i.test(text);
const NAME = String.raw`((?:(?:"(?:[^"]|"")+"|[\w$]+)\.)?(?:"(?:[^"]|"")+"|[\w$]+))`;
const FOREIGN_KEY = new RegExp(String.raw`^\s*alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?${NAME}\s[^;]*?\badd\s+constraint\s+${NAME}\s+foreign\s+key\s*\(([^)]*)\)`, "i");
const DROPPED_CONSTRAINT = new RegExp(String.raw`\bdrop\s+constraint\s+(?:if\s+exists\s+)?${NAME}`, "i");
const DROP = new RegExp(String.raw`^\s*drop\s+(policy|trigger|rule)\s+(?:if\s+exists\s+)?${NAME}\s+on\s+${NAME}`, "i");
/** Of a policy, trigger or rule that is dropped and made again: the statement that makes it. */
function replacementOf(position, texts) {
	const [, kind, name, table] = DROP.exec(texts[position])?.map((part) => part.toLowerCase()) ?? [];
	if (kind === void 0) return position;
	const isMade = (text) => {
		const words = text.toLowerCase().split(/\s+/);
		return words[0] === "create" && words.includes(kind) && words.includes(name) && words.includes(table);
	};
	const made = texts.findIndex((text, at) => at > position && isMade(text.trim()));
	return made === -1 ? position : made;
}

// src/cause/probe.ts
/** Looks at a statement on the connection that migrates, also in the middle of its transaction, and leaves no trace there. */
async function look(client, probe, options) {
	const { valueSet, run } = probe;
	const { before, hasNewRows, ownSettings } = options;
	let planned;
	let prepared;
	try {
		return await apart(client, async () => {
			for (const name of ownSettings) await client.run(`set local ${name.split(".").map(quoteIdentifier).join(".")} to default`);
			const configured = Object.entries({
				...valueSet.session,
				statement_timeout: String(options.timeoutMs)
			}).map(([name, value]) => `set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true)`);
			const [session] = await client.rows(`select current_setting('plan_cache_mode') as mode, ${configured.join(", ")}`);
			for (const step of valueSet.setup ?? []) await client.run(step);
			if (valueSet.prepared !== void 0) await client.run(valueSet.prepared);
			prepared = valueSet.prepared === void 0 ? void 0 : preparedName(valueSet.prepared).name;
			const isUnseen = valueSet.why === "never seen";
			const isGeneric = session?.mode === "force_generic_plan" && valueSet.values.length > 0 && !isUnseen;
			const isRefresh = valueSet.refreshes !== void 0;
			const sql = isGeneric || isRefresh ? (await toExecutable(client, valueSet)).sql : substituteParameters(valueSet.sql, valueSet.values, valueSet.types);
			if (sql.startsWith(`execute ${"pgverdict_statement"}(`)) prepared = PREPARED;
			if (prepared === void 0 && !isRefresh && !classify(sql).isExplainable) return await lookAtUtility(client, sql);
			if (probe.isWrite) await checkAtOnce(client);
			const indexes = await readIndexes(client);
			const [row] = await client.rows(`explain (${isUnseen ? "generic_plan, " : ""}verbose, format json) ${sql}`);
			const plan = parsePlan(row?.["QUERY PLAN"]);
			planned = {
				shape: shapeOf(plan, indexes),
				indexes: indexesIn(plan)
			};
			if (run === "never" || isUnseen) return {
				kind: "seen",
				...planned,
				work: void 0
			};
			const last = before?.kind === "seen" ? before : void 0;
			if (run === "on another plan" && !hasNewRows && last?.shape === planned.shape) return {
				...last,
				...planned
			};
			const execution = await settled(client, () => execute(client, sql, probe, options.meter), last?.work);
			return {
				kind: "seen",
				...planned,
				work: void 0,
				...execution
			};
		});
	} catch (error) {
		if (!(error instanceof SqlError)) throw error;
		return error.code === "57014" && planned !== void 0 ? {
			kind: "seen",
			...planned,
			work: Number.POSITIVE_INFINITY
		} : {
			kind: "failed",
			code: error.code
		};
	} finally {
		if (prepared !== void 0) await client.run(`deallocate ${quoteIdentifier(prepared)}`);
	}
}
/** As in the replay; unless what the migration itself has left for its end cannot be checked yet. */
async function checkAtOnce(client) {
	await client.run("savepoint pgverdict_constraints");
	try {
		await client.run("set constraints all immediate");
	} catch (error) {
		if (!(error instanceof SqlError)) throw error;
		await client.run("rollback to savepoint pgverdict_constraints");
	}
}
/** What has no plan can only work or fail. A COPY would send its rows, or wait for ours. */
async function lookAtUtility(client, sql) {
	if (!/^\s*copy\b/i.test(sql)) await client.run(sql);
	return {
		kind: "seen",
		shape: "",
		indexes: [],
		work: void 0
	};
}
const indexesIn = ({ root }) => [...walk(root)].flatMap(({ node }) => node.indexName ?? []);
/** PostgreSQL's block, in bytes: what is written to the log counts in blocks. */
const BLOCK_BYTES$1 = 8192;
/** What the first execution after a change of the schema may read of the catalog, for foreign-key checks and in functions. */
const CATALOG_BLOCKS = 512;
/** Executes again the first time, and where the work differs by so little that the catalog alone may be the reason. */
async function settled(client, execution, before) {
	await client.run("savepoint pgverdict_execution");
	const first = await execution();
	const difference = before === void 0 ? void 0 : Math.abs((first?.work ?? 0) - before);
	if (difference !== void 0 && (difference === 0 || difference > CATALOG_BLOCKS)) return first;
	await client.run("rollback to savepoint pgverdict_execution");
	return await execution();
}
/** A read runs plainly, because EXPLAIN does not fetch what is stored out of line; a write under EXPLAIN, for its triggers. */
async function execute(client, sql, { isWrite }, meter) {
	await meter.reset();
	if (!isWrite) {
		await client.run(sql);
		const read = await meter.read("top level");
		return read && {
			work: blocksOf(read.work),
			rows: read.work.rows
		};
	}
	const [row] = await client.rows(`explain (analyze, buffers, timing off, format json) ${sql}`);
	const read = await meter.read("explain");
	return read && {
		work: blocksOf(read.work),
		triggers: triggersOf(parsePlan(row?.["QUERY PLAN"]))
	};
}
const blocksOf = ({ buffers, tempBlocks, walBytes }) => buffers + tempBlocks + walBytes / BLOCK_BYTES$1;
/** Runs in a savepoint of the open transaction, or in a transaction of its own, and rolls back. */
async function apart(client, work) {
	const isOpen = await client.run("savepoint pgverdict_probe").then(() => true, (error) => {
		if (error instanceof SqlError && error.code === "25P01") return false;
		throw error;
	});
	if (!isOpen) await client.run("begin");
	try {
		return await work();
	} finally {
		await client.run(isOpen ? "rollback to savepoint pgverdict_probe; release savepoint pgverdict_probe" : "rollback");
	}
}

// src/cause/trace.ts
/** `indexes` are those of the database before the first statement. */
function createTrace(suspects, meter, timeoutMs, indexes) {
	const applied = [];
	const fills = [];
	const sessions = createSessionTracker({});
	const looks = new Map(suspects.map((suspect) => [suspect.name, []]));
	return {
		async observe(client, statement) {
			const session = String(client.processId);
			if (statement !== void 0) {
				follow(sessions, session, statement.text);
				if (isSetting(statement.text)) return;
			}
			const fillsTable = statement !== void 0 && classify(statement.text).kind === "write";
			if (statement !== void 0) {
				applied.push(statement);
				fills.push(fillsTable);
			}
			const ownSettings = Object.keys(sessions.settingsOf(session));
			const hasNewRows = fillsTable || (statement?.rewrites.length ?? 0) > 0;
			for (const { name, probe } of suspects) {
				const seen = looks.get(name);
				seen.push(await look(client, probe, {
					meter,
					timeoutMs,
					before: seen.at(-1),
					hasNewRows,
					ownSettings
				}));
			}
		},
		culprit(name) {
			const suspect = suspects.find((each) => each.name === name);
			const seen = looks.get(name) ?? [];
			const replacing = applied.findLast(({ text }) => suspect?.replaced !== void 0 && replaces(text, suspect.replaced));
			if (replacing !== void 0) return {
				applied: replacing,
				earlier: []
			};
			const told = suspect && findCulprit(suspect.aim, seen, fills);
			if (suspect === void 0 || told === void 0) return void 0;
			const texts = applied.map(({ text }) => text);
			const position = blamedPosition(suspect.aim, told, seen, texts, indexes);
			if (position === void 0) return void 0;
			const losses = earlierLosses(suspect.aim, seen, position).map((at) => applied[at]);
			return {
				applied: applied[position],
				earlier: losses.filter(({ text }) => /\bdrop\b/i.test(text))
			};
		}
	};
}
const ALTERED = /^\s*alter\s+(?:database|role|user)\b.*?\b(?:re)?set\s+("?[\w.]+"?)/is;
/** What a database or role is given is everybody's from then on, and the session has it by now. */
function follow(sessions, session, text) {
	const [, altered] = ALTERED.exec(text) ?? [];
	sessions.follow(session, altered === void 0 ? text : `reset ${altered.replaceAll("\"", "")}`, []);
}
const replaces = (text, name) => readReferences(text).created.some((made) => made.kind === "function" && made.name.split(".").at(-1) === name);

// src/cause/attribute.ts
/**
* Finds for each statement that differs the migration statement that made it so: those that only head has are applied one
* by one to a copy of base, those that only base has to a copy of head, and after each one every suspect is planned again
* and, where its plan does not tell, run again.
*/
async function attribute(input) {
	const byName = new Map(input.measured.map((statement) => [statement.pair.name, statement]));
	const causes = /* @__PURE__ */ new Map();
	let applied;
	for (const pass of input.passes) {
		const open = input.comparisons.filter(({ name }) => !causes.has(name)).map((comparison) => toSuspect(comparison, pass.side, byName.get(comparison.name))).filter((suspect) => suspect !== void 0);
		if (open.length === 0) continue;
		const gone = await goThrough(input, pass, open, causes);
		if (pass.side === "head") applied = gone;
	}
	for (const comparison of input.comparisons.filter(({ name }) => !causes.has(name))) {
		const cause = causeByDefinition(comparison, input.passes, input.indexes);
		if (cause !== void 0) causes.set(comparison.name, cause);
	}
	return {
		causes,
		applied
	};
}
async function goThrough({ server, timeoutMs, indexes }, pass, suspects, causes) {
	const copy = await server.createDatabase("trace", pass.database);
	const trace = createTrace(suspects, createWorkMeter(server, copy), timeoutMs, pass.side === "head" ? indexes.base : indexes.head);
	const refreshSettings = createSettingsRefresh(server.admin);
	const gone = [];
	try {
		var _usingCtx$13 = _usingCtx();
		const client = _usingCtx$13.a(await copy.connect("owner"));
		await trace.observe(client, void 0);
	} catch (_) {
		_usingCtx$13.e = _;
	} finally {
		await _usingCtx$13.d();
	}
	try {
		await pass.apply(copy, async (client, applied) => {
			gone.push(applied);
			await refreshStatistics(client, applied);
			await refreshSettings(client, applied);
			await trace.observe(client, applied);
		});
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
	}
	await server.dropDatabase(copy);
	for (const { name } of suspects) {
		const culprit = trace.culprit(name);
		if (culprit === void 0) continue;
		const earlier = culprit.earlier.map(toDeed);
		causes.set(name, {
			...toDeed(culprit.applied),
			side: pass.side,
			...earlier.length > 0 && { earlier }
		});
	}
	return gone;
}
/** To publish. */
function toDeed(statement) {
	return {
		...placeOf$1(statement),
		sql: cutWithoutLiterals(statement.text)
	};
}
/** What to look at: the value set that decided, in base's words or, where the branch rewrote the statement, in head's. */
function toSuspect(comparison, side, measured) {
	const { name, status, base, head } = comparison;
	const { contradiction } = measured ?? {};
	const aim = aimOf(contradiction === void 0 ? status : "changed", side);
	const statement = measured?.pair.relation === "edited" && status !== "broken" ? measured.pair.head : measured?.pair.base ?? measured?.pair.head;
	const decided = statement?.valueSets[decidingValueSet(comparison)];
	const valueSet = status === "broken" && decided?.refreshes !== void 0 ? {
		...decided,
		refreshes: void 0
	} : decided;
	if (aim === void 0 || statement === void 0 || valueSet === void 0) return void 0;
	const run = !(status !== "broken" && base !== void 0 && base.shape !== head?.shape) ? "always" : aim === "changed" ? "never" : "on another plan";
	const suspect = {
		name,
		aim,
		probe: {
			valueSet,
			isWrite: statement.isWrite,
			run
		}
	};
	return contradiction === void 0 ? suspect : {
		...suspect,
		replaced: contradiction.function
	};
}
/** The value set that the comparison shows; of one that only one side could run, by what it read there. */
function decidingValueSet({ valueSets, base, head, decidingSet }) {
	if (decidingSet !== void 0) return decidingSet;
	const index = valueSets.findIndex((set) => set.baseBuffers === base?.buffers && set.headBuffers === head?.buffers);
	return Math.max(index, 0);
}

// src/cause/lost-order.ts
/** How well rows lie in the order of a column (`pg_stats.correlation`, without its sign): from here on they do, up to there they do not. */
const IN_ORDER = .9;
const OUT_OF_ORDER = .5;
const UPDATED = /^\s*update\s+(?:only\s+)?(?:(?:"((?:[^"]|"")+)"|([\w$]+))\.)?(?:"((?:[^"]|"")+)"|([\w$]+))/i;
/**
* The reason, which goes on with what an update did to the order of the rows: an index scan of a range then meets each page
* again and again. Only of columns of the index by which head's plan finds them.
*/
function withLostOrder(comparison, catalogs) {
	const { cause, head, status } = comparison;
	if (status !== "regressed" || cause?.side !== "head" || head === void 0) return comparison;
	const [, quotedSchema, schema = quotedSchema, quotedName, name = quotedName] = UPDATED.exec(cause.sql) ?? [];
	const table = name === void 0 ? void 0 : findTable(catalogs.head, schema, name);
	const before = table && findTable(catalogs.base, table.schema, table.name);
	if (table === void 0 || before === void 0) return comparison;
	const read = new Set([...walk(head.plan.root)].flatMap(({ node }) => node.indexName ?? []));
	const keys = table.indexes.filter((index) => read.has(index.name)).flatMap((index) => index.keys.flatMap(({ expression, isColumn }) => isColumn ? expression : []));
	const orderOf = ({ columns }, key) => Math.abs(columns.find((column) => column.name === key)?.correlation ?? NaN);
	const lost = [...new Set(keys)].filter((key) => orderOf(before, key) >= IN_ORDER && orderOf(table, key) <= OUT_OF_ORDER);
	return lost.length === 0 ? comparison : {
		...comparison,
		reason: `${comparison.reason}, which no longer lie in the order of ${listed(lost)}`
	};
}

// src/checkout/given.ts
/** The commit that a ref of the user means: here, at the remote as the clone last saw it, or fetched into a shallow clone. */
async function findGiven(repository, ref, progress) {
	for (const name of [ref, `${REMOTE}/${ref}`]) {
		const commit = await findCommit(repository, name);
		if (commit !== void 0) return {
			commit,
			name,
			isFetched: false
		};
	}
	if (!repository.isShallow) return void 0;
	const commit = /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(ref) ? ref : await findRemoteCommit(repository, ref);
	if (commit === void 0 || !await ensureCommit(repository, commit, progress)) return void 0;
	return {
		commit,
		name: ref,
		isFetched: true
	};
}

// src/checkout/unknown-ref.ts
var import_fastest_levenshtein = require_fastest_levenshtein();
async function unknownRefError({ git, root }, ref, option) {
	const names = (await git.text(["for-each-ref", "--format=%(refname:short)"])).split("\n").filter((name) => name !== "");
	const nearest = names.length === 0 ? void 0 : (0, import_fastest_levenshtein.closest)(ref, names);
	const isNear = nearest !== void 0 && (0, import_fastest_levenshtein.distance)(ref, nearest) <= Math.max(2, ref.length / 3);
	return new UserError(`${option}: the repository ${root} knows no commit, branch or tag \`${ref}\``, {
		kind: "usage",
		hint: isNear ? `Did you mean \`${nearest}\`?` : `If it is on the remote, run \`git fetch origin\` first.`
	});
}
function noCommitsError({ root }) {
	return new UserError(`The repository ${root} has no commits yet`, {
		kind: "usage",
		hint: "Commit what production runs today; the change is then compared with it."
	});
}

// src/checkout/base.ts
/** The commit that head is compared with. A given ref wins; then what the event says; then the default branch. */
async function findBase(repository, options) {
	const { base, event, head } = options;
	if (base !== void 0) return givenBase(repository, base, options);
	if (event === void 0 || event.kind === "other" || head !== void 0) return defaultBase(repository, options);
	if (event.kind === "pull_request") return pullRequestBase(repository, event, options);
	if (event.kind === "merge_group") {
		await fetchOrThrow(repository, event.base.sha, options);
		return {
			commit: event.base.sha,
			name: branchName(event.base.ref),
			foundBy: "the merge queue’s base"
		};
	}
	return pushBase(repository, event, options);
}
async function givenBase(repository, ref, options) {
	const given = await findGiven(repository, ref, options.progress);
	if (given !== void 0) return {
		commit: given.commit,
		name: given.name,
		foundBy: `the given base${given.isFetched ? ", fetched" : ""}`
	};
	throw await unknownRefError(repository, ref, "--base");
}
/**
* The merge commit that GitHub made has the very commit of the base branch as its other parent; `base.sha` of the payload is
* older as soon as the base branch moves on. Where the branch itself was checked out, the merge base is what is left.
*/
async function pullRequestBase(repository, event, options) {
	const parents = await parentsOf(repository, options.headCommit);
	const [other, ...more] = parents.filter((parent) => parent !== event.head.sha);
	if (other !== void 0 && more.length === 0 && parents.length === 2) {
		await fetchOrThrow(repository, other, options);
		return {
			commit: other,
			name: event.base.ref,
			foundBy: "the merge commit’s other parent"
		};
	}
	await fetchOrThrow(repository, event.base.sha, options);
	return sharedBase(repository, event.base.sha, event.base.ref, options);
}
/** What the branch was at before the push; its parent for a branch that is new or was pushed over. */
async function pushBase(repository, event, options) {
	const name = branchName(event.ref);
	if (!/^0+$/.test(event.before)) {
		if (await ensureCommit(repository, event.before, options.progress)) return {
			commit: event.before,
			name,
			foundBy: "the branch before the push"
		};
	}
	const [parent] = await parentsOf(repository, options.headCommit);
	if (parent === void 0) throw new UserError("This push has nothing before it to compare with", {
		kind: "usage",
		hint: "Give a base ref."
	});
	await fetchOrThrow(repository, parent, options);
	return {
		commit: parent,
		name,
		foundBy: "the parent of the pushed commit"
	};
}
async function defaultBase(repository, options) {
	const branch = await findDefaultBranch(repository);
	if (branch === void 0) throw new UserError("No default branch was found to compare with", {
		kind: "usage",
		hint: "Give one with `--base`, for example `--base main`, or run `git remote set-head origin --auto`."
	});
	return sharedBase(repository, branch.commit, branch.name, options);
}
async function sharedBase(repository, commit, name, { headCommit }) {
	const shared = await mergeBase(repository, headCommit, commit);
	if (shared !== void 0) return {
		commit: shared,
		name,
		foundBy: `the merge base with ${name}`
	};
	throw new UserError(`${name} and ${headCommit.slice(0, 7)} have no common commit`, {
		kind: "usage",
		hint: repository.isShallow ? "The clone is shallow: set `fetch-depth: 0` on actions/checkout, or name the base with `--base`." : "Name the commit to compare with by `--base`."
	});
}
async function fetchOrThrow(repository, commit, { progress }) {
	if (await ensureCommit(repository, commit, progress)) return;
	throw new UserError(`The base commit ${commit} is not in this clone and could not be fetched from ${REMOTE}`, {
		kind: "usage",
		hint: "Give the step a token that may read the repository (`github-token`), or set `fetch-depth: 0` on actions/checkout."
	});
}
function branchName(ref) {
	return ref.replace(/^refs\/(heads|tags)\//, "");
}

// src/checkout/git-tree.ts
/** A commit's files, read from git's objects: no checkout, hooks, filters or submodules are involved. */
function gitTree(repository, objects, commit, label) {
	return treeOf({
		label,
		commit,
		entries: async () => {
			const { prefix } = repository;
			const pathspec = prefix === "" ? [] : ["--", prefix];
			return (await repository.git.text([
				"ls-tree",
				"-r",
				"-z",
				"--full-tree",
				commit,
				...pathspec
			], repository.objectAccess)).split("\0").flatMap((line) => parseEntry(line, prefix));
		},
		bytes: (entry, maxBytes) => objects.read(entry.id, maxBytes),
		blobId: async (entry) => entry.id,
		checkout: () => addWorktree(repository, commit)
	});
}
/** `<mode> <type> <id>\t<path>`; submodules have the type `commit`. */
function parseEntry(line, prefix) {
	const [, mode, type, id, path] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
	if (path === void 0 || type !== "blob") return [];
	return [{
		path: path.slice(prefix.length),
		id,
		isSymlink: mode === "120000"
	}];
}

// src/checkout/refs.ts
/**
* Finds what is compared with what. Head is the given ref, the event's checked-out commit, or the working tree; base is the
* given ref, what the event was made against, or the merge base with the default branch. The same commit on both sides is
* allowed. Throws a UserError for what cannot be found.
*/
async function resolveSides(options) {
	const repository = await openRepository(options.repo, options);
	const checkedOut = await findCommit(repository, "HEAD");
	if (checkedOut === void 0) throw noCommitsError(repository);
	const commit = options.head === void 0 ? checkedOut : await givenCommit(repository, options.head, options.progress);
	const objects = openObjects(repository);
	const head = headSide(repository, objects, commit, options);
	const base = await findBase(repository, {
		...options,
		headCommit: commit
	});
	return {
		head,
		base: {
			tree: gitTree(repository, objects, base.commit, label(base.name, base.commit)),
			foundBy: base.foundBy
		},
		[Symbol.asyncDispose]: () => objects[Symbol.asyncDispose]()
	};
}
async function givenCommit(repository, ref, progress) {
	const given = await findGiven(repository, ref, progress);
	if (given === void 0) throw await unknownRefError(repository, ref, "--head");
	return given.commit;
}
function headSide(repository, objects, commit, { head, event }) {
	const at = (name, foundBy) => ({
		tree: gitTree(repository, objects, commit, label(name, commit)),
		foundBy
	});
	if (head !== void 0) return at(head, "the given head");
	if (event === void 0) return {
		tree: workingTree(repository, objects),
		foundBy: "the working tree with its uncommitted changes"
	};
	return at(event.kind === "pull_request" ? event.head.ref : "HEAD", "the commit that is checked out");
}
function label(name, commit) {
	const short = commit.slice(0, 7);
	return commit.startsWith(name) ? short : `${name}@${short}`;
}

// src/compare/calls.ts
/** More calls of a statement for the same load than this are worth a word: an N+1 rather than a retry. */
const MORE_CALLS_RATIO = 1.5;
const MORE_CALLS = 10;
/** A new statement is sent in a loop where it is sent this many times as often as half of the others are at most. */
const LOOP_RATIO = 10;
/** From this many statements on that are sent more often or less often, and both, the load itself is taken to be uneven. */
const UNEVEN = 3;
/** Of an uneven load: how many standard deviations beyond chance a growth must be. */
const BEYOND_CHANCE = 4;
/** From this many walks on base is taken to have shown how long they are. */
const TELLING_WALKS = 5;
/** Calls in a row that are a loop, and those that are none yet. */
const LOOP_CALLS = 5;
const NO_LOOP_CALLS = 2;
/** A list has so many rows at least; look-ups may miss some of them, which were looked up before. */
const LIST_ROWS = 3;
const FOLLOWING = .1;
const NO_CALL = "no call";
function countCalls(pairs) {
	const sorted = (values) => values.filter((value) => value > 0).toSorted((a, b) => a - b);
	return {
		growths: sorted(pairs.map(({ base, head }) => base?.stats.calls ? (head?.stats.calls ?? 0) / base.stats.calls : 0)),
		calls: sorted(pairs.map(({ head }) => head?.stats.calls ?? 0)),
		removed: pairs.flatMap(({ base, head }) => base === void 0 || head !== void 0 ? [] : [{
			text: base.text,
			calls: base.stats.calls
		}]),
		lists: pairs.flatMap(({ base, head }) => head === void 0 || head.isWrite || head.stats.rows < LIST_ROWS * head.stats.calls ? [] : [{
			base: base?.stats.rows ?? 0,
			head: head.stats.rows
		}])
	};
}
/**
* Whether the load does another number of things each time, as one with random numbers does: other statements are sent more
* often than is usual, and others again less often.
*/
function isUneven(growths, own) {
	const usual = own === void 0 ? growths[Math.floor((growths.length - 1) / 2)] : medianOfOthers(growths, own);
	if (usual === void 0) return false;
	const others = own === void 0 ? growths : growths.toSpliced(growths.indexOf(own), 1);
	const rose = others.filter((growth) => growth > usual).length;
	const fell = others.filter((growth) => growth < usual).length;
	return rose > 0 && fell > 0 && rose + fell >= UNEVEN;
}
/**
* How many calls come together on average where one comes: 1 where each is sent for itself. Head's are left out where base
* has shown enough of its own, so that a loop that the branch makes is no excuse for itself.
*/
function callsTogether({ base, head }) {
	const walked = [base, head].flatMap((side) => side?.walks ?? []);
	const telling = (base?.walks?.count ?? 0) >= TELLING_WALKS ? walked.slice(0, 1) : walked;
	const total = (of) => telling.reduce((sum, walks) => sum + walks[of], 0);
	return telling.length === 0 ? 1 : total("squares") / total("calls");
}
/** Whether chance alone hardly ever makes `after` calls where `expected` are usual, as in a compound Poisson process. */
const isBeyondChance = (pair, expected, after) => after - expected >= BEYOND_CHANCE * Math.sqrt(callsTogether(pair) * (expected + after));
/**
* Whether the branch sends a statement in a loop that base does not have, once for each row that another one returns: that
* is an N+1 however uneven the load is.
*/
function followsList({ base, head }, { lists }) {
	const [before, after] = [base?.stats.calls ?? 0, head?.stats.calls ?? 0];
	const isNewLoop = (head?.walks?.longest ?? 0) >= LOOP_CALLS && (base?.walks?.longest ?? 0) <= NO_LOOP_CALLS;
	const isAsMany = (rows) => [after, after - before].some((calls) => Math.abs(calls - rows) <= FOLLOWING * rows);
	return isNewLoop && lists.some((rows) => isAsMany(rows.head) && rows.base > 0 && before <= rows.base / 2);
}
/** Whether the branch no longer sends another statement on the same tables that was sent about as often. */
function replacesAnother(text, calls, { removed }) {
	const often = removed.filter((each) => calls < MORE_CALLS_RATIO * each.calls);
	if (often.length === 0) return false;
	const { tables } = classify(text);
	return often.some((each) => tables.length > 0 && classify(each.text).tables.every((table) => tables.includes(table)));
}
/** Says of a load that it is uneven, which makes a comparison of its calls a coarse one. */
function unevenNotes(pairs) {
	const { growths } = countCalls(pairs);
	if (!isUneven(growths, void 0)) return [];
	const more = growths.filter((growth) => growth > 1).length;
	const fewer = growths.filter((growth) => growth < 1).length;
	return [`The two loads are uneven: of ${counted(growths.length, "statement")} that both send, head’s sends ${grouped(more)} more often and ${grouped(fewer)} less often. Only a number of calls that chance hardly explains is reported. A load that draws the same random numbers each time is compared more sharply.`];
}
/** The median without one of the values that are equal to `own`, the lower of two; undefined where there is no other. */
function medianOfOthers(values, own) {
	const middle = Math.floor((values.length - 2) / 2);
	if (middle < 0) return void 0;
	const position = values.indexOf(own);
	return values[position !== -1 && position <= middle ? middle + 1 : middle];
}
/**
* A statement that head's load sends more often than base's, as an N+1 query does. Where the others are sent more often
* as well, as by a load that was made longer, only what is beyond that counts; of an uneven load only what is beyond chance.
*/
function callChanges(pair, counts) {
	const { base, head, relation } = pair;
	const [before, after] = [base?.stats.calls ?? 0, head?.stats.calls ?? 0];
	const change = (from, to) => [{
		kind: "more-calls",
		node: "load",
		from,
		to,
		direction: "worse"
	}];
	const isChance = (own, expected) => isUneven(counts.growths, own) && !isBeyondChance(pair, expected, after) && !followsList(pair, counts);
	if (relation === "added") {
		const usual = medianOfOthers(counts.calls, after);
		return usual !== void 0 && after >= LOOP_RATIO * usual && after >= MORE_CALLS && !replacesAnother(head?.text ?? "", after, counts) && !isChance(void 0, 0) ? change(NO_CALL, `${counted(after, "call")}, where others are sent ${times(usual)}`) : [];
	}
	if (before === 0) return [];
	const expected = before * Math.max(1, medianOfOthers(counts.growths, after / before) ?? 1);
	return after >= MORE_CALLS_RATIO * expected && after - expected >= MORE_CALLS && !isChance(after / before, expected) ? change(counted(before, "call"), counted(after, "call")) : [];
}
/** The number of calls as the beginning of a sentence. */
function callsReason([calls]) {
	if (calls === void 0) return "";
	return calls.from === NO_CALL ? `${calls.to}; ` : `the same load makes ${calls.to} instead of ${calls.from}; `;
}
const times = (count) => count === 1 ? "once" : `${grouped(count)} times`;

// src/sql/refreshed-view.ts
/** The name, as SQL, of the materialized view that a REFRESH fills; undefined for every other statement and for `with no data`. */
function refreshedView(text) {
	if (!/^\W*refresh\b/i.test(text)) return void 0;
	const [statement, ...others] = parse$2(text) ?? [];
	const refresh = statement !== void 0 && "RefreshMatViewStmt" in statement ? statement.RefreshMatViewStmt : void 0;
	if (refresh === void 0 || others.length > 0 || refresh.skipData === true) return void 0;
	const { schemaname, relname } = refresh.relation ?? {};
	return [schemaname, relname].filter((part) => typeof part === "string").map(quoteIdentifier).join(".");
}

// src/compare/discarded.ts
/** A scan that looks at this many rows for each that passes its filter is one that an index would shorten. */
const DISCARDING_RATIO = 10;
/**
* Scans of a new statement that read many pages to throw nearly all rows away, as one without a fitting index does; the one
* that reads most comes first. There is nothing to compare a new statement with, so it is held against its own result.
*/
function discardedRows({ plan }, { blocks }) {
	return [...scansOf(plan, /* @__PURE__ */ new Map()).values()].filter(({ filters, rowsRead, rowsKept, blocks: read }) => filters.length > 0 && (read ?? 0) >= Math.max(1, blocks) && rowsRead >= DISCARDING_RATIO * Math.max(1, rowsKept)).toSorted((a, b) => (b.blocks ?? 0) - (a.blocks ?? 0)).map(({ label, rowsRead, rowsKept, filters }) => ({
		kind: "rows-discarded",
		node: label,
		from: `${counted(Math.round(rowsRead), "row")} looked at`,
		to: `${grouped(Math.round(rowsKept))} kept, because no index answers ${listed(filters, 2)}`,
		direction: "worse"
	}));
}

// src/compare/conclude.ts
const isMeasured = (measurement) => measurement.kind === "measured";
/** SQLSTATE of a statement that ran into the timeout. */
const QUERY_CANCELED = "57014";
const isFailed = (measurement) => measurement.kind === "failed";
/** A statement that works on one side only. */
function concludeBroken({ pair, runs, compatibility }) {
	for (const { base, head } of runs) if (isMeasured(base) && isFailed(head)) return {
		status: "broken",
		reason: `works on base and ${failureReason(head)} on head`,
		base
	};
	const worked = runs.map(({ base }) => base).find(isMeasured);
	if (compatibility !== void 0 && isFailed(compatibility) && worked !== void 0) return {
		status: "broken",
		reason: `base’s text, ${pair.relation === "removed" ? "which the branch no longer sends" : "which the branch rewrote"}, ${failureReason(compatibility)} on head: code that still runs during the deploy breaks`,
		base: worked,
		head: runs.map((run) => run.head).find(isMeasured)
	};
	return concludeFailedLoad(pair, runs);
}
/**
* A statement that failed in head's load, as it did not in base's, and that the replay could not run either. A failure of
* the replay alone proves nothing: the statement may need rows that others of the load write.
*/
function concludeFailedLoad({ head, relation }, runs) {
	if (head?.failure === void 0 || runs.some((run) => isMeasured(run.head))) return void 0;
	const { code } = head.failure;
	const fails = `${failureReason({
		code,
		timedOut: code === QUERY_CANCELED
	}, head.text)} on head`;
	return {
		status: "broken",
		reason: relation !== "added" ? `works on base and ${fails}` : isCounted(head.text) ? `only the branch sends it, and it ${fails}` : `${fails}, and in base’s load it did not`,
		isInferred: true
	};
}
/** Whether base's load would show it had it sent it: of a COPY and other utility statements, only failures are known. */
function isCounted(text) {
	const { isExplainable, inner } = classify(text);
	return isExplainable || inner !== void 0 || refreshedView(text) !== void 0;
}
/** A statement that an index leads to other rows than the table holds. */
function concludeContradicted({ contradiction }, runs) {
	const run = decisiveRun(runs);
	if (contradiction === void 0 || run === void 0) return void 0;
	const { index, function: called, rows, rowsWithout } = contradiction;
	return {
		status: "broken",
		reason: `${`finds ${counted(rows, "row")} on head by index ${index} and ${grouped(rowsWithout)} without it`}: ${`the index holds what ${called}() returned before the branch replaced it, until it is rebuilt`}`,
		base: run.base,
		head: run.head,
		run
	};
}
const reads = ({ work }) => `reads ${counted(work.buffers, "page")} for ${counted(work.rows, "row")}`;
/** A new statement is judged by what it reads with those of its values that read most. */
function concludeAdded(runs, policy) {
	const [head] = runs.map((run) => run.head).filter(isMeasured).toSorted((a, b) => b.work.buffers - a.work.buffers);
	const changes = discardedRows(head, thresholdsFor([head.plan], policy));
	const [first] = changes;
	const why = first === void 0 ? "" : `: on ${first.node}, ${first.from} for ${first.to}`;
	return {
		status: "added",
		reason: `only the branch sends it; ${reads(head)}${why}`,
		head,
		changes
	};
}
/** Statements with one side only, because only one load sends them or only one side can run them. */
function concludeOneSided({ pair, runs }, policy) {
	const base = runs.map((run) => run.base).find(isMeasured);
	const head = runs.map((run) => run.head).find(isMeasured);
	if (pair.relation === "added" && head !== void 0) return concludeAdded(runs, policy);
	if (pair.relation === "removed" && base !== void 0) return {
		status: "removed",
		reason: `only base sends it; ${reads(base)}`,
		base
	};
	const failure = runs.map((run) => run.base).find(isFailed);
	if (failure === void 0 || head === void 0 || base !== void 0) return void 0;
	return {
		status: failure.timedOut ? "improved" : "changed",
		reason: `${failureReason(failure)} on base and works on head`,
		head
	};
}
function concludeUnmeasured({ pair, runs }) {
	const statement = pair.head ?? pair.base;
	const sides = runs.flatMap((run) => [run.head, run.base]);
	const skipped = sides.find((side) => side.kind === "skipped");
	const failed = sides.find(isFailed);
	const measured = failed === void 0 ? skipped?.reason : `${failureReason(failed)} on ${pair.relation === "added" ? "head" : pair.relation === "removed" ? "base" : "both sides"}`;
	const outcome = (side) => side?.kind === "failed" ? side.code : side?.kind === "skipped" ? side.reason : side?.kind;
	const isAlike = pair.relation === "same" && pair.base?.unmeasured === pair.head?.unmeasured && runs.every(({ base, head }) => outcome(base) === outcome(head));
	return {
		status: "unmeasured",
		reason: statement?.unmeasured ?? measured ?? "no values of it were seen",
		isAlike
	};
}
/** The planner's cost of a statement that was only planned: beyond this it is worse, which without an execution only warns. */
const CLEAR_COST_RATIO = 1.5;
const CLEAR_COST = 100;
/** A statement whose values nobody has seen: both sides have planned it for any value. */
function concludePlanned(runs) {
	const [run] = runs;
	if (run === void 0 || run.head.plan.root.actualLoops !== void 0) return void 0;
	const [before, after] = [run.base.plan.root.totalCost, run.head.plan.root.totalCost];
	const isMore = (a, b) => run.isOtherPlan && b >= CLEAR_COST_RATIO * a && b - a >= CLEAR_COST;
	const tendency = isMore(before, after) ? "worse" : isMore(after, before) ? "better" : "same";
	const same = run.isOtherPlan ? "changed" : "unchanged";
	return {
		status: tendency === "worse" ? "regressed" : tendency === "better" ? "improved" : same,
		reason: plannedReason(run, tendency),
		base: run.base,
		head: run.head,
		run
	};
}
/** A statement that both sides ran. */
function concludeMeasured({ pair }, runs) {
	const run = decisiveRun(runs);
	if (run === void 0) return void 0;
	const isEdited = pair.relation === "edited";
	const same = isEdited || run.isOtherPlan || run.writeGrowth !== "more" || run.changes.some(isPlanChange) || hasOtherRows(run) ? "changed" : "unchanged";
	const status = run.tendency === "worse" ? "regressed" : run.tendency === "better" ? "improved" : same;
	const sets = (pair.base ?? pair.head)?.valueSets ?? [];
	return {
		status,
		reason: runReason(run, runs, isEdited ? "edited" : "same", ({ valueSet }) => sets[valueSet]?.why),
		base: run.base,
		head: run.head,
		run
	};
}
/** Draws the conclusion: what is broken before what was measured, and that before what could not be. */
function conclude(measured, policy, indexes, isWorseAtScale) {
	const { base, head } = measured.pair;
	const runs = base === void 0 || head === void 0 ? [] : measuredRuns(measured, policy, indexes, isWorseAtScale);
	return concludeBroken(measured) ?? concludeContradicted(measured, runs) ?? concludePlanned(runs) ?? concludeMeasured(measured, runs) ?? concludeOneSided(measured, policy) ?? concludeUnmeasured(measured);
}

// src/compare/generic-plan.ts
/** A statement that the plan cache will make worse on head, and not on base: a risk, since the load itself had custom plans. */
function genericPlanChanges(genericPlans, limits) {
	if (genericPlans === void 0) return [];
	const { base, head } = genericPlans;
	const isRisk = isWorse(head.customBuffers, head.genericBuffers, limits);
	const isOld = base !== void 0 && !isWorse(base.genericBuffers, head.genericBuffers, limits);
	if (!isRisk || isOld) return [];
	return [{
		kind: "generic-plan",
		node: "plan cache",
		from: `${counted(head.customBuffers, "page")} by a plan for the values`,
		to: `${counted(head.genericBuffers, "page")} by the plan for any value, once it was executed five times`,
		direction: "worse"
	}];
}
/** The risk as the end of a sentence. */
const genericPlanReason = ([risk]) => risk === void 0 ? "" : `; a prepared statement reads ${risk.to}, instead of ${risk.from}`;

// src/compare/compare.ts
function sideOf(side, statement, indexes) {
	if (side === void 0) return void 0;
	return {
		...side.work,
		cost: side.plan.root.totalCost,
		durationMs: fastest(side),
		shape: shapeOf(side.plan, indexes),
		calls: statement?.stats.calls ?? 0,
		totalExecTime: statement?.stats.totalExecTime ?? 0,
		plan: side.plan,
		nested: side.nested
	};
}
const buffersOf = (measurement) => isMeasured(measurement) ? measurement.work.buffers : void 0;
function confidenceOf({ status, base, head, isInferred = false }) {
	if (status === "broken") return isInferred ? "inferred" : "executed";
	const plan = (head ?? base)?.plan;
	if (plan === void 0) return "none";
	return plan.root.actualLoops === void 0 ? "plan" : "executed";
}
function compareStatement(measured, policy, indexes, counts) {
	const { pair } = measured;
	const atScale = compareAtScale(measured.atScale, indexes);
	const conclusion = conclude(measured, policy, indexes, atScale?.tendency === "worse");
	const statement = pair.head ?? pair.base;
	const { status, run } = conclusion;
	const risks = genericPlanChanges(measured.genericPlans, policy.worse);
	const scaled = atScale === void 0 || atScale.tendency === "same" ? "" : `; ${atScaleReason(atScale)}`;
	const calls = callChanges(pair, counts);
	const reason = `${callsReason(calls)}${conclusion.reason}${genericPlanReason(risks)}${scaled}`;
	return {
		name: pair.name,
		isNamed: statement.isNamed,
		fingerprint: statement.key.fingerprint,
		text: statement.text,
		baseText: pair.relation === "edited" ? pair.base?.text : void 0,
		source: statement.source,
		status,
		base: sideOf(conclusion.base, pair.base, indexes.base),
		head: sideOf(conclusion.head, pair.head, indexes.head),
		valueSets: measured.runs.map(({ valueSet, base, head }) => ({
			why: (pair.base ?? statement).valueSets[valueSet]?.why ?? "only",
			baseBuffers: buffersOf(base),
			headBuffers: buffersOf(head)
		})),
		...run !== void 0 && { decidingSet: run.valueSet },
		changes: [
			...run?.changes ?? [],
			...conclusion.changes ?? [],
			...calls,
			...risks
		],
		cause: void 0,
		confidence: confidenceOf(conclusion),
		reason,
		...atScale !== void 0 && { atScale },
		agrees: status === "regressed" && run?.tendency === "worse" && run.doubt === void 0,
		...run?.doubt !== void 0 && status === "regressed" && { doubt: doubtWords(run.doubt) },
		isWrite: statement.isWrite,
		...conclusion.isAlike === true && { isUnmeasuredAlike: true }
	};
}
/**
* Judges every statement by what it did on the two sides; equal inputs give equal outputs, and a statement that did the
* same on both is `unchanged`. `indexes` are both sides' index definitions by name, so that a renamed index is the same.
*/
function compareStatements(measured, policy, indexes) {
	const counts = countCalls(measured.map(({ pair }) => pair));
	return measured.map((statement) => compareStatement(statement, policy, indexes, counts));
}

// src/compare/deploy.ts
/**
* A line for each read that the branch rewrote or no longer sends, and that does more work on head's schema than on base's: until the
* new code is everywhere the old one still sends it. What fails there is judged; see `conclude.ts`.
*/
function deployNotes(measured, policy) {
	return measured.flatMap(({ pair, runs, compatibility }) => {
		const before = runs.find(({ valueSet }) => valueSet === 0)?.base;
		if (pair.base?.isWrite !== false || compatibility === void 0 || before === void 0) return [];
		if (!isMeasured(before) || !isMeasured(compatibility)) return [];
		const limits = thresholdsFor([before.plan, compatibility.plan], policy);
		if (compareWork(before.work, compatibility.work, limits) !== "worse") return [];
		const [old, now] = [totalBlocks(before.work), totalBlocks(compatibility.work)].map(grouped);
		return [`Code that still runs during the deploy sends ${pair.name} as base has it, which reads ${now} pages on head’s schema in place of ${old}.`];
	});
}

// src/sql/query-shape.ts
/** Where predicates stand in the tree: WHERE, HAVING, ON and USING. */
const PREDICATES = /* @__PURE__ */ new Set([
	"whereClause",
	"havingClause",
	"quals",
	"usingClause",
	"joinCondition"
]);
const PLACES = /* @__PURE__ */ new Set([
	"location",
	"stmt_location",
	"stmt_len",
	"name_location",
	"rexpr_list_start",
	"rexpr_list_end"
]);
const CONSTANTS = /* @__PURE__ */ new Set(["A_Const", "ParamRef"]);
/** The shape of a single query; undefined where the parser does not know the text, or it is none. */
function queryShape(text) {
	const statements = parse$2(text);
	const [statement] = statements ?? [];
	if (statement === void 0 || statements.length > 1) return void 0;
	const labels = labelsOf(statement);
	const [verb = "", body] = Object.entries(statement)[0] ?? [];
	return {
		form: JSON.stringify(canonical(statement, "", labels)),
		withoutOutput: JSON.stringify(canonical({ [verb]: {
			...body,
			...OUTPUTS
		} }, "", labels)),
		subject: [verb, ...effectsOf(statement).tables.toSorted()].join(" "),
		filters: filtersOf(statement)
	};
}
/** What a query returns, by its keys in the tree: of SELECT, and of RETURNING before and since PostgreSQL 18's grammar. */
const OUTPUTS = {
	targetList: void 0,
	returningList: void 0,
	returningClause: void 0
};
/** By alias, or name where there is none: the position of a relation among all that the query reads. */
function labelsOf(statement) {
	const labels = /* @__PURE__ */ new Map();
	walk$1(statement, (node) => {
		const alias = node.alias?.aliasname;
		const name = typeof alias === "string" ? alias : node.relname;
		if (typeof name === "string" && !labels.has(name)) labels.set(name, `relation ${labels.size + 1}`);
	});
	return labels;
}
function canonical(value, key, labels) {
	if (CONSTANTS.has(key)) return "?";
	if (Array.isArray(value)) return value.map((each) => canonical(each, "", labels));
	if (typeof value !== "object" || value === null) return value;
	if (key === "ColumnRef") return columnOf(value, labels);
	const entries = Object.entries(value).filter(([name, child]) => child !== void 0 && name !== "alias" && !PLACES.has(name));
	const named = key === "SelectStmt" ? entries.map(([name, child]) => [name, nameless(name, child)]) : entries;
	return Object.fromEntries(named.map(([name, child]) => [name, canonical(child, name, labels)]));
}
/** Output columns without the names they are given. */
function nameless(name, child) {
	if (name !== "targetList" || !Array.isArray(child)) return child;
	return child.map(({ ResTarget }) => ResTarget?.val);
}
/** A column after the relation that it is of, whatever that is called; alone where the query does not say. */
function columnOf({ fields }, labels) {
	const parts = fields.some((field) => "A_Star" in field) ? [...nameParts(fields), "*"] : nameParts(fields);
	const label = parts.length > 1 ? labels.get(parts.at(-2)) : void 0;
	return JSON.stringify(label === void 0 ? parts : [label, parts.at(-1)]);
}
function filtersOf(statement) {
	const columns = /* @__PURE__ */ new Set();
	const collect = (predicate) => walk$1({ predicate }, (node, key) => {
		const name = key === "ColumnRef" ? nameParts(node.fields).at(-1) : void 0;
		if (name !== void 0) columns.add(name);
	});
	walk$1(statement, (node) => {
		for (const [key, child] of Object.entries(node)) {
			if (!PREDICATES.has(key)) continue;
			collect(child);
			if (key === "usingClause") for (const name of nameParts(child)) columns.add(name);
		}
	});
	return columns;
}

// src/compare/pair.ts
const keyOf$2 = ({ key }) => `${key.fingerprint}:${key.textHash}`;
const fileOf = ({ statement }) => statement.source?.file;
const lineOf = ({ statement: { source } }) => source?.line === void 0 ? void 0 : `${source.file}:${source.line}`;
/** Two labels as one; undefined where either is. */
const together = (a, b) => a === void 0 || b === void 0 ? void 0 : `${a} ${b}`;
/** Of the columns that either filters by, this share must be filtered by in both. */
const ALIKE_SHARE = .5;
function haveLikeFilters({ shape: a }, { shape: b }) {
	if (a === void 0 || b === void 0) return false;
	return a.filters.intersection(b.filters).size >= ALIKE_SHARE * a.filters.union(b.filters).size;
}
/** Whether what is known of the two call sites does not tell them apart. */
const maySitTogether = (a, b) => fileOf(a) === void 0 || fileOf(b) === void 0 || fileOf(a) === fileOf(b);
/** Ways for statements whose text the branch edited, surest first: call site and tables, tables and predicates. */
const WAYS = [
	{ labelOf: (candidate) => together(fileOf(candidate), candidate.shape?.withoutOutput) },
	{ labelOf: ({ shape }) => shape?.withoutOutput },
	{ labelOf: (candidate) => together(lineOf(candidate), candidate.shape?.subject) },
	{
		labelOf: (candidate) => together(fileOf(candidate), candidate.shape?.subject),
		isAlike: haveLikeFilters
	},
	{ labelOf: (candidate) => together(fileOf(candidate), candidate.shape?.subject) },
	{
		labelOf: ({ shape }) => shape?.subject,
		isAlike: (a, b) => haveLikeFilters(a, b) && maySitTogether(a, b)
	},
	{ labelOf: lineOf }
];
/** Pairs by a label that says what a statement is, in order where several have the same one. */
function pairByIdentity(base, head, labelOf, partners) {
	const taken = new Set(partners.values());
	const waiting = Map.groupBy(base.filter((statement) => !taken.has(statement)), labelOf);
	for (const statement of head) {
		const label = partners.has(statement) ? void 0 : labelOf(statement);
		const partner = label === void 0 ? void 0 : waiting.get(label)?.shift();
		if (partner !== void 0) partners.set(statement, partner);
	}
}
/** Pairs what each other is the only candidate for; where there is a choice, nothing is paired. */
function pairUnambiguous(base, head, way, partners) {
	const taken = new Set(partners.values());
	const isAlike = way.isAlike ?? (() => true);
	const freeBase = Map.groupBy(base.filter(({ statement }) => !taken.has(statement)), way.labelOf);
	const freeHead = Map.groupBy(head.filter(({ statement }) => !partners.has(statement)), way.labelOf);
	for (const [label, news] of freeHead) {
		const olds = label === void 0 ? [] : freeBase.get(label) ?? [];
		for (const one of news) {
			const [partner, ...others] = olds.filter((old) => isAlike(old, one));
			if (partner === void 0 || others.length > 0) continue;
			if (news.filter((other) => isAlike(partner, other)).length === 1) partners.set(one.statement, partner.statement);
		}
	}
}
/**
* Pairs the statements of the two loads, each at most once: by name, by what they are, and those without a name that the
* branch edited by call site, tables and predicates. Head's order, then what only base has. A pair whose texts differ in more
* than made-up names is `edited`.
*/
function pairStatements(base, head) {
	const partners = /* @__PURE__ */ new Map();
	const nameOf = ({ isNamed, name }) => isNamed ? name : void 0;
	pairByIdentity(base.statements, head.statements, nameOf, partners);
	pairByIdentity(base.statements, head.statements, keyOf$2, partners);
	const taken = new Set(partners.values());
	const candidatesOf = (statements, isPaired) => statements.filter((statement) => !statement.isNamed && !isPaired(statement)).map((statement) => ({
		statement,
		shape: queryShape(statement.text)
	}));
	const olds = candidatesOf(base.statements, (statement) => taken.has(statement));
	const news = candidatesOf(head.statements, (statement) => partners.has(statement));
	for (const way of WAYS) pairUnambiguous(olds, news, way, partners);
	const used = new Set(partners.values());
	return [...head.statements.map((statement) => {
		const partner = partners.get(statement);
		const relation = partner === void 0 ? "added" : isSameQuery(partner, statement) ? "same" : "edited";
		return {
			name: statement.name,
			relation,
			base: partner,
			head: statement
		};
	}), ...base.statements.filter((statement) => !used.has(statement)).map((statement) => {
		return {
			name: statement.name,
			relation: "removed",
			base: statement,
			head: void 0
		};
	})];
}
function isSameQuery(base, head) {
	if (keyOf$2(base) === keyOf$2(head)) return true;
	const form = queryShape(base.text)?.form;
	return form !== void 0 && form === queryShape(head.text)?.form;
}

// src/compare/unread.ts
/** More of them are counted. */
const MOST = 5;
/** A line for each of head's statements that the parser cannot read: too long, or of a syntax that it does not know. */
function unreadNotes(pairs) {
	const unread = pairs.flatMap(({ name, head }) => {
		const [set] = head?.valueSets ?? [];
		return set !== void 0 && parse$2(set.sql) === void 0 ? [name] : [];
	});
	const told = unread.slice(0, MOST).map((name) => `${name} is beyond the parser: it is measured and indexes are tried for it, but no other form of it.`);
	return unread.length <= MOST ? told : [...told, `So are ${unread.length - MOST} more.`];
}

// src/config/policy.ts
/**
* The branch's configuration under the base's gate: a pull request that loosens its own thresholds is judged by those that
* are in force. What it accepts counts, because that names single plans with a reason, but `changed` lists it too. Without a
* valid configuration on base, which is the pull request that introduces or mends one, head's gate holds, and `notes` say so.
* Values are shown only where base says so. `written` is head's before the command line and the choice of a database.
*/
function mergePolicy(base, head, written = head) {
	const hidden = {
		...head,
		"show-values": false
	};
	if (base.kind === "none") return {
		config: hidden,
		changed: [],
		notes: [],
		isFirst: true,
		reworked: ["pgverdict.yml"]
	};
	if (base.kind === "invalid") return {
		config: hidden,
		changed: [],
		notes: [`Base’s configuration does not hold (${base.problem}), so that the branch’s own gate decided.`],
		isFirst: false,
		reworked: ["pgverdict.yml"]
	};
	const accepted = head.accept.filter((entry) => !base.config.accept.some((known) => isDeepStrictEqual(known, entry)));
	return {
		config: {
			...head,
			gate: base.config.gate,
			"show-values": base.config["show-values"]
		},
		changed: [...changedKeys(base.config.gate, head.gate, "gate"), ...accepted.map(({ query }) => `accept ${query}`)],
		notes: [],
		isFirst: false,
		reworked: reworkedSections(base.config, written)
	};
}
function reworkedSections(base, head) {
	return Object.keys(head).filter((name) => !JUDGING.has(name) && !isDeepStrictEqual(base[name], head[name]));
}
/** What is read when all has been measured. */
const JUDGING = /* @__PURE__ */ new Set([
	"gate",
	"accept",
	"show-values"
]);
function changedKeys(base, head, path) {
	if (!isMapping(base) || !isMapping(head)) return isDeepStrictEqual(base, head) ? [] : [path];
	return [.../* @__PURE__ */ new Set([...Object.keys(base), ...Object.keys(head)])].flatMap((key) => changedKeys(base[key], head[key], `${path}.${key}`));
}
function isMapping(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/config/load.ts
const NAMES = [
	"pgverdict.yml",
	".pgverdict.yml",
	".github/pgverdict.yml"
].flatMap((name) => [name, name.replace(/yml$/, "yaml")]);
/**
* The configuration of the run: head's, with the gate of base. Throws a UserError that lists every problem. `changed` names
* what the branch changed of the gate, which takes effect once it is merged.
*/
async function loadConfig(sides, options) {
	const { configFile, repo } = options;
	const source = configFile === void 0 ? await findSource(sides.head.tree, NAMES) : await readSource(configFile);
	const config = parseConfig(source, overridesOf(options), options.database);
	const names = configFile === void 0 ? NAMES : [relative(repo, configFile).split(sep).join("/")];
	const policy = mergePolicy(await loadBaseConfig(sides.base.tree, names), config, parseConfig(source));
	return names.some(isInside) ? policy : {
		...policy,
		reworked: []
	};
}
async function loadBaseConfig(tree, names) {
	try {
		const source = await findSource(tree, names.filter(isInside));
		return source === void 0 ? { kind: "none" } : {
			kind: "valid",
			config: parseConfig(source)
		};
	} catch (error) {
		if (error instanceof UserError) return {
			kind: "invalid",
			problem: error.message
		};
		throw error;
	}
}
const isInside = (name) => !name.startsWith("..") && !name.startsWith("/");
async function findSource(tree, names) {
	const found = [];
	for (const name of names) if ((await tree.list(name)).includes(name)) found.push(name);
	const [name, second] = found;
	if (name === void 0) return void 0;
	if (second === void 0) return {
		name,
		text: await tree.read(name)
	};
	throw new UserError(`There are two configuration files in ${tree.label}: ${name} and ${second}`, {
		kind: "usage",
		hint: "Keep one of them."
	});
}
async function readSource(file) {
	try {
		return {
			name: file,
			text: await readFile(file, "utf8")
		};
	} catch (error) {
		throw new UserError(`The configuration file ${file} could not be read`, {
			kind: "usage",
			hint: error instanceof Error ? error.message : "Check `--config`.",
			cause: error
		});
	}
}
function overridesOf({ server, postgresVersion }) {
	const overrides = [];
	if (server !== void 0) overrides.push({
		path: ["postgres", "server"],
		value: server,
		option: "`server`"
	});
	if (postgresVersion !== void 0) overrides.push({
		path: ["postgres", "version"],
		value: postgresVersion,
		option: "`postgres-version`"
	});
	return overrides;
}

// src/gate/expired.ts
/** A line for each acceptance whose time is over on `today`, YYYY-MM-DD: it excuses nothing and can go. */
const expiredNotes = (accept, today) => accept.filter(({ until }) => until < today).map(({ query, plan, until }) => `The acceptance of plan ${plan} of ${query} ended on ${until} and excuses nothing.`);
/**
* A line for each acceptance in force that names a statement of this run and none of its plans: another plan has taken the
* place of the accepted one, or the fingerprint is wrong.
*/
const unfitNotes = (accept, comparisons, today) => accept.flatMap((entry) => {
	const statements = comparisons.filter((comparison) => isAbout(entry, comparison));
	const shapes = statements.flatMap(({ head, atScale }) => [head?.shape, atScale?.head.shape]);
	const isUnfit = statements.length > 0 && !shapes.some((shape) => shape?.startsWith(entry.plan));
	const { query, plan, until } = entry;
	return isUnfit && today <= until ? [`The acceptance of plan ${plan} of ${query} fits no plan that it has in this run, and excuses nothing.`] : [];
});

// src/bloat/estimate.ts
/** Of a page: its header, and the pointer to each row. */
const PAGE_HEADER = 24;
const POINTER = 4;
const ROW_HEADER = 23;
const MAX_ALIGN = 8;
/** Values of varying length up to here have a header of one byte and are not aligned. */
const SHORT = 126;
/**
* The share of a table's pages that its rows would not need, from the planner's statistics: after ioguix's pgsql-bloat-estimation
* (BSD licence), which check_postgres and others use, with the padding between columns counted as well. Undefined where nothing was
* sampled.
*/
async function estimateRoom(client, table) {
	const [row] = await client.rows(`select c.reltuples::float8 as rows, pg_relation_size(c.oid)::float8 / current_setting('block_size')::int as pages,
       current_setting('block_size')::int as page,
       coalesce((select split_part(option, '=', 2)::int from unnest(c.reloptions) as option where option like 'fillfactor=%'), 100) as fillfactor,
       (select json_agg(json_build_object('length', a.attlen, 'width', coalesce(s.avg_width, 1024), 'nullFrac', coalesce(s.null_frac, 0),
           'alignment', case a.attalign when 'd' then 8 when 'i' then 4 when 's' then 2 else 1 end) order by a.attnum)
         from pg_attribute a
         left join pg_stats s on s.schemaname = n.nspname and s.tablename = c.relname and s.attname = a.attname and not s.inherited
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.oid = $1::regclass and c.reltuples > 0 and pg_relation_size(c.oid) > 0`, [table]);
	if (row === void 0) return void 0;
	const usable = (row.page - PAGE_HEADER) * row.fillfactor / 100;
	const perPage = Math.max(1, Math.floor(usable / (POINTER + rowBytes(row.columns))));
	return Math.max(0, 1 - Math.ceil(row.rows / perPage) / row.pages);
}
/** Bytes of an average row. Behind a value whose length varies nobody knows the padding: half of the most is taken. */
function rowBytes(columns) {
	const bitmap = columns.some(({ nullFrac }) => nullFrac > 0) ? Math.ceil(columns.length / 8) : 0;
	let size = aligned(ROW_HEADER + bitmap, MAX_ALIGN);
	let grain = MAX_ALIGN;
	let isExact = true;
	const pad = (alignment) => isExact ? aligned(size, alignment) - size : grain >= alignment ? 0 : (alignment - grain) / 2;
	for (const { length, alignment, width, nullFrac } of columns) {
		if (nullFrac >= 1) continue;
		const unit = length < 0 && width <= SHORT ? 1 : alignment;
		size += (1 - nullFrac) * (pad(unit) + width);
		const isSure = isExact && length > 0 && nullFrac === 0;
		const after = length > 0 ? divisor(unit, length) : 1;
		grain = isSure ? divisor(MAX_ALIGN, size) : nullFrac > 0 ? Math.min(grain, after) : after;
		isExact = isSure;
	}
	return size + pad(MAX_ALIGN);
}
const aligned = (bytes, alignment) => Math.ceil(bytes / alignment) * alignment;
const divisor = (a, b) => b === 0 ? a : divisor(b, a % b);

// src/bloat/room.ts
/**
* Dead and free room of tables beyond what their fillfactor leaves on purpose, by oid: exact where the server has pgstattuple, else
* estimated after an ANALYZE.
*/
async function readRoom(server, database, tables) {
	try {
		var _usingCtx$12 = _usingCtx();
		if (tables.length === 0) return /* @__PURE__ */ new Map();
		const client = _usingCtx$12.a(await database.connect(server.hasSuperuser ? "superuser" : "owner"));
		const isExact = await hasPgstattuple(client);
		const rooms = /* @__PURE__ */ new Map();
		for (const { oid, schema, table } of tables) {
			const name = `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
			const share = isExact ? await measureRoom(client, name) : await estimateAfterAnalyze(client, name);
			if (share !== void 0) rooms.set(oid, {
				share,
				isExact
			});
		}
		return rooms;
	} catch (_) {
		_usingCtx$12.e = _;
	} finally {
		await _usingCtx$12.d();
	}
}
/** Installs pgstattuple in this database, where the server has it and lets us. */
async function hasPgstattuple(client) {
	const [row] = await client.rows(`select exists (select from pg_available_extensions where name = 'pgstattuple') as "isThere"`);
	if (row?.isThere !== true) return false;
	return client.run("create extension if not exists pgstattuple schema public").then(() => true, () => false);
}
async function measureRoom(client, table) {
	const [row] = await client.rows(`select greatest(0, (t.dead_tuple_len + t.free_space) / nullif(t.table_len, 0)::float8 - (100 - coalesce(
         (select split_part(option, '=', 2)::float8 from unnest(c.reloptions) as option where option like 'fillfactor=%'), 100)) / 100)::float8 as share
     from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace join pg_catalog.pg_class c on c.oid = $1::regclass,
       public.pgstattuple($1::regclass) as t
     where e.extname = 'pgstattuple' and n.nspname = 'public'`, [table]);
	return row?.share ?? void 0;
}
async function estimateAfterAnalyze(client, table) {
	await client.run(`analyze ${table}`);
	return await estimateRoom(client, table);
}

// src/bloat/grown-indexes.ts
/** Of its pages before the load; and pages. */
const MIN_GROWTH = 1.3;
const MIN_PAGES = 20;
/** Larger ones take longer to build anew than they tell. */
const MAX_PAGES = 8192;
const MOST_LOOKED_AT$1 = 5;
/** A B-tree’s default fillfactor. */
const LEAF_FILL = .9;
/**
* What the load made of indexes that grew a lot, by the table's oid: how full their leaves are once VACUUM has been there,
* and how small REINDEX CONCURRENTLY makes them; both are done to them. `frozen` is what `loaded` was copied from.
*/
async function readGrownIndexes(server, frozen, loaded, tables) {
	try {
		var _usingCtx$11 = _usingCtx();
		if (tables.length === 0) return /* @__PURE__ */ new Map();
		const before = new Map((await filesOf$2(frozen, tables)).map(({ oid, pages }) => [oid, pages]));
		const grown = (await filesOf$2(loaded, tables)).flatMap((file) => {
			const pagesBefore = before.get(file.oid) ?? 0;
			return file.pages - pagesBefore >= MIN_PAGES && file.pages >= MIN_GROWTH * pagesBefore && file.pages <= MAX_PAGES ? [{
				...file,
				pagesBefore
			}] : [];
		});
		if (grown.length === 0) return /* @__PURE__ */ new Map();
		const client = _usingCtx$11.a(await loaded.connect(server.hasSuperuser ? "superuser" : "owner"));
		const isExact = await hasPgstattuple(client);
		const found = [];
		for (const { table, schema, name, pages, pagesBefore } of grown.slice(0, MOST_LOOKED_AT$1)) {
			const index = `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
			await client.run(`vacuum (index_cleanup on) ${await tableOf(client, table)}`);
			const density = isExact ? await densityOf(client, index) : void 0;
			const rebuiltPages = await rebuild(client, index);
			if (rebuiltPages === void 0) continue;
			const fullness = density === void 0 ? {
				share: estimateFullness(rebuiltPages, pages),
				isExact: false
			} : {
				share: density,
				isExact: true
			};
			found.push({
				table,
				name,
				pagesBefore,
				pagesAfter: pages,
				rebuiltPages,
				fullness
			});
		}
		return Map.groupBy(found, ({ table }) => table);
	} catch (_) {
		_usingCtx$11.e = _;
	} finally {
		await _usingCtx$11.d();
	}
}
async function filesOf$2(database, tables) {
	try {
		var _usingCtx3 = _usingCtx();
		return await _usingCtx3.a(await database.connect("owner")).rows(`select c.oid, i.indrelid as "table", n.nspname as schema, c.relname as name,
       (pg_relation_size(c.oid) / current_setting('block_size')::int)::float8 as pages
     from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace join pg_am a on a.oid = c.relam
     where a.amname = 'btree' and i.indisvalid and i.indrelid = any($1) order by 5 desc, 4`, [tables.map(({ oid }) => oid)]);
	} catch (_) {
		_usingCtx3.e = _;
	} finally {
		await _usingCtx3.d();
	}
}
async function tableOf(client, oid) {
	const [row] = await client.rows(`select format('%I.%I', n.nspname, c.relname) as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = $1`, [oid]);
	return row?.name ?? "";
}
/** A rebuilt index fills its pages to the fillfactor; spread over more pages, the same entries fill them less. */
function estimateFullness(rebuiltPages, pages) {
	return LEAF_FILL * rebuiltPages / Math.max(1, pages);
}
async function densityOf(client, index) {
	const [row] = await client.rows("select avg_leaf_density / 100 as density from public.pgstatindex($1::regclass)", [index]);
	return row?.density;
}
async function rebuild(client, index) {
	try {
		await client.run(`reindex index concurrently ${index}`);
	} catch (error) {
		if (error instanceof SqlError) return void 0;
		throw error;
	}
	const [row] = await client.rows(`select (pg_relation_size($1::regclass) / current_setting('block_size')::int)::float8 as pages`, [index]);
	return row?.pages;
}

// src/bloat/read-writes.ts
/** Rows that a load has to leave dead before it is worth a look at the pages themselves. */
const NOTABLE_DEAD = 100;
const MOST_LOOKED_AT = 5;
/**
* What a load wrote, from the copy that it ran on and the frozen database that this is a copy of; tables it left alone are not in it.
* Indexes of the copy that grew a lot are built anew.
*/
async function readWrites(server, frozen, loaded) {
	const before = new Map((await countersOf(frozen, server)).map((each) => [each.oid, each]));
	const written = (await countersOf(loaded, server)).filter((each) => each.inserted + each.updated + each.deleted > 0);
	const looked = written.filter(({ updated, deleted }) => updated + deleted >= NOTABLE_DEAD).toSorted((a, b) => b.updated + b.deleted - a.updated - a.deleted).slice(0, MOST_LOOKED_AT);
	const rooms = await readRoom(server, loaded, looked);
	const grown = await readGrownIndexes(server, frozen, loaded, written);
	return written.map(({ oid, pages, indexPages, ...counters }) => ({
		...counters,
		pagesBefore: before.get(oid)?.pages ?? 0,
		pagesAfter: pages,
		indexPagesBefore: before.get(oid)?.indexPages ?? 0,
		indexPagesAfter: indexPages,
		room: rooms.get(oid),
		grown: grown.get(oid) ?? []
	}));
}
async function countersOf(database, server) {
	try {
		var _usingCtx$10 = _usingCtx();
		const client = _usingCtx$10.a(await database.connect("owner"));
		await whenCounted(client, server.version.major);
		return await readCounters(client);
	} catch (_) {
		_usingCtx$10.e = _;
	} finally {
		await _usingCtx$10.d();
	}
}
/** The user's own tables; partitions by themselves. */
function readCounters(client) {
	return client.rows(`
    select c.oid, n.nspname as schema, c.relname as table, pg_stat_get_tuples_inserted(c.oid)::float8 as inserted,
      pg_stat_get_tuples_updated(c.oid)::float8 as updated, pg_stat_get_tuples_hot_updated(c.oid)::float8 as hot,
      pg_stat_get_tuples_deleted(c.oid)::float8 as deleted,
      (pg_relation_size(c.oid) / current_setting('block_size')::int)::float8 as pages,
      (pg_indexes_size(c.oid) / current_setting('block_size')::int)::float8 as "indexPages",
      array_to_json(coalesce(c.reloptions, '{}')) as parameters
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and c.relpersistence <> 't' and n.nspname not in ('pg_catalog', 'information_schema')
    order by n.nspname, c.relname`);
}

// src/capture/costs.ts
/** For planning alone. */
const TIMEOUT_MS$1 = 1e4;
/** The planner's cost of each candidate that can be planned, by its key. Calls of one text plan in one transaction. */
async function estimateCosts(client, candidates) {
	const costs = /* @__PURE__ */ new Map();
	if (candidates.size < 2) return costs;
	const alike = Map.groupBy(candidates, ([, { sql, session, prepared, setup, values }]) => JSON.stringify([
		values.length > 0 && sql,
		session,
		prepared,
		setup
	]));
	for (const group of alike.values()) {
		const [, first] = group[0];
		try {
			await inTransaction(client, first, {
				isWrite: false,
				timeoutMs: TIMEOUT_MS$1
			}, async (statement) => {
				for (const [key, { sql, values }] of group) {
					const call = values.length > 0 ? statement.withValues(values).explain(["format json"]) : `explain (format json) ${sql}`;
					const [row] = await client.rows(call);
					costs.set(key, parsePlan(row?.["QUERY PLAN"]).root.totalCost);
				}
			});
		} catch (error) {
			if (!(error instanceof SqlError)) throw error;
		}
	}
	return costs;
}

// src/capture/failures.ts
/** Distinct statements that are told apart; a load that fails in more ways is told by the first of them. */
const DISTINCT = 500;
/** `in_failed_sql_transaction`: what follows a failure in its transaction fails because of that. */
const FOLLOWS_ANOTHER = "25P02";
function createFailureCounter() {
	const counts = /* @__PURE__ */ new Map();
	return {
		add(failure, session) {
			if (failure.code === FOLLOWS_ANOTHER || failure.sql === "") return;
			const key = statementKey(failure.sql);
			const known = counts.get(key.fingerprint + key.textHash);
			if (known !== void 0) known.count++;
			else if (counts.size < DISTINCT) counts.set(key.fingerprint + key.textHash, {
				key,
				first: failure,
				session,
				count: 1
			});
		},
		get found() {
			return [...counts.values()].map(({ key, first, session, count }) => ({
				key,
				text: normalise(first.sql),
				code: first.code,
				count,
				valueSet: valueSetOf$1(first, session)
			}));
		}
	};
}
function valueSetOf$1({ sql, values }, session) {
	const isComplete = values.length > 0 || !/\$\d/.test(sql);
	return classify(sql).isExplainable && isComplete ? {
		why: "failed on head",
		sql,
		values,
		session
	} : void 0;
}

// src/capture/in-situ.ts
/** Executions of one statement whose plans are read for types; a driver binds the same type each time. */
const READ_FOR_TYPES = 8;
function createInSituReader() {
	const plans = /* @__PURE__ */ new Map();
	const executions = /* @__PURE__ */ new Map();
	const found = /* @__PURE__ */ new Map();
	function read(queryid, json, values) {
		if (values.length === 0) return;
		const entry = found.get(queryid) ?? {
			types: /* @__PURE__ */ new Map(),
			seen: 0,
			generic: 0
		};
		found.set(queryid, entry);
		const conditions = json.slice(json.indexOf("\"Plan\": {"));
		if (entry.seen++ < READ_FOR_TYPES) readTypes(conditions, values, entry.types);
		if (/\$\d/.test(conditions.replaceAll(/'(?:[^']|'')*'/g, ""))) entry.generic++;
	}
	return {
		addPlan(session, queryid, json) {
			const execution = executions.get(session);
			if (execution?.queryid !== queryid) return void plans.set(session, {
				queryid,
				json
			});
			executions.delete(session);
			read(queryid, json, execution.values);
		},
		addExecution(session, queryid, values) {
			const plan = plans.get(session);
			plans.delete(session);
			executions.delete(session);
			if (plan?.queryid === queryid) read(queryid, plan.json, values);
			else executions.set(session, {
				queryid,
				values
			});
		},
		of: (queryid) => found.get(queryid)
	};
}
const TYPE = String.raw`[a-z_][a-z0-9_]*(?: (?:precision|varying|with(?:out)? time zone))*(?:\(\d+(?:,\d+)?\))?(?:\[\])?`;
/** `(id)::numeric = '5'::numeric`, or with `$1` where the plan is generic. */
const CAST_TO_FIT = new RegExp(String.raw`\)::(${TYPE}) [^\s'$(]+ (?:ANY \()?(?:'((?:[^']|'')*)'::(${TYPE})|\$(\d+))`, "g");
const POINT_IN_TIME = /'([^']*)'::((?:date|timestamp with(?:out)? time zone))/g;
/**
* A column that is cast to a parameter's type tells that the driver bound that type: the server by itself would have given
* the parameter the column's. Points in time compare across types without a cast, and yet no partition is pruned by them.
*/
function readTypes(conditions, values, types) {
	const assign = (literal, type) => {
		const text = JSON.parse(`"${literal}"`).replaceAll("''", "'");
		const same = values.flatMap((value, at) => value !== null && isSame(value, text, type) ? [at] : []);
		if (same.length === 1) types.set(same[0], type);
	};
	const code = conditions.replaceAll(/'(?:[^']|'')*'/g, "");
	for (const [, literal, type] of conditions.matchAll(POINT_IN_TIME)) assign(literal, type);
	for (const [, cast, literal, type, parameter] of conditions.matchAll(CAST_TO_FIT)) if (parameter !== void 0) types.set(Number(parameter) - 1, cast);
	else if (elementOf(type) === cast) assign(literal, type);
	for (const [at, value] of values.entries()) {
		const isAlone = value !== null && value.length > 0 && values.indexOf(value) === values.lastIndexOf(value);
		if ((new RegExp(`\\$${at + 1}\\b`).test(code) || isAlone && [`'${value}'::`, ` ${value})`].some((text) => conditions.includes(text))) && !types.has(at)) types.set(at, null);
	}
}
const elementOf = (type) => type.replace(/\[\]$/, "");
/** Whether a value, as the driver spelt it, is the literal that the server printed. */
function isSame(value, literal, type) {
	if (value === literal) return true;
	if (!/^(?:date|time)/.test(type)) return false;
	const [a, b] = [value, literal].map((text) => text.replaceAll(/\D/g, ""));
	return a.length >= 8 && b.length >= 8 && (a.startsWith(b.slice(0, 14)) || b.startsWith(a.slice(0, 14)));
}

// src/capture/samples.ts
/** Distinct calls of which the count is kept exactly; beyond it new ones take the place of the rarest (space-saving). */
const COUNTED = 16;
/** Of these the most frequent ones are candidates. */
const FREQUENT = 4;
/** Distinct calls that are candidates because their hashes are the smallest: the same ones whatever the order and the times. */
const SPREAD = 8;
/** The slowest calls kept, which are candidates where they are out of the ordinary. */
const SLOW = 4;
/** Durations kept for the median; every second one is dropped, and every second one from then on skipped, when it is full. */
const RESERVOIR = 16;
/** A call is slow by so many times the median and so many milliseconds more; chance does that to many, and the plan's cost decides. */
const OUT_OF_THE_ORDINARY = {
	ratio: 3,
	ms: 1
};
/** A call is chosen for its time alone by so much: no plan's cost shows it, and no pause of a busy machine is as long. */
const FAR_OUT = {
	ratio: 10,
	ms: 20
};
function createSampler() {
	const counts = /* @__PURE__ */ new Map();
	const spread = /* @__PURE__ */ new Map();
	/** The slowest execution of each of the slowest calls, the slowest first. */
	let slow = [];
	let durations = [];
	let stride = 1;
	let seen = 0;
	let first;
	function count(key, sample) {
		const entry = counts.get(key);
		if (entry !== void 0) entry.count++;
		else if (counts.size < COUNTED) counts.set(key, {
			count: 1,
			sample
		});
		else {
			const [rarest, { count: inherited }] = [...counts].reduce((a, b) => b[1].count < a[1].count ? b : a);
			counts.delete(rarest);
			counts.set(key, {
				count: inherited + 1,
				sample
			});
		}
	}
	function spreadOut(key, sample) {
		if (spread.has(key)) return;
		const last = spread.size < SPREAD ? void 0 : [...spread.keys()].reduce((a, b) => a > b ? a : b);
		if (last !== void 0 && key > last) return;
		if (last !== void 0) spread.delete(last);
		spread.set(key, sample);
	}
	const isSlow = ({ durationMs }, { ratio, ms }) => {
		const median = durations.toSorted((a, b) => a - b)[Math.floor(durations.length / 2)] ?? 0;
		return durationMs >= ratio * median && durationMs - median >= ms;
	};
	function slowDown(key, sample) {
		if (slow.length === SLOW && sample.durationMs <= slow.at(-1)[1].durationMs) return;
		const all = [...slow, [key, sample]].toSorted(([, a], [, b]) => b.durationMs - a.durationMs);
		slow = [...new Map(all.toReversed())].toReversed().slice(0, SLOW);
	}
	const byFrequency = () => [...counts].toSorted(([a, one], [b, other]) => other.count - one.count || compareText(a, b)).slice(0, FREQUENT);
	function candidates() {
		const frequent = byFrequency().map(([key, { sample }]) => [key, sample]);
		const unusual = slow.filter(([, each]) => isSlow(each, OUT_OF_THE_ORDINARY));
		const all = new Map([
			...frequent,
			...spread,
			...unusual
		].toSorted(([a], [b]) => compareText(a, b)));
		return new Map([...all].flatMap(([key, sample]) => {
			const set = valueSetOf(sample);
			return set === void 0 ? [] : [[key, set]];
		}));
	}
	return {
		get seen() {
			return seen;
		},
		get lost() {
			return first && setupFor(first.prepared ?? first.sql, first.temporary).lost;
		},
		add(execution) {
			const sample = execution.sql === first?.sql ? {
				...execution,
				sql: first.sql
			} : execution;
			first ??= sample;
			if (seen++ % stride === 0) durations.push(sample.durationMs);
			if (durations.length === RESERVOIR) {
				durations = durations.filter((_, index) => index % 2 === 0);
				stride *= 2;
			}
			const key = identify(sample);
			slowDown(key, sample);
			count(key, sample);
			spreadOut(key, sample);
		},
		candidates,
		choose(limit, costs) {
			const all = candidates();
			if (all.size < 2) return [...all.values()];
			const chosen = [];
			const ranked = [...all.keys()].toSorted((a, b) => (costs.get(a) ?? 0) - (costs.get(b) ?? 0));
			const take = (why, at) => {
				const [key] = at < 0 ? [] : ranked.splice(at, 1);
				if (key !== void 0 && chosen.length < limit) chosen.push({
					...all.get(key),
					why
				});
			};
			take("most frequent", ranked.indexOf(byFrequency()[0]?.[0] ?? ""));
			const [slowest] = slow;
			if (slowest !== void 0 && isSlow(slowest[1], FAR_OUT)) take("slowest", ranked.indexOf(slowest[0]));
			take("highest cost", ranked.length - 1);
			take("lowest cost", 0);
			take("median cost", Math.floor(ranked.length / 2));
			return chosen;
		}
	};
}
/** Undefined where its temporary objects cannot be had again. */
function valueSetOf({ sql, values, session, prepared, temporary }) {
	const { steps, lost } = setupFor(prepared ?? sql, temporary);
	if (lost !== void 0) return void 0;
	return {
		why: "only",
		sql,
		values,
		session,
		...prepared !== void 0 && { prepared },
		...steps.length > 0 && { setup: steps }
	};
}
function identify(sample) {
	const hash = createHash("sha1").update(sample.sql);
	for (const value of sample.values) hash.update(value === null ? "\0N" : `\0V${value}`);
	return hash.update(JSON.stringify(sample.session)).digest("base64");
}
function compareText(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}

// src/capture/stat-statements.ts
/** The counters of a statement that was never called, or that PostgreSQL did not count. */
const NO_CALLS = {
	calls: 0,
	totalExecTime: 0,
	meanExecTime: 0,
	minExecTime: 0,
	maxExecTime: 0,
	stddevExecTime: 0,
	rows: 0,
	sharedBlksHit: 0,
	sharedBlksRead: 0,
	tempBlksRead: 0,
	tempBlksWritten: 0,
	walBytes: 0
};
/** What SQL's own PREPARE puts before the statement, which is counted under the whole of it. */
const PREPARE = /^\s*prepare\s+(?:"(?:[^"]|"")+"|[\w$]+)\s*(?:\([\s\S]*?\))?\s*as\s+/i;
/** What pg_stat_statements has counted in a database since the last reset; nothing where it does not count for us. */
async function readStatements(server, database) {
	if (server.statementCounts === "none") return [];
	return (await server.admin.rows(`select queryid::text as queryid, toplevel, query, calls::float8 as calls, total_exec_time, mean_exec_time, min_exec_time,
       max_exec_time, stddev_exec_time, rows::float8 as rows, shared_blks_hit::float8 as shared_blks_hit,
       shared_blks_read::float8 as shared_blks_read, temp_blks_read::float8 as temp_blks_read,
       temp_blks_written::float8 as temp_blks_written, wal_bytes::float8 as wal_bytes
     from pg_stat_statements where dbid = $1 and calls > 0`, [database.oid])).map((row) => ({
		queryid: String(row.queryid),
		isTopLevel: row.toplevel === true,
		text: String(row.query).replace(PREPARE, ""),
		stats: {
			calls: Number(row.calls),
			totalExecTime: Number(row.total_exec_time),
			meanExecTime: Number(row.mean_exec_time),
			minExecTime: Number(row.min_exec_time),
			maxExecTime: Number(row.max_exec_time),
			stddevExecTime: Number(row.stddev_exec_time),
			rows: Number(row.rows),
			sharedBlksHit: Number(row.shared_blks_hit),
			sharedBlksRead: Number(row.shared_blks_read),
			tempBlksRead: Number(row.temp_blks_read),
			tempBlksWritten: Number(row.temp_blks_written),
			walBytes: Number(row.wal_bytes)
		}
	}));
}
/**
* Sums rows of one key. The standard deviation of the union follows from the sums of squares: n·(σ² + µ²), as
* pg_stat_statements keeps the population's deviation.
*/
function sumStats(parts) {
	const sum = (of) => parts.reduce((total, part) => total + of(part), 0);
	const calls = sum((part) => part.calls);
	const totalExecTime = sum((part) => part.totalExecTime);
	const meanExecTime = calls === 0 ? 0 : totalExecTime / calls;
	const squares = sum((part) => part.calls * (part.stddevExecTime ** 2 + part.meanExecTime ** 2));
	return {
		calls,
		totalExecTime,
		meanExecTime,
		minExecTime: Math.min(...parts.map((part) => part.minExecTime)),
		maxExecTime: Math.max(...parts.map((part) => part.maxExecTime)),
		stddevExecTime: calls === 0 ? 0 : Math.sqrt(Math.max(0, squares / calls - meanExecTime ** 2)),
		rows: sum((part) => part.rows),
		sharedBlksHit: sum((part) => part.sharedBlksHit),
		sharedBlksRead: sum((part) => part.sharedBlksRead),
		tempBlksRead: sum((part) => part.tempBlksRead),
		tempBlksWritten: sum((part) => part.tempBlksWritten),
		walBytes: sum((part) => part.walBytes)
	};
}
/** The part of a row's counters that belongs to `calls` of its calls; times are the caller's to replace where it knows better. */
function shareOf(stats, calls) {
	const share = stats.calls === 0 ? 0 : calls / stats.calls;
	return {
		...stats,
		calls,
		totalExecTime: stats.totalExecTime * share,
		rows: stats.rows * share,
		sharedBlksHit: stats.sharedBlksHit * share,
		sharedBlksRead: stats.sharedBlksRead * share,
		tempBlksRead: stats.tempBlksRead * share,
		tempBlksWritten: stats.tempBlksWritten * share,
		walBytes: stats.walBytes * share
	};
}

// src/capture/walk-tracker.ts
/** A loop may send this many other statements between two calls of one. */
const OTHERS_BETWEEN = 2;
const TRANSACTION = /^\s*(?:begin|start|commit|end|rollback|abort|savepoint|release|set)\b/i;
/** Finds the walks of each statement, along the sessions that send it; keeps a few numbers for each. */
function createWalkTracker() {
	/** The latest calls of each session with the length of the walk up to them, the last one first. */
	const latest = /* @__PURE__ */ new Map();
	const found = /* @__PURE__ */ new Map();
	return {
		follow(session, queryid, sql) {
			if (TRANSACTION.test(sql)) return;
			const before = latest.get(session) ?? [];
			const length = (before.find((call) => call.queryid === queryid)?.length ?? 0) + 1;
			latest.set(session, [{
				queryid,
				length
			}, ...before.slice(0, OTHERS_BETWEEN)]);
			const { count, calls, longest, squares } = found.get(queryid) ?? NO_WALKS;
			found.set(queryid, {
				count: count + (length === 1 ? 1 : 0),
				calls: calls + 1,
				longest: Math.max(longest, length),
				squares: squares + 2 * length - 1
			});
		},
		walksOf(queryids) {
			const walks = queryids.flatMap((queryid) => found.get(queryid) ?? []);
			return walks.length === 0 ? void 0 : walks.reduce(both);
		}
	};
}
const NO_WALKS = {
	count: 0,
	calls: 0,
	longest: 0,
	squares: 0
};
const both = (a, b) => ({
	count: a.count + b.count,
	calls: a.calls + b.calls,
	longest: Math.max(a.longest, b.longest),
	squares: a.squares + b.squares
});

// src/capture/write-tracker.ts
const BEGINS = /^\s*(?:begin|start\s+transaction)\b/i;
const ENDS = /^\s*(?:commit|end|abort|rollback(?!\s+(?:work\s+|transaction\s+)?to\b)|prepare\s+transaction)\b/i;
function createWriteTracker() {
	/** Sessions in a transaction, with whether it has written. */
	const open = /* @__PURE__ */ new Map();
	const kinds = /* @__PURE__ */ new Map();
	const calls = /* @__PURE__ */ new Map();
	/** Parsing each text once: statements with literals share a queryid. */
	function isWrite(queryid, sql) {
		const known = kinds.get(queryid);
		if (known !== void 0) return known;
		const found = classify(sql).kind === "write";
		kinds.set(queryid, found);
		return found;
	}
	return {
		follow(session, queryid, sql) {
			if (BEGINS.test(sql)) open.set(session, false);
			else if (ENDS.test(sql)) open.delete(session);
			else {
				const hasWritten = open.get(session);
				if (hasWritten === void 0) return;
				if (hasWritten) calls.set(queryid, (calls.get(queryid) ?? 0) + 1);
				else if (isWrite(queryid, sql)) open.set(session, true);
			}
		},
		callsOf: (queryid) => calls.get(queryid) ?? 0
	};
}

// src/capture/capture.ts
/** Reads what a load did to a database: counters from pg_stat_statements, values from the server's log. */
async function capture(server, database, options) {
	const rows = await readStatements(server, database);
	const named = new Map(options.sent.map((sent) => [sent.statement.sql, newTiming()]));
	const samplers = /* @__PURE__ */ new Map();
	const plans = createInSituReader();
	const failures = createFailureCounter();
	const afterWrites = createWriteTracker();
	const walks = createWalkTracker();
	await followLog(server, database, options, {
		named,
		samplers,
		plans,
		failures,
		afterWrites,
		walks
	});
	const groups = groupRows(rows);
	const fromFiles = options.sent.filter(({ statement }) => !isSetting(statement.sql) && preparedName(statement.sql)?.kind !== "prepare").filter(({ statement, prepared }) => statement.isNamed || queryOf(statement.sql, prepared) !== void 0).map((sent) => fromFile(sent, groups, named.get(sent.statement.sql), server.statementCounts !== "none", walks));
	const taken = new Set(options.sent.map(({ statement, prepared }) => groups.of(prepared === void 0 ? statement.sql : preparedQuery(prepared), named.get(statement.sql)?.queryid)));
	const costs = /* @__PURE__ */ new Map();
	try {
		var _usingCtx$9 = _usingCtx();
		const client = _usingCtx$9.a(await database.connect("owner"));
		for (const [queryid, sampler] of samplers) {
			const queries = [...sampler.candidates()].filter(([, { sql, prepared }]) => queryOf(sql, prepared) !== void 0);
			costs.set(queryid, await estimateCosts(client, new Map(queries.map(([key, set]) => [key, asQuery(set)]))));
		}
	} catch (_) {
		_usingCtx$9.e = _;
	} finally {
		await _usingCtx$9.d();
	}
	const isSent = (group) => group.some(({ queryid }) => samplers.has(queryid));
	const fromLog = groups.all.filter((group) => !isSetting(group[0].text)).filter((group) => isSent(group) || server.log === void 0 && !taken.has(group)).map((group) => fromGroup(group, {
		samplers,
		costs,
		plans,
		afterWrites,
		walks,
		isShared: taken.has(group)
	}, options)).filter((statement) => statement !== void 0);
	return {
		statements: [...fromFiles, ...fromLog],
		failures: failures.found
	};
}
function groupRows(rows) {
	const byKey = Map.groupBy(rows.filter((row) => row.isTopLevel), (row) => identityOf(statementKey(row.text)));
	const byQueryid = new Map([...byKey.values()].flatMap((group) => group.map((row) => [row.queryid, group])));
	return {
		all: [...byKey.values()],
		of: (sql, queryid) => byQueryid.get(queryid ?? "") ?? byKey.get(identityOf(statementKey(sql)))
	};
}
function newTiming() {
	return {
		queryid: void 0,
		calls: 0,
		total: 0,
		min: Number.POSITIVE_INFINITY,
		max: 0
	};
}
/**
* The query to replay: the statement itself, or the one inside a cursor, COPY, CREATE TABLE AS or PREPARE; a REFRESH stands
* for its view's own. Undefined for others.
*/
function queryOf(sql, prepared) {
	if (prepared !== void 0) return preparedQuery(prepared);
	const { isExplainable, inner } = classify(sql);
	return isExplainable || refreshedView(sql) !== void 0 ? sql : inner;
}
const asQuery = (set) => set.prepared === void 0 ? {
	...set,
	sql: queryOf(set.sql) ?? set.sql
} : set;
const isWriting = (query) => refreshedView(query) === void 0 && classify(query).kind !== "read";
async function followLog(server, database, options, into) {
	if (server.log === void 0) return;
	const sessions = createSessionTracker(options.session);
	const temporary = createTemporaryTracker();
	let events = 0;
	for await (const event of readLog(server.log, options.logFrom, await server.log.position(), database.name)) {
		if (++events % 1e3 === 0) options.progress.step(`read ${events.toLocaleString("en")} executions of the log`);
		if (event.kind === "failure") {
			if (!options.failedTexts.has(event.sql)) into.failures.add(event, sessions.settingsOf(event.session));
			continue;
		}
		if (event.kind === "plan") {
			into.plans.addPlan(event.session, event.queryid, event.json);
			continue;
		}
		into.plans.addExecution(event.session, event.queryid, event.values);
		into.afterWrites.follow(event.session, event.queryid, event.sql);
		into.walks.follow(event.session, event.queryid, event.sql);
		const timing = into.named.get(event.sql);
		if (timing !== void 0) {
			timing.queryid = event.queryid;
			timing.calls++;
			timing.total += event.durationMs;
			timing.min = Math.min(timing.min, event.durationMs);
			timing.max = Math.max(timing.max, event.durationMs);
		} else if (!sessions.follow(event.session, event.sql, event.values)) {
			let sampler = into.samplers.get(event.queryid);
			if (sampler === void 0) {
				sampler = createSampler();
				into.samplers.set(event.queryid, sampler);
			}
			sampler.add({
				sql: event.sql,
				values: event.values,
				prepared: event.prepared,
				session: sessions.settingsOf(event.session),
				temporary: temporary.objectsOf(event.session),
				durationMs: event.durationMs
			});
		}
		temporary.follow(event.session, event);
	}
}
/** A statement of a workload file: its own counters where its key is its alone, else its share of the key's. */
function fromFile({ statement, session, prepared, setup, lost, failure }, groups, timing, isCounted, walks) {
	const refreshes = refreshedView(statement.sql);
	const query = refreshes !== void 0 && failure !== void 0 ? void 0 : queryOf(statement.sql, prepared);
	const subject = prepared === void 0 ? statement.sql : preparedQuery(prepared);
	const stats = groups.of(subject, timing?.queryid)?.map((row) => row.stats);
	return {
		name: statement.name,
		isNamed: statement.isNamed,
		key: statementKey(subject),
		text: normalise(subject),
		source: {
			file: statement.file,
			line: statement.line
		},
		isWrite: isWriting(query ?? statement.sql),
		stats: isCounted ? ownStats(stats === void 0 ? void 0 : sumStats(stats), statement.calls, timing) : {
			...NO_CALLS,
			calls: failure === void 0 ? statement.calls : 0
		},
		walks: walks.walksOf(timing?.queryid === void 0 ? [] : [timing.queryid]),
		valueSets: [{
			why: "only",
			sql: prepared === void 0 ? query ?? statement.sql : statement.sql,
			values: [],
			session,
			prepared,
			...refreshes !== void 0 && { refreshes },
			...setup.length > 0 && { setup }
		}],
		unmeasured: query === void 0 ? "a utility statement has no plan" : lost ?? notToRepeat(query),
		failure: failure && { code: failure.code }
	};
}
function notToRepeat(query) {
	return endsSessions(query) ? "it ends other sessions" : void 0;
}
function ownStats(sum, calls, timing) {
	if (sum === void 0) return NO_CALLS;
	if (sum.calls <= calls) return sum;
	const share = shareOf(sum, calls);
	if (timing === void 0 || timing.calls === 0) return share;
	return {
		...share,
		totalExecTime: timing.total,
		meanExecTime: timing.total / timing.calls,
		minExecTime: timing.min,
		maxExecTime: timing.max
	};
}
/** A statement that a command's load sent; undefined for transaction control and other utility statements. */
function fromGroup(group, { samplers, costs, plans, afterWrites, walks, isShared }, options) {
	const [row] = group;
	const inSitu = group.map(({ queryid }) => plans.of(queryid)).find((found) => found !== void 0);
	const id = group.map(({ queryid }) => queryid).find((queryid) => samplers.has(queryid));
	const sampler = id === void 0 ? void 0 : samplers.get(id);
	const sets = id && sampler?.choose(options.valueSets, costs.get(id) ?? /* @__PURE__ */ new Map()) || [];
	const sent = sets[0]?.sql ?? row.text;
	const query = queryOf(sent, sets[0]?.prepared);
	if (query === void 0) return void 0;
	const { tables } = classify(query);
	const refreshes = refreshedView(query);
	const unseen = {
		why: refreshes === void 0 ? "never seen" : "only",
		sql: query,
		values: [],
		session: options.session
	};
	const key = statementKey(row.text);
	const tags = sqlcommenterTags(sent);
	const file = tags.file ?? tags.route ?? tags.action;
	const text = normalise(row.text);
	const callsAfterWrite = group.reduce((sum, { queryid }) => sum + afterWrites.callsOf(queryid), 0);
	const sum = sumStats(group.map(({ stats }) => stats));
	return {
		name: [
			/[a-z]+/i.exec(text)?.[0]?.toLowerCase() ?? "statement",
			tables.join(", "),
			key.fingerprint.slice(0, 4) + key.textHash.slice(0, 4)
		].filter(Boolean).join(" "),
		isNamed: false,
		key,
		text,
		source: file === void 0 ? options.places.get(identityOf(key)) : { file },
		isWrite: isWriting(query),
		stats: isShared ? shareOf(sum, Math.min(sum.calls, sampler?.seen ?? 0)) : sum,
		...callsAfterWrite > 0 && { callsAfterWrite },
		walks: walks.walksOf(group.map(({ queryid }) => queryid)),
		valueSets: (sets.length > 0 || sampler !== void 0 ? sets : [unseen]).map(asQuery).map((set) => refreshes === void 0 ? asSent(set, inSitu) : {
			...set,
			refreshes
		}),
		unmeasured: sets.length === 0 ? sampler?.lost : notToRepeat(query)
	};
}
/** As the driver sent it and the load's server planned it. */
function asSent(set, inSitu) {
	if (inSitu === void 0 || set.values.length === 0) return set;
	const types = set.values.map((_, at) => inSitu.types.get(at));
	return {
		...set,
		...types.some((type) => type !== void 0) && { types },
		...inSitu.generic > inSitu.seen / 2 && { isGeneric: true },
		...inSitu.generic > 0 && inSitu.generic === inSitu.seen && { isGenericFromTheFirst: true }
	};
}

// src/load/command.ts
/** Runs the user's test suite or load generator in the side's own tree, against the side's own database. */
async function runLoadCommand(database, tree, command, options) {
	await runInTree(database, tree, {
		...options,
		what: "the workload command",
		command
	});
}

// src/load/failures.ts
/**
* Deals with statements that failed in a load whose command ended well. What fails on both sides is noted: a test of an
* error, say. What failed on head alone is replayed with the values that failed, where base sends it too; where only head
* sends it, it counts as broken if the schema does not fit it (SQLSTATE class 42), because a violated constraint may be wanted.
*/
function reconcileFailures(base, head) {
	const onBase = base.failures ?? [];
	const known = new Set(onBase.map(idOf$1));
	const onHeadOnly = (head.failures ?? []).filter((failure) => !known.has(idOf$1(failure)));
	const sentByBase = new Map(base.statements.filter(({ isNamed }) => !isNamed).map((statement) => [idOf$1(statement), statement]));
	const works = new Set(head.statements.map(idOf$1));
	const shared = onHeadOnly.filter((failure) => sentByBase.has(idOf$1(failure)));
	const own = onHeadOnly.filter((failure) => !sentByBase.has(idOf$1(failure)));
	const broken = own.filter((failure) => failure.code.startsWith("42") && !works.has(idOf$1(failure)));
	const failed = [...shared.filter((failure) => !works.has(idOf$1(failure))), ...broken];
	const others = own.filter((failure) => !broken.includes(failure));
	const replayed = new Map(shared.flatMap((failure) => failure.valueSet ? [[idOf$1(failure), failure.valueSet]] : []));
	return {
		base: {
			...base,
			statements: base.statements.map((statement) => {
				const valueSet = statement.isNamed ? void 0 : replayed.get(idOf$1(statement));
				return valueSet === void 0 ? statement : {
					...statement,
					valueSets: [...statement.valueSets, valueSet]
				};
			})
		},
		head: {
			...head,
			statements: [...head.statements, ...failed.map((failure) => toStatement$1(failure, sentByBase))]
		},
		notes: [...noteOf("base’s load", onBase), ...noteOf("the branch’s load, and not in base’s", others)]
	};
}
/** Head's statements with those of base's that head's load did not come to: the same programs would have sent them. */
function withUnsent({ base, head }) {
	const sent = new Set(head.statements.map(idOf$1));
	const unsent = base.statements.filter((statement) => !statement.isNamed && !sent.has(idOf$1(statement)));
	return {
		...head,
		statements: [...head.statements, ...unsent]
	};
}
const idOf$1 = ({ key }) => `${key.fingerprint}:${key.textHash}`;
function noteOf(where, failures) {
	const [first] = failures;
	if (first === void 0) return [];
	const count = failures.reduce((sum, failure) => sum + failure.count, 0);
	return [`${count === 1 ? "One statement" : `${count} statements`} failed in ${where}, whose command ended well; the first: ${first.text} (SQLSTATE ${first.code}).`];
}
/** A statement of head's load that never worked there. */
function toStatement$1(failure, sentByBase) {
	const { key, text, code, valueSet } = failure;
	const twin = sentByBase.get(idOf$1(failure));
	const verb = /[a-z]+/i.exec(text)?.[0]?.toLowerCase() ?? "statement";
	return {
		name: twin?.name ?? `${verb} ${key.fingerprint.slice(0, 4)}${key.textHash.slice(0, 4)}`,
		isNamed: false,
		key,
		text,
		source: twin?.source,
		isWrite: twin?.isWrite ?? classify(valueSet?.sql ?? text).kind !== "read",
		stats: NO_CALLS,
		valueSets: valueSet === void 0 ? [] : [valueSet],
		unmeasured: refreshedView(text) === void 0 ? void 0 : "it fails in the load",
		failure: { code }
	};
}

// src/load/pgbench.ts
/** The same for every run, so that base and head draw the same values. */
const RANDOM_SEED = "42";
/** Where the statements of the scripts stand, by fingerprint and hash of their texts; of one that stands there twice, the first. */
async function placesInScripts(tree, scripts) {
	const places = /* @__PURE__ */ new Map();
	for (const { file } of scripts) for (const { kind, text, line } of splitSql(await tree.read(file), file)) {
		if (kind !== "statement") continue;
		const key = identityOf(statementKey(withParameters(text)));
		if (!places.has(key)) places.set(key, {
			file,
			line
		});
	}
	return places;
}
/** As pgbench prepares it: each variable is a parameter, a cast is none. */
function withParameters(text) {
	const names = [];
	return text.replaceAll(/(?<!:):([A-Za-z_\d]+)/g, (_, name) => {
		if (!names.includes(name)) names.push(name);
		return `$${names.indexOf(name) + 1}`;
	});
}
/** Runs the pgbench scripts one after the other with one client each. Throws a UserError where pgbench is not installed. */
async function runPgbench(database, tree, scripts, options) {
	if (scripts.length === 0) return;
	const pgbench = await findPgbench(options.env.PATH ?? "");
	const folder = await mkdtemp(join(tmpdir(), "pgverdict-pgbench-"));
	const guard = guardFiles(folder);
	try {
		for (const [index, { file, transactions }] of scripts.entries()) {
			const script = join(folder, `${index}.sql`);
			await writeFile(script, await tree.read(file));
			const flags = [
				"--no-vacuum",
				"--client=1",
				`--random-seed=${RANDOM_SEED}`,
				`--transactions=${transactions}`,
				"--protocol=prepared"
			];
			await runCommand({
				what: `pgbench script ${file}`,
				command: [
					pgbench,
					...flags,
					`--file=${script}`
				].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" "),
				directory: folder,
				env: {
					...options.env,
					...database.env
				},
				timeoutMs: options.timeoutMs,
				signal: options.signal,
				onLine: (line) => options.progress.step(line)
			});
		}
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
		guard.dismiss();
	}
}
async function findPgbench(path) {
	for (const folder of path.split(delimiter).filter(Boolean)) {
		const candidate = join(folder, "pgbench");
		if (await access(candidate, constants$1.X_OK).then(() => true, () => false)) return candidate;
	}
	throw new UserError("workload.pgbench: there is no `pgbench` on the PATH", {
		kind: "usage",
		hint: "Debian and Ubuntu have it in the package postgresql-contrib or postgresql-client; or name the statements in workload.files."
	});
}

// src/load/settle.ts
const idOf = ({ key }) => `${key.fingerprint}:${key.textHash}`;
/** Whether the two loads sent different statements, or one of them another number of times. */
function differInSending(base, head) {
	const [before, after] = [byId(base), byId(head)];
	return before.size !== after.size || [...after].some(([id, { stats }]) => before.get(id)?.stats.calls !== stats.calls);
}
/**
* Adds to base's load what a second run of it sent: what only one of the two sent is by chance, and not the branch's doing.
*/
function withSecondRun(base, again) {
	const [first, second] = [byId(base), byId(again)];
	const inOne = [...base.statements.filter((statement) => !second.has(idOf(statement))), ...again.statements.filter((statement) => !first.has(idOf(statement)))];
	const statements = base.statements.map((statement) => {
		const other = second.get(idOf(statement));
		return other !== void 0 && other.stats.calls > statement.stats.calls ? {
			...statement,
			stats: other.stats
		} : statement;
	});
	const [one] = inOne;
	const isUneven = base.statements.some((statement) => second.get(idOf(statement))?.stats.calls !== statement.stats.calls);
	const what = one === void 0 ? "the numbers of calls differ" : `${inOne.length === 1 ? "one statement was" : `${inOne.length} statements were`} sent by one of the two only, the first: ${one.text}`;
	return {
		base: {
			...base,
			statements: [...statements, ...again.statements.filter((statement) => !first.has(idOf(statement)))]
		},
		notes: one === void 0 && !isUneven ? [] : [`The load does not do the same each time. Run twice on base, ${what}.`]
	};
}
/** Whether the two trees hold the same files but for some, so that their loads should do the same. */
async function isSameBut(base, head, excepted) {
	const [before, after] = await Promise.all([base, head].map(async (tree) => (await tree.list("")).filter((file) => !excepted.has(file))));
	if (before.join("\0") !== after.join("\0")) return false;
	for (const file of before) if (await base.checksum(file) !== await head.checksum(file)) return false;
	return true;
}
function byId({ statements }) {
	return new Map(statements.filter(({ isNamed }) => !isNamed).map((statement) => [idOf(statement), statement]));
}

// src/load/thin-plans.ts
/** About 30,000 executions: from there on a plan for each of them costs more than it tells. */
const ENOUGH_BYTES = 64 * 2 ** 20;
/** The share of executions whose plan is still logged then. */
const SAMPLE$1 = .02;
const LOOK_MS = 250;
/** Runs a load that logs its plans, and thins these out where the load turns out to be large. */
async function thinningPlans(server, load) {
	const over = new AbortController();
	const thinned = thinOut(server, over.signal).catch(() => false);
	try {
		return await load();
	} finally {
		over.abort();
		if (await thinned) await samplePlans(server, 1);
	}
}
async function thinOut(server, over) {
	const { log } = server;
	if (log === void 0 || !server.hasSuperuser) return false;
	const start = await log.position();
	while (!over.aborted) {
		await setTimeout(LOOK_MS, void 0, { signal: over }).catch(() => void 0);
		if (over.aborted || await log.position() - start < ENOUGH_BYTES) continue;
		await samplePlans(server, SAMPLE$1);
		return true;
	}
	return false;
}

// src/loads.ts
/**
* Sends each side's load. Where the two did not do the same though the branch touches nothing but migrations, base's load
* runs a second time, to tell what the branch did from what chance did.
*/
async function loadBothSides(bench, sides, frozen, loads, migrationFiles) {
	const { progress, config } = bench;
	bench.server.copyAhead(frozen.head);
	const first = await progress.stage("load base", () => loadBase(bench, sides.base, frozen.base, loads.base));
	const { snapshot: base, side: baseSide } = first;
	const loadOf = (name) => loadAndCapture(bench, name, name === "base" ? baseSide : sides.head, frozen[name], loads[name]);
	const { snapshot: head, stopped } = await progress.stage("load head", async () => {
		const loaded = await loadOf("head");
		const isBroken = reconcileFailures(base, loaded.snapshot).head.statements.some(({ failure }) => failure !== void 0);
		if (loaded.stopped !== void 0 && !isBroken) throw loaded.stopped;
		return loaded;
	});
	const isOnlyMigrated = config.workload.command !== void 0 && differInSending(base, head) && await isSameBut(baseSide.tree, sides.head.tree, migrationFiles);
	const settled = isOnlyMigrated && stopped === void 0 ? withSecondRun(base, (await progress.stage("load base again", () => loadOf("base"))).snapshot) : {
		base,
		notes: []
	};
	const reconciled = reconcileFailures(settled.base, head);
	const notes = [
		...first.notes,
		...settled.notes,
		...reconciled.notes
	];
	if (stopped === void 0) return {
		...reconciled,
		notes
	};
	return isOnlyMigrated ? {
		...reconciled,
		head: withUnsent(reconciled),
		notes: [...notes, STOPPED_NOTE]
	} : {
		...reconciled,
		notes: [...notes, STOPPED_NOTE]
	};
}
const STOPPED_NOTE = "The workload’s command failed on head, because of what is reported as broken: what base’s load sent after that, head’s did not.";
/** Base's load, in its own files or, where their command fails and there are others, in those. */
async function loadBase(bench, side, frozen, load) {
	try {
		return {
			...await loadAndCapture(bench, "base", side, frozen, load),
			side,
			notes: []
		};
	} catch (error) {
		if (!(error instanceof UserError) || bench.signal.aborted || load.spare === void 0) throw error;
		const other = {
			...side,
			tree: load.spare
		};
		await bench.server.dropDatabase(await bench.server.openDatabase(nameOfLoad("base")));
		return {
			...await loadAndCapture(bench, "base", other, frozen, load),
			side: other,
			notes: [SPARE_NOTE]
		};
	}
}
const SPARE_NOTE = "Base has no configuration yet, and the workload’s command fails in its files: the branch’s are used on both sides.";
function nameOfLoad(side) {
	return `${side}_load`;
}
/** Sends one side's load to a copy of its database, and reads what the server counted and logged; head's command may stop in the middle. */
async function loadAndCapture(bench, name, side, frozen, load) {
	const { server, config, progress } = bench;
	const database = await server.createDatabase(nameOfLoad(name), frozen);
	await captureLog(server, database, true);
	if (config.workload.command !== void 0) await logPlans(server, database);
	const logFrom = await server.log?.position() ?? 0;
	await resetStatements(server, database);
	const { sent, stopped } = await sendAll(bench, name, side, database, load);
	if (name === "base" && !load.isBorrowed) refuseFailures(sent, config);
	const snapshot = await capture(server, database, {
		sent: name === "base" ? sent.filter(({ failure }) => failure === void 0) : sent,
		failedTexts: new Set(sent.flatMap(({ statement, failure }) => failure === void 0 ? [] : [statement.sql])),
		places: await placesInScripts(load.scripts, config.workload.pgbench),
		logFrom,
		session: config.session,
		valueSets: config.replay.values,
		progress
	});
	await endSessions(database);
	const writes = await readWrites(server, frozen, database);
	await server.dropDatabase(database);
	return {
		snapshot: {
			...snapshot,
			writes
		},
		stopped
	};
}
async function sendAll(bench, name, side, database, { statements, scripts }) {
	const { config, env, progress, signal } = bench;
	const { workload, session, replay } = config;
	const sent = await runWorkload(database, statements, {
		session,
		statementTimeoutMs: replay.timeout,
		progress,
		signal
	});
	const options = {
		env: commandEnvironment(config, env),
		timeoutMs: workload.timeout,
		progress,
		signal
	};
	await runPgbench(database, scripts, workload.pgbench, options);
	const { command } = workload;
	if (command === void 0) return {
		sent,
		stopped: void 0
	};
	try {
		await thinningPlans(bench.server, () => runLoadCommand(database, side.tree, command, options));
		return {
			sent,
			stopped: void 0
		};
	} catch (error) {
		if (name === "base" || signal.aborted || !(error instanceof UserError)) throw error;
		return {
			sent,
			stopped: error
		};
	}
}
/** Base is the yardstick: a statement that fails there says that the workload is wrong, not that the branch is. */
function refuseFailures(sent, { seed }) {
	const failed = sent.filter(({ failure }) => failure !== void 0);
	const [first] = failed;
	if (first?.failure === void 0) return;
	const { statement, failure } = first;
	const others = failed.length > 1 ? ` (and ${failed.length - 1} more)` : "";
	const isSeeded = seed.files.length > 0 || seed.command !== void 0;
	throw new UserError(`The load fails on base: ${statement.name}${others}, ${statement.file}:${statement.line}`, { hint: failure.code === "57014" ? "It took longer than `replay.timeout`; raise that, or take the statement out of the workload." : `${failure.message} (SQLSTATE ${failure.code})\n${isSeeded || !MISSES_ROWS.test(failure.code) ? BROKEN_HINT : UNSEEDED_HINT}` });
}
/** Integrity constraints and what a function raises: the likely words of a database without rows. */
const MISSES_ROWS = /^23|^P0/;
const BROKEN_HINT = "Mend it or take it out of the workload: what fails on base says nothing of the branch.";
const UNSEEDED_HINT = "The database holds no rows but the migrations’: name the files that fill it under `seed.files`.";

// src/merge/databases.ts
const NOT_ALONE = "It is one of several databases, and the others were not compared to the end.";
/** Statements with the name of their database before their own: two databases may have one of the same name. */
function inDatabase(pairs, database) {
	return database === void 0 ? pairs : pairs.map((pair) => ({
		...pair,
		name: `${database}/${pair.name}`
	}));
}
/**
* Measures the databases one after the other and makes one report of them: every statement, the worst verdict. A UserError
* that one of them throws says which it was.
*/
async function mergeDatabases(names, measure) {
	const reports = [];
	for (const name of names) {
		const report = await measure(name).catch((error) => {
			if (!(error instanceof UserError)) throw error;
			const { message, hint, kind, unexcused = names.length > 1 ? NOT_ALONE : void 0 } = error;
			throw new UserError(`${name}: ${message}`, {
				...hint === void 0 ? {} : { hint },
				kind,
				unexcused,
				cause: error
			});
		});
		reports.push(named(report, name));
	}
	const [first] = reports;
	const { server, timings: _, ...joined } = joinReports(reports);
	const versions = new Set(reports.map((report) => report.server.version));
	return {
		...first,
		...joined,
		server: {
			...server,
			version: [...versions].join(", "),
			settings: commonSettings(reports)
		},
		path: {
			kind: reports.some(({ path }) => path.kind === "fresh") ? "fresh" : "upgrade",
			reason: reports.map(({ path }, at) => `${names[at]}: ${path.reason}`).join("; ")
		},
		seededRows: reports.reduce((sum, report) => sum + report.seededRows, 0),
		statements: reports.flatMap(({ statements }) => statements),
		migrations: reports.flatMap(({ migrations }) => migrations),
		findings: reports.flatMap(({ findings }) => findings),
		databases: reports.map(({ server: { version }, seededRows }, at) => ({
			name: names[at],
			version,
			seededRows
		})),
		timings: reports.at(-1).timings,
		...first.shard === void 0 ? {} : { shard: joinShards(reports, first.shard) }
	};
}
function named(report, name) {
	return {
		...report,
		notes: report.notes.map((note) => `${name}: ${note}`),
		findings: report.findings.map((finding) => ({
			...finding,
			key: `${name}/${finding.key}`
		})),
		...report.poolSweeps && { poolSweeps: report.poolSweeps.map((sweep) => ({
			...sweep,
			database: name
		})) }
	};
}
function commonSettings(reports) {
	const [first, ...others] = reports.map(({ server }) => server.settings);
	return Object.fromEntries(Object.entries(first ?? {}).filter(([name, value]) => others.every((settings) => settings[name] === value)));
}
/** The statements of a database stand before those of the next one in every shard. */
function joinShards(reports, { index, count }) {
	return {
		index,
		count,
		run: createHash("sha256").update(reports.map(({ shard }) => shard?.run).join()).digest("hex"),
		positions: reports.flatMap(({ shard }, at) => (shard?.positions ?? []).map((each) => at * STATEMENTS + each))
	};
}
/** More than a load of one database may have. */
const STATEMENTS = 1e5;

// src/migrate/both-sides.ts
/**
* Both sides' migrations. Where base has none in the place that head's configuration names, they are looked for everywhere,
* because the branch may have moved them; a base without any gets head's, so that there is something to compare with.
*/
async function readBothSides(trees, config) {
	const head = {
		tree: trees.head,
		migrations: await readMigrations(trees.head, config)
	};
	const told = head.migrations.kind === "sql" ? head.migrations.notes ?? [] : [];
	const named = await readMigrations(trees.base, config, { mayBeEmpty: true });
	const everywhere = {
		...config,
		tool: "auto",
		path: void 0
	};
	const found = isEmpty(named) ? await readMigrations(trees.base, everywhere, { mayBeEmpty: true }) : named;
	const hasNone = isEmpty(found);
	const base = hasNone ? head : {
		tree: trees.base,
		migrations: found
	};
	const own = withoutUncommitted(head.migrations, hasNone ? [] : uncommittedOf(found));
	return {
		base: {
			...base,
			migrations: withoutUncommitted(base.migrations, uncommittedOf(base.migrations))
		},
		head: {
			...head,
			migrations: own
		},
		notes: [
			...told,
			...hasNone ? ["Base has no migrations yet: the branch’s are used on both sides."] : [],
			...uncommittedOf(own).map(({ file }) => uncommittedNote(file))
		]
	};
}
function uncommittedOf(set) {
	return set.kind === "sql" ? set.migrations.filter(({ isUncommitted }) => isUncommitted) : [];
}
/** Production has none of what is not committed. What the branch found there is not its own. */
function withoutUncommitted(set, foreign) {
	if (set.kind !== "sql") return set;
	const isForeign = ({ id, checksum }) => foreign.some((other) => other.id === id && other.checksum === checksum);
	return {
		...set,
		migrations: set.migrations.filter((migration) => !(migration.isUncommitted && isForeign(migration)))
	};
}
function uncommittedNote(file) {
	return `${file} is not committed yet: it ran last on head, as its migration will after \`graphile-migrate commit\`; a deploy leaves it out until then.`;
}
function isEmpty(set) {
	return set.kind === "sql" && set.migrations.length === 0;
}

// src/migrate/tool-roles.ts
/**
* The configuration with the roles that the migrations' tool takes for granted, and with the first role of other servers where
* the migrations name it: ours has another one.
*/
function withRolesOf(set, config) {
	if (set.kind !== "sql") return config;
	const roles = [...set.settings?.roles ?? [], ...expectsFirstRole(set.migrations) ? [FIRST_ROLE] : []];
	if (roles.length === 0) return config;
	return {
		...config,
		postgres: {
			...config.postgres,
			roles: [.../* @__PURE__ */ new Set([...config.postgres.roles, ...roles])]
		}
	};
}

// src/pooling/sweep/sweep.ts
/** A size whose rate is within a tenth of the plateau's does as well. */
const PLATEAU = .9;
/** Beyond four times the prediction, and beyond sixteen connections, nothing is left to see. */
const BEYOND = {
	factor: 4,
	connections: 16
};
/** More clients than these are busy with each other in one process that sends for all of them. */
const MOST_CONNECTIONS = 128;
/** Powers of two from one connection on to well beyond the knee that is expected, and no more than the server has room for. */
function sizesFor(predicted, room) {
	const last = Math.min(Math.max(BEYOND.connections, BEYOND.factor * predicted), MOST_CONNECTIONS, Math.max(1, room));
	return Array.from({ length: 1 + Math.floor(Math.log2(last)) }, (_, step) => 2 ** step);
}
/**
* The smallest size on the plateau. Its height is the mean of the best size and the better of its neighbours: one lucky size
* alone makes no plateau. `points` are in growing order; without any it is 1.
*/
function kneeOf(points) {
	const best = points.reduce((top, { rate }, at) => rate > points[top].rate ? at : top, 0);
	const beside = Math.max(points[best - 1]?.rate ?? 0, points[best + 1]?.rate ?? 0);
	const height = ((points[best]?.rate ?? 0) + beside) / 2;
	return points.find(({ rate }) => rate >= PLATEAU * height)?.connections ?? 1;
}
/** Medians of the runs of one size. */
function toPoint(connections, runs) {
	const of = (key) => median(runs.map((run) => run[key]));
	return {
		connections,
		rate: of("rate"),
		p50Ms: of("p50Ms"),
		p95Ms: of("p95Ms")
	};
}
function median(numbers) {
	return quantile(numbers, .5);
}
/** The least of the numbers below which that share of them lies; 0 where there are none. */
function quantile(numbers, share) {
	return numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(share * numbers.length))] ?? 0;
}

// src/pooling/sweep/run-clients.ts
/**
* Sends the load through all clients at once for a time, each as soon as it has its answer. Transactions are rolled back. Whose
* statement fails is counted and no part of the rate.
*/
async function runClients(clients, load, { ms, signal }) {
	const latencies = [];
	let failed = 0;
	const started = performance.now();
	const until = started + ms;
	await Promise.all(clients.map(async (client, offset) => {
		for (let at = offset; performance.now() < until; at++) {
			signal.throwIfAborted();
			const begunAt = performance.now();
			if (await send(client, load.transactions[at % load.transactions.length], load.pauseMs)) latencies.push(performance.now() - begunAt);
			else failed++;
		}
	}));
	const seconds = (performance.now() - started) / 1e3;
	return {
		connections: clients.length,
		rate: latencies.length / seconds,
		p50Ms: quantile(latencies, .5),
		p95Ms: quantile(latencies, .95),
		failed
	};
}
/** Returns whether all of it succeeded. */
async function send(client, { begin, statements }, pauseMs) {
	let succeeded = true;
	try {
		if (begin !== void 0) await client.run(begin);
		for (const [at, statement] of statements.entries()) {
			await client.run(statement);
			if (at === 0 && pauseMs > 0) await setTimeout(pauseMs);
		}
	} catch (error) {
		if (!(error instanceof SqlError)) throw error;
		succeeded = false;
	}
	if (begin !== void 0) await client.run("rollback");
	return succeeded;
}

// src/pooling/sweep/hold-of-one.ts
/** Other than that of our own connections, which are no part of a load's sessions. */
const SWEEP_APPLICATION = "pgverdict_sweep";
/** What a transaction of one connection holds and works, from the log of the server, as a load by command shows it. */
async function holdOfOne(server, log, database, load, options) {
	const from = await log.position();
	await captureLog(server, database, true);
	try {
		var _usingCtx$8 = _usingCtx();
		const url = new URL(database.url);
		url.searchParams.set("application_name", SWEEP_APPLICATION);
		const client = _usingCtx$8.a(await connectClient({ url: url.href }));
		await runClients([client], load, options);
	} catch (_) {
		_usingCtx$8.e = _;
	} finally {
		await _usingCtx$8.d();
	}
	await captureLog(server, database, false);
	const figures = await measureSessions(log, from, await log.position(), database.name);
	const transactions = Math.max(1, figures.transactions);
	return {
		heldMs: figures.heldMs / transactions,
		busyMs: figures.busyMs / transactions
	};
}

// src/pooling/sweep/other-load.ts
/** Runs work of ours in which the server takes part. Only Linux tells what others did. */
async function watchOthers(server, work) {
	if (server.kind === "container" || server.kind === "external") return {
		result: await work(),
		others: void 0
	};
	const before = await readTicks(server);
	const result = await work();
	const after = await readTicks(server);
	if (before === void 0 || after === void 0) return {
		result,
		others: void 0
	};
	const spent = (key) => after[key] - before[key];
	return {
		result,
		others: Math.max(0, spent("busy") - spent("ours") + spent("stolen")) / Math.max(1, spent("all"))
	};
}
async function readTicks(server) {
	try {
		const [first = ""] = (await readFile("/proc/stat", "utf8")).split("\n");
		const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0, steal = 0] = first.split(/\s+/).slice(1).map(Number);
		const busy = user + nice + system + irq + soft;
		return {
			busy,
			stolen: steal,
			all: busy + idle + wait + steal,
			ours: await ticksOf("self") + await ticksOfServer(server)
		};
	} catch {
		return;
	}
}
/** Of the server's first process, which has those of its children that ended, and of the sessions and workers that it has now. */
async function ticksOfServer(server) {
	const processes = await server.admin.rows(`select split_part(pg_read_file('postmaster.pid'), e'\\n', 1) as pid
     union select pid::text from pg_catalog.pg_stat_activity`);
	return (await Promise.all(processes.map(({ pid }) => ticksOf(pid).catch(() => 0)))).reduce((sum, own) => sum + own, 0);
}
/** utime, stime, cutime and cstime of /proc/<pid>/stat; a program's name may hold anything but ends with the last bracket. */
async function ticksOf(pid) {
	const stat = await readFile(`/proc/${pid}/stat`, "utf8");
	return stat.slice(stat.lastIndexOf(")") + 2).split(" ").slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
}
/** Where others had no more than a tenth of one processor the server was as good as alone. */
const ALONE = .1 / availableParallelism();

// src/pooling/sweep/sweep-sizes.ts
/**
* Runs of all sizes in turn, in the order of sizes and against it, so that a machine that slows down favours neither end, until
* each has enough of them beside nobody else's work. Returns those of each size that were disturbed least, in the order of sizes.
*/
async function sweepSizes(server, connect, load, { sizes, ms, rounds, mostRuns, signal }) {
	const runs = new Map(sizes.map((size) => [size, []]));
	const isDone = (size) => {
		const own = runs.get(size) ?? [];
		return own.length >= mostRuns || own.filter((run) => !isDisturbed(run)).length >= rounds;
	};
	const clients = [];
	try {
		while (clients.length < Math.max(...sizes)) clients.push(await connect());
		for (let round = 0; !sizes.every(isDone); round++) for (const size of round % 2 === 0 ? sizes : sizes.toReversed()) {
			if (isDone(size)) continue;
			const { result, others } = await watchOthers(server, () => runClients(clients.slice(0, size), load, {
				ms,
				signal
			}));
			runs.get(size)?.push({
				...result,
				others
			});
		}
	} finally {
		await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()));
	}
	return [...runs.values()].map((own) => own.toSorted((a, b) => (a.others ?? 0) - (b.others ?? 0)).slice(0, rounds));
}
const isDisturbed = ({ others }) => others !== void 0 && others > ALONE;

// src/pooling/sweep/to-load.ts
/** Statements of one round of the load; more would say nothing new. */
const ROUND = 100;
/** Longer transactions than these make no other shape. */
const MOST_STATEMENTS = 20;
/** A timer tells no less. */
const LEAST_PAUSE_MS = 1;
/**
* Head's reads as often as they were sent, in transactions like those of the load's sessions: about as many statements, and as
* much time that the server waits for its client. Writes are left out: of the few values that are known all clients would
* write the same rows and wait for each other. Undefined where no read can be sent.
*/
function toSweepLoad(measured, sessions) {
	const reads = takeTurns(readsOf(measured), ROUND);
	if (reads.length === 0) return void 0;
	const transactions = sessions?.transactions ?? 0;
	if (sessions === void 0 || transactions === 0) return {
		transactions: reads.map((read) => inOne([read])),
		pauseMs: 0
	};
	const idleMs = Math.max(0, sessions.heldMs - sessions.busyMs) / transactions;
	const size = Math.min(MOST_STATEMENTS, Math.max(1, Math.round(sessions.statements / transactions - 2)));
	const isBlock = sessions.statements > transactions;
	return {
		transactions: (isBlock ? reads.map((_, at) => Array.from({ length: size }, (__, next) => reads[(at + next) % reads.length])) : reads.map((read) => [read])).map((group) => inOne(group, isBlock)),
		pauseMs: isBlock && idleMs >= LEAST_PAUSE_MS ? idleMs : 0
	};
}
function inOne(reads, isBlock = false) {
	const set = Object.entries(Object.assign({}, ...reads.map(({ session }) => session))).map(([name, value]) => `set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true)`);
	const begin = ["begin read only", ...set.length === 0 ? [] : [`select ${set.join(", ")}`]].join("; ");
	return {
		begin: isBlock || set.length > 0 ? begin : void 0,
		statements: reads.map(({ sql }) => sql)
	};
}
function readsOf(measured) {
	return measured.flatMap(({ pair, runs }) => {
		const { head } = pair;
		if (head === void 0 || head.isWrite) return [];
		const executed = new Set(runs.flatMap(({ valueSet, head }) => head.kind === "measured" ? [valueSet] : []));
		const sets = valueSetsOf(pair).flatMap(({ index, head }) => head !== void 0 && executed.has(index) && head.prepared === void 0 && head.setup === void 0 ? [head] : []);
		return sets.map(({ sql, values, types, session }) => ({
			sql: substituteParameters(sql, values, types),
			session,
			calls: head.stats.calls / sets.length
		}));
	});
}
/**
* One round in which each has turns by its number of calls, spread evenly: always the one that is furthest behind its share. Those
* that are too rare for the round are not in it.
*/
function takeTurns(items, length) {
	const total = items.reduce((sum, { calls }) => sum + calls, 0);
	if (total <= 0) return items.slice(0, length);
	const taken = items.map(() => 0);
	return Array.from({ length }, (_, turn) => {
		const behind = items.map(({ calls }, at) => (turn + 1) * calls / total - taken[at]);
		const next = behind.indexOf(Math.max(...behind));
		taken[next] += 1;
		return items[next];
	});
}

// src/pooling/sweep/sweep-pools.ts
const ROUNDS = 3;
const RUN_MS = {
	least: 400,
	most: 4e3
};
/** Transactions of a connection that a run should see. */
const SEEN = 20;
/** A statement that takes longer than a run is a failure of its transaction. */
const STATEMENT_TIMEOUT_MS = 1e4;
/** Sessions of ours and of the server's own besides the clients. */
const OTHER_SESSIONS = 20;
const CONNECT_TIMEOUT_MS = 1e4;
/**
* Sends head's reads through 1, 2, 4, 8… connections to a copy of its database, and through PgBouncer with as many connections as
* the knee where the machine has it. Nothing of it decides anything: times are never the same twice.
*/
async function sweepPools(input) {
	const { server, head, measured, sessions } = input;
	if (server.kind === "external") return skipped("an external server is not loaded with many clients");
	if (server.log === void 0) return skipped("the server has no log to measure a transaction by");
	const load = toSweepLoad(measured, sessions);
	if (load === void 0) return skipped("none of the load’s reads could be sent");
	const database = await server.createDatabase("swept", head);
	try {
		return await sweep(input, server.log, database, load);
	} catch (error) {
		if (error instanceof SqlError) return skipped(`the server said no (SQLSTATE ${error.code})`);
		if (error instanceof UserError) return skipped(error.message);
		throw error;
	} finally {
		await server.dropDatabase(database);
	}
}
const skipped = (why) => ({
	kind: "skipped",
	why
});
async function sweep({ server, target, env, signal }, log, database, load) {
	const processors = availableParallelism();
	const connect = () => database.connect("owner", { statement_timeout: String(STATEMENT_TIMEOUT_MS) });
	const hold = await holdOfOne(server, log, database, load, {
		ms: RUN_MS.least,
		signal
	});
	if (hold.heldMs === 0) return skipped("no transaction of the load came to its end");
	const predicted = predictKnee(processors, hold);
	const options = {
		ms: Math.min(RUN_MS.most, Math.max(RUN_MS.least, SEEN * hold.heldMs)),
		rounds: ROUNDS,
		mostRuns: ROUNDS,
		signal
	};
	const sizes = sizesFor(predicted, await maxConnections(server) - OTHER_SESSIONS);
	const bySize = await sweepSizes(server, connect, load, {
		...options,
		sizes
	});
	const points = bySize.map((runs, at) => toPoint(sizes[at], runs));
	const knee = kneeOf(points);
	const pooled = await throughPgbouncer(server, database, load, {
		...options,
		env,
		clients: sizes.at(-1),
		knee
	});
	const runs = [...bySize.flat(), ...pooled?.runs ?? []];
	return {
		kind: "swept",
		sweep: {
			processors,
			hold,
			points,
			knee,
			predicted,
			pooler: pooled?.pooler,
			target: target.cpus === void 0 ? void 0 : {
				cpus: target.cpus,
				useful: usefulConnections(target.cpus, hold)
			},
			failed: runs.reduce((sum, { failed }) => sum + failed, 0),
			others: othersOf(runs)
		}
	};
}
/** As many clients as the sweep had at most, all of them served by as many connections as the knee has. */
async function throughPgbouncer(server, database, load, { env, clients, knee, ...options }) {
	try {
		var _usingCtx$7 = _usingCtx();
		const program = await findPgbouncer(env);
		if (program === void 0) return void 0;
		const settings = {
			pool_mode: "transaction",
			default_pool_size: knee,
			max_client_conn: clients + 1,
			query_timeout: STATEMENT_TIMEOUT_MS / 1e3
		};
		const pooler = _usingCtx$7.a(await startPgbouncer(program, database, settings, env));
		const connect = () => connectClient({
			url: pooler.url,
			timeoutMs: CONNECT_TIMEOUT_MS
		});
		const [runs = []] = await sweepSizes(server, connect, load, {
			...options,
			sizes: [clients]
		});
		return {
			pooler: {
				version: formatVersion(program.version),
				clients,
				point: toPoint(knee, runs)
			},
			runs
		};
	} catch (_) {
		_usingCtx$7.e = _;
	} finally {
		await _usingCtx$7.d();
	}
}
async function maxConnections(server) {
	const [row] = await server.admin.rows(`select current_setting('max_connections')::int4 as most`);
	return row?.most ?? 0;
}
function othersOf(runs) {
	const shares = runs.flatMap(({ others }) => others === void 0 ? [] : [others]);
	return shares.length === 0 ? void 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

// src/pool-sweep.ts
/** The sweep of pool sizes that the configuration asks for, with as much of the load as `measured` holds. */
async function sweepWhereWanted({ server, config, env, progress, signal }, head, measured) {
	if (!config.advice["pool-sweep"]) return {
		poolSweeps: void 0,
		notes: []
	};
	const outcome = await progress.stage("sweep pool sizes", async () => {
		const sessions = await sessionsOf(server, loadDatabaseOf(config));
		return sweepPools({
			server,
			head,
			measured,
			sessions,
			target: config.target,
			env,
			signal
		});
	});
	return outcome.kind === "swept" ? {
		poolSweeps: [{
			...outcome.sweep,
			database: void 0
		}],
		notes: []
	} : {
		poolSweeps: void 0,
		notes: [`Pool sizes were not swept: ${outcome.why}.`]
	};
}

// src/report/build.ts
/** Puts together what leaves the run: plans without literals, statements without values. */
function buildReport(parts) {
	const { ratio, blocks, floor } = parts.gate.worse;
	return {
		schemaVersion: 1,
		tool: {
			name: "pgverdict",
			version: parts.version
		},
		verdict: parts.verdict.outcome,
		roster: parts.verdict.entries,
		base: parts.base,
		head: parts.head,
		server: parts.server,
		path: parts.path,
		seededRows: parts.seededRows,
		statements: parts.comparisons.map(toStatement),
		migrations: parts.applied.map(({ text, ...applied }) => ({
			...applied,
			sql: cutWithoutLiterals(text)
		})),
		findings: parts.findings,
		policy: {
			ratio,
			blocks,
			floor,
			changed: parts.policyChanged
		},
		notes: parts.notes,
		timings: parts.timings,
		...parts.shownValues === void 0 ? {} : { shownValues: parts.shownValues },
		...parts.poolSweeps === void 0 ? {} : { poolSweeps: parts.poolSweeps },
		...parts.shard === void 0 ? {} : { shard: parts.shard }
	};
}
function toStatement({ base, head, atScale, isNamed: _, agrees: __, isUnmeasuredAlike: ___, doubt: ____, decidingSet: _____, ...comparison }) {
	const before = base && toSide(base);
	const isShared = base !== void 0 && base.plan.root === head?.plan.root;
	return {
		...comparison,
		base: before,
		head: head && toSide(head, isShared ? before?.plan : void 0),
		atScale: atScale && toAtScale(atScale)
	};
}
const toAtScale = ({ base, head, ...told }) => ({
	...told,
	base: {
		...base,
		plan: toReportNode(base.plan)
	},
	head: {
		...head,
		plan: toReportNode(head.plan)
	}
});
function toSide({ plan, nested, ...side }, published = toReportNode(plan)) {
	return {
		...side,
		plan: published,
		triggers: plan.triggers.map((trigger) => `${trigger.constraint ?? trigger.name}: ${trigger.calls} calls`),
		inner: toInner(nested)
	};
}
function toInner(nested) {
	return [...Map.groupBy(nested, ({ text }) => normalise(text))].map(([text, executions]) => {
		const heaviest = executions.map(({ plan }) => plan).reduce((a, b) => inclusiveWork(b.root).buffers > inclusiveWork(a.root).buffers ? b : a);
		return {
			text,
			calls: executions.length,
			plan: toReportNode(heaviest)
		};
	});
}
/** Longer values say no more about a plan. */
const VALUE_LENGTH = 200;
/** The values of statements for a report that may show them. */
function shownValues(pairs) {
	return pairs.map(({ name, base, head }) => ({
		statement: name,
		sets: ((base ?? head)?.valueSets ?? []).map(({ why, values }) => ({
			why,
			values: values.map((value) => value === null ? null : cleanLine(value, VALUE_LENGTH))
		}))
	}));
}

// src/rig.ts
/**
* Finds seed and workload of both sides. `isFirst`: the branch brings the configuration, and perhaps the programs that it
* names. Throws a UserError when there is no load at all.
*/
async function readRig({ base, head }, config, isFirst) {
	const { workload, seed } = config;
	if (workload.files.length + workload.pgbench.length === 0 && workload.command === void 0) throw new UserError("There is no load: the configuration names no `workload`", {
		kind: "usage",
		hint: "Set workload.files to SQL files with `-- name:` lines, or workload.command to what exercises the application."
	});
	const notes = [];
	const treeWith = async (patterns, what) => {
		if (await hasFiles(base.tree, patterns)) return base.tree;
		notes.push(`Base has no ${what} yet: the branch’s is used on both sides.`);
		return head.tree;
	};
	const seeds = {
		base: await treeWith(seed.files, "seed"),
		head: head.tree
	};
	const scripts = workload.pgbench.map(({ file }) => file);
	const files = {
		base: await treeWith(workload.files, "workload"),
		head: head.tree
	};
	return {
		seeds,
		loads: {
			base: {
				statements: await readWorkload(files.base, workload.files),
				scripts: await treeWith(scripts, "pgbench script"),
				isBorrowed: files.base !== base.tree,
				spare: isFirst && workload.command !== void 0 ? head.tree : void 0
			},
			head: {
				statements: await readWorkload(files.head, workload.files),
				scripts: head.tree,
				isBorrowed: false
			}
		},
		isSeedBorrowed: seeds.base !== base.tree,
		spareSeed: isFirst && seed.command !== void 0 ? head.tree : void 0,
		isSeedChanged: await fingerprintOf(seeds.base, seed.files) !== await fingerprintOf(seeds.head, seed.files),
		notes
	};
}
async function hasFiles(tree, patterns) {
	return matchFiles(tree, patterns, "").then(() => true, (error) => {
		if (error instanceof UserError) return false;
		throw error;
	});
}
async function fingerprintOf(tree, patterns) {
	const parts = [];
	for (const file of await matchFiles(tree, patterns, "seed.files")) for (const read of await filesOfScript(tree, file)) parts.push(`${read} ${await tree.checksum(read)}`);
	return parts.join("\n");
}

// src/scale/production-statistics.ts
const name = string().min(1).max(200);
/** PostgreSQL's own limit of a relation (MaxBlockNumber). */
const MAX_BLOCKS = 4294967294;
const share = number$1().min(0).max(1);
const relation = strictObject({
	schema: name,
	table: name,
	index: name.nullable().describe("Null for the table itself"),
	blocks: number$1().int().nonnegative().max(MAX_BLOCKS).describe("Length of the main file, in blocks of 8 kB"),
	pages: number$1().int().nonnegative().describe("`relpages`: the same, when it was last vacuumed or analysed"),
	rows: number$1().min(-1).describe("`reltuples`; -1 where nobody has counted"),
	visible: number$1().int().nonnegative().describe("`relallvisible`")
});
const column = strictObject({
	schema: name,
	table: name,
	column: name,
	inherited: boolean().describe("Whether it speaks of the table with its partitions"),
	nulls: share,
	width: number$1().int().nonnegative().describe("Average, in bytes"),
	distinct: number$1().describe("Of pg_stats: a number of values, or minus a share of the rows"),
	frequencies: array(share).describe("Of the most common values, which themselves are left out"),
	correlation: number$1().min(-1).max(1).nullable()
});
const schema = strictObject({
	pgverdict: literal("statistics"),
	version: literal(1),
	server: string().max(200),
	relations: array(relation),
	columns: array(column)
});
const HINT = "`pgverdict statistics` writes it on production.";
/** Reads what `pgverdict statistics` wrote. Throws a UserError where the file is missing or something else. */
async function readStatistics(tree, path) {
	if (path === void 0) return void 0;
	const what = `target.statistics: ${path}`;
	const usage = {
		kind: "usage",
		hint: HINT
	};
	const text = await tree.read(path).catch((cause) => {
		throw new UserError(`${what} could not be read`, {
			...usage,
			cause
		});
	});
	let value;
	try {
		value = JSON.parse(text);
	} catch (cause) {
		throw new UserError(`${what} is not JSON`, {
			...usage,
			cause
		});
	}
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	const [first] = parsed.error.issues;
	const problem = first === void 0 ? "" : `: ${first.path.join(".")}: ${first.message}`;
	throw new UserError(`${what} holds no statistics of production${problem}`, usage);
}
/** What advice on sizes asks of production. */
function sizesOf(statistics) {
	return (statistics?.relations ?? []).map(({ schema, table, index, blocks, rows }) => ({
		schema,
		table,
		index: index ?? void 0,
		pages: blocks,
		rows
	}));
}

// src/scale/plan-at-scale.ts
/** Planning may run functions of the branch, and what they read is gigabytes of nothing. */
const TIMEOUT_MS = 5e3;
/**
* Plans every statement that both sides have on the two databases of a scale model, with the values that the load sent. What
* cannot be planned there is left out: temporary objects, whose making would read the model.
*/
async function planAtScale(model, measured, { progress, signal }) {
	try {
		var _usingCtx$6 = _usingCtx();
		const base = _usingCtx$6.a(await model.base.connect("owner"));
		const head = _usingCtx$6.a(await model.head.connect("owner"));
		const planned = [];
		for (const [at, statement] of measured.entries()) {
			signal.throwIfAborted();
			progress.step(`${at + 1} of ${measured.length}: ${statement.pair.name}`);
			const atScale = await planPair(base, head, statement);
			planned.push(atScale.length === 0 ? statement : {
				...statement,
				atScale
			});
		}
		return planned;
	} catch (_) {
		_usingCtx$6.e = _;
	} finally {
		await _usingCtx$6.d();
	}
}
async function planPair(base, head, { pair }) {
	if (pair.base === void 0 || pair.head === void 0) return [];
	const pairs = [];
	for (const set of valueSetsOf(pair)) {
		if (set.base?.setup !== void 0 || set.head?.setup !== void 0) continue;
		const onBase = set.base && await plan(base, set.base);
		const onHead = onBase && set.head && await plan(head, set.head);
		if (onBase && onHead) pairs.push({
			valueSet: set.index,
			base: onBase,
			head: onHead
		});
	}
	return pairs;
}
/** Undefined where it cannot be planned; whether that is so on one side only is for the replay to say. */
async function plan(client, valueSet) {
	const options = {
		isWrite: false,
		timeoutMs: TIMEOUT_MS
	};
	try {
		if (valueSet.why === "never seen") {
			const planned = await planForAnyValue({
				client,
				timeoutMs: TIMEOUT_MS
			}, valueSet);
			return planned.kind === "measured" ? planned.plan : void 0;
		}
		return await inTransaction(client, valueSet, options, async (statement) => {
			const [row] = await client.rows(statement.explain(["verbose", "format json"]));
			return parsePlan(row?.["QUERY PLAN"]);
		});
	} catch (error) {
		if (error instanceof SqlError) return void 0;
		throw error;
	}
}

// src/scale/seeded.ts
/** Tables and indexes in the order of their names. */
async function readSeeded(client) {
	return client.rows(`select c.oid, n.nspname as schema, t.relname as "table", case when c.oid <> t.oid then c.relname end as "index",
            t.oid as "tableOid",
            case when c.relkind in ('p', 'I') then 0
                 else pg_relation_size(c.oid) / current_setting('block_size')::int end::float8 as blocks,
            c.relpages as pages, c.reltuples as rows, c.relallvisible as visible, pg_relation_filepath(c.oid) as path,
            (select coalesce(json_object_agg(a.attname, json_build_object('number', a.attnum,
                      'type', format_type(a.atttypid, a.atttypmod))), '{}')
             from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
     from pg_class c
     left join pg_index i on i.indexrelid = c.oid
     join pg_class t on t.oid = coalesce(i.indrelid, c.oid)
     join pg_namespace n on n.oid = t.relnamespace
     where c.relkind in ('r', 'm', 'p', 'i', 'I') and t.relkind in ('r', 'm', 'p') and c.relpersistence <> 't'
       and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_toast'
     order by n.nspname, t.relname, c.relname`);
}

// src/scale/sizes.ts
const keyOf$1 = ({ schema, table, index }) => JSON.stringify([
	schema,
	table,
	index
]);
/**
* Base at production's size: each table as production's of that name, each index too, or where production lacks it in
* proportion to its table. What production has less of than the seed stays as it was seeded: a file cannot shrink without
* losing rows.
*/
function sizesOfBase(base, { relations }) {
	const known = new Map(relations.map((relation) => [keyOf$1(relation), relation]));
	const sizes = /* @__PURE__ */ new Map();
	for (const seeded of inOrder(base)) {
		const given = known.get(keyOf$1(seeded));
		const table = sizes.get(seeded.tableOid);
		if (seeded.index !== null && table === void 0) continue;
		const size = given === void 0 ? inProportion(seeded, base, table) : sizeOf(given);
		if (size !== void 0 && size.rows >= seeded.rows) sizes.set(seeded.oid, {
			...size,
			blocks: Math.max(size.blocks, seeded.blocks)
		});
	}
	return sizes;
}
/**
* Head at the size that production will have after the branch: what base's relation has, times what the branch's migrations
* made of it with the seeded rows. `counterpartOf` finds base's relation.
*/
function sizesOfHead(head, counterpartOf, ofBase) {
	const sizes = /* @__PURE__ */ new Map();
	for (const seeded of inOrder(head)) {
		const before = counterpartOf(seeded);
		const size = before && ofBase.get(before.oid);
		const scaled = size === void 0 || before === void 0 ? inProportion(seeded, head, sizes.get(seeded.tableOid)) : asChanged(size, before, seeded);
		if (scaled !== void 0) sizes.set(seeded.oid, scaled);
	}
	return sizes;
}
/** Tables first, since their indexes follow them. */
const inOrder = (relations) => [...relations.filter(({ index }) => index === null), ...relations.filter(({ index }) => index !== null)];
function sizeOf({ blocks, pages, rows, visible }) {
	return rows < 0 ? void 0 : {
		blocks,
		pages: pages === 0 ? blocks : pages,
		rows,
		visible
	};
}
function inProportion(seeded, all, table) {
	const own = all.find(({ oid }) => oid === seeded.tableOid);
	if (seeded.index === null || table === void 0 || own === void 0 || own.rows <= 0) return void 0;
	const factor = table.rows / own.rows;
	const blocks = Math.round(seeded.blocks * factor);
	return {
		blocks,
		pages: blocks,
		rows: Math.max(0, seeded.rows) * factor,
		visible: 0
	};
}
function asChanged(size, before, after) {
	const grown = before.blocks === 0 ? 1 : after.blocks / before.blocks;
	const more = before.rows <= 0 ? 1 : after.rows / before.rows;
	const pages = Math.round(size.pages * grown);
	return {
		blocks: Math.max(after.blocks, Math.round(size.blocks * grown)),
		pages,
		rows: size.rows * more,
		visible: Math.min(pages, Math.round(size.visible * grown))
	};
}

// src/scale/spread.ts
/** `stakind` of the common values and of the correlation (pg_statistic.h). */
const COMMON_VALUES = 1;
const CORRELATION = 3;
/**
* A seeded column spread as production's: as many different values and nulls, and its common values as common as
* production's of the same rank. The values stay the seed's, because those are what the load asks for.
*/
function spreadLike(seeded, production, keepsWidth) {
	return {
		...seeded,
		nullFraction: String(production.nulls),
		width: keepsWidth ? seeded.width : String(production.width),
		distinct: String(production.distinct),
		slots: seeded.slots.map((slot) => {
			if (slot.kind === COMMON_VALUES && slot.numbers !== null) return {
				...slot,
				numbers: arrayOf(frequencies(numbersOf(slot.numbers).length, production))
			};
			if (slot.kind === CORRELATION && production.correlation !== null) return {
				...slot,
				numbers: arrayOf([production.correlation])
			};
			return slot;
		})
	};
}
/** Of a column whose table holds no rows: nothing but what production says of it. */
function spreadOfEmpty({ column, inherited, nulls, width, distinct }) {
	const nothing = {
		kind: 0,
		operator: null,
		collation: null,
		numbers: null,
		values: null,
		type: null
	};
	return {
		column,
		isInherited: inherited,
		nullFraction: String(nulls),
		width: String(width),
		distinct: String(distinct),
		slots: Array.from({ length: 5 }, () => nothing)
	};
}
/** Production's frequencies from the most common on; beyond them what PostgreSQL takes for a value that is not common. */
function frequencies(count, { frequencies: known, nulls, distinct }) {
	const rest = Math.max(0, 1 - nulls - known.reduce((sum, share) => sum + share, 0));
	const others = distinct > known.length ? distinct - known.length : Number.POSITIVE_INFINITY;
	const last = known.at(-1) ?? 1;
	return Array.from({ length: count }, (_, at) => known[at] ?? Math.min(last, rest / others));
}
const numbersOf = (array) => array.replace(/^\{|\}$/g, "").split(",").map(Number);
const arrayOf = (numbers) => `{${numbers.join(",")}}`;

// src/scale/stretch.ts
/** A file of a relation holds this many blocks (RELSEG_SIZE); the next one is only looked at where it is full. */
const BLOCKS_IN_FILE = 131072;
const BLOCK_BYTES = 8192;
/** Files of one command, whose text has to fit into one argument of the kernel's (MAX_ARG_STRLEN, 128 kB). */
const FILES_AT_ONCE = 500;
/** 64 TB. */
const MAX_FILES = 65536;
/**
* Makes the files of relations as long as production's without writing a block: the planner asks for a file's length and never
* for what is in it. Reading such a database would be reading gigabytes of zeros: nothing but EXPLAIN may run in it.
* Takes a superuser.
*/
async function stretch(client, relations, sizes) {
	const files = relations.flatMap(({ oid, path, blocks }) => {
		const size = sizes.get(oid);
		return path === null || size === void 0 ? [] : filesOf$1(path, blocks, size.blocks);
	});
	if (files.length > MAX_FILES) throw new UserError("target.statistics: production is larger than 64 TB, which cannot be planned for", { kind: "usage" });
	for (let at = 0; at < files.length; at += FILES_AT_ONCE) await lengthen(client, files.slice(at, at + FILES_AT_ONCE).map(({ path, blocks }) => `grow ${path} ${blocks}`).join(" && "));
	for (const { oid } of relations) {
		const size = sizes.get(oid);
		if (size === void 0) continue;
		await client.rows("update pg_class set relpages = $2, reltuples = $3::float4, relallvisible = $4 where oid = $1", [
			oid,
			size.pages,
			size.rows,
			Math.min(size.visible, size.pages)
		]);
	}
}
/** Linux has truncate, macOS does not; without conv=notrunc, dd too makes its output as long as where it would begin to write (POSIX). */
const GROW = `grow() { truncate -s $(($2 * ${BLOCK_BYTES})) $1 || dd if=/dev/null of=$1 bs=${BLOCK_BYTES} seek=$2; } 2>/dev/null`;
async function lengthen(client, commands) {
	await client.run(`copy (select 1) to program 'cat >/dev/null; ${GROW}; ${commands}'`).catch((cause) => {
		throw new UserError("Plans at production’s size: the files of the database could not be made as long as production’s", {
			hint: "The server’s image needs `truncate` or `dd`, and its file system sparse files; or leave `target.statistics` out.",
			cause
		});
	});
}
function filesOf$1(path, from, to) {
	const files = [];
	for (let segment = 0; segment * BLOCKS_IN_FILE < to; segment++) {
		const blocks = Math.min(BLOCKS_IN_FILE, to - segment * BLOCKS_IN_FILE);
		if (blocks > Math.min(BLOCKS_IN_FILE, Math.max(0, from - segment * BLOCKS_IN_FILE))) files.push({
			path: segment === 0 ? path : `${path}.${segment}`,
			blocks
		});
	}
	return files;
}

// src/scale/scale-model.ts
/** Makes the model; takes a server with superuser rights. Disposing drops it. */
async function openScaleModel(server, databases, { statistics, isCopy }) {
	try {
		var _usingCtx$5 = _usingCtx();
		const made = _usingCtx$5.a(new AsyncDisposableStack());
		const copy = async (side) => {
			const database = await server.createDatabase(`${side}_scale`, databases[side]);
			made.defer(() => server.dropDatabase(database));
			return database;
		};
		const [base, head] = [await copy("base"), await copy("head")];
		const columns = Map.groupBy(statistics.columns, ({ schema, table }) => tableKey(schema, table));
		const baseAdmin = _usingCtx$5.a(await base.connect("superuser"));
		const headAdmin = _usingCtx$5.a(await head.connect("superuser"));
		const [ours, theirs] = [await readSeeded(baseAdmin), await readSeeded(headAdmin)];
		const find = finderOf(ours, isCopy);
		const sizes = sizesOfBase(ours, statistics);
		await scale(baseAdmin, ours, sizes, (relation) => ({
			relation,
			known: columnsOf(columns, relation)
		}));
		await scale(headAdmin, theirs, sizesOfHead(theirs, find, sizes), (relation) => {
			const before = find(relation);
			return before && {
				relation: before,
				known: columnsOf(columns, before)
			};
		});
		const kept = made.move();
		return {
			base,
			head,
			asSeeded: ours.filter(({ index, oid }) => index === null && !sizes.has(oid)).map(({ schema, table }) => `${schema}.${table}`),
			[Symbol.asyncDispose]: () => kept.disposeAsync()
		};
	} catch (_) {
		_usingCtx$5.e = _;
	} finally {
		await _usingCtx$5.d();
	}
}
const tableKey = (schema, table) => JSON.stringify([schema, table]);
const columnsOf = (columns, { schema, table }) => columns.get(tableKey(schema, table)) ?? [];
/** Base's relation that one of head was: the same one in a copy, else the one of that name. */
function finderOf(base, isCopy) {
	const byOid = new Map(base.map((relation) => [relation.oid, relation]));
	const key = ({ schema, table, index }) => JSON.stringify([
		schema,
		table,
		index
	]);
	const byName = new Map(base.map((relation) => [key(relation), relation]));
	return (relation) => (isCopy ? byOid.get(relation.oid) : void 0) ?? byName.get(key(relation));
}
async function scale(admin, relations, sizes, beforeOf) {
	await stretch(admin, relations, sizes);
	for (const relation of relations) {
		const before = relation.index === null && sizes.has(relation.oid) ? beforeOf(relation) : void 0;
		if (before === void 0 || before.known.length === 0) continue;
		const seeded = await readColumnStatistics(admin, relation.oid);
		await writeColumnStatistics(admin, relation.oid, spreadTable(relation, before, seeded));
	}
}
/** A column is base's of the same number in a copy of the table, else the one of its name. */
function spreadTable(relation, { relation: before, known }, seeded) {
	const isSame = relation.oid === before.oid;
	const names = new Map(Object.entries(before.columns).map(([name, { number }]) => [number, name]));
	return Object.entries(relation.columns).flatMap(([column, { number, type }]) => {
		const name = isSame ? names.get(number) : column;
		const keepsWidth = name === void 0 || before.columns[name]?.type !== type;
		return known.filter((each) => each.column === name).map((each) => {
			const own = seeded.find((row) => row.column === column && row.isInherited === each.inherited);
			return own === void 0 ? spreadOfEmpty({
				...each,
				column
			}) : spreadLike(own, each, keepsWidth);
		});
	});
}

// src/scale.ts
const LISTED = 5;
/** Adds what the planner would do at production's size, where its statistics are given and the server is ours. */
async function planForProduction({ server, progress, signal }, databases, measured, options) {
	const { statistics, isCopy } = options;
	if (statistics === void 0) return {
		measured,
		notes: []
	};
	if (server.kind === "external" || !server.hasSuperuser) return {
		measured,
		notes: ["Plans at production’s size need a server that pgverdict starts: they were not made."]
	};
	return progress.stage("plan at production’s size", async () => {
		try {
			var _usingCtx$4 = _usingCtx();
			const model = _usingCtx$4.a(await openScaleModel(server, databases, {
				statistics,
				isCopy
			}));
			const planned = await planAtScale(model, measured, {
				progress,
				signal
			});
			const more = model.asSeeded.length > LISTED ? ` and ${model.asSeeded.length - LISTED} more` : "";
			return {
				measured: planned,
				notes: model.asSeeded.length === 0 ? [] : [`At production’s size these tables are as they were seeded, because its statistics do not name them or name fewer rows: ${model.asSeeded.slice(0, LISTED).join(", ")}${more}.`]
			};
		} catch (_) {
			_usingCtx$4.e = _;
		} finally {
			await _usingCtx$4.d();
		}
	});
}

// src/sql/rerunnable.ts
/** Whether a statement of a migration is written so that it may run again and then do nothing, or the same. */
function isRerunnable(text) {
	return /\b(?:if\s+(?:not\s+)?exists|or\s+replace|on\s+conflict)\b/i.test(text);
}

// src/cause/place/branch-files.ts
/** Migrations are small; what is larger was generated, or holds data. */
const MAX_CHARACTERS = 5e5;
const MAX_CHARACTERS_IN_ALL = 8e6;
/** The branch's own text files: those that it added first, and of these and the others those whose path speaks of migrations. */
async function readBranchFiles(trees) {
	const ofBase = new Set(await trees.base.list(""));
	const files = [];
	let left = MAX_CHARACTERS_IN_ALL;
	for (const path of (await trees.head.list("")).toSorted((a, b) => rankOf$1(a, ofBase) - rankOf$1(b, ofBase))) {
		const isAdded = !ofBase.has(path);
		const text = await orUndefined(async () => {
			return !isAdded && await trees.base.checksum(path) === await trees.head.checksum(path) ? void 0 : await trees.head.read(path);
		});
		if (text === void 0 || text.includes("\0") || text.length > Math.min(left, MAX_CHARACTERS)) continue;
		files.push({
			path,
			text,
			isAdded
		});
		left -= text.length;
	}
	return files;
}
function rankOf$1(path, ofBase) {
	return (ofBase.has(path) ? 2 : 0) + (/migrat|change-?log|versions/i.test(path) ? 0 : 1);
}
/** Undefined for what cannot be read, as a link, a file of Git LFS or one that is gone. */
async function orUndefined(read) {
	try {
		return await read();
	} catch (error) {
		if (error instanceof UserError) return void 0;
		throw error;
	}
}

// src/cause/place/down-part.ts
const KEYWORDS = String.raw`^\s*(?:(?:(?:export|public|protected|private|static|override|async|function|const|let|def|fun)\s+|(?:module\.)?exports\.|self\.|--\s*(?:\+goose\s+|migrate:)?))*`;
const DOWN = new RegExp(String.raw`${KEYWORDS}(?:down|downgrade)\b`, "i");
const UP = new RegExp(String.raw`${KEYWORDS}(?:up|upgrade|change)\b`, "i");
/** A migration's text with empty lines in the place of what undoes it, in any tool's language. */
function withoutDown(text) {
	let isDown = false;
	return text.split("\n").map((line) => {
		if (DOWN.test(line)) isDown = true;
		else if (UP.test(line)) isDown = false;
		return isDown ? "" : line;
	}).join("\n");
}

// src/cause/place/literal-line.ts
/**
* Looks for statements in a file: the line, from one, at which one stands there, undefined where it does not. White space,
* quotes, the case of letters and comments make no difference, nor how a string of the file's language is cut and escaped. What
* undoes a migration is looked at last.
*/
function createLiteralSearch(file) {
	const parts = [withoutDown(file), file].flatMap((part) => [part, blankComments(part)]);
	const hays = [...new Set(parts)].map((part) => ({
		part,
		...wordsOf(part)
	}));
	return (statement) => {
		for (const needle of new Set([statement, withoutComments(statement)].map((text) => wordsOf(text).text))) {
			if (needle === MARK) continue;
			for (const { part, text, offsets } of hays) {
				const at = text.indexOf(needle);
				if (at !== -1) return lineAt(part, offsets[countOf(text, at)]);
			}
		}
	};
}
const MARK = "";
/** What a language puts between the parts of a string, and the escapes in them. */
const BETWEEN = /(?<=["'`])\s*(?:\+|\.|<>|\\)\s*(?=["'`])|\\[nrt]/g;
const WORD$1 = /[\w$\u0080-\uffff]+|[^\s\w$\u0080-\uffff"'`\\]/g;
function wordsOf(source) {
	const plain = source.replaceAll(BETWEEN, (found) => " ".repeat(found.length));
	const offsets = [];
	let text = MARK;
	for (const { 0: word, index } of plain.matchAll(WORD$1)) {
		text += word.toLowerCase() + MARK;
		offsets.push(index);
	}
	return {
		text,
		offsets
	};
}
function countOf(text, end) {
	let count = 0;
	for (let at = text.indexOf(MARK); at !== -1 && at < end; at = text.indexOf(MARK, at + 1)) count++;
	return count;
}
const lineAt = (text, offset) => text.slice(0, offset).split("\n").length;
const withoutComments = (sql) => [...scan(sql)].map(({ kind, start, end }) => kind === "comment" ? " " : sql.slice(start, end)).join("");
/** SQL's comments in whatever file; the lines stay. */
const blankComments = (text) => text.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, (found) => found.replaceAll(/[^\n]/g, " "));

// src/cause/place/named-line.ts
/** `indexes` has the tables and columns of indexes that the statement drops by name. */
function namesIn(statement, indexes) {
	const { created, dropped, tables, columns } = readReferences(statement);
	const objects = [...dropped, ...created].filter(({ kind }) => kind !== "column").map(({ name }) => bare(name));
	const constraints = [];
	walk$1(parse$2(statement) ?? [], (node, key) => {
		if (key === "AlterTableCmd" && /Constraint/.test(String(node.subtype))) constraints.push(...nameOf$1(node.name));
		if (key === "Constraint") constraints.push(...nameOf$1(node.conname));
		if (key === "RenameStmt") constraints.push(...nameOf$1(node.subname));
	});
	const indexed = dropped.flatMap(({ kind, name }) => kind === "index" ? definitionOf(name, indexes) ?? [] : []).map(readReferences);
	return {
		objects: [.../* @__PURE__ */ new Set([...objects, ...constraints])],
		tables: [...new Set([...tables, ...indexed.flatMap((each) => each.tables)].map(bare))],
		columns: [.../* @__PURE__ */ new Set([...columns, ...indexed.flatMap((each) => each.columns)])]
	};
}
const nameOf$1 = (name) => typeof name === "string" ? [name] : [];
const bare = (name) => name.slice(name.lastIndexOf(".") + 1);
const NOT_NAMED = {
	line: 1,
	rank: 0
};
const COMMENT = /^\s*(?:#|\/\/|--|\/?\*|"""|''')/;
/**
* The first line that names the objects; else the table with a column, a column, or the table alone. A column that refers to
* another table goes by its name without `_id` in some tools.
*/
function namedLine(names, file) {
	const found = bestLine(names, withoutDown(file));
	return found.rank > 0 ? found : bestLine(names, file);
}
function bestLine({ objects, tables, columns }, text) {
	const lines = text.split("\n").map((line) => COMMENT.test(line) ? "" : line);
	const attributes = columns.flatMap((column) => /._id$/i.test(column) ? column.slice(0, -3) : []);
	const names = (wanted) => {
		const patterns = wanted.map(wholeWord);
		return (line) => patterns.some((pattern) => pattern.test(line));
	};
	const [ofTable, ofColumn, ofAttribute] = [
		names(tables),
		names(columns),
		names(attributes)
	];
	const wanted = [
		names(objects),
		(line) => ofTable(line) && (ofColumn(line) || ofAttribute(line)),
		ofColumn,
		ofAttribute,
		ofTable
	];
	for (const [at, isWanted] of wanted.entries()) {
		const index = lines.findIndex(isWanted);
		if (index !== -1) return {
			line: index + 1,
			rank: wanted.length - at
		};
	}
	return NOT_NAMED;
}

// src/cause/place/version-row.ts
/** Tables in which tools keep what they ran; home-made ones are called alike. */
const VERSION_TABLE = /migrat|version|change_?log|sequelizemeta|phinxlog|schema_?(?:info|history|changes)/i;
/** Shorter ones are anything's. */
const MIN_NAME_LENGTH = 8;
/** Such a row has a handful; many are data. */
const MAX_VALUES = 16;
/**
* The branch's file that a write to a tool's own table names by one of its values: its path, its name, the version or folder in
* front of that, or what stands in the file as its revision. Undefined where the statement is no such write.
*/
function fileOfVersion(text, files) {
	if (!/^\s*(?:insert|update|merge|with)\b/i.test(text)) return void 0;
	const { kind, tables } = classify(text);
	const [table] = tables;
	if (kind !== "write" || tables.length !== 1 || table === void 0) return void 0;
	const values = constantsIn(text).slice(0, MAX_VALUES);
	const isKnown = VERSION_TABLE.test(table);
	const [best] = values.flatMap((value) => files.map((file) => ({
		file,
		score: scoreOf(value, values, file, isKnown)
	}))).filter(({ score }) => score > 0).toSorted((a, b) => b.score - a.score);
	return best?.file;
}
/** What tools write for their own sake, besides what they ran. */
const TOOLS_OWN = /(?:^|\.)(?:knex_migrations_lock|kysely_migration_lock|databasechangeloglock|ar_internal_metadata)$/i;
/** Whether a write is a tool's own business. */
function isToolsOwn(text) {
	const { kind, tables } = classify(text);
	return kind === "write" && tables.length === 1 && TOOLS_OWN.test(tables[0]);
}
function constantsIn(text) {
	return [...scan(text)].flatMap(({ kind, start, end }) => {
		const token = text.slice(start, end);
		if (kind === "string") return /^'/.test(token) ? [token.slice(1, -1).replaceAll("''", "'")] : [];
		return kind === "number" ? [token] : [];
	});
}
/** How well a value names a file; what the other values say of its folders, and that it is new, decides between equals. */
function scoreOf(value, values, file, isKnown) {
	const score = ownScore(value, file, isKnown);
	if (score === 0) return 0;
	const segments = file.path.split("/");
	const others = values.filter((other) => other !== value && segments.includes(other)).length;
	return score + .1 * Math.min(others, 4) + (file.isAdded ? .05 : 0);
}
function ownScore(value, { path, text, isAdded }, isKnown) {
	if (value === "") return 0;
	const segments = path.split("/");
	const name = segments.at(-1);
	const isLong = value.length >= MIN_NAME_LENGTH;
	if ((value === name || value === name.replace(/\.\w+$/, "") || value === name.replace(/\..*$/, "") || value === path || path.endsWith(`/${value}`)) && (isKnown || isLong)) return 4;
	if (!isKnown) return 0;
	const [, digits] = /^[vV]?(\d+)(?!\d)/.exec(name) ?? [];
	const hasNumber = /^\d+$/.test(value) && digits !== void 0 && Number(digits) === Number(value);
	if (isLong && name.startsWith(value) && /^[^a-z\d]/i.test(name.slice(value.length)) || isLong && (hasNumber || segments.includes(value))) return 3;
	if (!text.includes(value)) return hasNumber && isAdded && /migrat|versions/i.test(path) ? 2 : 0;
	if (new RegExp(`^\\s*revision\\b[^=\\n]*=\\s*["']${escaped(value)}["']`, "m").test(text)) return 3;
	if (hasNumber && isAdded && /migrat|versions/i.test(path)) return 2;
	return isLong && /[a-z]/i.test(value) && wholeWord(value).test(text) ? 1 : 0;
}

// src/cause/place/place-sent.ts
/**
* Gives what a migration command sent a file and line of the branch: where the statement stands literally; else the file that
* the tool itself names when it notes what it has run, at the line that names what the statement is about. That note and
* what else a tool writes for itself is left out. `indexes` are base's.
*/
async function placeSent(units, trees, indexes) {
	if (units.every(({ steps }) => steps.every(({ source }) => isSetting(source)))) return [];
	return placeInFiles(units, await readBranchFiles(trees), indexes);
}
/** The same with the files at hand. */
function placeInFiles(units, files, indexes) {
	const searches = new Map(files.map((file) => [file, createLiteralSearch(file.text)]));
	const steps = units.flatMap((unit) => unit.steps);
	const lookUp = {
		files,
		searches,
		indexes,
		unspoken: withoutLiteral(steps, files, searches)
	};
	const versions = new Map(steps.map((step) => [step, filesOfVersions(step, files)]));
	const noted = /* @__PURE__ */ new Map();
	let next = [];
	for (const [at, step] of steps.toReversed().entries()) {
		const own = versions.get(step);
		const isSameRun = at > 0 && versions.get(steps.at(-at)).length > 0;
		if (own.length > 0) next = isSameRun ? [...own, ...next] : own;
		noted.set(step, next);
	}
	return units.map((unit) => ({
		...unit,
		steps: unit.steps.filter((step) => versions.get(step).length === 0 && !isToolsOwn(step.source)).map((step) => ({
			...step,
			...placeOfStep(step, noted.get(step), lookUp)
		}))
	})).filter((unit) => unit.steps.length > 0);
}
/** That a tool makes in a row; more are a loop over data. */
const MAX_NOTES = 50;
function filesOfVersions({ texts }, files) {
	return [...new Set(texts.slice(0, MAX_NOTES).flatMap((text) => fileOfVersion(text, files) ?? []))];
}
/** The text of each added file by its path, with empty lines in the place of statements that were sent as they stand there. */
function withoutLiteral(steps, files, searches) {
	const added = files.filter(({ isAdded }) => isAdded);
	return new Map(added.map((file) => {
		const lines = file.text.split("\n");
		for (const { source } of steps) {
			const line = searches.get(file)?.(source);
			if (line !== void 0) lines.fill("", line - 1, line - 1 + source.trim().split("\n").length);
		}
		return [file.path, lines.join("\n")];
	}));
}
/** `noted` are the files that the tool notes next, several where it notes them together. */
function placeOfStep({ source }, noted, lookUp) {
	const { files, indexes, unspoken } = lookUp;
	const added = files.filter(({ isAdded }) => isAdded);
	const literal = literalPlace(source, [...noted, ...added], lookUp);
	if (literal !== void 0) return literal;
	const names = namesIn(source, indexes);
	const [named] = noted.map(({ path, text }) => {
		const told = namedLine(names, unspoken.get(path) ?? text);
		return {
			path,
			...told.rank > 0 ? told : namedLine(names, text)
		};
	}).toSorted((a, b) => b.rank - a.rank);
	if (named !== void 0 && (named.rank > 0 || !isRerunnable(source))) return {
		file: named.path,
		line: named.line
	};
	return literalPlace(source, files, lookUp) ?? {};
}
function literalPlace(source, files, { searches }) {
	for (const file of files) {
		const line = searches.get(file)?.(source);
		if (line !== void 0) return {
			file: file.path,
			line
		};
	}
}

// src/migrate/apply-sent.ts
/**
* Sends again, to a copy, what a migration command sent: for each of its sessions over a connection of its own, one after
* the other in the order of the commits. What fails is passed over; only a lost connection throws.
*/
async function applySent(copy, units, options) {
	try {
		var _usingCtx$3 = _usingCtx();
		const connections = _usingCtx$3.a(new AsyncDisposableStack());
		const sessions = /* @__PURE__ */ new Map();
		for (const unit of units) {
			const session = sessions.get(unit.session) ?? {
				client: connections.use(await copy.connect("owner")),
				isInTransaction: false
			};
			sessions.set(unit.session, session);
			await applyUnit(session, copy, unit, options);
		}
	} catch (_) {
		_usingCtx$3.e = _;
	} finally {
		await _usingCtx$3.d();
	}
}
async function applyUnit(session, copy, { isTransaction, steps }, { sentTo, signal, afterStatement }) {
	const { client } = session;
	const locks = await watchLocks(client);
	if (isTransaction) {
		locks.forget();
		await begin(session);
	}
	for (const step of steps) {
		signal.throwIfAborted();
		const measured = await sendStep(session, step.texts.map((text) => text.replaceAll(databaseNamed(sentTo), `$1${quoteIdentifier(copy.name)}`)), locks);
		if (measured === void 0) continue;
		await afterStatement(client, {
			...placeOf$1(step),
			...measured,
			durationMs: step.durationMs
		});
		if (session.isInTransaction) await locks.sample();
	}
	if (isTransaction && await attempt(() => commit(session)) === "failed") await rollBack(session);
}
/** Undefined where it failed and left nothing behind. */
async function sendStep(session, texts, locks) {
	const { client, isInTransaction: isInside } = session;
	const [text = ""] = texts;
	const send = async () => {
		for (const each of texts) await client.run(each);
	};
	if (isInside) await client.run("savepoint pgverdict_sent");
	const measured = await attempt(() => measure$1(session, {
		kind: "statement",
		text
	}, send, locks));
	if (isInside) {
		const undo = measured === "failed" ? "rollback to savepoint pgverdict_sent; " : "";
		await attempt(() => client.run(`${undo}release savepoint pgverdict_sent`));
	} else if (session.isInTransaction) await rollBack(session);
	if (measured !== "failed") return measured;
	return needsNoTransaction(text) ? {
		text,
		locks: [],
		rewrites: []
	} : void 0;
}
async function rollBack(session) {
	await session.client.run("rollback");
	session.isInTransaction = false;
}
async function attempt(work) {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof SqlError) || isConnectionLoss(error)) throw error;
		return "failed";
	}
}
const databaseNamed = (name) => new RegExp(`(\\bdatabase\\s+)(?:${name}\\b|"${name}")`, "gi");

// src/migrate/only-in.ts
/**
* The statements of one side's migrations that the other side's do not have, in their files and order; white space,
* comments, and in which file a statement stands make no difference. psql's meta-commands stay where they are, since what
* is left may need their variables.
*/
function statementsOnlyIn(one, other) {
	if (one.kind !== "sql" || other.kind !== "sql") return [];
	const counts = /* @__PURE__ */ new Map();
	for (const { text } of other.migrations.flatMap(({ pieces }) => pieces)) {
		const key = spelling(text);
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	return one.migrations.flatMap((migration) => {
		const pieces = migration.pieces.filter(({ kind, text }) => {
			if (kind === "meta") return true;
			const key = spelling(text);
			const left = counts.get(key) ?? 0;
			counts.set(key, left - 1);
			return left <= 0;
		});
		return pieces.every(({ kind }) => kind === "meta") ? [] : [{
			...migration,
			pieces,
			transaction: "none"
		}];
	});
}
/** Constants matter here, unlike in a statement's identity: a partial index on another value is another index. */
function spelling(text) {
	return `${fold(text)}\0${text.match(/'(?:[^']|'')*'|\b\d+\b/g)?.join("\0") ?? ""}`;
}

// src/trace.ts
/**
* On the upgrade path the branch's own statements, or what its command `sent`; else what either side's history has and the
* other's does not.
*/
function tracePasses(bench, source, databases, path, sent) {
	if (sent !== void 0) return [passOfSent(bench, databases.base, sent)];
	const added = path.kind === "upgrade" ? path.pending : statementsOnlyIn(source.head.migrations, source.base.migrations);
	const removed = path.kind === "upgrade" ? [] : statementsOnlyIn(source.base.migrations, source.head.migrations);
	const pass = (side, database, migrations) => ({
		side,
		statements: migrations.flatMap(({ file, pieces }) => pieces.flatMap(({ kind, line, text }) => kind === "statement" ? {
			file,
			line,
			text
		} : [])),
		database,
		apply: (copy, afterStatement) => migrate(bench, source[side], copy, migrations, afterStatement)
	});
	return [...added.length > 0 ? [pass("head", databases.base, added)] : [], ...removed.length > 0 ? [pass("base", databases.head, removed)] : []];
}
function passOfSent({ server, signal }, base, { to, units }) {
	return {
		side: "head",
		statements: stepsOf(units).map((step) => ({
			...placeOf$1(step),
			text: step.source
		})),
		database: base,
		apply: (copy, afterStatement) => withRoleSettings(server, copy, () => applySent(copy, units, {
			sentTo: to,
			signal,
			afterStatement
		}))
	};
}
const stepsOf = (units) => units.flatMap(({ steps }) => steps);
/** Programs that keep no account send their whole history each time, of which only the branch's is new. */
const isOld = (statement) => !("file" in statement) && isRerunnable(statement.text);
/**
* As the report lists them: as they were `gone` through, else as they were sent. Of what nobody watched neither locks nor
* rewrites are known; what a tool sets for its own session is nothing to list.
*/
function listSent({ units }, gone) {
	const unwatched = {
		locks: [],
		rewrites: []
	};
	return (gone ?? stepsOf(units).map((step) => ({
		...placeOf$1(step),
		text: step.source,
		durationMs: step.durationMs,
		...unwatched
	}))).filter((statement) => !isSetting(statement.text) && !isOld(statement));
}
/**
* What head's migration command sent, placed in the branch's files. A head that was built afresh was sent the whole history: where
* something got worse, the command also upgrades a copy of base. Undefined where nothing was sent, or too much.
*/
async function readSent(bench, source, base, { sent, path, isWorse, indexes }) {
	const isUnknown = path.kind === "fresh" && isWorse;
	const found = sent ?? (isUnknown ? await sendToCopy(bench, source, base) : void 0);
	if (found === void 0 || found === "too much") return void 0;
	const units = await placeSent(found.units, {
		base: source.base.tree,
		head: source.head.tree
	}, indexes);
	return units.length === 0 ? void 0 : {
		to: found.to,
		units
	};
}
const UNTRACED_NOTE = "The migration command sent so much that it is not gone through statement by statement: which one made statements worse is not told.";

// src/capture/schema/dependency-candidates.ts
/** Tables with fewer rows than these show any dependency by chance. */
const MIN_ROWS = 50;
const MAX_CANDIDATES = 60;
const MAX_CONTROLS = 4;
/** Different values of a control: more of them would follow from nothing by chance. */
const CONTROL_VALUES = {
	least: 2,
	most: 50
};
const WHOLE = /* @__PURE__ */ new Set([
	"int2",
	"int4",
	"int8",
	"uuid"
]);
/** Words that many tables have without one copying the other. */
const COMMON = /^(id|uuid|name|title|slug|status|state|type|kind|role|active|enabled|notes?|description|comments?|position|version|language|locale|currency|(created|updated|deleted|modified|archived)(_(at|on|by|date))?)$/;
/** Pairs of columns that are worth a look at the data. */
function dependencyCandidates({ tables }) {
	return tables.filter(({ rows }) => rows >= 50).flatMap((table) => {
		const isUnique = (name) => table.uniqueKeys.some((key) => key.length === 1 && key[0] === name);
		const facts = table.columns.filter((column) => isFact(column, table));
		return table.columns.flatMap(({ name: from, category, baseType }) => {
			if (isUnique(from)) return [];
			const isInKey = table.primaryKey.length > 1 && table.primaryKey.includes(from);
			const isThing = category === "S" || WHOLE.has(baseType);
			return facts.filter(({ name }) => name !== from).flatMap(({ name: to, category: kind }) => {
				const isNamed = tells(from, to);
				const isOfSame = (kind === "S" || kind === "E") && isThing && speaksOfSame(from, to);
				if (!isNamed && !isOfSame && !(isInKey && kind === "S")) return [];
				return {
					table,
					from,
					to,
					isNamed,
					isOfSame: isOfSame && !isChanging(to),
					controls: controlsOf(table, from, to)
				};
			});
		});
	}).toSorted((a, b) => rankOf(b) - rankOf(a)).slice(0, MAX_CANDIDATES);
}
function copyCandidates({ tables }) {
	return tables.filter(({ rows }) => rows >= 50).flatMap((table) => table.foreignKeys.filter(({ columns }) => columns.length === 1).flatMap((foreignKey) => {
		const referenced = tables.find(({ schema, name }) => schema === foreignKey.referencedSchema && name === foreignKey.referencedTable);
		if (referenced === void 0 || referenced === table) return [];
		return table.columns.filter((column) => isFact(column, table)).flatMap((column) => copyOf(column, table, foreignKey, referenced) ?? []);
	})).slice(0, MAX_CANDIDATES);
}
function copyOf(column, table, foreignKey, referenced) {
	const [from = ""] = foreignKey.columns;
	const wanted = nameThere(from, column.name);
	if (!(wanted !== wordsOf$1(column.name).join("_")) && COMMON.test(wanted)) return void 0;
	const there = referenced.columns.find(({ name, baseType }) => wordsOf$1(name).join("_") === wanted && baseType === column.baseType);
	if (there === void 0 || !isFact(there, referenced)) return void 0;
	return {
		table,
		foreignKey,
		column: column.name,
		referencedColumn: there.name
	};
}
const rankOf = ({ isNamed, isOfSame }) => isNamed ? 2 : isOfSame ? 1 : 0;
function controlsOf(table, from, to) {
	return table.columns.filter(({ name, nDistinct }) => {
		const distinct = nDistinct === void 0 ? 0 : nDistinct < 0 ? -nDistinct * table.rows : nDistinct;
		return !(name === from || name === to || tells(from, name) || speaksOfSame(from, name)) && distinct >= CONTROL_VALUES.least && distinct <= CONTROL_VALUES.most;
	}).slice(0, MAX_CONTROLS).map(({ name }) => name);
}
/** A column that says something of a thing: no key, no flag. */
function isFact({ name, category, isGenerated }, table) {
	return category !== "B" && !isGenerated && (category === "S" || !/^(id|uuid|guid)$/.test(wordsOf$1(name).at(-1) ?? "")) && !table.primaryKey.includes(name) && !table.uniqueKeys.some((key) => key.includes(name)) && !table.foreignKeys.some(({ columns }) => columns.includes(name));
}

// src/capture/schema/read-profile.ts
/** Rows that tell what values look like, and those that tell what follows from what. */
const SAMPLE = {
	values: 2e3,
	rows: 2e4
};
/** Looks at the data behind a schema: the same rows each time, and only counts leave the server. */
async function readProfile(client, schema) {
	const texts = /* @__PURE__ */ new Map();
	const json = /* @__PURE__ */ new Map();
	for (const table of schema.tables.filter(({ rows }) => rows >= 50)) {
		const wanted = (isWanted) => table.columns.filter(isWanted);
		for (const column of wanted(({ category, baseType }) => category === "S" && baseType !== "bpchar")) {
			const facts = await readTextFacts(client, table, column);
			if (facts !== void 0) texts.set(keyOf(table, column), facts);
		}
		for (const column of wanted(({ baseType }) => baseType === "jsonb" || baseType === "json")) {
			const facts = await readJsonFacts(client, table, column);
			if (facts !== void 0) json.set(keyOf(table, column), facts);
		}
	}
	const dependencies = [];
	for (const candidate of dependencyCandidates(schema)) {
		const facts = await readDependency(client, candidate);
		if (facts !== void 0) dependencies.push({
			...candidate,
			...facts
		});
	}
	const copies = [];
	for (const candidate of copyCandidates(schema)) {
		const facts = await readCopy(client, candidate);
		if (facts !== void 0) copies.push({
			...candidate,
			...facts
		});
	}
	return {
		texts,
		json,
		dependencies,
		copies
	};
}
/** The one row of an answer; undefined where the server refuses it, as for a table that the owner may not read. */
async function answer(client, sql) {
	try {
		const [facts] = await client.rows(sql);
		return facts;
	} catch (error) {
		if (error instanceof SqlError) return void 0;
		throw error;
	}
}
const keyOf = ({ schema, name }, column) => columnKey(schema, name, column.name);
const nameOf = ({ schema, name }) => `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
/** Whole pages from all over the table, always the same ones. */
function sampleOf(table, rows) {
	const percent = Math.min(100, 100 * rows / Math.max(1, table.rows));
	return `${nameOf(table)} tablesample system (${percent.toFixed(4)}) repeatable (1)`;
}
const UUID = `'^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$'`;
const WORD = `[[:alnum:]_.@+:/-]{1,60}`;
const PARTS = `1 + length(value) - length(translate(value, ',;|', ''))`;
const LIST = `'^${WORD}([,;|] ?${WORD})*$'`;
function readTextFacts(client, table, { name }) {
	return answer(client, `
    select count(*)::int4 as sampled, count(*) filter (where value ~ ${UUID})::int4 as uuids,
      count(*) filter (where value ~ '^(0|[1-9][0-9]{0,17})$')::int4 as integers,
      count(*) filter (where value ~ ${LIST})::int4 as lists,
      coalesce(min(${PARTS}), 0)::int4 as shortest, coalesce(max(${PARTS}), 0)::int4 as longest
    from (select left(${quoteIdentifier(name)}::text, 1000) collate "C" as value
      from ${sampleOf(table, SAMPLE.values)}) as s where value is not null`);
}
function readJsonFacts(client, table, { name }) {
	return answer(client, `
    with documents as (select ${quoteIdentifier(name)}::jsonb as document from ${sampleOf(table, SAMPLE.values)}),
      objects as (select document from documents where jsonb_typeof(document) = 'object'),
      fields as (select field, count(*) as objects from objects, jsonb_object_keys(document) as field group by field)
    select (select count(*) from objects)::int4 as objects, count(*)::int4 as fields,
      (count(*) filter (where objects >= 0.9 * (select count(*) from objects)))::int4 as common
    from fields`);
}
/** Of the groups of rows that agree in `from`; a column without a value takes that for one. */
function readDependency(client, { table, from, to, controls }) {
	const different = (column) => `count(distinct ${column}) + max((${column} is null)::int4)`;
	const names = controls.map((_, at) => `c${at}`);
	const inGroups = `(${different("b")}) as pairs${names.map((name) => `, (${different(name)}) as ${name}`).join("")}`;
	const following = names.map((name) => `(count(*) filter (where ${name} > 1) <= ${MAX_EXCEPTIONS} * count(*))::int4`);
	return answer(client, `
    with rows as (select tableoid as part, ctid as place, (ctid::text::point)[0] as page, ${quoteIdentifier(from)}::text as a, ${quoteIdentifier(to)}::text as b
          ${controls.map((column, at) => `, ${quoteIdentifier(column)}::text as c${at}`).join("")}
        from ${sampleOf(table, SAMPLE.rows)} where ${quoteIdentifier(from)} is not null),
      groups as (select a, bool_and(b is not distinct from a) as is_same, ${inGroups} from rows group by a having count(*) > 1),
      runs as (select b, part, place, page - dense_rank() over (partition by part order by page) as run from rows),
      turns as (select b, lag(b, (select count(distinct b)::int4 from rows)) over (partition by part, run order by place) as earlier
        from runs),
      told as (select b, count(*)::float8 as rows from rows where a in (select a from groups) group by b)
    select count(*)::int4 as groups, (count(*) filter (where pairs > 1))::int4 as exceptions, (count(*) filter (where is_same))::int4 as same,
      count(*)::int4 as "distinctFrom", (select count(b) from told)::int4 as "distinctTo",
      coalesce((select sum(rows * rows) / (sum(rows) ^ 2) from told), 1)::float8 as agreement,
      (${["0", ...following].join(" + ")})::int4
      as "controlsFollowing", (select coalesce(avg((b = earlier)::int4), 0) from turns)::float8 as cyclic
    from groups`);
}
function readCopy(client, { table, foreignKey, column, referencedColumn }) {
	const [own = ""] = foreignKey.columns;
	const [other = ""] = foreignKey.referencedColumns;
	const there = `${quoteIdentifier(foreignKey.referencedSchema)}.${quoteIdentifier(foreignKey.referencedTable)}`;
	return answer(client, `
    select count(*)::int4 as rows, (count(*) filter (where s.value = t.${quoteIdentifier(referencedColumn)}::text))::int4 as equal,
      count(distinct s.value)::int4 as "distinct"
    from (select ${quoteIdentifier(own)} as key, ${quoteIdentifier(column)}::text as value
      from ${sampleOf(table, SAMPLE.rows)}) as s
    join ${there} as t on t.${quoteIdentifier(other)} = s.key where s.value is not null`);
}

// src/capture/schema/read-schema.ts
/** Nor what stands in for a platform's. */
const OWN_SCHEMAS = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
      and obj_description(n.oid, 'pg_namespace') is distinct from '${STAND_IN}'`;
/** No table of an extension: what it is made of is nobody's choice here. */
const OWN_TABLES = `c.relkind in ('r', 'p') and c.relpersistence <> 't' and not c.relispartition and ${OWN_SCHEMAS}
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;
/** Reads how tables were declared, with the planner's statistics of their columns. */
async function readSchema(client) {
	const rows = await client.rows(`
    select json_build_object(
      'schema', n.nspname, 'name', c.relname, 'rows', greatest(c.reltuples, 0), 'pages', case when c.relkind = 'p' then (select coalesce(sum(greatest(l.relpages, 0)), 0)
          from pg_partition_tree(c.oid) t join pg_class l on l.oid = t.relid where t.isleaf) else greatest(c.relpages, 0) end,
      'toastPages', coalesce((select sum(greatest(t.relpages, 0)) from pg_class t where t.oid in (select l.reltoastrelid
          from pg_class l where l.oid = c.oid or (c.relkind = 'p' and l.oid in (select relid from pg_partition_tree(c.oid))))), 0),
      'columns', (${COLUMNS}),
      'primaryKey', coalesce((${keyColumns("k.conkey")} from pg_constraint k where k.conrelid = c.oid and k.contype = 'p'), '[]'),
      'uniqueKeys', coalesce((select json_agg((${keyColumns("(i.indkey::int2[])[0:i.indnkeyatts - 1]")}) order by i.indexrelid)
        from pg_index i where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null), '[]'),
      'foreignKeys', coalesce((${FOREIGN_KEYS}), '[]'),
      'checks', coalesce((select json_agg(json_build_object('name', k.conname,
          'columns', coalesce((${keyColumns("k.conkey")}), '[]')) order by k.conname)
        from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'), '[]'),
      'notValid', coalesce((select json_agg(k.conname order by k.conname)
        from pg_constraint k where k.conrelid = c.oid and not k.convalidated), '[]'),
      'dependedOn', coalesce((select json_agg(distinct a.attname)
        from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid and d.refobjsubid > 0
          and d.classid <> 'pg_attrdef'::regclass and not (d.classid = 'pg_class'::regclass and d.deptype = 'i')
          and not exists (select from pg_constraint k
            where d.classid = 'pg_constraint'::regclass and k.oid = d.objid and k.contype = 'n')), '[]')
      ) as table
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${OWN_TABLES}
    order by n.nspname, c.relname`);
	const [code] = await client.rows(`
    select string_agg(text, ' ') as text from (
      select pg_get_viewdef(c.oid) as text from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('v', 'm') and ${OWN_SCHEMAS}
      union all
      select p.prosrc from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      join pg_language l on l.oid = p.prolang where l.lanname not in ('c', 'internal') and ${OWN_SCHEMAS}) as all_code`);
	return {
		tables: rows.map(({ table }) => withoutNulls(table)),
		code: code?.text ?? ""
	};
}
const COLUMNS = `select coalesce(json_agg(json_build_object(
    'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'baseType', t.typname, 'category', t.typcategory,
    'length', a.attlen, 'alignment', case a.attalign when 'd' then 8 when 'i' then 4 when 's' then 2 else 1 end,
    'notNull', a.attnotnull, 'isGenerated', a.attgenerated <> '',
    'sequence', (select json_build_object('isIdentity', a.attidentity <> '',
        'used', coalesce(s.last_value, 0)::float8 / least(s.max_value,
          case t.typname when 'int2' then 32767 when 'int4' then 2147483647 else 9223372036854775807 end))
      from pg_depend d join pg_class q on q.oid = d.objid and q.relkind = 'S'
      join pg_namespace m on m.oid = q.relnamespace
      join pg_sequences s on s.schemaname = m.nspname and s.sequencename = q.relname
      where d.refclassid = 'pg_class'::regclass and d.refobjid = c.oid and d.refobjsubid = a.attnum
        and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i') order by q.oid limit 1),
    'nDistinct', s.n_distinct, 'nullFrac', s.null_frac, 'avgWidth', s.avg_width) order by a.attnum), '[]')
  from pg_attribute a join pg_type own on own.oid = a.atttypid
  join pg_type t on t.oid = case when own.typtype = 'd' then own.typbasetype else own.oid end
  left join pg_stats s on s.schemaname = n.nspname and s.tablename = c.relname and s.attname = a.attname
    and s.inherited = (c.relkind = 'p')
  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped`;
/** A select list that turns an array of column numbers of `c` into their names, in its order. */
function keyColumns(numbers) {
	return `select (select json_agg(a.attname order by u.place) from unnest(${numbers}) with ordinality as u (number, place)
    join pg_attribute a on a.attrelid = c.oid and a.attnum = u.number)`;
}
const FOREIGN_KEYS = `select json_agg(json_build_object(
    'name', k.conname, 'referencedSchema', rn.nspname, 'referencedTable', r.relname,
    'columns', x.columns, 'types', x.types, 'referencedColumns', x.referenced, 'referencedTypes', x."referencedTypes") order by k.conname)
  from pg_constraint k join pg_class r on r.oid = k.confrelid join pg_namespace rn on rn.oid = r.relnamespace,
  lateral (select json_agg(a.attname order by u.place) as columns, json_agg(format_type(a.atttypid, null) order by u.place) as types,
      json_agg(b.attname order by u.place) as referenced, json_agg(format_type(b.atttypid, null) order by u.place) as "referencedTypes"
    from unnest(k.conkey, k.confkey) with ordinality as u (own, other, place)
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.own
    join pg_attribute b on b.attrelid = k.confrelid and b.attnum = u.other) as x
  where k.conrelid = c.oid and k.contype = 'f'`;
/** JSON of the server says `null` where our types say `undefined`. */
function withoutNulls(table) {
	return {
		...table,
		columns: table.columns.map((column) => ({
			...column,
			sequence: column.sequence ?? void 0,
			nDistinct: column.nDistinct ?? void 0,
			nullFrac: column.nullFrac ?? void 0,
			avgWidth: column.avgWidth ?? void 0
		}))
	};
}

// src/trial/material.ts
/** Reads the catalogs of both and looks at head's data; nothing but counts leaves the server. */
async function readAdviceMaterial(base, head) {
	const [before, after] = await Promise.all([readSide(base), readSide(head)]);
	return {
		catalogs: {
			base: before.catalog,
			head: after.catalog
		},
		schema: {
			base: before.schema,
			head: after.schema,
			profile: await profileOf(head, after.schema)
		}
	};
}
async function readSide(database) {
	try {
		var _usingCtx$2 = _usingCtx();
		const client = _usingCtx$2.a(await database.connect("owner"));
		return {
			catalog: await readCatalog(client),
			schema: await readSchema(client)
		};
	} catch (_) {
		_usingCtx$2.e = _;
	} finally {
		await _usingCtx$2.d();
	}
}
async function profileOf(database, schema) {
	try {
		var _usingCtx3 = _usingCtx();
		const client = _usingCtx3.a(await database.connect("owner"));
		return await readProfile(client, schema);
	} catch (_) {
		_usingCtx3.e = _;
	} finally {
		await _usingCtx3.d();
	}
}

// src/unexcused.ts
/**
* The same failure with the reason why it fails the check also where the workflow lets a broken base pass: that base's failure
* may be the branch's doing. Without a reason, and for what has one, the error as it is.
*/
function unexcused(error, reason) {
	if (reason === void 0 || !(error instanceof UserError) || error.unexcused !== void 0) return error;
	const { message, hint, kind } = error;
	return new UserError(message, {
		...hint === void 0 ? {} : { hint },
		kind,
		unexcused: reason,
		cause: error
	});
}

// src/run.ts
/**
* The whole gate, from two commits to a report. Throws a UserError for what the user can mend; nothing that it starts
* outlives it.
*/
async function run(options, context) {
	try {
		var _usingCtx$1 = _usingCtx();
		await loadParser();
		const found = _usingCtx$1.a(await context.progress.stage("find commits", () => resolveSides({
			...options,
			...context
		})));
		context.onCommits?.({
			base: commitOf(found.base),
			head: commitOf(found.head)
		});
		const policy = await loadConfig(found, options);
		const names = Object.keys(policy.config.databases);
		try {
			return names.length > 0 ? await mergeDatabases(names, (database) => run({
				...options,
				database
			}, context)) : await measure(found, policy, options, context);
		} catch (error) {
			throw withPartOf(policy, asLost(firstOf(error)));
		}
	} catch (_) {
		_usingCtx$1.e = _;
	} finally {
		await _usingCtx$1.d();
	}
}
/** What failed first, where putting away what it was done with failed as well. */
function firstOf(error) {
	return error instanceof Error && "suppressed" in error ? firstOf(error.suppressed) : error;
}
const NO_SUCH_DATABASE = "3D000";
/** A session of ours that somebody else ended, or a database that somebody else dropped, on a server that goes on. */
function asLost(error) {
	if (error instanceof SqlError && error.code === NO_SUCH_DATABASE) return new UserError(`A database of this run is gone: ${error.message}`, {
		hint: "Does a command, a migration or the load drop or rename databases? Each has one, which is there already: the one that DATABASE_URL names.",
		cause: error
	});
	if (!(error instanceof SqlError && isConnectionLoss(error))) return error;
	return new UserError(`A connection to the server was lost: ${error.message}`, {
		hint: "Does the load, a migration or somebody else end sessions or restart the server?",
		cause: error
	});
}
/** A base that fails while the branch changes what it is measured with is not the base's own fault for certain. */
function withPartOf({ reworked }, error) {
	if (reworked.length === 0) return error;
	const names = reworked.map((name) => `\`${name}\``).join(", ");
	return unexcused(error, `This pull request changes the configuration that the base is measured with: ${names}.`);
}
async function measure(resolved, { config: configured, changed, notes: policyNotes, isFirst }, options, context) {
	try {
		var _usingCtx3 = _usingCtx();
		const { progress, signal, env } = context;
		const baseTree = _usingCtx3.a(prepareTree(resolved.base.tree, configured, context));
		const headTree = _usingCtx3.a(prepareTree(resolved.head.tree, configured, context));
		const sides = {
			base: {
				...resolved.base,
				tree: baseTree
			},
			head: {
				...resolved.head,
				tree: headTree
			}
		};
		const rig = await readRig(sides, configured, isFirst);
		const schemas = await progress.stage("read migrations", () => readBothSides({
			base: baseTree,
			head: headTree
		}, configured.migrations));
		const config = withRolesOf(schemas.head.migrations, configured);
		const path = choosePath(schemas.base.migrations, schemas.head.migrations, rig.isSeedChanged);
		const source = {
			base: {
				side: "base",
				seed: rig.seeds.base,
				isSeedBorrowed: rig.isSeedBorrowed,
				isHeadSeededToo: path.kind === "fresh",
				spareSeed: rig.spareSeed,
				...schemas.base
			},
			head: {
				side: "head",
				seed: rig.seeds.head,
				...schemas.head
			}
		};
		const statistics = await readStatistics(headTree, config.target.statistics);
		const production = [...await readProduction(headTree, config.target.tables), ...sizesOf(statistics)];
		const baseOptions = {
			config,
			context,
			cache: options.cache
		};
		const advice = import("./chunk-advice2.js");
		const isFilledByBranch = rig.isSeedBorrowed || rig.spareSeed !== void 0;
		const opened = _usingCtx3.a(await openBase(source, baseOptions).catch((error) => {
			throw unexcused(error, isFilledByBranch ? "The base is filled with this pull request’s own seed." : void 0);
		}));
		const { server, base } = opened;
		_usingCtx3.a(tellingLog(server.log, context.onLog));
		const bench = {
			server,
			config,
			env,
			progress,
			signal
		};
		const pending = path.kind === "upgrade" ? path.pending : [];
		const head = path.kind === "upgrade" ? await upgradeHead(bench, source.head, base.database, pending, rig.isSeedBorrowed) : await rebuildHead(bench, source.head, base.database);
		const databases = {
			base: base.database,
			head: head.database
		};
		const migrationFiles = /* @__PURE__ */ new Set([...filesOf(source.base), ...filesOf(source.head)]);
		const isLoadOfBranch = rig.loads.base.isBorrowed || rig.loads.base.spare !== void 0;
		const hasRunBranch = source.head.migrations.kind === "command" || isLoadOfBranch;
		const snapshots = await loadBothSides(bench, sides, databases, rig.loads, migrationFiles).catch((error) => {
			throw unexcused(error, hasRunBranch ? "Programs or files of this pull request had a part in it." : void 0);
		});
		const all = inDatabase(pairStatements(snapshots.base, snapshots.head), options.database);
		const { shard } = options;
		const pairs = shard === void 0 ? all : takeShard(all, shard);
		const [ofBase, ofHead] = [await lookUp(databases.base), await lookUp(databases.head)];
		const indexes = {
			base: ofBase.indexes,
			head: ofHead.indexes,
			partitions: {
				base: ofBase.partitions,
				head: ofHead.partitions
			}
		};
		const weigh = async () => {
			const replayed = await progress.stage("replay", () => replay(server, databases, pairs, {
				timeoutMs: config.replay.timeout,
				indexes,
				progress,
				signal
			}));
			const { measured, notes: scaleNotes } = await planForProduction(bench, databases, replayed, {
				statistics,
				isCopy: path.kind === "upgrade"
			});
			const compared = await progress.stage("compare", async () => {
				const found = compareStatements(measured, config.gate, indexes);
				if (shard === void 0 || all.length === 0) assertMeasured(found);
				return found;
			});
			const { adviseAll } = await advice;
			const isWorse = compared.some(({ status }) => status === "regressed" || status === "broken");
			const [{ causes, applied }, material] = await progress.stage("find causes", async () => {
				const options = {
					sent: head.sent,
					path,
					isWorse,
					indexes: indexes.base
				};
				const sent = await readSent(bench, source, databases.base, options);
				return Promise.all([attribute({
					server,
					passes: tracePasses(bench, source, databases, path, sent),
					comparisons: compared,
					measured,
					indexes,
					timeoutMs: config.replay.timeout
				}).then(({ causes, applied }) => ({
					causes,
					applied: sent === void 0 ? head.applied : listSent(sent, applied)
				})), readAdviceMaterial(databases.base, databases.head)]);
			});
			collectGarbage();
			const storage = {
				production,
				writes: {
					base: snapshots.base.writes ?? [],
					head: snapshots.head.writes ?? []
				},
				left: head.left
			};
			const findings = await adviseAll(bench, {
				source,
				trees: {
					base: baseTree,
					head: headTree
				},
				rig,
				context
			}, {
				databases,
				material,
				measured,
				comparisons: compared,
				storage,
				isShard: shard !== void 0
			});
			const swept = shard === void 0 ? await sweepWhereWanted(bench, head.database, measured) : {
				poolSweeps: void 0,
				notes: []
			};
			const notes = [
				...scaleNotes,
				...deployNotes(measured, config.gate),
				...swept.notes,
				...head.sent === "too much" && isWorse ? [UNTRACED_NOTE] : []
			];
			return {
				compared,
				causes,
				applied,
				catalogs: material.catalogs,
				findings,
				poolSweeps: swept.poolSweeps,
				notes
			};
		};
		const { compared, causes, applied, catalogs, findings, poolSweeps, notes } = await weigh();
		collectGarbage();
		await keepNextBase(source, baseOptions);
		const comparisons = compared.map((comparison) => withCause(comparison, causes.get(comparison.name), indexes)).map((comparison) => withLostOrder(comparison, catalogs));
		const today = (/* @__PURE__ */ new Date()).toISOString().slice(0, 10);
		return buildReport({
			version,
			verdict: judge(comparisons, acceptByLabel(policyOf(config, all, options), comparisons, labelledBy(options.event), today), today),
			base: commitOf(sides.base),
			head: commitOf(sides.head),
			server: {
				kind: server.kind,
				version: server.version.full,
				settings: await server.settings(),
				limits: server.limits
			},
			path: {
				kind: path.kind,
				reason: path.reason
			},
			...config["show-values"] ? { shownValues: shownValues(pairs) } : {},
			seededRows: base.seededRows,
			comparisons,
			applied,
			findings,
			gate: config.gate,
			policyChanged: changed,
			notes: [
				...policyNotes,
				...expiredNotes(config.accept, today),
				...unfitNotes(config.accept, comparisons, today),
				...schemas.notes,
				...rig.notes,
				...opened.notes,
				...head.notes,
				...snapshots.notes,
				...unevenNotes(all),
				...unreadNotes(all),
				...notes,
				...shard === void 0 ? [] : [SHARD_NOTE]
			],
			poolSweeps,
			timings: progress.timings,
			shard: shard && describeShard(shard, all, fingerprintRun(version, config, server.version.full))
		});
	} catch (_) {
		_usingCtx3.e = _;
	} finally {
		await _usingCtx3.d();
	}
}
/** Who started this run by accepting the plans of its commit. */
function labelledBy(event) {
	const labeled = event?.kind === "pull_request" ? event.labeled : void 0;
	return labeled?.label === "plan-regression-accepted" ? labeled.login : void 0;
}
function filesOf({ migrations }) {
	return migrations.kind === "sql" ? migrations.migrations.map(({ file }) => file) : [];
}
async function lookUp(database) {
	try {
		var _usingCtx4 = _usingCtx();
		const client = _usingCtx4.a(await database.connect("owner"));
		return {
			indexes: await readIndexes(client),
			partitions: await readPartitions(client)
		};
	} catch (_) {
		_usingCtx4.e = _;
	} finally {
		await _usingCtx4.d();
	}
}
function commitOf({ tree, foundBy }) {
	return {
		label: tree.label,
		commit: tree.commit,
		foundBy
	};
}

export { number as i, removeLeftWorktree as n, withoutLiterals as r, run as t };