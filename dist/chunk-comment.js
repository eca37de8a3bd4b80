import { d as object, h as string, i as _enum, u as number } from "./chunk-schemas.js";
import { a as timeOf, i as differenceText, o as workOf, r as differenceCell, s as workText, t as changeCell } from "./chunk-differences.js";
import { a as formatMsPair, c as formatSeconds, l as plural, n as formatBytes, r as formatCount, s as formatRows, t as enumerate } from "./chunk-format.js";
import { a as rankStatements, i as looseEntries, n as headline, o as groupBy, r as countStanding, t as hasNoBaseline } from "./chunk-headline.js";
import { a as methodFold, c as commitLink, i as caveats, l as fileLink, o as reproduceFold, r as acceptFold, s as totalSeconds, t as recommend, u as shortCommit } from "./chunk-recommendations.js";
import { _ as table, a as EMPTY, c as code, d as join, f as link, h as prose, l as fenced, m as paragraphs, p as md, s as breakable, t as MIGRATION_COMMAND, u as fold } from "./chunk-place.js";
import { i as verdictOf } from "./chunk-judge.js";
import { n as cleanText, r as cutLines, t as cleanLine } from "./chunk-clean.js";
import { n as renderPlanDiff, t as renderPlan } from "./chunk-render.js";
import { t as confidenceWords } from "./chunk-confidence.js";
import { t as scan } from "./chunk-scan.js";
import { createHash } from "node:crypto";

// src/report/comment-lines.ts
/** The verdict in words. Level three: GitHub draws a line under the first two, and mails show the first line. */
function heading(report) {
	const { icon, text } = headline(report);
	return { source: `### ${icon} ${text}` };
}
/** What was compared with what, on what, in one line. */
function compared(report, rows, context) {
	const base = commitLink(report.base, context);
	const shared = rows.filter(({ standing }) => standing === "unchanged" || standing === "improved").length;
	const isPraise = shared > 0 && rows.every(({ standing }) => UNWORRYING.has(standing));
	const queries = plural(report.statements.length, "query", "queries");
	const subject = hasNoBaseline(report) ? [md`${base} sends none of these queries: from the merge on, they are what the next pull requests are compared with`] : isPraise ? [md`${shared < rows.length ? md`${formatCount(shared)} of ` : md``}${queries}, same plans as ${base} or better${improvements(rows)}`] : [md`Comparing ${base} with ${commitLink(report.head, context)}`];
	return join([
		...subject,
		md`PostgreSQL ${report.server.version}`,
		isPraise ? EMPTY : md`${queries}`,
		md`${formatRows(report.seededRows)} seeded rows`,
		context.reportUrl === void 0 ? EMPTY : link(md`full report`, context.reportUrl),
		context.runUrl === void 0 ? EMPTY : link(md`run`, context.runUrl)
	], " · ");
}
const UNWORRYING = /* @__PURE__ */ new Set([
	"unchanged",
	"improved",
	"added",
	"removed"
]);
function improvements(rows) {
	const improved = rows.filter((row) => row.standing === "improved");
	const [first] = improved;
	if (first === void 0) return EMPTY;
	const time = timeOf(first.statement);
	const figure = differenceText(time.head === void 0 ? workOf(first.statement) : time);
	return md` (${improved.length} improved: ${code(first.statement.name, 60)}, ${figure}${improved.length > 1 ? ", …" : ""})`;
}
/** The statements that the table does not show, counted by how they stand. */
function othersLine(rows, shown) {
	const others = rows.filter((row) => !shown.includes(row));
	if (others.length === 0) return EMPTY;
	const noun = shown.length === 0 ? "queries" : "other queries";
	const count = others.length === 1 ? `1 ${shown.length === 0 ? "query" : "other query"}` : `${formatCount(others.length)} ${noun}`;
	const kinds = [...groupBy(others, (row) => row.standing)].map(([standing, { length }]) => [WORDS[standing], length]);
	const [only] = kinds;
	if (kinds.length === 1 && only !== void 0) return md`${count}: ${only[0].replace(/^with the /, "")}.`;
	return md`${count}: ${enumerate(kinds.map(([words, length]) => `${formatCount(length)} ${words}`))}.`;
}
const WORDS = {
	fail: "also fail",
	warn: "with a warning",
	accepted: "accepted",
	improved: "improved",
	added: "new",
	removed: "removed",
	unmeasured: "not measured",
	changed: "with another plan",
	unchanged: "with the same plan on both sides"
};

