import { t as __commonJSMin } from "./chunk-rolldown-runtime.js";
import { h as toJSONSchema, i as array, l as object, p as string } from "./chunk-schemas.js";
import { a as childEnvironment, r as configSchema, t as UserError } from "./chunk-errors.js";
import { t as _usingCtx } from "./chunk-usingCtx.js";
import { t as require_dist } from "./chunk-dist.js";
import { lstat, open, stat } from "node:fs/promises";
import { join, posix, resolve } from "node:path";
import { once } from "node:events";
import { execFile, spawn } from "node:child_process";
import { constants as constants$1 } from "node:fs";
import { promisify } from "node:util";
import { createHash } from "node:crypto";

// src/sql/scan.ts
const SPACE = /[ \t\n\r\f\v]+/y;
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBER = /0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*(?:\.(?!\.)[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/y;
const PARAMETER = /\$\d+/y;
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const LINE_COMMENT = /--[^\n\r]*/y;
const STRING_PREFIX = /(?:[eEbBxXnN]|[uU]&)?'/y;
const QUOTED_PREFIX = /(?:[uU]&)?"/y;
/**
* The token that begins at `start`, with `standard_conforming_strings` on. Never fails: what is not terminated reaches to
* the end. Reading a whole text token by token takes time linear in its length.
*/
function scanToken(source, start) {
	const here = source.charCodeAt(start);
	if (here === 39) return {
		kind: "string",
		start,
		end: stringEnd(source, start + 1, false)
	};
	if (here === 34) return {
		kind: "quoted",
		start,
		end: closing(source, start + 1, "\"")
	};
	if (here === 45 && source.charCodeAt(start + 1) === 45) return take("comment", LINE_COMMENT, source, start);
	if (here === 47 && source.charCodeAt(start + 1) === 42) return {
		kind: "comment",
		start,
		end: blockEnd(source, start)
	};
	if (here === 92) return {
		kind: "backslash",
		start,
		end: start + 1
	};
	if (here === 36) return take("parameter", PARAMETER, source, start) ?? dollarQuoted(source, start);
	return take("space", SPACE, source, start) ?? prefixed(source, start) ?? take("word", WORD, source, start) ?? take("number", NUMBER, source, start) ?? {
		kind: "punctuation",
		start,
		end: start + 1
	};
}
/** All tokens of a text, white space and comments too. */
function* scan(source) {
	for (let at = 0; at < source.length;) {
		const token = scanToken(source, at);
		yield token;
		at = token.end;
	}
}
function take(kind, pattern, source, start) {
	pattern.lastIndex = start;
	return pattern.test(source) ? {
		kind,
		start,
		end: pattern.lastIndex
	} : void 0;
}
function prefixed(source, start) {
	const string = take("string", STRING_PREFIX, source, start);
	if (string) return {
		kind: "string",
		start,
		end: stringEnd(source, string.end, /e/i.test(source[start]))
	};
	const quoted = take("quoted", QUOTED_PREFIX, source, start);
	return quoted && {
		kind: "quoted",
		start,
		end: closing(source, quoted.end, "\"")
	};
}
function dollarQuoted(source, start) {
	const tag = take("string", DOLLAR_TAG, source, start);
	if (!tag) return {
		kind: "punctuation",
		start,
		end: start + 1
	};
	const end = source.indexOf(source.slice(start, tag.end), tag.end);
	return {
		kind: "string",
		start,
		end: end < 0 ? source.length : end + tag.end - start
	};
}
function stringEnd(source, from, hasEscapes) {
	for (let at = from;;) {
		const end = hasEscapes ? closingEscaped(source, at) : closing(source, at, "'");
		const next = continuation(source, end);
		if (next === void 0) return end;
		at = next;
	}
}
/** A string goes on after white space and line comments that hold a newline (PostgreSQL manual, section 4.1.2.1). */
function continuation(source, end) {
	let at = end;
	for (let gap;; at = gap.end) {
		gap = take("space", SPACE, source, at) ?? take("comment", LINE_COMMENT, source, at);
		if (!gap) break;
	}
	return source[at] === "'" && /[\n\r]/.test(source.slice(end, at)) ? at + 1 : void 0;
}
/** The end of a quoted text in which a doubled quote stands for one. */
function closing(source, from, quote) {
	for (let at = from;; at += 2) {
		at = source.indexOf(quote, at);
		if (at < 0) return source.length;
		if (source[at + 1] !== quote) return at + 1;
	}
}
function closingEscaped(source, from) {
	for (let at = from; at < source.length; at++) {
		const here = source.charCodeAt(at);
		if (here === 92) at++;
		else if (here === 39 && source.charCodeAt(at + 1) === 39) at++;
		else if (here === 39) return at + 1;
	}
	return source.length;
}
function blockEnd(source, start) {
	const mark = /\/\*|\*\//g;
	mark.lastIndex = start;
	for (let depth = 0;;) {
		const found = mark.exec(source);
		if (!found) return source.length;
		depth += found[0] === "/*" ? 1 : -1;
		if (depth === 0) return mark.lastIndex;
	}
}

// node_modules/fastest-levenshtein/mod.js
var require_fastest_levenshtein = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.__esModule = true;
	exports.distance = exports.closest = void 0;
	var peq = /* @__PURE__ */ new Uint32Array(65536);
	var myers_32 = function(a, b) {
		var n = a.length;
		var m = b.length;
		var lst = 1 << n - 1;
		var pv = -1;
		var mv = 0;
		var sc = n;
		var i = n;
		while (i--) peq[a.charCodeAt(i)] |= 1 << i;
		for (i = 0; i < m; i++) {
			var eq = peq[b.charCodeAt(i)];
			var xv = eq | mv;
			eq |= (eq & pv) + pv ^ pv;
			mv |= ~(eq | pv);
			pv &= eq;
			if (mv & lst) sc++;
			if (pv & lst) sc--;
			mv = mv << 1 | 1;
			pv = pv << 1 | ~(xv | mv);
			mv &= xv;
		}
		i = n;
		while (i--) peq[a.charCodeAt(i)] = 0;
		return sc;
	};
	var myers_x = function(b, a) {
		var n = a.length;
		var m = b.length;
		var mhc = [];
		var phc = [];
		var hsize = Math.ceil(n / 32);
		var vsize = Math.ceil(m / 32);
		for (var i = 0; i < hsize; i++) {
			phc[i] = -1;
			mhc[i] = 0;
		}
		var j = 0;
		for (; j < vsize - 1; j++) {
			var mv_1 = 0;
			var pv_1 = -1;
			var start_1 = j * 32;
			var vlen_1 = Math.min(32, m) + start_1;
			for (var k = start_1; k < vlen_1; k++) peq[b.charCodeAt(k)] |= 1 << k;
			for (var i = 0; i < n; i++) {
				var eq = peq[a.charCodeAt(i)];
				var pb = phc[i / 32 | 0] >>> i & 1;
				var mb = mhc[i / 32 | 0] >>> i & 1;
				var xv = eq | mv_1;
				var xh = ((eq | mb) & pv_1) + pv_1 ^ pv_1 | eq | mb;
				var ph = mv_1 | ~(xh | pv_1);
				var mh = pv_1 & xh;
				if (ph >>> 31 ^ pb) phc[i / 32 | 0] ^= 1 << i;
				if (mh >>> 31 ^ mb) mhc[i / 32 | 0] ^= 1 << i;
				ph = ph << 1 | pb;
				mh = mh << 1 | mb;
				pv_1 = mh | ~(xv | ph);
				mv_1 = ph & xv;
			}
			for (var k = start_1; k < vlen_1; k++) peq[b.charCodeAt(k)] = 0;
		}
		var mv = 0;
		var pv = -1;
		var start = j * 32;
		var vlen = Math.min(32, m - start) + start;
		for (var k = start; k < vlen; k++) peq[b.charCodeAt(k)] |= 1 << k;
		var score = m;
		for (var i = 0; i < n; i++) {
			var eq = peq[a.charCodeAt(i)];
			var pb = phc[i / 32 | 0] >>> i & 1;
			var mb = mhc[i / 32 | 0] >>> i & 1;
			var xv = eq | mv;
			var xh = ((eq | mb) & pv) + pv ^ pv | eq | mb;
			var ph = mv | ~(xh | pv);
			var mh = pv & xh;
			score += ph >>> m - 1 & 1;
			score -= mh >>> m - 1 & 1;
			if (ph >>> 31 ^ pb) phc[i / 32 | 0] ^= 1 << i;
			if (mh >>> 31 ^ mb) mhc[i / 32 | 0] ^= 1 << i;
			ph = ph << 1 | pb;
			mh = mh << 1 | mb;
			pv = mh | ~(xv | ph);
			mv = ph & xv;
		}
		for (var k = start; k < vlen; k++) peq[b.charCodeAt(k)] = 0;
		return score;
	};
	var distance = function(a, b) {
		if (a.length < b.length) {
			var tmp = b;
			b = a;
			a = tmp;
		}
		if (b.length === 0) return a.length;
		if (a.length <= 32) return myers_32(a, b);
		return myers_x(a, b);
	};
	exports.distance = distance;
	var closest = function(str, arr) {
		var min_distance = Infinity;
		var min_index = 0;
		for (var i = 0; i < arr.length; i++) {
			var dist = distance(str, arr[i]);
			if (dist < min_distance) {
				min_distance = dist;
				min_index = i;
			}
		}
		return arr[min_index];
	};
	exports.closest = closest;
}));

