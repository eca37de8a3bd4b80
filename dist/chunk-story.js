import { n as renderPlanDiff, t as renderPlan } from "./chunk-render.js";
import { n as cleanText } from "./chunk-clean.js";
import { t as confidenceWords } from "./chunk-confidence.js";
import { a as timeOf, i as differenceText, o as workOf } from "./chunk-differences.js";
import { l as plural, r as formatCount } from "./chunk-format.js";
import { r as sourceText } from "./chunk-place.js";

// src/report/story.ts
/**
* Everything that a report knows about one statement, as plain text: what it is, both plans aligned, work, values,
* thresholds, and why the gate decided as it did.
*/
function renderStory(report, statement) {
	const text = [
		[
			`${statement.name}: ${statement.status}`,
			`fingerprint ${statement.fingerprint}`,
			...sourceLines(statement)
		],
		statement.baseText === void 0 ? [statement.text] : [
			"On base:",
			statement.baseText,
			"On head:",
			statement.text
		],
		planLines(statement),
		scaleLines(statement),
		figureLines(statement),
		valueLines(report, statement),
		reasonLines(statement),
		gateLines(report, statement),
		report.findings.filter(({ statements }) => statements.includes(statement.name)).flatMap(({ title, why, fix }) => [
			`Advice: ${title}`,
			why,
			...fix === void 0 ? [] : [fix.sql]
		])
	].filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
	return `${cleanText(text.join("\n\n"))}\n`;
}
/** The statements that a reader may mean: by name, or by the beginning of the fingerprint. */
function findStatements(report, wanted) {
	const named = report.statements.filter(({ name }) => name === wanted);
	return named.length > 0 ? named : report.statements.filter(({ fingerprint }) => fingerprint.startsWith(wanted));
}
function sourceLines({ source }) {
	if (source === void 0) return [];
	return [source.line === void 0 ? source.file : `${source.file}:${source.line}`];
}
function planLines({ base, head }) {
	if (base !== void 0 && head !== void 0) return [
		"Plans (- base, + head; pages of each node alone):",
		...renderPlanDiff(base.plan, head.plan),
		...innerLines(head)
	];
	const side = head ?? base;
	if (side === void 0) return [];
	return [
		`Plan on ${head === void 0 ? "base" : "head"}:`,
		...renderPlan(side.plan),
		...innerLines(side)
	];
}
function scaleLines({ atScale }) {
	if (atScale === void 0) return [];
	const { base, head } = atScale;
	return [`At production’s size (planned, not run): cost ${base.cost.toFixed(2)} → ${head.cost.toFixed(2)}, plan ${base.shape} → ${head.shape}`, ...renderPlanDiff(base.plan, head.plan)];
}
function innerLines({ inner, triggers }) {
	return [...triggers.map((trigger) => `Trigger ${trigger}`), ...inner.flatMap(({ text, calls, plan }) => [`Inside it, ${plural(calls, "time")}: ${text}`, ...renderPlan(plan).map((line) => `  ${line}`)])];
}
function figureLines(statement) {
	const { base, head } = statement;
	const rows = [
		["rows", (side) => formatCount(side.rows)],
		["WAL bytes", (side) => formatCount(side.walBytes)],
		["temporary blocks", (side) => formatCount(side.tempBlocks)],
		["planner’s cost", (side) => side.cost.toFixed(2)],
		["plan", (side) => side.shape],
		["calls in the load", (side) => formatCount(side.calls)]
	];
	const show = (of) => [base, head].map((side) => side === void 0 ? "–" : of(side)).join(" → ");
	if (base === void 0 && head === void 0) return [];
	return [
		`pages read: ${differenceText(workOf(statement))}`,
		`time: ${differenceText(timeOf(statement))} (advisory)`,
		...rows.map(([label, of]) => `${label}: ${show(of)}`)
	];
}
function valueLines({ shownValues }, { name, valueSets }) {
	const shown = shownValues?.find(({ statement }) => statement === name)?.sets;
	if (valueSets.length < 2 && shown === void 0) return [];
	const pages = (blocks) => blocks === void 0 ? "–" : formatCount(blocks);
	return ["Values it was called with:", ...valueSets.map((set) => {
		const values = shown?.find(({ why }) => why === set.why)?.values.map((value) => value ?? "NULL");
		const told = values === void 0 ? "" : `: ${values.join(", ")}`;
		return `  ${set.why}: ${pages(set.baseBuffers)} → ${pages(set.headBuffers)} pages${told}`;
	})];
}
function reasonLines(statement) {
	const { reason, changes, cause } = statement;
	return [
		`Why: ${reason}.`,
		...changes.map(({ kind, node, from, to, direction }) => `  ${kind} (${direction}) on ${node}: ${from} → ${to}`),
		...cause === void 0 ? [] : [`Caused by ${sourceText(cause)}, on ${cause.side}: ${cause.sql}`],
		`Confidence: ${confidenceWords(statement)}.`
	];
}
function gateLines({ roster, policy }, { name }) {
	const entries = roster.filter(({ statement }) => statement === name);
	const { ratio, blocks, floor } = policy;
	const thresholds = `Worse means more than ${ratio} times the pages, at least ${formatCount(blocks)} more, and at least ${formatCount(floor)} in all; on a critical table more than ${ratio} times is enough.`;
	if (entries.length === 0) return ["The gate has no objection.", thresholds];
	return [...entries.map(({ rule, level, text, accepted }) => {
		return `The gate’s rule ${rule} says ${level}: ${text}${accepted === void 0 ? "" : `, accepted until ${accepted.until}: ${accepted.reason}`}`;
	}), thresholds];
}

export { findStatements, renderStory };