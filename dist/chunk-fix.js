import { t as openRepository } from "./chunk-repository.js";
import { t as UserError } from "./chunk-errors.js";
import { t as parseReport } from "./chunk-schema3.js";
import { n as writeWhole } from "./chunk-output-file.js";
import { i as sha256Of, t as applyChanges } from "./chunk-edits.js";
import { access, lstat, mkdir, readFile, realpath } from "node:fs/promises";
import { dirname, join, posix, relative } from "node:path";

// src/fix/apply-edits.ts
/**
* Carries the edits out below `root`: all files are looked at before the first one is written. Throws a UserError where one is not
* what it was when the edit was made, or lies outside.
*/
async function applyEdits(root, edits) {
	const byPath = Map.groupBy(edits, ({ path }) => path);
	const written = [];
	for (const [path, group] of byPath) {
		const file = await placeOf(root, path);
		const before = await contentOf(file, path);
		for (const { sha256 } of group) refuseChanged(path, sha256, before);
		const changes = group.flatMap((edit) => edit.changes);
		refuseOverlaps(path, changes);
		written.push({
			file,
			text: applyChanges(before?.toString("utf8") ?? "", changes)
		});
	}
	for (const { file, text } of written) {
		await mkdir(dirname(file), { recursive: true });
		await writeWhole(file, text);
	}
}
/** Reports are made from other people's branches: they do not get to choose files outside, or git's own. */
async function placeOf(root, path) {
	const isOwn = path.split("/").every((part) => part !== "" && part !== "." && part !== ".." && part.toLowerCase() !== ".git");
	const real = await realpath(root);
	const file = join(real, path);
	if (isOwn && !posix.isAbsolute(path) && !/[\0\\]/.test(path) && await isReached(real, file)) return file;
	throw new UserError(`The report would change ${JSON.stringify(path)}, which is no file of this folder`, { kind: "usage" });
}
/** Whether the way from the root to the file has no symbolic link. */
async function isReached(root, file) {
	let at = root;
	for (const part of relative(root, file).split("/")) {
		at = join(at, part);
		const found = await lstat(at).catch(() => void 0);
		if (found === void 0) return true;
		if (found.isSymbolicLink()) return false;
	}
	return true;
}
async function contentOf(file, path) {
	try {
		return await readFile(file);
	} catch (error) {
		if (error.code === "ENOENT") return void 0;
		throw new UserError(`${path} could not be read`, {
			hint: error.message,
			cause: error
		});
	}
}
function refuseChanged(path, sha256, before) {
	if (sha256 === (before && sha256Of(before))) return;
	throw new UserError(`${path} ${sha256 === void 0 ? "is there already" : before === void 0 ? "is gone" : "has changed since the report was made"}`, {
		kind: "usage",
		hint: "Nothing was written. Run `pgverdict run --json …` again, and take the fix from the new report."
	});
}
function refuseOverlaps(path, changes) {
	const removing = changes.filter(({ removes }) => removes > 0).toSorted((a, b) => a.line - b.line);
	if (!removing.some((change, at) => at > 0 && removing[at - 1].line + removing[at - 1].removes > change.line)) return;
	throw new UserError(`Two fixes change the same lines of ${path}`, {
		kind: "usage",
		hint: "Apply one, and run the gate again."
	});
}

// src/fix/fix.ts
/** Applies the fixes of findings in the working tree. Returns what was done, and what to do next. */
async function fix({ repo, report: file, keys }, context) {
	const report = await readReport(file);
	const findings = [...new Set(keys.map((key) => findFixable(report, key)))];
	assertTogether(findings);
	const { git } = await openRepository(repo, context);
	const edits = findings.flatMap((finding) => finding.fix.files);
	await applyEdits(git.directory, edits);
	const done = findings.map(({ title }) => `${title}:`);
	const paths = [...new Map(edits.map((edit) => [edit.path, edit])).values()].map(({ path, sha256 }) => `  ${sha256 === void 0 ? "wrote" : "changed"} ${path}`);
	return [
		...done,
		...paths,
		"",
		...await nextSteps(git.directory, edits),
		""
	].join("\n");
}
/** The migration of a partitioned table is made of the table as it was in the run: no other may change it meanwhile. */
function assertTogether(findings) {
	for (const { key } of findings.filter(({ rule }) => rule === "partition")) {
		const table = key.slice(key.lastIndexOf(".") + 1);
		const isOfTable = ({ title, fix: { sql } }) => `${title} ${sql}`.split(/[^\p{L}\p{N}_$]+/u).includes(table);
		const others = findings.filter((finding) => finding.key !== key && isOfTable(finding));
		if (others.length === 0) continue;
		throw new UserError(`${key} cannot be written together with other changes of ${table}`, {
			kind: "usage",
			hint: `Its migration is made for the table as it was in that run, and tables and indexes of partitions are changed otherwise. Write these first, run again, and take it from the new report:\n${others.map((other) => `  ${other.key}`).join("\n")}`
		});
	}
}
async function readReport(file) {
	const text = await readFile(file, "utf8").catch((error) => {
		throw new UserError(`The report ${file} could not be read`, {
			kind: "usage",
			hint: `${error.message}\nMake one with \`pgverdict run --json ${file}\`.`,
			cause: error
		});
	});
	return parseReport(text);
}
function findFixable({ findings }, wanted) {
	const exact = findings.filter(({ key }) => key === wanted);
	const found = exact.length > 0 ? exact : findings.filter(({ key }) => key.startsWith(wanted));
	const fixable = found.filter((finding) => finding.fix !== void 0);
	const [first, ...others] = fixable;
	if (first === void 0 || others.length > 0) throw choiceError(wanted, found, first === void 0 ? findings : fixable);
	if (first.fix.files.length > 0) return first;
	throw new UserError(`${first.key} changes no file of this project`, {
		kind: "usage",
		hint: `Run this yourself, or put it into a migration:\n${first.fix.sql}`
	});
}
function choiceError(wanted, found, candidates) {
	const keys = candidates.filter(({ fix }) => (fix?.files.length ?? 0) > 0).map(({ key }) => `  ${key}`);
	const message = candidates.length > 1 && found.length > 1 && found.some(({ fix }) => fix !== void 0) ? `Several findings begin with ${wanted}` : found.length > 0 ? `${found[0].key} has no fix that was tried` : `The report has no finding ${wanted}`;
	return new UserError(message, {
		kind: "usage",
		hint: keys.length === 0 ? "It has none that could be applied." : `It can apply:\n${keys.join("\n")}`
	});
}
async function nextSteps(root, edits) {
	const folders = [...new Set(edits.map(({ path }) => dirname(path)))];
	return [
		"Next:",
		...(await Promise.all(folders.map((folder) => isThere(join(root, folder, "atlas.sum"))))).includes(true) ? ["  atlas migrate hash   # atlas.sum names every migration"] : [],
		"  git diff             # look at it",
		"  pgverdict run        # tries it together with everything else"
	];
}
const isThere = (file) => access(file).then(() => true, () => false);

export { fix };