import type { Report } from './report.ts'

/** The report as a file: the form that `report.schema.json` describes. */
export function renderJson(report: Report): string {
  return [...jsonParts(report)].join('')
}

/** The same, an entry of a list at a time: with thousands of statements the whole is a hundred megabytes while it is made. */
export function* jsonParts(report: Report): Generator<string> {
  yield '{'
  let separator = '\n'
  for (const [key, value] of Object.entries(report)) {
    if (value === undefined) continue
    yield `${separator}  ${JSON.stringify(key)}: `
    if (Array.isArray(value) && value.length > 0) yield* listParts(value)
    else yield indented(value, '  ')
    separator = ',\n'
  }
  yield '\n}\n'
}

function* listParts(list: readonly unknown[]): Generator<string> {
  for (const [at, entry] of list.entries()) yield `${at === 0 ? '[' : ','}\n    ${indented(entry, '    ')}`
  yield '\n  ]'
}

/** JSON has line ends between its signs only, never inside a string. */
function indented(value: unknown, margin: string): string {
  return JSON.stringify(value, undefined, 2).replaceAll('\n', `\n${margin}`)
}
