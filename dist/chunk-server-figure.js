// src/tune/format.ts
const UNITS = [
	"B",
	"kB",
	"MB",
	"GB",
	"TB"
];
/** `1.5 GB`. */
function formatBytes(bytes) {
	const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
	return `${Number((bytes / 2 ** (10 * step)).toFixed(1))} ${UNITS[step]}`;
}
function formatNumber(count) {
	return Math.round(count).toLocaleString("en");
}

// src/tune/server-figure.ts
/** `pages read from outside shared_buffers: 900 → 12`. */
function serverFigureText({ what, unit, before, after, isMoved }) {
	const shown = unit === "bytes" ? formatBytes : formatNumber;
	return `${what}: ${shown(before)} → ${shown(after)}${isMoved ? "" : ", which is no difference"}`;
}

export { formatBytes as n, formatNumber as r, serverFigureText as t };