import { o as __toESM, t as __commonJSMin } from "./chunk-rolldown-runtime.js";
import { a as array, d as object, h as string, p as record, v as toJSONSchema } from "./chunk-schemas.js";
import { n as configSchema } from "./chunk-schema.js";
import { t as UserError } from "./chunk-errors.js";
import { t as _usingCtx } from "./chunk-usingCtx.js";
import { t as counted } from "./chunk-words.js";
import { n as scanToken, t as scan } from "./chunk-scan.js";
import { A as findParameter, B as submoduleOf, H as require_picomatch, I as readScript, L as commandsOf, O as needsNoTransaction, R as withSingleCommands, U as splitSql, V as submodulesOf, _ as refuseUtf16, a as escapePattern, c as foldersMarked, d as foldersWith, f as isInside, g as refuseBrokenUtf8, h as peek, i as digitsOf, l as foldersOfFolders, m as isOurs, n as compareNumbers, o as filesIn, p as isMarkedAbove, r as compareText, s as folderOf, t as byNumber, u as foldersUpwards, v as interpret, y as isHarmless, z as matchFiles } from "./chunk-files.js";
import { t as require_dist } from "./chunk-dist.js";
import { lstat, open } from "node:fs/promises";
import { join, posix } from "node:path";
import { once } from "node:events";
import { constants as constants$1 } from "node:fs";
import { createHash } from "node:crypto";

// src/checkout/commits.ts
const REMOTE = "origin";
/** The full id of the commit that a ref, an abbreviated id or an expression such as `HEAD~2` names; undefined where there is none. */
async function findCommit({ git }, ref) {
	return (await git.attempt([
		"rev-parse",
		"--verify",
		"--quiet",
		"--end-of-options",
		`${ref}^{commit}`
	]))?.trim();
}
/** Parents as the commit itself names them, because in a shallow clone `HEAD^1` does not resolve. */
async function parentsOf({ git }, commit) {
	const [header = ""] = (await git.text([
		"cat-file",
		"-p",
		commit
	])).split("\n\n", 1);
	return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].flatMap((match) => match[1] ?? []);
}
async function mergeBase({ git }, one, other) {
	return (await git.attempt([
		"merge-base",
		one,
		other
	]))?.trim() || void 0;
}
/** Fetches a commit that the clone does not have, alone and without tags. False when the remote does not give it. */
async function ensureCommit(repository, commit, progress) {
	if (await findCommit(repository, commit) !== void 0) return true;
	progress.step(`fetching ${commit}`);
	const options = [
		"--quiet",
		"--no-tags",
		"--no-recurse-submodules",
		"--no-write-fetch-head",
		...repository.isShallow ? ["--depth=1"] : []
	];
	await repository.git.attempt([
		"fetch",
		...options,
		REMOTE,
		commit
	], "network");
	return await findCommit(repository, commit) !== void 0;
}
/** The commit that the remote has for a branch or tag that this clone does not know. */
async function findRemoteCommit({ git }, ref) {
	const listing = await git.attempt([
		"ls-remote",
		"--quiet",
		REMOTE,
		`refs/heads/${ref}`,
		`refs/tags/${ref}`
	], "network");
	return /^[0-9a-f]+/.exec(listing ?? "")?.[0];
}