// src/checkout/entries.ts
const MAX_FILE_MB = 50;
const MAX_FILE_BYTES = MAX_FILE_MB * 1024 * 1024;
const LFS_POINTER = "version https://git-lfs.github.com/spec/";
/**
* A tree over one kind of source. Symbolic links are listed, so that nobody takes a linked migration for a missing one, and
* refused when they are read: they could lead out of the tree.
*/
function treeOf(source) {
	const listings = /* @__PURE__ */ new Map();
	const known = /* @__PURE__ */ new Map();
	const load = async (path) => {
		const found = await source.entries(path);
		for (const entry of found) known.set(entry.path, entry);
		return found.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
	};
	const entriesAt = (path) => {
		const listing = listings.get(path) ?? load(path);
		listings.set(path, listing);
		return listing;
	};
	const wanted = async (path) => {
		const inside = insidePath(path);
		if (!known.has(inside)) await entriesAt(inside);
		const entry = known.get(inside);
		if (entry === void 0) throw new UserError(`There is no file ${path} in ${source.label}`, {
			kind: "usage",
			hint: "Paths are relative to the root of the repository; files that git ignores are not seen."
		});
		if (entry.isSymlink) throw symlinkError(path, source.label);
		return entry;
	};
	return {
		label: source.label,
		commit: source.commit,
		checkout: source.checkout,
		list: async (folder) => (await entriesAt(insidePath(folder))).map((entry) => entry.path),
		checksum: async (path) => source.blobId(await wanted(path)),
		read: async (path) => {
			const { sizeBytes, bytes } = await source.bytes(await wanted(path), MAX_FILE_BYTES);
			if (bytes === void 0) throw new UserError(`${path} in ${source.label} has ${Math.ceil(sizeBytes / 1024 / 1024)} MB`, { hint: `Files of more than ${MAX_FILE_MB} MB are not read; make such data by a command or by generate_series.` });
			const text = bytes.toString("utf8");
			if (text.startsWith(LFS_POINTER)) throw new UserError(`${path} in ${source.label} is a Git LFS pointer, not the file itself`, { hint: "Keep SQL and configuration files out of Git LFS." });
			return text;
		}
	};
}
function symlinkError(path, label) {
	return new UserError(`${path} in ${label} is, or lies behind, a symbolic link`, { hint: "Links are not followed, because they could lead out of the repository; put the file itself there." });
}
/** The path as git spells it. Throws a UserError for one that leads out of the repository. */
function insidePath(path) {
	const parts = path.split("/").filter((part) => part !== "" && part !== ".");
	if (path.startsWith("/") || parts.includes("..")) throw new UserError(`${path} is not a path inside the repository`, {
		kind: "usage",
		hint: "Write paths relative to the root of the repository, without `..`."
	});
	return parts.join("/");
}

// src/checkout/objects.ts
function openObjects(repository) {
	let batch;
	let last = Promise.resolve();
	const readNow = async (id, maxBytes) => {
		if (batch === void 0) {
			const child = repository.git.start(["cat-file", "--batch"], repository.objectAccess);
			child.stdin.on("error", () => void 0);
			child.on("error", () => void 0);
			child.stderr.resume();
			batch = {
				child,
				input: bufferedInput(child.stdout)
			};
		}
		const { child, input } = batch;
		child.stdin.write(`${id}\n`);
		const header = await input.line();
		const [, type, size] = header.split(" ");
		if (type === "missing" || size === void 0) throw new Error(`git has no object ${id}: ${header}`);
		const sizeBytes = Number(size);
		const bytes = await input.take(sizeBytes, sizeBytes <= maxBytes);
		await input.take(1, false);
		return {
			sizeBytes,
			bytes
		};
	};
	return {
		read: (id, maxBytes) => {
			const reading = last.then(() => readNow(id, maxBytes));
			last = reading.catch(() => void 0);
			return reading;
		},
		[Symbol.asyncDispose]: async () => {
			if (batch === void 0) return;
			const { child } = batch;
			batch = void 0;
			if (child.exitCode !== null || child.signalCode !== null || child.pid === void 0) return;
			const exit = once(child, "exit");
			child.kill();
			await exit;
		}
	};
}
function bufferedInput(stream) {
	const chunks = stream[Symbol.asyncIterator]();
	let rest = Buffer.alloc(0);
	const more = async () => {
		const next = await chunks.next();
		if (next.done) throw new Error("git cat-file ended early");
		return next.value;
	};
	return {
		line: async () => {
			let end = rest.indexOf("\n");
			while (end < 0) {
				rest = Buffer.concat([rest, await more()]);
				end = rest.indexOf("\n");
			}
			const line = rest.toString("utf8", 0, end);
			rest = rest.subarray(end + 1);
			return line;
		},
		take: async (sizeBytes, keep) => {
			const kept = [];
			let missing = sizeBytes;
			while (missing > 0) {
				const chunk = rest.length > 0 ? rest : await more();
				const part = chunk.subarray(0, missing);
				rest = chunk.subarray(part.length);
				missing -= part.length;
				if (keep) kept.push(part);
			}
			return keep ? Buffer.concat(kept) : void 0;
		}
	};
}

// src/checkout/git.ts
var GitError = class extends Error {
	name = "GitError";
};
const INHERITED = [
	"XDG_CONFIG_HOME",
	"SSH_AUTH_SOCK",
	"GIT_SSH_COMMAND"
];
const CONFIG$1 = [
	["safe.directory", "*"],
	["core.hooksPath", "/dev/null"],
	["core.fsmonitor", "false"],
	["gc.auto", "0"],
	["maintenance.auto", "false"]
];
const MAX_OUTPUT_BYTES = 536870912;
const execute = promisify(execFile);
/** git in a folder: without hooks, prompts and optional locks, and with an environment of its own. */
function openGit(directory, options) {
	const config = [...CONFIG$1, ...options.config ?? []];
	const local = gitEnvironment(options.env, config);
	const network = gitEnvironment(options.env, [...config, ...authorization(options)]);
	const environment = (access) => access === "network" ? network : local;
	const text = async (args, access = "local") => {
		options.signal.throwIfAborted();
		try {
			const { signal } = options;
			return (await execute("git", args, {
				cwd: directory,
				env: environment(access),
				signal,
				maxBuffer: MAX_OUTPUT_BYTES
			})).stdout;
		} catch (error) {
			options.signal.throwIfAborted();
			throw explain(error, args);
		}
	};
	return {
		directory,
		text,
		attempt: async (args, access) => {
			try {
				return await text(args, access);
			} catch (error) {
				if (error instanceof GitError) return void 0;
				throw error;
			}
		},
		start: (args, access = "local") => spawn("git", args, {
			cwd: directory,
			env: environment(access)
		})
	};
}
function gitEnvironment(source, config) {
	const variables = config.flatMap(([key, value], index) => [[`GIT_CONFIG_KEY_${index}`, key], [`GIT_CONFIG_VALUE_${index}`, value]]);
	return childEnvironment(source, INHERITED, {
		LC_ALL: "C",
		GIT_TERMINAL_PROMPT: "0",
		GIT_OPTIONAL_LOCKS: "0",
		GIT_LITERAL_PATHSPECS: "1",
		GIT_LFS_SKIP_SMUDGE: "1",
		GIT_CONFIG_COUNT: String(config.length),
		...Object.fromEntries(variables)
	});
}
/**
* The header that actions/checkout sets, for that server alone; never in an argument, where every process could see it. One
* that the checkout kept is cleared first: with two of them GitHub answers 400.
*/
function authorization({ env, token }) {
	if (!token) return [];
	const server = new URL(env.GITHUB_SERVER_URL ?? "https://github.com").origin;
	const credentials = Buffer.from(`x-access-token:${token}`).toString("base64");
	const key = `http.${server}/.extraheader`;
	return [[key, ""], [key, `AUTHORIZATION: basic ${credentials}`]];
}
function explain(error, args) {
	if (!(error instanceof Error) || !("code" in error)) return error;
	if (error.code === "ENOENT") return new UserError("git was not found", {
		kind: "usage",
		hint: "Install git, or put it on the PATH.",
		cause: error
	});
	if (typeof error.code !== "number") return error;
	const stderr = "stderr" in error ? String(error.stderr) : "";
	return new GitError(`git ${args[0]}: ${stderr.trim().replaceAll(/\/\/[^/@\s]*@/g, "//***@")}`, { cause: error });
}

// src/checkout/repository.ts
/** Opens the repository that `directory` lies in. Throws a UserError when there is none. */
async function openRepository(directory, options) {
	const start = resolve(directory);
	if (!await stat(start).then((found) => found.isDirectory(), () => false)) throw new UserError(`There is no folder ${start}`, {
		kind: "usage",
		hint: "Check `--repo`."
	});
	const [isShallow, hash, prefix = "", ...rest] = (await describe(openGit(start, options), start)).split("\n");
	const root = rest.join("\n").replace(/\n$/, "");
	const folder = join(root, prefix);
	const git = openGit(folder, options);
	const partial = await git.attempt([
		"config",
		"--get-regexp",
		"^remote\\..*\\.promisor$"
	]);
	return {
		root,
		prefix,
		git,
		isShallow: isShallow === "true",
		hash: hash === "sha256" ? "sha256" : "sha1",
		objectAccess: partial === void 0 ? "local" : "network",
		gitWith: (own) => openGit(folder, {
			...options,
			...own
		})
	};
}
async function describe(git, start) {
	try {
		return await git.text([
			"rev-parse",
			"--is-shallow-repository",
			"--show-object-format",
			"--show-prefix",
			"--show-toplevel"
		]);
	} catch (error) {
		if (!(error instanceof GitError)) throw error;
		throw new UserError(`${start} is not in the working tree of a git repository`, {
			kind: "usage",
			hint: "Run it where the repository is checked out, or point `--repo` there.",
			cause: error
		});
	}
}

// src/checkout/files.ts
/**
* Opens a regular file below `root` without following a link on the way to it. Undefined for a missing file where `mayMiss`.
* Throws a UserError for a link, for what is no regular file, and for a file that is gone.
*/
async function openInside(root, path, label, mayMiss) {
	const parts = path.split("/");
	try {
		for (const [index] of parts.entries()) {
			const found = await lstat(join(root, ...parts.slice(0, index + 1)));
			if (found.isSymbolicLink()) throw symlinkError(path, label);
			if (index === parts.length - 1 && !found.isFile()) throw new UserError(`${path} in ${label} is no regular file`);
		}
		return await open(join(root, path), constants$1.O_RDONLY | constants$1.O_NOFOLLOW);
	} catch (error) {
		if (error instanceof UserError || !(error instanceof Error) || !("code" in error)) throw error;
		if (mayMiss && error.code === "ENOENT") return void 0;
		throw new UserError(`${path} in ${label} could not be read: ${error.code}`, { cause: error });
	}
}

