// src/report/format.ts
/** `1234567.8` as `1,234,568`. */
function formatCount(value) {
	return Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, ",");
}
/** Three significant digits at most, for times and ratios; what is not nothing never looks like it. */
function significant(value) {
	if (value > 0 && value < .005) return "<0.01";
	if (value >= 100) return formatCount(value);
	if (value >= 10) return value.toFixed(1).replace(/\.0$/, "");
	return value.toFixed(value >= .1 || value === 0 ? 1 : 2).replace(/\.0+$/, "");
}
/** Milliseconds as `0.3 ms`, `61.8 ms` or `2.4 s`. */
function formatMs(ms) {
	return ms < 1e4 ? `${significant(ms)} ms` : `${significant(ms / 1e3)} s`;
}
/** A pair of milliseconds with the unit once, `0.3` and `61.8 ms`. */
function formatMsPair(base, head) {
	const inSeconds = Math.max(base, head) >= 1e4;
	const divisor = inSeconds ? 1e3 : 1;
	return [significant(base / divisor), `${significant(head / divisor)} ${inSeconds ? "s" : "ms"}`];
}
/** Seconds as `41 s`, `2 min 41 s`. */
function formatSeconds(seconds) {
	if (seconds < 10) return `${significant(seconds < .005 ? 0 : seconds)} s`;
	const whole = Math.round(seconds);
	const minutes = Math.floor(whole / 60);
	return minutes === 0 ? `${whole} s` : `${formatCount(minutes)} min ${whole % 60} s`;
}
/** How many times as much, `×695`; undefined where it would say nothing. */
function formatRatio(base, head) {
	if (base <= 0 || head / base < 1.05) return void 0;
	return `×${significant(head / base)}`;
}
/** Bytes in units of 1024, as PostgreSQL's pg_size_pretty names them. */
function formatBytes(bytes) {
	const units = [
		"bytes",
		"kB",
		"MB",
		"GB",
		"TB"
	];
	let value = bytes;
	let unit = 0;
	while (value >= 1024 && unit < units.length - 1) {
		value /= 1024;
		unit += 1;
	}
	return `${unit === 0 ? formatCount(value) : significant(value)} ${units[unit]}`;
}
/** Row totals, `1.3 M`, `412,000`. */
function formatRows(rows) {
	return rows >= 1e6 ? `${significant(rows / 1e6)} M` : formatCount(rows);
}
function plural(count, one, many = `${one}s`) {
	return `${formatCount(count)} ${count === 1 ? one : many}`;
}
/** The last words joined as in a sentence: `a, b and c`. */
function enumerate(parts) {
	return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

export { formatMsPair as a, formatSeconds as c, formatMs as i, plural as l, formatBytes as n, formatRatio as o, formatCount as r, formatRows as s, enumerate as t };