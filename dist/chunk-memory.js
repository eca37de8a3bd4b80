import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

// src/memory.ts
let isKeptSmall = false;
/**
* For a process that is a run's own. Keeps V8's young generation at its first megabyte, and the old one within an eighth of what is alive. A run makes garbage by the
* gigabyte (the log, plans) and keeps little of it: V8 would answer by giving it 100 MB and more, which saves no time.
*/
function keepHeapSmall() {
	isKeptSmall = true;
	setFlagsFromString("--semi-space-growth-factor=1");
	setFlagsFromString("--heap-growing-percent=12");
}
/** What a run of some hundred statements takes: below it nothing is gained. */
const MUCH_BYTES = 180 * 2 ** 20;
/** Puts away all garbage at once, where the heap is to be small and the process is large: what works in one go makes more than V8 puts away meanwhile. */
function collectGarbage() {
	if (!isKeptSmall || process.memoryUsage.rss() < MUCH_BYTES) return;
	setFlagsFromString("--expose-gc");
	runInNewContext("gc")();
}

export { keepHeapSmall as n, collectGarbage as t };