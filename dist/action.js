import { i as __require, o as __toESM, t as __commonJSMin } from "./chunk-rolldown-runtime.js";
import { a as getState, c as notice, d as setSecret, f as startGroup, i as getInput, l as saveState, n as endGroup, p as warning, r as error, s as isDebug, u as setOutput, v as summary } from "./chunk-core.js";
import { S as prettifyError, a as array, c as literal, d as object, f as preprocess, h as string, i as _enum, s as discriminatedUnion, u as number } from "./chunk-schemas.js";
import { n as getOctokit, t as context } from "./chunk-github.js";
import { t as UserError } from "./chunk-errors.js";
import { r as isForbiddenVariable } from "./chunk-environment.js";
import { n as keepHeapSmall } from "./chunk-memory.js";
import { a as stickyHead, c as statementTable, i as parseStickyState, n as renderComment, o as fitSections, r as digestOf, s as effectComments, t as commentSections } from "./chunk-comment.js";
import { n as cleanText, r as cutLines, t as cleanLine } from "./chunk-clean.js";
import { c as commitLink, l as fileLink, s as totalSeconds, t as recommend, u as shortCommit } from "./chunk-recommendations.js";
import { _ as table, a as EMPTY, c as code, d as join$1, f as link, g as suggested, h as prose, i as statementOf, l as fenced, m as paragraphs, n as placeOf$1, p as md, t as MIGRATION_COMMAND, u as fold } from "./chunk-place.js";
import { i as number$1, n as removeLeftWorktree, r as withoutLiterals, t as run } from "./chunk-run.js";
import { c as formatSeconds, i as formatMs, l as plural, r as formatCount } from "./chunk-format.js";
import { a as rankStatements, n as headline, r as countStanding } from "./chunk-headline.js";
import { t as renderHtml } from "./chunk-render3.js";
import { t as jsonParts } from "./chunk-json2.js";
import { r as gateRules, t as SERVER_KINDS } from "./chunk-schema.js";
import { U as splitSql } from "./chunk-files.js";
import { a as heaviestStatements, c as statementsOf, i as sweepSentences, n as SWEEP_TITLE, o as meanTimeOf, r as sweepRows, s as planLines, t as SWEEP_HEADS } from "./chunk-pool-sweep.js";
import { s as workText } from "./chunk-differences.js";
import { ft as formsOf, ut as removeSharedMemory } from "./chunk-advice.js";
import { t as SqlError } from "./chunk-client.js";
import { r as parseShard } from "./chunk-shard.js";
import { f as toEntry, n as appendToFolder } from "./chunk-folder.js";
import { t as parseReport } from "./chunk-schema3.js";
import { t as mergeShards } from "./chunk-merge-shards2.js";
import { mkdir, readFile, readdir, readlink, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createHash, randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { tmpdir } from "node:os";
import { buffer } from "node:stream/consumers";

// src/config/event.ts
const commit = string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/);
const repository = object({ full_name: string() });
const SCHEMAS = {
	pull_request: object({
		action: string().optional(),
		label: object({ name: string() }).nullish(),
		sender: object({ login: string() }).nullish(),
		pull_request: object({
			number: number().int(),
			head: object({
				sha: commit,
				ref: string(),
				repo: repository.nullish()
			}),
			base: object({
				sha: commit,
				ref: string(),
				repo: repository
			})
		})
	}).transform(({ action, label, sender, pull_request: { number, head, base } }) => ({
		kind: "pull_request",
		number,
		head: {
			sha: head.sha,
			ref: head.ref
		},
		base: {
			sha: base.sha,
			ref: base.ref
		},
		/** Also true when the fork was deleted meanwhile. */
		isFork: head.repo?.full_name !== base.repo.full_name,
		/** Who has just set which label, where the run is for that. */
		...action === "labeled" && label && sender ? { labeled: {
			label: label.name,
			login: sender.login
		} } : {}
	})),
	merge_group: object({ merge_group: object({
		head_sha: commit,
		base_sha: commit,
		base_ref: string()
	}) }).transform(({ merge_group: group }) => ({
		kind: "merge_group",
		head: { sha: group.head_sha },
		base: {
			sha: group.base_sha,
			ref: group.base_ref
		}
	})),
	push: object({
		before: commit,
		after: commit,
		ref: string(),
		repository: object({ default_branch: string() }).optional()
	}).transform(({ before, after, ref, repository }) => ({
		kind: "push",
		before,
		after,
		ref,
		isDefaultBranch: ref === `refs/heads/${repository?.default_branch}`
	}))
};
/** Under these the code of a fork would run with the repository's own secrets and a token that may write. */
const REFUSED = [
	"pull_request_target",
	"workflow_run",
	"issue_comment"
];
/** Reads `GITHUB_EVENT_NAME` and the text of `GITHUB_EVENT_PATH`. Throws a UserError for events that are not safe, or not as GitHub documents them. */
function parseEvent(name, payload) {
	if (REFUSED.includes(name)) throw new UserError(`pgverdict does not run on \`${name}\``, {
		kind: "usage",
		hint: "Use `on: pull_request`: there, SQL of a fork runs without secrets and with a token that can only read."
	});
	if (!isKnown(name)) return {
		kind: "other",
		name
	};
	const parsed = SCHEMAS[name].safeParse(parseJson(payload));
	if (parsed.success) return parsed.data;
	throw new UserError(`The payload of the \`${name}\` event is not as GitHub documents it:\n${prettifyError(parsed.error)}`, {
		kind: "usage",
		hint: "GITHUB_EVENT_PATH must be the file that the runner wrote."
	});
}
function isKnown(name) {
	return Object.hasOwn(SCHEMAS, name);
}
function parseJson(text) {
	try {
		return JSON.parse(text);
	} catch {
		return;
	}
}

// src/publish/base-cache.ts
/** What the runner tells an action about the services that keep things for it; which of them it sets depends on the server. */
const CACHE_VARIABLES = [
	"ACTIONS_RUNTIME_TOKEN",
	"ACTIONS_RESULTS_URL",
	"ACTIONS_CACHE_URL",
	"ACTIONS_CACHE_SERVICE_V2",
	"ACTIONS_CACHE_MODE"
];
const PREFIX = "pgverdict-base-";
/** Pushes to the default branch keep what pull requests then read. */
function repositoryCache(event, access) {
	const isNextBase = event.kind === "push" && event.isDefaultBranch;
	return {
		store: repositoryStore(access),
		keeps: isNextBase ? "head" : "nothing"
	};
}
/**
* The repository's cache. GitHub keeps what a run writes to its own ref, and shows a run what its own and the base branch's
* runs wrote: a pull request can never write what others read. `runtime` is in the environment only while it is asked. The
* client is given addresses that whoever knows them may write to, and asks the runner to hide them.
*/
function repositoryStore({ runtime, temporary, obeying }) {
	const folder = join(temporary, "pgverdict-base");
	const withCache = async (use) => {
		const cache = await import("./chunk-cache.js");
		Object.assign(process.env, runtime);
		try {
			return await obeying(() => use(cache));
		} finally {
			for (const name of CACHE_VARIABLES) delete process.env[name];
		}
	};
	return {
		has: (key) => withCache(async ({ restoreCache }) => {
			return await restoreCache([folder], PREFIX + key, [], { lookupOnly: true }) !== void 0;
		}),
		fetch: (key) => withCache(async ({ restoreCache }) => {
			await rm(folder, {
				recursive: true,
				force: true
			});
			return await restoreCache([folder], PREFIX + key) === void 0 ? void 0 : folder;
		}),
		async keep(key, write) {
			await rm(folder, {
				recursive: true,
				force: true
			});
			await mkdir(folder, { recursive: true });
			await write(folder);
			if (await withCache(({ saveCache }) => saveCache([folder], PREFIX + key)) === -1) throw new UserError("GitHub’s cache did not take it");
			return folder;
		}
	};
}

// src/publish/artifact.ts
/** What the runner tells an action about the service that stores artifacts. */
const RUNTIME_VARIABLES = ["ACTIONS_RUNTIME_TOKEN", "ACTIONS_RESULTS_URL"];
/** GitHub Enterprise Server has an older service that this client does not speak. */
function hasArtifacts(serverUrl) {
	const { hostname } = new URL(serverUrl);
	return hostname === "github.com" || hostname.endsWith(".ghe.com") || hostname.endsWith(".localhost");
}
/** The store of this workflow run. `runtime` is in the environment only while something is uploaded. */
function runArtifacts(runtime) {
	return { async upload(file, form) {
		const { DefaultArtifactClient } = await import("./chunk-artifact.js");
		Object.assign(process.env, runtime);
		try {
			const isPacked = form !== "asIs";
			const name = isPacked ? form.name : basename(file);
			const { id } = await new DefaultArtifactClient().uploadArtifact(name, [file], dirname(file), { skipArchive: !isPacked });
			if (id === void 0) throw new Error(`GitHub gave ${name} no number`);
			return id;
		} finally {
			for (const variable of RUNTIME_VARIABLES) delete process.env[variable];
		}
	} };
}
/** What the report is called among a run's artifacts; one for each comment key. */
function artifactName(key) {
	return key === "default" ? "pgverdict-report" : `pgverdict-report-${key.replace(/[^\w.-]/g, "-")}`;
}

// src/publish/credentials.ts
/**
* Takes the step's credentials out of the environment, so that no child can inherit them; the runner's command files stay
* for the outputs.
*/
function takeCredentials(environment) {
	const pick = (names) => Object.fromEntries(names.flatMap((name) => environment[name] === void 0 ? [] : [[name, environment[name]]]));
	const artifacts = pick(RUNTIME_VARIABLES);
	const cache = pick(CACHE_VARIABLES);
	for (const name of Object.keys(environment)) if (/^(INPUT_|ACTIONS_)|^(GITHUB|GH)_TOKEN$/i.test(name)) delete environment[name];
	const isServed = "ACTIONS_CACHE_URL" in cache || "ACTIONS_CACHE_SERVICE_V2" in cache;
	return {
		artifacts: Object.keys(artifacts).length === RUNTIME_VARIABLES.length ? artifacts : void 0,
		cache: isServed && "ACTIONS_RUNTIME_TOKEN" in cache ? cache : void 0
	};
}

// src/report/without-values.ts
/** Where a message of the server ends, as describeSqlError writes it: `message (SQLSTATE 23505)`. */
const AFTER_STATE = /(?<=\(SQLSTATE \w{5}\))/;
const STATE = /\(SQLSTATE (\w{5})\)$/;
/** The labels of what describeSqlError writes below it. */
const PARTS = /^(?=(?:detail|hint|in): )/m;
/** What a detail says of rows that violate a constraint, and where the row's values stand in it. */
const DETAILS = [
	[/^(Key \([\s\S]*?\))=\([\s\S]*\) (conflicts with existing key \([\s\S]*?\))=\([\s\S]*\)\.$/, "$1=(?) $2=(?)."],
	[/^(Key \([\s\S]*?\))=\([\s\S]*\) (already exists|is duplicated|is (?:not present in|still referenced from) table "[^\n]*")\.$/, "$1=(?) $2."],
	[/^(Failing row contains) \([\s\S]*\)\.$/, "$1 (?)."],
	[/^(Partition key of the failing row contains \([\s\S]*?\)) = \([\s\S]*\)\.$/, "$1 = (?)."]
];
/**
* PostgreSQL's messages quote data: constants, `Key (email)=(…) already exists`, `time zone "…" not recognized`, the line of a
* COPY. Here the values go. What a message of class 22 (data exception) has in double quotes is data; elsewhere it is a name. A
* detail of class 22 or 23 (integrity) that is not one of the known ones, another language's too, goes whole.
*/
function withoutValues(message) {
	const pieces = message.split(AFTER_STATE);
	return pieces.map((piece, at) => {
		const before = STATE.exec(pieces[at - 1] ?? "")?.[1];
		return withoutQuoted(before === void 0 ? piece : belowMessage(piece, before), STATE.exec(piece)?.[1] ?? "");
	}).join("").replace(/'(?:[^'\n]|'')*'/g, "'?'").replace(/(Key \([^\n]*?\))=\([^\n]*\)/g, "$1=(?)").replace(/(Failing row contains) \([^\n]*\)/g, "$1 (?)").replace(/(invalid input [^:\n]*): "[^\n]*"/g, "$1: \"?\"");
}
function withoutQuoted(message, code) {
	if (code.startsWith("22")) return message.replace(/"[\s\S]*"/g, "\"?\"");
	return code === "42601" ? message.replace(/(at or near) "(?:'|\$\$)[\s\S]*"/, "$1 \"?\"") : message;
}
function belowMessage(text, code) {
	const [excerpt = "", ...parts] = text.split(PARTS);
	return [excerpt, ...parts.map((part) => {
		const [, label = "", body = "", end = ""] = /^(\w+): ([\s\S]*?)(\n?)$/.exec(part) ?? [];
		if (label === "in") return `in: ${withoutData(body)}${end}`;
		if (label === "hint" || !/^2[23]/.test(code)) return part;
		const [pattern, kept] = DETAILS.find(([known]) => known.test(body)) ?? [/^[\s\S]*$/, "?"];
		return `detail: ${body.replace(pattern, kept)}${end}`;
	})].join("");
}
/** Of the stack of what was running: SQL without its constants, no text of a COPY or of JSON. */
function withoutData(context) {
	return context.replace(/^(SQL statement|PL\/pgSQL (?:assignment|expression)) "([\s\S]*?)"$/gm, (_, what, sql) => {
		return `${what} "${withoutLiterals(sql)}"`;
	}).replace(/^(COPY [^\n]*?, line \d+(?:, column [^\n:]+)?|JSON data, line \d+): [\s\S]*?(?=\n(?:PL\/|SQL |COPY )|(?![\s\S]))/gm, "$1: ?");
}

