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

export { scanToken as n, scan as t };