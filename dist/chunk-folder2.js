import { t as UserError } from "./chunk-errors.js";
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import { join, resolve } from "node:path";

// src/cache/folder.ts
/** A base takes as much room as its data, packed; those used last are needed next, one for each database of a project. */
const KEPT_ENTRIES = 8;
/** A folder of this machine, which belongs to one user: whoever may write to it decides what base is. */
function folderStore(directory) {
	const root = resolve(directory);
	const has = (key) => {
		const now = /* @__PURE__ */ new Date();
		return utimes(join(root, key), now, now).then(() => true, () => false);
	};
	return {
		has,
		async fetch(key) {
			return await has(key) ? join(root, key) : void 0;
		},
		async keep(key, write) {
			await mkdir(root, {
				recursive: true,
				mode: 448
			}).catch((error) => {
				throw new UserError(`The cache’s folder ${root} cannot be made`, {
					kind: "usage",
					hint: error.message,
					cause: error
				});
			});
			const unfinished = await mkdtemp(join(root, ".unfinished-"));
			try {
				await write(unfinished);
				const folder = join(root, key);
				await rm(folder, {
					recursive: true,
					force: true
				});
				await rename(unfinished, folder);
				await prune(root);
				return folder;
			} finally {
				await rm(unfinished, {
					recursive: true,
					force: true
				});
			}
		}
	};
}
async function prune(root) {
	const names = (await readdir(root)).filter((name) => /^[0-9a-f]{64}$/.test(name));
	const superfluous = (await Promise.all(names.map(async (name) => ({
		name,
		at: (await stat(join(root, name))).mtimeMs
	})))).toSorted((a, b) => b.at - a.at).slice(KEPT_ENTRIES);
	for (const { name } of superfluous) await rm(join(root, name), {
		recursive: true,
		force: true
	});
}

export { folderStore };