// src/report/failure.ts
/** Whether the base could not be built or exercised, which the pull request has not caused and cannot mend. */
function isAboutBase({ kind, stage }) {
	return kind === "measurement" && stage !== void 0 && /^(migrate|seed|freeze|load) base$/.test(stage);
}
/** What it means that a stage of the run failed: the heading's end, and whose the problem is. */
const STAGES = {
	"find server": ["PostgreSQL was not found", "This has nothing to do with the pull request’s changes."],
	"find commits": ["base and head could not be found", "This has nothing to do with the pull request’s changes."],
	"read migrations": ["the migrations cannot be read", "Nothing has run yet, neither the base’s nor this branch’s."],
	"start server": ["PostgreSQL did not start", "This has nothing to do with the pull request’s changes."],
	"migrate base": ["the base’s migrations fail", "The problem is on the base branch, not in this pull request: nothing can be compared until it is mended there."],
	"migrate head": ["this branch’s migrations fail", "They were applied to the base’s schema and data, as a deploy would do: it would fail in the same way."],
	"seed base": ["the seed fails on the base", "Without its data there is nothing to compare on."],
	"seed head": ["the seed fails on this branch", "The seed must fit the schema that this branch makes."],
	"load base": ["the load fails on the base", "No statements of the base could be captured."],
	compare: ["nothing could be compared", "Migrations, seed and load ran, but what they left proves nothing about this branch."],
	"load head": ["the load fails on this branch", "The same load ran on the base."],
	"freeze base": ["the base’s data could not be settled", "After the seed every table is vacuumed and analysed."],
	"freeze head": ["this branch’s data could not be settled", "After the seed every table is vacuumed and analysed."],
	replay: ["the comparison stopped half-way", "The queries were being run on both sides in turn."]
};
function failureHeadline({ kind, stage }) {
	if (kind === "usage") return "Plan check did not run: the configuration needs a change";
	if (kind === "bug") return "Plan check could not measure: an error in pgverdict itself";
	if (stage === void 0) return "Plan check could not measure";
	return `Plan check could not measure: ${STAGES[stage]?.[0] ?? `it stopped at “${stage}”`}`;
}
function renderFailureComment(failure, context = {}) {
	const { kind, stage, commits } = failure;
	return `${stickyHead(context.key ?? "default", {
		head: shortCommit(commits?.head.commit) ?? null,
		base: shortCommit(commits?.base.commit) ?? null,
		run: context.runId ?? 0,
		attempt: context.attempt ?? 1,
		verdict: "error",
		digest: digestOf({
			kind,
			stage,
			message: failure.message,
			hint: failure.hint,
			isNeutral: failure.isNeutral,
			unexcused: failure.unexcused,
			commits: commits && [commits.base.commit, commits.head.commit]
		})
	})}\n${failureText(failure, context).source}\n`;
}
function renderFailureSummary(failure, context = {}) {
	return `${failureText(failure, context).source}\n`;
}
function failureText(failure, context) {
	const meaning = failure.kind === "measurement" ? STAGES[failure.stage ?? ""]?.[1] ?? "" : "";
	return paragraphs([
		md`### ⛔ ${failureHeadline(failure)}`,
		failure.commits === void 0 ? EMPTY : compared(failure.commits, context),
		md`${meaning === "" ? EMPTY : md`${meaning} `}No query was judged, so this is neither a pass nor a regression.`,
		fenced("text", cutLines(withoutValues(failure.message), 60, 6e3)),
		isAboutBase(failure) ? required(failure) : EMPTY,
		failure.hint === void 0 ? EMPTY : md`<strong>What to do:</strong> ${prose(withoutValues(failure.hint))}`,
		join$1([context.runUrl === void 0 ? EMPTY : md`The ${link(md`log of the run`, context.runUrl)} has the details.`], "")
	]);
}
function compared({ base, head }, context) {
	return md`Comparing ${commitLink(base, context)} with ${commitLink(head, context)}`;
}
function required({ isNeutral, unexcused }) {
	if (unexcused !== void 0) return md`The check fails for it, with ${code("fail-on-base-error: false")} too. ${prose(unexcused)}`;
	return isNeutral ? md`The check does not fail for it, as ${code("fail-on-base-error: false")} asks: nothing was compared.` : md`The check fails all the same, as it would let every change pass otherwise. ${code("fail-on-base-error: false")} changes that.`;
}

// src/report/root-paths.ts
/** A report whose files are named from the root of the repository, the project being in `folder` of it. */
function rootPaths(report, folder) {
	const prefix = folder.replace(/^(?:\.\/)+|\/+$/g, "");
	if (prefix === "" || prefix === ".") return report;
	const rooted = (place) => "file" in place ? {
		...place,
		file: `${prefix}/${place.file}`
	} : place;
	return {
		...report,
		statements: report.statements.map((statement) => ({
			...statement,
			source: statement.source && rooted(statement.source),
			cause: statement.cause && {
				...rooted(statement.cause),
				...statement.cause.earlier && { earlier: statement.cause.earlier.map(rooted) }
			}
		})),
		migrations: report.migrations.map(rooted),
		findings: report.findings.map((finding) => ({
			...finding,
			fix: finding.fix && {
				...finding.fix,
				files: finding.fix.files.map((edit) => ({
					...edit,
					path: `${prefix}/${edit.path}`
				}))
			}
		}))
	};
}

// src/report/sarif.ts
/** GitHub's code scanning shows the first 5,000 results of a run. */
const MAX_RESULTS = 5e3;
const MESSAGE_LENGTH$1 = 1e3;
/**
* The roster as SARIF 2.1.0, for code scanning. Lines that are about no file are left out, because code scanning refuses a
* whole file with such a result; accepted ones are suppressed.
*/
function renderSarif(report) {
	const rules = gateRules.keyof().options;
	const driver = {
		name: report.tool.name,
		version: report.tool.version,
		rules: rules.map((id) => ({
			id,
			shortDescription: { text: gateRules.shape[id].description ?? id }
		}))
	};
	const results = report.roster.slice(0, MAX_RESULTS).flatMap((entry) => resultOf(report, entry));
	return `${JSON.stringify({
		version: "2.1.0",
		runs: [{
			tool: { driver },
			columnKind: "utf16CodeUnits",
			results
		}]
	}, void 0, 2)}\n`;
}
function resultOf(report, entry) {
	const place = placeOf$1(statementOf(report, entry));
	if (place === void 0) return [];
	const uri = place.file.split("/").map(encode).join("/");
	return [{
		ruleId: entry.rule,
		level: entry.level === "fail" ? "error" : "warning",
		message: { text: plain(`${entry.statement}: ${entry.text}`) },
		locations: [{ physicalLocation: {
			artifactLocation: { uri },
			region: { startLine: Math.max(1, place.line ?? 1) }
		} }],
		partialFingerprints: { "pgverdict/v1": `${entry.rule}/${entry.fingerprint}` },
		...entry.accepted === void 0 ? {} : { suppressions: [{
			kind: "external",
			justification: cleanLine(entry.accepted.reason, MESSAGE_LENGTH$1)
		}] }
	}];
}
function encode(segment) {
	return encodeURIComponent(segment.toWellFormed());
}
/** Square brackets would be links (SARIF 2.1.0, section 3.11.6). */
function plain(text) {
	return cleanLine(text, MESSAGE_LENGTH$1).replace(/[\\[\]]/g, "\\$&");
}

// src/report/suggestions.ts
/**
* Fixes that belong where the branch's migration made the statement worse: an index beside the change that needs it, or not
* to be dropped. `readMigration` gives a file as it is on head; undefined where it must not be read.
*/
function suggestionsOf(report, readMigration) {
	const statements = new Map(report.statements.map((statement) => [statement.name, statement]));
	return recommend(report).fixes.flatMap((finding) => {
		const cause = finding.statements.map((name) => statements.get(name)?.cause).filter((candidate) => candidate !== void 0 && "file" in candidate).find(({ side }) => side === "head");
		if (cause === void 0 || !/\.sql$/i.test(cause.file)) return [];
		const text = readMigration(cause.file);
		if (text === void 0) return [];
		const place = placeOf(text, cause.file, cause.line);
		const change = place && changeFor(finding, place);
		if (place === void 0 || change === void 0) return [];
		const { firstLine, lastLine } = place;
		return [{
			key: finding.key,
			file: cause.file,
			firstLine,
			lastLine,
			body: bodyOf(finding, change)
		}];
	});
}
/** The lines of a statement that has them to itself. */
function placeOf(text, file, firstLine) {
	const pieces = splitSql(text, file);
	const at = pieces.findIndex(({ line, kind }) => line === firstLine && kind === "statement");
	const piece = pieces[at];
	if (piece === void 0) return void 0;
	const lastLine = firstLine + lineBreaks(piece);
	const [before, after] = [pieces[at - 1], pieces[at + 1]];
	const isAlone = (before === void 0 || before.line + lineBreaks(before) < firstLine) && (after?.line ?? Number.POSITIVE_INFINITY) > lastLine;
	const lines = text.split("\n").slice(firstLine - 1, lastLine);
	const isWhole = /^\s*$/.test(lines[0]?.slice(0, lines[0].indexOf(piece.text.split("\n")[0])) ?? "") && /;\s*$/.test(lines.at(-1) ?? "");
	return isAlone && isWhole ? {
		firstLine,
		lastLine,
		lines: lines.join("\n"),
		sql: piece.text
	} : void 0;
}
const lineBreaks = ({ text }) => text.split("\n").length - 1;
/** What to put in the place of the lines; undefined where the fix has no place there. */
function changeFor({ rule, fix }, { lines, sql }) {
	if (rule === "index-dropped" && /^drop\s+index\s[^,]*$/i.test(sql)) return "";
	if (fix === void 0 || !/^(create (unique )?index [^;]*;\s*)+$/i.test(fix.sql)) return void 0;
	return `${lines}\n${fix.sql.replaceAll(/\bindex concurrently\b/gi, "index").trimEnd()}`;
}
function bodyOf({ title, why, statements, fix, trial }, change) {
	const block = change === "" ? fenced("suggestion", "") : suggested(change);
	const remark = /concurrently/i.test(fix?.sql ?? "") && change !== "" ? md` On a large table that is in use, build it \`concurrently\` in a migration of its own.` : md``;
	return paragraphs([
		md`<strong>${prose(title, statements)}.</strong> ${prose(why, statements)}${remark}`,
		trial === void 0 ? md`` : fenced("sql", effectComments(trial)),
		block ?? fenced("sql", fix?.sql ?? "")
	]);
}

// src/report/summary.ts
/** GitHub drops a whole job summary that is over 1 MiB. */
const SUMMARY_BYTES = 1e6;
const TOP = 10;
const PLAN_LINES = 40;
const PLAN_CHARACTERS = 5e3;
/** The job summary: the comment’s text, then every statement, the heaviest ones, migrations and times. */
function renderSummary(report, context = {}) {
	const sections = commentSections(report, context);
	const more = [
		{
			body: allStatements(report, context),
			rank: 9,
			what: "the table of all queries"
		},
		{
			body: topStatements(report),
			rank: 8,
			what: "the heaviest queries"
		},
		{
			body: migrations(report, context),
			rank: 8,
			what: "migrations"
		},
		{
			body: poolSweeps(report),
			rank: 8,
			what: "the sweep of pool sizes"
		},
		{
			body: timings(report),
			rank: 8,
			what: "times"
		}
	];
	const order = [
		...sections.slice(0, -1),
		...more,
		...sections.slice(-1)
	];
	return `${fitSections(order, context.maxBytes ?? SUMMARY_BYTES, EMPTY).source}\n`;
}
/** As many rows as leave room for the rest; GitHub's limit is for the whole. */
const TABLE_ROWS = 1e3;
function allStatements(report, context) {
	const rows = rankStatements(report);
	if (rows.length === 0) return EMPTY;
	const cut = rows.length - TABLE_ROWS;
	return fold(md`📋 <strong>All queries</strong> (${formatCount(rows.length)})`, paragraphs([statementTable(report, rows.slice(0, TABLE_ROWS), context), cut > 0 ? md`${formatCount(cut)} more are in the report.` : EMPTY]));
}
/** By total time, mean time and calls, and the executed plan of each, which for most of them is in nobody's fold above. */
function topStatements(report) {
	const rankings = heaviestStatements(report, TOP);
	if (rankings.length === 0) return EMPTY;
	const tables = rankings.map(({ title, rows, textOf }) => table(["Query", title], ["l", "r"], rows.map(({ statement, side }) => [code(statement.name, 60), md`${textOf(side)}`])));
	const plans = statementsOf(rankings).map(({ statement, side }) => {
		const figures = `${plural(side.calls, "call")}, ${formatMs(meanTimeOf(side))} each`;
		const plan = cutLines(planLines(side).join("\n"), PLAN_LINES, PLAN_CHARACTERS);
		return fold(md`<strong>${code(statement.name, 80)}</strong> &nbsp;${figures}`, fenced("text", plan));
	});
	return fold(md`📊 <strong>Heaviest queries</strong> of the head’s load, with their plans`, paragraphs([...tables, ...plans]));
}
function migrations(report, context) {
	if (report.migrations.length === 0) return EMPTY;
	const shown = report.migrations.slice(0, TABLE_ROWS);
	const isWatched = shown.some(({ locks, rewrites }) => locks.length + rewrites.length > 0);
	const rows = shown.map(({ sql, durationMs, locks, rewrites, ...place }) => [
		"file" in place ? fileLink(place.file, place.line, report.head.commit, context) : md`${MIGRATION_COMMAND}`,
		code(sql, 80),
		md`${formatMs(durationMs)}`,
		...isWatched ? [join$1(locks.map(({ relation, mode }) => md`${mode} on ${code(relation, 60)}`), ", "), join$1(rewrites.map((relation) => code(relation, 60)), ", ")] : []
	]);
	const header = [
		"Migration",
		"Statement",
		"Duration",
		...isWatched ? ["Locks", "Rewrites"] : []
	];
	const align = [
		"l",
		"l",
		"r",
		...isWatched ? ["l", "l"] : []
	];
	return fold(md`🧱 <strong>Migrations of this branch</strong> (${formatCount(report.migrations.length)})`, table(header, align, rows));
}
function poolSweeps({ poolSweeps = [] }) {
	const folds = poolSweeps.map((sweep) => fold(md`🔌 <strong>${SWEEP_TITLE}</strong>${sweep.database === void 0 ? EMPTY : md` on ${code(sweep.database, 60)}`}`, paragraphs([table([...SWEEP_HEADS], [
		"r",
		"r",
		"r",
		"r"
	], sweepRows(sweep).map(({ cells, isKnee }) => cells.map((cell) => isKnee ? md`<strong>${cell}</strong>` : md`${cell}`))), join$1(sweepSentences(sweep).map((sentence) => md`${sentence}`), " ")])));
	return folds.length === 0 ? EMPTY : paragraphs(folds);
}
function timings(report) {
	if (report.timings.length === 0) return EMPTY;
	const rows = report.timings.map(({ stage, seconds }) => [md`${stage}`, md`${formatSeconds(seconds)}`]);
	return fold(md`⏱️ <strong>Time of this run</strong>: ${formatSeconds(totalSeconds(report))}`, table(["Stage", "Time"], ["l", "r"], rows));
}

// src/publish/log-text.ts
/**
* Text for the runner's log: no control characters, no newlines of its own, and the old command form `##[`, which the runner
* obeys anywhere in a line, broken up.
*/
function logText(text) {
	return cleanText(text).replaceAll("##[", "##​[");
}
function logLine(text) {
	return logText(text).replace(/\s*\n\s*/g, " ");
}

