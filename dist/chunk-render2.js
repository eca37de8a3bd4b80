import { t as headline } from "./chunk-headline.js";
import page from "./page.json" with { type: "json" };

// src/report/html/embed.ts
/**
* JSON for a script element: no character in it can end the element or begin a comment, and it is JavaScript in every
* version of the language (HTML standard, 4.12.1.3; ECMAScript 2019 allowed U+2028 and U+2029 in strings).
*/
function embedJson(value) {
	return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
/** Text between tags and in quoted attributes. */
function escapeHtml(text) {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

// src/report/html/render.ts
/**
* The report as one file that opens from disk. It asks nothing of any network: the policy lets only the scripts and styles
* that the build put in run, by their digests, and whatever the report holds is data that they show as text.
*/
function renderHtml(report) {
	const verdict = escapeHtml(headline(report).text);
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${page.policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${verdict}</title>
<link rel="icon" href="data:,">
<style>${page.style}</style>
</head>
<body>
<div id="app"><h1>${verdict}</h1></div>
<noscript>The statements and their plans are shown by a script, which this browser does not run. report.json beside this file holds the same.</noscript>
<script type="application/json" id="report">${embedJson(report)}<\/script>
<script type="text/plain" id="viewer-style">${page.viewerStyle}<\/script>
<script type="text/plain" id="viewer-script">${page.viewerScript}<\/script>
<script>${page.script}<\/script>
</body>
</html>
`;
}

export { renderHtml as t };