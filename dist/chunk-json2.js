// src/report/json.ts
/** The report as a file: the form that `report.schema.json` describes. */
function renderJson(report) {
	return `${JSON.stringify(report, void 0, 2)}\n`;
}

export { renderJson as t };