// src/checkout/working-tree.ts
/** The files on disk as a commit of everything would hold them: changed and new ones, without those that git ignores. */
function workingTree(repository, objects) {
	const label = "working tree";
	const onDisk = (entry) => openInside(repository.git.directory, entry.path, label, entry.id !== void 0);
	return treeOf({
		label,
		commit: void 0,
		entries: (path) => findEntries(repository, path),
		bytes: async (entry, maxBytes) => {
			try {
				var _usingCtx$1 = _usingCtx();
				const file = _usingCtx$1.a(await onDisk(entry));
				if (file === void 0) return objects.read(entry.id, maxBytes);
				const { size } = await file.stat();
				return {
					sizeBytes: size,
					bytes: size > maxBytes ? void 0 : await file.readFile()
				};
			} catch (_) {
				_usingCtx$1.e = _;
			} finally {
				await _usingCtx$1.d();
			}
		},
		blobId: async (entry) => {
			try {
				var _usingCtx3 = _usingCtx();
				const file = _usingCtx3.a(await onDisk(entry));
				if (file === void 0) return entry.id;
				const hash = createHash(repository.hash).update(`blob ${(await file.stat()).size}\0`);
				for await (const chunk of file.createReadStream({ autoClose: false })) hash.update(chunk);
				return hash.digest("hex");
			} catch (_) {
				_usingCtx3.e = _;
			} finally {
				await _usingCtx3.d();
			}
		},
		checkout: async () => ({
			directory: repository.git.directory,
			[Symbol.asyncDispose]: async () => void 0
		})
	});
}
/** Tracked files, new files, and what a sparse checkout left out: that has an id, to be read from git's objects. */
async function findEntries({ git }, path) {
	const pathspec = path === "" ? [] : ["--", path];
	const list = async (...args) => (await git.text([
		"ls-files",
		"-z",
		...args,
		...pathspec
	])).split("\0");
	const [tracked, others, deleted] = await Promise.all([
		list("--stage", "-t"),
		list("--others", "--exclude-standard"),
		list("--deleted")
	]);
	const gone = new Set(deleted);
	const entries = /* @__PURE__ */ new Map();
	for (const line of tracked) {
		const [, tag, mode, id, name] = /^(\S) (\d+) ([0-9a-f]+) \d\t(.*)$/s.exec(line) ?? [];
		if (name === void 0 || mode === "160000" || gone.has(name)) continue;
		entries.set(name, {
			path: name,
			id: tag === "S" ? id : void 0,
			isSymlink: mode === "120000"
		});
	}
	for (const name of others) if (name !== "" && !name.endsWith("/")) entries.set(name, {
		path: name,
		id: void 0,
		isSymlink: false
	});
	return [...entries.values()];
}

// src/config/json-schema.ts
var import_dist = require_dist();
/** What people may write in the configuration file, as editors and `schema.json` know it. */
function configJsonSchema() {
	const { $schema, ...schema } = toJSONSchema(configSchema, { io: "input" });
	return {
		$schema,
		$id: "https://unpkg.com/pgverdict/schema.json",
		title: "Configuration of pgverdict",
		...schema
	};
}
/** The keys that are allowed at a path. */
function knownKeys(path) {
	let schema = configJsonSchema();
	for (const key of path) schema = below(schema, key);
	return typeof schema === "object" ? Object.keys(schema.properties ?? {}) : [];
}
function below(schema, key) {
	if (typeof schema !== "object") return void 0;
	if (typeof key === "number") return schema.items;
	return schema.properties?.[String(key)] ?? schema.additionalProperties;
}

// src/config/problem-text.ts
var import_fastest_levenshtein = require_fastest_levenshtein();
const NOUNS = {
	string: "text",
	number: "a number",
	int: "a whole number",
	boolean: "true or false",
	array: "a list",
	object: "a mapping of keys",
	record: "a mapping of keys"
};
/** Says in words what is wrong with a value; undefined leaves it to zod. */
function problemText(issue) {
	switch (issue.code) {
		case "invalid_type":
			if (issue.input === void 0) return "is required";
			return `must be ${noun(issue.expected)}, but is ${valueText(issue.input)}`;
		case "invalid_union": return `must be ${unionNouns(issue.errors)}, but is ${valueText(issue.input)}`;
		case "invalid_value": return `must be one of ${issue.values.map(String).join(", ")}, but is ${valueText(issue.input)}${suggestion(String(issue.input), issue.values.map(String))}`;
		case "too_small": return `must ${limitText(issue.origin, issue.inclusive === false ? "more than" : "at least", issue.minimum)}`;
		case "too_big": return `must ${limitText(issue.origin, issue.inclusive === false ? "less than" : "at most", issue.maximum)}`;
		default: return;
	}
}
/** The known name that is probably meant, as the end of a sentence. */
function suggestion(given, known) {
	if (known.length === 0) return "";
	const nearest = (0, import_fastest_levenshtein.closest)(given.toLowerCase(), known);
	return (0, import_fastest_levenshtein.distance)(given.toLowerCase(), nearest) <= Math.max(2, Math.floor(nearest.length / 3)) ? `; did you mean \`${nearest}\`?` : "";
}
function noun(expected) {
	return NOUNS[expected] ?? expected;
}
function unionNouns(branches) {
	const nouns = branches.flatMap(([issue]) => issue?.code === "invalid_type" ? [noun(issue.expected)] : []);
	return [...new Set(nouns)].join(" or ");
}
function limitText(origin, comparison, limit) {
	return origin === "string" ? `have ${comparison} ${limit} characters` : `be ${comparison} ${limit}`;
}
function valueText(value) {
	if (value === null) return "empty";
	if (Array.isArray(value)) return "a list";
	if (typeof value === "object") return "a mapping of keys";
	const text = String(value);
	const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
	return typeof value === "string" ? `the text \`${short}\`` : `\`${short}\``;
}

