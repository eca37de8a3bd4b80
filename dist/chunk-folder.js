import { _ as url, a as array, c as literal, g as union, h as string, i as _enum, m as strictObject, o as boolean, p as record, u as number } from "./chunk-schemas.js";
import { i as datetime } from "./chunk-schema.js";
import { n as writeWhole } from "./chunk-output-file.js";
import { d as parse, l as loadGrammar, o as statementKey, p as walk } from "./chunk-fingerprint.js";
import { t as UserError } from "./chunk-errors.js";
import { t as placeOf } from "./chunk-migration.js";
import { t as cleanLine } from "./chunk-clean.js";
import { o as formatRatio, r as formatCount } from "./chunk-format.js";
import { n as escapeHtml } from "./chunk-embed.js";
import { _ as table, c as code, d as join$1, f as link, h as prose, m as paragraphs, p as md, r as sourceText } from "./chunk-place.js";
import { t as serverFigureText } from "./chunk-server-figure.js";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createHash } from "node:crypto";

// src/record/entry.ts
const words = string().max(2e4);
const sql = string().max(1e6);
const amount = number();
const figures = strictObject({
	/** Pages of the value set that decides. */
	buffers: amount,
	tempBlocks: amount,
	rows: amount,
	calls: amount,
	/** Fastest execution; advisory. */
	durationMs: amount,
	/** Fingerprint of the plan. */
	shape: words
});
/** Without a place, where only a migration command told of it. */
const deed = union([strictObject({
	file: words,
	line: amount,
	sql
}), strictObject({ sql })]);
const entrySchema = strictObject({
	v: literal(1),
	/** When it was recorded, ISO 8601 in UTC. */
	at: datetime(),
	commit: words.optional(),
	/** What it was compared with. */
	parent: words.optional(),
	pullRequest: url({ protocol: /^https?$/ }).optional(),
	tool: words,
	server: words,
	verdict: _enum([
		"pass",
		"warn",
		"fail"
	]),
	/** Figures of the statements that differ from what the history last says of them; `null` for one that is gone. */
	statements: record(words, strictObject({
		fingerprint: words,
		head: figures
	}).nullable()),
	/** What the change did to statements, with the reason. */
	changes: array(strictObject({
		statement: words,
		status: words,
		reason: words,
		base: figures.optional(),
		head: figures.optional(),
		cause: deed.optional()
	})),
	migrations: array(deed),
	/** The server's settings, where they differ from what the history last says. */
	settings: record(words, words).optional(),
	/** Settings that the change itself made in the user's files, with what statements do before and after. */
	settingChanges: array(strictObject({
		name: words,
		from: words,
		to: words,
		place: words,
		/** Left out where it was not measured. */
		effects: array(strictObject({
			statement: words,
			before: amount,
			after: amount.optional()
		})).optional(),
		/** Of the whole server. */
		figure: strictObject({
			what: words,
			unit: _enum([
				"pages",
				"bytes",
				"times"
			]),
			before: amount,
			after: amount,
			isMoved: boolean()
		}).optional(),
		/** Why there is neither; left out by versions that did not tell. */
		unmeasured: words.optional()
	})).optional(),
	acceptances: array(strictObject({
		statement: words,
		reason: words,
		until: words
	})),
	/** What was tried and would have helped. */
	advice: array(strictObject({
		key: words,
		title: words,
		sql,
		/** The setting that it is about. */
		setting: strictObject({
			name: words,
			value: words
		}).optional(),
		effects: array(strictObject({
			statement: words,
			before: amount,
			after: amount
		}))
	}))
});
const parseEntry = (line) => entrySchema.parse(line);
/** What is kept of a report; everything of each statement, which `append` then reduces to what is news. */
function toEntry(report, { at, pullRequest }) {
	const { base, head, statements, roster, findings } = report;
	const changed = findings.flatMap(({ setting }) => setting === void 0 ? [] : [toSettingChange(setting)]);
	return {
		v: 1,
		at: at.toISOString(),
		...head.commit !== void 0 && { commit: head.commit },
		...base.commit !== void 0 && { parent: base.commit },
		...pullRequest !== void 0 && { pullRequest },
		tool: report.tool.version,
		server: report.server.version,
		verdict: report.verdict,
		statements: Object.fromEntries(statements.map(({ name, fingerprint, head: side }) => [name, side === void 0 ? null : {
			fingerprint,
			head: toFigures(side)
		}])),
		changes: statements.filter(({ status }) => status !== "unchanged" && status !== "unmeasured").map(toChange),
		migrations: report.migrations.map(toDeed),
		settings: { ...report.server.settings },
		...changed.length > 0 && { settingChanges: changed },
		acceptances: roster.flatMap(({ statement, accepted }) => accepted === void 0 ? [] : [{
			statement,
			...accepted
		}]),
		advice: findings.flatMap(toAdvice)
	};
}
function toSettingChange({ effects, figure, unmeasured, ...told }) {
	const change = {
		...told,
		...figure && { figure },
		...unmeasured !== void 0 && { unmeasured }
	};
	if (effects === void 0) return change;
	const kept = effects.map(({ statement, before, after }) => ({
		statement,
		before,
		...after !== void 0 && { after }
	}));
	return {
		...change,
		effects: kept
	};
}
/** Advice that was tried; of an index to drop it is the writes that gain. */
function toAdvice({ key, title, fix, trial }) {
	if (fix === void 0 || trial === void 0) return [];
	const setting = settingOf$1(key, fix);
	const effects = trial.effects.length > 0 ? trial.effects : trial.writes;
	return [{
		key,
		title,
		sql: fix.sql,
		...setting !== void 0 && { setting },
		effects: effects.map(({ statement, buffersBefore, buffersAfter }) => ({
			statement,
			before: buffersBefore,
			after: buffersAfter
		}))
	}];
}
/** The value that a fix sets, by a statement or in whatever file it changes. */
function settingOf$1(key, { sql, files }) {
	const name = /^setting:(\w+)$/.exec(key)?.[1];
	if (name === void 0) return void 0;
	const texts = [sql, ...files.flatMap(({ changes }) => changes.flatMap(({ adds }) => adds))];
	const value = new RegExp(`\\b${name}["']?\\s*[=:]\\s*["']?([^"'\\s,;#]+)`).exec(texts.join("\n"))?.[1];
	return value === void 0 ? void 0 : {
		name,
		value
	};
}
function toChange({ name, status, reason, base, head, cause }) {
	return {
		statement: name,
		status,
		reason,
		...base !== void 0 && { base: toFigures(base) },
		...head !== void 0 && { head: toFigures(head) },
		...cause !== void 0 && { cause: toDeed(cause) }
	};
}
function toDeed(deed) {
	return {
		...placeOf(deed),
		sql: deed.sql
	};
}
function toFigures({ buffers, tempBlocks, rows, calls, durationMs, shape }) {
	return {
		buffers,
		tempBlocks,
		rows,
		calls,
		durationMs,
		shape
	};
}