// src/report/statement-table.ts
const ICONS = {
	fail: "❌",
	warn: "⚠️",
	accepted: "☑️",
	improved: "✅",
	added: "🆕",
	removed: "🗑️",
	unmeasured: "❔",
	changed: "🔀",
	unchanged: "▫️"
};
/** Statements with what changed, work before time. The column of causes is there only where one is known. */
function statementTable(report, rows, context) {
	const hasCauses = rows.some((row) => row.statement.cause !== void 0);
	const header = [
		"",
		"Query",
		"What changed",
		"Pages read",
		"Time",
		...hasCauses ? ["Caused by"] : []
	];
	const align = [
		"c",
		"l",
		"l",
		"r",
		"r",
		...hasCauses ? ["l"] : []
	];
	const cells = rows.map((row) => [
		md`${ICONS[row.standing]}`,
		code(row.statement.name, 60),
		breakable(changeCell(row)),
		differenceCell(workOf(row.statement)),
		differenceCell(timeOf(row.statement)),
		...hasCauses ? [breakable(causeLink(report, row, context, "brief"))] : []
	]);
	return table(header, align, cells);
}
/** The migration line that flipped the plan, on the side that has it. */
function causeLink(report, { statement: { cause } }, context, form = "short") {
	if (cause === void 0) return EMPTY;
	return "file" in cause ? fileLink(cause.file, cause.line, report[cause.side].commit, context, form) : md`${MIGRATION_COMMAND}`;
}

// src/report/databases.ts
/** A report for each database; none where the run had only one. */
function partsOf(report) {
	return (report.databases ?? []).map((database) => {
		const isOwn = (name) => name.startsWith(`${database.name}/`);
		const roster = report.roster.filter(({ statement }) => isOwn(statement));
		const verdict = verdictOf(roster.map((entry) => ({
			entry,
			growth: 0
		}))).outcome;
		const statements = report.statements.filter(({ name }) => isOwn(name));
		return {
			database,
			report: {
				...report,
				roster,
				statements,
				verdict
			}
		};
	});
}
/**
* A section for each database with its own verdict, its worst `most` statements and the count of the rest. `isTold` says which
* of the rows a table has at all.
*/
function databaseSections(report, context, { most, isTold }) {
	return partsOf(report).flatMap((part) => {
		const rows = rankStatements(part.report);
		const shown = rows.filter(isTold).slice(0, most);
		const list = looseEntries(part.report).slice(0, most).map(({ statement, text }) => md`- ${code(statement, 60)}: ${text}`);
		const what = `section of the database ${part.database.name}`;
		return [
			{
				body: title(part),
				rank: 1,
				what
			},
			{
				body: shown.length === 0 ? EMPTY : statementTable(report, shown, context),
				rank: 1,
				what: "table"
			},
			{
				body: join(list, "\n"),
				rank: 1,
				what: "other problems"
			},
			{
				body: othersLine(rows, shown),
				rank: 1,
				what: "count of other queries"
			}
		];
	});
}
/** One line for each database. */
function databaseList(report) {
	return join(partsOf(report).map((part) => {
		const { icon, said } = headline(part.report);
		return md`- ${icon} ${code(part.database.name, 60)}: ${said} · ${figures(part)}`;
	}), "\n");
}
function title(part) {
	const { icon, said } = headline(part.report);
	return md`#### ${icon} ${code(part.database.name, 60)}: ${said}\n\n${figures(part)}`;
}
function figures({ database: { version, seededRows }, report }) {
	const queries = plural(report.statements.length, "query", "queries");
	return md`PostgreSQL ${version} · ${queries} · ${formatRows(seededRows)} seeded rows`;
}

// src/report/file-edit.ts
/** A change of a file as the lines of a diff. What goes is counted, not shown: files may hold secrets. */
function renderFileEdit({ path, sha256, changes }) {
	return changes.flatMap(({ line, removes, adds }) => [
		sha256 === void 0 ? `@@ ${path}, new @@` : `@@ ${path}, line ${line} @@`,
		...removes === 0 ? [] : [`- (${plural(removes, "line")})`],
		...adds.map((added) => `+ ${added}`)
	]).map((line) => line.replace(/[\r\n]+/g, " "));
}

