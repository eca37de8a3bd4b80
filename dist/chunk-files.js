import { o as __toESM, t as __commonJSMin } from "./chunk-rolldown-runtime.js";
import { t as UserError } from "./chunk-errors.js";
import { n as scanToken, t as scan } from "./chunk-scan.js";
import { d as parse, f as relationName, p as walk, u as nameParts } from "./chunk-fingerprint.js";
import { posix } from "node:path";

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
var import_picomatch = /* @__PURE__ */ __toESM(require_picomatch(), 1);
/** The folder of a submodule that the path lies in; other repositories' files are no part of a tree. */
async function submoduleOf(tree, path) {
	return (await submodulesOf(tree)).find((folder) => path === folder || path.startsWith(`${folder}/`));
}
/** Folders of all submodules that `.gitmodules` names. */
async function submodulesOf(tree) {
	if (!(await tree.list(".gitmodules")).includes(".gitmodules")) return [];
	return [...(await tree.read(".gitmodules")).matchAll(/^\s*path\s*=\s*(.*?)\s*$/gm)].map(([, path = ""]) => path);
}

// src/checkout/match.ts
/**
* Files of a tree that match the patterns, pattern by pattern, each file once. A pattern without wildcards names one file
* or a folder, whose `.sql` files are taken in byte order. Throws a UserError when a pattern matches nothing.
*/
async function matchFiles(tree, patterns, key) {
	const found = /* @__PURE__ */ new Set();
	for (const pattern of patterns) {
		const scan = import_picomatch.default.scan(pattern.replace(/^\.\//, ""));
		const files = scan.isGlob ? (await tree.list(scan.base)).filter(matching(scan.input)) : (await tree.list(scan.input)).filter((file) => file === scan.input || file.endsWith(".sql"));
		if (files.length === 0) {
			const submodule = await submoduleOf(tree, scan.base || scan.input);
			if (submodule !== void 0) throw new UserError(`${key}: \`${pattern}\` lies in the submodule ${submodule}, which is another repository`, {
				kind: "usage",
				hint: "Submodules are not read: keep these files in the repository itself."
			});
			throw new UserError(`${key}: nothing in ${tree.label} matches \`${pattern}\``, {
				kind: "usage",
				hint: "Paths are relative to the root of the repository; `**` and `*` work as in .gitignore."
			});
		}
		for (const file of files) found.add(file);
	}
	return [...found];
}
function matching(pattern) {
	const isMatch = (0, import_picomatch.default)(pattern, { dot: true });
	return (file) => isMatch(file);
}

// src/migrate/psql/refusal.ts
/** For what a script asks of psql and cannot be done here. */
function refusal({ file, line }, what, hint = WHAT_CAN) {
	return new UserError(`${file}:${line}: ${what} cannot be run here`, {
		hint,
		kind: "usage"
	});
}
const WHAT_CAN = "SQL, `copy … from stdin`, `\\copy … from` a file, `\\i`, `\\ir`, `\\set`, `\\if`, `\\gset` and `\\gexec` can; a command of your own can do the rest.";

// src/migrate/psql/variables.ts
const NAME = "[A-Za-z0-9_\\u0080-\\uffff]+";
const WHOLE_NAME = new RegExp(`^${NAME}$`);
/** `:name`, `:'name'`, `:"name"` and `:{?name}` (PostgreSQL manual, psql, "SQL Interpolation"). */
const REFERENCE = new RegExp(`:(?:(${NAME})|'(${NAME})'|"(${NAME})"|\\{\\?(${NAME})\\})`, "y");
function isVariableName(name) {
	return WHOLE_NAME.test(name);
}
function createVariables(initial) {
	const values = new Map(Object.entries(initial));
	const resolve = ([, plain, literal, identifier, tested]) => {
		if (tested !== void 0) return values.has(tested) ? "TRUE" : "FALSE";
		const value = values.get(plain ?? literal ?? identifier ?? "");
		if (value === void 0 || plain !== void 0) return value;
		return literal === void 0 ? `"${value.replaceAll("\"", "\"\"")}"` : quoteLiteral$1(value);
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
function quoteLiteral$1(value) {
	const doubled = `'${value.replaceAll("'", "''")}'`;
	return value.includes("\\") ? ` E${doubled.replaceAll("\\", "\\\\")}` : doubled;
}

// src/migrate/psql/commands.ts
const ESCAPES = {
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
/** The pieces with each meta-command by itself, also where a line holds several. */
function withSingleCommands(pieces) {
	return pieces.flatMap((piece) => piece.kind === "meta" ? commandsOf(piece).map((command) => ({
		...piece,
		text: textOf(command)
	})) : [piece]);
}
function textOf({ name, source }) {
	return `\\${name} ${source}`.trimEnd();
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
		if (code === "") text += ESCAPES[source[at + 1] ?? ""] ?? source[at + 1] ?? "";
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
				text: textOf(command)
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

// src/sql/parameters.ts
/** A value in text format as an untyped constant. */
function quoteValue(value) {
	return value === null ? "null" : quoteLiteral(value);
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
* The first parameter that waits for an application's or a tool's value: `$1`, `:id`, `:'id'`, `@id`, or a macro of sqlc's such
* as `sqlc.arg(id)`; undefined where all values are there. PostgreSQL itself would take `@id` for the absolute value of a column.
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
		if (text === ":" && brackets === 0 && before !== ":" && (isName || QUOTED_NAME.test(after))) return `:${after}`;
		if (text.toLowerCase() === "sqlc" && after === "." && MACRO.test(next)) return `sqlc.${next}`;
	}
}
/** psql's variables as a constant and as an identifier. */
const QUOTED_NAME = /^(?:'[\w\u0080-\uffff]+'|"[\w\u0080-\uffff]+")$/;
/** An `@` after one of these ends an operator, such as `<@`; an equals sign before it is one of its own. */
const OPERATOR = /^[-+*/<>~!@#%^&|`?]$/;
const MACRO = /^(?:n?arg|slice|embed)$/i;

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
	walk(parse(text) ?? [], (node, key) => {
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
const MAY_NAME_FIRST_ROLE = /^\s*(?:--[^\n]*\n\s*)*(?:alter|create|grant|revoke|set|reassign)\b[\s\S]*\bpostgres\b/i;
/** Roles that migrations name in grants, owners, policies and the like, but do not create; each once, without the first role. */
function expectedRoles(migrations) {
	return namedRoles(migrations).filter((role) => role !== FIRST_ROLE);
}
/** Whether migrations name the first role and do not create it. Parses nothing else. */
function expectsFirstRole(migrations) {
	return namedRoles([{ pieces: migrations.flatMap((each) => each.pieces.filter(({ text }) => MAY_NAME_FIRST_ROLE.test(text))) }]).includes(FIRST_ROLE);
}
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
function isHarmless(command) {
	return HARMLESS.test(command);
}
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
	const writesFile = WITH_ARGUMENT.test(name) && given.length > 0;
	if (isHarmless(name) && !writesFile || isNoChange(name, given)) return;
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
/** What stands in a decoded text for bytes that are no UTF-8. */
const BROKEN = "�";
/** Throws a UserError for the first piece that is not UTF-8 outside of comments, and would reach the server as something else. */
function refuseBrokenUtf8(pieces) {
	for (const piece of pieces) {
		const at = brokenAt(piece);
		if (at === void 0) continue;
		const line = piece.line + piece.text.slice(0, at).split("\n").length - 1;
		throw new UserError(`${piece.file}:${line}: the file is not UTF-8 here`, {
			kind: "usage",
			hint: "Save it as UTF-8. U+FFFD itself is written chr(65533)."
		});
	}
}
function brokenAt(piece) {
	if (piece.text.includes(BROKEN)) {
		for (const { kind, start, end } of scan(piece.text)) if (kind !== "comment" && piece.text.slice(start, end).includes(BROKEN)) return piece.text.indexOf(BROKEN, start);
	}
	return piece.kind === "copy" && piece.data.includes(BROKEN) ? 0 : void 0;
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

export { findParameter as A, submoduleOf as B, expectsFirstRole as C, leadingWords as D, commitsWithin as E, filesOfScript as F, require_picomatch as H, readScript as I, commandsOf as L, substituteParameters as M, quoteIdentifier as N, needsNoTransaction as O, quoteLiteral as P, withSingleCommands as R, expectedRoles as S, wantedExtensions as T, splitSql as U, submodulesOf as V, refuseUtf16 as _, escapePattern as a, FIRST_ROLE as b, foldersMarked as c, foldersWith as d, isInside as f, refuseBrokenUtf8 as g, peek as h, digitsOf as i, quoteValue as j, transactionEffect as k, foldersOfFolders as l, isOurs as m, compareNumbers as n, filesIn as o, isMarkedAbove as p, compareText as r, folderOf as s, byNumber as t, foldersUpwards as u, interpret as v, readReferences as w, createsOneOf as x, isHarmless as y, matchFiles as z };