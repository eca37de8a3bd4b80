import { o as __toESM, t as __commonJSMin } from "./chunk-rolldown-runtime.js";
import { a as array, d as object, h as string, p as record, v as toJSONSchema } from "./chunk-schemas.js";
import { n as configSchema } from "./chunk-schema.js";
import { t as UserError } from "./chunk-errors.js";
import { t as _usingCtx } from "./chunk-usingCtx.js";
import { n as scanToken, t as scan } from "./chunk-scan.js";
import { c as nameParts, d as walk, l as parse$2, u as relationName } from "./chunk-fingerprint.js";
import { t as require_dist } from "./chunk-dist.js";
import { lstat, open } from "node:fs/promises";
import { join, posix } from "node:path";
import { once } from "node:events";
import { constants as constants$1 } from "node:fs";
import { createHash } from "node:crypto";

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

// src/postgres/quote.ts
/** An identifier in double quotes, as `quote_ident` would write it where quotes are needed. */
function quoteIdentifier(name) {
	return `"${name.replaceAll("\"", "\"\"")}"`;
}
/** A string constant; safe with `standard_conforming_strings` on or off. */
function quoteLiteral$1(text) {
	const quoted = `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
	return text.includes("\\") ? ` E${quoted}` : quoted;
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
/** A text as a part of a regular expression that matches itself. */
function escapePattern(text) {
	return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
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
/** Whether a block of code commits, which it may only outside of a transaction. */
function commitsWithin(text) {
	return /^do$/i.test(leadingWords(text)[0] ?? "") && /^\s*commit\s*;/im.test(text);
}
/** Statements that PostgreSQL refuses inside a transaction block ("cannot run inside a transaction block" in their manual pages). */
function needsNoTransaction(text) {
	const words = leadingWords(text);
	const [first, second] = words;
	const isConcurrent = words.includes("concurrently");
	if (first === "vacuum" || commitsWithin(text)) return true;
	if (first === "alter") return second === "system" || second === "table" && /\bdetach\s+partition\b.*\bconcurrently\s*$/is.test(text);
	if (first === "reindex") return isConcurrent || words.some((word) => word === "database" || word === "system" || word === "schema");
	if (first !== "create" && first !== "drop") return false;
	if (second === "database" || second === "tablespace" || second === "subscription") return true;
	return isConcurrent && (second === "index" || second === "unique");
}

// src/sql/parameters.ts
/** A value in text format as an untyped constant. */
function quoteValue(value) {
	return value === null ? "null" : quoteLiteral$1(value);
}
/**
* Puts values in the place of `$1`, `$2`… as constants, untyped where no type is given. For statements whose parameter
* types the server cannot infer when they are prepared.
*/
function substituteParameters(sql, values, types = []) {
	if (values.length === 0) return sql;
	let substituted = "";
	for (const { kind, start, end } of scan(sql)) {
		const text = sql.slice(start, end);
		const at = Number(text.slice(1)) - 1;
		const value = kind === "parameter" ? values[at] : void 0;
		substituted += value === void 0 ? text : `${quoteValue(value)}${types[at] ? `::${types[at]}` : ""}`;
	}
	return substituted;
}
/**
* The first parameter that waits for an application's or a tool's value: `$1`, `:id`, `@id`, or a macro of sqlc's such as
* `sqlc.arg(id)`; undefined where all values are there. PostgreSQL itself would take `@id` for the absolute value of a column.
*/
function findParameter(sql) {
	const tokens = [...scan(sql)].filter(({ kind }) => kind !== "comment");
	const textOf = (token) => token === void 0 ? "" : sql.slice(token.start, token.end);
	let brackets = 0;
	for (const [at, token] of tokens.entries()) {
		const text = textOf(token);
		if (token.kind === "parameter") return text;
		if (token.kind !== "punctuation" && token.kind !== "word") continue;
		if (text === "[") brackets++;
		if (text === "]") brackets--;
		const [before, after, next] = [
			textOf(tokens[at - 1]),
			textOf(tokens[at + 1]),
			textOf(tokens[at + 2])
		];
		const isName = tokens[at + 1]?.kind === "word";
		if (isName && text === "@" && !OPERATOR.test(before)) return `@${after}`;
		if (isName && text === ":" && brackets === 0 && before !== ":") return `:${after}`;
		if (text.toLowerCase() === "sqlc" && after === "." && MACRO.test(next)) return `sqlc.${next}`;
	}
}
/** An `@` after one of these ends an operator, such as `<@`; an equals sign before it is one of its own. */
const OPERATOR = /^[-+*/<>~!@#%^&|`?]$/;
const MACRO = /^(?:n?arg|slice|embed)$/i;

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
	walk(parse$2(text) ?? [], (node, key) => {
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

// src/sql/roles.ts
const MAY_NAME_ROLES = /\b(?:grant|revoke|owner|role|policy|privileges|authorization|user)\b/i;
const DROPS_ROLES = /^\s*drop\s+(?:role|user|group)\b/i;
const MAKES_ROLES = /* @__PURE__ */ new Set([
	"role",
	"user",
	"group"
]);
/** Roles of the server's own. */
const EXISTS = /^(?:pg_.*|public)$/;
/** The first role of most servers, whose objects dumps say they are. */
const FIRST_ROLE = "postgres";
/** Roles that migrations name in grants, owners, policies and the like, but do not create; each once, without the first role. */
function expectedRoles(migrations) {
	return namedRoles(migrations).filter((role) => role !== FIRST_ROLE);
}
/** As `expectedRoles`, with the first role where it is named. */
function namedRoles(migrations) {
	const named = /* @__PURE__ */ new Set();
	const created = /* @__PURE__ */ new Set();
	for (const { kind, text } of migrations.flatMap(({ pieces }) => pieces)) {
		if (kind !== "statement" || !MAY_NAME_ROLES.test(text) || DROPS_ROLES.test(text)) continue;
		const references = readReferences(text);
		for (const role of references.roles) named.add(role);
		for (const made of references.created) if (made.kind === "role") created.add(made.name);
	}
	return [...named].filter((role) => !created.has(role) && !EXISTS.test(role));
}
/** Whether a statement creates one of the roles, which all databases of the server share. */
function createsOneOf(roles, text) {
	const [verb, object] = leadingWords(text);
	if (verb !== "create" || !MAKES_ROLES.has(object ?? "")) return false;
	return readReferences(text).created.some(({ kind, name }) => kind === "role" && roles.has(name));
}

// src/migrate/psql/refusal.ts
var import_dist = require_dist();
/** For what a script asks of psql and cannot be done here. */
function refusal({ file, line }, what, hint = WHAT_CAN) {
	return new UserError(`${file}:${line}: ${what} cannot be run here`, {
		hint,
		kind: "usage"
	});
}
const WHAT_CAN = "SQL, `copy … from stdin`, `\\copy … from` a file, `\\i`, `\\ir`, `\\set`, `\\if`, `\\gset` and `\\gexec` can; a command of your own can do the rest.";

// src/migrate/psql/variables.ts
const NAME$1 = "[A-Za-z0-9_\\u0080-\\uffff]+";
const WHOLE_NAME = new RegExp(`^${NAME$1}$`);
/** `:name`, `:'name'`, `:"name"` and `:{?name}` (PostgreSQL manual, psql, "SQL Interpolation"). */
const REFERENCE = new RegExp(`:(?:(${NAME$1})|'(${NAME$1})'|"(${NAME$1})"|\\{\\?(${NAME$1})\\})`, "y");
function isVariableName(name) {
	return WHOLE_NAME.test(name);
}
function createVariables(initial) {
	const values = new Map(Object.entries(initial));
	const resolve = ([, plain, literal, identifier, tested]) => {
		if (tested !== void 0) return values.has(tested) ? "TRUE" : "FALSE";
		const value = values.get(plain ?? literal ?? identifier ?? "");
		if (value === void 0 || plain !== void 0) return value;
		return literal === void 0 ? `"${value.replaceAll("\"", "\"\"")}"` : quoteLiteral(value);
	};
	return {
		get: (name) => values.get(name),
		set: (name, value) => {
			if (value === void 0) values.delete(name);
			else values.set(name, value);
		},
		at: (source, colon) => {
			REFERENCE.lastIndex = colon;
			const found = REFERENCE.exec(source);
			const text = found && resolve(found);
			return found && text != null ? {
				text,
				end: colon + found[0].length
			} : void 0;
		}
	};
}
/** A statement with its variables put in: outside of quotes and comments, and not where `::` casts. */
function interpolate(text, variables) {
	if (!text.includes(":")) return text;
	let result = "";
	for (let at = 0; at < text.length;) {
		const isCast = text.startsWith("::", at);
		const found = text[at] === ":" && !isCast ? variables.at(text, at) : void 0;
		const end = found?.end ?? (isCast ? at + 2 : scanToken(text, at).end);
		result += found?.text ?? text.slice(at, end);
		at = end;
	}
	return result;
}
/** As libpq's PQescapeLiteral, which psql uses. */
function quoteLiteral(value) {
	const doubled = `'${value.replaceAll("'", "''")}'`;
	return value.includes("\\") ? ` E${doubled.replaceAll("\\", "\\\\")}` : doubled;
}

// src/migrate/psql/commands.ts
const ESCAPES$1 = {
	n: "\n",
	t: "	",
	b: "\b",
	r: "\r",
	f: "\f"
};
/** `'` with its escapes, `"`, or a backslash outside of both. */
const QUOTED_OR_BACKSLASH = /'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|\\/gs;
/** The meta-commands of one line: `\if :new \i new.sql \endif` is three. */
function commandsOf({ text }) {
	if (/^\\copy\b/.test(text)) return [commandOf(text)];
	const starts = [...text.matchAll(QUOTED_OR_BACKSLASH)].filter(([match]) => match === "\\").map(({ index }) => index);
	return starts.map((start, at) => text.slice(start, starts[at + 1])).filter((each) => each.trim() !== "\\").map(commandOf);
}
function isQuit({ name }) {
	return name === "q" || name === "quit";
}
function commandOf(text) {
	const [, name = "", source = ""] = /^\\(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
	return {
		name,
		source
	};
}
/** The arguments as psql reads them: quotes, escapes and variables resolved. Throws a UserError for a backquote. */
function argumentsOf(piece, { source }, variables) {
	const found = [];
	let current;
	for (let at = 0; at < source.length;) {
		if (/\s/.test(source[at])) {
			if (current !== void 0) found.push(current);
			current = void 0;
			at++;
			continue;
		}
		const { text, end } = readPart(piece, source, at, variables);
		current = (current ?? "") + text;
		at = end;
	}
	return current === void 0 ? found : [...found, current];
}
function readPart(piece, source, at, variables) {
	const here = source[at];
	if (here === "`") throw refusal(piece, "a command of the shell");
	if (here === "'") return readQuoted(piece, source, at);
	if (here === "\"") {
		const end = source.indexOf("\"", at + 1);
		return end < 0 ? {
			text: source.slice(at),
			end: source.length
		} : {
			text: source.slice(at, end + 1),
			end: end + 1
		};
	}
	return (here === ":" ? variables.at(source, at) : void 0) ?? {
		text: here,
		end: at + 1
	};
}
function readQuoted(piece, source, start) {
	let text = "";
	for (let at = start + 1; at < source.length; at++) {
		const here = source[at];
		if (here === "'" && source[at + 1] !== "'") return {
			text,
			end: at + 1
		};
		if (here === "'") at++;
		if (here !== "\\") {
			text += here;
			continue;
		}
		const [code = "", octal, hex] = /^(?:([0-7]{1,3})|x([\da-fA-F]{1,2}))/.exec(source.slice(at + 1)) ?? [];
		if (code === "") text += ESCAPES$1[source[at + 1] ?? ""] ?? source[at + 1] ?? "";
		else text += String.fromCodePoint(octal === void 0 ? Number.parseInt(hex, 16) : Number.parseInt(octal, 8));
		at += Math.max(1, code.length);
	}
	throw refusal(piece, "a quoted argument without its end");
}
/** The name that `\set` and `\gset` may give a value. */
function variableName(piece, name) {
	if (isVariableName(name)) return name;
	throw refusal(piece, `the variable name “${name}”`);
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

// src/checkout/submodules.ts
/** The folder of a submodule that the path lies in; other repositories' files are no part of a tree. */
async function submoduleOf(tree, path) {
	return (await submodulesOf(tree)).find((folder) => path === folder || path.startsWith(`${folder}/`));
}
/** Folders of all submodules that `.gitmodules` names. */
async function submodulesOf(tree) {
	if (!(await tree.list(".gitmodules")).includes(".gitmodules")) return [];
	return [...(await tree.read(".gitmodules")).matchAll(/^\s*path\s*=\s*(.*?)\s*$/gm)].map(([, path = ""]) => path);
}

// src/migrate/psql/read-script.ts
const MAX_INCLUDES = 16;
const INCLUDES = /* @__PURE__ */ new Set([
	"i",
	"ir",
	"include",
	"include_relative"
]);
const COPY_FILE = /^([\s\S]+?\sfrom)\s+(?:'((?:[^']|'')*)'|([^\s']\S*))([\s\S]*)$/i;
const READS_FILES = /\\(?:i|ir|include|include_relative|copy)\b/;
/**
* The pieces of a psql script with those of the files that it includes, and the rows of the files that `\copy` reads, in
* place. Meta-commands that wait for the run stay; so does the name of a file that is not there, for a branch that is never
* taken. Throws a UserError for files that include each other without end.
*/
async function readScript(tree, source, file, includedFrom = []) {
	const pieces = [];
	let depth = 0;
	for (const piece of splitSql(source, file)) {
		if (piece.kind !== "meta") pieces.push(piece);
		for (const command of piece.kind === "meta" ? commandsOf(piece) : []) {
			if (command.name === "if") depth++;
			if (command.name === "endif") depth--;
			if (isQuit(command) && depth === 0) return pieces;
			if (isQuit(command) && includedFrom.length > 0) throw refusal(piece, "\\q in an included file, under a condition,");
			const path = await fileOf(tree, piece, command);
			if (path === void 0) pieces.push({
				...piece,
				text: `\\${command.name} ${command.source}`.trimEnd()
			});
			else if (command.name === "copy") pieces.push(copyOf(piece, command, await tree.read(path)));
			else {
				if (includedFrom.length === MAX_INCLUDES) throw refusal(piece, `more than ${MAX_INCLUDES} nested files`);
				pieces.push(...await readScript(tree, await tree.read(path), path, [...includedFrom, file]));
			}
		}
	}
	return pieces;
}
/** The file and all that it reads when psql runs it, each once. */
async function filesOfScript(tree, file, seen = /* @__PURE__ */ new Set()) {
	if (seen.has(file)) return seen;
	seen.add(file);
	const source = await tree.read(file);
	if (!READS_FILES.test(source)) return seen;
	for (const piece of splitSql(source, file)) for (const command of piece.kind === "meta" ? commandsOf(piece) : []) {
		const path = await fileOf(tree, piece, command);
		if (path !== void 0 && command.name === "copy") seen.add(path);
		else if (path !== void 0) await filesOfScript(tree, path, seen);
	}
	return seen;
}
/** The file that a meta-command reads; undefined for one that reads none, and for a file that is not there. */
async function fileOf(tree, piece, { name, source }) {
	const isInclude = INCLUDES.has(name);
	if (!isInclude && name !== "copy") return void 0;
	const [, , quoted, bare] = isInclude ? [] : COPY_FILE.exec(source) ?? [];
	const path = (isInclude ? source.trim().replace(/^'(.*)'$/s, "$1") : quoted ?? bare ?? "").replaceAll("''", "'");
	if (path === "" || posix.isAbsolute(path)) return void 0;
	const beside = posix.join(posix.dirname(piece.file), path);
	const isRelative = name === "ir" || name === "include_relative";
	for (const candidate of isRelative ? [beside] : [posix.normalize(path), beside]) if (!candidate.startsWith("..") && (await tree.list(candidate)).includes(candidate)) return candidate;
}
function copyOf(piece, { source }, data) {
	const [, target, , , options] = COPY_FILE.exec(source);
	return {
		...piece,
		kind: "copy",
		text: `copy ${target} stdin${options}`,
		data
	};
}

