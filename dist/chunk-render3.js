import { n as headline } from "./chunk-headline.js";
import { n as escapeHtml, t as embedJson } from "./chunk-embed.js";
import page from "./page.json" with { type: "json" };

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