// src/config/parse.ts
const MAX_LENGTH = 1e6;
/** Reads a configuration, or only the defaults where there is no file. Throws one UserError that names every problem with its line. */
function parseConfig(source, overrides = []) {
	const { name, text } = source ?? {
		name: "the configuration",
		text: ""
	};
	if (text.length > MAX_LENGTH) throw problemsError(name, [{
		offset: 0,
		where: name,
		text: "is over a megabyte long"
	}]);
	const lines = new import_dist.LineCounter();
	const document = (0, import_dist.parseDocument)(text, {
		lineCounter: lines,
		prettyErrors: false
	});
	const located = {
		name,
		document,
		lines,
		overrides
	};
	if (document.errors.length > 0) throw problemsError(name, document.errors.map(({ pos: [offset], message }) => ({
		offset,
		where: position(located, offset),
		text: message
	})));
	const parsed = configSchema.safeParse(overridden(plainValue(located) ?? {}, overrides), { error: problemText });
	if (parsed.success) return parsed.data;
	throw problemsError(name, parsed.error.issues.flatMap((issue) => problemsOf(located, issue)));
}
/** Aliases that multiply are refused by the parser only here. */
function plainValue({ name, document }) {
	try {
		return document.toJS();
	} catch (error) {
		if (!(error instanceof ReferenceError)) throw error;
		throw problemsError(name, [{
			offset: 0,
			where: name,
			text: error.message
		}]);
	}
}
/** Sections without anything below them are as good as absent. */
function overridden(raw, overrides) {
	if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return raw;
	const sections = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== null));
	for (const { path, value } of overrides) {
		const [section, key] = path;
		const written = sections[section] ?? {};
		if (typeof written === "object") sections[section] = {
			...written,
			[key]: value
		};
	}
	return sections;
}
function problemsOf(located, issue) {
	const { document, overrides } = located;
	if (issue.code === "unrecognized_keys") return issue.keys.map((key) => {
		const known = knownKeys(issue.path);
		const guess = suggestion(key, known) || `; the keys here are ${known.join(", ")}`;
		return problemAt(located, [...issue.path, key], keyOffset(document, issue.path, key), `unknown key${guess}`);
	});
	const override = overrides.find(({ path }) => path.join(".") === issue.path.join("."));
	if (override !== void 0) return [{
		offset: -1,
		where: override.option,
		text: issue.message
	}];
	return [problemAt(located, issue.path, valueOffset(document, issue.path), issue.message)];
}
function problemAt(located, path, offset, text) {
	const name = path.reduce((before, key) => {
		if (typeof key === "number") return `${before}[${key}]`;
		return before === "" ? String(key) : `${before}.${String(key)}`;
	}, "");
	const where = position(located, offset);
	return {
		offset,
		where: name === "" ? where : `${where} ${name}`,
		text
	};
}
/** Where the value stands; for one that is missing, the nearest thing around it. */
function valueOffset(document, path) {
	for (let length = path.length; length >= 0; length -= 1) {
		const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
		if ((0, import_dist.isNode)(node) && node.range) return node.range[0];
	}
	return 0;
}
function keyOffset(document, path, key) {
	const parent = path.length === 0 ? document.contents : document.getIn(path, true);
	return ((0, import_dist.isMap)(parent) ? parent.items.find((item) => String(item.key) === key) : void 0)?.key.range?.[0] ?? valueOffset(document, path);
}
function position({ name, lines }, offset) {
	const { line, col } = lines.linePos(offset);
	return `${name}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
}
function problemsError(name, problems) {
	const found = problems.toSorted((a, b) => a.offset - b.offset).map(({ where, text }) => `${where}: ${text}`);
	const heading = found.length === 1 ? "There is a problem" : `There are ${found.length} problems`;
	return new UserError([`${heading} in ${name}:`, ...found.map((line) => `  ${line}`)].join("\n"), {
		kind: "usage",
		hint: "With the schema line that `pgverdict init` writes, an editor shows these while you type."
	});
}

// src/sql/transaction.ts
const LEADING_WORDS = 6;
/** The first words of a statement in lower case, without comments and punctuation. */
function leadingWords(text) {
	const words = [];
	for (const { kind, start, end } of scan(text)) {
		if (kind === "string" || words.length === LEADING_WORDS) break;
		if (kind === "word") words.push(text.slice(start, end).toLowerCase());
	}
	return words;
}
/** What a statement does to the transaction that it is sent in. */
function transactionEffect(text) {
	const [first, second, ...rest] = leadingWords(text);
	if (first === "begin" || first === "start" && second === "transaction") return "begins";
	if (first === "prepare" && second === "transaction") return "ends";
	if (first !== "commit" && first !== "end" && first !== "rollback" && first !== "abort") return void 0;
	const words = [second, ...rest];
	const isNested = words.includes("to") || second === "prepared";
	const isChained = words.includes("chain") && !words.includes("no");
	return isNested || isChained ? void 0 : "ends";
}
/** Statements that PostgreSQL refuses inside a transaction block ("cannot run inside a transaction block" in their manual pages). */
function needsNoTransaction(text) {
	const words = leadingWords(text);
	const [first, second] = words;
	const isConcurrent = words.includes("concurrently");
	if (first === "vacuum") return true;
	if (first === "alter") return second === "system" || second === "table" && /\bdetach\s+partition\b.*\bconcurrently\s*$/is.test(text);
	if (first === "reindex") return isConcurrent || words.some((word) => word === "database" || word === "system" || word === "schema");
	if (first !== "create" && first !== "drop") return false;
	if (second === "database" || second === "tablespace" || second === "subscription") return true;
	return isConcurrent && (second === "index" || second === "unique");
}

// src/sql/split.ts
const END_OF_DATA = /^\\\.[ \t]*\r?$/m;
const META_COPY_FROM_STDIN = /^\\copy\b[\s\S]*\sfrom\s+p?stdin\b/i;
/**
* Cuts a file as psql would: at semicolons outside quotes, comments, parentheses and `begin atomic` bodies, at
* meta-commands, and after the rows of `copy … from stdin`. Needs time linear in the file's length and never fails.
*/
function splitSql(source, file) {
	const pieces = [];
	const lineOf = lineCounter(source);
	let pending;
	let at = source.startsWith("﻿") ? 1 : 0;
	const finish = () => {
		const done = pending;
		pending = void 0;
		if (!done || done.end === done.offset) return void 0;
		const place = {
			text: source.slice(done.offset, done.end),
			file,
			line: lineOf(done.offset),
			offset: done.offset
		};
		if (!done.copiesFromStdin) {
			pieces.push({
				kind: "statement",
				...place
			});
			return done;
		}
		const rows = inlineRows(source, at);
		at = rows.end;
		pieces.push({
			kind: "copy",
			...place,
			data: rows.data
		});
		return done;
	};
	while (at < source.length) {
		const token = scanToken(source, at);
		at = token.end;
		if (token.kind === "space" || token.kind === "comment") continue;
		if (token.kind === "backslash") {
			if (source[at] === ";") at++;
			finish();
			if (source[at - 1] === ";") continue;
			at = metaEnd(source, token.start);
			const text = source.slice(token.start, at).trimEnd();
			const place = {
				text,
				file,
				line: lineOf(token.start),
				offset: token.start
			};
			if (META_COPY_FROM_STDIN.test(text)) {
				const rows = inlineRows(source, at);
				at = rows.end;
				pieces.push({
					kind: "copy",
					...place,
					text: text.slice(1).replace(/\bpstdin\b/i, "stdin"),
					data: rows.data
				});
			} else pieces.push({
				kind: "meta",
				...place
			});
		} else if (source[token.start] === ";" && token.kind === "punctuation" && !isInside$1(pending)) finish();
		else {
			pending ??= begin(token.start);
			follow(pending, source, token);
		}
	}
	finish();
	return pieces;
}
function begin(offset) {
	return {
		offset,
		end: offset,
		words: [],
		parentheses: 0,
		blocks: 0,
		copiesFromStdin: false,
		lastWord: ""
	};
}
function isInside$1(pending) {
	return pending !== void 0 && (pending.parentheses > 0 || pending.blocks > 0);
}
function follow(pending, source, token) {
	pending.end = token.end;
	if (token.kind === "punctuation") {
		const character = source[token.start];
		if (character === "(") pending.parentheses++;
		else if (character === ")" && pending.parentheses > 0) pending.parentheses--;
		pending.lastWord = "";
		return;
	}
	const word = token.kind === "word" ? source.slice(token.start, token.end).toLowerCase() : "";
	if (pending.words.length < 4) pending.words.push(word);
	if (word && pending.parentheses === 0) followWord(pending, word);
	pending.lastWord = word;
}
/** `begin atomic` bodies nest with `case`, as in psql's own scanner (psqlscan.l). */
function followWord(pending, word) {
	if (word === "stdin" && pending.lastWord === "from" && pending.words[0] === "copy") pending.copiesFromStdin = true;
	if (word === "atomic" && pending.lastWord === "begin" && createsRoutine(pending.words)) pending.blocks++;
	else if (pending.blocks > 0 && word === "case") pending.blocks++;
	else if (pending.blocks > 0 && word === "end") pending.blocks--;
}
function createsRoutine(words) {
	const kind = words[1] === "or" ? words[3] : words[1];
	return words[0] === "create" && (kind === "function" || kind === "procedure");
}
/** A meta-command reaches to the end of its line, or to `\\\\`. */
function metaEnd(source, start) {
	const meta = /\\[^\n\\]*(?:\\[^\n\\]+)*(?:\\\\)?/y;
	meta.lastIndex = start;
	meta.test(source);
	return meta.lastIndex;
}
/** The lines after the current one up to `\.`, or to the end. */
function inlineRows(source, from) {
	const newline = source.indexOf("\n", from);
	if (newline < 0) return {
		data: "",
		end: source.length
	};
	const mark = new RegExp(END_OF_DATA, "gm");
	mark.lastIndex = newline + 1;
	const found = mark.exec(source);
	if (!found) return {
		data: source.slice(newline + 1),
		end: source.length
	};
	return {
		data: source.slice(newline + 1, found.index),
		end: mark.lastIndex
	};
}
/** Counts on from the last place asked for: callers ask in rising order. */
function lineCounter(source) {
	let line = 1;
	let newline = source.indexOf("\n");
	return (offset) => {
		while (newline >= 0 && newline < offset) {
			line++;
			newline = source.indexOf("\n", newline + 1);
		}
		return line;
	};
}

// src/migrate/tools/code-tools.ts
const JDBC = "--url=\"jdbc:postgresql://$PGHOST:$PGPORT/$PGDATABASE\" --username=\"$PGUSER\" --password=\"$PGPASSWORD\"";
/** In the order in which they are asked: own files first, packages after them, tools that push a schema last. */
const CODE_TOOLS = [
	{
		name: "Knex",
		file: /(?:^|\/)knexfile\.[cm]?[jt]s$/,
		runtime: "node",
		run: () => "knex migrate:latest"
	},
	{
		name: "Sequelize",
		file: /(?:^|\/)\.sequelizerc$/,
		runtime: "node",
		run: () => "sequelize-cli db:migrate --url \"$DATABASE_URL\""
	},
	{
		name: "MikroORM",
		file: /(?<home>^|.*?\/)(?:src\/)?mikro-orm\.config\.[cm]?[jt]s$/,
		runtime: "node",
		run: () => "mikro-orm migration:up"
	},
	{
		name: "TypeORM",
		file: /(?:data-?source|typeorm|ormconfig)[^/]*\.[cm]?[jt]s$/i,
		content: /\bnew\s+DataSource\s*\(/,
		runtime: "node",
		run: (file) => `${/ts'?$/.test(file) ? "typeorm-ts-node-commonjs" : "typeorm"} migration:run -d ${file}`
	},
	{
		name: "Kysely",
		file: /(?:^|\/)kysely\.config\.[cm]?[jt]s$/,
		runtime: "node",
		run: () => "kysely migrate:latest"
	},
	{
		name: "Django",
		file: /(?:^|\/)manage\.py$/,
		content: /django/i,
		runtime: "python",
		run: () => "python manage.py migrate --noinput"
	},
	{
		name: "Alembic",
		file: /(?:^|\/)alembic\.ini$/,
		runtime: "python",
		run: () => "alembic upgrade head"
	},
	{
		name: "Rails",
		file: /(?<home>^|.*\/)config\/application\.rb$/,
		content: /rails/i,
		runtime: "ruby",
		run: () => "bin/rails db:migrate"
	},
	{
		name: "Ecto",
		file: /(?<home>^|.*?\/)priv\/[^/]+\/migrations\/\d[^/]*\.exs$/,
		runtime: "elixir",
		run: () => "ecto.migrate"
	},
	{
		name: "Liquibase",
		file: /^(?<home>(?:.*?src\/main\/resources\/)?).*changelog[^/]*\.(?:xml|ya?ml|json|sql)$/i,
		content: /databaseChangeLog|liquibase formatted sql/i,
		runtime: "none",
		run: (file) => `liquibase ${JDBC} --changelog-file=${file} update`
	},
	fromPackage("Knex", "knex", "knex migrate:latest"),
	fromPackage("Sequelize", "sequelize-cli", "sequelize-cli db:migrate --url \"$DATABASE_URL\""),
	fromPackage("MikroORM", "@mikro-orm/migrations", "mikro-orm migration:up"),
	fromPackage("Kysely", "kysely", "kysely migrate:latest"),
	fromPackage("node-pg-migrate", "node-pg-migrate", "node-pg-migrate up"),
	{
		name: "Prisma (db push)",
		file: /(?<home>^|.*?\/)(?:prisma\/)?schema\.prisma$/,
		content: /provider\s*=\s*"postgres/,
		runtime: "node",
		run: (file) => `prisma db push --schema ${file}`
	},
	{
		name: "Drizzle (push)",
		file: /(?:^|\/)drizzle\.config\.[cm]?[jt]s$/,
		runtime: "node",
		run: () => "drizzle-kit push --force"
	}
];
function fromPackage(name, dependency, command) {
	return {
		name,
		file: /(?:^|\/)package\.json$/,
		content: new RegExp(`"${dependency}"\\s*:`),
		runtime: "node",
		run: () => command
	};
}

