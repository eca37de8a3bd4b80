import type { Report } from './report.ts'

/** The report as a file: the form that `report.schema.json` describes. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, undefined, 2)}\n`
}
