import { a as formatMsPair, i as formatMs, l as plural, o as formatRatio, r as formatCount } from "./chunk-format.js";
import { a as EMPTY, c as code, d as join, o as bold, p as md } from "./chunk-place.js";

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
	return { source: md`${prefix}${base} → ${after}${ratio === void 0 || !grew ? EMPTY : md` (${ratio})`}`.source.replaceAll(" ", "&nbsp;") };
}
/** Work in a sentence: `12 → 8,334 pages (×695)`, `cost 40 → 900`; empty where nothing was measured. */
function workText(statement) {
	const work = workOf(statement);
	if (work.base === void 0 && work.head === void 0) return "";
	const text = differenceText(work);
	return work.prefix === "" ? text.replace(/(?= \(×|$)/, " pages") : text;
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
	const others = row.statement.changes.length - 1;
	const more = others > 0 ? md` and ${plural(others, "more change")}` : EMPTY;
	return md`${changeWords(change, row.standing !== "improved")}${more}`;
}
/** One change, what it ends with strong where it is for the worse. */
function changeWords(change, isBad) {
	const strong = (words) => isBad ? bold(words) : words;
	const { kind, node, from, to } = change;
	if (kind === "trigger-work" || kind === "nested-work") {
		const pages = from.startsWith("0 ") ? strong(md`${to}`) : md`${from} → ${strong(md`${to}`)}`;
		return kind === "trigger-work" ? md`${code(node, 60)} reads ${pages}` : md`statements inside it read ${pages}`;
	}
	if (kind === "join-order") return md`the order of the joins: ${from} → ${strong(md`${to}`)}`;
	const [before, after] = stepsOf(change);
	const isIndex = before.kind === "index" && after.kind === "index";
	const show = (step) => step.kind === "index" ? code(step.words, 60) : md`${step.words}`;
	const steps = join([show(before), after.words === "" ? EMPTY : strong(show(after))], " → ");
	const where = isIndex || node === "" || kind === "more-calls" || after.words.includes(node) ? EMPTY : md` on ${code(node, 60)}`;
	return md`${isIndex ? md`another index: ` : EMPTY}${steps}${where}`;
}
/** A change between two kinds of scan says enough without their indexes; one between two indexes without the kind. */
function stepsOf({ from, to }) {
	const [before, after] = [from, to].map((step) => /^(.*?)(?: using |(?<=^index) )(.*)$/s.exec(step) ?? [
		step,
		step,
		""
	]);
	const isSameKind = before?.[1] === after?.[1];
	const step = (match, whole) => {
		const [, method = whole, index = ""] = match ?? [];
		if (!isSameKind) return {
			kind: "words",
			words: method
		};
		return index === "" ? {
			kind: "words",
			words: whole
		} : {
			kind: "index",
			words: index
		};
	};
	return [step(before, from), step(after, to)];
}
function changeText(row) {
	const change = mainChange(row);
	const { status } = row.statement;
	if (change === void 0 || status === "broken" || status === "unmeasured") return sentenceOf(row);
	const steps = [change.from, change.to].filter((step) => step !== "").join(" → ");
	if (change.kind === "join-order") return `the order of the joins: ${steps}`;
	return change.node === "" || change.kind === "more-calls" || change.to.includes(change.node) ? steps : `${steps} on ${change.node}`;
}
function sentenceOf({ entries, statement }) {
	const over = entries.find(({ rule, accepted }) => rule === "budget" && accepted === void 0);
	if (over !== void 0 && statement.changes.length === 0) return over.text;
	return statement.reason === "" ? entries[0]?.text ?? statement.status : statement.reason;
}
function clipped(sentence) {
	return sentence.length > 160 ? `${sentence.slice(0, 159)}…` : sentence;
}

export { timeOf as a, differenceText as i, changeText as n, workOf as o, differenceCell as r, workText as s, changeCell as t };