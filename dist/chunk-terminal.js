import { r as cutLines, t as cleanLine } from "./chunk-clean.js";
import { a as timeOf, i as differenceText, n as changeText, o as workOf } from "./chunk-differences.js";
import { n as triedFixes, s as totalSeconds } from "./chunk-recommendations.js";
import { c as formatSeconds, l as plural, s as formatRows } from "./chunk-format.js";
import { a as rankStatements, i as looseEntries, n as headline } from "./chunk-headline.js";
import { a as heaviestStatements, i as sweepSentences, n as SWEEP_TITLE, r as sweepRows, s as planLines, t as SWEEP_HEADS } from "./chunk-pool-sweep.js";
import { r as sourceText } from "./chunk-place.js";
import { styleText } from "node:util";

// src/report/terminal.ts
/** One column wide in every terminal, unlike emoji. */
const MARKS = {
	fail: ["✗", "red"],
	warn: ["!", "yellow"],
	accepted: ["~", "yellow"],
	improved: ["✓", "green"],
	added: ["+", "cyan"],
	removed: ["-", "dim"],
	unmeasured: ["?", "dim"],
	changed: ["±", "dim"],
	unchanged: ["=", "dim"]
};
/** The report for a terminal: verdict first, then what changed and why, advice, files and times. */
function renderTerminal(report, options) {
	const paint = (style, text) => options.color ? styleText(style, text, { validateStream: false }) : text;
	const rows = rankStatements(report);
	const telling = rows.filter((row) => row.standing !== "unchanged");
	return `${[
		[paint("bold", paint({
			pass: "green",
			warn: "yellow",
			fail: "red"
		}[report.verdict], headline(report).text)), paint("dim", cleanLine(comparedText(report), options.width))],
		telling.flatMap((row) => rowLines(row, options.width, paint)),
		looseEntries(report).map((entry) => cleanLine(entry.text, options.width)),
		rows.length > telling.length && telling.length > 0 ? [`${plural(rows.length - telling.length, "other query has", "other queries have")} the same plan on both sides`] : [],
		triedFixes(report).flatMap(({ title, fix }) => [paint("bold", `Tried: ${cleanLine(title, options.width - 7)}`), ...(fix?.sql ?? "").split("\n").map((line) => `  ${cleanLine(line)}`)]),
		heaviestLines(report, options.width, paint),
		...(report.poolSweeps ?? []).map((sweep) => sweepLines(sweep, paint)),
		(options.files ?? []).map(({ what, path }) => `${what}: ${cleanLine(path)}`),
		report.timings.length === 0 ? [] : [paint("dim", report.timings.map(({ stage, seconds }) => `${cleanLine(stage)} ${formatSeconds(seconds)}`).join(" · ")), paint("dim", `total ${formatSeconds(totalSeconds(report))}`)]
	].filter((lines) => lines.length > 0).map((lines) => lines.join("\n")).join("\n\n")}\n`;
}
/** Of each ranking, and plans of those that take most of the time: enough to know where to look. */
const TOP = 3;
const PLAN_LINES = 8;
const PLAN_CHARACTERS = 5e3;
/** What of the load takes time, by all three counts, and how the first ones are executed. */
function heaviestLines(report, width, paint) {
	const rankings = heaviestStatements(report, TOP);
	const [byTotal] = rankings;
	if (byTotal === void 0) return [];
	return [
		paint("bold", "Heaviest queries of head’s load"),
		...rankings.map(({ title, rows, textOf }) => {
			const figures = rows.map(({ statement, side }) => `${cleanLine(statement.name, 40)} ${textOf(side)}`);
			return `  ${title.padEnd(12)}${figures.join(" · ")}`;
		}),
		...byTotal.rows.flatMap(({ statement, side }) => {
			const lines = cutLines(planLines(side).join("\n"), PLAN_LINES, PLAN_CHARACTERS).split("\n");
			return [`  ${cleanLine(statement.name, width - 2)}`, ...lines.map((line) => paint("dim", `    ${line.slice(0, Math.max(20, width - 4)).trimEnd()}`))];
		})
	];
}
/** Advisory, so that it comes after all that is not. */
function sweepLines(sweep, paint) {
	const rows = [SWEEP_HEADS, ...sweepRows(sweep).map(({ cells }) => cells)];
	const widths = SWEEP_HEADS.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	return [
		paint("bold", sweep.database === void 0 ? SWEEP_TITLE : `${SWEEP_TITLE} on ${sweep.database}`),
		...rows.map((row) => `  ${row.map((cell, column) => cell.padStart(widths[column])).join("  ")}`),
		...sweepSentences(sweep).map((sentence) => paint("dim", `  ${sentence}`))
	];
}
function comparedText({ base, head, server, statements, seededRows, path }) {
	const queries = plural(statements.length, "query", "queries");
	return `${base.label} → ${head.label} · PostgreSQL ${server.version} (${server.kind}) · ${queries} · ${formatRows(seededRows)} ${seededRows === 1 ? "row" : "rows"} · ${path.kind} path`;
}
function rowLines(row, width, paint) {
	const { statement, standing } = row;
	const [mark, style] = MARKS[standing];
	const work = workOf(statement);
	const time = timeOf(statement);
	const figures = [...work.head ?? work.base ? [`${differenceText(work)}${work.prefix === "" ? " pages" : ""}`] : [], ...time.head === void 0 ? [] : [differenceText(time)]].join(" · ");
	const { cause } = statement;
	return [
		`${paint(style, mark)} ${paint("bold", cleanLine(statement.name, Math.max(20, width - figures.length - 4)))}  ${figures}`.trimEnd(),
		`    ${cleanLine(changeText(row), width - 4)}`,
		...cause === void 0 ? [] : [paint("dim", `    caused by ${cleanLine(causeText(cause), width - 14)}`)]
	];
}
/** What stands in no file is told itself. */
function causeText(cause) {
	return "file" in cause ? sourceText(cause) : `${sourceText(cause)}: ${cause.sql}`;
}

export { renderTerminal };