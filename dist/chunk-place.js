import { n as cleanText, t as cleanLine } from "./chunk-clean.js";

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
	return plain(cleanLine(value, length));
}
function plain(line) {
	return { source: reference(line, PROSE).replace(/(&#(?:64|35);|GH&#45;)/gi, "$1&#8203;") };
}
/** What stays itself in prose: decimal points, ends of sentences and words, and marks that open nothing. */
const PROSE = /[A-Za-z0-9 ,;%()]|(?<=\d)\.(?=\d)|(?<=[A-Za-z)])\.(?= |$)|:(?= )|(?<=[A-Za-z])-(?=[A-Za-z])/;
/** Inline code, safe in table cells and summaries too. */
function code(value, length = 120) {
	const source = reference(cleanLine(value, length), /[A-Za-z0-9 ]/);
	return { source: source === "" ? "" : `<code>${source.replaceAll("&#64;", "&#64;&#8203;")}</code>` };
}
/** A name in running text: between backticks, quoted as SQL quotes, or one that only programs write. */
const NAME = /`[^`]+`|(?:[\w$]+\.)?"(?:[^"]|"")+"(?:\."(?:[^"]|"")+")*|[\w$./-]*\w_\w[\w$./-]*\w/u;
/** A sentence of ours about things of the pull request: their names, and `known` ones, stand as code. */
function prose(sentence, known = []) {
	const line = cleanLine(sentence, 600);
	const names = known.filter((name) => name !== "").toSorted((a, b) => b.length - a.length).map((name) => `(?<![\\w.])${name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}(?![\\w])`);
	const pattern = new RegExp(`(${[...names, NAME.source].join("|")})`, "u");
	return { source: line.split(pattern).map((part, at) => (at % 2 === 0 ? plain(part) : code(part.replace(/^`(.+)`$/, "$1"))).source).join("") };
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
/**
* Lines that one click puts in place of a migration's. What is committed must be what is shown, so a text in which something
* would have to be replaced is none: undefined.
*/
function suggested(lines) {
	const block = fenced("suggestion", lines);
	return block.source.includes(`\n${lines}\n`) ? block : void 0;
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
/** Lets long identifiers and paths wrap at `_` and `/`, where a cell would else be as wide as they are. */
function breakable(label) {
	return { source: label.source.replace(/&#(?:95|47);/g, "$&<wbr>") };
}
function table(header, align, rows) {
	const cells = rows.map((row) => row.map((cell) => cell.source));
	return { source: markdownTable([header, ...cells], {
		align: [...align],
		alignDelimiters: false
	}) };
}

// src/report/place.ts
/** The statement that a line of the roster is about; undefined where it is about none. */
function statementOf({ statements }, entry) {
	return statements.find(({ name, fingerprint }) => name === entry.statement && fingerprint === entry.fingerprint);
}
/** Where a reviewer should look: the branch's migration that is the cause, else the statement itself. */
function placeOf(statement) {
	const { cause, source } = statement ?? {};
	return cause?.side === "head" && "file" in cause ? {
		file: cause.file,
		line: cause.line
	} : source;
}
/** Who did what stands in no file. */
const MIGRATION_COMMAND = "the migration command";
/** `db/migrations/0042.sql:3`, or who sent it. */
function sourceText(place) {
	return "file" in place ? `${place.file}:${place.line}` : MIGRATION_COMMAND;
}

export { table as _, EMPTY as a, code as c, join as d, link as f, suggested as g, prose as h, statementOf as i, fenced as l, paragraphs as m, placeOf as n, bold as o, md as p, sourceText as r, breakable as s, MIGRATION_COMMAND as t, fold as u };