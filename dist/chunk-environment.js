// src/environment.ts
/** What any program may need to start, find its home, speak the user's language and reach the network. */
const ALLOWED = /* @__PURE__ */ new Set([
	"PATH",
	"HOME",
	"SHELL",
	"USER",
	"LOGNAME",
	"LANG",
	"LANGUAGE",
	"TZ",
	"TERM",
	"TMPDIR",
	"TMP",
	"TEMP",
	"CI",
	"NODE_ENV",
	"HTTP_PROXY",
	"HTTPS_PROXY",
	"ALL_PROXY",
	"NO_PROXY",
	"SSL_CERT_FILE",
	"SSL_CERT_DIR",
	"NODE_EXTRA_CA_CERTS"
]);
/** All that a server and its tools, and our own watchmen, see of our environment. */
const BARE_ENVIRONMENT = {
	PATH: "/usr/local/bin:/usr/bin:/bin",
	LC_ALL: "C"
};
/**
* Credentials of the runner, and the files by which a step changes the environment of the next one. The branch writes the
* configuration, so naming them there must not help.
*/
const FORBIDDEN = /^(INPUT_.*|ACTIONS_.*|(GITHUB|GH)_TOKEN|GITHUB_(ENV|OUTPUT|PATH|STATE|STEP_SUMMARY))$/i;
function isForbiddenVariable(name) {
	return FORBIDDEN.test(name);
}
/**
* The whole environment of a child process: the allow-list, what the configuration names in `allow`, and `extra`, which wins.
* Nothing else of `source` passes, so that no token reaches code of the pull request.
*/
function childEnvironment(source, allow, extra) {
	const named = new Set(allow);
	const passes = (name) => !isForbiddenVariable(name) && (ALLOWED.has(name.toUpperCase()) || name.startsWith("LC_") || named.has(name));
	const inherited = Object.entries(source).filter((entry) => entry[1] !== void 0 && passes(entry[0]));
	return {
		...Object.fromEntries(inherited),
		...extra
	};
}

export { childEnvironment as n, isForbiddenVariable as r, BARE_ENVIRONMENT as t };