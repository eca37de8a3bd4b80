import { createHash } from "node:crypto";

// src/fix/edits.ts
function newFile(path, text) {
	return {
		path,
		sha256: void 0,
		changes: [{
			line: 1,
			removes: 0,
			adds: text.replace(/\n$/, "").split("\n")
		}]
	};
}
function changedFile(path, text, changes) {
	return {
		path,
		sha256: sha256Of(text),
		changes
	};
}
const sha256Of = (content) => createHash("sha256").update(content).digest("hex");
/** The text after the changes, which all speak of the lines before; in a file with CRLF added lines end so as well. */
function applyChanges(text, changes) {
	const lines = text.split("\n");
	const end = lines.length > 1 && lines.slice(0, -1).every((line) => line.endsWith("\r")) ? "\r" : "";
	for (const { line, removes, adds } of changes.toReversed().toSorted((a, b) => b.line - a.line)) lines.splice(line - 1, removes, ...adds.map((added) => added.endsWith("\r") ? added : `${added}${end}`));
	return lines.join("\n");
}

export { sha256Of as i, changedFile as n, newFile as r, applyChanges as t };