// src/checkout/default-branch.ts
/**
* The branch that changes are merged into, as far as the clone knows: what the remote says, what the user configured, a usual
* name, or the only branch that there is.
*/
async function findDefaultBranch(repository) {
	const configured = (await repository.git.attempt(["config", "init.defaultBranch"]))?.trim();
	const usual = [.../* @__PURE__ */ new Set([
		configured || "main",
		"main",
		"master"
	])].flatMap((branch) => [`${REMOTE}/${branch}`, branch]);
	const names = [
		`${REMOTE}/HEAD`,
		...usual,
		...await onlyBranch(repository)
	];
	for (const name of names) {
		const commit = await findCommit(repository, name);
		if (commit !== void 0) return {
			name: await spelledOut(repository, name),
			commit
		};
	}
}
/** A shallow clone of one branch has that one only, too; but its remote has others. */
async function onlyBranch({ git }) {
	const list = async (where) => (await git.text([
		"for-each-ref",
		"--format=%(refname)",
		where
	])).split("\n");
	const [local, remote] = [await list("refs/heads"), await list("refs/remotes")];
	const names = local.filter((name) => name !== "");
	return names.length === 1 && remote.every((name) => name === "") ? names : [];
}
async function spelledOut({ git }, name) {
	return (await git.attempt([
		"rev-parse",
		"--abbrev-ref",
		name
	]))?.trim() || name;
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
	let listing;
	const all = () => {
		listing ??= source.entries().then(sorted);
		return listing;
	};
	const wanted = async (path) => {
		const entry = (await all()).get(insidePath(path));
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
		list: async (folder) => {
			const inside = insidePath(folder);
			const paths = [...(await all()).keys()];
			return inside === "" ? paths : paths.filter((path) => path === inside || path.startsWith(`${inside}/`));
		},
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
function sorted(entries) {
	const inOrder = entries.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
	return new Map(inOrder.map((entry) => [entry.path, entry]));
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
		const [, type, size] = (await input.line())?.split(" ") ?? [];
		if (type === "missing" || size === void 0) throw missingError(repository, id);
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
/** A partial clone fetches what it lacks when it is read, and its git gives up where the remote does not answer. */
function missingError({ objectAccess }, id) {
	return objectAccess === "network" ? new UserError(`The file with the id ${id} is not in this partial clone, and the remote did not give it`, { hint: "Give the step a token that may read the repository (`github-token`), or clone without `--filter`." }) : new UserError(`git has no object ${id}`, { hint: "`git fsck` tells what the clone lacks; clone the repository anew." });
}
function bufferedInput(stream) {
	const chunks = stream[Symbol.asyncIterator]();
	let rest = Buffer.alloc(0);
	const more = async () => {
		const next = await chunks.next();
		return next.done ? void 0 : next.value;
	};
	return {
		line: async () => {
			let end = rest.indexOf("\n");
			while (end < 0) {
				const chunk = await more();
				if (chunk === void 0) return void 0;
				rest = Buffer.concat([rest, chunk]);
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
				if (chunk === void 0) throw new Error("git cat-file ended early");
				const part = chunk.subarray(0, missing);
				rest = chunk.subarray(part.length);
				missing -= part.length;
				if (keep) kept.push(part);
			}
			return keep ? Buffer.concat(kept) : void 0;
		}
	};
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

// src/checkout/line-endings.ts
const CARRIAGE_RETURN = 13;
/**
* Whether git would store this file of the working tree with LF where it has CRLF (gitattributes(5), “End-of-line conversion”;
* `core.autocrlf`).
*/
async function storesLf(git, path) {
	const listed = await git.text([
		"ls-files",
		"-z",
		"--eol",
		"--cached",
		"--others",
		"--",
		path
	]);
	const [, stored, onDisk, attribute = ""] = /^i\/(\S*) +w\/(\S*) +attr\/(\S*)/.exec(listed) ?? [];
	if (attribute === "-text") return false;
	if (attribute === "text") return true;
	if (attribute === "" && !await convertsUnasked(git)) return false;
	return onDisk !== "-text" && stored !== "crlf" && stored !== "mixed";
}
async function convertsUnasked(git) {
	const setting = (await git.attempt([
		"config",
		"--get",
		"core.autocrlf"
	]))?.trim().toLowerCase();
	return setting === "input" || /^(?:true|yes|on|1)$/.test(setting ?? "");
}
/** The same bytes with LF in place of CRLF. */
async function* withLf(chunks) {
	let held = Buffer.alloc(0);
	for await (const chunk of chunks) {
		const bytes = held.length > 0 ? Buffer.concat([held, chunk]) : chunk;
		const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
		held = bytes.subarray(end);
		yield replaceCrLf(bytes.subarray(0, end));
	}
	yield held;
}
function replaceCrLf(bytes) {
	return bytes.includes("\r\n") ? Buffer.from(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1") : bytes;
}

// src/checkout/working-tree.ts
/**
* The files on disk as a commit of everything would hold them: changed and new ones, without those that git ignores, with the
* ends of lines that git would store.
*/
function workingTree(repository, objects) {
	const label = "working tree";
	const onDisk = (entry) => openInside(repository.git.directory, entry.path, label, entry.id !== void 0);
	return treeOf({
		label,
		commit: void 0,
		entries: () => findEntries(repository),
		bytes: async (entry, maxBytes) => {
			try {
				var _usingCtx$1 = _usingCtx();
				const file = _usingCtx$1.a(await onDisk(entry));
				if (file === void 0) return objects.read(entry.id, maxBytes);
				const { size } = await file.stat();
				if (size > maxBytes) return {
					sizeBytes: size,
					bytes: void 0
				};
				const bytes = await file.readFile();
				const stored = replaceCrLf(bytes);
				return {
					sizeBytes: size,
					bytes: stored !== bytes && await storesLf(repository.git, entry.path) ? stored : bytes
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
				const read = () => file.createReadStream({
					autoClose: false,
					start: 0
				});
				const { size } = await file.stat();
				let storedSize = 0;
				for await (const chunk of withLf(read())) storedSize += chunk.length;
				const isStored = storedSize < size && await storesLf(repository.git, entry.path);
				const hash = createHash(repository.hash).update(`blob ${isStored ? storedSize : size}\0`);
				for await (const chunk of isStored ? withLf(read()) : read()) hash.update(chunk);
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
async function findEntries({ git }) {
	const list = async (...args) => (await git.text([
		"ls-files",
		"-z",
		...args
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
/**
* Reads a configuration, or only the defaults where there is no file; with `database`, the one that holds for this of its
* databases. Throws one UserError that names every problem with its line.
*/
function parseConfig(source, overrides = [], database) {
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
	const raw = plainValue(located) ?? {};
	const parsed = configSchema.safeParse(overridden(raw, overrides), { error: problemText });
	if (parsed.success) return database === void 0 ? parsed.data : configSchema.parse(overridden(ofDatabase(raw, database), overrides));
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
/** The value with one database's sections in place of the common ones, key by key. `raw` has been checked. */
function ofDatabase(raw, name) {
	const { databases = {}, ...common } = raw;
	const own = Object.entries(databases[name] ?? {});
	return {
		...common,
		...Object.fromEntries(own.map(([key, section]) => [key, {
			...common[key],
			...section
		}]))
	};
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

// src/migrate/tools/code-tools.ts
const JDBC = "--url=\"jdbc:postgresql://$PGHOST:$PGPORT/$PGDATABASE\" --username=\"$PGUSER\" --password=\"$PGPASSWORD\"";
/** In the order in which they are asked: own files first, packages after them, tools that push a schema last. */
const CODE_TOOLS = [
	{
		name: "Knex",
		file: /(?<home>^|.*\/)knexfile\.[cm]?[jt]s$/,
		runtime: "node",
		run: () => "knex migrate:latest",
		seed: {
			file: /^(?:.*\/)?seeds\/[^/]+\.[cm]?[jt]s$/,
			run: "knex seed:run"
		}
	},
	{
		name: "Sequelize",
		file: /(?:^|\/)\.sequelizerc$/,
		runtime: "node",
		run: () => "sequelize-cli db:migrate --url \"$DATABASE_URL\"",
		seed: {
			file: /^(?:.*\/)?seeders\/[^/]+\.[cm]?[jt]s$/,
			run: "sequelize-cli db:seed:all --url \"$DATABASE_URL\""
		}
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
		run: (file, isModule) => {
			const withTypes = isModule ? "typeorm-ts-node-esm" : "typeorm-ts-node-commonjs";
			return `${/ts'?$/.test(file) ? withTypes : "typeorm"} migration:run -d ${file}`;
		}
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
		name: "Flask-Migrate",
		file: /(?<home>^|.*\/)migrations\/env\.py$/,
		content: /\bcurrent_app\b/,
		runtime: "python",
		run: () => "flask db upgrade"
	},
	{
		name: "Alembic",
		file: /(?:^|\/)pyproject\.toml$/,
		content: /^\[tool\.alembic\]/m,
		runtime: "python",
		run: () => "alembic upgrade head"
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
		run: () => "bin/rails db:migrate",
		seed: {
			file: /^db\/seeds\.rb$/,
			run: "bin/rails db:seed"
		}
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
	fromPackage("Kysely", "kysely-ctl", "kysely migrate:latest"),
	{
		...fromPackage("Kysely", "kysely", "kysely migrate:latest"),
		prefersScript: true
	},
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
		const home = homeOf(tool, mark, files);
		const manager = findManager(files, home, tool);
		const description = await peek(tree, posix.join(home, PACKAGE));
		const run = tool.run(quoted(posix.relative(home, mark)), IS_MODULE.test(description));
		const script = tool.prefersScript ? MIGRATING_SCRIPT.exec(description)?.[1] : void 0;
		const itself = manager ? `${manager.run} ${run}`.trimStart() : run;
		const command = inFolder(home, script === void 0 ? itself : `npm run ${script}`);
		const ownFiles = files.filter((each) => isInside(each, home)).map((each) => posix.relative(home, each));
		const fill = tool.seed && ownFiles.some((each) => tool.seed?.file.test(each)) ? tool.seed.run : void 0;
		const seed = fill && inFolder(home, `${manager?.run ?? ""} ${fill}`.trimStart());
		return {
			tool: tool.name,
			mark,
			command,
			...manager && { install: inFolder(manager.folder, manager.install) },
			...seed && { seed }
		};
	}
}
async function findMark(tree, files, { file, content }) {
	for (const candidate of files.filter((each) => file.test(each))) if (content === void 0 || content.test(await peek(tree, candidate))) return candidate;
}
const PACKAGE = "package.json";
const MIGRATING_SCRIPT = /"((?:db:)?migrat(?:e|ions?)(?::(?:latest|up|run|deploy))?)"\s*:\s*"/;
const IS_MODULE = /"type"\s*:\s*"module"/;
/** Where the tool is run: what its pattern calls `home`, else the package around its file, else its folder. */
function homeOf({ file, runtime }, mark, files) {
	const named = file.exec(mark)?.groups?.home?.replace(/\/$/, "");
	if (named !== void 0 || runtime !== "node") return named ?? folderOf(mark);
	return foldersUpwards(folderOf(mark)).find((folder) => files.includes(posix.join(folder, PACKAGE))) ?? folderOf(mark);
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

// src/migrate/tools/folders.ts
/** Path of an up part from the folder of all migrations. */
const UP_IN_FOLDER = /^\d[^/]*\/up\.sql$/;
async function upFolders(tree, path) {
	return (await tree.list(path)).filter((file) => UP_IN_FOLDER.test(posix.relative(path, file))).map((file) => ({
		name: posix.basename(folderOf(file)),
		file
	}));
}

// src/migrate/tools/migration-file.ts
async function readMigration(tree, rules) {
	const { id, file, upPart, transaction, repeatable = false, isPsql = false } = rules;
	const source = await tree.read(file);
	refuseUtf16(source, file);
	const text = upPart?.(source) ?? source;
	const pieces = isPsql ? await readScript(tree, text, file) : splitSql(text, file);
	refuseBrokenUtf8(pieces);
	const meta = pieces.find(({ kind }) => kind === "meta");
	if (meta !== void 0 && !isPsql) throw metaError(meta);
	return {
		id,
		file,
		checksum: checksumOf(pieces),
		pieces,
		transaction: typeof transaction === "function" ? transaction(pieces, source) : transaction,
		repeatable
	};
}
function metaError({ file, line, text }) {
	return new UserError(`${file}:${line}: \`${text.slice(0, 40)}\` is a command of psql, which this migration tool does not run`, {
		kind: "usage",
		hint: "Take the line out; where psql does run these files, set `migrations.tool: sql`."
	});
}
/** For tools that leave the transaction by themselves where a statement of the file needs it. */
function unlessRefused(pieces) {
	return pieces.some(({ kind, text }) => kind === "statement" && needsNoTransaction(text)) ? "none" : "file";
}
/** For tools that leave it where a line of the file says so: then they send the whole file as one `query`, or its statements one by one. */
function unlessMarked(mark, marked) {
	return (_pieces, source) => mark.test(source) ? marked : "file";
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
		transaction: transactionOf$2
	})))
};
/** Each up part of a file is one query; of several, which a file has for statements that must be alone, each is taken to be one statement. */
function transactionOf$2(pieces, source) {
	const isOne = source.split("\n").filter((line) => UP$2.test(line)).length === 1;
	return unlessMarked(/^--[ \t]*migrate:up[ \t].*\btransaction:false\b/m, isOne ? "query" : "none")(pieces, source);
}

// src/migrate/tools/flyway-locations.ts
var import_picomatch = /* @__PURE__ */ __toESM(require_picomatch(), 1);
const RESOURCES$2 = "src/main/resources";
const BELOW_PROJECT = /(?:^|\/)(?:conf|src\/main\/resources)$/;
/** The folder of the project that a configuration file is for. */
function projectOf(file) {
	return folderOf(file).replace(BELOW_PROJECT, "");
}
/**
* The folders that Flyway's `locations` name (manual, "Locations Setting"), as patterns from the root of the repository:
* those of the file system from where the configuration lies, those of the class path from the module's resources. What lies
* outside of the repository is left out.
*/
function locationPatterns(locations, file) {
	return (locations ?? "").split(",").flatMap((location) => patternsOf(location, file));
}
/** The locations that no folder of the repository can be known by: other places, and values that are not literal. */
function unreadLocations(locations, file) {
	return (locations ?? "").split(",").map((location) => location.trim()).filter((location) => location !== "" && (patternsOf(location, file).length === 0 || location.includes("(")));
}
function patternsOf(location, file) {
	const [, kind = "classpath", path = ""] = /^\s*(?:([a-z\d]+):)?(.*?)\s*$/.exec(location) ?? [];
	if (path === "" || path.includes("$") || !/^(?:filesystem|classpath)$/.test(kind)) return [];
	if (kind === "filesystem" && path.startsWith("/")) return [];
	const root = posix.join(projectOf(file), kind === "filesystem" ? "" : RESOURCES$2);
	const pattern = posix.join(root, path.replaceAll("{vendor}", "postgresql")).replace(/\/$/, "");
	return pattern.startsWith("..") ? [] : [pattern === "." ? "" : pattern];
}
/** The files below one of the locations. */
function inLocations(files, locations) {
	const isWanted = locations.map((pattern) => (0, import_picomatch.default)(pattern === "" ? "**" : pattern, { dot: true }));
	const isInside = (folder) => isWanted.some((matches) => matches(folder));
	return files.filter((file) => locations.includes("") || foldersUpwards(folderOf(file)).some(isInside));
}
/** The lowest folder that all of them lie in. */
function commonFolder(folders) {
	const [first = "", ...others] = folders;
	return foldersUpwards(first).find((above) => others.every((folder) => foldersUpwards(folder).includes(above))) ?? "";
}

// src/migrate/tools/flyway-naming.ts
/** Prefix, version, separator, description and suffix, each of them a setting (manual, "Migrations", "Naming"). */
function flywayNaming(settingOf) {
	const separator = escapePattern(settingOf("sqlMigrationSeparator") || "__");
	const suffix = `(?:${(settingOf("sqlMigrationSuffixes") || settingOf("sqlMigrationSuffix") || ".sql").split(",").map((each) => escapePattern(each.trim())).join("|")})$`;
	const prefixOf = (name, usual) => `^${escapePattern(settingOf(name) ?? usual)}`;
	const rest = `(\\d(?:[\\d._]*?\\d)??)${separator}.*${suffix}`;
	return {
		versioned: new RegExp(prefixOf("sqlMigrationPrefix", "V") + rest),
		baseline: new RegExp(prefixOf("baselineMigrationPrefix", "B") + rest),
		repeatable: new RegExp(`${prefixOf("repeatableSqlMigrationPrefix", "R")}${separator}(.*)${suffix}`)
	};
}
const USUAL_NAMING = flywayNaming(() => void 0);
function isFlywayScript(file, { versioned, baseline, repeatable }) {
	return [
		versioned,
		baseline,
		repeatable
	].some((pattern) => pattern.test(posix.basename(file)));
}

// src/migrate/tools/flyway-builds.ts
/** Where a build says “the project’s folder”, which is where its file lies. */
const PROJECT_FOLDER = /\$\{(?:project\.)?(?:basedir|projectDir|rootDir)\}\/?|\$(?:projectDir|rootDir)\/?/g;
/**
* What a Maven project says of Flyway: its plugin's configuration, and properties whose names begin with `flyway.`. Values that
* name properties of the same file are replaced; others keep their `${…}`.
*/
function pomPairs(text) {
	const source = text.replaceAll(/<!--[\s\S]*?-->/g, "");
	const properties = new Map(elements(contentOf(source, "properties")));
	const resolve = (value) => value.replaceAll(PROJECT_FOLDER, "").replaceAll(/\$\{([\w.-]+)\}/g, (whole, name) => properties.get(name) ?? whole);
	const configured = elements(contentOf(/<artifactId>\s*flyway-maven-plugin\s*<\/artifactId>([\s\S]*?)<\/plugin>/.exec(source)?.[1] ?? "", "configuration")).flatMap(([name, content]) => {
		const inner = elements(content);
		if (inner.length === 0) return [[name, content]];
		if (name === "placeholders") return inner.map(([key, value]) => [`placeholders.${key}`, value]);
		return [[name, inner.map(([, value]) => value).join(",")]];
	});
	return [...[...properties].filter(([name]) => name.startsWith("flyway.")), ...configured.map(([name, value]) => [`flyway.${name}`, value])].map(([name, value]) => [name, resolve(value)]);
}
function contentOf(xml, name) {
	return new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1] ?? "";
}
function elements(xml) {
	return [...xml.matchAll(/<([\w.-]+)(?:\s[^>]*)?>([\s\S]*?)<\/\1>/g)].map(([, name = "", content = ""]) => [name, content.trim()]);
}
/** What the `flyway` block of a Gradle build says, in Groovy's and in Kotlin's words, as far as it is literal. */
function gradlePairs(text) {
	const source = text.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
	const block = /^\s*flyway\s*\{/m.exec(source);
	if (block === null) return [];
	return [...source.slice(block.index + block[0].length, blockEnd(source, block.index + block[0].length)).matchAll(ASSIGNMENT)].flatMap(([, name = "", value = ""]) => {
		const texts = [...value.matchAll(TEXT)].map((match) => (match[1] ?? match[2] ?? "").replaceAll(PROJECT_FOLDER, ""));
		if (name !== "placeholders") return [[`flyway.${name}`, texts.length > 0 ? texts.join(",") : value.trim()]];
		return texts.flatMap((key, at) => at % 2 === 0 ? [[`flyway.placeholders.${key}`, texts[at + 1] ?? ""]] : []);
	});
}
/** A value may go over several lines inside of brackets. */
const ASSIGNMENT = /^[ \t]*(\w+)(?:\s*=\s*|\.set\(|[ \t]+)((?:\w+\s*)?(?:\[[^\]]*\]|\([^)]*\))|[^\n;]+)/gm;
const TEXT = /'([^'\n]*)'|"([^"\n]*)"/g;
function blockEnd(source, from) {
	let depth = 1;
	for (let at = from; at < source.length; at++) {
		if (source[at] === "{") depth++;
		if (source[at] === "}" && --depth === 0) return at;
	}
	return source.length;
}

// src/migrate/tools/toml.ts
/**
* The plain values of a TOML file by the dotted names of their tables, arrays of text joined by commas. All that settings of
* migration tools need of TOML.
*/
function tomlPairs(text) {
	let table = "";
	return text.replaceAll(/=\s*\[([^\]]*)\]/g, (_whole, items) => {
		return `= "${[...items.matchAll(/["']([^"']*)["']/g)].map(([, item]) => item).join(",")}"`;
	}).split(/\r?\n/).flatMap((line) => {
		const header = /^\s*\[([^[\]]+)\]/.exec(line)?.[1];
		if (header !== void 0) table = `${header.trim()}.`;
		const [, key, quoted, bare] = /^\s*"?([\w.-]+)"?\s*=\s*(?:["']([^"']*)["']|([^#]*?)\s*(?:#.*)?$)/.exec(line) ?? [];
		return key === void 0 ? [] : [[table + key, quoted ?? bare ?? ""]];
	});
}

// src/migrate/tools/flyway-settings.ts
const FILES = [...[
	"flyway.toml",
	"flyway.conf",
	"conf/flyway.toml",
	"conf/flyway.conf"
], ...[
	"pom.xml",
	"build.gradle",
	"build.gradle.kts"
]];
const SPRING = [
	"application.properties",
	"application.yml",
	"application.yaml"
];
const RESOURCES$1 = "src/main/resources";
/** Flyway's own files above the migrations win over builds, and those over Spring's beside them. */
async function readFlywaySettings(tree, path) {
	const { values, file } = await findValues(tree, path);
	const settingOf = (name) => values.get(name.toLowerCase());
	const placeholders = [...values].flatMap(([key, value]) => key.startsWith(PLACEHOLDERS) ? [[key.slice(PLACEHOLDERS.length), value]] : []);
	return {
		placeholders: new Map(placeholders),
		replaces: settingOf("placeholderReplacement") !== "false",
		prefix: settingOf("placeholderPrefix") ?? "${",
		suffix: settingOf("placeholderSuffix") ?? "}",
		separator: settingOf("placeholderSeparator") ?? ":",
		schema: settingOf("defaultSchema") ?? settingOf("schemas")?.split(",")[0]?.trim(),
		table: settingOf("table") ?? "flyway_schema_history",
		locations: locationPatterns(settingOf("locations"), file),
		unread: unreadLocations(settingOf("locations"), file),
		file,
		naming: flywayNaming(settingOf)
	};
}
const PLACEHOLDERS = "placeholders.";
/** Every project whose configuration of Flyway's, the build's or Spring's names locations, prefixes, separators or suffixes. */
async function flywayProjects(tree, files) {
	const projects = [];
	for (const file of files.filter((each) => CONFIGURATION.test(each))) {
		const values = valuesOf(await peek(tree, file), file);
		const locations = locationPatterns(values.get("locations"), file);
		const isNamedApart = [...values.keys()].some((key) => /migration(?:prefix|separator|suffix(?:es)?)$/.test(key));
		const naming = flywayNaming((name) => values.get(name.toLowerCase()));
		if (locations.length > 0 || isNamedApart) projects.push({
			folder: projectOf(file),
			locations,
			naming
		});
	}
	return projects;
}
const CONFIGURATION = /(?:^|\/)(?:flyway\.(?:toml|conf)|pom\.xml|build\.gradle(?:\.kts)?|src\/main\/resources\/application\.(?:properties|ya?ml))$/;
async function findValues(tree, path) {
	const folders = foldersUpwards(path);
	const resources = folders.filter((folder) => folder.endsWith(RESOURCES$1));
	const candidates = [...folders.flatMap((folder) => FILES.map((name) => posix.join(folder, name))), ...resources.flatMap((folder) => SPRING.map((name) => posix.join(folder, name)))];
	for (const file of candidates) {
		if (!(await tree.list(file)).includes(file)) continue;
		const values = valuesOf(await peek(tree, file), file);
		if (values.size > 0) return {
			values,
			file
		};
	}
	return {
		values: /* @__PURE__ */ new Map(),
		file: ""
	};
}
/** Keys in lower case without their `flyway.`, dashes left out as Spring does. */
function valuesOf(text, file) {
	if (/\.ya?ml$/.test(file)) return normalized(flatten(parseYaml(text)).map(withDefault), "spring.flyway.");
	if (file.endsWith(".xml")) return normalized(pomPairs(text), "flyway.");
	if (/\.gradle(?:\.kts)?$/.test(file)) return normalized(gradlePairs(text), "flyway.");
	if (file.endsWith(".toml")) return normalized(tomlPairs(text), "flyway.");
	if (file.endsWith(".properties")) return normalized(propertyPairs(text).map(withDefault), "spring.flyway.");
	return normalized(propertyPairs(text), "flyway.");
}
/** Spring's `${NAME:default}` is its default where the environment has no such name. */
function withDefault([key, value]) {
	return [key, value.replaceAll(/\$\{[\w.-]+:([^{}]*)\}/g, "$1")];
}
function normalized(pairs, prefix) {
	const own = pairs.flatMap(([key, value]) => key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : []);
	return new Map(own.map(([key, value]) => [key.startsWith(PLACEHOLDERS) ? key.toLowerCase() : key.toLowerCase().replaceAll("-", ""), value]));
}
function propertyPairs(text) {
	return text.split(/\r?\n/).filter((line) => !/^\s*[#!]/.test(line)).flatMap((line) => {
		const [, key, value] = /^\s*([^=:\s]+)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
		return key === void 0 ? [] : [[key, value ?? ""]];
	});
}
function parseYaml(text) {
	try {
		return (0, import_dist.parse)(text.split(/^---\s*$/m)[0]);
	} catch {
		return;
	}
}
function flatten(value, prefix = "") {
	if (typeof value !== "object" || value === null) return prefix === "" || value === void 0 ? [] : [[prefix.slice(0, -1), String(value ?? "")]];
	if (Array.isArray(value)) return flatten(value.join(","), prefix);
	return Object.entries(value).flatMap(([key, inner]) => flatten(inner, `${prefix}${key}.`));
}
/** Replaces as Flyway does: names in any case, in quotes and bodies too, but not in comments. Throws a UserError for a name without a value. */
function replacePlaceholders(source, file, settings) {
	const { prefix, suffix, replaces } = settings;
	if (!replaces || !source.includes(prefix)) return source;
	const pattern = new RegExp(`--[^\\n]*|${escapePattern(prefix)}([^\\n]*?)${escapePattern(suffix)}`, "g");
	return source.replaceAll(pattern, (whole, name, at) => {
		if (name === void 0) return whole;
		const value = resolvePlaceholder(name.trim().toLowerCase(), file, settings);
		if (value !== void 0 && !/\$\{|^env\./.test(value.replace(/^\$\{flyway:(?:user|database)\}$/, ""))) return value;
		const line = source.slice(0, at).split("\n").length;
		throw new UserError(`${file}:${line}: ${value === void 0 ? "no configuration file gives a value to" : "the environment gives the value to"} Flyway’s placeholder ${whole}`, {
			kind: "usage",
			hint: "Write it into flyway.toml or flyway.conf, or set `placeholderReplacement` to false there; `migrations.command` lets Flyway itself run."
		});
	});
}
/** The built-in ones of Flyway's manual, "Migration placeholders"; the database's and the user's name are put in by the run. */
function resolvePlaceholder(name, file, settings) {
	const [group, ...rest] = name.split(settings.separator);
	if (group === "flyway" && rest.length > 0) {
		const builtIn = rest.join(settings.separator);
		if (builtIn === "database" || builtIn === "user") return `\${flyway:${builtIn}}`;
		if (builtIn === "defaultschema") return settings.schema ?? "public";
		if (builtIn === "table") return settings.table;
		if (builtIn === "filename") return posix.basename(file);
	}
	return settings.placeholders.get(name);
}

// src/migrate/tools/refusal.ts
/** For migrations in a programming language, which only the tool itself can run. */
function codeMigrationError(tool, file, command) {
	return new UserError(`${file} is a ${tool} migration in code, not in SQL`, {
		kind: "usage",
		hint: `Let the tool run its migrations: set \`migrations.command\`, for example \`${command}\`.`
	});
}

// src/migrate/tools/flyway.ts
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
	detect: async (tree, files) => {
		const own = files.filter((file) => !OTHER_VENDOR.test(file));
		const projects = (await flywayProjects(tree, files)).map(({ folder, locations, naming }) => {
			const scripts = own.filter((file) => isFlywayScript(file, naming));
			const isHere = (file) => isInside(file, folder);
			return {
				folder,
				chosen: locations.length > 0 ? inLocations(scripts, locations) : scripts.filter(isHere)
			};
		}).filter(({ chosen }) => chosen.length > 0);
		const configured = projects.map(({ chosen }) => commonFolder(chosen.map((file) => locationOf(folderOf(file)))));
		const others = own.filter((file) => isFlywayScript(file, USUAL_NAMING) && !projects.some(({ folder }) => isInside(file, folder)));
		const folders = [.../* @__PURE__ */ new Set([...configured, ...others.map((file) => locationOf(folderOf(file)))])];
		return folders.filter((folder) => !folders.some((other) => other !== folder && isInside(folder, other)));
	},
	settings: async (tree, path) => {
		const { schema } = await readFlywaySettings(tree, path);
		return schema === void 0 ? {} : {
			session: { search_path: quoteName(schema) },
			schema
		};
	},
	notes: async (tree, path) => {
		const { unread, file } = await readFlywaySettings(tree, path);
		if (unread.length === 0) return [];
		return [`Flyway’s locations in ${file} cannot all be read from the repository (${unread.map((location) => `\`${location}\``).join(", ")}): the migrations were taken from ${path === "" ? "its root" : path}. Set \`migrations.path\` where they lie elsewhere.`];
	},
	read: async (tree, path) => {
		const settings = await readFlywaySettings(tree, path);
		const listed = (await tree.list(path)).filter((file) => !OTHER_VENDOR.test(posix.join("/", posix.relative(path, file))));
		const located = inLocations(listed, settings.locations);
		const files = located.length > 0 ? located : listed;
		await refuseCode$1(tree, path);
		const { naming } = settings;
		const versioned = withoutBaselines(files.flatMap((file) => parseVersion(file, naming))).toSorted((a, b) => compareVersions(a.parts, b.parts));
		const repeatable = files.flatMap((file) => {
			const name = naming.repeatable.exec(posix.basename(file))?.[1];
			return name === void 0 ? [] : [{
				name,
				file
			}];
		}).toSorted((a, b) => compareText(a.name, b.name));
		return Promise.all([...versioned.map(({ id, file }) => read(tree, files, settings, {
			id,
			file,
			repeatable: false
		})), ...repeatable.map(({ name, file }) => read(tree, files, settings, {
			id: `R__${name}`,
			file,
			repeatable: true
		}))]);
	}
};
function quoteName(name) {
	return `"${name.replaceAll("\"", "\"\"")}"`;
}
/** Subfolders belong to the location that Flyway names by default. */
function locationOf(folder) {
	return /^(?:.*\/)?db\/migrations?(?=\/|$)/.exec(folder)?.[0] ?? folder;
}
function parseVersion(file, { versioned, baseline }) {
	const name = posix.basename(file);
	const own = versioned.exec(name)?.[1];
	const version = own ?? baseline.exec(name)?.[1];
	if (version === void 0) return [];
	const parts = version.split(/[._]/).filter((part) => part !== "");
	return [{
		id: parts.join("."),
		file,
		isBaseline: own === void 0,
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
async function read(tree, files, settings, script) {
	const config = files.includes(`${script.file}.conf`) ? await tree.read(`${script.file}.conf`) : "";
	const replaces = !/^\s*placeholderReplacement\s*=\s*false\s*$/im.test(config) && settings.replaces;
	const upPart = (source) => replacePlaceholders(source, script.file, {
		...settings,
		replaces
	});
	const isOutside = /^\s*executeInTransaction\s*=\s*false\s*$/im.test(config);
	return readMigration(tree, {
		...script,
		upPart,
		transaction: isOutside ? "none" : unlessRefused
	});
}
/** Code lies in the same folder, or in the module's sources where SQL lies in its resources. */
async function refuseCode$1(tree, path) {
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
const ENVSUB = /^[ \t]*--[ \t]*\+goose[ \t]+envsub[ \t]+on\b/im;
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
			upPart: (source) => linesBetween(withoutEnvironment(source, file), UP$1, DOWN$1, file),
			transaction: unlessMarked(/^[ \t]*--[ \t]*\+goose[ \t]+no[ \t]+transaction[ \t\r]*$/im, "none")
		})));
	}
};
/** Throws a UserError where goose would put in values of its environment, which nobody else knows. */
function withoutEnvironment(source, file) {
	const at = source.search(ENVSUB);
	if (at < 0) return source;
	throw new UserError(`${file}:${source.slice(0, at).split("\n").length}: goose puts values of its environment in here`, {
		kind: "usage",
		hint: "Let goose run its migrations by `migrations.command`, with the variables under `environment`."
	});
}

// src/migrate/tools/atlas.ts
const TRANSACTION_MODE = /^--\s*atlas:txmode\s+none\b/m;
const CHECKPOINT = /^--\s*atlas:checkpoint\b/m;
const DELIMITER = /^--[ \t]*atlas:delimiter[ \t]+([^\n]*?)[ \t\r]*$/m;
const ESCAPES = {
	"\\n": "\n",
	"\\r": "\r",
	"\\t": "	"
};
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
		upPart: withSemicolons,
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
/**
* A file whose head says `-- atlas:delimiter` (manual, "Custom statements delimiter") with semicolons in its delimiters' place,
* line for line. As Atlas does, it looks for them outside of quotes, parentheses and dollar-quoted bodies, before comments.
*/
function withSemicolons(source) {
	const head = headOf(source);
	const directive = DELIMITER.exec(head);
	if (directive === null) return source;
	const delimiter = directive[1].replaceAll(/\\[nrt]/g, (escaped) => ESCAPES[escaped]);
	const start = directive.index + directive[0].length;
	let text = source.slice(0, start);
	let depth = 0;
	let found = -1;
	for (let at = start; at < source.length;) {
		if (found < at) found = nextIndex(source, delimiter, at);
		if (depth === 0 && found === at) {
			text += `;${delimiter.replaceAll(/[^\n]/g, " ")}`;
			at += delimiter.length;
			continue;
		}
		const { kind, end } = scanToken(source, at);
		if (kind === "punctuation" && source[at] === "(") depth++;
		else if (kind === "punctuation" && source[at] === ")") depth--;
		const next = LOOKED_INTO.has(kind) && found > at ? Math.min(end, found) : end;
		text += source.slice(at, next);
		at = next;
	}
	return text;
}
const LOOKED_INTO = /* @__PURE__ */ new Set([
	"space",
	"word",
	"number"
]);
function nextIndex(source, text, from) {
	const found = source.indexOf(text, from);
	return found < 0 ? source.length : found;
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
	return /^\s*run_in_transaction\s*=\s*false\b/m.test(await tree.read(metadata)) ? "query" : "file";
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

// src/migrate/tools/graphile-settings.ts
const settingsSchema = object({
	pgSettings: record(string(), string()).default({}),
	placeholders: record(string(), string()).default({})
});
const FILE = ".gmrc";
/** A string, to be kept, or a comment. */
const STRING_OR_COMMENT = /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
/** What `.gmrc`, which is JSON5, says above the migrations. */
async function readGraphileSettings(tree, path) {
	for (const folder of foldersUpwards(path)) {
		await refuseCode(tree, folder);
		const file = posix.join(folder, FILE);
		if (!(await tree.list(file)).includes(file)) continue;
		const parsed = settingsSchema.safeParse(parseJson5(await peek(tree, file)));
		if (parsed.success) return parsed.data;
		throw new UserError(`${file} could not be read`, {
			kind: "usage",
			hint: "It must be JSON5 with string values."
		});
	}
	return {
		pgSettings: {},
		placeholders: {}
	};
}
/** `.gmrc.js` may compute its settings: only graphile-migrate itself knows them. */
async function refuseCode(tree, folder) {
	for (const name of [`${FILE}.js`, `${FILE}.cjs`]) {
		const file = posix.join(folder, name);
		if (!(await tree.list(file)).includes(file)) continue;
		throw new UserError(`${file} is configuration in code, which pgverdict does not run`, {
			kind: "usage",
			hint: "Keep pgSettings and placeholders in a `.gmrc` of JSON5, or set `migrations.command: npx graphile-migrate migrate`."
		});
	}
}
/** YAML's flow style is what remains of JSON5 without its comments. */
function parseJson5(text) {
	try {
		return (0, import_dist.parse)(text.replaceAll(STRING_OR_COMMENT, (_whole, string) => string ?? " "));
	} catch {
		return;
	}
}
/** Replaces verbatim wherever a name stands, as graphile-migrate does. Throws a UserError where the environment holds the value. */
function replaceGraphilePlaceholders(source, file, { placeholders }) {
	const names = Object.keys(placeholders);
	if (names.length === 0) return source;
	const pattern = new RegExp(`(?:${names.map((name) => escapePattern(name)).join("|")})\\b`, "g");
	return source.replaceAll(pattern, (name, at) => {
		const value = placeholders[name];
		if (value !== "!ENV") return value;
		const line = source.slice(0, at).split("\n").length;
		throw new UserError(`${file}:${line}: the value of ${name} is in the environment`, {
			kind: "usage",
			hint: "Write it into .gmrc, and name a role that it stands for under `postgres.roles`; `migrations.command` lets graphile-migrate itself run."
		});
	});
}

// src/migrate/tools/graphile-migrate.ts
const COMMITTED = /^\d+.*\.sql$/;
const COMMITTED_FOLDER = /(?:^|\/)committed$/;
const CURRENT = /^\d+.*\.sql$/;
/** The line becomes psql's own: that knows how to keep each statement's place. */
const INCLUDE = /^--! ?include[ \t]+(.*?)[ \t]*$/gm;
/** graphile-migrate: what is committed, by number, then what is being written in `current.sql` or `current/`. */
const graphileMigrate = {
	id: "graphile-migrate",
	places: ["migrations/committed"],
	transaction: "each",
	detect: async (_tree, files) => foldersWith(files, COMMITTED).filter((folder) => /(?:^|\/)migrations\/committed$/.test(folder)),
	settings: async (tree, path) => ({ session: (await readGraphileSettings(tree, path)).pgSettings }),
	read: async (tree, path) => {
		const settings = await readGraphileSettings(tree, path);
		const readFile = (id, file, rules = {}) => readMigration(tree, {
			id,
			file,
			upPart: (source) => replaceGraphilePlaceholders(source, file, settings),
			transaction: unlessMarked(/^--!\s*no-transaction\b/m, "query"),
			...rules
		});
		const committed = byNumber((await filesIn(tree, path)).filter((file) => COMMITTED.test(posix.basename(file))));
		const current = await Promise.all((await currentFiles(tree, path)).map((file) => readFile(posix.relative(folderOf(path), file), file, {
			upPart: (source) => withIncludes(replaceGraphilePlaceholders(source, file, settings), file, folderOf(path)),
			isPsql: true,
			repeatable: true
		})));
		return [...await Promise.all(committed.map((file) => readFile(digitsOf(file), file))), ...current.filter(({ pieces }) => pieces.length > 0).map((each) => ({
			...each,
			isUncommitted: true
		}))];
	}
};
/** `current.sql`, or the numbered files of `current/`, beside the folder of what is committed. */
async function currentFiles(tree, path) {
	if (!COMMITTED_FOLDER.test(path)) return [];
	const single = posix.join(folderOf(path), "current.sql");
	if ((await tree.list(single)).includes(single)) return [single];
	const parts = await filesIn(tree, posix.join(folderOf(path), "current"));
	return byNumber(parts.filter((file) => CURRENT.test(posix.basename(file))));
}
/** `--!include` names a file of the folder `fixtures`. */
function withIncludes(source, file, folder) {
	const fixtures = posix.relative(folderOf(file), posix.join(folder, "fixtures"));
	return source.replaceAll(INCLUDE, (_line, name) => `\\ir ${posix.join(fixtures, name)}`);
}

// src/migrate/tools/hasura.ts
/** Nobody else's folder. */
const ITS_OWN = /(?:^|\/)hasura\/migrations(?:\/[^/]+)?$/;
/** Hasura: `migrations/<database>/<timestamp>_<name>/up.sql`, each in a transaction, as its `run_sql` is. */
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
		for (const folder of foldersOfFolders(files, UP_IN_FOLDER)) {
			const hasMetadata = foldersUpwards(folder).some((above) => files.includes(posix.join(above, "metadata/version.yaml")));
			const project = {
				folder,
				name: "config.yaml"
			};
			if (ITS_OWN.test(folder) || hasMetadata || await isMarkedAbove(tree, files, project, /^(?:metadata_directory|endpoint|admin_secret)\s*:/m)) found.push(folder);
		}
		return found;
	},
	read: async (tree, path) => {
		const folders = await upFolders(tree, path);
		const ordered = byNumber(folders.map(({ file }) => folderOf(file)));
		return Promise.all(ordered.map((folder) => readMigration(tree, {
			id: posix.basename(folder),
			file: `${folder}/up.sql`,
			transaction: "file"
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
		transaction: unlessRefused,
		isPsql: true
	}))),
	unread: async (tree, path) => {
		const [first, ...others] = await passedOver(tree, path);
		if (first === void 0) return [];
		return [`SQL files of ${path} are read, those of ${first}${others.length === 0 ? "" : ` and ${counted(others.length, "other folder")} in it`} are not: one folder alone is read.`];
	}
};
/** Folders of what a migration undoes or fills, which nobody takes for migrations. */
const OTHER_FOLDER = /(?:^|\/)(?:down|rollbacks?|reverts?|undo|seeds?|tests?|old|archived?|manual)(?:\/|$)/i;
async function passedOver(tree, path) {
	const read = await filesOf(tree, path);
	const others = (await tree.list(path)).filter((file) => UP_FILE$1.test(file) && !read.includes(file)).map(folderOf);
	return [...new Set(others)].filter((folder) => !OTHER_FOLDER.test(posix.relative(path, folder)));
}
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
		transaction: unlessMarked(/^-- no-transaction/, "query")
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
			transaction: "none",
			isPsql: true
		})];
	}
};

// src/postgres/stand-in.ts
/** The comment on a schema that stands in for one of a platform's: what is in it is nobody's choice here. */
const STAND_IN = "Stand-in of pgverdict";

// src/migrate/tools/supabase-schemas.ts
const creates = (signature, definition) => `do $make$ begin
  if to_regprocedure('${signature}') is null then
    create function ${definition};
  end if;
end $make$;`;
const claim = (name) => `coalesce(nullif(current_setting('request.jwt.claim.${name}', true), ''), nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> '${name}')`;
/** Tables and functions of the servers “auth” and “storage” (their repositories' migrations), with the columns that projects use. */
const SCHEMAS = [
	{
		name: "auth",
		sql: `create schema if not exists auth;
comment on schema auth is '${STAND_IN}';
grant usage on schema auth to anon, authenticated, service_role;
create table if not exists auth.users (
  instance_id uuid, id uuid primary key, aud varchar(255), role varchar(255), email varchar(255), encrypted_password varchar(255),
  email_confirmed_at timestamptz, invited_at timestamptz, confirmation_token varchar(255), confirmation_sent_at timestamptz,
  recovery_token varchar(255), recovery_sent_at timestamptz, email_change_token_new varchar(255), email_change varchar(255),
  email_change_sent_at timestamptz, last_sign_in_at timestamptz, raw_app_meta_data jsonb, raw_user_meta_data jsonb,
  is_super_admin boolean, created_at timestamptz, updated_at timestamptz, phone text unique, phone_confirmed_at timestamptz,
  phone_change text default '', phone_change_token varchar(255) default '', phone_change_sent_at timestamptz,
  confirmed_at timestamptz generated always as (least(email_confirmed_at, phone_confirmed_at)) stored,
  email_change_token_current varchar(255) default '', email_change_confirm_status smallint default 0, banned_until timestamptz,
  reauthentication_token varchar(255) default '', reauthentication_sent_at timestamptz,
  is_sso_user boolean not null default false, deleted_at timestamptz, is_anonymous boolean not null default false);
create unique index if not exists users_email_partial_key on auth.users (email) where is_sso_user = false;
create table if not exists auth.identities (
  provider_id text not null, user_id uuid not null references auth.users (id) on delete cascade, identity_data jsonb not null,
  provider text not null, last_sign_in_at timestamptz, created_at timestamptz, updated_at timestamptz,
  email text generated always as (lower(identity_data ->> 'email')) stored, id uuid primary key default gen_random_uuid(),
  unique (provider_id, provider));
create index if not exists identities_user_id_idx on auth.identities (user_id);
${creates("auth.uid()", `auth.uid() returns uuid language sql stable as $$ select (${claim("sub")})::uuid $$`)}
${creates("auth.role()", `auth.role() returns text language sql stable as $$ select ${claim("role")} $$`)}
${creates("auth.email()", `auth.email() returns text language sql stable as $$ select ${claim("email")} $$`)}
${creates("auth.jwt()", `auth.jwt() returns jsonb language sql stable as $$ select coalesce(nullif(current_setting('request.jwt.claim', true), ''), nullif(current_setting('request.jwt.claims', true), ''))::jsonb $$`)}`
	},
	{
		name: "storage",
		sql: `create schema if not exists storage;
comment on schema storage is '${STAND_IN}';
grant usage on schema storage to anon, authenticated, service_role;
create table if not exists storage.buckets (
  id text primary key, name text not null unique, owner uuid, created_at timestamptz default now(),
  updated_at timestamptz default now(), public boolean default false, avif_autodetection boolean default false,
  file_size_limit bigint, allowed_mime_types text[], owner_id text);
create table if not exists storage.objects (
  id uuid primary key default gen_random_uuid(), bucket_id text references storage.buckets (id), name text, owner uuid,
  created_at timestamptz default now(), updated_at timestamptz default now(), last_accessed_at timestamptz default now(),
  metadata jsonb, path_tokens text[] generated always as (string_to_array(name, '/')) stored, version text, owner_id text,
  user_metadata jsonb, unique (bucket_id, name));
alter table storage.buckets enable row level security;
alter table storage.objects enable row level security;
${creates("storage.foldername(text)", `storage.foldername(name text) returns text[] language sql immutable as $$ select (string_to_array(name, '/'))[1:array_length(string_to_array(name, '/'), 1) - 1] $$`)}
${creates("storage.filename(text)", `storage.filename(name text) returns text language sql immutable as $$ select (string_to_array(name, '/'))[array_length(string_to_array(name, '/'), 1)] $$`)}
${creates("storage.extension(text)", `storage.extension(name text) returns text language sql immutable as $$ select reverse(split_part(reverse(storage.filename(name)), '.', 1)) $$`)}`
	},
	{
		name: "supabase_realtime",
		sql: `do $make$ begin
  if not exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
    -- Dumps hand it to the role that has it there, who needs the right to make one.
    if to_regrole('postgres') is not null then
      execute format('grant create on database %I to postgres', current_database());
      alter publication supabase_realtime owner to postgres;
    end if;
  end if;
end $make$;`
	}
];
/** Stand-ins for what of the platform's own schemas the files name and do not create themselves. */
function standIns(sources) {
	const wanted = SCHEMAS.filter(({ name }) => {
		const isNamed = new RegExp(`\\b${name}"?\\s*\\.|\\bpublication\\s+"?${name}\\b`, "i");
		const isMade = new RegExp(`\\bcreate\\s+(?:schema|publication)\\s+(?:if\\s+not\\s+exists\\s+)?"?${name}\\b`, "i");
		return sources.some((source) => isNamed.test(source)) && !sources.some((source) => isMade.test(source));
	});
	return {
		names: wanted.map(({ name }) => name),
		sql: wanted.map(({ sql }) => sql).join("\n")
	};
}

// src/migrate/tools/supabase.ts
/** The Supabase CLI skips files without a version. */
const MIGRATION = /^\d+_.*\.sql$/;
/**
* Supabase: `supabase/migrations/<timestamp>_<name>.sql` in byte order. Its databases have a schema for extensions, the roles
* of its API and some extensions from the start (guides “Postgres Roles” and “Postgres Extensions Overview”), and the schemas of
* its servers, for which there are stand-ins here. What is created in `public` is open to the roles of the API, which row level
* security narrows down.
*/
const supabase = {
	id: "supabase",
	places: ["supabase/migrations"],
	transaction: "each",
	settings: async (tree, path) => ({
		schema: "extensions",
		session: { search_path: "\"$user\", public, extensions" },
		roles: ROLES,
		platform: `${EXTENSIONS}\n${GRANTS}\n${(await standInsFor(tree, path)).sql}`,
		dispensable: [
			"pg_cron",
			"pg_graphql",
			"pg_net",
			"pgjwt",
			"pgmq",
			"pgsodium",
			"supabase_vault",
			"wrappers"
		]
	}),
	notes: async (tree, path) => {
		const { names } = await standInsFor(tree, path);
		if (names.length === 0) return [];
		return [`Supabase’s own ${names.map((name) => `\`${name}\``).join(", ")} ${names.length === 1 ? "is a stand-in" : "are stand-ins"}, with the tables, columns and functions that projects commonly use.`];
	},
	detect: async (_tree, files) => foldersWith(files, MIGRATION).filter((folder) => /(?:^|\/)supabase\/migrations$/.test(folder)),
	read: async (tree, path) => Promise.all((await migrationFiles(tree, path)).map((file) => readMigration(tree, {
		id: digitsOf(file),
		file,
		transaction: unlessRefused
	})))
};
const ROLES = [
	"anon",
	"authenticated",
	"service_role",
	"authenticator",
	"supabase_admin",
	"supabase_auth_admin"
];
const EXTENSIONS = ["pgcrypto", "uuid-ossp"].map((name) => `do $make$ begin
  create extension if not exists "${name}" with schema extensions;
exception when undefined_file or feature_not_supported or insufficient_privilege then null;
end $make$;`).join("\n");
/** As the image's initial schema grants them, for whoever owns the migrations' objects. */
const GRANTS = `grant usage on schema public, extensions to anon, authenticated, service_role;
${[
	"tables",
	"functions",
	"sequences"
].map((kind) => `alter default privileges in schema public grant all on ${kind} to anon, authenticated, service_role;`).join("\n")}`;
async function migrationFiles(tree, path) {
	return (await filesIn(tree, path)).filter((file) => MIGRATION.test(posix.basename(file)));
}
async function standInsFor(tree, path) {
	const files = await migrationFiles(tree, path);
	return standIns(await Promise.all(files.map((file) => peek(tree, file))));
}

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
/** A dump of the whole schema, as people call it. */
const DUMP = /(?:^|\/)(?:schema|structure|dump)\.sql$/i;
const MOST_PLACES = 3;
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
	const named = (await likelyPlaces(tree)).map(({ path, tool }) => `\`migrations: { tool: ${tool}, path: ${path} }\``).join(" or ");
	const hint = named === "" ? "" : `Is it ${named}? `;
	const submodules = await submodulesOf(tree);
	const unread = submodules.length === 0 ? "" : ` Submodules are not read (${submodules.join(", ")}).`;
	return new UserError(`No migrations found in ${tree.label}; looked for ${looked}`, {
		kind: "usage",
		hint: `${hint}Set \`migrations.path\` in pgverdict.yml to their folder, or \`migrations.command\` to what runs them.${unread}`
	});
}
/** Places of SQL that no tool bears marks of: folders that are called after migrations, and dumps of a schema. */
async function likelyPlaces(tree) {
	const files = (await tree.list("")).filter(isOurs);
	const ups = foldersOfFolders(files, UP_IN_FOLDER).map((path) => ({
		path,
		tool: "diesel"
	}));
	const plain = foldersWith(files, /\.sql$/i).filter((path) => /(?:^|\/)migrat\w*(?:\/|$)/i.test(path));
	const folders = plain.filter((path) => !plain.some((other) => other !== path && isInside(path, other))).filter((path) => !ups.some((up) => isInside(path, up.path))).map((path) => ({
		path,
		tool: "sql"
	}));
	const dumps = files.filter((file) => DUMP.test(file)).map((path) => ({
		path,
		tool: "structure-sql"
	}));
	return [
		...ups,
		...folders,
		...dumps
	].filter(({ path }) => path !== "").slice(0, MOST_PLACES);
}
async function pathError(tree, path) {
	const submodule = await submoduleOf(tree, path);
	if (submodule !== void 0) return new UserError(`migrations.path: ${path} lies in the submodule ${submodule}, which is another repository`, {
		kind: "usage",
		hint: "Submodules are not read: keep the migrations in the repository itself, or let `migrations.command` fetch and run them."
	});
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
		throw config.path === void 0 ? await nothingError(tree, config.tool) : await pathError(tree, config.path);
	}
	refuseSameVersions(migrations);
	const settings = await found?.tool.settings?.(tree, found.path);
	const notes = [...(config.path === void 0 ? await found?.tool.notes?.(tree, found.path) : void 0) ?? [], ...await found?.tool.unread?.(tree, found.path) ?? []];
	return {
		kind: "sql",
		tool: found?.tool.id ?? "sql",
		migrations,
		transaction: found?.tool.transaction ?? "each",
		...settings !== void 0 && { settings },
		...notes.length > 0 && { notes }
	};
}
/** Folders that a project with several database systems keeps for one that is not PostgreSQL. */
const OTHER_SYSTEM = /(?:^|\/)(?:mysql|mariadb|sqlite3?|mssql|sqlserver|oracle|clickhouse|cockroach(?:db)?|h2)(?:\/|$)/i;
/** The one tool whose marks the tree bears. */
async function detect(tree, wanted) {
	const all = await findAll(tree, (await tree.list("")).filter(isOurs), wanted);
	const ours = all.filter(({ path }) => !OTHER_SYSTEM.test(path));
	const found = ours.length > 0 ? ours : all;
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

// src/load/workload.ts
/**
* The statements of the workload files. `-- name: orders.byId :many` (sqlc) or `/* @name ordersById *\/` (pgTyped) above a
* statement names it; `-- calls: 20` sends it twenty times; what psql's `\\set` gives a value is put in. Throws a UserError for a
* name that is used twice, and for other meta-commands, COPY data and parameters without a value, which a workload cannot hold.
*/
async function readWorkload(tree, patterns) {
	const statements = [];
	for (const file of await matchFiles(tree, patterns, "workload.files")) {
		const source = await tree.read(file);
		refuseUtf16(source, file);
		statements.push(...await parseWorkload(source, file));
	}
	const seen = /* @__PURE__ */ new Map();
	for (const statement of statements) {
		const twin = seen.get(statement.name);
		if (twin !== void 0) throw new UserError(`${statement.file}:${statement.line}: the name ${statement.name} is taken by ${twin.file}:${twin.line}`, {
			kind: "usage",
			hint: "Statements are judged by their name: give each its own."
		});
		seen.set(statement.name, statement);
	}
	return statements;
}
/** The statements of one workload file. */
async function parseWorkload(source, file) {
	const pieces = splitSql(source, file);
	refuseBrokenUtf8(pieces);
	for (const piece of pieces) refuseOtherCommands(piece);
	const annotations = annotationsOf(pieces, source);
	const statements = [];
	for await (const piece of interpret(withSingleCommands(pieces), OFFLINE)) {
		const ofPiece = annotations.get(piece.offset) ?? {};
		annotations.delete(piece.offset);
		statements.push(toStatement(piece, ofPiece));
	}
	return statements;
}
/** What the comments before each statement say, by the statement's offset; meta-commands may stand between. */
function annotationsOf(pieces, source) {
	const found = /* @__PURE__ */ new Map();
	let end = 0;
	for (const { kind, text, offset } of pieces) {
		if (kind === "meta") continue;
		const start = offset + text.search(/\S|$/);
		found.set(offset, readAnnotations(source.slice(end, start) + leadingComments(text)));
		end = offset + text.length;
	}
	return found;
}
/** A workload is read before there is a server to ask. */
const OFFLINE = {
	ask: () => Promise.reject(/* @__PURE__ */ new Error("no command asks")),
	builtIns: async () => ({})
};
const WITHOUT_SERVER = /^(?:set|unset|if|elif|else|endif|q|quit)$/;
/** pgbench's `\set` computes; psql's takes its arguments as they are. */
const COMPUTES = /^\S+\s+(?:random\w*|permute|hash\w*)\s*\(/;
function refuseOtherCommands(piece) {
	if (piece.kind !== "meta") return;
	for (const { name, source } of commandsOf(piece)) {
		const place = `${piece.file}:${piece.line}`;
		if (name === "set" && COMPUTES.test(source)) throw new UserError(`${place}: \`\\set ${source.trim()}\` is pgbench’s, and this file is read as psql would`, {
			kind: "usage",
			hint: "Name the file under `workload.pgbench`, or give the variable a typical value."
		});
		if (!WITHOUT_SERVER.test(name) && !isHarmless(name)) throw notSqlError(piece);
	}
}
function notSqlError({ file, line, text }) {
	return new UserError(`${file}:${line}: a workload file holds SQL statements only, not \`${text.slice(0, 20)}\``, {
		kind: "usage",
		hint: "Load data in `seed.files`; of psql’s meta-commands `\\set`, `\\unset` and `\\if` work here."
	});
}
function toStatement(piece, annotations) {
	if (piece.kind !== "statement") throw notSqlError(piece);
	const comments = leadingComments(piece.text);
	const sql = piece.text.slice(comments.length).trim();
	const line = piece.line + (comments.match(/\n/g)?.length ?? 0);
	const parameter = HAS_OWN_PARAMETERS.test(sql) ? void 0 : findParameter(sql);
	if (parameter !== void 0) throw parameterError(`${piece.file}:${line}`, parameter);
	return {
		name: annotations.name ?? `${piece.file}:${piece.line}`,
		isNamed: annotations.name !== void 0,
		sql,
		calls: annotations.calls ?? 1,
		file: piece.file,
		line
	};
}
/** Values come with the EXECUTE or the call. */
const HAS_OWN_PARAMETERS = /^(?:prepare|create)\b/i;
function parameterError(place, parameter) {
	const absolute = parameter.startsWith("@") ? ` An absolute value is written abs(${parameter.slice(1)}).` : "";
	const variable = parameter.startsWith(":") ? `or \`\\set ${parameter.replaceAll(/[:'"]/g, "")} …\` above, ` : "";
	return new UserError(`${place}: the parameter ${parameter} has no value`, {
		kind: "usage",
		hint: `A workload file holds values, not parameters: write a typical value in each parameter’s place, ${variable}or let \`workload.command\` send the statement.${absolute}`
	});
}
/** Whitespace and comments that a text begins with. */
function leadingComments(text) {
	return /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.exec(text)?.[0] ?? "";
}
function readAnnotations(comments) {
	const names = [...comments.matchAll(/^\s*(?:--\s*name:|\/\*\s*@name|--\s*@name)\s+(\S+)/gm)];
	const calls = [...comments.matchAll(/^\s*--\s*calls:\s*(\d+)/gm)];
	return {
		...names.length > 0 && { name: names.at(-1)?.[1]?.replace(/\*\/$/, "") },
		...calls.length > 0 && { calls: Number(calls.at(-1)?.[1]) }
	};
}

export { mergeBase as _, tomlPairs as a, workingTree as c, require_fastest_levenshtein as d, findDefaultBranch as f, findRemoteCommit as g, findCommit as h, STAND_IN as i, openObjects as l, ensureCommit as m, readWorkload as n, proposeCommand as o, REMOTE as p, readMigrations as r, parseConfig as s, parseWorkload as t, treeOf as u, parentsOf as v };