// src/sql/encoding.ts
/** SQL cannot hold the NUL that every second byte of UTF-16 is. Throws a UserError for a text that does. */
function refuseUtf16(source, file) {
	const at = source.indexOf("\0");
	if (at < 0) return;
	const line = source.slice(0, at).split("\n").length;
	throw new UserError(`${file}:${line}: the file holds a NUL character, as files in UTF-16 do`, {
		kind: "usage",
		hint: "Save it as UTF-8."
	});
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
		entries: (path) => findEntries(repository, path),
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

// src/migrate/tools/migration-file.ts
async function readMigration(tree, rules) {
	const { id, file, upPart, transaction, repeatable = false, isPsql = false } = rules;
	const source = await tree.read(file);
	refuseUtf16(source, file);
	const text = upPart?.(source) ?? source;
	const pieces = isPsql ? await readScript(tree, text, file) : splitSql(text, file);
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
* its servers, for which there are stand-ins here.
*/
const supabase = {
	id: "supabase",
	places: ["supabase/migrations"],
	transaction: "each",
	settings: async (tree, path) => ({
		schema: "extensions",
		session: { search_path: "\"$user\", public, extensions" },
		roles: ROLES,
		platform: `${EXTENSIONS}\n${(await standInsFor(tree, path)).sql}`,
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
	const submodules = await submodulesOf(tree);
	const unread = submodules.length === 0 ? "" : ` Submodules are not read (${submodules.join(", ")}).`;
	return new UserError(`No migrations found in ${tree.label}; looked for ${looked}`, {
		kind: "usage",
		hint: `Set \`migrations.path\` in pgverdict.yml to their folder, or \`migrations.command\` to what runs them.${unread}`
	});
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
	const notes = config.path === void 0 ? await found?.tool.notes?.(tree, found.path) : void 0;
	return {
		kind: "sql",
		tool: found?.tool.id ?? "sql",
		migrations,
		transaction: found?.tool.transaction ?? "each",
		...settings !== void 0 && { settings },
		...notes !== void 0 && notes.length > 0 && { notes }
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

export { commitsWithin as A, expectedRoles as C, findParameter as D, wantedExtensions as E, isOurs as F, peek as I, quoteIdentifier as L, needsNoTransaction as M, transactionEffect as N, quoteValue as O, folderOf as P, quoteLiteral$1 as R, createsOneOf as S, readReferences as T, variableName as _, workingTree as a, refusal as b, require_fastest_levenshtein as c, readScript as d, submoduleOf as f, isQuit as g, commandsOf as h, parseConfig as i, leadingWords as j, substituteParameters as k, refuseUtf16 as l, argumentsOf as m, tomlPairs as n, openObjects as o, require_picomatch as p, proposeCommand as r, treeOf as s, readMigrations as t, filesOfScript as u, createVariables as v, namedRoles as w, FIRST_ROLE as x, interpolate as y, splitSql as z };