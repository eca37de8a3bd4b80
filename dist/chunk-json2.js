// src/report/json.ts
/** The same, an entry of a list at a time: with thousands of statements the whole is a hundred megabytes while it is made. */
function* jsonParts(report) {
	yield "{";
	let separator = "\n";
	for (const [key, value] of Object.entries(report)) {
		if (value === void 0) continue;
		yield `${separator}  ${JSON.stringify(key)}: `;
		if (Array.isArray(value) && value.length > 0) yield* listParts(value);
		else yield indented(value, "  ");
		separator = ",\n";
	}
	yield "\n}\n";
}
function* listParts(list) {
	for (const [at, entry] of list.entries()) yield `${at === 0 ? "[" : ","}\n    ${indented(entry, "    ")}`;
	yield "\n  ]";
}
/** JSON has line ends between its signs only, never inside a string. */
function indented(value, margin) {
	return JSON.stringify(value, void 0, 2).replaceAll("\n", `\n${margin}`);
}

export { jsonParts as t };