// src/migrate/tools/files.ts
/** Folders of other people's code, and of files that tests read. */
const NOT_OURS = /(?:^|\/)(?:node_modules|vendor|testdata|fixtures|__fixtures__)\//;
function isOurs(file) {
	return !NOT_OURS.test(file);
}
/** The folder of a file, empty for the root. */
function folderOf(file) {
	const folder = posix.dirname(file);
	return folder === "." ? "" : folder;
}
function isInside(path, folder) {
	return folder === "" || path === folder || path.startsWith(`${folder}/`);
}
/** The folder itself and all above it, the root last. */
function foldersUpwards(folder) {
	const parts = folder === "" ? [] : folder.split("/");
	return parts.map((_, index) => parts.slice(0, parts.length - index).join("/")).concat("");
}
/** Folders in which files have such names, each once. */
function foldersWith(files, name) {
	return [...new Set(files.filter((file) => name.test(posix.basename(file))).map(folderOf))];
}
/** Folders whose subfolders hold such a file, as `migrations` of `migrations/1_init/up.sql`. */
function foldersOfFolders(files, child) {
	const children = files.filter((file) => child.test(file.slice(file.lastIndexOf("/", file.lastIndexOf("/") - 1) + 1)));
	return [...new Set(children.map((file) => folderOf(folderOf(file))))];
}
/** Files that lie in the folder itself. */
async function filesIn(tree, folder) {
	return (await tree.list(folder)).filter((file) => folderOf(file) === folder.replace(/\/+$/, ""));
}
/** A file's text for looking at marks; a file that may not be read has none, it is refused where it is used. */
async function peek(tree, file) {
	try {
		return await tree.read(file);
	} catch (error) {
		if (error instanceof UserError) return "";
		throw error;
	}
}
/** Folders of numbered SQL files whose first file has a line like `mark`. */
async function foldersMarked(tree, files, mark) {
	const firsts = /* @__PURE__ */ new Map();
	for (const file of files.filter((each) => NUMBERED_SQL.test(posix.basename(each)))) {
		const folder = folderOf(file);
		if (!firsts.has(folder)) firsts.set(folder, file);
	}
	const found = [];
	for (const [folder, first] of firsts) if (mark.test(await peek(tree, first))) found.push(folder);
	return found;
}
/** Whether a file of that name, in the folder or above it, has a line like `mark`. */
async function isMarkedAbove(tree, files, place, mark) {
	for (const above of foldersUpwards(place.folder)) {
		const file = posix.join(above, place.name);
		if (files.includes(file) && mark.test(await peek(tree, file))) return true;
	}
	return false;
}
const NUMBERED_SQL = /^\d[^/]*\.sql$/;
/** Sorted by the number that names begin with, then by name; as long as the digits are equally many this is byte order. */
function byNumber(files) {
	return files.toSorted((a, b) => compareNumbers(numberOf(a), numberOf(b)) || compareText(a, b));
}
/** The digits that a file's name begins with, as they stand. */
function digitsOf(file) {
	return /^\d+/.exec(posix.basename(file))?.[0];
}
function numberOf(file) {
	return BigInt(digitsOf(file) ?? 0);
}
function compareNumbers(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}
function compareText(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}

// src/migrate/tools/package-managers.ts
const MANAGERS = {
	node: [
		{
			lock: "pnpm-lock.yaml",
			run: "pnpm exec",
			install: "pnpm install --frozen-lockfile"
		},
		{
			lock: ".yarnrc.yml",
			run: "yarn run",
			install: "yarn install --immutable"
		},
		{
			lock: "yarn.lock",
			run: "yarn run",
			install: "yarn install --frozen-lockfile"
		},
		{
			lock: "bun.lock",
			run: "bunx",
			install: "bun install --frozen-lockfile"
		},
		{
			lock: "bun.lockb",
			run: "bunx",
			install: "bun install --frozen-lockfile"
		},
		{
			lock: "package-lock.json",
			run: "npx",
			install: "npm ci"
		},
		{
			lock: "npm-shrinkwrap.json",
			run: "npx",
			install: "npm ci"
		},
		{
			lock: "package.json",
			run: "npx",
			install: "npm install"
		}
	],
	python: [
		{
			lock: "uv.lock",
			run: "uv run",
			install: "uv sync --frozen"
		},
		{
			lock: "poetry.lock",
			run: "poetry run",
			install: "poetry install"
		},
		{
			lock: "Pipfile.lock",
			run: "pipenv run",
			install: "pipenv sync"
		},
		{
			lock: "requirements.txt",
			run: "",
			install: "pip install -r requirements.txt"
		}
	],
	ruby: [{
		lock: "Gemfile.lock",
		run: "",
		install: "bundle install"
	}],
	elixir: [{
		lock: "mix.lock",
		run: "mix",
		install: "mix deps.get"
	}],
	none: []
};
/** Package managers of a runtime, the surest mark first. */
function managersOf(runtime) {
	return MANAGERS[runtime];
}

// src/migrate/propose.ts
/** Knows a tool by its own files and proposes what runs its migrations from the repository's root. */
async function proposeCommand(tree) {
	const files = (await tree.list("")).filter(isOurs).toSorted((a, b) => depthOf(a) - depthOf(b));
	for (const tool of CODE_TOOLS) {
		const mark = await findMark(tree, files, tool);
		if (mark === void 0) continue;
		const home = homeOf(tool, mark);
		const manager = findManager(files, home, tool);
		const run = tool.run(quoted(posix.relative(home, mark)));
		const command = inFolder(home, manager ? `${manager.run} ${run}`.trimStart() : run);
		if (!manager) return {
			tool: tool.name,
			mark,
			command
		};
		return {
			tool: tool.name,
			mark,
			command,
			install: inFolder(manager.folder, manager.install)
		};
	}
}
async function findMark(tree, files, { file, content }) {
	for (const candidate of files.filter((each) => file.test(each))) if (content === void 0 || content.test(await peek(tree, candidate))) return candidate;
}
/** Where the tool is run: what its pattern calls `home`, else the folder of its file. */
function homeOf({ file }, mark) {
	return file.exec(mark)?.groups?.home?.replace(/\/$/, "") ?? folderOf(mark);
}
/** Lock files lie beside the mark or, in a workspace, above it. */
function findManager(files, home, { runtime }) {
	const managers = managersOf(runtime);
	for (const folder of foldersUpwards(home)) {
		const manager = managers.find(({ lock }) => files.includes(posix.join(folder, lock)));
		if (manager) return {
			...manager,
			folder
		};
	}
}
function inFolder(folder, command) {
	return folder === "" ? command : `cd ${quoted(folder)} && ${command}`;
}
/** For the shell; names come from the repository. */
function quoted(name) {
	return /^[\w./@-]+$/.test(name) && !name.startsWith("-") ? name : `'${name.replaceAll("'", "'\\''")}'`;
}
function depthOf(file) {
	return file.split("/").length;
}

// src/migrate/tools/migration-file.ts
async function readMigration(tree, rules) {
	const { id, file, upPart, transaction, repeatable = false } = rules;
	const source = await tree.read(file);
	const pieces = splitSql(upPart?.(source) ?? source, file);
	return {
		id,
		file,
		checksum: checksumOf(pieces),
		pieces,
		transaction: typeof transaction === "function" ? transaction(pieces, source) : transaction,
		repeatable
	};
}
/** For tools that leave the transaction by themselves where a statement of the file needs it. */
function unlessRefused(pieces) {
	return pieces.some(({ kind, text }) => kind === "statement" && needsNoTransaction(text)) ? "none" : "file";
}
/** For tools that leave it where a line of the file says so. */
function unlessMarked(mark) {
	return (_pieces, source) => mark.test(source) ? "none" : "file";
}
/** Equal for the same tokens: white space and comments outside of routine bodies are no edit. */
function checksumOf(pieces) {
	const hash = createHash("sha256");
	for (const piece of pieces) {
		hash.update(`${piece.kind}\0`);
		for (const run of runsOfTokens(piece.text)) hash.update(`${run}\0`);
		if (piece.kind === "copy") hash.update(`${piece.data}\0`);
	}
	return hash.digest("hex");
}
/** The tokens by lines or so, each set off by a character that SQL cannot hold; a statement of megabytes is no long list. */
function* runsOfTokens(text) {
	let run = "";
	for (const { kind, start, end } of scan(text)) {
		if (kind === "space" || kind === "comment") continue;
		run += `\0${text.slice(start, end)}`;
		if (run.length < RUN_LENGTH) continue;
		yield run;
		run = "";
	}
	yield run;
}
const RUN_LENGTH = 4096;
/**
* The lines between the line that begins the up part and the one that begins the down part; all others become blanks.
* Throws a UserError where no line begins an up part, since nobody can say what such a file does.
*/
function linesBetween(source, up, down, file) {
	let isUp = false;
	let hasUp = false;
	const lines = source.split("\n").map((line) => {
		if (up.test(line)) {
			isUp = true;
			hasUp = true;
		} else if (down.test(line)) isUp = false;
		else if (isUp) return line;
		return " ".repeat(line.length);
	});
	if (hasUp) return lines.join("\n");
	throw new UserError(`${file} has no line that begins its up part`, {
		kind: "usage",
		hint: "Its tool looks for a comment such as those in its other files; or set `migrations.tool: sql`."
	});
}

// src/migrate/tools/dbmate.ts
const UP$2 = /^--\s*migrate:up(?:\s|$)/;
const DOWN$2 = /^--\s*migrate:down(?:\s|$)/;
/** dbmate: files in byte order, the part after `-- migrate:up`. */
const dbmate = {
	id: "dbmate",
	places: ["db/migrations"],
	transaction: "each",
	detect: (tree, files) => foldersMarked(tree, files, /^--[ \t]*migrate:up(?:\s|$)/m),
	read: async (tree, path) => Promise.all((await filesIn(tree, path)).filter((file) => /^\d+.*\.sql$/.test(posix.basename(file))).map((file) => readMigration(tree, {
		id: digitsOf(file),
		file,
		upPart: (source) => linesBetween(source, UP$2, DOWN$2, file),
		transaction: unlessMarked(/^--[ \t]*migrate:up[ \t].*\btransaction:false\b/m)
	})))
};

