// src/report/confidence.ts
/** How sure a statement's verdict is, as a sentence without its full stop. */
function confidenceWords({ confidence, status, base, head }) {
	if (confidence === "plan") return "By the plan only, nothing was executed";
	if (confidence === "inferred") return "Inferred from the load, in which it failed; the replay cannot run it alone";
	if (confidence === "none") return "Nothing could be measured";
	if (status === "broken" || base && head) return "Proven by execution on both sides";
	return `Proven by execution on ${head ? "head" : "base"}`;
}

export { confidenceWords as t };