// src/record/history.ts
const EMPTY = {
	statements: /* @__PURE__ */ new Map(),
	settings: {}
};
/** Reads JSON lines, oldest first. Throws a UserError that names the line that is none. */
function parseHistory(text, file) {
	return text.split("\n").flatMap((line, at) => {
		if (line.trim() === "") return [];
		try {
			return parseEntry(JSON.parse(line));
		} catch (cause) {
			throw new UserError(`${file}:${at + 1} is no entry of a record`, {
				hint: "Take the line out, or bring the file back to what the last good commit has.",
				cause
			});
		}
	});
}
/** The line to append; undefined where the history has an entry for the same commit. */
function lineFor(entry, history) {
	if (entry.commit !== void 0 && history.some(({ commit }) => commit === entry.commit)) return void 0;
	return `${JSON.stringify(reduce(entry, stateAfter(history)))}\n`;
}
function stateAfter(history) {
	return history.reduce(step, EMPTY);
}
/** Every entry with what is known after it. */
function replayHistory(history) {
	let state = EMPTY;
	return history.map((entry) => {
		state = step(state, entry);
		return {
			entry,
			state
		};
	});
}
function step({ statements, settings }, entry) {
	const next = new Map(statements);
	for (const [name, statement] of Object.entries(entry.statements)) if (statement === null) next.delete(name);
	else next.set(name, statement);
	return {
		statements: next,
		settings: entry.settings ?? settings
	};
}
/** Leaves out what the history says already. Times alone are no news. */
function reduce(entry, known) {
	const { settings, ...rest } = entry;
	const news = Object.entries(entry.statements).filter(([name, statement]) => {
		const before = known.statements.get(name);
		if (statement === null || before === void 0) return statement === null === (before !== void 0);
		return !isSame(before.head, statement.head) || before.fingerprint !== statement.fingerprint;
	});
	const gone = [...known.statements.keys()].filter((name) => !Object.hasOwn(entry.statements, name));
	return {
		...rest,
		statements: {
			...Object.fromEntries(news),
			...Object.fromEntries(gone.map((name) => [name, null]))
		},
		...JSON.stringify(settings) !== JSON.stringify(known.settings) && { settings }
	};
}
function isSame(a, b) {
	return a.buffers === b.buffers && a.tempBlocks === b.tempBlocks && a.shape === b.shape && a.calls === b.calls;
}