// src/publish/secrets.ts
/** Shorter ones, and passwords that are words of the field, occur by themselves and protect nothing. */
const MIN_LENGTH = 8;
const SECRET_NAME = /TOKEN|SECRET|PASSWORD|PASSWD|PRIVATE_KEY|API_?KEY|CREDENTIAL/i;
/**
* Values that must not leave the run: what the environment calls a token, secret, password or key, the passwords of
* connection URLs in it, those URLs whole, and `known` ones.
*/
function collectSecrets(environment, known) {
	const found = Object.entries(environment).flatMap(([name, value]) => {
		if (value === void 0) return [];
		return [...SECRET_NAME.test(name) ? [value] : [], ...urlSecrets(value)];
	});
	return [.../* @__PURE__ */ new Set([...known.flatMap((value) => [value, ...urlSecrets(value)]), ...found])].filter((value) => value.length >= MIN_LENGTH);
}
function urlSecrets(value) {
	if (!/^\w[\w+.-]*:\/\/[^/]*@/.test(value) || !URL.canParse(value)) return [];
	const url = new URL(value);
	if (url.password === "") return [];
	const password = decoded(url.password);
	return password === decoded(url.username) || password === url.pathname.slice(1) ? [] : [value, password];
}
function decoded(part) {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}
function holdsSecret(content, secrets) {
	const plain = revealed(content);
	return secrets.some((secret) => formsOf(secret).some((form) => plain.includes(form)));
}
/** Throws a UserError that names the surface, not the secret, where `content` holds one in any form that we write. */
function assertNoSecret(surface, content, secrets) {
	if (!holdsSecret(content, secrets)) return;
	throw new UserError(`The ${surface} was not written: it would hold a secret of this run`, { hint: "Find the token, password or connection URL in the statements, migrations or file names, and take it out." });
}
/** Undoes what the Markdown sink does to text. */
function revealed(content) {
	return content.replace(/&#(\d{1,7});/g, (_, point) => String.fromCodePoint(Math.min(Number(point), 1114111))).replaceAll("​", "");
}

// src/publish/annotations.ts
/** The runner shows ten annotations of a kind for each step and drops the rest without a word. */
const LIMIT = 10;
const MESSAGE_LENGTH = 1e3;
/** The worst of the roster as annotations on the migration's or the statement's line; those beyond ten are counted in the last. */
function annotationsOf(report) {
	const counting = report.roster.filter((entry) => entry.accepted === void 0);
	const shown = counting.length > LIMIT ? counting.slice(0, 9) : counting;
	const annotations = shown.map((entry) => annotate(report, entry));
	const rest = counting.slice(shown.length);
	if (rest.length === 0) return annotations;
	const level = rest.some((entry) => entry.level === "fail") ? "fail" : "warn";
	return [...annotations, {
		level,
		message: `${plural(rest.length, "more problem")}: see the job summary`,
		properties: { title: "pgverdict" }
	}];
}
function publishAnnotations(report, secrets) {
	const annotations = annotationsOf(report);
	assertNoSecret("list of annotations", JSON.stringify(annotations), secrets);
	for (const { level, message, properties } of annotations) (level === "fail" ? error : warning)(message, properties);
}
function annotate(report, entry) {
	const statement = statementOf(report, entry);
	const work = statement === void 0 || / pages? /.test(entry.text) ? "" : workText(statement);
	const place = placeOf$1(statement);
	return {
		level: entry.level,
		message: logLine(`${entry.statement}: ${entry.text}${work === "" ? "" : ` (${work})`}`).slice(0, MESSAGE_LENGTH),
		properties: {
			title: `pgverdict: ${entry.rule}`,
			...place === void 0 ? {} : { file: logLine(place.file) },
			...place?.line === void 0 ? {} : { startLine: place.line }
		}
	};
}

// src/publish/retry.ts
const ATTEMPTS = 4;
/** GitHub ends what takes it longer than ten seconds; the rest is for slow networks. */
const TIMEOUT_MS = 3e4;
/** What GitHub asks a client to wait that it gives no time to, and at most before it lets one write again. */
const MAX_WAIT_MS = 6e4;
function isRequestFailure(error) {
	return error instanceof Error && "status" in error && typeof error.status === "number";
}
/**
* Runs `work` again after failures of the server, of the network and of rate limits, as long as `retry-after` asks for, else a
* second, two, four. `work` must be safe to run again whatever it had done already; the signal that it gets ends it when it
* hangs, and when the run is cancelled.
*/
async function withRetries(work, signal) {
	for (let attempt = 1;; attempt += 1) try {
		return await work(AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...signal ? [signal] : []]));
	} catch (error) {
		signal?.throwIfAborted();
		const waitMs = retryWaitMs(error, attempt);
		if (waitMs === void 0 || attempt === ATTEMPTS) throw error;
		await setTimeout(waitMs, void 0, signal ? { signal } : {});
	}
}
/** Milliseconds to wait before the next try; undefined where it would fail as well. */
function retryWaitMs(error, attempt) {
	if (error instanceof Error && error.name === "TimeoutError") return 0;
	if (!isRequestFailure(error)) return void 0;
	const isLimited = isRateLimited(error);
	if (error.status < 500 && !isLimited) return void 0;
	const retryAfter = error.response?.headers["retry-after"];
	const backoffMs = isLimited ? MAX_WAIT_MS : 1e3 * 2 ** (attempt - 1);
	const waitMs = retryAfter === void 0 ? backoffMs : Number(retryAfter) * 1e3;
	return Number.isFinite(waitMs) ? Math.min(waitMs, MAX_WAIT_MS) : MAX_WAIT_MS;
}
/** GitHub has more than one way to say it: docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api. */
function isRateLimited({ status, message, response }) {
	if (status === 429) return true;
	const { "retry-after": retryAfter, "x-ratelimit-remaining": remaining } = response?.headers ?? {};
	return status === 403 && (retryAfter !== void 0 || remaining === "0" || /rate limit/i.test(message));
}
/** Whether the token may not do it, or may not even know of it; a client that must wait is not refused. */
function isDenied(error) {
	return isRequestFailure(error) && (error.status === 404 || error.status === 403 && !isRateLimited(error));
}

// src/publish/comment.ts
const COMMENT_POLICIES = [
	"changes",
	"always",
	"failures",
	"never"
];
/** Whether a run that finds no comment of ours makes one. One that exists is always kept up to date, so a red one turns green. */
function isWorthComment(report, policy) {
	switch (policy) {
		case "never": return false;
		case "always": return true;
		case "failures": return report.verdict === "fail";
		case "changes": return report.roster.length > 0 || report.policy.changed.length > 0 || report.findings.some(({ severity }) => severity === "warning") || report.statements.some(({ status }) => NEWS.has(status));
	}
}
/** What a reviewer wants to know although nobody objects; of queries that are gone, that nobody compares them any more. */
const NEWS = /* @__PURE__ */ new Set([
	"improved",
	"added",
	"removed"
]);
/**
* Brings the pull request's sticky comment up to date. It is found by its first line and its author, whatever others paste.
* A refused token is an answer, not an error; other failures of GitHub throw after some retries.
*/
async function publishComment(octokit, pullRequest, body, mayCreate, signal) {
	try {
		return await withRetries((limit) => upsert(octokit, pullRequest, body, mayCreate, limit), signal);
	} catch (error) {
		if (isDenied(error)) return { kind: "denied" };
		throw error;
	}
}
async function upsert(octokit, { owner, repo, number }, body, mayCreate, signal) {
	const request = { signal };
	const marker = body.slice(0, body.indexOf("\n"));
	const existing = await findOwn(octokit, {
		owner,
		repo,
		number
	}, marker, request);
	if (existing === void 0) {
		if (!mayCreate) return { kind: "quiet" };
		const { data } = await octokit.rest.issues.createComment({
			owner,
			repo,
			issue_number: number,
			body,
			request
		});
		return {
			kind: "created",
			url: data.html_url
		};
	}
	const url = existing.html_url;
	const before = parseStickyState(existing.body ?? "");
	const after = parseStickyState(body);
	if (before !== void 0 && after !== void 0) {
		if (isNewer(before, after)) return {
			kind: "outdated",
			url
		};
		if (before.digest === after.digest) return {
			kind: "kept",
			url
		};
	}
	await octokit.rest.issues.updateComment({
		owner,
		repo,
		comment_id: existing.id,
		body,
		request
	});
	return {
		kind: "updated",
		url
	};
}
function isNewer(one, other) {
	return one.run > other.run || one.run === other.run && one.attempt > other.attempt;
}
async function findOwn(octokit, { owner, repo, number }, marker, request) {
	const marked = (await octokit.paginate(octokit.rest.issues.listComments, {
		owner,
		repo,
		issue_number: number,
		per_page: 100,
		request
	})).filter((comment) => comment.body?.startsWith(marker));
	if (marked.length === 0) return void 0;
	const login = await ownLogin(octokit, request);
	return marked.find(({ user }) => user?.login === login && user.type === "Bot" === login.endsWith("[bot]"));
}
/** The name under which the token writes. `GET /user` is closed to the tokens of apps and workflows, GraphQL is not. */
async function ownLogin(octokit, request) {
	try {
		const { viewer } = await octokit.graphql("query { viewer { login } }", { request });
		return viewer.login;
	} catch (error) {
		if (isRequestFailure(error) && error.status >= 500) throw error;
		return "github-actions[bot]";
	}
}

// src/publish/failure-of.ts
/** What every surface tells of an error that ended the run. Only a base that fails by itself may be neutral, where the workflow wants it. */
function failureOf(error, { stage, commits }, { failOnBaseError }) {
	if (error instanceof UserError) {
		const { message, hint, kind, unexcused } = error;
		const failure = {
			stage,
			message,
			hint,
			kind,
			unexcused,
			commits
		};
		return {
			...failure,
			isNeutral: !failOnBaseError && isAboutBase(failure) && unexcused === void 0
		};
	}
	return {
		stage,
		message: messageOf(error),
		hint: "Please report it with the log of this run.",
		kind: "bug",
		commits
	};
}
/** With the SQLSTATE of an unforeseen failure of the server, by which its values are found. */
function messageOf(error) {
	if (error instanceof SqlError) return `${error.message} (SQLSTATE ${error.code})`;
	return error instanceof Error ? error.message : String(error);
}
const NOT_SHOWN = "The message would hold a secret of this run, and is not shown.";
/** The failure with words of ours where its own would tell a secret: it must be told all the same, or an old comment stays green. */
function hidingSecrets(failure, secrets) {
	if (!holdsSecret([failure.message, failure.hint ?? ""].join("\n"), secrets)) return failure;
	return {
		...failure,
		message: NOT_SHOWN,
		hint: void 0
	};
}
/** The same for the log. */
function hidingText(text, secrets) {
	return holdsSecret(text, secrets) ? NOT_SHOWN : text;
}

// src/publish/outputs.ts
/** Enums, counts, commits, paths and URLs: nothing that the pull request can word, as workflows paste outputs into scripts. */
function outputsOf(report) {
	const counting = report.roster.filter((entry) => entry.accepted === void 0);
	const count = (rule) => String(counting.filter((entry) => entry.rule === rule).length);
	return {
		verdict: report.verdict,
		regressions: count("regression"),
		broken: count("broken"),
		improvements: String(countStanding(rankStatements(report), "improved")),
		"base-sha": commitOf(report.base.commit),
		"head-sha": commitOf(report.head.commit)
	};
}
/** The step's exit code, which is the gate. */
function exitCodeOf({ verdict }) {
	return verdict === "fail" ? 1 : 0;
}
/** Red, but for a base that is broken by itself where the workflow lets that pass. */
function exitCodeOfFailure({ isNeutral = false }) {
	return isNeutral ? 0 : 1;
}
function publishOutputs(outputs) {
	for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
}
function commitOf(commit) {
	return commit !== void 0 && /^[0-9a-f]{40,64}$/.test(commit) ? commit : "";
}

// src/publish/review.ts
/** Comments on the lines of a pull request's migrations, each finding once whatever runs later. */
async function publishSuggestions(octokit, { owner, repo, number }, commit, suggestions, signal) {
	const reviewed = [];
	for (const { key, file, firstLine, lastLine, body } of suggestions) {
		const marker = `<!-- pgverdict:suggestion ${createHash("sha256").update(key).digest("hex").slice(0, 16)} -->`;
		const outcome = await withRetries(async (limit) => {
			const request = { signal: limit };
			const comments = await octokit.paginate(octokit.rest.pulls.listReviewComments, {
				owner,
				repo,
				pull_number: number,
				per_page: 100,
				request
			});
			const login = await ownLogin(octokit, request);
			if (comments.some((comment) => comment.user?.login === login && comment.body.startsWith(marker))) return "kept";
			await octokit.rest.pulls.createReviewComment({
				owner,
				repo,
				pull_number: number,
				commit_id: commit,
				path: file,
				line: lastLine,
				side: "RIGHT",
				...firstLine === lastLine ? {} : {
					start_line: firstLine,
					start_side: "RIGHT"
				},
				body: `${marker}\n${body.source}\n`,
				request
			});
			return "created";
		}, signal).catch(refusal);
		reviewed.push(outcome);
	}
	return reviewed;
}
function refusal(error) {
	if (isRequestFailure(error) && error.status === 422) return "elsewhere";
	if (isDenied(error)) return "denied";
	throw error;
}