// src/report/fixes.ts
/** A numbered fix: why, the SQL with its measured effect as comments, and what it is in the project's files. */
function fixSection(finding, number) {
	const { fix, trial, title, why, statements, area } = finding;
	if (fix === void 0 || trial === void 0) return EMPTY;
	const sql = `${effectComments(trial)}\n${cutLines(fix.sql, 30, 4e3)}`;
	const tried = area === "index" ? "built and re-run" : "applied and re-run";
	return paragraphs([
		md`<strong>${number}.</strong> ${prose(`${sentence$1(title)} ${sentence$1(why)}`, statements)} It was <strong>${tried}</strong> on this run’s database:`,
		fenced("sql", sql.trim()),
		...fix.files.slice(0, SHOWN_FILES).map((edit) => fileBlock(edit, fix.sql))
	]);
}
/** New migrations mostly; a fix seldom has more than one. */
const SHOWN_FILES = 2;
function fileBlock(edit, sql) {
	const added = edit.changes.flatMap(({ adds }) => adds).join("\n");
	if (edit.sha256 === void 0 && added.trim() === sql.trim()) return md`As a new migration: ${code(edit.path, 200)}`;
	return fenced("diff", cutLines(renderFileEdit(edit).join("\n"), 20, 2e3));
}
const sentence$1 = (words) => /[.!?]$/.test(words) ? words : `${words}.`;
/** What a fix gained and cost when it was tried, as comments of SQL. */
function effectComments({ effects, writes, sizeBytes }) {
	const size = [sizeText(sizeBytes), upkeepText(writes)].filter((text) => text !== "").map((text) => ` · ${text}`).join("");
	return effects.slice(0, 5).map((effect, index) => {
		const [before, after] = formatMsPair(effect.durationMsBefore, effect.durationMsAfter);
		const pages = `${formatCount(effect.buffersBefore)} → ${formatCount(effect.buffersAfter)} pages`;
		return `-- ${cleanLine(effect.statement, 60)}: ${pages}, ${before} → ${after}${index === 0 ? size : ""}`;
	}).concat(effects.length > 5 ? [`-- and ${effects.length - 5} more statements`] : []).join("\n");
}
/** What the database grows by, or shrinks by where an index goes. */
function sizeText(bytes) {
	if (bytes === 0) return "";
	return bytes > 0 ? formatBytes(bytes) : `−${formatBytes(-bytes)}`;
}
/** What it costs the write that pays most for it, or saves: `+4% WAL on orders.add`. */
function upkeepText([dearest]) {
	if (dearest === void 0 || dearest.walBytesBefore === 0) return "";
	const percent = Math.round((dearest.walBytesAfter / dearest.walBytesBefore - 1) * 100);
	return percent === 0 ? "" : `${percent > 0 ? "+" : "−"}${Math.abs(percent)}% WAL on ${cleanLine(dearest.statement, 60)}`;
}
/** Further advice that proved itself as a table with its SQL, then remarks, one line each: observations, not fixes. */
function adviceList(findings, left) {
	const tried = findings.filter(({ fix, trial }) => fix !== void 0 && trial !== void 0);
	const remarks = findings.filter((finding) => !tried.includes(finding));
	const sql = tried.map(({ fix }) => cutLines(fix?.sql ?? "", 30, 4e3)).filter((text) => text !== "");
	const items = remarks.map(({ title, why, statements }) => `- ${md`<strong>${prose(title, statements)}</strong>: ${prose(why, statements)}`.source}`);
	return paragraphs([
		tried.length === 0 ? EMPTY : triedTable(tried),
		sql.length === 0 ? EMPTY : fenced("sql", sql.join("\n")),
		{ source: items.join("\n") },
		left === 0 ? EMPTY : md`${plural(left, "more finding is", "more findings are")} in the report.`
	]);
}
function triedTable(findings) {
	const rows = findings.map(({ title, why, trial, statements }) => {
		const [first, ...others] = trial?.effects ?? [];
		const gain = first === void 0 ? "" : `${formatCount(first.buffersBefore)} → ${formatCount(first.buffersAfter)} pages`;
		const also = others.length === 0 ? "" : `, ${plural(others.length, "more query", "more queries")}`;
		const upkeep = trial === void 0 ? "" : upkeepText(trial.writes);
		return [
			prose(title, statements),
			prose(why, statements),
			md`${sizeText(trial?.sizeBytes ?? 0) || "–"}`,
			md`${[`${gain}${also}`, upkeep].filter((text) => text !== "").join("; ")}`
		].map(breakable);
	});
	return table([
		"Tried and re-run",
		"Why",
		"Size",
		"Measured"
	], [
		"l",
		"l",
		"r",
		"l"
	], rows);
}