// src/record/advice-marks.ts
/**
* What a text of SQL does, as marks that are equal for two texts which do the same, whatever they call it: an index built, an index
* dropped, statistics, a table's options, a setting, a table divided. Unknown statements have none.
*/
function marksOf(sql) {
	return [...(parse(sql) ?? []).flatMap((statement) => markOf(statement) ?? []), ...partitionMarks(sql)];
}
/** The mark of a query that takes another's place. */
function queryMark(fingerprint) {
	return `query ${fingerprint}`;
}
/** Queries among the statements of an advice: another form of a statement. */
function queryMarks(sql) {
	const trees = parse(sql) ?? [];
	return trees.length === 1 && [
		"SelectStmt",
		"InsertStmt",
		"UpdateStmt",
		"DeleteStmt"
	].some((kind) => kind in trees[0]) ? [queryMark(statementKey(sql.replace(/;\s*$/, "")).fingerprint)] : [];
}
function settingMark(name, value) {
	return `setting ${name} = ${value.toLowerCase()}`;
}
function markOf(statement) {
	const [[kind, node] = []] = Object.entries(statement);
	if (kind === void 0 || node === void 0) return void 0;
	switch (kind) {
		case "IndexStmt": return `index ${bare(node, [
			"idxname",
			"concurrent",
			"if_not_exists"
		])}`;
		case "CreateStatsStmt": return `statistics ${bare(node, ["defnames", "if_not_exists"])}`;
		case "DropStmt": return node.removeType === "OBJECT_INDEX" ? `drop index ${bare({ objects: node.objects }, [])}` : void 0;
		case "AlterTableStmt": return /AT_(?:SetStatistics|SetRelOptions)/.test(JSON.stringify(node.cmds)) ? `table ${bare(node, [])}` : void 0;
		case "CreateTableAsStmt": return `table as ${bare({ query: node.query }, [])}`;
		case "AlterSystemStmt":
		case "AlterDatabaseSetStmt":
		case "AlterRoleSetStmt": return settingOf(node.setstmt);
		default: return;
	}
}
/** The tree without what only names it, its place in the text and the schema that is meant anyway. */
function bare(node, without) {
	const rest = Object.fromEntries(Object.entries(structuredClone(node)).filter(([key]) => !without.includes(key)));
	walk(rest, (each) => {
		for (const key of [
			"location",
			"stmt_location",
			"stmt_len",
			"catalogname",
			"missing_ok"
		]) delete each[key];
		if (each.schemaname === "public") delete each.schemaname;
	});
	return JSON.stringify(rest).replaceAll("{\"String\":{\"sval\":\"public\"}},", "");
}
function settingOf(set) {
	if (typeof set?.name !== "string") return void 0;
	const values = [];
	walk(set.args, (node) => {
		const { sval, ival, fval, boolval } = node;
		for (const value of [sval, fval]) if (typeof value === "string") values.push(value);
		if (typeof ival === "number") values.push(String(ival));
		if (typeof boolval === "boolean") values.push(boolval ? "on" : "off");
	});
	return values.length === 0 ? void 0 : settingMark(set.name, values.join(","));
}
const IDENTIFIER = "(?:\"[^\"]+\"|\\w+)";
const PARTITIONED = new RegExp(`create\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?(?:${IDENTIFIER}\\.)?(${IDENTIFIER})[^;]*?\\)\\s*partition\\s+by\\s+(range|list|hash)\\s*\\(([^)]*)\\)`, "gi");
/** Tables that are made divided, also within a DO block, whose text is no SQL to the parser. */
function partitionMarks(sql) {
	return [...sql.matchAll(PARTITIONED)].map(([, table = "", strategy = "", columns = ""]) => {
		const plain = (text) => text.replaceAll("\"", "").replace(/\s+/g, " ").trim();
		return `partition ${plain(table)} ${strategy.toLowerCase()} ${plain(columns).toLowerCase()}`;
	});
}