// src/migrate/tools/refusal.ts
/** For migrations in a programming language, which only the tool itself can run. */
function codeMigrationError(tool, file, command) {
	return new UserError(`${file} is a ${tool} migration in code, not in SQL`, {
		kind: "usage",
		hint: `Let the tool run its migrations: set \`migrations.command\`, for example \`${command}\`.`
	});
}

// src/migrate/tools/flyway.ts
const VERSIONED = /^([VB])([\d._]*\d)__.*\.sql$/;
const REPEATABLE = /^R__(.*)\.sql$/;
const CODE$3 = /^(?:V[\d._]*\d|R)__.*\.(?:java|kt|scala|groovy)$/;
/** Flyway's `{vendor}` folders. */
const OTHER_VENDOR = /\/(?:mysql|mariadb|h2|hsqldb|oracle|sqlserver|mssql|sqlite|db2|derby|redshift|snowflake)\//i;
const RESOURCES = /^(.*?)src\/main\/resources\//;
/** Flyway: versions as numbers, baselines and undo scripts left out, repeatable scripts last. */
const flyway = {
	id: "flyway",
	places: [
		"src/main/resources/db/migration",
		"db/migration",
		"flyway/sql",
		"sql",
		"migrations"
	],
	transaction: "each",
	detect: async (_tree, files) => {
		const own = files.filter((file) => !OTHER_VENDOR.test(file));
		const folders = [...foldersWith(own, VERSIONED), ...foldersWith(own, REPEATABLE)].map(locationOf);
		return [...new Set(folders)].filter((folder) => !folders.some((other) => other !== folder && isInside(folder, other)));
	},
	read: async (tree, path) => {
		const files = (await tree.list(path)).filter((file) => !OTHER_VENDOR.test(posix.join("/", posix.relative(path, file))));
		await refuseCode(tree, path);
		const versioned = withoutBaselines(files.flatMap(parseVersion)).toSorted((a, b) => compareVersions(a.parts, b.parts));
		const repeatable = files.flatMap((file) => REPEATABLE.exec(posix.basename(file))?.[1] ?? []).toSorted(compareText).flatMap((name) => files.filter((file) => posix.basename(file) === `R__${name}.sql`).map((file) => ({
			name,
			file
		})));
		return Promise.all([...versioned.map(({ id, file }) => read(tree, files, {
			id,
			file,
			repeatable: false
		})), ...repeatable.map(({ name, file }) => read(tree, files, {
			id: `R__${name}`,
			file,
			repeatable: true
		}))]);
	}
};
/** Subfolders belong to the location that Flyway names by default. */
function locationOf(folder) {
	return /^(?:.*\/)?db\/migrations?(?=\/|$)/.exec(folder)?.[0] ?? folder;
}
function parseVersion(file) {
	const [, prefix, version] = VERSIONED.exec(posix.basename(file)) ?? [];
	if (version === void 0) return [];
	const parts = version.split(/[._]/).filter((part) => part !== "");
	return [{
		id: parts.join("."),
		file,
		isBaseline: prefix === "B",
		parts: parts.map(BigInt)
	}];
}
function compareVersions(a, b) {
	for (let at = 0; at < Math.max(a.length, b.length); at++) {
		const order = compareNumbers(a[at] ?? 0n, b[at] ?? 0n);
		if (order !== 0) return order;
	}
	return 0;
}
/** A baseline repeats the versions up to its own: the last one counts where those are gone, and none where they are kept. */
function withoutBaselines(all) {
	const versions = all.filter(({ isBaseline }) => !isBaseline);
	const last = all.filter(({ isBaseline }) => isBaseline).toSorted((a, b) => compareVersions(a.parts, b.parts)).at(-1);
	if (!last || versions.some(({ parts }) => compareVersions(parts, last.parts) <= 0)) return versions;
	return [last, ...versions];
}
/** Beside a script may lie its `.conf`; without it Flyway looks at the statements (manual, "Transactions"). */
async function read(tree, files, script) {
	const config = files.includes(`${script.file}.conf`) ? await tree.read(`${script.file}.conf`) : "";
	const isOutside = /^\s*executeInTransaction\s*=\s*false\s*$/im.test(config);
	return readMigration(tree, {
		...script,
		transaction: isOutside ? "none" : unlessRefused
	});
}
/** Code lies in the same folder, or in the module's sources where SQL lies in its resources. */
async function refuseCode(tree, path) {
	const module = RESOURCES.exec(`${path}/`)?.[1]?.replace(/\/$/, "");
	const code = (await tree.list(module === void 0 ? path : posix.join(module, "src/main"))).find((file) => CODE$3.test(posix.basename(file)));
	if (code === void 0) return;
	throw codeMigrationError("flyway", code, `cd ${folderOf(code)} && flyway migrate`);
}

// src/migrate/tools/golang-migrate.ts
const UP_FILE$2 = /^\d+_.*\.up\.sql$/;
/** golang-migrate: `*.up.sql` by version, each file sent as one query. */
const golangMigrate = {
	id: "golang-migrate",
	places: [
		"migrations",
		"db/migrations",
		"db/migration",
		"database/migrations"
	],
	transaction: "each",
	detect: async (_tree, files) => foldersWith(files, UP_FILE$2),
	read: async (tree, path) => Promise.all(byNumber((await filesIn(tree, path)).filter((file) => UP_FILE$2.test(posix.basename(file)))).map((file) => readMigration(tree, {
		id: digitsOf(file),
		file,
		transaction: "query"
	})))
};

// src/migrate/tools/goose.ts
const UP$1 = /^\s*--\s*\+goose\s+up\s*$/i;
const DOWN$1 = /^\s*--\s*\+goose\s+down\s*$/i;
const CODE$2 = /^\d+_.*(?<!_test)\.go$/;
/** goose: by version, the part after `-- +goose Up`; its annotations are read in any case. */
const goose = {
	id: "goose",
	places: [
		"migrations",
		"db/migrations",
		"sql/schema"
	],
	transaction: "each",
	detect: (tree, files) => foldersMarked(tree, files, /^[ \t]*--[ \t]*\+goose[ \t]+up[ \t\r]*$/im),
	read: async (tree, path) => {
		const files = await filesIn(tree, path);
		const code = files.find((file) => CODE$2.test(posix.basename(file)));
		if (code !== void 0) throw codeMigrationError("goose", code, "go run ./cmd/migrate up");
		return Promise.all(byNumber(files.filter((file) => /^\d+_.*\.sql$/.test(posix.basename(file)))).map((file) => readMigration(tree, {
			id: digitsOf(file),
			file,
			upPart: (source) => linesBetween(source, UP$1, DOWN$1, file),
			transaction: unlessMarked(/^[ \t]*--[ \t]*\+goose[ \t]+no[ \t]+transaction[ \t\r]*$/im)
		})));
	}
};

// src/migrate/tools/atlas.ts
const TRANSACTION_MODE = /^--\s*atlas:txmode\s+none\b/m;
const CHECKPOINT = /^--\s*atlas:checkpoint\b/m;
/** Atlas: a folder with `atlas.sum`, of its own files or of another tool's, each in a transaction unless its head says no. */
const atlas = {
	id: "atlas",
	places: ["migrations"],
	transaction: "each",
	detect: async (_tree, files) => foldersWith(files, /^atlas\.sum$/),
	read: async (tree, path) => {
		const format = await formatOf(tree, path);
		if (!format) return readOwn(tree, path);
		const migrations = await format.read(tree, path);
		return Promise.all(migrations.map(async (migration) => ({
			...migration,
			transaction: await transactionOf$1(tree, migration)
		})));
	}
};
/** The tool whose format the folder is kept in; undefined for Atlas's own. */
async function formatOf(tree, path) {
	const files = await filesIn(tree, path);
	for (const tool of [
		golangMigrate,
		flyway,
		goose,
		dbmate
	]) if ((await tool.detect(tree, files)).length > 0) return tool;
}
async function readOwn(tree, path) {
	const files = (await filesIn(tree, path)).filter((file) => file.endsWith(".sql"));
	return Promise.all((await withoutCheckpoints(tree, files)).map((file) => readMigration(tree, {
		id: posix.basename(file, ".sql").split("_")[0],
		file,
		transaction: (_pieces, source) => modeOf(source)
	})));
}
/** A checkpoint repeats the files before it; it counts where those are gone. */
async function withoutCheckpoints(tree, files) {
	const kept = [];
	for (const file of files) if (kept.length === 0 || !CHECKPOINT.test(headOf(await peek(tree, file)))) kept.push(file);
	return kept;
}
async function transactionOf$1(tree, { file, transaction }) {
	return transaction === "none" ? "none" : modeOf(await tree.read(file));
}
function modeOf(source) {
	return TRANSACTION_MODE.test(headOf(source)) ? "none" : "file";
}
/** File directives stand before the first statement, set off by an empty line. */
function headOf(source) {
	return /^(?:\s*--.*\n?|\s*\n)*/.exec(source)?.[0] ?? "";
}

// src/migrate/tools/folders.ts
/** Path of an up part from the folder of all migrations. */
const UP_IN_FOLDER = /^\d[^/]*\/up\.sql$/;
async function upFolders(tree, path) {
	return (await tree.list(path)).filter((file) => UP_IN_FOLDER.test(posix.relative(path, file))).map((file) => ({
		name: posix.basename(folderOf(file)),
		file
	}));
}

// src/migrate/tools/diesel.ts
/** Diesel: folders by version, which is their name up to the first `_` without its dashes. */
const diesel = {
	id: "diesel",
	places: ["migrations"],
	transaction: "each",
	detect: async (tree, files) => {
		const found = [];
		for (const folder of foldersOfFolders(files, UP_IN_FOLDER)) if (await isMarkedAbove(tree, files, {
			folder,
			name: "diesel.toml"
		}, /^/) || await isMarkedAbove(tree, files, {
			folder,
			name: "Cargo.toml"
		}, /\bdiesel\b/)) found.push(folder);
		return found;
	},
	read: async (tree, path) => {
		const folders = (await upFolders(tree, path)).toSorted((a, b) => compareText(versionOf(a), versionOf(b)));
		return Promise.all(folders.map(async (folder) => readMigration(tree, {
			id: versionOf(folder),
			file: folder.file,
			transaction: await transactionOf(tree, folder)
		})));
	}
};
function versionOf({ name }) {
	return name.split("_")[0].replaceAll("-", "");
}
async function transactionOf(tree, { file }) {
	const metadata = `${folderOf(file)}/metadata.toml`;
	if ((await tree.list(metadata)).length === 0) return "file";
	return /^\s*run_in_transaction\s*=\s*false\b/m.test(await tree.read(metadata)) ? "none" : "file";
}