// src/publish/publish.ts
/** Writes the report everywhere. What cannot be written is a warning: the verdict stands. */
async function publishReport(measured, surfaces) {
	const report = rootPaths(measured, surfaces.folder);
	const outputs = new Map(Object.entries(outputsOf(report)));
	const files = await attempt("report", () => writeFiles(report, surfaces));
	if (files !== void 0) outputs.set("report-path", files.json);
	const reportUrl = files && await attempt("upload of the report", () => upload(files, surfaces));
	if (reportUrl !== void 0) outputs.set("report-url", reportUrl);
	const { sarifPath } = surfaces;
	if (sarifPath !== void 0) await attempt("SARIF file", async () => {
		await writeText("SARIF file", sarifPath, renderSarif(report), surfaces.secrets);
		outputs.set("sarif-path", sarifPath);
	});
	const context = {
		...surfaces.context,
		...reportUrl === void 0 ? {} : { reportUrl }
	};
	await attempt("job summary", () => writeSummary(renderSummary(report, context), surfaces));
	await attempt("annotations", async () => publishAnnotations(report, surfaces.secrets));
	await attempt("comment", async () => {
		const mayCreate = isWorthComment(report, surfaces.comment?.policy ?? "never");
		const url = await writeComment(renderComment(report, context), mayCreate, surfaces);
		if (url !== void 0) outputs.set("comment-url", url);
	});
	await attempt("list of suggestions", () => suggest(report, surfaces));
	publishOutputs(Object.fromEntries(outputs));
	process.stdout.write(`${headline(report).text}\n`);
}
async function suggest(report, { review, secrets, signal }) {
	if (review === void 0) return;
	const suggestions = suggestionsOf(report, review.readMigration);
	assertNoSecret("list of suggestions", suggestions.map(({ body }) => body.source).join("\n"), secrets);
	const { octokit, pullRequest, isReadOnly } = review.target;
	const done = await publishSuggestions(octokit, pullRequest, review.commit, suggestions, signal);
	if (done.includes("denied")) return tellDenied(isReadOnly);
	const created = done.filter((outcome) => outcome === "created").length;
	if (created > 0) process.stdout.write(`Suggested ${plural(created, "change")} on lines of the pull request.\n`);
}
async function writeFiles(report, { context, reportPath, secrets }) {
	const files = {
		json: reportPath,
		html: join(dirname(reportPath), `${artifactName(context.key)}.html`)
	};
	await writeText("report", files.json, jsonParts(report), secrets);
	await writeText("report", files.html, renderHtml(report), secrets);
	return files;
}
/** `text` may come in parts, between which no secret is cut. Throws a UserError where it would hold one. */
async function writeText(surface, file, text, secrets) {
	await mkdir(dirname(file), { recursive: true });
	try {
		await writeFile(file, withoutSecrets(surface, typeof text === "string" ? [text] : text, secrets));
	} catch (error) {
		await rm(file, { force: true });
		throw error;
	}
}
function* withoutSecrets(surface, parts, secrets) {
	for (const part of parts) {
		assertNoSecret(surface, part, secrets);
		yield part;
	}
}
/** The page's address, which opens it in a browser; the JSON is for the workflow that comments for forks, and for other tools. */
async function upload({ json, html }, { artifacts, context }) {
	if (artifacts === void 0) return void 0;
	await artifacts.upload(json, { name: artifactName(context.key) });
	return `${context.runUrl}/artifacts/${await artifacts.upload(html, "asIs")}`;
}
/** Tells that nothing could be measured: in the summary, and in our comment where there is one, so that it does not stay green. */
async function publishFailure(told, surfaces) {
	const { context, secrets } = surfaces;
	const failure = hidingSecrets(told, secrets);
	await attempt("job summary", () => writeSummary(renderFailureSummary(failure, context), surfaces));
	await attempt("comment", async () => {
		await writeComment(renderFailureComment(failure, context), surfaces.comment?.policy === "always", surfaces);
	});
	publishOutputs({ verdict: "error" });
	(failure.isNeutral ? warning : error)(logLine(failureHeadline(failure)));
}
async function writeSummary(text, { secrets }) {
	assertNoSecret("job summary", text, secrets);
	await summary.addRaw(text).write();
}
/** Brings our comment up to date where there is one to be. Returns its address. */
async function writeComment(body, mayCreate, { comment, secrets, signal }) {
	if (comment === void 0 || comment.policy === "never") return void 0;
	assertNoSecret("comment", body, secrets);
	const published = await publishComment(comment.octokit, comment.pullRequest, body, mayCreate, signal);
	if (published.kind === "denied") tellDenied(comment.isReadOnly);
	else process.stdout.write(`${DONE[published.kind]}\n`);
	return "url" in published ? published.url : void 0;
}
const DONE = {
	created: "Commented on the pull request.",
	updated: "Updated the comment on the pull request.",
	kept: "The comment on the pull request says the same already.",
	outdated: "A newer run has written the comment on the pull request; it stays.",
	quiet: "Nothing to say on the pull request."
};
function tellDenied(isReadOnly) {
	if (isReadOnly) notice("No comment was written: a run of a fork or of Dependabot has a token that can only read. The job summary has the report.");
	else warning("No comment was written: the token may not. Add this to the job; the verdict is not affected.\npermissions:\n  contents: read\n  pull-requests: write");
}
/** Does what the verdict does not depend on: undefined where it failed, which is told. */
async function attempt(surface, write) {
	try {
		return await write();
	} catch (cause) {
		const message = `${isRequestFailure(cause) ? `GitHub answered ${cause.status}. ` : ""}${cause instanceof Error ? cause.message : cause}`;
		(cause instanceof UserError ? error : warning)(logLine(`The ${surface} could not be published; the verdict is not affected. ${message}`));
		return;
	}
}

// src/publish/debug-bundle.ts
/** Keeps the bundle with the workflow run, for which somebody asked by its debug logging. */
async function publishDebugBundle({ report, log, timings }, surfaces) {
	const { artifacts, context, reportPath, secrets } = surfaces;
	const name = artifactName(context.key).replace("-report", "-debug");
	const file = join(dirname(reportPath), `${name}.json`);
	const plans = report?.statements.map(({ name: statement, fingerprint, base, head }) => ({
		statement,
		fingerprint,
		base: base?.plan,
		head: head?.plan
	}));
	const bundle = {
		runner: {
			os: process.env.RUNNER_OS,
			architecture: process.env.RUNNER_ARCH,
			node: process.version
		},
		server: report?.server,
		timings,
		plans,
		log
	};
	await writeText("debug bundle", file, `${JSON.stringify(bundle, void 0, 1)}\n`, secrets);
	await artifacts?.upload(file, { name });
}

// src/publish/inputs.ts
/** An input that was not given is an empty string. */
function optional(schema) {
	return preprocess((value) => value === "" ? void 0 : value, schema.optional());
}
const flag = optional(_enum(["true", "false"])).transform((value) => value !== "false");
const inputs = object({
	"github-token": optional(string()),
	mode: optional(_enum([
		"run",
		"comment",
		"merge"
	])),
	"working-directory": string(),
	config: optional(string()),
	"base-ref": optional(string()),
	"head-ref": optional(string()),
	server: optional(_enum(SERVER_KINDS)),
	"postgres-version": optional(number$1().int()),
	"fail-on-base-error": flag,
	cache: flag,
	shard: optional(string().refine((text) => parseShard(text) !== void 0, "A part and how many there are, such as 2/4")).transform((text) => text === void 0 ? void 0 : parseShard(text)),
	reports: optional(string()),
	comment: optional(_enum(COMMENT_POLICIES)),
	"comment-key": optional(string().regex(/^[\w./ -]{1,100}$/, "Letters, digits, spaces and `. _ / -` only, 100 at most")),
	suggestions: optional(_enum(["true", "false"])),
	"report-path": optional(string()),
	"sarif-path": optional(string()),
	"upload-report": flag,
	"record-dir": optional(string())
}).transform((input) => {
	const workingDirectory = input["working-directory"] === "" ? "." : input["working-directory"];
	return {
		token: input["github-token"],
		mode: input.mode ?? "run",
		workingDirectory,
		configFile: input.config,
		base: input["base-ref"],
		head: input["head-ref"],
		server: input.server,
		postgresVersion: input["postgres-version"],
		failOnBaseError: input["fail-on-base-error"],
		usesCache: input.cache,
		shard: input.shard,
		reports: input.reports,
		comment: input.comment ?? "changes",
		key: input["comment-key"] ?? (workingDirectory === "." ? "default" : workingDirectory),
		suggests: input.suggestions === "true",
		reportPath: input["report-path"],
		sarifPath: input["sarif-path"],
		uploadReport: input["upload-report"],
		recordDir: input["record-dir"]
	};
});
/** The inputs of action.yml. Throws a UserError with every problem. */
function readInputs() {
	const names = Object.keys(inputs.in.shape);
	const parsed = inputs.safeParse(Object.fromEntries(names.map((name) => [name, getInput(name)])));
	if (parsed.success) return parsed.data;
	const problems = parsed.error.issues.map(({ path, message }) => `\`${path.join(".")}\`: ${message}`);
	throw new UserError(`The action’s inputs are not right:\n${problems.join("\n")}`, { kind: "usage" });
}

// src/publish/log.ts
/** A log is read afterwards: a line now and then shows that a stage is alive. */
const STEP_INTERVAL_MS = 5e3;
/**
* Progress for the log of a workflow run: one group for each stage, with its seconds. Between the group's commands the runner
* is told to obey none, so nothing that a migration or a file name says can become one.
*/
function createActionsProgress(clock) {
	const timings = [];
	let stageName;
	let lastStepAt = Number.NEGATIVE_INFINITY;
	let resume;
	return {
		timings,
		get stageName() {
			return stageName;
		},
		async stage(name, work) {
			stageName = name;
			lastStepAt = Number.NEGATIVE_INFINITY;
			const start = clock();
			startGroup(logLine(name));
			resume = stopCommands();
			try {
				const result = await work();
				stageName = void 0;
				return result;
			} finally {
				const seconds = (clock() - start) / 1e3;
				timings.push({
					stage: name,
					seconds
				});
				print(`took ${formatSeconds(seconds)}`);
				resume();
				resume = void 0;
				endGroup();
			}
		},
		step(text) {
			const now = clock();
			if (now - lastStepAt < STEP_INTERVAL_MS) return;
			lastStepAt = now;
			print(logLine(text));
		},
		warn(text) {
			resume?.();
			warning(logLine(withoutValues(text)));
			resume = resume && stopCommands();
		},
		async obeying(work) {
			const isStage = resume !== void 0;
			resume?.();
			resume = void 0;
			try {
				return await work();
			} finally {
				if (isStage) resume = stopCommands();
			}
		}
	};
}
/** Prints text that others wrote, several lines maybe, as nothing but text. */
function logUntrusted(text) {
	const resume = stopCommands();
	print(logText(text));
	resume();
}
/** Tells the runner to obey no commands; returns how to undo it, which only who knows the random token can. */
function stopCommands() {
	const token = randomBytes(16).toString("hex");
	print(`::stop-commands::${token}`);
	return () => print(`::${token}::`);
}
function print(line) {
	process.stdout.write(`${line}\n`);
}

// src/postgres/remains.ts
const STOP_TIMEOUT_MS = 5e3;
const POLL_MS = 50;
/** Stops and removes what is left. Returns what that was, for people; undefined where all was gone already. */
async function removeServerRemains(remains) {
	return remains.kind === "folder" ? removeServer(remains.path) : removeContainer(remains.id);
}
async function removeServer(folder) {
	if (!await stat(folder).then(() => true, () => false)) return void 0;
	const data = join(folder, "data");
	await endServer(data);
	await removeSharedMemory(data);
	await rm(folder, {
		recursive: true,
		force: true,
		maxRetries: 5,
		retryDelay: 20
	});
	return `the server’s folder ${folder}`;
}
async function endServer(data) {
	const pid = Number.parseInt(await readFile(join(data, "postmaster.pid"), "utf8").catch(() => ""), 10);
	if (Number.isNaN(pid)) return;
	const isRunning = async () => await readlink(`/proc/${pid}/cwd`).catch(() => "") === data;
	if (!await isRunning()) return;
	process.kill(pid, "SIGQUIT");
	const deadline = performance.now() + STOP_TIMEOUT_MS;
	while (await isRunning() && performance.now() < deadline) await setTimeout(POLL_MS);
	if (await isRunning()) process.kill(pid, "SIGKILL");
}
async function removeContainer(id) {
	const { getContainerRuntimeClient } = await import("./chunk-build.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const runtime = await getContainerRuntimeClient();
	try {
		await runtime.container.getById(id).remove({
			force: true,
			v: true
		});
		return `the server’s container ${id.slice(0, 12)}`;
	} catch {
		return;
	}
}

// src/publish/post.ts
const IS_POST = "is-post";
const REMAINS = "remains";
const remainsSchema = array(discriminatedUnion("kind", [
	object({
		kind: literal("folder"),
		path: string()
	}),
	object({
		kind: literal("container"),
		id: string()
	}),
	object({
		kind: literal("worktree"),
		path: string()
	})
]));
/** Whether this process is the post step, which runs whatever became of the main one. The first to ask is the main one. */
function isPostStep() {
	const isPost = getState(IS_POST) === "true";
	if (!isPost) saveState(IS_POST, "true");
	return isPost;
}
/** Notes for the post step what the main step begins. */
function noteRemains() {
	const noted = [];
	return (remains) => {
		noted.push(remains);
		saveState(REMAINS, JSON.stringify(noted));
	};
}
/** Takes away what a main step that was killed could not. */
async function sweep() {
	const noted = getState(REMAINS);
	if (noted === "") return;
	for (const remains of remainsSchema.parse(JSON.parse(noted))) {
		const removed = await remove(remains);
		if (removed !== void 0) process.stdout.write(`Removed ${logLine(removed)}.\n`);
	}
}
async function remove(remains) {
	if (remains.kind !== "worktree") return await removeServerRemains(remains);
	return removeLeftWorktree(remains.path) ? `the checkout ${remains.path}` : void 0;
}

// src/publish/record.ts
/** Appends what a push to the default branch did to the record in the checkout, with the pull request that it came from. */
async function appendToRecord(report, target) {
	const entry = toEntry(report, {
		at: /* @__PURE__ */ new Date(),
		pullRequest: await pullRequestOf(report.head.commit, target)
	});
	assertNoSecret("record", JSON.stringify(entry), target.secrets);
	await appendToFolder(resolve(target.folder), entry);
}
/** The merged pull request that a commit belongs to; a record without it is better than none. */
async function pullRequestOf(commit, { octokit, owner, repo, signal }) {
	if (commit === void 0 || octokit === void 0) return void 0;
	try {
		const { data } = await withRetries((limit) => octokit.rest.repos.listPullRequestsAssociatedWithCommit({
			owner,
			repo,
			commit_sha: commit,
			request: { signal: limit }
		}), signal);
		return data.find(({ merged_at: mergedAt }) => mergedAt !== null)?.html_url;
	} catch (error) {
		warning(`The record does not name the pull request: ${error instanceof Error ? error.message : String(error)}`);
		return;
	}
}

// src/publish/relay/finished-run.ts
const name = string().regex(/^[\w.-]+\/[\w.-]+$/);
const payload = object({ workflow_run: object({
	id: number().int(),
	run_attempt: number().int(),
	event: string(),
	/** Null while it goes on. */
	conclusion: string().nullish(),
	head_sha: string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/),
	head_branch: string().nullable(),
	/** Null once the fork was deleted. */
	head_repository: object({ full_name: name }).nullable(),
	repository: object({ full_name: name })
}) }).transform(({ workflow_run: run }) => ({
	id: run.id,
	attempt: run.run_attempt,
	event: run.event,
	hasFailed: run.conclusion === "failure" || run.conclusion === "timed_out",
	head: {
		sha: run.head_sha,
		branch: run.head_branch,
		repository: run.head_repository?.full_name
	},
	isFork: run.head_repository?.full_name !== run.repository.full_name
}));
/** Reads the payload of a `workflow_run` event. Throws a UserError for other events. */
function parseFinishedRun(eventName, text) {
	if (eventName !== "workflow_run") throw new UserError(`\`mode: comment\` does not run on \`${eventName}\``, {
		kind: "usage",
		hint: "Use it in a second workflow with `on: workflow_run`, after the one that measures."
	});
	const parsed = payload.safeParse(JSON.parse(text));
	if (parsed.success) return parsed.data;
	throw new UserError(`The payload of the \`workflow_run\` event is not as GitHub documents it:\n${prettifyError(parsed.error)}`, {
		kind: "usage",
		hint: "GITHUB_EVENT_PATH must be the file that the runner wrote."
	});
}

