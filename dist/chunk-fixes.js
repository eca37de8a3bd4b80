import { a as formatMsPair, c as formatSeconds, d as cleanText, f as cutLines, i as formatMs, l as plural, n as formatBytes, o as formatRatio, r as formatCount, t as enumerate, u as cleanLine } from "./chunk-format.js";

// node_modules/markdown-table/index.js
/**
* @typedef {Options} MarkdownTableOptions
*   Configuration.
*/
/**
* @typedef Options
*   Configuration.
* @property {boolean | null | undefined} [alignDelimiters=true]
*   Whether to align the delimiters (default: `true`);
*   they are aligned by default:
*
*   ```markdown
*   | Alpha | B     |
*   | ----- | ----- |
*   | C     | Delta |
*   ```
*
*   Pass `false` to make them staggered:
*
*   ```markdown
*   | Alpha | B |
*   | - | - |
*   | C | Delta |
*   ```
* @property {ReadonlyArray<string | null | undefined> | string | null | undefined} [align]
*   How to align columns (default: `''`);
*   one style for all columns or styles for their respective columns;
*   each style is either `'l'` (left), `'r'` (right), or `'c'` (center);
*   other values are treated as `''`, which doesn’t place the colon in the
*   alignment row but does align left;
*   *only the lowercased first character is used, so `Right` is fine.*
* @property {boolean | null | undefined} [delimiterEnd=true]
*   Whether to end each row with the delimiter (default: `true`).
*
*   > 👉 **Note**: please don’t use this: it could create fragile structures
*   > that aren’t understandable to some markdown parsers.
*
*   When `true`, there are ending delimiters:
*
*   ```markdown
*   | Alpha | B     |
*   | ----- | ----- |
*   | C     | Delta |
*   ```
*
*   When `false`, there are no ending delimiters:
*
*   ```markdown
*   | Alpha | B
*   | ----- | -----
*   | C     | Delta
*   ```
* @property {boolean | null | undefined} [fillRows=true]
*   Whether to fill rows with empty cells up to the most cells in a row
*   (default: `true`).
*
*   When `true`, all rows have as many cells as the longest row:
*
*   ```markdown
*   | Alpha | B    |   |
*   | ----- | ---- | - |
*   | C     |      |   |
*   | D     | Echo | F |
*   ```
*
*   When `false`, rows keep their cells,
*   and the delimiter row has as many cells as the header row:
*
*   ```markdown
*   | Alpha | B    |
*   | ----- | ---- |
*   | C     |
*   | D     | Echo | F |
*   ```
* @property {boolean | null | undefined} [delimiterStart=true]
*   Whether to begin each row with the delimiter (default: `true`).
*
*   > 👉 **Note**: please don’t use this: it could create fragile structures
*   > that aren’t understandable to some markdown parsers.
*
*   When `true`, there are starting delimiters:
*
*   ```markdown
*   | Alpha | B     |
*   | ----- | ----- |
*   | C     | Delta |
*   ```
*
*   When `false`, there are no starting delimiters:
*
*   ```markdown
*   Alpha | B     |
*   ----- | ----- |
*   C     | Delta |
*   ```
* @property {boolean | null | undefined} [padding=true]
*   Whether to add a space of padding between delimiters and cells
*   (default: `true`).
*
*   When `true`, there is padding:
*
*   ```markdown
*   | Alpha | B     |
*   | ----- | ----- |
*   | C     | Delta |
*   ```
*
*   When `false`, there is no padding:
*
*   ```markdown
*   |Alpha|B    |
*   |-----|-----|
*   |C    |Delta|
*   ```
* @property {((value: string) => number) | null | undefined} [stringLength]
*   Function to detect the length of table cell content (optional);
*   this is used when aligning the delimiters (`|`) between table cells;
*   full-width characters and emoji mess up delimiter alignment when viewing
*   the markdown source;
*   to fix this, you can pass this function,
*   which receives the cell content and returns its “visible” size;
*   note that what is and isn’t visible depends on where the text is displayed.
*
*   Without such a function, the following:
*
*   ```js
*   markdownTable([
*     ['Alpha', 'Bravo'],
*     ['中文', 'Charlie'],
*     ['👩‍❤️‍👩', 'Delta']
*   ])
*   ```
*
*   Yields:
*
*   ```markdown
*   | Alpha | Bravo |
*   | - | - |
*   | 中文 | Charlie |
*   | 👩‍❤️‍👩 | Delta |
*   ```
*
*   With [`string-width`](https://github.com/sindresorhus/string-width):
*
*   ```js
*   import stringWidth from 'string-width'
*
*   markdownTable(
*     [
*       ['Alpha', 'Bravo'],
*       ['中文', 'Charlie'],
*       ['👩‍❤️‍👩', 'Delta']
*     ],
*     {stringLength: stringWidth}
*   )
*   ```
*
*   Yields:
*
*   ```markdown
*   | Alpha | Bravo   |
*   | ----- | ------- |
*   | 中文  | Charlie |
*   | 👩‍❤️‍👩    | Delta   |
*   ```
*/
/**
* Get the length of a cell.
*
* @param {string} value
*   Cell value.
* @returns {number}
*   Cell size.
*/
function defaultStringLength(value) {
	return value.length;
}
/**
* Generate a markdown
* ([GFM](https://docs.github.com/en/github/writing-on-github/working-with-advanced-formatting/organizing-information-with-tables))
* table.
*
* @param {ReadonlyArray<ReadonlyArray<string | null | undefined>>} table
*   Table data (matrix of strings).
* @param {Readonly<Options> | null | undefined} [options]
*   Configuration (optional).
* @returns {string}
*   Result.
*/
function markdownTable(table, options) {
	const settings = options || {};
	const align = (settings.align || []).concat();
	const stringLength = settings.stringLength || defaultStringLength;
	/** @type {Array<number>} Character codes as symbols for alignment per column. */
	const alignments = [];
	/** @type {Array<Array<string>>} Cells per row. */
	const cellMatrix = [];
	/** @type {Array<Array<number>>} Sizes of each cell per row. */
	const sizeMatrix = [];
	/** @type {Array<number>} */
	const longestCellByColumn = [];
	let mostCellsPerRow = 0;
	let rowIndex = -1;
	while (++rowIndex < table.length) {
		/** @type {Array<string>} */
		const row = [];
		/** @type {Array<number>} */
		const sizes = [];
		let columnIndex = -1;
		if (table[rowIndex].length > mostCellsPerRow) mostCellsPerRow = table[rowIndex].length;
		while (++columnIndex < table[rowIndex].length) {
			const cell = serialize(table[rowIndex][columnIndex]);
			if (settings.alignDelimiters !== false) {
				const size = stringLength(cell);
				sizes[columnIndex] = size;
				if (longestCellByColumn[columnIndex] === void 0 || size > longestCellByColumn[columnIndex]) longestCellByColumn[columnIndex] = size;
			}
			row.push(cell);
		}
		cellMatrix[rowIndex] = row;
		sizeMatrix[rowIndex] = sizes;
	}
	let columnIndex = -1;
	if (typeof align === "object" && "length" in align) while (++columnIndex < mostCellsPerRow) alignments[columnIndex] = toAlignment(align[columnIndex]);
	else {
		const code = toAlignment(align);
		while (++columnIndex < mostCellsPerRow) alignments[columnIndex] = code;
	}
	columnIndex = -1;
	/** @type {Array<string>} */
	const row = [];
	/** @type {Array<number>} */
	const sizes = [];
	while (++columnIndex < mostCellsPerRow) {
		const code = alignments[columnIndex];
		let before = "";
		let after = "";
		if (code === 99) {
			before = ":";
			after = ":";
		} else if (code === 108) before = ":";
		else if (code === 114) after = ":";
		let size = settings.alignDelimiters === false ? 1 : Math.max(1, longestCellByColumn[columnIndex] - before.length - after.length);
		const cell = before + "-".repeat(size) + after;
		if (settings.alignDelimiters !== false) {
			size = before.length + size + after.length;
			if (size > longestCellByColumn[columnIndex]) longestCellByColumn[columnIndex] = size;
			sizes[columnIndex] = size;
		}
		row[columnIndex] = cell;
	}
	cellMatrix.splice(1, 0, row);
	sizeMatrix.splice(1, 0, sizes);
	rowIndex = -1;
	/** @type {Array<string>} */
	const lines = [];
	while (++rowIndex < cellMatrix.length) {
		const row = cellMatrix[rowIndex];
		const sizes = sizeMatrix[rowIndex];
		const cellsInRow = settings.fillRows === false ? Math.max(1, cellMatrix[rowIndex === 1 ? 0 : rowIndex].length) : mostCellsPerRow;
		columnIndex = -1;
		/** @type {Array<string>} */
		const line = [];
		while (++columnIndex < cellsInRow) {
			const cell = row[columnIndex] || "";
			let before = "";
			let after = "";
			if (settings.alignDelimiters !== false) {
				const size = longestCellByColumn[columnIndex] - (sizes[columnIndex] || 0);
				const code = alignments[columnIndex];
				if (code === 114) before = " ".repeat(size);
				else if (code === 99) {
					const half = size / 2;
					if (size % 2) {
						before = " ".repeat(half + .5);
						after = " ".repeat(half - .5);
					} else {
						before = " ".repeat(half);
						after = before;
					}
				} else after = " ".repeat(size);
			}
			if (settings.delimiterStart !== false && !columnIndex) line.push("|");
			if (settings.padding !== false && !(settings.alignDelimiters === false && cell === "") && (settings.delimiterStart !== false || columnIndex)) line.push(" ");
			if (settings.alignDelimiters !== false) line.push(before);
			line.push(cell);
			if (settings.alignDelimiters !== false) line.push(after);
			if (settings.padding !== false) line.push(" ");
			if (settings.delimiterEnd !== false || columnIndex !== cellsInRow - 1) line.push("|");
		}
		lines.push(settings.delimiterEnd === false ? line.join("").replace(/ +$/, "") : line.join(""));
	}
	return lines.join("\n");
}
/**
* Serialize a cell value.
*
* @param {string | null | undefined} [value]
*   Value to serialize.
* @returns {string}
*   Result.
*/
function serialize(value) {
	return value === null || value === void 0 ? "" : String(value);
}
/**
* Get the alignment character code from a value.
*
* @param {string | null | undefined} value
*   Value.
* @returns {number}
*   Alignment.
*/
function toAlignment(value) {
	const code = typeof value === "string" ? value.codePointAt(0) : 0;
	return code === 67 || code === 99 ? 99 : code === 76 || code === 108 ? 108 : code === 82 || code === 114 ? 114 : 0;
}

