import { t as cleanLine } from "./chunk-clean.js";
import { c as formatSeconds, l as plural, r as formatCount, t as enumerate } from "./chunk-format.js";
import { a as EMPTY, c as code, d as join, f as link, h as prose, l as fenced, m as paragraphs, p as md, u as fold } from "./chunk-place.js";
import { s as TIMED_OUT, t as ACCEPTABLE } from "./chunk-judge.js";
import { r as ACCEPT_LABEL, t as SEED_EDITED } from "./chunk-path.js";

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
/**
* The same in a narrow column: without the name that says nothing, and without the digits of a time in front, which every
* migration has.
*/
function briefPath(file) {
	const segments = file.split("/");
	return (segments.at(NAMELESS.has(segments.at(-1) ?? "") ? -2 : -1) ?? file).replace(/^\d{8,}[_-](?=.)/, "…");
}
/** A file and its line at a commit, shown with its last path segment, or its folder too where every file has the same name. */
function fileLink(file, line, commit, context, form = "short") {
	const suffix = line === void 0 ? "" : `:${line}`;
	const label = code(`${form === "brief" ? briefPath(file) : shortPath(file)}${suffix}`);
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
	const commit = shortCommit(report.head.commit);
	const entries = rows.filter(({ entries }) => entries.every(({ rule }) => ACCEPTABLE.has(rule))).flatMap(({ statement, entries: charges }) => {
		const { name, fingerprint, head, atScale } = statement;
		const isExecuted = charges.some(({ rule }) => rule !== "production-plan");
		const isPlanned = charges.some(({ rule }) => rule === "production-plan");
		const query = shared.has(fingerprint) ? JSON.stringify(name) : `${JSON.stringify(fingerprint)}  # ${cleanLine(name, 60)}`;
		return [...isExecuted && head !== void 0 ? [`${JSON.stringify(head.shape)}  # the new plan`] : [], ...isPlanned && atScale !== void 0 ? [`${JSON.stringify(atScale.head.shape)}  # the new plan at production’s size`] : []].flatMap((plan) => [
			`  - query: ${query}`,
			`    plan: ${plan}`,
			"    reason: why this is right",
			"    until: YYYY-MM-DD"
		]);
	});
	if (entries.length === 0) return EMPTY;
	return fold(md`✅ <strong>If this is intended</strong>`, paragraphs([
		md`Accept these exact plans, with a reason and a last day, in the configuration of this pull request. A plan that gets worse again still fails:`,
		fenced("yaml", [
			"# pgverdict.yml",
			"accept:",
			...entries
		].join("\n")),
		commit === void 0 ? EMPTY : md`Where the workflow also runs on ${code("labeled")}, a maintainer can add the label ${code(ACCEPT_LABEL)} instead: it counts for commit ${code(commit)} only.`
	]));
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
/** PostgreSQL manual, sections 19.4 and 19.7: what the planner reckons with. */
const OF_PLANNER = /^(enable_|jit$|.*_cost$|.*_cost_|work_mem|hash_mem_multiplier|shared_buffers|effective_|default_statistics|constraint_ex|cursor_tuple|from_coll|join_coll|geqo|plan_cache|max_parallel_workers_per_gather)/;
function methodFold(report) {
	const { server, policy, path, timings } = report;
	const percent = Math.round((policy.ratio - 1) * 100);
	const planner = Object.entries(server.settings).filter(([name]) => OF_PLANNER.test(name));
	const others = Object.keys(server.settings).length - planner.length;
	return fold(md`🔬 <strong>How this was measured</strong>`, paragraphs([
		md`${report.databases === void 0 ? "Both databases" : "Both sides of each database"} are in one PostgreSQL ${server.version} (${server.kind}) with the same settings and ${isDataOther(report) ? "each the data of its own seed" : "the same data"}. Each statement ran on both with the values that the load sent, in turn; pages read (8 kB each, from cache or disk) are exact counters of the settled execution, the same on every machine. A plan counts as worse when the pages read grow by more than ${percent}% <strong>and</strong> by at least ${formatCount(policy.blocks)}, to at least ${formatCount(policy.floor)}; it fails the check only when plan shape, temporary files or the margin agree. Time alone never fails it.`,
		md`Base: ${code(report.base.label)} (${report.base.foundBy}). Head: ${code(report.head.label)} (${report.head.foundBy}). Head’s database was ${pathWords(path.kind)}. ${path.reason}`,
		planner.length === 0 ? EMPTY : md`Settings that plans depend on: ${join(planner.map(([name, value]) => code(`${name} = ${value}`)), ", ")}${others > 0 ? md`; ${plural(others, "other", "others")} in the report` : EMPTY}.`,
		bullets([...server.limits, ...report.notes]),
		timings.length === 0 ? EMPTY : md`Time: ${enumerate(timings.map(({ stage, seconds }) => `${stage} ${formatSeconds(seconds)}`))}.`
	]));
}
/** Whether the two sides hold different rows: what a query reads then says less about the schema. */
function isDataOther({ path }) {
	return path.kind === "fresh" && path.reason.includes("The seed was edited on this branch.");
}
function pathWords(kind) {
	return kind === "upgrade" ? "copied from the base and upgraded by this branch’s migrations" : "built afresh";
}
function bullets(sentences) {
	return join(sentences.slice(0, 30).map((sentence) => md`- ${prose(sentence)}`), "\n");
}
function totalSeconds(report) {
	return report.timings.reduce((sum, { seconds }) => sum + seconds, 0);
}
/** How `policy.changed` begins where it tells of an entry of `accept` that is new with the branch. */
const ACCEPTANCE = "accept ";
const NAMED = 10;
function named(list) {
	const names = list.slice(0, NAMED).map((name) => code(name, 60));
	const rest = list.length - names.length;
	return rest > 0 ? md`${join(names, ", ")} and ${formatCount(rest)} more` : join(names, ", ");
}
const SHOWN_RESULTS = 3;
/** Queries that return another number of rows though nobody rewrote them; what the gate objects to says so itself. */
function otherResults({ statements, roster }) {
	const charged = new Set(roster.map(({ statement }) => statement));
	const found = statements.flatMap(({ name, baseText, changes }) => {
		const rows = changes.find(({ kind }) => kind === "rows-differ");
		return rows === void 0 || baseText !== void 0 || charged.has(name) ? [] : [{
			name,
			...rows
		}];
	});
	const [first] = found;
	if (first === void 0) return EMPTY;
	const shown = found.slice(0, SHOWN_RESULTS).map(({ name, from, to }) => md`${code(name, 60)} (${from.replace(/ rows?$/, "")} → ${to})`);
	const rest = found.length > shown.length ? md` and ${formatCount(found.length - shown.length)} more` : EMPTY;
	const verb = found.length === 1 ? "returns" : "return";
	return md`<strong>Other results:</strong> with the same values, ${join(shown, ", ")}${rest} ${verb} another number of rows on this branch.`;
}
/** Whether running code meets a schema on which it fails. What only runs into the timeout is too slow for the new code as well. */
function isSchemaAhead({ roster, statements }) {
	const slow = new Set(statements.filter(({ reason }) => reason.includes(TIMED_OUT)).map(({ name }) => name));
	return roster.some((entry) => entry.rule === "broken" && entry.accepted === void 0 && !slow.has(entry.statement));
}
/** What a reader must know before the figures: another way of building, a policy that this branch edits, accepted plans. */
function caveats(report) {
	const accepted = report.roster.filter((entry) => entry.accepted !== void 0);
	const isAcceptance = (change) => change.startsWith(ACCEPTANCE);
	const changesOfGate = report.policy.changed.filter((change) => !isAcceptance(change));
	const acceptances = report.policy.changed.filter(isAcceptance).map((change) => change.slice(7));
	const missing = report.notes.filter((note) => /^Base has no \w+ yet: /.test(note));
	return paragraphs([
		report.statements.length === 0 ? md`The load sent no query that could be compared. Check ${code("workload")} in the configuration.` : EMPTY,
		isSchemaAhead(report) ? md`<strong>Running code breaks:</strong> until the deploy has replaced it, code of the base meets this branch’s schema and fails. Let the code stop using what goes first, and change the schema in a later deploy.` : EMPTY,
		missing.length === 0 ? EMPTY : md`<strong>Nothing on the base yet:</strong> ${prose(missing.join(" "))}`,
		isDataOther(report) ? md`<strong>The data differs:</strong> the seed was edited on this branch, so each side was filled with its own. A query may read more because there are more rows, and not because of the schema.` : EMPTY,
		report.path.kind === "fresh" ? md`<strong>Built afresh:</strong> this run could not upgrade base’s data with the branch’s migrations. ${report.path.reason}` : EMPTY,
		isDataOther(report) ? EMPTY : otherResults(report),
		changesOfGate.length > 0 ? md`<strong>⚠️ This pull request changes the gate itself</strong> (${named(changesOfGate)}). The base’s policy decided here; the new one holds after the merge.` : EMPTY,
		acceptances.length > 0 ? md`<strong>⚠️ This pull request itself accepts plans</strong> (${named(acceptances)}). That counts at once: whoever approves it approves the reasons too.` : EMPTY,
		join(accepted.slice(0, 10).map(({ statement, accepted: terms }) => md`- ☑️ ${code(statement, 60)} is <strong>accepted</strong> until ${terms?.until ?? ""}: ${terms?.reason ?? ""}`), "\n"),
		accepted.length > 10 ? md`${plural(accepted.length - 10, "more accepted plan")}.` : EMPTY
	]);
}

// src/report/recommendations.ts
/** What a reviewer takes in; the report has the rest. */
const MOST = 5;
/** At most five findings for a comment: fixes, then what else proved itself, then the most urgent remarks; the greatest proven gain first. */
function recommend(report) {
	const fixes = triedFixes(report).slice(0, MOST);
	const advice = byGain(report, report.findings.filter((finding) => finding.severity !== "info" && !fixes.includes(finding) && !isFix(finding))).slice(0, MOST - fixes.length);
	return {
		fixes,
		advice,
		left: report.findings.length - fixes.length - advice.length
	};
}
/**
* Advice for what this branch made worse or new that proved itself in this run; nothing else is called a fix. What undoes the
* branch's own step comes before what goes beyond it.
*/
function triedFixes(report) {
	return byGain(report, report.findings.filter(isFix)).toSorted((a, b) => Number(undoes(b)) - Number(undoes(a)));
}
const undoes = ({ rule }) => rule === "index-dropped";
function isFix({ fix, trial, severity }) {
	return fix !== void 0 && trial !== void 0 && severity === "warning";
}
function byGain(report, findings) {
	const calls = new Map(report.statements.map(({ name, head, base }) => [name, (head ?? base)?.calls ?? 1]));
	const gains = new Map(findings.map((finding) => [finding, gainOf(finding, calls)]));
	const gain = (finding) => gains.get(finding) ?? 0;
	return findings.toSorted((a, b) => gain(b) - gain(a) || urgency(b) - urgency(a));
}
/** Of what nobody can try: what this branch brought in comes first, then what the server or its clients fail by. */
function urgency({ severity, area }) {
	return (severity === "warning" ? 2 : 0) + (area === "pooling" || area === "configuration" ? 1 : 0);
}
/** Pages that the load would be spared; less than none for what nobody tried. */
function gainOf({ trial }, calls) {
	if (trial === void 0) return -1;
	return trial.effects.reduce((sum, { statement, buffersBefore, buffersAfter }) => sum + Math.max(0, buffersBefore - buffersAfter) * (calls.get(statement) ?? 1), 0);
}

export { methodFold as a, commitLink as c, caveats as i, fileLink as l, triedFixes as n, reproduceFold as o, acceptFold as r, totalSeconds as s, recommend as t, shortCommit as u };