import { t as UserError } from "./chunk-errors.js";
import { access, constants, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

// src/output-file.ts
/** Refuses a file that could not be written, before the minutes that it takes to have something to write. */
async function checkOutputFile(file, option) {
	if ((await stat(file).catch(() => void 0))?.isDirectory()) throw new UserError(`${option}: ${file} is a folder`, { kind: "usage" });
	try {
		await access(dirname(file), constants.W_OK);
	} catch (error) {
		throw new UserError(`${option}: the folder ${dirname(file)} is not there, or may not be written`, {
			kind: "usage",
			cause: error
		});
	}
}
/** Whoever reads the file sees the whole of it or none. */
async function writeWhole(file, text) {
	const unfinished = join(dirname(file), `.${basename(file)}.${process.pid}`);
	try {
		await writeFile(unfinished, text);
		await rename(unfinished, file);
	} catch (error) {
		await rm(unfinished, { force: true });
		throw new UserError(`${file} could not be written`, {
			hint: error instanceof Error ? error.message : "",
			cause: error
		});
	}
}

export { writeWhole as n, checkOutputFile as t };