// src/record/work.ts
/** Pages, temporary ones included. */
const workOf = ({ buffers, tempBlocks }) => buffers + tempBlocks;

// src/record/advice-taken.ts
/**
* Advice that a later entry followed: its index, statistics, options, dropped index or division in a migration, under whatever
* name; its setting in force, or in a migration; its form of a statement among those of the load.
*/
function adviceTaken(history) {
	const steps = stepsOf(history);
	const taken = /* @__PURE__ */ new Map();
	history.forEach((given, at) => {
		for (const { title, sql, setting, effects } of given.advice) {
			const mark = markOfAdvice(sql, setting);
			if (mark === void 0 || taken.has(mark)) continue;
			const follower = steps.slice(at + 1).find(({ marks }) => marks.has(mark));
			if (follower === void 0) continue;
			taken.set(mark, {
				title,
				given,
				taken: follower.entry,
				effects: effects.map(({ statement, before, after }) => ({
					statement,
					before,
					predicted: after,
					measured: triedOf(statement, mark, follower.entry) ?? measuredOf(statement, mark, follower.state)
				}))
			});
		}
	});
	return [...taken.values()];
}
/** The statement after the change; another form of it may have another name. */
function measuredOf(statement, mark, { statements }) {
	const named = statements.get(statement) ?? [...statements.values()].find((each) => queryMark(each.fingerprint) === mark);
	return named && workOf(named.head);
}
/** Statements are not replayed with the user's own files: what a setting in them moved was tried when it came. */
function triedOf(statement, mark, { settingChanges = [] }) {
	return settingChanges.filter(({ name, to }) => settingMark(name, to) === mark).flatMap(({ effects = [] }) => effects).find((effect) => effect.statement === statement)?.after;
}
/** A division has many statements beside it; of all others the first one is what it is about. */
function markOfAdvice(sql, setting) {
	if (setting !== void 0) return settingMark(setting.name, setting.value);
	const marks = marksOf(sql);
	return marks.find((mark) => mark.startsWith("partition ")) ?? marks[0] ?? queryMarks(sql)[0];
}
function stepsOf(history) {
	let before;
	return replayHistory(history).map(({ entry, state }) => {
		const known = before;
		before = state;
		const settings = Object.entries(state.settings).filter(([name, value]) => known?.settings[name] !== value);
		const fingerprints = new Set([...known?.statements.values() ?? []].map((each) => each.fingerprint));
		const statements = [...state.statements.values()].filter((each) => !fingerprints.has(each.fingerprint));
		const marks = [
			...entry.migrations.flatMap(({ sql }) => marksOf(sql)),
			...settings.map(([name, value]) => settingMark(name, value)),
			...(entry.settingChanges ?? []).map(({ name, to }) => settingMark(name, to)),
			...statements.map(({ fingerprint }) => queryMark(fingerprint))
		];
		return {
			entry,
			state,
			marks: new Set(marks)
		};
	});
}

// src/record/lines.ts
/** `2026-11-24`. */
const dayOf = ({ at }) => at.slice(0, 10);
const shortCommit = ({ commit }) => commit?.slice(0, 7) ?? "no commit";
/** `#12` of a pull request's address; undefined where there is none. */
const pullRequestNumber = ({ pullRequest }) => pullRequest === void 0 ? void 0 : `#${/\/(\d+)\/?$/.exec(pullRequest)?.[1] ?? "?"}`;
/** `12 → 8,334 pages (×695)`. */
function workText(from, to) {
	const [before, after] = [pagesOf(from), pagesOf(to)];
	if (before === void 0 || after === void 0) return after === void 0 ? "gone" : `${formatCount(after)} pages`;
	const ratio = formatRatio(before, after);
	return `${formatCount(before)} → ${formatCount(after)} pages${ratio === void 0 ? "" : ` (${ratio})`}`;
}
const pagesOf = (work) => typeof work === "object" ? workOf(work) : work;