// src/migrate/tools/drizzle.ts
const JOURNAL = "meta/_journal.json";
const OTHER_DIALECT = /"dialect"\s*:\s*"(?!p(?:g|ostgresql)")/;
const FOLDER_MIGRATION = /^\d[^/]*\/migration\.sql$/;
const journal = object({ entries: array(object({ tag: string() })) });
/**
* Drizzle Kit: in the order of its journal, or folders with a snapshot each in byte order; its migrator runs all that is
* pending in one transaction.
*/
const drizzle = {
	id: "drizzle",
	places: ["drizzle", "src/db/migrations"],
	transaction: "all",
	detect: async (tree, files) => {
		const found = [];
		for (const file of files.filter((each) => each.endsWith(JOURNAL))) if (!OTHER_DIALECT.test(await peek(tree, file))) found.push(folderOf(folderOf(file)));
		const withSnapshots = foldersOfFolders(files, /^\d[^/]*\/snapshot\.json$/);
		return [...found, ...foldersOfFolders(files, FOLDER_MIGRATION).filter((folder) => withSnapshots.includes(folder))];
	},
	read: async (tree, path) => Promise.all((await orderedFiles(tree, path)).map((rules) => readMigration(tree, {
		...rules,
		transaction: "file"
	})))
};
async function orderedFiles(tree, path) {
	const files = await tree.list(path);
	const journalFile = posix.join(path, JOURNAL);
	if (!files.includes(journalFile)) return files.filter((file) => FOLDER_MIGRATION.test(posix.relative(path, file))).map((file) => ({
		id: posix.basename(folderOf(file)),
		file
	}));
	const { entries } = parseJournal(await tree.read(journalFile), journalFile);
	return entries.map(({ tag }) => ({
		id: tag,
		file: posix.join(path, `${tag}.sql`)
	}));
}
function parseJournal(text, file) {
	try {
		return journal.parse(JSON.parse(text));
	} catch (cause) {
		throw new UserError(`${file} is no journal of Drizzle Kit`, {
			kind: "usage",
			hint: "Resolve conflicts in it, or generate it again with `drizzle-kit generate`.",
			cause
		});
	}
}

// src/migrate/tools/graphile-migrate.ts
const COMMITTED = /^\d+.*\.sql$/;
/** graphile-migrate: what is committed, by number; `current.sql` is nobody's yet. */
const graphileMigrate = {
	id: "graphile-migrate",
	places: ["migrations/committed"],
	transaction: "each",
	detect: async (_tree, files) => foldersWith(files, COMMITTED).filter((folder) => /(?:^|\/)migrations\/committed$/.test(folder)),
	read: async (tree, path) => Promise.all(byNumber((await filesIn(tree, path)).filter((file) => COMMITTED.test(posix.basename(file)))).map((file) => readMigration(tree, {
		id: digitsOf(file),
		file,
		transaction: unlessMarked(/^--!\s*no-transaction\b/m)
	})))
};

// src/migrate/tools/hasura.ts
/** Hasura: `migrations/<database>/<timestamp>_<name>/up.sql`, each sent as one query. */
const hasura = {
	id: "hasura",
	places: [
		"hasura/migrations/default",
		"migrations/default",
		"hasura/migrations"
	],
	transaction: "each",
	detect: async (tree, files) => {
		const found = [];
		for (const folder of foldersOfFolders(files, UP_IN_FOLDER)) if (foldersUpwards(folder).some((above) => files.includes(posix.join(above, "metadata/version.yaml"))) || await isMarkedAbove(tree, files, {
			folder,
			name: "config.yaml"
		}, /^(?:metadata_directory|endpoint|admin_secret)\s*:/m)) found.push(folder);
		return found;
	},
	read: async (tree, path) => {
		const folders = await upFolders(tree, path);
		const ordered = byNumber(folders.map(({ file }) => folderOf(file)));
		return Promise.all(ordered.map((folder) => readMigration(tree, {
			id: posix.basename(folder),
			file: `${folder}/up.sql`,
			transaction: "query"
		})));
	}
};

// src/migrate/tools/node-pg-migrate.ts
const UP = /^\s*--[\s-]*up\s+migration/i;
const DOWN = /^\s*--[\s-]*down\s+migration/i;
const HAS_UP = /^[ \t]*--[ \t-]*up[ \t]+migration/im;
const HAS_DOWN = /^[ \t]*--[ \t-]*down[ \t]+migration/im;
const MIGRATION$2 = /^\d.*(?<!\.down)\.sql$/;
const CODE$1 = /^\d.*(?<!\.d)\.[cm]?[jt]s$/;
/** node-pg-migrate's SQL files: by timestamp, the part after `-- Up Migration`; all that is pending in one transaction. */
const nodePgMigrate = {
	id: "node-pg-migrate",
	places: ["migrations"],
	transaction: "all",
	detect: async (tree, files) => {
		const found = new Set(await foldersMarked(tree, files, HAS_UP));
		for (const folder of foldersWith(files, MIGRATION$2)) if (posix.basename(folder) === "migrations" && await isMarkedAbove(tree, files, {
			folder,
			name: "package.json"
		}, /"node-pg-migrate"\s*:/)) found.add(folder);
		return [...found];
	},
	read: async (tree, path) => {
		const files = await filesIn(tree, path);
		const code = files.find((file) => CODE$1.test(posix.basename(file)));
		if (code !== void 0) throw codeMigrationError("node-pg-migrate", code, "npx node-pg-migrate up");
		return Promise.all(byNumber(files.filter((file) => MIGRATION$2.test(posix.basename(file)))).map((file) => readMigration(tree, {
			id: posix.basename(file).replace(/(?:\.up)?\.sql$/, ""),
			file,
			upPart: (source) => upPartOf(source, file),
			transaction: "file"
		})));
	}
};
/** Without a mark of its own the up part begins with the file. */
function upPartOf(source, file) {
	if (HAS_UP.test(source)) return linesBetween(source, UP, DOWN, file);
	const down = source.search(HAS_DOWN);
	return down < 0 ? source : source.slice(0, down);
}

// src/migrate/tools/prisma.ts
const MIGRATION$1 = /^[^/]+\/migration\.sql$/;
const LOCK = "migration_lock.toml";
const CONFIG = /(?:^|\/)prisma\.config\.[cm]?[jt]s$/;
const OTHER_PROVIDER = /^\s*provider\s*=\s*"(?!postgres|cockroachdb)/m;
/** Prisma Migrate: a folder a migration, in byte order, each file sent as one query. */
const prisma = {
	id: "prisma",
	places: ["prisma/migrations"],
	transaction: "each",
	detect: async (tree, files) => {
		const found = /* @__PURE__ */ new Set();
		for (const file of files.filter((each) => posix.basename(each) === LOCK)) if (!OTHER_PROVIDER.test(await peek(tree, file))) found.add(folderOf(file));
		for (const folder of foldersOfFolders(files, MIGRATION$1)) if (folder.endsWith("prisma/migrations") && !files.includes(`${folder}/${LOCK}`)) found.add(folder);
		const chosen = (await configuredFolders(tree, files)).filter((folder) => files.some((file) => isMigrationIn(file, folder)));
		return found.size > 1 && chosen.length > 0 ? chosen : [.../* @__PURE__ */ new Set([...found, ...chosen])];
	},
	read: async (tree, path) => Promise.all((await tree.list(path)).filter((file) => isMigrationIn(file, path)).map((file) => readMigration(tree, {
		id: posix.basename(folderOf(file)),
		file,
		transaction: "query"
	})))
};
function isMigrationIn(file, folder) {
	return isInside(file, folder) && MIGRATION$1.test(posix.relative(folder, file));
}
/** Folders named by `prisma.config.*`, and those beside the schema that it or `package.json` names. */
async function configuredFolders(tree, files) {
	const found = [];
	for (const file of files.filter((each) => CONFIG.test(each))) {
		const text = await peek(tree, file);
		const path = /migrations\s*:\s*\{[^}]*?\bpath\s*:\s*['"`]([^'"`]+)/.exec(text)?.[1];
		const schema = /\bschema\s*:\s*['"`]([^'"`]+)/.exec(text)?.[1];
		if (path !== void 0) found.push(posix.join(folderOf(file), path));
		else if (schema !== void 0) found.push(besideSchema(folderOf(file), schema));
	}
	for (const file of files.filter((each) => posix.basename(each) === "package.json")) {
		const schema = /"prisma"\s*:\s*\{[^}]*?"schema"\s*:\s*"([^"]+)"/.exec(await peek(tree, file))?.[1];
		if (schema !== void 0) found.push(besideSchema(folderOf(file), schema));
	}
	return found.map((folder) => folder.replace(/\/$/, ""));
}
/** A schema is one file, or a folder that holds `migrations`. */
function besideSchema(root, schema) {
	const path = posix.join(root, schema);
	return posix.join(path.endsWith(".prisma") ? folderOf(path) : path, "migrations");
}