// src/report/ladder.ts
/** Room for the note of what was left out. */
const NOTE_BYTES = 600;
/**
* Joins the sections, leaving out the least important and among equals the last, until the whole fits into `maxBytes` of
* UTF-8. `elsewhere` says where the rest is to be found.
*/
function fitSections(sections, maxBytes, elsewhere) {
	const whole = paragraphs(sections.map((section) => section.body));
	if (Buffer.byteLength(whole.source) <= maxBytes) return whole;
	let room = maxBytes - NOTE_BYTES;
	const kept = /* @__PURE__ */ new Set();
	for (const section of sections.toSorted((a, b) => a.rank - b.rank)) {
		const bytes = Buffer.byteLength(section.body.source) + 2;
		if (section.rank > 0 && bytes > room) continue;
		kept.add(section);
		room -= bytes;
	}
	const names = [...groupBy(sections.filter((section) => !kept.has(section)), (section) => section.what)].map(([what, { length }]) => length === 1 ? what : `${formatCount(length)} × ${what}`);
	const note = md`Left out here because of its length: ${enumerate(names)}. ${elsewhere}`;
	const bodies = sections.filter((section) => kept.has(section)).map((section) => section.body);
	return paragraphs([
		...bodies.slice(0, -1),
		note,
		...bodies.slice(-1)
	]);
}

// src/report/lay-out-sql.ts
/** What fits beside a comment's margin without a scroll bar. */
const WIDTH = 96;
const CLAUSES = new Set("from where group order having limit returning union intersect except set values join left right inner full cross".split(" "));
/** Words after which a clause's word begins none: `is distinct from`, `left join`. */
const BEFORE_NONE = new Set("distinct left right inner full cross outer natural delete".split(" "));
/** Long SQL on one line, broken before its clauses and else where it becomes too wide; not a character but white space differs. */
function layOutSql(sql) {
	if (sql.length <= WIDTH || sql.includes("\n")) return sql;
	let [laidOut, column, depth, previous] = [
		"",
		0,
		0,
		""
	];
	const tokens = [...scan(sql)];
	for (const [at, { kind, start, end }] of tokens.entries()) {
		const text = sql.slice(start, end);
		if (text === "(" || text === "[") depth += 1;
		if (text === ")" || text === "]") depth -= 1;
		if (kind === "space") {
			const next = sql.slice(end, tokens[at + 1]?.end ?? end);
			const isClause = depth === 0 && CLAUSES.has(next.toLowerCase()) && !BEFORE_NONE.has(previous);
			const isWide = column + widthUntilSpace(sql, end) > WIDTH;
			const space = isClause ? "\n" : isWide ? "\n  " : " ";
			laidOut += space;
			column = space === " " ? column + 1 : space.length - 1;
			continue;
		}
		laidOut += text;
		column += text.length;
		if (kind === "word") previous = text.toLowerCase();
	}
	return laidOut;
}
function widthUntilSpace(sql, start) {
	const space = sql.indexOf(" ", start + 1);
	return (space < 0 ? sql.length : space) - start;
}