// src/record/setting-lines.ts
/** Settings that an entry changed of what runs are measured with: `work_mem: 4MB → 64MB`; none for the first entry. */
function settingChanges(before, after) {
	if (before === void 0 || after === void 0) return [];
	return [.../* @__PURE__ */ new Set([...Object.keys(before), ...Object.keys(after)])].sort().filter((name) => before[name] !== after[name]).map((name) => `${name}: ${before[name] ?? "default"} → ${after[name] ?? "default"}`);
}
/**
* What new settings of the runs did to queries that the change itself left alone: `orders.byDay: 900 → 120 pages`, or
* `orders.byDay: another plan`.
*/
function settingDrifts(before, { statements, changes }) {
	const told = new Set(changes.map(({ statement }) => statement));
	return Object.entries(statements).flatMap(([name, statement]) => {
		const known = before.statements.get(name);
		if (told.has(name) || statement === null || known === void 0) return [];
		const [from, to] = [known.head, statement.head];
		if (workOf(from) !== workOf(to)) return [`${name}: ${workText(from, to)}`];
		return from.shape === to.shape ? [] : [`${name}: another plan`];
	});
}
/** `work_mem: 4MB → 64MB (postgresql.conf:2)`. */
function settingText({ name, from, to, place }) {
	return `${name}: ${from} → ${to}${place === "" ? "" : ` (${place})`}`;
}
/** What a setting in the user's files moved: `orders.byDay: 900 → 120 pages`, or that it moved nothing or was not measured. */
function settingEffects({ effects, figure, unmeasured }) {
	if (figure !== void 0) return [`in one pass of the load ${serverFigureText(figure)}`];
	if (effects === void 0) return [`its effect was not measured${unmeasured === void 0 ? "" : `: ${unmeasured}`}`];
	if (effects.length === 0) return ["every query does what it did before"];
	return effects.map(({ statement, before, after }) => after === void 0 ? `${statement}: fails with it` : `${statement}: ${formatCount(before)} → ${formatCount(after)} pages`);
}

// src/record/sparkline.ts
const SIZE = {
	width: 160,
	height: 28,
	margin: 3
};
/** Pages over the entries as a line of an SVG, on a logarithmic scale; turns are dots. Entries stand at even distances. */
function sparkline({ points, turns }) {
	const heights = points.map(({ head }) => Math.log10(workOf(head) + 1));
	const [low, high] = [Math.min(...heights), Math.max(...heights)];
	const x = (at) => SIZE.margin + at / Math.max(1, points.length - 1) * (SIZE.width - 2 * SIZE.margin);
	const y = (height) => SIZE.height - SIZE.margin - (height - low) / Math.max(.001, high - low) * (SIZE.height - 2 * SIZE.margin);
	const places = heights.map((height, at) => `${x(at).toFixed(1)},${y(height).toFixed(1)}`);
	const dots = points.flatMap(({ entry }, at) => turns.some((turn) => turn.entry === entry) ? [`<circle cx="${x(at).toFixed(1)}" cy="${y(heights[at]).toFixed(1)}" r="2.5"/>`] : []);
	const works = points.map(({ head }) => formatCount(workOf(head)));
	const label = `${points.length === 1 ? "" : `from ${works[0]} to `}${works.at(-1)} pages`;
	return `<svg width="${SIZE.width}" height="${SIZE.height}" role="img" aria-label="${label}"><polyline points="${places.join(" ")}"/>${dots.join("")}</svg>`;
}

