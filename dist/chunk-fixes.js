import { r as cutLines, t as cleanLine } from "./chunk-clean.js";
import { a as formatMsPair, c as formatSeconds, l as plural, n as formatBytes, r as formatCount, t as enumerate } from "./chunk-format.js";
import { d as fold, f as join, g as table, h as paragraphs, l as code, m as md, p as link, s as EMPTY, u as fenced } from "./chunk-differences.js";

// src/report/links.ts
function shortCommit(commit) {
	return commit !== void 0 && /^[0-9a-f]{7,64}$/.test(commit) ? commit.slice(0, 7) : void 0;
}
function commitLink(side, context) {
	const isKnown = context.repositoryUrl !== void 0 && shortCommit(side.commit) !== void 0;
	return link(code(side.label), isKnown ? `${context.repositoryUrl}/commit/${side.commit}` : void 0);
}
/** File names that say nothing without their folder: what Prisma, Hasura and Diesel call every migration. */
const NAMELESS = /* @__PURE__ */ new Set(["migration.sql", "up.sql"]);
function shortPath(file) {
	const segments = file.split("/");
	return segments.slice(NAMELESS.has(segments.at(-1) ?? "") ? -2 : -1).join("/");
}
/** A file and its line at a commit, shown with its last path segment, or its folder too where every file has the same name. */
function fileLink(file, line, commit, context) {
	const suffix = line === void 0 ? "" : `:${line}`;
	const label = code(`${shortPath(file)}${suffix}`);
	if (context.repositoryUrl === void 0 || shortCommit(commit) === void 0) return label;
	const path = file.split("/").map(encodeSegment).join("/");
	return link(label, `${context.repositoryUrl}/blob/${commit}/${path}${line === void 0 ? "" : `#L${line}`}`);
}
/** Percent-encodes what encodeURIComponent leaves and Markdown would read: `!'()*~`. Lone surrogates become U+FFFD. */
function encodeSegment(segment) {
	return encodeURIComponent(segment.toWellFormed()).replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

// src/report/explanations.ts
/** The configuration that would accept what the gate objects to; empty where no plan can be accepted. */
function acceptFold(report, rows) {
	const shared = /* @__PURE__ */ new Set();
	const seen = /* @__PURE__ */ new Set();
	for (const { fingerprint } of report.statements) (seen.has(fingerprint) ? shared : seen).add(fingerprint);
	const entries = rows.flatMap(({ statement: { name, fingerprint, head } }) => {
		if (head === void 0) return [];
		return [
			`  - query: ${shared.has(fingerprint) ? JSON.stringify(name) : `${JSON.stringify(fingerprint)}  # ${cleanLine(name, 60)}`}`,
			`    plan: ${JSON.stringify(head.shape)}  # the new plan`,
			"    reason: why this is right",
			"    until: YYYY-MM-DD"
		];
	});
	if (entries.length === 0) return EMPTY;
	return fold(md`✅ <strong>If this is intended</strong>`, paragraphs([md`Accept these exact plans, with a reason and a last day, in the configuration of this pull request. A plan that gets worse again still fails:`, fenced("yaml", [
		"# pgverdict.yml",
		"accept:",
		...entries
	].join("\n"))]));
}
function reproduceFold(report, context) {
	const major = /^\d+/.exec(report.server.version)?.[0];
	const base = report.base.commit;
	const head = report.head.commit;
	if (major === void 0 || shortCommit(base) === void 0 || shortCommit(head) === void 0) return EMPTY;
	const version = report.tool.version.replace(/[^\w.+-]/g, "");
	const commands = [...context.pullRequest === void 0 ? [] : [`git fetch origin refs/pull/${context.pullRequest}/merge`], `npx pgverdict@${version} run --base ${base} --head ${head} --postgres-version ${major}`];
	return fold(md`🔁 <strong>Run it on your machine</strong>`, paragraphs([fenced("bash", commands.join("\n")), md`It needs Node.js only: PostgreSQL ${major} comes with it. Pages read are the same on every machine, times are not.`]));
}
function methodFold(report) {
	const { server, policy, path, timings } = report;
	const percent = Math.round((policy.ratio - 1) * 100);
	const settings = Object.entries(server.settings).slice(0, 40);
	return fold(md`🔬 <strong>How this was measured</strong>`, paragraphs([
		md`Both databases are in one PostgreSQL ${server.version} (${server.kind}) with the same settings and the same data. Each statement ran on both with the values that the load sent, in turn; pages read are exact counters of the second execution. A plan counts as worse when the pages read grow by more than ${percent}% <strong>and</strong> by more than ${formatCount(policy.blocks)}, to more than ${formatCount(policy.floor)}; it fails the check only when plan shape, temporary files or the margin agree. Time alone never fails it.`,
		md`Base: ${code(report.base.label)} (${report.base.foundBy}). Head: ${code(report.head.label)} (${report.head.foundBy}). Head’s database was ${pathWords(path.kind)}: ${path.reason}`,
		settings.length === 0 ? EMPTY : md`Settings: ${join(settings.map(([name, value]) => code(`${name} = ${value}`)), ", ")}`,
		bullets([...server.limits, ...report.notes]),
		timings.length === 0 ? EMPTY : md`Time: ${enumerate(timings.map(({ stage, seconds }) => `${stage} ${formatSeconds(seconds)}`))}.`
	]));
}
function pathWords(kind) {
	return kind === "upgrade" ? "copied from the base and upgraded by this branch’s migrations" : "built afresh";
}
function bullets(sentences) {
	return join(sentences.slice(0, 30).map((sentence) => md`- ${sentence}`), "\n");
}
function totalSeconds(report) {
	return report.timings.reduce((sum, { seconds }) => sum + seconds, 0);
}
/** What a reader must know before the figures: another way of building, a policy that this branch edits, accepted plans. */
function caveats(report) {
	const accepted = report.roster.filter((entry) => entry.accepted !== void 0);
	return paragraphs([
		report.statements.length === 0 ? md`The load sent no query that could be compared. Check ${code("workload")} in the configuration.` : EMPTY,
		report.roster.some((entry) => entry.rule === "broken" && entry.accepted === void 0) ? md`<strong>Running code breaks:</strong> until the deploy has replaced it, code of the base meets this branch’s schema and fails. Let the code stop using what goes first, and change the schema in a later deploy.` : EMPTY,
		report.path.kind === "fresh" ? md`<strong>Built afresh:</strong> this run could not upgrade base’s data with the branch’s migrations. ${report.path.reason}` : EMPTY,
		report.policy.changed.length > 0 ? md`<strong>⚠️ This pull request changes the gate itself</strong> (${enumerate(report.policy.changed.slice(0, 10))}). The base’s policy decided here; the new one holds after the merge.` : EMPTY,
		join(accepted.slice(0, 10).map(({ statement, accepted: terms }) => md`- ☑️ ${code(statement, 60)} is <strong>accepted</strong> until ${terms?.until ?? ""}: ${terms?.reason ?? ""}`), "\n"),
		accepted.length > 10 ? md`${plural(accepted.length - 10, "more accepted plan")}.` : EMPTY
	]);
}

// src/report/fixes.ts
/** Remarks beyond these are in the report. */
const LISTED = 10;
/** Advice for what this branch made worse or new, built and measured in this run. Nothing else is called a fix. */
function triedFixes(report) {
	return report.findings.filter(({ fix, trial, severity }) => fix !== void 0 && trial !== void 0 && severity === "warning");
}
/** A numbered fix: why, and the SQL with its measured effect as comments. */
function fixSection(finding, number) {
	if (finding.fix === void 0 || finding.trial === void 0) return EMPTY;
	const sql = `${effectComments(finding.trial)}\n${cutLines(finding.fix.sql, 30, 4e3)}`;
	return paragraphs([md`<strong>${number}.</strong> ${finding.title}. ${finding.why} It was <strong>built and re-run</strong> on this run’s database:`, fenced("sql", sql)]);
}
function effectComments({ effects, writes, sizeBytes }) {
	const size = [sizeBytes > 0 ? formatBytes(sizeBytes) : "", upkeepText(writes)].filter((text) => text !== "").map((text) => ` · ${text}`).join("");
	return effects.slice(0, 5).map((effect, index) => {
		const [before, after] = formatMsPair(effect.durationMsBefore, effect.durationMsAfter);
		const pages = `${formatCount(effect.buffersBefore)} → ${formatCount(effect.buffersAfter)} pages`;
		return `-- ${cleanLine(effect.statement, 60)}: ${pages}, ${before} → ${after}${index === 0 ? size : ""}`;
	}).concat(effects.length > 5 ? [`-- and ${effects.length - 5} more statements`] : []).join("\n");
}
/** What it costs the write that pays most for it: `+4% WAL on orders.add`. */
function upkeepText([dearest]) {
	if (dearest === void 0 || dearest.walBytesBefore === 0) return "";
	const percent = Math.round((dearest.walBytesAfter / dearest.walBytesBefore - 1) * 100);
	return percent > 0 ? `+${percent}% WAL on ${cleanLine(dearest.statement, 60)}` : "";
}
/** Further advice that proved itself as a table with its SQL, then remarks, one line each: observations, not fixes. */
function adviceList(findings) {
	const tried = findings.filter(({ fix, trial }) => fix !== void 0 && trial !== void 0);
	const remarks = findings.filter((finding) => !tried.includes(finding));
	const items = remarks.slice(0, LISTED).map(({ title, why }) => `- ${md`<strong>${title}</strong>: ${why}`.source}`);
	const more = remarks.length > LISTED ? [`- ${md`and ${remarks.length - LISTED} more in the report`.source}`] : [];
	return paragraphs([
		tried.length === 0 ? EMPTY : triedTable(tried),
		tried.length === 0 ? EMPTY : fenced("sql", tried.map(({ fix }) => cutLines(fix?.sql ?? "", 30, 4e3)).join("\n")),
		{ source: [...items, ...more].join("\n") }
	]);
}
function triedTable(findings) {
	const rows = findings.map(({ title, why, trial }) => {
		const [first, ...others] = trial?.effects ?? [];
		const gain = first === void 0 ? "" : `${formatCount(first.buffersBefore)} → ${formatCount(first.buffersAfter)} pages`;
		const also = others.length === 0 ? "" : `, ${plural(others.length, "more query", "more queries")}`;
		const upkeep = trial === void 0 ? "" : upkeepText(trial.writes);
		return [
			md`${title}`,
			md`${why}`,
			md`${formatBytes(trial?.sizeBytes ?? 0)}`,
			md`${[`${gain}${also}`, upkeep].filter((text) => text !== "").join("; ")}`
		];
	});
	return table([
		"Built and re-run",
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

export { caveats as a, totalSeconds as c, shortCommit as d, acceptFold as i, commitLink as l, fixSection as n, methodFold as o, triedFixes as r, reproduceFold as s, adviceList as t, fileLink as u };