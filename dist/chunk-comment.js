import { c as number, l as object, p as string, r as _enum } from "./chunk-schemas.js";
import { a as timeOf, c as breakable, d as fold, f as join, g as table, h as paragraphs, i as differenceText, l as code, m as md, o as workOf, p as link, r as differenceCell, s as EMPTY, t as changeCell, u as fenced } from "./chunk-differences.js";
import { c as formatSeconds, l as plural, r as formatCount, s as formatRows, t as enumerate } from "./chunk-format.js";
import { a as groupBy, i as rankStatements, n as countStanding, r as looseEntries, t as headline } from "./chunk-headline.js";
import { a as caveats, c as totalSeconds, d as shortCommit, i as acceptFold, l as commitLink, n as fixSection, o as methodFold, r as triedFixes, s as reproduceFold, t as adviceList, u as fileLink } from "./chunk-fixes.js";
import { n as renderPlanDiff, t as renderPlan } from "./chunk-render.js";
import { n as cleanText, r as cutLines } from "./chunk-clean.js";
import { createHash } from "node:crypto";

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
	"buildMs"
]);
/** Equal for two runs that found the same, whatever the clock said. */
function digestOf(content) {
	const steady = JSON.stringify(content, (key, value) => MOVING.has(key) ? void 0 : value);
	return `sha256:${createHash("sha256").update(steady).digest("hex")}`;
}

// src/report/comment-lines.ts
/** The verdict in words. Level three: GitHub draws a line under the first two, and mails show the first line. */
function heading(report) {
	const { icon, text } = headline(report);
	return { source: `### ${icon} ${text}` };
}
/** What was compared with what, on what, in one line. */
function compared(report, rows, context) {
	const base = commitLink(report.base, context);
	const isPraise = rows.length > 0 && rows.every(({ standing }) => UNWORRYING.has(standing));
	const queries = plural(report.statements.length, "query", "queries");
	const subject = isPraise ? [md`${queries}, same plans as ${base} or better${improvements(rows)}`] : [md`Comparing ${base} with ${commitLink(report.head, context)}`];
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
		...hasCauses ? [breakable(causeLink(report, row, context))] : []
	]);
	return table(header, align, cells);
}
/** The migration line that flipped the plan, on the side that has it. */
function causeLink(report, { statement: { cause } }, context) {
	return cause === void 0 ? EMPTY : fileLink(cause.file, cause.line, report[cause.side].commit, context);
}

// src/report/statement-fold.ts
/** Enough for any plan that a person reads in a comment. */
const PLAN_LINES = 60;
const PLAN_CHARACTERS = 8e3;
/** One statement in full: call site, SQL, plans as a diff, and why. */
function statementFold(report, row, context, isOpen) {
	const { statement } = row;
	const time = timeOf(statement);
	const figure = differenceText(time.head === void 0 ? workOf(statement) : time);
	const summary = statement.base !== void 0 && statement.head !== void 0 ? md`<strong>${code(statement.name, 80)}</strong> &nbsp;${figure} · plan diff, SQL, cause` : md`<strong>${code(statement.name, 80)}</strong> &nbsp;SQL, cause`;
	return fold(summary, paragraphs([
		origin(report, statement, context),
		sqlBlock(statement),
		planBlock(statement),
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
	const share = total > 0 && time > 0 ? md` (${Math.round(100 * time / total)}% of the load’s database time)` : EMPTY;
	const calls = side === void 0 ? EMPTY : md`${plural(side.calls, "call")} in the load${share}`;
	return join([where, calls], " · ");
}
function sqlBlock({ text, baseText }) {
	if (baseText === void 0) return fenced("sql", cutLines(text, 40, 4e3));
	const mark = (sign, sql) => cutLines(sql, 40, 4e3).split("\n").map((line) => `${sign} ${line}`);
	return fenced("diff", [...mark("-", baseText), ...mark("+", text)].join("\n"));
}
function planBlock({ base, head }) {
	const diff = (base && head ? [...renderPlanDiff(base.plan, head.plan), ...innerLines(base, head)] : []).map((line) => cleanText(line).replaceAll("\n", " ")).join("\n");
	return diff === "" ? EMPTY : fenced("diff", cutLines(diff, PLAN_LINES, PLAN_CHARACTERS));
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
function why(report, row, context) {
	const { cause, reason } = row.statement;
	const link = causeLink(report, row, context);
	if (cause === void 0) return reason === "" ? EMPTY : md`Why: ${reason}.`;
	const whose = cause.side === "base" ? md`only the base has ${link}` : md`${link} changed the plan`;
	return md`Why: ${whose}: it ${reason}.`;
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
	const loose = join(looseEntries(report).slice(0, TABLE_ROWS).map((entry) => md`- ${entry.text}`), "\n");
	const fixes = triedFixes(report);
	return [
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
		},
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
	const fixes = triedFixes(report);
	const counts = [
		...["accepted", "improved"].map((standing) => [countStanding(rows, standing), standing]),
		[countStanding(rows, "added"), "new"],
		[countStanding(rows, "removed"), "removed"],
		[countStanding(rows, "unmeasured"), "not measured"]
	].flatMap(([count, word]) => count > 0 ? [`${count} ${word}`] : []);
	const advised = report.findings.filter(({ severity }) => severity !== "info");
	const advice = advised.length > 0 ? [`${plural(advised.length, "piece")} of advice`] : [];
	const details = paragraphs([
		telling.length === 0 ? EMPTY : statementTable(report, telling.slice(0, 20), context),
		...fixes.map((finding, index) => fixSection(finding, index + 1)),
		adviceList(advised.filter((finding) => !fixes.includes(finding)))
	]);
	return [{
		body: details.source === "" ? EMPTY : fold(md`${[...counts, ...advice].join(", ")}`, details),
		rank: 2,
		what: "details"
	}];
}
function adviceFold(report) {
	const fixes = triedFixes(report);
	const rest = report.findings.filter((finding) => !fixes.includes(finding));
	if (rest.length === 0) return EMPTY;
	return fold(md`🧭 <strong>Advice</strong> (${rest.length})`, adviceList(rest));
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

export { digestOf as a, fitSections as i, renderComment as n, parseStickyState as o, statementTable as r, stickyHead as s, commentSections as t };