// src/record/trends.ts
/** Growth from which on a point is a turn even where the gate said nothing: creeping growth is found when it adds up. */
const TURN = {
	ratio: 1.5,
	blocks: 100
};
/** The trends of all statements that are there at the end, those that grew most first. */
function trendsOf(history) {
	const steps = replayHistory(history);
	const settings = new Map(steps.map(({ entry }, at) => [entry, settingChanges(steps[at - 1]?.state.settings, entry.settings)]));
	return [...steps.at(-1)?.state.statements.keys() ?? []].map((statement) => {
		const points = steps.flatMap(({ entry, state }) => {
			const known = state.statements.get(statement);
			return known === void 0 || !Object.hasOwn(entry.statements, statement) ? [] : [{
				entry,
				...known
			}];
		});
		const turns = [...turnsOf(statement, points, settings), ...turnsBySetting(statement, history)];
		return {
			statement,
			fingerprint: points.at(-1).fingerprint,
			points,
			turns: turns.toSorted(byTime)
		};
	}).toSorted((a, b) => growthOf(b) - growthOf(a) || (a.statement < b.statement ? -1 : 1));
}
/** The turns since a moment or a commit, of one statement or of all, newest first. */
function turnsSince(trends, since, wanted) {
	return trends.filter(({ statement, fingerprint }) => wanted === void 0 || statement === wanted || fingerprint.startsWith(wanted)).flatMap(({ statement, turns }) => turns.map((turn) => ({
		statement,
		...turn
	}))).filter(({ entry }) => since === void 0 || new Date(entry.at) >= since).toSorted((a, b) => -byTime(a, b));
}
const byTime = (a, b) => a.entry.at < b.entry.at ? -1 : a.entry.at > b.entry.at ? 1 : 0;
function turnsOf(statement, points, settings) {
	const turns = [];
	let last = points[0]?.head;
	for (const { entry, head } of points.slice(1)) {
		if (last === void 0) continue;
		const change = entry.changes.find((each) => each.statement === statement);
		if (change !== void 0 || isTurn(workOf(last), workOf(head))) {
			const told = change === void 0 ? settings.get(entry) ?? [] : [];
			turns.push({
				entry,
				from: workOf(change?.base ?? last),
				to: workOf(head),
				change,
				settings: told
			});
			last = head;
		}
	}
	return turns;
}
/** A change of the user's own configuration, which statements are not replayed with: what it moved was tried. */
function turnsBySetting(statement, history) {
	return history.flatMap((entry) => (entry.settingChanges ?? []).flatMap((setting) => (setting.effects ?? []).filter((effect) => effect.statement === statement && effect.after !== void 0).filter(({ before, after = 0 }) => isTurn(before, after)).map(({ before, after = 0 }) => ({
		entry,
		from: before,
		to: after,
		change: void 0,
		settings: [settingText(setting)]
	}))));
}
function isTurn(from, to) {
	const [low, high] = from < to ? [from, to] : [to, from];
	return high >= TURN.ratio * low && high - low >= TURN.blocks;
}
/** Work now as a multiple of what it was at first. */
function growthOf({ points }) {
	const [first, last] = [points[0], points.at(-1)];
	return first === void 0 || last === void 0 ? 1 : (workOf(last.head) + 1) / (workOf(first.head) + 1);
}