// node_modules/pend/index.js
var require_pend = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = Pend;
	function Pend() {
		this.pending = 0;
		this.max = Infinity;
		this.listeners = [];
		this.waiting = [];
		this.error = null;
	}
	Pend.prototype.go = function(fn) {
		if (this.pending < this.max) pendGo(this, fn);
		else this.waiting.push(fn);
	};
	Pend.prototype.wait = function(cb) {
		if (this.pending === 0) cb(this.error);
		else this.listeners.push(cb);
	};
	Pend.prototype.hold = function() {
		return pendHold(this);
	};
	function pendHold(self) {
		self.pending += 1;
		var called = false;
		return onCb;
		function onCb(err) {
			if (called) throw new Error("callback called twice");
			called = true;
			self.error = self.error || err;
			self.pending -= 1;
			if (self.waiting.length > 0 && self.pending < self.max) pendGo(self, self.waiting.shift());
			else if (self.pending === 0) {
				var listeners = self.listeners;
				self.listeners = [];
				listeners.forEach(cbListener);
			}
		}
		function cbListener(listener) {
			listener(self.error);
		}
	}
	function pendGo(self, fn) {
		fn(pendHold(self));
	}
}));

// node_modules/yauzl/fd-slicer.js
var require_fd_slicer = /* @__PURE__ */ __commonJSMin(((exports) => {
	var fs = __require("fs");
	var util = __require("util");
	var stream = __require("stream");
	var Readable = stream.Readable;
	var PassThrough = stream.PassThrough;
	var Pend = require_pend();
	var EventEmitter = __require("events").EventEmitter;
	exports.BufferSlicer = BufferSlicer;
	exports.FdSlicer = FdSlicer;
	util.inherits(FdSlicer, EventEmitter);
	function FdSlicer(fd) {
		EventEmitter.call(this);
		this.fd = fd;
		this.pend = new Pend();
		this.pend.max = 1;
		this.refCount = 0;
	}
	FdSlicer.prototype.read = function(buffer, offset, length, position, callback) {
		var self = this;
		self.pend.go(function(cb) {
			fs.read(self.fd, buffer, offset, length, position, function(err, bytesRead, buffer) {
				cb();
				callback(err, bytesRead, buffer);
			});
		});
	};
	FdSlicer.prototype.createReadStream = function(options) {
		return new ReadStream(this, options);
	};
	FdSlicer.prototype.ref = function() {
		this.refCount += 1;
	};
	FdSlicer.prototype.unref = function() {
		var self = this;
		self.refCount -= 1;
		if (self.refCount < 0) throw new Error("invalid unref");
		if (self.refCount > 0) return;
		fs.close(self.fd, onCloseDone);
		function onCloseDone(err) {
			if (err) self.emit("error", err);
			else self.emit("close");
		}
	};
	util.inherits(ReadStream, Readable);
	function ReadStream(context, options) {
		options = options || {};
		Readable.call(this, options);
		this.context = context;
		this.context.ref();
		this.start = options.start || 0;
		this.endOffset = options.end;
		this.pos = this.start;
	}
	ReadStream.prototype._read = function(n) {
		var self = this;
		var toRead = Math.min(self._readableState.highWaterMark, n);
		if (self.endOffset != null) toRead = Math.min(toRead, self.endOffset - self.pos);
		if (toRead <= 0) {
			self.push(null);
			this._cleanup();
			return;
		}
		self.context.pend.go(function(cb) {
			var buffer = Buffer.allocUnsafe(toRead);
			fs.read(self.context.fd, buffer, 0, toRead, self.pos, function(err, bytesRead) {
				if (err) self.destroy(err);
				else if (bytesRead === 0) {
					self.push(null);
					self._cleanup();
				} else {
					self.pos += bytesRead;
					self.push(buffer.slice(0, bytesRead));
				}
				cb();
			});
		});
	};
	ReadStream.prototype._destroy = function(err, cb) {
		this._cleanup();
		cb(err);
	};
	ReadStream.prototype._cleanup = function() {
		if (this.context != null) {
			this.context.unref();
			this.context = null;
		}
	};
	util.inherits(BufferSlicer, EventEmitter);
	function BufferSlicer(buffer) {
		EventEmitter.call(this);
		this.refCount = 0;
		this.buffer = buffer;
	}
	BufferSlicer.prototype.read = function(buffer, offset, length, position, callback) {
		if (!(0 <= offset && offset <= buffer.length)) throw new RangeError("offset outside buffer: 0 <= " + offset + " <= " + buffer.length);
		if (position < 0) throw new RangeError("position is negative: " + position);
		if (offset + length > buffer.length) length = buffer.length - offset;
		if (position + length > this.buffer.length) length = this.buffer.length - position;
		if (length <= 0) {
			setImmediate(function() {
				callback(null, 0);
			});
			return;
		}
		this.buffer.copy(buffer, offset, position, position + length);
		setImmediate(function() {
			callback(null, length);
		});
	};
	BufferSlicer.prototype.createReadStream = function(options) {
		options = options || {};
		var readStream = new PassThrough(options);
		readStream.start = options.start || 0;
		readStream.endOffset = options.end;
		readStream.pos = readStream.endOffset || this.buffer.length;
		var entireSlice = this.buffer.slice(readStream.start, readStream.pos);
		var maxChunkSize = 65536;
		var offset = 0;
		while (true) {
			var nextOffset = offset + maxChunkSize;
			if (nextOffset >= entireSlice.length) {
				if (offset < entireSlice.length) readStream.write(entireSlice.slice(offset, entireSlice.length));
				break;
			}
			readStream.write(entireSlice.slice(offset, nextOffset));
			offset = nextOffset;
		}
		readStream.end();
		return readStream;
	};
	BufferSlicer.prototype.ref = function() {
		this.refCount += 1;
	};
	BufferSlicer.prototype.unref = function() {
		this.refCount -= 1;
		if (this.refCount < 0) throw new Error("invalid unref");
	};
}));

// node_modules/yauzl/crc32.js
var require_crc32 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const CRC_TABLE = new Int32Array([
		0,
		1996959894,
		3993919788,
		2567524794,
		124634137,
		1886057615,
		3915621685,
		2657392035,
		249268274,
		2044508324,
		3772115230,
		2547177864,
		162941995,
		2125561021,
		3887607047,
		2428444049,
		498536548,
		1789927666,
		4089016648,
		2227061214,
		450548861,
		1843258603,
		4107580753,
		2211677639,
		325883990,
		1684777152,
		4251122042,
		2321926636,
		335633487,
		1661365465,
		4195302755,
		2366115317,
		997073096,
		1281953886,
		3579855332,
		2724688242,
		1006888145,
		1258607687,
		3524101629,
		2768942443,
		901097722,
		1119000684,
		3686517206,
		2898065728,
		853044451,
		1172266101,
		3705015759,
		2882616665,
		651767980,
		1373503546,
		3369554304,
		3218104598,
		565507253,
		1454621731,
		3485111705,
		3099436303,
		671266974,
		1594198024,
		3322730930,
		2970347812,
		795835527,
		1483230225,
		3244367275,
		3060149565,
		1994146192,
		31158534,
		2563907772,
		4023717930,
		1907459465,
		112637215,
		2680153253,
		3904427059,
		2013776290,
		251722036,
		2517215374,
		3775830040,
		2137656763,
		141376813,
		2439277719,
		3865271297,
		1802195444,
		476864866,
		2238001368,
		4066508878,
		1812370925,
		453092731,
		2181625025,
		4111451223,
		1706088902,
		314042704,
		2344532202,
		4240017532,
		1658658271,
		366619977,
		2362670323,
		4224994405,
		1303535960,
		984961486,
		2747007092,
		3569037538,
		1256170817,
		1037604311,
		2765210733,
		3554079995,
		1131014506,
		879679996,
		2909243462,
		3663771856,
		1141124467,
		855842277,
		2852801631,
		3708648649,
		1342533948,
		654459306,
		3188396048,
		3373015174,
		1466479909,
		544179635,
		3110523913,
		3462522015,
		1591671054,
		702138776,
		2966460450,
		3352799412,
		1504918807,
		783551873,
		3082640443,
		3233442989,
		3988292384,
		2596254646,
		62317068,
		1957810842,
		3939845945,
		2647816111,
		81470997,
		1943803523,
		3814918930,
		2489596804,
		225274430,
		2053790376,
		3826175755,
		2466906013,
		167816743,
		2097651377,
		4027552580,
		2265490386,
		503444072,
		1762050814,
		4150417245,
		2154129355,
		426522225,
		1852507879,
		4275313526,
		2312317920,
		282753626,
		1742555852,
		4189708143,
		2394877945,
		397917763,
		1622183637,
		3604390888,
		2714866558,
		953729732,
		1340076626,
		3518719985,
		2797360999,
		1068828381,
		1219638859,
		3624741850,
		2936675148,
		906185462,
		1090812512,
		3747672003,
		2825379669,
		829329135,
		1181335161,
		3412177804,
		3160834842,
		628085408,
		1382605366,
		3423369109,
		3138078467,
		570562233,
		1426400815,
		3317316542,
		2998733608,
		733239954,
		1555261956,
		3268935591,
		3050360625,
		752459403,
		1541320221,
		2607071920,
		3965973030,
		1969922972,
		40735498,
		2617837225,
		3943577151,
		1913087877,
		83908371,
		2512341634,
		3803740692,
		2075208622,
		213261112,
		2463272603,
		3855990285,
		2094854071,
		198958881,
		2262029012,
		4057260610,
		1759359992,
		534414190,
		2176718541,
		4139329115,
		1873836001,
		414664567,
		2282248934,
		4279200368,
		1711684554,
		285281116,
		2405801727,
		4167216745,
		1634467795,
		376229701,
		2685067896,
		3608007406,
		1308918612,
		956543938,
		2808555105,
		3495958263,
		1231636301,
		1047427035,
		2932959818,
		3654703836,
		1088359270,
		936918e3,
		2847714899,
		3736837829,
		1202900863,
		817233897,
		3183342108,
		3401237130,
		1404277552,
		615818150,
		3134207493,
		3453421203,
		1423857449,
		601450431,
		3009837614,
		3294710456,
		1567103746,
		711928724,
		3020668471,
		3272380065,
		1510334235,
		755167117
	]);
	function crc32(buf) {
		let crc = -1;
		for (let x of buf) crc = CRC_TABLE[(crc ^ x) & 255] ^ crc >>> 8;
		return (crc ^ -1) >>> 0;
	}
	module.exports = crc32;
}));