// src/report/statement-fold.ts
/** Enough for any plan that a person reads in a comment. */
const PLAN_LINES = 60;
const PLAN_CHARACTERS = 8e3;
/** One statement in full: call site, SQL, plans as a diff, and why. */
function statementFold(report, row, context, isOpen) {
	const { statement } = row;
	const time = timeOf(statement);
	const figures = [workText(statement), time.head === void 0 ? "" : differenceText(time)].filter((figure) => figure !== "");
	const plans = planBlock(statement);
	const contents = [
		plans.source === "" ? "" : "plan diff",
		"SQL",
		statement.cause === void 0 ? "" : "cause"
	];
	const summary = md`<strong>${code(statement.name, 80)}</strong> &nbsp;${[...figures, contents.filter((part) => part !== "").join(", ")].join(" · ")}`;
	return fold(summary, paragraphs([
		origin(report, statement, context),
		sqlBlock(statement),
		plans,
		scaleBlock(statement),
		valueSets(statement),
		why(report, row, context)
	]), isOpen);
}
function origin(report, statement, context) {
	const { source } = statement;
	const side = statement.head ?? statement.base;
	const where = source === void 0 ? EMPTY : fileLink(source.file, source.line, report.head.commit, context);
	const total = report.statements.reduce((sum, { head }) => sum + (head?.totalExecTime ?? 0), 0);
	const time = statement.head?.totalExecTime ?? 0;
	const percent = Math.round(100 * time / Math.max(total, Number.MIN_VALUE));
	const share = percent > 0 ? md` (${percent}% of the load’s database time)` : EMPTY;
	const calls = side === void 0 ? EMPTY : md`${plural(side.calls, "call")} in the load${share}`;
	return join([where, calls], " · ");
}
function sqlBlock({ text, baseText }) {
	if (baseText === void 0) return fenced("sql", cutLines(layOutSql(text), 40, 4e3));
	const [before, after] = [baseText, text].map((sql) => cutLines(layOutSql(sql), 40, 4e3).split("\n"));
	const differs = (line, at) => line !== after[at];
	const first = before.findIndex(differs);
	const start = first < 0 ? before.length : first;
	const rest = Math.min(before.length, after.length) - start;
	const differsBack = before.toReversed().findIndex((line, at) => at >= rest || line !== after.at(-1 - at));
	const end = differsBack < 0 ? rest : differsBack;
	const marked = (sign, lines) => lines.map((line) => `${sign} ${line}`);
	return fenced("diff", [
		...marked(" ", before.slice(0, start)),
		...marked("-", before.slice(start, before.length - end)),
		...marked("+", after.slice(start, after.length - end)),
		...marked(" ", before.slice(before.length - end))
	].join("\n"));
}
function planBlock({ status, base, head }) {
	if (status === "broken" || status === "unmeasured") return EMPTY;
	const diff = (base && head ? [...renderPlanDiff(base.plan, head.plan), ...innerLines(base, head)] : []).map((line) => cleanText(line).replaceAll("\n", " ")).join("\n");
	return diff === "" ? EMPTY : fenced("diff", cutLines(diff, PLAN_LINES, PLAN_CHARACTERS));
}
/** The planner's word at production's size, where it is another than that of the seeded data. */
function scaleBlock({ atScale }) {
	if (atScale === void 0 || atScale.tendency === "same") return EMPTY;
	const { base, head } = atScale;
	const diff = renderPlanDiff(base.plan, head.plan).map((line) => cleanText(line).replaceAll("\n", " "));
	return paragraphs([md`At production’s size, planned and not run, cost ${formatCount(Math.round(base.cost))} → ${formatCount(Math.round(head.cost))}:`, fenced("diff", cutLines(diff.join("\n"), PLAN_LINES, PLAN_CHARACTERS))]);
}
/** Statements in functions and triggers whose plan is another one, or that only one side runs: there the work may be. */
function innerLines(base, head) {
	const before = new Map(base.inner.map((inner) => [inner.text, inner]));
	return head.inner.flatMap(({ text, calls, plan }) => {
		const known = before.get(text);
		const diff = known === void 0 ? renderPlan(plan).map((line) => `+ ${line}`) : renderPlanDiff(known.plan, plan);
		if (!diff.some((line) => /^[-+]/.test(line))) return [];
		return [`${known === void 0 ? "+" : " "} inside it${calls === 1 ? "" : ` (${plural(calls, "time")})`}: ${text}`, ...diff.map((line) => `${line.slice(0, 2)}  ${line.slice(2)}`)];
	});
}
/** How each set of values fared, where there are several that differ. */
function valueSets({ valueSets: sets }) {
	const pages = (blocks) => md`${blocks === void 0 ? "–" : formatCount(blocks)}`;
	if (!(sets.length > 1 && new Set(sets.map((set) => `${set.baseBuffers} ${set.headBuffers}`)).size > 1)) return EMPTY;
	const rows = sets.map((set) => [
		md`${set.why}`,
		pages(set.baseBuffers),
		pages(set.headBuffers)
	]);
	return table([
		"Values",
		"Pages read on base",
		"on head"
	], [
		"l",
		"r",
		"r"
	], rows);
}
/** One sentence that names the migration's line and what it does, one that says what came of it, one how sure that is. */
function why(report, row, context) {
	const { cause } = row.statement;
	const sure = `${confidenceWords(row.statement)}.`;
	const reason = row.entries.find(({ rule }) => rule === "work-only")?.text ?? row.statement.reason;
	const came = prose(reason === "" ? sure : `${sentence(reason)}. ${sure}`);
	if (cause === void 0) return md`Why: ${came}`;
	const line = causeLink(report, row, context);
	const whose = cause.side === "base" ? md`only the base has ${line}` : line;
	return "file" in cause ? md`Why: ${whose}, ${code(cause.sql, 160)}. ${came}` : md`Why: ${whose} sent ${code(cause.sql, 160)}. ${came}`;
}
const sentence = (words) => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`.replace(/\.$/, "");

// src/report/sticky.ts
const sha = string().regex(/^[0-9a-f]{7,64}$/);
const stateSchema = object({
	head: sha.nullable(),
	base: sha.nullable(),
	run: number().int().nonnegative(),
	attempt: number().int().nonnegative(),
	verdict: _enum([
		"pass",
		"warn",
		"fail",
		"error"
	]),
	digest: string().regex(/^sha256:[0-9a-f]{64}$/)
});
/** The comment's first line; one comment for each key. */
function stickyMarker(key) {
	return `<!-- pgverdict:sticky key="${key.replace(/[^\w./ -]/g, "-").slice(0, 100)}" v=1 -->`;
}
/** Marker and state, the two lines before the text. */
function stickyHead(key, state) {
	return `${stickyMarker(key)}\n<!-- pgverdict:state ${JSON.stringify(state)} -->`;
}
/** The state of a comment of ours; undefined where its second line is none. */
function parseStickyState(body) {
	const [, json] = /^[^\n]*\r?\n<!-- pgverdict:state (\{[^\n]*\}) -->/.exec(body) ?? [];
	if (json === void 0) return void 0;
	try {
		return stateSchema.safeParse(JSON.parse(json)).data;
	} catch {
		return;
	}
}
/** Figures that move from run to run although nothing changed. */
const MOVING = /* @__PURE__ */ new Set([
	"timings",
	"durationMs",
	"totalExecTime",
	"timeMs",
	"durationMsBefore",
	"durationMsAfter",
	"buildMs",
	"poolSweeps"
]);
/** Equal for two runs that found the same, whatever the clock said. */
function digestOf(content) {
	const steady = JSON.stringify(content, (key, value) => MOVING.has(key) ? void 0 : value);
	return `sha256:${createHash("sha256").update(steady).digest("hex")}`;
}

// src/report/comment.ts
/** GitHub refuses comments of more than 65,536 characters; the rest is room for what other tools may add. */
const COMMENT_BYTES = 6e4;
const TABLE_ROWS = 5;
/** The sticky comment of a pull request. What does not fit is left out from the least important up, and said so. */
function renderComment(report, context = {}) {
	const key = context.key ?? "default";
	const head = stickyHead(key, {
		head: shortCommit(report.head.commit) ?? null,
		base: shortCommit(report.base.commit) ?? null,
		run: context.runId ?? 0,
		attempt: context.attempt ?? 1,
		verdict: report.verdict,
		digest: digestOf(report)
	});
	const room = (context.maxBytes ?? COMMENT_BYTES) - Buffer.byteLength(head) - 2;
	return `${head}\n${fitSections(commentSections(report, context), room, elsewhere(context)).source}\n`;
}
/** The comment's sections in reading order; the job summary begins with the same ones. */
function commentSections(report, context) {
	const rows = rankStatements(report);
	const objected = rows.filter(({ standing }) => standing === "fail" || standing === "warn");
	const body = objected.length > 0 || looseEntries(report).length > 0 ? objections(report, rows, objected, context) : praise(report, rows, context);
	return [
		{
			body: heading(report),
			rank: 0,
			what: "the verdict"
		},
		{
			body: compared(report, rows, context),
			rank: 0,
			what: "what was compared"
		},
		{
			body: context.isClaim === true ? CLAIM : EMPTY,
			rank: 0,
			what: "whose figures these are"
		},
		{
			body: caveats(report),
			rank: 1,
			what: "caveats"
		},
		...body,
		{
			body: footer(report),
			rank: 0,
			what: "the footer"
		}
	];
}
const CLAIM = md`🍴 Reported by a run on a fork: the figures are the fork’s own claim. The check on the pull request decides, not this comment.`;
/** What a reader of the comment need not look at one by one. */
const QUIET = /* @__PURE__ */ new Set(["changed", "unchanged"]);
function objections(report, rows, objected, context) {
	const shown = rows.filter(({ standing }) => !QUIET.has(standing)).slice(0, TABLE_ROWS);
	const loose = join(looseEntries(report).slice(0, TABLE_ROWS).map(({ statement, text }) => md`- ${code(statement, 60)}: ${text}`), "\n");
	const { fixes } = recommend(report);
	return [
		...report.databases === void 0 ? [
			{
				body: shown.length === 0 ? EMPTY : statementTable(report, shown, context),
				rank: 1,
				what: "the table"
			},
			{
				body: loose,
				rank: 1,
				what: "other problems"
			},
			{
				body: othersLine(rows, shown),
				rank: 1,
				what: "the count of other queries"
			}
		] : databaseSections(report, context, {
			most: TABLE_ROWS,
			isTold: ({ standing }) => !QUIET.has(standing)
		}),
		{
			body: fixes.length === 0 ? EMPTY : md`#### How to fix it`,
			rank: 2,
			what: "fixes"
		},
		...fixes.map((finding, index) => ({
			body: fixSection(finding, index + 1),
			rank: 3,
			what: "fix"
		})),
		...objected.map((row, index) => ({
			body: statementFold(report, row, context, index === 0),
			rank: index === 0 ? 4 : 6,
			what: "plan diff"
		})),
		{
			body: adviceFold(report),
			rank: 8,
			what: "advice"
		},
		{
			body: acceptFold(report, objected),
			rank: 5,
			what: "how to accept it"
		},
		{
			body: reproduceFold(report, context),
			rank: 5,
			what: "how to run it"
		},
		{
			body: methodFold(report),
			rank: 7,
			what: "how this was measured"
		}
	];
}
function praise(report, rows, context) {
	const telling = rows.filter(({ standing }) => !QUIET.has(standing));
	const { fixes, advice: advised, left } = recommend(report);
	const counts = [
		...["accepted", "improved"].map((standing) => [countStanding(rows, standing), standing]),
		[countStanding(rows, "added"), "new"],
		[countStanding(rows, "removed"), "removed"],
		[countStanding(rows, "unmeasured"), "not measured"]
	].flatMap(([count, word]) => count > 0 ? [`${count} ${word}`] : []);
	const pieces = fixes.length + advised.length;
	const advice = pieces > 0 ? [`${plural(pieces, "piece")} of advice`] : [];
	const details = paragraphs([
		telling.length === 0 ? EMPTY : statementTable(report, telling.slice(0, 20), context),
		...fixes.map((finding, index) => fixSection(finding, index + 1)),
		pieces > 0 ? adviceList(advised, left) : EMPTY
	]);
	return [{
		body: databaseList(report),
		rank: 1,
		what: "the list of databases"
	}, {
		body: details.source === "" ? EMPTY : fold(md`${[...counts, ...advice].join(", ")}`, details),
		rank: 2,
		what: "details"
	}];
}
function adviceFold(report) {
	const { advice, left } = recommend(report);
	if (advice.length === 0) return adviceList([], left);
	return fold(md`🧭 <strong>Advice</strong> (${advice.length + left})`, adviceList(advice, left));
}
function footer(report) {
	const commit = shortCommit(report.head.commit);
	const parts = [
		commit === void 0 ? EMPTY : md`Commit ${code(commit)}`,
		report.timings.length === 0 ? EMPTY : md`${formatSeconds(totalSeconds(report))}`,
		md`updated in place on each push, older results are in this comment’s edit history`,
		md`pgverdict ${report.tool.version}`
	];
	return md`<sub>${join(parts, " · ")}</sub>`;
}
function elsewhere({ reportUrl, runUrl }) {
	if (reportUrl !== void 0) return md`The ${link(md`full report`, reportUrl)} has all of it.`;
	return runUrl === void 0 ? EMPTY : md`The ${link(md`job summary`, runUrl)} has all of it.`;
}

export { stickyHead as a, statementTable as c, parseStickyState as i, renderComment as n, fitSections as o, digestOf as r, effectComments as s, commentSections as t };