// src/record/render-html.ts
const STYLE = `:root{color-scheme:light dark;--line:#8886;--worse:#cf222e;--better:#1a7f37}
body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}code{font-size:.9em;overflow-wrap:anywhere}
svg{display:block}polyline{fill:none;stroke:currentColor;stroke-width:1.5}circle{fill:var(--worse)}
.wide{overflow-x:auto}h3{margin-bottom:.2rem}@media(prefers-color-scheme:dark){:root{--worse:#ff7b72;--better:#3fb950}}`;
/** The record as one file without a script, which opens from disk and asks nothing of any network. */
function renderRecordHtml(history) {
	const digest = createHash("sha256").update(STYLE).digest("base64");
	const steps = replayHistory(history);
	const changes = steps.map(({ entry }, at) => section$1(entry, steps[at - 1]?.state));
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Record of the database</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Record of the database</h1>
<p>What every change to it did, measured: ${formatCount(history.length)} entries.</p>
<h2>Queries</h2>
<p>Pages of one call over time; a dot is where the plan or the work turned.</p>
${trendTable(trendsOf(history))}
${takenTable$1(history)}
<h2>Changes</h2>
${changes.toReversed().join("\n")}
</body>
</html>
`;
}
function trendTable(trends) {
	return tableOf([
		"Query",
		"Pages",
		"First → now",
		"Last turn"
	], trends.map((trend) => {
		const turn = trend.turns.at(-1);
		return `<tr><th scope="row"><code>${text(trend.statement)}</code></th><td>${sparkline(trend)}</td><td>${text(workText(trend.points[0]?.head, trend.points.at(-1)?.head))}</td><td>${turn === void 0 ? "" : `${dayOf(turn.entry)} ${who$1(turn.entry)}${causesOf(turn).map((each) => ` <code>${text(each)}</code>`).join("")}`}</td></tr>`;
	}));
}
function causesOf({ change, settings }) {
	return change?.cause === void 0 ? settings : [sourceText(change.cause)];
}
function takenTable$1(history) {
	const number = (value) => value === void 0 ? "not measured" : formatCount(value);
	const rows = adviceTaken(history).flatMap(({ title, taken, effects }) => {
		const start = `<tr><td>${text(title)}</td><td>${dayOf(taken)} ${who$1(taken)}</td>`;
		if (effects.length === 0) return [`${start}<td colspan="4">no query’s pages were to change</td></tr>`];
		return effects.map(({ statement, before, predicted, measured }) => `${start}<td><code>${text(statement)}</code></td>${[
			before,
			predicted,
			measured
		].map((each) => `<td class="number">${number(each)}</td>`).join("")}</tr>`);
	});
	return rows.length === 0 ? "" : `<h2>Advice that was taken</h2>\n${tableOf([
		"Advice",
		"Taken by",
		"Query",
		"Before",
		"Predicted",
		"Came true"
	], rows)}`;
}
function section$1(entry, before) {
	const lines = [
		...entry.changes.map(({ statement, status, reason, base, head, cause }) => `<code>${text(statement)}</code> ${text(status)}: ${text(workText(base, head))}. ${text(reason)}${cause === void 0 ? "" : ` <code>${text(sourceText(cause))}</code>`}`),
		...entry.migrations.map((each) => `Migration <code>${text(sourceText(each))}</code>: <code>${text(each.sql)}</code>`),
		...(entry.settingChanges ?? []).map((each) => `Setting <code>${text(settingText(each))}</code>: ${text(settingEffects(each).join("; "))}`),
		...runSettings$1(entry, before),
		...entry.acceptances.map((each) => `Accepted until ${text(each.until)}: <code>${text(each.statement)}</code>, ${text(each.reason)}`)
	];
	const body = lines.length === 0 ? "<p>Every query does what it did before.</p>" : `<ul>${lines.map((line) => `<li>${line}</li>`).join("")}</ul>`;
	return `<h3>${dayOf(entry)}: ${who$1(entry)}</h3>\n${body}`;
}
/** Settings that the runs themselves are measured with. */
function runSettings$1(entry, before) {
	const settings = settingChanges(before?.settings, entry.settings);
	if (before === void 0 || settings.length === 0) return [];
	const drifts = settingDrifts(before, entry);
	return [...settings.map((each) => `Setting <code>${text(each)}</code>`), drifts.length === 0 ? "With these settings every query does what it did before" : `With these settings: ${text(drifts.join("; "))}`];
}
function who$1(entry) {
	const number = pullRequestNumber(entry);
	const commit = `<code>${text(shortCommit(entry))}</code>`;
	return number === void 0 ? commit : `<a href="${escapeHtml(entry.pullRequest ?? "")}" rel="noreferrer">${number}</a> ${commit}`;
}
const text = (value) => escapeHtml(cleanLine(value, 300));
function tableOf(head, rows) {
	return `<div class="wide"><table><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join("")}</tr></thead><tbody>${rows.join("\n")}</tbody></table></div>`;
}

// src/record/render-markdown.ts
const GREW = 1.2;
/** The record as a page for people, newest change first. */
function renderRecordMarkdown(history) {
	const growing = trendsOf(history).filter((trend) => growthOf(trend) >= GREW);
	const taken = adviceTaken(history);
	const steps = replayHistory(history);
	const changes = steps.map(({ entry }, at) => section(entry, steps[at - 1]?.state));
	return `${paragraphs([
		md`# Record of the database`,
		md`What every change to it did, measured. ${formatCount(history.length)} entries; written by pgverdict from ${code("history.jsonl")}.`,
		growing.length === 0 ? md`` : paragraphs([md`## Queries that do more work than at first`, growthTable(growing)]),
		taken.length === 0 ? md`` : paragraphs([md`## Advice that was taken`, takenTable(taken)]),
		md`## Changes`,
		...changes.toReversed()
	]).source}\n`;
}
function growthTable(trends) {
	const rows = trends.slice(0, 20).map(({ statement, points, turns }) => {
		const turn = turns.at(-1);
		return [
			code(statement),
			md`${workText(points[0]?.head, points.at(-1)?.head)}`,
			turn === void 0 ? md`little by little` : who(turn.entry),
			turn === void 0 ? md`` : causeOf(turn)
		];
	});
	return table([
		"Query",
		"Work",
		"Last turn",
		"Cause"
	], [
		"l",
		"l",
		"l",
		"l"
	], rows);
}
function causeOf({ change, settings }) {
	if (change?.cause !== void 0) return code(sourceText(change.cause));
	return join$1(settings.map(code), ", ");
}
function takenTable(taken) {
	const number = (value) => md`${value === void 0 ? "not measured" : formatCount(value)}`;
	const rows = taken.flatMap(({ title, taken: entry, effects }) => {
		const start = [prose(title), who(entry)];
		if (effects.length === 0) return [[
			...start,
			md`no query’s pages were to change`,
			md``,
			md``,
			md``
		]];
		return effects.map(({ statement, before, predicted, measured }) => [
			...start,
			code(statement),
			...[
				before,
				predicted,
				measured
			].map(number)
		]);
	});
	return table([
		"Advice",
		"Taken by",
		"Query",
		"Before",
		"Predicted",
		"Came true"
	], [
		"l",
		"l",
		"l",
		"r",
		"r",
		"r"
	], rows);
}
function section(entry, before) {
	const lines = [
		...entry.changes.map(({ statement, status, reason, base, head, cause }) => md`- ${code(statement)} ${status}: ${workText(base, head)}. ${prose(reason)}${cause === void 0 ? md`` : md` (${code(sourceText(cause))})`}`),
		...entry.migrations.map((migration) => md`- Migration ${code(sourceText(migration))}: ${code(migration.sql, 160)}`),
		...(entry.settingChanges ?? []).map((setting) => md`- Setting ${code(settingText(setting))}: ${prose(settingEffects(setting).join("; "))}`),
		...runSettings(entry, before),
		...entry.acceptances.map(({ statement, reason, until }) => md`- Accepted until ${until}: ${code(statement)}, ${reason}`)
	];
	const body = lines.length === 0 ? md`Every query does what it did before.` : join$1(lines, "\n");
	return paragraphs([md`### ${dayOf(entry)}: ${who(entry)}`, body]);
}
/** Settings that the runs themselves are measured with. */
function runSettings(entry, before) {
	const settings = settingChanges(before?.settings, entry.settings);
	if (before === void 0 || settings.length === 0) return [];
	const drifts = settingDrifts(before, entry);
	return [...settings.map((text) => md`- Setting ${code(text)}`), drifts.length === 0 ? md`- With these settings every query does what it did before` : md`- With these settings: ${prose(drifts.join("; "))}`];
}
function who(entry) {
	const number = pullRequestNumber(entry);
	const commit = code(shortCommit(entry));
	return number === void 0 ? commit : join$1([link(md`${number}`, entry.pullRequest), commit], " ");
}