// node_modules/yauzl/index.js
var require_yauzl = /* @__PURE__ */ __commonJSMin(((exports) => {
	var fs = __require("fs");
	var zlib = __require("zlib");
	var fd_slicer = require_fd_slicer();
	var util = __require("util");
	var EventEmitter = __require("events").EventEmitter;
	var Transform = __require("stream").Transform;
	var PassThrough = __require("stream").PassThrough;
	var Writable = __require("stream").Writable;
	const crc32 = typeof zlib.crc32 === "function" ? zlib.crc32 : require_crc32();
	exports.fromBufferPromise = fromBufferPromise;
	function fromBufferPromise(buffer, options) {
		return new Promise((resolve, reject) => {
			fromBuffer(buffer, {
				...options,
				lazyEntries: true
			}, function(err, zipfile) {
				if (err) return reject(err);
				resolve(zipfile);
			});
		});
	}
	function fromBuffer(buffer, options, callback) {
		if (typeof options === "function") {
			callback = options;
			options = null;
		}
		if (options == null) options = {};
		options.autoClose = false;
		if (options.lazyEntries == null) options.lazyEntries = false;
		if (options.decodeStrings == null) options.decodeStrings = true;
		if (options.validateEntrySizes == null) options.validateEntrySizes = true;
		if (options.strictFileNames == null) options.strictFileNames = false;
		fromRandomAccessReader(new fd_slicer.BufferSlicer(buffer), buffer.length, options, callback);
	}
	function fromRandomAccessReader(reader, totalSize, options, callback) {
		if (typeof options === "function") {
			callback = options;
			options = null;
		}
		if (options == null) options = {};
		if (options.autoClose == null) options.autoClose = true;
		if (options.lazyEntries == null) options.lazyEntries = false;
		if (options.decodeStrings == null) options.decodeStrings = true;
		var decodeStrings = !!options.decodeStrings;
		if (options.validateEntrySizes == null) options.validateEntrySizes = true;
		if (options.strictFileNames == null) options.strictFileNames = false;
		if (callback == null) callback = defaultCallback;
		if (typeof totalSize !== "number") throw new Error("expected totalSize parameter to be a number");
		if (totalSize > Number.MAX_SAFE_INTEGER) throw new Error("zip file too large. only file sizes up to 2^52 are supported due to JavaScript's Number type being an IEEE 754 double.");
		reader.ref();
		var eocdrWithoutCommentSize = 22;
		var zip64EocdlSize = 20;
		var bufferSize = Math.min(zip64EocdlSize + eocdrWithoutCommentSize + 65535, totalSize);
		var buffer = newBuffer(bufferSize);
		readAndAssertNoEof(reader, buffer, 0, bufferSize, totalSize - buffer.length, function(err) {
			if (err) return callback(err);
			for (var i = bufferSize - eocdrWithoutCommentSize; i >= 0; i -= 1) {
				if (buffer.readUInt32LE(i) !== 101010256) continue;
				var eocdrBuffer = buffer.subarray(i);
				var diskNumber = eocdrBuffer.readUInt16LE(4);
				var entryCount = eocdrBuffer.readUInt16LE(10);
				var centralDirectoryOffset = eocdrBuffer.readUInt32LE(16);
				var commentLength = eocdrBuffer.readUInt16LE(20);
				var expectedCommentLength = eocdrBuffer.length - eocdrWithoutCommentSize;
				if (commentLength !== expectedCommentLength) return callback(/* @__PURE__ */ new Error("Invalid comment length. Expected: " + expectedCommentLength + ". Found: " + commentLength + ". Are there extra bytes at the end of the file? Or is the end of central dir signature `PK☺☻` in the comment?"));
				var comment = decodeStrings ? decodeBuffer(eocdrBuffer.subarray(22), false) : eocdrBuffer.subarray(22);
				if (i - zip64EocdlSize >= 0 && buffer.readUInt32LE(i - zip64EocdlSize) === 117853008) {
					var zip64EocdrOffset = readUInt64LE(buffer.subarray(i - zip64EocdlSize, i - zip64EocdlSize + zip64EocdlSize), 8);
					var zip64EocdrBuffer = newBuffer(56);
					return readAndAssertNoEof(reader, zip64EocdrBuffer, 0, zip64EocdrBuffer.length, zip64EocdrOffset, function(err) {
						if (err) return callback(err);
						if (zip64EocdrBuffer.readUInt32LE(0) !== 101075792) return callback(/* @__PURE__ */ new Error("invalid zip64 end of central directory record signature"));
						diskNumber = zip64EocdrBuffer.readUInt32LE(16);
						if (diskNumber !== 0) return callback(/* @__PURE__ */ new Error("multi-disk zip files are not supported: found disk number: " + diskNumber));
						entryCount = readUInt64LE(zip64EocdrBuffer, 32);
						centralDirectoryOffset = readUInt64LE(zip64EocdrBuffer, 48);
						return callback(null, new ZipFile(reader, centralDirectoryOffset, totalSize, entryCount, comment, options.autoClose, options.lazyEntries, decodeStrings, options.validateEntrySizes, options.strictFileNames));
					});
				}
				if (diskNumber !== 0) return callback(/* @__PURE__ */ new Error("multi-disk zip files are not supported: found disk number: " + diskNumber));
				return callback(null, new ZipFile(reader, centralDirectoryOffset, totalSize, entryCount, comment, options.autoClose, options.lazyEntries, decodeStrings, options.validateEntrySizes, options.strictFileNames));
			}
			callback(/* @__PURE__ */ new Error("End of central directory record signature not found. Either not a zip file, or file is truncated."));
		});
	}
	util.inherits(ZipFile, EventEmitter);
	function ZipFile(reader, centralDirectoryOffset, fileSize, entryCount, comment, autoClose, lazyEntries, decodeStrings, validateEntrySizes, strictFileNames) {
		var self = this;
		EventEmitter.call(self);
		self.reader = reader;
		self.reader.on("error", function(err) {
			emitError(self, err);
		});
		self.reader.once("close", function() {
			self.emit("close");
		});
		self.readEntryCursor = centralDirectoryOffset;
		self.fileSize = fileSize;
		self.entryCount = entryCount;
		self.comment = comment;
		self.entriesRead = 0;
		self.autoClose = !!autoClose;
		self.lazyEntries = !!lazyEntries;
		self.decodeStrings = !!decodeStrings;
		self.validateEntrySizes = !!validateEntrySizes;
		self.strictFileNames = !!strictFileNames;
		self.isOpen = true;
		self.emittedError = false;
		self.hasEachEntryBeenCalled = false;
		if (!self.lazyEntries) self._readEntry();
	}
	ZipFile.prototype.close = function() {
		if (!this.isOpen) return;
		this.isOpen = false;
		this.reader.unref();
	};
	function emitErrorAndAutoClose(self, err) {
		if (self.autoClose) self.close();
		emitError(self, err);
	}
	function emitError(self, err) {
		if (self.emittedError) return;
		self.emittedError = true;
		self.emit("error", err);
	}
	ZipFile.prototype.readEntry = function() {
		if (!this.lazyEntries) throw new Error("readEntry() called without lazyEntries:true");
		this._readEntry();
	};
	ZipFile.prototype._readEntry = function() {
		var self = this;
		if (self.entryCount === self.entriesRead) {
			setImmediate(function() {
				if (self.autoClose) self.close();
				if (self.emittedError) return;
				self.emit("end");
			});
			return;
		}
		if (self.emittedError) return;
		var buffer = newBuffer(46);
		readAndAssertNoEof(self.reader, buffer, 0, buffer.length, self.readEntryCursor, function(err) {
			if (err) return emitErrorAndAutoClose(self, err);
			if (self.emittedError) return;
			var entry = new Entry();
			var signature = buffer.readUInt32LE(0);
			if (signature !== 33639248) return emitErrorAndAutoClose(self, /* @__PURE__ */ new Error("invalid central directory file header signature: 0x" + signature.toString(16)));
			entry.versionMadeBy = buffer.readUInt16LE(4);
			entry.versionNeededToExtract = buffer.readUInt16LE(6);
			entry.generalPurposeBitFlag = buffer.readUInt16LE(8);
			entry.compressionMethod = buffer.readUInt16LE(10);
			entry.lastModFileTime = buffer.readUInt16LE(12);
			entry.lastModFileDate = buffer.readUInt16LE(14);
			entry.crc32 = buffer.readUInt32LE(16);
			entry.compressedSize = buffer.readUInt32LE(20);
			entry.uncompressedSize = buffer.readUInt32LE(24);
			entry.fileNameLength = buffer.readUInt16LE(28);
			entry.extraFieldLength = buffer.readUInt16LE(30);
			entry.fileCommentLength = buffer.readUInt16LE(32);
			entry.internalFileAttributes = buffer.readUInt16LE(36);
			entry.externalFileAttributes = buffer.readUInt32LE(38);
			entry.relativeOffsetOfLocalHeader = buffer.readUInt32LE(42);
			if (entry.generalPurposeBitFlag & 64) return emitErrorAndAutoClose(self, /* @__PURE__ */ new Error("strong encryption is not supported"));
			self.readEntryCursor += 46;
			buffer = newBuffer(entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength);
			readAndAssertNoEof(self.reader, buffer, 0, buffer.length, self.readEntryCursor, function(err) {
				if (err) return emitErrorAndAutoClose(self, err);
				if (self.emittedError) return;
				entry.fileNameRaw = buffer.subarray(0, entry.fileNameLength);
				var fileCommentStart = entry.fileNameLength + entry.extraFieldLength;
				entry.extraFieldRaw = buffer.subarray(entry.fileNameLength, fileCommentStart);
				entry.fileCommentRaw = buffer.subarray(fileCommentStart, fileCommentStart + entry.fileCommentLength);
				try {
					entry.extraFields = parseExtraFields(entry.extraFieldRaw);
				} catch (err) {
					return emitErrorAndAutoClose(self, err);
				}
				if (self.decodeStrings) {
					var isUtf8 = (entry.generalPurposeBitFlag & 2048) !== 0;
					entry.fileComment = decodeBuffer(entry.fileCommentRaw, isUtf8);
					entry.fileName = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, self.strictFileNames);
					var errorMessage = validateFileName(entry.fileName);
					if (errorMessage != null) return emitErrorAndAutoClose(self, new Error(errorMessage));
				} else {
					entry.fileComment = entry.fileCommentRaw;
					entry.fileName = entry.fileNameRaw;
				}
				entry.comment = entry.fileComment;
				self.readEntryCursor += buffer.length;
				self.entriesRead += 1;
				for (var i = 0; i < entry.extraFields.length; i++) {
					var extraField = entry.extraFields[i];
					if (extraField.id !== 1) continue;
					var zip64EiefBuffer = extraField.data;
					var index = 0;
					if (entry.uncompressedSize === 4294967295) {
						if (index + 8 > zip64EiefBuffer.length) return emitErrorAndAutoClose(self, /* @__PURE__ */ new Error("zip64 extended information extra field does not include uncompressed size"));
						entry.uncompressedSize = readUInt64LE(zip64EiefBuffer, index);
						index += 8;
					}
					if (entry.compressedSize === 4294967295) {
						if (index + 8 > zip64EiefBuffer.length) return emitErrorAndAutoClose(self, /* @__PURE__ */ new Error("zip64 extended information extra field does not include compressed size"));
						entry.compressedSize = readUInt64LE(zip64EiefBuffer, index);
						index += 8;
					}
					if (entry.relativeOffsetOfLocalHeader === 4294967295) {
						if (index + 8 > zip64EiefBuffer.length) return emitErrorAndAutoClose(self, /* @__PURE__ */ new Error("zip64 extended information extra field does not include relative header offset"));
						entry.relativeOffsetOfLocalHeader = readUInt64LE(zip64EiefBuffer, index);
						index += 8;
					}
					break;
				}
				if (self.validateEntrySizes && entry.compressionMethod === 0) {
					var expectedCompressedSize = entry.uncompressedSize;
					if (entry.isEncrypted()) expectedCompressedSize += 12;
					if (entry.compressedSize !== expectedCompressedSize) {
						var msg = "compressed/uncompressed size mismatch for stored file: " + entry.compressedSize + " != " + entry.uncompressedSize;
						return emitErrorAndAutoClose(self, new Error(msg));
					}
				}
				self.emit("entry", entry);
				if (!self.lazyEntries) self._readEntry();
			});
		});
	};
	ZipFile.prototype.eachEntry = function() {
		const self = this;
		if (!self.lazyEntries) throw new Error("eachEntry() requires lazyEntries: true");
		if (self.hasEachEntryBeenCalled) throw new Error("eachEntry() must only be called once per ZipFile");
		self.hasEachEntryBeenCalled = true;
		let pendingResolveReject = null;
		self.on("entry", onEntry);
		self.on("end", onEnd);
		self.on("error", onError);
		function cleanup() {
			self.removeListener("entry", onEntry);
			self.removeListener("end", onEnd);
			self.removeListener("error", onError);
			if (self.autoClose) self.close();
		}
		function onEntry(entry) {
			let { resolve } = pendingResolveReject;
			pendingResolveReject = null;
			resolve({ value: entry });
		}
		function onEnd() {
			let { resolve } = pendingResolveReject;
			pendingResolveReject = null;
			cleanup();
			resolve({ done: true });
		}
		function onError(err) {
			let { reject } = pendingResolveReject;
			pendingResolveReject = null;
			cleanup();
			reject(err);
		}
		return {
			[Symbol.asyncIterator]() {
				return this;
			},
			next() {
				const promise = new Promise((resolve, reject) => {
					if (pendingResolveReject != null) throw new Error("next() called before previous Promise was resolved.");
					pendingResolveReject = {
						resolve,
						reject
					};
				});
				self.readEntry();
				return promise;
			},
			return(value) {
				cleanup();
				return Promise.resolve({
					done: true,
					value
				});
			},
			throw(value) {
				cleanup();
				return Promise.reject(value);
			}
		};
	};
	ZipFile.prototype.openReadStream = function(entry, options, callback) {
		var self = this;
		var relativeStart = 0;
		var relativeEnd = entry.compressedSize;
		if (callback == null) {
			callback = options;
			options = null;
		}
		if (options == null) options = {};
		else {
			if (options.decodeFileData === false) {
				if (options.decrypt != null) throw new Error("cannot use options.decrypt when options.decodeFileData === false");
				if (options.decompress != null) throw new Error("cannot use options.decompress when options.decodeFileData === false");
			} else {
				if (options.decrypt != null) {
					if (!entry.isEncrypted()) throw new Error("options.decrypt can only be specified for encrypted entries. See also option decodeFileData.");
					if (options.decrypt !== false) throw new Error("invalid options.decrypt value: " + options.decrypt);
					if (entry.isCompressed()) {
						if (options.decompress !== false) throw new Error("entry is encrypted and compressed, and options.decompress !== false. See also option decodeFileData.");
					}
				}
				if (options.decompress != null) {
					if (!entry.isCompressed()) throw new Error("options.decompress can only be specified for compressed entries. See also option decodeFileData.");
					if (!(options.decompress === false || options.decompress === true)) throw new Error("invalid options.decompress value: " + options.decompress);
					decompress = options.decompress;
				}
			}
			if (options.start != null) {
				relativeStart = options.start;
				if (relativeStart < 0) throw new Error("options.start < 0");
				if (relativeStart > entry.compressedSize) throw new Error("options.start > entry.compressedSize");
			}
			if (options.end != null) {
				relativeEnd = options.end;
				if (relativeEnd < 0) throw new Error("options.end < 0");
				if (relativeEnd > entry.compressedSize) throw new Error("options.end > entry.compressedSize");
				if (relativeEnd < relativeStart) throw new Error("options.end < options.start");
			}
		}
		var rawMode = options.decodeFileData === false || (entry.compressionMethod === 0 || entry.compressionMethod === 8 && options.decompress === false) && (!entry.isEncrypted() || options.decrypt === false);
		if (options.start != null || options.end != null) {
			if (!rawMode) throw new Error("start/end range require options.decodeFileData === false for non-trivial encoded entries.");
		}
		if (!self.isOpen) return callback(/* @__PURE__ */ new Error("closed"));
		if (entry.isEncrypted() && !rawMode) {
			if (options.decrypt !== false) return callback(/* @__PURE__ */ new Error("entry is encrypted, and options.decodeFileData !== false"));
		}
		var decompress;
		if (rawMode) decompress = false;
		else if (entry.compressionMethod === 8) decompress = options.decodeFileData !== true;
		else return callback(/* @__PURE__ */ new Error("unsupported compression method: " + entry.compressionMethod));
		self.readLocalFileHeader(entry, { minimal: true }, function(err, localFileHeader) {
			if (err) return callback(err);
			self.openReadStreamLowLevel(localFileHeader.fileDataStart, entry.compressedSize, relativeStart, relativeEnd, decompress, entry.uncompressedSize, callback);
		});
	};
	ZipFile.prototype.openReadStreamLowLevel = function(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize, callback) {
		var self = this;
		fileDataStart + compressedSize;
		var readStream = self.reader.createReadStream({
			start: fileDataStart + relativeStart,
			end: fileDataStart + relativeEnd
		});
		var endpointStream = readStream;
		if (decompress) {
			var destroyed = false;
			var inflateFilter = zlib.createInflateRaw();
			readStream.on("error", function(err) {
				setImmediate(function() {
					if (!destroyed) inflateFilter.emit("error", err);
				});
			});
			readStream.pipe(inflateFilter);
			if (self.validateEntrySizes) {
				endpointStream = new AssertByteCountStream(uncompressedSize);
				inflateFilter.on("error", function(err) {
					setImmediate(function() {
						if (!destroyed) endpointStream.emit("error", err);
					});
				});
				inflateFilter.pipe(endpointStream);
			} else endpointStream = inflateFilter;
			installDestroyFn(endpointStream, function() {
				destroyed = true;
				if (inflateFilter !== endpointStream) inflateFilter.unpipe(endpointStream);
				readStream.unpipe(inflateFilter);
				readStream.destroy();
			});
		}
		callback(null, endpointStream);
	};
	ZipFile.prototype.readLocalFileHeader = function(entry, options, callback) {
		var self = this;
		if (callback == null) {
			callback = options;
			options = null;
		}
		if (options == null) options = {};
		self.reader.ref();
		var buffer = newBuffer(30);
		readAndAssertNoEof(self.reader, buffer, 0, buffer.length, entry.relativeOffsetOfLocalHeader, function(err) {
			try {
				if (err) return callback(err);
				var signature = buffer.readUInt32LE(0);
				if (signature !== 67324752) return callback(/* @__PURE__ */ new Error("invalid local file header signature: 0x" + signature.toString(16)));
				var fileNameLength = buffer.readUInt16LE(26);
				var extraFieldLength = buffer.readUInt16LE(28);
				var fileDataStart = entry.relativeOffsetOfLocalHeader + 30 + fileNameLength + extraFieldLength;
				if (fileDataStart + entry.compressedSize > self.fileSize) return callback(/* @__PURE__ */ new Error("file data overflows file bounds: " + fileDataStart + " + " + entry.compressedSize + " > " + self.fileSize));
				if (options.minimal) return callback(null, { fileDataStart });
				var localFileHeader = new LocalFileHeader();
				localFileHeader.fileDataStart = fileDataStart;
				localFileHeader.versionNeededToExtract = buffer.readUInt16LE(4);
				localFileHeader.generalPurposeBitFlag = buffer.readUInt16LE(6);
				localFileHeader.compressionMethod = buffer.readUInt16LE(8);
				localFileHeader.lastModFileTime = buffer.readUInt16LE(10);
				localFileHeader.lastModFileDate = buffer.readUInt16LE(12);
				localFileHeader.crc32 = buffer.readUInt32LE(14);
				localFileHeader.compressedSize = buffer.readUInt32LE(18);
				localFileHeader.uncompressedSize = buffer.readUInt32LE(22);
				localFileHeader.fileNameLength = fileNameLength;
				localFileHeader.extraFieldLength = extraFieldLength;
				buffer = newBuffer(fileNameLength + extraFieldLength);
				self.reader.ref();
				readAndAssertNoEof(self.reader, buffer, 0, buffer.length, entry.relativeOffsetOfLocalHeader + 30, function(err) {
					try {
						if (err) return callback(err);
						localFileHeader.fileName = buffer.subarray(0, fileNameLength);
						localFileHeader.extraField = buffer.subarray(fileNameLength);
						return callback(null, localFileHeader);
					} finally {
						self.reader.unref();
					}
				});
			} finally {
				self.reader.unref();
			}
		});
	};
	ZipFile.prototype.openReadStreamPromise = function(entry, options) {
		return new Promise((resolve, reject) => {
			this.openReadStream(entry, options, function(err, readStream) {
				if (err) return reject(err);
				resolve(readStream);
			});
		});
	};
	ZipFile.prototype.openReadStreamLowLevelPromise = function(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize) {
		return new Promise((resolve, reject) => {
			this.openReadStream(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize, function(err, readStream) {
				if (err) return reject(err);
				resolve(readStream);
			});
		});
	};
	ZipFile.prototype.readLocalFileHeaderPromise = function(entry, options) {
		return new Promise((resolve, reject) => {
			this.readLocalFileHeader(entry, options, function(err, localFileHeader) {
				if (err) return reject(err);
				resolve(localFileHeader);
			});
		});
	};
	function Entry() {}
	Entry.prototype.getLastModDate = function(options) {
		if (options == null) options = {};
		if (!options.forceDosFormat) for (var i = 0; i < this.extraFields.length; i++) {
			var extraField = this.extraFields[i];
			if (extraField.id === 21589) {
				var data = extraField.data;
				if (data.length < 5) continue;
				if (!(data[0] & 1)) continue;
				var posixTimestamp = data.readInt32LE(1);
				return /* @__PURE__ */ new Date(posixTimestamp * 1e3);
			} else if (extraField.id === 10) {
				var data = extraField.data;
				if (data.length !== 32) continue;
				if (data.readUInt16LE(4) !== 1) continue;
				if (data.readUInt16LE(6) !== 24) continue;
				var millisecondsSince1970 = (data.readUInt32LE(8) + 4294967296 * data.readInt32LE(12)) / 1e4 - 0xa9730b66800;
				return new Date(millisecondsSince1970);
			}
		}
		return dosDateTimeToDate(this.lastModFileDate, this.lastModFileTime, options.timezone);
	};
	Entry.prototype.canDecodeFileData = function() {
		return !this.isEncrypted() && (this.compressionMethod === 0 || this.compressionMethod === 8);
	};
	Entry.prototype.isEncrypted = function() {
		return (this.generalPurposeBitFlag & 1) !== 0;
	};
	Entry.prototype.isCompressed = function() {
		return this.compressionMethod === 8;
	};
	function LocalFileHeader() {}
	function dosDateTimeToDate(date, time, timezone) {
		var day = date & 31;
		var month = (date >> 5 & 15) - 1;
		var year = (date >> 9 & 127) + 1980;
		var millisecond = 0;
		var second = (time & 31) * 2;
		var minute = time >> 5 & 63;
		var hour = time >> 11 & 31;
		if (timezone == null || timezone === "local") return new Date(year, month, day, hour, minute, second, millisecond);
		else if (timezone === "UTC") return new Date(Date.UTC(year, month, day, hour, minute, second, millisecond));
		else throw new Error("unrecognized options.timezone: " + options.timezone);
	}
	function getFileNameLowLevel(generalPurposeBitFlag, fileNameBuffer, extraFields, strictFileNames) {
		var fileName = null;
		for (var i = 0; i < extraFields.length; i++) {
			var extraField = extraFields[i];
			if (extraField.id === 28789) {
				if (extraField.data.length < 6) continue;
				if (extraField.data.readUInt8(0) !== 1) continue;
				var oldNameCrc32 = extraField.data.readUInt32LE(1);
				if (crc32(fileNameBuffer) !== oldNameCrc32) continue;
				fileName = decodeBuffer(extraField.data.subarray(5), true);
				break;
			}
		}
		if (fileName == null) fileName = decodeBuffer(fileNameBuffer, (generalPurposeBitFlag & 2048) !== 0);
		if (!strictFileNames) fileName = fileName.replace(/\\/g, "/");
		return fileName;
	}
	function validateFileName(fileName) {
		if (fileName.indexOf("\\") !== -1) return "invalid characters in fileName: " + fileName;
		if (/^[a-zA-Z]:/.test(fileName) || /^\//.test(fileName)) return "absolute path: " + fileName;
		if (fileName.split("/").indexOf("..") !== -1) return "invalid relative path: " + fileName;
		return null;
	}
	function parseExtraFields(extraFieldBuffer) {
		var extraFields = [];
		var i = 0;
		while (i < extraFieldBuffer.length - 3) {
			var headerId = extraFieldBuffer.readUInt16LE(i + 0);
			var dataSize = extraFieldBuffer.readUInt16LE(i + 2);
			var dataStart = i + 4;
			var dataEnd = dataStart + dataSize;
			if (dataEnd > extraFieldBuffer.length) throw new Error("extra field length exceeds extra field buffer size");
			var dataBuffer = extraFieldBuffer.subarray(dataStart, dataEnd);
			extraFields.push({
				id: headerId,
				data: dataBuffer
			});
			i = dataEnd;
		}
		return extraFields;
	}
	function readAndAssertNoEof(reader, buffer, offset, length, position, callback) {
		if (length === 0) return setImmediate(function() {
			callback(null, newBuffer(0));
		});
		reader.read(buffer, offset, length, position, function(err, bytesRead) {
			if (err) return callback(err);
			if (bytesRead < length) return callback(/* @__PURE__ */ new Error("unexpected EOF"));
			callback();
		});
	}
	util.inherits(AssertByteCountStream, Transform);
	function AssertByteCountStream(byteCount) {
		Transform.call(this);
		this.actualByteCount = 0;
		this.expectedByteCount = byteCount;
	}
	AssertByteCountStream.prototype._transform = function(chunk, encoding, cb) {
		this.actualByteCount += chunk.length;
		if (this.actualByteCount > this.expectedByteCount) {
			var msg = "too many bytes in the stream. expected " + this.expectedByteCount + ". got at least " + this.actualByteCount;
			return cb(new Error(msg));
		}
		cb(null, chunk);
	};
	AssertByteCountStream.prototype._flush = function(cb) {
		if (this.actualByteCount < this.expectedByteCount) {
			var msg = "not enough bytes in the stream. expected " + this.expectedByteCount + ". got only " + this.actualByteCount;
			return cb(new Error(msg));
		}
		cb();
	};
	util.inherits(RandomAccessReader, EventEmitter);
	function RandomAccessReader() {
		EventEmitter.call(this);
		this.refCount = 0;
	}
	RandomAccessReader.prototype.ref = function() {
		this.refCount += 1;
	};
	RandomAccessReader.prototype.unref = function() {
		var self = this;
		self.refCount -= 1;
		if (self.refCount > 0) return;
		if (self.refCount < 0) throw new Error("invalid unref");
		self.close(onCloseDone);
		function onCloseDone(err) {
			if (err) return self.emit("error", err);
			self.emit("close");
		}
	};
	RandomAccessReader.prototype.createReadStream = function(options) {
		if (options == null) options = {};
		var start = options.start;
		var end = options.end;
		if (start === end) {
			var emptyStream = new PassThrough();
			setImmediate(function() {
				emptyStream.end();
			});
			return emptyStream;
		}
		var stream = this._readStreamForRange(start, end);
		var destroyed = false;
		var refUnrefFilter = new RefUnrefFilter(this);
		stream.on("error", function(err) {
			setImmediate(function() {
				if (!destroyed) refUnrefFilter.emit("error", err);
			});
		});
		installDestroyFn(refUnrefFilter, function() {
			stream.unpipe(refUnrefFilter);
			refUnrefFilter.unref();
			stream.destroy();
		});
		var byteCounter = new AssertByteCountStream(end - start);
		refUnrefFilter.on("error", function(err) {
			setImmediate(function() {
				if (!destroyed) byteCounter.emit("error", err);
			});
		});
		installDestroyFn(byteCounter, function() {
			destroyed = true;
			refUnrefFilter.unpipe(byteCounter);
			refUnrefFilter.destroy();
		});
		return stream.pipe(refUnrefFilter).pipe(byteCounter);
	};
	RandomAccessReader.prototype._readStreamForRange = function(start, end) {
		throw new Error("not implemented");
	};
	RandomAccessReader.prototype.read = function(buffer, offset, length, position, callback) {
		var readStream = this.createReadStream({
			start: position,
			end: position + length
		});
		var writeStream = new Writable();
		var written = 0;
		writeStream._write = function(chunk, encoding, cb) {
			chunk.copy(buffer, offset + written, 0, chunk.length);
			written += chunk.length;
			cb();
		};
		writeStream.on("finish", callback);
		readStream.on("error", function(error) {
			callback(error);
		});
		readStream.pipe(writeStream);
	};
	RandomAccessReader.prototype.close = function(callback) {
		setImmediate(callback);
	};
	util.inherits(RefUnrefFilter, PassThrough);
	function RefUnrefFilter(context) {
		PassThrough.call(this);
		this.context = context;
		this.context.ref();
		this.unreffedYet = false;
	}
	RefUnrefFilter.prototype._flush = function(cb) {
		this.unref();
		cb();
	};
	RefUnrefFilter.prototype.unref = function(cb) {
		if (this.unreffedYet) return;
		this.unreffedYet = true;
		this.context.unref();
	};
	var cp437 = "\0☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼ !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~⌂ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\xA0";
	function decodeBuffer(buffer, isUtf8) {
		if (isUtf8) return buffer.toString("utf8");
		else {
			var result = "";
			for (var i = 0; i < buffer.length; i++) result += cp437[buffer[i]];
			return result;
		}
	}
	function readUInt64LE(buffer, offset) {
		var lower32 = buffer.readUInt32LE(offset);
		return buffer.readUInt32LE(offset + 4) * 4294967296 + lower32;
	}
	var newBuffer;
	if (typeof Buffer.allocUnsafe === "function") newBuffer = function(len) {
		return Buffer.allocUnsafe(len);
	};
	else newBuffer = function(len) {
		return new Buffer(len);
	};
	function installDestroyFn(stream, fn) {
		if (typeof stream.destroy === "function") stream._destroy = function(err, cb) {
			fn();
			if (cb != null) cb(err);
		};
		else stream.destroy = fn;
	}
	function defaultCallback(err) {
		if (err) throw err;
	}
}));