// src/migrate/tools/sql.ts
const PLACES = [
	"migrations",
	"db/migrations",
	"db/migrate",
	"database/migrations",
	"sql/migrations"
];
const UP_FILE$1 = /(?<!(?:^|[./_-])(?:down|rollback|undo))\.sql$/i;
/** Numbered code beside the SQL: the SQL is then read by that code. */
const CODE = /^(?:\d|V\d).*\.(?:js|cjs|mjs|ts|cts|mts|py|rb|exs|go|java|kt|php)$/;
/** Plain SQL files: by their leading number where all have one, else in byte order. */
const sql = {
	id: "sql",
	places: PLACES,
	transaction: "each",
	detect: async (_tree, files) => {
		const withCode = new Set(foldersWith(files, CODE));
		const folders = foldersWith(files, UP_FILE$1);
		return PLACES.filter((place) => folders.includes(place) && !withCode.has(place));
	},
	read: async (tree, path) => Promise.all((await filesOf(tree, path)).map((file) => readMigration(tree, {
		id: idOf(file, path),
		file,
		transaction: unlessRefused
	})))
};
/** The folder's own files; where it has none, those of its subfolders. */
async function filesOf(tree, path) {
	const all = (await tree.list(path)).filter((file) => UP_FILE$1.test(file));
	const own = (await filesIn(tree, path)).filter((file) => UP_FILE$1.test(file));
	const files = own.length > 0 ? own : all;
	return files.every((file) => /^\d/.test(posix.basename(file)) && folderOf(file) === folderOf(files[0])) ? byNumber(files) : files;
}
function idOf(file, path) {
	return file !== path && isInside(file, path) ? posix.relative(path, file) : posix.basename(file);
}

// src/migrate/tools/sqlx.ts
const UP_FILE = /^\d+_.*(?<!\.down)\.sql$/;
/** sqlx: `*.sql` or `*.up.sql` by version; a file that begins with `-- no-transaction` runs outside of one. */
const sqlx = {
	id: "sqlx",
	places: ["migrations"],
	transaction: "each",
	detect: async (tree, files) => {
		const found = [];
		for (const folder of foldersWith(files, UP_FILE)) if (posix.basename(folder) === "migrations" && await isMarkedAbove(tree, files, {
			folder,
			name: "Cargo.toml"
		}, /^\s*sqlx\b|dependencies\.sqlx\b/m)) found.push(folder);
		return found;
	},
	read: async (tree, path) => Promise.all(byNumber((await filesIn(tree, path)).filter((file) => UP_FILE.test(posix.basename(file)))).map((file) => readMigration(tree, {
		id: digitsOf(file),
		file,
		transaction: unlessMarked(/^-- no-transaction/)
	})))
};

// src/migrate/tools/structure-sql.ts
const NAME = "structure.sql";
/** The whole schema in one file, as Rails and pg_dump write it, run as psql does. */
const structureSql = {
	id: "structure-sql",
	places: [`db/${NAME}`],
	transaction: "each",
	detect: async (_tree, files) => files.filter((file) => /(?:^|\/)db\/structure\.sql$/.test(file)),
	read: async (tree, path) => {
		const files = await tree.list(path);
		const file = files.find((each) => each === path) ?? files.find((each) => posix.basename(each) === NAME);
		return file === void 0 ? [] : [await readMigration(tree, {
			id: posix.basename(file),
			file,
			transaction: "none"
		})];
	}
};

// src/migrate/tools/supabase.ts
/** The Supabase CLI skips files without a version. */
const MIGRATION = /^\d+_.*\.sql$/;
/** Supabase: `supabase/migrations/<timestamp>_<name>.sql` in byte order. */
const supabase = {
	id: "supabase",
	places: ["supabase/migrations"],
	transaction: "each",
	detect: async (_tree, files) => foldersWith(files, MIGRATION).filter((folder) => /(?:^|\/)supabase\/migrations$/.test(folder)),
	read: async (tree, path) => Promise.all((await filesIn(tree, path)).filter((file) => MIGRATION.test(posix.basename(file))).map((file) => readMigration(tree, {
		id: digitsOf(file),
		file,
		transaction: unlessRefused
	})))
};

// src/migrate/tools/sql-tools.ts
/** In the order in which they are asked, where a folder that one has found is no other's: the surest marks first, plain SQL last. */
const SQL_TOOLS = [
	atlas,
	prisma,
	supabase,
	drizzle,
	graphileMigrate,
	flyway,
	goose,
	dbmate,
	nodePgMigrate,
	diesel,
	hasura,
	sqlx,
	golangMigrate,
	structureSql,
	sql
];

// src/migrate/detection-errors.ts
function severalError(tree, found) {
	const isOneTool = found.every(({ tool }) => tool === found[0].tool);
	const list = found.map(({ tool, path }) => `${tool.id} in ${shown(path)}`).join(", ");
	const choices = found.map(({ tool, path }) => isOneTool ? `path: ${shown(path)}` : `tool: ${tool.id}`);
	return new UserError(`${tree.label} has migrations in several places: ${list}`, {
		kind: "usage",
		hint: `Choose one in pgverdict.yml: ${[...new Set(choices)].map((choice) => `\`migrations: { ${choice} }\``).join(" or ")}.`
	});
}
/** Nothing that is SQL: says which tool's code there is, or what was looked for. */
async function nothingError(tree, wanted) {
	const code = wanted === "auto" ? await proposeCommand(tree) : void 0;
	if (code) {
		const install = code.install === void 0 ? "" : `, and \`migrations.install\`, for example \`${code.install}\``;
		return new UserError(`${tree.label} has migrations of ${code.tool} (${code.mark}), which pgverdict does not run itself`, {
			kind: "usage",
			hint: `Set \`migrations.command\` in pgverdict.yml, for example \`${code.command}\`${install}.`
		});
	}
	const looked = SQL_TOOLS.filter(({ id }) => wanted === "auto" || wanted === id).map(({ id, places }) => `${id} (${places.join(", ")})`).join("; ");
	return new UserError(`No migrations found in ${tree.label}; looked for ${looked}`, {
		kind: "usage",
		hint: "Set `migrations.path` in pgverdict.yml to their folder, or `migrations.command` to what runs them."
	});
}
function pathError(tree, path) {
	return new UserError(`migrations.path: ${tree.label} has no files in ${path}`, {
		kind: "usage",
		hint: "The path is relative to the root of the repository; files that git ignores are not seen."
	});
}
function emptyError(tree, { tool, path }) {
	return new UserError(`There are no ${tool.id} migrations in ${shown(path)} of ${tree.label}`, {
		kind: "usage",
		hint: "Set `migrations.tool` and `migrations.path` in pgverdict.yml to what the repository has."
	});
}
function sameVersionError(id, first, second) {
	return new UserError(`${first} and ${second} have the same version, ${id}`, { hint: "Give the newer of them the next version." });
}
function shown(path) {
	return path === "" ? "." : path;
}

// src/migrate/detect.ts
/**
* One side's migrations, in the order in which their tool applies them. With `mayBeEmpty` a tree without migrations is an
* empty set. Throws a UserError where none are found, those of several tools, or several of one version.
*/
async function readMigrations(tree, config, options = {}) {
	if (config.command !== void 0) return {
		kind: "command",
		command: config.command
	};
	const found = config.path === void 0 ? await detect(tree, config.tool) : await detectIn(tree, config.path, config.tool);
	const migrations = found ? await found.tool.read(tree, found.path) : [];
	if (migrations.length === 0 && !options.mayBeEmpty) {
		if (found) throw emptyError(tree, found);
		throw config.path === void 0 ? await nothingError(tree, config.tool) : pathError(tree, config.path);
	}
	refuseSameVersions(migrations);
	return {
		kind: "sql",
		tool: found?.tool.id ?? "sql",
		migrations,
		transaction: found?.tool.transaction ?? "each"
	};
}
/** The one tool whose marks the tree bears. */
async function detect(tree, wanted) {
	const found = await findAll(tree, (await tree.list("")).filter(isOurs), wanted);
	if (found.length > 1) throw severalError(tree, found);
	return found[0] ?? findUsual(tree, wanted);
}
/** The tool of the folder that the configuration names; where it bears no marks, what its files look like. */
async function detectIn(tree, wantedPath, wanted) {
	const path = tidy(wantedPath);
	const files = await tree.list(path);
	if (files.length === 0) return void 0;
	const inside = (await findAll(tree, await tree.list(""), wanted)).filter((found) => isInside(found.path, path));
	const exact = inside.filter((found) => found.path === path);
	const found = exact.length > 0 ? exact : inside;
	if (found.length > 1) throw severalError(tree, found);
	return found[0] ?? {
		tool: toolOf(wanted === "auto" ? inferTool(files, path) : wanted),
		path
	};
}
function inferTool(files, path) {
	if (files.includes(path)) return "structure-sql";
	const names = files.map((file) => posix.relative(path, file));
	const folder = names.find((name) => UP_IN_FOLDER.test(name));
	if (folder !== void 0) return /^\d{13}_/.test(folder) ? "hasura" : "diesel";
	return names.some((name) => /^[^/]+\/migration\.sql$/.test(name)) ? "prisma" : "sql";
}
function toolOf(id) {
	return SQL_TOOLS.find((tool) => tool.id === id);
}
/**
* What each tool finds. A folder is the first tool's that finds it: Atlas keeps other tools' files, for example. Plain SQL
* gives way to all that is above or below it.
*/
async function findAll(tree, files, wanted) {
	const found = [];
	for (const tool of SQL_TOOLS.filter(({ id }) => wanted === "auto" || wanted === id)) for (const path of await tool.detect(tree, files)) {
		const isNested = found.some((other) => isInside(other.path, path) || isInside(path, other.path));
		if (!(tool.id === "sql" ? isNested && wanted === "auto" : found.some((other) => other.path === path))) found.push({
			tool,
			path
		});
	}
	return found;
}
/** A tool that the configuration names needs no marks in its usual places. */
async function findUsual(tree, wanted) {
	if (wanted === "auto") return void 0;
	const tool = toolOf(wanted);
	for (const path of tool.places) if ((await tree.list(path)).length > 0) return {
		tool,
		path
	};
}
/** As git spells it; empty for the root. */
function tidy(path) {
	const normal = posix.normalize(path).replace(/\/+$/, "");
	return normal === "." ? "" : normal;
}
/** Two branches that took the same number: no tool runs both. */
function refuseSameVersions(migrations) {
	const files = /* @__PURE__ */ new Map();
	for (const { id, file } of migrations) {
		const other = files.get(id);
		if (other !== void 0) throw sameVersionError(id, other, file);
		files.set(id, file);
	}
}

export { needsNoTransaction as a, workingTree as c, treeOf as d, require_fastest_levenshtein as f, leadingWords as i, openRepository as l, proposeCommand as n, transactionEffect as o, scan as p, splitSql as r, parseConfig as s, readMigrations as t, openObjects as u };