// src/record/folder.ts
/** JSON lines, which all else is made from. */
const HISTORY = "history.jsonl";
/** What a record consists of, by file name. */
async function renderRecord(history) {
	await loadGrammar();
	return {
		"README.md": renderRecordMarkdown(history),
		"index.html": renderRecordHtml(history)
	};
}
/** The entries of a record in a folder; none where there is no record yet. */
async function readRecord(folder) {
	const file = join(folder, HISTORY);
	const text = await readFile(file, "utf8").catch((error) => {
		if (error.code === "ENOENT") return "";
		throw error;
	});
	return {
		text,
		history: parseHistory(text, file)
	};
}
/** Appends an entry and renders the pages anew. Whether it was news. */
async function appendToFolder(folder, entry) {
	const { text, history } = await readRecord(folder);
	const line = lineFor(entry, history);
	if (line === void 0) return false;
	await mkdir(folder, { recursive: true });
	const whole = `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${line}`;
	await writeWhole(join(folder, HISTORY), whole);
	await renderInto(folder, parseHistory(whole, HISTORY));
	return true;
}
/** Writes the pages of a record beside its history. */
async function renderInto(folder, history) {
	for (const [name, text] of Object.entries(await renderRecord(history))) await writeWhole(join(folder, name), text);
}

export { trendsOf as a, pullRequestNumber as c, adviceTaken as d, toEntry as f, renderInto as i, shortCommit as l, appendToFolder as n, turnsSince as o, readRecord as r, dayOf as s, HISTORY as t, workText as u };