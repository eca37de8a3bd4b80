import { t as UserError } from "./chunk-errors.js";
import { t as parseReport } from "./chunk-schema3.js";
import { l as loadGrammar } from "./chunk-fingerprint.js";
import { a as trendsOf, c as pullRequestNumber, d as adviceTaken, f as toEntry, i as renderInto, l as shortCommit, n as appendToFolder, o as turnsSince, r as readRecord, s as dayOf, t as HISTORY, u as workText } from "./chunk-folder.js";
import { t as cleanLine } from "./chunk-clean.js";
import { r as formatCount } from "./chunk-format.js";
import { r as sourceText } from "./chunk-place.js";
import { readFile } from "node:fs/promises";

// src/record/render-answer.ts
const WIDTH = 200;
const INDENT = " ".repeat(12);
/** When did it get slow, and which change did it: newest first, for a terminal. */
function renderAnswer(history, { since, statement }) {
	const taken = adviceTaken(history);
	const turns = turnsSince(trendsOf(history), since, statement);
	if (turns.length === 0) return "No query’s plan or work has turned in that time.\n";
	return `${turns.flatMap(({ statement: name, entry, from, to, change, settings }) => {
		const details = [
			change?.reason,
			change?.cause && `${sourceText(change.cause)} ${change.cause.sql}`,
			...settings.map((each) => `setting ${each}`),
			...taken.filter((each) => each.taken === entry).flatMap((each) => each.effects.filter((effect) => effect.statement === name).map((effect) => followed(each, effect))),
			entry.pullRequest && `${pullRequestNumber(entry)} ${entry.pullRequest}`
		];
		const head = `${dayOf(entry)} ${shortCommit(entry)} ${name}: ${workText(from, to)}`;
		return [cleanLine(head, WIDTH), ...details.flatMap((detail) => detail ? [`${INDENT}${cleanLine(detail, WIDTH)}`] : [])];
	}).join("\n")}\n`;
}
/** The advice that the change followed, and what it had predicted. */
function followed({ title, given }, { predicted, measured }) {
	const came = measured === void 0 ? "not measured" : `${formatCount(measured)} came true`;
	return `advised ${dayOf(given)} ${shortCommit(given)}: ${title}; ${formatCount(predicted)} pages predicted, ${came}`;
}

// src/record/record.ts
/** Appends to a record, answers from it, or renders its pages; returns what to print. */
async function record({ dir, add, pullRequest, since, statement, now }) {
	if (add !== void 0) {
		const text = await readFile(add, "utf8").catch((cause) => {
			throw new UserError(`The report ${add} could not be read`, {
				kind: "usage",
				hint: cause.message,
				cause
			});
		});
		if (pullRequest !== void 0 && !/^https?:\/\/\S+$/.test(pullRequest)) throw new UserError("--pull-request: it is an address, https://…", { kind: "usage" });
		return await appendToFolder(dir, toEntry(parseReport(text), {
			at: now,
			pullRequest
		})) ? `Recorded in ${dir}\n` : "This commit is in the record already\n";
	}
	const { history } = await readRecord(dir);
	if (history.length === 0) throw new UserError(`There is no record in ${dir}: ${HISTORY} is missing or empty`, {
		kind: "usage",
		hint: "Begin one with `pgverdict record --add report.json`, or name its folder with --dir."
	});
	if (since !== void 0 || statement !== void 0) {
		await loadGrammar();
		return renderAnswer(history, {
			since: since === void 0 ? void 0 : momentOf(since, history),
			statement
		});
	}
	await renderInto(dir, history);
	return `README.md and index.html are rendered in ${dir}\n`;
}
function momentOf(since, history) {
	const entry = /^[\da-f]{7,}$/.test(since) ? history.find(({ commit }) => commit?.startsWith(since)) : void 0;
	const moment = new Date(entry?.at ?? since);
	if (entry !== void 0 || /^\d{4}-\d\d-\d\d/.test(since) && !Number.isNaN(moment.getTime())) return moment;
	throw new UserError(`--since: ${since} is neither a day, such as 2026-11-24, nor a commit of the record`, { kind: "usage" });
}

export { record };