// src/publish/relay/unpack.ts
var import_yauzl = require_yauzl();
const MAX_PACKED_BYTES = 5242880;
/** Reports are repetitive text. More than this is a bomb. */
const MAX_UNPACKED_BYTES = 67108864;
/** Collects a body that must not be larger than a packed report. */
async function takePacked(body) {
	const chunks = [];
	let bytes = 0;
	for await (const chunk of body) {
		bytes += chunk.length;
		if (bytes > MAX_PACKED_BYTES) throw tooLarge();
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
/** The one JSON file of an archive, read in memory. Throws a UserError for archives that hold anything else. */
async function unpackReport(archive) {
	const zip = await (0, import_yauzl.fromBufferPromise)(archive, {
		lazyEntries: true,
		validateEntrySizes: true
	}).catch(damaged);
	try {
		const entry = await onlyEntry(zip);
		if (entry.uncompressedSize > MAX_UNPACKED_BYTES) throw tooLarge();
		return (await buffer(await zip.openReadStreamPromise(entry)).catch(damaged)).toString("utf8");
	} finally {
		zip.close();
	}
}
function onlyEntry(zip) {
	return new Promise((resolve, reject) => {
		const refuse = () => reject(new UserError("The artifact is not one report: it must hold a single .json file"));
		if (zip.entryCount !== 1) return refuse();
		zip.once("error", reject);
		zip.once("entry", (entry) => /^[\w.-]+\.json$/.test(entry.fileName) ? resolve(entry) : refuse());
		zip.readEntry();
	});
}
function damaged(cause) {
	throw new UserError("The artifact is not a zip archive, or a damaged one", { cause });
}
function tooLarge() {
	return new UserError("The artifact is larger than any report");
}

// src/publish/relay/fetch-report.ts
/**
* The report that a run has left as an artifact, undefined where it left none. Everything in it may be the work of a fork:
* it is read in memory, with limits, and only what follows the report's schema comes out. Throws a UserError for the rest.
*/
async function fetchReport(octokit, { owner, repo, runId, name }, signal) {
	const { data } = await withRetries((limit) => octokit.rest.actions.listWorkflowRunArtifacts({
		owner,
		repo,
		run_id: runId,
		name,
		per_page: 100,
		request: { signal: limit }
	}), signal);
	const newest = data.artifacts.filter(({ expired }) => !expired).toSorted((a, b) => b.id - a.id)[0];
	if (newest === void 0) return void 0;
	return {
		report: await downloadReport(octokit, {
			owner,
			repo,
			id: newest.id
		}, signal),
		artifactId: newest.id
	};
}
/** Reads the artifact with this number; throws as `fetchReport` does. */
async function downloadReport(octokit, { owner, repo, id }, signal) {
	const archive = await withRetries(async (limit) => {
		const response = await octokit.rest.actions.downloadArtifact({
			owner,
			repo,
			artifact_id: id,
			archive_format: "zip",
			request: {
				parseSuccessResponseBody: false,
				signal: limit
			}
		});
		return await takePacked(response.data);
	}, signal);
	return parseReport(await unpackReport(archive));
}

// src/publish/relay/find-pull-request.ts
/**
* The open pull request whose head is the commit of a finished run, asked from GitHub: what the run itself says about it may
* be a fork's. Undefined where the branch has moved on, and for runs of no pull request.
*/
async function findPullRequest(octokit, { owner, repo }, { head, event }, signal) {
	if (event !== "pull_request" || head.branch === null || head.repository === void 0) return void 0;
	const [headOwner] = head.repository.split("/");
	const { data } = await withRetries((limit) => octokit.rest.pulls.list({
		owner,
		repo,
		state: "open",
		head: `${headOwner}:${head.branch}`,
		per_page: 100,
		request: { signal: limit }
	}), signal);
	const found = data.find((pull) => pull.head.sha === head.sha && pull.head.repo?.full_name === head.repository);
	return found && {
		owner,
		repo,
		number: found.number
	};
}

// src/publish/relay/relay.ts
/** An older comment of ours must not stay green over it. */
const NO_REPORT = {
	stage: void 0,
	message: "The run failed and has left no report.",
	hint: void 0,
	kind: "measurement"
};
/**
* Writes the comment for a run that could not, because it belongs to a fork. Nothing of the fork is executed, and no text of
* it is taken as Markdown; its figures are its own claim, so this decides nothing and never fails for what it finds.
*/
async function relayReport(run, options) {
	const { octokit, owner, repo, repositoryUrl, key, policy, secrets, signal } = options;
	await attempt("comment", async () => {
		const pullRequest = await findPullRequest(octokit, {
			owner,
			repo
		}, run, signal);
		if (pullRequest === void 0) {
			notice("No comment was written: the run’s commit is not the newest of an open pull request.");
			return;
		}
		const runUrl = `${repositoryUrl}/actions/runs/${run.id}`;
		const context = {
			repositoryUrl,
			runUrl,
			runId: run.id,
			attempt: run.attempt,
			pullRequest: pullRequest.number,
			key,
			isClaim: run.isFork
		};
		const target = {
			comment: {
				octokit,
				pullRequest,
				policy,
				isReadOnly: false
			},
			secrets,
			signal
		};
		const fetched = await fetchReport(octokit, {
			owner,
			repo,
			runId: run.id,
			name: artifactName(key)
		}, signal);
		if (fetched === void 0) {
			notice(`No comment was written: the run has left no artifact ${artifactName(key)}.`);
			if (run.hasFailed) await writeComment(renderFailureComment(NO_REPORT, context), policy === "always", target);
			return;
		}
		const reportUrl = `${runUrl}/artifacts/${fetched.artifactId}`;
		const body = renderComment(fetched.report, {
			...context,
			reportUrl
		});
		await writeComment(body, isWorthComment(fetched.report, policy), target);
	});
}

// src/publish/seal.ts
/** Names the file with what was taken out, to the program that goes on. */
const HANDED_ON = "PGVERDICT_HANDED_ON";
/**
* Every process of the same user can read in `/proc` the environment that this one was started with, whatever is deleted
* from it since. So the program starts again in the same process, without the runner's credentials and command files; it gets
* those by a file that is gone before there is any child. To the runner nothing has happened: process, streams and signals
* stay. Where a process cannot replace its program it goes on as it is.
*/
function sealEnvironment(environment) {
	const file = environment[HANDED_ON];
	if (file !== void 0) {
		Object.assign(environment, JSON.parse(readFileSync(file, "utf8")));
		rmSync(dirname(file), { recursive: true });
		delete environment[HANDED_ON];
		return;
	}
	if (process.platform === "win32" || process.execve === void 0) return;
	const isTaken = ([name]) => isForbiddenVariable(name);
	const all = Object.entries(environment);
	const folder = mkdtempSync(join(environment.RUNNER_TEMP ?? tmpdir(), "pgverdict-"));
	const taken = join(folder, "environment.json");
	writeFileSync(taken, JSON.stringify(Object.fromEntries(all.filter(isTaken))), { mode: 384 });
	const rest = Object.fromEntries(all.filter((entry) => !isTaken(entry)));
	process.execve(process.execPath, [
		process.execPath,
		...process.execArgv,
		...process.argv.slice(1)
	], {
		...rest,
		[HANDED_ON]: taken
	});
}

// src/publish/shards.ts
const shardSuffix = ({ index, count }) => `-shard-${index}-of-${count}`;
/** Keeps a shard's report for the job that merges all of them; nothing else is told of a part of the verdict. */
async function publishShard(report, shard, { context, reportPath, secrets, artifacts }) {
	await writeText("report", reportPath, jsonParts(report), secrets);
	const name = artifactName(context.key) + shardSuffix(shard);
	const id = await attempt("upload of the report", async () => artifacts?.upload(reportPath, { name }));
	const { "base-sha": base, "head-sha": head } = outputsOf(report);
	publishOutputs({
		"report-path": reportPath,
		"base-sha": base ?? "",
		"head-sha": head ?? ""
	});
	const kept = id === void 0 ? `in ${reportPath}` : `as the artifact ${name}`;
	process.stdout.write(`Part ${shard.index} of ${shard.count} is measured and kept ${kept}.\n`);
}
/** The report of all shards whose JSON lies in a folder or below it. */
async function mergeFolder(folder) {
	const files = await readdir(folder, { recursive: true }).catch((cause) => {
		throw new UserError(`The folder ${folder} of \`reports\` could not be read`, {
			hint: cause.message,
			cause
		});
	});
	const shards = [];
	for (const file of files.filter((name) => name.endsWith(".json")).sort()) shards.push(parseReport(await readFile(join(folder, file), "utf8")));
	return mergeShards(shards);
}
/** The report of all shards that jobs of this workflow run have left as artifacts. */
async function mergeArtifacts({ octokit, owner, repo, runId, key, signal }) {
	const all = await withRetries((limit) => octokit.paginate(octokit.rest.actions.listWorkflowRunArtifacts, {
		owner,
		repo,
		run_id: runId,
		per_page: 100,
		request: { signal: limit }
	}), signal).catch(refused);
	const prefix = artifactName(key);
	const shards = all.filter(({ name, expired }) => !expired && name.startsWith(prefix) && /^-shard-\d+-of-\d+$/.test(name.slice(prefix.length)));
	const newest = new Map(shards.toSorted((a, b) => a.id - b.id).map(({ name, id }) => [name, id]));
	const reports = [];
	for (const id of newest.values()) reports.push(await downloadReport(octokit, {
		owner,
		repo,
		id
	}, signal));
	return mergeShards(reports);
}
function refused(cause) {
	if (isDenied(cause)) throw new UserError("The token may not read the artifacts of this run", {
		kind: "usage",
		hint: "Add `permissions: { actions: read }` to the job, or give the folder of downloaded reports as `reports`.",
		cause
	});
	throw cause;
}

// src/publish/surfaces.ts
/** Where this workflow run publishes, as the inputs, the event and the server allow. */
function surfacesOf(inputs, event, { secrets, runtime, signal }) {
	const number = event.kind === "pull_request" ? event.number : void 0;
	const comment = commentTarget(inputs, event);
	return {
		context: {
			repositoryUrl: repositoryUrl(),
			runUrl: `${repositoryUrl()}/actions/runs/${context.runId}`,
			runId: context.runId,
			attempt: context.runAttempt,
			key: inputs.key,
			...number === void 0 ? {} : { pullRequest: number }
		},
		secrets,
		reportPath: resolve(inputs.reportPath ?? join(process.env.RUNNER_TEMP ?? ".", "pgverdict", "report.json")),
		sarifPath: inputs.sarifPath === void 0 ? void 0 : resolve(inputs.sarifPath),
		artifacts: inputs.uploadReport ? artifactStore(runtime) : void 0,
		comment,
		review: comment === void 0 || event.kind !== "pull_request" || !inputs.suggests ? void 0 : {
			target: comment,
			commit: event.head.sha,
			readMigration: fileReader(process.env.GITHUB_WORKSPACE ?? ".")
		},
		folder: inputs.workingDirectory,
		signal
	};
}
function commentTarget(inputs, event) {
	if (event.kind !== "pull_request" || inputs.token === void 0) return void 0;
	return {
		octokit: getOctokit(inputs.token),
		pullRequest: {
			...context.repo,
			number: event.number
		},
		policy: inputs.comment,
		isReadOnly: event.isFork || context.actor === "dependabot[bot]"
	};
}
/** Reads files below `root`; a link, which may lead anywhere, is none. */
function fileReader(root) {
	return (file) => {
		const path = resolve(root, file);
		try {
			return realpathSync(path) === join(realpathSync(root), file) ? readFileSync(path, "utf8") : void 0;
		} catch {
			return;
		}
	};
}
function repositoryUrl() {
	return `${context.serverUrl}/${context.repo.owner}/${context.repo.repo}`;
}
function artifactStore(runtime) {
	if (runtime === void 0) return void 0;
	if (hasArtifacts(context.serverUrl)) return runArtifacts(runtime);
	notice("The report was not uploaded: GitHub Enterprise Server needs actions/upload-artifact@v3 for the file of `report-path`.");
}

// src/action.ts
/** For the log, which on public repositories everybody can read. */
function describe(error) {
	if (error instanceof UserError) return withoutValues([error.message, error.hint ?? ""].join("\n").trim());
	const calls = error instanceof Error ? /\n {4}at [\s\S]*/.exec(error.stack ?? "")?.[0] : void 0;
	return withoutValues(`${messageOf(error)}${calls ?? ""}`);
}
/** Reads the inputs and hides what is secret, then does what the mode says. Returns the exit code. */
async function main(signal) {
	try {
		const inputs = readInputs();
		const secrets = collectSecrets(process.env, inputs.token === void 0 ? [] : [inputs.token]);
		secrets.forEach(setSecret);
		const credentials = takeCredentials(process.env);
		const access = {
			secrets,
			runtime: credentials.artifacts,
			signal
		};
		const payload = await readFile(process.env.GITHUB_EVENT_PATH ?? "", "utf8");
		switch (inputs.mode) {
			case "comment": return await relay(inputs, payload, access);
			case "merge": return await merge(inputs, payload, access);
			case "run": return await measure(inputs, payload, access, credentials.cache);
		}
	} catch (error) {
		logUntrusted(describe(error));
		return 1;
	}
}
async function measure(inputs, payload, access, runtime) {
	const event = parseEvent(context.eventName, payload);
	const { signal } = access;
	const progress = createActionsProgress(() => performance.now());
	const surfaces = surfacesOf(inputs, event, access);
	const log = [];
	let commits;
	const debug = async (report) => {
		const { timings } = progress;
		if (isDebug()) await attempt("debug bundle", () => publishDebugBundle({
			report,
			log,
			timings
		}, surfaces));
	};
	try {
		keepHeapSmall();
		const { configFile, base, head, server, postgresVersion, token, shard } = inputs;
		const repo = resolve(process.env.GITHUB_WORKSPACE ?? ".", inputs.workingDirectory);
		const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !isForbiddenVariable(name)));
		const temporary = process.env.RUNNER_TEMP;
		const isCached = inputs.usesCache && runtime !== void 0 && temporary !== void 0;
		const { obeying } = progress;
		const cache = isCached ? repositoryCache(event, {
			runtime,
			temporary,
			obeying
		}) : void 0;
		const report = await run({
			repo,
			base,
			head,
			configFile,
			server,
			postgresVersion,
			event,
			token,
			cache,
			shard
		}, {
			progress,
			signal,
			env,
			onCommits: (found) => {
				commits = found;
			},
			onRemains: noteRemains(),
			...isDebug() ? { onLog: (lines) => log.push(...lines) } : {}
		});
		if (report.shard === void 0) await publishReport(report, surfaces);
		else await publishShard(report, report.shard, surfaces);
		if (inputs.recordDir !== void 0 && event.kind === "push" && event.isDefaultBranch) {
			const octokit = token === void 0 ? void 0 : getOctokit(token);
			const { secrets } = access;
			await appendToRecord(report, {
				folder: inputs.recordDir,
				octokit,
				...context.repo,
				secrets,
				signal
			});
		}
		await debug(report);
		if (report.shard !== void 0) return 0;
		return exitCodeOf(report);
	} catch (error) {
		logUntrusted(hidingText(describe(error), access.secrets));
		if (signal.aborted) return 1;
		await debug(void 0);
		const failure = failureOf(error, {
			stage: progress.stageName,
			commits
		}, inputs);
		await publishFailure(failure, surfaces);
		return exitCodeOfFailure(failure);
	}
}
/** One verdict of all shards; nothing is measured. */
async function merge(inputs, payload, access) {
	const { key, reports, token } = inputs;
	const surfaces = surfacesOf(inputs, parseEvent(context.eventName, payload), access);
	try {
		const report = reports === void 0 ? await mergeArtifacts(shardSource(token, key, access)) : await mergeFolder(resolve(reports));
		await publishReport(report, surfaces);
		return exitCodeOf(report);
	} catch (error) {
		logUntrusted(hidingText(describe(error), access.secrets));
		if (!access.signal.aborted) await publishFailure(failureOf(error, { stage: void 0 }, inputs), surfaces);
		return 1;
	}
}
function shardSource(token, key, { signal }) {
	if (token === void 0) throw new UserError("`mode: merge` needs `github-token` or `reports`", { kind: "usage" });
	return {
		octokit: getOctokit(token),
		...context.repo,
		runId: context.runId,
		key,
		signal
	};
}
/** Comments for a run of a fork that has ended; the exit code is no gate. */
async function relay(inputs, payload, { secrets, signal }) {
	const finished = parseFinishedRun(context.eventName, payload);
	if (inputs.token === void 0) throw new UserError("`mode: comment` needs `github-token`", { kind: "usage" });
	await relayReport(finished, {
		octokit: getOctokit(inputs.token),
		...context.repo,
		repositoryUrl: repositoryUrl(),
		key: inputs.key,
		policy: inputs.comment,
		secrets,
		signal
	});
	return 0;
}
if (isPostStep()) await sweep();
else {
	if (!["comment", "merge"].includes(getInput("mode"))) sealEnvironment(process.env);
	const cancellation = new AbortController();
	for (const name of ["SIGINT", "SIGTERM"]) process.on(name, () => cancellation.abort(new UserError(`The run was cancelled (${name})`)));
	process.exitCode = await main(cancellation.signal);
}

export {  };