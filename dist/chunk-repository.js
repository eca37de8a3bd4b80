import { t as UserError } from "./chunk-errors.js";
import { n as childEnvironment } from "./chunk-environment.js";
import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";

// src/checkout/git.ts
var GitError = class extends Error {
	name = "GitError";
};
const INHERITED = [
	"XDG_CONFIG_HOME",
	"SSH_AUTH_SOCK",
	"GIT_SSH_COMMAND"
];
const CONFIG = [
	["safe.directory", "*"],
	["core.hooksPath", "/dev/null"],
	["core.fsmonitor", "false"],
	["gc.auto", "0"],
	["maintenance.auto", "false"]
];
const MAX_OUTPUT_BYTES = 536870912;
const execute = promisify(execFile);
/** git in a folder: without hooks, prompts and optional locks, and with an environment of its own. */
function openGit(directory, options) {
	const config = [...CONFIG, ...options.config ?? []];
	const local = gitEnvironment(options.env, config);
	const network = gitEnvironment(options.env, [...config, ...authorization(options)]);
	const environment = (access) => access === "network" ? network : local;
	const text = async (args, access = "local") => {
		options.signal.throwIfAborted();
		try {
			const { signal } = options;
			return (await execute("git", args, {
				cwd: directory,
				env: environment(access),
				signal,
				maxBuffer: MAX_OUTPUT_BYTES
			})).stdout;
		} catch (error) {
			options.signal.throwIfAborted();
			throw explain(error, args);
		}
	};
	return {
		directory,
		text,
		attempt: async (args, access) => {
			try {
				return await text(args, access);
			} catch (error) {
				if (error instanceof GitError) return void 0;
				throw error;
			}
		},
		start: (args, access = "local") => spawn("git", args, {
			cwd: directory,
			env: environment(access)
		})
	};
}
function gitEnvironment(source, config) {
	const variables = config.flatMap(([key, value], index) => [[`GIT_CONFIG_KEY_${index}`, key], [`GIT_CONFIG_VALUE_${index}`, value]]);
	return childEnvironment(source, INHERITED, {
		LC_ALL: "C",
		GIT_TERMINAL_PROMPT: "0",
		GIT_OPTIONAL_LOCKS: "0",
		GIT_LITERAL_PATHSPECS: "1",
		GIT_LFS_SKIP_SMUDGE: "1",
		GIT_CONFIG_COUNT: String(config.length),
		...Object.fromEntries(variables)
	});
}
/**
* The header that actions/checkout sets, for that server alone; never in an argument, where every process could see it. One
* that the checkout kept is cleared first: with two of them GitHub answers 400.
*/
function authorization({ env, token }) {
	if (!token) return [];
	const server = new URL(env.GITHUB_SERVER_URL ?? "https://github.com").origin;
	const credentials = Buffer.from(`x-access-token:${token}`).toString("base64");
	const key = `http.${server}/.extraheader`;
	return [[key, ""], [key, `AUTHORIZATION: basic ${credentials}`]];
}
function explain(error, args) {
	if (!(error instanceof Error) || !("code" in error)) return error;
	if (error.code === "ENOENT") return new UserError("git was not found", {
		kind: "usage",
		hint: "Install git, or put it on the PATH.",
		cause: error
	});
	if (typeof error.code !== "number") return error;
	const stderr = "stderr" in error ? String(error.stderr) : "";
	return new GitError(`git ${args[0]}: ${stderr.trim().replaceAll(/\/\/[^/@\s]*@/g, "//***@")}`, { cause: error });
}

// src/checkout/repository.ts
/** Opens the repository that `directory` lies in. Throws a UserError when there is none. */
async function openRepository(directory, options) {
	const start = resolve(directory);
	if (!await stat(start).then((found) => found.isDirectory(), () => false)) throw new UserError(`There is no folder ${start}`, {
		kind: "usage",
		hint: "Check `--repo`."
	});
	const [isShallow, hash, prefix = "", ...rest] = (await describe(openGit(start, options), start)).split("\n");
	const root = rest.join("\n").replace(/\n$/, "");
	const folder = join(root, prefix);
	const git = openGit(folder, options);
	const partial = await git.attempt([
		"config",
		"--get-regexp",
		"^remote\\..*\\.promisor$"
	]);
	return {
		root,
		prefix,
		git,
		isShallow: isShallow === "true",
		hash: hash === "sha256" ? "sha256" : "sha1",
		objectAccess: partial === void 0 ? "local" : "network",
		gitWith: (own) => openGit(folder, {
			...options,
			...own
		})
	};
}
async function describe(git, start) {
	try {
		return await git.text([
			"rev-parse",
			"--is-shallow-repository",
			"--show-object-format",
			"--show-prefix",
			"--show-toplevel"
		]);
	} catch (error) {
		if (!(error instanceof GitError)) throw error;
		throw new UserError(`${start} is not in the working tree of a git repository`, {
			kind: "usage",
			hint: "Run it where the repository is checked out, or point `--repo` there.",
			cause: error
		});
	}
}

export { GitError as n, openRepository as t };