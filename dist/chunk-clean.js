// src/report/clean.ts
/**
* Characters that change how the text around them is read, or that nobody sees: C0 and C1 controls, bidirectional marks
* (Unicode Technical Report 36, section 2.10), what Unicode says to show as nothing (soft hyphens, zero-width marks, fillers,
* tags, in which whole sentences hide), lone surrogates. Tab, newline and the marks that make an emoji of a sign stay.
*/
const UNSAFE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028-\u202e\ufff9-\ufffb[\p{Default_Ignorable_Code_Point}--[\ufe00-\ufe0f]]\p{Cs}]/gv;
/** Text of the pull request that may go to a terminal, a log or Markdown: nothing invisible, newlines as `\n`. */
function cleanText(text) {
	return text.replace(/\r\n?/g, "\n").replace(UNSAFE, "�");
}
/** The same on one line, cut to `length` characters. */
function cleanLine(text, length = Number.POSITIVE_INFINITY) {
	const line = cleanText(text).replace(/\s+/g, " ").trim();
	if (line.length <= length) return line;
	return `${[...line].slice(0, length - 1).join("")}…`;
}
/** The first lines of a text that is too long to show whole, with a note of how many were cut. */
function cutLines(text, lines, characters) {
	const all = cleanText(text).split("\n");
	const room = all.length === lines + 1 ? lines + 1 : lines;
	const kept = [];
	let length = 0;
	for (const line of all) {
		length += line.length + 1;
		if (kept.length === room || length > characters && kept.length > 0) break;
		kept.push(line.length > characters ? `${line.slice(0, characters)}…` : line);
	}
	const cut = all.length - kept.length;
	return cut > 0 ? [...kept, `… ${cut} more ${cut === 1 ? "line" : "lines"}`].join("\n") : kept.join("\n");
}

export { cleanText as n, cutLines as r, cleanLine as t };