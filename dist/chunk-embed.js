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

export { escapeHtml as n, embedJson as t };