// src/report/markdown.ts
const EMPTY = { source: "" };
/** A template of trusted Markdown: interpolated strings are escaped, `Markdown` goes in as it is. */
function md(template, ...parts) {
	return { source: template.map((own, index) => {
		const part = parts[index];
		if (part === void 0) return own;
		return own + (typeof part === "object" ? part.source : text(String(part)).source);
	}).join("") };
}
function join(parts, separator) {
	return { source: parts.map((part) => part.source).filter((source) => source !== "").join(separator) };
}
/** Paragraphs: parts with an empty line between them. */
function paragraphs(parts) {
	return join(parts, "\n\n");
}
/**
* Inline text on one line. Every ASCII character that Markdown or HTML could read there is a numeric reference; a zero-width
* space after `@`, `#` and `GH-` keeps GitHub from mentioning people and linking issues, which it does after rendering.
*/
function text(value, length = 400) {
	return { source: reference(cleanLine(value, length), PROSE).replace(/(&#(?:64|35);|GH&#45;)/gi, "$1&#8203;") };
}
/** What stays itself in prose: decimal points, ends of sentences and words, and marks that open nothing. */
const PROSE = /[A-Za-z0-9 ,;%()]|(?<=\d)\.(?=\d)|(?<=[A-Za-z)])\.(?= |$)|:(?= )|(?<=[A-Za-z])-(?=[A-Za-z])/;
/** Inline code, safe in table cells and summaries too. */
function code(value, length = 120) {
	const source = reference(cleanLine(value, length), /[A-Za-z0-9 ]/);
	return { source: source === "" ? "" : `<code>${source.replaceAll("&#64;", "&#64;&#8203;")}</code>` };
}
function reference(line, allowed) {
	const isAllowed = new RegExp(`(?:${allowed.source})|[^\\u0000-\\u007f]`, "uy");
	let source = "";
	for (let at = 0; at < line.length;) {
		const character = String.fromCodePoint(line.codePointAt(at));
		isAllowed.lastIndex = at;
		source += isAllowed.test(line) ? character : `&#${character.codePointAt(0)};`;
		at += character.length;
	}
	return source;
}
/**
* A fenced block; the fence is longer than any run of backticks in the text. Mail quotes blocks as text, so what looks like
* a mention is broken up, but SQL's operators with `@` are not.
*/
function fenced(language, value) {
	const block = cleanText(value).replace(/(?<![\w<>@|&!#~?=+*/%^-])@(?=[A-Za-z0-9])/g, "@​");
	const longest = Math.max(2, ...[...block.matchAll(/`+/g)].map((run) => run[0].length));
	const fence = "`".repeat(longest + 1);
	return { source: `${fence}${language}\n${block}\n${fence}` };
}
/** A link whose address is built by us; anything but a plain http(s) URL without Markdown's own characters is left out. */
function link(label, url) {
	if (url === void 0 || !/^https?:\/\/[\w.~:/?#@!$&+,;=%-]+$/.test(url)) return label;
	return { source: `[${label.source}](${url})` };
}
/** As an element: asterisks next to a character reference do not always open emphasis. */
function bold(label) {
	return { source: `<strong>${label.source}</strong>` };
}
/** A section that opens on click. `<summary>` takes inline HTML, so Markdown's own marks do not work in it. */
function fold(summary, body, isOpen = false) {
	return { source: `<details${isOpen ? " open" : ""}>\n<summary>${summary.source}</summary>\n\n${body.source}\n\n</details>` };
}
function table(header, align, rows) {
	const cells = rows.map((row) => row.map((cell) => cell.source));
	return { source: markdownTable([header, ...cells], {
		align: [...align],
		alignDelimiters: false
	}) };
}

// src/report/differences.ts
const NO_DIFFERENCE = {
	base: void 0,
	head: void 0,
	ratio: void 0,
	grew: false,
	prefix: ""
};
/** Pages read; for what was only planned, the planner's cost. */
function workOf({ base, head, confidence }) {
	if (confidence === "none") return NO_DIFFERENCE;
	const measure = (side) => confidence === "plan" ? side.cost : side.buffers;
	const before = base && measure(base);
	const after = head && measure(head);
	const isPair = before !== void 0 && after !== void 0;
	const ratio = isPair ? formatRatio(before, after) : void 0;
	return {
		base: before === void 0 ? void 0 : formatCount(before),
		head: after === void 0 ? void 0 : formatCount(after),
		ratio,
		grew: isPair && after > before && (ratio !== void 0 || before === 0),
		prefix: confidence === "plan" ? "cost " : ""
	};
}
/** A time counts as grown from here on; it is advisory, so this only decides what is printed strong. */
const NOTABLE_TIME_RATIO = 1.5;
function timeOf({ base, head, confidence }) {
	if (confidence !== "executed") return NO_DIFFERENCE;
	if (base && head) {
		const [before, after] = formatMsPair(base.durationMs, head.durationMs);
		if (after.startsWith(`${before} `)) return {
			...NO_DIFFERENCE,
			head: after
		};
		return {
			...NO_DIFFERENCE,
			base: before,
			head: after,
			grew: head.durationMs > base.durationMs * NOTABLE_TIME_RATIO
		};
	}
	const only = base ?? head;
	return only === void 0 ? NO_DIFFERENCE : {
		...NO_DIFFERENCE,
		head: formatMs(only.durationMs)
	};
}
/** `12 → 8,334 (×695)`, the head's figure strong where it grew; one figure where both are the same or one side is missing. */
function differenceCell({ base, head, ratio, grew, prefix }) {
	if (base === void 0 || head === void 0 || base === head) return md`${withPrefix(prefix, head ?? base)}`;
	const after = grew ? bold(md`${head}`) : md`${head}`;
	return ratio === void 0 || !grew ? md`${prefix}${base} → ${after}` : md`${prefix}${base} → ${after} (${ratio})`;
}
function differenceText({ base, head, ratio, grew, prefix }) {
	if (base === void 0 || head === void 0 || base === head) return withPrefix(prefix, head ?? base);
	return ratio === void 0 || !grew ? `${prefix}${base} → ${head}` : `${prefix}${base} → ${head} (${ratio})`;
}
function withPrefix(prefix, figure) {
	return figure === void 0 ? "–" : `${prefix}${figure}`;
}
/** The one change that says most: the first that is worse where the row is bad, else the first. */
function mainChange({ statement, standing }) {
	const wanted = standing === "improved" ? "better" : "worse";
	return statement.changes.find((change) => change.direction === wanted) ?? statement.changes[0];
}
/** What happened to a statement in a table cell: the change of its plan, else the gate's or the comparison's sentence. */
function changeCell(row) {
	const change = mainChange(row);
	const { status } = row.statement;
	if (change === void 0 || status === "broken" || status === "unmeasured") return md`${clipped(sentenceOf(row))}`;
	const to = row.standing === "improved" || change.to === "" ? md`${change.to}` : bold(md`${change.to}`);
	const steps = join([change.from === "" ? EMPTY : md`${change.from}`, to], " → ");
	const where = change.node === "" || change.to.includes(change.node) ? EMPTY : md` on ${code(change.node, 60)}`;
	const others = row.statement.changes.length - 1;
	const more = others > 0 ? md`, ${others} more` : EMPTY;
	return md`${steps}${where}${more}`;
}
function changeText(row) {
	const change = mainChange(row);
	const { status } = row.statement;
	if (change === void 0 || status === "broken" || status === "unmeasured") return sentenceOf(row);
	const steps = [change.from, change.to].filter((step) => step !== "").join(" → ");
	return change.node === "" || change.to.includes(change.node) ? steps : `${steps} on ${change.node}`;
}
function sentenceOf({ entries, statement }) {
	return statement.reason === "" ? entries[0]?.text ?? statement.status : statement.reason;
}
function clipped(sentence) {
	return sentence.length > 160 ? `${sentence.slice(0, 159)}…` : sentence;
}

// src/report/group-by.ts
/** Items by key, keys in order of their first item: Map.groupBy, which Node 20 does not have. */
function groupBy(items, keyOf) {
	const groups = /* @__PURE__ */ new Map();
	for (const item of items) {
		const key = keyOf(item);
		const group = groups.get(key);
		if (group === void 0) groups.set(key, [item]);
		else group.push(item);
	}
	return groups;
}

// src/report/overview.ts
const ORDER = [
	"fail",
	"warn",
	"accepted",
	"improved",
	"added",
	"removed",
	"unmeasured",
	"changed",
	"unchanged"
];
/**
* Every statement once, worst first: as the roster orders them, then those that got better (most work saved first), then
* the rest in the order of the load. Nothing is judged here; the gate has done that.
*/
function rankStatements(report) {
	const entries = groupBy(report.roster, (entry) => keyOf(entry.statement, entry.fingerprint));
	const position = new Map([...entries.keys()].map((key, index) => [key, index]));
	return report.statements.map((statement) => {
		const key = keyOf(statement.name, statement.fingerprint);
		const own = entries.get(key) ?? [];
		return {
			statement,
			entries: own,
			standing: standingOf(statement, own),
			position: position.get(key) ?? 0
		};
	}).toSorted((a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing) || a.position - b.position || buffersSaved(b.statement) - buffersSaved(a.statement));
}
/** Roster entries that are about no statement of the report. */
function looseEntries(report) {
	const known = new Set(report.statements.map(({ name, fingerprint }) => keyOf(name, fingerprint)));
	return report.roster.filter((entry) => !known.has(keyOf(entry.statement, entry.fingerprint)));
}
function countStanding(rows, standing) {
	return rows.filter((row) => row.standing === standing).length;
}
function keyOf(name, fingerprint) {
	return JSON.stringify([name, fingerprint]);
}
function standingOf(statement, entries) {
	const counting = entries.filter((entry) => entry.accepted === void 0);
	if (counting.some((entry) => entry.level === "fail")) return "fail";
	if (counting.length > 0) return "warn";
	if (entries.length > 0) return "accepted";
	switch (statement.status) {
		case "improved":
		case "added":
		case "removed":
		case "unmeasured":
		case "unchanged": return statement.status;
		default: return "changed";
	}
}
function buffersSaved({ status, base, head }) {
	return status === "improved" && base && head ? base.buffers - head.buffers : 0;
}

// src/report/headline.ts
/** What a number of queries did, for each rule of the gate, in the order in which they are told. */
const PHRASES = {
	broken: (n) => `the deploy breaks ${plural(n, "query", "queries")} of running code`,
	regression: (n) => `${plural(n, "query", "queries")} got ${n === 1 ? "a slower plan" : "slower plans"}`,
	budget: (n) => `${plural(n, "query is", "queries are")} over budget`,
	"work-only": (n) => `${plural(n, "query does", "queries do")} more work`,
	"call-count": (n) => `${plural(n, "query is", "queries are")} called more often`,
	"estimate-only": (n) => `${plural(n, "query", "queries")} got worse estimates`,
	unmeasured: (n) => `${plural(n, "query", "queries")} could not be measured`
};
/** The verdict as one line; every surface of a run begins with it. */
function headline(report) {
	const problems = phrases(report, report.verdict === "fail" ? "fail" : "warn");
	const rows = rankStatements(report);
	const improved = countStanding(rows, "improved");
	const better = improved > 0 ? [`${improved} got ${improved === 1 ? "a better one" : "better ones"}`] : [];
	switch (report.verdict) {
		case "fail": return {
			icon: "❌",
			text: `Plan check failed: ${[...problems, ...better].join(", ")}`
		};
		case "warn": return {
			icon: "⚠️",
			text: `Plan check passed with warnings: ${[...problems, ...better].join(", ")}`
		};
	}
	if (report.statements.length === 0) return {
		icon: "⚪",
		text: "Plan check: nothing to compare, the load sent no query"
	};
	if (report.statements.every((statement) => statement.status === "unmeasured")) return {
		icon: "⚪",
		text: "Plan check: nothing to compare, no query could be measured"
	};
	const accepted = countStanding(rows, "accepted");
	return {
		icon: "✅",
		text: `Plan check passed: ${[accepted > 0 ? `${plural(accepted, "worse plan is", "worse plans are")} accepted` : "no query got a worse plan", ...better].join(", ")}`
	};
}
function phrases(report, level) {
	const counting = report.roster.filter((entry) => entry.accepted === void 0 && entry.level === level);
	const byRule = groupBy(counting, (entry) => entry.rule);
	return Object.entries(PHRASES).flatMap(([rule, phrase]) => {
		const entries = byRule.get(rule);
		return entries === void 0 ? [] : [phrase(entries.length)];
	});
}

// src/report/links.ts
function shortCommit(commit) {
	return commit !== void 0 && /^[0-9a-f]{7,64}$/.test(commit) ? commit.slice(0, 7) : void 0;
}
function commitLink(side, context) {
	const isKnown = context.repositoryUrl !== void 0 && shortCommit(side.commit) !== void 0;
	return link(code(side.label), isKnown ? `${context.repositoryUrl}/commit/${side.commit}` : void 0);
}
/** File names that say nothing without their folder: what Prisma, Hasura and Diesel call every migration. */
const NAMELESS = /* @__PURE__ */ new Set(["migration.sql", "up.sql"]);
function shortPath(file) {
	const segments = file.split("/");
	return segments.slice(NAMELESS.has(segments.at(-1) ?? "") ? -2 : -1).join("/");
}
/** A file and its line at a commit, shown with its last path segment, or its folder too where every file has the same name. */
function fileLink(file, line, commit, context) {
	const suffix = line === void 0 ? "" : `:${line}`;
	const label = code(`${shortPath(file)}${suffix}`);
	if (context.repositoryUrl === void 0 || shortCommit(commit) === void 0) return label;
	const path = file.split("/").map(encodeSegment).join("/");
	return link(label, `${context.repositoryUrl}/blob/${commit}/${path}${line === void 0 ? "" : `#L${line}`}`);
}
/** Percent-encodes what encodeURIComponent leaves and Markdown would read: `!'()*~`. Lone surrogates become U+FFFD. */
function encodeSegment(segment) {
	return encodeURIComponent(segment.toWellFormed()).replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

// src/report/explanations.ts
/** The configuration that would accept what the gate objects to; empty where no plan can be accepted. */
function acceptFold(report, rows) {
	const shared = /* @__PURE__ */ new Set();
	const seen = /* @__PURE__ */ new Set();
	for (const { fingerprint } of report.statements) (seen.has(fingerprint) ? shared : seen).add(fingerprint);
	const entries = rows.flatMap(({ statement: { name, fingerprint, head } }) => {
		if (head === void 0) return [];
		const query = shared.has(fingerprint) ? name : fingerprint;
		return [
			`  - query: ${JSON.stringify(query)}  # ${cleanLine(name, 60)}`,
			`    plan: ${JSON.stringify(head.shape)}  # the new plan`,
			"    reason: why this is right",
			"    until: YYYY-MM-DD"
		];
	});
	if (entries.length === 0) return EMPTY;
	return fold(md`✅ <strong>If this is intended</strong>`, paragraphs([md`Accept these exact plans, with a reason and a last day, in the configuration of this pull request. A plan that gets worse again still fails:`, fenced("yaml", [
		"# pgverdict.yml",
		"accept:",
		...entries
	].join("\n"))]));
}
function reproduceFold(report, context) {
	const major = /^\d+/.exec(report.server.version)?.[0];
	const base = report.base.commit;
	const head = report.head.commit;
	if (major === void 0 || shortCommit(base) === void 0 || shortCommit(head) === void 0) return EMPTY;
	const version = report.tool.version.replace(/[^\w.+-]/g, "");
	const commands = [...context.pullRequest === void 0 ? [] : [`git fetch origin refs/pull/${context.pullRequest}/merge`], `npx pgverdict@${version} run --base ${base} --head ${head} --postgres-version ${major}`];
	return fold(md`🔁 <strong>Run it on your machine</strong>`, paragraphs([fenced("bash", commands.join("\n")), md`It needs Node.js only: PostgreSQL ${major} comes with it. Pages read are the same on every machine, times are not.`]));
}
function methodFold(report) {
	const { server, policy, path, timings } = report;
	const percent = Math.round((policy.ratio - 1) * 100);
	const settings = Object.entries(server.settings).slice(0, 40);
	return fold(md`🔬 <strong>How this was measured</strong>`, paragraphs([
		md`Both databases are in one PostgreSQL ${server.version} (${server.kind}) with the same settings and the same data. Each statement ran on both with the values that the load sent, in turn; pages read are exact counters of the second execution. A plan counts as worse when the pages read grow by more than ${percent}% <strong>and</strong> by more than ${formatCount(policy.blocks)}, to more than ${formatCount(policy.floor)}; it fails the check only when plan shape, temporary files or the margin agree. Time alone never fails it.`,
		md`Base: ${code(report.base.label)} (${report.base.foundBy}). Head: ${code(report.head.label)} (${report.head.foundBy}). Head’s database was ${pathWords(path.kind)}: ${path.reason}`,
		settings.length === 0 ? EMPTY : md`Settings: ${join(settings.map(([name, value]) => code(`${name} = ${value}`)), ", ")}`,
		bullets([...server.limits, ...report.notes]),
		timings.length === 0 ? EMPTY : md`Time: ${enumerate(timings.map(({ stage, seconds }) => `${stage} ${formatSeconds(seconds)}`))}.`
	]));
}
function pathWords(kind) {
	return kind === "upgrade" ? "copied from the base and upgraded by this branch’s migrations" : "built afresh";
}
function bullets(sentences) {
	return join(sentences.slice(0, 30).map((sentence) => md`- ${sentence}`), "\n");
}
function totalSeconds(report) {
	return report.timings.reduce((sum, { seconds }) => sum + seconds, 0);
}
/** What a reader must know before the figures: another way of building, a policy that this branch edits, accepted plans. */
function caveats(report) {
	const accepted = report.roster.filter((entry) => entry.accepted !== void 0);
	return paragraphs([
		report.statements.length === 0 ? md`The load sent no query that could be compared. Check ${code("workload")} in the configuration.` : EMPTY,
		report.roster.some((entry) => entry.rule === "broken" && entry.accepted === void 0) ? md`<strong>Running code breaks:</strong> until the deploy has replaced it, code of the base meets this branch’s schema and fails. Let the code stop using what goes first, and change the schema in a later deploy.` : EMPTY,
		report.path.kind === "fresh" ? md`<strong>Built afresh:</strong> this run could not upgrade base’s data with the branch’s migrations. ${report.path.reason}` : EMPTY,
		report.policy.changed.length > 0 ? md`<strong>⚠️ This pull request changes the gate itself</strong> (${enumerate(report.policy.changed.slice(0, 10))}). The base’s policy decided here; the new one holds after the merge.` : EMPTY,
		join(accepted.slice(0, 10).map(({ statement, accepted: terms }) => md`- ☑️ ${code(statement, 60)} is <strong>accepted</strong> until ${terms?.until ?? ""}: ${terms?.reason ?? ""}`), "\n"),
		accepted.length > 10 ? md`${plural(accepted.length - 10, "more accepted plan")}.` : EMPTY
	]);
}

// src/report/fixes.ts
/** Advice that was built and measured in this run, with the SQL that was tried. Nothing else is called a fix. */
function triedFixes(report) {
	return report.findings.filter((finding) => finding.fix !== void 0 && finding.trial !== void 0);
}
/** A numbered fix: why, and the SQL with its measured effect as comments. */
function fixSection(finding, number) {
	if (finding.fix === void 0 || finding.trial === void 0) return EMPTY;
	const sql = `${effectComments(finding.trial)}\n${cutLines(finding.fix.sql, 30, 4e3)}`;
	return paragraphs([md`<strong>${number}.</strong> ${finding.title}. ${finding.why} It was <strong>built and re-run</strong> on this run’s database:`, fenced("sql", sql)]);
}
function effectComments({ effects, sizeBytes }) {
	const size = sizeBytes > 0 ? ` · ${formatBytes(sizeBytes)}` : "";
	return effects.slice(0, 5).map((effect, index) => {
		const [before, after] = formatMsPair(effect.durationMsBefore, effect.durationMsAfter);
		const pages = `${formatCount(effect.buffersBefore)} → ${formatCount(effect.buffersAfter)} pages`;
		return `-- ${cleanLine(effect.statement, 60)}: ${pages}, ${before} → ${after}${index === 0 ? size : ""}`;
	}).concat(effects.length > 5 ? [`-- and ${effects.length - 5} more statements`] : []).join("\n");
}
/** Advice without a trial, one line each: observations, not fixes. */
function adviceList(findings) {
	return { source: findings.map(({ title, why }) => `- ${md`<strong>${title}</strong>: ${why}`.source}`).join("\n") };
}

export { paragraphs as A, EMPTY as C, join as D, fold as E, link as O, workOf as S, fenced as T, changeCell as _, caveats as a, differenceText as b, totalSeconds as c, shortCommit as d, headline as f, groupBy as g, rankStatements as h, acceptFold as i, table as j, md as k, commitLink as l, looseEntries as m, fixSection as n, methodFold as o, countStanding as p, triedFixes as r, reproduceFold as s, adviceList as t, fileLink as u, changeText as v, code as w, timeOf as x, differenceCell as y };